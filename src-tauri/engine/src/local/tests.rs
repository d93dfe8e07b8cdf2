#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;

use domain::call::CallId;
use interprocess::local_socket::tokio::Stream;
use interprocess::local_socket::traits::tokio::Stream as _;
use serde_json::json;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::*;

struct World {
    _dir: TempDir,
    profile: Profile,
    asked: mpsc::Receiver<Asked>,
    cancel: CancellationToken,
    running: JoinHandle<()>,
    _lock: ProfileLock,
}

fn start_in(dir: TempDir, below: &str) -> World {
    let profile = Profile::open(Some(&dir.path().join(below))).unwrap();
    let lock = profile.lock().unwrap();
    let (ask, asked) = mpsc::channel(4);
    let server = Server::bind(&profile, &lock, ask).unwrap();
    let cancel = CancellationToken::new();
    let running = tokio::spawn(server.run(cancel.clone()));
    World { _dir: dir, profile, asked, cancel, running, _lock: lock }
}

fn start() -> World {
    start_in(TempDir::new().unwrap(), "profile")
}

async fn raw(profile: &Profile) -> Stream {
    Stream::connect(socket::name_of(profile).unwrap()).await.unwrap()
}

/// What the server says to these bytes until it hangs up or has said `lines` lines.
async fn says(stream: &mut Stream, bytes: &[u8], lines: usize) -> String {
    stream.write_all(bytes).await.unwrap();
    let mut text = Vec::new();
    while text.iter().filter(|byte| **byte == b'\n').count() < lines {
        if stream.read_buf(&mut text).await.unwrap() == 0 {
            break;
        }
    }
    String::from_utf8(text).unwrap()
}

#[test]
fn requests_on_the_wire() {
    for (text, request) in [
        (r#"{"action":"answer","call":3}"#, Request::Act(AgentAction::Answer { call: CallId(3) })),
        (r#"{"action":"pause_pops"}"#, Request::Act(AgentAction::PausePops)),
        (r#"{"ask":"view"}"#, Request::Ask(Ask::View)),
        (
            r#"{"ask":"lookup","text":"+49 40"}"#,
            Request::Ask(Ask::Lookup { text: "+49 40".into(), here: false }),
        ),
        (r#"{"ask":"show"}"#, Request::Ask(Ask::Show)),
    ] {
        assert_eq!(serde_json::from_str::<Request>(text).unwrap(), request);
        assert_eq!(serde_json::to_string(&request).unwrap(), text);
    }
}

#[test]
fn profile_has_a_stable_name_and_private_directory() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("Mein Profil");
    let profile = Profile::open(Some(&path)).unwrap();
    assert!(profile.id.starts_with("MeinProfil-"), "{}", profile.id);
    assert_eq!(Profile::open(Some(&dir.path().join(".").join("Mein Profil"))).unwrap(), profile);
    assert_ne!(Profile::open(Some(&dir.path().join("Mein-Profil"))).unwrap().id, profile.id);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o700);
    }
}

#[test]
fn second_lock_names_the_holder() {
    let dir = TempDir::new().unwrap();
    let profile = Profile::open(Some(dir.path())).unwrap();
    fs::write(profile.dir.join("lock"), "a much longer text than will be there").unwrap();
    let lock = profile.lock().unwrap();
    let Err(LockError::Held(held)) = profile.lock() else { panic!("held twice") };
    assert_eq!(held.pid, Some(std::process::id()));
    assert!(held.program.starts_with("engine"), "{held:?}");
    #[cfg(unix)]
    assert_eq!(
        fs::read_to_string(profile.dir.join("lock")).unwrap(),
        format!("{} {}\n", std::process::id(), held.program)
    );
    drop(lock);
    profile.lock().unwrap();
}

#[tokio::test]
async fn asks_and_acts() {
    let mut world = start();
    let mut client = LocalClient::connect(&world.profile).await.unwrap();
    let loop_side = async {
        let asked = world.asked.recv().await.unwrap();
        assert_eq!(asked.request, Request::Ask(Ask::View));
        asked.replies.try_send(json!({"revision": 7}).to_string()).unwrap();
        let asked = world.asked.recv().await.unwrap();
        assert_eq!(asked.request, Request::Act(AgentAction::PausePops));
    };
    let client_side = async {
        assert_eq!(client.ask(&Request::Ask(Ask::View)).await.unwrap(), json!({"revision": 7}));
        let refused = client.ask(&Request::Act(AgentAction::PausePops)).await;
        assert!(matches!(refused, Err(LocalError::Refused { code }) if code == "no-answer"));
    };
    tokio::join!(loop_side, client_side);
}

#[tokio::test]
async fn watches_and_acts_on_one_connection() {
    let mut world = start();
    let mut watch = LocalClient::connect(&world.profile).await.unwrap().watch().await.unwrap();
    let asked = world.asked.recv().await.unwrap();
    for revision in 0..3 {
        asked.replies.send(json!({"revision": revision}).to_string()).await.unwrap();
        assert_eq!(watch.next().await.unwrap().unwrap(), json!({"revision": revision}));
    }
    drop(watch);
    asked.replies.closed().await;

    let mut peer = raw(&world.profile).await;
    peer.write_all(b"{\"ask\":\"watch\"}\n{\"action\":\"resume_pops\"}\n").await.unwrap();
    let watching = world.asked.recv().await.unwrap();
    let acting = world.asked.recv().await.unwrap();
    assert_eq!(acting.request, Request::Act(AgentAction::ResumePops));
    acting.replies.try_send("{\"ok\":true}".into()).unwrap();
    assert_eq!(says(&mut peer, b"", 1).await, "{\"ok\":true}\n");
    watching.replies.try_send("{}".into()).unwrap();
    assert_eq!(says(&mut peer, b"", 1).await, "{}\n");
}

#[tokio::test]
async fn bad_lines_are_answered() {
    let world = start();
    let mut peer = raw(&world.profile).await;
    for bad in [
        &b"nonsense\n"[..],
        b"{\"ask\":\"secrets\"}\n",
        b"\xFF\xFE\n",
        b"[]\n",
        b"\r\n{\"action\":\"answer\"}\n",
    ] {
        assert_eq!(says(&mut peer, bad, 1).await, "{\"error\":\"not-understood\"}\n", "{bad:?}");
    }
    let mut long = vec![b'x'; LINE_MAX + 1];
    assert_eq!(says(&mut peer, &long, 2).await, "{\"error\":\"too-long\"}\n", "and hangs up");
    let mut peer = raw(&world.profile).await;
    long.truncate(LINE_MAX);
    long.push(b'\n');
    assert_eq!(
        says(&mut peer, &long, 1).await,
        "{\"error\":\"not-understood\"}\n",
        "the longest line there is"
    );
}

#[tokio::test]
async fn everything_has_a_limit() {
    let world = start();
    let mut peer = raw(&world.profile).await;
    // The loop reads nothing: its queue holds four.
    let asks = b"{\"ask\":\"view\"}\n".repeat(5);
    assert_eq!(says(&mut peer, &asks, 1).await, "{\"error\":\"busy\"}\n");

    let mut others = Vec::new();
    for _ in 1..PEERS_MAX {
        let mut other = raw(&world.profile).await;
        assert_eq!(says(&mut other, b"x\n", 1).await, "{\"error\":\"not-understood\"}\n");
        others.push(other);
    }
    let mut late = raw(&world.profile).await;
    let mut text = String::new();
    late.read_to_string(&mut text).await.unwrap();
    assert_eq!(text, "{\"error\":\"too-many-peers\"}\n");
}

#[tokio::test]
async fn requests_of_one_peer_have_a_limit() {
    let mut world = start();
    let mut peer = raw(&world.profile).await;
    let mut open = Vec::new();
    for _ in 0..8 {
        peer.write_all(b"{\"ask\":\"watch\"}\n").await.unwrap();
        open.push(world.asked.recv().await.unwrap());
    }
    assert_eq!(says(&mut peer, b"{\"ask\":\"watch\"}\n", 1).await, "{\"error\":\"too-many-requests\"}\n");
}

#[tokio::test]
async fn ends_with_the_program_and_leaves_a_place_for_the_next() {
    let world = start();
    let mut client = LocalClient::connect(&world.profile).await.unwrap();
    world.cancel.cancel();
    world.running.await.unwrap();
    assert!(client.ask(&Request::Ask(Ask::View)).await.is_err());
    assert!(LocalClient::connect(&world.profile).await.is_none());
}

#[cfg(unix)]
#[tokio::test]
async fn socket_of_a_dead_program_is_replaced() {
    let dir = TempDir::new().unwrap();
    fs::create_dir(dir.path().join("profile")).unwrap();
    let path = dir.path().join("profile").join("ringside.sock");
    drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
    assert!(path.exists());
    let profile = Profile::open(Some(&dir.path().join("profile"))).unwrap();
    assert!(LocalClient::connect(&profile).await.is_none());

    use std::os::unix::fs::PermissionsExt;
    let world = start_in(dir, "profile");
    assert!(LocalClient::connect(&world.profile).await.is_some());
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[cfg(unix)]
#[tokio::test]
async fn profile_with_a_long_path() {
    let world = start_in(TempDir::new().unwrap(), &"long/".repeat(30));
    assert!(!world.profile.dir.join("ringside.sock").exists());
    let elsewhere = fs::read_to_string(world.profile.dir.join("ringside.sock.path")).unwrap();
    assert!(LocalClient::connect(&world.profile).await.is_some());
    let dir = std::path::Path::new(&elsewhere).parent().unwrap().to_owned();
    drop(world);
    fs::remove_dir_all(dir).unwrap();
}
