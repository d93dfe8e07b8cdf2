//! A phone system and its call log in memory, for tests of the loop.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use domain::call::{LegId, LoggedLeg, PhoneCommand, PhoneEvent, PhoneFailure};
use jiff::Timestamp;
use tokio::sync::{Notify, mpsc};
use tokio_util::sync::CancellationToken;

use super::{CallLog, Colleague, HistoryFailure, LoggedLegs, PhoneSystem};

/// Says what it is told to say and remembers the commands it was given.
#[derive(Debug, Default, Clone)]
pub struct MemoryPhone {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    pending: Mutex<Vec<PhoneEvent>>,
    commands: Mutex<Vec<(LegId, PhoneCommand)>>,
    dialled: Mutex<Vec<String>>,
    refuse: Mutex<Option<PhoneFailure>>,
    said: Notify,
}

impl MemoryPhone {
    /// Lets the phone system tell `event`.
    pub fn say(&self, event: PhoneEvent) {
        lock(&self.shared.pending).push(event);
        self.shared.said.notify_one();
    }

    /// From now on, commands fail with `failure`; `None`: they succeed.
    pub fn refuse(&self, failure: Option<PhoneFailure>) {
        *lock(&self.shared.refuse) = failure;
    }

    /// What it was told to dial.
    #[must_use]
    pub fn dialled(&self) -> Vec<String> {
        lock(&self.shared.dialled).clone()
    }

    #[must_use]
    pub fn commands(&self) -> Vec<(LegId, PhoneCommand)> {
        lock(&self.shared.commands).clone()
    }
}

#[async_trait]
impl PhoneSystem for MemoryPhone {
    async fn run(&self, events: mpsc::Sender<PhoneEvent>, cancel: CancellationToken) {
        loop {
            let pending = std::mem::take(&mut *lock(&self.shared.pending));
            for event in pending {
                if events.send(event).await.is_err() {
                    return;
                }
            }
            tokio::select! {
                () = self.shared.said.notified() => {}
                () = cancel.cancelled() => return,
            }
        }
    }

    async fn command(&self, leg: &LegId, command: PhoneCommand) -> Result<(), PhoneFailure> {
        lock(&self.shared.commands).push((leg.clone(), command));
        lock(&self.shared.refuse).clone().map_or(Ok(()), Err)
    }

    async fn dial(&self, destination: &str, _device: &str) -> Result<Option<LegId>, PhoneFailure> {
        lock(&self.shared.dialled).push(destination.to_owned());
        lock(&self.shared.refuse).clone().map_or(Ok(None), Err)
    }

    async fn devices(&self) -> Result<Vec<String>, PhoneFailure> {
        Ok(Vec::new())
    }

    async fn colleagues(&self) -> Vec<Colleague> {
        Vec::new()
    }
}

/// A call log that holds what it is given and counts how often it is asked.
#[derive(Debug, Default, Clone)]
pub struct MemoryCallLog {
    log: Arc<Mutex<Log>>,
}

#[derive(Debug, Default)]
struct Log {
    legs: Vec<LoggedLeg>,
    failure: Option<HistoryFailure>,
    asked: usize,
    cut: bool,
}

impl MemoryCallLog {
    /// Rows appear; one with a known id takes the place of the earlier.
    pub fn add(&self, legs: impl IntoIterator<Item = LoggedLeg>) {
        let mut log = lock(&self.log);
        for leg in legs {
            log.legs.retain(|known| known.id != leg.id);
            log.legs.insert(0, leg);
        }
    }

    /// From now on, questions fail with `failure`; `None`: they are answered.
    pub fn refuse(&self, failure: Option<HistoryFailure>) {
        lock(&self.log).failure = failure;
    }

    /// From now on it says that it holds more than it tells.
    pub fn cut(&self) {
        lock(&self.log).cut = true;
    }

    #[must_use]
    pub fn asked(&self) -> usize {
        lock(&self.log).asked
    }
}

#[async_trait]
impl CallLog for MemoryCallLog {
    async fn legs(&self, from: Timestamp, to: Timestamp) -> Result<LoggedLegs, HistoryFailure> {
        let mut log = lock(&self.log);
        log.asked += 1;
        if let Some(failure) = log.failure {
            return Err(failure);
        }
        let in_period = |leg: &&LoggedLeg| leg.started >= from && leg.started < to;
        Ok(LoggedLegs { legs: log.legs.iter().filter(in_period).cloned().collect(), more: log.cut })
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
