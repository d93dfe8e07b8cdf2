#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::{ProptestConfig, any, prop_assert, proptest};

use super::*;
use crate::call::{Abilities, CallId, CourseStep, Pop, Step};
use crate::caller::{Caller, Choice, Person, Phone, Source, Why};
use crate::journal::{Filled, Variable, WhyNot};
use crate::number::{Region, read};
use crate::settings::{DateStyle, OutcomeSettings, Unmatched, WriteAs};

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
        wrap_up: None,
        related: None,
        unlinked: false,
        private: None,
        talked: Duration::from_millis(402_900),
        source: crate::call::CallSource::System,
        estimated: false,
        course: Vec::new(),
        pop: Pop::Shown,
        refused: None,
        entry: None,
        logged: Default::default(),
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

fn composed(call: &Call, journal: &JournalSettings) -> Option<Entry> {
    let settings = Settings { journal: journal.clone(), ..Settings::default() };
    compose(call, &settings, &agent(), &TimeZone::get("Europe/Berlin").unwrap())
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

/// A call of which everything is known.
fn rich() -> Call {
    let mut known = found(PersonKind::PersonAccount, "001");
    known.person.title = Some("Head of\tPurchasing".into());
    known.person.company = Some("Nordlicht".into());
    known.person.email = Some("k@nordlicht.example".into());
    known.person.url = Some("https://acme.my.salesforce.com/001".into());
    known.person.phones = [("Phone", "040 1"), ("PersonMobilePhone", "0171 2")]
        .map(|(field, value)| Phone { field: field.into(), label: field.into(), value: value.into() })
        .to_vec();
    let answered = CourseStep { at: "2026-11-22T13:32:20Z".parse().unwrap(), what: Step::AnsweredHere };
    Call {
        caller: Caller::One { best: Box::new(known), runners_up: Vec::new() },
        via: Some("Support".into()),
        from: Some("Anna Roth".into()),
        notes: "n".into(),
        wrap_up: Some("Order".into()),
        course: vec![answered],
        ..call(Outcome::AnsweredInbound)
    }
}

fn value(call: &Call, variable: Variable) -> String {
    composed(call, &with_text(&format!("[{}]", variable.name()))).unwrap().description
}

#[test]
fn every_variable_says_something_or_nothing() {
    for (variable, expected) in [
        (Variable::Number, "+494066969412"),
        (Variable::Name, "Katharina Vogelsang"),
        (Variable::Agent, "104"),
        (Variable::AgentFirstName, "Jana"),
        (Variable::AgentLastName, "Kurz"),
        (Variable::AgentEmail, "jana@example.com"),
        (Variable::Duration, "00:06:42"),
        (Variable::DurationTimespan, "00:06:42"),
        (Variable::DateTime, "2026-11-22 14:32:06"),
        (Variable::Notes, "n"),
        (Variable::WrapUp, "Order"),
        (Variable::LineBreak, ""),
        (Variable::CallResult, "Answered"),
        (Variable::CallType, "Inbound"),
        (Variable::CallDirection, "Inbound"),
        (Variable::QueueExtension, "Support"),
        (Variable::TransferredFrom, "Anna Roth"),
        (Variable::CallStartTimeLocal, "2026-11-22 14:32:06"),
        (Variable::CallStartTimeUTC, "2026-11-22 13:32:06"),
        (Variable::CallEstablishedTimeLocal, "2026-11-22 14:32:20"),
        (Variable::CallEstablishedTimeUTC, "2026-11-22 13:32:20"),
        (Variable::CallEndTimeLocal, "2026-11-22 14:39:06"),
        (Variable::CallEndTimeUTC, "2026-11-22 13:39:06"),
        (Variable::EntityId, "001"),
        (Variable::EntityType, "Account"),
        (Variable::ContactFullName, "Katharina Vogelsang"),
        (Variable::ContactFirstName, "Katharina"),
        (Variable::ContactLastName, "Vogelsang"),
        (Variable::ContactTitle, "Head of Purchasing"),
        (Variable::ContactCompanyName, "Nordlicht"),
        (Variable::ContactEmail, "k@nordlicht.example"),
        (Variable::ContactPhoneBusiness, "040 1"),
        (Variable::ContactPhoneMobile, "0171 2"),
        (Variable::ContactUrl, "https://acme.my.salesforce.com/001"),
        (Variable::Summary, ""),
        (Variable::Transcription, ""),
        (Variable::Sentiment, ""),
        (Variable::RecordingUrl, ""),
        (Variable::RecordingHyperLink, ""),
    ] {
        assert_eq!(value(&rich(), variable), expected, "{variable:?}");
    }
    let reckoned = Call { course: Vec::new(), talked: Duration::from_secs(60), ..rich() };
    assert_eq!(value(&reckoned, Variable::CallEstablishedTimeUTC), "2026-11-22 13:38:06");
    let missed = Call {
        state: CallState::WrapUp { outcome: Outcome::Missed, ended: START.parse().unwrap() },
        ..rich()
    };
    assert_eq!(
        composed(&missed, &with_text("[CallType] ([CallResult]) at ([CallEstablishedTimeLocal])"))
            .unwrap()
            .description,
        "Missed (Not answered here) at"
    );
}

#[test]
fn variables_are_filled_when_they_say_so() {
    let bare = Call { caller: Caller::Unknown, ..call(Outcome::Missed) };
    for variable in Variable::ALL.iter().copied().filter(|one| *one != Variable::LineBreak) {
        let (full, empty) = (!value(&rich(), variable).is_empty(), !value(&bare, variable).is_empty());
        let expected = match variable.filled() {
            Filled::Always => (true, variable != Variable::Name),
            Filled::Answered | Filled::Found | Filled::Routed | Filled::Agent => (true, false),
            // Of chats only.
            Filled::Given | Filled::Queued => panic!("{variable:?} is no variable of calls"),
            Filled::Recorded => (false, false),
        };
        assert_eq!((full, empty), expected, "{variable:?}");
    }
}

#[test]
fn a_company_has_no_first_name() {
    let company = Call { caller: one(PersonKind::Account, "001"), ..call(Outcome::Missed) };
    assert_eq!(value(&company, Variable::ContactCompanyName), "Katharina Vogelsang");
    assert_eq!(value(&company, Variable::ContactLastName), "");
}

#[test]
fn times_are_spelled_as_the_office_agreed() {
    for (dates, expected) in [
        (DateStyle::Iso, "2026-11-22 14:32:06"),
        (DateStyle::German, "22.11.2026 14:32:06"),
        (DateStyle::British, "22/11/2026 14:32:06"),
        (DateStyle::American, "11/22/2026 2:32:06 PM"),
    ] {
        let journal = JournalSettings { dates, ..with_text("[DateTime]") };
        assert_eq!(composed(&call(Outcome::Missed), &journal).unwrap().description, expected);
    }
}

fn decided(call: &Call, journal: JournalSettings) -> Decision {
    decide(call, &Settings { journal, ..Settings::default() })
}

#[test]
fn each_outcome_is_done_open_or_nothing() {
    let outcomes = OutcomeSettings {
        missed: WriteAs::Open,
        not_answered_here: WriteAs::Nothing,
        answered_outbound: WriteAs::Open,
        not_known: WriteAs::Nothing,
        ..OutcomeSettings::default()
    };
    let journal = || JournalSettings { outcomes: outcomes.clone(), ..JournalSettings::default() };
    let routed = Call { via: Some("Support".into()), ..call(Outcome::Missed) };
    let talked = Call { notes: "Hi".into(), ..call(Outcome::NotKnown) };
    for (call, expected) in [
        (call(Outcome::AnsweredInbound), Decision::Write { open: false }),
        (call(Outcome::Missed), Decision::Write { open: true }),
        (routed, Decision::Nothing(WhyNot::Outcome)),
        (call(Outcome::AnsweredOutbound), Decision::Write { open: true }),
        (call(Outcome::NotKnown), Decision::Nothing(WhyNot::Outcome)),
        (talked, Decision::Write { open: false }),
        (call(Outcome::AnsweredElsewhere), Decision::Nothing(WhyNot::Elsewhere)),
    ] {
        assert_eq!(decided(&call, journal()), expected, "{call:?}");
        let open = composed(&call, &journal()).map(|entry| entry.status_open);
        let is_open = match expected {
            Decision::Write { open } | Decision::Keep { open } => Some(open),
            Decision::Nothing(_) => None,
        };
        assert_eq!(open, is_open);
    }
}

#[test]
fn calls_of_nobody_are_written_kept_or_left() {
    let of = |caller| Call { caller, ..call(Outcome::AnsweredInbound) };
    let several = |choice| Caller::Several { matches: vec![found(PersonKind::Lead, "00Q")], choice };
    let away = Caller::Unreachable {
        cause: crate::outbox::FailureKind::Offline,
        since: START.parse().unwrap(),
        local: None,
    };
    let internal = Call { internal: true, ..of(Caller::NotLookedUp) };
    let (write, keep) = (Decision::Write { open: false }, Decision::Keep { open: false });
    let nothing = Decision::Nothing(WhyNot::Unmatched);
    for (call, kept, never) in [
        (of(Caller::Unknown), keep, nothing),
        (of(Caller::NotLookedUp), keep, nothing),
        (of(several(Choice::Open)), keep, nothing),
        (of(several(Choice::Nobody)), keep, nothing),
        (of(several(Choice::Chosen { at: 0 })), write, write),
        (of(one(PersonKind::Contact, "003")), write, write),
        (of(one(PersonKind::User, "005")), write, write),
        // Not known yet: the entry waits for the answer.
        (of(Caller::Searching), write, write),
        (of(away), write, write),
        (internal, write, write),
    ] {
        for (unmatched, expected) in
            [(Unmatched::Write, write), (Unmatched::Keep, kept), (Unmatched::Never, never)]
        {
            let journal = JournalSettings { unmatched, internal: true, ..JournalSettings::default() };
            assert_eq!(decided(&call, journal), expected, "{unmatched:?} {:?}", call.caller);
        }
    }
}

#[test]
fn lists_bar_and_the_agents_word_counts_for_the_private_one() {
    let list = vec!["040 66969*".to_owned()];
    let private = JournalSettings { private: list.clone(), ..JournalSettings::default() };
    let never = JournalSettings { never: list, ..JournalSettings::default() };
    let said = |private| Call { private, ..call(Outcome::AnsweredInbound) };
    let write = Decision::Write { open: false };
    for (journal, said_private, expected) in [
        (&JournalSettings::default(), None, write),
        (&JournalSettings::default(), Some(true), Decision::Nothing(WhyNot::Private)),
        (&private, None, Decision::Nothing(WhyNot::Private)),
        (&private, Some(false), write),
        (&never, None, Decision::Nothing(WhyNot::NeverList)),
        (&never, Some(false), Decision::Nothing(WhyNot::NeverList)),
    ] {
        assert_eq!(decided(&said(said_private), journal.clone()), expected);
    }
}

#[test]
fn further_fields_hold_their_texts_and_empty_ones_are_left_out() {
    let lines = [
        "Region__c = [Contact::CompanyName] / [QueueExtension]",
        "Code__c=[WrapUp]",
        "Sum__c = [Summary]",
        "no",
    ];
    let journal = JournalSettings { fields: lines.map(str::to_owned).to_vec(), ..JournalSettings::default() };
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(
        composed(&rich(), &journal).unwrap().extra,
        [pair("Region__c", "Nordlicht / Support"), pair("Code__c", "Order")]
    );
    let long = Call { notes: "x".repeat(40_000), ..rich() };
    let journal = JournalSettings { fields: vec!["N__c = [Notes]".into()], ..JournalSettings::default() };
    let value = &composed(&long, &journal).unwrap().extra[0].1;
    assert_eq!((value.chars().count(), value.ends_with("x…")), (EXTRA_MAX, true));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_mixture_of_variables_fits_its_fields(
        order in proptest::collection::vec(0..Variable::ALL.len(), 0..40),
        between in " ?[,(x] ?",
        notes in any::<String>(),
        outcome in 0..4_usize,
    ) {
        let text: String =
            order.iter().map(|at| format!("{between}[{}]", Variable::ALL[*at].name())).collect();
        let outcome = [
            Outcome::AnsweredInbound, Outcome::Missed, Outcome::AnsweredOutbound, Outcome::UnansweredOutbound,
        ][outcome];
        let call = Call { notes, ..Call { state: CallState::Closed { outcome, ended: START.parse().unwrap() }, ..rich() } };
        let journal = JournalSettings { subject: text.clone(), answered_outbound: text.clone(),
            unanswered_outbound: text.clone(), ..with_text(&text) };
        let entry = composed(&call, &journal).unwrap();
        prop_assert!(entry.subject.chars().count() <= SUBJECT_MAX && !entry.subject.is_empty());
        prop_assert!(entry.description.chars().count() <= DESCRIPTION_MAX);
        prop_assert!(!entry.subject.contains('\n'));
        for variable in Variable::ALL {
            let stays = entry.subject.contains(&format!("[{}]", variable.name()));
            prop_assert!(!stays || call.notes.contains('['), "{}", entry.subject);
        }
    }
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
