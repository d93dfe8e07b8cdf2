//! The pop's keyboard: taken by a key of the whole system, given back to the window before.

use tauri::{AppHandle, Manager};

/// Gives the pop the keyboard, or gives it back when the pop has it.
pub(crate) fn toggle(app: &AppHandle) {
    let Some(pop) = app.get_webview_window("pop") else { return };
    if !pop.is_visible().unwrap_or(false) {
        return;
    }
    if pop.is_focused().unwrap_or(false) {
        give_back(app);
        return;
    }
    platform::remember_active();
    if let Err(error) = pop.set_focus() {
        tracing::warn!(%error, "the pop did not get the keyboard");
    }
}

/// Gives the keyboard back to the window that had it.
pub(crate) fn give_back(app: &AppHandle) {
    let asked = app.run_on_main_thread(platform::restore_active);
    if let Err(error) = asked {
        tracing::warn!(%error, "the keyboard was not given back");
    }
}

#[cfg(target_os = "linux")]
mod platform {
    use std::cell::RefCell;

    thread_local! {
        /// Touched on GTK's thread only.
        static ACTIVE: RefCell<Option<gdk::Window>> = const { RefCell::new(None) };
    }

    pub(super) fn remember_active() {
        let active = gdk::Screen::default().and_then(|screen| screen.active_window());
        ACTIVE.with_borrow_mut(|slot| *slot = active);
    }

    pub(super) fn restore_active() {
        if let Some(window) = ACTIVE.with_borrow_mut(Option::take) {
            // 0: now, as far as the window manager is concerned.
            window.focus(0);
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod platform {
    pub(super) fn remember_active() {}
    pub(super) fn restore_active() {}
}
