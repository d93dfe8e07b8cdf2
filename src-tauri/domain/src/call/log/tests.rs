#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use std::time::Duration;

use jiff::Timestamp;

use super::*;
use crate::call::{Call, Direction};
use crate::journal::{SampleKind, sample};
use crate::settings::MatchingSettings;

const ANA: &str = "101";
const CUSTOMER: &str = "+494066969412";

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

fn end(dn: &str, number: &str, name: &str) -> LoggedEnd {
    LoggedEnd { dn: dn.into(), number: number.into(), name: name.into() }
}

fn customer() -> LoggedEnd {
    end("10000", CUSTOMER, "ACME GmbH")
}

/// A leg of call `c` that rang five seconds; `talked`: how long, if it was answered.
fn leg(
    id: &str,
    second: i64,
    place: LoggedPlace,
    source: LoggedEnd,
    to: LoggedEnd,
    talked: Option<u64>,
) -> LoggedLeg {
    LoggedLeg {
        call: "c".into(),
        id: id.into(),
        started: at(second),
        direction: LoggedDirection::Inbound,
        source,
        destination: to,
        place,
        ringing: Duration::from_secs(5),
        talking: Duration::from_secs(talked.unwrap_or(0)),
        answered: talked.is_some(),
        recording: None,
        transcription: None,
        summary: None,
        sentiment: None,
        reason: String::new(),
    }
}

fn rang(id: &str, second: i64, dn: &str, talked: Option<u64>) -> LoggedLeg {
    leg(id, second, LoggedPlace::Extension, customer(), end(dn, dn, &format!("Agent {dn}")), talked)
}

fn queue(id: &str, second: i64) -> LoggedLeg {
    // A queue answers, so that the caller hears music.
    leg(id, second, LoggedPlace::Queue, customer(), end("800", "800", "Support"), Some(12))
}

fn read(legs: &[LoggedLeg]) -> Vec<LoggedCall> {
    calls(legs, ANA, &MatchingSettings::default())
}

fn only(legs: &[LoggedLeg]) -> LoggedCall {
    let mut calls = read(legs);
    assert_eq!(calls.len(), 1, "{calls:?}");
    calls.remove(0)
}

#[test]
fn rows_of_a_queue_are_one_call_that_a_colleague_took() {
    let rows = [rang("4", 20, "102", Some(60)), rang("3", 10, ANA, None), queue("2", 8)];
    let menu = leg("1", 0, LoggedPlace::Menu, customer(), end("850", "850", "Welcome"), Some(7));
    let call = only(&[&rows[..], &rows[..1], &[menu]].concat());
    assert_eq!(call.outcome, LoggedOutcome::AnsweredBy { who: "Agent 102".into() });
    assert_eq!((call.started, call.via.as_deref()), (at(10), Some("Support")));
    assert_eq!((call.number.canonical(), call.name.as_str()), (CUSTOMER, "ACME GmbH"));
}

#[test]
fn nobody_took_it_where_only_the_system_answered() {
    let voicemail = leg("3", 30, LoggedPlace::System, customer(), end("999", "999", "Voicemail"), Some(20));
    assert_eq!(only(&[queue("1", 0), rang("2", 1, ANA, None), voicemail]).outcome, LoggedOutcome::Missed);
}

#[test]
fn who_talked_before_it_rang_here_did_not_take_it() {
    let before = rang("1", 0, "102", Some(60));
    let rows = [before, rang("2", 70, ANA, None)];
    assert_eq!(only(&rows).outcome, LoggedOutcome::Missed);
    let after = [&rows[..], &[rang("3", 80, "102", Some(5))]].concat();
    assert_eq!(only(&after).outcome, LoggedOutcome::AnsweredBy { who: "Agent 102".into() });
}

#[test]
fn own_talks_add_up_and_what_was_made_of_them_is_found() {
    let mut second = rang("2", 60, ANA, Some(20));
    second.summary = Some("Wants an offer.".into());
    second.sentiment = Some(4);
    let call = only(&[rang("1", 0, ANA, Some(30)), second, rang("3", 90, "102", Some(99))]);
    assert_eq!(call.outcome, LoggedOutcome::AnsweredHere { talked: Duration::from_secs(50) });
    assert_eq!((call.summary.as_deref(), call.sentiment), (Some("Wants an offer."), Some(4)));
}

#[test]
fn calls_going_out_and_calls_inside_are_told_apart() {
    let ana = || end(ANA, ANA, "Ana Ruiz");
    let out = leg("1", 0, LoggedPlace::External, ana(), end("10000", CUSTOMER, "ACME"), None);
    let out = LoggedLeg { direction: LoggedDirection::Outbound, ..out };
    let call = only(std::slice::from_ref(&out));
    assert_eq!((call.direction, &call.outcome), (Direction::Outbound, &LoggedOutcome::UnansweredOutbound));
    assert_eq!((call.number.canonical(), call.internal), (CUSTOMER, false));

    let inside = leg("1", 0, LoggedPlace::Extension, ana(), end("102", "102", "Tom"), Some(3));
    let inside = LoggedLeg { direction: LoggedDirection::Internal, ..inside };
    let call = only(std::slice::from_ref(&inside));
    assert_eq!((call.internal, call.number.raw.as_str()), (true, "102"));

    // A colleague asked first, and then sent the customer.
    let merged = LoggedLeg { id: "2".into(), ..rang("2", 30, ANA, Some(9)) };
    let call = only(&[inside, merged]);
    assert_eq!((call.internal, call.started, call.direction), (false, at(0), Direction::Inbound));
    assert_eq!(call.outcome, LoggedOutcome::AnsweredHere { talked: Duration::from_secs(9) });

    assert_eq!(read(&[rang("1", 0, "102", Some(9))]), Vec::new(), "of others only");
}

#[test]
fn a_leg_that_names_the_queue_has_its_callers_number_from_the_row_before() {
    let inner = leg("2", 9, LoggedPlace::Extension, end("800", "800", "Support"), end(ANA, ANA, "Ana"), None);
    assert_eq!(only(&[queue("1", 0), inner]).number.canonical(), CUSTOMER);
}

/// A missed call that was first seen at second 0, or one that was talked.
fn seen(kind: SampleKind) -> Call {
    Call { first_seen: at(0), ..sample(kind, at(500), None) }
}

fn logged(call: &str, second: i64, dn: &str, talked: Option<u64>) -> Vec<LoggedLeg> {
    vec![LoggedLeg { call: call.into(), ..rang(call, second, dn, talked) }]
}

fn matched(legs: &[Vec<LoggedLeg>], call: &Call, used: &[&str]) -> Option<String> {
    let used: Vec<String> = used.iter().map(|id| (*id).to_owned()).collect();
    matching_call(&read(&legs.concat()), call, &used).map(|logged| logged.call.clone())
}

#[test]
fn the_closest_of_the_same_number_is_meant_each_once() {
    let missed = seen(SampleKind::Missed);
    let (near, far) = (logged("near", 20, ANA, None), logged("far", -100, ANA, None));
    assert_eq!(matched(&[near.clone(), far.clone()], &missed, &[]).as_deref(), Some("near"));
    assert_eq!(matched(&[near.clone(), far.clone()], &missed, &["near"]).as_deref(), Some("far"));
    assert_eq!(matched(&[near, far], &missed, &["near", "far"]), None);
}

#[test]
fn of_two_calls_shortly_after_each_other_the_one_that_ended_alike_is_meant() {
    let legs = [logged("missed", 40, ANA, None), logged("talked", -5, ANA, Some(8))];
    assert_eq!(matched(&legs, &seen(SampleKind::Missed), &[]).as_deref(), Some("missed"));
    let talked = seen(SampleKind::AnsweredInbound);
    assert_eq!(matched(&legs, &talked, &[]).as_deref(), Some("talked"));
    assert_eq!(matched(&legs[..1], &talked, &[]).as_deref(), Some("missed"), "rather than none");
}

#[test]
fn other_numbers_ways_and_times_are_other_calls() {
    let call = seen(SampleKind::Missed);
    let mut other = logged("c", 0, ANA, None);
    other[0].source.number = "+494066969413".into();
    assert_eq!(matched(&[other], &call, &[]), None);
    assert_eq!(matched(&[logged("c", 121, ANA, None)], &call, &[]), None);
    assert_eq!(matched(&[logged("c", 120, ANA, None)], &call, &[]).as_deref(), Some("c"));
    assert_eq!(matched(&[logged("c", -121, ANA, None)], &call, &[]), None);
    let outbound = seen(SampleKind::UnansweredOutbound);
    assert_eq!(matched(&[logged("c", 0, ANA, None)], &outbound, &[]), None);
    // Spelt as the provider does: nine digits are enough.
    let mut short = logged("c", 0, ANA, None);
    short[0].source.number = "040 66969412".into();
    assert_eq!(matched(&[short], &call, &[]).as_deref(), Some("c"));
}
