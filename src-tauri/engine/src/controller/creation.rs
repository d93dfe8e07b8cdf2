//! What the form for a new person needs to know of live calls and chats.

use domain::Moment;
use domain::call::CallId;
use domain::caller::Person;
use domain::chat::{Chat, ChatInput};
use domain::create::Origin;
use domain::desk::Input;
use domain::journal::{Agent, about_person};
use domain::number::read;
use jiff::tz::TimeZone;
use tokio::sync::oneshot;

use super::{Controller, Event, Handle, Order};
use crate::store::CreationRow;

/// Of what somebody is created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OriginAsk {
    Call(CallId),
    Chat(String),
    /// Nothing live.
    None,
}

/// What the loop is asked and told about people who are being created.
#[derive(Debug)]
pub enum CreationEvent {
    /// What a form is to be filled with.
    Origin { ask: OriginAsk, reply: oneshot::Sender<Option<OriginTold>> },
    /// People who are on their way changed on disk.
    Changed,
    /// Open the page of somebody who was created.
    OpenPage { url: String },
}

/// What the loop knows of it.
#[derive(Debug, Clone, Default)]
pub struct OriginTold {
    pub origin: Origin,
    /// Key of its call or chat, as it stands in entries; empty: of neither.
    pub key: String,
    pub call: Option<CallId>,
    pub agent: Agent,
    pub zone: Option<TimeZone>,
}

impl Handle {
    /// What a form is filled with; `None` when the call or chat is gone, or the loop has ended.
    pub async fn origin(&self, ask: OriginAsk) -> Option<OriginTold> {
        let (reply, answer) = oneshot::channel();
        self.send(Event::Creation(CreationEvent::Origin { ask, reply })).await;
        answer.await.ok().flatten()
    }

    /// People who are on their way changed on disk.
    pub(crate) async fn creations_changed(&self) {
        self.send(Event::Creation(CreationEvent::Changed)).await;
    }

    /// Opens the page of somebody who was created.
    pub(crate) async fn open_page(&self, url: String) {
        self.send(Event::Creation(CreationEvent::OpenPage { url })).await;
    }
}

impl Controller {
    pub(super) async fn creation_event(&mut self, now: Moment, event: CreationEvent) {
        match event {
            CreationEvent::Origin { ask, reply } => {
                // Err means that nobody waits any more.
                let _ = reply.send(self.origin(&ask));
            }
            CreationEvent::Changed => self.read_creations(now).await,
            CreationEvent::OpenPage { url } => self.open_link(&url),
        }
    }

    /// Who is on the way; who is created now is linked to their call, and only then forgotten:
    /// killed in between, it is done once more.
    pub(super) async fn read_creations(&mut self, now: Moment) {
        let rows = match self.near.store.creations().all().await {
            Ok(rows) => rows,
            Err(error) => return self.store_failed(&error, now),
        };
        // Of two who were begun for one call, the latter is the one it is about.
        let has_later = |at: usize, row: &CreationRow| {
            !row.entry_key.is_empty() && rows[at + 1..].iter().any(|later| later.entry_key == row.entry_key)
        };
        let outdated: Vec<bool> = rows.iter().enumerate().map(|(at, row)| has_later(at, row)).collect();
        let sorted = rows.into_iter().zip(outdated);
        let (created, waiting): (Vec<_>, Vec<_>) = sorted.partition(|(row, _)| row.created.is_some());
        self.waiting_people = waiting.into_iter().map(|(row, _)| row).collect();
        for (row, is_outdated) in &created {
            let Some(person) = row.created.clone() else { continue };
            // What could not be linked stays, and is linked when it is told of once more.
            if *is_outdated || self.link_person(now, &row.entry_key, person).await {
                let finished = self.near.store.creations().finish(&row.draft).await;
                self.check(finished, now);
            }
        }
        if !created.is_empty() {
            self.read_index().await;
            self.decide(now, Input::PeopleChanged, Order::DiskFirst).await;
        }
        // What waited for somebody may go out, or wait again.
        self.near.linked.nudge.queued();
        self.publish(now);
    }

    /// Whether it is done. What was said of a call that is gone from the desk is linked where it is
    /// kept.
    async fn link_person(&mut self, now: Moment, key: &str, person: Person) -> bool {
        if key.is_empty() {
            return true;
        }
        let call = self.desk.calls().find(|call| call.key == key).map(|call| call.id);
        if let Some(call) = call {
            let linked = Input::Linked { call, person: Box::new(person), remember: false };
            self.decide(now, linked, Order::DiskFirst).await;
            return true;
        }
        if self.chats.chat(key).is_some() {
            let linked = ChatInput::Linked { chat: key.to_owned(), person: Box::new(person) };
            self.decide_chats(now, linked).await;
            return true;
        }
        self.link_entry(now, key, about_person(&person)).await
    }

    fn origin(&self, ask: &OriginAsk) -> Option<OriginTold> {
        let context = self.desk.context();
        let mut told = OriginTold {
            agent: context.agent.clone(),
            zone: Some(context.zone.clone()),
            ..OriginTold::default()
        };
        match ask {
            OriginAsk::None => {}
            OriginAsk::Call(id) => {
                let call = self.desk.call(*id)?;
                (told.origin, told.key, told.call) = (Origin::of_call(call), call.key.clone(), Some(*id));
            }
            OriginAsk::Chat(key) => {
                let chat = self.chats.chat(key)?;
                let home = &context.settings.matching.default_region;
                (told.origin, told.key) = (of_chat(chat, home), chat.key.clone());
            }
        }
        Some(told)
    }
}

fn of_chat(chat: &Chat, home: &domain::number::Region) -> Origin {
    let text = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
    let number = text(&chat.facts.number).map(|number| read(&number, home));
    Origin {
        number: number.filter(|number| number.public().is_some()),
        name: text(&chat.facts.name),
        email: text(&chat.facts.email),
        via: chat.queue().map(str::to_owned),
        at: chat.began(),
        ..Origin::default()
    }
}
