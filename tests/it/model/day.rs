//! What really happens on the phone, what the desk hears of it, and what must hold of both.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::Moment;
use domain::call::{Call, CallId, CallState, Leg, LegId, LossReason, Outcome, PhoneEvent, PhoneFailure, Pop};
use domain::desk::{AgentAction, Answer, Desk, Due, Effect, Input};
use domain::journal::Entry;
use domain::number::Number;
use domain::outbox::{EntryState, FailureKind};
use jiff::Timestamp;

use super::told::{COLLEAGUE, Truth, context, leg, verdict};
use super::{Happens, Other};

/// Longer than any ring, any wrap-up and any grace period; shorter than a talk may go unseen.
const A_WHILE: Duration = Duration::from_secs(400);
/// How often the adapter tells everything that is alive.
const STOCK_EVERY: Duration = Duration::from_secs(45);
/// A ring that nobody confirmed for three minutes is taken for over (3cx.md 2.5), so that a longer
/// loss of the link leaves two records of a call that still rings.
const LOST_MAX: Duration = Duration::from_secs(100);
/// News of a leg that is gone come at most this much later.
const LATE_MAX: Duration = Duration::from_secs(5);

/// The desk, what it made the program do, and what really happened.
pub(super) struct Day {
    desk: Desk,
    now: Moment,
    linked: bool,
    next: u64,
    places: Vec<Option<Truth>>,
    ended: Vec<Truth>,
    /// The call that ended last on this link, and when.
    gone: Option<(Truth, Duration)>,
    last: Option<PhoneEvent>,
    stock_taken: Duration,
    lost_at: Duration,
    saved: BTreeMap<CallId, Call>,
    /// Entries by key, and when they are due on the monotonic clock.
    outbox: BTreeMap<String, (Entry, Option<Duration>)>,
    pub(super) written: BTreeMap<String, Vec<Entry>>,
    /// Look-ups that nobody has answered.
    asked: Vec<(CallId, Number)>,
    /// Every id ever used, and for which call.
    ids: BTreeMap<CallId, String>,
    /// Since when a call that is over stands in the pop.
    over: BTreeMap<CallId, Duration>,
}

impl Day {
    pub(super) fn new() -> Self {
        let wall: Timestamp = "2026-11-23T09:00:00Z".parse().unwrap();
        Self {
            desk: Desk::new(context(), 1),
            now: Moment { wall, mono: Duration::ZERO },
            linked: true,
            next: 1,
            places: vec![None; 4],
            ended: Vec::new(),
            gone: None,
            last: None,
            stock_taken: Duration::ZERO,
            lost_at: Duration::ZERO,
            saved: BTreeMap::new(),
            outbox: BTreeMap::new(),
            written: BTreeMap::new(),
            asked: Vec::new(),
            ids: BTreeMap::new(),
            over: BTreeMap::new(),
        }
    }

    fn handle(&mut self, input: Input) {
        for effect in self.desk.handle(self.now, input) {
            self.perform(effect);
        }
        for call in self.desk.calls() {
            let key = self.ids.entry(call.id).or_insert_with(|| call.key.clone());
            assert_eq!(*key, call.key, "an id was used for two calls");
            assert!(self.saved.contains_key(&call.id), "never saved: {call:?}");
        }
        self.check_pop();
    }

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Save { call } => {
                self.saved.insert(call.id, *call);
            }
            Effect::LookUp { call, number } => {
                assert!(number.public().is_some(), "only public numbers are looked up");
                self.asked.push((call, number));
            }
            Effect::Queue { entry, due } => self.queue(*entry, due),
            Effect::Retry { key } => {
                if let Some((_, due)) = self.outbox.get_mut(&key) {
                    *due = Some(self.now.mono);
                }
            }
            Effect::Withdraw { key } => drop(self.outbox.remove(&key)),
            Effect::Command { .. }
            | Effect::WhoIs { .. }
            | Effect::Dial { .. }
            // No scenario of this model links a log.
            | Effect::AskLog { .. }
            | Effect::Remember { .. }
            | Effect::FindPerson { .. }
            | Effect::Forget { .. }
            | Effect::OpenLink { .. }
            | Effect::OpenPerson { .. }
            | Effect::Notify { .. }
            | Effect::SignIn
            | Effect::StopSignIn
            | Effect::SignOut
            // Steps on written records: tests/it/companion/journal.rs.
            | Effect::Journal(_)
            | Effect::TrustExtension
            | Effect::Judged { .. } => {}
        }
    }

    fn queue(&mut self, entry: Entry, due: Due) {
        assert!(!self.written.contains_key(&entry.key), "{} was written already", entry.key);
        let due = match due {
            Due::Now => Some(self.now.mono),
            Due::After(wait) => Some(self.now.mono + wait),
            Due::At(at) => {
                Some(self.now.mono + Duration::try_from(at.duration_since(self.now.wall)).unwrap_or_default())
            }
            Due::WhenFound => None,
        };
        let key = entry.key.clone();
        self.outbox.insert(key.clone(), (entry, due));
        let state = EntryState::Waiting { due: due.map(|_| self.now.wall), attempts: 0, last: None };
        self.tell_entry(key, state);
    }

    fn tell_entry(&mut self, key: String, state: EntryState) {
        for effect in self.desk.handle(self.now, Input::Entry { key, state }) {
            self.perform(effect);
        }
    }

    fn send_due(&mut self) {
        let due = self.outbox.iter().filter(|(_, (_, due))| due.is_some_and(|at| at <= self.now.mono));
        let due: Vec<String> = due.map(|(key, _)| key.clone()).collect();
        for key in due {
            let (entry, _) = self.outbox.remove(&key).unwrap();
            self.written.entry(key.clone()).or_default().push(entry);
            let state = EntryState::Written { task_id: "00T".into(), url: None, at: self.now.wall };
            self.tell_entry(key, state);
        }
    }

    fn pass(&mut self, time: Duration) {
        let end = self.now.mono + time;
        loop {
            let due = self.outbox.values().filter_map(|(_, due)| *due).min();
            let next = self.desk.wake_at().into_iter().chain(due).min().filter(|at| *at <= end);
            let Some(at) = next else { break };
            self.to(at.max(self.now.mono));
            self.handle(Input::Wake);
            self.send_due();
            let again = self.desk.wake_at();
            assert!(
                again.is_none_or(|at| at > self.now.mono),
                "the desk wakes itself without end: {again:?}"
            );
        }
        self.to(end);
    }

    fn to(&mut self, mono: Duration) {
        let passed = mono - self.now.mono;
        self.now = Moment { wall: self.now.wall.checked_add(passed).unwrap(), mono };
    }

    /// The phone system tells something, if anybody listens.
    fn tell(&mut self, event: PhoneEvent) {
        if self.linked {
            self.last = Some(event.clone());
            self.handle(Input::Phone(event));
            self.send_due();
        }
    }

    pub(super) fn happen(&mut self, what: Happens) {
        match what {
            Happens::Rings { place, other } => self.appear(place, other, false),
            Happens::Dials { place, other } => self.appear(place, other, true),
            Happens::Connects { place } => self.connect(place),
            Happens::TakenByColleague { place } => self.taken(place),
            Happens::Ends { place } => self.end(place),
            Happens::Doubled => {
                if let Some(event) = self.last.clone() {
                    self.doubled(event);
                }
            }
            Happens::Late => self.late(),
            Happens::LinkLost => {
                if self.linked {
                    self.lost_at = self.now.mono;
                }
                self.tell(PhoneEvent::Lost { reason: LossReason::Dropped });
                self.linked = false;
            }
            Happens::LinkBack => self.link_back(),
            Happens::Answered { nth, reached } => self.answer(nth, reached),
            Happens::CrmReady => self.handle(Input::CrmReady),
            Happens::Refused { nth } => {
                let result = Err(PhoneFailure::Refused { text: "busy".into() });
                if let Some(call) = self.nth(nth) {
                    self.handle(Input::Commanded { call, result });
                }
            }
            Happens::Agent { nth, act } => self.act(nth, act),
            Happens::Killed { ends } => self.killed(ends),
            Happens::Moves { place } => self.move_on(place),
            Happens::Passes { seconds } => {
                self.pass(Duration::from_secs(seconds));
                self.take_stock();
                if !self.linked && self.now.mono >= self.lost_at + LOST_MAX {
                    self.link_back();
                }
            }
        }
    }

    fn appear(&mut self, place: usize, other: Other, outbound: bool) {
        if self.places[place].is_some() || (outbound && other == Other::Withheld) {
            return;
        }
        let truth = Truth {
            call: self.next,
            leg: self.next * 1000,
            other,
            outbound,
            connected: false,
            heard: self.linked,
            heard_talking: false,
        };
        self.next += 1;
        let leg = leg(&truth);
        self.places[place] = Some(truth);
        self.tell(PhoneEvent::LegChanged { leg });
    }

    fn connect(&mut self, place: usize) {
        let linked = self.linked;
        let Some(truth) = &mut self.places[place] else { return };
        truth.connected = true;
        truth.heard |= linked;
        truth.heard_talking |= linked;
        let leg = leg(truth);
        self.tell(PhoneEvent::LegChanged { leg });
    }

    fn taken(&mut self, place: usize) {
        let Some(truth) = self.places[place].clone().filter(|t| !t.connected && !t.outbound) else { return };
        let id = LegId { extension: COLLEAGUE.into(), leg: truth.leg + 500 };
        let mut theirs = Leg { id: id.clone(), ..leg(&Truth { connected: true, ..truth }) };
        theirs.extension_name = Some("Tom Ito".into());
        self.tell(PhoneEvent::LegChanged { leg: theirs });
        self.end(place);
        self.tell(PhoneEvent::LegGone { leg: id });
    }

    fn move_on(&mut self, place: usize) {
        let Some(truth) = &mut self.places[place] else { return };
        let before = leg(truth).id;
        truth.leg += 1;
        let after = leg(truth);
        self.tell(PhoneEvent::LegGone { leg: before });
        self.tell(PhoneEvent::LegChanged { leg: after });
    }

    fn end(&mut self, place: usize) {
        if let Some(truth) = self.places[place].take() {
            self.tell(PhoneEvent::LegGone { leg: leg(&truth).id });
            self.gone = self.linked.then(|| (truth.clone(), self.now.mono));
            self.ended.push(truth);
        }
    }

    /// An event that comes twice makes no second call.
    fn doubled(&mut self, event: PhoneEvent) {
        if !self.linked || matches!(event, PhoneEvent::Lost { .. } | PhoneEvent::Snapshot { .. }) {
            return;
        }
        let calls = self.desk.calls().count();
        self.handle(Input::Phone(event.clone()));
        assert_eq!(self.desk.calls().count(), calls, "a doubled event made a call: {event:?}");
    }

    /// The adapter reads a leg again after each event, so that news this late are rare.
    fn late(&mut self) {
        let Some((truth, ended)) = self.gone.take() else { return };
        if self.linked && self.now.mono < ended + LATE_MAX {
            let calls = self.desk.calls().count();
            let leg = leg(&Truth { connected: false, ..truth });
            self.handle(Input::Phone(PhoneEvent::LegChanged { leg }));
            assert_eq!(self.desk.calls().count(), calls, "a late event made a call");
        }
    }

    /// As the adapter does now and then: everything that is alive, whatever was told before.
    fn take_stock(&mut self) {
        if self.linked && self.now.mono >= self.stock_taken + STOCK_EVERY {
            self.stock_taken = self.now.mono;
            self.gone = None;
            let legs = self.places.iter().flatten().map(leg).collect();
            self.handle(Input::Phone(PhoneEvent::Snapshot { legs }));
        }
    }

    fn link_back(&mut self) {
        self.linked = true;
        self.gone = None;
        for truth in self.places.iter_mut().flatten() {
            truth.heard = true;
            truth.heard_talking |= truth.connected;
        }
        let legs = self.places.iter().flatten().map(leg).collect();
        self.handle(Input::Phone(PhoneEvent::Connected { version: None }));
        self.handle(Input::Phone(PhoneEvent::Snapshot { legs }));
        self.last = None;
    }

    fn nth(&self, nth: usize) -> Option<CallId> {
        self.desk.calls().nth(nth).map(|call| call.id)
    }

    fn answer(&mut self, nth: usize, reached: bool) {
        if nth >= self.asked.len() {
            return;
        }
        let (call, number) = self.asked.remove(nth);
        let answer = if reached {
            Answer::Settled(verdict(&number))
        } else {
            Answer::Failed { cause: FailureKind::Offline }
        };
        self.handle(Input::Found { call, answer });
        self.send_due();
    }

    fn act(&mut self, nth: usize, act: usize) {
        let Some(call) = self.nth(nth) else { return };
        let action = match act {
            0 => AgentAction::Answer { call },
            1 => AgentAction::Reject { call },
            2 => AgentAction::Note { call, text: format!("note {}", self.now.wall) },
            3 => AgentAction::Touch { call },
            4 => AgentAction::Dismiss { call },
            5 => AgentAction::RetryLookup { call },
            6 => AgentAction::ChooseNobody { call },
            7 => AgentAction::Open { call },
            8 => AgentAction::Choose { call, person: "003K".into(), remember: false },
            act => panic!("no such action: {act}"),
        };
        self.handle(Input::Agent(action));
        self.send_due();
    }

    /// The program is killed and starts again: what was saved is read from its JSON, look-ups on
    /// their way are lost, and the link comes up anew.
    fn killed(&mut self, ends: usize) {
        self.linked = false;
        if ends < self.places.len() {
            self.end(ends);
        }
        let json = serde_json::to_string(&self.saved.values().collect::<Vec<_>>()).unwrap();
        let calls: Vec<Call> = serde_json::from_str(&json).unwrap();
        let elapsed = self.now.mono;
        self.now.mono = Duration::ZERO;
        self.stock_taken = Duration::ZERO;
        for (_, due) in self.outbox.values_mut() {
            *due = due.map(|at| at.saturating_sub(elapsed));
        }
        self.over.clear();
        self.asked.clear();
        let next_id = self.saved.keys().last().map_or(1, |id| id.0 + 1);
        self.desk = Desk::new(context(), next_id);
        self.handle(Input::Restored { calls });
        self.send_due();
        self.link_back();
    }

    /// No pop outlives its call's wrap-up.
    fn check_pop(&mut self) {
        for call in self.desk.calls().filter(|call| call.pop == Pop::Shown) {
            match call.state {
                CallState::WrapUp { outcome: Outcome::AnsweredElsewhere, .. } => {
                    panic!("a pop of a call that a colleague took: {call:?}")
                }
                CallState::WrapUp { .. } => {
                    let since = *self.over.entry(call.id).or_insert(self.now.mono);
                    let touched = call.notes_saved.is_some();
                    assert!(
                        touched || self.now.mono <= since + A_WHILE,
                        "the pop of call {:?} outlived its call: over since {since:?}, now {:?}",
                        call.id,
                        self.now.mono
                    );
                }
                CallState::Ringing | CallState::Dialing | CallState::Talking { .. } => {
                    self.over.remove(&call.id);
                }
                CallState::Closed { .. } => {}
            }
        }
    }

    /// The day ends: everybody hangs up, the link comes up, the CRM answers, and time passes.
    pub(super) fn finish(&mut self) {
        for place in 0..self.places.len() {
            self.end(place);
        }
        self.link_back();
        self.pass(A_WHILE);
        while !self.asked.is_empty() {
            self.answer(0, true);
        }
        self.handle(Input::CrmReady);
        while !self.asked.is_empty() {
            self.answer(0, true);
        }
        self.pass(A_WHILE);
    }

    /// What holds of every day that is over.
    pub(super) fn check(&self) {
        assert!(self.outbox.is_empty(), "never sent: {:?}", self.outbox.keys());
        for (key, entries) in &self.written {
            assert_eq!(entries.len(), 1, "{key} was written twice");
        }
        for call in self.desk.calls() {
            assert!(matches!(call.state, CallState::Closed { .. }), "never closed: {call:?}");
            assert!(!call.caller.is_open(), "never settled: {call:?}");
            let written = self.written.contains_key(&call.key);
            // What somebody here typed is written, whoever took the call.
            let elsewhere =
                call.outcome() == Some(Outcome::AnsweredElsewhere) && call.notes.trim().is_empty();
            if call.internal || elsewhere {
                assert!(!written, "must not be written: {call:?}");
            } else {
                assert!(written, "must be written: {call:?}");
            }
        }
        for truth in &self.ended {
            let calls: Vec<_> = self.desk.calls().filter(|call| call.system_id == truth.call).collect();
            assert_eq!(calls.len(), usize::from(truth.heard), "one call, one record: {truth:?} {calls:?}");
            let talked = |call: &&Call| {
                matches!(call.outcome(), Some(Outcome::AnsweredInbound | Outcome::AnsweredOutbound))
            };
            assert_eq!(calls.iter().filter(|call| talked(call)).count(), usize::from(truth.heard_talking));
            assert!(calls.iter().all(|call| call.internal == (truth.other == Other::Colleague)));
        }
    }
}
