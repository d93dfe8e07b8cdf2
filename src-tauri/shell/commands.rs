//! What the web view may call: check, put into the queue, return.

pub(crate) mod create;

use std::collections::BTreeMap;

use domain::call::CallId;
use engine::controller::Event;
use engine::doctor::{Finding, Scope};
use engine::export::{entries_csv, entry_json};
use engine::local::IndexOrder;
use engine::problem::Problem;
use engine::reconcile::CompareOrder;
use engine::setup::{read_rules as rules_in_parts, regions as all_regions};
use engine::view::{
    Action, CallDetails, ChatDetails, ChatPreview, ChoicesView, ColleagueView, CompareView, EntryDetails,
    EntryFacts, EntryPage, FactsView, FieldProblem, HookView, IndexView, JournalPreview, NumberTryView,
    RegionView, RelatedFound, RuleView, SaveOutcome, SearchHere, SearchThere, SettingValue, SettingsChange,
    SettingsView, TaskFieldsView, View,
};
use jiff::{Timestamp, Zoned};
use tauri::{AppHandle, Manager as _, State, WebviewWindow};
use tauri_plugin_clipboard_manager::ClipboardExt as _;

use crate::{App, focus, links, windows};

/// Most entries in one file; as many as the list shows at most.
const EXPORTED_MAX: usize = 5_000;

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

/// What is told of a person this computer knows.
#[tauri::command]
pub(crate) async fn facts(app: State<'_, App>, person: String) -> Result<FactsView, ()> {
    Ok(app.handle().ok_or(())?.facts(person).await)
}

/// What a call may have been about, besides its person.
#[tauri::command]
pub(crate) async fn related(app: State<'_, App>, call: u64, text: String) -> Result<RelatedFound, ()> {
    app.handle().ok_or(())?.related(CallId(call), &text).await.ok_or(())
}

/// What the agent's own phones call themselves.
#[tauri::command]
pub(crate) async fn devices(app: State<'_, App>) -> Result<Vec<String>, Option<Problem>> {
    app.handle().ok_or(None)?.devices().await
}

/// To whom in the phone system a call can be sent.
#[tauri::command]
pub(crate) async fn colleagues(app: State<'_, App>, text: String) -> Result<Vec<ColleagueView>, ()> {
    app.handle().ok_or(())?.colleagues(&text).await.ok_or(())
}

/// What this computer knows of a text.
#[tauri::command]
pub(crate) async fn search_here(app: State<'_, App>, text: String) -> Result<SearchHere, ()> {
    Ok(app.setup().ok_or(())?.search().here(&text).await)
}

/// What Salesforce knows of it; a later question ends an earlier one.
#[tauri::command]
pub(crate) async fn search_there(app: State<'_, App>, text: String) -> Result<SearchThere, ()> {
    Ok(app.setup().ok_or(())?.search().there(&text).await)
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
    if let Some(settings) = setup.saved() {
        links::match_settings(&app, setup.profile(), &settings);
    }
    Ok(outcome)
}

/// How the journal's texts read with values that are still being typed.
#[tauri::command]
pub(crate) async fn preview_journal(
    app: State<'_, App>,
    values: BTreeMap<String, SettingValue>,
) -> Result<JournalPreview, Option<Problem>> {
    app.setup().ok_or(None)?.preview_journal(&values).await
}

/// The same of the chat journal.
#[tauri::command]
pub(crate) async fn preview_chat(
    app: State<'_, App>,
    values: BTreeMap<String, SettingValue>,
) -> Result<ChatPreview, Option<Problem>> {
    app.setup().ok_or(None)?.preview_chat(&values).await
}

/// What would keep values that are still being typed from being saved.
#[tauri::command]
pub(crate) async fn check_settings(
    app: State<'_, App>,
    values: BTreeMap<String, SettingValue>,
) -> Result<Vec<FieldProblem>, Option<Problem>> {
    app.setup().ok_or(None)?.check_settings(&values).map_err(Some)
}

/// Keeps what was changed in the form and not saved.
#[tauri::command]
pub(crate) async fn keep_unsaved(
    app: State<'_, App>,
    values: BTreeMap<String, SettingValue>,
) -> Result<(), Option<Problem>> {
    app.setup().ok_or(None)?.keep_unsaved(&values).await.map_err(Some)
}

/// The fields of Tasks that entries can be given besides their own.
#[tauri::command]
pub(crate) async fn task_fields(app: State<'_, App>) -> Result<TaskFieldsView, ()> {
    Ok(app.setup().ok_or(())?.task_fields().await)
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

/// Countries that can be the default region.
#[tauri::command]
pub(crate) async fn regions() -> Vec<RegionView> {
    all_regions()
}

/// Reformatting rules as they stand in the settings, in their parts.
#[tauri::command]
pub(crate) async fn read_rules(texts: Vec<String>) -> Vec<RuleView> {
    rules_in_parts(texts)
}

/// How a number is read and whom it finds, with settings that need not be saved.
#[tauri::command]
pub(crate) async fn try_number(
    app: State<'_, App>,
    raw: String,
    values: BTreeMap<String, SettingValue>,
    ask: bool,
) -> Result<NumberTryView, Option<Problem>> {
    app.setup().ok_or(None)?.try_number(&raw, values, ask).await.map_err(Some)
}

/// Who was chosen for which number.
#[tauri::command]
pub(crate) async fn choices(app: State<'_, App>) -> Result<ChoicesView, Option<Problem>> {
    app.setup().ok_or(None)?.choices().await.map_err(Some)
}

/// Forgets the choice for one number, or without one every choice.
#[tauri::command]
pub(crate) async fn forget_choice(
    app: State<'_, App>,
    number: Option<String>,
) -> Result<(), Option<Problem>> {
    app.setup().ok_or(None)?.forget_choice(number.as_deref()).await.map_err(Some)
}

/// Looks at the index of people, has it synced, or empties it.
#[tauri::command]
pub(crate) async fn index(app: State<'_, App>, order: IndexOrder) -> Result<IndexView, Option<Problem>> {
    app.setup().ok_or(None)?.index(order).await.map(IndexView::from).map_err(Some)
}

/// Compares the journal with the phone system's log and Salesforce, and mends what is confirmed.
#[tauri::command]
pub(crate) async fn compare(app: State<'_, App>, order: CompareOrder) -> Result<CompareView, ()> {
    Ok(app.setup().ok_or(())?.reconciler().order(order).await)
}

/// Written entries before a place of the journal.
#[tauri::command]
pub(crate) async fn entry_page(app: State<'_, App>, before: Option<i64>) -> Result<EntryPage, ()> {
    app.handle().ok_or(())?.entry_page(before).await.ok_or(())
}

/// Everything about one entry that is on this computer.
#[tauri::command]
pub(crate) async fn entry_details(app: State<'_, App>, key: String) -> Result<Option<EntryDetails>, ()> {
    Ok(app.handle().ok_or(())?.entry_details(key).await)
}

/// What only Salesforce knows around an entry.
#[tauri::command]
pub(crate) async fn entry_facts(app: State<'_, App>, key: String) -> Result<EntryFacts, ()> {
    app.handle().ok_or(())?.entry_facts(key).await.ok_or(())
}

/// Opens the record of a written entry.
#[tauri::command]
pub(crate) async fn open_entry(app: State<'_, App>, key: String) -> Result<(), ()> {
    app.handle().ok_or(())?.open_entry(key).await;
    Ok(())
}

/// Opens the main window at an entry of the journal.
#[tauri::command]
pub(crate) fn open_journal(app: AppHandle, key: String) {
    windows::open_journal(&app, key);
}

/// Writes these entries into a table in the downloads folder; the file's path.
#[tauri::command]
pub(crate) async fn export_entries(app: AppHandle, keys: Vec<String>) -> Result<String, ()> {
    if keys.len() > EXPORTED_MAX {
        return Err(());
    }
    let state = app.state::<App>();
    let items = state.handle().ok_or(())?.entry_items(keys).await.ok_or(())?;
    let entries: Vec<_> = items.iter().map(entry_json).collect();
    let table = entries_csv(&entries).map_err(|_| ())?;
    let dir = app.path().download_dir().or_else(|_| app.path().home_dir()).map_err(|_| ())?;
    let name = format!("ringside-{}.csv", Zoned::now().strftime("%Y-%m-%d-%H%M%S"));
    let path = dir.join(name);
    let written = path.clone();
    let write = move || std::fs::write(written, table);
    tauri::async_runtime::spawn_blocking(write).await.map_err(|_| ())?.map_err(|error| {
        tracing::warn!(%error, "the journal cannot be exported");
    })?;
    Ok(path.display().to_string())
}
