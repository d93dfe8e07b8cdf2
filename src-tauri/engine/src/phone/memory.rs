//! A phone system in memory, for tests of the loop.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use domain::call::{LegId, PhoneCommand, PhoneEvent, PhoneFailure};
use tokio::sync::{Notify, mpsc};
use tokio_util::sync::CancellationToken;

use super::{Colleague, PhoneSystem};

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

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
