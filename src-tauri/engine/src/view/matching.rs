//! What a person sees who sets up matching: rules in their parts, a number tried out, choices
//! that are remembered, and the index on this computer.

use domain::caller::{Match, PersonKind, Verdict};
use domain::number::{
    Effect, Number, PatternFault, Reading, ReformatError, ReformatParts, ReformatStep, Region,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::build::{MATCHES_SHOWN_MAX, kind, match_view, number};
use super::{FieldProblem, KindView, MatchView, NumberView};
use crate::directory::sync::{Doing, Status};
use crate::problem::Problem;
use crate::store::Chosen;

/// A country numbers without country code can belong to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RegionView {
    /// ISO letters; its name is the reader's language's own.
    pub region: String,
    /// Without `+`.
    pub calling_code: u16,
}

/// A reformatting rule in its parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RuleView {
    pub on: bool,
    /// Empty: none.
    pub name: String,
    pub find: String,
    pub replace: String,
    pub error: Option<RuleError>,
    /// What the error is about.
    pub detail: Option<String>,
}

/// Words: `rule-error-<id>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum RuleError {
    NothingToFind,
    TooBig,
    PatternGroupUnclosed,
    PatternGroupUnopened,
    PatternClass,
    PatternRepetition,
    PatternEscape,
    PatternUnsupported,
    /// The detail says why, in the words of the library that reads patterns.
    Pattern,
    /// The detail is the group.
    NoGroup,
}

/// A number tried out with settings that need not be saved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "tried", rename_all = "snake_case")]
pub enum NumberTryView {
    /// The settings cannot be used.
    Refused { fields: Vec<FieldProblem> },
    Read {
        /// Rule by rule.
        steps: Vec<RuleStepView>,
        reading: ReadingKind,
        /// In international format, else its digits.
        read: String,
        number: NumberView,
        found: TryFound,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RuleStepView {
    /// Its place in the list, from 1.
    pub rule: u32,
    pub name: Option<String>,
    pub effect: RuleEffect,
    /// The number behind this rule.
    pub after: String,
}

/// Words, where it changed nothing: `rule-effect-<id>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum RuleEffect {
    Changed,
    Nothing,
    Off,
    Wrong,
}

/// Words: `reading-<id>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ReadingKind {
    Public,
    Short,
    Internal,
    Withheld,
    Unreadable,
}

/// Who a tried number finds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "found", rename_all = "snake_case")]
pub enum TryFound {
    /// No number that a customer can have.
    NotLookedUp,
    Judged {
        /// Best first.
        matches: Vec<MatchView>,
        /// How many besides those.
        more: u32,
        because: PopsBecause,
        /// The place of the record that is remembered for this number.
        remembered: Option<u32>,
        from: TriedIn,
    },
    Failed {
        problem: Problem,
    },
}

/// Where was looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum TriedIn {
    /// The index on this computer. `other_region`: it was made for another default region.
    Index { other_region: bool },
    /// Salesforce, with so many API calls.
    Salesforce { requests: u32 },
}

/// Why the first record pops, or why nobody does alone. Words: `pops-<id>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum PopsBecause {
    Nobody,
    /// Only it has the whole number, and nobody else comes near.
    OnlyExact,
    /// Only it has the whole number; others share the last digits.
    ExactFirst,
    /// Only it has the last digits.
    OnlyLast,
    /// More than one has the whole number.
    Shared,
    /// More than one has the last digits, none the whole number.
    EqualRank,
    /// One of several was chosen for this number before.
    Remembered,
}

/// A person who was chosen for a number, to be preselected next time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ChoiceLine {
    /// What it is remembered by.
    pub number: String,
    pub shown: NumberView,
    /// The record's id.
    pub person: String,
    /// As the index on this computer knows it; `None`: it does not know it with this number.
    pub name: Option<String>,
    pub kind: Option<KindView>,
    pub chosen_ms: i64,
}

/// Choices, the newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ChoicesView {
    pub choices: Vec<ChoiceLine>,
    /// How many there are besides those.
    pub more: u32,
}

/// The index of people on this computer. Part of the [`super::View`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct IndexView {
    pub people: u64,
    pub numbers: u64,
    /// Of the file everything is in.
    pub bytes: u64,
    /// The newest change of a record that is in it.
    pub newest_change_ms: Option<i64>,
    /// When everybody was last in it; `None`: never.
    pub synced_ms: Option<i64>,
    /// API calls that syncing took today (UTC), and the most it takes.
    pub api_calls_today: u32,
    pub api_calls_max: u32,
    /// A first reading has not come to its end.
    pub unfinished: bool,
    pub doing: IndexDoing,
}

/// What the sync is doing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(tag = "doing", rename_all = "snake_case")]
pub enum IndexDoing {
    #[default]
    Waiting,
    /// Salesforce collects a kind.
    Collecting {
        kind: KindView,
    },
    /// What it collected is read: people so far.
    Reading {
        kind: KindView,
        people: u64,
    },
    /// Changes and deletions are read.
    Following,
    Stopped {
        problem: Problem,
    },
}

impl From<Status> for IndexView {
    fn from(status: Status) -> Self {
        let ms = |at: Option<Timestamp>| at.map(Timestamp::as_millisecond);
        Self {
            people: status.people,
            numbers: status.numbers,
            bytes: status.bytes,
            newest_change_ms: ms(status.newest_change),
            synced_ms: ms(status.synced),
            api_calls_today: status.api_calls_today,
            api_calls_max: status.api_calls_max,
            unfinished: status.unfinished,
            doing: match status.doing {
                Doing::Waiting => IndexDoing::Waiting,
                Doing::Collecting { kind: of } => IndexDoing::Collecting { kind: kind(of) },
                Doing::Reading { kind: of, people } => IndexDoing::Reading { kind: kind(of), people },
                Doing::Following => IndexDoing::Following,
                Doing::Stopped { why } => IndexDoing::Stopped { problem: why },
            },
        }
    }
}

impl From<ReformatParts> for RuleView {
    fn from(rule: ReformatParts) -> Self {
        let ReformatParts { on, name, find, replace, error } = rule;
        let (error, detail) = match error {
            None => (None, None),
            Some(ReformatError::NoArrow) => (Some(RuleError::NothingToFind), None),
            Some(ReformatError::TooBig) => (Some(RuleError::TooBig), None),
            Some(ReformatError::Pattern { fault, message }) => (Some(pattern_error(fault)), Some(message)),
            Some(ReformatError::NoGroup { group }) => (Some(RuleError::NoGroup), Some(group)),
        };
        Self { on, name: name.unwrap_or_default(), find, replace, error, detail }
    }
}

fn pattern_error(fault: PatternFault) -> RuleError {
    match fault {
        PatternFault::GroupUnclosed => RuleError::PatternGroupUnclosed,
        PatternFault::GroupUnopened => RuleError::PatternGroupUnopened,
        PatternFault::Class => RuleError::PatternClass,
        PatternFault::Repetition => RuleError::PatternRepetition,
        PatternFault::Escape => RuleError::PatternEscape,
        PatternFault::Unsupported => RuleError::PatternUnsupported,
        PatternFault::Other => RuleError::Pattern,
    }
}

impl From<ReformatStep> for RuleStepView {
    fn from(step: ReformatStep) -> Self {
        let effect = match step.effect {
            Effect::Changed => RuleEffect::Changed,
            Effect::Nothing => RuleEffect::Nothing,
            Effect::Off => RuleEffect::Off,
            Effect::Wrong => RuleEffect::Wrong,
        };
        let rule = u32::try_from(step.rule).unwrap_or(u32::MAX);
        Self { rule, name: step.name, effect, after: step.after }
    }
}

/// How a tried number was read: as what, as it is written everywhere, as it is shown here.
pub(crate) fn reading_view(tried: &Number, home: &Region) -> (ReadingKind, String, NumberView) {
    let reading = match tried.reading {
        Reading::Public(_) => ReadingKind::Public,
        Reading::Short { .. } => ReadingKind::Short,
        Reading::Internal { .. } => ReadingKind::Internal,
        Reading::Withheld => ReadingKind::Withheld,
        Reading::Unreadable => ReadingKind::Unreadable,
    };
    let read = match &tried.reading {
        Reading::Public(public) => public.shown_international.clone(),
        Reading::Short { digits } | Reading::Internal { digits } => digits.clone(),
        Reading::Withheld | Reading::Unreadable => String::new(),
    };
    (reading, read, number(tried, home))
}

/// Who a tried number finds, in the words of the pop.
pub(crate) fn judged_view(
    verdict: &Verdict,
    tried: &Number,
    chosen: Option<&str>,
    from: TriedIn,
) -> TryFound {
    let all: Vec<&Match> = match verdict {
        Verdict::Nobody => Vec::new(),
        Verdict::One { best, runners_up } => std::iter::once(&**best).chain(runners_up).collect(),
        Verdict::Several { matches, .. } => matches.iter().collect(),
    };
    let compared = tried.public().map_or("", |public| public.shown_international.as_str());
    let shown = all.len().min(MATCHES_SHOWN_MAX);
    let remembered = all.iter().position(|found| chosen == Some(found.person.id.as_str()));
    TryFound::Judged {
        matches: all[..shown].iter().map(|found| match_view(found, compared)).collect(),
        more: u32::try_from(all.len() - shown).unwrap_or(u32::MAX),
        because: because(verdict),
        remembered: remembered.and_then(|at| u32::try_from(at).ok()),
        from,
    }
}

fn because(verdict: &Verdict) -> PopsBecause {
    let is_exact = |found: &Match| found.why.last_digits.is_none();
    match verdict {
        Verdict::Nobody => PopsBecause::Nobody,
        Verdict::One { best, runners_up } => match (is_exact(best), runners_up.is_empty()) {
            (true, true) => PopsBecause::OnlyExact,
            (true, false) => PopsBecause::ExactFirst,
            (false, _) => PopsBecause::OnlyLast,
        },
        Verdict::Several { remembered: Some(_), .. } => PopsBecause::Remembered,
        Verdict::Several { matches, remembered: None } if matches.iter().any(is_exact) => PopsBecause::Shared,
        Verdict::Several { remembered: None, .. } => PopsBecause::EqualRank,
    }
}

/// A remembered choice; `found` is the record as the index knows it.
pub(crate) fn choice_line(
    chosen: Chosen,
    read: &Number,
    home: &Region,
    found: Option<(String, PersonKind)>,
) -> ChoiceLine {
    let (name, of) = found.unzip();
    ChoiceLine {
        number: chosen.number,
        shown: number(read, home),
        person: chosen.person,
        name,
        kind: of.map(kind),
        chosen_ms: chosen.at.as_millisecond(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use domain::caller::{Person, Phone, Source, judge};
    use domain::number::{Strategy, read};
    use domain::settings::MatchingSettings;

    use super::*;

    const CALLER: &str = "+493023125100";
    const EXACT: &str = "030 23125100";
    const SUFFIX: &str = "0171 3125100";

    /// What trying the caller's number tells, where people have these numbers.
    fn told(
        phones: &[&str],
        strategy: Strategy,
        chosen: Option<&str>,
    ) -> (PopsBecause, usize, u32, Option<u32>) {
        let matching = MatchingSettings { strategy, ..MatchingSettings::default() };
        let person = |(at, phone): (usize, &&str)| Person {
            id: at.to_string(),
            kind: PersonKind::Contact,
            name: format!("Person {at}"),
            title: None,
            company: None,
            account_id: None,
            contact_id: None,
            owner: None,
            email: None,
            do_not_call: false,
            phones: vec![Phone { field: "Phone".into(), label: "Phone".into(), value: (*phone).into() }],
            last_activity: None,
            modified: None,
            url: None,
        };
        let people: Vec<_> = phones.iter().enumerate().map(|one| (person(one), Source::Crm)).collect();
        let tried = read(CALLER, &matching.default_region);
        let verdict = judge(&tried, &people, &matching, chosen);
        match judged_view(&verdict, &tried, chosen, TriedIn::Salesforce { requests: 1 }) {
            TryFound::Judged { matches, more, because, remembered, .. } => {
                (because, matches.len(), more, remembered)
            }
            none @ (TryFound::NotLookedUp | TryFound::Failed { .. }) => panic!("{none:?}"),
        }
    }

    #[test]
    fn the_reason_is_the_one_the_judge_had() {
        let seven = Strategy::LastDigits { digits: 7 };
        for (phones, chosen, expected) in [
            (&[][..], None, (PopsBecause::Nobody, 0, 0, None)),
            (&[EXACT], None, (PopsBecause::OnlyExact, 1, 0, None)),
            (&[SUFFIX, EXACT], None, (PopsBecause::ExactFirst, 2, 0, None)),
            (&[SUFFIX, "030 1"], None, (PopsBecause::OnlyLast, 1, 0, None)),
            (&[EXACT, SUFFIX, EXACT], None, (PopsBecause::Shared, 3, 0, None)),
            (&[SUFFIX, SUFFIX], None, (PopsBecause::EqualRank, 2, 0, None)),
            (&[EXACT, EXACT], Some("1"), (PopsBecause::Remembered, 2, 0, Some(1))),
            // Chosen, and certain anyway.
            (&[EXACT], Some("0"), (PopsBecause::OnlyExact, 1, 0, Some(0))),
            // Whoever was chosen has this number no more.
            (&[EXACT, EXACT], Some("9"), (PopsBecause::Shared, 2, 0, None)),
            (&[EXACT; 10], None, (PopsBecause::Shared, 8, 2, None)),
        ] {
            assert_eq!(told(phones, seven, chosen), expected, "{phones:?} {chosen:?}");
        }
        assert_eq!(told(&[SUFFIX, EXACT], Strategy::Exact, None), (PopsBecause::OnlyExact, 1, 0, None));
    }
}
