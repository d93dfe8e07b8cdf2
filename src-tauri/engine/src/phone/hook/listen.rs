//! The listeners: loopback for programs of this computer, and one chosen address of the network
//! for desk phones. GET only, small heads, few connections, short patience.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use serde::Serialize;
use sha2::{Digest, Sha256};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use super::door::{Door, Knock};
use super::learned::{Origin, Refusal};
use super::{ClosingWords, HookConfig};
use crate::http::head::{HeadError, escape, header, is_this_computer, read_head, request_line, send};
use crate::problem::{Problem, ProblemCode};

/// Longest request head: a browser brings the cookies of other programs of this computer along.
const HEAD_MAX: usize = 16 * 1024;
/// A phone sends its head at once.
const HEAD_WITHIN: Duration = Duration::from_secs(3);
/// Every phone of a desk at once, and connections that browsers open in advance.
const CONNECTIONS_MAX: usize = 32;
/// Between two tries to take a port: who has it may end soon.
const BIND_AGAIN: Duration = Duration::from_secs(3);
/// After accepting failed (no more file handles), how long others get to close some.
const ACCEPT_AGAIN: Duration = Duration::from_millis(100);

/// What works and what does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HookState {
    pub loopback: ListenerState,
    pub lan: ListenerState,
    /// Addresses `ringside://…` are taken.
    pub links: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "listener", rename_all = "snake_case")]
pub enum ListenerState {
    Off,
    Starting,
    Listening {
        address: SocketAddr,
    },
    /// Tried again every few seconds.
    Failed {
        problem: Problem,
    },
}

impl HookState {
    pub(super) fn of(config: &HookConfig) -> Self {
        let wanted = |on: bool| if on { ListenerState::Starting } else { ListenerState::Off };
        Self { loopback: wanted(config.loopback), lan: wanted(config.lan.is_some()), links: config.links }
    }

    pub(super) fn is_settled(&self) -> bool {
        self.loopback != ListenerState::Starting && self.lan != ListenerState::Starting
    }

    /// What keeps a listener from listening.
    pub fn problems(&self) -> impl Iterator<Item = &Problem> {
        [&self.loopback, &self.lan].into_iter().filter_map(|listener| match listener {
            ListenerState::Failed { problem } => Some(problem),
            ListenerState::Off | ListenerState::Starting | ListenerState::Listening { .. } => None,
        })
    }
}

/// One of the two listeners.
pub(super) struct Listener {
    door: Door,
    port: u16,
    place: Place,
    words: ClosingWords,
}

enum Place {
    Loopback,
    Lan { address: IpAddr, phones: Vec<IpAddr> },
}

struct Bound {
    first: TcpListener,
    /// The other loopback family; absent on a machine without IPv6.
    second: Option<TcpListener>,
}

impl Listener {
    pub(super) fn wanted(config: &HookConfig, door: &Door) -> Vec<Self> {
        let loopback = config.loopback.then_some(Place::Loopback);
        let lan = config.lan.clone().map(|lan| Place::Lan { address: lan.address, phones: lan.phones });
        let one = |place| Self { door: door.clone(), port: config.port, place, words: config.words.clone() };
        loopback.into_iter().chain(lan).map(one).collect()
    }

    /// Listens for ever, and says whether it does.
    pub(super) async fn keep(self, state: &watch::Sender<HookState>) {
        loop {
            match self.bind().await {
                Ok(bound) => {
                    if let Ok(address) = bound.first.local_addr() {
                        self.tell(state, ListenerState::Listening { address });
                    }
                    self.serve_all(&bound).await;
                }
                Err(error) => {
                    let problem = self.problem(&error);
                    tracing::warn!(%error, code = problem.code.id(), "phones cannot be heard");
                    self.tell(state, ListenerState::Failed { problem });
                }
            }
            tokio::time::sleep(BIND_AGAIN).await;
        }
    }

    fn tell(&self, state: &watch::Sender<HookState>, now: ListenerState) {
        state.send_if_modified(|state| {
            let place = match self.place {
                Place::Loopback => &mut state.loopback,
                Place::Lan { .. } => &mut state.lan,
            };
            let changed = *place != now;
            *place = now;
            changed
        });
    }

    async fn bind(&self) -> io::Result<Bound> {
        match &self.place {
            Place::Lan { address, .. } => {
                Ok(Bound { first: TcpListener::bind((*address, self.port)).await?, second: None })
            }
            Place::Loopback => {
                let first = TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).await?;
                // A browser may choose either for `localhost`, so another program must not sit on
                // the second one.
                let port = first.local_addr()?.port();
                let second = match TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await {
                    Ok(listener) => Some(listener),
                    Err(error) if error.kind() == io::ErrorKind::AddrInUse => return Err(error),
                    Err(_) => None,
                };
                Ok(Bound { first, second })
            }
        }
    }

    fn problem(&self, error: &io::Error) -> Problem {
        match (&self.place, error.kind()) {
            (Place::Lan { address, .. }, io::ErrorKind::AddrNotAvailable) => {
                Problem { code: ProblemCode::HookLanAddressMissing, detail: Some(address.to_string()) }
            }
            (Place::Lan { .. } | Place::Loopback, _) => {
                Problem { code: ProblemCode::HookPortBusy, detail: Some(self.port.to_string()) }
            }
        }
    }

    async fn serve_all(&self, bound: &Bound) {
        let mut open = FuturesUnordered::new();
        loop {
            tokio::select! {
                accepted = bound.accept(), if open.len() < CONNECTIONS_MAX => match accepted {
                    Ok((stream, peer)) if self.may_speak(peer) => open.push(self.serve(stream, peer)),
                    // Dropped unread: who is not in the list learns nothing, not even a status.
                    Ok((_, peer)) => drop(self.door.refuse(self.origin(peer), Refusal::UnknownPhone)),
                    Err(error) => {
                        tracing::warn!(%error, "a phone could not connect");
                        tokio::time::sleep(ACCEPT_AGAIN).await;
                    }
                },
                Some(()) = open.next(), if !open.is_empty() => {}
            }
        }
    }

    fn may_speak(&self, peer: IpAddr) -> bool {
        match &self.place {
            Place::Loopback => peer.is_loopback(),
            Place::Lan { phones, .. } => phones.contains(&peer),
        }
    }

    fn origin(&self, peer: IpAddr) -> Origin {
        match self.place {
            Place::Loopback => Origin::Loopback,
            Place::Lan { .. } => Origin::Lan { address: peer },
        }
    }

    async fn serve(&self, mut stream: TcpStream, peer: IpAddr) {
        let reply = match read_head(&mut stream, HEAD_MAX, HEAD_WITHIN).await {
            Ok(head) => match stream.local_addr() {
                Ok(local) => self.judge(&head, local.port(), peer).text(&self.words),
                Err(_) => return,
            },
            Err(HeadError::TooLong | HeadError::NotText) => {
                self.door.refuse(self.origin(peer), Refusal::Unreadable);
                Reply::Status("431 Request Header Fields Too Large").text(&self.words)
            }
            // Browsers open connections in advance and never use them.
            Err(HeadError::TooLate | HeadError::HungUp) => return,
        };
        // A phone that does not wait for the answer must not hold a place.
        let _ = tokio::time::timeout(HEAD_WITHIN, send(&mut stream, &reply)).await;
    }

    /// What a request head means. Never trusts anything but the secret.
    fn judge(&self, head: &str, port: u16, peer: IpAddr) -> Reply {
        let origin = self.origin(peer);
        let Some((method, target)) = request_line(head) else {
            self.door.refuse(origin, Refusal::Unreadable);
            return Reply::Status("400 Bad Request");
        };
        let host = header(head, "host").unwrap_or_default();
        if matches!(self.place, Place::Loopback) && !is_this_computer(host, port) {
            self.door.refuse(origin, Refusal::WrongHost);
            return Reply::Status("403 Forbidden");
        }
        let (path, query) = path_and_query(target);
        match method {
            "GET" if is_guess(head) => Reply::Status("503 Service Unavailable"),
            "GET" => match self.door.knock(origin, path, query) {
                Knock::Taken if self.is_browser(head) => Reply::ClosingPage,
                Knock::Taken => Reply::NoContent,
                Knock::Refused(refusal) => Reply::Status(status(refusal)),
            },
            _ if !self.door.knows(path) => {
                self.door.refuse(origin, Refusal::WrongSecret);
                Reply::Status("404 Not Found")
            }
            "HEAD" => Reply::NoContent,
            "OPTIONS" => Reply::Preflight { origin: header(head, "origin").unwrap_or("null").to_owned() },
            _ => Reply::Status("405 Method Not Allowed\r\nAllow: GET, HEAD, OPTIONS"),
        }
    }

    /// Somebody looks at the answer. Desk phones say so too, and show nothing.
    fn is_browser(&self, head: &str) -> bool {
        let html = header(head, "accept").is_some_and(|accept| accept.contains("text/html"));
        html && matches!(self.place, Place::Loopback)
    }
}

impl Bound {
    async fn accept(&self) -> io::Result<(TcpStream, IpAddr)> {
        let (stream, peer) = match &self.second {
            Some(second) => tokio::select! {
                accepted = self.first.accept() => accepted?,
                accepted = second.accept() => accepted?,
            },
            None => self.first.accept().await?,
        };
        Ok((stream, peer.ip().to_canonical()))
    }
}

/// The path of a target, also of one that names the whole address.
fn path_and_query(target: &str) -> (&str, &str) {
    let target = target.split_once('#').map_or(target, |(target, _)| target);
    let path = match target.split_once("://") {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") => {
            rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/")
        }
        _ => target,
    };
    path.split_once('?').unwrap_or((path, ""))
}

/// A browser that fetches a page in case somebody opens it: no phone rings.
fn is_guess(head: &str) -> bool {
    ["sec-purpose", "purpose", "x-moz"]
        .iter()
        .any(|name| header(head, name).is_some_and(|value| value.to_ascii_lowercase().contains("prefetch")))
}

fn status(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::WrongSecret | Refusal::UnknownPhone | Refusal::LinksOff => "404 Not Found",
        Refusal::WrongHost => "403 Forbidden",
        Refusal::TooMany => "429 Too Many Requests",
        Refusal::Busy => "503 Service Unavailable",
        Refusal::NoEvent | Refusal::Placeholder | Refusal::Unreadable => "400 Bad Request",
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Reply {
    NoContent,
    ClosingPage,
    Preflight { origin: String },
    Status(&'static str),
}

const END: &str = "Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\n\r\n";
const CLOSE_SCRIPT: &str = "window.close()";
const STYLE: &str = "body{font:1.1rem system-ui,sans-serif;margin:15vh auto;max-width:32rem;padding:0 1rem}";

impl Reply {
    fn text(&self, words: &ClosingWords) -> String {
        match self {
            Reply::NoContent => format!("HTTP/1.1 204 No Content\r\n{END}"),
            Reply::ClosingPage => closing_page(words),
            Reply::Preflight { origin } => format!(
                "HTTP/1.1 204 No Content\r\nAccess-Control-Allow-Origin: {origin}\r\n\
                 Access-Control-Allow-Methods: GET\r\nAccess-Control-Allow-Private-Network: true\r\n{END}"
            ),
            Reply::Status(status) => format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n{END}"),
        }
    }
}

/// A page that closes itself where the browser lets it, and else says that it may be closed.
/// Nothing of the request is on it.
fn closing_page(words: &ClosingWords) -> String {
    let html = format!(
        "<!doctype html><html lang=\"{}\"><meta charset=\"utf-8\"><title>Ringside</title><style>{STYLE}</style>\
         <p>{}</p><script>{CLOSE_SCRIPT}</script></html>",
        escape(&words.language),
        escape(&words.may_be_closed)
    );
    let hash = |text: &str| BASE64_STANDARD.encode(Sha256::digest(text));
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\
         Content-Security-Policy: default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; \
         frame-ancestors 'none'; base-uri 'none'; form-action 'none'\r\n\
         X-Content-Type-Options: nosniff\r\n{END}{html}",
        html.len(),
        hash(CLOSE_SCRIPT),
        hash(STYLE)
    )
}
