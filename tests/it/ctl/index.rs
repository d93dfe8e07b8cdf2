//! `ringsidectl index`: alone, and through the program that runs the profile.

use serde_json::json;

use super::office::{Has, Office};

#[tokio::test]
async fn the_index_is_synced_shown_and_wiped_alone() {
    let office = Office::open(Has::SignIn).await;
    let empty = office.ended(&["index", "status", "--json"]).await;
    assert_eq!(empty.code, Some(0), "{empty:?}");
    let empty = empty.json();
    assert_eq!(
        (&empty["people"], &empty["synced"], &empty["sync"]),
        (&json!(0), &json!(null), &json!(false))
    );

    let synced = office.ended(&["index", "sync", "--json"]).await;
    assert_eq!(synced.code, Some(0), "{synced:?}");
    let synced = synced.json();
    assert!(synced["people"].as_u64().unwrap() > 300, "{synced}");
    assert!(synced["api_calls_today"].as_u64().unwrap() > 0 && synced["synced"].is_string(), "{synced}");
    let told = office.ended(&["index", "status"]).await;
    for part in ["people           ", "last sync        20", "sync             off"] {
        assert!(told.out.contains(part), "{part}: {}", told.out);
    }

    assert_eq!(office.ended(&["index", "wipe"]).await.code, Some(0));
    assert_eq!(office.ended(&["index", "status", "--json"]).await.json()["people"], 0);
    office.world.fault("revoke-tokens", None);
    assert_eq!(office.ended(&["index", "sync"]).await.code, Some(3));
}

#[tokio::test]
async fn the_program_that_runs_the_profile_syncs_its_index() {
    let office = Office::open(Has::SignIn).await;
    let (run, _) = office.run().await;
    let synced = office.ended(&["index", "sync", "--json"]).await;
    assert_eq!(synced.code, Some(0), "{synced:?}");
    let people = synced.json()["people"].clone();
    assert!(people.as_u64().unwrap() > 300, "{synced:?}");
    let tokens = office.world.count("token refresh_token");
    assert_eq!(office.ended(&["index", "status", "--json"]).await.json()["people"], people);
    assert_eq!(office.world.count("token refresh_token"), tokens, "no second sign-in");
    assert_eq!(office.ended(&["index", "wipe"]).await.code, Some(0));
    assert_eq!(office.ended(&["index", "status", "--json"]).await.json()["people"], 0);
    office.world.fault("bulk-fail", Some("9"));
    let failed = office.ended(&["index", "sync", "--json"]).await;
    assert_eq!(failed.code, Some(1), "{failed:?}");
    assert_eq!(failed.json()["doing"]["why"]["code"], "index-job-failed");
    assert_eq!(run.end("TERM").await.code, Some(0));
}
