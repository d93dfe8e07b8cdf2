//! What the form for a new person needs to know of live calls and chats.

use domain::Moment;
use domain::call::CallId;
use domain::caller::Person;
use domain::chat::Chat;
use domain::create::Origin;
use domain::desk::Input;
use domain::journal::{Agent, about_person};
use domain::number::read;
use jiff::tz::TimeZone;
use tokio::sync::oneshot;

use super::{Controller, Event, Handle, Order};

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
    /// The call or chat with this key is about this person.
    Link { key: String, person: Box<Person> },
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

    /// The call or chat with this key is about this person.
    pub(crate) async fn link(&self, key: String, person: Person) {
        self.send(Event::Creation(CreationEvent::Link { key, person: Box::new(person) })).await;
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
            CreationEvent::Link { key, person } => {
                self.link_person(now, &key, *person).await;
                self.read_index().await;
                self.decide(now, Input::PeopleChanged, Order::DiskFirst).await;
            }
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
        let (created, waiting): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.created.is_some());
        self.waiting_people = waiting;
        for row in &created {
            if let Some(person) = &row.created {
                self.link_person(now, &row.entry_key, person.clone()).await;
            }
            let gone = self.near.store.creations().remove(&row.draft, false).await;
            self.check(gone, now);
            let forgotten = self.near.store.drafts().forget(&row.draft).await;
            self.check(forgotten, now);
        }
        if !created.is_empty() {
            self.read_index().await;
            self.decide(now, Input::PeopleChanged, Order::DiskFirst).await;
        }
        // What waited for somebody may go out, or wait again.
        self.near.linked.nudge.queued();
        self.publish(now);
    }

    /// What was said of a call that is gone from the desk is linked where it is kept.
    async fn link_person(&mut self, now: Moment, key: &str, person: Person) {
        if key.is_empty() {
            return;
        }
        if self.desk.calls().any(|call| call.key == key) {
            let (key, person) = (key.to_owned(), Box::new(person));
            return self.decide(now, Input::Created { key, person }, Order::DiskFirst).await;
        }
        let about = about_person(&person);
        let released = self.near.store.outbox().release(key, about, now.wall, now.wall).await;
        self.check(released, now);
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
