//! Steps on written records as they are shown: how each stands, and what one left as it is. Not here:
//! taking them.

use domain::journal::Change;
use domain::outbox::FailureKind;
use jiff::Timestamp;
use rusqlite::OptionalExtension;

use super::super::StoreError;
use super::super::orgs::other_org;
use super::super::read::instant;
use super::Outbox;
use super::row::made_elsewhere;

/// How a step stands, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amendment {
    pub key: String,
    pub kind: AmendmentKind,
    pub state: AmendmentState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AmendmentKind {
    Remove,
    Move,
    Text,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AmendmentState {
    Waiting {
        due: Timestamp,
        last: Option<FailureKind>,
    },
    Stuck {
        why: FailureKind,
    },
    /// Somebody changed the record in the CRM, so it was not removed.
    Kept,
}

/// Steps shown at once; more than a desk has open in a day.
const STEPS_MAX: u32 = 500;

impl Outbox<'_> {
    /// What was to be written of an entry later, and was not because somebody had changed it in the
    /// CRM: fields by API name, and their texts.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn left_alone(&self, key: &str) -> Result<Vec<(String, String)>, StoreError> {
        let key = key.to_owned();
        self.0
            .run(move |connection| {
                let found: Option<(String, String)> = connection
                    .prepare_cached(
                        "SELECT body, kept FROM amendments WHERE key = ?1 AND kind = 'text' AND state = 'kept'",
                    )?
                    .query_row([key], |row| Ok((row.get(0)?, row.get(1)?)))
                    .optional()?;
                let Some((body, kept)) = found else { return Ok(Vec::new()) };
                let kept: Vec<String> = serde_json::from_str(&kept)?;
                Ok(left_alone(&serde_json::from_str(&body)?, &kept))
            })
            .await
    }

    /// Steps that are open, stuck, or came to nothing because a record was changed.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn amendments(&self) -> Result<Vec<Amendment>, StoreError> {
        self.0
            .run(|connection| {
                let mut steps = connection.prepare_cached(&format!(
                    "SELECT amendments.key, kind, amendments.state, amendments.due,
                         amendments.last_failure, {}
                     FROM amendments JOIN outbox ON outbox.key = amendments.key
                     ORDER BY amendments.id DESC LIMIT ?1",
                    other_org("outbox")
                ))?;
                let mut rows = steps.query([STEPS_MAX])?;
                let mut list = Vec::new();
                while let Some(row) = rows.next()? {
                    list.extend(read_step(row)?);
                }
                Ok(list)
            })
            .await
    }
}

/// What a step was to write, of the fields that were left as somebody made them in the CRM.
fn left_alone(change: &Change, kept: &[String]) -> Vec<(String, String)> {
    let Change::Text { description, subject, extra, .. } = change else { return Vec::new() };
    let subject = subject.iter().map(|subject| ("Subject", subject));
    let all = subject.chain([("Description", description)]);
    let all = all.chain(extra.iter().map(|(name, value)| (name.as_str(), value)));
    let left = all.filter(|(name, _)| kept.iter().any(|kept| kept == name));
    left.map(|(name, text)| (name.to_owned(), text.clone())).collect()
}

fn read_step(row: &rusqlite::Row<'_>) -> Result<Option<Amendment>, StoreError> {
    let (key, kind, state): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
    let (due, last): (i64, String) = (row.get(3)?, row.get(4)?);
    let last: Option<FailureKind> = if last.is_empty() { None } else { serde_json::from_str(&last).ok() };
    let other_org: String = row.get(5)?;
    let kind = match kind.as_str() {
        "remove" => AmendmentKind::Remove,
        "move" => AmendmentKind::Move,
        "text" => AmendmentKind::Text,
        _ => return Ok(None),
    };
    let state = match state.as_str() {
        "kept" => AmendmentState::Kept,
        _ if !other_org.is_empty() => {
            AmendmentState::Waiting { due: instant(due), last: Some(made_elsewhere(other_org)) }
        }
        "stuck" => {
            AmendmentState::Stuck { why: last.unwrap_or(FailureKind::Broken { detail: String::new() }) }
        }
        _ => AmendmentState::Waiting { due: instant(due), last },
    };
    Ok(Some(Amendment { key, kind, state }))
}
