//! Rows of the index that come and go; every function works inside its caller's transaction.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest as _, Sha256};

use super::row::{Spelled, VERSION, pack};
use super::{Indexed, SYNC, SYNCED, Said, StoreError, Tail};

/// Puts people in, in place of what was known of them.
pub(super) fn put(
    connection: &Connection,
    people: &[Indexed],
    now: Timestamp,
    ours_until: Option<Timestamp>,
) -> Result<(), StoreError> {
    let mut spelled = Spelled::default();
    let (mut more_people, mut more_numbers) = (0_i64, 0_i64);
    let mut known = connection.prepare_cached("SELECT number, tails, said FROM people WHERE id = ?1")?;
    let mut insert = connection.prepare_cached(
        "INSERT INTO people (id, version, body, tails, read_at, ours_until, said)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    let mut update = connection.prepare_cached(
        "UPDATE people SET version = ?2, body = ?3, tails = ?4, read_at = ?5,
             ours_until = max(ours_until, ?6), said = ?7 WHERE id = ?1",
    )?;
    let mut add =
        connection.prepare_cached("INSERT OR IGNORE INTO numbers (tail, person) VALUES (?1, ?2)")?;
    let ours_until = ours_until.map_or(0, Timestamp::as_millisecond);
    for Indexed { person, tails, said } in people {
        let body = pack(connection, &mut spelled, person)?;
        let mark = mark_of(said);
        let values = params![person.id, VERSION, body, bytes(tails), now.as_millisecond(), ours_until, mark];
        let before: Option<(i64, Vec<u8>, i64)> =
            known.query_row([&person.id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
        let number = if let Some((number, old, marked)) = before {
            update.execute(values)?;
            if marked != mark {
                say(connection, number, said)?;
            }
            let left = of_bytes(&old).into_iter().filter(|tail| !tails.contains(tail));
            more_numbers -= take_away(connection, number, left)?;
            number
        } else {
            insert.execute(values)?;
            more_people += 1;
            let number = connection.last_insert_rowid();
            say(connection, number, said)?;
            number
        };
        for tail in tails {
            more_numbers += rows(add.execute([tail.key(), number])?);
        }
    }
    count(connection, "people", more_people)?;
    count(connection, "numbers", more_numbers)
}

/// Puts a person's words in, in place of those that were there.
fn say(connection: &Connection, number: i64, said: &Said) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO beginnings (rowid, name, company, email, number)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![number, said.name, said.company, said.email, said.number])?;
    Ok(())
}

/// Tells words apart without keeping them once more. Never 0, which rows of an older program have.
fn mark_of(said: &Said) -> i64 {
    let mut digest = Sha256::new();
    for field in [&said.name, &said.company, &said.email, &said.number] {
        digest.update(field.as_bytes());
        digest.update([0]);
    }
    let digest = digest.finalize();
    let mark = digest.first_chunk().map_or(0, |bytes| i64::from_le_bytes(*bytes));
    mark | 1
}

/// Removes the people with these ids, as far as they are known.
pub(super) fn remove_ids(connection: &Connection, ids: &[String]) -> Result<(), StoreError> {
    let mut known = connection.prepare_cached("SELECT number FROM people WHERE id = ?1")?;
    for id in ids {
        if let Some(number) = known.query_row([id], |row| row.get(0)).optional()? {
            remove(connection, number)?;
        }
    }
    Ok(())
}

pub(super) fn remove(connection: &Connection, number: i64) -> Result<(), StoreError> {
    let tails: Vec<u8> = connection
        .prepare_cached("DELETE FROM people WHERE number = ?1 RETURNING tails")?
        .query_row([number], |row| row.get(0))?;
    connection.prepare_cached("DELETE FROM beginnings WHERE rowid = ?1")?.execute([number])?;
    let gone = take_away(connection, number, of_bytes(&tails).into_iter())?;
    count(connection, "people", -1)?;
    count(connection, "numbers", -gone)
}

fn take_away(
    connection: &Connection,
    number: i64,
    tails: impl Iterator<Item = Tail>,
) -> Result<i64, StoreError> {
    let mut delete = connection.prepare_cached("DELETE FROM numbers WHERE tail = ?1 AND person = ?2")?;
    let mut gone = 0;
    for tail in tails {
        gone += rows(delete.execute([tail.key(), number])?);
    }
    Ok(gone)
}

pub(super) fn count(connection: &Connection, name: &str, more: i64) -> Result<(), StoreError> {
    if more != 0 {
        connection
            .prepare_cached("UPDATE counters SET value = value + ?2 WHERE name = ?1")?
            .execute(params![name, more])?;
    }
    Ok(())
}

pub(in crate::store) fn forget_everybody(connection: &Connection) -> Result<(), StoreError> {
    connection.execute_batch(
        "DELETE FROM answers; DELETE FROM numbers; DELETE FROM people; DELETE FROM words;
         INSERT INTO beginnings (beginnings) VALUES ('delete-all');
         UPDATE counters SET value = 0 WHERE name IN ('people', 'numbers');
         UPDATE counters SET value = value + 1 WHERE name = 'wipes';",
    )?;
    connection.execute("DELETE FROM meta WHERE name IN (?1, ?2)", [SYNC, SYNCED])?;
    Ok(())
}

fn rows(changed: usize) -> i64 {
    i64::try_from(changed).unwrap_or(i64::MAX)
}

fn bytes(tails: &[Tail]) -> Vec<u8> {
    tails.iter().flat_map(|tail| tail.key().to_le_bytes()).collect()
}

fn of_bytes(bytes: &[u8]) -> Vec<Tail> {
    bytes.as_chunks().0.iter().map(|key| Tail::from_key(i64::from_le_bytes(*key))).collect()
}
