//! Calls: what the phone is doing, leg by leg, and what that means for the agent.
//!
//! ```text
//!            ┌──────────┐  own leg connects   ┌─────────┐
//!  leg ────▶ │ Ringing  │ ──────────────────▶ │ Talking │
//!            └────┬─────┘                     └────┬────┘
//!            ┌────┴─────┐  far end answers         │ all legs gone for GRACE
//!  leg ────▶ │ Dialing  │ ──────────────▶ Talking  │
//!            └────┬─────┘                          ▼
//!                 │ all legs gone for GRACE   ┌────────┐ dismissed, or quiet   ┌────────┐
//!                 └──────────────────────────▶│ WrapUp │ ────────────────────▶ │ Closed │
//!                                             └────────┘ for the wrap-up time  └────────┘
//! ```
//!
//! Not here: wire formats (an adapter's business), who the caller is (`caller`).

mod event;
mod heard;
mod key;
mod log;
mod track;

pub use event::{
    Abilities, Leg, LegId, LegStatus, LossReason, Party, PhoneCommand, PhoneEvent, PhoneFailure,
};

pub use heard::{Heard, HeardEvent, HeardVerdict};
pub use key::CallKey;
pub(crate) use key::{heard_key, live_key, logged_key};

pub use log::{
    APART_MAX, FromLog, LoggedCall, LoggedDirection, LoggedEnd, LoggedLeg, LoggedOutcome, LoggedPlace,
    calls as logged_calls, matching_call,
};

pub(crate) use log::SAME_DIGITS;
pub(crate) use track::{Changed, Told, Tracked, first_caller, is_same, is_same_in};

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::caller::Caller;
use crate::journal::RelatedOf;
use crate::number::Number;
use crate::outbox::EntryState;

/// After the last leg is gone, how long the call may come back: queue waves and transfers refill
/// it (3cx.md 2.4, step 3).
pub const GRACE: Duration = Duration::from_secs(2);

/// Longest note kept, in characters. A Task's description holds 32,000 with the text around it.
pub const NOTES_MAX: usize = 30_000;

/// Most steps kept in a call's course.
pub const COURSE_MAX: usize = 60;

/// Ours, unique in one profile for ever; counts up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CallId(pub u64);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    Inbound,
    Outbound,
}

/// How a call ended, from the agent's side (product.md section 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    AnsweredInbound,
    Missed,
    /// The agent refused it.
    Rejected,
    AnsweredOutbound,
    UnansweredOutbound,
    /// Rang here, a colleague took it.
    AnsweredElsewhere,
    /// A phone told that it began, and nothing told how it ended.
    NotKnown,
}

/// Who tells of a call.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallSource {
    /// The phone system: legs, commands, and an end.
    #[default]
    System,
    /// A phone or soft phone by itself. Nothing can be done with such a call from here, and its
    /// end may never be told.
    Heard,
}

impl CallSource {
    fn is_system(&self) -> bool {
        *self == CallSource::System
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum CallState {
    Ringing,
    Dialing,
    Talking {
        answered: Timestamp,
    },
    /// Over; notes may still be written.
    WrapUp {
        outcome: Outcome,
        ended: Timestamp,
    },
    Closed {
        outcome: Outcome,
        ended: Timestamp,
    },
}

/// One line of what happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseStep {
    pub at: Timestamp,
    pub what: Step,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    Rang {
        via: Option<String>,
    },
    Dialed,
    /// Ringside was started, or the link came back, in the middle of the call.
    Adopted,
    AnsweredHere,
    AnsweredBy {
        who: String,
    },
    TransferredFrom {
        who: String,
    },
    LinkLost,
    Ended,
}

/// One conversation from the agent's side, however many legs it has. Plain data: saved as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    pub id: CallId,
    /// `pbx|extension|callid|first seen (UTC)`, of a heard call `pbx or desk|extension|h<id>|first seen`; made at first sight, kept on adoption. The Task's
    /// `CallObject`.
    pub key: String,
    /// The phone system's own number of the call; reused after its restart (3cx.md 2.2).
    pub system_id: u64,
    #[serde(default, skip_serializing_if = "CallSource::is_system")]
    pub source: CallSource,
    pub direction: Direction,
    /// Both ends are extensions of the phone system: no pop, no journal.
    pub internal: bool,
    pub number: Number,
    /// What the phone system calls the other side.
    pub phone_name: Option<String>,
    /// Queue, ring group or line it came through.
    pub via: Option<String>,
    /// Who had it before.
    pub from: Option<String>,
    pub first_seen: Timestamp,
    pub state: CallState,
    pub caller: Caller,
    /// What the phone can do with it right now.
    pub abilities: Abilities,
    /// Abilities seen in its first frame: buttons are laid out by these and never jump.
    pub offers: Abilities,
    pub notes: String,
    pub notes_saved: Option<Timestamp>,
    /// What the call came to, as the agent chose it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wrap_up: Option<String>,
    /// What it was about, as the agent chose it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub related: Option<RelatedOf>,
    /// The agent wants it written although nobody is linked.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unlinked: bool,
    /// The agent said whether it is private; `None`: the settings say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub private: Option<bool>,
    /// How long it was talked, from the monotonic clock; estimated after a gap.
    pub talked: Duration,
    /// Times are estimates: the link was lost in between.
    pub estimated: bool,
    pub course: Vec<CourseStep>,
    /// Whether the pop shows it.
    pub pop: Pop,
    /// The last command that the phone system refused, until the next one.
    pub refused: Option<PhoneFailure>,
    pub entry: Option<EntryState>,
    /// What the phone system's log told of it, and what it may still tell.
    #[serde(default, skip_serializing_if = "FromLog::is_nothing")]
    pub logged: FromLog,
}

/// Whether the pop shows a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pop {
    Shown,
    /// The agent hid it.
    Dismissed,
    /// It never pops: internal, adopted, or taken by a colleague.
    Never,
}

impl Call {
    /// Talking, ringing or dialing.
    #[must_use]
    pub fn is_live(&self) -> bool {
        match self.state {
            CallState::Ringing | CallState::Dialing | CallState::Talking { .. } => true,
            CallState::WrapUp { .. } | CallState::Closed { .. } => false,
        }
    }

    /// Notes can be written: from the first ring to the end of wrap-up, except on calls whose entry
    /// is written the moment they end.
    #[must_use]
    pub fn notes_open(&self) -> bool {
        match self.state {
            CallState::Ringing | CallState::Dialing | CallState::Talking { .. } => true,
            CallState::WrapUp { outcome, .. } => !matches!(outcome, Outcome::Missed | Outcome::Rejected),
            CallState::Closed { .. } => false,
        }
    }

    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        match self.state {
            CallState::WrapUp { outcome, .. } | CallState::Closed { outcome, .. } => Some(outcome),
            CallState::Ringing | CallState::Dialing | CallState::Talking { .. } => None,
        }
    }
}
