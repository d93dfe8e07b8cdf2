use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::*;

fn claims(token: &str) -> Value {
    let payload = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

#[tokio::test]
async fn a_new_token_kills_the_one_before() {
    let mut bench = Bench::new().await;
    assert_eq!(bench.get("/callcontrol").await.0, StatusCode::OK);
    let second = bench.new_token().await;
    let (status, body) = bench.get("/callcontrol").await;
    assert_eq!((status, body), (StatusCode::UNAUTHORIZED, Value::Null));
    bench.token = second;
    assert_eq!(bench.get("/callcontrol").await.0, StatusCode::OK);
}

#[tokio::test]
async fn the_token_says_who_and_how_long() {
    let bench = Bench::new().await;
    let (_, answer) = bench.ask_for_token().await;
    let claims = claims(answer["access_token"].as_str().unwrap());
    assert_eq!((&answer["expires_in"], &answer["refresh_token"]), (&json!(3600), &Value::Null));
    assert_eq!(claims["sub"], "900");
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 3600);
    bench.fault("expires_in=60");
    assert_eq!(bench.ask_for_token().await.1["expires_in"], 60);
    bench.fault("opaque-token");
    assert!(!bench.new_token().await.contains('.'));
}

#[tokio::test]
async fn a_token_grows_old() {
    let bench = Bench::new().await;
    bench.pbx.advance_clock(3_599 - 60);
    assert_eq!(bench.get("/callcontrol").await.0, StatusCode::OK);
    bench.pbx.advance_clock(61);
    assert_eq!(bench.get("/callcontrol").await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(bench.get("/xapi/v1/Defs").await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn multipart_and_trailing_slashes_are_understood() {
    let bench = Bench::new().await;
    let fields = [
        ("client_id", sample::CLIENT_ID),
        ("client_secret", sample::API_KEY),
        ("grant_type", "client_credentials"),
    ];
    let part =
        |(name, value)| format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    let body = fields.map(part).concat() + "--b--\r\n";
    let request = bench.http.post(format!("{}//connect/token/", bench.url));
    let response =
        request.header("content-type", "multipart/form-data; boundary=b").body(body).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
}

#[tokio::test]
async fn wrong_credentials_are_refused() {
    let bench = Bench::new().await;
    let ask = async |form: &'static str| {
        let request = bench.http.post(format!("{}/connect/token", bench.url));
        let response = request
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form)
            .send()
            .await
            .unwrap();
        (response.status(), response.json::<Value>().await.unwrap()["error"].clone())
    };
    let wrong_key = ask("client_id=900&client_secret=wrong&grant_type=client_credentials").await;
    assert_eq!(wrong_key, (StatusCode::UNAUTHORIZED, json!("unauthorized")));
    assert_eq!(ask("client_id=900&grant_type=password").await.0, StatusCode::BAD_REQUEST);
    bench.fault("token-error=400");
    assert_eq!(
        bench.ask_for_token().await,
        (
            StatusCode::BAD_REQUEST,
            json!({
                "error": "invalid_client", "error_description": "Client authentication failed",
            })
        )
    );
    // A refused request does not end the token in use.
    assert_eq!(bench.get("/callcontrol").await.0, StatusCode::OK);
}

#[tokio::test]
async fn licence_box_and_role_decide() {
    let bench = Bench::new().await;
    let statuses = async || {
        let mut all = Vec::new();
        for path in ["/callcontrol", "/callcontrol/812", "/xapi/v1/Defs", "/xapi/v1/Users"] {
            all.push(bench.get(path).await.0.as_u16());
        }
        all
    };
    assert_eq!(statuses().await, [200, 200, 200, 200]);
    for (fault, expected) in [
        ("no-licence", [404, 404, 200, 200]),
        ("box-off", [401, 401, 200, 200]),
        ("xapi-off", [200, 200, 401, 401]),
        ("role=users", [200, 200, 200, 403]),
        ("role=system_admins", [200, 200, 200, 200]),
        ("not-monitored=812", [200, 403, 200, 200]),
        ("server-error=503", [503, 503, 503, 503]),
    ] {
        bench.fault(fault);
        assert_eq!(statuses().await, expected, "{fault}");
        bench.pbx.clear_faults();
    }
}

#[tokio::test]
async fn only_monitored_extensions_are_seen() {
    let bench = Bench::with(&["not-monitored=812"]).await;
    let (_, list) = bench.get("/callcontrol").await;
    let dns: Vec<_> = list.as_array().unwrap().iter().map(|dn| dn["dn"].as_str().unwrap()).collect();
    assert_eq!(dns, ["900", "800", "801", "813", "814", "815", "820"]);
    assert_eq!(bench.get("/callcontrol/829").await, (StatusCode::FORBIDDEN, Value::Null));
    let mut socket = bench.open_socket().await;
    bench.pbx.ring(&super::super::Ring::from("+4930123456")).unwrap();
    let second = super::super::Ring { to: Some("813".to_owned()), ..super::super::Ring::from("+4930123457") };
    bench.pbx.ring(&second).unwrap();
    socket.events(&["U 813/2"]).await;
}

#[tokio::test]
async fn wrong_answers_on_purpose() {
    let bench = Bench::new().await;
    bench.fault("oversized-body=3");
    let read = async || {
        bench.http.get(format!("{}/callcontrol", bench.url)).bearer_auth(&bench.token).send().await.unwrap()
    };
    assert!(read().await.bytes().await.unwrap().len() > 3 * 1024 * 1024);
    bench.mend(ThreeCxFault::OversizedBody);
    bench.fault("bad-json");
    assert!(read().await.json::<Value>().await.is_err());
    bench.fault("html-instead-of-json");
    let response = read().await;
    assert_eq!(response.status(), StatusCode::OK);
    assert!(response.headers()["content-type"].to_str().unwrap().starts_with("text/html"));
}
