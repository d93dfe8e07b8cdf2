//! What is done to records after they were written, in words every CRM shares.

use domain::create::FieldKind;
use domain::journal::Entry;
use domain::outbox::{Failure, FailureKind};
use jiff::Timestamp;

/// A record that we wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    pub id: String,
    /// As it was written.
    pub entry: Entry,
    /// When we ourselves last changed it, by the CRM's clock.
    pub left: Option<Timestamp>,
}

/// What came of a change. Every change may be asked for twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amended {
    /// `left`: when the record was changed by it, where that is known. `kept`: fields, by their API
    /// names, that stay as somebody made them.
    Done { left: Option<Timestamp>, kept: Vec<String> },
    /// Somebody changed the record meanwhile, so it stays as it is.
    Kept,
    /// The record is not there any more.
    Gone,
}

/// A field of entries, as the CRM shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFacts {
    pub name: String,
    /// In the user's language.
    pub label: String,
    /// What a list allows; empty where any text is.
    pub values: Vec<String>,
}

/// A field that entries can be given besides their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryField {
    pub name: String,
    /// In the user's language.
    pub label: String,
    pub kind: FieldKind,
    /// In characters; `None` where it holds no text.
    pub length: Option<usize>,
    /// Kinds of records a lookup leads to.
    pub refers_to: Vec<String>,
    /// With our key in it, the CRM itself refuses a second entry of a call.
    pub keeps_doubles_out: bool,
}

/// What is said of a CRM whose records cannot be changed.
pub(super) fn not_offered() -> Failure {
    let kind = FailureKind::Broken { detail: "records cannot be changed".into() };
    Failure { kind, outcome_unknown: false, retry_after: None }
}
