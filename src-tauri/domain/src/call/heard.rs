//! What a phone tells by itself, without the phone system (3cx.md 8.1).

use serde::{Deserialize, Serialize};

use super::Direction;

/// One thing a phone told. Doubled and late ones are normal, and what is missing stays unsaid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// Which arrival this was, for [`HeardVerdict`].
    pub arrival: u64,
    pub event: HeardEvent,
    /// `None`: not told; a call that begins is then an incoming one.
    pub direction: Option<Direction>,
    /// The other side's number as given; empty when hidden, `None` when not told.
    pub number: Option<String>,
    pub name: Option<String>,
    /// The phone's own name of the call.
    pub call_hint: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeardEvent {
    /// It rings, or is dialled.
    Began,
    Answered,
    Ended,
}

/// What became of something heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeardVerdict {
    /// It made a call, or moved one.
    Taken,
    /// It told what was known already.
    Folded,
    /// The phone system tells of this call itself.
    KnownToSystem,
    /// The phone system is given a moment to tell of it.
    Waits,
    /// It answers or ends a call that nobody told of.
    NoCall,
}
