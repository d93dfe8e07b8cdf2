//! What an outsider may make happen on the phones, over HTTP. Everything here is a method of [`Pbx`] as well.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::routing::{MethodRouter, get, post};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{CallError, Pbx, Ring, legs, sample};
use crate::control::{Answer, Entry, Refusal, read};

pub(crate) const INDEX: &[Entry] = &[
    ("POST", "/ring", r#"{"from":"+494066969412","name":"","to":"812","queue":"800","did":"+4930555800"}"#),
    ("POST", "/answer", r#"{"callid":1,"by":"812"}"#),
    ("POST", "/reject", r#"{"callid":1,"by":"812"}"#),
    ("POST", "/wave", r#"{"callid":1,"to":"813"}"#),
    ("POST", "/hangup", r#"{"callid":1}"#),
    ("POST", "/transfer", r#"{"callid":1,"to":"813"}"#),
    ("POST", "/dialled", r#"{"from":"812","to":"+442079460321"}"#),
    ("POST", "/far-answer", r#"{"callid":1}"#),
    ("POST", "/far-hangup", r#"{"callid":1}"#),
    ("POST", "/rename", r#"{"callid":1,"name":"ACME GmbH"}"#),
    ("POST", "/drop-sockets", r#"{"politely":false}"#),
    ("POST", "/restart", "{}"),
    ("GET", "/calls", ""),
    (
        "POST",
        "/chat",
        r#"{"provider":"LiveChat","name":"Bob","email":"bob@x.example","phone":"","queue":"800"}"#,
    ),
    ("POST", "/chat-message", r#"{"chat":1,"text":"Hello","by":"812"}"#),
    ("POST", "/chat-close", r#"{"chat":1}"#),
    (
        "POST",
        "/recorded",
        r#"{"callid":1,"recording":"","transcription":"Hello","summary":"Wants an offer","sentiment":4,"after_s":30}"#,
    ),
];

/// Names a call; without one the newest is meant.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct OnCall {
    callid: Option<i32>,
    by: Option<String>,
    to: Option<String>,
    name: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Dialled {
    #[serde(default)]
    from: Option<String>,
    to: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct DropSockets {
    politely: bool,
}

impl From<CallError> for Refusal {
    fn from(error: CallError) -> Self {
        let status = match error {
            CallError::NoCall => StatusCode::NOT_FOUND,
            CallError::NoDestination(_) => StatusCode::UNPROCESSABLE_ENTITY,
            CallError::WrongState(_) => StatusCode::CONFLICT,
            CallError::TooManyCalls => StatusCode::SERVICE_UNAVAILABLE,
        };
        Refusal::new(status, &error.to_string())
    }
}

impl Pbx {
    fn call_of(&self, on: &OnCall) -> Result<i32, CallError> {
        on.callid.or_else(|| self.calls().last().copied()).ok_or(CallError::NoCall)
    }

    /// Reads the body, finds the call, does the work, answers with the call's legs.
    fn on_call(
        &self,
        body: &Bytes,
        work: impl FnOnce(&Self, i32, &OnCall) -> Result<(), CallError>,
    ) -> Answer {
        let on: OnCall = read(body)?;
        let call = self.call_of(&on)?;
        work(self, call, &on)?;
        Ok(json!({ "callid": call, "legs": self.legs(call) }).into())
    }

    fn began(&self, call: i32) -> Answer {
        Ok(json!({ "callid": call, "legs": self.legs(call) }).into())
    }
}

/// `to` where an action cannot do without it.
fn wanted(to: Option<&String>) -> Result<&str, CallError> {
    to.map(String::as_str).ok_or(CallError::NoDestination(String::new()))
}

/// Something done to a call.
type Work = fn(&Pbx, i32, &OnCall) -> Result<(), CallError>;

fn on_call(work: Work) -> MethodRouter<Pbx> {
    post(move |Extract(pbx): Extract<Pbx>, body: Bytes| async move { pbx.on_call(&body, work) })
}

pub(super) fn router(pbx: Pbx) -> Router {
    Router::new()
        .route("/ring", post(ring))
        .route("/dialled", post(dialled))
        .route("/answer", on_call(|pbx, call, on| pbx.answer(call, on.by.as_deref())))
        .route(
            "/reject",
            on_call(|pbx, call, on| pbx.reject(call, on.by.as_deref().unwrap_or(sample::AGENT))),
        )
        .route("/wave", on_call(|pbx, call, on| pbx.wave(call, wanted(on.to.as_ref())?)))
        .route("/hangup", on_call(|pbx, call, _| pbx.hang_up(call)))
        .route("/far-hangup", on_call(|pbx, call, _| pbx.hang_up(call)))
        .route("/far-answer", on_call(|pbx, call, _| pbx.far_answer(call)))
        .route("/transfer", on_call(|pbx, call, on| pbx.transfer(call, wanted(on.to.as_ref())?)))
        .route(
            "/rename",
            on_call(|pbx, call, on| pbx.rename_party(call, on.name.as_deref().unwrap_or_default())),
        )
        .route("/drop-sockets", post(drop_sockets))
        .route("/restart", post(restart))
        .route("/calls", get(|Extract(pbx): Extract<Pbx>| async move { axum::Json(calls(&pbx)) }))
        .merge(super::call_log::router())
        .merge(super::chats::router())
        .with_state(pbx)
}

async fn ring(Extract(pbx): Extract<Pbx>, body: Bytes) -> Answer {
    pbx.began(pbx.ring(&read::<Ring>(&body)?)?)
}

async fn dialled(Extract(pbx): Extract<Pbx>, body: Bytes) -> Answer {
    let dialled: Dialled = read(&body)?;
    pbx.began(pbx.dialled(dialled.from.as_deref().unwrap_or(sample::AGENT), &dialled.to)?)
}

async fn drop_sockets(Extract(pbx): Extract<Pbx>, body: Bytes) -> Answer {
    let wish: DropSockets = read(&body)?;
    Ok(json!({ "dropped": pbx.drop_sockets(wish.politely) }).into())
}

async fn restart(Extract(pbx): Extract<Pbx>) -> axum::Json<Value> {
    pbx.restart();
    json!({ "restarted": true }).into()
}

/// Every call with its legs, and what clients attached to them.
fn calls(pbx: &Pbx) -> Value {
    let leg = |leg: &legs::Leg| {
        let mut wire = leg.wire();
        wire["attached"] = json!(leg.data);
        wire
    };
    pbx.with(|state| {
        let call = |call: &legs::Call| json!({ "callid": call.id, "legs": call.legs.iter().map(leg).collect::<Vec<_>>() });
        state.calls.values().map(call).collect()
    })
}
