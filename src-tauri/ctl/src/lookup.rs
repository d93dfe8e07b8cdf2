//! `lookup`: who is this, and why.

use std::path::PathBuf;
use std::sync::Arc;

use domain::caller::{Match, Person, Source};
use domain::number::{Mark, Number};
use domain::search::{DigitsFound, NumberPart};
use engine::clock::SystemClock;
use engine::crm::Crm;
use engine::directory::Directory;
use engine::local::{Ask, LocalClient, Profile, Request};
use engine::problem::{Problem, ProblemCode};
use engine::search::{Reach, Reaching, Search};
use engine::signin::KeychainState;
use engine::store::{Store, file_path};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use crate::out::{self, Exit, Stop};
use crate::profile::{self, Alone, TokenArgs};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A number in any spelling, or the beginnings of a name, a company or an e-mail address.
    #[arg(allow_hyphen_values = true)]
    text: String,
    /// Only what this computer knows; asks no network.
    #[arg(long)]
    local: bool,
    #[command(flatten)]
    token: TokenArgs,
}

pub(crate) async fn run(args: Args, dir: Option<PathBuf>, json: bool) -> Result<Exit, Stop> {
    let profile = profile::open(dir.as_deref())?;
    let found = match LocalClient::connect(&profile).await {
        Some(mut running) => {
            running.ask(&Request::Ask(Ask::Lookup { text: args.text, here: args.local })).await?
        }
        None => alone(args, &profile).await?,
    };
    if json {
        out::json(&found);
    }
    let found: Found = serde_json::from_value(found)?;
    match (&found.problem, found.people.is_empty()) {
        (Some(problem), true) => return Err(Stop::problem(exit_of(problem.code), problem)),
        // What this computer knows is shown all the same.
        (Some(problem), false) => out::aside(&out::words().problem(problem)),
        (None, _) => {}
    }
    if !json {
        print(&found);
    }
    Ok(if found.is_somebody() { Exit::Ok } else { Exit::No })
}

/// Without a program that runs the profile: its index, if there is one, then Salesforce.
async fn alone(args: Args, profile: &Profile) -> Result<Value, Stop> {
    let alone = Alone::open(profile).await?;
    let directory = index(&alone, profile).await?;
    let crm = if args.local { Ok(None) } else { alone.crm(profile, args.token.read()?).await.map(Some) };
    let (crm, stop): (Option<Arc<dyn Crm>>, _) = match crm {
        Ok(crm) => (crm, None),
        Err(stop) => (None, Some(stop)),
    };
    let reaching = if crm.is_some() { Reaching::Both } else { Reaching::Here };
    let matching = alone.settings.matching.clone();
    let reach = Reach { crm, sign_in: None, directory, matching };
    let search = Search::new(reach, Arc::new(SystemClock::new()), None);
    let looked = search.look_up(&args.text, reaching).await;
    match stop {
        // What this computer knows is shown all the same.
        Some(stop) if !looked.hits.is_empty() => out::aside(&stop.why),
        Some(stop) => return Err(stop),
        None => {}
    }
    Ok(looked.to_json())
}

/// People on this computer. `None`: nothing was ever kept, or its key is not in this keychain.
async fn index(alone: &Alone, profile: &Profile) -> Result<Option<Directory>, Stop> {
    if !file_path(&profile.dir).exists() || alone.keychain.state() != KeychainState::Ok {
        return Ok(None);
    }
    let key = alone.keychain.store_key(&profile.dir).await?;
    let store = Store::open(&profile.dir, *key.bytes()).await?;
    let home = alone.settings.matching.default_region.clone();
    Ok(Some(Directory::open(store, home).await?))
}

/// The answer, whoever gave it: this program or the one that runs the profile.
#[derive(Debug, Deserialize)]
struct Found {
    problem: Option<Problem>,
    number: Option<Number>,
    verdict: Option<String>,
    #[serde(default)]
    matches: Vec<Match>,
    remembered: Option<usize>,
    #[serde(default)]
    people: Vec<Hit>,
}

#[derive(Debug, Deserialize)]
struct Hit {
    #[serde(flatten)]
    person: Person,
    source: Source,
    /// `None` too where an older program answers.
    #[serde(default)]
    digits: Option<DigitsFound>,
}

impl Found {
    fn is_somebody(&self) -> bool {
        !self.matches.is_empty() || !self.people.is_empty()
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
    if let Some(number) = &found.number {
        out::line(&format!("{}  {}", number.canonical(), found.verdict.as_deref().unwrap_or_default()));
        for (at, known) in found.matches.iter().enumerate() {
            print_match(number, known, found.remembered == Some(at));
        }
    }
    let others =
        found.people.iter().filter(|hit| !found.matches.iter().any(|known| known.person.id == hit.person.id));
    for Hit { person, source, digits } in others {
        print_person(person);
        if let Some(found) = digits {
            print_digits(person, found);
        }
        for phone in &person.phones {
            out::line(&format!("    {}: {}", phone.label, phone.value));
        }
        out::line(&format!("    {}", from(source)));
    }
}

/// Field, rule and spelling, the characters compared, and where it was read.
fn print_match(number: &Number, Match { person, why }: &Match, remembered: bool) {
    let rule = match why.last_digits {
        None => "exact".to_owned(),
        Some(digits) => format!("last {digits} digits"),
    };
    print_person(person);
    out::line(&format!("    {} {rule}: {}", why.label, why.spelling));
    let caller = number.public().map_or("", |public| public.shown_international.as_str());
    let (one, other) = (marked(caller, &why.caller_marks), marked(&why.spelling, &why.stored_marks));
    out::line(&format!("    compared: {one} with {other}"));
    out::line(&format!("    {}", from(&why.source)));
    if remembered {
        out::line("    chosen before for this number");
    }
}

/// Field and part of the number that was typed, and its characters.
fn print_digits(person: &Person, found: &DigitsFound) {
    let label = person.phones.get(found.phone).map_or("", |phone| phone.label.as_str());
    let part = match found.part {
        NumberPart::Whole => "exact",
        NumberPart::Beginning => "beginning",
        NumberPart::Ending => "end",
        NumberPart::Inside => "inside",
    };
    out::line(&format!("    {label} {part}: {} of {}", marked(&found.shown, &found.marks), found.shown));
}

/// The characters that were compared.
fn marked(text: &str, marks: &[Mark]) -> String {
    let characters: Vec<char> = text.chars().collect();
    let place = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
    let parts = marks.iter().map(|mark| {
        characters.get(place(mark.start)..place(mark.end)).unwrap_or_default().iter().collect::<String>()
    });
    parts.collect::<Vec<_>>().join(" ... ")
}

fn from(source: &Source) -> String {
    match source {
        Source::Crm => "from Salesforce just now".to_owned(),
        Source::Agent => "linked by the agent".to_owned(),
        Source::Index { read_at } => {
            let minutes = Timestamp::now().duration_since(*read_at).as_mins().max(0);
            format!("from this computer, read {} ({minutes} min ago)", read_at.strftime("%Y-%m-%d %H:%M UTC"))
        }
    }
}

/// Name, kind, company, and the e-mail address.
fn print_person(person: &Person) {
    let facts = [person.company.as_deref(), person.email.as_deref()].into_iter().flatten();
    let facts = facts.collect::<Vec<_>>().join("  ");
    out::line(&format!("{}  {:?}  {facts}", person.name, person.kind));
}
