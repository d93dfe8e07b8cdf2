//! Shapes of what a person sets up: settings, sign-in, the second phone source, checks.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::KeychainView;
use crate::problem::Problem;

/// What is live while somebody sets things up. Part of the [`super::View`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct SetupView {
    pub sign_in: SignInView,
    /// Counts up when settings or secrets changed, by whomever: a form asks anew.
    pub revision: u64,
}

/// Signing in to Salesforce.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "sign_in", rename_all = "snake_case")]
pub enum SignInView {
    /// `problem`: why the last sign-in ended, or came to nothing.
    SignedOut {
        problem: Option<Problem>,
    },
    /// The browser is open.
    Waiting,
    SignedIn {
        account: Option<AccountView>,
    },
}

/// Who is signed in. No part of any token.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct AccountView {
    pub name: String,
    pub username: String,
    /// The org's name, else empty.
    pub org: String,
    /// `acme.my.salesforce.com`
    pub host: String,
    pub sandbox: bool,
    pub signed_in_ms: i64,
    /// Since when the refresh token of today is kept.
    pub token_since_ms: i64,
    /// Where it is kept.
    pub kept: KeychainView,
    pub scopes: Vec<String>,
}

/// A setting's value, as it stands in the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(untagged)]
pub enum SettingValue {
    Switch(bool),
    Number(i64),
    Text(String),
    List(Vec<String>),
}

/// The settings as a form takes them up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct SettingsView {
    pub revision: u64,
    /// Each setting by its path in the file (`phone.address`).
    #[ts(type = "Record<FieldId, SettingValue>")]
    pub values: BTreeMap<String, SettingValue>,
    /// What was changed in a form before and not saved.
    #[ts(type = "Partial<Record<FieldId, SettingValue>>")]
    pub unsaved: BTreeMap<String, SettingValue>,
    /// Set by the administrator's policy: shown, and not to be changed here.
    #[ts(type = "FieldId[]")]
    pub locked: Vec<String>,
    /// Whom people ask about a locked setting; empty when the policy names nobody.
    pub policy_contact: String,
    pub secrets: Vec<SecretView>,
    /// What Salesforce has to know.
    pub callback_url: String,
    pub scopes: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SecretId {
    ConsumerSecret,
    PbxKey,
}

/// A secret that is, or is not, kept. Its text never comes here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SecretView {
    pub secret: SecretId,
    pub kept: bool,
    pub place: KeychainView,
}

/// What the person changed in a form. Nothing is saved unless all of it can be.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct SettingsChange {
    #[ts(type = "Partial<Record<FieldId, SettingValue>>")]
    pub values: BTreeMap<String, SettingValue>,
    /// An empty text forgets the secret.
    #[ts(type = "Partial<Record<SecretId, string>>")]
    pub secrets: BTreeMap<SecretId, String>,
}

/// What became of a change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "saved", rename_all = "snake_case")]
pub enum SaveOutcome {
    Saved,
    /// Nothing was saved.
    Refused {
        fields: Vec<FieldProblem>,
    },
    Failed {
        problem: Problem,
    },
}

/// Why one field's value cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FieldProblem {
    /// Path in the settings file.
    pub field: String,
    pub error: FieldError,
    /// What it is about, in the value's own words.
    pub detail: Option<String>,
    pub min: Option<u32>,
    pub max: Option<u32>,
    /// The variable that was meant, perhaps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub nearest: Option<String>,
    /// The line of a list, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub place: Option<u32>,
}

/// Words: `field-error-<id>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum FieldError {
    NotAnAddress,
    NotEncrypted,
    NotAnExtension,
    NotAnEmail,
    /// Not the name of a field that an admin added.
    NotAFieldName,
    NotKeys,
    NotAFile,
    NotAnIpAddress,
    /// Not the address of one network card.
    NotOneCard,
    /// The callback has this port.
    SamePort,
    TooMany,
    UnknownRegion,
    OutOfRange,
    UnknownVariable,
    TextTooLong,
    NotAPhoneNumber,
    /// Not of the form `Field = text`.
    NotATaskField,
    /// The entry fills this field itself.
    OwnTaskField,
    LineTooLong,
    /// A reformatting rule; the detail is its place and why.
    NotARule,
    /// The detail stands in the list twice.
    Twice,
    /// The detail does not read as object and field, or stands in the list twice.
    NotAFactField,
    /// No such setting, or a value of another kind.
    NotASetting,
    /// The administrator's policy has set it.
    Locked,
}

/// The second phone source: what it hears, and what to enter where.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct HookView {
    pub state: HookState,
    pub presets: Vec<PresetView>,
    /// What arrived lately, newest first.
    pub heard: Vec<HeardView>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum HookState {
    Off,
    /// Addresses it listens on (`127.0.0.1:47114`).
    Listening {
        addresses: Vec<String>,
    },
    Down {
        problem: Problem,
    },
}

/// Texts to copy into one kind of phone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct PresetView {
    pub preset: PresetId,
    pub lines: Vec<PresetLine>,
    /// The vendor's words could not be confirmed: the learn view shows what really arrives.
    pub unconfirmed: bool,
}

/// Words: `preset-<id>`, and where to enter it: `preset-<id>-where`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum PresetId {
    ThreeCxClient,
    /// By an address `ringside://…`.
    ThreeCxLink,
    Microsip,
    /// By an address `ringside://…`.
    MicrosipLink,
    Snom,
    Yealink,
    Grandstream,
}

/// One field of the phone's own page, by the name it has there, and its text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct PresetLine {
    pub label: String,
    pub text: String,
}

/// One request that arrived.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct HeardView {
    pub at_ms: i64,
    /// Where it came from: an address, or `ringside:` for a link.
    pub from: String,
    /// Path and query as they arrived, without the path secret.
    pub request: String,
    pub number: Option<String>,
    pub name: Option<String>,
    pub verdict: HeardVerdict,
}

/// Words: `heard-<id>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum HeardVerdict {
    /// Not decided yet.
    Told,
    Taken,
    /// The same call once more.
    Folded,
    /// 3CX tells of this call itself.
    KnownToSystem,
    /// 3CX is given a moment to tell of it.
    Waits,
    /// It answers or ends a call that nobody told of.
    NoCall,
    /// No event we know.
    NotUnderstood,
    /// The phone did not fill in its variables.
    Placeholder,
    WrongSecret,
    /// The address names another computer.
    WrongHost,
    /// The sender is not in the list of allowed phones.
    NotAllowed,
    LinksOff,
    TooMany,
}
