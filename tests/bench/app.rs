//! The app of the release build, started as a person starts it.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use engine::local::{LocalClient, Profile};
use engine::view::LinkView;
use tokio::process::{Child, Command};

use crate::Outcome;

/// What takes longer does not come.
const LONG: Duration = Duration::from_secs(60);
/// Between two looks; a figure is this much too large at most.
const LOOK: Duration = Duration::from_millis(5);

pub struct App {
    child: Child,
    profile: Profile,
    began: Instant,
    /// Its own word that tray and loop are there.
    pub ready_ms: f64,
    /// Until the view says that both connections are up.
    pub connected_ms: f64,
}

impl App {
    /// Starts it, in the tray or with its main window, and waits until both connections are up.
    pub async fn start(built: &Path, profile: &Profile, hidden: bool) -> Outcome<Self> {
        let log = profile.dir.join("logs").join("ringside.log");
        let before = lines_with_ready(&log);
        let began = Instant::now();
        let mut command = Command::new(built.join("ringside"));
        command.arg("--profile").arg(&profile.dir).kill_on_drop(true).stdin(Stdio::null());
        if hidden {
            command.arg("--hidden");
        }
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let ready = until("the app's word that it is ready", began, async || {
            (lines_with_ready(&log) > before).then(|| began.elapsed())
        });
        let connected = until("both connections", began, async || {
            let view = LocalClient::connect(profile).await?.view().await.ok()?;
            let up = |link: &LinkView| matches!(link, LinkView::Up { .. });
            (up(&view.health.phone) && up(&view.health.salesforce)).then(|| began.elapsed())
        });
        let (ready, connected) = tokio::join!(ready, connected);
        let (ready_ms, connected_ms) = (ms(ready?), ms(connected?));
        Ok(Self { child, profile: profile.clone(), began, ready_ms, connected_ms })
    }

    pub fn pid(&self) -> u32 {
        self.child.id().unwrap_or_default()
    }

    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// From the start until the main window is seen, which it is when its page has drawn the view.
    pub async fn main_window_ms(&self) -> Outcome<f64> {
        let seen = until("the main window", self.began, async || {
            let mut ask = Command::new("xdotool");
            ask.args(["search", "--onlyvisible", "--name", "^Ringside$"]);
            let answer = ask.stderr(Stdio::null()).output().await.ok()?;
            (answer.status.success() && !answer.stdout.is_empty()).then(|| self.began.elapsed())
        });
        Ok(ms(seen.await?))
    }

    /// Asks it to end, as a session manager does.
    pub async fn end(mut self) -> Outcome<()> {
        Command::new("kill").arg(self.pid().to_string()).status().await?;
        tokio::time::timeout(LONG, self.child.wait()).await.map_err(|_| "the app does not end")??;
        Ok(())
    }
}

/// The log outlives a start, so its earlier lines are counted first.
fn lines_with_ready(log: &Path) -> usize {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    text.lines().filter(|line| line.ends_with(": ready")).count()
}

pub async fn until<T>(
    what: &str,
    began: Instant,
    mut question: impl AsyncFnMut() -> Option<T>,
) -> Outcome<T> {
    loop {
        if let Some(answer) = question().await {
            return Ok(answer);
        }
        if began.elapsed() > LONG {
            return Err(format!("did not come: {what}").into());
        }
        tokio::time::sleep(LOOK).await;
    }
}

pub fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
