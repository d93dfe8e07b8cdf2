//! Rows as a comparison with the CRM needs them: where many entries stand, and entries whose
//! records are missing there.

use std::collections::HashMap;

use domain::journal::Entry;
use domain::outbox::{EntryState, Removal};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::super::StoreError;
use super::super::orgs::{CURRENT, is_for_here};
use super::remove::removal_of;
use super::row::{columns, read};
use super::{Outbox, Queued, Row, VERSION};

impl Outbox<'_> {
    /// Where these entries stand; those that were never here, or are forgotten, are left out. One
    /// that is about to be taken back counts as taken back.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn standings(&self, keys: &[String]) -> Result<HashMap<String, EntryState>, StoreError> {
        let keys = keys.to_vec();
        self.0
            .run(move |connection| {
                let mut standings = HashMap::with_capacity(keys.len());
                for key in keys {
                    if let Some(state) = standing(connection, &key)? {
                        standings.insert(key, state);
                    }
                }
                Ok(standings)
            })
            .await
    }

    /// Puts an entry on disk whose record is missing: the CRM is asked for it, and only then is it
    /// written. An entry that was written before is written as it was. What waits here, or was
    /// taken out by a person, stays as it is.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn refill(&self, entry: &Entry, now: Timestamp) -> Result<Queued, StoreError> {
        let key = entry.key.clone();
        let call = i64::try_from(entry.call.0).unwrap_or(i64::MAX);
        let body = serde_json::to_string(entry)?;
        self.0
            .run(move |connection| {
                let changed = connection
                    .prepare_cached(&format!(
                        "INSERT INTO outbox (key, call_id, version, entry, state, due, attempts, tries,
                             ask_first, last_failure, task_id, task_url, queued, changed, org)
                         SELECT ?1, ?2, ?3, ?4, 'in_doubt', ?5, 0, 0, 1, '', '', '', ?5, ?5, {CURRENT}
                         WHERE NOT EXISTS (SELECT 1 FROM removed WHERE removed.key = ?1)
                         ON CONFLICT (key) DO UPDATE SET state = 'in_doubt', due = ?5, tries = 0,
                             ask_first = 1, last_failure = '', task_id = '', task_url = '', check_at = 0,
                             changed = ?5
                         WHERE outbox.state = 'written' AND {}",
                        is_for_here("outbox")
                    ))?
                    .execute(params![key, call, VERSION, body, now.as_millisecond()])?;
                Ok(if changed == 0 { Queued::AlreadySent } else { Queued::OnDisk })
            })
            .await
    }

    /// Of several records of a written entry this is the one that stays.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn keep_record(&self, key: &str, id: &str, url: Option<&str>) -> Result<(), StoreError> {
        let (key, id) = (key.to_owned(), id.to_owned());
        let url = url.unwrap_or_default().to_owned();
        self.0
            .run(move |connection| {
                connection.execute(
                    "UPDATE outbox SET task_id = ?2, task_url = ?3 WHERE key = ?1 AND state = 'written'",
                    params![key, id, url],
                )?;
                Ok(())
            })
            .await
    }
}

fn standing(connection: &Connection, key: &str) -> Result<Option<EntryState>, StoreError> {
    let leaves = connection
        .prepare_cached("SELECT changed FROM amendments WHERE key = ?1 AND kind = 'remove'")?
        .query_row([key], |row| row.get(0))
        .optional()?;
    if let Some(at) = leaves {
        let at = super::super::read::instant(at);
        return Ok(Some(EntryState::Removed { how: Removal::Undone, at }));
    }
    let row = connection
        .prepare_cached(&format!("SELECT {} FROM outbox WHERE key = ?1", columns()))?
        .query_row([key], |row| Ok(read(row)))
        .optional()?;
    match row {
        // Its record is in another org, which is not the one that is asked.
        Some(Ok(Row { other_org: Some(_), last, attempts, .. })) => {
            Ok(Some(EntryState::Waiting { due: None, attempts, last }))
        }
        Some(Ok(row)) => Ok(Some(row.state)),
        // Whatever it says, something is on disk, and the sender deals with it.
        Some(Err(StoreError::Content(_))) => {
            Ok(Some(EntryState::Waiting { due: None, attempts: 0, last: None }))
        }
        Some(Err(error)) => Err(error),
        None => removal_of(connection, key),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use domain::call::{CallId, Direction, Outcome};
    use domain::journal::{About, EntryKind};
    use domain::outbox::FailureKind;
    use tempfile::TempDir;

    use super::super::super::Store;
    use super::super::{DueRow, Next, Settled, Step};
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + second).unwrap()
    }

    fn entry(key: &str, description: &str) -> Entry {
        Entry {
            key: key.into(),
            call: CallId(1),
            subject: "Call".into(),
            description: description.into(),
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

    async fn open(dir: &TempDir) -> Store {
        Store::open(dir.path(), [7; 32]).await.unwrap()
    }

    async fn write(rows: &Outbox<'_>, key: &str) {
        rows.queue(&entry(key, "as written"), Some(at(0)), at(0)).await.unwrap();
        rows.begin(&[key.to_owned()], at(1)).await.unwrap();
        let written = Settled::Written { task_id: "00T".into(), url: None, check_at: None };
        rows.settle(&[(key.to_owned(), written)], at(2)).await.unwrap();
    }

    #[tokio::test]
    async fn a_lost_entry_is_asked_for_before_it_is_written_as_it_was() {
        let dir = TempDir::new().unwrap();
        let store = open(&dir).await;
        let rows = store.outbox();
        write(&rows, "gone").await;
        for key in ["gone", "new"] {
            assert_eq!(rows.refill(&entry(key, "composed anew"), at(5)).await.unwrap(), Queued::OnDisk);
            assert_eq!(rows.refill(&entry(key, "again"), at(6)).await.unwrap(), Queued::AlreadySent);
        }
        let due = |key: &str| DueRow { key: key.into(), step: Step::Ask, due: at(5) };
        assert_eq!(rows.due(at(5), 9).await.unwrap(), Next::Due(vec![due("gone"), due("new")]));
        for (key, text) in [("gone", "as written"), ("new", "composed anew")] {
            assert_eq!(rows.get(key).await.unwrap().unwrap().entry.description, text);
        }
    }

    #[tokio::test]
    async fn what_waits_or_was_taken_out_stays_as_it_is() {
        let dir = TempDir::new().unwrap();
        let store = open(&dir).await;
        let rows = store.outbox();
        for key in ["waits", "held", "stuck", "discarded"] {
            let due = (key != "held").then_some(at(9));
            rows.queue(&entry(key, "first"), due, at(0)).await.unwrap();
        }
        let why = FailureKind::Broken { detail: "x".into() };
        rows.settle(&[("stuck".to_owned(), Settled::Stuck { why })], at(1)).await.unwrap();
        rows.discard("discarded", at(1)).await.unwrap();
        let keys = ["waits", "held", "stuck", "discarded"].map(str::to_owned);
        let before = rows.standings(&keys).await.unwrap();
        assert_eq!(before.len(), 4);
        for key in &keys {
            assert_eq!(
                rows.refill(&entry(key, "second"), at(5)).await.unwrap(),
                Queued::AlreadySent,
                "{key}"
            );
        }
        assert_eq!(rows.standings(&keys).await.unwrap(), before);
    }

    #[tokio::test]
    async fn standings_tell_what_leaves_and_leave_out_what_nobody_knows() {
        let dir = TempDir::new().unwrap();
        let store = open(&dir).await;
        let rows = store.outbox();
        write(&rows, "written").await;
        write(&rows, "leaving").await;
        assert!(rows.undo("leaving", at(3)).await.unwrap());
        let keys = ["written", "leaving", "unknown"].map(str::to_owned);
        let standings = rows.standings(&keys).await.unwrap();
        assert!(matches!(&standings["written"], EntryState::Written { task_id, .. } if task_id == "00T"));
        assert_eq!(standings["leaving"], EntryState::Removed { how: Removal::Undone, at: at(3) });
        assert_eq!(standings.len(), 2);
        rows.keep_record("written", "00Tx", Some("https://x/00Tx")).await.unwrap();
        let row = rows.get("written").await.unwrap().unwrap();
        assert!(matches!(&row.state, EntryState::Written { task_id, .. } if task_id == "00Tx"));
    }
}
