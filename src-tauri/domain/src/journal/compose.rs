use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::template::{Template, Variable};
use super::{About, DESCRIPTION_MAX, Entry, EntryKind, SUBJECT_MAX};
use crate::call::{Call, CallSource, CallState, Direction, Outcome, Step};
use crate::caller::{Match, PersonKind};
use crate::number::{Reading, Region, read};
use crate::settings::JournalSettings;

/// The agent, as texts name them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Agent {
    pub extension: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
}

/// Stands at the end of an entry whose times are not measured.
const ESTIMATED: &str = "Times are estimated: the connection to the phone system was lost during the call.";

/// The same where a phone alone told of the call.
const END_NOT_TOLD: &str = "Times are estimated: the phone did not tell how the call ended.";

/// Texts of a call of which nobody told whether it was answered: every other text would claim it.
const INBOUND: &str = "[DateTime]: Incoming call from [Number] [Name] to [Agent][LineBreak][Notes]";
const OUTBOUND: &str = "[DateTime]: Outgoing call from [Agent] to [Number] [Name][LineBreak][Notes]";

/// Stands for a hidden number, so that a text does not read "call from to 104".
const WITHHELD: &str = "withheld number";

/// The entry for an ended call; `None` when nothing is written about it (internal, answered
/// elsewhere, journal off, still going on).
///
/// Times read `2026-11-22 14:32:06`: the same in every country, and sortable.
#[must_use]
pub fn compose(call: &Call, settings: &JournalSettings, agent: &Agent, zone: &TimeZone) -> Option<Entry> {
    let ended = match call.state {
        CallState::WrapUp { ended, .. } | CallState::Closed { ended, .. } => ended,
        CallState::Ringing | CallState::Dialing | CallState::Talking { .. } => return None,
    };
    let outcome = call.outcome()?;
    if !settings.enabled || call.internal || outcome == Outcome::AnsweredElsewhere {
        return None;
    }
    let facts = Facts { call, outcome, ended, agent, zone, person: call.caller.person() };
    let defaults = JournalSettings::default();
    let one_line = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let subject = one_line(facts.render(&settings.subject, &defaults.subject));
    let mut description = facts.render(text_for(call, settings, outcome), text_for(call, &defaults, outcome));
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
        about: facts.person.map_or(About::Nobody, about),
        kind: EntryKind::Call,
    })
}

fn text_for<'a>(call: &Call, settings: &'a JournalSettings, outcome: Outcome) -> &'a str {
    match outcome {
        Outcome::AnsweredInbound => &settings.answered_inbound,
        Outcome::Missed | Outcome::Rejected | Outcome::AnsweredElsewhere => &settings.missed,
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
fn was_talked(call: &Call) -> bool {
    !call.notes.trim().is_empty()
}

fn disposition(call: &Call, outcome: Outcome) -> &'static str {
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

fn was_answered(outcome: Outcome) -> bool {
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
    let person = &found.person;
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
fn shortened(text: &str, max: usize) -> String {
    if text.chars().count() <= max {
        return text.to_owned();
    }
    let kept: String = text.chars().take(max.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// What the variables of a text stand for.
struct Facts<'a> {
    call: &'a Call,
    outcome: Outcome,
    ended: Timestamp,
    agent: &'a Agent,
    zone: &'a TimeZone,
    person: Option<&'a Match>,
}

impl Facts<'_> {
    /// A text that cannot be read (the settings check refuses it, an older file may hold one) gives
    /// way to the default, so that a call is never lost and never garbled.
    fn render(&self, text: &str, default: &str) -> String {
        Template::parse(text)
            .or_else(|_| Template::parse(default))
            .map(|template| template.render(|variable| self.value(variable)))
            .unwrap_or_default()
    }

    fn value(&self, variable: Variable) -> String {
        let person = self.person.map(|found| &found.person);
        match variable {
            Variable::Agent => self.agent.extension.clone(),
            Variable::AgentFirstName => self.agent.first_name.clone(),
            Variable::AgentLastName => self.agent.last_name.clone(),
            Variable::AgentEmail => self.agent.email.clone(),
            Variable::Number => self.number(),
            Variable::Name => self.name(),
            Variable::Duration => self.duration(),
            Variable::DateTime | Variable::CallStartTimeLocal => self.local(self.call.first_seen),
            Variable::CallStartTimeUTC => utc(self.call.first_seen),
            Variable::CallEstablishedTimeLocal => {
                self.answered().map(|at| self.local(at)).unwrap_or_default()
            }
            Variable::CallEstablishedTimeUTC => self.answered().map(utc).unwrap_or_default(),
            Variable::CallEndTimeLocal => self.local(self.ended),
            Variable::CallEndTimeUTC => utc(self.ended),
            Variable::CallType => self.call_type().to_owned(),
            Variable::CallDirection => match self.call.direction {
                Direction::Inbound => "Inbound".to_owned(),
                Direction::Outbound => "Outbound".to_owned(),
            },
            Variable::QueueExtension => self.call.via.clone().unwrap_or_default(),
            Variable::EntityId => person.map(|person| person.id.clone()).unwrap_or_default(),
            Variable::EntityType => {
                person.map(|person| entity_type(person.kind).to_owned()).unwrap_or_default()
            }
            Variable::Notes => self.call.notes.clone(),
            Variable::LineBreak => "\n".to_owned(),
        }
    }

    fn number(&self) -> String {
        match &self.call.number.reading {
            Reading::Withheld => WITHHELD.to_owned(),
            Reading::Public(_) | Reading::Short { .. } | Reading::Internal { .. } | Reading::Unreadable => {
                one_line(self.call.number.canonical())
            }
        }
    }

    fn name(&self) -> String {
        if let Some(found) = self.person {
            return one_line(&found.person.name);
        }
        // Without a name of its own the phone system repeats the number there, or says that it is
        // hidden.
        let name = self.call.phone_name.as_deref().unwrap_or_default();
        let is_name = name.chars().any(char::is_alphabetic) && name != self.call.number.raw;
        let is_hidden = read(name, &Region::home_default()).reading == Reading::Withheld;
        if is_name && !is_hidden { one_line(name) } else { String::new() }
    }

    fn duration(&self) -> String {
        if self.outcome == Outcome::NotKnown {
            return String::new();
        }
        let seconds = if was_answered(self.outcome) { self.call.talked.as_secs() } else { 0 };
        let about = if self.call.estimated { "about " } else { "" };
        format!("{about}{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
    }

    fn answered(&self) -> Option<Timestamp> {
        if !was_answered(self.outcome) {
            return None;
        }
        let seen = self.call.course.iter().find(|step| step.what == Step::AnsweredHere).map(|step| step.at);
        let reckoned = || {
            SignedDuration::try_from(self.call.talked)
                .ok()
                .and_then(|talked| self.ended.checked_sub(talked).ok())
        };
        seen.or_else(reckoned)
    }

    fn call_type(&self) -> &'static str {
        match self.outcome {
            Outcome::AnsweredInbound => "Inbound",
            Outcome::Missed | Outcome::Rejected | Outcome::AnsweredElsewhere => "Missed",
            Outcome::AnsweredOutbound => "Outbound",
            Outcome::UnansweredOutbound => "Notanswered",
            Outcome::NotKnown => match self.call.direction {
                Direction::Inbound => "Inbound",
                Direction::Outbound => "Outbound",
            },
        }
    }

    fn local(&self, at: Timestamp) -> String {
        spelled(at, self.zone)
    }
}

fn utc(at: Timestamp) -> String {
    spelled(at, &TimeZone::UTC)
}

fn spelled(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// As Salesforce names the object; a person account is an account there.
pub(crate) fn entity_type(kind: PersonKind) -> &'static str {
    match kind {
        PersonKind::Contact => "Contact",
        PersonKind::Lead => "Lead",
        PersonKind::Account | PersonKind::PersonAccount => "Account",
        PersonKind::User => "User",
    }
}

#[cfg(test)]
mod tests;
