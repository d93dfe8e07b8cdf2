//! The index of people on this computer, by numbers and by words: filled on demand with what the CRM
//! answered, expiring, wiped on sign-out. Not here: judging who of the found is the caller
//! (`domain::caller`), asking the CRM, the tables (`store`).

pub mod sync;

use std::time::Duration;

use domain::caller::{Person, Source};
use domain::number::{Number, Region, Strategy};
use domain::search::{FOLDING, Query, numbers, words};
use jiff::Timestamp;

use crate::clock::later;
use crate::store::{Indexed, PersonAt, Store, StoreError, Tail};

/// How long an answer of the CRM is served without asking again: a working day.
pub const FRESH: Duration = Duration::from_secs(8 * 60 * 60);

/// How long somebody is kept who was not read again.
pub const KEPT: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// How long a record we wrote is believed to be unknown to the CRM's search: that takes minutes,
/// or hours after mass loads (salesforce.md 4.5).
pub const OURS: Duration = Duration::from_secs(2 * 60 * 60);

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
        store.people().made_under(&format!("home {}, words {FOLDING}", home.as_str())).await?;
        Ok(Self { store, home })
    }

    /// To look only: whatever `home` is, the index stays as it was made.
    #[must_use]
    pub fn to_look(store: Store, home: Region) -> Self {
        Self { store, home }
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
        let found = self.found(number, strategy).await?;
        Ok(found.into_iter().map(sourced).collect())
    }

    async fn found(&self, number: &Number, strategy: Strategy) -> Result<Vec<PersonAt>, StoreError> {
        let Some(tail) = tail(number) else { return Ok(Vec::new()) };
        let same = match strategy {
            Strategy::Exact => None,
            Strategy::LastDigits { digits } => Some(usize::from(digits)),
        };
        self.store.people().with_tail(tail, same).await
    }

    /// What the CRM answered, and besides whoever with this number we created or changed so lately
    /// that its search may not know it yet.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn with_ours(
        &self,
        answer: &[Person],
        number: &Number,
        strategy: Strategy,
        now: Timestamp,
    ) -> Result<Vec<(Person, Source)>, StoreError> {
        let mut all: Vec<_> = answer.iter().map(|person| (person.clone(), Source::Crm)).collect();
        let known = self.found(number, strategy).await?;
        let ours = known
            .into_iter()
            .filter(|at| at.ours_until > now && !answer.iter().any(|person| person.id == at.person.id));
        all.extend(ours.map(sourced));
        Ok(all)
    }

    /// Who has this whole number as far as the index knows, and is not in the CRM's answer: its
    /// search may have missed them. Not those it cannot know yet ([`Directory::with_ours`]).
    ///
    /// # Errors
    /// When the store fails.
    pub async fn unnamed(
        &self,
        answer: &[Person],
        number: &Number,
        now: Timestamp,
    ) -> Result<Vec<Person>, StoreError> {
        let is_named = |at: &PersonAt| {
            let id = &at.person.id;
            answer.iter().any(|person| person.id == *id || person.contact_id.as_ref() == Some(id))
        };
        let known = self.found(number, Strategy::Exact).await?;
        let unnamed = known.into_iter().filter(|at| at.ours_until <= now && !is_named(at));
        Ok(unnamed.map(|at| at.person).collect())
    }

    /// Keeps a person we just created or changed, so that they are found at once.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn wrote(&self, person: &Person, now: Timestamp) -> Result<(), StoreError> {
        let people = self.indexed(std::slice::from_ref(person));
        self.store.people().keep(people, now, Some(later(now, OURS))).await
    }

    /// As [`Directory::lookup`], if that is as good as the CRM's own answer: less than [`FRESH`] ago
    /// it named somebody with this number, or all of it was synced. That it knew nobody is never
    /// served from here.
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
        let Some(answered) = self.store.people().answered(tail).await? else { return Ok(None) };
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
        let people = self.indexed(people);
        match tail(number) {
            Some(tail) => self.store.people().keep_answer(tail, people, now).await,
            None => self.store.people().keep(people, now, None).await,
        }
    }

    /// Keeps people that were read for another reason, a search for instance.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn learn(&self, people: &[Person], now: Timestamp) -> Result<(), StoreError> {
        self.store.people().keep(self.indexed(people), now, None).await
    }

    /// The same, unless everybody was forgotten since [`Directory::wipes`] told this number.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn learn_unless_wiped(
        &self,
        people: &[Person],
        now: Timestamp,
        wipes: u64,
    ) -> Result<(), StoreError> {
        self.store.people().keep_unless_wiped(self.indexed(people), now, wipes).await
    }

    /// How often everybody was forgotten.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn wipes(&self) -> Result<u64, StoreError> {
        self.store.people().wipes().await
    }

    /// Whoever may answer a query: candidates for `domain::search::rank`. Whether there may be
    /// more of them.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn search(
        &self,
        query: &Query,
        strategy: Strategy,
    ) -> Result<(Vec<(Person, Source)>, bool), StoreError> {
        let mut found = match query.number() {
            Some(number) => self.found(number, strategy).await?,
            None => Vec::new(),
        };
        if let Some((digits, tail)) = query.ending().and_then(|digits| Some((digits, Tail::of(digits)?))) {
            found.extend(self.store.people().with_tail(tail, Some(digits.len())).await?);
        }
        let (begin, more) = self.store.people().beginning_with(&query.needles()).await?;
        found.extend(begin);
        Ok((found.into_iter().map(sourced).collect(), more))
    }

    /// The id of whoever was chosen for this number before.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn chosen(&self, number: &Number) -> Result<Option<String>, StoreError> {
        match number.public() {
            Some(public) => self.store.choices().chosen(&public.e164).await,
            None => Ok(None),
        }
    }

    /// Whoever the agent linked to this number, as far as they are known.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn linked(&self, number: &Number) -> Result<Option<Person>, StoreError> {
        let Some(public) = number.public() else { return Ok(None) };
        match self.store.choices().linked(&public.e164).await? {
            Some(id) => self.person(&id).await,
            None => Ok(None),
        }
    }

    /// The person with this id, as far as they are known.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn person(&self, id: &str) -> Result<Option<Person>, StoreError> {
        Ok(self.store.people().by_id(id).await?.map(|at| at.person))
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
        self.sweep(now.checked_sub(KEPT).unwrap_or(Timestamp::UNIX_EPOCH)).await
    }

    /// Forgets who was read before `before`, in steps, so that no look-up waits for all of them.
    async fn sweep(&self, before: Timestamp) -> Result<usize, StoreError> {
        let (mut gone, mut at) = (0, Some(0));
        while let Some(after) = at {
            let (more, next) = self.store.people().sweep(before, after).await?;
            gone += more;
            at = next;
        }
        Ok(gone)
    }

    /// Forgets everybody.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn wipe(&self) -> Result<(), StoreError> {
        self.store.people().wipe().await
    }

    fn indexed(&self, people: &[Person]) -> Vec<Indexed> {
        people.iter().map(|person| indexed(person.clone(), &self.home)).collect()
    }
}

/// A person with everything they are found by.
fn indexed(person: Person, home: &Region) -> Indexed {
    let numbers = numbers(&person, home);
    let mut tails: Vec<Tail> = Vec::new();
    for tail in numbers.iter().filter_map(tail) {
        if !tails.contains(&tail) {
            tails.push(tail);
        }
    }
    Indexed { tails, said: words(&person, &numbers), person }
}

fn sourced(at: PersonAt) -> (Person, Source) {
    (at.person, Source::Index { read_at: at.read_at })
}

/// The key of a number. Only what a customer can have is indexed: short and internal numbers never
/// match by their last digits.
fn tail(number: &Number) -> Option<Tail> {
    Tail::of(&number.public()?.e164)
}

#[cfg(test)]
mod tests;
