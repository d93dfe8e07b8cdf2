//! Puts everything together for one profile: settings, keychain, store, sign-in, both adapters,
//! both loops and the socket. The desktop app and `ringsidectl run` both start this.

mod hook;

pub(crate) use hook::{forward_state, hook_config};

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use domain::desk::Context;
use domain::journal::Agent;
use domain::number::{self, Region};
use domain::outbox::IN_DOUBT_WAIT;
use domain::settings::Settings;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::clock::{Clock, SystemClock};
use crate::connections::{ConnectError, Connections};
use crate::controller::{Controller, EVENTS_MAX, Event, Handle, Neighbours};
use crate::directory::Directory;
use crate::directory::sync::Status;
use crate::doctor::Scope;
use crate::http::server_address;
use crate::local::{Ask, Asked, IndexOrder, LockError, Profile, ProfileLock, Request, Server};
use crate::phone::hook::Door;
use crate::problem::{Problem, ProblemCode};
use crate::reconcile::{Desk, Reconciler};
use crate::screen::Screen;
use crate::search::{Reaching, Search};
use crate::setup::{self, Setup, connect_problem};
use crate::signin::{Keychain, KeychainError};
use crate::store::{Store, StoreError, StoreKey, kept_aside, set_aside};
use crate::view::{SaveOutcome, SettingValue, SettingsChange};
use crate::{settings, words};

/// How long everything may take to end before the program ends anyway.
const STOP_MAX: Duration = Duration::from_secs(5);

/// Settings that may wait to be kept; each follows from something a person did.
const OWN_CHANGES_MAX: usize = 8;

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
    #[error(transparent)]
    Connect(#[from] ConnectError),
    #[error("the profile's folder cannot be used")]
    Io(#[from] std::io::Error),
}

/// A running companion.
pub struct Companion {
    handle: Handle,
    setup: Setup,
    cancel: CancellationToken,
    tasks: JoinSet<()>,
    store: Store,
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
            StartError::Connect(error) => return connect_problem(error),
            StartError::Lock(_) | StartError::Store(_) | StartError::Io(_) => ProblemCode::StoreBroken,
        };
        Problem { code, detail: Some(self.to_string()) }
    }

    /// It may go away by itself: the start is to be tried again.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        matches!(
            self,
            StartError::Keychain(KeychainError::Locked)
                | StartError::Connect(ConnectError::Keychain(KeychainError::Locked))
        )
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
        let mut found_wrong = loaded.problems();
        let store = opened(profile, &keychain, clock.now().wall, &mut found_wrong).await?;
        let cancel = CancellationToken::new();
        let mut tasks = JoinSet::new();

        let (door, heard) = Door::new(Arc::clone(&clock));
        let mut connections = Connections::new(
            keychain.clone(),
            &profile.dir,
            store.clone(),
            Arc::clone(&clock),
            door.clone(),
            cancel.child_token(),
        );
        found_wrong.extend(connected(&mut connections, &loaded.settings).await?);
        let next_id = store.calls().next_id().await?.0;
        let home = loaded.settings.matching.default_region.clone();
        let directory = Directory::open(store.clone(), home).await?;
        let (own_changes, to_change) = mpsc::channel(OWN_CHANGES_MAX);
        let near = Neighbours {
            store: store.clone(),
            directory: directory.clone(),
            linked: connections.linked(),
            door,
            screen,
            clock: Arc::clone(&clock),
            language: words::language(loaded.settings.look.language),
            keychain: keychain.state().into(),
            own_changes,
            found_wrong,
        };
        let (controller, handle) =
            Controller::new(near, context(&loaded.settings), next_id, cancel.child_token());
        // The reader's tables are made at its first use: not while somebody waits for a pop.
        tasks.spawn_blocking(|| drop(number::read("+12125550100", &Region::home_default())));
        tasks.spawn(controller.run());
        tasks.spawn(hook::forward_heard(heard, handle.clone(), cancel.child_token()));
        connections.run(&handle);
        let reach = setup::reach(&connections, directory, &loaded.settings);
        let search = Search::new(reach, Arc::clone(&clock), Some(handle.clone()));
        let reconciler = Reconciler::new(
            store.clone(),
            Desk::Running(handle.clone()),
            search.other_asker(),
            Arc::clone(&clock),
            setup::compared(&connections),
            cancel.child_token(),
        );
        let around = (search, reconciler);
        let setup =
            Setup::new(profile.clone(), keychain, store.clone(), clock, handle.clone(), connections, around);
        tasks.spawn(keep_own_changes(to_change, setup.clone(), cancel.child_token()));
        tasks.spawn(setup.creation().clone().run(cancel.child_token()));
        let (asks, asked) = mpsc::channel(EVENTS_MAX);
        tasks.spawn(Server::bind(profile, &lock, asks)?.run(cancel.child_token()));
        tasks.spawn(forward_asked(asked, handle.clone(), setup.clone(), cancel.child_token()));
        Ok(Self { handle, setup, cancel, tasks, store, _lock: lock })
    }

    #[must_use]
    pub fn handle(&self) -> Handle {
        self.handle.clone()
    }

    /// Where people are found by what is typed.
    #[must_use]
    pub fn search(&self) -> Search {
        self.setup.search().clone()
    }

    /// Where settings are read and changed.
    #[must_use]
    pub fn setup(&self) -> Setup {
        self.setup.clone()
    }

    /// Stops new events, lets what runs finish or stop, closes the store. Takes five seconds at
    /// most.
    pub async fn stop(mut self) {
        self.cancel.cancel();
        let ended = tokio::time::timeout(STOP_MAX, async {
            self.setup.end().await;
            while self.tasks.join_next().await.is_some() {}
            self.store.close().await;
        });
        if ended.await.is_err() {
            tracing::warn!("stopped without waiting any longer");
        }
    }
}

/// The store, with what earlier ones that had to be kept aside hold unsent: before the desk is given
/// its first id.
async fn opened(
    profile: &Profile,
    keychain: &Keychain,
    now: Timestamp,
    found_wrong: &mut Vec<Problem>,
) -> Result<Store, StartError> {
    let key = keychain.store_key(&profile.dir).await?;
    let (store, replaced) = open_store(profile, *key.bytes(), now).await?;
    if replaced {
        found_wrong.push(Problem { code: ProblemCode::StoreBroken, detail: None });
    }
    found_wrong.extend(take_over(profile, keychain, &store, now).await);
    Ok(store)
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

/// Takes over what stores hold that were kept aside and whose key can be had by now; the problem says
/// so. What cannot be taken over stays where it is, for the next start.
pub(crate) async fn take_over(
    profile: &Profile,
    keychain: &Keychain,
    store: &Store,
    now: Timestamp,
) -> Option<Problem> {
    if kept_aside(&profile.dir).is_empty() {
        return None;
    }
    let keys = keychain.store_keys(&profile.dir).await.iter().map(|key| *key.bytes()).collect();
    match store.take_over(&profile.dir, keys, now, IN_DOUBT_WAIT).await {
        Ok(taken) if taken.files > 0 => {
            Some(Problem { code: ProblemCode::StoreTakenOver, detail: Some(taken.unsent.to_string()) })
        }
        Ok(_) => None,
        Err(error) => {
            tracing::error!(%error, "a store that was kept aside could not be taken over");
            None
        }
    }
}

/// Connects; a wrong proxy must not keep the agent's calls of yesterday away, so it is only told.
async fn connected(
    connections: &mut Connections,
    settings: &Settings,
) -> Result<Option<Problem>, StartError> {
    match connections.make(settings).await {
        Err(ConnectError::Net(error)) => Ok(Some(connect_problem(&ConnectError::Net(error)))),
        made => {
            made?;
            Ok(None)
        }
    }
}

/// What the desk knows from the settings.
#[must_use]
pub fn context(settings: &Settings) -> Context {
    let agent = Agent { extension: settings.phone.extension.clone(), ..Agent::default() };
    Context { settings: settings.clone(), agent, pbx: pbx(settings), zone: TimeZone::system() }
}

/// The phone system's host, as it stands in keys.
pub(crate) fn pbx(settings: &Settings) -> String {
    let address = server_address(&settings.phone.address).ok();
    address.and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}

/// Saves the settings that the loop changes by itself.
async fn keep_own_changes(
    mut changes: mpsc::Receiver<BTreeMap<String, SettingValue>>,
    setup: Setup,
    cancel: CancellationToken,
) {
    while let Some(Some(values)) = cancel.run_until_cancelled(changes.recv()).await {
        let change = SettingsChange { values, ..SettingsChange::default() };
        if !matches!(setup.change(change).await, SaveOutcome::Saved) {
            tracing::warn!("a setting that follows from what was done was not saved");
        }
    }
}

/// What other programs ask of the setup.
enum Wish {
    Check(Scope),
    Index(IndexOrder),
    Lookup { text: String, here: bool },
    Compare { days: (Date, Date), fill: bool },
    Reload,
}

/// The index as other programs are told of it.
fn index_json(order: IndexOrder, told: Result<Status, Problem>) -> Value {
    match (order, told) {
        (IndexOrder::Status, Ok(status)) => json!({"index": status}),
        (IndexOrder::Sync | IndexOrder::Wipe, Ok(_)) => json!({"ok": true}),
        (_, Err(problem)) => json!({"problem": problem}),
    }
}

/// Passes on what other programs ask: what they want set up to the setup, the rest to the loop.
async fn forward_asked(
    mut asked: mpsc::Receiver<Asked>,
    handle: Handle,
    setup: Setup,
    cancel: CancellationToken,
) {
    while let Some(asked) = asked.recv().await {
        let wish = if let Request::Ask(Ask::Check { scope }) = asked.request {
            Wish::Check(scope)
        } else if let Request::Ask(Ask::Index { order }) = asked.request {
            Wish::Index(order)
        } else if let Request::Ask(Ask::Lookup { text, here }) = &asked.request {
            Wish::Lookup { text: text.clone(), here: *here }
        } else if let Request::Ask(Ask::Compare { from, to, fill }) = asked.request {
            Wish::Compare { days: (from, to), fill }
        } else if let Request::Ask(Ask::Reload) = asked.request {
            Wish::Reload
        } else {
            handle.send(Event::Asked(asked)).await;
            continue;
        };
        let (setup, cancel) = (setup.clone(), cancel.clone());
        // All of them may ask the network or the keychain; nobody else waits for them.
        tokio::spawn(async move {
            let answer = async {
                match wish {
                    Wish::Check(scope) => json!({"findings": setup.check(scope).await}),
                    Wish::Lookup { text, here } => {
                        let reaching = if here { Reaching::Here } else { Reaching::Both };
                        setup.search().other_asker().look_up(&text, reaching).await.to_json()
                    }
                    Wish::Compare { days, fill } => {
                        tokio::select! {
                            (told, _) = setup.reconciler().told(days, fill, &|_| {}, &cancel) => json!(told),
                            // The asker is gone; what is on disk by now is.
                            () = asked.replies.closed() => json!(null),
                        }
                    }
                    Wish::Index(order) => index_json(order, setup.index(order).await),
                    Wish::Reload => match setup.reload().await {
                        Ok(()) => json!({"ok": true}),
                        Err(problem) => json!({"problem": problem}),
                    },
                }
            };
            tokio::select! {
                // Err means that the asker is gone.
                answer = answer => drop(asked.replies.send(answer.to_string()).await),
                () = cancel.cancelled() => {}
            }
        });
    }
}
