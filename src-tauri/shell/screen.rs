//! The engine's screen, in windows.

use std::sync::Arc;

use engine::screen::{Notice, Screen};
use engine::view::View;
use tauri::AppHandle;
use tauri_plugin_opener::OpenerExt as _;

use crate::{notices, windows};

pub(crate) struct WindowScreen {
    app: AppHandle,
}

impl WindowScreen {
    pub(crate) fn new(app: AppHandle) -> Self {
        Self { app }
    }
}

impl Screen for WindowScreen {
    /// The view goes to the windows in the loop's own call: a task in between would cost a frame.
    fn show(&self, view: Arc<View>) {
        windows::show(&self.app, &view);
    }

    fn open_link(&self, url: &str) {
        if let Err(error) = self.app.opener().open_url(url, None::<&str>) {
            tracing::warn!(%error, "no browser opened");
        }
    }

    fn notify(&self, notice: Notice) {
        notices::ringing(&self.app, notice);
    }

    fn open_window(&self) {
        let app = self.app.clone();
        let opened = self.app.run_on_main_thread(move || windows::open_main(&app));
        if let Err(error) = opened {
            tracing::warn!(%error, "the window did not open");
        }
    }
}
