//! The second source of calls: what the 3CX client, soft phones and desk phones tell by
//! themselves (3cx.md 8.1). Works with every edition and any phone; it hears and never commands.
//!
//! ```text
//! loopback listener ─┐
//! LAN listener ──────┼─▶ door ── parse ──▶ Heard (to the loop)
//! ringside:// link ──┘     └── learned: the last arrivals, and what became of them
//! ```
//!
//! It must not know calls, people, the store, or the screen. Start reading at [`Door`].

mod door;
mod learned;
mod listen;
mod parse;
mod presets;
mod rate;

use std::net::IpAddr;

use domain::settings::HookSettings;
use sha2::{Digest, Sha256};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub use door::{Door, HEARD_MAX, LINK_SCHEME};
pub use learned::{Arrival, Origin, Refusal, Verdict};
pub use listen::{HookState, ListenerState};
pub use parse::{Reading, Unread};
pub use presets::{Field, Preset, Reach, Sureness, Vendor, presets};

/// What every address that tells of a call must begin with. It has no `Debug`, no `Display` and
/// cannot be serialised.
#[derive(Clone)]
pub struct PathSecret(String);

impl PathSecret {
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(text)
    }

    fn reveal(&self) -> &str {
        &self.0
    }

    /// Compared as digests, so that the time it takes tells nothing about where they differ.
    fn is(&self, given: &str) -> bool {
        !self.0.is_empty() && Sha256::digest(&self.0) == Sha256::digest(given)
    }
}

/// Words of the page a browser ends on where it does not close itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosingWords {
    pub language: String,
    pub may_be_closed: String,
}

impl Default for ClosingWords {
    fn default() -> Self {
        Self {
            language: "en".into(),
            may_be_closed: "Ringside has heard of the call. You can close this page.".into(),
        }
    }
}

/// What is listened to.
#[derive(Clone)]
pub struct HookConfig {
    /// Programs of this computer.
    pub loopback: bool,
    pub port: u16,
    /// Addresses `ringside://…`.
    pub links: bool,
    pub lan: Option<Lan>,
    pub secret: PathSecret,
    pub words: ClosingWords,
}

/// Where desk phones are heard, and which.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lan {
    /// This computer's own address.
    pub address: IpAddr,
    /// Nobody else is answered.
    pub phones: Vec<IpAddr>,
}

impl HookConfig {
    /// As set. Addresses that are none are left out: the settings' check names them.
    #[must_use]
    pub fn new(settings: &HookSettings, secret: PathSecret, words: ClosingWords) -> Self {
        let read = |text: &String| text.parse().ok().map(|ip: IpAddr| ip.to_canonical());
        let lan = read(&settings.lan_address)
            .map(|address| Lan { address, phones: settings.lan_phones.iter().filter_map(read).collect() });
        Self { loopback: settings.enabled, port: settings.port, links: settings.links, lan, secret, words }
    }

    /// Whether anything is listened to at all.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.loopback || self.links || self.lan.is_some()
    }
}

/// The listeners as they run.
#[derive(Debug)]
pub struct Hook {
    state: watch::Receiver<HookState>,
    cancel: CancellationToken,
    tasks: TaskTracker,
    door: Door,
}

impl Hook {
    /// Opens what is set, and goes on trying where a port is taken. Returns when each listener has
    /// been tried once.
    pub async fn start(door: &Door, config: &HookConfig) -> Self {
        door.open(config);
        let cancel = CancellationToken::new();
        let tasks = TaskTracker::new();
        let (state, mut seen) = watch::channel(HookState::of(config));
        for listener in listen::Listener::wanted(config, door) {
            let (state, cancel) = (state.clone(), cancel.clone());
            tasks.spawn(async move {
                tokio::select! {
                    () = listener.keep(&state) => {}
                    () = cancel.cancelled() => {}
                }
            });
        }
        tasks.close();
        // Err would mean that every listener has ended, which none does by itself.
        let _ = seen.wait_for(HookState::is_settled).await;
        Self { state: seen, cancel, tasks, door: door.clone() }
    }

    /// What works and what does not, now and later.
    #[must_use]
    pub fn state(&self) -> watch::Receiver<HookState> {
        self.state.clone()
    }

    /// Closes everything. The ports are free when it returns.
    pub async fn stop(self) {
        self.shut();
        self.tasks.wait().await;
    }

    fn shut(&self) {
        self.door.close();
        self.cancel.cancel();
    }
}

impl Drop for Hook {
    fn drop(&mut self) {
        self.shut();
    }
}
