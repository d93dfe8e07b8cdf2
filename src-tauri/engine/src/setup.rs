//! What a person sets up on a running profile: settings and secrets, and the links that are made
//! anew when those change. Forms, the terminal and other programs of the profile ask here; what
//! comes of it goes into the loop's queue.

mod matching;
mod offers;

pub use matching::{read_rules, regions};

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use domain::settings::Settings;
use tokio::sync::Mutex;

use crate::clock::Clock;
use crate::companion::take_over;
use crate::connections::{Changed, ConnectError, Connections, Linked};
use crate::controller::{Event, Handle};
use crate::creation::Creation;
use crate::directory::Directory;
use crate::doctor::{self, Case, Finding, Scope};
use crate::http::Net;
use crate::local::Profile;
use crate::problem::{Problem, ProblemCode};
use crate::reconcile::{self, Reconciler};
use crate::search::{Reach, Search};
use crate::settings::{self, ChangeError, Policy};
use crate::signin::{
    Keychain, KeychainError, KeychainState, Secret, SecretName, SignIn, callback_url, renew_hook_secret,
    scopes,
};
use crate::store::Store;
use crate::view::{HookView, KeychainView, SaveOutcome, SecretId, SecretView, SettingsChange, SettingsView};

/// Longest secret taken. Salesforce's and 3CX's keys have some hundred characters.
const SECRET_CHARS_MAX: usize = 4096;

/// What the loop takes over after settings or secrets changed.
pub struct Configured {
    pub settings: Settings,
    pub linked: Linked,
    pub changed: Changed,
    pub directory: Directory,
    pub keychain: KeychainView,
    /// Counts up with every change.
    pub revision: u64,
}

impl std::fmt::Debug for Configured {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Configured").field("changed", &self.changed).finish_non_exhaustive()
    }
}

/// The setup of one running profile. Cheap to clone.
#[derive(Clone)]
pub struct Setup {
    shared: Arc<Shared>,
}

struct Shared {
    profile: Profile,
    keychain: Keychain,
    store: Store,
    clock: Arc<dyn Clock>,
    handle: Handle,
    /// Held while links are made anew, so that two changes come one after the other.
    connections: Mutex<Connections>,
    search: Search,
    reconciler: Reconciler,
    creation: Creation,
    revision: AtomicU64,
}

impl Setup {
    pub(crate) fn new(
        profile: Profile,
        keychain: Keychain,
        store: Store,
        clock: Arc<dyn Clock>,
        handle: Handle,
        connections: Connections,
        (search, reconciler): (Search, Reconciler),
    ) -> Self {
        let connections = Mutex::new(connections);
        let revision = AtomicU64::new(0);
        let creation = Creation::new(&profile.dir, store.clone(), &clock, handle.clone(), search.clone());
        let shared = Shared {
            profile,
            keychain,
            store,
            clock,
            handle,
            connections,
            search,
            reconciler,
            creation,
            revision,
        };
        Self { shared: Arc::new(shared) }
    }

    /// Where people are found by what is typed.
    #[must_use]
    pub fn search(&self) -> &Search {
        &self.shared.search
    }

    /// Where the journal is compared with the phone system's log and the CRM.
    #[must_use]
    pub fn reconciler(&self) -> &Reconciler {
        &self.shared.reconciler
    }

    /// Where people are created.
    #[must_use]
    pub fn creation(&self) -> &Creation {
        &self.shared.creation
    }

    /// The settings, for a form.
    ///
    /// # Errors
    /// When they or the keychain cannot be read.
    pub async fn settings(&self) -> Result<SettingsView, Problem> {
        let revision = self.shared.revision.load(Ordering::Acquire);
        let settings = self.load()?;
        let policy = Policy::of(&self.shared.profile.dir);
        let place = KeychainView::from(self.shared.keychain.state());
        let mut secrets = Vec::new();
        for secret in [SecretId::ConsumerSecret, SecretId::PbxKey] {
            let kept = self.shared.keychain.get(name_of(secret)).await.map_err(keychain_problem)?.is_some();
            secrets.push(SecretView { secret, kept, place });
        }
        Ok(SettingsView {
            revision,
            callback_url: callback_url(settings.salesforce.callback_port),
            scopes: scopes(),
            values: settings::fields(&settings),
            unsaved: self.unsaved().await,
            locked: policy.locked().keys().cloned().collect(),
            policy_contact: policy.contact().to_owned(),
            secrets,
        })
    }

    /// Saves what the person changed, all or nothing, and makes the links anew that it concerns.
    /// Another org or app signs the person out of the old one.
    pub async fn change(&self, change: SettingsChange) -> SaveOutcome {
        let dir = &self.shared.profile.dir;
        // Tried first: a refused field must not leave a new secret behind.
        if let Err(error) = settings::check_change(dir, &change.values) {
            return not_saved(error);
        }
        if let Err(problem) = self.keep(&change.secrets).await {
            return SaveOutcome::Failed { problem };
        }
        if let Err(error) = settings::change(dir, &change.values) {
            return not_saved(error);
        }
        let taken = if change.secrets.contains_key(&SecretId::ConsumerSecret) {
            // Refused for the old secret, the same token may be good with the new one.
            self.reload().await
        } else {
            self.take_over().await
        };
        match taken {
            Ok(()) => SaveOutcome::Saved,
            Err(problem) => SaveOutcome::Failed { problem },
        }
    }

    /// Takes over what another program changed on disk or in the keychain.
    ///
    /// # Errors
    /// When it cannot be read or used.
    pub async fn reload(&self) -> Result<(), Problem> {
        self.take_over().await?;
        let sign_in = self.shared.connections.lock().await.sign_in().cloned();
        if let Some(sign_in) = sign_in {
            sign_in.resume().await;
        }
        Ok(())
    }

    /// Asks the keychain again: the person unlocked it, or a machine that had none has one now.
    ///
    /// # Errors
    /// When it is still locked, or does not work.
    pub async fn retry_keychain(&self) -> Result<(), Problem> {
        let Shared { keychain, profile, store, clock, handle, .. } = &*self.shared;
        keychain.retry(&profile.dir).await.map_err(keychain_problem)?;
        if let Some(told) = take_over(profile, keychain, store, clock.now().wall).await {
            handle.send(Event::TakenOver(told)).await;
        }
        self.reload().await
    }

    /// Checks everything, or one part, through the links that run.
    pub async fn check(&self, scope: Scope) -> Vec<Finding> {
        let connections = self.shared.connections.lock().await;
        let (three_cx, sign_in, salesforce) = (
            connections.three_cx().cloned(),
            connections.sign_in().cloned(),
            connections.salesforce().cloned(),
        );
        drop(connections);
        let loaded = self.load();
        let case = Case {
            settings: loaded.as_ref().cloned().unwrap_or_default(),
            settings_problem: loaded.err().or_else(|| doctor::policy_problem(&self.shared.profile.dir)),
            keychain: self.shared.keychain.clone(),
            store: Ok(self.shared.store.clone()),
            three_cx,
            sign_in,
            salesforce,
            running: Some(self.shared.handle.views().borrow().clone()),
        };
        doctor::examine(&case, scope).await
    }

    /// The second phone source: its state, what to enter where, what arrived lately.
    ///
    /// # Errors
    /// When settings or keychain cannot be read.
    pub async fn hook(&self) -> Result<HookView, Problem> {
        let settings = self.load()?;
        let connections = self.shared.connections.lock().await;
        connections.hook_view(&settings).await.map_err(keychain_problem)
    }

    /// Makes a new path secret: phones that were set up with the old one are no longer heard.
    ///
    /// # Errors
    /// As [`Setup::hook`], or when listening cannot begin anew.
    pub async fn renew_hook(&self) -> Result<HookView, Problem> {
        renew_hook_secret(&self.shared.keychain).await.map_err(keychain_problem)?;
        self.take_over().await?;
        self.hook().await
    }

    async fn keep(&self, secrets: &BTreeMap<SecretId, String>) -> Result<(), Problem> {
        for (secret, text) in secrets {
            keep_secret(&self.shared.keychain, *secret, text).await?;
        }
        Ok(())
    }

    /// A token of one app is worth nothing at another, and people of one org are not the other's.
    async fn leave_other_org(&self, settings: &Settings) {
        let left = self.shared.connections.lock().await.left_by(settings).cloned();
        let Some(sign_in) = left else { return };
        if let Err(error) = sign_in.sign_out().await {
            tracing::warn!(%error, "the old org's token stays in the keychain");
        }
        forget_org(&self.shared.store).await;
    }

    async fn take_over(&self) -> Result<(), Problem> {
        self.leave_other_org(&self.load()?).await;
        let mut connections = self.shared.connections.lock().await;
        // Read while nobody else makes links: of two changes the later one holds.
        let settings = self.load()?;
        let store = self.shared.store.clone();
        let directory = Directory::open(store, settings.matching.default_region.clone()).await;
        let directory = directory.map_err(|_| Problem { code: ProblemCode::StoreBroken, detail: None })?;
        let changed = connections.make(&settings).await.map_err(|error| connect_problem(&error))?;
        self.shared.search.reach(reach(&connections, directory.clone(), &settings));
        self.shared.reconciler.reach(compared(&connections));
        let configured = Configured {
            settings,
            linked: connections.linked(),
            changed,
            directory,
            keychain: self.shared.keychain.state().into(),
            revision: self.shared.revision.fetch_add(1, Ordering::AcqRel) + 1,
        };
        self.shared.handle.send(Event::Configured(Box::new(configured))).await;
        connections.run(&self.shared.handle);
        Ok(())
    }

    #[must_use]
    pub fn profile(&self) -> &Profile {
        &self.shared.profile
    }

    /// The settings as they are on disk; `None` while they cannot be read.
    #[must_use]
    pub fn saved(&self) -> Option<Settings> {
        self.load().ok()
    }

    fn load(&self) -> Result<Settings, Problem> {
        settings::look(&self.shared.profile.dir).map_err(|error| settings_problem(&error))
    }

    pub(crate) async fn end(&self) {
        self.shared.connections.lock().await.end().await;
    }
}

/// What a search reaches through these links.
pub(crate) fn reach(connections: &Connections, directory: Directory, settings: &Settings) -> Reach {
    let Linked { crm, sign_in, .. } = connections.linked();
    Reach { crm, sign_in, directory: Some(directory), matching: settings.matching.clone() }
}

/// What a comparison asks through these links.
pub(crate) fn compared(connections: &Connections) -> reconcile::Reach {
    let Linked { crm, sign_in, nudge, log, .. } = connections.linked();
    reconcile::Reach { crm, sign_in, log, nudge }
}

/// Leaves the org that `before` names, on a profile that no companion runs: gives its token back,
/// and forgets its people.
pub async fn leave_org(profile: &Profile, before: &Settings, keychain: &Keychain) {
    let net = Net::new(&before.network).unwrap_or_default();
    if let Ok(sign_in) = SignIn::new(&before.salesforce, keychain.clone(), &profile.dir, &net) {
        sign_in.resume().await;
        if let Err(error) = sign_in.sign_out().await {
            tracing::warn!(%error, "the old org's token stays in the keychain");
        }
    }
    let Ok(key) = keychain.store_key(&profile.dir).await else { return };
    if let Ok(store) = Store::open(&profile.dir, *key.bytes()).await {
        forget_org(&store).await;
        store.close().await;
    }
}

/// An org was left: its people are not the next one's, and what is made from now on is not its.
async fn forget_org(store: &Store) {
    if let Err(error) = store.people().wipe().await {
        tracing::error!(%error, "the index was not wiped");
    }
    if let Err(error) = store.orgs().signed_out().await {
        tracing::error!(%error, "the org that was left is not forgotten");
    }
}

/// Keeps a secret in the keychain; an empty text forgets it.
///
/// # Errors
/// When the keychain does not take it.
pub async fn keep_secret(keychain: &Keychain, secret: SecretId, text: &str) -> Result<(), Problem> {
    let text = text.trim();
    let kept = if text.is_empty() {
        keychain.delete(name_of(secret)).await
    } else if text.len() > SECRET_CHARS_MAX {
        Err(KeychainError::Broken)
    } else {
        keychain.set(name_of(secret), &Secret::new(text)).await
    };
    kept.map_err(keychain_problem)
}

fn not_saved(error: ChangeError) -> SaveOutcome {
    match error {
        ChangeError::Fields(fields) => SaveOutcome::Refused { fields },
        ChangeError::Settings(error) => SaveOutcome::Failed { problem: settings_problem(&error) },
    }
}

fn name_of(secret: SecretId) -> SecretName {
    match secret {
        SecretId::ConsumerSecret => SecretName::ConsumerSecret,
        SecretId::PbxKey => SecretName::PbxKey,
    }
}

fn keychain_problem(error: KeychainError) -> Problem {
    let code = match error {
        KeychainError::Locked => ProblemCode::KeychainLocked,
        KeychainError::Broken | KeychainError::KeyFile => ProblemCode::KeychainAbsent,
    };
    Problem { code, detail: None }
}

fn settings_problem(error: &settings::SettingsError) -> Problem {
    Problem { code: ProblemCode::SettingsBroken, detail: Some(error.to_string()) }
}

/// What the person is told when links cannot be made.
pub(crate) fn connect_problem(error: &ConnectError) -> Problem {
    match error {
        ConnectError::Keychain(error) => keychain_problem(*error),
        ConnectError::Net(error) => {
            Problem { code: ProblemCode::NetworkSettings, detail: Some(error.to_string()) }
        }
        ConnectError::Client(_) => Problem { code: ProblemCode::NetworkSettings, detail: None },
    }
}

impl From<KeychainState> for KeychainView {
    fn from(state: KeychainState) -> Self {
        match state {
            KeychainState::Ok => KeychainView::Ok,
            KeychainState::Absent => KeychainView::Absent,
            KeychainState::Locked => KeychainView::Locked,
        }
    }
}
