//! What an object is made of: kinds of fields and the catalogue they stand in. Must not know records or requests.
//! The catalogue itself is in `objects.rs`.

use std::sync::LazyLock;

use super::objects;

/// The kind of a field; decides its checks on write, its comparisons in a query and its line in a describe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Id,
    Text,
    LongText,
    Phone,
    Email,
    Url,
    Picklist { values: &'static [&'static str], restricted: bool },
    Combobox { values: &'static [&'static str] },
    Reference { to: &'static [&'static str], relationship: &'static str },
    Boolean,
    Int,
    Currency,
    Date,
    DateTime,
}

#[derive(Debug, Clone)]
pub struct Field {
    pub name: &'static str,
    pub label: &'static str,
    pub kind: Kind,
    pub length: usize,
    pub createable: bool,
    pub updateable: bool,
    pub nillable: bool,
    /// The value a create without this field gets.
    pub default: Option<&'static str>,
    pub defaulted_on_create: bool,
    pub external_id: bool,
    pub id_lookup: bool,
    pub is_name: bool,
    pub custom: bool,
    pub only_with: OnlyWith,
}

/// What an org must have switched on for a field to exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnlyWith {
    Nothing,
    PersonAccounts,
    CustomPhones,
    Segments,
    ManyCurrencies,
}

impl Field {
    pub fn new(name: &'static str, label: &'static str, kind: Kind, length: usize) -> Self {
        Self {
            name,
            label,
            kind,
            length,
            createable: true,
            updateable: true,
            nillable: true,
            default: None,
            defaulted_on_create: false,
            external_id: false,
            id_lookup: false,
            is_name: false,
            custom: false,
            only_with: OnlyWith::Nothing,
        }
    }

    pub fn required(mut self) -> Self {
        self.nillable = false;
        self
    }

    pub fn read_only(mut self) -> Self {
        self.createable = false;
        self.updateable = false;
        self
    }

    pub fn create_only(mut self) -> Self {
        self.updateable = false;
        self
    }

    /// Never null, filled by the platform when the client leaves it out.
    pub fn defaulted(mut self, value: Option<&'static str>) -> Self {
        self.nillable = false;
        self.defaulted_on_create = true;
        self.default = value;
        self
    }

    pub fn name_field(mut self) -> Self {
        self.is_name = true;
        self
    }

    pub fn lookup(mut self) -> Self {
        self.id_lookup = true;
        self
    }

    pub fn custom_external_id(mut self) -> Self {
        self.custom = true;
        self.external_id = true;
        self.id_lookup = true;
        self
    }

    pub fn only_with(mut self, only_with: OnlyWith) -> Self {
        self.only_with = only_with;
        self.custom |= only_with == OnlyWith::CustomPhones;
        self
    }

    /// Required on create as salesforce.md 5.4 defines it.
    pub fn is_required_on_create(&self) -> bool {
        self.createable && !self.nillable && !self.defaulted_on_create
    }
}

/// A list of records on another object that points here, as a sub-query names it.
#[derive(Debug, Clone, Copy)]
pub struct Child {
    pub relationship: &'static str,
    pub sobject: &'static str,
    pub field: &'static str,
}

#[derive(Debug, Clone)]
pub struct Object {
    pub name: &'static str,
    pub label: &'static str,
    pub plural: &'static str,
    pub prefix: &'static str,
    pub fields: Vec<Field>,
    pub children: Vec<Child>,
    /// False for the set-up objects a client can only read.
    pub writable: bool,
    pub searchable: bool,
}

impl Object {
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name.eq_ignore_ascii_case(name))
    }

    pub fn relationship(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| match field.kind {
            Kind::Reference { relationship, .. } => relationship.eq_ignore_ascii_case(name),
            Kind::Id
            | Kind::Text
            | Kind::LongText
            | Kind::Phone
            | Kind::Email
            | Kind::Url
            | Kind::Picklist { .. }
            | Kind::Combobox { .. }
            | Kind::Boolean
            | Kind::Int
            | Kind::Currency
            | Kind::Date
            | Kind::DateTime => false,
        })
    }
}

static OBJECTS: LazyLock<Vec<Object>> = LazyLock::new(objects::all);

/// Name of the custom Task field an admin adds for idempotent journaling (salesforce.md 7.5 B); off until switched on.
pub const CALL_KEY: &str = "Call_Key__c";

pub fn objects() -> &'static [Object] {
    &OBJECTS
}

pub fn object(name: &str) -> Option<&'static Object> {
    OBJECTS.iter().find(|object| object.name.eq_ignore_ascii_case(name))
}

/// The object a record id belongs to, by its key prefix.
pub fn object_of_id(id: &str) -> Option<&'static Object> {
    let prefix = id.get(..3)?;
    OBJECTS.iter().find(|object| object.prefix == prefix)
}
