//! Writes whose answer was lost, repeats, and kills in between: one record in the end.

use super::*;

#[tokio::test(start_paused = true)]
async fn lost_answer_is_asked_about_after_the_longest_request_and_leaves_one_task() {
    let mut world = World::new(&[Does::WriteSilently]).await;
    world.queue(&["a"]).await;
    world.until("a", is_doubt).await;
    world.until_written("a").await;
    assert_eq!(world.seen(), [("a".into(), false), ("a".into(), true)]);
    assert!(world.after(1) - world.after(0) > LONGEST_REQUEST);
    assert_eq!(world.written(), ["a"]);
}

#[tokio::test(start_paused = true)]
async fn lost_request_is_sent_again_after_asking() {
    let mut world = World::new(&[Does::Lose, offline(), Does::Lose, Does::Write]).await;
    world.queue(&["a"]).await;
    world.until_written("a").await;
    let asked: Vec<bool> = world.seen().into_iter().map(|(_, ask_first)| ask_first).collect();
    assert_eq!(asked, [false, true, true, true, false]);
    assert_eq!(world.written(), ["a"]);
}

#[tokio::test(start_paused = true)]
async fn clock_set_forward_does_not_ask_early() {
    let mut world = World::new(&[Does::WriteSilently]).await;
    world.queue(&["a"]).await;
    world.until("a", is_doubt).await;
    world.clock.set_wall_wrong_by(SignedDuration::from_hours(30));
    world.nudge.queued();
    world.until_written("a").await;
    assert!(world.after(1) - world.after(0) > LONGEST_REQUEST);
}

#[tokio::test(start_paused = true)]
async fn clock_set_back_does_not_park_an_entry() {
    let mut world = World::new(&[Does::WriteSilently]).await;
    world.queue(&["a"]).await;
    world.until("a", is_doubt).await;
    world.clock.set_wall_wrong_by(SignedDuration::from_hours(-30));
    world.nudge.queued();
    world.until_written("a").await;
    let waited = world.after(1) - world.after(0);
    assert!(waited > LONGEST_REQUEST && waited < 20 * MINUTE, "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn killed_in_the_request_asks_before_it_sends_again() {
    let world = World::new(&[Does::Hang]).await;
    world.queue(&["a"]).await;
    while world.seen().is_empty() {
        tokio::task::yield_now().await;
    }
    let mut world = world.killed_and_started_again().await;
    world.until_written("a").await;
    assert_eq!(world.seen(), [("a".into(), false), ("a".into(), true), ("a".into(), false)]);
    assert!(world.after(1) - world.after(0) > LONGEST_REQUEST);
    assert_eq!(world.written(), ["a"]);
}

#[tokio::test(start_paused = true)]
async fn write_that_commits_after_its_repeat_leaves_one_record() {
    // Later than any request of Salesforce's: worse than it can be.
    let mut world = World::new(&[Does::WriteLate(12 * MINUTE)]).await;
    world.queue(&["a"]).await;
    world.until_written("a").await;
    assert_eq!(world.written(), ["a", "a"], "one of them not committed yet");
    world.until_written("a").await;
    assert_eq!(world.written(), ["a"]);
    let asked: Vec<bool> = world.seen().into_iter().map(|(_, question)| question).collect();
    assert_eq!(asked, [false, true, false, true]);
    assert!(world.after(3) - world.after(2) > LONGEST_REQUEST, "not before the repeat is over");
    let row = world.store.outbox().get("a").await.unwrap().unwrap();
    let kept = world.crm.records.lock().unwrap()[0].clone();
    let EntryState::Written { task_id, .. } = row.state else { panic!("{row:?}") };
    assert_eq!((task_id, kept.created), (kept.id, world.after(0)), "the older one stays");
}

#[tokio::test(start_paused = true)]
async fn record_a_person_worked_on_stays_whichever_it_is() {
    let mut world = World::new(&[Does::WriteLate(12 * MINUTE)]).await;
    world.queue(&["a"]).await;
    world.until_written("a").await;
    world.crm.records.lock().unwrap()[1].edited = true;
    world.until_written("a").await;
    let records = world.crm.records.lock().unwrap().clone();
    assert_eq!(records.len(), 1);
    assert!(records[0].edited);
}

#[tokio::test(start_paused = true)]
async fn killed_after_the_repeat_still_checks() {
    let mut world = World::new(&[Does::WriteLate(12 * MINUTE)]).await;
    world.queue(&["a"]).await;
    world.until_written("a").await;
    world.clock.set_wall_wrong_by(SignedDuration::from_hours(30));
    let mut world = world.killed_and_started_again().await;
    world.until_written("a").await;
    assert_eq!(world.written(), ["a"]);
}

#[tokio::test(start_paused = true)]
async fn clock_set_while_killed_does_not_ask_early() {
    let mut world = World::new(&[Does::WriteLate(9 * MINUTE)]).await;
    world.queue(&["a"]).await;
    world.until("a", is_doubt).await;
    world.clock.set_wall_wrong_by(SignedDuration::from_hours(30));
    let mut world = world.killed_and_started_again().await;
    world.until_written("a").await;
    assert_eq!(world.written(), ["a"], "never repeated");
    assert_eq!(world.seen(), [("a".into(), false), ("a".into(), true)]);
}

#[tokio::test(start_paused = true)]
async fn check_that_fails_is_made_again() {
    let script = [Does::WriteLate(12 * MINUTE), Does::Write, Does::Write, offline()];
    let mut world = World::new(&script).await;
    world.queue(&["a"]).await;
    world.until_written("a").await;
    world.until_written("a").await;
    assert_eq!(world.written(), ["a"]);
}

#[tokio::test(start_paused = true)]
async fn two_records_that_somebody_changed_stay_and_a_person_is_asked() {
    let mut world = World::new(&[Does::WriteLate(12 * MINUTE)]).await;
    world.queue(&["a"]).await;
    world.until_written("a").await;
    world.crm.records.lock().unwrap().iter_mut().for_each(|record| record.edited = true);
    let news = world.news.recv().await.unwrap();
    assert!(news.doubled, "{news:?}");
    assert_eq!(world.written(), ["a", "a"]);
}
