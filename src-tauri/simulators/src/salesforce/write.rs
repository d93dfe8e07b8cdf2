//! Creating, changing and deleting records: the one way every REST resource writes (salesforce.md 6 and 7).

use serde_json::{Value, json};

use super::error::RestError;
use super::ids;
use super::schema::{self, Field, Object};
use super::state::State;
use super::store::{Fields, Record};
use super::{derive, duplicates, forms, people, time, values};

/// Who writes, and the request headers that change how.
#[derive(Debug, Clone, Default)]
pub struct Writer {
    pub user: String,
    /// `Sforce-Duplicate-Rule-Header: allowSave=true`.
    pub save_duplicates: bool,
    /// `Sforce-Auto-Assign: FALSE`: assignment rules give the record to nobody else.
    pub keeps_owner: bool,
}

pub fn create(
    state: &mut State,
    writer: &Writer,
    object: &'static Object,
    body: &Fields,
) -> Result<String, RestError> {
    if !object.writable || !state.may("create", object) {
        return Err(RestError::new(
            400,
            "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
            "entity type cannot be inserted",
        ));
    }
    spend_lock_fault(state, object)?;
    let mut fields = checked(state, object, body, true)?;
    let is_person = people::makes_person(state, object, body);
    if is_person {
        if fields.contains_key("Name") {
            return Err(RestError::of_fields(
                "INVALID_FIELD_FOR_INSERT_UPDATE",
                "Account: bad field names on insert/update call: Name",
                &["Name"],
            ));
        }
        fields.insert(String::from("IsPersonAccount"), Value::Bool(true));
        fields.insert(String::from("Name"), Value::from(derive::full_name(&fields)));
    }
    let missing: Vec<&str> = state
        .fields(object)
        .filter(|field| state.is_required(object, field) && fields.get(field.name).is_none_or(Value::is_null))
        .map(|field| field.name)
        .collect();
    if !missing.is_empty() {
        return Err(RestError::of_fields(
            "REQUIRED_FIELD_MISSING",
            format!("Required fields are missing: [{}]", missing.join(", ")),
            &missing,
        ));
    }
    fill_defaults(object, &mut fields);
    if object.field("OwnerId").is_some() && !fields.contains_key("OwnerId") {
        fields.insert(String::from("OwnerId"), Value::from(writer.user.as_str()));
    }
    if object.name == "Lead" && !writer.keeps_owner {
        assign(state, &mut fields);
    }
    check_record(state, object, &fields, None)?;
    forms::check(state, object, &fields)?;
    if !writer.save_duplicates || state.faults.is("duplicates", "block") {
        duplicates::check(state, object, &fields)?;
    }
    let id = state.store.next_id(object);
    let now = state.now_ms();
    fields.insert(String::from("Id"), Value::from(id.as_str()));
    fields.insert(String::from("CreatedDate"), Value::String(time::format_ms(now)));
    fields.insert(String::from("CreatedById"), Value::from(writer.user.as_str()));
    save(state, object, &id, fields, &writer.user, now);
    if is_person {
        people::follow(state, &id, &writer.user);
    }
    Ok(id)
}

fn fill_defaults(object: &Object, fields: &mut Fields) {
    for field in &object.fields {
        let default = field.default.filter(|_| !fields.contains_key(field.name));
        if let Some(default) = default {
            let value = match default {
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                text => Value::from(text),
            };
            fields.insert(String::from(field.name), value);
        }
    }
}

/// The admin's assignment rule gives new leads to a colleague.
fn assign(state: &State, fields: &mut Fields) {
    if let Some(name) = state.faults.text("lead-assignment")
        && let Some((id, _)) = state.store.rows("User").find(|(_, user)| user.text("Email") == Some(name))
    {
        fields.insert(String::from("OwnerId"), Value::from(id.as_str()));
    }
}

pub fn update(
    state: &mut State,
    writer: &Writer,
    object: &'static Object,
    id: &str,
    body: &Fields,
) -> Result<(), RestError> {
    let current = existing(state, object, id)?.fields.clone();
    if !object.writable || !state.may("edit", object) {
        return Err(RestError::of_fields(
            "INSUFFICIENT_ACCESS_OR_READONLY",
            "insufficient access rights on object id",
            &[],
        ));
    }
    spend_lock_fault(state, object)?;
    if current.get("IsConverted") == Some(&Value::Bool(true)) {
        return Err(RestError::of_fields(
            "CANNOT_UPDATE_CONVERTED_LEAD",
            "cannot reference converted lead",
            &[],
        ));
    }
    let mut fields = current;
    fields.extend(checked(state, object, body, false)?);
    check_record(state, object, &fields, Some(id))?;
    let now = state.now_ms();
    save(state, object, id, fields, &writer.user, now);
    if object.name == "Account" {
        people::follow(state, id, &writer.user);
    }
    Ok(())
}

pub fn delete(state: &mut State, object: &'static Object, id: &str) -> Result<(), RestError> {
    let mut record = existing(state, object, id)?.clone();
    if !object.writable || !state.may("delete", object) {
        return Err(RestError::of_fields(
            "INSUFFICIENT_ACCESS_OR_READONLY",
            "insufficient access rights on object id",
            &[],
        ));
    }
    spend_lock_fault(state, object)?;
    let now = state.now_ms();
    record.deleted = true;
    record.modified_ms = now;
    record.fields.insert(String::from("IsDeleted"), Value::Bool(true));
    record.fields.insert(String::from("SystemModstamp"), Value::String(time::format_ms(now)));
    state.store.put(object, String::from(id), record);
    Ok(())
}

/// The live record behind an id, or the 404 that says which way it is gone.
pub fn existing<'state>(
    state: &'state State,
    object: &Object,
    id: &str,
) -> Result<&'state Record, RestError> {
    match state.store.get(object.name, id) {
        Some(record) if record.deleted => Err(RestError {
            status: 404,
            ..RestError::of_fields("ENTITY_IS_DELETED", "entity is deleted", &[])
        }),
        Some(record) if record.visible_at_ms <= state.now_ms() && !record.hidden => Ok(record),
        Some(_) | None => Err(RestError::not_found()),
    }
}

/// Records whose external-id field holds this value; letter case does not count.
pub fn by_external_id(state: &State, object: &Object, field: &Field, value: &str) -> Vec<String> {
    state
        .store
        .rows(object.name)
        .filter(|(_, record)| !record.deleted)
        .filter(|(_, record)| record.text(field.name).is_some_and(|held| held.eq_ignore_ascii_case(value)))
        .map(|(id, _)| id.clone())
        .collect()
}

/// What came of an upsert (salesforce.md 6.5).
pub enum Upserted {
    Created(String),
    Updated(String),
    Ambiguous(Vec<String>),
}

pub fn upsert(
    state: &mut State,
    writer: &Writer,
    object: &'static Object,
    key: (&'static Field, &str),
    body: &Fields,
    update_only: bool,
) -> Result<Upserted, RestError> {
    let (field, value) = key;
    if let Some(extra) = body.keys().find(|name| name.eq_ignore_ascii_case(field.name)) {
        return Err(RestError::new(
            400,
            "INVALID_FIELD",
            format!("The {extra} field should not be specified in the sobject data."),
        ));
    }
    let mut found = by_external_id(state, object, field, value);
    match (found.pop(), found.is_empty()) {
        (Some(id), true) => {
            update(state, writer, object, &id, body)?;
            Ok(Upserted::Updated(id))
        }
        (Some(id), false) => {
            found.push(id);
            Ok(Upserted::Ambiguous(found))
        }
        (None, _) if update_only => Err(RestError::not_found()),
        (None, _) => {
            let mut fields = body.clone();
            fields.insert(String::from(field.name), Value::from(value));
            Ok(Upserted::Created(create(state, writer, object, &fields)?))
        }
    }
}

/// Body names and values to canonical names and stored values.
fn checked(
    state: &State,
    object: &'static Object,
    body: &Fields,
    creating: bool,
) -> Result<Fields, RestError> {
    let mut fields = Fields::new();
    for (name, value) in body {
        if name == "attributes" {
            continue;
        }
        if name.eq_ignore_ascii_case("id") {
            return Err(RestError::new(
                400,
                "INVALID_FIELD",
                "The Id field should not be specified in the sobject data.",
            ));
        }
        let field = state.field(object, name).ok_or_else(|| {
            RestError::new(
                400,
                "INVALID_FIELD",
                format!("No such column '{name}' on sobject of type {}", object.name),
            )
        })?;
        if !(if creating { field.createable } else { field.updateable }) {
            return Err(values::not_writable(field));
        }
        fields.insert(String::from(field.name), values::check(state, object, field, value)?);
    }
    Ok(fields)
}

/// Rules about a whole record rather than one field.
fn check_record(
    state: &State,
    object: &Object,
    fields: &Fields,
    own_id: Option<&str>,
) -> Result<(), RestError> {
    let text = |name: &str| fields.get(name).and_then(Value::as_str);
    if object.name == "Task"
        && text("WhatId").is_some()
        && text("WhoId").and_then(schema::object_of_id).is_some_and(|who| who.name == "Lead")
    {
        return Err(RestError::of_fields(
            "FIELD_INTEGRITY_EXCEPTION",
            "Related To ID: cannot be set when the Name ID is a lead",
            &["WhoId", "WhatId"],
        ));
    }
    let is_converted = |id: &str| {
        let lead = state.store.get("Lead", id);
        lead.is_some_and(|lead| lead.fields.get("IsConverted") == Some(&Value::Bool(true)))
    };
    if object.name == "Task"
        && state.faults.is_on("refuse-converted")
        && text("WhoId").is_some_and(is_converted)
    {
        return Err(RestError::of_fields(
            "CANNOT_UPDATE_CONVERTED_LEAD",
            "cannot reference converted lead",
            &[],
        ));
    }
    for field in object.fields.iter().filter(|field| field.external_id) {
        let Some(value) = text(field.name) else { continue };
        let other =
            by_external_id(state, object, field, value).into_iter().find(|id| Some(id.as_str()) != own_id);
        if let Some(other) = other {
            return Err(RestError::of_fields(
                "DUPLICATE_VALUE",
                format!("duplicate value found: {} duplicates value on record with id: {other}", field.name),
                &[],
            ));
        }
    }
    let rule = state.faults.text("validation-rule").and_then(|rule| rule.split_once(':'));
    match rule {
        Some((sobject, message)) if sobject.eq_ignore_ascii_case(object.name) => {
            Err(RestError::of_fields("FIELD_CUSTOM_VALIDATION_EXCEPTION", message, &[]))
        }
        Some(_) | None => Ok(()),
    }
}

fn spend_lock_fault(state: &mut State, object: &Object) -> Result<(), RestError> {
    if state.faults.spend("unable-to-lock-row") {
        return Err(RestError::of_fields(
            "UNABLE_TO_LOCK_ROW",
            format!(
                "unable to obtain exclusive access to this record or 1 records: {}",
                ids::make(object.prefix, 1)
            ),
            &[],
        ));
    }
    Ok(())
}

/// Stamps, derives and stores.
pub fn save(
    state: &mut State,
    object: &'static Object,
    id: &str,
    mut fields: Fields,
    user: &str,
    now_ms: i64,
) {
    let stamp = Value::String(time::format_ms(now_ms));
    fields.insert(String::from("LastModifiedDate"), stamp.clone());
    fields.insert(String::from("LastModifiedById"), Value::from(user));
    fields.insert(String::from("SystemModstamp"), stamp);
    fields.insert(String::from("IsDeleted"), Value::Bool(false));
    derive::fill(state, object, &mut fields, now_ms);
    let record = Record {
        fields,
        visible_at_ms: state.visible_at_ms(now_ms),
        indexed_at_ms: state.indexed_at_ms(now_ms),
        modified_ms: now_ms,
        deleted: false,
        hidden: state.store.get(object.name, id).is_some_and(|record| record.hidden),
    };
    state.store.put(object, String::from(id), record);
}

/// The answer to a successful create.
pub fn created_json(id: &str) -> Value {
    json!({ "id": id, "success": true, "errors": [] })
}
