use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

use super::{Store, StoreError};

/// Which of several people an agent chose for a number, to be preselected next time.
pub struct Choices<'a>(pub(super) &'a Store);

impl Choices<'_> {
    /// # Errors
    /// When it is not on disk.
    pub async fn remember(&self, number: &str, person: &str, now: Timestamp) -> Result<(), StoreError> {
        let (number, person) = (number.to_owned(), person.to_owned());
        self.0
            .run(move |connection| {
                connection.execute(
                    "INSERT INTO choices (number, person, chosen) VALUES (?1, ?2, ?3)
                     ON CONFLICT (number) DO UPDATE SET person = excluded.person, chosen = excluded.chosen",
                    params![number, person, now.as_millisecond()],
                )?;
                Ok(())
            })
            .await
    }

    /// # Errors
    /// When it cannot be removed.
    pub async fn forget(&self, number: &str) -> Result<(), StoreError> {
        let number = number.to_owned();
        self.0
            .run(move |connection| {
                connection.execute("DELETE FROM choices WHERE number = ?1", [number])?;
                Ok(())
            })
            .await
    }

    /// The id of the person chosen for this number.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn chosen(&self, number: &str) -> Result<Option<String>, StoreError> {
        let number = number.to_owned();
        self.0
            .run(move |connection| {
                Ok(connection
                    .prepare_cached("SELECT person FROM choices WHERE number = ?1")?
                    .query_row([number], |row| row.get(0))
                    .optional()?)
            })
            .await
    }
}
