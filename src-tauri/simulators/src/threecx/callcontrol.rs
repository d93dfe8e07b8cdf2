//! The `/callcontrol` tree (`3cx.md` 2.1): one table of paths for HTTP and for requests on the socket.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{Request, State as Extract};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::actions::Body;
use super::legs::{Leg, Party};
use super::reply::Reply;
use super::sample;
use super::state::State;
use super::{Pbx, faulty};
use crate::faults::ThreeCxFault;

/// Attached data is the largest thing a request carries.
const BODY_BYTES_MAX: usize = 64 * 1024;

/// A path below `/callcontrol`, percent-decoded.
enum Target<'a> {
    All,
    Dn(&'a str),
    Devices(&'a str),
    Device(&'a str, &'a str),
    Participants(&'a str),
    Participant(&'a str, &'a str),
    MakeCall(&'a str),
    MakeCallFrom(&'a str, &'a str),
    Action(&'a str, &'a str, &'a str),
    Stream,
}

impl<'a> Target<'a> {
    fn of(segments: &[&'a str]) -> Option<Self> {
        Some(match *segments {
            [] => Target::All,
            [dn] => Target::Dn(dn),
            [dn, "devices"] => Target::Devices(dn),
            [dn, "participants"] => Target::Participants(dn),
            [dn, "makecall"] => Target::MakeCall(dn),
            [dn, "devices", device] => Target::Device(dn, device),
            [dn, "participants", id] => Target::Participant(dn, id),
            [dn, "devices", device, "makecall"] => Target::MakeCallFrom(dn, device),
            [_, "participants", _, "stream"] => Target::Stream,
            [dn, "participants", id, action] => Target::Action(dn, id, action),
            _ => return None,
        })
    }

    fn dn(&self) -> Option<&'a str> {
        match *self {
            Target::All | Target::Stream => None,
            Target::Dn(dn)
            | Target::Devices(dn)
            | Target::Device(dn, _)
            | Target::Participants(dn)
            | Target::Participant(dn, _)
            | Target::MakeCall(dn)
            | Target::MakeCallFrom(dn, _)
            | Target::Action(dn, _, _) => Some(dn),
        }
    }

    fn counter(&self) -> String {
        match *self {
            Target::All => "callcontrol.list".to_owned(),
            Target::Dn(_) => "callcontrol.dn".to_owned(),
            Target::Devices(_) | Target::Device(..) => "callcontrol.devices".to_owned(),
            Target::Participants(_) => "callcontrol.participants".to_owned(),
            Target::Participant(..) => "callcontrol.participant".to_owned(),
            Target::MakeCall(_) | Target::MakeCallFrom(..) => "callcontrol.makecall".to_owned(),
            Target::Action(_, _, "drop" | "answer" | "divert" | "routeto" | "transferto") => {
                "callcontrol.action".to_owned()
            }
            Target::Action(..) | Target::Stream => "callcontrol.other".to_owned(),
        }
    }

    fn is_action(&self) -> bool {
        matches!(self, Target::MakeCall(_) | Target::MakeCallFrom(..) | Target::Action(..))
    }
}

impl State {
    /// Carries out a request whose token is good. `body` is there for actions only.
    pub(super) fn serve(&mut self, path: &str, body: Option<Body>) -> Reply {
        let decoded: Vec<String> =
            path.split('/').filter(|part| !part.is_empty()).map(percent_decode).collect();
        let segments: Vec<&str> = decoded.iter().map(String::as_str).collect();
        let Some(("callcontrol", rest)) = segments.split_first().map(|(first, rest)| (*first, rest)) else {
            return Reply::bare(StatusCode::NOT_FOUND);
        };
        let Some(target) = Target::of(rest) else { return Reply::bare(StatusCode::NOT_FOUND) };
        self.count(&target.counter());
        if let Some(dn) = target.dn()
            && !self.is_monitored(dn)
        {
            return Reply::bare(StatusCode::FORBIDDEN);
        }
        let reply = match body {
            None if target.is_action() => Reply::bare(StatusCode::METHOD_NOT_ALLOWED),
            None => self.read(&target),
            Some(body) => self.write(&target, &body),
        };
        if self.faults.text(ThreeCxFault::FinalStatus) == Some("number") {
            reply.with_numbered_status()
        } else {
            reply
        }
    }

    fn read(&mut self, target: &Target<'_>) -> Reply {
        match *target {
            Target::All => Reply::ok(self.all_dns()),
            Target::Dn(dn) => Reply::ok(self.dn(dn)),
            Target::Devices(dn) => Reply::ok(self.device_list(dn)),
            Target::Device(dn, id) => match self.devices(dn).iter().find(|device| device.id == id) {
                Some(device) => Reply::ok(device_wire(dn, device)),
                None => Reply::bare(StatusCode::NOT_FOUND),
            },
            Target::Participants(dn) => Reply::ok(self.participants(dn)),
            Target::Participant(dn, id) => self.participant(dn, id),
            // Audio is not played here.
            Target::Stream => Reply::bare(StatusCode::FAILED_DEPENDENCY),
            Target::MakeCall(_) | Target::MakeCallFrom(..) | Target::Action(..) => {
                Reply::bare(StatusCode::METHOD_NOT_ALLOWED)
            }
        }
    }

    fn write(&mut self, target: &Target<'_>, body: &Body) -> Reply {
        if matches!(target, Target::MakeCall(_) | Target::MakeCallFrom(..)) {
            self.note_ordered();
        }
        match *target {
            Target::MakeCall(dn) => self.makecall(dn, body),
            Target::MakeCallFrom(dn, device) => self.makecall_from_device(dn, device, body),
            Target::Action(dn, id, action) => match self.own_leg(dn, id) {
                Ok(id) => self.act(id, action, body),
                Err(reply) => reply,
            },
            Target::Stream => Reply::bare(StatusCode::FAILED_DEPENDENCY),
            Target::All
            | Target::Dn(_)
            | Target::Devices(_)
            | Target::Device(..)
            | Target::Participants(_)
            | Target::Participant(..) => Reply::bare(StatusCode::METHOD_NOT_ALLOWED),
        }
    }

    fn participant(&mut self, dn: &str, id: &str) -> Reply {
        let id = match self.own_leg(dn, id) {
            Ok(id) => id,
            Err(reply) => return reply,
        };
        match self.faults.number(ThreeCxFault::Get404After) {
            Some(0) => return Reply::bare(StatusCode::NOT_FOUND),
            Some(left) => {
                self.faults.set(ThreeCxFault::Get404After, crate::faults::Setting::Number(left - 1))
            }
            None => {}
        }
        self.leg(id).map_or(Reply::bare(StatusCode::NOT_FOUND), |leg| Reply::ok(leg.wire()))
    }

    fn own_leg(&self, dn: &str, id: &str) -> Result<i32, Reply> {
        if self.faults.has(ThreeCxFault::Get403Specific) {
            return Err(Reply::bare(StatusCode::FORBIDDEN));
        }
        let leg = id.parse().ok().and_then(|id| self.leg(id)).filter(|leg| leg.dn == dn);
        leg.map(|leg| leg.id).ok_or(Reply::bare(StatusCode::NOT_FOUND))
    }

    /// The own route point and the monitored DNs (`3cx.md` 1.5).
    fn all_dns(&self) -> Value {
        let monitored = self.monitored.iter().map(String::as_str).filter(|dn| self.is_monitored(dn));
        std::iter::once(sample::CLIENT_ID).chain(monitored).map(|dn| self.dn(dn)).collect()
    }

    fn dn(&self, dn: &str) -> Value {
        let dn_type = sample::LINES
            .iter()
            .find(|line| line.number == dn)
            .map_or_else(|| Party::inside(dn).dn_type, |line| line.dn_type);
        json!({ "dn": dn, "type": dn_type, "devices": self.device_list(dn), "participants": self.participants(dn) })
    }

    fn device_list(&self, dn: &str) -> Value {
        let devices = self.devices(dn);
        if devices.is_empty() && self.faults.has(ThreeCxFault::DevicesNull) {
            return Value::Null;
        }
        devices.iter().map(|device| device_wire(dn, device)).collect()
    }

    fn participants(&self, dn: &str) -> Value {
        let legs = self.legs_of(dn);
        if legs.is_empty() && self.faults.has(ThreeCxFault::DevicesNull) {
            return Value::Null;
        }
        legs.into_iter().map(Leg::wire).collect()
    }

    /// What stands in front of the whole tree, whoever asks.
    pub(super) fn gate(&mut self, headers: &HeaderMap) -> Result<(), StatusCode> {
        if self.faults.has(ThreeCxFault::NoLicence) {
            return Err(StatusCode::NOT_FOUND);
        }
        if self.faults.has(ThreeCxFault::BoxOff) {
            return Err(StatusCode::UNAUTHORIZED);
        }
        if !self.is_authorised(headers) {
            self.count("unauthorized");
            return Err(StatusCode::UNAUTHORIZED);
        }
        Ok(())
    }
}

fn device_wire(dn: &str, device: &sample::Device) -> Value {
    json!({ "dn": dn, "device_id": device.id, "user_agent": device.user_agent })
}

pub(super) async fn handle(Extract(pbx): Extract<Pbx>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let gate = pbx.with(|state| state.gate(&parts.headers));
    if let Err(status) = gate {
        return status.into_response();
    }
    let path = parts.uri.path().to_owned();
    if parts.method == Method::GET {
        if let Some(delay_ms) = pbx.with(|state| state.faults.number(ThreeCxFault::GetDelayMs)) {
            tokio::time::sleep(Duration::from_millis(delay_ms)).await;
        }
        if let Some(response) = pbx.with(|state| faulty::read_instead(state)) {
            return response;
        }
        return pbx.with(|state| state.serve(&path, None)).into_response();
    }
    if parts.method != Method::POST {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let Ok(bytes) = axum::body::to_bytes(body, BODY_BYTES_MAX).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    match read_body(&parts.headers, &bytes) {
        Ok(body) => pbx.with(|state| state.serve(&path, Some(body))).into_response(),
        Err(status) => {
            let told = pbx.with(|state| state.faults.number(ThreeCxFault::EmptyBody));
            if told == Some(400) { StatusCode::BAD_REQUEST } else { status }.into_response()
        }
    }
}

/// An action needs a JSON body, at least `{}` (`3cx.md` 2.6).
fn read_body(headers: &HeaderMap, bytes: &Bytes) -> Result<Body, StatusCode> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if kind != "application/json" && !(kind.starts_with("application/") && kind.ends_with("+json")) {
        return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    serde_json::from_slice(bytes).map_err(|_| StatusCode::BAD_REQUEST)
}

/// Turns `%2B` into `+`; a `+` in a path stays what it is.
fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).filter(|_| *first == b'%').and_then(|two| std::str::from_utf8(two).ok());
        match hex.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
