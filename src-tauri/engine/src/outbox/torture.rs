//! Shorter waits for `cargo xtask torture`, which kills the program a thousand times and cannot wait
//! eleven minutes after each. Builds that people get do not contain this.

use std::sync::OnceLock;
use std::time::Duration;

use domain::outbox::{self, Failure, Next};

/// Longest wait of the sender in milliseconds, for what is in doubt and after failures.
const VARIABLE: &str = "RINGSIDE_TORTURE_WAIT_MS";

/// The rule of `domain`, in quick motion where a torture asks for it.
pub(super) fn decide(attempts: u32, failure: &Failure, jitter: f64) -> Next {
    static LONGEST: OnceLock<Option<Duration>> = OnceLock::new();
    let longest = LONGEST.get_or_init(|| {
        let told = std::env::var(VARIABLE).ok()?;
        told.parse().ok().map(Duration::from_millis)
    });
    let next = outbox::decide(attempts, failure, jitter);
    let Some(longest) = longest else { return next };
    match next {
        Next::TryAfter(wait) => Next::TryAfter(wait.min(*longest)),
        // In doubt is never shorter than the torture's latest commit.
        Next::AskAfter(_) => Next::AskAfter(*longest),
        Next::Stuck => Next::Stuck,
    }
}
