//! A 3CX V20 phone system, as seen from outside: token endpoint, Call Control over HTTP and WebSocket, parts of the
//! Configuration API. `3cx.md` is the contract, section 9 the list of variations.
//!
//! Must not know: our client, its types, or what would be convenient for it. Start reading at `state` (what there is),
//! then `script` (what happens on phones) and `actions` (what a client asks for).

mod actions;
mod call_log;
mod callcontrol;
mod chats;
mod control;
mod faulty;
mod legs;
mod odata;
mod reply;
pub mod sample;
mod script;
mod socket;
mod state;
#[cfg(test)]
mod tests;
mod token;
mod xapi;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::routing::{any, get, post};
use serde::Serialize;
use serde_json::{Map, Value};

pub use call_log::{CallLogError, Recorded};
pub use chats::{ChatError, ChatStart};
pub(crate) use control::INDEX as CONTROL_INDEX;
pub use script::{CallError, Ring};
pub use state::Sent;

use crate::faults::{FaultError, Setting, ThreeCxFault};
use legs::Status;
use state::State;

/// A handle to the phone system; clones are the same one.
#[derive(Debug, Clone)]
pub struct Pbx {
    state: Arc<Mutex<State>>,
}

/// What a client needs to know to connect, and who is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ThreeCxFacts {
    pub base_url: String,
    pub client_id: String,
    pub api_key: String,
    /// The extension of the agent whose desk is played.
    pub agent: String,
    pub extensions: Vec<ExtensionFacts>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExtensionFacts {
    pub number: String,
    pub name: String,
    pub email: String,
}

impl Default for Pbx {
    fn default() -> Self {
        Self::new()
    }
}

impl Pbx {
    #[must_use]
    pub fn new() -> Self {
        Self { state: Arc::new(Mutex::new(State::new())) }
    }

    fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub fn set_base_url(&self, base_url: String) {
        self.with(|state| state.base_url = base_url);
    }

    /// Everything the phone system serves.
    pub fn router(&self) -> Router {
        Router::new()
            .route("/connect/token", post(token::handle))
            .route("/callcontrol", any(callcontrol::handle))
            .route("/callcontrol/ws", get(socket::handle))
            .route("/callcontrol/{*path}", any(callcontrol::handle))
            .route("/xapi/v1/{*path}", any(xapi::handle))
            .layer(axum::middleware::from_fn_with_state(self.clone(), faulty::before_all))
            .with_state(self.clone())
    }

    /// Its part of the control interface.
    pub fn control_router(&self) -> Router {
        control::router(self.clone())
    }

    #[must_use]
    pub fn facts(&self) -> ThreeCxFacts {
        let extensions = sample::EXTENSIONS.iter().map(|extension| ExtensionFacts {
            number: extension.number.to_owned(),
            name: extension.name(),
            email: extension.email.to_owned(),
        });
        ThreeCxFacts {
            base_url: self.with(|state| state.base_url.clone()),
            client_id: sample::CLIENT_ID.to_owned(),
            api_key: sample::API_KEY.to_owned(),
            agent: sample::AGENT.to_owned(),
            extensions: extensions.collect(),
        }
    }

    /// The last messages on the sockets, oldest first: for measuring how long a client takes.
    #[must_use]
    pub fn sent(&self) -> Vec<Sent> {
        self.with(|state| state.sent.iter().cloned().collect())
    }

    /// When the last calls were ordered, oldest first.
    #[must_use]
    pub fn ordered(&self) -> Vec<jiff::Timestamp> {
        self.with(|state| state.ordered.iter().copied().collect())
    }

    pub fn set_fault(&self, fault: ThreeCxFault, setting: Setting) {
        self.with(|state| state.faults.set(fault, setting));
    }

    /// Sets a fault by name and value; `off` clears it.
    ///
    /// # Errors
    /// When the phone system has no such fault, or the value does not fit.
    pub fn apply_fault(&self, name: &str, value: Option<&str>) -> Result<(), FaultError> {
        let fault = ThreeCxFault::named(name).ok_or_else(|| FaultError::Unknown(name.to_owned()))?;
        // One fault has a value spelled "off": there the word sets, and only clear_fault clears.
        match fault.setting(value) {
            Ok(setting) => self.set_fault(fault, setting),
            Err(_) if matches!(value, Some("off" | "false")) => self.clear_fault(fault),
            Err(error) => return Err(error),
        }
        Ok(())
    }

    pub fn clear_fault(&self, fault: ThreeCxFault) {
        self.with(|state| state.faults.clear(fault));
    }

    pub fn clear_faults(&self) {
        self.with(|state| state.faults.clear_all());
    }

    /// The faults in force, by name.
    #[must_use]
    pub fn faults(&self) -> Map<String, Value> {
        let value = |setting: &Setting| match setting {
            Setting::On => Value::Bool(true),
            Setting::Number(number) => Value::from(*number),
            Setting::Text(text) => Value::from(text.as_str()),
        };
        self.with(|state| {
            state.faults.iter().map(|(fault, setting)| (fault.name().to_owned(), value(setting))).collect()
        })
    }

    /// Requests by kind since the start.
    #[must_use]
    pub fn counters(&self) -> BTreeMap<String, u64> {
        self.with(|state| state.counters.clone())
    }

    /// Moves the phone system's clock; tokens grow old by it.
    pub fn advance_clock(&self, seconds: i64) {
        self.with(|state| state.clock_offset_s = state.clock_offset_s.saturating_add(seconds));
    }

    /// How many sockets are open.
    #[must_use]
    pub fn sockets(&self) -> usize {
        self.with(|state| {
            state.sockets.retain(|socket| !socket.sender.is_closed());
            state.sockets.len()
        })
    }

    /// The calls in progress, oldest first.
    #[must_use]
    pub fn calls(&self) -> Vec<i32> {
        self.with(|state| state.calls.keys().copied().collect())
    }

    /// The legs of a call as the wire shows them.
    #[must_use]
    pub fn legs(&self, call_id: i32) -> Vec<Value> {
        self.with(|state| {
            state
                .calls
                .get(&call_id)
                .map(|call| call.legs.iter().map(legs::Leg::wire).collect())
                .unwrap_or_default()
        })
    }

    /// A call comes in.
    ///
    /// # Errors
    /// When the extension, group or queue does not exist, or every line is busy.
    pub fn ring(&self, ring: &Ring) -> Result<i32, CallError> {
        self.with(|state| state.ring(ring))
    }

    /// A queue's next agent rings instead of the one before.
    ///
    /// # Errors
    /// When the call does not wait in a queue.
    pub fn wave(&self, call_id: i32, to: &str) -> Result<(), CallError> {
        self.with(|state| state.wave(call_id, to))
    }

    /// Somebody picks up by hand: `by`, or whoever rings first.
    ///
    /// # Errors
    /// When nothing rings there.
    pub fn answer(&self, call_id: i32, by: Option<&str>) -> Result<(), CallError> {
        self.with(|state| state.answer(call_id, by))
    }

    /// An extension rejects a ringing call or leaves a talking one, by hand.
    ///
    /// # Errors
    /// When it has no part in the call.
    pub fn reject(&self, call_id: i32, by: &str) -> Result<(), CallError> {
        self.with(|state| {
            let call = state.calls.get(&call_id).ok_or(CallError::NoCall)?;
            let leg = call
                .legs
                .iter()
                .find(|leg| leg.dn == by)
                .ok_or(CallError::WrongState("it has no part in the call"))?;
            let id = leg.id;
            state.drop_leg(id);
            Ok(())
        })
    }

    /// The call ends.
    ///
    /// # Errors
    /// When there is no such call.
    pub fn hang_up(&self, call_id: i32) -> Result<(), CallError> {
        self.with(|state| state.hang_up(call_id))
    }

    /// Blind transfer by hand, from the extension that talks; the destination rings.
    ///
    /// # Errors
    /// When nobody talks, or the destination does not exist.
    pub fn transfer(&self, call_id: i32, to: &str) -> Result<(), CallError> {
        self.with(|state| {
            let call = state.calls.get(&call_id).ok_or(CallError::NoCall)?;
            let talking = call
                .legs
                .iter()
                .rfind(|leg| leg.status == Status::Connected && sample::extension(&leg.dn).is_some());
            let leg = talking.cloned().ok_or(CallError::WrongState("nobody talks"))?;
            state.transfer(&leg, to)
        })
    }

    /// A user dials by hand.
    ///
    /// # Errors
    /// When there is no such extension or destination.
    pub fn dialled(&self, from: &str, to: &str) -> Result<i32, CallError> {
        self.with(|state| state.dial(from, to, Status::Dialing, None).map(|(call, _)| call))
    }

    /// The far end of an outbound call picks up.
    ///
    /// # Errors
    /// When nobody is dialling outside.
    pub fn far_answer(&self, call_id: i32) -> Result<(), CallError> {
        self.with(|state| state.far_answer(call_id))
    }

    /// The phone book's answer arrives late: the other side gets a name (`3cx.md` 2.8).
    ///
    /// # Errors
    /// When there is no such call.
    pub fn rename_party(&self, call_id: i32, name: &str) -> Result<(), CallError> {
        self.with(|state| state.rename_party(call_id, name))
    }

    /// Every socket breaks, without a close frame unless `politely`.
    pub fn drop_sockets(&self, politely: bool) -> usize {
        self.with(|state| state.end_sockets(politely))
    }

    /// The service restarts: sockets break, calls vanish, numbering starts over.
    pub fn restart(&self) {
        self.with(State::restart);
    }
}
