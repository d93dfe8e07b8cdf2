//! `/callcontrol/ws` (`3cx.md` 2.4): events out, requests in.

use std::time::Duration;

use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{FromRequestParts, Request, State as Extract};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use tokio::sync::mpsc;

use super::Pbx;
use super::state::{EventType, Push, SOCKET_BACKLOG, Socket, State};
use crate::faults::ThreeCxFault;

/// Message size on the socket is limited (`3cx.md` 2.4); the limit itself is not published.
const MESSAGE_BYTES_MAX: usize = 64 * 1024;
/// A client that reads nothing for this long is gone.
const SEND_PATIENCE: Duration = Duration::from_secs(10);
/// Open sockets at once: many more than the one or two a client needs.
const SOCKETS_MAX: usize = 200;

pub(super) async fn handle(Extract(pbx): Extract<Pbx>, request: Request) -> Response {
    let (mut parts, _) = request.into_parts();
    let gate = pbx.with(|state| {
        state.count("ws");
        if state.faults.has(ThreeCxFault::WsUnauthorized) {
            return Err(StatusCode::UNAUTHORIZED);
        }
        state.gate(&parts.headers)
    });
    if let Err(status) = gate {
        return status.into_response();
    }
    let upgrade = match WebSocketUpgrade::from_request_parts(&mut parts, &()).await {
        Ok(upgrade) => upgrade.max_message_size(MESSAGE_BYTES_MAX).max_frame_size(MESSAGE_BYTES_MAX),
        Err(rejection) => return rejection.into_response(),
    };
    let (sender, pushes) = mpsc::channel(SOCKET_BACKLOG);
    let admitted = pbx.with(|state| {
        state.sockets.retain(|socket| !socket.sender.is_closed());
        let room = state.sockets.len() < SOCKETS_MAX;
        if room {
            state.sockets.push(Socket { sender });
        }
        room
    });
    if !admitted {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    upgrade.on_upgrade(move |socket| run(pbx, socket, pushes))
}

/// One connection until it ends. Returning without a close frame is what a broken network looks like.
async fn run(pbx: Pbx, mut socket: WebSocket, mut pushes: mpsc::Receiver<Push>) {
    let mut sequence: u64 = 0;
    loop {
        let (event_type, entity, attached) = tokio::select! {
            push = pushes.recv() => match push {
                Some(Push::Event { event_type, entity, attached }) => {
                    if let Some(delay_ms) = pbx.with(|state| state.faults.number(ThreeCxFault::DelayEventsMs)) {
                        tokio::time::sleep(Duration::from_millis(delay_ms)).await;
                    }
                    (Kind::Event(event_type), entity, attached)
                }
                Some(Push::End { politely: true }) => {
                    // The other side may be gone already; the connection ends either way.
                    let _ = socket.send(Message::Close(None)).await;
                    return;
                }
                Some(Push::End { politely: false }) | None => return,
            },
            message = socket.next() => match message {
                Some(Ok(Message::Text(text))) => match answer(&pbx, &text) {
                    Some((path, reply)) => (Kind::Response, path, reply),
                    None => continue,
                },
                // Pings are answered below this layer.
                Some(Ok(Message::Binary(_) | Message::Ping(_) | Message::Pong(_))) => continue,
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
            },
        };
        sequence = sequence.saturating_add(1);
        let text = pbx.with(|state| {
            state.note_sent(&entity);
            envelope(state, sequence, event_type, &entity, attached)
        });
        let sent = tokio::time::timeout(SEND_PATIENCE, socket.send(Message::Text(text.into()))).await;
        if !matches!(sent, Ok(Ok(()))) {
            return;
        }
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Event(EventType),
    Response,
}

fn envelope(state: &State, sequence: u64, kind: Kind, entity: &str, attached: Value) -> String {
    let (number, word) = match kind {
        Kind::Event(EventType::Upsert) => (0, "Upsert"),
        Kind::Event(EventType::Remove) => (1, "Remove"),
        Kind::Response if state.faults.number(ThreeCxFault::ResponseType) == Some(5) => (5, "Response"),
        Kind::Response => (4, "Response"),
    };
    let as_word = state.faults.text(ThreeCxFault::EventType).is_some();
    let event_type = if as_word { json!(word) } else { json!(number) };
    let message = json!({
        "sequence": sequence,
        "event": { "event_type": event_type, "entity": entity, "attached_data": attached },
    });
    let pascal = state.faults.text(ThreeCxFault::Casing).is_some();
    if pascal { in_pascal_case(message) } else { message }.to_string()
}

fn in_pascal_case(value: Value) -> Value {
    match value {
        Value::Object(map) => Value::Object(
            map.into_iter()
                .map(|(key, value)| (pascal_case(&key), in_pascal_case(value)))
                .collect::<Map<_, _>>(),
        ),
        Value::Array(items) => items.into_iter().map(in_pascal_case).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value,
    }
}

fn pascal_case(key: &str) -> String {
    let capital = |part: &str| {
        let mut chars = part.chars();
        chars.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(chars).collect::<String>()
    };
    key.split('_').map(capital).collect()
}

/// A request on the socket (`3cx.md` 2.4).
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct SocketRequest {
    #[serde(rename = "RequestID")]
    request_id: Value,
    path: String,
    #[serde(default)]
    request_data: Option<Map<String, Value>>,
}

/// Carries out a request; text that is none is passed over.
fn answer(pbx: &Pbx, text: &str) -> Option<(String, Value)> {
    let request: SocketRequest = serde_json::from_str(text).ok()?;
    let body = request
        .request_data
        .map(|data| data.into_iter().map(|(key, value)| (key.to_ascii_lowercase(), value)).collect());
    let reply = pbx.with(|state| {
        state.count("ws.request");
        let is_read = body.is_none() || !is_action_path(&request.path);
        state.serve(&request.path, if is_read { None } else { body })
    });
    let response = json!({
        "RequestID": request.request_id,
        "Path": request.path,
        "StatusCode": reply.status.as_u16(),
        "Response": reply.body.unwrap_or_else(|| json!({})),
    });
    Some((request.path, response))
}

/// Reads may carry data too; it says nothing there.
fn is_action_path(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    parts.last() == Some(&"makecall") || (parts.len() == 5 && parts.get(2) == Some(&"participants"))
}
