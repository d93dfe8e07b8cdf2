//! Signing in through a real browser, from the address Ringside hands out to the page it ends on.

use std::path::PathBuf;
use std::process::Stdio;

use engine::problem::{Problem, ProblemCode};
use serde::Deserialize;
use serde_json::json;
use tokio::process::Command;
use tokio_util::sync::CancellationToken;

use super::*;

/// A browser starts slowly on a loaded machine.
const LONG: Duration = Duration::from_secs(120);

/// The last page, as the person sees it.
#[derive(Debug, Deserialize)]
struct LastPage {
    url: Url,
    title: String,
    text: String,
    language: String,
    rounded: String,
    ground: String,
    policy: Option<String>,
    complaints: Vec<String>,
}

/// How the person has set up the browser, and what they press.
struct Person {
    press: &'static str,
    dark: bool,
    language: LanguageView,
}

const READER: Person = Person { press: "allow", dark: false, language: LanguageView::En };

/// Opens the address in a headless Chromium and does what `person` does. The picture of the last
/// page is `target/shots/signin-<name>.png`.
async fn browse(world: &World, address: &Url, person: &Person, name: &str) -> LastPage {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let shots: PathBuf = top.join("target/shots");
    std::fs::create_dir_all(&shots).unwrap();
    let user = &world.simulators.ready().salesforce.users[0];
    let told = json!({
        "open": address, "press": person.press, "username": user.username, "password": user.password,
        "shot": shots.join(format!("signin-{name}.png")), "dark": person.dark,
        "locale": if person.language == LanguageView::De { "de-DE" } else { "en-GB" },
    });
    let mut script = Command::new("node");
    script.arg(top.join("tests/chromium/walk.mjs")).arg(told.to_string());
    script.stdin(Stdio::null()).kill_on_drop(true);
    let output = tokio::time::timeout(LONG, script.output()).await.expect("the browser ends").unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let told = String::from_utf8_lossy(&output.stderr);
    serde_json::from_str(&said).unwrap_or_else(|error| panic!("{error}: {said}{told}"))
}

/// Signs in as this person does; what became of it, and the last page.
async fn signed_in_by(world: &World, person: &Person, name: &str) -> (Result<(), SignInError>, LastPage) {
    let words = Words::new(person.language);
    let (address, outcome) = world.sign_in.begin(words, CancellationToken::new()).await.unwrap();
    let (outcome, page) = tokio::join!(outcome, browse(world, &address, person, name));
    assert_eq!(page.url.as_str(), "http://localhost:47113/api/oauth2crm/done", "no code in the address bar");
    assert_eq!(page.rounded, "12px", "the policy lets the page's own style in: {page:?}");
    let policy = page.policy.as_deref().unwrap_or_default();
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
    assert!(page.complaints.is_empty(), "{page:?}");
    (outcome, page)
}

#[tokio::test]
async fn allow_ends_on_the_page_of_the_app_and_signed_in() {
    let _turn = port_turn();
    let world = world().await;
    let (outcome, page) = signed_in_by(&world, &READER, "allowed").await;
    assert_eq!(outcome, Ok(()));
    assert_eq!((&*page.title, &*page.language), ("Signed in to Salesforce · Ringside", "en"));
    assert!(page.text.contains("You can close this page and go back to Ringside."), "{page:?}");
    assert!(matches!(world.state(), SignInState::SignedIn { address: Some(_) }));
    assert_eq!(world.sign_in.account().unwrap().name, world.simulators.ready().salesforce.users[0].name);
    assert!(world.keychain.get(SecretName::RefreshToken).await.unwrap().is_some());

    let german = Person { dark: true, language: LanguageView::De, ..READER };
    let (outcome, dark) = signed_in_by(&world, &german, "allowed-dark-de").await;
    assert_eq!(outcome, Ok(()));
    assert_eq!((&*dark.title, &*dark.language), ("In Salesforce angemeldet · Ringside", "de"));
    assert_ne!(dark.ground, page.ground, "the browser's dark is the page's");
}

/// What the page and the state say after a refusal.
async fn refused(world: &World, person: &Person, name: &str) -> Problem {
    let (outcome, page) = signed_in_by(world, person, name).await;
    let problem = Problem::from(&outcome.expect_err("a refusal"));
    let words = Words::new(person.language);
    for said in [words.problem(&problem), words.remedy(&problem), problem.detail.clone().unwrap_or_default()]
    {
        assert!(page.text.contains(&said), "{said}: {page:?}");
    }
    assert_eq!(world.state(), SignInState::SignedOut { why: SignedOut::NotYet });
    assert!(world.keychain.get(SecretName::RefreshToken).await.unwrap().is_none());
    problem
}

#[tokio::test]
async fn deny_ends_on_a_page_that_says_so() {
    let _turn = port_turn();
    let world = world().await;
    let denier = Person { press: "deny", ..READER };
    assert_eq!(refused(&world, &denier, "denied").await.code, ProblemCode::SalesforceAccessDenied);
}

#[tokio::test]
async fn a_wrong_secret_is_named_on_the_page() {
    let _turn = port_turn();
    let world = world().await;
    world.keychain.set(SecretName::ConsumerSecret, &Secret::new("wrong")).await.unwrap();
    let german = Person { language: LanguageView::De, ..READER };
    let problem = refused(&world, &german, "wrong-secret-de").await;
    assert_eq!(problem.code, ProblemCode::SalesforceSecretWrong);
}

#[tokio::test]
async fn an_app_that_is_not_installed_is_named_on_the_page() {
    let _turn = port_turn();
    let world = world().await;
    world.fault("app-not-installed", None);
    let problem = refused(&world, &Person { dark: true, ..READER }, "not-installed-dark").await;
    assert_eq!(problem.code, ProblemCode::SalesforceAppNotInstalled);
}

#[tokio::test]
async fn a_missing_scope_is_found_out_and_named_on_the_page() {
    let _turn = port_turn();
    let world = world().await;
    world.fault("scope-unassigned", Some("refresh_token"));
    let problem = refused(&world, &READER, "scope-missing").await;
    assert_eq!(
        (problem.code, problem.detail.as_deref()),
        (ProblemCode::SalesforceScopeMissing, Some("refresh_token"))
    );
}

#[tokio::test]
async fn a_busy_port_is_said_before_any_browser_opens_and_a_free_one_works() {
    let _turn = port_turn();
    let world = world().await;
    for address in ["127.0.0.1", "::1"] {
        let other = std::net::TcpListener::bind((address, CALLBACK_PORT)).unwrap();
        let begun = world.sign_in.begin(english(), CancellationToken::new()).await;
        let problem = Problem::from(&begun.err().expect("the port is taken"));
        let port = CALLBACK_PORT.to_string();
        assert_eq!((problem.code, problem.detail), (ProblemCode::SignInPortBusy, Some(port)), "{address}");
        drop(other);
    }
    assert_eq!(world.count("GET authorize"), 0, "nobody was sent anywhere");
    assert_eq!(signed_in_by(&world, &READER, "port-free-again").await.0, Ok(()));
}
