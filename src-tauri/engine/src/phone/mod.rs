//! Phone systems: one port, one folder per system. Not here: rules about calls.

pub mod hook;
pub mod memory;
pub mod threecx;

use async_trait::async_trait;
use domain::call::{LegId, PhoneCommand, PhoneEvent, PhoneFailure};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// Events that may wait for the loop. A busy PBX sends a handful a second.
pub const EVENTS_MAX: usize = 256;

/// A phone system that tells of calls and takes commands.
#[async_trait]
pub trait PhoneSystem: Send + Sync {
    /// Tells of calls until cancelled. Keeps the link: a broken one is rebuilt without end, each
    /// [`PhoneEvent::Connected`] is followed by a [`PhoneEvent::Snapshot`], and so is any moment
    /// in which something may have been missed.
    async fn run(&self, events: mpsc::Sender<PhoneEvent>, cancel: CancellationToken);

    /// Does something with a leg. Success means the system took the command, not that it happened:
    /// what happened comes as an event.
    ///
    /// # Errors
    /// When the system refused or could not be asked.
    async fn command(&self, leg: &LegId, command: PhoneCommand) -> Result<(), PhoneFailure>;
}
