//! The token endpoint: requests through the `oauth2` crate, sent by our own client, and what its
//! answers mean.

use futures_util::future::BoxFuture;
use oauth2::basic::{
    BasicErrorResponse, BasicRevocationErrorResponse, BasicTokenIntrospectionResponse, BasicTokenType,
};
use oauth2::{
    AsyncHttpClient, AuthType, AuthUrl, AuthorizationCode, Client, ClientId, ClientSecret, CsrfToken,
    EndpointNotSet, EndpointSet, ExtraTokenFields, HttpRequest, HttpResponse, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, RefreshToken, RequestTokenError, Scope, StandardRevocableToken,
    StandardTokenResponse, TokenResponse, TokenUrl,
};
use serde::{Deserialize, Serialize};
use url::Url;

use super::keychain::KeychainError;
use super::secret::Secret;
use super::{Token, callback_url};
use crate::http::{BodyError, body, server_address};

/// Largest answer of the token endpoint. Tokens may be JWTs of several KiB (salesforce.md 2.5).
const BODY_MAX: usize = 256 * 1024;
/// `openid` for the identity service (salesforce.md 2.2).
pub const SCOPES: [&str; 3] = ["api", "refresh_token", "openid"];

/// Members Salesforce adds to a token answer (salesforce.md 2.5).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Extra {
    instance_url: String,
    id: String,
}

impl ExtraTokenFields for Extra {}

type TokenAnswer = StandardTokenResponse<Extra, BasicTokenType>;
type OauthClient = Client<
    BasicErrorResponse,
    TokenAnswer,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
>;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExchangeError {
    /// Salesforce's decision; nothing to be had by asking again.
    #[error("refused: {error}")]
    Refused { error: String, description: String },
    /// There is no refresh token to ask with.
    #[error("never signed in")]
    NothingStored,
    #[error("no answer")]
    Offline,
    /// 5xx, 429, maintenance: the token is as good as before.
    #[error("try later")]
    Busy,
    #[error("unreadable answer")]
    Broken,
    #[error(transparent)]
    Keychain(#[from] KeychainError),
}

/// What a successful request came to.
pub struct Tokens {
    pub access: Secret,
    /// Absent on a refresh without rotation.
    pub refresh: Option<Secret>,
    pub instance: Url,
    pub identity: Url,
}

impl Tokens {
    pub fn token(&self, generation: u64) -> Token {
        Token {
            access: self.access.clone(),
            instance: self.instance.clone(),
            identity: self.identity.clone(),
            generation,
        }
    }
}

pub struct Exchange {
    http: Port,
    client: OauthClient,
    revoke: Url,
}

impl Exchange {
    pub fn new(
        http: reqwest::Client,
        login: &Url,
        consumer_key: &str,
        callback_port: u16,
    ) -> Result<Self, url::ParseError> {
        let redirect = callback_url(callback_port);
        let client = Client::new(ClientId::new(consumer_key.into()))
            .set_auth_uri(AuthUrl::from_url(login.join("/services/oauth2/authorize")?))
            .set_token_uri(TokenUrl::from_url(login.join("/services/oauth2/token")?))
            .set_redirect_uri(RedirectUrl::new(redirect)?)
            .set_auth_type(AuthType::RequestBody);
        Ok(Self { http: Port(http), client, revoke: login.join("/services/oauth2/revoke")? })
    }

    pub fn authorize_address(&self, state: &CsrfToken, challenge: PkceCodeChallenge) -> Url {
        let state = state.clone();
        let request = self
            .client
            .authorize_url(move || state)
            .add_scopes(SCOPES.map(|scope| Scope::new(scope.into())))
            .set_pkce_challenge(challenge);
        request.url().0
    }

    pub async fn by_code(
        &self,
        code: Secret,
        verifier: PkceCodeVerifier,
        secret: Option<&Secret>,
    ) -> Result<Tokens, ExchangeError> {
        let client = self.client_with(secret);
        let code = AuthorizationCode::new(code.reveal().into());
        let request = client.exchange_code(code).set_pkce_verifier(verifier);
        read(request.request_async(&self.http).await)
    }

    pub async fn by_refresh(
        &self,
        refresh: &Secret,
        secret: Option<&Secret>,
    ) -> Result<Tokens, ExchangeError> {
        let client = self.client_with(secret);
        let refresh = RefreshToken::new(refresh.reveal().into());
        let request = client.exchange_refresh_token(&refresh);
        read(request.request_async(&self.http).await)
    }

    /// Best effort: the answer does not matter.
    pub async fn revoke(&self, token: &Secret) {
        let sent = self.http.0.post(self.revoke.clone()).form(&[("token", token.reveal())]).send().await;
        match sent {
            Ok(answer) => tracing::info!(status = answer.status().as_u16(), "token given back"),
            Err(_) => tracing::info!("token not given back: no answer"),
        }
    }

    /// A public client sends no secret (salesforce.md 2.5).
    fn client_with(&self, secret: Option<&Secret>) -> OauthClient {
        let client = self.client.clone();
        match secret {
            Some(secret) => client.set_client_secret(ClientSecret::new(secret.reveal().into())),
            None => client,
        }
    }
}

/// Our client as the `oauth2` crate wants it.
struct Port(reqwest::Client);

impl<'c> AsyncHttpClient<'c> for Port {
    type Error = ExchangeError;
    type Future = BoxFuture<'c, Result<HttpResponse, ExchangeError>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(send(&self.0, request))
    }
}

async fn send(http: &reqwest::Client, request: HttpRequest) -> Result<HttpResponse, ExchangeError> {
    let request = reqwest::Request::try_from(request).map_err(|_| ExchangeError::Broken)?;
    let answer = http.execute(request).await.map_err(|_| ExchangeError::Offline)?;
    let status = answer.status();
    if status.is_server_error() || status.as_u16() == 429 || status.is_redirection() {
        return Err(ExchangeError::Busy);
    }
    let mut response = http::Response::builder().status(status);
    if let Some(kind) = answer.headers().get(http::header::CONTENT_TYPE) {
        response = response.header(http::header::CONTENT_TYPE, kind);
    }
    let body = body(answer, BODY_MAX).await.map_err(|error| match error {
        BodyError::TooLarge { .. } => ExchangeError::Broken,
        BodyError::Broken(_) => ExchangeError::Offline,
    })?;
    response.body(body).map_err(|_| ExchangeError::Broken)
}

type Asked = Result<TokenAnswer, RequestTokenError<ExchangeError, BasicErrorResponse>>;

fn read(asked: Asked) -> Result<Tokens, ExchangeError> {
    let answer = asked.map_err(|error| match error {
        RequestTokenError::ServerResponse(refusal) => refused(&refusal),
        RequestTokenError::Request(error) => error,
        RequestTokenError::Parse(..) | RequestTokenError::Other(_) => ExchangeError::Broken,
    })?;
    let extra = answer.extra_fields();
    Ok(Tokens {
        access: Secret::new(answer.access_token().secret()),
        refresh: answer.refresh_token().map(|token| Secret::new(token.secret())),
        instance: server_address(&extra.instance_url).map_err(|_| ExchangeError::Broken)?,
        identity: identity_address(&extra.id).ok_or(ExchangeError::Broken)?,
    })
}

fn refused(refusal: &BasicErrorResponse) -> ExchangeError {
    match refusal.error().as_ref() {
        // Transient although they come as 400 (salesforce.md 2.10).
        "rate_limit_exceeded" | "unknown_error" | "server_error" | "temporarily_unavailable" => {
            ExchangeError::Busy
        }
        error => ExchangeError::Refused {
            error: error.to_owned(),
            description: refusal.error_description().cloned().unwrap_or_default(),
        },
    }
}

/// The identity address, if a token may be sent there.
fn identity_address(text: &str) -> Option<Url> {
    server_address(text).ok()?;
    Url::parse(text).ok()
}
