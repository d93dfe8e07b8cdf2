//! The phone system over real HTTP and WebSocket on loopback, as any client would meet it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod access;
mod actions;
mod call_log;
mod scripts;
mod socket;
mod xapi;

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use futures_util::StreamExt;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use super::{Pbx, sample};
use crate::faults::{Fault, ThreeCxFault};
use crate::serve::{Bound, Servers};

/// Nothing here takes long; a hang fails instead of waiting for ever.
const PATIENCE: Duration = Duration::from_secs(10);

/// A running phone system and a client with its token.
struct Bench {
    pbx: Pbx,
    url: String,
    http: reqwest::Client,
    token: String,
    _servers: Servers,
}

impl Bench {
    async fn new() -> Self {
        Self::with(&[]).await
    }

    async fn with(faults: &[&str]) -> Self {
        // Another test may have installed it; either way it is there.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let pbx = Pbx::new();
        let bound = Bound::at(IpAddr::V4(Ipv4Addr::LOCALHOST), 0).unwrap();
        let url = bound.url(false);
        pbx.set_base_url(url.clone());
        let mut servers = Servers::new();
        servers.serve(bound, pbx.router(), None).unwrap();
        let http = reqwest::Client::builder().no_proxy().timeout(PATIENCE).build().unwrap();
        let mut bench = Self { pbx, url, http, token: String::new(), _servers: servers };
        for fault in faults {
            bench.fault(fault);
        }
        bench.token = bench.new_token().await;
        bench
    }

    fn fault(&self, fault: &str) {
        let Fault::ThreeCx(fault, setting) = fault.parse().unwrap() else {
            panic!("not a fault of the phone system")
        };
        self.pbx.set_fault(fault, setting);
    }

    fn mend(&self, fault: ThreeCxFault) {
        self.pbx.clear_fault(fault);
    }

    async fn ask_for_token(&self) -> (StatusCode, Value) {
        let form = format!(
            "client_id={}&client_secret={}&grant_type=client_credentials",
            sample::CLIENT_ID,
            sample::API_KEY
        );
        let request = self.http.post(format!("{}/connect/token", self.url));
        let response = request
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form)
            .send()
            .await
            .unwrap();
        (response.status(), response.json().await.unwrap_or(Value::Null))
    }

    async fn new_token(&self) -> String {
        self.ask_for_token().await.1["access_token"].as_str().unwrap_or_default().to_owned()
    }

    async fn request(&self, method: Method, path: &str, body: Option<Value>) -> (StatusCode, Value) {
        let mut request = self.http.request(method, format!("{}{path}", self.url)).bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request.send().await.unwrap();
        let status = response.status();
        let text = response.text().await.unwrap();
        (status, serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    async fn get(&self, path: &str) -> (StatusCode, Value) {
        self.request(Method::GET, path, None).await
    }

    async fn post(&self, path: &str, body: Value) -> (StatusCode, Value) {
        self.request(Method::POST, path, Some(body)).await
    }

    async fn open_socket(&self) -> Listener {
        let socket = self.try_socket(&self.token).await.unwrap();
        Listener { socket, sequence: 0 }
    }

    async fn try_socket(
        &self,
        token: &str,
    ) -> Result<WebSocketStream<MaybeTlsStream<TcpStream>>, tokio_tungstenite::tungstenite::Error> {
        let url = format!("{}/callcontrol/ws", self.url.replace("http", "ws"));
        let mut request = url.into_client_request().unwrap();
        request.headers_mut().insert("authorization", format!("Bearer {token}").parse().unwrap());
        tokio_tungstenite::connect_async(request).await.map(|(socket, _)| socket)
    }
}

struct Listener {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    sequence: u64,
}

impl Listener {
    /// The next message, or nothing when the connection ended.
    async fn message(&mut self) -> Option<Value> {
        loop {
            match tokio::time::timeout(PATIENCE, self.socket.next()).await.expect("no message came") {
                Some(Ok(Message::Text(text))) => return serde_json::from_str(&text).ok(),
                Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                Some(Ok(_)) => {}
            }
        }
    }

    /// The next event as `U 812/1` or `R 812/1`, its sequence number checked.
    async fn event(&mut self) -> String {
        let message = self.message().await.expect("the socket ended");
        self.sequence += 1;
        assert_eq!(message["sequence"], self.sequence);
        assert_eq!(message["event"]["attached_data"], Value::Null);
        let letter = if message["event"]["event_type"] == 0 { "U" } else { "R" };
        let entity = message["event"]["entity"].as_str().unwrap().to_owned();
        let parts: Vec<&str> = entity.split('/').collect();
        assert_eq!((parts[1], parts[3]), ("callcontrol", "participants"));
        format!("{letter} {}/{}", parts[2], parts[4])
    }

    async fn events(&mut self, expected: &[&str]) {
        for (at, expected) in expected.iter().enumerate() {
            assert_eq!(self.event().await, *expected, "event {at}");
        }
    }
}

fn empty() -> Value {
    json!({})
}
