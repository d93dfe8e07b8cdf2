//! Shows, natively: windows, tray, notifications. The only place that names Tauri.
//!
//! It must not know any rule about calls or people: it makes windows match the view and puts what
//! the person does into the engine's queue.

#[cfg(test)]
mod bindings;
mod commands;
mod focus;
mod hotkeys;
mod links;
mod notices;
mod screen;
mod screen_lock;
mod selection;
mod start;
mod tray;
mod windows;

use std::process::ExitCode;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use domain::settings::Language;
use engine::companion::{Companion, StartError};
use engine::controller::Handle;
use engine::local::Profile;
use engine::setup::Setup;
use engine::view::{KeychainView, PastProblem, View, not_started};
use engine::words::language;
use jiff::Timestamp;
use tauri::{AppHandle, Manager, RunEvent};
use tokio::sync::Notify;

use crate::screen::WindowScreen;
use crate::start::{Args, Start, Wish};

/// What commands and events reach through Tauri's state.
#[derive(Default)]
pub(crate) struct App {
    running: OnceLock<Handle>,
    setup: OnceLock<Setup>,
    /// Ends the pause before the next try to start.
    again: Notify,
    companion: Mutex<Option<Companion>>,
    /// The journal's entry that the main window is to show once its page listens.
    led_to: Mutex<Option<String>>,
    /// What is shown until the companion runs.
    waiting: Mutex<Option<Arc<View>>>,
}

impl App {
    /// The way to the companion, once it runs.
    pub(crate) fn handle(&self) -> Option<&Handle> {
        self.running.get()
    }

    /// Where settings are read and changed, once the companion runs.
    pub(crate) fn setup(&self) -> Option<&Setup> {
        self.setup.get()
    }

    /// The main window is to show this entry; `None` asks for the one it is to show, once.
    pub(crate) fn lead_to(&self, entry: Option<String>) -> Option<String> {
        let mut led_to = self.led_to.lock().ok()?;
        std::mem::replace(&mut *led_to, entry)
    }

    /// Tries to start at once instead of after the pause.
    pub(crate) fn start_again(&self) {
        self.again.notify_one();
    }

    /// What is shown now.
    pub(crate) fn view(&self) -> Option<Arc<View>> {
        match self.handle() {
            Some(handle) => Some(handle.views().borrow().clone()),
            None => self.waiting.lock().ok().and_then(|view| view.clone()),
        }
    }
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
    let (quiet, wish) = (args.is_quiet(), args.wish());
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_clipboard_manager::init())
        .plugin(hotkeys::plugin())
        .invoke_handler(answers())
        .setup(move |app| set_up(app.handle(), &profile, quiet, wish))
        .build(tauri::generate_context!());
    let app = match built {
        Ok(app) => app,
        Err(error) => return start::explain(&error.to_string()),
    };
    app.run(|app, event| {
        #[cfg(target_os = "macos")]
        if let RunEvent::Opened { urls } = &event {
            take_links(app, urls);
        }
        // Without a window the app lives on in the tray; `exit` from the tray carries a code.
        if let RunEvent::ExitRequested { code: None, api, .. } = &event {
            api.prevent_exit();
        }
        if let RunEvent::Exit = event {
            stop(app);
        }
    });
    ExitCode::SUCCESS
}

/// Everything a page may call.
fn answers() -> impl Fn(tauri::ipc::Invoke) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        commands::view,
        commands::act,
        commands::call_details,
        commands::chat_details,
        commands::facts,
        commands::compare,
        commands::entry_page,
        commands::entry_details,
        commands::entry_facts,
        commands::open_entry,
        commands::open_journal,
        commands::export_entries,
        commands::ready,
        commands::painted,
        commands::copy,
        commands::give_pop_focus_back,
        commands::settings,
        commands::change_settings,
        commands::preview_journal,
        commands::preview_chat,
        commands::check_settings,
        commands::keep_unsaved,
        commands::task_fields,
        commands::devices,
        commands::check,
        commands::hook,
        commands::renew_hook,
        commands::retry_keychain,
        commands::related,
        commands::colleagues,
        commands::search_here,
        commands::search_there,
        commands::regions,
        commands::read_rules,
        commands::try_number,
        commands::choices,
        commands::forget_choice,
        commands::index,
        commands::create::open_create,
        commands::create::create_form,
        commands::create::keep_draft,
        commands::create::drop_draft,
        commands::create::check_draft,
        commands::create::ask_duplicates,
        commands::create::accounts_here,
        commands::create::accounts_there,
        commands::create::save_person,
        commands::create::use_existing,
        commands::create::retry_person,
        commands::create::give_up_person,
    ]
}

/// While the keychain is locked, the start is tried again this often.
const START_AGAIN: Duration = Duration::from_secs(10);

fn set_up(
    app: &AppHandle,
    profile: &Profile,
    quiet: bool,
    wish: Option<Wish>,
) -> Result<(), Box<dyn std::error::Error>> {
    app.manage(App::default());
    windows::create_pop(app)?;
    tray::create(app)?;
    hotkeys::register(app);
    match tauri::async_runtime::block_on(start_companion(app, profile)) {
        Ok(()) if quiet => {}
        Ok(()) => windows::open_main(app),
        Err(StartError::Lock(error)) => return Err(error.into()),
        Err(error) => {
            wait_for_start(app, profile, &error);
            windows::open_main(app);
        }
    }
    if let Some((handle, wish)) = app.state::<App>().handle().cloned().zip(wish) {
        tauri::async_runtime::spawn(async move { handle.send(wish.into()).await });
    }
    if let Ok(settings) = engine::settings::look(&profile.dir) {
        links::match_settings(app, profile, &settings);
    }
    end_on_signal(app);
    tracing::info!("ready");
    Ok(())
}

async fn start_companion(app: &AppHandle, profile: &Profile) -> Result<(), StartError> {
    let companion = Companion::start(profile, Arc::new(WindowScreen::new(app.clone()))).await?;
    let handle = companion.handle();
    let state = app.state::<App>();
    // Err would mean a second start of the same app, which the profile's lock rules out.
    let _ = state.running.set(handle.clone());
    let _ = state.setup.set(companion.setup());
    if let Ok(mut slot) = state.companion.lock() {
        *slot = Some(companion);
    }
    tray::follow(app, &handle);
    screen_lock::follow(&handle);
    windows::tell_if_pop_is_impossible(&handle);
    hotkeys::tell_limits(app, &handle);
    windows::show(app, &handle.views().borrow());
    Ok(())
}

/// Shows what keeps the companion from starting, and tries again while that may pass.
fn wait_for_start(app: &AppHandle, profile: &Profile, error: &StartError) {
    tracing::error!(%error, "the companion does not start");
    let problem = PastProblem { at_ms: Timestamp::now().as_millisecond(), problem: error.problem() };
    let keychain = if error.may_pass() { KeychainView::Locked } else { KeychainView::Ok };
    let view = Arc::new(not_started(language(Language::System), keychain, problem));
    if let Ok(mut waiting) = app.state::<App>().waiting.lock() {
        *waiting = Some(Arc::clone(&view));
    }
    windows::show(app, &view);
    tray::match_view(app, &view);
    if !error.may_pass() {
        return;
    }
    let (app, profile) = (app.clone(), profile.clone());
    tauri::async_runtime::spawn(async move {
        loop {
            let asked = app.state::<App>();
            tokio::select! {
                () = tokio::time::sleep(START_AGAIN) => {}
                () = asked.again.notified() => {}
            }
            match start_companion(&app, &profile).await {
                Ok(()) => return,
                Err(error) => tracing::info!(%error, "not started yet"),
            }
        }
    });
}

/// A session's end stops the app as its own Quit does.
fn end_on_signal(app: &AppHandle) {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let app = app.clone();
        tauri::async_runtime::spawn(async move {
            let Ok(mut ended) = signal(SignalKind::terminate()) else { return };
            let _ = ended.recv().await;
            app.exit(0);
        });
    }
    #[cfg(not(unix))]
    let _ = app;
}

/// macOS hands addresses to the running app instead of starting it once more.
#[cfg(target_os = "macos")]
fn take_links(app: &AppHandle, urls: &[tauri::Url]) {
    let Some(handle) = app.state::<App>().handle().cloned() else { return };
    let wishes: Vec<Wish> = urls.iter().filter_map(|url| start::wish_of(url.as_str())).collect();
    tauri::async_runtime::spawn(async move {
        for wish in wishes {
            handle.send(wish.into()).await;
        }
    });
}

fn stop(app: &AppHandle) {
    let state = app.state::<App>();
    let companion = state.companion.lock().ok().and_then(|mut slot| slot.take());
    if let Some(companion) = companion {
        tauri::async_runtime::block_on(companion.stop());
    }
}
