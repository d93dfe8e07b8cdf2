//! Step by step through everything the link needs (3cx.md 1.5), for a diagnosis. Uses the token of
//! a running link, so asking does not disturb it.

use std::time::Duration;

use domain::call::LossReason;
use serde::Serialize;
use tokio::time::Instant;

use super::Inner;
use super::rest::{ApiError, LONG_TIMEOUT};
use super::session::SNAPSHOT_BYTES_MAX;
use super::socket::Socket;
use super::wire;

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
    Socket,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProbeFailure {
    /// There is no link.
    Link(LossReason),
    /// Calls work; versions and names do not: the Configuration API is off, or the role too low.
    Convenience,
}

pub(super) async fn run(inner: &Inner) -> Vec<ProbeStep> {
    let mut steps = Vec::new();
    let began = Instant::now();
    let signed_in = inner.api.sign_in().await;
    let outcome = link(inner, signed_in.map(|()| None)).await;
    let failed = outcome.is_err();
    steps.push(step(Step::SignIn, began, outcome));
    if failed {
        return steps;
    }

    let began = Instant::now();
    let version = inner.api.version().await.map_err(|_| ProbeFailure::Convenience);
    steps.push(step(Step::Version, began, version));

    let began = Instant::now();
    let dns = dns(inner).await;
    let (calls, own) = match dns {
        Ok(dns) => (Ok(Some(dns.len().to_string())), Some(dns.contains(&inner.extension))),
        Err(error) => (Err(error), None),
    };
    steps.push(step(Step::CallControl, began, link(inner, calls).await));
    if let Some(own) = own {
        let found = if own {
            Ok(Some(inner.extension.clone()))
        } else {
            Err(ProbeFailure::Link(LossReason::NotMonitored))
        };
        steps.push(step(Step::OwnExtension, Instant::now(), found));
    }

    let began = Instant::now();
    let query = "$select=Number&$top=1";
    let names = inner.api.configuration("Peers", query, SNAPSHOT_BYTES_MAX).await;
    steps.push(step(Step::Names, began, names.map(|_| None).map_err(|_| ProbeFailure::Convenience)));

    let began = Instant::now();
    steps.push(step(Step::Socket, began, socket(inner).await));
    steps
}

async fn dns(inner: &Inner) -> Result<Vec<String>, ApiError> {
    let body = inner.api.get(&[], LONG_TIMEOUT, SNAPSHOT_BYTES_MAX).await?;
    Ok(wire::read_snapshot(&body)?.into_iter().map(|dn| dn.number).collect())
}

async fn socket(inner: &Inner) -> Result<Option<String>, ProbeFailure> {
    link(inner, Socket::open(&inner.api, &inner.upgrades).await.map(|_| None)).await
}

async fn link(
    inner: &Inner,
    outcome: Result<Option<String>, ApiError>,
) -> Result<Option<String>, ProbeFailure> {
    match outcome {
        Ok(found) => Ok(found),
        Err(error) => Err(ProbeFailure::Link(inner.api.loss(&error).await)),
    }
}

fn step(step: Step, began: Instant, outcome: Result<Option<String>, ProbeFailure>) -> ProbeStep {
    let took: Duration = began.elapsed();
    ProbeStep { step, outcome, ms: u64::try_from(took.as_millis()).unwrap_or(u64::MAX) }
}
