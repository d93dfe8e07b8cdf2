#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use crate::call::{Abilities, CallState, Party, PhoneEvent};
use crate::caller::{Person, PersonKind, Phone, Source, Why};
use crate::desk::{AgentAction, Context, Input};
use crate::journal::Agent;
use crate::settings::Settings;

const NUMBER: &str = "+494066969412";

fn desk() -> Desk {
    let mut settings = Settings::default();
    settings.phone.extension = "812".into();
    settings.dial.extension.enabled = true;
    let agent = Agent { extension: "812".into(), ..Agent::default() };
    Desk::new(Context { settings, agent, pbx: "pbx".into(), zone: jiff::tz::TimeZone::UTC }, 1)
}

fn at(ms: u64) -> Moment {
    let wall: Timestamp = "2026-11-23T09:00:00Z".parse().unwrap();
    let mono = Duration::from_millis(ms);
    Moment { wall: wall.checked_add(mono).unwrap(), mono }
}

fn wish(desk: &mut Desk, ms: u64, number: &str, source: DialSource) -> Vec<Effect> {
    desk.handle(at(ms), Input::Agent(AgentAction::Dial { number: number.into(), source }))
}

fn who(desk: &mut Desk, ms: u64, who: Vec<Match>) -> Vec<Effect> {
    let dial = desk.dial().unwrap().id;
    desk.handle(at(ms), Input::WhoIs { dial, who })
}

fn confirm(desk: &mut Desk, ms: u64) -> Vec<Effect> {
    let dial = desk.dial().unwrap().id;
    desk.handle(at(ms), Input::Agent(AgentAction::ConfirmDial { dial, device: None }))
}

fn answered(desk: &mut Desk, ms: u64, result: Result<Option<LegId>, PhoneFailure>) -> Vec<Effect> {
    let dial = desk.dial().unwrap().id;
    desk.handle(at(ms), Input::Dialled { dial, result })
}

fn destinations(effects: &[Effect]) -> Vec<&str> {
    let mut found = Vec::new();
    for effect in effects {
        if let Effect::Dial { destination, .. } = effect {
            found.push(destination.as_str());
        }
    }
    found
}

fn leg(number: &str, status: LegStatus, originated_here: bool) -> Leg {
    Leg {
        id: leg_id(7),
        extension_name: None,
        call: 58,
        status,
        party: Party::External,
        party_number: number.into(),
        party_name: String::new(),
        originated_here,
        via: None,
        referred_by: None,
        abilities: Abilities { answer: false, reject: false, hang_up: true, transfer: true },
    }
}

fn leg_id(leg: u64) -> LegId {
    LegId { extension: "812".into(), leg }
}

fn told(desk: &mut Desk, ms: u64, leg: Leg) -> Vec<Effect> {
    desk.handle(at(ms), Input::Phone(PhoneEvent::LegChanged { leg }))
}

fn person(do_not_call: bool) -> Match {
    let person = Person {
        id: "003".into(),
        kind: PersonKind::Contact,
        name: "Sabine Achterberg".into(),
        title: None,
        company: None,
        account_id: None,
        contact_id: None,
        owner: None,
        email: None,
        do_not_call,
        phones: vec![Phone { field: "Phone".into(), label: "Phone".into(), value: NUMBER.into() }],
        last_activity: None,
        modified: None,
        url: None,
    };
    let why = Why {
        field: "Phone".into(),
        label: "Phone".into(),
        spelling: NUMBER.into(),
        last_digits: None,
        caller_marks: Vec::new(),
        stored_marks: Vec::new(),
        source: Source::Crm,
    };
    Match { person, why }
}

#[test]
fn a_button_dials_once_the_index_knows_no_reason_against_it() {
    let mut desk = desk();
    let effects = wish(&mut desk, 0, "040 66969-412", DialSource::App);
    assert!(destinations(&effects).is_empty() && matches!(effects[..], [Effect::WhoIs { .. }]));
    assert_eq!(destinations(&who(&mut desk, 2, vec![person(false)])), [NUMBER]);
    assert_eq!(desk.dial().unwrap().state, DialState::Asked);
    assert!(wish(&mut desk, 100, NUMBER, DialSource::App).is_empty(), "the second click");
    answered(&mut desk, 120, Ok(Some(leg_id(7))));
    told(&mut desk, 140, leg(NUMBER, LegStatus::Dialing, false));
    assert_eq!(desk.dial(), None, "what follows is a call");
    assert_eq!(desk.calls().next().unwrap().direction, Direction::Outbound);
}

#[test]
fn an_index_that_does_not_answer_holds_nothing_up() {
    let mut desk = desk();
    wish(&mut desk, 0, NUMBER, DialSource::App);
    assert_eq!(desk.wake_at(), Some(WHO_MAX));
    assert_eq!(destinations(&desk.handle(at(300), Input::Wake)), [NUMBER]);
}

#[test]
fn do_not_call_and_text_of_others_are_asked_about_and_dialled_after_a_yes() {
    let mut desk = desk();
    wish(&mut desk, 0, NUMBER, DialSource::Link);
    assert!(destinations(&who(&mut desk, 2, vec![person(true)])).is_empty());
    let asked = DialState::Question {
        warnings: vec![DialWarning::Outside, DialWarning::DoNotCall { name: "Sabine Achterberg".into() }],
    };
    assert_eq!(desk.dial().unwrap().state, asked);
    assert_eq!(destinations(&confirm(&mut desk, 4_000)), [NUMBER]);
    assert!(destinations(&confirm(&mut desk, 4_010)).is_empty(), "a yes counts once");
}

#[test]
fn a_question_is_taken_back_by_hand_and_by_time() {
    let mut desk = desk();
    wish(&mut desk, 0, NUMBER, DialSource::Link);
    who(&mut desk, 1, Vec::new());
    let dial = desk.dial().unwrap().id;
    assert!(desk.handle(at(50), Input::Agent(AgentAction::DismissDial { dial })).is_empty());
    assert_eq!(desk.dial(), None);
    assert!(desk.handle(at(60), Input::Agent(AgentAction::ConfirmDial { dial, device: None })).is_empty());
    wish(&mut desk, 100, NUMBER, DialSource::Link);
    who(&mut desk, 101, Vec::new());
    assert!(destinations(&desk.handle(at(101 + 120_000), Input::Wake)).is_empty());
    assert_eq!(desk.dial(), None);
}

#[test]
fn a_refusal_says_why_and_can_be_tried_again() {
    let mut desk = desk();
    wish(&mut desk, 0, NUMBER, DialSource::App);
    who(&mut desk, 1, Vec::new());
    let refused = PhoneFailure::Refused { text: "The call could not be made".into() };
    answered(&mut desk, 90, Err(refused.clone()));
    assert_eq!(desk.dial().unwrap().state, DialState::Failed { why: DialFailure::Phone(refused) });
    assert_eq!(destinations(&confirm(&mut desk, 3_000)), [NUMBER]);
    assert!(destinations(&desk.handle(at(3_000 + 30_000), Input::Wake)).is_empty());
    assert_eq!(desk.dial().unwrap().state, DialState::Failed { why: DialFailure::NoCall });
    drop(desk.handle(at(3_000 + 90_000), Input::Wake));
    assert_eq!(desk.dial(), None);
    wish(&mut desk, 200_000, "nobody", DialSource::App);
    let why = DialFailure::NotDialled(NotDialled::NoNumber);
    assert_eq!(desk.dial().unwrap().state, DialState::Failed { why });
    assert!(confirm(&mut desk, 200_001).is_empty());
}

#[test]
fn an_own_phone_that_rings_for_our_order_is_an_outbound_call() {
    for named in [true, false] {
        let mut desk = desk();
        wish(&mut desk, 0, NUMBER, DialSource::App);
        who(&mut desk, 1, Vec::new());
        answered(&mut desk, 90, Ok(named.then(|| leg_id(7))));
        told(&mut desk, 100, leg(NUMBER, LegStatus::Ringing, false));
        let call = desk.calls().next().unwrap();
        assert_eq!((call.direction, call.state.clone()), (Direction::Outbound, CallState::Dialing));
        assert_eq!(desk.dial(), None);
    }
}

#[test]
fn somebody_else_who_rings_meanwhile_is_inbound() {
    let mut desk = desk();
    wish(&mut desk, 0, NUMBER, DialSource::App);
    who(&mut desk, 1, Vec::new());
    told(&mut desk, 100, leg("+442079460321", LegStatus::Ringing, false));
    assert_eq!(desk.calls().next().unwrap().direction, Direction::Inbound);
    assert_eq!(desk.dial().unwrap().state, DialState::Asked);
}

#[test]
fn whoever_calls_back_before_our_own_phone_rang_is_inbound() {
    let rings = || leg(NUMBER, LegStatus::Ringing, false);
    for (what, ms, leg, direction) in [
        ("the own phone", 2_000, rings(), Direction::Outbound),
        ("long after the order", 12_000, rings(), Direction::Inbound),
        ("through a queue", 2_000, Leg { via: Some("Support".into()), ..rings() }, Direction::Inbound),
    ] {
        let mut desk = desk();
        wish(&mut desk, 0, NUMBER, DialSource::App);
        who(&mut desk, 0, Vec::new());
        answered(&mut desk, 300, Ok(None));
        told(&mut desk, ms, leg);
        assert_eq!(desk.calls().next().unwrap().direction, direction, "{what}");
        assert_eq!(desk.dial().is_some(), direction == Direction::Inbound, "{what}: the wish goes on");
    }
}

#[test]
fn a_call_that_was_told_of_before_the_order_came_back_ends_the_wish() {
    let mut desk = desk();
    wish(&mut desk, 0, "0900 123 4567", DialSource::App);
    who(&mut desk, 1, Vec::new());
    confirm(&mut desk, 500);
    told(&mut desk, 520, leg("+499001234567", LegStatus::Dialing, true));
    assert_eq!(desk.dial(), None);
}

#[test]
fn a_call_goes_to_voicemail_by_the_code_of_the_settings() {
    let mut desk = desk();
    told(&mut desk, 0, leg(NUMBER, LegStatus::Ringing, false));
    let call = desk.calls().next().unwrap().id;
    let ask = |of: Option<&str>| Input::Agent(AgentAction::Voicemail { call, of: of.map(str::to_owned) });
    assert!(!desk.handle(at(10), ask(None)).iter().any(|effect| matches!(effect, Effect::Command { .. })));
    let why = Some(PhoneFailure::NoDestination(NotDialled::NoVoicemail));
    assert_eq!(desk.call(call).unwrap().refused, why);

    let mut settings = desk.context().settings.clone();
    settings.dial.voicemail = "*4".into();
    desk.configure(settings, "pbx".into());
    let sent = |effects: Vec<Effect>| {
        effects.into_iter().find_map(|effect| {
            let Effect::Command { command, .. } = effect else { return None };
            Some(command)
        })
    };
    let divert = |to: &str| Some(PhoneCommand::Divert { destination: to.into() });
    assert_eq!(sent(desk.handle(at(20), ask(None))), divert("*4812"));
    told(&mut desk, 30, leg(NUMBER, LegStatus::Connected, false));
    let transfer = Some(PhoneCommand::Transfer { destination: "*4813".into() });
    assert_eq!(sent(desk.handle(at(40), ask(Some("813")))), transfer);
    assert_eq!(sent(desk.handle(at(50), ask(Some("81*3")))), None);
}

#[test]
fn a_yes_to_the_first_call_from_a_page_holds_for_the_next() {
    let mut desk = desk();
    wish(&mut desk, 0, NUMBER, DialSource::Extension);
    assert!(destinations(&who(&mut desk, 10, Vec::new())).is_empty(), "the first is asked about");
    let effects = confirm(&mut desk, 500);
    assert!(effects.contains(&Effect::TrustExtension), "{effects:?}");
    assert_eq!(destinations(&effects), [NUMBER]);
    answered(&mut desk, 600, Err(PhoneFailure::Unreachable));
    wish(&mut desk, 1_000, NUMBER, DialSource::Extension);
    assert_eq!(destinations(&who(&mut desk, 1_010, Vec::new())), [NUMBER], "the next is not");
    answered(&mut desk, 1_100, Err(PhoneFailure::Unreachable));
    wish(&mut desk, 2_000, NUMBER, DialSource::Link);
    assert!(destinations(&who(&mut desk, 2_010, Vec::new())).is_empty(), "a link always is");
    assert!(!confirm(&mut desk, 2_500).contains(&Effect::TrustExtension));
}
