use domain::outbox::FailureKind;
use engine::directory::sync::Doing;
use engine::problem::ProblemCode;

use super::*;

async fn code_of_stop(desk: &Desk) -> ProblemCode {
    desk.try_sync().await.unwrap_err().problem().unwrap().code
}

#[tokio::test]
async fn whatever_passes_costs_nothing_but_time() {
    let desk = Desk::open().await;
    desk.world.fault("bulk-page-rows", Some("50"));
    for (fault, value) in [
        ("bulk-fail", Some("1")),
        ("bulk-locator-expired", Some("2")),
        ("bulk-slow", Some("7")),
        ("gzip-off", None),
        ("fail-next", Some("503:2")),
        ("expire-tokens", None),
    ] {
        desk.store.people().wipe().await.unwrap();
        desk.world.fault(fault, value);
        desk.sync().await;
        assert_eq!(desk.status().await.people, desk.everybody(), "{fault}");
        desk.world.fault("bulk-slow", Some("0"));
    }
}

#[tokio::test]
async fn a_job_that_fails_again_and_again_is_told_and_tried_anew() {
    let desk = Desk::open().await;
    desk.world.fault("bulk-fail", Some("4"));
    let sync = desk.synchronizer();
    let stop = sync.run_once(&Region::home_default(), CancellationToken::new()).await.unwrap_err();
    assert!(matches!(stop, SyncStop::JobFailed), "{stop:?}");
    let Doing::Stopped { why } = sync.doing().borrow().clone() else { panic!("not told") };
    assert_eq!(why.code, ProblemCode::IndexJobFailed);
    assert_eq!(desk.jobs(), 3, "bounded");
    desk.sync().await;
    assert_eq!(desk.status().await.people, desk.everybody());
}

#[tokio::test]
async fn a_result_that_salesforce_dropped_is_collected_anew() {
    let desk = Desk::open().await;
    desk.world.fault("bulk-page-rows", Some("50"));
    let sync = desk.synchronizer();
    let mut doing = sync.doing();
    let home = Region::home_default();
    let run = sync.run_once(&home, CancellationToken::new());
    tokio::pin!(run);
    let mut dropped = false;
    loop {
        tokio::select! {
            outcome = &mut run => {
                outcome.unwrap();
                break;
            }
            _ = doing.changed() => if !dropped && matches!(*doing.borrow(), Doing::Reading { .. }) {
                desk.world.fault("bulk-forget", None);
                dropped = true;
            }
        }
    }
    assert!(dropped);
    assert_eq!((desk.status().await.people, desk.jobs()), (desk.everybody(), 5));
}

#[tokio::test]
async fn a_token_that_expires_half_way_is_renewed() {
    let desk = Desk::open().await;
    desk.world.fault("bulk-page-rows", Some("50"));
    let sync = desk.synchronizer();
    let mut doing = sync.doing();
    let home = Region::home_default();
    let run = sync.run_once(&home, CancellationToken::new());
    tokio::pin!(run);
    let mut expired = 0;
    loop {
        tokio::select! {
            outcome = &mut run => {
                outcome.unwrap();
                break;
            }
            _ = doing.changed() => if matches!(*doing.borrow(), Doing::Reading { .. }) {
                desk.world.simulators.org.expire_tokens();
                expired += 1;
            }
        }
    }
    assert!(expired > 2, "{expired}");
    assert_eq!((desk.status().await.people, desk.jobs()), (desk.everybody(), 4));
}

#[tokio::test]
async fn it_stops_before_the_org_runs_out_of_requests() {
    let desk = Desk::open().await;
    // Of the requests so far: 80 % are reached soon after the describes.
    desk.world.fault("limit-max", Some("10"));
    assert_eq!(code_of_stop(&desk).await, ProblemCode::IndexSaving);
    assert!(desk.world.count("GET jobs/query") < 4);
    desk.world.fault("limit-max", Some("0"));
    desk.sync().await;
    assert_eq!(desk.status().await.people, desk.everybody());
}

#[tokio::test]
async fn one_run_and_one_day_have_an_end() {
    let desk = Desk::open().await;
    // A collection that never comes to its end, and a desk that asks all day.
    desk.world.fault("bulk-slow", Some("1000000"));
    for run in 1..=4 {
        assert_eq!(code_of_stop(&desk).await, ProblemCode::IndexLimit, "{run}");
        let status = desk.status().await;
        assert_eq!(status.api_calls_today, (run * 500).min(status.api_calls_max));
    }
    assert_eq!(desk.jobs(), 1, "the same collection all the time");
    desk.world.fault("bulk-slow", Some("0"));
    desk.world.fault("bulk-forget", None);
    desk.clock.0.fetch_add(24 * HOUR, Ordering::SeqCst);
    desk.sync().await;
    assert_eq!(desk.status().await.people, desk.everybody());
}

#[tokio::test]
async fn signed_out_refused_and_unreachable_are_told_apart() {
    let desk = Desk::open().await;
    desk.world.fault("html-503", None);
    let stop = desk.try_sync().await.unwrap_err();
    assert!(matches!(&stop, SyncStop::Crm(failure) if failure.kind == FailureKind::Busy), "{stop:?}");
    desk.world.simulators.org.clear_faults();
    desk.world.fault("api-disabled", None);
    assert_eq!(code_of_stop(&desk).await, ProblemCode::SalesforceApiOffForUser);
    desk.world.simulators.org.clear_faults();
    desk.world.fault("revoke-tokens", None);
    assert_eq!(code_of_stop(&desk).await, ProblemCode::SalesforceSignedOut);
    assert_eq!(desk.jobs(), 0);
}

#[tokio::test]
async fn deletions_nobody_remembers_are_found_by_who_can_still_be_seen() {
    let desk = Desk::open().await;
    let contact = desk.contact("Weg", "+49 30 901820118");
    desk.sync().await;
    desk.later(HOUR);
    desk.world.simulators.org.delete("Contact", &contact).unwrap();
    desk.later(3 * HOUR);
    desk.world.fault("delete-log-purged", None);
    desk.sync().await;
    assert!(desk.who("+4930901820118").await.is_empty());
    assert_eq!(desk.jobs(), 8, "compared as a whole");
    assert_eq!(desk.who(KATHARINA).await, ["Katharina Vogelsang"]);
}

#[tokio::test]
async fn an_index_wiped_meanwhile_stays_empty() {
    let desk = Desk::open().await;
    desk.world.fault("bulk-page-rows", Some("50"));
    let sync = desk.synchronizer();
    let mut doing = sync.doing();
    let home = Region::home_default();
    let run = sync.run_once(&home, CancellationToken::new());
    tokio::pin!(run);
    let mut wiped = false;
    let stop = loop {
        tokio::select! {
            outcome = &mut run => break outcome.unwrap_err(),
            _ = doing.changed() => if !wiped && matches!(*doing.borrow(), Doing::Reading { .. }) {
                desk.directory().await.wipe().await.unwrap();
                wiped = true;
            }
        }
    };
    assert!(matches!(stop, SyncStop::Overtaken), "{stop:?}");
    assert_eq!(desk.status().await.people, 0);
    assert_eq!(desk.store.people().sync_state().await.unwrap(), None);
}

#[tokio::test]
async fn people_another_user_could_see_are_forgotten() {
    let desk = Desk::open().await;
    desk.sync().await;
    let state = desk.store.people().sync_state().await.unwrap().unwrap();
    let mut other: Value = serde_json::from_str(&state).unwrap();
    other["who"] = json!("00D/005");
    let step = engine::store::SyncStep { state: other.to_string(), ..Default::default() };
    desk.store.people().sync_step(Some(state), step).await.unwrap().unwrap();
    desk.world.fault("bulk-fail", Some("9"));
    desk.try_sync().await.unwrap_err();
    assert_eq!(desk.status().await.people, 0);
}
