//! Whether an entry that could not be written is tried later, asked about, or stuck: a pure
//! function. Not here: the table, the clock, the network.

mod budget;
mod decide;
mod double;

pub use budget::{Quota, saving};
pub use decide::{
    BACK_OFF_FIRST, BACK_OFF_MAX, BROKEN_TRIES_MAX, IN_DOUBT_WAIT, Next, RETRY_AFTER_MAX, RETRY_AFTER_MIN,
    decide,
};
pub(crate) use double::TOUCHED_AFTER;
pub use double::{Kept, Written, kept};

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The seven things the rest of the program branches on when the CRM did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "failure", rename_all = "snake_case")]
pub enum FailureKind {
    /// No answer: network, DNS, TLS, time-out.
    Offline,
    /// No valid sign-in any more.
    SignedOut,
    /// The user may not do this.
    NotAllowed {
        message: String,
        #[serde(default)]
        why: Barred,
    },
    /// The CRM refused the content; `field` as the CRM names it.
    Refused { field: Option<String>, code: String, message: String },
    /// Limits, locks, maintenance: the same request may succeed later.
    Busy,
    /// As many requests as the settings allow in a day were made; entries wait for the next one.
    CapReached,
    /// An answer nobody can use (HTML, nonsense, too large), or a defect of ours.
    Broken { detail: String },
}

impl FailureKind {
    /// The CRM as a whole cannot be asked, whatever for.
    #[must_use]
    pub fn is_outage(&self) -> bool {
        match self {
            FailureKind::Offline | FailureKind::SignedOut | FailureKind::Busy | FailureKind::CapReached => {
                true
            }
            FailureKind::NotAllowed { .. } | FailureKind::Refused { .. } | FailureKind::Broken { .. } => {
                false
            }
        }
    }
}

/// What stands in the way of something that is not allowed; each has a remedy of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Barred {
    /// The user lacks a right to the record, object or field.
    #[default]
    Rights,
    /// The org's edition has no API.
    ApiOffForOrg,
    /// The user lacks the permission for the API.
    ApiOffForUser,
    /// The session may not be used for the API at all: a scope is missing, or the client is barred.
    SessionNotForApi,
    /// The app is one for agents of the CRM's own, and not attached to one.
    AppNotAttached,
    /// A policy of the org's security blocks the session.
    Policy,
    /// It was made for another org than is signed in to; the message is that one's words.
    OtherOrg,
}

/// Letters of a record's id that tell it apart. The three that may follow only say which of them are
/// capitals.
const ID_LETTERS: usize = 15;

/// The org that entries are made for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Org {
    pub id: String,
    /// As its admin called it; may be empty.
    pub name: String,
    /// `acme.my.salesforce.com`; may be empty.
    pub host: String,
}

impl Org {
    /// The org with this id, in whichever form it is told; `None` when it is not told.
    #[must_use]
    pub fn new(id: &str, name: &str, host: &str) -> Option<Self> {
        let id: String = id.chars().take(ID_LETTERS).collect();
        (!id.is_empty()).then(|| Self { id, name: name.to_owned(), host: host.to_owned() })
    }
}

/// A failed request to the CRM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub kind: FailureKind,
    /// The request may have been carried out although no answer came.
    pub outcome_unknown: bool,
    /// How long the CRM asked to wait.
    pub retry_after: Option<Duration>,
}

/// Where an entry stands, as shown to the agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
pub enum EntryState {
    /// On disk, due at the time given; `None`: waits until the caller has been looked up.
    Waiting {
        due: Option<Timestamp>,
        attempts: u32,
        last: Option<FailureKind>,
    },
    /// Sent, but no answer came: asked about before it is ever sent again.
    InDoubt {
        ask_at: Timestamp,
        attempts: u32,
    },
    /// A person must act.
    Stuck {
        why: FailureKind,
    },
    Written {
        task_id: String,
        url: Option<String>,
        at: Timestamp,
    },
    /// A person took it out of the journal: nothing is written about it.
    Removed {
        how: Removal,
        at: Timestamp,
    },
}

/// How an entry left the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Removal {
    /// Before it was written.
    Discarded,
    /// Its record was taken back.
    Undone,
}
