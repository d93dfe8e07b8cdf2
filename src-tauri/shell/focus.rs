//! The pop's keyboard: taken by a key of the whole system, given back to the window before.

use tauri::{AppHandle, Manager};

/// Gives the pop the keyboard, or gives it back when the pop has it.
pub(crate) fn toggle(app: &AppHandle) {
    let Some(pop) = app.get_webview_window("pop") else { return };
    if !pop.is_visible().unwrap_or(false) {
        return;
    }
    if platform::has_keyboard(&pop) {
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
    use std::sync::Mutex;

    use raw_window_handle::{HasWindowHandle as _, RawWindowHandle};
    use tauri::WebviewWindow;
    use x11rb::connection::Connection as _;
    use x11rb::errors::ReplyOrIdError;
    use x11rb::protocol::xproto::{AtomEnum, ClientMessageEvent, ConnectionExt as _, EventMask, Window};

    static ACTIVE: Mutex<Option<Window>> = Mutex::new(None);

    /// Asked of the window manager: while a key of the whole system is held down, the keyboard is
    /// taken from the window that has it, and the window says so.
    pub(super) fn has_keyboard(pop: &WebviewWindow) -> bool {
        match (active_window().ok().flatten(), id_of(pop)) {
            (Some(active), Some(pop)) => active == pop,
            _ => pop.is_focused().unwrap_or(false),
        }
    }

    fn id_of(pop: &WebviewWindow) -> Option<Window> {
        let RawWindowHandle::Xlib(handle) = pop.window_handle().ok()?.as_raw() else { return None };
        Window::try_from(handle.window).ok()
    }

    /// Notes which window has the keyboard. Without X11 there is nothing to note.
    pub(super) fn remember_active() {
        let active = active_window().ok().flatten();
        if let Ok(mut slot) = ACTIVE.lock() {
            *slot = active;
        }
    }

    pub(super) fn restore_active() {
        let window = ACTIVE.lock().ok().and_then(|mut slot| slot.take());
        if let Some(window) = window
            && activate(window).is_err()
        {
            tracing::warn!("the keyboard was not given back");
        }
    }

    fn active_window() -> Result<Option<Window>, ReplyOrIdError> {
        let (display, screen) = x11rb::connect(None).map_err(|_| ReplyOrIdError::IdsExhausted)?;
        let root = display.setup().roots[screen].root;
        let name = display.intern_atom(false, b"_NET_ACTIVE_WINDOW")?.reply()?.atom;
        let active = display.get_property(false, root, name, AtomEnum::WINDOW, 0, 1)?.reply()?;
        Ok(active.value32().and_then(|mut ids| ids.next()).filter(|id| *id != 0))
    }

    /// Asks the window manager, as a task bar does (EWMH, source indication 2).
    fn activate(window: Window) -> Result<(), ReplyOrIdError> {
        let (display, screen) = x11rb::connect(None).map_err(|_| ReplyOrIdError::IdsExhausted)?;
        let root = display.setup().roots[screen].root;
        let name = display.intern_atom(false, b"_NET_ACTIVE_WINDOW")?.reply()?.atom;
        let message = ClientMessageEvent::new(32, window, name, [2, x11rb::CURRENT_TIME, 0, 0, 0]);
        let mask = EventMask::SUBSTRUCTURE_REDIRECT | EventMask::SUBSTRUCTURE_NOTIFY;
        // Waited for: what a closing connection has not had answered may be lost.
        Ok(display.send_event(false, root, mask, message)?.check()?)
    }
}

#[cfg(not(target_os = "linux"))]
mod platform {
    pub(super) fn has_keyboard(pop: &tauri::WebviewWindow) -> bool {
        pop.is_focused().unwrap_or(false)
    }

    pub(super) fn remember_active() {}
    pub(super) fn restore_active() {}
}
