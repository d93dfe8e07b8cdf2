//! Customer relationship systems: one port, one folder per system. Not here: sign-in screens,
//! storage, ranking.

pub mod amend;
pub mod create;
pub mod memory;
pub mod mirror;
pub mod salesforce;

use std::cell::Cell;

use async_trait::async_trait;
use domain::caller::{Facts, FactsWish, Person};
use domain::journal::{AgentAddress, Change, Entry, Owner, TaskRow};
use domain::number::Number;
use domain::outbox::{Failure, FailureKind, Org, Quota, Written, kept};
use domain::search::Asked;
use jiff::Timestamp;
use tokio::sync::watch;

/// Most people of one kind that a search gives; the sum over all kinds is cut to
/// [`domain::caller::CANDIDATES_MAX`].
pub const FOUND_EACH_MAX: usize = 20;

tokio::task_local! {
    static REQUESTS: Cell<u32>;
    static MEANT_FOR: String;
}

/// Lets `work` ask this org and no other: under a sign-in to another one, however lately, its
/// requests are not made. Empty: whichever is signed in to.
pub async fn only_in<T>(org: &str, work: impl Future<Output = T>) -> T {
    MEANT_FOR.scope(org.to_owned(), work).await
}

/// To be asked by adapters before each request.
fn is_meant_for(org: &str) -> bool {
    // Err: nobody said.
    MEANT_FOR.try_with(|meant| meant.is_empty() || meant == org).unwrap_or(true)
}

/// Counts the requests that `work` makes itself, not what others make meanwhile.
pub async fn counted<T>(work: impl Future<Output = T>) -> (T, u32) {
    REQUESTS
        .scope(Cell::new(0), async {
            let done = work.await;
            (done, REQUESTS.with(Cell::get))
        })
        .await
}

/// To be called by adapters with each request.
fn count_request() {
    // Err: nobody counts.
    let _ = REQUESTS.try_with(|requests| requests.set(requests.get().saturating_add(1)));
}

/// A CRM that knows people and takes journal entries.
#[async_trait]
pub trait Crm: Send + Sync {
    /// Everybody whose phone fields may hold this number: candidates, not yet compared digit by
    /// digit. At most [`domain::caller::CANDIDATES_MAX`].
    ///
    /// # Errors
    /// When the CRM refused or could not be asked.
    async fn find_people(&self, number: &Number) -> Result<Vec<Person>, Failure>;

    /// Everybody found for a name, an e-mail address or the beginning of a number, in one request:
    /// candidates, at most [`FOUND_EACH_MAX`] of one kind. A whole number is
    /// [`Crm::find_people`]'s.
    ///
    /// # Errors
    /// As [`Crm::find_people`].
    async fn search(&self, asked: &Asked) -> Result<Vec<Person>, Failure>;

    /// These people as their records are now, whatever the CRM's search knows of them; who cannot
    /// be seen, or is nobody any more, is missing. One request for each kind among them.
    ///
    /// # Errors
    /// As [`Crm::find_people`].
    async fn read_again(&self, people: &[Person]) -> Result<Vec<Person>, Failure>;

    /// What is told of a person besides who they are, in one request. What this user may not see,
    /// or the org does not have, is empty and keeps nothing else away.
    ///
    /// # Errors
    /// As [`Crm::find_people`].
    async fn facts(&self, person: &Person, wish: &FactsWish) -> Result<Facts, Failure> {
        // A CRM that knows nothing more tells nothing.
        let _ = (person, wish);
        Ok(Facts::default())
    }

    /// The open opportunities and cases of a person and their account whose words hold `text`, in
    /// one request; nothing else is told.
    ///
    /// # Errors
    /// As [`Crm::find_people`].
    async fn open_records(&self, person: &Person, text: &str) -> Result<Facts, Failure> {
        // A CRM whose entries hang on people alone has none.
        let _ = (person, text);
        Ok(Facts::default())
    }

    /// Writes entries, several in one request. Each has its own answer, in their order:
    /// [`Failure::outcome_unknown`] when it may have been written. Written twice within one run of
    /// the program, a key leaves one record; after any answer that was lost,
    /// [`Crm::written`] is asked first.
    async fn write_entries(&self, entries: &[Entry]) -> Vec<Result<Saved, Failure>>;

    /// The records under the keys of these entries, for each entry its own, in one request for all
    /// of them.
    ///
    /// # Errors
    /// As [`Crm::find_people`].
    async fn written(&self, entries: &[Entry]) -> Result<Vec<Vec<Written>>, Failure>;

    /// Records of calls that this user made or owns, or the owner of entries does, created from
    /// `from` on and before `to`, oldest first, in a bounded number of requests.
    ///
    /// # Errors
    /// As [`Crm::find_people`].
    async fn call_records(&self, _from: Timestamp, _to: Timestamp) -> Result<CallRecords, Failure> {
        Err(amend::not_offered())
    }

    /// Removes a record that we wrote twice. One that is gone already is no failure.
    ///
    /// # Errors
    /// As [`Crm::find_people`].
    async fn remove(&self, id: &str) -> Result<(), Failure>;

    /// Where a record is shown.
    async fn page(&self, id: &str) -> Option<String>;

    /// Writes one entry; with `ask_first` only if it is not there yet.
    ///
    /// # Errors
    /// As [`Crm::find_people`]; [`Failure::outcome_unknown`] when it may have been written.
    async fn save_entry(&self, entry: &Entry, ask_first: bool) -> Result<Saved, Failure> {
        let entries = std::slice::from_ref(entry);
        if ask_first {
            let records = self.written(entries).await?.pop().unwrap_or_default();
            if let Some(kept) = kept(&records) {
                return Ok(Saved { url: self.page(&kept.id).await, id: kept.id, found: true });
            }
        }
        let answer = self.write_entries(entries).await.pop();
        answer.unwrap_or_else(|| Err(unanswered()))
    }

    /// The org that is signed in to, as far as that is known without asking. `None`: not known, or
    /// there is only one.
    fn org(&self) -> Option<Org> {
        None
    }

    /// Asks who is signed in, and whether the CRM answers at all.
    ///
    /// # Errors
    /// As [`Crm::find_people`].
    async fn identity(&self) -> Result<Identity, Failure>;

    /// Changes a record that we wrote. What a person changed there stays.
    ///
    /// # Errors
    /// As [`Crm::find_people`].
    async fn amend(&self, _record: &amend::Record, _change: &Change) -> Result<amend::Amended, Failure> {
        Err(amend::not_offered())
    }

    /// What the CRM says of a field of entries; `None`: it has none of this name.
    ///
    /// # Errors
    /// As [`Crm::find_people`].
    async fn entry_field(&self, _name: &str) -> Result<Option<amend::FieldFacts>, Failure> {
        Ok(None)
    }

    /// The fields that entries can be given besides their own, by label.
    ///
    /// # Errors
    /// As [`Crm::find_people`].
    async fn entry_fields(&self) -> Result<Vec<amend::EntryField>, Failure> {
        // A CRM whose entries are what they are has none.
        Ok(Vec::new())
    }

    /// Whose entries they are; `None`: nobody said.
    ///
    /// # Errors
    /// As [`Crm::find_people`].
    async fn entry_owner(&self) -> Result<Option<Owner>, Failure> {
        Ok(None)
    }

    /// People can be created in it; `None`: not in this one.
    fn creator(&self) -> Option<&dyn create::Creator> {
        None
    }

    /// How many requests were made, as the CRM last told. Changes with every answer.
    fn usage(&self) -> watch::Receiver<Usage>;
}

/// Who knows the agent's own e-mail address: whoever has it in the CRM owns what is written.
#[async_trait]
pub trait AddressSource: Send + Sync {
    async fn agent_address(&self) -> AgentAddress;
}

/// What is said of an entry that an adapter left out of its answers.
pub fn unanswered() -> Failure {
    let kind = FailureKind::Broken { detail: "no answer for an entry".into() };
    Failure { kind, outcome_unknown: true, retry_after: None }
}

/// Records of calls that were read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CallRecords {
    pub rows: Vec<TaskRow>,
    /// There are more: the newest are missing.
    pub more: bool,
}

/// A written entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    pub id: String,
    /// Address of its page.
    pub url: Option<String>,
    /// It was there already: an earlier try had been carried out.
    pub found: bool,
}

/// The signed-in user.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Identity {
    pub user_id: String,
    pub org_id: String,
    pub name: String,
    pub username: String,
    pub email: String,
    /// `https://acme.my.salesforce.com`
    pub address: String,
}

/// Requests to the CRM in its rolling day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    /// By this program since it started.
    pub ours: u64,
    /// By everybody in the org, and the most allowed, as last told.
    pub org: Option<(u64, u64)>,
}

impl Usage {
    /// What rules about the org's allowance are told.
    #[must_use]
    pub fn quota(&self) -> Option<Quota> {
        self.org.map(|(used, most)| Quota { used, most })
    }
}
