//! The main window: today's calls and both connections.

use simulators::people::{KATHARINA_VOGELSANG, NOBODY};

use crate::app::App;
use crate::world::{Setting, World};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn todays_calls_and_both_connections_are_shown() {
    let world = World::new(Setting::default()).await;
    let app = App::start(&world, "main").await;
    let main = app.main_window().await;
    main.shows("3CX, extension").await;
    main.shows("Salesforce, ").await;

    let known = world.ring(KATHARINA_VOGELSANG);
    main.shows("Katharina Vogelsang").await;
    world.simulators.pbx.hang_up(known).unwrap();
    world.ring(NOBODY[0]);
    main.shows("030 23125 144").await;
    app.picture("calls");
}
