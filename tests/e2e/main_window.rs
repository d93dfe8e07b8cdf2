//! The main window: today's calls, both connections, and what is done about an entry that waits.

use engine::view::EntryStateView;
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_entry_waits_while_salesforce_is_away_and_is_retried_by_hand() {
    let world = World::new(Setting::default()).await;
    let app = App::start(&world, "retry").await;
    let main = app.main_window().await;
    main.shows("Salesforce, Mara Lindqvist").await;
    let call = world.ring(KATHARINA_VOGELSANG);
    app.pop().await.shows("Katharina Vogelsang").await;

    world.org_fault("html-503", "on");
    world.simulators.pbx.hang_up(call).unwrap();
    app.pop().await.shows("Missed").await;
    app.give_pop_the_keyboard().await;
    app.screen().press("Escape");
    app.pop_goes().await;
    world
        .until_view("the entry to wait", |view| {
            let entry = view.today[0].entry.as_ref()?;
            matches!(
                entry.state,
                EntryStateView::Waiting { problem: Some(_), .. } | EntryStateView::InDoubt { .. }
            )
            .then_some(())
        })
        .await;
    assert_eq!(world.tasks().len(), 0);
    app.picture("waits");

    world.org_fault("html-503", "off");
    app.main_window().await.press("Retry").await;
    let task = world.one_task().await;
    assert_eq!(task["WhoId"], world.id_of("Contact", "Katharina Vogelsang"));
    app.main_window().await.shows("Written").await;
    assert_eq!(world.tasks().len(), 1);
}
