//! `/composite` with references between its parts, and `/composite/batch` (salesforce.md 8.2 and 8.3).

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::http::split_target;
use super::{Method, Reply, Request, answer};
use crate::salesforce::error::RestError;
use crate::salesforce::state::State;

const PARTS_MAX: usize = 25;
/// Parts that may be queries or work on collections (salesforce.md 8.2).
const QUERIES_MAX: usize = 5;

/// Whether it is a composite request all of whose parts read: losing its answer loses no write.
pub fn only_reads(request: &Request) -> bool {
    let parts = request.body.get("compositeRequest").and_then(Value::as_array);
    let reads = |part: &Value| part.get("method").and_then(Value::as_str) == Some("GET");
    parts.is_some_and(|parts| parts.iter().all(reads))
}

pub fn composite(state: &mut State, request: &Request) -> Result<Reply, RestError> {
    if request.method != Method::Post {
        return Err(RestError::method_not_allowed());
    }
    let body = request.fields()?;
    let all_or_none = body.get("allOrNone").and_then(Value::as_bool).unwrap_or(false);
    let parts = parts(body, "compositeRequest")?;
    if parts.iter().filter(|part| is_query(part)).count() > QUERIES_MAX {
        let why = "Limit exceeded: maximum number of query and sObject collection subrequests is 5";
        return Err(RestError::new(400, "LIMIT_EXCEEDED", why));
    }
    if all_or_none {
        state.store.begin();
    }
    let mut done: HashMap<String, Option<Value>> = HashMap::new();
    let mut replies: Vec<(String, Reply)> = Vec::new();
    for part in parts {
        let id = part.get("referenceId").and_then(Value::as_str).unwrap_or_default();
        let halted = all_or_none && replies.iter().any(|(_, reply)| reply.status >= 400);
        let reply = if halted { halted_reply() } else { part_reply(state, request, part, &done) };
        let body = (reply.status < 300).then(|| reply.body.clone().unwrap_or(Value::Null));
        done.insert(String::from(id), body);
        replies.push((String::from(id), reply));
    }
    let failed = replies.iter().any(|(_, reply)| reply.status >= 400);
    if all_or_none {
        if failed { state.store.roll_back() } else { state.store.commit() }
    }
    let list: Vec<Value> = replies
        .into_iter()
        .map(|(id, reply)| {
            part_json(&id, if failed && all_or_none && reply.status < 400 { halted_reply() } else { reply })
        })
        .collect();
    Ok(Reply::ok(json!({ "compositeResponse": list })))
}

fn parts<'body>(body: &'body Map<String, Value>, member: &str) -> Result<&'body Vec<Value>, RestError> {
    let parts = body
        .get(member)
        .and_then(Value::as_array)
        .ok_or_else(|| RestError::bad_json(format!("The property '{member}' must be an array")))?;
    if parts.len() > PARTS_MAX {
        return Err(RestError::new(
            400,
            "LIMIT_EXCEEDED",
            "Limit exceeded: maximum number of subrequests is 25",
        ));
    }
    Ok(parts)
}

fn is_query(part: &Value) -> bool {
    let target = part.get("url").and_then(Value::as_str).and_then(split_target);
    target.is_some_and(|target| match target.path.first().map(String::as_str) {
        Some("query" | "queryAll" | "composite") => true,
        Some(_) | None => false,
    })
}

fn halted_reply() -> Reply {
    Reply::refused(&RestError::new(
        400,
        "PROCESSING_HALTED",
        "The transaction was rolled back since another operation in the same transaction failed.",
    ))
}

fn part_json(id: &str, reply: Reply) -> Value {
    let headers = reply.location.map_or_else(|| json!({}), |location| json!({ "Location": location }));
    json!({ "body": reply.body, "httpHeaders": headers, "httpStatusCode": reply.status, "referenceId": id })
}

fn part_reply(
    state: &mut State,
    request: &Request,
    part: &Value,
    done: &HashMap<String, Option<Value>>,
) -> Reply {
    let method = part.get("method").and_then(Value::as_str).unwrap_or_default();
    let url = part.get("url").and_then(Value::as_str).unwrap_or_default();
    let body = part.get("body").cloned().unwrap_or(Value::Null);
    let (Ok(url), Ok(body)) = (filled(url, done), filled_body(body, done)) else { return halted_reply() };
    let Some(target) = split_target(&url) else { return Reply::refused(&RestError::not_found()) };
    if target.path.first().is_some_and(|first| first == "composite")
        && target.path.get(1).is_none_or(|second| second != "sobjects")
    {
        return Reply::refused(&RestError::method_not_allowed());
    }
    let header = |name: &str| part.get("httpHeaders").and_then(|all| all.get(name)).and_then(Value::as_str);
    let mut writer = request.writer.clone();
    writer.save_duplicates |=
        header("Sforce-Duplicate-Rule-Header").is_some_and(|value| value.contains("allowSave=true"));
    writer.keeps_owner |=
        header("Sforce-Auto-Assign").is_some_and(|value| value.eq_ignore_ascii_case("false"));
    let inner = Request {
        method: Method::parse(method),
        version: target.version,
        path: target.path,
        params: target.params,
        body,
        writer,
        page_rows: request.page_rows,
    };
    answer(state, &inner)
}

/// A reference to a part that failed or is unknown.
struct Dangling;

/// Text with each `@{part.member}` replaced.
fn filled(text: &str, done: &HashMap<String, Option<Value>>) -> Result<String, Dangling> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("@{") {
        let end = rest[start..].find('}').ok_or(Dangling)? + start;
        out.push_str(&rest[..start]);
        match looked_up(&rest[start + 2..end], done)? {
            Value::String(text) => out.push_str(&text),
            other
            @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
                out.push_str(&other.to_string());
            }
        }
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    Ok(out)
}

fn filled_body(body: Value, done: &HashMap<String, Option<Value>>) -> Result<Value, Dangling> {
    match body {
        Value::String(text) => Ok(Value::String(filled(&text, done)?)),
        Value::Array(items) => {
            Ok(Value::Array(items.into_iter().map(|item| filled_body(item, done)).collect::<Result<_, _>>()?))
        }
        Value::Object(members) => Ok(Value::Object(
            members
                .into_iter()
                .map(|(name, value)| Ok((name, filled_body(value, done)?)))
                .collect::<Result<_, _>>()?,
        )),
        other @ (Value::Null | Value::Bool(_) | Value::Number(_)) => Ok(other),
    }
}

/// `part.records[0].Id` to its value.
fn looked_up(path: &str, done: &HashMap<String, Option<Value>>) -> Result<Value, Dangling> {
    let mut steps = path.split('.');
    let part = steps.next().and_then(|name| done.get(name)).and_then(Option::as_ref).ok_or(Dangling)?;
    let mut at = part;
    for step in steps {
        let (name, index) = match step.split_once('[') {
            Some((name, index)) => (name, index.trim_end_matches(']').parse::<usize>().ok()),
            None => (step, None),
        };
        at = at.get(name).ok_or(Dangling)?;
        if let Some(index) = index {
            at = at.get(index).ok_or(Dangling)?;
        }
    }
    Ok(at.clone())
}

pub fn batch(state: &mut State, request: &Request) -> Result<Reply, RestError> {
    if request.method != Method::Post {
        return Err(RestError::method_not_allowed());
    }
    let body = request.fields()?;
    let halt = body.get("haltOnError").and_then(Value::as_bool).unwrap_or(false);
    let mut results = Vec::new();
    let mut failed = false;
    for part in parts(body, "batchRequests")? {
        let reply = if halt && failed {
            let error = RestError::new(412, "BATCH_PROCESSING_HALTED", "Batch processing halted per request");
            Reply::refused(&error)
        } else {
            state.spend_request();
            let mut part = part.clone();
            let url = part.get("url").and_then(Value::as_str).unwrap_or_default();
            let url = format!(
                "/services/data/{}",
                url.trim_start_matches("/services/data/").trim_start_matches('/')
            );
            part["url"] = json!(url);
            if let Some(rich) = part.get("richInput").cloned() {
                part["body"] = rich;
            }
            part_reply(state, request, &part, &HashMap::new())
        };
        failed |= reply.status >= 400;
        results.push(json!({ "statusCode": reply.status, "result": reply.body }));
    }
    Ok(Reply::ok(json!({ "hasErrors": failed, "results": results })))
}
