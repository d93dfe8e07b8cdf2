//! Shapes of journal texts while somebody writes them, and the pure function that shows them on a
//! call.

use domain::call::Call;
use domain::caller::Caller;
use domain::desk::{Context, Desk};
use domain::journal::{
    DESCRIPTION_MAX, Decision, Entry, Filled, SUBJECT_MAX, SampleKind, Variable, WhyNot, composed, decide,
    sample,
};
use domain::number::Region;
use domain::settings::Settings;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::FieldProblem;
use super::build::{ms, number};

/// A variable, for whoever writes a text. Words: `variable-<id>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct VariableView {
    /// As it stands between the brackets.
    pub name: String,
    pub id: String,
    pub filled: FilledView,
}

/// When a variable says something. Words: `filled-<id>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum FilledView {
    Always,
    Answered,
    Found,
    Routed,
    Agent,
    Given,
    Queued,
    Recorded,
}

impl From<Filled> for FilledView {
    fn from(filled: Filled) -> Self {
        match filled {
            Filled::Always => FilledView::Always,
            Filled::Answered => FilledView::Answered,
            Filled::Found => FilledView::Found,
            Filled::Routed => FilledView::Routed,
            Filled::Agent => FilledView::Agent,
            Filled::Given => FilledView::Given,
            Filled::Queued => FilledView::Queued,
            Filled::Recorded => FilledView::Recorded,
        }
    }
}

/// Every variable of texts about calls, in the order they are offered in.
#[must_use]
pub fn variables() -> Vec<VariableView> {
    let shown = |variable: &Variable| VariableView {
        name: variable.name().to_owned(),
        id: variable.id(),
        filled: variable.filled().into(),
    };
    Variable::ALL.iter().map(shown).collect()
}

/// How texts that are still being written would read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct JournalPreview {
    /// Fields of the journal that cannot be used as they are.
    pub errors: Vec<FieldProblem>,
    /// One for each of the four texts.
    pub texts: Vec<PreviewText>,
    /// The kind of the last call.
    pub last: Option<PreviewKind>,
}

/// Words: `preview-<id>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum PreviewKind {
    AnsweredInbound,
    Missed,
    AnsweredOutbound,
    UnansweredOutbound,
}

/// One text on a call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct PreviewText {
    pub kind: PreviewKind,
    /// When the call began; `None`: a made-up one.
    pub call_ms: Option<i64>,
    /// Whom it was with: the person, else the name the phone system had, else the number.
    pub call_with: Option<String>,
    pub subject: String,
    pub description: String,
    /// The same where nobody is found and the phone system knows no name.
    pub description_nameless: String,
    pub subject_nameless: String,
    /// Salesforce's fields end before the texts do.
    pub cut: bool,
    /// Further Task fields, by name and value.
    pub fields: Vec<(String, String)>,
    pub open: bool,
    pub kept_nameless: bool,
    pub not_written: Option<NotWritten>,
}

/// Why nothing is written about a call. Words: `entry-none-<id>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum NotWritten {
    Off,
    Internal,
    Elsewhere,
    Outcome,
    NeverList,
    Private,
    Unmatched,
}

impl From<WhyNot> for NotWritten {
    fn from(why: WhyNot) -> Self {
        match why {
            WhyNot::Live | WhyNot::Off => NotWritten::Off,
            WhyNot::Internal => NotWritten::Internal,
            WhyNot::Elsewhere => NotWritten::Elsewhere,
            WhyNot::Outcome => NotWritten::Outcome,
            WhyNot::NeverList => NotWritten::NeverList,
            WhyNot::Private => NotWritten::Private,
            WhyNot::Unmatched => NotWritten::Unmatched,
        }
    }
}

impl From<SampleKind> for PreviewKind {
    fn from(kind: SampleKind) -> Self {
        match kind {
            SampleKind::AnsweredInbound => PreviewKind::AnsweredInbound,
            SampleKind::Missed => PreviewKind::Missed,
            SampleKind::AnsweredOutbound => PreviewKind::AnsweredOutbound,
            SampleKind::UnansweredOutbound => PreviewKind::UnansweredOutbound,
        }
    }
}

/// Shows the texts of `settings` on the last call of each kind, or on a made-up one: of those on the
/// desk since `since`, else of `history`, newest first.
#[must_use]
pub fn preview(
    desk: &Desk,
    history: &[Call],
    settings: &Settings,
    errors: Vec<FieldProblem>,
    now: Timestamp,
    since: Timestamp,
) -> JournalPreview {
    let on_desk = desk.calls().filter(|call| call.first_seen >= since);
    let real: Vec<(&Call, SampleKind)> = on_desk
        .chain(history)
        .filter(|call| !call.internal)
        .filter_map(|call| Some((call, SampleKind::of(call.outcome()?)?)))
        .collect();
    let text = |kind: SampleKind| match real.iter().find(|(_, of)| *of == kind) {
        Some((call, _)) => shown(kind, call, true, settings, desk.context()),
        None => {
            let made_up = sample(kind, now, settings.journal.wrap_up_codes.first().cloned());
            shown(kind, &made_up, false, settings, desk.context())
        }
    };
    JournalPreview {
        errors,
        texts: SampleKind::ALL.into_iter().filter_map(text).collect(),
        last: real.first().map(|(_, kind)| PreviewKind::from(*kind)),
    }
}

fn shown(
    kind: SampleKind,
    call: &Call,
    is_real: bool,
    settings: &Settings,
    context: &Context,
) -> Option<PreviewText> {
    let journal = &settings.journal;
    let read = |call: &Call| composed(call, journal, &context.agent, &context.zone);
    let nameless = Call { caller: Caller::Unknown, phone_name: None, ..call.clone() };
    let (entry, bare) = (read(call)?, read(&nameless)?);
    let (open, not_written) = match decide(call, settings) {
        Decision::Write { open } | Decision::Keep { open } => (open, None),
        Decision::Nothing(why) => (false, Some(NotWritten::from(why))),
    };
    Some(PreviewText {
        kind: kind.into(),
        call_ms: is_real.then(|| ms(call.first_seen)),
        call_with: is_real.then(|| other_side(call, &settings.matching.default_region)).flatten(),
        cut: is_cut(&entry),
        subject: entry.subject,
        description: entry.description,
        description_nameless: bare.description,
        subject_nameless: bare.subject,
        fields: entry.extra,
        open,
        kept_nameless: matches!(decide(&nameless, settings), Decision::Keep { .. }),
        not_written,
    })
}

fn other_side(call: &Call, home: &Region) -> Option<String> {
    let known = call.caller.person().map(|found| found.person.name.clone());
    let told = known.or_else(|| call.phone_name.clone()).unwrap_or_else(|| number(&call.number, home).shown);
    (!told.is_empty()).then_some(told)
}

fn is_cut(entry: &Entry) -> bool {
    let full = |text: &str, max: usize| text.chars().count() == max && text.ends_with('…');
    full(&entry.subject, SUBJECT_MAX) || full(&entry.description, DESCRIPTION_MAX)
}
