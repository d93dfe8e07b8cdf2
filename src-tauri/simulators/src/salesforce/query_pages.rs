//! Results that did not fit one answer, kept for the locators handed out (salesforce.md 4.6).

use std::collections::VecDeque;

use serde_json::Value;

use super::ids;
use super::time::DAY_MS;

/// Results kept at a time; the oldest is dropped, as a busy org drops a user's oldest cursor.
const PAGES_KEPT: usize = 50;
const LOCATOR_LIFE_MS: i64 = 2 * DAY_MS;

struct Kept {
    id: String,
    user: String,
    made_ms: i64,
    records: Vec<Value>,
}

#[derive(Default)]
pub struct Pages {
    kept: VecDeque<Kept>,
    counter: u64,
}

pub struct Page {
    pub total: usize,
    pub records: Vec<Value>,
    /// Locator text of the rest, if any is left.
    pub next: Option<String>,
}

impl Pages {
    pub fn first(&mut self, user: &str, now_ms: i64, records: Vec<Value>, size: usize) -> Page {
        let total = records.len();
        if total <= size {
            return Page { total, records, next: None };
        }
        self.counter += 1;
        let id = ids::make("01g", self.counter);
        let page = Page { total, records: records[..size].to_vec(), next: Some(format!("{id}-{size}")) };
        self.kept.push_back(Kept { id, user: String::from(user), made_ms: now_ms, records });
        while self.kept.len() > PAGES_KEPT {
            self.kept.pop_front();
        }
        page
    }

    /// The page a locator stands for; `None` when it is unknown, too old or somebody else's.
    pub fn next(&self, user: &str, now_ms: i64, locator: &str, size: usize) -> Option<Page> {
        let (id, offset) = locator.rsplit_once('-')?;
        let start: usize = offset.parse().ok()?;
        let kept = self.kept.iter().find(|kept| kept.id == id && kept.user == user)?;
        if now_ms.saturating_sub(kept.made_ms) > LOCATOR_LIFE_MS || start >= kept.records.len() {
            return None;
        }
        let end = start.saturating_add(size).min(kept.records.len());
        let next = (end < kept.records.len()).then(|| format!("{id}-{end}"));
        Some(Page { total: kept.records.len(), records: kept.records[start..end].to_vec(), next })
    }
}
