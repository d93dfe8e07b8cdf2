//! People on their way into the CRM. Every step is on disk before the next one is taken.

use std::time::Duration;

use domain::caller::Person;
use domain::create::NewPerson;
use domain::outbox::FailureKind;
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use super::orgs::{CURRENT, is_for_here, other_org};
use super::read::instant;
use super::{Store, StoreError};

/// Shape of the JSON in `creations.body`.
const VERSION: u32 = 1;
/// Most rows read at once; an agent who creates that many while offline waits a little longer.
const ROWS_MAX: u32 = 500;

/// Why somebody is not created yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "trouble", rename_all = "snake_case")]
pub enum Trouble {
    /// It could not be asked, or did not answer.
    Failed { kind: FailureKind },
    /// The CRM refused what was typed; fields by API name.
    Refused { fields: Vec<(String, String)>, general: Vec<String> },
    /// The CRM, or this computer, takes them for somebody who is there.
    Duplicates { message: String },
}

/// Where somebody stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CreationState {
    Waiting,
    Sending,
    InDoubt,
    Stuck,
    /// In the CRM; not linked to their call yet.
    Created,
}

impl CreationState {
    const fn word(self) -> &'static str {
        match self {
            CreationState::Waiting => "waiting",
            CreationState::Sending => "sending",
            CreationState::InDoubt => "in_doubt",
            CreationState::Stuck => "stuck",
            CreationState::Created => "created",
        }
    }

    fn of(word: &str) -> Self {
        match word {
            "waiting" => CreationState::Waiting,
            "sending" => CreationState::Sending,
            "in_doubt" => CreationState::InDoubt,
            "created" => CreationState::Created,
            _ => CreationState::Stuck,
        }
    }
}

/// One of them.
#[derive(Debug, Clone, PartialEq)]
pub struct CreationRow {
    /// Key of the draft.
    pub draft: String,
    /// Key of the entry that waits for them; empty: none does.
    pub entry_key: String,
    pub person: NewPerson,
    pub state: CreationState,
    pub due: Timestamp,
    /// Requests made so far.
    pub tries: u32,
    /// An earlier request may have been carried out.
    pub ask_first: bool,
    pub trouble: Option<Trouble>,
    pub created: Option<Person>,
    /// The org they go to, and no other; empty: nobody was signed in yet.
    pub org: String,
    /// It is another one than is signed in to: its words.
    pub other_org: Option<String>,
    pub queued: Timestamp,
}

/// What came of a row's request.
#[derive(Debug, Clone, PartialEq)]
pub enum CreationStep {
    Created(Box<Person>),
    Later { due: Timestamp, trouble: Trouble },
    InDoubt { ask_at: Timestamp, trouble: Trouble },
    Stuck { trouble: Trouble },
}

/// People on their way.
pub struct Creations<'a>(pub(super) &'a Store);

impl Creations<'_> {
    /// Puts somebody on the way, to be tried at `due` unless somebody tries sooner; in place of an earlier wish of the same draft that was not sent.
    /// `false`: that one may have been, and stays as it is.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn queue(
        &self,
        draft: &str,
        entry_key: &str,
        number: &str,
        person: &NewPerson,
        (due, now): (Timestamp, Timestamp),
    ) -> Result<bool, StoreError> {
        let [draft, entry_key, number] = [draft, entry_key, number].map(str::to_owned);
        let body = serde_json::to_string(person)?;
        self.0
            .run(move |connection| {
                let changed = connection.execute(
                    &format!(
                        "INSERT INTO creations (draft, entry_key, number, version, body, state, due, tries,
                         ask_first, last_failure, person, queued, changed, org)
                     VALUES (?1, ?2, ?3, ?4, ?5, 'waiting', ?7, 0, 0, '', '', ?6, ?6, {CURRENT})
                     ON CONFLICT (draft) DO UPDATE SET entry_key = excluded.entry_key,
                         number = excluded.number, version = excluded.version, body = excluded.body,
                         state = 'waiting', due = excluded.due, last_failure = '',
                         changed = excluded.changed, org = excluded.org
                     WHERE ask_first = 0 AND creations.state IN ('waiting', 'stuck')"
                    ),
                    params![
                        draft,
                        entry_key,
                        number,
                        VERSION,
                        body,
                        now.as_millisecond(),
                        due.as_millisecond()
                    ],
                )?;
                Ok(changed > 0)
            })
            .await
    }

    /// Counts the attempt and marks the row, before the request is made. `None`: it is on its way
    /// already, or gone.
    ///
    /// # Errors
    /// When it is not on disk; then nothing may be sent.
    pub async fn begin(&self, draft: &str, now: Timestamp) -> Result<Option<CreationRow>, StoreError> {
        let draft = draft.to_owned();
        self.0
            .run(move |connection| {
                let marked = connection.execute(
                    &format!(
                        "UPDATE creations SET state = 'sending', tries = tries + 1, changed = ?2, org = {CURRENT}
                         WHERE draft = ?1 AND state IN ('waiting', 'in_doubt', 'stuck') AND {}",
                        is_for_here("creations")
                    ),
                    params![draft, now.as_millisecond()],
                )?;
                if marked == 0 {
                    return Ok(None);
                }
                let sql = format!("{} WHERE draft = ?1", select());
                let found = connection.prepare_cached(&sql)?.query_row([&draft], raw).optional()?;
                Ok(found.and_then(readable))
            })
            .await
    }

    /// Puts what came of it on disk.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn settle(&self, draft: &str, step: &CreationStep, now: Timestamp) -> Result<(), StoreError> {
        let draft = draft.to_owned();
        let none = String::new;
        let (state, due, trouble, person) = match step {
            CreationStep::Created(person) => {
                (CreationState::Created, now, none(), serde_json::to_string(person)?)
            }
            CreationStep::Later { due, trouble } => {
                (CreationState::Waiting, *due, serde_json::to_string(trouble)?, none())
            }
            CreationStep::InDoubt { ask_at, trouble } => {
                (CreationState::InDoubt, *ask_at, serde_json::to_string(trouble)?, none())
            }
            CreationStep::Stuck { trouble } => {
                (CreationState::Stuck, now, serde_json::to_string(trouble)?, none())
            }
        };
        self.0
            .run(move |connection| {
                connection.execute(
                    "UPDATE creations SET due = ?3, last_failure = ?4, person = ?5, changed = ?6,
                         ask_first = CASE ?2 WHEN 'in_doubt' THEN 1 ELSE ask_first END,
                         state = CASE WHEN ?2 = 'waiting' AND ask_first = 1 THEN 'in_doubt' ELSE ?2 END
                     WHERE draft = ?1 AND state <> 'created'",
                    params![draft, state.word(), due.as_millisecond(), trouble, person, now.as_millisecond()],
                )?;
                Ok(())
            })
            .await
    }

    /// Everybody on the way, oldest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn all(&self) -> Result<Vec<CreationRow>, StoreError> {
        self.0
            .run(move |connection| {
                let sql = format!("{} ORDER BY id LIMIT {ROWS_MAX}", select());
                let rows: Vec<Raw> =
                    connection.prepare_cached(&sql)?.query_map([], raw)?.collect::<Result<_, _>>()?;
                Ok(rows.into_iter().filter_map(readable).collect())
            })
            .await
    }

    /// The row of a draft.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn of(&self, draft: &str) -> Result<Option<CreationRow>, StoreError> {
        let draft = draft.to_owned();
        self.0
            .run(move |connection| {
                let sql = format!("{} WHERE draft = ?1", select());
                let found = connection.prepare_cached(&sql)?.query_row([draft], raw).optional()?;
                Ok(found.and_then(readable))
            })
            .await
    }

    /// Takes a row out: linked, refused or given up. With `unsent` only if nothing of it may be in
    /// the CRM; says whether it is gone.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn remove(&self, draft: &str, unsent: bool) -> Result<bool, StoreError> {
        let draft = draft.to_owned();
        self.0
            .run(move |connection| {
                let gone = connection.execute(
                    "DELETE FROM creations WHERE draft = ?1
                         AND (?2 = 0 OR (ask_first = 0 AND state IN ('waiting', 'stuck')))",
                    params![draft, unsent],
                )?;
                Ok(gone > 0)
            })
            .await
    }

    /// Rows that wait because the CRM could not be reached are due now.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn outage_over(&self, now: Timestamp) -> Result<(), StoreError> {
        self.0
            .run(move |connection| {
                connection.execute(
                    "UPDATE creations SET due = ?1 WHERE state = 'waiting' AND due > ?1",
                    [now.as_millisecond()],
                )?;
                Ok(())
            })
            .await
    }

    /// At start: rows found on their way may have been created, and are asked about once `wait` is
    /// over.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn recover(&self, now: Timestamp, wait: Duration) -> Result<(), StoreError> {
        let until =
            now.as_millisecond().saturating_add(i64::try_from(wait.as_millis()).unwrap_or(i64::MAX / 4));
        self.0
            .run(move |connection| {
                connection.execute(
                    "UPDATE creations SET state = 'in_doubt', ask_first = 1, due = ?1 WHERE state = 'sending'",
                    [until],
                )?;
                connection.execute(
                    "UPDATE creations SET due = ?1 WHERE state = 'in_doubt' AND due > ?1",
                    [until],
                )?;
                Ok(())
            })
            .await
    }
}

fn select() -> String {
    format!(
        "SELECT draft, entry_key, body, state, due, tries, ask_first, last_failure, person, queued, org, {}
         FROM creations",
        other_org("creations")
    )
}

/// The columns of a row.
struct Raw {
    draft: String,
    entry_key: String,
    body: String,
    state: String,
    due: i64,
    tries: u32,
    ask_first: bool,
    trouble: String,
    person: String,
    queued: i64,
    org: String,
    other_org: String,
}

fn raw(row: &Row<'_>) -> rusqlite::Result<Raw> {
    Ok(Raw {
        draft: row.get(0)?,
        entry_key: row.get(1)?,
        body: row.get(2)?,
        state: row.get(3)?,
        due: row.get(4)?,
        tries: row.get(5)?,
        ask_first: row.get(6)?,
        trouble: row.get(7)?,
        person: row.get(8)?,
        queued: row.get(9)?,
        org: row.get(10)?,
        other_org: row.get(11)?,
    })
}

/// `None`: written by another program, and left alone.
fn readable(raw: Raw) -> Option<CreationRow> {
    let person = serde_json::from_str(&raw.body);
    let person = person.map_err(|error: serde_json::Error| {
        tracing::warn!(kind = ?error.classify(), "somebody who waits cannot be read");
    });
    Some(CreationRow {
        person: person.ok()?,
        draft: raw.draft,
        entry_key: raw.entry_key,
        state: CreationState::of(&raw.state),
        due: instant(raw.due),
        tries: raw.tries,
        ask_first: raw.ask_first,
        trouble: serde_json::from_str(&raw.trouble).ok(),
        created: serde_json::from_str(&raw.person).ok(),
        org: raw.org,
        other_org: Some(raw.other_org).filter(|org| !org.is_empty()),
        queued: instant(raw.queued),
    })
}
