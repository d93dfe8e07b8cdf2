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

fn keys() -> [(Shortcut, Press); 3] {
    let ctrl_alt = Some(Modifiers::CONTROL | Modifiers::ALT);
    [
        (Shortcut::new(ctrl_alt, Code::Space), focus::toggle),
        (Shortcut::new(ctrl_alt, Code::Enter), answer),
        (Shortcut::new(ctrl_alt, Code::KeyR), windows::open_main),
    ]
}

pub(crate) fn plugin() -> TauriPlugin<Wry> {
    tauri_plugin_global_shortcut::Builder::new()
        .with_handler(|app, pressed, event| {
            if event.state() != ShortcutState::Pressed {
                return;
            }
            if let Some((_, press)) = keys().into_iter().find(|(key, _)| key == pressed) {
                press(app);
            }
        })
        .build()
}

pub(crate) fn register(app: &AppHandle) {
    for (key, _) in keys() {
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
