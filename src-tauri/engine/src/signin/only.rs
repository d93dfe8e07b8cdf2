//! One process at a time changes the tokens of a profile, and the next one sees whether the last
//! one's question was ever answered.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};

use super::source::TokenError;

/// Longest wait for another process that refreshes: its request's time limit and some.
pub const OTHER_PROCESS_WITHIN: Duration = Duration::from_secs(45);
/// Between two tries for the lock.
const TRY_EVERY: Duration = Duration::from_millis(50);
/// What the file says while a question is unanswered.
const ASKING: &[u8] = b"asking\n";

/// The lock of a profile's tokens, held until dropped; a process that dies lets go of it.
pub struct OnlyOne {
    file: File,
}

impl OnlyOne {
    /// Waits until no other process holds it. The waiting is a loop of tries so that it has an end.
    pub async fn wait(path: &Path, within: Duration) -> Result<Self, TokenError> {
        let started = Instant::now();
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(path)
            .map_err(|_| TokenError::Broken)?;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { file }),
                Err(TryLockError::WouldBlock) if started.elapsed() < within => {
                    tokio::time::sleep(TRY_EVERY).await;
                }
                Err(TryLockError::WouldBlock) => return Err(TokenError::Busy),
                Err(TryLockError::Error(_)) => return Err(TokenError::Broken),
            }
        }
    }

    /// Whether Salesforce was asked for a token and nobody heard the answer: the process died, or
    /// the connection did. With rotation the stored token may be dead since (salesforce.md 2.6).
    pub fn is_unanswered(&self) -> bool {
        self.file.metadata().is_ok_and(|file| file.len() > 0)
    }

    pub fn note(&mut self, asking: bool) {
        let noted = self.file.set_len(0).and_then(|()| {
            self.file.seek(SeekFrom::Start(0))?;
            self.file.write_all(if asking { ASKING } else { b"" })
        });
        if let Err(error) = noted {
            // Only the wording of a later problem depends on it.
            tracing::debug!(%error, "the lock file of the tokens cannot be written");
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[tokio::test]
    async fn one_holds_it_and_its_question_is_seen_by_the_next() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lock");
        let mut first = OnlyOne::wait(&path, Duration::ZERO).await.unwrap();
        assert_eq!(OnlyOne::wait(&path, Duration::ZERO).await.err(), Some(TokenError::Busy));
        assert!(!first.is_unanswered());
        first.note(true);
        drop(first);
        let mut second = OnlyOne::wait(&path, Duration::ZERO).await.unwrap();
        assert!(second.is_unanswered());
        second.note(false);
        assert!(!second.is_unanswered());
    }
}
