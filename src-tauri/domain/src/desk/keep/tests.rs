#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Duration;

use jiff::tz::TimeZone;

use super::*;
use crate::Moment;
use crate::call::{Abilities, CallId, Leg, LegId, LegStatus, Party, PhoneEvent};
use crate::caller::Verdict;
use crate::desk::{Answer, Context, Input, KEPT_MAX};
use crate::journal::Agent;
use crate::outbox::FailureKind;
use crate::settings::Settings;

fn moment(second: u64) -> Moment {
    let wall = "2026-11-23T09:00:00Z".parse::<jiff::Timestamp>().unwrap();
    Moment { wall: wall + Duration::from_secs(second), mono: Duration::from_secs(second) }
}

/// A missed call begins and ends, and the CRM answers so.
fn missed(desk: &mut Desk, nth: u64, answer: Answer) {
    let id = LegId { extension: "812".into(), leg: nth };
    let leg = Leg {
        id: id.clone(),
        extension_name: None,
        call: nth,
        status: LegStatus::Ringing,
        party: Party::External,
        party_number: format!("+4940669{nth:05}"),
        party_name: String::new(),
        originated_here: false,
        via: None,
        referred_by: None,
        abilities: Abilities::default(),
    };
    let second = 200 * nth;
    for (after, input) in [
        (0, Input::Phone(PhoneEvent::LegChanged { leg })),
        (1, Input::Found { call: CallId(nth), answer }),
        (2, Input::Phone(PhoneEvent::LegGone { leg: id })),
        (100, Input::Wake),
    ] {
        drop(desk.handle(moment(second + after), input));
    }
}

fn looked_up(effects: &[Effect]) -> Vec<CallId> {
    let call_of = |effect: &Effect| if let Effect::LookUp { call, .. } = effect { Some(*call) } else { None };
    effects.iter().filter_map(call_of).collect()
}

#[test]
fn an_entry_that_waited_for_an_answer_is_queued_at_start_when_the_answer_is_known() {
    let agent = Agent { extension: "812".into(), ..Agent::default() };
    let context = Context { settings: Settings::default(), agent, pbx: String::new(), zone: TimeZone::UTC };
    let mut before = Desk::new(context.clone(), 1);
    missed(&mut before, 1, Answer::Settled(Verdict::Nobody));
    missed(&mut before, 2, Answer::Failed { cause: FailureKind::Offline });
    let mut calls: Vec<Call> = before.calls().cloned().collect();
    for call in &mut calls {
        call.entry = Some(EntryState::Waiting { due: None, attempts: 0, last: None });
    }
    let mut desk = Desk::new(context, 3);
    let effects = desk.handle(moment(10_000), Input::Restored { calls });
    let queued_by = |effect: &Effect| {
        if let Effect::Queue { entry, due } = effect { Some((entry.call, *due)) } else { None }
    };
    let queued: Vec<_> = effects.iter().filter_map(queued_by).collect();
    assert!(queued.contains(&(CallId(1), Due::Now)), "{queued:?}");
    assert!(!queued.contains(&(CallId(2), Due::Now)), "{queued:?}");
    assert_eq!(looked_up(&effects), [CallId(2)]);
}

#[test]
fn a_call_whose_caller_could_not_be_asked_for_is_not_forgotten_among_hundreds() {
    let agent = Agent { extension: "812".into(), ..Agent::default() };
    let context = Context { settings: Settings::default(), agent, pbx: String::new(), zone: TimeZone::UTC };
    let mut desk = Desk::new(context, 1);
    missed(&mut desk, 1, Answer::Failed { cause: FailureKind::Offline });
    let more = 2..u64::try_from(KEPT_MAX).unwrap() + 10;
    for nth in more {
        missed(&mut desk, nth, Answer::Settled(Verdict::Nobody));
    }
    assert_eq!(desk.calls().count(), KEPT_MAX);
    assert!(desk.call(CallId(2)).is_none(), "the others are forgotten, the oldest first");
    let asked = desk.handle(moment(1_000_000), Input::CrmReady);
    assert_eq!(looked_up(&asked), [CallId(1)], "its entry is held until somebody answers");
}
