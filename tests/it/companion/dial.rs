//! Calls that start here, and calls that are sent on.

use domain::dial::DialSource;
use engine::view::{ConsultView, DialStateView, DialWarningView, DirectionView};
use serde_json::json;

use super::*;

const PRIYA: &str = "+442079460321";
/// The agent's phone that takes orders.
const APP: &str = "3CX";
const ANNA: &str = "813";

impl World {
    /// Linked, and calls start at the phone that takes orders.
    async fn dialling() -> Self {
        let mut world = Self::set().await;
        let mut settings = engine::settings::look(&world.profile.dir).unwrap();
        settings.dial.device = APP.into();
        engine::settings::save(&world.profile.dir, &settings).unwrap();
        world.start().await;
        world.until_linked().await;
        world
    }

    async fn dial(&self, number: &str, source: DialSource) {
        self.act(AgentAction::Dial { number: number.into(), source }).await;
    }

    async fn until_question(&self) -> Vec<DialWarningView> {
        self.until("a question", |view| match &view.dial.as_ref()?.state {
            DialStateView::Question { warnings } => Some(warnings.clone()),
            DialStateView::Checking | DialStateView::Asked | DialStateView::Failed { .. } => None,
        })
        .await
    }

    async fn until_failed(&self) -> (ProblemCode, bool) {
        self.until("a failure", |view| match &view.dial.as_ref()?.state {
            DialStateView::Failed { problem, retry } => Some((problem.code, *retry)),
            DialStateView::Checking | DialStateView::Asked | DialStateView::Question { .. } => None,
        })
        .await
    }

    async fn confirm(&self) {
        let dial = domain::desk::DialId(self.view().dial.as_ref().unwrap().id);
        self.act(AgentAction::ConfirmDial { dial, device: None }).await;
    }

    async fn until_outbound(&self) -> CallView {
        self.until_pop("a call that goes out", |call| call.direction == DirectionView::Outbound).await
    }

    async fn until_calls(&self, count: usize) -> Vec<i32> {
        let until = async {
            while self.pbx().calls().len() != count {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(DEADLINE, until).await.expect("so many calls at the phone system");
        self.pbx().calls()
    }
}

fn outcome_of(view: &View, id: CallId) -> Option<OutcomeView> {
    match view.today.iter().find(|row| row.id == id.0)?.phase {
        Phase::Ended { outcome, .. } => Some(outcome),
        Phase::Ringing | Phase::Dialing | Phase::Talking { .. } => None,
    }
}

#[tokio::test]
async fn a_link_is_asked_about_and_becomes_a_call_and_a_task() {
    let world = World::dialling().await;
    world.dial("tel:+44-20-7946-0321;ext=7", DialSource::Link).await;
    assert_eq!(world.until_question().await, [DialWarningView::Outside]);
    let asked = world.view().dial.clone().unwrap();
    assert_eq!((asked.number.copied.as_str(), asked.extension.as_deref()), (PRIYA, Some("7")));
    assert!(world.pbx().calls().is_empty(), "nothing is dialled before a yes");

    world.confirm().await;
    world.until_outbound().await;
    assert_eq!(world.view().dial, None, "what follows is a call");
    let call = world.until_calls(1).await[0];
    world.pbx().far_answer(call).unwrap();
    world.until_talking().await;
    world.pbx().hang_up(call).unwrap();
    assert_eq!(world.until_ended().await, OutcomeView::AnsweredOutbound);
    world.until_written().await;
    let tasks = world.tasks();
    assert_eq!((tasks.len(), &tasks[0]["CallType"]), (1, &json!("Outbound")));
    assert_eq!(tasks[0]["WhoId"], world.id_of("Contact", "Priya Raghunathan"));
}

#[tokio::test]
async fn a_refusal_says_why_and_a_second_try_calls() {
    let world = World::dialling().await;
    for (fault, value, code) in [
        ("makecall-422", None, ProblemCode::PhoneRefused),
        ("not-monitored", Some("812"), ProblemCode::PhoneNotAllowed),
        ("server-error", Some("500"), ProblemCode::PhoneBroken),
    ] {
        world.fault(fault, value);
        world.dial(PRIYA, DialSource::App).await;
        assert_eq!(world.until_failed().await, (code, true), "{fault}");
        assert!(world.pbx().calls().is_empty(), "{fault}");
        world.clear_faults();
        world.until_linked().await;
        world.confirm().await;
        world.until_outbound().await;
        let call = world.until_calls(1).await[0];
        world.pbx().hang_up(call).unwrap();
        assert_eq!(world.until_ended().await, OutcomeView::UnansweredOutbound);
        let ended = CallId(world.view().today[0].id);
        world.act(AgentAction::Dismiss { call: ended }).await;
        world.until("an empty pop", |view| view.pop.is_empty().then_some(())).await;
    }
}

#[tokio::test]
async fn a_phone_registered_anew_is_called_from_all_the_same() {
    let world = World::dialling().await;
    world.fault("stale-device", None);
    world.dial(PRIYA, DialSource::App).await;
    let call = world.until_outbound().await;
    assert_eq!(call.phase, Phase::Dialing, "the own phone that rings is no caller");
    assert_eq!(call.number.copied, PRIYA);
}

#[tokio::test]
async fn a_link_lost_while_dialling_finds_the_call_again() {
    let world = World::dialling().await;
    world.fault("lose-events", Some("10"));
    world.dial(PRIYA, DialSource::App).await;
    let call = world.until_calls(1).await[0];
    world.until("the order", |view| (view.dial.as_ref()?.state == DialStateView::Asked).then_some(())).await;
    world.clear_faults();
    world.pbx().drop_sockets(false);
    let found = world.until_outbound().await;
    assert_eq!((found.phase, found.number.copied.as_str()), (Phase::Dialing, PRIYA));
    assert_eq!(world.view().dial, None);
    world.pbx().far_answer(call).unwrap();
    world.until_talking().await;
}

#[tokio::test]
async fn a_colleague_is_asked_and_takes_the_call() {
    let world = World::dialling().await;
    let (first, id) = world.talk_with(KATHARINA).await;
    world.act(AgentAction::Consult { call: id, to: ANNA.into() }).await;
    let consult = |view: &View| view.pop.iter().find(|call| call.id == id.0)?.consult.clone();
    world.until("a call with her", |view| consult(view).filter(|asked| asked.with.is_some())).await;
    let second = *world.until_calls(2).await.iter().find(|call| **call != first).unwrap();
    world.pbx().answer(second, Some(ANNA)).unwrap();
    let asked: ConsultView = world.until("her answer", |view| consult(view).filter(|a| a.talks)).await;
    assert!(asked.can_hand_over);
    assert!(world.handle().colleagues("an").await.unwrap().iter().all(|them| them.number != "812"));

    world.act(AgentAction::HandOver { call: id }).await;
    assert_eq!(world.until_calls(1).await, [first], "the call with her made room");
    world.pbx().answer(first, Some(ANNA)).unwrap();
    let ended = async {
        let answered = Some(OutcomeView::AnsweredInbound);
        while outcome_of(&world.view(), id) != answered {
            world.pass(SECOND).await;
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(DEADLINE, ended).await.expect("the call is over here");
    let legs = world.pbx().legs(first);
    assert!(legs.iter().any(|leg| leg["dn"] == ANNA && leg["status"] == "Connected"), "{legs:?}");
    assert!(legs.iter().all(|leg| leg["dn"] != "812"), "{legs:?}");
}

#[tokio::test]
async fn a_ringing_call_rings_at_a_colleague_instead() {
    let world = World::dialling().await;
    let call = world.pbx().ring(&Ring::from(KATHARINA)).unwrap();
    let id = CallId(world.until_pop("Transfer", |call| call.can.transfer).await.id);
    world.act(AgentAction::Transfer { call: id, to: "nobody".into() }).await;
    let refused =
        |call: &CallView| call.refused.as_ref().is_some_and(|p| p.code == ProblemCode::DialNoNumber);
    world.until_pop("why not", refused).await;
    world.act(AgentAction::Transfer { call: id, to: ANNA.into() }).await;
    world
        .until("no pop", |view| view.pop.iter().all(|call| call.phase != Phase::Ringing).then_some(()))
        .await;
    assert!(world.pbx().legs(call).iter().any(|leg| leg["dn"] == ANNA), "{:?}", world.pbx().legs(call));
}
