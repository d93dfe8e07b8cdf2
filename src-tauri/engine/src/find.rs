//! Finding people as `lookup` does: by number with the reasons, by e-mail or by name.

use domain::caller::{Match, Person, Source, Verdict, judge};
use domain::number::Number;
use domain::outbox::{Failure, FailureKind};
use domain::settings::MatchingSettings;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::crm::Crm;
use crate::directory::Directory;
use crate::problem::Problem;

/// What was found, or why nobody could be asked.
#[derive(Debug)]
pub enum Found {
    ByNumber { number: Number, verdict: Verdict },
    ByText { text: String, people: Vec<Person> },
    Failed { problem: Problem },
}

/// Looks `text` up: a number when it reads as one, else a name or an e-mail address.
pub async fn find(
    text: &str,
    matching: &MatchingSettings,
    crm: Option<&dyn Crm>,
    directory: Option<&Directory>,
    now: Timestamp,
) -> Found {
    let number = matching.read(text);
    let result = if number.public().is_some() {
        by_number(number, matching, crm, directory, now).await
    } else {
        by_text(text, crm).await
    };
    result.unwrap_or_else(|failure| Found::Failed { problem: Problem::from(&failure.kind) })
}

async fn by_number(
    number: Number,
    matching: &MatchingSettings,
    crm: Option<&dyn Crm>,
    directory: Option<&Directory>,
    now: Timestamp,
) -> Result<Found, Failure> {
    let fresh = match directory {
        Some(directory) => directory.fresh(&number, matching.strategy, now).await.unwrap_or_default(),
        None => None,
    };
    let people = match fresh {
        Some(people) => people,
        None => {
            let people = crm.ok_or_else(signed_out)?.find_people(&number).await?;
            let ours = match directory {
                Some(directory) => directory.with_ours(&people, &number, matching.strategy, now).await.ok(),
                None => None,
            };
            ours.unwrap_or_else(|| people.into_iter().map(|person| (person, Source::Crm)).collect())
        }
    };
    let verdict = judge(&number, &people, matching, None);
    Ok(Found::ByNumber { number, verdict })
}

async fn by_text(text: &str, crm: Option<&dyn Crm>) -> Result<Found, Failure> {
    let crm = crm.ok_or_else(signed_out)?;
    let people = crm.search(text).await?;
    Ok(Found::ByText { text: text.to_owned(), people })
}

fn signed_out() -> Failure {
    Failure { kind: FailureKind::SignedOut, outcome_unknown: false, retry_after: None }
}

impl Found {
    /// Somebody was found.
    #[must_use]
    pub fn is_somebody(&self) -> bool {
        match self {
            Found::ByNumber { verdict, .. } => *verdict != Verdict::Nobody,
            Found::ByText { people, .. } => !people.is_empty(),
            Found::Failed { .. } => false,
        }
    }

    /// As `lookup --json` prints it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        match self {
            Found::ByNumber { number, verdict } => {
                json!({"number": number, "verdict": verdict_name(verdict), "matches": matches(verdict)})
            }
            Found::ByText { text, people } => json!({"text": text, "people": people}),
            Found::Failed { problem } => json!({"problem": problem}),
        }
    }
}

/// Every match, best first.
#[must_use]
pub fn matches(verdict: &Verdict) -> Vec<&Match> {
    match verdict {
        Verdict::Nobody => Vec::new(),
        Verdict::One { best, runners_up } => std::iter::once(&**best).chain(runners_up).collect(),
        Verdict::Several { matches, .. } => matches.iter().collect(),
    }
}

fn verdict_name(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Nobody => "nobody",
        Verdict::One { .. } => "one",
        Verdict::Several { .. } => "several",
    }
}
