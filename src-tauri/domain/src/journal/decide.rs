//! Whether anything is written about a call, and how.

use super::compose::was_talked;
use crate::call::{Call, CallState, Outcome};
use crate::number::Number;
use crate::settings::{Settings, Unmatched, WriteAs, is_listed};

/// What becomes of an ended call's entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// `open`: as something that waits for somebody.
    Write {
        open: bool,
    },
    /// It stays on this computer until the caller is linked.
    Keep {
        open: bool,
    },
    Nothing(WhyNot),
}

/// Why nothing is written about a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhyNot {
    /// It still goes on.
    Live,
    /// The journal is off.
    Off,
    /// Between extensions.
    Internal,
    /// A colleague took it, and journals it; nobody here put anything down.
    Elsewhere,
    /// Calls that end so are not journaled.
    Outcome,
    /// The number is in the list of those that never are.
    NeverList,
    /// The agent said so, or the number is in the list of private ones.
    Private,
    /// Nobody was found, and such calls are not journaled.
    Unmatched,
}

/// Decides by the call as it is now. While the caller is still being looked up, the answer is that
/// for a caller who is found.
#[must_use]
pub fn decide(call: &Call, settings: &Settings) -> Decision {
    let journal = &settings.journal;
    let outcome = match call.state {
        CallState::WrapUp { outcome, .. } | CallState::Closed { outcome, .. } => outcome,
        CallState::Ringing | CallState::Dialing | CallState::Talking { .. } => {
            return Decision::Nothing(WhyNot::Live);
        }
    };
    let write_as = match outcome {
        Outcome::NotKnown if was_talked(call) => journal.outcomes.of_talked(call.direction),
        // As it would have been, had nobody told who took it.
        Outcome::AnsweredElsewhere if has_agents_words(call) => {
            journal.outcomes.of(Outcome::Missed, call.via.is_some())
        }
        Outcome::AnsweredInbound
        | Outcome::Missed
        | Outcome::Rejected
        | Outcome::AnsweredOutbound
        | Outcome::UnansweredOutbound
        | Outcome::AnsweredElsewhere
        | Outcome::NotKnown => journal.outcomes.of(outcome, call.via.is_some()),
    };
    if let Some(why) = barred(call, settings, outcome, write_as) {
        return Decision::Nothing(why);
    }
    let open = write_as == WriteAs::Open;
    // Colleagues have no record that entries hang on.
    if call.internal || call.unlinked || call.caller.is_open() || call.caller.person().is_some() {
        return Decision::Write { open };
    }
    of_unmatched(journal.unmatched, open)
}

/// What becomes of something that nobody was found for.
pub(crate) fn of_unmatched(unmatched: Unmatched, open: bool) -> Decision {
    match unmatched {
        Unmatched::Write => Decision::Write { open },
        Unmatched::Keep => Decision::Keep { open },
        Unmatched::Never => Decision::Nothing(WhyNot::Unmatched),
    }
}

/// Whether nothing is ever written about this number.
pub(crate) fn barred_number(number: &Number, settings: &Settings) -> Option<WhyNot> {
    let listed = |list: &[String]| is_listed(list, number, &settings.matching.default_region);
    if listed(&settings.journal.never) {
        Some(WhyNot::NeverList)
    } else {
        listed(&settings.journal.private).then_some(WhyNot::Private)
    }
}

fn barred(call: &Call, settings: &Settings, outcome: Outcome, write_as: WriteAs) -> Option<WhyNot> {
    let journal = &settings.journal;
    let never = || is_listed(&journal.never, &call.number, &settings.matching.default_region);
    if !journal.enabled {
        Some(WhyNot::Off)
    } else if call.internal && !journal.internal {
        Some(WhyNot::Internal)
    } else if outcome == Outcome::AnsweredElsewhere && !has_agents_words(call) {
        Some(WhyNot::Elsewhere)
    } else if never() {
        Some(WhyNot::NeverList)
    } else if is_private(call, settings) {
        Some(WhyNot::Private)
    } else if write_as == WriteAs::Nothing {
        Some(WhyNot::Outcome)
    } else {
        None
    }
}

/// Whether the agent's word, else the list of private numbers, makes it a private call.
#[must_use]
pub fn is_private(call: &Call, settings: &Settings) -> bool {
    let listed = || is_listed(&settings.journal.private, &call.number, &settings.matching.default_region);
    call.private.unwrap_or_else(listed)
}

/// The agent put something down about the call, which is then written whoever took it: what
/// somebody typed is never dropped.
fn has_agents_words(call: &Call) -> bool {
    !call.notes.trim().is_empty() || call.wrap_up.is_some() || call.related.is_some()
}
