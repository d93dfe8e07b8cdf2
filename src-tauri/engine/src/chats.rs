//! Asks the phone system for chats: one small question at a time, and messages only when that
//! tells of newer ones. What was read goes into the loop's queue.
//!
//! It must not know sessions or entries. It rests while chats are not journaled, while there is
//! no link to the phone system, and long where the role does not show them.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use domain::chat::{Facts, HORIZON, Message, Speaker};
use domain::settings::Settings;
use jiff::Timestamp;
use tokio::sync::{Notify, watch};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::phone::{ChatBatch, ChatHistory, HistoryFailure};
use crate::problem::{Problem, ProblemCode};
use crate::store::{ReadPlace, Store, StoreError};

/// Between two small questions. A chat is written half an hour after its last word; half a minute
/// more goes unnoticed, and a hundred desks ask three times a second together.
const ASK_EVERY: Duration = Duration::from_secs(30);
/// Least time between two looks, however often somebody asks for one.
const ASK_GAP: Duration = Duration::from_secs(1);
/// After a refusal: rights change rarely.
const REFUSED_AGAIN: Duration = Duration::from_secs(10 * 60);
/// Messages may show up late, when their conversation is closed (3cx.md 3.6), without the small
/// answer changing: so often the last day is read again.
const DEEP_EVERY: Duration = Duration::from_secs(15 * 60);
const DEEP: Duration = Duration::from_secs(24 * 60 * 60);
/// And so far back at each reading: two messages sent at one moment may arrive one after the other.
const OVERLAP: Duration = Duration::from_secs(10 * 60);
/// Readings at once of a history that comes in pieces; the next look goes on.
const PIECES_MAX: usize = 10;
/// Conversations whose facts are remembered.
const DESCRIBED_MAX: usize = 1_000;

/// What the settings say of chats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub on: bool,
    pub extension: String,
    pub gap: Duration,
}

impl Wanted {
    #[must_use]
    pub fn of(settings: &Settings) -> Self {
        Self {
            on: settings.chat.enabled,
            extension: settings.phone.extension.clone(),
            gap: Duration::from_secs(u64::from(settings.chat.gap_min) * 60),
        }
    }
}

/// What the poller tells the loop.
#[derive(Debug)]
pub enum ChatNews {
    /// The phone system was asked at `at`; these are messages it has.
    Read {
        at: Timestamp,
        messages: Vec<Message>,
        facts: Vec<Facts>,
    },
    Failed {
        problem: Problem,
    },
}

/// Makes the poller look now. Cheap to clone.
#[derive(Clone, Default)]
pub struct ChatNudge(Arc<Notify>);

impl ChatNudge {
    pub fn look(&self) {
        self.0.notify_one();
    }
}

/// Why a look came to nothing.
#[derive(Debug, thiserror::Error)]
enum LookError {
    #[error(transparent)]
    Chats(#[from] HistoryFailure),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Reads chats while they are wanted and the phone system is there.
pub struct Poller {
    history: Arc<dyn ChatHistory>,
    wanted: watch::Receiver<Wanted>,
    linked: watch::Receiver<bool>,
    nudge: ChatNudge,
    store: Store,
    clock: Arc<dyn Clock>,
    /// The newest message that the phone system told of when it was last read.
    newest: Option<Timestamp>,
    /// Where reading goes on; `None`: nothing was read yet.
    from: Option<Timestamp>,
    deep_at: Option<Instant>,
    described: BTreeSet<i64>,
    internal: BTreeSet<i64>,
}

impl Poller {
    #[must_use]
    pub fn new(
        history: Arc<dyn ChatHistory>,
        wanted: watch::Receiver<Wanted>,
        linked: watch::Receiver<bool>,
        nudge: ChatNudge,
        store: Store,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            history,
            wanted,
            linked,
            nudge,
            store,
            clock,
            newest: None,
            from: None,
            deep_at: None,
            described: BTreeSet::new(),
            internal: BTreeSet::new(),
        }
    }

    /// Reads until cancelled; `tell` puts news into the loop's queue.
    pub async fn run<T: Future<Output = ()> + Send>(
        mut self,
        tell: impl Fn(ChatNews) -> T + Send + Sync,
        cancel: CancellationToken,
    ) {
        tokio::select! {
            () = self.go_on(&tell) => {}
            () = cancel.cancelled() => {}
        }
    }

    async fn go_on<T: Future<Output = ()> + Send>(&mut self, tell: &(impl Fn(ChatNews) -> T + Send + Sync)) {
        loop {
            if !self.wanted.borrow_and_update().on {
                self.rest().await;
                if self.wanted.changed().await.is_err() {
                    return;
                }
                continue;
            }
            if !*self.linked.borrow_and_update() {
                tokio::select! {
                    changed = self.linked.changed() => if changed.is_err() { return },
                    changed = self.wanted.changed() => if changed.is_err() { return },
                }
                continue;
            }
            let wait = match self.look().await {
                Ok(news) => {
                    tell(news).await;
                    ASK_EVERY
                }
                Err(LookError::Store(StoreError::Closed)) => return,
                Err(error) => {
                    tracing::debug!(%error, "no look at the chats");
                    let (problem, wait) = meaning(&error);
                    tell(ChatNews::Failed { problem }).await;
                    wait
                }
            };
            tokio::time::sleep(ASK_GAP).await;
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = self.nudge.0.notified() => {}
                changed = self.wanted.changed() => if changed.is_err() { return },
                changed = self.linked.changed() => if changed.is_err() { return },
            }
        }
    }

    /// Chats are not journaled: what is said meanwhile is not read later either.
    async fn rest(&mut self) {
        (self.newest, self.from, self.deep_at) = (None, None, None);
        if let Err(error) = self.store.chats().end().await {
            tracing::warn!(%error, "the place in the chats is not forgotten");
        }
    }

    /// One look: the small question, and messages if there may be new ones.
    async fn look(&mut self) -> Result<ChatNews, LookError> {
        let at = self.clock.now().wall;
        let newest = self.history.newest().await?;
        let first = self.from.is_none();
        let deep = self.deep_at.is_none_or(|last| last.elapsed() >= DEEP_EVERY);
        if !first && !deep && newest == self.newest {
            return Ok(ChatNews::Read { at, messages: Vec::new(), facts: Vec::new() });
        }
        let place = self.place(at).await?;
        let day = back(at, DEEP).max(place.began);
        let from = match self.from {
            None => day.min(place.from),
            Some(from) if deep => day.min(from),
            Some(from) => from,
        };
        let (messages, more_from) = self.read(from).await?;
        let facts = self.describe(&messages).await?;
        let messages: Vec<Message> =
            messages.into_iter().filter(|message| !self.internal.contains(&message.conversation)).collect();
        if let Some(more_from) = more_from {
            // What was read stands; the rest is asked for at the next look, so nothing closes yet.
            self.from = Some(more_from);
            self.nudge.look();
            let read_to = messages.iter().map(|message| message.at).max().unwrap_or(from);
            return Ok(ChatNews::Read { at: read_to.min(at), messages, facts });
        }
        self.newest = newest;
        self.from = Some(newest.map_or(place.began, |newest| back(newest, OVERLAP)).max(place.began));
        if deep {
            self.deep_at = Some(Instant::now());
        }
        Ok(ChatNews::Read { at, messages, facts })
    }

    /// Where an earlier run left off; chats begin to be journaled with the first look.
    async fn place(&self, at: Timestamp) -> Result<ReadPlace, StoreError> {
        let rows = self.store.chats();
        let place = match rows.place().await? {
            Some(place) => place,
            None => {
                let begins = back(at, self.gap());
                rows.begin(begins).await?;
                ReadPlace { began: begins, from: begins }
            }
        };
        let horizon = back(at, HORIZON);
        Ok(ReadPlace { began: place.began.max(horizon), from: place.from.max(horizon) })
    }

    fn gap(&self) -> Duration {
        self.wanted.borrow().gap
    }

    async fn read(&self, from: Timestamp) -> Result<(Vec<Message>, Option<Timestamp>), HistoryFailure> {
        let mut all = Vec::new();
        let mut from = from;
        for _ in 0..PIECES_MAX {
            let ChatBatch { messages, more_from } = self.history.messages(from).await?;
            all.extend(messages);
            match more_from {
                Some(more_from) => from = more_from,
                None => return Ok((all, None)),
            }
        }
        Ok((all, Some(from)))
    }

    /// What carries the conversations this desk takes part in; asked once for each.
    async fn describe(&mut self, messages: &[Message]) -> Result<Vec<Facts>, HistoryFailure> {
        let extension = self.wanted.borrow().extension.clone();
        let ours = messages.iter().filter(|message| match &message.speaker {
            Speaker::Agent { extension: spoke, .. } => *spoke == extension,
            Speaker::Visitor { .. } | Speaker::System { .. } => false,
        });
        let ours: BTreeSet<i64> = ours.map(|message| message.conversation).collect();
        if self.described.len() > DESCRIBED_MAX {
            self.described.clear();
        }
        let mut facts = Vec::new();
        for conversation in ours {
            if self.described.contains(&conversation) || self.internal.contains(&conversation) {
                continue;
            }
            match self.history.facts(conversation).await? {
                Some(told) => {
                    facts.push(told);
                    self.described.insert(conversation);
                }
                None => drop(self.internal.insert(conversation)),
            }
        }
        Ok(facts)
    }
}

fn back(at: Timestamp, by: Duration) -> Timestamp {
    at.checked_sub(by).unwrap_or(Timestamp::MIN)
}

/// What a person is told, and how long to rest.
fn meaning(error: &LookError) -> (Problem, Duration) {
    let (code, wait) = match error {
        LookError::Chats(HistoryFailure::NotAllowed) => (ProblemCode::PhoneRoleChats, REFUSED_AGAIN),
        LookError::Chats(HistoryFailure::Off) => (ProblemCode::PhoneConfigurationOff, REFUSED_AGAIN),
        LookError::Chats(HistoryFailure::NotLogged) => (ProblemCode::PhoneChatsNotLogged, REFUSED_AGAIN),
        LookError::Chats(HistoryFailure::Unreachable) => (ProblemCode::PhoneUnreachable, ASK_EVERY),
        LookError::Store(_) => (ProblemCode::StoreBroken, ASK_EVERY),
    };
    (Problem { code, detail: None }, wait)
}
