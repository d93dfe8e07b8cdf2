//! What an admin adds to a form: a required list, one that depends on it, record types, pages, and
//! refusals of any kind (salesforce.md 5.3, 6.3).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::error::RestError;
use super::schema::{Field, Kind, Object, OnlyWith};
use super::state::State;
use super::store::Fields;

pub const SEGMENT: &str = "Customer_Segment__c";
pub const LEVEL: &str = "Service_Level__c";
const SEGMENTS: &[&str] = &["Trade", "Public", "Craft"];
const LEVELS: &[&str] = &["Gold", "Silver", "Basic"];
/// Which levels go with which segment.
const PAIRS: &[(&str, &[&str])] =
    &[("Gold", &["Trade"]), ("Silver", &["Trade", "Craft"]), ("Basic", &["Trade", "Public", "Craft"])];
/// Record types of contacts, the default one first.
const RECORD_TYPES: &[(&str, &str)] =
    &[("012000000000001AAA", "Customer"), ("012000000000002AAA", "Partner")];
pub const MASTER: &str = "012000000000000AAA";

/// The fields of an org with segments.
pub fn fields() -> Vec<Field> {
    let list = |name, label, values| {
        let field = Field::new(name, label, Kind::Picklist { values, restricted: true }, 255);
        Field { custom: true, ..field.only_with(OnlyWith::Segments) }
    };
    vec![list(SEGMENT, "Customer segment", SEGMENTS).required(), list(LEVEL, "Service level", LEVELS)]
}

/// The field that says which values a list has.
pub fn controller(field: &Field) -> Option<&'static str> {
    (field.name == LEVEL).then_some(SEGMENT)
}

/// One bit for each value of the controlling field, the first in the highest bit of the first byte.
pub fn valid_for(field: &Field, value: &str) -> Option<String> {
    controller(field)?;
    let (_, with) = PAIRS.iter().find(|(level, _)| *level == value)?;
    let bits = SEGMENTS.iter().enumerate().filter(|(_, segment)| with.contains(segment));
    let byte = bits.fold(0_u8, |byte, (at, _)| byte | 0x80 >> at);
    Some(STANDARD.encode([byte, 0, 0]))
}

/// What only a whole record can be wrong about.
pub fn check(state: &State, object: &Object, fields: &Fields) -> Result<(), RestError> {
    for refusal in state.faults.all("refuse-create") {
        let mut parts = refusal.splitn(4, ':');
        let (sobject, code, field) = (parts.next(), parts.next(), parts.next().unwrap_or_default());
        if sobject.is_some_and(|named| named.eq_ignore_ascii_case(object.name)) {
            let code = CODES.iter().find(|known| Some(**known) == code).unwrap_or(&"UNKNOWN_EXCEPTION");
            let named: &[&str] = if field.is_empty() { &[] } else { &[field] };
            return Err(RestError::of_fields(code, parts.next().unwrap_or_default(), named));
        }
    }
    let text = |name: &str| fields.get(name).and_then(Value::as_str);
    if let (true, Some(level)) = (state.faults.is_on("segments"), text(LEVEL)) {
        let fits = PAIRS.iter().any(|(known, with)| {
            *known == level && text(SEGMENT).is_some_and(|segment| with.contains(&segment))
        });
        if !fits {
            return Err(RestError::of_fields(
                "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
                format!("Service level: bad value for restricted picklist field: {level}"),
                &[LEVEL],
            ));
        }
    }
    Ok(())
}

/// Codes of salesforce.md 6.3 that a create can be refused with.
pub const CODES: &[&str] = &[
    "REQUIRED_FIELD_MISSING",
    "STRING_TOO_LONG",
    "INVALID_EMAIL_ADDRESS",
    "FIELD_CUSTOM_VALIDATION_EXCEPTION",
    "INVALID_FIELD_FOR_INSERT_UPDATE",
    "INVALID_FIELD",
    "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
    "INVALID_CROSS_REFERENCE_KEY",
    "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
    "INSUFFICIENT_ACCESS_OR_READONLY",
    "MALFORMED_ID",
    "FIELD_INTEGRITY_EXCEPTION",
    "DUPLICATE_VALUE",
    "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
    "CANNOT_EXECUTE_FLOW_TRIGGER",
    "INACTIVE_OWNER_OR_USER",
    "STORAGE_LIMIT_EXCEEDED",
    "NUMBER_OUTSIDE_VALID_RANGE",
    "INVALID_TYPE_ON_FIELD_IN_RECORD",
];

/// Record types besides the master one.
pub fn record_types(state: &State, object: &Object) -> Vec<Value> {
    if !has_record_types(state, object) {
        return Vec::new();
    }
    let types = RECORD_TYPES.iter().enumerate();
    types
        .map(|(at, (id, name))| {
            json!({
                "active": true, "available": true, "defaultRecordTypeMapping": at == 0, "developerName": name,
                "master": false, "name": name, "recordTypeId": id, "urls": {},
            })
        })
        .collect()
}

pub fn has_record_types(state: &State, object: &Object) -> bool {
    state.faults.is_on("record-types") && object.name == "Contact"
}

/// Whether the id is one of them.
pub fn is_record_type(id: &str) -> bool {
    RECORD_TYPES.iter().any(|(known, _)| *known == id)
}

/// The page on which the object's records are edited, and what each record type has of its lists.
pub fn layouts(state: &State, object: &'static Object) -> Value {
    let named = |name: &str| {
        let field = state.field(object, name)?;
        let component = json!({
            "details": {}, "displayLines": 1, "tabOrder": 1, "type": "Field", "value": field.name, "components": [],
        });
        Some(json!({
            "editableForNew": true, "editableForUpdate": true, "label": field.label, "placeholder": false,
            "required": state.is_required(object, field), "layoutComponents": [component],
        }))
    };
    let page = [
        "Salutation",
        "FirstName",
        "LastName",
        "AccountId",
        "Company",
        SEGMENT,
        LEVEL,
        "Title",
        "Phone",
        "MobilePhone",
        "PersonMobilePhone",
        "Email",
        "PersonEmail",
        "LeadSource",
        "Description",
    ];
    let rows: Vec<Value> = page
        .iter()
        .filter_map(|name| named(name))
        .map(|item| json!({ "numItems": 1, "layoutItems": [item] }))
        .collect();
    let types: Vec<&str> = if has_record_types(state, object) {
        RECORD_TYPES.iter().map(|(id, _)| *id).collect()
    } else {
        vec![MASTER]
    };
    let mappings: Vec<Value> = types
        .iter()
        .map(|id| {
            json!({
                "active": true, "available": true, "layoutId": "00h5g000000LayoAAA", "recordTypeId": id,
                "picklistsForRecordType": of_record_type(state, object, id),
            })
        })
        .collect();
    let section = json!({ "heading": "Information", "columns": 1, "rows": rows.len(), "layoutRows": rows });
    json!({
        "layouts": [{ "id": "00h5g000000LayoAAA", "detailLayoutSections": [], "editLayoutSections": [section] }],
        "recordTypeMappings": mappings,
    })
}

/// Partners are never trade.
fn of_record_type(state: &State, object: &'static Object, id: &str) -> Value {
    if state.field(object, SEGMENT).is_none() || id != RECORD_TYPES[1].0 {
        return Value::Null;
    }
    let values: Vec<Value> = SEGMENTS
        .iter()
        .filter(|segment| **segment != "Trade")
        .map(|segment| json!({ "active": true, "defaultValue": false, "label": segment, "value": segment }))
        .collect();
    json!([{ "picklistName": SEGMENT, "picklistValues": values }])
}
