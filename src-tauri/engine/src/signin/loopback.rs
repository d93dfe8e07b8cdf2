//! The callback's listener: one path, GET only, both loopback addresses, small heads
//! (salesforce.md 2.4).

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use tokio::net::{TcpListener, TcpStream};
use url::{Url, form_urlencoded};

use super::secret::Secret;
use crate::http::head::{header, is_this_computer, read_head, request_line, send};

/// Longest request head. Salesforce's codes are a few hundred bytes; cookies of other programs on
/// `localhost` come along.
const HEAD_MAX: usize = 32 * 1024;
/// A browser sends its head at once; connections opened in advance send nothing.
const HEAD_WITHIN: Duration = Duration::from_secs(10);
/// Browsers open up to six connections, most of them in advance.
const CONNECTIONS_MAX: usize = 16;
/// How long the browser may take to follow the redirect to the closing page.
const CLOSING_WITHIN: Duration = Duration::from_secs(2);
/// Longest text shown or kept of what Salesforce said.
const DESCRIPTION_MAX: usize = 500;

/// What the browser brought back.
#[derive(Debug)]
pub enum Answer {
    Code(Secret),
    Error { error: String, description: String },
}

impl Answer {
    fn is_scope_refused(&self) -> bool {
        match self {
            Answer::Code(_) => false,
            Answer::Error { error, .. } => error == "invalid_scope",
        }
    }
}

/// A listening callback.
pub struct Callback {
    v4: TcpListener,
    /// Absent on a machine without IPv6.
    v6: Option<TcpListener>,
    path: &'static str,
}

impl Callback {
    /// Takes the port on both loopback addresses: a browser may choose either for `localhost`.
    pub async fn listen(port: u16, path: &'static str) -> io::Result<Self> {
        let v4 = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let v6 = match TcpListener::bind((Ipv6Addr::LOCALHOST, port)).await {
            Ok(listener) => Some(listener),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => return Err(error),
            Err(_) => None,
        };
        Ok(Self { v4, v6, path })
    }

    /// Waits for the answer that carries `state`; everything else is turned away. The first refusal
    /// of a scope leads the browser on to `other`, which names none.
    pub async fn answer(&self, state: &Secret, other: Url) -> Answer {
        let other = Mutex::new(Some(other));
        let mut open = FuturesUnordered::new();
        loop {
            tokio::select! {
                accepted = self.accept(), if open.len() < CONNECTIONS_MAX => {
                    if let Some(stream) = accepted {
                        open.push(self.serve(stream, state, &other));
                    }
                }
                Some(answer) = open.next(), if !open.is_empty() => {
                    if let Some(answer) = answer {
                        return answer;
                    }
                }
            }
        }
    }

    /// Shows the browser, which waits on the closing page, what became of it.
    pub async fn close(self, page: &str) {
        let told = async {
            let mut open = FuturesUnordered::new();
            loop {
                tokio::select! {
                    accepted = self.accept(), if open.len() < CONNECTIONS_MAX => {
                        if let Some(stream) = accepted {
                            open.push(self.serve_closing(stream, page));
                        }
                    }
                    Some(told) = open.next(), if !open.is_empty() => if told { return },
                }
            }
        };
        // A browser that never asks for the page has lost nothing.
        let _ = tokio::time::timeout(CLOSING_WITHIN, told).await;
    }

    /// `None`: this connection came to nothing, the listener lives on.
    async fn accept(&self) -> Option<TcpStream> {
        let accepted = match &self.v6 {
            Some(v6) => tokio::select! {
                accepted = self.v4.accept() => accepted,
                accepted = v6.accept() => accepted,
            },
            None => self.v4.accept().await,
        };
        match accepted {
            Ok((stream, _)) => Some(stream),
            Err(_) => {
                // Out of file handles, most likely: give others time to close some.
                tokio::time::sleep(Duration::from_millis(100)).await;
                None
            }
        }
    }

    fn closing_path(&self) -> String {
        format!("{}/done", self.path)
    }

    async fn serve(
        &self,
        mut stream: TcpStream,
        state: &Secret,
        other: &Mutex<Option<Url>>,
    ) -> Option<Answer> {
        let head = read_head(&mut stream, HEAD_MAX, HEAD_WITHIN).await.ok()?;
        let (mut reply, mut answer) = judge(&head, self.path, state, &stream.local_addr().ok()?);
        if answer.as_ref().is_some_and(Answer::is_scope_refused)
            && let Some(other) = other.lock().unwrap_or_else(PoisonError::into_inner).take()
        {
            (reply, answer) = (Reply::ToPage(other), None);
        }
        let reply = match reply {
            Reply::ToClosingPage => {
                format!("HTTP/1.1 302 Found\r\nLocation: {}\r\n{PLAIN_END}", self.closing_path())
            }
            Reply::ToPage(page) => format!("HTTP/1.1 302 Found\r\nLocation: {page}\r\n{PLAIN_END}"),
            Reply::PrivateNetworkAllowed { origin } => format!(
                "HTTP/1.1 204 No Content\r\nAccess-Control-Allow-Origin: {origin}\r\n\
                 Access-Control-Allow-Methods: GET\r\nAccess-Control-Allow-Private-Network: true\r\n\
                 Connection: close\r\n\r\n"
            ),
            Reply::Refused(status) => format!("HTTP/1.1 {status}\r\n{PLAIN_END}"),
        };
        send(&mut stream, &reply).await;
        answer
    }

    async fn serve_closing(&self, mut stream: TcpStream, page: &str) -> bool {
        let Some(head) = read_head(&mut stream, HEAD_MAX, HEAD_WITHIN).await.ok() else { return false };
        let asked = request_line(&head)
            .is_some_and(|(method, target)| method == "GET" && target == self.closing_path());
        if asked {
            send(&mut stream, page).await;
        } else {
            send(&mut stream, &format!("HTTP/1.1 404 Not Found\r\n{PLAIN_END}")).await;
        }
        asked
    }
}

const PLAIN_END: &str = "Content-Length: 0\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\n\r\n";

#[derive(Debug, PartialEq, Eq)]
enum Reply {
    /// Away from the address that holds the code.
    ToClosingPage,
    /// Back to Salesforce, to a page that asks otherwise.
    ToPage(Url),
    PrivateNetworkAllowed {
        origin: String,
    },
    Refused(&'static str),
}

/// What a request head means. Never trusts anything but the state.
fn judge(head: &str, path: &str, state: &Secret, local: &SocketAddr) -> (Reply, Option<Answer>) {
    let Some((method, target)) = request_line(head) else {
        return (Reply::Refused("400 Bad Request"), None);
    };
    if !is_this_computer(header(head, "host").unwrap_or_default(), local.port()) {
        return (Reply::Refused("403 Forbidden"), None);
    }
    let (asked, query) = target.split_once('?').unwrap_or((target, ""));
    if asked != path {
        return (Reply::Refused("404 Not Found"), None);
    }
    let is_preflight = header(head, "access-control-request-private-network") == Some("true")
        && header(head, "access-control-request-method").is_some();
    if method == "OPTIONS" && is_preflight {
        let origin = header(head, "origin").filter(|text| text.bytes().all(|byte| byte.is_ascii_graphic()));
        let origin = origin.unwrap_or("null").to_owned();
        return (Reply::PrivateNetworkAllowed { origin }, None);
    }
    if method != "GET" {
        return (Reply::Refused("405 Method Not Allowed\r\nAllow: GET"), None);
    }
    let value = |name: &str| {
        form_urlencoded::parse(query.as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    };
    if !value("state").is_some_and(|given| state.is(&given)) {
        return (Reply::Refused("400 Bad Request"), None);
    }
    if let Some(error) = value("error") {
        let description = value("error_description").unwrap_or_default();
        let short = |text: String| text.chars().take(DESCRIPTION_MAX).collect();
        let answer = Answer::Error { error: short(error), description: short(description) };
        return (Reply::ToClosingPage, Some(answer));
    }
    match value("code").filter(|code| !code.is_empty()) {
        Some(code) => (Reply::ToClosingPage, Some(Answer::Code(Secret::new(code)))),
        None => (Reply::Refused("400 Bad Request"), None),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    const PATH: &str = "/api/oauth2crm";

    fn asked(request: &str) -> (Reply, Option<Answer>) {
        let local = "127.0.0.1:47113".parse().unwrap();
        let request = request.replace('\n', "\r\n");
        judge(&format!("{request}\r\n\r\n"), PATH, &Secret::new("s1"), &local)
    }

    #[test]
    fn a_code_with_our_state_is_taken_and_decoded_once() {
        let (reply, answer) =
            asked("GET /api/oauth2crm?code=aPrx%3D%3D&state=s1 HTTP/1.1\nHost: localhost:47113");
        assert_eq!(reply, Reply::ToClosingPage);
        assert!(matches!(answer, Some(Answer::Code(code)) if code.is("aPrx==")));
    }

    #[test]
    fn a_refusal_brings_its_words() {
        let (_, answer) = asked(
            "GET /api/oauth2crm?error=access_denied&error_description=end-user+denied&state=s1 HTTP/1.1\nHost: localhost:47113",
        );
        let Some(Answer::Error { error, description }) = answer else { panic!("{answer:?}") };
        assert_eq!((error.as_str(), description.as_str()), ("access_denied", "end-user denied"));
    }

    #[test]
    fn everything_else_is_turned_away() {
        for (request, want) in [
            ("GET /api/oauth2crm?code=c&state=s2 HTTP/1.1\nHost: localhost:47113", "400 Bad Request"),
            ("GET /api/oauth2crm?code=c HTTP/1.1\nHost: localhost:47113", "400 Bad Request"),
            ("GET /api/oauth2crm?error=access_denied HTTP/1.1\nHost: localhost:47113", "400 Bad Request"),
            ("GET /api/oauth2crm?code=&state=s1 HTTP/1.1\nHost: localhost:47113", "400 Bad Request"),
            ("GET /api/oauth2crm?code=c&state=s1 HTTP/1.1\nHost: evil.example:47113", "403 Forbidden"),
            ("GET /api/oauth2crm?code=c&state=s1 HTTP/1.1", "403 Forbidden"),
            ("GET /favicon.ico HTTP/1.1\nHost: localhost:47113", "404 Not Found"),
            ("GET /apple-touch-icon-precomposed.png HTTP/1.1\nHost: localhost:47113", "404 Not Found"),
            (
                "OPTIONS /api/oauth2crm HTTP/1.1\nHost: localhost:47113\nAccess-Control-Request-Method: GET",
                "405 Method Not Allowed\r\nAllow: GET",
            ),
            (
                "OPTIONS /api/oauth2crm HTTP/1.1\nHost: localhost:47113\nAccess-Control-Request-Private-Network: true",
                "405 Method Not Allowed\r\nAllow: GET",
            ),
            ("GET /api/oauth2crm/?code=c&state=s1 HTTP/1.1\nHost: localhost:47113", "404 Not Found"),
            (
                "POST /api/oauth2crm?code=c&state=s1 HTTP/1.1\nHost: localhost:47113",
                "405 Method Not Allowed\r\nAllow: GET",
            ),
            ("nonsense", "400 Bad Request"),
            ("", "400 Bad Request"),
        ] {
            let (reply, answer) = asked(request);
            assert_eq!(reply, Reply::Refused(want), "{request}");
            assert!(answer.is_none(), "{request}");
        }
    }

    #[test]
    fn a_private_network_preflight_is_allowed() {
        let (reply, answer) = asked(
            "OPTIONS /api/oauth2crm HTTP/1.1\nHost: localhost:47113\nOrigin: https://login.salesforce.com\nAccess-Control-Request-Private-Network: true\nAccess-Control-Request-Method: GET",
        );
        let origin = "https://login.salesforce.com".into();
        assert_eq!(reply, Reply::PrivateNetworkAllowed { origin });
        assert!(answer.is_none());
    }
}
