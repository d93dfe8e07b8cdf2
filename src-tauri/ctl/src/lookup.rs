//! `lookup`: who is this, and why.

use std::path::PathBuf;

use domain::caller::Match;
use engine::find::{Found, find, matches};
use engine::local::{Ask, LocalClient, Request};
use engine::problem::ProblemCode;
use jiff::Timestamp;

use crate::out::{self, Exit, Stop};
use crate::profile::{self, Alone, TokenArgs};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A number in any spelling, an e-mail address, or a name.
    #[arg(allow_hyphen_values = true)]
    text: String,
    #[command(flatten)]
    token: TokenArgs,
}

pub(crate) async fn run(args: Args, dir: Option<PathBuf>, json: bool) -> Result<Exit, Stop> {
    let profile = profile::open(dir.as_deref())?;
    if let Some(mut running) = LocalClient::connect(&profile).await {
        let answer = running.ask(&Request::Ask(Ask::Lookup { text: args.text })).await?;
        out::json(&answer);
        let empty = |name: &str| answer.get(name).and_then(|list| list.as_array()).is_none_or(Vec::is_empty);
        return Ok(if empty("matches") && empty("people") { Exit::No } else { Exit::Ok });
    }
    let alone = Alone::open(&profile).await?;
    let crm = alone.crm(&profile, args.token.read()?).await?;
    let found = find(&args.text, &alone.settings.matching, Some(&*crm), None, Timestamp::now()).await;
    if json {
        out::json(&found.to_json());
    } else {
        print(&found);
    }
    match &found {
        Found::Failed { problem } => {
            let signed_out = [ProblemCode::SalesforceSignedOut, ProblemCode::SalesforceNotConfigured]
                .contains(&problem.code);
            let exit = if signed_out {
                Exit::NotConfigured
            } else if problem.code == ProblemCode::SalesforceOffline {
                Exit::Unreachable
            } else {
                Exit::No
            };
            Err(Stop::problem(exit, problem))
        }
        Found::ByNumber { .. } | Found::ByText { .. } => {
            Ok(if found.is_somebody() { Exit::Ok } else { Exit::No })
        }
    }
}

fn print(found: &Found) {
    match found {
        Found::ByNumber { number, verdict } => {
            out::line(number.canonical());
            for known in matches(verdict) {
                print_match(known);
            }
        }
        Found::ByText { people, .. } => {
            for person in people {
                let company = person.company.as_deref().unwrap_or_default();
                out::line(&format!("{}  {:?}  {company}", person.name, person.kind));
                for phone in &person.phones {
                    out::line(&format!("    {}: {}", phone.label, phone.value));
                }
            }
        }
        Found::Failed { .. } => {}
    }
}

fn print_match(known: &Match) {
    let Match { person, why } = known;
    let rule = match why.last_digits {
        None => "exact".to_owned(),
        Some(digits) => format!("last {digits} digits"),
    };
    let company = person.company.as_deref().unwrap_or_default();
    out::line(&format!("{}  {:?}  {company}", person.name, person.kind));
    out::line(&format!("    {} {rule}: {}", why.label, why.spelling));
}
