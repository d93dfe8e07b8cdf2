//! What the form for a new person may call.

use engine::creation::Creation;
use engine::problem::Problem;
use engine::view::{
    CreateForm, CreateFrom, CreateKindView, DraftCheck, DraftValues, DuplicatesThere, PersonSaved,
    PersonUsed, SearchHere, SearchThere,
};
use tauri::{AppHandle, State};

use crate::{App, windows};

fn creation(app: &State<'_, App>) -> Option<Creation> {
    app.setup().map(|setup| setup.creation().clone())
}

/// The form for the caller of a call, in a window of its own.
#[tauri::command]
pub(crate) fn open_create(app: AppHandle, call: u64, kind: Option<CreateKindView>) {
    windows::open_create(&app, call, kind);
}

/// The form for somebody new, with what was typed there before.
#[tauri::command]
pub(crate) async fn create_form(
    app: State<'_, App>,
    from: CreateFrom,
    kind: Option<CreateKindView>,
    record_type: Option<String>,
) -> Result<CreateForm, Option<Problem>> {
    creation(&app).ok_or(None)?.form(from, kind, record_type).await
}

/// Keeps what was typed so far; it is on disk then.
#[tauri::command]
pub(crate) async fn keep_draft(
    app: State<'_, App>,
    draft: String,
    values: DraftValues,
) -> Result<(), Option<Problem>> {
    creation(&app).ok_or(None)?.keep(&draft, values).await.map_err(Some)
}

/// Forgets what was typed.
#[tauri::command]
pub(crate) async fn drop_draft(app: State<'_, App>, draft: String) -> Result<(), Option<Problem>> {
    creation(&app).ok_or(None)?.drop_draft(&draft).await.map_err(Some)
}

/// How numbers were read, and who may be there already as far as this computer knows.
#[tauri::command]
pub(crate) async fn check_draft(app: State<'_, App>, values: DraftValues) -> Result<DraftCheck, ()> {
    Ok(creation(&app).ok_or(())?.check(values).await)
}

/// The same as far as Salesforce knows; a later question ends an earlier one.
#[tauri::command]
pub(crate) async fn ask_duplicates(app: State<'_, App>, values: DraftValues) -> Result<DuplicatesThere, ()> {
    Ok(creation(&app).ok_or(())?.ask(values).await)
}

/// Accounts this computer knows, as typed.
#[tauri::command]
pub(crate) async fn accounts_here(app: State<'_, App>, text: String) -> Result<SearchHere, ()> {
    Ok(creation(&app).ok_or(())?.accounts_here(&text).await)
}

/// Accounts of Salesforce; a later question ends an earlier one.
#[tauri::command]
pub(crate) async fn accounts_there(app: State<'_, App>, text: String) -> Result<SearchThere, ()> {
    Ok(creation(&app).ok_or(())?.accounts_there(&text).await)
}

/// Creates the person.
#[tauri::command]
pub(crate) async fn save_person(
    app: State<'_, App>,
    draft: String,
    values: DraftValues,
    allow_duplicates: bool,
) -> Result<PersonSaved, ()> {
    Ok(creation(&app).ok_or(())?.save(&draft, values, allow_duplicates).await)
}

/// Links somebody who is there, and adds the draft's number to the record when wanted.
#[tauri::command]
pub(crate) async fn use_existing(
    app: State<'_, App>,
    draft: String,
    person: String,
    add_number: bool,
) -> Result<PersonUsed, ()> {
    Ok(creation(&app).ok_or(())?.use_existing(&draft, &person, add_number).await)
}

/// Tries at once to create somebody who waits or is stuck.
#[tauri::command]
pub(crate) async fn retry_person(app: State<'_, App>, draft: String) -> Result<PersonSaved, ()> {
    Ok(creation(&app).ok_or(())?.retry(&draft).await)
}

/// Somebody who waits or is stuck is not created after all; what was said of the call is written
/// linked to nobody.
#[tauri::command]
pub(crate) async fn give_up_person(app: State<'_, App>, draft: String) -> Result<(), Option<Problem>> {
    creation(&app).ok_or(None)?.give_up(&draft).await.map_err(Some)
}
