//! Getting the pop ready to be painted before the first call. A web view that was never on the
//! screen has laid out and painted nothing, which would cost the first call most of a second: so
//! it is on the screen once, with no part of it to be seen or clicked, and hidden again.
//!
//! Elsewhere than on Linux a hidden web view paints its first frame as fast as any other.

#[cfg(target_os = "linux")]
use std::time::Duration;

use tauri::WebviewWindow;

/// The first frame takes as long on a slow machine. A call that comes earlier ends it.
#[cfg(target_os = "linux")]
const FIRST_FRAME: Duration = Duration::from_millis(1_500);

/// Asks for drawing without the graphics card: for a window as small as this the card saves
/// nothing, and its driver takes memory and the first frame's time.
#[cfg(target_os = "linux")]
pub(crate) fn draw_simply(pop: &WebviewWindow) {
    use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt as _, WebViewExt as _};
    let asked = pop.with_webview(|view| {
        if let Some(settings) = view.inner().settings() {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
    });
    if let Err(error) = asked {
        tracing::warn!(%error, "the pop draws as the main window does");
    }
}

/// On the main thread: puts the pop on the screen with nothing of it to be seen, and calls `done`
/// when that was long enough.
#[cfg(target_os = "linux")]
pub(crate) fn begin(pop: &WebviewWindow, done: impl FnOnce() + 'static) {
    use gtk::prelude::WidgetExt as _;
    let Ok(window) = pop.gtk_window() else { return };
    window.shape_combine_region(Some(&gtk::cairo::Region::create()));
    let _ = pop.show();
    gtk::glib::timeout_add_local_once(FIRST_FRAME, done);
}

/// On the main thread: all of the pop can be seen again.
#[cfg(target_os = "linux")]
pub(crate) fn end(pop: &WebviewWindow) {
    use gtk::prelude::WidgetExt as _;
    if let Ok(window) = pop.gtk_window() {
        window.shape_combine_region(None);
    }
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn draw_simply(_: &WebviewWindow) {}

#[cfg(not(target_os = "linux"))]
pub(crate) fn begin(_: &WebviewWindow, _: impl FnOnce() + 'static) {}

#[cfg(not(target_os = "linux"))]
pub(crate) fn end(_: &WebviewWindow) {}
