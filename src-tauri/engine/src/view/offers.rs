//! Shapes of what Salesforce offers to whoever fills in a setting.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::FieldKindView;
use crate::crm::amend::EntryField;
use crate::problem::Problem;

/// The fields of Tasks that a line of further fields, or the key, can name.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct TaskFieldsView {
    /// By label.
    pub fields: Vec<TaskFieldView>,
    /// Salesforce could not be asked.
    pub problem: Option<Problem>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct TaskFieldView {
    /// API name.
    pub name: String,
    /// In the user's language.
    pub label: String,
    pub kind: FieldKindView,
    /// In characters.
    pub length: Option<u32>,
    /// Objects a lookup leads to.
    pub refers_to: Vec<String>,
    /// Unique, an external id and long enough for our key.
    pub keeps_doubles_out: bool,
}

impl From<EntryField> for TaskFieldView {
    fn from(field: EntryField) -> Self {
        Self {
            name: field.name,
            label: field.label,
            kind: field.kind.into(),
            length: field.length.and_then(|length| u32::try_from(length).ok()),
            refers_to: field.refers_to,
            keeps_doubles_out: field.keeps_doubles_out,
        }
    }
}
