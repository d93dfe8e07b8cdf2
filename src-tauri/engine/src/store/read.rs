//! Turning columns into our types and back.

use jiff::Timestamp;
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
