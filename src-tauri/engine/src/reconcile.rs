//! The journal compared with the phone system's log and the CRM, and its gaps filled: the three
//! sides are asked, `domain::journal` compares, and what a person confirms is queued or removed.
//! One comparison at a time; a later one ends it. Not here: the rules, the requests, the outbox.

mod ask;
mod mend;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::desk::Context;
use domain::journal::{Comparison, What};
use domain::number::Region;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use ts_rs::TS;

use crate::clock::Clock;
use crate::controller::{Event, Handle, JournalAsk};
use crate::crm::Crm;
use crate::outbox::Nudge;
use crate::phone::CallLog;
use crate::problem::Problem;
use crate::search::Search;
use crate::signin::SignIn;
use crate::store::Store;
use crate::view::{CompareView, compare_view};
pub use mend::Wanted;

/// What is wanted of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "order", rename_all = "snake_case")]
pub enum CompareOrder {
    /// How far it has come.
    Look,
    /// Compare these days of this computer's calendar, the last one included.
    Start {
        #[ts(type = "string")]
        from: Date,
        #[ts(type = "string")]
        to: Date,
    },
    /// Leave off.
    Stop,
    /// Write what is missing, and remove our own younger doubles, of these findings.
    Mend { ids: Vec<String> },
    /// Of several records of ours that somebody worked on, keep this one; those of the others that
    /// were shown go.
    Keep { id: String, record: String, remove: Vec<String> },
    /// Open a record that a finding names.
    Open { record: String },
}

/// What is asked: other settings, or another sign-in, make it another one.
#[derive(Clone, Default)]
pub struct Reach {
    /// `None`: not configured.
    pub crm: Option<Arc<dyn Crm>>,
    pub sign_in: Option<SignIn>,
    /// `None`: not configured.
    pub log: Option<Arc<dyn CallLog>>,
    /// Woken when something was queued.
    pub nudge: Nudge,
}

/// Who knows the settings, the agent and the desk's calls.
pub enum Desk {
    /// The loop that runs.
    Running(Handle),
    /// Nobody runs the profile.
    Alone(Box<Context>),
}

/// What is being done just now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// This computer's calls are read.
    Calls,
    /// The phone system's log; so many of its days.
    Log { day: u32, of: u32 },
    /// Records in the CRM.
    Tasks,
    /// The CRM is asked for keys that are missing; so many.
    Keys { count: u32 },
    /// Callers are looked up; so many of them.
    People { nth: u32, of: u32 },
    /// Gaps are filled and doubles removed; so many of them.
    Mending { nth: u32, of: u32 },
}

/// A comparison that ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    pub comparison: Comparison,
    /// Why the phone system's log is not part of it.
    pub no_log: Option<Problem>,
    /// One side held more than was read: what is told may not be all.
    pub cut: bool,
    pub at: Timestamp,
}

/// What was done about findings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mended {
    /// Keys of entries on disk that are written now.
    pub queued: BTreeSet<String>,
    /// Doubles that are gone.
    pub removed: u32,
    /// Findings that were other ones when they were looked at again.
    pub left: u32,
}

/// Where a comparison stands.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    pub days: Option<(Date, Date)>,
    /// `None`: nothing runs.
    pub doing: Option<Doing>,
    pub compared: Option<Compared>,
    pub mended: Option<Mended>,
    pub problem: Option<Problem>,
    /// Counts up with every order; what an earlier one comes to is not told any more.
    turn: u64,
}

/// Compares for one profile. Cheap to clone.
#[derive(Clone)]
pub struct Reconciler {
    shared: Arc<Shared>,
}

struct Shared {
    store: Store,
    desk: Desk,
    search: Search,
    clock: Arc<dyn Clock>,
    reach: watch::Sender<Reach>,
    standing: watch::Sender<Standing>,
    cancel: CancellationToken,
    running: Mutex<CancellationToken>,
    /// Held while something is written, so that two who confirm the same thing do it once.
    mending: tokio::sync::Mutex<()>,
}

impl Reconciler {
    #[must_use]
    pub fn new(
        store: Store,
        desk: Desk,
        search: Search,
        clock: Arc<dyn Clock>,
        reach: Reach,
        cancel: CancellationToken,
    ) -> Self {
        let running = Mutex::new(cancel.child_token());
        let shared = Shared {
            store,
            desk,
            search,
            clock,
            cancel,
            running,
            reach: watch::channel(reach).0,
            standing: watch::channel(Standing::default()).0,
            mending: tokio::sync::Mutex::default(),
        };
        Self { shared: Arc::new(shared) }
    }

    /// From now on it asks these.
    pub fn reach(&self, reach: Reach) {
        self.shared.reach.send_replace(reach);
    }

    /// Carries an order out, aside where it takes time; how the comparison stands then.
    pub async fn order(&self, order: CompareOrder) -> CompareView {
        match order {
            CompareOrder::Look => {}
            CompareOrder::Start { from, to } => self.start((from, to)),
            CompareOrder::Stop => {
                self.running().cancel();
                self.shared.standing.send_modify(|standing| {
                    standing.turn += 1;
                    standing.doing = None;
                });
            }
            CompareOrder::Mend { ids } => self.start_mending(Wanted::These(ids.into_iter().collect())),
            CompareOrder::Keep { id, record, remove } => {
                self.start_mending(Wanted::Keep { id, record, remove });
            }
            CompareOrder::Open { record } => self.open(&record).await,
        }
        let standing = self.shared.standing.borrow().clone();
        self.view_of(&standing).await
    }

    /// Compares these days for an asker of its own; with `fill` what is found is mended at once.
    /// Also the keys of what was queued.
    pub async fn told(
        &self,
        days: (Date, Date),
        fill: bool,
        say: &(dyn Fn(Doing) + Send + Sync),
        cancel: &CancellationToken,
    ) -> (CompareView, BTreeSet<String>) {
        let mut standing = Standing { days: Some(days), ..Standing::default() };
        let done = if fill {
            self.mend(days, &Wanted::All, say, cancel).await.map(|(compared, mended, problem)| {
                (standing.mended, standing.problem) = (Some(mended), problem);
                compared
            })
        } else {
            self.compare(days, say).await
        };
        match done {
            Ok(compared) => standing.compared = Some(compared),
            Err(problem) => standing.problem = Some(problem),
        }
        let view = self.view_of(&standing).await;
        (view, standing.mended.map(|mended| mended.queued).unwrap_or_default())
    }

    /// Where the comparison of the window stands, and every later change.
    #[must_use]
    pub fn standing(&self) -> watch::Receiver<Standing> {
        self.shared.standing.subscribe()
    }

    async fn view_of(&self, standing: &Standing) -> CompareView {
        let home = self.context().await.map(|context| context.settings.matching.default_region);
        compare_view(standing, &home.unwrap_or_else(|_| Region::home_default()))
    }

    fn start(&self, days: (Date, Date)) {
        let begun = Standing { days: Some(days), doing: Some(Doing::Calls), ..Standing::default() };
        let (turn, cancel) = self.next_turn(begun);
        let this = self.clone();
        tokio::spawn(async move {
            let say = |doing| this.say(turn, doing);
            let compared = tokio::select! {
                compared = this.compare(days, &say) => compared,
                () = cancel.cancelled() => return,
            };
            this.settle(turn, |standing| match compared {
                Ok(compared) => standing.compared = Some(compared),
                Err(problem) => standing.problem = Some(problem),
            });
        });
    }

    fn start_mending(&self, wanted: Wanted) {
        let standing = self.shared.standing.borrow().clone();
        let (Some(days), Some(_)) = (standing.days, &standing.compared) else { return };
        let begun = Standing { doing: Some(Doing::Calls), mended: None, problem: None, ..standing };
        let (turn, cancel) = self.next_turn(begun);
        let this = self.clone();
        tokio::spawn(async move {
            let say = |doing| this.say(turn, doing);
            let mended = this.mend(days, &wanted, &say, &cancel).await;
            this.settle(turn, |standing| match mended {
                Ok((compared, mended, problem)) => {
                    standing.compared = Some(compared);
                    (standing.mended, standing.problem) = (Some(mended), problem);
                }
                Err(problem) => standing.problem = Some(problem),
            });
        });
    }

    /// Opens a record, if a finding names it.
    async fn open(&self, record: &str) {
        let named = self.shared.standing.borrow().compared.as_ref().is_some_and(|compared| {
            compared.comparison.findings.iter().any(|finding| match &finding.what {
                What::Missing { .. } => false,
                What::Doubled { kept, .. } => kept.names(record),
                What::Foreign { task } => task.record.id == record,
            })
        });
        let crm = self.shared.reach.borrow().crm.clone();
        let (true, Some(crm), Desk::Running(handle)) = (named, crm, &self.shared.desk) else { return };
        if let Some(url) = crm.page(record).await {
            handle.send(Event::Journal(JournalAsk::OpenRecord { url })).await;
        }
    }

    /// Ends what runs; what it comes to is not told any more.
    fn next_turn(&self, begun: Standing) -> (u64, CancellationToken) {
        let cancel = self.shared.cancel.child_token();
        let mut running = self.running();
        running.cancel();
        *running = cancel.clone();
        let mut turn = 0;
        self.shared.standing.send_modify(|standing| {
            turn = standing.turn + 1;
            *standing = Standing { turn, ..begun };
        });
        (turn, cancel)
    }

    fn say(&self, turn: u64, doing: Doing) {
        self.shared.standing.send_if_modified(|standing| {
            let current = standing.turn == turn;
            if current {
                standing.doing = Some(doing);
            }
            current
        });
    }

    fn settle(&self, turn: u64, change: impl FnOnce(&mut Standing)) {
        self.shared.standing.send_if_modified(|standing| {
            let current = standing.turn == turn;
            if current {
                standing.doing = None;
                change(standing);
            }
            current
        });
    }

    fn running(&self) -> MutexGuard<'_, CancellationToken> {
        self.shared.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn context(&self) -> Result<Context, Problem> {
        match &self.shared.desk {
            Desk::Alone(context) => Ok((**context).clone()),
            Desk::Running(handle) => handle.context().await.ok_or_else(ask::ended),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
