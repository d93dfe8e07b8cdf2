//! The fields of this org's Task, for whoever sets up what entries hold (salesforce.md 4.1, 7.1).

use domain::settings::is_own_task_field;

use super::answer::{CallError, json};
use super::create::field_kind;
use super::key_field::keeps_out;
use super::schema::{Describe, DescribedField};
use super::{Salesforce, request};
use crate::crm::amend::EntryField;

/// Most fields listed. Orgs are allowed some hundred of their own on activities.
const FIELDS_MAX: usize = 800;

/// Types that no text can be put into.
const NO_TEXT: &[&str] = &["address", "location", "base64", "anyType", "complexvalue"];

impl Salesforce {
    /// Asked for whenever somebody looks: an admin who has just added a field wants to see it.
    pub(super) async fn list_task_fields(&self) -> Result<Vec<EntryField>, CallError> {
        let answer = self.sender.send(&request::describe("Task")).await?;
        Ok(listed(json::<Describe>(&answer.body)?.fields))
    }
}

fn listed(fields: Vec<DescribedField>) -> Vec<EntryField> {
    let offered = |field: &DescribedField| {
        field.createable && !is_own_task_field(&field.name) && !NO_TEXT.contains(&field.kind.as_str())
    };
    let mut fields: Vec<_> = fields.into_iter().filter(offered).take(FIELDS_MAX).map(entry_field).collect();
    fields.sort_by_cached_key(|field| (field.label.to_lowercase(), field.name.clone()));
    fields
}

fn entry_field(field: DescribedField) -> EntryField {
    EntryField {
        kind: field_kind(&field.kind, 0),
        length: (field.length > 0 && field.refers_to.is_empty()).then_some(field.length),
        keeps_doubles_out: keeps_out(field.createable, field.unique, field.external_id, field.length),
        label: if field.label.is_empty() { field.name.clone() } else { field.label },
        name: field.name,
        refers_to: field.refers_to,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use domain::create::FieldKind;
    use serde_json::json;

    use super::*;

    fn told(fields: serde_json::Value) -> Vec<EntryField> {
        listed(serde_json::from_value::<Describe>(json!({ "fields": fields })).unwrap().fields)
    }

    #[test]
    fn what_a_line_may_fill_is_listed_by_label() {
        let fields = told(json!([
            {"name": "WhoId", "label": "Name", "type": "reference", "createable": true, "referenceTo": ["Contact"]},
            {"name": "Subject", "label": "Subject", "type": "combobox", "createable": true, "length": 255},
            {"name": "CreatedDate", "label": "Created", "type": "datetime", "createable": false},
            {"name": "Where__c", "label": "Where", "type": "location", "createable": true},
            {"name": "Site__c", "label": "site", "type": "reference", "createable": true, "length": 18,
             "referenceTo": ["Account"]},
            {"name": "Region__c", "label": "Region", "type": "string", "createable": true, "length": 40},
            {"name": "Bare__c", "type": "double", "createable": true}
        ]));
        let shown: Vec<_> =
            fields.iter().map(|one| (one.name.as_str(), one.label.as_str(), one.kind, one.length)).collect();
        assert_eq!(
            shown,
            [
                ("Bare__c", "Bare__c", FieldKind::Number { decimals: 0 }, None),
                ("Region__c", "Region", FieldKind::Text, Some(40)),
                ("Site__c", "site", FieldKind::Record, None),
            ]
        );
        assert_eq!(fields[2].refers_to, ["Account"]);
    }

    #[test]
    fn only_a_long_unique_external_id_keeps_doubles_out() {
        let field = |name: &str, kind: &str, unique: bool, id: bool, length: usize| {
            json!({"name": name, "label": name, "type": kind, "createable": true, "unique": unique,
                   "externalId": id, "length": length})
        };
        let fields = told(json!([
            field("A__c", "string", true, true, 255),
            field("B__c", "string", true, true, 99),
            field("C__c", "string", false, true, 255),
            field("D__c", "string", true, false, 255),
            field("E__c", "email", true, true, 80),
            field("F__c", "string", true, true, 100)
        ]));
        let keys: Vec<_> =
            fields.iter().filter(|one| one.keeps_doubles_out).map(|one| one.name.as_str()).collect();
        assert_eq!(keys, ["A__c", "F__c"]);
    }
}
