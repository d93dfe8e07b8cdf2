//! The socket itself (`3cx.md` 2.4).

use futures_util::SinkExt;
use tokio_tungstenite::tungstenite::Error;

use super::super::Ring;
use super::*;

fn refused_with(outcome: Result<impl Sized, Error>) -> u16 {
    match outcome {
        Err(Error::Http(response)) => response.status().as_u16(),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was let in"),
    }
}

#[tokio::test]
async fn only_the_live_token_opens_it() {
    let bench = Bench::new().await;
    assert_eq!(refused_with(bench.try_socket("nonsense").await), 401);
    let old = bench.token.clone();
    bench.new_token().await;
    assert_eq!(refused_with(bench.try_socket(&old).await), 401);
    let fresh = bench.new_token().await;
    assert!(bench.try_socket(&fresh).await.is_ok());
    bench.fault("ws-401");
    assert_eq!(refused_with(bench.try_socket(&fresh).await), 401);
}

#[tokio::test]
async fn a_new_token_closes_sockets_only_when_told() {
    let bench = Bench::new().await;
    let mut socket = bench.open_socket().await;
    bench.new_token().await;
    bench.pbx.ring(&Ring::from("+4930123456")).unwrap();
    socket.events(&["U 812/1", "U 812/1"]).await;
    bench.fault("ws-close-on-reissue");
    bench.new_token().await;
    assert_eq!(socket.message().await, None);
}

#[tokio::test]
async fn it_can_break_without_a_close_frame() {
    let bench = Bench::new().await;
    for politely in [false, true] {
        let mut socket = bench.open_socket().await.socket;
        assert_eq!(bench.pbx.drop_sockets(politely), 1);
        let last = tokio::time::timeout(PATIENCE, socket.next()).await.unwrap();
        assert_eq!(matches!(last, Some(Ok(Message::Close(_)))), politely, "{last:?}");
    }
    assert_eq!(bench.pbx.sockets(), 0);
}

#[tokio::test]
async fn requests_on_it_are_answered_with_type_4() {
    let bench = Bench::with(&["duplicates=1"]).await;
    bench.pbx.ring(&Ring::from("+4930123456")).unwrap();
    let mut socket = bench.open_socket().await;
    let mut ask = async |request: Value| {
        socket.socket.send(Message::Text(request.to_string().into())).await.unwrap();
        socket.message().await.unwrap()
    };
    let reply = ask(json!({ "RequestID": "a1", "Path": "/callcontrol/812/participants/1" })).await;
    assert_eq!((&reply["sequence"], &reply["event"]["event_type"]), (&json!(1), &json!(4)));
    assert_eq!(reply["event"]["entity"], "/callcontrol/812/participants/1");
    let data = &reply["event"]["attached_data"];
    assert_eq!(
        (&data["RequestID"], &data["StatusCode"], &data["Response"]["id"]),
        (&json!("a1"), &json!(200), &json!(1))
    );
    let reply =
        ask(json!({ "RequestID": "a2", "Path": "/callcontrol/829/participants/1/drop", "RequestData": {} }))
            .await;
    assert_eq!(reply["event"]["attached_data"]["StatusCode"], 403);
    bench.fault("response-type=5");
    let reply = ask(json!({ "RequestID": "a3", "Path": "/nowhere", "RequestData": {} })).await;
    assert_eq!(reply["event"]["event_type"], 5);
    socket.socket.send(Message::Text("not a request".into())).await.unwrap();
    let drop = json!({ "RequestID": "a4", "Path": "/callcontrol/812/participants/1/drop", "RequestData": { "Reason": "None" } });
    socket.socket.send(Message::Text(drop.to_string().into())).await.unwrap();
    // The action's own event and its reply; both orders occur.
    let types = [socket.message().await.unwrap(), socket.message().await.unwrap()]
        .map(|message| message["event"]["event_type"].clone());
    assert!(types.contains(&json!(1)) && types.contains(&json!(5)), "{types:?}");
}

#[tokio::test]
async fn the_envelope_varies_as_told() {
    let bench =
        Bench::with(&["duplicates=1", "attached-data=filled", "casing=pascal", "event-type=text"]).await;
    let mut socket = bench.open_socket().await;
    bench.pbx.ring(&Ring::from("+4930123456")).unwrap();
    let message = socket.message().await.unwrap();
    let event = &message["Event"];
    assert_eq!((&message["Sequence"], &event["EventType"]), (&json!(1), &json!("Upsert")));
    assert_eq!(event["AttachedData"]["PartyCallerId"], "+4930123456");
}

#[tokio::test]
async fn events_get_lost_when_told() {
    let bench = Bench::with(&["duplicates=1", "lose-events=2"]).await;
    let mut socket = bench.open_socket().await;
    let call = bench.pbx.ring(&Ring::from("+4930123456")).unwrap();
    bench.pbx.answer(call, None).unwrap();
    bench.pbx.hang_up(call).unwrap();
    socket.events(&["R 812/1"]).await;
}

#[tokio::test]
async fn pings_are_answered() {
    let bench = Bench::new().await;
    let mut socket = bench.open_socket().await.socket;
    socket.send(Message::Ping("x".into())).await.unwrap();
    let pong = tokio::time::timeout(PATIENCE, socket.next()).await.unwrap();
    assert!(matches!(pong, Some(Ok(Message::Pong(_)))), "{pong:?}");
}

#[tokio::test]
async fn single_reads_fail_as_told() {
    let bench = Bench::with(&["get-404-after=1"]).await;
    bench.pbx.ring(&Ring::from("+4930123456")).unwrap();
    let single = "/callcontrol/812/participants/1";
    assert_eq!(bench.get(single).await.0, StatusCode::OK);
    assert_eq!(bench.get(single).await.0, StatusCode::NOT_FOUND);
    assert_eq!(bench.get("/callcontrol/812/participants").await.1[0]["id"], 1);
    bench.fault("get-403-specific");
    assert_eq!(bench.get(single).await.0, StatusCode::FORBIDDEN);
    assert_eq!(bench.get("/callcontrol/812").await.1["participants"][0]["id"], 1);
    assert_eq!(bench.pbx.counters()["callcontrol.participant"], 3);
}
