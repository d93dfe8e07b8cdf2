//! Signing in to Salesforce: authorization code with PKCE on a loopback redirect, the tokens that
//! come of it, and the keychain. The only holder of tokens: adapters get a [`TokenSource`].
//!
//! It must not know what tokens are used for, nor any window: the address to open is handed back.
//! Start reading at [`SignIn`].

mod account;
mod exchange;
mod hook_secret;
mod keychain;
mod loopback;
mod only;
mod page;
mod refresh;
mod refusal;
mod secret;
mod source;

pub use account::Account;
pub use hook_secret::{hook_secret, renew_hook_secret};
pub use keychain::{Keychain, KeychainError, KeychainState, SecretName, StoreKey};
pub use refusal::{Asked, Reason, Refusal};
pub use secret::Secret;
pub use source::{FixedToken, Token, TokenError, TokenSource};

use std::future::Future;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use domain::outbox::Org;
use domain::settings::{SalesforceSettings, SettingErrorKind, login_address};
use oauth2::{CsrfToken, PkceCodeChallenge};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::http::{AddressError, Net, server_address};
use crate::problem::{Problem, ProblemCode};
use crate::words::Words;
use exchange::{Exchange, ExchangeError};
use loopback::Callback;
use page::Ending;
use refresh::Holder;

/// How long the person may take in the browser: one-time codes and password managers included.
const ANSWER_WITHIN: Duration = Duration::from_secs(5 * 60);
/// Path of the callback. 3CX's own integration uses it, so admins have registered it before.
const CALLBACK_PATH: &str = "/api/oauth2crm";

/// The callback, as Salesforce has to know it letter by letter (salesforce.md 2.4).
#[must_use]
pub fn callback_url(port: u16) -> String {
    format!("http://localhost:{port}{CALLBACK_PATH}")
}

/// The scopes asked for (salesforce.md 2.2).
#[must_use]
pub fn scopes() -> Vec<String> {
    exchange::SCOPES.map(str::to_owned).to_vec()
}

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
    /// Salesforce no longer takes the token: revoked, used by another copy, or one approval too
    /// many. It says the same for all of them.
    Expired,
    /// It rested for longer than Salesforce allows.
    Idle,
    /// The answer with the next token never arrived, and the last one is no longer taken.
    AnswerLost,
    /// Salesforce refuses the app or the user.
    Refused(Refusal),
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
    Address(#[from] SettingErrorKind),
    /// Another program listens there; Salesforce knows this one port only.
    #[error("port {port} is in use by another program")]
    PortBusy { port: u16 },
    #[error("no answer from the browser in time")]
    TimedOut,
    #[error("stopped")]
    Stopped,
    /// The person pressed Deny, or Salesforce refused.
    #[error("refused: {:?}", .0.reason)]
    Refused(Refusal),
    #[error("Salesforce could not be reached")]
    Offline,
    /// Maintenance, or one of its bad moments.
    #[error("Salesforce cannot answer just now")]
    Unavailable,
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
    pub fn new(
        settings: &SalesforceSettings,
        keychain: Keychain,
        dir: &Path,
        net: &Net,
    ) -> Result<Self, SignInError> {
        if settings.consumer_key.trim().is_empty() || settings.login_address.trim().is_empty() {
            return Err(SignInError::NotConfigured);
        }
        let login = login_address(&settings.login_address)?;
        let login = server_address(&login).map_err(|error| match error {
            AddressError::NotSecure => SettingErrorKind::NotEncrypted,
            AddressError::Unreadable | AddressError::Credentials => SettingErrorKind::NotAnAddress,
        })?;
        let http = net.client().map_err(|_| SignInError::Broken)?;
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

    /// The facts of the sign-in, and every later state of them. They outlive a sign-in that
    /// Salesforce ended, and end with [`SignIn::sign_out`].
    #[must_use]
    pub fn accounts(&self) -> watch::Receiver<Option<Account>> {
        self.shared.holder.account()
    }

    #[must_use]
    pub fn account(&self) -> Option<Account> {
        self.accounts().borrow().clone()
    }

    /// Asks Salesforce for the facts about user and org again. Needs a sign-in and the network.
    ///
    /// # Errors
    /// When there is no token to ask with; what Salesforce withholds is no error.
    pub async fn learn(&self) -> Result<(), TokenError> {
        self.shared.holder.learn().await
    }

    /// Where the refresh token is kept.
    #[must_use]
    pub fn kept_in(&self) -> KeychainState {
        self.shared.holder.keychain().state()
    }

    /// Listens for the browser and gives the address to open, and what then becomes of it. The
    /// port is held until that future ends or is dropped.
    ///
    /// # Errors
    /// When the port is in use, the keychain could not take the outcome, or Salesforce refuses the
    /// app before anybody has signed in.
    pub async fn begin(
        &self,
        words: Words,
        cancel: CancellationToken,
    ) -> Result<(Url, impl Future<Output = Result<(), SignInError>> + Send + use<>), SignInError> {
        // Found out now, while the person looks at Ringside and not at the browser.
        self.shared.holder.check_keychain().await?;
        let port = self.shared.callback_port;
        let callback =
            Callback::listen(port, CALLBACK_PATH).await.map_err(|_| SignInError::PortBusy { port })?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let token = CsrfToken::new_random();
        let exchange = &self.shared.exchange;
        let address = exchange.authorize_address(&token, &challenge, true);
        // Salesforce does not say which scope an app lacks; what it grants unasked does.
        let any_scopes = exchange.authorize_address(&token, &challenge, false);
        tokio::select! {
            looked = exchange.look(&address) => looked?,
            () = cancel.cancelled() => return Err(SignInError::Stopped),
        }
        let state = Secret::new(token.secret());
        let holder = self.shared.holder.clone();
        let outcome = async move {
            let answer = tokio::time::timeout(ANSWER_WITHIN, callback.answer(&state, any_scopes));
            let answer = tokio::select! {
                answer = answer => answer.map_err(|_| SignInError::TimedOut)?,
                () = cancel.cancelled() => return Err(SignInError::Stopped),
            };
            let outcome = match answer {
                loopback::Answer::Code(code) => {
                    holder.complete(code, verifier).await.map_err(SignInError::from)
                }
                loopback::Answer::Error { error, description } => {
                    Err(SignInError::Refused(Refusal::read(Asked::Page, &error, &description)))
                }
            };
            let problem = outcome.as_ref().err().map(Problem::from);
            let page = page::answer(&words, problem.as_ref().map_or(Ending::SignedIn, Ending::Failed));
            let learned = async {
                if outcome.is_ok() && holder.learn().await.is_err() {
                    tracing::info!("signed in, but nothing is known of the user yet");
                }
            };
            tokio::join!(callback.close(&page), learned);
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

    fn org(&self) -> Option<Org> {
        self.account()?.org()
    }
}

impl From<ExchangeError> for SignInError {
    fn from(error: ExchangeError) -> Self {
        match error {
            ExchangeError::Refused(refusal) => SignInError::Refused(refusal),
            ExchangeError::Offline { .. } => SignInError::Offline,
            ExchangeError::Unavailable => SignInError::Unavailable,
            ExchangeError::Broken | ExchangeError::NothingStored => SignInError::Broken,
            ExchangeError::Keychain(error) => SignInError::Keychain(error),
        }
    }
}

impl From<KeychainError> for ProblemCode {
    fn from(error: KeychainError) -> Self {
        match error {
            KeychainError::Locked => ProblemCode::KeychainLocked,
            KeychainError::Broken | KeychainError::KeyFile => ProblemCode::KeychainBroken,
        }
    }
}

impl From<&SignInError> for Problem {
    fn from(error: &SignInError) -> Self {
        let (code, detail) = match error {
            SignInError::NotConfigured => (ProblemCode::SalesforceNotConfigured, None),
            SignInError::Address(kind) => (ProblemCode::SalesforceAddressWrong, Some(kind.to_string())),
            SignInError::PortBusy { port } => (ProblemCode::SignInPortBusy, Some(port.to_string())),
            SignInError::TimedOut => (ProblemCode::SignInTimedOut, None),
            SignInError::Stopped => (ProblemCode::SignInStopped, None),
            SignInError::Refused(refusal) => return Problem::from(refusal),
            SignInError::Offline => (ProblemCode::SalesforceOffline, None),
            SignInError::Unavailable => (ProblemCode::SalesforceMaintenance, None),
            SignInError::Broken => (ProblemCode::SalesforceBroken, None),
            SignInError::Keychain(error) => (ProblemCode::from(*error), None),
        };
        Problem { code, detail }
    }
}

impl From<&SignedOut> for Problem {
    fn from(why: &SignedOut) -> Self {
        let code = match why {
            SignedOut::NotYet => ProblemCode::SalesforceSignedOut,
            SignedOut::Expired => ProblemCode::SalesforceSessionEnded,
            SignedOut::Idle => ProblemCode::SalesforceSessionIdle,
            SignedOut::AnswerLost => ProblemCode::SalesforceSessionLost,
            SignedOut::Refused(refusal) => return Problem::from(refusal),
            SignedOut::KeychainLocked => ProblemCode::KeychainLocked,
            SignedOut::KeychainBroken => ProblemCode::KeychainBroken,
        };
        Problem { code, detail: None }
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
            ..SalesforceSettings::default()
        };
        SignIn::new(&settings, Keychain::in_memory("a"), Path::new("/nowhere"), &Net::default())
    }

    #[test]
    fn settings_are_checked_before_anything_is_asked() {
        assert_eq!(made("", "key").err(), Some(SignInError::NotConfigured));
        assert_eq!(made("https://login.salesforce.com", " ").err(), Some(SignInError::NotConfigured));
        let insecure = SignInError::Address(SettingErrorKind::NotEncrypted);
        assert_eq!(made("http://login.salesforce.com", "key").err(), Some(insecure));
        assert!(made("acme.my.salesforce.com", "key").is_ok());
    }

    #[test]
    fn each_way_of_being_signed_out_offers_signing_in_but_for_the_keychain() {
        let refusal = Refusal::read(Asked::Page, "access_denied", "");
        for (why, offers) in [
            (SignedOut::NotYet, true),
            (SignedOut::Expired, true),
            (SignedOut::Idle, true),
            (SignedOut::AnswerLost, true),
            (SignedOut::Refused(refusal), true),
            (SignedOut::KeychainLocked, false),
            (SignedOut::KeychainBroken, false),
        ] {
            assert_eq!(Problem::from(&why).code.is_signed_out(), offers, "{why:?}");
        }
    }

    #[test]
    fn a_busy_port_is_named() {
        let problem = Problem::from(&SignInError::PortBusy { port: 47113 });
        assert_eq!((problem.code, problem.detail.as_deref()), (ProblemCode::SignInPortBusy, Some("47113")));
    }
}
