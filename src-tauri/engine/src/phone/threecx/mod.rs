//! 3CX V20 through its Call Control API (3cx.md 1, 2). 3CX's words stop here: `wire` reads them,
//! `board` turns them into ours.
//!
//! ```text
//! link (again and again) ─▶ session (one link) ─┬─ socket   what changed
//!                                               ├─ fetches  what to read, in which order
//!                                               ├─ rest ── token
//!                                               └─ board    what is alive, what was told
//! ```
//!
//! It must not know calls, people, the store, or the screen. Start reading at `session`.

mod address;
mod board;
mod call_log;
mod chats;
mod command;
mod dial;
mod fetches;
mod history;
mod link;
mod names;
mod pace;
mod probe;
mod rest;
mod session;
mod socket;
mod token;
mod wire;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use domain::call::{LegId, PhoneCommand, PhoneEvent, PhoneFailure};
use domain::journal::AgentAddress;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use url::Url;

use self::names::Names;
use self::rest::Api;
use self::token::Tokens;
use super::{CallLog, ChatHistory, Colleague, PhoneSystem};
use crate::http::Net;

pub use pace::Pace;
pub use probe::{ProbeFailure, ProbeStep, Step};

/// The API key. It has no `Debug`, no `Display` and cannot be serialised.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey(String);

impl ApiKey {
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(text)
    }

    fn reveal(&self) -> &str {
        &self.0
    }
}

/// Where the API key comes from, asked at each sign-in. May block: it is called off the loop.
pub type SecretSource = Arc<dyn Fn() -> Option<ApiKey> + Send + Sync>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThreeCxConfig {
    /// As [`crate::http::server_address`] reads it: TLS, or this computer.
    pub address: Url,
    pub client_id: String,
    /// The agent's own.
    pub extension: String,
}

/// The clients a link needs.
#[derive(Debug, Clone)]
pub struct Clients {
    http: reqwest::Client,
    /// For the requests that become WebSockets.
    upgrades: reqwest::Client,
}

impl Clients {
    /// # Errors
    /// When the system's certificates cannot be read.
    pub fn new(net: &Net) -> Result<Self, reqwest::Error> {
        Ok(Self { http: net.client()?, upgrades: net.upgrade_client()? })
    }
}

/// A 3CX system. Clones share one token: two that do not would sign each other out.
#[derive(Clone)]
pub struct ThreeCx {
    inner: Arc<Inner>,
}

struct Inner {
    api: Api,
    upgrades: reqwest::Client,
    extension: String,
    pace: Pace,
    names: Mutex<Names>,
    devices: dial::Devices,
}

impl Inner {
    fn names(&self) -> MutexGuard<'_, Names> {
        self.names.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ThreeCx {
    #[must_use]
    pub fn new(config: ThreeCxConfig, key: SecretSource, clients: Clients) -> Self {
        Self::paced(config, key, clients, Pace::default())
    }

    /// One that lives faster or slower than usual.
    #[must_use]
    pub fn paced(config: ThreeCxConfig, key: SecretSource, clients: Clients, pace: Pace) -> Self {
        let Clients { http, upgrades } = clients;
        let ThreeCxConfig { address, client_id, extension } = config;
        let mut endpoint = address.clone();
        endpoint.set_path("connect/token");
        let tokens = Tokens::new(endpoint, client_id, key, http.clone());
        let api = Api::new(address, http, tokens);
        Self {
            inner: Arc::new(Inner {
                api,
                upgrades,
                extension,
                pace,
                names: Mutex::default(),
                devices: dial::Devices::default(),
            }),
        }
    }

    /// The own extension's e-mail address, as far as the API client's role shows it.
    pub async fn agent_address(&self) -> AgentAddress {
        address::of(&self.inner.api, &self.inner.extension).await
    }

    /// The chats it remembers. Shares the link's token.
    #[must_use]
    pub fn chats(&self) -> Arc<dyn ChatHistory> {
        Arc::new(chats::Chats::new(Arc::clone(&self.inner)))
    }

    /// What it tells of calls after them. Shares the link's token.
    #[must_use]
    pub fn call_log(&self) -> Arc<dyn CallLog> {
        Arc::new(call_log::Log::new(Arc::clone(&self.inner)))
    }

    /// Goes through everything the link needs and tells what works. Does not disturb a link that
    /// runs on the same value or a clone of it.
    pub async fn probe(&self) -> Vec<ProbeStep> {
        probe::run(&self.inner).await
    }
}

#[async_trait]
impl PhoneSystem for ThreeCx {
    async fn run(&self, events: mpsc::Sender<PhoneEvent>, cancel: CancellationToken) {
        tokio::select! {
            () = link::keep(&self.inner, &events) => {}
            () = cancel.cancelled() => {}
        }
    }

    async fn command(&self, leg: &LegId, command: PhoneCommand) -> Result<(), PhoneFailure> {
        if leg.extension != self.inner.extension {
            return Err(PhoneFailure::NotAllowed);
        }
        command::send(&self.inner.api, leg, command).await
    }

    async fn dial(&self, destination: &str, device: &str) -> Result<Option<LegId>, PhoneFailure> {
        dial::send(&self.inner, destination, device).await
    }

    async fn devices(&self) -> Result<Vec<String>, PhoneFailure> {
        dial::devices(&self.inner).await
    }

    async fn colleagues(&self) -> Vec<Colleague> {
        self.inner.names().all()
    }
}
