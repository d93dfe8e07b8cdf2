//! What is selected in another program, or copied from one: a number to call.

use domain::desk::AgentAction;
use domain::dial::{DialSource, has_number};
use domain::number::Region;
use tauri::AppHandle;
use tauri_plugin_clipboard_manager::ClipboardExt as _;

use crate::hotkeys;

/// Longest text that is looked at, in characters: a number with some words around it.
const TEXT_MAX: usize = 200;

/// Calls what is selected; where that holds no number, what was copied.
pub(crate) fn dial(app: &AppHandle) {
    let after = app.clone();
    platform::selected(app, move |selected| wish(&after, selected));
}

/// Calls what was copied.
pub(crate) fn dial_clipboard(app: &AppHandle) {
    wish(app, None);
}

/// Off the main thread: what was copied in a window of our own, that thread is asked for.
fn wish(app: &AppHandle, selected: Option<String>) {
    let app = app.clone();
    tauri::async_runtime::spawn_blocking(move || call(&app, selected));
}

fn call(app: &AppHandle, selected: Option<String>) {
    let copied = app.clipboard().read_text().ok();
    hotkeys::act(app, |view| {
        let home = Region::new(&view.look.region).unwrap_or_else(Region::home_default);
        let short = |text: String| text.chars().take(TEXT_MAX).collect::<String>();
        let selected = selected.map(short).filter(|text| has_number(text, &home));
        // Without a number the pop says so.
        let number = selected.unwrap_or_else(|| copied.map(short).unwrap_or_default());
        Some(AgentAction::Dial { number, source: DialSource::Clipboard })
    });
}

#[cfg(target_os = "linux")]
mod platform {
    use gtk::Clipboard;
    use tauri::AppHandle;

    /// The selection of X11 and of GTK on Wayland: what was marked last, without copying it.
    pub(super) fn selected(app: &AppHandle, then: impl FnOnce(Option<String>) + Send + 'static) {
        let asked = app.run_on_main_thread(move || {
            let clipboard = Clipboard::get(&gdk::SELECTION_PRIMARY);
            clipboard.request_text(move |_, text| then(text.map(str::to_owned)));
        });
        if let Err(error) = asked {
            tracing::warn!(%error, "the selection was not read");
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod platform {
    use tauri::AppHandle;

    /// These systems give a selection away only by copying it, which is left to the person.
    pub(super) fn selected(_: &AppHandle, then: impl FnOnce(Option<String>)) {
        then(None);
    }
}
