//! Each kind of call leaves exactly the right Task.

use engine::view::ChoiceView;
use serde_json::json;

use super::*;

/// The fields that every Task of ours has in common.
fn assert_ours(task: &Value) {
    assert_eq!(
        (&task["Status"], &task["TaskSubtype"], &task["Subject"]),
        (&json!("Completed"), &json!("Call"), &json!("3CX Phone System Call")),
        "{task}"
    );
    let key = task["CallObject"].as_str().unwrap();
    let parts: Vec<&str> = key.split('|').collect();
    assert_eq!((parts.len(), parts[0], parts[1]), (4, "127.0.0.1", "812"), "{key}");
}

#[tokio::test]
async fn a_known_caller_who_is_answered() {
    let world = World::linked().await;
    let call = world.pbx().ring(&Ring::from(KATHARINA)).unwrap();
    world.until_pop("her name", |call| name_of(call) == Some("Katharina Vogelsang")).await;
    world.pbx().answer(call, Some("812")).unwrap();
    let id = world.until_talking().await;
    world.act(AgentAction::Note { call: id, text: "Wants an offer.\nCall back on Monday.".into() }).await;
    world.pass(61 * SECOND).await;
    world.pbx().hang_up(call).unwrap();
    assert_eq!(world.until_ended().await, OutcomeView::AnsweredInbound);
    assert!(world.tasks().is_empty(), "nothing is written while notes can be");

    let row = world.until_written().await;
    let tasks = world.tasks();
    assert_eq!(tasks.len(), 1);
    let task = &tasks[0];
    assert_ours(task);
    assert_eq!(task["WhoId"], world.id_of("Contact", "Katharina Vogelsang"));
    assert_eq!((&task["CallType"], &task["CallDisposition"]), (&json!("Inbound"), &json!("Answered")));
    let talked = task["CallDurationInSeconds"].as_u64().unwrap();
    assert!((61..75).contains(&talked), "{talked}");
    let text = task["Description"].as_str().unwrap();
    assert!(text.contains("Wants an offer.\nCall back on Monday."), "{text}");
    assert_eq!(row.entry.unwrap().key, task["CallObject"].as_str().unwrap());
}

#[tokio::test]
async fn an_unknown_caller_who_gives_up() {
    let world = World::linked().await;
    let call = world.pbx().ring(&Ring::from(NOBODY)).unwrap();
    world.until_pop("that nobody has it", |call| call.caller == CallerView::Unknown).await;
    world.pbx().hang_up(call).unwrap();
    assert_eq!(world.until_ended().await, OutcomeView::Missed);
    world.until_row("a written entry", is_written).await;
    let tasks = world.tasks();
    assert_eq!(tasks.len(), 1);
    assert_ours(&tasks[0]);
    assert_eq!((&tasks[0]["WhoId"], &tasks[0]["WhatId"]), (&Value::Null, &Value::Null));
    assert_eq!((&tasks[0]["CallType"], &tasks[0]["CallDurationInSeconds"]), (&json!("Inbound"), &json!(0)));
}

#[tokio::test]
async fn several_people_with_one_number_and_the_one_chosen() {
    let world = World::linked().await;
    let (call, id) = world.talk_with("+493023125100").await;
    let several = world
        .until_pop("several people", |call| {
            matches!(call.caller, CallerView::Several { choice: ChoiceView::Open, .. })
        })
        .await;
    let CallerView::Several { matches, .. } = several.caller else { panic!("{several:?}") };
    let person = matches.iter().find(|one| one.name == "Miriam Brandt").unwrap().id.clone();
    world.act(AgentAction::Choose { call: id, person: person.clone(), remember: true }).await;
    world.pbx().hang_up(call).unwrap();
    world.until_ended().await;
    world.until_written().await;
    assert_eq!(world.tasks()[0]["WhoId"], json!(person));

    let again = world.pbx().ring(&Ring::from("+493023125100")).unwrap();
    world
        .until_pop("the one remembered", |call| {
            let CallerView::Several { matches, choice: ChoiceView::Remembered { at } } = &call.caller else {
                return false;
            };
            matches[*at].id == person
        })
        .await;
    world.pbx().hang_up(again).unwrap();
}

#[tokio::test]
async fn a_call_that_goes_out() {
    let world = World::linked().await;
    let call = world.pbx().dialled("812", "+442079460321").unwrap();
    world.until_pop("dialling", |call| call.phase == Phase::Dialing).await;
    world.until_pop("a name", |call| name_of(call) == Some("Priya Raghunathan")).await;
    world.pbx().far_answer(call).unwrap();
    world.until_talking().await;
    world.pbx().hang_up(call).unwrap();
    assert_eq!(world.until_ended().await, OutcomeView::AnsweredOutbound);
    world.until_written().await;
    let tasks = world.tasks();
    assert_ours(&tasks[0]);
    assert_eq!(tasks[0]["CallType"], json!("Outbound"));
    assert_eq!(tasks[0]["WhoId"], world.id_of("Contact", "Priya Raghunathan"));
}

#[tokio::test]
async fn a_withheld_number_is_written_about_nobody() {
    let world = World::linked().await;
    let (call, _) = world.talk_with("").await;
    let pop = world.until_pop("a withheld number", |call| call.number.withheld).await;
    assert_eq!(pop.caller, CallerView::NotLookedUp);
    world.pbx().hang_up(call).unwrap();
    world.until_ended().await;
    world.until_written().await;
    let tasks = world.tasks();
    assert_eq!((tasks.len(), &tasks[0]["WhoId"]), (1, &Value::Null));
    assert_ours(&tasks[0]);
}

#[tokio::test]
async fn calls_of_colleagues_leave_nothing() {
    let world = World::linked().await;
    let internal = world.pbx().ring(&Ring { from: "813".into(), ..Ring::default() }).unwrap();
    world.until_row("an internal call", |row| row.internal).await;
    world.pbx().answer(internal, Some("812")).unwrap();
    world.until_row("a talk", |row| matches!(row.phase, Phase::Talking { .. })).await;
    world.pbx().hang_up(internal).unwrap();
    world.until_ended().await;

    let elsewhere = Ring { to: Some("801".into()), ..Ring::from("+46406055012") };
    let elsewhere = world.pbx().ring(&elsewhere).unwrap();
    world.until_pop("a ring", |call| call.phase == Phase::Ringing).await;
    world.pbx().answer(elsewhere, Some("813")).unwrap();
    world.until_row("who took it", |row| row.taken_by.is_some()).await;
    assert_eq!(world.until_ended().await, OutcomeView::AnsweredElsewhere);
    world.until("no pop", |view| view.pop.is_empty().then_some(())).await;
    world.pbx().hang_up(elsewhere).unwrap();

    // What comes after them is written, and they are not.
    let (call, _) = world.talk_with(KATHARINA).await;
    world.pbx().hang_up(call).unwrap();
    world.until_ended().await;
    world.until_written().await;
    let tasks = world.tasks();
    assert_eq!(tasks.len(), 1, "{tasks:?}");
    assert_eq!(tasks[0]["WhoId"], world.id_of("Contact", "Katharina Vogelsang"));
    assert!(world.view().today[1..].iter().all(|row| row.entry.is_none()));
}

#[tokio::test]
async fn a_call_answered_and_hung_up_from_the_pop() {
    let world = World::linked().await;
    world.pbx().ring(&Ring::from(KATHARINA)).unwrap();
    let id = CallId(world.until_pop("Answer", |call| call.can.answer).await.id);
    world.act(AgentAction::Answer { call: id }).await;
    world.until_talking().await;
    world.act(AgentAction::HangUp { call: id }).await;
    assert_eq!(world.until_ended().await, OutcomeView::AnsweredInbound);
    world.until_written().await;
    assert_eq!(world.tasks().len(), 1);
}
