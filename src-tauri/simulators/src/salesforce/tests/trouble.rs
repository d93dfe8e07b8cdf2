use reqwest::Method;
use serde_json::{Value, json};

use super::{Site, code_of, task};

#[tokio::test]
async fn the_allowance_is_told_and_enforced() {
    let site = Site::open().await;
    let tokens = site.sign_in().await;
    site.fault("limit-max", "2");
    let first = site.send(&tokens, Method::GET, "/limits", None).await;
    assert_eq!(first.headers()["sforce-limit-info"], "api-usage=1/2");
    site.send(&tokens, Method::GET, "/limits", None).await;
    let (status, body) = site.call(&tokens, Method::GET, "/limits", None).await;
    assert_eq!((status.as_u16(), code_of(&body)), (403, "REQUEST_LIMIT_EXCEEDED"));
    site.org.advance_clock(25 * 3600);
    let tokens = site.sign_in().await;
    assert_eq!(site.call(&tokens, Method::GET, "/limits", None).await.0, 200);
}

#[tokio::test]
async fn a_connection_lost_before_or_after_the_commit_looks_the_same_to_the_client() {
    let site = Site::open().await;
    let tokens = site.sign_in().await;
    for (fault, kept) in [("reset-before-commit", 0), ("reset-after-commit", 1)] {
        site.fault(fault, "1");
        let lost = site.try_send(&tokens, Method::POST, "/sobjects/Task", Some(task(fault))).await;
        assert!(lost.is_err(), "{fault}: {lost:?}");
        let held = site.org.records("Task").iter().filter(|row| row["CallObject"] == fault).count();
        assert_eq!(held, kept, "{fault}");
        assert_eq!(site.create(&tokens, "Task", task("after")).await.0, 201);
    }
}

#[tokio::test]
async fn a_create_may_commit_long_after_its_connection_was_lost() {
    let site = Site::open().await;
    let tokens = site.sign_in().await;
    site.fault("late-commit", "600");
    assert!(site.try_send(&tokens, Method::POST, "/sobjects/Task", Some(task("late"))).await.is_err());
    assert_eq!(site.create(&tokens, "Task", task("repeat")).await.0, 201);
    let ask = "/query?q=SELECT+CallObject+FROM+Task+WHERE+CallObject+!=+null+ORDER+BY+CreatedDate,+Id";
    let (_, body) = site.call(&tokens, Method::GET, ask, None).await;
    assert_eq!(body["totalSize"], 1, "not there yet: {body}");
    site.org.advance_clock(601);
    let (_, body) = site.call(&tokens, Method::GET, ask, None).await;
    let keys: Vec<_> = body["records"].as_array().unwrap().iter().map(|row| &row["CallObject"]).collect();
    assert_eq!(keys, ["late", "repeat"], "with the earlier time stamp");

    // All records of one request share its fate.
    site.fault("late-commit", "60");
    let typed = |key| json!({"attributes": {"type": "Task"}, "Subject": key, "CallObject": key});
    let two = json!({"allOrNone": false, "records": [typed("a"), typed("b")]});
    assert!(site.try_send(&tokens, Method::POST, "/composite/sobjects", Some(two)).await.is_err());
    assert_eq!(site.call(&tokens, Method::GET, ask, None).await.1["totalSize"], 2);
    site.org.advance_clock(61);
    assert_eq!(site.call(&tokens, Method::GET, ask, None).await.1["totalSize"], 4);
}

#[tokio::test]
async fn the_edge_turns_requests_away_before_or_after_the_commit_and_says_for_how_long() {
    let site = Site::open().await;
    let tokens = site.sign_in().await;
    site.fault("retry-after", "7");
    for (fault, status, kept) in [
        ("html-503-before-commit", 503, 0),
        ("html-503-after-commit", 503, 1),
        ("throttle", 420, 0),
        ("throttle", 429, 0),
    ] {
        let key = format!("{fault} {status}");
        site.fault(fault, &if fault == "throttle" { format!("{status}:1") } else { String::from("1") });
        let answer = site.send(&tokens, Method::POST, "/sobjects/Task", Some(task(&key))).await;
        assert_eq!(
            (answer.status().as_u16(), &answer.headers()["retry-after"]),
            (status, &"7".parse().unwrap())
        );
        assert!(answer.text().await.unwrap().starts_with("<html>"), "{key}");
        let held = site.org.records("Task").iter().filter(|row| row["CallObject"] == key).count();
        assert_eq!(held, kept, "{key}");
    }
}

#[tokio::test]
async fn broken_answers_of_every_kind() {
    let site = Site::open().await;
    let tokens = site.sign_in().await;
    site.fault("fail-next", "500");
    let (status, body) = site.call(&tokens, Method::GET, "/limits", None).await;
    assert_eq!((status.as_u16(), code_of(&body)), (500, "UNKNOWN_EXCEPTION"));
    assert_eq!(site.call(&tokens, Method::GET, "/limits", None).await.0, 200);
    site.fault("html-503", "");
    let page = site.send(&tokens, Method::GET, "/limits", None).await;
    assert_eq!(page.status(), 503);
    assert!(page.text().await.unwrap().contains("Down For Maintenance"));
    site.org.clear_faults();
    site.fault("bad-body", "");
    let text = site.send(&tokens, Method::GET, "/limits", None).await.text().await.unwrap();
    assert!(serde_json::from_str::<Value>(&text).is_err());
    site.org.clear_faults();
    site.fault("unable-to-lock-row", "1");
    let (_, body) = site.create(&tokens, "Task", task("locked")).await;
    assert_eq!(code_of(&body), "UNABLE_TO_LOCK_ROW");
    assert_eq!(site.create(&tokens, "Task", task("locked")).await.0, 201);
    site.fault("oversized-body", "");
    let large =
        site.send(&tokens, Method::GET, "/query?q=SELECT+Id+FROM+Task", None).await.bytes().await.unwrap();
    assert!(large.len() > 32 * 1024 * 1024);
    site.org.clear_faults();
    site.fault("instance-url-change", "http://localhost:1");
    let moved: Value = site.refresh(&tokens.refresh).await.json().await.unwrap();
    assert_eq!(moved["instance_url"], "http://localhost:1");
}

#[tokio::test]
async fn expired_sessions_are_refused_until_refreshed() {
    let site = Site::open().await;
    let tokens = site.sign_in().await;
    site.fault("expire-tokens", "");
    let (status, body) = site.call(&tokens, Method::GET, "/limits", None).await;
    assert_eq!((status.as_u16(), code_of(&body)), (401, "INVALID_SESSION_ID"));
    let fresh: Value = site.refresh(&tokens.refresh).await.json().await.unwrap();
    let url = site.url("/services/data/v66.0/limits");
    let answer =
        site.http.get(url).bearer_auth(fresh["access_token"].as_str().unwrap()).send().await.unwrap();
    assert_eq!(answer.status(), 200);
}

#[tokio::test]
async fn a_late_commit_is_unseen_until_it_happens() {
    let site = Site::open().await;
    let tokens = site.sign_in().await;
    site.fault("commit-late-secs", "30");
    site.create(&tokens, "Task", task("late")).await;
    let soql = "SELECT COUNT() FROM Task WHERE CallObject = 'late'";
    assert_eq!(site.query(&tokens, soql).await.1["totalSize"], 0);
    site.org.advance_clock(31);
    assert_eq!(site.query(&tokens, soql).await.1["totalSize"], 1);
}

#[tokio::test]
async fn the_control_interface_reads_and_edits_records() {
    let site = Site::open().await;
    let url = |path: &str| site.url(&format!("/control{path}"));
    let body = json!({ "LastName": "By hand" });
    let made: Value =
        site.http.post(url("/records/Contact")).json(&body).send().await.unwrap().json().await.unwrap();
    let path = format!("/records/Contact/{}", made["id"].as_str().unwrap());
    let changed = site.http.patch(url(&path)).json(&json!({ "Title": "Tester" })).send().await.unwrap();
    assert_eq!(changed.status(), 204);
    let read: Value = site.http.get(url(&path)).send().await.unwrap().json().await.unwrap();
    assert_eq!((read["Title"].as_str(), read["Name"].as_str()), (Some("Tester"), Some("By hand")));
    assert_eq!(site.http.delete(url(&path)).send().await.unwrap().status(), 204);
    assert_eq!(site.http.get(url(&path)).send().await.unwrap().status(), 404);
    let refused = site.http.post(url("/records/Contact")).json(&json!({})).send().await.unwrap();
    assert_eq!(refused.status(), 400);
    assert_eq!(
        site.http.post(url("/clock")).json(&json!({ "seconds": 60 })).send().await.unwrap().status(),
        204
    );
}

#[test]
fn every_sample_record_keeps_the_orgs_own_rules() {
    let org = super::Org::new(super::OrgOptions { people: 500, seed: 7 });
    let contacts = org.records("Contact").len();
    let leads = org.records("Lead").len();
    assert_eq!(contacts + leads, 500);
    assert!(org.records("Contact").iter().all(|row| row["Id"].as_str().is_some_and(|id| id.len() == 18)));
    assert!(
        org.records("Contact")
            .iter()
            .any(|row| row["Name"].as_str().is_some_and(|name| name.contains("<img src=x")))
    );
    let accounts = org.records("Account");
    assert!(accounts.len() > 100 && accounts.iter().all(|row| row["Name"].is_string()));
}
