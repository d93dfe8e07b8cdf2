//! What a look-up's answer makes of what was known before.

use super::{Caller, Choice, Match, Source, Verdict};
use crate::Moment;
use crate::desk::Answer;

/// The caller after `answer`, or `None` when nothing changes. Once the agent `acted` on a name, it
/// stays: another record found later joins as a runner-up.
pub(crate) fn settle_caller(before: &Caller, answer: Answer, now: Moment, acted: bool) -> Option<Caller> {
    let after = match answer {
        Answer::Local(Verdict::Nobody) => return None,
        Answer::Local(verdict) | Answer::Settled(verdict) => {
            keep_choice(before, Caller::from(verdict), acted)
        }
        Answer::Failed { cause } => match before {
            // The CRM has said who it is; a second question that got lost does not unsay it.
            Caller::One { best, .. } if best.why.source == Source::Crm => return None,
            Caller::Unknown => return None,
            Caller::One { best, .. } => unreachable(cause, now, Some(best.clone())),
            Caller::Searching => unreachable(cause, now, None),
            Caller::Unreachable { since, local, .. } => {
                Caller::Unreachable { cause, since: *since, local: local.clone() }
            }
            // What the agent sees and may have chosen from is better than nothing.
            Caller::NotLookedUp | Caller::Several { .. } => return None,
        },
    };
    (after != *before).then_some(after)
}

fn unreachable(cause: crate::outbox::FailureKind, now: Moment, local: Option<Box<Match>>) -> Caller {
    Caller::Unreachable { cause, since: now.wall, local }
}

impl From<Verdict> for Caller {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Nobody => Caller::Unknown,
            Verdict::One { best, runners_up } => Caller::One { best, runners_up },
            Verdict::Several { matches, remembered } => {
                let choice = remembered.map_or(Choice::Open, |at| Choice::Remembered { at });
                Caller::Several { matches, choice }
            }
        }
    }
}

fn keep_choice(before: &Caller, after: Caller, acted: bool) -> Caller {
    // What a look-up says is weaker than the agent's word.
    if before.person().is_some_and(|known| known.why.source == Source::Agent) && acted {
        return before.clone();
    }
    match (before, after) {
        (
            Caller::Several { matches: old, choice: Choice::Chosen { at } },
            Caller::Several { matches, choice },
        ) => {
            let chosen =
                old.get(*at).and_then(|old| matches.iter().position(|new| new.person.id == old.person.id));
            let choice = chosen.map_or(choice, |at| Choice::Chosen { at });
            Caller::Several { matches, choice }
        }
        (Caller::Several { choice: Choice::Chosen { .. } | Choice::Nobody, .. }, _) => before.clone(),
        (Caller::One { best: known, runners_up }, Caller::One { best, .. })
            if acted && known.person.id != best.person.id =>
        {
            let mut runners_up = runners_up.clone();
            runners_up.insert(0, *best);
            Caller::One { best: known.clone(), runners_up }
        }
        (Caller::One { .. }, Caller::Unknown) if acted => before.clone(),
        (_, after) => after,
    }
}
