//! The Configuration API (`3cx.md` 3).

use super::super::{ChatError, ChatStart, Ring};
use super::*;

#[tokio::test]
async fn users_can_be_found_by_number_and_email() {
    let bench = Bench::new().await;
    for path in [
        "/xapi/v1/Users?$select=Number,EmailAddress&$filter=Number%20eq%20%27812%27",
        "/xapi/v1/Users?$select=Number,EmailAddress&$filter=tolower(EmailAddress)+eq+'mara.lindqvist@nordwind.example'",
        "/xapi/v1/Users/?$select=Number,EmailAddress&$orderby=Number&$top=1",
    ] {
        let (status, body) = bench.get(path).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        let expected = json!([{ "Number": "812", "EmailAddress": "mara.lindqvist@nordwind.example" }]);
        assert_eq!(body["value"], expected, "{path}");
    }
    for path in ["/xapi/v1/Users(29)", "/xapi/v1/Users(Number='812')", "/xapi/v1/Users(Number=%27812%27)"] {
        assert_eq!(bench.get(path).await.1["LastName"], "Lindqvist", "{path}");
    }
    assert_eq!(bench.get("/xapi/v1/Users(Number='999')").await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn collections_come_in_pages() {
    let bench = Bench::new().await;
    let (_, body) =
        bench.get("/xapi/v1/Users?$count=true&$top=2&$skip=1&$select=Number&$orderby=Number").await;
    assert_eq!(body["@odata.count"], 6);
    assert_eq!(body["value"], json!([{ "Number": "813" }, { "Number": "814" }]));
    assert!(body.get("@odata.nextLink").is_none());
    bench.fault("odata-page=4");
    let (_, first) = bench.get("/xapi/v1/Users?$select=Number").await;
    let next = first["@odata.nextLink"].as_str().unwrap().strip_prefix(&bench.url).unwrap();
    let (_, second) = bench.get(next).await;
    assert_eq!(second["value"], json!([{ "Number": "820" }, { "Number": "829" }]));
    assert!(second.get("@odata.nextLink").is_none());
}

#[tokio::test]
async fn the_version_is_in_a_header() {
    let bench = Bench::new().await;
    let response = bench
        .http
        .get(format!("{}/xapi/v1/Defs?$select=Id", bench.url))
        .bearer_auth(&bench.token)
        .send()
        .await
        .unwrap();
    assert_eq!(response.headers()["x-3cx-version"], "20.0.9.995");
    let body: Value = response.json().await.unwrap();
    assert_eq!(
        body,
        json!({ "@odata.context": format!("{}/xapi/v1/$metadata#Defs(Id)", bench.url), "Id": 0 })
    );
}

#[tokio::test]
async fn calls_in_progress_are_listed() {
    let bench = Bench::new().await;
    let call = bench.pbx.ring(&Ring::from("+4930123456")).unwrap();
    bench.pbx.answer(call, None).unwrap();
    let (_, body) = bench.get("/xapi/v1/ActiveCalls").await;
    let active = &body["value"][0];
    assert_eq!(
        (&active["Caller"], &active["Callee"]),
        (&json!("10000 (+4930123456)"), &json!("812 Mara Lindqvist"))
    );
    assert_eq!(active["Status"], "Talking");
    assert_eq!(bench.get("/xapi/v1/SystemStatus").await.1["CallsActive"], 1);
}

#[tokio::test]
async fn bad_queries_get_the_error_object() {
    let bench = Bench::new().await;
    for path in ["/xapi/v1/Users?$filter=Number", "/xapi/v1/Users?$select=Nothing", "/xapi/v1/Users?$top=x"] {
        let (status, body) = bench.get(path).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{path}");
        assert!(body["error"]["message"].is_string(), "{path}");
    }
    assert_eq!(bench.get("/xapi/v1/Nothing").await.0, StatusCode::NOT_FOUND);
    let peers = bench.get("/xapi/v1/Peers?$filter=Number eq '800'").await.1;
    assert_eq!(peers["value"][0]["Type"], "Queue");
}

/// What a view shows under a filter: numbers of messages.
async fn messages(bench: &Bench, filter: &str) -> Vec<i64> {
    let path = format!("/xapi/v1/ChatMessagesHistoryView?$orderby=TimeSent%20asc&$filter={filter}");
    let (status, body) = bench.get(&path.replace(' ', "%20")).await;
    assert_eq!(status, StatusCode::OK, "{filter}: {body}");
    body["value"].as_array().unwrap().iter().map(|row| row["MessageId"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn chats_are_in_the_history_of_messages_and_of_conversations() {
    let bench = Bench::new().await;
    let (_, empty) = bench.get("/xapi/v1/LastCdrAndChatMessageTimestamp").await;
    assert_eq!(empty["value"][0]["LastChatMessageTimeSent"], Value::Null);
    let start = ChatStart { provider: "SMS".into(), phone: "+4930999".into(), ..ChatStart::default() };
    let sms = bench.pbx.chat(&start);
    let internal = bench.pbx.chat(&ChatStart { provider: "Internal".into(), ..ChatStart::default() });
    let whole = "2026-01-30T09:15:02Z".parse().unwrap();
    let later = "2026-01-30T09:15:02.113Z".parse().unwrap();
    bench.pbx.say_at(sms, Some("812"), "second", later).unwrap();
    bench.pbx.say_at(sms, None, "first", whole).unwrap();
    bench.pbx.say_at(internal, Some("812"), "Lunch?", whole).unwrap();
    assert_eq!(bench.pbx.say(99, None, ""), Err(ChatError::NoChat));
    assert_eq!(bench.pbx.say(sms, Some("999"), ""), Err(ChatError::NoExtension));

    assert_eq!(messages(&bench, "IsExternal eq true").await, [9_002, 9_001]);
    // A fraction of a second is later than none, whatever the letters say.
    assert_eq!(messages(&bench, "TimeSent gt 2026-01-30T09:15:02Z").await, [9_001]);
    assert_eq!(messages(&bench, &format!("ConversationId eq {internal}")).await, [9_003]);
    let (_, newest) = bench.get("/xapi/v1/LastCdrAndChatMessageTimestamp").await;
    assert_eq!(newest["value"][0]["LastChatMessageTimeSent"], "2026-01-30T09:15:02.113Z");
    let path = format!("/xapi/v1/ChatHistoryView?$filter=ConversationId%20eq%20{sms}&$top=1");
    let (_, row) = bench.get(&path).await;
    assert_eq!(row["value"][0]["ProviderType"], "SMS");
    assert_eq!(row["value"][0]["ParticipantPhone"], "+4930999");

    bench.fault("chat-open-hidden");
    assert_eq!(messages(&bench, "IsExternal eq true").await, Vec::<i64>::new());
    bench.pbx.close_chat(sms).unwrap();
    assert_eq!(messages(&bench, "IsExternal eq true").await, [9_002, 9_001]);
    bench.fault("chat-external=per-message");
    assert_eq!(messages(&bench, "IsExternal eq true").await, [9_002]);
    bench.fault("role=system_admins");
    for view in ["ChatMessagesHistoryView", "ChatHistoryView"] {
        assert_eq!(bench.get(&format!("/xapi/v1/{view}")).await.0, StatusCode::FORBIDDEN, "{view}");
    }
}
