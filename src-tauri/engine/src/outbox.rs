//! The sender: the second and last loop. Takes the rows of the outbox table that are due, writes them
//! to the CRM, and puts on disk what came of it.
//!
//! It must not know calls or windows. It may be killed at any instruction: the attempt is on disk
//! before the request, so a row found on its way at the next start is asked about, never blindly
//! sent again; and one that had to be sent again is asked about once more, since the first request
//! may be carried out late. One bad row blocks no other; a CRM that is out of reach as a whole
//! pauses them all. Start reading at [`Sender::run`].

mod exchange;
mod limits;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use domain::Moment;
use domain::outbox::{self, EntryState, Failure, FailureKind, Org};
use tokio::sync::{Notify, mpsc, watch};
use tokio_util::sync::CancellationToken;

use crate::clock::{Clock, later};
use crate::crm::{Crm, Saved};
use crate::store::{DueRow, Next, Sending, Settled, Step, Store, StoreError};
pub use limits::Limits;
use limits::Spent;
pub(crate) use limits::is_cap_reached;

/// Longest sleep without a look at the table: the safety net under a lost nudge, and what a clock
/// that was set forward costs at most.
const LOOK_AGAIN: Duration = Duration::from_secs(60);

/// After the store failed (disk full), how long until it is asked again.
const STORE_AGAIN: Duration = Duration::from_secs(15);

/// Longest wait for a CRM as a whole: a CRM that asks for more is asked once an hour.
const PAUSE_MAX: Duration = Duration::from_secs(60 * 60);

/// Starts of the program that may die in the same row's request before it is stuck.
const CRASHES_MAX: u32 = 8;

/// Rows taken at once: as many as one request to Salesforce takes (salesforce.md 8.1).
const BATCH_MAX: usize = 200;

/// While requests are saved, how long entries are collected for one.
const COLLECT_FOR: Duration = Duration::from_secs(10 * 60);

/// What follows a failure: `domain::outbox::decide`, or a test's own.
type Decide = fn(u32, &Failure, f64) -> outbox::Next;

/// Where an entry stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryNews {
    pub key: String,
    pub state: EntryState,
    /// Its record is there twice, and a person has to decide which one stays.
    pub doubled: bool,
}

/// Wakes the sender. Cheap to clone; a nudge is never lost and never piles up.
#[derive(Clone, Default)]
pub struct Nudge(Arc<Wake>);

#[derive(Default)]
struct Wake {
    notify: Notify,
    crm_ready: AtomicBool,
    /// The same for the loop that takes steps on written records.
    amend: Notify,
    amend_ready: AtomicBool,
}

impl Nudge {
    /// The table changed.
    pub fn queued(&self) {
        self.0.notify.notify_one();
        self.0.amend.notify_one();
    }

    /// The CRM can be asked again: signed in, or the network is back.
    pub fn crm_ready(&self) {
        self.0.crm_ready.store(true, Ordering::Release);
        self.0.amend_ready.store(true, Ordering::Release);
        self.queued();
    }

    /// Waits until the table of steps may have changed.
    pub(crate) async fn amending(&self) {
        self.0.amend.notified().await;
    }

    /// Whether the CRM came back since the last time this was asked.
    pub(crate) fn take_crm_ready(&self) -> bool {
        self.0.amend_ready.swap(false, Ordering::AcqRel)
    }
}

/// Sends what is in the outbox, all that is due in one request.
pub struct Sender {
    store: Store,
    crm: Arc<dyn Crm>,
    news: mpsc::Sender<EntryNews>,
    clock: Arc<dyn Clock>,
    nudge: Nudge,
    decide: Decide,
    cancel: CancellationToken,
    limits: watch::Receiver<Limits>,
    /// Requests of this computer today.
    spent: Spent,
    /// The org that is known to be signed in to.
    org: Option<Org>,
    /// The CRM as a whole was out of reach this often in a row.
    outages: u32,
    /// The same, row by row: one that alone meets a lock again and again backs off alone.
    outages_of: HashMap<String, u32>,
    /// Nothing is sent before this time, on the monotonic clock.
    paused_until: Option<Duration>,
    /// Rows that wait for what an earlier request may come to are not asked about before this
    /// time, on the monotonic clock: the wall clock may be set forward meanwhile.
    not_before: HashMap<String, Duration>,
    /// Since when entries are collected, on the monotonic clock.
    collecting_since: Option<Duration>,
    /// Somebody is watching, or the CRM is back: nothing is collected until the table is empty.
    hurry: bool,
}

/// Puts on disk which org the CRM is, before anything is sent there. Says whether it is another one
/// than what is due was chosen for.
pub(crate) async fn has_moved(
    store: &Store,
    crm: &dyn Crm,
    known: &mut Option<Org>,
) -> Result<bool, StoreError> {
    let org = crm.org();
    if org.is_none() || org == *known {
        return Ok(false);
    }
    let moved = match &org {
        Some(org) => store.orgs().signed_in(org).await?,
        None => false,
    };
    *known = org;
    Ok(moved)
}

/// What the loop does after one look.
enum Pause {
    /// There may be more.
    No,
    For(Duration),
}

impl Sender {
    #[must_use]
    pub fn new(
        store: Store,
        crm: Arc<dyn Crm>,
        news: mpsc::Sender<EntryNews>,
        clock: Arc<dyn Clock>,
        limits: watch::Receiver<Limits>,
    ) -> Self {
        let spent = Spent::new(crm.usage());
        Self {
            store,
            crm,
            news,
            clock,
            limits,
            spent,
            org: None,
            nudge: Nudge::default(),
            #[cfg(not(debug_assertions))]
            decide: outbox::decide,
            #[cfg(debug_assertions)]
            decide: crate::torture::decide,
            cancel: CancellationToken::new(),
            outages: 0,
            outages_of: HashMap::new(),
            paused_until: None,
            not_before: HashMap::new(),
            collecting_since: None,
            hurry: false,
        }
    }

    #[must_use]
    pub fn nudge(&self) -> Nudge {
        self.nudge.clone()
    }

    /// Sends until cancelled. A request that is running then gets a moment to end; either way its
    /// rows are on disk.
    pub async fn run(mut self, cancel: CancellationToken) {
        self.cancel = cancel.clone();
        let nudge = self.nudge.clone();
        let mut recovered = false;
        loop {
            if cancel.is_cancelled() {
                return;
            }
            let looked = if recovered { self.look().await } else { self.recover().await };
            let wait = match looked {
                Ok(Pause::No) => {
                    recovered = true;
                    continue;
                }
                Ok(Pause::For(wait)) => wait.min(LOOK_AGAIN),
                Err(StoreError::Closed) => return,
                Err(error) => {
                    tracing::error!(%error, "the outbox cannot be used");
                    STORE_AGAIN
                }
            };
            tokio::select! {
                () = cancel.cancelled() => return,
                // A nudge that came while looking is kept, so what was queued then is not missed.
                () = nudge.0.notify.notified() => {}
                () = tokio::time::sleep(wait) => {}
            }
        }
    }

    /// Takes up what an earlier run left behind.
    async fn recover(&mut self) -> Result<Pause, StoreError> {
        let (now, wait) = (self.clock.now(), self.wait_in_doubt());
        for key in self.store.outbox().recover(now.wall, wait, CRASHES_MAX).await? {
            self.not_before.insert(key, now.mono + wait);
        }
        self.spent.resume(&self.store, now).await?;
        Ok(Pause::No)
    }

    /// How long a write whose answer was lost is left alone before it is asked about.
    fn wait_in_doubt(&self) -> Duration {
        let lost = Failure { kind: FailureKind::Offline, outcome_unknown: true, retry_after: None };
        match (self.decide)(1, &lost, 0.0) {
            outbox::Next::AskAfter(wait) | outbox::Next::TryAfter(wait) => wait,
            outbox::Next::Stuck => PAUSE_MAX,
        }
    }

    async fn look(&mut self) -> Result<Pause, StoreError> {
        let now = self.clock.now();
        if self.nudge.0.crm_ready.swap(false, Ordering::AcqRel) {
            self.outages = 0;
            self.outages_of.clear();
            self.paused_until = None;
            self.hurry = true;
            self.store.outbox().outage_over(now.wall).await?;
        }
        let limits = self.limits.borrow_and_update().clone();
        self.spent.note(&self.store, now, &limits).await?;
        if let Some(until) = self.paused_until {
            if now.mono < until {
                return Ok(Pause::For(until - now.mono));
            }
            self.paused_until = None;
        }
        let rows = match self.store.outbox().due(now.wall, BATCH_MAX).await? {
            Next::Nothing => {
                self.hurry = false;
                return Ok(Pause::For(LOOK_AGAIN));
            }
            Next::At(at) => {
                self.hurry = false;
                return Ok(Pause::For(Duration::try_from(at.duration_since(now.wall)).unwrap_or_default()));
            }
            Next::Due(rows) => rows,
        };
        if has_moved(&self.store, self.crm.as_ref(), &mut self.org).await? {
            return Ok(Pause::No);
        }
        if let Some(wait) = self.spent.until_tomorrow(now, &limits) {
            return self.hold_back(now, wait).await;
        }
        self.take(now, &rows, &limits).await
    }

    /// Takes those rows that go together: questions first, then what is to be written, then checks.
    async fn take(&mut self, now: Moment, rows: &[DueRow], limits: &Limits) -> Result<Pause, StoreError> {
        let early: Vec<_> =
            rows.iter().filter_map(|row| Some((row.key.clone(), self.left(row, now)?))).collect();
        if !early.is_empty() {
            let put_off: Vec<_> = early.into_iter().map(|(key, left)| (key, later(now.wall, left))).collect();
            self.store.outbox().put_off(&put_off).await?;
            return Ok(Pause::No);
        }
        let keys = |step: Step| -> Vec<String> {
            rows.iter().filter(|row| row.step == step).map(|row| row.key.clone()).collect()
        };
        let (asks, writes, checks) = (keys(Step::Ask), keys(Step::Write), keys(Step::Check));
        let collect = if writes.is_empty() { None } else { self.collect_for(now, writes.len(), limits) };
        match collect {
            _ if !asks.is_empty() => self.ask(&asks).await?,
            None if !writes.is_empty() => {
                let begun = self.begin(&writes).await?;
                self.write(begun).await?;
            }
            _ if !checks.is_empty() => self.check(&checks).await?,
            Some(wait) => return Ok(Pause::For(wait)),
            None => {}
        }
        Ok(Pause::No)
    }

    /// How long a row is left alone yet, whatever the wall clock says.
    fn left(&self, row: &DueRow, now: Moment) -> Option<Duration> {
        if row.step == Step::Write {
            return None;
        }
        let until = self.not_before.get(&row.key)?;
        until.checked_sub(now.mono).filter(|left| !left.is_zero())
    }

    /// While requests are saved, how much longer entries are collected for one.
    fn collect_for(&mut self, now: Moment, rows: usize, limits: &Limits) -> Option<Duration> {
        if self.hurry || rows >= BATCH_MAX || !limits.are_saving(&self.spent) {
            self.collecting_since = None;
            return None;
        }
        let since = *self.collecting_since.get_or_insert(now.mono);
        let left = (since + COLLECT_FOR).checked_sub(now.mono).filter(|left| !left.is_zero());
        if left.is_none() {
            self.collecting_since = None;
        }
        left
    }

    /// As many requests as the settings allow were made today: entries wait.
    async fn hold_back(&mut self, now: Moment, wait: Duration) -> Result<Pause, StoreError> {
        // Looked at again now and then, though it costs no request: the clock may be set.
        let wait = wait.min(PAUSE_MAX);
        let rows = self.store.outbox();
        for key in rows.hold_back(later(now.wall, wait), &FailureKind::CapReached, now.wall).await? {
            self.tell(&key).await;
        }
        self.paused_until = Some(now.mono + wait);
        Ok(Pause::For(wait))
    }

    /// Marks rows as on their way. Nobody is told: to whoever watches they still wait, and a loop
    /// with much to show must not hold up what is to be written.
    async fn begin(&self, keys: &[String]) -> Result<Vec<Sending>, StoreError> {
        let begun = self.store.outbox().begin(keys, self.clock.now().wall).await?;
        for key in keys.iter().filter(|key| !begun.iter().any(|sending| sending.entry.key == **key)) {
            self.tell(key).await;
        }
        Ok(begun)
    }

    /// Puts outcomes on disk, however long the disk refuses: they are known here only. If the
    /// program ends first, the rows are asked about at the next start.
    async fn settle(&mut self, answered: Vec<(Sending, Result<Saved, Failure>)>) -> Result<(), StoreError> {
        // One chance for all: what failed together is tried together.
        let (now, chance) = (self.clock.now(), rand::random());
        let outcomes: Vec<(String, Settled)> = answered
            .iter()
            .map(|(sending, result)| (sending.entry.key.clone(), self.outcome(sending, result, now, chance)))
            .collect();
        loop {
            match self.store.outbox().settle(&outcomes, now.wall).await {
                Ok(()) => break,
                Err(StoreError::Closed) => return Err(StoreError::Closed),
                Err(error) => {
                    tracing::error!(%error, "outcomes cannot be put on disk");
                    tokio::select! {
                        () = self.cancel.cancelled() => return Ok(()),
                        () = tokio::time::sleep(STORE_AGAIN) => {}
                    }
                }
            }
        }
        self.pause_after(&answered, now);
        for (key, _) in &outcomes {
            self.tell(key).await;
        }
        Ok(())
    }

    fn outcome(
        &mut self,
        sending: &Sending,
        result: &Result<Saved, Failure>,
        now: Moment,
        chance: f64,
    ) -> Settled {
        let key = &sending.entry.key;
        let failure = match result {
            Ok(saved) => {
                self.not_before.remove(key);
                self.outages_of.remove(key);
                let check_at = is_repeated(sending, saved).then(|| {
                    let wait = self.wait_in_doubt();
                    self.not_before.insert(key.clone(), now.mono + wait);
                    later(now.wall, wait)
                });
                return Settled::Written { task_id: saved.id.clone(), url: saved.url.clone(), check_at };
            }
            Err(failure) => failure,
        };
        let outage = failure.kind.is_outage();
        let outages = self.outages_of.get(key).copied().unwrap_or_default();
        let count = if outage { outages.saturating_add(1) } else { sending.tries };
        let failure_kind = failure.kind.clone();
        match (self.decide)(count, failure, chance) {
            outbox::Next::TryAfter(wait) => {
                let due = later(now.wall, wait.min(PAUSE_MAX));
                Settled::Later { due, failure: failure_kind, outage }
            }
            outbox::Next::AskAfter(wait) => {
                let wait = wait.min(PAUSE_MAX);
                self.not_before.insert(key.clone(), now.mono + wait);
                Settled::InDoubt { ask_at: later(now.wall, wait), failure: failure_kind }
            }
            outbox::Next::Stuck => Settled::Stuck { why: failure_kind },
        }
    }

    /// An outage stops the other rows too: they would fail alike, and use up requests. Where one
    /// row of several came through, there is none.
    fn pause_after(&mut self, answered: &[(Sending, Result<Saved, Failure>)], now: Moment) {
        let mut outage = None;
        for (sending, result) in answered {
            match result {
                Err(failure) if failure.kind.is_outage() => {
                    let of_row = self.outages_of.entry(sending.entry.key.clone()).or_default();
                    *of_row = of_row.saturating_add(1);
                    outage = Some(failure);
                }
                Ok(_) | Err(_) => {
                    self.outages_of.remove(&sending.entry.key);
                }
            }
        }
        let answers = answered.iter().any(|(_, result)| match result {
            Ok(_) => true,
            Err(failure) => !failure.kind.is_outage(),
        });
        match outage {
            Some(failure) if !answers => self.pause(failure, now),
            Some(_) | None => self.outages = 0,
        }
    }

    fn pause(&mut self, failure: &Failure, now: Moment) {
        self.outages = self.outages.saturating_add(1);
        match (self.decide)(self.outages, &known(failure.clone()), rand::random()) {
            outbox::Next::TryAfter(wait) | outbox::Next::AskAfter(wait) => {
                self.paused_until = Some(now.mono + wait.min(PAUSE_MAX));
            }
            outbox::Next::Stuck => {}
        }
    }

    async fn tell(&self, key: &str) {
        self.tell_of(key, false).await;
    }

    async fn tell_of(&self, key: &str, doubled: bool) {
        match self.store.outbox().get(key).await {
            Ok(Some(row)) => {
                let news = EntryNews { key: key.to_owned(), state: row.state, doubled };
                tokio::select! {
                    _ = self.news.send(news) => {}
                    () = self.cancel.cancelled() => {}
                }
            }
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "an outbox row cannot be told of"),
        }
    }
}

fn lost(kind: FailureKind) -> Failure {
    Failure { kind, outcome_unknown: true, retry_after: None }
}

/// The same of a request that changes nothing.
fn known(failure: Failure) -> Failure {
    Failure { outcome_unknown: false, ..failure }
}

/// Whether more than one request may have been carried out: all but the one that was found.
fn is_repeated(sending: &Sending, saved: &Saved) -> bool {
    const REQUEST_AND_QUESTION: u32 = 2;
    sending.ask_first && !(saved.found && sending.attempts <= REQUEST_AND_QUESTION)
}

#[cfg(test)]
mod org_tests;
#[cfg(test)]
mod tests;
