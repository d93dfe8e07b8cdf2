//! Questions to the loop that have an answer.

use domain::call::CallId;
use domain::settings::Settings;
use tokio::sync::oneshot;

use super::{Event, Handle};
use crate::view::{CallDetails, FieldProblem, JournalPreview};

impl Handle {
    /// How journal texts would read; `None` when the loop has ended.
    pub async fn preview(&self, settings: Settings, errors: Vec<FieldProblem>) -> Option<JournalPreview> {
        let (reply, answer) = oneshot::channel();
        self.send(Event::Preview { settings: Box::new(settings), errors, reply }).await;
        answer.await.ok()
    }

    /// Everything about one call of today, or `None`.
    pub async fn details(&self, call: CallId) -> Option<CallDetails> {
        let (reply, answer) = oneshot::channel();
        self.send(Event::Details { call, reply }).await;
        answer.await.ok().flatten()
    }
}
