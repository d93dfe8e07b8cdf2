//! Keeps the index as the CRM is, where the admin wants that: everybody once, then what changed,
//! what was deleted, and from time to time who can still be seen. Resumes after a kill where it
//! stood; bounded in requests; stops when the org's own allowance runs low. Start reading at
//! [`Synchronizer`]. Not here: how the CRM is asked (`crm::mirror`), rows (`store`).

mod run;
mod state;

use std::sync::Arc;
use std::time::Duration;

use domain::number::Region;
use domain::outbox::Failure;
use jiff::Timestamp;
use tokio::sync::{mpsc, oneshot, watch};
use tokio_util::sync::CancellationToken;

use super::Directory;
use crate::clock::Clock;
use crate::crm::Usage;
use crate::crm::mirror::Mirror;
use crate::problem::{Problem, ProblemCode};
use crate::store::{Store, StoreError};
use run::Run;
use state::State;
pub use state::{Doing, Status};

/// Most requests of one run: a million people are fifty pages.
const CALLS_PER_RUN: u32 = 500;
/// Most requests of one day and desk. A hundred desks share an org's allowance of 100,000 and more.
pub const CALLS_PER_DAY: u32 = 1_500;
/// Used so much of its allowance, an org has none left for an index.
const SAVING_PERCENT: u64 = 80;
/// After a failure that may pass.
const RETRY_AFTER: Duration = Duration::from_secs(5 * 60);
/// How often the index is looked through for people that nobody read again.
const EXPIRE_EVERY: Duration = Duration::from_secs(24 * 60 * 60);
/// Wishes that may wait; each of them gets the same run.
const WISHES_MAX: usize = 8;

/// What the settings say of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub on: bool,
    pub every: Duration,
    /// The country numbers without country code belong to.
    pub home: Region,
}

/// How often the CRM is asked whether it has collected everybody.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    pub first: Duration,
    pub most: Duration,
}

impl Default for Pace {
    /// As salesforce.md 11.3 advises.
    fn default() -> Self {
        Self { first: Duration::from_secs(2), most: Duration::from_secs(30) }
    }
}

/// Why a run ended before its end. Whatever was read until then is kept.
#[derive(Debug, thiserror::Error)]
pub enum SyncStop {
    #[error("stopped")]
    Cancelled,
    /// The index was wiped, or another program syncs it.
    #[error("the index is another one now")]
    Overtaken,
    #[error("nobody is signed in")]
    SignedOut,
    /// The org's allowance of requests runs low.
    #[error("the org's requests run low")]
    Saving,
    #[error("as many requests as one run or one day may make")]
    Limit,
    /// The CRM could not collect everybody.
    #[error("the CRM failed to collect its people")]
    JobFailed,
    /// The CRM dropped what it had collected, more than once.
    #[error("the CRM dropped what it had collected")]
    Gone,
    #[error("the CRM refused or could not be asked")]
    Crm(Failure),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SyncStop {
    /// What a person is told. `None`: nothing went wrong.
    #[must_use]
    pub fn problem(&self) -> Option<Problem> {
        let code = match self {
            SyncStop::Cancelled | SyncStop::Overtaken => return None,
            SyncStop::SignedOut => ProblemCode::SalesforceSignedOut,
            SyncStop::Saving => ProblemCode::IndexSaving,
            SyncStop::Limit => ProblemCode::IndexLimit,
            SyncStop::JobFailed | SyncStop::Gone => ProblemCode::IndexJobFailed,
            SyncStop::Crm(failure) => return Some(Problem::from(&failure.kind)),
            SyncStop::Store(_) => ProblemCode::StoreBroken,
        };
        Some(Problem { code, detail: None })
    }

    fn retry_after(&self) -> Option<Duration> {
        match self {
            SyncStop::Crm(failure) => Some(failure.retry_after.unwrap_or(RETRY_AFTER)),
            SyncStop::JobFailed | SyncStop::Gone => Some(RETRY_AFTER),
            SyncStop::Cancelled
            | SyncStop::Overtaken
            | SyncStop::SignedOut
            | SyncStop::Saving
            | SyncStop::Limit
            | SyncStop::Store(_) => None,
        }
    }
}

/// Syncs the index of one profile with one CRM.
pub struct Synchronizer {
    store: Store,
    mirror: Arc<dyn Mirror>,
    usage: watch::Receiver<Usage>,
    clock: Arc<dyn Clock>,
    pace: Pace,
    doing: watch::Sender<Doing>,
}

impl Synchronizer {
    #[must_use]
    pub fn new(
        store: Store,
        mirror: Arc<dyn Mirror>,
        usage: watch::Receiver<Usage>,
        clock: Arc<dyn Clock>,
        pace: Pace,
    ) -> Self {
        let (doing, _) = watch::channel(Doing::default());
        Self { store, mirror, usage, clock, pace, doing }
    }

    /// What it is doing, as it changes.
    #[must_use]
    pub fn doing(&self) -> watch::Receiver<Doing> {
        self.doing.subscribe()
    }

    /// Brings the index up to date, from where the last run stood.
    ///
    /// # Errors
    /// When it stopped before its end.
    pub async fn run_once(&self, home: &Region, cancel: CancellationToken) -> Result<(), SyncStop> {
        self.tell(Doing::Following);
        let outcome = match Run::begin(self, home, cancel).await {
            Ok(mut run) => run.all().await,
            Err(stop) => Err(stop),
        };
        let problem = outcome.as_ref().err().and_then(SyncStop::problem);
        self.tell(problem.map_or(Doing::Waiting, |why| Doing::Stopped { why }));
        outcome
    }

    fn tell(&self, doing: Doing) {
        self.doing.send_if_modified(|known| {
            let news = *known != doing;
            *known = doing;
            news
        });
    }
}

/// How large the index is and how far its sync has come; `doing` is told by whoever runs it.
///
/// # Errors
/// When the store fails.
pub async fn status(store: &Store, doing: Doing, now: Timestamp) -> Result<Status, StoreError> {
    let size = store.people().size().await?;
    let state = store.people().sync_state().await?;
    let state: State = state.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    Ok(Status {
        people: size.people,
        numbers: size.numbers,
        bytes: size.bytes,
        newest_change: state.newest,
        synced: store.people().synced().await?,
        api_calls_today: state.calls.on(now),
        api_calls_max: CALLS_PER_DAY,
        unfinished: state.whole.is_none() && state.pass.is_some(),
        doing,
    })
}

/// The way to a [`Synchronizer`] that runs by itself.
#[derive(Clone)]
pub struct SyncHandle {
    wishes: mpsc::Sender<Wish>,
    doing: watch::Receiver<Doing>,
}

enum Wish {
    /// Look again whether there is something to do: somebody signed in.
    Wake,
    /// A person wants it now, whatever the settings say; told when the run is under way.
    Now(oneshot::Sender<()>),
}

impl SyncHandle {
    #[must_use]
    pub fn doing(&self) -> watch::Receiver<Doing> {
        self.doing.clone()
    }

    pub async fn wake(&self) {
        // Err: it has ended.
        let _ = self.wishes.send(Wish::Wake).await;
    }

    /// Has it sync now. False when it has ended.
    pub async fn sync_now(&self) -> bool {
        let (begun, told) = oneshot::channel();
        self.wishes.send(Wish::Now(begun)).await.is_ok() && told.await.is_ok()
    }
}

/// A [`Synchronizer`] and what it listens to.
pub struct Background {
    sync: Synchronizer,
    wanted: watch::Receiver<Wanted>,
    waiting: mpsc::Receiver<Wish>,
}

impl Background {
    #[must_use]
    pub fn new(sync: Synchronizer, wanted: watch::Receiver<Wanted>) -> (Self, SyncHandle) {
        let (wishes, waiting) = mpsc::channel(WISHES_MAX);
        let handle = SyncHandle { wishes, doing: sync.doing() };
        (Self { sync, wanted, waiting }, handle)
    }

    /// Syncs whenever that is due or wanted, and forgets who was not read for long.
    pub async fn run(mut self, cancel: CancellationToken) {
        let mut expired: Option<Timestamp> = None;
        let mut asked: Option<oneshot::Sender<()>> = None;
        loop {
            let wanted = self.wanted.borrow_and_update().clone();
            let now = self.sync.clock.now().wall;
            if expired.is_none_or(|at| at > now || crate::clock::later(at, EXPIRE_EVERY) <= now) {
                self.expire(&wanted.home, now).await;
                expired = Some(now);
            }
            let mut next = if wanted.on { wanted.every } else { EXPIRE_EVERY };
            if wanted.on || asked.is_some() {
                next =
                    self.one_run(&wanted, asked.take(), &cancel).await.map_or(next, |retry| next.min(retry));
            }
            tokio::select! {
                () = tokio::time::sleep(next) => {}
                changed = self.wanted.changed() => if changed.is_err() { return },
                wish = self.waiting.recv() => match wish {
                    Some(Wish::Now(begun)) => asked = Some(begun),
                    Some(Wish::Wake) => {}
                    None => return,
                },
                () = cancel.cancelled() => return,
            }
        }
    }

    /// One run; it stops when the settings no longer want it. After how long it is to be tried
    /// again, if sooner than usual.
    async fn one_run(
        &mut self,
        wanted: &Wanted,
        asked: Option<oneshot::Sender<()>>,
        cancel: &CancellationToken,
    ) -> Option<Duration> {
        let stop = cancel.child_token();
        let by_person = asked.is_some();
        let run = self.sync.run_once(&wanted.home, stop.clone());
        tokio::pin!(run);
        // Told before the run can end: whoever asked looks at what it is doing from now on.
        self.sync.tell(Doing::Following);
        if let Some(asked) = asked {
            let _ = asked.send(());
        }
        let outcome = loop {
            tokio::select! {
                outcome = &mut run => break outcome,
                changed = self.wanted.changed() => {
                    let now = self.wanted.borrow_and_update().clone();
                    if changed.is_err() || now.home != wanted.home || (!now.on && !by_person) {
                        stop.cancel();
                        break run.await;
                    }
                }
            }
        };
        match outcome {
            Ok(()) => None,
            Err(stop) => {
                tracing::info!(%stop, "the index is not up to date");
                stop.retry_after()
            }
        }
    }

    async fn expire(&self, home: &Region, now: Timestamp) {
        let expired = match Directory::open(self.sync.store.clone(), home.clone()).await {
            Ok(directory) => directory.expire(now).await,
            Err(error) => Err(error),
        };
        match expired {
            Ok(0) => {}
            Ok(people) => tracing::info!(people, "people that were not read for long are forgotten"),
            Err(error) => tracing::warn!(%error, "the index was not looked through"),
        }
    }
}
