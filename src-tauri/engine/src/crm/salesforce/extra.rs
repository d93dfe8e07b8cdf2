//! Further Task fields that the admin named: cut to what this org's fields hold, and left out where
//! it refuses them. An entry is never lost over one of them.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use domain::journal::{EXTRA_MAX, Entry, shortened};

use super::answer::{CallError, json};
use super::schema::Describe;
use super::{FACTS_FOR, FIELD_REFUSED, Salesforce, request};

/// Lengths of the Task fields that this user may fill, by name in lower case.
pub(super) type TaskFields = BTreeMap<String, (String, usize)>;

/// What is said of a value that its field does not take (salesforce.md 6.3).
const VALUE_REFUSED: &[&str] = &[
    "STRING_TOO_LONG",
    "INVALID_TYPE_ON_FIELD_IN_RECORD",
    "JSON_PARSER_ERROR",
    "NUMBER_OUTSIDE_VALID_RANGE",
    "INVALID_CROSS_REFERENCE_KEY",
    "MALFORMED_ID",
    "FIELD_INTEGRITY_EXCEPTION",
    "INVALID_EMAIL_ADDRESS",
];

impl Salesforce {
    /// The entry with what this org's Task has room for. Without further fields nothing is asked.
    pub(super) async fn fitted(&self, entry: &Entry) -> Entry {
        if entry.extra.is_empty() {
            return entry.clone();
        }
        match self.task_fields().await {
            Some(fields) => Entry { extra: fit(&entry.extra, &fields), ..entry.clone() },
            None => entry.clone(),
        }
    }

    /// `None` where they cannot be asked for: the write itself will tell what it does not take.
    async fn task_fields(&self) -> Option<Arc<TaskFields>> {
        self.mind_org().await;
        let mut known = self.task_fields.lock().await;
        if let Some((fields, read_at)) = &*known
            && read_at.elapsed() < FACTS_FOR
        {
            return Some(Arc::clone(fields));
        }
        let answer = self.sender.send(&request::describe("Task")).await;
        let describe = answer.and_then(|answer| json::<Describe>(&answer.body)).ok()?;
        let writable = describe.fields.into_iter().filter(|field| field.createable);
        let fields: TaskFields =
            writable.map(|field| (field.name.to_lowercase(), (field.name, field.length))).collect();
        let fields = Arc::new(fields);
        *known = Some((Arc::clone(&fields), Instant::now()));
        Some(fields)
    }
}

/// The values that have a field, cut visibly to its length.
fn fit(extra: &[(String, String)], fields: &TaskFields) -> Vec<(String, String)> {
    extra
        .iter()
        .filter_map(|(name, value)| {
            let Some((name, length)) = fields.get(&name.to_lowercase()) else {
                tracing::warn!(field = %name, "a further Task field does not exist, or may not be filled");
                return None;
            };
            // Numbers, days and picklists of unknown length say 0.
            let max = if *length == 0 { EXTRA_MAX } else { *length };
            Some((name.clone(), shortened(value, max)))
        })
        .collect()
}

/// Whether a refusal may be about a further field.
pub(super) fn is_about_further(error: &CallError) -> bool {
    error.has_code(FIELD_REFUSED) || error.has_code(VALUE_REFUSED)
}

/// The entry without the further fields that this refusal is about; `None` where it is about
/// something else.
pub(super) fn without_refused(entry: &Entry, error: &CallError) -> Option<Entry> {
    if entry.extra.is_empty() || !is_about_further(error) {
        return None;
    }
    let named: Vec<_> = error.errors().iter().flat_map(|error| &error.fields).collect();
    let is_named = |name: &str| named.iter().any(|named| named.eq_ignore_ascii_case(name));
    let (refused, extra): (Vec<_>, Vec<_>) = entry
        .extra
        .iter()
        .cloned()
        // A refusal that names no field may be about any of them.
        .partition(|(name, _)| named.is_empty() || is_named(name));
    for (field, _) in &refused {
        tracing::warn!(%field, "Salesforce refused a further Task field: the entry is written without it");
    }
    (!refused.is_empty()).then(|| Entry { extra, ..entry.clone() })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn values_fit_their_fields_and_unknown_fields_go() {
        let fields: TaskFields = [("Code__c", 5), ("Amount__c", 0)]
            .map(|(name, length)| (name.to_lowercase(), (name.to_owned(), length)))
            .into();
        let extra = pairs(&[("code__C", "Complaint"), ("Amount__c", "17"), ("Gone__c", "x")]);
        assert_eq!(fit(&extra, &fields), pairs(&[("Code__c", "Comp…"), ("Amount__c", "17")]));
    }

    #[test]
    fn a_refusal_takes_away_what_it_names() {
        let entry = |extra| Entry {
            key: "k".into(),
            call: domain::call::CallId(1),
            subject: String::new(),
            description: String::new(),
            direction: domain::call::Direction::Inbound,
            outcome: domain::call::Outcome::Missed,
            disposition: String::new(),
            duration_s: 0,
            day: jiff::civil::date(2026, 11, 22),
            started: jiff::Timestamp::UNIX_EPOCH,
            about: domain::journal::About::Nobody,
            kind: domain::journal::EntryKind::Call,
            internal: false,
            status_open: false,
            extra,
        };
        let full = || entry(pairs(&[("A__c", "x"), ("B__c", "y")]));
        let refused = |code: &str, fields: &str| {
            let body = format!(r#"[{{"errorCode":"{code}","message":"","fields":[{fields}]}}]"#);
            without_refused(&full(), &CallError::status(400, None, body.as_bytes())).map(|entry| entry.extra)
        };
        assert_eq!(refused("STRING_TOO_LONG", r#""b__C""#), Some(pairs(&[("A__c", "x")])));
        assert_eq!(refused("INVALID_FIELD", ""), Some(Vec::new()));
        assert_eq!(refused("STRING_TOO_LONG", r#""Description""#), None);
        assert_eq!(refused("REQUIRED_FIELD_MISSING", ""), None);
        let bare = CallError::status(400, None, br#"[{"errorCode":"INVALID_FIELD","message":""}]"#);
        assert!(without_refused(&entry(Vec::new()), &bare).is_none());
    }
}
