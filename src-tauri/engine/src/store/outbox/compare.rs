//! Rows as a comparison with the CRM needs them: where many entries stand, and entries whose
//! records are missing there.

use std::collections::HashMap;

use domain::journal::Entry;
use domain::outbox::{EntryState, Removal};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::super::StoreError;
use super::remove::removal_of;
use super::row::{COLUMNS, read};
use super::{Outbox, Queued, VERSION};

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
                    .prepare_cached(
                        "INSERT INTO outbox (key, call_id, version, entry, state, due, attempts, tries,
                             ask_first, last_failure, task_id, task_url, queued, changed)
                         SELECT ?1, ?2, ?3, ?4, 'in_doubt', ?5, 0, 0, 1, '', '', '', ?5, ?5
                         WHERE NOT EXISTS (SELECT 1 FROM removed WHERE removed.key = ?1)
                         ON CONFLICT (key) DO UPDATE SET state = 'in_doubt', due = ?5, tries = 0,
                             ask_first = 1, last_failure = '', task_id = '', task_url = '', check_at = 0,
                             changed = ?5
                         WHERE outbox.state = 'written'",
                    )?
                    .execute(params![key, call, VERSION, body, now.as_millisecond()])?;
                Ok(if changed == 0 { Queued::AlreadySent } else { Queued::OnDisk })
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
        .prepare_cached(&format!("SELECT {COLUMNS} FROM outbox WHERE key = ?1"))?
        .query_row([key], |row| Ok(read(row)))
        .optional()?;
    match row {
        Some(Ok(row)) => Ok(Some(row.state)),
        // Whatever it says, something is on disk, and the sender deals with it.
        Some(Err(StoreError::Content(_))) => {
            Ok(Some(EntryState::Waiting { due: None, attempts: 0, last: None }))
        }
        Some(Err(error)) => Err(error),
        None => removal_of(connection, key),
    }
}
