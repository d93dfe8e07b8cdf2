//! Requests as plain values: built here, sent elsewhere, testable without a network.

use std::collections::BTreeSet;

use domain::call::Direction;
use domain::caller::CANDIDATES_MAX;
use domain::journal::{About, DESCRIPTION_MAX, Entry, EntryKind, SUBJECT_MAX};
use domain::number::{Number, spellings};
use domain::search::{Asked, Place};
use http::Method;
use jiff::{Timestamp, ToSpan as _};
use serde_json::{Map, Value, json};

use super::answer::Statuses;
use super::escape::{soql, sosl};
use super::schema::{Object, Schema, Shape};
use crate::crm::FOUND_EACH_MAX;

/// Digits searched for alone: as many as a match of last digits wants at the least by default.
const TAIL_DIGITS: usize = 7;
/// How much earlier than the call's start a Task may have been created: clocks differ.
const CLOCK_SLACK_HOURS: i64 = 7 * 24;
/// Longest list of keys in an address of 16,384 bytes (salesforce.md 3.6), the rest of the query and
/// the headers beside it.
const KEYS_LENGTH_MAX: usize = 14_000;
/// Rows of one page: ten records of each key of a full request.
const TASKS_MAX: usize = 2_000;
/// Longest value of `CallDisposition` and `CallObject` (salesforce.md 7.1).
const SHORT_TEXT_MAX: usize = 255;

/// One request below `/services/data/vXX.X`.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    pub method: Method,
    pub path: String,
    pub query: Vec<(&'static str, String)>,
    pub body: Option<Value>,
    pub answer: AnswerKind,
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerKind {
    Json,
    /// A page of a bulk query, much larger than other answers.
    Csv,
}

impl Request {
    pub fn get(path: impl Into<String>, query: Vec<(&'static str, String)>) -> Self {
        Self { method: Method::GET, path: path.into(), query, body: None, answer: AnswerKind::Json }
    }

    /// Whether doing it twice does no harm.
    pub fn is_repeatable(&self) -> bool {
        self.method == Method::GET
    }
}

/// The digit strings searched for. To the usual spellings come two that people's writing habits
/// make tokens of their own (salesforce.md 4.4): `+49 (0)40 …` keeps the trunk prefix behind the
/// country code, and the last digits stand alone behind a space.
pub fn phone_terms(number: &Number) -> Vec<String> {
    let mut terms = spellings(number);
    let Some(public) = number.public() else { return terms };
    let international = public.e164.trim_start_matches('+');
    if let Some(code) = international.strip_suffix(public.national.as_str()) {
        let with_trunk = format!("0{}", public.national);
        if terms.contains(&with_trunk) {
            terms.push(format!("{code}{with_trunk}"));
        }
    }
    if let Some(tail) =
        public.national.len().checked_sub(TAIL_DIGITS).and_then(|start| public.national.get(start..))
    {
        terms.push(tail.to_owned());
    }
    let mut seen = BTreeSet::new();
    terms.retain(|term| !term.is_empty() && seen.insert(term.clone()));
    terms
}

/// Everybody whose phone fields hold one of these digit strings. `None`: nothing to search for.
pub fn find_by_phone(spellings: &[String], schema: &Schema) -> Option<Request> {
    let terms: Vec<_> =
        spellings.iter().filter(|spelling| !spelling.is_empty()).map(|spelling| sosl(spelling)).collect();
    if terms.is_empty() {
        return None;
    }
    search(&terms.join(" OR "), "PHONE", schema)
}

/// The same where SOSL would not: stored exactly as one of the spellings or with a `+`.
pub fn find_by_phone_in(shape: &Shape, spellings: &[String]) -> Option<Request> {
    let values: Vec<_> =
        spellings.iter().flat_map(|spelling| [soql(spelling), soql(&format!("+{spelling}"))]).collect();
    if values.is_empty() || shape.phones.is_empty() {
        return None;
    }
    let values = values.join(", ");
    let tests: Vec<_> = shape.phones.iter().map(|phone| format!("{} IN ({values})", phone.name)).collect();
    let filter = shape.filter().map_or_else(String::new, |filter| format!(" AND {filter}"));
    Some(query(&format!(
        "SELECT {} FROM {} WHERE ({}){filter} LIMIT {FOUND_EACH_MAX}",
        shape.select.join(", "),
        shape.object.name(),
        tests.join(" OR ")
    )))
}

/// Everybody who may answer a search. `None`: nothing to search for.
pub fn find_by_text(asked: &Asked, schema: &Schema) -> Option<Request> {
    let (terms, group) = match asked {
        Asked::Nothing | Asked::Number => return None,
        Asked::Digits { beginnings } => (one_of(beginnings), "PHONE"),
        Asked::Words { place, words } => {
            // An address is cut into words, too (salesforce.md 4.8).
            let group = match place {
                Place::Names => "NAME",
                Place::Emails => "EMAIL",
                Place::Everywhere => "ALL",
            };
            let words: Vec<_> = words.iter().filter(|spellings| !spellings.is_empty()).collect();
            let alone = words.len() == 1;
            let terms: Vec<_> = words
                .iter()
                .map(|spellings| match one_of(spellings) {
                    terms if spellings.len() > 1 && !alone => format!("({terms})"),
                    term => term,
                })
                .collect();
            (terms.join(" AND "), group)
        }
    };
    if terms.is_empty() { None } else { search(&terms, group, schema) }
}

fn one_of(spellings: &[String]) -> String {
    spellings.iter().map(|word| beginning(word)).collect::<Vec<_>>().join(" OR ")
}

/// Words that mean something to SOSL are quoted, all others found by their beginning.
fn beginning(word: &str) -> String {
    match word.to_ascii_lowercase().as_str() {
        "and" | "or" | "not" => format!("\"{}\"", sosl(word)),
        _ => format!("{}*", sosl(word)),
    }
}

fn search(terms: &str, group: &str, schema: &Schema) -> Option<Request> {
    if schema.shapes.is_empty() {
        return None;
    }
    let objects: Vec<_> = schema
        .shapes
        .iter()
        .map(|shape| {
            let filter = shape.filter().map_or_else(String::new, |filter| format!(" WHERE {filter}"));
            format!("{}({}{filter} LIMIT {FOUND_EACH_MAX})", shape.object.name(), shape.select.join(", "))
        })
        .collect();
    let sosl =
        format!("FIND {{{terms}}} IN {group} FIELDS RETURNING {} LIMIT {CANDIDATES_MAX}", objects.join(", "));
    Some(Request::get("/search", vec![("q", sosl)]))
}

pub fn query(soql: &str) -> Request {
    Request::get("/query", vec![("q", soql.to_owned())])
}

pub fn describe(object: &str) -> Request {
    Request::get(format!("/sobjects/{object}/describe"), Vec::new())
}

pub fn describe_person(object: Object) -> Request {
    describe(object.name())
}

pub fn task_statuses() -> Request {
    query("SELECT ApiName, IsDefault, IsClosed FROM TaskStatus ORDER BY SortOrder")
}

/// Our key as it stands in a Task.
pub fn key_of(entry: &Entry) -> String {
    shortened(&entry.key, SHORT_TEXT_MAX)
}

/// Tasks written under these entries' keys, oldest first (salesforce.md 7.5 A): one request, unless
/// its address would be too long. The creation time keeps the query on an index; `now` is the
/// server's, since a clock of ours that is ahead would hide what is there.
pub fn tasks_by_keys(entries: &[Entry], now: Timestamp) -> Vec<Request> {
    let mut requests = Vec::new();
    let (mut literals, mut since, mut length) = (Vec::new(), now, 0);
    for entry in entries {
        let literal = soql(&key_of(entry));
        let encoded = encoded_len(&literal) + 3;
        if !literals.is_empty() && length + encoded > KEYS_LENGTH_MAX {
            requests.push(tasks_of(&literals, since));
            (since, length) = (now, 0);
            literals.clear();
        }
        since = since.min(entry.started);
        length += encoded;
        literals.push(literal);
    }
    if !literals.is_empty() {
        requests.push(tasks_of(&literals, since));
    }
    requests
}

fn tasks_of(literals: &[String], since: Timestamp) -> Request {
    let since = since.checked_sub(CLOCK_SLACK_HOURS.hours()).unwrap_or(since);
    let since = since.strftime("%Y-%m-%dT%H:%M:%SZ");
    query(&format!(
        "SELECT Id, CallObject, CreatedDate, CreatedById, LastModifiedDate FROM Task \
         WHERE CallObject IN ({}) AND CreatedDate >= {since} ORDER BY CreatedDate, Id LIMIT {TASKS_MAX}",
        literals.join(",")
    ))
}

/// How long a text is in an address.
fn encoded_len(text: &str) -> usize {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'*');
    text.bytes().map(|byte| if plain(byte) { 1 } else { 3 }).sum()
}

/// The Task that holds this key in the field the admin named.
pub fn tasks_by_field(field: &str, key: &str) -> Request {
    let key = soql(&shortened(key, SHORT_TEXT_MAX));
    query(&format!("SELECT Id FROM Task WHERE {field} = {key} LIMIT 1"))
}

pub fn delete_task(id: &str) -> Request {
    let path = format!("/sobjects/Task/{id}");
    Request { method: Method::DELETE, ..Request::get(path, Vec::new()) }
}

/// Users with one of these addresses, inactive ones included (salesforce.md 5.7).
pub fn users_by_email(addresses: &[String]) -> Request {
    let addresses: Vec<_> = addresses.iter().map(|address| soql(address)).collect();
    users(&format!("Email IN ({})", addresses.join(", ")))
}

/// The user of this name; user names are unique.
pub fn user_by_name(username: &str) -> Request {
    users(&format!("Username = {}", soql(username)))
}

fn users(filter: &str) -> Request {
    query(&format!(
        "SELECT Id, Name, Username, Email, IsActive FROM User WHERE {filter} LIMIT {FOUND_EACH_MAX}"
    ))
}

pub fn organization() -> Request {
    query("SELECT Name, OrganizationType, IsSandbox FROM Organization LIMIT 1")
}

/// The duplicate rules in force for an object, for every user; rows of `DuplicateRule` are for
/// users who may view the setup, and do not tell what a rule does.
pub fn duplicate_rules(object: Object) -> Request {
    Request::get(format!("/ui-api/duplicates/{}", object.name()), Vec::new())
}

/// Every Task field an entry has ...
pub const TASK_FIELDS: [&str; 13] = [
    "Subject",
    "Description",
    "Status",
    "ActivityDate",
    "TaskSubtype",
    "Type",
    "CallType",
    "CallDurationInSeconds",
    "CallDisposition",
    "CallObject",
    "WhoId",
    "WhatId",
    "OwnerId",
];

/// ... and those it can do without when the org hides them or does not take their value.
pub const OPTIONAL_TASK_FIELDS: [&str; 5] =
    ["TaskSubtype", "Type", "CallType", "CallDurationInSeconds", "CallDisposition"];

/// Longest value of `Type` (salesforce.md 7.1).
const TYPE_MAX: usize = 40;

/// What a call is in `TaskSubtype` and in `Type` (salesforce.md 7.1, 7.7).
pub const TASK_OF_A_CALL: &str = "Call";

/// What the Tasks of one request have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskForm {
    pub statuses: Statuses,
    /// `None`: the signed-in user's.
    pub owner: Option<String>,
    /// Field of activities that holds our key too.
    pub key_field: Option<String>,
    /// Optional fields that this user may not write.
    pub left_out: BTreeSet<&'static str>,
    /// The same for chats.
    pub left_out_of_chats: BTreeSet<&'static str>,
}

impl TaskForm {
    pub fn left_out_of(&mut self, kind: &EntryKind) -> &mut BTreeSet<&'static str> {
        match kind {
            EntryKind::Call => &mut self.left_out,
            EntryKind::Chat { .. } => &mut self.left_out_of_chats,
        }
    }
}

/// Creates the Task of an entry.
pub fn create_task(entry: &Entry, form: &TaskForm) -> Request {
    post("/sobjects/Task", Value::Object(task(entry, form)))
}

/// Creates many, each for itself (salesforce.md 8.1).
pub fn create_tasks<'a>(entries: impl Iterator<Item = &'a Entry>, form: &TaskForm) -> Request {
    let records = entries.map(|entry| {
        let mut record = task(entry, form);
        record.insert("attributes".into(), json!({"type": "Task"}));
        Value::Object(record)
    });
    let records: Vec<Value> = records.collect();
    post("/composite/sobjects", json!({"allOrNone": false, "records": records}))
}

fn post(path: &str, body: Value) -> Request {
    Request { method: Method::POST, body: Some(body), ..Request::get(path, Vec::new()) }
}

/// The Task of an entry (salesforce.md 7.1). A further field the admin named may stand in place of
/// `Type` or `CallDisposition`.
fn task(entry: &Entry, form: &TaskForm) -> Map<String, Value> {
    let call_type = match (entry.internal, entry.direction) {
        (true, Direction::Inbound | Direction::Outbound) => "Internal",
        (false, Direction::Inbound) => "Inbound",
        (false, Direction::Outbound) => "Outbound",
    };
    let mut task = Map::new();
    let left_out = match entry.kind {
        EntryKind::Call => &form.left_out,
        EntryKind::Chat { .. } => &form.left_out_of_chats,
    };
    let mut put = |name: &'static str, value: Value| {
        if !left_out.contains(name) {
            task.insert(name.into(), value);
        }
    };
    put("Subject", shortened(&entry.subject, SUBJECT_MAX).into());
    put("Description", shortened(&entry.description, DESCRIPTION_MAX).into());
    let status = if entry.status_open { &form.statuses.open } else { &form.statuses.closed };
    put("Status", status.as_str().into());
    put("ActivityDate", entry.day.to_string().into());
    match &entry.kind {
        EntryKind::Call => {
            put("TaskSubtype", TASK_OF_A_CALL.into());
            put("Type", TASK_OF_A_CALL.into());
            put("CallType", call_type.into());
            put("CallDurationInSeconds", entry.duration_s.into());
            put("CallDisposition", shortened(&entry.disposition, SHORT_TEXT_MAX).into());
        }
        // There is no subtype for chats (salesforce.md 7.3).
        EntryKind::Chat { channel } => {
            put("TaskSubtype", "Task".into());
            put("Type", shortened(channel, TYPE_MAX).into());
        }
    }
    put("CallObject", key_of(entry).into());
    if let Some(owner) = &form.owner {
        put("OwnerId", owner.as_str().into());
    }
    match &entry.about {
        About::Nobody => {}
        About::Who { id } => put("WhoId", id.as_str().into()),
        About::What { id } => put("WhatId", id.as_str().into()),
        About::Both { who, what } => {
            put("WhoId", who.as_str().into());
            put("WhatId", what.as_str().into());
        }
    }
    for (name, value) in &entry.extra {
        task.insert(name.clone(), value.as_str().into());
    }
    if let Some(field) = &form.key_field {
        task.insert(field.clone(), key_of(entry).into());
    }
    task
}

fn shortened(text: &str, characters_max: usize) -> String {
    text.chars().take(characters_max).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use domain::call::{CallId, Outcome};
    use domain::search::Query;
    use domain::settings::MatchingSettings;
    use proptest::prelude::*;

    fn schema() -> Schema {
        let mut schema = Schema::standard();
        for shape in &mut schema.shapes {
            shape.select.truncate(2);
        }
        schema
    }

    fn asked(text: &str) -> Asked {
        Query::read(text, &MatchingSettings::default()).asked().clone()
    }

    fn entry() -> Entry {
        Entry {
            key: "pbx|812|17|2026-11-22T13:22:01Z".into(),
            call: CallId(1),
            subject: "3CX Phone System Call".into(),
            description: "text".into(),
            direction: Direction::Inbound,
            outcome: Outcome::AnsweredInbound,
            disposition: "Answered".into(),
            duration_s: 187,
            day: "2026-11-22".parse().unwrap(),
            started: "2026-11-22T13:22:01Z".parse().unwrap(),
            about: About::Who { id: "0035g00000XyZabAAF".into() },
            kind: domain::journal::EntryKind::Call,
            internal: false,
            status_open: false,
            extra: Vec::new(),
        }
    }

    fn form(owner: Option<&str>) -> TaskForm {
        let owner = owner.map(str::to_owned);
        TaskForm {
            statuses: Statuses::default(),
            owner,
            key_field: None,
            left_out: BTreeSet::new(),
            left_out_of_chats: BTreeSet::new(),
        }
    }

    #[test]
    fn writing_habits_make_two_more_terms() {
        let number = domain::number::read("+494066969412", &domain::number::Region::home_default());
        let terms = phone_terms(&number);
        for term in
            ["494066969412", "4066969412", "04066969412", "00494066969412", "4904066969412", "6969412"]
        {
            assert!(terms.iter().any(|known| known == term), "{term}: {terms:?}");
        }
        let withheld = domain::number::read("anonymous", &domain::number::Region::home_default());
        assert!(phone_terms(&withheld).is_empty());
    }

    #[test]
    fn one_search_over_all_spellings_and_objects() {
        let request = find_by_phone(&["494066969412".into(), "04066969412".into()], &schema()).unwrap();
        assert_eq!(request.path, "/search");
        assert_eq!(
            request.query[0].1,
            "FIND {494066969412 OR 04066969412} IN PHONE FIELDS RETURNING Contact(Id, Name LIMIT 20), \
             Lead(Id, Name WHERE IsConverted = false LIMIT 20), Account(Id, Name LIMIT 20) LIMIT 50"
        );
        assert!(find_by_phone(&[], &schema()).is_none());
    }

    #[test]
    fn exact_spellings_with_and_without_plus_where_search_does_not_work() {
        let shape = Shape::standard(Object::Lead);
        let request = find_by_phone_in(&shape, &["4940".into()]).unwrap();
        assert!(request.query[0].1.ends_with(
            "WHERE (Phone IN ('4940', '+4940') OR MobilePhone IN ('4940', '+4940') OR Fax IN ('4940', '+4940')) \
             AND IsConverted = false LIMIT 20"
        ));
    }

    #[test]
    fn names_addresses_and_numbers_by_their_beginnings() {
        let sosl_of =
            |text: &str| find_by_text(&asked(text), &schema()).map(|request| request.query[0].1.clone());
        assert!(sosl_of("ana dia").unwrap().starts_with("FIND {ana* AND dia*} IN NAME FIELDS"));
        assert!(
            sosl_of("Brandt & Söhne")
                .unwrap()
                .starts_with("FIND {Brandt* AND (Söhne* OR soehne* OR sohne*)} IN NAME")
        );
        assert!(sosl_of("Or not").unwrap().starts_with("FIND {\"Or\" AND \"not\"} IN NAME"));
        assert!(sosl_of("Söhne").unwrap().starts_with("FIND {Söhne* OR soehne* OR sohne*} IN NAME"));
        assert!(sosl_of("ab-cd@x.com").unwrap().starts_with("FIND {ab* AND cd* AND com*} IN EMAIL FIELDS"));
        assert!(sosl_of("anna.weber").unwrap().starts_with("FIND {anna* AND weber*} IN ALL FIELDS"));
        assert!(sosl_of("040 66").unwrap().starts_with("FIND {04066* OR 4066*} IN PHONE FIELDS"));
        assert_eq!(sosl_of("+49 40 66969412"), None, "a whole number is looked up");
        for nothing in ["", "a", " ?", "}}"] {
            assert!(sosl_of(nothing).is_none(), "{nothing}");
        }
    }

    #[test]
    fn a_task_as_salesforce_wants_it() {
        let request = create_task(&entry(), &form(Some("005")));
        assert_eq!(request.path, "/sobjects/Task");
        assert!(!request.is_repeatable());
        assert_eq!(
            request.body.unwrap(),
            serde_json::json!({
                "Subject": "3CX Phone System Call", "Description": "text", "Status": "Completed",
                "ActivityDate": "2026-11-22", "TaskSubtype": "Call", "Type": "Call",
                "CallType": "Inbound", "OwnerId": "005",
                "CallDurationInSeconds": 187, "CallDisposition": "Answered",
                "CallObject": "pbx|812|17|2026-11-22T13:22:01Z", "WhoId": "0035g00000XyZabAAF"
            })
        );
    }

    #[test]
    fn every_field_of_a_task_is_in_the_list() {
        for about in [About::Who { id: "003".into() }, About::What { id: "001".into() }] {
            let body = create_task(&Entry { about, ..entry() }, &form(Some("005"))).body;
            for field in body.unwrap().as_object().unwrap().keys() {
                assert!(TASK_FIELDS.contains(&field.as_str()), "{field}");
            }
        }
        assert!(OPTIONAL_TASK_FIELDS.iter().all(|field| TASK_FIELDS.contains(field)));
    }

    #[test]
    fn further_fields_and_internal_calls() {
        let extra =
            vec![("Code__c".to_owned(), "Order".to_owned()), ("Type".to_owned(), "Telefonat".to_owned())];
        let entry = Entry { extra, internal: true, status_open: true, ..entry() };
        let body = create_task(&entry, &form(None)).body.unwrap();
        assert_eq!((&body["Code__c"], &body["Type"]), (&Value::from("Order"), &Value::from("Telefonat")));
        assert_eq!(
            (&body["CallType"], &body["Status"]),
            (&Value::from("Internal"), &Value::from(Statuses::default().open))
        );
    }

    #[test]
    fn users_are_asked_for_as_literals() {
        let soql = &users_by_email(&["o'brien@x.example".into(), "b".into()]).query[0].1;
        assert!(soql.ends_with("WHERE Email IN ('o\\'brien@x.example', 'b') LIMIT 20"), "{soql}");
        assert!(user_by_name("a'b").query[0].1.contains("Username = 'a\\'b'"));
    }

    #[test]
    fn hidden_fields_are_left_out_and_long_texts_cut() {
        let mut long = entry();
        long.subject = "ä".repeat(300);
        long.about = About::What { id: "001".into() };
        let left_out = BTreeSet::from(["CallType", "TaskSubtype"]);
        let body = create_task(&long, &TaskForm { left_out, ..form(None) }).body.unwrap();
        assert!(body.get("CallType").is_none() && body.get("TaskSubtype").is_none());
        assert_eq!(body["Subject"].as_str().unwrap().chars().count(), 255);
        assert_eq!((&body["WhatId"], body.get("WhoId")), (&Value::from("001"), None));
    }

    #[test]
    fn many_tasks_in_one_request_each_for_itself() {
        let key_field = Some("Call_Key__c".to_owned());
        let (a, b) = (Entry { key: "a".into(), ..entry() }, Entry { key: "b".into(), ..entry() });
        let request = create_tasks([&a, &b].into_iter(), &TaskForm { key_field, ..form(None) });
        assert_eq!(request.path, "/composite/sobjects");
        let body = request.body.unwrap();
        assert_eq!(body["allOrNone"], false);
        for (at, key) in ["a", "b"].iter().enumerate() {
            let record = &body["records"][at];
            assert_eq!(record["attributes"], json!({"type": "Task"}));
            assert_eq!((&record["CallObject"], &record["Call_Key__c"]), (&json!(key), &json!(key)));
        }
    }

    #[test]
    fn keys_are_asked_for_as_literals_in_one_request_and_from_a_week_before() {
        let now = "2026-11-22T14:00:00Z".parse().unwrap();
        let its = Entry { key: "it's".into(), ..entry() };
        let requests = tasks_by_keys(&[its.clone(), entry()], now);
        let [request] = requests.as_slice() else { panic!("{requests:?}") };
        assert_eq!(
            request.query[0].1,
            "SELECT Id, CallObject, CreatedDate, CreatedById, LastModifiedDate FROM Task \
             WHERE CallObject IN ('it\\'s','pbx|812|17|2026-11-22T13:22:01Z') \
             AND CreatedDate >= 2026-11-15T13:22:01Z ORDER BY CreatedDate, Id LIMIT 2000"
        );
        // A clock that was a year ahead does not hide what the server wrote today.
        let ahead = Entry { started: "2027-11-22T13:22:01Z".parse().unwrap(), ..its };
        assert!(tasks_by_keys(&[ahead], now)[0].query[0].1.contains("CreatedDate >= 2026-11-15T14:00:00Z"));
    }

    #[test]
    fn two_hundred_keys_fit_into_one_address_and_longer_ones_into_several() {
        let now = entry().started;
        let many = |key: &str| -> Vec<_> {
            (0..200)
                .map(|at| Entry { key: format!("{key}|812|{at}|2026-11-22T13:22:01Z"), ..entry() })
                .collect()
        };
        assert_eq!(tasks_by_keys(&many("pbx.example.com"), now).len(), 1);
        let several = tasks_by_keys(&many(&"x".repeat(150)), now);
        assert!(several.len() > 1);
        for request in &several {
            let url =
                url::Url::parse_with_params("https://x/services/data/v66.0/query", &request.query).unwrap();
            assert!(url.as_str().len() < 16_000, "{}", url.as_str().len());
        }
        assert!(tasks_by_keys(&[], now).is_empty());
    }

    proptest! {
        #[test]
        fn no_text_leaves_its_braces(text in any::<String>()) {
            if let Some(request) = find_by_text(&asked(&text), &schema()) {
                let sosl = &request.query[0].1;
                let inner = sosl.strip_prefix("FIND {").unwrap();
                let mut escaped = false;
                let end = inner.find(|character| {
                    let ends = character == '}' && !escaped;
                    escaped = character == '\\' && !escaped;
                    ends
                }).unwrap();
                prop_assert!(inner[end..].starts_with("} IN "), "{}", sosl);
            }
        }
    }
}
