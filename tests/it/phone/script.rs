//! Orders of events and misbehaviour that only a scripted phone system produces.

use domain::call::{LegId, LegStatus, LossReason, PhoneEvent};
use engine::phone::threecx::Pace;

use super::script_pbx::ScriptPbx;
use super::{CALLER, Listener, OWN, adapter_at, fast, until};

fn leg(id: u64, status: &str) -> String {
    format!(
        r#"{{"id":{id},"status":"{status}","dn":"812","party_dn":"10000","party_caller_id":"{CALLER}",
            "party_dn_type":"Wexternalline","callid":{id},"legid":1}}"#
    )
}

fn snapshot(legs: &[String]) -> String {
    format!(r#"[{{"dn":"812","type":"Wextension","devices":null,"participants":[{}]}}]"#, legs.join(","))
}

fn changed(id: u64) -> String {
    message(0, id)
}

fn removed(id: u64) -> String {
    message(1, id)
}

fn message(event_type: u8, id: u64) -> String {
    format!(
        r#"{{"sequence":1,"event":{{"event_type":{event_type},"entity":"/callcontrol/812/participants/{id}","attached_data":null}}}}"#
    )
}

fn own(leg: u64) -> LegId {
    LegId { extension: OWN.into(), leg }
}

fn listen(pbx: &ScriptPbx, pace: Pace) -> Listener {
    Listener::start(&adapter_at(&pbx.address, Some("key"), pace))
}

#[tokio::test]
async fn messages_before_the_snapshot_count_after_it() {
    let pbx = ScriptPbx::start(true).await;
    pbx.answer("/callcontrol", &snapshot(&[leg(2, "Connected")]));
    pbx.answer("/callcontrol/812/participants/1", &leg(1, "Ringing"));
    let mut listener = listen(&pbx, fast());
    until(|| pbx.sockets() == 1 && pbx.snapshots_asked() == 1).await;
    pbx.say(&changed(1));
    pbx.say(&removed(2));
    assert!(listener.events.try_recv().is_err());
    pbx.let_snapshots_out(1);
    let legs = listener.connected().await;
    assert_eq!(legs.into_iter().map(|leg| leg.id).collect::<Vec<_>>(), [own(2)]);
    assert_eq!(listener.next().await, PhoneEvent::LegGone { leg: own(2) });
    assert_eq!(listener.leg(OWN, LegStatus::Ringing).await.id, own(1));
}

#[tokio::test]
async fn messages_are_told_while_a_later_snapshot_is_under_way_and_outlive_it() {
    let pbx = ScriptPbx::start(true).await;
    pbx.answer("/callcontrol", &snapshot(&[]));
    pbx.let_snapshots_out(1);
    let mut listener = listen(&pbx, fast());
    listener.connected().await;
    pbx.say("odd");
    until(|| pbx.snapshots_asked() == 2).await;
    pbx.answer("/callcontrol/812/participants/1", &leg(1, "Ringing"));
    pbx.say(&changed(1));
    // Not held up by the snapshot, and not undone by it: it is older.
    assert_eq!(listener.leg(OWN, LegStatus::Ringing).await.id, own(1));
    pbx.let_snapshots_out(1);
    let PhoneEvent::Snapshot { legs } = listener.next().await else { panic!("a snapshot") };
    assert_eq!(legs.into_iter().map(|leg| leg.id).collect::<Vec<_>>(), [own(1)]);
}

#[tokio::test]
async fn a_flood_of_nonsense_costs_few_requests() {
    let pbx = ScriptPbx::start(true).await;
    pbx.answer("/callcontrol", &snapshot(&[]));
    pbx.answer("/callcontrol/812/participants/1", &leg(1, "Ringing"));
    pbx.let_snapshots_out(100);
    let mut listener = listen(&pbx, Pace::default());
    listener.connected().await;
    for _ in 0..5_000 {
        pbx.say(r#"{"event":{"event_type":0,"entity":"/callcontrol"}}"#);
    }
    pbx.say(&changed(1));
    listener.leg(OWN, LegStatus::Ringing).await;
    assert!(pbx.snapshots_asked() <= 10, "{}", pbx.snapshots_asked());
    assert_eq!(pbx.sockets(), 1);
}

#[tokio::test]
async fn a_message_beyond_all_measure_ends_the_link_which_comes_back() {
    let pbx = ScriptPbx::start(true).await;
    pbx.answer("/callcontrol", &snapshot(&[]));
    pbx.let_snapshots_out(2);
    let mut listener = listen(&pbx, fast());
    listener.connected().await;
    pbx.say(&"x".repeat(300 * 1024));
    assert_eq!(listener.lost().await, LossReason::Dropped);
    listener.connected().await;
    assert_eq!(pbx.sockets(), 2);
}

#[tokio::test]
async fn a_false_handshake_is_no_phone_system() {
    let pbx = ScriptPbx::start(false).await;
    let mut listener = listen(&pbx, fast());
    assert_eq!(listener.lost().await, LossReason::NotThreeCx);
}
