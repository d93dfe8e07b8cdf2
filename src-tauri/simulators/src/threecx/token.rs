//! The token endpoint (`3cx.md` 1.1): JWT-shaped tokens of which exactly one is alive.

use std::cell::Cell;

use axum::extract::{FromRequest, Multipart, Request, State as Extract};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::state::State;
use super::{Pbx, sample};
use crate::faults::ThreeCxFault;

/// Validity is 60 minutes (`3cx.md` 1.1).
const LIFETIME_S: i64 = 3_600;
/// Three short fields fit many times over.
const TOKEN_BODY_BYTES_MAX: usize = 16 * 1024;
/// Bytes of an ES256 signature.
const SIGNATURE_BYTES: usize = 64;

#[derive(Debug, Clone)]
pub(super) struct LiveToken {
    pub(super) text: String,
    expires_s: i64,
    refused: bool,
    uses: Cell<u64>,
}

impl State {
    /// Issues a token; the one before is dead from here on.
    pub(super) fn issue_token(&mut self) -> Value {
        let now_s = self.now().as_second();
        let lifetime_s = self
            .faults
            .number(ThreeCxFault::TokenSeconds)
            .and_then(|seconds| i64::try_from(seconds).ok())
            .unwrap_or(LIFETIME_S);
        let expires_s = now_s.saturating_add(lifetime_s);
        let opaque = self.faults.has(ThreeCxFault::OpaqueToken);
        let text = if opaque { opaque_token() } else { self.jwt(now_s, expires_s) };
        if self.faults.has(ThreeCxFault::WsCloseOnReissue) {
            self.end_sockets(true);
        }
        self.token = Some(LiveToken {
            text: text.clone(),
            expires_s,
            refused: self.faults.has(ThreeCxFault::BadToken),
            uses: Cell::new(0),
        });
        let in_minutes = self.faults.text(ThreeCxFault::ExpiresIn) == Some("60");
        let expires_in = if in_minutes { lifetime_s / 60 } else { lifetime_s };
        json!({ "token_type": "Bearer", "expires_in": expires_in, "access_token": text, "refresh_token": null })
    }

    pub(super) fn role(&self) -> &str {
        self.faults.text(ThreeCxFault::Role).unwrap_or("system_owners")
    }

    fn jwt(&self, now_s: i64, expires_s: i64) -> String {
        let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let issuer = url::Url::parse(&self.base_url).ok().and_then(|url| url.host_str().map(str::to_owned));
        let header = json!({ "alg": "ES256", "typ": "JWT" });
        let claims = json!({
            "sub": sample::CLIENT_ID,
            "scope": "xapi",
            "aud": "/api",
            "iss": issuer.unwrap_or_default(),
            "iat": now_s,
            "exp": expires_s,
            "jti": URL_SAFE_NO_PAD.encode(rand::random::<[u8; 12]>()),
            "role": ["App", "Reports", self.role(), "Enterprise"],
        });
        let signature: [u8; SIGNATURE_BYTES] = rand::random();
        format!("{}.{}.{}", encode(&header), encode(&claims), URL_SAFE_NO_PAD.encode(signature))
    }

    /// Whether a request carries the live token. A query-string token does not count (`3cx.md` 1.1).
    pub(super) fn is_authorised(&self, headers: &HeaderMap) -> bool {
        self.live_token_in(headers).is_some()
    }

    fn live_token_in(&self, headers: &HeaderMap) -> Option<()> {
        let given = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
        let (scheme, token) = given.split_once(' ')?;
        let live = self.token.as_ref()?;
        let alive = !live.refused && self.now().as_second() < live.expires_s;
        // The other program's sign-in ends this token (`3cx.md` 1.1).
        let taken =
            self.faults.number(ThreeCxFault::SharedClient).is_some_and(|most| live.uses.get() >= most);
        live.uses.set(live.uses.get().saturating_add(1));
        (alive && !taken && scheme.eq_ignore_ascii_case("Bearer") && token.trim() == live.text).then_some(())
    }
}

fn opaque_token() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 48]>())
}

pub(super) async fn handle(Extract(pbx): Extract<Pbx>, request: Request) -> Response {
    pbx.with(|state| state.count("token"));
    let Some(fields) = read_fields(request).await else {
        return refusal(StatusCode::BAD_REQUEST, "invalid_request", "The request body could not be read");
    };
    let field =
        |name: &str| fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str());
    pbx.with(|state| {
        if let Some(status) = state.faults.number(ThreeCxFault::TokenError) {
            return failure(status);
        }
        if field("grant_type") != "client_credentials" {
            return refusal(
                StatusCode::BAD_REQUEST,
                "unsupported_grant_type",
                "The grant type is not supported",
            );
        }
        if field("client_id") != sample::CLIENT_ID || field("client_secret") != sample::API_KEY {
            return refusal(StatusCode::UNAUTHORIZED, "unauthorized", "Invalid client id or secret");
        }
        axum::Json(state.issue_token()).into_response()
    })
}

fn failure(status: u64) -> Response {
    let status = u16::try_from(status).ok().and_then(|code| StatusCode::from_u16(code).ok());
    match status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR) {
        StatusCode::BAD_REQUEST => {
            refusal(StatusCode::BAD_REQUEST, "invalid_client", "Client authentication failed")
        }
        StatusCode::UNAUTHORIZED => {
            refusal(StatusCode::UNAUTHORIZED, "unauthorized", "Invalid client id or secret")
        }
        status => status.into_response(),
    }
}

fn refusal(status: StatusCode, error: &str, description: &str) -> Response {
    (status, axum::Json(json!({ "error": error, "error_description": description }))).into_response()
}

/// The form's fields, urlencoded or multipart.
async fn read_fields(request: Request) -> Option<Vec<(String, String)>> {
    let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if content_type
        .is_some_and(|kind| kind.trim_start().to_ascii_lowercase().starts_with("multipart/form-data"))
    {
        let mut form = Multipart::from_request(request, &()).await.ok()?;
        let mut fields = Vec::new();
        while let Some(field) = form.next_field().await.ok()? {
            let name = field.name()?.to_owned();
            fields.push((name, field.text().await.ok()?));
        }
        return Some(fields);
    }
    let body = axum::body::to_bytes(request.into_body(), TOKEN_BODY_BYTES_MAX).await.ok()?;
    Some(url::form_urlencoded::parse(&body).into_owned().collect())
}
