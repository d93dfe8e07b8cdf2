//! `whoami`: who is signed in, to which org, since when, and where the token is kept.

use std::path::PathBuf;

use engine::problem::{Problem, ProblemCode};
use engine::signin::{Account, KeychainState, SignInState, TokenError};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::out::{self, Exit, Stop};
use crate::profile::{self, Alone};
use crate::signin::ended;

pub(crate) async fn run(dir: Option<PathBuf>, json: bool) -> Result<Exit, Stop> {
    let profile = profile::open(dir.as_deref())?;
    let alone = Alone::open(&profile).await?;
    let sign_in = alone.sign_in(&profile)?;
    sign_in.resume().await;
    let learned = sign_in.learn().await;
    if let SignInState::SignedOut { why } = &*sign_in.state().borrow() {
        return ended(Exit::NotConfigured, &Problem::from(why), json);
    }
    let account = sign_in.account().unwrap_or_default();
    let mut facts = facts(&account, sign_in.kept_in());
    let problem = learned.err().map(|error| Problem { code: code_of(error), detail: None });
    if json {
        facts["problem"] = json!(problem);
        out::json(&facts);
    } else {
        print(&account, sign_in.kept_in());
    }
    match problem {
        // What was known before is printed all the same.
        Some(problem) => Err(Stop::problem(Exit::Unreachable, &problem)),
        None => Ok(Exit::Ok),
    }
}

fn code_of(error: TokenError) -> ProblemCode {
    match error {
        TokenError::SignedOut => ProblemCode::SalesforceSignedOut,
        TokenError::Offline => ProblemCode::SalesforceOffline,
        TokenError::Busy => ProblemCode::SalesforceMaintenance,
        TokenError::Broken => ProblemCode::SalesforceBroken,
    }
}

/// Everything there is to say of a sign-in.
pub(crate) fn facts(account: &Account, kept: KeychainState) -> Value {
    let mut facts = json!(account);
    facts["kept_in"] = match kept {
        KeychainState::Ok | KeychainState::Locked => json!("keychain"),
        KeychainState::Absent => json!("memory"),
    };
    facts
}

fn print(account: &Account, kept: KeychainState) {
    let words = out::words();
    let Account { name, username, email, org_id, host, .. } = account;
    out::line(&words.say("ctl-who-user", &[("name", name), ("username", username), ("email", email)]));
    let org = account.org_name.as_deref().unwrap_or(host);
    out::line(&words.say("ctl-who-org", &[("name", org), ("id", org_id), ("host", host)]));
    if account.sandbox == Some(true) {
        out::line(&words.say("ctl-who-sandbox", &[]));
    }
    if let Some(since) = account.signed_in_at {
        out::line(&words.say("ctl-who-since", &[("time", &local(since))]));
    }
    match account.token_since {
        Some(since) => out::line(&words.say("ctl-who-token", &[("time", &local(since))])),
        None => out::line(&words.say("ctl-who-token-unknown", &[])),
    }
    if !account.scopes.is_empty() {
        out::line(&words.say("ctl-who-scopes", &[("scopes", &account.scopes.join(" "))]));
    }
    let place = match kept {
        KeychainState::Ok | KeychainState::Locked => "ctl-kept-keychain",
        KeychainState::Absent => "ctl-kept-memory",
    };
    out::line(&words.say(place, &[]));
}

fn local(at: Timestamp) -> String {
    at.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M %Z").to_string()
}
