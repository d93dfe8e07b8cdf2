//! What is written about a call: which calls, in which words. Not here: field API names of a CRM.

mod amend;
mod compose;
mod decide;
mod owner;
mod reconcile;
mod related;
mod sample;
mod template;
mod tidy;
mod values;
mod variable;

pub use amend::{
    Change, EntryEdit, Links, Merge, Relink, Standing, UNDO_FOR, Wish, addition, is_untouched, lacks,
    merged_text, relink, unsaid, value_of,
};
pub(crate) use compose::about;
pub(crate) use compose::lacks_recorded;
pub use compose::{Agent, about_person, compose, composed, shortened};
pub use decide::{Decision, WhyNot, decide, is_private};
pub(crate) use decide::{barred_number, of_unmatched};
pub use owner::{
    AgentAddress, Found, NotFound, Owner, SANDBOX_END, UserRow, address_forms, by_email, by_username,
};
pub use reconcile::{
    Comparison, DAYS_MAX, Finding, Missing, OurCall, Period, PeriodError, Sides, TaskRow, Ways, What,
    logged_call, numbers_in, reconcile,
};
pub use related::{Related, RelatedKind, RelatedOf, can_relate};
pub(crate) use sample::found as sample_found;
pub use sample::{SampleKind, sample};
pub use template::{TEMPLATE_MAX, Template, TemplateError};
pub(crate) use tidy::{Glyph, tidy};
pub(crate) use values::entity_type;
pub(crate) use variable::distance;
pub use variable::{Filled, Variable};

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::call::{CallId, Direction, Outcome};

/// Longest subject, in characters (salesforce.md 7.1).
pub const SUBJECT_MAX: usize = 255;
/// Longest description, in characters (salesforce.md 7.1).
pub const DESCRIPTION_MAX: usize = 32_000;

/// Longest value of a further field, in characters: the longest text area short of a rich one.
pub const EXTRA_MAX: usize = 32_000;

/// One activity to be written to the CRM. Kept in the outbox as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Our key; writing the same key twice leaves one record.
    pub key: String,
    pub call: CallId,
    pub subject: String,
    pub description: String,
    pub direction: Direction,
    pub outcome: Outcome,
    /// Words for the CRM's "call result", in English whatever the UI's language.
    pub disposition: String,
    pub duration_s: u32,
    /// The agent's calendar day.
    pub day: Date,
    pub started: Timestamp,
    pub about: About,
    /// Between extensions of the phone system.
    #[serde(default, skip_serializing_if = "is_false")]
    pub internal: bool,
    /// It waits for somebody, instead of being done.
    #[serde(default, skip_serializing_if = "is_false")]
    pub status_open: bool,
    /// Further fields by their API names. The entry is written without those that are refused.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extra: Vec<(String, String)>,
    /// Entries kept by earlier versions are all about calls.
    #[serde(default, skip_serializing_if = "EntryKind::is_call")]
    pub kind: EntryKind,
}

impl Entry {
    /// Another desk may have written it under the same key: the CRM is asked before it is ever
    /// sent.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        !self.kind.is_call()
    }
}

/// What an entry is about.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EntryKind {
    #[default]
    Call,
    /// What carried the chat, as the CRM is to name it (`SMS`).
    Chat { channel: String },
}

impl EntryKind {
    #[must_use]
    pub fn is_call(&self) -> bool {
        match self {
            EntryKind::Call => true,
            EntryKind::Chat { .. } => false,
        }
    }
}

fn is_false(value: &bool) -> bool {
    !value
}

/// Whom an entry is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum About {
    Nobody,
    /// A contact, a lead, or the contact behind a person account.
    Who {
        id: String,
    },
    /// An account only, or what the call was about where nobody is named.
    What {
        id: String,
    },
    /// A contact, and what the call was about.
    Both {
        who: String,
        what: String,
    },
}
