//! Signing in to Salesforce: authorization code with PKCE on a loopback redirect, the tokens that
//! come of it, and the keychain. The only holder of tokens: adapters get a [`TokenSource`].
//!
//! It must not know what tokens are used for, nor any window: the address to open is handed back.
//! Start reading at [`SignIn`].

mod exchange;
mod hook_secret;
mod keychain;
mod loopback;
mod refresh;
mod secret;
mod source;

pub use hook_secret::{hook_secret, renew_hook_secret};
pub use keychain::{Keychain, KeychainError, KeychainState, SecretName, StoreKey};
pub use secret::Secret;
pub use source::{FixedToken, Token, TokenError, TokenSource};

use std::future::Future;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use domain::settings::SalesforceSettings;
use oauth2::{CsrfToken, PkceCodeChallenge};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::http::{AddressError, server_address};
use exchange::{Exchange, ExchangeError};
use loopback::Callback;
pub use loopback::PageWords;
use refresh::Holder;

/// How long the person may take in the browser: one-time codes and password managers included.
const ANSWER_WITHIN: Duration = Duration::from_secs(5 * 60);
/// Path of the callback. 3CX's own integration uses it, so admins have registered it before.
const CALLBACK_PATH: &str = "/api/oauth2crm";

/// Whether somebody is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignInState {
    SignedOut {
        why: SignedOut,
    },
    /// `address` is known after the first answer: `https://acme.my.salesforce.com`.
    SignedIn {
        address: Option<Url>,
    },
}

/// Why nobody is signed in. Each has a remedy of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignedOut {
    /// Never signed in on this profile, or signed out by the person.
    NotYet,
    /// Salesforce no longer takes the token: revoked, expired, or used by another copy.
    Expired,
    /// Salesforce refuses the app or the user; `error` as in salesforce.md 2.10.
    Refused {
        error: String,
    },
    /// The token is there but cannot be read until the keychain is unlocked.
    KeychainLocked,
    KeychainBroken,
}

/// Why signing in came to nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignInError {
    #[error("no login address or consumer key")]
    NotConfigured,
    #[error("login address: {0}")]
    Address(#[from] AddressError),
    /// Another program listens there; Salesforce knows this one port only.
    #[error("port {port} is in use by another program")]
    PortBusy { port: u16 },
    #[error("no answer from the browser in time")]
    TimedOut,
    #[error("stopped")]
    Stopped,
    /// The person pressed Deny, or Salesforce refused; `error` as in salesforce.md 2.10, and what
    /// Salesforce said about it.
    #[error("refused: {error}")]
    Refused { error: String, description: String },
    #[error("Salesforce could not be reached")]
    Offline,
    #[error("Salesforce answered something unreadable")]
    Broken,
    /// Without a lasting token the next start would need the browser again.
    #[error("the keychain: {0}")]
    Keychain(#[from] KeychainError),
}

/// The sign-in of one profile. Cheap to clone.
#[derive(Clone)]
pub struct SignIn {
    shared: Arc<Shared>,
}

struct Shared {
    exchange: Arc<Exchange>,
    callback_port: u16,
    holder: Holder,
}

impl SignIn {
    /// `dir` is the profile's directory, where the lock file keeps two processes from refreshing
    /// at once.
    ///
    /// # Errors
    /// When the settings lack something or the network client cannot be made.
    pub fn new(settings: &SalesforceSettings, keychain: Keychain, dir: &Path) -> Result<Self, SignInError> {
        if settings.consumer_key.trim().is_empty() || settings.login_address.trim().is_empty() {
            return Err(SignInError::NotConfigured);
        }
        let login = api_host(server_address(&settings.login_address)?);
        let http = crate::http::client().map_err(|_| SignInError::Broken)?;
        let exchange = Exchange::new(http, &login, settings.consumer_key.trim(), settings.callback_port)
            .map_err(|_| SignInError::Broken)?;
        let exchange = Arc::new(exchange);
        let holder = Holder::new(Arc::clone(&exchange), keychain, dir);
        Ok(Self { shared: Arc::new(Shared { exchange, callback_port: settings.callback_port, holder }) })
    }

    #[must_use]
    pub fn state(&self) -> watch::Receiver<SignInState> {
        self.shared.holder.state()
    }

    /// Takes up the sign-in of an earlier run, if the keychain has one. Asks no network. Also the
    /// way to try again after a refusal or a locked keychain.
    pub async fn resume(&self) -> SignInState {
        self.shared.holder.resume().await
    }

    /// Takes a refresh token from outside, as scripts and servers have one.
    ///
    /// # Errors
    /// When the keychain does not take it.
    pub async fn adopt(&self, refresh_token: Secret) -> Result<(), SignInError> {
        Ok(self.shared.holder.adopt(refresh_token).await?)
    }

    /// Listens for the browser and gives the address to open, and what then becomes of it. The
    /// port is held until that future ends or is dropped.
    ///
    /// # Errors
    /// When the port is in use, or the keychain could not take the outcome.
    pub async fn begin(
        &self,
        words: PageWords,
        cancel: CancellationToken,
    ) -> Result<(Url, impl Future<Output = Result<(), SignInError>> + Send + use<>), SignInError> {
        // Found out now, while the person looks at Ringside and not at the browser.
        self.shared.holder.check_keychain().await?;
        let port = self.shared.callback_port;
        let callback =
            Callback::listen(port, CALLBACK_PATH, words).await.map_err(|_| SignInError::PortBusy { port })?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let token = CsrfToken::new_random();
        let address = self.shared.exchange.authorize_address(&token, challenge);
        let state = Secret::new(token.secret());
        let sign_in = self.clone();
        let outcome = async move {
            let answer = tokio::time::timeout(ANSWER_WITHIN, callback.answer(&state));
            let answer = tokio::select! {
                answer = answer => answer.map_err(|_| SignInError::TimedOut)?,
                () = cancel.cancelled() => return Err(SignInError::Stopped),
            };
            let outcome = match answer {
                loopback::Answer::Code(code) => {
                    sign_in.shared.holder.complete(code, verifier).await.map_err(SignInError::from)
                }
                loopback::Answer::Error { error, description } => {
                    Err(SignInError::Refused { error, description })
                }
            };
            callback.close(outcome.is_ok()).await;
            outcome
        };
        Ok((address, outcome))
    }

    /// Gives the token back as far as Salesforce can be reached, and forgets it here in any case.
    ///
    /// # Errors
    /// When the keychain cannot be made to forget it.
    pub async fn sign_out(&self) -> Result<(), SignInError> {
        Ok(self.shared.holder.sign_out().await?)
    }

    /// What adapters get.
    #[must_use]
    pub fn tokens(&self) -> Arc<dyn TokenSource> {
        Arc::new(self.clone())
    }
}

#[async_trait::async_trait]
impl TokenSource for SignIn {
    async fn token(&self) -> Result<Token, TokenError> {
        self.shared.holder.token().await
    }

    async fn renew(&self, stale: &Token) -> Result<Token, TokenError> {
        self.shared.holder.renew(stale).await
    }
}

/// The address people copy from their browser is Lightning's, which answers no API
/// (salesforce.md 1.4).
fn api_host(mut address: Url) -> Url {
    let host = address.host_str().and_then(|host| host.strip_suffix(".lightning.force.com"));
    if let Some(host) = host.map(|domain| format!("{domain}.my.salesforce.com")) {
        // A host made of two hosts' parts is one.
        let _ = address.set_host(Some(&host));
    }
    address
}

impl From<ExchangeError> for SignInError {
    fn from(error: ExchangeError) -> Self {
        match error {
            ExchangeError::Refused { error, description } => SignInError::Refused { error, description },
            ExchangeError::Offline | ExchangeError::Busy => SignInError::Offline,
            ExchangeError::Broken | ExchangeError::NothingStored => SignInError::Broken,
            ExchangeError::Keychain(error) => SignInError::Keychain(error),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn made(login_address: &str, consumer_key: &str) -> Result<SignIn, SignInError> {
        let settings = SalesforceSettings {
            login_address: login_address.into(),
            consumer_key: consumer_key.into(),
            callback_port: 47113,
        };
        SignIn::new(&settings, Keychain::in_memory("a"), Path::new("/nowhere"))
    }

    #[test]
    fn settings_are_checked_before_anything_is_asked() {
        assert_eq!(made("", "key").err(), Some(SignInError::NotConfigured));
        assert_eq!(made("https://login.salesforce.com", " ").err(), Some(SignInError::NotConfigured));
        let insecure = SignInError::Address(AddressError::NotSecure);
        assert_eq!(made("http://login.salesforce.com", "key").err(), Some(insecure));
        assert!(made("acme.my.salesforce.com", "key").is_ok());
    }

    #[test]
    fn lightning_addresses_lead_to_the_api() {
        for (pasted, want) in [
            ("https://acme.lightning.force.com/", "https://acme.my.salesforce.com/"),
            (
                "https://acme--uat.sandbox.lightning.force.com/",
                "https://acme--uat.sandbox.my.salesforce.com/",
            ),
            ("https://login.salesforce.com/", "https://login.salesforce.com/"),
        ] {
            assert_eq!(api_host(Url::parse(pasted).unwrap()).as_str(), want);
        }
    }
}
