#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use domain::call::{Call, CallId, CallState, Direction, Outcome};
use domain::create::NewPerson;
use domain::journal::{About, Entry, EntryKind};
use domain::outbox::{EntryState, FailureKind};
use tempfile::TempDir;

use super::super::{CreationState, Next, NextStep, Settled, Step, file_path, set_aside};
use super::*;

const OLD: StoreKey = [3; 32];
const NEW: StoreKey = [4; 32];
const WAIT: Duration = Duration::from_secs(660);

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + second).unwrap()
}

fn entry(key: &str, call: u64) -> Entry {
    Entry {
        key: key.into(),
        call: CallId(call),
        subject: "Call".into(),
        description: "text".into(),
        direction: Direction::Inbound,
        outcome: Outcome::AnsweredInbound,
        disposition: "Answered".into(),
        duration_s: 61,
        day: jiff::civil::date(2026, 11, 18),
        started: at(0),
        about: About::Nobody,
        kind: EntryKind::Call,
        internal: false,
        status_open: false,
        extra: Vec::new(),
    }
}

fn call(id: u64, key: &str, notes: &str) -> Call {
    let mut call = super::super::tests::call(id, CallState::Ringing);
    (call.key, call.notes) = (key.into(), notes.into());
    call
}

async fn open(dir: &TempDir, key: StoreKey) -> Store {
    Store::open(dir.path(), key).await.unwrap()
}

async fn take(store: &Store, dir: &TempDir, keys: &[StoreKey]) -> Taken {
    store.take_over(dir.path(), keys.to_vec(), at(100), WAIT).await.unwrap()
}

fn names(dir: &TempDir) -> Vec<String> {
    let entries = fs::read_dir(dir.path()).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| name.starts_with(ASIDE) || name.starts_with(TAKEN));
    names.sort();
    names
}

/// A store with something of everything, which is then kept aside.
async fn left_behind(dir: &TempDir) {
    let store = open(dir, OLD).await;
    for (id, key) in [(1, "waits"), (2, "sending"), (3, "written"), (4, "notes")] {
        store.calls().save(&call(id, key, &format!("notes of {key}"))).await.unwrap();
    }
    let rows = store.outbox();
    for (id, key) in [(1, "waits"), (2, "sending"), (3, "written"), (9, "forgotten"), (5, "taken out")] {
        rows.queue(&entry(key, id), Some(at(0)), at(0)).await.unwrap();
    }
    rows.begin(&["written".to_owned()], at(1)).await.unwrap();
    let written = Settled::Written { task_id: "00T".into(), url: None, check_at: None };
    rows.settle(&[("written".to_owned(), written)], at(2)).await.unwrap();
    rows.amend(&Entry { description: "late".into(), ..entry("written", 3) }, &[], at(3), at(3))
        .await
        .unwrap();
    rows.begin(&["sending".to_owned()], at(3)).await.unwrap();
    rows.discard("taken out", at(3)).await.unwrap();
    store.creations().queue("d", "", "", &NewPerson::default(), (at(0), at(0))).await.unwrap();
    store.drafts().keep("typed", "call 7", &"half a name", at(3)).await.unwrap();
    store.choices().remember("+494066969412", "003A", at(3)).await.unwrap();
    store.close().await;
    set_aside(dir.path(), at(10)).unwrap();
}

#[tokio::test]
async fn what_was_kept_aside_is_in_the_journal_again_once() {
    let dir = TempDir::new().unwrap();
    left_behind(&dir).await;
    let store = open(&dir, NEW).await;
    store.calls().save(&call(1, "of today", "mine")).await.unwrap();
    store.outbox().queue(&entry("of today", 1), None, at(50)).await.unwrap();

    assert_eq!(take(&store, &dir, &[NEW]).await, Taken::default(), "its key is not there yet");
    assert_eq!(names(&dir).len(), 1);
    assert_eq!(take(&store, &dir, &[NEW, OLD]).await, Taken { files: 1, unsent: 4 });
    assert!(names(&dir)[0].starts_with(TAKEN), "{:?}", names(&dir));
    assert_eq!(take(&store, &dir, &[NEW, OLD]).await, Taken::default());

    let rows = store.outbox();
    for (key, notes) in [("waits", Some("notes of waits")), ("of today", Some("mine")), ("forgotten", None)] {
        let list = rows.journal(super::super::Wanted::newest(None, 99)).await.unwrap();
        let item = list.into_iter().find(|item| item.row.entry.key == key).unwrap();
        assert_eq!(item.call.as_ref().map(|call| call.notes.as_str()), notes, "{key}");
        let call = item.call.map(|call| call.id);
        assert!(call.is_none_or(|id| id == item.row.entry.call), "{key} points to its own call");
    }
    let notes = store.calls().with_key("notes").await.unwrap().unwrap();
    assert_eq!(notes.notes, "notes of notes");
    assert!(store.calls().next_id().await.unwrap() > notes.id);
    let due = match rows.due(at(101), 99).await.unwrap() {
        Next::Due(rows) => rows.into_iter().map(|row| (row.key, row.step)).collect(),
        Next::At(_) | Next::Nothing => Vec::new(),
    };
    assert_eq!(due, [("waits".to_owned(), Step::Write), ("forgotten".to_owned(), Step::Write)]);
    let doubt = rows.get("sending").await.unwrap().unwrap();
    assert!(matches!(doubt.state, EntryState::InDoubt { ask_at, .. } if ask_at == at(760)), "{doubt:?}");
    assert!(matches!(rows.next_amendment(at(101)).await.unwrap(), NextStep::Due(_)));
    assert!(matches!(rows.removal("taken out").await.unwrap(), Some(EntryState::Removed { .. })));
    assert_eq!(store.creations().all().await.unwrap()[0].state, CreationState::Waiting);
    let typed = store.drafts().typed_at::<String>("call 7", false).await.unwrap();
    assert_eq!(typed, Some(("typed".to_owned(), "half a name".to_owned())));
    assert_eq!(store.choices().chosen("+494066969412").await.unwrap().as_deref(), Some("003A"));
}

#[tokio::test]
async fn killed_before_the_file_has_its_new_name_nothing_comes_twice() {
    let dir = TempDir::new().unwrap();
    left_behind(&dir).await;
    let aside = kept_aside(dir.path()).remove(0);
    let store = open(&dir, NEW).await;
    let (file, keys) = (aside.clone(), vec![OLD]);
    let taken =
        store.run(move |connection| take_file(connection, &file, &keys, at(100), WAIT)).await.unwrap();
    assert_eq!(taken, Some(4));
    // Meanwhile one of them is written, and forgotten.
    store.outbox().withdraw("waits").await.unwrap();
    store.close().await;

    let store = open(&dir, NEW).await;
    assert_eq!(take(&store, &dir, &[OLD]).await, Taken { files: 1, unsent: 0 });
    assert!(store.outbox().get("waits").await.unwrap().is_none());
    assert!(!aside.exists());
}

#[tokio::test]
async fn an_entry_that_is_here_stays_as_it_is_here() {
    let dir = TempDir::new().unwrap();
    left_behind(&dir).await;
    let store = open(&dir, NEW).await;
    store
        .outbox()
        .queue(&Entry { description: "newer".into(), ..entry("waits", 7) }, None, at(50))
        .await
        .unwrap();
    let why = FailureKind::Broken { detail: "x".into() };
    store.outbox().settle(&[("waits".to_owned(), Settled::Stuck { why })], at(51)).await.unwrap();
    assert_eq!(take(&store, &dir, &[OLD]).await, Taken { files: 1, unsent: 3 });
    let row = store.outbox().get("waits").await.unwrap().unwrap();
    assert_eq!(row.entry.description, "newer");
    assert!(matches!(row.state, EntryState::Stuck { .. }));
}

#[tokio::test]
async fn few_files_that_were_taken_over_are_kept_and_none_is_replaced() {
    let dir = TempDir::new().unwrap();
    for second in [0, 0, 10, 20, 30] {
        let store = open(&dir, OLD).await;
        store.outbox().queue(&entry(&format!("of {second}"), 0), None, at(0)).await.unwrap();
        store.close().await;
        set_aside(dir.path(), at(second)).unwrap();
    }
    assert_eq!(kept_aside(dir.path()).len(), 5);
    fs::write(dir.path().join(format!("{ASIDE}20200101T000000Z{ENDING}")), b"damaged").unwrap();
    let store = open(&dir, NEW).await;
    assert_eq!(take(&store, &dir, &[OLD]).await, Taken { files: 5, unsent: 4 });
    let names = names(&dir);
    assert_eq!(names.iter().filter(|name| name.starts_with(TAKEN)).count(), KEPT_MAX);
    assert_eq!(names.iter().filter(|name| name.starts_with(ASIDE)).count(), 1, "{names:?}");
    assert!(file_path(dir.path()).exists());
}
