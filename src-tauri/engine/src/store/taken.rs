//! Takes over what a store holds that was kept aside because its key could not be had: calls with
//! their notes, entries, steps on them, chats, people on their way, remembered choices. Not here: the
//! index, which is read anew.
//!
//! One file is taken over in one transaction that also notes its name, and is renamed after that: a
//! program that ends in between only renames it at its next start.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, TransactionBehavior, params};

use super::open::{COMPANIONS, hex, open_file, with_suffix};
use super::read::{meta, set_meta};
use super::{Store, StoreError, StoreKey};

/// Names of files that were kept aside, and of those that were taken over, before the day and time.
pub(super) const ASIDE: &str = "ringside.broken-";
const TAKEN: &str = "ringside.taken-";
const ENDING: &str = ".db";

/// Files that are tried, newest first: each start without the keychain leaves one.
const TRIED_MAX: usize = 8;
/// Files that were taken over and are still kept, in case something is missed.
const KEPT_MAX: usize = 3;

/// Between the calls of this store and those taken over: a desk that runs meanwhile gives out ids of
/// its own, far fewer before its next start.
const ROOM: i64 = 1_000_000;

/// What came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Taken {
    pub files: usize,
    /// Entries and people that were not sent.
    pub unsent: usize,
}

/// The files that were kept aside, newest first.
#[must_use]
pub fn kept_aside(profile_dir: &Path) -> Vec<PathBuf> {
    let mut files = named(profile_dir, ASIDE);
    files.truncate(TRIED_MAX);
    files
}

/// Files whose names begin so, newest first.
fn named(dir: &Path, beginning: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(dir) else { return Vec::new() };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut files: Vec<PathBuf> = paths.filter(|path| stamp(path, beginning).is_some()).collect();
    files.sort_unstable_by(|one, other| other.cmp(one));
    files
}

/// The day and time in such a name.
fn stamp<'a>(path: &'a Path, beginning: &str) -> Option<&'a str> {
    path.file_name()?.to_str()?.strip_prefix(beginning)?.strip_suffix(ENDING)
}

impl Store {
    /// Takes over the files in this directory that one of these keys opens; others stay as they are.
    /// What an earlier request may still come to is not asked about before `wait` is over.
    ///
    /// # Errors
    /// When this store cannot be written.
    pub async fn take_over(
        &self,
        profile_dir: &Path,
        keys: Vec<StoreKey>,
        now: Timestamp,
        wait: Duration,
    ) -> Result<Taken, StoreError> {
        let dir = profile_dir.to_owned();
        self.run(move |connection| {
            let mut taken = Taken::default();
            for file in kept_aside(&dir) {
                if let Some(unsent) = take_file(connection, &file, &keys, now, wait)? {
                    taken.files += 1;
                    taken.unsent += unsent;
                    put_away(connection, &dir, &file)?;
                }
            }
            Ok(taken)
        })
        .await
    }
}

/// How much of a file was taken over; `None`: none of the keys opens it.
fn take_file(
    connection: &mut Connection,
    file: &Path,
    keys: &[StoreKey],
    now: Timestamp,
    wait: Duration,
) -> Result<Option<usize>, StoreError> {
    if meta(connection, &mark(file))?.is_some() {
        return Ok(Some(0));
    }
    // Opened for itself first: it may have been written by an earlier version.
    let Some(key) = keys.iter().find(|key| open_file(file, key).is_ok()) else { return Ok(None) };
    let attach = format!("ATTACH DATABASE ?1 AS aside KEY \"x'{}'\"", hex(key));
    connection.execute(&attach, [file.to_string_lossy()])?;
    let copied = copy(connection, file, now, wait);
    connection.execute_batch("DETACH DATABASE aside")?;
    copied.map(Some)
}

fn copy(
    connection: &mut Connection,
    file: &Path,
    now: Timestamp,
    wait: Duration,
) -> Result<usize, StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let room: i64 = transaction.query_row(
        "SELECT max(coalesce((SELECT max(id) FROM main.calls), 0),
             (SELECT value FROM main.counters WHERE name = 'call')) + ?1",
        [ROOM],
        |row| row.get(0),
    )?;
    let now = now.as_millisecond();
    let until = now.saturating_add(i64::try_from(wait.as_millis()).unwrap_or_default());
    let before = unsent(&transaction)?;
    transaction.execute(CALLS, [room])?;
    transaction.execute(ENTRIES, params![room, until])?;
    transaction.execute(PEOPLE, [until])?;
    transaction.execute(REMOVED, [room])?;
    transaction.execute(STEPS, [now])?;
    transaction.execute_batch(REST)?;
    set_meta(&transaction, &mark(file), &now.to_string())?;
    let unsent = unsent(&transaction)?.saturating_sub(before);
    transaction.commit()?;
    Ok(usize::try_from(unsent).unwrap_or(usize::MAX))
}

/// Entries and people that are not in the CRM, as far as is known.
fn unsent(connection: &Connection) -> Result<u32, StoreError> {
    Ok(connection.query_row(
        "SELECT (SELECT count(*) FROM main.outbox WHERE state <> 'written')
             + (SELECT count(*) FROM main.creations WHERE state <> 'created')",
        [],
        |row| row.get(0),
    )?)
}

/// In `meta`, once a file is taken over and as long as it has its old name.
fn mark(file: &Path) -> String {
    format!("taken_over {}", stamp(file, ASIDE).unwrap_or_default())
}

/// Gives a file that was taken over its other name; the oldest of those go.
fn put_away(connection: &Connection, dir: &Path, file: &Path) -> Result<(), StoreError> {
    let stamp = stamp(file, ASIDE).unwrap_or_default();
    let kept = dir.join(format!("{TAKEN}{stamp}{ENDING}"));
    for companion in COMPANIONS {
        // Nothing is in them any more: it was closed.
        drop(fs::remove_file(with_suffix(file, companion)));
    }
    fs::rename(file, &kept)?;
    connection.execute("DELETE FROM meta WHERE name = ?1", [mark(file)])?;
    for old in named(dir, TAKEN).into_iter().skip(KEPT_MAX) {
        fs::remove_file(old)?;
    }
    tracing::info!(?kept, "a store that was kept aside is taken over");
    Ok(())
}

const CALLS: &str = "
    INSERT INTO main.calls (id, key, first_seen, closed, version, body)
    SELECT id + ?1, key, first_seen, closed, version, json_set(body, '$.id', id + ?1)
    FROM aside.calls WHERE json_valid(body) AND key NOT IN (SELECT key FROM main.calls)";

/// A call's entry goes on pointing to its call. One that was on its way is asked about.
const ENTRIES: &str = "
    INSERT INTO main.outbox (key, call_id, version, entry, state, due, attempts, tries, ask_first,
        last_failure, task_id, task_url, queued, changed, check_at, org)
    SELECT key, call, version, json_set(entry, '$.call', call),
        CASE state WHEN 'sending' THEN 'in_doubt' ELSE state END,
        CASE WHEN state IN ('sending', 'in_doubt') THEN ?2 ELSE due END, attempts, 0,
        CASE state WHEN 'sending' THEN 1 ELSE ask_first END, last_failure, task_id, task_url, queued,
        changed, CASE WHEN check_at > 0 THEN ?2 ELSE 0 END, org
    FROM (SELECT *, coalesce((SELECT id FROM main.calls WHERE main.calls.key = aside.outbox.key),
        CASE call_id WHEN 0 THEN 0 ELSE call_id + ?1 END) AS call FROM aside.outbox)
    WHERE json_valid(entry) AND key NOT IN (SELECT key FROM main.outbox)
        AND key NOT IN (SELECT key FROM main.removed)
    ORDER BY id";

const PEOPLE: &str = "
    INSERT OR IGNORE INTO main.creations (draft, entry_key, number, version, body, state, due, tries,
        ask_first, last_failure, person, queued, changed, org, correction)
    SELECT draft, entry_key, number, version, body,
        CASE state WHEN 'sending' THEN 'in_doubt' ELSE state END,
        CASE WHEN state IN ('sending', 'in_doubt') THEN ?1 ELSE due END, tries,
        CASE state WHEN 'sending' THEN 1 ELSE ask_first END, last_failure, person, queued, changed, org,
        correction
    FROM aside.creations ORDER BY id";

const REMOVED: &str = "
    INSERT OR IGNORE INTO main.removed (key, call_id, version, entry, how, state, attempts, ask_first,
        last_failure, queued, removed, org)
    SELECT key, call, version, json_set(entry, '$.call', call), how, state, attempts, ask_first,
        last_failure, queued, removed, org
    FROM (SELECT *, coalesce((SELECT id FROM main.calls WHERE main.calls.key = aside.removed.key),
        CASE call_id WHEN 0 THEN 0 ELSE call_id + ?1 END) AS call FROM aside.removed)
    WHERE json_valid(entry) AND key NOT IN (SELECT key FROM main.outbox)";

/// Every step may be taken twice.
const STEPS: &str = "
    INSERT OR IGNORE INTO main.amendments (key, kind, version, body, state, due, tries, wish,
        last_failure, changed, kept)
    SELECT key, kind, version, body, CASE state WHEN 'sending' THEN 'waiting' ELSE state END,
        CASE state WHEN 'sending' THEN ?1 ELSE due END, tries, wish, last_failure, changed, kept
    FROM aside.amendments WHERE key IN (SELECT key FROM main.outbox) ORDER BY id";

const REST: &str = "
    INSERT OR IGNORE INTO main.edited (key) SELECT key FROM aside.edited;
    INSERT OR IGNORE INTO main.touched (key, at) SELECT key, at FROM aside.touched;
    INSERT OR IGNORE INTO main.orgs (id, name, host) SELECT id, name, host FROM aside.orgs;
    INSERT OR IGNORE INTO main.drafts (key, place, version, body, changed, taken)
        SELECT key, place, version, body, changed, taken FROM aside.drafts;
    INSERT OR IGNORE INTO main.choices (number, person, chosen, linked)
        SELECT number, person, chosen, linked FROM aside.choices;
    INSERT OR IGNORE INTO main.chats (key, ended, closed, version, body)
        SELECT key, ended, closed, version, body FROM aside.chats;
    INSERT OR IGNORE INTO main.meta (name, value)
        SELECT name, value FROM aside.meta WHERE name IN ('chats_began', 'chats_read_from');
    UPDATE main.counters SET value = max(value, (SELECT coalesce(max(id), 0) FROM main.calls))
        WHERE name = 'call';";

#[cfg(test)]
mod tests;
