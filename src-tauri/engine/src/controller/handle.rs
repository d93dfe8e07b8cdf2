//! Questions to the loop that have an answer.

use domain::Moment;
use domain::call::{Call, CallId};
use domain::settings::Settings;
use tokio::sync::oneshot;

use super::{Controller, Event, Handle, day_start};
use crate::view::{CallDetails, ChatPreview, FieldProblem, JournalPreview, details, preview, preview_chat};

/// Settings that are still being written, and what of them cannot be used.
#[derive(Debug)]
pub struct Tried {
    pub settings: Box<Settings>,
    pub errors: Vec<FieldProblem>,
}

/// Texts to be shown on something that happened.
#[derive(Debug)]
pub enum Preview {
    /// `history`: calls that may not be on the desk any more, newest first.
    Calls {
        draft: Tried,
        history: Vec<Call>,
        reply: oneshot::Sender<JournalPreview>,
    },
    Chats {
        draft: Tried,
        reply: oneshot::Sender<ChatPreview>,
    },
}

impl Handle {
    /// How journal texts would read; `None` when the loop has ended.
    pub async fn preview(&self, draft: Tried, history: Vec<Call>) -> Option<JournalPreview> {
        let (reply, answer) = oneshot::channel();
        self.send(Event::Preview(Preview::Calls { draft, history, reply })).await;
        answer.await.ok()
    }

    /// How the chat journal's texts would read; `None` when the loop has ended.
    pub async fn preview_chat(&self, draft: Tried) -> Option<ChatPreview> {
        let (reply, answer) = oneshot::channel();
        self.send(Event::Preview(Preview::Chats { draft, reply })).await;
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

    pub(super) fn preview_asked(&self, now: Moment, wanted: Preview) {
        match wanted {
            Preview::Calls { draft, history, reply } => {
                let since = day_start(now.wall, &self.desk.context().zone);
                let Tried { settings, errors } = draft;
                let _ = reply.send(preview(&self.desk, &history, &settings, errors, now.wall, since));
            }
            Preview::Chats { draft, reply } => {
                let Tried { settings, errors } = draft;
                let shown = preview_chat(&self.chats, self.desk.context(), &settings, errors, now.wall);
                let _ = reply.send(shown);
            }
        }
    }
}
