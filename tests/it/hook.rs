//! Phones that tell of calls by themselves, over real sockets: who is heard, who is turned away,
//! and what is told of a listener that cannot listen.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use domain::call::{Direction, Heard, HeardEvent};
use engine::clock::SystemClock;
use engine::phone::hook::{
    ClosingWords, Door, Hook, HookConfig, Lan, ListenerState, Origin, PathSecret, Refusal, Verdict,
};
use engine::problem::ProblemCode;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::mpsc;

const SECRET: &str = "aB3-_xyz0123456789abcd";
const V4: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const V6: IpAddr = IpAddr::V6(Ipv6Addr::LOCALHOST);
/// Longer than anything here takes, shorter than a person waits for a red test.
const PATIENCE: Duration = Duration::from_secs(20);

struct Desk {
    door: Door,
    hook: Hook,
    heard: mpsc::Receiver<Heard>,
    port: u16,
}

fn config(port: u16) -> HookConfig {
    HookConfig {
        loopback: true,
        port,
        links: false,
        lan: None,
        secret: PathSecret::new(SECRET.into()),
        words: ClosingWords::default(),
    }
}

impl Desk {
    async fn start(config: HookConfig) -> Self {
        let (door, heard) = Door::new(Arc::new(SystemClock::new()));
        let hook = Hook::start(&door, &config).await;
        let state = hook.state().borrow().clone();
        let port = [&state.loopback, &state.lan].into_iter().find_map(port_of).unwrap_or_default();
        Self { door, hook, heard, port }
    }

    async fn usual() -> Self {
        Self::start(config(0)).await
    }

    /// One request, and the whole answer.
    async fn get(&self, target: &str) -> String {
        self.ask(V4, &format!("GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", self.port)).await
    }

    async fn ask(&self, ip: IpAddr, request: &str) -> String {
        let stream = TcpStream::connect((ip, self.port)).await.unwrap();
        answer(stream, request).await
    }

    fn refusals(&self) -> Vec<(Refusal, u32)> {
        let learned = self.door.learned();
        let refused = learned.iter().filter_map(|arrival| match arrival.verdict {
            Verdict::Refused { refusal } => Some((refusal, arrival.times)),
            Verdict::Told | Verdict::Heard { .. } => None,
        });
        refused.collect()
    }
}

fn port_of(state: &ListenerState) -> Option<u16> {
    match state {
        ListenerState::Listening { address } => Some(address.port()),
        ListenerState::Off | ListenerState::Starting | ListenerState::Failed { .. } => None,
    }
}

/// Sends, and reads until the other side closes; empty when it hangs up without a word.
async fn answer(mut stream: TcpStream, request: &str) -> String {
    // A listener that has heard enough closes while this still writes.
    let _ = stream.write_all(request.as_bytes()).await;
    let mut text = Vec::new();
    let read = tokio::time::timeout(PATIENCE, stream.read_to_end(&mut text)).await.expect("no answer");
    let _ = read;
    String::from_utf8(text).unwrap()
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or_default()
}

#[tokio::test]
async fn a_ring_is_heard_on_both_loopback_addresses() {
    let mut desk = Desk::usual().await;
    let query = "number=+494066969412&name=Nordlicht%20GmbH";
    for (ip, host) in [(V4, "127.0.0.1"), (V4, "LOCALHOST"), (V6, "[::1]"), (V6, "localhost")] {
        let request = format!("GET /{SECRET}/ring?{query} HTTP/1.1\r\nHost: {host}:{}\r\n\r\n", desk.port);
        let reply = desk.ask(ip, &request).await;
        assert_eq!(status(&reply), "204", "{host}: {reply}");
        let heard = desk.heard.try_recv().unwrap();
        assert_eq!((heard.event, heard.direction), (HeardEvent::Began, Some(Direction::Inbound)));
        assert_eq!(heard.number.as_deref(), Some("+494066969412"));
        assert_eq!(heard.name.as_deref(), Some("Nordlicht GmbH"));
    }
    let learned = desk.door.learned();
    assert_eq!((learned.len(), learned[0].origin, learned[0].query.as_str()), (4, Origin::Loopback, query));
    assert_eq!(learned[0].verdict, Verdict::Told);
}

#[tokio::test]
async fn a_browser_gets_a_page_that_closes_itself() {
    let mut desk = Desk::usual().await;
    let ask = |more: &str| {
        format!(
            "GET /{SECRET}/ring?number=1234567&name=%3Cb%3E HTTP/1.1\r\nHost: localhost:{}\r\n{more}\r\n",
            desk.port
        )
    };
    let page = desk.ask(V4, &ask("Accept: text/html,*/*;q=0.8\r\nCookie: a=b\r\n")).await;
    assert_eq!(status(&page), "200");
    assert!(page.contains("window.close()") && page.contains("You can close this page."));
    assert!(page.contains("Content-Security-Policy: default-src 'none'; script-src 'sha256-"));
    assert!(!page.contains("1234567") && !page.contains("<b>") && !page.contains(SECRET), "{page}");
    assert_eq!(desk.heard.try_recv().unwrap().name.as_deref(), Some("<b>"));
    let guess = desk.ask(V4, &ask("Accept: text/html\r\nSec-Purpose: prefetch;prerender\r\n")).await;
    assert_eq!(status(&guess), "503");
    assert!(desk.heard.try_recv().is_err(), "a page fetched in advance is no call");
}

#[tokio::test]
async fn who_does_not_know_the_secret_finds_nothing() {
    let mut desk = Desk::usual().await;
    for path in ["/", "/ring", "//ring", "/aB3-_xyz0123456789abc/ring", "/AB3-_XYZ0123456789ABCD/ring"] {
        assert_eq!(status(&desk.get(path).await), "404", "{path}");
    }
    for method in ["HEAD", "OPTIONS", "POST", "PUT"] {
        let host = format!("Host: 127.0.0.1:{}", desk.port);
        let wrong = desk.ask(V4, &format!("{method} /x/ring HTTP/1.1\r\n{host}\r\n\r\n")).await;
        assert_eq!(status(&wrong), "404", "{method}");
        let right = desk.ask(V4, &format!("{method} /{SECRET}/ring HTTP/1.1\r\n{host}\r\n\r\n")).await;
        let expected = if matches!(method, "HEAD" | "OPTIONS") { "204" } else { "405" };
        assert_eq!(status(&right), expected, "{method}");
    }
    assert_eq!(desk.refusals(), [(Refusal::WrongSecret, 9)]);
    assert!(desk.heard.try_recv().is_err());
}

#[tokio::test]
async fn a_page_that_says_it_is_another_computer_is_turned_away() {
    let mut desk = Desk::usual().await;
    let port = desk.port;
    for host in [
        "Host: evil.example".to_owned(),
        format!("Host: evil.example:{port}"),
        format!("Host: 127.0.0.1.evil.example:{port}"),
        "Host: 127.0.0.1:1".to_owned(),
        "X-Host: 127.0.0.1".to_owned(),
    ] {
        let request = format!("GET /{SECRET}/ring?number=1234567 HTTP/1.1\r\n{host}\r\n\r\n");
        assert_eq!(status(&desk.ask(V4, &request).await), "403", "{host}");
    }
    assert_eq!(desk.refusals(), [(Refusal::WrongHost, 5)]);
    assert!(desk.heard.try_recv().is_err());
}

#[tokio::test]
async fn a_flood_is_refused_and_forgotten() {
    let mut desk = Desk::usual().await;
    let mut limited = 0;
    let mut taken = 0;
    for _ in 0..150 {
        let reply = desk.get(&format!("/{SECRET}/ring?number=1234567")).await;
        match status(&reply) {
            "204" => taken += 1,
            "429" => limited += 1,
            other => panic!("{other}"),
        }
        while desk.heard.try_recv().is_ok() {}
    }
    assert!(limited > 0 && taken >= 40, "{taken} taken, {limited} refused");
    assert!(desk.door.learned().len() <= 20);
    assert_eq!(desk.refusals().first().map(|(refusal, _)| *refusal), Some(Refusal::TooMany));
}

#[tokio::test]
async fn guesses_do_not_keep_a_real_call_out() {
    let mut desk = Desk::usual().await;
    for guess in 0..200 {
        assert_eq!(status(&desk.get(&format!("/guess-{guess}/ring")).await), "404");
    }
    assert_eq!(status(&desk.get(&format!("/{SECRET}/ring?number=1234567")).await), "204");
    assert!(desk.heard.try_recv().is_ok());
    let times: u32 = desk.refusals().iter().map(|(_, times)| times).sum();
    assert!((10..100).contains(&times), "{times} guesses were written down");
}

#[tokio::test]
async fn a_huge_head_and_a_head_that_is_no_text_are_refused() {
    let mut desk = Desk::usual().await;
    let huge = format!("GET /{SECRET}/ring HTTP/1.1\r\nX: {}\r\n\r\n", "x".repeat(64 * 1024));
    // The rest of what was sent may reset the connection before the answer is read.
    let reply = desk.ask(V4, &huge).await;
    assert!(reply.is_empty() || status(&reply) == "431", "{reply}");
    let mut stream = TcpStream::connect((V4, desk.port)).await.unwrap();
    stream.write_all(b"GET /\xff\xfe HTTP/1.1\r\n\r\n").await.unwrap();
    assert_eq!(status(&answer(stream, "").await), "431");
    assert_eq!(desk.refusals(), [(Refusal::Unreadable, 2)]);
    assert!(desk.heard.try_recv().is_err());
}

#[tokio::test]
async fn who_connects_and_says_nothing_keeps_nobody_out() {
    let mut desk = Desk::usual().await;
    let mut silent = Vec::new();
    for _ in 0..40 {
        silent.push(TcpStream::connect((V4, desk.port)).await.unwrap());
    }
    let half = format!("GET /{SECRET}/ring HTTP/1.1\r\nHo");
    silent[0].write_all(half.as_bytes()).await.unwrap();
    // Every place is taken; the listener's patience ends before ours.
    assert_eq!(status(&desk.get(&format!("/{SECRET}/ring?number=1234567")).await), "204");
    assert!(desk.heard.try_recv().is_ok());
    let mut rest = Vec::new();
    assert_eq!(silent[0].read_to_end(&mut rest).await.unwrap_or(0), 0, "a half head gets no answer");
}

#[tokio::test]
async fn only_listed_desk_phones_are_heard_and_never_get_a_page() {
    let phone: IpAddr = "127.0.0.30".parse().unwrap();
    let lan = Lan { address: "127.0.0.20".parse().unwrap(), phones: vec![phone] };
    let mut desk = Desk::start(HookConfig { loopback: false, lan: Some(lan.clone()), ..config(0) }).await;
    let from = async |ip: &str, request: &str| {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::new(ip.parse().unwrap(), 0)).unwrap();
        let stream = socket.connect(SocketAddr::new(lan.address, desk.port)).await.unwrap();
        answer(stream, request).await
    };
    let ring = format!("GET /{SECRET}/ring?number=sip:04066969412@pbx HTTP/1.0\r\nAccept: text/html\r\n\r\n");
    assert_eq!(status(&from("127.0.0.30", &ring).await), "204");
    assert_eq!(from("127.0.0.31", &ring).await, "", "who is not in the list is not answered");
    assert_eq!(status(&from("127.0.0.30", "GET /wrong/ring HTTP/1.0\r\n\r\n").await), "404");
    assert_eq!(desk.heard.try_recv().unwrap().number.as_deref(), Some("sip:04066969412@pbx"));
    assert!(desk.heard.try_recv().is_err());
    let learned = desk.door.learned();
    let origins: Vec<_> = learned.iter().map(|arrival| (arrival.origin, arrival.verdict)).collect();
    let stranger = "127.0.0.31".parse().unwrap();
    assert_eq!(
        origins,
        [
            (Origin::Lan { address: phone }, Verdict::Refused { refusal: Refusal::WrongSecret }),
            (Origin::Lan { address: stranger }, Verdict::Refused { refusal: Refusal::UnknownPhone }),
            (Origin::Lan { address: phone }, Verdict::Told),
        ]
    );
    assert!(TcpStream::connect((V4, desk.port)).await.is_err(), "it listens at one address only");
}

#[tokio::test]
async fn a_busy_port_is_named_and_taken_once_it_is_free() {
    let other = TcpListener::bind((V4, 0)).await.unwrap();
    let port = other.local_addr().unwrap().port();
    let desk = Desk::start(config(port)).await;
    let mut state = desk.hook.state();
    let ListenerState::Failed { problem } = state.borrow().loopback.clone() else { panic!("not busy") };
    assert_eq!((problem.code, problem.detail), (ProblemCode::HookPortBusy, Some(port.to_string())));
    assert_eq!(state.borrow().problems().count(), 1);
    drop(other);
    let listens = |state: &engine::phone::hook::HookState| port_of(&state.loopback) == Some(port);
    tokio::time::timeout(PATIENCE, state.wait_for(listens)).await.expect("it does not try again").unwrap();
}

#[tokio::test]
async fn a_second_program_on_the_other_loopback_address_makes_the_port_busy() {
    let other = TcpListener::bind((V6, 0)).await.unwrap();
    let desk = Desk::start(config(other.local_addr().unwrap().port())).await;
    let state = desk.hook.state().borrow().clone();
    assert!(matches!(state.loopback, ListenerState::Failed { .. }), "{state:?}");
}

#[tokio::test]
async fn an_address_of_another_computer_is_named() {
    let address: IpAddr = "192.0.2.77".parse().unwrap();
    let lan = Some(Lan { address, phones: Vec::new() });
    let desk = Desk::start(HookConfig { lan, ..config(0) }).await;
    let state = desk.hook.state().borrow().clone();
    let ListenerState::Failed { problem } = state.lan else { panic!("{state:?}") };
    assert_eq!(problem.code, ProblemCode::HookLanAddressMissing);
    assert_eq!(problem.detail.as_deref(), Some("192.0.2.77"));
    assert!(port_of(&state.loopback).is_some(), "the other listener works all the same");
}

#[tokio::test]
async fn stopping_frees_the_port_and_shuts_the_door() {
    let desk = Desk::usual().await;
    let port = desk.port;
    let half_open = TcpStream::connect((V4, port)).await.unwrap();
    desk.hook.stop().await;
    drop(half_open);
    assert!(TcpStream::connect((V4, port)).await.is_err());
    assert!(!desk.door.link(&format!("ringside://{SECRET}/ring?number=1")));
    let again = Desk::start(config(port)).await;
    assert_eq!(again.port, port);
}
