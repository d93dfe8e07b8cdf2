use std::time::Duration;

use super::{Barred, Failure, FailureKind};

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

/// Before an entry whose answer was lost is asked about. Salesforce works on a request for up to
/// ten minutes (salesforce.md 3.6): asked earlier, "not there" could still become "there".
pub const IN_DOUBT_WAIT: Duration = Duration::from_secs(11 * 60);

/// First pause: long enough for a lock or a hiccup to pass, short enough to go unnoticed.
pub const BACK_OFF_FIRST: Duration = Duration::from_secs(5);
/// Longest pause: after a night offline, entries are written within a quarter of an hour.
pub const BACK_OFF_MAX: Duration = Duration::from_secs(15 * 60);
/// Shortest pause the CRM can ask for; "at once" from a busy server must not become a busy loop.
pub const RETRY_AFTER_MIN: Duration = Duration::from_secs(1);
/// Longest pause the CRM can ask for; an absurd answer must not park an entry for a year.
pub const RETRY_AFTER_MAX: Duration = Duration::from_secs(24 * 60 * 60);
/// Answers nobody can use are mostly a proxy's or a passing defect's; after so many, a person looks.
pub const BROKEN_TRIES_MAX: u32 = 5;

/// Share of a pause that is left to chance, so that a hundred agents do not return at once.
const JITTER_SHARE: f64 = 0.2;

/// Decides what follows the `attempts`-th failure (counted from 1). `jitter` is 0..1.
///
/// An unknown outcome comes before everything else: whatever else went wrong, nothing is sent
/// again, and nobody is asked to act, before it is known what became of it.
#[must_use]
pub fn decide(attempts: u32, failure: &Failure, jitter: f64) -> Next {
    let asked = failure.retry_after.map(|asked| asked.clamp(RETRY_AFTER_MIN, RETRY_AFTER_MAX));
    if failure.outcome_unknown {
        return Next::AskAfter(asked.unwrap_or_default().max(IN_DOUBT_WAIT));
    }
    let later = |pause| Next::TryAfter(asked.unwrap_or(pause));
    match &failure.kind {
        FailureKind::Offline | FailureKind::Busy => later(back_off(attempts, jitter)),
        // The loop sends nothing while signed out and starts at once after the sign-in.
        // What was made for another org waits for that one.
        FailureKind::SignedOut
        | FailureKind::CapReached
        | FailureKind::NotAllowed { why: Barred::OtherOrg, .. } => later(BACK_OFF_MAX),
        FailureKind::Broken { .. } if attempts < BROKEN_TRIES_MAX => later(back_off(attempts, jitter)),
        FailureKind::Broken { .. } | FailureKind::NotAllowed { .. } | FailureKind::Refused { .. } => {
            Next::Stuck
        }
    }
}

/// Doubles from [`BACK_OFF_FIRST`] to [`BACK_OFF_MAX`], less a random part.
fn back_off(attempts: u32, jitter: f64) -> Duration {
    let doublings = attempts.saturating_sub(1).min(u32::BITS - 1);
    let pause = BACK_OFF_FIRST.saturating_mul(1_u32 << doublings).min(BACK_OFF_MAX);
    let jitter = if jitter.is_finite() { jitter.clamp(0.0, 1.0) } else { 0.0 };
    pause.mul_f64(1.0 - JITTER_SHARE * jitter)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::super::Barred;
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);
    const MINUTE: Duration = Duration::from_secs(60);

    fn refused() -> FailureKind {
        FailureKind::Refused {
            field: Some("Subject".into()),
            code: "STRING_TOO_LONG".into(),
            message: "too long".into(),
        }
    }

    fn broken() -> FailureKind {
        FailureKind::Broken { detail: "html".into() }
    }

    fn not_allowed() -> FailureKind {
        FailureKind::NotAllowed { message: "no access".into(), why: Barred::Rights }
    }

    fn after(attempts: u32, kind: FailureKind) -> Next {
        decide(attempts, &Failure { kind, outcome_unknown: false, retry_after: None }, 0.0)
    }

    #[test]
    fn each_failure_has_its_next_step() {
        for (attempts, kind, expected) in [
            (1, FailureKind::Offline, Next::TryAfter(5 * SECOND)),
            (2, FailureKind::Offline, Next::TryAfter(10 * SECOND)),
            (4, FailureKind::Busy, Next::TryAfter(40 * SECOND)),
            (8, FailureKind::Busy, Next::TryAfter(640 * SECOND)),
            (9, FailureKind::Busy, Next::TryAfter(BACK_OFF_MAX)),
            (0, FailureKind::Offline, Next::TryAfter(5 * SECOND)),
            (u32::MAX, FailureKind::Offline, Next::TryAfter(BACK_OFF_MAX)),
            (1, FailureKind::SignedOut, Next::TryAfter(BACK_OFF_MAX)),
            (1, FailureKind::CapReached, Next::TryAfter(BACK_OFF_MAX)),
            (1, not_allowed(), Next::Stuck),
            (
                1,
                FailureKind::NotAllowed { message: "Acme".into(), why: Barred::OtherOrg },
                Next::TryAfter(BACK_OFF_MAX),
            ),
            (1, refused(), Next::Stuck),
            (1, broken(), Next::TryAfter(5 * SECOND)),
            (BROKEN_TRIES_MAX - 1, broken(), Next::TryAfter(40 * SECOND)),
            (BROKEN_TRIES_MAX, broken(), Next::Stuck),
        ] {
            assert_eq!(after(attempts, kind.clone()), expected, "{attempts} {kind:?}");
        }
    }

    #[test]
    fn a_lost_answer_is_asked_about_and_never_before_salesforce_has_given_up() {
        for kind in [
            FailureKind::Offline,
            FailureKind::Busy,
            FailureKind::SignedOut,
            broken(),
            refused(),
            not_allowed(),
        ] {
            for attempts in [1, BROKEN_TRIES_MAX, 1_000] {
                let failure =
                    Failure { kind: kind.clone(), outcome_unknown: true, retry_after: Some(SECOND) };
                assert_eq!(decide(attempts, &failure, 1.0), Next::AskAfter(IN_DOUBT_WAIT), "{kind:?}");
            }
        }
        assert!(IN_DOUBT_WAIT > 10 * MINUTE);
        let patient =
            Failure { kind: FailureKind::Busy, outcome_unknown: true, retry_after: Some(30 * MINUTE) };
        assert_eq!(decide(1, &patient, 0.0), Next::AskAfter(30 * MINUTE));
    }

    #[test]
    fn the_crm_may_say_when() {
        for (asked, expected) in
            [(5 * MINUTE, 5 * MINUTE), (Duration::ZERO, RETRY_AFTER_MIN), (Duration::MAX, RETRY_AFTER_MAX)]
        {
            let failure =
                Failure { kind: FailureKind::Busy, outcome_unknown: false, retry_after: Some(asked) };
            assert_eq!(decide(9, &failure, 0.5), Next::TryAfter(expected), "{asked:?}");
        }
    }

    #[test]
    fn chance_shortens_a_pause_by_a_fifth_at_most() {
        let failure = Failure { kind: FailureKind::Offline, outcome_unknown: false, retry_after: None };
        for (jitter, expected) in
            [(0.0, 10_000), (0.5, 9_000), (1.0, 8_000), (7.0, 8_000), (-1.0, 10_000), (f64::NAN, 10_000)]
        {
            assert_eq!(
                decide(2, &failure, jitter),
                Next::TryAfter(Duration::from_millis(expected)),
                "{jitter}"
            );
        }
    }
}
