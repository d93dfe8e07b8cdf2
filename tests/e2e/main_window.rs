//! The main window: today's calls, both connections, and what is done about an entry that waits.

use engine::view::{Phase, View};
use simulators::people::{KATHARINA_VOGELSANG, NOBODY};

use crate::app::App;
use crate::world::{Setting, World};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn todays_calls_and_both_connections_are_shown() {
    let world = World::new(Setting::default()).await;
    let app = App::start(&world, "main").await;
    let main = app.main_window().await;
    main.shows("3CX, extension 812").await;
    main.shows("Salesforce, Mara Lindqvist").await;

    let known = world.ring(KATHARINA_VOGELSANG);
    main.shows("Katharina Vogelsang").await;
    world.simulators.pbx.hang_up(known).unwrap();
    world.ring(NOBODY[0]);
    main.shows("030 23125144").await;
    app.picture("calls");
}

/// A call that nobody answered, over and done with.
async fn missed(world: &World, app: &App) {
    let call = world.ring(KATHARINA_VOGELSANG);
    app.pop_appears().await;
    world.simulators.pbx.hang_up(call).unwrap();
    // Not by its words: those of the call before are still there for screen readers.
    let ended = |view: &View| matches!(view.pop.first()?.phase, Phase::Ended { .. }).then_some(());
    world.until_view("the end of the call", ended).await;
    app.give_pop_the_keyboard().await;
    app.screen().press("Escape");
    app.pop_goes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_entry_is_stuck_until_it_is_retried() {
    let world = World::new(Setting::default()).await;
    let app = App::start(&world, "stuck").await;
    app.main_window().await.shows("Salesforce, Mara Lindqvist").await;
    world.org_fault("validation-rule", "Task:Give every call a type.");
    missed(&world, &app).await;
    let main = app.main_window().await;
    main.shows("Stuck").await;
    main.shows("Give every call a type.").await;
    app.picture("entry");
    assert_eq!(world.tasks().len(), 0);

    world.simulators.org.clear_faults();
    main.press("Fix").await;
    main.press("Retry").await;
    let task = world.one_task().await;
    assert_eq!(task["WhoId"], world.id_of("Contact", "Katharina Vogelsang"));
    main.shows("Written").await;
    assert_eq!(world.tasks().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_entry_without_an_answer_is_shown_as_not_confirmed() {
    let world = World::new(Setting::default()).await;
    let app = App::start(&world, "doubt").await;
    app.main_window().await.shows("Salesforce, Mara Lindqvist").await;
    // Looked up once, the caller is known without Salesforce.
    missed(&world, &app).await;
    world.one_task().await;
    world.org_fault("html-503", "on");
    missed(&world, &app).await;
    app.main_window().await.shows("Sent, not confirmed").await;
    app.picture("entry");
    assert_eq!(world.tasks().len(), 1);
}
