//! Somebody was created for a call, or named as the one who is there already.

use super::{Desk, Effect};
use crate::caller::{Caller, Match, Person, Source, Verdict, Why, judge};

impl Desk {
    /// The call is about this person now, whoever else has the number.
    pub(super) fn created(&mut self, key: &str, person: Person, effects: &mut Vec<Effect>) {
        let Some(at) = self.calls.iter().position(|tracked| tracked.call.key == key) else { return };
        let matching = &self.context.settings.matching;
        let call = &mut self.calls[at].call;
        let best = match judge(&call.number, &[(person.clone(), Source::Crm)], matching, None) {
            Verdict::One { best, .. } => best,
            Verdict::Several { mut matches, .. } if !matches.is_empty() => Box::new(matches.swap_remove(0)),
            // Their record does not hold the number: the agent says so, not the digits.
            Verdict::Several { .. } | Verdict::Nobody => Box::new(said(person)),
        };
        call.caller = Caller::One { best, runners_up: Vec::new() };
        self.rewrite(at, effects);
    }
}

fn said(person: Person) -> Match {
    let why = Why {
        field: String::new(),
        label: String::new(),
        spelling: String::new(),
        last_digits: None,
        caller_marks: Vec::new(),
        stored_marks: Vec::new(),
        source: Source::Crm,
    };
    Match { person, why }
}
