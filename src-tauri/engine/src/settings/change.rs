//! Single settings by their path in the file, as forms and terminals read and change them.

use std::collections::BTreeMap;
use std::fs::{OpenOptions, TryLockError};
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use domain::chat::ChatTextError;
use domain::journal::TemplateError;
use domain::settings::{LineError, SettingError, SettingErrorKind, Settings};
use serde::Deserialize as _;
use serde_json::{Map, Value};

use super::{Policy, SettingsError, own, save};
use crate::http::{Net, NetError};
use crate::view::{FieldError, FieldProblem, SettingValue};

/// Two programs may change settings of one profile; a change takes milliseconds.
const OTHER_WITHIN: Duration = Duration::from_secs(5);
const LOCK_FILE: &str = "settings.lock";

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    #[error("some values cannot be used")]
    Fields(Vec<FieldProblem>),
    #[error(transparent)]
    Settings(#[from] SettingsError),
}

impl From<io::Error> for ChangeError {
    fn from(error: io::Error) -> Self {
        ChangeError::Settings(error.into())
    }
}

/// Every setting by its path (`phone.address`).
#[must_use]
pub fn fields(settings: &Settings) -> BTreeMap<String, SettingValue> {
    let mut fields = BTreeMap::new();
    if let Ok(Value::Object(groups)) = serde_json::to_value(settings) {
        collect("", &groups, &mut fields);
    }
    fields
}

fn collect(path: &str, group: &Map<String, Value>, into: &mut BTreeMap<String, SettingValue>) {
    for (name, value) in group {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        if let Value::Object(group) = value {
            collect(&path, group, into);
        } else if let Ok(value) = SettingValue::deserialize(value) {
            into.insert(path, value);
        }
    }
}

/// Changes some settings on disk: all of them, or none. Other programs of the profile wait
/// meanwhile. The settings that held before, and those that hold now.
///
/// # Errors
/// With each field that cannot be used or is locked, or when the disk fails.
pub fn change(
    profile_dir: &Path,
    values: &BTreeMap<String, SettingValue>,
) -> Result<(Settings, Settings), ChangeError> {
    change_under(profile_dir, values, &Policy::of(profile_dir))
}

pub(super) fn change_under(
    profile_dir: &Path,
    values: &BTreeMap<String, SettingValue>,
    policy: &Policy,
) -> Result<(Settings, Settings), ChangeError> {
    let _lock = lock(profile_dir)?;
    let own = own(profile_dir, policy)?;
    let before = policy.over(&own);
    let (own_after, after) = prospect(&own, values, policy)?;
    if own_after != own {
        save(profile_dir, &own_after)?;
    }
    Ok((before, after))
}

/// What [`change`] would make of the settings, before anything is done on its behalf.
///
/// # Errors
/// As [`change`].
pub fn check_change(
    profile_dir: &Path,
    values: &BTreeMap<String, SettingValue>,
) -> Result<(Settings, Settings), ChangeError> {
    let policy = Policy::of(profile_dir);
    let own = own(profile_dir, &policy)?;
    let (_, after) = prospect(&own, values, &policy)?;
    Ok((policy.over(&own), after))
}

/// The person's settings with these values, and how they hold. A form sends all it shows: a locked
/// field with the value it is locked to is no change.
fn prospect(
    own: &Settings,
    values: &BTreeMap<String, SettingValue>,
    policy: &Policy,
) -> Result<(Settings, Settings), ChangeError> {
    let before = policy.over(own);
    let barred = barred(&before, values, policy);
    if !barred.is_empty() {
        return Err(ChangeError::Fields(barred));
    }
    let free = values.iter().filter(|(field, _)| !policy.locked().contains_key(*field));
    let free = free.map(|(field, value)| (field.clone(), value.clone())).collect();
    let after = applied(&before, &free).map_err(ChangeError::Fields)?;
    let own_after = with(own, &free).unwrap_or_else(|| own.clone()).tidied();
    Ok((own_after, after))
}

/// The values that would change what the policy has set.
#[must_use]
pub fn barred(
    held: &Settings,
    values: &BTreeMap<String, SettingValue>,
    policy: &Policy,
) -> Vec<FieldProblem> {
    let held = fields(held);
    let changed = policy.locked().keys().filter_map(|field| values.get_key_value(field));
    changed
        .filter(|(field, value)| held.get(*field) != Some(*value))
        .map(|(field, _)| FieldProblem { error: FieldError::Locked, ..no_setting(field) })
        .collect()
}

/// The values that can be used, each for itself, and what is wrong with the others.
pub(super) fn fitting(
    settings: &Settings,
    values: BTreeMap<String, SettingValue>,
) -> (BTreeMap<String, SettingValue>, Vec<FieldProblem>) {
    let mut wrong = Vec::new();
    let fits = values.into_iter().filter(|(field, value)| {
        match applied(settings, &BTreeMap::from([(field.clone(), value.clone())])) {
            Ok(_) => true,
            Err(problems) => {
                wrong.extend(problems);
                false
            }
        }
    });
    (fits.collect(), wrong)
}

/// The settings with these values, if all of them can be used.
///
/// # Errors
/// With each field that cannot.
pub fn applied(
    before: &Settings,
    values: &BTreeMap<String, SettingValue>,
) -> Result<Settings, Vec<FieldProblem>> {
    let Some(after) = with(before, values) else {
        let alone = |(field, value): (&String, &SettingValue)| {
            with(before, &BTreeMap::from([(field.clone(), value.clone())])).is_none()
        };
        let wrong = values.iter().filter(|entry| alone(*entry));
        return Err(wrong.map(|(field, _)| no_setting(field)).collect());
    };
    let after = after.tidied();
    let mut wrong: Vec<_> = after.check().iter().map(field_problem).collect();
    if wrong.is_empty() && after.network != before.network {
        wrong.extend(network_problem(&after));
    }
    if wrong.is_empty() { Ok(after) } else { Err(wrong) }
}

/// Everything that would keep these values from being saved; of values of another kind the others
/// are looked at all the same.
#[must_use]
pub fn problems(before: &Settings, values: &BTreeMap<String, SettingValue>) -> Vec<FieldProblem> {
    let Err(mut wrong) = applied(before, values) else { return Vec::new() };
    let is_other_kind =
        |field: &str| wrong.iter().any(|one| one.error == FieldError::NotASetting && one.field == field);
    let mut others = values.clone();
    others.retain(|field, _| !is_other_kind(field));
    if others.len() < values.len()
        && let Err(more) = applied(before, &others)
    {
        wrong.extend(more);
    }
    wrong
}

/// `None` when a path leads nowhere or takes another kind of value.
pub(super) fn with(settings: &Settings, values: &BTreeMap<String, SettingValue>) -> Option<Settings> {
    let mut file = serde_json::to_value(settings).ok()?;
    for (field, value) in values {
        let (group, name) = field.rsplit_once('.')?;
        let group = group.split('.').try_fold(&mut file, |at, name| at.get_mut(name))?;
        group.as_object_mut()?.insert(name.to_owned(), serde_json::to_value(value).ok()?);
    }
    serde_json::from_value(file).ok()
}

/// What only a look at the disk tells.
fn network_problem(settings: &Settings) -> Option<FieldProblem> {
    let (field, error, detail) = match Net::new(&settings.network) {
        Ok(_) => return None,
        Err(NetError::Proxy) => ("network.proxy", FieldError::NotAnAddress, None),
        Err(NetError::CaFile(error)) => ("network.ca_file", FieldError::NotAFile, Some(error.to_string())),
        Err(error @ NetError::NoCertificate) => {
            ("network.ca_file", FieldError::NotAFile, Some(error.to_string()))
        }
    };
    Some(FieldProblem { error, detail, ..no_setting(field) })
}

fn no_setting(field: &str) -> FieldProblem {
    FieldProblem {
        field: field.to_owned(),
        error: FieldError::NotASetting,
        detail: None,
        min: None,
        max: None,
        nearest: None,
        place: None,
    }
}

/// What is wrong with a field, as forms show it.
#[must_use]
pub fn field_problem(error: &SettingError) -> FieldProblem {
    let mut problem = no_setting(error.field);
    problem.error = match &error.kind {
        SettingErrorKind::NotAnAddress => FieldError::NotAnAddress,
        SettingErrorKind::NotEncrypted => FieldError::NotEncrypted,
        SettingErrorKind::NotAnExtension => FieldError::NotAnExtension,
        SettingErrorKind::NotAnEmail => FieldError::NotAnEmail,
        SettingErrorKind::NotAFieldName => FieldError::NotAFieldName,
        SettingErrorKind::NotKeys => FieldError::NotKeys,
        SettingErrorKind::UnknownRegion => FieldError::UnknownRegion,
        SettingErrorKind::NotAnIpAddress => FieldError::NotAnIpAddress,
        SettingErrorKind::NotOneCard => FieldError::NotOneCard,
        SettingErrorKind::SamePort => FieldError::SamePort,
        SettingErrorKind::TooMany { max } => {
            problem.max = u32::try_from(*max).ok();
            FieldError::TooMany
        }
        SettingErrorKind::OutOfRange { min, max } => {
            (problem.min, problem.max) = (Some(*min), Some(*max));
            FieldError::OutOfRange
        }
        SettingErrorKind::Text(error) => text_problem(error, &mut problem),
        SettingErrorKind::Line { place, error } => {
            problem.place = u32::try_from(*place).ok();
            line_problem(error, &mut problem)
        }
        SettingErrorKind::ChatText(ChatTextError::UnknownVariable { name, nearest }) => {
            problem.detail = Some(name.clone());
            problem.nearest = nearest.map(|variable| variable.name().to_owned());
            FieldError::UnknownVariable
        }
        SettingErrorKind::ChatText(ChatTextError::TooLong) => FieldError::TextTooLong,
        SettingErrorKind::Rule { place, error } => {
            problem.detail = Some(format!("{place}: {error}"));
            FieldError::NotARule
        }
        SettingErrorKind::Twice { kind } => {
            problem.detail = serde_json::to_value(kind).ok().and_then(|kind| Some(kind.as_str()?.to_owned()));
            FieldError::Twice
        }
        SettingErrorKind::FactTwice { kind } => {
            problem.detail = serde_json::to_value(kind).ok().and_then(|kind| Some(kind.as_str()?.to_owned()));
            FieldError::Twice
        }
        SettingErrorKind::NotAFactField { name } => {
            problem.detail = Some(name.clone());
            FieldError::NotAFactField
        }
    };
    problem
}

fn text_problem(error: &TemplateError, problem: &mut FieldProblem) -> FieldError {
    match error {
        TemplateError::UnknownVariable { name, nearest } => {
            problem.detail = Some(name.clone());
            problem.nearest = nearest.map(|variable| variable.name().to_owned());
            FieldError::UnknownVariable
        }
        TemplateError::TooLong => FieldError::TextTooLong,
    }
}

fn line_problem(error: &LineError, problem: &mut FieldProblem) -> FieldError {
    match error {
        LineError::NotANumber => FieldError::NotAPhoneNumber,
        LineError::NotATaskField => FieldError::NotATaskField,
        LineError::OwnTaskField { name } => {
            problem.detail = Some(name.clone());
            FieldError::OwnTaskField
        }
        LineError::Twice { name } => {
            problem.detail = Some(name.clone());
            FieldError::Twice
        }
        LineError::TooLong { max } => {
            problem.max = u32::try_from(*max).ok();
            FieldError::LineTooLong
        }
        LineError::Text(error) => text_problem(error, problem),
    }
}

/// As [`applied`], but what can be used is taken and what cannot is told: for a preview of what is
/// still being typed.
#[must_use]
pub fn tried(before: &Settings, values: &BTreeMap<String, SettingValue>) -> (Settings, Vec<FieldProblem>) {
    let after = with(before, values).unwrap_or_else(|| before.clone()).tidied();
    let wrong = after.check().iter().map(field_problem).collect();
    (after, wrong)
}

fn lock(profile_dir: &Path) -> Result<std::fs::File, ChangeError> {
    let started = Instant::now();
    let file =
        OpenOptions::new().create(true).truncate(false).write(true).open(profile_dir.join(LOCK_FILE))?;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if started.elapsed() < OTHER_WITHIN => {
                std::thread::sleep(Duration::from_millis(20));
            }
            Err(TryLockError::WouldBlock) => return Err(io::Error::from(io::ErrorKind::WouldBlock).into()),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use tempfile::TempDir;

    use super::super::look;
    use super::*;

    fn values(pairs: &[(&str, SettingValue)]) -> BTreeMap<String, SettingValue> {
        pairs.iter().map(|(field, value)| ((*field).to_owned(), value.clone())).collect()
    }

    fn text(value: &str) -> SettingValue {
        SettingValue::Text(value.to_owned())
    }

    #[test]
    fn every_setting_can_be_read_and_set_again() {
        let settings = Settings::default();
        let all = fields(&settings);
        assert_eq!(all["salesforce.callback_port"], SettingValue::Number(47113));
        assert_eq!(all["journal.enabled"], SettingValue::Switch(true));
        for (field, value) in &all {
            let same = with(&settings, &values(&[(field, value.clone())]));
            assert_eq!(same, Some(settings.clone()), "{field}");
        }
    }

    #[test]
    fn what_is_changed_is_on_disk_and_the_rest_stays() {
        let dir = TempDir::new().unwrap();
        let one = values(&[("phone.address", text(" pbx.example.com ")), ("phone.extension", text("812"))]);
        change(dir.path(), &one).unwrap();
        let two = values(&[("pop.wrap_up_s", SettingValue::Number(90))]);
        let (before, after) = change(dir.path(), &two).unwrap();
        assert_eq!((before.pop.wrap_up_s, after.pop.wrap_up_s), (60, 90));
        let kept = look(dir.path()).unwrap();
        assert_eq!(kept, after);
        assert_eq!(kept.phone.address, "https://pbx.example.com");
        assert_eq!(kept.phone.extension, "812");
    }

    #[test]
    fn rules_are_a_list_of_texts() {
        let dir = TempDir::new().unwrap();
        let list = |texts: &[&str]| SettingValue::List(texts.iter().map(|text| (*text).to_owned()).collect());
        let rules = [r"Slash :: \s*/\s* => ", "off :: ^0{2,3} => +"];
        let some =
            values(&[("matching.rules", list(&rules)), ("matching.objects", list(&["lead", "contact"]))]);
        let (_, after) = change(dir.path(), &some).unwrap();
        assert_eq!(after.matching.rules.apply("040 / 1"), "0401");
        assert_eq!(fields(&after)["matching.rules"], list(&rules));
        for (field, wrong, error, detail) in [
            (
                "matching.rules",
                list(&["a => b", "a"]),
                FieldError::NotARule,
                Some("2: not of the form FIND => REPLACE"),
            ),
            ("matching.rules", list(&["a => b"; 51]), FieldError::TooMany, None),
            ("matching.objects", list(&["lead", "lead"]), FieldError::Twice, Some("lead")),
            ("matching.objects", list(&["leads"]), FieldError::NotASetting, None),
        ] {
            let Err(ChangeError::Fields(told)) = change(dir.path(), &values(&[(field, wrong)])) else {
                panic!("{error:?}")
            };
            assert_eq!(
                (told[0].field.as_str(), told[0].error, told[0].detail.as_deref()),
                (field, error, detail)
            );
        }
    }

    #[test]
    fn the_journals_lists_name_the_line_and_the_variable_that_was_meant() {
        let list = |texts: &[&str]| SettingValue::List(texts.iter().map(|text| (*text).to_owned()).collect());
        let settings = Settings::default();
        for (field, value, error, place, detail, nearest) in [
            ("journal.never", list(&["812", "", "x"]), FieldError::NotAPhoneNumber, Some(2), None, None),
            (
                "journal.fields",
                list(&["A__c = [Dauer]"]),
                FieldError::UnknownVariable,
                Some(1),
                Some("Dauer"),
                Some("Duration"),
            ),
            (
                "journal.fields",
                list(&["Subject = x"]),
                FieldError::OwnTaskField,
                Some(1),
                Some("Subject"),
                None,
            ),
            ("journal.wrap_up_codes", list(&["a", "a"]), FieldError::Twice, Some(2), Some("a"), None),
            ("journal.missed", text("[Nmae]"), FieldError::UnknownVariable, None, Some("Nmae"), Some("Name")),
        ] {
            let (tried, wrong) = tried(&settings, &values(&[(field, value)]));
            assert_ne!(tried, settings);
            let wrong: Vec<_> = wrong
                .iter()
                .map(|one| {
                    (one.field.as_str(), one.error, one.place, one.detail.as_deref(), one.nearest.as_deref())
                })
                .collect();
            assert_eq!(wrong, [(field, error, place, detail, nearest)]);
        }
        let outcome = values(&[("journal.outcomes.missed", text("open"))]);
        assert_eq!(tried(&settings, &outcome).0.journal.outcomes.missed, domain::settings::WriteAs::Open);
        let nonsense = values(&[("journal.outcomes.missed", text("sometimes"))]);
        assert_eq!(tried(&settings, &nonsense).0, settings);
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let some = values(&[
            ("pop.wrap_up_s", text("soon")),
            ("dial.prefix", text("zero")),
            ("chat.text", text("[ChatMesages]")),
            ("journal.key_field", text("Call_Key__c")),
        ]);
        let wrong = problems(&Settings::default(), &some);
        let wrong: Vec<_> =
            wrong.iter().map(|one| (one.field.as_str(), one.error, one.nearest.as_deref())).collect();
        assert_eq!(
            wrong,
            [
                ("pop.wrap_up_s", FieldError::NotASetting, None),
                ("dial.prefix", FieldError::NotKeys, None),
                ("chat.text", FieldError::UnknownVariable, Some("ChatMessages")),
            ]
        );
        assert_eq!(problems(&Settings::default(), &values(&[("dial.prefix", text("0"))])), []);
    }

    #[test]
    fn one_wrong_field_keeps_all_as_they_were() {
        let dir = TempDir::new().unwrap();
        let some = values(&[
            ("phone.extension", text("812")),
            ("phone.adress", text("https://pbx.example.com")),
            ("journal.enabled", text("yes")),
        ]);
        let Err(ChangeError::Fields(wrong)) = change(dir.path(), &some) else { panic!() };
        let fields: Vec<_> = wrong.iter().map(|wrong| (wrong.field.as_str(), wrong.error)).collect();
        assert_eq!(
            fields,
            [("journal.enabled", FieldError::NotASetting), ("phone.adress", FieldError::NotASetting)]
        );

        let some = values(&[("phone.extension", text("812")), ("pop.wrap_up_s", SettingValue::Number(5))]);
        let Err(ChangeError::Fields(wrong)) = change(dir.path(), &some) else { panic!() };
        assert_eq!(
            (wrong[0].error, wrong[0].min, wrong[0].max),
            (FieldError::OutOfRange, Some(10), Some(3600))
        );
        assert_eq!(look(dir.path()).unwrap(), Settings::default());
    }
}
