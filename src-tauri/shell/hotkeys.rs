//! Keys of the whole system (ui.md 7). A key that another program holds is left to it.

use domain::call::CallId;
use domain::desk::AgentAction;
use engine::view::Phase;
use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Manager, Wry};
use tauri_plugin_global_shortcut::{Code, GlobalShortcutExt as _, Modifiers, Shortcut, ShortcutState};

use crate::{App, focus, windows};

/// What a key does.
type Press = fn(&AppHandle);

/// Each key, when it acts, and what it does. A key held down has the whole keyboard on X11: windows
/// that get the keyboard meanwhile do not notice, so what moves it waits until the key is released.
fn keys() -> [(Shortcut, ShortcutState, Press); 3] {
    let ctrl_alt = Some(Modifiers::CONTROL | Modifiers::ALT);
    [
        (Shortcut::new(ctrl_alt, Code::Space), ShortcutState::Released, focus::toggle),
        (Shortcut::new(ctrl_alt, Code::Enter), ShortcutState::Pressed, answer),
        (Shortcut::new(ctrl_alt, Code::KeyR), ShortcutState::Released, windows::open_main),
    ]
}

pub(crate) fn plugin() -> TauriPlugin<Wry> {
    tauri_plugin_global_shortcut::Builder::new()
        .with_handler(|app, pressed, event| {
            let found = keys().into_iter().find(|(key, state, _)| key == pressed && *state == event.state());
            if let Some((_, _, press)) = found {
                press(app);
            }
        })
        .build()
}

pub(crate) fn register(app: &AppHandle) {
    for (key, _, _) in keys() {
        if let Err(error) = app.global_shortcut().register(key) {
            tracing::warn!(%key, %error, "another program holds this key");
        }
    }
}

/// Answers the newest ringing call.
fn answer(app: &AppHandle) {
    let Some(state) = app.try_state::<App>() else { return };
    let Some(handle) = state.handle().cloned() else { return };
    let ringing =
        handle.views().borrow().pop.iter().find(|call| call.phase == Phase::Ringing).map(|call| call.id);
    if let Some(call) = ringing {
        tauri::async_runtime::spawn(
            async move { handle.act(AgentAction::Answer { call: CallId(call) }).await },
        );
    }
}
