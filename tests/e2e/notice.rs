//! While pops are paused: a real notification of the desktop, from a real notification service.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use simulators::people::KATHARINA_VOGELSANG;

use crate::app::App;
use crate::wait::until;
use crate::world::{Setting, World};

/// The desktop's notification service, with a menu in which "answer" is always taken.
struct Notices(Child);

impl Notices {
    async fn start(world: &World) -> Self {
        // The menu gets a line for each action, `#Answer (Ringside) [1,answer]`, and says which.
        const MENU: &str = "#!/bin/sh\ngrep ',answer]$'\n";
        let menu = world.profile().join("menu");
        fs::write(&menu, MENU).unwrap();
        fs::set_permissions(&menu, fs::Permissions::from_mode(0o700)).unwrap();
        let settings = world.profile().join("dunstrc");
        fs::write(&settings, format!("[global]\ndmenu = {}\nhistory_length = 20\n", menu.display())).unwrap();
        let mut service = Command::new("dunst");
        service.arg("-conf").arg(settings).stdout(Stdio::null()).stderr(Stdio::null());
        let notices = Self(service.spawn().unwrap());
        until("the notification service", async || asked(&["count", "displayed"])).await;
        notices
    }

    async fn one_is_shown(&self) {
        until("one notification", async || (asked(&["count", "displayed"])? == "1").then_some(())).await;
    }

    /// Summary and body of the last one, when it is gone.
    async fn last(&self) -> (String, String) {
        asked(&["close-all"]).unwrap();
        until("a notification in the past", async || {
            let past: Value = serde_json::from_str(&asked(&["history"])?).ok()?;
            let last = past["data"][0].get(0)?;
            let text = |name: &str| last[name]["data"].as_str().map(str::to_owned);
            Some((text("summary")?, text("body")?))
        })
        .await
    }
}

impl Drop for Notices {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn asked(words: &[&str]) -> Option<String> {
    let answer = Command::new("dunstctl").args(words).stderr(Stdio::null()).output().ok()?;
    answer.status.success().then(|| String::from_utf8_lossy(&answer.stdout).trim().to_owned())
}

/// Opens the menu until Answer was taken: one opened while the name replaces the number is gone.
async fn answered(world: &World, call: i32) {
    until("the call to be answered", async || {
        asked(&["context"]);
        world.simulators.pbx.legs(call).iter().any(|leg| leg["status"] == "Connected").then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn paused_pops_become_a_notification_that_can_answer() {
    let world = World::new(Setting::default()).await;
    // The app goes first: what it tells at its end would start the system's own service.
    let notices = Notices::start(&world).await;
    let app = App::start(&world, "paused").await;

    // Ctrl P in the main window.
    let (window, _) = until("the main window", async || app.main_place()).await;
    app.screen().activate(&window);
    app.screen().press("ctrl+p");
    world.until_view("pops to be paused", |view| view.pops_paused.then_some(())).await;
    app.main_window().await.shows("Pops paused").await;

    let call = world.ring(KATHARINA_VOGELSANG);
    app.main_window().await.shows("Katharina Vogelsang").await;
    notices.one_is_shown().await;
    assert_eq!(app.pop_place(), None, "a pop although pops are paused");
    app.picture("notification");
    answered(&world, call).await;

    world.simulators.pbx.hang_up(call).unwrap();
    let (summary, body) = notices.last().await;
    assert_eq!(summary, "Call from Katharina Vogelsang");
    assert!(body.contains("040 66969412") && body.contains("Nordlicht Energie GmbH"), "{body}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_notification_opens_the_main_window() {
    let world = World::new(Setting::default()).await;
    let notices = Notices::start(&world).await;
    let app = App::start_hidden(&world, "notified").await;
    world.act(domain::desk::AgentAction::PausePops).await;
    world.ring(KATHARINA_VOGELSANG);
    notices.one_is_shown().await;
    asked(&["action", "0"]).unwrap();
    until("the main window", async || app.main_place()).await;
    app.main_window().await.shows("Katharina Vogelsang").await;
}
