//! The parts of the Configuration API a desktop companion reads (`3cx.md` 3.2, 3.3).

use axum::extract::{Request, State as Extract};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::call_log::{self, CALL_LOG};
use super::legs::{Call, Side, Status};
use super::odata::{Query, QueryError};
use super::state::State;
use super::{Pbx, chats, faulty, sample};
use crate::faults::ThreeCxFault;

/// From this version on `expires_in` counts seconds (`3cx.md` 1.1).
const VERSION: &str = "20.0.9.995";
const VERSION_BEFORE: &str = "20.0.8.1121";

/// The sets that are counted by name.
const KNOWN: [&str; 11] = [
    "Defs",
    "Users",
    "MyUser",
    "Peers",
    "SystemStatus",
    "ActiveCalls",
    "Contacts",
    CALL_LOG,
    chats::DETECTOR,
    chats::CONVERSATIONS,
    chats::MESSAGES,
];

pub(super) type Row = Map<String, Value>;

pub(super) async fn handle(Extract(pbx): Extract<Pbx>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let (mut response, version) = pbx.with(|state| {
        let minutes = state.faults.text(ThreeCxFault::ExpiresIn) == Some("60");
        let version = if minutes { VERSION_BEFORE } else { VERSION };
        (respond(state, &parts.method, &parts.headers, &parts.uri, version), version)
    });
    response.headers_mut().insert("x-3cx-version", HeaderValue::from_static(version));
    response
}

fn respond(
    state: &mut State,
    method: &Method,
    headers: &HeaderMap,
    uri: &axum::http::Uri,
    version: &str,
) -> Response {
    let path = uri.path().trim_start_matches("/xapi/v1/").to_owned();
    let path: String =
        url::form_urlencoded::parse(format!("={}", path.replace('+', "%2B").replace('&', "%26")).as_bytes())
            .map(|(_, value)| value.into_owned())
            .collect();
    let (entity, key) = match path.split_once('(') {
        Some((entity, key)) => (entity.to_owned(), key.strip_suffix(')').map(str::to_owned)),
        None => (path.clone(), None),
    };
    state.count(&format!("xapi.{}", if KNOWN.contains(&entity.as_str()) { &entity } else { "other" }));
    if state.faults.has(ThreeCxFault::XapiOff) || !state.is_authorised(headers) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    if is_forbidden(state, &entity) {
        return StatusCode::FORBIDDEN.into_response();
    }
    if method != Method::GET {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    if let Some(response) = faulty::read_instead(state) {
        return response;
    }
    let query = match Query::parse(uri.query().unwrap_or_default()) {
        Ok(query) => query,
        Err(error) => return bad_query(&error),
    };
    match (entity.as_str(), key) {
        ("Defs", None) => single(state, "Defs", &row(json!({ "Id": 0 })), &query),
        ("MyUser", None) => single(
            state,
            "MyUser",
            &row(json!({
                "Id": 900, "Number": sample::CLIENT_ID, "FirstName": "Ringside", "LastName": "", "DisplayName": "Ringside",
                "EmailAddress": "",
            })),
            &query,
        ),
        ("SystemStatus", None) => single(state, "SystemStatus", &system_status(state, version), &query),
        ("Users", None) => collection(state, "Users", users(state), &query),
        ("Users", Some(key)) => match user_by_key(users(state), &key) {
            Some(user) => single(state, "Users", &user, &query),
            None => error(StatusCode::NOT_FOUND, "WARNINGS.XAPI.NOT_FOUND"),
        },
        ("Peers", None) => collection(state, "Peers", peers(), &query),
        ("ActiveCalls", None) => collection(state, "ActiveCalls", active_calls(state), &query),
        (CALL_LOG, Some(parameters)) => logged(state, &parameters, query),
        (chats::DETECTOR, None) => collection(state, chats::DETECTOR, chats::newest(state), &query),
        (chats::CONVERSATIONS, None) => {
            collection(state, chats::CONVERSATIONS, chats::conversation_rows(state), &query)
        }
        (chats::MESSAGES, None) => collection(state, chats::MESSAGES, chats::message_rows(state), &query),
        ("Contacts", None) => collection(state, "Contacts", contacts(), &query),
        _ => error(StatusCode::NOT_FOUND, "WARNINGS.XAPI.NOT_FOUND"),
    }
}

/// The report keeps its order, whatever `$orderby` says (`3cx.md` 3.5).
fn logged(state: &State, parameters: &str, mut query: Query) -> Response {
    query.forget_order();
    match call_log::rows(state, parameters) {
        Ok(rows) => collection(state, &format!("{CALL_LOG}({parameters})"), rows, &query),
        Err(problem) => error(StatusCode::BAD_REQUEST, problem),
    }
}

/// A plain user sees the definitions and nothing else; past calls and chats are the owner's (`3cx.md` 1.3).
fn is_forbidden(state: &State, entity: &str) -> bool {
    match state.role() {
        "users" => entity != "Defs",
        "system_owners" => false,
        _ => [CALL_LOG, chats::CONVERSATIONS, chats::MESSAGES].contains(&entity),
    }
}

pub(super) fn row(value: Value) -> Row {
    match value {
        Value::Object(map) => map,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => Map::new(),
    }
}

fn context(state: &State, entity: &str, query: &Query) -> String {
    let selected =
        if query.select.is_empty() { String::new() } else { format!("({})", query.select.join(",")) };
    format!("{}/xapi/v1/$metadata#{entity}{selected}", state.base_url)
}

fn single(state: &State, entity: &str, one: &Row, query: &Query) -> Response {
    let mut body = row(query.selected(one));
    body.insert("@odata.context".to_owned(), Value::from(context(state, entity, query)));
    axum::Json(body).into_response()
}

fn collection(state: &State, entity: &str, rows: Vec<Row>, query: &Query) -> Response {
    let rows = match query.matching(rows) {
        Ok(rows) => rows,
        Err(error) => return bad_query(&error),
    };
    let page = state.faults.number(ThreeCxFault::OdataPage).and_then(|size| usize::try_from(size).ok());
    let wanted = query.top.unwrap_or(usize::MAX);
    let shown = page.map_or(wanted, |page| page.min(wanted));
    let value: Vec<Value> = rows.iter().skip(query.skip).take(shown).map(|row| query.selected(row)).collect();
    let mut body = Map::new();
    body.insert("@odata.context".to_owned(), Value::from(context(state, entity, query)));
    if query.count {
        body.insert("@odata.count".to_owned(), Value::from(rows.len()));
    }
    let next = query.skip.saturating_add(value.len());
    if shown < wanted && next < rows.len() {
        let select = if query.select.is_empty() {
            String::new()
        } else {
            format!("$select={}&", query.select.join(","))
        };
        body.insert(
            "@odata.nextLink".to_owned(),
            Value::from(format!("{}/xapi/v1/{entity}?{select}$skip={next}", state.base_url)),
        );
    }
    body.insert("value".to_owned(), Value::from(value));
    axum::Json(body).into_response()
}

/// The error object of `3cx.md` 3.1.
fn error(status: StatusCode, message: &str) -> Response {
    let body = json!({ "error": { "code": "", "message": message, "target": null, "details": [], "innerError": null } });
    (status, axum::Json(body)).into_response()
}

fn bad_query(problem: &QueryError) -> Response {
    error(StatusCode::BAD_REQUEST, &problem.to_string())
}

fn email<'a>(state: &'a State, extension: &'a sample::Extension) -> &'a str {
    let shared = state.faults.text(ThreeCxFault::SharedEmail).and_then(sample::extension);
    match shared {
        // The meeting room has none of its own.
        Some(owner) if extension.email.is_empty() => owner.email,
        _ if state.faults.text(ThreeCxFault::NoEmail) == Some(extension.number) => "",
        _ => extension.email,
    }
}

fn users(state: &State) -> Vec<Row> {
    let user = |extension: &sample::Extension| {
        row(json!({
            "Id": extension.id,
            "Number": extension.number,
            "FirstName": extension.first_name,
            "LastName": extension.last_name,
            "DisplayName": extension.name(),
            "EmailAddress": email(state, extension),
            "Mobile": "",
            "OutboundCallerID": "",
            "Enabled": true,
            "IsRegistered": !state.devices(extension.number).is_empty(),
            "CurrentProfileName": "Available",
            "QueueStatus": "LoggedIn",
            "Language": "EN",
            "Internal": false,
            "PrimaryGroupId": 1,
        }))
    };
    sample::EXTENSIONS.iter().map(user).collect()
}

/// `(29)` or `(Number='812')`.
fn user_by_key(users: Vec<Row>, key: &str) -> Option<Row> {
    let wanted = match key.split_once('=') {
        Some(("Number", number)) => {
            ("Number", Value::from(number.trim().strip_prefix('\'')?.strip_suffix('\'')?.replace("''", "'")))
        }
        Some(_) => return None,
        None => ("Id", Value::from(key.trim().parse::<u32>().ok()?)),
    };
    users.into_iter().find(|user| user.get(wanted.0) == Some(&wanted.1))
}

fn peers() -> Vec<Row> {
    let peer = |id: usize, number: &str, name: &str, kind: &str| {
        row(
            json!({ "Id": id, "Number": number, "Name": name, "Type": kind, "MemberOf": [], "Hidden": false, "Tags": [] }),
        )
    };
    let people = sample::EXTENSIONS.iter().map(|one| (one.number, one.name(), "Extension"));
    let lines = sample::LINES.iter().map(|line| (line.number, line.name.to_owned(), line.peer_type));
    people
        .chain(lines)
        .enumerate()
        .map(|(at, (number, name, kind))| peer(at + 1, number, &name, kind))
        .collect()
}

fn system_status(state: &State, version: &str) -> Row {
    let host = url::Url::parse(&state.base_url).ok().and_then(|url| url.host_str().map(str::to_owned));
    row(json!({
        "FQDN": host.unwrap_or_default(),
        "Version": version,
        "ProductCode": "3CXENT",
        "LicenseActive": true,
        "ExpirationDate": "2030-12-31T00:00:00Z",
        "CallsActive": state.calls.len(),
        "MaxSimCalls": 16,
        "IsChatLogEnabled": !state.faults.has(ThreeCxFault::ChatLogOff),
    }))
}

fn active_calls(state: &State) -> Vec<Row> {
    let ends = |call: &Call, side: Side| {
        let leg =
            call.legs.iter().filter(|leg| leg.side == side).max_by_key(|leg| leg.status == Status::Connected);
        match (leg, &call.outside) {
            (Some(leg), _) => format!(
                "{} {}",
                leg.dn,
                sample::extension(&leg.dn).map(sample::Extension::name).unwrap_or_default()
            ),
            (None, Some((_, party))) => format!("{} ({})", party.dn, party.caller_id),
            (None, None) => String::new(),
        }
    };
    let active = |call: &Call| {
        row(json!({
            "Id": call.id,
            "Caller": ends(call, Side::Caller).trim_end(),
            "Callee": ends(call, Side::Callee).trim_end(),
            "Status": if call.established.is_some() { "Talking" } else { "Routing" },
            "LastChangeStatus": call.changed.to_string(),
            "EstablishedAt": call.established.map(|at| at.to_string()),
            "ServerNow": state.now().to_string(),
        }))
    };
    state.calls.values().map(active).collect()
}

fn contacts() -> Vec<Row> {
    vec![row(json!({
        "Id": 1, "FirstName": "Night", "LastName": "Porter", "CompanyName": "Nordwind GmbH", "Title": "", "Department": "",
        "Email": "", "PhoneNumber": "+4915112345678", "Business": "", "Business2": "", "BusinessFax": "", "Home": "",
        "Mobile2": "", "Other": "", "Pager": "", "Tag": "", "ContactType": "3CX",
    }))]
}
