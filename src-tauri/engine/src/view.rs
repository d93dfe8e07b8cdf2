//! Every shape the screen can see. A separate shape on purpose: renaming a rule's field cannot
//! break the screen unseen. Times are milliseconds since 1970, so the screen can run its own
//! timers.

mod action;
mod build;
mod chat;
mod chat_preview;
mod compare;
mod create;
mod dial;
mod entries;
mod facts;
mod health;
mod hook;
mod journal;
mod look;
mod matching;
mod offers;
mod related;
mod search;
mod setup;
mod waiting;

pub use action::Action;
pub use build::{Around, build, details, not_started};
pub use chat::{
    ChannelView, ChatActionView, ChatDetails, ChatLine, ChatRow, ChatSide, ChatStateView, ChatsAround,
    ChatsState, ChatsView, chat_details, chats_view, not_started_chats,
};
pub use chat_preview::{ChatPreview, chat_variables, preview_chat};
pub(crate) use compare::compare_view;
pub use compare::{
    CompareDoing, CompareView, ComparedView, FindingView, FindingWhat, MendedView, MissingWhy, compared_view,
};
pub(crate) use create::duplicate_views;
pub use create::{
    AccountChoiceView, CreateChoice, CreateField, CreateForm, CreateFrom, CreateKindView, CreationView,
    DraftCheck, DraftValues, DuplicateView, DuplicateWhy, DuplicatesThere, FieldKindView, FieldRefusal,
    NumberAdded, PersonSaved, PersonUsed, RecordTypeView, RefusalWhy, Refusals, ValueSource, WaitingPerson,
    WaitingState,
};
pub(crate) use dial::colleagues_found;
pub use dial::{
    ColleagueView, ConsultView, DialOrder, DialSourceView, DialStateView, DialView, DialWarningView,
};
pub use entries::{
    Entries, EntryDetails, EntryFacts, EntryPage, EntryRow, EntryStep, FieldView, LeftAlone, OwnerHow,
    OwnerView, RefusedField, RemovalView, StepKind, StepState, TechnicalView, entry_details, field_view,
    owner_problem, owner_view, row_of,
};
pub use facts::{ActivityKind, ActivityView, FactRow, FactValue, FactsView, facts_view};
pub use health::{ApiView, Health, KeychainView, LinkView, PastProblem};
pub use hook::hook_view;
pub use journal::{
    FilledView, JournalPreview, NotWritten, PreviewKind, PreviewText, VariableView, preview, variables,
};
pub use look::{AgentView, LanguageView, Look, ThemeView};
pub use matching::{
    ChoiceLine, ChoicesView, IndexDoing, IndexView, NumberTryView, PopsBecause, ReadingKind, RegionView,
    RuleEffect, RuleError, RuleStepView, RuleView, TriedIn, TryFound,
};
pub(crate) use matching::{choice_line, judged_view, reading_view};
pub use offers::{TaskFieldView, TaskFieldsView};
pub use related::{RelatedFound, RelatedKindView, RelatedOption, RelatedTo, RelatedView, related_found};
pub use search::{DigitsView, FoundPhone, FoundView, NumberPartView, SearchHere, SearchThere};
pub(crate) use search::{found_views, number_view, person_found};
pub use setup::{
    AccountView, FieldError, FieldProblem, HeardVerdict, HeardView, HookState, HookView, PresetId,
    PresetLine, PresetView, SaveOutcome, SecretId, SecretView, SettingValue, SettingsChange, SettingsView,
    SetupView, SignInView,
};
pub(crate) use waiting::waiting_people;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::problem::Problem;

/// The whole state of the companion. Published after every change; no deltas.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct View {
    /// Counts up with every change; of two views the higher one is newer.
    pub revision: u64,
    pub look: Look,
    pub agent: AgentView,
    /// Calls the pop shows, newest first.
    pub pop: Vec<CallView>,
    pub pops_paused: bool,
    /// A wish to call somebody that is no call yet.
    #[serde(default)]
    pub dial: Option<DialView>,
    /// What a call can have come to; empty: nobody is asked.
    pub wrap_up_codes: Vec<String>,
    /// Today's calls, newest first. Details are asked for one by one.
    pub today: Vec<CallRow>,
    pub chats: ChatsView,
    pub journal: JournalCounts,
    /// Entries a person may look after, newest first: stuck, waiting, or with a step open.
    #[serde(default)]
    pub entries: Vec<EntryRow>,
    /// What can be created, and who waits to be.
    #[serde(default)]
    pub creation: CreationView,
    pub health: Health,
    pub setup: SetupView,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct CallView {
    pub id: u64,
    pub phase: Phase,
    pub direction: DirectionView,
    pub number: NumberView,
    /// What the phone system calls the other side, when Salesforce knows nobody.
    pub phone_name: Option<String>,
    /// Queue, ring group or line.
    pub via: Option<String>,
    /// Who had it before.
    pub from: Option<String>,
    pub started_ms: i64,
    pub caller: CallerView,
    /// What is told of the one person.
    pub facts: FactsView,
    /// Buttons laid out for this call; never changes while it lives.
    pub offers: AbilitiesView,
    /// What works right now.
    pub can: AbilitiesView,
    pub notes: String,
    /// Notes can still become part of the entry.
    pub notes_open: bool,
    pub notes_saved_ms: Option<i64>,
    /// The wrap-up code chosen.
    pub wrap_up: Option<String>,
    /// What it was about, besides the person.
    #[serde(default)]
    pub related: RelatedTo,
    /// The agent, or a list of the settings, says that nothing is written about it.
    pub private: bool,
    /// Why nothing will be written about it; `None` while it goes on, and where something is.
    pub not_written: Option<NotWritten>,
    /// Times are estimates.
    pub estimated: bool,
    /// A phone tells of it by itself: it may be answered unheard, so notes are taken from the ring on.
    pub heard: bool,
    /// The phone system refused the last command.
    pub refused: Option<Problem>,
    /// Somebody is asked whether they take it.
    #[serde(default)]
    pub consult: Option<ConsultView>,
    pub entry: Option<EntryView>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "phase", rename_all = "snake_case")]
pub enum Phase {
    Ringing,
    Dialing,
    Talking { answered_ms: i64 },
    Ended { outcome: OutcomeView, ended_ms: i64, talked_s: u32 },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DirectionView {
    Inbound,
    Outbound,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeView {
    AnsweredInbound,
    Missed,
    Rejected,
    AnsweredOutbound,
    UnansweredOutbound,
    AnsweredElsewhere,
    /// A phone told that it began, and nothing told how it ended.
    NotKnown,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct NumberView {
    /// National when its country is the agent's, else international. Empty when withheld.
    pub shown: String,
    /// What Copy copies: E.164 where it is one.
    pub copied: String,
    /// ISO country, where the number tells it.
    pub region: Option<String>,
    pub withheld: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AbilitiesView {
    pub answer: bool,
    pub reject: bool,
    pub hang_up: bool,
    #[serde(default)]
    pub transfer: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "caller", rename_all = "snake_case")]
pub enum CallerView {
    NotLookedUp,
    Searching,
    Unknown,
    One { best: MatchView, runners_up: Vec<MatchView> },
    Several { matches: Vec<MatchView>, choice: ChoiceView },
    Unreachable { problem: Problem, since_ms: i64, local: Option<MatchView> },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "choice", rename_all = "snake_case")]
pub enum ChoiceView {
    Open,
    Remembered { at: usize },
    Chosen { at: usize },
    Nobody,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct MatchView {
    pub id: String,
    pub kind: KindView,
    pub name: String,
    pub title: Option<String>,
    pub company: Option<String>,
    pub owner: Option<String>,
    pub do_not_call: bool,
    /// `2026-11-18`
    pub last_activity: Option<String>,
    /// There is a page to open.
    pub can_open: bool,
    pub why: WhyView,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum KindView {
    Contact,
    Lead,
    Account,
    PersonAccount,
    User,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct WhyView {
    /// The org's label of the field.
    pub label: String,
    /// As stored.
    pub spelling: String,
    /// `None`: exact.
    pub last_digits: Option<u8>,
    /// The caller's number as compared, and the characters compared, `start..end`.
    pub caller: String,
    pub caller_marks: Vec<(u32, u32)>,
    pub stored_marks: Vec<(u32, u32)>,
    /// When the index on this computer read it; `None`: asked Salesforce just now.
    pub index_read_ms: Option<i64>,
    /// The agent said so; no number was compared.
    #[serde(default)]
    pub linked: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct EntryView {
    pub key: String,
    pub state: EntryStateView,
    /// What is being done to it since it was written.
    #[serde(default)]
    pub step: Option<EntryStep>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum EntryStateView {
    /// Will be written; `problem` when a try failed.
    Waiting {
        due_ms: Option<i64>,
        problem: Option<Problem>,
    },
    /// On this computer until the caller is linked.
    Kept,
    /// Sent, the answer was lost; asked about at `ask_ms`.
    InDoubt {
        ask_ms: i64,
    },
    Stuck {
        problem: Problem,
    },
    Written {
        at_ms: i64,
        can_open: bool,
    },
    /// A person took it out of the journal.
    Removed {
        how: RemovalView,
        at_ms: i64,
    },
}

/// One line of today's calls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct CallRow {
    pub id: u64,
    pub phase: Phase,
    pub direction: DirectionView,
    pub started_ms: i64,
    pub number: NumberView,
    pub name: Option<String>,
    pub kind: Option<KindView>,
    pub company: Option<String>,
    pub phone_name: Option<String>,
    pub via: Option<String>,
    pub from: Option<String>,
    /// Who took it, when a colleague did.
    pub taken_by: Option<String>,
    pub internal: bool,
    /// Looked up, and nobody has this number.
    pub unknown: bool,
    pub entry: Option<EntryView>,
    /// As in [`CallView`].
    pub not_written: Option<NotWritten>,
}

/// Everything about one call, live or of today.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct CallDetails {
    pub call: CallView,
    pub internal: bool,
    pub course: Vec<CourseView>,
    /// What is, or will be, written.
    pub text: Option<EntryText>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct EntryText {
    pub subject: String,
    pub description: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct CourseView {
    pub at_ms: i64,
    pub step: StepView,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum StepView {
    Rang { via: Option<String> },
    Dialed,
    Adopted,
    AnsweredHere,
    AnsweredBy { who: String },
    TransferredFrom { who: String },
    LinkLost,
    Ended,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct JournalCounts {
    pub waiting: u32,
    pub stuck: u32,
    pub written_today: u32,
}
