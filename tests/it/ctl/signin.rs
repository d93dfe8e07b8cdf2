//! `signin`, `whoami`, `signout`: alone, and while a companion runs.

use engine::signin::SecretName;
use serde_json::{Value, json};
use simulators::threecx::Ring;
use url::Url;

use super::office::{Has, Office};
use super::program::{Ended, Running, ended_with};
use crate::signin::port_turn;

/// The address a started `signin` prints first.
async fn address(signin: &mut Running) -> Url {
    signin.line().await["open"].as_str().unwrap().parse().unwrap()
}

async fn allow(office: &Office, page: &Url) {
    let user = &office.world.simulators.ready().salesforce.users[0];
    simulators::browser::allow(page, user).await.unwrap();
}

/// Nothing of a secret is printed, nor in any file of the profile.
fn is_nowhere(office: &Office, secret: &str, printed: &[&Ended]) {
    for told in printed {
        assert!(!told.out.contains(secret) && !told.told.contains(secret), "{told:?}");
    }
    for file in std::fs::read_dir(office.dir()).unwrap() {
        let path = file.unwrap().path();
        let bytes = std::fs::read(&path).unwrap_or_default();
        assert!(!bytes.windows(secret.len()).any(|part| part == secret.as_bytes()), "{}", path.display());
    }
}

#[tokio::test]
async fn signing_in_says_who_and_signing_out_forgets_all_of_it() {
    let _turn = port_turn();
    let office = Office::open(Has::Keys).await;
    let nobody = office.ended(&["whoami", "--json"]).await;
    assert_eq!(nobody.code, Some(3), "{nobody:?}");
    assert_eq!(nobody.json()["problem"]["code"], "salesforce-signed-out");

    let mut signin = Running::start(&mut office.ctl(&["signin", "--json"]));
    let page = address(&mut signin).await;
    assert!(
        page.as_str().contains("redirect_uri=http%3A%2F%2Flocalhost%3A47113%2Fapi%2Foauth2crm"),
        "{page}"
    );
    allow(&office, &page).await;
    let user = &office.world.simulators.ready().salesforce.users[0];
    let signed_in = signin.line().await["signed_in"].clone();
    assert_eq!(signed_in["username"], user.username.as_str(), "{signed_in}");

    let told = office.ended(&["whoami", "--json"]).await;
    assert_eq!(told.code, Some(0), "{told:?}");
    let facts = told.json();
    for (name, value) in [
        ("name", json!(user.name)),
        ("user_id", json!(user.id)),
        ("org_name", json!("Nordwind Services")),
        ("sandbox", json!(false)),
        ("kept_in", json!("keychain")),
        ("scopes", json!(["api", "refresh_token", "openid"])),
        ("signed_in_at", signed_in["signed_in_at"].clone()),
        ("token_since", signed_in["token_since"].clone()),
        ("problem", Value::Null),
    ] {
        assert_eq!(facts[name], value, "{name}: {facts}");
    }
    let people = office.ended(&["whoami"]).await;
    for part in ["User: Mara Lindqvist", "Org: Nordwind Services", "Refresh token: kept since", "keychain"] {
        assert!(people.out.contains(part), "{part}: {people:?}");
    }
    let refresh = office.kept(SecretName::RefreshToken).await.unwrap();
    is_nowhere(&office, refresh.reveal(), &[&told, &people]);

    assert_eq!(office.ended(&["lookup", "+494066969412"]).await.code, Some(0));
    let revoked = office.world.count("revoke");
    let left = office.ended(&["signout", "--json"]).await;
    assert_eq!((left.code, left.json()), (Some(0), json!({"signed_out": true})), "{left:?}");
    assert_eq!(office.world.count("revoke"), revoked + 1);
    assert!(office.kept(SecretName::RefreshToken).await.is_none());
    assert!(office.kept(SecretName::Account).await.is_none());
    assert_eq!(office.ended(&["whoami"]).await.code, Some(3));
    assert_eq!(office.ended(&["signout"]).await.code, Some(3), "nobody is left to sign out");
}

#[tokio::test]
async fn the_consumer_secret_comes_by_name_or_line_and_is_kept() {
    let _turn = port_turn();
    let office = Office::open(Has::Keys).await;
    let right = office.world.simulators.ready().salesforce.consumer_secret.clone();
    let mut wrong = office.ctl(&["signin", "--json", "--secret-env", "OFFICE_SECRET"]);
    let mut signin = Running::start(wrong.env("OFFICE_SECRET", "not-the-secret"));
    allow(&office, &address(&mut signin).await).await;
    assert_eq!(signin.line().await["problem"]["code"], "salesforce-secret-wrong");
    assert_eq!(signin.ended().await.code, Some(1));

    let mut signin = Running::start(&mut office.ctl(&["signin", "--json", "--secret-stdin"]));
    signin.say(&right).await;
    allow(&office, &address(&mut signin).await).await;
    assert!(signin.line().await["signed_in"]["username"].is_string());
    assert_eq!(signin.ended().await.code, Some(0));
    assert!(office.kept(SecretName::ConsumerSecret).await.unwrap().is(&right));
    is_nowhere(&office, &right, &[]);

    let unset = office.ended(&["signin", "--secret-env", "NOT_SET_ANYWHERE"]).await;
    assert_eq!(unset.code, Some(3), "{unset:?}");
}

#[tokio::test]
async fn what_stops_a_sign_in_is_said_and_the_port_is_free_afterwards() {
    let _turn = port_turn();
    let office = Office::open(Has::Keys).await;
    let mut signin = Running::start(&mut office.ctl(&["signin", "--json"]));
    address(&mut signin).await;
    let second = office.ended(&["signin", "--json"]).await;
    assert_eq!(second.code, Some(1), "{second:?}");
    let problem = &second.json()["problem"];
    assert_eq!((&problem["code"], &problem["detail"]), (&json!("sign-in-port-busy"), &json!("47113")));
    assert!(second.told.contains("port 47113"), "{}", second.told);
    let stopped = signin.end("INT").await;
    assert_eq!(stopped.code, Some(1), "{stopped:?}");
    assert!(stopped.out.contains("sign-in-stopped"), "{stopped:?}");

    office.world.fault("unknown-app", None);
    let unknown = office.ended(&["signin", "--json"]).await;
    assert_eq!(unknown.json()["problem"]["code"], "salesforce-key-wrong", "no browser, no port");
    let bare = Office::open(Has::Nothing).await;
    assert_eq!(bare.ended(&["signin"]).await.code, Some(3));
    assert_eq!(bare.ended(&["whoami"]).await.code, Some(3));
}

#[tokio::test]
async fn without_a_keychain_nobody_is_signed_in_for_nothing() {
    let office = Office::open(Has::Keys).await;
    let mut command = office.ctl(&["signin", "--json"]);
    command.env("DBUS_SESSION_BUS_ADDRESS", format!("unix:path={}/no-bus", office.dir().display()));
    let told = ended_with(&mut command, b"").await;
    assert_eq!((told.code, &told.json()["problem"]["code"]), (Some(1), &json!("keychain-absent")));
}

#[tokio::test]
async fn who_was_signed_in_is_said_without_the_org_and_ends_with_4() {
    let mut office = Office::open(Has::SignIn).await;
    assert_eq!(office.ended(&["whoami"]).await.code, Some(0));
    let elsewhere =
        simulators::start(simulators::Options { people: 30, ..Default::default() }).await.unwrap();
    std::mem::replace(&mut office.world.simulators, elsewhere).stop().await;
    let told = office.ended(&["whoami", "--json"]).await;
    assert_eq!(told.code, Some(4), "{told:?}");
    let facts = told.json();
    assert_eq!(
        (&facts["name"], &facts["problem"]["code"]),
        (&json!("Mara Lindqvist"), &json!("salesforce-offline"))
    );
}

#[tokio::test]
async fn a_running_companion_notices_both() {
    let _turn = port_turn();
    let office = Office::open(Has::Keys).await;
    let (mut run, first) = office.run().await;
    let sign_in = |line: &Value| line["view"]["setup"]["sign_in"].clone();
    assert_eq!(sign_in(&first)["sign_in"], "signed_out", "{first}");

    let mut signin = Running::start(&mut office.ctl(&["signin", "--json"]));
    allow(&office, &address(&mut signin).await).await;
    assert_eq!(signin.ended().await.code, Some(0));
    let named = |line: &Value| sign_in(line)["account"]["username"] == "mara.lindqvist@nordwind.example";
    let view = run.until("who is signed in", named).await;
    assert_eq!(sign_in(&view)["account"]["org"], "Nordwind Services");
    run.until("Salesforce", |line| line["view"]["health"]["salesforce"]["link"] == "up").await;
    office.world.simulators.pbx.ring(&Ring::from("+494066969412")).unwrap();
    run.until("somebody in the index", |line| line["view"]["health"]["index_people"] != 0).await;

    let left = office.ended(&["signout"]).await;
    assert_eq!(left.code, Some(0), "{left:?}");
    let is_out = |line: &Value| {
        sign_in(line)["sign_in"] == "signed_out" && line["view"]["health"]["index_people"] == 0
    };
    run.until("nobody signed in, nobody known", is_out).await;
    assert!(office.kept(SecretName::RefreshToken).await.is_none());
    let nobody = office.ended(&["lookup", "+494066969412"]).await;
    assert_eq!(nobody.code, Some(3), "{nobody:?}");
    assert_eq!(office.ended(&["signout"]).await.code, Some(3));
    assert_eq!(run.end("TERM").await.code, Some(0));
}
