//! This computer: settings, keychain, what is kept here, network and clock.

use std::time::Duration;

use domain::outbox::EntryState;
use jiff::{SignedDuration, Timestamp};

use super::reach::Reach;
use super::{Case, Check, Finding};
use crate::http::NetError;
use crate::problem::{Problem, ProblemCode};
use crate::signin::KeychainState;
use crate::store::Store;

/// An entry that is due is written within seconds; a hold-up of minutes is worth a word.
const WAITS_LONG: SignedDuration = SignedDuration::from_mins(15);
/// Rows looked at for entries that wait; more of them change nothing about the word.
const ROWS_MAX: u32 = 1_000;
/// From here on entries carry times that people notice.
const CLOCK_WARN: Duration = Duration::from_secs(2 * 60);
/// From here on tokens are taken for expired.
const CLOCK_FAIL: Duration = Duration::from_secs(5 * 60);
/// Two servers that are off by the same, within this, are right.
const CLOCK_SAME: Duration = Duration::from_secs(60);

pub(super) async fn examine(case: &Case, reach: &Reach) -> Vec<Finding> {
    let mut findings = vec![settings(case), keychain(case)];
    match &case.store {
        Ok(store) => {
            findings.push(Finding::passed(Check::Store));
            findings.push(outbox(store).await);
            findings.push(index(store).await);
        }
        Err(problem) => {
            findings.push(Finding::failed(Check::Store, problem.clone()));
            findings.push(Finding::not_checked(Check::Outbox));
            findings.push(Finding::not_checked(Check::Index));
        }
    }
    findings.push(network(case, reach));
    findings.push(clock(reach));
    findings
}

fn settings(case: &Case) -> Finding {
    match &case.settings_problem {
        None => Finding::passed(Check::Settings),
        Some(problem) => Finding::failed(Check::Settings, problem.clone()),
    }
}

fn keychain(case: &Case) -> Finding {
    match case.keychain.state() {
        KeychainState::Ok => Finding::passed(Check::Keychain),
        KeychainState::Absent => Finding::code(Check::Keychain, ProblemCode::KeychainAbsent),
        KeychainState::Locked => Finding::code(Check::Keychain, ProblemCode::KeychainLocked),
    }
}

async fn outbox(store: &Store) -> Finding {
    const CHECK: Check = Check::Outbox;
    let now = Timestamp::now();
    let (counts, rows) = match (store.outbox().counts(now).await, store.outbox().list(ROWS_MAX).await) {
        (Ok(counts), Ok(rows)) => (counts, rows),
        (Err(error), _) | (_, Err(error)) => {
            let detail = Some(error.to_string());
            return Finding::failed(CHECK, Problem { code: ProblemCode::StoreBroken, detail });
        }
    };
    let elsewhere = store.orgs().waiting_elsewhere().await.unwrap_or_default();
    let here = rows.iter().filter(|row| row.other_org.is_none());
    let late = here.filter(|row| is_due(&row.state) && now.duration_since(row.queued) > WAITS_LONG);
    let late = late.count();
    let about = |code, count: String| Finding::warned(CHECK, Problem { code, detail: Some(count) });
    let finding = match (counts.stuck, late) {
        (0, 0) if !elsewhere.is_empty() => {
            let words: Vec<String> = elsewhere.iter().map(|(org, count)| format!("{org}: {count}")).collect();
            about(ProblemCode::OutboxOtherOrg, words.join(", "))
        }
        (0, 0) => Finding::passed(CHECK),
        (0, late) => about(ProblemCode::OutboxWaiting, late.to_string()),
        (stuck, _) => about(ProblemCode::OutboxStuck, stuck.to_string()),
    };
    finding.with("waiting", counts.waiting.to_string()).with("stuck", counts.stuck.to_string())
}

/// Not yet written although nobody holds it back.
fn is_due(state: &EntryState) -> bool {
    match state {
        EntryState::Waiting { due, .. } => due.is_some(),
        EntryState::InDoubt { .. } => true,
        EntryState::Stuck { .. } | EntryState::Written { .. } | EntryState::Removed { .. } => false,
    }
}

async fn index(store: &Store) -> Finding {
    const CHECK: Check = Check::Index;
    match (store.people().count().await, store.people().oldest().await) {
        (Ok(people), Ok(oldest)) => {
            let age =
                oldest.map(|at| Timestamp::now().duration_since(at).as_hours() / 24).unwrap_or_default();
            Finding::passed(CHECK).with("people", people.to_string()).with("days", age.max(0).to_string())
        }
        (Err(error), _) | (_, Err(error)) => Finding::failed(
            CHECK,
            Problem { code: ProblemCode::StoreBroken, detail: Some(error.to_string()) },
        ),
    }
}

fn network(case: &Case, reach: &Reach) -> Finding {
    const CHECK: Check = Check::Network;
    let about =
        |code, detail: &str| Finding::failed(CHECK, Problem { code, detail: Some(detail.to_owned()) });
    let network = &case.settings.network;
    match (&reach.settings, &reach.lost_proxy) {
        (Some(NetError::Proxy), _) => about(ProblemCode::ProxyUnusable, &network.proxy),
        (Some(NetError::CaFile(_)), _) => about(ProblemCode::CaFileMissing, &network.ca_file),
        (Some(NetError::NoCertificate), _) => about(ProblemCode::CaFileNotPem, &network.ca_file),
        (None, Some(proxy)) => about(ProblemCode::ProxyUnreachable, proxy),
        (None, None) => {
            let proxy = if network.proxy.is_empty() { "system" } else { "setting" };
            let ca = if network.ca_file.is_empty() { "system" } else { "setting" };
            Finding::passed(CHECK).with("proxy", proxy).with("ca", ca)
        }
    }
}

/// Which clock is wrong: a phone system may have one of its own, Salesforce's is right.
fn clock(reach: &Reach) -> Finding {
    let ahead = |answer: Option<super::reach::Answer>| answer.and_then(super::reach::Answer::ahead);
    judge_clock(ahead(reach.three_cx), ahead(reach.salesforce))
}

fn judge_clock(three_cx: Option<SignedDuration>, salesforce: Option<SignedDuration>) -> Finding {
    const CHECK: Check = Check::Clock;
    let off = |ahead: SignedDuration| ahead.unsigned_abs();
    let pbx_alone = match (three_cx, salesforce) {
        (Some(pbx), Some(org)) => off(pbx - org) > CLOCK_SAME && off(org) < CLOCK_WARN,
        (Some(_) | None, None) | (None, Some(_)) => false,
    };
    let (code, worst) = if pbx_alone {
        (ProblemCode::PhoneClockOff, three_cx.map(off))
    } else {
        // Salesforce where it told, for its clock is right.
        (ProblemCode::ClockOff, salesforce.or(three_cx).map(off))
    };
    let Some(worst) = worst else { return Finding::not_checked(CHECK) };
    let minutes = Some((worst.as_secs() / 60).to_string());
    if worst >= CLOCK_FAIL {
        Finding::failed(CHECK, Problem { code, detail: minutes })
    } else if worst >= CLOCK_WARN {
        Finding::warned(CHECK, Problem { code, detail: minutes })
    } else {
        Finding::passed(CHECK)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::Verdict;
    use super::*;

    fn check(
        three_cx: Option<i64>,
        salesforce: Option<i64>,
        want: (Verdict, Option<ProblemCode>, Option<&str>),
    ) {
        let seconds = SignedDuration::from_secs;
        let finding = judge_clock(three_cx.map(seconds), salesforce.map(seconds));
        let problem = finding.problem.as_ref();
        let detail = problem.and_then(|problem| problem.detail.as_deref());
        let found = (finding.verdict, problem.map(|problem| problem.code), detail);
        assert_eq!(found, want, "{three_cx:?} {salesforce:?}");
    }

    #[test]
    fn whose_clock_is_wrong_and_by_how_much() {
        let fine = (Verdict::Passed, None, None);
        let ours = Some(ProblemCode::ClockOff);
        let theirs = Some(ProblemCode::PhoneClockOff);
        check(None, None, (Verdict::NotChecked, None, None));
        check(Some(1), Some(-1), fine);
        check(Some(119), None, fine);
        check(Some(-130), Some(-125), (Verdict::Warned, ours, Some("2")));
        check(Some(400), Some(400), (Verdict::Failed, ours, Some("6")));
        check(Some(400), None, (Verdict::Failed, ours, Some("6")));
        check(None, Some(-400), (Verdict::Failed, ours, Some("6")));
        check(Some(400), Some(3), (Verdict::Failed, theirs, Some("6")));
        check(Some(-150), Some(3), (Verdict::Warned, theirs, Some("2")));
        check(Some(0), Some(400), (Verdict::Failed, ours, Some("6")));
    }
}
