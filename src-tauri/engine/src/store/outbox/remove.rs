//! What a person does to rows that were not sent: take out and put back, edit, retry all; and where
//! rows go whose records were taken back.

use domain::journal::{About, EntryEdit};
use domain::outbox::{EntryState, Removal};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::super::StoreError;
use super::super::orgs::{CURRENT, is_for_here};
use super::super::read::instant;
use super::amend::{entry_where, retry_steps};
use super::{Outbox, VERSION};

impl Outbox<'_> {
    /// Takes an unsent row out; says whether there was one.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn discard(&self, key: &str, now: Timestamp) -> Result<bool, StoreError> {
        let key = key.to_owned();
        self.0
            .run(move |connection| {
                let transaction = connection.transaction()?;
                let taken = transaction.execute(
                    &format!(
                        "INSERT OR REPLACE INTO removed (key, call_id, version, entry, how, state, attempts,
                         ask_first, last_failure, queued, removed, org)
                     SELECT key, call_id, version, entry, 'discarded',
                         CASE state WHEN 'in_doubt' THEN 'stuck' ELSE state END, attempts, ask_first,
                         last_failure, queued, ?2, org
                     FROM outbox WHERE key = ?1 AND (state IN ('held', 'waiting', 'stuck')
                         -- Nobody will ever ask about it.
                         OR state = 'in_doubt' AND NOT {})",
                        is_for_here("outbox")
                    ),
                    params![key, now.as_millisecond()],
                )?;
                if taken > 0 {
                    transaction.execute("DELETE FROM outbox WHERE key = ?1", [&key])?;
                    transaction.execute("DELETE FROM amendments WHERE key = ?1", [&key])?;
                }
                transaction.commit()?;
                Ok(taken > 0)
            })
            .await
    }

    /// Puts a row back as it was; one that was undone is written anew. An undo that nothing was
    /// sent of is given up, and what was left as it is in the CRM is not mentioned any more. Says whether anything changed.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn restore(&self, key: &str, now: Timestamp) -> Result<bool, StoreError> {
        let key = key.to_owned();
        self.0
            .run(move |connection| {
                let transaction = connection.transaction()?;
                let given_up = transaction.execute(
                    "DELETE FROM amendments WHERE key = ?1 AND (state = 'kept'
                         OR kind = 'remove' AND (state = 'stuck' OR state = 'waiting' AND tries = 0))",
                    [&key],
                )?;
                let back = transaction.execute(
                    "INSERT INTO outbox (key, call_id, version, entry, state, due, attempts, tries,
                         ask_first, last_failure, task_id, task_url, queued, changed, org)
                     SELECT key, call_id, version, entry, state, ?2, attempts, 0, ask_first,
                         last_failure, '', '', queued, ?2, org
                     FROM removed WHERE key = ?1",
                    params![key, now.as_millisecond()],
                )?;
                transaction.execute("DELETE FROM removed WHERE key = ?1", [&key])?;
                transaction.commit()?;
                Ok(given_up + back > 0)
            })
            .await
    }

    /// Gives an unsent row other words; it is due now. Rows that may have been sent stay as they
    /// are. Says whether it changed.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn edit(&self, key: &str, edit: EntryEdit, now: Timestamp) -> Result<bool, StoreError> {
        let key = key.to_owned();
        self.0
            .run(move |connection| {
                let transaction = connection.transaction()?;
                let unsent = "ask_first = 0 AND state IN ('held', 'waiting', 'stuck')";
                let Some(mut entry) = entry_where(&transaction, &key, unsent)? else { return Ok(false) };
                entry.edit(edit);
                transaction.execute("INSERT OR IGNORE INTO edited (key) VALUES (?1)", [&key])?;
                transaction.execute(
                    "UPDATE outbox SET entry = ?2, version = ?3, tries = 0, changed = ?4,
                         state = CASE state WHEN 'held' THEN 'held' ELSE 'waiting' END,
                         due = CASE state WHEN 'stuck' THEN ?4 ELSE min(due, ?4) END
                     WHERE key = ?1",
                    params![key, serde_json::to_string(&entry)?, VERSION, now.as_millisecond()],
                )?;
                transaction.commit()?;
                Ok(true)
            })
            .await
    }

    /// A person wants an entry that was made for another org sent to the one signed in to, linked to
    /// nobody yet: people of one org are not the other's. Whoever is created for it is created there
    /// as well. Says whether there was such a row.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn send_here(&self, key: &str, now: Timestamp) -> Result<bool, StoreError> {
        let key = key.to_owned();
        self.0
            .run(move |connection| {
                let transaction = connection.transaction()?;
                let elsewhere = format!(
                    "state IN ('held', 'waiting', 'stuck', 'in_doubt') AND {CURRENT} <> '' AND NOT {}",
                    is_for_here("outbox")
                );
                let Some(mut entry) = entry_where(&transaction, &key, &elsewhere)? else { return Ok(false) };
                entry.about = About::Nobody;
                transaction.execute(
                    &format!(
                        "UPDATE outbox SET org = {CURRENT}, entry = ?2, version = ?3, tries = 0,
                             last_failure = '', changed = ?4, due = ?4,
                             state = CASE WHEN ask_first = 1 THEN 'in_doubt'
                                 WHEN state = 'held' THEN 'held' ELSE 'waiting' END
                         WHERE key = ?1"
                    ),
                    params![key, serde_json::to_string(&entry)?, VERSION, now.as_millisecond()],
                )?;
                transaction.execute(
                    &format!(
                        "UPDATE creations SET org = {CURRENT}, due = ?2 WHERE entry_key = ?1
                             AND state IN ('waiting', 'in_doubt', 'stuck')"
                    ),
                    params![key, now.as_millisecond()],
                )?;
                transaction.commit()?;
                Ok(true)
            })
            .await
    }

    /// Everything that is stuck, or waits after a failure, is due now. What is held, in wrap-up or
    /// in doubt keeps its time.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn retry_all(&self, now: Timestamp) -> Result<usize, StoreError> {
        self.0
            .run(move |connection| {
                let transaction = connection.transaction()?;
                let rows = transaction.execute(
                    "UPDATE outbox SET tries = 0, changed = ?1,
                         state = CASE ask_first WHEN 1 THEN 'in_doubt' ELSE 'waiting' END,
                         due = CASE ask_first WHEN 1 THEN max(due, ?1) ELSE ?1 END
                     WHERE state = 'stuck' OR (state = 'waiting' AND last_failure <> '')",
                    [now.as_millisecond()],
                )?;
                let steps = retry_steps(&transaction, now)?;
                transaction.commit()?;
                Ok(rows + steps)
            })
            .await
    }

    /// Where an entry stands that a person took out; `None`: nobody did.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn removal(&self, key: &str) -> Result<Option<EntryState>, StoreError> {
        let key = key.to_owned();
        self.0.run(move |connection| removal_of(connection, &key)).await
    }

    /// Forgets what was taken out before `before`, and steps of rows that are not there any more.
    ///
    /// # Errors
    /// When they cannot be removed.
    pub async fn forget_removed_before(&self, before: Timestamp) -> Result<(), StoreError> {
        self.0
            .run(move |connection| {
                let transaction = connection.transaction()?;
                transaction.execute("DELETE FROM removed WHERE removed < ?1", [before.as_millisecond()])?;
                transaction.execute("DELETE FROM amendments WHERE key NOT IN (SELECT key FROM outbox)", [])?;
                transaction.execute("DELETE FROM touched WHERE key NOT IN (SELECT key FROM outbox)", [])?;
                transaction.execute(
                    "DELETE FROM edited WHERE key NOT IN (SELECT key FROM outbox UNION SELECT key FROM removed)",
                    [],
                )?;
                Ok(transaction.commit()?)
            })
            .await
    }
}

pub(super) fn removal_of(connection: &Connection, key: &str) -> Result<Option<EntryState>, StoreError> {
    let found: Option<(String, i64)> = connection
        .prepare_cached("SELECT how, removed FROM removed WHERE key = ?1")?
        .query_row([key], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(found.map(|(how, at)| {
        let how = if how == "undone" { Removal::Undone } else { Removal::Discarded };
        EntryState::Removed { how, at: instant(at) }
    }))
}

/// The record is gone from the CRM, and with it the row from the journal.
pub(super) fn take_back(connection: &Connection, key: &str, now: Timestamp) -> Result<(), StoreError> {
    connection.execute(
        "INSERT OR REPLACE INTO removed (key, call_id, version, entry, how, state, attempts, ask_first,
             last_failure, queued, removed, org)
         SELECT key, call_id, version, entry, 'undone', 'waiting', 0, 0, '', queued, ?2, org
         FROM outbox WHERE key = ?1",
        params![key, now.as_millisecond()],
    )?;
    for table in ["outbox", "amendments", "touched"] {
        connection.execute(&format!("DELETE FROM {table} WHERE key = ?1"), [key])?;
    }
    Ok(())
}
