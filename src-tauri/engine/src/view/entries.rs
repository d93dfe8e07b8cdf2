//! Entries as the Journal view shows them, and what is under way on written ones.

use std::collections::BTreeMap;

use domain::call::Call;
use domain::desk::Context;
use domain::journal::{EntryKind, Found, NotFound, Owner};
use domain::number::Region;
use domain::outbox::{EntryState, FailureKind, Removal};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::build::{direction, kind, matches_of, ms, number, outcome_view};
use super::related::{RelatedTo, related_to};
use super::{DirectionView, EntryStateView, EntryView, KindView, MatchView, NumberView, OutcomeView, View};
use crate::crm::amend::FieldFacts;
use crate::problem::{Problem, ProblemCode};
use crate::store::{Amendment, AmendmentKind, AmendmentState, Correspondent, Item};

/// One line of the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct EntryRow {
    pub entry: EntryView,
    /// Who the call or chat was with; the entry's subject where that is forgotten.
    pub title: String,
    /// What carried the chat, as the CRM is told; `None`: it was a call.
    pub channel: Option<String>,
    pub kind: Option<KindView>,
    pub company: Option<String>,
    pub number: Option<NumberView>,
    pub direction: DirectionView,
    pub outcome: OutcomeView,
    pub from: Option<String>,
    pub talked_s: u32,
    pub started_ms: i64,
    /// Requests made.
    pub attempts: u32,
}

/// Something that is being done to a written entry, or could not be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct EntryStep {
    pub kind: StepKind,
    pub state: StepState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// It is being taken back.
    Remove,
    /// It is being linked to somebody else.
    Move,
    /// Late notes are being brought to it.
    Text,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum StepState {
    Waiting {
        due_ms: i64,
        problem: Option<Problem>,
    },
    Stuck {
        problem: Problem,
    },
    /// Somebody changed the record in Salesforce, so it, or what they changed of it, stays as it is.
    Kept,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RemovalView {
    Discarded,
    Undone,
}

/// Written entries, newest first; `next` asks for those before them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct EntryPage {
    pub rows: Vec<EntryRow>,
    pub next: Option<i64>,
}

/// Everything about one entry that is on this computer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct EntryDetails {
    pub row: EntryRow,
    pub subject: String,
    pub description: String,
    /// It was not sent: its words can be changed.
    pub can_edit: bool,
    /// Whom the call may have been with; the entry can be linked to each, or to nobody.
    pub people: Vec<MatchView>,
    pub linked: Option<usize>,
    /// The call it is about, while that is known.
    pub call: Option<u64>,
    /// What it was about, besides the person.
    pub related: RelatedTo,
    /// What was to be written later, and was left as somebody made it in Salesforce.
    pub left_alone: Vec<LeftAlone>,
    /// The field that Salesforce refused, where it has no place of its own here.
    pub refused: Option<RefusedField>,
    pub technical: TechnicalView,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LeftAlone {
    /// API name.
    pub field: String,
    /// What would have been written.
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RefusedField {
    /// API name.
    pub name: String,
    pub value: String,
}

/// For support.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TechnicalView {
    pub state: String,
    pub queued_ms: i64,
    pub changed_ms: i64,
    /// The record's id in Salesforce.
    pub record: Option<String>,
    /// Code and message of the last refusal.
    pub last: Option<String>,
}

/// What Salesforce says around an entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct EntryFacts {
    pub owner: Option<OwnerView>,
    pub field: Option<FieldView>,
}

/// Whose entries they are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct OwnerView {
    /// `None`: whoever is signed in.
    pub name: Option<String>,
    pub how: OwnerHow,
    /// Why it is not the extension's own user.
    pub problem: Option<Problem>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OwnerHow {
    Email,
    Setting,
    SignedIn,
}

/// A field of Salesforce's Task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FieldView {
    pub name: String,
    pub label: String,
    /// What its list allows; empty where any text is.
    pub values: Vec<String>,
}

/// What the loop knows of entries beside the desk: those a person may look after, and steps.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Entries {
    pub open: Vec<Item>,
    pub steps: BTreeMap<String, EntryStep>,
}

impl Entries {
    #[must_use]
    pub fn new(open: Vec<Item>, amendments: &[Amendment]) -> Self {
        let mut steps = BTreeMap::new();
        for amendment in amendments {
            let step = step_view(amendment);
            let known: Option<&EntryStep> = steps.get(&amendment.key);
            // One line for an entry: what a person must look after comes first.
            if known.is_none_or(|known| rank(&step) < rank(known)) {
                steps.insert(amendment.key.clone(), step);
            }
        }
        Self { open, steps }
    }

    /// Puts what is known here into a view.
    pub fn fill(&self, view: &mut View, context: &Context) {
        view.entries = self.open.iter().map(|item| row_of(item, self.step(item), context)).collect();
        let of_pop = view.pop.iter_mut().filter_map(|call| call.entry.as_mut());
        let of_day = view.today.iter_mut().filter_map(|row| row.entry.as_mut());
        let of_chats = view.chats.rows.iter_mut().filter_map(|row| row.entry.as_mut());
        for entry in of_pop.chain(of_day).chain(of_chats) {
            entry.step = self.steps.get(&entry.key).cloned();
        }
    }

    #[must_use]
    pub fn step(&self, item: &Item) -> Option<&EntryStep> {
        self.steps.get(&item.row.entry.key)
    }
}

fn rank(step: &EntryStep) -> (u8, StepKind) {
    let state = match step.state {
        StepState::Stuck { .. } => 0,
        StepState::Kept => 1,
        StepState::Waiting { .. } => 2,
    };
    (state, step.kind)
}

fn step_view(amendment: &Amendment) -> EntryStep {
    EntryStep {
        kind: match amendment.kind {
            AmendmentKind::Remove => StepKind::Remove,
            AmendmentKind::Move => StepKind::Move,
            AmendmentKind::Text => StepKind::Text,
        },
        state: match &amendment.state {
            AmendmentState::Waiting { due, last } => {
                StepState::Waiting { due_ms: ms(*due), problem: last.as_ref().map(Problem::from) }
            }
            AmendmentState::Stuck { why } => StepState::Stuck { problem: Problem::from(why) },
            AmendmentState::Kept => StepState::Kept,
        },
    }
}

/// Who a call was with, in one line.
pub(super) struct CallerLine {
    /// A name, else the number as it is shown; `None`: neither is known.
    pub(super) title: Option<String>,
    pub(super) kind: Option<KindView>,
    pub(super) company: Option<String>,
    pub(super) number: Option<NumberView>,
}

pub(super) fn caller_line(call: Option<&Call>, home: &Region) -> CallerLine {
    let known = call.and_then(|call| call.caller.person()).map(|known| &known.person);
    let number = call.map(|call| number(&call.number, home));
    let spoken = call.and_then(|call| call.phone_name.clone());
    let digits = number.as_ref().filter(|number| !number.withheld).map(|number| number.shown.clone());
    CallerLine {
        title: known.map(|person| person.name.clone()).or(spoken).or(digits),
        kind: known.map(|person| kind(person.kind)),
        company: known.and_then(|person| person.company.clone()),
        number,
    }
}

/// The same of a chat: who was found, else what the visitor gave.
fn chat_line(chat: &Correspondent, home: &Region) -> CallerLine {
    let known = chat.caller.person().map(|found| &found.person);
    let number = chat.who.number.as_ref().map(|known| number(known, home));
    let given = [
        known.map(|person| person.name.clone()),
        chat.who.name.clone(),
        number.as_ref().map(|number| number.shown.clone()),
        chat.who.email.clone(),
    ];
    CallerLine {
        title: given.into_iter().flatten().find(|text| !text.is_empty()),
        kind: known.map(|person| kind(person.kind)),
        company: known.and_then(|person| person.company.clone()),
        number,
    }
}

/// One line of the journal.
#[must_use]
pub fn row_of(item: &Item, step: Option<&EntryStep>, context: &Context) -> EntryRow {
    let (entry, call) = (&item.row.entry, item.call.as_ref());
    let home = &context.settings.matching.default_region;
    let line = match &item.chat {
        Some(chat) => chat_line(chat, home),
        None => caller_line(call, home),
    };
    let CallerLine { title, kind, company, number } = line;
    EntryRow {
        title: title.unwrap_or_else(|| entry.subject.clone()),
        channel: match &entry.kind {
            EntryKind::Call => None,
            EntryKind::Chat { channel } => Some(channel.clone()),
        },
        kind,
        company,
        number,
        direction: direction(entry.direction),
        outcome: outcome_view(entry.outcome),
        from: call.and_then(|call| call.from.clone()),
        talked_s: entry.duration_s,
        started_ms: ms(entry.started),
        attempts: item.row.attempts,
        entry: EntryView {
            key: entry.key.clone(),
            state: state_view(&item.row.state, call),
            step: step.cloned(),
        },
    }
}

/// A row that is held waits for its caller: to be found, or linked.
fn state_view(state: &EntryState, call: Option<&Call>) -> EntryStateView {
    let searching = call.is_some_and(|call| call.caller.is_open());
    match state {
        EntryState::Waiting { due: None, .. } if !searching => EntryStateView::Kept,
        EntryState::Waiting { due, last, .. } => {
            EntryStateView::Waiting { due_ms: due.map(ms), problem: last.as_ref().map(Problem::from) }
        }
        EntryState::InDoubt { ask_at, .. } => EntryStateView::InDoubt { ask_ms: ms(*ask_at) },
        EntryState::Stuck { why } => EntryStateView::Stuck { problem: Problem::from(why) },
        EntryState::Written { at, url, .. } => {
            EntryStateView::Written { at_ms: ms(*at), can_open: url.is_some() }
        }
        EntryState::Removed { how, at } => {
            EntryStateView::Removed { how: RemovalView::from(*how), at_ms: ms(*at) }
        }
    }
}

impl From<Removal> for RemovalView {
    fn from(how: Removal) -> Self {
        match how {
            Removal::Discarded => RemovalView::Discarded,
            Removal::Undone => RemovalView::Undone,
        }
    }
}

/// Everything about one entry. `call` is the one on the desk, else the one on disk.
#[must_use]
pub fn entry_details(item: &Item, step: Option<&EntryStep>, context: &Context) -> EntryDetails {
    let row = &item.row;
    let (people, linked) = item.call.as_ref().map(matches_of).unwrap_or_default();
    let why = match &row.state {
        EntryState::Stuck { why } => Some(why),
        EntryState::Waiting { last, .. } => last.as_ref(),
        EntryState::InDoubt { .. } | EntryState::Written { .. } | EntryState::Removed { .. } => None,
    };
    let (record, can_edit) = match &row.state {
        EntryState::Written { task_id, .. } => (Some(task_id.clone()), false),
        EntryState::Waiting { .. } | EntryState::Stuck { .. } => (None, !row.sending),
        EntryState::InDoubt { .. } | EntryState::Removed { .. } => (None, false),
    };
    EntryDetails {
        row: row_of(item, step, context),
        subject: row.entry.subject.clone(),
        description: row.entry.description.clone(),
        can_edit,
        people,
        linked,
        call: item.call.as_ref().map(|call| call.id.0),
        related: item.call.as_ref().map(related_to).unwrap_or_default(),
        left_alone: Vec::new(),
        refused: why.and_then(|why| refused_field(why, &row.entry.extra)),
        technical: TechnicalView {
            state: state_name(row.sending, &row.state).to_owned(),
            queued_ms: ms(row.queued),
            changed_ms: ms(row.changed),
            record,
            last: why.and_then(told),
        },
    }
}

fn refused_field(why: &FailureKind, extra: &[(String, String)]) -> Option<RefusedField> {
    let FailureKind::Refused { field: Some(name), .. } = why else { return None };
    if name == "Subject" || name == "Description" {
        return None;
    }
    let value = extra.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    Some(RefusedField {
        name: name.clone(),
        value: value.map(|(_, value)| value.clone()).unwrap_or_default(),
    })
}

fn state_name(sending: bool, state: &EntryState) -> &'static str {
    match state {
        _ if sending => "sending",
        EntryState::Waiting { due: None, .. } => "held",
        EntryState::Waiting { .. } => "waiting",
        EntryState::InDoubt { .. } => "in_doubt",
        EntryState::Stuck { .. } => "stuck",
        EntryState::Written { .. } => "written",
        EntryState::Removed { .. } => "removed",
    }
}

fn told(why: &FailureKind) -> Option<String> {
    match why {
        FailureKind::Refused { code, message, .. } => Some(format!("{code}: {message}")),
        FailureKind::NotAllowed { message, .. } => Some(message.clone()).filter(|text| !text.is_empty()),
        FailureKind::Broken { detail } => Some(detail.clone()).filter(|text| !text.is_empty()),
        FailureKind::Offline | FailureKind::SignedOut | FailureKind::Busy | FailureKind::CapReached => None,
    }
}

#[must_use]
pub fn field_view(field: FieldFacts) -> FieldView {
    FieldView { name: field.name, label: field.label, values: field.values }
}

#[must_use]
pub fn owner_view(owner: Owner) -> OwnerView {
    match owner {
        Owner::User { name, how, .. } => {
            let (how, shared) = match how {
                Found::Setting => (OwnerHow::Setting, false),
                Found::Email { shared } => (OwnerHow::Email, shared),
            };
            let problem = Problem { code: ProblemCode::OwnerEmailShared, detail: Some(name.clone()) };
            OwnerView { name: Some(name), how, problem: shared.then_some(problem) }
        }
        Owner::SignedIn { why, asked } => {
            let detail = (!asked.is_empty()).then_some(asked);
            let problem = Some(Problem { code: owner_problem(why), detail });
            OwnerView { name: None, how: OwnerHow::SignedIn, problem }
        }
    }
}

/// Why entries are the signed-in user's.
#[must_use]
pub fn owner_problem(why: NotFound) -> ProblemCode {
    match why {
        NotFound::PhoneRefused => ProblemCode::OwnerPhoneRefused,
        NotFound::PhoneSilent => ProblemCode::OwnerPhoneSilent,
        NotFound::NoEmail => ProblemCode::OwnerNoEmail,
        NotFound::NoUser => ProblemCode::OwnerNoUser,
        NotFound::OnlyInactive => ProblemCode::OwnerInactive,
        NotFound::Several => ProblemCode::OwnerSeveral,
        NotFound::CrmRefused => ProblemCode::OwnerCrmRefused,
    }
}
