//! The settings file of a profile: read, keep aside when broken, save at once or not at all. Not
//! here: what a setting may hold (`domain::settings`).

mod carried;
mod change;
mod policy;

pub use carried::{CarriedError, Difference, differences, exported, imported, schema};
pub use change::{
    ChangeError, applied, barred, change, check_change, field_problem, fields, problems, tried,
};
pub use policy::{Policy, PolicyProblem};

#[cfg(test)]
use change::change_under;

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use domain::settings::Settings;
use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::problem::{Problem, ProblemCode};

/// Name of the file in a profile's directory.
pub const FILE_NAME: &str = "settings.json";

/// Shape of the file. A file of an older shape is brought up to this one when read.
const VERSION: u64 = 1;

/// Largest file read. Texts and lists of an admin take a few kilobytes.
const BYTES_MAX: u64 = 1024 * 1024;

/// What was read.
#[derive(Debug)]
pub struct Loaded {
    pub settings: Settings,
    /// The file could not be read as settings; it is kept under this name and defaults hold.
    pub kept_aside: Option<PathBuf>,
    /// What of the administrator's policy does not hold.
    pub policy_problem: Option<PolicyProblem>,
}

impl Loaded {
    /// What a person should know.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let broken =
            self.kept_aside.as_ref().map(|_| Problem { code: ProblemCode::SettingsBroken, detail: None });
        broken.into_iter().chain(self.policy_problem.as_ref().map(Problem::from)).collect()
    }
}

/// Why settings were neither read nor saved.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// Left as it is, because this program would lose what it does not know.
    #[error("the settings were written by a newer version ({found}, this is {VERSION})")]
    TooNew { found: u64 },
    /// Left as it is: only a start keeps it aside.
    #[error("the settings file cannot be read as settings")]
    Broken,
    #[error("the settings file cannot be used")]
    Io(#[from] io::Error),
    #[error("the settings cannot be written as text")]
    Content(#[from] serde_json::Error),
}

/// Reads the settings of a profile as they hold under the administrator's policy. No file means
/// defaults; a broken one is kept aside as `settings.broken-<time>.json`.
///
/// # Errors
/// When the file is of a newer program, or the disk fails.
pub fn load(profile_dir: &Path, now: Timestamp) -> Result<Loaded, SettingsError> {
    load_under(profile_dir, now, &Policy::of(profile_dir))
}

fn load_under(profile_dir: &Path, now: Timestamp, policy: &Policy) -> Result<Loaded, SettingsError> {
    let (settings, kept_aside) = match look_under(profile_dir, policy) {
        Ok(settings) => (settings, None),
        Err(SettingsError::Broken) => {
            let kept = profile_dir.join(format!("settings.broken-{}.json", now.strftime("%Y%m%dT%H%M%SZ")));
            fs::rename(profile_dir.join(FILE_NAME), &kept)?;
            (policy.over(&policy.beginning()), Some(kept))
        }
        Err(error @ (SettingsError::TooNew { .. } | SettingsError::Io(_) | SettingsError::Content(_))) => {
            return Err(error);
        }
    };
    Ok(Loaded { settings, kept_aside, policy_problem: policy.problem().cloned() })
}

/// Reads the settings of a profile as they hold, and leaves the file as it is, also a broken one.
///
/// # Errors
/// When it is broken or of a newer program, or the disk fails.
pub fn look(profile_dir: &Path) -> Result<Settings, SettingsError> {
    look_under(profile_dir, &Policy::of(profile_dir))
}

fn look_under(profile_dir: &Path, policy: &Policy) -> Result<Settings, SettingsError> {
    Ok(policy.over(&own(profile_dir, policy)?))
}

/// What the person chose, without what the policy locks.
fn own(profile_dir: &Path, policy: &Policy) -> Result<Settings, SettingsError> {
    match read_bounded(&profile_dir.join(FILE_NAME)) {
        Ok(bytes) => read(&bytes, &policy.beginning()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(policy.beginning()),
        Err(error) => Err(error.into()),
    }
}

/// Saves the settings: either all of them are on disk afterwards, or the old ones still are.
///
/// # Errors
/// When the disk fails.
pub fn save(profile_dir: &Path, settings: &Settings) -> Result<(), SettingsError> {
    let mut file = Map::new();
    file.insert("version".into(), VERSION.into());
    if let Value::Object(fields) = serde_json::to_value(settings)? {
        file.extend(fields);
    }
    let mut text = serde_json::to_string_pretty(&file)?;
    text.push('\n');
    let fresh = profile_dir.join("settings.json.new");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut writer = options.open(&fresh)?;
    writer.write_all(text.as_bytes())?;
    writer.sync_all()?;
    drop(writer);
    fs::rename(&fresh, profile_dir.join(FILE_NAME))?;
    sync_dir(profile_dir)
}

/// Makes the new name last through a power cut. Windows has no such call, and needs none.
fn sync_dir(dir: &Path) -> Result<(), SettingsError> {
    if cfg!(unix) {
        File::open(dir)?.sync_all()?;
    }
    Ok(())
}

fn read_bounded(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // One byte over the limit makes it broken JSON or too large; both are kept aside.
    File::open(path)?.take(BYTES_MAX + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What the file says; where it says nothing, the beginning holds.
fn read(bytes: &[u8], beginning: &Settings) -> Result<Settings, SettingsError> {
    if u64::try_from(bytes.len()).map_or(true, |length| length > BYTES_MAX) {
        return Err(SettingsError::Broken);
    }
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut file: Map<String, Value> = serde_json::from_slice(text).map_err(|_| SettingsError::Broken)?;
    // Without a version it was written by hand, for the shape of today.
    let version = match file.remove("version") {
        Some(version) => version.as_u64().ok_or(SettingsError::Broken)?,
        None => VERSION,
    };
    if version > VERSION {
        return Err(SettingsError::TooNew { found: version });
    }
    let mut all = serde_json::to_value(beginning)?;
    merge(&mut all, Value::Object(file));
    serde_json::from_value(all).map_err(|_| SettingsError::Broken)
}

fn merge(into: &mut Value, from: Value) {
    match (into, from) {
        (Value::Object(into), Value::Object(from)) => {
            for (name, value) in from {
                merge(into.entry(name).or_insert(Value::Null), value);
            }
        }
        (into, from) => *into = from,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use tempfile::TempDir;

    use super::*;

    fn load_text(text: &[u8]) -> (TempDir, Result<Loaded, SettingsError>) {
        let dir = TempDir::new().unwrap();
        fs::write(dir.path().join(FILE_NAME), text).unwrap();
        let loaded = load(dir.path(), Timestamp::UNIX_EPOCH);
        (dir, loaded)
    }

    #[test]
    fn missing_file_means_defaults() {
        let dir = TempDir::new().unwrap();
        let loaded = load(dir.path(), Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!((loaded.settings, loaded.kept_aside), (Settings::default(), None));
    }

    #[test]
    fn what_is_saved_is_read_again() {
        let dir = TempDir::new().unwrap();
        let mut settings = Settings::default();
        settings.phone.address = "https://pbx.example.com".into();
        settings.journal.subject = "Anruf [Name] \u{1F4DE}".into();
        for _ in 0..2 {
            save(dir.path(), &settings).unwrap();
            assert_eq!(load(dir.path(), Timestamp::UNIX_EPOCH).unwrap().settings, settings);
        }
        let text = fs::read_to_string(dir.path().join(FILE_NAME)).unwrap();
        assert!(text.contains("\"version\": 1"), "{text}");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn file_may_say_little() {
        let (_dir, loaded) = load_text(b"\xEF\xBB\xBF{\"pop\": {\"wrap_up_s\": 90}}");
        assert_eq!(loaded.unwrap().settings.pop.wrap_up_s, 90);
    }

    #[test]
    fn broken_file_is_kept_aside_and_told_of() {
        let large = format!("{{\"version\":1,\"x\":\"{}\"}}", "x".repeat(1024 * 1024));
        for text in [
            &b"{\"version\":1,"[..],
            b"",
            b"[]",
            b"{\"version\":\"1\"}",
            b"{\"phone\":{\"adress\":\"x\"}}",
            b"\xFF\xFE{",
            large.as_bytes(),
        ] {
            let (dir, loaded) = load_text(text);
            let loaded = loaded.unwrap();
            assert_eq!(loaded.settings, Settings::default());
            let kept = loaded.kept_aside.unwrap();
            assert_eq!(kept.file_name().unwrap(), "settings.broken-19700101T000000Z.json");
            assert_eq!(fs::read(&kept).unwrap(), text);
            assert!(!dir.path().join(FILE_NAME).exists());
        }
    }

    #[test]
    fn looking_leaves_a_broken_file_where_it_is() {
        let dir = TempDir::new().unwrap();
        fs::write(dir.path().join(FILE_NAME), b"{").unwrap();
        assert!(matches!(look(dir.path()), Err(SettingsError::Broken)));
        let changed = change(dir.path(), &std::collections::BTreeMap::new());
        assert!(matches!(changed, Err(ChangeError::Settings(SettingsError::Broken))));
        assert_eq!(fs::read(dir.path().join(FILE_NAME)).unwrap(), b"{");
    }

    #[test]
    fn file_of_a_newer_program_is_left_alone() {
        let (dir, loaded) = load_text(b"{\"version\":2,\"phone\":{\"new\":1}}");
        assert!(matches!(loaded, Err(SettingsError::TooNew { found: 2 })));
        assert!(dir.path().join(FILE_NAME).exists());
    }

    #[test]
    fn failed_save_leaves_the_old_settings() {
        let dir = TempDir::new().unwrap();
        save(dir.path(), &Settings::default()).unwrap();
        fs::create_dir(dir.path().join("settings.json.new")).unwrap();
        let mut settings = Settings::default();
        settings.pop.wrap_up_s = 99;
        assert!(matches!(save(dir.path(), &settings), Err(SettingsError::Io(_))));
        assert_eq!(load(dir.path(), Timestamp::UNIX_EPOCH).unwrap().settings, Settings::default());
    }
}
