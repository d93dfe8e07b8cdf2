//! Cutting the messages of one conversation into sessions.

use std::time::Duration;

use super::Message;

/// Longest session. A conversation by SMS or WhatsApp may never fall silent (3cx.md 3.6); a day's
/// talk is one entry then.
pub const SESSION_SPAN_MAX: Duration = Duration::from_secs(24 * 60 * 60);
/// Most messages in one session: a machine that talks to a machine must not fill an entry without
/// end.
pub const SESSION_MESSAGES_MAX: usize = 2_000;

/// The messages of one conversation, cut wherever it was silent for longer than `gap`. The same
/// messages in any order, and repeated, give the same sessions.
#[must_use]
pub fn sessions(messages: impl IntoIterator<Item = Message>, gap: Duration) -> Vec<Vec<Message>> {
    let mut all: Vec<Message> = messages.into_iter().collect();
    all.sort();
    // A message told twice with another text or time counts once, as it was first.
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|message| seen.insert(message.id));
    let mut sessions: Vec<Vec<Message>> = Vec::new();
    for message in all {
        match sessions.last_mut() {
            Some(session) if goes_on(session, &message, gap) => session.push(message),
            Some(_) | None => sessions.push(vec![message]),
        }
    }
    sessions
}

fn goes_on(session: &[Message], next: &Message, gap: Duration) -> bool {
    let (Some(first), Some(last)) = (session.first(), session.last()) else { return false };
    let since =
        |earlier: &Message| Duration::try_from(next.at.duration_since(earlier.at)).unwrap_or_default();
    session.len() < SESSION_MESSAGES_MAX && since(last) <= gap && since(first) <= SESSION_SPAN_MAX
}
