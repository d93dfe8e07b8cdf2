//! A query to records: filter, order, cut, and the JSON of each row.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashSet};

use serde_json::{Map, Value, json};

use super::condition::{self, Test};
use super::value::{self, Path, resolve};
use super::{Order, Query, Select};
use crate::salesforce::activities;
use crate::salesforce::error::RestError;
use crate::salesforce::schema::{self, Child, Kind, Object};
use crate::salesforce::state::State;
use crate::salesforce::store::Record;

/// What every row of an answer needs to know.
#[derive(Clone, Copy)]
pub struct Ask<'ask> {
    /// `66.0`: appears in each record's `url`.
    pub version: &'ask str,
    /// `/queryAll`: deleted rows too.
    pub with_deleted: bool,
    pub now_ms: i64,
}

pub struct Found {
    pub total: usize,
    pub records: Vec<Value>,
}

pub fn run(state: &State, ask: Ask<'_>, query: &Query) -> Result<Found, RestError> {
    let object = schema::object(&query.from)
        .filter(|object| state.may("read", object))
        .ok_or_else(|| RestError::invalid_type(&query.from))?;
    if activities::is_list(object) {
        let message = format!("entity type {} does not support query", object.name);
        return Err(RestError::new(400, "INVALID_TYPE_FOR_OPERATION", message));
    }
    let columns = columns(state, object, &query.select)?;
    let rows = rows(state, ask, object, query, &|_| true)?;
    if matches!(query.select.as_slice(), [Select::Count]) {
        return Ok(Found { total: rows.len(), records: Vec::new() });
    }
    let aggregates = query.select.iter().any(|item| matches!(item, Select::CountField { .. }));
    let records = if aggregates || !query.group_by.is_empty() {
        grouped(state, object, query, &rows)?
    } else {
        rows.iter()
            .map(|(id, record)| row(state, ask, object, &columns, id, record))
            .collect::<Result<_, _>>()?
    };
    Ok(Found { total: records.len(), records })
}

/// The object of a query whose columns and conditions all exist.
pub fn checked(state: &State, query: &Query) -> Result<&'static Object, RestError> {
    let object = schema::object(&query.from).ok_or_else(|| RestError::invalid_type(&query.from))?;
    columns(state, object, &query.select)?;
    query.filter.as_ref().map(|filter| condition::prepare(state, object, filter)).transpose()?;
    Ok(object)
}

/// The ids of what a query finds, in its order.
pub fn ids(state: &State, ask: Ask<'_>, query: &Query) -> Result<Vec<String>, RestError> {
    let object = schema::object(&query.from).ok_or_else(|| RestError::invalid_type(&query.from))?;
    Ok(rows(state, ask, object, query, &|_| true)?.into_iter().map(|(id, _)| id.clone()).collect())
}

/// These records as CSV with a header (salesforce.md 11.3): an empty field is null.
pub fn csv(state: &State, query: &Query, ids: &[String]) -> Result<String, RestError> {
    let object = checked(state, query)?;
    let mut written = Vec::new();
    let mut paths = Vec::new();
    for item in &query.select {
        if let Select::Field(path) = item {
            written.push(format!("\"{path}\""));
            paths.push(resolve(state, object, path)?);
        }
    }
    let mut text = written.join(",");
    text.push('\n');
    for record in ids.iter().filter_map(|id| state.store.get(object.name, id)) {
        for (index, path) in paths.iter().enumerate() {
            if index > 0 {
                text.push(',');
            }
            let value = path.value(state, record);
            let value = value.as_str().map_or_else(
                || if value.is_null() { String::new() } else { value.to_string() },
                |text| text.replace('"', "\"\""),
            );
            if !value.is_empty() {
                text.push('"');
                text.push_str(&value);
                text.push('"');
            }
        }
        text.push('\n');
    }
    Ok(text)
}

/// The ids of a one-column query, for `IN (SELECT …)`.
pub fn single_column(state: &State, query: &Query) -> Result<HashSet<String>, RestError> {
    let [Select::Field(path)] = query.select.as_slice() else {
        return Err(RestError::new(
            400,
            "MALFORMED_QUERY",
            "semi join sub-selects can only select one field",
        ));
    };
    let object = schema::object(&query.from).ok_or_else(|| RestError::invalid_type(&query.from))?;
    let path = resolve(state, object, path)?;
    let ask = Ask { version: "", with_deleted: false, now_ms: state.now_ms() };
    let rows = rows(state, ask, object, query, &|_| true)?;
    Ok(rows.iter().filter_map(|(_, record)| path.value(state, record).as_str().map(String::from)).collect())
}

type Row<'state> = (&'state String, &'state Record);

pub fn is_live(ask: Ask<'_>, record: &Record) -> bool {
    record.visible_at_ms <= ask.now_ms && !record.hidden && (ask.with_deleted || !record.deleted)
}

fn rows<'state>(
    state: &'state State,
    ask: Ask<'_>,
    object: &'static Object,
    query: &Query,
    also: &dyn Fn(&Record) -> bool,
) -> Result<Vec<Row<'state>>, RestError> {
    let test = query.filter.as_ref().map(|filter| condition::prepare(state, object, filter)).transpose()?;
    let holds = |record: &Record| test.as_ref().is_none_or(|test: &Test| test.holds(state, record));
    let mut rows: Vec<Row<'state>> = state
        .store
        .rows(object.name)
        .filter(|(_, record)| is_live(ask, record) && also(record) && holds(record))
        .collect();
    sort(state, object, &query.order, &mut rows)?;
    let offset = query.offset.unwrap_or(0);
    let limit = query.limit.unwrap_or(usize::MAX);
    Ok(rows.into_iter().skip(offset).take(limit).collect())
}

pub fn sort(
    state: &State,
    object: &'static Object,
    order: &[Order],
    rows: &mut [Row<'_>],
) -> Result<(), RestError> {
    let mut paths = Vec::new();
    for item in order {
        let path = resolve(state, object, &item.path)?;
        if path.kind() == Kind::LongText {
            return Err(RestError::new(
                400,
                "INVALID_FIELD",
                format!("field '{}' can not be sorted in a query call", item.path),
            ));
        }
        paths.push((path, item));
    }
    rows.sort_by(|left, right| {
        for (path, item) in &paths {
            let order = compare(&path.value(state, left.1), &path.value(state, right.1), item);
            if order.is_ne() {
                return order;
            }
        }
        Ordering::Equal
    });
    Ok(())
}

fn compare(left: &Value, right: &Value, item: &Order) -> Ordering {
    match (left.is_null(), right.is_null()) {
        (true, true) => return Ordering::Equal,
        (true, false) => return if item.nulls_last { Ordering::Greater } else { Ordering::Less },
        (false, true) => return if item.nulls_last { Ordering::Less } else { Ordering::Greater },
        (false, false) => {}
    }
    let order = match (left.as_f64(), right.as_f64()) {
        (Some(left), Some(right)) => left.total_cmp(&right),
        (Some(_) | None, Some(_) | None) => match (left.as_str(), right.as_str()) {
            (Some(left), Some(right)) => left.to_lowercase().cmp(&right.to_lowercase()),
            (Some(_) | None, Some(_) | None) => left.as_bool().cmp(&right.as_bool()),
        },
    };
    if item.descending { order.reverse() } else { order }
}

enum Column<'query> {
    Path(Path),
    Child(&'static Child, &'query Query),
}

fn columns<'query>(
    state: &State,
    object: &'static Object,
    select: &'query [Select],
) -> Result<Vec<Column<'query>>, RestError> {
    let mut columns = Vec::new();
    for item in select {
        match item {
            Select::Field(path) => columns.push(Column::Path(resolve(state, object, path)?)),
            Select::Count if select.len() == 1 => {}
            Select::Count => {
                return Err(RestError::new(
                    400,
                    "MALFORMED_QUERY",
                    "unexpected token: COUNT() must be the only element",
                ));
            }
            Select::CountField { path, .. } => {
                resolve(state, object, path)?;
            }
            Select::Child(query) => {
                let seen = |child: &&Child| {
                    child.relationship.eq_ignore_ascii_case(&query.from)
                        && schema::object(child.sobject).is_some_and(|object| state.may("read", object))
                };
                let child = object.children.iter().find(seen);
                let child = child.ok_or_else(|| {
                    RestError::new(
                        400,
                        "INVALID_TYPE",
                        format!(
                            "Didn't understand relationship '{}' in FROM part of query call.",
                            query.from
                        ),
                    )
                })?;
                if let Some(list) = schema::object(child.sobject).filter(|list| activities::is_list(list)) {
                    activities::check(list, query)?;
                }
                columns.push(Column::Child(child, query));
            }
        }
    }
    Ok(columns)
}

fn row(
    state: &State,
    ask: Ask<'_>,
    object: &'static Object,
    columns: &[Column<'_>],
    id: &str,
    record: &Record,
) -> Result<Value, RestError> {
    let mut body = start_of_row(ask, object, id);
    for column in columns {
        match column {
            Column::Path(path) => put(state, ask, &mut body, path, record),
            Column::Child(child, query) => {
                let found = children(state, ask, child, query, id)?;
                body.insert(String::from(child.relationship), found);
            }
        }
    }
    Ok(Value::Object(body))
}

/// The JSON of one record with these paths, for searches.
pub fn row_of_paths(
    state: &State,
    ask: Ask<'_>,
    object: &'static Object,
    paths: &[Path],
    row: Row<'_>,
) -> Value {
    let mut body = start_of_row(ask, object, row.0);
    for path in paths {
        put(state, ask, &mut body, path, row.1);
    }
    Value::Object(body)
}

fn start_of_row(ask: Ask<'_>, object: &Object, id: &str) -> Map<String, Value> {
    let mut body = Map::new();
    body.insert(String::from("attributes"), attributes(ask.version, object.name, id));
    body
}

pub fn attributes(version: &str, sobject: &str, id: &str) -> Value {
    json!({ "type": sobject, "url": format!("/services/data/v{version}/sobjects/{sobject}/{id}") })
}

/// Puts a value at its path, building the parents' objects on the way; an absent parent is null.
fn put(state: &State, ask: Ask<'_>, body: &mut Map<String, Value>, path: &Path, record: &Record) {
    let mut at = body;
    let mut from = record;
    for step in &path.steps {
        let name = value::relationship_of(step);
        let parent = from.text(step.name).and_then(|id| {
            let object = schema::object_of_id(id)?;
            Some((object, id, state.store.get(object.name, id)?))
        });
        let Some((object, id, parent)) = parent else {
            at.insert(String::from(name), Value::Null);
            return;
        };
        let slot = at
            .entry(name)
            .or_insert_with(|| json!({ "attributes": attributes(ask.version, object.name, id) }));
        let Value::Object(next) = slot else { return };
        at = next;
        from = parent;
    }
    let (_, name) = path.names();
    at.insert(String::from(name), path.value(state, record));
}

fn children(
    state: &State,
    ask: Ask<'_>,
    child: &Child,
    query: &Query,
    parent: &str,
) -> Result<Value, RestError> {
    let object = schema::object(child.sobject).ok_or_else(|| RestError::invalid_type(child.sobject))?;
    let columns = columns(state, object, &query.select)?;
    let listed = activities::is_list(object).then(|| activities::rows(state, ask, object, parent));
    let found = match &listed {
        Some(listed) => {
            let mut rows: Vec<Row<'_>> = listed.iter().map(|(id, record)| (id, record)).collect();
            sort(state, object, &query.order, &mut rows)?;
            rows.truncate(query.limit.unwrap_or(usize::MAX));
            rows
        }
        None => rows(state, ask, object, query, &|record| record.text(child.field) == Some(parent))?,
    };
    if found.is_empty() {
        return Ok(Value::Null);
    }
    let records: Vec<Value> = found
        .iter()
        .map(|(id, record)| row(state, ask, object, &columns, id, record))
        .collect::<Result<_, _>>()?;
    Ok(json!({ "totalSize": records.len(), "done": true, "records": records }))
}

fn grouped(
    state: &State,
    object: &'static Object,
    query: &Query,
    rows: &[Row<'_>],
) -> Result<Vec<Value>, RestError> {
    let keys: Vec<Path> =
        query.group_by.iter().map(|path| resolve(state, object, path)).collect::<Result<_, _>>()?;
    let mut groups: BTreeMap<String, Vec<&Row<'_>>> = BTreeMap::new();
    if keys.is_empty() {
        groups.insert(String::new(), rows.iter().collect());
    } else {
        for row in rows {
            let key: Vec<Value> = keys.iter().map(|path| path.value(state, row.1)).collect();
            groups.entry(Value::Array(key).to_string()).or_default().push(row);
        }
    }
    groups.values().map(|group| aggregate(state, object, query, group)).collect()
}

fn aggregate(
    state: &State,
    object: &'static Object,
    query: &Query,
    group: &[&Row<'_>],
) -> Result<Value, RestError> {
    let mut body = Map::new();
    body.insert(String::from("attributes"), json!({ "type": "AggregateResult" }));
    let mut unnamed = 0;
    for item in &query.select {
        match item {
            Select::Field(written) => {
                let is_key = query.group_by.iter().any(|key| key.eq_ignore_ascii_case(written));
                if !is_key {
                    return Err(RestError::new(
                        400,
                        "MALFORMED_QUERY",
                        format!("Field must be grouped or aggregated: {written}"),
                    ));
                }
                let path = resolve(state, object, written)?;
                let value = group.first().map_or(Value::Null, |row| path.value(state, row.1));
                body.insert(String::from(path.names().1), value);
            }
            Select::CountField { path, alias } => {
                let path = resolve(state, object, path)?;
                let count = group.iter().filter(|row| !path.value(state, row.1).is_null()).count();
                let name = alias.clone().unwrap_or_else(|| format!("expr{unnamed}"));
                if alias.is_none() {
                    unnamed += 1;
                }
                body.insert(name, json!(count));
            }
            Select::Count | Select::Child(_) => {
                return Err(RestError::new(
                    400,
                    "MALFORMED_QUERY",
                    "unexpected token: not allowed with aggregates",
                ));
            }
        }
    }
    Ok(Value::Object(body))
}
