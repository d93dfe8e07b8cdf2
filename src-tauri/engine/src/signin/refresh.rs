//! Holds the tokens of one profile and renews them: one request for many waiting callers, one
//! process at a time, and a rotated token on disk before anything is done with its access token
//! (salesforce.md 2.6).

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, Shared};
use oauth2::PkceCodeVerifier;
use tokio::sync::watch;

use super::exchange::{Exchange, ExchangeError, Tokens};
use super::keychain::{Keychain, KeychainError, SecretName};
use super::secret::Secret;
use super::source::{Token, TokenError};
use super::{SignInState, SignedOut};

/// Longest wait for another process that refreshes: its request's time limit and some.
const OTHER_PROCESS_WITHIN: Duration = Duration::from_secs(45);
const LOCK_FILE: &str = "signin.lock";

type Flight = Shared<BoxFuture<'static, Result<Token, TokenError>>>;

/// The one holder of tokens. Cheap to clone.
#[derive(Clone)]
pub struct Holder {
    inner: Arc<Inner>,
}

struct Inner {
    exchange: Arc<Exchange>,
    keychain: Keychain,
    lock_file: PathBuf,
    held: Mutex<Held>,
    /// Whoever changes the stored token holds this, so that a sign-out cannot be undone by a
    /// refresh that was under way.
    turn: tokio::sync::Mutex<()>,
    state: watch::Sender<SignInState>,
}

#[derive(Default)]
struct Held {
    token: Option<Token>,
    generation: u64,
    flight: Option<Flight>,
    /// A rotated token the keychain has not taken yet: newer than the stored one.
    unsaved: Option<Secret>,
    /// Salesforce refuses the app or the user; asking again changes nothing until the person acts.
    halted: bool,
}

impl Held {
    fn forget(&mut self) -> Option<Secret> {
        self.token = None;
        self.halted = false;
        self.unsaved.take()
    }
}

impl Holder {
    pub fn new(exchange: Arc<Exchange>, keychain: Keychain, dir: &Path) -> Self {
        let (state, _) = watch::channel(SignInState::SignedOut { why: SignedOut::NotYet });
        let inner = Inner {
            exchange,
            keychain,
            lock_file: dir.join(LOCK_FILE),
            held: Mutex::default(),
            turn: tokio::sync::Mutex::default(),
            state,
        };
        Self { inner: Arc::new(inner) }
    }

    pub fn state(&self) -> watch::Receiver<SignInState> {
        self.inner.state.subscribe()
    }

    pub async fn resume(&self) -> SignInState {
        let inner = &self.inner;
        inner.held().halted = false;
        inner.keychain.ask_again();
        let state = match inner.keychain.get(SecretName::RefreshToken).await {
            Ok(Some(_)) => SignInState::SignedIn { address: inner.address() },
            Ok(None) => SignInState::SignedOut { why: SignedOut::NotYet },
            Err(error) => SignInState::SignedOut { why: SignedOut::from(error) },
        };
        inner.state.send_replace(state.clone());
        state
    }

    pub async fn adopt(&self, refresh: Secret) -> Result<(), KeychainError> {
        let _turn = self.inner.turn.lock().await;
        self.inner.keychain.set(SecretName::RefreshToken, &refresh).await?;
        self.inner.held().forget();
        self.inner.state.send_replace(SignInState::SignedIn { address: None });
        Ok(())
    }

    pub async fn token(&self) -> Result<Token, TokenError> {
        let flight = {
            let mut held = self.inner.held();
            if let Some(token) = &held.token {
                return Ok(token.clone());
            }
            self.join_flight(&mut held)?
        };
        flight.await
    }

    pub async fn renew(&self, stale: &Token) -> Result<Token, TokenError> {
        let flight = {
            let mut held = self.inner.held();
            match &held.token {
                Some(token) if token.generation > stale.generation => return Ok(token.clone()),
                Some(_) | None => held.token = None,
            }
            self.join_flight(&mut held)?
        };
        flight.await
    }

    /// The refresh under way, or a new one. It runs in a task of its own: a caller that gives up
    /// must not take a rotated token with it.
    fn join_flight(&self, held: &mut Held) -> Result<Flight, TokenError> {
        if held.halted {
            return Err(TokenError::SignedOut);
        }
        if let Some(flight) = held.flight.as_ref().filter(|flight| flight.peek().is_none()) {
            return Ok(flight.clone());
        }
        let inner = Arc::clone(&self.inner);
        let task = tokio::spawn(async move {
            let outcome = inner.refresh().await;
            inner.held().flight = None;
            outcome
        });
        let flight: Flight = async move { task.await.unwrap_or(Err(TokenError::Broken)) }.boxed().shared();
        held.flight = Some(flight.clone());
        Ok(flight)
    }

    /// Whether the keychain answers, asked on the person's behalf.
    pub async fn check_keychain(&self) -> Result<(), KeychainError> {
        self.inner.keychain.ask_again();
        self.inner.keychain.check().await
    }

    /// Turns the browser's code into tokens.
    pub async fn complete(&self, code: Secret, verifier: PkceCodeVerifier) -> Result<(), ExchangeError> {
        let inner = &self.inner;
        let _turn = inner.turn.lock().await;
        let secret = inner.keychain.get(SecretName::ConsumerSecret).await?;
        let tokens = inner.exchange.by_code(code, verifier, secret.as_ref()).await?;
        let Some(refresh) = &tokens.refresh else {
            // The app lacks the scope `refresh_token`.
            let description = String::new();
            return Err(ExchangeError::Refused { error: "invalid_scope".into(), description });
        };
        inner.keychain.set(SecretName::RefreshToken, refresh).await?;
        inner.held().forget();
        inner.take(&tokens);
        Ok(())
    }

    pub async fn sign_out(&self) -> Result<(), KeychainError> {
        let inner = &self.inner;
        let _turn = inner.turn.lock().await;
        let stored = inner.keychain.get(SecretName::RefreshToken).await.ok().flatten();
        let unsaved = inner.held().forget();
        if let Some(refresh) = unsaved.or(stored) {
            inner.exchange.revoke(&refresh).await;
        }
        inner.state.send_replace(SignInState::SignedOut { why: SignedOut::NotYet });
        inner.keychain.delete(SecretName::RefreshToken).await
    }
}

impl Inner {
    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn address(&self) -> Option<url::Url> {
        self.held().token.as_ref().map(|token| token.instance.clone())
    }

    async fn refresh(&self) -> Result<Token, TokenError> {
        let _turn = self.turn.lock().await;
        if let Some(token) = &self.held().token {
            // Somebody signed in anew while this waited.
            return Ok(token.clone());
        }
        let _lock = lock_among_processes(self.lock_file.clone()).await?;
        let tokens = match self.ask().await {
            Ok(tokens) => tokens,
            Err(error) => return Err(self.failed(error)),
        };
        let unsaved = self.held().unsaved.take();
        if let Some(rotated) = tokens.refresh.clone().or(unsaved) {
            let saved = self.keychain.set(SecretName::RefreshToken, &rotated).await;
            if saved.is_err() {
                tracing::error!("the new refresh token could not be stored; it lives in memory for now");
            }
            self.held().unsaved = saved.is_err().then_some(rotated);
        }
        Ok(self.take(&tokens))
    }

    /// One refresh, and one more when meanwhile somebody else stored a newer token.
    async fn ask(&self) -> Result<Tokens, ExchangeError> {
        let secret = self.keychain.get(SecretName::ConsumerSecret).await?;
        let unsaved = self.held().unsaved.clone();
        let first = match unsaved {
            Some(unsaved) => Some(unsaved),
            None => self.keychain.get(SecretName::RefreshToken).await?,
        };
        let Some(first) = first else { return Err(ExchangeError::NothingStored) };
        let refused = match self.exchange.by_refresh(&first, secret.as_ref()).await {
            Err(refused @ ExchangeError::Refused { .. }) => refused,
            other => return other,
        };
        let stored = self.keychain.get(SecretName::RefreshToken).await?;
        match stored {
            Some(newer) if !newer.is(first.reveal()) => {
                self.held().unsaved = None;
                self.exchange.by_refresh(&newer, secret.as_ref()).await
            }
            Some(_) | None => Err(refused),
        }
    }

    fn take(&self, tokens: &Tokens) -> Token {
        let token = {
            let mut held = self.held();
            held.generation += 1;
            held.halted = false;
            let token = tokens.token(held.generation);
            held.token = Some(token.clone());
            token
        };
        self.state.send_replace(SignInState::SignedIn { address: Some(token.instance.clone()) });
        token
    }

    /// 400, 401, 403 from the token endpoint end the sign-in; no network and 5xx do not
    /// (salesforce.md 2.6).
    fn failed(&self, error: ExchangeError) -> TokenError {
        let (why, failure) = match error {
            ExchangeError::NothingStored => (SignedOut::NotYet, TokenError::SignedOut),
            ExchangeError::Refused { error, .. } if error == "invalid_grant" => {
                (SignedOut::Expired, TokenError::SignedOut)
            }
            ExchangeError::Refused { error, .. } => (SignedOut::Refused { error }, TokenError::SignedOut),
            ExchangeError::Keychain(error) => (SignedOut::from(error), TokenError::SignedOut),
            ExchangeError::Offline => return TokenError::Offline,
            ExchangeError::Busy => return TokenError::Busy,
            ExchangeError::Broken => return TokenError::Broken,
        };
        self.held().halted = match why {
            SignedOut::Expired | SignedOut::Refused { .. } => true,
            SignedOut::NotYet | SignedOut::KeychainLocked | SignedOut::KeychainBroken => false,
        };
        tracing::warn!(?why, "signed out");
        self.state.send_replace(SignInState::SignedOut { why });
        failure
    }
}

impl From<KeychainError> for SignedOut {
    fn from(error: KeychainError) -> Self {
        match error {
            KeychainError::Locked => SignedOut::KeychainLocked,
            KeychainError::Broken | KeychainError::KeyFile => SignedOut::KeychainBroken,
        }
    }
}

/// Waits until no other process on this profile refreshes; held until dropped. The waiting is a
/// loop of tries so that it has an end.
async fn lock_among_processes(file: PathBuf) -> Result<std::fs::File, TokenError> {
    let started = Instant::now();
    let file = std::fs::OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(file)
        .map_err(|_| TokenError::Broken)?;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(std::fs::TryLockError::WouldBlock) if started.elapsed() < OTHER_PROCESS_WITHIN => {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            Err(std::fs::TryLockError::WouldBlock) => return Err(TokenError::Busy),
            Err(std::fs::TryLockError::Error(_)) => return Err(TokenError::Broken),
        }
    }
}
