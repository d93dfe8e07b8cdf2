//! What an org asks for, and what it refuses.

use super::*;

/// Codes of salesforce.md 6.3, with the field each is told of; without one it is about the record.
const REFUSALS: &[(&str, &str)] = &[
    ("REQUIRED_FIELD_MISSING", "LeadSource"),
    ("STRING_TOO_LONG", "LastName"),
    ("INVALID_EMAIL_ADDRESS", "Email"),
    ("FIELD_CUSTOM_VALIDATION_EXCEPTION", "Phone"),
    ("FIELD_CUSTOM_VALIDATION_EXCEPTION", ""),
    ("INVALID_FIELD_FOR_INSERT_UPDATE", "Title"),
    ("INVALID_FIELD", ""),
    ("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "LeadSource"),
    ("INVALID_CROSS_REFERENCE_KEY", "AccountId"),
    ("INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", ""),
    ("INSUFFICIENT_ACCESS_OR_READONLY", ""),
    ("MALFORMED_ID", "AccountId"),
    ("DUPLICATE_VALUE", ""),
    ("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", ""),
    ("CANNOT_EXECUTE_FLOW_TRIGGER", ""),
    ("INACTIVE_OWNER_OR_USER", ""),
    ("STORAGE_LIMIT_EXCEEDED", ""),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_refusal_stands_beside_its_field_and_nothing_typed_is_lost() {
    let world = World::new(Setting::default()).await;
    let app = App::start_hidden(&world, "create-refusals").await;
    let _work = app.screen().other_window().await;
    let form = form_of_nobody(&world, &app, "n").await;
    form.type_into(LAST, "Vogl").await;
    for (at, (code, field)) in REFUSALS.iter().enumerate() {
        world.simulators.org.clear_faults();
        world.org_fault("refuse-create", &*format!("Contact:{code}:{field}:Nein {at}"));
        form.press("Save").await;
        let told = format!("Salesforce: Nein {at}");
        if field.is_empty() {
            form.shows(&told).await;
            form.shows("Salesforce refused this person").await;
        } else {
            until(&format!("{told} beside {field}"), async || {
                (error_of(&form, field).await == told).then_some(())
            })
            .await;
        }
        assert_eq!(form.value_of(LAST).await, "Vogl", "{code}");
    }
    app.picture("whole");
    world.simulators.org.clear_faults();
    form.press("Save").await;
    named_in_the_pop(&world, "Vogl").await;
    assert_eq!(called(&world, "Contact", "Vogl").len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_the_org_requires_and_one_that_depends_on_it() {
    let world = World::new(Setting::default()).await;
    let app = App::start_hidden(&world, "create-lists").await;
    let _work = app.screen().other_window().await;
    world.org_fault("segments", None);
    let form = form_of_nobody(&world, &app, "n").await;
    form.shows("Your org requires Customer_Segment__c.").await;
    form.shows("Choose Customer segment first.").await;
    form.type_into(LAST, "Vogl").await;
    form.press("Save").await;
    until("the missing list", async || {
        (error_of(&form, "Customer_Segment__c").await == "Customer segment is needed.").then_some(())
    })
    .await;
    let at = form.run("return document.activeElement?.id").await;
    assert_eq!(at, json!("create-field-Customer_Segment__c"));
    choose(&form, "Customer_Segment__c", "Craft").await;
    let offered = form.run(
        "return [...document.querySelector('#create-field-Service_Level__c').options].map((one) => one.value)",
    );
    assert_eq!(offered.await, json!(["", "Silver", "Basic"]));
    choose(&form, "Service_Level__c", "Silver").await;
    app.picture("lists");
    form.press("Save").await;
    named_in_the_pop(&world, "Vogl").await;
    let [contact] = called(&world, "Contact", "Vogl").try_into().unwrap();
    assert_eq!(
        (&contact["Customer_Segment__c"], &contact["Service_Level__c"]),
        (&json!("Craft"), &json!("Silver"))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_person_account_with_what_was_typed_before_and_one_record_for_a_double_click() {
    let world = World::new(Setting::default()).await;
    world.org_fault("person-accounts", None);
    let app = App::start_hidden(&world, "create-person-account").await;
    let _work = app.screen().other_window().await;
    let form = form_of_nobody(&world, &app, "n").await;
    form.type_into(FIRST, "Anna").await;
    let chosen = form.run("document.querySelector('#create-kind-person_account').click(); return true");
    assert_eq!(chosen.await, json!(true));
    until("the fields of a person account", async || {
        (!form.run("return document.querySelector('#create-field-PersonEmail')").await.is_null())
            .then_some(())
    })
    .await;
    assert_eq!(form.value_of(FIRST).await, "Anna");
    form.type_into(LAST, "Vogl").await;
    form.type_into("#create-field-PersonEmail", "anna@vogl.example").await;
    app.picture("person-account");
    let pressed = form.run(
        "const save = [...document.querySelectorAll('button')].find((one) => one.innerText.includes('Save')); \
         save.click(); save.click(); return true",
    );
    assert_eq!(pressed.await, json!(true));
    named_in_the_pop(&world, "Anna Vogl").await;
    let [account] = called(&world, "Account", "Vogl").try_into().unwrap();
    assert_eq!(
        (&account["IsPersonAccount"], &account["PersonEmail"]),
        (&json!(true), &json!("anna@vogl.example"))
    );
}
