//! `/query`, `/queryAll`, `/search` and `/parameterizedSearch`.

use serde_json::{Map, Value, json};

use super::{Method, Reply, Request, today};
use crate::salesforce::error::RestError;
use crate::salesforce::query_pages::Page;
use crate::salesforce::soql::parse::{self, Parser};
use crate::salesforce::soql::{self, Select};
use crate::salesforce::sosl::{self, Returning, Scope, Search, find, statement};
use crate::salesforce::state::State;

pub fn query(state: &mut State, request: &Request, with_deleted: bool) -> Result<Reply, RestError> {
    if request.method != Method::Get {
        return Err(RestError::method_not_allowed());
    }
    let text = request
        .param("q")
        .ok_or_else(|| RestError::new(400, "MALFORMED_QUERY", "missing query parameter q"))?;
    let query = parse::query(text, today(state))?;
    let found = soql::run::run(state, request.ask(state, with_deleted), &query)?;
    if matches!(query.select.as_slice(), [Select::Count]) {
        return Ok(Reply::ok(json!({ "totalSize": found.total, "done": true, "records": [] })));
    }
    let now = state.now_ms();
    let size = page_rows(state, request);
    let page = state.pages.first(&request.writer.user, now, found.records, size);
    Ok(Reply::ok(page_json(request, page)))
}

pub fn next_page(state: &State, request: &Request, locator: &str) -> Result<Reply, RestError> {
    if request.method != Method::Get {
        return Err(RestError::method_not_allowed());
    }
    let size = page_rows(state, request);
    let page = state.pages.next(&request.writer.user, state.now_ms(), locator, size);
    let page = page.ok_or_else(|| RestError::new(400, "INVALID_QUERY_LOCATOR", "invalid query locator"))?;
    Ok(Reply::ok(page_json(request, page)))
}

/// The size asked for is advice (salesforce.md 4.6).
fn page_rows(state: &State, request: &Request) -> usize {
    let most = state.faults.number("query-page-rows").and_then(|most| usize::try_from(most).ok());
    most.map_or(request.page_rows, |most| request.page_rows.min(most.max(1)))
}

fn page_json(request: &Request, page: Page) -> Value {
    let mut body = json!({ "totalSize": page.total, "done": page.next.is_none(), "records": page.records });
    if let Some(next) = page.next {
        body["nextRecordsUrl"] = json!(format!("{}/query/{next}", request.base()));
    }
    body
}

pub fn search(state: &State, request: &Request) -> Result<Reply, RestError> {
    if request.method != Method::Get {
        return Err(RestError::method_not_allowed());
    }
    let text = request
        .param("q")
        .ok_or_else(|| RestError::new(400, "MALFORMED_SEARCH", "missing search parameter q"))?;
    let search = statement::parse(text, today(state))?;
    Ok(Reply::ok(sosl::run::run(state, request.ask(state, false), &search)?))
}

/// The same search with its parts as parameters or as a body (salesforce.md 4.7).
pub fn parameterized(state: &State, request: &Request) -> Result<Reply, RestError> {
    let parts = match request.method {
        Method::Get => parts_of_params(request),
        Method::Post => request.fields()?.clone(),
        Method::Patch | Method::Delete | Method::Other => return Err(RestError::method_not_allowed()),
    };
    let wrong = |what: &str| {
        RestError::new(400, "INVALID_SEARCH", format!("parameter {what} is missing or not valid"))
    };
    let text = parts.get("q").and_then(Value::as_str).ok_or_else(|| wrong("q"))?;
    let scope = match parts.get("in").and_then(Value::as_str) {
        Some(word) => Scope::parse(word).ok_or_else(|| {
            RestError::new(400, "INVALID_SEARCH_SCOPE", format!("unknown search scope {word}"))
        })?,
        None => Scope::All,
    };
    let default_fields = texts(parts.get("fields"));
    let default_limit = number(parts.get("defaultLimit"));
    let mut returning = Vec::new();
    for sobject in parts.get("sobjects").and_then(Value::as_array).into_iter().flatten() {
        let fields = texts(sobject.get("fields"));
        returning.push(Returning {
            sobject: sobject
                .get("name")
                .and_then(Value::as_str)
                .map(String::from)
                .ok_or_else(|| wrong("sobjects"))?,
            fields: if fields.is_empty() { default_fields.clone() } else { fields },
            filter: clause(state, sobject.get("where"), |parser| parser.condition(0))?,
            order: clause(state, sobject.get("orderBy").map(order_clause).as_ref(), |parser| {
                parser.order_by()
            })?
            .unwrap_or_default(),
            limit: number(sobject.get("limit")).or(default_limit),
            offset: number(parts.get("offset")).unwrap_or(0),
        });
    }
    let search = Search {
        find: find::parse(text, false)?,
        scope,
        returning,
        limit: number(parts.get("overallLimit")),
        with_labels: false,
    };
    Ok(Reply::ok(sosl::run::run(state, request.ask(state, false), &search)?))
}

fn order_clause(value: &Value) -> Value {
    json!(format!("ORDER BY {}", value.as_str().unwrap_or_default()))
}

fn clause<T>(
    state: &State,
    text: Option<&Value>,
    read: impl FnOnce(&mut Parser<'_>) -> Result<T, RestError>,
) -> Result<Option<T>, RestError> {
    let Some(text) = text.and_then(Value::as_str) else { return Ok(None) };
    let mut parser = Parser::new(text, "MALFORMED_SEARCH", today(state))?;
    let read = read(&mut parser)?;
    parser.end()?;
    Ok(Some(read))
}

fn texts(value: Option<&Value>) -> Vec<String> {
    value
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(String::from)
        .collect()
}

fn number(value: Option<&Value>) -> Option<usize> {
    match value? {
        Value::Number(number) => number.as_u64().and_then(|number| usize::try_from(number).ok()),
        Value::String(text) => text.parse().ok(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// `sobject=Contact&Contact.fields=id,name` and so on, in the form of the body.
fn parts_of_params(request: &Request) -> Map<String, Value> {
    let list = |text: &str| json!(text.split(',').map(str::trim).collect::<Vec<_>>());
    let mut parts = Map::new();
    for (name, value) in &request.params {
        match name.as_str() {
            "sobject" | "sobjects" => {}
            "fields" => {
                parts.insert(name.clone(), list(value));
            }
            _ => {
                parts.insert(name.clone(), json!(value));
            }
        }
    }
    let names =
        request.params.iter().filter(|(name, _)| name == "sobject").flat_map(|(_, value)| value.split(','));
    let sobjects: Vec<Value> = names
        .map(|name| {
            let mut sobject = json!({ "name": name });
            if let Some(fields) = request.param(&format!("{name}.fields")) {
                sobject["fields"] = list(fields);
            }
            for member in ["where", "orderBy", "limit"] {
                if let Some(value) = request.param(&format!("{name}.{member}")) {
                    sobject[member] = json!(value);
                }
            }
            sobject
        })
        .collect();
    parts.insert(String::from("sobjects"), Value::Array(sobjects));
    parts
}
