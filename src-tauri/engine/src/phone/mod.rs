//! Phone systems: one port, one folder per system. Not here: rules about calls.

pub mod hook;
pub mod memory;
pub mod threecx;

use async_trait::async_trait;
use domain::call::{LegId, LoggedLeg, PhoneCommand, PhoneEvent, PhoneFailure};
use domain::chat::{Facts, Message};
use jiff::Timestamp;
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

    /// Calls `destination` from the own extension, at a phone in whose name `device` stands, or
    /// where the system chooses when none is meant. Success means that the system took the order;
    /// the own leg is told where the system names it.
    ///
    /// # Errors
    /// As [`PhoneSystem::command`].
    async fn dial(&self, destination: &str, device: &str) -> Result<Option<LegId>, PhoneFailure>;

    /// What the phones of the own extension call themselves.
    ///
    /// # Errors
    /// As [`PhoneSystem::command`].
    async fn devices(&self) -> Result<Vec<String>, PhoneFailure>;

    /// Everybody in the system a call can be sent to, as far as their names are known.
    async fn colleagues(&self) -> Vec<Colleague>;
}

/// An extension, queue or ring group of the phone system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    pub number: String,
    pub name: String,
}

/// A phone system that remembers chats with people outside.
#[async_trait]
pub trait ChatHistory: Send + Sync {
    /// When the newest message was sent, in one small request; `None`: there is none.
    ///
    /// # Errors
    /// When it may not be asked, or could not be.
    async fn newest(&self) -> Result<Option<Timestamp>, HistoryFailure>;

    /// Messages sent at `since` or later, oldest first.
    ///
    /// # Errors
    /// As [`ChatHistory::newest`].
    async fn messages(&self, since: Timestamp) -> Result<ChatBatch, HistoryFailure>;

    /// What is known of a conversation as a whole; `None`: nobody outside takes part in it.
    ///
    /// # Errors
    /// As [`ChatHistory::newest`].
    async fn facts(&self, conversation: i64) -> Result<Option<Facts>, HistoryFailure>;
}

/// Messages that were read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChatBatch {
    pub messages: Vec<Message>,
    /// Set when there are more: where to go on.
    pub more_from: Option<Timestamp>,
}

/// A phone system that tells of calls once more some time after them.
#[async_trait]
pub trait CallLog: Send + Sync {
    /// Rows that began from `from` on and before `to`. The newest minute or so may not be in the
    /// log yet.
    ///
    /// # Errors
    /// When it may not be asked, or could not be.
    async fn legs(&self, from: Timestamp, to: Timestamp) -> Result<LoggedLegs, HistoryFailure>;
}

/// Rows that were read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LoggedLegs {
    /// Newest first, as far as the system keeps an order.
    pub legs: Vec<LoggedLeg>,
    /// The period holds more: the oldest are missing.
    pub more: bool,
}

/// Why the past could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HistoryFailure {
    /// Our role does not show it.
    #[error("the role does not show it")]
    NotAllowed,
    /// The interface it is read through is off.
    #[error("the configuration interface is off")]
    Off,
    /// The system keeps none.
    #[error("the system keeps none")]
    NotLogged,
    /// Nobody answered, or not sensibly; it may pass.
    #[error("it could not be read")]
    Unreachable,
}
