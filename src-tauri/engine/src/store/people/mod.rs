//! People of the CRM and the numbers they can call from. Knows digits, not how to read a number;
//! keeps how far the sync has come, not what it does.

mod begin;
mod row;
mod search;
mod tail;
mod write;

use std::collections::HashSet;

use domain::caller::{CANDIDATES_MAX, Person};
use domain::search::Words as Said;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::read::{instant, meta, set_meta};
use super::{Store, StoreError};
pub(super) use row::Words;
use tail::DIGITS_OF_TAIL;
pub use tail::Tail;
pub(super) use write::forget_everybody;
use write::{count, put, remove, remove_ids};

/// People looked at in one step of [`People::sweep`]: some milliseconds, since a pop may wait.
const SWEEP_ROWS: i64 = 2_048;
/// A file with more free pages than this is made smaller after a wipe: 4 MB.
const FREE_PAGES_MAX: i64 = 1_024;

/// What SQLCipher encrypts at a time.
const PAGE_BYTES: i64 = 4_096;

const SYNC: &str = "people_sync";
const SYNCED: &str = "people_synced";

/// People of the CRM and the numbers they can call from.
pub struct People<'a>(pub(super) &'a Store);

/// A person, and when they were read from the CRM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonAt {
    pub person: Person,
    pub read_at: Timestamp,
    /// Written by us so lately that the CRM's own search may not know it.
    pub ours_until: Timestamp,
}

/// A person to be kept, with everything they are found by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indexed {
    pub person: Person,
    pub tails: Vec<Tail>,
    pub said: Said,
}

/// What one step of a sync changes, all or nothing.
#[derive(Debug, Clone, Default)]
pub struct SyncStep {
    pub kept: Vec<Indexed>,
    /// When what is kept was true.
    pub read_at: Timestamp,
    /// Ids of people whose rows are still as they were.
    pub seen: Vec<String>,
    /// Ids of people that are no more.
    pub gone: Vec<String>,
    /// How far the sync has come with this.
    pub state: String,
    /// Everything that changed before is in the index now.
    pub synced: Option<Timestamp>,
}

/// How large the index is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Size {
    pub people: u64,
    pub numbers: u64,
    /// Of the whole store's file, without what is free in it.
    pub bytes: u64,
}

impl People<'_> {
    /// People with exactly this number, then people whose numbers end with the same `same` digits.
    /// At most [`CANDIDATES_MAX`].
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn with_tail(&self, tail: Tail, same: Option<usize>) -> Result<Vec<PersonAt>, StoreError> {
        let words = self.0.words.clone();
        self.0
            .run(move |connection| {
                let exact = Wanted { from: tail.key(), to: tail.key() + 1, digits: 0 };
                let Some((same, (from, to))) = same.and_then(|same| Some((same, tail.range(same)?))) else {
                    return Ok(in_range(connection, &words, &exact)?.into_iter().map(|row| row.at).collect());
                };
                // Whoever has the whole number is among those with the same ending.
                let mut rows = in_range(connection, &words, &Wanted { from, to, digits: same })?;
                if rows.len() >= CANDIDATES_MAX {
                    // Unless there were too many.
                    rows.splice(..0, in_range(connection, &words, &exact)?);
                }
                rows.sort_by_key(|row| row.tail != tail.key());
                let mut seen = HashSet::new();
                let mut found: Vec<PersonAt> = rows.into_iter().map(|row| row.at).collect();
                found.retain(|at| seen.insert(at.person.id.clone()));
                found.truncate(CANDIDATES_MAX);
                Ok(found)
            })
            .await
    }

    /// When the index last was as good as the CRM for this number: the CRM was asked, or all of it
    /// was synced.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn answered(&self, tail: Tail) -> Result<Option<Timestamp>, StoreError> {
        self.0
            .run(move |connection| {
                let at: Option<i64> = connection
                    .prepare_cached("SELECT answered FROM answers WHERE tail = ?1")?
                    .query_row([tail.key()], |row| row.get(0))
                    .optional()?;
                Ok(at.map(instant).max(synced(connection)?))
            })
            .await
    }

    /// Keeps the CRM's answer for one number: these people with all their tails, and nobody else
    /// with this number unless the answer was cut off or we wrote them lately. An empty answer
    /// leaves no trace.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn keep_answer(
        &self,
        tail: Tail,
        people: Vec<Indexed>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.0
            .run(move |connection| {
                let transaction = connection.transaction()?;
                if people.len() < CANDIDATES_MAX {
                    let gone = transaction
                        .prepare_cached(
                            "DELETE FROM numbers WHERE tail = ?1 AND person NOT IN
                                 (SELECT number FROM people WHERE number = person AND ours_until > ?2)",
                        )?
                        .execute(params![tail.key(), now.as_millisecond()])?;
                    count(&transaction, "numbers", -i64::try_from(gone).unwrap_or(i64::MAX))?;
                }
                put(&transaction, &people, now, None)?;
                if people.is_empty() {
                    transaction.execute("DELETE FROM answers WHERE tail = ?1", [tail.key()])?;
                } else {
                    transaction
                        .prepare_cached(
                            "INSERT INTO answers (tail, answered) VALUES (?1, ?2)
                             ON CONFLICT (tail) DO UPDATE SET answered = excluded.answered",
                        )?
                        .execute(params![tail.key(), now.as_millisecond()])?;
                }
                Ok(transaction.commit()?)
            })
            .await
    }

    /// Keeps people with all their tails, whatever they were asked for. `ours_until`: we wrote
    /// them, and until then no other answer makes them be forgotten.
    ///
    /// # Errors
    /// When they are not on disk.
    pub async fn keep(
        &self,
        people: Vec<Indexed>,
        now: Timestamp,
        ours_until: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        self.0
            .run(move |connection| {
                let transaction = connection.transaction()?;
                put(&transaction, &people, now, ours_until)?;
                Ok(transaction.commit()?)
            })
            .await
    }

    /// How often everybody was forgotten.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn wipes(&self) -> Result<u64, StoreError> {
        self.0.run(|connection| counted(connection, "wipes")).await
    }

    /// As [`People::keep`], unless everybody was forgotten since [`People::wipes`] told this
    /// number: what was asked for before that must not fill the index again.
    ///
    /// # Errors
    /// When they are not on disk.
    pub async fn keep_unless_wiped(
        &self,
        people: Vec<Indexed>,
        now: Timestamp,
        wipes: u64,
    ) -> Result<(), StoreError> {
        self.0
            .run(move |connection| {
                let transaction = connection.transaction()?;
                if counted(&transaction, "wipes")? != wipes {
                    return Ok(());
                }
                put(&transaction, &people, now, None)?;
                Ok(transaction.commit()?)
            })
            .await
    }

    /// How many people there are.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn count(&self) -> Result<u64, StoreError> {
        self.0.run(|connection| counted(connection, "people")).await
    }

    /// When the person that was read longest ago was read; `None`: nobody is kept. Reads every row:
    /// for checks that a person asks for.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn oldest(&self) -> Result<Option<Timestamp>, StoreError> {
        self.0
            .run(|connection| {
                let at: Option<i64> =
                    connection.query_row("SELECT min(read_at) FROM people", [], |row| row.get(0))?;
                Ok(at.map(instant))
            })
            .await
    }

    /// # Errors
    /// When the file cannot be read.
    pub async fn size(&self) -> Result<Size, StoreError> {
        self.0
            .run(|connection| {
                let pragma =
                    |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
                let pages = pragma("page_count")? - pragma("freelist_count")?;
                let bytes = u64::try_from(pages.saturating_mul(PAGE_BYTES)).unwrap_or_default();
                let (people, numbers) = (counted(connection, "people")?, counted(connection, "numbers")?);
                Ok(Size { people, numbers, bytes })
            })
            .await
    }

    /// Forgets people read before `before` among the next few after row `after`, so that no look-up
    /// waits long. How many went, and the row to go on from; `None` at the end.
    ///
    /// # Errors
    /// When they cannot be removed.
    pub async fn sweep(&self, before: Timestamp, after: i64) -> Result<(usize, Option<i64>), StoreError> {
        self.0
            .run(move |connection| {
                let transaction = connection.transaction()?;
                let before = before.as_millisecond();
                let last: Option<i64> = transaction
                    .prepare_cached(
                        "SELECT max(number) FROM
                             (SELECT number FROM people WHERE number > ?1 ORDER BY number LIMIT ?2)",
                    )?
                    .query_row([after, SWEEP_ROWS], |row| row.get(0))?;
                let Some(last) = last else {
                    transaction.execute("DELETE FROM answers WHERE answered < ?1", [before])?;
                    transaction.commit()?;
                    return Ok((0, None));
                };
                let old: Vec<i64> = transaction
                    .prepare_cached(
                        "SELECT number FROM people WHERE number > ?1 AND number <= ?2 AND read_at < ?3",
                    )?
                    .query_map([after, last, before], |row| row.get(0))?
                    .collect::<Result<_, _>>()?;
                for number in &old {
                    remove(&transaction, *number)?;
                }
                transaction.commit()?;
                Ok((old.len(), Some(last)))
            })
            .await
    }

    /// Forgets everybody, and that a sync ever ran.
    ///
    /// # Errors
    /// When they cannot be removed.
    pub async fn wipe(&self) -> Result<(), StoreError> {
        let words = self.0.words.clone();
        self.0
            .run(move |connection| {
                let transaction = connection.transaction()?;
                forget_everybody(&transaction)?;
                transaction.commit()?;
                words.forget();
                let free: i64 = connection.pragma_query_value(None, "freelist_count", |row| row.get(0))?;
                if free > FREE_PAGES_MAX {
                    connection.execute_batch("VACUUM")?;
                }
                Ok(())
            })
            .await
    }

    /// Says under which rules tails were made. Under other rules they are worthless, so everybody
    /// is forgotten. Says whether that happened.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn made_under(&self, rules: &str) -> Result<bool, StoreError> {
        let rules = rules.to_owned();
        self.0
            .run(move |connection| {
                let transaction = connection.transaction()?;
                let made = meta(&transaction, "people_rules")?;
                if made.as_deref() == Some(rules.as_str()) {
                    return Ok(false);
                }
                forget_everybody(&transaction)?;
                set_meta(&transaction, "people_rules", &rules)?;
                transaction.commit()?;
                Ok(made.is_some())
            })
            .await
    }

    /// How far the sync has come, as it was last kept.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn sync_state(&self) -> Result<Option<String>, StoreError> {
        self.0.run(|connection| meta(connection, SYNC)).await
    }

    /// When everything of the CRM was in the index.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn synced(&self) -> Result<Option<Timestamp>, StoreError> {
        self.0.run(|connection| synced(connection)).await
    }

    /// Carries out one step of a sync that stood at `before`: which of those seen are not in the
    /// index. `None`, and nothing done, when it stands elsewhere now: the index was wiped, or another
    /// program syncs.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn sync_step(
        &self,
        before: Option<String>,
        step: SyncStep,
    ) -> Result<Option<Vec<String>>, StoreError> {
        self.0
            .run(move |connection| {
                let transaction = connection.transaction()?;
                if meta(&transaction, SYNC)? != before {
                    return Ok(None);
                }
                put(&transaction, &step.kept, step.read_at, None)?;
                let mut unknown = Vec::new();
                for id in step.seen {
                    let known = transaction
                        .prepare_cached("UPDATE people SET read_at = max(read_at, ?2) WHERE id = ?1")?
                        .execute(params![id, step.read_at.as_millisecond()])?;
                    if known == 0 {
                        unknown.push(id);
                    }
                }
                remove_ids(&transaction, &step.gone)?;
                set_meta(&transaction, SYNC, &step.state)?;
                if let Some(synced) = step.synced {
                    set_meta(&transaction, SYNCED, &synced.as_millisecond().to_string())?;
                }
                transaction.commit()?;
                Ok(Some(unknown))
            })
            .await
    }
}

struct Wanted {
    from: i64,
    to: i64,
    /// Fewest digits of a number that counts.
    digits: usize,
}

fn in_range_sql() -> String {
    format!(
        "SELECT people.id, body, read_at, ours_until, tail FROM numbers JOIN people ON people.number = person
         WHERE tail >= ?1 AND tail < ?2 AND {DIGITS_OF_TAIL} >= ?3 LIMIT ?4"
    )
}

struct Found {
    tail: i64,
    at: PersonAt,
}

/// People with a tail in the range; somebody with two of them twice. A person whose row cannot be
/// read is left out.
fn in_range(connection: &Connection, words: &row::Words, wanted: &Wanted) -> Result<Vec<Found>, StoreError> {
    let mut people = connection.prepare_cached(&in_range_sql())?;
    let limit = i64::try_from(CANDIDATES_MAX).unwrap_or(i64::MAX);
    let digits = i64::try_from(wanted.digits).unwrap_or(i64::MAX);
    let mut rows = people.query(params![wanted.from, wanted.to, digits, limit])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        match person_at(connection, words, row) {
            Ok(at) => found.push(Found { tail: row.get(4)?, at }),
            Err(StoreError::Content(error)) => {
                tracing::warn!(kind = ?error.classify(), "a person in the index cannot be read");
            }
            Err(other) => return Err(other),
        }
    }
    Ok(found)
}

fn person_at(connection: &Connection, words: &row::Words, row: &Row<'_>) -> Result<PersonAt, StoreError> {
    let body = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
    let person = row::unpack(connection, words, row.get(0)?, body)?;
    Ok(PersonAt { person, read_at: instant(row.get(2)?), ours_until: instant(row.get(3)?) })
}

fn counted(connection: &Connection, name: &str) -> Result<u64, StoreError> {
    let value: Option<i64> = connection
        .prepare_cached("SELECT value FROM counters WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?;
    Ok(u64::try_from(value.unwrap_or_default()).unwrap_or_default())
}

fn synced(connection: &Connection) -> Result<Option<Timestamp>, StoreError> {
    Ok(meta(connection, SYNCED)?.and_then(|value| value.parse().ok()).map(instant))
}

#[cfg(test)]
mod tests;
