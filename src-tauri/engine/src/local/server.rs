use std::io;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::{BoxStream, SelectAll, unfold};
use interprocess::local_socket::tokio::{Listener, Stream};
use interprocess::local_socket::traits::tokio::Listener as _;
use tokio::io::AsyncWriteExt;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::lines::{Line, Lines};
use super::{LINE_MAX, Profile, ProfileLock, Request, socket};

/// Programs that may be connected at once: a terminal or two, the browser's host, the desktop's
/// shortcuts.
pub const PEERS_MAX: usize = 16;

/// Requests of one peer that may be without an end at once.
const REQUESTS_MAX: usize = 8;

/// Answers that may wait for a slow peer. The loop drops what does not fit.
const REPLIES_MAX: usize = 16;

/// A peer that reads nothing for so long is gone.
const WRITE_TIMEOUT: Duration = Duration::from_secs(10);

/// After accepting failed (no more file handles), how long until it is tried again.
const ACCEPT_AGAIN: Duration = Duration::from_secs(1);

/// A request and the way back: each text sent is one line of JSON without line breaks; dropping
/// the sender ends the answer. The loop uses `try_send` and never waits for a peer.
#[derive(Debug)]
pub struct Asked {
    pub request: Request,
    pub replies: mpsc::Sender<String>,
}

/// Takes requests of other programs of the same user.
pub struct Server {
    listener: Listener,
    profile: Profile,
    asked: mpsc::Sender<Asked>,
}

impl Server {
    /// Opens the socket. Only who holds the profile may: a file that is there already was left
    /// by a program that died.
    ///
    /// # Errors
    /// When the socket cannot be made.
    pub fn bind(profile: &Profile, _lock: &ProfileLock, asked: mpsc::Sender<Asked>) -> io::Result<Self> {
        Ok(Self { listener: socket::listen(profile)?, profile: profile.clone(), asked })
    }

    /// Serves until cancelled.
    pub async fn run(self, cancel: CancellationToken) {
        let places = Arc::new(Semaphore::new(PEERS_MAX));
        let mut peers: JoinSet<()> = JoinSet::new();
        loop {
            let stream = tokio::select! {
                () = cancel.cancelled() => break,
                Some(_) = peers.join_next() => continue,
                accepted = self.listener.accept() => accepted,
            };
            let stream = match stream {
                Ok(stream) => stream,
                Err(error) => {
                    tracing::warn!(%error, "a program could not connect");
                    tokio::select! {
                        () = cancel.cancelled() => break,
                        () = tokio::time::sleep(ACCEPT_AGAIN) => continue,
                    }
                }
            };
            if !socket::is_own(&stream, &self.profile) {
                tracing::warn!("a program of another user tried to connect");
                continue;
            }
            match Arc::clone(&places).try_acquire_owned() {
                Ok(place) => {
                    let asked = self.asked.clone();
                    peers.spawn(async move {
                        // A peer that breaks off is a peer that is gone.
                        let _ = serve(&stream, asked).await;
                        drop(place);
                    });
                }
                Err(_) => {
                    let _ =
                        tokio::time::timeout(WRITE_TIMEOUT / 10, write(&stream, &refusal("too-many-peers")))
                            .await;
                }
            }
        }
        peers.shutdown().await;
    }
}

type Replies = BoxStream<'static, String>;

async fn serve(stream: &Stream, asked: mpsc::Sender<Asked>) -> io::Result<()> {
    let mut lines = Lines::new(stream, LINE_MAX);
    let mut replies: SelectAll<Replies> = SelectAll::new();
    loop {
        let reply = tokio::select! {
            line = lines.next() => match line? {
                Line::End => return Ok(()),
                Line::TooLong => {
                    write(stream, &refusal("too-long")).await?;
                    return Ok(());
                }
                Line::Text(line) if line.trim_ascii().is_empty() => None,
                Line::Text(line) => take(&line, replies.len(), &asked).map(|taken| replies.push(taken)).err(),
            },
            Some(reply) = replies.next() => Some(reply),
        };
        if let Some(reply) = reply {
            write(stream, &reply).await?;
        }
    }
}

/// Passes a line on; what comes back, or why it was refused.
fn take(line: &[u8], open: usize, asked: &mpsc::Sender<Asked>) -> Result<Replies, String> {
    let Ok(request) = serde_json::from_slice(line) else { return Err(refusal("not-understood")) };
    if open >= REQUESTS_MAX {
        return Err(refusal("too-many-requests"));
    }
    let (replies, waiting) = mpsc::channel(REPLIES_MAX);
    match asked.try_send(Asked { request, replies }) {
        Ok(()) => Ok(answers(waiting)),
        Err(mpsc::error::TrySendError::Full(_)) => Err(refusal("busy")),
        Err(mpsc::error::TrySendError::Closed(_)) => Err(refusal("ending")),
    }
}

/// The answers to one request, of which there is at least one.
fn answers(waiting: mpsc::Receiver<String>) -> Replies {
    unfold((waiting, false), |(mut waiting, answered)| async move {
        match waiting.recv().await {
            Some(reply) => Some((reply, (waiting, true))),
            None if answered => None,
            None => Some((refusal("no-answer"), (waiting, true))),
        }
    })
    .boxed()
}

fn refusal(code: &str) -> String {
    format!("{{\"error\":\"{code}\"}}")
}

async fn write(mut stream: &Stream, line: &str) -> io::Result<()> {
    let whole = async {
        stream.write_all(line.as_bytes()).await?;
        stream.write_all(b"\n").await?;
        stream.flush().await
    };
    tokio::time::timeout(WRITE_TIMEOUT, whole).await.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?
}
