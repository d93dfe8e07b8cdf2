//! Everything a demo needs: simulators, a profile of its own that is signed in to them, and
//! whoever runs the profile.

use std::collections::BTreeSet;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::settings::Settings;
use engine::companion::Companion;
use engine::http::Net;
use engine::local::Profile;
use engine::screen::{Notice, Screen};
use engine::signin::{Keychain, KeychainState, Secret, SecretName, SignIn};
use engine::view::View;
use serde_json::{Value, json};
use simulators::{Options, Simulators, browser};
use tempfile::TempDir;
use tokio::process::{Child, Command};
use tokio_util::sync::CancellationToken;

use super::desk::Desk;
use crate::out::{self, Exit, Stop};

/// External calls and ended chats of the scripted day that the agent's desk journals.
pub(super) const TASKS_EXPECTED: usize = 12;
/// How long the app may take to end.
const APP_END_MAX: std::time::Duration = std::time::Duration::from_secs(8);

pub(super) struct Stage {
    simulators: Simulators,
    profile: Profile,
    keychain: Keychain,
    /// Removed with everything in it, when no folder was named.
    _folder: Option<TempDir>,
    runner: Runner,
    /// Tasks already told of.
    told: BTreeSet<String>,
}

enum Runner {
    App(Box<Child>),
    Here(Box<Companion>),
}

impl Stage {
    /// Starts the simulators, signs a profile in to them, and starts the app or a companion
    /// without a window.
    pub(super) async fn set(dir: Option<PathBuf>, app: Option<&Path>) -> Result<Self, Stop> {
        let simulators = simulators::start(Options::default()).await?;
        let folder = if dir.is_none() {
            Some(tempfile::Builder::new().prefix("ringside-demo-").tempdir()?)
        } else {
            None
        };
        let dir = dir.or_else(|| folder.as_ref().map(|folder| folder.path().to_owned()));
        let profile = Profile::open(dir.as_deref())?;
        let keychain = Keychain::open(&profile.id).await;
        if app.is_some() && keychain.state() != KeychainState::Ok {
            return Err(Stop::new(
                Exit::NotConfigured,
                "the app needs a keychain to find its sign-in: start a Secret Service (gnome-keyring, KWallet)",
            ));
        }
        sign_in(&simulators, &profile, &keychain).await?;
        let runner = match app {
            Some(app) => Runner::App(Box::new(start_app(app, &profile)?)),
            None => Runner::Here(Box::new(start_here(&profile, &keychain).await?)),
        };
        Ok(Self { simulators, profile, keychain, _folder: folder, runner, told: BTreeSet::new() })
    }

    pub(super) fn simulators(&self) -> &Simulators {
        &self.simulators
    }

    pub(super) fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Addresses and names, for whoever drives the stage from outside.
    pub(super) fn ready(&self) -> Value {
        let pid = match &self.runner {
            Runner::App(app) => app.id(),
            Runner::Here(_) => Some(std::process::id()),
        };
        json!({"simulators": self.simulators.ready(), "profile": self.profile.dir, "pid": pid})
    }

    /// What the agent sees, through the profile's socket.
    pub(super) async fn desk(&self) -> Result<Desk, Stop> {
        Desk::at(&self.profile).await
    }

    /// The entries of this desk that Salesforce holds.
    pub(super) fn tasks(&self) -> Vec<Value> {
        let ours = |task: &Value| task["CallObject"].as_str().is_some_and(|key| key.contains('|'));
        self.simulators.org.records("Task").into_iter().filter(ours).collect()
    }

    /// Those that were not told before, one line each.
    pub(super) fn new_tasks(&mut self) -> Vec<String> {
        let mut lines = Vec::new();
        for task in self.tasks() {
            if self.told.insert(task["Id"].to_string()) {
                lines.push(self.task(&task));
            }
        }
        lines
    }

    fn task(&self, task: &Value) -> String {
        let text = |name: &str| task[name].as_str().unwrap_or_default().replace('\n', " / ");
        let about = match (text("WhoId"), text("WhatId")) {
            (who, _) if !who.is_empty() => self.name(&who),
            (_, what) if !what.is_empty() => self.name(&what),
            _ => "nobody".to_owned(),
        };
        format!("{} · {} · {about} · {}", text("Subject"), text("CallDisposition"), text("Description"))
    }

    fn name(&self, id: &str) -> String {
        ["Contact", "Lead", "Account"]
            .iter()
            .filter_map(|sobject| self.simulators.org.record(sobject, id))
            .find_map(|record| record["Name"].as_str().map(str::to_owned))
            .unwrap_or_else(|| id.to_owned())
    }

    /// Ends everything, and takes the profile's secrets out of the keychain.
    pub(super) async fn clear(self) {
        let Self { simulators, keychain, runner, _folder, .. } = self;
        match runner {
            Runner::App(mut app) => {
                end(&app);
                if tokio::time::timeout(APP_END_MAX, app.wait()).await.is_err() {
                    let _ = app.kill().await;
                }
            }
            Runner::Here(companion) => companion.stop().await,
        }
        if _folder.is_some() {
            for name in [
                SecretName::RefreshToken,
                SecretName::ConsumerSecret,
                SecretName::PbxKey,
                SecretName::StoreKey,
            ] {
                let _ = keychain.delete(name).await;
            }
        }
        simulators.stop().await;
    }
}

/// Asks the app to end, as a session manager would.
fn end(app: &Child) {
    #[cfg(unix)]
    if let Some(pid) = app.id() {
        let _ = std::process::Command::new("kill").arg(pid.to_string()).status();
    }
    #[cfg(not(unix))]
    let _ = app;
}

fn start_app(app: &Path, profile: &Profile) -> Result<Child, Stop> {
    Command::new(app)
        .arg("--profile")
        .arg(&profile.dir)
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| Stop::new(Exit::No, format!("{} does not start: {error}", app.display())))
}

async fn start_here(profile: &Profile, keychain: &Keychain) -> Result<Companion, Stop> {
    Ok(Companion::start_with(profile, keychain.clone(), Arc::new(Dark)).await?)
}

/// Writes the profile's settings and walks through the org's authorize page.
async fn sign_in(simulators: &Simulators, profile: &Profile, keychain: &Keychain) -> Result<(), Stop> {
    let ready = simulators.ready();
    let mut settings = Settings::default();
    settings.phone.address.clone_from(&ready.threecx.base_url);
    settings.phone.client_id.clone_from(&ready.threecx.client_id);
    settings.phone.extension.clone_from(&ready.threecx.agent);
    settings.chat.enabled = true;
    settings.salesforce.login_address.clone_from(&ready.salesforce.login_url);
    settings.salesforce.consumer_key.clone_from(&ready.salesforce.consumer_key);
    settings.salesforce.callback_port = callback_port(simulators, settings.salesforce.callback_port)?;
    engine::settings::save(&profile.dir, &settings)?;
    keychain.set(SecretName::PbxKey, &Secret::new(&ready.threecx.api_key)).await?;
    keychain.set(SecretName::ConsumerSecret, &Secret::new(&ready.salesforce.consumer_secret)).await?;
    let sign_in = SignIn::new(&settings.salesforce, keychain.clone(), &profile.dir, &Net::default())?;
    let (page, outcome) = sign_in.begin(out::words(), CancellationToken::new()).await?;
    let user = ready.salesforce.users.first().ok_or_else(|| Stop::new(Exit::No, "the org has no users"))?;
    let (allowed, outcome) = tokio::join!(browser::allow(&page, user), outcome);
    allowed?;
    outcome?;
    out::aside("Signed in to the simulated org.");
    Ok(())
}

/// The usual port, or a free one that the org is told of: Ringside itself may be signing in.
fn callback_port(simulators: &Simulators, usual: u16) -> Result<u16, Stop> {
    if TcpListener::bind((Ipv4Addr::LOCALHOST, usual)).is_ok() {
        return Ok(usual);
    }
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
    simulators.org.add_callback(format!("http://localhost:{free}/api/oauth2crm"));
    Ok(free)
}

/// A screen nobody looks at: the demo reads the view through the socket.
struct Dark;

impl Screen for Dark {
    fn show(&self, _: Arc<View>) {}
    fn open_link(&self, _: &str) {}
    fn notify(&self, _: Notice) {}
    fn open_window(&self) {}
}
