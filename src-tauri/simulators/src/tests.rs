//! The simulators as a whole: start, control interface, scripted day, TLS, stop.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::wildcard_enum_match_arm)]

use std::time::Duration;

use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};

use super::*;
use crate::day::{Action, Performed};

/// Few people: most of these tests are about everything else.
fn options() -> Options {
    let _ = rustls::crypto::ring::default_provider().install_default();
    Options { people: 20, ..Options::default() }
}

fn client() -> Client {
    Client::builder().no_proxy().timeout(Duration::from_secs(10)).build().unwrap()
}

/// Sends a body as `curl -d` does.
async fn call(simulators: &Simulators, method: Method, path: &str, body: &str) -> (StatusCode, Value) {
    let url = format!("{}{path}", simulators.ready().control_url);
    let request = client().request(method, url).header("content-type", "application/x-www-form-urlencoded");
    let response = request.body(body.to_owned()).send().await.unwrap();
    (response.status(), response.json().await.unwrap_or(Value::Null))
}

#[tokio::test]
async fn what_is_listed_is_there() {
    let simulators = start(options()).await.unwrap();
    let (status, list) = call(&simulators, Method::GET, "/", "").await;
    assert_eq!(status, StatusCode::OK);
    let list = list.as_array().unwrap().clone();
    assert!(list.len() > 20);
    for entry in list.iter().filter(|entry| !entry["path"].as_str().unwrap().contains('{')) {
        let (method, path) = (entry["method"].as_str().unwrap(), entry["path"].as_str().unwrap());
        let (status, _) =
            call(&simulators, method.parse().unwrap(), path, entry["body"].as_str().unwrap()).await;
        assert_ne!(status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
        assert_ne!(status, StatusCode::BAD_REQUEST, "{method} {path}");
    }
    simulators.stop().await;
}

#[tokio::test]
async fn a_call_can_be_played_with_curl() {
    let simulators = start(options()).await.unwrap();
    let (status, rung) = call(&simulators, Method::POST, "/ring", r#"{"from":"+4930123456"}"#).await;
    assert_eq!((status, &rung["callid"]), (StatusCode::OK, &json!(1)));
    let (_, answered) = call(&simulators, Method::POST, "/answer", "").await;
    assert_eq!(answered["legs"][0]["status"], "Connected");
    let (status, _) = call(&simulators, Method::POST, "/answer", "").await;
    assert_eq!(status, StatusCode::CONFLICT);
    let (_, gone) = call(&simulators, Method::POST, "/hangup", r#"{"callid":1}"#).await;
    assert_eq!(gone["legs"], json!([]));
    assert_eq!(call(&simulators, Method::POST, "/hangup", "{}").await.0, StatusCode::NOT_FOUND);
    assert_eq!(call(&simulators, Method::POST, "/ring", "{").await.0, StatusCode::BAD_REQUEST);
    simulators.stop().await;
}

#[tokio::test]
async fn faults_are_set_listed_and_cleared() {
    let faults = vec!["duplicates=3".parse().unwrap()];
    let simulators = start(Options { faults, ..options() }).await.unwrap();
    assert_eq!(simulators.pbx.faults()["duplicates"], 3);
    let (status, _) =
        call(&simulators, Method::POST, "/fault", r#"{"name":"3cx.get-delay-ms","value":50}"#).await;
    assert_eq!(status, StatusCode::OK);
    let (_, listed) = call(&simulators, Method::GET, "/faults", "").await;
    let delay = listed.as_array().unwrap().iter().find(|fault| fault["name"] == "3cx.get-delay-ms").unwrap();
    assert_eq!(delay["value"], 50);
    call(&simulators, Method::DELETE, "/fault", r#"{"name":"get-delay-ms"}"#).await;
    assert!(!simulators.pbx.faults().contains_key("get-delay-ms"));
    for body in [
        r#"{"name":"3cx.nothing"}"#,
        r#"{"name":"duplicates","value":9}"#,
        r#"{"name":"salesforce.nothing"}"#,
    ] {
        assert_eq!(
            call(&simulators, Method::POST, "/fault", body).await.0,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{body}"
        );
    }
    call(&simulators, Method::DELETE, "/faults", "").await;
    assert!(simulators.pbx.faults().is_empty());
    simulators.stop().await;
    let unknown = start(Options { faults: vec!["no-such-thing".parse().unwrap()], ..options() }).await;
    assert!(matches!(unknown, Err(StartError::Fault(_))));
}

#[tokio::test]
async fn strangers_are_kept_out_of_the_control_interface() {
    let simulators = start(options()).await.unwrap();
    let url = format!("{}/restart", simulators.ready().control_url);
    for (name, value, status) in [
        ("host", "evil.example", StatusCode::FORBIDDEN),
        ("origin", "https://evil.example", StatusCode::FORBIDDEN),
        ("origin", "null", StatusCode::FORBIDDEN),
        ("origin", "http://localhost:4100", StatusCode::OK),
    ] {
        let response = client().post(&url).header(name, value).send().await.unwrap();
        assert_eq!(response.status(), status, "{name}: {value}");
    }
    simulators.stop().await;
}

#[tokio::test]
async fn the_whole_day_can_be_played() {
    let simulators = start(options()).await.unwrap();
    let mut on_calls = 0;
    for step in day::workday() {
        match simulators.perform(&step.action).await {
            Ok(Performed::OnCall(_)) => on_calls += 1,
            Ok(Performed::Done) => {
                let done = matches!(step.action, Action::Org { .. } | Action::Chat { .. } | Action::Wait);
                assert!(done, "{}", step.caption);
            }
            Ok(Performed::LeftToDriver) => {
                let Action::AtScreen { act } = step.action else { panic!("{}", step.caption) };
                if act == day::ScreenAct::Reject {
                    let call = *simulators.pbx.calls().last().unwrap();
                    simulators.pbx.reject(call, crate::threecx::sample::AGENT).unwrap();
                }
            }
            Err(error) => panic!("{}: {error}", step.caption),
        }
    }
    assert!(on_calls > 20);
    assert!(simulators.pbx.calls().is_empty());
    simulators.stop().await;
}

#[tokio::test]
async fn tls_is_verified_with_the_given_authority() {
    let simulators = start(Options { tls: true, ..options() }).await.unwrap();
    let ready = simulators.ready().clone();
    let authority = reqwest::Certificate::from_pem(ready.ca_pem.unwrap().as_bytes()).unwrap();
    let trusting = Client::builder().no_proxy().tls_certs_only([authority]).build().unwrap();
    let url = ready.threecx.base_url;
    assert!(url.starts_with("https://127.0.0.1:"));
    for url in [url.clone(), url.replace("127.0.0.1", "localhost")] {
        let response = trusting.get(format!("{url}/callcontrol")).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    }
    assert!(client().get(format!("{url}/callcontrol")).send().await.is_err());
    simulators.stop().await;
}

#[tokio::test]
async fn after_a_stop_the_port_is_free() {
    let simulators = start(options()).await.unwrap();
    let port = url::Url::parse(&simulators.ready().threecx.base_url).unwrap().port().unwrap();
    let taken = start(Options { threecx_port: port, ..options() }).await;
    assert!(matches!(taken, Err(StartError::Listen(_))));
    simulators.stop().await;
    let again = start(Options { threecx_port: port, ..options() }).await.unwrap();
    again.stop().await;
}

/// How many contacts, leads and accounts hold a number, by its last nine digits.
fn holders(simulators: &Simulators, number: &str) -> usize {
    let tail = |text: &str| {
        let digits: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
        digits[digits.len().saturating_sub(9)..].iter().collect::<String>()
    };
    let holds = |record: &Value| {
        let phones = record.as_object().unwrap().iter().filter(|(field, _)| field.ends_with("Phone"));
        phones.filter_map(|(_, value)| value.as_str()).any(|phone| tail(phone) == tail(number))
    };
    let records = ["Contact", "Lead", "Account"].map(|sobject| simulators.org.records(sobject)).concat();
    records.iter().filter(|record| holds(record)).count()
}

#[tokio::test]
async fn the_callers_of_the_day_are_in_the_org_as_the_day_says() {
    let simulators = start(Options { people: PEOPLE_DEFAULT, ..options() }).await.unwrap();
    let steps = day::workday();
    let number = |step: &day::Step| match step.action {
        Action::Ring { from: number, .. } | Action::Dial { to: number, .. } => Some(number),
        _ => None,
    };
    for step in &steps {
        let Action::Chat { chat } = step.action else { continue };
        let known = usize::from(chat.ended_s > 0);
        assert_eq!(holders(&simulators, chat.phone), known, "{}", step.caption);
    }
    let outside = steps.iter().filter_map(|step| number(step).map(|number| (step, number)));
    for (step, number) in outside.filter(|(_, number)| number.starts_with('+')) {
        let holders = holders(&simulators, number);
        let fits = match step.settle {
            Some(
                day::Settle::Searching | day::Settle::OneMatch | day::Settle::TwoCalls | day::Settle::Dialing,
            ) => holders == 1,
            Some(day::Settle::SeveralMatches) => holders > 1,
            Some(day::Settle::NoMatch | day::Settle::CannotLookUp) => holders == 0,
            _ => false,
        };
        assert!(fits, "{}: {number} is held by {holders}", step.caption);
    }
    simulators.stop().await;
}
