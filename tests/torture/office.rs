//! Simulators, and a profile that is signed in to them.

use std::path::Path;

use domain::outbox::EntryState;
use domain::settings::Settings;
use engine::http::Net;
use engine::local::Profile;
use engine::signin::{Keychain, Secret, SecretName, SignIn};
use engine::store::{Next, Store};
use jiff::Timestamp;
use serde_json::Value;
use simulators::{Options, Simulators, browser};
use tempfile::TempDir;

use crate::Outcome;

/// More entries than a torture leaves open.
const ROWS: u32 = 1_000;

pub struct Office {
    pub simulators: Simulators,
    profile: Profile,
    _dir: TempDir,
}

impl Office {
    pub async fn open() -> Outcome<Self> {
        if std::env::var_os("RINGSIDE_TEST_SESSION").is_none() {
            return Err("this needs a keychain of its own: run \"cargo xtask torture\"".into());
        }
        let simulators = simulators::start(Options::default()).await?;
        let dir = tempfile::Builder::new().prefix("ringside-torture-").tempdir()?;
        let profile = Profile::open(Some(dir.path()))?;
        let ready = simulators.ready();
        let mut settings = Settings::default();
        settings.phone.address.clone_from(&ready.threecx.base_url);
        settings.phone.client_id.clone_from(&ready.threecx.client_id);
        settings.phone.extension.clone_from(&ready.threecx.agent);
        settings.salesforce.login_address.clone_from(&ready.salesforce.login_url);
        settings.salesforce.consumer_key.clone_from(&ready.salesforce.consumer_key);
        settings.pop.wrap_up_s = 10;
        engine::settings::save(&profile.dir, &settings)?;
        let keychain = Keychain::open(&profile.id).await;
        keychain.set(SecretName::PbxKey, &Secret::new(&ready.threecx.api_key)).await?;
        keychain.set(SecretName::ConsumerSecret, &Secret::new(&ready.salesforce.consumer_secret)).await?;
        let token = browser::refresh_token(&ready.salesforce).await?;
        SignIn::new(&settings.salesforce, keychain, &profile.dir, &Net::default())?
            .adopt(Secret::new(token))
            .await?;
        simulators.org.apply_fault("limit-max", Some("100000000"))?;
        Ok(Self { simulators, profile, _dir: dir })
    }

    pub fn dir(&self) -> &Path {
        &self.profile.dir
    }

    /// The Tasks our calls left in Salesforce.
    pub fn tasks(&self) -> Vec<Value> {
        let tasks = self.simulators.org.records("Task").into_iter();
        tasks.filter(|task| task["CallObject"].as_str().is_some_and(|key| key.contains('|'))).collect()
    }

    /// Requests so far that write entries.
    pub fn writes(&self) -> u64 {
        let counters = self.simulators.org.counters();
        let of = |kind| counters.get(kind).copied().unwrap_or_default();
        of("POST sobjects/Task") + of("POST composite/sobjects")
    }

    /// How long the store's longest file is, in blocks of 512 bytes.
    pub fn longest_blocks(&self) -> u64 {
        let path = engine::store::file_path(&self.profile.dir);
        let mut journal = path.clone().into_os_string();
        journal.push("-wal");
        let length = |path: &Path| std::fs::metadata(path).map_or(0, |file| file.len());
        length(&path).max(length(Path::new(&journal))).div_ceil(512)
    }

    /// Which entries are not written or not checked yet, while no companion runs; what is stuck is
    /// retried.
    pub async fn retry_what_is_open(&self) -> Outcome<Vec<String>> {
        let key = Keychain::open(&self.profile.id).await.store_key(&self.profile.dir).await?;
        let store = Store::open(&self.profile.dir, *key.bytes()).await?;
        let now = Timestamp::now();
        let mut open = Vec::new();
        for row in store.outbox().list(ROWS).await? {
            match &row.state {
                EntryState::Written { .. } => continue,
                EntryState::Stuck { .. } => {
                    store.outbox().retry(&row.entry.key, now).await?;
                }
                EntryState::Waiting { .. } | EntryState::InDoubt { .. } | EntryState::Removed { .. } => {}
            }
            open.push(format!("{} {:?}", row.entry.key, row.state));
        }
        match store.outbox().due(now, 1).await? {
            Next::Nothing => {}
            next @ (Next::Due(_) | Next::At(_)) => open.push(format!("{next:?}")),
        }
        store.close().await;
        Ok(open)
    }
}
