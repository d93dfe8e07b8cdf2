//! The whole companion on a profile of its own, against the simulated phone system and org. Real
//! sockets, real disk; its clock can be put forward, so that no test waits for wrap-up to end.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod chats;
mod compare;
mod create;
mod day;
mod dial;
mod entries;
mod hook;
mod journal;
mod local;
mod log;
mod matching;
mod network;
mod restart;
mod setup;
mod trouble;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::Moment;
use domain::call::CallId;
use domain::desk::AgentAction;
use domain::settings::Settings;
use engine::clock::{Clock, SystemClock, later};
use engine::companion::Companion;
use engine::controller::Handle;
use engine::local::Profile;
use engine::problem::ProblemCode;
use engine::screen::{Notice, Screen};
use engine::signin::{Keychain, Secret, SecretName};
use engine::view::{CallRow, CallView, CallerView, EntryStateView, LinkView, OutcomeView, Phase, View};
use jiff::{SignedDuration, Zoned};
use serde_json::Value;
use simulators::threecx::{Pbx, Ring};
use simulators::{Fault, Simulators};
use tempfile::TempDir;

const KATHARINA: &str = "+494066969412";
const NOBODY: &str = "+493023125144";
const SECOND: Duration = Duration::from_secs(1);
/// Far beyond what anything here takes; reaching it is a failure.
const DEADLINE: Duration = Duration::from_secs(25);

/// The computer's clock, put forward.
#[derive(Default)]
pub struct AheadClock {
    system: SystemClock,
    ahead: Mutex<Duration>,
}

impl AheadClock {
    /// No test's hours reach midnight, where a new day's list begins.
    fn of_a_long_day() -> Self {
        let clock = Self::default();
        let now = Zoned::now();
        let left = now.tomorrow().and_then(|day| day.start_of_day()).unwrap().duration_since(&now);
        if left < SignedDuration::from_hours(3) {
            clock.put_forward(left.unsigned_abs() + Duration::from_secs(60));
        }
        clock
    }

    fn put_forward(&self, time: Duration) {
        *self.ahead.lock().unwrap() += time;
    }
}

impl Clock for AheadClock {
    fn now(&self) -> Moment {
        let (now, ahead) = (self.system.now(), *self.ahead.lock().unwrap());
        Moment { wall: later(now.wall, ahead), mono: now.mono + ahead }
    }
}

struct Dark;

impl Screen for Dark {
    fn show(&self, _: Arc<View>) {}
    fn open_link(&self, _: &str) {}
    fn notify(&self, _: Notice) {}
    fn open_window(&self) {}
}

/// A profile that is signed in, and what it talks to.
struct World {
    simulators: Simulators,
    keychain: Keychain,
    profile: Profile,
    clock: Arc<AheadClock>,
    companion: Option<Companion>,
    _dir: TempDir,
}

impl World {
    /// Signed in, but nothing runs yet.
    async fn set() -> Self {
        let crate::signin::World { simulators, keychain, dir, .. } =
            crate::signin::world().await.signed_in().await;
        let facts = simulators.ready();
        let mut settings = Settings::default();
        settings.phone.address.clone_from(&facts.threecx.base_url);
        settings.phone.client_id.clone_from(&facts.threecx.client_id);
        settings.phone.extension.clone_from(&facts.threecx.agent);
        settings.salesforce.login_address.clone_from(&facts.salesforce.login_url);
        settings.salesforce.consumer_key.clone_from(&facts.salesforce.consumer_key);
        keychain.set(SecretName::PbxKey, &Secret::new(&facts.threecx.api_key)).await.unwrap();
        let profile = Profile::open(Some(dir.path())).unwrap();
        engine::settings::save(&profile.dir, &settings).unwrap();
        let clock = Arc::new(AheadClock::of_a_long_day());
        Self { simulators, keychain, profile, clock, companion: None, _dir: dir }
    }

    /// Running, and both links are up.
    async fn linked() -> Self {
        let mut world = Self::set().await;
        world.start().await;
        world.until_linked().await;
        world
    }

    async fn start(&mut self) {
        let (keychain, clock) = (self.keychain.clone(), self.clock.clone());
        let companion = Companion::start_at(&self.profile, keychain, Arc::new(Dark), clock).await.unwrap();
        self.companion = Some(companion);
    }

    /// The program is gone from one moment to the next.
    async fn kill(&mut self) {
        drop(self.companion.take());
        tokio::task::yield_now().await;
    }

    async fn stop(&mut self) {
        self.companion.take().unwrap().stop().await;
    }

    fn pbx(&self) -> &Pbx {
        &self.simulators.pbx
    }

    fn handle(&self) -> Handle {
        self.companion.as_ref().unwrap().handle()
    }

    fn view(&self) -> Arc<View> {
        self.handle().views().borrow().clone()
    }

    async fn until<T>(&self, what: &str, wanted: impl Fn(&View) -> Option<T>) -> T {
        let mut views = self.handle().views();
        let found = tokio::time::timeout(DEADLINE, async {
            loop {
                if let Some(found) = wanted(&views.borrow_and_update()) {
                    return found;
                }
                views.changed().await.expect("the loop runs");
            }
        });
        match found.await {
            Ok(found) => found,
            Err(_) => panic!("never came: {what}; the view is {:#?}", self.view()),
        }
    }

    async fn until_linked(&self) {
        self.until("both links", |view| {
            let up = |link: &LinkView| matches!(link, LinkView::Up { .. });
            (up(&view.health.phone) && up(&view.health.salesforce)).then_some(())
        })
        .await;
    }

    async fn until_pop(&self, what: &str, wanted: impl Fn(&CallView) -> bool) -> CallView {
        self.until(what, |view| view.pop.iter().find(|call| wanted(call)).cloned()).await
    }

    async fn until_row(&self, what: &str, wanted: impl Fn(&CallRow) -> bool) -> CallRow {
        self.until(what, |view| view.today.first().filter(|row| wanted(row)).cloned()).await
    }

    async fn act(&self, action: AgentAction) {
        self.handle().act(action).await;
    }

    /// Time passes for the companion, which then looks at its clock.
    async fn pass(&self, time: Duration) {
        self.clock.put_forward(time);
        self.act(AgentAction::Touch { call: CallId(0) }).await;
    }

    async fn until_talking(&self) -> CallId {
        let talking = |call: &CallView| matches!(call.phase, Phase::Talking { .. });
        CallId(self.until_pop("a talk", talking).await.id)
    }

    async fn until_ended(&self) -> OutcomeView {
        // A ring that stopped may go on at the next phone for two seconds.
        self.until_row("the end, soon", |row| !matches!(row.phase, Phase::Talking { .. })).await;
        loop {
            if let Phase::Ended { outcome, .. } = self.view().today[0].phase {
                self.pass(3 * SECOND).await;
                return outcome;
            }
            self.pass(SECOND).await;
            tokio::task::yield_now().await;
        }
    }

    /// Somebody rings, and is answered on the phone.
    async fn talk_with(&self, number: &str) -> (i32, CallId) {
        let call = self.pbx().ring(&Ring::from(number)).unwrap();
        self.until_pop("a ring", |call| call.phase == Phase::Ringing).await;
        self.pbx().answer(call, Some("812")).unwrap();
        (call, self.until_talking().await)
    }

    /// Closes the pop of the newest call, and waits for its entry.
    async fn until_written(&self) -> CallRow {
        let id = CallId(self.view().today[0].id);
        self.pass(3 * SECOND).await;
        self.act(AgentAction::Dismiss { call: id }).await;
        self.until_row("a written entry", is_written).await
    }

    async fn until_on_disk(&self) {
        self.until("an entry on disk", |view| (view.journal.waiting == 1).then_some(())).await;
    }

    /// Everything that calls left in the org, oldest first.
    fn tasks(&self) -> Vec<Value> {
        let ours = |task: &Value| task["CallObject"].as_str().is_some_and(|key| key.contains('|'));
        let mut tasks: Vec<Value> = self.simulators.org.records("Task").into_iter().filter(ours).collect();
        tasks.sort_by_key(|task| task["Id"].to_string());
        tasks
    }

    fn id_of(&self, sobject: &str, name: &str) -> Value {
        let records = self.simulators.org.records(sobject);
        records.iter().find(|record| record["Name"] == name).unwrap()["Id"].clone()
    }

    fn fault(&self, name: &str, value: Option<&str>) {
        self.simulators.set_fault(&Fault::new(name, value).unwrap()).unwrap();
    }

    fn clear_faults(&self) {
        self.simulators.org.clear_faults();
        self.simulators.pbx.clear_faults();
    }
}

fn is_written(row: &CallRow) -> bool {
    row.entry.as_ref().is_some_and(|entry| matches!(entry.state, EntryStateView::Written { .. }))
}

fn is_in_doubt(row: &CallRow) -> bool {
    row.entry.as_ref().is_some_and(|entry| matches!(entry.state, EntryStateView::InDoubt { .. }))
}

fn name_of(call: &CallView) -> Option<&str> {
    match &call.caller {
        CallerView::One { best, .. } => Some(&best.name),
        CallerView::NotLookedUp
        | CallerView::Searching
        | CallerView::Unknown
        | CallerView::Several { .. }
        | CallerView::Unreachable { .. } => None,
    }
}

fn down(link: &LinkView) -> Option<ProblemCode> {
    match link {
        LinkView::Down { problem, .. } => Some(problem.code),
        LinkView::Connecting | LinkView::Up { .. } => None,
    }
}
