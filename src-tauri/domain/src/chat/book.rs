//! All chats this desk knows of: an input in, effects out. Plain data; the same inputs always give
//! the same answers.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::compose::compose_chat;
use super::who::{candidates, is_chosen};
use super::{Chat, ChatState, Facts, Message, Who};
use crate::Moment;
use crate::caller::{Caller, Choice, settle_caller};
use crate::desk::{Answer, Context, Due};
use crate::journal::Entry;
use crate::outbox::EntryState;

/// How far back messages are believed. A conversation may show only when it is closed (3cx.md
/// 3.6), and a computer may be off over a weekend; older ones are somebody else's past.
pub const HORIZON: Duration = Duration::from_secs(3 * 24 * 60 * 60);
/// Most messages kept in memory. A contact centre of fifty writes about ten thousand in a day.
const MESSAGES_MAX: usize = 50_000;
/// Most sessions of this desk kept in memory.
const CHATS_MAX: usize = 500;

/// One entry of a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub key: String,
    /// `None`: it is about to go to disk.
    pub state: Option<EntryState>,
}

/// What the agent does with a chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum ChatAction {
    /// Choose who it is.
    Choose { chat: String, person: String },
    /// None of these.
    ChooseNobody { chat: String },
    /// Look the person up once more.
    RetryLookup { chat: String },
    /// Open the person's record.
    Open { chat: String },
    /// Open the written Task.
    OpenTask { chat: String },
    /// Send what waits or is stuck.
    Retry { chat: String },
    /// Ask the phone system for messages now.
    Refresh,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum ChatInput {
    /// The phone system was asked at `at`: these are messages it has, in any order, known or not.
    Read {
        at: Timestamp,
        messages: Vec<Message>,
        facts: Vec<Facts>,
    },
    /// What is known of the person.
    Found {
        chat: String,
        who: Box<Who>,
        answer: Answer,
    },
    /// The CRM can be asked again.
    CrmReady,
    Entry {
        key: String,
        state: EntryState,
    },
    Agent(ChatAction),
    /// Sessions saved by an earlier run.
    Restored {
        chats: Vec<Chat>,
    },
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq)]
pub enum ChatEffect {
    Save {
        chat: Box<Chat>,
    },
    /// The session goes by another key now.
    Forget {
        key: String,
    },
    LookUp {
        chat: String,
        who: Box<Who>,
    },
    /// Put the entry into the outbox, in place of an unsent one with the same key.
    Queue {
        entry: Box<Entry>,
        due: Due,
    },
    Retry {
        key: String,
    },
    OpenLink {
        url: String,
    },
    /// Messages from this time on must be read again after a restart.
    ReadFrom {
        at: Timestamp,
    },
    Refresh,
}

/// All chats of this desk.
#[derive(Debug, Default)]
pub struct Book {
    /// Messages that are in no entry of ours, by conversation.
    pub(super) messages: BTreeMap<i64, BTreeMap<i64, Message>>,
    pub(super) facts: BTreeMap<i64, Facts>,
    pub(super) chats: Vec<Chat>,
    /// The phone system told everything it had at this time.
    pub(super) read_to: Option<Timestamp>,
    told_from: Option<Timestamp>,
}

impl Book {
    /// In the order of their last message, newest first.
    #[must_use]
    pub fn chats(&self) -> Vec<&Chat> {
        let mut chats: Vec<&Chat> = self.chats.iter().collect();
        chats.sort_by(|one, other| (other.ended(), &other.key).cmp(&(one.ended(), &one.key)));
        chats
    }

    #[must_use]
    pub fn chat(&self, key: &str) -> Option<&Chat> {
        self.chats.iter().find(|chat| chat.key == key)
    }

    /// Takes in what happened and answers what is to be done.
    #[must_use]
    pub fn handle(&mut self, context: &Context, now: Moment, input: ChatInput) -> Vec<ChatEffect> {
        let mut effects = Vec::new();
        match input {
            ChatInput::Read { at, messages, facts } => self.read(context, at, messages, facts, &mut effects),
            ChatInput::Found { chat, who, answer } => {
                self.found(context, now, &chat, &who, answer, &mut effects);
            }
            ChatInput::CrmReady => self.look_up_again(&mut effects),
            ChatInput::Entry { key, state } => self.entry(&key, state, &mut effects),
            ChatInput::Agent(action) => self.agent(context, action, &mut effects),
            ChatInput::Restored { chats } => self.restore(context, chats, &mut effects),
        }
        effects
    }

    fn read(
        &mut self,
        context: &Context,
        at: Timestamp,
        messages: Vec<Message>,
        facts: Vec<Facts>,
        effects: &mut Vec<ChatEffect>,
    ) {
        // The clock may have been set back; what was read stays read.
        let at = self.read_to.map_or(at, |before| before.max(at));
        self.read_to = Some(at);
        let horizon = at.checked_sub(HORIZON).unwrap_or(Timestamp::MIN);
        for told in facts {
            self.facts.insert(told.conversation, told);
        }
        // Open sessions may close by time alone; others change only when something is told.
        let open = self.chats.iter().filter(|chat| chat.is_open());
        let mut touched: BTreeSet<i64> = open.map(|chat| chat.conversation).collect();
        for message in messages {
            if message.at >= horizon && !self.is_taken(&message) {
                touched.insert(message.conversation);
                self.messages.entry(message.conversation).or_default().entry(message.id).or_insert(message);
            }
        }
        self.forget_old(horizon);
        for conversation in touched {
            self.recompute(context, conversation, effects);
        }
        let from = self.read_from(context, at);
        if self.told_from != Some(from) {
            self.told_from = Some(from);
            effects.push(ChatEffect::ReadFrom { at: from });
        }
    }

    /// It is in an entry of ours already.
    fn is_taken(&self, message: &Message) -> bool {
        self.chats.iter().any(|chat| {
            !chat.is_open()
                && chat.conversation == message.conversation
                && chat.messages.iter().any(|known| known.id == message.id)
        })
    }

    fn forget_old(&mut self, horizon: Timestamp) {
        for messages in self.messages.values_mut() {
            messages.retain(|_, message| message.at >= horizon);
        }
        while self.messages.values().map(BTreeMap::len).sum::<usize>() > MESSAGES_MAX {
            let oldest = self
                .messages
                .iter()
                .filter_map(|(conversation, messages)| {
                    Some((messages.values().map(|message| message.at).max()?, *conversation))
                })
                .min();
            match oldest {
                Some((_, conversation)) => drop(self.messages.remove(&conversation)),
                None => break,
            }
        }
        self.messages.retain(|_, messages| !messages.is_empty());
        self.chats.retain(|chat| chat.is_open() || chat.ended() >= Some(horizon));
        if self.chats.len() > CHATS_MAX {
            self.chats.sort_by_key(|chat| std::cmp::Reverse(chat.ended()));
            let mut left = CHATS_MAX;
            self.chats.retain(|chat| {
                left = left.saturating_sub(1);
                chat.is_open() || left > 0
            });
        }
        let (messages, chats) = (&self.messages, &self.chats);
        self.facts.retain(|conversation, _| {
            messages.contains_key(conversation) || chats.iter().any(|chat| chat.conversation == *conversation)
        });
    }

    /// From where messages must be read again after a restart: nothing that may still grow begins
    /// before it.
    fn read_from(&self, context: &Context, at: Timestamp) -> Timestamp {
        let gap = gap(context);
        let ended = at.checked_sub(gap).unwrap_or(at);
        let open = self.messages.values().filter_map(|messages| {
            let last = messages.values().map(|message| message.at).max()?;
            (last >= ended).then(|| messages.values().map(|message| message.at).min())?
        });
        open.min().unwrap_or(ended).min(ended)
    }

    fn found(
        &mut self,
        context: &Context,
        now: Moment,
        key: &str,
        who: &Who,
        answer: Answer,
        effects: &mut Vec<ChatEffect>,
    ) {
        let Some(chat) = self.chats.iter_mut().find(|chat| chat.key == key && chat.who == *who) else {
            return;
        };
        let acted = is_chosen(&chat.caller);
        let Some(caller) = settle_caller(&chat.caller, answer, now, acted) else { return };
        chat.caller = caller;
        effects.push(ChatEffect::Save { chat: Box::new(chat.clone()) });
        rewrite(context, chat, effects);
    }

    fn look_up_again(&self, effects: &mut Vec<ChatEffect>) {
        for chat in self.chats.iter().filter(|chat| is_unsent(chat)) {
            match chat.caller {
                Caller::Unreachable { .. } => effects
                    .push(ChatEffect::LookUp { chat: chat.key.clone(), who: Box::new(chat.who.clone()) }),
                Caller::NotLookedUp
                | Caller::Searching
                | Caller::Unknown
                | Caller::One { .. }
                | Caller::Several { .. } => {}
            }
        }
    }

    fn entry(&mut self, key: &str, state: EntryState, effects: &mut Vec<ChatEffect>) {
        for chat in &mut self.chats {
            let Some(part) = chat.parts.iter_mut().find(|part| part.key == key) else { continue };
            if part.state.as_ref() != Some(&state) {
                part.state = Some(state);
                effects.push(ChatEffect::Save { chat: Box::new(chat.clone()) });
            }
            return;
        }
    }

    fn agent(&mut self, context: &Context, action: ChatAction, effects: &mut Vec<ChatEffect>) {
        match action {
            ChatAction::Choose { chat, person } => self.choose(context, &chat, Some(&person), effects),
            ChatAction::ChooseNobody { chat } => self.choose(context, &chat, None, effects),
            ChatAction::RetryLookup { chat } => {
                if let Some(chat) = self.chat(&chat).filter(|chat| chat.who.is_known()) {
                    let who = Box::new(chat.who.clone());
                    effects.push(ChatEffect::LookUp { chat: chat.key.clone(), who });
                }
            }
            ChatAction::Open { chat } => {
                let person = self.chat(&chat).and_then(|chat| chat.caller.person());
                let url = person.and_then(|found| found.person.url.clone());
                effects.extend(url.map(|url| ChatEffect::OpenLink { url }));
            }
            ChatAction::OpenTask { chat } => {
                let url = self.chat(&chat).and_then(|chat| {
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
                });
                effects.extend(url.map(|url| ChatEffect::OpenLink { url }));
            }
            ChatAction::Retry { chat } => {
                let parts = self.chat(&chat).map(|chat| chat.parts.clone()).unwrap_or_default();
                let unwritten = parts.into_iter().filter(|part| !is_written(part));
                effects.extend(unwritten.map(|part| ChatEffect::Retry { key: part.key }));
            }
            ChatAction::Refresh => effects.push(ChatEffect::Refresh),
        }
    }

    /// Says who it is. What was sent already stays as it is.
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
        if !is_unsent(chat) {
            return;
        }
        chat.caller = Caller::Several { matches, choice };
        effects.push(ChatEffect::Save { chat: Box::new(chat.clone()) });
        rewrite(context, chat, effects);
    }

    /// Sessions of an earlier run. An entry that was not on disk yet goes there now.
    fn restore(&mut self, context: &Context, chats: Vec<Chat>, effects: &mut Vec<ChatEffect>) {
        for mut chat in chats {
            if chat.is_open() {
                let messages = self.messages.entry(chat.conversation).or_default();
                for message in &chat.messages {
                    messages.insert(message.id, message.clone());
                }
            }
            self.facts.insert(chat.conversation, chat.facts.clone());
            let asked = matches!(chat.caller, Caller::Searching | Caller::Unreachable { .. });
            if asked && is_unsent(&chat) {
                effects.push(ChatEffect::LookUp { chat: chat.key.clone(), who: Box::new(chat.who.clone()) });
            }
            if chat.parts.iter().any(|part| part.state.is_none()) {
                rewrite(context, &mut chat, effects);
            }
            self.chats.push(chat);
        }
    }
}

/// Silence that ends a session.
pub(super) fn gap(context: &Context) -> Duration {
    Duration::from_secs(u64::from(context.settings.chat.gap_min) * 60)
}

/// Nothing of it is, or may be, in the CRM, and nobody took it out of the journal.
pub(super) fn is_unsent(chat: &Chat) -> bool {
    chat.parts.iter().all(|part| match part.state {
        Some(EntryState::Written { .. } | EntryState::InDoubt { .. } | EntryState::Removed { .. }) => false,
        Some(EntryState::Waiting { .. } | EntryState::Stuck { .. }) | None => true,
    })
}

/// Nothing is left to be sent of it.
fn is_written(part: &Part) -> bool {
    match part.state {
        Some(EntryState::Written { .. } | EntryState::Removed { .. }) => true,
        Some(EntryState::Waiting { .. } | EntryState::InDoubt { .. } | EntryState::Stuck { .. }) | None => {
            false
        }
    }
}

/// Puts the entries of a closed session into the outbox, as they read now.
pub(super) fn rewrite(context: &Context, chat: &mut Chat, effects: &mut Vec<ChatEffect>) {
    if chat.state != ChatState::Closed || !is_unsent(chat) {
        return;
    }
    let due = match chat.caller {
        Caller::Searching | Caller::Unreachable { .. } => Due::WhenFound,
        Caller::NotLookedUp | Caller::Unknown | Caller::One { .. } | Caller::Several { .. } => Due::Now,
    };
    for entry in compose_chat(chat, &context.settings.chat, &context.agent, &context.zone) {
        if !chat.parts.iter().any(|part| part.key == entry.key) {
            chat.parts.push(Part { key: entry.key.clone(), state: None });
        }
        effects.push(ChatEffect::Queue { entry: Box::new(entry), due });
    }
}
