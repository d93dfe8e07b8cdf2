#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Duration;

use jiff::SignedDuration;
use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::call::{CallId, CallState, Outcome};
use crate::journal::{SampleKind, sample};
use crate::number::{Region, read};
use crate::outbox::{FailureKind, Removal};
use crate::settings::Unmatched;

const NOON: &str = "2026-11-22T11:00:00Z";
const KATHARINA: &str = "+494066969412";

fn at(seconds: i64) -> Timestamp {
    let noon: Timestamp = NOON.parse().unwrap();
    noon + SignedDuration::from_secs(seconds)
}

/// Numbered calls, each of another caller.
fn number_of(id: u64) -> String {
    format!("+4930{}", 23_125_000 + id)
}

/// A talk of half a minute that began so many seconds after noon.
fn call(id: u64, number: &str, seconds: i64) -> Call {
    let first_seen = at(seconds);
    let ended = first_seen + SignedDuration::from_secs(40);
    Call {
        id: CallId(id),
        key: crate::call::live_key("pbx", "812", id, first_seen),
        number: read(number, &Region::home_default()),
        first_seen,
        state: CallState::Closed { outcome: Outcome::AnsweredInbound, ended },
        talked: Duration::from_secs(30),
        via: None,
        ..sample(SampleKind::AnsweredInbound, ended, None)
    }
}

fn missed(id: u64, number: &str, seconds: i64) -> Call {
    let ended = at(seconds);
    let state = CallState::Closed { outcome: Outcome::Missed, ended };
    Call { state, talked: Duration::ZERO, ..call(id, number, seconds) }
}

fn logged(call: &Call, seconds: i64) -> Call {
    let first_seen = call.first_seen + SignedDuration::from_secs(seconds);
    let key = crate::call::logged_key("pbx", "812", &format!("cdr-{}", call.id.0), first_seen);
    Call { key, first_seen, ..call.clone() }
}

fn desk() -> (Agent, TimeZone) {
    (Agent { extension: "812".into(), ..Agent::default() }, TimeZone::UTC)
}

fn entry(call: &Call) -> Entry {
    let settings = Settings::default();
    let (agent, zone) = desk();
    compose(call, &settings, &agent, &zone).unwrap()
}

/// The record our entry of this call makes.
fn task(call: &Call) -> TaskRow {
    let entry = entry(call);
    let created = call.first_seen + SignedDuration::from_secs(45);
    TaskRow {
        record: Written { id: format!("00T{}", call.id.0), ours: true, created, modified: created },
        key: Some(entry.key),
        direction: Some(entry.direction),
        duration_s: entry.duration_s,
        numbers: numbers_in(&entry.description),
        subject: entry.subject,
    }
}

/// What another program wrote of a call, as it ended.
fn foreign_task(call: &Call, id: &str) -> TaskRow {
    let mut task = task(call);
    task.record.id = id.into();
    task.key = None;
    task
}

fn written(call: &Call) -> OurCall {
    let state = EntryState::Written { task_id: format!("00T{}", call.id.0), url: None, at: call.first_seen };
    OurCall { call: call.clone(), state: Some(state) }
}

fn unwritten(call: &Call) -> OurCall {
    OurCall { call: call.clone(), state: None }
}

fn period() -> Period {
    Period { from: at(-12 * 3_600), to: at(12 * 3_600) }
}

fn compared_by(
    settings: &Settings,
    ours: &[OurCall],
    logged: Option<&[Call]>,
    tasks: &[TaskRow],
) -> Comparison {
    let (agent, zone) = desk();
    let ways = Ways { settings, agent: &agent, zone: &zone };
    reconcile(Sides { ours, logged, tasks }, period(), ways)
}

fn compared(ours: &[OurCall], logged: Option<&[Call]>, tasks: &[TaskRow]) -> Comparison {
    compared_by(&Settings::default(), ours, logged, tasks)
}

/// `missing gone 1`, `doubled 00T1 -00T9`, `foreign 00Tx`.
fn told(comparison: &Comparison) -> Vec<String> {
    let one = |finding: &Finding| match &finding.what {
        What::Missing { why, call, entry } => {
            assert_eq!((&finding.id, &entry.key), (&call.key, &call.key));
            format!("missing {why:?} {}", call.id.0)
        }
        What::Doubled { kept, .. } => {
            let gone: Vec<String> = kept.remove.iter().map(|id| format!("-{id}")).collect();
            format!("doubled {} {}{}", kept.id, gone.join(" "), if kept.is_left() { " left" } else { "" })
        }
        What::Foreign { task } => format!("foreign {}", task.record.id),
    };
    comparison.findings.iter().map(one).collect()
}

#[test]
fn a_call_without_record_is_missing_whoever_knows_it() {
    let (one, two) = (call(1, KATHARINA, 0), call(2, &number_of(2), 600));
    for (what, ours, log, tasks, expected) in [
        ("all is there", vec![written(&one)], vec![logged(&one, 3)], vec![task(&one)], vec![]),
        ("never handed over", vec![unwritten(&one)], vec![], vec![], vec!["missing NeverQueued 1"]),
        ("the record is gone", vec![written(&one)], vec![logged(&one, 3)], vec![], vec!["missing Gone 1"]),
        ("only in the log", vec![], vec![logged(&one, 0)], vec![], vec!["missing NotSeenHere 1"]),
        (
            "two, one of them there",
            vec![written(&one), unwritten(&two)],
            vec![logged(&one, -119), logged(&two, 119)],
            vec![task(&one)],
            vec!["missing NeverQueued 2"],
        ),
        (
            "told too far apart to be one call",
            vec![written(&one)],
            vec![logged(&one, 121)],
            vec![task(&one)],
            vec!["missing NotSeenHere 1"],
        ),
    ] {
        assert_eq!(told(&compared(&ours, Some(&log), &tasks)), expected, "{what}");
    }
    // The log may not be read: our own calls are compared all the same.
    assert_eq!(told(&compared(&[written(&one), written(&two)], None, &[task(&one)])), ["missing Gone 2"]);
}

#[test]
fn a_record_is_found_by_its_id_its_key_its_number_or_its_time() {
    let (one, hidden) = (call(1, KATHARINA, 0), call(1, "anonymous", 0));
    let keyless = TaskRow { key: None, numbers: Vec::new(), ..task(&one) };
    // Whoever watches the phone system hears the same number of the call.
    let other_profile = |call: &Call| {
        let first_seen = call.first_seen + SignedDuration::from_secs(2);
        let key = crate::call::live_key("pbx", "812", call.id.0, first_seen);
        TaskRow { key: Some(key), ..task(call) }
    };
    let second_call = |call: &Call| {
        let first_seen = call.first_seen + SignedDuration::from_secs(2);
        TaskRow { key: Some(crate::call::live_key("pbx", "812", 77, first_seen)), ..task(call) }
    };
    let of_another = |number: &str| TaskRow { numbers: vec![number.into()], ..other_profile(&hidden) };
    let outbound = |task: TaskRow| TaskRow { direction: Some(Direction::Outbound), ..task };
    for (what, ours, task, found) in [
        ("by its id alone", written(&one), keyless.clone(), true),
        ("no id, no key, no number", unwritten(&one), keyless, false),
        ("by number, as another program wrote it", unwritten(&one), foreign_task(&one, "00Tx"), true),
        ("the other way round", unwritten(&one), outbound(foreign_task(&one, "00Tx")), false),
        ("written by another profile", unwritten(&one), other_profile(&one), true),
        ("of a second call of theirs", unwritten(&one), second_call(&one), false),
        ("a hidden number by its time", unwritten(&hidden), other_profile(&hidden), true),
        ("but not a second call's", unwritten(&hidden), second_call(&hidden), false),
        ("but not another's", unwritten(&hidden), of_another("+4989123456"), false),
        ("nor with another way", unwritten(&hidden), outbound(other_profile(&hidden)), false),
    ] {
        let comparison = compared(&[ours], None, &[task]);
        assert_eq!((comparison.agreed == 1, comparison.findings.is_empty()), (found, found), "{what}");
    }
}

#[test]
fn what_settings_or_a_person_do_not_want_is_not_missing() {
    let one = call(1, KATHARINA, 0);
    let state = |state| OurCall { call: one.clone(), state: Some(state) };
    let removed = |how| state(EntryState::Removed { how, at: at(60) });
    let internal = OurCall { call: Call { internal: true, ..one.clone() }, state: None };
    let private = OurCall { call: Call { private: Some(true), ..one.clone() }, state: None };
    let live =
        OurCall { call: Call { state: CallState::Talking { answered: at(2) }, ..one.clone() }, state: None };
    let settings = |change: fn(&mut Settings)| {
        let mut settings = Settings::default();
        change(&mut settings);
        settings
    };
    let usual = Settings::default();
    let never = settings(|s| s.journal.never = vec![KATHARINA.into()]);
    let off = settings(|s| s.journal.enabled = false);
    let not_missed = settings(|s| s.journal.outcomes.missed = crate::settings::WriteAs::Nothing);
    let kept = settings(|s| s.journal.unmatched = Unmatched::Keep);
    let unknown = Call { caller: crate::caller::Caller::Unknown, ..one.clone() };
    for (what, settings, ours, waiting, unwanted) in [
        ("discarded", &usual, removed(Removal::Discarded), 0, 1),
        ("undone", &usual, removed(Removal::Undone), 0, 1),
        ("internal", &usual, internal, 0, 1),
        ("private", &usual, private, 0, 1),
        ("never-log list", &never, unwritten(&one), 0, 1),
        ("gone, and on the list since", &never, written(&one), 0, 1),
        ("the journal is off", &off, unwritten(&one), 0, 1),
        ("such outcomes are not written", &not_missed, unwritten(&missed(1, KATHARINA, 0)), 0, 1),
        ("kept until linked", &kept, unwritten(&unknown), 0, 1),
        ("it goes on", &usual, live, 0, 0),
        ("waits", &usual, state(EntryState::Waiting { due: None, attempts: 0, last: None }), 1, 0),
        ("in doubt", &usual, state(EntryState::InDoubt { ask_at: at(0), attempts: 1 }), 1, 0),
        ("stuck", &usual, state(EntryState::Stuck { why: FailureKind::Busy }), 1, 0),
    ] {
        let comparison = compared_by(settings, &[ours], None, &[]);
        assert_eq!(told(&comparison), Vec::<String>::new(), "{what}");
        assert_eq!((comparison.waiting, comparison.unwanted), (waiting, unwanted), "{what}");
    }
}

#[test]
fn of_two_records_of_one_call_only_our_younger_untouched_one_goes() {
    let one = call(1, KATHARINA, 0);
    let younger = |task: TaskRow, id: &str| {
        let created = task.record.created + SignedDuration::from_secs(600);
        TaskRow { record: Written { id: id.into(), created, modified: created, ..task.record }, ..task }
    };
    let twice = younger(task(&one), "00Ty");
    let by_log = TaskRow { key: Some(logged(&one, 1).key), ..twice.clone() };
    let edited = {
        let record =
            Written { modified: twice.record.created + SignedDuration::from_mins(1), ..twice.record.clone() };
        TaskRow { record, ..twice.clone() }
    };
    let others = TaskRow { record: Written { ours: false, ..twice.record.clone() }, ..twice.clone() };
    let crm_side = foreign_task(&one, "00Tz");
    let second_call = TaskRow { key: Some(crate::call::live_key("pbx", "812", 9, at(60))), ..twice.clone() };
    let copied = TaskRow { key: None, ..twice.clone() };
    let log = || Some(vec![logged(&one, 1)]);
    for (what, second, log, expected) in [
        ("the same key", twice, None, "doubled 00T1 -00Ty"),
        ("written from the log by another computer", by_log.clone(), log(), "doubled 00T1 -00Ty"),
        ("from a log that may not be read", by_log, None, "doubled 00T1  left"),
        ("somebody worked on the younger one", edited, None, "doubled 00Ty -00T1"),
        ("another user made the younger one", others, None, "doubled 00T1  left"),
        ("3CX wrote it as well", crm_side, None, "doubled 00T1  left"),
        ("the agent wrote one by hand, later", copied, None, "foreign 00Ty"),
        ("a second call of theirs", second_call, None, "foreign 00Ty"),
    ] {
        let comparison = compared(&[written(&one)], log.as_deref(), &[task(&one), second]);
        assert_eq!(told(&comparison), [expected], "{what}");
    }
}

/// By what a record was written.
#[derive(Debug, Clone, Copy)]
enum By {
    Live,
    Phone,
    Log,
}

fn keyed(call: &Call, by: By) -> TaskRow {
    let id = call.id.0;
    let key = match by {
        By::Live => call.key.clone(),
        By::Phone => crate::call::heard_key("pbx", "812", id, call.first_seen),
        By::Log => logged(call, 0).key,
    };
    TaskRow { key: Some(key), ..task(call) }
}

#[test]
fn two_calls_of_one_number_keep_a_record_each() {
    let (one, two) = (call(1, KATHARINA, 0), call(2, KATHARINA, 70));
    let both = || Some(vec![logged(&one, 0), logged(&two, 0)]);
    // The row of the first is not there yet.
    let longer = Call { talked: Duration::from_secs(34), ..logged(&two, 0) };
    for (what, log, second, expected) in [
        ("both were told live", None, By::Live, vec!["foreign 00T2"]),
        ("the log knows both", both(), By::Log, vec![]),
        ("the log may not be read", None, By::Log, vec!["doubled 00T1  left"]),
        ("it knows the second alone", Some(vec![longer]), By::Log, vec!["doubled 00T1  left"]),
        ("a phone told of the second", None, By::Phone, vec!["doubled 00T1  left"]),
    ] {
        let comparison = compared(&[written(&one)], log.as_deref(), &[task(&one), keyed(&two, second)]);
        assert_eq!(told(&comparison), expected, "{what}");
    }
    // The record of the first has gone; the second's is none of it.
    let comparison = compared(&[written(&one)], None, &[task(&two)]);
    assert_eq!(told(&comparison), ["foreign 00T2", "missing Gone 1"]);
}

#[test]
fn what_another_desk_or_a_chat_left_is_not_compared() {
    let one = call(1, KATHARINA, 0);
    let keyed = |key: &str| TaskRow { key: Some(key.into()), numbers: Vec::new(), ..task(&one) };
    let elsewhere = keyed("pbx|813|5|2026-11-22T11:00:00Z");
    for task in [elsewhere, keyed("pbx|55|1001"), keyed("pbx|55|1001|2")] {
        assert_eq!(told(&compared(&[], None, &[task])), Vec::<String>::new());
    }
    assert_eq!(told(&compared(&[], None, &[keyed("003 of an adapter")])), ["foreign 00T1"]);
    // One that began outside of the period is another comparison's.
    let mut early = foreign_task(&one, "00Tx");
    early.record.created = at(-13 * 3_600);
    assert_eq!(told(&compared(&[], None, &[early])), Vec::<String>::new());
}

#[test]
fn numbers_are_read_out_of_texts() {
    for (text, expected) in [
        (
            "Answered incoming call from +49 (40) 66969-412 Ana to 812 (00:06:42)",
            vec!["+494066969412", "812"],
        ),
        ("from +494066969412 (00:06:42)", vec!["+494066969412"]),
        ("+353 (1) 234-5678", vec!["+35312345678"]),
        ("22.11.2026 14:32: call", vec!["2211202614"]),
        ("+49301+49302", vec!["+49301", "+49302"]),
        ("a 12 b", vec![]),
        ("", vec![]),
        (&"1".repeat(40), vec![]),
    ] {
        assert_eq!(numbers_in(text), expected, "{text}");
    }
    assert_eq!(numbers_in(&"x1234567".repeat(50)).len(), 1);
    let many: String = (1_000..1_100).map(|number| format!("x{number}")).collect();
    assert_eq!(numbers_in(&many).len(), 12);
}

#[test]
fn days_are_a_period_as_far_as_they_lie_behind() {
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    let now: Timestamp = "2026-11-22T14:00:00Z".parse().unwrap();
    let days = |first, last| Period::days(first, last, now, &zone);
    let text = |period: Result<Period, PeriodError>| period.map(|p| (p.from.to_string(), p.to.to_string()));
    let (first, today) = (date(2026, 11, 20), date(2026, 11, 22));
    assert_eq!(
        text(days(first, date(2026, 11, 21))),
        Ok(("2026-11-19T23:00:00Z".into(), "2026-11-21T23:00:00Z".into()))
    );
    assert_eq!(text(days(today, today)), Ok(("2026-11-21T23:00:00Z".into(), "2026-11-22T13:55:00Z".into())));
    assert_eq!(days(today, first), Err(PeriodError::Backwards));
    assert_eq!(days(date(2026, 11, 23), date(2026, 11, 23)), Err(PeriodError::NotYet));
    assert_eq!(days(date(2026, 10, 22), today), Err(PeriodError::TooLong));
    assert!(days(date(2026, 10, 23), today).is_ok());
    assert_eq!(days(jiff::civil::Date::MAX, jiff::civil::Date::MAX), Err(PeriodError::NoDays));
    // Just after midnight nothing of today lies behind.
    let early = "2026-11-21T23:04:00Z".parse().unwrap();
    assert_eq!(Period::days(today, today, early, &zone), Err(PeriodError::NotYet));
}

prop_compose! {
    /// Calls of different people, or of the same ones far enough apart to be told apart.
    fn day()(gaps in proptest::collection::vec((1_i64..900, 0_u64..4, any::<bool>()), 1..25)) -> Vec<Call> {
        let mut seconds = -3_600;
        gaps.into_iter().enumerate().map(|(nth, (gap, who, answered))| {
            seconds += gap;
            let id = u64::try_from(nth).unwrap() + 1;
            // Repeated callers only when they cannot be mistaken.
            let number = if gap > 500 { number_of(who) } else { number_of(id + 10) };
            if answered { call(id, &number, seconds) } else { missed(id, &number, seconds) }
        }).collect()
    }
}

proptest! {
    #[test]
    fn what_is_written_once_agrees_and_each_record_taken_away_is_missed(
        calls in day(), seen in any::<u32>(), skew in -50_i64..50, gone in any::<prop::sample::Index>(),
        turned in any::<bool>(),
    ) {
        let is_ours = |call: &&Call| seen & (1 << (call.id.0 % 32)) != 0;
        let ours: Vec<OurCall> = calls.iter().filter(is_ours).map(written).collect();
        let log: Vec<Call> = calls.iter().map(|call| logged(call, skew)).collect();
        let mut tasks: Vec<TaskRow> = calls.iter().map(task).collect();
        if turned {
            tasks.reverse();
        }
        let comparison = compared(&ours, Some(&log), &tasks);
        prop_assert_eq!(told(&comparison), Vec::<String>::new());
        prop_assert_eq!(usize::try_from(comparison.agreed).unwrap(), calls.len());

        let taken = tasks.remove(gone.index(tasks.len()));
        let comparison = compared(&ours, Some(&log), &tasks);
        prop_assert_eq!(comparison.findings.len(), 1);
        let What::Missing { call, .. } = &comparison.findings[0].what else { panic!("{comparison:?}") };
        prop_assert_eq!(format!("00T{}", call.id.0), taken.record.id.clone());

        // Written anew under the key the comparison gave, and everything agrees again.
        let entry_key = Some(comparison.findings[0].id.clone());
        tasks.push(TaskRow { key: entry_key, ..taken });
        prop_assert_eq!(told(&compared(&ours, Some(&log), &tasks)), Vec::<String>::new());
    }

    #[test]
    fn what_was_written_once_is_never_removed_however_close_the_calls(
        gaps in proptest::collection::vec((1_i64..150, 0_u8..3, 0_u64..2), 1..8),
        seen in any::<u8>(), may_read in any::<bool>(), skew in -40_i64..40,
    ) {
        let mut seconds = 0;
        let calls: Vec<(Call, By)> = gaps.into_iter().enumerate().map(|(nth, (gap, by, who))| {
            seconds += gap;
            let by = [By::Live, By::Phone, By::Log][usize::from(by)];
            (call(u64::try_from(nth).unwrap() + 1, &number_of(who), seconds), by)
        }).collect();
        let ours: Vec<OurCall> = calls.iter()
            .filter(|(call, by)| seen & (1 << call.id.0) != 0 && matches!(by, By::Live))
            .map(|(call, _)| unwritten(call)).collect();
        let log: Vec<Call> = calls.iter().map(|(call, _)| logged(call, skew)).collect();
        let tasks: Vec<TaskRow> = calls.iter().map(|(call, by)| keyed(call, *by)).collect();
        let comparison = compared(&ours, may_read.then_some(log.as_slice()), &tasks);
        for finding in &comparison.findings {
            if let What::Doubled { kept, .. } = &finding.what {
                prop_assert_eq!(&kept.remove, &Vec::<String>::new());
            }
        }
    }

    #[test]
    fn one_written_twice_is_one_double_and_nothing_else(
        calls in day(), twice in any::<prop::sample::Index>(), late in 0_i64..4_000,
    ) {
        let ours: Vec<OurCall> = calls.iter().map(written).collect();
        let mut tasks: Vec<TaskRow> = calls.iter().map(task).collect();
        let mut double = tasks[twice.index(tasks.len())].clone();
        double.record.created += SignedDuration::from_secs(late);
        double.record.modified = double.record.created;
        let first = std::mem::replace(&mut double.record.id, "00U".into());
        tasks.insert(0, double);
        let comparison = compared(&ours, None, &tasks);
        prop_assert_eq!(told(&comparison), vec![format!("doubled {first} -00U")]);
    }
}
