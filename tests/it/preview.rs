//! Journal texts as they read while somebody writes them, on real calls and on made-up ones. The
//! page's own tests are shown the answer kept in `fixtures/setup/preview.json`; `UPDATE_FIXTURES=1`
//! renews it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Duration;

use domain::Moment;
use domain::call::{Abilities, Leg, LegId, LegStatus, Party, PhoneEvent};
use domain::caller::{Person, PersonKind, Phone, Source, Verdict, judge};
use domain::chat::{Book, ChatInput, Message, Speaker};
use domain::desk::{AgentAction, Answer, Context, Desk, Input};
use domain::journal::Agent;
use domain::settings::{Settings, Unmatched, WriteAs};
use engine::settings::{field_problem, tried};
use engine::view::{
    ChatPreview, JournalPreview, NotWritten, PreviewKind, SettingValue, preview, preview_chat,
};
use jiff::Timestamp;
use jiff::tz::TimeZone;

const NOW: &str = "2026-11-22T13:52:00Z";
const DAY: &str = "2026-11-21T23:00:00Z";

fn desk() -> Desk {
    let agent = Agent {
        extension: "812".into(),
        first_name: "Mara".into(),
        last_name: "Lindqvist".into(),
        email: "mara.lindqvist@nordwind.example".into(),
    };
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    Desk::new(Context { settings: Settings::default(), agent, pbx: "pbx".into(), zone }, 1)
}

fn at(time: &str) -> Moment {
    let wall: Timestamp = time.parse().unwrap();
    let since = wall.duration_since(DAY.parse().unwrap());
    Moment { wall, mono: Duration::try_from(since).unwrap() }
}

fn leg(status: LegStatus) -> PhoneEvent {
    let leg = Leg {
        id: LegId { extension: "812".into(), leg: 1 },
        extension_name: None,
        call: 7,
        status,
        party: Party::External,
        party_number: "+494066969412".into(),
        party_name: String::new(),
        originated_here: false,
        via: Some("Support".into()),
        referred_by: None,
        abilities: Abilities::default(),
    };
    PhoneEvent::LegChanged { leg }
}

/// A desk that had one call today: it was answered, by somebody known if there is a `person`.
fn desk_with_a_call(person: bool) -> Desk {
    let mut desk = desk();
    let mut tell = |time: &str, input| drop(desk.handle(at(time), input));
    tell("2026-11-22T13:32:00Z", Input::Phone(leg(LegStatus::Ringing)));
    tell("2026-11-22T13:32:15Z", Input::Phone(leg(LegStatus::Connected)));
    let call = domain::call::CallId(1);
    let text = "Wants phase 2 in two deliveries, the first by the end of January.".to_owned();
    tell("2026-11-22T13:33:00Z", Input::Agent(AgentAction::Note { call, text }));
    let gone = LegId { extension: "812".into(), leg: 1 };
    tell("2026-11-22T13:38:57Z", Input::Phone(PhoneEvent::LegGone { leg: gone }));
    let number = desk.call(call).unwrap().number.clone();
    let matching = Settings::default().matching;
    let verdict =
        if person { judge(&number, &[(katharina(), Source::Crm)], &matching, None) } else { Verdict::Nobody };
    let found = Input::Found { call, answer: Answer::Settled(verdict) };
    drop(desk.handle(at("2026-11-22T13:39:00Z"), found));
    desk
}

fn katharina() -> Person {
    Person {
        id: "0035g00000XyZabAAF".into(),
        kind: PersonKind::Contact,
        name: "Katharina Vogelsang".into(),
        title: None,
        company: Some("Nordlicht Energie".into()),
        account_id: None,
        contact_id: None,
        owner: None,
        email: None,
        do_not_call: false,
        phones: vec![Phone { field: "Phone".into(), label: "Phone".into(), value: "040 66969412".into() }],
        last_activity: None,
        modified: None,
        url: None,
    }
}

fn previewed(desk: &Desk, settings: &Settings) -> JournalPreview {
    let errors = settings.check().iter().map(field_problem).collect();
    preview(desk, &[], settings, errors, NOW.parse().unwrap(), DAY.parse().unwrap())
}

#[test]
fn the_page_is_shown_what_the_engine_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/setup/preview.json");
    let fresh = previewed(&desk_with_a_call(true), &Settings::default());
    let fresh = serde_json::to_string_pretty(&fresh).unwrap() + "\n";
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        std::fs::write(path, &fresh).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), fresh);
}

#[test]
fn a_real_call_is_shown_and_made_up_ones_for_the_others() {
    let shown = previewed(&desk_with_a_call(true), &Settings::default());
    assert_eq!(shown.last, Some(PreviewKind::AnsweredInbound));
    let kinds: Vec<_> = shown.texts.iter().map(|text| (text.kind, text.call_ms.is_some())).collect();
    assert_eq!(
        kinds,
        [
            (PreviewKind::AnsweredInbound, true),
            (PreviewKind::Missed, false),
            (PreviewKind::AnsweredOutbound, false),
            (PreviewKind::UnansweredOutbound, false),
        ]
    );
    let real = &shown.texts[0];
    assert_eq!(
        real.description,
        "2026-11-22 14:32:00: Answered incoming call from +494066969412 Katharina Vogelsang to 812 (00:06:42)\n\
         Wants phase 2 in two deliveries, the first by the end of January."
    );
    assert!(real.description_nameless.contains("from +494066969412 to 812 (00:06:42)"));
    assert!(
        shown.texts[2].description.contains("Answered outgoing call from 812 to +494066969412 Katharina")
    );
    assert_eq!(previewed(&desk(), &Settings::default()).last, None);
    // Another day's call is none of today.
    let tomorrow = preview(
        &desk_with_a_call(true),
        &[],
        &Settings::default(),
        Vec::new(),
        "2026-11-23T08:00:00Z".parse().unwrap(),
        "2026-11-22T23:00:00Z".parse().unwrap(),
    );
    assert!(tomorrow.texts.iter().all(|text| text.call_ms.is_none()));
}

#[test]
fn calls_of_other_days_are_shown_where_today_had_none_and_it_says_which() {
    let known = desk_with_a_call(true);
    let history: Vec<_> = known.calls().cloned().collect();
    let shown = |desk: &Desk, history: &[_]| {
        let (now, since) = ("2026-11-23T08:00:00Z".parse().unwrap(), "2026-11-22T23:00:00Z".parse().unwrap());
        preview(desk, history, &Settings::default(), Vec::new(), now, since)
    };
    let with = shown(&desk(), &history);
    assert_eq!(with.last, Some(PreviewKind::AnsweredInbound));
    assert_eq!(
        with.texts[0].call_ms,
        Some("2026-11-22T13:32:00Z".parse::<Timestamp>().unwrap().as_millisecond())
    );
    assert_eq!(with.texts[0].call_with.as_deref(), Some("Katharina Vogelsang"));
    assert_eq!(with.texts[1].call_with, None, "nobody missed a call yet");
    let nobody: Vec<_> = desk_with_a_call(false).calls().cloned().collect();
    assert_eq!(shown(&desk(), &nobody).texts[0].call_with.as_deref(), Some("040 66969412"));
}

#[test]
fn the_page_is_shown_what_the_engine_says_of_chats() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/setup/preview-chat.json");
    let fresh = chat_previewed(&chat_book(), |_| {});
    let fresh = serde_json::to_string_pretty(&fresh).unwrap() + "\n";
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        std::fs::write(path, &fresh).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), fresh);
}

/// What two people wrote to each other on the day before.
fn chat_book() -> Book {
    let visitor = Speaker::Visitor {
        name: "Sabine Achterberg".into(),
        number: String::new(),
        email: "s.achterberg@rheinhafen.example".into(),
    };
    let here = Speaker::Agent { extension: "812".into(), name: "Mara Lindqvist".into() };
    let said = [
        ("2026-11-21T09:12:05Z", visitor.clone(), "Hello, is crane 4 free on Monday?"),
        ("2026-11-21T09:12:50Z", here, "From 10 on. Shall I book it?"),
        ("2026-11-21T09:13:31Z", visitor, "Yes, for two hours."),
    ];
    let messages = said.into_iter().zip(1..).map(|((time, speaker, text), id)| Message {
        at: time.parse().unwrap(),
        id,
        conversation: 412,
        speaker,
        text: text.into(),
        queue: Some("Support".into()),
    });
    let mut book = Book::default();
    let read = ChatInput::Read {
        at: "2026-11-21T10:00:00Z".parse().unwrap(),
        messages: messages.collect(),
        facts: Vec::new(),
    };
    drop(book.handle(desk().context(), at(NOW), read));
    book
}

fn chat_previewed(book: &Book, change: impl FnOnce(&mut Settings)) -> ChatPreview {
    let mut settings = Settings::default();
    settings.chat.enabled = true;
    change(&mut settings);
    let errors = settings.check().iter().map(field_problem).collect();
    preview_chat(book, desk().context(), &settings, errors, NOW.parse().unwrap())
}

#[test]
fn a_real_chat_is_shown_else_a_made_up_one() {
    let real = chat_previewed(&chat_book(), |settings| settings.chat.subject = "[Channel] of [Name]".into());
    assert_eq!(real.chat_ms, Some("2026-11-21T09:12:05Z".parse::<Timestamp>().unwrap().as_millisecond()));
    assert_eq!(real.chat_with.as_deref(), Some("Sabine Achterberg"));
    let text = real.text.unwrap();
    assert_eq!(text.subject, "Chat of Sabine Achterberg");
    assert!(text.description.contains("Sabine Achterberg: Hello, is crane 4 free on Monday?"), "{text:?}");
    assert_eq!(real.nameless.unwrap().subject, "Chat of");
    assert_eq!((real.parts, real.not_written, real.kept_nameless), (1, None, false));

    let made_up = chat_previewed(&Book::default(), |_| {});
    assert_eq!((made_up.chat_ms, made_up.chat_with), (None, None));
    assert!(
        made_up.text.unwrap().description.contains("Katharina Vogelsang: Hello, when does phase 2 arrive?")
    );
}

#[test]
fn what_keeps_a_chat_out_of_salesforce_is_said() {
    let off = chat_previewed(&chat_book(), |settings| settings.chat.enabled = false);
    assert_eq!(off.not_written, Some(NotWritten::Off));
    let kept = chat_previewed(&chat_book(), |settings| settings.journal.unmatched = Unmatched::Keep);
    assert!(kept.kept_nameless && kept.not_written.is_none());
    let wrong = chat_previewed(&chat_book(), |settings| settings.chat.text = "[ChatMesages]".into());
    let named: Vec<_> = wrong.errors.iter().map(|one| (one.field.as_str(), one.nearest.as_deref())).collect();
    assert_eq!(named, [("chat.text", Some("ChatMessages"))]);
}

#[test]
fn what_is_typed_is_shown_and_what_is_wrong_is_said() {
    let text = |text: &str| SettingValue::Text(text.into());
    let list = |lines: &[&str]| SettingValue::List(lines.iter().map(|line| (*line).to_owned()).collect());
    let values = [
        ("journal.subject".to_owned(), text("Call: [Name] [Number]")),
        ("journal.missed".to_owned(), text("[Dauer]")),
        ("journal.outcomes.missed".to_owned(), text("open")),
        ("journal.unmatched".to_owned(), text("keep")),
        ("journal.fields".to_owned(), list(&["Queue__c = [QueueExtension]"])),
    ];
    let (settings, errors) = tried(&Settings::default(), &values.into());
    assert_eq!(settings.journal.unmatched, Unmatched::Keep);
    assert_eq!(settings.journal.outcomes.missed, WriteAs::Open);
    let shown =
        preview(&desk_with_a_call(false), &[], &settings, errors, NOW.parse().unwrap(), DAY.parse().unwrap());
    let wrong: Vec<_> =
        shown.errors.iter().map(|error| (error.field.as_str(), error.nearest.as_deref())).collect();
    assert_eq!(wrong, [("journal.missed", Some("Duration"))]);
    let real = &shown.texts[0];
    assert_eq!((real.subject.as_str(), real.kept_nameless), ("Call: +494066969412", true));
    assert_eq!(real.fields, [("Queue__c".to_owned(), "Support".to_owned())]);
    assert!(shown.texts[1].open && !real.open);
    let mut off = Settings::default();
    off.journal.enabled = false;
    assert_eq!(previewed(&desk(), &off).texts[0].not_written, Some(NotWritten::Off));
}

#[test]
fn a_text_too_long_for_salesforce_is_said_to_be_cut() {
    let mut settings = Settings::default();
    settings.journal.subject = "x".repeat(300);
    let shown = previewed(&desk(), &settings);
    assert!(shown.texts.iter().all(|text| text.cut && text.subject.ends_with("x…")));
    assert!(previewed(&desk(), &Settings::default()).texts.iter().all(|text| !text.cut));
}
