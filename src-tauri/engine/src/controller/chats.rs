//! Chats in the loop: what was read goes to the book, and what the book decides is done.

use std::sync::Arc;

use domain::Moment;
use domain::caller::{Person, Source, Verdict, judge};
use domain::chat::{Chat, ChatAction, ChatEffect, ChatInput, HORIZON, Who, by_email, by_name, narrow};
use domain::desk::{Answer, Due};
use domain::journal::{About, Entry};
use domain::number::Number;
use domain::outbox::{EntryState, Failure, FailureKind};
use domain::search::Query;
use domain::settings::MatchingSettings;
use jiff::Timestamp;
use tokio::sync::oneshot;

use super::lookup::{LOOK_UP_TIMEOUT, failure, known};
use super::{Controller, Event, Handle};
use crate::chats::ChatNews;
use crate::clock::later;
use crate::crm::Crm;
use crate::problem::Problem;
use crate::store::Queued;
use crate::view::{ChatDetails, ChatsAround, ChatsView, chats_view};

/// What happens around chats.
#[derive(Debug)]
pub enum ChatEvent {
    /// The phone system was asked for them.
    News(ChatNews),
    /// The CRM answered who somebody is.
    LookedUp {
        chat: String,
        who: Box<Who>,
        result: Result<ChatFound, Failure>,
    },
    Details {
        chat: String,
        reply: oneshot::Sender<Option<ChatDetails>>,
    },
    Agent(ChatAction),
}

impl From<ChatAction> for ChatEvent {
    fn from(action: ChatAction) -> Self {
        ChatEvent::Agent(action)
    }
}

/// Whom the CRM found for a chat.
#[derive(Debug)]
pub enum ChatFound {
    /// Candidates for the number, not yet judged.
    ByNumber(Vec<Person>),
    ByText(Verdict),
}

/// What the loop knows of reading chats.
#[derive(Debug, Default)]
pub(super) struct ChatsState {
    read: bool,
    problem: Option<Problem>,
}

impl Handle {
    /// Everything about one chat, or `None`.
    pub async fn chat_details(&self, chat: &str) -> Option<ChatDetails> {
        let (reply, answer) = oneshot::channel();
        self.send(Event::Chat(ChatEvent::Details { chat: chat.to_owned(), reply })).await;
        answer.await.ok().flatten()
    }
}

impl Controller {
    pub(super) async fn chat_event(&mut self, now: Moment, event: ChatEvent) {
        match event {
            ChatEvent::News(news) => self.chat_news(now, news).await,
            ChatEvent::LookedUp { chat, who, result } => self.chat_looked_up(now, chat, who, result).await,
            ChatEvent::Details { chat, reply } => {
                let details = self.chats.chat(&chat);
                let details = details.map(|chat| crate::view::chat_details(chat, self.desk.context()));
                // Err means that nobody waits any more.
                let _ = reply.send(details);
            }
            ChatEvent::Agent(action) => {
                self.decide_chats(now, ChatInput::Agent(action)).await;
                self.publish(now);
            }
        }
    }

    async fn chat_news(&mut self, now: Moment, news: ChatNews) {
        match news {
            ChatNews::Read { at, messages, facts } => {
                (self.chats_state.read, self.chats_state.problem) = (true, None);
                self.decide_chats(now, ChatInput::Read { at, messages, facts }).await;
            }
            ChatNews::Failed { problem } => {
                if self.chats_state.problem.as_ref() != Some(&problem) {
                    self.links.note(problem.clone(), now);
                    self.chats_state.problem = Some(problem);
                }
            }
        }
        self.publish(now);
    }

    /// An entry of a chat, perhaps, is elsewhere now.
    pub(super) async fn chats_entry(&mut self, now: Moment, key: &str, state: &EntryState) {
        let input = ChatInput::Entry { key: key.to_owned(), state: state.clone() };
        // An entry's state asks for saving only, so nothing here comes back to the outbox.
        for effect in self.chats.handle(self.desk.context(), now, input) {
            if let ChatEffect::Save { chat } = effect {
                let saved = self.near.store.chats().save(&chat).await;
                self.check(saved, now);
            }
        }
    }

    /// Entries of chats that stand so.
    pub(super) fn failed_chats(&self, failed: impl Fn(&EntryState) -> bool) -> Vec<String> {
        let parts = self.chats.chats().into_iter().flat_map(|chat| &chat.parts);
        parts.filter(|part| part.state.as_ref().is_some_and(&failed)).map(|part| part.key.clone()).collect()
    }

    /// Lets the book decide, and does what it decided; what the index knows at once is decided on
    /// along with it.
    pub(super) async fn decide_chats(&mut self, now: Moment, input: ChatInput) {
        let mut open = vec![input];
        while let Some(input) = open.pop() {
            for effect in self.chats.handle(self.desk.context(), now, input) {
                match effect {
                    ChatEffect::LookUp { chat, who } => open.extend(self.look_up_chat(now, chat, who).await),
                    ChatEffect::Queue { entry, due } => open.extend(self.queue_chat(now, &entry, due).await),
                    ChatEffect::Save { chat } => {
                        let saved = self.near.store.chats().save(&chat).await;
                        self.check(saved, now);
                    }
                    ChatEffect::Forget { key } => {
                        let forgotten = self.near.store.chats().forget(&key).await;
                        self.check(forgotten, now);
                    }
                    ChatEffect::Withdraw { key } => {
                        let withdrawn = self.near.store.outbox().withdraw(&key).await;
                        self.check(withdrawn, now);
                        self.count(now).await;
                    }
                    ChatEffect::Link { key, about } => {
                        self.link_entry(now, &key, about).await;
                    }
                    ChatEffect::Retry { key } => self.retry(now, &key).await,
                    ChatEffect::Journal(order) => self.journal_order(now, &order).await,
                    ChatEffect::OpenLink { url } => self.open_link(&url),
                    ChatEffect::ReadFrom { at } => {
                        let set = self.near.store.chats().set_read_from(at).await;
                        self.check(set, now);
                    }
                    ChatEffect::Refresh => self.near.linked.chats.look(),
                }
            }
        }
    }

    async fn queue_chat(&mut self, now: Moment, entry: &Entry, due: Due) -> Option<ChatInput> {
        let due = match due {
            Due::Now => Some(now.wall),
            Due::After(wait) => Some(later(now.wall, wait)),
            Due::At(at) => Some(at),
            Due::WhenFound => None,
        };
        let key = entry.key.clone();
        match self.near.store.outbox().queue(entry, due, now.wall).await {
            Ok(Queued::OnDisk) => {
                self.near.linked.nudge.queued();
                self.count(now).await;
                Some(ChatInput::Entry { key, state: EntryState::Waiting { due, attempts: 0, last: None } })
            }
            Ok(Queued::AlreadySent) => {
                let state = self.state_on_disk(&key).await.ok().flatten();
                state.map(|state| ChatInput::Entry { key, state })
            }
            Err(error) => {
                self.store_failed(&error, now);
                None
            }
        }
    }

    /// The entry hangs on somebody else from now on, whether it was sent or not. Whether that is
    /// done; of an entry that is not there, there is nothing to do.
    pub(super) async fn link_entry(&mut self, now: Moment, key: &str, about: About) -> bool {
        let rows = self.near.store.clone();
        let rows = rows.outbox();
        let entry = match rows.get(key).await {
            Ok(Some(row)) => Entry { about, ..row.entry },
            Ok(None) => return true,
            Err(error) => {
                self.store_failed(&error, now);
                return false;
            }
        };
        let changed = match rows.queue(&entry, Some(now.wall), now.wall).await {
            Ok(Queued::OnDisk) => Ok(true),
            Ok(Queued::AlreadySent) => rows.amend(&entry, &[], now.wall, now.wall).await,
            Err(error) => Err(error),
        };
        let done = changed.is_ok();
        self.check(changed, now);
        self.tell_desk(now, key).await;
        self.near.linked.nudge.queued();
        self.count(now).await;
        done
    }

    /// Index first; the CRM aside, unless the index knows freshly.
    async fn look_up_chat(&mut self, now: Moment, chat: String, who: Box<Who>) -> Vec<ChatInput> {
        let mut inputs = Vec::new();
        let mut ask_number = who.number.is_some();
        if let Some(number) = &who.number {
            let strategy = self.desk.context().settings.matching.strategy;
            if let Ok(known) = known(&self.near.directory, number, strategy, now.wall).await {
                let verdict = narrow(self.verdict(number, &known.people).await, &who);
                ask_number = !known.fresh;
                if verdict != Verdict::Nobody {
                    let fresh = known.fresh;
                    let answer = if fresh { Answer::Settled(verdict) } else { Answer::Local(verdict) };
                    inputs.push(ChatInput::Found { chat: chat.clone(), who: who.clone(), answer });
                    if fresh {
                        return inputs;
                    }
                }
            }
        }
        let (crm, queue) = (self.near.linked.crm.clone(), self.queue.clone());
        let matching = self.desk.context().settings.matching.clone();
        self.spawn(async move {
            let asked = ask(crm, &who, ask_number, &matching);
            let result = tokio::time::timeout(LOOK_UP_TIMEOUT, asked).await;
            let result = result.unwrap_or_else(|_| Err(failure(FailureKind::Offline)));
            let _ = queue.send(Event::Chat(ChatEvent::LookedUp { chat, who, result })).await;
        });
        inputs
    }

    async fn chat_looked_up(
        &mut self,
        now: Moment,
        chat: String,
        who: Box<Who>,
        result: Result<ChatFound, Failure>,
    ) {
        let mut back = false;
        let answer = match result {
            Ok(found) => {
                back = self.is_signed_in() && self.links.crm_answered(now);
                let verdict = match (found, &who.number) {
                    (ChatFound::ByNumber(people), Some(number)) => {
                        let people = self.people_of(now, &people, number).await;
                        self.verdict(number, &people).await
                    }
                    (ChatFound::ByNumber(_), None) => Verdict::Nobody,
                    (ChatFound::ByText(verdict), _) => verdict,
                };
                Answer::Settled(narrow(verdict, &who))
            }
            Err(failure) => {
                self.links.crm_failed(&failure.kind, now);
                Answer::Failed { cause: failure.kind }
            }
        };
        self.decide_chats(now, ChatInput::Found { chat, who, answer }).await;
        self.publish(now);
        if back {
            self.crm_ready(now).await;
        }
    }

    /// The CRM's answer about a number, with what this computer knows better; it is remembered.
    async fn people_of(&mut self, now: Moment, people: &[Person], number: &Number) -> Vec<(Person, Source)> {
        let strategy = self.desk.context().settings.matching.strategy;
        let found = self.near.directory.with_ours(people, number, strategy, now.wall).await;
        let sourced = found.unwrap_or_else(|error| {
            self.store_failed(&error, now);
            people.iter().map(|person| (person.clone(), Source::Crm)).collect()
        });
        // An answer that was under way must not fill an index that signing out has wiped.
        if self.is_signed_in() {
            let remembered = self.near.directory.remember(people, number, now.wall).await;
            self.check(remembered, now);
            self.read_index().await;
        }
        sourced
    }

    /// What an earlier run knew of chats, and where their entries stand.
    pub(super) async fn resume_chats(&mut self, now: Moment) {
        let store = self.near.store.clone();
        let since = now.wall.checked_sub(HORIZON).unwrap_or(now.wall);
        let _ = store.chats().forget_before(since).await;
        let mut chats: Vec<Chat> = match store.chats().recent(since).await {
            Ok(chats) => chats,
            Err(error) => return self.store_failed(&error, now),
        };
        for part in chats.iter_mut().flat_map(|chat| &mut chat.parts) {
            if let Ok(Some(state)) = self.state_on_disk(&part.key).await {
                part.state = Some(state);
            }
        }
        self.decide_chats(now, ChatInput::Restored { chats }).await;
    }

    pub(super) fn chats_view(&self, since: Timestamp) -> ChatsView {
        let ChatsState { read, problem } = &self.chats_state;
        let around = ChatsAround { read: *read, problem: problem.clone() };
        chats_view(&self.chats, self.desk.context(), &around, since)
    }

    pub(super) fn chats_configured(&mut self, phone_changed: bool) {
        if phone_changed || !self.desk.context().settings.chat.enabled {
            self.chats_state = ChatsState::default();
        }
    }
}

/// Asks for the number, then for the address, then for the name; each only when the one before
/// named nobody, so that mostly one question is enough.
async fn ask(
    crm: Option<Arc<dyn Crm>>,
    who: &Who,
    ask_number: bool,
    matching: &MatchingSettings,
) -> Result<ChatFound, Failure> {
    let crm = crm.ok_or_else(|| failure(FailureKind::SignedOut))?;
    if let Some(number) = who.number.as_ref().filter(|_| ask_number) {
        let people = crm.find_people(number).await?;
        let sourced: Vec<_> = people.iter().map(|person| (person.clone(), Source::Crm)).collect();
        if judge(number, &sourced, matching, None) != Verdict::Nobody {
            return Ok(ChatFound::ByNumber(people));
        }
    }
    if let Some(email) = &who.email {
        let verdict = by_email(email, &crm.search(Query::read(email, matching).asked()).await?);
        if verdict != Verdict::Nobody {
            return Ok(ChatFound::ByText(verdict));
        }
    }
    if let Some(name) = &who.name {
        return Ok(ChatFound::ByText(by_name(name, &crm.search(Query::read(name, matching).asked()).await?)));
    }
    Ok(ChatFound::ByText(Verdict::Nobody))
}
