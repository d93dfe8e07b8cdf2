//! Chats with people outside: from messages to sessions, and what is written about each. Not
//! here: asking the phone system or the CRM, field API names.
//!
//! Start reading at [`Book`].

mod book;
mod compose;
mod entries;
mod recompute;
mod sample;
mod session;
mod text;
mod who;

pub use book::{Book, ChatAction, ChatEffect, ChatInput, HORIZON, Part};
pub use compose::{CHAT_PARTS_MAX, compose_chat, transcript_line};
pub use entries::{can_be_linked, decide_chat};
pub use sample::sample_chat;
pub use session::{SESSION_MESSAGES_MAX, SESSION_SPAN_MAX, sessions};
pub use text::{ChatTemplate, ChatTextError, ChatVariable};
pub use who::{Who, by_email, by_name, narrow};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::caller::Caller;

/// What carries a chat.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "channel", content = "name", rename_all = "snake_case")]
pub enum Channel {
    #[default]
    LiveChat,
    Sms,
    WhatsApp,
    Facebook,
    Rcs,
    /// As the phone system calls it (3cx.md 3.6: unknown ones are kept as text).
    Other(String),
}

impl Channel {
    /// As texts and the CRM name it, in English whatever the UI's language.
    #[must_use]
    pub fn word(&self) -> &str {
        match self {
            Channel::LiveChat => "Chat",
            Channel::Sms => "SMS",
            Channel::WhatsApp => "WhatsApp",
            Channel::Facebook => "Facebook",
            Channel::Rcs => "RCS",
            Channel::Other(name) if name.trim().is_empty() => "Chat",
            Channel::Other(name) => name,
        }
    }
}

/// Who wrote a message.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "speaker", rename_all = "snake_case")]
pub enum Speaker {
    Agent {
        extension: String,
        name: String,
    },
    /// Somebody outside; each of these may be empty.
    Visitor {
        name: String,
        number: String,
        email: String,
    },
    /// The phone system itself, or a queue.
    System {
        name: String,
    },
}

/// One message. Ordered as people read: by time, then by number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Message {
    pub at: Timestamp,
    pub id: i64,
    pub conversation: i64,
    pub speaker: Speaker,
    pub text: String,
    /// The queue it came through.
    pub queue: Option<String>,
}

/// What the phone system says of a conversation as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Facts {
    pub conversation: i64,
    pub channel: Channel,
    pub name: String,
    pub number: String,
    pub email: String,
}

/// Where a session stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ChatState {
    /// More may be said.
    Open,
    /// Silent for long enough: its messages are in entries of ours, for good.
    Closed,
    /// Silent, and a colleague spoke last: it is theirs.
    TakenOver { by: String },
}

/// One session, as this desk knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chat {
    /// `pbx|ConversationId|first MessageId`
    pub key: String,
    pub conversation: i64,
    pub facts: Facts,
    /// In order; what an earlier entry holds already is not among them.
    pub messages: Vec<Message>,
    pub state: ChatState,
    pub who: Who,
    pub caller: Caller,
    /// The entries it was written as: one, or several where one would not hold it.
    pub parts: Vec<Part>,
    /// Somebody wants it written although it is linked to nobody.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unlinked: bool,
}

impl Chat {
    #[must_use]
    pub fn began(&self) -> Option<Timestamp> {
        self.messages.first().map(|message| message.at)
    }

    #[must_use]
    pub fn ended(&self) -> Option<Timestamp> {
        self.messages.last().map(|message| message.at)
    }

    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state == ChatState::Open
    }

    /// The agent who spoke last: number and name.
    #[must_use]
    pub fn last_agent(&self) -> Option<(&str, &str)> {
        last_agent(&self.messages)
    }

    /// The queue it came through.
    #[must_use]
    pub fn queue(&self) -> Option<&str> {
        self.messages.iter().find_map(|message| message.queue.as_deref())
    }
}

fn is_false(value: &bool) -> bool {
    !value
}

pub(crate) fn last_agent(messages: &[Message]) -> Option<(&str, &str)> {
    messages.iter().rev().find_map(|message| match &message.speaker {
        Speaker::Agent { extension, name } => Some((extension.as_str(), name.as_str())),
        Speaker::Visitor { .. } | Speaker::System { .. } => None,
    })
}

#[cfg(test)]
mod tests;
