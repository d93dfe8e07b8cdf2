//! `ringsidectl journal reconcile`: alone, and through the program that runs the profile.

use jiff::Zoned;
use serde_json::{Value, json};

use super::office::{Has, Office};
use super::program::{Ended, ended};

impl Office {
    /// For yesterday and today.
    async fn reconciled(&self, more: &[&str]) -> Ended {
        let today = Zoned::now().date();
        let (from, to) = (today.yesterday().unwrap().to_string(), today.to_string());
        let words = ["journal", "reconcile", "--from", &from, "--to", &to, "--json"];
        self.ended(&[&words[..], more].concat()).await
    }

    /// A Task of a call that nobody knows here.
    fn stray(&self) -> String {
        let org = &self.world.simulators.org;
        let agent = self.world.simulators.ready().threecx.agent.clone();
        let owner = org.records("User").into_iter().find(|user| user["Extension"] == agent).unwrap();
        let task = json!({"Subject": "By hand", "TaskSubtype": "Call", "OwnerId": owner["Id"]});
        // What is younger than five minutes may still get its call.
        org.advance_clock(-3_600);
        let id = org.insert("Task", &task).unwrap();
        org.advance_clock(3_600);
        id
    }
}

fn kinds(told: &Value) -> Vec<&str> {
    let findings = told["compared"]["findings"].as_array().unwrap();
    findings.iter().map(|finding| finding["what"]["what"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_period_is_compared_alone_and_a_stray_task_is_told_and_left() {
    let office = Office::open(Has::SignIn).await;
    let stray = office.stray();
    let told = office.reconciled(&[]).await;
    assert_eq!(told.code, Some(0), "{told:?}");
    let found = told.json();
    assert_eq!(kinds(&found), ["foreign"]);
    assert_eq!(found["compared"]["findings"][0]["id"], stray);
    let filled = office.reconciled(&["--fill"]).await;
    assert_eq!(filled.code, Some(0), "{filled:?}");
    assert_eq!(filled.json()["mended"], json!({"queued": 0, "removed": 0, "left": 0}));
    assert!(office.world.simulators.org.record("Task", &stray).is_some());
}

#[tokio::test]
async fn the_program_that_runs_the_profile_compares_and_nobody_else_may_fill() {
    let office = Office::open(Has::SignIn).await;
    office.stray();
    let (mut run, _) = office.run().await;
    run.until("signed in", |line| line["view"]["health"]["salesforce"]["link"] == "up").await;
    let tokens = office.world.count("token refresh_token");
    let told = office.reconciled(&["--fill"]).await;
    assert_eq!((told.code, kinds(&told.json())), (Some(0), vec!["foreign"]), "{told:?}");
    assert_eq!(office.world.count("token refresh_token"), tokens, "no second sign-in");
    assert_eq!(run.end("TERM").await.code, Some(0));
}

#[tokio::test]
async fn exit_codes_tell_what_kept_it() {
    let office = Office::open(Has::SignIn).await;
    let backwards = ["journal", "reconcile", "--from", "2026-11-02", "--to", "2026-11-01"];
    assert_eq!(office.ended(&backwards).await.code, Some(2));
    office.world.fault("html-503", None);
    assert_eq!(office.reconciled(&[]).await.code, Some(4));
    let keys = Office::open(Has::Keys).await;
    assert_eq!(keys.reconciled(&[]).await.code, Some(3));
    let help = ended(&["journal", "reconcile", "--help"]).await;
    for part in ["--from <DAY>", "--to <DAY>", "--fill", "31 days", "with 4"] {
        assert!(help.out.contains(part), "{part}: {}", help.out);
    }
}
