#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Duration;

use super::*;
use crate::call::{Abilities, CallId, CourseStep, Pop};
use crate::caller::{Caller, Choice, Person, Source, Why};

/// 14:32:06 in Berlin.
const START: &str = "2026-11-22T13:32:06.7Z";

fn call(outcome: Outcome) -> Call {
    let first_seen: Timestamp = START.parse().unwrap();
    let ended = first_seen + SignedDuration::from_secs(420);
    Call {
        id: CallId(7),
        key: "pbx|104|7|x".into(),
        system_id: 7,
        direction: match outcome {
            Outcome::AnsweredOutbound | Outcome::UnansweredOutbound => Direction::Outbound,
            Outcome::AnsweredInbound
            | Outcome::Missed
            | Outcome::Rejected
            | Outcome::AnsweredElsewhere
            | Outcome::NotKnown => Direction::Inbound,
        },
        internal: false,
        number: read("040 66969412", &Region::home_default()),
        phone_name: None,
        via: None,
        from: None,
        first_seen,
        state: CallState::WrapUp { outcome, ended },
        caller: Caller::Unknown,
        abilities: Abilities::default(),
        offers: Abilities::default(),
        notes: String::new(),
        notes_saved: None,
        talked: Duration::from_millis(402_900),
        source: crate::call::CallSource::System,
        estimated: false,
        course: Vec::new(),
        pop: Pop::Shown,
        refused: None,
        entry: None,
    }
}

fn found(kind: PersonKind, id: &str) -> Match {
    let person = Person {
        id: id.into(),
        kind,
        name: "Katharina\nVogelsang".into(),
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
        spelling: "040 66969412".into(),
        last_digits: None,
        caller_marks: Vec::new(),
        stored_marks: Vec::new(),
        source: Source::Crm,
    };
    Match { person, why }
}

fn one(kind: PersonKind, id: &str) -> Caller {
    Caller::One { best: Box::new(found(kind, id)), runners_up: Vec::new() }
}

fn agent() -> Agent {
    Agent {
        extension: "104".into(),
        first_name: "Jana".into(),
        last_name: "Kurz".into(),
        email: "jana@example.com".into(),
    }
}

fn composed(call: &Call, settings: &JournalSettings) -> Option<Entry> {
    compose(call, settings, &agent(), &TimeZone::get("Europe/Berlin").unwrap())
}

fn written(call: &Call) -> Entry {
    composed(call, &JournalSettings::default()).unwrap()
}

fn with_text(text: &str) -> JournalSettings {
    JournalSettings { answered_inbound: text.into(), missed: text.into(), ..JournalSettings::default() }
}

#[test]
fn each_outcome_has_its_text() {
    let named = |outcome| Call {
        caller: one(PersonKind::Contact, "003"),
        notes: "Wants a quote.".into(),
        ..call(outcome)
    };
    for (outcome, disposition, duration, text) in [
        (
            Outcome::AnsweredInbound,
            "Answered",
            402,
            "2026-11-22 14:32:06: Answered incoming call from +494066969412 Katharina Vogelsang to 104 (00:06:42)\nWants a quote.",
        ),
        (
            Outcome::Missed,
            "Missed",
            0,
            "2026-11-22 14:32:06: Missed call from +494066969412 Katharina Vogelsang to 104\nWants a quote.",
        ),
        (
            Outcome::Rejected,
            "Rejected",
            0,
            "2026-11-22 14:32:06: Missed call from +494066969412 Katharina Vogelsang to 104\nWants a quote.",
        ),
        (
            Outcome::AnsweredOutbound,
            "Answered",
            402,
            "2026-11-22 14:32:06: Answered outgoing call from 104 to +494066969412 Katharina Vogelsang (00:06:42)\nWants a quote.",
        ),
        (
            Outcome::UnansweredOutbound,
            "No answer",
            0,
            "2026-11-22 14:32:06: Unanswered outgoing call from 104 to +494066969412 Katharina Vogelsang\nWants a quote.",
        ),
    ] {
        let entry = written(&named(outcome));
        assert_eq!(entry.description, text);
        assert_eq!(
            (entry.subject.as_str(), entry.disposition.as_str(), entry.duration_s),
            ("3CX Phone System Call", disposition, duration)
        );
        assert_eq!((entry.key.as_str(), entry.call, entry.outcome), ("pbx|104|7|x", CallId(7), outcome));
    }
}

#[test]
fn nobody_and_nothing_leave_no_gaps() {
    let text = |call: &Call| written(call).description;
    assert_eq!(text(&call(Outcome::Missed)), "2026-11-22 14:32:06: Missed call from +494066969412 to 104");
    let hidden = Call {
        number: read("anonymous", &Region::home_default()),
        phone_name: Some("Anonymous".into()),
        ..call(Outcome::Missed)
    };
    assert_eq!(text(&hidden), "2026-11-22 14:32:06: Missed call from withheld number to 104");
    for (phone_name, shown) in [("Vogelsang, K.", " Vogelsang, K."), ("040 66969412", ""), ("", "")] {
        let call = Call { phone_name: Some(phone_name.into()), ..call(Outcome::Missed) };
        assert_eq!(text(&call), format!("2026-11-22 14:32:06: Missed call from +494066969412{shown} to 104"));
    }
}

#[test]
fn some_calls_are_not_written() {
    assert_eq!(composed(&call(Outcome::AnsweredElsewhere), &JournalSettings::default()), None);
    assert_eq!(
        composed(&Call { internal: true, ..call(Outcome::Missed) }, &JournalSettings::default()),
        None
    );
    assert_eq!(
        composed(&call(Outcome::Missed), &JournalSettings { enabled: false, ..JournalSettings::default() }),
        None
    );
    for state in
        [CallState::Ringing, CallState::Dialing, CallState::Talking { answered: START.parse().unwrap() }]
    {
        assert_eq!(composed(&Call { state, ..call(Outcome::Missed) }, &JournalSettings::default()), None);
    }
    let ended = START.parse().unwrap();
    let closed =
        Call { state: CallState::Closed { outcome: Outcome::Missed, ended }, ..call(Outcome::Missed) };
    assert!(composed(&closed, &JournalSettings::default()).is_some());
}

#[test]
fn the_record_it_hangs_on() {
    let mut person_account = found(PersonKind::PersonAccount, "001p");
    let without_contact = Caller::One { best: Box::new(person_account.clone()), runners_up: Vec::new() };
    person_account.person.contact_id = Some("003p".into());
    let several = |choice| Caller::Several {
        matches: vec![found(PersonKind::Lead, "00Q"), found(PersonKind::Contact, "003")],
        choice,
    };
    let who = |id: &str| About::Who { id: id.into() };
    for (caller, about) in [
        (one(PersonKind::Contact, "003"), who("003")),
        (one(PersonKind::Lead, "00Q"), who("00Q")),
        (one(PersonKind::Account, "001"), About::What { id: "001".into() }),
        (Caller::One { best: Box::new(person_account), runners_up: Vec::new() }, who("003p")),
        (without_contact, About::What { id: "001p".into() }),
        (one(PersonKind::User, "005"), About::Nobody),
        (several(Choice::Chosen { at: 1 }), who("003")),
        (several(Choice::Remembered { at: 0 }), who("00Q")),
        (several(Choice::Open), About::Nobody),
        (several(Choice::Nobody), About::Nobody),
        (Caller::Searching, About::Nobody),
    ] {
        assert_eq!(written(&Call { caller, ..call(Outcome::Missed) }).about, about);
    }
}

#[test]
fn every_variable_says_something_or_nothing() {
    let all: String = Variable::ALL
        .iter()
        .filter(|variable| **variable != Variable::LineBreak)
        .map(|variable| format!("[{}]|", variable.name()))
        .collect();
    let answered = CourseStep { at: "2026-11-22T13:32:20Z".parse().unwrap(), what: Step::AnsweredHere };
    let call = Call {
        caller: one(PersonKind::PersonAccount, "001"),
        via: Some("Support".into()),
        notes: "n".into(),
        course: vec![answered],
        ..call(Outcome::AnsweredInbound)
    };
    assert_eq!(
        composed(&call, &with_text(&all)).unwrap().description,
        "104|Jana|Kurz|jana@example.com|+494066969412|Katharina Vogelsang|00:06:42|2026-11-22 14:32:06|2026-11-22 14:32:06|\
         2026-11-22 13:32:06|2026-11-22 14:32:20|2026-11-22 13:32:20|2026-11-22 14:39:06|2026-11-22 13:39:06|Inbound|Inbound|Support|001|Account|n|"
    );
    let reckoned = Call { course: Vec::new(), talked: Duration::from_secs(60), ..call.clone() };
    assert_eq!(
        composed(&reckoned, &with_text("[CallEstablishedTimeUTC]")).unwrap().description,
        "2026-11-22 13:38:06"
    );
    let missed =
        Call { state: CallState::WrapUp { outcome: Outcome::Missed, ended: START.parse().unwrap() }, ..call };
    assert_eq!(
        composed(&missed, &with_text("[CallType] at ([CallEstablishedTimeLocal])")).unwrap().description,
        "Missed at"
    );
}

#[test]
fn the_day_is_the_agents() {
    let late = Call { first_seen: "2026-11-22T23:30:00Z".parse().unwrap(), ..call(Outcome::Missed) };
    let entry = written(&late);
    assert_eq!((entry.day, entry.started), (jiff::civil::date(2026, 11, 23), late.first_seen));
}

#[test]
fn estimates_say_so() {
    let estimated = Call { estimated: true, ..call(Outcome::AnsweredInbound) };
    let text = written(&estimated).description;
    assert_eq!(
        text,
        format!(
            "2026-11-22 14:32:06: Answered incoming call from +494066969412 to 104 (about 00:06:42)\n{ESTIMATED}"
        )
    );
    let full = Call { notes: "x".repeat(DESCRIPTION_MAX), ..estimated };
    let text = written(&full).description;
    assert_eq!(text.chars().count(), DESCRIPTION_MAX);
    assert!(text.ends_with(&format!("x…\n{ESTIMATED}")));
}

#[test]
fn what_nobody_told_is_not_claimed() {
    let open = Call { source: CallSource::Heard, estimated: true, ..call(Outcome::NotKnown) };
    for (direction, notes, disposition, text) in [
        (Direction::Inbound, "", "Outcome not known", "Incoming call from +494066969412 to 104"),
        (Direction::Outbound, " ", "Outcome not known", "Outgoing call from 104 to +494066969412"),
        (Direction::Inbound, "Hi", "Answered", "Answered incoming call from +494066969412 to 104\nHi"),
        (Direction::Outbound, "Hi", "Answered", "Answered outgoing call from 104 to +494066969412\nHi"),
    ] {
        let call = Call { direction, notes: notes.into(), ..open.clone() };
        let entry = written(&call);
        assert_eq!(entry.description, format!("2026-11-22 14:32:06: {text}\n{END_NOT_TOLD}"));
        assert_eq!((entry.disposition.as_str(), entry.duration_s), (disposition, 0));
    }
}

#[test]
fn what_is_too_long_is_cut_visibly() {
    let long = Call { notes: "ä".repeat(DESCRIPTION_MAX), ..call(Outcome::Missed) };
    let settings =
        JournalSettings { subject: format!("[Notes]\n{}", "s".repeat(300)), ..JournalSettings::default() };
    let entry = composed(&long, &settings).unwrap();
    assert_eq!(
        (entry.subject.chars().count(), entry.description.chars().count()),
        (SUBJECT_MAX, DESCRIPTION_MAX)
    );
    assert!(entry.subject.ends_with('…') && entry.description.ends_with("ä…"));
}

#[test]
fn a_text_that_cannot_be_read_gives_way_to_the_default() {
    let settings = JournalSettings {
        subject: "[Nmae]".into(),
        missed: "Missed [Foo]".into(),
        ..JournalSettings::default()
    };
    let entry = composed(&call(Outcome::Missed), &settings).unwrap();
    assert_eq!(entry.subject, "3CX Phone System Call");
    assert_eq!(entry.description, "2026-11-22 14:32:06: Missed call from +494066969412 to 104");
    let empty = composed(
        &call(Outcome::Missed),
        &JournalSettings { subject: "[Notes]".into(), ..JournalSettings::default() },
    )
    .unwrap();
    assert_eq!(empty.subject, "3CX Phone System Call");
}

#[test]
fn a_subject_is_one_line() {
    let call = Call { notes: "two\nlines".into(), ..call(Outcome::Missed) };
    let settings =
        JournalSettings { subject: "[CallType][LineBreak][Notes]".into(), ..JournalSettings::default() };
    assert_eq!(composed(&call, &settings).unwrap().subject, "Missed two lines");
}
