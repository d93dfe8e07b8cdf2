//! What the form for a new person shows, and what came of saving it.

use std::collections::BTreeMap;

use domain::create::{
    AccountChoice, CreateKind, Draft, FieldKind, FormField, RecordType, Twin, TwinWhy, Wrong, WrongWhy,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{FoundView, NumberView};
use crate::problem::Problem;

/// What can be created, and who waits to be.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
pub struct CreationView {
    /// The preferred kind first; empty: creating is off.
    pub kinds: Vec<CreateKindView>,
    /// People who are not in Salesforce yet, oldest first.
    pub waiting: Vec<WaitingPerson>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CreateKindView {
    Contact,
    Lead,
    PersonAccount,
}

/// Somebody who is to be created.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct WaitingPerson {
    /// Opens the form again.
    pub draft: String,
    pub kind: CreateKindView,
    pub name: String,
    pub company: Option<String>,
    /// The call they were created from, while it is known.
    pub call: Option<u64>,
    pub queued_ms: i64,
    pub state: WaitingState,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum WaitingState {
    /// Created as soon as Salesforce can be reached; `problem`: why not yet.
    Waiting { due_ms: i64, problem: Option<Problem> },
    /// Sent, the answer was lost; asked about before it is sent again.
    InDoubt { ask_ms: i64 },
    /// A person must act: open the form again, try again, or give up.
    Stuck { problem: Problem },
}

/// Where somebody is created from. The same place finds its draft again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum CreateFrom {
    Call {
        call: u64,
    },
    Chat {
        chat: String,
    },
    /// What was searched for: a number, an e-mail address or a name.
    Text {
        text: String,
    },
    /// Somebody new at a company this computer knows, by the record's id.
    Account {
        account: String,
    },
    /// A draft, or somebody who waits.
    Draft {
        draft: String,
    },
}

/// The form, filled as far as anything is known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct CreateForm {
    /// Names it in everything that follows.
    pub draft: String,
    /// What may be chosen, the preferred one first.
    pub kinds: Vec<CreateKindView>,
    /// Empty: there is nothing to choose.
    pub record_types: Vec<RecordTypeView>,
    /// In the order of the org's page.
    pub fields: Vec<CreateField>,
    pub values: DraftValues,
    /// Where prefilled values came from, by API name.
    pub sources: BTreeMap<String, ValueSource>,
    /// The call it is opened from, while it is known.
    pub call: Option<u64>,
    /// What was typed before and not saved is back.
    pub restored: bool,
    /// Why the org's own fields are not known: these are the ones every org has.
    pub problem: Option<Problem>,
    /// Why saving did not work the last time, where it was not seen: the draft was queued.
    pub refused: Option<Refusals>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RecordTypeView {
    pub id: String,
    pub name: String,
}

/// Where a value came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ValueSource {
    /// The call, chat or search.
    Origin,
    /// The settings.
    Settings,
    /// The org fills it in.
    Org,
}

/// One field of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CreateField {
    /// API name.
    pub name: String,
    /// The org's label in the user's language.
    pub label: String,
    pub kind: FieldKindView,
    pub required: bool,
    /// A field of this org's own.
    pub custom: bool,
    /// In characters.
    pub length_max: Option<u32>,
    /// What the org's admin says of it.
    pub help: Option<String>,
    pub choices: Vec<CreateChoice>,
    /// The choices are all there is; else any text may be typed.
    pub closed: bool,
    /// The field that says which choices there are.
    pub controlled_by: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FieldKindView {
    Text,
    LongText,
    Email,
    Phone,
    Url,
    Number,
    /// `true` or `false`.
    Checkbox,
    /// `2026-11-22`
    Date,
    /// `2026-11-22T13:30`, local.
    DateTime,
    Picklist,
    /// Values with `;` between them.
    MultiPicklist,
    /// `DraftValues.account`
    Account,
    /// The id of another record.
    Record,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CreateChoice {
    pub value: String,
    pub label: String,
    /// Values of the controlling field it goes with (`true` and `false` for a checkbox); `null`:
    /// with any.
    pub with: Option<Vec<String>>,
}

/// What stands in the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DraftValues {
    pub kind: CreateKindView,
    pub record_type: Option<String>,
    /// By API name.
    pub fields: BTreeMap<String, String>,
    pub account: Option<AccountChoiceView>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "account", rename_all = "snake_case")]
pub enum AccountChoiceView {
    Existing {
        id: String,
        name: String,
    },
    /// Created together with the person.
    New {
        name: String,
    },
}

/// What this computer says of a draft, at once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct DraftCheck {
    /// How phone fields were read, by API name.
    pub numbers: BTreeMap<String, NumberView>,
    /// Who may be there already, likeliest first.
    pub matches: Vec<DuplicateView>,
    /// Salesforce is worth asking as well.
    pub ask: bool,
}

/// What Salesforce says of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "there", rename_all = "snake_case")]
pub enum DuplicatesThere {
    /// Everybody, those this computer knows included.
    Found {
        matches: Vec<DuplicateView>,
        requests: u32,
    },
    /// Given up, because something else was asked meanwhile.
    Stale,
    Failed {
        problem: Problem,
    },
}

/// Somebody who may be the one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct DuplicateView {
    pub person: FoundView,
    /// At least one.
    pub why: Vec<DuplicateWhy>,
    /// The number of the draft can be added to the record: the label of an empty phone field.
    pub add_to: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DuplicateWhy {
    Number,
    Email,
    NameAndCompany,
    Name,
    /// A duplicate rule of the org.
    Salesforce,
}

/// What came of saving. Nothing that was typed is lost, whatever it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "saved", rename_all = "snake_case")]
pub enum PersonSaved {
    Created {
        person: Box<FoundView>,
        /// It was there already: an earlier try, or another window's, had been carried out.
        found: bool,
    },
    Refused(Refusals),
    /// Salesforce, or this computer, takes them for somebody who is there already.
    Duplicates {
        matches: Vec<DuplicateView>,
        may_save_anyway: bool,
        /// The org's own words.
        message: Option<String>,
    },
    /// On disk; created as soon as it can be.
    Queued {
        problem: Problem,
    },
    Failed {
        problem: Problem,
    },
}

/// Why somebody was not created.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct Refusals {
    pub fields: Vec<FieldRefusal>,
    /// What concerns no field of the form, in Salesforce's words.
    pub general: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FieldRefusal {
    /// API name.
    pub field: String,
    /// Of a field that is not on the form: what the org calls it.
    pub label: Option<String>,
    pub why: RefusalWhy,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum RefusalWhy {
    Missing,
    TooLong {
        max: u32,
    },
    NotAnEmail,
    NotANumber,
    NotADate,
    NotAChoice,
    /// In the org's own words.
    Salesforce {
        message: String,
    },
}

/// What came of using somebody who is there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "used", rename_all = "snake_case")]
pub enum PersonUsed {
    Linked { person: Box<FoundView>, number: NumberAdded },
    Failed { problem: Problem },
}

/// What became of the number that was to be added to a record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "number", rename_all = "snake_case")]
pub enum NumberAdded {
    NotWanted,
    Added {
        label: String,
    },
    AlreadyThere,
    /// No phone field is empty; nothing is ever overwritten.
    NoRoom,
    NotAdded {
        problem: Problem,
    },
}

impl From<CreateKind> for CreateKindView {
    fn from(kind: CreateKind) -> Self {
        match kind {
            CreateKind::Contact => CreateKindView::Contact,
            CreateKind::Lead => CreateKindView::Lead,
            CreateKind::PersonAccount => CreateKindView::PersonAccount,
        }
    }
}

impl From<CreateKindView> for CreateKind {
    fn from(kind: CreateKindView) -> Self {
        match kind {
            CreateKindView::Contact => CreateKind::Contact,
            CreateKindView::Lead => CreateKind::Lead,
            CreateKindView::PersonAccount => CreateKind::PersonAccount,
        }
    }
}

impl From<&RecordType> for RecordTypeView {
    fn from(record_type: &RecordType) -> Self {
        Self { id: record_type.id.clone(), name: record_type.name.clone() }
    }
}

impl From<FieldKind> for FieldKindView {
    fn from(kind: FieldKind) -> Self {
        match kind {
            FieldKind::Text => FieldKindView::Text,
            FieldKind::LongText => FieldKindView::LongText,
            FieldKind::Email => FieldKindView::Email,
            FieldKind::Phone => FieldKindView::Phone,
            FieldKind::Url => FieldKindView::Url,
            FieldKind::Number { .. } => FieldKindView::Number,
            FieldKind::Checkbox => FieldKindView::Checkbox,
            FieldKind::Date => FieldKindView::Date,
            FieldKind::DateTime => FieldKindView::DateTime,
            FieldKind::Picklist => FieldKindView::Picklist,
            FieldKind::MultiPicklist => FieldKindView::MultiPicklist,
            FieldKind::Account => FieldKindView::Account,
            FieldKind::Record => FieldKindView::Record,
        }
    }
}

impl From<&FormField> for CreateField {
    fn from(field: &FormField) -> Self {
        let choices = field.choices.iter().map(|choice| CreateChoice {
            value: choice.value.clone(),
            label: choice.label.clone(),
            with: choice.with.clone(),
        });
        Self {
            name: field.name.clone(),
            label: field.label.clone(),
            kind: field.kind.into(),
            required: field.required,
            custom: field.name.ends_with("__c"),
            length_max: field.length_max,
            help: field.help.clone(),
            choices: choices.collect(),
            closed: field.is_closed,
            controlled_by: field.controlled_by.clone(),
        }
    }
}

impl From<AccountChoice> for AccountChoiceView {
    fn from(choice: AccountChoice) -> Self {
        match choice {
            AccountChoice::Existing { id, name } => AccountChoiceView::Existing { id, name },
            AccountChoice::New { name } => AccountChoiceView::New { name },
        }
    }
}

impl From<AccountChoiceView> for AccountChoice {
    fn from(choice: AccountChoiceView) -> Self {
        match choice {
            AccountChoiceView::Existing { id, name } => AccountChoice::Existing { id, name },
            AccountChoiceView::New { name } => AccountChoice::New { name },
        }
    }
}

impl From<Draft> for DraftValues {
    fn from(draft: Draft) -> Self {
        Self {
            kind: draft.kind.into(),
            record_type: draft.record_type,
            fields: draft.values,
            account: draft.account.map(AccountChoiceView::from),
        }
    }
}

impl From<DraftValues> for Draft {
    fn from(values: DraftValues) -> Self {
        let account = values.account.map(AccountChoice::from);
        let (kind, record_type) = (values.kind.into(), values.record_type);
        Draft { kind, record_type, values: values.fields, account }.bounded()
    }
}

impl From<TwinWhy> for DuplicateWhy {
    fn from(why: TwinWhy) -> Self {
        match why {
            TwinWhy::Number => DuplicateWhy::Number,
            TwinWhy::Email => DuplicateWhy::Email,
            TwinWhy::NameAndCompany => DuplicateWhy::NameAndCompany,
            TwinWhy::Name => DuplicateWhy::Name,
            TwinWhy::Crm => DuplicateWhy::Salesforce,
        }
    }
}

impl From<Wrong> for FieldRefusal {
    fn from(wrong: Wrong) -> Self {
        let why = match wrong.why {
            WrongWhy::Missing => RefusalWhy::Missing,
            WrongWhy::TooLong { max } => RefusalWhy::TooLong { max },
            WrongWhy::NotAnEmail => RefusalWhy::NotAnEmail,
            WrongWhy::NotANumber => RefusalWhy::NotANumber,
            WrongWhy::NotADate => RefusalWhy::NotADate,
            WrongWhy::NotAChoice => RefusalWhy::NotAChoice,
        };
        Self { field: wrong.field, label: None, why }
    }
}

/// Those who may be the one, as they are listed.
pub(crate) fn duplicate_views(
    twins: &[Twin],
    add_to: impl Fn(&Twin) -> Option<String>,
    home: &domain::number::Region,
) -> Vec<DuplicateView> {
    let view = |twin: &Twin| DuplicateView {
        person: super::search::person_found(&twin.person, home),
        why: twin.why.iter().map(|why| DuplicateWhy::from(*why)).collect(),
        add_to: add_to(twin),
    };
    twins.iter().map(view).collect()
}
