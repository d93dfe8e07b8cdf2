//! Refreshing when answers are lost, hosts move and tokens are stolen (salesforce.md 2.6).

use domain::number::{Region, read};
use engine::crm::Crm;

use super::*;

#[tokio::test]
async fn a_lost_answer_of_a_rotation_ends_in_signing_in_anew_once_salesforce_refuses() {
    let world = world().await.signed_in().await;
    world.fault("rtr", Some("reuse-detection"));
    world.fault("reset-after-rotate", Some("1"));
    assert_eq!(world.sign_in.token().await.err(), Some(TokenError::Offline));
    assert_eq!(world.count("token refresh_token"), 1, "nothing is sent again by itself");
    assert!(matches!(world.state(), SignInState::SignedIn { .. }), "nobody has refused anything yet");
    assert_eq!(world.sign_in.token().await.err(), Some(TokenError::SignedOut));
    assert_eq!(world.state(), SignInState::SignedOut { why: SignedOut::AnswerLost });
    assert_eq!(world.sign_in.token().await.err(), Some(TokenError::SignedOut));
    assert_eq!(world.count("token refresh_token"), 2);
}

#[tokio::test]
async fn a_lost_answer_without_a_rotation_is_made_up_for_by_the_next_question() {
    let world = world().await.signed_in().await;
    world.fault("reset-after-rotate", Some("2"));
    for asked in 1..=2 {
        assert_eq!(world.sign_in.token().await.err(), Some(TokenError::Offline));
        assert_eq!(world.count("token refresh_token"), asked, "one question for each who asks");
    }
    assert!(world.sign_in.token().await.is_ok());
    assert!(matches!(world.state(), SignInState::SignedIn { .. }));
}

#[tokio::test]
async fn a_question_lost_on_its_way_there_costs_nothing() {
    let world = world().await.signed_in().await;
    world.fault("rtr", Some("reuse-detection"));
    world.fault("reset-before-rotate", Some("1"));
    assert_eq!(world.sign_in.token().await.err(), Some(TokenError::Offline));
    assert!(world.sign_in.token().await.is_ok());
}

#[tokio::test]
async fn after_a_good_answer_an_end_is_no_lost_answer() {
    let world = world().await.signed_in().await;
    world.fault("reset-before-rotate", Some("1"));
    assert_eq!(world.sign_in.token().await.err(), Some(TokenError::Offline));
    let stale = world.sign_in.token().await.unwrap();
    world.fault("revoke-tokens", None);
    assert_eq!(world.sign_in.renew(&stale).await.err(), Some(TokenError::SignedOut));
    assert_eq!(world.state(), SignInState::SignedOut { why: SignedOut::Expired });
}

#[tokio::test]
async fn a_token_used_by_a_thief_ends_the_sign_in() {
    let world = world().await.signed_in().await;
    world.fault("rtr", Some("reuse-detection"));
    let old = world.keychain.get(SecretName::RefreshToken).await.unwrap().unwrap();
    let stale = world.sign_in.token().await.unwrap();
    let thief = sign_in(&world.simulators, &Keychain::in_memory("thief"), world.dir.path());
    world.fault("client-secret", Some("optional"));
    thief.adopt(old).await.unwrap();
    assert_eq!(thief.token().await.err(), Some(TokenError::SignedOut));
    assert_eq!(world.sign_in.renew(&stale).await.err(), Some(TokenError::SignedOut));
    assert_eq!(world.state(), SignInState::SignedOut { why: SignedOut::Expired });
}

#[tokio::test]
async fn the_rotated_token_is_stored_before_the_access_token_is_handed_out() {
    let world = world().await.signed_in().await;
    world.fault("rtr", Some("on"));
    for _ in 0..3 {
        let before = world.keychain.get(SecretName::RefreshToken).await.unwrap().unwrap();
        let tokens = sign_in(&world.simulators, &world.keychain, world.dir.path());
        tokens.resume().await;
        tokens.token().await.unwrap();
        // The program ends here: nothing of it but the keychain is left.
        drop(tokens);
        let after = world.keychain.get(SecretName::RefreshToken).await.unwrap().unwrap();
        assert!(!after.is(before.reveal()));
    }
}

#[tokio::test]
async fn a_request_refused_for_a_stale_token_goes_to_where_the_org_moved() {
    let world = world().await.signed_in().await;
    let crm = Salesforce::new(world.sign_in.tokens(), &Net::default()).unwrap();
    let katharina = read("+494066969412", &Region::home_default());
    crm.find_people(&katharina).await.unwrap();
    let moved = world.simulators.ready().salesforce.login_url.replace("127.0.0.1", "localhost");
    world.fault("instance-url-change", Some(&moved));
    world.simulators.org.expire_tokens();
    let found = crm.find_people(&katharina).await.unwrap();
    let page = Url::parse(found[0].url.as_deref().unwrap()).unwrap();
    assert_eq!(page.host_str(), Some("localhost"), "the very request was made there");
    assert_eq!(world.sign_in.account().unwrap().host, "localhost");
    assert_eq!(world.count("token refresh_token"), 2);
}

#[tokio::test]
async fn jwts_are_tokens_like_others() {
    let world = world().await.signed_in().await;
    world.fault("jwt-tokens", None);
    let crm = Salesforce::new(world.sign_in.tokens(), &Net::default()).unwrap();
    let katharina = read("+494066969412", &Region::home_default());
    assert_eq!(crm.find_people(&katharina).await.unwrap()[0].name, "Katharina Vogelsang");
    assert!(world.sign_in.token().await.unwrap().access.reveal().len() > 2_800);
    world.simulators.org.expire_tokens();
    assert!(!crm.find_people(&katharina).await.unwrap().is_empty());
    assert_eq!(world.count("token refresh_token"), 2);
}

#[tokio::test]
async fn a_session_that_may_not_use_the_api_is_not_renewed_over_and_over() {
    use domain::outbox::{Barred, FailureKind};
    let world = world().await.signed_in().await;
    let crm = Salesforce::new(world.sign_in.tokens(), &Net::default()).unwrap();
    let somebody = read("+494066969412", &Region::home_default());
    world.sign_in.token().await.unwrap();
    for (fault, want) in [
        ("session-not-for-api", Barred::SessionNotForApi),
        ("app-not-attached", Barred::AppNotAttached),
        ("api-disabled-org", Barred::ApiOffForOrg),
        ("api-disabled", Barred::ApiOffForUser),
        ("policy-block", Barred::Policy),
    ] {
        world.fault(fault, None);
        let failure = crm.find_people(&somebody).await.unwrap_err();
        assert!(
            matches!(failure.kind, FailureKind::NotAllowed { why, .. } if why == want),
            "{fault}: {failure:?}"
        );
        world.simulators.org.clear_faults();
    }
    assert_eq!(world.count("token refresh_token"), 1, "another token would not help");
}

#[tokio::test]
async fn a_token_rotated_while_another_program_signs_out_is_given_back() {
    let world = world().await.signed_in().await;
    world.fault("rtr", Some("on"));
    world.fault("token-delay-ms", Some("300"));
    let gone = async {
        while world.count("token refresh_token") == 0 {
            tokio::task::yield_now().await;
        }
        // As a program does that waited too long for the lock.
        world.keychain.delete(SecretName::RefreshToken).await.unwrap();
    };
    let (token, ()) = tokio::join!(world.sign_in.token(), gone);
    assert_eq!(token.err(), Some(TokenError::SignedOut));
    assert!(world.keychain.get(SecretName::RefreshToken).await.unwrap().is_none());
    assert_eq!(world.count("revoke"), 1);
}
