//! Looking at rows.

use domain::journal::Entry;
use domain::outbox::{Barred, EntryState, FailureKind};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

use super::super::StoreError;
use super::super::orgs::other_org;
use super::super::read::instant;
use super::Outbox;

/// Most rows read at once.
const ROWS_MAX: u32 = 1_000;

/// Columns that every look at a row reads.
pub(super) const COLUMNS: usize = 10;

/// What every look at a row reads, in the order [`read`] expects.
pub(super) fn columns() -> String {
    let other_org = other_org("outbox");
    format!("entry, state, due, attempts, last_failure, task_id, task_url, queued, changed, {other_org}")
}

/// One row, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub entry: Entry,
    pub state: EntryState,
    /// A request is on its way.
    pub sending: bool,
    /// Requests made so far.
    pub attempts: u32,
    pub last: Option<FailureKind>,
    /// It was made for another org than is signed in to: that one's words.
    pub other_org: Option<String>,
    pub queued: Timestamp,
    pub changed: Timestamp,
}

/// How many rows there are of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Held, waiting, on their way or in doubt.
    pub waiting: u32,
    pub stuck: u32,
    /// Written since the day began.
    pub written: u32,
}

impl Outbox<'_> {
    /// The newest rows first. Rows that this program cannot read are left out.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn list(&self, limit: u32) -> Result<Vec<Row>, StoreError> {
        self.0
            .run(move |connection| {
                let mut newest = connection
                    .prepare_cached(&format!("SELECT {} FROM outbox ORDER BY id DESC LIMIT ?1", columns()))?;
                let mut rows = newest.query([limit.min(ROWS_MAX)])?;
                let mut list = Vec::new();
                while let Some(row) = rows.next()? {
                    match read(row) {
                        Ok(row) => list.push(row),
                        Err(StoreError::Content(error)) => {
                            tracing::warn!(kind = ?error.classify(), "an outbox row cannot be read");
                        }
                        Err(other) => return Err(other),
                    }
                }
                Ok(list)
            })
            .await
    }

    /// # Errors
    /// When the file, or this row, cannot be read.
    pub async fn get(&self, key: &str) -> Result<Option<Row>, StoreError> {
        let key = key.to_owned();
        self.0
            .run(move |connection| {
                connection
                    .prepare_cached(&format!("SELECT {} FROM outbox WHERE key = ?1", columns()))?
                    .query_row([key], |row| Ok(read(row)))
                    .optional()?
                    .transpose()
            })
            .await
    }

    /// # Errors
    /// When the file cannot be read.
    pub async fn counts(&self, day_start: Timestamp) -> Result<Counts, StoreError> {
        self.0
            .run(move |connection| {
                Ok(connection
                    .prepare_cached(
                        "SELECT count(*) FILTER (WHERE state IN ('held', 'waiting', 'sending', 'in_doubt')),
                             count(*) FILTER (WHERE state = 'stuck'),
                             count(*) FILTER (WHERE state = 'written')
                         FROM outbox WHERE state <> 'written' OR changed >= ?1",
                    )?
                    .query_row(params![day_start.as_millisecond()], |row| {
                        Ok(Counts { waiting: row.get(0)?, stuck: row.get(1)?, written: row.get(2)? })
                    })?)
            })
            .await
    }
}

pub(super) fn read(row: &rusqlite::Row<'_>) -> Result<Row, StoreError> {
    let entry = serde_json::from_str(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?)?;
    let name: String = row.get(1)?;
    let due = instant(row.get(2)?);
    let attempts = row.get(3)?;
    let last_failure: String = row.get(4)?;
    let last: Option<FailureKind> =
        if last_failure.is_empty() { None } else { Some(serde_json::from_str(&last_failure)?) };
    let (task_id, task_url): (String, String) = (row.get(5)?, row.get(6)?);
    let (queued, changed) = (instant(row.get(7)?), instant(row.get(8)?));
    let other_org: String = row.get(9)?;
    let other_org = Some(other_org).filter(|org| !org.is_empty());
    let elsewhere = other_org.clone().map(made_elsewhere);
    let state = match name.as_str() {
        "written" => {
            // A page of another org does not open.
            let url = (!task_url.is_empty() && other_org.is_none()).then_some(task_url);
            EntryState::Written { task_id, url, at: changed }
        }
        _ if elsewhere.is_some() => EntryState::Waiting { due: Some(due), attempts, last: elsewhere.clone() },
        "held" => EntryState::Waiting { due: None, attempts, last: last.clone() },
        "in_doubt" => EntryState::InDoubt { ask_at: due, attempts },
        "stuck" => {
            EntryState::Stuck { why: last.clone().unwrap_or(FailureKind::Broken { detail: String::new() }) }
        }
        _ => EntryState::Waiting { due: Some(due), attempts, last: last.clone() },
    };
    let last = elsewhere.or(last);
    Ok(Row { entry, state, sending: name == "sending", attempts, last, other_org, queued, changed })
}

/// Why something is not sent that was made for this org.
pub(in crate::store) fn made_elsewhere(org: String) -> FailureKind {
    FailureKind::NotAllowed { message: org, why: Barred::OtherOrg }
}
