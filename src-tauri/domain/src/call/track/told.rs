//! What one leg tells: direction, phase, and the other side.

use crate::Moment;
use crate::call::{CallState, Direction, Leg, LegStatus, Party};
use crate::caller::Caller;
use crate::number::{Number, Reading};

/// Direction and phase of a call whose first leg this is; `None` for a status that tells nothing.
pub(super) fn first_phase(leg: &Leg, now: Moment) -> Option<(Direction, CallState)> {
    match leg.status {
        LegStatus::Ringing if !leg.originated_here => Some((Direction::Inbound, CallState::Ringing)),
        // An own phone that rings for an own call: the far end is dialled next (3cx.md 2.7).
        LegStatus::Ringing | LegStatus::Dialing => Some((Direction::Outbound, CallState::Dialing)),
        LegStatus::Connected => {
            let direction = if leg.originated_here { Direction::Outbound } else { Direction::Inbound };
            Some((direction, CallState::Talking { answered: now.wall }))
        }
        LegStatus::Other => None,
    }
}

/// The other side's number; some systems put it where the name belongs (3cx.md 2.5).
pub(super) fn party_number(leg: &Leg) -> &str {
    let number = leg.party_number.trim();
    let name = leg.party_name.trim();
    let name_is_number = name.len() >= 5 && name.chars().all(|c| c.is_ascii_digit() || "+ -()/.".contains(c));
    if number.is_empty() && name_is_number { name } else { number }
}

pub(super) fn party_name(leg: &Leg) -> Option<String> {
    let name = leg.party_name.trim();
    (!name.is_empty() && name != leg.party_number.trim()).then(|| name.to_owned())
}

pub(super) fn is_internal(leg: &Leg, number: &Number) -> bool {
    match leg.party {
        Party::Extension | Party::System => true,
        Party::External => false,
        Party::Unknown => matches!(number.reading, Reading::Internal { .. }),
    }
}

/// Who is calling before anybody was asked.
pub(crate) fn first_caller(number: &Number, internal: bool) -> Caller {
    match number.reading {
        Reading::Public(_) if !internal => Caller::Searching,
        Reading::Public(_)
        | Reading::Short { .. }
        | Reading::Internal { .. }
        | Reading::Withheld
        | Reading::Unreadable => Caller::NotLookedUp,
    }
}
