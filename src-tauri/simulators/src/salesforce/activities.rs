//! Meetings, and the two lists of activities a record shows: what is over and what is to come. The lists
//! hold no records of their own: they are Tasks and Events, told through the record they are about.

use serde_json::{Value, json};

use super::error::RestError;
use super::objects::{child, flag, long_text, object, of, owner, pick, refer, text};
use super::schema::{Child, Kind, Object};
use super::soql::Query;
use super::soql::run::{Ask, is_live};
use super::state::State;
use super::store::{Fields, Record};
use super::time;

const HISTORY: &str = "ActivityHistory";
const OPEN: &str = "OpenActivity";
/// Users who may not see all data get at most so many of a list.
const LIST_MAX: usize = 499;
/// Contacts a role can have in a sale.
const ROLES: &[&str] = &["Decision Maker", "Economic Buyer", "Evaluator", "Other"];

/// Both lists, for the children of an object that has activities.
pub fn lists() -> [Child; 2] {
    [child("ActivityHistories", HISTORY, "WhoId"), child("OpenActivities", OPEN, "WhoId")]
}

/// The objects of this file.
pub fn objects() -> Vec<Object> {
    let list = |name, label, plural| {
        let mut list = object((name, label, plural, ""), list_fields(), Vec::new());
        list.writable = false;
        list.searchable = false;
        list
    };
    vec![
        event(),
        contact_role(),
        list(HISTORY, "Activity History", "Activity Histories"),
        list(OPEN, "Open Activity", "Open Activities"),
    ]
}

fn event() -> Object {
    let fields = vec![
        refer("WhoId", "Name ID", &["Contact", "Lead"], "Who"),
        refer("WhatId", "Related To ID", &["Account", "Opportunity", "Case"], "What"),
        text("Subject", "Subject", 255).name_field(),
        of("ActivityDate", "Due Date Only", Kind::Date),
        of("StartDateTime", "Start Date Time", Kind::DateTime),
        of("EndDateTime", "End Date Time", Kind::DateTime),
        of("DurationInMinutes", "Duration", Kind::Int),
        flag("IsAllDayEvent", "All-Day Event"),
        pick("Type", "Type", &["Call", "Meeting", "Other"]),
        refer("AccountId", "Account ID", &["Account"], "Account").read_only(),
        long_text("Description", "Description"),
        owner(),
    ];
    object(("Event", "Event", "Events", "00U"), fields, Vec::new())
}

fn contact_role() -> Object {
    let fields = vec![
        refer("OpportunityId", "Opportunity ID", &["Opportunity"], "Opportunity").required(),
        refer("ContactId", "Contact ID", &["Contact"], "Contact").required(),
        pick("Role", "Role", ROLES),
        flag("IsPrimary", "Primary"),
    ];
    let names = ("OpportunityContactRole", "Opportunity Contact Role", "Opportunity Contact Roles", "00K");
    let mut role = object(names, fields, Vec::new());
    role.searchable = false;
    role
}

fn list_fields() -> Vec<super::schema::Field> {
    vec![
        text("Subject", "Subject", 255).name_field(),
        of("ActivityDate", "Date", Kind::Date),
        pick("ActivityType", "Type", &["Call", "Meeting", "Other"]),
        pick(
            "ActivitySubtype",
            "Activity Subtype",
            &["Task", "Email", "ListEmail", "Cadence", "Call", "Event"],
        ),
        flag("IsTask", "Task"),
        flag("IsClosed", "Closed"),
        text("Status", "Status", 40),
        text("Priority", "Priority", 40),
        of("CallDurationInSeconds", "Call Duration", Kind::Int),
        pick("CallType", "Call Type", &["Internal", "Inbound", "Outbound"]),
        text("CallDisposition", "Call Result", 255),
        text("CallObject", "Call Object Identifier", 255),
        of("StartDateTime", "Start Date Time", Kind::DateTime),
        of("EndDateTime", "End Date Time", Kind::DateTime),
        of("DurationInMinutes", "Duration", Kind::Int),
        flag("IsAllDayEvent", "All-Day Event"),
        long_text("Description", "Description"),
        refer("WhoId", "Name ID", &["Contact", "Lead"], "Who"),
        refer("WhatId", "Related To ID", &["Account", "Opportunity", "Case"], "What"),
        refer("AccountId", "Account ID", &["Account"], "Account"),
        owner(),
    ]
}

/// Whether an object is one of the lists: they can be read through a record only.
pub fn is_list(object: &Object) -> bool {
    object.name == HISTORY || object.name == OPEN
}

/// What ordinary users may ask of a list: no condition, one order, a limit.
pub fn check(object: &Object, query: &Query) -> Result<(), RestError> {
    let refuse = |why: &str| Err(RestError::new(400, "MALFORMED_QUERY", format!("{}: {why}", object.name)));
    if query.filter.is_some() {
        return refuse("a condition in the nested query needs the permission View All Data");
    }
    let newest_first = object.name == HISTORY;
    let ordered = match query.order.as_slice() {
        [] => true,
        [day, changed] => {
            day.path.eq_ignore_ascii_case("ActivityDate")
                && day.descending == newest_first
                && day.nulls_last
                && changed.path.eq_ignore_ascii_case("LastModifiedDate")
                && changed.descending
        }
        _ => false,
    };
    if !ordered {
        return refuse("another order than by ActivityDate, LastModifiedDate needs View All Data");
    }
    if query.limit.is_none_or(|limit| limit > LIST_MAX) {
        return refuse("more than 499 rows need View All Data");
    }
    Ok(())
}

/// Everything of a list that is about this record.
pub fn rows(state: &State, ask: Ask<'_>, list: &Object, parent: &str) -> Vec<(String, Record)> {
    let tasks = state.store.rows("Task").map(|row| (row, true));
    let events = state.store.rows("Event").map(|row| (row, false));
    tasks
        .chain(events)
        .filter(|((_, record), _)| is_live(ask, record) && is_about(record, parent))
        .filter(|((_, record), is_task)| is_over(record, *is_task, ask.now_ms) == (list.name == HISTORY))
        .map(|((id, record), is_task)| (id.clone(), listed(record, is_task)))
        .collect()
}

/// An account's list rolls up what its contacts and opportunities have.
fn is_about(record: &Record, parent: &str) -> bool {
    ["WhoId", "WhatId", "AccountId"].iter().any(|field| record.text(field) == Some(parent))
}

fn is_over(record: &Record, is_task: bool, now_ms: i64) -> bool {
    if is_task {
        return record.fields.get("IsClosed") == Some(&Value::Bool(true));
    }
    let at = |field: &str| record.text(field).and_then(time::parse_ms);
    let day = record.text("ActivityDate").and_then(time::parse_date).map(time::start_of_day_ms);
    at("EndDateTime").or_else(|| at("StartDateTime")).or(day).is_some_and(|end| end < now_ms)
}

fn listed(record: &Record, is_task: bool) -> Record {
    let mut fields: Fields = record.fields.clone();
    let kind = fields.remove("Type").unwrap_or(Value::Null);
    fields.insert(String::from("ActivityType"), kind);
    let subtype = fields.remove("TaskSubtype").unwrap_or_else(|| json!("Event"));
    fields.insert(String::from("ActivitySubtype"), subtype);
    fields.insert(String::from("IsTask"), Value::Bool(is_task));
    if !is_task && fields.get("ActivityDate").is_none_or(Value::is_null) {
        let day = record.text("StartDateTime").and_then(time::parse_ms).map(time::date_of_ms);
        fields.insert(String::from("ActivityDate"), json!(day.map(|day| day.to_string())));
    }
    Record { fields, ..record.clone() }
}
