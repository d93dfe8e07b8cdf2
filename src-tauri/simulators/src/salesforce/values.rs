//! One field's value on its way in: type, length, format and what it points at (salesforce.md 6.3).

use serde_json::{Number, Value};

use super::error::RestError;
use super::ids;
use super::schema::{self, Field, Kind, Object};
use super::state::State;
use super::time;

/// `CallDurationInSeconds` and its like hold eight digits.
const INT_MAX: i64 = 99_999_999;
/// A currency field of eighteen digits with two decimals holds sixteen before the point.
const CURRENCY_MAX: f64 = 1e16;

/// The stored form of what a client sent, or why not. Empty text is null.
pub fn check(
    state: &State,
    object: &Object,
    field: &'static Field,
    value: &Value,
) -> Result<Value, RestError> {
    if value.is_null() || value.as_str().is_some_and(str::is_empty) {
        return check_null(field);
    }
    match field.kind {
        Kind::Text | Kind::Phone | Kind::Url | Kind::LongText | Kind::Combobox { .. } => {
            check_text(field, value)
        }
        Kind::Email => check_email(field, value),
        Kind::Picklist { values, restricted } => check_picklist(field, value, values, restricted),
        Kind::Reference { to, .. } => check_reference(state, object, field, value, to),
        Kind::Boolean => check_boolean(field, value),
        Kind::Int => check_int(field, value),
        Kind::Currency => check_currency(field, value),
        Kind::Date => check_date(field, value),
        Kind::DateTime => {
            let text = text_of(value)?;
            let at = time::parse_ms(text).ok_or_else(|| cannot_read(field, value))?;
            Ok(Value::String(time::format_ms(at)))
        }
        Kind::Id => Err(not_writable(field)),
    }
}

pub fn not_writable(field: &Field) -> RestError {
    RestError::of_fields(
        "INVALID_FIELD_FOR_INSERT_UPDATE",
        format!(
            "Unable to create/update fields: {}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.",
            field.name
        ),
        &[field.name],
    )
}

fn check_null(field: &Field) -> Result<Value, RestError> {
    match field.kind {
        Kind::Boolean => Err(cannot_read(field, &Value::Null)),
        Kind::Id
        | Kind::Text
        | Kind::LongText
        | Kind::Phone
        | Kind::Email
        | Kind::Url
        | Kind::Picklist { .. }
        | Kind::Combobox { .. }
        | Kind::Reference { .. }
        | Kind::Int
        | Kind::Currency
        | Kind::Date
        | Kind::DateTime => {
            if field.nillable {
                Ok(Value::Null)
            } else {
                Err(RestError::of_fields(
                    "REQUIRED_FIELD_MISSING",
                    format!("Required fields are missing: [{}]", field.name),
                    &[field.name],
                ))
            }
        }
    }
}

fn text_of(value: &Value) -> Result<&str, RestError> {
    value.as_str().ok_or_else(|| {
        let found = match value {
            Value::Number(_) => "VALUE_NUMBER_INT",
            Value::Bool(true) => "VALUE_TRUE",
            Value::Bool(false) => "VALUE_FALSE",
            Value::Array(_) => "START_ARRAY",
            Value::Object(_) => "START_OBJECT",
            Value::Null | Value::String(_) => "VALUE_NULL",
        };
        RestError::bad_json(format!(
            "Cannot deserialize instance of string from {found} value {value} or request may be missing a required field at [line:1, column:1]"
        ))
    })
}

fn cannot_read(field: &Field, value: &Value) -> RestError {
    RestError::bad_json(format!(
        "Cannot deserialize instance of {} from value {value} or request may be missing a required field at [line:1, column:1]",
        super::describe::type_name(field.kind)
    ))
}

fn check_text(field: &Field, value: &Value) -> Result<Value, RestError> {
    let text = text_of(value)?;
    if text.chars().count() > field.length {
        return Err(RestError::of_fields(
            "STRING_TOO_LONG",
            format!("{}: data value too large: {text} (max length={})", field.label, field.length),
            &[field.name],
        ));
    }
    Ok(Value::from(text))
}

fn check_email(field: &Field, value: &Value) -> Result<Value, RestError> {
    let checked = check_text(field, value)?;
    let text = checked.as_str().unwrap_or_default();
    let well_formed = text.split_once('@').is_some_and(|(local, host)| {
        !local.is_empty()
            && !host.contains('@')
            && host.contains('.')
            && !host.starts_with('.')
            && !host.ends_with('.')
            && !text.contains(char::is_whitespace)
            && !text.contains(['<', '>', ',', ';'])
    });
    if !well_formed {
        return Err(RestError::of_fields(
            "INVALID_EMAIL_ADDRESS",
            format!("{}: invalid email address: {text}", field.label),
            &[field.name],
        ));
    }
    Ok(checked)
}

fn check_picklist(
    field: &Field,
    value: &Value,
    values: &[&str],
    restricted: bool,
) -> Result<Value, RestError> {
    let checked = check_text(field, value)?;
    let text = checked.as_str().unwrap_or_default();
    if restricted && !values.contains(&text) {
        return Err(RestError::of_fields(
            "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
            format!("{}: bad value for restricted picklist field: {text}", field.label),
            &[field.name],
        ));
    }
    Ok(checked)
}

fn check_reference(
    state: &State,
    object: &Object,
    field: &'static Field,
    value: &Value,
    to: &[&str],
) -> Result<Value, RestError> {
    let text = text_of(value)?;
    let wrong_type = |code| {
        RestError::of_fields(
            code,
            format!("{}: id value of incorrect type: {text}", field.label),
            &[field.name],
        )
    };
    let id = ids::parse(text).ok_or_else(|| wrong_type("MALFORMED_ID"))?;
    let is_task_link = matches!(object.name, "Task" | "Event") && matches!(field.name, "WhoId" | "WhatId");
    if to == ["RecordType"]
        && super::forms::is_record_type(&id)
        && super::forms::has_record_types(state, object)
    {
        return Ok(Value::String(id));
    }
    let Some(target) = schema::object_of_id(&id).filter(|target| to.contains(&target.name)) else {
        return Err(wrong_type(if is_task_link { "FIELD_INTEGRITY_EXCEPTION" } else { "MALFORMED_ID" }));
    };
    let Some(record) = state.store.get(target.name, &id) else {
        return Err(RestError::of_fields(
            "INVALID_CROSS_REFERENCE_KEY",
            "invalid cross reference id",
            &[field.name],
        ));
    };
    if record.deleted {
        return Err(RestError {
            status: 404,
            ..RestError::of_fields("ENTITY_IS_DELETED", "entity is deleted", &[])
        });
    }
    if field.name == "OwnerId" && !state.is_active_user(&id) {
        return Err(RestError::of_fields(
            "INACTIVE_OWNER_OR_USER",
            format!(
                "operation performed with inactive user [{id}] as owner of {}",
                object.label.to_lowercase()
            ),
            &["OwnerId"],
        ));
    }
    if field.name == "WhoId" && record.fields.get("IsConverted") == Some(&Value::Bool(true)) {
        return Err(RestError::of_fields(
            "CANNOT_UPDATE_CONVERTED_LEAD",
            "cannot reference converted lead",
            &[],
        ));
    }
    Ok(Value::String(id))
}

fn check_boolean(field: &Field, value: &Value) -> Result<Value, RestError> {
    match value {
        Value::Bool(flag) => Ok(Value::Bool(*flag)),
        Value::String(text) if text.eq_ignore_ascii_case("true") => Ok(Value::Bool(true)),
        Value::String(text) if text.eq_ignore_ascii_case("false") => Ok(Value::Bool(false)),
        Value::String(_) | Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            Err(cannot_read(field, value))
        }
    }
}

fn check_int(field: &Field, value: &Value) -> Result<Value, RestError> {
    let number = match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.parse().ok(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    let number = number.ok_or_else(|| cannot_read(field, value))?;
    if !(0..=INT_MAX).contains(&number) {
        return Err(RestError::of_fields(
            "NUMBER_OUTSIDE_VALID_RANGE",
            format!("{}: value outside of valid range on numeric field: {number}", field.label),
            &[field.name],
        ));
    }
    Ok(Value::from(number))
}

fn check_currency(field: &Field, value: &Value) -> Result<Value, RestError> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.parse().ok(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    let number = number.filter(|number| number.is_finite()).ok_or_else(|| cannot_read(field, value))?;
    if number.abs() >= CURRENCY_MAX {
        return Err(RestError::of_fields(
            "NUMBER_OUTSIDE_VALID_RANGE",
            format!("{}: value outside of valid range on numeric field: {number}", field.label),
            &[field.name],
        ));
    }
    Ok(Number::from_f64(number).map_or(Value::Null, Value::Number))
}

fn check_date(field: &Field, value: &Value) -> Result<Value, RestError> {
    let text = text_of(value)?;
    let date = time::parse_date(text).or_else(|| time::parse_ms(text).map(time::date_of_ms));
    date.map(|date| Value::String(date.to_string())).ok_or_else(|| cannot_read(field, value))
}
