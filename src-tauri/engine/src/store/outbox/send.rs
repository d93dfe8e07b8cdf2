//! A row's way through the sender: every step is on disk before the next one is taken. Many rows
//! take a step in one transaction.

use std::time::Duration;

use domain::journal::Entry;
use domain::outbox::FailureKind;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::super::StoreError;
use super::super::orgs::{CURRENT, ORG, is_for_here};
use super::super::read::{instant, meta};
use super::Outbox;

/// No rule of ours waits longer than an hour. A row due later than this was timed by a clock that
/// has been set back since, and is looked at right away.
const DUE_AHEAD_MAX: Duration = Duration::from_secs(2 * 60 * 60);

/// What the sender does next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Those that have waited longest first.
    Due(Vec<DueRow>),
    /// Nothing before this time.
    At(Timestamp),
    Nothing,
}

/// A row whose time has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueRow {
    pub key: String,
    pub step: Step,
    pub due: Timestamp,
}

/// What is to be done with a row that is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Write,
    /// Ask whether an earlier request was carried out, and write it if not.
    Ask,
    /// It is written; ask whether an earlier request was carried out after all.
    Check,
}

/// A row whose request may be made now. Its attempt is counted already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sending {
    pub entry: Entry,
    /// Requests made so far, this one included.
    pub attempts: u32,
    /// Of these, since the CRM last was out of reach as a whole.
    pub tries: u32,
    /// An earlier request may have been carried out.
    pub ask_first: bool,
    /// The org it goes to, and no other; empty: nobody was signed in yet.
    pub org: String,
}

/// What came of a row's request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    /// It is in the CRM. With `check_at` it may be there twice by then.
    Written { task_id: String, url: Option<String>, check_at: Option<Timestamp> },
    /// It was not written; again at `due`. With `outage` the CRM as a whole was out of reach,
    /// which says nothing about this entry.
    Later { due: Timestamp, failure: FailureKind, outage: bool },
    /// It may have been written: asked about at `ask_at`.
    InDoubt { ask_at: Timestamp, failure: FailureKind },
    /// A person must act.
    Stuck { why: FailureKind },
}

impl Outbox<'_> {
    /// The rows that are due, at most `most`, of those that may go to the org signed in to.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn due(&self, now: Timestamp, most: usize) -> Result<Next, StoreError> {
        self.0
            .run(move |connection| {
                let far = now.as_millisecond().saturating_add(milliseconds(DUE_AHEAD_MAX));
                let most = i64::try_from(most).unwrap_or(i64::MAX);
                let rows: Vec<DueRow> = connection
                    .prepare_cached(&format!(
                        "SELECT key, state, due FROM ({}) WHERE due <= ?1 OR due > ?2
                         ORDER BY due, id LIMIT ?3",
                        open_rows()
                    ))?
                    .query_map(params![now.as_millisecond(), far, most], |row| {
                        let state: String = row.get(1)?;
                        let step = match state.as_str() {
                            "waiting" => Step::Write,
                            "in_doubt" => Step::Ask,
                            _ => Step::Check,
                        };
                        Ok(DueRow { key: row.get(0)?, step, due: instant(row.get(2)?) })
                    })?
                    .collect::<Result<_, _>>()?;
                if !rows.is_empty() {
                    return Ok(Next::Due(rows));
                }
                let at: Option<i64> = connection
                    .prepare_cached(&format!("SELECT min(due) FROM ({})", open_rows()))?
                    .query_row([], |row| row.get(0))?;
                Ok(at.map_or(Next::Nothing, |at| Next::At(instant(at))))
            })
            .await
    }

    /// Counts the attempts and marks the rows, before the request is made: a program that dies in
    /// the request finds the marks at its next start. Rows that cannot be sent any more are left
    /// out; one whose content cannot be read is stuck from then on.
    ///
    /// # Errors
    /// When it is not on disk; then nothing may be sent.
    pub async fn begin(&self, keys: &[String], now: Timestamp) -> Result<Vec<Sending>, StoreError> {
        let keys = keys.to_vec();
        self.0
            .run(move |connection| {
                let transaction = connection.transaction()?;
                let mut begun = Vec::with_capacity(keys.len());
                for key in &keys {
                    begun.extend(begin_one(&transaction, key, now)?);
                }
                transaction.commit()?;
                Ok(begun)
            })
            .await
    }

    /// Puts outcomes on disk, all or none. What is written stays written.
    ///
    /// # Errors
    /// When they are not on disk.
    pub async fn settle(&self, outcomes: &[(String, Settled)], now: Timestamp) -> Result<(), StoreError> {
        let outcomes = outcomes.to_vec();
        self.0
            .run(move |connection| {
                let transaction = connection.transaction()?;
                for (key, outcome) in &outcomes {
                    settle_one(&transaction, key, outcome, now)?;
                }
                transaction.commit()?;
                Ok(())
            })
            .await
    }

    /// The entries of written rows that are to be checked, and the org they are in.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn to_check(&self, keys: &[String]) -> Result<(Vec<Entry>, String), StoreError> {
        let keys = keys.to_vec();
        self.0
            .run(move |connection| {
                let mut find = connection.prepare_cached(&format!(
                    "SELECT entry FROM outbox WHERE key = ?1 AND check_at > 0 AND {}",
                    is_for_here("outbox")
                ))?;
                let mut entries = Vec::with_capacity(keys.len());
                for key in &keys {
                    let body: Option<String> = find.query_row([key], |row| row.get(0)).optional()?;
                    entries.extend(body.map(|body| serde_json::from_str(&body)).transpose()?);
                }
                Ok((entries, meta(connection, ORG)?.unwrap_or_default()))
            })
            .await
    }

    /// A written row was checked: its record is this one. With `again` it is checked once more.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn checked(
        &self,
        key: &str,
        record: Option<(&str, Option<&str>)>,
        again: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let key = key.to_owned();
        let again = again.map_or(0, Timestamp::as_millisecond);
        let record = record.map(|(id, url)| (id.to_owned(), url.unwrap_or_default().to_owned()));
        self.0
            .run(move |connection| {
                let transaction = connection.transaction()?;
                transaction.execute("UPDATE outbox SET check_at = ?2 WHERE key = ?1", params![key, again])?;
                if let Some((id, url)) = record {
                    transaction.execute(
                        "UPDATE outbox SET task_id = ?2, task_url = ?3 WHERE key = ?1 AND task_id <> ?2",
                        params![key, id, url],
                    )?;
                }
                transaction.commit()?;
                Ok(())
            })
            .await
    }

    /// Rows were timed by a clock that has been set since: they wait until `at`.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn put_off(&self, rows: &[(String, Timestamp)]) -> Result<(), StoreError> {
        let rows = rows.to_vec();
        self.0
            .run(move |connection| {
                let transaction = connection.transaction()?;
                for (key, at) in &rows {
                    transaction.execute(
                        "UPDATE outbox SET due = iif(state = 'in_doubt', ?2, due),
                             check_at = iif(check_at > 0, ?2, 0)
                         WHERE key = ?1",
                        params![key, at.as_millisecond()],
                    )?;
                }
                transaction.commit()?;
                Ok(())
            })
            .await
    }

    /// Nothing is written before `until`, for this reason: rows that are due wait. Answers with
    /// their keys.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn hold_back(
        &self,
        until: Timestamp,
        why: &FailureKind,
        now: Timestamp,
    ) -> Result<Vec<String>, StoreError> {
        let why = serde_json::to_string(why)?;
        self.0
            .run(move |connection| {
                Ok(connection
                    .prepare_cached(
                        "UPDATE outbox SET due = ?2, last_failure = ?3, changed = ?1
                         WHERE state = 'waiting' AND due <= ?1 RETURNING key",
                    )?
                    .query_map(params![now.as_millisecond(), until.as_millisecond(), why], |row| row.get(0))?
                    .collect::<Result<_, _>>()?)
            })
            .await
    }

    /// The CRM can be reached again: rows that wait because it could not are due now. Rows in
    /// doubt keep their time.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn outage_over(&self, now: Timestamp) -> Result<(), StoreError> {
        self.0
            .run(move |connection| {
                connection.execute(
                    "UPDATE outbox SET due = ?1
                     WHERE state = 'waiting' AND due > ?1 AND last_failure <> ''
                         AND last_failure ->> '$.failure' IN ('offline', 'signed_out', 'cap_reached')",
                    [now.as_millisecond()],
                )?;
                Ok(())
            })
            .await
    }

    /// At start: rows found on their way are in doubt now; those that were begun more than
    /// `tries_max` times and never ended are stuck. Answers with every row that waits for what an
    /// earlier request may still come to: `wait` from now on, since nobody knows how long the
    /// program was gone when the clock was set meanwhile.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn recover(
        &self,
        now: Timestamp,
        wait: Duration,
        tries_max: u32,
    ) -> Result<Vec<String>, StoreError> {
        self.0
            .run(move |connection| {
                let now = now.as_millisecond();
                let until = now.saturating_add(milliseconds(wait));
                let gave_up = serde_json::to_string(&FailureKind::Broken { detail: "gave-up".into() })?;
                let transaction = connection.transaction()?;
                transaction.execute(
                    "UPDATE outbox SET state = 'stuck', ask_first = 1, last_failure = ?3, changed = ?1,
                         due = ?4
                     WHERE state = 'sending' AND tries > ?2",
                    params![now, tries_max, gave_up, until],
                )?;
                transaction.execute(
                    "UPDATE outbox SET state = 'in_doubt', ask_first = 1, changed = ?1
                     WHERE state = 'sending'",
                    [now],
                )?;
                transaction.execute("UPDATE outbox SET due = ?1 WHERE state = 'in_doubt'", [until])?;
                transaction.execute("UPDATE outbox SET check_at = ?1 WHERE check_at > 0", [until])?;
                let waiting = transaction
                    .prepare("SELECT key FROM outbox WHERE state = 'in_doubt' OR check_at > 0 ORDER BY id")?
                    .query_map([], |row| row.get(0))?
                    .collect::<Result<_, _>>()?;
                transaction.commit()?;
                Ok(waiting)
            })
            .await
    }

    /// How many requests this computer made on a day (days since 1970), as last noted; 0 for any
    /// other day.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn requests_of(&self, day: i64) -> Result<u64, StoreError> {
        self.0
            .run(move |connection| {
                let mut find = connection.prepare_cached("SELECT value FROM counters WHERE name = ?1")?;
                let noted: Option<i64> = find.query_row([REQUESTS_DAY], |row| row.get(0)).optional()?;
                if noted != Some(day) {
                    return Ok(0);
                }
                let count: Option<i64> = find.query_row([REQUESTS], |row| row.get(0)).optional()?;
                Ok(count.and_then(|count| u64::try_from(count).ok()).unwrap_or_default())
            })
            .await
    }

    /// Notes it.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn note_requests(&self, day: i64, count: u64) -> Result<(), StoreError> {
        self.0
            .run(move |connection| {
                let transaction = connection.transaction()?;
                let count = i64::try_from(count).unwrap_or(i64::MAX);
                for (name, value) in [(REQUESTS_DAY, day), (REQUESTS, count)] {
                    transaction.execute(
                        "INSERT INTO counters (name, value) VALUES (?1, ?2)
                         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                        params![name, value],
                    )?;
                }
                transaction.commit()?;
                Ok(())
            })
            .await
    }
}

const REQUESTS_DAY: &str = "requests_day";
const REQUESTS: &str = "requests";

/// SQL: rows that wait for a request, with its time.
fn open_rows() -> String {
    let here = is_for_here("outbox");
    format!(
        "SELECT id, key, state, due FROM outbox
         WHERE state IN ('waiting', 'in_doubt') AND {here}
             -- One about somebody who is still being created waits for them.
             AND (state <> 'waiting' OR key NOT IN (SELECT entry_key FROM creations))
         UNION ALL
         SELECT id, key, state, check_at FROM outbox WHERE check_at > 0 AND {here}"
    )
}

fn begin_one(connection: &Connection, key: &str, now: Timestamp) -> Result<Option<Sending>, StoreError> {
    let marked = connection
        .prepare_cached(&format!(
            "UPDATE outbox SET state = 'sending', attempts = attempts + 1, tries = tries + 1, changed = ?2,
                 org = {CURRENT}
             WHERE key = ?1 AND state IN ('waiting', 'in_doubt') AND {}
             RETURNING entry, attempts, tries, ask_first, org",
            is_for_here("outbox")
        ))?
        .query_row(params![key, now.as_millisecond()], |row| {
            Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
        })
        .optional()?;
    let Some((body, attempts, tries, ask_first, org)) = marked else { return Ok(None) };
    if let Ok(entry) = serde_json::from_str(&body) {
        return Ok(Some(Sending { entry, attempts, tries, ask_first, org }));
    }
    let why = FailureKind::Broken { detail: "unreadable".into() };
    settle_one(connection, key, &Settled::Stuck { why }, now)?;
    Ok(None)
}

fn settle_one(
    connection: &Connection,
    key: &str,
    outcome: &Settled,
    now: Timestamp,
) -> Result<(), StoreError> {
    let now = now.as_millisecond();
    match outcome {
        Settled::Written { task_id, url, check_at } => connection
            .prepare_cached(
                "UPDATE outbox SET state = 'written', task_id = ?2, task_url = ?3, check_at = ?4,
                     last_failure = '', changed = ?5
                 WHERE key = ?1",
            )?
            .execute(params![
                key,
                task_id,
                url.as_deref().unwrap_or_default(),
                check_at.map_or(0, Timestamp::as_millisecond),
                now
            ])?,
        Settled::Later { due, failure, outage } => connection
            .prepare_cached(
                "UPDATE outbox SET due = ?2, last_failure = ?3, changed = ?5,
                     state = CASE ask_first WHEN 1 THEN 'in_doubt' ELSE 'waiting' END,
                     tries = CASE ?4 WHEN 1 THEN 0 ELSE tries END
                 WHERE key = ?1 AND state <> 'written'",
            )?
            .execute(params![key, due.as_millisecond(), serde_json::to_string(failure)?, outage, now])?,
        Settled::InDoubt { ask_at, failure } => connection
            .prepare_cached(
                "UPDATE outbox SET state = 'in_doubt', ask_first = 1, due = ?2, last_failure = ?3,
                     changed = ?4
                 WHERE key = ?1 AND state <> 'written'",
            )?
            .execute(params![key, ask_at.as_millisecond(), serde_json::to_string(failure)?, now])?,
        Settled::Stuck { why } => connection
            .prepare_cached(
                "UPDATE outbox SET state = 'stuck', last_failure = ?2, changed = ?3
                 WHERE key = ?1 AND state <> 'written'",
            )?
            .execute(params![key, serde_json::to_string(why)?, now])?,
    };
    Ok(())
}

fn milliseconds(wait: Duration) -> i64 {
    i64::try_from(wait.as_millis()).unwrap_or(i64::MAX / 4)
}
