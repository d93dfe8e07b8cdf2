//! Both connections: up, down and why, and what happens when they come back.

use async_trait::async_trait;
use domain::call::LossReason;
use domain::journal::Entry;
use domain::outbox::{FailureKind, Written};
use domain::search::Asked;

use super::*;
use crate::crm::Saved;
use crate::signin::SignedOut;
use crate::view::LinkView;

fn down_code(link: &LinkView) -> Option<ProblemCode> {
    match link {
        LinkView::Down { problem, .. } => Some(problem.code),
        LinkView::Connecting | LinkView::Up { .. } => None,
    }
}

fn is_up(view: &View) -> Option<()> {
    matches!(view.health.salesforce, LinkView::Up { .. }).then_some(())
}

#[tokio::test(start_paused = true)]
async fn a_crm_out_of_reach_is_told_and_what_waited_is_written_when_it_is_back() {
    let world = World::new().await;
    world.until(is_up).await;
    world.crm.fail(Some(failure(FailureKind::Offline)));
    let id = world.talk(CALLER).await;
    world.until(|view| down_code(&view.health.salesforce)).await;
    let call = world.until_pop(|call| matches!(call.caller, CallerView::Unreachable { .. })).await;
    assert_eq!(call.number.copied, CALLER);
    world.handle.act(AgentAction::Dismiss { call: id }).await;
    world.until_handled().await;
    let row = &world.view().today[0];
    assert!(
        matches!(row.entry.as_ref().unwrap().state, EntryStateView::Waiting { due_ms: None, .. }),
        "held until it is known whom it is about: {row:?}"
    );
    assert_eq!(world.view().health.problems[0].problem.code, ProblemCode::SalesforceOffline);

    world.crm.fail(None);
    world.pass(11 * SECOND).await;
    world.until(is_up).await;
    world.until_row(is_written).await;
    let entries = world.crm.entries();
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].about, domain::journal::About::Who { id: "003K".into() });
}

#[tokio::test(start_paused = true)]
async fn a_caller_that_the_desk_forgot_among_hundreds_is_asked_for_when_the_crm_is_back() {
    let world = World::new().await;
    world.until(is_up).await;
    world.crm.fail(Some(failure(FailureKind::Offline)));
    let id = world.talk(CALLER).await;
    world.handle.act(AgentAction::Dismiss { call: id }).await;
    world.until_handled().await;
    let mut forgotten = world.store.calls().recent(Timestamp::UNIX_EPOCH).await.unwrap().remove(0);
    let key = "pbx.example.com|812|99|2026-11-23T08:00:00Z".to_owned();
    let mut entry = world.store.outbox().list(1).await.unwrap().remove(0).entry;
    (forgotten.id, forgotten.key) = (CallId(99), key.clone());
    (entry.call, entry.key) = (forgotten.id, key.clone());
    world.store.calls().save(&forgotten).await.unwrap();
    world.store.outbox().queue(&entry, None, world.clock.now().wall).await.unwrap();

    world.crm.fail(None);
    world.pass(11 * SECOND).await;
    world.until(is_up).await;
    world.until_row(|row| row.id == 99 && is_written(row)).await;
    assert!(world.crm.entries().iter().any(|entry| entry.key == key));
}

#[tokio::test(start_paused = true)]
async fn a_caller_that_could_not_be_asked_for_without_a_right_is_asked_for_again() {
    let world = World::new().await;
    world.until(is_up).await;
    let refused = FailureKind::NotAllowed { message: "no".into(), why: domain::outbox::Barred::Rights };
    world.crm.fail(Some(failure(refused)));
    let id = world.talk(CALLER).await;
    world.until_pop(|call| matches!(call.caller, CallerView::Unreachable { .. })).await;
    world.handle.act(AgentAction::Dismiss { call: id }).await;
    world.until_handled().await;
    world.crm.fail(None);
    assert!(!is_written(&world.view().today[0]));
    world.pass(Duration::from_secs(15 * 60)).await;
    world.until_row(is_written).await;
}

#[tokio::test(start_paused = true)]
async fn a_crm_out_of_reach_is_asked_less_and_less_often() {
    let crm = MemoryCrm::default();
    crm.fail(Some(failure(FailureKind::Offline)));
    let world = World::with(crm).await;
    world.until(|view| down_code(&view.health.salesforce)).await;
    assert_eq!(world.crm.requests(), 1);
    let began = world.clock.now().mono;
    for (times, at) in (1..).zip([10, 30, 70, 150, 270, 390]) {
        let due = began + Duration::from_secs(at);
        world.pass(due - SECOND - world.clock.now().mono).await;
        assert_eq!(world.crm.requests(), times, "asked again before {at} s");
        world.pass(2 * SECOND).await;
        assert_eq!(world.crm.requests(), times + 1, "not asked again after {at} s");
    }
    assert_eq!(world.view().health.problems.len(), 1, "one outage is one problem");
}

#[tokio::test(start_paused = true)]
async fn an_expired_sign_in_is_told_and_not_probed_and_signing_in_heals_it() {
    let crm = MemoryCrm::default();
    crm.sign_in(identity());
    let world = World::with(crm).await;
    world.until(|view| view.health.salesforce_user.clone()).await;
    world.crm.fail(Some(failure(FailureKind::SignedOut)));
    let signed_out = SignInState::SignedOut { why: SignedOut::Expired };
    world.handle.send(Event::SignIn(signed_out)).await;
    let code = world.until(|view| down_code(&view.health.salesforce)).await;
    assert_eq!(code, ProblemCode::SalesforceSessionEnded);
    world.leg(LegStatus::Ringing, CALLER).await;
    world.until_pop(|call| matches!(call.caller, CallerView::Unreachable { .. })).await;
    world.until_handled().await;
    let asked = world.crm.requests();
    world.pass(300 * SECOND).await;
    assert_eq!(world.crm.requests(), asked, "nobody can sign in but the agent");
    let told = world.view();
    assert_eq!(
        down_code(&told.health.salesforce),
        Some(ProblemCode::SalesforceSessionEnded),
        "the exact one"
    );
    let failed = Problem { code: ProblemCode::SalesforceAppBlocked, detail: Some("by admin".into()) };
    world.handle.send(Event::SignInFailed { problem: failed.clone() }).await;
    world.until(|view| view.health.problems.iter().any(|past| past.problem == failed).then_some(())).await;

    world.crm.fail(None);
    world.handle.send(Event::SignIn(SignInState::SignedIn { address: None })).await;
    world.until(is_up).await;
}

#[tokio::test(start_paused = true)]
async fn a_lost_phone_link_keeps_its_since_and_a_new_reason_is_told() {
    let world = World::new().await;
    let down = |view: &View| match &view.health.phone {
        LinkView::Down { since_ms, problem } => Some((*since_ms, problem.code)),
        LinkView::Connecting | LinkView::Up { .. } => None,
    };
    world.say(PhoneEvent::Connected { version: Some("20.0.8".into()) }).await;
    world.say(PhoneEvent::Lost { reason: LossReason::Dropped }).await;
    let (since, code) = world.until(down).await;
    assert_eq!(code, ProblemCode::PhoneDropped);
    world.pass(5 * SECOND).await;
    world.say(PhoneEvent::Lost { reason: LossReason::SharedClient }).await;
    let after = world.until(|view| down(view).filter(|(_, now)| *now != code)).await;
    assert_eq!(after, (since, ProblemCode::PhoneSharedClient));
    world.say(PhoneEvent::Connected { version: None }).await;
    world.until(|view| matches!(view.health.phone, LinkView::Up { .. }).then_some(())).await;
    assert_eq!(world.view().health.phone_version.as_deref(), Some("20.0.8"));
}

/// Says who is signed in, and refuses everything else: maintenance, or an org's limit.
struct Half(MemoryCrm);

#[async_trait]
impl Crm for Half {
    async fn find_people(&self, number: &Number) -> Result<Vec<Person>, Failure> {
        self.0.find_people(number).await?;
        Err(failure(FailureKind::Busy))
    }

    async fn search(&self, _: &Asked) -> Result<Vec<Person>, Failure> {
        Err(failure(FailureKind::Busy))
    }

    async fn read_again(&self, _: &[Person]) -> Result<Vec<Person>, Failure> {
        Err(failure(FailureKind::Busy))
    }

    async fn write_entries(&self, entries: &[Entry]) -> Vec<Result<Saved, Failure>> {
        entries.iter().map(|_| Err(failure(FailureKind::Busy))).collect()
    }

    async fn written(&self, _: &[Entry]) -> Result<Vec<Vec<Written>>, Failure> {
        Err(failure(FailureKind::Busy))
    }

    async fn remove(&self, _: &str) -> Result<(), Failure> {
        Err(failure(FailureKind::Busy))
    }

    async fn page(&self, _: &str) -> Option<String> {
        None
    }

    async fn identity(&self) -> Result<Identity, Failure> {
        Ok(Identity::default())
    }

    fn usage(&self) -> watch::Receiver<Usage> {
        self.0.usage()
    }
}

#[tokio::test(start_paused = true)]
async fn a_crm_that_only_says_who_is_signed_in_is_not_asked_more_often_for_it() {
    let crm = MemoryCrm::default();
    let world = World::through(crm.clone(), Arc::new(Half(crm))).await;
    world.leg(LegStatus::Ringing, CALLER).await;
    world.until_pop(|call| matches!(call.caller, CallerView::Unreachable { .. })).await;
    world.pass(600 * SECOND).await;
    let asked = world.crm.requests();
    assert!((4..=9).contains(&asked), "asked {asked} times in ten minutes");
}
