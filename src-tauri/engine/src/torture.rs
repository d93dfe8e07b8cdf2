//! What `cargo xtask torture` changes of the program: shorter waits, since it kills the program a
//! thousand times and cannot wait eleven minutes after each, and a clock that is wrong. Builds that
//! people get do not contain this.

use std::str::FromStr;
use std::sync::OnceLock;
use std::time::Duration;

use domain::outbox::{self, Failure, Next};
use jiff::{SignedDuration, Timestamp};

/// Longest wait of the sender in milliseconds, for what is in doubt and after failures.
const WAIT: &str = "RINGSIDE_TORTURE_WAIT_MS";
/// By how many seconds the computer's clock is wrong.
const CLOCK: &str = "RINGSIDE_TORTURE_CLOCK_S";

/// The rule of `domain`, in quick motion where a torture asks for it.
pub(crate) fn decide(attempts: u32, failure: &Failure, jitter: f64) -> Next {
    static LONGEST: OnceLock<Option<Duration>> = OnceLock::new();
    let longest = LONGEST.get_or_init(|| told(WAIT).map(Duration::from_millis));
    let next = outbox::decide(attempts, failure, jitter);
    let Some(longest) = longest else { return next };
    match next {
        Next::TryAfter(wait) => Next::TryAfter(wait.min(*longest)),
        // In doubt is never shorter than the torture's latest commit.
        Next::AskAfter(_) => Next::AskAfter(*longest),
        Next::Stuck => Next::Stuck,
    }
}

/// The time of day as a computer tells it whose clock may be wrong.
pub(crate) fn wall() -> Timestamp {
    static WRONG_BY: OnceLock<SignedDuration> = OnceLock::new();
    let wrong_by = WRONG_BY.get_or_init(|| SignedDuration::from_secs(told(CLOCK).unwrap_or_default()));
    let now = Timestamp::now();
    now.checked_add(*wrong_by).unwrap_or(now)
}

fn told<T: FromStr>(variable: &str) -> Option<T> {
    std::env::var(variable).ok()?.parse().ok()
}
