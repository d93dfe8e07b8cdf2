#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::json;

use super::*;

fn field(name: &str, kind: &str) -> Value {
    json!({"name": name, "label": format!("{name}!"), "type": kind, "createable": true, "nillable": true, "length": 80})
}

fn with_more(mut field: Value, more: &Value) -> Value {
    for (name, value) in more.as_object().unwrap() {
        field[name] = value.clone();
    }
    field
}

fn listed(value: &str, valid_for: Option<&str>) -> Value {
    json!({"active": true, "defaultValue": false, "label": value, "value": value, "validFor": valid_for})
}

fn contact(more: Vec<Value>) -> Described {
    let mut fields = vec![
        field("Id", "id"),
        field("OwnerId", "reference"),
        field("AccountId", "reference"),
        with_more(field("LastName", "string"), &json!({"nillable": false})),
        field("FirstName", "string"),
        with_more(field("Name", "string"), &json!({"nillable": false, "createable": false})),
        field("Phone", "phone"),
        field("ReportsToId", "reference"),
        with_more(field("Hidden__c", "string"), &json!({"createable": false, "nillable": false})),
        with_more(field("IsVip__c", "boolean"), &json!({"nillable": false})),
    ];
    fields.extend(more);
    serde_json::from_value(json!({"createable": true, "fields": fields})).unwrap()
}

fn names(form: &Form) -> Vec<(&str, bool)> {
    form.fields.iter().map(|field| (field.name.as_str(), field.required)).collect()
}

#[test]
fn without_a_page_basics_and_what_the_org_wants_are_asked_for() {
    let segment =
        with_more(field("Segment__c", "picklist"), &json!({"nillable": false, "restrictedPicklist": true}));
    let status =
        with_more(field("Status__c", "string"), &json!({"nillable": false, "defaultedOnCreate": true}));
    let known = Known {
        described: contact(vec![segment, status, field("Notes__c", "textarea")]),
        layouts: Layouts::default(),
    };
    let form = known.form(CreateKind::Contact, None, false);
    let expected = [
        ("FirstName", false),
        ("LastName", true),
        ("AccountId", false),
        ("Phone", false),
        ("Segment__c", true),
    ];
    assert_eq!(names(&form), expected);
    assert_eq!(form.fields[2].kind, FieldKind::Account);
    assert!(form.fields[4].is_closed);
}

#[test]
fn the_page_gives_the_order_and_what_is_asked_for() {
    let item = |name: &str| json!({"layoutComponents": [{"type": "Field", "value": name}]});
    let name = json!({"layoutComponents": [{"type": "Field", "value": "Name", "components": [
        {"type": "Field", "value": "LastName"}, {"type": "Field", "value": "FirstName"}]}]});
    let layouts = json!({
        "layouts": [{"id": "00hA", "editLayoutSections": [{"layoutRows": [
            {"layoutItems": [name, item("Notes__c")]}, {"layoutItems": [item("IsVip__c"), item("OwnerId")]}]}]}],
        "recordTypeMappings": [{"recordTypeId": "012000000000000AAA", "layoutId": "00hA"}],
    });
    let known = Known {
        described: contact(vec![field("Notes__c", "textarea")]),
        layouts: serde_json::from_value(layouts).unwrap(),
    };
    let form = known.form(CreateKind::Contact, None, true);
    let expected = [
        ("LastName", true),
        ("FirstName", false),
        ("Notes__c", false),
        ("IsVip__c", false),
        ("Phone", false),
    ];
    assert_eq!(names(&form), expected);
    assert!(form.has_person_accounts);
}

#[test]
fn dependent_values_name_what_they_go_with() {
    // The first value of the controlling field, the third, and the first two.
    let controller = with_more(
        field("Segment__c", "picklist"),
        &json!({"nillable": false, "picklistValues": [listed("Trade", None), listed("Public", None), listed("Craft", None)]}),
    );
    let dependent = with_more(
        field("Level__c", "picklist"),
        &json!({"nillable": false, "controllerName": "Segment__c", "dependentPicklist": true, "picklistValues": [
            listed("Gold", Some("gAAA")), listed("Silver", Some("IAAA")), listed("Basic", Some("wAAA"))]}),
    );
    let vip = with_more(
        field("Gift__c", "picklist"),
        &json!({"nillable": false, "controllerName": "IsVip__c", "picklistValues": [
            listed("Wine", Some("QAAA")), listed("Card", Some("gAAA"))]}),
    );
    let known = Known { described: contact(vec![controller, dependent, vip]), layouts: Layouts::default() };
    let form = known.form(CreateKind::Contact, None, false);
    let with = |name: &str| -> Vec<Vec<String>> {
        let field = form.fields.iter().find(|field| field.name == name).unwrap();
        field.choices.iter().map(|choice| choice.with.clone().unwrap()).collect()
    };
    assert_eq!(with("Level__c"), [vec!["Trade"], vec!["Craft"], vec!["Trade", "Public"]]);
    assert_eq!(with("Gift__c"), [["true"], ["false"]]);
}

#[test]
fn a_record_type_has_its_own_values_and_page() {
    let info = |id: &str, name: &str, default: bool| {
        json!({"active": true, "available": true, "master": false, "name": name, "recordTypeId": id,
            "defaultRecordTypeMapping": default})
    };
    let segment = with_more(
        field("Segment__c", "picklist"),
        &json!({"nillable": false, "picklistValues": [listed("Trade", None), listed("Public", None)]}),
    );
    let mut described = contact(vec![segment]);
    described.record_type_infos = serde_json::from_value(json!([
        info("012000000000001AAA", "Partner", false),
        info("012000000000002AAA", "Customer", true)
    ]))
    .unwrap();
    let layouts = json!({"recordTypeMappings": [{
        "recordTypeId": "012000000000001", "layoutId": "",
        "picklistsForRecordType": [{"picklistName": "Segment__c", "picklistValues": [
            {"active": true, "value": "Public", "defaultValue": true}]}]}]});
    let known = Known { described, layouts: serde_json::from_value(layouts).unwrap() };
    let values = |form: &Form| -> Vec<String> {
        let field = form.fields.iter().find(|field| field.name == "Segment__c").unwrap();
        field.choices.iter().map(|choice| choice.value.clone()).collect()
    };
    let customer = known.form(CreateKind::Contact, None, false);
    assert_eq!(customer.record_type.as_deref(), Some("012000000000002AAA"));
    assert_eq!(
        (customer.record_types.len(), values(&customer)),
        (2, vec!["Trade".to_owned(), "Public".into()])
    );
    let partner = known.form(CreateKind::Contact, Some("012000000000001AAA"), false);
    assert_eq!(values(&partner), ["Public"]);
    let segment = partner.fields.iter().find(|field| field.name == "Segment__c").unwrap();
    assert_eq!(segment.default.as_deref(), Some("Public"));
}
