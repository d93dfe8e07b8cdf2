//! Random days against the desk: calls in any order, doubled, late and lost events, a link that
//! breaks, a program that is killed. What must hold of every day stands in [`Day::check`].

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use domain::Moment;
use domain::call::{
    Abilities, Call, CallId, CallState, Leg, LegId, LegStatus, LossReason, Outcome, Party, PhoneEvent,
    PhoneFailure, Pop,
};
use domain::caller::{Caller, Person, PersonKind, Phone, Source, Verdict, judge};
use domain::desk::{AgentAction, Answer, Context, Desk, Due, Effect, Input};
use domain::journal::{Agent, Entry};
use domain::number::Number;
use domain::outbox::{EntryState, FailureKind};
use domain::settings::Settings;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, FileFailurePersistence};

const AGENT: &str = "812";
const COLLEAGUE: &str = "813";
/// Longer than any ring, any wrap-up and any grace period; shorter than a talk may go unseen.
const A_WHILE: Duration = Duration::from_secs(400);
/// How often the adapter tells everything that is alive.
const STOCK_EVERY: Duration = Duration::from_secs(45);
/// News of a leg that is gone come at most this much later.
const LATE_MAX: Duration = Duration::from_secs(5);
const WRAP_UP: Duration = Duration::from_secs(60);

/// Who can be at the other end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Other {
    Known,
    Nobody,
    Withheld,
    Colleague,
}

/// One thing that happens.
#[derive(Debug, Clone)]
enum Happens {
    /// A call appears in one of a few places; a busy place stays busy.
    Rings {
        place: usize,
        other: Other,
    },
    Dials {
        place: usize,
        other: Other,
    },
    Connects {
        place: usize,
    },
    /// A colleague picks up what rings here.
    TakenByColleague {
        place: usize,
    },
    Ends {
        place: usize,
    },
    /// The last event comes again.
    Doubled,
    /// A ring of the call that ended last, out of order.
    Late,
    /// The link is lost; what happens meanwhile is not heard.
    LinkLost,
    LinkBack,
    Answered {
        nth: usize,
        reached: bool,
    },
    CrmReady,
    Refused {
        nth: usize,
    },
    Agent {
        nth: usize,
        act: usize,
    },
    Killed,
    Passes {
        seconds: u64,
    },
}

fn happens() -> impl Strategy<Value = Happens> {
    let other = prop_oneof![
        4 => Just(Other::Known),
        2 => Just(Other::Nobody),
        1 => Just(Other::Withheld),
        1 => Just(Other::Colleague),
    ];
    let place = 0..4_usize;
    prop_oneof![
        6 => (place.clone(), other.clone()).prop_map(|(place, other)| Happens::Rings { place, other }),
        2 => (place.clone(), other).prop_map(|(place, other)| Happens::Dials { place, other }),
        6 => place.clone().prop_map(|place| Happens::Connects { place }),
        1 => place.clone().prop_map(|place| Happens::TakenByColleague { place }),
        5 => place.prop_map(|place| Happens::Ends { place }),
        2 => Just(Happens::Doubled),
        1 => Just(Happens::Late),
        1 => Just(Happens::LinkLost),
        2 => Just(Happens::LinkBack),
        4 => (0..3_usize, any::<bool>()).prop_map(|(nth, reached)| Happens::Answered { nth, reached }),
        1 => Just(Happens::CrmReady),
        1 => (0..3_usize).prop_map(|nth| Happens::Refused { nth }),
        4 => (0..3_usize, 0..9_usize).prop_map(|(nth, act)| Happens::Agent { nth, act }),
        1 => Just(Happens::Killed),
        6 => (0..40_u64).prop_map(|seconds| Happens::Passes { seconds }),
    ]
}

/// A call as it really is, whatever the desk heard of it.
#[derive(Debug, Clone)]
struct Truth {
    call: u64,
    leg: u64,
    other: Other,
    outbound: bool,
    connected: bool,
    /// The desk heard of it while it rang, dialled or talked.
    heard: bool,
    /// The desk heard that it was answered here.
    heard_talking: bool,
}

/// The desk, what it made the program do, and what really happened.
struct Day {
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
    saved: BTreeMap<CallId, Call>,
    /// Entries by key, and when they are due on the monotonic clock.
    outbox: BTreeMap<String, (Entry, Option<Duration>)>,
    written: BTreeMap<String, Vec<Entry>>,
    /// Look-ups that nobody has answered.
    asked: Vec<(CallId, Number)>,
    ids: BTreeSet<CallId>,
    /// Since when a call that is over stands in the pop.
    over: BTreeMap<CallId, Duration>,
}

impl Day {
    fn new() -> Self {
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
            saved: BTreeMap::new(),
            outbox: BTreeMap::new(),
            written: BTreeMap::new(),
            asked: Vec::new(),
            ids: BTreeSet::new(),
            over: BTreeMap::new(),
        }
    }

    fn handle(&mut self, input: Input) {
        let restored = matches!(input, Input::Restored { .. });
        for effect in self.desk.handle(self.now, input) {
            self.perform(effect);
        }
        for call in self.desk.calls() {
            let new = self.ids.insert(call.id);
            assert!(!(new && restored), "a call of an earlier run was never saved");
            assert!(
                call.is_live() || self.saved.contains_key(&call.id),
                "call {:?} is over and was not saved",
                call.id
            );
        }
        self.check_pop();
    }

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Save { call } => {
                let known = self.saved.insert(call.id, (*call).clone());
                if let Some(known) = known {
                    assert_eq!(known.key, call.key, "an id was used for two calls");
                }
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
            Effect::Command { .. }
            | Effect::Remember { .. }
            | Effect::Forget { .. }
            | Effect::OpenLink { .. }
            | Effect::Notify { .. }
            | Effect::SignIn => {}
        }
    }

    fn queue(&mut self, entry: Entry, due: Due) {
        assert!(!self.written.contains_key(&entry.key), "{} was written already", entry.key);
        let due = match due {
            Due::Now => Some(self.now.mono),
            Due::After(wait) => Some(self.now.mono + wait),
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

    fn happen(&mut self, what: Happens) {
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
            Happens::Killed => self.killed(),
            Happens::Passes { seconds } => {
                self.pass(Duration::from_secs(seconds));
                self.take_stock();
            }
        }
    }

    fn appear(&mut self, place: usize, other: Other, outbound: bool) {
        if self.places[place].is_some() || (outbound && other == Other::Withheld) {
            return;
        }
        let truth = Truth {
            call: self.next,
            leg: self.next * 10,
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
        let id = LegId { extension: COLLEAGUE.into(), leg: truth.leg + 1 };
        let mut theirs = Leg { id: id.clone(), ..leg(&Truth { connected: true, ..truth }) };
        theirs.extension_name = Some("Tom Ito".into());
        self.tell(PhoneEvent::LegChanged { leg: theirs });
        self.end(place);
        self.tell(PhoneEvent::LegGone { leg: id });
    }

    fn end(&mut self, place: usize) {
        if let Some(truth) = self.places[place].take() {
            self.tell(PhoneEvent::LegGone { leg: leg(&truth).id });
            self.gone = self.linked.then(|| (truth.clone(), self.now.mono));
            self.ended.push(truth);
        }
    }

    /// An event that comes twice changes nothing that is saved or written.
    fn doubled(&mut self, event: PhoneEvent) {
        if !self.linked || matches!(event, PhoneEvent::Lost { .. } | PhoneEvent::Snapshot { .. }) {
            return;
        }
        let before: Vec<Call> = self.desk.calls().cloned().collect();
        self.handle(Input::Phone(event.clone()));
        let after: Vec<Call> = self.desk.calls().cloned().collect();
        // A ring that comes again after its leg is gone may be a new call's only if it is not late.
        let known = match &event {
            PhoneEvent::LegChanged { leg } => self.places.iter().flatten().any(|t| t.leg == leg.id.leg),
            _ => true,
        };
        if known {
            assert_eq!(before.len(), after.len(), "a doubled event made a call: {event:?}");
        }
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
            _ => AgentAction::Choose { call, person: "003K".into(), remember: false },
        };
        self.handle(Input::Agent(action));
        self.send_due();
    }

    /// The program is killed and starts again: what was saved is read from its JSON, look-ups on
    /// their way are lost, and the link comes up anew.
    fn killed(&mut self) {
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
    fn finish(&mut self) {
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
    fn check(&self) {
        assert!(self.outbox.is_empty(), "never sent: {:?}", self.outbox.keys());
        for (key, entries) in &self.written {
            assert_eq!(entries.len(), 1, "{key} was written twice");
        }
        for call in self.desk.calls() {
            assert!(matches!(call.state, CallState::Closed { .. }), "never closed: {call:?}");
            assert!(
                !matches!(call.caller, Caller::Searching | Caller::Unreachable { .. }),
                "never settled: {call:?}"
            );
            let written = self.written.contains_key(&call.key);
            let elsewhere = call.outcome() == Some(Outcome::AnsweredElsewhere);
            if call.internal || elsewhere {
                assert!(!written, "must not be written: {call:?}");
            } else {
                assert!(written, "must be written: {call:?}");
            }
        }
        for truth in self.ended.iter().filter(|truth| truth.heard_talking) {
            let calls: Vec<_> = self.desk.calls().filter(|call| call.system_id == truth.call).collect();
            assert_eq!(calls.len(), 1, "one call, one record: {truth:?} {calls:?}");
            assert_eq!(calls[0].internal, truth.other == Other::Colleague);
            let answered =
                matches!(calls[0].outcome(), Some(Outcome::AnsweredInbound | Outcome::AnsweredOutbound));
            assert!(answered, "{truth:?} {:?}", calls[0]);
        }
    }
}

fn context() -> Context {
    let agent = Agent { extension: AGENT.into(), ..Agent::default() };
    let mut settings = Settings::default();
    settings.pop.wrap_up_s = u32::try_from(WRAP_UP.as_secs()).unwrap();
    Context { settings, agent, pbx: "pbx.example.com".into(), zone: TimeZone::UTC }
}

fn leg(truth: &Truth) -> Leg {
    let status = match (truth.connected, truth.outbound) {
        (true, _) => LegStatus::Connected,
        (false, true) => LegStatus::Dialing,
        (false, false) => LegStatus::Ringing,
    };
    let (party, number) = match truth.other {
        Other::Known => (Party::External, "+494066969412"),
        Other::Nobody => (Party::External, "+493023125144"),
        Other::Withheld => (Party::External, ""),
        Other::Colleague => (Party::Extension, COLLEAGUE),
    };
    Leg {
        id: LegId { extension: AGENT.into(), leg: truth.leg },
        extension_name: None,
        call: truth.call,
        status,
        party,
        party_number: number.into(),
        party_name: String::new(),
        originated_here: truth.outbound,
        via: None,
        referred_by: None,
        abilities: Abilities { answer: !truth.connected, reject: !truth.connected, hang_up: truth.connected },
    }
}

fn verdict(number: &Number) -> Verdict {
    let katharina = Person {
        id: "003K".into(),
        kind: PersonKind::Contact,
        name: "Katharina Vogelsang".into(),
        title: None,
        company: None,
        account_id: None,
        contact_id: None,
        owner: None,
        email: None,
        do_not_call: false,
        phones: vec![Phone { field: "Phone".into(), label: "Phone".into(), value: "040 66969412".into() }],
        last_activity: None,
        modified: None,
        url: None,
    };
    let matching = Settings::default().matching;
    judge(number, &[(katharina, Source::Crm)], matching.strategy, &matching.default_region, None)
}

proptest! {
    #![proptest_config(Config {
        cases: 800,
        max_shrink_iters: 20_000,
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..Config::default()
    })]

    #[test]
    fn whatever_happens_every_call_leaves_its_record_once(script in vec(happens(), 1..60)) {
        let mut day = Day::new();
        for what in script {
            day.happen(what);
        }
        day.finish();
        day.check();
    }

    /// The same day with every event told twice leaves the same records.
    #[test]
    fn doubled_events_leave_the_same_records(script in vec(happens(), 1..40)) {
        let (mut once, mut twice) = (Day::new(), Day::new());
        for what in script {
            if matches!(what, Happens::Doubled | Happens::Late) {
                continue;
            }
            once.happen(what.clone());
            twice.happen(what);
            twice.happen(Happens::Doubled);
        }
        once.finish();
        twice.finish();
        prop_assert_eq!(once.written, twice.written);
    }
}
