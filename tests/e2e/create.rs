//! Somebody new in the form's own window: from a number nobody knows to a linked record, with the
//! keyboard alone, in the real web view.

mod away;
mod doubles;
mod fields;

use engine::view::CallerView;
use serde_json::{Value, json};

use crate::app::{App, Page};
use crate::wait::until;
use crate::world::{Setting, World};

/// Nobody in the org has it.
const NOBODY: &str = "+493023125144";
const FIRST: &str = "#create-field-FirstName";
const LAST: &str = "#create-field-LastName";

/// The pop of an unknown caller, and its form, opened with its key.
async fn form_of_nobody<'app>(world: &World, app: &'app App, key: &str) -> Page<'app> {
    world.ring(NOBODY);
    app.pop().await.shows("Not in Salesforce").await;
    app.give_pop_the_keyboard().await;
    app.screen().press(key);
    let form = app.form().await;
    form.shows("New person").await;
    until("the focus in the form", async || {
        let at = form.run("return document.hasFocus() && document.activeElement?.id").await;
        (at == json!("create-field-FirstName")).then_some(())
    })
    .await;
    form
}

fn type_letters(app: &App, text: &str) {
    for letter in text.chars() {
        app.screen().press(&letter.to_string());
    }
}

fn called(world: &World, object: &str, last_name: &str) -> Vec<Value> {
    let mut people = world.simulators.org.records(object);
    people.retain(|record| record["LastName"] == last_name);
    people
}

/// What is wrong with a field, as it stands beside it.
async fn error_of(form: &Page<'_>, field: &str) -> String {
    let script = format!("return document.querySelector('#create-field-{field}-error')?.innerText ?? ''");
    form.run(&script).await.as_str().unwrap_or_default().trim().to_owned()
}

/// Chooses a value of a list; the lists of the web view are windows of their own.
async fn choose(form: &Page<'_>, field: &str, value: &str) {
    let script = format!(
        "const list = document.querySelector('#create-field-{field}'); list.focus(); \
         list.value = '{value}'; list.dispatchEvent(new Event('change', {{ bubbles: true }})); \
         return list.value"
    );
    assert_eq!(form.run(&script).await, json!(value), "{field}");
}

async fn named_in_the_pop(world: &World, name: &str) {
    world
        .until_view("the new name in the pop", |view| match &view.pop.first()?.caller {
            CallerView::One { best, .. } => (best.name == name).then_some(()),
            CallerView::NotLookedUp
            | CallerView::Searching
            | CallerView::Unknown
            | CallerView::Several { .. }
            | CallerView::Unreachable { .. } => None,
        })
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_number_nobody_knows_becomes_a_contact_with_the_keyboard_alone() {
    let world = World::new(Setting::default()).await;
    let app = App::start_hidden(&world, "create").await;
    let _work = app.screen().other_window().await;
    let form = form_of_nobody(&world, &app, "n").await;
    assert_eq!(form.value_of("#create-field-Phone").await, NOBODY);
    assert_eq!(form.cut_off().await, Vec::<String>::new());
    type_letters(&app, "anna");
    app.screen().press("Tab");
    type_letters(&app, "vogl");
    app.picture("form");
    // A second press while the first is on its way.
    app.screen().press("ctrl+Return");
    app.screen().press("ctrl+Return");
    named_in_the_pop(&world, "anna vogl").await;
    app.form_goes().await;
    let contacts = called(&world, "Contact", "vogl");
    assert_eq!(contacts.len(), 1, "{contacts:#?}");
    assert_eq!((&contacts[0]["FirstName"], &contacts[0]["Phone"]), (&json!("anna"), &json!(NOBODY)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_address_is_told_beside_its_field_and_mended() {
    let world = World::new(Setting::default()).await;
    let app = App::start_hidden(&world, "create-refused").await;
    let _work = app.screen().other_window().await;
    let form = form_of_nobody(&world, &app, "l").await;
    form.type_into(LAST, "Vogl").await;
    form.type_into("#create-field-Email", "vogl").await;
    form.press("Save").await;
    form.shows("1 field to correct").await;
    let at = form.run("return document.activeElement?.id").await;
    assert_eq!(at, json!("create-field-Email"));
    app.picture("refused");
    form.type_into("#create-field-Email", "@example.com").await;
    form.press("Save").await;
    named_in_the_pop(&world, "Vogl").await;
    assert_eq!(called(&world, "Lead", "Vogl").len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_typed_survives_a_kill() {
    let world = World::new(Setting::default()).await;
    let app = App::start(&world, "create-killed").await;
    let main = app.main_window().await;
    main.run("document.querySelector('.list')?.focus(); return true").await;
    main.press("Search").await;
    main.type_into("[role=combobox]", "Okonkwo").await;
    main.press("Create person").await;
    main.type_into(FIRST, "Chidi").await;
    main.shows("What you type is kept on this computer.").await;
    let app = app.start_again(&world).await;
    let main = app.main_window().await;
    main.press("Search").await;
    main.type_into("[role=combobox]", "Okonkwo").await;
    main.press("Create person").await;
    main.shows("What you typed before is back.").await;
    assert_eq!(main.value_of(FIRST).await, "Chidi");
}
