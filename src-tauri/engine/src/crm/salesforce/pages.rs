//! All rows of a query: an answer may hold fewer than were asked for, and says where the others are
//! (salesforce.md 4.6). What is not read would be taken for what is not there.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::answer::{CallError, json};
use super::request::Request;
use super::send::Sender;

/// Requests of one question. The smallest page of Salesforce's holds 200 rows, and no question of
/// ours asks for more than 2,000.
const PAGES_MAX: usize = 16;

#[derive(Deserialize)]
struct Page<T> {
    records: Vec<T>,
    #[serde(rename = "nextRecordsUrl", default)]
    next: Option<String>,
}

impl Sender {
    /// The rows of a query, in its order.
    pub async fn rows<T: DeserializeOwned>(&self, query: &Request) -> Result<Vec<T>, CallError> {
        let mut rows = Vec::new();
        let mut request = query.clone();
        for _ in 0..PAGES_MAX {
            let answer = self.send(&request).await?;
            let page: Page<T> = json(&answer.body)?;
            rows.extend(page.records);
            let Some(next) = page.next else { return Ok(rows) };
            request = Request::get(format!("/query/{}", locator(&next)?), Vec::new());
        }
        Err(CallError::Unusable { what: "a query without an end" })
    }
}

/// The last part of the address, which is the server's word.
fn locator(url: &str) -> Result<&str, CallError> {
    let last = url.rsplit('/').next().unwrap_or_default();
    let shaped = !last.is_empty() && last.chars().all(|one| one.is_ascii_alphanumeric() || one == '-');
    shaped.then_some(last).ok_or(CallError::Unusable { what: "no place of further rows" })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    #[test]
    fn only_a_place_in_the_query_is_followed() {
        let place = "/services/data/v66.0/query/01g5g00000AbCdEAAV-2000";
        assert_eq!(locator(place).unwrap(), "01g5g00000AbCdEAAV-2000");
        for other in ["", "https://else.example/?x=1", "/query/..%2fsobjects"] {
            assert!(locator(other).is_err(), "{other}");
        }
    }
}
