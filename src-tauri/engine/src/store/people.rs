use std::collections::HashSet;

use domain::caller::{CANDIDATES_MAX, Person};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::read::instant;
use super::{Store, StoreError};

/// Shape of the JSON in `people.body`.
const VERSION: u32 = 1;

/// People of the CRM and the numbers they can call from. Knows digits, not how to read a number.
///
/// A *tail* is the digits of an E.164 number from last to first.
pub struct People<'a>(pub(super) &'a Store);

/// A person, and when they were read from the CRM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonAt {
    pub person: Person,
    pub read_at: Timestamp,
}

impl People<'_> {
    /// People with exactly this number, then people whose numbers end with the first `same`
    /// digits of the tail. At most [`CANDIDATES_MAX`].
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn with_tail(&self, tail: &str, same: Option<usize>) -> Result<Vec<PersonAt>, StoreError> {
        let tail = tail.to_owned();
        let start = same.and_then(|same| tail.get(..same)).map(str::to_owned);
        self.0
            .run(move |connection| {
                let mut found = in_range(connection, &tail, &format!("{tail}\0"))?;
                if let Some(start) = start {
                    // ':' is the character after '9'.
                    let seen: HashSet<String> = found.iter().map(|at| at.person.id.clone()).collect();
                    let near = in_range(connection, &start, &format!("{start}:"))?;
                    found.extend(near.into_iter().filter(|at| !seen.contains(&at.person.id)));
                    found.truncate(CANDIDATES_MAX);
                }
                Ok(found)
            })
            .await
    }

    /// When the CRM last named everybody with this number.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn answered(&self, tail: &str) -> Result<Option<Timestamp>, StoreError> {
        let tail = tail.to_owned();
        self.0
            .run(move |connection| {
                let at: Option<i64> = connection
                    .prepare_cached("SELECT answered FROM answers WHERE tail = ?1")?
                    .query_row([tail], |row| row.get(0))
                    .optional()?;
                Ok(at.map(instant))
            })
            .await
    }

    /// Keeps the CRM's answer for one number: these people with all their tails, and nobody else
    /// with this number unless the answer was cut off. An empty answer leaves no trace.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn keep_answer(
        &self,
        tail: &str,
        people: Vec<(Person, Vec<String>)>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let tail = tail.to_owned();
        self.0
            .run(move |connection| {
                let transaction = connection.transaction()?;
                if people.len() < CANDIDATES_MAX {
                    transaction.prepare_cached("DELETE FROM numbers WHERE tail = ?1")?.execute([&tail])?;
                }
                put(&transaction, &people, now)?;
                if people.is_empty() {
                    transaction.execute("DELETE FROM answers WHERE tail = ?1", [&tail])?;
                } else {
                    transaction
                        .prepare_cached(
                            "INSERT INTO answers (tail, answered) VALUES (?1, ?2)
                             ON CONFLICT (tail) DO UPDATE SET answered = excluded.answered",
                        )?
                        .execute(params![tail, now.as_millisecond()])?;
                }
                Ok(transaction.commit()?)
            })
            .await
    }

    /// Keeps people with all their tails, whatever they were asked for.
    ///
    /// # Errors
    /// When they are not on disk.
    pub async fn keep(&self, people: Vec<(Person, Vec<String>)>, now: Timestamp) -> Result<(), StoreError> {
        self.0
            .run(move |connection| {
                let transaction = connection.transaction()?;
                put(&transaction, &people, now)?;
                Ok(transaction.commit()?)
            })
            .await
    }

    /// # Errors
    /// When the file cannot be read.
    pub async fn count(&self) -> Result<u64, StoreError> {
        self.0
            .run(|connection| {
                let count: i64 = connection.query_row("SELECT count(*) FROM people", [], |row| row.get(0))?;
                Ok(u64::try_from(count).unwrap_or_default())
            })
            .await
    }

    /// When the person that was read longest ago was read; `None`: nobody is kept.
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

    /// Forgets people read before `before`; says how many.
    ///
    /// # Errors
    /// When they cannot be removed.
    pub async fn forget_before(&self, before: Timestamp) -> Result<usize, StoreError> {
        self.0
            .run(move |connection| {
                let transaction = connection.transaction()?;
                transaction.execute("DELETE FROM answers WHERE answered < ?1", [before.as_millisecond()])?;
                let gone = transaction
                    .execute("DELETE FROM people WHERE read_at < ?1", [before.as_millisecond()])?;
                transaction.commit()?;
                Ok(gone)
            })
            .await
    }

    /// Forgets everybody.
    ///
    /// # Errors
    /// When they cannot be removed.
    pub async fn wipe(&self) -> Result<(), StoreError> {
        self.0
            .run(|connection| {
                let transaction = connection.transaction()?;
                transaction.execute_batch("DELETE FROM answers; DELETE FROM numbers; DELETE FROM people;")?;
                Ok(transaction.commit()?)
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
                let made: Option<String> = transaction
                    .query_row("SELECT value FROM meta WHERE name = 'people_rules'", [], |row| row.get(0))
                    .optional()?;
                if made.as_deref() == Some(rules.as_str()) {
                    return Ok(false);
                }
                transaction.execute_batch("DELETE FROM answers; DELETE FROM numbers; DELETE FROM people;")?;
                transaction.execute(
                    "INSERT INTO meta (name, value) VALUES ('people_rules', ?1)
                     ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                    [rules],
                )?;
                transaction.commit()?;
                Ok(made.is_some())
            })
            .await
    }
}

/// People with a tail in `from..to`. A person whose row cannot be read is left out.
fn in_range(connection: &Connection, from: &str, to: &str) -> Result<Vec<PersonAt>, StoreError> {
    let mut people = connection.prepare_cached(
        "SELECT body, read_at FROM people WHERE id IN
             (SELECT person FROM numbers WHERE tail >= ?1 AND tail < ?2 LIMIT ?3)",
    )?;
    let limit = i64::try_from(CANDIDATES_MAX).unwrap_or(i64::MAX);
    let mut rows = people.query(params![from, to, limit])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        match serde_json::from_str(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?) {
            Ok(person) => found.push(PersonAt { person, read_at: instant(row.get(1)?) }),
            Err(error) => tracing::warn!(kind = ?error.classify(), "a person in the index cannot be read"),
        }
    }
    Ok(found)
}

fn put(
    transaction: &Transaction<'_>,
    people: &[(Person, Vec<String>)],
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut upsert = transaction.prepare_cached(
        "INSERT INTO people (id, version, body, read_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (id) DO UPDATE SET version = excluded.version, body = excluded.body,
             read_at = excluded.read_at",
    )?;
    let mut forget = transaction.prepare_cached("DELETE FROM numbers WHERE person = ?1")?;
    let mut number =
        transaction.prepare_cached("INSERT OR IGNORE INTO numbers (tail, person) VALUES (?1, ?2)")?;
    for (person, tails) in people {
        upsert.execute(params![person.id, VERSION, serde_json::to_string(person)?, now.as_millisecond()])?;
        forget.execute([&person.id])?;
        for tail in tails {
            number.execute([tail, &person.id])?;
        }
    }
    Ok(())
}
