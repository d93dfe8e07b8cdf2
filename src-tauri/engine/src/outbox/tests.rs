#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

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

const MINUTE: Duration = Duration::from_secs(60);
/// As salesforce.md 3.6 has it: a request may still commit ten minutes later.
const LONGEST_REQUEST: Duration = Duration::from_secs(10 * 60);

/// What the CRM does with the next request.
#[derive(Debug, Clone)]
enum Does {
    Write,
    /// Writes, but the answer is lost.
    WriteSilently,
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
    written: Mutex<Vec<String>>,
    seen: Mutex<Vec<Seen>>,
    clock: Arc<TestClock>,
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

    async fn save_entry(&self, entry: &Entry, ask_first: bool) -> Result<Saved, Failure> {
        let key = entry.key.clone();
        self.seen.lock().unwrap().push(Seen { key: key.clone(), ask_first, after: self.clock.now().mono });
        let does = self.script.lock().unwrap().pop_front().unwrap_or(Does::Write);
        let found = ask_first && self.written.lock().unwrap().contains(&key);
        match does {
            Does::Fail(kind) => return Err(Failure { kind, outcome_unknown: false, retry_after: None }),
            Does::Lose => return Err(lost(FailureKind::Offline)),
            Does::Hang => std::future::pending().await,
            Does::Slowly => {
                tokio::time::sleep(Duration::from_secs(1)).await;
                self.written.lock().unwrap().push(key.clone());
            }
            Does::Panic => panic!("a defect in the adapter"),
            Does::Write | Does::WriteSilently if !found => self.written.lock().unwrap().push(key.clone()),
            Does::Write | Does::WriteSilently => {}
        }
        match does {
            Does::WriteSilently => Err(lost(FailureKind::Offline)),
            Does::Write | Does::Slowly | Does::Fail(_) | Does::Lose | Does::Hang | Does::Panic => {
                Ok(Saved { id: format!("00T {key}"), url: None, found })
            }
        }
    }

    async fn identity(&self) -> Result<Identity, Failure> {
        Ok(Identity::default())
    }

    fn usage(&self) -> watch::Receiver<Usage> {
        watch::channel(Usage::default()).1
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

/// A sender on a real store, with a scripted CRM and tokio's paused time.
struct World {
    _dir: TempDir,
    store: Store,
    crm: Arc<FakeCrm>,
    clock: Arc<TestClock>,
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
            written: Mutex::default(),
            seen: Mutex::default(),
            clock: clock.clone(),
        });
        let (news, nudge, cancel, running) = start(&store, &crm, &clock);
        Self { _dir: dir, store, crm, clock, news, nudge, cancel, running }
    }

    /// The program dies here and now, and starts again.
    async fn killed_and_started_again(mut self) -> Self {
        self.running.abort();
        let _ = self.running.await;
        (self.news, self.nudge, self.cancel, self.running) = start(&self.store, &self.crm, &self.clock);
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
        self.crm.written.lock().unwrap().clone()
    }
}

type Started = (mpsc::Receiver<EntryNews>, Nudge, CancellationToken, JoinHandle<()>);

fn start(store: &Store, crm: &Arc<FakeCrm>, clock: &Arc<TestClock>) -> Started {
    let (tell, news) = mpsc::channel(64);
    let sender = Sender::new(store.clone(), crm.clone(), tell, clock.clone());
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

#[tokio::test(start_paused = true)]
async fn sends_what_is_due_in_order() {
    let mut world = World::new(&[]).await;
    world.queue(&["a", "b"]).await;
    world.until_written("b").await;
    assert_eq!(world.written(), ["a", "b"]);
    assert_eq!(world.seen(), [("a".into(), false), ("b".into(), false)]);
}

#[tokio::test(start_paused = true)]
async fn waits_until_an_entry_is_due() {
    let mut world = World::new(&[]).await;
    let now = world.clock.now();
    let due = later(now.wall, 5 * MINUTE);
    world.store.outbox().queue(&entry("a"), Some(due), now.wall).await.unwrap();
    world.nudge.queued();
    world.until_written("a").await;
    assert!(world.after(0) >= 5 * MINUTE, "{:?}", world.after(0));
    assert!(world.after(0) < 7 * MINUTE, "{:?}", world.after(0));
}

#[tokio::test(start_paused = true)]
async fn lost_answer_is_asked_about_after_the_longest_request_and_leaves_one_task() {
    let mut world = World::new(&[Does::WriteSilently]).await;
    world.queue(&["a"]).await;
    world.until("a", is_doubt).await;
    world.until_written("a").await;
    assert_eq!(world.seen(), [("a".into(), false), ("a".into(), true)]);
    assert!(world.after(1) - world.after(0) > LONGEST_REQUEST);
    assert_eq!(world.written(), ["a"]);
}

#[tokio::test(start_paused = true)]
async fn lost_request_is_sent_again_after_asking() {
    let mut world = World::new(&[Does::Lose, offline(), Does::Lose, Does::Write]).await;
    world.queue(&["a"]).await;
    world.until_written("a").await;
    let asked: Vec<bool> = world.seen().into_iter().map(|(_, ask_first)| ask_first).collect();
    assert_eq!(asked, [false, true, true, true]);
    assert_eq!(world.written(), ["a"]);
}

#[tokio::test(start_paused = true)]
async fn clock_set_forward_does_not_ask_early() {
    let mut world = World::new(&[Does::WriteSilently]).await;
    world.queue(&["a"]).await;
    world.until("a", is_doubt).await;
    world.clock.set_wall_wrong_by(SignedDuration::from_hours(30));
    world.nudge.queued();
    world.until_written("a").await;
    assert!(world.after(1) - world.after(0) > LONGEST_REQUEST);
}

#[tokio::test(start_paused = true)]
async fn clock_set_back_does_not_park_an_entry() {
    let mut world = World::new(&[Does::WriteSilently]).await;
    world.queue(&["a"]).await;
    world.until("a", is_doubt).await;
    world.clock.set_wall_wrong_by(SignedDuration::from_hours(-30));
    world.nudge.queued();
    world.until_written("a").await;
    let waited = world.after(1) - world.after(0);
    assert!(waited > LONGEST_REQUEST && waited < 20 * MINUTE, "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn killed_in_the_request_asks_before_it_sends_again() {
    let mut world = World::new(&[Does::Hang]).await;
    world.queue(&["a"]).await;
    world.until("a", |_| true).await;
    while world.seen().is_empty() {
        tokio::task::yield_now().await;
    }
    let mut world = world.killed_and_started_again().await;
    world.until_written("a").await;
    assert_eq!(world.seen(), [("a".into(), false), ("a".into(), true)]);
    assert!(world.after(1) - world.after(0) > LONGEST_REQUEST);
    assert_eq!(world.written(), ["a"]);
}

#[tokio::test(start_paused = true)]
async fn outage_pauses_all_rows_and_backs_off() {
    let mut world = World::new(&[offline(), offline(), offline()]).await;
    world.queue(&["a", "b", "c"]).await;
    for key in ["a", "b", "c"] {
        world.until_written(key).await;
    }
    assert_eq!(world.seen().len(), 6, "one request for each pause, not one for each row");
    assert!(world.after(1) - world.after(0) >= Duration::from_secs(3));
    assert!(world.after(2) - world.after(1) > world.after(1) - world.after(0));
    assert_eq!(world.after(3), world.after(4), "the others follow at once");
}

#[tokio::test(start_paused = true)]
async fn signed_out_waits_for_the_sign_in() {
    let mut world = World::new(&[Does::Fail(FailureKind::SignedOut)]).await;
    world.queue(&["a", "b"]).await;
    world.until("a", has_failed).await;
    let signed_out = world.clock.now().mono;
    world.nudge.queued();
    tokio::time::sleep(MINUTE).await;
    assert_eq!(world.seen().len(), 1, "nothing is sent while signed out");
    world.nudge.crm_ready();
    world.until_written("a").await;
    assert!(world.clock.now().mono - signed_out < 2 * MINUTE);
}

#[tokio::test(start_paused = true)]
async fn refused_row_is_stuck_and_blocks_no_other() {
    let mut world = World::new(&[Does::Fail(refused())]).await;
    world.queue(&["a", "b"]).await;
    let stuck = world.until("a", |state| matches!(state, EntryState::Stuck { .. })).await;
    assert_eq!(stuck, EntryState::Stuck { why: refused() });
    world.until_written("b").await;
    assert_eq!(world.after(1), world.after(0), "b did not wait");

    let now = world.clock.now().wall;
    assert!(world.store.outbox().retry("a", now).await.unwrap());
    world.nudge.queued();
    world.until_written("a").await;
    assert_eq!(world.seen()[2], ("a".into(), false));
}

#[tokio::test(start_paused = true)]
async fn nonsense_is_tried_a_few_times_however_long_the_outage_before() {
    let nonsense = Does::Fail(FailureKind::Broken { detail: "html".into() });
    let mut script = vec![offline(); 20];
    script.extend(vec![nonsense; 10]);
    let mut world = World::new(&script).await;
    world.queue(&["a"]).await;
    world.until("a", |state| matches!(state, EntryState::Stuck { .. })).await;
    assert_eq!(world.seen().len(), 20 + usize::try_from(domain::outbox::BROKEN_TRIES_MAX).unwrap());
}

#[tokio::test(start_paused = true)]
async fn defect_in_the_adapter_does_not_end_the_loop() {
    let mut world = World::new(&[Does::Panic, Does::Hang]).await;
    world.queue(&["a", "b"]).await;
    world.until("a", is_doubt).await;
    world.until("b", is_doubt).await;
    world.until_written("a").await;
    world.until_written("b").await;
    assert_eq!(world.written().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn closed_store_ends_the_loop() {
    let mut world = World::new(&[]).await;
    world.queue(&["a"]).await;
    world.until_written("a").await;
    world.store.clone().close().await;
    world.nudge.queued();
    (&mut world.running).await.unwrap();
    assert_eq!(world.written(), ["a"]);
}

#[tokio::test(start_paused = true)]
async fn ends_when_told_and_lets_a_running_write_end() {
    let mut world = World::new(&[Does::Slowly]).await;
    world.queue(&["a"]).await;
    world.until("a", |_| true).await;
    while world.seen().is_empty() {
        tokio::task::yield_now().await;
    }
    world.cancel.cancel();
    (&mut world.running).await.unwrap();
    assert_eq!(world.written(), ["a"]);
    let row = world.store.outbox().get("a").await.unwrap().unwrap();
    assert!(matches!(row.state, EntryState::Written { .. }), "{row:?}");

    let mut world = World::new(&[Does::Hang]).await;
    world.queue(&["b"]).await;
    world.until("b", |_| true).await;
    let told = world.clock.now().mono;
    world.cancel.cancel();
    (&mut world.running).await.unwrap();
    assert!(world.clock.now().mono - told <= Duration::from_secs(4));
    assert!(world.store.outbox().get("b").await.unwrap().unwrap().sending, "asked about at the next start");
}
