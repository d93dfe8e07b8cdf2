//! A phone system that says exactly what it is told to, byte by byte: for orders of events that a
//! well-behaved one does not produce on demand.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use futures_util::SinkExt;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, broadcast};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::Role;

#[derive(Clone)]
pub(super) struct ScriptPbx {
    pub(super) address: String,
    shared: Arc<Shared>,
}

struct Shared {
    /// Body by path; anything else is 404.
    answers: Mutex<HashMap<String, String>>,
    /// One permit lets one snapshot out.
    snapshots: Semaphore,
    snapshots_asked: AtomicUsize,
    sockets: AtomicUsize,
    accept_right: bool,
    messages: broadcast::Sender<String>,
}

impl ScriptPbx {
    /// `accept_right`: whether its socket handshake is a correct one.
    pub(super) async fn start(accept_right: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let shared = Arc::new(Shared {
            answers: Mutex::default(),
            snapshots: Semaphore::new(0),
            snapshots_asked: AtomicUsize::new(0),
            sockets: AtomicUsize::new(0),
            accept_right,
            messages: broadcast::channel(10_000).0,
        });
        let pbx = Self { address, shared: Arc::clone(&shared) };
        pbx.answer("/connect/token", r#"{"token_type":"Bearer","expires_in":3600,"access_token":"t"}"#);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&shared)));
            }
        });
        pbx
    }

    pub(super) fn answer(&self, path: &str, body: &str) {
        self.shared.answers.lock().unwrap().insert(path.to_owned(), body.to_owned());
    }

    pub(super) fn let_snapshots_out(&self, count: usize) {
        self.shared.snapshots.add_permits(count);
    }

    pub(super) fn say(&self, message: &str) {
        self.shared.messages.send(message.to_owned()).unwrap();
    }

    /// Sockets opened so far.
    pub(super) fn sockets(&self) -> usize {
        self.shared.sockets.load(Ordering::SeqCst)
    }

    pub(super) fn snapshots_asked(&self) -> usize {
        self.shared.snapshots_asked.load(Ordering::SeqCst)
    }
}

async fn serve(mut stream: TcpStream, shared: Arc<Shared>) {
    while let Some(request) = read_request(&mut stream).await {
        let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
        if path == "/callcontrol/ws" {
            return socket(stream, &request, &shared).await;
        }
        if path == "/callcontrol" {
            shared.snapshots_asked.fetch_add(1, Ordering::SeqCst);
            shared.snapshots.acquire().await.unwrap().forget();
        }
        let body = shared.answers.lock().unwrap().get(&path).cloned();
        let status = if body.is_some() { "200 OK" } else { "404 Not Found" };
        let body = body.unwrap_or_default();
        let answer = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        if stream.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}

/// One request, its body read and dropped.
async fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        request.push(stream.read_u8().await.ok()?);
    }
    let request = String::from_utf8(request).ok()?;
    let length = header(&request, "content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    Some(request)
}

fn header(request: &str, name: &str) -> Option<String> {
    let lines = request.lines().filter_map(|line| line.split_once(':'));
    lines.filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned()).next()
}

async fn socket(mut stream: TcpStream, request: &str, shared: &Shared) {
    let key =
        if shared.accept_right { header(request, "sec-websocket-key").unwrap() } else { "wrong".to_owned() };
    let accept = derive_accept_key(key.as_bytes());
    let answer = format!(
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"
    );
    let mut messages = shared.messages.subscribe();
    stream.write_all(answer.as_bytes()).await.unwrap();
    let mut socket = WebSocketStream::from_raw_socket(stream, Role::Server, None).await;
    shared.sockets.fetch_add(1, Ordering::SeqCst);
    while let Ok(message) = messages.recv().await {
        if socket.send(Message::text(message)).await.is_err() {
            return;
        }
    }
}
