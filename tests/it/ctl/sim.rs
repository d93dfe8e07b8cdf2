//! The simulators as a program of their own, for clients that were written by others.

use futures_util::StreamExt as _;
use reqwest::header::{CONNECTION, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE};
use serde_json::{Value, json};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::Role;

use super::program::{Running, ended, ringsidectl};

/// Starts it and reads its one line.
async fn sim(words: &[&str]) -> (Running, Value) {
    let mut sim = Running::start(ringsidectl().arg("sim").args(words));
    let ready = sim.line().await;
    (sim, ready)
}

async fn get(http: &reqwest::Client, url: String) -> Value {
    http.get(url).send().await.unwrap().json().await.unwrap()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text"))
}

#[tokio::test]
async fn one_line_says_where_it_is_and_a_signal_ends_it() {
    let http = engine::http::client().unwrap();
    for signal in ["TERM", "INT"] {
        let (sim, ready) = sim(&["--people", "30"]).await;
        for name in ["/threecx/base_url", "/salesforce/login_url", "/control_url"] {
            let address = ready.pointer(name).unwrap_or_else(|| panic!("{name} is missing: {ready}"));
            assert!(text(address).starts_with("http://127.0.0.1:"), "{address}");
        }
        for name in ["/threecx/client_id", "/threecx/api_key", "/salesforce/consumer_key"] {
            assert!(!text(ready.pointer(name).unwrap()).is_empty(), "{name}");
        }
        assert_eq!(ready["ca_pem"], Value::Null);
        let control = text(&ready["control_url"]);
        let list = get(&http, format!("{control}/")).await;
        let paths: Vec<&str> = list.as_array().unwrap().iter().map(|entry| text(&entry["path"])).collect();
        for path in ["/", "/ring", "/answer", "/hangup", "/transfer", "/fault", "/clock", "/counters"] {
            assert!(paths.contains(&path), "{path} is not listed: {paths:?}");
        }
        assert_eq!(get(&http, format!("{control}/ready")).await, ready);
        let left = sim.end(signal).await;
        assert_eq!((left.code, left.out.as_str()), (Some(0), ""), "{signal}: {}", left.told);
    }
}

#[tokio::test]
async fn a_fault_is_in_force_from_the_first_answer() {
    let (sim, ready) = sim(&["--people", "30", "--fault", "3cx.box-off", "--fault", "api-delay-ms=1"]).await;
    let http = engine::http::client().unwrap();
    let faults = get(&http, format!("{}/faults", text(&ready["control_url"]))).await.to_string();
    assert!(faults.contains("box-off") && faults.contains("api-delay-ms"), "{faults}");
    let base = text(&ready["threecx"]["base_url"]);
    let token = token(&http, &ready).await;
    let snapshot = http.get(format!("{base}/callcontrol")).bearer_auth(token).send().await.unwrap();
    assert_eq!(snapshot.status().as_u16(), 401);
    assert_eq!(sim.end("TERM").await.code, Some(0));
}

#[tokio::test]
async fn a_taken_port_is_told_and_ends_with_1() {
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let told = ended(&["sim", "--salesforce-port", &port]).await;
    assert_eq!(told.code, Some(1), "{told:?}");
    assert!(told.told.contains(&port), "{told:?}");
}

async fn token(http: &reqwest::Client, ready: &Value) -> String {
    let facts = &ready["threecx"];
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", text(&facts["client_id"])),
        ("client_secret", text(&facts["api_key"])),
    ];
    let url = format!("{}/connect/token", text(&facts["base_url"]));
    let answer: Value = http.post(url).form(&form).send().await.unwrap().json().await.unwrap();
    text(&answer["access_token"]).to_owned()
}

#[tokio::test]
async fn with_tls_both_sides_speak_https_and_the_socket_wss() {
    let plain = engine::http::client().unwrap();
    let (sim, ready) = sim(&["--people", "30", "--tls"]).await;
    let authority = reqwest::Certificate::from_pem(text(&ready["ca_pem"]).as_bytes()).unwrap();
    let trusting =
        reqwest::Client::builder().no_proxy().http1_only().tls_certs_only([authority]).build().unwrap();
    let org = text(&ready["salesforce"]["login_url"]);
    assert!(org.starts_with("https://"), "{org}");
    let versions = get(&trusting, format!("{org}/services/data")).await;
    assert!(versions.as_array().is_some_and(|list| !list.is_empty()), "{versions}");
    assert!(plain.get(format!("{org}/services/data")).send().await.is_err(), "nobody knows this authority");

    let base = text(&ready["threecx"]["base_url"]);
    let upgrade = trusting
        .get(format!("{base}/callcontrol/ws"))
        .bearer_auth(token(&trusting, &ready).await)
        .header(CONNECTION, "Upgrade")
        .header(UPGRADE, "websocket")
        .header(SEC_WEBSOCKET_VERSION, "13")
        .header(SEC_WEBSOCKET_KEY, "dGhlIHNhbXBsZSBub25jZQ==");
    let answer = upgrade.send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 101);
    let raw = answer.upgrade().await.unwrap();
    let mut socket = WebSocketStream::from_raw_socket(raw, Role::Client, None).await;
    let ring = plain.post(format!("{}/ring", text(&ready["control_url"])));
    let rung: Value =
        ring.json(&json!({"from": "+493023125144"})).send().await.unwrap().json().await.unwrap();
    let event = socket.next().await.unwrap().unwrap().into_text().unwrap();
    let event: Value = serde_json::from_str(&event).unwrap();
    assert!(text(&event["event"]["entity"]).starts_with("/callcontrol/812/participants/"), "{event}");
    assert!(rung["callid"].is_number(), "{rung}");
    assert_eq!(sim.end("TERM").await.code, Some(0));
}
