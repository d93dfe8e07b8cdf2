//! The e-mail address of an extension, by which its owner is found in the CRM (3cx.md 3.2).

use domain::journal::AgentAddress;
use serde::Deserialize;

use super::rest::{Api, ApiError};
use super::wire::Unreadable;

/// A handful of rows is about 2 KiB.
const ROWS_BYTES_MAX: usize = 64 * 1024;
/// Rows asked for; the second one tells that an address is shared.
const ROWS_MAX: usize = 3;

#[derive(Deserialize)]
struct Page {
    value: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Row {
    #[serde(default)]
    number: String,
    #[serde(default)]
    email_address: Option<String>,
}

/// Asks for the extension's own address, and whether somebody else has it too.
pub(super) async fn of(api: &Api, extension: &str) -> AgentAddress {
    match ask(api, extension).await {
        Ok(address) => address,
        Err(ApiError::SignedOut | ApiError::Forbidden) => AgentAddress::Refused,
        Err(error) => {
            tracing::info!(%error, "the extension's address could not be asked for");
            AgentAddress::Silent
        }
    }
}

async fn ask(api: &Api, extension: &str) -> Result<AgentAddress, ApiError> {
    let own = rows(api, &format!("Number eq {}", quoted(extension))).await?;
    let own = own.into_iter().find(|row| row.number == extension);
    let email = own.and_then(|row| row.email_address).unwrap_or_default().trim().to_owned();
    if email.is_empty() {
        return Ok(AgentAddress::None);
    }
    let same = rows(api, &format!("tolower(EmailAddress) eq {}", quoted(&email.to_lowercase()))).await?;
    let shared = same.iter().any(|row| row.number != extension);
    Ok(AgentAddress::Known { email, shared })
}

async fn rows(api: &Api, filter: &str) -> Result<Vec<Row>, ApiError> {
    // A blank as `%20`: not every server reads `+` as one.
    let filter: String = url::form_urlencoded::byte_serialize(filter.as_bytes()).collect();
    let filter = filter.replace('+', "%20");
    let query = format!("$filter={filter}&$select=Number,EmailAddress&$top={ROWS_MAX}");
    let answer = api.configuration("Users", &query, ROWS_BYTES_MAX).await?;
    let page: Page = serde_json::from_slice(&answer.body).map_err(|_| Unreadable)?;
    Ok(page.value)
}

/// A literal of OData: inner quotes are doubled (3cx.md 3.1).
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
