//! The sender's companion: takes the next due step on a written record (undo, link to somebody
//! else, a later text), asks the CRM for it, and puts on disk what came of it.
//!
//! It may be killed at any instruction: every step may be taken twice, and none overwrites what a
//! person changed meanwhile. Not here: which steps there are (`domain::journal`), the table.

use std::sync::Arc;
use std::time::Duration;

use domain::outbox::{self, Failure, FailureKind, Org};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

use crate::clock::{Clock, later};
use crate::crm::amend::{Amended, Record};
use crate::crm::{Crm, only_in};
use crate::outbox::{Nudge, has_moved};
use crate::store::{Amending, NextStep, Store, StoreError};

/// Longest sleep without a look at the table: the safety net under a lost nudge.
const LOOK_AGAIN: Duration = Duration::from_secs(60);
/// After the store failed (disk full), how long until it is asked again.
const STORE_AGAIN: Duration = Duration::from_secs(15);
/// Longest one step may take: a record is read and changed at most three times.
const STEP_TIMEOUT: Duration = Duration::from_secs(150);
/// Longest wait between two tries.
const PAUSE_MAX: Duration = Duration::from_secs(60 * 60);

/// A step was taken, or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmendNews {
    pub key: String,
    /// Why it was not.
    pub failure: Option<FailureKind>,
}

/// Takes the steps of the outbox's second table, one at a time.
pub struct Amender {
    store: Store,
    crm: Arc<dyn Crm>,
    news: mpsc::Sender<AmendNews>,
    clock: Arc<dyn Clock>,
    nudge: Nudge,
    cancel: CancellationToken,
}

impl Amender {
    #[must_use]
    pub fn new(
        store: Store,
        crm: Arc<dyn Crm>,
        news: mpsc::Sender<AmendNews>,
        clock: Arc<dyn Clock>,
        nudge: Nudge,
    ) -> Self {
        Self { store, crm, news, clock, nudge, cancel: CancellationToken::new() }
    }

    /// Takes steps until cancelled.
    pub async fn run(mut self, cancel: CancellationToken) {
        self.cancel = cancel.clone();
        let nudge = self.nudge.clone();
        let (mut recover, mut org) = (true, None);
        loop {
            recover |= nudge.take_crm_ready();
            let wait = match self.look(&mut recover, &mut org).await {
                Ok(wait) => wait.min(LOOK_AGAIN),
                Err(StoreError::Closed) => return,
                Err(error) => {
                    tracing::error!(%error, "the steps on entries cannot be used");
                    STORE_AGAIN
                }
            };
            tokio::select! {
                () = cancel.cancelled() => return,
                () = nudge.amending() => {}
                () = tokio::time::sleep(wait) => {}
            }
        }
    }

    /// Takes everything that is due; answers how long nothing will be.
    async fn look(&self, recover: &mut bool, org: &mut Option<Org>) -> Result<Duration, StoreError> {
        if *recover {
            self.store.outbox().recover_amendments(self.clock.now().wall).await?;
            *recover = false;
        }
        loop {
            let now = self.clock.now().wall;
            match self.store.outbox().next_amendment(now).await? {
                NextStep::Nothing => return Ok(LOOK_AGAIN),
                NextStep::At(at) => return Ok(Duration::try_from(at.duration_since(now)).unwrap_or_default()),
                NextStep::Due(id) => {
                    if has_moved(&self.store, self.crm.as_ref(), org).await? {
                        continue;
                    }
                    let Some(step) = self.store.outbox().begin_amendment(id, now).await? else { continue };
                    let Some(result) = self.ask(&step).await else { return Ok(LOOK_AGAIN) };
                    let outage = self.settle(&step, &result).await?;
                    let news =
                        AmendNews { key: step.entry.key.clone(), failure: result.err().map(|f| f.kind) };
                    tokio::select! {
                        _ = self.news.send(news) => {}
                        () = self.cancel.cancelled() => {}
                    }
                    if let Some(pause) = outage {
                        // The others would fail alike, and use up requests.
                        return Ok(pause);
                    }
                }
            }
        }
    }

    /// Makes the requests. `None`: the program ends before their answer.
    async fn ask(&self, step: &Amending) -> Option<Result<Amended, Failure>> {
        let record = Record { id: step.task_id.clone(), entry: step.entry.clone(), left: step.left };
        let (crm, change, org) = (Arc::clone(&self.crm), step.change.clone(), step.org.clone());
        // A task of its own, so that a defect in an adapter ends the request and not the loop.
        let request = AbortOnDropHandle::new(tokio::spawn(async move {
            tokio::time::timeout(STEP_TIMEOUT, only_in(&org, crm.amend(&record, &change))).await
        }));
        let ended = tokio::select! {
            ended = request => ended,
            () = self.cancel.cancelled() => return None,
        };
        let failed = |kind| Err(Failure { kind, outcome_unknown: true, retry_after: None });
        Some(match ended {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => failed(FailureKind::Offline),
            Err(_) => failed(FailureKind::Broken { detail: "adapter".into() }),
        })
    }

    /// Puts the outcome on disk. Answers how long the CRM as a whole is left alone.
    async fn settle(
        &self,
        step: &Amending,
        result: &Result<Amended, Failure>,
    ) -> Result<Option<Duration>, StoreError> {
        let (rows, now) = (self.store.outbox(), self.clock.now().wall);
        let failure = match result {
            Ok(Amended::Done { left, kept }) => {
                rows.amended(step, *left, kept, now).await?;
                return Ok(None);
            }
            Ok(Amended::Gone) => {
                rows.amended(step, None, &[], now).await?;
                return Ok(None);
            }
            Ok(Amended::Kept) => {
                rows.kept(step, now).await?;
                return Ok(None);
            }
            Err(failure) => failure,
        };
        // What may have been done may be done again, so nothing is in doubt.
        let known = Failure { outcome_unknown: false, ..failure.clone() };
        match outbox::decide(step.tries, &known, rand::random()) {
            outbox::Next::TryAfter(wait) | outbox::Next::AskAfter(wait) => {
                let wait = wait.min(PAUSE_MAX);
                rows.amend_later(step, later(now, wait), &failure.kind, now).await?;
                Ok(failure.kind.is_outage().then_some(wait))
            }
            outbox::Next::Stuck => {
                rows.amend_stuck(step, &failure.kind, now).await?;
                Ok(None)
            }
        }
    }
}
