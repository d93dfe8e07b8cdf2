//! One row after the other: when it is sent, and what a failure means for it and for the others.

use super::*;

#[tokio::test(start_paused = true)]
async fn sends_what_is_due_in_order() {
    let mut world = World::new(&[]).await;
    world.queue(&["a", "b"]).await;
    world.until_written("b").await;
    assert_eq!(world.written(), ["a", "b"]);
    let keys: Vec<String> = world.seen().into_iter().map(|(keys, _)| keys).collect();
    assert_eq!(keys.join(" "), "a b");
}

#[tokio::test(start_paused = true)]
async fn waits_until_an_entry_is_due() {
    let mut world = World::new(&[]).await;
    let now = world.clock.now();
    let due = later(now.wall, 5 * MINUTE);
    world.store.outbox().queue(&entry("a"), Some(due), now.wall).await.unwrap();
    world.nudge.queued();
    world.until_written("a").await;
    assert!(world.after(0) >= 5 * MINUTE, "{:?}", world.after(0));
    assert!(world.after(0) < 7 * MINUTE, "{:?}", world.after(0));
}

#[tokio::test(start_paused = true)]
async fn outage_pauses_all_rows_and_backs_off() {
    let mut world = World::new(&[offline(), offline(), offline()]).await;
    world.queue(&["a", "b", "c"]).await;
    for key in ["a", "b", "c"] {
        world.until_written(key).await;
    }
    assert!(world.seen().len() < 6, "one request for each pause, not one for each row: {:?}", world.seen());
    assert!(world.after(1) - world.after(0) >= Duration::from_secs(3));
    assert!(world.after(2) - world.after(1) > world.after(1) - world.after(0));
    let last = world.seen().len() - 1;
    assert!(world.after(last) - world.after(2) < MINUTE, "all of them, as soon as one comes through");
}

#[tokio::test(start_paused = true)]
async fn signed_out_waits_for_the_sign_in() {
    let mut world = World::new(&[Does::Fail(FailureKind::SignedOut)]).await;
    world.queue(&["a", "b"]).await;
    world.until("a", has_failed).await;
    let signed_out = world.clock.now().mono;
    world.nudge.queued();
    tokio::time::sleep(MINUTE).await;
    assert_eq!(world.seen().len(), 1, "nothing is sent while signed out");
    world.nudge.crm_ready();
    world.until_written("a").await;
    assert!(world.clock.now().mono - signed_out < 2 * MINUTE);
}

#[tokio::test(start_paused = true)]
async fn refused_row_is_stuck_and_blocks_no_other() {
    let mut world = World::new(&[refusing("a")]).await;
    world.queue(&["a", "b"]).await;
    let stuck = world.until("a", |state| matches!(state, EntryState::Stuck { .. })).await;
    assert_eq!(stuck, EntryState::Stuck { why: refused() });
    world.until_written("b").await;

    let now = world.clock.now().wall;
    assert!(world.store.outbox().retry("a", now).await.unwrap());
    world.nudge.queued();
    world.until_written("a").await;
    assert_eq!(world.seen().last(), Some(&("a".into(), false)));
}

#[tokio::test(start_paused = true)]
async fn nonsense_is_tried_a_few_times_however_long_the_outage_before() {
    let nonsense = Does::Fail(FailureKind::Broken { detail: "html".into() });
    let mut script = vec![offline(); 20];
    script.extend(vec![nonsense; 10]);
    let mut world = World::new(&script).await;
    world.queue(&["a"]).await;
    world.until("a", |state| matches!(state, EntryState::Stuck { .. })).await;
    assert_eq!(world.seen().len(), 20 + usize::try_from(domain::outbox::BROKEN_TRIES_MAX).unwrap());
}

#[tokio::test(start_paused = true)]
async fn defect_in_the_adapter_does_not_end_the_loop() {
    let mut world = World::new(&[Does::Panic, Does::Hang]).await;
    world.queue(&["a", "b"]).await;
    world.until("a", is_doubt).await;
    world.until("b", is_doubt).await;
    world.until_written("a").await;
    world.until_written("b").await;
    assert_eq!(world.written().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn closed_store_ends_the_loop() {
    let mut world = World::new(&[]).await;
    world.queue(&["a"]).await;
    world.until_written("a").await;
    world.store.clone().close().await;
    world.nudge.queued();
    (&mut world.running).await.unwrap();
    assert_eq!(world.written(), ["a"]);
}

#[tokio::test(start_paused = true)]
async fn ends_when_told_and_lets_a_running_write_end() {
    let mut world = World::new(&[Does::Slowly]).await;
    world.queue(&["a"]).await;
    while world.seen().is_empty() {
        tokio::task::yield_now().await;
    }
    world.cancel.cancel();
    (&mut world.running).await.unwrap();
    assert_eq!(world.written(), ["a"]);
    let row = world.store.outbox().get("a").await.unwrap().unwrap();
    assert!(matches!(row.state, EntryState::Written { .. }), "{row:?}");

    let mut world = World::new(&[Does::Hang]).await;
    world.queue(&["b"]).await;
    while world.seen().is_empty() {
        tokio::task::yield_now().await;
    }
    let told = world.clock.now().mono;
    world.cancel.cancel();
    (&mut world.running).await.unwrap();
    assert!(world.clock.now().mono - told <= Duration::from_secs(4));
    assert!(world.store.outbox().get("b").await.unwrap().unwrap().sending, "asked about at the next start");
}
