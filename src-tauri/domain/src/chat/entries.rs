//! What becomes of a session's entries: whether they are written, whom they are about, and what a
//! person does to them. A session that is written as several entries is one thing: what is done to
//! one of them is done to all.

use super::book::{Book, ChatAction, ChatEffect, Part};
use super::compose::compose_chat;
use super::who::{candidates, is_chosen};
use super::{Chat, ChatState, Who};
use crate::Moment;
use crate::caller::{Caller, Choice, KEPT_LOOKED_UP_MAX};
use crate::desk::{AgentAction, Context, Due, JournalOrder};
use crate::journal::{About, Decision, UNDO_FOR, WhyNot, about, barred_number, of_unmatched};
use crate::outbox::EntryState;
use crate::settings::Settings;

/// Decides by the chat as it is now. While the person is still being looked up, the answer is that
/// for one who is found.
#[must_use]
pub fn decide_chat(chat: &Chat, settings: &Settings) -> Decision {
    match chat.state {
        ChatState::Open => return Decision::Nothing(WhyNot::Live),
        ChatState::TakenOver { .. } => return Decision::Nothing(WhyNot::Elsewhere),
        ChatState::Closed => {}
    }
    if let Some(why) = chat.who.number.as_ref().and_then(|number| barred_number(number, settings)) {
        return Decision::Nothing(why);
    }
    if chat.unlinked || chat.caller.is_open() || chat.caller.person().is_some() {
        return Decision::Write { open: false };
    }
    of_unmatched(settings.journal.unmatched, false)
}

/// Who it is can still be said: nobody took the entries out of the journal.
#[must_use]
pub fn can_be_linked(chat: &Chat) -> bool {
    !chat.parts.iter().any(|part| matches!(part.state, Some(EntryState::Removed { .. })))
}

/// Nothing of it is, or may be, in the CRM, and nobody took it out of the journal.
pub(super) fn is_unsent(chat: &Chat) -> bool {
    chat.parts.iter().all(|part| match part.state {
        Some(EntryState::Written { .. } | EntryState::InDoubt { .. } | EntryState::Removed { .. }) => false,
        Some(EntryState::Waiting { .. } | EntryState::Stuck { .. }) | None => true,
    })
}

/// Nothing is left to be sent of it.
fn is_settled(part: &Part) -> bool {
    match part.state {
        Some(EntryState::Written { .. } | EntryState::Removed { .. }) => true,
        Some(EntryState::Waiting { .. } | EntryState::InDoubt { .. } | EntryState::Stuck { .. }) | None => {
            false
        }
    }
}

/// Every part can be taken back or out, and the last one was written not long ago.
fn may_be_undone(chat: &Chat, now: Moment) -> bool {
    let limit = i64::try_from(UNDO_FOR.as_secs()).unwrap_or(i64::MAX);
    let mut written = None;
    for part in &chat.parts {
        match part.state {
            Some(EntryState::Written { at, .. }) => written = written.max(Some(at)),
            Some(EntryState::Waiting { .. } | EntryState::Stuck { .. } | EntryState::Removed { .. }) => {}
            Some(EntryState::InDoubt { .. }) | None => return false,
        }
    }
    written.is_some_and(|at| now.wall.duration_since(at).as_secs() <= limit)
}

/// Puts the entries of a closed session into the outbox, as they read now, or takes them out.
pub(super) fn rewrite(context: &Context, chat: &mut Chat, effects: &mut Vec<ChatEffect>) {
    if chat.state != ChatState::Closed || !is_unsent(chat) {
        return;
    }
    let due = match decide_chat(chat, &context.settings) {
        Decision::Write { .. } if chat.caller.is_open() => Some(Due::WhenFound),
        Decision::Write { .. } => Some(Due::Now),
        Decision::Keep { .. } => Some(Due::WhenFound),
        Decision::Nothing(_) => None,
    };
    let entries = match due {
        Some(_) => compose_chat(chat, &context.settings.chat, &context.agent, &context.zone),
        None => Vec::new(),
    };
    // Other words may need fewer entries.
    for part in chat.parts.extract_if(.., |part| !entries.iter().any(|entry| entry.key == part.key)) {
        effects.push(ChatEffect::Withdraw { key: part.key });
    }
    for entry in entries {
        if !chat.parts.iter().any(|part| part.key == entry.key) {
            chat.parts.push(Part { key: entry.key.clone(), state: None });
        }
        effects.extend(due.map(|due| ChatEffect::Queue { entry: Box::new(entry), due }));
    }
}

/// Somebody else is meant. Entries that were sent keep their words: were they cut anew, messages
/// would stand in two of them.
fn bring(context: &Context, chat: &mut Chat, effects: &mut Vec<ChatEffect>) {
    if is_unsent(chat) {
        rewrite(context, chat, effects);
    } else {
        let to = chat.caller.person().map_or(About::Nobody, about);
        let parts = chat.parts.iter();
        effects.extend(parts.map(|part| ChatEffect::Link { key: part.key.clone(), about: to.clone() }));
    }
}

/// The same person outside, as far as anybody can tell.
fn is_same(one: &Who, other: &Who) -> bool {
    match (&one.number, &other.number, &one.email, &other.email) {
        (Some(one), Some(other), ..) => one.reading == other.reading,
        (_, _, Some(one), Some(other)) => one == other,
        (None, _, None, _) | (None, _, _, None) | (_, None, None, _) | (_, None, _, None) => one == other,
    }
}

impl Book {
    /// What somebody does to an entry, where it is one of a chat.
    #[must_use]
    pub fn action_of(&self, action: &AgentAction) -> Option<ChatAction> {
        let of = |key: &str| {
            let has = |chat: &&Chat| chat.parts.iter().any(|part| part.key == key);
            self.chats.iter().find(has).map(|chat| chat.key.clone())
        };
        if let AgentAction::RetryEntry { key } = action {
            of(key).map(|chat| ChatAction::Retry { chat })
        } else if let AgentAction::DiscardEntry { key } = action {
            of(key).map(|chat| ChatAction::Discard { chat })
        } else if let AgentAction::RestoreEntry { key } = action {
            of(key).map(|chat| ChatAction::Restore { chat })
        } else if let AgentAction::UndoEntry { key } = action {
            of(key).map(|chat| ChatAction::Undo { chat })
        } else if let AgentAction::MoveEntry { key, person } = action {
            let person = person.clone();
            of(key).map(|chat| match person {
                Some(person) => ChatAction::Choose { chat, person },
                None => ChatAction::ChooseNobody { chat },
            })
        } else {
            None
        }
    }

    pub(super) fn agent(
        &mut self,
        context: &Context,
        now: Moment,
        action: ChatAction,
        effects: &mut Vec<ChatEffect>,
    ) {
        match action {
            ChatAction::Choose { chat, person } => self.choose(context, &chat, Some(&person), effects),
            ChatAction::ChooseNobody { chat } => self.choose(context, &chat, None, effects),
            ChatAction::RetryLookup { chat } => self.look_up(&chat, effects),
            ChatAction::Open { chat } => {
                let person = self.chat(&chat).and_then(|chat| chat.caller.person());
                let url = person.and_then(|found| found.person.url.clone());
                effects.extend(url.map(|url| ChatEffect::OpenLink { url }));
            }
            ChatAction::OpenTask { chat } => {
                let url = self.chat(&chat).and_then(task_url);
                effects.extend(url.map(|url| ChatEffect::OpenLink { url }));
            }
            ChatAction::Retry { chat } => self.retry(context, &chat, effects),
            ChatAction::Undo { chat } => self.undo(now, &chat, effects),
            ChatAction::Discard { chat } => self.discard(&chat, effects),
            ChatAction::Restore { chat } => self.put_back(&chat, effects),
            ChatAction::Refresh => effects.push(ChatEffect::Refresh),
        }
    }

    fn look_up(&self, key: &str, effects: &mut Vec<ChatEffect>) {
        if let Some(chat) = self.chat(key).filter(|chat| chat.who.is_known()) {
            effects.push(ChatEffect::LookUp { chat: chat.key.clone(), who: Box::new(chat.who.clone()) });
        }
    }

    /// Says who it is.
    fn choose(&mut self, context: &Context, key: &str, person: Option<&str>, effects: &mut Vec<ChatEffect>) {
        let Some(chat) = self.chats.iter_mut().find(|chat| chat.key == key) else { return };
        let matches = candidates(&chat.caller);
        let choice = match person {
            Some(person) => {
                let at = matches.iter().position(|known| known.person.id == person);
                let Some(at) = at else { return };
                Choice::Chosen { at }
            }
            None if matches.is_empty() => return,
            None => Choice::Nobody,
        };
        if !can_be_linked(chat) {
            return;
        }
        chat.caller = Caller::Several { matches, choice };
        effects.push(ChatEffect::Save { chat: Box::new(chat.clone()) });
        bring(context, chat, effects);
    }

    /// A kept chat is written as it is: linked to nobody.
    fn retry(&mut self, context: &Context, key: &str, effects: &mut Vec<ChatEffect>) {
        let Some(chat) = self.chats.iter_mut().find(|chat| chat.key == key) else { return };
        let is_kept = chat.parts.iter().any(is_held) && !chat.caller.is_open() && is_unsent(chat);
        if is_kept && chat.caller.person().is_none() {
            chat.unlinked = true;
            effects.push(ChatEffect::Save { chat: Box::new(chat.clone()) });
            rewrite(context, chat, effects);
        }
        let open = chat.parts.iter().filter(|part| !is_settled(part));
        // Steps on written ones may be stuck as well.
        let stuck = chat.parts.iter().filter(|part| matches!(part.state, Some(EntryState::Written { .. })));
        effects.extend(open.chain(stuck).map(|part| ChatEffect::Retry { key: part.key.clone() }));
    }

    fn undo(&self, now: Moment, key: &str, effects: &mut Vec<ChatEffect>) {
        let Some(chat) = self.chat(key).filter(|chat| may_be_undone(chat, now)) else { return };
        for Part { key, state } in chat.parts.clone() {
            match state {
                Some(EntryState::Written { .. }) => {
                    effects.push(ChatEffect::Journal(JournalOrder::Undo { key }));
                }
                Some(EntryState::Waiting { .. } | EntryState::Stuck { .. }) => {
                    effects.push(ChatEffect::Journal(JournalOrder::Discard { key }));
                }
                Some(EntryState::InDoubt { .. } | EntryState::Removed { .. }) | None => {}
            }
        }
    }

    fn discard(&self, key: &str, effects: &mut Vec<ChatEffect>) {
        for Part { key, state } in self.chat(key).map(|chat| chat.parts.clone()).unwrap_or_default() {
            match state {
                Some(EntryState::Waiting { .. } | EntryState::Stuck { .. }) => {
                    effects.push(ChatEffect::Journal(JournalOrder::Discard { key }));
                }
                Some(
                    EntryState::Written { .. } | EntryState::InDoubt { .. } | EntryState::Removed { .. },
                )
                | None => {}
            }
        }
    }

    /// Puts everything back. Whoever was found meanwhile is brought to it: that came to nothing
    /// while the entries were out.
    fn put_back(&self, key: &str, effects: &mut Vec<ChatEffect>) {
        let Some(chat) = self.chat(key) else { return };
        let keys = chat.parts.iter().map(|part| part.key.clone());
        effects.extend(keys.map(|key| ChatEffect::Journal(JournalOrder::Restore { key })));
        if !is_chosen(&chat.caller) {
            self.look_up(key, effects);
        }
    }

    /// Asks once more who those are that were nobody.
    pub(super) fn look_up_kept(&self, context: &Context, effects: &mut Vec<ChatEffect>) {
        let mut asked: Vec<&Who> = Vec::new();
        for chat in self.chats() {
            if asked.len() == KEPT_LOOKED_UP_MAX {
                return;
            }
            if is_kept_nobody(chat, context) && !asked.contains(&&chat.who) {
                asked.push(&chat.who);
                self.look_up(&chat.key, effects);
            }
        }
    }

    /// Who was found for one chat is who wrote before.
    pub(super) fn link_kept(&mut self, context: &Context, found: &Chat, effects: &mut Vec<ChatEffect>) {
        let Some(caller) = found.caller.for_kept() else { return };
        for chat in &mut self.chats {
            if chat.key != found.key && is_same(&chat.who, &found.who) && is_kept_nobody(chat, context) {
                chat.caller = caller.clone();
                effects.push(ChatEffect::Save { chat: Box::new(chat.clone()) });
                rewrite(context, chat, effects);
            }
        }
    }

    /// Something else is known of the person. That nobody is found any more takes no written
    /// entry from whom it was linked to.
    pub(super) fn bring_to(&mut self, context: &Context, key: &str, effects: &mut Vec<ChatEffect>) {
        let Some(chat) = self.chats.iter_mut().find(|chat| chat.key == key) else { return };
        if is_unsent(chat) || (can_be_linked(chat) && chat.caller.person().is_some()) {
            bring(context, chat, effects);
        }
        let found = chat.clone();
        self.link_kept(context, &found, effects);
    }
}

/// Nobody was found, and the entries wait for somebody.
fn is_kept_nobody(chat: &Chat, context: &Context) -> bool {
    let keeps = matches!(decide_chat(chat, &context.settings), Decision::Keep { .. });
    chat.caller == Caller::Unknown && keeps && is_unsent(chat)
}

/// On disk, and not sent before somebody says so.
pub(super) fn is_held(part: &Part) -> bool {
    matches!(part.state, Some(EntryState::Waiting { due: None, .. }))
}

fn task_url(chat: &Chat) -> Option<String> {
    chat.parts.iter().find_map(|part| match &part.state {
        Some(EntryState::Written { url, .. }) => url.clone(),
        Some(
            EntryState::Waiting { .. }
            | EntryState::InDoubt { .. }
            | EntryState::Stuck { .. }
            | EntryState::Removed { .. },
        )
        | None => None,
    })
}
