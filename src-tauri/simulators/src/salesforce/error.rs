//! Refusals of the REST layer, in the shapes of salesforce.md 3.4, 6.3 and 6.4.

use serde_json::{Value, json};

/// One refusal: becomes a one-element array on the wire, or an entry of a collection's result.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{code}: {message}")]
pub struct RestError {
    pub status: u16,
    pub code: &'static str,
    pub message: String,
    /// Present for record validation, absent for everything else.
    pub fields: Option<Vec<String>>,
    /// What a duplicate rule says besides, and the member it says it in.
    pub duplicates: Option<(&'static str, Box<Value>)>,
}

impl RestError {
    pub fn new(status: u16, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), fields: None, duplicates: None }
    }

    pub fn of_fields(code: &'static str, message: impl Into<String>, fields: &[&str]) -> Self {
        Self {
            fields: Some(fields.iter().map(|field| String::from(*field)).collect()),
            ..Self::new(400, code, message)
        }
    }

    pub fn not_found() -> Self {
        Self::new(404, "NOT_FOUND", "The requested resource does not exist")
    }

    pub fn method_not_allowed() -> Self {
        Self::new(405, "METHOD_NOT_ALLOWED", "HTTP Method not allowed for this resource")
    }

    pub fn session_invalid() -> Self {
        Self::new(401, "INVALID_SESSION_ID", "Session expired or invalid")
    }

    pub fn broken_jwt() -> Self {
        Self::new(401, "INVALID_AUTH_HEADER", "INVALID_JWT_FORMAT")
    }

    pub fn bad_json(message: impl Into<String>) -> Self {
        Self::new(400, "JSON_PARSER_ERROR", message)
    }

    pub fn invalid_type(sobject: &str) -> Self {
        Self::new(
            400,
            "INVALID_TYPE",
            format!(
                "sObject type '{sobject}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name."
            ),
        )
    }

    pub fn no_such_column(column: &str, sobject: &str) -> Self {
        Self::new(
            400,
            "INVALID_FIELD",
            format!(
                "No such column '{column}' on entity '{sobject}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name."
            ),
        )
    }

    /// The member of the array a single request is answered with.
    pub fn to_json(&self) -> Value {
        let mut body = json!({ "message": self.message, "errorCode": self.code });
        if let Some(fields) = &self.fields {
            body["fields"] = json!(fields);
        }
        if let Some((spelling, duplicates)) = &self.duplicates {
            body[*spelling] = (**duplicates).clone();
        }
        body
    }

    /// The same refusal inside a collection's result, where the member is called `statusCode` (salesforce.md 8.1).
    pub fn to_collection_json(&self) -> Value {
        json!({ "statusCode": self.code, "message": self.message, "fields": self.fields.clone().unwrap_or_default() })
    }
}
