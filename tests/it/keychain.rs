//! The real keychain: a Secret Service of its own on a bus of its own. This binary starts itself
//! once more inside, one phase after the other, because a process looks for its keychain once.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::process::Command;

use domain::settings::SalesforceSettings;
use engine::http::Net;
use engine::signin::{
    Keychain, KeychainError, KeychainState, Secret, SecretName, SignIn, SignInError, SignInState, SignedOut,
    TokenError, TokenSource as _,
};
use engine::view::LanguageView;
use engine::words::Words;
use tokio_util::sync::CancellationToken;

/// Names the phase in the inner run, and the directory it works in.
const PHASE: &str = "RINGSIDE_TEST_KEYCHAIN_PHASE";
const DIR: &str = "RINGSIDE_TEST_KEYCHAIN_DIR";

const SESSION: &str = r#"
set -eu
tries=0
export HOME="$RINGSIDE_TEST_KEYCHAIN_DIR" XDG_RUNTIME_DIR="$RINGSIDE_TEST_KEYCHAIN_DIR/run"
export XDG_DATA_HOME="$HOME/data" XDG_CACHE_HOME="$HOME/cache"
unset DISPLAY WAYLAND_DISPLAY
mkdir -p -m 700 "$XDG_RUNTIME_DIR"
phase() { RINGSIDE_TEST_KEYCHAIN_PHASE="$1" "$TEST_BINARY" --exact keychain::the_systems_keychain --nocapture; }
unlock() { printf test-password | gnome-keyring-daemon --replace --unlock --components=secrets; }
export $(unlock)
gdbus wait --session --timeout 20 org.freedesktop.secrets
phase open
gdbus call --session --dest org.freedesktop.secrets --object-path /org/freedesktop/secrets \
  --method org.freedesktop.Secret.Service.Lock "['/org/freedesktop/secrets/collection/login']"
phase locked
unlock
until gdbus call --session --dest org.freedesktop.secrets --object-path /org/freedesktop/secrets/collection/login \
  --method org.freedesktop.DBus.Properties.Get org.freedesktop.Secret.Collection Locked | grep -q false; do tries=$((tries + 1)); [ "$tries" -lt 200 ]; done
phase again
DBUS_SESSION_BUS_ADDRESS="unix:path=$HOME/no-bus" phase absent
"#;

/// A bus on which nothing is started by being asked for.
const BARE_BUS: &str = r#"<busconfig><type>session</type><listen>unix:dir=DIR</listen><policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"#;

const LATE: &str = r#"
set -eu
tries=0
export HOME="$RINGSIDE_TEST_KEYCHAIN_DIR" XDG_RUNTIME_DIR="$RINGSIDE_TEST_KEYCHAIN_DIR/run"
export XDG_DATA_HOME="$HOME/data" XDG_CACHE_HOME="$HOME/cache"
unset DISPLAY WAYLAND_DISPLAY
mkdir -p -m 700 "$XDG_RUNTIME_DIR"
RINGSIDE_TEST_KEYCHAIN_PHASE=late "$TEST_BINARY" --exact keychain::a_keychain_that_appears_later --nocapture &
until [ -e "$HOME/without" ]; do tries=$((tries + 1)); [ "$tries" -lt 600 ]; sleep 0.05; done
export $(printf test-password | gnome-keyring-daemon --replace --unlock --components=secrets)
gdbus wait --session --timeout 20 org.freedesktop.secrets
touch "$HOME/with"
wait $!
RINGSIDE_TEST_KEYCHAIN_PHASE=after "$TEST_BINARY" --exact keychain::a_keychain_that_appears_later --nocapture
"#;

#[test]
fn a_keychain_that_appears_later() {
    if let Ok(phase) = std::env::var(PHASE) {
        let dir = std::env::var(DIR).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        return runtime.block_on(run(&phase, Path::new(&dir)));
    }
    let dir = tempfile::tempdir().unwrap();
    let bus = dir.path().join("bus.conf");
    std::fs::write(&bus, BARE_BUS.replace("DIR", &dir.path().display().to_string())).unwrap();
    let session = Command::new("dbus-run-session")
        .arg("--config-file")
        .arg(bus)
        .args(["--", "sh", "-c", LATE])
        .env("TEST_BINARY", std::env::current_exe().unwrap())
        .env(DIR, dir.path())
        .output()
        .expect("dbus-run-session is installed");
    let told = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(session.status.success(), "{}\n{}", told(&session.stdout), told(&session.stderr));
    assert_eq!(told(&session.stdout).matches("1 passed").count(), 2, "{}", told(&session.stdout));
}

#[test]
fn the_systems_keychain() {
    if let Ok(phase) = std::env::var(PHASE) {
        let dir = std::env::var(DIR).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        return runtime.block_on(run(&phase, Path::new(&dir)));
    }
    let dir = tempfile::tempdir().unwrap();
    let session = Command::new("dbus-run-session")
        .args(["--", "sh", "-c", SESSION])
        .env("TEST_BINARY", std::env::current_exe().unwrap())
        .env(DIR, dir.path())
        .output()
        .expect("dbus-run-session is installed");
    let told = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(session.status.success(), "{}\n{}", told(&session.stdout), told(&session.stderr));
    assert_eq!(told(&session.stdout).matches("1 passed").count(), 4, "{}", told(&session.stdout));
}

async fn run(phase: &str, dir: &Path) {
    match phase {
        "open" => open(dir).await,
        "locked" => locked(dir).await,
        "again" => again().await,
        "absent" => absent(dir).await,
        "late" => late(dir).await,
        "after" => after(dir).await,
        other => panic!("{other}"),
    }
}

async fn open(dir: &Path) {
    let in_file = Keychain::in_memory("a").store_key(dir).await.unwrap();
    let keychain = Keychain::open("a").await;
    assert_eq!(keychain.state(), KeychainState::Ok);
    let moved = keychain.store_key(dir).await.unwrap();
    assert_eq!(moved.bytes(), in_file.bytes());
    assert!(!dir.join("store.key").exists(), "the key has moved");
    assert_eq!(Keychain::open("a").await.store_key(dir).await.unwrap().bytes(), moved.bytes());
    assert_ne!(Keychain::open("b").await.store_key(dir).await.unwrap().bytes(), moved.bytes());

    assert!(keychain.get(SecretName::PbxKey).await.unwrap().is_none());
    keychain.set(SecretName::PbxKey, &Secret::new("first")).await.unwrap();
    keychain.set(SecretName::PbxKey, &Secret::new("sécond")).await.unwrap();
    assert!(Keychain::open("a").await.get(SecretName::PbxKey).await.unwrap().unwrap().is("sécond"));
    assert!(Keychain::open("b").await.get(SecretName::PbxKey).await.unwrap().is_none());
    keychain.delete(SecretName::PbxKey).await.unwrap();
    keychain.delete(SecretName::PbxKey).await.unwrap();
    assert!(keychain.get(SecretName::PbxKey).await.unwrap().is_none());
    keychain.set(SecretName::RefreshToken, &Secret::new("kept")).await.unwrap();
}

async fn locked(dir: &Path) {
    let keychain = Keychain::open("a").await;
    assert_eq!(keychain.get(SecretName::RefreshToken).await.err(), Some(KeychainError::Locked));
    assert_eq!(keychain.state(), KeychainState::Locked);
    let replaced = keychain.set(SecretName::RefreshToken, &Secret::new("other")).await;
    assert_eq!(replaced.err(), Some(KeychainError::Locked));
    assert_eq!(keychain.store_key(dir).await.err(), Some(KeychainError::Locked));
    assert!(!dir.join("store.key").exists(), "never a second place");

    let settings = SalesforceSettings { consumer_key: "key".into(), ..SalesforceSettings::default() };
    let sign_in = SignIn::new(&settings, keychain, dir, &Net::default()).unwrap();
    let why = SignedOut::KeychainLocked;
    assert_eq!(sign_in.resume().await, SignInState::SignedOut { why });
    assert_eq!(sign_in.token().await.err(), Some(TokenError::SignedOut));
    let begun = sign_in.begin(Words::new(LanguageView::En), CancellationToken::new()).await;
    assert_eq!(begun.err(), Some(SignInError::Keychain(KeychainError::Locked)));
}

async fn again() {
    let keychain = Keychain::open("a").await;
    assert!(keychain.get(SecretName::RefreshToken).await.unwrap().unwrap().is("kept"));
    assert_eq!(keychain.state(), KeychainState::Ok);
}

async fn absent(dir: &Path) {
    let keychain = Keychain::open("a").await;
    assert_eq!(keychain.state(), KeychainState::Absent);
    assert!(keychain.get(SecretName::RefreshToken).await.unwrap().is_none());
    keychain.set(SecretName::RefreshToken, &Secret::new("memory")).await.unwrap();
    assert!(Keychain::open("a").await.get(SecretName::RefreshToken).await.unwrap().is_none());
    keychain.store_key(dir).await.unwrap();
    assert!(dir.join("store.key").exists());
}

/// Starts without a keychain and goes on with one.
async fn late(dir: &Path) {
    let keychain = Keychain::open("a").await;
    assert_eq!(keychain.state(), KeychainState::Absent);
    keychain.set(SecretName::RefreshToken, &Secret::new("memory")).await.unwrap();
    keychain.set(SecretName::PbxKey, &Secret::new("key")).await.unwrap();
    let key = keychain.store_key(dir).await.unwrap();
    assert_eq!(keychain.retry(dir).await, Err(KeychainError::Broken), "there still is none");
    assert_eq!(keychain.state(), KeychainState::Absent);
    assert!(keychain.get(SecretName::PbxKey).await.unwrap().unwrap().is("key"));
    assert!(dir.join("store.key").exists());

    std::fs::write(dir.join("without"), "").unwrap();
    until_exists(&dir.join("with")).await;
    let other = keychain.clone();
    keychain.retry(dir).await.unwrap();
    for keychain in [&keychain, &other, &Keychain::open("a").await] {
        assert_eq!(keychain.state(), KeychainState::Ok);
        assert!(keychain.get(SecretName::RefreshToken).await.unwrap().unwrap().is("memory"));
        assert!(keychain.get(SecretName::PbxKey).await.unwrap().unwrap().is("key"));
        assert!(keychain.get(SecretName::ConsumerSecret).await.unwrap().is_none());
        assert_eq!(keychain.store_key(dir).await.unwrap().bytes(), key.bytes());
    }
    assert!(!dir.join("store.key").exists(), "the key has moved");
    keychain.set(SecretName::ConsumerSecret, &Secret::new("later")).await.unwrap();
    keychain.retry(dir).await.unwrap();
    std::fs::write(dir.join("key"), key.bytes()).unwrap();

    let memory = Keychain::in_memory("a");
    assert_eq!(memory.retry(dir).await, Err(KeychainError::Broken));
    assert_eq!(memory.state(), KeychainState::Absent);
    assert!(memory.get(SecretName::PbxKey).await.unwrap().is_none(), "it stays apart");
}

/// Another process finds everything in the keychain.
async fn after(dir: &Path) {
    let keychain = Keychain::open("a").await;
    assert_eq!(keychain.state(), KeychainState::Ok);
    assert!(keychain.get(SecretName::RefreshToken).await.unwrap().unwrap().is("memory"));
    assert!(keychain.get(SecretName::ConsumerSecret).await.unwrap().unwrap().is("later"));
    let key = keychain.store_key(dir).await.unwrap();
    assert_eq!(key.bytes().as_slice(), std::fs::read(dir.join("key")).unwrap());
}

async fn until_exists(file: &Path) {
    let look = async {
        while !file.exists() {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(30), look).await.expect("the keychain starts");
}
