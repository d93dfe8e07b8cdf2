//! What agents say of calls besides notes: with whom they were and what they were about. Also of
//! calls that are not on the desk any more.

use std::time::Duration;

use domain::Moment;
use domain::call::{Call, CallId};
use domain::caller::{Facts, OPEN_MAX, Person, PersonKind};
use domain::desk::{AgentAction, Input};
use domain::journal::can_relate;
use domain::outbox::FailureKind;
use domain::settings::FactKind;
use tokio::sync::oneshot;

use super::{Controller, Event, Handle, Order};
use crate::problem::Problem;
use crate::view::{RelatedFound, related_found};

/// Longest wait for the CRM's answer; somebody looks at an open list.
const RELATED_TIMEOUT: Duration = Duration::from_secs(20);
/// Longest text looked for, in characters.
const TEXT_MAX: usize = 80;

/// Something about whom a call was with, or what it was about.
#[derive(Debug)]
pub enum LinkEvent {
    /// Whom the agent linked a call to is known.
    Known { call: CallId, person: Box<Person>, remember: bool },
    /// What it may have been about is asked.
    Related(RelatedAsk),
}

#[derive(Debug)]
pub struct RelatedAsk {
    pub call: CallId,
    /// Only records that hold this; empty: all that are open.
    pub text: String,
    pub reply: oneshot::Sender<RelatedFound>,
}

impl Handle {
    /// The open opportunities and cases of a call's person and their account; `None` when the loop
    /// has ended.
    pub async fn related(&self, call: CallId, text: &str) -> Option<RelatedFound> {
        let (reply, answer) = oneshot::channel();
        let text = text.chars().take(TEXT_MAX).collect();
        self.send(Event::Linking(LinkEvent::Related(RelatedAsk { call, text, reply }))).await;
        answer.await.ok()
    }
}

impl Controller {
    pub(super) async fn by_agent(&mut self, now: Moment, action: AgentAction) {
        if let AgentAction::Chat { chat } = action {
            return self.chat_event(now, chat.into()).await;
        }
        if let Some(action) = self.chats.action_of(&action) {
            return self.chat_event(now, action.into()).await;
        }
        self.recall(now, &action).await;
        self.decide(now, Input::Agent(action), Order::DiskFirst).await;
    }

    pub(super) async fn linking(&mut self, now: Moment, event: LinkEvent) {
        match event {
            LinkEvent::Known { call, person, remember } => {
                self.decide(now, Input::Linked { call, person, remember }, Order::DiskFirst).await;
            }
            LinkEvent::Related(ask) => self.related_asked(now, ask).await,
        }
    }

    /// What the card knows already costs no request; everything else is asked for.
    async fn related_asked(&mut self, now: Moment, ask: RelatedAsk) {
        let RelatedAsk { call, text, reply } = ask;
        self.recall_call(now, call).await;
        let person = self.desk.call(call).and_then(|call| call.caller.person()).map(|known| &known.person);
        let Some(person) = person.filter(|person| can_relate(person)).cloned() else {
            // Err of every reply means that nobody waits any more.
            let _ = reply.send(RelatedFound::default());
            return;
        };
        let known = self.desk.facts_known(now, &person.id).filter(|_| self.tells_open_records());
        if let Some(known) = known.filter(|_| text.trim().is_empty()) {
            let more = is_cut_off(&known.facts) || has_others(&person);
            let _ = reply.send(related_found(&known.facts, more));
            return;
        }
        let crm = self.near.linked.crm.clone();
        self.spawn(async move {
            let failed =
                |kind| RelatedFound { problem: Some(Problem::from(&kind)), ..RelatedFound::default() };
            let found = match crm {
                None => failed(FailureKind::SignedOut),
                Some(crm) => {
                    match tokio::time::timeout(RELATED_TIMEOUT, crm.open_records(&person, &text)).await {
                        Ok(Ok(facts)) => related_found(&facts, is_cut_off(&facts)),
                        Ok(Err(failure)) => failed(failure.kind),
                        Err(_) => failed(FailureKind::Offline),
                    }
                }
            };
            let _ = reply.send(found);
        });
    }

    /// The facts on the card hold both kinds.
    fn tells_open_records(&self) -> bool {
        let show = &self.desk.context().settings.facts.show;
        [FactKind::Opportunity, FactKind::Case].iter().all(|kind| show.contains(kind))
    }

    /// Whoever the agent found by a search is in the index since, or on another call.
    pub(super) fn find_person(&self, call: CallId, person: &str, remember: bool) {
        let of_calls = self.desk.calls().filter_map(|call| call.caller.person());
        let on_desk = of_calls.map(|known| &known.person).find(|known| known.id == person).cloned();
        let (queue, directory, id) = (self.queue.clone(), self.near.directory.clone(), person.to_owned());
        // As a later event: this one is still being performed.
        self.spawn(async move {
            let found = match on_desk {
                Some(person) => Some(person),
                None => directory.person(&id).await.ok().flatten(),
            };
            match found {
                Some(person) => {
                    let known = LinkEvent::Known { call, person: Box::new(person), remember };
                    let _ = queue.send(Event::Linking(known)).await;
                }
                None => tracing::warn!("a call is not linked: the person is not known any more"),
            }
        });
    }

    /// An action about a call that is not on the desk any more brings it back.
    async fn recall(&mut self, now: Moment, action: &AgentAction) {
        match action {
            AgentAction::Note { call, .. }
            | AgentAction::WrapUp { call, .. }
            | AgentAction::Choose { call, .. }
            | AgentAction::ChooseNobody { call }
            | AgentAction::Link { call, .. }
            | AgentAction::Relate { call, .. } => self.recall_call(now, *call).await,
            AgentAction::MoveEntry { key, .. } => {
                if !self.desk.calls().any(|call| call.key == *key) {
                    let call = self.near.store.calls().with_key(key).await;
                    self.recalled(now, call.ok().flatten()).await;
                }
            }
            AgentAction::Answer { .. }
            | AgentAction::Reject { .. }
            | AgentAction::HangUp { .. }
            | AgentAction::Transfer { .. }
            | AgentAction::Voicemail { .. }
            | AgentAction::Consult { .. }
            | AgentAction::HandOver { .. }
            | AgentAction::Dial { .. }
            | AgentAction::ConfirmDial { .. }
            | AgentAction::DismissDial { .. }
            | AgentAction::Open { .. }
            | AgentAction::Private { .. }
            | AgentAction::Touch { .. }
            | AgentAction::Dismiss { .. }
            | AgentAction::RetryLookup { .. }
            | AgentAction::RetryEntry { .. }
            | AgentAction::RetryAll
            | AgentAction::DiscardEntry { .. }
            | AgentAction::RestoreEntry { .. }
            | AgentAction::EditEntry { .. }
            | AgentAction::UndoEntry { .. }
            | AgentAction::SendEntryHere { .. }
            | AgentAction::OpenTask { .. }
            | AgentAction::Chat { .. }
            | AgentAction::OpenPerson { .. }
            | AgentAction::PausePops
            | AgentAction::ResumePops
            | AgentAction::SignIn
            | AgentAction::StopSignIn
            | AgentAction::SignOut => {}
        }
    }

    async fn recall_call(&mut self, now: Moment, id: CallId) {
        if self.desk.call(id).is_none() {
            let call = self.near.store.calls().get(id).await;
            self.recalled(now, call.ok().flatten()).await;
        }
    }

    async fn recalled(&mut self, now: Moment, call: Option<Call>) {
        let Some(mut call) = call else { return };
        if let Ok(Some(state)) = self.state_on_disk(&call.key).await {
            call.entry = Some(state);
        }
        self.desk.recall(now, call);
    }
}

fn is_cut_off(facts: &Facts) -> bool {
    facts.opportunities.len() >= OPEN_MAX || facts.cases.len() >= OPEN_MAX
}

/// A contact's card tells of their own cases; those of their account are found by typing.
fn has_others(person: &Person) -> bool {
    match person.kind {
        PersonKind::Contact => person.account_id.is_some(),
        PersonKind::Lead | PersonKind::Account | PersonKind::PersonAccount | PersonKind::User => false,
    }
}
