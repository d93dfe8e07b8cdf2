//! What an administrator sets for every desk of a computer: a JSON file at the system's place, which
//! people without rights on the computer cannot write. It locks settings, and names defaults that
//! hold until somebody chooses otherwise. Not here: what a setting may hold (`domain::settings`).

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use domain::settings::Settings;
use serde::Deserialize;

use super::change::{fitting, with};
use crate::local::Profile;
use crate::problem::{Problem, ProblemCode};
use crate::view::{FieldProblem, SettingValue};

/// Shape of the file.
const VERSION: u64 = 1;
/// Largest file read: all settings take a few kilobytes.
const BYTES_MAX: u64 = 1024 * 1024;
/// Names another file in builds for development, for tests and for trying a policy out.
const ELSEWHERE: &str = "RINGSIDE_POLICY_FILE";

/// The settings an administrator decides. The empty one decides nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Policy {
    locked: BTreeMap<String, SettingValue>,
    defaults: BTreeMap<String, SettingValue>,
    contact: String,
    problem: Option<PolicyProblem>,
}

/// What of a policy does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyProblem {
    /// Nothing of it holds.
    #[error("{}: {why}", path.display())]
    Unreadable { path: PathBuf, why: String },
    /// The rest of it holds.
    #[error("{}: {}", path.display(), named(fields))]
    Fields { path: PathBuf, fields: Vec<FieldProblem> },
}

impl From<&PolicyProblem> for Problem {
    fn from(problem: &PolicyProblem) -> Self {
        Problem { code: ProblemCode::PolicyBroken, detail: Some(problem.to_string()) }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PolicyFile {
    version: u64,
    /// Whom people ask about a locked setting.
    #[serde(default)]
    contact: String,
    #[serde(default)]
    locked: BTreeMap<String, SettingValue>,
    #[serde(default)]
    defaults: BTreeMap<String, SettingValue>,
    /// For editors, which check the file by it.
    #[serde(default, rename = "$schema")]
    _schema: Option<String>,
}

impl Policy {
    /// The policy that governs a profile. It governs the user's own profile only: the demo and
    /// profiles named on the command line have simulators and test orgs of their own.
    #[must_use]
    pub fn of(profile_dir: &Path) -> Self {
        if cfg!(debug_assertions)
            && let Some(path) = std::env::var_os(ELSEWHERE)
        {
            return Self::read(Path::new(&path));
        }
        match Profile::own_dir() {
            Some(own) if own == profile_dir => place().map(|path| Self::read(&path)).unwrap_or_default(),
            Some(_) | None => Self::default(),
        }
    }

    /// The policy in a file. No file is no policy; what cannot be used is told by
    /// [`Policy::problem`] and does not hold.
    #[must_use]
    pub fn read(path: &Path) -> Self {
        let mut bytes = Vec::new();
        match File::open(path).and_then(|file| file.take(BYTES_MAX + 1).read_to_end(&mut bytes)) {
            Ok(length) if u64::try_from(length).is_ok_and(|length| length <= BYTES_MAX) => {}
            Ok(_) => return unreadable(path, format!("larger than {BYTES_MAX} bytes")),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Self::default(),
            Err(error) => return unreadable(path, error.to_string()),
        }
        Self::from_text(&bytes, path)
    }

    /// The policy a file holds.
    #[must_use]
    pub fn from_text(bytes: &[u8], path: &Path) -> Self {
        let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        match serde_json::from_slice::<PolicyFile>(text) {
            Ok(file) if file.version <= VERSION => Self::checked(file, path),
            Ok(file) => unreadable(path, format!("version {}, this program knows {VERSION}", file.version)),
            Err(error) => unreadable(path, error.to_string()),
        }
    }

    fn checked(file: PolicyFile, path: &Path) -> Self {
        let mut wrong: Vec<FieldProblem> = Vec::new();
        let mut held = |values: BTreeMap<String, SettingValue>| {
            let (fits, refused) = fitting(&Settings::default(), values);
            wrong.extend(refused);
            fits
        };
        let (locked, defaults) = (held(file.locked), held(file.defaults));
        let problem =
            (!wrong.is_empty()).then(|| PolicyProblem::Fields { path: path.to_owned(), fields: wrong });
        Self { locked, defaults, contact: file.contact.trim().to_owned(), problem }
    }

    /// What of it does not hold.
    #[must_use]
    pub fn problem(&self) -> Option<&PolicyProblem> {
        self.problem.as_ref()
    }

    /// Whom people ask about a locked setting; empty when the policy names nobody.
    #[must_use]
    pub fn contact(&self) -> &str {
        &self.contact
    }

    /// The locked settings by their path (`phone.address`).
    #[must_use]
    pub fn locked(&self) -> &BTreeMap<String, SettingValue> {
        &self.locked
    }

    /// Where nothing was chosen on this computer yet.
    pub(super) fn beginning(&self) -> Settings {
        with(&Settings::default(), &self.defaults).unwrap_or_default()
    }

    /// A person's own settings as they hold under this policy.
    pub(super) fn over(&self, own: &Settings) -> Settings {
        with(own, &self.locked).unwrap_or_else(|| own.clone()).tidied()
    }
}

fn named(fields: &[FieldProblem]) -> String {
    let names: Vec<&str> = fields.iter().map(|wrong| wrong.field.as_str()).collect();
    names.join(", ")
}

fn unreadable(path: &Path, why: String) -> Policy {
    Policy { problem: Some(PolicyProblem::Unreadable { path: path.to_owned(), why }), ..Policy::default() }
}

/// Where the file lies; `None` on a system without such a place.
#[must_use]
pub fn place() -> Option<PathBuf> {
    if cfg!(windows) {
        std::env::var_os("ProgramData").map(|dir| PathBuf::from(dir).join("Ringside").join("policy.json"))
    } else if cfg!(target_os = "macos") {
        Some(PathBuf::from("/Library/Application Support/Ringside/policy.json"))
    } else {
        Some(PathBuf::from("/etc/ringside/policy.json"))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use std::fs;

    use super::super::{ChangeError, change_under, load_under, look_under};
    use super::*;
    use crate::view::FieldError;

    fn policy(text: &str) -> Policy {
        let dir = tempfile::TempDir::new().unwrap();
        let path = dir.path().join("policy.json");
        fs::write(&path, text).unwrap();
        Policy::read(&path)
    }

    fn text(value: &str) -> SettingValue {
        SettingValue::Text(value.to_owned())
    }

    const FIVE_HUNDRED_DESKS: &str = r#"{
        "version": 1,
        "contact": "IT, extension 500",
        "locked": {"phone.address": "https://pbx.example.com", "journal.enabled": true},
        "defaults": {"pop.wrap_up_s": 30, "phone.extension": "100"}
    }"#;

    #[test]
    fn no_file_decides_nothing() {
        let dir = tempfile::TempDir::new().unwrap();
        assert_eq!(Policy::read(&dir.path().join("policy.json")), Policy::default());
    }

    #[test]
    fn locked_settings_hold_whatever_the_person_has_and_defaults_until_they_choose() {
        let (policy, dir) = (policy(FIVE_HUNDRED_DESKS), tempfile::TempDir::new().unwrap());
        assert_eq!(policy.problem(), None);
        let first = load_under(dir.path(), jiff::Timestamp::UNIX_EPOCH, &policy).unwrap().settings;
        assert_eq!((first.phone.address.as_str(), first.pop.wrap_up_s), ("https://pbx.example.com", 30));

        fs::write(
            dir.path().join("settings.json"),
            r#"{"phone": {"address": "https://own.example.com"}, "pop": {"wrap_up_s": 45}}"#,
        )
        .unwrap();
        let mine = look_under(dir.path(), &policy).unwrap();
        assert_eq!(mine.phone.address, "https://pbx.example.com");
        assert_eq!((mine.pop.wrap_up_s, mine.phone.extension.as_str()), (45, "100"));
    }

    #[test]
    fn a_locked_setting_is_not_changed_and_the_persons_own_value_stays_on_disk() {
        let (policy, dir) = (policy(FIVE_HUNDRED_DESKS), tempfile::TempDir::new().unwrap());
        fs::write(
            dir.path().join("settings.json"),
            r#"{"version": 1, "phone": {"address": "https://own.example.com"}}"#,
        )
        .unwrap();
        let wish = |pairs: &[(&str, SettingValue)]| {
            let values = pairs.iter().map(|(field, value)| ((*field).to_owned(), value.clone())).collect();
            change_under(dir.path(), &values, &policy)
        };
        let refused =
            wish(&[("phone.address", text("https://other.example.com")), ("phone.extension", text("7"))]);
        let Err(ChangeError::Fields(wrong)) = refused else { panic!("{refused:?}") };
        assert_eq!((wrong[0].field.as_str(), wrong[0].error), ("phone.address", FieldError::Locked));
        assert_eq!(wrong.len(), 1);

        // A form sends what it shows; the same value changes nothing.
        let (_, after) =
            wish(&[("phone.address", text("https://pbx.example.com")), ("phone.extension", text("812"))])
                .unwrap();
        assert_eq!(after.phone.extension, "812");
        let own = look_under(dir.path(), &Policy::default()).unwrap();
        assert_eq!(
            (own.phone.address.as_str(), own.phone.extension.as_str()),
            ("https://own.example.com", "812")
        );
    }

    #[test]
    fn what_cannot_be_used_is_told_and_the_rest_holds() {
        let some = policy(
            r#"{"version": 1, "locked": {"phone.adress": "x", "pop.wrap_up_s": 5, "phone.extension": "812"}}"#,
        );
        let Some(PolicyProblem::Fields { fields, .. }) = some.problem() else { panic!() };
        let fields: Vec<_> = fields.iter().map(|wrong| (wrong.field.as_str(), wrong.error)).collect();
        assert_eq!(
            fields,
            [("phone.adress", FieldError::NotASetting), ("pop.wrap_up_s", FieldError::OutOfRange)]
        );
        assert_eq!(some.locked().keys().collect::<Vec<_>>(), ["phone.extension"]);

        for broken in ["{", "[]", r#"{"version": 2}"#, r#"{"locked": {}}"#, r#"{"version": 1, "lokced": {}}"#]
        {
            let none = policy(broken);
            assert!(matches!(none.problem(), Some(PolicyProblem::Unreadable { .. })), "{broken}");
            assert_eq!(none.over(&Settings::default()), Settings::default().tidied());
        }
    }
}
