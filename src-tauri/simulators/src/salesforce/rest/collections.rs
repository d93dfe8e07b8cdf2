//! `/composite/sobjects`: many records in one request, each with its own result (salesforce.md 8.1).

use serde_json::{Value, json};

use super::{Method, Reply, Request};
use crate::salesforce::error::RestError;
use crate::salesforce::ids;
use crate::salesforce::schema::{self, Object};
use crate::salesforce::soql::run::row_of_paths;
use crate::salesforce::soql::value::resolve;
use crate::salesforce::state::{State, known_object};
use crate::salesforce::store::Fields;
use crate::salesforce::write::{self, Upserted};

const RECORDS_MAX: usize = 200;
const RETRIEVED_MAX: usize = 2000;
/// Runs of records of the same type one request may hold.
const CHUNKS_MAX: usize = 10;

pub fn route(state: &mut State, request: &Request, path: &[&str]) -> Result<Reply, RestError> {
    match (path, request.method) {
        ([], Method::Post) => each(state, request, &create_one),
        ([], Method::Patch) => each(state, request, &update_one),
        ([], Method::Delete) => delete(state, request),
        ([name], Method::Post) => retrieve(state, request, known_object(name)?),
        ([name, field], Method::Patch) => {
            let object = known_object(name)?;
            let field = state.field(object, field).filter(|field| field.external_id || field.id_lookup);
            let field = field.ok_or_else(|| {
                RestError::new(
                    404,
                    "NOT_FOUND",
                    "Provided external ID field does not exist or is not accessible",
                )
            })?;
            each(state, request, &|state, request, _, fields| {
                let mut fields = fields.clone();
                let key = fields.remove(field.name).and_then(|key| key.as_str().map(String::from));
                let key = key.ok_or_else(|| {
                    RestError::of_fields("MISSING_ARGUMENT", format!("{} not specified", field.name), &[])
                })?;
                match write::upsert(state, &request.writer, object, (field, &key), &fields, false)? {
                    Upserted::Created(id) => {
                        Ok(json!({ "id": id, "success": true, "errors": [], "created": true }))
                    }
                    Upserted::Updated(id) => {
                        Ok(json!({ "id": id, "success": true, "errors": [], "created": false }))
                    }
                    Upserted::Ambiguous(_) => Err(RestError::of_fields(
                        "DUPLICATE_EXTERNAL_ID",
                        format!("{}: more than one record found for external id field", field.name),
                        &[field.name],
                    )),
                }
            })
        }
        _ => Err(RestError::method_not_allowed()),
    }
}

type WriteOne<'one> =
    &'one dyn Fn(&mut State, &Request, &'static Object, &Fields) -> Result<Value, RestError>;

fn create_one(
    state: &mut State,
    request: &Request,
    object: &'static Object,
    fields: &Fields,
) -> Result<Value, RestError> {
    Ok(write::created_json(&write::create(state, &request.writer, object, fields)?))
}

fn update_one(
    state: &mut State,
    request: &Request,
    object: &'static Object,
    fields: &Fields,
) -> Result<Value, RestError> {
    let mut fields = fields.clone();
    let id = fields.remove("id").or_else(|| fields.remove("Id"));
    let id = id.as_ref().and_then(Value::as_str).and_then(ids::parse).ok_or_else(|| {
        RestError::of_fields("MISSING_ARGUMENT", "Id not specified in an update call", &["Id"])
    })?;
    write::update(state, &request.writer, object, &id, &fields)?;
    Ok(write::created_json(&id))
}

fn each(state: &mut State, request: &Request, write_one: WriteOne<'_>) -> Result<Reply, RestError> {
    let body = request.fields()?;
    let records = body
        .get("records")
        .and_then(Value::as_array)
        .ok_or_else(|| RestError::bad_json("The property 'records' must be an array"))?;
    if records.len() > RECORDS_MAX {
        return Err(RestError::new(
            400,
            "EXCEEDED_ID_LIMIT",
            "record limit reached. cannot submit more than 200 records in this request",
        ));
    }
    let kinds: Vec<Option<&str>> = records.iter().map(kind_of).collect();
    let chunks = kinds.chunk_by(|left, right| left == right).count();
    if chunks > CHUNKS_MAX {
        return Err(RestError::new(
            400,
            "INVALID_BATCH_REQUEST",
            "too many chunks of records of different types",
        ));
    }
    let all_or_none = body.get("allOrNone").and_then(Value::as_bool).unwrap_or(false);
    let work = |state: &mut State| {
        records
            .iter()
            .map(|record| {
                let (Some(fields), Some(object)) =
                    (record.as_object(), kind_of(record).and_then(schema::object))
                else {
                    return Err(RestError::of_fields(
                        "INVALID_TYPE",
                        "sObject type is missing or not supported",
                        &[],
                    ));
                };
                write_one(state, request, object, fields)
            })
            .collect()
    };
    Ok(Reply::ok(results(state, all_or_none, work)))
}

fn kind_of(record: &Value) -> Option<&str> {
    record.get("attributes")?.get("type")?.as_str()
}

fn delete(state: &mut State, request: &Request) -> Result<Reply, RestError> {
    let list = request.param("ids").unwrap_or_default();
    let wanted: Vec<&str> = list.split(',').map(str::trim).filter(|id| !id.is_empty()).collect();
    if wanted.is_empty() || wanted.len() > RECORDS_MAX {
        return Err(RestError::new(400, "EXCEEDED_ID_LIMIT", "ids must name between 1 and 200 records"));
    }
    let all_or_none = request.param("allOrNone") == Some("true");
    let work = |state: &mut State| {
        wanted
            .iter()
            .map(|text| {
                let id = ids::parse(text);
                let object = id.as_deref().and_then(schema::object_of_id);
                let (Some(id), Some(object)) = (id, object) else {
                    return Err(RestError::of_fields("MALFORMED_ID", format!("malformed id {text}"), &[]));
                };
                write::delete(state, object, &id).map(|()| write::created_json(&id))
            })
            .collect()
    };
    Ok(Reply::ok(results(state, all_or_none, work)))
}

/// Runs the writes and, when one failed and all must succeed, undoes the others and says so in each.
fn results(
    state: &mut State,
    all_or_none: bool,
    work: impl FnOnce(&mut State) -> Vec<Result<Value, RestError>>,
) -> Value {
    let nested = state.store.is_in_transaction();
    if all_or_none && !nested {
        state.store.begin();
    }
    let done = work(state);
    let failed = done.iter().any(Result::is_err);
    if all_or_none && !nested {
        if failed { state.store.roll_back() } else { state.store.commit() }
    }
    let rolled_back = RestError::of_fields(
        "ALL_OR_NONE_OPERATION_ROLLED_BACK",
        "Record rolled back because not all records were valid and the request was using AllOrNone header",
        &[],
    );
    let list = done.into_iter().map(|result| match result {
        Ok(_) if all_or_none && failed => failure(&rolled_back),
        Ok(body) => body,
        Err(error) => failure(&error),
    });
    Value::Array(list.collect())
}

fn failure(error: &RestError) -> Value {
    json!({ "success": false, "errors": [error.to_collection_json()] })
}

fn retrieve(state: &State, request: &Request, object: &'static Object) -> Result<Reply, RestError> {
    let body = request.fields()?;
    let texts = |name: &str| -> Vec<&str> {
        body.get(name).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
    };
    let wanted = texts("ids");
    if wanted.len() > RETRIEVED_MAX {
        return Err(RestError::new(400, "EXCEEDED_ID_LIMIT", "cannot retrieve more than 2000 records"));
    }
    let paths = texts("fields")
        .into_iter()
        .map(|field| resolve(state, object, field))
        .collect::<Result<Vec<_>, _>>()?;
    let records: Vec<Value> = wanted
        .into_iter()
        .map(|text| {
            let id = ids::parse(text)?;
            let record = state.live(object.name, &id)?;
            Some(row_of_paths(state, request.ask(state, false), object, &paths, (&id, record)))
        })
        .map(|row| row.unwrap_or(Value::Null))
        .collect();
    Ok(Reply::ok(Value::Array(records)))
}
