//! The event scripts of `3cx.md` 2.8, one Upsert each.

use super::super::Ring;
use super::*;

const CALLER: &str = "+494066969412";

fn to(extension: &str) -> Ring {
    Ring { to: Some(extension.to_owned()), ..Ring::from(CALLER) }
}

async fn bench() -> (Bench, Listener) {
    let bench = Bench::with(&["duplicates=1"]).await;
    let socket = bench.open_socket().await;
    (bench, socket)
}

async fn leg(bench: &Bench, dn: &str, id: i32) -> Value {
    bench.get(&format!("/callcontrol/{dn}/participants/{id}")).await.1
}

#[tokio::test]
async fn inbound_answered() {
    let (bench, mut socket) = bench().await;
    let call = bench.pbx.ring(&Ring { name: "ACME GmbH".to_owned(), ..Ring::from(CALLER) }).unwrap();
    socket.events(&["U 812/1"]).await;
    assert_eq!(
        leg(&bench, "812", 1).await,
        json!({
            "id": 1, "status": "Ringing", "dn": "812", "party_caller_name": "ACME GmbH", "party_dn": "10000",
            "party_caller_id": CALLER, "party_did": "", "device_id": "", "party_dn_type": "Wexternalline",
            "direct_control": true, "originated_by_dn": "", "originated_by_type": "None", "referred_by_dn": "",
            "referred_by_type": "None", "on_behalf_of_dn": "", "on_behalf_of_type": "None", "callid": 1, "legid": 2,
        })
    );
    bench.pbx.answer(call, None).unwrap();
    socket.events(&["U 812/1"]).await;
    let connected = leg(&bench, "812", 1).await;
    assert_eq!(
        (&connected["status"], &connected["device_id"]),
        (&json!("Connected"), &json!("sip:812@127.0.0.1:5483"))
    );
    bench.pbx.hang_up(call).unwrap();
    socket.events(&["R 812/1"]).await;
    assert_eq!(bench.get("/callcontrol/812/participants/1").await.0, StatusCode::NOT_FOUND);
    assert_eq!(bench.get("/callcontrol/812/participants").await.1, json!([]));
}

#[tokio::test]
async fn inbound_missed_and_withheld() {
    let (bench, mut socket) = bench().await;
    let call = bench.pbx.ring(&Ring::default()).unwrap();
    socket.events(&["U 812/1"]).await;
    assert_eq!(leg(&bench, "812", 1).await["party_caller_id"], "Anonymous");
    bench.pbx.hang_up(call).unwrap();
    socket.events(&["R 812/1"]).await;
    assert!(bench.pbx.calls().is_empty());
}

#[tokio::test]
async fn a_changed_leg_is_told_twice_by_default() {
    let bench = Bench::new().await;
    let mut socket = bench.open_socket().await;
    let call = bench.pbx.ring(&Ring::from(CALLER)).unwrap();
    bench.pbx.hang_up(call).unwrap();
    socket.events(&["U 812/1", "U 812/1", "R 812/1"]).await;
}

#[tokio::test]
async fn ring_group_answered_elsewhere() {
    let (bench, mut socket) = bench().await;
    let call = bench.pbx.ring(&to("801")).unwrap();
    socket.events(&["U 812/1", "U 813/2", "U 815/3"]).await;
    let ringing = leg(&bench, "812", 1).await;
    assert_eq!(
        (&ringing["on_behalf_of_dn"], &ringing["on_behalf_of_type"]),
        (&json!("801"), &json!("Wringgroup"))
    );
    assert_eq!(leg(&bench, "813", 2).await["callid"], ringing["callid"]);
    bench.pbx.answer(call, Some("813")).unwrap();
    socket.events(&["U 813/2", "R 812/1", "R 815/3"]).await;
    bench.pbx.hang_up(call).unwrap();
    socket.events(&["R 813/2"]).await;
}

#[tokio::test]
async fn queue_rings_in_waves() {
    let (bench, mut socket) = bench().await;
    let call = bench.pbx.ring(&Ring { queue: Some("800".to_owned()), ..to("812") }).unwrap();
    socket.events(&["U 800/1", "U 812/2"]).await;
    assert_eq!(leg(&bench, "812", 2).await["on_behalf_of_dn"], "800");
    bench.pbx.reject(call, "812").unwrap();
    socket.events(&["R 812/2"]).await;
    bench.pbx.wave(call, "813").unwrap();
    bench.pbx.wave(call, "814").unwrap();
    bench.pbx.answer(call, None).unwrap();
    socket.events(&["U 813/3", "R 813/3", "U 814/4", "U 814/4", "R 800/1"]).await;
    assert_eq!(leg(&bench, "814", 4).await["party_caller_id"], CALLER);
}

#[tokio::test]
async fn a_queue_may_ring_all_its_agents() {
    let (bench, mut socket) = bench().await;
    bench.pbx.ring(&to("800")).unwrap();
    socket.events(&["U 800/1", "U 812/2", "U 813/3", "U 814/4"]).await;
    bench.fault("on-behalf-of=empty");
    bench.pbx.ring(&to("801")).unwrap();
    socket.events(&["U 812/5", "U 813/6", "U 815/7"]).await;
    assert_eq!(leg(&bench, "814", 4).await["on_behalf_of_dn"], "800");
    assert_eq!(leg(&bench, "815", 7).await["on_behalf_of_dn"], "");
}

#[tokio::test]
async fn internal_call_shows_each_other() {
    let (bench, mut socket) = bench().await;
    let call = bench.pbx.ring(&Ring::from("813")).unwrap();
    socket.events(&["U 813/1", "U 812/2"]).await;
    let (caller, callee) = (leg(&bench, "813", 1).await, leg(&bench, "812", 2).await);
    assert_eq!(
        (&caller["status"], &caller["party_dn"], &caller["originated_by_dn"]),
        (&json!("Dialing"), &json!("812"), &json!("813"))
    );
    assert_eq!((&callee["status"], &callee["party_dn"]), (&json!("Ringing"), &json!("813")));
    assert_eq!(
        (&callee["party_dn_type"], &callee["party_caller_name"]),
        (&json!("Wextension"), &json!("Tom Ito"))
    );
    bench.pbx.answer(call, Some("812")).unwrap();
    socket.events(&["U 812/2", "U 813/1"]).await;
    bench.pbx.reject(call, "813").unwrap();
    socket.events(&["R 813/1", "R 812/2"]).await;
}

#[tokio::test]
async fn dialled_by_hand_and_answered() {
    let (bench, mut socket) = bench().await;
    let call = bench.pbx.dialled("812", "+442079460321").unwrap();
    socket.events(&["U 812/1"]).await;
    let dialling = leg(&bench, "812", 1).await;
    assert_eq!((&dialling["status"], &dialling["originated_by_dn"]), (&json!("Dialing"), &json!("812")));
    assert_eq!(
        (&dialling["party_dn"], &dialling["party_caller_id"]),
        (&json!("10000"), &json!("+442079460321"))
    );
    bench.pbx.far_answer(call).unwrap();
    bench.pbx.hang_up(call).unwrap();
    socket.events(&["U 812/1", "R 812/1"]).await;
}

#[tokio::test]
async fn restart_forgets_everything() {
    let (bench, mut socket) = bench().await;
    bench.pbx.ring(&Ring::from(CALLER)).unwrap();
    socket.events(&["U 812/1"]).await;
    bench.pbx.restart();
    assert_eq!(socket.message().await, None);
    assert_eq!(bench.get("/callcontrol/812/participants").await.1, json!([]));
    let mut socket = bench.open_socket().await;
    assert_eq!(bench.pbx.ring(&Ring::from(CALLER)), Ok(1));
    socket.events(&["U 812/1"]).await;
}

#[tokio::test]
async fn each_device_may_ring_by_itself() {
    let (bench, mut socket) = bench().await;
    bench.fault("each-device");
    let call = bench.pbx.ring(&Ring::from(CALLER)).unwrap();
    socket.events(&["U 812/1", "U 812/2"]).await;
    assert_eq!(leg(&bench, "812", 2).await["direct_control"], false);
    bench.pbx.answer(call, None).unwrap();
    socket.events(&["U 812/1", "R 812/2"]).await;
}

#[tokio::test]
async fn a_name_that_comes_late_is_an_upsert() {
    let (bench, mut socket) = bench().await;
    let call = bench.pbx.ring(&Ring::from(CALLER)).unwrap();
    bench.pbx.rename_party(call, "Nordlicht").unwrap();
    socket.events(&["U 812/1", "U 812/1"]).await;
    assert_eq!(leg(&bench, "812", 1).await["party_caller_name"], "Nordlicht");
}

#[tokio::test]
async fn what_cannot_be_is_refused() {
    let (bench, _) = bench().await;
    assert!(bench.pbx.ring(&to("899")).is_err());
    assert!(bench.pbx.ring(&Ring { queue: Some("812".to_owned()), ..Ring::from(CALLER) }).is_err());
    assert!(bench.pbx.dialled("812", "77").is_err());
    assert!(bench.pbx.answer(7, None).is_err());
    let call = bench.pbx.ring(&Ring::from(CALLER)).unwrap();
    assert!(bench.pbx.far_answer(call).is_err());
    assert!(bench.pbx.transfer(call, "813").is_err());
    assert!(bench.pbx.answer(call, Some("813")).is_err());
}
