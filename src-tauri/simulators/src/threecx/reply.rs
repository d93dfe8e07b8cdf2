//! One answer of the Call Control interface, the same over HTTP and over the socket.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::script::CallError;

/// A status and, where there is one, a JSON body. 401, 403 and 404 have none (`3cx.md` 9).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) body: Option<Value>,
}

impl Reply {
    pub(super) fn ok(body: Value) -> Self {
        Self { status: StatusCode::OK, body: Some(body) }
    }

    pub(super) fn bare(status: StatusCode) -> Self {
        Self { status, body: None }
    }

    /// The result object of makecall and the actions (`3cx.md` 2.7).
    pub(super) fn done(status: StatusCode, leg: Option<Value>) -> Self {
        let body = json!({ "finalstatus": "Success", "reason": "", "result": leg, "reasontext": "" });
        Self { status, body: Some(body) }
    }

    /// A request understood but not carried out; the body's shape is the result object's (`3cx.md` 9).
    pub(super) fn failed(status: StatusCode, reason: &str, text: &str) -> Self {
        let body = json!({ "finalstatus": "Failed", "reason": reason, "result": null, "reasontext": text });
        Self { status, body: Some(body) }
    }

    /// The variant in which `finalstatus` is a number (`3cx.md` 2.7).
    pub(super) fn with_numbered_status(mut self) -> Self {
        if let Some(status) = self.body.as_mut().and_then(|body| body.get_mut("finalstatus")) {
            *status = if *status == "Success" { json!(1) } else { json!(-1) };
        }
        self
    }
}

impl From<CallError> for Reply {
    fn from(error: CallError) -> Self {
        let text = error.to_string();
        match error {
            CallError::NoCall => Self::bare(StatusCode::NOT_FOUND),
            CallError::NoDestination(_) => Self::failed(StatusCode::UNPROCESSABLE_ENTITY, "NotFound", &text),
            CallError::WrongState(_) => Self::failed(StatusCode::UNPROCESSABLE_ENTITY, "InvalidState", &text),
            CallError::TooManyCalls => Self::failed(StatusCode::FAILED_DEPENDENCY, "NoFreeLines", &text),
        }
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        match self.body {
            Some(body) => (self.status, axum::Json(body)).into_response(),
            None => self.status.into_response(),
        }
    }
}
