//! Step by step through everything the link needs (3cx.md 1.5), for a diagnosis. Uses the token of
//! a running link, so asking does not disturb it.

use std::time::Duration;

use domain::call::LossReason;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use tokio::time::Instant;

use super::rest::{ApiError, LONG_TIMEOUT};
use super::session::SNAPSHOT_BYTES_MAX;
use super::socket::Socket;
use super::token::TokenError;
use super::{Inner, call_log, wire};

/// One row is asked for; a row of any set is far smaller.
const ROW_BYTES_MAX: usize = 256 * 1024;
/// How far back the call log is asked: whether it may be read is the question, not what is in it.
const LOG_REACH: SignedDuration = SignedDuration::from_mins(10);

/// One step and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProbeStep {
    pub step: Step,
    /// `Ok`: what was found, in the phone system's words, never a secret.
    pub outcome: Result<Option<String>, ProbeFailure>,
    pub ms: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Address, certificate, client id and key.
    SignIn,
    /// The version; needs the Configuration API.
    Version,
    CallControl,
    /// The own extension is in the API client's list.
    OwnExtension,
    /// Names of queues and colleagues; needs a role.
    Names,
    /// E-mail addresses of extensions; needs a role.
    Users,
    /// What became of past calls; needs the highest role.
    CallLog,
    Socket,
    /// Nobody else signs in with this API client.
    OwnClient,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProbeFailure {
    /// There is no link.
    Link(LossReason),
    /// The system answers, with a failure of its own.
    Server { status: u16 },
    /// Everything is forbidden: this computer's address is not on the system's list (3cx.md 1.4).
    KeptOut,
    /// Requests are answered, the socket for events does not open.
    NoEvents,
    /// The Configuration API is off for this client. Calls work.
    ConfigurationOff,
    /// The client's role does not allow it. Calls work.
    RoleTooLow,
    /// An earlier step failed that this one needs.
    NotTried,
}

type Outcome = Result<Option<String>, ProbeFailure>;

pub(super) async fn run(inner: &Inner) -> Vec<ProbeStep> {
    let mut ladder = Ladder { inner, steps: Vec::new() };
    let began = Instant::now();
    let signed_in = inner.api.sign_in().await.map(|()| None);
    let outcome = ladder.told(signed_in).await;
    let failed = outcome.is_err();
    ladder.add(Step::SignIn, began, outcome);
    if !failed {
        ladder.climb().await;
    }
    ladder.steps
}

struct Ladder<'a> {
    inner: &'a Inner,
    steps: Vec<ProbeStep>,
}

impl Ladder<'_> {
    async fn climb(&mut self) {
        // Call control first: it renews a token that somebody else ended, and what the
        // Configuration API then refuses is refused for another reason.
        let asked_calls = Instant::now();
        let dns = self.dns().await;
        let asked_version = Instant::now();
        let version = self.inner.api.version().await;
        let kept_out = matches!((&dns, &version), (Err(ApiError::Forbidden), Err(ApiError::Forbidden)));

        let version = match version {
            Err(ApiError::Forbidden) if kept_out => Err(ProbeFailure::NotTried),
            Err(ApiError::SignedOut | ApiError::Forbidden) => Err(ProbeFailure::ConfigurationOff),
            other => self.told(other).await,
        };
        let configuration = version.is_ok();
        self.add(Step::Version, asked_version, version);

        let (calls, own) = match dns {
            Ok(dns) => (Ok(Some(dns.len().to_string())), Some(dns.contains(&self.inner.extension))),
            Err(_) if kept_out => (Err(ProbeFailure::KeptOut), None),
            Err(error) => (self.told(Err(error)).await, None),
        };
        let controls = calls.is_ok();
        self.add(Step::CallControl, asked_calls, calls);
        self.add(Step::OwnExtension, Instant::now(), self.own_extension(own));
        self.read(configuration).await;

        let began = Instant::now();
        let was_taken = self.inner.api.was_taken().await;
        let socket = if controls { self.socket().await } else { Err(ProbeFailure::NotTried) };
        let opened = socket.is_ok();
        self.add(Step::Socket, began, socket);
        let began = Instant::now();
        let own_client = match (controls, opened) {
            (true, true) => self.own_client().await,
            // A refused upgrade takes the token for ended, which says nothing about others.
            (true, false) if was_taken => Err(ProbeFailure::Link(LossReason::SharedClient)),
            (true | false, false) | (false, true) => Err(ProbeFailure::NotTried),
        };
        self.add(Step::OwnClient, began, own_client);
    }

    /// What the Configuration API lets this client read, each with its own role (3cx.md 1.3).
    async fn read(&mut self, configuration: bool) {
        let (from, to) = {
            let now = Timestamp::now();
            (now.checked_sub(LOG_REACH).unwrap_or(now), now)
        };
        let call_log = call_log::path(from, to);
        for (step, set, query) in [
            (Step::Names, "Peers", "$select=Number&$top=1"),
            (Step::Users, "Users", "$select=Number&$top=1"),
            (Step::CallLog, call_log.as_str(), "$top=1"),
        ] {
            let began = Instant::now();
            let outcome = if configuration {
                match self.inner.api.configuration_sure(set, query, ROW_BYTES_MAX).await {
                    Err(ApiError::Forbidden) => Err(ProbeFailure::RoleTooLow),
                    other => self.told(other.map(|_| None)).await,
                }
            } else {
                Err(ProbeFailure::NotTried)
            };
            self.add(step, began, outcome);
        }
    }

    async fn dns(&self) -> Result<Vec<String>, ApiError> {
        let body = self.inner.api.get(&[], LONG_TIMEOUT, SNAPSHOT_BYTES_MAX).await?;
        Ok(wire::read_snapshot(&body)?.into_iter().map(|dn| dn.number).collect())
    }

    fn own_extension(&self, own: Option<bool>) -> Outcome {
        match own {
            Some(true) => Ok(Some(self.inner.extension.clone())),
            Some(false) => Err(ProbeFailure::Link(LossReason::NotMonitored)),
            None => Err(ProbeFailure::NotTried),
        }
    }

    async fn socket(&self) -> Outcome {
        match Socket::open(&self.inner.api, &self.inner.upgrades).await {
            Ok(_) => Ok(None),
            Err(error) => {
                let reason = self.inner.api.loss(&error).await;
                if reason == LossReason::SharedClient {
                    return Err(ProbeFailure::Link(reason));
                }
                // Requests get through, so what stands in the way is about upgrades alone.
                tracing::info!(?reason, "no socket");
                Err(ProbeFailure::NoEvents)
            }
        }
    }

    /// A good token that has meanwhile been ended was ended by somebody's sign-in with the same
    /// client (3cx.md 1.1): call control is asked once more, and tokens lost before count too.
    async fn own_client(&self) -> Outcome {
        let again = self.dns().await;
        if self.inner.api.was_taken().await {
            return Err(ProbeFailure::Link(LossReason::SharedClient));
        }
        self.told(again.map(|_| None)).await
    }

    async fn told(&self, outcome: Result<Option<String>, ApiError>) -> Outcome {
        match outcome {
            Ok(found) => Ok(found),
            Err(ApiError::Token(TokenError::KeptOut)) => Err(ProbeFailure::KeptOut),
            Err(ApiError::Status(status @ 500..=599)) => Err(ProbeFailure::Server { status }),
            Err(error) => Err(ProbeFailure::Link(self.inner.api.loss(&error).await)),
        }
    }

    fn add(&mut self, step: Step, began: Instant, outcome: Outcome) {
        let took: Duration = began.elapsed();
        let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        self.steps.push(ProbeStep { step, outcome, ms });
    }
}
