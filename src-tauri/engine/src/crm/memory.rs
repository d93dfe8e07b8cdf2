//! A CRM in memory: a full citizen for tests of the loop, with failures to order.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use domain::caller::{CANDIDATES_MAX, Facts, FactsWish, Person};
use domain::journal::{Change, Entry, Merge, TaskRow, Wish, lacks, merged_text, numbers_in, value_of};
use domain::number::Number;
use domain::outbox::{Barred, Failure, FailureKind, Org, Written};
use domain::search::Asked;
use domain::settings::FactKind;
use jiff::Timestamp;
use tokio::sync::watch;

use super::amend::{Amended, Record};
use super::{CallRecords, Crm, Identity, Saved, Usage};

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
    facts: Vec<(String, Facts)>,
    asked_facts: u64,
    unfound: BTreeSet<String>,
    entries: Vec<(String, Entry)>,
    identity: Identity,
    failure: Option<Failure>,
    lost_answers: u32,
    refused_field: Option<String>,
    delay: Duration,
    /// Records that somebody else worked on.
    edited: Vec<String>,
    org: Option<Org>,
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

/// A contact with one number and a page of its own.
#[cfg(test)]
pub(crate) fn person(id: &str, name: &str, phone: &str) -> Person {
    use domain::caller::{PersonKind, Phone};

    Person {
        id: id.into(),
        kind: PersonKind::Contact,
        name: name.into(),
        title: None,
        company: None,
        account_id: None,
        contact_id: None,
        owner: None,
        email: None,
        do_not_call: false,
        phones: vec![Phone { field: "Phone".into(), label: "Phone".into(), value: phone.into() }],
        last_activity: None,
        modified: None,
        url: Some(format!("https://acme.lightning.force.com/{id}")),
    }
}

fn record(id: &str, entry: &Entry) -> Written {
    Written { id: id.to_owned(), ours: true, created: entry.started, modified: entry.started }
}

impl MemoryCrm {
    pub fn add(&self, person: Person) {
        self.shared().people.push(person);
    }

    /// What is told of the person with this id.
    pub fn tell(&self, person: &str, facts: Facts) {
        let mut shared = self.shared();
        shared.facts.retain(|(id, _)| id != person);
        shared.facts.push((person.to_owned(), facts));
    }

    /// How often somebody's facts were asked for.
    #[must_use]
    pub fn asked_facts(&self) -> u64 {
        self.shared().asked_facts
    }

    /// The org's count of requests, as every answer tells it from now on.
    pub fn use_up(&self, used: u64, most: u64) {
        self.usage.send_modify(|usage| usage.org = Some((used, most)));
    }

    pub fn sign_in(&self, identity: Identity) {
        self.shared().identity = identity;
    }

    /// The org that is signed in to from now on.
    pub fn move_to(&self, org: Org) {
        self.shared().org = Some(org);
    }

    /// Its search does not find this record; reading it does.
    pub fn hide_from_search(&self, id: &str) {
        self.shared().unfound.insert(id.to_owned());
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

    /// Somebody works on the record of this key.
    pub fn edit(&self, key: &str, text: &str) {
        let mut shared = self.shared();
        shared.edited.push(key.to_owned());
        for (_, entry) in shared.entries.iter_mut().filter(|(_, entry)| entry.key == key) {
            text.clone_into(&mut entry.description);
        }
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
        super::count_request();
        let delay = self.shared().delay;
        if !delay.is_zero() {
            tokio::time::sleep(delay).await;
        }
        let shared = self.shared();
        let org = shared.org.as_ref().map(|org| org.id.as_str()).unwrap_or_default();
        if !super::is_meant_for(org) {
            let kind = FailureKind::NotAllowed { message: String::new(), why: Barred::OtherOrg };
            return Err(Failure { kind, outcome_unknown: false, retry_after: None });
        }
        shared.failure.clone().map_or(Ok(()), Err)
    }

    fn people_where(&self, fits: impl Fn(&Person) -> bool) -> Vec<Person> {
        let shared = self.shared();
        let found = shared.people.iter().filter(|person| !shared.unfound.contains(&person.id));
        found.filter(|person| fits(person)).take(CANDIDATES_MAX).cloned().collect()
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

    async fn search(&self, asked: &Asked) -> Result<Vec<Person>, Failure> {
        match asked {
            Asked::Nothing | Asked::Number => Ok(Vec::new()),
            Asked::Digits { beginnings } => {
                self.ask().await?;
                Ok(self.people_where(|person| {
                    let digits = person.phones.iter().map(|phone| domain::number::digits_of(&phone.value));
                    digits
                        .into_iter()
                        .any(|digits| beginnings.iter().any(|wanted| digits.starts_with(wanted)))
                }))
            }
            Asked::Words { words, .. } => {
                self.ask().await?;
                Ok(self.people_where(|person| {
                    let (company, email) = (person.company.as_deref(), person.email.as_deref());
                    let all = [Some(person.name.as_str()), company, email].into_iter().flatten();
                    let all = all.collect::<Vec<_>>().join(" ").to_lowercase();
                    words.iter().all(|spellings| {
                        spellings.iter().any(|spelling| all.contains(&spelling.to_lowercase()))
                    })
                }))
            }
        }
    }

    async fn read_again(&self, people: &[Person]) -> Result<Vec<Person>, Failure> {
        self.ask().await?;
        let shared = self.shared();
        let known = shared.people.iter().filter(|person| people.iter().any(|wanted| wanted.id == person.id));
        Ok(known.cloned().collect())
    }

    async fn facts(&self, person: &Person, wish: &FactsWish) -> Result<Facts, Failure> {
        self.shared().asked_facts += 1;
        self.ask().await?;
        let shared = self.shared();
        let known = shared.facts.iter().find(|(id, _)| *id == person.id);
        Ok(known.map(|(_, facts)| facts.clone()).unwrap_or_default().told(wish))
    }

    async fn open_records(&self, person: &Person, text: &str) -> Result<Facts, Failure> {
        let kinds = vec![FactKind::Opportunity, FactKind::Case];
        let wish = FactsWish { kinds, fields: Vec::new() };
        let Facts { opportunities, cases, .. } = self.facts(person, &wish).await?;
        let holds = |words: &str| words.to_lowercase().contains(&text.trim().to_lowercase());
        Ok(Facts {
            opportunities: opportunities.into_iter().filter(|one| holds(&one.name)).collect(),
            cases: cases
                .into_iter()
                .filter(|one| holds(&one.number) || one.subject.as_deref().is_some_and(holds))
                .collect(),
            ..Facts::default()
        })
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

    async fn call_records(&self, from: Timestamp, to: Timestamp) -> Result<CallRecords, Failure> {
        self.ask().await?;
        let shared = self.shared();
        let during = |entry: &Entry| from <= entry.started && entry.started < to;
        let row = |(id, entry): &(String, Entry)| TaskRow {
            record: record(id, entry),
            key: Some(entry.key.clone()),
            direction: (!entry.internal).then_some(entry.direction),
            duration_s: entry.duration_s,
            subject: entry.subject.clone(),
            numbers: numbers_in(&entry.description),
        };
        let rows = shared.entries.iter().filter(|(_, entry)| during(entry)).map(row).collect();
        Ok(CallRecords { rows, more: false })
    }

    async fn remove(&self, id: &str) -> Result<(), Failure> {
        self.ask().await?;
        self.shared().entries.retain(|(known, _)| known != id);
        Ok(())
    }

    async fn page(&self, _: &str) -> Option<String> {
        None
    }

    fn org(&self) -> Option<Org> {
        self.shared().org.clone()
    }

    async fn identity(&self) -> Result<Identity, Failure> {
        self.ask().await?;
        Ok(self.shared().identity.clone())
    }

    async fn amend(&self, record: &Record, change: &Change) -> Result<Amended, Failure> {
        self.ask().await?;
        let mut shared = self.shared();
        let edited = shared.edited.contains(&record.entry.key);
        let Some(at) = shared.entries.iter().position(|(id, _)| *id == record.id) else {
            return Ok(Amended::Gone);
        };
        let mut kept = Vec::new();
        let there = &mut shared.entries[at].1;
        match change {
            Change::Remove if edited => return Ok(Amended::Kept),
            Change::Remove => drop(shared.entries.remove(at)),
            Change::Move { about } => there.about = about.clone(),
            Change::Text { description, addition, subject, extra } => {
                let wrote = &record.entry.description;
                let text = merged_text(&there.description, wrote, description, addition);
                there.description = text.unwrap_or_else(|| there.description.clone());
                if lacks(&there.description, description, addition) {
                    kept.push("Description".to_owned());
                }
                for wish in Wish::all(&record.entry, subject.as_deref(), extra) {
                    let is_subject = wish.name == "Subject";
                    let value = if is_subject {
                        there.subject.clone()
                    } else {
                        value_of(&there.extra, &wish.name).unwrap_or_default().to_owned()
                    };
                    match wish.merge(&value) {
                        Merge::Change if is_subject => there.subject = wish.wanted,
                        Merge::Change => {
                            there.extra.retain(|(name, _)| *name != wish.name);
                            there.extra.push((wish.name, wish.wanted));
                        }
                        Merge::Kept => kept.push(wish.name),
                        Merge::Done => {}
                    }
                }
            }
        }
        Ok(Amended::Done { left: None, kept })
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
