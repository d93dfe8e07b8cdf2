//! A long day offline is over: how fast its entries are written and what they cost, beside a client of
//! others' that inserts the same Tasks into the same org with its own batching.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::call::{CallId, Direction, Outcome as CallOutcome};
use domain::journal::{About, Entry, EntryKind};
use domain::outbox::EntryState;
use domain::settings::SalesforceSettings;
use engine::clock::SystemClock;
use engine::crm::Crm as _;
use engine::crm::salesforce::Salesforce;
use engine::http::Net;
use engine::outbox::{Limits, Sender};
use engine::signin::{Keychain, Secret, SecretName, SignIn};
use engine::store::Store;
use jiff::Timestamp;
use serde_json::{Value, json};
use simulators::{Options, Simulators, browser};
use tokio::process::Command;
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

use crate::Outcome;
use crate::figures::Table;

/// Entries of one run.
const ENTRIES: u64 = 1_000;
/// Of the run in which each is due alone, as on an ordinary day.
const ENTRIES_ALONE: u64 = 100;
/// What takes longer does not come.
const LONG: Duration = Duration::from_secs(300);
/// What the org takes to answer, as over the Internet.
const ORG_DELAY_MS: &str = "80";

pub async fn measure(table: &mut Table) -> Outcome<()> {
    for (what, delay) in [("", None), (" (80 ms)", Some(ORG_DELAY_MS))] {
        for run in ["run 1", "run 2"] {
            let simulators = simulators::start(Options::default()).await?;
            simulators.org.apply_fault("limit-max", Some("1000000"))?;
            if let Some(delay) = delay {
                simulators.org.apply_fault("api-delay-ms", Some(delay))?;
            }
            let (seconds, calls) = drain(&simulators, ENTRIES, false).await?;
            told(table, &format!("ringside, 1,000 entries{what}, {run}"), ENTRIES, seconds, calls);
            let (seconds, calls) = jsforce(&simulators).await?;
            told(table, &format!("jsforce, the same Tasks{what}, {run}"), ENTRIES, seconds, calls);
            simulators.stop().await;
        }
    }
    let simulators = simulators::start(Options::default()).await?;
    let (seconds, calls) = drain(&simulators, ENTRIES_ALONE, true).await?;
    told(table, "ringside, each due alone", ENTRIES_ALONE, seconds, calls);
    simulators.stop().await;
    Ok(())
}

#[allow(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn told(table: &mut Table, what: &str, entries: u64, seconds: f64, calls: u64) {
    table.one(&format!("{what}: written per second"), "1/s", entries as f64 / seconds);
    let per_thousand = calls as f64 * 1_000.0 / entries as f64;
    table.one(&format!("{what}: API calls per 1,000"), "", per_thousand);
}

/// Seconds and requests until all are written.
async fn drain(simulators: &Simulators, entries: u64, alone: bool) -> Outcome<(f64, u64)> {
    let dir = tempfile::Builder::new().prefix("ringside-bench-").tempdir()?;
    let crm = Arc::new(signed_in(simulators, dir.path()).await?);
    let store = Store::open(dir.path(), [5; 32]).await?;
    let (news, mut told) = mpsc::channel(64);
    let limits = watch::channel(Limits::default()).1;
    let sender = Sender::new(store.clone(), crm.clone(), news, Arc::new(SystemClock::new()), limits);
    let (nudge, cancel) = (sender.nudge(), CancellationToken::new());
    if !alone {
        queue(&store, 0..entries).await?;
    }
    let began = Instant::now();
    let running = tokio::spawn(sender.run(cancel.clone()));
    let waiting = async {
        let (mut written, mut queued) = (0, if alone { 0 } else { entries });
        while written < entries {
            if queued <= written {
                queue(&store, queued..queued + 1).await?;
                nudge.queued();
                queued += 1;
            }
            let news = told.recv().await.ok_or("the sender has ended")?;
            written += u64::from(matches!(news.state, EntryState::Written { .. }));
        }
        Outcome::Ok(())
    };
    tokio::time::timeout(LONG, waiting).await??;
    let seconds = began.elapsed().as_secs_f64();
    cancel.cancel();
    running.await?;
    let calls = crm.usage().borrow().ours;
    store.close().await;
    Ok((seconds, calls))
}

async fn queue(store: &Store, which: std::ops::Range<u64>) -> Outcome<()> {
    let now = Timestamp::now();
    for nth in which {
        store.outbox().queue(&entry(nth, now), Some(now), now).await?;
    }
    Ok(())
}

fn entry(nth: u64, now: Timestamp) -> Entry {
    Entry {
        key: format!("pbx.example.com|812|{nth}|{now}"),
        call: CallId(nth),
        subject: "3CX Phone System Call".into(),
        description: "Answered incoming call from +494066969412 Katharina Vogelsang to 812 (03:07)".into(),
        direction: Direction::Inbound,
        outcome: CallOutcome::AnsweredInbound,
        disposition: "Answered".into(),
        duration_s: 187,
        day: jiff::Zoned::now().date(),
        started: now,
        about: About::Nobody,
        internal: false,
        status_open: false,
        extra: Vec::new(),
        kind: EntryKind::Call,
    }
}

async fn signed_in(simulators: &Simulators, dir: &Path) -> Outcome<Salesforce> {
    let ready = &simulators.ready().salesforce;
    let settings = SalesforceSettings {
        login_address: ready.login_url.clone(),
        consumer_key: ready.consumer_key.clone(),
        ..SalesforceSettings::default()
    };
    let keychain = Keychain::in_memory("bench");
    keychain.set(SecretName::ConsumerSecret, &Secret::new(&ready.consumer_secret)).await?;
    let sign_in = SignIn::new(&settings, keychain, dir, &Net::default())?;
    sign_in.adopt(Secret::new(browser::refresh_token(ready).await?)).await?;
    Ok(Salesforce::new(sign_in.tokens(), &Net::default())?)
}

/// The same of jsforce, signing in and starting of Node not counted.
async fn jsforce(simulators: &Simulators) -> Outcome<(f64, u64)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("jsforce");
    let node = folder.join("node_modules/.bin/node");
    if !node.exists() {
        return Err("jsforce is not installed: run \"cargo xtask bench -- journal\"".into());
    }
    let now = Timestamp::now();
    let tasks: Vec<Value> = (0..ENTRIES)
        .map(|nth| {
            let entry = entry(nth, now);
            json!({
                "Subject": entry.subject, "Description": entry.description, "Status": "Completed",
                "ActivityDate": entry.day.to_string(), "TaskSubtype": "Call", "Type": "Call",
                "CallType": "Inbound", "CallDurationInSeconds": entry.duration_s,
                "CallDisposition": entry.disposition, "CallObject": format!("js|{}", entry.key),
            })
        })
        .collect();
    let file = tempfile::NamedTempFile::new()?;
    std::fs::write(file.path(), serde_json::to_vec(&tasks)?)?;
    let ready = serde_json::to_string(simulators.ready())?;
    let mut script = Command::new(node);
    script.arg("journal.mjs").arg(ready).arg(file.path()).current_dir(&folder).kill_on_drop(true);
    let output = tokio::time::timeout(LONG, script.output()).await??;
    let told: Value = serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("{error}: {}", String::from_utf8_lossy(&output.stderr)))?;
    let seconds = told["seconds"].as_f64().ok_or("jsforce tells no time")?;
    Ok((seconds, told["calls"].as_u64().ok_or("jsforce tells no calls")?))
}
