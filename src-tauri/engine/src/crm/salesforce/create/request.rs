//! The requests that create somebody, as plain values.

use std::collections::BTreeSet;

use domain::caller::PersonKind;
use domain::create::{AccountChoice, CreateKind, Draft, FieldKind, NewPerson};
use http::Method;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};

use super::super::escape::soql;
use super::super::request::{AnswerKind, Request, query};
use super::super::schema::{Object, Shape};
use super::describe::standard_kinds;

/// Assignment rules must not give our lead to somebody else (salesforce.md 6.2).
pub const OWN_LEAD: (&str, &str) = ("Sforce-Auto-Assign", "FALSE");
/// Saves what an alert rule objects to (salesforce.md 6.4).
pub const SAVE_ANYWAY: (&str, &str) = ("Sforce-Duplicate-Rule-Header", "allowSave=true");
/// How far the clocks of this computer and of the org may differ.
const CLOCK_SLACK: SignedDuration = SignedDuration::from_mins(10);

pub const fn object(kind: CreateKind) -> Object {
    match kind {
        CreateKind::Contact => Object::Contact,
        CreateKind::Lead => Object::Lead,
        CreateKind::PersonAccount => Object::Account,
    }
}

pub const fn person_kind(kind: CreateKind) -> PersonKind {
    match kind {
        CreateKind::Contact => PersonKind::Contact,
        CreateKind::Lead => PersonKind::Lead,
        CreateKind::PersonAccount => PersonKind::PersonAccount,
    }
}

/// Headers of the request, or of each part of it.
pub fn headers(person: &NewPerson) -> Vec<(&'static str, &'static str)> {
    let lead = (person.draft.kind == CreateKind::Lead).then_some(OWN_LEAD);
    lead.into_iter().chain(person.allow_duplicates.then_some(SAVE_ANYWAY)).collect()
}

/// One request: the record alone, or with its new account. `root` as [`super::super::send::Sender::root`].
pub fn create(person: &NewPerson, root: &str) -> Request {
    let (object, mut fields) = (object(person.draft.kind), fields(person));
    let Some(AccountChoice::New { name }) = new_account(&person.draft) else {
        return post(format!("/sobjects/{}", object.name()), Value::Object(fields));
    };
    fields.insert("AccountId".into(), "@{account.id}".into());
    let headers: Map<String, Value> =
        headers(person).into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    let part = |object: Object, id: &str, body: Value| {
        json!({
            "method": "POST", "url": format!("{root}/sobjects/{}", object.name()), "referenceId": id,
            "httpHeaders": headers, "body": body,
        })
    };
    let parts = [
        part(Object::Account, "account", json!({ "Name": name.trim() })),
        part(object, "person", Value::Object(fields)),
    ];
    post("/composite".into(), json!({ "allOrNone": true, "compositeRequest": parts }))
}

/// The account that is created together with a contact.
pub fn new_account(draft: &Draft) -> Option<&AccountChoice> {
    let is_contact = draft.kind == CreateKind::Contact;
    draft.account.as_ref().filter(|choice| is_contact && matches!(choice, AccountChoice::New { .. }))
}

fn post(path: String, body: Value) -> Request {
    Request { method: Method::POST, path, query: Vec::new(), body: Some(body), answer: AnswerKind::Json }
}

/// The values as the wire has them. Empty ones are left out: they are the org's to fill.
fn fields(person: &NewPerson) -> Map<String, Value> {
    let draft = &person.draft;
    let standard = standard_kinds(draft.kind);
    let kind = |name: &String| {
        person.kinds.get(name).or_else(|| standard.get(name)).copied().unwrap_or(FieldKind::Text)
    };
    let filled = draft.values.iter().filter(|(_, value)| !value.trim().is_empty());
    let mut fields: Map<String, Value> =
        filled.map(|(name, value)| (name.clone(), value_of(kind(name), value.trim()))).collect();
    fields.remove("AccountId");
    if let Some(AccountChoice::Existing { id, .. }) = &draft.account
        && draft.kind == CreateKind::Contact
    {
        fields.insert("AccountId".into(), id.as_str().into());
    }
    if let Some(record_type) = &draft.record_type {
        fields.insert("RecordTypeId".into(), record_type.as_str().into());
    }
    fields
}

/// What cannot be read goes as it stands, and the org says what is wrong with it.
fn value_of(kind: FieldKind, value: &str) -> Value {
    match kind {
        FieldKind::Checkbox => Value::Bool(value == "true"),
        FieldKind::Number { .. } => value.parse::<serde_json::Number>().map_or(value.into(), Value::Number),
        FieldKind::DateTime => {
            let at = value.parse::<DateTime>().ok().and_then(|at| at.to_zoned(TimeZone::system()).ok());
            at.map_or(value.into(), |at| at.timestamp().strftime("%Y-%m-%dT%H:%M:%SZ").to_string().into())
        }
        FieldKind::Text
        | FieldKind::LongText
        | FieldKind::Email
        | FieldKind::Phone
        | FieldKind::Url
        | FieldKind::Date
        | FieldKind::Picklist
        | FieldKind::MultiPicklist
        | FieldKind::Account
        | FieldKind::Record => value.into(),
    }
}

/// Whom this user created since then with these values. There is no key to ask for (salesforce.md
/// 7.5), so it is asked for everything that tells people apart: name, number and address.
pub fn created(person: &NewPerson, shape: &Shape, user: &str, since: Timestamp) -> Request {
    let since = since.checked_sub(CLOCK_SLACK).unwrap_or(Timestamp::UNIX_EPOCH);
    let draft = &person.draft;
    let mut tests = vec![
        format!("CreatedById = {}", soql(user)),
        format!("CreatedDate >= {}", since.strftime("%Y-%m-%dT%H:%M:%SZ")),
    ];
    let email = if draft.kind == CreateKind::PersonAccount { "PersonEmail" } else { "Email" };
    let is_phone = |name: &&str| shape.phones.iter().any(|phone| phone.name == **name);
    let phones = draft.phones().map(|(name, _)| name).filter(is_phone);
    for name in ["LastName", "FirstName", email].into_iter().chain(phones) {
        let value = draft.value(name);
        if !value.is_empty() && is_plain(name) {
            tests.push(format!("{name} = {}", soql(value)));
        }
    }
    query(&format!(
        "SELECT {} FROM {} WHERE {} ORDER BY CreatedDate LIMIT 1",
        shape.select.join(", "),
        shape.object.name(),
        tests.join(" AND ")
    ))
}

fn is_plain(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Fields that are to be other than they were sent, with what was sent and what is meant; nothing
/// is `null`. A new account cannot come later.
pub fn changes(before: &NewPerson, after: &NewPerson) -> Vec<(String, Value, Value)> {
    let (mut before, mut after) = (fields(before), fields(after));
    let names: BTreeSet<String> = before.keys().chain(after.keys()).cloned().collect();
    let mut of =
        |name: &String| (before.remove(name).unwrap_or_default(), after.remove(name).unwrap_or_default());
    let all = names.into_iter().map(|name| {
        let (old, new) = of(&name);
        (name, old, new)
    });
    all.filter(|(_, old, new)| old != new).collect()
}

/// Changes fields of a record.
pub fn put(object: Object, id: &str, fields: Map<String, Value>) -> Request {
    Request {
        method: Method::PATCH,
        path: format!("/sobjects/{}/{id}", object.name()),
        query: Vec::new(),
        body: Some(Value::Object(fields)),
        answer: AnswerKind::Json,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    fn person(kind: CreateKind, values: &[(&str, &str)], account: Option<AccountChoice>) -> NewPerson {
        let values = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let kinds = [
            ("Vip__c", FieldKind::Checkbox),
            ("Seats__c", FieldKind::Number { decimals: 0 }),
            ("Since__c", FieldKind::Date),
        ];
        NewPerson {
            draft: Draft { kind, record_type: None, values, account },
            kinds: kinds.map(|(name, kind)| (name.to_owned(), kind)).into(),
            allow_duplicates: false,
        }
    }

    #[test]
    fn values_have_the_shape_of_their_field() {
        let values = [
            ("LastName", " Vogl "),
            ("Vip__c", "true"),
            ("Seats__c", "12"),
            ("Since__c", "2026-11-22"),
            ("Title", " "),
        ];
        let account = AccountChoice::Existing { id: "001A".into(), name: "Rhein".into() };
        let request = create(&person(CreateKind::Contact, &values, Some(account)), "/r");
        assert_eq!(request.path, "/sobjects/Contact");
        let expected = json!({
            "LastName": "Vogl", "Vip__c": true, "Seats__c": 12, "Since__c": "2026-11-22", "AccountId": "001A",
        });
        assert_eq!(request.body, Some(expected));
    }

    #[test]
    fn a_new_account_comes_with_the_contact_or_not_at_all() {
        let account = AccountChoice::New { name: "Rhein".into() };
        let new = person(CreateKind::Contact, &[("LastName", "Vogl")], Some(account.clone()));
        let body = create(&new, "/services/data/v66.0").body.unwrap();
        assert_eq!(body["allOrNone"], true);
        assert_eq!(body["compositeRequest"][0]["body"], json!({ "Name": "Rhein" }));
        assert_eq!(body["compositeRequest"][1]["url"], "/services/data/v66.0/sobjects/Contact");
        assert_eq!(body["compositeRequest"][1]["body"]["AccountId"], "@{account.id}");
        // A lead has a company in words.
        let lead = person(CreateKind::Lead, &[("LastName", "Vogl")], Some(account));
        assert_eq!(create(&lead, "/r").path, "/sobjects/Lead");
    }

    #[test]
    fn headers_are_sent_only_where_they_are_meant() {
        let mut lead = person(CreateKind::Lead, &[], None);
        assert_eq!(headers(&lead), [OWN_LEAD]);
        lead.allow_duplicates = true;
        assert_eq!(headers(&lead), [OWN_LEAD, SAVE_ANYWAY]);
        assert_eq!(headers(&person(CreateKind::Contact, &[], None)), []);
    }

    #[test]
    fn an_earlier_try_is_asked_for_by_everything_it_wrote() {
        let shape = Shape::standard(Object::Contact);
        let values = [("LastName", "O'Neil"), ("Phone", "+494066969412"), ("Evil) OR (Phone__c", "x")];
        let request =
            created(&person(CreateKind::Contact, &values, None), &shape, "005A", Timestamp::UNIX_EPOCH);
        let soql = &request.query[0].1;
        let expected = "WHERE CreatedById = '005A' AND CreatedDate >= 1969-12-31T23:50:00Z AND \
                        LastName = 'O\\'Neil' AND Phone = '+494066969412' ORDER BY CreatedDate LIMIT 1";
        assert!(soql.ends_with(expected), "{soql}");
    }
}
