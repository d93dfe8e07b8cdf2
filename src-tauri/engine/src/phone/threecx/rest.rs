//! Requests to the phone system: the token put in, a refused one renewed once, bodies bounded, and
//! each failure told apart by what it means (3cx.md 1.5, 2.1).

use std::time::Duration;

use domain::call::LossReason;
use reqwest::{Response, StatusCode};
use serde_json::Value;
use url::Url;

use super::token::{Token, TokenError, Tokens};
use super::wire::Unreadable;
use crate::http::{self, BodyError};

/// One leg or one command. An agent waits for it.
pub(super) const SHORT_TIMEOUT: Duration = Duration::from_secs(5);
/// A snapshot of a few hundred extensions.
pub(super) const LONG_TIMEOUT: Duration = Duration::from_secs(10);
/// The version is decoration; the link does not wait longer for it.
pub(super) const VERSION_TIMEOUT: Duration = Duration::from_secs(1);
/// The version's answer is 100 bytes.
const VERSION_BYTES_MAX: usize = 64 * 1024;
/// Longest version text believed (`20.0.9.995`).
const VERSION_CHARS_MAX: usize = 40;

/// Why a request brought nothing.
#[derive(Debug, thiserror::Error)]
pub(super) enum ApiError {
    #[error(transparent)]
    Token(#[from] TokenError),
    /// 401 twice, the second time with a fresh token.
    #[error("the token is refused")]
    SignedOut,
    #[error("not allowed")]
    Forbidden,
    #[error("not there")]
    NotFound,
    #[error("no connection")]
    Unreachable,
    #[error("no trusted TLS connection")]
    Tls,
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// Any other status; 422 and 424 are refusals with a text.
    #[error("status {0}")]
    Status(u16),
}

impl ApiError {
    pub(super) fn from_status(status: u16) -> Self {
        match status {
            401 => ApiError::SignedOut,
            403 => ApiError::Forbidden,
            404 => ApiError::NotFound,
            // No API of 3CX redirects; a portal does.
            300..=399 => ApiError::Unreadable(Unreadable),
            _ => ApiError::Status(status),
        }
    }
}

impl From<reqwest::Error> for ApiError {
    fn from(error: reqwest::Error) -> Self {
        if http::is_tls_failure(&error) {
            ApiError::Tls
        } else if error.is_decode() || error.is_builder() {
            ApiError::Unreadable(Unreadable)
        } else {
            ApiError::Unreachable
        }
    }
}

impl From<BodyError> for ApiError {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::TooLarge { .. } => ApiError::Unreadable(Unreadable),
            BodyError::Broken(error) => ApiError::from(error),
        }
    }
}

/// What the Configuration API answered.
pub(super) struct Answer {
    pub(super) body: Vec<u8>,
    pub(super) version: Option<String>,
}

pub(super) struct Api {
    address: Url,
    http: reqwest::Client,
    tokens: Tokens,
}

impl Api {
    pub(super) fn new(address: Url, http: reqwest::Client, tokens: Tokens) -> Self {
        Self { address, http, tokens }
    }

    /// `GET /callcontrol/…`.
    pub(super) async fn get(
        &self,
        path: &[&str],
        time: Duration,
        bytes_max: usize,
    ) -> Result<Vec<u8>, ApiError> {
        let url = self.call_control(path);
        let response = self.authorized(|| self.http.get(url.clone()).timeout(time)).await?;
        success(response, bytes_max).await
    }

    /// `POST /callcontrol/…` with the JSON body that each action wants, if only `{}` (3cx.md 2.6).
    pub(super) async fn post(&self, path: &[&str], body: &Value) -> Result<Response, ApiError> {
        let url = self.call_control(path);
        self.authorized(|| self.http.post(url.clone()).timeout(SHORT_TIMEOUT).json(body)).await
    }

    /// `GET /xapi/v1/{set}?{query}`. A refusal says nothing about the token, for this API has a
    /// switch of its own: the token, and with it the link, stays.
    pub(super) async fn configuration(
        &self,
        set: &str,
        query: &str,
        bytes_max: usize,
    ) -> Result<Answer, ApiError> {
        let token = self.tokens.current().await?;
        let url = self.configuration_url(set, query);
        let response = self.http.get(url).timeout(LONG_TIMEOUT).bearer_auth(token.text()).send().await?;
        let version = response.headers().get("X-3CX-Version").and_then(|value| value.to_str().ok());
        let version = version.map(|text| text.chars().take(VERSION_CHARS_MAX).collect());
        Ok(Answer { body: success(response, bytes_max).await?, version })
    }

    /// The same once it is known that the Configuration API takes our tokens: a refusal then is
    /// about the token, which is renewed once.
    pub(super) async fn configuration_sure(
        &self,
        set: &str,
        query: &str,
        bytes_max: usize,
    ) -> Result<Vec<u8>, ApiError> {
        let url = self.configuration_url(set, query);
        let response = self.authorized(|| self.http.get(url.clone()).timeout(LONG_TIMEOUT)).await?;
        success(response, bytes_max).await
    }

    /// `set` may be a function with its parameters (3cx.md 3.5).
    fn configuration_url(&self, set: &str, query: &str) -> Url {
        let mut url = at(&self.address, &["xapi", "v1"]);
        url.set_path(&format!("{}/{set}", url.path()));
        url.set_query(Some(query));
        url
    }

    /// Whether somebody else ended a good token of ours lately.
    pub(super) async fn was_taken(&self) -> bool {
        self.tokens.was_taken().await
    }

    /// The system's version, where the Configuration API is on (3cx.md 1.5, step 2).
    pub(super) async fn version(&self) -> Result<Option<String>, ApiError> {
        Ok(self.configuration("Defs", "$select=Id", VERSION_BYTES_MAX).await?.version)
    }

    /// Signs in, or finds that it is done.
    pub(super) async fn sign_in(&self) -> Result<(), ApiError> {
        self.tokens.current().await.map(drop)
    }

    /// The address of something on this system.
    pub(super) fn address_of(&self, path: &[&str]) -> String {
        at(&self.address, path).into()
    }

    pub(super) fn call_control(&self, path: &[&str]) -> Url {
        at(&at(&self.address, &["callcontrol"]), path)
    }

    /// Sends with the token; a refused token is renewed once and the request repeated once
    /// (3cx.md 2.5, step 7).
    pub(super) async fn authorized(
        &self,
        request: impl Fn() -> reqwest::RequestBuilder,
    ) -> Result<Response, ApiError> {
        let token = self.tokens.current().await?;
        if let Some(response) = self.once(&request, &token).await? {
            return Ok(response);
        }
        let token = self.tokens.replace(&token).await?;
        match self.once(&request, &token).await? {
            Some(response) => Ok(response),
            None => {
                self.tokens.was_not_taken().await;
                Err(ApiError::SignedOut)
            }
        }
    }

    async fn once(
        &self,
        request: &impl Fn() -> reqwest::RequestBuilder,
        token: &Token,
    ) -> Result<Option<Response>, ApiError> {
        let response = request().bearer_auth(token.text()).send().await?;
        if response.status() == StatusCode::UNAUTHORIZED {
            return Ok(None);
        }
        if response.status().is_success() || response.status() == StatusCode::SWITCHING_PROTOCOLS {
            self.tokens.accept(token);
        }
        Ok(Some(response))
    }

    /// What a failure means for the link.
    pub(super) async fn loss(&self, error: &ApiError) -> LossReason {
        match error {
            ApiError::Token(TokenError::NoKey) => LossReason::NotConfigured,
            ApiError::Token(TokenError::Refused | TokenError::KeptOut) => LossReason::WrongCredentials,
            ApiError::Token(TokenError::Shared) => LossReason::SharedClient,
            ApiError::SignedOut => self.why_signed_out().await,
            ApiError::Forbidden | ApiError::NotFound => LossReason::NoLicence,
            ApiError::Unreachable | ApiError::Status(407 | 408 | 429 | 500..=599) => LossReason::Unreachable,
            ApiError::Tls => LossReason::Tls,
            ApiError::Unreadable(_) | ApiError::Status(_) => LossReason::NotThreeCx,
        }
    }

    /// A fresh token refused by call control: its switch is off, or somebody else renewed at the
    /// same moment. The Configuration API knows whether the token is good.
    async fn why_signed_out(&self) -> LossReason {
        match self.version().await {
            Ok(_) | Err(ApiError::Forbidden) => LossReason::CallControlOff,
            Err(_) if self.tokens.was_ever_accepted() => LossReason::SharedClient,
            Err(_) => LossReason::CallControlOff,
        }
    }
}

async fn success(response: Response, bytes_max: usize) -> Result<Vec<u8>, ApiError> {
    if !response.status().is_success() {
        return Err(ApiError::from_status(response.status().as_u16()));
    }
    Ok(http::body(response, bytes_max).await?)
}

fn at(base: &Url, path: &[&str]) -> Url {
    let mut url = base.clone();
    if let Ok(mut parts) = url.path_segments_mut() {
        parts.pop_if_empty().extend(path);
    }
    url
}
