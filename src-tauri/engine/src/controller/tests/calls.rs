//! From a ring to a written entry, and what the agent does meanwhile.

use domain::call::PhoneCommand;

use super::*;

#[tokio::test(start_paused = true)]
async fn the_number_is_shown_before_the_crm_answers_and_the_name_follows() {
    let world = World::new().await;
    world.crm.delay(5 * SECOND);
    world.phone.say(PhoneEvent::Connected { version: Some("20.0.8".into()) });
    world.phone.say(PhoneEvent::Snapshot { legs: Vec::new() });
    world.phone.say(PhoneEvent::LegChanged { leg: leg(LegStatus::Ringing, CALLER) });
    let ringing = world.until_pop(is_searching).await;
    assert_eq!(ringing.number.copied, CALLER);
    world.until_handled().await;
    assert!(is_searching(&world.view().pop[0]), "nobody has answered yet");

    world.pass(6 * SECOND).await;
    world.until_pop(|call| name_of(call).as_deref() == Some("Katharina Vogelsang")).await;
    let first = world.shown().into_iter().find(|view| !view.pop.is_empty()).unwrap();
    assert!(is_searching(&first.pop[0]));
}

#[tokio::test(start_paused = true)]
async fn a_name_known_here_stands_in_the_same_view_as_the_ring() {
    let world = World::new().await;
    let directory = Directory::open(world.store.clone(), Region::home_default()).await.unwrap();
    let known = [person("003I", "Known Here", "040 66 96 94-12")];
    directory.remember(&known, &number(), world.clock.now().wall).await.unwrap();
    world.until_asked(1).await;

    world.leg(LegStatus::Ringing, CALLER).await;
    world.until_pop(|_| true).await;
    let first = world.shown().into_iter().find(|view| !view.pop.is_empty()).unwrap();
    assert_eq!(name_of(&first.pop[0]).as_deref(), Some("Known Here"));
    world.until_handled().await;
    assert_eq!(world.crm.requests(), 1, "a fresh answer is not asked for again");
}

#[tokio::test(start_paused = true)]
async fn a_name_known_for_long_is_shown_at_once_and_asked_about() {
    let world = World::new().await;
    let directory = Directory::open(world.store.clone(), Region::home_default()).await.unwrap();
    let yesterday = world.clock.now().wall.checked_sub(24 * 3600 * SECOND).unwrap();
    let known = [person("003I", "Known Here", "040 66 96 94-12")];
    directory.remember(&known, &number(), yesterday).await.unwrap();

    world.leg(LegStatus::Ringing, CALLER).await;
    world.until_pop(|call| name_of(call).as_deref() == Some("Katharina Vogelsang")).await;
    let first = world.shown().into_iter().find(|view| !view.pop.is_empty()).unwrap();
    assert_eq!(name_of(&first.pop[0]).as_deref(), Some("Known Here"));
}

#[tokio::test(start_paused = true)]
async fn an_answer_for_a_call_that_is_gone_changes_no_call() {
    let world = World::new().await;
    world.crm.delay(3600 * SECOND);
    world.leg(LegStatus::Ringing, CALLER).await;
    world.until_pop(is_searching).await;
    let before = world.view();
    let result = Ok(vec![person("003X", "Somebody", CALLER)]);
    world.handle.send(Event::LookedUp { call: CallId(99), number: number(), result }).await;
    world.until_handled().await;
    let after = world.view();
    assert_eq!((&before.pop, &before.today), (&after.pop, &after.today));
}

#[tokio::test(start_paused = true)]
async fn an_answer_for_the_number_before_a_transfer_names_nobody() {
    let world = World::new().await;
    world.crm.delay(3600 * SECOND);
    world.leg(LegStatus::Ringing, "+493023125144").await;
    let id = CallId(world.until_pop(is_searching).await.id);
    world.leg(LegStatus::Ringing, CALLER).await;
    world.until_pop(|call| call.number.copied == CALLER).await;

    let old = read("+493023125144", &Region::home_default());
    let result = Ok(vec![person("003X", "Before The Transfer", "+493023125144")]);
    world.handle.send(Event::LookedUp { call: id, number: old, result }).await;
    world.until_handled().await;
    assert!(is_searching(&world.view().pop[0]), "{:?}", world.view().pop[0].caller);
}

#[tokio::test(start_paused = true)]
async fn what_the_phone_refuses_is_shown_and_a_new_try_clears_it() {
    let world = World::new().await;
    world.phone.refuse(Some(PhoneFailure::Refused { text: "Device busy".into() }));
    world.leg(LegStatus::Ringing, CALLER).await;
    let id = CallId(world.until_pop(|_| true).await.id);
    world.handle.act(AgentAction::Answer { call: id }).await;
    let refused = world.until(|view| view.pop.first().and_then(|call| call.refused.clone())).await;
    assert_eq!(refused, Problem { code: ProblemCode::PhoneRefused, detail: Some("Device busy".into()) });

    world.phone.refuse(None);
    world.handle.act(AgentAction::Reject { call: id }).await;
    world.until_pop(|call| call.refused.is_none()).await;
    world.until_handled().await;
    assert_eq!(world.phone.commands(), [(leg_id(), PhoneCommand::Answer), (leg_id(), PhoneCommand::Reject)]);
}

#[tokio::test(start_paused = true)]
async fn an_entry_waits_until_the_pop_is_closed_and_is_then_written_once() {
    let world = World::new().await;
    let id = world.talk(CALLER).await;
    let waiting = world.until_pop(|call| call.entry.is_some()).await;
    assert!(matches!(waiting.entry.unwrap().state, EntryStateView::Waiting { problem: None, .. }));
    assert_eq!((world.view().journal.waiting, world.crm.entries().len()), (1, 0));

    world.handle.act(AgentAction::Note { call: id, text: "Wants an offer.".into() }).await;
    world.handle.act(AgentAction::Dismiss { call: id }).await;
    world.until_row(is_written).await;
    world.until(|view| (view.journal.written_today == 1 && view.journal.waiting == 0).then_some(())).await;
    let entries = world.crm.entries();
    assert_eq!(entries.len(), 1);
    assert!(entries[0].description.contains("Wants an offer."), "{}", entries[0].description);
    assert_eq!(entries[0].about, domain::journal::About::Who { id: "003K".into() });
}

#[tokio::test(start_paused = true)]
async fn wrap_up_ends_by_itself() {
    let world = World::new().await;
    world.talk(CALLER).await;
    world.until_pop(|call| call.entry.is_some()).await;
    world.pass(61 * SECOND).await;
    world.until_row(is_written).await;
    assert!(world.view().pop.is_empty());
    assert_eq!(world.crm.entries().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_ring_while_pops_are_paused_is_a_notice_first_with_the_number_then_with_the_name() {
    let world = World::new().await;
    world.crm.delay(SECOND);
    world.handle.act(AgentAction::PausePops).await;
    world.leg(LegStatus::Ringing, CALLER).await;
    world.until_row(|_| true).await;
    world.pass(2 * SECOND).await;
    world.until_row(|row| row.name.is_some()).await;
    world.until_handled().await;
    let notices = world.screen.notices.lock().unwrap().clone();
    let who: Vec<_> = notices.iter().map(|notice| notice.who.as_str()).collect();
    assert_eq!(who, ["040 66969412", "Katharina Vogelsang"]);
    assert!(notices.iter().all(|notice| notice.call == 1 && notice.can_answer));
    assert!(world.view().pop.is_empty() && world.view().pops_paused);
}

#[tokio::test(start_paused = true)]
async fn followers_hear_every_event_and_every_view_in_order() {
    let world = World::new().await;
    let (replies, mut lines) = mpsc::channel(64);
    let request = crate::local::Request::Ask(crate::local::Ask::Watch);
    world.handle.send(Event::Asked(Asked { request, replies })).await;
    world.until_handled().await;
    world.crm.delay(3600 * SECOND);
    world.leg(LegStatus::Ringing, CALLER).await;

    let mut heard = Vec::new();
    while heard.last().is_none_or(|line: &serde_json::Value| line["view"]["pop"][0].is_null()) {
        heard.push(serde_json::from_str(&lines.recv().await.unwrap()).unwrap());
    }
    assert!(heard[0]["view"]["revision"].is_u64(), "the first line is the view as it is");
    let event = heard.iter().position(|line| line["event"]["event"] == "leg_changed").unwrap();
    assert!(event < heard.len() - 1, "what happened comes before what it changed");
}
