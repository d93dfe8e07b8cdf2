//! The REST resources as a function from request to reply. Knows no sockets: `http.rs` turns bytes into a `Request`,
//! and composite requests come back in here for each of their parts.

pub mod bulk;
pub mod collections;
pub mod composite;
pub mod http;
pub mod records;
pub mod search;

use serde_json::{Map, Value, json};

use super::describe;
use super::error::RestError;
use super::soql::run::Ask;
use super::state::State;
use super::store::Fields;
use super::time;
use super::write::Writer;

/// Rows on a page unless the client asks otherwise, and the bounds of what it may ask (salesforce.md 3.1).
pub const PAGE_ROWS: usize = 2000;
pub const PAGE_ROWS_MIN: usize = 200;

#[derive(Debug, Clone)]
pub struct Request {
    pub method: Method,
    /// `66.0`.
    pub version: String,
    /// Decoded path segments after the version.
    pub path: Vec<String>,
    pub params: Vec<(String, String)>,
    /// Null when there was no body.
    pub body: Value,
    pub writer: Writer,
    pub page_rows: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
    Patch,
    Delete,
    Other,
}

impl Method {
    pub fn parse(name: &str) -> Self {
        match name.to_ascii_uppercase().as_str() {
            "GET" | "HEAD" => Self::Get,
            "POST" => Self::Post,
            "PATCH" => Self::Patch,
            "DELETE" => Self::Delete,
            _ => Self::Other,
        }
    }

    pub fn writes(self) -> bool {
        match self {
            Self::Post | Self::Patch | Self::Delete => true,
            Self::Get | Self::Other => false,
        }
    }
}

#[derive(Debug, Clone)]
pub struct Reply {
    pub status: u16,
    pub body: Option<Value>,
    pub location: Option<String>,
    /// In place of a JSON body.
    pub csv: Option<Csv>,
}

/// A page of a bulk query's result.
#[derive(Debug, Clone)]
pub struct Csv {
    pub text: String,
    /// Where the next page begins; `null` at the end.
    pub locator: String,
    pub rows: usize,
}

impl Reply {
    pub fn ok(body: Value) -> Self {
        Self { status: 200, body: Some(body), ..Self::empty() }
    }

    pub fn empty() -> Self {
        Self { status: 204, body: None, location: None, csv: None }
    }

    pub fn refused(error: &RestError) -> Self {
        Self { status: error.status, body: Some(Value::Array(vec![error.to_json()])), ..Self::empty() }
    }

    pub fn csv(csv: Csv) -> Self {
        Self { status: 200, csv: Some(csv), ..Self::empty() }
    }
}

impl Request {
    pub fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub fn base(&self) -> String {
        format!("/services/data/v{}", self.version)
    }

    pub fn fields(&self) -> Result<&Fields, RestError> {
        match &self.body {
            Value::Object(fields) => Ok(fields),
            Value::Null => Err(RestError::bad_json("No content to map to Object due to end of input")),
            Value::Array(_) | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                Err(RestError::bad_json("The value must be of type map at [line:1, column:1]"))
            }
        }
    }

    fn ask(&self, state: &State, with_deleted: bool) -> Ask<'_> {
        Ask { version: &self.version, with_deleted, now_ms: state.now_ms() }
    }
}

/// Answers one request; refusals are replies too.
pub fn answer(state: &mut State, request: &Request) -> Reply {
    route(state, request).unwrap_or_else(|error| Reply::refused(&error))
}

fn route(state: &mut State, request: &Request) -> Result<Reply, RestError> {
    let path: Vec<&str> = request.path.iter().map(String::as_str).collect();
    let method = request.method;
    match path.as_slice() {
        [] => only_get(method, || Ok(Reply::ok(resources(state, request)))),
        ["sobjects"] => only_get(method, || Ok(Reply::ok(describe::list(&request.version)))),
        ["sobjects", rest @ ..] => records::route(state, request, rest),
        ["query"] => search::query(state, request, false),
        ["queryAll" | "queryall"] => search::query(state, request, true),
        ["query" | "queryAll", locator] => search::next_page(state, request, locator),
        ["search"] => search::search(state, request),
        ["parameterizedSearch" | "parameterizedsearch"] => search::parameterized(state, request),
        ["limits"] => only_get(method, || Ok(Reply::ok(limits(state)))),
        ["ui-api", "duplicates", name] => only_get(method, || {
            let object = state.seen_object(name)?;
            Ok(Reply::ok(super::duplicates::configuration(state, object)))
        }),
        ["recent"] => only_get(method, || Ok(Reply::ok(json!([])))),
        ["jobs", "query", rest @ ..] => bulk::route(state, request, rest),
        ["composite"] => composite::composite(state, request),
        ["composite", "batch"] => composite::batch(state, request),
        ["composite", "sobjects", rest @ ..] => collections::route(state, request, rest),
        _ => Err(RestError::not_found()),
    }
}

fn only_get(method: Method, reply: impl FnOnce() -> Result<Reply, RestError>) -> Result<Reply, RestError> {
    if method == Method::Get { reply() } else { Err(RestError::method_not_allowed()) }
}

/// `GET /services/data`, open to everybody: the versions offered.
pub fn versions(newest: u32) -> Value {
    let seasons = ["Spring", "Summer", "Winter"];
    let all: Vec<Value> = (super::OLDEST_VERSION..=newest)
        .map(|version| {
            let since = version - super::OLDEST_VERSION;
            // v41 was Winter '18, and three releases make a year.
            let (season, year) = match since % 3 {
                0 => (seasons[2], 18 + since / 3),
                1 => (seasons[0], 18 + since / 3),
                _ => (seasons[1], 18 + since / 3),
            };
            json!({
                "label": format!("{season} '{year}"), "url": format!("/services/data/v{version}.0"),
                "version": format!("{version}.0"),
            })
        })
        .collect();
    Value::Array(all)
}

fn resources(state: &State, request: &Request) -> Value {
    let mut all = Map::new();
    for name in [
        "sobjects",
        "query",
        "queryAll",
        "search",
        "parameterizedSearch",
        "limits",
        "composite",
        "jobs",
        "recent",
    ] {
        all.insert(String::from(name), json!(format!("{}/{name}", request.base())));
    }
    let identity = format!("{}/id/{}/{}", state.base_url, state.org_id, request.writer.user);
    all.insert(String::from("identity"), json!(identity));
    Value::Object(all)
}

fn limits(state: &State) -> Value {
    let max = state.requests_max();
    let remaining = max.saturating_sub(state.requests_used);
    let untouched = |max: u64| json!({ "Max": max, "Remaining": max });
    json!({
        "DailyApiRequests": { "Max": max, "Remaining": remaining },
        "DailyBulkV2QueryJobs": untouched(10_000), "DailyBulkV2QueryFileStorageMB": untouched(976_562),
        "ConcurrentSyncReportRuns": untouched(20), "DataStorageMB": untouched(10_240), "FileStorageMB": untouched(10_240),
    })
}

/// The day a query's `TODAY` means.
pub fn today(state: &State) -> jiff::civil::Date {
    time::date_of_ms(state.now_ms())
}
