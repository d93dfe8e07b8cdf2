//! `/sobjects/…`: describe, create, read, change, delete, upsert, and what changed lately.

use serde_json::{Map, Value, json};

use super::{Method, Reply, Request};
use crate::salesforce::error::RestError;
use crate::salesforce::ids;
use crate::salesforce::schema::{Field, Kind, Object};
use crate::salesforce::soql::run::row_of_paths;
use crate::salesforce::soql::value::resolve;
use crate::salesforce::state::State;
use crate::salesforce::time::{self, DAY_MS, HOUR_MS, MINUTE_MS};
use crate::salesforce::write::{self, Upserted};
use crate::salesforce::{describe, forms};

/// Since this version an upsert that updates answers with a body (salesforce.md 6.5).
const UPSERT_BODY_SINCE: f64 = 46.0;
/// How far back `/updated` and `/deleted` reach (salesforce.md 11.2).
const UPDATED_DAYS: i64 = 30;
const DELETED_DAYS: i64 = 15;

pub fn route(state: &mut State, request: &Request, path: &[&str]) -> Result<Reply, RestError> {
    match (path, request.method) {
        ([name], Method::Get) => {
            let object = state.seen_object(name)?;
            Ok(Reply::ok(
                json!({ "objectDescribe": describe::summary(&request.version, object), "recentItems": [] }),
            ))
        }
        ([name] | [name, "Id" | "id"], Method::Post) => {
            let object = state.seen_object(name)?;
            let id = write::create(state, &request.writer, object, request.fields()?)?;
            let location = format!("{}/sobjects/{}/{id}", request.base(), object.name);
            let body = Some(write::created_json(&id));
            Ok(Reply { status: 201, body, location: Some(location), ..Reply::empty() })
        }
        ([name, "describe"], Method::Get) => {
            let object = state.seen_object(name)?;
            Ok(Reply::ok(describe::describe(state, &request.version, object)))
        }
        ([name, "describe", "layouts"], Method::Get) => {
            if state.faults.is_on("no-layouts") {
                return Err(RestError::not_found());
            }
            Ok(Reply::ok(forms::layouts(state, state.seen_object(name)?)))
        }
        ([name, "updated" | "deleted"], Method::Get) => {
            changed(state, request, state.seen_object(name)?, path[1] == "deleted")
        }
        ([name, id], method) => {
            let object = state.seen_object(name)?;
            let id = ids::parse(id).ok_or_else(RestError::not_found)?;
            one(state, request, object, &id, method)
        }
        ([name, field, value], method) => {
            by_key(state, request, state.seen_object(name)?, field, value, method)
        }
        _ => Err(if path.len() <= 1 { RestError::method_not_allowed() } else { RestError::not_found() }),
    }
}

fn one(
    state: &mut State,
    request: &Request,
    object: &'static Object,
    id: &str,
    method: Method,
) -> Result<Reply, RestError> {
    match method {
        Method::Get => read(state, request, object, id),
        Method::Patch => {
            write::update(state, &request.writer, object, id, request.fields()?)?;
            Ok(Reply::empty())
        }
        Method::Delete => {
            write::delete(state, object, id)?;
            Ok(Reply::empty())
        }
        Method::Post | Method::Other => Err(RestError::method_not_allowed()),
    }
}

fn read(state: &State, request: &Request, object: &'static Object, id: &str) -> Result<Reply, RestError> {
    let record = write::existing(state, object, id)?;
    let paths = match request.param("fields") {
        Some(fields) => fields
            .split(',')
            .map(str::trim)
            .filter(|field| !field.is_empty())
            .map(|field| resolve(state, object, field))
            .collect::<Result<Vec<_>, _>>()?,
        None => state
            .fields(object)
            .map(|field| resolve(state, object, field.name))
            .collect::<Result<Vec<_>, _>>()?,
    };
    let key = String::from(id);
    let mut body = row_of_paths(state, request.ask(state, false), object, &paths, (&key, record));
    body["Id"] = json!(id);
    Ok(Reply::ok(body))
}

fn by_key(
    state: &mut State,
    request: &Request,
    object: &'static Object,
    field: &str,
    value: &str,
    method: Method,
) -> Result<Reply, RestError> {
    let field = state.field(object, field).filter(|field| field.external_id || field.id_lookup);
    let field: &'static Field = field.ok_or_else(|| {
        RestError::new(404, "NOT_FOUND", "Provided external ID field does not exist or is not accessible")
    })?;
    if field.kind == Kind::Id {
        let id = ids::parse(value).ok_or_else(RestError::not_found)?;
        return one(state, request, object, &id, method);
    }
    if method == Method::Patch {
        let update_only = request.param("updateOnly") == Some("true");
        let done =
            write::upsert(state, &request.writer, object, (field, value), request.fields()?, update_only)?;
        return Ok(upserted(request, object, done));
    }
    let found = write::by_external_id(state, object, field, value);
    match found.as_slice() {
        [] => Err(RestError::not_found()),
        [id] => one(state, request, object, id, method),
        several => Ok(ambiguous(request, object, several)),
    }
}

fn upserted(request: &Request, object: &Object, done: Upserted) -> Reply {
    let body =
        |id: &str, created: bool| json!({ "id": id, "success": true, "errors": [], "created": created });
    match done {
        Upserted::Created(id) => {
            let location = format!("{}/sobjects/{}/{id}", request.base(), object.name);
            Reply { status: 201, body: Some(body(&id, true)), location: Some(location), ..Reply::empty() }
        }
        Upserted::Updated(id)
            if request.version.parse().is_ok_and(|version: f64| version >= UPSERT_BODY_SINCE) =>
        {
            Reply::ok(body(&id, false))
        }
        Upserted::Updated(_) => Reply::empty(),
        Upserted::Ambiguous(ids) => ambiguous(request, object, &ids),
    }
}

fn ambiguous(request: &Request, object: &Object, ids: &[String]) -> Reply {
    let urls: Vec<String> =
        ids.iter().map(|id| format!("{}/sobjects/{}/{id}", request.base(), object.name)).collect();
    Reply { status: 300, body: Some(json!(urls)), ..Reply::empty() }
}

fn changed(state: &State, request: &Request, object: &Object, deleted: bool) -> Result<Reply, RestError> {
    let now = state.now_ms();
    let moment = |name: &str| {
        request.param(name).and_then(|text| time::parse_ms(&text.replace(' ', "+"))).ok_or_else(|| {
            RestError::new(
                400,
                "INVALID_REPLICATION_DATE",
                format!("{name} is missing or not a date and time"),
            )
        })
    };
    let (start, end) = (moment("start")?, moment("end")?.min(now));
    let reach = match (deleted, state.faults.is_on("delete-log-purged")) {
        (true, true) => HOUR_MS,
        (true, false) => DELETED_DAYS * DAY_MS,
        (false, _) => UPDATED_DAYS * DAY_MS,
    };
    if end - start < MINUTE_MS || start < now - reach {
        return Err(RestError::new(
            400,
            "INVALID_REPLICATION_DATE",
            "startDate and endDate must be more than a minute apart and inside the replication window",
        ));
    }
    let rows = state.store.rows(object.name).filter(|(_, record)| {
        record.deleted == deleted
            && !record.hidden
            && record.visible_at_ms <= now
            && (start..=end).contains(&record.modified_ms)
    });
    let mut body = Map::new();
    body.insert(String::from("latestDateCovered"), json!(time::format_ms(end)));
    if deleted {
        let records: Vec<Value> = rows
            .map(|(id, row)| json!({ "id": id, "deletedDate": time::format_ms(row.modified_ms) }))
            .collect();
        body.insert(String::from("deletedRecords"), json!(records));
        body.insert(String::from("earliestDateAvailable"), json!(time::format_ms(now - reach)));
    } else {
        body.insert(String::from("ids"), json!(rows.map(|(id, _)| id).collect::<Vec<_>>()));
    }
    Ok(Reply::ok(Value::Object(body)))
}
