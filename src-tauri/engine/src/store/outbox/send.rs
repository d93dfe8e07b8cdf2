//! A row's way through the sender: every step is on disk before the next one is taken.

use std::time::Duration;

use domain::journal::Entry;
use domain::outbox::FailureKind;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::super::StoreError;
use super::super::read::instant;
use super::Outbox;

/// No rule of ours waits longer than an hour. A row due later than this was timed by a clock that
/// has been set back since, and is looked at right away.
const DUE_AHEAD_MAX: Duration = Duration::from_secs(2 * 60 * 60);

/// What the sender does next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    Due {
        key: String,
        in_doubt: bool,
    },
    /// Nothing before this time.
    At(Timestamp),
    Nothing,
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
}

impl Outbox<'_> {
    /// The row that has waited longest, if one is due.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn next_due(&self, now: Timestamp) -> Result<Next, StoreError> {
        self.0
            .run(move |connection| {
                let far = now.as_millisecond().saturating_add(milliseconds(DUE_AHEAD_MAX));
                let due = connection
                    .prepare_cached(
                        "SELECT key, state = 'in_doubt' FROM outbox
                         WHERE state IN ('waiting', 'in_doubt') AND (due <= ?1 OR due > ?2)
                         ORDER BY due, id LIMIT 1",
                    )?
                    .query_row([now.as_millisecond(), far], |row| {
                        Ok(Next::Due { key: row.get(0)?, in_doubt: row.get(1)? })
                    })
                    .optional()?;
                if let Some(due) = due {
                    return Ok(due);
                }
                let at: Option<i64> = connection
                    .prepare_cached("SELECT min(due) FROM outbox WHERE state IN ('waiting', 'in_doubt')")?
                    .query_row([], |row| row.get(0))?;
                Ok(at.map_or(Next::Nothing, |at| Next::At(instant(at))))
            })
            .await
    }

    /// Counts the attempt and marks the row, before the request is made: a program that dies in
    /// the request finds the mark at its next start. `None` when the row cannot be sent any more;
    /// one whose content cannot be read is stuck from then on.
    ///
    /// # Errors
    /// When it is not on disk; then nothing may be sent.
    pub async fn begin(&self, key: &str, now: Timestamp) -> Result<Option<Sending>, StoreError> {
        let key = key.to_owned();
        self.0
            .run(move |connection| {
                let transaction = connection.transaction()?;
                let marked = transaction
                    .prepare_cached(
                        "UPDATE outbox SET state = 'sending', attempts = attempts + 1, tries = tries + 1,
                             changed = ?2
                         WHERE key = ?1 AND state IN ('waiting', 'in_doubt')
                         RETURNING entry, attempts, tries, ask_first",
                    )?
                    .query_row(params![key, now.as_millisecond()], |row| {
                        Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
                    })
                    .optional()?;
                let Some((body, attempts, tries, ask_first)) = marked else { return Ok(None) };
                let sending = match serde_json::from_str(&body) {
                    Ok(entry) => Some(Sending { entry, attempts, tries, ask_first }),
                    Err(_) => {
                        let unreadable = FailureKind::Broken { detail: "unreadable".into() };
                        mark_stuck(&transaction, &key, &unreadable, now)?;
                        None
                    }
                };
                transaction.commit()?;
                Ok(sending)
            })
            .await
    }

    /// It is in the CRM.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn done(
        &self,
        key: &str,
        task_id: &str,
        url: Option<&str>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (key, task_id, url) = (key.to_owned(), task_id.to_owned(), url.unwrap_or_default().to_owned());
        self.0
            .run(move |connection| {
                connection.execute(
                    "UPDATE outbox SET state = 'written', task_id = ?2, task_url = ?3, last_failure = '',
                         changed = ?4
                     WHERE key = ?1",
                    params![key, task_id, url, now.as_millisecond()],
                )?;
                Ok(())
            })
            .await
    }

    /// It was not written; again at `due`. With `outage` the CRM as a whole was out of reach,
    /// which says nothing about this entry.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn later(
        &self,
        key: &str,
        due: Timestamp,
        failure: &FailureKind,
        outage: bool,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (key, failure) = (key.to_owned(), serde_json::to_string(failure)?);
        self.0
            .run(move |connection| {
                connection.execute(
                    "UPDATE outbox SET due = ?2, last_failure = ?3, changed = ?5,
                         state = CASE ask_first WHEN 1 THEN 'in_doubt' ELSE 'waiting' END,
                         tries = CASE ?4 WHEN 1 THEN 0 ELSE tries END
                     WHERE key = ?1 AND state <> 'written'",
                    params![key, due.as_millisecond(), failure, outage, now.as_millisecond()],
                )?;
                Ok(())
            })
            .await
    }

    /// It may have been written: asked about at `ask_at`.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn in_doubt(
        &self,
        key: &str,
        ask_at: Timestamp,
        failure: &FailureKind,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (key, failure) = (key.to_owned(), serde_json::to_string(failure)?);
        self.0
            .run(move |connection| {
                connection.execute(
                    "UPDATE outbox SET state = 'in_doubt', ask_first = 1, due = ?2, last_failure = ?3,
                         changed = ?4
                     WHERE key = ?1 AND state <> 'written'",
                    params![key, ask_at.as_millisecond(), failure, now.as_millisecond()],
                )?;
                Ok(())
            })
            .await
    }

    /// A row in doubt was timed by a clock that has been set since.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn move_doubt(&self, key: &str, ask_at: Timestamp) -> Result<(), StoreError> {
        let key = key.to_owned();
        self.0
            .run(move |connection| {
                connection.execute(
                    "UPDATE outbox SET due = ?2 WHERE key = ?1 AND state = 'in_doubt'",
                    params![key, ask_at.as_millisecond()],
                )?;
                Ok(())
            })
            .await
    }

    /// A person must act.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn stuck(&self, key: &str, why: &FailureKind, now: Timestamp) -> Result<(), StoreError> {
        let (key, why) = (key.to_owned(), why.clone());
        self.0.run(move |connection| mark_stuck(connection, &key, &why, now)).await
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
                         AND last_failure ->> '$.failure' IN ('offline', 'signed_out')",
                    [now.as_millisecond()],
                )?;
                Ok(())
            })
            .await
    }

    /// At start: rows found on their way are in doubt now, `wait` after their request was made;
    /// those that were begun more than `tries_max` times and never ended are stuck. Answers with
    /// every row in doubt and when to ask.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn recover(
        &self,
        now: Timestamp,
        wait: Duration,
        tries_max: u32,
    ) -> Result<Vec<(String, Timestamp)>, StoreError> {
        self.0
            .run(move |connection| {
                let (now, wait) = (now.as_millisecond(), milliseconds(wait));
                let gave_up = serde_json::to_string(&FailureKind::Broken { detail: "gave-up".into() })?;
                let transaction = connection.transaction()?;
                transaction.execute(
                    "UPDATE outbox SET state = 'stuck', ask_first = 1, last_failure = ?3, changed = ?1,
                         due = ?1 + ?4
                     WHERE state = 'sending' AND tries > ?2",
                    params![now, tries_max, gave_up, wait],
                )?;
                transaction.execute(
                    "UPDATE outbox SET state = 'in_doubt', ask_first = 1,
                         due = min(max(changed + ?2, ?1), ?1 + ?2), changed = ?1
                     WHERE state = 'sending'",
                    params![now, wait],
                )?;
                transaction.execute(
                    "UPDATE outbox SET due = ?1 + ?2 WHERE state = 'in_doubt' AND due > ?1 + ?3",
                    params![now, wait, milliseconds(DUE_AHEAD_MAX)],
                )?;
                let doubts = transaction
                    .prepare("SELECT key, due FROM outbox WHERE state = 'in_doubt'")?
                    .query_map([], |row| Ok((row.get(0)?, instant(row.get(1)?))))?
                    .collect::<Result<_, _>>()?;
                transaction.commit()?;
                Ok(doubts)
            })
            .await
    }
}

fn mark_stuck(
    connection: &Connection,
    key: &str,
    why: &FailureKind,
    now: Timestamp,
) -> Result<(), StoreError> {
    connection.execute(
        "UPDATE outbox SET state = 'stuck', last_failure = ?2, changed = ?3
         WHERE key = ?1 AND state <> 'written'",
        params![key, serde_json::to_string(why)?, now.as_millisecond()],
    )?;
    Ok(())
}

fn milliseconds(wait: Duration) -> i64 {
    i64::try_from(wait.as_millis()).unwrap_or(i64::MAX / 4)
}
