//! The org as an outsider meets it: over HTTP, on a port of its own.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod activities;
mod bulk;
mod language;
mod resources;
mod sign_in;
mod trouble;

use reqwest::{Method, Response, StatusCode, redirect};
use serde_json::{Value, json};

use super::oauth::crypto::{challenge, random_text};
use super::{Org, OrgOptions, SalesforceFacts};

/// An org on a free port, and a client that follows no redirects.
struct Site {
    org: Org,
    facts: SalesforceFacts,
    http: reqwest::Client,
}

struct Tokens {
    access: String,
    refresh: String,
    body: Value,
}

impl Site {
    async fn open() -> Self {
        Self::of(40).await
    }

    async fn of(people: usize) -> Self {
        // Another test of this process may have been first; either way one is installed.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let org = Org::new(OrgOptions { people, ..OrgOptions::default() });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        org.set_base_url(format!("http://{}", listener.local_addr().unwrap()));
        let router = org.router().merge(axum::Router::new().nest("/control", org.control_router()));
        tokio::spawn(async move { axum::serve(listener, router).await });
        let http = reqwest::Client::builder().redirect(redirect::Policy::none()).no_proxy().build().unwrap();
        let facts = org.facts();
        Self { org, facts, http }
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.facts.login_url)
    }

    fn link_parameters(&self, verifier: &str) -> Vec<(String, String)> {
        [
            ("response_type", "code"),
            ("client_id", &self.facts.consumer_key),
            ("redirect_uri", &self.facts.callback_url),
            ("scope", "api refresh_token id"),
            ("state", "kept & returned"),
            ("code_challenge", &challenge(verifier)),
            ("code_challenge_method", "S256"),
        ]
        .map(|(name, value)| (String::from(name), String::from(value)))
        .to_vec()
    }

    async fn press(&self, parameters: &[(String, String)], decision: &str) -> Response {
        let mut form = parameters.to_vec();
        let user = &self.facts.users[0];
        form.push((String::from("username"), user.username.clone()));
        form.push((String::from("password"), user.password.clone()));
        form.push((String::from("decision"), String::from(decision)));
        self.http.post(self.url("/services/oauth2/authorize")).form(&form).send().await.unwrap()
    }

    async fn token(&self, fields: &[(&str, &str)]) -> Response {
        let mut form: Vec<(&str, &str)> =
            vec![("client_id", &self.facts.consumer_key), ("client_secret", &self.facts.consumer_secret)];
        form.extend(fields);
        self.http.post(self.url("/services/oauth2/token")).form(&form).send().await.unwrap()
    }

    async fn refresh(&self, token: &str) -> Response {
        self.token(&[("grant_type", "refresh_token"), ("refresh_token", token)]).await
    }

    async fn exchange(&self, code: &str, verifier: &str) -> Response {
        self.token(&[
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &self.facts.callback_url),
            ("code_verifier", verifier),
        ])
        .await
    }

    async fn sign_in(&self) -> Tokens {
        let verifier = random_text(64);
        let pressed = self.press(&self.link_parameters(&verifier), "allow").await;
        let code = callback(&pressed, "code").expect("a code");
        let body: Value = self.exchange(&code, &verifier).await.json().await.unwrap();
        Tokens {
            access: String::from(body["access_token"].as_str().expect("an access token")),
            refresh: String::from(body["refresh_token"].as_str().expect("a refresh token")),
            body,
        }
    }

    async fn call(
        &self,
        tokens: &Tokens,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> (StatusCode, Value) {
        let response = self.send(tokens, method, path, body).await;
        let status = response.status();
        let text = response.text().await.unwrap();
        (status, if text.is_empty() { Value::Null } else { serde_json::from_str(&text).unwrap() })
    }

    async fn send(&self, tokens: &Tokens, method: Method, path: &str, body: Option<Value>) -> Response {
        self.try_send(tokens, method, path, body).await.unwrap()
    }

    async fn try_send(
        &self,
        tokens: &Tokens,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Result<Response, reqwest::Error> {
        let url = self.url(&format!("/services/data/v66.0{path}"));
        let request = self.http.request(method, url).bearer_auth(&tokens.access);
        let request = if let Some(body) = body { request.json(&body) } else { request };
        request.send().await
    }

    async fn query(&self, tokens: &Tokens, soql: &str) -> (StatusCode, Value) {
        self.asked(tokens, "query", soql).await
    }

    async fn asked(&self, tokens: &Tokens, resource: &str, text: &str) -> (StatusCode, Value) {
        let query: String =
            url::form_urlencoded::Serializer::new(String::new()).append_pair("q", text).finish();
        self.call(tokens, Method::GET, &format!("/{resource}?{query}"), None).await
    }

    /// Names of what a query found, in order.
    async fn names(&self, tokens: &Tokens, soql: &str) -> Vec<String> {
        let (status, body) = self.query(tokens, soql).await;
        assert_eq!(status, 200, "{soql}: {body}");
        texts(&body["records"], "Name")
    }

    async fn found(&self, tokens: &Tokens, sosl: &str) -> Vec<String> {
        let (status, body) = self.asked(tokens, "search", sosl).await;
        assert_eq!(status, 200, "{sosl}: {body}");
        texts(&body["searchRecords"], "Name")
    }

    async fn create(&self, tokens: &Tokens, sobject: &str, body: Value) -> (StatusCode, Value) {
        self.call(tokens, Method::POST, &format!("/sobjects/{sobject}"), Some(body)).await
    }

    fn fault(&self, name: &str, value: &str) {
        self.org.apply_fault(name, Some(value).filter(|value| !value.is_empty())).unwrap();
    }
}

fn texts(list: &Value, member: &str) -> Vec<String> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|item| String::from(item[member].as_str().unwrap_or("null")))
        .collect()
}

fn callback(response: &Response, name: &str) -> Option<String> {
    assert_eq!(response.status(), 302);
    let location = url::Url::parse(response.headers()["location"].to_str().unwrap()).unwrap();
    location.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

fn code_of(body: &Value) -> &str {
    body[0]["errorCode"].as_str().unwrap_or_default()
}

fn task(key: &str) -> Value {
    json!({ "Subject": "Call", "Status": "Completed", "TaskSubtype": "Call", "CallObject": key })
}
