//! What a client may do to calls: makecall and the participant actions (`3cx.md` 2.6, 2.7).

use std::collections::BTreeMap;

use axum::http::StatusCode;
use serde_json::{Map, Value};

use super::legs::{DnRef, Leg, Party, Status, Takeover};
use super::reply::Reply;
use super::sample::Device;
use super::script::{CallError, Destination, destination};
use super::state::State;
use crate::faults::ThreeCxFault;

/// Key and value pairs attached to one leg.
const ATTACHED_MAX: usize = 100;

const REFUSED: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

pub(super) type Body = Map<String, Value>;

impl State {
    /// The DN form: the only device if there is one, else the older service that rings the user's phones.
    pub(super) fn makecall(&mut self, dn: &str, body: &Body) -> Reply {
        match self.devices(dn).as_slice() {
            [] => Reply::failed(StatusCode::FAILED_DEPENDENCY, "PhoneNotRegistered", "No registered device"),
            [only] => self.makecall_on(dn, *only, body),
            _ => match self.dial_for(dn, body, Status::Ringing, None) {
                // The leg has to be found in the events.
                Ok(_) => Reply::done(StatusCode::ACCEPTED, None),
                Err(reply) => reply,
            },
        }
    }

    pub(super) fn makecall_from_device(&mut self, dn: &str, device_id: &str, body: &Body) -> Reply {
        if self.faults.has(ThreeCxFault::StaleDevice) {
            return Reply::bare(StatusCode::NOT_FOUND);
        }
        match self.devices(dn).into_iter().find(|device| device.id == device_id) {
            Some(device) => self.makecall_on(dn, device, body),
            None => Reply::bare(StatusCode::NOT_FOUND),
        }
    }

    fn makecall_on(&mut self, dn: &str, device: Device, body: &Body) -> Reply {
        // A phone that takes no orders rings first and is picked up by hand.
        let first = if device.direct_control { Status::Dialing } else { Status::Ringing };
        match self.dial_for(dn, body, first, Some(device)) {
            Ok(leg) => Reply::done(StatusCode::OK, self.leg(leg).map(Leg::wire)),
            Err(reply) => reply,
        }
    }

    fn dial_for(
        &mut self,
        dn: &str,
        body: &Body,
        first: Status,
        device: Option<Device>,
    ) -> Result<i32, Reply> {
        if self.faults.has(ThreeCxFault::MakecallRefused) {
            return Err(Reply::failed(REFUSED, "Forbidden", "The call could not be made"));
        }
        let to = body.get("destination").and_then(Value::as_str).unwrap_or_default();
        let data = attached(body)?;
        let (_, leg_id) = self.dial(dn, to, first, device)?;
        if let Some(leg) = self.leg_mut(leg_id) {
            leg.data = data;
        }
        Ok(leg_id)
    }

    pub(super) fn act(&mut self, leg_id: i32, action: &str, body: &Body) -> Reply {
        let Some(leg) = self.leg(leg_id).cloned() else { return Reply::bare(StatusCode::NOT_FOUND) };
        let outcome = match action {
            "drop" => {
                self.drop_leg(leg_id);
                Ok(StatusCode::OK)
            }
            "answer" => self.answer_leg(&leg),
            "divert" => self.divert(&leg, body),
            "routeto" => destination_of(body).map(|target| self.take_over(&leg, &target, false)),
            "transferto" if leg.status == Status::Connected => {
                destination_of(body).map(|target| self.take_over(&leg, &target, true))
            }
            "transferto" => Err(CallError::WrongState("only a connected call can be transferred").into()),
            "attach_participant_data" => self.attach(body, |state| state.leg_mut(leg_id)),
            "attach_party_data" => self.attach(body, |state| {
                let across = state
                    .calls
                    .get(&leg.call_id)?
                    .legs
                    .iter()
                    .find(|other| other.side == leg.side.other())?
                    .id;
                state.leg_mut(across)
            }),
            _ => return Reply::bare(StatusCode::NOT_FOUND),
        };
        match outcome {
            Ok(status) => Reply::done(status, Some(self.leg(leg_id).unwrap_or(&leg).wire())),
            Err(reply) => reply,
        }
    }

    fn answer_leg(&mut self, leg: &Leg) -> Result<StatusCode, Reply> {
        if leg.status != Status::Ringing {
            return Err(CallError::WrongState("it does not ring").into());
        }
        if !leg.direct_control || self.faults.has(ThreeCxFault::AnswerRefused) {
            return Err(Reply::failed(REFUSED, "NotSupported", "The device cannot be controlled"));
        }
        let device = self
            .devices(&leg.dn)
            .into_iter()
            .find(|device| device.direct_control && (leg.device_id.is_empty() || leg.device_id == device.id));
        self.pick_up(leg.id, device);
        Ok(StatusCode::OK)
    }

    /// The ringing leg goes, the destination rings instead.
    fn divert(&mut self, leg: &Leg, body: &Body) -> Result<StatusCode, Reply> {
        if leg.status != Status::Ringing {
            return Err(CallError::WrongState("only a ringing call can be diverted").into());
        }
        let target = destination_of(body)?;
        match &target {
            Destination::Outside(_) => self.leave_for_outside(leg),
            Destination::Extension(_) | Destination::Group(_) => {
                let by = self.referrer(leg);
                self.ring_at(leg.call_id, leg.side, &target, |new| new.referred_by = by.clone());
                self.remove_legs(&[leg.id]);
            }
        }
        Ok(StatusCode::ACCEPTED)
    }

    /// A transfer (`outlives`) or a further route: the destination rings while the leg stays.
    pub(super) fn take_over(&mut self, leg: &Leg, target: &Destination, outlives: bool) -> StatusCode {
        match target {
            Destination::Outside(_) => self.leave_for_outside(leg),
            Destination::Extension(_) | Destination::Group(_) => {
                let by = if outlives { self.referrer(leg) } else { DnRef::default() };
                self.ring_at(leg.call_id, leg.side, target, |new| {
                    new.referred_by = by.clone();
                    new.takeover = Some(Takeover { from: leg.id, outlives });
                });
            }
        }
        StatusCode::ACCEPTED
    }

    /// The call goes on in the public network, where nothing of this side can be seen.
    fn leave_for_outside(&mut self, leg: &Leg) {
        self.remove_legs(&[leg.id]);
        let Some(call) = self.calls.get_mut(&leg.call_id) else { return };
        if call.outside.is_none() {
            call.outside = Some((leg.side, Party::outside("", "")));
        } else {
            self.end_if_one_sided(leg.call_id);
        }
    }

    fn referrer(&self, leg: &Leg) -> DnRef {
        if self.faults.text(ThreeCxFault::ReferredBy).is_some() {
            DnRef::default()
        } else {
            DnRef::to(&leg.dn)
        }
    }

    fn attach(
        &mut self,
        body: &Body,
        find: impl FnOnce(&mut Self) -> Option<&mut Leg>,
    ) -> Result<StatusCode, Reply> {
        let data = attached(body)?;
        if let Some(leg) = find(self) {
            leg.data.extend(data);
            while leg.data.len() > ATTACHED_MAX {
                leg.data.pop_first();
            }
        }
        Ok(StatusCode::OK)
    }
}

fn destination_of(body: &Body) -> Result<Destination, Reply> {
    Ok(destination(body.get("destination").and_then(Value::as_str).unwrap_or_default())?)
}

/// `attacheddata` has no underscore (`3cx.md` 2.6).
fn attached(body: &Body) -> Result<BTreeMap<String, String>, Reply> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match body.get("attacheddata") {
        None | Some(Value::Null) => Ok(BTreeMap::new()),
        Some(Value::Object(pairs)) if pairs.len() <= ATTACHED_MAX => {
            Ok(pairs.iter().map(|(key, value)| (key.clone(), text(value))).collect())
        }
        Some(_) => Err(Reply::failed(StatusCode::BAD_REQUEST, "BadRequest", "attacheddata is not an object")),
    }
}
