//! Of whom facts are asked for, and what is known of whom: once per call and person, after the name
//! is certain, and not at all while the org's API calls are saved.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::{Answer, Desk, Effect, Input};
use crate::Moment;
use crate::call::{Call, CallId, CallState, Pop};
use crate::caller::{Caller, Facts, Person, PersonKind};
use crate::outbox::FailureKind;

/// How long facts of a person are good for another call.
pub const FACTS_FRESH: Duration = Duration::from_secs(10 * 60);
/// People whose facts are kept: more than ring in that time.
const KEPT_MAX: usize = 64;

/// What the CRM told of a person, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    pub facts: Facts,
    pub read_at: Timestamp,
}

/// How it stands with the facts of somebody.
#[derive(Debug, Clone, PartialEq)]
pub enum FactsState {
    /// Nobody is known for certain, nobody is signed in, or nobody wants any.
    Off,
    /// Not asked for: the org's API calls are saved.
    Saving,
    Asking,
    Known(Arc<Known>),
    Failed(FailureKind),
}

/// What is known and asked, of calls and of people.
#[derive(Debug, Default)]
pub(super) struct FactsBook {
    signed_out: bool,
    saving: bool,
    /// Counts up when everything is forgotten: answers to earlier questions are dropped.
    generation: u64,
    /// Calls whose caller is being looked up: another name may come.
    looking_up: BTreeSet<CallId>,
    of_calls: BTreeMap<CallId, OfCall>,
    /// Latest first.
    kept: Vec<(String, Duration, Arc<Known>)>,
    /// Ids of people who are being asked for.
    asking: BTreeSet<String>,
    to_ask: Vec<Person>,
}

#[derive(Debug)]
struct OfCall {
    person: String,
    state: OfPerson,
}

#[derive(Debug)]
enum OfPerson {
    Asking,
    Known(Arc<Known>),
    Failed(FailureKind),
}

/// A question that is to be put to the CRM; its answer names the generation.
#[derive(Debug, Clone, PartialEq)]
pub struct AskFacts {
    pub person: Person,
    pub generation: u64,
}

impl Desk {
    /// Whom the CRM is to be asked about now. Each is named once.
    #[must_use]
    pub fn facts_to_ask(&mut self) -> Vec<AskFacts> {
        let generation = self.facts.generation;
        self.facts.to_ask.drain(..).map(|person| AskFacts { person, generation }).collect()
    }

    /// The CRM answered a question. An answer to one of before [`Desk::forget_facts`] is dropped.
    pub fn facts_told(
        &mut self,
        now: Moment,
        generation: u64,
        person: &str,
        answer: Result<Facts, FailureKind>,
    ) {
        let book = &mut self.facts;
        if generation != book.generation || !book.asking.remove(person) {
            return;
        }
        let answer = answer.map(|facts| Arc::new(Known { facts, read_at: now.wall }));
        if let Ok(known) = &answer {
            book.keep(person, now, Arc::clone(known));
        }
        for of_call in book.of_calls.values_mut() {
            if of_call.person == person && matches!(of_call.state, OfPerson::Asking) {
                of_call.state = match &answer {
                    Ok(known) => OfPerson::Known(Arc::clone(known)),
                    Err(cause) => OfPerson::Failed(cause.clone()),
                };
            }
        }
    }

    /// How it stands with the facts of a call's person.
    #[must_use]
    pub fn facts(&self, call: &Call) -> FactsState {
        let Some(person) = self.wants_facts(call) else { return FactsState::Off };
        match self.facts.of_calls.get(&call.id).filter(|of_call| of_call.person == person.id) {
            Some(of_call) => match &of_call.state {
                OfPerson::Asking => FactsState::Asking,
                OfPerson::Known(known) => FactsState::Known(Arc::clone(known)),
                OfPerson::Failed(cause) => FactsState::Failed(cause.clone()),
            },
            None if self.facts.saving => FactsState::Saving,
            None => FactsState::Asking,
        }
    }

    /// What is known of somebody without asking.
    #[must_use]
    pub fn facts_known(&self, now: Moment, person: &str) -> Option<Arc<Known>> {
        self.facts.fresh(now, person)
    }

    /// The same of somebody who need not be on the phone; asks where that is needed.
    pub fn facts_of(&mut self, now: Moment, person: &Person) -> FactsState {
        if self.facts.signed_out || !self.tells_facts_of(person) {
            return FactsState::Off;
        }
        if let Some(known) = self.facts.fresh(now, &person.id) {
            return FactsState::Known(known);
        }
        if self.facts.saving {
            return FactsState::Saving;
        }
        self.facts.ask(person);
        FactsState::Asking
    }

    /// The CRM's allowance runs short, or does not any more.
    pub fn save_api_calls(&mut self, saving: bool) {
        self.facts.saving = saving;
    }

    #[must_use]
    pub fn saves_api_calls(&self) -> bool {
        self.facts.saving
    }

    /// Whether somebody is signed in to the CRM. Whoever signs out takes all facts along.
    pub fn facts_signed_in(&mut self, signed_in: bool) {
        if !signed_in {
            self.forget_facts();
        }
        self.facts.signed_out = !signed_in;
    }

    /// Nothing that was told holds any more: another user, another org, other wishes.
    pub fn forget_facts(&mut self) {
        let book = &mut self.facts;
        book.generation += 1;
        book.of_calls.clear();
        book.kept.clear();
        book.asking.clear();
        book.to_ask.clear();
    }

    /// Follows what an input did: who is certain now is asked about.
    pub(super) fn follow_facts(&mut self, now: Moment, told: FactsNews, effects: &[Effect]) {
        match told {
            FactsNews::LookedUp(call) => drop(self.facts.looking_up.remove(&call)),
            FactsNews::CrmReady => {
                self.facts.of_calls.retain(|_, of_call| !matches!(of_call.state, OfPerson::Failed(_)));
            }
            FactsNews::Nothing => {}
        }
        for effect in effects {
            if let Effect::LookUp { call, .. } = effect {
                self.facts.looking_up.insert(*call);
            }
        }
        let wanted: Vec<(CallId, Option<Person>)> =
            self.calls().map(|call| (call.id, self.wants_facts(call).cloned())).collect();
        let shows = !self.tells_instead();
        let book = &mut self.facts;
        book.of_calls.retain(|id, _| wanted.iter().any(|(call, person)| call == id && person.is_some()));
        book.looking_up.retain(|id| wanted.iter().any(|(call, _)| call == id));
        for (call, person) in wanted {
            if let Some(person) = person.filter(|_| shows && !book.looking_up.contains(&call)) {
                book.of_call(now, call, &person);
            }
        }
    }

    /// The person of an open call that facts are told of.
    fn wants_facts<'a>(&self, call: &'a Call) -> Option<&'a Person> {
        let open = match call.state {
            CallState::Ringing
            | CallState::Dialing
            | CallState::Talking { .. }
            | CallState::WrapUp { .. } => true,
            CallState::Closed { .. } => false,
        };
        let certain = match &call.caller {
            Caller::One { .. } | Caller::Several { .. } => call.caller.person(),
            // The CRM that could not say who it is cannot say more either.
            Caller::Unreachable { .. } | Caller::NotLookedUp | Caller::Searching | Caller::Unknown => None,
        };
        let person = &certain?.person;
        let wants = open && call.pop == Pop::Shown && !call.internal && !self.facts.signed_out;
        (wants && self.tells_facts_of(person)).then_some(person)
    }

    /// Colleagues are no customers: their record has no such facts.
    fn tells_facts_of(&self, person: &Person) -> bool {
        let settings = &self.context.settings.facts;
        settings.enabled && !settings.show.is_empty() && person.kind != PersonKind::User
    }
}

/// What an input means for facts.
#[derive(Debug, Clone, Copy)]
pub(super) enum FactsNews {
    Nothing,
    /// No other name will come for this call, unless it is looked up again.
    LookedUp(CallId),
    CrmReady,
}

impl FactsNews {
    pub(super) fn of(input: &Input) -> Self {
        match input {
            Input::Found { call, answer: Answer::Settled(_) | Answer::Failed { .. } } => {
                FactsNews::LookedUp(*call)
            }
            Input::CrmReady => FactsNews::CrmReady,
            Input::Found { answer: Answer::Local(_), .. }
            | Input::Phone(_)
            | Input::Heard(_)
            | Input::Commanded { .. }
            | Input::Linked { .. }
            | Input::WhoIs { .. }
            | Input::Dialled { .. }
            | Input::Entry { .. }
            | Input::Agent(_)
            | Input::Restored { .. }
            | Input::NotQueued { .. }
            | Input::Log(_)
            | Input::PeopleChanged
            | Input::PopPossible(_)
            | Input::Wake => FactsNews::Nothing,
        }
    }
}

impl FactsBook {
    fn of_call(&mut self, now: Moment, call: CallId, person: &Person) {
        if self.of_calls.get(&call).is_some_and(|of_call| of_call.person == person.id) {
            return;
        }
        let state = match self.fresh(now, &person.id) {
            Some(known) => OfPerson::Known(known),
            None if self.saving => {
                self.of_calls.remove(&call);
                return;
            }
            None => {
                self.ask(person);
                OfPerson::Asking
            }
        };
        self.of_calls.insert(call, OfCall { person: person.id.clone(), state });
    }

    fn ask(&mut self, person: &Person) {
        if self.asking.insert(person.id.clone()) {
            self.to_ask.push(person.clone());
        }
    }

    fn fresh(&self, now: Moment, person: &str) -> Option<Arc<Known>> {
        let (_, at, known) = self.kept.iter().find(|(id, _, _)| id == person)?;
        (now.mono < *at + FACTS_FRESH).then(|| Arc::clone(known))
    }

    fn keep(&mut self, person: &str, now: Moment, known: Arc<Known>) {
        self.kept.retain(|(id, at, _)| id != person && now.mono < *at + FACTS_FRESH);
        self.kept.insert(0, (person.to_owned(), now.mono, known));
        self.kept.truncate(KEPT_MAX);
    }
}

#[cfg(test)]
mod tests;
