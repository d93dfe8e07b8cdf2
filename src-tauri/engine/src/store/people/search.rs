//! People by the beginnings of their words. Knows beginnings, not who of the found really answers
//! what was typed.

use std::collections::HashSet;

use domain::search::Needle;
use rusqlite::{Connection, OptionalExtension, params};

use super::{People, PersonAt, person_at};
use crate::store::StoreError;

/// Most people read for one search, best fields first. Reading one takes some hundredths of a
/// millisecond, and a search as typed is to take less than twenty.
pub const FOUND_MAX: usize = 300;

impl People<'_> {
    /// People for whom each needle begins one of their words, at most [`FOUND_MAX`]: those first
    /// who have them as whole words of their name, then as beginnings in it, then anywhere.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn beginning_with(&self, needles: &[Needle]) -> Result<Vec<PersonAt>, StoreError> {
        if needles.is_empty() {
            return Ok(Vec::new());
        }
        let questions = questions(needles);
        let words = self.0.words.clone();
        self.0
            .run(move |connection| {
                let mut seen = HashSet::new();
                let mut found = Vec::new();
                for question in &questions {
                    for number in answers(connection, question)? {
                        if found.len() < FOUND_MAX && seen.insert(number) {
                            found.extend(at_row(connection, &words, number)?);
                        }
                    }
                }
                Ok(found)
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

fn answers(connection: &Connection, question: &str) -> Result<Vec<i64>, StoreError> {
    let limit = i64::try_from(FOUND_MAX).unwrap_or(i64::MAX);
    let mut ask =
        connection.prepare_cached("SELECT rowid FROM beginnings WHERE beginnings MATCH ?1 LIMIT ?2")?;
    let rows = ask.query_map(params![question, limit], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
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

/// From the narrowest on, as SQLite's full-text search writes them.
fn questions(needles: &[Needle]) -> [String; 3] {
    let all = |of: &dyn Fn(&Needle) -> String| {
        let parts: Vec<String> = needles.iter().map(|needle| format!("({})", of(needle))).collect();
        parts.join(" AND ")
    };
    let names = |needle: &Needle, end: &str| any(&needle.words, "{name}", end);
    [
        all(&|needle| names(needle, "")),
        all(&|needle| names(needle, "*")),
        all(&|needle| {
            let numbers: Vec<Vec<String>> =
                needle.numbers.iter().map(|digits| vec![digits.clone()]).collect();
            let words = any(&needle.words, "{name company email}", "*");
            if numbers.is_empty() { words } else { format!("{words} OR {}", any(&numbers, "{number}", "*")) }
        }),
    ]
}

/// One of the lists, all of it in these columns.
fn any(lists: &[Vec<String>], columns: &str, end: &str) -> String {
    let lists: Vec<String> = lists
        .iter()
        .map(|list| {
            let words: Vec<String> = list.iter().map(|word| format!("{}{end}", quoted(word))).collect();
            format!("{columns} : ({})", words.join(" AND "))
        })
        .collect();
    lists.join(" OR ")
}

/// A word that means nothing but itself.
fn quoted(word: &str) -> String {
    format!("\"{}\"", word.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn what_is_asked_is_quoted_and_goes_from_narrow_to_wide() {
        let needles = [
            Needle {
                words: vec![vec!["oneil".into()], vec!["o".into(), "neil".into()]],
                numbers: Vec::new(),
            },
            Needle { words: vec![vec!["0\"40".into()]], numbers: vec!["040".into(), "40".into()] },
        ];
        let [whole, names, wide] = questions(&needles);
        assert_eq!(whole, r#"({name} : ("oneil") OR {name} : ("o" AND "neil")) AND ({name} : ("0""40"))"#);
        assert_eq!(
            names,
            r#"({name} : ("oneil"*) OR {name} : ("o"* AND "neil"*)) AND ({name} : ("0""40"*))"#
        );
        assert!(
            wide.ends_with(
                r#" AND ({name company email} : ("0""40"*) OR {number} : ("040"*) OR {number} : ("40"*))"#
            ),
            "{wide}"
        );
    }
}
