//! Starting twice, handing over, and ending.

use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, ExitStatus, Stdio};

use domain::call::CallId;
use domain::desk::AgentAction;
use engine::view::{Phase, View};
use simulators::people::KATHARINA_VOGELSANG;

use crate::app::App;
use crate::pop::NOTES;
use crate::screen::{Screen, programs};
use crate::wait::until;
use crate::world::{Setting, World};

/// The app without a driver, as a person or the desktop starts it.
pub(crate) struct Started(Child);

impl Started {
    pub(crate) fn new(world: &World, words: &[&str]) -> Self {
        let mut app = Command::new(programs().join("ringside"));
        app.arg("--profile").arg(world.profile()).args(words);
        Self(app.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap())
    }

    pub(crate) async fn ends(&mut self) -> ExitStatus {
        until("the app to end", async || self.0.try_wait().unwrap()).await
    }

    fn ask_to_end(&self) {
        let asked = Command::new("kill").args(["-s", "TERM", &self.0.id().to_string()]).status().unwrap();
        assert!(asked.success());
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn phase(view: &View) -> Option<Phase> {
    view.pop.first().map(|call| call.phase.clone())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_start_shows_the_first_and_ends() {
    let world = World::new(Setting::default()).await;
    let app = App::start_hidden(&world, "twice").await;
    let process = world.app_process();
    assert_eq!(app.main_place(), None, "--hidden shows no window");

    assert_eq!(Started::new(&world, &[]).ends().await.code(), Some(0));
    let (window, _) = until("the main window", async || app.main_place()).await;
    assert_eq!(world.app_process(), process, "another process took the profile");
    app.main_window().await.shows("Salesforce, Mara Lindqvist").await;

    // Closed, the app lives on in the tray, and shows itself again when asked.
    app.screen().close(&window);
    until("the main window to close", async || app.main_place().is_none().then_some(())).await;
    assert_eq!(Started::new(&world, &["--show"]).ends().await.code(), Some(0));
    until("the main window again", async || app.main_place()).await;
    assert_eq!(world.app_process(), process);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_start_answers_the_ringing_call() {
    let world = World::new(Setting::default()).await;
    let app = App::start_hidden(&world, "answer").await;
    assert_eq!(Started::new(&world, &["--answer"]).ends().await.code(), Some(1), "nothing rings");
    world.ring(KATHARINA_VOGELSANG);
    let pop = app.pop().await;
    pop.shows("Katharina Vogelsang").await;
    assert_eq!(Started::new(&world, &["--answer"]).ends().await.code(), Some(0));
    pop.shows("Talking").await;
    assert_eq!(app.main_place(), None, "answering opened the main window");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn asked_to_end_it_ends_in_order_and_keeps_the_notes() {
    // architecture.md 8: everything has ended within five seconds.
    const END_MAX: std::time::Duration = std::time::Duration::from_secs(5);
    let _screen = Screen::take();
    let world = World::new(Setting::default()).await;
    let mut app = Started::new(&world, &["--hidden"]);
    world.until_view("the link", |view| view.health.salesforce_user.clone()).await;
    let call = world.ring(KATHARINA_VOGELSANG);
    world.simulators.pbx.answer(call, None).unwrap();
    world.until_view("a talk", |view| matches!(phase(view)?, Phase::Talking { .. }).then_some(())).await;
    let id = CallId(world.view().await.pop[0].id);
    world.act(AgentAction::Note { call: id, text: NOTES.to_owned() }).await;

    app.ask_to_end();
    let asked = std::time::Instant::now();
    let status = app.ends().await;
    assert_eq!((status.code(), status.signal()), (Some(0), None));
    assert!(asked.elapsed() < END_MAX, "{:?}", asked.elapsed());

    let _app = Started::new(&world, &["--hidden"]);
    let notes = world.until_view("the call again", |view| Some(view.pop.first()?.notes.clone())).await;
    assert_eq!(notes, NOTES);
}
