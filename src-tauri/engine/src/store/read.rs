//! Turning columns into our types and back.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension};
use serde::de::DeserializeOwned;

use super::StoreError;

/// The instant of a column. One that no calendar has becomes the start of 1970.
pub(super) fn instant(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Reads the JSON bodies of rows. One that cannot be read is left out with a line in the log, so
/// that it never hides the others.
pub(super) fn readable<T: DeserializeOwned>(
    bodies: impl Iterator<Item = rusqlite::Result<String>>,
) -> Result<Vec<T>, StoreError> {
    let mut all = Vec::new();
    for body in bodies {
        match serde_json::from_str(&body?) {
            Ok(value) => all.push(value),
            Err(error) => tracing::warn!(kind = ?error.classify(), "a stored row cannot be read"),
        }
    }
    Ok(all)
}

/// What `meta` says under this name.
pub(super) fn meta(connection: &Connection, name: &str) -> Result<Option<String>, StoreError> {
    Ok(connection
        .prepare_cached("SELECT value FROM meta WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?)
}

/// Says it from now on.
pub(super) fn set_meta(connection: &Connection, name: &str, value: &str) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO meta (name, value) VALUES (?1, ?2)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        )?
        .execute([name, value])?;
    Ok(())
}
