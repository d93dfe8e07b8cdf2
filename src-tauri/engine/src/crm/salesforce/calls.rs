//! Tasks that tell of calls, whoever wrote them: page by page, with requests and answers.

use std::collections::BTreeSet;

use domain::call::Direction;
use domain::journal::{TaskRow, numbers_in};
use domain::outbox::Written;
use jiff::Timestamp;
use serde::Deserialize;

use super::answer::{CallError, moment};
use super::escape::soql;
use super::request::{Request, TASK_OF_A_CALL, query};
use super::{FIELD_REFUSED, Salesforce, owner};
use crate::crm::CallRecords;

/// Tasks asked for at once: with their texts, of 32,000 characters at most, far below the largest
/// answer taken.
const ROWS: usize = 200;
/// Requests of one question: 31 days with 120 calls each need nineteen.
const PAGES_MAX: usize = 25;

/// Where the next page begins: after this one.
struct After {
    created: Timestamp,
    id: String,
}

impl Salesforce {
    pub(super) async fn tasks_of_calls(
        &self,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<CallRecords, CallError> {
        let us = owner::user_id(&self.sender.token().await?.identity);
        let users: BTreeSet<String> =
            [Some(us.clone()), self.other_owner().await?].into_iter().flatten().collect();
        let mut hidden = self.tasks().left_out.clone();
        let (mut found, mut after) = (CallRecords::default(), None);
        for _ in 0..PAGES_MAX {
            let rows = match self.sender.rows(&page(&us, &users, from, to, after.as_ref(), &hidden)).await {
                Err(error) if error.has_code(FIELD_REFUSED) => {
                    let more: BTreeSet<_> =
                        self.hidden_fields(&error).await.difference(&hidden).copied().collect();
                    if more.is_empty() {
                        return Err(error);
                    }
                    hidden.extend(more);
                    self.sender.rows(&page(&us, &users, from, to, after.as_ref(), &hidden)).await?
                }
                rows => rows?,
            };
            let tasks = read(rows, &us)?;
            let last =
                tasks.last().map(|task| After { created: task.record.created, id: task.record.id.clone() });
            let full = tasks.len() >= ROWS;
            found.rows.extend(tasks);
            if !full {
                return Ok(found);
            }
            after = last;
        }
        found.more = true;
        Ok(found)
    }
}

/// One page. Without the subtype, which the org may hide, what has a key in its place is a call's.
fn page(
    us: &str,
    owners: &BTreeSet<String>,
    from: Timestamp,
    to: Timestamp,
    after: Option<&After>,
    hidden: &BTreeSet<&'static str>,
) -> Request {
    let text = |at: Timestamp| at.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string();
    let optional = ["CallType", "CallDurationInSeconds"].into_iter().filter(|field| !hidden.contains(field));
    let fields =
        ["Id", "CallObject", "CreatedDate", "CreatedById", "LastModifiedDate", "Subject", "Description"];
    let fields: Vec<&str> = fields.into_iter().chain(optional).collect();
    let of_calls = if hidden.contains("TaskSubtype") {
        "CallObject != null".to_owned()
    } else {
        format!("(TaskSubtype = {} OR CallObject != null)", soql(TASK_OF_A_CALL))
    };
    let begins = after.map_or_else(
        || format!("CreatedDate >= {}", text(from)),
        |After { created, id }| {
            let at = text(*created);
            format!("(CreatedDate > {at} OR (CreatedDate = {at} AND Id > {}))", soql(id))
        },
    );
    let owners: Vec<String> = owners.iter().map(|owner| soql(owner)).collect();
    query(&format!(
        "SELECT {} FROM Task WHERE (OwnerId IN ({}) OR CreatedById = {}) AND {of_calls} AND {begins} \
         AND CreatedDate < {} ORDER BY CreatedDate, Id LIMIT {ROWS}",
        fields.join(", "),
        owners.join(", "),
        soql(us),
        text(to)
    ))
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Row {
    id: String,
    call_object: Option<String>,
    created_date: String,
    created_by_id: String,
    last_modified_date: String,
    subject: Option<String>,
    description: Option<String>,
    call_type: Option<String>,
    call_duration_in_seconds: Option<f64>,
}

fn read(rows: Vec<Row>, us: &str) -> Result<Vec<TaskRow>, CallError> {
    let read = |row: Row| {
        let (Some(created), Some(modified)) = (moment(&row.created_date), moment(&row.last_modified_date))
        else {
            return Err(CallError::Unusable { what: "a time that cannot be read" });
        };
        let subject = row.subject.unwrap_or_default();
        let text = format!("{subject}\n{}", row.description.unwrap_or_default());
        Ok(TaskRow {
            record: Written { ours: row.created_by_id == us, id: row.id, created, modified },
            key: row.call_object.filter(|key| !key.is_empty()),
            direction: row.call_type.as_deref().and_then(direction),
            duration_s: seconds(row.call_duration_in_seconds),
            numbers: numbers_in(&text),
            subject,
        })
    };
    rows.into_iter().map(read).collect()
}

/// Others write it in small letters (salesforce.md 7.1).
fn direction(call_type: &str) -> Option<Direction> {
    if call_type.eq_ignore_ascii_case("Inbound") {
        Some(Direction::Inbound)
    } else if call_type.eq_ignore_ascii_case("Outbound") {
        Some(Direction::Outbound)
    } else {
        None
    }
}

/// A day at most: what says more is no length of a call.
fn seconds(told: Option<f64>) -> u32 {
    const DAY: f64 = 86_400.0;
    let seconds = told.filter(|seconds| (0.0..=DAY).contains(seconds)).unwrap_or_default();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and a day")]
    let whole = seconds as u32;
    whole
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn soql_of(after: Option<&After>, hidden: &[&'static str]) -> String {
        let owners = BTreeSet::from(["005A".to_owned(), "005'B".to_owned()]);
        let (from, to) = (at("2026-11-22T10:00:00Z"), at("2026-11-23T10:00:00Z"));
        page("005A", &owners, from, to, after, &hidden.iter().copied().collect()).query[0].1.clone()
    }

    #[test]
    fn tasks_of_calls_are_asked_for_page_by_page() {
        assert_eq!(
            soql_of(None, &[]),
            "SELECT Id, CallObject, CreatedDate, CreatedById, LastModifiedDate, Subject, Description, \
             CallType, CallDurationInSeconds FROM Task WHERE (OwnerId IN ('005\\'B', '005A') OR \
             CreatedById = '005A') AND (TaskSubtype = 'Call' OR CallObject != null) AND \
             CreatedDate >= 2026-11-22T10:00:00.000Z AND CreatedDate < 2026-11-23T10:00:00.000Z \
             ORDER BY CreatedDate, Id LIMIT 200"
        );
        let after = After { created: at("2026-11-22T12:00:00.123Z"), id: "00T'".into() };
        assert!(soql_of(Some(&after), &[]).contains(
            "(CreatedDate > 2026-11-22T12:00:00.123Z OR (CreatedDate = 2026-11-22T12:00:00.123Z AND Id > '00T\\''))"
        ));
        let hidden = soql_of(None, &["TaskSubtype", "CallType"]);
        assert!(hidden.contains("AND CallObject != null AND") && !hidden.contains("CallType"), "{hidden}");
    }

    #[test]
    fn rows_are_read_whoever_wrote_them() {
        let row = |rest: &str| {
            format!(
                r#"{{"Id":"00T1","CreatedDate":"2026-11-22T12:00:00.000+0000",
                    "LastModifiedDate":"2026-11-22T12:01:00.000+0000",{rest}}}"#
            )
        };
        let ours =
            row(r#""CreatedById":"005A","CallObject":"pbx|812|1|x","Subject":"Call","CallType":"Outbound",
               "Description":"from 812 to +4930123456","CallDurationInSeconds":187"#);
        let theirs =
            row(r#""CreatedById":"005B","CallObject":null,"Subject":"Call +4989654321","Description":null,
               "CallType":"inbound","CallDurationInSeconds":-1"#);
        let hidden = row(r#""CreatedById":"005B","Subject":null"#);
        let rows = |rows: &str| serde_json::from_str::<Vec<Row>>(rows).unwrap();
        let tasks = read(rows(&format!("[{ours},{theirs},{hidden}]")), "005A").unwrap();
        let told: Vec<_> = tasks
            .iter()
            .map(|task| (task.record.ours, task.key.as_deref(), task.direction, task.duration_s))
            .collect();
        assert_eq!(
            told,
            [
                (true, Some("pbx|812|1|x"), Some(Direction::Outbound), 187),
                (false, None, Some(Direction::Inbound), 0),
                (false, None, None, 0),
            ]
        );
        assert_eq!(tasks[0].numbers, ["812", "+4930123456"]);
        assert_eq!(tasks[1].numbers, ["+4989654321"]);
        let timeless = ours.replace("2026-11-22T12:00", "soon");
        assert!(read(rows(&format!("[{timeless}]")), "005A").is_err());
    }
}
