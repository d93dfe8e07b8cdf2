//! Sends requests: token, API version, one renewal per stale token, retries for what may be
//! repeated, bounded bodies, and the org's own count of requests.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use backon::{BackoffBuilder as _, ExponentialBuilder};
use domain::outbox::Org;
use http::header::{ACCEPT, DATE, IF_UNMODIFIED_SINCE, RETRY_AFTER};
use jiff::Timestamp;
use reqwest::Response;
use tokio::sync::watch;
use url::Url;

use super::answer::{self, CallError};
use super::request::{AnswerKind, Request};
use crate::crm::{Usage, count_request, is_meant_for};
use crate::http::{BodyError, body};
use crate::signin::{Token, TokenError, TokenSource};

/// The newest API version this adapter was written against.
const VERSION_MAX: u16 = 66;
/// How long an org's list of versions is believed (salesforce.md 1.2).
const VERSION_FOR: Duration = Duration::from_secs(24 * 60 * 60);
/// Largest answer read. A describe of a large object has about 1 MB.
const BODY_MAX: usize = 8 * 1024 * 1024;
/// Largest page of a bulk query read, unpacked: twenty thousand records with every phone field
/// filled.
const PAGE_MAX: usize = 48 * 1024 * 1024;
/// Repeats of a request that may be repeated. Few and quick, because somebody is watching; the
/// loop asks again later anyway.
const REPEATS: usize = 2;
/// Before the first repeat; doubled for the next, and up to as much again at random.
const FIRST_PAUSE: Duration = Duration::from_millis(400);

/// A good answer and where it came from.
pub struct Answer {
    pub body: Vec<u8>,
    pub instance: Url,
    /// Where the next page of a bulk query begins, as it stands in the answer's header.
    pub locator: Option<String>,
}

pub struct Sender {
    http: reqwest::Client,
    tokens: Arc<dyn TokenSource>,
    version: Mutex<Option<KnownVersion>>,
    usage: watch::Sender<Usage>,
    /// The server's time of day in its last answer, and when that came.
    server_time: Mutex<Option<(Timestamp, Instant)>>,
}

/// What goes along with a request besides what every one has.
#[derive(Clone, Copy, Default)]
struct Extra<'a> {
    /// Refused with 412 when the record was changed after this time.
    unless_changed: Option<Timestamp>,
    headers: &'a [(&'static str, &'static str)],
}

#[derive(Clone)]
struct KnownVersion {
    instance: Url,
    major: u16,
    read_at: Instant,
}

impl Sender {
    pub fn new(http: reqwest::Client, tokens: Arc<dyn TokenSource>) -> Self {
        let (usage, _) = watch::channel(Usage::default());
        Self { http, tokens, version: Mutex::default(), usage, server_time: Mutex::default() }
    }

    pub fn usage(&self) -> watch::Receiver<Usage> {
        self.usage.subscribe()
    }

    /// What the server's clock shows; this computer's until an answer told.
    pub fn server_time(&self) -> Timestamp {
        let told = *self.server_time.lock().unwrap_or_else(PoisonError::into_inner);
        told.and_then(|(time, at)| time.checked_add(at.elapsed()).ok()).unwrap_or_else(Timestamp::now)
    }

    fn note_time(&self, response: &Response) {
        let date = response.headers().get(DATE).and_then(|value| value.to_str().ok());
        let date = date.and_then(|date| jiff::fmt::rfc2822::parse(&date.replace("GMT", "+0000")).ok());
        if let Some(date) = date {
            let told = Some((date.timestamp(), Instant::now()));
            *self.server_time.lock().unwrap_or_else(PoisonError::into_inner) = told;
        }
    }

    /// The token requests are sent with just now.
    pub async fn token(&self) -> Result<Token, CallError> {
        allowed(self.tokens.token().await?)
    }

    async fn renewed(&self, stale: &Token) -> Result<Token, CallError> {
        allowed(self.tokens.renew(stale).await?)
    }

    /// The org requests go to, as far as that is known without asking.
    pub fn org(&self) -> Option<Org> {
        self.tokens.org()
    }

    /// Where the parts of a composite request begin (salesforce.md 8.2).
    pub async fn root(&self) -> Result<String, CallError> {
        let token = self.token().await?;
        let version = self.version(&token.instance).await.map_err(before)?;
        Ok(format!("/services/data/v{version}.0"))
    }

    /// Sends a request, repeating it as salesforce.md 9.1 allows.
    pub async fn send(&self, request: &Request) -> Result<Answer, CallError> {
        if !request.is_repeatable() {
            return self.send_renewing(request, Extra::default()).await;
        }
        let pauses = ExponentialBuilder::default()
            .with_min_delay(FIRST_PAUSE)
            .with_jitter()
            .with_max_times(REPEATS)
            .build();
        for pause in pauses {
            match self.send_renewing(request, Extra::default()).await {
                Err(error) if error.is_passing() => tokio::time::sleep(pause).await,
                other => return other,
            }
        }
        self.send_renewing(request, Extra::default()).await
    }

    /// Sends a change that is refused with 412 when the record was changed after this time
    /// (salesforce.md 3.1).
    pub async fn send_unless_changed(
        &self,
        request: &Request,
        since: Timestamp,
    ) -> Result<Answer, CallError> {
        let extra = Extra { unless_changed: Some(since), headers: &[] };
        self.send_renewing(request, extra).await
    }

    /// Sends a write with these headers besides; never repeated.
    pub async fn send_with(
        &self,
        request: &Request,
        headers: &[(&'static str, &'static str)],
    ) -> Result<Answer, CallError> {
        self.send_renewing(request, Extra { unless_changed: None, headers }).await
    }

    /// The identity service: no version, and 403 for a stale token (salesforce.md 2.8).
    pub async fn identity(&self) -> Result<Answer, CallError> {
        let token = self.token().await?;
        match self.ask_identity(&token).await {
            Err(error) if error.is_status(403) || error.is_status(401) => {
                let token = self.renewed(&token).await?;
                self.ask_identity(&token).await
            }
            other => other,
        }
    }

    /// The org and the user the token is for, as the identity address names them (salesforce.md 2.5).
    pub async fn who(&self) -> Result<String, CallError> {
        let token = self.token().await?;
        Ok(token.identity.path().trim_start_matches("/id/").to_owned())
    }

    async fn ask_identity(&self, token: &Token) -> Result<Answer, CallError> {
        let request = self.http.get(token.identity.clone()).query(&[("format", "json")]);
        let response = self.perform(request.bearer_auth(token.access.reveal()), AnswerKind::Json).await?;
        read(response, token.instance.clone(), AnswerKind::Json).await
    }

    /// A 401 means nothing was carried out, so even a write is sent once more with a new token;
    /// a retired version is exchanged for one that is offered.
    async fn send_renewing(&self, request: &Request, extra: Extra<'_>) -> Result<Answer, CallError> {
        let token = self.token().await?;
        match self.send_once(request, &token, extra).await {
            Err(error) if error.is_stale_token() => {
                let token = self.renewed(&token).await?;
                self.send_once(request, &token, extra).await
            }
            Err(error) if error.is_status(410) => {
                *self.known_version() = None;
                self.send_once(request, &token, extra).await
            }
            other => other,
        }
    }

    async fn send_once(
        &self,
        request: &Request,
        token: &Token,
        extra: Extra<'_>,
    ) -> Result<Answer, CallError> {
        let version = self.version(&token.instance).await.map_err(before)?;
        let address = token
            .instance
            .join(&format!("/services/data/v{version}.0{}", request.path))
            .map_err(|_| CallError::Unusable { what: "no address" })?;
        let mut sent = self.http.request(request.method.clone(), address).query(&request.query);
        if let Some(body) = &request.body {
            sent = sent.json(body);
        }
        for (name, value) in extra.headers {
            sent = sent.header(*name, *value);
        }
        if let Some(since) = extra.unless_changed {
            sent = sent.header(IF_UNMODIFIED_SINCE, since.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string());
        }
        self.usage.send_modify(|usage| usage.ours += 1);
        count_request();
        let response = self.perform(sent.bearer_auth(token.access.reveal()), request.answer).await?;
        let told = response.headers().get("sforce-limit-info").and_then(|value| value.to_str().ok());
        if let Some(org) = told.and_then(answer::limit_info) {
            self.usage.send_modify(|usage| usage.org = Some(org));
        }
        read(response, token.instance.clone(), request.answer).await
    }

    /// The smaller of ours and the newest offered.
    async fn version(&self, instance: &Url) -> Result<u16, CallError> {
        let known = self.known_version().clone();
        if let Some(known) = known
            && known.instance == *instance
            && known.read_at.elapsed() < VERSION_FOR
        {
            return Ok(known.major);
        }
        let address =
            instance.join("/services/data").map_err(|_| CallError::Unusable { what: "no address" })?;
        let response = self.perform(self.http.get(address), AnswerKind::Json).await?;
        let offered = read(response, instance.clone(), AnswerKind::Json).await?;
        let major = answer::newest_version(&offered.body)?.min(VERSION_MAX);
        *self.known_version() =
            Some(KnownVersion { instance: instance.clone(), major, read_at: Instant::now() });
        Ok(major)
    }

    fn known_version(&self) -> std::sync::MutexGuard<'_, Option<KnownVersion>> {
        self.version.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn perform(
        &self,
        request: reqwest::RequestBuilder,
        answer: AnswerKind,
    ) -> Result<Response, CallError> {
        let accepted = match answer {
            AnswerKind::Json => "application/json",
            AnswerKind::Csv => "text/csv",
        };
        let response = request.header(ACCEPT, accepted).send().await.map_err(|error| {
            tracing::debug!(
                connect = error.is_connect(),
                timeout = error.is_timeout(),
                "no answer from Salesforce"
            );
            CallError::NoAnswer { sent: !error.is_connect() && !error.is_builder() }
        })?;
        self.note_time(&response);
        Ok(response)
    }
}

async fn read(response: Response, instance: Url, kind: AnswerKind) -> Result<Answer, CallError> {
    let status = response.status();
    let retry_after = response
        .headers()
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok()?.trim().parse().ok())
        .map(Duration::from_secs);
    let locator =
        response.headers().get("sforce-locator").and_then(|value| value.to_str().ok()?.parse().ok());
    let most = match kind {
        AnswerKind::Json => BODY_MAX,
        AnswerKind::Csv => PAGE_MAX,
    };
    let read = body(response, most).await;
    if !status.is_success() {
        // An error counts even when its body does not arrive.
        return Err(CallError::status(status.as_u16(), retry_after, &read.unwrap_or_default()));
    }
    match read {
        Ok(body) => Ok(Answer { body, instance, locator }),
        Err(BodyError::TooLarge { .. }) => Err(CallError::Unusable { what: "too large" }),
        Err(BodyError::Broken(_)) => Err(CallError::NoAnswer { sent: true }),
    }
}

/// Somebody may have signed in to another org since the request was thought of.
fn allowed(token: Token) -> Result<Token, CallError> {
    let org = token.org().map(|org| org.id).unwrap_or_default();
    if is_meant_for(&org) { Ok(token) } else { Err(before(CallError::OtherOrg)) }
}

fn before(error: CallError) -> CallError {
    CallError::Before(Box::new(error))
}

impl From<TokenError> for CallError {
    fn from(error: TokenError) -> Self {
        before(match error {
            TokenError::SignedOut => CallError::SignedOut,
            TokenError::Offline => CallError::NoAnswer { sent: false },
            TokenError::Busy => CallError::Status { status: 503, errors: Vec::new(), retry_after: None },
            TokenError::Broken => CallError::Unusable { what: "token answer" },
        })
    }
}
