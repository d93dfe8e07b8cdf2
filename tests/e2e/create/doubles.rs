//! Who is there already: the org's rule and our own check.

use super::*;

const ADDRESS: &str = "doppel@example.com";

/// Somebody only the org's rule finds: its search does not know them yet, and they have no number.
fn made_elsewhere(world: &World) -> String {
    world.org_fault("index-delay-secs", "3600");
    let fields = json!({ "LastName": "Doppel", "Email": ADDRESS });
    world.simulators.org.insert("Contact", &fields).unwrap()
}

async fn save_doppel(form: &Page<'_>) {
    form.type_into(LAST, "Doppel").await;
    form.type_into("#create-field-Email", ADDRESS).await;
    form.press("Save").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rule_that_only_warns_is_overruled() {
    let world = World::new(Setting::default()).await;
    let app = App::start_hidden(&world, "create-alert").await;
    let _work = app.screen().other_window().await;
    made_elsewhere(&world);
    world.org_fault("duplicates", "alert");
    let form = form_of_nobody(&world, &app, "n").await;
    save_doppel(&form).await;
    form.shows("Salesforce: Use one of these records?").await;
    form.shows("Doppel is already a contact").await;
    app.picture("alert");
    assert_eq!(form.cut_off().await, Vec::<String>::new());
    form.press("Save as new").await;
    named_in_the_pop(&world, "Doppel").await;
    assert_eq!(called(&world, "Contact", "Doppel").len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rule_that_blocks_leaves_the_existing_record_which_gets_the_number() {
    let world = World::new(Setting::default()).await;
    let app = App::start_hidden(&world, "create-block").await;
    let _work = app.screen().other_window().await;
    let there = made_elsewhere(&world);
    world.org_fault("duplicates", "block");
    let form = form_of_nobody(&world, &app, "n").await;
    save_doppel(&form).await;
    form.shows("Another one of the same is not allowed").await;
    assert!(!form.text().await.contains("Save"), "nothing is offered that is refused anyway");
    app.picture("block");
    app.screen().press("ctrl+e");
    named_in_the_pop(&world, "Doppel").await;
    app.form_goes().await;
    let [contact] = called(&world, "Contact", "Doppel").try_into().unwrap();
    assert_eq!((&contact["Id"], &contact["Phone"]), (&json!(there), &json!(NOBODY)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rule_that_does_not_say_whom_it_means_is_told_and_overruled() {
    let world = World::new(Setting::default()).await;
    let app = App::start_hidden(&world, "create-unseen").await;
    let _work = app.screen().other_window().await;
    made_elsewhere(&world);
    world.org_fault("duplicates", "alert");
    world.org_fault("duplicate-spelling", "none");
    let form = form_of_nobody(&world, &app, "n").await;
    save_doppel(&form).await;
    form.shows("Salesforce knows somebody like this, and does not show who").await;
    app.picture("unseen");
    form.press("Save as new").await;
    named_in_the_pop(&world, "Doppel").await;
    assert_eq!(called(&world, "Contact", "Doppel").len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_of_the_same_name_is_named_while_typing_and_used() {
    let world = World::new(Setting::default()).await;
    let app = App::start_hidden(&world, "create-existing").await;
    let _work = app.screen().other_window().await;
    let form = form_of_nobody(&world, &app, "n").await;
    form.type_into(FIRST, "Katharina").await;
    form.type_into(LAST, "Vogelsang").await;
    form.shows("Katharina Vogelsang is already a contact").await;
    form.shows("Add this number as").await;
    app.picture("existing");
    app.screen().press("ctrl+e");
    named_in_the_pop(&world, "Katharina Vogelsang").await;
    let [contact] = called(&world, "Contact", "Vogelsang").try_into().unwrap();
    let phones = ["Phone", "MobilePhone", "HomePhone", "OtherPhone"];
    let held = phones.iter().filter(|field| contact[**field] == NOBODY).count();
    assert_eq!(held, 1, "{contact:#?}");
}
