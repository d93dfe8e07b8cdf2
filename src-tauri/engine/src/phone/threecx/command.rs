//! What can be done with a leg (3cx.md 2.6).

use std::time::Duration;

use domain::call::{LegId, PhoneCommand, PhoneFailure};
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};
use tokio::time::timeout;

use super::rest::{Api, ApiError};
use super::token::TokenError;
use super::wire;
use crate::http;

/// A result object with a leg in it is about 1 KiB.
const ANSWER_BYTES_MAX: usize = 256 * 1024;
/// The whole, a renewed token included; after that the agent has taken the phone by hand.
const COMMAND_TIMEOUT: Duration = Duration::from_secs(10);

pub(super) async fn send(api: &Api, leg: &LegId, command: PhoneCommand) -> Result<(), PhoneFailure> {
    let to = |destination: String| json!({ "destination": destination });
    let (action, body) = match command {
        PhoneCommand::Answer => ("answer", json!({})),
        // On a ringing leg a drop rejects.
        PhoneCommand::Reject | PhoneCommand::HangUp => ("drop", json!({})),
        PhoneCommand::Divert { destination } => ("divert", to(destination)),
        PhoneCommand::Transfer { destination } => ("transferto", to(destination)),
    };
    let id = leg.leg.to_string();
    let path = [leg.extension.as_str(), "participants", &id, action];
    order(api, &path, &body).await.map(drop)
}

/// Gives an order; the own leg where the answer names it.
pub(super) async fn order(api: &Api, path: &[&str], body: &Value) -> Result<Option<LegId>, PhoneFailure> {
    let sent = async {
        match api.post(path, body).await {
            Ok(response) => outcome(response).await,
            Err(error) => Err(failure(error)),
        }
    };
    timeout(COMMAND_TIMEOUT, sent).await.unwrap_or(Err(PhoneFailure::Unreachable))
}

async fn outcome(response: Response) -> Result<Option<LegId>, PhoneFailure> {
    let status = response.status();
    let refusal = matches!(status, StatusCode::UNPROCESSABLE_ENTITY | StatusCode::FAILED_DEPENDENCY);
    if !status.is_success() && !refusal {
        return Err(failure(ApiError::from_status(status.as_u16())));
    }
    let body = http::body(response, ANSWER_BYTES_MAX).await.map_err(|error| failure(error.into()))?;
    match wire::read_action(&body) {
        Ok(answer) if refusal || answer.failed => Err(PhoneFailure::Refused { text: answer.text }),
        Ok(answer) => Ok(answer.leg),
        Err(_) if refusal => Err(PhoneFailure::Refused { text: String::new() }),
        Err(error) => Err(failure(error.into())),
    }
}

pub(super) fn failure(error: ApiError) -> PhoneFailure {
    match error {
        ApiError::Token(
            TokenError::NoKey | TokenError::Refused | TokenError::KeptOut | TokenError::Shared,
        )
        | ApiError::SignedOut => PhoneFailure::SignedOut,
        ApiError::Forbidden => PhoneFailure::NotAllowed,
        ApiError::NotFound => PhoneFailure::Gone,
        ApiError::Unreachable | ApiError::Tls => PhoneFailure::Unreachable,
        ApiError::Unreadable(_) | ApiError::Status(_) => PhoneFailure::Broken,
    }
}
