//! Many rows in one request, and requests that run short.

use super::*;

#[tokio::test(start_paused = true)]
async fn all_that_is_due_goes_in_one_request_and_a_bad_row_harms_no_other() {
    let mut world = World::new(&[refusing("b")]).await;
    world.queue(&["a", "b", "c"]).await;
    world.until_written("a").await;
    let stuck = world.until("b", |state| matches!(state, EntryState::Stuck { .. })).await;
    assert_eq!(stuck, EntryState::Stuck { why: refused() });
    world.until_written("c").await;
    assert_eq!(world.seen(), [("a b c".into(), false)]);
    assert_eq!(world.written(), ["a", "c"]);
}

#[tokio::test(start_paused = true)]
async fn more_than_one_request_takes_go_in_several() {
    let world = World::new(&[]).await;
    world.running.abort();
    let keys: Vec<String> = (0..450).map(|nth| format!("k{nth:03}")).collect();
    world.queue(&keys.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let mut world = world.killed_and_started_again().await;
    world.until_written("k449").await;
    let rows: Vec<usize> = world.seen().iter().map(|(keys, _)| keys.split(' ').count()).collect();
    assert_eq!(rows, [200, 200, 50]);
    assert_eq!(world.written(), keys);
}

#[tokio::test(start_paused = true)]
async fn lost_answer_of_many_is_asked_about_in_one_question() {
    let mut world = World::new(&[Does::WriteSilently]).await;
    world.queue(&["a", "b", "c"]).await;
    for key in ["a", "b", "c"] {
        world.until_written(key).await;
    }
    assert_eq!(world.seen(), [("a b c".into(), false), ("a b c".into(), true)]);
    assert_eq!(world.written(), ["a", "b", "c"]);
    tokio::time::sleep(60 * MINUTE).await;
    assert_eq!(world.seen().len(), 2, "what was found after one request cannot be there twice");
}

#[tokio::test(start_paused = true)]
async fn while_requests_are_saved_entries_are_collected_unless_somebody_is_watching() {
    let mut world = World::new(&[]).await;
    let org = |used| move |usage: &mut Usage| usage.org = Some((used, 100));
    world.crm.usage.send_modify(org(80));
    let began = world.clock.now().mono;
    world.queue(&["a"]).await;
    tokio::time::sleep(5 * MINUTE).await;
    world.queue(&["b"]).await;
    world.until_written("a").await;
    world.until_written("b").await;
    assert_eq!(world.seen(), [("a b".into(), false)]);
    let collected = world.after(0) - began;
    assert!(collected >= COLLECT_FOR && collected < 2 * COLLECT_FOR, "{collected:?}");

    world.queue(&["c"]).await;
    tokio::time::sleep(MINUTE).await;
    assert_eq!(world.seen().len(), 1);
    let asked = world.clock.now().mono;
    world.nudge.crm_ready();
    world.until_written("c").await;
    assert!(world.after(1) - asked < 2 * MINUTE, "a person pressed Retry");

    world.crm.usage.send_modify(org(79));
    let asked = world.clock.now().mono;
    world.queue(&["d"]).await;
    world.until_written("d").await;
    assert!(world.after(2) - asked < 2 * MINUTE, "the allowance is large again");
}

#[tokio::test(start_paused = true)]
async fn cap_of_a_day_holds_over_a_restart_and_ends_with_the_day() {
    let mut settings = domain::settings::Settings::default();
    settings.salesforce.api_daily_max = 2;
    let mut world = World::new(&[]).await;
    world.limits.send_replace(Limits::of(&settings));
    for key in ["a", "b"] {
        world.queue(&[key]).await;
        world.until_written(key).await;
    }
    world.queue(&["c", "d"]).await;
    for key in ["c", "d"] {
        let held = world.until(key, has_failed).await;
        let EntryState::Waiting { last, .. } = held else { panic!("{held:?}") };
        assert_eq!(last, Some(FailureKind::CapReached));
    }
    let mut world = world.killed_and_started_again().await;
    // A new program counts its requests from nothing.
    world.crm.usage.send_modify(|usage| usage.ours = 0);
    tokio::time::sleep(3 * MINUTE).await;
    assert_eq!(world.seen().len(), 2, "held, and a restart gives nothing");
    world.until_written("c").await;
    world.until_written("d").await;
    let zone = jiff::tz::TimeZone::system();
    let day = |at: Timestamp| at.to_zoned(zone.clone()).date();
    let began = Timestamp::from_second(1_795_000_000).unwrap();
    let wrote = later(began, world.after(2));
    assert_eq!(day(wrote), day(began).tomorrow().unwrap());
    assert_eq!(world.seen().len(), 3, "and together");
}
