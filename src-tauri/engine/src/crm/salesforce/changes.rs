//! What changed and what was deleted since: requests and answers (salesforce.md 11.1, 11.2). Pure.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value};
use url::Url;

use super::answer::{CallError, json, moment, record};
use super::escape::soql;
use super::request::{Request, query};
use super::schema::{Object, Schema, Shape};
use crate::crm::mirror::{Changes, Deletions, Mark, READ_MAX, Span};

/// Records asked for at once: what fits one answer (salesforce.md 4.6).
const ROWS: usize = 2_000;

/// The records of this object that changed after the mark, oldest first. Bulk loads change
/// thousands in one second, so a page may begin in the midst of one.
pub fn changes(shape: &Shape, after: &Mark) -> Request {
    let mut select = shape.select.clone();
    for name in ["SystemModstamp"].into_iter().chain(left_when(shape.object).map(|(name, _)| name)) {
        if !select.iter().any(|known| known == name) {
            select.push(name.to_owned());
        }
    }
    let at = after.at.strftime("%Y-%m-%dT%H:%M:%SZ");
    let later = if after.id.is_empty() {
        format!("SystemModstamp >= {at}")
    } else {
        format!("(SystemModstamp > {at} OR (SystemModstamp = {at} AND Id > {}))", soql(&after.id))
    };
    query(&format!(
        "SELECT {} FROM {} WHERE {later} ORDER BY SystemModstamp ASC, Id ASC LIMIT {ROWS}",
        select.join(", "),
        shape.object.name()
    ))
}

/// These records of the object, as far as they are somebody now.
pub fn by_ids(shape: &Shape, ids: &[String]) -> Request {
    let ids: Vec<_> = ids.iter().take(READ_MAX).map(|id| soql(id)).collect();
    let filter = shape.object.filter().map_or_else(String::new, |filter| format!(" AND {filter}"));
    query(&format!(
        "SELECT {} FROM {} WHERE Id IN ({}){filter}",
        shape.select.join(", "),
        shape.object.name(),
        ids.join(", ")
    ))
}

/// The flag of records that are nobody any more, and its value then.
const fn left_when(object: Object) -> Option<(&'static str, bool)> {
    match object {
        Object::Lead => Some(("IsConverted", true)),
        Object::User => Some(("IsActive", false)),
        Object::Contact | Object::Account => None,
    }
}

#[derive(Debug, Deserialize)]
struct Rows {
    records: Vec<Map<String, Value>>,
}

pub fn read_changes(
    body: &[u8],
    object: Object,
    schema: &Schema,
    instance: &Url,
) -> Result<Changes, CallError> {
    let rows: Rows = json(body)?;
    let mut changes = Changes { more: rows.records.len() >= ROWS, ..Changes::default() };
    for row in &rows.records {
        let text = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or_default();
        let at =
            moment(text("SystemModstamp")).ok_or(CallError::Unusable { what: "a change without time" })?;
        changes.last = Some(Mark { at, id: text("Id").to_owned() });
        let flag = |name: &str| row.get(name).and_then(Value::as_bool);
        // A person account changes as account, too.
        if object == Object::Contact && flag("IsPersonAccount") == Some(true) {
            continue;
        }
        let left = left_when(object).is_some_and(|(name, value)| flag(name) == Some(value));
        match record(row, object, schema, instance).filter(|_| !left) {
            Some(person) => changes.people.push(person),
            None => changes.gone.push(text("Id").to_owned()),
        }
    }
    Ok(changes)
}

pub fn deletions(object: Object, during: Span) -> Request {
    let text = |at: Timestamp| at.strftime("%Y-%m-%dT%H:%M:%S+00:00").to_string();
    Request::get(
        format!("/sobjects/{}/deleted/", object.name()),
        vec![("start", text(during.from)), ("end", text(during.to))],
    )
}

#[derive(Debug, Deserialize)]
struct DeletedAnswer {
    #[serde(rename = "deletedRecords")]
    records: Vec<DeletedRow>,
    #[serde(rename = "latestDateCovered")]
    covered: String,
}

#[derive(Debug, Deserialize)]
struct DeletedRow {
    id: String,
}

pub fn read_deletions(body: &[u8]) -> Result<Deletions, CallError> {
    let answer: DeletedAnswer = json(body)?;
    let until = moment(&answer.covered).ok_or(CallError::Unusable { what: "deletions without time" })?;
    Ok(Deletions { gone: answer.records.into_iter().map(|row| row.id).collect(), until })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn read(object: Object, rows: &str) -> Changes {
        let schema = Schema { shapes: Object::ALL.map(Shape::standard).into() };
        let instance = Url::parse("https://acme.my.salesforce.com/").unwrap();
        read_changes(format!("{{\"records\":[{rows}]}}").as_bytes(), object, &schema, &instance).unwrap()
    }

    #[test]
    fn changes_are_asked_for_from_the_midst_of_a_second() {
        let mut shape = Shape::standard(Object::Lead);
        shape.select.truncate(1);
        let soql = |id: &str| {
            let mark = Mark { at: at("2026-11-22T12:00:00Z"), id: id.into() };
            changes(&shape, &mark).query[0].1.clone()
        };
        assert_eq!(
            soql(""),
            "SELECT Id, SystemModstamp, IsConverted FROM Lead WHERE SystemModstamp >= 2026-11-22T12:00:00Z \
             ORDER BY SystemModstamp ASC, Id ASC LIMIT 2000"
        );
        assert!(soql("00Q'").contains(
            "(SystemModstamp > 2026-11-22T12:00:00Z OR (SystemModstamp = 2026-11-22T12:00:00Z AND Id > '00Q\\''))"
        ));
    }

    #[test]
    fn who_left_is_gone() {
        let row = |id: &str, rest: &str| {
            format!(r#"{{"Id":"{id}","Name":"x","SystemModstamp":"2026-11-22T12:00:00.000+0000",{rest}}}"#)
        };
        let leads = [
            row("1", r#""Phone":"1","IsConverted":false"#),
            row("2", r#""Phone":"1","IsConverted":true"#),
            row("3", r#""Phone":null,"IsConverted":false"#),
        ];
        let changes = read(Object::Lead, &leads.join(","));
        assert_eq!((changes.people.len(), changes.gone.as_slice()), (2, &["2".into()][..]));
        assert_eq!(changes.last, Some(Mark { at: at("2026-11-22T12:00:00Z"), id: "3".into() }));
        assert!(!changes.more);
        let users = [row("1", r#""Phone":"1","IsActive":true"#), row("2", r#""Phone":"1","IsActive":false"#)];
        assert_eq!(read(Object::User, &users.join(",")).gone, ["2"]);
        let shadow = row("003", r#""Phone":"1","IsPersonAccount":true,"AccountId":"001""#);
        let changes = read(Object::Contact, &shadow);
        assert!(changes.people.is_empty() && changes.gone.is_empty() && changes.last.is_some());
    }

    #[test]
    fn deletions_name_ids_and_the_next_start() {
        let request = deletions(
            Object::Contact,
            Span { from: at("2026-11-22T10:00:00Z"), to: at("2026-11-22T12:00:00Z") },
        );
        assert_eq!(request.query[0], ("start", "2026-11-22T10:00:00+00:00".into()));
        let deleted = read_deletions(
            br#"{"deletedRecords":[{"id":"003A","deletedDate":"2026-11-22T11:01:00.000+0000"}],
                 "earliestDateAvailable":"x","latestDateCovered":"2026-11-22T11:58:00.000+0000"}"#,
        )
        .unwrap();
        assert_eq!(deleted, Deletions { gone: vec!["003A".into()], until: at("2026-11-22T11:58:00Z") });
    }
}
