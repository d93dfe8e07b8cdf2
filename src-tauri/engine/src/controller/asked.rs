//! What other programs of the same profile ask through its socket.

use domain::outbox::EntryState;
use serde_json::{Value, json};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc;

use super::{Controller, Event, Told};
use crate::find;
use crate::local::{Ask, Asked, Request};

/// Entries listed at most.
const LISTED_MAX: u32 = 500;

impl Controller {
    pub(super) fn asked(&mut self, asked: Asked) {
        let Asked { request, replies: reply } = asked;
        match request {
            Request::Act(action) => {
                let queue = self.queue.clone();
                self.spawn(async move {
                    let _ = queue.send(Event::Agent(action)).await;
                    answer(&reply, &json!({"ok": true})).await;
                });
            }
            Request::Ask(Ask::View) => {
                let view = self.views.borrow().clone();
                self.spawn(async move { answer(&reply, &json!({"view": view})).await });
            }
            Request::Ask(Ask::Watch) => self.watch(reply),
            Request::Ask(Ask::Lookup { text }) => {
                let settings = self.desk.context().settings.matching.clone();
                let (crm, directory, clock) =
                    (self.near.linked.crm.clone(), self.near.directory.clone(), self.near.clock.clone());
                self.spawn(async move {
                    let found =
                        find::find(&text, &settings, crm.as_deref(), Some(&directory), clock.now().wall)
                            .await;
                    answer(&reply, &found.to_json()).await;
                });
            }
            Request::Ask(Ask::Journal) => {
                let store = self.near.store.clone();
                self.spawn(async move {
                    let rows = store.outbox().list(LISTED_MAX).await.unwrap_or_default();
                    let list: Vec<Value> = rows.iter().map(row_json).collect();
                    answer(&reply, &json!({"journal": list})).await;
                });
            }
            // The setup answers these before they come here.
            Request::Ask(Ask::Reload | Ask::Check { .. } | Ask::Index { .. }) => {}
            Request::Ask(Ask::Link { link }) => {
                let taken = self.near.door.link(&link);
                self.spawn(async move { answer(&reply, &json!({"ok": taken})).await });
            }
            Request::Ask(Ask::Show) => {
                self.near.screen.open_window();
                self.spawn(async move { answer(&reply, &json!({"ok": true})).await });
            }
        }
    }

    /// Sends the view, and then everything that happens, until the asker is gone.
    fn watch(&self, reply: mpsc::Sender<String>) {
        let mut told = self.told.subscribe();
        let first = Told::View(self.views.borrow().clone());
        self.spawn(async move {
            if !tell(&reply, &first).await {
                return;
            }
            loop {
                match told.recv().await {
                    Ok(told) => {
                        if !tell(&reply, &told).await {
                            return;
                        }
                    }
                    Err(RecvError::Lagged(missed)) => answer(&reply, &json!({"missed": missed})).await,
                    Err(RecvError::Closed) => return,
                }
            }
        });
    }
}

/// One outbox row as `journal list` shows it.
#[must_use]
pub fn row_json(row: &crate::store::Row) -> Value {
    let entry = &row.entry;
    let task = match &row.state {
        EntryState::Written { task_id, .. } => Some(task_id.as_str()),
        EntryState::Waiting { .. }
        | EntryState::InDoubt { .. }
        | EntryState::Stuck { .. }
        | EntryState::Removed { .. } => None,
    };
    json!({
        "key": entry.key,
        "subject": entry.subject,
        "description": entry.description,
        "outcome": entry.outcome,
        "started": entry.started.to_string(),
        "duration_s": entry.duration_s,
        "state": row.state,
        "attempts": row.attempts,
        "task": task,
    })
}

async fn tell(reply: &mpsc::Sender<String>, told: &Told) -> bool {
    match serde_json::to_string(told) {
        Ok(line) => reply.send(line).await.is_ok(),
        Err(_) => true,
    }
}

async fn answer(reply: &mpsc::Sender<String>, value: &Value) {
    // Err means that the asker is gone.
    let _ = reply.send(value.to_string()).await;
}
