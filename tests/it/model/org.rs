//! A CRM that does what Salesforce may do to a write: lose it before or after the commit, commit it
//! minutes later, refuse it, take its time. It remembers nothing for its client. Its time is tokio's,
//! which whoever plays a day has paused (`start_paused`).

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use async_trait::async_trait;
use domain::caller::Person;
use domain::journal::Entry;
use domain::number::Number;
use domain::outbox::{Barred, Failure, FailureKind, Written};
use domain::search::Asked;
use engine::clock::{Clock, TestClock, later};
use engine::crm::{Crm, Identity, Saved, Usage};
use jiff::Timestamp;
use tokio::sync::watch;

/// On the way to the org, and back: somebody may pull the plug in either.
const ON_THE_WAY: Duration = Duration::from_millis(400);

/// What becomes of a request.
#[derive(Debug, Clone)]
pub enum Fate {
    LostBefore,
    LostAfter,
    /// The connection is lost; it commits this many seconds after it arrived.
    Late(u64),
    /// It takes this many seconds.
    Slow(u64),
    /// 401.
    SignedOut,
    /// 403.
    NotAllowed,
    /// 403 REQUEST_LIMIT_EXCEEDED.
    Limit,
    /// 420, 429: nothing is known but when to come back.
    Throttled(u64),
    /// 500, or 503 as a page, before or after the commit.
    Down {
        committed: bool,
    },
    /// So many of its rows are locked.
    Locked(usize),
    /// One of its rows is refused.
    Refused(usize),
    /// The user may not ask or remove either.
    Nonsense,
}

#[derive(Debug, Clone)]
pub struct Record {
    pub id: String,
    pub key: String,
    pub text: String,
    created: Timestamp,
    modified: Timestamp,
    commits: Duration,
}

#[derive(Default)]
struct Kept {
    records: Vec<Record>,
    made: u64,
    fates: VecDeque<Fate>,
    /// Keys that a person worked on, and on which record.
    edited: BTreeMap<String, String>,
    signed_out: bool,
    /// How often each kind of fate struck.
    struck: BTreeMap<&'static str, u64>,
}

pub struct Org {
    kept: Mutex<Kept>,
    clock: Arc<TestClock>,
    /// The org's own clock is right, whatever the computer's shows.
    began: Timestamp,
}

impl Org {
    pub fn new(clock: Arc<TestClock>, began: Timestamp) -> Self {
        Self { kept: Mutex::default(), clock, began }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap()
    }

    fn mono(&self) -> Duration {
        self.clock.now().mono
    }

    pub fn next(&self, fate: Fate) {
        self.kept().fates.push_back(fate);
    }

    pub fn sign_in(&self) {
        self.kept().signed_out = false;
    }

    pub fn be_well(&self) {
        self.kept().fates.clear();
        self.sign_in();
    }

    /// A person works on a record, and on no other one of the same call.
    pub fn edit(&self, nth: usize) {
        let (mono, mut kept) = (self.mono(), self.kept());
        let now = later(self.began, mono);
        let Kept { records, edited, .. } = &mut *kept;
        let seen: Vec<&mut Record> = records.iter_mut().filter(|record| record.commits <= mono).collect();
        let count = seen.len().max(1);
        let Some(record) = seen.into_iter().nth(nth % count) else { return };
        let of_key = edited.entry(record.key.clone()).or_insert_with(|| record.id.clone());
        if *of_key == record.id {
            // Later than anything the org does by itself in the record's own transaction.
            record.modified = now.max(later(record.created, Duration::from_secs(6)));
            record.text.push_str(" edited");
        }
    }

    /// What is there when everything has committed.
    pub fn records(&self) -> Vec<Record> {
        let mono = self.mono();
        let kept = self.kept();
        assert!(kept.records.iter().all(|record| record.commits <= mono), "not everything has committed");
        kept.records.clone()
    }

    pub fn edited(&self) -> BTreeSet<String> {
        self.kept().edited.values().cloned().collect()
    }

    pub fn struck(&self) -> BTreeMap<&'static str, u64> {
        self.kept().struck.clone()
    }

    /// What this request comes to; only a write can be lost.
    fn fate(&self, write: bool) -> Option<Fate> {
        let mut kept = self.kept();
        if kept.signed_out {
            return Some(Fate::SignedOut);
        }
        let only_writes = match kept.fates.front()? {
            Fate::LostBefore | Fate::LostAfter | Fate::Late(_) | Fate::Locked(_) | Fate::Refused(_) => true,
            Fate::Slow(_)
            | Fate::SignedOut
            | Fate::NotAllowed
            | Fate::Limit
            | Fate::Throttled(_)
            | Fate::Down { .. }
            | Fate::Nonsense => false,
        };
        if only_writes && !write {
            return None;
        }
        let fate = kept.fates.pop_front()?;
        kept.signed_out = matches!(fate, Fate::SignedOut);
        *kept.struck.entry(name(&fate)).or_default() += 1;
        Some(fate)
    }

    fn commit(&self, entry: &Entry, after: Duration) -> Saved {
        let (mono, mut kept) = (self.mono(), self.kept());
        kept.made += 1;
        let id = format!("00T{:06}", kept.made);
        let now = later(self.began, mono);
        kept.records.push(Record {
            id: id.clone(),
            key: entry.key.clone(),
            text: entry.description.clone(),
            created: now,
            modified: now,
            commits: mono + after,
        });
        Saved { id, url: None, found: false }
    }

    /// What stands in the way of any request.
    async fn pass(&self, fate: Option<&Fate>) -> Result<(), Failure> {
        tokio::time::sleep(ON_THE_WAY).await;
        match fate {
            Some(Fate::Slow(seconds)) => tokio::time::sleep(Duration::from_secs(*seconds)).await,
            Some(Fate::SignedOut) => return Err(failed(FailureKind::SignedOut)),
            Some(Fate::NotAllowed) => {
                let kind = FailureKind::NotAllowed { message: "no".into(), why: Barred::Rights };
                return Err(failed(kind));
            }
            Some(Fate::Limit) => {
                let retry_after = Some(Duration::from_secs(300));
                return Err(Failure { retry_after, ..failed(FailureKind::Busy) });
            }
            _ => {}
        }
        Ok(())
    }
}

fn name(fate: &Fate) -> &'static str {
    match fate {
        Fate::LostBefore => "lost before",
        Fate::LostAfter => "lost after",
        Fate::Late(_) => "late",
        Fate::Slow(_) => "slow",
        Fate::SignedOut => "401",
        Fate::NotAllowed => "403",
        Fate::Limit => "limit",
        Fate::Throttled(_) => "429",
        Fate::Down { .. } => "503",
        Fate::Locked(_) => "locked",
        Fate::Refused(_) => "refused",
        Fate::Nonsense => "nonsense",
    }
}

fn failed(kind: FailureKind) -> Failure {
    Failure { kind, outcome_unknown: false, retry_after: None }
}

fn unknown(kind: FailureKind) -> Failure {
    Failure { outcome_unknown: true, ..failed(kind) }
}

fn broken() -> FailureKind {
    FailureKind::Broken { detail: "html".into() }
}

#[async_trait]
impl Crm for Org {
    async fn find_people(&self, _: &Number) -> Result<Vec<Person>, Failure> {
        Ok(Vec::new())
    }

    async fn search(&self, _: &Asked) -> Result<Vec<Person>, Failure> {
        Ok(Vec::new())
    }

    async fn read_again(&self, _: &[Person]) -> Result<Vec<Person>, Failure> {
        Ok(Vec::new())
    }

    async fn write_entries(&self, entries: &[Entry]) -> Vec<Result<Saved, Failure>> {
        let fate = self.fate(true);
        let all = |failure: Failure| entries.iter().map(|_| Err(failure.clone())).collect::<Vec<_>>();
        if let Err(failure) = self.pass(fate.as_ref()).await {
            return all(failure);
        }
        let refused = FailureKind::Refused { field: None, code: "X".into(), message: String::new() };
        let committed: Vec<Result<Saved, Failure>> = match &fate {
            Some(Fate::LostBefore) => return all(unknown(FailureKind::Offline)),
            Some(Fate::Down { committed: false }) => return all(unknown(FailureKind::Busy)),
            Some(Fate::Nonsense) => return all(unknown(broken())),
            Some(Fate::Throttled(seconds)) => {
                let retry_after = Some(Duration::from_secs(*seconds));
                return all(Failure { retry_after, ..unknown(FailureKind::Busy) });
            }
            Some(Fate::Late(seconds)) => {
                entries.iter().for_each(|entry| drop(self.commit(entry, Duration::from_secs(*seconds))));
                return all(unknown(FailureKind::Offline));
            }
            fate => {
                let spoilt = |at: usize| match fate {
                    Some(Fate::Locked(rows)) if at < *rows => Some(failed(FailureKind::Busy)),
                    Some(Fate::Refused(row)) if at == *row => Some(failed(refused.clone())),
                    _ => None,
                };
                let row = |(at, entry): (usize, &Entry)| {
                    spoilt(at).map_or_else(|| Ok(self.commit(entry, Duration::ZERO)), Err)
                };
                entries.iter().enumerate().map(row).collect()
            }
        };
        // It is there; the plug may be pulled before anybody here knows.
        tokio::time::sleep(ON_THE_WAY).await;
        match &fate {
            Some(Fate::LostAfter) => all(unknown(FailureKind::Offline)),
            Some(Fate::Down { .. }) => all(unknown(FailureKind::Busy)),
            _ => committed,
        }
    }

    async fn written(&self, entries: &[Entry]) -> Result<Vec<Vec<Written>>, Failure> {
        let fate = self.fate(false);
        self.pass(fate.as_ref()).await?;
        match fate {
            Some(Fate::Nonsense) => return Err(failed(broken())),
            Some(Fate::Down { .. } | Fate::Throttled(_)) => return Err(failed(FailureKind::Busy)),
            _ => {}
        }
        let (mono, kept) = (self.mono(), self.kept());
        let of = |entry: &Entry| {
            let seen = kept.records.iter().filter(|r| r.key == entry.key && r.commits <= mono);
            seen.map(|r| Written { id: r.id.clone(), ours: true, created: r.created, modified: r.modified })
                .collect()
        };
        Ok(entries.iter().map(of).collect())
    }

    async fn remove(&self, id: &str) -> Result<(), Failure> {
        let fate = self.fate(false);
        self.pass(fate.as_ref()).await?;
        self.kept().records.retain(|record| record.id != id);
        match fate {
            Some(Fate::Nonsense) => Err(failed(broken())),
            Some(Fate::Down { .. } | Fate::Throttled(_)) => Err(failed(FailureKind::Busy)),
            _ => Ok(()),
        }
    }

    async fn page(&self, _: &str) -> Option<String> {
        None
    }

    async fn identity(&self) -> Result<Identity, Failure> {
        Ok(Identity::default())
    }

    fn usage(&self) -> watch::Receiver<Usage> {
        watch::channel(Usage::default()).1
    }
}
