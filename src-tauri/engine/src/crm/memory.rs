//! A CRM in memory: a full citizen for tests of the loop, with failures to order.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use domain::caller::{CANDIDATES_MAX, Person};
use domain::journal::Entry;
use domain::number::Number;
use domain::outbox::{Failure, FailureKind, Written};
use tokio::sync::watch;

use super::{Crm, Identity, Saved, Usage};

/// Digits that must agree for a record to be a candidate. Fewer would make everybody one.
const CANDIDATE_DIGITS: usize = 7;

/// Remembers what it is given. Cheap to clone; clones share everything.
#[derive(Clone)]
pub struct MemoryCrm {
    shared: Arc<Mutex<Shared>>,
    usage: watch::Sender<Usage>,
}

#[derive(Default)]
struct Shared {
    people: Vec<Person>,
    entries: Vec<(String, Entry)>,
    identity: Identity,
    failure: Option<Failure>,
    lost_answers: u32,
    refused_field: Option<String>,
    delay: Duration,
}

impl Default for MemoryCrm {
    fn default() -> Self {
        let (usage, _) = watch::channel(Usage::default());
        Self { shared: Arc::default(), usage }
    }
}

impl Shared {
    fn write(&mut self, entry: &Entry, lost: bool) -> Result<Saved, Failure> {
        let failed = |kind, outcome_unknown| Err(Failure { kind, outcome_unknown, retry_after: None });
        if let Some(field) = &self.refused_field {
            let (field, code) = (Some(field.clone()), "STRING_TOO_LONG".to_owned());
            return failed(FailureKind::Refused { field, code, message: String::new() }, false);
        }
        if let Some((id, _)) = self.entries.iter().find(|(_, known)| known.key == entry.key) {
            return Ok(Saved { id: id.clone(), url: None, found: true });
        }
        let id = format!("task-{}", self.entries.len() + 1);
        self.entries.push((id.clone(), entry.clone()));
        if lost { failed(FailureKind::Offline, true) } else { Ok(Saved { id, url: None, found: false }) }
    }
}

fn record(id: &str, entry: &Entry) -> Written {
    Written { id: id.to_owned(), ours: true, created: entry.started, modified: entry.started }
}

impl MemoryCrm {
    pub fn add(&self, person: Person) {
        self.shared().people.push(person);
    }

    pub fn sign_in(&self, identity: Identity) {
        self.shared().identity = identity;
    }

    /// From now on everything fails so; `None`: nothing does.
    pub fn fail(&self, failure: Option<Failure>) {
        self.shared().failure = failure;
    }

    /// The next `count` entries are written, but their answers are lost.
    pub fn lose_answers(&self, count: u32) {
        self.shared().lost_answers = count;
    }

    /// Entries are refused because of this field; `None`: they are taken.
    pub fn refuse_field(&self, field: Option<&str>) {
        self.shared().refused_field = field.map(str::to_owned);
    }

    /// Every answer takes this long.
    pub fn delay(&self, delay: Duration) {
        self.shared().delay = delay;
    }

    /// Everything written, oldest first.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        self.shared().entries.iter().map(|(_, entry)| entry.clone()).collect()
    }

    /// How many questions were asked.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.usage.borrow().ours
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn ask(&self) -> Result<(), Failure> {
        self.usage.send_modify(|usage| usage.ours += 1);
        let delay = self.shared().delay;
        if !delay.is_zero() {
            tokio::time::sleep(delay).await;
        }
        self.shared().failure.clone().map_or(Ok(()), Err)
    }

    fn people_where(&self, fits: impl Fn(&Person) -> bool) -> Vec<Person> {
        let shared = self.shared();
        shared.people.iter().filter(|person| fits(person)).take(CANDIDATES_MAX).cloned().collect()
    }
}

#[async_trait]
impl Crm for MemoryCrm {
    async fn find_people(&self, number: &Number) -> Result<Vec<Person>, Failure> {
        self.ask().await?;
        let Some(wanted) = last_digits(number.canonical()) else { return Ok(Vec::new()) };
        Ok(self.people_where(|person| {
            person.phones.iter().any(|phone| last_digits(&phone.value).as_deref() == Some(wanted.as_str()))
        }))
    }

    async fn search(&self, text: &str) -> Result<Vec<Person>, Failure> {
        self.ask().await?;
        let words: Vec<_> = text.to_lowercase().split_whitespace().map(str::to_owned).collect();
        Ok(self.people_where(|person| {
            let name =
                format!("{} {}", person.name, person.email.as_deref().unwrap_or_default()).to_lowercase();
            !words.is_empty() && words.iter().all(|word| name.contains(word))
        }))
    }

    async fn write_entries(&self, entries: &[Entry]) -> Vec<Result<Saved, Failure>> {
        if let Err(failure) = self.ask().await {
            return entries.iter().map(|_| Err(failure.clone())).collect();
        }
        let mut shared = self.shared();
        let lost = shared.lost_answers > 0;
        shared.lost_answers = shared.lost_answers.saturating_sub(1);
        entries.iter().map(|entry| shared.write(entry, lost)).collect()
    }

    async fn written(&self, entries: &[Entry]) -> Result<Vec<Vec<Written>>, Failure> {
        self.ask().await?;
        let shared = self.shared();
        let of = |entry: &Entry| {
            let records = shared.entries.iter().filter(|(_, known)| known.key == entry.key);
            records.map(|(id, known)| record(id, known)).collect()
        };
        Ok(entries.iter().map(of).collect())
    }

    async fn remove(&self, id: &str) -> Result<(), Failure> {
        self.ask().await?;
        self.shared().entries.retain(|(known, _)| known != id);
        Ok(())
    }

    async fn page(&self, _: &str) -> Option<String> {
        None
    }

    async fn identity(&self) -> Result<Identity, Failure> {
        self.ask().await?;
        Ok(self.shared().identity.clone())
    }

    fn usage(&self) -> watch::Receiver<Usage> {
        self.usage.subscribe()
    }
}

/// The digits that decide, from the right.
fn last_digits(text: &str) -> Option<String> {
    let digits: Vec<_> = text.chars().filter(char::is_ascii_digit).collect();
    let start = digits.len().checked_sub(CANDIDATE_DIGITS)?;
    Some(digits.get(start..)?.iter().collect())
}
