use domain::chat::Chat;
use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

use super::read::{instant, readable, set_meta};
use super::{Store, StoreError};

/// Shape of the JSON in `chats.body`.
const VERSION: u32 = 1;
/// Most chats read at once.
const CHATS_MAX: u32 = 500;
/// In `meta`, in milliseconds: when chats began to be journaled, and from when on messages are to be
/// read after a start.
const BEGAN: &str = "chats_began";
const READ_FROM: &str = "chats_read_from";

/// Where reading stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadPlace {
    /// Nothing before this time is of interest.
    pub began: Timestamp,
    /// Nothing before this time can still change.
    pub from: Timestamp,
}

/// The chats this desk took part in, each saved whole.
pub struct Chats<'a>(pub(super) &'a Store);

impl Chats<'_> {
    /// Saves a chat as it is now.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn save(&self, chat: &Chat) -> Result<(), StoreError> {
        let (key, body) = (chat.key.clone(), serde_json::to_string(chat)?);
        let ended = chat.ended().unwrap_or(Timestamp::UNIX_EPOCH).as_millisecond();
        let closed = i64::from(!chat.is_open());
        self.0
            .run(move |connection| {
                connection
                    .prepare_cached(
                        "INSERT INTO chats (key, ended, closed, version, body) VALUES (?1, ?2, ?3, ?4, ?5)
                         ON CONFLICT (key) DO UPDATE SET ended = excluded.ended, closed = excluded.closed,
                             version = excluded.version, body = excluded.body",
                    )?
                    .execute(params![key, ended, closed, VERSION, body])?;
                Ok(())
            })
            .await
    }

    /// A chat that goes by another key now.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub async fn forget(&self, key: &str) -> Result<(), StoreError> {
        let key = key.to_owned();
        self.0
            .run(move |connection| {
                connection.execute("DELETE FROM chats WHERE key = ?1", [key])?;
                Ok(())
            })
            .await
    }

    /// Chats that are open, ended at or after `since`, or wait for their person; the latest, oldest
    /// first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn recent(&self, since: Timestamp) -> Result<Vec<Chat>, StoreError> {
        self.0
            .run(move |connection| {
                let mut newest = connection.prepare_cached(
                    "SELECT body FROM chats WHERE closed = 0 OR ended >= ?1
                         OR key IN (SELECT key FROM outbox WHERE state = 'held')
                     ORDER BY ended DESC LIMIT ?2",
                )?;
                let rows = newest.query_map(params![since.as_millisecond(), CHATS_MAX], |row| row.get(0))?;
                let mut chats: Vec<Chat> = readable(rows)?;
                chats.reverse();
                Ok(chats)
            })
            .await
    }

    /// Forgets closed chats that ended before `before` and wait for nobody; says how many.
    ///
    /// # Errors
    /// When they cannot be removed.
    pub async fn forget_before(&self, before: Timestamp) -> Result<usize, StoreError> {
        self.0
            .run(move |connection| {
                Ok(connection.execute(
                    "DELETE FROM chats WHERE closed = 1 AND ended < ?1
                         AND key NOT IN (SELECT key FROM outbox WHERE state = 'held')",
                    [before.as_millisecond()],
                )?)
            })
            .await
    }

    /// Where reading stands; `None`: chats are not journaled yet.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn place(&self) -> Result<Option<ReadPlace>, StoreError> {
        self.0
            .run(|connection| {
                let read = |name: &str| -> Result<Option<Timestamp>, StoreError> {
                    let text: Option<String> = connection
                        .prepare_cached("SELECT value FROM meta WHERE name = ?1")?
                        .query_row([name], |row| row.get(0))
                        .optional()?;
                    Ok(text.and_then(|text| text.parse().ok()).map(instant))
                };
                let Some(began) = read(BEGAN)? else { return Ok(None) };
                Ok(Some(ReadPlace { began, from: read(READ_FROM)?.unwrap_or(began) }))
            })
            .await
    }

    /// Chats are journaled from this time on.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn begin(&self, at: Timestamp) -> Result<(), StoreError> {
        self.0
            .run(move |connection| {
                let transaction = connection.transaction()?;
                for name in [BEGAN, READ_FROM] {
                    put(&transaction, name, at)?;
                }
                Ok(transaction.commit()?)
            })
            .await
    }

    /// Messages before this time need not be read after a start. Nothing while chats are not
    /// journaled.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn set_read_from(&self, at: Timestamp) -> Result<(), StoreError> {
        self.0
            .run(move |connection| {
                connection.execute(
                    "UPDATE meta SET value = ?2 WHERE name = ?1",
                    params![READ_FROM, at.as_millisecond().to_string()],
                )?;
                Ok(())
            })
            .await
    }

    /// Chats are not journaled any more.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn end(&self) -> Result<(), StoreError> {
        self.0
            .run(|connection| {
                connection.execute("DELETE FROM meta WHERE name IN (?1, ?2)", [BEGAN, READ_FROM])?;
                Ok(())
            })
            .await
    }
}

fn put(connection: &rusqlite::Connection, name: &str, at: Timestamp) -> Result<(), StoreError> {
    set_meta(connection, name, &at.as_millisecond().to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use domain::caller::Caller;
    use domain::chat::{ChatState, Facts, Message, Part, Speaker, Who};
    use tempfile::TempDir;

    use super::*;

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + minute * 60).unwrap()
    }

    fn chat(key: &str, minute: i64, state: ChatState) -> Chat {
        let speaker = Speaker::Visitor { name: "Bob".into(), number: String::new(), email: String::new() };
        let message =
            Message { at: at(minute), id: 7, conversation: 412, speaker, text: "Hi".into(), queue: None };
        Chat {
            key: key.into(),
            conversation: 412,
            facts: Facts { conversation: 412, ..Facts::default() },
            messages: vec![message],
            state,
            who: Who::default(),
            caller: Caller::NotLookedUp,
            parts: vec![Part { key: key.into(), state: None }],
            unlinked: false,
        }
    }

    /// A change here needs a new `version` and code that still reads the old shape.
    #[test]
    fn stored_json_is_the_recorded_one() {
        assert_eq!(
            serde_json::to_string(&chat("pbx|412|7", 0, ChatState::TakenOver { by: "Tom".into() })).unwrap(),
            r#"{"key":"pbx|412|7","conversation":412,"facts":{"conversation":412,"channel":{"channel":"live_chat"},"name":"","number":"","email":""},"messages":[{"at":"2026-09-21T14:13:20Z","id":7,"conversation":412,"speaker":{"speaker":"visitor","name":"Bob","number":"","email":""},"text":"Hi","queue":null}],"state":{"state":"taken_over","by":"Tom"},"who":{"number":null,"email":null,"name":null},"caller":{"caller":"not_looked_up"},"parts":[{"key":"pbx|412|7","state":null}]}"#
        );
    }

    #[tokio::test]
    async fn chats_are_kept_whole_and_forgotten_by_age() {
        let dir = TempDir::new().unwrap();
        let store = Store::open(dir.path(), [1; 32]).await.unwrap();
        let rows = store.chats();
        let (old, open) = (chat("a", 0, ChatState::Closed), chat("b", 1, ChatState::Open));
        for chat in [&old, &open, &chat("c", 60, ChatState::Closed)] {
            rows.save(chat).await.unwrap();
        }
        rows.save(&chat("c", 61, ChatState::Closed)).await.unwrap();
        let keys = |chats: Vec<Chat>| chats.into_iter().map(|chat| chat.key).collect::<Vec<_>>();
        assert_eq!(keys(rows.recent(at(0)).await.unwrap()), ["a", "b", "c"]);
        assert_eq!(rows.recent(at(30)).await.unwrap(), [open, chat("c", 61, ChatState::Closed)]);
        assert_eq!(rows.forget_before(at(30)).await.unwrap(), 1);
        rows.forget("c").await.unwrap();
        assert_eq!(keys(rows.recent(at(0)).await.unwrap()), ["b"]);
    }

    #[tokio::test]
    async fn the_place_is_kept_from_beginning_to_end() {
        let dir = TempDir::new().unwrap();
        let store = Store::open(dir.path(), [1; 32]).await.unwrap();
        let rows = store.chats();
        rows.set_read_from(at(1)).await.unwrap();
        assert_eq!(rows.place().await.unwrap(), None, "nothing has begun");
        rows.begin(at(2)).await.unwrap();
        rows.set_read_from(at(5)).await.unwrap();
        assert_eq!(rows.place().await.unwrap(), Some(ReadPlace { began: at(2), from: at(5) }));
        rows.end().await.unwrap();
        assert_eq!(rows.place().await.unwrap(), None);
    }
}
