//! What queues, ring groups and colleagues are called. Asked once in a while, where the API
//! client's role allows it (3cx.md 1.3); without it numbers serve.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use tokio::time::Instant;

use super::rest::{Api, ApiError};
use super::wire;
use crate::phone::Colleague;

/// Names change rarely; a new colleague has one by the next hour.
const FRESH_FOR: Duration = Duration::from_secs(60 * 60);
/// Rows per page; the size 3CX's own examples use (3cx.md 3.1).
const PAGE_ROWS: usize = 100;
/// Pages read at most: 5,000 names, more than any system we can meet has.
const PAGES_MAX: usize = 50;
/// A page of 100 rows is about 20 KiB.
const PAGE_BYTES_MAX: usize = 512 * 1024;

#[derive(Debug, Default)]
pub(super) struct Names {
    by_number: HashMap<String, String>,
    extensions: HashSet<String>,
    asked: Option<Instant>,
}

/// What was read of names.
#[derive(Debug, Default)]
pub(super) struct Read {
    by_number: HashMap<String, String>,
    extensions: HashSet<String>,
}

impl Names {
    pub(super) fn of(&self, number: &str) -> Option<&str> {
        self.by_number.get(number).map(String::as_str)
    }

    /// Everybody, by number.
    pub(super) fn all(&self) -> Vec<Colleague> {
        let named = self.by_number.iter();
        let mut all: Vec<Colleague> =
            named.map(|(number, name)| Colleague { number: number.clone(), name: name.clone() }).collect();
        all.sort_unstable_by(|a, b| a.number.cmp(&b.number));
        all
    }

    /// Whether a number is a person's; `None`: nobody told.
    pub(super) fn is_extension(&self, number: &str) -> Option<bool> {
        (!self.extensions.is_empty()).then(|| self.extensions.contains(number))
    }

    pub(super) fn is_stale(&self) -> bool {
        self.asked.is_none_or(|asked| asked.elapsed() >= FRESH_FOR)
    }

    /// Takes what was read. A refusal keeps the old names and is not asked again for a while; a
    /// failure in passing is, with the next link.
    pub(super) fn take(&mut self, read: Result<Read, ApiError>) {
        match read {
            Ok(Read { by_number, extensions }) => {
                (self.by_number, self.extensions) = (by_number, extensions);
            }
            Err(ApiError::Unreachable | ApiError::Status(_)) => return,
            Err(error) => tracing::debug!(%error, "no names from the phone system"),
        }
        self.asked = Some(Instant::now());
    }

    #[cfg(test)]
    pub(super) fn fixed(names: &[(&str, &str)]) -> Self {
        let by_number =
            names.iter().map(|(number, name)| ((*number).to_owned(), (*name).to_owned())).collect();
        Self { by_number, ..Self::default() }
    }
}

/// Reads all names (3cx.md 3.2).
pub(super) async fn read(api: &Api) -> Result<Read, ApiError> {
    let mut names = Read::default();
    let mut skip = 0;
    for _ in 0..PAGES_MAX {
        let query = format!("$select=Number,Name,Type&$top={PAGE_ROWS}&$skip={skip}");
        let answer = api.configuration("Peers", &query, PAGE_BYTES_MAX).await?;
        let page = wire::read_peers(&answer.body)?;
        names.by_number.extend(page.peers);
        names.extensions.extend(page.extensions);
        skip += page.rows;
        if page.rows == 0 || (page.rows < PAGE_ROWS && !page.more) {
            break;
        }
    }
    Ok(names)
}
