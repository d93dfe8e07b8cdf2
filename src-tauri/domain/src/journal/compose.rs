use jiff::tz::TimeZone;

use super::decide::{Decision, decide};
use super::related::about_with;
use super::values::Facts;
use super::{About, DESCRIPTION_MAX, EXTRA_MAX, Entry, EntryKind, SUBJECT_MAX};
use crate::call::{Call, CallSource, CallState, Direction, Outcome};
use crate::caller::{Match, Person, PersonKind};
use crate::settings::{JournalSettings, Settings, task_field};

/// The agent, as texts name them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Agent {
    pub extension: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
}

impl Agent {
    /// As the CRM knows them; the last word of the name is the family name.
    #[must_use]
    pub fn named(extension: String, name: &str, email: &str) -> Self {
        let (first, last) = name.trim().rsplit_once(' ').unwrap_or(("", name.trim()));
        Self { extension, first_name: first.to_owned(), last_name: last.to_owned(), email: email.to_owned() }
    }
}

/// Stands at the end of an entry whose times are not measured.
const ESTIMATED: &str = "Times are estimated: the connection to the phone system was lost during the call.";

/// The same where a phone alone told of the call.
const END_NOT_TOLD: &str = "Times are estimated: the phone did not tell how the call ended.";

/// Texts of a call of which nobody told whether it was answered, or that a colleague took: every
/// other text would claim something else.
const INBOUND: &str = "[DateTime]: Incoming call from [Number] [Name] to [Agent][LineBreak][Notes]";
const OUTBOUND: &str = "[DateTime]: Outgoing call from [Agent] to [Number] [Name][LineBreak][Notes]";

/// The entry for an ended call; `None` when nothing is written about it (see [`decide`]), or while
/// it still goes on.
#[must_use]
pub fn compose(call: &Call, settings: &Settings, agent: &Agent, zone: &TimeZone) -> Option<Entry> {
    let open = match decide(call, settings) {
        Decision::Write { open } | Decision::Keep { open } => open,
        Decision::Nothing(_) => return None,
    };
    let entry = composed(call, &settings.journal, agent, zone)?;
    Some(Entry { status_open: open, ..entry })
}

/// The entry as it would read, whether it is written or not.
#[must_use]
pub fn composed(call: &Call, journal: &JournalSettings, agent: &Agent, zone: &TimeZone) -> Option<Entry> {
    let (outcome, ended) = match call.state {
        CallState::WrapUp { outcome, ended } | CallState::Closed { outcome, ended } => (outcome, ended),
        CallState::Ringing | CallState::Dialing | CallState::Talking { .. } => return None,
    };
    let dates = journal.dates;
    let facts = Facts { call, outcome, ended, agent, zone, dates, person: call.caller.person() };
    let defaults = JournalSettings::default();
    let one_line = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let subject = one_line(facts.render(&journal.subject, &defaults.subject));
    let mut description = facts.render(text_for(call, journal, outcome), text_for(call, &defaults, outcome));
    if call.estimated {
        let why = match call.source {
            CallSource::System => ESTIMATED,
            CallSource::Heard => END_NOT_TOLD,
        };
        description = shortened(&description, DESCRIPTION_MAX - why.len() - 1);
        description = format!("{description}\n{why}").trim_start().to_owned();
    }
    Some(Entry {
        key: call.key.clone(),
        call: call.id,
        subject: shortened(if subject.is_empty() { &defaults.subject } else { &subject }, SUBJECT_MAX),
        description: shortened(&description, DESCRIPTION_MAX),
        direction: call.direction,
        outcome,
        disposition: disposition(call, outcome).to_owned(),
        duration_s: if was_answered(outcome) {
            u32::try_from(call.talked.as_secs()).unwrap_or(u32::MAX)
        } else {
            0
        },
        day: call.first_seen.to_zoned(zone.clone()).date(),
        started: call.first_seen,
        about: facts.person.map_or(About::Nobody, |found| about_with(found, call.related.as_ref())),
        internal: call.internal,
        status_open: false,
        extra: extra(&facts, &journal.fields),
        kind: EntryKind::Call,
    })
}

/// The call's text names something that the phone system makes of a recording, and that is not
/// known yet. A call that nobody talked in has no recording.
pub(crate) fn lacks_recorded(call: &Call, journal: &JournalSettings, agent: &Agent, zone: &TimeZone) -> bool {
    let (outcome, ended) = match call.state {
        CallState::WrapUp { outcome, ended } | CallState::Closed { outcome, ended } => (outcome, ended),
        CallState::Ringing | CallState::Dialing | CallState::Talking { .. } => return false,
    };
    let dates = journal.dates;
    let facts = Facts { call, outcome, ended, agent, zone, dates, person: None };
    was_answered(outcome) && facts.lacks_recorded(text_for(call, journal, outcome))
}

/// Further fields. One that cannot be read or has nothing to say is left as the CRM makes it.
fn extra(facts: &Facts<'_>, lines: &[String]) -> Vec<(String, String)> {
    lines
        .iter()
        .filter_map(|line| {
            let (name, text) = task_field(line).ok()?;
            let value = shortened(&facts.fill(&text), EXTRA_MAX);
            (!value.trim().is_empty()).then_some((name, value))
        })
        .collect()
}

fn text_for<'a>(call: &Call, settings: &'a JournalSettings, outcome: Outcome) -> &'a str {
    match outcome {
        Outcome::AnsweredInbound => &settings.answered_inbound,
        Outcome::Missed | Outcome::Rejected => &settings.missed,
        Outcome::AnsweredElsewhere => INBOUND,
        Outcome::AnsweredOutbound => &settings.answered_outbound,
        Outcome::UnansweredOutbound => &settings.unanswered_outbound,
        Outcome::NotKnown => match (call.direction, was_talked(call)) {
            (Direction::Inbound, true) => &settings.answered_inbound,
            (Direction::Outbound, true) => &settings.answered_outbound,
            (Direction::Inbound, false) => INBOUND,
            (Direction::Outbound, false) => OUTBOUND,
        },
    }
}

/// Nobody told that the call was answered, but who writes notes has talked.
pub(super) fn was_talked(call: &Call) -> bool {
    !call.notes.trim().is_empty()
}

pub(super) fn disposition(call: &Call, outcome: Outcome) -> &'static str {
    match outcome {
        // A colleague who cannot be seen may have taken it from the queue.
        Outcome::Missed if call.via.is_some() => "Not answered here",
        Outcome::AnsweredInbound | Outcome::AnsweredOutbound => "Answered",
        Outcome::Missed => "Missed",
        Outcome::Rejected => "Rejected",
        Outcome::UnansweredOutbound => "No answer",
        Outcome::AnsweredElsewhere => "Answered elsewhere",
        Outcome::NotKnown if was_talked(call) => "Answered",
        Outcome::NotKnown => "Outcome not known",
    }
}

pub(super) fn was_answered(outcome: Outcome) -> bool {
    match outcome {
        Outcome::AnsweredInbound | Outcome::AnsweredOutbound => true,
        Outcome::Missed
        | Outcome::Rejected
        | Outcome::UnansweredOutbound
        | Outcome::AnsweredElsewhere
        | Outcome::NotKnown => false,
    }
}

/// Which record an activity hangs on (salesforce.md 7.2). Colleagues get none.
pub(crate) fn about(found: &Match) -> About {
    about_person(&found.person)
}

/// The same of a record alone.
#[must_use]
pub fn about_person(person: &Person) -> About {
    match person.kind {
        PersonKind::Contact | PersonKind::Lead => About::Who { id: person.id.clone() },
        PersonKind::Account => About::What { id: person.id.clone() },
        PersonKind::PersonAccount => match &person.contact_id {
            Some(contact) => About::Who { id: contact.clone() },
            None => About::What { id: person.id.clone() },
        },
        PersonKind::User => About::Nobody,
    }
}

/// `text` in at most `max` characters; what is missing shows as `…`.
pub fn shortened(text: &str, max: usize) -> String {
    if text.chars().count() <= max {
        return text.to_owned();
    }
    let kept: String = text.chars().take(max.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests;
