//! What was typed for people who are not created yet, under a name of its own each. The place it
//! was typed from finds it as long as it is not finished.

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
    /// Keeps a draft as it is now; `place` finds it again.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn keep<T: Serialize>(
        &self,
        key: &str,
        place: &str,
        draft: &T,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (key, place, body) = (key.to_owned(), place.to_owned(), serde_json::to_string(draft)?);
        self.0
            .run(move |connection| {
                let transaction = connection.transaction()?;
                transaction.execute(
                    "INSERT INTO drafts (key, place, version, body, changed, taken)
                     VALUES (?1, ?2, ?3, ?4, ?5, 0)
                     ON CONFLICT (key) DO UPDATE SET version = excluded.version, body = excluded.body,
                         changed = excluded.changed, taken = 0",
                    params![key, place, VERSION, body, now.as_millisecond()],
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
        let found = self.find("SELECT key, body FROM drafts WHERE key = ?1", key).await?;
        Ok(found.map(|(_, draft)| draft))
    }

    /// The newest draft that was typed from here, and its key: of those nobody saved, or with
    /// `waiting` of those as well whose person is on the way.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn typed_at<T: DeserializeOwned + Send + 'static>(
        &self,
        place: &str,
        waiting: bool,
    ) -> Result<Option<(String, T)>, StoreError> {
        let sql = if waiting {
            "SELECT key, body FROM drafts WHERE place = ?1
                 AND key NOT IN (SELECT draft FROM creations WHERE state = 'created')
             ORDER BY changed DESC LIMIT 1"
        } else {
            "SELECT key, body FROM drafts WHERE place = ?1 AND key NOT IN (SELECT draft FROM creations)
             ORDER BY changed DESC LIMIT 1"
        };
        self.find(sql, place).await
    }

    async fn find<T: DeserializeOwned + Send + 'static>(
        &self,
        sql: &'static str,
        of: &str,
    ) -> Result<Option<(String, T)>, StoreError> {
        let of = of.to_owned();
        let found: Option<(String, String)> = self
            .0
            .run(move |connection| {
                let mut find = connection.prepare_cached(sql)?;
                Ok(find.query_row([of], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
            })
            .await?;
        Ok(found.and_then(|(key, body)| {
            let read = serde_json::from_str(&body);
            let read = read.map_err(
                |error: serde_json::Error| tracing::warn!(kind = ?error.classify(), "a draft cannot be read"),
            );
            Some((key, read.ok()?))
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

    /// What is on its way is not what was typed last: the draft stays when they are created.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn differs(&self, key: &str) -> Result<(), StoreError> {
        let key = key.to_owned();
        self.0
            .run(move |connection| {
                connection.execute("UPDATE drafts SET taken = 0 WHERE key = ?1", [key])?;
                Ok(())
            })
            .await
    }
}
