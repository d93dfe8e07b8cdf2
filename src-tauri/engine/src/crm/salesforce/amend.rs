//! Changes of Tasks after they were written. Each reads first, changes only what is still ours, and
//! names the state it read, so that an edit in between is never overwritten (salesforce.md 3.1, 7.4).

use std::collections::BTreeMap;

use domain::journal::{
    Change, DESCRIPTION_MAX, Entry, Links, Merge, Owner, Relink, Standing, Wish, is_untouched, lacks,
    merged_text, relink, value_of,
};
use http::Method;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::answer::{CallError, json, moment};
use super::extra::is_about_further;
use super::request::{AnswerKind, Request, describe};
use super::{FIELD_REFUSED, Salesforce, owner};
use crate::crm::amend::{Amended, FieldFacts, Record};

/// Readings of one record before it is left for later: somebody works on it just now.
const READINGS_MAX: usize = 3;
/// Longest list of values shown for a field.
const VALUES_MAX: usize = 200;

/// What is said of a record that is not there, besides a plain 404 (salesforce.md 6.3).
const DELETED: &[&str] = &["ENTITY_IS_DELETED", "NOT_FOUND"];

/// What a change needs to know of a Task.
const FIELDS: &str =
    "CreatedDate,CreatedById,LastModifiedDate,LastModifiedById,Description,Subject,WhoId,WhatId";

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct TaskNow {
    created_date: String,
    created_by_id: String,
    last_modified_date: String,
    last_modified_by_id: String,
    description: Option<String>,
    subject: Option<String>,
    who_id: Option<String>,
    what_id: Option<String>,
    #[serde(flatten)]
    further: Map<String, Value>,
}

#[derive(Deserialize)]
struct Described {
    fields: Vec<DescribedValues>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DescribedValues {
    name: String,
    label: String,
    #[serde(default)]
    picklist_values: Vec<DescribedValue>,
}

#[derive(Deserialize)]
struct DescribedValue {
    value: String,
    #[serde(default)]
    active: bool,
}

/// What is to be sent next.
enum Step {
    /// And which fields stay as somebody made them.
    Send(Request, Vec<String>),
    Ended(Amended),
}

impl Salesforce {
    pub(super) async fn amend_task(&self, record: &Record, change: &Change) -> Result<Amended, CallError> {
        let (wrote, mut change) = self.fitting(record, change).await;
        let record = &Record { entry: wrote, ..record.clone() };
        for _ in 0..READINGS_MAX {
            let standing = match self.standing(&record.id, further(&change)).await {
                Err(error) if error.has_code(FIELD_REFUSED) && drop_further(&mut change) => continue,
                Err(error) if is_gone(&error) => {
                    self.forget_task(record, &change);
                    return Ok(Amended::Gone);
                }
                other => other?,
            };
            let (request, kept) = match step(&record.id, record, &change, &standing) {
                Step::Ended(ended) => return Ok(ended),
                Step::Send(request, kept) => (request, kept),
            };
            match self.sender.send_unless_changed(&request, standing.modified).await {
                Ok(_) => {
                    self.forget_task(record, &change);
                    return Ok(Amended::Done { left: self.left(record, &change).await, kept });
                }
                Err(error) if is_gone(&error) => {
                    self.forget_task(record, &change);
                    return Ok(Amended::Gone);
                }
                Err(error) if error.is_status(412) => {}
                // As when it was first written: never lost over a further field.
                Err(error) if is_about_further(&error) && drop_further(&mut change) => {}
                Err(error) => return Err(error),
            }
        }
        Err(CallError::Status { status: 503, errors: Vec::new(), retry_after: None })
    }

    /// The step with what this org's Task has room for, and the entry as that wrote it.
    async fn fitting(&self, record: &Record, change: &Change) -> (Entry, Change) {
        match change {
            Change::Text { description, addition, subject, extra } if !extra.is_empty() => {
                let wanted = Entry { extra: extra.clone(), ..record.entry.clone() };
                let (wrote, wanted) = (self.fitted(&record.entry).await, self.fitted(&wanted).await);
                let (description, addition) = (description.clone(), addition.clone());
                let text =
                    Change::Text { description, addition, subject: subject.clone(), extra: wanted.extra };
                (wrote, text)
            }
            Change::Remove | Change::Move { .. } | Change::Text { .. } => {
                (record.entry.clone(), change.clone())
            }
        }
    }

    async fn standing(&self, id: &str, further: &[(String, String)]) -> Result<Standing, CallError> {
        let path = format!("/sobjects/Task/{}", path_id(id)?);
        let fields = further.iter().fold(FIELDS.to_owned(), |fields, (name, _)| format!("{fields},{name}"));
        let answer = self.sender.send(&Request::get(path, vec![("fields", fields)])).await?;
        let now: TaskNow = json(&answer.body)?;
        let unreadable = || CallError::Unusable { what: "a time that cannot be read" };
        let token = self.sender.token().await?;
        let us = owner::user_id(&token.identity);
        Ok(Standing {
            created: moment(&now.created_date).ok_or_else(unreadable)?,
            modified: moment(&now.last_modified_date).ok_or_else(unreadable)?,
            created_by_us: now.created_by_id == us,
            modified_by_us: now.last_modified_by_id == us,
            description: now.description.unwrap_or_default(),
            subject: now.subject.unwrap_or_default(),
            extra: further
                .iter()
                .filter_map(|(name, _)| Some((name.clone(), text_of(now.further.get(name)?))))
                .collect(),
            links: Links { who: now.who_id, what: now.what_id },
        })
    }

    /// When the change reached the record; unknown when it cannot be asked, or somebody was there
    /// in between.
    async fn left(&self, record: &Record, change: &Change) -> Option<jiff::Timestamp> {
        if *change == Change::Remove {
            return None;
        }
        let standing = self.standing(&record.id, &[]).await.ok()?;
        standing.modified_by_us.then_some(standing.modified)
    }

    /// A record that is gone is not the answer any more when its entry is written anew.
    fn forget_task(&self, record: &Record, change: &Change) {
        if *change == Change::Remove {
            self.tasks().forget(&record.entry.key);
        }
    }

    pub(super) async fn task_field(&self, name: &str) -> Result<Option<FieldFacts>, CallError> {
        let answer = self.sender.send(&describe("Task")).await?;
        let task: Described = json(&answer.body)?;
        let mut fields: BTreeMap<String, DescribedValues> =
            task.fields.into_iter().map(|field| (field.name.to_lowercase(), field)).collect();
        Ok(fields.remove(&name.to_lowercase()).map(|field| FieldFacts {
            values: field
                .picklist_values
                .into_iter()
                .filter(|value| value.active)
                .map(|value| value.value)
                .take(VALUES_MAX)
                .collect(),
            name: field.name,
            label: field.label,
        }))
    }

    /// Whose Tasks they are, as found before.
    pub(super) async fn known_owner(&self) -> Result<Option<Owner>, CallError> {
        self.owner.lock().await.find(&self.sender).await
    }
}

fn step(id: &str, record: &Record, change: &Change, standing: &Standing) -> Step {
    let done = |kept| Step::Ended(Amended::Done { left: None, kept });
    let (mut fields, mut kept) = (Map::new(), Vec::new());
    match change {
        Change::Remove if is_untouched(standing, record.left) => {
            return Step::Send(write(Method::DELETE, id, None), kept);
        }
        Change::Remove => return Step::Ended(Amended::Kept),
        Change::Move { about } => {
            let (wrote, wanted) = (Links::from(&record.entry.about), Links::from(about));
            match relink(&standing.links, &wrote, &wanted) {
                Relink::Done => return done(kept),
                Relink::Kept => return Step::Ended(Amended::Kept),
                Relink::Change { who, what } => {
                    if who {
                        fields.insert("WhoId".into(), wanted.who.into());
                    }
                    if what {
                        fields.insert("WhatId".into(), wanted.what.into());
                    }
                }
            }
        }
        Change::Text { description, addition, subject, extra } => {
            let text = merged_text(&standing.description, &record.entry.description, description, addition);
            let text: Option<String> = text.map(|text| text.chars().take(DESCRIPTION_MAX).collect());
            if lacks(text.as_ref().unwrap_or(&standing.description), description, addition) {
                kept.push("Description".to_owned());
            }
            fields.extend(text.map(|text| ("Description".to_owned(), text.into())));
            for wish in Wish::all(&record.entry, subject.as_deref(), extra) {
                let there = if wish.name == "Subject" {
                    Some(standing.subject.as_str())
                } else {
                    value_of(&standing.extra, &wish.name)
                };
                match there.map(|there| wish.merge(there)) {
                    Some(Merge::Change) => drop(fields.insert(wish.name, wish.wanted.into())),
                    Some(Merge::Kept) => kept.push(wish.name),
                    // The org has no such field.
                    Some(Merge::Done) | None => {}
                }
            }
            if fields.is_empty() {
                return done(kept);
            }
        }
    }
    Step::Send(write(Method::PATCH, id, Some(Value::Object(fields))), kept)
}

/// The further fields that a step changes.
fn further(change: &Change) -> &[(String, String)] {
    match change {
        Change::Text { extra, .. } => extra,
        Change::Remove | Change::Move { .. } => &[],
    }
}

/// Leaves them out from now on; says whether there were any.
fn drop_further(change: &mut Change) -> bool {
    match change {
        Change::Text { extra, .. } if !extra.is_empty() => {
            tracing::warn!("further Task fields could not be changed: the entry is changed without them");
            extra.clear();
            true
        }
        Change::Remove | Change::Move { .. } | Change::Text { .. } => false,
    }
}

/// A value as our entries have it: as text.
fn text_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

fn write(method: Method, id: &str, body: Option<Value>) -> Request {
    let path = format!("/sobjects/Task/{id}");
    Request { method, path, query: Vec::new(), body, answer: AnswerKind::Json }
}

/// An id that can stand in a path: those of Salesforce are letters and digits.
fn path_id(id: &str) -> Result<&str, CallError> {
    let shaped = !id.is_empty() && id.chars().all(|character| character.is_ascii_alphanumeric());
    shaped.then_some(id).ok_or(CallError::Unusable { what: "no id of a record" })
}

fn is_gone(error: &CallError) -> bool {
    error.is_status(404) && (error.errors().is_empty() || error.has_code(DELETED))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn only_ids_stand_in_a_path() {
        assert_eq!(path_id("00T5g00000AbCdEAAV").unwrap(), "00T5g00000AbCdEAAV");
        for other in ["", "../Contact/003", "00T?x=1", "00T 1"] {
            assert!(path_id(other).is_err(), "{other}");
        }
    }

    #[test]
    fn a_hidden_page_is_no_deleted_record() {
        let gone = |status, body: &[u8]| is_gone(&CallError::status(status, None, body));
        assert!(gone(404, br#"[{"errorCode":"ENTITY_IS_DELETED","message":"","fields":[]}]"#));
        assert!(gone(404, br#"[{"errorCode":"NOT_FOUND","message":""}]"#));
        assert!(!gone(404, br#"[{"errorCode":"URL_NOT_RESET","message":""}]"#));
        assert!(!gone(403, br#"[{"errorCode":"NOT_FOUND","message":""}]"#));
    }
}
