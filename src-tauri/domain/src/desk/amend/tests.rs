#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Duration;

use jiff::tz::TimeZone;

use super::*;
use crate::call::{Abilities, Leg, LegId, LegStatus, Party, PhoneEvent};
use crate::caller::{Caller, Match, Person, PersonKind, Source, Verdict, Why};
use crate::desk::{AgentAction, Answer, Input};
use crate::journal::{About, Agent, Entry};
use crate::outbox::{FailureKind, Removal};
use crate::settings::Settings;

pub(in crate::desk) const ID: CallId = CallId(1);

pub(in crate::desk) fn moment(second: u64) -> Moment {
    let wall = "2026-11-23T09:00:00Z".parse::<jiff::Timestamp>().unwrap();
    Moment { wall: wall + Duration::from_secs(second), mono: Duration::from_secs(second) }
}

pub(in crate::desk) fn found(id: &str) -> Match {
    let person = Person {
        id: id.into(),
        kind: PersonKind::Contact,
        name: format!("Person {id}"),
        title: None,
        company: None,
        account_id: None,
        contact_id: None,
        owner: None,
        email: None,
        do_not_call: false,
        phones: Vec::new(),
        last_activity: None,
        modified: None,
        url: None,
    };
    let why = Why {
        field: "Phone".into(),
        label: "Phone".into(),
        spelling: String::new(),
        last_digits: None,
        caller_marks: Vec::new(),
        stored_marks: Vec::new(),
        source: Source::Crm,
    };
    Match { person, why }
}

/// A desk whose only call ended a moment ago, with two people it may have been.
pub(in crate::desk) fn ended() -> Desk {
    let agent = Agent { extension: "812".into(), ..Agent::default() };
    let context = Context { settings: Settings::default(), agent, pbx: String::new(), zone: TimeZone::UTC };
    let mut desk = Desk::new(context, 1);
    let id = LegId { extension: "812".into(), leg: 7 };
    let leg = Leg {
        id: id.clone(),
        extension_name: None,
        call: 7,
        status: LegStatus::Connected,
        party: Party::External,
        party_number: "+494066969412".into(),
        party_name: String::new(),
        originated_here: false,
        via: None,
        referred_by: None,
        abilities: Abilities::default(),
    };
    let verdict = Verdict::Several { matches: vec![found("003A"), found("003B")], remembered: None };
    for (second, input) in [
        (0, Input::Phone(PhoneEvent::LegChanged { leg })),
        (1, Input::Found { call: ID, answer: Answer::Settled(verdict) }),
        (2, Input::Phone(PhoneEvent::LegGone { leg: id })),
        (10, Input::Wake),
    ] {
        drop(desk.handle(moment(second), input));
    }
    assert!(!desk.call(ID).unwrap().is_live());
    desk
}

pub(in crate::desk) fn tell(desk: &mut Desk, state: EntryState) -> String {
    let key = desk.call(ID).unwrap().key.clone();
    drop(desk.handle(moment(11), Input::Entry { key: key.clone(), state }));
    key
}

pub(in crate::desk) fn written(second: u64) -> EntryState {
    EntryState::Written { task_id: "00T".into(), url: None, at: moment(second).wall }
}

fn removed() -> EntryState {
    EntryState::Removed { how: Removal::Undone, at: moment(11).wall }
}

/// What the desk orders, and whether it queues an entry.
pub(in crate::desk) fn orders(
    desk: &mut Desk,
    second: u64,
    action: AgentAction,
) -> (Vec<JournalOrder>, bool) {
    let effects = desk.handle(moment(second), Input::Agent(action));
    let queues = effects.iter().any(|effect| matches!(effect, Effect::Queue { .. }));
    let order = |effect| if let Effect::Journal(order) = effect { Some(order) } else { None };
    let orders = effects.into_iter().filter_map(order);
    (orders.collect(), queues)
}

pub(in crate::desk) fn amended(orders: &[JournalOrder]) -> &Entry {
    match orders {
        [JournalOrder::Amend { entry, .. }] => entry,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_written_entry_can_be_undone_for_ten_minutes() {
    for (second, allowed) in [(12, true), (600, true), (612, false)] {
        let mut desk = ended();
        let key = tell(&mut desk, written(11));
        let (orders, _) = orders(&mut desk, second, AgentAction::UndoEntry { key: key.clone() });
        let expected = if allowed { vec![JournalOrder::Undo { key }] } else { Vec::new() };
        assert_eq!(orders, expected, "{second}");
    }
}

#[test]
fn what_may_be_done_depends_on_where_the_entry_stands() {
    let waiting = EntryState::Waiting { due: None, attempts: 0, last: None };
    let stuck = EntryState::Stuck { why: FailureKind::Busy };
    let in_doubt = EntryState::InDoubt { ask_at: moment(700).wall, attempts: 1 };
    for (state, discard, undo) in [
        (waiting, true, false),
        (stuck, true, false),
        (in_doubt, false, false),
        (written(11), false, true),
        (removed(), false, false),
    ] {
        let mut desk = ended();
        let key = tell(&mut desk, state.clone());
        let edit = EntryEdit { subject: "s".into(), description: "d".into(), field: None };
        let mut count = |action| orders(&mut desk, 12, action).0.len();
        let done = [
            count(AgentAction::DiscardEntry { key: key.clone() }),
            count(AgentAction::EditEntry { key: key.clone(), edit }),
            count(AgentAction::UndoEntry { key }),
        ];
        assert_eq!(done, [discard, discard, undo].map(usize::from), "{state:?}");
    }
}

#[test]
fn late_notes_and_choices_are_brought_to_the_record() {
    for state in [written(11), EntryState::InDoubt { ask_at: moment(700).wall, attempts: 1 }] {
        let mut desk = ended();
        let key = tell(&mut desk, state);
        let (noted, queues) = orders(&mut desk, 12, AgentAction::Note { call: ID, text: "Friday".into() });
        assert!(amended(&noted).description.contains("Friday") && !queues);
        let person = Some("003B".to_owned());
        let (moved, queues) = orders(&mut desk, 13, AgentAction::MoveEntry { key: key.clone(), person });
        assert_eq!(amended(&moved).about, About::Who { id: "003B".into() });
        assert!(!queues);
        let (nobody, _) = orders(&mut desk, 14, AgentAction::MoveEntry { key, person: None });
        assert_eq!(amended(&nobody).about, About::Nobody);
        let (touched, queues) = orders(&mut desk, 15, AgentAction::Touch { call: ID });
        assert!(touched.is_empty() && !queues);
    }
}

#[test]
fn what_was_taken_out_stays_out_whatever_is_done_to_the_call() {
    let mut desk = ended();
    let key = tell(&mut desk, removed());
    let person = Some("003A".to_owned());
    for action in [
        AgentAction::Note { call: ID, text: "more".into() },
        AgentAction::MoveEntry { key, person },
        AgentAction::Dismiss { call: ID },
    ] {
        assert_eq!(orders(&mut desk, 12, action), (Vec::new(), false));
    }
}

#[test]
fn an_unsent_entry_is_written_anew_when_it_is_moved() {
    let mut desk = ended();
    let key = tell(&mut desk, EntryState::Waiting { due: None, attempts: 0, last: None });
    let person = Some("003B".to_owned());
    let (orders, queues) = orders(&mut desk, 12, AgentAction::MoveEntry { key, person });
    assert!(orders.is_empty() && queues);
    let chosen = desk.call(ID).unwrap().caller.person().map(|known| known.person.id.clone());
    assert_eq!(chosen.as_deref(), Some("003B"));
    assert!(matches!(desk.call(ID).unwrap().caller, Caller::Several { .. }));
}
