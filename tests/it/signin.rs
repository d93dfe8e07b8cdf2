//! Signing in, walked over HTTP against the simulated org, as a browser would.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod catalogue;
mod chromium;
mod facts;
mod processes;
mod refreshing;

use std::fs::File;
use std::path::Path;
use std::time::Duration;

use domain::settings::SalesforceSettings;
use engine::crm::Crm as _;
use engine::crm::salesforce::Salesforce;
use engine::http::Net;
use engine::signin::{
    Keychain, Reason, Secret, SecretName, SignIn, SignInError, SignInState, SignedOut, TokenError,
    TokenSource as _,
};
use engine::view::LanguageView;
use engine::words::Words;
use simulators::{Options, Simulators};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;
use url::Url;

/// The only callback an app has registered (salesforce.md 2.4), so tests take turns with it.
const CALLBACK_PORT: u16 = 47113;

/// A simulated org and one profile.
pub struct World {
    pub simulators: Simulators,
    pub keychain: Keychain,
    pub sign_in: SignIn,
    pub dir: TempDir,
}

pub async fn world() -> World {
    let simulators = simulators::start(Options::default()).await.unwrap();
    let keychain = Keychain::in_memory("test");
    let secret = Secret::new(&simulators.ready().salesforce.consumer_secret);
    keychain.set(SecretName::ConsumerSecret, &secret).await.unwrap();
    let dir = tempfile::tempdir().unwrap();
    let sign_in = sign_in(&simulators, &keychain, dir.path());
    World { simulators, keychain, sign_in, dir }
}

/// Another copy of the program on the same profile.
pub fn sign_in(simulators: &Simulators, keychain: &Keychain, dir: &Path) -> SignIn {
    let facts = &simulators.ready().salesforce;
    let settings = SalesforceSettings {
        login_address: facts.login_url.clone(),
        consumer_key: facts.consumer_key.clone(),
        callback_port: CALLBACK_PORT,
        ..SalesforceSettings::default()
    };
    SignIn::new(&settings, keychain.clone(), dir, &Net::default()).unwrap()
}

impl World {
    /// Signs in without a listener: the code is taken from the redirect itself.
    pub async fn signed_in(self) -> Self {
        let facts = &self.simulators.ready().salesforce;
        let http = engine::http::client().unwrap();
        let mut address = Url::parse(&facts.login_url).unwrap().join("/services/oauth2/authorize").unwrap();
        address
            .query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &facts.consumer_key)
            .append_pair("redirect_uri", &facts.callback_url);
        let back = press(&http, &self.simulators, &address, "allow").await;
        let code = value(&back, "code").unwrap();
        let token = Url::parse(&facts.login_url).unwrap().join("/services/oauth2/token").unwrap();
        let form = [
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("client_id", &facts.consumer_key),
            ("client_secret", &facts.consumer_secret),
            ("redirect_uri", &facts.callback_url),
        ];
        let answer: serde_json::Value =
            http.post(token).form(&form).send().await.unwrap().json().await.unwrap();
        let refresh = Secret::new(answer["refresh_token"].as_str().unwrap());
        self.sign_in.adopt(refresh).await.unwrap();
        self
    }

    pub fn fault(&self, name: &str, value: Option<&str>) {
        self.simulators.org.apply_fault(name, value).unwrap();
    }

    pub fn count(&self, kind: &str) -> u64 {
        self.simulators.org.counters().get(kind).copied().unwrap_or(0)
    }

    fn state(&self) -> SignInState {
        self.sign_in.state().borrow().clone()
    }
}

pub fn english() -> Words {
    Words::new(LanguageView::En)
}

/// Fills in the authorize page and presses a button; the address the browser is sent to.
async fn press(http: &reqwest::Client, simulators: &Simulators, address: &Url, button: &str) -> Url {
    let page = http.get(address.clone()).send().await.unwrap();
    assert!(page.status().is_success(), "{}", page.text().await.unwrap());
    let user = &simulators.ready().salesforce.users[0];
    let mut form: Vec<(String, String)> = address.query_pairs().into_owned().collect();
    form.push(("username".into(), user.username.clone()));
    form.push(("password".into(), user.password.clone()));
    form.push(("decision".into(), button.into()));
    let target = address.join("/services/oauth2/authorize").unwrap();
    let answer = http.post(target).form(&form).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 302);
    answer.headers()["location"].to_str().unwrap().parse().unwrap()
}

fn value(address: &Url, name: &str) -> Option<String> {
    address.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

/// Held while a test uses the callback's port; other test processes wait.
pub fn port_turn() -> File {
    let file = File::create(std::env::temp_dir().join("ringside-test-callback-port.lock")).unwrap();
    file.lock().unwrap();
    file
}

/// Opens an address as the browser would, redirects to this computer included; the last page.
async fn browse(http: &reqwest::Client, mut address: Url) -> String {
    loop {
        let answer = http.get(address.clone()).send().await.unwrap();
        match answer.headers().get("location") {
            Some(next) => address = address.join(next.to_str().unwrap()).unwrap(),
            None => return answer.text().await.unwrap(),
        }
    }
}

#[tokio::test]
async fn allow_in_the_browser_signs_in_and_leaves_no_code_in_the_address_bar() {
    let _turn = port_turn();
    let world = world().await;
    let http = engine::http::client().unwrap();
    let (address, outcome) = world.sign_in.begin(english(), CancellationToken::new()).await.unwrap();
    assert_eq!(value(&address, "code_challenge_method").as_deref(), Some("S256"));
    assert_eq!(value(&address, "scope").as_deref(), Some("api refresh_token openid"));
    assert_eq!(value(&address, "redirect_uri").as_deref(), Some("http://localhost:47113/api/oauth2crm"));
    let browser = async {
        let back = press(&http, &world.simulators, &address, "allow").await;
        browse(&http, back).await
    };
    let (outcome, page) = tokio::join!(outcome, browser);
    outcome.unwrap();
    assert!(page.contains("You can close this page"), "{page}");
    let SignInState::SignedIn { address: Some(address) } = world.state() else {
        panic!("{:?}", world.state())
    };
    assert_eq!(address.as_str().trim_end_matches('/'), world.simulators.ready().salesforce.login_url);
    assert!(world.keychain.get(SecretName::RefreshToken).await.unwrap().is_some());

    let identity =
        Salesforce::new(world.sign_in.tokens(), &Net::default()).unwrap().identity().await.unwrap();
    let user = &world.simulators.ready().salesforce.users[0];
    assert_eq!(
        (&identity.user_id, &identity.username, &identity.name),
        (&user.id, &user.username, &user.name)
    );
    assert_eq!(world.count("token refresh_token"), 0);
}

#[tokio::test]
async fn deny_is_told_as_it_is() {
    let _turn = port_turn();
    let world = world().await;
    let http = engine::http::client().unwrap();
    let (address, outcome) = world.sign_in.begin(english(), CancellationToken::new()).await.unwrap();
    let browser = async {
        let back = press(&http, &world.simulators, &address, "deny").await;
        browse(&http, back).await
    };
    let (outcome, page) = tokio::join!(outcome, browser);
    let Err(SignInError::Refused(refusal)) = outcome else { panic!("{outcome:?}") };
    assert_eq!((refusal.reason, &*refusal.said), (Reason::Denied, "end-user denied authorization"));
    assert!(page.contains("Access was denied in the browser"), "{page}");
    assert_eq!(world.state(), SignInState::SignedOut { why: SignedOut::NotYet });
}

#[tokio::test]
async fn a_wrong_state_or_secret_gets_nobody_in() {
    let _turn = port_turn();
    let world = world().await;
    let http = engine::http::client().unwrap();
    let wrong = Secret::new("wrong");
    world.keychain.set(SecretName::ConsumerSecret, &wrong).await.unwrap();
    let (address, outcome) = world.sign_in.begin(english(), CancellationToken::new()).await.unwrap();
    let browser = async {
        let back = press(&http, &world.simulators, &address, "allow").await;
        let mut forged = back.clone();
        forged.query_pairs_mut().clear().append_pair("code", "stolen").append_pair("state", "guessed");
        assert_eq!(http.get(forged).send().await.unwrap().status().as_u16(), 400);
        let icon = back.join("/favicon.ico").unwrap();
        assert_eq!(http.get(icon).send().await.unwrap().status().as_u16(), 404);
        browse(&http, back).await
    };
    let (outcome, page) = tokio::join!(outcome, browser);
    let Err(SignInError::Refused(refusal)) = outcome else { panic!("{outcome:?}") };
    assert_eq!(refusal.reason, Reason::WrongSecret);
    assert!(page.contains("Salesforce does not accept the Consumer Secret"), "{page}");
    assert_eq!(world.count("token authorization_code"), 1);
}

#[tokio::test]
async fn a_busy_port_is_said_at_once_and_stopping_frees_it() {
    let _turn = port_turn();
    let world = world().await;
    let cancel = CancellationToken::new();
    let (_, first) = world.sign_in.begin(english(), cancel.clone()).await.unwrap();
    let second = world.sign_in.begin(english(), CancellationToken::new()).await;
    assert_eq!(second.err(), Some(SignInError::PortBusy { port: CALLBACK_PORT }));
    cancel.cancel();
    assert_eq!(first.await, Err(SignInError::Stopped));
    assert!(world.sign_in.begin(english(), CancellationToken::new()).await.is_ok());
}

#[tokio::test]
async fn whoever_does_not_come_back_is_waited_for_five_minutes_and_the_port_is_free_again() {
    let _turn = port_turn();
    let world = world().await;
    let (_, outcome) = world.sign_in.begin(english(), CancellationToken::new()).await.unwrap();
    tokio::time::pause();
    let before = tokio::time::Instant::now();
    assert_eq!(outcome.await, Err(SignInError::TimedOut));
    assert_eq!(before.elapsed().as_secs(), 5 * 60);
    tokio::time::resume();
    assert!(world.sign_in.begin(english(), CancellationToken::new()).await.is_ok());
}

#[tokio::test]
async fn a_public_client_sends_no_secret() {
    let _turn = port_turn();
    let world = world().await;
    world.fault("client-secret", Some("public"));
    world.keychain.delete(SecretName::ConsumerSecret).await.unwrap();
    let http = engine::http::client().unwrap();
    let (address, outcome) = world.sign_in.begin(english(), CancellationToken::new()).await.unwrap();
    let browser = async { browse(&http, press(&http, &world.simulators, &address, "allow").await).await };
    tokio::join!(outcome, browser).0.unwrap();
    world.sign_in.renew(&world.sign_in.token().await.unwrap()).await.unwrap();
}

#[tokio::test]
async fn thirty_at_once_make_one_refresh() {
    let world = world().await.signed_in().await;
    world.fault("rtr", Some("reuse-detection"));
    let stale = world.sign_in.token().await.unwrap();
    let before = world.count("token refresh_token");
    let renewals = (0..30).map(|_| world.sign_in.renew(&stale));
    let renewed = futures_util::future::join_all(renewals).await;
    assert!(renewed.iter().all(|token| token.as_ref().unwrap().generation == stale.generation + 1));
    assert_eq!(world.count("token refresh_token") - before, 1);
}

#[tokio::test]
async fn thirty_at_once_without_a_network_make_one_try() {
    let world = world().await.signed_in().await;
    world.fault("fail-token", Some("503:40"));
    let before = world.count("token refresh_token");
    let tokens = futures_util::future::join_all((0..30).map(|_| world.sign_in.token())).await;
    assert!(tokens.iter().all(|token| token.as_ref().err() == Some(&TokenError::Busy)));
    assert_eq!(world.count("token refresh_token") - before, 1);
    assert_eq!(world.state(), SignInState::SignedIn { address: None });
    world.simulators.org.clear_faults();
    assert!(world.sign_in.token().await.is_ok());
}

#[tokio::test]
async fn a_rotated_token_is_kept_and_works_for_another_copy() {
    let world = world().await.signed_in().await;
    world.fault("rtr", Some("reuse-detection"));
    let before = world.keychain.get(SecretName::RefreshToken).await.unwrap().unwrap();
    let mut token = world.sign_in.token().await.unwrap();
    let after = world.keychain.get(SecretName::RefreshToken).await.unwrap().unwrap();
    assert!(!after.is(before.reveal()));

    let other = sign_in(&world.simulators, &world.keychain, world.dir.path());
    assert_eq!(other.resume().await, SignInState::SignedIn { address: None });
    for _ in 0..3 {
        let theirs = other.token();
        let ours = world.sign_in.renew(&token);
        let (theirs, ours) = tokio::join!(theirs, ours);
        other.renew(&theirs.unwrap()).await.unwrap();
        token = ours.unwrap();
    }
    assert!(matches!(world.state(), SignInState::SignedIn { .. }));
}

#[tokio::test]
async fn a_caller_that_gives_up_does_not_lose_the_rotated_token() {
    let world = world().await.signed_in().await;
    world.fault("rtr", Some("reuse-detection"));
    world.fault("token-delay-ms", Some("300"));
    let patience = tokio::time::timeout(Duration::from_millis(100), world.sign_in.token()).await;
    assert!(patience.is_err());
    world.sign_in.token().await.unwrap();
    world.sign_in.renew(&world.sign_in.token().await.unwrap()).await.unwrap();
    assert_eq!(world.count("token refresh_token"), 2);
}

#[tokio::test]
async fn a_dead_token_signs_out_and_is_not_tried_again() {
    let world = world().await.signed_in().await;
    world.fault("revoke-tokens", None);
    assert_eq!(world.sign_in.token().await.err(), Some(TokenError::SignedOut));
    assert_eq!(world.state(), SignInState::SignedOut { why: SignedOut::Expired });
    assert_eq!(world.sign_in.token().await.err(), Some(TokenError::SignedOut));
    assert_eq!(world.count("token refresh_token"), 1);
}

#[tokio::test]
async fn a_refused_app_keeps_the_token_for_when_it_is_allowed() {
    let world = world().await.signed_in().await;
    world.fault("app-not-installed", None);
    assert_eq!(world.sign_in.token().await.err(), Some(TokenError::SignedOut));
    let SignInState::SignedOut { why: SignedOut::Refused(refusal) } = world.state() else {
        panic!("{:?}", world.state())
    };
    assert_eq!(refusal.reason, Reason::AppNotInstalled);
    world.simulators.org.clear_faults();
    assert_eq!(world.sign_in.resume().await, SignInState::SignedIn { address: None });
    assert!(world.sign_in.token().await.is_ok());
}

#[tokio::test]
async fn a_moved_org_is_followed() {
    let world = world().await.signed_in().await;
    let stale = world.sign_in.token().await.unwrap();
    world.fault("instance-url-change", Some("https://moved.my.salesforce.com"));
    let token = world.sign_in.renew(&stale).await.unwrap();
    assert_eq!(token.instance.as_str(), "https://moved.my.salesforce.com/");
}

#[tokio::test]
async fn signing_out_gives_the_token_back_and_forgets_it() {
    let world = world().await.signed_in().await;
    world.sign_in.token().await.unwrap();
    world.sign_in.sign_out().await.unwrap();
    assert_eq!(world.count("revoke"), 1);
    assert!(world.keychain.get(SecretName::RefreshToken).await.unwrap().is_none());
    assert_eq!(world.state(), SignInState::SignedOut { why: SignedOut::NotYet });
    assert_eq!(world.sign_in.token().await.err(), Some(TokenError::SignedOut));
    assert_eq!(world.sign_in.resume().await, SignInState::SignedOut { why: SignedOut::NotYet });
}

#[tokio::test]
async fn a_refresh_under_way_cannot_undo_a_sign_out() {
    let world = world().await.signed_in().await;
    world.fault("rtr", Some("on"));
    world.fault("token-delay-ms", Some("200"));
    let sign_out = async {
        while world.count("token refresh_token") == 0 {
            tokio::task::yield_now().await;
        }
        world.sign_in.sign_out().await
    };
    let (_, signed_out) = tokio::join!(world.sign_in.token(), sign_out);
    signed_out.unwrap();
    assert!(world.keychain.get(SecretName::RefreshToken).await.unwrap().is_none());
    assert_eq!(world.state(), SignInState::SignedOut { why: SignedOut::NotYet });
    assert_eq!(world.sign_in.token().await.err(), Some(TokenError::SignedOut));
}

#[tokio::test]
async fn signing_out_works_without_the_org() {
    let world = world().await.signed_in().await;
    let World { simulators, keychain, sign_in, dir: _dir } = world;
    simulators.stop().await;
    assert_eq!(sign_in.token().await.err(), Some(TokenError::Offline));
    sign_in.sign_out().await.unwrap();
    assert!(keychain.get(SecretName::RefreshToken).await.unwrap().is_none());
}
