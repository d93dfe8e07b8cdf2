//! The sessions of one conversation after more of it became known.

use jiff::Timestamp;

use super::book::{Book, ChatEffect, gap};
use super::entries::rewrite;
use super::who::is_chosen;
use super::{Chat, ChatState, Message, Speaker, Who, last_agent, sessions};
use crate::caller::Caller;
use crate::desk::Context;

impl Book {
    /// Cuts the conversation anew, keeps what is known of its open sessions, and closes those
    /// that were silent for long enough.
    pub(super) fn recompute(&mut self, context: &Context, conversation: i64, effects: &mut Vec<ChatEffect>) {
        let taken: Vec<Message> = self
            .chats
            .iter()
            .filter(|chat| chat.conversation == conversation && !chat.is_open())
            .flat_map(|chat| chat.messages.clone())
            .collect();
        let open = self.messages.get(&conversation).into_iter().flat_map(|known| known.values().cloned());
        let all: Vec<Message> = taken.iter().cloned().chain(open).collect();
        let mut before: Vec<Chat> =
            self.chats.extract_if(.., |chat| chat.conversation == conversation && chat.is_open()).collect();
        for session in sessions(all, gap(context)) {
            let is_ours = session.iter().any(|message| spoke_here(message, context));
            let new: Vec<Message> = session
                .iter()
                .filter(|message| !taken.iter().any(|known| known.id == message.id))
                .cloned()
                .collect();
            let (Some(first), Some(last), true) = (new.first(), session.last(), is_ours) else { continue };
            let key = format!("{}|{conversation}|{}", context.pbx, first.id);
            let shared =
                |chat: &Chat| chat.messages.iter().any(|known| new.iter().any(|one| one.id == known.id));
            let old = before.iter().position(shared).map(|at| before.remove(at));
            let last_at = last.at;
            let theirs = taken_over(&session, context);
            let chat = self.session(context, key, conversation, new, old.as_ref());
            self.settle(context, chat, old, last_at, theirs, effects);
        }
        // What is left was joined to another session, or is not ours any more.
        effects.extend(before.into_iter().map(|chat| ChatEffect::Forget { key: chat.key }));
    }

    fn session(
        &self,
        context: &Context,
        key: String,
        conversation: i64,
        messages: Vec<Message>,
        old: Option<&Chat>,
    ) -> Chat {
        let mut facts = self.facts.get(&conversation).cloned().unwrap_or_default();
        facts.conversation = conversation;
        let who = Who::of(&facts, &messages, &context.settings.matching);
        let caller = match old {
            Some(old) if old.who == who || is_chosen(&old.caller) => old.caller.clone(),
            Some(_) | None if who.is_known() => Caller::Searching,
            Some(_) | None => Caller::NotLookedUp,
        };
        Chat {
            key,
            conversation,
            facts,
            messages,
            state: ChatState::Open,
            who,
            caller,
            parts: Vec::new(),
            unlinked: false,
        }
    }

    fn settle(
        &mut self,
        context: &Context,
        mut chat: Chat,
        old: Option<Chat>,
        last_at: Timestamp,
        theirs: Option<String>,
        effects: &mut Vec<ChatEffect>,
    ) {
        let silent_at = last_at.checked_add(gap(context)).unwrap_or(Timestamp::MAX);
        if self.read_to.is_some_and(|read_to| silent_at < read_to) {
            chat.state = match theirs {
                Some(by) => ChatState::TakenOver { by },
                None => ChatState::Closed,
            };
            if let Some(messages) = self.messages.get_mut(&chat.conversation) {
                messages.retain(|id, _| !chat.messages.iter().any(|message| message.id == *id));
            }
        }
        if let Some(old) = old.as_ref().filter(|old| old.key != chat.key) {
            effects.push(ChatEffect::Forget { key: old.key.clone() });
        }
        let asked = chat.caller == Caller::Searching
            && old.as_ref().is_none_or(|old| old.who != chat.who || old.key != chat.key);
        let mut queued = Vec::new();
        rewrite(context, &mut chat, &mut queued);
        if old.as_ref() != Some(&chat) {
            effects.push(ChatEffect::Save { chat: Box::new(chat.clone()) });
        }
        effects.extend(queued);
        if asked {
            effects.push(ChatEffect::LookUp { chat: chat.key.clone(), who: Box::new(chat.who.clone()) });
        }
        self.chats.push(chat);
    }
}

fn spoke_here(message: &Message, context: &Context) -> bool {
    match &message.speaker {
        Speaker::Agent { extension, .. } => *extension == context.agent.extension,
        Speaker::Visitor { .. } | Speaker::System { .. } => false,
    }
}

/// Who spoke last for us, when that was not this desk.
fn taken_over(session: &[Message], context: &Context) -> Option<String> {
    let (extension, name) = last_agent(session)?;
    let shown = if name.trim().is_empty() { extension } else { name };
    (extension != context.agent.extension).then(|| shown.to_owned())
}
