//! The duplicate rule on contacts and leads (salesforce.md 6.4): same last name and the same e-mail or phone digits.

use serde_json::{Value, json};

use super::error::RestError;
use super::schema::Object;
use super::state::State;
use super::store::{Fields, Record};

/// Version in the `url` of a matched record; the rule does not know which version the request used.
const VERSION: &str = "66.0";

pub fn check(state: &State, object: &Object, fields: &Fields) -> Result<(), RestError> {
    let mode = state.faults.text("duplicates").unwrap_or("off");
    if mode == "off" || !matches!(object.name, "Contact" | "Lead") {
        return Ok(());
    }
    let across: &[&str] = match object.name {
        "Contact" if state.faults.is_on("duplicates-across") => &["Contact", "Lead"],
        "Lead" if state.faults.is_on("duplicates-across") => &["Lead", "Contact"],
        _ => &[object.name],
    };
    let matches: Vec<Value> = across
        .iter()
        .flat_map(|name| state.store.rows(name).map(move |row| (*name, row)))
        .filter(|(_, (_, record))| !record.deleted && is_same_person(record, fields))
        .map(|(name, (id, _))| {
            json!({
                "additionalInformation": [], "fieldDiffs": [], "matchConfidence": 100.0,
                "record": {
                    "attributes": {
                        "type": name, "url": format!("/services/data/v{VERSION}/sobjects/{name}/{id}"),
                    },
                    "Id": id,
                },
            })
        })
        .collect();
    if matches.is_empty() {
        return Ok(());
    }
    let message = "Use one of these records?";
    let details = json!({
        "allowSave": mode == "alert",
        "duplicateRule": format!("Standard_{}_Duplicate_Rule", object.name),
        "duplicateRuleEntityType": object.name,
        "errorMessage": message,
        "matchResults": [{
            "entityType": object.name, "errors": [], "matchEngine": "FuzzyMatchEngine",
            "rule": format!("Standard_{}_Match_Rule_v1_1", object.name),
            "size": matches.len(), "success": true, "matchRecords": matches,
        }],
    });
    let spelling = match state.faults.text("duplicate-spelling") {
        Some("result") => Some("duplicateResult"),
        Some(_) => None,
        None => Some("duplicateResut"),
    };
    Err(RestError {
        duplicates: spelling.map(|spelling| (spelling, Box::new(details))),
        ..RestError::new(400, "DUPLICATES_DETECTED", message)
    })
}

/// What `/ui-api/duplicates` tells of the object's active rules.
pub fn configuration(state: &State, object: &Object) -> Value {
    let mode = state.faults.text("duplicates").unwrap_or("off");
    let has_rule = mode != "off" && matches!(object.name, "Contact" | "Lead");
    let action = if mode == "block" { "Block" } else { "Allow" };
    let rule = json!({
        "name": format!("Standard_{}_Duplicate_Rule", object.name), "active": true, "actionOnInsert": action,
        "actionOnUpdate": "Allow", "operationsOnInsert": ["Alert", "Report"], "operationsOnUpdate": [],
        "duplicateRuleFilters": [],
        "matchRules": [{ "matchEngine": "FuzzyMatchEngine", "name": format!("Standard_{}_Match_Rule_v1_1", object.name) }],
    });
    let rules = if has_rule { vec![rule] } else { Vec::new() };
    json!({
        "apiName": object.name, "dedupeEnabled": has_rule, "predupeEnabled": has_rule,
        "dedupeFields": if has_rule { json!(["LastName", "Email", "Phone", "MobilePhone"]) } else { json!([]) },
        "duplicateRules": rules,
    })
}

fn is_same_person(record: &Record, fields: &Fields) -> bool {
    let new = |name: &str| fields.get(name).and_then(Value::as_str);
    let same_text = |name: &str| match (record.text(name), new(name)) {
        (Some(held), Some(given)) => held.eq_ignore_ascii_case(given),
        (Some(_) | None, Some(_) | None) => false,
    };
    let same_digits = |name: &str| match (record.text(name), new(name)) {
        (Some(held), Some(given)) => digits(held) == digits(given),
        (Some(_) | None, Some(_) | None) => false,
    };
    same_text("LastName") && (same_text("Email") || same_digits("Phone") || same_digits("MobilePhone"))
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}
