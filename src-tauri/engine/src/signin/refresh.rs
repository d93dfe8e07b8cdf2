//! Holds the tokens of one profile and renews them: one request for many waiting callers, one
//! process at a time, and a rotated token on disk before anything is done with its access token
//! (salesforce.md 2.6).

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, Shared};
use jiff::Timestamp;
use oauth2::PkceCodeVerifier;
use tokio::sync::watch;

use super::account::Account;
use super::exchange::{Exchange, ExchangeError, Tokens};
use super::keychain::{Keychain, KeychainError, SecretName};
use super::only::{OTHER_PROCESS_WITHIN, OnlyOne};
use super::refusal::{Reason, Refusal};
use super::secret::Secret;
use super::source::{Token, TokenError};
use super::{SignInState, SignedOut};

/// How long a person's own wish waits for another process; then it goes first all the same.
const WISH_WITHIN: Duration = Duration::from_secs(10);
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
    account: watch::Sender<Option<Account>>,
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
        let (account, _) = watch::channel(None);
        let inner = Inner {
            exchange,
            keychain,
            lock_file: dir.join(LOCK_FILE),
            held: Mutex::default(),
            turn: tokio::sync::Mutex::default(),
            state,
            account,
        };
        Self { inner: Arc::new(inner) }
    }

    pub fn state(&self) -> watch::Receiver<SignInState> {
        self.inner.state.subscribe()
    }

    pub fn account(&self) -> watch::Receiver<Option<Account>> {
        self.inner.account.subscribe()
    }

    pub fn keychain(&self) -> &Keychain {
        &self.inner.keychain
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
        let unreadable = matches!(
            &state,
            SignInState::SignedOut { why: SignedOut::KeychainLocked | SignedOut::KeychainBroken }
        );
        if !unreadable {
            let stored = inner.stored_account().await;
            let is_other =
                |account: &Option<Account>| account.as_ref().and_then(|account| account.signed_in_at);
            let before = inner.account.send_replace(stored.clone());
            let other = stored.is_some() && is_other(&before) != is_other(&stored);
            if matches!(state, SignInState::SignedOut { .. }) || other {
                // Another program signed out, or signed somebody else in.
                inner.held().forget();
            }
        }
        inner.state.send_replace(state.clone());
        state
    }

    pub async fn adopt(&self, refresh: Secret) -> Result<(), KeychainError> {
        let inner = &self.inner;
        let _turn = inner.turn.lock().await;
        let mut only = OnlyOne::wait(&inner.lock_file, WISH_WITHIN).await.ok();
        inner.keychain.set(SecretName::RefreshToken, &refresh).await?;
        only.iter_mut().for_each(|only| only.note(false));
        inner.held().forget();
        inner.keep_account(Account::begun(Timestamp::now())).await;
        inner.state.send_replace(SignInState::SignedIn { address: None });
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
        let missing = tokens.missing_scopes();
        let refresh = match &tokens.refresh {
            Some(refresh) if missing.is_empty() => refresh,
            useless => {
                // Kept approvals are few for each user (salesforce.md 2.6).
                inner.exchange.revoke(useless.as_ref().unwrap_or(&tokens.access)).await;
                let said = missing.join(" ");
                return Err(ExchangeError::Refused(Refusal { reason: Reason::ScopeMissing, said }));
            }
        };
        let mut only = OnlyOne::wait(&inner.lock_file, WISH_WITHIN).await.ok();
        if let Err(error) = inner.keychain.set(SecretName::RefreshToken, refresh).await {
            inner.exchange.revoke(refresh).await;
            return Err(ExchangeError::Keychain(error));
        }
        only.iter_mut().for_each(|only| only.note(false));
        inner.held().forget();
        let token = inner.take(&tokens);
        let mut account = Account::begun(Timestamp::now());
        account.note_token(&token, tokens.scopes.as_deref());
        inner.keep_account(account).await;
        // Heard also where somebody was signed in before: who waits for the browser waits no more.
        inner.state.send_modify(|_| {});
        Ok(())
    }

    /// Completes the facts about user and org, as far as Salesforce tells them.
    pub async fn learn(&self) -> Result<(), TokenError> {
        let token = self.token().await?;
        let learned = self.inner.exchange.learn(&token).await;
        let _turn = self.inner.turn.lock().await;
        if let Some(mut account) = self.inner.stored_account().await {
            account.note_learned(learned);
            self.inner.keep_account(account).await;
        }
        Ok(())
    }

    /// Forgets the sign-in here, whatever Salesforce and other processes do meanwhile, and gives the
    /// token back.
    pub async fn sign_out(&self) -> Result<(), KeychainError> {
        let inner = &self.inner;
        let _turn = inner.turn.lock().await;
        let only = OnlyOne::wait(&inner.lock_file, WISH_WITHIN).await.ok();
        let stored = inner.keychain.get(SecretName::RefreshToken).await.ok().flatten();
        let unsaved = inner.held().forget();
        let forgotten = inner.keychain.delete(SecretName::RefreshToken).await;
        let facts = inner.keychain.delete(SecretName::Account).await;
        drop(only);
        inner.account.send_replace(None);
        inner.state.send_replace(SignInState::SignedOut { why: SignedOut::NotYet });
        if let Some(refresh) = unsaved.or(stored) {
            inner.exchange.revoke(&refresh).await;
        }
        forgotten.and(facts)
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
        let mut only = OnlyOne::wait(&self.lock_file, OTHER_PROCESS_WITHIN).await?;
        let unanswered = only.is_unanswered();
        only.note(true);
        let tokens = match self.ask().await {
            Ok(tokens) => tokens,
            Err(error) => {
                only.note(error.leaves_open().unwrap_or(unanswered));
                return Err(self.failed(error, unanswered));
            }
        };
        let kept = self.keep(&tokens).await;
        only.note(false);
        kept?;
        let token = self.take(&tokens);
        self.note_use(&token, &tokens).await;
        Ok(token)
    }

    /// Stores a rotated token before anything is done with its access token.
    async fn keep(&self, tokens: &Tokens) -> Result<(), TokenError> {
        let unsaved = self.held().unsaved.take();
        if unsaved.is_none()
            && let Some(refresh) = &tokens.refresh
            && matches!(self.keychain.get(SecretName::RefreshToken).await, Ok(None))
        {
            // Another process signed out and did not wait for this one.
            self.exchange.revoke(refresh).await;
            return Err(self.failed(ExchangeError::NothingStored, false));
        }
        if let Some(rotated) = tokens.refresh.clone().or(unsaved) {
            let saved = self.keychain.set(SecretName::RefreshToken, &rotated).await;
            if saved.is_err() {
                tracing::error!("the new refresh token could not be stored; it lives in memory for now");
            }
            self.held().unsaved = saved.is_err().then_some(rotated);
        }
        Ok(())
    }

    /// The facts as the keychain has them; another process may have written them.
    async fn stored_account(&self) -> Option<Account> {
        let stored = self.keychain.get(SecretName::Account).await.ok().flatten()?;
        serde_json::from_str(stored.reveal()).ok()
    }

    /// Without the facts everything works, so a keychain that does not take them stops nothing.
    async fn keep_account(&self, account: Account) {
        if let Ok(text) = serde_json::to_string(&account)
            && self.keychain.set(SecretName::Account, &Secret::new(text)).await.is_err()
        {
            tracing::warn!("the facts of the sign-in could not be stored");
        }
        self.account.send_replace(Some(account));
    }

    async fn note_use(&self, token: &Token, tokens: &Tokens) {
        let now = Timestamp::now();
        let stored = self.stored_account().await;
        let mut account = stored.or_else(|| self.account.borrow().clone()).unwrap_or_default();
        account.note_token(token, tokens.scopes.as_deref());
        account.used_at = Some(now);
        if tokens.refresh.is_some() {
            account.token_since = Some(now);
        }
        self.keep_account(account).await;
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
            Err(ExchangeError::Refused(refusal)) => refusal,
            other => return other,
        };
        let stored = self.keychain.get(SecretName::RefreshToken).await?;
        match stored {
            Some(newer) if !newer.is(first.reveal()) => {
                self.held().unsaved = None;
                self.exchange.by_refresh(&newer, secret.as_ref()).await
            }
            Some(_) | None => Err(ExchangeError::Refused(refused)),
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
        // A refresh tells nobody anything new: whoever heard of it would ask once more.
        let state = SignInState::SignedIn { address: Some(token.instance.clone()) };
        self.state.send_if_modified(|known| {
            let new = *known != state;
            *known = state;
            new
        });
        token
    }

    /// 400, 401, 403 from the token endpoint end the sign-in; no network and 5xx do not
    /// (salesforce.md 2.6). `unanswered`: the question before this one may have rotated the token.
    fn failed(&self, error: ExchangeError, unanswered: bool) -> TokenError {
        let why = match error {
            ExchangeError::NothingStored => SignedOut::NotYet,
            ExchangeError::Refused(refusal) if refusal.is_passing() => return TokenError::Busy,
            ExchangeError::Refused(refusal) if refusal.reason == Reason::Ended => self.ended(unanswered),
            ExchangeError::Refused(refusal) => SignedOut::Refused(refusal),
            ExchangeError::Keychain(error) => SignedOut::from(error),
            ExchangeError::Offline { .. } => return TokenError::Offline,
            ExchangeError::Unavailable => return TokenError::Busy,
            ExchangeError::Broken => return TokenError::Broken,
        };
        self.held().halted = match why {
            SignedOut::Expired | SignedOut::Idle | SignedOut::AnswerLost | SignedOut::Refused(_) => true,
            SignedOut::NotYet | SignedOut::KeychainLocked | SignedOut::KeychainBroken => false,
        };
        tracing::warn!(?why, "signed out");
        self.state.send_replace(SignInState::SignedOut { why });
        TokenError::SignedOut
    }

    /// Salesforce says the same whatever ended a token; what is known here tells more.
    fn ended(&self, unanswered: bool) -> SignedOut {
        let idle = self.account.borrow().as_ref().is_some_and(|account| account.is_idle(Timestamp::now()));
        if unanswered {
            SignedOut::AnswerLost
        } else if idle {
            SignedOut::Idle
        } else {
            SignedOut::Expired
        }
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
