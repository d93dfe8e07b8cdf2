//! Phones that tell of calls by themselves, beside the phone system: one conversation is one Task.

use std::net::{Ipv4Addr, TcpListener};

use engine::local::{Ask, LocalClient, Request};
use engine::signin::hook_secret;
use engine::view::HeardVerdict;

use super::*;

impl World {
    /// Running and linked, and phones are heard too; the address they are given.
    async fn hearing() -> (Self, String) {
        let mut world = Self::set().await;
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
        let mut settings =
            engine::settings::load(&world.profile.dir, world.clock.now().wall).unwrap().settings;
        settings.phone.hook.enabled = true;
        settings.phone.hook.links = true;
        settings.phone.hook.port = port;
        engine::settings::save(&world.profile.dir, &settings).unwrap();
        world.start().await;
        world.until_linked().await;
        let secret = hook_secret(&world.keychain).await.unwrap();
        (world, format!("127.0.0.1:{port}/{}", secret.reveal()))
    }

    async fn verdict(&self) -> HeardVerdict {
        self.setup().hook().await.unwrap().heard[0].verdict
    }
}

async fn tell(address: &str, what: &str) {
    let answer = reqwest::get(format!("http://{address}/{what}")).await.unwrap();
    assert_eq!(answer.status(), 204, "{what}");
}

#[tokio::test]
async fn a_call_the_phone_system_does_not_know_is_popped_and_written() {
    let (mut world, address) = World::hearing().await;
    tell(&address, "ring?number=%2B494066969412&name=Nordlicht").await;
    world.pass(4 * SECOND).await;
    let call = world.until_pop("a name", |call| name_of(call) == Some("Katharina Vogelsang")).await;
    assert_eq!((call.phase, call.offers.answer), (Phase::Ringing, false));
    assert_eq!(world.verdict().await, HeardVerdict::Taken);
    tell(&address, "answer?number=04066969412").await;
    world.until_talking().await;
    world.pass(60 * SECOND).await;
    // The last word comes as an address that another program hands over.
    let link = address.split_once('/').map(|(_, secret)| format!("ringside://{secret}/end")).unwrap();
    let mut client = LocalClient::connect(&world.profile).await.unwrap();
    let answer = client.ask(&Request::Ask(Ask::Link { link: format!("{link}?number=04066969412") })).await;
    assert_eq!(answer.unwrap()["ok"], true);
    let refused = client.ask(&Request::Ask(Ask::Link { link: "ringside://guess/end".into() })).await;
    assert_eq!(refused.unwrap()["ok"], false);
    assert_eq!(world.until_ended().await, OutcomeView::AnsweredInbound);
    world.until_written().await;
    let tasks = world.tasks();
    assert_eq!(tasks.len(), 1);
    let key = tasks[0]["CallObject"].as_str().unwrap();
    assert!(key.contains("|812|h1|"), "{key}");
    assert_eq!(tasks[0]["WhoId"], world.id_of("Contact", "Katharina Vogelsang"));
    world.stop().await;
    assert!(reqwest::get(format!("http://{address}/ring?number=1234567")).await.is_err());
}

#[tokio::test]
async fn a_call_both_tell_of_is_one_call() {
    let (world, address) = World::hearing().await;
    let call = world.pbx().ring(&Ring::from(NOBODY)).unwrap();
    tell(&address, "ring?number=03023125144&name=Acme%20Ltd").await;
    let pop = world.until_pop("the phone's name", |call| call.phone_name.is_some()).await;
    assert!(pop.can.answer);
    world.pbx().answer(call, Some("812")).unwrap();
    world.until_talking().await;
    world.pbx().hang_up(call).unwrap();
    assert_eq!(world.until_ended().await, OutcomeView::AnsweredInbound);
    world.until_written().await;
    world.pass(10 * SECOND).await;
    assert_eq!((world.view().today.len(), world.tasks().len()), (1, 1));
}
