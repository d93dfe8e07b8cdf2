//! This computer: network settings, certificates, what waits, what is not set up.

use std::time::Duration;

use domain::call::{CallId, Direction, Outcome};
use domain::journal::{About, Entry};
use domain::outbox::FailureKind;
use jiff::{Timestamp, ToSpan as _};
use simulators::Options;

use super::*;
use crate::signin::sign_in;

pub(super) fn entry(key: &str) -> Entry {
    Entry {
        key: key.into(),
        call: CallId(1),
        subject: "3CX Phone System Call".into(),
        description: String::new(),
        direction: Direction::Inbound,
        outcome: Outcome::AnsweredInbound,
        disposition: "Answered".into(),
        duration_s: 3,
        day: "2026-11-22".parse().unwrap(),
        started: "2026-11-22T13:22:01Z".parse().unwrap(),
        about: About::Nobody,
        kind: domain::journal::EntryKind::Call,
        internal: false,
        status_open: false,
        extra: Vec::new(),
    }
}

#[tokio::test]
async fn network_settings_are_named_by_what_is_wrong_with_them() {
    let mut rig = Rig::healthy().await;
    let not_pem = rig.world.dir.path().join("certificate.der");
    std::fs::write(&not_pem, [0x30, 0x82]).unwrap();
    let (not_pem, missing) = (not_pem.display().to_string(), "/nowhere/ca.pem".to_owned());
    // A port that was free a moment ago.
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let proxy = format!("http://{closed}");
    for (proxy, ca_file, code, detail) in [
        (proxy.as_str(), "", "proxy-unreachable", closed.as_str()),
        ("http://[", "", "proxy-unusable", "http://["),
        ("", missing.as_str(), "ca-file-missing", missing.as_str()),
        ("", not_pem.as_str(), "ca-file-not-pem", not_pem.as_str()),
    ] {
        proxy.clone_into(&mut rig.settings.network.proxy);
        ca_file.clone_into(&mut rig.settings.network.ca_file);
        assert_eq!(rig.wrong().await, set(&[("network", "failed", code, detail)]), "{proxy} {ca_file}");
    }
}

#[tokio::test]
async fn a_certificate_nobody_trusts_is_not_a_server_that_is_away() {
    let tls = simulators::start(Options { tls: true, people: 30, ..Options::default() }).await.unwrap();
    let mut rig = Rig::healthy().await;
    let keychain = rig.world.keychain.clone();
    rig.settings.phone.address.clone_from(&tls.ready().threecx.base_url);
    rig.settings.salesforce.login_address.clone_from(&tls.ready().salesforce.login_url);
    rig.world.sign_in = sign_in(&tls, &keychain, rig.world.dir.path());
    rig.world.sign_in.resume().await;
    let found = rig.wrong().await;
    let want =
        set(&[("phone-sign-in", "failed", "phone-tls", ""), ("salesforce", "failed", "salesforce-tls", "")]);
    assert_eq!(found, want);

    tls.stop().await;
    let found = rig.wrong().await;
    let want = set(&[
        ("phone-sign-in", "failed", "phone-unreachable", ""),
        ("salesforce", "failed", "salesforce-offline", ""),
    ]);
    assert_eq!(found, want);
}

#[tokio::test]
async fn entries_that_do_not_go_out_are_counted() {
    let rig = Rig::healthy().await;
    let now = Timestamp::now();
    let hour_ago = now.checked_sub(1.hour()).unwrap();
    let outbox = rig.store.outbox();
    outbox.queue(&entry("fresh"), Some(now), now).await.unwrap();
    outbox.queue(&entry("held"), None, hour_ago).await.unwrap();
    assert_eq!(rig.wrong().await, set(&[]), "a call that has just ended, and one that is held");
    for key in ["one", "two"] {
        outbox.queue(&entry(key), Some(hour_ago), hour_ago).await.unwrap();
    }
    assert_eq!(rig.wrong().await, set(&[("outbox", "warned", "outbox-waiting", "2")]));
    outbox.begin(&["one".to_owned()], now).await.unwrap();
    let why = FailureKind::Refused { field: None, code: "X".into(), message: "no".into() };
    outbox.settle(&[("one".to_owned(), engine::store::Settled::Stuck { why })], now).await.unwrap();
    let findings = rig.findings().await;
    assert_eq!(wrong(&findings), set(&[("outbox", "warned", "outbox-stuck", "1")]));
    assert_eq!(fact(&findings, "outbox", "waiting"), "3");
}

#[tokio::test]
async fn what_is_not_set_up_is_said_once() {
    let rig = Rig::healthy().await;
    let mut case = rig.case().await;
    (case.three_cx, case.sign_in, case.salesforce) = (None, None, None);
    case.settings = Settings::default();
    let findings = examine(&case, Scope::All).await;
    let want = set(&[
        ("phone", "failed", "phone-not-configured", ""),
        ("salesforce", "failed", "salesforce-not-configured", ""),
    ]);
    assert_eq!(wrong(&findings), want);
}

#[tokio::test]
async fn nobody_is_signed_in_yet() {
    let rig = Rig::healthy().await;
    rig.world.sign_in.sign_out().await.unwrap();
    let asked = tokio::time::timeout(Duration::from_secs(20), rig.wrong()).await.unwrap();
    assert_eq!(asked, set(&[("salesforce", "failed", "salesforce-signed-out", "")]));
}
