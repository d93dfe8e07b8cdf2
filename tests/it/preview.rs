//! Journal texts as they read while somebody writes them, on real calls and on made-up ones. The
//! page's own tests are shown the answer kept in `fixtures/setup/preview.json`; `UPDATE_FIXTURES=1`
//! renews it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Duration;

use domain::Moment;
use domain::call::{Abilities, Leg, LegId, LegStatus, Party, PhoneEvent};
use domain::caller::{Person, PersonKind, Phone, Source, Verdict, judge};
use domain::desk::{AgentAction, Answer, Context, Desk, Input};
use domain::journal::Agent;
use domain::settings::{Settings, Unmatched, WriteAs};
use engine::settings::{field_problem, tried};
use engine::view::{JournalPreview, NotWritten, PreviewKind, SettingValue, preview};
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
    preview(desk, settings, errors, NOW.parse().unwrap(), DAY.parse().unwrap())
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
        &Settings::default(),
        Vec::new(),
        "2026-11-23T08:00:00Z".parse().unwrap(),
        "2026-11-22T23:00:00Z".parse().unwrap(),
    );
    assert!(tomorrow.texts.iter().all(|text| text.call_ms.is_none()));
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
        preview(&desk_with_a_call(false), &settings, errors, NOW.parse().unwrap(), DAY.parse().unwrap());
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
