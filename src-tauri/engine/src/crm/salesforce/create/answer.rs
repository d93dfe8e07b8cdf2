//! What an org says to somebody new: each refusal to its field, doubles to their records
//! (salesforce.md 6.3, 6.4). Branches on codes and fields alone; messages are shown as they are.

use domain::caller::PersonKind;
use domain::outbox::{Failure, FailureKind};
use serde::Deserialize;
use serde_json::Value;

use super::super::answer::{ApiError, CallError, json};
use super::super::schema::Object;
use crate::crm::create::CreateFailure;

/// Most records named as doubles.
const RECORDS_MAX: usize = 20;
const DUPLICATES: &str = "DUPLICATES_DETECTED";
/// A part of a composite request that failed only because another did (salesforce.md 8.2).
const HALTED: &[&str] = &["PROCESSING_HALTED", "ALL_OR_NONE_OPERATION_ROLLED_BACK"];

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct DuplicateResult {
    #[serde(default)]
    allow_save: bool,
    #[serde(default)]
    error_message: String,
    #[serde(default)]
    match_results: Vec<MatchResult>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct MatchResult {
    #[serde(default)]
    match_records: Vec<MatchRecord>,
}

#[derive(Debug, Deserialize)]
struct MatchRecord {
    record: MatchedRecord,
}

#[derive(Debug, Deserialize)]
struct MatchedRecord {
    #[serde(default)]
    attributes: Option<Attributes>,
    #[serde(rename = "Id")]
    id: String,
}

#[derive(Debug, Deserialize)]
struct Attributes {
    #[serde(default, rename = "type")]
    kind: String,
}

/// What a failed request means for the form.
pub fn failure(error: CallError) -> CreateFailure {
    let errors = error.errors().to_vec();
    // Anything but a plain 400 concerns the session or the org, not what was typed.
    if !error.is_status(400) || errors.is_empty() {
        return CreateFailure::Failed(error.into_failure(true));
    }
    refused(&errors).unwrap_or_else(|| CreateFailure::Failed(error.into_failure(true)))
}

/// `None`: the org is not what was asked, only busy.
fn refused(errors: &[ApiError]) -> Option<CreateFailure> {
    let told: Vec<&ApiError> = errors.iter().filter(|error| !HALTED.contains(&error.code.as_str())).collect();
    if let Some(error) = told.iter().find(|error| error.code == DUPLICATES) {
        return Some(duplicates(error));
    }
    if told.iter().any(|error| error.code == "UNABLE_TO_LOCK_ROW") {
        return None;
    }
    let (mut fields, mut general) = (Vec::new(), Vec::new());
    for error in told {
        let message = if error.message.is_empty() { error.code.clone() } else { error.message.clone() };
        if error.fields.is_empty() {
            general.push(message);
        } else {
            fields.extend(error.fields.iter().map(|field| (field.clone(), message.clone())));
        }
    }
    Some(CreateFailure::Refused { fields, general })
}

/// The details are spelled in two ways, and may be missing altogether (salesforce.md 6.4); then the
/// rule is taken for one that can be overruled, and the org says otherwise.
fn duplicates(error: &ApiError) -> CreateFailure {
    let details =
        error.duplicates.clone().and_then(|value| serde_json::from_value::<DuplicateResult>(value).ok());
    let Some(details) = details else {
        return CreateFailure::Duplicates {
            records: Vec::new(),
            may_save_anyway: true,
            message: error.message.clone(),
        };
    };
    let records = details.match_results.into_iter().flat_map(|result| result.match_records);
    let mut found: Vec<(String, PersonKind)> = Vec::new();
    for record in records.map(|record| record.record).take(RECORDS_MAX) {
        let kind = record.attributes.and_then(|attributes| Object::named(&attributes.kind));
        let kind = kind.map_or_else(|| kind_of_id(&record.id), |object| Some(object.kind()));
        if let Some(kind) = kind
            && !found.iter().any(|(id, _)| *id == record.id)
        {
            found.push((record.id, kind));
        }
    }
    let message =
        if details.error_message.is_empty() { error.message.clone() } else { details.error_message };
    CreateFailure::Duplicates { records: found, may_save_anyway: details.allow_save, message }
}

/// By the key prefix (salesforce.md 1.5).
fn kind_of_id(id: &str) -> Option<PersonKind> {
    match id.get(..3)? {
        "003" => Some(PersonKind::Contact),
        "00Q" => Some(PersonKind::Lead),
        "001" => Some(PersonKind::Account),
        _ => None,
    }
}

#[derive(Debug, Deserialize)]
struct Composite {
    #[serde(rename = "compositeResponse")]
    parts: Vec<Part>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Part {
    #[serde(default)]
    body: Value,
    http_status_code: u16,
    reference_id: String,
}

#[derive(Debug, Deserialize)]
struct Id {
    id: String,
}

/// The id of the person in a composite answer. What the account was refused for concerns its name,
/// which stands in the account's field of the form.
pub fn composite(body: &[u8]) -> Result<String, CreateFailure> {
    let unusable = |what| CreateFailure::Failed(CallError::Unusable { what }.into_failure(true));
    let answer: Composite = json(body).map_err(|error| CreateFailure::Failed(error.into_failure(true)))?;
    let mut errors: Vec<ApiError> = Vec::new();
    for part in answer.parts {
        if part.http_status_code < 300 {
            if part.reference_id == "person" {
                let created = serde_json::from_value::<Id>(part.body);
                return created.map(|created| created.id).map_err(|_| unusable("created without an id"));
            }
            continue;
        }
        let mut told: Vec<ApiError> = serde_json::from_value(part.body).unwrap_or_default();
        if part.reference_id == "account" {
            for error in &mut told {
                error.fields = vec!["AccountId".into()];
            }
        }
        errors.extend(told);
    }
    let busy = Failure { kind: FailureKind::Busy, outcome_unknown: false, retry_after: None };
    Err(refused(&errors).unwrap_or(CreateFailure::Failed(busy)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use serde_json::json;

    use super::*;

    fn read(status: u16, body: &Value) -> CreateFailure {
        failure(CallError::status(status, None, body.to_string().as_bytes()))
    }

    #[test]
    fn refusals_go_to_their_fields() {
        let refused = |fields: &[(&str, &str)], general: &[&str]| CreateFailure::Refused {
            fields: fields.iter().map(|(name, text)| ((*name).into(), (*text).into())).collect(),
            general: general.iter().map(|text| (*text).into()).collect(),
        };
        for (code, fields, expected) in [
            (
                "REQUIRED_FIELD_MISSING",
                json!(["LastName", "Company"]),
                refused(&[("LastName", "M"), ("Company", "M")], &[]),
            ),
            ("STRING_TOO_LONG", json!(["LastName"]), refused(&[("LastName", "M")], &[])),
            ("INVALID_EMAIL_ADDRESS", json!(["Email"]), refused(&[("Email", "M")], &[])),
            ("FIELD_CUSTOM_VALIDATION_EXCEPTION", json!([]), refused(&[], &["M"])),
            ("INVALID_FIELD_FOR_INSERT_UPDATE", json!(["Title"]), refused(&[("Title", "M")], &[])),
            ("INVALID_FIELD", Value::Null, refused(&[], &["M"])),
            ("INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", json!([]), refused(&[], &["M"])),
            ("CANNOT_EXECUTE_FLOW_TRIGGER", json!([]), refused(&[], &["M"])),
        ] {
            assert_eq!(
                read(400, &json!([{"errorCode": code, "message": "M", "fields": fields}])),
                expected,
                "{code}"
            );
        }
        assert_eq!(read(400, &json!([{"errorCode": "X", "message": ""}])), refused(&[], &["X"]));
    }

    #[test]
    fn what_is_not_about_the_values_is_no_refusal() {
        for (status, code, doubt) in [
            (500, "UNKNOWN_EXCEPTION", true),
            (503, "SERVER_UNAVAILABLE", true),
            (400, "UNABLE_TO_LOCK_ROW", false),
            (403, "REQUEST_LIMIT_EXCEEDED", false),
        ] {
            let CreateFailure::Failed(failure) = read(status, &json!([{"errorCode": code, "message": "M"}]))
            else {
                panic!("{code} is a refusal")
            };
            assert_eq!((failure.kind, failure.outcome_unknown), (FailureKind::Busy, doubt), "{code}");
        }
    }

    #[test]
    fn doubles_are_read_in_both_spellings_and_without_details() {
        let details = json!({
            "allowSave": true, "errorMessage": "Use one of these records?",
            "matchResults": [{"matchRecords": [
                {"record": {"attributes": {"type": "Contact"}, "Id": "003A"}},
                {"record": {"attributes": {"type": "Lead"}, "Id": "00QB"}},
                {"record": {"Id": "003A"}},
            ]}],
        });
        let records = vec![("003A".to_owned(), PersonKind::Contact), ("00QB".to_owned(), PersonKind::Lead)];
        let message = "Use one of these records?".to_owned();
        let expected = CreateFailure::Duplicates { records, may_save_anyway: true, message };
        for spelling in ["duplicateResut", "duplicateResult"] {
            let body = json!([{spelling: details, "errorCode": DUPLICATES, "message": "x"}]);
            assert_eq!(read(400, &body), expected, "{spelling}");
        }
        let bare = read(400, &json!([{"errorCode": DUPLICATES, "message": "x"}]));
        let message = "x".to_owned();
        assert_eq!(bare, CreateFailure::Duplicates { records: Vec::new(), may_save_anyway: true, message });
    }

    #[test]
    fn of_a_composite_the_part_that_failed_is_told() {
        let halted = json!([{"errorCode": "PROCESSING_HALTED", "message": "rolled back"}]);
        let part = |id: &str, status: u16, body: &Value| json!({"referenceId": id, "httpStatusCode": status, "body": body});
        let refused = json!([{"errorCode": "STRING_TOO_LONG", "message": "M", "fields": ["Name"]}]);
        let body =
            json!({"compositeResponse": [part("account", 400, &refused), part("person", 400, &halted)]});
        let expected =
            CreateFailure::Refused { fields: vec![("AccountId".into(), "M".into())], general: Vec::new() };
        assert_eq!(composite(body.to_string().as_bytes()), Err(expected));
        let done = json!({"id": "003A", "success": true});
        let body = json!({"compositeResponse": [part("account", 201, &json!({"id": "001A"})), part("person", 201, &done)]});
        assert_eq!(composite(body.to_string().as_bytes()), Ok("003A".to_owned()));
    }
}
