//! Chats as the screen sees them.

use domain::caller::{Caller, Choice};
use domain::chat::{
    Book, Channel, Chat, ChatAction, ChatState, Message, Speaker, can_be_linked, compose_chat, decide_chat,
};
use domain::desk::Context;
use domain::journal::Decision;
use domain::outbox::EntryState;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::build::{caller_view, entry_state, kind, ms, number};
use super::{CallerView, EntryStateView, EntryText, EntryView, KindView, NotWritten, NumberView};
use crate::problem::Problem;

/// Most chats listed; a busy desk has fifty a day.
const ROWS_MAX: usize = 200;
/// Most messages shown of one chat, the latest. All of them are in the entry.
const LINES_MAX: usize = 500;

/// What the loop knows of reading chats.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ChatsAround {
    /// They were read since the start.
    pub read: bool,
    pub problem: Option<Problem>,
}

/// Today's chats of this desk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ChatsView {
    pub state: ChatsState,
    /// Newest first.
    pub rows: Vec<ChatRow>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "chats", rename_all = "snake_case")]
pub enum ChatsState {
    /// The chat journal is off.
    Off,
    /// Not read since the start.
    Waiting,
    Read,
    Failed {
        problem: Problem,
    },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "channel", rename_all = "snake_case")]
pub enum ChannelView {
    LiveChat,
    Sms,
    WhatsApp,
    Facebook,
    Rcs,
    /// As the phone system calls it.
    Other {
        name: String,
    },
}

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ChatRow {
    pub key: String,
    pub channel: ChannelView,
    /// The person found.
    pub name: Option<String>,
    pub kind: Option<KindView>,
    pub company: Option<String>,
    /// As the visitor gave them.
    pub given_name: Option<String>,
    pub email: Option<String>,
    pub number: Option<NumberView>,
    pub queue: Option<String>,
    pub messages: u32,
    pub from_ms: i64,
    pub to_ms: i64,
    pub state: ChatStateView,
    /// Looked up, and nobody was found.
    pub unknown: bool,
    /// Several people fit, and nobody chose yet.
    pub several: bool,
    pub entry: Option<EntryView>,
    /// Of a closed chat that nothing is written about.
    pub not_written: Option<NotWritten>,
    /// How many entries it is written as.
    pub parts: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ChatStateView {
    Open,
    Closed,
    TakenOver { by: String },
}

/// Everything about one chat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ChatDetails {
    pub row: ChatRow,
    pub caller: CallerView,
    /// Who it is can still be said.
    pub can_choose: bool,
    /// There is a page to open.
    pub can_open: bool,
    /// The latest ones, in order.
    pub lines: Vec<ChatLine>,
    /// How many earlier ones are not among them.
    pub earlier: u32,
    pub subject: Option<String>,
    /// The texts that are, or will be, written; one for each entry.
    pub texts: Vec<EntryText>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ChatLine {
    pub at_ms: i64,
    pub side: ChatSide,
    /// May be empty.
    pub who: String,
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ChatSide {
    /// This desk.
    Here,
    Colleague,
    Visitor,
    System,
}

/// What the screen can ask to be done with a chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum ChatActionView {
    Choose { chat: String, person: String },
    ChooseNobody { chat: String },
    RetryLookup { chat: String },
    Open { chat: String },
    OpenTask { chat: String },
    Retry { chat: String },
    Undo { chat: String },
    Restore { chat: String },
    Refresh,
}

impl From<ChatActionView> for ChatAction {
    fn from(action: ChatActionView) -> Self {
        match action {
            ChatActionView::Choose { chat, person } => ChatAction::Choose { chat, person },
            ChatActionView::ChooseNobody { chat } => ChatAction::ChooseNobody { chat },
            ChatActionView::RetryLookup { chat } => ChatAction::RetryLookup { chat },
            ChatActionView::Open { chat } => ChatAction::Open { chat },
            ChatActionView::OpenTask { chat } => ChatAction::OpenTask { chat },
            ChatActionView::Retry { chat } => ChatAction::Retry { chat },
            ChatActionView::Undo { chat } => ChatAction::Undo { chat },
            ChatActionView::Restore { chat } => ChatAction::Restore { chat },
            ChatActionView::Refresh => ChatAction::Refresh,
        }
    }
}

/// The chats of a companion that has not read any.
#[must_use]
pub fn not_started_chats() -> ChatsView {
    ChatsView { state: ChatsState::Waiting, rows: Vec::new() }
}

/// Today's chats; `since` is the start of the agent's day.
#[must_use]
pub fn chats_view(book: &Book, context: &Context, around: &ChatsAround, since: Timestamp) -> ChatsView {
    let state = if !context.settings.chat.enabled {
        ChatsState::Off
    } else if let Some(problem) = &around.problem {
        ChatsState::Failed { problem: problem.clone() }
    } else if around.read {
        ChatsState::Read
    } else {
        ChatsState::Waiting
    };
    let today = |chat: &&Chat| chat.is_open() || chat.ended() >= Some(since);
    let rows = book.chats().into_iter().filter(today).take(ROWS_MAX).map(|chat| row(chat, context)).collect();
    ChatsView { state, rows }
}

/// Everything about one chat.
#[must_use]
pub fn chat_details(chat: &Chat, context: &Context) -> ChatDetails {
    let public = chat.who.number.as_ref().and_then(|number| number.public());
    let compared = public.map_or("", |public| public.shown_international.as_str());
    let earlier = chat.messages.len().saturating_sub(LINES_MAX);
    let texts = match chat.state {
        ChatState::TakenOver { .. } => Vec::new(),
        ChatState::Open | ChatState::Closed => {
            compose_chat(chat, &context.settings.chat, &context.agent, &context.zone)
        }
    };
    ChatDetails {
        row: row(chat, context),
        caller: caller_view(&chat.caller, compared),
        can_choose: can_be_linked(chat),
        can_open: chat.caller.person().is_some_and(|found| found.person.url.is_some()),
        lines: chat.messages.iter().skip(earlier).map(|message| line(message, context)).collect(),
        earlier: count(earlier),
        subject: texts.first().map(|entry| entry.subject.clone()),
        texts: texts
            .into_iter()
            .map(|entry| EntryText { subject: entry.subject, description: entry.description })
            .collect(),
    }
}

fn row(chat: &Chat, context: &Context) -> ChatRow {
    let known = chat.caller.person().map(|found| &found.person);
    let home = &context.settings.matching.default_region;
    let open_choice = match &chat.caller {
        Caller::Several { choice, .. } => *choice == Choice::Open,
        Caller::NotLookedUp
        | Caller::Searching
        | Caller::Unknown
        | Caller::One { .. }
        | Caller::Unreachable { .. } => false,
    };
    ChatRow {
        key: chat.key.clone(),
        channel: channel(&chat.facts.channel),
        name: known.map(|person| person.name.clone()),
        kind: known.map(|person| kind(person.kind)),
        company: known.and_then(|person| person.company.clone()),
        given_name: chat.who.name.clone(),
        email: chat.who.email.clone(),
        number: chat.who.number.as_ref().map(|known| number(known, home)),
        queue: chat.queue().map(str::to_owned),
        messages: count(chat.messages.len()),
        from_ms: chat.began().map_or(0, ms),
        to_ms: chat.ended().map_or(0, ms),
        state: match &chat.state {
            ChatState::Open => ChatStateView::Open,
            ChatState::Closed => ChatStateView::Closed,
            ChatState::TakenOver { by } => ChatStateView::TakenOver { by: by.clone() },
        },
        unknown: chat.caller == Caller::Unknown,
        several: open_choice,
        entry: entry(chat),
        not_written: match (&chat.state, decide_chat(chat, &context.settings)) {
            (ChatState::Closed, Decision::Nothing(why)) if chat.parts.is_empty() => Some(why.into()),
            (ChatState::Open | ChatState::Closed | ChatState::TakenOver { .. }, _) => None,
        },
        parts: count(chat.parts.len()),
    }
}

/// Where the entries stand: as the one that stands worst; of written ones, as the last.
fn entry(chat: &Chat) -> Option<EntryView> {
    let views = chat.parts.iter().map(|part| {
        let state = match &part.state {
            // A row that is held waits for its person: to be found, or linked.
            Some(EntryState::Waiting { due: None, .. }) if !chat.caller.is_open() => EntryStateView::Kept,
            Some(state) => entry_state(state),
            None => EntryStateView::Waiting { due_ms: None, problem: None },
        };
        EntryView { key: part.key.clone(), state, step: None }
    });
    views.min_by_key(|view| match view.state {
        EntryStateView::Stuck { .. } => (0, 0),
        EntryStateView::InDoubt { .. } => (1, 0),
        EntryStateView::Waiting { .. } | EntryStateView::Kept => (2, 0),
        EntryStateView::Written { at_ms, .. } => (3, -at_ms),
        EntryStateView::Removed { .. } => (4, 0),
    })
}

fn line(message: &Message, context: &Context) -> ChatLine {
    let (side, who) = match &message.speaker {
        Speaker::Agent { extension, name } => {
            let here = *extension == context.agent.extension;
            let who = if name.is_empty() { extension } else { name };
            (if here { ChatSide::Here } else { ChatSide::Colleague }, who.clone())
        }
        Speaker::Visitor { name, number, email } => {
            let told = [name, number, email].into_iter().find(|text| !text.is_empty());
            (ChatSide::Visitor, told.cloned().unwrap_or_default())
        }
        Speaker::System { name } => (ChatSide::System, name.clone()),
    };
    ChatLine { at_ms: ms(message.at), side, who, text: message.text.clone() }
}

pub(super) fn channel(channel: &Channel) -> ChannelView {
    match channel {
        Channel::LiveChat => ChannelView::LiveChat,
        Channel::Sms => ChannelView::Sms,
        Channel::WhatsApp => ChannelView::WhatsApp,
        Channel::Facebook => ChannelView::Facebook,
        Channel::Rcs => ChannelView::Rcs,
        Channel::Other(name) => ChannelView::Other { name: name.clone() },
    }
}

fn count(many: usize) -> u32 {
    u32::try_from(many).unwrap_or(u32::MAX)
}
