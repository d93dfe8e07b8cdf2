//! Reading the past through the Configuration API: page by page, rows one by one, and what a
//! failure means (3cx.md 3.1).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::Inner;
use super::rest::ApiError;
use super::wire::Unreadable;
use crate::phone::HistoryFailure;

/// Rows per page; the size 3CX's own examples use (3cx.md 3.1).
pub(super) const PAGE_ROWS: usize = 100;
/// A page of 100 messages is about 60 KiB; long ones may hold whole mails.
const PAGE_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Longest name, number or address kept.
const TEXT_CHARS_MAX: usize = 200;

pub(super) struct History {
    inner: Arc<Inner>,
    /// The interface took our token once: a later refusal is about the token.
    worked: AtomicBool,
}

#[derive(Deserialize)]
pub(super) struct Page {
    pub(super) value: Vec<Value>,
    #[serde(rename = "@odata.nextLink", default)]
    next_link: Option<String>,
}

/// Rows of one question, and where to go on.
pub(super) struct Rows<T> {
    pub(super) rows: Vec<T>,
    pub(super) complete: bool,
}

impl History {
    pub(super) fn new(inner: Arc<Inner>) -> Self {
        Self { inner, worked: AtomicBool::new(false) }
    }

    pub(super) async fn get(&self, set: &str, query: &str, bytes_max: usize) -> Result<Vec<u8>, ApiError> {
        // Renewing a token ends the link's, so that a switched-off interface must not cause it.
        if self.worked.load(Ordering::Acquire) {
            return self.inner.api.configuration_sure(set, query, bytes_max).await;
        }
        let answer = self.inner.api.configuration(set, query, bytes_max).await?;
        self.worked.store(true, Ordering::Release);
        Ok(answer.body)
    }

    /// The rows that can be read, how many were told, and whether the server says there are more.
    pub(super) async fn page<T: DeserializeOwned>(
        &self,
        set: &str,
        query: &str,
    ) -> Result<(Vec<T>, usize, bool), ApiError> {
        let body = self.get(set, query, PAGE_BYTES_MAX).await?;
        let page: Page = serde_json::from_slice(&body).map_err(|_| Unreadable)?;
        let told = page.value.len();
        // A row that cannot be read must not hide the others.
        let rows: Vec<T> = page.value.into_iter().filter_map(readable).collect();
        if rows.len() < told {
            tracing::warn!(
                unreadable = told - rows.len(),
                "rows of the phone system's history cannot be read"
            );
        }
        Ok((rows, told, page.next_link.is_some()))
    }

    /// Page after page, at most `pages_max`.
    pub(super) async fn rows<T: DeserializeOwned>(
        &self,
        set: &str,
        query: &str,
        pages_max: usize,
    ) -> Result<Rows<T>, ApiError> {
        let mut rows = Vec::new();
        let mut skip = 0;
        let query = if query.is_empty() { String::new() } else { format!("{query}&") };
        for _ in 0..pages_max {
            let (page, told, more) = self.page(set, &format!("{query}$top={PAGE_ROWS}&$skip={skip}")).await?;
            rows.extend(page);
            skip += told;
            if told == 0 || (told < PAGE_ROWS && !more) {
                return Ok(Rows { rows, complete: true });
            }
        }
        Ok(Rows { rows, complete: false })
    }

    fn failure(&self, error: &ApiError) -> HistoryFailure {
        match error {
            ApiError::Forbidden => HistoryFailure::NotAllowed,
            ApiError::SignedOut if !self.worked.load(Ordering::Acquire) => HistoryFailure::Off,
            ApiError::NotFound => HistoryFailure::NotLogged,
            ApiError::SignedOut
            | ApiError::Token(_)
            | ApiError::Unreachable
            | ApiError::Tls
            | ApiError::Unreadable(_)
            | ApiError::Status(_) => HistoryFailure::Unreachable,
        }
    }

    pub(super) fn told<T>(&self, result: Result<T, ApiError>) -> Result<T, HistoryFailure> {
        match result {
            Ok(value) => Ok(value),
            Err(error) => {
                tracing::debug!(%error, "the phone system's history could not be read");
                Err(self.failure(&error))
            }
        }
    }
}

/// A row as far as it can be read: a field of another kind than usual is as one that is missing.
pub(super) fn readable<T: DeserializeOwned>(row: Value) -> Option<T> {
    if let Ok(whole) = T::deserialize(&row) {
        return Some(whole);
    }
    let Value::Object(mut fields) = row else { return None };
    fields.retain(|name, value| T::deserialize(json!({ name.as_str(): value.clone() })).is_ok());
    T::deserialize(Value::Object(fields)).ok()
}

/// A short text of a row; one that is missing is empty.
pub(super) fn tidy(text: Option<&str>) -> String {
    text.unwrap_or_default().trim().chars().take(TEXT_CHARS_MAX).collect()
}
