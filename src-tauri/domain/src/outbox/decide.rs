use super::Failure;
use std::time::Duration;

/// What happens next to an entry that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Send again after this time.
    TryAfter(Duration),
    /// Ask whether it was written, after this time, before anything is sent again.
    AskAfter(Duration),
    /// A person must act.
    Stuck,
}

/// Decides what follows the `attempts`-th failure (counted from 1). `jitter` is 0..1.
#[must_use]
pub fn decide(attempts: u32, failure: &Failure, jitter: f64) -> Next {
    let _ = (attempts, failure, jitter);
    Next::Stuck
}
