//! What of the org's objects this user can see: made from describes, with the standard fields
//! where there is none (salesforce.md 4.1, 5).

use domain::caller::PersonKind;
use serde::Deserialize;

/// Most phone fields read of one object, so that a search stays a short address.
const PHONE_FIELDS_MAX: usize = 30;

/// An object that can call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Object {
    Contact,
    Lead,
    Account,
    User,
}

/// What a field is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldUse {
    /// Callers are found by it.
    Lookup,
    /// It stands on the pop.
    Shown,
}

/// Fields that are there for everybody where they exist at all (salesforce.md 4.9).
const ALWAYS_VISIBLE: &[&str] =
    &["LastActivityDate", "LastModifiedDate", "IsPersonAccount", "PersonContactId"];

impl Object {
    /// In the order they stand in a search.
    pub const ALL: [Object; 4] = [Object::Contact, Object::Lead, Object::Account, Object::User];

    pub const fn name(self) -> &'static str {
        match self {
            Object::Contact => "Contact",
            Object::Lead => "Lead",
            Object::Account => "Account",
            Object::User => "User",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Object::ALL.into_iter().find(|object| object.name() == name)
    }

    pub const fn kind(self) -> PersonKind {
        match self {
            Object::Contact => PersonKind::Contact,
            Object::Lead => PersonKind::Lead,
            Object::Account => PersonKind::Account,
            Object::User => PersonKind::User,
        }
    }

    /// Rows that are somebody now.
    pub const fn filter(self) -> Option<&'static str> {
        match self {
            Object::Lead => Some("IsConverted = false"),
            Object::User => Some("IsActive = true"),
            Object::Contact | Object::Account => None,
        }
    }

    /// Every field that is of use here and that field-level security can hide, and what for.
    /// `has_person_accounts`: the org has the fields of person accounts.
    pub fn used(self, has_person_accounts: bool) -> impl Iterator<Item = (&'static str, FieldUse)> {
        let phones = self.standard_phones().iter().map(|name| (*name, FieldUse::Lookup));
        let shown = self.wanted().iter().filter(|name| !ALWAYS_VISIBLE.contains(name));
        let shown = shown.map(|name| (*name, FieldUse::Shown));
        phones.chain(shown).filter(move |(name, _)| has_person_accounts || !name.starts_with("Person"))
    }

    /// Phone fields every org has, in the order people fill them; `Fax` last, as it never calls.
    const fn standard_phones(self) -> &'static [&'static str] {
        match self {
            Object::Contact => &["Phone", "MobilePhone", "HomePhone", "OtherPhone", "AssistantPhone", "Fax"],
            Object::Lead => &["Phone", "MobilePhone", "Fax"],
            Object::Account => &[
                "Phone",
                "PersonMobilePhone",
                "PersonHomePhone",
                "PersonOtherPhone",
                "PersonAssistantPhone",
                "Fax",
            ],
            Object::User => &["Phone", "MobilePhone", "Extension", "Fax"],
        }
    }

    /// Other fields read where the user can see them.
    const fn wanted(self) -> &'static [&'static str] {
        match self {
            Object::Contact => &[
                "Title",
                "Email",
                "DoNotCall",
                "AccountId",
                "LastActivityDate",
                "LastModifiedDate",
                "IsPersonAccount",
            ],
            Object::Lead => &[
                "Title",
                "Company",
                "Email",
                "DoNotCall",
                "LastActivityDate",
                "LastModifiedDate",
                "IsConverted",
                "ConvertedContactId",
            ],
            Object::Account => &[
                "LastActivityDate",
                "LastModifiedDate",
                "IsPersonAccount",
                "PersonContactId",
                "PersonTitle",
                "PersonEmail",
                "PersonDoNotCall",
            ],
            Object::User => &["Title", "Email", "CompanyName", "LastModifiedDate"],
        }
    }

    /// A parent's name, and the field that must be visible for it.
    const fn parents(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Object::Contact => &[("AccountId", "Account.Name"), ("OwnerId", "Owner.Name")],
            Object::Lead | Object::Account => &[("OwnerId", "Owner.Name")],
            Object::User => &[],
        }
    }
}

/// Relationship from a lead to the contact it became.
pub const CONVERTED_CONTACT: &str = "ConvertedContact";
/// What is read of that contact, where the user can see it.
const FOLLOWED: [&str; 9] = [
    "Id",
    "Name",
    "Title",
    "Email",
    "DoNotCall",
    "AccountId",
    "Account.Name",
    "Owner.Name",
    "LastModifiedDate",
];

/// A phone field and what the org calls it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhoneField {
    pub name: String,
    pub label: String,
}

/// Any other field of an object, as facts may be told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherField {
    pub name: String,
    pub label: String,
    /// As a describe names it (`picklist`).
    pub kind: String,
    /// Through which a reference leads to its record.
    pub relationship: Option<String>,
    /// Values whose label is another word.
    pub labels: Vec<(String, String)>,
}

/// What is asked of one object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    pub object: Object,
    pub select: Vec<String>,
    pub phones: Vec<PhoneField>,
    /// Everything the user can see of it; nothing where it was not described.
    pub fields: Vec<OtherField>,
    /// A converted lead is read as the contact it became.
    pub follows_conversions: bool,
}

/// Every object this user can see, in search order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Schema {
    pub shapes: Vec<Shape>,
}

impl Schema {
    pub fn shape(&self, object: Object) -> Option<&Shape> {
        self.shapes.iter().find(|shape| shape.object == object)
    }

    /// Reads converted leads as the contacts they became, in the same request, where the user can
    /// see both (salesforce.md 4.8).
    pub fn follow_conversions(&mut self) {
        let Some(contact) = self.shape(Object::Contact) else { return };
        let of_contact = contact.select.iter().filter(|name| FOLLOWED.contains(&name.as_str()));
        let of_contact: Vec<_> = of_contact.map(|name| format!("{CONVERTED_CONTACT}.{name}")).collect();
        let Some(lead) = self.shapes.iter_mut().find(|shape| shape.object == Object::Lead) else { return };
        if lead.select.iter().any(|name| name == "ConvertedContactId") {
            lead.select.extend(of_contact);
            lead.follows_conversions = true;
        }
    }

    /// What is taken for granted where nothing was described.
    pub fn standard() -> Self {
        Self { shapes: [Object::Contact, Object::Lead, Object::Account].map(Shape::standard).into() }
    }
}

/// The parts of a describe that matter here (salesforce.md 5.4).
#[derive(Debug, Deserialize)]
pub struct Describe {
    pub fields: Vec<DescribedField>,
}

#[derive(Debug, Deserialize)]
pub struct DescribedField {
    pub name: String,
    #[serde(default)]
    pub label: String,
    #[serde(default, rename = "type")]
    pub kind: String,
    #[serde(default)]
    pub createable: bool,
    #[serde(default)]
    pub unique: bool,
    #[serde(default, rename = "externalId")]
    pub external_id: bool,
    /// In characters; 0 where the field holds no text.
    #[serde(default)]
    pub length: usize,
    #[serde(default, rename = "relationshipName")]
    pub relationship: Option<String>,
    /// Objects a lookup leads to.
    #[serde(default, rename = "referenceTo")]
    pub refers_to: Vec<String>,
    #[serde(default, rename = "picklistValues")]
    pub values: Vec<PicklistValue>,
}

#[derive(Debug, Deserialize)]
pub struct PicklistValue {
    #[serde(default)]
    pub label: Option<String>,
    #[serde(default)]
    pub value: Option<String>,
}

impl DescribedField {
    fn other(&self) -> OtherField {
        let labels = self.values.iter().filter_map(|one| one.value.clone().zip(one.label.clone()));
        OtherField {
            name: self.name.clone(),
            label: self.label.clone(),
            kind: self.kind.clone(),
            relationship: self.relationship.clone().filter(|name| is_plain_name(name)),
            labels: labels.filter(|(value, label)| value != label).collect(),
        }
    }
}

impl Shape {
    pub fn standard(object: Object) -> Self {
        // Person accounts' fields exist in few orgs only.
        let person_only = |name: &str| name.starts_with("Person") || name == "IsPersonAccount";
        let phones = object.standard_phones().iter().filter(|name| !person_only(name));
        let phones: Vec<_> =
            phones.map(|name| PhoneField { name: (*name).into(), label: (*name).into() }).collect();
        Self::build(object, phones, |name| !person_only(name))
    }

    pub fn described(object: Object, describe: &Describe) -> Self {
        let standard = object.standard_phones();
        let place = |name: &str| match standard.iter().position(|known| *known == name) {
            Some(at) if standard.get(at) == Some(&"Fax") => usize::MAX,
            Some(at) => at,
            None => standard.len(),
        };
        let mut phones: Vec<_> = describe
            .fields
            .iter()
            .filter(|field| is_plain_name(&field.name))
            .filter(|field| field.kind == "phone" || standard.contains(&field.name.as_str()))
            .map(|field| PhoneField { name: field.name.clone(), label: field.label.clone() })
            .collect();
        phones.sort_by_key(|phone| place(&phone.name));
        phones.truncate(PHONE_FIELDS_MAX);
        let shape =
            Self::build(object, phones, |name| describe.fields.iter().any(|field| field.name == name));
        let fields = describe.fields.iter().filter(|field| is_plain_name(&field.name));
        Self { fields: fields.map(DescribedField::other).collect(), ..shape }
    }

    /// A field this user can see.
    pub fn field(&self, name: &str) -> Option<&OtherField> {
        self.fields.iter().find(|field| field.name == name)
    }

    fn build(object: Object, phones: Vec<PhoneField>, visible: impl Fn(&str) -> bool) -> Self {
        let mut select = vec!["Id".to_owned(), "Name".to_owned()];
        select.extend(object.wanted().iter().filter(|name| visible(name)).map(|name| (*name).to_owned()));
        let parents = object.parents().iter().filter(|(field, _)| visible(field));
        select.extend(parents.map(|(_, path)| (*path).to_owned()));
        select.extend(phones.iter().map(|phone| phone.name.clone()));
        Self { object, select, phones, fields: Vec::new(), follows_conversions: false }
    }

    /// Contacts can be the shadow of a person account (salesforce.md 4.9).
    pub fn is_shadow_possible(&self) -> bool {
        self.object == Object::Contact && self.select.iter().any(|name| name == "IsPersonAccount")
    }

    /// Rows that are somebody now, or lead to somebody.
    pub fn filter(&self) -> Option<&'static str> {
        if self.follows_conversions { None } else { self.object.filter() }
    }
}

/// API names are letters, digits and underscores; anything else does not go into a query.
fn is_plain_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn field(name: &str, kind: &str) -> DescribedField {
        let (relationship, values) = (None, Vec::new());
        let (label, kind) = (format!("{name}!"), kind.into());
        let (unique, external_id, length) = (false, false, 80);
        let name = name.into();
        DescribedField {
            name,
            label,
            kind,
            createable: true,
            unique,
            external_id,
            length,
            relationship,
            refers_to: Vec::new(),
            values,
        }
    }

    #[test]
    fn only_visible_fields_are_asked_for_custom_phones_included_and_fax_last() {
        let describe = Describe {
            fields: vec![
                field("Id", "id"),
                field("Fax", "phone"),
                field("Direct__c", "phone"),
                field("Evil) FROM", "phone"),
                field("MobilePhone", "phone"),
                field("Phone", "phone"),
                field("OwnerId", "reference"),
                field("Email", "email"),
            ],
        };
        let shape = Shape::described(Object::Contact, &describe);
        assert_eq!(
            shape.select,
            ["Id", "Name", "Email", "Owner.Name", "Phone", "MobilePhone", "Direct__c", "Fax"]
        );
        assert_eq!(shape.phones[1], PhoneField { name: "MobilePhone".into(), label: "MobilePhone!".into() });
    }

    #[test]
    fn the_standard_account_has_no_person_fields() {
        let shape = Shape::standard(Object::Account);
        assert_eq!(
            shape.select,
            ["Id", "Name", "LastActivityDate", "LastModifiedDate", "Owner.Name", "Phone", "Fax"]
        );
    }
}
