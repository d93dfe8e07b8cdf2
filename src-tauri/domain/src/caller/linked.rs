//! Whom the agent linked to a number by hand: a person whose record does not hold it.

use super::{Match, Person, Source, Verdict, Why, judge};
use crate::number::Number;
use crate::settings::MatchingSettings;

/// A match by the agent's word: nothing of the number was compared.
#[must_use]
pub fn linked(person: Person) -> Match {
    let why = Why {
        field: String::new(),
        label: String::new(),
        spelling: String::new(),
        last_digits: None,
        caller_marks: Vec::new(),
        stored_marks: Vec::new(),
        source: Source::Agent,
    };
    Match { person, why }
}

/// Somebody the agent named for a number: by the number where their record holds it, else by the
/// agent's word.
#[must_use]
pub fn named(person: Person, number: &Number, matching: &MatchingSettings) -> Match {
    match judge(number, &[(person.clone(), Source::Crm)], matching, None) {
        Verdict::One { best, .. } => *best,
        Verdict::Several { mut matches, .. } if !matches.is_empty() => matches.swap_remove(0),
        Verdict::Several { .. } | Verdict::Nobody => linked(person),
    }
}

/// The verdict on a number that is remembered as this person's. Where others really have the
/// number, the agent sees them all, with the remembered one chosen.
#[must_use]
pub fn with_linked(verdict: Verdict, person: Person) -> Verdict {
    let mut matches = match verdict {
        Verdict::Nobody => return Verdict::One { best: Box::new(linked(person)), runners_up: Vec::new() },
        // The record has got the number since.
        Verdict::One { best, runners_up } if best.person.id == person.id => {
            return Verdict::One { best, runners_up };
        }
        Verdict::One { best, runners_up } => std::iter::once(*best).chain(runners_up).collect(),
        Verdict::Several { matches, .. } => matches,
    };
    let at = matches.iter().position(|found| found.person.id == person.id);
    if at.is_none() {
        matches.insert(0, linked(person));
    }
    Verdict::Several { matches, remembered: Some(at.unwrap_or(0)) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use crate::caller::PersonKind;

    fn person(id: &str) -> Person {
        Person {
            id: id.into(),
            kind: PersonKind::Contact,
            name: id.into(),
            title: None,
            company: None,
            account_id: None,
            contact_id: None,
            owner: None,
            email: None,
            do_not_call: false,
            phones: Vec::new(),
            last_activity: None,
            modified: None,
            url: None,
        }
    }

    fn found(id: &str) -> Match {
        let mut found = linked(person(id));
        found.why.source = Source::Crm;
        found
    }

    /// `>a b*`: a is the one; with several, the remembered one has a star. `~`: by the agent's word.
    fn told(verdict: &Verdict) -> String {
        let name = |found: &Match| {
            format!("{}{}", if found.why.source == Source::Agent { "~" } else { "" }, found.person.id)
        };
        match verdict {
            Verdict::Nobody => "nobody".into(),
            Verdict::One { best, runners_up } => {
                let rest: Vec<_> = runners_up.iter().map(name).collect();
                format!(">{} {}", name(best), rest.join(" ")).trim().to_owned()
            }
            Verdict::Several { matches, remembered } => {
                let star = |at| if *remembered == Some(at) { "*" } else { "" };
                let all: Vec<_> = matches
                    .iter()
                    .enumerate()
                    .map(|(at, one)| format!("{}{}", name(one), star(at)))
                    .collect();
                all.join(" ")
            }
        }
    }

    #[test]
    fn whom_the_agent_linked_is_there_beside_whoever_has_the_number() {
        let one = |id: &str, rest: &[&str]| Verdict::One {
            best: Box::new(found(id)),
            runners_up: rest.iter().map(|id| found(id)).collect(),
        };
        let several = |ids: &[&str], remembered| Verdict::Several {
            matches: ids.iter().map(|id| found(id)).collect(),
            remembered,
        };
        for (verdict, expected) in [
            (Verdict::Nobody, ">~a"),
            (one("a", &["b"]), ">a b"),
            (one("b", &[]), "~a* b"),
            (one("b", &["a"]), "b a*"),
            (several(&["b", "c"], None), "~a* b c"),
            (several(&["b", "a"], Some(0)), "b a*"),
        ] {
            let before = told(&verdict);
            assert_eq!(told(&with_linked(verdict, person("a"))), expected, "{before}");
        }
    }
}
