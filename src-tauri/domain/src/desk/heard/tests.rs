#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;
use proptest::prelude::{
    Just, ProptestConfig, Strategy, prop, prop_assert, prop_assert_eq, prop_oneof, proptest,
};

use super::*;
use crate::call::{
    Abilities, Call, CallId, CallState, LegId, LegStatus, LossReason, Outcome, Party, PhoneEvent,
};
use crate::desk::{AgentAction, Context, Input};
use crate::journal::{Agent, Entry};
use crate::outbox::EntryState;
use crate::settings::Settings;

const NUMBERS: [&str; 4] = ["+494066969412", "040 66969412", "+442079460818", "anonymous"];

#[derive(Debug, Clone)]
enum Step {
    Heard { event: HeardEvent, direction: Option<Direction>, number: Option<usize>, hint: Option<u8> },
    Leg { call: u64, number: usize, status: LegStatus },
    Gone { call: u64 },
    Connected,
    Lost,
    Dismiss { call: u64 },
    Note { call: u64 },
    Restart,
    Wait { ms: u64 },
}

fn step() -> impl Strategy<Value = Step> {
    let event = prop_oneof![
        4 => Just(HeardEvent::Began),
        2 => Just(HeardEvent::Answered),
        2 => Just(HeardEvent::Ended)
    ];
    let direction = prop_oneof![Just(None), Just(Some(Direction::Inbound)), Just(Some(Direction::Outbound))];
    let number = prop::option::weighted(0.9, 0..NUMBERS.len());
    let status = prop_oneof![
        Just(LegStatus::Ringing),
        Just(LegStatus::Dialing),
        Just(LegStatus::Connected),
        Just(LegStatus::Other)
    ];
    prop_oneof![
        8 => (event, direction, number, prop::option::weighted(0.3, 0_u8..3)).prop_map(
            |(event, direction, number, hint)| Step::Heard { event, direction, number, hint }
        ),
        3 => (0_u64..4, 0..NUMBERS.len(), status)
            .prop_map(|(call, number, status)| Step::Leg { call, number, status }),
        2 => (0_u64..4).prop_map(|call| Step::Gone { call }),
        1 => Just(Step::Connected),
        1 => Just(Step::Lost),
        1 => (1_u64..8).prop_map(|call| Step::Dismiss { call }),
        1 => (1_u64..8).prop_map(|call| Step::Note { call }),
        1 => Just(Step::Restart),
        6 => (0_u64..12_000).prop_map(|ms| Step::Wait { ms }),
        1 => (0_u64..400_000).prop_map(|ms| Step::Wait { ms }),
    ]
}

/// A desk, its disk, and the CRM that takes every entry at once.
struct World {
    desk: Desk,
    now: Moment,
    saved: BTreeMap<CallId, Call>,
    queued: BTreeMap<String, Entry>,
    open: BTreeSet<u64>,
    arrivals: u64,
}

impl World {
    fn new() -> Self {
        let wall = "2026-11-23T09:00:00Z".parse().unwrap();
        Self {
            desk: Desk::new(context(), 1),
            now: Moment { wall, mono: Duration::from_secs(100) },
            saved: BTreeMap::new(),
            queued: BTreeMap::new(),
            open: BTreeSet::new(),
            arrivals: 0,
        }
    }

    fn handle(&mut self, input: Input) {
        for effect in self.desk.handle(self.now, input) {
            match effect {
                Effect::Save { call } => drop(self.saved.insert(call.id, *call)),
                Effect::Queue { entry, .. } => drop(self.queued.insert(entry.key.clone(), *entry)),
                Effect::Judged { arrival, verdict } => {
                    if verdict == HeardVerdict::Waits {
                        self.open.insert(arrival);
                    } else {
                        self.open.remove(&arrival);
                    }
                }
                Effect::LookUp { .. }
                | Effect::Command { .. }
                | Effect::AskLog { .. }
                | Effect::Retry { .. }
                | Effect::Journal(_)
                | Effect::Withdraw { .. }
                | Effect::Remember { .. }
                | Effect::FindPerson { .. }
                | Effect::Forget { .. }
                | Effect::OpenLink { .. }
                | Effect::OpenPerson { .. }
                | Effect::Notify { .. }
                | Effect::SignIn
                | Effect::StopSignIn
                | Effect::WhoIs { .. }
                | Effect::Dial { .. }
                | Effect::SignOut
                | Effect::TrustExtension => {}
            }
        }
    }

    fn wait(&mut self, time: Duration) {
        let end = self.now.mono + time;
        while let Some(at) = self.desk.wake_at().filter(|at| *at <= end) {
            self.to(at.max(self.now.mono));
            self.handle(Input::Wake);
        }
        self.to(end);
    }

    fn to(&mut self, mono: Duration) {
        let passed = mono - self.now.mono;
        self.now = Moment { wall: self.now.wall.checked_add(passed).unwrap(), mono };
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Heard { event, direction, number, hint } => {
                self.arrivals += 1;
                self.handle(Input::Heard(Heard {
                    arrival: self.arrivals,
                    event,
                    direction,
                    number: number.map(|at| NUMBERS[at].to_owned()),
                    name: None,
                    call_hint: hint.map(|hint| hint.to_string()),
                }));
            }
            Step::Leg { call, number, status } => {
                self.handle(Input::Phone(PhoneEvent::LegChanged { leg: leg(call, NUMBERS[number], status) }));
            }
            Step::Gone { call } => self.handle(Input::Phone(PhoneEvent::LegGone { leg: leg_id(call) })),
            Step::Connected => {
                self.handle(Input::Phone(PhoneEvent::Connected { version: None }));
                self.handle(Input::Phone(PhoneEvent::Snapshot { legs: Vec::new() }));
            }
            Step::Lost => self.handle(Input::Phone(PhoneEvent::Lost { reason: LossReason::Dropped })),
            Step::Dismiss { call } => self.handle(Input::Agent(AgentAction::Dismiss { call: CallId(call) })),
            Step::Note { call } => {
                let text = "Hello".to_owned();
                self.handle(Input::Agent(AgentAction::Note { call: CallId(call), text }));
            }
            Step::Restart => {
                self.desk = Desk::new(context(), self.saved.keys().last().map_or(1, |id| id.0 + 1));
                self.open.clear();
                // A key names the second: no program starts again within one.
                let wall = self.now.wall.checked_add(Duration::from_secs(2)).unwrap();
                self.now = Moment { wall, mono: Duration::ZERO };
                let calls = self.saved.values().cloned().collect();
                self.handle(Input::Restored { calls });
            }
            Step::Wait { ms } => self.wait(Duration::from_millis(ms)),
        }
    }

    /// Everybody hangs up, and the day passes.
    fn finish(&mut self) {
        for call in 0..4 {
            self.take(Step::Gone { call });
        }
        self.wait(Duration::from_secs(7 * 3600));
        self.handle(Input::CrmReady);
        for call in self.saved.clone().into_values() {
            let answer = crate::desk::Answer::Settled(crate::caller::Verdict::Nobody);
            self.handle(Input::Found { call: call.id, answer });
        }
        self.wait(Duration::from_secs(3600));
    }
}

fn context() -> Context {
    let agent = Agent { extension: "812".into(), ..Agent::default() };
    Context { settings: Settings::default(), agent, pbx: String::new(), zone: TimeZone::UTC }
}

fn leg_id(call: u64) -> LegId {
    LegId { extension: "812".into(), leg: call }
}

fn leg(call: u64, number: &str, status: LegStatus) -> Leg {
    Leg {
        id: leg_id(call),
        extension_name: None,
        call,
        status,
        party: Party::External,
        party_number: number.into(),
        party_name: String::new(),
        originated_here: status == LegStatus::Dialing,
        via: None,
        referred_by: None,
        abilities: Abilities { answer: true, reject: true, hang_up: true, transfer: true },
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 150, ..ProptestConfig::default() })]

    /// Whatever is told in whatever order: every call comes to an end, is written once, and can be
    /// commanded only where the phone system knows it; everything heard is judged.
    #[test]
    fn every_call_ends_and_is_written_once(steps in prop::collection::vec(step(), 1..60)) {
        let mut world = World::new();
        for step in steps {
            world.take(step);
            for call in world.desk.calls() {
                let heard = call.source == crate::call::CallSource::Heard;
                prop_assert!(!heard || call.abilities == Abilities::default(), "{call:?}");
                prop_assert!(world.saved.get(&call.id).is_some_and(|saved| saved.key == call.key));
            }
        }
        world.finish();
        prop_assert!(world.open.is_empty(), "never judged: {:?}", world.open);
        let keys: BTreeSet<_> = world.saved.values().map(|call| call.key.clone()).collect();
        prop_assert_eq!(keys.len(), world.saved.len());
        for call in world.desk.calls() {
            prop_assert!(matches!(call.state, CallState::Closed { .. }), "{call:?}");
            let written = world.queued.get(&call.key);
            prop_assert!(written.is_some() || call.outcome() == Some(Outcome::AnsweredElsewhere), "{call:?}");
        }
    }
}

/// A call as it really was, and who tells of it.
#[derive(Debug, Clone)]
struct Truth {
    number: usize,
    rings_s: u64,
    talks_s: Option<u64>,
    /// How late the phone system tells of everything; `None`: it does not know the call.
    system: Option<u64>,
    /// How late the phone tells, and whether it tells more than the ring; `None`: it tells nothing.
    phone: Option<(u64, bool)>,
    doubled: bool,
}

fn truth() -> impl Strategy<Value = Truth> {
    let late = || 0_u64..2_500;
    (
        0..NUMBERS.len(),
        4_u64..40,
        prop::option::of(4_u64..600),
        prop::option::of(late()),
        prop::option::of((late(), prop::bool::ANY)),
        prop::bool::ANY,
    )
        .prop_map(|(number, rings_s, talks_s, system, phone, doubled)| Truth {
            number,
            rings_s,
            talks_s,
            system,
            phone,
            doubled,
        })
}

impl Truth {
    /// When who tells what, in milliseconds from the first ring.
    fn told(&self, call: u64) -> Vec<(u64, Step)> {
        let answered = self.rings_s * 1_000;
        let ended = answered + self.talks_s.unwrap_or(0) * 1_000;
        let mut told = Vec::new();
        if let Some(late) = self.system {
            let leg = |status| Step::Leg { call, number: self.number, status };
            told.push((late, leg(LegStatus::Ringing)));
            if self.talks_s.is_some() {
                told.push((answered + late, leg(LegStatus::Connected)));
            }
            told.push((ended + late, Step::Gone { call }));
        }
        if let Some((late, all)) = self.phone {
            let heard =
                |event, direction| Step::Heard { event, direction, number: Some(self.number), hint: None };
            let inbound = Some(Direction::Inbound);
            for again in 0..=u64::from(self.doubled) {
                told.push((late + 700 * again, heard(HeardEvent::Began, inbound)));
                if all && self.talks_s.is_some() {
                    told.push((answered + late + 200 * again, heard(HeardEvent::Answered, None)));
                }
                if all {
                    told.push((ended + late + 200 * again, heard(HeardEvent::Ended, None)));
                }
            }
        }
        told.sort_by_key(|(at, _)| *at);
        told
    }

    fn outcome(&self) -> Option<Outcome> {
        let all = self.system.is_some() || self.phone.is_some_and(|(_, all)| all);
        let known = if self.talks_s.is_some() { Outcome::AnsweredInbound } else { Outcome::Missed };
        match (all, self.phone) {
            (true, _) => Some(known),
            (false, Some(_)) => Some(Outcome::NotKnown),
            (false, None) => None,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 150, ..ProptestConfig::default() })]

    /// One conversation is one call with the right outcome, whoever tells of it, first or last,
    /// once or twice.
    #[test]
    fn one_conversation_is_one_call(truths in prop::collection::vec(truth(), 1..8), linked in prop::bool::ANY) {
        let mut world = World::new();
        if linked {
            world.take(Step::Connected);
        }
        let mut expected = Vec::new();
        for (call, truth) in (1..).zip(truths) {
            let truth = Truth { system: truth.system.filter(|_| linked), ..truth };
            let mut at = 0;
            for (when, step) in truth.told(call) {
                world.take(Step::Wait { ms: when - at });
                at = when;
                world.take(step);
            }
            // Longer than a ring that nobody ends is believed.
            world.take(Step::Wait { ms: 200_000 });
            expected.extend(truth.outcome());
        }
        world.finish();
        let outcomes: Vec<_> = world.saved.values().filter_map(Call::outcome).collect();
        prop_assert_eq!(outcomes, expected);
        prop_assert_eq!(world.queued.len(), world.saved.len());
    }
}

#[test]
fn what_waits_is_bounded() {
    let mut world = World::new();
    world.take(Step::Connected);
    for at in 0..100 {
        world.arrivals += 1;
        let number = Some(format!("+4940{:07}", 1_000_000 + at));
        world.handle(Input::Heard(Heard {
            arrival: world.arrivals,
            event: HeardEvent::Began,
            direction: None,
            number,
            name: None,
            call_hint: None,
        }));
    }
    assert_eq!((world.desk.waiting.len(), world.desk.calls().count()), (WAITING_MAX, 100 - WAITING_MAX));
    for _ in 0..100 {
        let answered = Heard {
            arrival: 1,
            event: HeardEvent::Answered,
            direction: None,
            number: Some("+49401000000".into()),
            name: None,
            call_hint: None,
        };
        world.handle(Input::Heard(answered));
    }
    assert!(world.desk.waiting.iter().all(|waiting| waiting.events.len() <= WAITING_EVENTS_MAX));
    world.wait(WAIT);
    assert_eq!((world.desk.waiting.len(), world.desk.calls().count()), (0, 100));
}

#[test]
fn keys_tell_calls_of_agents_without_an_extension_apart() {
    let mut keys = BTreeSet::new();
    for email in ["a@example.com", "b@example.com"] {
        let mut desk = Desk::new(Context { agent: Agent::default(), ..context() }, 1);
        desk.know_agent("A B", email);
        let heard = Heard {
            arrival: 1,
            event: HeardEvent::Began,
            direction: None,
            number: Some(NUMBERS[0].into()),
            name: None,
            call_hint: None,
        };
        let _ = desk.handle(World::new().now, Input::Heard(heard));
        keys.insert(desk.calls().next().unwrap().key.clone());
    }
    let expected =
        ["desk|a@example.com|h1|2026-11-23T09:00:00Z", "desk|b@example.com|h1|2026-11-23T09:00:00Z"];
    assert_eq!(keys.iter().map(String::as_str).collect::<Vec<_>>(), expected);
}

#[test]
fn an_entry_that_is_written_is_not_written_anew() {
    let mut world = World::new();
    let began = |event, direction| Step::Heard { event, direction, number: Some(0), hint: None };
    world.take(began(HeardEvent::Began, Some(Direction::Inbound)));
    world.take(Step::Dismiss { call: 1 });
    let key = world.queued.keys().next().unwrap().clone();
    let state = EntryState::Written { task_id: "00T".into(), url: None, at: world.now.wall };
    world.handle(Input::Entry { key, state });
    world.queued.clear();
    world.take(began(HeardEvent::Began, Some(Direction::Inbound)));
    world.take(Step::Wait { ms: 5_000 });
    world.take(began(HeardEvent::Answered, None));
    world.take(began(HeardEvent::Ended, None));
    world.finish();
    assert_eq!((world.queued.len(), world.saved.len()), (0, 1));
}
