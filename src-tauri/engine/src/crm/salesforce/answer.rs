//! Reads what Salesforce answered: rows to people, error bodies to failures. Never branches on a
//! message: those are in the user's language (salesforce.md 6.3).

mod tasks;

use std::collections::HashSet;
use std::time::Duration;

use domain::caller::{CANDIDATES_MAX, Person, PersonKind, Phone};
use domain::outbox::{Barred, Failure, FailureKind};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use url::Url;

use super::schema::{CONVERTED_CONTACT, Object, Schema};
use crate::crm::Identity;

pub use tasks::{TaskRow, is_taken, task_records, task_rows};

/// After the org's daily allowance is used up, sooner tries only use up more (salesforce.md 9).
const LIMIT_PAUSE: Duration = Duration::from_secs(5 * 60);
/// Longest pause believed.
const PAUSE_MAX: Duration = Duration::from_secs(60 * 60);
/// Longest message of Salesforce's that is kept.
const MESSAGE_MAX: usize = 500;

/// Why a request came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// It failed before the request itself was sent.
    #[error("not sent: {0}")]
    Before(#[source] Box<CallError>),
    #[error("nobody is signed in")]
    SignedOut,
    /// It is meant for another org than is signed in to.
    #[error("meant for another org")]
    OtherOrg,
    /// `sent`: the request may have arrived.
    #[error("no answer")]
    NoAnswer { sent: bool },
    #[error("status {status}")]
    Status { status: u16, errors: Vec<ApiError>, retry_after: Option<Duration> },
    #[error("unusable answer: {what}")]
    Unusable { what: &'static str },
}

/// One entry of an error body (salesforce.md 3.4).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ApiError {
    #[serde(rename = "errorCode", alias = "statusCode", default)]
    pub code: String,
    #[serde(default)]
    pub message: String,
    #[serde(default, deserialize_with = "null_is_empty")]
    pub fields: Vec<String>,
    /// What duplicate rules found, in either spelling (salesforce.md 6.4).
    #[serde(rename = "duplicateResut", alias = "duplicateResult", default)]
    pub duplicates: Option<Value>,
}

fn null_is_empty<'de, D: serde::Deserializer<'de>>(input: D) -> Result<Vec<String>, D::Error> {
    Ok(Option::deserialize(input)?.unwrap_or_default())
}

impl CallError {
    pub fn status(status: u16, retry_after: Option<Duration>, body: &[u8]) -> Self {
        let errors = serde_json::from_slice(body).unwrap_or_default();
        CallError::Status { status, errors, retry_after: retry_after.map(|pause| pause.min(PAUSE_MAX)) }
    }

    pub fn has_code(&self, codes: &[&str]) -> bool {
        self.errors().iter().any(|error| codes.contains(&error.code.as_str()))
    }

    pub fn errors(&self) -> &[ApiError] {
        match self {
            CallError::Status { errors, .. } => errors,
            CallError::Before(_)
            | CallError::SignedOut
            | CallError::OtherOrg
            | CallError::NoAnswer { .. }
            | CallError::Unusable { .. } => &[],
        }
    }

    pub fn is_status(&self, wanted: u16) -> bool {
        match self {
            CallError::Status { status, .. } => *status == wanted,
            CallError::Before(_)
            | CallError::SignedOut
            | CallError::OtherOrg
            | CallError::NoAnswer { .. }
            | CallError::Unusable { .. } => false,
        }
    }

    /// Whether the token is what is wrong, so that a newer one may help.
    pub fn is_stale_token(&self) -> bool {
        self.is_status(401) && !self.errors().iter().any(|error| barred(error).is_some())
    }

    /// Whether the same request may succeed in a moment (salesforce.md 9.1).
    pub fn is_passing(&self) -> bool {
        match self {
            CallError::Before(error) => error.is_passing(),
            CallError::NoAnswer { .. } => true,
            CallError::Status { status, .. } => is_passing_status(*status),
            CallError::SignedOut | CallError::OtherOrg | CallError::Unusable { .. } => false,
        }
    }

    /// For the rest of the program. `write`: whether the request changes something, so that a lost
    /// answer leaves it in doubt.
    pub fn into_failure(self, write: bool) -> Failure {
        let known = |kind| Failure { kind, outcome_unknown: false, retry_after: None };
        match self {
            CallError::Before(error) => error.into_failure(false),
            CallError::SignedOut => known(FailureKind::SignedOut),
            CallError::OtherOrg => {
                known(FailureKind::NotAllowed { message: String::new(), why: Barred::OtherOrg })
            }
            CallError::NoAnswer { sent } => {
                Failure { kind: FailureKind::Offline, outcome_unknown: write && sent, retry_after: None }
            }
            CallError::Unusable { what } => {
                let kind = FailureKind::Broken { detail: what.into() };
                Failure { kind, outcome_unknown: write, retry_after: None }
            }
            CallError::Status { status, errors, retry_after } => Failure {
                kind: kind_of(status, errors.first()),
                outcome_unknown: write && is_passing_status(status) && leaves_doubt(&errors),
                retry_after: retry_after.or_else(|| limit_pause(&errors)),
            },
        }
    }
}

/// Codes that say for certain that nothing was carried out; after any other 5xx, and after an edge's
/// own page, a write may have been.
const NOT_CARRIED_OUT: &[&str] = &[
    "REQUEST_LIMIT_EXCEEDED",
    "UNABLE_TO_LOCK_ROW",
    "QUERY_TIMEOUT",
    "ORG_IN_MAINTENANCE",
    "ORG_LOCKED",
    "FUNCTIONALITY_TEMPORARILY_UNAVAILABLE",
    "INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE",
    "TOO_MANY_APEX_REQUESTS",
];

fn leaves_doubt(errors: &[ApiError]) -> bool {
    errors.first().is_none_or(|error| !NOT_CARRIED_OUT.contains(&error.code.as_str()))
}

fn is_passing_status(status: u16) -> bool {
    matches!(status, 420 | 429 | 500 | 502 | 503 | 504)
}

fn limit_pause(errors: &[ApiError]) -> Option<Duration> {
    errors.iter().any(|error| error.code == "REQUEST_LIMIT_EXCEEDED").then_some(LIMIT_PAUSE)
}

/// Sessions that may not use the API: another token would not help (salesforce.md 2.12). Two of them
/// have no code of their own, so the clients of others tell them by their text as well.
fn barred(error: &ApiError) -> Option<Barred> {
    match error.code.as_str() {
        "API_DISABLED_FOR_ORG" => Some(Barred::ApiOffForOrg),
        "API_CURRENTLY_DISABLED" => Some(Barred::ApiOffForUser),
        "TXN_SECURITY_NO_ACCESS" | "TXN_SECURITY_TWO_FA_REQUIRED" => Some(Barred::Policy),
        _ if error.message.contains("not valid for use with the REST API") => Some(Barred::SessionNotForApi),
        _ if error.message.contains("not attached to Agent") => Some(Barred::AppNotAttached),
        _ => None,
    }
}

fn short(message: &str) -> String {
    message.chars().take(MESSAGE_MAX).collect()
}

fn kind_of(status: u16, error: Option<&ApiError>) -> FailureKind {
    let code = error.map_or("", |error| error.code.as_str());
    if let Some(why) = error.and_then(barred) {
        let message = error.map(|error| short(&error.message)).unwrap_or_default();
        return FailureKind::NotAllowed { message, why };
    }
    let message = || error.map(|error| short(&error.message)).unwrap_or_default();
    match code {
        "INVALID_SESSION_ID" | "INVALID_AUTH_HEADER" => return FailureKind::SignedOut,
        "REQUEST_LIMIT_EXCEEDED"
        | "UNABLE_TO_LOCK_ROW"
        | "QUERY_TIMEOUT"
        | "REQUEST_RUNNING_TOO_LONG"
        | "SERVER_UNAVAILABLE"
        | "ORG_IN_MAINTENANCE"
        | "ORG_LOCKED"
        | "FUNCTIONALITY_TEMPORARILY_UNAVAILABLE"
        | "INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE"
        | "TOO_MANY_APEX_REQUESTS" => return FailureKind::Busy,
        "INSUFFICIENT_ACCESS"
        | "INSUFFICIENT_ACCESS_OR_READONLY"
        | "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY" => {
            return FailureKind::NotAllowed { message: message(), why: Barred::Rights };
        }
        _ => {}
    }
    match status {
        401 => FailureKind::SignedOut,
        403 => FailureKind::NotAllowed { message: message(), why: Barred::Rights },
        status if is_passing_status(status) => FailureKind::Busy,
        // A redirect leads to a maintenance page (salesforce.md 2.12).
        301 | 302 | 303 | 307 | 308 => FailureKind::Busy,
        400..500 if !code.is_empty() => FailureKind::Refused {
            field: error.and_then(|error| error.fields.first().cloned()),
            code: code.to_owned(),
            message: message(),
        },
        _ => FailureKind::Broken { detail: format!("status {status}") },
    }
}

/// Reads a body as JSON of this shape.
pub fn json<T: DeserializeOwned>(body: &[u8]) -> Result<T, CallError> {
    serde_json::from_slice(body).map_err(|_| CallError::Unusable { what: "not the JSON expected" })
}

#[derive(Debug, Deserialize)]
struct SearchAnswer {
    #[serde(rename = "searchRecords")]
    records: Vec<Map<String, Value>>,
}

#[derive(Debug, Deserialize)]
struct QueryAnswer<T> {
    records: Vec<T>,
}

/// The people of a search, each once.
pub fn people(body: &[u8], schema: &Schema, instance: &Url) -> Result<Vec<Person>, CallError> {
    let answer: SearchAnswer = json(body)?;
    let found = answer.records.iter().filter_map(|row| person(row, schema, instance)).collect();
    Ok(merged(found, CANDIDATES_MAX))
}

/// The same of a query, at most so many.
pub fn people_of_query(
    body: &[u8],
    most: usize,
    schema: &Schema,
    instance: &Url,
) -> Result<Vec<Person>, CallError> {
    let answer: QueryAnswer<Map<String, Value>> = json(body)?;
    let found = answer.records.iter().filter_map(|row| person(row, schema, instance)).collect();
    Ok(merged(found, most))
}

/// One human of a person account is found twice, as account and as its contact: the account stays,
/// with the contact's id and what only the contact holds (salesforce.md 4.9).
fn merged(found: Vec<Person>, most: usize) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::new();
    let mut seen = HashSet::new();
    for person in found {
        if seen.insert(person.id.clone()) {
            people.push(person);
        } else if let Some(first) = people.iter_mut().find(|first| first.id == person.id) {
            first.contact_id = first.contact_id.take().or(person.contact_id);
            first.title = first.title.take().or(person.title);
            first.email = first.email.take().or(person.email);
            first.do_not_call |= person.do_not_call;
            for phone in person.phones {
                if !first.phones.iter().any(|known| known.value == phone.value) {
                    first.phones.push(phone);
                }
            }
        }
    }
    people.truncate(most);
    people
}

fn person(row: &Map<String, Value>, schema: &Schema, instance: &Url) -> Option<Person> {
    let object = Object::named(row.get("attributes")?.get("type")?.as_str()?)?;
    if object == Object::Lead && row.get("IsConverted").and_then(Value::as_bool) == Some(true) {
        return converted(row, schema, instance);
    }
    record(row, object, schema, instance)
}

/// The contact a lead became, under the lead's numbers. `None`: the user cannot see that contact.
fn converted(row: &Map<String, Value>, schema: &Schema, instance: &Url) -> Option<Person> {
    let contact = row.get(CONVERTED_CONTACT)?.as_object()?;
    let phones = phones(row, Object::Lead, schema);
    Some(Person { phones, ..record(contact, Object::Contact, schema, instance)? })
}

/// A row of this object as a person.
pub fn record(row: &Map<String, Value>, object: Object, schema: &Schema, instance: &Url) -> Option<Person> {
    let text =
        |name: &str| row.get(name).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned);
    let parent = |name: &str| {
        row.get(name)?.get("Name").and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let is_true = |name: &str| row.get(name).and_then(Value::as_bool).unwrap_or(false);
    let record_id = text("Id")?;
    let account_id = text("AccountId");
    let of_person_account = is_true("IsPersonAccount");
    let (kind, id, contact_id, page) = match (object, of_person_account, &account_id) {
        (Object::Contact, true, Some(account)) => {
            (PersonKind::PersonAccount, account.clone(), Some(record_id), Object::Account)
        }
        (Object::Account, true, _) => {
            (PersonKind::PersonAccount, record_id, text("PersonContactId"), Object::Account)
        }
        (object, _, _) => (object.kind(), record_id, None, object),
    };
    let is_person_account = kind == PersonKind::PersonAccount;
    let company = match object {
        Object::Contact if is_person_account => None,
        Object::Contact => parent("Account"),
        Object::Lead => text("Company"),
        Object::User => text("CompanyName"),
        Object::Account => None,
    };
    Some(Person {
        url: record_page(instance, page.name(), &id),
        name: text("Name").unwrap_or_default(),
        title: text("Title").or_else(|| text("PersonTitle")),
        company,
        account_id: if is_person_account { None } else { account_id },
        contact_id,
        owner: parent("Owner"),
        email: text("Email").or_else(|| text("PersonEmail")),
        do_not_call: is_true("DoNotCall") || is_true("PersonDoNotCall"),
        phones: phones(row, object, schema),
        last_activity: text("LastActivityDate").and_then(|day| day.parse().ok()),
        modified: text("LastModifiedDate").and_then(|time| moment(&time)),
        id,
        kind,
    })
}

fn phones(row: &Map<String, Value>, object: Object, schema: &Schema) -> Vec<Phone> {
    let fields = schema.shape(object).map(|shape| shape.phones.as_slice()).unwrap_or_default();
    let filled = fields.iter().filter_map(|field| {
        let value = row.get(&field.name)?.as_str().filter(|value| !value.trim().is_empty())?;
        Some(Phone { field: field.name.clone(), label: field.label.clone(), value: value.to_owned() })
    });
    filled.collect()
}

/// `2026-11-22T13:22:01.000+0000`, without a colon in the offset (salesforce.md 1.6).
pub fn moment(text: &str) -> Option<jiff::Timestamp> {
    jiff::Timestamp::strptime("%Y-%m-%dT%H:%M:%S%.f%z", text).ok().or_else(|| text.parse().ok())
}

/// The record's page in Lightning (salesforce.md 10.1).
pub fn record_page(instance: &Url, object: &str, id: &str) -> Option<String> {
    let plain = |text: &str| text.chars().all(|character| character.is_ascii_alphanumeric());
    if !plain(object) || !plain(id) {
        return None;
    }
    let mut page = instance.clone();
    if let Some(domain) = instance.host_str().and_then(|host| host.strip_suffix(".my.salesforce.com")) {
        page.set_host(Some(&format!("{domain}.lightning.force.com"))).ok()?;
    }
    page.set_path(&format!("/lightning/r/{object}/{id}/view"));
    Some(page.into())
}

#[derive(Debug, Deserialize)]
struct IdRow {
    #[serde(rename = "Id")]
    id: String,
}

/// The rows of a query.
pub fn rows<T: DeserializeOwned>(body: &[u8]) -> Result<Vec<T>, CallError> {
    let answer: QueryAnswer<T> = json(body)?;
    Ok(answer.records)
}

/// The ids of a query, in its order.
pub fn ids(body: &[u8]) -> Result<Vec<String>, CallError> {
    let answer: QueryAnswer<IdRow> = json(body)?;
    Ok(answer.records.into_iter().map(|row| row.id).collect())
}

#[derive(Debug, Deserialize)]
struct Created {
    id: String,
    success: bool,
}

/// The id of a created record.
pub fn created(body: &[u8]) -> Result<String, CallError> {
    let created: Created = json(body)?;
    if created.success && !created.id.is_empty() {
        Ok(created.id)
    } else {
        Err(CallError::Unusable { what: "created without an id" })
    }
}

#[derive(Debug, Deserialize)]
struct StatusRow {
    #[serde(rename = "ApiName")]
    name: String,
    #[serde(rename = "IsDefault", default)]
    is_default: bool,
    #[serde(rename = "IsClosed", default)]
    is_closed: bool,
}

/// What every org has unless its admin changed it.
pub const COMPLETED: &str = "Completed";
/// The usual status of what nobody has begun.
pub const NOT_STARTED: &str = "Not Started";

/// The org's words for a Task that is done, and for one that waits for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statuses {
    pub closed: String,
    pub open: String,
}

impl Default for Statuses {
    fn default() -> Self {
        Self { closed: COMPLETED.to_owned(), open: NOT_STARTED.to_owned() }
    }
}

/// The usual words where the org has them, else its defaults.
pub fn statuses(body: &[u8]) -> Result<Statuses, CallError> {
    let answer: QueryAnswer<StatusRow> = json(body)?;
    let (closed, open): (Vec<_>, Vec<_>) = answer.records.into_iter().partition(|row| row.is_closed);
    let usual = closed.iter().find(|row| row.name == COMPLETED);
    let default = |rows: &[StatusRow]| {
        rows.iter().find(|row| row.is_default).or_else(|| rows.first()).map(|row| row.name.clone())
    };
    let without = Statuses::default();
    Ok(Statuses {
        closed: usual.map(|row| row.name.clone()).or_else(|| default(&closed)).unwrap_or(without.closed),
        open: default(&open).unwrap_or(without.open),
    })
}

#[derive(Debug, Deserialize)]
struct Version {
    version: String,
}

/// The newest API version offered.
pub fn newest_version(body: &[u8]) -> Result<u16, CallError> {
    let versions: Vec<Version> = json(body)?;
    let majors = versions.iter().filter_map(|version| version.version.split('.').next()?.parse().ok());
    majors.max().ok_or(CallError::Unusable { what: "no API version offered" })
}

#[derive(Debug, Deserialize)]
struct WhoAmI {
    user_id: String,
    organization_id: String,
    #[serde(default)]
    username: String,
    #[serde(default)]
    display_name: String,
    email: Option<String>,
}

pub fn identity(body: &[u8], instance: &Url) -> Result<Identity, CallError> {
    let who: WhoAmI = json(body)?;
    Ok(Identity {
        user_id: who.user_id,
        org_id: who.organization_id,
        name: who.display_name,
        username: who.username,
        email: who.email.unwrap_or_default(),
        address: instance.as_str().trim_end_matches('/').to_owned(),
    })
}

/// `api-usage=25/5000; per-app-api-usage=17/250(appName=sample)` (salesforce.md 3.2).
pub fn limit_info(header: &str) -> Option<(u64, u64)> {
    let usage = header.split(';').find_map(|part| part.trim().strip_prefix("api-usage="))?;
    let (used, most) = usage.trim().split_once('/')?;
    Some((used.trim().parse().ok()?, most.trim().parse().ok()?))
}

#[cfg(test)]
mod tests;
