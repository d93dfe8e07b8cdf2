//! The person at the browser: opens the org's authorize page, fills its form, presses Allow, and lets the browser go
//! where it is sent. For demos and tests that have no browser.

use std::time::Duration;

use reqwest::header::LOCATION;
use url::Url;

use crate::salesforce::{SalesforceFacts, UserFacts};

/// Longest wait for a page.
const PAGE_TIMEOUT: Duration = Duration::from_secs(20);

#[derive(Debug, thiserror::Error)]
pub enum BrowserError {
    #[error("the page does not load")]
    Http(#[from] reqwest::Error),
    #[error("the page shows no form to allow access")]
    NoForm,
    #[error("the form was not accepted")]
    NotAccepted,
}

/// Allows access for `user`, and follows the redirect to whoever waits for it.
///
/// # Errors
/// When a page does not load, or is not the one expected.
pub async fn allow(page: &Url, user: &UserFacts) -> Result<(), BrowserError> {
    let browser = browser()?;
    let html = browser.get(page.clone()).send().await?.text().await?;
    let form = fill(&html, user).ok_or(BrowserError::NoForm)?;
    let mut target = page.clone();
    target.set_query(None);
    let answer = browser.post(target).form(&form).send().await?;
    let next = answer.headers().get(LOCATION).and_then(|to| to.to_str().ok());
    let next = next.and_then(|to| Url::parse(to).ok()).ok_or(BrowserError::NotAccepted)?;
    // The callback answers with a redirect to its own last page, as a browser would show it.
    let answer = browser.get(next.clone()).send().await?;
    if let Some(last) = answer.headers().get(LOCATION).and_then(|to| to.to_str().ok())
        && let Ok(last) = next.join(last)
    {
        browser.get(last).send().await?;
    }
    Ok(())
}

/// A refresh token for the org's first user, as signing in would bring, without anybody who waits for the redirect.
///
/// # Errors
/// As [`allow`]; [`BrowserError::NotAccepted`] when no token comes.
pub async fn refresh_token(org: &SalesforceFacts) -> Result<String, BrowserError> {
    let browser = browser()?;
    let login = Url::parse(&org.login_url).map_err(|_| BrowserError::NotAccepted)?;
    let at = |path: &str| login.join(path).map_err(|_| BrowserError::NotAccepted);
    let user = org.users.first().ok_or(BrowserError::NoForm)?;
    let form = [
        ("response_type", "code"),
        ("client_id", &*org.consumer_key),
        ("redirect_uri", &org.callback_url),
        ("username", &user.username),
        ("password", &user.password),
        ("decision", "allow"),
    ];
    let answer = browser.post(at("/services/oauth2/authorize")?).form(&form).send().await?;
    let back = answer.headers().get(LOCATION).and_then(|to| to.to_str().ok());
    let back = back.and_then(|to| Url::parse(to).ok()).ok_or(BrowserError::NotAccepted)?;
    let code = back.query_pairs().find(|(name, _)| name == "code").ok_or(BrowserError::NotAccepted)?.1;
    let form = [
        ("grant_type", "authorization_code"),
        ("code", &*code),
        ("client_id", &org.consumer_key),
        ("client_secret", &org.consumer_secret),
        ("redirect_uri", &org.callback_url),
    ];
    let answer = browser.post(at("/services/oauth2/token")?).form(&form).send().await?;
    let answer: serde_json::Value = answer.json().await?;
    answer["refresh_token"].as_str().map(str::to_owned).ok_or(BrowserError::NotAccepted)
}

/// Follows no redirect: where one goes is what is looked at.
fn browser() -> Result<reqwest::Client, reqwest::Error> {
    // Err means that the program has chosen its cryptography already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).timeout(PAGE_TIMEOUT).build()
}

fn fill(html: &str, user: &UserFacts) -> Option<Vec<(String, String)>> {
    let hidden = regex::Regex::new(r#"<input type="hidden" name="([^"]*)" value="([^"]*)">"#).ok()?;
    let mut form: Vec<(String, String)> =
        hidden.captures_iter(html).map(|input| (input[1].to_owned(), plain(&input[2]))).collect();
    if form.is_empty() {
        return None;
    }
    for (name, value) in [("username", &*user.username), ("password", &*user.password), ("decision", "allow")]
    {
        form.push((name.to_owned(), value.to_owned()));
    }
    Some(form)
}

fn plain(html: &str) -> String {
    html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}
