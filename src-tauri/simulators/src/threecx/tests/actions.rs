//! What a client asks for: makecall and the participant actions (`3cx.md` 2.6, 2.7).

use super::super::Ring;
use super::*;

const APP: &str = "sip%3A812%40127.0.0.1%3A5483";
const DESK_PHONE: &str = "sip%3A812%40192.168.1.50%3A5060";

async fn bench() -> (Bench, Listener) {
    let bench = Bench::with(&["duplicates=1"]).await;
    let socket = bench.open_socket().await;
    (bench, socket)
}

async fn ringing() -> (Bench, Listener, i32) {
    let (bench, mut socket) = bench().await;
    let call = bench.pbx.ring(&Ring::from("+494066969412")).unwrap();
    socket.events(&["U 812/1"]).await;
    (bench, socket, call)
}

async fn talking() -> (Bench, Listener, i32) {
    let (bench, mut socket, call) = ringing().await;
    bench.pbx.answer(call, None).unwrap();
    socket.events(&["U 812/1"]).await;
    (bench, socket, call)
}

#[tokio::test]
async fn answer_needs_direct_control() {
    let (bench, mut socket, call) = ringing().await;
    let (status, body) = bench.post("/callcontrol/812/participants/1/answer", empty()).await;
    assert_eq!((status, &body["finalstatus"]), (StatusCode::OK, &json!("Success")));
    assert_eq!(body["result"]["status"], "Connected");
    assert_eq!(body["result"]["device_id"], "sip:812@127.0.0.1:5483");
    socket.events(&["U 812/1"]).await;
    bench.pbx.hang_up(call).unwrap();
    bench.fault("no-direct-control");
    bench.pbx.ring(&Ring::from("+494066969412")).unwrap();
    let (status, body) = bench.post("/callcontrol/812/participants/2/answer", empty()).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!((&body["finalstatus"], &body["result"]), (&json!("Failed"), &Value::Null));
    assert_eq!(bench.get("/callcontrol/812/participants/2").await.1["status"], "Ringing");
}

#[tokio::test]
async fn drop_rejects_and_hangs_up() {
    let (bench, mut socket, _) = ringing().await;
    assert_eq!(bench.post("/callcontrol/812/participants/1/drop", empty()).await.0, StatusCode::OK);
    socket.events(&["R 812/1"]).await;
    assert!(bench.pbx.calls().is_empty());
    let (status, body) = bench.post("/callcontrol/812/participants/1/drop", empty()).await;
    assert_eq!((status, body), (StatusCode::NOT_FOUND, Value::Null));
}

#[tokio::test]
async fn an_action_needs_a_json_body() {
    let (bench, _, _) = ringing().await;
    let bare = async |kind: Option<&str>, body: &'static str| {
        let mut request = bench
            .http
            .post(format!("{}/callcontrol/812/participants/1/answer", bench.url))
            .bearer_auth(&bench.token);
        if let Some(kind) = kind {
            request = request.header("content-type", kind);
        }
        request.body(body).send().await.unwrap().status().as_u16()
    };
    assert_eq!(bare(None, "").await, 415);
    assert_eq!(bare(Some("application/json"), "").await, 400);
    assert_eq!(bare(Some("application/json"), "[]").await, 400);
    assert_eq!(bare(Some("text/plain"), "{}").await, 415);
    bench.fault("empty-body=400");
    assert_eq!(bare(None, "").await, 400);
    assert_eq!(bare(Some("application/json; charset=utf-8"), "{}").await, 200);
}

#[tokio::test]
async fn makecall_from_the_app_dials_at_once() {
    let (bench, mut socket) = bench().await;
    let body = json!({ "destination": "+442079460321", "timeout": 30, "attacheddata": { "ticket": "7" } });
    let (status, body) = bench.post(&format!("/callcontrol/812/devices/{APP}/makecall"), body).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!((&body["result"]["id"], &body["result"]["status"]), (&json!(1), &json!("Dialing")));
    assert_eq!(body["result"]["party_caller_id"], "+442079460321");
    bench.pbx.far_answer(1).unwrap();
    bench.post("/callcontrol/812/participants/1/drop", empty()).await;
    socket.events(&["U 812/1", "U 812/1", "R 812/1"]).await;
}

#[tokio::test]
async fn makecall_from_the_desk_phone_rings_it_first() {
    let (bench, mut socket) = bench().await;
    let path = format!("/callcontrol/812/devices/{DESK_PHONE}/makecall");
    let (_, body) = bench.post(&path, json!({ "destination": "+442079460321" })).await;
    assert_eq!(
        (&body["result"]["status"], &body["result"]["direct_control"]),
        (&json!("Ringing"), &json!(false))
    );
    assert_eq!(
        bench.post("/callcontrol/812/participants/1/answer", empty()).await.0,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let call = bench.pbx.calls()[0];
    assert!(bench.pbx.far_answer(call).is_err());
    bench.pbx.answer(call, Some("812")).unwrap();
    assert_eq!(bench.get("/callcontrol/812/participants/1").await.1["status"], "Dialing");
    bench.pbx.far_answer(call).unwrap();
    assert_eq!(bench.get("/callcontrol/812/participants/1").await.1["status"], "Connected");
    socket.events(&["U 812/1", "U 812/1", "U 812/1"]).await;
}

#[tokio::test]
async fn makecall_by_dn_depends_on_the_devices() {
    let (bench, _) = bench().await;
    let to = || json!({ "destination": "+442079460321" });
    // Two devices: the older service rings them and names no leg.
    let (status, body) = bench.post("/callcontrol/812/makecall", to()).await;
    assert_eq!((status, &body["result"]), (StatusCode::ACCEPTED, &Value::Null));
    let (status, body) = bench.post("/callcontrol/813/makecall", to()).await;
    assert_eq!((status, &body["result"]["status"]), (StatusCode::OK, &json!("Dialing")));
    bench.fault("no-devices");
    assert_eq!(bench.post("/callcontrol/813/makecall", to()).await.0, StatusCode::FAILED_DEPENDENCY);
}

#[tokio::test]
async fn makecall_is_refused_where_it_must_be() {
    let (bench, _) = bench().await;
    let to = |number: &str| json!({ "destination": number });
    let app = format!("/callcontrol/812/devices/{APP}/makecall");
    assert_eq!(bench.post(&app, to("")).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(bench.post(&app, to("call me")).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(bench.post(&app, to("899")).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(bench.post("/callcontrol/829/makecall", to("813")).await.0, StatusCode::FORBIDDEN);
    assert_eq!(
        bench.post("/callcontrol/812/devices/sip%3Aold/makecall", to("813")).await.0,
        StatusCode::NOT_FOUND
    );
    bench.fault("stale-device");
    assert_eq!(bench.post(&app, to("813")).await.0, StatusCode::NOT_FOUND);
    bench.mend(ThreeCxFault::StaleDevice);
    bench.fault("makecall-422");
    bench.fault("finalstatus=number");
    let (status, body) = bench.post(&app, to("813")).await;
    assert_eq!((status, &body["finalstatus"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!(-1)));
    assert!(bench.pbx.calls().is_empty());
}

#[tokio::test]
async fn device_ids_are_decoded_once_and_plus_stays_plus() {
    let (bench, _) = bench().await;
    for id in ["sip%3A813%2Bweb%40127.0.0.1%3A5488", "sip:813+web@127.0.0.1:5488"] {
        let (status, body) = bench.get(&format!("/callcontrol/813/devices/{id}")).await;
        assert_eq!((status, &body["user_agent"]), (StatusCode::OK, &json!("3CX WebClient")), "{id}");
    }
    assert_eq!(bench.get("/callcontrol/813/devices/sip%253A813").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn blind_transfer_follows_the_worked_trace() {
    let (bench, mut socket, call) = talking().await;
    let path = "/callcontrol/812/participants/1/transferto";
    let (status, body) =
        bench.post(path, json!({ "destination": "813", "reason": "None", "timeout": 20 })).await;
    assert_eq!((status, &body["reason"]), (StatusCode::ACCEPTED, &json!("")));
    socket.events(&["U 813/2"]).await;
    let (_, target) = bench.get("/callcontrol/813/participants/2").await;
    assert_eq!((&target["callid"], &target["referred_by_dn"]), (&json!(call), &json!("812")));
    assert_eq!(
        (&target["party_caller_id"], &target["referred_by_type"]),
        (&json!("+494066969412"), &json!("Wextension"))
    );
    bench.pbx.answer(call, Some("813")).unwrap();
    socket.events(&["U 813/2", "R 812/1"]).await;
    bench.pbx.hang_up(call).unwrap();
    socket.events(&["R 813/2"]).await;
}

#[tokio::test]
async fn a_failed_transfer_leaves_the_call_where_it_was() {
    let (bench, mut socket, call) = talking().await;
    bench.pbx.transfer(call, "813").unwrap();
    bench.pbx.reject(call, "813").unwrap();
    socket.events(&["U 813/2", "R 813/2"]).await;
    assert_eq!(bench.get("/callcontrol/812/participants/1").await.1["status"], "Connected");
}

#[tokio::test]
async fn a_transferor_may_leave_early() {
    let (bench, mut socket, call) = talking().await;
    bench.pbx.transfer(call, "813").unwrap();
    bench.post("/callcontrol/812/participants/1/drop", empty()).await;
    bench.pbx.answer(call, Some("813")).unwrap();
    socket.events(&["U 813/2", "R 812/1", "U 813/2"]).await;
    // The same, but the colleague rejects: the caller comes back.
    bench.pbx.transfer(call, "814").unwrap();
    bench.pbx.reject(call, "813").unwrap();
    bench.pbx.reject(call, "814").unwrap();
    socket.events(&["U 814/3", "R 813/2", "U 813/4", "R 814/3"]).await;
}

#[tokio::test]
async fn transfers_vary_as_told() {
    let (bench, mut socket, call) = talking().await;
    bench.fault("same-callid=off");
    bench.fault("referred-by=empty");
    bench.pbx.transfer(call, "813").unwrap();
    let (_, target) = bench.get("/callcontrol/813/participants/2").await;
    assert_eq!((&target["callid"], &target["referred_by_dn"]), (&json!(call + 1), &json!("")));
    bench.pbx.answer(call, Some("813")).unwrap();
    socket.events(&["U 813/2", "U 813/2", "R 812/1"]).await;
}

#[tokio::test]
async fn divert_and_transfer_know_their_states() {
    let (bench, mut socket, call) = ringing().await;
    let to = |dn: &str| json!({ "destination": dn });
    let path = |action: &str| format!("/callcontrol/812/participants/1/{action}");
    assert_eq!(bench.post(&path("transferto"), to("813")).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(bench.post(&path("routeto"), to("814")).await.0, StatusCode::ACCEPTED);
    socket.events(&["U 814/2"]).await;
    assert_eq!(bench.post(&path("divert"), to("813")).await.0, StatusCode::ACCEPTED);
    socket.events(&["U 813/3", "R 812/1"]).await;
    bench.pbx.answer(call, Some("813")).unwrap();
    socket.events(&["U 813/3", "R 814/2"]).await;
    let (status, _) = bench.post("/callcontrol/813/participants/3/divert", to("814")).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let (status, _) = bench.post("/callcontrol/813/participants/3/transferto", to("+442079460321")).await;
    assert_eq!(status, StatusCode::ACCEPTED);
    socket.events(&["R 813/3"]).await;
    assert!(bench.pbx.calls().is_empty());
}

#[tokio::test]
async fn attached_data_and_unknown_paths() {
    let (bench, _, _) = ringing().await;
    let data = json!({ "attacheddata": { "case": "00012841" } });
    let (status, _) = bench.post("/callcontrol/812/participants/1/attach_participant_data", data).await;
    assert_eq!(status, StatusCode::OK);
    for (path, status) in [
        ("/callcontrol/812/participants/1/juggle", 404),
        ("/callcontrol/813/participants/1/drop", 404),
        ("/callcontrol/812/participants/99999999999/drop", 404),
        ("/callcontrol/812/participants/1", 405),
        ("/callcontrol/812/participants/1/stream", 424),
        ("/callcontrol/a/b/c/d/e", 404),
    ] {
        assert_eq!(bench.post(path, empty()).await.0.as_u16(), status, "{path}");
    }
    assert_eq!(bench.get("/callcontrol/812/makecall").await.0, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(bench.request(Method::DELETE, "/callcontrol", None).await.0, StatusCode::METHOD_NOT_ALLOWED);
}
