//! Facts of people: what the desk wants is asked of the CRM, aside, once the name is on the screen.

use std::time::Duration;

use domain::Moment;
use domain::caller::{Facts, FactsWish, Person};
use domain::desk::{AskFacts, FactsState};
use domain::outbox::{Failure, FailureKind, saving};
use tokio::sync::oneshot;

use super::{Controller, Event, Handle};
use crate::view::{FactsView, facts_view};

/// Longest wait for the CRM's answer: later nobody looks at the card any more.
const FACTS_TIMEOUT: Duration = Duration::from_secs(20);
/// Askers besides calls who wait at a time: a person opens one page after the other.
const WANTED_MAX: usize = 32;

impl Handle {
    /// What is told of a person this computer knows, by the record's id. Waits for the CRM where it
    /// has to be asked.
    pub async fn facts(&self, person: String) -> FactsView {
        let (reply, answer) = oneshot::channel();
        self.send(Event::Facts { person, reply }).await;
        answer.await.unwrap_or(FactsView::Off)
    }
}

impl Controller {
    /// Puts the desk's questions to the CRM. Called when everything that happened is published, so
    /// that no name waits for it.
    pub(super) fn ask_facts(&mut self) {
        for AskFacts { person, generation } in self.desk.facts_to_ask() {
            let wish = FactsWish::of(&self.desk.context().settings.facts);
            let (queue, crm) = (self.queue.clone(), self.near.linked.crm.clone());
            self.spawn(async move {
                let result = match crm {
                    Some(crm) => {
                        let asked = tokio::time::timeout(FACTS_TIMEOUT, crm.facts(&person, &wish)).await;
                        asked.unwrap_or_else(|_| Err(failure(FailureKind::Offline)))
                    }
                    None => Err(failure(FailureKind::SignedOut)),
                };
                let _ = queue.send(Event::FactsTold { person: person.id, generation, result }).await;
            });
        }
    }

    pub(super) async fn facts_told(
        &mut self,
        now: Moment,
        id: &str,
        generation: u64,
        result: Result<Facts, Failure>,
    ) {
        let back = match &result {
            Ok(_) => self.is_signed_in() && self.links.crm_answered(now),
            Err(failure) => {
                self.links.crm_failed(&failure.kind, now);
                false
            }
        };
        let failed = result.as_ref().err().map(|failure| failure.kind.clone());
        self.desk.facts_told(now, generation, id, result.map_err(|failure| failure.kind));
        self.publish(now);
        let (told, waiting) =
            std::mem::take(&mut self.facts_wanted).into_iter().partition(|(person, _)| person.id == id);
        self.facts_wanted = waiting;
        for (person, reply) in told {
            let state = match &failed {
                Some(cause) => FactsState::Failed(cause.clone()),
                None => self.desk.facts_of(now, &person),
            };
            self.tell_facts(&person, &state, reply);
        }
        if back {
            self.crm_ready(now).await;
        }
    }

    /// Somebody looks at a person who need not be on the phone.
    pub(super) async fn facts_asked(&mut self, now: Moment, id: &str, reply: oneshot::Sender<FactsView>) {
        let Some(person) = self.person(id).await else {
            let _ = reply.send(FactsView::Off);
            return;
        };
        let state = self.desk.facts_of(now, &person);
        if state == FactsState::Asking && self.facts_wanted.len() < WANTED_MAX {
            self.facts_wanted.push((person, reply));
        } else {
            self.tell_facts(&person, &state, reply);
        }
    }

    fn tell_facts(&self, person: &Person, state: &FactsState, reply: oneshot::Sender<FactsView>) {
        let show = &self.desk.context().settings.facts.show;
        // Err means that nobody waits any more.
        let _ = reply.send(facts_view(state, Some(person), show));
    }

    /// Whoever has this id, of the people on today's calls and in the index.
    async fn person(&self, id: &str) -> Option<Person> {
        let of_calls = self.desk.calls().filter_map(|call| call.caller.person());
        let known = of_calls.map(|known| &known.person).find(|person| person.id == id).cloned();
        if known.is_some() {
            return known;
        }
        // A store that does not answer is told of by whatever else is read of it.
        self.near.directory.person(id).await.ok().flatten()
    }

    /// Nobody's facts hold any more; whoever waits for some is told so.
    pub(super) fn forget_facts(&mut self, signed_in: bool) {
        self.desk.forget_facts();
        self.desk.facts_signed_in(signed_in);
        for (_, reply) in self.facts_wanted.drain(..) {
            let _ = reply.send(FactsView::Off);
        }
    }

    /// Saves API calls while the org has few left.
    pub(super) fn mind_allowance(&mut self) {
        let saves = saving(self.usage.quota(), &self.desk.context().settings.facts);
        self.desk.save_api_calls(saves);
    }
}

fn failure(kind: FailureKind) -> Failure {
    Failure { kind, outcome_unknown: false, retry_after: None }
}
