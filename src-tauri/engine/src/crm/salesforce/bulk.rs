//! Bulk API 2.0 queries: requests, and pages of CSV to rows (salesforce.md 11.3). Pure.

use domain::caller::Person;
use http::Method;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use url::Url;

use super::answer::{CallError, json as read_json, moment, record};
use super::request::{AnswerKind, Request};
use super::schema::{Object, Schema, Shape};
use crate::crm::mirror::{Job, Page, Progress, What};

/// Records on a page. A page is what is read again after a kill; a million records are fifty.
const PAGE_ROWS: usize = 20_000;
/// What stands in the header instead of a locator at the end.
const NO_LOCATOR: &str = "null";
/// Columns that are true or false: a CSV has only text.
const FLAGS: [&str; 5] = ["DoNotCall", "PersonDoNotCall", "IsPersonAccount", "IsConverted", "IsActive"];

/// Has Salesforce collect every record of this object that is somebody: who has no number is
/// found by name.
pub fn begin(shape: &Shape, what: What) -> Request {
    let select = match what {
        What::People => shape.select.join(", "),
        What::Ids => "Id".to_owned(),
    };
    let shadow = shape.is_shadow_possible().then_some("IsPersonAccount = false");
    let tests: Vec<&str> = shape.object.filter().into_iter().chain(shadow).collect();
    let filter = if tests.is_empty() { String::new() } else { format!(" WHERE {}", tests.join(" AND ")) };
    let query = format!("SELECT {select} FROM {}{filter}", shape.object.name());
    let body = json!({
        "operation": "query", "query": query, "columnDelimiter": "COMMA", "lineEnding": "LF",
    });
    Request {
        method: Method::POST,
        path: "/jobs/query".into(),
        query: Vec::new(),
        body: Some(body),
        answer: AnswerKind::Json,
    }
}

pub fn progress(job: &str) -> Option<Request> {
    Some(Request::get(format!("/jobs/query/{}", plain(job)?), Vec::new()))
}

pub fn page(job: &str, locator: Option<&str>) -> Option<Request> {
    let mut query = vec![("maxRecords", PAGE_ROWS.to_string())];
    query.extend(locator.map(|locator| ("locator", locator.to_owned())));
    let request = Request::get(format!("/jobs/query/{}/results", plain(job)?), query);
    Some(Request { answer: AnswerKind::Csv, ..request })
}

pub fn end(job: &str) -> Option<Request> {
    let request = Request::get(format!("/jobs/query/{}", plain(job)?), Vec::new());
    Some(Request { method: Method::DELETE, ..request })
}

/// Ids are letters and digits; nothing else becomes part of a path.
fn plain(job: &str) -> Option<&str> {
    (!job.is_empty() && job.bytes().all(|byte| byte.is_ascii_alphanumeric())).then_some(job)
}

#[derive(Debug, Deserialize)]
struct JobAnswer {
    id: String,
    state: String,
    #[serde(rename = "createdDate")]
    created: String,
}

pub fn begun(body: &[u8]) -> Result<Job, CallError> {
    let answer: JobAnswer = read_json(body)?;
    let begun = moment(&answer.created).ok_or(CallError::Unusable { what: "no time of a job" })?;
    Ok(Job { id: answer.id, begun })
}

pub fn state(body: &[u8]) -> Result<Progress, CallError> {
    let answer: JobAnswer = read_json(body)?;
    Ok(match answer.state.as_str() {
        "JobComplete" => Progress::Done,
        "Failed" | "Aborted" => Progress::Failed,
        _ => Progress::Running,
    })
}

/// A page as it arrived; `locator` is its header.
pub fn read_page(
    body: &[u8],
    locator: Option<String>,
    object: Object,
    schema: &Schema,
    instance: &Url,
) -> Result<Page, CallError> {
    let unusable = |_| CallError::Unusable { what: "not the CSV expected" };
    let mut reader = csv::Reader::from_reader(body);
    let header = reader.headers().map_err(unusable)?.clone();
    let id = header.iter().position(|name| name == "Id");
    let id = id.ok_or(CallError::Unusable { what: "CSV without ids" })?;
    let whole = header.len() > 1;
    let mut page = Page { next: locator.filter(|locator| locator != NO_LOCATOR), ..Page::default() };
    let mut line = csv::StringRecord::new();
    while reader.read_record(&mut line).map_err(unusable)? {
        page.ids.push(line.get(id).unwrap_or_default().to_owned());
        if whole {
            page.people.extend(person(&header, &line, object, schema, instance));
        }
    }
    Ok(page)
}

fn person(
    header: &csv::StringRecord,
    line: &csv::StringRecord,
    object: Object,
    schema: &Schema,
    instance: &Url,
) -> Option<Person> {
    let mut row = Map::new();
    for (name, text) in header.iter().zip(line) {
        if text.is_empty() {
            continue;
        }
        let value = if FLAGS.contains(&name) { Value::Bool(text == "true") } else { Value::from(text) };
        match name.split_once('.') {
            Some((parent, field)) => {
                let parent = row.entry(parent).or_insert_with(|| Value::Object(Map::new()));
                if let Value::Object(parent) = parent {
                    parent.insert(field.to_owned(), value);
                }
            }
            None => {
                row.insert(name.to_owned(), value);
            }
        }
    }
    record(&row, object, schema, instance)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use domain::caller::PersonKind;

    fn schema() -> Schema {
        Schema { shapes: Object::ALL.map(Shape::standard).into() }
    }

    fn read(text: &str, locator: &str) -> Result<Page, CallError> {
        let instance = Url::parse("https://acme.my.salesforce.com/").unwrap();
        read_page(text.as_bytes(), Some(locator.into()), Object::Contact, &schema(), &instance)
    }

    #[test]
    fn everybody_is_asked_for() {
        let query = |object: Object, what: What| {
            let mut shape = Shape::standard(object);
            shape.select.truncate(2);
            begin(&shape, what).body.unwrap()["query"].as_str().unwrap().to_owned()
        };
        assert_eq!(query(Object::Lead, What::People), "SELECT Id, Name FROM Lead WHERE IsConverted = false");
        assert_eq!(query(Object::Contact, What::Ids), "SELECT Id FROM Contact");
        assert_eq!(progress("750/../../x"), None);
        assert_eq!(page("750A", Some("a&b")).unwrap().query[1], ("locator", "a&b".into()));
    }

    #[test]
    fn a_page_is_people_and_where_the_next_one_begins() {
        let page = read(
            "\"Id\",\"Name\",\"Account.Name\",\"DoNotCall\",\"Phone\",\"LastModifiedDate\"\n\
             \"003A\",\"O\"\"Neil,\nJr\",\"Acme\",\"true\",\"040 1\",\"2026-11-22T13:22:01.000+0000\"\n\
             \"003B\",\"Ana\",,\"false\",\"2\",\n",
            "MjAwMDA",
        )
        .unwrap();
        assert_eq!(
            (page.ids.as_slice(), page.next.as_deref()),
            (&["003A".into(), "003B".into()][..], Some("MjAwMDA"))
        );
        let first = &page.people[0];
        assert_eq!((first.name.as_str(), first.company.as_deref()), ("O\"Neil,\nJr", Some("Acme")));
        assert!(first.do_not_call && !page.people[1].do_not_call);
        assert_eq!((first.kind, first.phones[0].value.as_str()), (PersonKind::Contact, "040 1"));
        assert_eq!(first.modified, Some("2026-11-22T13:22:01Z".parse().unwrap()));
        let ids = read("\"Id\"\n\"003A\"\n", "null").unwrap();
        assert_eq!((ids.ids.len(), ids.people.len(), ids.next), (1, 0, None));
    }

    #[test]
    fn what_is_no_page_is_refused() {
        for text in ["", "<html>", "\"Id\",\"Name\"\n\"003A\"\n", "\"Id\"\n\"\u{0}"] {
            let read = read(text, "null");
            assert!(read.is_err() || read.is_ok_and(|page| page.people.is_empty()), "{text}");
        }
        assert!(read("\"Name\"\n\"x\"\n", "null").is_err());
        assert!(state(b"{}").is_err() && begun(b"[]").is_err());
    }
}
