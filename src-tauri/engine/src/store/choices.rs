use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

use super::read::instant;
use super::{Store, StoreError};

/// One number, and who was chosen for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    pub number: String,
    /// The id of the person.
    pub person: String,
    pub at: Timestamp,
}

/// Which of several people an agent chose for a number, to be preselected next time.
pub struct Choices<'a>(pub(super) &'a Store);

impl Choices<'_> {
    /// # Errors
    /// When it is not on disk.
    pub async fn remember(&self, number: &str, person: &str, now: Timestamp) -> Result<(), StoreError> {
        self.put(number, person, false, now).await
    }

    /// The number is this person's by the agent's word: their record need not hold it.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn link(&self, number: &str, person: &str, now: Timestamp) -> Result<(), StoreError> {
        self.put(number, person, true, now).await
    }

    async fn put(&self, number: &str, person: &str, linked: bool, now: Timestamp) -> Result<(), StoreError> {
        let (number, person) = (number.to_owned(), person.to_owned());
        self.0
            .run(move |connection| {
                connection.execute(
                    "INSERT INTO choices (number, person, chosen, linked) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (number) DO UPDATE SET person = excluded.person,
                         chosen = excluded.chosen, linked = excluded.linked",
                    params![number, person, now.as_millisecond(), linked],
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

    /// Forgets every choice.
    ///
    /// # Errors
    /// When they cannot be removed.
    pub async fn forget_all(&self) -> Result<(), StoreError> {
        self.0
            .run(|connection| {
                connection.execute("DELETE FROM choices", [])?;
                Ok(())
            })
            .await
    }

    /// The newest choices, `most` of them, and how many there are in all.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn list(&self, most: u32) -> Result<(Vec<Chosen>, u32), StoreError> {
        self.0
            .run(move |connection| {
                let all = connection.query_row("SELECT count(*) FROM choices", [], |row| row.get(0))?;
                let mut newest = connection.prepare_cached(
                    "SELECT number, person, chosen FROM choices ORDER BY chosen DESC, number LIMIT ?1",
                )?;
                let listed = newest
                    .query_map([most], |row| {
                        Ok(Chosen { number: row.get(0)?, person: row.get(1)?, at: instant(row.get(2)?) })
                    })?
                    .collect::<Result<_, _>>()?;
                Ok((listed, all))
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

    /// The id of the person linked to this number by the agent's word.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn linked(&self, number: &str) -> Result<Option<String>, StoreError> {
        let number = number.to_owned();
        self.0
            .run(move |connection| {
                Ok(connection
                    .prepare_cached("SELECT person FROM choices WHERE number = ?1 AND linked = 1")?
                    .query_row([number], |row| row.get(0))
                    .optional()?)
            })
            .await
    }
}
