//! A comparison beside the loop that goes on.

use jiff::civil::date;

use super::*;
use crate::phone::memory::MemoryCallLog;
use crate::reconcile::tests::leg as logged_leg;
use crate::reconcile::{Desk as ComparedDesk, Reach, Reconciler, Wanted};
use crate::search::{Reach as SearchReach, Search};

/// Compares with this log, through the loop of `world`.
async fn reconciler(world: &World, log: &MemoryCallLog) -> Reconciler {
    let crm: Arc<dyn Crm> = Arc::new(world.crm.clone());
    let directory = Directory::open(world.store.clone(), Region::home_default()).await.unwrap();
    let matching = Settings::default().matching;
    let reach =
        SearchReach { crm: Some(Arc::clone(&crm)), sign_in: None, directory: Some(directory), matching };
    let search = Search::new(reach, world.clock.clone(), None);
    let reach = Reach { crm: Some(crm), log: Some(Arc::new(log.clone())), ..Reach::default() };
    let desk = ComparedDesk::Running(world.handle.clone());
    Reconciler::new(world.store.clone(), desk, search, world.clock.clone(), reach, world.cancel.clone())
}

#[tokio::test(start_paused = true)]
async fn a_call_that_only_the_log_knows_takes_no_live_calls_place() {
    let world = World::new().await;
    let log = MemoryCallLog::default();
    log.add([logged_leg("1", CALLER, "2026-11-23T08:00:00Z".parse().unwrap())]);
    let reconciler = reconciler(&world, &log).await;
    let before = world.talk(CALLER).await;
    let today = date(2026, 11, 23);
    let never = CancellationToken::new();
    let mended = reconciler.mend((today, today), &Wanted::All, &|_| {}, &never).await;
    assert_eq!(mended.unwrap().1.queued.len(), 1);
    let after = world.talk("+493023125144").await;

    let calls = world.store.calls().recent(Timestamp::MIN).await.unwrap();
    let kept: BTreeSet<(CallId, &str)> =
        calls.iter().map(|call| (call.id, call.number.canonical())).collect();
    assert_eq!(kept.len(), 3, "each has a place of its own: {kept:?}");
    assert!(kept.contains(&(before, CALLER)) && kept.contains(&(after, "+493023125144")));
}
