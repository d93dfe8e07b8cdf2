#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod doubt;
mod flow;
mod many;

use std::collections::VecDeque;
use std::sync::Mutex;

use async_trait::async_trait;
use domain::call::{CallId, Direction, Outcome};
use domain::caller::Person;
use domain::journal::{About, Entry};
use domain::number::Number;
use domain::search::Asked;
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::*;
use crate::clock::TestClock;
use crate::crm::{Identity, Usage};
use domain::outbox::Written;

const MINUTE: Duration = Duration::from_secs(60);
/// As salesforce.md 3.6 has it: a request may still commit ten minutes later.
const LONGEST_REQUEST: Duration = Duration::from_secs(10 * 60);

/// What the CRM does with the next request.
#[derive(Debug, Clone)]
enum Does {
    Write,
    /// Writes, but the answer is lost.
    WriteSilently,
    /// The connection is lost, and only this much later it is written.
    WriteLate(Duration),
    /// Writes all but this one.
    Refuse(String, FailureKind),
    /// The request is lost on its way.
    Fail(FailureKind),
    Lose,
    Hang,
    /// Writes after a second.
    Slowly,
    Panic,
}

/// A request as the CRM saw it.
#[derive(Debug, Clone, PartialEq)]
struct Seen {
    key: String,
    ask_first: bool,
    after: Duration,
}

struct FakeCrm {
    script: Mutex<VecDeque<Does>>,
    records: Mutex<Vec<Record>>,
    seen: Mutex<Vec<Seen>>,
    clock: Arc<TestClock>,
    usage: watch::Sender<Usage>,
}

#[derive(Debug, Clone)]
struct Record {
    id: String,
    key: String,
    /// When its transaction ended.
    at: Duration,
    created: Duration,
    edited: bool,
}

impl Record {
    fn seen(&self) -> Written {
        let created = later(Timestamp::UNIX_EPOCH, self.created);
        let modified = if self.edited { later(created, MINUTE) } else { created };
        Written { id: self.id.clone(), ours: true, created, modified }
    }
}

impl FakeCrm {
    /// What the next request comes to; notes that it was made.
    fn next(&self, keys: &[String], question: bool) -> Does {
        self.usage.send_modify(|usage| usage.ours += 1);
        let after = self.clock.now().mono;
        let seen = Seen { key: keys.join(" "), ask_first: question, after };
        self.seen.lock().unwrap().push(seen);
        self.script.lock().unwrap().pop_front().unwrap_or(Does::Write)
    }

    fn commit(&self, key: &str, at: Duration) -> String {
        let mut records = self.records.lock().unwrap();
        let id = format!("00T {key} {}", records.len());
        let (key, created) = (key.to_owned(), self.clock.now().mono);
        records.push(Record { id: id.clone(), key, at, created, edited: false });
        id
    }
}

#[async_trait]
impl Crm for FakeCrm {
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
        let keys: Vec<String> = entries.iter().map(|entry| entry.key.clone()).collect();
        let does = self.next(&keys, false);
        match does {
            Does::Fail(kind) => return entries.iter().map(|_| Err(known(lost(kind.clone())))).collect(),
            Does::Lose => return entries.iter().map(|_| Err(lost(FailureKind::Offline))).collect(),
            Does::Hang => std::future::pending().await,
            Does::Slowly => tokio::time::sleep(Duration::from_secs(1)).await,
            Does::Panic => panic!("a defect in the adapter"),
            Does::WriteLate(wait) => {
                let at = self.clock.now().mono + wait;
                keys.iter().for_each(|key| drop(self.commit(key, at)));
                return entries.iter().map(|_| Err(lost(FailureKind::Offline))).collect();
            }
            Does::Write | Does::WriteSilently | Does::Refuse(..) => {}
        }
        let refused = match &does {
            Does::Refuse(key, kind) => Some((key.clone(), kind.clone())),
            Does::Write | Does::WriteSilently | Does::WriteLate(_) | Does::Fail(_) => None,
            Does::Lose | Does::Hang | Does::Slowly | Does::Panic => None,
        };
        let silent = matches!(does, Does::WriteSilently);
        let answer = |key: &String| match &refused {
            Some((bad, kind)) if bad == key => Err(known(lost(kind.clone()))),
            Some(_) | None => {
                let id = self.commit(key, self.clock.now().mono);
                if silent {
                    Err(lost(FailureKind::Offline))
                } else {
                    Ok(Saved { id, url: None, found: false })
                }
            }
        };
        keys.iter().map(answer).collect()
    }

    async fn written(&self, entries: &[Entry]) -> Result<Vec<Vec<Written>>, Failure> {
        let keys: Vec<String> = entries.iter().map(|entry| entry.key.clone()).collect();
        let does = self.next(&keys, true);
        if let Does::Fail(kind) = does {
            return Err(known(lost(kind)));
        }
        if matches!(does, Does::Lose) {
            return Err(lost(FailureKind::Offline));
        }
        self.script.lock().unwrap().push_front(does);
        let (now, records) = (self.clock.now().mono, self.records.lock().unwrap());
        let of = |key: &String| {
            records.iter().filter(|r| r.key == *key && r.at <= now).map(Record::seen).collect()
        };
        Ok(keys.iter().map(of).collect())
    }

    async fn remove(&self, id: &str) -> Result<(), Failure> {
        self.records.lock().unwrap().retain(|record| record.id != id);
        Ok(())
    }

    async fn page(&self, id: &str) -> Option<String> {
        Some(format!("https://o/{id}"))
    }

    async fn identity(&self) -> Result<Identity, Failure> {
        Ok(Identity::default())
    }

    fn usage(&self) -> watch::Receiver<Usage> {
        self.usage.subscribe()
    }
}

fn entry(key: &str) -> Entry {
    Entry {
        key: key.into(),
        call: CallId(1),
        subject: "subject".into(),
        description: "text".into(),
        direction: Direction::Inbound,
        outcome: Outcome::AnsweredInbound,
        disposition: "Answered".into(),
        duration_s: 61,
        day: jiff::civil::date(2026, 11, 18),
        started: Timestamp::UNIX_EPOCH,
        about: About::Nobody,
        kind: domain::journal::EntryKind::Call,
        internal: false,
        status_open: false,
        extra: Vec::new(),
    }
}

fn offline() -> Does {
    Does::Fail(FailureKind::Offline)
}

fn refused() -> FailureKind {
    FailureKind::Refused {
        field: Some("Subject".into()),
        code: "STRING_TOO_LONG".into(),
        message: "too long".into(),
    }
}

/// A sender on a real store, with a scripted CRM and tokio's paused time (`start_paused`).
struct World {
    _dir: TempDir,
    store: Store,
    crm: Arc<FakeCrm>,
    clock: Arc<TestClock>,
    limits: watch::Sender<Limits>,
    news: mpsc::Receiver<EntryNews>,
    nudge: Nudge,
    cancel: CancellationToken,
    running: JoinHandle<()>,
}

impl World {
    async fn new(script: &[Does]) -> Self {
        let dir = TempDir::new().unwrap();
        let store = Store::open(dir.path(), [1; 32]).await.unwrap();
        let clock = Arc::new(TestClock::new(Timestamp::from_second(1_795_000_000).unwrap()));
        let crm = Arc::new(FakeCrm {
            script: Mutex::new(script.iter().cloned().collect()),
            records: Mutex::default(),
            seen: Mutex::default(),
            clock: clock.clone(),
            usage: watch::channel(Usage::default()).0,
        });
        let limits = watch::channel(Limits::default()).0;
        let (news, nudge, cancel, running) = start(&store, &crm, &clock, &limits);
        Self { _dir: dir, store, crm, clock, limits, news, nudge, cancel, running }
    }

    /// The program dies here and now, and starts again.
    async fn killed_and_started_again(mut self) -> Self {
        self.running.abort();
        let _ = self.running.await;
        (self.news, self.nudge, self.cancel, self.running) =
            start(&self.store, &self.crm, &self.clock, &self.limits);
        self
    }

    async fn queue(&self, keys: &[&str]) {
        let now = self.clock.now().wall;
        for key in keys {
            self.store.outbox().queue(&entry(key), Some(now), now).await.unwrap();
        }
        self.nudge.queued();
    }

    /// Waits for news that `wanted` accepts.
    async fn until(&mut self, key: &str, wanted: impl Fn(&EntryState) -> bool) -> EntryState {
        loop {
            let news = self.news.recv().await.expect("the sender runs");
            if news.key == key && wanted(&news.state) {
                return news.state;
            }
        }
    }

    async fn until_written(&mut self, key: &str) {
        self.until(key, |state| matches!(state, EntryState::Written { .. })).await;
    }

    fn seen(&self) -> Vec<(String, bool)> {
        self.crm.seen.lock().unwrap().iter().map(|seen| (seen.key.clone(), seen.ask_first)).collect()
    }

    fn after(&self, request: usize) -> Duration {
        self.crm.seen.lock().unwrap()[request].after
    }

    fn written(&self) -> Vec<String> {
        self.crm.records.lock().unwrap().iter().map(|record| record.key.clone()).collect()
    }
}

type Started = (mpsc::Receiver<EntryNews>, Nudge, CancellationToken, JoinHandle<()>);

fn start(
    store: &Store,
    crm: &Arc<FakeCrm>,
    clock: &Arc<TestClock>,
    limits: &watch::Sender<Limits>,
) -> Started {
    let (tell, news) = mpsc::channel(64);
    let limits = limits.subscribe();
    let sender = Sender::new(store.clone(), crm.clone(), tell, clock.clone(), limits);
    let (nudge, cancel) = (sender.nudge(), CancellationToken::new());
    let running = tokio::spawn(sender.run(cancel.clone()));
    (news, nudge, cancel, running)
}

fn is_doubt(state: &EntryState) -> bool {
    matches!(state, EntryState::InDoubt { .. })
}

fn has_failed(state: &EntryState) -> bool {
    matches!(state, EntryState::Waiting { last: Some(_), .. })
}

fn refusing(key: &str) -> Does {
    Does::Refuse(key.into(), refused())
}
