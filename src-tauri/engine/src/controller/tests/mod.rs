//! The loop with a phone system and a CRM in memory, a real store, and a time that stands still.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod calls;
mod compared;
mod facts;
mod links;
mod safety;

use std::sync::Mutex;

use domain::call::{Abilities, Leg, LegId, LegStatus, Party};
use domain::journal::Agent;
use domain::number::{Region, read};
use domain::settings::Settings;
use jiff::tz::TimeZone;
use tempfile::TempDir;

use super::*;
use crate::clock::TestClock;
use crate::crm::Crm;
use crate::crm::memory::{MemoryCrm, person};
use crate::outbox::{Limits, Sender};
use crate::phone::PhoneSystem as _;
use crate::phone::memory::MemoryPhone;
use crate::screen::Notice;
use crate::view::{CallRow, CallView, CallerView, EntryStateView};

const KEY: [u8; 32] = [7; 32];
const CALLER: &str = "+494066969412";
const SECOND: Duration = Duration::from_secs(1);

type OnShow = Box<dyn Fn(&View) + Send>;

/// Remembers what it was told to show.
#[derive(Default)]
struct TestScreen {
    views: Mutex<Vec<Arc<View>>>,
    links: Mutex<Vec<String>>,
    notices: Mutex<Vec<Notice>>,
    on_show: Mutex<Option<OnShow>>,
}

impl Screen for TestScreen {
    fn show(&self, view: Arc<View>) {
        if let Some(look) = &*self.on_show.lock().unwrap() {
            look(&view);
        }
        self.views.lock().unwrap().push(view);
    }

    fn open_link(&self, url: &str) {
        self.links.lock().unwrap().push(url.to_owned());
    }

    fn notify(&self, notice: Notice) {
        self.notices.lock().unwrap().push(notice);
    }

    fn open_window(&self) {}
}

/// A running loop and its neighbours. Tokio's paused time jumps ahead while everybody waits for
/// the store's thread; `_still` keeps it where it is until [`World::pass`].
struct World {
    dir: TempDir,
    store: Store,
    phone: MemoryPhone,
    crm: MemoryCrm,
    clock: Arc<TestClock>,
    screen: Arc<TestScreen>,
    handle: Handle,
    cancel: CancellationToken,
    _still: std::sync::mpsc::Sender<()>,
}

impl World {
    async fn new() -> Self {
        let crm = MemoryCrm::default();
        crm.add(person("003K", "Katharina Vogelsang", "(0)40 / 66 96 94-12"));
        Self::with(crm).await
    }

    async fn with(crm: MemoryCrm) -> Self {
        let port = Arc::new(crm.clone());
        Self::through(crm, port).await
    }

    /// With something between the loop and the CRM.
    async fn through(crm: MemoryCrm, port: Arc<dyn Crm>) -> Self {
        Self::under(crm, port, context()).await
    }

    async fn under(crm: MemoryCrm, port: Arc<dyn Crm>, context: Context) -> Self {
        let (still, moving) = std::sync::mpsc::channel::<()>();
        drop(tokio::task::spawn_blocking(move || moving.recv().is_ok()));
        let dir = TempDir::new().unwrap();
        let store = Store::open(dir.path(), KEY).await.unwrap();
        let clock = Arc::new(TestClock::new("2026-11-23T09:00:00Z".parse().unwrap()));
        let (phone, screen, cancel) =
            (MemoryPhone::default(), Arc::new(TestScreen::default()), CancellationToken::new());
        let (news, mut entries) = mpsc::channel(EVENTS_MAX);
        let sender = Sender::new(
            store.clone(),
            Arc::clone(&port),
            news,
            clock.clone(),
            watch::channel(Limits::default()).1,
        );
        let near = Neighbours {
            store: store.clone(),
            directory: Directory::open(store.clone(), Region::home_default()).await.unwrap(),
            linked: Linked {
                phone: Some(Arc::new(phone.clone())),
                crm: Some(port),
                sign_in: None,
                nudge: sender.nudge(),
                ..Linked::default()
            },
            door: crate::phone::hook::Door::new(clock.clone()).0,
            screen: screen.clone(),
            clock: clock.clone(),
            language: LanguageView::En,
            keychain: KeychainView::Ok,
            own_changes: mpsc::channel(1).0,
            found_wrong: Vec::new(),
        };
        let next_id = store.calls().next_id().await.unwrap().0;
        let (controller, handle) = Controller::new(near, context, next_id, cancel.clone());
        tokio::spawn(controller.run());
        tokio::spawn(sender.run(cancel.clone()));
        let queue = handle.clone();
        tokio::spawn(async move {
            while let Some(news) = entries.recv().await {
                queue.send(Event::Entry(news)).await;
            }
        });
        let (events, mut told) = mpsc::channel(EVENTS_MAX);
        let (adapter, token, queue) = (phone.clone(), cancel.clone(), handle.clone());
        tokio::spawn(async move { adapter.run(events, token).await });
        tokio::spawn(async move {
            while let Some(event) = told.recv().await {
                queue.send(Event::Phone(event)).await;
            }
        });
        Self { dir, store, phone, crm, clock, screen, handle, cancel, _still: still }
    }

    /// The first view that `wanted` takes something from, this moment's included.
    async fn until<T>(&self, wanted: impl Fn(&View) -> Option<T>) -> T {
        let mut views = self.handle.views();
        loop {
            if let Some(found) = wanted(&views.borrow_and_update()) {
                return found;
            }
            views.changed().await.expect("the loop runs");
        }
    }

    /// Until the pop shows a call that `wanted` is content with.
    async fn until_pop(&self, wanted: impl Fn(&CallView) -> bool) -> CallView {
        self.until(|view| view.pop.iter().find(|call| wanted(call)).cloned()).await
    }

    async fn until_row(&self, wanted: impl Fn(&CallRow) -> bool) -> CallRow {
        self.until(|view| view.today.iter().find(|row| wanted(row)).cloned()).await
    }

    /// Until the CRM was asked so often.
    async fn until_asked(&self, times: u64) {
        self.crm.usage().wait_for(|usage| usage.ours >= times).await.unwrap();
    }

    /// Everything sent before is handled.
    async fn until_handled(&self) {
        for _ in 0..4 {
            self.handle.details(CallId(u64::MAX)).await;
            tokio::task::yield_now().await;
        }
    }

    /// Time passes, second by second, as far as the loop can tell.
    async fn pass(&self, time: Duration) {
        let mut left = time;
        while !left.is_zero() {
            let step = left.min(SECOND);
            tokio::time::advance(step).await;
            self.until_handled().await;
            left -= step;
        }
    }

    async fn say(&self, event: PhoneEvent) {
        self.handle.send(Event::Phone(event)).await;
    }

    async fn leg(&self, status: LegStatus, number: &str) {
        self.say(PhoneEvent::LegChanged { leg: leg(status, number) }).await;
    }

    async fn gone(&self) {
        self.say(PhoneEvent::LegGone { leg: leg_id() }).await;
    }

    /// A call from `number` comes, is answered and ends; the entry is due when the pop is closed.
    async fn talk(&self, number: &str) -> CallId {
        self.leg(LegStatus::Ringing, number).await;
        self.leg(LegStatus::Connected, number).await;
        self.pass(SECOND).await;
        self.gone().await;
        self.pass(3 * SECOND).await;
        CallId(self.view().today[0].id)
    }

    fn view(&self) -> Arc<View> {
        self.handle.views().borrow().clone()
    }

    fn shown(&self) -> Vec<Arc<View>> {
        self.screen.views.lock().unwrap().clone()
    }

    /// The same file through a connection of our own.
    fn database(&self) -> rusqlite::Connection {
        database(self.dir.path())
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.cancel.cancel();
    }
}

fn database(dir: &std::path::Path) -> rusqlite::Connection {
    let connection = rusqlite::Connection::open(crate::store::file_path(dir)).unwrap();
    let key: String = KEY.iter().map(|byte| format!("{byte:02x}")).collect();
    connection.execute_batch(&format!("PRAGMA key = \"x'{key}'\";")).unwrap();
    connection
}

/// Without facts, so that requests are what a test is about.
fn context() -> Context {
    let agent = Agent { extension: "812".into(), ..Agent::default() };
    let mut settings = Settings::default();
    settings.facts.enabled = false;
    Context { settings, agent, pbx: "pbx.example.com".into(), zone: TimeZone::UTC }
}

fn leg_id() -> LegId {
    LegId { extension: "812".into(), leg: 1 }
}

fn leg(status: LegStatus, number: &str) -> Leg {
    let rings = status == LegStatus::Ringing;
    Leg {
        id: leg_id(),
        extension_name: None,
        call: 10,
        status,
        party: Party::External,
        party_number: number.into(),
        party_name: String::new(),
        originated_here: false,
        via: None,
        referred_by: None,
        abilities: Abilities { answer: rings, reject: rings, hang_up: !rings, transfer: true },
    }
}

fn identity() -> Identity {
    Identity {
        user_id: "005U".into(),
        org_id: "00DO".into(),
        name: "Mara Lindqvist".into(),
        username: "mara@acme.example".into(),
        email: "mara@acme.example".into(),
        address: "https://acme.my.salesforce.com".into(),
    }
}

fn failure(kind: domain::outbox::FailureKind) -> Failure {
    Failure { kind, outcome_unknown: false, retry_after: None }
}

fn number() -> Number {
    read(CALLER, &Region::home_default())
}

fn is_searching(call: &CallView) -> bool {
    matches!(call.caller, CallerView::Searching)
}

fn name_of(call: &CallView) -> Option<String> {
    match &call.caller {
        CallerView::One { best, .. } => Some(best.name.clone()),
        CallerView::NotLookedUp
        | CallerView::Searching
        | CallerView::Unknown
        | CallerView::Several { .. }
        | CallerView::Unreachable { .. } => None,
    }
}

fn is_written(row: &CallRow) -> bool {
    row.entry.as_ref().is_some_and(|entry| matches!(entry.state, EntryStateView::Written { .. }))
}
