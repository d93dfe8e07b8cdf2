//! What 3CX can do to its adapter, against the simulator.

use std::time::Duration;

use domain::call::{LegId, LegStatus, LossReason, Party, PhoneCommand, PhoneEvent, PhoneFailure};
use engine::phone::PhoneSystem;
use engine::phone::threecx::{Pace, ProbeFailure, Step};
use simulators::Options;
use simulators::threecx::Ring;
use tokio::time::timeout;

use super::valve::Valve;
use super::{CALLER, DEADLINE, Listener, OWN, Rig, adapter, adapter_at, fast, linked, until};

async fn loss_with(faults: &[(&str, Option<&str>)]) -> LossReason {
    let rig = Rig::start(faults).await;
    let mut listener = Listener::start(&rig.phone);
    listener.lost().await
}

#[tokio::test]
async fn each_cause_of_no_link_is_told_apart() {
    for (fault, value, want) in [
        ("box-off", None, LossReason::CallControlOff),
        ("no-licence", None, LossReason::NoLicence),
        ("not-monitored", Some(OWN), LossReason::NotMonitored),
        ("html-instead-of-json", None, LossReason::NotThreeCx),
        ("oversized-body", None, LossReason::NotThreeCx),
        ("bad-json", None, LossReason::NotThreeCx),
        ("server-error", Some("502"), LossReason::Unreachable),
        ("token-error", Some("400"), LossReason::WrongCredentials),
        ("token-error", Some("401"), LossReason::WrongCredentials),
        ("token-error", Some("404"), LossReason::NotThreeCx),
        ("token-error", Some("503"), LossReason::Unreachable),
    ] {
        assert_eq!(loss_with(&[(fault, value)]).await, want, "{fault} {value:?}");
    }
}

#[tokio::test]
async fn a_wrong_key_and_a_missing_one_are_told_apart() {
    let rig = Rig::start(&[]).await;
    let mut wrong = Listener::start(&adapter(&rig.simulators, "wrong"));
    assert_eq!(wrong.lost().await, LossReason::WrongCredentials);
    let mut none = Listener::start(&adapter_at(&rig.simulators.ready().threecx.base_url, None, fast()));
    assert_eq!(none.lost().await, LossReason::NotConfigured);
}

#[tokio::test]
async fn nobody_at_the_address_is_unreachable() {
    let rig = Rig::start(&[]).await;
    let phone = rig.phone.clone();
    rig.simulators.stop().await;
    let mut listener = Listener::start(&phone);
    assert_eq!(listener.lost().await, LossReason::Unreachable);
    // Said once, tried again and again.
    assert!(listener.events.try_recv().is_err());
}

#[tokio::test]
async fn an_untrusted_certificate_is_told_apart() {
    let simulators = simulators::start(Options { people: 1, tls: true, ..Options::default() }).await.unwrap();
    let phone = adapter(&simulators, &simulators.ready().threecx.api_key);
    let mut listener = Listener::start(&phone);
    assert_eq!(listener.lost().await, LossReason::Tls);
}

#[tokio::test]
async fn the_version_is_told_and_not_needed() {
    let rig = Rig::start(&[]).await;
    let mut listener = Listener::start(&rig.phone);
    let PhoneEvent::Connected { version } = listener.next().await else { panic!("connects first") };
    assert!(version.is_some_and(|version| version.starts_with("20.")));

    let rig = Rig::start(&[("xapi-off", None)]).await;
    let mut listener = Listener::start(&rig.phone);
    assert_eq!(listener.next().await, PhoneEvent::Connected { version: None });
    rig.pbx().ring(&Ring::from(CALLER)).unwrap();
    listener.leg(OWN, LegStatus::Ringing).await;
    // A refused version must not cost the token.
    assert_eq!(rig.count("token"), 1);
}

#[tokio::test]
async fn a_ring_costs_one_read_and_duplicates_tell_nothing_new() {
    let (rig, mut listener) = linked(&[("duplicates", Some("1"))]).await;
    let before = rig.count("callcontrol.participant");
    rig.pbx().ring(&Ring { name: "Katharina Vogelsang".into(), ..Ring::from(CALLER) }).unwrap();
    let leg = listener.leg(OWN, LegStatus::Ringing).await;
    assert_eq!(leg.party_name, "Katharina Vogelsang");
    assert_eq!(rig.count("callcontrol.participant") - before, 1);

    rig.fault("duplicates", Some("3"));
    let call = rig.pbx().calls()[0];
    rig.pbx().answer(call, Some(OWN)).unwrap();
    listener.leg(OWN, LegStatus::Connected).await;
    rig.pbx().hang_up(call).unwrap();
    assert_eq!(listener.next().await, PhoneEvent::LegGone { leg: leg.id });
}

#[tokio::test]
async fn every_spelling_of_messages_is_understood() {
    for (fault, value) in [
        ("casing", Some("pascal")),
        ("event-type", Some("text")),
        ("attached-data", Some("filled")),
        ("get-403-specific", None),
        ("devices-null", None),
        ("opaque-token", None),
        ("expires_in", Some("60")),
        ("party-did", Some("filled")),
    ] {
        let (rig, mut listener) = linked(&[(fault, value)]).await;
        let call = rig.pbx().ring(&Ring::from(CALLER)).unwrap();
        let leg = listener.leg(OWN, LegStatus::Ringing).await;
        assert_eq!(leg.party_number, CALLER, "{fault}");
        rig.pbx().hang_up(call).unwrap();
        listener.gone(&leg.id).await;
        listener.stop().await;
    }
}

#[tokio::test]
async fn queue_and_transfer_carry_names() {
    let (rig, mut listener) = linked(&[]).await;
    let call = rig.pbx().ring(&Ring { queue: Some("800".into()), ..Ring::from(CALLER) }).unwrap();
    let via = listener
        .until(|event| match event {
            PhoneEvent::LegChanged { leg } if leg.id.extension == OWN => {
                leg.via.filter(|via| via == "Support queue")
            }
            PhoneEvent::Connected { .. }
            | PhoneEvent::Lost { .. }
            | PhoneEvent::Snapshot { .. }
            | PhoneEvent::LegChanged { .. }
            | PhoneEvent::LegGone { .. } => None,
        })
        .await;
    assert_eq!(via, "Support queue");
    rig.pbx().answer(call, Some(OWN)).unwrap();
    listener.leg(OWN, LegStatus::Connected).await;
    rig.pbx().transfer(call, "813").unwrap();
    let transferred = listener.leg("813", LegStatus::Ringing).await;
    assert_eq!(transferred.referred_by.as_deref(), Some("Mara Lindqvist"));
    assert!(!transferred.abilities.answer && !transferred.abilities.reject);
}

#[tokio::test]
async fn without_the_role_numbers_serve_as_names() {
    let (rig, mut listener) = linked(&[("xapi-off", None)]).await;
    rig.pbx().ring(&Ring { queue: Some("800".into()), ..Ring::from(CALLER) }).unwrap();
    assert_eq!(listener.leg(OWN, LegStatus::Ringing).await.via.as_deref(), Some("800"));
}

#[tokio::test]
async fn names_come_in_small_pages_too() {
    let (rig, mut listener) = linked(&[("odata-page", Some("2"))]).await;
    rig.pbx().ring(&Ring { queue: Some("800".into()), ..Ring::from(CALLER) }).unwrap();
    listener
        .until(|event| match event {
            PhoneEvent::LegChanged { leg } => (leg.via.as_deref() == Some("Support queue")).then_some(()),
            PhoneEvent::Connected { .. }
            | PhoneEvent::Lost { .. }
            | PhoneEvent::Snapshot { .. }
            | PhoneEvent::LegGone { .. } => None,
        })
        .await;
}

#[tokio::test]
async fn colleagues_and_own_calls_are_told_apart() {
    let (rig, mut listener) = linked(&[]).await;
    rig.pbx().ring(&Ring::from("813")).unwrap();
    let leg = listener.leg(OWN, LegStatus::Ringing).await;
    assert_eq!(
        (leg.party, leg.party_number.as_str(), leg.party_name.as_str()),
        (Party::Extension, "813", "Tom Ito")
    );
    let call = rig.pbx().dialled(OWN, "+46406055012").unwrap();
    let leg = listener.leg(OWN, LegStatus::Dialing).await;
    assert_eq!((leg.party, leg.originated_here), (Party::External, true));
    assert!(leg.abilities.hang_up);
    rig.pbx().far_answer(call).unwrap();
    assert_eq!(listener.leg(OWN, LegStatus::Connected).await.id, leg.id);
}

#[tokio::test]
async fn commands_reach_the_device_and_refusals_come_back() {
    let (rig, mut listener) = linked(&[]).await;
    rig.pbx().ring(&Ring::from(CALLER)).unwrap();
    let leg = listener.leg(OWN, LegStatus::Ringing).await;
    assert_eq!(rig.phone.command(&leg.id, PhoneCommand::Reject).await, Ok(()));
    listener.gone(&leg.id).await;
    for command in [PhoneCommand::Reject, PhoneCommand::HangUp, PhoneCommand::Answer] {
        assert_eq!(rig.phone.command(&leg.id, command).await, Err(PhoneFailure::Gone));
    }

    rig.pbx().ring(&Ring::from(CALLER)).unwrap();
    let leg = listener.leg(OWN, LegStatus::Ringing).await;
    let elsewhere = LegId { extension: "813".into(), leg: leg.id.leg };
    assert_eq!(rig.phone.command(&elsewhere, PhoneCommand::HangUp).await, Err(PhoneFailure::NotAllowed));
    rig.fault("get-403-specific", None);
    assert_eq!(rig.phone.command(&leg.id, PhoneCommand::HangUp).await, Err(PhoneFailure::NotAllowed));
    rig.fault("get-403-specific", Some("off"));
    rig.fault("box-off", None);
    assert_eq!(rig.phone.command(&leg.id, PhoneCommand::HangUp).await, Err(PhoneFailure::SignedOut));
    rig.fault("box-off", Some("off"));
    rig.fault("server-error", Some("500"));
    assert_eq!(rig.phone.command(&leg.id, PhoneCommand::HangUp).await, Err(PhoneFailure::Broken));
    rig.fault("server-error", Some("off"));
    rig.fault("html-instead-of-json", None);
    assert_eq!(rig.phone.command(&leg.id, PhoneCommand::HangUp).await, Err(PhoneFailure::Broken));
    rig.fault("html-instead-of-json", Some("off"));
    assert_eq!(rig.phone.command(&leg.id, PhoneCommand::HangUp).await, Ok(()));
    let phone = rig.phone.clone();
    rig.simulators.stop().await;
    assert_eq!(phone.command(&leg.id, PhoneCommand::HangUp).await, Err(PhoneFailure::Unreachable));
}

#[tokio::test]
async fn a_device_without_control_cannot_answer_but_reject() {
    let (rig, mut listener) = linked(&[("no-direct-control", None)]).await;
    rig.pbx().ring(&Ring::from(CALLER)).unwrap();
    let leg = listener.leg(OWN, LegStatus::Ringing).await;
    assert!(!leg.abilities.answer && leg.abilities.reject);
    let refused = rig.phone.command(&leg.id, PhoneCommand::Answer).await;
    assert!(matches!(refused, Err(PhoneFailure::Refused { .. })), "{refused:?}");
}

#[tokio::test]
async fn a_command_with_an_old_token_signs_in_again_once() {
    let (rig, mut listener) = linked(&[]).await;
    rig.pbx().ring(&Ring::from(CALLER)).unwrap();
    let leg = listener.leg(OWN, LegStatus::Ringing).await;
    rig.sign_in_elsewhere().await;
    let before = rig.count("token");
    assert_eq!(rig.phone.command(&leg.id, PhoneCommand::Answer).await, Ok(()));
    assert_eq!(rig.count("token") - before, 1);
    listener.leg(OWN, LegStatus::Connected).await;
}

#[tokio::test]
async fn many_who_need_a_token_share_one_sign_in() {
    let rig = Rig::start(&[]).await;
    let leg = LegId { extension: OWN.into(), leg: 9 };
    let all = (0..20).map(|_| rig.phone.command(&leg, PhoneCommand::HangUp));
    let outcomes = futures_util::future::join_all(all).await;
    assert!(outcomes.iter().all(|outcome| *outcome == Err(PhoneFailure::Gone)), "{outcomes:?}");
    assert_eq!(rig.count("token"), 1);
    rig.sign_in_elsewhere().await;
    let all = (0..20).map(|_| rig.phone.command(&leg, PhoneCommand::HangUp));
    futures_util::future::join_all(all).await;
    assert_eq!(rig.count("token"), 3);
}

#[tokio::test]
async fn an_expired_token_is_renewed_without_losing_the_link() {
    let (rig, mut listener) = linked(&[]).await;
    rig.pbx().advance_clock(3_700);
    rig.pbx().ring(&Ring::from(CALLER)).unwrap();
    listener.leg(OWN, LegStatus::Ringing).await;
    assert_eq!(rig.count("token"), 2);
    assert_eq!(rig.count("ws"), 1);
}

#[tokio::test]
async fn a_restart_in_mid_call_ends_it_and_the_link_comes_back() {
    let (rig, mut listener) = linked(&[]).await;
    let call = rig.pbx().ring(&Ring::from(CALLER)).unwrap();
    let leg = listener.leg(OWN, LegStatus::Ringing).await;
    rig.pbx().answer(call, Some(OWN)).unwrap();
    listener.leg(OWN, LegStatus::Connected).await;
    rig.pbx().restart();
    assert_eq!(listener.lost().await, LossReason::Dropped);
    assert_eq!(listener.connected().await, []);
    // Ids start again; a new call with the same id is news.
    rig.pbx().ring(&Ring::from("+46406055012")).unwrap();
    let next = listener.leg(OWN, LegStatus::Ringing).await;
    assert_eq!((next.id, next.party_number.as_str()), (leg.id, "+46406055012"));
}

#[tokio::test]
async fn what_happened_while_the_socket_was_down_is_in_the_snapshot() {
    for politely in [false, true] {
        let (rig, mut listener) = linked(&[]).await;
        let ended = rig.pbx().ring(&Ring::from(CALLER)).unwrap();
        let leg = listener.leg(OWN, LegStatus::Ringing).await;
        rig.pbx().drop_sockets(politely);
        rig.pbx().hang_up(ended).unwrap();
        rig.pbx().ring(&Ring::from("+46406055012")).unwrap();
        assert_eq!(listener.lost().await, LossReason::Dropped);
        let legs = listener.connected().await;
        assert_eq!(legs.iter().map(|leg| leg.party_number.as_str()).collect::<Vec<_>>(), ["+46406055012"]);
        assert_ne!(legs[0].id, leg.id);
    }
}

#[tokio::test]
async fn lost_messages_are_recovered_by_the_next_snapshot() {
    let rig = Rig::start(&[]).await;
    let facts = &rig.simulators.ready().threecx;
    let pace = Pace { snapshot_every: Duration::from_millis(100), ..fast() };
    let phone = adapter_at(&facts.base_url, Some(&facts.api_key), pace);
    let mut listener = Listener::start(&phone);
    listener.connected().await;
    rig.fault("lose-events", Some("10000"));
    let call = rig.pbx().ring(&Ring::from(CALLER)).unwrap();
    let leg = listener.leg(OWN, LegStatus::Ringing).await;
    rig.pbx().hang_up(call).unwrap();
    listener.gone(&leg.id).await;
    assert_eq!(rig.count("ws"), 1);
}

#[tokio::test]
async fn a_leg_that_cannot_be_read_comes_with_a_snapshot() {
    let (rig, mut listener) = linked(&[("get-404-after", Some("0"))]).await;
    rig.pbx().ring(&Ring::from(CALLER)).unwrap();
    let leg = listener.leg(OWN, LegStatus::Ringing).await;
    rig.pbx().hang_up(rig.pbx().calls()[0]).unwrap();
    listener.gone(&leg.id).await;
    assert_eq!(rig.count("ws"), 1);
}

#[tokio::test]
async fn a_leg_gone_before_it_was_read_is_gone() {
    let (rig, mut listener) = linked(&[("get-delay-ms", Some("100"))]).await;
    let short = rig.pbx().ring(&Ring::from(CALLER)).unwrap();
    rig.pbx().hang_up(short).unwrap();
    rig.pbx().ring(&Ring::from("+46406055012")).unwrap();
    // The one that is over is never told as alive.
    assert_eq!(listener.leg(OWN, LegStatus::Ringing).await.party_number, "+46406055012");
}

#[tokio::test]
async fn a_refused_upgrade_is_tried_again() {
    let (rig, mut listener) = linked(&[]).await;
    rig.fault("ws-401", None);
    rig.pbx().drop_sockets(false);
    assert_eq!(listener.lost().await, LossReason::Dropped);
    let before = rig.count("ws");
    until(|| rig.count("ws") > before + 2).await;
    rig.fault("ws-401", Some("off"));
    listener.connected().await;
}

#[tokio::test]
async fn a_token_taken_once_is_no_reason_to_complain() {
    let (rig, mut listener) = linked(&[("ws-close-on-reissue", None)]).await;
    rig.sign_in_elsewhere().await;
    assert_eq!(listener.lost().await, LossReason::Dropped);
    listener.connected().await;
    rig.pbx().ring(&Ring::from(CALLER)).unwrap();
    listener.leg(OWN, LegStatus::Ringing).await;
}

#[tokio::test]
async fn a_token_taken_again_and_again_is_a_shared_client() {
    let (rig, mut listener) = linked(&[("ws-close-on-reissue", None)]).await;
    for _ in 0..6 {
        rig.sign_in_elsewhere().await;
        let shared = listener.until(|event| match event {
            PhoneEvent::Lost { reason } => (reason == LossReason::SharedClient).then_some(true),
            PhoneEvent::Connected { .. } => Some(false),
            PhoneEvent::Snapshot { .. } | PhoneEvent::LegChanged { .. } | PhoneEvent::LegGone { .. } => None,
        });
        if shared.await {
            // The next tries are rare, but they come.
            listener.connected().await;
            return;
        }
    }
    panic!("never told");
}

#[tokio::test]
async fn switched_off_while_linked_is_told_apart_from_a_taken_token() {
    let (rig, mut listener) = linked(&[]).await;
    rig.fault("box-off", None);
    rig.pbx().ring(&Ring::from(CALLER)).unwrap();
    assert_eq!(listener.lost().await, LossReason::CallControlOff);

    let (rig, mut listener) = linked(&[]).await;
    rig.fault("bad-token", None);
    rig.sign_in_elsewhere().await;
    rig.pbx().ring(&Ring::from(CALLER)).unwrap();
    assert_eq!(listener.lost().await, LossReason::SharedClient);
}

#[tokio::test]
async fn a_silent_network_ends_the_link() {
    let rig = Rig::start(&[]).await;
    let facts = rig.simulators.ready().threecx.clone();
    let valve = Valve::start(&facts.base_url).await;
    let pace =
        Pace { ping_every: Duration::from_millis(50), pong_within: Duration::from_millis(200), ..fast() };
    let phone = adapter_at(&valve.address, Some(&facts.api_key), pace);
    let mut listener = Listener::start(&phone);
    listener.connected().await;
    // Pongs keep it alive for many rounds.
    let (passed, rounds) = (valve.passed(), 20);
    until(|| valve.passed() > passed + rounds || !listener.events.is_empty()).await;
    assert!(listener.events.is_empty(), "{:?}", listener.events.try_recv());
    valve.shut();
    assert_eq!(listener.lost().await, LossReason::Dropped);
}

#[tokio::test]
async fn a_diagnosis_names_each_step_and_does_not_disturb_the_link() {
    let (rig, mut listener) = linked(&[("ws-close-on-reissue", None)]).await;
    let steps = rig.phone.probe().await;
    let seen: Vec<Step> = steps.iter().map(|step| step.step).collect();
    let all = [
        Step::SignIn,
        Step::Version,
        Step::CallControl,
        Step::OwnExtension,
        Step::Names,
        Step::Users,
        Step::CallLog,
        Step::Socket,
        Step::OwnClient,
    ];
    assert_eq!(seen, all);
    assert!(steps.iter().all(|step| step.outcome.is_ok()), "{steps:?}");
    assert_eq!(rig.count("token"), 1);
    rig.pbx().ring(&Ring::from(CALLER)).unwrap();
    listener.leg(OWN, LegStatus::Ringing).await;
}

#[tokio::test]
async fn a_diagnosis_finds_the_step_that_fails() {
    for (faults, step, failure) in [
        (("token-error", Some("401")), Step::SignIn, ProbeFailure::Link(LossReason::WrongCredentials)),
        (("xapi-off", None), Step::Version, ProbeFailure::ConfigurationOff),
        (("no-licence", None), Step::CallControl, ProbeFailure::Link(LossReason::NoLicence)),
        (("box-off", None), Step::CallControl, ProbeFailure::Link(LossReason::CallControlOff)),
        (("not-monitored", Some(OWN)), Step::OwnExtension, ProbeFailure::Link(LossReason::NotMonitored)),
    ] {
        let rig = Rig::start(&[faults]).await;
        let steps = rig.phone.probe().await;
        let found =
            steps.iter().find(|step| step.outcome.is_err()).map(|step| (step.step, step.outcome.clone()));
        assert_eq!(found, Some((step, Err(failure))), "{faults:?}");
    }
}

#[tokio::test]
async fn nonsense_is_not_asked_for_without_end() {
    let rig = Rig::start(&[("bad-json", None)]).await;
    let facts = &rig.simulators.ready().threecx;
    let phone = adapter_at(&facts.base_url, Some(&facts.api_key), Pace::default());
    let mut listener = Listener::start(&phone);
    assert_eq!(listener.lost().await, LossReason::NotThreeCx);
    // At its real pace the next try is half a second away or more.
    assert_eq!(rig.count("ws"), 1);
    listener.stop().await;
}

#[tokio::test]
async fn a_burst_of_calls_is_told_completely() {
    let (rig, mut listener) = linked(&[]).await;
    let pbx = rig.pbx();
    let mut expected: Vec<String> = (0..100).map(|index| format!("+4940555{index:04}")).collect();
    for number in &expected {
        pbx.ring(&Ring::from(number)).unwrap();
    }
    while !expected.is_empty() {
        let leg = listener.leg(OWN, LegStatus::Ringing).await;
        expected.retain(|number| *number != leg.party_number);
    }
}

/// Says where the child of [`tls_carries_requests_and_the_socket`] finds its phone system.
#[cfg(target_os = "linux")]
const CHILD_ADDRESS: &str = "RINGSIDE_TEST_PHONE_ADDRESS";

/// A process of its own, because which authorities are trusted is read from its environment.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn tls_carries_requests_and_the_socket() {
    if let Ok(address) = std::env::var(CHILD_ADDRESS) {
        let phone = adapter_at(&address, Some(simulators::threecx::sample::API_KEY), fast());
        Listener::start(&phone).leg(OWN, LegStatus::Ringing).await;
        return;
    }
    let simulators = simulators::start(Options { people: 1, tls: true, ..Options::default() }).await.unwrap();
    let trusted = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(trusted.path(), simulators.ready().ca_pem.as_deref().unwrap()).unwrap();
    let mut child = tokio::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "phone::wire::tls_carries_requests_and_the_socket"])
        .env(CHILD_ADDRESS, &simulators.ready().threecx.base_url)
        .env("SSL_CERT_FILE", trusted.path())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    until(|| simulators.pbx.sockets() > 0).await;
    simulators.pbx.ring(&Ring::from(CALLER)).unwrap();
    assert!(timeout(DEADLINE, child.wait()).await.expect("the child hangs").unwrap().success());
}
