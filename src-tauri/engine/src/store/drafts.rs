use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Store, StoreError};

/// Shape of the JSON in `drafts.body`.
const VERSION: u32 = 1;
/// Drafts kept; of more, the oldest are forgotten. A day's calls, each with a form left open.
pub const DRAFTS_MAX: u32 = 200;

/// What was typed for people who are not created yet.
pub struct Drafts<'a>(pub(super) &'a Store);

impl Drafts<'_> {
    /// Keeps a draft as it is now.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn keep<T: Serialize>(&self, key: &str, draft: &T, now: Timestamp) -> Result<(), StoreError> {
        let (key, body) = (key.to_owned(), serde_json::to_string(draft)?);
        self.0
            .run(move |connection| {
                let transaction = connection.transaction()?;
                transaction.execute(
                    "INSERT INTO drafts (key, version, body, changed) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (key) DO UPDATE SET version = excluded.version, body = excluded.body,
                         changed = excluded.changed",
                    params![key, VERSION, body, now.as_millisecond()],
                )?;
                transaction.execute(
                    "DELETE FROM drafts WHERE key NOT IN (SELECT draft FROM creations) AND key NOT IN
                         (SELECT key FROM drafts ORDER BY changed DESC LIMIT ?1)",
                    [DRAFTS_MAX],
                )?;
                transaction.commit()?;
                Ok(())
            })
            .await
    }

    /// The draft with this key; `None` as well when it cannot be read.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn draft<T: DeserializeOwned + Send + 'static>(
        &self,
        key: &str,
    ) -> Result<Option<T>, StoreError> {
        let key = key.to_owned();
        let body: Option<String> = self
            .0
            .run(move |connection| {
                let mut find = connection.prepare_cached("SELECT body FROM drafts WHERE key = ?1")?;
                Ok(find.query_row([key], |row| row.get(0)).optional()?)
            })
            .await?;
        Ok(body.and_then(|body| {
            let read = serde_json::from_str(&body);
            read.map_err(|error| tracing::warn!(kind = ?error.classify(), "a draft cannot be read")).ok()
        }))
    }

    /// Forgets a draft.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn forget(&self, key: &str) -> Result<(), StoreError> {
        let key = key.to_owned();
        self.0
            .run(move |connection| {
                connection.execute("DELETE FROM drafts WHERE key = ?1", [key])?;
                Ok(())
            })
            .await
    }
}
