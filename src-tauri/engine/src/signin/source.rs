use async_trait::async_trait;
use domain::outbox::Org;
use url::Url;

use super::secret::Secret;

/// What an adapter needs to make a request.
#[derive(Debug, Clone)]
pub struct Token {
    pub access: Secret,
    /// Where the org's API is. May change with any refresh (salesforce.md 1.4).
    pub instance: Url,
    /// Says who is signed in.
    pub identity: Url,
    /// Counts up with every refresh; tells a stale token from a fresh one.
    pub generation: u64,
}

impl Token {
    /// The last two parts of the identity address are org and user (salesforce.md 2.5).
    pub(super) fn ids(&self) -> (&str, &str) {
        let mut parts = self.identity.path().rsplit('/');
        let user = parts.next().unwrap_or_default();
        (parts.next().unwrap_or_default(), user)
    }

    /// The org it is for.
    #[must_use]
    pub fn org(&self) -> Option<Org> {
        Org::new(self.ids().0, "", self.instance.host_str().unwrap_or_default())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    #[error("nobody is signed in")]
    SignedOut,
    #[error("Salesforce could not be reached")]
    Offline,
    #[error("Salesforce asks to wait")]
    Busy,
    #[error("Salesforce answered something unreadable")]
    Broken,
}

/// Where adapters get tokens. They never keep one longer than a request takes.
#[async_trait]
pub trait TokenSource: Send + Sync {
    /// # Errors
    /// When nobody is signed in or a first token could not be had.
    async fn token(&self) -> Result<Token, TokenError>;

    /// A newer token than `stale`, which Salesforce no longer takes. Many callers at once make
    /// one request.
    ///
    /// # Errors
    /// As [`TokenSource::token`].
    async fn renew(&self, stale: &Token) -> Result<Token, TokenError>;

    /// The org tokens are for, as far as that is known without asking.
    fn org(&self) -> Option<Org>;
}

/// One token for ever, for tests and for tools that were handed one.
#[derive(Debug, Clone)]
pub struct FixedToken(pub Token);

#[async_trait]
impl TokenSource for FixedToken {
    fn org(&self) -> Option<Org> {
        self.0.org()
    }

    async fn token(&self) -> Result<Token, TokenError> {
        Ok(self.0.clone())
    }

    async fn renew(&self, _stale: &Token) -> Result<Token, TokenError> {
        Err(TokenError::SignedOut)
    }
}
