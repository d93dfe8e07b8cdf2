//! Calls that start at this computer, against the simulator.

use domain::call::{LegStatus, PhoneCommand, PhoneFailure};
use engine::phone::PhoneSystem;
use simulators::threecx::Ring;

use super::{CALLER, OWN, linked};

const FAR: &str = "+442079460321";
/// The agent's phone that takes orders, and the one that rings first.
const APP: &str = "3CX";
const DESK_PHONE: &str = "Yealink";

#[tokio::test]
async fn the_chosen_phone_dials_and_its_leg_is_told() {
    let (rig, mut listener) = linked(&[]).await;
    let told = rig.phone.dial(FAR, APP).await.unwrap().expect("the device form names the leg");
    let leg = listener.leg(OWN, LegStatus::Dialing).await;
    assert_eq!((&leg.id, leg.party_number.as_str(), leg.originated_here), (&told, FAR, true));
    assert_eq!(rig.phone.command(&leg.id, PhoneCommand::HangUp).await, Ok(()));
    listener.gone(&leg.id).await;
}

#[tokio::test]
async fn a_phone_that_takes_no_orders_rings_first() {
    let (rig, mut listener) = linked(&[]).await;
    let devices = rig.phone.devices().await.unwrap();
    assert!(devices.iter().any(|name| name.contains(DESK_PHONE)), "{devices:?}");
    rig.phone.dial(FAR, DESK_PHONE).await.unwrap();
    let leg = listener.leg(OWN, LegStatus::Ringing).await;
    assert!(leg.originated_here);
}

#[tokio::test]
async fn a_phone_registered_anew_and_none_that_is_meant_are_dialled_all_the_same() {
    let (rig, mut listener) = linked(&[]).await;
    rig.fault("stale-device", None);
    rig.phone.dial(FAR, APP).await.unwrap();
    let leg = listener.leg(OWN, LegStatus::Ringing).await;
    assert!(leg.originated_here, "the system rings the user's phones");
    rig.fault("stale-device", Some("off"));
    assert_eq!(rig.phone.dial(FAR, "").await, Ok(None));
}

#[tokio::test]
async fn refusals_come_back_with_the_systems_words() {
    let (rig, _listener) = linked(&[]).await;
    rig.fault("makecall-422", None);
    let refused = rig.phone.dial(FAR, APP).await;
    assert!(matches!(&refused, Err(PhoneFailure::Refused { text }) if !text.is_empty()), "{refused:?}");
    rig.fault("makecall-422", Some("off"));
    rig.fault("box-off", None);
    assert_eq!(rig.phone.dial(FAR, APP).await, Err(PhoneFailure::SignedOut));
    rig.fault("box-off", Some("off"));
    rig.fault("server-error", Some("500"));
    assert_eq!(rig.phone.dial(FAR, APP).await, Err(PhoneFailure::Broken));
}

#[tokio::test]
async fn a_ringing_call_is_diverted_and_a_talk_handed_over() {
    let (rig, mut listener) = linked(&[]).await;
    for (talks, destination) in [(false, "813"), (true, "813")] {
        let call = rig.pbx().ring(&Ring::from(CALLER)).unwrap();
        let mut leg = listener.leg(OWN, LegStatus::Ringing).await;
        assert!(leg.abilities.transfer);
        let to = destination.to_owned();
        let command = if talks {
            rig.pbx().answer(call, None).unwrap();
            leg = listener.leg(OWN, LegStatus::Connected).await;
            PhoneCommand::Transfer { destination: to }
        } else {
            PhoneCommand::Divert { destination: to }
        };
        assert_eq!(rig.phone.command(&leg.id, command).await, Ok(()));
        let there = listener.leg(destination, LegStatus::Ringing).await;
        assert_eq!(there.call, leg.call);
        rig.pbx().answer(call, Some(destination)).unwrap();
        listener.leg(destination, LegStatus::Connected).await;
        rig.pbx().hang_up(call).unwrap();
        listener.gone(&there.id).await;
    }
}

#[tokio::test]
async fn colleagues_are_told_by_name() {
    let (rig, mut listener) = linked(&[]).await;
    rig.pbx().ring(&Ring::from(CALLER)).unwrap();
    listener.leg(OWN, LegStatus::Ringing).await;
    let colleagues = rig.phone.colleagues().await;
    assert!(colleagues.iter().any(|them| them.number == "813" && !them.name.is_empty()), "{colleagues:?}");
}
