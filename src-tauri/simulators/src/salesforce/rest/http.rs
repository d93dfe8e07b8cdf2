//! Bytes to a request and a reply to bytes: sessions, allowance, headers, and the faults of the wire.

use std::io::Write as _;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::State as Shared;
use axum::http::header::{
    ACCEPT_ENCODING, AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, IF_MODIFIED_SINCE, IF_UNMODIFIED_SINCE,
    LAST_MODIFIED, LOCATION, RETRY_AFTER,
};
use axum::http::{HeaderMap, HeaderValue, Method as HttpMethod, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use futures_util::stream;
use jiff::Timestamp;
use serde_json::Value;

use super::{Csv, Method, PAGE_ROWS, PAGE_ROWS_MIN, Reply, Request, answer, composite, versions};
use crate::salesforce::error::RestError;
use crate::salesforce::oauth::crypto::is_readable_jwt;
use crate::salesforce::state::State;
use crate::salesforce::time::SECOND_MS;
use crate::salesforce::write::Writer;
use crate::salesforce::{NEWEST_VERSION, OLDEST_VERSION, Org, RETIRED_VERSIONS};
use crate::salesforce::{ids, schema};

/// What `oversized-body` pads an answer to; more than any client should be willing to read.
const OVERSIZED_BYTES: usize = 33 * 1024 * 1024;
const PADDING_CHUNK: &[u8] = &[b' '; 64 * 1024];
/// URIs longer than this are refused (salesforce.md 3.6).
const URI_MAX: usize = 16_384;

const MAINTENANCE_PAGE: &str = "<html><head><title>Down For Maintenance</title></head>\
<body><h1>Down For Maintenance</h1><p>Sorry for the inconvenience. We'll be back shortly.</p></body></html>";

/// Sessions that may not use the API: fault, status, code and message (salesforce.md 2.12).
const BARRED: &[(&str, u16, &str, &str)] = &[
    ("api-disabled", 403, "API_CURRENTLY_DISABLED", "API is disabled for this User"),
    ("api-disabled-org", 403, "API_DISABLED_FOR_ORG", "The REST API is not enabled for this Organization."),
    ("session-not-for-api", 401, "INVALID_SESSION_ID", "This session is not valid for use with the REST API"),
    ("app-not-attached", 401, "INVALID_SESSION_ID", "Connected app is not attached to Agent"),
    ("policy-block", 403, "TXN_SECURITY_NO_ACCESS", "The operation you requested was blocked by a policy"),
];

/// Where a URL points: version, decoded path segments and parameters.
pub struct Target {
    pub version: String,
    pub path: Vec<String>,
    pub params: Vec<(String, String)>,
}

/// Splits `/services/data/v66.0/sobjects/Contact?fields=Id`; `None` for anything else.
pub fn split_target(target: &str) -> Option<Target> {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let rest = path.strip_prefix("/services/data/")?;
    let mut segments = rest.split('/').filter(|segment| !segment.is_empty());
    let version = segments.next()?.strip_prefix(['v', 'V'])?;
    Some(Target {
        version: String::from(version),
        path: segments.map(decoded).collect::<Option<_>>()?,
        params: url::form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
    })
}

/// Percent-decoding of one path segment, where `+` means itself.
fn decoded(segment: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// Stamps answers with the org's own clock where that is wrong; else the server does it.
pub async fn dated(
    Shared(org): Shared<Org>,
    request: axum::extract::Request,
    next: axum::middleware::Next,
) -> Response {
    let mut response = next.run(request).await;
    let ahead = org.locked(|state| state.faults.number("clock-ahead-secs"));
    let ahead = ahead.and_then(|seconds| i64::try_from(seconds).ok());
    let date = ahead.and_then(|seconds| crate::serve::http_date(jiff::SignedDuration::from_secs(seconds)));
    if let Some(date) = date {
        response.headers_mut().insert(axum::http::header::DATE, date);
    }
    response
}

/// Everything below `/services/data`.
pub async fn serve(
    Shared(org): Shared<Org>,
    method: HttpMethod,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let delay = org.locked(|state| state.faults.number("api-delay-ms"));
    if let Some(delay) = delay {
        tokio::time::sleep(Duration::from_millis(delay)).await;
    }
    org.locked(|state| serve_locked(state, &method, &uri, &headers, &body))
}

fn serve_locked(
    state: &mut State,
    method: &HttpMethod,
    uri: &Uri,
    headers: &HeaderMap,
    body: &Bytes,
) -> Response {
    if let Some(broken) = broken(state) {
        return broken;
    }
    let target = uri.path_and_query().map_or_else(|| uri.path(), |target| target.as_str());
    if target.len() > URI_MAX {
        return refused(state, &RestError::new(414, "URI_TOO_LONG", "URI is too long"));
    }
    let newest = newest_version(state);
    if uri.path().trim_end_matches('/') == "/services/data" {
        state.count("versions");
        return json_response(state, Reply::ok(versions(newest)), None);
    }
    let Some(target) = split_target(target) else { return refused(state, &RestError::not_found()) };
    let now = state.now_ms();
    let user = match bearer(headers) {
        Ok(token) => {
            let broken = token.matches('.').count() == 2 && !is_readable_jwt(token);
            let user = state.sessions.user_of(token, now).map(String::from);
            user.ok_or_else(|| if broken { RestError::broken_jwt() } else { RestError::session_invalid() })
        }
        Err(error) => Err(error),
    };
    state.count(&kind_of(method, &target));
    let user = match user {
        Ok(user) => user,
        Err(error) => return refused(state, &error),
    };
    if let Err(error) = check_version(&target.version, newest) {
        return refused(state, &error);
    }
    if let Some((_, status, code, message)) = BARRED.iter().find(|(fault, ..)| state.faults.is_on(fault)) {
        return refused(state, &RestError::new(*status, code, *message));
    }
    if !state.spend_request() {
        let error = RestError::new(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
        return counted(state, json_response(state, Reply::refused(&error), None));
    }
    if let Some(unchanged) = unchanged_describe(state, &target, headers) {
        return counted(state, unchanged);
    }
    let is_search = target.path.first().is_some_and(|first| {
        matches!(first.as_str(), "query" | "queryAll" | "search" | "parameterizedSearch")
    });
    let request = match request(method, target, headers, body, user) {
        Ok(request) => request,
        Err(error) => return counted(state, refused(state, &error)),
    };
    let writes = request.method.writes() && !is_search && !composite::only_reads(&request);
    let reply = match carried_out(state, &request, headers, writes) {
        Ok(reply) => reply,
        Err(fault) => return *fault,
    };
    let response = response(state, &request, reply, (is_search, takes_gzip(headers)));
    counted(state, response)
}

/// Does what is asked, unless a fault strikes before, or hides it afterwards.
fn carried_out(
    state: &mut State,
    request: &Request,
    headers: &HeaderMap,
    writes: bool,
) -> Result<Reply, Box<Response>> {
    if !writes {
        return Ok(answer(state, request));
    }
    if let Some(fault) = before_commit(state) {
        return Err(Box::new(fault));
    }
    let late = if request.method == Method::Post { state.faults.spend_late_commit() } else { None };
    state.late_commit_secs = late.unwrap_or_default();
    let reply = match unmet(state, request, headers) {
        Some(error) => Reply::refused(&error),
        None => answer(state, request),
    };
    state.late_commit_secs = 0;
    if late.is_some() {
        return Err(Box::new(lost_connection()));
    }
    match if reply.status < 300 { after_commit(state) } else { None } {
        Some(fault) => Err(Box::new(fault)),
        None => Ok(reply),
    }
}

/// Faults that keep a write from being stored.
fn before_commit(state: &mut State) -> Option<Response> {
    if state.faults.spend("reset-before-commit") {
        return Some(lost_connection());
    }
    state.faults.spend("html-503-before-commit").then(|| maintenance(state))
}

/// Faults that keep a client from hearing of a write that is stored.
fn after_commit(state: &mut State) -> Option<Response> {
    if state.faults.spend("reset-after-commit") {
        return Some(lost_connection());
    }
    state.faults.spend("html-503-after-commit").then(|| maintenance(state))
}

fn maintenance(state: &State) -> Response {
    turned_away(state, html(StatusCode::SERVICE_UNAVAILABLE))
}

/// Says when to come back, where that is wanted.
fn turned_away(state: &State, mut response: Response) -> Response {
    if let Some(seconds) = state.faults.number("retry-after") {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn response(state: &State, request: &Request, reply: Reply, (is_search, gzip): (bool, bool)) -> Response {
    let changed = request.path.last().is_some_and(|last| last == "describe").then_some(state.metadata_ms);
    let padded = is_search && state.faults.is_on("oversized-body");
    match reply {
        Reply { csv: Some(csv), .. } => csv_response(csv, gzip && !state.faults.is_on("gzip-off")),
        reply if padded => oversized(reply),
        reply => json_response(state, reply, changed),
    }
}

/// Faults that strike before anything is read.
fn broken(state: &mut State) -> Option<Response> {
    if state.faults.is_on("html-503") {
        return Some(maintenance(state));
    }
    if let Some(status) = state.faults.spend_failure("throttle") {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::TOO_MANY_REQUESTS);
        return Some(turned_away(state, html(status)));
    }
    let status = state.faults.spend_failure("fail-next")?;
    let code = match status {
        401 => return Some(refused(state, &RestError::session_invalid())),
        403 => "REQUEST_LIMIT_EXCEEDED",
        404 => "NOT_FOUND",
        503 => "SERVER_UNAVAILABLE",
        _ => "UNKNOWN_EXCEPTION",
    };
    let message = "An unexpected error occurred. Please include this ErrorId if you contact support: 1-1 (1)";
    Some(turned_away(state, refused(state, &RestError::new(status, code, message))))
}

pub fn html(status: StatusCode) -> Response {
    (status, [(CONTENT_TYPE, "text/html; charset=UTF-8")], MAINTENANCE_PAGE).into_response()
}

fn newest_version(state: &State) -> u32 {
    let newest = state.faults.number("no-such-version").and_then(|newest| u32::try_from(newest).ok());
    newest.map_or(NEWEST_VERSION, |newest| newest.clamp(OLDEST_VERSION, NEWEST_VERSION))
}

fn check_version(version: &str, newest: u32) -> Result<(), RestError> {
    let number =
        version.split_once('.').filter(|(_, minor)| *minor == "0").and_then(|(major, _)| major.parse().ok());
    match number {
        Some(number) if (OLDEST_VERSION..=newest).contains(&number) => Ok(()),
        Some(number) if RETIRED_VERSIONS.contains(&number) => {
            Err(RestError::new(410, "UNSUPPORTED_API_VERSION", "The requested API version is retired"))
        }
        Some(_) | None => Err(RestError::not_found()),
    }
}

/// The token of `Bearer …` or `OAuth …`.
pub fn bearer(headers: &HeaderMap) -> Result<&str, RestError> {
    let Some(value) = headers.get(AUTHORIZATION) else { return Err(RestError::session_invalid()) };
    let malformed = || RestError::new(401, "INVALID_AUTH_HEADER", "INVALID_HEADER_TYPE");
    let (scheme, token) = value.to_str().ok().and_then(|text| text.split_once(' ')).ok_or_else(malformed)?;
    if scheme.eq_ignore_ascii_case("Bearer") || scheme.eq_ignore_ascii_case("OAuth") {
        Ok(token.trim())
    } else {
        Err(malformed())
    }
}

fn kind_of(method: &HttpMethod, target: &Target) -> String {
    let resource: Vec<&str> = target.path.iter().take(2).map(String::as_str).collect();
    match resource.as_slice() {
        ["sobjects", name] => format!("{method} sobjects/{name}"),
        ["composite", part] => format!("{method} composite/{part}"),
        ["jobs", part] if target.path.len() > 3 => format!("{method} jobs/{part}/results"),
        ["jobs", part] => format!("{method} jobs/{part}"),
        [first, ..] => format!("{method} {first}"),
        [] => format!("{method} resources"),
    }
}

fn request(
    method: &HttpMethod,
    target: Target,
    headers: &HeaderMap,
    body: &Bytes,
    user: String,
) -> Result<Request, RestError> {
    let overridden =
        target.params.iter().find(|(name, _)| name == "_HttpMethod").map(|(_, value)| value.as_str());
    let method = Method::parse(overridden.filter(|_| method == HttpMethod::POST).unwrap_or(method.as_str()));
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let body = if body.is_empty() {
        Value::Null
    } else {
        if !text("content-type").to_ascii_lowercase().contains("json") {
            return Err(RestError::new(
                415,
                "UNSUPPORTED_MEDIA_TYPE",
                "The content type of the request is not supported for the requested resource",
            ));
        }
        serde_json::from_slice(body).map_err(|error| {
            RestError::bad_json(format!(
                "Unexpected input at [line:{}, column:{}]",
                error.line(),
                error.column()
            ))
        })?
    };
    let option = |header: &str, name: &str| {
        text(header).split([';', ',']).find_map(|part| {
            let (key, value) = part.split_once('=')?;
            key.trim().eq_ignore_ascii_case(name).then(|| String::from(value.trim()))
        })
    };
    let rows = option("Sforce-Query-Options", "batchSize").and_then(|rows| rows.parse::<usize>().ok());
    let save_duplicates =
        option("Sforce-Duplicate-Rule-Header", "allowSave").is_some_and(|value| value == "true");
    let keeps_owner = text("Sforce-Auto-Assign").eq_ignore_ascii_case("false");
    Ok(Request {
        method,
        version: target.version,
        path: target.path,
        params: target.params,
        body,
        writer: Writer { user, save_duplicates, keeps_owner },
        page_rows: rows.unwrap_or(PAGE_ROWS).clamp(PAGE_ROWS_MIN, PAGE_ROWS),
    })
}

/// 304 when the client already has this description (salesforce.md 5.4).
fn unchanged_describe(state: &State, target: &Target, headers: &HeaderMap) -> Option<Response> {
    target.path.last().filter(|last| *last == "describe")?;
    let since = headers.get(IF_MODIFIED_SINCE)?.to_str().ok()?;
    let since = jiff::fmt::rfc2822::parse(&since.replace("GMT", "+0000")).ok()?;
    (since.timestamp().as_millisecond() >= state.metadata_ms)
        .then(|| StatusCode::NOT_MODIFIED.into_response())
}

/// 412 when the record was changed after the time a client names (salesforce.md 3.1); whole seconds
/// count, as in the header and in time stamps.
fn unmet(state: &State, request: &Request, headers: &HeaderMap) -> Option<RestError> {
    let [resource, name, id] = request.path.as_slice() else { return None };
    let since = headers.get(IF_UNMODIFIED_SINCE)?.to_str().ok()?;
    let since = jiff::fmt::rfc2822::parse(&since.replace("GMT", "+0000")).ok()?;
    if resource != "sobjects" || !request.method.writes() {
        return None;
    }
    let record = state.store.get(schema::object(name)?.name, &ids::parse(id)?)?;
    (record.modified_ms.div_euclid(SECOND_MS) > since.timestamp().as_second()).then(|| {
        RestError::new(412, "PRECONDITION_FAILED", "The record was modified after the time in the header")
    })
}

fn refused(state: &State, error: &RestError) -> Response {
    json_response(state, Reply::refused(error), None)
}

fn json_response(state: &State, reply: Reply, last_modified_ms: Option<i64>) -> Response {
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let Some(body) = reply.body else { return status.into_response() };
    let mut text = body.to_string().into_bytes();
    if state.faults.is_on("bad-body") {
        text.truncate(text.len() / 2);
    }
    let mut response = (status, [(CONTENT_TYPE, "application/json;charset=UTF-8")], text).into_response();
    if let Some(location) = reply.location.and_then(|location| HeaderValue::from_str(&location).ok()) {
        response.headers_mut().insert(LOCATION, location);
    }
    let stamp = last_modified_ms.and_then(|ms| Timestamp::from_millisecond(ms).ok());
    let stamp = stamp
        .and_then(|at| HeaderValue::from_str(&at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()).ok());
    if let Some(stamp) = stamp {
        response.headers_mut().insert(LAST_MODIFIED, stamp);
    }
    response
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted.split(',').any(|one| one.trim().split(';').next() == Some("gzip"))
}

fn csv_response(csv: Csv, gzip: bool) -> Response {
    let packed = gzip.then(|| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(csv.text.as_bytes()).and_then(|()| encoder.finish())
    });
    let mut response = match packed {
        Some(Ok(packed)) => ([(CONTENT_ENCODING, "gzip")], packed).into_response(),
        Some(Err(_)) | None => csv.text.into_response(),
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/csv"));
    headers.insert("Sforce-NumberOfRecords", HeaderValue::from(csv.rows));
    if let Ok(locator) = HeaderValue::from_str(&csv.locator) {
        headers.insert("Sforce-Locator", locator);
    }
    response
}

fn oversized(reply: Reply) -> Response {
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let padding =
        std::iter::repeat_n(Bytes::from_static(PADDING_CHUNK), OVERSIZED_BYTES / PADDING_CHUNK.len());
    let text = Bytes::from(reply.body.unwrap_or(Value::Null).to_string());
    let chunks = padding.chain(std::iter::once(text)).map(Ok::<_, std::io::Error>);
    (status, [(CONTENT_TYPE, "application/json;charset=UTF-8")], Body::from_stream(stream::iter(chunks)))
        .into_response()
}

/// A body that fails before its first byte: the server closes the connection without having sent even a status line.
pub fn lost_connection() -> Response {
    let broken = std::io::Error::from(std::io::ErrorKind::ConnectionReset);
    Response::new(Body::from_stream(stream::iter([Err::<Bytes, _>(broken)])))
}

fn counted(state: &State, mut response: Response) -> Response {
    let usage = format!("api-usage={}/{}", state.requests_used, state.requests_max());
    if let Ok(value) = HeaderValue::from_str(&usage) {
        response.headers_mut().insert("Sforce-Limit-Info", value);
    }
    response
}
