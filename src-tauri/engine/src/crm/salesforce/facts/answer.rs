//! Reads the parts of a composite answer as facts. A part that was refused is empty.

use std::collections::BTreeMap;

use domain::call::Direction;
use domain::caller::{
    Activity, ActivityKind, Case, Facts, FieldValue, NextTask, Opportunity, OwnField as ToldField, Owned,
};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::answer::{ApiError, CallError, json, moment};
use super::request::{OwnField, Part};

type Row = Map<String, Value>;

/// Longest text of one fact: it stands on one line.
const TEXT_MAX: usize = 255;

/// What each part came to.
#[derive(Default)]
pub struct Told {
    parts: BTreeMap<Part, Result<Vec<Row>, CallError>>,
    fields: Vec<OwnField>,
}

#[derive(Deserialize)]
struct Composite {
    #[serde(rename = "compositeResponse")]
    parts: Vec<PartAnswer>,
}

#[derive(Deserialize)]
struct PartAnswer {
    #[serde(default)]
    body: Value,
    #[serde(rename = "httpStatusCode")]
    status: u16,
    #[serde(rename = "referenceId")]
    id: String,
}

#[derive(Deserialize)]
struct Rows {
    #[serde(default)]
    records: Vec<Row>,
}

impl Told {
    pub fn read(body: &[u8], fields: Vec<OwnField>) -> Result<Self, CallError> {
        let answer: Composite = json(body)?;
        let mut parts = BTreeMap::new();
        for told in answer.parts {
            let Some(part) = Part::ALL.into_iter().find(|part| part.id() == told.id) else { continue };
            let rows = if (200..300).contains(&told.status) {
                let rows = serde_json::from_value::<Rows>(told.body);
                rows.map(|rows| rows.records).map_err(|_| CallError::Unusable { what: "part of an answer" })
            } else {
                let errors: Vec<ApiError> = serde_json::from_value(told.body).unwrap_or_default();
                Err(CallError::Status { status: told.status, errors, retry_after: None })
            };
            parts.insert(part, rows);
        }
        Ok(Self { parts, fields })
    }

    /// Parts refused with one of these codes.
    pub fn refused(&self, codes: &[&str]) -> Vec<Part> {
        let refused =
            self.parts.iter().filter(|(_, rows)| rows.as_ref().is_err_and(|error| error.has_code(codes)));
        refused.map(|(part, _)| *part).collect()
    }

    /// The same with parts that were asked for once more.
    pub fn with(mut self, again: Told) -> Self {
        self.parts.extend(again.parts);
        self.fields = again.fields;
        self
    }

    /// Everything that was told. Only when every part was refused is that a failure.
    pub fn into_facts(mut self, user: &str) -> Result<Facts, CallError> {
        if !self.parts.is_empty() && self.parts.values().all(Result::is_err) {
            let first = std::mem::take(&mut self.parts).into_values().find_map(Result::err);
            return Err(first.unwrap_or(CallError::Unusable { what: "no part of an answer" }));
        }
        let mut facts = Facts::default();
        if let Some(record) = self.rows(Part::Record).first() {
            facts.owner = owner(record, user);
            facts.last_activity = day(record, "LastActivityDate");
            facts.do_not_call = flag(record, "PersonDoNotCall").or_else(|| flag(record, "DoNotCall"));
            facts.fields = self.fields.iter().filter_map(|field| own_field(field, record)).collect();
        }
        if let Some(record) = self.rows(Part::Activities).first() {
            facts.tasks = children(record, "OpenActivities").filter(is_task).filter_map(next_task).collect();
            let past = children(record, "ActivityHistories");
            facts.activities = past.filter_map(|row| activity(row, user)).collect();
        }
        let own = self.rows(Part::OwnSales).iter().filter_map(|row| row.get("Opportunity")?.as_object());
        facts.opportunities = own.filter_map(|row| opportunity(row, true)).collect();
        let of_account = self.rows(Part::AccountSales).iter();
        facts.opportunities.extend(of_account.filter_map(|row| opportunity(row, false)));
        facts.cases = self.rows(Part::Cases).iter().filter_map(case).collect();
        Ok(facts)
    }

    fn rows(&self, part: Part) -> &[Row] {
        self.parts.get(&part).and_then(|rows| rows.as_ref().ok()).map(Vec::as_slice).unwrap_or_default()
    }
}

fn children<'a>(record: &'a Row, list: &str) -> impl Iterator<Item = &'a Row> {
    let rows = record.get(list).and_then(|list| list.get("records")).and_then(Value::as_array);
    rows.into_iter().flatten().filter_map(Value::as_object)
}

/// A text that is not empty, on one line.
fn text(row: &Row, name: &str) -> Option<String> {
    one_line(row.get(name)?.as_str()?)
}

fn one_line(text: &str) -> Option<String> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line: String = line.chars().take(TEXT_MAX).collect();
    (!line.is_empty()).then_some(line)
}

fn day(row: &Row, name: &str) -> Option<Date> {
    row.get(name)?.as_str()?.parse().ok()
}

/// The day of a point in time, as the org counts days.
fn day_of_time(row: &Row, name: &str) -> Option<Date> {
    Some(moment(row.get(name)?.as_str()?)?.to_zoned(jiff::tz::TimeZone::UTC).date())
}

fn flag(row: &Row, name: &str) -> Option<bool> {
    row.get(name)?.as_bool()
}

fn owner(row: &Row, user: &str) -> Option<Owned> {
    let name = text(row.get("Owner")?.as_object()?, "Name")?;
    Some(Owned { name, mine: row.get("OwnerId").and_then(Value::as_str) == Some(user) })
}

fn opportunity(row: &Row, own: bool) -> Option<Opportunity> {
    Some(Opportunity {
        id: text(row, "Id")?,
        name: text(row, "Name")?,
        amount: row.get("Amount").and_then(Value::as_f64),
        currency: text(row, "CurrencyIsoCode"),
        closes: day(row, "CloseDate"),
        own,
    })
}

fn case(row: &Row) -> Option<Case> {
    Some(Case {
        id: text(row, "Id")?,
        number: text(row, "CaseNumber")?,
        subject: text(row, "Subject"),
        opened: row.get("CreatedDate").and_then(Value::as_str).and_then(moment),
    })
}

fn is_task(row: &&Row) -> bool {
    flag(row, "IsTask") == Some(true)
}

fn next_task(row: &Row) -> Option<NextTask> {
    Some(NextTask { subject: text(row, "Subject")?, due: day(row, "ActivityDate") })
}

fn activity(row: &Row, user: &str) -> Option<Activity> {
    let day = day(row, "ActivityDate")
        .or_else(|| day_of_time(row, "StartDateTime"))
        .or_else(|| day_of_time(row, "CreatedDate"))?;
    let seconds = row.get("CallDurationInSeconds").and_then(Value::as_u64);
    Some(Activity {
        day,
        kind: activity_kind(row),
        subject: text(row, "Subject").unwrap_or_default(),
        owner: owner(row, user),
        seconds: seconds.and_then(|seconds| u32::try_from(seconds).ok()),
    })
}

/// Subtypes and call types are values, the same in every language (salesforce.md 7.1). Other
/// clients write call types in lower case.
fn activity_kind(row: &Row) -> ActivityKind {
    let told = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or_default();
    let direction = match told("CallType").to_ascii_lowercase().as_str() {
        "inbound" => Some(Direction::Inbound),
        "outbound" => Some(Direction::Outbound),
        _ => None,
    };
    match (told("ActivitySubtype"), direction) {
        ("Email" | "ListEmail", _) => ActivityKind::Email,
        (_, Some(direction)) => ActivityKind::call(direction, told("CallDisposition")),
        // Logged by hand, after somebody called.
        ("Call", None) => ActivityKind::CallOut,
        _ if flag(row, "IsTask") == Some(false) => ActivityKind::Meeting,
        _ => ActivityKind::Task,
    }
}

fn own_field(own: &OwnField, record: &Row) -> Option<ToldField> {
    let mut steps = own.path.split('.').rev();
    let last = steps.next()?;
    let at = steps.rev().try_fold(record, |at, step| at.get(step)?.as_object())?;
    let value = at.get(last).filter(|value| !value.is_null())?;
    let value = match own.field.kind.as_str() {
        "boolean" => FieldValue::Flag(value.as_bool()?),
        "int" | "double" | "long" => FieldValue::Number(value.as_f64()?),
        "percent" => FieldValue::Percent(value.as_f64()?),
        "currency" => FieldValue::Money { amount: value.as_f64()?, currency: text(at, "CurrencyIsoCode") },
        "date" => FieldValue::Day(value.as_str()?.parse().ok()?),
        "datetime" => FieldValue::Time(moment(value.as_str()?)?),
        "multipicklist" => {
            let labels: Vec<&str> = value.as_str()?.split(';').map(|one| label(own, one)).collect();
            FieldValue::Text(one_line(&labels.join(", "))?)
        }
        _ => FieldValue::Text(one_line(label(own, value.as_str()?))?),
    };
    Some(ToldField { label: own.field.label.clone(), value })
}

/// Values of picklists are told by the label the user knows.
fn label<'a>(own: &'a OwnField, value: &'a str) -> &'a str {
    let known = own.field.labels.iter().find(|(stored, _)| stored == value);
    known.map_or(value, |(_, label)| label)
}
