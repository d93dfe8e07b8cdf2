//! The links to phone system and CRM that settings and secrets come to: made at the start, and
//! made anew, one by one, when what they are made of changes.
//!
//! It must not know the loop's state: what a link tells goes into the queue.

mod index;
mod phone;
mod running;
mod steps;

use std::sync::Arc;

use domain::settings::{HookSettings, Language, PhoneSettings, SalesforceSettings, Settings};
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

use crate::chats::{self, ChatNudge};
use crate::clock::Clock;
use crate::companion::{forward_state, hook_config};
use crate::controller::{EVENTS_MAX, Event, Handle};
use crate::crm::Crm;
use crate::crm::mirror::Mirror;
use crate::crm::salesforce::Salesforce;
use crate::directory::sync::{Background, Pace, SyncHandle, Synchronizer, Wanted};
use crate::http::{Net, NetError, server_address};
use crate::outbox::{EntryNews, Limits, Nudge, Sender};
use crate::phone::hook::{Door, Hook};
use crate::phone::threecx::{ApiKey, Clients, SecretSource, ThreeCx, ThreeCxConfig};
use crate::phone::{CallLog, PhoneSystem};
use crate::signin::{Keychain, KeychainError, Secret, SecretName, SignIn, SignInState, hook_secret};
use crate::store::Store;
use crate::view::{HookView, hook_view};
use crate::who;
use running::Running;
use steps::Steps;

/// Why links cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    #[error(transparent)]
    Net(#[from] NetError),
    #[error("the network cannot be used")]
    Client(#[from] reqwest::Error),
    #[error("the keychain: {0}")]
    Keychain(#[from] KeychainError),
}

/// What a link to 3CX is made of; another one is another link.
struct PhoneSource {
    config: ThreeCxConfig,
    key: Secret,
    network: Net,
}

impl PhoneSource {
    fn is(&self, other: &Self) -> bool {
        self.config == other.config && self.network == other.network && self.key.is(other.key.reveal())
    }
}

struct PhoneLink {
    source: PhoneSource,
    system: ThreeCx,
    running: Running,
}

struct CrmLink {
    source: (SalesforceSettings, Net),
    sign_in: SignIn,
    salesforce: Arc<Salesforce>,
    sender: Option<(Sender, mpsc::Receiver<EntryNews>)>,
    steps: Option<Steps>,
    nudge: Nudge,
    index: SyncHandle,
    background: Option<Background>,
    running: Running,
}

/// What the listeners are made of.
type HookSource = (HookSettings, Secret, Language);

/// The listeners for phones that tell of calls by themselves.
struct HookLink {
    source: HookSource,
    hook: Option<Hook>,
    running: Running,
}

impl HookLink {
    fn is(&self, other: &HookSource) -> bool {
        self.source.0 == other.0 && self.source.1.is(other.1.reveal()) && self.source.2 == other.2
    }

    /// The ports are free when it returns.
    async fn end(&mut self) {
        if let Some(hook) = self.hook.take() {
            hook.stop().await;
        }
        self.running.end().await;
    }
}

/// What the loop needs of the links.
#[derive(Clone, Default)]
pub struct Linked {
    /// `None`: not configured.
    pub phone: Option<Arc<dyn PhoneSystem>>,
    /// `None`: not configured.
    pub crm: Option<Arc<dyn Crm>>,
    pub sign_in: Option<SignIn>,
    pub nudge: Nudge,
    pub chats: ChatNudge,
    /// What the phone system tells of calls after them. `None`: none is configured.
    pub log: Option<Arc<dyn CallLog>>,
    /// The sync of the index. `None`: no CRM is configured.
    pub index: Option<SyncHandle>,
}

impl std::fmt::Debug for Linked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Linked").field("phone", &self.phone.is_some()).finish_non_exhaustive()
    }
}

/// Which links are other ones than before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Changed {
    pub phone: bool,
    pub crm: bool,
    pub hook: bool,
}

/// The links of one running profile.
pub struct Connections {
    keychain: Keychain,
    profile_dir: std::path::PathBuf,
    store: Store,
    clock: Arc<dyn Clock>,
    cancel: CancellationToken,
    door: Door,
    phone: Option<PhoneLink>,
    crm: Option<CrmLink>,
    /// What the settings say of the index.
    index: watch::Sender<Wanted>,
    /// What they say of how many requests there may be.
    limits: watch::Sender<Limits>,
    /// What they say of chats.
    chats: watch::Sender<chats::Wanted>,
    chat_nudge: ChatNudge,
    hook: Option<HookLink>,
    /// What of the settings decides who owns entries, besides the links.
    owner: Option<(String, String)>,
    /// Links that are other ones and do not run yet.
    waiting: Changed,
}

impl Connections {
    /// No links yet.
    pub fn new(
        keychain: Keychain,
        profile_dir: &std::path::Path,
        store: Store,
        clock: Arc<dyn Clock>,
        door: Door,
        cancel: CancellationToken,
    ) -> Self {
        let profile_dir = profile_dir.to_owned();
        Self {
            keychain,
            profile_dir,
            store,
            clock,
            cancel,
            door,
            phone: None,
            crm: None,
            hook: None,
            owner: None,
            waiting: Changed::default(),
            index: watch::channel(index::wanted(&Settings::default())).0,
            limits: watch::channel(Limits::default()).0,
            chats: watch::channel(chats::Wanted::of(&Settings::default())).0,
            chat_nudge: ChatNudge::default(),
        }
    }

    /// Makes the links that these settings come to, and ends those that are other ones now. They
    /// stand still until [`Connections::run`].
    ///
    /// # Errors
    /// When a link cannot be made; the old ones go on.
    pub async fn make(&mut self, settings: &Settings) -> Result<Changed, ConnectError> {
        let net = Net::new(&settings.network)?;
        let phone = self.phone_link(settings, &net).await?;
        let crm = self.crm_link(settings, &net)?;
        let hook = self.hook_source(settings).await?;
        // From here on nothing fails: a link that was ended has its successor.
        let wanted = index::wanted(settings);
        self.index.send_if_modified(|known| std::mem::replace(known, wanted.clone()) != wanted);
        let limits = Limits::of(settings);
        self.limits.send_if_modified(|known| std::mem::replace(known, limits.clone()) != limits);
        let wanted = chats::Wanted::of(settings);
        self.chats.send_if_modified(|known| std::mem::replace(known, wanted.clone()) != wanted);
        let mut changed = Changed::default();
        if !same(self.phone.as_ref(), phone.as_ref(), |a, b| a.source.is(&b.source)) {
            changed.phone = true;
            if let Some(old) = std::mem::replace(&mut self.phone, phone) {
                old.running.end().await;
            }
        }
        if !same(self.crm.as_ref(), crm.as_ref(), |a, b| a.source == b.source) {
            changed.crm = true;
            if let Some(new) = &crm {
                new.sign_in.resume().await;
            }
            if let Some(old) = std::mem::replace(&mut self.crm, crm) {
                old.running.end().await;
            }
        }
        changed.hook = self.make_hook(settings, hook).await;
        self.own(settings, changed);
        if let Some(crm) = &self.crm {
            crm.salesforce.key_by(&settings.journal.key_field);
        }
        self.waiting.phone |= changed.phone;
        self.waiting.crm |= changed.crm;
        self.waiting.hook |= changed.hook;
        Ok(self.waiting)
    }

    /// What the listeners are made of; the keychain is left alone while nothing is listened to.
    async fn hook_source(&self, settings: &Settings) -> Result<Option<HookSource>, ConnectError> {
        let wanted = &settings.phone.hook;
        if !wanted.enabled && !wanted.links && wanted.lan_address.is_empty() {
            return Ok(None);
        }
        let secret = hook_secret(&self.keychain).await?;
        Ok(Some((wanted.clone(), secret, settings.look.language)))
    }

    /// Opens the listeners anew when they are other ones. The old ones are closed first: they may
    /// hold the same port.
    async fn make_hook(&mut self, settings: &Settings, source: Option<HookSource>) -> bool {
        let same = match (&self.hook, &source) {
            (Some(link), Some(source)) => link.is(source),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        if same {
            return false;
        }
        if let Some(mut old) = self.hook.take() {
            old.end().await;
        }
        if let Some(source) = source {
            let hook = Some(Hook::start(&self.door, &hook_config(settings, &source.1)).await);
            self.hook = Some(HookLink { source, hook, running: Running::below(&self.cancel) });
        }
        true
    }

    /// The second phone source as the settings show it.
    ///
    /// # Errors
    /// When the keychain is locked or does not work.
    pub async fn hook_view(&self, settings: &Settings) -> Result<HookView, KeychainError> {
        let listeners = self.hook.as_ref().and_then(|link| link.hook.as_ref());
        let listeners = listeners.map(|hook| hook.state().borrow().clone());
        let config = hook_config(settings, &hook_secret(&self.keychain).await?);
        Ok(hook_view(listeners.as_ref(), &config, &self.door.learned()))
    }

    /// Entries get another owner when the settings name another one, or another phone system or
    /// org is asked.
    fn own(&mut self, settings: &Settings, changed: Changed) {
        let owner = Some((settings.phone.email.clone(), settings.journal.owner.clone()));
        if changed == Changed::default() && owner == self.owner {
            return;
        }
        self.owner = owner;
        if let Some(crm) = &self.crm {
            let (salesforce, wish) =
                (Arc::clone(&crm.salesforce), who::wish(settings, self.three_cx().cloned()));
            // Aside: an older wish may just be asked about, and a phone system that hangs with it.
            crm.running.tasks.spawn(async move { salesforce.own_by(wish).await });
        }
    }

    async fn phone_link(&self, settings: &Settings, net: &Net) -> Result<Option<PhoneLink>, ConnectError> {
        let Some(key) = self.keychain.get(SecretName::PbxKey).await? else { return Ok(None) };
        let Some(config) = config(&settings.phone) else { return Ok(None) };
        let system = three_cx(config.clone(), &key, net)?;
        let source = PhoneSource { config, key, network: net.clone() };
        Ok(Some(PhoneLink { source, system, running: Running::below(&self.cancel) }))
    }

    fn crm_link(&self, settings: &Settings, net: &Net) -> Result<Option<CrmLink>, ConnectError> {
        let made = SignIn::new(&settings.salesforce, self.keychain.clone(), &self.profile_dir, net);
        let Ok(sign_in) = made else { return Ok(None) };
        let salesforce = Arc::new(Salesforce::new(sign_in.tokens(), net)?);
        salesforce.key_by(&settings.journal.key_field);
        let (news, told) = mpsc::channel(EVENTS_MAX);
        let crm: Arc<dyn Crm> = Arc::clone(&salesforce) as Arc<dyn Crm>;
        let sender = Sender::new(
            self.store.clone(),
            Arc::clone(&crm),
            news,
            Arc::clone(&self.clock),
            self.limits.subscribe(),
        );
        let steps = Steps::new(self.store.clone(), crm, Arc::clone(&self.clock), sender.nudge());
        let mirror: Arc<dyn Mirror> = Arc::clone(&salesforce) as Arc<dyn Mirror>;
        let (store, clock) = (self.store.clone(), Arc::clone(&self.clock));
        let index = Synchronizer::new(store, mirror, salesforce.usage(), clock, Pace::default());
        let (background, index) = Background::new(index, self.index.subscribe());
        Ok(Some(CrmLink {
            index,
            background: Some(background),
            source: (settings.salesforce.clone(), net.clone()),
            sign_in,
            salesforce,
            nudge: sender.nudge(),
            sender: Some((sender, told)),
            steps: Some(steps),
            running: Running::below(&self.cancel),
        }))
    }

    /// What the loop gets.
    #[must_use]
    pub fn linked(&self) -> Linked {
        Linked {
            phone: self.phone.as_ref().map(|link| Arc::new(link.system.clone()) as Arc<dyn PhoneSystem>),
            crm: self.crm.as_ref().map(|link| Arc::clone(&link.salesforce) as Arc<dyn Crm>),
            sign_in: self.sign_in().cloned(),
            nudge: self.crm.as_ref().map(|link| link.nudge.clone()).unwrap_or_default(),
            chats: self.chat_nudge.clone(),
            log: self.phone.as_ref().map(|link| link.system.call_log()),
            index: self.index().cloned(),
        }
    }

    /// The 3CX link, for its probe.
    #[must_use]
    pub fn three_cx(&self) -> Option<&ThreeCx> {
        self.phone.as_ref().map(|link| &link.system)
    }

    #[must_use]
    pub fn salesforce(&self) -> Option<&Arc<Salesforce>> {
        self.crm.as_ref().map(|link| &link.salesforce)
    }

    /// The sync of the index. `None`: no CRM is configured.
    #[must_use]
    pub fn index(&self) -> Option<&SyncHandle> {
        self.crm.as_ref().map(|link| &link.index)
    }

    #[must_use]
    pub fn sign_in(&self) -> Option<&SignIn> {
        self.crm.as_ref().map(|link| &link.sign_in)
    }

    /// The sign-in at an org or app that these settings leave.
    #[must_use]
    pub fn left_by(&self, settings: &Settings) -> Option<&SignIn> {
        let link = self.crm.as_ref()?;
        link.source.0.is_other_app(&settings.salesforce).then_some(&link.sign_in)
    }

    /// Lets links that stand still begin; what they tell goes into the queue.
    pub fn run(&mut self, handle: &Handle) {
        let changed = std::mem::take(&mut self.waiting);
        if changed.phone
            && let Some(link) = &self.phone
        {
            let linked = phone::run(link, handle);
            self.run_chats(link, linked, handle);
        }
        if changed.crm
            && let Some(link) = &mut self.crm
        {
            run_crm(link, handle);
        }
        if changed.hook
            && let Some(HookLink { hook: Some(hook), running, .. }) = &self.hook
        {
            let cancel = running.cancel.clone();
            running.tasks.spawn(forward_state(hook.state(), handle.clone(), cancel));
        }
    }

    /// Ends all links and waits for them.
    pub async fn end(&mut self) {
        if let Some(mut hook) = self.hook.take() {
            hook.end().await;
        }
        let phone = self.phone.iter().map(|link| &link.running);
        let crm = self.crm.iter().map(|link| &link.running);
        futures_util::future::join_all(phone.chain(crm).map(Running::end)).await;
    }
}

fn same<T>(one: Option<&T>, other: Option<&T>, is: impl Fn(&T, &T) -> bool) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => is(one, other),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    }
}

/// What the 3CX adapter is told, when address, client id and extension are there.
#[must_use]
pub fn config(phone: &PhoneSettings) -> Option<ThreeCxConfig> {
    let address = server_address(&phone.address).ok()?;
    let (client_id, extension) = (phone.client_id.clone(), phone.extension.clone());
    (!client_id.is_empty() && !extension.is_empty()).then_some(ThreeCxConfig {
        address,
        client_id,
        extension,
    })
}

/// The 3CX adapter with one key for ever.
///
/// # Errors
/// When the network client cannot be made.
pub fn three_cx(config: ThreeCxConfig, key: &Secret, net: &Net) -> Result<ThreeCx, reqwest::Error> {
    let key = key.clone();
    let source: SecretSource = Arc::new(move || Some(ApiKey::new(key.reveal().to_owned())));
    Ok(ThreeCx::new(config, source, Clients::new(net)?))
}

fn run_crm(link: &mut CrmLink, handle: &Handle) {
    let Running { cancel, tasks } = &link.running;
    if let Some((sender, news)) = link.sender.take() {
        tasks.spawn(sender.run(cancel.clone()));
        tasks.spawn(forward_entries(news, handle.clone()));
    }
    if let Some(steps) = link.steps.take() {
        steps.run(&link.running, handle);
    }
    if let Some(background) = link.background.take() {
        tasks.spawn(background.run(cancel.clone()));
        tasks.spawn(index::wake(link.sign_in.clone(), link.index.clone(), cancel.clone()));
        tasks.spawn(index::forward(link.index.clone(), handle.clone(), cancel.clone()));
    }
    tasks.spawn(forward_sign_in(link.sign_in.clone(), handle.clone(), cancel.clone()));
    let crm: Arc<dyn Crm> = Arc::clone(&link.salesforce) as Arc<dyn Crm>;
    tasks.spawn(forward_usage(crm, handle.clone(), cancel.clone()));
}

async fn forward_entries(mut news: mpsc::Receiver<EntryNews>, handle: Handle) {
    while let Some(news) = news.recv().await {
        handle.send(Event::Entry(news)).await;
    }
}

async fn forward_sign_in(sign_in: SignIn, handle: Handle, cancel: CancellationToken) {
    let (mut state, mut account) = (sign_in.state(), sign_in.accounts());
    let first: SignInState = state.borrow_and_update().clone();
    handle.send(Event::SignIn(first)).await;
    loop {
        tokio::select! {
            changed = state.changed() => {
                if changed.is_err() {
                    return;
                }
                let now: SignInState = state.borrow_and_update().clone();
                handle.send(Event::SignIn(now)).await;
            }
            changed = account.changed() => {
                if changed.is_err() {
                    return;
                }
                handle.send(Event::AccountKnown).await;
            }
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
