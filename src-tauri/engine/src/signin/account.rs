//! Who is signed in, to which org, since when. Facts, never a part of a token: they lie beside the
//! refresh token in the keychain, so that they end with it and need no store.

use std::time::Duration;

use domain::outbox;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use url::Url;

use super::source::Token;
use crate::http::body;

/// Salesforce ends a refresh token that rests longer (salesforce.md 2.6).
const IDLE_MAX: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Longest text kept of each fact. Windows' keychain takes 1,280 characters in all.
const TEXT_MAX: usize = 100;
/// Scopes kept; more than any app of ours asks for.
const SCOPES_MAX: usize = 16;
/// Both questions together: somebody waits for the outcome of signing in.
const LEARN_WITHIN: Duration = Duration::from_secs(8);
const BODY_MAX: usize = 64 * 1024;
/// Old enough to be offered by every org, far from the oldest that still is (salesforce.md 1.3).
const ORG_QUERY: &str =
    "/services/data/v60.0/query?q=SELECT+Name,IsSandbox,OrganizationType+FROM+Organization";

/// The facts of a sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Account {
    pub name: String,
    pub username: String,
    pub email: String,
    pub user_id: String,
    pub org_id: String,
    /// `None`: the user may not read it, or it was not asked for yet.
    pub org_name: Option<String>,
    pub sandbox: Option<bool>,
    /// `Enterprise Edition`
    pub edition: Option<String>,
    /// `acme.my.salesforce.com`
    pub host: String,
    /// When the person signed in; `None` for a token handed over by an earlier version.
    pub signed_in_at: Option<Timestamp>,
    /// Since when this very refresh token is kept; later than signing in when Salesforce rotates.
    pub token_since: Option<Timestamp>,
    /// When the refresh token last brought an access token.
    pub used_at: Option<Timestamp>,
    pub scopes: Vec<String>,
}

impl Account {
    /// A sign-in of this moment, of whom nothing else is known yet.
    pub(super) fn begun(now: Timestamp) -> Self {
        Self { signed_in_at: Some(now), token_since: Some(now), used_at: Some(now), ..Self::default() }
    }

    /// The facts a token answer holds.
    pub(super) fn note_token(&mut self, token: &Token, scopes: Option<&[String]>) {
        let (org, user) = token.ids();
        (self.user_id, self.org_id) = (short(user), short(org));
        self.host = short(token.instance.host_str().unwrap_or_default());
        if let Some(scopes) = scopes {
            self.scopes = scopes.iter().take(SCOPES_MAX).map(|scope| short(scope)).collect();
        }
    }

    pub(super) fn note_learned(&mut self, learned: Learned) {
        let Learned { who, org } = learned;
        if let Some(who) = who {
            self.name = short(&who.display_name);
            self.username = short(&who.username);
            self.email = short(who.email.as_deref().unwrap_or_default());
        }
        if let Some(org) = org {
            self.org_name = org.name.as_deref().map(short);
            self.sandbox = org.is_sandbox;
            self.edition = org.edition.as_deref().map(short);
        }
    }

    /// The org it is at; `None` before the first answer.
    pub(super) fn org(&self) -> Option<outbox::Org> {
        outbox::Org::new(&self.org_id, self.org_name.as_deref().unwrap_or_default(), &self.host)
    }

    /// Whether Salesforce has ended it for want of use.
    pub(super) fn is_idle(&self, now: Timestamp) -> bool {
        self.used_at.is_some_and(|used| now.duration_since(used) > IDLE_MAX)
    }
}

fn short(text: &str) -> String {
    text.chars().take(TEXT_MAX).collect()
}

/// What Salesforce said about user and org; each may be withheld.
#[derive(Debug, Default)]
pub(super) struct Learned {
    who: Option<Who>,
    org: Option<Org>,
}

#[derive(Debug, Deserialize)]
struct Who {
    #[serde(default)]
    username: String,
    #[serde(default)]
    display_name: String,
    email: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Orgs {
    records: Vec<Org>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Org {
    name: Option<String>,
    is_sandbox: Option<bool>,
    #[serde(rename = "OrganizationType")]
    edition: Option<String>,
}

/// Asks who is signed in, and what the org is called.
pub(super) async fn learn(http: &reqwest::Client, token: &Token) -> Learned {
    let both = async {
        let org = token.instance.join(ORG_QUERY).ok();
        let mut identity = token.identity.clone();
        identity.query_pairs_mut().append_pair("format", "json");
        let (who, orgs) =
            tokio::join!(ask::<Who>(http, Some(identity), token), ask::<Orgs>(http, org, token));
        Learned { who, org: orgs.and_then(|orgs| orgs.records.into_iter().next()) }
    };
    tokio::time::timeout(LEARN_WITHIN, both).await.unwrap_or_default()
}

/// `None` for every failure: what is not known is not shown.
async fn ask<T: serde::de::DeserializeOwned>(
    http: &reqwest::Client,
    address: Option<Url>,
    token: &Token,
) -> Option<T> {
    let request = http.get(address?).header(http::header::ACCEPT, "application/json");
    let answer = request.bearer_auth(token.access.reveal()).send().await.ok()?;
    if !answer.status().is_success() {
        return None;
    }
    serde_json::from_slice(&body(answer, BODY_MAX).await.ok()?).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use crate::signin::Secret;

    fn token() -> Token {
        Token {
            access: Secret::new("00D5g000004abcD!AQ0"),
            instance: "https://acme.my.salesforce.com".parse().unwrap(),
            identity: "https://login.salesforce.com/id/00D5g000004abcDEAQ/0055g00000AbCdEAAV"
                .parse()
                .unwrap(),
            generation: 1,
        }
    }

    #[test]
    fn a_token_answer_tells_org_user_and_host() {
        let mut account = Account::begun("2026-11-22T09:00:00Z".parse().unwrap());
        account.note_token(&token(), Some(&["api".into(), "refresh_token".into()]));
        assert_eq!(
            (&*account.org_id, &*account.user_id, &*account.host),
            ("00D5g000004abcDEAQ", "0055g00000AbCdEAAV", "acme.my.salesforce.com")
        );
        assert_eq!(account.scopes, ["api", "refresh_token"]);
        let written = serde_json::to_string(&account).unwrap();
        assert!(!written.contains("AQ0"), "{written}");
        assert_eq!(serde_json::from_str::<Account>(&written).unwrap(), account);
    }

    #[test]
    fn the_longest_facts_fit_into_every_keychain() {
        let long = || "x".repeat(500);
        let mut account = Account::begun(Timestamp::now());
        let org = Org { name: Some(long()), is_sandbox: Some(true), edition: Some(long()) };
        let who = Who { username: long(), display_name: long(), email: Some(long()) };
        account.note_learned(Learned { who: Some(who), org: Some(org) });
        account.note_token(&token(), Some(&vec!["refresh_token".into(); 40]));
        assert!(serde_json::to_string(&account).unwrap().chars().count() <= 1_280);
    }

    #[test]
    fn thirty_days_of_rest_end_it() {
        let account = Account::begun("2026-10-01T00:00:00Z".parse().unwrap());
        assert!(!account.is_idle("2026-10-31T00:00:00Z".parse().unwrap()));
        assert!(account.is_idle("2026-10-31T00:00:01Z".parse().unwrap()));
        assert!(!Account::default().is_idle("2026-10-31T00:00:01Z".parse().unwrap()));
    }
}
