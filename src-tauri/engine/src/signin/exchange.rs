//! The token endpoint: requests through the `oauth2` crate, sent by our own client, and what its
//! answers mean.

use std::time::Duration;

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

use super::account::{self, Learned};
use super::keychain::KeychainError;
use super::refusal::{Asked, Reason, Refusal, on_page};
use super::secret::Secret;
use super::{Token, callback_url};
use crate::http::{BodyError, body, server_address};

/// Largest answer of the token endpoint. Tokens may be JWTs of several KiB (salesforce.md 2.5).
const BODY_MAX: usize = 256 * 1024;
/// `openid` for the identity service (salesforce.md 2.2).
pub const SCOPES: [&str; 3] = ["api", "refresh_token", "openid"];
/// Giving a token back is a courtesy; nobody waits long for it.
const REVOKE_WITHIN: Duration = Duration::from_secs(5);
/// The page is looked at before the browser opens; a slow one is left to the browser.
const LOOK_WITHIN: Duration = Duration::from_secs(5);

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
    /// Salesforce's decision.
    #[error("refused: {:?}", .0.reason)]
    Refused(Refusal),
    /// There is no refresh token to ask with.
    #[error("never signed in")]
    NothingStored,
    /// `sent`: the question may have arrived.
    #[error("no answer")]
    Offline { sent: bool },
    /// 5xx or a page of maintenance: the token is as good as before.
    #[error("try later")]
    Unavailable,
    #[error("unreadable answer")]
    Broken,
    #[error(transparent)]
    Keychain(#[from] KeychainError),
}

impl ExchangeError {
    /// Whether nobody knows what became of the question; `None`: it was never decided, so an earlier
    /// open one is still open.
    pub fn leaves_open(&self) -> Option<bool> {
        match self {
            ExchangeError::Offline { sent: true } | ExchangeError::Broken => Some(true),
            ExchangeError::Refused(refusal) if refusal.is_passing() => None,
            ExchangeError::Refused(_) | ExchangeError::NothingStored => Some(false),
            ExchangeError::Offline { sent: false }
            | ExchangeError::Unavailable
            | ExchangeError::Keychain(_) => None,
        }
    }
}

/// What a successful request came to.
pub struct Tokens {
    pub access: Secret,
    /// Absent on a refresh without rotation.
    pub refresh: Option<Secret>,
    pub instance: Url,
    pub identity: Url,
    /// What was granted, if Salesforce says it.
    pub scopes: Option<Vec<String>>,
}

impl Tokens {
    /// The scopes asked for that were not granted. `id` opens the identity service as `openid`
    /// does, and `full` holds everything but the refresh token (salesforce.md 2.2).
    pub fn missing_scopes(&self) -> Vec<&'static str> {
        let granted =
            |name: &str| self.scopes.as_ref().is_none_or(|scopes| scopes.iter().any(|scope| scope == name));
        let is_there = |scope: &&str| match *scope {
            "refresh_token" => self.refresh.is_some(),
            "openid" => ["openid", "id", "full"].into_iter().any(granted),
            scope => granted(scope) || granted("full"),
        };
        SCOPES.into_iter().filter(|scope| !is_there(scope)).collect()
    }

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
    callback: String,
    revoke: Url,
}

impl Exchange {
    pub fn new(
        http: reqwest::Client,
        login: &Url,
        consumer_key: &str,
        callback_port: u16,
    ) -> Result<Self, url::ParseError> {
        let callback = callback_url(callback_port);
        let client = Client::new(ClientId::new(consumer_key.into()))
            .set_auth_uri(AuthUrl::from_url(login.join("/services/oauth2/authorize")?))
            .set_token_uri(TokenUrl::from_url(login.join("/services/oauth2/token")?))
            .set_redirect_uri(RedirectUrl::new(callback.clone())?)
            .set_auth_type(AuthType::RequestBody);
        Ok(Self { http: Port(http), client, callback, revoke: login.join("/services/oauth2/revoke")? })
    }

    /// The page to open. Without naming scopes it asks for all that the app has (salesforce.md 2.2).
    pub fn authorize_address(
        &self,
        state: &CsrfToken,
        challenge: &PkceCodeChallenge,
        name_scopes: bool,
    ) -> Url {
        let state = state.clone();
        let scopes = if name_scopes { &SCOPES[..] } else { &[] };
        let request = self
            .client
            .authorize_url(move || state)
            .add_scopes(scopes.iter().map(|scope| Scope::new((*scope).into())))
            .set_pkce_challenge(challenge.clone());
        request.url().0
    }

    /// Looks at the page before the browser does: what Salesforce refuses there without trusting
    /// the callback never comes back, and would be waited for in vain (salesforce.md 2.3).
    pub async fn look(&self, page: &Url) -> Result<(), ExchangeError> {
        let answer = match self.http.0.get(page.clone()).timeout(LOOK_WITHIN).send().await {
            Ok(answer) => answer,
            Err(error) if error.is_connect() => return Err(ExchangeError::Offline { sent: false }),
            Err(_) => return Ok(()),
        };
        let location = answer.headers().get(http::header::LOCATION).and_then(|to| to.to_str().ok());
        let refusal = match location {
            // That one is the browser's to bring.
            Some(to) if to.starts_with(&self.callback) => None,
            Some(to) => on_page(to),
            None => {
                let page = body(answer, BODY_MAX).await.unwrap_or_default();
                on_page(&String::from_utf8_lossy(&page))
            }
        };
        refusal.map_or(Ok(()), |refusal| Err(ExchangeError::Refused(refusal)))
    }

    /// Asks who is signed in, and to which org.
    pub async fn learn(&self, token: &Token) -> Learned {
        account::learn(&self.http.0, token).await
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
        read(Asked::Code { with_secret: secret.is_some() }, request.request_async(&self.http).await)
    }

    pub async fn by_refresh(
        &self,
        refresh: &Secret,
        secret: Option<&Secret>,
    ) -> Result<Tokens, ExchangeError> {
        let client = self.client_with(secret);
        let refresh = RefreshToken::new(refresh.reveal().into());
        let request = client.exchange_refresh_token(&refresh);
        read(Asked::Refresh { with_secret: secret.is_some() }, request.request_async(&self.http).await)
    }

    /// Best effort: the answer does not matter.
    pub async fn revoke(&self, token: &Secret) {
        let request = self.http.0.post(self.revoke.clone()).form(&[("token", token.reveal())]);
        match request.timeout(REVOKE_WITHIN).send().await {
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
    let sent = |error: reqwest::Error| ExchangeError::Offline { sent: !error.is_connect() };
    let answer = http.execute(request).await.map_err(sent)?;
    let status = answer.status();
    if status.as_u16() == 429 {
        let said = "429 Too Many Requests".to_owned();
        return Err(ExchangeError::Refused(Refusal { reason: Reason::RateLimited, said }));
    }
    // A redirect leads to a maintenance page (salesforce.md 2.12).
    if status.is_server_error() || status.is_redirection() {
        return Err(ExchangeError::Unavailable);
    }
    let mut response = http::Response::builder().status(status);
    if let Some(kind) = answer.headers().get(http::header::CONTENT_TYPE) {
        response = response.header(http::header::CONTENT_TYPE, kind);
    }
    let body = body(answer, BODY_MAX).await.map_err(|error| match error {
        BodyError::TooLarge { .. } => ExchangeError::Broken,
        BodyError::Broken(_) => ExchangeError::Offline { sent: true },
    })?;
    response.body(body).map_err(|_| ExchangeError::Broken)
}

type Answered = Result<TokenAnswer, RequestTokenError<ExchangeError, BasicErrorResponse>>;

fn read(asked: Asked, answered: Answered) -> Result<Tokens, ExchangeError> {
    let answer = answered.map_err(|error| match error {
        RequestTokenError::ServerResponse(refusal) => {
            let said = refusal.error_description().map(String::as_str).unwrap_or_default();
            ExchangeError::Refused(Refusal::read(asked, refusal.error().as_ref(), said))
        }
        RequestTokenError::Request(error) => error,
        RequestTokenError::Parse(..) | RequestTokenError::Other(_) => ExchangeError::Broken,
    })?;
    let extra = answer.extra_fields();
    let scopes = answer.scopes().map(|scopes| scopes.iter().map(|scope| scope.to_string()).collect());
    Ok(Tokens {
        access: Secret::new(answer.access_token().secret()),
        refresh: answer.refresh_token().map(|token| Secret::new(token.secret())),
        instance: server_address(&extra.instance_url).map_err(|_| ExchangeError::Broken)?,
        identity: identity_address(&extra.id).ok_or(ExchangeError::Broken)?,
        scopes,
    })
}

/// The identity address, if a token may be sent there.
fn identity_address(text: &str) -> Option<Url> {
    server_address(text).ok()?;
    Url::parse(text).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn scopes_that_were_not_granted_are_named() {
        for (granted, refresh, want) in [
            (Some("api refresh_token openid"), true, &[][..]),
            (Some("id refresh_token api"), true, &[]),
            (Some("full refresh_token"), true, &[]),
            (None, true, &[]),
            (None, false, &["refresh_token"]),
            (Some("openid refresh_token"), true, &["api"]),
            (Some("api web"), false, &["refresh_token", "openid"]),
            (Some("chatter_api"), false, &["api", "refresh_token", "openid"]),
        ] {
            let tokens = Tokens {
                access: Secret::new("a"),
                refresh: refresh.then(|| Secret::new("r")),
                instance: "https://acme.my.salesforce.com".parse().unwrap(),
                identity: "https://login.salesforce.com/id/00D/005".parse().unwrap(),
                scopes: granted.map(|scopes| scopes.split(' ').map(str::to_owned).collect()),
            };
            assert_eq!(tokens.missing_scopes(), want, "{granted:?}");
        }
    }
}
