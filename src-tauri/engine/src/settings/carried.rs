//! Settings carried from one computer to another, as a file without secrets: what is written, what
//! is read, and how it differs from what holds here.

use std::collections::BTreeMap;

use domain::settings::Settings;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::change::fields;
use crate::view::SettingValue;

/// Shape of the file.
const VERSION: u64 = 1;

/// The file: each setting by its path (`phone.address`).
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Carried {
    version: u64,
    settings: BTreeMap<String, SettingValue>,
}

/// Why a file of settings was not read.
#[derive(Debug, thiserror::Error)]
pub enum CarriedError {
    #[error("not a file of exported settings: {0}")]
    Unreadable(#[from] serde_json::Error),
    #[error("exported by a newer version ({found}, this is {VERSION})")]
    TooNew { found: u64 },
}

/// One setting that differs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    pub field: String,
    pub before: SettingValue,
    pub after: SettingValue,
}

/// The settings that differ from how the program comes, or all of them. Secrets are never among
/// them: they are in the keychain.
///
/// # Errors
/// Never, as far as anybody knows: the writer of texts says it may.
pub fn exported(settings: &Settings, all: bool) -> Result<String, CarriedError> {
    let mut settings = fields(settings);
    if !all {
        let comes_with = fields(&Settings::default());
        settings.retain(|field, value| comes_with.get(field) != Some(value));
    }
    Ok(serde_json::to_string_pretty(&Carried { version: VERSION, settings })?)
}

/// The values in a file that was exported. Whether they can be used is not looked at.
///
/// # Errors
/// When it is no such file, or one of a newer version.
pub fn imported(text: &str) -> Result<BTreeMap<String, SettingValue>, CarriedError> {
    let file: Carried = serde_json::from_str(text.strip_prefix('\u{feff}').unwrap_or(text))?;
    if file.version > VERSION {
        return Err(CarriedError::TooNew { found: file.version });
    }
    Ok(file.settings)
}

/// What differs between two states of the settings, by path.
#[must_use]
pub fn differences(before: &Settings, after: &Settings) -> Vec<Difference> {
    let mut afterwards = fields(after);
    let changed = fields(before).into_iter().filter_map(|(field, before)| {
        let after = afterwards.remove(&field)?;
        (before != after).then_some(Difference { field, before, after })
    });
    changed.collect()
}

/// JSON Schema of the policy file and of exported settings, for editors and for whoever rolls out.
#[must_use]
pub fn schema() -> Value {
    let settings: Map<String, Value> =
        fields(&Settings::default()).into_iter().map(|(field, value)| (field, kind_of(&value))).collect();
    let some = json!({"$ref": "#/$defs/settings"});
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Ringside: policy, or exported settings",
        "type": "object",
        "required": ["version"],
        "additionalProperties": false,
        "properties": {
            "$schema": {"type": "string"},
            "version": {"const": VERSION},
            "contact": {"type": "string", "description": "Whom people ask about a locked setting."},
            "locked": some,
            "defaults": some,
            "settings": some,
        },
        "$defs": {"settings": {"type": "object", "additionalProperties": false, "properties": settings}},
    })
}

fn kind_of(value: &SettingValue) -> Value {
    match value {
        SettingValue::Switch(_) => json!({"type": "boolean"}),
        SettingValue::Number(_) => json!({"type": "integer"}),
        SettingValue::Text(_) => json!({"type": "string"}),
        SettingValue::List(_) => json!({"type": "array", "items": {"type": "string"}}),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::super::applied;
    use super::*;

    #[test]
    fn what_is_exported_here_makes_the_same_settings_there() {
        let mut here = Settings::default();
        here.phone.address = "https://pbx.example.com".into();
        here.journal.never = vec!["+49 30 901820".into()];
        for all in [false, true] {
            let values = imported(&exported(&here, all).unwrap()).unwrap();
            assert_eq!(values.len() == 2, !all);
            assert_eq!(applied(&Settings::default(), &values).unwrap(), here);
        }
        let differ = differences(&Settings::default(), &here);
        assert_eq!(
            differ.iter().map(|one| one.field.as_str()).collect::<Vec<_>>(),
            ["journal.never", "phone.address"]
        );
    }

    #[test]
    fn other_files_are_refused() {
        for wrong in ["", "[]", r#"{"version": 1}"#, r#"{"version": 1, "settings": {"a": {}}}"#] {
            assert!(matches!(imported(wrong), Err(CarriedError::Unreadable(_))), "{wrong}");
        }
        let newer = imported(r#"{"version": 2, "settings": {}}"#);
        assert!(matches!(newer, Err(CarriedError::TooNew { found: 2 })));
    }

    /// Published with the program: what changes here changes for everybody who rolled it out.
    #[test]
    fn the_published_schema_is_the_one_of_this_program() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/settings/schema.json");
        let text = format!("{}\n", serde_json::to_string_pretty(&schema()).unwrap());
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            std::fs::write(path, &text).unwrap();
        }
        let published = std::fs::read_to_string(path).unwrap_or_default();
        assert_eq!(published, text, "run this test with UPDATE_SCHEMA=1");
    }
}
