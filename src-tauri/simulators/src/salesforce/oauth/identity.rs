//! Who is signed in: the identity URL, userinfo and the discovery document (salesforce.md 2.1, 2.8). Refusals are
//! plain text here.

use axum::Json;
use axum::extract::{Path, Query, State as Shared};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::SCOPES;
use crate::salesforce::rest::http::bearer;
use crate::salesforce::state::State;
use crate::salesforce::store::Record;
use crate::salesforce::{NEWEST_VERSION, Org};

type Pairs = Vec<(String, String)>;

fn refused(text: &'static str) -> Response {
    (StatusCode::FORBIDDEN, [(CONTENT_TYPE, "text/html;charset=UTF-8")], text).into_response()
}

/// The user behind the token in the header or in `oauth_token`.
fn user_of(state: &mut State, headers: &HeaderMap, pairs: &Pairs) -> Result<String, &'static str> {
    let given = pairs.iter().find(|(name, _)| matches!(name.as_str(), "oauth_token" | "access_token"));
    let token = match (bearer(headers), given) {
        (Ok(token), _) => String::from(token),
        (Err(_), Some((_, token))) => token.clone(),
        (Err(_), None) => return Err("Missing_OAuth_Token"),
    };
    let now = state.now_ms();
    state.sessions.user_of(&token, now).map(String::from).ok_or("Bad_OAuth_Token")
}

pub async fn identity(
    Shared(org): Shared<Org>,
    Path((org_id, user_id)): Path<(String, String)>,
    Query(pairs): Query<Pairs>,
    headers: HeaderMap,
) -> Response {
    org.locked(|state| {
        state.count("GET identity");
        let user = match user_of(state, &headers, &pairs) {
            Ok(user) => user,
            Err(text) => return refused(text),
        };
        if org_id != state.org_id {
            return refused("Wrong_Org");
        }
        if user != user_id {
            return (StatusCode::NOT_FOUND, "Bad_Id").into_response();
        }
        let version = pairs.iter().find(|(name, _)| name == "version").map(|(_, value)| value.as_str());
        let version = version.map(|version| match version {
            "latest" => format!("{NEWEST_VERSION}.0"),
            given => String::from(given),
        });
        match state.store.get("User", &user) {
            Some(record) => Json(identity_json(state, &user, record, version.as_deref())).into_response(),
            None => (StatusCode::NOT_FOUND, "Bad_Id").into_response(),
        }
    })
}

fn identity_json(state: &State, user: &str, record: &Record, version: Option<&str>) -> Value {
    let text = |name: &str| record.text(name);
    json!({
        "id": format!("{}/id/{}/{user}", state.base_url, state.org_id), "asserted_user": true, "user_id": user,
        "organization_id": state.org_id, "username": text("Username"), "nick_name": text("Alias"),
        "display_name": text("Name"), "email": text("Email"), "email_verified": true,
        "first_name": text("FirstName"), "last_name": text("LastName"), "timezone": text("TimeZoneSidKey"),
        "photos": {
            "picture": format!("{}/profilephoto/005/F", state.base_url),
            "thumbnail": format!("{}/profilephoto/005/T", state.base_url),
        },
        "addr_street": null, "addr_city": null, "addr_state": null, "addr_country": "DE", "addr_zip": null,
        "mobile_phone": text("MobilePhone"), "mobile_phone_verified": false, "is_lightning_login_user": false,
        "status": { "created_date": null, "body": null },
        "urls": urls(state, user, version), "active": record.fields.get("IsActive"), "user_type": "STANDARD",
        "language": text("LanguageLocaleKey"), "locale": text("LocaleSidKey"), "utcOffset": 3_600_000,
        "last_modified_date": text("LastModifiedDate"), "is_app_installed": true,
    })
}

fn urls(state: &State, user: &str, version: Option<&str>) -> Value {
    let version = version.unwrap_or("{version}");
    let base = &state.base_url;
    let rest = format!("{base}/services/data/v{version}/");
    json!({
        "enterprise": format!("{base}/services/Soap/c/{version}/{}", state.org_id),
        "metadata": format!("{base}/services/Soap/m/{version}/{}", state.org_id),
        "partner": format!("{base}/services/Soap/u/{version}/{}", state.org_id),
        "rest": rest, "sobjects": format!("{rest}sobjects/"), "search": format!("{rest}search/"),
        "query": format!("{rest}query/"), "recent": format!("{rest}recent/"), "profile": format!("{base}/{user}"),
        "custom_domain": base,
    })
}

pub async fn userinfo(Shared(org): Shared<Org>, Query(pairs): Query<Pairs>, headers: HeaderMap) -> Response {
    org.locked(|state| {
        state.count("userinfo");
        let user = match user_of(state, &headers, &pairs) {
            Ok(user) => user,
            Err(text) => return refused(text),
        };
        let Some(record) = state.store.get("User", &user) else { return refused("Bad_OAuth_Token") };
        let text = |name: &str| record.text(name);
        Json(json!({
            "sub": format!("{}/id/{}/{user}", state.base_url, state.org_id), "user_id": user,
            "organization_id": state.org_id, "preferred_username": text("Username"), "nickname": text("Alias"),
            "name": text("Name"), "email": text("Email"), "email_verified": true, "given_name": text("FirstName"),
            "family_name": text("LastName"), "zoneinfo": text("TimeZoneSidKey"), "address": {},
            "urls": urls(state, &user, None), "active": record.fields.get("IsActive"), "user_type": "STANDARD",
            "language": text("LanguageLocaleKey"), "locale": text("LocaleSidKey"), "utcOffset": 3_600_000,
            "updated_at": text("LastModifiedDate"), "is_app_installed": true,
        }))
        .into_response()
    })
}

pub async fn discovery(Shared(org): Shared<Org>) -> Json<Value> {
    org.locked(|state| {
        let at = |path: &str| format!("{}/services/oauth2/{path}", state.base_url);
        Json(json!({
            "issuer": state.base_url, "authorization_endpoint": at("authorize"), "token_endpoint": at("token"),
            "revocation_endpoint": at("revoke"), "userinfo_endpoint": at("userinfo"),
            "scopes_supported": SCOPES, "response_types_supported": ["code"], "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"], "display_values_supported": ["page", "popup", "touch"],
            "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
        }))
    })
}
