//! Setting up in the app's own window, from nothing to a written call: what is typed, a real
//! browser for Authorize, and pictures of every pane.

use std::fs;
use std::path::Path;
use std::process::Command;

use domain::settings::{Language, Theme};
use engine::view::{CallerView, LinkView, Phase, SignInView, View};
use serde_json::json;
use simulators::people::KATHARINA_VOGELSANG;

use crate::app::{App, Page};
use crate::opener::Opener;
use crate::screen::output_dir;
use crate::wait::until;
use crate::world::{Setting, World};

/// The port of the callback is one for all tests, as it is for all programs.
fn port_turn() -> fs::File {
    let file = fs::File::create(std::env::temp_dir().join("ringside-test-callback-port.lock")).unwrap();
    file.lock().unwrap();
    file
}

/// The person allows access in a headless Chromium; what its last page says.
fn allow(world: &World, address: &str) -> String {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let user = &world.simulators.ready().salesforce.users[0];
    let told = json!({
        "open": address, "press": "allow", "username": user.username, "password": user.password,
        "shot": output_dir().join("settings-browser.png"), "dark": false, "locale": "en-GB",
    });
    let script = top.join("tests/chromium/walk.mjs");
    let output = Command::new("node").arg(script).arg(told.to_string()).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// The window as it is, for people to look at: `target/shots/settings-<pane>-<look>.png`.
async fn picture(app: &App, page: &Page<'_>, pane: &str, look: &str) {
    page.drawn().await;
    app.screen().picture(&format!("../shots/settings-{pane}-{look}"), None);
    // Panes scroll, but never sideways.
    const WIDE: &str = "return [...document.querySelectorAll('main, main *')] \
        .filter((part) => part.scrollWidth > part.clientWidth + 1 && \
            ['auto', 'scroll'].includes(getComputedStyle(part).overflowX)).map((part) => part.className)";
    assert_eq!(page.run(WIDE).await, json!([]), "too wide: {pane} {look}");
}

/// Clicks what says exactly this: a section, a choice.
async fn choose(page: &Page<'_>, word: &str) {
    let script = format!(
        "const part = [...document.querySelectorAll('main button, main label')] \
           .find((part) => part.innerText.trim() === '{word}'); \
         part?.click(); return part !== undefined"
    );
    until(word, async || (page.run(&script).await == json!(true)).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_nothing_to_a_written_call_in_the_window() {
    let _turn = port_turn();
    let world = World::bare().await;
    let opener = Opener::new("settings");
    let app = App::start_bare("settings", &world, &opener.path()).await;
    let main = app.main_window().await;
    let facts = world.simulators.ready().clone();

    main.press("Settings").await;
    choose(&main, "Phone").await;
    for (field, value) in [
        ("phone-address", &facts.threecx.base_url),
        ("phone-client_id", &facts.threecx.client_id),
        ("pbx_key", &facts.threecx.api_key),
        ("phone-extension", &facts.threecx.agent),
    ] {
        main.type_into(&format!("#field-{field}"), value).await;
    }
    main.press("Test").await;
    main.shows("812 is monitored").await;
    picture(&app, &main, "phone", "light-en").await;
    let up = |view: &View| matches!(view.health.phone, LinkView::Up { .. }).then_some(());
    world.until_view("the phone link", up).await;
    assert!(!main.text().await.contains(&facts.threecx.api_key));

    choose(&main, "Salesforce").await;
    choose(&main, "My Domain").await;
    main.type_into("#field-salesforce-login_address", &facts.salesforce.login_url).await;
    main.type_into("#field-salesforce-consumer_key", &facts.salesforce.consumer_key).await;
    main.type_into("#field-consumer_secret", &facts.salesforce.consumer_secret).await;
    picture(&app, &main, "salesforce-before", "light-en").await;
    main.press("Authorize").await;
    let address = opener.opened().await;
    main.shows("Waiting for the browser").await;
    let page = allow(&world, &address);
    assert!(page.contains("Signed in to Salesforce"), "{page}");
    let signed_in = |view: &View| matches!(view.setup.sign_in, SignInView::SignedIn { .. }).then_some(());
    world.until_view("somebody signed in", signed_in).await;
    main.shows("Signed in as Mara Lindqvist").await;
    picture(&app, &main, "salesforce", "light-en").await;

    let call = world.ring(KATHARINA_VOGELSANG);
    app.pop_appears().await;
    world.simulators.pbx.hang_up(call).unwrap();
    let ended = |view: &View| matches!(view.pop.first()?.phase, Phase::Ended { .. }).then_some(());
    world.until_view("the end of the call", ended).await;
    app.give_pop_the_keyboard().await;
    app.screen().press("Escape");
    app.pop_goes().await;
    let task = world.one_task().await;
    assert_eq!(task["WhoId"], world.id_of("Contact", "Katharina Vogelsang"));
}

/// As a trunk sends it that puts its own prefix before the number.
const KATHARINA_BY_TRUNK: &str = "88494066969412";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rule_is_tried_in_the_window_saved_and_used_by_the_next_call() {
    let world = World::new(Setting { language: Language::En, theme: Theme::Light }).await;
    let app = App::start(&world, "settings-matching").await;
    let main = app.main_window().await;
    main.press("Settings").await;
    choose(&main, "Matching").await;
    main.shows("Numbers are read as they arrive.").await;
    main.press("Add rule").await;
    main.type_into("#field-matching-rules-0-name", "Trunk").await;
    main.type_into("#field-matching-rules-0-find", "^88(49").await;
    main.shows("Not a regular expression").await;
    main.type_into("#field-matching-rules-0-find", ")").await;
    main.type_into(".rules .replace", "+$1").await;
    main.type_into("#tried", KATHARINA_BY_TRUNK).await;
    main.shows("+49 40 66969412").await;
    main.shows("Nobody known on this computer has this number.").await;
    main.press("Ask Salesforce").await;
    main.shows("Katharina Vogelsang").await;
    main.shows("Result 1 pops.").await;
    picture(&app, &main, "matching", "light-en").await;
    main.press("Save").await;
    world.until_view("saved settings", |view| (view.setup.revision == 1).then_some(())).await;

    let call = world.ring(KATHARINA_BY_TRUNK);
    app.pop_appears().await;
    let named = |view: &View| match &view.pop.first()?.caller {
        CallerView::One { best, .. } => (best.name == "Katharina Vogelsang").then_some(()),
        CallerView::NotLookedUp
        | CallerView::Searching
        | CallerView::Unknown
        | CallerView::Several { .. }
        | CallerView::Unreachable { .. } => None,
    };
    world.until_view("the name behind the rule", named).await;
    world.simulators.pbx.hang_up(call).unwrap();
    // Whoever called is known on this computer from now on.
    let main = app.main_window().await;
    main.type_into("#tried", " ").await;
    main.shows("From the index on this computer, no API call.").await;
    main.shows("Katharina Vogelsang").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_pane_is_whole_in_dark_german() {
    let world = World::new(Setting { language: Language::De, theme: Theme::Dark }).await;
    let app = App::start(&world, "settings-de").await;
    let main = app.main_window().await;
    main.press("Einstellungen").await;
    for (pane, words) in [
        ("Telefon", "Client-ID"),
        ("Salesforce", "Consumer Key"),
        ("Zuordnung", "Abgleichsstrategie"),
        ("Netzwerk", "Proxy"),
        ("Allgemein", "Sprache"),
    ] {
        choose(&main, pane).await;
        main.shows(words).await;
        picture(&app, &main, &pane.to_lowercase(), "dark-de").await;
    }
    main.press("Zustand").await;
    main.press("Prüfen").await;
    main.shows("bestanden").await;
    picture(&app, &main, "checks", "dark-de").await;
}
