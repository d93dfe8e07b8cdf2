//! One encrypted SQLite file behind one thread: calls, outbox, the index of people, choices.
//!
//! It must not know rules: what is kept, tried again or forgotten is decided elsewhere. Every
//! answer means "on disk": each call is one transaction, synced before it returns. A file that
//! cannot be read is never replaced; [`set_aside`] keeps it under another name when the caller
//! decides so. Start reading at [`Store`].
//!
//! One thread, not a pool: there is one writer anyway, and an order of events that is the order
//! of jobs needs no thought about what another connection may see.

mod calls;
mod chats;
mod choices;
mod creations;
mod drafts;
mod open;
mod orgs;
mod outbox;
mod people;
mod read;
mod taken;

pub use calls::Calls;
pub use chats::{Chats, ReadPlace};
pub use choices::{Choices, Chosen};
pub use creations::{CreationRow, CreationState, CreationStep, Creations, Trouble};
pub use drafts::{DRAFTS_MAX, Drafts};
pub use open::{FILE_NAME, set_aside};
pub use orgs::Orgs;
pub use outbox::{
    Amending, Amendment, AmendmentKind, AmendmentState, Correspondent, Counts, DueRow, Group, Item, Next,
    NextStep, Outbox, Queued, Row, Sending, Settled, Step, Wanted,
};
pub use people::{Indexed, People, PersonAt, Size, SyncStep, Tail};
pub use taken::{Taken, kept_aside};

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;

use rusqlite::{Connection, ErrorCode};
use tokio::sync::{mpsc, oneshot};

/// Jobs that may wait for the thread. A desk makes a handful a second; a full queue slows the
/// asker down, which is right.
const JOBS_MAX: usize = 64;

/// The 32 random bytes the file is encrypted with.
pub type StoreKey = [u8; 32];

type Work = Box<dyn FnOnce(&mut Connection) + Send>;

enum Job {
    Work(Work),
    Close(oneshot::Sender<()>),
}

/// Handle to the store's thread. Cheap to clone; the thread ends with the last handle, or with
/// [`Store::close`].
#[derive(Clone)]
pub struct Store {
    jobs: mpsc::Sender<Job>,
    words: people::Words,
    _thread: Arc<Thread>,
}

/// The store's thread. Whoever drops the last handle waits for it: a process that ended meanwhile
/// would take the encryption library away from under a file that is being closed.
struct Thread {
    jobs: mpsc::Sender<Job>,
    handle: Option<JoinHandle<()>>,
}

impl Drop for Thread {
    fn drop(&mut self) {
        let (closed, _) = oneshot::channel();
        // Err: it has ended, or so much waits for it that it is better left alone.
        let told = self.jobs.try_send(Job::Close(closed));
        let Some(handle) = self.handle.take() else { return };
        let ends = told.is_ok() || self.jobs.is_closed();
        if ends && handle.thread().id() != std::thread::current().id() {
            let _ = handle.join();
        }
    }
}

impl Store {
    /// Opens or creates the file in a profile's directory.
    ///
    /// # Errors
    /// [`StoreError::WrongKey`], [`StoreError::Broken`] and [`StoreError::TooNew`] leave the file
    /// as it is.
    pub async fn open(profile_dir: &Path, key: StoreKey) -> Result<Self, StoreError> {
        let (jobs, mut waiting) = mpsc::channel(JOBS_MAX);
        let (opened, answer) = oneshot::channel();
        let dir = profile_dir.to_owned();
        let thread = std::thread::Builder::new().name("store".into()).spawn(move || {
            let connection = match open::open(&dir, &key) {
                Ok(connection) => connection,
                Err(error) => {
                    let _ = opened.send(Err(error));
                    return;
                }
            };
            let _ = opened.send(Ok(()));
            serve(connection, &mut waiting);
        })?;
        answer.await.map_err(|_| StoreError::Closed)??;
        let thread = Arc::new(Thread { jobs: jobs.clone(), handle: Some(thread) });
        Ok(Self { _thread: thread, words: people::Words::default(), jobs })
    }

    /// Finishes what was asked before, closes the file and waits for that. Later requests of
    /// other handles end with [`StoreError::Closed`].
    pub async fn close(self) {
        let (closed, done) = oneshot::channel();
        if self.jobs.send(Job::Close(closed)).await.is_ok() {
            let _ = done.await;
        }
    }

    #[must_use]
    pub fn calls(&self) -> Calls<'_> {
        Calls(self)
    }

    #[must_use]
    pub fn outbox(&self) -> Outbox<'_> {
        Outbox(self)
    }

    #[must_use]
    pub fn people(&self) -> People<'_> {
        People(self)
    }

    #[must_use]
    pub fn chats(&self) -> Chats<'_> {
        Chats(self)
    }

    #[must_use]
    pub fn choices(&self) -> Choices<'_> {
        Choices(self)
    }

    #[must_use]
    pub fn creations(&self) -> Creations<'_> {
        Creations(self)
    }

    #[must_use]
    pub fn orgs(&self) -> Orgs<'_> {
        Orgs(self)
    }

    #[must_use]
    pub fn drafts(&self) -> Drafts<'_> {
        Drafts(self)
    }

    /// Runs `work` on the thread. It is carried out even if the asker stops waiting.
    async fn run<T, W>(&self, work: W) -> Result<T, StoreError>
    where
        T: Send + 'static,
        W: FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let job = Job::Work(Box::new(move |connection| {
            let _ = answer.send(work(connection));
        }));
        self.jobs.send(job).await.map_err(|_| StoreError::Closed)?;
        answered.await.map_err(|_| StoreError::Closed)?
    }
}

fn serve(mut connection: Connection, jobs: &mut mpsc::Receiver<Job>) {
    while let Some(job) = jobs.blocking_recv() {
        match job {
            Job::Work(work) => work(&mut connection),
            Job::Close(closed) => {
                drop(connection);
                let _ = closed.send(());
                return;
            }
        }
    }
}

/// Why the store did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file was made with another key.
    #[error("the store's key does not fit its file")]
    WrongKey,
    #[error("the store's file is damaged")]
    Broken,
    /// A newer program wrote it in a way that this one may not read.
    #[error("the store was written by a newer version (needs {needs}, this is {ours})")]
    TooNew { needs: u32, ours: u32 },
    #[error("the disk is full")]
    Full,
    #[error("the store's file cannot be used")]
    Io(#[from] std::io::Error),
    /// A row holds something this program cannot read.
    #[error("a stored row cannot be read")]
    Content(#[from] serde_json::Error),
    #[error("the store is closed")]
    Closed,
    #[error("the store refused")]
    Sqlite(#[source] rusqlite::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Broken,
            Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen | ErrorCode::ReadOnly) => {
                Self::Io(std::io::Error::other(error))
            }
            _ => Self::Sqlite(error),
        }
    }
}

/// Where the file of a profile lies.
#[must_use]
pub fn file_path(profile_dir: &Path) -> PathBuf {
    profile_dir.join(FILE_NAME)
}

#[cfg(test)]
mod tests;
