#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::super::amend::tests::{ID, amended, ended, found, moment, orders, tell, written};
use super::*;
use crate::caller::{PersonKind, Source, Verdict};
use crate::desk::{AgentAction, Answer, Input};
use crate::journal::{About, Entry, RelatedKind};
use crate::outbox::EntryState;

fn case(id: &str) -> Option<Related> {
    Some(Related { kind: RelatedKind::Case, id: id.into(), name: "Cracked blade".into() })
}

fn of_kind(id: &str, kind: PersonKind) -> Box<Person> {
    Box::new(Person { kind, ..found(id).person })
}

fn queued(effects: &[Effect]) -> Option<&Entry> {
    let mut queued = None;
    for effect in effects {
        if let Effect::Queue { entry, .. } = effect {
            queued = Some(&**entry);
        }
    }
    queued
}

fn linked_to(desk: &mut Desk, person: Box<Person>, remember: bool) -> Vec<Effect> {
    desk.handle(moment(12), Input::Linked { call: ID, person, remember })
}

fn waiting() -> EntryState {
    EntryState::Waiting { due: None, attempts: 0, last: None }
}

#[test]
fn whoever_a_search_found_is_asked_for_and_linked() {
    let mut desk = ended();
    tell(&mut desk, waiting());
    let action = AgentAction::Link { call: ID, person: "003Z".into(), remember: false };
    let effects = desk.handle(moment(12), Input::Agent(action));
    assert_eq!(effects, [Effect::FindPerson { call: ID, person: "003Z".into(), remember: false }]);

    let effects = linked_to(&mut desk, of_kind("003Z", PersonKind::Contact), false);
    assert_eq!(queued(&effects).unwrap().about, About::Who { id: "003Z".into() });
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Remember { .. })));
    let Caller::One { best, runners_up } = &desk.call(ID).unwrap().caller else { panic!("not linked") };
    assert_eq!((best.person.id.as_str(), &best.why.source), ("003Z", &Source::Agent));
    let others: Vec<_> = runners_up.iter().map(|known| known.person.id.as_str()).collect();
    assert_eq!(others, ["003A", "003B"], "those it may have been stay to be chosen");

    // A match is chosen as ever, and no look-up takes the agent's word back.
    let verdict = Verdict::One { best: Box::new(found("003A")), runners_up: Vec::new() };
    let later = desk.handle(moment(13), Input::Found { call: ID, answer: Answer::Settled(verdict) });
    assert!(later.is_empty(), "{later:?}");
    let action = AgentAction::Link { call: ID, person: "003B".into(), remember: false };
    let effects = desk.handle(moment(14), Input::Agent(action));
    assert_eq!(queued(&effects).unwrap().about, About::Who { id: "003B".into() });
}

#[test]
fn only_the_agents_word_makes_a_link_hold_for_the_number() {
    for remember in [false, true] {
        let mut desk = ended();
        let effects = linked_to(&mut desk, of_kind("003Z", PersonKind::Contact), remember);
        let said = effects.iter().find(|effect| matches!(effect, Effect::Remember { .. }));
        let expected =
            Effect::Remember { number: "+494066969412".into(), person: "003Z".into(), linked: true };
        assert_eq!(said, remember.then_some(&expected));
    }
}

#[test]
fn a_written_entry_follows_its_call() {
    let mut desk = ended();
    let key = tell(&mut desk, written(11));
    let (asked, _) = orders(&mut desk, 12, AgentAction::MoveEntry { key, person: Some("003Z".into()) });
    assert!(asked.is_empty(), "whoever is not known yet is asked for first");
    let effects = linked_to(&mut desk, of_kind("003Z", PersonKind::Contact), false);
    assert!(queued(&effects).is_none());
    let order = |effect| if let Effect::Journal(order) = effect { Some(order) } else { None };
    let orders: Vec<_> = effects.into_iter().filter_map(order).collect();
    assert_eq!(amended(&orders).about, About::Who { id: "003Z".into() });
}

#[test]
fn what_a_call_was_about_hangs_beside_the_person() {
    let person_account =
        Person { contact_id: Some("003P".into()), ..*of_kind("001P", PersonKind::PersonAccount) };
    let both = |who: &str| About::Both { who: who.into(), what: "500A".into() };
    for (person, about) in [
        (of_kind("003Z", PersonKind::Contact), both("003Z")),
        (of_kind("001Z", PersonKind::Account), About::What { id: "500A".into() }),
        (Box::new(person_account), both("003P")),
        (of_kind("00QZ", PersonKind::Lead), About::Who { id: "00QZ".into() }),
        (of_kind("005Z", PersonKind::User), About::Nobody),
    ] {
        let mut desk = ended();
        tell(&mut desk, waiting());
        let before = linked_to(&mut desk, person, false);
        let alone = queued(&before).unwrap().about.clone();
        let relate = |related| Input::Agent(AgentAction::Relate { call: ID, related });
        let effects = desk.handle(moment(13), relate(case("500A")));
        let now = queued(&effects).map_or(&alone, |entry| &entry.about);
        assert_eq!(*now, about);
        let saved = effects.iter().any(|effect| matches!(effect, Effect::Save { .. }));
        assert_eq!(saved, about != alone, "on disk at once");
        let effects = desk.handle(moment(14), relate(None));
        assert_eq!(queued(&effects).map_or(&alone, |entry| &entry.about), &alone, "and nothing again");
    }
}

#[test]
fn what_a_call_was_about_stays_with_its_person_and_reaches_the_record() {
    let mut desk = ended();
    let person = "003A".to_owned();
    drop(orders(&mut desk, 11, AgentAction::Choose { call: ID, person, remember: false }));
    let key = tell(&mut desk, written(11));
    let relate = AgentAction::Relate { call: ID, related: case("500A") };
    let (told, _) = orders(&mut desk, 12, relate.clone());
    assert_eq!(amended(&told).about, About::Both { who: "003A".into(), what: "500A".into() });
    assert_eq!(orders(&mut desk, 13, relate), (Vec::new(), false), "nothing changed");
    let bad = AgentAction::Relate { call: ID, related: case("500'") };
    assert_eq!(orders(&mut desk, 14, bad), (Vec::new(), false), "no id of a record");

    let (told, _) =
        orders(&mut desk, 15, AgentAction::MoveEntry { key: key.clone(), person: Some("003B".into()) });
    assert_eq!(amended(&told).about, About::Who { id: "003B".into() }, "another's case is not theirs");
    let (told, _) = orders(&mut desk, 16, AgentAction::MoveEntry { key, person: None });
    assert_eq!(amended(&told).about, About::Nobody);
}

#[test]
fn a_call_that_is_closed_takes_notes_and_what_came_of_it() {
    let mut desk = ended();
    let settings = crate::settings::Settings {
        journal: crate::settings::JournalSettings {
            wrap_up_codes: vec!["Quote".into()],
            ..crate::settings::JournalSettings::default()
        },
        ..crate::settings::Settings::default()
    };
    desk.configure(settings, String::new());
    drop(orders(&mut desk, 11, AgentAction::Dismiss { call: ID }));
    tell(&mut desk, written(11));
    let (told, _) = orders(&mut desk, 900, AgentAction::Note { call: ID, text: "Friday".into() });
    assert!(amended(&told).description.contains("Friday"));
    drop(orders(&mut desk, 901, AgentAction::WrapUp { call: ID, code: Some("Quote".into()) }));
    assert_eq!(desk.call(ID).unwrap().wrap_up.as_deref(), Some("Quote"));
}

#[test]
fn a_call_of_before_today_comes_back_once_in_its_place() {
    let mut desk = ended();
    let old = Call { id: CallId(0), ..desk.call(ID).unwrap().clone() };
    desk.recall(moment(20), old.clone());
    desk.recall(moment(20), old);
    let ids: Vec<_> = desk.calls().map(|call| call.id.0).collect();
    assert_eq!(ids, [1, 0]);
}

#[test]
fn a_recalled_call_keeps_its_id_to_itself() {
    let mut desk = ended();
    let recalled = Call { id: CallId(70), key: "older".into(), ..desk.call(ID).unwrap().clone() };
    desk.recall(moment(20), recalled);
    assert_eq!([desk.take_id(), desk.take_id()], [CallId(71), CallId(72)]);
}
