//! Questions to the loop that have an answer, and what its followers hear.

use std::sync::Arc;

use domain::call::{CallId, PhoneEvent};
use domain::settings::Settings;
use serde::Serialize;
use tokio::sync::oneshot;

use super::{Event, Handle};
use crate::view::{CallDetails, FieldProblem, JournalPreview, View};

/// What followers of the loop hear, in order.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    Event(PhoneEvent),
    View(Arc<View>),
    Painted { revision: u64, at_us: i64 },
}

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
