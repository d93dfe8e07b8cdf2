//! Fields the platform fills itself: full names, closed flags, the account of a task (salesforce.md 7.1).

use serde_json::{Value, json};

use super::schema::{self, Object};
use super::state::State;
use super::store::Fields;
use super::{people, time};

/// The number the first case of the org gets; later ones count on from the highest.
const FIRST_CASE: u64 = 12_001;

pub fn fill(state: &State, object: &Object, fields: &mut Fields, now_ms: i64) {
    match object.name {
        "Contact" | "Lead" | "User" => {
            fields.insert(String::from("Name"), Value::String(full_name(fields)));
        }
        "Account" if people::is_person(fields) => {
            fields.insert(String::from("Name"), Value::String(full_name(fields)));
        }
        "Task" => fill_task(state, fields, now_ms),
        "Event" => fill_account(state, fields),
        "Case" => {
            let closed = text(fields, "Status").as_deref() == Some("Closed");
            fields.insert(String::from("IsClosed"), Value::Bool(closed));
            if text(fields, "CaseNumber").is_none() {
                fields.insert(String::from("CaseNumber"), Value::String(next_case_number(state)));
            }
        }
        "Opportunity" => {
            let stage = text(fields, "StageName").unwrap_or_default();
            fields.insert(String::from("IsClosed"), Value::Bool(stage.starts_with("Closed")));
            fields.insert(String::from("IsWon"), Value::Bool(stage == "Closed Won"));
        }
        _ => {}
    }
}

pub fn full_name(fields: &Fields) -> String {
    [text(fields, "FirstName"), text(fields, "LastName")].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn text(fields: &Fields, name: &str) -> Option<String> {
    fields.get(name).and_then(Value::as_str).map(String::from)
}

fn fill_task(state: &State, fields: &mut Fields, now_ms: i64) {
    let closed = text(fields, "Status").as_deref() == Some("Completed");
    let was_closed = fields.get("IsClosed") == Some(&Value::Bool(true));
    fields.insert(String::from("IsClosed"), Value::Bool(closed));
    fields.insert(
        String::from("IsHighPriority"),
        Value::Bool(text(fields, "Priority").as_deref() == Some("High")),
    );
    if closed && !was_closed {
        fields.insert(String::from("CompletedDateTime"), Value::String(time::format_ms(now_ms)));
    } else if !closed {
        fields.insert(String::from("CompletedDateTime"), Value::Null);
    }
    fill_account(state, fields);
}

fn fill_account(state: &State, fields: &mut Fields) {
    let account =
        account_of(state, text(fields, "WhatId")).or_else(|| account_of(state, text(fields, "WhoId")));
    fields.insert(String::from("AccountId"), json!(account));
}

fn account_of(state: &State, id: Option<String>) -> Option<String> {
    let id = id?;
    let object = schema::object_of_id(&id)?;
    if object.name == "Account" {
        return Some(id);
    }
    state.store.get(object.name, &id)?.text("AccountId").map(String::from)
}

fn next_case_number(state: &State) -> String {
    let highest = state
        .store
        .rows("Case")
        .filter_map(|(_, record)| record.text("CaseNumber")?.parse::<u64>().ok())
        .max()
        .map_or(FIRST_CASE, |number| number + 1);
    format!("{highest:08}")
}
