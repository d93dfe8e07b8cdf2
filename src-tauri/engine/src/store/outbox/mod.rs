//! The outbox on disk: what is to be written to the CRM, row by row. Not here: when to try again
//! (`domain::outbox`), the requests (`crate::outbox`).
//!
//! ```text
//!            release            begin              done
//!   held ───────────▶ waiting ────────▶ sending ────────▶ written
//!                        ▲  ▲    later    │  │ stuck
//!                        │  └─────────────┤  └──────▶ stuck
//!                  retry │                │ in_doubt, or found here at start
//!                 stuck ─┘                ▼
//!                           begin     in_doubt
//! ```
//!
//! A row that may have been carried out without our knowing says so for ever (`ask_first`): from
//! then on it goes back to `in_doubt`, never to `waiting`, and its text is not replaced. One that was
//! written again after that is checked once more at `check_at`.

mod amend;
mod compare;
mod list;
mod remove;
mod row;
mod send;
mod steps;

pub use amend::{Amending, NextStep};
pub use list::{Correspondent, Group, Item, Wanted};
pub use row::{Counts, Row};
pub use send::{DueRow, Next, Sending, Settled, Step};
pub use steps::{Amendment, AmendmentKind, AmendmentState};

use domain::journal::{About, Entry};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

use super::orgs::CURRENT;
use super::{Store, StoreError};

/// Shape of the JSON in `outbox.entry`.
const VERSION: u32 = 1;

/// The entries that are to be written, and those that were.
pub struct Outbox<'a>(pub(super) &'a Store);

/// What became of an entry that was handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Queued {
    /// On disk, in place of an unsent one with the same key.
    OnDisk,
    /// It is being written, may have been, or was; or a person took it out: it stays as it is.
    AlreadySent,
}

impl Outbox<'_> {
    /// Puts an entry on disk, due at `due`; `None` holds it until [`Outbox::release`].
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn queue(
        &self,
        entry: &Entry,
        due: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<Queued, StoreError> {
        let (key, call) = (entry.key.clone(), i64::try_from(entry.call.0).unwrap_or(i64::MAX));
        let body = serde_json::to_string(entry)?;
        let state = if due.is_some() { "waiting" } else { "held" };
        self.0
            .run(move |connection| {
                let changed = connection
                    .prepare_cached(&format!(
                        "INSERT INTO outbox (key, call_id, version, entry, state, due, attempts, tries,
                             ask_first, last_failure, task_id, task_url, queued, changed, org)
                         SELECT ?1, ?2, ?3, ?4, ?5, ?6, 0, 0, 0, '', '', '', ?7, ?7, {CURRENT}
                         WHERE NOT EXISTS (SELECT 1 FROM removed WHERE removed.key = ?1)
                         ON CONFLICT (key) DO UPDATE SET call_id = excluded.call_id,
                             version = excluded.version,
                             entry = CASE WHEN excluded.key IN (SELECT key FROM edited)
                                 THEN json_patch(excluded.entry, json_object(
                                     'subject', outbox.entry ->> '$.subject',
                                     'description', outbox.entry ->> '$.description',
                                     'extra', outbox.entry -> '$.extra'))
                                 ELSE excluded.entry END,
                             state = excluded.state, due = excluded.due, changed = excluded.changed
                         WHERE ask_first = 0 AND outbox.state IN ('held', 'waiting', 'stuck')"
                    ))?
                    .execute(params![
                        key,
                        call,
                        VERSION,
                        body,
                        state,
                        due.unwrap_or(now).as_millisecond(),
                        now.as_millisecond()
                    ])?;
                Ok(if changed == 0 { Queued::AlreadySent } else { Queued::OnDisk })
            })
            .await
    }

    /// The caller is known now: what was held falls due at `due`, about this record. Rows that
    /// may have been sent stay as they are; says whether it changed.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn release(
        &self,
        key: &str,
        about: About,
        due: Timestamp,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let key = key.to_owned();
        self.0
            .run(move |connection| {
                let transaction = connection.transaction()?;
                let body: Option<String> = transaction
                    .query_row(
                        "SELECT entry FROM outbox WHERE key = ?1 AND ask_first = 0 AND state IN ('held', 'waiting')",
                        [&key],
                        |row| row.get(0),
                    )
                    .optional()?;
                let Some(body) = body else { return Ok(false) };
                let mut entry: Entry = serde_json::from_str(&body)?;
                entry.about = about;
                transaction.execute(
                    "UPDATE outbox SET entry = ?2, version = ?3, state = 'waiting', due = ?4, changed = ?5
                     WHERE key = ?1",
                    params![
                        key,
                        serde_json::to_string(&entry)?,
                        VERSION,
                        due.as_millisecond(),
                        now.as_millisecond()
                    ],
                )?;
                transaction.commit()?;
                Ok(true)
            })
            .await
    }

    /// A person wants it sent now. A row in doubt keeps its time: asking sooner could miss a
    /// write that is still going on. Says whether there was such a row.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn retry(&self, key: &str, now: Timestamp) -> Result<bool, StoreError> {
        let key = key.to_owned();
        self.0
            .run(move |connection| {
                Ok(connection.execute(
                    "UPDATE outbox SET tries = 0, changed = ?2,
                         state = CASE ask_first WHEN 1 THEN 'in_doubt' ELSE 'waiting' END,
                         due = CASE ask_first WHEN 1 THEN max(due, ?2) ELSE ?2 END
                     WHERE key = ?1 AND state IN ('held', 'waiting', 'stuck')",
                    params![key, now.as_millisecond()],
                )? > 0)
            })
            .await
    }

    /// Takes a row out that was never sent: nothing is to be written about its call after all. Says
    /// whether there was such a row.
    ///
    /// # Errors
    /// When it is still on disk.
    pub async fn withdraw(&self, key: &str) -> Result<bool, StoreError> {
        let key = key.to_owned();
        self.0
            .run(move |connection| {
                Ok(connection.execute(
                    "DELETE FROM outbox
                     WHERE key = ?1 AND ask_first = 0 AND state IN ('held', 'waiting', 'stuck')",
                    [key],
                )? > 0)
            })
            .await
    }

    /// Forgets written rows older than `before`; says how many.
    ///
    /// # Errors
    /// When they cannot be removed.
    pub async fn forget_written_before(&self, before: Timestamp) -> Result<usize, StoreError> {
        self.0
            .run(move |connection| {
                Ok(connection.execute(
                    "DELETE FROM outbox WHERE state = 'written' AND changed < ?1",
                    [before.as_millisecond()],
                )?)
            })
            .await
    }
}
