//! Steps on written records: undo, link to somebody else, a later text; each is on disk before
//! anything else happens. Not here: the requests (`crate::amend`).

use domain::journal::{Change, Entry, addition, unsaid};
use domain::outbox::FailureKind;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::super::StoreError;
use super::super::orgs::is_for_here;
use super::super::read::instant;
use super::remove::take_back;
use super::{Outbox, VERSION};

/// A step that is to be taken on a written record. Its attempt is counted already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amending {
    pub id: i64,
    pub change: Change,
    /// The entry as it was written.
    pub entry: Entry,
    pub task_id: String,
    /// When we ourselves last changed the record, by the CRM's clock.
    pub left: Option<Timestamp>,
    /// Requests made, this one included, since the CRM last was out of reach as a whole.
    pub tries: u32,
    /// The org the record is in; empty: not known.
    pub org: String,
    wish: i64,
}

/// Which step comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextStep {
    Due(i64),
    At(Timestamp),
    Nothing,
}

impl Outbox<'_> {
    /// A person wants these steps of an entry taken now.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn retry_amendments(&self, key: &str, now: Timestamp) -> Result<bool, StoreError> {
        let key = key.to_owned();
        self.0
            .run(move |connection| {
                Ok(connection.execute(
                    "UPDATE amendments SET state = 'waiting', tries = 0, due = ?2, changed = ?2
                     WHERE key = ?1 AND (state = 'stuck' OR state = 'waiting')",
                    params![key, now.as_millisecond()],
                )? > 0)
            })
            .await
    }

    /// A written entry is to be taken back. Other steps on it are of no use any more.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn undo(&self, key: &str, now: Timestamp) -> Result<bool, StoreError> {
        let key = key.to_owned();
        self.0
            .run(move |connection| {
                let transaction = connection.transaction()?;
                if entry_where(&transaction, &key, "state = 'written'")?.is_none() {
                    return Ok(false);
                }
                transaction.execute("DELETE FROM amendments WHERE key = ?1 AND kind <> 'remove'", [&key])?;
                put_step(&transaction, &key, &Change::Remove, now, now)?;
                transaction.commit()?;
                Ok(true)
            })
            .await
    }

    /// An entry would read so now. What differs from the row becomes a step on its record, due at
    /// `text_due` for words and at once for persons; it waits while the row is in doubt. Says
    /// whether anything did.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn amend(
        &self,
        wanted: &Entry,
        late: &[String],
        text_due: Timestamp,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let (wanted, late) = (wanted.clone(), late.to_vec());
        self.0
            .run(move |connection| {
                let transaction = connection.transaction()?;
                let key = &wanted.key;
                let sent = "state IN ('written', 'in_doubt', 'sending') AND NOT EXISTS
                    (SELECT 1 FROM amendments WHERE key = ?1 AND kind = 'remove' AND state <> 'kept')";
                let Some(wrote) = entry_where(&transaction, key, sent)? else { return Ok(false) };
                let mut steps = 0;
                let to = Change::Move { about: wanted.about.clone() };
                steps += settle_step(&transaction, key, &to, wrote.about != wanted.about, now, now)?;
                let words = late_words(&transaction, &wrote, &wanted, &late)?;
                let differs = wrote.description != words;
                let more = addition(&wrote.description, &words, &late);
                // The words of an entry that a person edited before it was sent are theirs.
                let edited = is_edited(&transaction, key)?;
                let (subject, extra) = if edited { (None, Vec::new()) } else { wanted.beyond(&wrote) };
                let differs = differs || subject.is_some() || !extra.is_empty();
                let text = Change::Text { description: words, addition: more, subject, extra };
                steps += settle_step(&transaction, key, &text, differs, text_due, now)?;
                transaction.commit()?;
                Ok(steps > 0)
            })
            .await
    }

    /// The step that has waited longest, if one is due. Steps wait until their row is written.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn next_amendment(&self, now: Timestamp) -> Result<NextStep, StoreError> {
        self.0
            .run(move |connection| {
                let next = connection
                    .prepare_cached(&format!(
                        "SELECT amendments.id, amendments.due FROM amendments
                         JOIN outbox ON outbox.key = amendments.key
                         WHERE amendments.state = 'waiting' AND outbox.state = 'written' AND {}
                         ORDER BY amendments.due, amendments.id LIMIT 1",
                        is_for_here("outbox")
                    ))?
                    .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
                    .optional()?;
                Ok(match next {
                    None => NextStep::Nothing,
                    Some((id, due)) if due <= now.as_millisecond() => NextStep::Due(id),
                    Some((_, due)) => NextStep::At(instant(due)),
                })
            })
            .await
    }

    /// Counts the attempt and marks the step, before the request is made. `None` when it is not to
    /// be taken any more; one that cannot be read is dropped.
    ///
    /// # Errors
    /// When it is not on disk; then nothing may be sent.
    pub async fn begin_amendment(&self, id: i64, now: Timestamp) -> Result<Option<Amending>, StoreError> {
        self.0
            .run(move |connection| {
                let transaction = connection.transaction()?;
                let marked = transaction
                    .prepare_cached(
                        "UPDATE amendments SET state = 'sending', tries = tries + 1, changed = ?2
                         WHERE id = ?1 AND state = 'waiting' RETURNING key, body, tries, wish",
                    )?
                    .query_row(params![id, now.as_millisecond()], |row| {
                        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get(2)?, row.get(3)?))
                    })
                    .optional()?;
                let Some((key, body, tries, wish)) = marked else { return Ok(None) };
                let change = serde_json::from_str::<Change>(&body).ok();
                let entry = entry_where(&transaction, &key, "state = 'written'")?;
                let amending = match (change, entry) {
                    (Some(change), Some(entry)) => {
                        let (task_id, left, org) = record_of(&transaction, &key)?;
                        Some(Amending { id, change, entry, task_id, left, tries, org, wish })
                    }
                    (None, _) | (_, None) => {
                        transaction.execute("DELETE FROM amendments WHERE id = ?1", [id])?;
                        None
                    }
                };
                transaction.commit()?;
                Ok(amending)
            })
            .await
    }

    /// The step was taken, or its record is gone. What of it somebody has made otherwise in the CRM
    /// stays so, and is remembered. A wish that came meanwhile is due now.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn amended(
        &self,
        step: &Amending,
        left: Option<Timestamp>,
        kept: &[String],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (step, kept) = (step.clone(), kept.to_vec());
        self.0
            .run(move |connection| {
                let transaction = connection.transaction()?;
                let mut entry = step.entry;
                if step.change == Change::Remove {
                    take_back(&transaction, &entry.key, now)?;
                    return Ok(transaction.commit()?);
                }
                entry.took(step.change, &kept);
                transaction.execute(
                    "UPDATE outbox SET entry = ?2, version = ?3 WHERE key = ?1 AND state = 'written'",
                    params![entry.key, serde_json::to_string(&entry)?, VERSION],
                )?;
                if let Some(left) = left {
                    transaction.execute(
                        "INSERT INTO touched (key, at) VALUES (?1, ?2)
                         ON CONFLICT (key) DO UPDATE SET at = excluded.at",
                        params![entry.key, left.as_millisecond()],
                    )?;
                }
                if kept.is_empty() {
                    transaction.execute(
                        "DELETE FROM amendments WHERE id = ?1 AND wish = ?2",
                        params![step.id, step.wish],
                    )?;
                } else {
                    transaction.execute(
                        "UPDATE amendments SET state = 'kept', kept = ?3, changed = ?4
                         WHERE id = ?1 AND wish = ?2",
                        params![step.id, step.wish, serde_json::to_string(&kept)?, now.as_millisecond()],
                    )?;
                }
                transaction.execute(
                    "UPDATE amendments SET state = 'waiting', tries = 0 WHERE id = ?1 AND state = 'sending'",
                    [step.id],
                )?;
                Ok(transaction.commit()?)
            })
            .await
    }

    /// Somebody changed the record: it stays.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn kept(&self, step: &Amending, now: Timestamp) -> Result<(), StoreError> {
        self.mark_step(step.id, "kept", now, None, now).await
    }

    /// The step was not taken; again at `due`.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn amend_later(
        &self,
        step: &Amending,
        due: Timestamp,
        failure: &FailureKind,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.mark_step(step.id, "waiting", due, Some(failure), now).await
    }

    /// A person must act.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn amend_stuck(
        &self,
        step: &Amending,
        why: &FailureKind,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.mark_step(step.id, "stuck", now, Some(why), now).await
    }

    async fn mark_step(
        &self,
        id: i64,
        state: &'static str,
        due: Timestamp,
        failure: Option<&FailureKind>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let failure = failure.map(serde_json::to_string).transpose()?.unwrap_or_default();
        self.0
            .run(move |connection| {
                connection.execute(
                    "UPDATE amendments SET state = ?2, due = ?3, last_failure = ?4, changed = ?5
                     WHERE id = ?1 AND state = 'sending'",
                    params![id, state, due.as_millisecond(), failure, now.as_millisecond()],
                )?;
                Ok(())
            })
            .await
    }

    /// At start, and when the CRM can be reached again: steps found on their way, and those that
    /// waited for it, are due now. Every step may be taken twice.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn recover_amendments(&self, now: Timestamp) -> Result<(), StoreError> {
        self.0
            .run(move |connection| {
                connection.execute(
                    "UPDATE amendments SET state = 'waiting', due = ?1
                     WHERE state = 'sending' OR (state = 'waiting' AND last_failure <> '')",
                    [now.as_millisecond()],
                )?;
                Ok(())
            })
            .await
    }
}

/// The entry of a row that is in one of these states; nothing when it cannot be read.
pub(super) fn entry_where(
    connection: &Connection,
    key: &str,
    states: &str,
) -> Result<Option<Entry>, StoreError> {
    let body: Option<String> = connection
        .prepare_cached(&format!("SELECT entry FROM outbox WHERE key = ?1 AND {states}"))?
        .query_row([key], |row| row.get(0))
        .optional()?;
    Ok(body.and_then(|body| serde_json::from_str(&body).ok()))
}

fn is_edited(connection: &Connection, key: &str) -> Result<bool, StoreError> {
    Ok(connection.prepare_cached("SELECT 1 FROM edited WHERE key = ?1")?.exists([key])?)
}

/// What the description is to say now. Words that a person wrote stay, and what came late follows
/// them.
fn late_words(
    connection: &Connection,
    wrote: &Entry,
    wanted: &Entry,
    late: &[String],
) -> Result<String, StoreError> {
    if !is_edited(connection, &wrote.key)? {
        return Ok(wanted.description.clone());
    }
    let mut words = vec![wrote.description.clone()];
    words.extend(unsaid(&wrote.description, late));
    Ok(words.join("\n"))
}

fn record_of(connection: &Connection, key: &str) -> Result<(String, Option<Timestamp>, String), StoreError> {
    let (id, left, org): (String, Option<i64>, String) = connection.query_row(
        "SELECT task_id, (SELECT at FROM touched WHERE touched.key = outbox.key), org
         FROM outbox WHERE key = ?1",
        [key],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    Ok((id, left.map(instant), org))
}

/// Puts the step on disk when it is wanted; an earlier one of its kind that is not on its way is
/// dropped when it is not.
fn settle_step(
    connection: &Connection,
    key: &str,
    change: &Change,
    wanted: bool,
    due: Timestamp,
    now: Timestamp,
) -> Result<usize, StoreError> {
    if wanted {
        put_step(connection, key, change, due, now)?;
        return Ok(1);
    }
    let dropped = connection.execute(
        "DELETE FROM amendments WHERE key = ?1 AND kind = ?2 AND state <> 'sending' AND tries = 0",
        params![key, kind_name(change)],
    )?;
    // One that may have been sent is followed by the way back.
    let back = connection.execute(
        "UPDATE amendments SET body = ?3, wish = wish + 1,
             state = CASE state WHEN 'sending' THEN 'sending' ELSE 'waiting' END, due = ?4, changed = ?5
         WHERE key = ?1 AND kind = ?2",
        params![
            key,
            kind_name(change),
            serde_json::to_string(change)?,
            due.as_millisecond(),
            now.as_millisecond()
        ],
    )?;
    Ok(dropped + back)
}

fn put_step(
    connection: &Connection,
    key: &str,
    change: &Change,
    due: Timestamp,
    now: Timestamp,
) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO amendments (key, kind, version, body, state, due, tries, wish, last_failure, changed)
         VALUES (?1, ?2, ?3, ?4, 'waiting', ?5, 0, 0, '', ?6)
         ON CONFLICT (key, kind) DO UPDATE SET version = excluded.version, body = excluded.body,
             state = CASE state WHEN 'sending' THEN 'sending' ELSE 'waiting' END,
             due = excluded.due, wish = wish + 1, changed = excluded.changed",
        params![
            key,
            kind_name(change),
            VERSION,
            serde_json::to_string(change)?,
            due.as_millisecond(),
            now.as_millisecond()
        ],
    )?;
    Ok(())
}

pub(super) fn retry_steps(connection: &Connection, now: Timestamp) -> Result<usize, StoreError> {
    Ok(connection.execute(
        "UPDATE amendments SET state = 'waiting', tries = 0, due = ?1, changed = ?1
         WHERE state = 'stuck' OR (state = 'waiting' AND last_failure <> '')",
        [now.as_millisecond()],
    )?)
}

fn kind_name(change: &Change) -> &'static str {
    match change {
        Change::Remove => "remove",
        Change::Move { .. } => "move",
        Change::Text { .. } => "text",
    }
}

#[cfg(test)]
mod tests;
