//! What an org asks for when somebody is created, made of a describe and the page's layout
//! (salesforce.md 5.4).

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::create::{
    CHOICES_MAX, CreateKind, FIELDS_MAX, FieldChoice, FieldKind, Form, FormField, RecordType, standard_form,
};
use serde::Deserialize;
use serde_json::Value;

/// Fields that are offered on every form where the org has them.
const BASICS: &[&str] = &[
    "Salutation",
    "FirstName",
    "LastName",
    "AccountId",
    "Company",
    "Title",
    "Phone",
    "MobilePhone",
    "Email",
    "PersonTitle",
    "PersonMobilePhone",
    "PersonEmail",
    "LeadSource",
];
/// Fields that are not for a person to fill in here: whose record it is, and what the form itself
/// decides.
const OWN: &[&str] =
    &["OwnerId", "RecordTypeId", "Name", "IsUnreadByOwner", "IndividualId", "CurrencyIsoCode"];
/// Fields that only a business account has; a person account refuses or ignores them.
const BUSINESS_ONLY: &[&str] = &["ParentId", "TickerSymbol", "Ownership", "Site"];

/// The parts of a describe that a form needs.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Described {
    #[serde(default)]
    pub createable: bool,
    #[serde(default)]
    fields: Vec<Field>,
    #[serde(default)]
    record_type_infos: Vec<RecordTypeInfo>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Field {
    name: String,
    #[serde(default)]
    label: String,
    #[serde(default, rename = "type")]
    kind: String,
    #[serde(default)]
    createable: bool,
    #[serde(default)]
    nillable: bool,
    #[serde(default)]
    defaulted_on_create: bool,
    #[serde(default)]
    default_value: Value,
    #[serde(default)]
    length: u32,
    #[serde(default)]
    scale: u8,
    #[serde(default)]
    inline_help_text: Option<String>,
    #[serde(default)]
    restricted_picklist: bool,
    #[serde(default)]
    controller_name: Option<String>,
    #[serde(default)]
    picklist_values: Vec<Listed>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Listed {
    #[serde(default)]
    active: bool,
    #[serde(default)]
    default_value: bool,
    #[serde(default)]
    label: Option<String>,
    #[serde(default)]
    value: Option<String>,
    #[serde(default)]
    valid_for: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct RecordTypeInfo {
    #[serde(default)]
    active: bool,
    #[serde(default)]
    available: bool,
    #[serde(default)]
    default_record_type_mapping: bool,
    #[serde(default)]
    master: bool,
    #[serde(default)]
    name: String,
    #[serde(default)]
    record_type_id: String,
}

/// The pages of an object and what each record type has of its lists.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Layouts {
    #[serde(default)]
    layouts: Vec<Layout>,
    #[serde(default)]
    record_type_mappings: Vec<Mapping>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Layout {
    #[serde(default)]
    id: String,
    #[serde(default)]
    edit_layout_sections: Vec<Section>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Section {
    #[serde(default)]
    layout_rows: Vec<Row>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    #[serde(default)]
    layout_items: Vec<Item>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    #[serde(default)]
    layout_components: Vec<Component>,
}

/// A field, or several in one place: a name, an address.
#[derive(Debug, Clone, Deserialize)]
struct Component {
    #[serde(default, rename = "type")]
    kind: String,
    #[serde(default)]
    value: Option<String>,
    #[serde(default)]
    components: Vec<Component>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Mapping {
    #[serde(default)]
    record_type_id: String,
    #[serde(default)]
    layout_id: String,
    #[serde(default)]
    picklists_for_record_type: Option<Vec<OfRecordType>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct OfRecordType {
    #[serde(default)]
    picklist_name: String,
    #[serde(default)]
    picklist_values: Vec<Listed>,
}

/// One object of an org.
#[derive(Debug, Clone)]
pub struct Known {
    pub described: Described,
    pub layouts: Layouts,
}

impl Field {
    fn label(&self) -> &str {
        if self.label.is_empty() { &self.name } else { &self.label }
    }
}

impl Described {
    pub fn has_person_accounts(&self) -> bool {
        self.fields.iter().any(|field| field.name == "IsPersonAccount")
    }
}

impl Known {
    /// The form of one kind and record type; `None`: whatever the user gets by default.
    pub fn form(&self, kind: CreateKind, record_type: Option<&str>, has_person_accounts: bool) -> Form {
        let usable = |info: &&RecordTypeInfo| info.active && info.available && !info.master;
        let infos: Vec<_> = self.described.record_type_infos.iter().filter(usable).collect();
        let chosen = infos
            .iter()
            .find(|info| Some(info.record_type_id.as_str()) == record_type)
            .or_else(|| infos.iter().find(|info| info.default_record_type_mapping));
        let mapping = self.mapping(chosen.map(|info| info.record_type_id.as_str()));
        let placed = mapping.map(|mapping| self.placed(&mapping.layout_id)).unwrap_or_default();
        let mut fields: Vec<&Field> = placed
            .iter()
            .filter_map(|name| self.described.fields.iter().find(|field| field.name == *name))
            .filter(|field| is_offered(field, kind))
            .collect();
        // What the org wants is on the form wherever its page has it.
        let has_layout = !fields.is_empty();
        let besides = self.described.fields.iter().filter(|field| {
            is_offered(field, kind) && (is_required(field) || is_basic(field, kind) && !has_layout)
                || is_always(field, kind)
        });
        for field in besides {
            if !fields.iter().any(|known| known.name == field.name) {
                fields.push(field);
            }
        }
        if !has_layout {
            fields.sort_by_key(|field| basic_place(&field.name));
        }
        fields.truncate(FIELDS_MAX);
        let lists = mapping.and_then(|mapping| mapping.picklists_for_record_type.as_deref());
        let others =
            self.described.fields.iter().filter(|field| !fields.iter().any(|on| on.name == field.name));
        let labels = others.map(|field| (field.name.clone(), field.label().to_owned())).collect();
        let fields =
            fields.iter().map(|field| self.form_field(field, kind, lists.unwrap_or_default())).collect();
        Form {
            kind,
            record_types: if infos.len() > 1 {
                let named = infos.iter();
                named
                    .map(|info| RecordType { id: info.record_type_id.clone(), name: info.name.clone() })
                    .collect()
            } else {
                Vec::new()
            },
            record_type: chosen.map(|info| info.record_type_id.clone()),
            fields,
            has_person_accounts,
            labels,
        }
    }

    fn mapping(&self, record_type: Option<&str>) -> Option<&Mapping> {
        let all = &self.layouts.record_type_mappings;
        let is = |mapping: &&Mapping| record_type.is_some_and(|id| same_id(id, &mapping.record_type_id));
        // Without a record type of its own an object has one page, for the master type.
        all.iter().find(is).or_else(|| all.first().filter(|_| record_type.is_none()))
    }

    /// Names of fields in the order of a page.
    fn placed(&self, layout: &str) -> Vec<&str> {
        let found = self.layouts.layouts.iter().find(|known| known.id == layout);
        let Some(layout) = found.or_else(|| self.layouts.layouts.first()) else { return Vec::new() };
        let rows = layout.edit_layout_sections.iter().flat_map(|section| &section.layout_rows);
        let components = rows.flat_map(|row| &row.layout_items).flat_map(|item| &item.layout_components);
        let mut names = Vec::new();
        for component in components {
            for part in std::iter::once(component).chain(&component.components) {
                if part.kind == "Field"
                    && let Some(name) = part.value.as_deref()
                {
                    names.push(name);
                }
            }
        }
        names
    }

    fn form_field(&self, field: &Field, kind: CreateKind, lists: &[OfRecordType]) -> FormField {
        let of_type = lists.iter().find(|list| list.picklist_name == field.name);
        let offered = |listed: &Listed| {
            of_type.is_none_or(|of_type| {
                of_type.picklist_values.iter().any(|one| one.active && one.value == listed.value)
            })
        };
        let controller = field.controller_name.as_ref();
        let controller =
            controller.and_then(|name| self.described.fields.iter().find(|one| one.name == *name));
        let choices = field.picklist_values.iter().filter(|listed| listed.active && offered(listed));
        let choices = choices.take(CHOICES_MAX).filter_map(|listed| {
            let value = listed.value.clone()?;
            let with = controller.and_then(|controller| with(listed.valid_for.as_deref()?, controller));
            Some(FieldChoice { label: listed.label.clone().unwrap_or_else(|| value.clone()), value, with })
        });
        let choices: Vec<_> = choices.collect();
        let default =
            of_type.map_or(field.picklist_values.as_slice(), |list| list.picklist_values.as_slice());
        let default = default.iter().find(|listed| listed.default_value).and_then(|one| one.value.clone());
        let default = default.or_else(|| plain(&field.default_value));
        let field_kind = kind_of(field, kind);
        FormField {
            name: field.name.clone(),
            label: field.label().to_owned(),
            kind: field_kind,
            required: is_required(field) || (field.name == "LastName"),
            length_max: (field.length > 0 && field_kind != FieldKind::Account).then_some(field.length),
            default: default
                .filter(|_| field_kind != FieldKind::Checkbox || field.default_value == Value::Bool(true)),
            help: field.inline_help_text.clone().filter(|text| !text.trim().is_empty()),
            is_closed: field_kind == FieldKind::MultiPicklist
                || (field_kind == FieldKind::Picklist && (field.restricted_picklist || controller.is_some())),
            choices,
            controlled_by: controller.map(|controller| controller.name.clone()),
        }
    }
}

/// 15 or 18 characters (salesforce.md 1.5).
fn same_id(one: &str, other: &str) -> bool {
    one.get(..15).is_some_and(|one| other.get(..15) == Some(one))
}

/// Required on create (salesforce.md 5.4); a checkbox is never nothing.
fn is_required(field: &Field) -> bool {
    field.createable && !field.nillable && !field.defaulted_on_create && field.kind != "boolean"
}

fn is_offered(field: &Field, kind: CreateKind) -> bool {
    let of_person = field.name.starts_with("Person") || field.name.ends_with("__pc");
    let fits = match kind {
        CreateKind::Contact | CreateKind::Lead => !of_person,
        CreateKind::PersonAccount => !BUSINESS_ONLY.contains(&field.name.as_str()),
    };
    let is_value =
        !matches!(field.kind.as_str(), "id" | "address" | "location" | "base64" | "time" | "anyType");
    // Other records are named by nothing a person could type; only where the org insists.
    let is_typed = field.kind != "reference" || is_account(field, kind) || is_required(field);
    field.createable && fits && is_value && is_typed && !OWN.contains(&field.name.as_str())
}

fn is_basic(field: &Field, kind: CreateKind) -> bool {
    let names_a_person = kind != CreateKind::PersonAccount || field.name != "AccountId";
    BASICS.contains(&field.name.as_str()) && names_a_person
}

/// Whatever the page has: without these there is nobody to create, and no number to be found by.
fn is_always(field: &Field, kind: CreateKind) -> bool {
    let always = ["FirstName", "LastName", "Phone", "MobilePhone", "PersonMobilePhone"];
    is_offered(field, kind) && always.contains(&field.name.as_str())
}

fn basic_place(name: &str) -> usize {
    BASICS.iter().position(|basic| *basic == name).unwrap_or(BASICS.len())
}

fn is_account(field: &Field, kind: CreateKind) -> bool {
    kind == CreateKind::Contact && field.name == "AccountId"
}

fn kind_of(field: &Field, kind: CreateKind) -> FieldKind {
    if is_account(field, kind) { FieldKind::Account } else { field_kind(&field.kind, field.scale) }
}

/// What a field of this type takes. `scale`: digits behind the point.
pub fn field_kind(kind: &str, scale: u8) -> FieldKind {
    match kind {
        "textarea" => FieldKind::LongText,
        "email" => FieldKind::Email,
        "phone" => FieldKind::Phone,
        "url" => FieldKind::Url,
        "int" => FieldKind::Number { decimals: 0 },
        "double" | "currency" | "percent" => FieldKind::Number { decimals: scale },
        "boolean" => FieldKind::Checkbox,
        "date" => FieldKind::Date,
        "datetime" => FieldKind::DateTime,
        "picklist" | "combobox" => FieldKind::Picklist,
        "multipicklist" => FieldKind::MultiPicklist,
        "reference" => FieldKind::Record,
        _ => FieldKind::Text,
    }
}

/// Which values of the controlling field a value goes with: one bit for each of them, the first in
/// the highest bit of the first byte. A checkbox has two, unchecked first.
fn with(valid_for: &str, controller: &Field) -> Option<Vec<String>> {
    let bytes = STANDARD.decode(valid_for).ok()?;
    let is_set = |at: usize| bytes.get(at / 8).is_some_and(|byte| byte & (0x80 >> (at % 8)) != 0);
    if controller.kind == "boolean" {
        let values = ["false", "true"].into_iter().enumerate();
        return Some(values.filter(|(at, _)| is_set(*at)).map(|(_, value)| value.to_owned()).collect());
    }
    let values = controller.picklist_values.iter().enumerate();
    Some(values.filter(|(at, _)| is_set(*at)).filter_map(|(_, listed)| listed.value.clone()).collect())
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// API names of the form's fields by their kind, for values on the wire.
pub fn standard_kinds(kind: CreateKind) -> HashMap<String, FieldKind> {
    standard_form(kind).fields.into_iter().map(|field| (field.name, field.kind)).collect()
}

#[cfg(test)]
mod tests;
