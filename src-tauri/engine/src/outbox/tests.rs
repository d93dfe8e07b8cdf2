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

/// A sender on a real store, with a scripted CRM and tokio's paused time.
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

#[tokio::test(start_paused = true)]
async fn sends_what_is_due_in_order() {
    let mut world = World::new(&[]).await;
    world.queue(&["a", "b"]).await;
    world.until_written("b").await;
    assert_eq!(world.written(), ["a", "b"]);
    let keys: Vec<String> = world.seen().into_iter().map(|(keys, _)| keys).collect();
    assert_eq!(keys.join(" "), "a b");
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
    assert_eq!(asked, [false, true, true, true, false]);
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
    let world = World::new(&[Does::Hang]).await;
    world.queue(&["a"]).await;
    while world.seen().is_empty() {
        tokio::task::yield_now().await;
    }
    let mut world = world.killed_and_started_again().await;
    world.until_written("a").await;
    assert_eq!(world.seen(), [("a".into(), false), ("a".into(), true), ("a".into(), false)]);
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
    assert!(world.seen().len() < 6, "one request for each pause, not one for each row: {:?}", world.seen());
    assert!(world.after(1) - world.after(0) >= Duration::from_secs(3));
    assert!(world.after(2) - world.after(1) > world.after(1) - world.after(0));
    let last = world.seen().len() - 1;
    assert!(world.after(last) - world.after(2) < MINUTE, "all of them, as soon as one comes through");
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
    let mut world = World::new(&[refusing("a")]).await;
    world.queue(&["a", "b"]).await;
    let stuck = world.until("a", |state| matches!(state, EntryState::Stuck { .. })).await;
    assert_eq!(stuck, EntryState::Stuck { why: refused() });
    world.until_written("b").await;

    let now = world.clock.now().wall;
    assert!(world.store.outbox().retry("a", now).await.unwrap());
    world.nudge.queued();
    world.until_written("a").await;
    assert_eq!(world.seen().last(), Some(&("a".into(), false)));
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
    while world.seen().is_empty() {
        tokio::task::yield_now().await;
    }
    let told = world.clock.now().mono;
    world.cancel.cancel();
    (&mut world.running).await.unwrap();
    assert!(world.clock.now().mono - told <= Duration::from_secs(4));
    assert!(world.store.outbox().get("b").await.unwrap().unwrap().sending, "asked about at the next start");
}

fn refusing(key: &str) -> Does {
    Does::Refuse(key.into(), refused())
}

#[tokio::test(start_paused = true)]
async fn all_that_is_due_goes_in_one_request_and_a_bad_row_harms_no_other() {
    let mut world = World::new(&[refusing("b")]).await;
    world.queue(&["a", "b", "c"]).await;
    world.until_written("a").await;
    let stuck = world.until("b", |state| matches!(state, EntryState::Stuck { .. })).await;
    assert_eq!(stuck, EntryState::Stuck { why: refused() });
    world.until_written("c").await;
    assert_eq!(world.seen(), [("a b c".into(), false)]);
    assert_eq!(world.written(), ["a", "c"]);
}

#[tokio::test(start_paused = true)]
async fn more_than_one_request_takes_go_in_several() {
    let world = World::new(&[]).await;
    world.running.abort();
    let keys: Vec<String> = (0..450).map(|nth| format!("k{nth:03}")).collect();
    world.queue(&keys.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let mut world = world.killed_and_started_again().await;
    world.until_written("k449").await;
    let rows: Vec<usize> = world.seen().iter().map(|(keys, _)| keys.split(' ').count()).collect();
    assert_eq!(rows, [200, 200, 50]);
    assert_eq!(world.written(), keys);
}

#[tokio::test(start_paused = true)]
async fn lost_answer_of_many_is_asked_about_in_one_question() {
    let mut world = World::new(&[Does::WriteSilently]).await;
    world.queue(&["a", "b", "c"]).await;
    for key in ["a", "b", "c"] {
        world.until_written(key).await;
    }
    assert_eq!(world.seen(), [("a b c".into(), false), ("a b c".into(), true)]);
    assert_eq!(world.written(), ["a", "b", "c"]);
    tokio::time::sleep(60 * MINUTE).await;
    assert_eq!(world.seen().len(), 2, "what was found after one request cannot be there twice");
}

#[tokio::test(start_paused = true)]
async fn write_that_commits_after_its_repeat_leaves_one_record() {
    // Later than any request of Salesforce's: worse than it can be.
    let mut world = World::new(&[Does::WriteLate(12 * MINUTE)]).await;
    world.queue(&["a"]).await;
    world.until_written("a").await;
    assert_eq!(world.written(), ["a", "a"], "one of them not committed yet");
    world.until_written("a").await;
    assert_eq!(world.written(), ["a"]);
    let asked: Vec<bool> = world.seen().into_iter().map(|(_, question)| question).collect();
    assert_eq!(asked, [false, true, false, true]);
    assert!(world.after(3) - world.after(2) > LONGEST_REQUEST, "not before the repeat is over");
    let row = world.store.outbox().get("a").await.unwrap().unwrap();
    let kept = world.crm.records.lock().unwrap()[0].clone();
    let EntryState::Written { task_id, .. } = row.state else { panic!("{row:?}") };
    assert_eq!((task_id, kept.created), (kept.id, world.after(0)), "the older one stays");
}

#[tokio::test(start_paused = true)]
async fn record_a_person_worked_on_stays_whichever_it_is() {
    let mut world = World::new(&[Does::WriteLate(12 * MINUTE)]).await;
    world.queue(&["a"]).await;
    world.until_written("a").await;
    world.crm.records.lock().unwrap()[1].edited = true;
    world.until_written("a").await;
    let records = world.crm.records.lock().unwrap().clone();
    assert_eq!(records.len(), 1);
    assert!(records[0].edited);
}

#[tokio::test(start_paused = true)]
async fn killed_after_the_repeat_still_checks() {
    let mut world = World::new(&[Does::WriteLate(12 * MINUTE)]).await;
    world.queue(&["a"]).await;
    world.until_written("a").await;
    world.clock.set_wall_wrong_by(SignedDuration::from_hours(30));
    let mut world = world.killed_and_started_again().await;
    world.until_written("a").await;
    assert_eq!(world.written(), ["a"]);
}

#[tokio::test(start_paused = true)]
async fn clock_set_while_killed_does_not_ask_early() {
    let mut world = World::new(&[Does::WriteLate(9 * MINUTE)]).await;
    world.queue(&["a"]).await;
    world.until("a", is_doubt).await;
    world.clock.set_wall_wrong_by(SignedDuration::from_hours(30));
    let mut world = world.killed_and_started_again().await;
    world.until_written("a").await;
    assert_eq!(world.written(), ["a"], "never repeated");
    assert_eq!(world.seen(), [("a".into(), false), ("a".into(), true)]);
}

#[tokio::test(start_paused = true)]
async fn check_that_fails_is_made_again() {
    let script = [Does::WriteLate(12 * MINUTE), Does::Write, Does::Write, offline()];
    let mut world = World::new(&script).await;
    world.queue(&["a"]).await;
    world.until_written("a").await;
    world.until_written("a").await;
    assert_eq!(world.written(), ["a"]);
}

#[tokio::test(start_paused = true)]
async fn while_requests_are_saved_entries_are_collected_unless_somebody_is_watching() {
    let mut world = World::new(&[]).await;
    let org = |used| move |usage: &mut Usage| usage.org = Some((used, 100));
    world.crm.usage.send_modify(org(80));
    let began = world.clock.now().mono;
    world.queue(&["a"]).await;
    tokio::time::sleep(5 * MINUTE).await;
    world.queue(&["b"]).await;
    world.until_written("a").await;
    world.until_written("b").await;
    assert_eq!(world.seen(), [("a b".into(), false)]);
    let collected = world.after(0) - began;
    assert!(collected >= COLLECT_FOR && collected < 2 * COLLECT_FOR, "{collected:?}");

    world.queue(&["c"]).await;
    tokio::time::sleep(MINUTE).await;
    assert_eq!(world.seen().len(), 1);
    let asked = world.clock.now().mono;
    world.nudge.crm_ready();
    world.until_written("c").await;
    assert!(world.after(1) - asked < 2 * MINUTE, "a person pressed Retry");

    world.crm.usage.send_modify(org(79));
    let asked = world.clock.now().mono;
    world.queue(&["d"]).await;
    world.until_written("d").await;
    assert!(world.after(2) - asked < 2 * MINUTE, "the allowance is large again");
}

#[tokio::test(start_paused = true)]
async fn cap_of_a_day_holds_over_a_restart_and_ends_with_the_day() {
    let mut settings = domain::settings::Settings::default();
    settings.salesforce.api_daily_max = 2;
    let mut world = World::new(&[]).await;
    world.limits.send_replace(Limits::of(&settings));
    for key in ["a", "b"] {
        world.queue(&[key]).await;
        world.until_written(key).await;
    }
    world.queue(&["c", "d"]).await;
    for key in ["c", "d"] {
        let held = world.until(key, has_failed).await;
        let EntryState::Waiting { last, .. } = held else { panic!("{held:?}") };
        assert_eq!(last, Some(FailureKind::CapReached));
    }
    let mut world = world.killed_and_started_again().await;
    // A new program counts its requests from nothing.
    world.crm.usage.send_modify(|usage| usage.ours = 0);
    tokio::time::sleep(3 * MINUTE).await;
    assert_eq!(world.seen().len(), 2, "held, and a restart gives nothing");
    world.until_written("c").await;
    world.until_written("d").await;
    let zone = jiff::tz::TimeZone::system();
    let day = |at: Timestamp| at.to_zoned(zone.clone()).date();
    let began = Timestamp::from_second(1_795_000_000).unwrap();
    let wrote = later(began, world.after(2));
    assert_eq!(day(wrote), day(began).tomorrow().unwrap());
    assert_eq!(world.seen().len(), 3, "and together");
}
