//! Puts everything together for one profile: settings, keychain, store, sign-in, both adapters,
//! both loops and the socket. The desktop app and `ringsidectl run` both start this.

mod hook;

pub use hook::{hook_config, start_hook};

use std::sync::Arc;
use std::time::Duration;

use domain::desk::Context;
use domain::journal::Agent;
use domain::number::{self, Region};
use domain::settings::Settings;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::clock::{Clock, SystemClock};
use crate::controller::{Controller, EVENTS_MAX, Event, Handle, Neighbours};
use crate::crm::Crm;
use crate::crm::salesforce::Salesforce;
use crate::directory::Directory;
use crate::http::{client, server_address};
use crate::local::{Asked, LockError, Profile, ProfileLock, Server};
use crate::outbox::{EntryNews, Nudge, Sender};
use crate::phone::hook::{Door, Hook};
use crate::phone::threecx::{ApiKey, SecretSource, ThreeCx, ThreeCxConfig};
use crate::phone::{EVENTS_MAX as PHONE_EVENTS_MAX, PhoneSystem};
use crate::problem::{Problem, ProblemCode};
use crate::screen::Screen;
use crate::settings;
use crate::signin::{Keychain, KeychainError, KeychainState, SecretName, SignIn, SignInState};
use crate::store::{Store, StoreError, StoreKey, set_aside};
use crate::view::KeychainView;
use crate::words;

/// How long everything may take to end before the program ends anyway.
const STOP_MAX: Duration = Duration::from_secs(5);

/// Why the companion did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Another program runs this profile.
    #[error(transparent)]
    Lock(#[from] LockError),
    #[error(transparent)]
    Settings(#[from] settings::SettingsError),
    #[error("the keychain: {0}")]
    Keychain(#[from] KeychainError),
    #[error("the store: {0}")]
    Store(#[from] StoreError),
    #[error("the network cannot be used")]
    Network(#[from] reqwest::Error),
    #[error("the profile's folder cannot be used")]
    Io(#[from] std::io::Error),
}

/// A running companion.
pub struct Companion {
    handle: Handle,
    cancel: CancellationToken,
    tasks: JoinSet<()>,
    store: Store,
    door: Door,
    hook: Option<Hook>,
    _lock: ProfileLock,
}

impl StartError {
    /// What the person is told.
    #[must_use]
    pub fn problem(&self) -> Problem {
        let code = match self {
            StartError::Keychain(KeychainError::Locked) => ProblemCode::KeychainLocked,
            StartError::Keychain(_) => ProblemCode::KeychainAbsent,
            StartError::Settings(_) => ProblemCode::SettingsBroken,
            StartError::Lock(_) | StartError::Store(_) | StartError::Network(_) | StartError::Io(_) => {
                ProblemCode::StoreBroken
            }
        };
        Problem { code, detail: Some(self.to_string()) }
    }

    /// It may go away by itself: the start is to be tried again.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        matches!(self, StartError::Keychain(KeychainError::Locked))
    }
}

impl Companion {
    /// Starts everything. Nothing here waits for the network.
    ///
    /// # Errors
    /// When the profile is in use, or its store or keychain cannot be.
    pub async fn start(profile: &Profile, screen: Arc<dyn Screen>) -> Result<Self, StartError> {
        Self::start_with(profile, Keychain::open(&profile.id).await, screen).await
    }

    /// The same with a keychain that is open already: without a system keychain its secrets live
    /// in it alone.
    ///
    /// # Errors
    /// As [`Companion::start`].
    pub async fn start_with(
        profile: &Profile,
        keychain: Keychain,
        screen: Arc<dyn Screen>,
    ) -> Result<Self, StartError> {
        Self::start_at(profile, keychain, screen, Arc::new(SystemClock::new())).await
    }

    /// The same by a clock of the caller's.
    ///
    /// # Errors
    /// As [`Companion::start`].
    pub async fn start_at(
        profile: &Profile,
        keychain: Keychain,
        screen: Arc<dyn Screen>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, StartError> {
        let lock = profile.lock()?;
        let loaded = settings::load(&profile.dir, clock.now().wall)?;
        let key = keychain.store_key(&profile.dir).await?;
        let mut found_wrong = Vec::new();
        if loaded.kept_aside.is_some() {
            found_wrong.push(Problem { code: ProblemCode::SettingsBroken, detail: None });
        }
        let (store, replaced) = open_store(profile, *key.bytes(), clock.now().wall).await?;
        if replaced {
            found_wrong.push(Problem { code: ProblemCode::StoreBroken, detail: None });
        }
        let cancel = CancellationToken::new();
        let mut tasks = JoinSet::new();

        let phone = phone(&loaded.settings, &keychain).await?;
        let sign_in = SignIn::new(&loaded.settings.salesforce, keychain.clone(), &profile.dir).ok();
        let crm: Option<Arc<dyn Crm>> = match &sign_in {
            Some(sign_in) => {
                sign_in.resume().await;
                Some(Arc::new(Salesforce::new(sign_in.tokens())?))
            }
            None => None,
        };
        let (nudge, entry_news) = spawn_sender(&mut tasks, crm.clone(), &store, &clock, &cancel);
        let next_id = store.calls().next_id().await?.0;
        let (door, heard) = Door::new(Arc::clone(&clock));
        let near = Neighbours {
            store: store.clone(),
            directory: Directory::open(store.clone(), loaded.settings.matching.default_region.clone())
                .await?,
            phone: phone.clone(),
            crm: crm.clone(),
            sign_in: sign_in.clone(),
            door: door.clone(),
            screen,
            clock,
            nudge,
            language: words::language(loaded.settings.look.language),
            keychain: keychain_view(keychain.state()),
            found_wrong,
        };
        let (controller, handle) =
            Controller::new(near, context(&loaded.settings), next_id, cancel.child_token());
        // The reader's tables are made at its first use: not while somebody waits for a pop.
        tasks.spawn_blocking(|| drop(number::read("+12125550100", &Region::home_default())));
        tasks.spawn(controller.run());
        tasks.spawn(forward_entries(entry_news, handle.clone()));
        let hook = start_hook(&door, &loaded.settings, &keychain).await?;
        hook::spawn(&mut tasks, heard, hook.as_ref(), &handle, &cancel);
        if let Some(phone) = phone {
            spawn_phone(&mut tasks, phone, &handle, &cancel);
        }
        if let Some(sign_in) = sign_in {
            tasks.spawn(forward_sign_in(sign_in, handle.clone(), cancel.child_token()));
        }
        if let Some(crm) = crm {
            tasks.spawn(forward_usage(crm, handle.clone(), cancel.child_token()));
        }
        let (asks, asked) = mpsc::channel(EVENTS_MAX);
        tasks.spawn(Server::bind(profile, &lock, asks)?.run(cancel.child_token()));
        tasks.spawn(forward_asked(asked, handle.clone()));
        Ok(Self { handle, cancel, tasks, store, door, hook, _lock: lock })
    }

    #[must_use]
    pub fn handle(&self) -> Handle {
        self.handle.clone()
    }

    /// The listeners for phones, while anything is listened to.
    #[must_use]
    pub fn hook(&self) -> Option<&Hook> {
        self.hook.as_ref()
    }

    /// Where phones tell of calls by themselves: what arrived, for whoever sets a phone up.
    #[must_use]
    pub fn door(&self) -> &Door {
        &self.door
    }

    /// Stops new events, lets what runs finish or stop, closes the store. Takes five seconds at
    /// most.
    pub async fn stop(mut self) {
        self.cancel.cancel();
        let ended = tokio::time::timeout(STOP_MAX, async {
            if let Some(hook) = self.hook.take() {
                hook.stop().await;
            }
            while self.tasks.join_next().await.is_some() {}
            self.store.close().await;
        });
        if ended.await.is_err() {
            tracing::warn!("stopped without waiting any longer");
        }
    }
}

/// Opens the store. One that cannot be read, or whose key is lost, is kept aside under another
/// name and a new one begun: calls of today must not be lost over calls of yesterday.
async fn open_store(profile: &Profile, key: StoreKey, now: Timestamp) -> Result<(Store, bool), StartError> {
    match Store::open(&profile.dir, key).await {
        Err(StoreError::Broken | StoreError::WrongKey) => {
            let kept = set_aside(&profile.dir, now)?;
            tracing::error!(?kept, "the store could not be read and was kept aside");
            Ok((Store::open(&profile.dir, key).await?, true))
        }
        opened => Ok((opened?, false)),
    }
}

/// What the desk knows from the settings.
fn context(settings: &Settings) -> Context {
    let pbx = server_address(&settings.phone.address)
        .ok()
        .and_then(|url| url.host_str().map(str::to_owned))
        .unwrap_or_default();
    let agent = Agent { extension: settings.phone.extension.clone(), ..Agent::default() };
    Context { settings: settings.clone(), agent, pbx, zone: TimeZone::system() }
}

async fn phone(settings: &Settings, keychain: &Keychain) -> Result<Option<Arc<dyn PhoneSystem>>, StartError> {
    let system = three_cx(settings, keychain).await?;
    Ok(system.map(|system| Arc::new(system) as Arc<dyn PhoneSystem>))
}

/// The 3CX adapter, when address, client id, extension and key are there.
///
/// # Errors
/// When the network client cannot be made, or the keychain is locked.
pub async fn three_cx(settings: &Settings, keychain: &Keychain) -> Result<Option<ThreeCx>, StartError> {
    let phone = &settings.phone;
    let Ok(address) = server_address(&phone.address) else { return Ok(None) };
    let key = keychain.get(SecretName::PbxKey).await?;
    let (Some(key), false, false) = (key, phone.client_id.is_empty(), phone.extension.is_empty()) else {
        return Ok(None);
    };
    let source: SecretSource = Arc::new(move || Some(ApiKey::new(key.reveal().to_owned())));
    let config =
        ThreeCxConfig { address, client_id: phone.client_id.clone(), extension: phone.extension.clone() };
    Ok(Some(ThreeCx::new(config, source, client()?)))
}

fn spawn_sender(
    tasks: &mut JoinSet<()>,
    crm: Option<Arc<dyn Crm>>,
    store: &Store,
    clock: &Arc<dyn Clock>,
    cancel: &CancellationToken,
) -> (Nudge, mpsc::Receiver<EntryNews>) {
    let (news, entry_news) = mpsc::channel(EVENTS_MAX);
    let Some(crm) = crm else { return (Nudge::default(), entry_news) };
    let sender = Sender::new(store.clone(), crm, news, Arc::clone(clock));
    let nudge = sender.nudge();
    tasks.spawn(sender.run(cancel.child_token()));
    (nudge, entry_news)
}

fn spawn_phone(
    tasks: &mut JoinSet<()>,
    phone: Arc<dyn PhoneSystem>,
    handle: &Handle,
    cancel: &CancellationToken,
) {
    let (events, mut told) = mpsc::channel(PHONE_EVENTS_MAX);
    let (handle, cancel) = (handle.clone(), cancel.child_token());
    tasks.spawn(async move { phone.run(events, cancel).await });
    tasks.spawn(async move {
        while let Some(event) = told.recv().await {
            handle.send(Event::Phone(event)).await;
        }
    });
}

async fn forward_entries(mut news: mpsc::Receiver<EntryNews>, handle: Handle) {
    while let Some(news) = news.recv().await {
        handle.send(Event::Entry(news)).await;
    }
}

async fn forward_asked(mut asked: mpsc::Receiver<Asked>, handle: Handle) {
    while let Some(asked) = asked.recv().await {
        handle.send(Event::Asked(asked)).await;
    }
}

async fn forward_sign_in(sign_in: SignIn, handle: Handle, cancel: CancellationToken) {
    let mut state = sign_in.state();
    loop {
        let now: SignInState = state.borrow_and_update().clone();
        handle.send(Event::SignIn(now)).await;
        tokio::select! {
            changed = state.changed() => if changed.is_err() { return },
            () = cancel.cancelled() => return,
        }
    }
}

async fn forward_usage(crm: Arc<dyn Crm>, handle: Handle, cancel: CancellationToken) {
    let mut usage = crm.usage();
    loop {
        tokio::select! {
            changed = usage.changed() => if changed.is_err() { return },
            () = cancel.cancelled() => return,
        }
        let now = *usage.borrow_and_update();
        handle.send(Event::Usage(now)).await;
    }
}

fn keychain_view(state: KeychainState) -> KeychainView {
    match state {
        KeychainState::Ok => KeychainView::Ok,
        KeychainState::Absent => KeychainView::Absent,
        KeychainState::Locked => KeychainView::Locked,
    }
}
