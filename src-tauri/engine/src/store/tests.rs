#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::time::Duration;

use domain::call::{Abilities, Call, CallId, CallState, Direction, Outcome, Pop};
use domain::caller::{Caller, Person, PersonKind, Phone};
use domain::journal::{About, Entry};
use domain::number::{Number, Reading};
use domain::outbox::{Barred, EntryState, FailureKind};
use domain::search::words;
use jiff::Timestamp;
use tempfile::TempDir;

use super::*;

const KEY: StoreKey = [7; 32];
const WAIT: Duration = Duration::from_secs(660);

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + seconds).unwrap()
}

pub(super) fn call(id: u64, state: CallState) -> Call {
    Call {
        id: CallId(id),
        key: format!("pbx|100|{id}|2026-11-18T11:46:40Z"),
        system_id: id,
        direction: Direction::Inbound,
        internal: false,
        number: Number { raw: "+494066969412".into(), reading: Reading::Unreadable },
        phone_name: None,
        via: None,
        from: None,
        first_seen: at(i64::try_from(id).unwrap()),
        state,
        caller: Caller::Searching,
        abilities: Abilities::default(),
        offers: Abilities::default(),
        notes: "ÄÖ 'quoted' \u{1F4DE}".into(),
        notes_saved: None,
        wrap_up: None,
        related: None,
        unlinked: false,
        private: None,
        talked: Duration::from_millis(1500),
        source: domain::call::CallSource::System,
        estimated: false,
        course: Vec::new(),
        pop: Pop::Shown,
        refused: None,
        entry: None,
        logged: Default::default(),
    }
}

fn entry(key: &str) -> Entry {
    Entry {
        key: key.into(),
        call: CallId(1),
        subject: "3CX Phone System Call".into(),
        description: "text".into(),
        direction: Direction::Inbound,
        outcome: Outcome::AnsweredInbound,
        disposition: "Answered".into(),
        duration_s: 61,
        day: jiff::civil::date(2026, 11, 18),
        started: at(0),
        about: About::Nobody,
        kind: domain::journal::EntryKind::Call,
        internal: false,
        status_open: false,
        extra: Vec::new(),
    }
}

fn person(id: &str) -> Person {
    Person {
        id: id.into(),
        kind: PersonKind::Contact,
        name: format!("Person {id}"),
        title: None,
        company: None,
        account_id: None,
        contact_id: None,
        owner: None,
        email: None,
        do_not_call: false,
        phones: vec![Phone { field: "Phone".into(), label: "Phone".into(), value: "040 66969412".into() }],
        last_activity: None,
        modified: None,
        url: None,
    }
}

fn with(id: &str, numbers: &[&str]) -> Indexed {
    let tails = numbers.iter().map(|number| Tail::of(number).unwrap()).collect();
    Indexed { said: words(&person(id), &[]), person: person(id), tails }
}

async fn open(dir: &TempDir) -> Store {
    Store::open(dir.path(), KEY).await.unwrap()
}

fn due(key: &str, second: i64) -> Next {
    Next::Due(vec![DueRow { key: key.into(), step: Step::Write, due: at(second) }])
}

/// One row at a time.
impl Outbox<'_> {
    pub(super) async fn begun(&self, key: &str, now: Timestamp) -> Result<Option<Sending>, StoreError> {
        Ok(self.begin(&[key.to_owned()], now).await?.pop())
    }

    async fn one(&self, key: &str, outcome: Settled, now: Timestamp) -> Result<(), StoreError> {
        self.settle(&[(key.to_owned(), outcome)], now).await
    }

    pub(super) async fn done(
        &self,
        key: &str,
        id: &str,
        url: Option<&str>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let url = url.map(str::to_owned);
        self.one(key, Settled::Written { task_id: id.to_owned(), url, check_at: None }, now).await
    }

    pub(super) async fn later(
        &self,
        key: &str,
        due: Timestamp,
        failure: &FailureKind,
        outage: bool,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.one(key, Settled::Later { due, failure: failure.clone(), outage }, now).await
    }

    pub(super) async fn in_doubt(
        &self,
        key: &str,
        ask_at: Timestamp,
        failure: &FailureKind,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.one(key, Settled::InDoubt { ask_at, failure: failure.clone() }, now).await
    }

    pub(super) async fn stuck(&self, key: &str, why: &FailureKind, now: Timestamp) -> Result<(), StoreError> {
        self.one(key, Settled::Stuck { why: why.clone() }, now).await
    }
}

async fn state(store: &Store, key: &str) -> EntryState {
    store.outbox().get(key).await.unwrap().unwrap().state
}

fn ids(found: &[PersonAt]) -> Vec<&str> {
    found.iter().map(|at| at.person.id.as_str()).collect()
}

#[tokio::test]
async fn schema_is_the_recorded_one() {
    let dir = TempDir::new().unwrap();
    let store = open(&dir).await;
    let schema: Vec<String> = store
        .run(|connection| {
            let mut all = connection
                .prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'beginnings\\_%' ESCAPE '\\' ORDER BY name")?;
            Ok(all.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
        })
        .await
        .unwrap();
    assert_eq!(schema.join(";\n") + ";\n", include_str!("schema.snapshot.sql"));
    for table in schema.iter().filter(|sql| sql.starts_with("CREATE TABLE")) {
        assert!(table.contains(") STRICT"), "{table}");
    }
}

/// What an earlier program wrote must be read by this one. A change here needs a new `version`
/// and code that still reads the old shape.
#[test]
fn stored_json_is_the_recorded_one() {
    let mut recorded = include_str!("json.snapshot.txt").lines();
    let call = call(3, CallState::Talking { answered: at(3) });
    let failure = FailureKind::Refused { field: None, code: "X".into(), message: "text".into() };
    for (now, old) in [
        (serde_json::to_string(&call).unwrap(), recorded.next().unwrap()),
        (serde_json::to_string(&entry("k")).unwrap(), recorded.next().unwrap()),
        (serde_json::to_string(&person("003A")).unwrap(), recorded.next().unwrap()),
        (serde_json::to_string(&failure).unwrap(), recorded.next().unwrap()),
    ] {
        assert_eq!(now, old);
    }
}

/// An entry of an earlier program has none of what came later.
#[test]
fn entries_and_calls_of_earlier_programs_are_read() {
    let recorded: Vec<&str> = include_str!("json.snapshot.txt").lines().collect();
    let call: Call = serde_json::from_str(recorded[0]).unwrap();
    assert_eq!((call.wrap_up, call.private, call.unlinked), (None, None, false));
    let old: Entry = serde_json::from_str(recorded[1]).unwrap();
    assert_eq!(old, entry("k"));
    let full = Entry { internal: true, status_open: true, extra: vec![("A__c".into(), "x".into())], ..old };
    let read: Entry = serde_json::from_str(&serde_json::to_string(&full).unwrap()).unwrap();
    assert_eq!(read, full);
}

#[tokio::test]
async fn file_is_encrypted_private_and_synced() {
    let dir = TempDir::new().unwrap();
    let store = open(&dir).await;
    store.calls().save(&call(1, CallState::Ringing)).await.unwrap();
    let (journal, synchronous, foreign): (String, i64, i64) = store
        .run(|connection| {
            Ok((
                connection.pragma_query_value(None, "journal_mode", |row| row.get(0))?,
                connection.pragma_query_value(None, "synchronous", |row| row.get(0))?,
                connection.pragma_query_value(None, "foreign_keys", |row| row.get(0))?,
            ))
        })
        .await
        .unwrap();
    assert_eq!((journal.as_str(), synchronous, foreign), ("wal", 2, 1));
    store.close().await;
    let bytes = fs::read(dir.path().join(FILE_NAME)).unwrap();
    assert!(!bytes.starts_with(b"SQLite format 3"));
    assert!(!bytes.windows(13).any(|window| window == b"+494066969412"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(dir.path().join(FILE_NAME)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[tokio::test]
async fn calls_survive_an_end_without_goodbye() {
    let dir = TempDir::new().unwrap();
    let closed = CallState::Closed { outcome: Outcome::Missed, ended: at(9) };
    let store = open(&dir).await;
    store.calls().save(&call(1, CallState::Ringing)).await.unwrap();
    store.calls().save(&call(1, closed.clone())).await.unwrap();
    store.calls().save(&call(2, CallState::Talking { answered: at(3) })).await.unwrap();
    // Another program reads the same file while this one still has it open, as after a kill.
    let copy = TempDir::new().unwrap();
    for name in fs::read_dir(dir.path()).unwrap().map(|file| file.unwrap().file_name()) {
        fs::copy(dir.path().join(&name), copy.path().join(&name)).unwrap();
    }
    drop(store);
    for dir in [dir, copy] {
        let store = open(&dir).await;
        let recent = store.calls().recent(at(0)).await.unwrap();
        assert_eq!(recent, [call(1, closed.clone()), call(2, CallState::Talking { answered: at(3) })]);
        assert_eq!(store.calls().recent(at(2)).await.unwrap().len(), 1);
        assert_eq!(store.calls().unfinished().await.unwrap(), recent[1..]);
        assert_eq!(store.calls().with_key(&recent[0].key).await.unwrap().as_ref(), Some(&recent[0]));
        assert_eq!(store.calls().with_key("other").await.unwrap(), None);
        assert_eq!(store.calls().forget_before(at(100)).await.unwrap(), 1, "open calls stay");
    }
}

#[tokio::test]
async fn calls_with_held_entries_are_found_again_and_never_forgotten() {
    let dir = TempDir::new().unwrap();
    let store = open(&dir).await;
    let closed = || CallState::Closed { outcome: Outcome::Missed, ended: at(9) };
    for (id, due) in [(1, None), (2, Some(at(50))), (3, Some(at(50)))] {
        let call = call(id, closed());
        store.calls().save(&call).await.unwrap();
        store.outbox().queue(&entry(&call.key), due, at(10)).await.unwrap();
    }
    store.calls().save(&call(4, closed())).await.unwrap();
    let key = |id| call(id, closed()).key;
    store.outbox().begun(&key(3), at(60)).await.unwrap().unwrap();
    store.outbox().done(&key(3), "00T", None, at(61)).await.unwrap();
    let held = store.calls().held().await.unwrap();
    assert_eq!(held.iter().map(|call| call.id.0).collect::<Vec<_>>(), [1]);
    assert_eq!(store.calls().forget_before(at(1000)).await.unwrap(), 2, "the written and the bare one");
    assert_eq!(store.calls().recent(at(0)).await.unwrap().len(), 2);
}

#[tokio::test]
async fn what_was_never_sent_can_be_taken_out() {
    let dir = TempDir::new().unwrap();
    let store = open(&dir).await;
    let rows = store.outbox();
    for (name, due) in
        [("held", None), ("waiting", Some(at(5))), ("sending", Some(at(5))), ("doubt", Some(at(5)))]
    {
        rows.queue(&entry(name), due, at(0)).await.unwrap();
    }
    rows.begun("sending", at(6)).await.unwrap().unwrap();
    rows.begun("doubt", at(6)).await.unwrap().unwrap();
    rows.in_doubt("doubt", at(9), &FailureKind::Offline, at(7)).await.unwrap();
    for (name, taken) in
        [("held", true), ("waiting", true), ("sending", false), ("doubt", false), ("none", false)]
    {
        assert_eq!(rows.withdraw(name).await.unwrap(), taken, "{name}");
    }
    assert_eq!(rows.list(10).await.unwrap().len(), 2);
    rows.queue(&entry("held"), None, at(9)).await.unwrap();
    assert_eq!(rows.list(10).await.unwrap().len(), 3, "and queued anew");
}

#[tokio::test]
async fn call_ids_are_never_used_again() {
    let dir = TempDir::new().unwrap();
    let store = open(&dir).await;
    assert_eq!(store.calls().next_id().await.unwrap(), CallId(1));
    assert_eq!(store.calls().next_id().await.unwrap(), CallId(2));
    let closed = CallState::Closed { outcome: Outcome::Missed, ended: at(9) };
    store.calls().save(&call(40, closed)).await.unwrap();
    store.calls().forget_before(at(1000)).await.unwrap();
    drop(store);
    let store = open(&dir).await;
    assert_eq!(store.calls().next_id().await.unwrap(), CallId(41));
}

#[tokio::test]
async fn wrong_key_and_damage_are_told_apart_and_change_nothing() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join(FILE_NAME);
    let store = open(&dir).await;
    store.calls().save(&call(1, CallState::Ringing)).await.unwrap();
    store.close().await;
    let good = fs::read(&path).unwrap();
    assert!(matches!(Store::open(dir.path(), [8; 32]).await.err(), Some(StoreError::WrongKey)));
    assert_eq!(fs::read(&path).unwrap(), good);

    let mut bad = good.clone();
    bad[100..400].fill(0xA5);
    fs::write(&path, &bad).unwrap();
    assert!(matches!(Store::open(dir.path(), KEY).await.err(), Some(StoreError::Broken)));
    assert_eq!(fs::read(&path).unwrap(), bad);

    let kept = set_aside(dir.path(), at(0)).unwrap();
    assert_eq!(fs::read(&kept).unwrap(), bad);
    let store = open(&dir).await;
    assert!(store.calls().recent(at(0)).await.unwrap().is_empty());
}

#[tokio::test]
async fn file_of_a_newer_program() {
    let dir = TempDir::new().unwrap();
    let store = open(&dir).await;
    let set = |min_reader: u32| {
        store.run(move |connection| {
            connection
                .execute("UPDATE meta SET value = ?1 WHERE name = 'min_reader'", [min_reader.to_string()])?;
            Ok(connection.pragma_update(None, "user_version", 99)?)
        })
    };
    set(2).await.unwrap();
    assert!(Store::open(dir.path(), KEY).await.is_ok(), "a newer shape that we may still read");
    set(99).await.unwrap();
    let refused = Store::open(dir.path(), KEY).await.err();
    assert!(matches!(refused, Some(StoreError::TooNew { needs: 99, .. })), "{refused:?}");
}

/// The first released shape, with people in it.
#[tokio::test]
async fn file_of_the_first_program_keeps_its_calls_and_fills_its_index_anew() {
    let dir = TempDir::new().unwrap();
    let store = open(&dir).await;
    store.calls().save(&call(1, CallState::Ringing)).await.unwrap();
    store
        .run(|connection| {
            connection.execute_batch(
                "DROP INDEX outbox_check; ALTER TABLE outbox DROP COLUMN check_at;
                 DROP TABLE beginnings; DROP TABLE people; DROP TABLE numbers; DROP TABLE answers; DROP TABLE words;
                 DROP TABLE amendments; DROP TABLE removed; DROP TABLE touched; DROP TABLE edited;
                 DROP TABLE chats; DROP TABLE drafts; DROP TABLE creations; DROP TABLE orgs;
                 ALTER TABLE outbox DROP COLUMN org;
                 ALTER TABLE choices DROP COLUMN linked;
                 DELETE FROM counters WHERE name <> 'call';
                 CREATE TABLE people (id TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL,
                     body TEXT NOT NULL, read_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
                 CREATE TABLE numbers (tail TEXT NOT NULL,
                     person TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
                     PRIMARY KEY (tail, person)) STRICT, WITHOUT ROWID;
                 CREATE TABLE answers (tail TEXT NOT NULL PRIMARY KEY, answered INTEGER NOT NULL)
                     STRICT, WITHOUT ROWID;
                 INSERT INTO people VALUES ('003A', 1, '{}', 0);
                 INSERT INTO numbers VALUES ('2149696604', '003A');
                 PRAGMA user_version = 1;",
            )?;
            Ok(())
        })
        .await
        .unwrap();
    drop(store);
    let store = open(&dir).await;
    assert_eq!(store.calls().recent(at(0)).await.unwrap().len(), 1);
    assert_eq!(store.people().count().await.unwrap(), 0);
    let tail = Tail::of("4066969412").unwrap();
    store.people().keep(vec![with("003A", &["4066969412"])], at(0), None).await.unwrap();
    assert_eq!(ids(&store.people().with_tail(tail, None).await.unwrap()), ["003A"]);
}

#[tokio::test]
async fn full_disk_is_told_and_costs_nothing_that_was_saved() {
    let dir = TempDir::new().unwrap();
    let store = open(&dir).await;
    store.calls().save(&call(1, CallState::Ringing)).await.unwrap();
    let limit = |pages: i64| store.run(move |c| Ok(c.pragma_update(None, "max_page_count", pages)?));
    limit(1).await.unwrap(); // SQLite takes this as "no more than there are"
    let mut long = call(2, CallState::Ringing);
    long.notes = "n".repeat(30_000);
    assert!(matches!(store.calls().save(&long).await, Err(StoreError::Full)));
    assert_eq!(store.calls().recent(at(0)).await.unwrap().len(), 1);
    limit(1_000_000).await.unwrap();
    store.calls().save(&long).await.unwrap();
    assert_eq!(store.calls().recent(at(0)).await.unwrap().len(), 2);
}

#[tokio::test]
async fn closed_store_says_so() {
    let dir = TempDir::new().unwrap();
    let store = open(&dir).await;
    let other = store.clone();
    store.close().await;
    assert!(matches!(other.calls().unfinished().await, Err(StoreError::Closed)));
}

#[tokio::test]
async fn entry_is_replaced_until_it_is_sent() {
    let dir = TempDir::new().unwrap();
    let store = open(&dir).await;
    let outbox = store.outbox();
    assert_eq!(outbox.queue(&entry("k"), None, at(0)).await.unwrap(), Queued::OnDisk);
    assert_eq!(state(&store, "k").await, EntryState::Waiting { due: None, attempts: 0, last: None });
    assert_eq!(outbox.due(at(5000), 9).await.unwrap(), Next::Nothing, "held rows are never due");

    let mut newer = entry("k");
    newer.description = "newer".into();
    assert_eq!(outbox.queue(&newer, Some(at(60)), at(1)).await.unwrap(), Queued::OnDisk);
    assert_eq!(outbox.due(at(1), 9).await.unwrap(), Next::At(at(60)));
    let due = due("k", 60);
    assert_eq!(outbox.due(at(60), 9).await.unwrap(), due);
    let sending = outbox.begun("k", at(60)).await.unwrap().unwrap();
    assert_eq!(
        sending,
        Sending { entry: newer.clone(), attempts: 1, tries: 1, ask_first: false, org: String::new() }
    );

    // On its way, in doubt and written: never replaced, never begun twice.
    for step in 0..3 {
        assert_eq!(
            outbox.queue(&entry("k"), Some(at(61)), at(61)).await.unwrap(),
            Queued::AlreadySent,
            "{step}"
        );
        assert!(!outbox.release("k", About::Nobody, at(0), at(61)).await.unwrap());
        assert_eq!(outbox.get("k").await.unwrap().unwrap().entry, newer);
        match step {
            0 => outbox.in_doubt("k", at(700), &FailureKind::Offline, at(61)).await.unwrap(),
            1 => outbox.done("k", "00T1", Some("https://o/00T1"), at(700)).await.unwrap(),
            _ => {}
        }
        assert_eq!(outbox.begun("other", at(60)).await.unwrap(), None);
    }
    let written =
        EntryState::Written { task_id: "00T1".into(), url: Some("https://o/00T1".into()), at: at(700) };
    assert_eq!(state(&store, "k").await, written);
    assert_eq!(outbox.begun("k", at(701)).await.unwrap(), None);
    outbox.later("k", at(702), &FailureKind::Busy, false, at(701)).await.unwrap();
    outbox.stuck("k", &FailureKind::Busy, at(701)).await.unwrap();
    assert_eq!(state(&store, "k").await, written, "written stays written");
    assert_eq!(outbox.forget_written_before(at(700)).await.unwrap(), 0);
    assert_eq!(outbox.forget_written_before(at(701)).await.unwrap(), 1);
}

#[tokio::test]
async fn row_that_may_have_been_sent_is_asked_about_for_ever() {
    let dir = TempDir::new().unwrap();
    let store = open(&dir).await;
    let outbox = store.outbox();
    outbox.queue(&entry("k"), Some(at(0)), at(0)).await.unwrap();
    outbox.begun("k", at(0)).await.unwrap().unwrap();
    outbox.in_doubt("k", at(660), &FailureKind::Offline, at(0)).await.unwrap();
    assert!(outbox.begun("k", at(660)).await.unwrap().unwrap().ask_first);
    outbox.later("k", at(670), &FailureKind::Busy, true, at(660)).await.unwrap();
    assert_eq!(state(&store, "k").await, EntryState::InDoubt { ask_at: at(670), attempts: 2 });
    assert!(outbox.begun("k", at(670)).await.unwrap().unwrap().ask_first);
    outbox
        .stuck("k", &FailureKind::NotAllowed { message: "no".into(), why: Barred::Rights }, at(671))
        .await
        .unwrap();
    assert_eq!(outbox.queue(&entry("k"), Some(at(0)), at(0)).await.unwrap(), Queued::AlreadySent);
    assert!(outbox.retry("k", at(680)).await.unwrap());
    assert_eq!(state(&store, "k").await, EntryState::InDoubt { ask_at: at(680), attempts: 3 });
    assert!(!outbox.retry("k", at(690)).await.unwrap(), "a row in doubt keeps its time");
}

#[tokio::test]
async fn killed_in_the_request() {
    let dir = TempDir::new().unwrap();
    let store = open(&dir).await;
    for key in ["a", "b"] {
        store.outbox().queue(&entry(key), Some(at(0)), at(0)).await.unwrap();
    }
    store.outbox().begun("a", at(10)).await.unwrap().unwrap();
    drop(store);
    let store = open(&dir).await;
    let doubts = store.outbox().recover(at(100), WAIT, 8).await.unwrap();
    assert_eq!(doubts, ["a"]);
    // From now on, not from the request on: the clock may have been set while nobody ran.
    assert_eq!(state(&store, "a").await, EntryState::InDoubt { ask_at: at(760), attempts: 1 });
    assert_eq!(store.outbox().due(at(100), 9).await.unwrap(), due("b", 0));
    // Started again with a clock that was set back by a day: no wait is longer than the rule.
    let doubts = store.outbox().recover(at(-86_400), WAIT, 8).await.unwrap();
    assert_eq!(doubts, ["a"]);
    let ask_at = at(-86_400 + 660);
    assert_eq!(state(&store, "a").await, EntryState::InDoubt { ask_at, attempts: 1 });
}

#[tokio::test]
async fn row_that_kills_the_program_again_and_again_is_stuck() {
    let dir = TempDir::new().unwrap();
    let store = open(&dir).await;
    store.outbox().queue(&entry("k"), Some(at(0)), at(0)).await.unwrap();
    for round in 1..=9 {
        let time = at(round * 1000);
        store.outbox().begun("k", time).await.unwrap().unwrap();
        store.outbox().recover(time, WAIT, 8).await.unwrap();
    }
    assert!(matches!(state(&store, "k").await, EntryState::Stuck { why: FailureKind::Broken { .. } }));
    assert!(store.outbox().retry("k", at(9_001)).await.unwrap());
    assert_eq!(state(&store, "k").await, EntryState::InDoubt { ask_at: at(9_660), attempts: 9 });
}

#[tokio::test]
async fn clock_set_back_does_not_park_rows() {
    let dir = TempDir::new().unwrap();
    let store = open(&dir).await;
    store.outbox().queue(&entry("k"), Some(at(86_400)), at(86_390)).await.unwrap();
    assert_eq!(store.outbox().due(at(0), 9).await.unwrap(), due("k", 86_400));
}

#[tokio::test]
async fn release_sets_whom_it_is_about() {
    let dir = TempDir::new().unwrap();
    let store = open(&dir).await;
    store.outbox().queue(&entry("k"), None, at(0)).await.unwrap();
    let about = About::Who { id: "003A".into() };
    assert!(store.outbox().release("k", about.clone(), at(7), at(5)).await.unwrap());
    let row = store.outbox().get("k").await.unwrap().unwrap();
    assert_eq!(row.entry.about, about);
    assert_eq!(row.state, EntryState::Waiting { due: Some(at(7)), attempts: 0, last: None });
    assert!(!store.outbox().release("other", About::Nobody, at(7), at(5)).await.unwrap());
}

#[tokio::test]
async fn outage_over_wakes_only_what_the_outage_delayed() {
    let dir = TempDir::new().unwrap();
    let store = open(&dir).await;
    let outbox = store.outbox();
    for (key, failure) in [
        ("offline", FailureKind::Offline),
        ("signed out", FailureKind::SignedOut),
        ("broken", FailureKind::Broken { detail: "html".into() }),
    ] {
        outbox.queue(&entry(key), Some(at(0)), at(0)).await.unwrap();
        outbox.begun(key, at(0)).await.unwrap().unwrap();
        outbox.later(key, at(900), &failure, true, at(0)).await.unwrap();
    }
    outbox.queue(&entry("wrap-up"), Some(at(60)), at(0)).await.unwrap();
    outbox.outage_over(at(5)).await.unwrap();
    for (key, due) in [("offline", 5), ("signed out", 5), ("broken", 900), ("wrap-up", 60)] {
        let EntryState::Waiting { due: found, .. } = state(&store, key).await else { panic!("{key}") };
        assert_eq!(found, Some(at(due)), "{key}");
    }
}

#[tokio::test]
async fn a_row_that_was_repeated_is_checked_once_more_and_stays_written() {
    let dir = TempDir::new().unwrap();
    let store = open(&dir).await;
    let outbox = store.outbox();
    outbox.queue(&entry("k"), Some(at(0)), at(0)).await.unwrap();
    outbox.begun("k", at(0)).await.unwrap().unwrap();
    let written = Settled::Written { task_id: "00T2".into(), url: None, check_at: Some(at(660)) };
    outbox.one("k", written, at(1)).await.unwrap();
    assert_eq!(outbox.due(at(1), 9).await.unwrap(), Next::At(at(660)));
    let check = |second| Next::Due(vec![DueRow { key: "k".into(), step: Step::Check, due: at(second) }]);
    assert_eq!(outbox.due(at(660), 9).await.unwrap(), check(660));
    assert!(outbox.begin(&["k".to_owned()], at(660)).await.unwrap().is_empty(), "never sent again");
    assert_eq!(outbox.to_check(&["k".to_owned(), "other".to_owned()]).await.unwrap().0, [entry("k")]);

    // Killed before the check: it waits anew.
    assert_eq!(outbox.recover(at(700), WAIT, 8).await.unwrap(), ["k"]);
    assert_eq!(outbox.due(at(700), 9).await.unwrap(), Next::At(at(1_360)));
    outbox.checked("k", None, Some(at(2_000))).await.unwrap();
    assert_eq!(outbox.due(at(2_000), 9).await.unwrap(), check(2_000));
    outbox.checked("k", Some(("00T1", None)), None).await.unwrap();
    assert_eq!(outbox.due(at(9_000), 9).await.unwrap(), Next::Nothing);
    let EntryState::Written { task_id, at: changed, .. } = state(&store, "k").await else { panic!() };
    assert_eq!((task_id.as_str(), changed), ("00T1", at(1)));
}

#[tokio::test]
async fn many_rows_take_a_step_together_or_not_at_all() {
    let dir = TempDir::new().unwrap();
    let store = open(&dir).await;
    let outbox = store.outbox();
    for (nth, key) in ["a", "b", "c"].iter().enumerate() {
        outbox.queue(&entry(key), Some(at(i64::try_from(nth).unwrap())), at(0)).await.unwrap();
    }
    let Next::Due(rows) = outbox.due(at(9), 2).await.unwrap() else { panic!() };
    let keys: Vec<String> = rows.into_iter().map(|row| row.key).collect();
    assert_eq!(keys, ["a", "b"], "those that waited longest, and no more than asked for");
    assert_eq!(outbox.begin(&keys, at(9)).await.unwrap().len(), 2);
    let done = |id: &str| Settled::Written { task_id: id.into(), url: None, check_at: None };
    let why = FailureKind::Busy;
    let outcomes = [("a".to_owned(), done("00T1")), ("b".to_owned(), Settled::Stuck { why })];
    outbox.settle(&outcomes, at(10)).await.unwrap();
    assert!(matches!(state(&store, "a").await, EntryState::Written { .. }));
    assert!(matches!(state(&store, "b").await, EntryState::Stuck { .. }));
    let held = outbox.hold_back(at(500), &FailureKind::CapReached, at(10)).await.unwrap();
    assert_eq!(held, ["c"]);
    assert_eq!(outbox.due(at(10), 9).await.unwrap(), Next::At(at(500)));

    assert_eq!(outbox.requests_of(20_000).await.unwrap(), 0);
    outbox.note_requests(20_000, 17).await.unwrap();
    outbox.note_requests(20_000, 18).await.unwrap();
    assert_eq!(outbox.requests_of(20_000).await.unwrap(), 18);
    assert_eq!(outbox.requests_of(20_001).await.unwrap(), 0, "another day");
}

#[tokio::test]
async fn counts_and_list() {
    let dir = TempDir::new().unwrap();
    let store = open(&dir).await;
    let outbox = store.outbox();
    for key in ["held", "waiting", "sending", "doubt", "stuck", "yesterday", "today"] {
        let due = (key != "held").then(|| at(0));
        outbox.queue(&entry(key), due, at(0)).await.unwrap();
    }
    for key in ["sending", "doubt", "stuck", "yesterday", "today"] {
        outbox.begun(key, at(0)).await.unwrap().unwrap();
    }
    outbox.in_doubt("doubt", at(9), &FailureKind::Offline, at(0)).await.unwrap();
    outbox.stuck("stuck", &FailureKind::Busy, at(0)).await.unwrap();
    outbox.done("yesterday", "00T1", None, at(10)).await.unwrap();
    outbox.done("today", "00T2", None, at(20)).await.unwrap();
    assert_eq!(outbox.counts(at(15)).await.unwrap(), Counts { waiting: 4, stuck: 1, written: 1 });
    let list = outbox.list(3).await.unwrap();
    let keys: Vec<_> = list.iter().map(|row| row.entry.key.as_str()).collect();
    assert_eq!(keys, ["today", "yesterday", "stuck"]);
    assert!(outbox.get("sending").await.unwrap().unwrap().sending);
}

#[tokio::test]
async fn unreadable_row_is_stuck_and_hides_no_other() {
    let dir = TempDir::new().unwrap();
    let store = open(&dir).await;
    let outbox = store.outbox();
    outbox.queue(&entry("bad"), Some(at(0)), at(0)).await.unwrap();
    outbox.queue(&entry("good"), Some(at(1)), at(0)).await.unwrap();
    store
        .run(|connection| {
            connection.execute("UPDATE outbox SET entry = '{\"v\":2}' WHERE key = 'bad'", [])?;
            Ok(())
        })
        .await
        .unwrap();
    assert_eq!(outbox.begun("bad", at(5)).await.unwrap(), None);
    assert_eq!(outbox.due(at(5), 9).await.unwrap(), due("good", 1));
    assert_eq!(outbox.list(10).await.unwrap().len(), 1);
    assert_eq!(outbox.counts(at(0)).await.unwrap().stuck, 1);
}

#[tokio::test]
async fn people_by_whole_number_and_by_last_digits() {
    let dir = TempDir::new().unwrap();
    let store = open(&dir).await;
    let people = store.people();
    let tail = |number: &str| Tail::of(number).unwrap();
    people
        .keep(
            vec![with("a", &["4066969412", "111"]), with("b", &["66969412"]), with("c", &["4066969419"])],
            at(0),
            None,
        )
        .await
        .unwrap();
    let caller = tail("4066969412");
    assert_eq!(ids(&people.with_tail(caller, None).await.unwrap()), ["a"]);
    assert_eq!(ids(&people.with_tail(caller, Some(7)).await.unwrap()), ["a", "b"]);
    assert_eq!(ids(&people.with_tail(caller, Some(40)).await.unwrap()), ["a"], "no such ending");
    assert!(people.with_tail(tail("4"), Some(1)).await.unwrap().is_empty());
    assert_eq!(people.count().await.unwrap(), 3);

    // A person whose number was changed is not found under the old one.
    people.keep(vec![with("a", &["333"])], at(1), None).await.unwrap();
    assert!(people.with_tail(tail("111"), None).await.unwrap().is_empty());
    assert_eq!(people.with_tail(tail("333"), None).await.unwrap()[0].read_at, at(1));

    people.wipe().await.unwrap();
    assert_eq!(people.count().await.unwrap(), 0);
    assert!(people.with_tail(tail("333"), None).await.unwrap().is_empty());
}

#[tokio::test]
async fn choices_are_remembered_and_forgotten() {
    let dir = TempDir::new().unwrap();
    let store = open(&dir).await;
    let choices = store.choices();
    assert_eq!(choices.chosen("+49").await.unwrap(), None);
    choices.remember("+49", "a", at(0)).await.unwrap();
    choices.remember("+49", "b", at(1)).await.unwrap();
    drop(open(&dir).await);
    assert_eq!(choices.chosen("+49").await.unwrap().as_deref(), Some("b"));
    choices.forget("+49").await.unwrap();
    assert_eq!(choices.chosen("+49").await.unwrap(), None);
}

#[tokio::test]
async fn choices_are_listed_newest_first_and_forgotten_together() {
    let dir = TempDir::new().unwrap();
    let store = open(&dir).await;
    let choices = store.choices();
    assert_eq!(choices.list(10).await.unwrap(), (Vec::new(), 0));
    for (number, person, seconds) in [("+491", "a", 0), ("+492", "b", 2), ("+493", "c", 1), ("+491", "d", 3)]
    {
        choices.remember(number, person, at(seconds)).await.unwrap();
    }
    let (listed, all) = choices.list(2).await.unwrap();
    let told: Vec<_> = listed.iter().map(|one| (one.number.as_str(), one.person.as_str(), one.at)).collect();
    assert_eq!((told, all), (vec![("+491", "d", at(3)), ("+492", "b", at(2))], 3));
    choices.forget_all().await.unwrap();
    assert_eq!(choices.list(10).await.unwrap(), (Vec::new(), 0));
}
