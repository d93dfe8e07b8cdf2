//! Answers that are wrong on purpose, whatever was asked.

use axum::extract::{Request, State as Extract};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream;

use super::Pbx;
use super::state::State;
use crate::faults::ThreeCxFault;

const MIB: usize = 1024 * 1024;

const PORTAL: &str = "<!DOCTYPE html><html><head><title>Welcome</title></head><body><h1>Please accept the terms of this network</h1></body></html>";

/// Stands before everything: the portal page and the broken server.
pub(super) async fn before_all(Extract(pbx): Extract<Pbx>, request: Request, next: Next) -> Response {
    let is_token = request.uri().path().starts_with("/connect/token");
    let instead = pbx.with(|state| {
        if state.faults.has(ThreeCxFault::Html) {
            return Some(Html(PORTAL).into_response());
        }
        if state.faults.has(ThreeCxFault::IpRestricted) {
            return Some(StatusCode::FORBIDDEN.into_response());
        }
        let status = state.faults.number(ThreeCxFault::ServerError).filter(|_| !is_token)?;
        let status = u16::try_from(status).ok().and_then(|code| StatusCode::from_u16(code).ok());
        Some(status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response())
    });
    let mut response = match instead {
        Some(response) => response,
        None => next.run(request).await,
    };
    let ahead = pbx.with(|state| state.faults.number(ThreeCxFault::ClockAhead));
    let ahead = ahead.and_then(|seconds| i64::try_from(seconds).ok());
    let date = ahead.and_then(|seconds| crate::serve::http_date(jiff::SignedDuration::from_secs(seconds)));
    if let Some(date) = date {
        response.headers_mut().insert(header::DATE, date);
    }
    response
}

/// A read answered with far too much, or with half of it.
pub(super) fn read_instead(state: &State) -> Option<Response> {
    let json = [(header::CONTENT_TYPE, "application/json; charset=utf-8")];
    if let Some(mib) = state.faults.number(ThreeCxFault::OversizedBody) {
        let blanks = Bytes::from(vec![b' '; MIB]);
        let count = usize::try_from(mib).unwrap_or(1);
        let parts = std::iter::once(Bytes::from_static(b"["))
            .chain(std::iter::repeat_n(blanks, count))
            .chain(std::iter::once(Bytes::from_static(b"]")))
            .map(Ok::<_, std::convert::Infallible>);
        return Some((json, axum::body::Body::from_stream(stream::iter(parts))).into_response());
    }
    state
        .faults
        .has(ThreeCxFault::BadJson)
        .then(|| (json, "[{\"dn\":\"812\",\"type\":\"Wext").into_response())
}
