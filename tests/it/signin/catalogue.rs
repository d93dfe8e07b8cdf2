//! Every refusal the org can be made to give, and the exact problem each becomes.

use engine::problem::{Problem, ProblemCode};
use engine::signin::{SignInError, SignInState, TokenError, TokenSource as _};
use tokio_util::sync::CancellationToken;

use super::*;

/// Signs in with the person pressing Allow; the outcome, and the last page.
pub async fn walk(world: &World) -> (Result<(), SignInError>, String) {
    let http = engine::http::client().unwrap();
    let (address, outcome) = match world.sign_in.begin(english(), CancellationToken::new()).await {
        Ok(begun) => begun,
        Err(error) => return (Err(error), String::new()),
    };
    tokio::join!(outcome, follow(&http, &world.simulators, address))
}

/// Goes where the browser is sent, and presses Allow wherever that is asked.
async fn follow(http: &reqwest::Client, simulators: &Simulators, mut address: Url) -> String {
    loop {
        let answer = http.get(address.clone()).send().await.unwrap();
        address = match answer.headers().get("location") {
            Some(next) => address.join(next.to_str().unwrap()).unwrap(),
            None if address.path() == "/services/oauth2/authorize" => {
                press(http, simulators, &address, "allow").await
            }
            None => return answer.text().await.unwrap(),
        };
    }
}

fn problem(outcome: Result<(), SignInError>) -> Problem {
    Problem::from(&outcome.expect_err("a refusal"))
}

#[tokio::test]
async fn each_refusal_while_signing_in_has_its_problem_and_the_page_says_it() {
    let _turn = port_turn();
    let world = world().await;
    for (fault, value, want) in [
        ("app-not-installed", None, ProblemCode::SalesforceAppNotInstalled),
        ("app-blocked", None, ProblemCode::SalesforceAppBlocked),
        ("app-access-denied", None, ProblemCode::SalesforceUserNotApproved),
        ("app-elsewhere", None, ProblemCode::SalesforceAppElsewhere),
        ("deny-consent", None, ProblemCode::SalesforceAccessDenied),
        ("authorize-error", Some("access-denied"), ProblemCode::SalesforceAccessDenied),
        ("authorize-error", Some("OAUTH_AUTHORIZATION_BLOCKED"), ProblemCode::SalesforceUserNotApproved),
        (
            "authorize-error",
            Some("invalid_request:missing required code challenge"),
            ProblemCode::SalesforcePkceRefused,
        ),
        ("authorize-error", Some("server_error"), ProblemCode::SalesforceMaintenance),
        ("authorize-error", Some("something_new:what nobody knows"), ProblemCode::SalesforceSignInRefused),
        ("inactive-user", None, ProblemCode::SalesforceUserInactive),
        ("ip-restricted", None, ProblemCode::SalesforceIpRestricted),
        ("rate-limited", None, ProblemCode::SalesforceRateLimited),
        ("login-refused", None, ProblemCode::SalesforceLoginRefused),
        ("org-locked", None, ProblemCode::SalesforceOrgLocked),
        ("fail-token", Some("503"), ProblemCode::SalesforceMaintenance),
        ("fail-token", Some("429"), ProblemCode::SalesforceRateLimited),
        ("token-error", Some("invalid_grant:expired authorization code"), ProblemCode::SalesforceCodeSpent),
        ("token-error", Some("invalid_grant:invalid code verifier"), ProblemCode::SalesforcePkceRefused),
        ("token-error", Some("unknown_error:retry your request"), ProblemCode::SalesforceMaintenance),
        (
            "token-error",
            Some("unsupported_grant_type:grant type not supported"),
            ProblemCode::SalesforceSignInRefused,
        ),
        ("client-secret", Some("public"), ProblemCode::SalesforceSecretWrong),
    ] {
        world.fault(fault, value);
        let (outcome, page) = walk(&world).await;
        let problem = problem(outcome);
        assert_eq!(problem.code, want, "{fault} {value:?}: {problem:?}");
        let words = english().problem(&problem).replace('"', "&quot;");
        assert!(page.contains(&words), "{fault}: {words}: {page}");
        assert!(world.keychain.get(SecretName::RefreshToken).await.unwrap().is_none(), "{fault}");
        world.simulators.org.clear_faults();
    }
    assert_eq!(walk(&world).await.0, Ok(()), "nothing of it is left");
}

#[tokio::test]
async fn what_salesforce_refuses_on_a_page_of_its_own_is_known_before_the_browser_opens() {
    let _turn = port_turn();
    let world = world().await;
    for (fault, want) in [
        ("unknown-app", ProblemCode::SalesforceKeyWrong),
        ("callback-unregistered", ProblemCode::SalesforceCallbackUnknown),
        ("cross-org", ProblemCode::SalesforceAppCrossOrg),
    ] {
        world.fault(fault, None);
        let (outcome, page) = walk(&world).await;
        assert_eq!((problem(outcome).code, &*page), (want, ""), "{fault}");
        world.simulators.org.clear_faults();
    }
    let (outcome, _) = walk(&world).await;
    assert_eq!(outcome, Ok(()), "the port is free again");
}

#[tokio::test]
async fn a_secret_that_is_missing_is_told_from_a_wrong_one() {
    let _turn = port_turn();
    let world = world().await;
    world.keychain.delete(SecretName::ConsumerSecret).await.unwrap();
    assert_eq!(problem(walk(&world).await.0).code, ProblemCode::SalesforceSecretMissing);
    world.keychain.set(SecretName::ConsumerSecret, &Secret::new("wrong")).await.unwrap();
    assert_eq!(problem(walk(&world).await.0).code, ProblemCode::SalesforceSecretWrong);
}

#[tokio::test]
async fn the_scope_an_app_lacks_is_named_and_no_approval_is_left_behind() {
    let _turn = port_turn();
    let world = world().await;
    for (lacks, named) in [
        (&["api"][..], "api"),
        (&["refresh_token"], "refresh_token"),
        (&["openid", "id"], "openid"),
        (&["api", "refresh_token"], "api refresh_token"),
    ] {
        for scope in lacks {
            world.fault("scope-unassigned", Some(scope));
        }
        let revoked = world.count("revoke");
        let problem = problem(walk(&world).await.0);
        assert_eq!(problem.code, ProblemCode::SalesforceScopeMissing, "{lacks:?}");
        assert_eq!(problem.detail.as_deref(), Some(named));
        assert_eq!(world.count("revoke"), revoked + 1, "{lacks:?}");
        world.simulators.org.clear_faults();
    }
    // Without openid the identity service still answers to id.
    world.fault("scope-unassigned", Some("openid"));
    assert_eq!(walk(&world).await.0, Ok(()));
    world.simulators.org.clear_faults();
    world.fault("authorize-error", Some("invalid_scope"));
    assert_eq!(
        problem(walk(&world).await.0).code,
        ProblemCode::SalesforceScopeRefused,
        "asked twice, no more"
    );
}

#[tokio::test]
async fn each_refusal_of_a_refresh_has_its_problem_or_passes() {
    let world = world().await.signed_in().await;
    for (fault, value, want) in [
        ("app-not-installed", None, ProblemCode::SalesforceAppNotInstalled),
        ("app-blocked", None, ProblemCode::SalesforceAppBlocked),
        ("inactive-user", None, ProblemCode::SalesforceUserInactive),
        ("ip-restricted", None, ProblemCode::SalesforceIpRestricted),
        ("login-refused", None, ProblemCode::SalesforceLoginRefused),
        ("org-locked", None, ProblemCode::SalesforceOrgLocked),
        ("unknown-app", None, ProblemCode::SalesforceKeyWrong),
        ("client-secret", Some("public"), ProblemCode::SalesforceSecretWrong),
        (
            "token-error",
            Some("invalid_grant:user hasn't approved this consumer"),
            ProblemCode::SalesforceUserNotApproved,
        ),
        (
            "token-error",
            Some("invalid_grant:expired access/refresh token"),
            ProblemCode::SalesforceSessionEnded,
        ),
    ] {
        world.fault(fault, value);
        assert_eq!(world.sign_in.token().await.err(), Some(TokenError::SignedOut), "{fault} {value:?}");
        let SignInState::SignedOut { why } = world.state() else { panic!("{:?}", world.state()) };
        assert_eq!(Problem::from(&why).code, want, "{fault} {value:?}");
        let asked = world.count("token refresh_token");
        assert_eq!(world.sign_in.token().await.err(), Some(TokenError::SignedOut));
        assert_eq!(world.count("token refresh_token"), asked, "{fault}: asking again changes nothing");
        world.simulators.org.clear_faults();
        world.sign_in.resume().await;
    }
    for (fault, value) in [
        ("rate-limited", None),
        ("fail-token", Some("503")),
        ("fail-token", Some("429")),
        ("token-error", Some("unknown_error")),
        ("token-error", Some("invalid_grant:token request is already being processed")),
    ] {
        world.fault(fault, value);
        assert_eq!(world.sign_in.token().await.err(), Some(TokenError::Busy), "{fault} {value:?}");
        assert!(matches!(world.state(), SignInState::SignedIn { .. }), "{fault} {value:?}");
        world.simulators.org.clear_faults();
    }
    assert!(world.sign_in.token().await.is_ok(), "the token outlived all of it");
}

#[tokio::test]
async fn the_sixth_computer_and_a_month_of_rest_end_a_sign_in() {
    let world = world().await.signed_in().await;
    world.sign_in.token().await.unwrap();
    for _ in 0..5 {
        simulators::browser::refresh_token(&world.simulators.ready().salesforce).await.unwrap();
    }
    let stale = world.sign_in.token().await.unwrap();
    assert_eq!(world.sign_in.renew(&stale).await.err(), Some(TokenError::SignedOut));
    assert_eq!(world.state(), SignInState::SignedOut { why: SignedOut::Expired });

    let world = super::world().await.signed_in().await;
    world.simulators.org.advance_clock(31 * 24 * 3600);
    let mut account = world.sign_in.account().unwrap();
    account.used_at = Some(jiff::Timestamp::now() - jiff::SignedDuration::from_hours(31 * 24));
    let written = Secret::new(serde_json::to_string(&account).unwrap());
    world.keychain.set(SecretName::Account, &written).await.unwrap();
    world.sign_in.resume().await;
    assert_eq!(world.sign_in.token().await.err(), Some(TokenError::SignedOut));
    assert_eq!(world.state(), SignInState::SignedOut { why: SignedOut::Idle });
}
