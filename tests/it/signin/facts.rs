//! Who is signed in, since when: learned when signing in, kept over a restart, forgotten with it.

use engine::signin::{Account, TokenSource as _};
use jiff::Timestamp;

use super::catalogue::walk;
use super::*;

async fn signed_in_by_browser() -> (World, File) {
    let turn = port_turn();
    let world = world().await;
    walk(&world).await.0.unwrap();
    (world, turn)
}

#[tokio::test]
async fn user_org_and_times_are_known_after_signing_in_and_after_a_restart() {
    let before = Timestamp::now();
    let (world, _turn) = signed_in_by_browser().await;
    let account = world.sign_in.account().unwrap();
    let user = &world.simulators.ready().salesforce.users[0];
    assert_eq!(
        (&account.name, &account.username, &account.email, &account.user_id),
        (&user.name, &user.username, &user.email, &user.id)
    );
    let org = (account.org_name.as_deref(), account.sandbox, account.edition.as_deref());
    assert_eq!(org, (Some("Nordwind Services"), Some(false), Some("Enterprise Edition")));
    assert_eq!((account.host.as_str(), account.org_id.len()), ("127.0.0.1", 18));
    assert!(account.signed_in_at.unwrap() >= before && account.token_since == account.signed_in_at);
    assert_eq!(account.scopes, ["api", "refresh_token", "openid"]);

    let again = sign_in(&world.simulators, &world.keychain, world.dir.path());
    assert_eq!(again.account(), None);
    again.resume().await;
    assert_eq!(again.account(), Some(account));
}

#[tokio::test]
async fn a_token_is_no_part_of_the_facts() {
    let (world, _turn) = signed_in_by_browser().await;
    let token = world.sign_in.token().await.unwrap();
    let refresh = world.keychain.get(SecretName::RefreshToken).await.unwrap().unwrap();
    let kept = world.keychain.get(SecretName::Account).await.unwrap().unwrap();
    let shown = format!("{} {:?}", kept.reveal(), world.sign_in.account());
    // An access token begins with the org's id, which everybody may know.
    let (_, access) = token.access.reveal().split_once('!').unwrap();
    for secret in [access, refresh.reveal()] {
        for start in 0..secret.len() - 8 {
            assert!(!shown.contains(&secret[start..start + 8]), "{shown}");
        }
    }
}

#[tokio::test]
async fn rotation_changes_since_when_the_token_is_kept_and_nothing_else() {
    let (world, _turn) = signed_in_by_browser().await;
    let first = world.sign_in.account().unwrap();
    world.sign_in.renew(&world.sign_in.token().await.unwrap()).await.unwrap();
    let same = world.sign_in.account().unwrap();
    assert_eq!((same.token_since, same.signed_in_at), (first.token_since, first.signed_in_at));
    assert!(same.used_at > first.used_at);
    world.fault("rtr", Some("on"));
    world.sign_in.renew(&world.sign_in.token().await.unwrap()).await.unwrap();
    let rotated = world.sign_in.account().unwrap();
    assert!(rotated.token_since > first.token_since);
    assert_eq!((rotated.signed_in_at, &rotated.name), (first.signed_in_at, &first.name));
}

#[tokio::test]
async fn facts_of_an_earlier_version_are_made_up_for() {
    let world = world().await.signed_in().await;
    world.keychain.delete(SecretName::Account).await.unwrap();
    world.sign_in.resume().await;
    assert_eq!(world.sign_in.account(), None);
    world.sign_in.learn().await.unwrap();
    let account = world.sign_in.account().unwrap();
    assert_eq!(account.name, world.simulators.ready().salesforce.users[0].name);
    assert_eq!((account.signed_in_at, account.token_since), (None, None), "not known, so not invented");
    world.keychain.set(SecretName::Account, &Secret::new("{broken")).await.unwrap();
    world.sign_in.resume().await;
    assert_eq!(world.sign_in.account(), None);
}

#[tokio::test]
async fn signing_out_forgets_the_facts_and_an_ended_sign_in_keeps_them() {
    let (world, _turn) = signed_in_by_browser().await;
    let name = world.sign_in.account().unwrap().name;
    world.fault("revoke-tokens", None);
    assert!(world.sign_in.renew(&world.sign_in.token().await.unwrap()).await.is_err());
    assert_eq!(world.sign_in.account().map(|account| account.name), Some(name), "who was signed in");
    world.sign_in.sign_out().await.unwrap();
    assert_eq!(world.sign_in.account(), None);
    assert!(world.keychain.get(SecretName::Account).await.unwrap().is_none());
}

#[tokio::test]
async fn an_org_that_does_not_tell_its_name_is_known_by_its_host() {
    let turn = port_turn();
    let world = world().await;
    world.fault("api-disabled", None);
    walk(&world).await.0.unwrap();
    drop(turn);
    let account = world.sign_in.account().unwrap();
    let told = (account.org_name.as_deref(), account.sandbox, account.host.as_str());
    assert_eq!(told, (None, None, "127.0.0.1"));
    assert!(!account.name.is_empty(), "the identity service needs no API");
}

#[tokio::test]
async fn whoever_another_program_signs_in_is_taken_over() {
    let world = world().await.signed_in().await;
    world.sign_in.token().await.unwrap();
    let other = sign_in(&world.simulators, &world.keychain, world.dir.path());
    other.resume().await;
    other.sign_out().await.unwrap();
    assert_eq!(world.sign_in.resume().await, SignInState::SignedOut { why: SignedOut::NotYet });
    assert_eq!(world.sign_in.token().await.err(), Some(TokenError::SignedOut), "no token is left in memory");

    let facts = &world.simulators.ready().salesforce;
    let token = simulators::browser::refresh_token(facts).await.unwrap();
    other.adopt(Secret::new(token)).await.unwrap();
    world.sign_in.resume().await;
    let before = world.count("token refresh_token");
    world.sign_in.token().await.unwrap();
    assert_eq!(world.count("token refresh_token"), before + 1, "the other user's own token");
    assert_eq!(world.sign_in.account(), kept(&world).await);
}

async fn kept(world: &World) -> Option<Account> {
    let kept = world.keychain.get(SecretName::Account).await.unwrap()?;
    serde_json::from_str(kept.reveal()).ok()
}
