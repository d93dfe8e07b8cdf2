//! What the screen can ask the companion to do.

use domain::desk::AgentAction;
use domain::journal::EntryEdit;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ChatActionView, DialOrder, RelatedView};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum Action {
    Answer {
        call: u64,
    },
    Reject {
        call: u64,
    },
    HangUp {
        call: u64,
    },
    /// Let it ring elsewhere, or hand it over.
    Transfer {
        call: u64,
        to: String,
    },
    /// Send it to this extension's voicemail, or to the own.
    Voicemail {
        call: u64,
        of: Option<String>,
    },
    /// Call somebody to ask whether they take it.
    Consult {
        call: u64,
        to: String,
    },
    /// Hand it over to whoever was asked.
    HandOver {
        call: u64,
    },
    Dial {
        dial: DialOrder,
    },
    Open {
        call: u64,
    },
    Choose {
        call: u64,
        person: String,
        remember: bool,
    },
    ChooseNobody {
        call: u64,
    },
    Note {
        call: u64,
        text: String,
    },
    /// Link it to one of its matches, or to somebody a search found.
    Link {
        call: u64,
        person: String,
        /// For every later call from the number as well.
        remember: bool,
    },
    /// What it was about, or nothing besides the person.
    Relate {
        call: u64,
        related: Option<RelatedView>,
    },
    /// One of the wrap-up codes, or none.
    WrapUp {
        call: u64,
        code: Option<String>,
    },
    /// Whether nothing is to be written about it; counts until it is written.
    Private {
        call: u64,
        on: bool,
    },
    Touch {
        call: u64,
    },
    Dismiss {
        call: u64,
    },
    RetryLookup {
        call: u64,
    },
    RetryEntry {
        key: String,
    },
    /// Send everything that is stuck, or waits after a failure, now.
    RetryAll,
    /// Take an entry that was not sent out of the journal.
    DiscardEntry {
        key: String,
    },
    /// Put an entry that was discarded or undone back.
    RestoreEntry {
        key: String,
    },
    /// Other words for an entry that was not sent; `field` is the refused one and its value.
    EditEntry {
        key: String,
        subject: String,
        description: String,
        field: Option<(String, String)>,
    },
    /// Take a written entry back.
    UndoEntry {
        key: String,
    },
    /// Send what was made for another org to the one signed in to.
    SendEntryHere {
        key: String,
    },
    /// Link it to another of the call's matches, or to nobody.
    MoveEntry {
        key: String,
        person: Option<String>,
    },
    OpenTask {
        call: u64,
    },
    Chat {
        chat: ChatActionView,
    },
    /// Open a record that a search found.
    OpenPerson {
        id: String,
    },
    PausePops,
    ResumePops,
    /// Start signing in to Salesforce in the browser.
    SignIn,
    /// Stop waiting for the browser.
    StopSignIn,
    /// Give the token back and forget everybody on this computer.
    SignOut,
}

impl From<Action> for AgentAction {
    fn from(action: Action) -> Self {
        use domain::call::CallId;
        match action {
            Action::Answer { call } => AgentAction::Answer { call: CallId(call) },
            Action::Reject { call } => AgentAction::Reject { call: CallId(call) },
            Action::HangUp { call } => AgentAction::HangUp { call: CallId(call) },
            Action::Transfer { call, to } => AgentAction::Transfer { call: CallId(call), to },
            Action::Voicemail { call, of } => AgentAction::Voicemail { call: CallId(call), of },
            Action::Consult { call, to } => AgentAction::Consult { call: CallId(call), to },
            Action::HandOver { call } => AgentAction::HandOver { call: CallId(call) },
            Action::Dial { dial } => dial.into(),
            Action::Open { call } => AgentAction::Open { call: CallId(call) },
            Action::Choose { call, person, remember } => {
                AgentAction::Choose { call: CallId(call), person, remember }
            }
            Action::ChooseNobody { call } => AgentAction::ChooseNobody { call: CallId(call) },
            Action::Note { call, text } => AgentAction::Note { call: CallId(call), text },
            Action::Link { call, person, remember } => {
                AgentAction::Link { call: CallId(call), person, remember }
            }
            Action::Relate { call, related } => {
                AgentAction::Relate { call: CallId(call), related: related.map(Into::into) }
            }
            Action::WrapUp { call, code } => AgentAction::WrapUp { call: CallId(call), code },
            Action::Private { call, on } => AgentAction::Private { call: CallId(call), on },
            Action::Touch { call } => AgentAction::Touch { call: CallId(call) },
            Action::Dismiss { call } => AgentAction::Dismiss { call: CallId(call) },
            Action::RetryLookup { call } => AgentAction::RetryLookup { call: CallId(call) },
            Action::RetryEntry { key } => AgentAction::RetryEntry { key },
            Action::RetryAll => AgentAction::RetryAll,
            Action::DiscardEntry { key } => AgentAction::DiscardEntry { key },
            Action::RestoreEntry { key } => AgentAction::RestoreEntry { key },
            Action::EditEntry { key, subject, description, field } => {
                AgentAction::EditEntry { key, edit: EntryEdit { subject, description, field } }
            }
            Action::UndoEntry { key } => AgentAction::UndoEntry { key },
            Action::SendEntryHere { key } => AgentAction::SendEntryHere { key },
            Action::MoveEntry { key, person } => AgentAction::MoveEntry { key, person },
            Action::OpenTask { call } => AgentAction::OpenTask { call: CallId(call) },
            Action::Chat { chat } => AgentAction::Chat { chat: chat.into() },
            Action::OpenPerson { id } => AgentAction::OpenPerson { id },
            Action::PausePops => AgentAction::PausePops,
            Action::ResumePops => AgentAction::ResumePops,
            Action::SignIn => AgentAction::SignIn,
            Action::StopSignIn => AgentAction::StopSignIn,
            Action::SignOut => AgentAction::SignOut,
        }
    }
}
