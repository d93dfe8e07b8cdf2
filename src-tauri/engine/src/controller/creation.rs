//! What the form for a new person needs to know of live calls and chats.

use domain::Moment;
use domain::call::CallId;
use domain::chat::Chat;
use domain::creation::Origin;
use domain::journal::Agent;
use domain::number::read;
use jiff::tz::TimeZone;
use tokio::sync::oneshot;

use super::{Controller, Event, Handle};

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
}

impl Controller {
    pub(super) async fn creation_event(&mut self, _now: Moment, event: CreationEvent) {
        match event {
            CreationEvent::Origin { ask, reply } => {
                // Err means that nobody waits any more.
                let _ = reply.send(self.origin(&ask));
            }
        }
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
