//! A made-up call to show texts on, for a desk that has had none yet.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::call::{
    Abilities, Call, CallId, CallSource, CallState, CourseStep, Direction, FromLog, Outcome, Pop, Step,
};
use crate::caller::{Caller, Match, Person, PersonKind, Phone, Source, Why};
use crate::number::{Region, read};

/// The four texts, each shown on a call of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SampleKind {
    AnsweredInbound,
    Missed,
    AnsweredOutbound,
    UnansweredOutbound,
}

impl SampleKind {
    pub const ALL: [SampleKind; 4] = [
        SampleKind::AnsweredInbound,
        SampleKind::Missed,
        SampleKind::AnsweredOutbound,
        SampleKind::UnansweredOutbound,
    ];

    /// Whose text a call that ended so has; `None` where it has one of its own.
    #[must_use]
    pub fn of(outcome: Outcome) -> Option<Self> {
        match outcome {
            Outcome::AnsweredInbound => Some(SampleKind::AnsweredInbound),
            Outcome::Missed | Outcome::Rejected => Some(SampleKind::Missed),
            Outcome::AnsweredOutbound => Some(SampleKind::AnsweredOutbound),
            Outcome::UnansweredOutbound => Some(SampleKind::UnansweredOutbound),
            Outcome::AnsweredElsewhere | Outcome::NotKnown => None,
        }
    }

    fn outcome(self) -> Outcome {
        match self {
            SampleKind::AnsweredInbound => Outcome::AnsweredInbound,
            SampleKind::Missed => Outcome::Missed,
            SampleKind::AnsweredOutbound => Outcome::AnsweredOutbound,
            SampleKind::UnansweredOutbound => Outcome::UnansweredOutbound,
        }
    }
}

const TALKED: Duration = Duration::from_secs(402);
const RANG: SignedDuration = SignedDuration::from_secs(18);

/// A call of this kind that is over since `ended`. `wrap_up`: a code to show, if there is one.
#[must_use]
pub fn sample(kind: SampleKind, ended: Timestamp, wrap_up: Option<String>) -> Call {
    let (direction, talked) = match kind {
        SampleKind::AnsweredInbound => (Direction::Inbound, TALKED),
        SampleKind::Missed => (Direction::Inbound, Duration::ZERO),
        SampleKind::AnsweredOutbound => (Direction::Outbound, TALKED),
        SampleKind::UnansweredOutbound => (Direction::Outbound, Duration::ZERO),
    };
    let was_talked = !talked.is_zero();
    let answered = ended.checked_sub(talked).unwrap_or(ended);
    let first_seen = answered.checked_sub(RANG).unwrap_or(answered);
    let course =
        if was_talked { vec![CourseStep { at: answered, what: Step::AnsweredHere }] } else { Vec::new() };
    Call {
        id: CallId(0),
        key: String::new(),
        system_id: 0,
        source: CallSource::System,
        direction,
        internal: false,
        number: read("+49 40 66969412", &Region::home_default()),
        phone_name: None,
        via: (direction == Direction::Inbound && was_talked).then(|| "Support".to_owned()),
        from: None,
        first_seen,
        state: CallState::Closed { outcome: kind.outcome(), ended },
        caller: Caller::One { best: Box::new(found()), runners_up: Vec::new() },
        abilities: Abilities::default(),
        offers: Abilities::default(),
        notes: if was_talked { "Wants phase 2 in two deliveries.".to_owned() } else { String::new() },
        notes_saved: None,
        wrap_up: wrap_up.filter(|_| was_talked),
        unlinked: false,
        related: None,
        private: None,
        talked,
        estimated: false,
        course,
        pop: Pop::Never,
        refused: None,
        entry: None,
        logged: if was_talked { recorded() } else { FromLog::default() },
    }
}

/// As if the phone system had recorded it.
fn recorded() -> FromLog {
    FromLog {
        recording: Some(
            "https://pbx.example.com/xapi/v1/Recordings/Pbx.DownloadRecording(recId=17)".to_owned(),
        ),
        transcription: Some("Good morning, this is about phase 2.".to_owned()),
        summary: Some("Wants phase 2 in two deliveries and an offer by Friday.".to_owned()),
        sentiment: Some(4),
        ..FromLog::default()
    }
}

/// Somebody whose number is known.
pub(crate) fn found() -> Match {
    let phone = "040 66969412".to_owned();
    let person = Person {
        id: "0035g00000XyZabAAF".into(),
        kind: PersonKind::Contact,
        name: "Katharina Vogelsang".into(),
        title: Some("Head of Purchasing".into()),
        company: Some("Nordlicht Energie".into()),
        account_id: None,
        contact_id: None,
        owner: None,
        email: Some("k.vogelsang@nordlicht.example".into()),
        do_not_call: false,
        phones: vec![Phone { field: "Phone".into(), label: "Phone".into(), value: phone.clone() }],
        last_activity: None,
        modified: None,
        url: Some("https://example.my.salesforce.com/0035g00000XyZabAAF".into()),
    };
    let why = Why {
        field: "Phone".into(),
        label: "Phone".into(),
        spelling: phone,
        last_digits: None,
        caller_marks: Vec::new(),
        stored_marks: Vec::new(),
        source: Source::Crm,
    };
    Match { person, why }
}
