//! The control interface: makes things happen, sets faults, reads counters. It lists itself at `GET /`.
//!
//! Only for programs on this computer: a foreign `Host` (a rebound name) or `Origin` (a web page) is refused.

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Request, State as Extract};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::day;
use crate::faults::{Fault, FaultError, ThreeCxFault};
use crate::{Handles, threecx};

/// Records and scripts are small.
const BODY_BYTES_MAX: usize = 1024 * 1024;

/// Method, path and an example of the body.
pub(crate) type Entry = (&'static str, &'static str, &'static str);

pub(crate) type Answer = Result<Json<Value>, Refusal>;

const INDEX: &[Entry] = &[
    ("GET", "/", ""),
    ("GET", "/ready", ""),
    ("POST", "/fault", r#"{"name":"3cx.duplicates","value":3}"#),
    ("DELETE", "/fault", r#"{"name":"3cx.duplicates"}"#),
    ("GET", "/faults", ""),
    ("DELETE", "/faults", ""),
    ("GET", "/counters", ""),
    ("POST", "/clock", r#"{"seconds":3600}"#),
    ("GET", "/day", ""),
    ("POST", "/day", r#"{"step":0}"#),
];

/// Why nothing was done.
#[derive(Debug)]
pub(crate) struct Refusal {
    status: StatusCode,
    message: String,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, message: &str) -> Self {
        Self { status, message: message.to_owned() }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.status, Json(json!({ "error": self.message }))).into_response()
    }
}

impl From<FaultError> for Refusal {
    fn from(error: FaultError) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, &error.to_string())
    }
}

/// Reads a JSON body whatever its content type says, so that plain `curl -d` works; nothing is `{}`.
pub(crate) fn read<T: DeserializeOwned>(body: &Bytes) -> Result<T, Refusal> {
    let text: &[u8] = if body.iter().all(u8::is_ascii_whitespace) { b"{}" } else { body };
    serde_json::from_slice(text).map_err(|error| Refusal::new(StatusCode::BAD_REQUEST, &error.to_string()))
}

#[derive(Deserialize)]
struct SetFault {
    name: String,
    #[serde(default)]
    value: Value,
}

#[derive(Deserialize)]
struct MoveClock {
    seconds: i64,
}

#[derive(Deserialize)]
struct PlayStep {
    step: usize,
}

pub(crate) fn router(handles: Handles) -> Router {
    Router::new()
        .route("/", get(list))
        .route(
            "/ready",
            get(|Extract(handles): Extract<Handles>| async move { Json(json!(handles.ready())) }),
        )
        .route("/fault", post(set_fault).delete(clear_fault))
        .route("/faults", get(faults).delete(clear_faults))
        .route(
            "/counters",
            get(|Extract(handles): Extract<Handles>| async move {
                Json(json!({ "3cx": handles.pbx.counters(), "salesforce": handles.org.counters() }))
            }),
        )
        .route("/clock", post(move_clock))
        .route("/day", get(|| async { Json(json!(day::workday())) }).post(play_step))
        .with_state(handles.clone())
        .merge(handles.pbx.control_router())
        .nest("/salesforce", handles.org.control_router())
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(axum::middleware::from_fn(only_this_computer))
}

async fn list(Extract(handles): Extract<Handles>) -> Json<Value> {
    let entry =
        |method: &str, path: &str, body: &str| json!({ "method": method, "path": path, "body": body });
    let own =
        INDEX.iter().chain(threecx::CONTROL_INDEX).map(|(method, path, body)| entry(method, path, body));
    let org = handles.org.control_index();
    let org = org.iter().map(|(method, path, body)| entry(method, &format!("/salesforce{path}"), body));
    Json(own.chain(org).collect())
}

async fn set_fault(Extract(handles): Extract<Handles>, body: Bytes) -> Answer {
    let wish: SetFault = read(&body)?;
    let value = match &wish.value {
        Value::Null | Value::Bool(true) => None,
        Value::String(text) => Some(text.clone()),
        Value::Bool(false) => Some("off".to_owned()),
        other @ (Value::Number(_) | Value::Array(_) | Value::Object(_)) => Some(other.to_string()),
    };
    let name = wish.name.strip_prefix("3cx.").unwrap_or(&wish.name);
    if !wish.name.starts_with("salesforce.") && ThreeCxFault::named(name).is_some() {
        handles.pbx.apply_fault(name, value.as_deref())?;
    } else {
        handles.apply(&Fault::new(&wish.name, value.as_deref())?)?;
    }
    Ok(in_force(&handles))
}

async fn clear_fault(Extract(handles): Extract<Handles>, body: Bytes) -> Answer {
    let wish: SetFault = read(&body)?;
    let name = wish.name.strip_prefix("3cx.").unwrap_or(&wish.name);
    match ThreeCxFault::named(name).filter(|_| !wish.name.starts_with("salesforce.")) {
        Some(fault) => handles.pbx.clear_fault(fault),
        // The org clears switches by "off" and counts by 0.
        None => handles
            .apply(&Fault::new(&wish.name, Some("off"))?)
            .or_else(|_| handles.apply(&Fault::new(&wish.name, Some("0"))?))?,
    }
    Ok(in_force(&handles))
}

async fn clear_faults(Extract(handles): Extract<Handles>) -> Json<Value> {
    handles.pbx.clear_faults();
    handles.org.clear_faults();
    in_force(&handles)
}

fn in_force(handles: &Handles) -> Json<Value> {
    Json(json!({ "3cx": handles.pbx.faults(), "salesforce": handles.org.current_faults() }))
}

/// What could be set, and what is.
async fn faults(Extract(handles): Extract<Handles>) -> Json<Value> {
    let in_force = handles.pbx.faults();
    let threecx = ThreeCxFault::ALL.iter().map(|fault| {
        json!({
            "name": format!("3cx.{}", fault.name()),
            "takes": fault.takes_in_words(),
            "meaning": fault.meaning(),
            "value": in_force.get(fault.name()),
        })
    });
    let in_force = handles.org.current_faults();
    let org = handles.org.fault_names().iter().map(|(name, meaning)| {
        json!({ "name": format!("salesforce.{name}"), "meaning": meaning, "value": in_force.get(name) })
    });
    Json(threecx.chain(org).collect())
}

async fn move_clock(Extract(handles): Extract<Handles>, body: Bytes) -> Answer {
    let wish: MoveClock = read(&body)?;
    handles.pbx.advance_clock(wish.seconds);
    handles.org.advance_clock(wish.seconds);
    Ok(Json(json!({ "moved": wish.seconds })))
}

async fn play_step(Extract(handles): Extract<Handles>, body: Bytes) -> Answer {
    let wish: PlayStep = read(&body)?;
    let steps = day::workday();
    let step =
        steps.get(wish.step).ok_or_else(|| Refusal::new(StatusCode::NOT_FOUND, "the day has fewer steps"))?;
    let performed = handles.perform(&step.action)?;
    Ok(Json(json!({ "step": step, "performed": performed })))
}

async fn only_this_computer(request: Request, next: Next) -> Response {
    if is_local(request.headers()) {
        next.run(request).await
    } else {
        Refusal::new(StatusCode::FORBIDDEN, "only for programs on this computer").into_response()
    }
}

fn is_local(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok());
    let origin =
        headers.get(header::ORIGIN).map(|value| value.to_str().ok().and_then(|text| text.split_once("://")));
    host.is_some_and(is_loopback)
        && match origin {
            None => true,
            Some(Some((_, host))) => is_loopback(host),
            Some(None) => false,
        }
}

fn is_loopback(host_and_port: &str) -> bool {
    let host = url::Url::parse(&format!("http://{host_and_port}/")).ok();
    host.is_some_and(|url| match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_names_pass() {
        for host in ["localhost:4100", "127.0.0.1", "[::1]:4100", "LOCALHOST"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in ["", "example.com", "127.0.0.1.example.com", "localhost@example.com", "10.0.0.1:4100"] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
