//! What happens to calls from outside the API: people ring, pick up, hang up, dial by hand, transfer (`3cx.md` 2.8).

use serde::Deserialize;

use super::legs::{Call, DnRef, Leg, Party, Side, Status, Takeover};
use super::sample::{self, Device};
use super::state::{CALLS_MAX, NewLeg, State};
use crate::faults::ThreeCxFault;

/// Longest number or name taken from a script.
const TEXT_CHARS_MAX: usize = 200;
/// Internal numbers have up to this many digits; longer ones go out over the trunk.
const INTERNAL_DIGITS_MAX: usize = 4;

/// Why something could not happen to a call.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    #[error("there is no such call")]
    NoCall,
    #[error("nobody is at \"{0}\"")]
    NoDestination(String),
    #[error("the call is not in a state for this: {0}")]
    WrongState(&'static str),
    #[error("all lines are busy")]
    TooManyCalls,
}

/// An inbound call about to arrive.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Ring {
    /// A number in the public network, an extension (internal call), or nothing (withheld).
    pub from: String,
    /// What the network or a phone book calls the caller.
    pub name: String,
    /// The extension that rings first; the agent without one. With `801` all members ring at once.
    pub to: Option<String>,
    /// The queue it came through; `to` may be the queue itself, then all its agents ring.
    pub queue: Option<String>,
    /// The dialled number.
    pub did: Option<String>,
}

impl Ring {
    #[must_use]
    pub fn from(number: &str) -> Self {
        Self { from: number.to_owned(), ..Self::default() }
    }
}

/// Where a dialled number leads.
pub(super) enum Destination {
    Extension(&'static sample::Extension),
    Group(&'static sample::Line),
    Outside(String),
}

pub(super) fn destination(dialled: &str) -> Result<Destination, CallError> {
    let number: String = dialled.chars().filter(|char| !" ()-/.".contains(*char)).collect();
    if let Some(extension) = sample::extension(&number) {
        return Ok(Destination::Extension(extension));
    }
    if let Some(line) = sample::group(&number) {
        return Ok(Destination::Group(line));
    }
    let digits = number.strip_prefix('+').unwrap_or(&number);
    let dialable =
        !digits.is_empty() && digits.chars().all(|char| char.is_ascii_digit() || char == '*' || char == '#');
    let outside = number.starts_with('+') || digits.len() > INTERNAL_DIGITS_MAX;
    if dialable && outside && digits.len() <= TEXT_CHARS_MAX {
        return Ok(Destination::Outside(number));
    }
    Err(CallError::NoDestination(dialled.chars().take(TEXT_CHARS_MAX).collect()))
}

impl State {
    pub(super) fn ring(&mut self, ring: &Ring) -> Result<i32, CallError> {
        let too_long = |text: &str| text.chars().count() > TEXT_CHARS_MAX;
        if too_long(&ring.from) || too_long(&ring.name) {
            return Err(CallError::NoDestination(String::new()));
        }
        let to = ring.to.as_deref().unwrap_or(sample::AGENT);
        let target = destination(to)?;
        let queue = ring.queue.as_deref().or_else(|| is_queue(to).then_some(to));
        if let Some(queue) = queue.filter(|queue| !is_queue(queue)) {
            return Err(CallError::NoDestination(queue.to_owned()));
        }
        self.check_room()?;
        let internal = sample::extension(&ring.from);
        let outside = internal.is_none().then(|| {
            let mut party = Party::outside(&ring.from, &ring.name);
            party.did = ring.did.clone().unwrap_or_else(|| sample::MAIN_DID.to_owned());
            (Side::Caller, party)
        });
        let call = self.new_call(outside);
        if let Some(queue) = queue {
            self.add_leg(call, NewLeg::new(queue, Side::Callee, Status::Connected));
        }
        if let Some(caller) = internal {
            self.add_origin(call, caller.number, to, Status::Dialing, None);
        }
        self.ring_at(call, Side::Callee, &target, |leg| {
            if let Some(queue) = queue {
                leg.on_behalf_of = DnRef::to(queue);
            }
        });
        Ok(call)
    }

    /// A queue's next wave: who rings now stops, the next agent starts.
    pub(super) fn wave(&mut self, call_id: i32, to: &str) -> Result<(), CallError> {
        let target = destination(to)?;
        let call = self.calls.get(&call_id).ok_or(CallError::NoCall)?;
        let queue = call.legs.iter().find(|leg| leg.side == Side::Callee && sample::group(&leg.dn).is_some());
        let queue =
            queue.map(|leg| leg.dn.clone()).ok_or(CallError::WrongState("it does not wait in a queue"))?;
        let ringing: Vec<i32> = ringing(call, Side::Callee).map(|leg| leg.id).collect();
        self.remove_legs(&ringing);
        self.ring_at(call_id, Side::Callee, &target, |leg| leg.on_behalf_of = DnRef::to(&queue));
        Ok(())
    }

    /// Somebody picks up: the given extension, or whoever rings first.
    pub(super) fn answer(&mut self, call_id: i32, by: Option<&str>) -> Result<(), CallError> {
        let call = self.calls.get(&call_id).ok_or(CallError::NoCall)?;
        let leg = call
            .legs
            .iter()
            .find(|leg| leg.status == Status::Ringing && by.is_none_or(|dn| leg.dn == dn))
            .ok_or(CallError::WrongState("nothing rings there"))?
            .id;
        self.pick_up(leg, None);
        Ok(())
    }

    /// A ringing leg becomes a talking one, and what rang beside it stops.
    pub(super) fn pick_up(&mut self, leg_id: i32, device: Option<Device>) {
        let Some(leg) = self.leg(leg_id).cloned() else { return };
        let device = device.or_else(|| {
            let devices = self.devices(&leg.dn);
            devices.iter().find(|one| one.id == leg.device_id).or(devices.first()).copied()
        });
        let own_phone_first = leg.side == Side::Caller && leg.originated_by.known() == Some(leg.dn.as_str());
        self.change_leg(leg_id, |leg| {
            leg.status = if own_phone_first { Status::Dialing } else { Status::Connected };
            if let Some(device) = device {
                leg.device_id = device.id.to_owned();
                leg.direct_control = device.direct_control;
            }
        });
        if own_phone_first {
            self.reach_callee(leg.call_id);
            return;
        }
        let Some(call) = self.calls.get(&leg.call_id) else { return };
        let beaten = |other: &&Leg| {
            let waits_in_queue = sample::group(&other.dn).is_some();
            other.id != leg_id
                && other.side == leg.side
                && (other.status == Status::Ringing
                    || waits_in_queue
                    || leg.takeover.is_some_and(|takeover| takeover.from == other.id))
        };
        let mut beaten: Vec<i32> = call.legs.iter().filter(beaten).map(|other| other.id).collect();
        beaten.sort_unstable();
        self.connect_across(leg.call_id, leg.side);
        self.remove_legs(&beaten);
        if let Some(leg) = self.leg_mut(leg_id) {
            leg.takeover = None;
        }
    }

    /// The far end of an outbound call picks up.
    pub(super) fn far_answer(&mut self, call_id: i32) -> Result<(), CallError> {
        let call = self.calls.get(&call_id).ok_or(CallError::NoCall)?;
        let side = call.outside_side().ok_or(CallError::WrongState("nobody outside takes part"))?;
        if !call.legs.iter().any(|leg| leg.status == Status::Dialing) {
            return Err(CallError::WrongState("nobody is dialling"));
        }
        self.connect_across(call_id, side);
        Ok(())
    }

    /// The call ends, whoever hung up.
    pub(super) fn hang_up(&mut self, call_id: i32) -> Result<(), CallError> {
        let call = self.calls.get(&call_id).ok_or(CallError::NoCall)?;
        let all: Vec<i32> = call.legs.iter().map(|leg| leg.id).collect();
        self.remove_legs(&all);
        Ok(())
    }

    /// One leg leaves: a reject while it rings, a hang-up while it talks.
    pub(super) fn drop_leg(&mut self, leg_id: i32) {
        let Some(leg) = self.leg(leg_id).cloned() else { return };
        let Some(call) = self.calls.get(&leg.call_id) else { return };
        let given_up = |other: &&Leg| other.takeover == Some(Takeover { from: leg_id, outlives: false });
        let mut leaving: Vec<i32> = call.legs.iter().filter(given_up).map(|other| other.id).collect();
        leaving.push(leg_id);
        let transferor_left = leg.takeover.is_some_and(|takeover| call.leg(takeover.from).is_none());
        if transferor_left && let Some(dn) = leg.referred_by.known() {
            // The failed transfer comes back to the transferor's phone (`3cx.md` 2.6).
            self.add_leg(leg.call_id, NewLeg::new(dn, leg.side, Status::Ringing));
        }
        self.remove_legs(&leaving);
        self.end_if_one_sided(leg.call_id);
    }

    pub(super) fn end_if_one_sided(&mut self, call_id: i32) {
        if let Some(call) = self.calls.get(&call_id)
            && !call.has_both_sides()
        {
            let rest: Vec<i32> = call.legs.iter().map(|leg| leg.id).collect();
            self.remove_legs(&rest);
        }
    }

    /// A person dials on a phone or app; `first` is `Ringing` where the own phone has to be picked up first.
    pub(super) fn dial(
        &mut self,
        dn: &str,
        to: &str,
        first: Status,
        device: Option<Device>,
    ) -> Result<(i32, i32), CallError> {
        let target = destination(to)?;
        if sample::extension(dn).is_none() {
            return Err(CallError::NoDestination(dn.to_owned()));
        }
        self.check_room()?;
        let outside = match &target {
            Destination::Outside(number) => Some((Side::Callee, Party::outside(number, ""))),
            Destination::Extension(_) | Destination::Group(_) => None,
        };
        let call = self.new_call(outside);
        let leg = self.add_origin(call, dn, to, first, device).ok_or(CallError::NoCall)?;
        if first == Status::Dialing {
            self.ring_at(call, Side::Callee, &target, |_| {});
        }
        Ok((call, leg))
    }

    fn add_origin(
        &mut self,
        call: i32,
        dn: &str,
        to: &str,
        status: Status,
        device: Option<Device>,
    ) -> Option<i32> {
        let outside = self.calls.get(&call)?.outside.is_some();
        let device = device.or_else(|| self.devices(dn).first().copied());
        let leg = NewLeg {
            device,
            originated_by: DnRef::to(dn),
            party: (!outside).then(|| Party::inside(to)),
            ..NewLeg::new(dn, Side::Caller, status)
        };
        self.add_leg(call, leg)
    }

    /// After the own phone was picked up: now the dialled extension rings.
    fn reach_callee(&mut self, call_id: i32) {
        let Some(call) = self.calls.get(&call_id) else { return };
        let Some(origin) = call.legs.iter().find(|leg| leg.side == Side::Caller) else { return };
        if call.outside.is_none()
            && let Ok(target) = destination(&origin.party.dn)
        {
            self.ring_at(call_id, Side::Callee, &target, |_| {});
        }
    }

    /// Lets an extension, or all members of a group, ring.
    pub(super) fn ring_at(
        &mut self,
        call: i32,
        side: Side,
        target: &Destination,
        prepare: impl Fn(&mut NewLeg<'_>),
    ) {
        let (members, group): (Vec<&str>, Option<&str>) = match target {
            Destination::Extension(extension) => (vec![extension.number], None),
            Destination::Group(line) => (line.members.to_vec(), Some(line.number)),
            Destination::Outside(_) => return,
        };
        let named = self.faults.text(ThreeCxFault::OnBehalfOf).is_none();
        for dn in members {
            let devices = self.devices(dn);
            let apart = self.faults.has(ThreeCxFault::EachDevice) && devices.len() > 1;
            let rings: Vec<Option<Device>> =
                if apart { devices.into_iter().map(Some).collect() } else { vec![None] };
            for device in rings {
                let mut leg = NewLeg { device, ..NewLeg::new(dn, side, Status::Ringing) };
                leg.on_behalf_of = group.map(DnRef::to).unwrap_or_default();
                prepare(&mut leg);
                if !named {
                    leg.on_behalf_of = DnRef::default();
                }
                self.add_leg(call, leg);
            }
        }
    }

    /// Everybody across from `side` who was dialling now talks, and sees who took the call.
    fn connect_across(&mut self, call_id: i32, side: Side) {
        let Some(call) = self.calls.get(&call_id) else { return };
        let party = call.party_for(side.other());
        let outside = call.outside_side() == Some(side);
        let across: Vec<i32> =
            call.legs.iter().filter(|leg| leg.side == side.other()).map(|leg| leg.id).collect();
        for id in across {
            let Some(leg) = self.leg(id) else { continue };
            if leg.status == Status::Dialing
                || (leg.status == Status::Connected && !outside && leg.party != party)
            {
                self.change_leg(id, |leg| {
                    leg.status = Status::Connected;
                    leg.party = party.clone();
                });
            }
        }
    }

    pub(super) fn transfer(&mut self, leg: &Leg, to: &str) -> Result<(), CallError> {
        let target = destination(to)?;
        self.take_over(leg, &target, true);
        Ok(())
    }

    pub(super) fn rename_party(&mut self, call_id: i32, name: &str) -> Result<(), CallError> {
        let call = self.calls.get_mut(&call_id).ok_or(CallError::NoCall)?;
        let name: String = name.chars().take(TEXT_CHARS_MAX).collect();
        let outside = call.outside.as_mut().ok_or(CallError::WrongState("nobody outside takes part"))?;
        outside.1.name.clone_from(&name);
        let ids: Vec<i32> = call.legs.iter().map(|leg| leg.id).collect();
        for id in ids {
            self.change_leg(id, |leg| leg.party.name.clone_from(&name));
        }
        Ok(())
    }

    pub(super) fn check_room(&self) -> Result<(), CallError> {
        if self.calls.len() >= CALLS_MAX { Err(CallError::TooManyCalls) } else { Ok(()) }
    }
}

fn is_queue(dn: &str) -> bool {
    sample::group(dn).is_some_and(|line| line.peer_type == "Queue")
}

fn ringing(call: &Call, side: Side) -> impl Iterator<Item = &Leg> {
    call.legs.iter().filter(move |leg| leg.side == side && leg.status == Status::Ringing)
}
