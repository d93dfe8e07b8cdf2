//! `lookup`: who is this, and why.

use std::path::PathBuf;

use domain::caller::{Match, Person};
use domain::number::Number;
use engine::find::find;
use engine::local::{Ask, LocalClient, Request};
use engine::problem::{Problem, ProblemCode};
use jiff::Timestamp;
use serde::Deserialize;

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
    let found = match LocalClient::connect(&profile).await {
        Some(mut running) => running.ask(&Request::Ask(Ask::Lookup { text: args.text })).await?,
        None => {
            let alone = Alone::open(&profile).await?;
            let crm = alone.crm(&profile, args.token.read()?).await?;
            let matching = &alone.settings.matching;
            find(&args.text, matching, Some(&*crm), None, Timestamp::now()).await.to_json()
        }
    };
    if json {
        out::json(&found);
    }
    let found: Found = serde_json::from_value(found)?;
    if let Found::Failed { problem } = &found {
        return Err(Stop::problem(exit_of(problem.code), problem));
    }
    if !json {
        print(&found);
    }
    Ok(if found.is_somebody() { Exit::Ok } else { Exit::No })
}

/// The answer, whoever gave it: this program or the one that runs the profile.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Found {
    Failed { problem: Problem },
    ByNumber { number: Number, matches: Vec<Match> },
    ByText { people: Vec<Person> },
}

impl Found {
    fn is_somebody(&self) -> bool {
        match self {
            Found::Failed { .. } => false,
            Found::ByNumber { matches, .. } => !matches.is_empty(),
            Found::ByText { people } => !people.is_empty(),
        }
    }
}

pub(crate) fn exit_of(code: ProblemCode) -> Exit {
    const NOT_CONFIGURED: [ProblemCode; 2] =
        [ProblemCode::SalesforceSignedOut, ProblemCode::SalesforceNotConfigured];
    const UNREACHABLE: [ProblemCode; 2] = [ProblemCode::SalesforceOffline, ProblemCode::SalesforceBusy];
    if NOT_CONFIGURED.contains(&code) {
        Exit::NotConfigured
    } else if UNREACHABLE.contains(&code) {
        Exit::Unreachable
    } else {
        Exit::No
    }
}

fn print(found: &Found) {
    match found {
        Found::Failed { .. } => {}
        Found::ByNumber { number, matches } => {
            out::line(number.canonical());
            for known in matches {
                print_match(known);
            }
        }
        Found::ByText { people } => {
            for person in people {
                print_person(person);
                for phone in &person.phones {
                    out::line(&format!("    {}: {}", phone.label, phone.value));
                }
            }
        }
    }
}

fn print_match(Match { person, why }: &Match) {
    let rule = match why.last_digits {
        None => "exact".to_owned(),
        Some(digits) => format!("last {digits} digits"),
    };
    print_person(person);
    out::line(&format!("    {} {rule}: {}", why.label, why.spelling));
}

fn print_person(person: &Person) {
    let company = person.company.as_deref().unwrap_or_default();
    out::line(&format!("{}  {:?}  {company}", person.name, person.kind));
}
