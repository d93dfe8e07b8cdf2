//! The tray: the state of both connections, open, pause, quit.

use std::sync::Mutex;

use domain::desk::AgentAction;
use domain::dial::DialSource;
use domain::settings::Language;
use engine::controller::Handle;
use engine::view::{CallRow, DirectionView, LanguageView, LinkView, View};
use engine::words::{Words, language};
use tauri::image::Image;
use tauri::menu::{Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::TrayIconBuilder;
use tauri::{AppHandle, Manager, Wry};

use crate::{App, hotkeys, selection, windows};

const CONNECTED: &[u8] = include_bytes!("../../icons/tray-connected-dark@2x.png");
const ATTENTION: &[u8] = include_bytes!("../../icons/tray-attention-dark@2x.png");
const PAUSED: &[u8] = include_bytes!("../../icons/tray-paused-dark@2x.png");

/// What the tray says; compared, so that a view that changes nothing touches nothing.
#[derive(Debug, Clone, PartialEq)]
struct Shown {
    phone: String,
    salesforce: String,
    tooltip: String,
    /// Who would be called again.
    redial: Option<String>,
    pause: String,
    icon: Icon,
    language: LanguageView,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Icon {
    Connected,
    Attention,
    Paused,
}

struct Tray {
    icon: tauri::tray::TrayIcon<Wry>,
    phone: MenuItem<Wry>,
    salesforce: MenuItem<Wry>,
    redial: MenuItem<Wry>,
    pause: MenuItem<Wry>,
    shown: Mutex<Option<Shown>>,
}

pub(crate) fn create(app: &AppHandle) -> tauri::Result<()> {
    let words = Words::new(language(Language::System));
    let phone = MenuItem::with_id(app, "phone", "…", false, None::<&str>)?;
    let salesforce = MenuItem::with_id(app, "salesforce", "…", false, None::<&str>)?;
    let copied = MenuItem::with_id(app, "copied", words.say("tray-dial-copied", &[]), true, None::<&str>)?;
    let redial = MenuItem::with_id(app, "redial", words.say("tray-redial-none", &[]), false, None::<&str>)?;
    let search = MenuItem::with_id(app, "search", words.say("tray-search", &[]), true, None::<&str>)?;
    let pause = MenuItem::with_id(app, "pause", words.say("tray-pause", &[]), true, None::<&str>)?;
    let open = MenuItem::with_id(app, "open", words.say("tray-open", &[]), true, None::<&str>)?;
    let quit = MenuItem::with_id(app, "quit", words.say("tray-quit", &[]), true, None::<&str>)?;
    let line = PredefinedMenuItem::separator(app)?;
    let last_line = PredefinedMenuItem::separator(app)?;
    let calls_line = PredefinedMenuItem::separator(app)?;
    let menu = Menu::with_items(
        app,
        &[
            &phone,
            &salesforce,
            &line,
            &copied,
            &redial,
            &calls_line,
            &pause,
            &search,
            &open,
            &last_line,
            &quit,
        ],
    )?;
    let icon = TrayIconBuilder::with_id("ringside")
        .icon(Image::from_bytes(ATTENTION)?)
        .menu(&menu)
        .show_menu_on_left_click(true)
        .on_menu_event(|app, event| match event.id().as_ref() {
            "open" => windows::open_main(app),
            "search" => windows::open_search(app),
            "copied" => selection::dial_clipboard(app),
            "redial" => call_again(app),
            "quit" => app.exit(0),
            "pause" => toggle_pause(app),
            _ => {}
        })
        .build(app)?;
    app.manage(Tray { icon, phone, salesforce, redial, pause, shown: Mutex::default() });
    Ok(())
}

/// Calls the number again that was called last.
fn call_again(app: &AppHandle) {
    hotkeys::act(app, |view| {
        let number = called_last(view)?.number.copied.clone();
        Some(AgentAction::Dial { number, source: DialSource::App })
    });
}

/// The newest call that went out; rows stand newest first.
fn called_last(view: &View) -> Option<&CallRow> {
    let went_out = |row: &&CallRow| row.direction == DirectionView::Outbound && !row.number.copied.is_empty();
    view.today.iter().find(went_out)
}

/// Keeps the tray up to date.
pub(crate) fn follow(app: &AppHandle, handle: &Handle) {
    let (app, mut views) = (app.clone(), handle.views());
    tauri::async_runtime::spawn(async move {
        loop {
            let view = views.borrow_and_update().clone();
            match_view(&app, &view);
            if views.changed().await.is_err() {
                return;
            }
        }
    });
}

fn toggle_pause(app: &AppHandle) {
    let Some(handle) = app.try_state::<App>().and_then(|state| state.handle().cloned()) else { return };
    let paused = handle.views().borrow().pops_paused;
    let action = if paused { AgentAction::ResumePops } else { AgentAction::PausePops };
    tauri::async_runtime::spawn(async move { handle.act(action).await });
}

/// Makes the tray say what the view says.
pub(crate) fn match_view(app: &AppHandle, view: &View) {
    let Some(tray) = app.try_state::<Tray>() else { return };
    let wanted = shown(view);
    let Ok(mut shown) = tray.shown.lock() else { return };
    if shown.as_ref() == Some(&wanted) {
        return;
    }
    let _ = tray.phone.set_text(&wanted.phone);
    let _ = tray.salesforce.set_text(&wanted.salesforce);
    let words = Words::new(wanted.language);
    let _ = tray.redial.set_text(match &wanted.redial {
        Some(who) => words.say("tray-redial", &[("who", who)]),
        None => words.say("tray-redial-none", &[]),
    });
    let _ = tray.redial.set_enabled(wanted.redial.is_some());
    let _ = tray.pause.set_text(&wanted.pause);
    let _ = tray.icon.set_tooltip(Some(&wanted.tooltip));
    let png = match wanted.icon {
        Icon::Connected => CONNECTED,
        Icon::Attention => ATTENTION,
        Icon::Paused => PAUSED,
    };
    if let Ok(image) = Image::from_bytes(png) {
        let _ = tray.icon.set_icon(Some(image));
    }
    *shown = Some(wanted);
}

fn shown(view: &View) -> Shown {
    let words = Words::new(view.look.language);
    let health = &view.health;
    let phone = match &health.phone {
        LinkView::Up { .. } => words.say("tray-phone-up", &[("extension", &view.agent.extension)]),
        LinkView::Connecting => words.say("tray-phone-connecting", &[]),
        LinkView::Down { problem, .. } => {
            words.say("tray-phone-down", &[("problem", &words.problem(problem))])
        }
    };
    let name = health.salesforce_user.as_deref().unwrap_or_default();
    let salesforce = match &health.salesforce {
        LinkView::Up { .. } => words.say("tray-salesforce-up", &[("name", name)]),
        LinkView::Connecting => words.say("tray-salesforce-connecting", &[]),
        LinkView::Down { problem, .. } => {
            words.say("tray-salesforce-down", &[("problem", &words.problem(problem))])
        }
    };
    let down =
        matches!(health.phone, LinkView::Down { .. }) || matches!(health.salesforce, LinkView::Down { .. });
    let (icon, tooltip) = match (view.pops_paused, down) {
        (true, _) => (Icon::Paused, words.say("tray-paused", &[])),
        (false, true) => (Icon::Attention, words.say("tray-attention", &[])),
        (false, false) => (Icon::Connected, words.say("tray-ready", &[])),
    };
    let pause = words.say(if view.pops_paused { "tray-resume" } else { "tray-pause" }, &[]);
    let redial = called_last(view).map(|row| row.name.clone().unwrap_or_else(|| row.number.shown.clone()));
    Shown { phone, salesforce, tooltip, redial, pause, icon, language: view.look.language }
}
