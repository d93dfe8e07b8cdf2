//! Keys of the whole system (ui.md 7). A key that another program holds is left to it, and said.

use domain::call::CallId;
use domain::desk::{AgentAction, DialId};
use engine::controller::{Event, Handle};
use engine::problem::{Problem, ProblemCode};
use engine::view::{CallView, DialStateView, Phase, View};
use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Manager, Wry};
use tauri_plugin_global_shortcut::{Code, GlobalShortcutExt as _, Modifiers, Shortcut, ShortcutState};

use crate::{App, focus, selection, windows};

/// What a key does.
type Press = fn(&AppHandle);

struct Key {
    code: Code,
    /// As it is printed, for those who are told that it is taken.
    name: &'static str,
    when: ShortcutState,
    press: Press,
}

impl Key {
    fn shortcut(&self) -> Shortcut {
        Shortcut::new(Some(Modifiers::CONTROL | Modifiers::ALT), self.code)
    }
}

/// Each key, when it acts, and what it does. A key held down has the whole keyboard on X11: windows
/// that get the keyboard meanwhile do not notice, so what moves it waits until the key is released.
const KEYS: [Key; 5] = {
    use ShortcutState::{Pressed, Released};
    [
        Key { code: Code::Space, name: "Ctrl Alt Space", when: Released, press: focus::toggle },
        Key { code: Code::Enter, name: "Ctrl Alt Enter", when: Pressed, press: take },
        Key { code: Code::KeyH, name: "Ctrl Alt H", when: Pressed, press: hang_up },
        Key { code: Code::KeyD, name: "Ctrl Alt D", when: Released, press: selection::dial },
        Key { code: Code::KeyR, name: "Ctrl Alt R", when: Released, press: windows::open_main },
    ]
};

/// Keys that another program holds.
#[derive(Default)]
pub(crate) struct Taken(Vec<&'static str>);

pub(crate) fn plugin() -> TauriPlugin<Wry> {
    tauri_plugin_global_shortcut::Builder::new()
        .with_handler(|app, pressed, event| {
            let found = KEYS.iter().find(|key| key.shortcut() == *pressed && key.when == event.state());
            if let Some(key) = found {
                (key.press)(app);
            }
        })
        .build()
}

pub(crate) fn register(app: &AppHandle) {
    let mut taken = Taken::default();
    for key in KEYS {
        if let Err(error) = app.global_shortcut().register(key.shortcut()) {
            tracing::warn!(key = key.name, %error, "another program holds this key");
            taken.0.push(key.name);
        }
    }
    app.manage(taken);
}

/// Says which keys do nothing here, and where none does: on Wayland keys are the desktop's.
pub(crate) fn tell_limits(app: &AppHandle, handle: &Handle) {
    let taken = app.state::<Taken>();
    let mut problems = Vec::new();
    if on_wayland() {
        problems.push(Problem::from(ProblemCode::HotkeysWayland));
    } else if !taken.0.is_empty() {
        problems.push(Problem { code: ProblemCode::HotkeysTaken, detail: Some(taken.0.join(", ")) });
    }
    let handle = handle.clone();
    tauri::async_runtime::spawn(async move {
        for problem in problems {
            handle.send(Event::Noticed(problem)).await;
        }
    });
}

#[cfg(target_os = "linux")]
fn on_wayland() -> bool {
    std::env::var_os("WAYLAND_DISPLAY").is_some_and(|name| !name.is_empty())
}

#[cfg(not(target_os = "linux"))]
fn on_wayland() -> bool {
    false
}

/// Answers the newest ringing call; where nothing rings, says yes to what is asked about.
fn take(app: &AppHandle) {
    act(app, |view| {
        let ringing = view.pop.iter().find(|call| call.phase == Phase::Ringing);
        let asked = view.dial.as_ref().filter(|dial| matches!(dial.state, DialStateView::Question { .. }));
        match (ringing, asked) {
            (Some(call), _) => Some(AgentAction::Answer { call: CallId(call.id) }),
            (None, Some(dial)) => Some(AgentAction::ConfirmDial { dial: DialId(dial.id), device: None }),
            (None, None) => None,
        }
    });
}

/// Hangs the newest call up that is answered or dialled.
fn hang_up(app: &AppHandle) {
    let is_on =
        |call: &&CallView| call.can.hang_up && matches!(call.phase, Phase::Talking { .. } | Phase::Dialing);
    act(app, |view| {
        let call = view.pop.iter().find(is_on)?;
        Some(AgentAction::HangUp { call: CallId(call.id) })
    });
}

/// Does what the view of this moment asks for.
pub(crate) fn act(app: &AppHandle, action: impl FnOnce(&View) -> Option<AgentAction>) {
    let Some(handle) = app.try_state::<App>().and_then(|state| state.handle().cloned()) else { return };
    let action = action(&handle.views().borrow());
    if let Some(action) = action {
        tauri::async_runtime::spawn(async move { handle.act(action).await });
    }
}
