//! All chats this desk knows of: an input in, effects out. Plain data; the same inputs always give
//! the same answers.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::entries::{is_held, is_unsent, rewrite};
use super::who::is_chosen;
use super::{Chat, Facts, Message, Who};
use crate::Moment;
use crate::caller::{Caller, settle_caller};
use crate::desk::{Answer, Context, Due, JournalOrder};
use crate::journal::{About, Entry};
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
    /// Choose who it is; what is written already is linked anew.
    Choose { chat: String, person: String },
    /// None of these.
    ChooseNobody { chat: String },
    /// Look the person up once more.
    RetryLookup { chat: String },
    /// Open the person's record.
    Open { chat: String },
    /// Open the written Task.
    OpenTask { chat: String },
    /// Send what waits, is kept or is stuck.
    Retry { chat: String },
    /// Take what was written back.
    Undo { chat: String },
    /// Take what was not sent out of the journal.
    Discard { chat: String },
    /// Put what was discarded or undone back.
    Restore { chat: String },
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
    /// Somebody was added or changed who may be one of those nobody knew.
    PeopleChanged,
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
    /// Take this entry out of the outbox, unless it was or may have been sent.
    Withdraw {
        key: String,
    },
    /// The entry is about somebody else now; all else of it stays.
    Link {
        key: String,
        about: About,
    },
    Retry {
        key: String,
    },
    /// Something a person does to entries that are on disk already.
    Journal(JournalOrder),
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
            ChatInput::CrmReady => {
                self.look_up_again(&mut effects);
                self.look_up_kept(context, &mut effects);
            }
            ChatInput::PeopleChanged => self.look_up_kept(context, &mut effects),
            ChatInput::Entry { key, state } => self.entry(&key, state, &mut effects),
            ChatInput::Agent(action) => self.agent(context, now, action, &mut effects),
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
        self.chats
            .retain(|chat| chat.is_open() || chat.ended() >= Some(horizon) || chat.parts.iter().any(is_held));
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
        self.bring_to(context, key, effects);
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
            let asked = chat.caller.is_open();
            if asked && is_unsent(&chat) {
                effects.push(ChatEffect::LookUp { chat: chat.key.clone(), who: Box::new(chat.who.clone()) });
            }
            if chat.parts.iter().any(|part| part.state.is_none()) {
                rewrite(context, &mut chat, effects);
            }
            self.chats.push(chat);
        }
        self.look_up_kept(context, effects);
    }
}

/// Silence that ends a session.
pub(super) fn gap(context: &Context) -> Duration {
    Duration::from_secs(u64::from(context.settings.chat.gap_min) * 60)
}
