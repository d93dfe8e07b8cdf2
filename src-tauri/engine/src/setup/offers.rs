//! What somebody who fills in a setting is shown at once: what is wrong with it, how texts would
//! read, and what Salesforce offers for it.

use std::collections::BTreeMap;
use std::time::Duration;

use super::Setup;
use crate::controller::Tried;
use crate::problem::{Problem, ProblemCode};
use crate::settings::{self, Policy};
use crate::view::{ChatPreview, FieldProblem, JournalPreview, SettingValue, TaskFieldsView};

/// Longest wait for Salesforce's answer: somebody sits before an open list.
const OFFER_WITHIN: Duration = Duration::from_secs(20);
/// Calls looked through for one of each kind to show a text on: some days of a busy desk.
const HISTORY_MAX: u32 = 200;
/// Key of the draft; those of people have two words.
const UNSAVED: &str = "settings";

impl Setup {
    /// How the journal's texts read with these values, and what of them cannot be used. Nothing is
    /// saved.
    ///
    /// # Errors
    /// When the settings cannot be read; without a problem when the companion ends.
    pub async fn preview_journal(
        &self,
        values: &BTreeMap<String, SettingValue>,
    ) -> Result<JournalPreview, Option<Problem>> {
        let draft = self.tried(values, "journal.")?;
        // A store that cannot be read keeps nobody from writing texts.
        let history = self.shared.store.calls().latest(HISTORY_MAX).await.unwrap_or_default();
        self.shared.handle.preview(draft, history).await.ok_or(None)
    }

    /// The same of the chat journal.
    ///
    /// # Errors
    /// As [`Setup::preview_journal`].
    pub async fn preview_chat(
        &self,
        values: &BTreeMap<String, SettingValue>,
    ) -> Result<ChatPreview, Option<Problem>> {
        let draft = self.tried(values, "chat.")?;
        self.shared.handle.preview_chat(draft).await.ok_or(None)
    }

    /// What would keep these values from being saved. Nothing is saved.
    ///
    /// # Errors
    /// When the settings cannot be read.
    pub fn check_settings(
        &self,
        values: &BTreeMap<String, SettingValue>,
    ) -> Result<Vec<FieldProblem>, Problem> {
        let held = self.load()?;
        let mut wrong = settings::barred(&held, values, &Policy::of(&self.shared.profile.dir));
        wrong.extend(settings::problems(&held, values));
        Ok(wrong)
    }

    /// Keeps on disk what a person changed in a form and did not save, so that it is there when the
    /// form is opened again. Secrets are no part of it.
    ///
    /// # Errors
    /// When it is not on disk.
    pub async fn keep_unsaved(&self, values: &BTreeMap<String, SettingValue>) -> Result<(), Problem> {
        let drafts = self.shared.store.drafts();
        let kept = if values.is_empty() {
            drafts.forget(UNSAVED).await
        } else {
            drafts.keep(UNSAVED, UNSAVED, values, self.shared.clock.now().wall).await
        };
        kept.map_err(|_| ProblemCode::StoreBroken.into())
    }

    /// What was kept so; nothing as well where it cannot be read.
    pub(super) async fn unsaved(&self) -> BTreeMap<String, SettingValue> {
        self.shared.store.drafts().draft(UNSAVED).await.ok().flatten().unwrap_or_default()
    }

    /// The fields of Tasks that entries can be given besides their own.
    pub async fn task_fields(&self) -> TaskFieldsView {
        let failed = |problem| TaskFieldsView { problem: Some(problem), ..TaskFieldsView::default() };
        let crm = self.shared.connections.lock().await.linked().crm;
        let Some(crm) = crm else {
            return failed(ProblemCode::SalesforceNotConfigured.into());
        };
        match tokio::time::timeout(OFFER_WITHIN, crm.entry_fields()).await {
            Ok(Ok(fields)) => {
                TaskFieldsView { fields: fields.into_iter().map(Into::into).collect(), problem: None }
            }
            Ok(Err(failure)) => failed(Problem::from(&failure.kind)),
            Err(_) => failed(ProblemCode::SalesforceOffline.into()),
        }
    }

    fn tried(&self, values: &BTreeMap<String, SettingValue>, path: &str) -> Result<Tried, Option<Problem>> {
        let (settings, mut errors) = settings::tried(&self.load().map_err(Some)?, values);
        errors.retain(|error| error.field.starts_with(path));
        Ok(Tried { settings: Box::new(settings), errors })
    }
}
