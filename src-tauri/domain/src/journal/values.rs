//! What the variables of a text stand for in one call.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::compose::{Agent, disposition, was_answered};
use super::template::Template;
use super::variable::{Filled, Variable};
use crate::call::{Call, Direction, Outcome, Step};
use crate::caller::{Match, Person, PersonKind};
use crate::number::{Reading, Region, read};
use crate::settings::DateStyle;

/// Stands for a hidden number, so that a text does not read "call from to 104".
const WITHHELD: &str = "withheld number";

/// One call, and what its texts may name.
pub(super) struct Facts<'a> {
    pub(super) call: &'a Call,
    pub(super) outcome: Outcome,
    pub(super) ended: Timestamp,
    pub(super) agent: &'a Agent,
    pub(super) zone: &'a TimeZone,
    pub(super) dates: DateStyle,
    pub(super) person: Option<&'a Match>,
}

impl Facts<'_> {
    /// A text that cannot be read (the settings check refuses it, an older file may hold one) gives
    /// way to the default, so that a call is never lost and never garbled.
    pub(super) fn render(&self, text: &str, default: &str) -> String {
        Template::parse(text)
            .or_else(|_| Template::parse(default))
            .map(|template| self.fill(&template))
            .unwrap_or_default()
    }

    pub(super) fn fill(&self, template: &Template) -> String {
        template.render(|variable| self.value(variable))
    }

    /// A text names something that is made of a recording, and that is not known yet.
    pub(super) fn lacks_recorded(&self, text: &str) -> bool {
        let Ok(template) = Template::parse(text) else { return false };
        let mut recorded = template.variables().filter(|variable| variable.filled() == Filled::Recorded);
        recorded.any(|variable| self.value(variable).is_empty())
    }

    fn value(&self, variable: Variable) -> String {
        match variable {
            Variable::Agent => self.agent.extension.clone(),
            Variable::AgentFirstName => self.agent.first_name.clone(),
            Variable::AgentLastName => self.agent.last_name.clone(),
            Variable::AgentEmail => self.agent.email.clone(),
            Variable::Number => self.number(),
            Variable::Name => self.name(),
            Variable::Duration | Variable::DurationTimespan => self.duration(),
            Variable::DateTime | Variable::CallStartTimeLocal => self.local(self.call.first_seen),
            Variable::CallStartTimeUTC => self.utc(self.call.first_seen),
            Variable::CallEstablishedTimeLocal => {
                self.answered().map(|at| self.local(at)).unwrap_or_default()
            }
            Variable::CallEstablishedTimeUTC => self.answered().map(|at| self.utc(at)).unwrap_or_default(),
            Variable::CallEndTimeLocal => self.local(self.ended),
            Variable::CallEndTimeUTC => self.utc(self.ended),
            Variable::CallType => self.call_type().to_owned(),
            Variable::CallDirection => match self.call.direction {
                Direction::Inbound => "Inbound".to_owned(),
                Direction::Outbound => "Outbound".to_owned(),
            },
            Variable::CallResult => disposition(self.call, self.outcome).to_owned(),
            Variable::QueueExtension => one_line(self.call.via.as_deref().unwrap_or_default()),
            Variable::TransferredFrom => one_line(self.call.from.as_deref().unwrap_or_default()),
            Variable::Notes => self.call.notes.clone(),
            Variable::WrapUp => self.call.wrap_up.clone().unwrap_or_default(),
            Variable::LineBreak => "\n".to_owned(),
            Variable::EntityId
            | Variable::EntityType
            | Variable::ContactFullName
            | Variable::ContactFirstName
            | Variable::ContactLastName
            | Variable::ContactTitle
            | Variable::ContactCompanyName
            | Variable::ContactEmail
            | Variable::ContactPhoneBusiness
            | Variable::ContactPhoneMobile
            | Variable::ContactUrl => {
                self.person.map(|found| one_line(&of_person(&found.person, variable))).unwrap_or_default()
            }
            Variable::Summary => self.call.logged.summary.clone().unwrap_or_default(),
            Variable::Transcription => self.call.logged.transcription.clone().unwrap_or_default(),
            Variable::Sentiment => {
                self.call.logged.sentiment.map(|score| score.to_string()).unwrap_or_default()
            }
            // A Task's text is plain: the address itself is what can be followed there.
            Variable::RecordingUrl | Variable::RecordingHyperLink => {
                one_line(self.call.logged.recording.as_deref().unwrap_or_default())
            }
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
        self.spelled(at, self.zone)
    }

    fn utc(&self, at: Timestamp) -> String {
        self.spelled(at, &TimeZone::UTC)
    }

    fn spelled(&self, at: Timestamp, zone: &TimeZone) -> String {
        at.to_zoned(zone.clone()).strftime(self.dates.pattern()).to_string()
    }
}

/// What a record tells; empty for variables of the call.
fn of_person(person: &Person, variable: Variable) -> String {
    let is_human = match person.kind {
        PersonKind::Contact | PersonKind::Lead | PersonKind::PersonAccount | PersonKind::User => true,
        PersonKind::Account => false,
    };
    // Salesforce makes one name of both; everything before the last blank is a first name.
    let name = one_line(&person.name);
    let (first, last) = name.rsplit_once(' ').unwrap_or(("", &name));
    let phone = |fields: &[&str]| {
        let known = person.phones.iter().find(|phone| fields.contains(&phone.field.as_str()));
        known.map(|phone| phone.value.clone()).unwrap_or_default()
    };
    match variable {
        Variable::EntityId => person.id.clone(),
        Variable::EntityType => entity_type(person.kind).to_owned(),
        Variable::ContactFullName => person.name.clone(),
        Variable::ContactFirstName if is_human => first.to_owned(),
        Variable::ContactLastName if is_human => last.to_owned(),
        Variable::ContactTitle => person.title.clone().unwrap_or_default(),
        Variable::ContactCompanyName if !is_human => person.name.clone(),
        Variable::ContactCompanyName => person.company.clone().unwrap_or_default(),
        Variable::ContactEmail => person.email.clone().unwrap_or_default(),
        Variable::ContactPhoneBusiness => phone(&["Phone"]),
        Variable::ContactPhoneMobile => phone(&["MobilePhone", "PersonMobilePhone"]),
        Variable::ContactUrl => person.url.clone().unwrap_or_default(),
        Variable::ContactFirstName
        | Variable::ContactLastName
        | Variable::Number
        | Variable::Name
        | Variable::Agent
        | Variable::AgentFirstName
        | Variable::AgentLastName
        | Variable::AgentEmail
        | Variable::Duration
        | Variable::DurationTimespan
        | Variable::DateTime
        | Variable::Notes
        | Variable::WrapUp
        | Variable::LineBreak
        | Variable::CallResult
        | Variable::CallType
        | Variable::CallDirection
        | Variable::QueueExtension
        | Variable::TransferredFrom
        | Variable::CallStartTimeLocal
        | Variable::CallStartTimeUTC
        | Variable::CallEstablishedTimeLocal
        | Variable::CallEstablishedTimeUTC
        | Variable::CallEndTimeLocal
        | Variable::CallEndTimeUTC
        | Variable::Summary
        | Variable::Transcription
        | Variable::Sentiment
        | Variable::RecordingUrl
        | Variable::RecordingHyperLink => String::new(),
    }
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
