//! Chats: what is said in them, and the two views of the history that tell of it (`3cx.md` 3.4, 3.6).

use axum::Router;
use axum::body::Bytes;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::routing::post;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::json;

use super::state::State;
use super::xapi::{Row, row};
use super::{Pbx, sample};
use crate::control::{Answer, Refusal, read};
use crate::day::ChatScript;
use crate::faults::ThreeCxFault;

pub(super) const DETECTOR: &str = "LastCdrAndChatMessageTimestamp";
pub(super) const CONVERSATIONS: &str = "ChatHistoryView";
pub(super) const MESSAGES: &str = "ChatMessagesHistoryView";

/// Messages kept; a real system keeps them for months.
const MESSAGES_MAX: usize = 20_000;

/// A chat that begins.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ChatStart {
    /// `LiveChat` without one; `Internal` is one among colleagues.
    pub provider: String,
    /// As in `ProviderName`; WhatsApp shows itself here only.
    pub provider_name: String,
    pub name: String,
    pub email: String,
    pub phone: String,
    pub queue: String,
}

/// Why nothing happened.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChatError {
    #[error("there is no such chat")]
    NoChat,
    #[error("there is no such extension")]
    NoExtension,
    #[error("the history is full")]
    Full,
}

#[derive(Debug)]
struct Chat {
    id: i64,
    start: ChatStart,
    closed: bool,
}

#[derive(Debug)]
struct Said {
    id: i64,
    chat: i64,
    at: Timestamp,
    /// The extension that said it; the visitor without one.
    by: Option<String>,
    text: String,
}

#[derive(Debug, Default)]
pub(super) struct Chats {
    chats: Vec<Chat>,
    said: Vec<Said>,
}

impl Pbx {
    /// A chat begins; nothing is said yet.
    pub fn chat(&self, start: &ChatStart) -> i64 {
        self.with(|state| {
            let id = i64::try_from(state.chats.chats.len()).unwrap_or(i64::MAX).saturating_add(412);
            state.chats.chats.push(Chat { id, start: start.clone(), closed: false });
            id
        })
    }

    /// Somebody says something: an extension, or the visitor. Returns the message's number.
    ///
    /// # Errors
    /// When there is no such chat or extension.
    pub fn say(&self, chat: i64, by: Option<&str>, text: &str) -> Result<i64, ChatError> {
        let now = self.with(|state| state.now());
        self.say_at(chat, by, text, now)
    }

    /// The same at another time; history may arrive in any order.
    ///
    /// # Errors
    /// As [`Pbx::say`].
    pub fn say_at(&self, chat: i64, by: Option<&str>, text: &str, at: Timestamp) -> Result<i64, ChatError> {
        if by.is_some_and(|by| sample::extension(by).is_none() && by != sample::QUEUE) {
            return Err(ChatError::NoExtension);
        }
        self.with(|state| {
            let chats = &mut state.chats;
            let open = chats.chats.iter_mut().find(|known| known.id == chat).ok_or(ChatError::NoChat)?;
            if chats.said.len() >= MESSAGES_MAX {
                return Err(ChatError::Full);
            }
            // Who writes again opens the conversation again.
            open.closed = false;
            let id = i64::try_from(chats.said.len()).unwrap_or(i64::MAX).saturating_add(9_001);
            chats.said.push(Said { id, chat, at, by: by.map(str::to_owned), text: text.to_owned() });
            Ok(id)
        })
    }

    /// A whole chat, as the script of a day has it; its last word was said a while ago.
    pub(crate) fn played(&self, script: &ChatScript) -> Result<(), ChatError> {
        let chat = self.chat(&ChatStart {
            provider: script.provider.to_owned(),
            provider_name: script.provider_name.to_owned(),
            name: script.name.to_owned(),
            phone: script.phone.to_owned(),
            ..ChatStart::default()
        });
        let now = self.with(|state| state.now());
        let ended = now.checked_sub(SignedDuration::from_secs(script.ended_s.into())).unwrap_or(now);
        for (by, text) in script.says {
            self.say_at(chat, *by, text, ended)?;
        }
        Ok(())
    }

    /// The agent marks it as dealt with.
    ///
    /// # Errors
    /// When there is no such chat.
    pub fn close_chat(&self, chat: i64) -> Result<(), ChatError> {
        self.with(|state| {
            let known = state.chats.chats.iter_mut().find(|known| known.id == chat);
            known.ok_or(ChatError::NoChat)?.closed = true;
            Ok(())
        })
    }
}

/// What the history shows, oldest first.
fn shown(state: &State) -> impl Iterator<Item = (&Chat, &Said)> {
    let off = state.faults.has(ThreeCxFault::ChatLogOff);
    let hidden = state.faults.has(ThreeCxFault::ChatOpenHidden);
    let chats = &state.chats.chats;
    state.chats.said.iter().filter_map(move |said| {
        let chat = chats.iter().find(|chat| chat.id == said.chat)?;
        (!off && (!hidden || chat.closed)).then_some((chat, said))
    })
}

/// One row with two dates; the newest message counts before its conversation is in the history.
pub(super) fn newest(state: &State) -> Vec<Row> {
    let off = state.faults.has(ThreeCxFault::ChatLogOff);
    let newest = state.chats.said.iter().filter(|_| !off).map(|said| said.at).max();
    vec![row(json!({
        "Id": 0,
        "LastCdrStartedAt": super::call_log::newest(state).map(|at| at.to_string()),
        "LastChatMessageTimeSent": newest.map(|at| at.to_string()),
    }))]
}

fn is_internal(chat: &Chat) -> bool {
    chat.start.provider == "Internal"
}

fn is_external(state: &State, chat: &Chat, said: &Said) -> bool {
    let per_message = state.faults.text(ThreeCxFault::ChatExternal).is_some();
    !is_internal(chat) && (!per_message || said.by.is_none())
}

fn name_of(number: &str) -> String {
    let line = || sample::LINES.iter().find(|line| line.number == number).map(|line| line.name.to_owned());
    sample::extension(number).map(sample::Extension::name).or_else(line).unwrap_or_default()
}

/// A visitor by live chat has no number; one by SMS has the one outside, or the line's.
fn visitor_no(state: &State, chat: &Chat) -> String {
    if chat.start.provider.is_empty() || chat.start.provider == "LiveChat" {
        return String::new();
    }
    match state.faults.text(ThreeCxFault::ChatVisitorNo) {
        Some("trunk") => sample::TRUNK.to_owned(),
        Some(_) => String::new(),
        None => chat.start.phone.clone(),
    }
}

pub(super) fn message_rows(state: &State) -> Vec<Row> {
    let bare = state.faults.has(ThreeCxFault::ChatVisitorEmpty);
    let told = |text: &str| if bare { String::new() } else { text.to_owned() };
    let message = |(chat, said): (&Chat, &Said)| {
        let (name, no, email, phone) = match &said.by {
            Some(by) => (name_of(by), by.clone(), String::new(), String::new()),
            None => (
                chat.start.name.clone(),
                if bare { String::new() } else { visitor_no(state, chat) },
                told(&chat.start.email),
                told(&chat.start.phone),
            ),
        };
        row(json!({
            "MessageId": said.id,
            "ConversationId": chat.id,
            "TimeSent": said.at.to_string(),
            "IsExternal": is_external(state, chat, said),
            "Message": said.text,
            "SenderParticipantName": name,
            "SenderParticipantNo": no,
            "SenderParticipantEmail": email,
            "SenderParticipantPhone": phone,
            "SenderParticipantIp": "",
            "SenderParticipantPbx": "",
            "Recipients": "",
            "ParticipantsGroupsArray": ["GRP0000"],
            "QueueNumber": chat.start.queue,
        }))
    };
    shown(state).map(message).collect()
}

pub(super) fn conversation_rows(state: &State) -> Vec<Row> {
    let message = |(chat, said): (&Chat, &Said)| {
        let provider = if chat.start.provider.is_empty() { "LiveChat" } else { &chat.start.provider };
        let (from, no) = match &said.by {
            Some(by) => (name_of(by), by.clone()),
            None => (chat.start.name.clone(), visitor_no(state, chat)),
        };
        row(json!({
            "ConversationId": chat.id,
            "TimeSent": said.at.to_string(),
            "IsExternal": is_external(state, chat, said),
            "ChatName": "",
            "FromName": from,
            "FromNo": no,
            "Message": said.text,
            "ParticipantEmail": chat.start.email,
            "ParticipantPhone": chat.start.phone,
            "ParticipantIp": "",
            "ParticipantsGroupsArray": ["GRP0000"],
            "ProviderName": chat.start.provider_name,
            "ProviderType": provider,
            "QueueNumber": chat.start.queue,
            "Source": "",
        }))
    };
    shown(state).map(message).collect()
}

impl From<ChatError> for Refusal {
    fn from(error: ChatError) -> Self {
        let status = match error {
            ChatError::NoChat => StatusCode::NOT_FOUND,
            ChatError::NoExtension => StatusCode::UNPROCESSABLE_ENTITY,
            ChatError::Full => StatusCode::SERVICE_UNAVAILABLE,
        };
        Refusal::new(status, &error.to_string())
    }
}

/// Names a chat; without one the newest is meant.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct OnChat {
    chat: Option<i64>,
    by: Option<String>,
    text: String,
}

impl OnChat {
    fn id(&self, pbx: &Pbx) -> Result<i64, ChatError> {
        let newest = || pbx.with(|state| state.chats.chats.last().map(|chat| chat.id));
        self.chat.or_else(newest).ok_or(ChatError::NoChat)
    }
}

/// Chats in the control interface.
pub(super) fn router() -> Router<Pbx> {
    Router::new()
        .route("/chat", post(start))
        .route("/chat-message", post(message))
        .route("/chat-close", post(close))
}

async fn start(Extract(pbx): Extract<Pbx>, body: Bytes) -> Answer {
    Ok(json!({ "chat": pbx.chat(&read(&body)?) }).into())
}

async fn message(Extract(pbx): Extract<Pbx>, body: Bytes) -> Answer {
    let on: OnChat = read(&body)?;
    let chat = on.id(&pbx)?;
    let message = pbx.say(chat, on.by.as_deref(), &on.text)?;
    Ok(json!({ "chat": chat, "message": message }).into())
}

async fn close(Extract(pbx): Extract<Pbx>, body: Bytes) -> Answer {
    let on: OnChat = read(&body)?;
    let chat = on.id(&pbx)?;
    pbx.close_chat(chat)?;
    Ok(json!({ "chat": chat, "closed": true }).into())
}
