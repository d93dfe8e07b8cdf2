//! `/services/oauth2/token` and `/services/oauth2/revoke` (salesforce.md 2.5, 2.6, 2.7, 2.10).

use std::borrow::Cow;
use std::time::Duration;

use axum::Form;
use axum::extract::State as Shared;
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::{Presented, crypto};
use crate::salesforce::Org;
use crate::salesforce::rest::http::{html, lost_connection};
use crate::salesforce::state::State;
use crate::salesforce::time::SECOND_MS;

/// A refresh takes this long, so that two at once really meet (salesforce.md 2.6).
const REFRESH_TAKES: Duration = Duration::from_millis(20);
const VERIFIER_LENGTHS: std::ops::RangeInclusive<usize> = 43..=256;

type Pairs = Vec<(String, String)>;

struct Refused(u16, Cow<'static, str>, Cow<'static, str>);

fn refused(status: u16, error: &'static str, description: &'static str) -> Refused {
    Refused(status, Cow::Borrowed(error), Cow::Borrowed(description))
}

fn get<'pairs>(pairs: &'pairs Pairs, name: &str) -> Option<&'pairs str> {
    pairs
        .iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.as_str())
        .filter(|value| !value.is_empty())
}

pub async fn token(Shared(org): Shared<Org>, headers: HeaderMap, Form(mut pairs): Form<Pairs>) -> Response {
    pairs.extend(basic_credentials(&headers));
    let grant_type = get(&pairs, "grant_type").unwrap_or_default();
    let failure = org.locked(|state| {
        state.count(&format!("token {grant_type}"));
        state.faults.spend_failure("fail-token")
    });
    if let Some(status) = failure.and_then(|status| StatusCode::from_u16(status).ok()) {
        return html(status);
    }
    let refresh =
        get(&pairs, "refresh_token").filter(|_| matches!(grant_type, "refresh_token" | "hybrid_refresh"));
    let Some(refresh) = refresh else {
        let answer = org.locked(|state| exchange(state, &pairs, grant_type));
        return answer.unwrap_or_else(|refused| refused.into_response());
    };
    // A server goes on with what it began, whoever hangs up meanwhile.
    let refresh = String::from(refresh);
    let work = tokio::spawn(async move { refreshed(&org, &pairs, &refresh).await });
    work.await.unwrap_or_else(|_| html(StatusCode::INTERNAL_SERVER_ERROR))
}

async fn refreshed(org: &Org, pairs: &Pairs, refresh: &str) -> Response {
    let is_first = org.locked(|state| state.sessions.busy.insert(String::from(refresh)));
    if !is_first {
        return refused(400, "invalid_grant", "token request is already being processed").into_response();
    }
    let delay = org.locked(|state| state.faults.number("token-delay-ms"));
    tokio::time::sleep(delay.map_or(REFRESH_TAKES, Duration::from_millis)).await;
    let answer = org.locked(|state| {
        state.sessions.busy.remove(refresh);
        if state.faults.spend("reset-before-rotate") {
            return lost_connection();
        }
        match renew(state, pairs, refresh) {
            Ok(_) if state.faults.spend("reset-after-rotate") => lost_connection(),
            Ok(answer) => answer,
            Err(refused) => refused.into_response(),
        }
    });
    let delay = org.locked(|state| state.faults.number("token-answer-delay-ms"));
    tokio::time::sleep(Duration::from_millis(delay.unwrap_or(0))).await;
    answer
}

fn basic_credentials(headers: &HeaderMap) -> Pairs {
    let decode = || {
        let text = headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Basic ")?;
        let text = String::from_utf8(STANDARD.decode(text.trim()).ok()?).ok()?;
        let (id, secret) = text.split_once(':')?;
        Some(vec![
            (String::from("client_id"), String::from(id)),
            (String::from("client_secret"), String::from(secret)),
        ])
    };
    decode().unwrap_or_default()
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0).unwrap_or(StatusCode::BAD_REQUEST);
        json_response(status, &json!({ "error": self.1, "error_description": self.2 }))
    }
}

fn json_response(status: StatusCode, body: &Value) -> Response {
    (
        status,
        [(CONTENT_TYPE, "application/json;charset=UTF-8"), (CACHE_CONTROL, "no-store")],
        body.to_string(),
    )
        .into_response()
}

/// The checks every grant shares: the app, its secret, and what an admin may have switched.
fn check_client(state: &State, pairs: &Pairs) -> Result<(), Refused> {
    let client_id =
        get(pairs, "client_id").ok_or(refused(400, "invalid_client_id", "client identifier invalid"))?;
    if client_id != state.sessions.consumer_key || state.faults.is_on("unknown-app") {
        return Err(refused(400, "invalid_client_id", "client identifier invalid"));
    }
    let secret = get(pairs, "client_secret");
    let mode = state.faults.text("client-secret").unwrap_or("required");
    let good = match secret {
        Some(secret) => secret == state.sessions.consumer_secret && mode != "public",
        None => mode != "required",
    };
    if !good {
        return Err(refused(400, "invalid_client", "invalid client credentials"));
    }
    if let Some((error, description)) = state.faults.refusal("token-error") {
        return Err(Refused(400, String::from(error).into(), String::from(description).into()));
    }
    let switched: [(&str, u16, &'static str, &'static str); 7] = [
        ("app-not-installed", 400, "invalid_client", "app must be installed into org"),
        ("app-blocked", 400, "OAUTH_APP_BLOCKED", "this app is blocked by admin"),
        ("inactive-user", 400, "invalid_grant", "inactive user"),
        ("ip-restricted", 400, "invalid_grant", "ip restricted"),
        ("login-refused", 400, "invalid_grant", "authentication failure"),
        ("org-locked", 400, "inactive_org", "organization is locked, closed, or suspended"),
        ("rate-limited", 400, "rate_limit_exceeded", "login rate limit exceeded"),
    ];
    match switched.iter().find(|(fault, ..)| state.faults.is_on(fault)) {
        Some((_, status, error, description)) => Err(refused(*status, error, description)),
        None => Ok(()),
    }
}

fn exchange(state: &mut State, pairs: &Pairs, grant_type: &str) -> Result<Response, Refused> {
    match grant_type {
        "authorization_code" => {}
        "refresh_token" => return Err(refused(400, "invalid_request", "refresh_token not provided")),
        // Blocked in new orgs and unknown to external client apps (salesforce.md 2.9).
        "password" => return Err(refused(400, "invalid_grant", "authentication failure")),
        _ => return Err(refused(400, "unsupported_grant_type", "grant type not supported")),
    }
    check_client(state, pairs)?;
    let now = state.now_ms();
    let text = get(pairs, "code").ok_or(refused(400, "invalid_request", "code not provided"))?;
    let code = state.sessions.take_code(text, now).ok_or(refused(
        400,
        "invalid_grant",
        "expired authorization code",
    ))?;
    match get(pairs, "redirect_uri") {
        Some(uri) if uri == code.redirect_uri => {}
        Some(_) => {
            return Err(refused(400, "redirect_uri_mismatch", "redirect_uri must match configuration"));
        }
        None => return Err(refused(400, "redirect_uri_missing", "redirect_uri not provided")),
    }
    match (&code.challenge, get(pairs, "code_verifier")) {
        (None, _) => {}
        (Some(_), None) => return Err(refused(400, "invalid_request", "missing required code verifier")),
        (Some(challenge), Some(verifier)) => {
            let fits =
                VERIFIER_LENGTHS.contains(&verifier.len()) && crypto::challenge(verifier) == *challenge;
            if !fits {
                return Err(refused(400, "invalid_grant", "invalid code verifier"));
            }
        }
    }
    if !state.is_active_user(&code.user) {
        return Err(refused(400, "invalid_grant", "inactive user"));
    }
    let grant = state.sessions.approve(&code.user, &code.scopes, now);
    Ok(granted(state, grant, true))
}

fn renew(state: &mut State, pairs: &Pairs, refresh: &str) -> Result<Response, Refused> {
    check_client(state, pairs)?;
    let dead = || refused(400, "invalid_grant", "expired access/refresh token");
    let rotates = state.faults.is_on("rtr");
    let grant = match state.sessions.find_refresh(refresh, state.now_ms()) {
        Presented::Live(grant) => grant,
        Presented::Retired(grant) => {
            if state.faults.is("rtr", "reuse-detection") {
                state.sessions.revoke(grant);
            }
            return Err(dead());
        }
        Presented::Unknown => return Err(dead()),
    };
    let user = state.sessions.grants.get(grant).map(|grant| grant.user.clone()).unwrap_or_default();
    if !state.is_active_user(&user) {
        return Err(refused(400, "invalid_grant", "inactive user"));
    }
    if rotates {
        state.count("token rotated");
        state.sessions.rotate(grant);
    }
    Ok(granted(state, grant, rotates))
}

fn granted(state: &mut State, grant: usize, with_refresh: bool) -> Response {
    let now = state.now_ms();
    let as_jwt = state.faults.is_on("jwt-tokens").then(|| state.base_url.clone());
    let access = state.sessions.issue_access(grant, now, as_jwt.as_deref());
    let Some(grant) = state.sessions.grants.get(grant) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let id = format!("{}/id/{}/{}", state.base_url, state.org_id, grant.user);
    let issued_at = now.to_string();
    let instance_url = state.faults.text("instance-url-change").unwrap_or(&state.base_url);
    let mut body = json!({
        "access_token": access,
        "signature": crypto::signature(&state.sessions.consumer_secret, &format!("{id}{issued_at}")),
        "scope": grant.scopes.join(" "),
        "instance_url": instance_url,
        "id": id,
        "token_type": "Bearer",
        "issued_at": issued_at,
        "api_instance_url": "https://api.salesforce.com",
    });
    if as_jwt.is_some() {
        body["token_format"] = json!("jwt");
    }
    if grant.scopes.iter().any(|scope| scope == "openid") {
        let seconds = now / SECOND_MS;
        body["id_token"] = json!(crypto::jwt(&json!({
            "iss": state.base_url, "sub": id, "aud": state.sessions.consumer_key,
            "iat": seconds, "exp": seconds + 120,
        })));
    }
    if let Some(refresh) = grant.refresh.as_ref().filter(|_| with_refresh) {
        body["refresh_token"] = json!(refresh);
    }
    json_response(StatusCode::OK, &body)
}

/// An unknown token is answered form-encoded, unlike everything else (salesforce.md 2.7).
pub async fn revoke(Shared(org): Shared<Org>, Form(pairs): Form<Pairs>) -> Response {
    org.locked(|state| {
        state.count("revoke");
        let token = get(&pairs, "token").unwrap_or_default();
        let revoked = match state.sessions.find_refresh(token, state.now_ms()) {
            Presented::Live(grant) => {
                state.sessions.revoke(grant);
                true
            }
            Presented::Retired(_) | Presented::Unknown => state.sessions.revoke_access(token),
        };
        if revoked {
            return StatusCode::OK.into_response();
        }
        let body = "error=unsupported_token_type&error_description=this+token+type+is+not+supported";
        (StatusCode::BAD_REQUEST, [(CONTENT_TYPE, "application/x-www-form-urlencoded")], body).into_response()
    })
}

pub async fn must_post() -> Response {
    refused(400, "invalid_request", "must use HTTP POST").into_response()
}
