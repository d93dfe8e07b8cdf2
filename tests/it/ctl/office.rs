//! A profile that is signed in to simulators, in the keychain of a private session.

use std::path::Path;

use domain::settings::Settings;
use engine::local::Profile;
use engine::signin::{Keychain, KeychainState, Secret, SecretName};
use serde_json::Value;
use tokio::process::Command;

use super::program::{Ended, Running, ended_with, ringsidectl};
use crate::signin::{World, world};

/// What the profile has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Has {
    Nothing,
    /// Settings and keys, but nobody signed in.
    Keys,
    SignIn,
}

pub struct Office {
    pub world: World,
    keychain: Keychain,
    profile: Profile,
}

impl Office {
    pub async fn open(has: Has) -> Self {
        let session = std::env::var_os("RINGSIDE_TEST_SESSION").is_some();
        assert!(session, "this test needs a keychain of its own: run \"cargo xtask test --only rust\"");
        let world = world().await.signed_in().await;
        let profile = Profile::open(Some(&world.dir.path().join("profile"))).unwrap();
        let keychain = Keychain::open(&profile.id).await;
        assert_eq!(keychain.state(), KeychainState::Ok, "the session's keychain answers");
        let office = Self { world, keychain, profile };
        office.furnish(has).await;
        office
    }

    async fn furnish(&self, has: Has) {
        if has == Has::Nothing {
            return;
        }
        let ready = self.world.simulators.ready();
        let mut settings = Settings::default();
        settings.phone.address.clone_from(&ready.threecx.base_url);
        settings.phone.client_id.clone_from(&ready.threecx.client_id);
        settings.phone.extension.clone_from(&ready.threecx.agent);
        settings.salesforce.login_address.clone_from(&ready.salesforce.login_url);
        settings.salesforce.consumer_key.clone_from(&ready.salesforce.consumer_key);
        engine::settings::save(&self.profile.dir, &settings).unwrap();
        self.keep(SecretName::PbxKey, &Secret::new(&ready.threecx.api_key)).await;
        self.keep(SecretName::ConsumerSecret, &Secret::new(&ready.salesforce.consumer_secret)).await;
        if has == Has::SignIn {
            self.keep(SecretName::RefreshToken, &self.refresh_token().await).await;
        }
    }

    async fn keep(&self, name: SecretName, secret: &Secret) {
        self.keychain.set(name, secret).await.unwrap();
    }

    pub async fn refresh_token(&self) -> Secret {
        self.world.keychain.get(SecretName::RefreshToken).await.unwrap().unwrap()
    }

    /// What the profile's keychain has.
    pub async fn kept(&self, name: SecretName) -> Option<Secret> {
        self.keychain.get(name).await.unwrap()
    }

    pub fn dir(&self) -> &Path {
        &self.profile.dir
    }

    /// `ringsidectl` on this profile.
    pub fn ctl(&self, words: &[&str]) -> Command {
        let mut command = ringsidectl();
        command.arg("--profile").arg(self.dir()).args(words);
        command
    }

    pub async fn ended(&self, words: &[&str]) -> Ended {
        ended_with(&mut self.ctl(words), b"").await
    }

    /// `ringsidectl run`, and its first line.
    pub async fn run(&self) -> (Running, Value) {
        let mut running = Running::start(&mut self.ctl(&["run"]));
        let first = running.line().await;
        (running, first)
    }

    /// The Tasks our calls left in Salesforce.
    pub fn tasks(&self) -> Vec<Value> {
        let tasks = self.world.simulators.org.records("Task").into_iter();
        tasks.filter(|task| task["CallObject"].as_str().is_some_and(|key| key.contains('|'))).collect()
    }
}
