#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use domain::call::{LoggedDirection, LoggedEnd, LoggedLeg, LoggedPlace};
use domain::journal::{About, Agent, Missing};
use domain::outbox::{EntryState, Failure, FailureKind};
use domain::settings::{Settings, Unmatched};
use jiff::tz::TimeZone;
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::mpsc;

use jiff::SignedDuration;

use super::*;
use crate::clock::TestClock;
use crate::crm::memory::{MemoryCrm, person};
use crate::directory::Directory;
use crate::outbox::{Limits, Sender};
use crate::phone::HistoryFailure;
use crate::phone::memory::MemoryCallLog;
use crate::problem::ProblemCode;
use crate::search;

const NUMBER: &str = "+494066969412";
const STRANGER: &str = "+493023125144";
const NOW: &str = "2026-11-22T14:00:00Z";

fn at(text: &str) -> Timestamp {
    format!("2026-11-22T{text}:00Z").parse().unwrap()
}

/// A talk of a minute with extension 812, as the log has it.
pub(crate) fn leg(id: &str, number: &str, started: Timestamp) -> LoggedLeg {
    LoggedLeg {
        call: format!("call-{id}"),
        id: format!("leg-{id}"),
        started,
        direction: LoggedDirection::Inbound,
        source: LoggedEnd { dn: "10000".into(), number: number.into(), name: String::new() },
        destination: LoggedEnd { dn: "812".into(), number: "812".into(), name: "Mara".into() },
        place: LoggedPlace::Extension,
        ringing: Duration::from_secs(5),
        talking: Duration::from_secs(60),
        answered: true,
        recording: None,
        transcription: None,
        summary: None,
        sentiment: None,
        reason: String::new(),
    }
}

struct World {
    store: Store,
    reconciler: Reconciler,
    clock: Arc<TestClock>,
    _dir: TempDir,
}

impl World {
    /// A profile that nobody runs, at this org and phone system.
    async fn at(crm: &MemoryCrm, log: &MemoryCallLog, change: impl FnOnce(&mut Settings)) -> Self {
        let dir = TempDir::new().unwrap();
        let store = Store::open(dir.path(), [3; 32]).await.unwrap();
        let clock = Arc::new(TestClock::new(NOW.parse().unwrap()));
        let mut settings = Settings::default();
        settings.phone.extension = "812".into();
        change(&mut settings);
        let home = settings.matching.default_region.clone();
        let directory = Some(Directory::open(store.clone(), home).await.unwrap());
        let matching = settings.matching.clone();
        let asked = Some(Arc::new(crm.clone()) as Arc<dyn Crm>);
        let reach = search::Reach { crm: asked.clone(), sign_in: None, directory, matching };
        let search = Search::new(reach, clock.clone(), None);
        let agent = Agent { extension: "812".into(), ..Agent::default() };
        let context = Context { settings, agent, pbx: "pbx.example".into(), zone: TimeZone::UTC };
        let desk = Desk::Alone(Box::new(context));
        let reach =
            Reach { crm: asked, sign_in: None, log: Some(Arc::new(log.clone())), nudge: Nudge::default() };
        let never = CancellationToken::new();
        let reconciler = Reconciler::new(store.clone(), desk, search, clock.clone(), reach, never);
        Self { store, reconciler, clock, _dir: dir }
    }

    async fn compared(&self) -> Result<Compared, Problem> {
        let today = jiff::civil::date(2026, 11, 22);
        self.reconciler.compare((today, today), &|_| {}).await
    }

    async fn mended(&self) -> (Compared, Mended) {
        let today = jiff::civil::date(2026, 11, 22);
        let never = CancellationToken::new();
        let done = self.reconciler.mend((today, today), &Wanted::All, &|_| {}, &never).await;
        let (compared, mended, problem) = done.unwrap();
        assert_eq!(problem, None);
        (compared, mended)
    }

    /// What is in the outbox is sent by a sender that starts now: it waits as after any start.
    async fn sent(&self, crm: &MemoryCrm, entries: usize) {
        tokio::time::pause();
        let (news, mut told) = mpsc::channel(16);
        let limits = watch::channel(Limits::default()).1;
        let sender = Sender::new(self.store.clone(), Arc::new(crm.clone()), news, self.clock.clone(), limits);
        let cancel = CancellationToken::new();
        let sending = tokio::spawn(sender.run(cancel.clone()));
        let mut written = 0;
        while written < entries {
            let news = told.recv().await.unwrap();
            written += usize::from(matches!(news.state, EntryState::Written { .. }));
        }
        cancel.cancel();
        sending.await.unwrap();
        tokio::time::resume();
    }
}

fn code(result: Result<Compared, Problem>) -> ProblemCode {
    result.unwrap_err().code
}

#[tokio::test]
async fn a_call_that_only_the_log_knows_is_written_once_whoever_compares() {
    let (crm, log) = (MemoryCrm::default(), MemoryCallLog::default());
    crm.add(person("003K", "Katharina", "040 66969412"));
    log.add([leg("1", NUMBER, at("10:00")), leg("2", STRANGER, at("15:00"))]);
    // A colleague's call is no business of this desk.
    let mut other = leg("3", STRANGER, at("11:00"));
    other.destination.dn = "813".into();
    log.add([other]);
    let world = World::at(&crm, &log, |_| {}).await;
    let compared = world.compared().await.unwrap();
    let [finding] = compared.comparison.findings.as_slice() else { panic!("{compared:?}") };
    let What::Missing { why: Missing::NotSeenHere, call, entry } = &finding.what else {
        panic!("{finding:?}")
    };
    assert_eq!(finding.id, "pbx.example|812|lcall-1|2026-11-22T10:00:00Z");
    assert_eq!(call.caller.person().unwrap().person.name, "Katharina");
    assert_eq!((entry.duration_s, &entry.about), (60, &About::Who { id: "003K".into() }));
    assert!(crm.entries().is_empty() && world.store.outbox().list(9).await.unwrap().is_empty());

    let (after, mended) = world.mended().await;
    assert_eq!((after.comparison.findings.len(), mended.queued.len(), after.comparison.waiting), (0, 1, 1));
    let kept = world.store.calls().with_key(&finding.id).await.unwrap().unwrap();
    assert_eq!(world.store.outbox().list(9).await.unwrap()[0].entry.call, kept.id);
    assert_eq!(world.mended().await.1.queued.len(), 0, "it waits already");

    // Another computer, with the same log and without our store, compares before it is sent.
    let second = World::at(&crm, &log, |_| {}).await;
    assert_eq!(second.mended().await.1.queued.len(), 1);
    world.sent(&crm, 1).await;
    second.sent(&crm, 1).await;
    let keys: Vec<String> = crm.entries().into_iter().map(|entry| entry.key).collect();
    assert_eq!(keys, std::slice::from_ref(&finding.id));
    for world in [&world, &second, &World::at(&crm, &log, |_| {}).await] {
        let compared = world.compared().await.unwrap();
        assert_eq!((compared.comparison.findings.len(), compared.comparison.agreed), (0, 1));
    }
}

#[tokio::test]
async fn who_called_decides_whether_it_is_missing() {
    let (crm, log) = (MemoryCrm::default(), MemoryCallLog::default());
    crm.add(person("003K", "Katharina", "040 66969412"));
    log.add([
        leg("1", NUMBER, at("10:00")),
        leg("2", STRANGER, at("11:00")),
        leg("3", STRANGER, at("12:00")),
    ]);
    let keeps = World::at(&crm, &log, |settings| settings.journal.unmatched = Unmatched::Keep).await;
    let compared = keeps.compared().await.unwrap().comparison;
    assert_eq!((compared.findings.len(), compared.unwanted), (1, 2));
    // Records, keys, and one request for each of the two numbers.
    assert_eq!(crm.requests(), 4);
    let never = World::at(&crm, &log, |settings| settings.journal.never = vec![NUMBER.into()]).await;
    assert_eq!(never.compared().await.unwrap().comparison.findings.len(), 2);
}

#[tokio::test]
async fn a_side_that_cannot_be_asked_ends_it_and_one_that_may_not_is_left_out() {
    let (crm, log) = (MemoryCrm::default(), MemoryCallLog::default());
    log.add([leg("1", NUMBER, at("10:00"))]);
    let world = World::at(&crm, &log, |_| {}).await;
    for (failure, expected) in [
        (HistoryFailure::NotAllowed, ProblemCode::PhoneRoleCallLog),
        (HistoryFailure::Off, ProblemCode::PhoneConfigurationOff),
    ] {
        log.refuse(Some(failure));
        let compared = world.compared().await.unwrap();
        assert_eq!(compared.no_log.unwrap().code, expected);
        assert!(compared.comparison.findings.is_empty());
    }
    log.refuse(Some(HistoryFailure::Unreachable));
    assert_eq!(code(world.compared().await), ProblemCode::PhoneUnreachable);
    log.refuse(None);
    let offline = Failure { kind: FailureKind::Offline, outcome_unknown: false, retry_after: None };
    crm.fail(Some(offline));
    assert_eq!(code(world.compared().await), ProblemCode::SalesforceOffline);
}

#[tokio::test]
async fn requests_that_run_short_are_left_to_calls() {
    let (crm, log) = (MemoryCrm::default(), MemoryCallLog::default());
    let world = World::at(&crm, &log, |settings| settings.salesforce.api_daily_max = 5).await;
    crm.use_up(99, 100);
    assert_eq!(code(world.compared().await), ProblemCode::CompareSaving);
    crm.use_up(1, 100);
    world.compared().await.unwrap();
    let days = world.clock.now().wall.as_second() / 86_400;
    world.store.outbox().note_requests(days, 5).await.unwrap();
    let asked = (crm.requests(), log.asked());
    assert_eq!(code(world.compared().await), ProblemCode::SalesforceCapReached);
    assert_eq!((crm.requests(), log.asked()), asked);
}

#[tokio::test]
async fn a_month_is_read_day_by_day_and_no_more_than_that() {
    let (crm, log) = (MemoryCrm::default(), MemoryCallLog::default());
    let world = World::at(&crm, &log, |_| {}).await;
    let (first, last) = (jiff::civil::date(2026, 10, 23), jiff::civil::date(2026, 11, 22));
    world.reconciler.compare((first, last), &|_| {}).await.unwrap();
    assert_eq!((log.asked(), crm.requests()), (31, 1));
    let longer = world.reconciler.compare((first.yesterday().unwrap(), last), &|_| {}).await;
    assert_eq!(code(longer), ProblemCode::ComparePeriod);
}

#[tokio::test]
async fn nothing_is_filled_where_more_was_there_than_was_read() {
    let (crm, log) = (MemoryCrm::default(), MemoryCallLog::default());
    log.add([leg("1", NUMBER, at("10:00"))]);
    log.cut();
    let world = World::at(&crm, &log, |_| {}).await;
    let (today, never) = (jiff::civil::date(2026, 11, 22), CancellationToken::new());
    let done = world.reconciler.mend((today, today), &Wanted::All, &|_| {}, &never).await;
    let (compared, mended, problem) = done.unwrap();
    assert_eq!(problem.unwrap().code, ProblemCode::CompareCut);
    assert_eq!((mended, compared.comparison.findings.len()), (Mended::default(), 1));
    assert!(world.store.outbox().list(9).await.unwrap().is_empty());
}

#[tokio::test]
async fn who_stops_leaves_the_rest_as_it_was() {
    let (crm, log) = (MemoryCrm::default(), MemoryCallLog::default());
    log.add([leg("1", NUMBER, at("10:00")), leg("2", STRANGER, at("11:00"))]);
    let world = World::at(&crm, &log, |_| {}).await;
    let today = jiff::civil::date(2026, 11, 22);
    let cancel = CancellationToken::new();
    let stop = cancel.clone();
    let say = move |doing| {
        if let Doing::Mending { .. } = doing {
            stop.cancel();
        }
    };
    let (compared, mended, _) =
        world.reconciler.mend((today, today), &Wanted::All, &say, &cancel).await.unwrap();
    assert_eq!((mended.queued.len(), compared.comparison.findings.len()), (1, 1));
    let stopped = world.reconciler.mend((today, today), &Wanted::All, &|_| {}, &cancel).await;
    assert_eq!(stopped.unwrap_err().code, ProblemCode::CompareStopped);
    assert_eq!(world.mended().await.1.queued.len(), 1, "the other one");
}

#[tokio::test]
async fn a_call_over_midnight_has_one_key_whichever_day_is_compared() {
    let (crm, log) = (MemoryCrm::default(), MemoryCallLog::default());
    // Transferred away before midnight, and back after it.
    let back = leg("2", NUMBER, at("00:05"));
    let before =
        LoggedLeg { started: at("00:00") - SignedDuration::from_mins(30), ..leg("1", NUMBER, at("00:00")) };
    log.add([before.clone(), LoggedLeg { call: before.call.clone(), ..back }]);
    let world = World::at(&crm, &log, |_| {}).await;
    let today = jiff::civil::date(2026, 11, 22);
    let mut keys = Vec::new();
    for days in [
        (today.yesterday().unwrap(), today),
        (today, today),
        (today.yesterday().unwrap(), today.yesterday().unwrap()),
    ] {
        let compared = world.reconciler.compare(days, &|_| {}).await.unwrap();
        keys.push(compared.comparison.findings.into_iter().map(|finding| finding.id).collect::<Vec<_>>());
    }
    let key = "pbx.example|812|lcall-1|2026-11-21T23:30:00Z".to_owned();
    assert_eq!(keys, [vec![key.clone()], vec![], vec![key]]);
}
