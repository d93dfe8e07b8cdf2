//! Opening the file: key, migrations, and telling a wrong key from a damaged file.

use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, io};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior};
use sha2::{Digest, Sha256};

use super::taken::ASIDE;
use super::{StoreError, StoreKey, file_path};

/// Name of the file in a profile's directory.
pub const FILE_NAME: &str = "ringside.db";

/// What SQLite puts beside the file while it is open.
pub(super) const COMPANIONS: [&str; 2] = ["-wal", "-shm"];

/// Beside the file: which key it was made with. SQLCipher answers a wrong key and a damaged first
/// page alike, and the remedies are opposite.
const KEY_MARK: &str = "ringside.db.key-mark";

/// How long to wait for another program that reads the same file (`ringsidectl` without a loop).
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Files kept aside within one second that have names of their own.
const SAME_SECOND_MAX: u32 = 100;

/// Pages kept decrypted: the upper levels of an index of a million numbers, and what was touched
/// lately.
const CACHE_KIB: i32 = 8 * 1024;

/// One step of the file's shape. Never changed once released.
struct Migration {
    sql: &'static str,
    /// Programs that know fewer migrations than this may not open the file any more.
    min_reader: u32,
}

const MIGRATIONS: &[Migration] = &[
    Migration { sql: include_str!("migrations/0001_start.sql"), min_reader: 1 },
    Migration { sql: include_str!("migrations/0002_index.sql"), min_reader: 2 },
    // Older programs would keep people without words.
    Migration { sql: include_str!("migrations/0003_search.sql"), min_reader: 3 },
    Migration { sql: include_str!("migrations/0004_check.sql"), min_reader: 3 },
    Migration { sql: include_str!("migrations/0005_amendments.sql"), min_reader: 3 },
    Migration { sql: include_str!("migrations/0006_chats.sql"), min_reader: 3 },
    Migration { sql: include_str!("migrations/0010_link.sql"), min_reader: 3 },
    Migration { sql: include_str!("migrations/0011_creations.sql"), min_reader: 3 },
    Migration { sql: include_str!("migrations/0015_orgs.sql"), min_reader: 3 },
];

pub(super) fn open(profile_dir: &Path, key: &StoreKey) -> Result<Connection, StoreError> {
    let connection = match open_file(&file_path(profile_dir), key) {
        Err(StoreError::Broken) => return Err(wrong_key_or_broken(profile_dir, key)),
        opened => opened?,
    };
    let mark = profile_dir.join(KEY_MARK);
    if fs::read_to_string(&mark).ok().is_none_or(|mark| mark != key_mark(key)) {
        fs::write(mark, key_mark(key))?;
    }
    Ok(connection)
}

/// Opens a file wherever it lies. One that the key does not fit is told like a damaged one, and left
/// as it is.
pub(super) fn open_file(path: &Path, key: &StoreKey) -> Result<Connection, StoreError> {
    let mut connection = Connection::open(path)?;
    private(path)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    // Written as a blob literal: a pragma's value given any other way makes a file that does not
    // open again.
    connection
        .execute_batch(&format!("PRAGMA cipher_log_level = NONE; PRAGMA key = \"x'{}'\";", hex(key)))?;
    prepare(&mut connection)?;
    Ok(connection)
}

/// Puts a file that is damaged, or whose key cannot be had, under another name, beside where it was,
/// so that a new one can be made. Once its key is there, [`super::Store::take_over`] opens it.
///
/// # Errors
/// When it cannot be renamed.
pub fn set_aside(profile_dir: &Path, now: Timestamp) -> io::Result<PathBuf> {
    let path = file_path(profile_dir);
    let stamp = now.strftime("%Y%m%dT%H%M%SZ").to_string();
    let named = |more: String| profile_dir.join(format!("{ASIDE}{stamp}{more}.db"));
    // One of the same second is not replaced.
    let mut kept = named(String::new());
    for more in 2..=SAME_SECOND_MAX {
        if !kept.exists() {
            break;
        }
        kept = named(format!("-{more}"));
    }
    fs::rename(&path, &kept)?;
    for companion in COMPANIONS {
        match fs::rename(with_suffix(&path, companion), with_suffix(&kept, companion)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
    }
    Ok(kept)
}

pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn prepare(connection: &mut Connection) -> Result<(), StoreError> {
    let mut version: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let known = u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX);
    if version > known {
        let needs = min_reader(connection)?;
        if needs > known {
            return Err(StoreError::TooNew { needs, ours: known });
        }
    }
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
         PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;",
    )?;
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    for migration in MIGRATIONS.iter().skip(usize::try_from(version).unwrap_or(usize::MAX)) {
        version += 1;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute_batch(migration.sql)?;
        transaction.execute(
            "INSERT INTO meta (name, value) VALUES ('min_reader', ?1)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            [migration.min_reader.to_string()],
        )?;
        transaction.pragma_update(None, "user_version", version)?;
        transaction.commit()?;
    }
    // The words in `beginnings`, one by one. Not part of the file.
    connection
        .execute_batch("CREATE VIRTUAL TABLE temp.said USING fts5vocab('main', 'beginnings', 'instance');")?;
    Ok(())
}

fn min_reader(connection: &Connection) -> Result<u32, StoreError> {
    let value: Option<String> = connection
        .query_row("SELECT value FROM meta WHERE name = 'min_reader'", [], |row| row.get(0))
        .optional()?;
    Ok(value.and_then(|value| value.parse().ok()).unwrap_or(u32::MAX))
}

fn wrong_key_or_broken(profile_dir: &Path, key: &StoreKey) -> StoreError {
    match fs::read_to_string(profile_dir.join(KEY_MARK)) {
        Ok(mark) if mark != key_mark(key) => StoreError::WrongKey,
        Ok(_) | Err(_) => StoreError::Broken,
    }
}

/// Tells keys apart without telling anything about them: the key is 32 random bytes.
fn key_mark(key: &StoreKey) -> String {
    let mut digest = Sha256::new();
    digest.update(b"ringside store key mark");
    digest.update(key);
    hex(&digest.finalize()[..8])
}

pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(unix)]
fn private(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600))
}

/// On Windows the profile lies in the user's own directory, which others cannot read.
#[cfg(not(unix))]
fn private(_path: &Path) -> io::Result<()> {
    Ok(())
}
