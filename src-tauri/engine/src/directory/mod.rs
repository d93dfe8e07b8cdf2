//! The index of numbers to people on this computer: filled on demand with what the CRM answered,
//! expiring, wiped on sign-out. Not here: judging who of the found is the caller
//! (`domain::caller`), asking the CRM, the tables (`store`).

use std::time::Duration;

use domain::caller::{Person, Source};
use domain::number::{Number, Region, Strategy, read};
use jiff::Timestamp;

use crate::clock::later;
use crate::store::{Store, StoreError};

/// How long an answer of the CRM is served without asking again: a working day.
pub const FRESH: Duration = Duration::from_secs(8 * 60 * 60);

/// How long somebody is kept who was not read again.
pub const KEPT: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// Most phone fields of one record that are indexed. Salesforce's own have five; custom ones add
/// a few.
const PHONES_MAX: usize = 40;

/// Who has which number, as far as this computer knows. Cheap to clone.
#[derive(Clone)]
pub struct Directory {
    store: Store,
    home: Region,
}

impl Directory {
    /// Numbers without country code belong to `home`; under another home than last time the index
    /// is empty, because all its numbers were read wrongly.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn open(store: Store, home: Region) -> Result<Self, StoreError> {
        store.people().made_under(&format!("home {}", home.as_str())).await?;
        Ok(Self { store, home })
    }

    /// Everybody who may have this number: candidates for `domain::caller::judge`.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn lookup(
        &self,
        number: &Number,
        strategy: Strategy,
    ) -> Result<Vec<(Person, Source)>, StoreError> {
        let Some(tail) = tail(number) else { return Ok(Vec::new()) };
        let same = match strategy {
            Strategy::Exact => None,
            Strategy::LastDigits { digits } => Some(usize::from(digits)),
        };
        let found = self.store.people().with_tail(&tail, same).await?;
        Ok(found.into_iter().map(|at| (at.person, Source::Index { read_at: at.read_at })).collect())
    }

    /// As [`Directory::lookup`], if that is as good as the CRM's own answer: it named somebody
    /// with this number less than [`FRESH`] ago. That it knew nobody is never served from here.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn fresh(
        &self,
        number: &Number,
        strategy: Strategy,
        now: Timestamp,
    ) -> Result<Option<Vec<(Person, Source)>>, StoreError> {
        let Some(tail) = tail(number) else { return Ok(None) };
        let Some(answered) = self.store.people().answered(&tail).await? else { return Ok(None) };
        // An answer from the future was stamped by a clock that has been set back since.
        if answered > now || later(answered, FRESH) <= now {
            return Ok(None);
        }
        let found = self.lookup(number, strategy).await?;
        Ok((!found.is_empty()).then_some(found))
    }

    /// Keeps what the CRM answered when asked for `number`.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn remember(
        &self,
        people: &[Person],
        number: &Number,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let people = self.with_tails(people);
        match tail(number) {
            Some(tail) => self.store.people().keep_answer(&tail, people, now).await,
            None => self.store.people().keep(people, now).await,
        }
    }

    /// Keeps people that were read for another reason, a search for instance.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn learn(&self, people: &[Person], now: Timestamp) -> Result<(), StoreError> {
        self.store.people().keep(self.with_tails(people), now).await
    }

    /// How many people are known.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn people(&self) -> Result<u64, StoreError> {
        self.store.people().count().await
    }

    /// Forgets who was not read for [`KEPT`].
    ///
    /// # Errors
    /// When the store fails.
    pub async fn expire(&self, now: Timestamp) -> Result<usize, StoreError> {
        self.store.people().forget_before(now.checked_sub(KEPT).unwrap_or(Timestamp::UNIX_EPOCH)).await
    }

    /// Forgets everybody.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn wipe(&self) -> Result<(), StoreError> {
        self.store.people().wipe().await
    }

    fn with_tails(&self, people: &[Person]) -> Vec<(Person, Vec<String>)> {
        people
            .iter()
            .map(|person| {
                let phones = person.phones.iter().take(PHONES_MAX);
                let tails = phones.filter_map(|phone| tail(&read(&phone.value, &self.home))).collect();
                (person.clone(), tails)
            })
            .collect()
    }
}

/// The digits from last to first. Only what a customer can have is indexed: short and internal
/// numbers never match by their last digits.
fn tail(number: &Number) -> Option<String> {
    Some(number.public()?.e164.chars().rev().filter(char::is_ascii_digit).collect())
}

#[cfg(test)]
mod tests;
