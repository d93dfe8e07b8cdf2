//! Creating people: the port to a CRM that lets them be created. Not here: drafts, repeats, who may
//! be there already.

use async_trait::async_trait;
use domain::caller::{Person, PersonKind};
use domain::create::{CreateKind, Form, NewPerson};
use domain::number::Number;
use domain::outbox::Failure;
use jiff::Timestamp;

/// Why somebody was not created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CreateFailure {
    /// In the CRM's own words.
    Refused {
        /// By API name.
        fields: Vec<(String, String)>,
        general: Vec<String>,
    },
    /// The CRM takes them for somebody who is there.
    Duplicates { records: Vec<(String, PersonKind)>, may_save_anyway: bool, message: String },
    /// It could not be asked, or did not answer.
    Failed(Failure),
}

/// What became of a number that was to be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    Done,
    /// Somebody filled the field meanwhile; it stays as it is.
    Filled,
}

/// A CRM in which people can be created.
#[async_trait]
pub trait Creator: Send + Sync {
    /// What this org asks for.
    ///
    /// # Errors
    /// When the CRM refused or could not be asked; a kind that this user cannot create is not
    /// allowed.
    async fn form(&self, kind: CreateKind, record_type: Option<&str>) -> Result<Form, Failure>;

    /// Creates somebody, and with them the account that is new: both, or none. One request.
    ///
    /// # Errors
    /// [`Failure::outcome_unknown`] when they may have been created.
    async fn create(&self, person: &NewPerson) -> Result<Person, CreateFailure>;

    /// Everybody whose record holds exactly this number, as the records are this moment: unlike the
    /// CRM's search, this does not lag.
    ///
    /// # Errors
    /// As [`Creator::form`].
    async fn with_number(&self, number: &Number) -> Result<Vec<Person>, Failure>;

    /// Whom this user created since then with just these values: what an earlier try came to whose
    /// answer was lost.
    ///
    /// # Errors
    /// As [`Creator::form`].
    async fn created(&self, person: &NewPerson, since: Timestamp) -> Result<Option<Person>, Failure>;

    /// Brings what was typed after a request to the record that request made: `before` is what was
    /// sent, `after` what is meant. What somebody changed there meanwhile stays. The person as they
    /// are then.
    ///
    /// # Errors
    /// As [`Creator::create`].
    async fn correct(
        &self,
        person: &Person,
        before: &NewPerson,
        after: &NewPerson,
    ) -> Result<Person, CreateFailure>;

    /// Puts a number into an empty field of a record.
    ///
    /// # Errors
    /// As [`Creator::form`].
    async fn add_number(&self, person: &Person, field: &str, number: &str) -> Result<Added, Failure>;
}
