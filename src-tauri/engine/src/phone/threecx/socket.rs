//! The WebSocket (3cx.md 2.4), opened through the HTTP client: same certificates, same proxy, and
//! the status of a refusal.

use futures_util::{SinkExt, StreamExt};
use reqwest::StatusCode;
use reqwest::header::{CONNECTION, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE};
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Bytes, Message};

use super::rest::{Api, ApiError, LONG_TIMEOUT};
use super::wire::Unreadable;

/// A message is about 100 bytes, 1 KiB with attached data.
const MESSAGE_BYTES_MAX: usize = 256 * 1024;
/// Read at once; the default of 128 KiB is for busier links.
const READ_BUFFER_BYTES: usize = 16 * 1024;

pub(super) struct Socket {
    stream: WebSocketStream<reqwest::Upgraded>,
}

/// Something arrived.
pub(super) enum Frame {
    Text(String),
    /// A sign of life without meaning.
    Life,
}

/// The link is gone.
#[derive(Debug, Clone, Copy)]
pub(super) struct Closed;

impl Socket {
    pub(super) async fn open(api: &Api, http: &reqwest::Client) -> Result<Self, ApiError> {
        let url = api.call_control(&["ws"]);
        let key = generate_key();
        let request = || {
            http.get(url.clone())
                .header(CONNECTION, "Upgrade")
                .header(UPGRADE, "websocket")
                .header(SEC_WEBSOCKET_VERSION, "13")
                .header(SEC_WEBSOCKET_KEY, &key)
        };
        // The whole is bounded here: a limit on the request would end the link with it.
        let response =
            timeout(LONG_TIMEOUT, api.authorized(request)).await.map_err(|_| ApiError::Unreachable)??;
        match response.status() {
            StatusCode::SWITCHING_PROTOCOLS => {}
            // A web page, not a socket.
            status if status.is_success() => return Err(ApiError::Unreadable(Unreadable)),
            status => return Err(ApiError::from_status(status.as_u16())),
        }
        let accept = response.headers().get(SEC_WEBSOCKET_ACCEPT);
        if accept.is_none_or(|accept| accept.as_bytes() != derive_accept_key(key.as_bytes()).as_bytes()) {
            return Err(ApiError::Unreadable(Unreadable));
        }
        let upgraded = response.upgrade().await?;
        let config = WebSocketConfig::default()
            .read_buffer_size(READ_BUFFER_BYTES)
            .max_message_size(Some(MESSAGE_BYTES_MAX))
            .max_frame_size(Some(MESSAGE_BYTES_MAX));
        Ok(Self { stream: WebSocketStream::from_raw_socket(upgraded, Role::Client, Some(config)).await })
    }

    /// The next message. Safe to drop and call again.
    pub(super) async fn next(&mut self) -> Result<Frame, Closed> {
        match self.stream.next().await {
            Some(Ok(Message::Text(text))) => Ok(Frame::Text(text.as_str().to_owned())),
            Some(Ok(Message::Binary(_) | Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {
                Ok(Frame::Life)
            }
            Some(Ok(Message::Close(_))) | None => Err(Closed),
            Some(Err(error)) => {
                tracing::debug!(%error, "the phone system's socket broke");
                Err(Closed)
            }
        }
    }

    pub(super) async fn ping(&mut self) -> Result<(), Closed> {
        self.stream.send(Message::Ping(Bytes::new())).await.map_err(|_| Closed)
    }
}
