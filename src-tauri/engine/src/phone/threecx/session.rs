//! One link from its opening to its end: socket first, then a snapshot, then message by message
//! (3cx.md 2.5). Everything happens in one task: socket, requests and timers meet in one select.

use std::collections::HashMap;

use domain::call::{LegId, LossReason, PhoneEvent};
use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until, timeout};

use super::board::{Board, Touch};
use super::fetches::Fetches;
use super::rest::{Api, ApiError, LONG_TIMEOUT, SHORT_TIMEOUT, VERSION_TIMEOUT};
use super::socket::{Closed, Frame, Socket};
use super::wire::{self, Dn, Message, Participant};
use super::{Inner, names};

/// About 500 extensions with a device each are 150 KiB.
pub(super) const SNAPSHOT_BYTES_MAX: usize = 2 * 1024 * 1024;
/// A leg is about 600 bytes, a list of them a few KiB.
const LEG_BYTES_MAX: usize = 256 * 1024;
/// Messages kept while the first snapshot is on its way; more, and a second snapshot is due anyway.
const HELD_BACK_MAX: usize = 1024;
/// A live link survives one snapshot that failed, not two in a row.
const SNAPSHOT_FAILURES_MAX: u8 = 2;

/// Why a session is over.
pub(super) enum End {
    Lost(LossReason),
    /// Nobody listens any more.
    Unheard,
}

impl From<Closed> for End {
    fn from(Closed: Closed) -> Self {
        End::Lost(LossReason::Dropped)
    }
}

enum Done {
    Snapshot(Result<Vec<Dn>, ApiError>, Option<String>),
    Leg(LegId, Result<Option<Participant>, ApiError>),
    Names,
}

pub(super) struct Session<'a> {
    inner: &'a Inner,
    events: &'a mpsc::Sender<PhoneEvent>,
    socket: Socket,
    board: Board,
    fetches: Fetches,
    work: FuturesUnordered<BoxFuture<'a, Done>>,
    /// Messages before the first snapshot; `None` once the link is up.
    held_back: Option<Vec<Message>>,
    /// What messages said since the snapshot under way was asked for; `None`: none is under way.
    touched: Option<HashMap<LegId, Touch>>,
    snapshot_asked: Instant,
    snapshot_due: Instant,
    snapshot_failures: u8,
    heartbeat_due: Instant,
    pinged: bool,
}

impl<'a> Session<'a> {
    pub(super) fn new(inner: &'a Inner, events: &'a mpsc::Sender<PhoneEvent>, socket: Socket) -> Self {
        let now = Instant::now();
        Self {
            inner,
            events,
            socket,
            board: Board::new(&inner.extension),
            fetches: Fetches::default(),
            work: FuturesUnordered::new(),
            held_back: Some(Vec::new()),
            touched: None,
            snapshot_asked: now,
            snapshot_due: now,
            snapshot_failures: 0,
            heartbeat_due: now + inner.pace.ping_every,
            pinged: false,
        }
    }

    /// Whether it got as far as [`PhoneEvent::Connected`].
    pub(super) fn is_up(&self) -> bool {
        self.held_back.is_none()
    }

    /// Runs until the link ends.
    pub(super) async fn run(&mut self) -> End {
        loop {
            if let Err(end) = self.step().await {
                return end;
            }
        }
    }

    async fn step(&mut self) -> Result<(), End> {
        while let Some(leg) = self.fetches.start() {
            self.work.push(Box::pin(fetch(&self.inner.api, leg)));
        }
        tokio::select! {
            frame = self.socket.next() => {
                self.pinged = false;
                self.heartbeat_due = Instant::now() + self.inner.pace.ping_every;
                match frame? {
                    Frame::Text(text) => self.on_message(wire::read_message(&text)),
                    Frame::Life => {}
                }
                self.tell_changes().await
            }
            Some(done) = self.work.next() => self.on_done(done).await,
            () = sleep_until(self.snapshot_due), if self.touched.is_none() => {
                self.ask_snapshot();
                Ok(())
            }
            () = sleep_until(self.heartbeat_due) => self.on_heartbeat().await,
        }
    }

    async fn on_heartbeat(&mut self) -> Result<(), End> {
        if self.pinged {
            tracing::info!("the phone system went silent");
            return Err(End::from(Closed));
        }
        self.pinged = true;
        self.heartbeat_due = Instant::now() + self.inner.pace.pong_within;
        timeout(self.inner.pace.pong_within, self.socket.ping()).await.map_err(|_| Closed)??;
        Ok(())
    }

    fn on_message(&mut self, message: Message) {
        if let Some(held_back) = &mut self.held_back {
            if held_back.len() < HELD_BACK_MAX {
                held_back.push(message);
            }
            return;
        }
        match message {
            Message::Changed(leg) | Message::Removed(leg) if self.board.is_ignored(&leg) => {}
            Message::Changed(leg) => {
                self.touch(&leg, Touch::Changed);
                if self.fetches.want(leg).is_err() {
                    self.fetches.clear_waiting();
                    self.want_snapshot();
                }
            }
            Message::Removed(leg) => {
                self.touch(&leg, Touch::Removed);
                self.fetches.forget(&leg);
                self.board.remove(&leg);
            }
            Message::Ignored => {}
            Message::Odd => self.want_snapshot(),
        }
    }

    fn touch(&mut self, leg: &LegId, touch: Touch) {
        if let Some(touched) = &mut self.touched {
            touched.insert(leg.clone(), touch);
        }
    }

    /// Something may have been missed.
    fn want_snapshot(&mut self) {
        self.snapshot_due = self.snapshot_due.min(self.snapshot_asked + self.inner.pace.snapshot_gap);
    }

    fn ask_snapshot(&mut self) {
        let now = Instant::now();
        self.snapshot_asked = now;
        self.snapshot_due = now + self.inner.pace.snapshot_every;
        self.touched = Some(HashMap::new());
        let api = &self.inner.api;
        let first = !self.is_up();
        self.work.push(Box::pin(async move {
            let version = async {
                if !first {
                    return None;
                }
                timeout(VERSION_TIMEOUT, api.version()).await.ok().and_then(Result::ok).flatten()
            };
            let (dns, version) = tokio::join!(snapshot(api), version);
            Done::Snapshot(dns, version)
        }));
    }

    async fn on_done(&mut self, done: Done) -> Result<(), End> {
        match done {
            Done::Snapshot(Ok(dns), version) => self.on_snapshot(dns, version).await,
            Done::Snapshot(Err(error), _) => self.on_snapshot_failure(&error).await,
            Done::Leg(leg, read) => {
                self.on_leg(leg, read).await?;
                self.tell_changes().await
            }
            Done::Names => self.tell_changes().await,
        }
    }

    async fn on_snapshot(&mut self, dns: Vec<Dn>, version: Option<String>) -> Result<(), End> {
        self.snapshot_failures = 0;
        let touched = self.touched.take().unwrap_or_default();
        self.board.replace(dns, &touched);
        if !self.board.is_monitored() {
            return Err(End::Lost(LossReason::NotMonitored));
        }
        let held_back = self.held_back.take();
        if held_back.is_some() {
            tell(self.events, PhoneEvent::Connected { version }).await?;
            self.ask_names();
        }
        let snapshot = self.board.snapshot(&self.inner.names());
        tell(self.events, snapshot).await?;
        let held_back = held_back.unwrap_or_default();
        if held_back.len() >= HELD_BACK_MAX {
            self.want_snapshot();
        }
        for message in held_back {
            self.on_message(message);
        }
        self.tell_changes().await
    }

    async fn on_snapshot_failure(&mut self, error: &ApiError) -> Result<(), End> {
        tracing::info!(%error, "no snapshot from the phone system");
        self.touched = None;
        self.snapshot_failures += 1;
        let passing = matches!(error, ApiError::Unreachable | ApiError::Status(_) | ApiError::Unreadable(_));
        if self.is_up() && passing && self.snapshot_failures < SNAPSHOT_FAILURES_MAX {
            self.want_snapshot();
            return Ok(());
        }
        Err(End::Lost(self.inner.api.loss(error).await))
    }

    async fn on_leg(&mut self, leg: LegId, read: Result<Option<Participant>, ApiError>) -> Result<(), End> {
        if !self.fetches.finish(&leg) {
            return Ok(());
        }
        match read {
            Ok(Some(participant)) => self.board.put(participant),
            Ok(None) => {
                self.touch(&leg, Touch::Removed);
                self.board.remove(&leg);
                // Mostly its Remove is on the way; if none is, the list may know better.
                self.want_snapshot();
            }
            // The link cannot read legs at all: better to say so than to look alive.
            Err(error @ (ApiError::Token(_) | ApiError::SignedOut)) => {
                return Err(End::Lost(self.inner.api.loss(&error).await));
            }
            Err(error) => {
                tracing::debug!(%error, "a leg could not be read");
                self.want_snapshot();
            }
        }
        Ok(())
    }

    fn ask_names(&mut self) {
        if self.inner.names().is_stale() {
            let inner = self.inner;
            self.work.push(Box::pin(async move {
                let read = names::read(&inner.api).await;
                inner.names().take(read);
                Done::Names
            }));
        }
    }

    async fn tell_changes(&mut self) -> Result<(), End> {
        if !self.is_up() {
            return Ok(());
        }
        let changes = self.board.changes(&self.inner.names());
        for event in changes {
            tell(self.events, event).await?;
        }
        Ok(())
    }
}

async fn tell(events: &mpsc::Sender<PhoneEvent>, event: PhoneEvent) -> Result<(), End> {
    events.send(event).await.map_err(|_| End::Unheard)
}

async fn snapshot(api: &Api) -> Result<Vec<Dn>, ApiError> {
    Ok(wire::read_snapshot(&api.get(&[], LONG_TIMEOUT, SNAPSHOT_BYTES_MAX).await?)?)
}

async fn fetch(api: &Api, leg: LegId) -> Done {
    let read = read_leg(api, &leg).await;
    Done::Leg(leg, read)
}

/// Reads a leg; `None`: it is gone. Where the leg alone is forbidden, the list of its extension
/// tells (3cx.md 2.5, step 2).
async fn read_leg(api: &Api, leg: &LegId) -> Result<Option<Participant>, ApiError> {
    let dn = leg.extension.as_str();
    let id = leg.leg.to_string();
    match api.get(&[dn, "participants", &id], SHORT_TIMEOUT, LEG_BYTES_MAX).await {
        Ok(body) => Ok(Some(wire::read_participant(&body, dn)?).filter(|participant| participant.id == *leg)),
        Err(ApiError::NotFound) => Ok(None),
        Err(ApiError::Forbidden) => {
            let body = api.get(&[dn, "participants"], SHORT_TIMEOUT, LEG_BYTES_MAX).await?;
            let mut all = wire::read_participants(&body, dn)?.into_iter();
            Ok(all.find(|participant| participant.id == *leg))
        }
        Err(error) => Err(error),
    }
}
