//! What becomes of entries: nobody found, undone, linked to somebody else; one part or several.

use super::*;
use crate::desk::{AgentAction, JournalOrder};
use crate::journal::{Decision, WhyNot};
use crate::outbox::Removal;
use crate::settings::Unmatched;

const CHAT: &str = "pbx|412|1";

fn written(seconds: i64) -> EntryState {
    EntryState::Written { task_id: "00T".into(), url: None, at: at(seconds) }
}

fn waiting(due: Option<i64>) -> EntryState {
    EntryState::Waiting { due: due.map(at), attempts: 0, last: None }
}

fn bob(id: &str) -> Verdict {
    let best = Box::new(found(person(id, "Bob Berger", None)));
    Verdict::One { best, runners_up: Vec::new() }
}

impl Desk {
    fn under(unmatched: Unmatched) -> Self {
        let mut desk = Self::new();
        desk.context.settings.journal.unmatched = unmatched;
        desk
    }

    /// A session that is over.
    fn closed(&mut self, text: &str) {
        let words = Message { text: text.into(), ..message(2, 10, agent("812")) };
        self.read(20, &[message(1, 0, visitor()), words]);
        self.read(40 * MINUTE, &[]);
    }

    fn answer(&mut self, seconds: i64, key: &str, verdict: Verdict) -> Vec<ChatEffect> {
        let who = Box::new(self.book.chat(key).unwrap().who.clone());
        let answer = Answer::Settled(verdict);
        self.give(seconds, ChatInput::Found { chat: key.into(), who, answer })
    }

    /// Every part of the chat stands so now.
    fn parts_are(&mut self, key: &str, state: &EntryState) -> Vec<String> {
        let keys: Vec<String> =
            self.book.chat(key).unwrap().parts.iter().map(|part| part.key.clone()).collect();
        for key in &keys {
            self.give(41 * MINUTE, ChatInput::Entry { key: key.clone(), state: state.clone() });
        }
        keys
    }

    fn act(&mut self, seconds: i64, action: &AgentAction) -> Vec<ChatEffect> {
        let action = self.book.action_of(action).expect("an entry of a chat");
        self.give(seconds, ChatInput::Agent(action))
    }
}

fn dues(effects: &[ChatEffect]) -> Vec<Due> {
    let due =
        |effect: &ChatEffect| if let ChatEffect::Queue { due, .. } = effect { Some(*due) } else { None };
    effects.iter().filter_map(due).collect()
}

fn orders(effects: &[ChatEffect]) -> Vec<JournalOrder> {
    let order = |effect: &ChatEffect| {
        if let ChatEffect::Journal(order) = effect { Some(order.clone()) } else { None }
    };
    effects.iter().filter_map(order).collect()
}

#[test]
fn nobody_found_is_written_kept_or_left_out_as_the_settings_say() {
    for (unmatched, due, decision) in [
        (Unmatched::Write, vec![Due::Now], Decision::Write { open: false }),
        (Unmatched::Keep, vec![Due::WhenFound], Decision::Keep { open: false }),
        (Unmatched::Never, Vec::new(), Decision::Nothing(WhyNot::Unmatched)),
    ] {
        let mut desk = Desk::under(unmatched);
        desk.closed("Hello");
        assert_eq!(dues(&desk.effects), [Due::WhenFound], "whoever it is may still be found");
        desk.parts_are(CHAT, &waiting(None));
        let effects = desk.answer(42 * MINUTE, CHAT, Verdict::Nobody);
        assert_eq!(dues(&effects), due, "{unmatched:?}");
        let out = effects.contains(&ChatEffect::Withdraw { key: CHAT.into() });
        assert_eq!(out, unmatched == Unmatched::Never, "{effects:?}");
        let chat = desk.book.chat(CHAT).unwrap();
        assert_eq!(decide_chat(chat, &desk.context.settings), decision);
        assert_eq!(chat.parts.is_empty(), unmatched == Unmatched::Never);

        let effects = desk.answer(43 * MINUTE, CHAT, bob("003A"));
        assert_eq!(dues(&effects), [Due::Now], "somebody is found after all: {unmatched:?}");
    }
}

#[test]
fn numbers_that_are_never_written_are_not_in_chats_either() {
    for (list, why) in [("never", WhyNot::NeverList), ("private", WhyNot::Private)] {
        let mut desk = Desk::new();
        let journal = &mut desk.context.settings.journal;
        let numbers = if list == "never" { &mut journal.never } else { &mut journal.private };
        numbers.push("040 66969*".into());
        let sms =
            Speaker::Visitor { name: String::new(), number: "+494066969412".into(), email: String::new() };
        desk.read(20, &[message(1, 0, sms), message(2, 10, agent("812"))]);
        desk.read(40 * MINUTE, &[]);
        desk.answer(41 * MINUTE, CHAT, bob("003A"));
        assert!(desk.entries().is_empty(), "{list}");
        let chat = desk.book.chat(CHAT).unwrap();
        assert_eq!(decide_chat(chat, &desk.context.settings), Decision::Nothing(why));
    }
}

#[test]
fn who_appears_later_is_linked_to_everything_kept_from_them() {
    let mut desk = Desk::under(Unmatched::Keep);
    let other = |id, seconds, speaker| Message { conversation: 413, ..message(id, seconds, speaker) };
    let stranger =
        Speaker::Visitor { name: "Eve".into(), number: String::new(), email: "eve@x.example".into() };
    let far = |id, seconds, speaker| Message { conversation: 414, ..message(id, seconds, speaker) };
    desk.read(
        20,
        &[
            message(1, 0, visitor()),
            message(2, 10, agent("812")),
            other(3, 0, visitor()),
            other(4, 10, agent("812")),
            far(5, 0, stranger),
            far(6, 10, agent("812")),
        ],
    );
    desk.read(40 * MINUTE, &[]);
    for key in [CHAT, "pbx|413|3", "pbx|414|5"] {
        desk.parts_are(key, &waiting(None));
        desk.answer(41 * MINUTE, key, Verdict::Nobody);
    }
    for input in [ChatInput::PeopleChanged, ChatInput::CrmReady] {
        let asked = desk.give(42 * MINUTE, input);
        assert_eq!(asked.len(), 2, "each person once: {asked:?}");
        assert!(asked.iter().all(|effect| matches!(effect, ChatEffect::LookUp { .. })), "{asked:?}");
    }
    let effects = desk.answer(43 * MINUTE, CHAT, bob("003A"));
    let linked: Vec<_> = effects
        .iter()
        .filter_map(|effect| if let ChatEffect::Queue { entry, .. } = effect { Some(entry) } else { None })
        .map(|entry| (entry.key.as_str(), entry.about.clone()))
        .collect();
    let to = About::Who { id: "003A".into() };
    assert_eq!(linked, [(CHAT, to.clone()), ("pbx|413|3", to)]);
    assert_eq!(dues(&effects), [Due::Now, Due::Now]);
}

#[test]
fn a_kept_chat_is_written_linked_to_nobody_when_somebody_wants_it() {
    let mut desk = Desk::under(Unmatched::Keep);
    desk.closed("Hello");
    desk.parts_are(CHAT, &waiting(None));
    desk.answer(41 * MINUTE, CHAT, Verdict::Nobody);
    desk.parts_are(CHAT, &waiting(None));
    let effects = desk.act(42 * MINUTE, &AgentAction::RetryEntry { key: CHAT.into() });
    assert_eq!(dues(&effects), [Due::Now]);
    assert_eq!(desk.entries().last().unwrap().about, About::Nobody);
    assert!(desk.book.chat(CHAT).unwrap().unlinked);
}

#[test]
fn all_parts_of_a_long_transcript_are_linked_undone_and_put_back_together() {
    let mut desk = Desk::new();
    desk.closed(&"word ".repeat(10_000));
    let matches = vec![found(person("003A", "Bob One", None)), found(person("003B", "Bob Two", None))];
    desk.answer(40 * MINUTE, CHAT, Verdict::Several { matches, remembered: None });
    let keys = desk.parts_are(CHAT, &written(40 * MINUTE));
    assert_eq!(keys, [CHAT, "pbx|412|1|2", "pbx|412|1|3"]);
    let queued = desk.entries().len();

    let to = |person: Option<&str>| AgentAction::MoveEntry {
        key: "pbx|412|1|2".into(),
        person: person.map(str::to_owned),
    };
    for (person, about) in [(Some("003B"), About::Who { id: "003B".into() }), (None, About::Nobody)] {
        let effects = desk.act(42 * MINUTE, &to(person));
        let linked = keys.iter().map(|key| ChatEffect::Link { key: key.clone(), about: about.clone() });
        assert_eq!(effects[1..], linked.collect::<Vec<_>>(), "{person:?}");
    }
    assert_eq!(desk.entries().len(), queued, "what was sent is not cut anew");

    let undo = AgentAction::UndoEntry { key: "pbx|412|1|3".into() };
    let effects = desk.act(50 * MINUTE, &undo);
    let taken: Vec<_> = keys.iter().map(|key| JournalOrder::Undo { key: key.clone() }).collect();
    assert_eq!(orders(&effects), taken);
    assert_eq!(desk.act(50 * MINUTE + 1, &undo), [], "ten minutes are over");

    desk.parts_are(CHAT, &EntryState::Removed { how: Removal::Undone, at: at(50 * MINUTE) });
    assert_eq!(desk.act(51 * MINUTE, &to(Some("003A"))), [], "there is nothing to link");
    let effects = desk.act(51 * MINUTE, &AgentAction::RestoreEntry { key: CHAT.into() });
    let back: Vec<_> = keys.iter().map(|key| JournalOrder::Restore { key: key.clone() }).collect();
    assert_eq!(orders(&effects), back);
}

#[test]
fn undo_takes_back_what_was_written_and_out_what_was_not() {
    let mut desk = Desk::new();
    desk.closed(&"word ".repeat(10_000));
    desk.answer(40 * MINUTE, CHAT, bob("003A"));
    let keys = desk.parts_are(CHAT, &written(40 * MINUTE));
    let last = |state| ChatInput::Entry { key: keys[2].clone(), state };
    let undo = AgentAction::UndoEntry { key: CHAT.into() };
    desk.give(41 * MINUTE, last(EntryState::InDoubt { ask_at: at(50 * MINUTE), attempts: 1 }));
    assert_eq!(desk.act(42 * MINUTE, &undo), [], "whether it is there is not known");
    desk.give(43 * MINUTE, last(waiting(Some(50 * MINUTE))));
    let expected = [
        JournalOrder::Undo { key: keys[0].clone() },
        JournalOrder::Undo { key: keys[1].clone() },
        JournalOrder::Discard { key: keys[2].clone() },
    ];
    assert_eq!(orders(&desk.act(44 * MINUTE, &undo)), expected);
    let discarded = desk.act(44 * MINUTE, &AgentAction::DiscardEntry { key: keys[0].clone() });
    assert_eq!(orders(&discarded), [JournalOrder::Discard { key: keys[2].clone() }]);
}

#[test]
fn fewer_words_leave_no_part_behind() {
    let mut desk = Desk::new();
    desk.closed(&"word ".repeat(10_000));
    assert_eq!(desk.parts_are(CHAT, &waiting(None)).len(), 3);
    desk.context.settings.chat.text = "[Name]".into();
    let effects = desk.answer(42 * MINUTE, CHAT, bob("003A"));
    for key in ["pbx|412|1|2", "pbx|412|1|3"] {
        assert!(effects.contains(&ChatEffect::Withdraw { key: key.into() }), "{effects:?}");
    }
    assert_eq!(desk.book.chat(CHAT).unwrap().parts.len(), 1);
}
