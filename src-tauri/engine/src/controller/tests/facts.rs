//! Facts of people: after the name, at most once, and not while API calls are saved.

use domain::caller::{Facts, Owned};
use domain::outbox::FailureKind;

use super::*;
use crate::view::{FactRow, FactsView};

const MINUTE: Duration = Duration::from_secs(60);

fn of_jonas() -> Facts {
    let owner = Some(Owned { name: "Jonas Weber".into(), mine: false });
    Facts { owner, do_not_call: Some(true), ..Facts::default() }
}

async fn world() -> World {
    let crm = MemoryCrm::default();
    crm.add(person("003K", "Katharina Vogelsang", "(0)40 / 66 96 94-12"));
    crm.tell("003K", of_jonas());
    let mut context = context();
    context.settings.facts.enabled = true;
    let port = Arc::new(crm.clone());
    World::under(crm, port, context).await
}

fn owner_of(facts: &FactsView) -> Option<&str> {
    let FactsView::Known { rows, .. } = facts else { return None };
    rows.iter().find_map(|row| match row {
        FactRow::Owner { name, .. } => Some(name.as_str()),
        FactRow::LastActivity { .. }
        | FactRow::Opportunity { .. }
        | FactRow::Case { .. }
        | FactRow::NextTask { .. }
        | FactRow::Field { .. } => None,
    })
}

#[tokio::test(start_paused = true)]
async fn the_name_is_on_the_screen_before_facts_are_asked_for() {
    let world = world().await;
    let crm = world.crm.clone();
    let asked_when_named: Arc<Mutex<Vec<u64>>> = Arc::default();
    let seen = Arc::clone(&asked_when_named);
    *world.screen.on_show.lock().unwrap() = Some(Box::new(move |view| {
        if view.pop.first().is_some_and(|call| name_of(call).is_some()) {
            seen.lock().unwrap().push(crm.asked_facts());
        }
    }));
    world.crm.delay(2 * SECOND);
    world.leg(LegStatus::Ringing, CALLER).await;
    world.until_asked(2).await;
    world.pass(2 * SECOND).await;
    // The name is here; what else there is takes as long again.
    let call = world.until_pop(|call| name_of(call).is_some()).await;
    assert_eq!(call.facts, FactsView::Asking);
    world.until_asked(3).await;
    world.pass(SECOND).await;
    assert_eq!((world.view().pop[0].facts.clone(), world.crm.asked_facts()), (FactsView::Asking, 1));
    world.pass(SECOND).await;
    let call = world.until_pop(|call| owner_of(&call.facts).is_some()).await;
    assert_eq!(owner_of(&call.facts), Some("Jonas Weber"));
    let CallerView::One { best, .. } = &call.caller else { panic!("{call:?}") };
    assert!(best.do_not_call, "what was learned with the facts shows on the pop");
    assert_eq!(asked_when_named.lock().unwrap()[0], 0);
}

#[tokio::test(start_paused = true)]
async fn a_second_ring_within_ten_minutes_costs_nothing() {
    let world = world().await;
    world.talk(CALLER).await;
    let asked = world.crm.asked_facts();
    assert_eq!(asked, 1);
    world.pass(3 * MINUTE).await;
    world.leg(LegStatus::Ringing, CALLER).await;
    let call = world.until_pop(|call| owner_of(&call.facts).is_some()).await;
    assert_eq!((call.facts != FactsView::Off, world.crm.asked_facts()), (true, asked));
    let dir = world.dir.path().to_owned();
    world.pass(MINUTE).await;
    // Facts are for the screen alone.
    for row in dump(&dir) {
        assert!(!row.contains("Jonas Weber"), "{row}");
    }
}

/// Everything the store holds of calls.
fn dump(dir: &std::path::Path) -> Vec<String> {
    let connection = database(dir);
    let mut rows = connection.prepare("SELECT body FROM calls UNION ALL SELECT body FROM people").unwrap();
    let rows = rows.query_map([], |row| row.get(0)).unwrap();
    let rows: Vec<String> = rows.map(Result::unwrap).collect();
    assert!(!rows.is_empty());
    rows
}

#[tokio::test(start_paused = true)]
async fn an_org_with_few_calls_left_is_not_asked() {
    let world = world().await;
    world.crm.use_up(12_000, 15_000);
    let usage = *world.crm.usage().borrow();
    world.handle.send(Event::Usage(usage)).await;
    world.leg(LegStatus::Ringing, CALLER).await;
    let call = world.until_pop(|call| name_of(call).is_some()).await;
    assert_eq!(call.facts, FactsView::Saving);
    world.until(|view| view.health.api.saving.then_some(())).await;
    world.pass(MINUTE).await;
    assert_eq!((world.crm.asked_facts(), world.handle.facts("003K".into()).await), (0, FactsView::Saving));

    world.handle.send(Event::Usage(Usage { org: Some((11_999, 15_000)), ..usage })).await;
    world.handle.send(Event::IndexChanged).await;
    world.until_handled().await;
    assert!(!world.view().health.api.saving);
}

#[tokio::test(start_paused = true)]
async fn whoever_looks_a_person_up_is_told_by_the_same_answer() {
    let world = world().await;
    assert_eq!(world.handle.facts("003K".into()).await, FactsView::Off);
    world.talk(CALLER).await;
    let told = world.handle.facts("003K".into()).await;
    assert_eq!((owner_of(&told), world.crm.asked_facts()), (Some("Jonas Weber"), 1));
    world.pass(11 * MINUTE).await;
    let (one, other) = tokio::join!(world.handle.facts("003K".into()), world.handle.facts("003K".into()));
    assert!(owner_of(&one).is_some() && one == other);
    assert_eq!(world.crm.asked_facts(), 2);
    // Nobody this computer knows.
    assert_eq!(world.handle.facts("003X' OR Id != '".into()).await, FactsView::Off);
}

#[tokio::test(start_paused = true)]
async fn what_failed_says_why_and_is_asked_again_when_the_crm_is_back() {
    let world = world().await;
    world.talk(CALLER).await;
    world.pass(11 * MINUTE).await;
    world.crm.fail(Some(failure(FailureKind::Busy)));
    world.leg(LegStatus::Ringing, CALLER).await;
    let call = world.until_pop(|call| matches!(call.facts, FactsView::Failed { .. })).await;
    assert_eq!(name_of(&call).as_deref(), Some("Katharina Vogelsang"));
    let FactsView::Failed { problem } = world.handle.facts("003K".into()).await else { panic!() };
    assert_eq!(problem.code, ProblemCode::SalesforceBusy);
    world.crm.fail(None);
    world.pass(2 * MINUTE).await;
    world.until_pop(|call| owner_of(&call.facts).is_some()).await;
}

#[tokio::test(start_paused = true)]
async fn an_answer_about_somebody_else_does_not_show() {
    let world = world().await;
    world.crm.add(person("003M", "Miriam Brandt", "+49 30 23125144"));
    world.crm.delay(2 * SECOND);
    world.leg(LegStatus::Ringing, CALLER).await;
    world.until_asked(2).await;
    world.pass(2 * SECOND).await;
    world.until_asked(3).await;
    world.until_pop(|call| call.facts == FactsView::Asking).await;
    // The call is handed over before the answer is here.
    world.leg(LegStatus::Ringing, "+493023125144").await;
    world.until_asked(4).await;
    world.pass(2 * SECOND).await;
    let call = world.until_pop(|call| name_of(call).as_deref() == Some("Miriam Brandt")).await;
    assert_eq!(call.facts, FactsView::Asking);
    world.until_asked(5).await;
    world.pass(2 * SECOND).await;
    let call = world.until_pop(|call| matches!(call.facts, FactsView::Known { .. })).await;
    assert_eq!(owner_of(&call.facts), None);
}

#[tokio::test(start_paused = true)]
async fn facts_of_before_signing_out_are_gone() {
    let world = world().await;
    world.leg(LegStatus::Ringing, CALLER).await;
    world.until_pop(|call| owner_of(&call.facts).is_some()).await;
    let why = crate::signin::SignedOut::NotYet;
    world.handle.send(Event::SignIn(SignInState::SignedOut { why })).await;
    world.until_pop(|call| call.facts == FactsView::Off).await;
    assert_eq!(world.handle.facts("003K".into()).await, FactsView::Off);
}
