//! Searching in the main window: what is typed, who is found here and there, and what the keys do.

use domain::call::CallId;
use domain::desk::AgentAction;
use domain::settings::{Language, Theme};
use serde_json::json;
use simulators::people::KATHARINA_VOGELSANG;

use crate::app::{App, Page};
use crate::opener::Opener;
use crate::wait::until;
use crate::world::{Setting, World};

/// Long enough to look at what this computer knows alone.
const ORG_DELAY_MS: &str = "3000";
const FIELD: &str = "main [role=combobox]";
const NAMES: &str =
    "return [...document.querySelectorAll('main [role=option] .name')].map((name) => name.innerText)";
const SELECTED: &str =
    "return document.querySelector('main [role=option][aria-selected=true] .name')?.innerText ?? ''";

/// Katharina Vogelsang has called before, so this computer knows her.
async fn called_before(world: &World) {
    let call = world.ring(KATHARINA_VOGELSANG);
    let id = world.until_view("her call", |view| {
        let call = view.pop.first()?;
        matches!(call.caller, engine::view::CallerView::One { .. }).then_some(call.id)
    });
    let id = id.await;
    world.simulators.pbx.hang_up(call).unwrap();
    world.act(AgentAction::Dismiss { call: CallId(id) }).await;
}

/// Gives the main window the keyboard, as a click on it does.
async fn to_main_window(app: &App) -> Page<'_> {
    let (window, _) = until("the main window", async || app.main_place()).await;
    app.screen().activate(&window);
    app.main_window().await
}

async fn until_it_says(page: &Page<'_>, script: &str, wanted: serde_json::Value) {
    let mut last = json!(null);
    let there = crate::wait::wait_for(async || {
        last = page.run(script).await;
        (last == wanted).then_some(())
    });
    assert!(there.await.is_some(), "wanted {wanted}, but: {last}");
}

/// Types on the keyboard.
fn type_letters(app: &App, letters: &str) {
    for letter in letters.chars() {
        app.screen().press(&letter.to_string());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_known_here_comes_first_and_keys_do_the_rest() {
    let world = World::new(Setting { language: Language::En, theme: Theme::Light }).await;
    let opener = Opener::new("search");
    let app = App::start_bare("search", &world, &opener.path()).await;
    app.main_window().await.shows("Salesforce, Mara Lindqvist").await;
    app.main_window().await.shows("3CX, extension 812").await;
    called_before(&world).await;
    app.pop_goes().await;

    let main = to_main_window(&app).await;
    world.org_fault("api-delay-ms", ORG_DELAY_MS);
    app.screen().press("ctrl+k");
    until_it_says(
        &main,
        &format!("return document.activeElement === document.querySelector('{FIELD}')"),
        json!(true),
    )
    .await;
    type_letters(&app, "vogel");
    until_it_says(&main, NAMES, json!(["Katharina Vogelsang"])).await;
    main.shows("Asking Salesforce").await;
    until_it_says(&main, NAMES, json!(["Katharina Vogelsang", "Sabine Achterberg-Vogel"])).await;
    main.drawn().await;
    app.screen().picture("../shots/search-light-en", None);

    until_it_says(&main, SELECTED, json!("Katharina Vogelsang")).await;
    app.screen().press("Down");
    until_it_says(&main, SELECTED, json!("Sabine Achterberg-Vogel")).await;
    app.screen().press("Return");
    let opened = opener.opened().await;
    let sabine = world.id_of("Contact", "Sabine Achterberg-Vogel");
    assert!(opened.ends_with(&format!("/lightning/r/Contact/{sabine}/view")), "{opened}");

    // What was copied is what is pasted over the whole text.
    const COPY: &str = "document.querySelector('main .copy button.slim')";
    main.run(&format!("{COPY}.click()")).await;
    until_it_says(&main, &format!("return {COPY}.querySelector('.lucide-check') !== null"), json!(true))
        .await;
    app.screen().press("ctrl+k");
    app.screen().press("ctrl+v");
    until("the pasted number", async || (main.value_of(FIELD).await == "+498912345678").then_some(())).await;
    until_it_says(&main, NAMES, json!(["Sabine Achterberg-Vogel"])).await;
    main.shows("exact").await;

    // Elsewhere, the same key leads back.
    app.screen().press("ctrl+1");
    main.shows("Katharina Vogelsang").await;
    app.screen().press("ctrl+k");
    type_letters(&app, "04066");
    until_it_says(&main, NAMES, json!(["Katharina Vogelsang"])).await;
    until_it_says(
        &main,
        "return document.querySelector('main [role=option] .second mark')?.innerText",
        json!("40 66"),
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn search_is_whole_in_dark_german() {
    let world = World::new(Setting { language: Language::De, theme: Theme::Dark }).await;
    let app = App::start(&world, "search-de").await;
    app.main_window().await.shows("Salesforce, Mara Lindqvist").await;
    called_before(&world).await;
    app.pop_goes().await;
    let main = to_main_window(&app).await;
    app.screen().press("ctrl+k");
    type_letters(&app, "vogel");
    until_it_says(&main, NAMES, json!(["Katharina Vogelsang", "Sabine Achterberg-Vogel"])).await;
    main.drawn().await;
    app.screen().picture("../shots/search-dark-de", None);
    let cut = main.cut_off().await;
    assert!(cut.is_empty(), "cut off: {cut:?}");
}
