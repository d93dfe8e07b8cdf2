use std::io;
use std::time::Duration;

use interprocess::local_socket::tokio::Stream;
use interprocess::local_socket::traits::tokio::Stream as _;
use serde_json::Value;
use tokio::io::AsyncWriteExt;

use super::lines::{Line, Lines};
use crate::view::View;

use super::{Ask, Profile, Request, socket};

/// Largest answer. A view with a busy day's calls takes some hundred kilobytes.
const ANSWER_MAX: usize = 8 * 1024 * 1024;

/// The loop answers from memory, except for look-ups and checks, which ask the network.
const ASK_TIMEOUT: Duration = Duration::from_secs(45);

/// Checks ask both sides a dozen things, and a side that is away lets each of them wait.
const CHECK_TIMEOUT: Duration = Duration::from_secs(180);

/// A month of a busy desk, with a call log that answers slowly for each of its days.
const COMPARE_TIMEOUT: Duration = Duration::from_secs(600);

#[derive(Debug, thiserror::Error)]
pub enum LocalError {
    #[error("the companion hung up")]
    HungUp,
    #[error("the companion did not answer in time")]
    TooLate,
    /// As the companion calls it.
    #[error("the companion refused: {code}")]
    Refused { code: String },
    #[error("the companion's answer cannot be read")]
    Unreadable,
    #[error("the connection to the companion broke")]
    Io(#[from] io::Error),
}

/// A connection to the program that runs the profile's loop.
pub struct LocalClient {
    lines: Lines<Stream>,
}

impl LocalClient {
    /// Connects; `None` when no program runs the loop.
    pub async fn connect(profile: &Profile) -> Option<Self> {
        let name = socket::name_of(profile).ok()?;
        let stream = Stream::connect(name).await.ok()?;
        // Whoever sits there must be this user: on a shared machine the name may be taken.
        socket::is_own(&stream, profile).then(|| Self { lines: Lines::new(stream, ANSWER_MAX) })
    }

    /// Asks one thing and waits for its answer.
    ///
    /// # Errors
    /// When there is none, or it is a refusal.
    pub async fn ask(&mut self, request: &Request) -> Result<Value, LocalError> {
        let answered = async {
            self.send(request).await?;
            self.answer().await?.ok_or(LocalError::HungUp)
        };
        let within = match request {
            Request::Ask(Ask::Check { .. }) => CHECK_TIMEOUT,
            Request::Ask(Ask::Compare { .. }) => COMPARE_TIMEOUT,
            Request::Ask(_) | Request::Act(_) => ASK_TIMEOUT,
        };
        tokio::time::timeout(within, answered).await.map_err(|_| LocalError::TooLate)?
    }

    /// The view as it is now.
    ///
    /// # Errors
    /// As [`LocalClient::ask`].
    pub async fn view(&mut self) -> Result<View, LocalError> {
        let mut answer = self.ask(&Request::Ask(Ask::View)).await?;
        serde_json::from_value(answer["view"].take()).map_err(|_| LocalError::Unreadable)
    }

    /// Asks for every view from now on.
    ///
    /// # Errors
    /// When it cannot be asked.
    pub async fn watch(mut self) -> Result<Watch, LocalError> {
        self.send(&Request::Ask(Ask::Watch)).await?;
        Ok(Watch(self))
    }

    /// Waits until the companion hangs up.
    pub async fn ended(&mut self) {
        while let Ok(Some(_)) = self.answer().await {}
    }

    async fn send(&mut self, request: &Request) -> Result<(), LocalError> {
        let mut line = serde_json::to_vec(request).map_err(|_| LocalError::Unreadable)?;
        line.push(b'\n');
        let stream = self.lines.reader_mut();
        stream.write_all(&line).await?;
        Ok(stream.flush().await?)
    }

    async fn answer(&mut self) -> Result<Option<Value>, LocalError> {
        let line = match self.lines.next().await? {
            Line::End => return Ok(None),
            Line::TooLong => return Err(LocalError::Unreadable),
            Line::Text(line) => line,
        };
        let answer: Value = serde_json::from_slice(&line).map_err(|_| LocalError::Unreadable)?;
        match answer.get("error").and_then(Value::as_str) {
            Some(code) => Err(LocalError::Refused { code: code.to_owned() }),
            None => Ok(Some(answer)),
        }
    }
}

/// Views as they change.
pub struct Watch(LocalClient);

impl Watch {
    /// The next view; `None` when the companion ended.
    ///
    /// # Errors
    /// When the connection broke, or the companion refused.
    pub async fn next(&mut self) -> Result<Option<Value>, LocalError> {
        self.0.answer().await
    }
}
