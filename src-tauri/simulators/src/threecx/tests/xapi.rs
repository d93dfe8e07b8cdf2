//! The Configuration API (`3cx.md` 3).

use super::super::Ring;
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
