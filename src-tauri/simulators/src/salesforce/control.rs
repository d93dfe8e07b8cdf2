//! The org's part of the control interface: read and edit any record, move the clock, end tokens.

use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Org;
use super::error::RestError;

pub const INDEX: &[(&str, &str, &str)] = &[
    ("GET", "/records/{sobject}", ""),
    ("POST", "/records/{sobject}", r#"{"LastName":"Vogelsang","Phone":"+494066969412"}"#),
    ("GET", "/records/{sobject}/{id}", ""),
    ("PATCH", "/records/{sobject}/{id}", r#"{"Title":"Head of Procurement"}"#),
    ("DELETE", "/records/{sobject}/{id}", ""),
    ("POST", "/sharing/{sobject}/{id}", r#"{"shared":false}"#),
    ("POST", "/convert/{lead}", ""),
    ("POST", "/expire-tokens", ""),
    ("POST", "/clock", r#"{"seconds":7200}"#),
    ("GET", "/counters", ""),
    ("GET", "/facts", ""),
];

pub fn router(org: Org) -> Router {
    Router::new()
        .route("/records/{sobject}", get(list).post(create))
        .route("/records/{sobject}/{id}", get(read).patch(change).delete(remove))
        .route("/sharing/{sobject}/{id}", post(share))
        .route("/convert/{lead}", post(convert))
        .route("/expire-tokens", post(expire))
        .route("/clock", post(clock))
        .route("/counters", get(counters))
        .route("/facts", get(facts))
        .with_state(org)
}

fn refused(error: &RestError) -> Response {
    let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::BAD_REQUEST);
    (status, Json(error.to_json())).into_response()
}

async fn list(Shared(org): Shared<Org>, Path(sobject): Path<String>) -> Response {
    Json(org.records(&sobject)).into_response()
}

async fn create(
    Shared(org): Shared<Org>,
    Path(sobject): Path<String>,
    Json(fields): Json<Value>,
) -> Response {
    match org.insert(&sobject, &fields) {
        Ok(id) => (StatusCode::CREATED, Json(json!({ "id": id }))).into_response(),
        Err(error) => refused(&error),
    }
}

async fn read(Shared(org): Shared<Org>, Path((sobject, id)): Path<(String, String)>) -> Response {
    match org.record(&sobject, &id) {
        Some(record) => Json(record).into_response(),
        None => refused(&RestError::not_found()),
    }
}

async fn change(
    Shared(org): Shared<Org>,
    Path((sobject, id)): Path<(String, String)>,
    Json(fields): Json<Value>,
) -> Response {
    match org.update(&sobject, &id, &fields) {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => refused(&error),
    }
}

async fn remove(Shared(org): Shared<Org>, Path((sobject, id)): Path<(String, String)>) -> Response {
    match org.delete(&sobject, &id) {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => refused(&error),
    }
}

#[derive(Deserialize)]
struct Sharing {
    shared: bool,
}

async fn share(
    Shared(org): Shared<Org>,
    Path((sobject, id)): Path<(String, String)>,
    Json(sharing): Json<Sharing>,
) -> Response {
    match org.share(&sobject, &id, sharing.shared) {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => refused(&error),
    }
}

async fn convert(Shared(org): Shared<Org>, Path(lead): Path<String>) -> Response {
    match org.convert(&lead) {
        Ok(contact) => Json(json!({ "contact": contact })).into_response(),
        Err(error) => refused(&error),
    }
}

async fn expire(Shared(org): Shared<Org>) -> StatusCode {
    org.expire_tokens();
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
struct Clock {
    seconds: i64,
}

async fn clock(Shared(org): Shared<Org>, Json(clock): Json<Clock>) -> StatusCode {
    org.advance_clock(clock.seconds);
    StatusCode::NO_CONTENT
}

async fn counters(Shared(org): Shared<Org>) -> Response {
    Json(org.counters()).into_response()
}

async fn facts(Shared(org): Shared<Org>) -> Response {
    Json(org.facts()).into_response()
}
