//! Several programs on one profile, and programs that are killed: one keychain, one token.

#![cfg(target_os = "linux")]

use engine::local::Profile;
use engine::settings::load;
use engine::signin::TokenError;
use serde_json::json;
use tokio::process::Command;

use super::*;
use crate::ctl::office::{Has, Office};
use crate::ctl::program::Running;

/// Names the profile's folder in the inner run of this very test program.
const INNER: &str = "RINGSIDE_TEST_REFRESHING_PROFILE";
const AT_ONCE: usize = 30;
const LONG: Duration = Duration::from_secs(60);

async fn until(what: &str, mut wanted: impl AsyncFnMut() -> bool) {
    let waited = async {
        while !wanted().await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(LONG, waited).await.unwrap_or_else(|_| panic!("never: {what}"));
}

#[tokio::test]
async fn thirty_at_once_in_each_of_two_programs_make_one_refresh_for_each_stale_token() {
    if let Some(dir) = std::env::var_os(INNER) {
        return refresh_at_once(Path::new(&dir)).await;
    }
    let office = Office::open(Has::SignIn).await;
    office.world.fault("rtr", Some("reuse-detection"));
    // Long enough that both programs ask while one is answered.
    office.world.fault("token-delay-ms", Some("400"));
    let program = || {
        let mut program = Command::new(std::env::current_exe().unwrap());
        let test =
            "signin::processes::thirty_at_once_in_each_of_two_programs_make_one_refresh_for_each_stale_token";
        program.args(["--exact", test, "--nocapture"]).env(INNER, office.dir()).kill_on_drop(true);
        program
    };
    let (one, two) = tokio::join!(program().output(), program().output());
    for output in [one.unwrap(), two.unwrap()] {
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success() && told.contains("1 passed"), "{told}");
    }
    // Each had no token at first, and then one that had become stale.
    assert_eq!(office.world.count("token refresh_token"), 4);
    assert_eq!(office.ended(&["whoami"]).await.code, Some(0), "and the last token is a good one");
}

async fn refresh_at_once(dir: &Path) {
    let profile = Profile::open(Some(dir)).unwrap();
    let settings = load(&profile.dir, jiff::Timestamp::now()).unwrap().settings;
    let keychain = Keychain::open(&profile.id).await;
    let sign_in = SignIn::new(&settings.salesforce, keychain, &profile.dir, &Net::default()).unwrap();
    sign_in.resume().await;
    let first = futures_util::future::join_all((0..AT_ONCE).map(|_| sign_in.token())).await;
    assert!(first.iter().all(|token| token.as_ref().is_ok_and(|token| token.generation == 1)), "{first:?}");
    let stale = first[0].as_ref().unwrap();
    let second = futures_util::future::join_all((0..AT_ONCE).map(|_| sign_in.renew(stale))).await;
    let renewed = |token: &Result<engine::signin::Token, TokenError>| {
        token.as_ref().is_ok_and(|token| token.generation == 2)
    };
    assert!(second.iter().all(renewed), "{second:?}");
}

#[tokio::test]
async fn many_programs_at_once_do_not_sign_each_other_out() {
    let office = Office::open(Has::SignIn).await;
    office.world.fault("rtr", Some("reuse-detection"));
    office.world.fault("token-delay-ms", Some("200"));
    let words = ["lookup", "+494066969412"];
    let told = futures_util::future::join_all((0..4).map(|_| office.ended(&words))).await;
    assert!(told.iter().all(|told| told.code == Some(0)), "{told:?}");
    assert_eq!(office.world.count("token refresh_token"), 4, "one for each program, none in vain");
    assert_eq!(office.ended(&["whoami"]).await.code, Some(0));
}

#[tokio::test]
async fn a_program_killed_after_the_token_was_stored_and_before_it_was_used_costs_nothing() {
    let office = Office::open(Has::SignIn).await;
    office.world.fault("rtr", Some("reuse-detection"));
    office.world.fault("api-delay-ms", Some("60000"));
    let before = office.kept(SecretName::RefreshToken).await.unwrap();
    let lookup = Running::start(&mut office.ctl(&["lookup", "+494066969412"]));
    until("a rotated token in the keychain", async || {
        !office.kept(SecretName::RefreshToken).await.unwrap().is(before.reveal())
    })
    .await;
    lookup.kill().await;
    office.world.simulators.org.clear_faults();
    office.world.fault("rtr", Some("reuse-detection"));
    assert_eq!(office.ended(&["lookup", "+494066969412"]).await.code, Some(0));
    assert_eq!(office.ended(&["whoami"]).await.code, Some(0));
}

#[tokio::test]
async fn a_program_killed_before_the_rotated_token_arrived_leaves_a_profile_to_sign_in_on() {
    let _turn = port_turn();
    let office = Office::open(Has::SignIn).await;
    office.world.fault("rtr", Some("reuse-detection"));
    office.world.fault("token-answer-delay-ms", Some("60000"));
    let lookup = Running::start(&mut office.ctl(&["lookup", "+494066969412"]));
    until("a rotation", async || office.world.count("token rotated") > 0).await;
    lookup.kill().await;
    office.world.simulators.org.clear_faults();
    office.world.fault("rtr", Some("reuse-detection"));

    let told = office.ended(&["whoami", "--json"]).await;
    assert_eq!(told.code, Some(3), "{told:?}");
    assert_eq!(told.json()["problem"]["code"], "salesforce-session-lost", "what happened, exactly");
    let mut signin = Running::start(&mut office.ctl(&["signin", "--json"]));
    let page: Url = signin.line().await["open"].as_str().unwrap().parse().unwrap();
    simulators::browser::allow(&page, &office.world.simulators.ready().salesforce.users[0]).await.unwrap();
    assert_eq!(signin.ended().await.code, Some(0));
    let told = office.ended(&["whoami", "--json"]).await;
    assert_eq!((told.code, &told.json()["problem"]), (Some(0), &json!(null)), "{told:?}");
}

#[tokio::test]
async fn a_program_killed_while_it_asked_does_not_lock_the_others_out() {
    let office = Office::open(Has::SignIn).await;
    office.world.fault("token-delay-ms", Some("60000"));
    let lookup = Running::start(&mut office.ctl(&["lookup", "+494066969412"]));
    until("a question", async || office.world.count("token refresh_token") > 0).await;
    lookup.kill().await;
    office.world.simulators.org.clear_faults();
    // The org still works on the killed program's question, and says so: that passes.
    let told = office.ended(&["whoami", "--json"]).await;
    assert_eq!(told.json()["problem"]["code"], "salesforce-maintenance", "{told:?}");
    assert_eq!(told.code, Some(4));
}
