//! Decides. Calls, numbers, callers, journal rules, texts and retry rules as plain data and plain
//! functions.
//!
//! It must not know the time of day, the disk, the network, async, or any window: everything
//! arrives as an argument and leaves as a value. Start reading at [`desk`].

pub mod call;
pub mod caller;
pub mod chat;
pub mod create;
pub mod desk;
pub mod dial;
pub mod journal;
pub mod number;
pub mod outbox;
pub mod rule;
pub mod search;
pub mod settings;

use std::time::Duration;

use jiff::Timestamp;

/// One instant, read twice: the wall clock for what people see, the monotonic clock for how long
/// things took. Passed in by the caller of every rule, because `domain` has no clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Wall clock, UTC. May jump when the computer's clock is set.
    pub wall: Timestamp,
    /// Time since the program started. Never jumps; meaningless across restarts.
    pub mono: Duration,
}
