#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::prelude::*;

mod entries;
mod random;

use super::*;
use crate::Moment;
use crate::caller::{Choice, Match, Person, PersonKind, Source, Verdict, Why};
use crate::desk::{Answer, Context, Due};
use crate::journal::{About, Agent, DESCRIPTION_MAX, Entry};
use crate::outbox::{EntryState, FailureKind};
use crate::settings::Settings;

const MINUTE: i64 = 60;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + seconds).unwrap()
}

fn now(seconds: i64) -> Moment {
    Moment { wall: at(seconds), mono: Duration::from_secs(seconds.unsigned_abs()) }
}

fn agent(extension: &str) -> Speaker {
    Speaker::Agent { extension: extension.into(), name: "Mara Lindqvist".into() }
}

fn visitor() -> Speaker {
    Speaker::Visitor { name: "Bob".into(), number: String::new(), email: "Bob@x.example".into() }
}

fn message(id: i64, seconds: i64, speaker: Speaker) -> Message {
    Message { at: at(seconds), id, conversation: 412, speaker, text: format!("text {id}"), queue: None }
}

fn context() -> Context {
    let mut settings = Settings::default();
    settings.chat.enabled = true;
    let agent = Agent { extension: "812".into(), ..Agent::default() };
    Context { settings, agent, pbx: "pbx".into(), zone: TimeZone::UTC }
}

/// A book with a clock, and all that it wanted done.
struct Desk {
    book: Book,
    context: Context,
    effects: Vec<ChatEffect>,
}

impl Desk {
    fn new() -> Self {
        Self { book: Book::default(), context: context(), effects: Vec::new() }
    }

    fn give(&mut self, seconds: i64, input: ChatInput) -> Vec<ChatEffect> {
        let effects = self.book.handle(&self.context, now(seconds), input);
        self.effects.extend(effects.clone());
        effects
    }

    fn read(&mut self, seconds: i64, messages: &[Message]) -> Vec<ChatEffect> {
        let messages = messages.to_vec();
        self.give(seconds, ChatInput::Read { at: at(seconds), messages, facts: Vec::new() })
    }

    fn entries(&self) -> Vec<&Entry> {
        let queued = self.effects.iter().filter_map(|effect| match effect {
            ChatEffect::Queue { entry, .. } => Some(&**entry),
            ChatEffect::Save { .. }
            | ChatEffect::Forget { .. }
            | ChatEffect::LookUp { .. }
            | ChatEffect::Withdraw { .. }
            | ChatEffect::Link { .. }
            | ChatEffect::Journal(_)
            | ChatEffect::Retry { .. }
            | ChatEffect::OpenLink { .. }
            | ChatEffect::ReadFrom { .. }
            | ChatEffect::Refresh => None,
        });
        queued.collect()
    }

    fn keys(&self) -> Vec<&str> {
        self.entries().iter().map(|entry| entry.key.as_str()).collect()
    }
}

fn person(id: &str, name: &str, email: Option<&str>) -> Person {
    Person {
        id: id.into(),
        kind: PersonKind::Contact,
        name: name.into(),
        title: None,
        company: None,
        account_id: None,
        contact_id: None,
        owner: None,
        email: email.map(str::to_owned),
        do_not_call: false,
        phones: Vec::new(),
        last_activity: None,
        modified: None,
        url: Some("https://org.example/1".into()),
    }
}

fn found(person: Person) -> Match {
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

#[test]
fn silence_for_longer_than_the_gap_makes_another_session() {
    let gap = Duration::from_secs(30 * 60);
    for (times, expected) in [
        (&[0, 60, 120][..], &[3][..]),
        (&[0, 30 * MINUTE], &[2]),
        (&[0, 30 * MINUTE + 1], &[1, 1]),
        (&[0, 20 * MINUTE, 40 * MINUTE, 80 * MINUTE], &[3, 1]),
        (&[], &[]),
    ] {
        let messages = (1..).zip(times).map(|(id, seconds)| message(id, *seconds, visitor()));
        let lengths: Vec<_> = sessions(messages, gap).iter().map(Vec::len).collect();
        assert_eq!(lengths, expected, "{times:?}");
    }
}

#[test]
fn endless_conversations_are_cut_by_the_day_and_by_their_length() {
    let gap = Duration::from_secs(30 * 60);
    let days = (0..200).map(|id| message(id, id * 20 * MINUTE, visitor()));
    let spans: Vec<_> = sessions(days, gap).iter().map(|all| all[all.len() - 1].at - all[0].at).collect();
    assert_eq!(spans.len(), 3);
    assert!(spans.iter().all(|span| span.get_seconds() <= 24 * 60 * MINUTE), "{spans:?}");
    let machine = (0..5_000).map(|id| message(id, id, visitor()));
    assert_eq!(sessions(machine, gap).len(), 3);
}

#[test]
fn a_session_is_written_once_it_was_silent_and_only_where_this_desk_spoke_last() {
    for (speakers, expected) in [
        (&[visitor(), agent("812")][..], Some(ChatState::Closed)),
        (&[agent("812"), visitor(), visitor()], Some(ChatState::Closed)),
        (&[agent("814"), agent("812"), visitor()], Some(ChatState::Closed)),
        (&[agent("812"), agent("814")], Some(ChatState::TakenOver { by: "Mara Lindqvist".into() })),
        (&[visitor(), agent("814")], None),
        (&[visitor()], None),
        (&[Speaker::System { name: "Support".into() }, visitor()], None),
    ] {
        let messages: Vec<_> =
            (1..).zip(speakers).map(|(id, speaker)| message(id, id, speaker.clone())).collect();
        let mut desk = Desk::new();
        desk.read(10, &messages);
        assert!(desk.entries().is_empty(), "it may go on: {speakers:?}");
        desk.read(30 * MINUTE, &messages);
        assert!(desk.entries().is_empty(), "silent for too short a time: {speakers:?}");
        desk.read(31 * MINUTE, &[]);
        assert_eq!(desk.book.chats().first().map(|chat| chat.state.clone()), expected, "{speakers:?}");
        let ours = expected == Some(ChatState::Closed);
        assert_eq!(desk.keys(), if ours { vec!["pbx|412|1"] } else { Vec::new() }, "{speakers:?}");
        desk.read(200 * MINUTE, &messages);
        assert_eq!(desk.keys().len(), usize::from(ours), "told again: {speakers:?}");
    }
}

#[test]
fn what_comes_late_joins_an_open_session_and_follows_a_closed_one() {
    let mut desk = Desk::new();
    desk.read(100, &[message(5, 50, visitor()), message(6, 60, agent("812"))]);
    assert_eq!(desk.book.chats()[0].key, "pbx|412|5");
    let effects = desk.read(110, &[message(4, 40, visitor())]);
    assert!(effects.contains(&ChatEffect::Forget { key: "pbx|412|5".into() }), "{effects:?}");
    assert_eq!(desk.book.chats()[0].key, "pbx|412|4");
    desk.read(40 * MINUTE, &[]);
    assert_eq!(desk.keys(), ["pbx|412|4"]);
    // Its last words were hidden until the conversation was closed.
    desk.read(41 * MINUTE, &[message(7, 70, visitor())]);
    assert_eq!(desk.keys(), ["pbx|412|4", "pbx|412|7"]);
    assert!(desk.entries()[1].description.contains("text 7"));
    assert!(!desk.entries()[1].description.contains("text 6"));
}

#[test]
fn a_restart_knows_what_is_written_and_goes_on_with_what_is_open() {
    let closed = [message(1, 0, visitor()), message(2, 10, agent("812"))];
    let open = [message(3, 60 * MINUTE, visitor()), message(4, 60 * MINUTE + 5, agent("812"))];
    let mut desk = Desk::new();
    desk.read(60 * MINUTE + 10, &[closed.clone(), open.clone()].concat());
    assert_eq!(desk.keys(), ["pbx|412|1"]);
    let chats = desk.book.chats().into_iter().cloned().collect();

    let mut again = Desk::new();
    let effects = again.give(61 * MINUTE, ChatInput::Restored { chats });
    let requeued: Vec<_> =
        effects.iter().filter(|effect| matches!(effect, ChatEffect::Queue { .. })).collect();
    assert_eq!(requeued.len(), 1, "the entry had not reached the disk: {effects:?}");
    again.read(62 * MINUTE, &closed);
    again.read(120 * MINUTE, &open);
    assert_eq!(again.keys(), ["pbx|412|1", "pbx|412|3"]);
}

#[test]
fn reading_again_begins_where_something_may_still_grow() {
    let from = |effects: &[ChatEffect]| {
        effects.iter().find_map(|effect| match effect {
            ChatEffect::ReadFrom { at } => Some(*at),
            ChatEffect::Save { .. }
            | ChatEffect::Forget { .. }
            | ChatEffect::LookUp { .. }
            | ChatEffect::Queue { .. }
            | ChatEffect::Withdraw { .. }
            | ChatEffect::Link { .. }
            | ChatEffect::Journal(_)
            | ChatEffect::Retry { .. }
            | ChatEffect::OpenLink { .. }
            | ChatEffect::Refresh => None,
        })
    };
    let mut desk = Desk::new();
    let effects = desk.read(100, &[message(1, 50, visitor()), message(2, 60, agent("814"))]);
    assert_eq!(from(&effects), Some(at(100 - 30 * MINUTE)));
    assert_eq!(from(&desk.read(25 * MINUTE, &[message(3, 24 * MINUTE, visitor())])), Some(at(-5 * MINUTE)));
    assert_eq!(from(&desk.read(50 * MINUTE, &[])), Some(at(50)), "the open one holds it back");
    assert_eq!(from(&desk.read(90 * MINUTE, &[])), Some(at(60 * MINUTE)));
}

#[test]
fn the_person_is_looked_for_once_and_the_entry_waits_for_the_answer() {
    let mut desk = Desk::new();
    let effects = desk.read(20, &[message(1, 0, visitor()), message(2, 10, agent("812"))]);
    let asked: Vec<_> = effects
        .iter()
        .filter_map(|effect| match effect {
            ChatEffect::LookUp { who, .. } => Some((**who).clone()),
            ChatEffect::Save { .. }
            | ChatEffect::Forget { .. }
            | ChatEffect::Queue { .. }
            | ChatEffect::Withdraw { .. }
            | ChatEffect::Link { .. }
            | ChatEffect::Journal(_)
            | ChatEffect::Retry { .. }
            | ChatEffect::OpenLink { .. }
            | ChatEffect::ReadFrom { .. }
            | ChatEffect::Refresh => None,
        })
        .collect();
    let [who] = asked.as_slice() else { panic!("{asked:?}") };
    assert_eq!((who.email.as_deref(), who.name.as_deref()), (Some("bob@x.example"), Some("Bob")));
    let effects = desk.read(30, &[message(3, 25, visitor())]);
    assert!(!effects.iter().any(|effect| matches!(effect, ChatEffect::LookUp { .. })), "{effects:?}");

    desk.read(40 * MINUTE, &[]);
    let due = |effects: &[ChatEffect]| {
        effects
            .iter()
            .find_map(|effect| if let ChatEffect::Queue { due, .. } = effect { Some(*due) } else { None })
    };
    assert_eq!(due(&desk.effects), Some(Due::WhenFound));
    let answer = |answer| ChatInput::Found { chat: "pbx|412|1".into(), who: Box::new(who.clone()), answer };
    let failed = desk.give(40 * MINUTE, answer(Answer::Failed { cause: FailureKind::Offline }));
    assert_eq!(due(&failed), Some(Due::WhenFound));
    let asked_again = desk.give(41 * MINUTE, ChatInput::CrmReady);
    assert!(matches!(asked_again.as_slice(), [ChatEffect::LookUp { .. }]), "{asked_again:?}");
    let best = Box::new(found(person("003A", "Bob Berger", None)));
    let verdict = Verdict::One { best, runners_up: Vec::new() };
    let written = desk.give(42 * MINUTE, answer(Answer::Settled(verdict.clone())));
    assert_eq!(due(&written), Some(Due::Now));
    assert_eq!(desk.entries().last().unwrap().about, About::Who { id: "003A".into() });

    // What is written stays as it is, whatever is found or chosen later.
    let state = EntryState::Written { task_id: "00T".into(), url: Some("https://org/00T".into()), at: at(0) };
    desk.give(43 * MINUTE, ChatInput::Entry { key: "pbx|412|1".into(), state });
    let before = desk.entries().len();
    desk.give(44 * MINUTE, answer(Answer::Settled(Verdict::Nobody)));
    let chat = "pbx|412|1".to_owned();
    desk.give(44 * MINUTE, ChatInput::Agent(ChatAction::ChooseNobody { chat: chat.clone() }));
    assert_eq!(desk.entries().len(), before);
    let opened = desk.give(45 * MINUTE, ChatInput::Agent(ChatAction::OpenTask { chat }));
    assert_eq!(opened, [ChatEffect::OpenLink { url: "https://org/00T".into() }]);
}

#[test]
fn who_is_chosen_gets_the_entry() {
    let mut desk = Desk::new();
    desk.read(20, &[message(1, 0, visitor()), message(2, 10, agent("812"))]);
    let who = Box::new(desk.book.chats()[0].who.clone());
    let matches = vec![found(person("003A", "Bob One", None)), found(person("003B", "Bob Two", None))];
    let answer = Answer::Settled(Verdict::Several { matches, remembered: None });
    desk.give(21, ChatInput::Found { chat: "pbx|412|1".into(), who, answer });
    desk.read(40 * MINUTE, &[]);
    assert_eq!(desk.entries()[0].about, About::Nobody, "nothing is guessed");
    let choose = ChatAction::Choose { chat: "pbx|412|1".into(), person: "003B".into() };
    desk.give(41 * MINUTE, ChatInput::Agent(choose));
    assert_eq!(desk.entries()[1].about, About::Who { id: "003B".into() });
    assert_eq!(desk.entries()[1].key, "pbx|412|1");
    let nobody = ChatAction::ChooseNobody { chat: "pbx|412|1".into() };
    desk.give(42 * MINUTE, ChatInput::Agent(nobody));
    assert_eq!(desk.entries()[2].about, About::Nobody);
    let stranger = ChatAction::Choose { chat: "pbx|412|1".into(), person: "003C".into() };
    assert_eq!(desk.give(43 * MINUTE, ChatInput::Agent(stranger)), []);
}

#[test]
fn number_address_and_name_are_taken_from_wherever_they_stand() {
    let matching = Settings::default().matching;
    let facts = Facts { number: "+494066969412".into(), name: "Guest".into(), ..Facts::default() };
    let who = Who::of(&facts, &[message(1, 0, visitor())], &matching);
    assert_eq!(who.number.unwrap().canonical(), "+494066969412");
    assert_eq!((who.email.as_deref(), who.name.as_deref()), (Some("bob@x.example"), Some("Bob")));
    let nothing = Speaker::Visitor { name: " visitor ".into(), number: "10000".into(), email: "no".into() };
    assert!(!Who::of(&Facts::default(), &[message(1, 0, nothing)], &matching).is_known());
}

#[test]
fn addresses_and_names_decide_only_when_they_are_one_persons() {
    let people = [
        person("1", "Ana Diaz", Some("ana@x.example")),
        person("2", "ana  diaz", None),
        person("3", "Bo", None),
    ];
    let ids = |verdict: &Verdict| -> Vec<String> {
        match verdict {
            Verdict::Nobody => Vec::new(),
            Verdict::One { best, .. } => vec![best.person.id.clone()],
            Verdict::Several { matches, .. } => matches.iter().map(|m| m.person.id.clone()).collect(),
        }
    };
    assert_eq!(ids(&by_email(" ANA@x.example", &people)), ["1"]);
    assert_eq!(ids(&by_email("bo@x.example", &people)), Vec::<String>::new());
    assert_eq!(ids(&by_name("bo", &people)), ["3"]);
    assert_eq!(ids(&by_name("Ana Diaz", &people)), Vec::<String>::new(), "two bear it");
    assert_eq!(ids(&by_name("Ana", &people)), Vec::<String>::new());
    let several = || {
        let matches = people.iter().cloned().map(found).collect();
        Verdict::Several { matches, remembered: None }
    };
    let who = |email: Option<&str>, name: Option<&str>| Who {
        email: email.map(str::to_owned),
        name: name.map(str::to_owned),
        ..Who::default()
    };
    assert_eq!(ids(&narrow(several(), &who(Some("ana@x.example"), None))), ["1"]);
    assert_eq!(ids(&narrow(several(), &who(None, Some("Bo")))), ["3"]);
    assert_eq!(ids(&narrow(several(), &who(None, Some("Ana Diaz")))).len(), 3);
}

#[test]
fn texts_have_every_variable_and_leave_nothing_stray() {
    let mut desk = Desk::new();
    desk.context.settings.chat.subject = "[Channel] [Name] ([Number])".into();
    desk.context.settings.chat.text =
        "[ChatStartTimeUTC] [ChatEndTimeUTC] [Duration] [Agent] [AgentLastName] [QueueExtension] [EntityId]\
         [LineBreak]Mail: [Email][LineBreak][ChatMessages]"
            .into();
    let facts = Facts { conversation: 412, channel: Channel::Sms, ..Facts::default() };
    let mut messages = vec![message(1, 0, visitor()), message(2, 3_725, agent("812"))];
    messages[0].text = "  two\r\nlines \u{7} [Number] ".into();
    messages[0].queue = Some("800".into());
    desk.context.settings.chat.gap_min = 120;
    desk.give(4_000, ChatInput::Read { at: at(4_000), messages, facts: vec![facts] });
    desk.read(400 * MINUTE, &[]);
    let entry = desk.entries()[0];
    assert_eq!(entry.subject, "SMS Bob");
    assert_eq!(
        entry.description,
        "2026-09-21 14:13:20 2026-09-21 15:15:25 01:02:05 812 Lindqvist 800\nMail: bob@x.example\n\
         2026-09-21 14:13:20 Bob: two\nlines  [Number]\n2026-09-21 15:15:25 Mara Lindqvist (812): text 2"
    );
    assert_eq!(entry.duration_s, 3_725);
    assert_eq!(entry.kind, crate::journal::EntryKind::Chat { channel: "SMS".into() });
    assert!(entry.is_shared());
}

#[test]
fn unknown_variables_are_errors_with_the_nearest_name() {
    let nearest = |text: &str| match ChatTemplate::parse(text) {
        Err(ChatTextError::UnknownVariable { nearest, .. }) => nearest,
        other => panic!("{other:?}"),
    };
    assert_eq!(nearest("[ChatMesages]"), Some(ChatVariable::ChatMessages));
    assert_eq!(nearest("[CallType]"), None);
    assert!(ChatTemplate::parse("[ not one").is_ok());
    assert_eq!(ChatTemplate::parse(&"x".repeat(4_001)), Err(ChatTextError::TooLong));
}

#[test]
fn a_choice_lives_through_further_messages() {
    let mut desk = Desk::new();
    desk.read(20, &[message(1, 0, visitor()), message(2, 10, agent("812"))]);
    let who = Box::new(desk.book.chats()[0].who.clone());
    let matches = vec![found(person("003A", "Bob One", None)), found(person("003B", "Bob Two", None))];
    let answer = Answer::Settled(Verdict::Several { matches, remembered: None });
    desk.give(21, ChatInput::Found { chat: "pbx|412|1".into(), who, answer });
    let choose = ChatAction::Choose { chat: "pbx|412|1".into(), person: "003B".into() };
    desk.give(22, ChatInput::Agent(choose));
    let speaker =
        Speaker::Visitor { name: "Bob".into(), number: "+494066969412".into(), email: String::new() };
    desk.read(40, &[message(3, 30, speaker)]);
    let crate::caller::Caller::Several { choice, .. } = &desk.book.chats()[0].caller else { panic!() };
    assert_eq!(*choice, Choice::Chosen { at: 1 });
}
