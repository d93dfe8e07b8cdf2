//! `ringsidectl journal` on a profile that nobody runs.

use domain::call::{CallId, Direction, Outcome};
use domain::journal::{About, Entry};
use domain::outbox::FailureKind;
use engine::local::Profile;
use engine::signin::Keychain;
use engine::store::{Settled, Store};
use jiff::Timestamp;
use serde_json::Value;
use tempfile::TempDir;

use super::program::{Ended, ended};

fn entry(key: &str, started: &str) -> Entry {
    let started: Timestamp = started.parse().unwrap();
    Entry {
        key: key.into(),
        call: CallId(1),
        subject: "3CX Phone System Call".into(),
        description: format!("=call {key}\nsecond line"),
        direction: Direction::Inbound,
        outcome: Outcome::AnsweredInbound,
        disposition: "Answered".into(),
        duration_s: 187,
        day: jiff::civil::date(2026, 11, 22),
        started,
        about: About::Nobody,
        kind: domain::journal::EntryKind::Call,
        internal: false,
        status_open: false,
        extra: Vec::new(),
    }
}

struct Folder(TempDir);

impl Folder {
    /// One entry written, one stuck, one waiting.
    async fn furnished() -> Self {
        let dir = TempDir::new().unwrap();
        let profile = Profile::open(Some(dir.path())).unwrap();
        let key = Keychain::open(&profile.id).await.store_key(&profile.dir).await.unwrap();
        let store = Store::open(&profile.dir, *key.bytes()).await.unwrap();
        let rows = store.outbox();
        for (key, day) in [("written", "2026-11-20"), ("stuck", "2026-11-21"), ("waiting", "2026-11-22")] {
            let at: Timestamp = format!("{day}T12:00:00Z").parse().unwrap();
            rows.queue(&entry(key, &at.to_string()), Some(at), at).await.unwrap();
        }
        let now = Timestamp::now();
        rows.begin(&["written".to_owned()], now).await.unwrap();
        let written = Settled::Written { task_id: "00T1".into(), url: None, check_at: None };
        let field = Some("Type".to_owned());
        let why = FailureKind::Refused { field, code: "X".into(), message: "not this".into() };
        let outcomes = [("written".to_owned(), written), ("stuck".to_owned(), Settled::Stuck { why })];
        rows.settle(&outcomes, now).await.unwrap();
        store.close().await;
        Self(dir)
    }

    async fn ended(&self, words: &[&str]) -> Ended {
        let dir = self.0.path().to_str().unwrap();
        ended(&[&["--profile", dir, "journal"], words].concat()).await
    }

    async fn keys(&self, words: &[&str]) -> Vec<String> {
        let list = self.ended(words).await.json();
        let rows = list["journal"].as_array().unwrap();
        rows.iter().map(|row| row["key"].as_str().unwrap().to_owned()).collect()
    }
}

#[tokio::test]
async fn entries_are_listed_by_state_and_shown() {
    let folder = Folder::furnished().await;
    assert_eq!(folder.keys(&["list", "--json"]).await, ["waiting", "stuck", "written"]);
    for state in ["waiting", "stuck", "written"] {
        assert_eq!(folder.keys(&["list", "--json", "--state", state]).await, [state]);
    }
    let told = folder.ended(&["list"]).await;
    assert!(told.out.contains("written  2026-11-20T12:00:00Z  written 00T1  =call written"), "{told:?}");
    let shown = folder.ended(&["show", "stuck"]).await;
    assert!(shown.code == Some(0) && shown.out.contains("not this"), "{shown:?}");
    assert_eq!(folder.ended(&["show", "stuck", "--json"]).await.json()["standing"], "stuck");
    let none = folder.ended(&["show", "none"]).await;
    assert_eq!((none.code, none.out.as_str()), (Some(1), ""), "{none:?}");
}

#[tokio::test]
async fn entries_are_retried_and_discarded() {
    let folder = Folder::furnished().await;
    for words in
        [&["retry", "written"][..], &["discard", "written"], &["retry", "none"], &["discard", "none"]]
    {
        assert_eq!(folder.ended(words).await.code, Some(1), "{words:?}");
    }
    assert_eq!(folder.ended(&["retry", "stuck"]).await.code, Some(0));
    assert_eq!(folder.keys(&["list", "--json", "--state", "waiting"]).await, ["waiting", "stuck"]);
    assert_eq!(folder.ended(&["retry", "--all"]).await.code, Some(0));
    assert_eq!(folder.ended(&["discard", "waiting"]).await.code, Some(0));
    assert_eq!(folder.keys(&["list", "--json"]).await, ["stuck", "written"]);
}

#[tokio::test]
async fn entries_are_exported_by_day_as_a_table_and_as_json() {
    let folder = Folder::furnished().await;
    let all = folder.ended(&["export"]).await;
    assert!(
        all.out.starts_with("started,outcome,") && all.out.contains("\"'=call stuck\nsecond line\""),
        "{all:?}"
    );
    assert_eq!(folder.keys(&["export", "--json", "--from", "2026-11-21"]).await, ["waiting", "stuck"]);
    assert_eq!(folder.keys(&["export", "--json", "--to", "2026-11-20"]).await, ["written"]);
    let nothing: Value = folder.ended(&["export", "--json", "--from", "2027-01-01"]).await.json();
    assert_eq!(nothing["journal"], Value::Array(Vec::new()));
}
