//! Questions to the loop that have an answer.

use domain::Moment;
use domain::call::CallId;
use domain::settings::Settings;
use tokio::sync::oneshot;

use super::{Controller, Event, Handle, day_start};
use crate::view::{CallDetails, FieldProblem, JournalPreview, details, preview};

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

impl Controller {
    pub(super) fn details_asked(&self, call: CallId, reply: oneshot::Sender<Option<CallDetails>>) {
        // Err of every reply means that nobody waits any more.
        let _ = reply.send(self.desk.call(call).map(|call| details(call, &self.desk)));
    }

    pub(super) fn preview_asked(
        &self,
        now: Moment,
        settings: &Settings,
        errors: Vec<FieldProblem>,
        reply: oneshot::Sender<JournalPreview>,
    ) {
        let since = day_start(now.wall, &self.desk.context().zone);
        let _ = reply.send(preview(&self.desk, settings, errors, now.wall, since));
    }
}
