//! Sign-in: what the org knows about codes, grants and tokens (salesforce.md 2). The pages are in `authorize.rs`, the
//! token and revoke endpoints in `token.rs`, who-am-I in `identity.rs`.

pub mod authorize;
pub mod crypto;
pub mod identity;
pub mod token;

use std::collections::{HashMap, HashSet};

use serde_json::json;

use super::time::{DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS};

/// Registered callbacks are compared exactly (salesforce.md 2.4).
pub const CALLBACK_URL: &str = "http://localhost:47113/api/oauth2crm";
/// Scopes the app is given.
pub const SCOPES: &[&str] = &["refresh_token", "api", "id", "openid", "profile", "email", "web"];

const CODE_LIFE_MS: i64 = 15 * MINUTE_MS;
/// A session idle for longer is over; the platform's default session timeout.
const SESSION_IDLE_MS: i64 = 2 * HOUR_MS;
/// A refresh token unused for longer is dead (salesforce.md 2.6).
const REFRESH_IDLE_MS: i64 = 30 * DAY_MS;
/// Live approvals of one user for one app; the next one revokes the oldest (salesforce.md 2.6).
const APPROVALS_MAX: usize = 5;
/// Codes waiting to be exchanged; more than that is somebody hammering the page.
const CODES_MAX: usize = 1000;
/// Fills a JWT up to about 3 KiB, as custom claims do.
const JWT_CLAIM_CHARS: usize = 1_700;
/// Live access tokens of one grant; the oldest goes first.
const ACCESS_TOKENS_MAX: usize = 50;

#[derive(Debug, Clone)]
pub struct Code {
    pub user: String,
    pub redirect_uri: String,
    pub challenge: Option<String>,
    pub scopes: Vec<String>,
    pub made_ms: i64,
    pub used: bool,
}

/// One approval: a refresh token, those it replaced, and the access tokens that came of it.
#[derive(Debug)]
pub struct Grant {
    pub user: String,
    pub scopes: Vec<String>,
    pub refresh: Option<String>,
    pub retired: Vec<String>,
    pub access: Vec<Access>,
    pub used_ms: i64,
}

#[derive(Debug)]
pub struct Access {
    pub token: String,
    pub used_ms: i64,
}

pub struct Account {
    pub user: String,
    pub password: String,
}

pub struct Sessions {
    pub consumer_key: String,
    pub consumer_secret: String,
    pub callbacks: Vec<String>,
    /// By user name.
    pub accounts: HashMap<String, Account>,
    pub codes: HashMap<String, Code>,
    pub grants: Vec<Grant>,
    /// Refresh tokens whose exchange is under way.
    pub busy: HashSet<String>,
    org: String,
}

/// What became of a refresh token somebody presented.
pub enum Presented {
    Live(usize),
    /// It was replaced by a newer one.
    Retired(usize),
    Unknown,
}

impl Sessions {
    pub fn new(org_id: &str, consumer_key: String, consumer_secret: String) -> Self {
        Self {
            consumer_key,
            consumer_secret,
            callbacks: vec![String::from(CALLBACK_URL)],
            accounts: HashMap::new(),
            codes: HashMap::new(),
            grants: Vec::new(),
            busy: HashSet::new(),
            org: String::from(org_id),
        }
    }

    pub fn issue_code(&mut self, code: Code) -> String {
        let now = code.made_ms;
        self.codes.retain(|_, held| now.saturating_sub(held.made_ms) <= CODE_LIFE_MS);
        if self.codes.len() >= CODES_MAX {
            self.codes.clear();
        }
        // The padding makes clients prove that they decode the code once.
        let text = format!("aPrx{}==", crypto::random_text(40));
        self.codes.insert(text.clone(), code);
        text
    }

    /// A code is good once, and not for long.
    pub fn take_code(&mut self, text: &str, now_ms: i64) -> Option<Code> {
        let code = self.codes.get_mut(text)?;
        let fresh = !code.used && now_ms.saturating_sub(code.made_ms) <= CODE_LIFE_MS;
        code.used = true;
        fresh.then(|| code.clone())
    }

    pub fn approve(&mut self, user: &str, scopes: &[String], now_ms: i64) -> usize {
        let live = |grant: &&Grant| grant.user == user && grant.refresh.is_some();
        while self.grants.iter().filter(live).count() >= APPROVALS_MAX {
            if let Some(oldest) = self.grants.iter().position(|grant| live(&grant)) {
                self.revoke(oldest);
            }
        }
        let wants_refresh = scopes.iter().any(|scope| scope == "refresh_token");
        self.grants.push(Grant {
            user: String::from(user),
            scopes: scopes.to_vec(),
            refresh: wants_refresh.then(new_refresh_token),
            retired: Vec::new(),
            access: Vec::new(),
            used_ms: now_ms,
        });
        self.grants.len() - 1
    }

    /// A new access token; with `issuer`, a JWT as an app may be set to issue (salesforce.md 2.5).
    pub fn issue_access(&mut self, grant: usize, now_ms: i64, issuer: Option<&str>) -> String {
        let token = match (issuer, self.grants.get(grant)) {
            (Some(issuer), Some(grant)) => crypto::jwt(&json!({
                "iss": issuer, "sub": format!("uid:{}", grant.user), "aud": [issuer], "scp": grant.scopes.join(" "),
                "client_id": self.consumer_key, "iat": now_ms / SECOND_MS, "nbf": now_ms / SECOND_MS,
                "exp": (now_ms + SESSION_IDLE_MS) / SECOND_MS, "jti": crypto::random_text(24),
                "mty": "oauth", "sfi": crypto::random_text(JWT_CLAIM_CHARS), "roles": [],
            })),
            _ => format!("{}!{}", &self.org[..15], crypto::random_text(96)),
        };
        if let Some(grant) = self.grants.get_mut(grant) {
            grant.used_ms = now_ms;
            if grant.access.len() >= ACCESS_TOKENS_MAX {
                grant.access.remove(0);
            }
            grant.access.push(Access { token: token.clone(), used_ms: now_ms });
        }
        token
    }

    /// Replaces the refresh token of a grant; the old one is remembered as replaced.
    pub fn rotate(&mut self, grant: usize) {
        if let Some(grant) = self.grants.get_mut(grant) {
            let old = grant.refresh.replace(new_refresh_token());
            grant.retired.extend(old);
        }
    }

    pub fn find_refresh(&self, token: &str, now_ms: i64) -> Presented {
        for (index, grant) in self.grants.iter().enumerate() {
            if grant.refresh.as_deref() == Some(token)
                && now_ms.saturating_sub(grant.used_ms) <= REFRESH_IDLE_MS
            {
                return Presented::Live(index);
            }
            if grant.retired.iter().any(|retired| retired == token) {
                return Presented::Retired(index);
            }
        }
        Presented::Unknown
    }

    /// Ends a grant: its refresh token and every access token of it.
    pub fn revoke(&mut self, grant: usize) {
        if let Some(grant) = self.grants.get_mut(grant) {
            grant.retired.extend(grant.refresh.take());
            grant.access.clear();
        }
    }

    /// Ends one access token; false when there was none.
    pub fn revoke_access(&mut self, token: &str) -> bool {
        let mut found = false;
        for grant in &mut self.grants {
            let before = grant.access.len();
            grant.access.retain(|access| access.token != token);
            found |= grant.access.len() < before;
        }
        found
    }

    /// Whom a live access token speaks for; using it keeps it alive.
    pub fn user_of(&mut self, token: &str, now_ms: i64) -> Option<&str> {
        for grant in &mut self.grants {
            for access in &mut grant.access {
                if access.token == token && now_ms.saturating_sub(access.used_ms) <= SESSION_IDLE_MS {
                    access.used_ms = now_ms;
                    return Some(&grant.user);
                }
            }
        }
        None
    }

    pub fn expire_access_tokens(&mut self) {
        for grant in &mut self.grants {
            grant.access.clear();
        }
    }
}

fn new_refresh_token() -> String {
    format!("5Aep861{}", crypto::random_text(80))
}
