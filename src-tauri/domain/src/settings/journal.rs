//! Which calls are journaled and how: the journal's settings besides its texts.

use serde::{Deserialize, Serialize};

use super::check::SettingErrorKind;
use crate::call::{Direction, Outcome};
use crate::journal::{Template, TemplateError};
use crate::number::{Number, Reading, Region, read};

/// Numbers of one list. Private and barred numbers of one desk are a handful.
pub const LIST_MAX: usize = 200;
/// Shorter ones would mean half the world.
pub const LISTED_DIGITS_MIN: usize = 2;
/// Wrap-up codes: more than a screen of them nobody reads while a call ends.
pub const WRAP_UP_CODES_MAX: usize = 50;
/// Longest wrap-up code, in characters: it fits a Task's short text with room to spare.
pub const WRAP_UP_CHARS_MAX: usize = 80;
/// Further Task fields. Each is a value to fill at every call.
pub const FIELDS_MAX: usize = 20;
/// Longest API name of a field, with namespace and `__c` (salesforce.md 5).
const FIELD_NAME_MAX: usize = 60;

/// Task fields that an entry always has: what it is about, whose it is, and our key.
const OWN_FIELDS: [&str; 11] = [
    "Subject",
    "Description",
    "Status",
    "ActivityDate",
    "TaskSubtype",
    "CallType",
    "CallDurationInSeconds",
    "CallObject",
    "WhoId",
    "WhatId",
    "OwnerId",
];

/// What an outcome's entry becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WriteAs {
    /// A completed Task.
    #[default]
    Done,
    /// A Task that waits for somebody.
    Open,
    Nothing,
}

/// What is written by how the call ended. What a colleague took is never written here.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OutcomeSettings {
    pub answered_inbound: WriteAs,
    pub missed: WriteAs,
    /// Nobody here took it, but it came through a queue or group.
    pub not_answered_here: WriteAs,
    pub rejected: WriteAs,
    pub answered_outbound: WriteAs,
    pub unanswered_outbound: WriteAs,
    /// A phone told that it began, and nothing told how it ended.
    pub not_known: WriteAs,
}

impl OutcomeSettings {
    /// `routed`: it came through a queue or group.
    #[must_use]
    pub fn of(&self, outcome: Outcome, routed: bool) -> WriteAs {
        match outcome {
            Outcome::AnsweredInbound => self.answered_inbound,
            Outcome::Missed if routed => self.not_answered_here,
            Outcome::Missed => self.missed,
            Outcome::Rejected => self.rejected,
            Outcome::AnsweredOutbound => self.answered_outbound,
            Outcome::UnansweredOutbound => self.unanswered_outbound,
            Outcome::AnsweredElsewhere => WriteAs::Nothing,
            Outcome::NotKnown => self.not_known,
        }
    }

    /// The same for a call that was talked although nobody told so.
    #[must_use]
    pub fn of_talked(&self, direction: Direction) -> WriteAs {
        match direction {
            Direction::Inbound => self.answered_inbound,
            Direction::Outbound => self.answered_outbound,
        }
    }
}

/// What becomes of a call whose other side is nobody in the CRM.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unmatched {
    /// It is written, linked to nobody.
    #[default]
    Write,
    /// It stays on this computer until somebody is found or chosen.
    Keep,
    Never,
}

/// How times are spelled. 3CX follows its server's country (3cx.md 5.1); here the office agrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateStyle {
    /// `2026-11-22 14:32:06`: the same in every country, and sortable.
    #[default]
    Iso,
    /// `22.11.2026 14:32:06`
    German,
    /// `22/11/2026 14:32:06`
    British,
    /// `11/22/2026 2:32:06 PM`
    American,
}

impl DateStyle {
    /// The pattern, as `strftime` reads it.
    #[must_use]
    pub fn pattern(self) -> &'static str {
        match self {
            DateStyle::Iso => "%Y-%m-%d %H:%M:%S",
            DateStyle::German => "%d.%m.%Y %H:%M:%S",
            DateStyle::British => "%d/%m/%Y %H:%M:%S",
            DateStyle::American => "%-m/%-d/%Y %-I:%M:%S %p",
        }
    }
}

/// Why a line of a list cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    #[error("not a telephone number, and no beginning of one with a * behind it")]
    NotANumber,
    #[error("not of the form FIELD = TEXT")]
    NotATaskField,
    #[error("{name} is filled by the entry itself")]
    OwnTaskField { name: String },
    #[error("{name} twice")]
    Twice { name: String },
    #[error("longer than {max} characters")]
    TooLong { max: usize },
    #[error(transparent)]
    Text(#[from] TemplateError),
}

/// Whether a number stands in a list of numbers and beginnings (`+49 40 66969*`).
#[must_use]
pub fn is_listed(list: &[String], number: &Number, region: &Region) -> bool {
    list.iter().any(|line| is_meant(line, number, region))
}

/// Compares digits only: this is asked of every call of the day whenever something is shown.
fn is_meant(line: &str, number: &Number, region: &Region) -> bool {
    let line = line.trim();
    let (listed, is_beginning) = line.strip_suffix('*').map_or((line, false), |start| (start, true));
    let Some(listed) = digits_of(listed) else {
        return number.reading == Reading::Withheld && !is_beginning && is_withheld(line, region);
    };
    let fits = |digits: &str| if is_beginning { digits.starts_with(&listed) } else { digits == listed };
    match &number.reading {
        Reading::Public(public) => {
            // Without a country code it is meant as people dial at home.
            let at_home = public.region.as_ref() == Some(region) && !listed.starts_with('+');
            let dialled = || public.shown_national.chars().filter(char::is_ascii_digit).collect::<String>();
            fits(&public.e164) || (at_home && fits(&dialled()))
        }
        Reading::Short { digits } | Reading::Internal { digits } => fits(digits),
        Reading::Withheld | Reading::Unreadable => false,
    }
}

/// A word for those who hide their number ("anonymous").
fn is_withheld(line: &str, region: &Region) -> bool {
    !line.is_empty() && read(line, region).reading == Reading::Withheld
}

/// Digits, with `+` in front where it is one of any country.
fn digits_of(text: &str) -> Option<String> {
    let readable = |c: char| c.is_ascii_digit() || c.is_whitespace() || "+()-/.".contains(c);
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if !text.chars().all(readable) || digits.len() < LISTED_DIGITS_MIN {
        return None;
    }
    if text.trim_start().starts_with('+') {
        return Some(format!("+{digits}"));
    }
    Some(digits.strip_prefix("00").map_or_else(|| digits.clone(), |rest| format!("+{rest}")))
}

/// A further Task field and what stands in it: `Region__c = [Contact::CompanyName]`.
///
/// # Errors
/// When it cannot be read.
pub fn task_field(line: &str) -> Result<(String, Template), LineError> {
    field_line(line, &OWN_FIELDS)
}

/// The entry itself fills this Task field, so that no line may.
#[must_use]
pub fn is_own_task_field(name: &str) -> bool {
    OWN_FIELDS.iter().any(|own| own.eq_ignore_ascii_case(name))
}

/// A field and what stands in it; none of `own` may be named.
///
/// # Errors
/// When it cannot be read.
pub fn field_line(line: &str, own: &[&str]) -> Result<(String, Template), LineError> {
    let (name, text) = line.split_once('=').ok_or(LineError::NotATaskField)?;
    let name = name.trim();
    if !is_api_name(name) {
        return Err(LineError::NotATaskField);
    }
    if own.iter().any(|own| own.eq_ignore_ascii_case(name)) {
        return Err(LineError::OwnTaskField { name: name.to_owned() });
    }
    Ok((name.to_owned(), Template::parse(text.trim())?))
}

pub(super) fn is_api_name(name: &str) -> bool {
    name.len() <= FIELD_NAME_MAX
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && !name.ends_with('_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

type Checked = Result<(), SettingErrorKind>;

pub(super) fn numbers(list: &[String], region: &Region) -> Checked {
    let wrong = |line: &str| match line.trim().strip_suffix('*') {
        Some(start) => digits_of(start).is_none(),
        None => digits_of(line).is_none() && !is_withheld(line.trim(), region),
    };
    lines(list, LIST_MAX, |_, line| if wrong(line) { Err(LineError::NotANumber) } else { Ok(()) })
}

pub(super) fn codes(list: &[String]) -> Checked {
    lines(list, WRAP_UP_CODES_MAX, |before, code| {
        if code.chars().count() > WRAP_UP_CHARS_MAX {
            Err(LineError::TooLong { max: WRAP_UP_CHARS_MAX })
        } else if before.contains(code) {
            Err(LineError::Twice { name: code.clone() })
        } else {
            Ok(())
        }
    })
}

pub(super) fn fields(list: &[String]) -> Checked {
    let named = |line: &String| line.split('=').next().unwrap_or_default().trim().to_lowercase();
    lines(list, FIELDS_MAX, |before, line| {
        let (name, _) = task_field(line)?;
        if before.iter().any(|other| named(other) == name.to_lowercase()) {
            return Err(LineError::Twice { name });
        }
        Ok(())
    })
}

/// The first line that cannot be used, with its place from 1.
pub(super) fn lines(
    list: &[String],
    max: usize,
    check: impl Fn(&[String], &String) -> Result<(), LineError>,
) -> Checked {
    if list.len() > max {
        return Err(SettingErrorKind::TooMany { max });
    }
    let wrong =
        list.iter().enumerate().find_map(|(at, line)| Some((at + 1, check(&list[..at], line).err()?)));
    wrong.map_or(Ok(()), |(place, error)| Err(SettingErrorKind::Line { place, error }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;
    use crate::settings::Settings;

    fn is_on(line: &str, number: &str) -> bool {
        let home = Region::home_default();
        is_listed(&[line.to_owned()], &read(number, &home), &home)
    }

    #[test]
    fn a_line_means_a_number_or_all_that_begin_so() {
        for (line, number, meant) in [
            ("040 66969-412", "+494066969412", true),
            ("+49 40 66969412", "004940 66969412", true),
            ("040 66969-412", "+494066969413", false),
            ("040 66969*", "+494066969412", true),
            ("+49 (40) 66969*", "+494066969412", true),
            ("0049 40*", "+494066969412", true),
            ("+40*", "+494066969412", false),
            ("40*", "+494066969412", false),
            ("01*", "+442079460818", false),
            ("020*", "+442079460818", false),
            ("+44*", "+442079460818", true),
            ("8*", "812", false),
            ("81*", "812", true),
            ("812", "812", true),
            ("812", "+494066969812", false),
            ("anonymous", "anonymous", true),
            ("anonymous", "+494066969412", false),
            ("", "anonymous", false),
            ("*", "+494066969412", false),
        ] {
            assert_eq!(is_on(line, number), meant, "{line} {number}");
        }
    }

    fn wrong(change: impl FnOnce(&mut Settings)) -> Vec<(&'static str, SettingErrorKind)> {
        let mut settings = Settings::default();
        change(&mut settings);
        settings.check().into_iter().map(|error| (error.field, error.kind)).collect()
    }

    fn list(lines: &[&str]) -> Vec<String> {
        lines.iter().map(|line| (*line).to_owned()).collect()
    }

    #[test]
    fn lists_of_numbers_name_the_line_that_is_wrong() {
        let line = |place, error| vec![("journal.never", SettingErrorKind::Line { place, error })];
        for (lines, expected) in [
            (&["040 66969412", "+49 40*", "812", "anonymous"][..], Vec::new()),
            (&["+49 40*", "nobody"], line(2, LineError::NotANumber)),
            (&["+4*"], line(1, LineError::NotANumber)),
            (&["abc12*"], line(1, LineError::NotANumber)),
            (&[""], line(1, LineError::NotANumber)),
        ] {
            assert_eq!(wrong(|settings| settings.journal.never = list(lines)), expected, "{lines:?}");
        }
        let long = vec!["812".to_owned(); LIST_MAX + 1];
        assert_eq!(
            wrong(|settings| settings.journal.private = long),
            [("journal.private", SettingErrorKind::TooMany { max: LIST_MAX })]
        );
    }

    #[test]
    fn codes_are_short_and_stand_once() {
        let line = |place, error| vec![("journal.wrap_up_codes", SettingErrorKind::Line { place, error })];
        let long = "x".repeat(WRAP_UP_CHARS_MAX + 1);
        for (lines, expected) in [
            (&["Order", "Complaint"][..], Vec::new()),
            (&["Order", "Complaint", "Order"], line(3, LineError::Twice { name: "Order".into() })),
            (&["Order", &long], line(2, LineError::TooLong { max: WRAP_UP_CHARS_MAX })),
        ] {
            assert_eq!(wrong(|settings| settings.journal.wrap_up_codes = list(lines)), expected, "{lines:?}");
        }
    }

    #[test]
    fn further_fields_have_an_api_name_and_a_text() {
        let line = |place, error| vec![("journal.fields", SettingErrorKind::Line { place, error })];
        let unknown = TemplateError::UnknownVariable {
            name: "Wrapup".into(),
            nearest: Some(crate::journal::Variable::WrapUp),
        };
        for (lines, expected) in [
            (
                &["Call_Result__c = [WrapUp]", "ns__Queue__c=[QueueExtension] a=b", "Type = Telefonat"][..],
                vec![],
            ),
            (&["Call_Result__c [WrapUp]"], line(1, LineError::NotATaskField)),
            (&["Call Result = x"], line(1, LineError::NotATaskField)),
            (&["1_c = x"], line(1, LineError::NotATaskField)),
            (&["Priority = High", "whoid = x"], line(2, LineError::OwnTaskField { name: "whoid".into() })),
            (&["A__c = x", "a__C = y"], line(2, LineError::Twice { name: "a__C".into() })),
            (&["A__c = [Wrapup]"], line(1, LineError::Text(unknown))),
        ] {
            assert_eq!(wrong(|settings| settings.journal.fields = list(lines)), expected, "{lines:?}");
        }
    }

    #[test]
    fn each_outcome_has_its_own_word() {
        let all = OutcomeSettings {
            not_answered_here: WriteAs::Open,
            rejected: WriteAs::Nothing,
            ..Default::default()
        };
        for (outcome, routed, expected) in [
            (Outcome::Missed, false, WriteAs::Done),
            (Outcome::Missed, true, WriteAs::Open),
            (Outcome::Rejected, true, WriteAs::Nothing),
            (Outcome::AnsweredElsewhere, true, WriteAs::Nothing),
        ] {
            assert_eq!(all.of(outcome, routed), expected, "{outcome:?} {routed}");
        }
    }
}
