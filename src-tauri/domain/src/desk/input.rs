//! What goes into the desk and what comes out of it.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::DialId;
use crate::call::{
    Call, CallId, Heard, HeardVerdict, LegId, LoggedLeg, PhoneCommand, PhoneEvent, PhoneFailure,
};
use crate::caller::{Match, Person, Verdict};
use crate::chat::ChatAction;
use crate::dial::DialSource;
use crate::journal::{Agent, Entry, EntryEdit, Related};
use crate::number::Number;
use crate::outbox::{EntryState, FailureKind};
use crate::settings::Settings;

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    Phone(PhoneEvent),
    /// What a phone told by itself.
    Heard(Heard),
    /// A phone command came back.
    Commanded {
        call: CallId,
        result: Result<(), PhoneFailure>,
    },
    /// What is known of the caller. Answers about calls that are gone are dropped.
    Found {
        call: CallId,
        answer: Answer,
    },
    /// Who has a number that is about to be dialled, as this computer knows it.
    WhoIs {
        dial: DialId,
        who: Vec<Match>,
    },
    /// An order to dial came back, with the own leg where the phone system names one.
    Dialled {
        dial: DialId,
        result: Result<Option<LegId>, PhoneFailure>,
    },
    /// The CRM can be asked again; calls whose caller could not be looked up are asked for once more.
    CrmReady,
    /// People came into the index: somebody may be found now who was not before.
    PeopleChanged,
    /// Whom the agent linked a call to is known.
    Linked {
        call: CallId,
        person: Box<Person>,
        remember: bool,
    },
    /// Somebody was created for the call with this key, or named as the one who is there already.
    Created {
        key: String,
        person: Box<Person>,
    },
    /// Where an entry stands.
    Entry {
        key: String,
        state: EntryState,
    },
    Agent(AgentAction),
    /// The entry of this call could not be put on disk.
    NotQueued {
        key: String,
    },
    /// Calls saved by an earlier run.
    Restored {
        calls: Vec<Call>,
    },
    /// About the phone system's log of calls.
    Log(LogNews),
    /// Whether the pop can be shown at all (the screen is not locked).
    PopPossible(bool),
    /// The time [`Desk::wake_at`] named has come.
    Wake,
}

/// What became of the phone system's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LogNews {
    /// Whether there is one that may be asked. Nobody waits for it while there is none.
    Possible(bool),
    /// It was asked, and these are its rows.
    Read { legs: Vec<LoggedLeg> },
    /// It was asked and did not answer; it may the next time.
    Unread,
}

/// What a look-up came to.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// From the index on this computer; the CRM is still being asked.
    Local(Verdict),
    /// Final.
    Settled(Verdict),
    Failed {
        cause: FailureKind,
    },
}

/// What the agent does. Comes from the pop, the main window, the tray, `ringsidectl run` and the
/// profile's socket alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum AgentAction {
    Answer {
        call: CallId,
    },
    Reject {
        call: CallId,
    },
    HangUp {
        call: CallId,
    },
    /// Let it ring at another number, or hand it over there.
    Transfer {
        call: CallId,
        to: String,
    },
    /// Send it to a voicemail: to this extension's, or to the own.
    Voicemail {
        call: CallId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        of: Option<String>,
    },
    /// Call somebody to ask whether they take this call; the call itself stays.
    Consult {
        call: CallId,
        to: String,
    },
    /// Hand the call over to whoever was asked.
    HandOver {
        call: CallId,
    },
    /// Call a number, as it stands somewhere.
    Dial {
        number: String,
        source: DialSource,
    },
    /// Yes, call; or try again. `device`: at this phone, this once, as in the settings.
    ConfirmDial {
        dial: DialId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        device: Option<String>,
    },
    /// Do not call, or take the failure off the screen.
    DismissDial {
        dial: DialId,
    },
    /// Open the caller's record in the browser.
    Open {
        call: CallId,
    },
    /// Choose one of several.
    Choose {
        call: CallId,
        person: String,
        remember: bool,
    },
    /// None of these.
    ChooseNobody {
        call: CallId,
    },
    /// The whole text of the notes, as typed.
    Note {
        call: CallId,
        text: String,
    },
    /// Link a call to one of its matches, or to somebody this computer knows.
    Link {
        call: CallId,
        person: String,
        /// For every later call from the number as well.
        remember: bool,
    },
    /// What the call was about, besides its person.
    Relate {
        call: CallId,
        related: Option<Related>,
    },
    /// What the call came to: one of the settings' codes, or none.
    WrapUp {
        call: CallId,
        code: Option<String>,
    },
    /// Whether the call is private: while it is not written, it can be decided anew.
    Private {
        call: CallId,
        on: bool,
    },
    /// Something was done in the pop: wrap-up starts anew.
    Touch {
        call: CallId,
    },
    /// Hide a live call, or end wrap-up.
    Dismiss {
        call: CallId,
    },
    /// Look the caller up once more.
    RetryLookup {
        call: CallId,
    },
    /// Send a waiting or stuck entry now.
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
    /// Other words for an entry that was not sent; it is sent as soon as possible.
    EditEntry {
        key: String,
        edit: EntryEdit,
    },
    /// Take a written entry back.
    UndoEntry {
        key: String,
    },
    /// Send an entry that was made for another org to the one signed in to.
    SendEntryHere {
        key: String,
    },
    /// Link an entry to another of the call's matches, or to nobody.
    MoveEntry {
        key: String,
        person: Option<String>,
    },
    /// Open the written Task.
    OpenTask {
        call: CallId,
    },
    /// Something with a chat.
    Chat {
        chat: ChatAction,
    },
    /// Open a record that a search found.
    OpenPerson {
        id: String,
    },
    /// Pops become desktop notifications until resumed.
    PausePops,
    ResumePops,
    /// Start signing in to the CRM in the browser.
    SignIn,
    /// Stop waiting for the browser.
    StopSignIn,
    /// Sign out of the CRM, and forget everybody on this computer.
    SignOut,
}

/// What is to be done. `Desk` performs nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Save the call, before anything else but what goes into or out of the outbox: a call on disk
    /// that is over has its entry there.
    Save {
        call: Box<Call>,
    },
    /// Ask index and CRM who this is.
    LookUp {
        call: CallId,
        number: Number,
    },
    /// Ask the index on this computer who has the number.
    WhoIs {
        dial: DialId,
        number: Number,
    },
    /// Tell the phone system to call. `device` is part of a phone's own name; empty: any.
    Dial {
        dial: DialId,
        destination: String,
        device: String,
    },
    /// Keep in the settings that calls from pages of the browser are not asked about any more.
    TrustExtension,
    Command {
        call: CallId,
        leg: LegId,
        command: PhoneCommand,
    },
    /// Put the entry into the outbox, in place of an unsent one with the same key.
    Queue {
        entry: Box<Entry>,
        due: Due,
    },
    /// Take this entry out of the outbox, unless it was or may have been sent.
    Withdraw {
        key: String,
    },
    /// Ask the phone system's log for this period, and tell [`Input::Log`] what it answered.
    AskLog {
        from: Timestamp,
        to: Timestamp,
    },
    /// Send this entry as soon as possible.
    Retry {
        key: String,
    },
    /// Something a person does to entries that are on disk already.
    Journal(JournalOrder),
    Remember {
        number: String,
        person: String,
        /// Although their record does not hold it.
        linked: bool,
    },
    /// Find somebody by the record's id, and answer with [`Input::Linked`].
    FindPerson {
        call: CallId,
        person: String,
        remember: bool,
    },
    Forget {
        number: String,
    },
    OpenLink {
        url: String,
    },
    /// Open the page of the person with this id.
    OpenPerson {
        id: String,
    },
    /// Tell of a ringing call without the pop.
    Notify {
        call: CallId,
    },
    /// Start signing in to the CRM in the browser.
    SignIn,
    StopSignIn,
    SignOut,
    /// What became of something heard. A later one about the same arrival replaces it.
    Judged {
        arrival: u64,
        verdict: HeardVerdict,
    },
}

/// What is to be done to entries that are on disk already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JournalOrder {
    RetryAll,
    Discard {
        key: String,
    },
    Restore {
        key: String,
    },
    Edit {
        key: String,
        edit: EntryEdit,
    },
    Undo {
        key: String,
    },
    /// It was made for another org than is signed in to, and goes to this one.
    SendHere {
        key: String,
    },
    /// The entry as it would be written now, when it was written or may have been: what changed is
    /// brought to its record.
    Amend {
        entry: Box<Entry>,
        /// What came late, piece by piece: for a text that a person changed meanwhile.
        late: Vec<String>,
    },
}

/// When an entry may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    Now,
    /// After this long; replaced when the call closes.
    After(Duration),
    /// At this time, if nothing tells better before.
    At(Timestamp),
    /// When the caller has been looked up, or linked.
    WhenFound,
}

/// What `Desk` needs to know besides events.
#[derive(Debug, Clone, PartialEq)]
pub struct Context {
    pub settings: Settings,
    pub agent: Agent,
    /// The phone system's host, as it stands in keys.
    pub pbx: String,
    pub zone: jiff::tz::TimeZone,
}
