//! The one event loop: an [`Event`] in, [`Desk`] decides, effects are performed, the view is
//! published. It owns all live state and never waits for the network: what is slow runs in a task
//! whose result comes back as an event.

mod around;
pub mod asked;
mod chats;
mod connect;
mod creation;
mod dial;
mod entries;
mod facts;
mod handle;
mod links;
mod log;
mod lookup;
mod perform;
mod related;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use domain::Moment;
use domain::call::{CallId, Heard, LegId, PhoneEvent, PhoneFailure};
use domain::caller::{Facts, Person};
use domain::chat::Book;
use domain::desk::{AgentAction, Context, Desk, DialId, Input};
use domain::number::Number;
use domain::outbox::Failure;
use jiff::Timestamp;
use serde::Serialize;
use tokio::sync::{broadcast, mpsc, oneshot, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::amend::AmendNews;
use crate::clock::Clock;
use crate::connections::Linked;
use crate::crm::{Identity, Usage};
use crate::directory::Directory;
use crate::local::Asked;
use crate::outbox::EntryNews;
use crate::phone::hook::{Door, HookState};
use crate::phone::{HistoryFailure, LoggedLegs};
use crate::problem::{Problem, ProblemCode};
use crate::screen::Screen;
use crate::setup::Configured;
use crate::signin::SignInState;
use crate::store::{CreationRow, Store};
use crate::view::{
    CallDetails, Entries, FactsView, IndexView, JournalCounts, KeychainView, LanguageView, SettingValue,
    View, build, not_started_chats, waiting_people,
};
use around::{Counted, around};
pub use chats::ChatEvent;
use chats::ChatsState;
pub use creation::{CreationEvent, OriginAsk, OriginTold};
pub use dial::ReachAsk;
pub use entries::JournalAsk;
pub use handle::{Preview, Tried};
use links::Links;
pub use related::{LinkEvent, RelatedAsk};

/// Events that may wait for the loop. It handles one in milliseconds; a full queue slows the
/// sender down.
pub const EVENTS_MAX: usize = 256;
/// What a follower may lag behind before it misses something and is told so.
const TOLD_MAX: usize = 512;
/// The loop looks at the clock at least this often, so that a new day shows without an event.
const LOOK_MAX: Duration = Duration::from_secs(15 * 60);

/// Everything that can happen to the loop.
#[derive(Debug)]
pub enum Event {
    Phone(PhoneEvent),
    /// A phone told something by itself.
    Heard(Heard),
    /// An address of ours was opened.
    Link(String),
    /// Whether phones can be heard.
    Hook(HookState),
    Commanded {
        call: CallId,
        result: Result<(), PhoneFailure>,
    },
    Dialled {
        dial: DialId,
        result: Result<Option<LegId>, PhoneFailure>,
    },
    /// Somebody wants to know where calls can start and go.
    Reach(ReachAsk),
    /// The CRM answered who has a number.
    LookedUp {
        call: CallId,
        number: Number,
        result: Result<Vec<Person>, Failure>,
    },
    /// The CRM told more of a person; `generation` as in [`domain::desk::AskFacts`].
    FactsTold {
        person: String,
        generation: u64,
        result: Result<Facts, Failure>,
    },
    /// The phone system's log was asked.
    Logged {
        result: Result<LoggedLegs, HistoryFailure>,
    },
    /// Somebody wants to know more of a person, by the record's id.
    Facts {
        person: String,
        reply: oneshot::Sender<FactsView>,
    },
    /// With whom a call was, or what it was about.
    Linking(LinkEvent),
    Entry(EntryNews),
    /// An entry could not be put on disk some time ago.
    NotQueued(String),
    /// A step on a written entry was taken, or not.
    Amended(AmendNews),
    /// The journal is looked at.
    Journal(JournalAsk),
    Agent(AgentAction),
    Details {
        call: CallId,
        reply: oneshot::Sender<Option<CallDetails>>,
    },
    /// Something about chats.
    Chat(ChatEvent),
    /// Something about people who are being created.
    Creation(CreationEvent),
    /// How journal texts that are still being written would read.
    Preview(Preview),
    /// The CRM was asked who is signed in.
    Identified {
        result: Result<Identity, Failure>,
    },
    SignIn(SignInState),
    /// More is known of who is signed in.
    AccountKnown,
    /// Signing in came to nothing, though nobody stopped it.
    SignInFailed {
        problem: Problem,
    },
    /// Nobody is signed in any more, and the index is empty.
    SignedOut,
    /// Settings or secrets changed.
    Configured(Box<Configured>),
    Usage(Usage),
    /// What a store held that was kept aside is in this one now.
    TakenOver(Problem),
    /// People came into the index, or left it.
    IndexChanged,
    /// Whether the pop can be shown: not on a locked screen, and not where an app may not place
    /// a window. Until it can, notifications take its place.
    PopPossible {
        possible: bool,
        why_not: Option<ProblemCode>,
    },
    /// Something is wrong around the program that a person is to know.
    Noticed(Problem),
    /// A screen has painted this revision.
    Painted {
        revision: u64,
        at: Timestamp,
    },
    /// Another program of this profile asks.
    Asked(Asked),
}

/// What followers of the loop hear, in order.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    Event(PhoneEvent),
    View(Arc<View>),
    Painted { revision: u64, at_us: i64 },
}

/// The loop's neighbours.
pub struct Neighbours {
    pub store: Store,
    pub directory: Directory,
    pub linked: Linked,
    /// Where phones tell of calls by themselves.
    pub door: Door,
    pub screen: Arc<dyn Screen>,
    pub clock: Arc<dyn Clock>,
    pub language: LanguageView,
    pub keychain: KeychainView,
    /// Settings that follow from what the person did elsewhere than in the settings.
    pub own_changes: mpsc::Sender<BTreeMap<String, SettingValue>>,
    /// What was wrong at the start and could be gone on from.
    pub found_wrong: Vec<Problem>,
}

/// The way into the loop, for everybody else.
#[derive(Debug, Clone)]
pub struct Handle {
    events: mpsc::Sender<Event>,
    views: watch::Receiver<Arc<View>>,
    told: broadcast::Sender<Told>,
}

impl Handle {
    /// Puts something into the queue; waits while it is full.
    pub async fn send(&self, event: Event) {
        // Err means the loop has ended, and with it everybody's wish.
        let _ = self.events.send(event).await;
    }

    pub async fn act(&self, action: AgentAction) {
        self.send(Event::Agent(action)).await;
    }

    /// The view, and every later one.
    #[must_use]
    pub fn views(&self) -> watch::Receiver<Arc<View>> {
        self.views.clone()
    }

    /// Everything the loop tells from now on.
    #[must_use]
    pub fn follow(&self) -> broadcast::Receiver<Told> {
        self.told.subscribe()
    }
}

/// The loop and the state it owns.
pub struct Controller {
    desk: Desk,
    chats: Book,
    chats_state: ChatsState,
    near: Neighbours,
    links: Links,
    journal: JournalCounts,
    entries: Entries,
    usage: Usage,
    index: IndexView,
    revision: u64,
    views: watch::Sender<Arc<View>>,
    told: broadcast::Sender<Told>,
    queue: mpsc::Sender<Event>,
    events: mpsc::Receiver<Event>,
    tasks: TaskTracker,
    cancel: CancellationToken,
    /// Set while the browser is open; ends the waiting.
    signing_in: Option<CancellationToken>,
    /// Counts up when settings or secrets changed.
    setup_revision: u64,
    /// Who waits for facts besides calls, by the person's id.
    facts_wanted: Vec<(Person, oneshot::Sender<FactsView>)>,
    /// Who is on the way into the CRM.
    waiting_people: Vec<CreationRow>,
    /// Calls whose entry the disk refused: they are not saved as over before it took it.
    not_queued: BTreeSet<CallId>,
}

impl Controller {
    /// A loop that has not started. `next_id` as in [`Desk::new`].
    #[must_use]
    pub fn new(
        near: Neighbours,
        context: Context,
        next_id: u64,
        cancel: CancellationToken,
    ) -> (Self, Handle) {
        let (queue, events) = mpsc::channel(EVENTS_MAX);
        let (told, _) = broadcast::channel(TOLD_MAX);
        let now = near.clock.now();
        let mut links = Links::new(near.linked.phone.is_some(), near.linked.crm.is_some(), now);
        for problem in &near.found_wrong {
            links.note(problem.clone(), now);
        }
        let mut desk = Desk::new(context, next_id);
        desk.facts_signed_in(near.linked.crm.is_some());
        let around = around(&near, &links, &Counted::default(), not_started_chats());
        let first = Arc::new(build(&desk, &around, 1, day_start(now.wall, &desk.context().zone)));
        let (views, seen) = watch::channel(first);
        let handle = Handle { events: queue.clone(), views: seen, told: told.clone() };
        let controller = Self {
            desk,
            chats: Book::default(),
            chats_state: ChatsState::default(),
            near,
            links,
            journal: JournalCounts::default(),
            entries: Entries::default(),
            usage: Usage::default(),
            index: IndexView::default(),
            revision: 1,
            views,
            told,
            queue,
            events,
            tasks: TaskTracker::new(),
            cancel,
            signing_in: None,
            setup_revision: 0,
            facts_wanted: Vec::new(),
            waiting_people: Vec::new(),
            not_queued: BTreeSet::new(),
        };
        (controller, handle)
    }

    /// Takes up what an earlier run left, then handles events until cancelled. Everything told
    /// before the end is on disk when it returns.
    pub async fn run(mut self) {
        self.resume().await;
        loop {
            let sleep = tokio::time::sleep(self.sleep_for());
            tokio::select! {
                () = self.cancel.cancelled() => break,
                event = self.events.recv() => match event {
                    Some(event) => self.on(event).await,
                    None => break,
                },
                () = sleep => self.on_time().await,
            }
            self.ask_facts();
        }
        self.events.close();
        while let Ok(event) = self.events.try_recv() {
            self.on(event).await;
        }
        self.tasks.close();
    }

    fn sleep_for(&self) -> Duration {
        let now = self.near.clock.now().mono;
        let wake = self.desk.wake_at().into_iter().chain(self.links.probe_at()).min();
        wake.map_or(LOOK_MAX, |at| at.saturating_sub(now).min(LOOK_MAX))
    }

    async fn on_time(&mut self) {
        let now = self.near.clock.now();
        if self.links.probe_at().is_some_and(|at| now.mono >= at) {
            self.links.probing();
            self.identify();
        }
        self.decide(now, Input::Wake, Order::DiskFirst).await;
    }

    async fn on(&mut self, event: Event) {
        let now = self.near.clock.now();
        match event {
            Event::Phone(event) => self.phone_told(now, event).await,
            Event::Logged { result } => self.logged(now, result).await,
            Event::Heard(heard) => self.decide(now, Input::Heard(heard), Order::ScreenFirst).await,
            Event::Link(link) => drop(self.near.door.link(&link)),
            Event::Hook(state) => self.note(now, state.problems().cloned()),
            Event::Commanded { call, result } => {
                self.decide(now, Input::Commanded { call, result }, Order::ScreenFirst).await;
            }
            Event::Dialled { dial, result } => {
                self.decide(now, Input::Dialled { dial, result }, Order::ScreenFirst).await;
            }
            Event::Reach(ask) => self.reach_asked(ask),
            Event::LookedUp { call, number, result } => self.looked_up(now, call, &number, result).await,
            Event::FactsTold { person, generation, result } => {
                self.facts_told(now, &person, generation, result).await;
            }
            Event::Facts { person, reply } => self.facts_asked(now, &person, reply).await,
            Event::Linking(event) => self.linking(now, event).await,
            Event::Entry(news) => self.entry_news(now, news).await,
            Event::NotQueued(key) => self.try_to_queue(now, key).await,
            Event::Amended(news) => self.amended(now, news).await,
            Event::Journal(ask) => self.journal_asked(ask).await,
            Event::Agent(action) => self.by_agent(now, action).await,
            Event::Details { call, reply } => self.details_asked(call, reply),
            Event::Chat(event) => self.chat_event(now, event).await,
            Event::Creation(event) => self.creation_event(now, event).await,
            Event::Preview(wanted) => self.preview_asked(now, wanted),
            Event::Identified { result } => self.identified(now, result).await,
            Event::SignIn(state) => self.sign_in_state(now, &state),
            Event::AccountKnown => self.publish(now),
            Event::SignInFailed { problem } => self.sign_in_failed(now, problem),
            Event::SignedOut => {
                self.read_index().await;
                self.publish(now);
            }
            Event::Configured(configured) => self.configured(now, *configured).await,
            Event::Usage(usage) => {
                self.usage = usage;
                self.mind_allowance();
                self.publish(now);
            }
            Event::TakenOver(told) => self.taken_over(now, told).await,
            Event::IndexChanged => {
                self.read_index().await;
                self.decide_chats(now, domain::chat::ChatInput::PeopleChanged).await;
                self.decide(now, Input::PeopleChanged, Order::DiskFirst).await;
            }
            Event::PopPossible { possible, why_not } => {
                if let Some(code) = why_not {
                    self.links.note(Problem { code, detail: None }, now);
                }
                self.decide(now, Input::PopPossible(possible), Order::ScreenFirst).await;
            }
            Event::Noticed(problem) => self.note(now, [problem]),
            Event::Painted { revision, at } => {
                self.tell(Told::Painted { revision, at_us: at.as_microsecond() });
            }
            Event::Asked(asked) => self.asked(asked),
        }
    }

    /// What a person should know, in Health.
    fn note(&mut self, now: Moment, problems: impl IntoIterator<Item = Problem>) {
        for problem in problems {
            self.links.note(problem, now);
        }
        self.publish(now);
    }

    /// Lets the desk decide, and performs what it decided.
    async fn decide(&mut self, now: Moment, input: Input, order: Order) {
        let effects = self.desk.handle(now, input);
        self.perform(now, effects, order).await;
    }

    /// Publishes the view if it changed.
    fn publish(&mut self, now: Moment) {
        let counted = Counted {
            journal: self.journal,
            usage: self.usage,
            index: self.index.clone(),
            signing_in: self.signing_in.is_some(),
            setup_revision: self.setup_revision,
        };
        let since = day_start(now.wall, &self.desk.context().zone);
        let around = around(&self.near, &self.links, &counted, self.chats_view(since));
        let mut view = build(&self.desk, &around, self.revision, since);
        self.entries.fill(&mut view, self.desk.context());
        view.creation.waiting = waiting_people(&self.waiting_people, &self.desk);
        if view == **self.views.borrow() {
            return;
        }
        self.revision += 1;
        view.revision = self.revision;
        let view = Arc::new(view);
        self.near.screen.show(Arc::clone(&view));
        self.views.send_replace(Arc::clone(&view));
        self.tell(Told::View(view));
    }

    fn tell(&self, told: Told) {
        // Err means that nobody follows.
        let _ = self.told.send(told);
    }

    /// Runs something slow aside; it ends with the loop.
    fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        let cancel = self.cancel.clone();
        self.tasks.spawn(async move {
            tokio::select! {
                () = work => {}
                () = cancel.cancelled() => {}
            }
        });
    }
}

/// Which comes first after an event: a ring must be on screen at once, a note must be on disk
/// before the screen says "saved".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    ScreenFirst,
    DiskFirst,
}

fn day_start(now: Timestamp, zone: &jiff::tz::TimeZone) -> Timestamp {
    let local = now.to_zoned(zone.clone());
    local.start_of_day().map_or(now, |start| start.timestamp())
}

#[cfg(test)]
mod tests;
