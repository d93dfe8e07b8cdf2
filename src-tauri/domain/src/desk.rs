//! The state machine: an [`Input`] and a [`Moment`] in, [`Effect`]s out. The file to read first.

mod act;
mod amend;
mod consult;
mod created;
mod dial;
mod facts;
mod heard;
mod input;
mod keep;
mod link;
mod log;

pub use consult::Consult;
pub use dial::{Dial, DialFailure, DialId, DialState};
pub use facts::{AskFacts, FACTS_FRESH, FactsState, Known};
pub use input::{AgentAction, Answer, Context, Due, Effect, Input, JournalOrder, LogNews};

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use crate::Moment;
use crate::call::{
    Call, CallId, CallState, Changed, Direction, Leg, LegId, LegStatus, Outcome, PhoneEvent, PhoneFailure,
    Pop, Told, Tracked,
};
use crate::caller::{Caller, settle_caller};
use crate::journal::{Agent, Decision, compose, decide};
use crate::outbox::EntryState;
use crate::settings::Settings;

/// All calls of this agent: live, in wrap-up, and those of the last day.
#[derive(Debug)]
pub struct Desk {
    context: Context,
    next_id: u64,
    /// Newest first.
    calls: Vec<Tracked>,
    /// Legs of colleagues that are alive, and legs that went just now.
    others: BTreeMap<LegId, Leg>,
    gone: VecDeque<(LegId, u64, Duration)>,
    paused: bool,
    pop_possible: bool,
    /// The phone system tells of calls.
    linked: bool,
    /// Ways in which some phone told more than the beginning of a call, so that its end will be told.
    told_further: Vec<Direction>,
    waiting: Vec<heard::Waiting>,
    facts: facts::FactsBook,
    dial: Option<Dial>,
    consult: Option<Consult>,
    next_dial: u64,
    log: log::LogBook,
}

/// Closed calls kept for the day's list.
const KEPT_MAX: usize = 500;
/// Legs remembered as gone, so that a late event does not make a ghost.
const GONE_MAX: usize = 64;
/// How long a late event about a leg that is gone may still arrive.
const LATE_MAX: Duration = Duration::from_secs(5);
/// An entry on disk is due this long after wrap-up should have closed it: a net under the loop.
const NET: Duration = Duration::from_secs(30);

impl Desk {
    /// `next_id` is higher than any call id ever used in this profile.
    #[must_use]
    pub fn new(context: Context, next_id: u64) -> Self {
        Self {
            context,
            next_id,
            calls: Vec::new(),
            others: BTreeMap::new(),
            gone: VecDeque::new(),
            paused: false,
            pop_possible: true,
            linked: false,
            told_further: Vec::new(),
            waiting: Vec::new(),
            facts: facts::FactsBook::default(),
            dial: None,
            consult: None,
            next_dial: 0,
            log: log::LogBook::default(),
        }
    }

    /// Newest first.
    pub fn calls(&self) -> impl Iterator<Item = &Call> {
        self.calls.iter().map(|tracked| &tracked.call)
    }

    #[must_use]
    pub fn call(&self, id: CallId) -> Option<&Call> {
        self.calls().find(|call| call.id == id)
    }

    /// The CRM told who the agent is. The extension stays the setting's.
    pub fn know_agent(&mut self, name: &str, email: &str) {
        let extension = std::mem::take(&mut self.context.agent.extension);
        self.context.agent = Agent::named(extension, name, email);
    }

    /// Other settings hold from now on. Calls that are on keep their keys.
    pub fn configure(&mut self, settings: Settings, pbx: String) {
        if settings.facts != self.context.settings.facts {
            self.forget_facts();
        }
        self.context.agent.extension = settings.phone.extension.clone();
        self.context.settings = settings;
        self.context.pbx = pbx;
    }

    #[must_use]
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// Desktop notifications take the pop's place.
    #[must_use]
    pub fn pops_paused(&self) -> bool {
        self.paused
    }

    /// A ring is told as a notification, because the pop may not or cannot be shown.
    fn tells_instead(&self) -> bool {
        self.paused || !self.pop_possible
    }

    /// When to come back with [`Input::Wake`], on the monotonic clock.
    #[must_use]
    pub fn wake_at(&self) -> Option<Duration> {
        let waiting = self.waiting.iter().map(heard::Waiting::until);
        let calls = self.calls.iter().filter_map(Tracked::wake_at);
        calls.chain(waiting).chain(self.dial_wakes_at()).chain(self.log.wake_at()).min()
    }

    /// Takes in what happened and answers what is to be done. The same inputs always give the same
    /// answers; inputs about unknown calls give none.
    #[must_use]
    pub fn handle(&mut self, now: Moment, input: Input) -> Vec<Effect> {
        let mut effects = Vec::new();
        let news = facts::FactsNews::of(&input);
        match input {
            Input::Phone(event) => self.phone(now, event, &mut effects),
            Input::Heard(heard) => self.heard(now, heard, &mut effects),
            Input::Commanded { call, result } => self.commanded(call, result, &mut effects),
            Input::Found { call, answer } => self.found(now, call, answer, &mut effects),
            Input::CrmReady => {
                self.look_up_again(&mut effects);
                self.look_up_kept(&mut effects);
            }
            Input::PeopleChanged => self.look_up_kept(&mut effects),
            Input::Created { key, person } => self.created(&key, *person, &mut effects),
            Input::Entry { key, state } => self.entry(&key, state, &mut effects),
            Input::Linked { call, person, remember } => self.linked(call, *person, remember, &mut effects),
            Input::WhoIs { dial, who } => self.who_is(now, dial, who, &mut effects),
            Input::Dialled { dial, result } => self.dialled(now, dial, result),
            Input::Agent(action) => self.agent(now, action, &mut effects),
            Input::NotQueued { key } => self.queue_again(&key, &mut effects),
            Input::Restored { calls } => self.restore(now, calls, &mut effects),
            Input::Log(news) => self.log_news(now, news, &mut effects),
            Input::PopPossible(possible) => self.pop_possible = possible,
            Input::Wake => {}
        }
        self.settle(now, &mut effects);
        self.follow_facts(now, news, &effects);
        effects
    }

    fn phone(&mut self, now: Moment, event: PhoneEvent, effects: &mut Vec<Effect>) {
        match event {
            PhoneEvent::Connected { .. } => self.linked = true,
            PhoneEvent::Lost { .. } => self.lost(now, effects),
            PhoneEvent::Snapshot { legs } => self.snapshot(now, legs, effects),
            PhoneEvent::LegChanged { leg } => self.leg(now, leg, Told::Event, effects),
            PhoneEvent::LegGone { leg } => self.leg_gone(now, &leg, effects),
        }
    }

    /// Calls go on unseen; what they come to is known with the next snapshot.
    fn lost(&mut self, now: Moment, effects: &mut Vec<Effect>) {
        self.others.clear();
        self.linked = false;
        let known = |tracked: &&mut Tracked| tracked.call.is_live() && !tracked.is_heard();
        for tracked in self.calls.iter_mut().filter(known) {
            tracked.link_lost(now);
            effects.push(Effect::Save { call: Box::new(tracked.call.clone()) });
        }
    }

    fn snapshot(&mut self, now: Moment, legs: Vec<Leg>, effects: &mut Vec<Effect>) {
        self.others.clear();
        self.gone.clear();
        let alive: Vec<LegId> = legs.iter().map(|leg| leg.id.clone()).collect();
        for leg in legs {
            self.leg(now, leg, Told::Snapshot, effects);
        }
        for at in 0..self.calls.len() {
            let tracked = &mut self.calls[at];
            let ids = tracked.leg_ids();
            let changed = if ids.iter().any(|id| alive.contains(id)) {
                let dead = ids.iter().filter(|id| !alive.contains(id));
                dead.fold(Changed::default(), |_, id| tracked.remove(id, now))
            } else {
                tracked.missing(now)
            };
            self.changed(now, at, changed, effects);
        }
    }

    fn leg(&mut self, now: Moment, mut leg: Leg, told: Told, effects: &mut Vec<Effect>) {
        if leg.id.extension != self.context.agent.extension {
            self.others_leg(now, leg, effects);
            return;
        }
        if told == Told::Event && self.is_late(&leg, now) {
            return;
        }
        let matching = &self.context.settings.matching;
        if let Some(at) = self.calls.iter().position(|tracked| tracked.owns(&leg)) {
            let changed = self.calls[at].apply(leg, told, now, matching);
            self.changed(now, at, changed, effects);
            return;
        }
        if self.attach(now, &leg, told, effects) {
            return;
        }
        leg.originated_here |= self.ours(now, &leg);
        let id = CallId(self.next_id);
        let matching = &self.context.settings.matching;
        let Some(mut tracked) = Tracked::first_seen(id, &self.context.pbx, leg, told, now, matching) else {
            return;
        };
        self.next_id += 1;
        if let Some(who) = self.taken_by(tracked.call.system_id) {
            tracked.taken_by(who, now);
        }
        self.dial_became(&tracked.call);
        self.calls.insert(0, tracked);
        self.forget_oldest();
        effects.push(Effect::Save { call: Box::new(self.calls[0].call.clone()) });
        self.announce(0, effects);
    }

    /// A late event about a leg that is gone, in a phase it cannot come back to.
    fn is_late(&self, leg: &Leg, now: Moment) -> bool {
        leg.status != LegStatus::Connected
            && !self.calls.iter().any(|tracked| tracked.has_leg(&leg.id))
            && self
                .gone
                .iter()
                .any(|(id, call, at)| *id == leg.id && *call == leg.call && now.mono < *at + LATE_MAX)
    }

    fn others_leg(&mut self, now: Moment, leg: Leg, effects: &mut Vec<Effect>) {
        if leg.status == LegStatus::Connected {
            let who = leg.extension_name.clone().unwrap_or_else(|| leg.id.extension.clone());
            if let Some(at) = self.calls.iter().position(|t| t.is_call_of(&leg)) {
                let before = self.calls[at].call.clone();
                self.calls[at].taken_by(who, now);
                let call = self.calls[at].call != before;
                self.changed(now, at, Changed { call, ..Changed::default() }, effects);
            }
        }
        self.others.insert(leg.id.clone(), leg);
    }

    fn taken_by(&self, system_id: u64) -> Option<String> {
        let leg =
            self.others.values().find(|leg| leg.call == system_id && leg.status == LegStatus::Connected)?;
        Some(leg.extension_name.clone().unwrap_or_else(|| leg.id.extension.clone()))
    }

    fn leg_gone(&mut self, now: Moment, id: &LegId, effects: &mut Vec<Effect>) {
        if let Some(at) = self.calls.iter().position(|tracked| tracked.has_leg(id)) {
            self.gone.push_front((id.clone(), self.calls[at].call.system_id, now.mono));
            self.gone.truncate(GONE_MAX);
            let changed = self.calls[at].remove(id, now);
            self.changed(now, at, changed, effects);
        } else {
            self.others.remove(id);
        }
    }

    fn changed(&mut self, now: Moment, at: usize, changed: Changed, effects: &mut Vec<Effect>) {
        if changed.ended {
            self.ended(now, at, effects);
        } else if changed.call {
            effects.push(Effect::Save { call: Box::new(self.calls[at].call.clone()) });
        }
        if changed.number {
            self.announce(at, effects);
        }
    }

    /// Looks a new caller up, and tells of the ring where the pop may not.
    fn announce(&mut self, at: usize, effects: &mut Vec<Effect>) {
        let call = &self.calls[at].call;
        if call.caller == Caller::Searching {
            effects.push(Effect::LookUp { call: call.id, number: call.number.clone() });
        }
        if self.tells_instead() && call.state == CallState::Ringing && call.pop == Pop::Shown {
            effects.push(Effect::Notify { call: call.id });
        }
    }

    /// Everything that time alone brings about.
    fn settle(&mut self, now: Moment, effects: &mut Vec<Effect>) {
        self.settle_waiting(now, effects);
        self.settle_dial(now, effects);
        self.settle_log(now, effects);
        for at in 0..self.calls.len() {
            let changed = self.calls[at].settle(now);
            self.changed(now, at, changed, effects);
            if self.calls[at].tick(now) {
                effects.push(Effect::Save { call: Box::new(self.calls[at].call.clone()) });
            }
            if self.calls[at].wrap_up_over(now) {
                self.close(at, effects);
            }
        }
        self.settle_consult();
    }

    /// The call went from live to over: its entry goes to disk, and wrap-up begins.
    fn ended(&mut self, now: Moment, at: usize, effects: &mut Vec<Effect>) {
        let wrap_up = self.wrap_up();
        self.expect_log(now, at);
        let tracked = &mut self.calls[at];
        let outcome = tracked.call.outcome();
        tracked.wrap_up_until(now.mono + wrap_up);
        if outcome == Some(Outcome::AnsweredElsewhere) {
            tracked.call.pop = Pop::Never;
        }
        if tracked.call.pop == Pop::Shown {
            effects.push(Effect::Save { call: Box::new(tracked.call.clone()) });
            self.queue(at, self.due_when_ended(at, wrap_up), effects);
        } else {
            self.close(at, effects);
        }
    }

    fn due_when_ended(&self, at: usize, wrap_up: Duration) -> Due {
        match self.calls[at].call.outcome() {
            // Nothing can be added to these in the pop: they are written at once.
            Some(Outcome::Missed | Outcome::Rejected) => Due::Now,
            Some(
                Outcome::AnsweredInbound
                | Outcome::AnsweredOutbound
                | Outcome::UnansweredOutbound
                | Outcome::AnsweredElsewhere
                | Outcome::NotKnown,
            )
            | None => Due::After(wrap_up + NET),
        }
    }

    fn close(&mut self, at: usize, effects: &mut Vec<Effect>) {
        self.calls[at].close();
        effects.push(Effect::Save { call: Box::new(self.calls[at].call.clone()) });
        self.queue(at, Due::Now, effects);
    }

    /// Puts the call's entry into the outbox, or takes it out again where nothing is to be written
    /// about it any more. What is written already stays.
    fn queue(&mut self, at: usize, due: Due, effects: &mut Vec<Effect>) {
        let call = &self.calls[at].call;
        if is_sent(call) {
            return;
        }
        let Context { settings, agent, zone, .. } = &self.context;
        let due = match decide(call, settings) {
            Decision::Nothing(_) => return self.withdraw(at, effects),
            Decision::Write { .. } if call.caller.is_open() => Due::WhenFound,
            Decision::Keep { .. } => Due::WhenFound,
            Decision::Write { .. } => call.logged.waits_until.map_or(due, |until| Due::At(log::net(until))),
        };
        if let Some(entry) = compose(call, settings, agent, zone) {
            effects.push(Effect::Queue { entry: Box::new(entry), due });
        }
    }

    fn commanded(&mut self, id: CallId, result: Result<(), PhoneFailure>, effects: &mut Vec<Effect>) {
        let Some(at) = self.at(id) else { return };
        let tracked = &mut self.calls[at];
        let refused = result.err();
        let taken = refused.is_none();
        tracked.rejecting &= taken;
        if tracked.call.refused != refused {
            tracked.call.refused = refused;
            effects.push(Effect::Save { call: Box::new(tracked.call.clone()) });
        }
        self.handed_over(id, taken, effects);
    }

    fn found(&mut self, now: Moment, id: CallId, answer: Answer, effects: &mut Vec<Effect>) {
        let Some(at) = self.at(id) else { return };
        let tracked = &mut self.calls[at];
        let caller = settle_caller(&tracked.call.caller, answer, now, tracked.acted);
        let Some(caller) = caller else { return };
        tracked.call.caller = caller;
        let call = tracked.call.clone();
        effects.push(Effect::Save { call: Box::new(call.clone()) });
        match call.state {
            CallState::Ringing if self.tells_instead() && call.pop == Pop::Shown => {
                effects.push(Effect::Notify { call: call.id });
            }
            CallState::Ringing | CallState::Dialing | CallState::Talking { .. } => {}
            CallState::WrapUp { .. } if self.calls[at].is_settling() => {}
            CallState::WrapUp { .. } => {
                self.queue(at, self.due_when_ended(at, self.wrap_up()), effects);
            }
            CallState::Closed { .. } => self.queue(at, Due::Now, effects),
        }
        self.link_kept(&call, effects);
    }

    fn look_up_again(&mut self, effects: &mut Vec<Effect>) {
        for tracked in &self.calls {
            let call = &tracked.call;
            let open = match call.caller {
                Caller::Unreachable { .. } => true,
                Caller::Searching
                | Caller::NotLookedUp
                | Caller::Unknown
                | Caller::One { .. }
                | Caller::Several { .. } => false,
            };
            if open && !is_sent(call) {
                effects.push(Effect::LookUp { call: call.id, number: call.number.clone() });
            }
        }
    }

    fn entry(&mut self, key: &str, state: EntryState, effects: &mut Vec<Effect>) {
        let Some(tracked) = self.calls.iter_mut().find(|tracked| tracked.call.key == key) else { return };
        if tracked.call.entry.as_ref() != Some(&state) {
            tracked.call.entry = Some(state);
            effects.push(Effect::Save { call: Box::new(tracked.call.clone()) });
        }
    }

    /// Calls of an earlier run: live ones wait for the phone system to confirm them, wrap-up is
    /// over, and callers that were never found are looked up again.
    fn restore(&mut self, now: Moment, mut calls: Vec<Call>, effects: &mut Vec<Effect>) {
        calls.sort_by_key(|call| std::cmp::Reverse(call.id));
        for call in calls {
            self.next_id = self.next_id.max(call.id.0 + 1);
            self.calls.push(Tracked::restored(call, now));
            let at = self.calls.len() - 1;
            self.expect_log_again(now, at);
            if self.calls[at].is_wrapping_up() {
                self.close(at, effects);
            }
            self.end_if_rang_out(now, at, effects);
            self.release_held(at, effects);
            let call = &self.calls[at].call;
            if call.caller.is_open() && !is_sent(call) {
                effects.push(Effect::LookUp { call: call.id, number: call.number.clone() });
            }
        }
        self.look_up_kept(effects);
        self.forget_oldest();
    }

    fn at(&self, id: CallId) -> Option<usize> {
        self.calls.iter().position(|tracked| tracked.call.id == id)
    }

    fn forget_oldest(&mut self) {
        while self.calls.len() > KEPT_MAX {
            let closed = |t: &Tracked| matches!(t.call.state, CallState::Closed { .. });
            // Those that wait for somebody to be found are forgotten last: they are on disk as well.
            let settled = self.calls.iter().rposition(|t| closed(t) && !self.waits_for_caller(&t.call));
            match settled.or_else(|| self.calls.iter().rposition(closed)) {
                Some(at) => {
                    let gone = self.calls.remove(at);
                    self.forget_log(gone.call.id);
                }
                None => return,
            }
        }
    }
}

/// The entry left the desk for good: written, possibly written, or taken out by a person.
fn is_sent(call: &Call) -> bool {
    match call.entry {
        Some(EntryState::Written { .. } | EntryState::InDoubt { .. } | EntryState::Removed { .. }) => true,
        Some(EntryState::Waiting { .. } | EntryState::Stuck { .. }) | None => false,
    }
}
