//! The phone system's whole state behind one lock, and the four primitive changes of `3cx.md` 9: add a leg, change a
//! leg, remove a leg, tell the sockets. What a call does in its life is in `script` and `actions`.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use tokio::sync::mpsc;

use super::legs::{Call, DnRef, Leg, Party, Side, Status, Takeover};
use super::sample::{self, Device};
use super::token::LiveToken;
use crate::faults::{FaultSet, ThreeCxFault};

/// Events waiting for one socket; a client this far behind is disconnected, as a real server would.
pub(super) const SOCKET_BACKLOG: usize = 1_024;
/// Sent events remembered for whoever measures; a call makes about ten.
const SENT_MAX: usize = 64;
/// Live calls at once; a full trunk answers with a refusal.
pub(super) const CALLS_MAX: usize = 500;
/// When Upserts repeat without a wish: what captures show most (`3cx.md` 2.4).
const UPSERTS_DEFAULT: u64 = 2;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EventType {
    Upsert,
    Remove,
}

/// What a socket's task is told.
#[derive(Debug, Clone)]
pub(super) enum Push {
    Event {
        event_type: EventType,
        entity: String,
        attached: Value,
    },
    /// Drop the connection, with or without a close frame.
    End {
        politely: bool,
    },
}

/// A message that was put on a socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// As in the message, such as `/callcontrol/812/participants/7`.
    pub entity: String,
    /// By the real clock, just before it was written.
    pub at: Timestamp,
}

/// The way to an open socket's task.
#[derive(Debug)]
pub(super) struct Socket {
    pub(super) sender: mpsc::Sender<Push>,
}

#[derive(Debug)]
pub(super) struct State {
    pub(super) base_url: String,
    pub(super) token: Option<LiveToken>,
    pub(super) sockets: Vec<Socket>,
    pub(super) sent: VecDeque<Sent>,
    /// When calls were ordered.
    pub(super) ordered: VecDeque<Timestamp>,
    pub(super) calls: BTreeMap<i32, Call>,
    pub(super) log: super::call_log::CallLog,
    pub(super) chats: super::chats::Chats,
    next_participant: i32,
    next_call: i32,
    pub(super) monitored: BTreeSet<String>,
    pub(super) faults: FaultSet,
    pub(super) counters: BTreeMap<String, u64>,
    pub(super) clock_offset_s: i64,
}

/// A leg about to be added; the rest follows from the call it joins.
pub(super) struct NewLeg<'a> {
    pub(super) dn: &'a str,
    pub(super) side: Side,
    pub(super) status: Status,
    pub(super) device: Option<Device>,
    pub(super) originated_by: DnRef,
    pub(super) referred_by: DnRef,
    pub(super) on_behalf_of: DnRef,
    pub(super) takeover: Option<Takeover>,
    /// Who is shown at the other end; found in the call without one.
    pub(super) party: Option<Party>,
}

impl<'a> NewLeg<'a> {
    pub(super) fn new(dn: &'a str, side: Side, status: Status) -> Self {
        Self {
            dn,
            side,
            status,
            device: None,
            originated_by: DnRef::default(),
            referred_by: DnRef::default(),
            on_behalf_of: DnRef::default(),
            takeover: None,
            party: None,
        }
    }
}

impl State {
    pub(super) fn new() -> Self {
        let lines = [sample::QUEUE, sample::RING_GROUP].into_iter();
        let people = sample::EXTENSIONS
            .iter()
            .filter(|extension| extension.monitored)
            .map(|extension| extension.number);
        Self {
            base_url: String::new(),
            token: None,
            sockets: Vec::new(),
            sent: VecDeque::new(),
            ordered: VecDeque::new(),
            calls: BTreeMap::new(),
            log: super::call_log::CallLog::default(),
            chats: super::chats::Chats::default(),
            next_participant: 1,
            next_call: 1,
            monitored: people.chain(lines).map(str::to_owned).collect(),
            faults: FaultSet::default(),
            counters: BTreeMap::new(),
            clock_offset_s: 0,
        }
    }

    pub(super) fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        now.checked_add(SignedDuration::from_secs(self.clock_offset_s)).unwrap_or(now)
    }

    pub(super) fn count(&mut self, kind: &str) {
        let counter = self.counters.entry(kind.to_owned()).or_default();
        *counter = counter.saturating_add(1);
    }

    pub(super) fn note_ordered(&mut self) {
        if self.ordered.len() >= SENT_MAX {
            self.ordered.pop_front();
        }
        self.ordered.push_back(Timestamp::now());
    }

    pub(super) fn note_sent(&mut self, entity: &str) {
        if self.sent.len() >= SENT_MAX {
            self.sent.pop_front();
        }
        self.sent.push_back(Sent { entity: entity.to_owned(), at: Timestamp::now() });
    }

    pub(super) fn is_monitored(&self, dn: &str) -> bool {
        dn == sample::CLIENT_ID
            || (self.monitored.contains(dn) && self.faults.text(ThreeCxFault::NotMonitored) != Some(dn))
    }

    pub(super) fn leg_mut(&mut self, id: i32) -> Option<&mut Leg> {
        self.calls.values_mut().flat_map(|call| &mut call.legs).find(|leg| leg.id == id)
    }

    /// The devices registered for an extension, as the faults in force show them.
    pub(super) fn devices(&self, dn: &str) -> Vec<Device> {
        if self.faults.has(ThreeCxFault::NoDevices) {
            return Vec::new();
        }
        let no_control = self.faults.has(ThreeCxFault::NoDirectControl);
        sample::extension(dn)
            .map(|extension| extension.devices)
            .unwrap_or_default()
            .iter()
            .map(|device| Device { direct_control: device.direct_control && !no_control, ..*device })
            .collect()
    }

    pub(super) fn leg(&self, id: i32) -> Option<&Leg> {
        self.calls.values().find_map(|call| call.leg(id))
    }

    pub(super) fn legs_of(&self, dn: &str) -> Vec<&Leg> {
        self.calls.values().flat_map(|call| &call.legs).filter(|leg| leg.dn == dn).collect()
    }

    pub(super) fn new_call(&mut self, outside: Option<(Side, Party)>) -> i32 {
        let (id, now) = (self.next_call, self.now());
        self.next_call = self.next_call.wrapping_add(1).max(1);
        // The leg in the public network takes the first number, so legs here start at 2 (`3cx.md` 2.8).
        let next_leg_id = if outside.as_ref().is_some_and(|(side, _)| *side == Side::Caller) { 2 } else { 1 };
        let call = Call { id, legs: Vec::new(), outside, next_leg_id, established: None, changed: now };
        self.log.began(id, call.outside.clone());
        self.calls.insert(id, call);
        id
    }

    pub(super) fn add_leg(&mut self, call_id: i32, new: NewLeg<'_>) -> Option<i32> {
        let devices = self.devices(new.dn);
        let id = self.next_participant;
        let now = self.now();
        let with_did = self.faults.text(ThreeCxFault::PartyDid).is_some();
        let call = self.calls.get_mut(&call_id)?;
        self.next_participant = id.wrapping_add(1).max(1);
        let mut party = new.party.unwrap_or_else(|| call.party_for(new.side));
        if !with_did {
            party.did.clear();
        }
        let only_device = match devices.as_slice() {
            [only] => Some(*only),
            _ => None,
        };
        let device = new.device.or(only_device);
        let renumbered = new.takeover.is_some() && self.faults.text(ThreeCxFault::SameCallId) == Some("off");
        let leg = Leg {
            id,
            leg_id: call.next_leg_id,
            call_id,
            shown_call_id: if renumbered { self.next_call } else { call_id },
            side: new.side,
            dn: new.dn.to_owned(),
            status: new.status,
            party,
            device_id: device.map(|device| device.id.to_owned()).unwrap_or_default(),
            direct_control: device
                .map_or_else(|| devices.iter().any(|one| one.direct_control), |one| one.direct_control),
            originated_by: new.originated_by,
            referred_by: new.referred_by,
            on_behalf_of: new.on_behalf_of,
            takeover: new.takeover,
            data: BTreeMap::new(),
        };
        call.next_leg_id += 1;
        call.changed = now;
        self.log.leg_added(&leg, now);
        call.legs.push(leg);
        if renumbered {
            self.next_call = self.next_call.wrapping_add(1).max(1);
        }
        self.tell_upsert(id);
        Some(id)
    }

    /// Changes one leg and tells everybody.
    pub(super) fn change_leg(&mut self, id: i32, change: impl FnOnce(&mut Leg)) {
        let now = self.now();
        let Some(call) = self.calls.values_mut().find(|call| call.leg(id).is_some()) else { return };
        call.changed = now;
        if let Some(leg) = call.legs.iter_mut().find(|leg| leg.id == id) {
            change(leg);
            if leg.status == Status::Connected && call.established.is_none() {
                call.established = Some(now);
            }
            self.log.leg_changed(leg, now);
        }
        self.tell_upsert(id);
    }

    /// Takes the legs out first and tells afterwards: a GET after the event must not find them.
    pub(super) fn remove_legs(&mut self, ids: &[i32]) {
        let (mut gone, now) = (Vec::new(), self.now());
        for call in self.calls.values_mut() {
            gone.extend(call.legs.extract_if(.., |leg| ids.contains(&leg.id)));
        }
        for leg in &gone {
            self.log.leg_gone(leg, now);
        }
        for (_, over) in self.calls.extract_if(.., |_, call| call.legs.is_empty()) {
            self.log.ended(&over, now);
        }
        gone.sort_by_key(|leg| ids.iter().position(|id| *id == leg.id));
        for leg in gone {
            self.tell(EventType::Remove, &leg.dn, &leg.entity(), Value::Null);
        }
    }

    fn tell_upsert(&mut self, id: i32) {
        let Some(leg) = self.leg(id) else { return };
        let filled = self.faults.text(ThreeCxFault::AttachedData).is_some();
        let (dn, entity) = (leg.dn.clone(), leg.entity());
        let attached = if filled { leg.wire() } else { Value::Null };
        for _ in 0..self.faults.number(ThreeCxFault::Duplicates).unwrap_or(UPSERTS_DEFAULT) {
            self.tell(EventType::Upsert, &dn, &entity, attached.clone());
        }
    }

    fn tell(&mut self, event_type: EventType, dn: &str, entity: &str, attached: Value) {
        if !self.is_monitored(dn) || self.faults.use_one(ThreeCxFault::LoseEvents) {
            return;
        }
        let push = Push::Event { event_type, entity: entity.to_owned(), attached };
        self.sockets.retain(|socket| socket.sender.try_send(push.clone()).is_ok());
    }

    /// Ends sockets; what was queued for them is lost with them.
    pub(super) fn end_sockets(&mut self, politely: bool) -> usize {
        let ended = self.sockets.len();
        for socket in self.sockets.drain(..) {
            // Where the queue is full the channel closes with the sender, which ends the task as well.
            let _ = socket.sender.try_send(Push::End { politely });
        }
        ended
    }

    /// All calls vanish without a word, and numbering starts over (`3cx.md` 2.8).
    pub(super) fn restart(&mut self) {
        self.end_sockets(false);
        self.calls.clear();
        self.log.restarted();
        self.next_call = 1;
        self.next_participant = 1;
    }
}
