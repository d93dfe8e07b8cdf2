//! A link of another program: asked about in the pop, called, and written.

use domain::call::CallId;
use domain::desk::AgentAction;
use simulators::people::PRIYA_RAGHUNATHAN;

use crate::app::App;
use crate::screen::Screen;
use crate::start::Started;
use crate::wait::until;
use crate::world::{Setting, World};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_link_is_confirmed_called_and_written() {
    let world = World::new(Setting::default()).await;
    let app = App::start_hidden(&world, "link").await;
    let work = app.screen().other_window().await;
    let link = format!("tel:{PRIYA_RAGHUNATHAN}");
    assert_eq!(Started::new(&world, &[&link]).ends().await.code(), Some(0), "handed over");
    let pop = app.pop().await;
    pop.shows("Call?").await;
    pop.shows("From another program").await;
    app.pop_appears().await;
    app.picture("question");
    assert_eq!(app.screen().active().as_ref(), Some(&work.id), "the pop took the keyboard");
    assert!(world.simulators.pbx.calls().is_empty(), "nothing is dialled before a yes");

    app.screen().press("ctrl+alt+Return");
    let pbx = &world.simulators.pbx;
    let call = until("the call at the phone system", async || pbx.calls().first().copied()).await;
    pop.shows("Dialling").await;
    pop.shows("Priya Raghunathan").await;
    pbx.answer(call, Some("812")).unwrap();
    pbx.far_answer(call).unwrap();
    pop.shows("Talking").await;
    pbx.hang_up(call).unwrap();
    pop.shows("Ended").await;
    let call = CallId(world.view().await.pop[0].id);
    world.act(AgentAction::Dismiss { call }).await;
    let task = world.one_task().await;
    assert_eq!(task["CallType"], "Outbound", "{task:#}");
    assert_eq!(task["WhoId"], world.id_of("Contact", "Priya Raghunathan"), "{task:#}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_nothing_running_there_is_nothing_to_answer() {
    let _screen = Screen::take();
    let world = World::new(Setting::default()).await;
    let mut start = Started::new(&world, &["--answer"]);
    assert_eq!(start.ends().await.code(), Some(1));
}
