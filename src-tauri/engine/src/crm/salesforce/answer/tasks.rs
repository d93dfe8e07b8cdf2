//! What is answered about Tasks: to a request that writes many, and to one that asks for them.

use domain::outbox::Written;
use serde::Deserialize;

use super::{ApiError, CallError, json, moment};

/// What came of one record of many (salesforce.md 8.1).
#[derive(Debug, PartialEq, Eq)]
pub enum TaskRow {
    Created { id: String },
    Refused { errors: Vec<ApiError> },
}

#[derive(Debug, Deserialize)]
struct RowResult {
    #[serde(default)]
    id: Option<String>,
    success: bool,
    #[serde(default)]
    errors: Vec<ApiError>,
}

/// The results of `count` records, in their order.
pub fn task_rows(body: &[u8], count: usize) -> Result<Vec<TaskRow>, CallError> {
    let results: Vec<RowResult> = json(body)?;
    if results.len() != count {
        return Err(CallError::Unusable { what: "not one result for each record" });
    }
    let row = |result: RowResult| match result {
        RowResult { success: true, id: Some(id), .. } if !id.is_empty() => Ok(TaskRow::Created { id }),
        RowResult { success: true, .. } => Err(CallError::Unusable { what: "created without an id" }),
        RowResult { errors, .. } => Ok(TaskRow::Refused { errors }),
    };
    results.into_iter().map(row).collect()
}

/// Whether a record was refused because another holds the same value in this unique field. The code
/// does not say in which: the field's API name stands in the message, in every language.
pub fn is_taken(error: &CallError, field: &str) -> bool {
    error.errors().iter().any(|error| error.code == "DUPLICATE_VALUE" && error.message.contains(field))
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct TaskRecord {
    id: String,
    #[serde(default)]
    call_object: String,
    created_date: String,
    created_by_id: String,
    last_modified_date: String,
}

/// The Tasks of a query, each with its key; `us` is the signed-in user.
pub fn task_records(rows: Vec<TaskRecord>, us: &str) -> Result<Vec<(String, Written)>, CallError> {
    let record = |row: TaskRecord| {
        let unreadable = CallError::Unusable { what: "a time that cannot be read" };
        let (Some(created), Some(modified)) = (moment(&row.created_date), moment(&row.last_modified_date))
        else {
            return Err(unreadable);
        };
        let ours = row.created_by_id == us;
        Ok((row.call_object, Written { id: row.id, ours, created, modified }))
    };
    rows.into_iter().map(record).collect()
}
