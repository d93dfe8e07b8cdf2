//! Rows as the journal lists them: page by page, with the calls they are about.

use domain::call::Call;
use domain::caller::Caller;
use domain::chat::Who;
use domain::journal::Entry;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::super::StoreError;
use super::row::{COLUMNS, columns, read};
use super::{Outbox, Row};

/// Most rows of one page.
const PAGE_MAX: u32 = 500;

/// Where rows stand, as the journal groups them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    Stuck,
    /// Held, waiting, on their way or in doubt.
    Waiting,
    Written,
    /// Everything that is not written, or has a step open: what a person may look after.
    Open,
}

/// Which rows are wanted. Newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    pub group: Option<Group>,
    /// Calls that began in this span.
    pub from: Option<Timestamp>,
    pub to: Option<Timestamp>,
    /// Only rows before this place.
    pub before: Option<i64>,
    pub limit: u32,
}

impl Wanted {
    /// The newest of a group.
    #[must_use]
    pub fn newest(group: Option<Group>, limit: u32) -> Self {
        Self { group, from: None, to: None, before: None, limit }
    }
}

/// A row, its place in the list, and its call where that is still known.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    pub at: i64,
    pub row: Row,
    pub call: Option<Call>,
    /// Of an entry about a chat that is still known.
    pub chat: Option<Correspondent>,
}

/// With whom a chat was.
#[derive(Debug, Clone, PartialEq)]
pub struct Correspondent {
    pub who: Who,
    pub caller: Caller,
}

/// `pbx|ConversationId|first MessageId`; the entries of one session add a number.
const CHAT_KEY_PARTS: usize = 3;

/// The chat an entry is about, while that is known.
fn chat_of(connection: &Connection, entry: &Entry) -> Result<Option<Correspondent>, StoreError> {
    if entry.kind.is_call() {
        return Ok(None);
    }
    let key: Vec<&str> = entry.key.split('|').take(CHAT_KEY_PARTS).collect();
    let found: Option<(String, String)> = connection
        .prepare_cached("SELECT body -> '$.who', body -> '$.caller' FROM chats WHERE key = ?1")?
        .query_row([key.join("|")], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(found.and_then(|(who, caller)| {
        Some(Correspondent {
            who: serde_json::from_str(&who).ok()?,
            caller: serde_json::from_str(&caller).ok()?,
        })
    }))
}

impl Outbox<'_> {
    /// Rows that this program cannot read are left out.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn journal(&self, wanted: Wanted) -> Result<Vec<Item>, StoreError> {
        let condition = match wanted.group {
            None => "1",
            Some(Group::Stuck) => "state = 'stuck'",
            Some(Group::Waiting) => "state IN ('held', 'waiting', 'sending', 'in_doubt')",
            Some(Group::Written) => "state = 'written'",
            Some(Group::Open) => {
                "(state <> 'written' OR outbox.key IN (SELECT key FROM amendments WHERE amendments.state <> 'kept'))"
            }
        };
        let text = format!(
            "SELECT {}, outbox.id, calls.body FROM outbox LEFT JOIN calls ON calls.id = outbox.call_id
             WHERE {condition} AND outbox.id < ?1
                 AND coalesce(calls.first_seen, queued) >= ?2 AND coalesce(calls.first_seen, queued) < ?3
             ORDER BY outbox.id DESC LIMIT ?4",
            columns()
        );
        self.0
            .run(move |connection| {
                let mut select = connection.prepare_cached(&text)?;
                let mut rows = select.query(params![
                    wanted.before.unwrap_or(i64::MAX),
                    wanted.from.map_or(i64::MIN, Timestamp::as_millisecond),
                    wanted.to.map_or(i64::MAX, Timestamp::as_millisecond),
                    wanted.limit.min(PAGE_MAX)
                ])?;
                let mut list = Vec::new();
                while let Some(row) = rows.next()? {
                    let (at, call): (i64, Option<String>) = (row.get(COLUMNS)?, row.get(COLUMNS + 1)?);
                    let call = call.and_then(|body| serde_json::from_str(&body).ok());
                    match read(row) {
                        Ok(row) => list.push(Item { at, chat: chat_of(connection, &row.entry)?, row, call }),
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

    /// The row of an entry, with its call.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn item(&self, key: &str) -> Result<Option<Item>, StoreError> {
        let Some(row) = self.get(key).await? else { return Ok(None) };
        let call = self.0.calls().with_key(key).await?;
        let entry = row.entry.clone();
        let chat = self.0.run(move |connection| chat_of(connection, &entry)).await?;
        Ok(Some(Item { at: 0, row, call, chat }))
    }
}
