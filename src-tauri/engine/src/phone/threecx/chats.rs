//! Chats out of the Configuration API's history (3cx.md 3.4, 3.6): messages from
//! `ChatMessagesHistoryView`, which numbers them, and what carries a conversation from
//! `ChatHistoryView`, which alone knows it.
//!
//! What is inferred only is tolerated both ways: whether `IsExternal` belongs to a conversation or
//! to each message, whose number stands in `SenderParticipantNo`, which fields are empty.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use domain::chat::{Channel, Facts, Message, Speaker};
use jiff::Timestamp;
use serde::Deserialize;

use super::Inner;
use super::history::{History, Page, Rows, tidy};
use super::rest::ApiError;
use super::wire::Unreadable;
use crate::phone::{ChatBatch, ChatHistory, HistoryFailure};

/// Pages read at once: 2,000 messages. What is beyond is read right after.
const PAGES_MAX: usize = 20;
/// Two dates are 100 bytes.
const SMALL_BYTES_MAX: usize = 64 * 1024;
/// Rows of a conversation looked at for what carries it: any of them may have an empty field.
const FACT_ROWS: usize = 20;
/// Conversations read a second time at once, for lines that the first reading may have hidden.
const COMPLETE_MAX: usize = 20;
/// Longest message kept; the end of a longer one says that it goes on.
const MESSAGE_CHARS_MAX: usize = 64_000;
/// Longest number of an extension (3cx.md 1.3), where nobody tells which numbers are some.
const EXTENSION_DIGITS_MAX: usize = 6;

const DETECTOR: &str = "LastCdrAndChatMessageTimestamp";
const MESSAGES: &str = "ChatMessagesHistoryView";
const CONVERSATIONS: &str = "ChatHistoryView";

pub(super) struct Chats {
    inner: Arc<Inner>,
    history: History,
    /// An agent's message was seen as external: the mark belongs to the conversation.
    marks_conversations: AtomicBool,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Newest {
    #[serde(default)]
    last_chat_message_time_sent: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct MessageRow {
    message_id: i64,
    conversation_id: i64,
    time_sent: String,
    #[serde(default)]
    is_external: Option<bool>,
    #[serde(default)]
    message: Option<String>,
    #[serde(default)]
    sender_participant_name: Option<String>,
    #[serde(default)]
    sender_participant_no: Option<String>,
    #[serde(default)]
    sender_participant_email: Option<String>,
    #[serde(default)]
    sender_participant_phone: Option<String>,
    #[serde(default)]
    queue_number: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ConversationRow {
    #[serde(default)]
    participant_email: Option<String>,
    #[serde(default)]
    participant_phone: Option<String>,
    #[serde(default)]
    chat_name: Option<String>,
    #[serde(default)]
    provider_name: Option<String>,
    #[serde(default)]
    provider_type: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Status {
    #[serde(default)]
    is_chat_log_enabled: Option<bool>,
}

impl Chats {
    pub(super) fn new(inner: Arc<Inner>) -> Self {
        let history = History::new(Arc::clone(&inner));
        Self { inner, history, marks_conversations: AtomicBool::new(false) }
    }

    async fn rows(&self, filter: &str) -> Result<Rows<MessageRow>, ApiError> {
        let query = format!("$filter={}&$orderby=TimeSent%20asc", encoded(filter));
        self.history.rows(MESSAGES, &query, PAGES_MAX).await
    }

    fn read(&self, row: &MessageRow) -> Option<Message> {
        let at = row.time_sent.parse().ok()?;
        let queue = tidy(row.queue_number.as_deref());
        let text = row.message.clone().unwrap_or_default();
        let text = match text.char_indices().nth(MESSAGE_CHARS_MAX) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text,
        };
        Some(Message {
            at,
            id: row.message_id,
            conversation: row.conversation_id,
            speaker: self.speaker(row, &queue),
            text,
            queue: (!queue.is_empty()).then_some(queue),
        })
    }

    /// Agents' lines have the number of an extension, visitors' none or one of outside (3cx.md
    /// 3.6); a queue's own lines have the queue's.
    fn speaker(&self, row: &MessageRow, queue: &str) -> Speaker {
        let no = tidy(row.sender_participant_no.as_deref());
        let name = tidy(row.sender_participant_name.as_deref());
        let names = self.inner.names();
        let short = no.len() <= EXTENSION_DIGITS_MAX && no.bytes().all(|byte| byte.is_ascii_digit());
        let is_agent = no == self.inner.extension
            || (!no.is_empty() && no != queue && names.is_extension(&no).unwrap_or(short));
        if is_agent {
            let name = names.of(&no).map(str::to_owned).unwrap_or(name);
            return Speaker::Agent { extension: no, name };
        }
        let is_line = !no.is_empty() && (no == queue || names.of(&no).is_some());
        let phone = tidy(row.sender_participant_phone.as_deref());
        let email = tidy(row.sender_participant_email.as_deref());
        if is_line && phone.is_empty() && email.is_empty() {
            return Speaker::System { name };
        }
        // The line a message came in on is nobody's number.
        let number = if phone.is_empty() && !is_line { no } else { phone };
        Speaker::Visitor { name, number, email }
    }

    /// Lines of conversations in which the first reading showed no agent: where the mark belongs
    /// to each message, it hides theirs.
    async fn completed(&self, messages: &[Message], since: Timestamp) -> Result<Vec<Message>, ApiError> {
        if messages.iter().any(is_agents) {
            self.marks_conversations.store(true, Ordering::Release);
        }
        if self.marks_conversations.load(Ordering::Acquire) {
            return Ok(Vec::new());
        }
        let conversations: BTreeSet<i64> = messages.iter().map(|message| message.conversation).collect();
        let mut more = Vec::new();
        for conversation in conversations.into_iter().rev().take(COMPLETE_MAX) {
            let filter = format!("ConversationId eq {conversation} and TimeSent ge {since}");
            let hidden = self.rows(&filter).await?.rows;
            more.extend(
                hidden.iter().filter(|row| row.is_external != Some(true)).filter_map(|row| self.read(row)),
            );
        }
        Ok(more)
    }

    async fn ask_newest(&self) -> Result<Option<Timestamp>, ApiError> {
        let body = self.history.get(DETECTOR, "$top=1", SMALL_BYTES_MAX).await?;
        let page: Page = serde_json::from_slice(&body).map_err(|_| Unreadable)?;
        let newest = page.value.into_iter().filter_map(|row| serde_json::from_value::<Newest>(row).ok());
        let sent = newest.filter_map(|row| row.last_chat_message_time_sent?.parse().ok());
        Ok(sent.max())
    }

    async fn ask_messages(&self, since: Timestamp) -> Result<ChatBatch, ApiError> {
        let read = self.rows(&format!("TimeSent ge {since} and IsExternal eq true")).await?;
        let mut messages: Vec<Message> = read.rows.iter().filter_map(|row| self.read(row)).collect();
        let last = messages.iter().map(|message| message.at).max();
        messages.extend(self.completed(&messages, since).await?);
        messages.sort();
        // Where two thousand messages bear one time, going on from it would read them for ever.
        let more_from = last.filter(|last| !read.complete && *last > since);
        Ok(ChatBatch { messages, more_from })
    }

    async fn ask_facts(&self, conversation: i64) -> Result<Option<Facts>, ApiError> {
        let filter = encoded(&format!("ConversationId eq {conversation}"));
        let query = format!("$filter={filter}&$orderby=TimeSent%20desc&$top={FACT_ROWS}");
        let (rows, ..) = self.history.page::<ConversationRow>(CONVERSATIONS, &query).await?;
        let first = |text: fn(&ConversationRow) -> Option<&str>| {
            rows.iter().map(|row| tidy(text(row))).find(|text| !text.is_empty()).unwrap_or_default()
        };
        let provider = first(|row| row.provider_type.as_deref());
        if provider.eq_ignore_ascii_case("Internal") {
            return Ok(None);
        }
        Ok(Some(Facts {
            conversation,
            channel: channel(&provider, &first(|row| row.provider_name.as_deref())),
            name: first(|row| row.chat_name.as_deref()),
            number: first(|row| row.participant_phone.as_deref()),
            email: first(|row| row.participant_email.as_deref()),
        }))
    }

    /// Whether the system keeps chats at all; `true` where it does not say.
    async fn is_logged(&self) -> bool {
        let Ok(body) = self.history.get("SystemStatus", "$select=IsChatLogEnabled", SMALL_BYTES_MAX).await
        else {
            return true;
        };
        serde_json::from_slice::<Status>(&body).ok().and_then(|status| status.is_chat_log_enabled)
            != Some(false)
    }
}

#[async_trait]
impl ChatHistory for Chats {
    async fn newest(&self) -> Result<Option<Timestamp>, HistoryFailure> {
        let newest = self.history.told(self.ask_newest().await)?;
        if newest.is_none() && !self.is_logged().await {
            return Err(HistoryFailure::NotLogged);
        }
        Ok(newest)
    }

    async fn messages(&self, since: Timestamp) -> Result<ChatBatch, HistoryFailure> {
        let batch = self.history.told(self.ask_messages(since).await)?;
        // Where chats were kept once, only this tells that they are not any more.
        if batch.messages.is_empty() && !self.is_logged().await {
            return Err(HistoryFailure::NotLogged);
        }
        Ok(batch)
    }

    async fn facts(&self, conversation: i64) -> Result<Option<Facts>, HistoryFailure> {
        self.history.told(self.ask_facts(conversation).await)
    }
}

fn is_agents(message: &Message) -> bool {
    match message.speaker {
        Speaker::Agent { .. } => true,
        Speaker::Visitor { .. } | Speaker::System { .. } => false,
    }
}

/// WhatsApp appears in the provider's name only; what nobody knows yet is kept as text (3cx.md
/// 3.6).
fn channel(kind: &str, name: &str) -> Channel {
    let known: BTreeMap<&str, Channel> = BTreeMap::from([
        ("livechat", Channel::LiveChat),
        ("sms", Channel::Sms),
        ("facebook", Channel::Facebook),
        ("rcs", Channel::Rcs),
        ("whatsapp", Channel::WhatsApp),
    ]);
    let plain = |text: &str| text.to_lowercase().replace([' ', '-', '_'], "");
    if plain(name).contains("whatsapp") {
        return Channel::WhatsApp;
    }
    let otherwise = if kind.is_empty() { name } else { kind };
    known.get(plain(kind).as_str()).cloned().unwrap_or_else(|| Channel::Other(otherwise.to_owned()))
}

/// A blank as `%20`: not every server reads `+` as one.
fn encoded(filter: &str) -> String {
    let filter: String = url::form_urlencoded::byte_serialize(filter.as_bytes()).collect();
    filter.replace('+', "%20")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn channels_by_type_and_whatsapp_by_name() {
        for (kind, name, expected) in [
            ("LiveChat", "", Channel::LiveChat),
            ("SMS", "Twilio", Channel::Sms),
            ("SMS", "WhatsApp Business", Channel::WhatsApp),
            ("Facebook", "", Channel::Facebook),
            ("RCS", "", Channel::Rcs),
            ("Telegram", "", Channel::Other("Telegram".into())),
            ("", "Viber", Channel::Other("Viber".into())),
        ] {
            assert_eq!(channel(kind, name), expected, "{kind} {name}");
        }
    }

    #[test]
    fn rows_are_read_with_anything_empty() {
        let row = r#"{"MessageId":7,"ConversationId":412,"TimeSent":"2026-01-30T09:15:02.113Z","IsExternal":null,
            "Message":null,"SenderParticipantName":null,"Unknown":[1]}"#;
        let row: MessageRow = serde_json::from_str(row).unwrap();
        assert_eq!((row.message_id, row.message, row.is_external), (7, None, None));
        assert!(serde_json::from_str::<MessageRow>(r#"{"MessageId":7}"#).is_err());
    }
}
