//! Who the person outside is: by number, then by e-mail, then by the name as given.

use serde::{Deserialize, Serialize};

use super::{Facts, Message, Speaker};
use crate::caller::{Caller, Choice, Match, Person, Source, Verdict, Why};
use crate::number::Number;
use crate::settings::MatchingSettings;

/// What is known of the person outside; each may be missing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Who {
    /// A public number only.
    pub number: Option<Number>,
    pub email: Option<String>,
    pub name: Option<String>,
}

/// Names that a web page gives everybody who gives none.
const NO_NAMES: &[&str] = &["guest", "visitor", "anonymous", "unknown", "gast", "besucher", "anonym"];

impl Who {
    /// From what the conversation and its messages tell.
    #[must_use]
    pub fn of(facts: &Facts, messages: &[Message], matching: &MatchingSettings) -> Self {
        let mut told = vec![(facts.name.as_str(), facts.number.as_str(), facts.email.as_str())];
        told.extend(messages.iter().filter_map(|message| match &message.speaker {
            Speaker::Visitor { name, number, email } => {
                Some((name.as_str(), number.as_str(), email.as_str()))
            }
            Speaker::Agent { .. } | Speaker::System { .. } => None,
        }));
        let number = |raw: &str| Some(matching.read(raw)).filter(|number| number.public().is_some());
        Self {
            number: told.iter().find_map(|(_, raw, _)| number(raw)),
            email: told.iter().find_map(|(.., email)| address(email)),
            name: told.iter().find_map(|(name, ..)| real_name(name)),
        }
    }

    /// There is something to look for.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.number.is_some() || self.email.is_some() || self.name.is_some()
    }
}

fn address(text: &str) -> Option<String> {
    let text = text.trim();
    let (name, host) = text.split_once('@')?;
    (!name.is_empty() && host.contains('.') && !text.contains(char::is_whitespace))
        .then(|| text.to_lowercase())
}

fn real_name(text: &str) -> Option<String> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_one = name.chars().any(char::is_alphabetic) && !NO_NAMES.contains(&name.to_lowercase().as_str());
    is_one.then_some(name)
}

/// Of several people with the number, those whom e-mail or name names as well, if that is exactly
/// one.
#[must_use]
pub fn narrow(verdict: Verdict, who: &Who) -> Verdict {
    let Verdict::Several { mut matches, remembered: None } = verdict else { return verdict };
    let by_email = |found: &Match| who.email.as_deref().is_some_and(|email| has_email(&found.person, email));
    let by_name = |found: &Match| who.name.as_deref().is_some_and(|name| has_name(&found.person, name));
    for fits in [&by_email as &dyn Fn(&Match) -> bool, &by_name] {
        let mut places = (0..matches.len()).filter(|at| fits(&matches[*at]));
        if let (Some(at), None) = (places.next(), places.next()) {
            let best = matches.remove(at);
            return Verdict::One { best: Box::new(best), runners_up: matches };
        }
    }
    Verdict::Several { matches, remembered: None }
}

/// Who of these has the address, in the order they were found in.
#[must_use]
pub fn by_email(email: &str, people: &[Person]) -> Verdict {
    let found = people.iter().filter(|person| has_email(person, email));
    verdict(found.map(|person| matched(person, "Email", person.email.as_deref().unwrap_or_default())))
}

/// The one person of this name. A name that several bear names nobody, and nobody is guessed.
#[must_use]
pub fn by_name(name: &str, people: &[Person]) -> Verdict {
    let mut found = people.iter().filter(|person| has_name(person, name));
    match (found.next(), found.next()) {
        (Some(person), None) => verdict(std::iter::once(matched(person, "Name", &person.name))),
        (Some(_), Some(_)) | (None, _) => Verdict::Nobody,
    }
}

fn verdict(found: impl Iterator<Item = Match>) -> Verdict {
    let mut matches: Vec<Match> = found.take(crate::caller::CANDIDATES_MAX).collect();
    match matches.len() {
        0 => Verdict::Nobody,
        1 => Verdict::One { best: Box::new(matches.remove(0)), runners_up: Vec::new() },
        _ => Verdict::Several { matches, remembered: None },
    }
}

fn matched(person: &Person, field: &str, spelling: &str) -> Match {
    let why = Why {
        field: field.to_owned(),
        label: field.to_owned(),
        spelling: spelling.to_owned(),
        last_digits: None,
        caller_marks: Vec::new(),
        stored_marks: Vec::new(),
        source: Source::Crm,
    };
    Match { person: person.clone(), why }
}

fn has_email(person: &Person, email: &str) -> bool {
    person.email.as_deref().is_some_and(|known| known.trim().to_lowercase() == email.trim().to_lowercase())
}

fn has_name(person: &Person, name: &str) -> bool {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    plain(&person.name) == plain(name)
}

/// Everybody who can be chosen.
pub(super) fn candidates(caller: &Caller) -> Vec<Match> {
    match caller {
        Caller::One { best, runners_up } => std::iter::once(&**best).chain(runners_up).cloned().collect(),
        Caller::Several { matches, .. } => matches.clone(),
        Caller::Unreachable { local, .. } => local.iter().map(|known| (**known).clone()).collect(),
        Caller::NotLookedUp | Caller::Searching | Caller::Unknown => Vec::new(),
    }
}

/// The agent said who it is, or who it is not.
pub(super) fn is_chosen(caller: &Caller) -> bool {
    match caller {
        Caller::Several { choice, .. } => match choice {
            Choice::Chosen { .. } | Choice::Nobody => true,
            Choice::Open | Choice::Remembered { .. } => false,
        },
        Caller::One { best, .. } => best.why.source == Source::Agent,
        Caller::NotLookedUp | Caller::Searching | Caller::Unknown | Caller::Unreachable { .. } => false,
    }
}
