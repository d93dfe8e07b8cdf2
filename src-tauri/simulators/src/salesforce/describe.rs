//! What a client can learn about objects and fields (salesforce.md 5).

use serde_json::{Value, json};

use super::forms;
use super::schema::{self, Field, Kind, Object};
use super::state::State;

pub fn type_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Id => "id",
        Kind::Text => "string",
        Kind::LongText => "textarea",
        Kind::Phone => "phone",
        Kind::Email => "email",
        Kind::Url => "url",
        Kind::Picklist { .. } => "picklist",
        Kind::Combobox { .. } => "combobox",
        Kind::Reference { .. } => "reference",
        Kind::Boolean => "boolean",
        Kind::Int => "int",
        Kind::Currency => "currency",
        Kind::Date => "date",
        Kind::DateTime => "datetime",
    }
}

fn soap_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Id | Kind::Reference { .. } => "tns:ID",
        Kind::Boolean => "xsd:boolean",
        Kind::Int => "xsd:int",
        Kind::Currency => "xsd:double",
        Kind::Date => "xsd:date",
        Kind::DateTime => "xsd:dateTime",
        Kind::Text
        | Kind::LongText
        | Kind::Phone
        | Kind::Email
        | Kind::Url
        | Kind::Picklist { .. }
        | Kind::Combobox { .. } => "xsd:string",
    }
}

/// All objects, as `GET /sobjects` lists them.
pub fn list(version: &str) -> Value {
    let sobjects: Vec<Value> = schema::objects().iter().map(|object| summary(version, object)).collect();
    json!({ "encoding": "UTF-8", "maxBatchSize": 200, "sobjects": sobjects })
}

pub fn summary(version: &str, object: &Object) -> Value {
    let base = format!("/services/data/v{version}/sobjects/{}", object.name);
    json!({
        "activateable": false, "associateEntityType": null, "associateParentEntity": null,
        "createable": object.writable, "custom": false, "customSetting": false, "deepCloneable": false,
        "deletable": object.writable, "deprecatedAndHidden": false, "feedEnabled": object.writable,
        "hasSubtypes": false, "isInterface": false, "isSubtype": false,
        "keyPrefix": object.prefix, "label": object.label, "labelPlural": object.plural,
        "layoutable": object.writable, "mergeable": matches!(object.name, "Account" | "Contact" | "Lead"),
        "mruEnabled": object.writable, "name": object.name, "queryable": !super::activities::is_list(object), "replicateable": true,
        "retrieveable": true, "searchable": object.searchable, "triggerable": object.writable,
        "undeletable": object.writable, "updateable": object.writable,
        "urls": {
            "sobject": base, "describe": format!("{base}/describe"), "rowTemplate": format!("{base}/{{ID}}"),
        },
    })
}

pub fn describe(state: &State, version: &str, object: &'static Object) -> Value {
    let mut body = summary(version, object);
    let children: Vec<Value> = object
        .children
        .iter()
        .map(|child| {
            json!({
                "cascadeDelete": false, "childSObject": child.sobject, "deprecatedAndHidden": false,
                "field": child.field, "junctionIdListNames": [], "junctionReferenceTo": [],
                "relationshipName": child.relationship, "restrictedDelete": false,
            })
        })
        .collect();
    let fields: Vec<Value> = state.fields(object).map(|field| field_json(state, object, field)).collect();
    for (flag, right) in [("createable", "create"), ("updateable", "edit"), ("deletable", "delete")] {
        body[flag] = json!(object.writable && state.may(right, object));
    }
    body["actionOverrides"] = json!([]);
    body["childRelationships"] = json!(children);
    body["compactLayoutable"] = json!(true);
    body["fields"] = json!(fields);
    body["listviewable"] = Value::Null;
    body["lookupLayoutable"] = Value::Null;
    body["namedLayoutInfos"] = json!([]);
    body["networkScopeFieldName"] = Value::Null;
    body["recordTypeInfos"] = record_types(state, object);
    body["searchLayoutable"] = json!(object.searchable);
    body["supportedScopes"] = json!([
        { "label": format!("All {}", object.plural.to_lowercase()), "name": "everything" },
        { "label": format!("My {}", object.plural.to_lowercase()), "name": "mine" },
    ]);
    body
}

/// The master type alone, or one more that is the user's default and was taken from them.
fn record_types(state: &State, object: &Object) -> Value {
    let taken = state.faults.text("record-type").is_some_and(|named| object.name.eq_ignore_ascii_case(named));
    let own = forms::record_types(state, object);
    let by_default = !taken && own.is_empty();
    let mut types = vec![json!({
        "active": true, "available": true, "defaultRecordTypeMapping": by_default, "developerName": "Master",
        "master": true, "name": "Master", "recordTypeId": "012000000000000AAA", "urls": {},
    })];
    if taken {
        types.push(json!({
            "active": true, "available": false, "defaultRecordTypeMapping": true, "developerName": "Service",
            "master": false, "name": "Service", "recordTypeId": "0125g000000SrvcAAC", "urls": {},
        }));
    }
    types.extend(own);
    Value::Array(types)
}

fn field_json(state: &State, object: &Object, field: &'static Field) -> Value {
    let (refers_to, relationship): (&[&str], Option<&str>) = match field.kind {
        Kind::Reference { to, relationship } => (to, Some(relationship)),
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
        | Kind::DateTime => (&[], None),
    };
    let is_long = field.kind == Kind::LongText;
    let is_calculated_name = field.is_name && !field.createable && object.field("LastName").is_some();
    let writable = object.writable;
    let default_value =
        if field.kind == Kind::Boolean { json!(field.default == Some("true")) } else { Value::Null };
    let extra_type_info = match (is_long, is_calculated_name) {
        (true, _) => Some("plaintextarea"),
        (false, true) => Some("personname"),
        (false, false) => None,
    };
    let (digits, precision, scale) = numeric_shape(field.kind);
    let mut body = json!({
        "aggregatable": !is_long, "aiPredictionField": false, "autoNumber": field.name == "CaseNumber",
        "byteLength": field.length * 3, "calculated": false, "calculatedFormula": null, "cascadeDelete": false,
        "caseSensitive": false, "compoundFieldName": compound(object, field), "controllerName": forms::controller(field),
        "createable": writable && field.createable, "custom": field.custom, "defaultValue": default_value,
        "defaultValueFormula": null, "defaultedOnCreate": field.defaulted_on_create, "dependentPicklist": forms::controller(field).is_some(),
        "deprecatedAndHidden": false, "digits": digits, "displayLocationInDecimal": false,
        "encrypted": false, "externalId": field.external_id, "extraTypeInfo": extra_type_info,
        "filterable": !is_long, "filteredLookupInfo": null, "formulaTreatNullNumberAsZero": false,
        "groupable": !is_long && field.kind != Kind::DateTime, "highScaleNumber": false, "htmlFormatted": false,
    });
    let rest = json!({
        "idLookup": field.id_lookup, "inlineHelpText": null, "label": field.label, "length": field.length,
        "mask": null, "maskType": null, "name": field.name, "nameField": field.is_name,
        "namePointing": refers_to.len() > 1, "nillable": field.nillable && !state.is_required(object, field),
        "permissionable": field.nillable && field.createable,
        "picklistValues": picklist(state, object, field), "polymorphicForeignKey": refers_to.len() > 1,
        "precision": precision, "queryByDistance": false, "referenceTargetField": null,
        "referenceTo": refers_to, "relationshipName": relationship, "relationshipOrder": null,
        "restrictedDelete": false,
        "restrictedPicklist": matches!(field.kind, Kind::Picklist { restricted: true, .. }),
        "scale": scale, "searchPrefilterable": relationship.is_some(), "soapType": soap_type(field.kind),
        "sortable": !is_long, "type": type_name(field.kind), "unique": field.external_id,
        "updateable": writable && field.updateable, "writeRequiresMasterRead": false,
    });
    if let (Value::Object(body), Value::Object(rest)) = (&mut body, rest) {
        body.extend(rest);
    }
    body
}

/// Digits, precision and scale.
fn numeric_shape(kind: Kind) -> (u8, u8, u8) {
    match kind {
        Kind::Int => (8, 0, 0),
        Kind::Currency => (0, 18, 2),
        Kind::Id
        | Kind::Text
        | Kind::LongText
        | Kind::Phone
        | Kind::Email
        | Kind::Url
        | Kind::Picklist { .. }
        | Kind::Combobox { .. }
        | Kind::Reference { .. }
        | Kind::Boolean
        | Kind::Date
        | Kind::DateTime => (0, 0, 0),
    }
}

fn compound<'field>(object: &Object, field: &'field Field) -> Option<&'field str> {
    let is_person = object.field("LastName").is_some();
    (is_person && matches!(field.name, "FirstName" | "LastName" | "Salutation")).then_some("Name")
}

fn picklist(state: &State, object: &Object, field: &Field) -> Vec<Value> {
    let values = match field.kind {
        Kind::Picklist { values, .. } | Kind::Combobox { values } => values,
        Kind::Id
        | Kind::Text
        | Kind::LongText
        | Kind::Phone
        | Kind::Email
        | Kind::Url
        | Kind::Reference { .. }
        | Kind::Boolean
        | Kind::Int
        | Kind::Currency
        | Kind::Date
        | Kind::DateTime => &[],
    };
    values
        .iter()
        .filter(|value| state.offers(object, field, value))
        .map(|value| {
            json!({
                "active": true, "defaultValue": field.default == Some(*value), "label": value,
                "validFor": forms::valid_for(field, value),
                "value": value,
            })
        })
        .collect()
}
