//! The program is killed, and starts again on the same profile.

use super::*;

#[tokio::test]
async fn killed_mid_call_the_notes_are_kept_and_one_task_is_written() {
    let mut world = World::linked().await;
    let (call, id) = world.talk_with(KATHARINA).await;
    world.until_pop("her name", |call| name_of(call).is_some()).await;
    world.act(AgentAction::Note { call: id, text: "Noted before the end.".into() }).await;
    world.until_pop("saved notes", |call| call.notes_saved_ms.is_some()).await;
    world.kill().await;

    world.start().await;
    world.until_linked().await;
    let pop = world.until_pop("the same call", |call| matches!(call.phase, Phase::Talking { .. })).await;
    assert_eq!((pop.id, pop.notes.as_str()), (id.0, "Noted before the end."));
    world.pbx().hang_up(call).unwrap();
    world.until_ended().await;
    world.until_written().await;
    let tasks = world.tasks();
    assert_eq!(tasks.len(), 1);
    let text = tasks[0]["Description"].as_str().unwrap();
    assert!(text.contains("Noted before the end."), "{text}");
    assert_eq!(tasks[0]["WhoId"], world.id_of("Contact", "Katharina Vogelsang"));
}

#[tokio::test]
async fn killed_mid_call_that_ends_meanwhile_leaves_one_task() {
    let mut world = World::linked().await;
    let (call, id) = world.talk_with(KATHARINA).await;
    world.until_pop("her name", |call| name_of(call).is_some()).await;
    world.act(AgentAction::Note { call: id, text: "Noted before the end.".into() }).await;
    world.until_pop("saved notes", |call| call.notes_saved_ms.is_some()).await;
    world.kill().await;
    world.pbx().hang_up(call).unwrap();

    world.start().await;
    world.until_linked().await;
    world.until_written().await;
    let tasks = world.tasks();
    assert_eq!(tasks.len(), 1);
    assert!(tasks[0]["Description"].as_str().unwrap().contains("Noted before the end."));
}

#[tokio::test]
async fn killed_in_wrap_up_the_entry_is_written_at_the_next_start() {
    let mut world = World::linked().await;
    let (call, _) = world.talk_with(KATHARINA).await;
    world.until_pop("her name", |call| name_of(call).is_some()).await;
    world.pbx().hang_up(call).unwrap();
    world.until_ended().await;
    world.until_on_disk().await;
    world.kill().await;
    assert!(world.tasks().is_empty());

    world.start().await;
    world.until_row("a written entry", is_written).await;
    assert_eq!(world.tasks().len(), 1);
}

#[tokio::test]
async fn killed_while_the_task_is_being_written_leaves_one_task() {
    let mut world = World::linked().await;
    let (call, id) = world.talk_with(KATHARINA).await;
    world.until_pop("her name", |call| name_of(call).is_some()).await;
    world.pbx().hang_up(call).unwrap();
    world.until_ended().await;
    world.until_on_disk().await;
    world.fault("reset-after-commit", Some("1"));
    world.act(AgentAction::Dismiss { call: id }).await;
    until(|| !world.tasks().is_empty()).await;
    world.kill().await;
    assert_eq!(world.tasks().len(), 1);

    world.start().await;
    let key = world.until_row("an entry in doubt", is_in_doubt).await.entry.unwrap().key;
    world.pass(Duration::from_secs(12 * 60)).await;
    world.act(AgentAction::RetryEntry { key }).await;
    world.until_row("a written entry", is_written).await;
    assert_eq!(world.tasks().len(), 1);
}

#[tokio::test]
async fn stopped_and_started_again_the_day_is_still_there() {
    let mut world = World::linked().await;
    let (call, id) = world.talk_with(KATHARINA).await;
    world.pbx().hang_up(call).unwrap();
    world.until_ended().await;
    world.until_written().await;
    world.stop().await;
    world.start().await;
    world.until_linked().await;
    let row = world.until_row("the call of before", is_written).await;
    assert_eq!((row.id, row.name.as_deref()), (id.0, Some("Katharina Vogelsang")));
    let (call, next) = world.talk_with(NOBODY).await;
    assert!(next > id, "ids are never used again");
    world.pbx().hang_up(call).unwrap();
    world.until_ended().await;
    world.until_written().await;
    assert_eq!(world.tasks().len(), 2);
}

async fn until(done: impl Fn() -> bool) {
    let waited = tokio::time::timeout(DEADLINE, async {
        while !done() {
            tokio::task::yield_now().await;
        }
    });
    waited.await.expect("never came");
}
