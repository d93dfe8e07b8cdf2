//! Shows, natively: windows, tray, notifications. The only place that names Tauri.
//!
//! It must not know any rule about calls or people: it makes windows match the view and puts what
//! the person does into the engine's queue.

#[cfg(test)]
mod bindings;
mod commands;
mod focus;
mod hotkeys;
mod notices;
mod screen;
mod start;
mod tray;
mod windows;

use std::process::ExitCode;
use std::sync::Arc;

use engine::companion::Companion;
use engine::local::Profile;
use tauri::{AppHandle, Manager, RunEvent};

use crate::screen::WindowScreen;
use crate::start::{Args, Start};

/// What commands and events reach through Tauri's state.
pub(crate) struct App {
    pub(crate) handle: engine::controller::Handle,
}

/// Starts the app, or hands over to the one that runs. Returns when it has ended.
#[must_use]
pub fn run() -> ExitCode {
    let args = Args::read();
    let (profile, runtime, _log) = match start::begin(&args) {
        Start::Go { profile, runtime, log } => (profile, runtime, log),
        Start::End(code) => return code,
    };
    start::prefer_x11();
    tauri::async_runtime::set(runtime.handle().clone());
    let quiet = args.hidden;
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_clipboard_manager::init())
        .plugin(hotkeys::plugin())
        .invoke_handler(tauri::generate_handler![
            commands::view,
            commands::act,
            commands::call_details,
            commands::ready,
            commands::painted,
            commands::copy,
            commands::give_pop_focus_back,
        ])
        .setup(move |app| set_up(app.handle(), &profile, quiet))
        .build(tauri::generate_context!());
    let app = match built {
        Ok(app) => app,
        Err(error) => return start::explain(&error.to_string()),
    };
    app.run(|app, event| match event {
        // Without a window the app lives on in the tray; `exit` from the tray carries a code.
        RunEvent::ExitRequested { code: None, api, .. } => api.prevent_exit(),
        RunEvent::Exit => stop(app),
        _ => {}
    });
    ExitCode::SUCCESS
}

fn set_up(app: &AppHandle, profile: &Profile, quiet: bool) -> Result<(), Box<dyn std::error::Error>> {
    let screen = Arc::new(WindowScreen::new(app.clone()));
    let companion = tauri::async_runtime::block_on(Companion::start(profile, screen))?;
    let handle = companion.handle();
    app.manage(App { handle: handle.clone() });
    app.manage(std::sync::Mutex::new(Some(companion)));
    windows::create_pop(app)?;
    tray::create(app, &handle)?;
    hotkeys::register(app);
    windows::follow(app, &handle);
    if !quiet {
        windows::open_main(app);
    }
    tracing::info!("ready");
    Ok(())
}

fn stop(app: &AppHandle) {
    let companion = app.try_state::<std::sync::Mutex<Option<Companion>>>();
    let companion = companion.and_then(|slot| slot.lock().ok().and_then(|mut slot| slot.take()));
    if let Some(companion) = companion {
        tauri::async_runtime::block_on(companion.stop());
    }
}
