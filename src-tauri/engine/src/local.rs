//! One loop per profile: the lock that says who runs it, and the socket through which every other
//! program asks it. Not here: what the questions mean; they are passed on.
//!
//! Lines of JSON in both directions, for the user's own programs only. Start reading at
//! [`Profile`], then [`Server`] and [`LocalClient`].

mod client;
mod lines;
mod profile;
mod server;
mod socket;

pub use client::{LocalClient, LocalError, Watch};
pub use profile::{Held, LockError, Profile, ProfileError, ProfileLock};
pub use server::{Asked, PEERS_MAX, Server};

use domain::desk::AgentAction;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::doctor::Scope;
use crate::store::Group;

/// Longest line a peer may send. The longest action carries a note of 30,000 characters.
pub const LINE_MAX: usize = 64 * 1024;

/// What another program wants of the loop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Request {
    /// `{"action":"answer","call":3}`: as if the agent had done it.
    Act(AgentAction),
    /// `{"ask":"view"}`
    Ask(Ask),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum Ask {
    /// The view as it is now.
    View,
    /// Every view from now on, until the peer hangs up.
    Watch,
    /// Who has this number, name or e-mail address, with the reasons.
    Lookup {
        text: String,
        /// Only as far as this computer knows.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        here: bool,
    },
    /// What is and was in the outbox, newest first. `next` of the answer is `before` of the next
    /// page.
    Journal {
        #[serde(default)]
        group: Option<Group>,
        #[serde(default)]
        from: Option<Timestamp>,
        #[serde(default)]
        to: Option<Timestamp>,
        #[serde(default)]
        before: Option<i64>,
    },
    /// One entry.
    Entry { key: String },
    /// Bring the main window to the front.
    Show,
    /// Settings or secrets were changed on disk or in the keychain: take them over.
    Reload,
    /// The index of people on this computer.
    Index { order: IndexOrder },
    /// The journal against the phone system's log and the CRM, for these days; with `fill` gaps are
    /// filled and our own younger doubles removed. Answered when it is done; given up when the
    /// peer hangs up.
    Compare {
        from: Date,
        to: Date,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        fill: bool,
    },
    /// Examine everything, or a part, through the links that run.
    Check { scope: Scope },
    /// An address `ringside://…` was opened: a phone tells of a call.
    Link { link: String },
}

/// What is wanted of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum IndexOrder {
    /// How large it is and how far its sync has come.
    Status,
    /// Bring it up to date; answered when that has begun.
    Sync,
    /// Forget everybody.
    Wipe,
}

#[cfg(test)]
mod tests;
