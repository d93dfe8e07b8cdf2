//! What other programs of the same profile ask through its socket.

use serde_json::{Value, json};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc;

use super::{Controller, Event, Told};
use crate::export::entry_json;
use crate::local::{Ask, Asked, Request};
use crate::store::{Item, Wanted};

/// Entries of one page: an answer stays far below the longest line, whatever the texts.
pub const LISTED_MAX: u32 = 100;

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
            Request::Ask(Ask::Journal { group, from, to, before }) => {
                let store = self.near.store.clone();
                let wanted = Wanted { group, from, to, before, limit: LISTED_MAX };
                self.spawn(async move {
                    let rows = store.outbox().journal(wanted).await.unwrap_or_default();
                    answer(&reply, &page_json(&rows)).await;
                });
            }
            Request::Ask(Ask::Entry { key }) => {
                let store = self.near.store.clone();
                self.spawn(async move {
                    let item = store.outbox().item(&key).await.ok().flatten();
                    answer(&reply, &json!({"entry": item.as_ref().map(entry_json)})).await;
                });
            }
            // The setup answers these before they come here.
            Request::Ask(
                Ask::Reload
                | Ask::Check { .. }
                | Ask::Compare { .. }
                | Ask::Index { .. }
                | Ask::Lookup { .. },
            ) => {}
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

/// One page of the journal, and where the next begins.
#[must_use]
pub fn page_json(items: &[Item]) -> Value {
    let full = items.len() >= usize::try_from(LISTED_MAX).unwrap_or(usize::MAX);
    let next = items.last().filter(|_| full).map(|item| item.at);
    json!({"journal": items.iter().map(entry_json).collect::<Vec<_>>(), "next": next})
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
