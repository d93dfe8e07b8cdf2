//! What a person does to entries that are on disk, what became of it, and the journal's lists.

use std::time::Duration;

use domain::Moment;
use domain::call::{CallId, CallKey};
use domain::desk::{AgentAction, Context, Effect, Input, JournalOrder};
use domain::outbox::EntryState;
use jiff::Timestamp;
use tokio::sync::oneshot;

use super::{Controller, Event, Handle, Order, day_start};
use crate::amend::AmendNews;
use crate::clock::later;
use crate::outbox::EntryNews;
use crate::problem::{Problem, ProblemCode};
use crate::store::{Group, Item, StoreError, Wanted};
use crate::view::{
    Entries, EntryDetails, EntryFacts, EntryPage, LeftAlone, entry_details, field_view, owner_view, row_of,
};

/// Entries a person may look after that the view lists.
const OPEN_MAX: u32 = 200;
/// Written entries of one page.
const PAGE: u32 = 50;
/// Late notes are brought to their record once nothing was typed for so long: one request, not
/// one for every letter.
const TEXT_QUIET: Duration = Duration::from_secs(15);
/// Longest that facts around an entry are waited for; it is shown without them.
const FACTS_TIMEOUT: Duration = Duration::from_secs(20);

/// What is asked about entries.
#[derive(Debug)]
pub enum JournalAsk {
    /// Written entries before this place.
    Page {
        before: Option<i64>,
        reply: oneshot::Sender<EntryPage>,
    },
    Details {
        key: String,
        reply: oneshot::Sender<Option<EntryDetails>>,
    },
    /// What only the CRM knows around an entry.
    Facts {
        key: String,
        reply: oneshot::Sender<EntryFacts>,
    },
    /// These entries as they are, for a file.
    Items {
        keys: Vec<String>,
        reply: oneshot::Sender<Vec<Item>>,
    },
    /// Open the record of a written entry.
    Open {
        key: String,
    },
    /// Open a record that is no entry's.
    OpenRecord {
        url: String,
    },
    /// By what entries are composed just now.
    Context {
        reply: oneshot::Sender<Context>,
    },
    /// An id for a call that the desk does not follow.
    NewId {
        reply: oneshot::Sender<CallId>,
    },
}

impl Handle {
    /// Written entries before a place, newest first; `None` when the loop has ended.
    pub async fn entry_page(&self, before: Option<i64>) -> Option<EntryPage> {
        self.journal(|reply| JournalAsk::Page { before, reply }).await
    }

    /// Everything about one entry, or `None`.
    pub async fn entry_details(&self, key: String) -> Option<EntryDetails> {
        self.journal(|reply| JournalAsk::Details { key, reply }).await.flatten()
    }

    /// What only the CRM knows around an entry; `None` when the loop has ended.
    pub async fn entry_facts(&self, key: String) -> Option<EntryFacts> {
        self.journal(|reply| JournalAsk::Facts { key, reply }).await
    }

    /// These entries as they are; `None` when the loop has ended.
    pub async fn entry_items(&self, keys: Vec<String>) -> Option<Vec<Item>> {
        self.journal(|reply| JournalAsk::Items { keys, reply }).await
    }

    /// Opens the record of a written entry.
    pub async fn open_entry(&self, key: String) {
        self.send(Event::Journal(JournalAsk::Open { key })).await;
    }

    /// By what entries are composed just now; `None` when the loop has ended.
    pub(crate) async fn context(&self) -> Option<Context> {
        self.journal(|reply| JournalAsk::Context { reply }).await
    }

    /// An id that no call has or gets; `None` when the loop has ended.
    pub(crate) async fn new_call_id(&self) -> Option<CallId> {
        self.journal(|reply| JournalAsk::NewId { reply }).await
    }

    async fn journal<T>(&self, ask: impl FnOnce(oneshot::Sender<T>) -> JournalAsk) -> Option<T> {
        let (reply, answer) = oneshot::channel();
        self.send(Event::Journal(ask(reply))).await;
        answer.await.ok()
    }
}

impl Controller {
    pub(super) async fn entry_news(&mut self, now: Moment, news: EntryNews) {
        let back = match &news.state {
            EntryState::Written { .. } => {
                // Steps that waited for it can be taken.
                self.near.linked.nudge.queued();
                self.links.crm_answered(now)
            }
            EntryState::Waiting { last: Some(failure), .. } => {
                self.links.crm_failed(failure, now);
                false
            }
            EntryState::Waiting { last: None, .. }
            | EntryState::InDoubt { .. }
            | EntryState::Stuck { .. }
            | EntryState::Removed { .. } => false,
        };
        // First, so that a view never shows an entry in two places.
        self.count(now).await;
        let EntryNews { key, state, doubled } = news;
        if doubled {
            let zone = &self.desk.context().zone;
            let day = CallKey::read(&key).map(|key| key.started.to_zoned(zone.clone()).date().to_string());
            self.links.note(Problem { code: ProblemCode::TaskDoubled, detail: day }, now);
        }
        self.chats_entry(now, &key, &state).await;
        self.decide(now, Input::Entry { key, state }, Order::DiskFirst).await;
        if back {
            self.crm_ready(now).await;
        }
        self.publish(now);
    }

    /// A step on a written entry was taken, or not.
    pub(super) async fn amended(&mut self, now: Moment, news: AmendNews) {
        match &news.failure {
            Some(failure) => self.links.crm_failed(failure, now),
            None => {
                if self.links.crm_answered(now) {
                    self.crm_ready(now).await;
                }
            }
        }
        self.tell_desk(now, &news.key).await;
        self.count(now).await;
        self.publish(now);
    }

    pub(super) async fn journal_order(&mut self, now: Moment, order: &JournalOrder) {
        let rows = self.near.store.clone();
        let (rows, wall) = (rows.outbox(), now.wall);
        let (done, key) = match order {
            JournalOrder::RetryAll => return self.retry_all(now).await,
            JournalOrder::Discard { key } => (rows.discard(key, wall).await, key),
            JournalOrder::Restore { key } => (rows.restore(key, wall).await, key),
            JournalOrder::Edit { key, edit } => (rows.edit(key, edit.clone(), wall).await, key),
            JournalOrder::Undo { key } => (rows.undo(key, wall).await, key),
            JournalOrder::SendHere { key } => (rows.send_here(key, wall).await, key),
            JournalOrder::Amend { entry, late } => {
                (rows.amend(entry, late, later(wall, TEXT_QUIET), wall).await, &entry.key)
            }
        };
        match done {
            Ok(true) => {
                self.tell_desk(now, key).await;
                if let JournalOrder::Restore { key } | JournalOrder::SendHere { key } = order {
                    self.look_up_restored(key);
                }
                self.near.linked.nudge.queued();
                self.count(now).await;
            }
            Ok(false) => {}
            Err(error) => self.store_failed(&error, now),
        }
    }

    /// Nobody looked for the caller while the entry was out, or looked in another org.
    fn look_up_restored(&self, key: &str) {
        let Some(call) = self.desk.calls().find(|call| call.key == key).map(|call| call.id) else { return };
        let queue = self.queue.clone();
        // As a later event: this one is still being performed.
        self.spawn(async move {
            let _ = queue.send(Event::Agent(AgentAction::RetryLookup { call })).await;
        });
    }

    async fn retry_all(&mut self, now: Moment) {
        if let Err(error) = self.near.store.outbox().retry_all(now.wall).await {
            self.store_failed(&error, now);
            return;
        }
        let failed = |state: &EntryState| match state {
            EntryState::Stuck { .. } | EntryState::Waiting { last: Some(_), .. } => true,
            EntryState::Waiting { last: None, .. }
            | EntryState::InDoubt { .. }
            | EntryState::Written { .. }
            | EntryState::Removed { .. } => false,
        };
        let told: Vec<String> = self
            .desk
            .calls()
            .filter(|call| call.entry.as_ref().is_some_and(failed))
            .map(|call| call.key.clone())
            .chain(self.failed_chats(failed))
            .collect();
        for key in told {
            self.tell_desk(now, &key).await;
        }
        self.near.linked.nudge.crm_ready();
        self.count(now).await;
        // Somebody is watching: whether Salesforce is back is found out at once.
        self.identify();
    }

    /// Entries that wait are for this org now, or for another one.
    pub(super) async fn org_changed(&mut self, now: Moment) {
        self.count(now).await;
        let open: Vec<String> = self.entries.open.iter().map(|item| item.row.entry.key.clone()).collect();
        for key in open {
            self.tell_desk(now, &key).await;
        }
        self.near.linked.nudge.queued();
        self.read_creations(now).await;
    }

    /// Lets the desk know where an entry stands on disk.
    pub(super) async fn tell_desk(&mut self, now: Moment, key: &str) {
        let Ok(Some(state)) = self.state_on_disk(key).await else { return };
        self.chats_entry(now, key, &state).await;
        for effect in self.desk.handle(now, Input::Entry { key: key.to_owned(), state }) {
            if let Effect::Save { call } = effect {
                self.save(now, &call).await;
            }
        }
    }

    pub(super) async fn state_on_disk(&self, key: &str) -> Result<Option<EntryState>, StoreError> {
        let rows = self.near.store.outbox();
        match rows.get(key).await? {
            Some(row) => Ok(Some(row.state)),
            None => rows.removal(key).await,
        }
    }

    /// Reads anew what a person may look after.
    pub(super) async fn look_at_entries(&mut self) {
        let rows = self.near.store.outbox();
        let open = rows.journal(Wanted::newest(Some(Group::Open), OPEN_MAX)).await;
        if let (Ok(open), Ok(steps)) = (open, rows.amendments().await) {
            self.entries = Entries::new(open, &steps);
        }
    }

    pub(super) async fn journal_asked(&mut self, ask: JournalAsk) {
        let store = self.near.store.clone();
        let context = self.desk.context().clone();
        let steps = self.entries.steps.clone();
        // Err of every reply means that nobody waits any more.
        match ask {
            JournalAsk::Page { before, reply } => self.spawn(async move {
                let wanted = Wanted { before, ..Wanted::newest(Some(Group::Written), PAGE) };
                let items = store.outbox().journal(wanted).await.unwrap_or_default();
                let full = items.len() == usize::try_from(PAGE).unwrap_or(usize::MAX);
                let next = items.last().filter(|_| full).map(|item| item.at);
                let row = |item: &Item| row_of(item, steps.get(&item.row.entry.key), &context);
                let _ = reply.send(EntryPage { rows: items.iter().map(row).collect(), next });
            }),
            JournalAsk::Details { key, reply } => {
                let on_desk = self.desk.calls().find(|call| call.key == key).cloned();
                self.spawn(async move {
                    let item = store.outbox().item(&key).await.ok().flatten();
                    let left = store.outbox().left_alone(&key).await.unwrap_or_default();
                    let left_alone =
                        left.into_iter().map(|(field, text)| LeftAlone { field, text }).collect();
                    let details = item.map(|item| {
                        let item = Item { call: on_desk.or(item.call.clone()), ..item };
                        EntryDetails { left_alone, ..entry_details(&item, steps.get(&key), &context) }
                    });
                    let _ = reply.send(details);
                });
            }
            JournalAsk::Facts { key, reply } => {
                let crm = self.near.linked.crm.clone();
                self.spawn(async move {
                    let item = store.outbox().item(&key).await.ok().flatten();
                    let details = item.map(|item| entry_details(&item, None, &context));
                    let refused = details.and_then(|details| details.refused);
                    let asked = async {
                        let Some(crm) = crm else { return EntryFacts { owner: None, field: None } };
                        let owner = crm.entry_owner().await.ok().flatten();
                        let field = match refused {
                            Some(refused) => crm.entry_field(&refused.name).await.ok().flatten(),
                            None => None,
                        };
                        EntryFacts { owner: owner.map(owner_view), field: field.map(field_view) }
                    };
                    let facts = tokio::time::timeout(FACTS_TIMEOUT, asked).await;
                    let _ = reply.send(facts.unwrap_or(EntryFacts { owner: None, field: None }));
                });
            }
            JournalAsk::Items { keys, reply } => self.spawn(async move {
                let mut items = Vec::new();
                for key in keys {
                    items.extend(store.outbox().item(&key).await.ok().flatten());
                }
                let _ = reply.send(items);
            }),
            JournalAsk::OpenRecord { url } => self.open_link(&url),
            // Err means that nobody waits any more.
            JournalAsk::Context { reply } => drop(reply.send(context)),
            JournalAsk::NewId { reply } => drop(reply.send(self.desk.take_id())),
            JournalAsk::Open { key } => {
                if let Ok(Some(EntryState::Written { url: Some(url), .. })) = self.state_on_disk(&key).await {
                    self.open_link(&url);
                }
            }
        }
    }

    /// What was taken out before today is forgotten.
    pub(super) async fn forget_removed(&self, now: Timestamp) {
        let since = day_start(now, &self.desk.context().zone);
        if let Err(error) = self.near.store.outbox().forget_removed_before(since).await {
            tracing::warn!(%error, "entries taken out before today cannot be forgotten");
        }
    }
}
