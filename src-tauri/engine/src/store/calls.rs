use domain::call::{Call, CallId, CallState};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

use super::read::readable;
use super::{Store, StoreError};

/// Shape of the JSON in `calls.body`.
const VERSION: u32 = 1;

/// Most calls read at once. A busy desk has 120 a day.
const CALLS_MAX: u32 = 2_000;

/// Most calls read that wait for somebody to be found: fewer than the desk remembers in all.
const HELD_MAX: u32 = 200;

/// The calls of this desk, each saved whole.
pub struct Calls<'a>(pub(super) &'a Store);

impl Calls<'_> {
    /// Saves a call as it is now.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn save(&self, call: &Call) -> Result<(), StoreError> {
        let id = column_id(call.id);
        let key = call.key.clone();
        let first_seen = call.first_seen.as_millisecond();
        let closed = match call.state {
            CallState::Closed { .. } => 1,
            CallState::Ringing
            | CallState::Dialing
            | CallState::Talking { .. }
            | CallState::WrapUp { .. } => 0,
        };
        let body = serde_json::to_string(call)?;
        self.0
            .run(move |connection| {
                let transaction = connection.transaction()?;
                transaction
                    .prepare_cached(
                        "INSERT INTO calls (id, key, first_seen, closed, version, body)
                         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                         ON CONFLICT (id) DO UPDATE SET key = excluded.key,
                             first_seen = excluded.first_seen, closed = excluded.closed,
                             version = excluded.version, body = excluded.body",
                    )?
                    .execute(params![id, key, first_seen, closed, VERSION, body])?;
                transaction
                    .prepare_cached("UPDATE counters SET value = ?1 WHERE name = 'call' AND value < ?1")?
                    .execute([id])?;
                Ok(transaction.commit()?)
            })
            .await
    }

    /// Calls first seen at or after `since`, oldest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn recent(&self, since: Timestamp) -> Result<Vec<Call>, StoreError> {
        self.between(since, Timestamp::MAX).await
    }

    /// Calls first seen at or after `from` and before `to`, oldest first; of more than can be read
    /// at once the newest.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn between(&self, from: Timestamp, to: Timestamp) -> Result<Vec<Call>, StoreError> {
        self.0
            .run(move |connection| {
                let mut newest = connection.prepare_cached(
                    "SELECT body FROM calls WHERE first_seen >= ?1 AND first_seen < ?2
                     ORDER BY first_seen DESC, id DESC LIMIT ?3",
                )?;
                let span = params![from.as_millisecond(), to.as_millisecond(), CALLS_MAX];
                let mut calls: Vec<Call> = readable(newest.query_map(span, |row| row.get(0))?)?;
                calls.reverse();
                Ok(calls)
            })
            .await
    }

    /// The latest calls that are over, newest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn latest(&self, most: u32) -> Result<Vec<Call>, StoreError> {
        self.0
            .run(move |connection| {
                let mut newest = connection.prepare_cached(
                    "SELECT body FROM calls WHERE closed = 1 ORDER BY first_seen DESC, id DESC LIMIT ?1",
                )?;
                readable(newest.query_map([most.min(CALLS_MAX)], |row| row.get(0))?)
            })
            .await
    }

    /// Calls that are not closed, oldest first: what an earlier run left behind.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn unfinished(&self) -> Result<Vec<Call>, StoreError> {
        self.0
            .run(|connection| {
                let mut open = connection
                    .prepare_cached("SELECT body FROM calls WHERE closed = 0 ORDER BY id LIMIT ?1")?;
                let rows = open.query_map([CALLS_MAX], |row| row.get(0))?;
                readable(rows)
            })
            .await
    }

    /// Closed calls whose entries are held until somebody is found for them, newest first; before
    /// all others those whose caller could not be asked for, since an answer sets them free.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn held(&self) -> Result<Vec<Call>, StoreError> {
        self.0
            .run(|connection| {
                let mut held = connection.prepare_cached(
                    "SELECT body FROM calls WHERE closed = 1
                         AND key IN (SELECT key FROM outbox WHERE state = 'held')
                     ORDER BY body ->> '$.caller.caller' IN ('searching', 'unreachable') DESC, id DESC
                     LIMIT ?1",
                )?;
                let rows = held.query_map([HELD_MAX], |row| row.get(0))?;
                readable(rows)
            })
            .await
    }

    /// The call with this id, if it was ever seen here.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn get(&self, id: CallId) -> Result<Option<Call>, StoreError> {
        let id = column_id(id);
        self.0
            .run(move |connection| {
                let body: Option<String> = connection
                    .prepare_cached("SELECT body FROM calls WHERE id = ?1")?
                    .query_row([id], |row| row.get(0))
                    .optional()?;
                Ok(body.map(|body| serde_json::from_str(&body)).transpose()?)
            })
            .await
    }

    /// The call with this key, if it was ever seen here.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn with_key(&self, key: &str) -> Result<Option<Call>, StoreError> {
        let key = key.to_owned();
        self.0
            .run(move |connection| {
                let body: Option<String> = connection
                    .prepare_cached("SELECT body FROM calls WHERE key = ?1 ORDER BY id DESC LIMIT 1")?
                    .query_row([key], |row| row.get(0))
                    .optional()?;
                Ok(body.map(|body| serde_json::from_str(&body)).transpose()?)
            })
            .await
    }

    /// An id that no call of this profile ever had or will get from here again. Saving a call
    /// with a higher id moves the count as well.
    ///
    /// # Errors
    /// When the count is not on disk.
    pub async fn next_id(&self) -> Result<CallId, StoreError> {
        self.0
            .run(|connection| {
                let id: i64 = connection
                    .prepare_cached(
                        "UPDATE counters SET value = value + 1 WHERE name = 'call' RETURNING value",
                    )?
                    .query_row([], |row| row.get(0))?;
                Ok(CallId(u64::try_from(id).unwrap_or_default()))
            })
            .await
    }

    /// Forgets closed calls first seen before `before`, unless their entries are still to be written;
    /// says how many.
    ///
    /// # Errors
    /// When they cannot be removed.
    pub async fn forget_before(&self, before: Timestamp) -> Result<usize, StoreError> {
        self.0
            .run(move |connection| {
                Ok(connection.execute(
                    "DELETE FROM calls WHERE closed = 1 AND first_seen < ?1
                         AND key NOT IN (SELECT key FROM outbox WHERE state <> 'written')",
                    [before.as_millisecond()],
                )?)
            })
            .await
    }
}

fn column_id(id: CallId) -> i64 {
    i64::try_from(id.0).unwrap_or(i64::MAX)
}
