//! `settings`: read and change settings of a profile, one by one; a companion that runs on it
//! takes the change over.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use domain::settings::Settings;
use engine::local::{Ask, LocalClient, Profile, Request};
use engine::problem::Problem;
use engine::settings::{
    ChangeError, Difference, Policy, PolicyProblem, applied, change, check_change, differences,
    field_problem, fields, imported,
};
use engine::setup::{keep_secret, leave_org};
use engine::signin::{Keychain, KeychainState};
use engine::view::{FieldError, FieldProblem, SecretId, SettingValue};
use serde_json::{Value, json};

use crate::out::{self, Exit, Stop};
use crate::profile::{self, SecretArgs};

/// Largest file of settings read; what lies beyond makes it unreadable.
const FILE_MAX: u64 = 1024 * 1024;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Print all settings, or the named ones.
    Get {
        /// Such as phone.address.
        fields: Vec<String>,
    },
    /// Change settings: all of them, or none.
    Set {
        /// Such as phone.address=https://pbx.example.com. Lists are separated by commas.
        #[arg(required = true, value_name = "FIELD=VALUE")]
        changes: Vec<String>,
    },
    /// Print the settings as a file for another computer: those that differ from how Ringside comes.
    /// Secrets are never in it.
    Export {
        /// All of them.
        #[arg(long)]
        all: bool,
    },
    /// Take over settings from an exported file: all of them, or none. Says what changes.
    Import {
        /// "-" reads standard input.
        file: PathBuf,
        /// Only say what would change.
        #[arg(long)]
        dry_run: bool,
    },
    /// Check the settings of the profile and the administrator's policy, or a file for either.
    Check { file: Option<PathBuf> },
    /// Print the JSON Schema of policies and exported settings.
    Schema,
    /// Keep a secret in the keychain; an empty one is forgotten.
    Secret {
        #[arg(value_enum)]
        secret: Secret,
        #[command(flatten)]
        from: SecretArgs,
    },
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Secret {
    /// Salesforce's consumer secret.
    #[value(name = "consumer_secret")]
    ConsumerSecret,
    /// The API key of 3CX.
    #[value(name = "pbx_key")]
    PbxKey,
}

pub(crate) async fn run(args: Args, dir: Option<PathBuf>, json: bool) -> Result<Exit, Stop> {
    let profile = profile::open(dir.as_deref())?;
    match args.command {
        Command::Get { fields } => get(&profile, &fields, json),
        Command::Set { changes } => {
            let changed = save(&profile, &values(&profile, &changes)?)?;
            let running = taken_over(&profile, &changed).await?;
            if json {
                out::json(&json!({"saved": true, "running": running}));
            }
            Ok(Exit::Ok)
        }
        Command::Export { all } => {
            let settings = engine::settings::look(&profile.dir)?;
            out::line(&engine::settings::exported(&settings, all)?);
            Ok(Exit::Ok)
        }
        Command::Import { file, dry_run } => import(&profile, &file, dry_run, json).await,
        Command::Check { file } => check(&profile, file.as_deref(), json),
        Command::Schema => {
            out::json(&engine::settings::schema());
            Ok(Exit::Ok)
        }
        Command::Secret { secret, from } => {
            let keychain = Keychain::open(&profile.id).await;
            if keychain.state() == KeychainState::Absent {
                let why = out::words().say("ctl-secret-needs-keychain", &[]);
                return Err(Stop::new(Exit::No, why));
            }
            let secret = match secret {
                Secret::ConsumerSecret => SecretId::ConsumerSecret,
                Secret::PbxKey => SecretId::PbxKey,
            };
            let text = from.read()?;
            keep_secret(&keychain, secret, text.reveal())
                .await
                .map_err(|problem| Stop::problem(Exit::No, &problem))?;
            told(&profile, json).await
        }
    }
}

fn get(profile: &Profile, wanted: &[String], json: bool) -> Result<Exit, Stop> {
    let settings = engine::settings::look(&profile.dir)?;
    let mut all = fields(&settings);
    if let Some(unknown) = wanted.iter().find(|field| !all.contains_key(*field)) {
        return Err(no_setting(unknown));
    }
    if !wanted.is_empty() {
        all.retain(|field, _| wanted.contains(field));
    }
    if json {
        out::json(&all);
    } else {
        for (field, value) in &all {
            out::line(&format!("{field}={}", shown(value)));
        }
    }
    Ok(Exit::Ok)
}

fn values(profile: &Profile, changes: &[String]) -> Result<BTreeMap<String, SettingValue>, Stop> {
    let known = fields(&engine::settings::look(&profile.dir)?);
    let mut values = BTreeMap::new();
    for text in changes {
        let Some((field, value)) = text.split_once('=') else {
            return Err(Stop::new(Exit::BadUsage, format!("{text}: FIELD=VALUE")));
        };
        let kind = known.get(field).ok_or_else(|| no_setting(field))?;
        values.insert(field.to_owned(), read(value, kind));
    }
    Ok(values)
}

/// The settings before and after.
fn save(profile: &Profile, values: &BTreeMap<String, SettingValue>) -> Result<(Settings, Settings), Stop> {
    change(&profile.dir, values).map_err(refused)
}

fn refused(error: ChangeError) -> Stop {
    match error {
        ChangeError::Fields(wrong) => {
            let lines: Vec<String> = wrong.iter().map(explained).collect();
            Stop::new(Exit::BadUsage, lines.join("\n"))
        }
        ChangeError::Settings(error) => error.into(),
    }
}

/// Lets a companion take over what was saved, and without one leaves the org that no longer fits.
async fn taken_over(profile: &Profile, (before, after): &(Settings, Settings)) -> Result<bool, Stop> {
    let running = reload(profile).await?;
    if !running && before.salesforce.is_other_app(&after.salesforce) {
        leave_org(profile, before, &Keychain::open(&profile.id).await).await;
    }
    Ok(running)
}

async fn import(profile: &Profile, file: &Path, dry_run: bool, json: bool) -> Result<Exit, Stop> {
    let values = imported(&text_of(file)?)?;
    let (before, after) = check_change(&profile.dir, &values).map_err(refused)?;
    let (changed, running) = if dry_run {
        ((before, after), false)
    } else {
        let changed = save(profile, &values)?;
        let running = taken_over(profile, &changed).await?;
        (changed, running)
    };
    let changed = differences(&changed.0, &changed.1);
    if json {
        out::json(&json!({"saved": !dry_run, "running": running, "changes": changed}));
    } else {
        for Difference { field, before, after } in &changed {
            out::line(&format!("{field}: {} -> {}", shown(before), shown(after)));
        }
    }
    Ok(Exit::Ok)
}

fn check(profile: &Profile, file: Option<&Path>, json: bool) -> Result<Exit, Stop> {
    let wrong = match file {
        Some(file) => wrong_in(&text_of(file)?, file),
        None => {
            let settings = engine::settings::look(&profile.dir)?.check();
            let mut wrong = wrong_with(&Policy::of(&profile.dir));
            wrong.extend(settings.iter().map(|wrong| explained(&field_problem(wrong))));
            wrong
        }
    };
    if json {
        out::json(&json!({"ok": wrong.is_empty(), "wrong": wrong}));
    } else {
        wrong.iter().for_each(|line| out::line(line));
    }
    Ok(if wrong.is_empty() { Exit::Ok } else { Exit::No })
}

/// A policy, or exported settings: these have the field "settings".
fn wrong_in(text: &str, file: &Path) -> Vec<String> {
    let exported = serde_json::from_str::<Value>(text).is_ok_and(|file| file.get("settings").is_some());
    if !exported {
        return wrong_with(&Policy::from_text(text.as_bytes(), file));
    }
    match imported(text) {
        Ok(values) => {
            applied(&Settings::default(), &values).err().unwrap_or_default().iter().map(explained).collect()
        }
        Err(error) => vec![error.to_string()],
    }
}

fn wrong_with(policy: &Policy) -> Vec<String> {
    match policy.problem() {
        None => Vec::new(),
        Some(PolicyProblem::Fields { fields, .. }) => fields.iter().map(explained).collect(),
        Some(unreadable @ PolicyProblem::Unreadable { .. }) => vec![unreadable.to_string()],
    }
}

/// A file, or standard input for "-".
fn text_of(file: &Path) -> Result<String, Stop> {
    let mut text = String::new();
    let read = if file == Path::new("-") {
        std::io::stdin().lock().take(FILE_MAX).read_to_string(&mut text)
    } else {
        File::open(file).and_then(|opened| opened.take(FILE_MAX).read_to_string(&mut text))
    };
    read.map_err(|error| Stop::new(Exit::No, format!("{}: {error}", file.display())))?;
    Ok(text)
}

/// Lets a companion that runs on the profile take over what changed; whether there is one.
pub(crate) async fn reload(profile: &Profile) -> Result<bool, Stop> {
    let Some(mut running) = LocalClient::connect(profile).await else { return Ok(false) };
    let mut answer = running.ask(&Request::Ask(Ask::Reload)).await?;
    if !answer["problem"].is_null() {
        let problem: Problem = serde_json::from_value(answer["problem"].take())?;
        return Err(Stop::problem(Exit::No, &problem));
    }
    Ok(true)
}

/// Says that something was kept, and whether a companion has it.
async fn told(profile: &Profile, json: bool) -> Result<Exit, Stop> {
    let running = reload(profile).await?;
    if json {
        out::json(&json!({"saved": true, "running": running}));
    }
    Ok(Exit::Ok)
}

/// A value in the form the setting has today; what does not fit is refused as a text.
fn read(text: &str, kind: &SettingValue) -> SettingValue {
    let as_text = || SettingValue::Text(text.to_owned());
    match kind {
        SettingValue::Switch(_) => text.parse().map_or_else(|_| as_text(), SettingValue::Switch),
        SettingValue::Number(_) => text.parse().map_or_else(|_| as_text(), SettingValue::Number),
        SettingValue::Text(_) => as_text(),
        SettingValue::List(_) => SettingValue::List(list(text)),
    }
}

/// Values with commas between them, or a JSON list: a reformatting rule may hold commas itself.
fn list(text: &str) -> Vec<String> {
    serde_json::from_str(text).unwrap_or_else(|_| {
        text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    })
}

fn shown(value: &SettingValue) -> String {
    match value {
        SettingValue::Switch(on) => on.to_string(),
        SettingValue::Number(number) => number.to_string(),
        SettingValue::Text(text) => text.clone(),
        SettingValue::List(list) if list.iter().any(|text| text.contains(',')) => {
            serde_json::Value::from(list.clone()).to_string()
        }
        SettingValue::List(list) => list.join(","),
    }
}

fn no_setting(field: &str) -> Stop {
    Stop::new(Exit::BadUsage, out::words().say("ctl-no-setting", &[("field", field)]))
}

fn explained(wrong: &FieldProblem) -> String {
    let id = match wrong.error {
        FieldError::NotAnAddress => "field-error-not-an-address",
        FieldError::NotEncrypted => "field-error-not-encrypted",
        FieldError::NotAnExtension => "field-error-not-an-extension",
        FieldError::NotAnEmail => "field-error-not-an-email",
        FieldError::NotAFieldName => "field-error-not-a-field-name",
        FieldError::NotKeys => "field-error-not-keys",
        FieldError::NotAFile => "field-error-not-a-file",
        FieldError::NotAnIpAddress => "field-error-not-an-ip-address",
        FieldError::NotOneCard => "field-error-not-one-card",
        FieldError::SamePort => "field-error-same-port",
        FieldError::TooMany => "field-error-too-many",
        FieldError::UnknownRegion => "field-error-unknown-region",
        FieldError::OutOfRange => "field-error-out-of-range",
        FieldError::UnknownVariable if wrong.nearest.is_some() => "field-error-unknown-variable-near",
        FieldError::UnknownVariable => "field-error-unknown-variable",
        FieldError::TextTooLong => "field-error-text-too-long",
        FieldError::NotAPhoneNumber => "field-error-not-a-phone-number",
        FieldError::NotATaskField => "field-error-not-a-task-field",
        FieldError::OwnTaskField => "field-error-own-task-field",
        FieldError::LineTooLong => "field-error-line-too-long",
        FieldError::NotARule => "field-error-not-a-rule",
        FieldError::Twice => "field-error-twice",
        FieldError::NotAFactField => "field-error-not-a-fact-field",
        FieldError::NotASetting => "field-error-not-a-setting",
        FieldError::Locked => "field-error-locked",
    };
    let [min, max] = [wrong.min, wrong.max].map(|bound| bound.unwrap_or_default().to_string());
    let detail = wrong.detail.as_deref().unwrap_or_default();
    let nearest = wrong.nearest.as_deref().unwrap_or_default();
    let words = out::words();
    let why = words.say(id, &[("min", &min), ("max", &max), ("detail", detail), ("nearest", nearest)]);
    let why = match wrong.place {
        Some(place) => words.say("field-error-line", &[("place", &place.to_string()), ("error", &why)]),
        None => why,
    };
    format!("{}: {why}", wrong.field)
}
