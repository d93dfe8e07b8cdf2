//! Shapes of the chat journal's texts while somebody writes them, and the pure function that shows
//! them on a chat.

use domain::caller::Caller;
use domain::chat::{Book, Chat, ChatState, ChatVariable, Who, compose_chat, decide_chat, sample_chat};
use domain::desk::Context;
use domain::journal::Decision;
use domain::settings::Settings;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::build::{ms, number};
use super::chat::channel;
use super::{ChannelView, EntryText, FieldProblem, NotWritten, VariableView};

/// Every variable of texts about chats, in the order they are offered in. Words:
/// `chat-variable-<id>`.
#[must_use]
pub fn chat_variables() -> Vec<VariableView> {
    let shown = |variable: &ChatVariable| VariableView {
        name: variable.name().to_owned(),
        id: variable.id(),
        filled: variable.filled().into(),
    };
    ChatVariable::ALL.iter().map(shown).collect()
}

/// How the chat journal's texts would read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ChatPreview {
    /// Fields of the chat journal that cannot be used as they are.
    pub errors: Vec<FieldProblem>,
    /// When the chat began; `None`: a made-up one.
    pub chat_ms: Option<i64>,
    /// Whom it was with.
    pub chat_with: Option<String>,
    pub channel: ChannelView,
    /// The first entry; `None`: the chat has no message.
    pub text: Option<EntryText>,
    /// How many entries it takes.
    pub parts: u32,
    /// The same where the visitor gives nothing and nobody is found.
    pub nameless: Option<EntryText>,
    pub kept_nameless: bool,
    pub not_written: Option<NotWritten>,
}

/// Shows the texts of `settings` on the last chat of this desk, or on a made-up one.
#[must_use]
pub fn preview_chat(
    book: &Book,
    context: &Context,
    settings: &Settings,
    errors: Vec<FieldProblem>,
    now: Timestamp,
) -> ChatPreview {
    let is_ours = |chat: &&&Chat| match chat.state {
        ChatState::Open | ChatState::Closed => chat.began().is_some(),
        ChatState::TakenOver { .. } => false,
    };
    let chats = book.chats();
    let real = chats.iter().find(is_ours);
    // An open one reads as it would if it ended now.
    let chat = real.map_or_else(
        || sample_chat(now, &context.agent),
        |chat| Chat { state: ChatState::Closed, ..(**chat).clone() },
    );
    let read = |chat: &Chat| compose_chat(chat, &settings.chat, &context.agent, &context.zone);
    let text = |entries: Vec<domain::journal::Entry>| {
        let first = entries.into_iter().next();
        first.map(|entry| EntryText { subject: entry.subject, description: entry.description })
    };
    let nameless = Chat { caller: Caller::Unknown, who: Who::default(), unlinked: false, ..chat.clone() };
    let entries = read(&chat);
    ChatPreview {
        errors,
        chat_ms: real.and_then(|chat| chat.began()).map(ms),
        chat_with: real.and_then(|chat| other_side(chat, settings)),
        channel: channel(&chat.facts.channel),
        parts: u32::try_from(entries.len()).unwrap_or(u32::MAX),
        text: text(entries),
        nameless: text(read(&nameless)),
        kept_nameless: matches!(decide_chat(&nameless, settings), Decision::Keep { .. }),
        not_written: not_written(&chat, settings),
    }
}

fn not_written(chat: &Chat, settings: &Settings) -> Option<NotWritten> {
    if !settings.chat.enabled {
        return Some(NotWritten::Off);
    }
    match decide_chat(chat, settings) {
        Decision::Nothing(why) => Some(why.into()),
        Decision::Write { .. } | Decision::Keep { .. } => None,
    }
}

fn other_side(chat: &Chat, settings: &Settings) -> Option<String> {
    let known = chat.caller.person().map(|found| found.person.name.clone());
    let home = &settings.matching.default_region;
    let shown = || chat.who.number.as_ref().map(|known| number(known, home).shown);
    known.or_else(|| chat.who.name.clone()).or_else(|| chat.who.email.clone()).or_else(shown)
}
