//! Reading a whole CRM: the port through which the index on this computer is filled and kept as
//! the CRM is. Not here: when to do so, and where it is kept.

use async_trait::async_trait;
use domain::caller::{Person, PersonKind};
use domain::outbox::Failure;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Most people read by their ids in one request: an address has room for some more
/// (salesforce.md 3.6).
pub const READ_MAX: usize = 250;

/// A CRM that can be read as a whole, and asked what changed since. Each call but [`Mirror::who`]
/// and [`Mirror::kinds`] is one request, repeats aside.
#[async_trait]
pub trait Mirror: Send + Sync {
    /// Whose eyes it is read with: another one is another index. Asks no network.
    ///
    /// # Errors
    /// When nobody is signed in.
    async fn who(&self) -> Result<String, Failure>;

    /// The kinds of record this user can see.
    ///
    /// # Errors
    /// When the CRM refused or could not be asked.
    async fn kinds(&self) -> Result<Vec<PersonKind>, Failure>;

    /// Has the CRM collect everybody of one kind.
    ///
    /// # Errors
    /// As [`Mirror::kinds`].
    async fn begin(&self, kind: PersonKind, what: What) -> Result<Job, MirrorError>;

    /// How far it is with that.
    ///
    /// # Errors
    /// [`MirrorError::Gone`] when it knows nothing of the job any more.
    async fn progress(&self, job: &str) -> Result<Progress, MirrorError>;

    /// A page of what was collected: the first, or the one the page before named.
    ///
    /// # Errors
    /// [`MirrorError::Gone`] when it cannot go on from there.
    async fn page(&self, kind: PersonKind, job: &str, next: Option<&str>) -> Result<Page, MirrorError>;

    /// These people as they are now, at most [`READ_MAX`]; who cannot be seen is missing.
    ///
    /// # Errors
    /// As [`Mirror::kinds`].
    async fn read(&self, kind: PersonKind, ids: &[String]) -> Result<Vec<Person>, MirrorError>;

    /// Gives a job back that is no longer needed.
    async fn end(&self, job: &str);

    /// Who was created or changed after the mark, oldest first, as many as fit one answer.
    ///
    /// # Errors
    /// As [`Mirror::kinds`].
    async fn changes(&self, kind: PersonKind, after: &Mark) -> Result<Changes, MirrorError>;

    /// Who was deleted within that time.
    ///
    /// # Errors
    /// [`MirrorError::Gone`] when the CRM no longer knows that far back.
    async fn deletions(&self, kind: PersonKind, during: Span) -> Result<Deletions, MirrorError>;
}

/// What is collected of everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    People,
    /// Ids alone: who can still be seen.
    Ids,
}

/// A collection that was begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    pub id: String,
    /// By the CRM's clock: whatever changes from then on may be missing.
    pub begun: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    Running,
    /// Its pages can be read.
    Done,
    /// The CRM gave up.
    Failed,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// Empty where only ids were collected.
    pub people: Vec<Person>,
    pub ids: Vec<String>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<String>,
}

/// A place in the order of changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    pub at: Timestamp,
    /// The last record read of those changed at that time; empty: none.
    pub id: String,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Changes {
    pub people: Vec<Person>,
    /// Ids of records that are nobody now: converted, left.
    pub gone: Vec<String>,
    /// The last change read; `None`: there was none.
    pub last: Option<Mark>,
    /// More than this answer holds.
    pub more: bool,
}

/// From when until when, by the CRM's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub from: Timestamp,
    pub to: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deletions {
    pub gone: Vec<String>,
    /// To ask from the next time.
    pub until: Timestamp,
}

/// Why reading did not go on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MirrorError {
    /// The CRM has dropped what reading stood on: it begins anew.
    #[error("what was begun is no longer there")]
    Gone,
    #[error("the CRM refused or could not be asked")]
    Failed(Failure),
}

impl From<Failure> for MirrorError {
    fn from(failure: Failure) -> Self {
        MirrorError::Failed(failure)
    }
}
