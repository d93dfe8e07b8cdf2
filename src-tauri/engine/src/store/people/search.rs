//! People by the beginnings of their words. Knows beginnings, not who of the found really answers
//! what was typed.

use std::collections::HashSet;

use domain::search::Needle;
use rusqlite::{Connection, OptionalExtension};

use super::begin::{Asking, Wanted};
use super::{People, PersonAt, person_at};
use crate::store::StoreError;

/// Most people read for one search, best fields first. Reading one takes some hundredths of a
/// millisecond, and a search as typed is to take less than twenty.
pub(super) const FOUND_MAX: usize = 300;

/// The same where nothing but digits is typed: each number of each of them is read to compare it,
/// which takes longer than all else.
pub(super) const FOUND_BY_DIGITS_MAX: usize = 100;

impl People<'_> {
    /// People for whom each needle begins one of their words, at most [`FOUND_MAX`] or
    /// [`FOUND_BY_DIGITS_MAX`], and whether there may be more. If there are: those first who have them as whole words of their name, then as beginnings in it.
    /// Where very many words begin so, some who do not have them all are among them.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn beginning_with(&self, needles: &[Needle]) -> Result<(Vec<PersonAt>, bool), StoreError> {
        if needles.is_empty() {
            return Ok((Vec::new(), false));
        }
        let digits = needles.iter().all(|needle| !needle.numbers.is_empty());
        let most = if digits { FOUND_BY_DIGITS_MAX } else { FOUND_MAX };
        let (needles, words) = (needles.to_vec(), self.0.words.clone());
        self.0
            .run(move |connection| {
                let mut found = Vec::new();
                let rows = answers(&mut Asking::new(connection, &needles), most)?;
                for number in &rows {
                    found.extend(at_row(connection, &words, *number)?);
                }
                Ok((found, rows.len() >= most))
            })
            .await
    }

    /// The person with this id.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn by_id(&self, id: &str) -> Result<Option<PersonAt>, StoreError> {
        let (id, words) = (id.to_owned(), self.0.words.clone());
        self.0
            .run(move |connection| {
                let number: Option<i64> = connection
                    .prepare_cached("SELECT number FROM people WHERE id = ?1")?
                    .query_row([id], |row| row.get(0))
                    .optional()?;
                number.map_or(Ok(None), |number| at_row(connection, &words, number))
            })
            .await
    }
}

/// Rows of whoever answers: everybody, or the best of too many.
fn answers(asking: &mut Asking<'_>, most: usize) -> Result<Vec<i64>, StoreError> {
    let anybody = asking.rows(Wanted::Anything, most)?;
    if anybody.len() < most {
        return Ok(anybody);
    }
    let mut best = asking.rows(Wanted::WholeNames, most)?;
    if best.len() < most {
        best.extend(asking.rows(Wanted::Names, most)?);
    }
    best.extend(anybody);
    let mut seen = HashSet::new();
    best.retain(|number| seen.insert(*number));
    best.truncate(most);
    Ok(best)
}

/// `None`: a row that cannot be read, which hides no other.
fn at_row(
    connection: &Connection,
    words: &super::row::Words,
    number: i64,
) -> Result<Option<PersonAt>, StoreError> {
    let mut people =
        connection.prepare_cached("SELECT id, body, read_at, ours_until FROM people WHERE number = ?1")?;
    let mut rows = people.query([number])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    match person_at(connection, words, row) {
        Ok(at) => Ok(Some(at)),
        Err(StoreError::Content(error)) => {
            tracing::warn!(kind = ?error.classify(), "a person in the index cannot be read");
            Ok(None)
        }
        Err(other) => Err(other),
    }
}
