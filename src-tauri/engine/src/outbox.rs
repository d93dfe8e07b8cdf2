//! The sender: the second and last loop. Takes the next due row of the outbox table, writes it to
//! the CRM, and puts on disk what came of it.
//!
//! It must not know calls or windows. It may be killed at any instruction: the attempt is on disk
//! before the request, so a row found on its way at the next start is asked about, never blindly
//! sent again. One bad row blocks no other; a CRM that is out of reach as a whole pauses them all.
//! Start reading at [`Sender::run`].

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use domain::Moment;
use domain::outbox::{self, EntryState, Failure, FailureKind};
use tokio::sync::{Notify, mpsc};
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

use crate::clock::{Clock, later};
use crate::crm::{Crm, Saved};
use crate::store::{Next, Sending, Store, StoreError};

/// Longest sleep without a look at the table: the safety net under a lost nudge, and what a clock
/// that was set forward costs at most.
const LOOK_AGAIN: Duration = Duration::from_secs(60);

/// After the store failed (disk full), how long until it is asked again.
const STORE_AGAIN: Duration = Duration::from_secs(15);

/// Longest one write may take, token and field list included. Longer than the four requests of
/// 30 s that it may need; a row must not hold the loop for ever.
const SAVE_TIMEOUT: Duration = Duration::from_secs(150);

/// How long a running write may go on after the program was told to end.
const ENDING_GRACE: Duration = Duration::from_secs(3);

/// Longest wait for a CRM as a whole: a CRM that asks for more is asked once an hour.
const PAUSE_MAX: Duration = Duration::from_secs(60 * 60);

/// Starts of the program that may die in the same row's request before it is stuck.
const CRASHES_MAX: u32 = 8;

/// What follows a failure: `domain::outbox::decide`, or a test's own.
type Decide = fn(u32, &Failure, f64) -> outbox::Next;

/// Where an entry stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryNews {
    pub key: String,
    pub state: EntryState,
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

/// Sends what is in the outbox, one row at a time.
pub struct Sender {
    store: Store,
    crm: Arc<dyn Crm>,
    news: mpsc::Sender<EntryNews>,
    clock: Arc<dyn Clock>,
    nudge: Nudge,
    decide: Decide,
    cancel: CancellationToken,
    /// The CRM as a whole was out of reach this often in a row.
    outages: u32,
    /// The same, row by row: one that alone meets a lock again and again backs off alone.
    outages_of: HashMap<String, u32>,
    /// Nothing is sent before this time, on the monotonic clock.
    paused_until: Option<Duration>,
    /// Rows in doubt are not asked about before this time, on the monotonic clock: the wall clock
    /// may be set forward while a lost write is still going on.
    doubts: HashMap<String, Duration>,
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
    ) -> Self {
        Self {
            store,
            crm,
            news,
            clock,
            nudge: Nudge::default(),
            decide: outbox::decide,
            cancel: CancellationToken::new(),
            outages: 0,
            outages_of: HashMap::new(),
            paused_until: None,
            doubts: HashMap::new(),
        }
    }

    #[must_use]
    pub fn nudge(&self) -> Nudge {
        self.nudge.clone()
    }

    /// Sends until cancelled. A write that is running then gets a moment to end; either way its
    /// row is on disk.
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
        let now = self.clock.now();
        let wait = self.wait_in_doubt();
        for (key, ask_at) in self.store.outbox().recover(now.wall, wait, CRASHES_MAX).await? {
            let left = Duration::try_from(ask_at.duration_since(now.wall)).unwrap_or_default();
            self.doubts.insert(key, now.mono + left.min(wait));
        }
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
            self.store.outbox().outage_over(now.wall).await?;
        }
        if let Some(until) = self.paused_until {
            if now.mono < until {
                return Ok(Pause::For(until - now.mono));
            }
            self.paused_until = None;
        }
        match self.store.outbox().next_due(now.wall).await? {
            Next::Nothing => Ok(Pause::For(LOOK_AGAIN)),
            Next::At(at) => {
                Ok(Pause::For(Duration::try_from(at.duration_since(now.wall)).unwrap_or_default()))
            }
            Next::Due { key, in_doubt } => {
                if in_doubt && let Some(left) = self.left_in_doubt(&key, now) {
                    self.store.outbox().move_doubt(&key, later(now.wall, left)).await?;
                    return Ok(Pause::No);
                }
                if let Some(sending) = self.store.outbox().begin(&key, now.wall).await? {
                    self.send(sending).await?;
                } else {
                    self.tell(&key).await;
                }
                Ok(Pause::No)
            }
        }
    }

    fn left_in_doubt(&self, key: &str, now: Moment) -> Option<Duration> {
        self.doubts.get(key).and_then(|until| until.checked_sub(now.mono)).filter(|left| !left.is_zero())
    }

    async fn send(&mut self, sending: Sending) -> Result<(), StoreError> {
        let key = sending.entry.key.clone();
        self.tell(&key).await;
        let Some(result) = self.save(&sending).await else { return Ok(()) };
        loop {
            match self.settle(&sending, &result).await {
                Err(StoreError::Closed) => return Err(StoreError::Closed),
                // The outcome is known here only: kept until it is on disk. If the program ends
                // first, the row is asked about at the next start.
                Err(error) => {
                    tracing::error!(%error, "an outcome cannot be put on disk");
                    tokio::select! {
                        () = self.cancel.cancelled() => return Ok(()),
                        () = tokio::time::sleep(STORE_AGAIN) => {}
                    }
                }
                Ok(()) => break,
            }
        }
        self.tell(&key).await;
        Ok(())
    }

    /// Makes the request. `None`: the program ends before its answer.
    async fn save(&self, sending: &Sending) -> Option<Result<Saved, Failure>> {
        let (crm, entry, ask_first) = (Arc::clone(&self.crm), sending.entry.clone(), sending.ask_first);
        // A task of its own, so that a defect in an adapter ends the request and not the loop.
        let request = AbortOnDropHandle::new(tokio::spawn(async move {
            tokio::time::timeout(SAVE_TIMEOUT, crm.save_entry(&entry, ask_first)).await
        }));
        let ended = tokio::select! {
            ended = request => ended,
            () = async {
                self.cancel.cancelled().await;
                tokio::time::sleep(ENDING_GRACE).await;
            } => return None,
        };
        Some(match ended {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(lost(FailureKind::Offline)),
            Err(_) => Err(lost(FailureKind::Broken { detail: "adapter".into() })),
        })
    }

    /// Puts the outcome on disk.
    async fn settle(&mut self, sending: &Sending, result: &Result<Saved, Failure>) -> Result<(), StoreError> {
        let (key, now) = (&sending.entry.key, self.clock.now());
        let rows = self.store.outbox();
        let failure = match result {
            Ok(saved) => {
                rows.done(key, &saved.id, saved.url.as_deref(), now.wall).await?;
                self.doubts.remove(key);
                self.outages_of.remove(key);
                self.outages = 0;
                return Ok(());
            }
            Err(failure) => failure,
        };
        let outage = is_outage(&failure.kind);
        let outages = self.outages_of.get(key).copied().unwrap_or_default();
        let count = if outage { outages.saturating_add(1) } else { sending.tries };
        match (self.decide)(count, failure, rand::random()) {
            outbox::Next::TryAfter(wait) => {
                let due = later(now.wall, wait.min(PAUSE_MAX));
                rows.later(key, due, &failure.kind, outage, now.wall).await?;
            }
            outbox::Next::AskAfter(wait) => {
                let wait = wait.min(PAUSE_MAX);
                rows.in_doubt(key, later(now.wall, wait), &failure.kind, now.wall).await?;
                self.doubts.insert(key.clone(), now.mono + wait);
            }
            outbox::Next::Stuck => rows.stuck(key, &failure.kind, now.wall).await?,
        }
        self.pause_after(key, failure, outage, now);
        Ok(())
    }

    /// An outage stops the other rows too: they would fail alike, and use up requests.
    fn pause_after(&mut self, key: &str, failure: &Failure, outage: bool, now: Moment) {
        if !outage {
            self.outages = 0;
            self.outages_of.remove(key);
            return;
        }
        self.outages = self.outages.saturating_add(1);
        let of_row = self.outages_of.entry(key.to_owned()).or_default();
        *of_row = of_row.saturating_add(1);
        let known = Failure { outcome_unknown: false, ..failure.clone() };
        match (self.decide)(self.outages, &known, rand::random()) {
            outbox::Next::TryAfter(wait) | outbox::Next::AskAfter(wait) => {
                self.paused_until = Some(now.mono + wait.min(PAUSE_MAX));
            }
            outbox::Next::Stuck => {}
        }
    }

    async fn tell(&self, key: &str) {
        match self.store.outbox().get(key).await {
            Ok(Some(row)) => {
                let news = EntryNews { key: key.to_owned(), state: row.state };
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

/// The CRM as a whole cannot be asked, whatever the entry.
fn is_outage(kind: &FailureKind) -> bool {
    match kind {
        FailureKind::Offline | FailureKind::SignedOut | FailureKind::Busy => true,
        FailureKind::NotAllowed { .. } | FailureKind::Refused { .. } | FailureKind::Broken { .. } => false,
    }
}

#[cfg(test)]
mod tests;
