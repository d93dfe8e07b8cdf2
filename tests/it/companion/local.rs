//! One loop per profile; everybody else asks it.

use engine::companion::StartError;
use engine::local::{Ask, LocalClient, LockError, Request};

use super::*;

#[tokio::test]
async fn a_second_loop_on_a_profile_is_refused_and_names_the_first() {
    let world = World::linked().await;
    let second =
        Companion::start_at(&world.profile, world.keychain.clone(), Arc::new(Dark), world.clock.clone());
    let Err(StartError::Lock(LockError::Held(held))) = second.await else { panic!("two loops") };
    assert_eq!(held.pid, Some(std::process::id()));
    world.until_linked().await;
}

#[tokio::test]
async fn another_program_sees_acts_and_watches() {
    let world = World::linked().await;
    let mut client = LocalClient::connect(&world.profile).await.unwrap();
    assert_eq!(client.view().await.unwrap(), *world.view());
    let mut watch = LocalClient::connect(&world.profile).await.unwrap().watch().await.unwrap();
    let first = watch.next().await.unwrap().unwrap();
    assert!(first["view"]["revision"].is_u64());

    world.pbx().ring(&Ring::from(KATHARINA)).unwrap();
    let id = world.until_pop("Answer", |call| call.can.answer).await.id;
    let action = AgentAction::Answer { call: CallId(id) };
    assert_eq!(client.ask(&Request::Act(action)).await.unwrap()["ok"], true);
    world.until_talking().await;
    let (mut rang, mut talked) = (false, false);
    while !talked {
        let line = watch.next().await.unwrap().unwrap();
        rang |= line["event"]["leg"]["status"] == "ringing";
        talked = line["view"]["pop"][0]["phase"]["phase"] == "talking";
    }
    assert!(rang, "events are told as well");

    let lookup = |text: &str, here: bool| Request::Ask(Ask::Lookup { text: text.into(), here });
    let unknown = client.ask(&lookup("+49 30 23125100", true)).await.unwrap();
    assert_eq!((&unknown["verdict"], unknown["people"].as_array().unwrap().len()), (&"nobody".into(), 0));
    let found = client.ask(&lookup("+49 40 66969412", false)).await.unwrap();
    assert_eq!(found["matches"][0]["person"]["name"], "Katharina Vogelsang");
}

#[tokio::test]
async fn when_the_companion_ends_watchers_are_told_and_nobody_is_found() {
    let mut world = World::linked().await;
    let mut watch = LocalClient::connect(&world.profile).await.unwrap().watch().await.unwrap();
    world.stop().await;
    let ended = async { while let Ok(Some(_)) = watch.next().await {} };
    tokio::time::timeout(DEADLINE, ended).await.expect("the watcher is left hanging");
    assert!(LocalClient::connect(&world.profile).await.is_none());
}
