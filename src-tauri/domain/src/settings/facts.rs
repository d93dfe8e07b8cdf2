//! What is told of a person besides who they are.

use serde::{Deserialize, Serialize};

/// Own fields told of a person: more would not fit beside what is told anyway.
pub const FACT_FIELDS_MAX: usize = 5;
/// Longest API name of a field, object included: 80 for each, and the dot.
const FIELD_NAME_MAX: usize = 161;

/// Facts on the pop, in details and in search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FactsSettings {
    /// Ask the CRM for them, once the name is known.
    pub enabled: bool,
    /// What is told, first first; what is left out is not asked for. The pop has three rows.
    pub show: Vec<FactKind>,
    /// Own fields by object and API name (`Contact.Region__c`).
    pub fields: Vec<String>,
    /// From this share of the org's API calls on, those that can be spared are (1 to 100).
    pub max_api_share_percent: u32,
}

impl Default for FactsSettings {
    fn default() -> Self {
        Self { enabled: true, show: FactKind::ALL.to_vec(), fields: Vec::new(), max_api_share_percent: 80 }
    }
}

/// One kind of fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactKind {
    Owner,
    Opportunity,
    Case,
    /// The own fields, in their order.
    Fields,
    NextTask,
    LastActivity,
    /// The latest three, below the rows wherever they stand.
    Activities,
}

impl FactKind {
    /// In the order that comes with the program.
    pub const ALL: [FactKind; 7] = [
        FactKind::Owner,
        FactKind::Opportunity,
        FactKind::Case,
        FactKind::Fields,
        FactKind::NextTask,
        FactKind::LastActivity,
        FactKind::Activities,
    ];
}

/// The objects whose fields can be told of.
const OBJECTS: [&str; 3] = ["Contact", "Lead", "Account"];

/// Object and name of an own field, if it reads as one.
#[must_use]
pub fn fact_field(path: &str) -> Option<(&str, &str)> {
    if path.len() > FIELD_NAME_MAX {
        return None;
    }
    let (object, name) = path.split_once('.')?;
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let plain = starts && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    (plain && OBJECTS.contains(&object)).then_some((object, name))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    #[test]
    fn fields_are_named_with_their_object() {
        assert_eq!(fact_field("Contact.Region__c"), Some(("Contact", "Region__c")));
        assert_eq!(fact_field("Account.Industry"), Some(("Account", "Industry")));
        for wrong in [
            "",
            "Region__c",
            "Contact.",
            "Contact.1st",
            "Contact.Account.Name",
            "contact.Region__c",
            "Opportunity.Name",
            "Lead.A B",
            "Lead.A) FROM User",
        ] {
            assert_eq!(fact_field(wrong), None, "{wrong}");
        }
        assert_eq!(fact_field(&format!("Lead.{}", "a".repeat(FIELD_NAME_MAX))), None);
    }
}
