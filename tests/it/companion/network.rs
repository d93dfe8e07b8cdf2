//! Certificates of a company's own, and its proxy.

use std::collections::BTreeMap;

use engine::view::{FieldError, SaveOutcome, SettingValue, SettingsChange};
use simulators::Options;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

use super::setup::all;
use super::*;

fn only(field: &str, value: &str) -> SettingsChange {
    let values = BTreeMap::from([(field.to_owned(), SettingValue::Text(value.to_owned()))]);
    SettingsChange { values, ..SettingsChange::default() }
}

fn phone_is_up(view: &View) -> Option<()> {
    matches!(view.health.phone, LinkView::Up { .. }).then_some(())
}

fn code(link: &LinkView) -> Option<ProblemCode> {
    match link {
        LinkView::Down { problem, .. } => Some(problem.code),
        LinkView::Connecting | LinkView::Up { .. } => None,
    }
}

/// Takes connections, tells what was asked for, and leads them to `target`.
async fn proxy(target: String) -> (String, mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (told, asked) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (told, target) = (told.clone(), target.clone());
            tokio::spawn(async move {
                let mut stream = BufReader::new(stream);
                let mut first = String::new();
                stream.read_line(&mut first).await.unwrap();
                let mut line = first.clone();
                while line.trim() != "" {
                    line.clear();
                    stream.read_line(&mut line).await.unwrap();
                }
                told.send(first).unwrap();
                let mut there = TcpStream::connect(target).await.unwrap();
                stream.get_mut().write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
                // Either side may end as it likes.
                let _ = tokio::io::copy_bidirectional(&mut stream, &mut there).await;
            });
        }
    });
    (address, asked)
}

#[tokio::test]
async fn a_companys_authority_is_trusted_once_its_file_is_named() {
    let world = World::bare_beside(Options { tls: true, ..Options::default() }).await;
    let setup = world.setup();
    assert_eq!(setup.change(all(&world)).await, SaveOutcome::Saved);
    world
        .until("nobody trusted", |view| {
            (code(&view.health.phone) == Some(ProblemCode::PhoneTls)).then_some(())
        })
        .await;
    let file = world.profile.dir.join("ca.pem");

    let refused = setup.change(only("network.ca_file", &file.to_string_lossy())).await;
    let SaveOutcome::Refused { fields } = refused else { panic!("{refused:?}") };
    assert_eq!((fields[0].field.as_str(), fields[0].error), ("network.ca_file", FieldError::NotAFile));
    std::fs::write(&file, "no certificate").unwrap();
    let refused = setup.change(only("network.ca_file", &file.to_string_lossy())).await;
    assert!(matches!(refused, SaveOutcome::Refused { .. }), "{refused:?}");

    std::fs::write(&file, world.simulators.ready().ca_pem.as_ref().unwrap()).unwrap();
    assert_eq!(setup.change(only("network.ca_file", &file.to_string_lossy())).await, SaveOutcome::Saved);
    world.until("the phone link", phone_is_up).await;
    world.pbx().ring(&Ring::from(KATHARINA)).unwrap();
    world.until_pop("a ring", |call| call.phase == Phase::Ringing).await;
}

#[tokio::test]
async fn other_hosts_are_reached_through_the_proxy_and_tls_is_verified_behind_it() {
    let world = World::bare_beside(Options { tls: true, ..Options::default() }).await;
    let facts = world.simulators.ready().clone();
    let file = world.profile.dir.join("ca.pem");
    std::fs::write(&file, facts.ca_pem.unwrap()).unwrap();
    let setup = world.setup();
    assert_eq!(setup.change(all(&world)).await, SaveOutcome::Saved);
    assert_eq!(setup.change(only("network.ca_file", &file.to_string_lossy())).await, SaveOutcome::Saved);
    world.until("the phone link", phone_is_up).await;

    let pbx = facts.threecx.base_url.trim_start_matches("https://").to_owned();
    let (address, mut asked) = proxy(pbx).await;
    assert_eq!(setup.change(only("network.proxy", &address)).await, SaveOutcome::Saved);
    // This computer itself is never asked for through a proxy.
    world.until("the phone link", phone_is_up).await;
    assert!(asked.try_recv().is_err());

    assert_eq!(setup.change(only("phone.address", "https://pbx.example.test")).await, SaveOutcome::Saved);
    let line = tokio::time::timeout(DEADLINE, asked.recv()).await.unwrap().unwrap();
    assert!(line.starts_with("CONNECT pbx.example.test:443 "), "{line}");
    // The simulator's certificate is for another name.
    world
        .until("not trusted", |view| (code(&view.health.phone) == Some(ProblemCode::PhoneTls)).then_some(()))
        .await;
}
