//! Many entries in one request, asking about many, and the field that makes a key unique.

use domain::outbox::EntryState;
use engine::clock::SystemClock;
use engine::crm::salesforce::Gap;
use engine::outbox::{Limits, Sender};
use engine::store::Store;
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

use super::*;

fn entries(keys: &[&str]) -> Vec<Entry> {
    keys.iter().map(|key| entry(key)).collect()
}

async fn warm(crm: &Salesforce) {
    crm.save_entry(&entry("warm"), false).await.unwrap();
}

#[tokio::test]
async fn two_hundred_entries_are_one_request_and_a_bad_one_harms_no_other() {
    let (world, crm) = signed_in().await;
    warm(&crm).await;
    let keys: Vec<String> = (0..200).map(|nth| format!("k{nth}")).collect();
    let mut many = entries(&keys.iter().map(String::as_str).collect::<Vec<_>>());
    many[7].about = About::Who { id: "0015g00000XyZabAAF".into() };
    let before = crm.usage().borrow().ours;
    let answers = crm.write_entries(&many).await;
    assert_eq!(crm.usage().borrow().ours - before, 1);
    assert_eq!(answers.len(), 200);
    for (nth, answer) in answers.iter().enumerate() {
        match answer {
            Ok(saved) => assert_eq!(world.task(&keys[nth])["Id"], *saved.id, "{nth}"),
            Err(failure) => {
                assert_eq!((nth, failure.outcome_unknown), (7, false), "{failure:?}");
                let FailureKind::Refused { .. } = &failure.kind else { panic!("{failure:?}") };
            }
        }
    }
    assert_eq!(world.written("k7"), 0);
}

#[tokio::test]
async fn a_lost_answer_leaves_all_in_doubt_and_one_question_tells() {
    for (fault, committed) in
        [("reset-after-commit", 1), ("html-503-after-commit", 1), ("html-503-before-commit", 0)]
    {
        let (world, crm) = signed_in().await;
        warm(&crm).await;
        world.fault(fault, Some("1"));
        let many = entries(&["a", "b", "c"]);
        for answer in crm.write_entries(&many).await {
            assert!(answer.unwrap_err().outcome_unknown, "{fault}");
        }
        let before = crm.usage().borrow().ours;
        let lists = crm.written(&many).await.unwrap();
        assert_eq!(crm.usage().borrow().ours - before, 1);
        for list in &lists {
            assert_eq!(list.len(), committed, "{fault}");
            assert!(list.iter().all(|record| record.ours && record.created == record.modified));
        }
        // Within one run it is never written blindly, whoever forgets to ask.
        for answer in crm.write_entries(&many).await {
            assert_eq!(answer.unwrap().found, committed == 1, "{fault}");
        }
        assert_eq!(world.written("b"), 1);
    }
}

#[tokio::test]
async fn what_stands_on_a_further_page_is_there_all_the_same() {
    let (world, crm) = signed_in().await;
    warm(&crm).await;
    let many = entries(&["a", "b", "c", "d", "e"]);
    for answer in crm.write_entries(&many).await {
        answer.unwrap();
    }
    world.fault("query-page-rows", Some("2"));
    let lists = crm.written(&many).await.unwrap();
    assert!(lists.iter().all(|list| list.len() == 1), "{lists:?}");
    let day = jiff::SignedDuration::from_hours(24);
    let began = many[0].started;
    let records = crm.call_records(began - 30 * day, began + 3_650 * day).await.unwrap();
    let keys: Vec<&str> = records.rows.iter().filter_map(|row| row.key.as_deref()).collect();
    assert!(many.iter().all(|entry| keys.contains(&entry.key.as_str())), "{keys:?}");
}

#[tokio::test]
async fn what_the_org_refuses_of_many_is_left_out_of_all() {
    let (world, crm) = signed_in().await;
    warm(&crm).await;
    world.fault("hidden-field", Some("Task.CallDisposition"));
    world.fault("no-value", Some("Task.Type.Call"));
    let many = entries(&["a", "b", "c", "d"]);
    assert!(crm.write_entries(&many).await.iter().all(Result::is_ok));
    world.fault("unable-to-lock-row", Some("2"));
    let locked = crm.write_entries(&entries(&["e", "f", "g"])).await;
    let busy = |answer: &Result<_, Failure>| {
        answer.as_ref().is_err_and(|failure| *failure == super::failure(FailureKind::Busy))
    };
    assert!(busy(&locked[0]) && busy(&locked[1]) && locked[2].is_ok(), "{locked:?}");
    world.task("g");
}

#[tokio::test]
async fn an_expired_token_and_an_inactive_owner_cost_no_entry_of_many() {
    let (world, crm) = signed_in().await;
    warm(&crm).await;
    world.simulators.org.expire_tokens();
    assert!(crm.write_entries(&entries(&["a", "b"])).await.iter().all(Result::is_ok));
    world.fault("limit-max", Some("1"));
    for answer in crm.write_entries(&entries(&["c", "d"])).await {
        let failure = answer.unwrap_err();
        assert_eq!((failure.kind, failure.outcome_unknown), (FailureKind::Busy, false));
        assert!(failure.retry_after >= Some(Duration::from_secs(300)));
    }
}

#[tokio::test]
async fn a_unique_field_of_the_admins_refuses_the_second_record_of_a_call() {
    let (world, crm) = signed_in().await;
    world.fault("call-key", None);
    crm.key_by("Call_Key__c");
    warm(&crm).await;
    assert_eq!(world.task("warm")["Call_Key__c"], "warm");
    world.fault("late-commit", Some("600"));
    assert!(crm.save_entry(&entry("late"), false).await.unwrap_err().outcome_unknown);

    // Another program, which knows nothing and asks nobody.
    let blind = salesforce(&world);
    blind.key_by("Call_Key__c");
    let held = blind.save_entry(&entry("late"), false).await.unwrap_err();
    assert!(held.outcome_unknown, "the key is taken, its record not to be seen yet: {held:?}");
    world.simulators.org.advance_clock(601);
    let blind = salesforce(&world);
    blind.key_by("Call_Key__c");
    let answers = blind.write_entries(&entries(&["late", "new", "warm"])).await;
    let found: Vec<bool> = answers.iter().map(|answer| answer.as_ref().unwrap().found).collect();
    assert_eq!(found, [true, false, true]);
    for key in ["late", "new", "warm"] {
        assert_eq!(world.written(key), 1, "{key}");
    }

    // The admin takes it away: entries are written as before.
    world.fault("call-key", Some("off"));
    assert!(blind.write_entries(&entries(&["x", "y"])).await.iter().all(Result::is_ok));
}

#[tokio::test]
async fn a_field_that_cannot_keep_doubles_out_is_found_and_left_alone() {
    let (world, crm) = signed_in().await;
    crm.key_by("Call_Key__c");
    warm(&crm).await;
    assert!(world.task("warm").get("Call_Key__c").is_none());
    let gap = Gap::KeyField { field: "Call_Key__c".into() };
    assert!(crm.examine(&[]).await.unwrap().gaps.contains(&gap));
    world.fault("call-key", None);
    assert!(!crm.examine(&[]).await.unwrap().gaps.contains(&gap));
    crm.key_by("");
    assert!(!crm.examine(&[]).await.unwrap().gaps.contains(&gap));
}

#[tokio::test]
async fn a_record_that_is_gone_already_is_removed_well() {
    let (world, crm) = signed_in().await;
    let saved = crm.save_entry(&entry("twice"), false).await.unwrap();
    crm.remove(&saved.id).await.unwrap();
    crm.remove(&saved.id).await.unwrap();
    assert!(crm.written(&entries(&["twice"])).await.unwrap()[0].is_empty());
    world.fault("no-right", Some("Task.delete"));
    let saved = crm.save_entry(&entry("kept"), false).await.unwrap();
    assert!(matches!(crm.remove(&saved.id).await.unwrap_err().kind, FailureKind::NotAllowed { .. }));
}

#[tokio::test]
async fn a_clock_a_year_ahead_hides_nothing() {
    let (_world, crm) = signed_in().await;
    let ahead = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(365 * 24);
    let entry = Entry { started: ahead, ..entry("ahead") };
    crm.save_entry(&entry, false).await.unwrap();
    assert_eq!(crm.written(&[entry]).await.unwrap()[0].len(), 1);
}

#[tokio::test]
async fn a_thousand_entries_cost_ten_requests_at_most() {
    let (world, crm) = signed_in().await;
    let (crm, store) = (Arc::new(crm), Store::open(world.dir.path(), [3; 32]).await.unwrap());
    let now = jiff::Timestamp::now();
    for nth in 0..1_000 {
        store.outbox().queue(&entry(&format!("many|{nth}")), Some(now), now).await.unwrap();
    }
    let (news, mut told) = mpsc::channel(64);
    let limits = watch::channel(Limits::default()).1;
    let clock = Arc::new(SystemClock::new());
    let sender = Sender::new(store.clone(), crm.clone(), news, clock, limits);
    let cancel = CancellationToken::new();
    let running = tokio::spawn(sender.run(cancel.clone()));
    let mut written = 0;
    while written < 1_000 {
        let news = told.recv().await.unwrap();
        written += usize::from(matches!(news.state, EntryState::Written { .. }));
    }
    cancel.cancel();
    running.await.unwrap();
    let keys: Vec<String> =
        world.tasks().iter().filter_map(|task| task["CallObject"].as_str().map(str::to_owned)).collect();
    let ours: std::collections::BTreeSet<&String> =
        keys.iter().filter(|key| key.starts_with("many|")).collect();
    assert_eq!((ours.len(), keys.iter().filter(|key| key.starts_with("many|")).count()), (1_000, 1_000));
    assert!(crm.usage().borrow().ours <= 10, "{} requests", crm.usage().borrow().ours);
}
