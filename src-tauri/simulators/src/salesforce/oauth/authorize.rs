//! The page a person signs in and consents on (salesforce.md 2.3, 2.4). Problems found before the callback can be
//! trusted are shown on a page of our own; everything later goes to the callback.

use std::fmt::Write as _;

use axum::Form;
use axum::extract::{Query, State as Shared};
use axum::http::header::{CACHE_CONTROL, LOCATION};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use url::Url;

use super::{Code, SCOPES};
use crate::salesforce::Org;
use crate::salesforce::state::State;

type Pairs = Vec<(String, String)>;

/// Parameters carried from the link through the form, unchanged.
const CARRIED: &[&str] = &[
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "code_challenge",
    "code_challenge_method",
    "prompt",
    "login_hint",
    "display",
    "nonce",
    "immediate",
];

struct Asked {
    redirect: Url,
    state: Option<String>,
    challenge: Option<String>,
    scopes: Vec<String>,
    redirect_uri: String,
}

enum Refusal {
    /// Shown to the person: the callback cannot be trusted.
    Page(&'static str, &'static str),
    Callback(Box<Asked>, String, String),
}

fn get<'pairs>(pairs: &'pairs Pairs, name: &str) -> Option<&'pairs str> {
    pairs
        .iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.as_str())
        .filter(|value| !value.is_empty())
}

/// GET: the form, or the refusal.
pub async fn show(Shared(org): Shared<Org>, Query(pairs): Query<Pairs>) -> Response {
    org.locked(|state| {
        state.count("GET authorize");
        match check(state, &pairs) {
            Ok(asked) if get(&pairs, "immediate") == Some("true") => {
                redirect_error(&asked, "immediate_unsuccessful", "immediate unsuccessful")
            }
            Ok(asked) => page(state, &pairs, &asked, None),
            Err(refusal) => refuse(refusal),
        }
    })
}

/// POST: the pressed button.
pub async fn decide(Shared(org): Shared<Org>, Form(pairs): Form<Pairs>) -> Response {
    org.locked(|state| {
        state.count("POST authorize");
        let asked = match check(state, &pairs) {
            Ok(asked) => asked,
            Err(refusal) => return refuse(refusal),
        };
        if get(&pairs, "decision") != Some("allow") || state.faults.is_on("deny-consent") {
            return redirect_error(&asked, "access_denied", "end-user denied authorization");
        }
        let username = get(&pairs, "username").unwrap_or_default().to_ascii_lowercase();
        let account = state.sessions.accounts.get(&username);
        let user = account.filter(|account| Some(account.password.as_str()) == get(&pairs, "password"));
        let Some(user) = user.map(|account| account.user.clone()).filter(|user| state.is_active_user(user)) else {
            let message = "Please check your username and password. If you still can't log in, contact your Salesforce administrator.";
            return page(state, &pairs, &asked, Some(message));
        };
        let code = Code {
            user,
            redirect_uri: asked.redirect_uri.clone(),
            challenge: asked.challenge.clone(),
            scopes: asked.scopes.clone(),
            made_ms: state.now_ms(),
            used: false,
        };
        let code = state.sessions.issue_code(code);
        redirect(&asked, &[("code", &code)])
    })
}

/// What an admin may have switched: fault, error and description at the callback.
const SWITCHED: &[(&str, &str, &str)] = &[
    ("app-not-installed", "invalid_client", "app must be installed into org"),
    ("app-blocked", "OAUTH_APP_BLOCKED", "this app is blocked by admin"),
    ("app-access-denied", "OAUTH_APP_ACCESS_DENIED", "user is not admin approved to access this app"),
    ("app-elsewhere", "OAUTH_EC_APP_NOT_FOUND", "external client app is not installed in this org"),
];

fn check(state: &State, pairs: &Pairs) -> Result<Asked, Refusal> {
    let known = get(pairs, "client_id") == Some(state.sessions.consumer_key.as_str());
    if !known || state.faults.is_on("unknown-app") {
        return Err(Refusal::Page("invalid_client_id", "client identifier invalid"));
    }
    let redirect_uri = get(pairs, "redirect_uri")
        .ok_or(Refusal::Page("redirect_uri_missing", "redirect_uri not provided"))?;
    let mismatch = Refusal::Page("redirect_uri_mismatch", "redirect_uri must match configuration");
    let registered = state.sessions.callbacks.iter().any(|callback| callback == redirect_uri);
    if !registered || state.faults.is_on("callback-unregistered") {
        return Err(mismatch);
    }
    let Ok(redirect) = Url::parse(redirect_uri) else { return Err(mismatch) };
    if state.faults.is_on("cross-org") {
        return Err(Refusal::Page(
            "invalid_client",
            "Cross-org OAuth flows are not supported for this external client app",
        ));
    }
    let wanted: Vec<String> =
        get(pairs, "scope").unwrap_or_default().split_whitespace().map(canonical).collect();
    let assigned = |scope: &str| state.faults.all("scope-unassigned").all(|unassigned| unassigned != scope);
    let unknown_scope =
        wanted.iter().any(|scope| (!SCOPES.contains(&scope.as_str()) && scope != "full") || !assigned(scope));
    let asked = Asked {
        redirect,
        state: get(pairs, "state").map(String::from),
        challenge: get(pairs, "code_challenge").map(String::from),
        scopes: if wanted.is_empty() {
            SCOPES.iter().filter(|scope| assigned(scope)).map(|scope| String::from(*scope)).collect()
        } else {
            wanted
        },
        redirect_uri: String::from(redirect_uri),
    };
    let refuse = |asked: Asked, error: &str, description: &str| {
        Err(Refusal::Callback(Box::new(asked), String::from(error), String::from(description)))
    };
    if get(pairs, "response_type") != Some("code") {
        return refuse(asked, "unsupported_response_type", "response type not supported");
    }
    if unknown_scope {
        return refuse(asked, "invalid_scope", "requested scope is not allowed");
    }
    if get(pairs, "code_challenge_method").is_some_and(|method| method != "S256") {
        return refuse(asked, "invalid_request", "invalid code challenge method");
    }
    if asked.challenge.is_none() && state.faults.is("pkce", "required") {
        return refuse(asked, "invalid_request", "missing required code challenge");
    }
    if let Some((error, description)) = state.faults.refusal("authorize-error") {
        return refuse(asked, error, description);
    }
    match SWITCHED.iter().find(|(fault, ..)| state.faults.is_on(fault)) {
        Some((_, error, description)) => refuse(asked, error, description),
        None => Ok(asked),
    }
}

fn canonical(scope: &str) -> String {
    String::from(if scope == "offline_access" { "refresh_token" } else { scope })
}

fn refuse(refusal: Refusal) -> Response {
    match refusal {
        Refusal::Page(error, description) => {
            let body = format!(
                "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Error</title></head><body>\
                 <h1>OAuth Error</h1><p>We can't authorize you because of an OAuth error. For more information, contact \
                 your Salesforce administrator.</p><p>error={error}&amp;error_description={description}</p></body></html>"
            );
            (StatusCode::BAD_REQUEST, Html(body)).into_response()
        }
        Refusal::Callback(asked, error, description) => redirect_error(&asked, &error, &description),
    }
}

fn redirect_error(asked: &Asked, error: &str, description: &str) -> Response {
    redirect(asked, &[("error", error), ("error_description", description)])
}

fn redirect(asked: &Asked, pairs: &[(&str, &str)]) -> Response {
    let mut to = asked.redirect.clone();
    {
        let mut query = to.query_pairs_mut();
        query.extend_pairs(pairs);
        if let Some(state) = &asked.state {
            query.append_pair("state", state);
        }
    }
    let mut response = StatusCode::FOUND.into_response();
    if let Ok(location) = HeaderValue::from_str(to.as_str()) {
        response.headers_mut().insert(LOCATION, location);
    }
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn page(state: &State, pairs: &Pairs, asked: &Asked, problem: Option<&str>) -> Response {
    let mut names: Vec<&String> = state.sessions.accounts.keys().collect();
    names.sort();
    let first =
        get(pairs, "login_hint").or_else(|| names.first().map(|name| name.as_str())).unwrap_or_default();
    let username = get(pairs, "username").unwrap_or(first);
    let password = state.sessions.accounts.get(username).map_or("", |account| account.password.as_str());
    let mut hidden = String::new();
    for name in CARRIED {
        if let Some(value) = get(pairs, name) {
            // Writing to a String cannot fail.
            let _ = write!(hidden, "<input type=\"hidden\" name=\"{name}\" value=\"{}\">", escaped(value));
        }
    }
    let scopes: String = asked.scopes.iter().map(|scope| format!("<li>{}</li>", escaped(scope))).collect();
    let options: String = names.iter().map(|name| format!("<option value=\"{}\">", escaped(name))).collect();
    let problem = problem.map(|text| format!("<p role=\"alert\">{text}</p>")).unwrap_or_default();
    let body = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Log in and allow access</title></head>\
         <body><h1>Allow access?</h1>{problem}<p>Ringside is asking to:</p><ul>{scopes}</ul>\
         <form method=\"post\" action=\"/services/oauth2/authorize\">{hidden}\
         <p><label>Username <input name=\"username\" value=\"{}\" list=\"users\" autocomplete=\"username\"></label></p>\
         <datalist id=\"users\">{options}</datalist>\
         <p><label>Password <input name=\"password\" type=\"password\" value=\"{}\"></label></p>\
         <p><button name=\"decision\" value=\"allow\">Allow</button> \
         <button name=\"decision\" value=\"deny\">Deny</button></p></form></body></html>",
        escaped(username),
        escaped(password),
    );
    Html(body).into_response()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
