//! What the web view may call: check, put into the queue, return.

use domain::call::CallId;
use engine::controller::Event;
use engine::doctor::{Finding, Scope};
use engine::problem::Problem;
use engine::view::{
    Action, CallDetails, ChatDetails, HookView, SaveOutcome, SettingsChange, SettingsView, View,
};
use jiff::Timestamp;
use tauri::{AppHandle, Manager as _, State, WebviewWindow};
use tauri_plugin_clipboard_manager::ClipboardExt as _;

use crate::{App, focus, links, windows};

/// Longest text put on the clipboard, in bytes.
const COPY_MAX: usize = 4096;

#[tauri::command]
pub(crate) fn view(app: State<'_, App>) -> Option<View> {
    app.view().map(|view| (*view).clone())
}

#[tauri::command]
pub(crate) async fn act(app: State<'_, App>, action: Action) -> Result<(), ()> {
    app.handle().ok_or(())?.act(action.into()).await;
    Ok(())
}

#[tauri::command]
pub(crate) async fn call_details(app: State<'_, App>, call: u64) -> Result<Option<CallDetails>, ()> {
    Ok(app.handle().ok_or(())?.details(CallId(call)).await)
}

#[tauri::command]
pub(crate) async fn chat_details(app: State<'_, App>, chat: String) -> Result<Option<ChatDetails>, ()> {
    Ok(app.handle().ok_or(())?.chat_details(&chat).await)
}

/// The page of a window listens.
#[tauri::command]
pub(crate) fn ready(window: WebviewWindow) {
    windows::page_ready(&window);
}

/// The pop has painted this revision of the view.
#[tauri::command]
pub(crate) async fn painted(app: State<'_, App>, revision: u64) -> Result<(), ()> {
    let painted = Event::Painted { revision, at: Timestamp::now() };
    app.handle().ok_or(())?.send(painted).await;
    Ok(())
}

#[tauri::command]
pub(crate) fn copy(app: AppHandle, text: String) -> Result<(), ()> {
    if text.len() > COPY_MAX {
        return Err(());
    }
    app.clipboard().write_text(text).map_err(|_| ())
}

/// The keyboard goes back to the window that had it before the pop.
#[tauri::command]
pub(crate) fn give_pop_focus_back(app: AppHandle) {
    focus::give_back(&app);
}

/// The settings, for the form.
#[tauri::command]
pub(crate) async fn settings(app: State<'_, App>) -> Result<SettingsView, Option<Problem>> {
    app.setup().ok_or(None)?.settings().await.map_err(Some)
}

#[tauri::command]
pub(crate) async fn change_settings(app: AppHandle, change: SettingsChange) -> Result<SaveOutcome, ()> {
    let setup = app.state::<App>().setup().cloned().ok_or(())?;
    let outcome = setup.change(change).await;
    if let Some(on) = setup.links_on() {
        links::match_setting(&app, setup.profile(), on);
    }
    Ok(outcome)
}

/// Examines everything, or a part, through the links that run.
#[tauri::command]
pub(crate) async fn check(app: State<'_, App>, scope: Scope) -> Result<Vec<Finding>, ()> {
    Ok(app.setup().ok_or(())?.check(scope).await)
}

/// The second phone source: its state, what to enter where, what arrived lately.
#[tauri::command]
pub(crate) async fn hook(app: State<'_, App>) -> Result<HookView, Option<Problem>> {
    app.setup().ok_or(None)?.hook().await.map_err(Some)
}

/// A new path secret in place of the old one.
#[tauri::command]
pub(crate) async fn renew_hook(app: State<'_, App>) -> Result<HookView, Option<Problem>> {
    app.setup().ok_or(None)?.renew_hook().await.map_err(Some)
}

/// The person unlocked the keychain, or installed one.
#[tauri::command]
pub(crate) async fn retry_keychain(app: State<'_, App>) -> Result<Option<Problem>, ()> {
    match app.setup() {
        Some(setup) => Ok(setup.retry_keychain().await.err()),
        None => {
            app.start_again();
            Ok(None)
        }
    }
}
