#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use crate::call::{Abilities, Leg, LegId, LegStatus, Party, PhoneEvent};
use crate::caller::{Owned, Phone, Source, judge};
use crate::desk::{AgentAction, Context};
use crate::journal::Agent;
use crate::settings::Settings;

const CALLER: &str = "+494066969412";

fn desk() -> Desk {
    let agent = Agent { extension: "812".into(), ..Agent::default() };
    let context = Context {
        settings: Settings::default(),
        agent,
        pbx: "pbx.example.com".into(),
        zone: jiff::tz::TimeZone::UTC,
    };
    Desk::new(context, 1)
}

fn at(seconds: u64) -> Moment {
    let wall: Timestamp = "2026-11-23T09:00:00Z".parse().unwrap();
    let mono = Duration::from_secs(seconds);
    Moment { wall: wall.checked_add(mono).unwrap(), mono }
}

fn person(id: &str, kind: PersonKind) -> Person {
    Person {
        id: id.into(),
        kind,
        name: id.into(),
        title: None,
        company: None,
        account_id: None,
        contact_id: None,
        owner: None,
        email: None,
        do_not_call: false,
        phones: vec![Phone { field: "Phone".into(), label: "Phone".into(), value: CALLER.into() }],
        last_activity: None,
        modified: None,
        url: None,
    }
}

fn told() -> Facts {
    Facts { owner: Some(Owned { name: "Jonas Weber".into(), mine: false }), ..Facts::default() }
}

/// A ring of the given leg; the id of its call.
fn ring(desk: &mut Desk, now: Moment, leg: u64) -> CallId {
    let leg = Leg {
        id: LegId { extension: "812".into(), leg },
        extension_name: None,
        call: leg,
        status: LegStatus::Ringing,
        party: Party::External,
        party_number: CALLER.into(),
        party_name: String::new(),
        originated_here: false,
        via: None,
        referred_by: None,
        abilities: Abilities { answer: true, reject: true, hang_up: false, transfer: true },
    };
    drop(desk.handle(now, Input::Phone(PhoneEvent::LegChanged { leg })));
    desk.calls().next().unwrap().id
}

fn found(desk: &mut Desk, now: Moment, call: CallId, people: &[Person], settled: bool) {
    let number = desk.call(call).unwrap().number.clone();
    let people: Vec<_> = people.iter().map(|person| (person.clone(), Source::Crm)).collect();
    let verdict = judge(&number, &people, &desk.context().settings.matching, None);
    let answer = if settled { Answer::Settled(verdict) } else { Answer::Local(verdict) };
    drop(desk.handle(now, Input::Found { call, answer }));
}

fn state(desk: &Desk, call: CallId) -> FactsState {
    desk.facts(desk.call(call).unwrap())
}

fn asked(desk: &mut Desk) -> Vec<String> {
    desk.facts_to_ask().into_iter().map(|ask| ask.person.id).collect()
}

#[test]
fn facts_are_asked_once_the_name_is_certain_and_kept_for_ten_minutes() {
    let mut desk = desk();
    let first = ring(&mut desk, at(0), 1);
    assert_eq!(state(&desk, first), FactsState::Off);
    found(&mut desk, at(0), first, &[person("003K", PersonKind::Contact)], false);
    // The CRM may still say another name.
    assert_eq!((state(&desk, first), asked(&mut desk)), (FactsState::Asking, vec![]));
    found(&mut desk, at(1), first, &[person("003K", PersonKind::Contact)], true);
    assert_eq!((state(&desk, first), asked(&mut desk)), (FactsState::Asking, vec!["003K".to_owned()]));
    drop(desk.handle(at(2), Input::Wake));
    assert!(asked(&mut desk).is_empty());
    desk.facts_told(at(3), 0, "003K", Ok(told()));
    assert!(matches!(state(&desk, first), FactsState::Known(known) if known.facts == told()));

    let second = ring(&mut desk, at(3 + 599), 2);
    found(&mut desk, at(3 + 599), second, &[person("003K", PersonKind::Contact)], true);
    assert!(asked(&mut desk).is_empty() && matches!(state(&desk, second), FactsState::Known(_)));
    let third = ring(&mut desk, at(3 + 600), 3);
    found(&mut desk, at(3 + 600), third, &[person("003K", PersonKind::Contact)], true);
    assert_eq!((state(&desk, third), asked(&mut desk)), (FactsState::Asking, vec!["003K".to_owned()]));
    // A long call keeps what it was told.
    assert!(matches!(state(&desk, first), FactsState::Known(_)));
}

#[test]
fn an_answer_of_before_somebody_signed_out_is_dropped() {
    let mut desk = desk();
    let call = ring(&mut desk, at(0), 1);
    found(&mut desk, at(0), call, &[person("003K", PersonKind::Contact)], true);
    let ask = desk.facts_to_ask().remove(0);
    desk.facts_signed_in(false);
    assert_eq!(state(&desk, call), FactsState::Off);
    desk.facts_signed_in(true);
    drop(desk.handle(at(1), Input::Wake));
    desk.facts_told(at(2), ask.generation, "003K", Ok(told()));
    assert_eq!(state(&desk, call), FactsState::Asking);
    let again = desk.facts_to_ask().remove(0);
    desk.facts_told(at(2), again.generation, "003K", Ok(told()));
    assert!(matches!(state(&desk, call), FactsState::Known(_)));
}

#[test]
fn nothing_is_asked_while_calls_are_saved_nor_of_colleagues_nor_where_nobody_wants_it() {
    let mut desk = desk();
    desk.save_api_calls(true);
    let call = ring(&mut desk, at(0), 1);
    found(&mut desk, at(0), call, &[person("003K", PersonKind::Contact)], true);
    assert_eq!((state(&desk, call), asked(&mut desk)), (FactsState::Saving, vec![]));
    assert_eq!(desk.facts_of(at(0), &person("00Q", PersonKind::Lead)), FactsState::Saving);
    desk.save_api_calls(false);
    drop(desk.handle(at(1), Input::Wake));
    assert_eq!(asked(&mut desk), ["003K"]);

    assert_eq!(desk.facts_of(at(1), &person("005", PersonKind::User)), FactsState::Off);
    let mut settings = desk.context().settings.clone();
    settings.facts.enabled = false;
    desk.configure(settings, "pbx.example.com".into());
    drop(desk.handle(at(2), Input::Wake));
    assert_eq!((state(&desk, call), asked(&mut desk)), (FactsState::Off, vec![]));
    assert_eq!(desk.facts_of(at(2), &person("00Q", PersonKind::Lead)), FactsState::Off);
}

#[test]
fn equal_matches_are_told_of_when_one_is_chosen() {
    let mut desk = desk();
    let call = ring(&mut desk, at(0), 1);
    let people = [person("003A", PersonKind::Contact), person("003B", PersonKind::Contact)];
    found(&mut desk, at(0), call, &people, true);
    assert_eq!((state(&desk, call), asked(&mut desk)), (FactsState::Off, vec![]));
    for (chosen, expected) in [("003B", vec!["003B"]), ("003A", vec!["003A"]), ("003B", vec![])] {
        let choose = AgentAction::Choose { call, person: chosen.into(), remember: false };
        drop(desk.handle(at(1), Input::Agent(choose)));
        assert_eq!(state(&desk, call), FactsState::Asking);
        assert_eq!(asked(&mut desk), expected, "{chosen}");
    }
    // What is told of the other one does not show.
    desk.facts_told(at(2), 0, "003A", Ok(told()));
    assert_eq!(state(&desk, call), FactsState::Asking);
}

#[test]
fn what_failed_is_asked_again_when_the_crm_is_back() {
    let mut desk = desk();
    let call = ring(&mut desk, at(0), 1);
    found(&mut desk, at(0), call, &[person("003K", PersonKind::Contact)], true);
    assert_eq!(asked(&mut desk).len(), 1);
    desk.facts_told(at(1), 0, "003K", Err(FailureKind::Busy));
    drop(desk.handle(at(600), Input::Wake));
    assert_eq!(asked(&mut desk).len(), 0);
    assert_eq!(state(&desk, call), FactsState::Failed(FailureKind::Busy));
    drop(desk.handle(at(2), Input::CrmReady));
    assert_eq!((state(&desk, call), asked(&mut desk).len()), (FactsState::Asking, 1));
}

#[test]
fn the_latest_people_are_kept_and_no_more() {
    let mut desk = desk();
    for number in 0..=KEPT_MAX {
        let id = format!("003{number}");
        assert_eq!(desk.facts_of(at(0), &person(&id, PersonKind::Contact)), FactsState::Asking);
        desk.facts_told(at(0), 0, &id, Ok(told()));
    }
    assert_eq!(desk.facts_of(at(1), &person("0030", PersonKind::Contact)), FactsState::Asking);
    let latest = desk.facts_of(at(1), &person(&format!("003{KEPT_MAX}"), PersonKind::Contact));
    assert!(matches!(latest, FactsState::Known(_)));
    assert_eq!(desk.facts.kept.len(), KEPT_MAX);
}
