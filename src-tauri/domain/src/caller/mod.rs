//! Who is calling: from candidates to one answer, with the reason. Not here: asking anybody.

mod facts;
mod judge;
mod linked;
mod settle;

pub use facts::{
    ACTIVITIES_MAX, Activity, ActivityKind, Case, FactRow, Facts, FactsWish, FieldValue, NextTask, OPEN_MAX,
    Opportunity, OwnField, Owned,
};
pub(crate) use judge::one_each;
pub use judge::{judge, judge_by};
pub use linked::{linked, with_linked};
pub(crate) use settle::settle_caller;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::number::Mark;

/// Most candidates kept for one number; the pop shows eight.
pub const CANDIDATES_MAX: usize = 50;

/// What kind of record a person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonKind {
    Contact,
    Lead,
    Account,
    PersonAccount,
    User,
}

impl PersonKind {
    /// In the order that comes with the program, 3CX's own (salesforce.md 7.7).
    pub const ALL: [PersonKind; 5] = [
        PersonKind::Contact,
        PersonKind::Lead,
        PersonKind::Account,
        PersonKind::PersonAccount,
        PersonKind::User,
    ];
}

/// A record of the CRM that can call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The record's id in the CRM (18 characters in Salesforce).
    pub id: String,
    pub kind: PersonKind,
    pub name: String,
    pub title: Option<String>,
    pub company: Option<String>,
    /// The account a contact belongs to.
    pub account_id: Option<String>,
    /// For a person account: the contact that activities are written to (salesforce.md 4.9).
    pub contact_id: Option<String>,
    pub owner: Option<String>,
    pub email: Option<String>,
    pub do_not_call: bool,
    /// Every filled phone field, in the field order of the record kind.
    pub phones: Vec<Phone>,
    pub last_activity: Option<jiff::civil::Date>,
    pub modified: Option<Timestamp>,
    /// Address of the record's page.
    pub url: Option<String>,
}

/// One filled phone field of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phone {
    /// API name (`MobilePhone`).
    pub field: String,
    /// The org's label in the agent's language (`Mobile`).
    pub label: String,
    /// As stored.
    pub value: String,
}

/// Where an answer came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "source", rename_all = "snake_case")]
pub enum Source {
    /// The index on this computer; when it was read from the CRM.
    Index { read_at: Timestamp },
    /// The CRM, just now.
    Crm,
    /// The agent said that it is this person; their record does not hold the number.
    Agent,
}

/// Why a record matches. The one explanation that pop, search, `lookup` and tests use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// API name of the field that matched.
    pub field: String,
    pub label: String,
    /// As stored in the field.
    pub spelling: String,
    /// `None`: the whole number is equal. `Some(n)`: the last `n` digits are.
    pub last_digits: Option<u8>,
    /// Compared characters of the caller's number, international format.
    pub caller_marks: Vec<Mark>,
    /// Compared characters of `spelling`.
    pub stored_marks: Vec<Mark>,
    pub source: Source,
}

/// A record that matches, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Match {
    pub person: Person,
    pub why: Why,
}

/// What judging came to. Matches are ranked, best first; equal ranks are never guessed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    Nobody,
    /// One record ranks above all others; `runners_up` are the others.
    One {
        best: Box<Match>,
        runners_up: Vec<Match>,
    },
    /// Equals at the top. `remembered` is the place of the record chosen for this number before.
    Several {
        matches: Vec<Match>,
        remembered: Option<usize>,
    },
}

/// What is known of the caller of one call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "caller", rename_all = "snake_case")]
pub enum Caller {
    /// Nothing to look up: withheld, internal or unreadable number.
    NotLookedUp,
    Searching,
    Unknown,
    One {
        best: Box<Match>,
        runners_up: Vec<Match>,
    },
    Several {
        matches: Vec<Match>,
        choice: Choice,
    },
    /// The CRM could not be asked; `local` is what the index knows.
    Unreachable {
        cause: crate::outbox::FailureKind,
        since: Timestamp,
        local: Option<Box<Match>>,
    },
}

/// What the agent chose among several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "choice", rename_all = "snake_case")]
pub enum Choice {
    /// Not yet.
    Open,
    /// Preselected because it was chosen for this number before.
    Remembered { at: usize },
    /// Chosen for this call.
    Chosen { at: usize },
    /// None of these.
    Nobody,
}

/// Kept calls, and kept chats, looked up at once, newest first: a desk that keeps hundreds must not
/// use up the org's requests each time the network comes back.
pub(crate) const KEPT_LOOKED_UP_MAX: usize = 20;

impl Caller {
    /// Nobody has answered yet who it is: being asked, or out of reach.
    #[must_use]
    pub fn is_open(&self) -> bool {
        match self {
            Caller::Searching | Caller::Unreachable { .. } => true,
            Caller::NotLookedUp | Caller::Unknown | Caller::One { .. } | Caller::Several { .. } => false,
        }
    }

    /// What it says of others that are kept until somebody is found, from the same number or
    /// address. A choice that was made for one of them alone is not theirs.
    #[must_use]
    pub fn for_kept(&self) -> Option<Self> {
        match self {
            Caller::One { .. } | Caller::Several { choice: Choice::Remembered { .. }, .. } => {
                Some(self.clone())
            }
            Caller::Several { matches, .. } => {
                Some(Caller::Several { matches: matches.clone(), choice: Choice::Open })
            }
            Caller::NotLookedUp | Caller::Searching | Caller::Unknown | Caller::Unreachable { .. } => None,
        }
    }

    /// The one record that stands for the caller, if it is certain enough to be journaled to.
    #[must_use]
    pub fn person(&self) -> Option<&Match> {
        match self {
            Caller::One { best, .. } => Some(best),
            Caller::Several { matches, choice } => match choice {
                Choice::Remembered { at } | Choice::Chosen { at } => matches.get(*at),
                Choice::Open | Choice::Nobody => None,
            },
            Caller::Unreachable { local, .. } => local.as_deref(),
            Caller::NotLookedUp | Caller::Searching | Caller::Unknown => None,
        }
    }
}
