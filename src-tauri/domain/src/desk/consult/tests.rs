#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Duration;

use jiff::Timestamp;

use super::*;
use crate::call::{Abilities, Leg, LegId, LegStatus, Party, PhoneEvent};
use crate::desk::{AgentAction, Context, Input};
use crate::journal::Agent;
use crate::settings::Settings;

const CALLER: &str = "+494066969412";
const ANNA: &str = "813";

fn at(ms: u64) -> Moment {
    let wall: Timestamp = "2026-11-23T09:00:00Z".parse().unwrap();
    let mono = Duration::from_millis(ms);
    Moment { wall: wall.checked_add(mono).unwrap(), mono }
}

fn leg(id: u64, call: u64, number: &str, status: LegStatus) -> Leg {
    let inside = number.len() <= 4;
    Leg {
        id: LegId { extension: "812".into(), leg: id },
        extension_name: None,
        call,
        status,
        party: if inside { Party::Extension } else { Party::External },
        party_number: number.into(),
        party_name: if inside { "Anna Roth".into() } else { String::new() },
        originated_here: inside,
        via: None,
        referred_by: None,
        abilities: Abilities { answer: false, reject: false, hang_up: true, transfer: true },
    }
}

fn told(desk: &mut Desk, ms: u64, leg: Leg) -> Vec<Effect> {
    desk.handle(at(ms), Input::Phone(PhoneEvent::LegChanged { leg }))
}

/// A talk, and a wish to ask Anna about it.
fn asking() -> (Desk, CallId) {
    let mut settings = Settings::default();
    settings.phone.extension = "812".into();
    let agent = Agent { extension: "812".into(), ..Agent::default() };
    let mut desk =
        Desk::new(Context { settings, agent, pbx: "pbx".into(), zone: jiff::tz::TimeZone::UTC }, 1);
    told(&mut desk, 0, leg(1, 10, CALLER, LegStatus::Ringing));
    told(&mut desk, 900, leg(1, 10, CALLER, LegStatus::Connected));
    let id = desk.calls().next().unwrap().id;
    let ask = AgentAction::Consult { call: id, to: ANNA.into() };
    assert!(desk.handle(at(1_000), Input::Agent(ask)).iter().any(|e| matches!(e, Effect::WhoIs { .. })));
    let dial = desk.dial().unwrap().id;
    let sent = desk.handle(at(1_010), Input::WhoIs { dial, who: Vec::new() });
    assert!(matches!(&sent[..], [Effect::Dial { destination, .. }] if destination == ANNA), "{sent:?}");
    (desk, id)
}

fn commands(effects: &[Effect]) -> Vec<(CallId, &PhoneCommand)> {
    let mut found = Vec::new();
    for effect in effects {
        if let Effect::Command { call, command, .. } = effect {
            found.push((*call, command));
        }
    }
    found
}

fn hand_over(desk: &mut Desk, ms: u64, call: CallId) -> Vec<Effect> {
    desk.handle(at(ms), Input::Agent(AgentAction::HandOver { call }))
}

#[test]
fn a_colleague_is_asked_and_takes_the_call() {
    let (mut desk, call) = asking();
    assert!(commands(&hand_over(&mut desk, 1_020, call)).is_empty(), "there is nobody to hand it to yet");
    told(&mut desk, 1_100, leg(2, 11, ANNA, LegStatus::Dialing));
    told(&mut desk, 3_000, leg(2, 11, ANNA, LegStatus::Connected));
    let with = desk.consulting().unwrap().with.expect("the call with her");
    assert_eq!(desk.call(call).unwrap().outcome(), None, "the first call stays");

    let transfer = PhoneCommand::Transfer { destination: ANNA.into() };
    let effects = hand_over(&mut desk, 5_000, call);
    assert_eq!(commands(&effects), [(call, &transfer)]);
    assert!(commands(&hand_over(&mut desk, 5_010, call)).is_empty(), "the second click");
    let effects = desk.handle(at(5_100), Input::Commanded { call, result: Ok(()) });
    assert_eq!(commands(&effects), [(with, &PhoneCommand::HangUp)], "she has to be free for it");
}

#[test]
fn a_call_that_cannot_be_handed_over_stays_with_who_asked() {
    let (mut desk, call) = asking();
    told(&mut desk, 1_100, leg(2, 11, ANNA, LegStatus::Dialing));
    drop(hand_over(&mut desk, 2_000, call));
    let refused = PhoneFailure::Refused { text: "No answer".into() };
    let effects = desk.handle(at(2_100), Input::Commanded { call, result: Err(refused.clone()) });
    assert!(commands(&effects).is_empty());
    assert_eq!(desk.call(call).unwrap().refused, Some(refused));
    assert_eq!(commands(&hand_over(&mut desk, 3_000, call)).len(), 1, "it can be tried again");
}

#[test]
fn asking_ends_with_either_call_and_with_a_wish_that_is_taken_back() {
    let (mut desk, _) = asking();
    told(&mut desk, 1_100, leg(2, 11, ANNA, LegStatus::Dialing));
    let gone = |leg: u64| PhoneEvent::LegGone { leg: LegId { extension: "812".into(), leg } };
    drop(desk.handle(at(2_000), Input::Phone(gone(2))));
    drop(desk.handle(at(5_000), Input::Wake));
    assert_eq!(desk.consulting(), None, "she hung up");

    let (mut desk, _) = asking();
    let dial = desk.dial().unwrap().id;
    drop(desk.handle(at(2_000), Input::Agent(AgentAction::DismissDial { dial })));
    assert_eq!(desk.consulting(), None, "not asked after all");

    let (mut desk, _) = asking();
    drop(desk.handle(at(2_000), Input::Phone(gone(1))));
    drop(desk.handle(at(5_000), Input::Wake));
    assert_eq!(desk.consulting(), None, "the caller hung up");
}

#[test]
fn nobody_is_asked_about_a_call_that_rings_or_is_over_or_for_nobody() {
    let (mut desk, call) = asking();
    let ask = |to: &str| Input::Agent(AgentAction::Consult { call, to: to.into() });
    drop(desk.handle(at(1_200), ask("nobody")));
    let refused = desk.call(call).unwrap().refused.clone();
    assert!(matches!(refused, Some(PhoneFailure::NoDestination(_))), "{refused:?}");
    told(&mut desk, 1_300, leg(3, 12, "+442079460321", LegStatus::Ringing));
    let ringing = desk.calls().next().unwrap().id;
    let ask = AgentAction::Consult { call: ringing, to: ANNA.into() };
    assert!(desk.handle(at(1_400), Input::Agent(ask)).iter().all(|e| !matches!(e, Effect::WhoIs { .. })));
    assert_eq!(desk.call(ringing).unwrap().refused, Some(PhoneFailure::NotAllowed));
}
