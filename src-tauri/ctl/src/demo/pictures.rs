//! Pictures of the screen, for people who were not there.

use std::path::PathBuf;
use std::time::Duration;

use engine::local::{Ask, LocalClient, Request};
use tokio::process::Command;

use super::stage::Stage;
use crate::out::{self, Stop};

/// A window needs this long until what it shows is on the screen, drawn in software.
const PAINT: Duration = Duration::from_millis(700);
/// The main window's web view starts anew.
const OPEN: Duration = Duration::from_millis(2500);

pub(super) struct Pictures {
    dir: Option<PathBuf>,
    taken: usize,
}

impl Pictures {
    pub(super) fn new(dir: Option<PathBuf>) -> Result<Self, Stop> {
        if let Some(dir) = &dir {
            std::fs::create_dir_all(dir)?;
        }
        Ok(Self { dir, taken: 0 })
    }

    /// Takes a picture of the whole screen, named after what happened.
    pub(super) async fn take(&mut self, caption: &str) {
        if self.dir.is_none() {
            return;
        }
        tokio::time::sleep(PAINT).await;
        self.shoot(caption).await;
    }

    /// Brings the main window up and takes its picture.
    pub(super) async fn main_window(&mut self, stage: &Stage) {
        if self.dir.is_none() {
            return;
        }
        if let Some(mut client) = LocalClient::connect(stage.profile()).await {
            let _ = client.ask(&Request::Ask(Ask::Show)).await;
        }
        tokio::time::sleep(OPEN).await;
        self.shoot("main window").await;
    }

    async fn shoot(&mut self, caption: &str) {
        let Some(dir) = &self.dir else { return };
        self.taken += 1;
        let name: String =
            caption.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        let file = dir.join(format!("{:02}-{}.png", self.taken, name.trim_matches('-')));
        let shot = Command::new("import").args(["-silent", "-window", "root"]).arg(&file).status().await;
        if !shot.is_ok_and(|status| status.success()) {
            out::aside("No picture: `import` (ImageMagick) did not work on this screen.");
        }
    }
}
