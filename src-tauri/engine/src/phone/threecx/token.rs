//! The access token: one for the whole process, because issuing a new one ends the one before
//! (3cx.md 1.1). Everybody who needs it waits for the same request.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use tokio::sync::Mutex;
use tokio::time::Instant;
use url::Url;

use super::rest::ApiError;
use super::{ApiKey, SecretSource, wire};
use crate::http;

/// The token endpoint is as fast as the rest; a PBX under load takes a second or two.
const TOKEN_TIMEOUT: Duration = Duration::from_secs(10);
/// An answer is about 1 KiB.
const TOKEN_BYTES_MAX: usize = 64 * 1024;
/// Renewed this long before the end, or after nine tenths of a short life.
const RENEW_EARLY: Duration = Duration::from_secs(5 * 60);
/// Assumed when nothing tells (3cx.md 1.1).
const LIFETIME_UNTOLD: Duration = Duration::from_secs(50 * 60);
/// Shorter lives would make us ask without end.
const LIFETIME_MIN: Duration = Duration::from_secs(30);
const LIFETIME_MAX: Duration = Duration::from_secs(24 * 60 * 60);
/// Below this `expires_in` counts minutes (3cx.md 1.1).
const MINUTES_BELOW: u64 = 300;
/// This many good tokens ended by somebody else …
const TAKEN_TIMES: usize = 3;
/// … within this time mean that another program uses the same API client. Long enough for a
/// program that asks every 45 s, as we do ([`super::Pace`]).
const TAKEN_WITHIN: Duration = Duration::from_secs(4 * 60);

/// Why there is no token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum TokenError {
    #[error("no key to sign in with")]
    NoKey,
    #[error("client id or key refused")]
    Refused,
    /// 403: neither id nor key is what is wrong, which would be 400 or 401 (3cx.md 1.1, 1.4).
    #[error("this computer is kept out")]
    KeptOut,
    #[error("another program signs in with the same API client")]
    Shared,
}

#[derive(Clone)]
pub(super) struct Token {
    text: Arc<str>,
    number: u64,
    renew_at: Instant,
}

impl Token {
    pub(super) fn text(&self) -> &str {
        &self.text
    }
}

pub(super) struct Tokens {
    endpoint: Url,
    client_id: String,
    key: SecretSource,
    http: reqwest::Client,
    held: Mutex<Held>,
    /// Number of the last token that call control took.
    accepted: AtomicU64,
}

#[derive(Default)]
struct Held {
    token: Option<Token>,
    issued: u64,
    /// When good tokens stopped being good before their time.
    taken: VecDeque<Instant>,
}

impl Tokens {
    pub(super) fn new(endpoint: Url, client_id: String, key: SecretSource, http: reqwest::Client) -> Self {
        Self { endpoint, client_id, key, http, held: Mutex::default(), accepted: AtomicU64::new(0) }
    }

    /// A token that should be good.
    pub(super) async fn current(&self) -> Result<Token, ApiError> {
        let mut held = self.held.lock().await;
        match &held.token {
            Some(token) if Instant::now() < token.renew_at => Ok(token.clone()),
            Some(_) | None => self.issue(&mut held).await,
        }
    }

    /// A token better than `refused`; the current one if somebody renewed it meanwhile.
    pub(super) async fn replace(&self, refused: &Token) -> Result<Token, ApiError> {
        let mut held = self.held.lock().await;
        match &held.token {
            Some(token) if token.number != refused.number => return Ok(token.clone()),
            Some(_) | None => {}
        }
        if self.accepted.load(Ordering::Relaxed) == refused.number {
            let now = Instant::now();
            held.taken.push_back(now);
            held.taken.retain(|at| now.duration_since(*at) < TAKEN_WITHIN);
            if held.taken.len() >= TAKEN_TIMES {
                // Forgotten, so that the next try, which comes late, asks for a new one.
                held.token = None;
                held.taken.pop_front();
                return Err(TokenError::Shared.into());
            }
        }
        self.issue(&mut held).await
    }

    /// Call control took this token.
    pub(super) fn accept(&self, token: &Token) {
        self.accepted.fetch_max(token.number, Ordering::Relaxed);
    }

    /// The token that took the last one's place is refused as well: what is wrong is not that
    /// somebody signed in.
    pub(super) async fn was_not_taken(&self) {
        self.held.lock().await.taken.pop_back();
    }

    /// Whether somebody else ended a good token of ours lately.
    pub(super) async fn was_taken(&self) -> bool {
        let taken = &self.held.lock().await.taken;
        taken.iter().any(|at| at.elapsed() < TAKEN_WITHIN)
    }

    /// Whether call control ever took a token of ours: then the switch is on, and a refused fresh
    /// token was ended by somebody else.
    pub(super) fn was_ever_accepted(&self) -> bool {
        self.accepted.load(Ordering::Relaxed) > 0
    }

    async fn issue(&self, held: &mut Held) -> Result<Token, ApiError> {
        held.token = None;
        let key = self.read_key().await?;
        let form = [
            ("client_id", self.client_id.as_str()),
            ("client_secret", key.reveal()),
            ("grant_type", "client_credentials"),
        ];
        let request = self.http.post(self.endpoint.clone()).timeout(TOKEN_TIMEOUT).form(&form);
        let response = request.send().await?;
        let status = response.status().as_u16();
        match status {
            200 => {}
            403 => return Err(TokenError::KeptOut.into()),
            400 | 401 => return Err(TokenError::Refused.into()),
            // Every V20 system has this endpoint (3cx.md 1.5, step 1).
            404 => return Err(wire::Unreadable.into()),
            _ => return Err(ApiError::from_status(status)),
        }
        let answer = wire::read_token(&http::body(response, TOKEN_BYTES_MAX).await?)?;
        held.issued += 1;
        let lifetime = lifetime(&answer);
        let token = Token {
            text: answer.access_token.into(),
            number: held.issued,
            renew_at: Instant::now() + lifetime - RENEW_EARLY.min(lifetime / 10),
        };
        held.token = Some(token.clone());
        Ok(token)
    }

    /// The keychain may ask its owner first, so it is read where waiting harms nobody.
    async fn read_key(&self) -> Result<ApiKey, ApiError> {
        let source = Arc::clone(&self.key);
        let key = tokio::task::spawn_blocking(move || source()).await.unwrap_or_default();
        key.ok_or_else(|| TokenError::NoKey.into())
    }
}

/// How long a token lives: its own word first, else `expires_in` in either unit (3cx.md 1.1).
fn lifetime(answer: &wire::TokenAnswer) -> Duration {
    let told = match (claimed_lifetime(&answer.access_token), answer.expires_in) {
        (Some(seconds), _) => Duration::from_secs(seconds),
        (None, Some(minutes)) if minutes < MINUTES_BELOW => Duration::from_secs(minutes * 60),
        (None, Some(seconds)) => Duration::from_secs(seconds),
        (None, None) => LIFETIME_UNTOLD,
    };
    told.clamp(LIFETIME_MIN, LIFETIME_MAX)
}

/// `exp - iat` of a JWT.
fn claimed_lifetime(token: &str) -> Option<u64> {
    let payload = token.split('.').nth(1)?;
    let claims: Value =
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?).ok()?;
    let exp = claims.get("exp")?.as_u64()?;
    exp.checked_sub(claims.get("iat")?.as_u64()?).filter(|seconds| *seconds > 0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn seconds(access_token: &str, expires_in: Option<u64>) -> u64 {
        lifetime(&wire::TokenAnswer { access_token: access_token.into(), expires_in }).as_secs()
    }

    fn jwt(claims: &str) -> String {
        format!("h.{}.s", URL_SAFE_NO_PAD.encode(claims))
    }

    #[test]
    fn a_token_tells_its_own_life_before_expires_in() {
        assert_eq!(seconds(&jwt(r#"{"iat":1000,"exp":4600}"#), Some(60)), 3600);
        assert_eq!(seconds(&jwt(r#"{"iat":1000,"exp":2800}"#), Some(3600)), 1800);
    }

    #[test]
    fn expires_in_counts_minutes_in_old_versions_and_seconds_in_new_ones() {
        assert_eq!(seconds("opaque", Some(60)), 3600);
        assert_eq!(seconds("opaque", Some(3600)), 3600);
        assert_eq!(seconds("opaque", Some(299)), 299 * 60);
        assert_eq!(seconds("opaque", Some(300)), 300);
        assert_eq!(seconds("opaque", None), 3000);
    }

    #[test]
    fn nonsense_lives_are_bounded() {
        for claims in [r#"{"iat":5,"exp":5}"#, r#"{"iat":9,"exp":5}"#, r#"{"exp":-1}"#, "[]", "\u{0}"] {
            assert_eq!(seconds(&jwt(claims), Some(3600)), 3600, "{claims}");
        }
        assert_eq!(seconds(&jwt(r#"{"iat":0,"exp":1}"#), None), 30);
        assert_eq!(seconds("x", Some(0)), 30);
        assert_eq!(seconds("x", Some(u64::MAX)), 24 * 60 * 60);
    }
}
