//! The sample of `people.rs` as records of a fresh org.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::oauth::{Account, Sessions};
use super::query_pages::Pages;
use super::rest::bulk::Jobs;
use super::schema::{self, Object};
use super::state::State;
use super::store::{Fields, Store};
use super::time::{DAY_MS, HOUR_MS};
use super::write::{self, Writer};
use super::{OrgOptions, objects};
use crate::people::{self, Person, Sample, WellKnown};

const ORG_ID: &str = "00D5g000004abcDEAQ";
const CONSUMER_KEY: &str = "3MVG9simulatedConsumerKeyOfTheSampleOrg.x1y2z3";
const CONSUMER_SECRET: &str = "7E1F2A3B4C5D6E7F8091A2B3C4D5E6F708192A3B4C5D6E7F8091A2B3C4D5E6F7";
/// Accounts with something going on. In an org of hundreds of thousands nobody looks at more.
const BUSINESS_MAX: usize = 2_000;
/// Everything in the sample was made this long ago, so that nothing looks freshly changed.
const SAMPLE_AGE_MS: i64 = 40 * DAY_MS;
/// The one meeting of the sample is this long after its beginning, and over.
const MEETING_AFTER_DAYS: i64 = 31;

pub fn state(options: OrgOptions) -> State {
    let mut state = State {
        org_id: String::from(ORG_ID),
        base_url: String::from("http://127.0.0.1"),
        store: Store::default(),
        faults: super::faults::Faults::default(),
        sessions: Sessions::new(ORG_ID, String::from(CONSUMER_KEY), String::from(CONSUMER_SECRET)),
        pages: Pages::default(),
        jobs: Jobs::default(),
        requests_used: 0,
        requests_day: 0,
        counters: BTreeMap::new(),
        clock_offset_ms: -SAMPLE_AGE_MS,
        late_commit_secs: 0,
        metadata_ms: 0,
    };
    state.metadata_ms = state.now_ms();
    let sample = people::sample(options.people, options.seed);
    let users = users(&mut state, &sample);
    setup_records(&mut state);
    records(&mut state, &sample, &users);
    state.clock_offset_ms = 0;
    state
}

fn fields(value: Value) -> Fields {
    match value {
        Value::Object(fields) => fields,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => Fields::new(),
    }
}

/// Stores without the checks of a create, for objects no client may write.
fn put(state: &mut State, sobject: &str, user: &str, value: Value) -> String {
    let Some(object) = schema::object(sobject) else { return String::new() };
    let id = state.store.next_id(object);
    put_as(state, object, &id, user, value);
    id
}

fn put_as(state: &mut State, object: &'static Object, id: &str, user: &str, value: Value) {
    let mut fields = fields(value);
    let now = state.now_ms();
    fields.insert(String::from("Id"), json!(id));
    fields.insert(String::from("CreatedDate"), json!(super::time::format_ms(now)));
    fields.insert(String::from("CreatedById"), json!(user));
    write::save(state, object, id, fields, user, now);
}

fn users(state: &mut State, sample: &Sample) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for user in &sample.users {
        let creator = ids.first().cloned().unwrap_or_default();
        let id = put(
            state,
            "User",
            &creator,
            json!({
                "Username": user.email, "FirstName": user.first, "LastName": user.last, "Email": user.email,
                "Alias": user.first.to_lowercase(), "Extension": user.extension, "IsActive": user.active,
                "UserType": "Standard", "TimeZoneSidKey": "Europe/Berlin", "LocaleSidKey": "de_DE",
                "LanguageLocaleKey": "en_US",
            }),
        );
        if user.active {
            let password = format!("{}-sample-1", user.first.to_lowercase());
            state.sessions.accounts.insert(user.email.clone(), Account { user: id.clone(), password });
        }
        ids.push(id);
    }
    ids
}

/// One more active user with this address, as one person with two licences has.
pub fn twin(state: &mut State, address: &str) {
    put(
        state,
        "User",
        "",
        json!({
            "Username": format!("second.{address}"), "FirstName": "Second", "LastName": "Licence", "Email": address,
            "Alias": "second", "IsActive": true, "UserType": "Standard", "TimeZoneSidKey": "Europe/Berlin",
            "LocaleSidKey": "de_DE", "LanguageLocaleKey": "en_US",
        }),
    );
}

fn setup_records(state: &mut State) {
    let labelled = |(order, label): (usize, &&str), default: &str| json!({ "MasterLabel": label, "ApiName": label, "SortOrder": order + 1, "IsDefault": *label == default });
    for item in objects::TASK_STATUSES.iter().enumerate() {
        let mut status = labelled(item, "Not Started");
        status["IsClosed"] = json!(*item.1 == "Completed");
        put(state, "TaskStatus", "", status);
    }
    for item in objects::TASK_PRIORITIES.iter().enumerate() {
        let mut priority = labelled(item, "Normal");
        priority["IsHighPriority"] = json!(*item.1 == "High");
        put(state, "TaskPriority", "", priority);
    }
    for item in objects::LEAD_STATUSES.iter().enumerate() {
        let mut status = labelled(item, "Open - Not Contacted");
        status["IsConverted"] = json!(*item.1 == "Closed - Converted");
        put(state, "LeadStatus", "", status);
    }
    if let Some(object) = schema::object("Organization") {
        let organization = json!({
            "Name": "Nordwind Services", "OrganizationType": "Enterprise Edition", "IsSandbox": false,
            "InstanceName": "SIM1", "TimeZoneSidKey": "Europe/Berlin", "DefaultLocaleSidKey": "de_DE",
            "LanguageLocaleKey": "en_US",
        });
        put_as(state, object, ORG_ID, "", organization);
    }
}

fn create(state: &mut State, sobject: &str, owner: &str, value: Value) -> String {
    let writer = Writer { user: String::from(owner), save_duplicates: true, keeps_owner: true };
    let created = schema::object(sobject).map(|object| write::create(state, &writer, object, &fields(value)));
    match created {
        Some(Ok(id)) => id,
        Some(Err(error)) => {
            tracing::error!(sobject, %error, "a sample record breaks the org's own rules");
            String::new()
        }
        None => String::new(),
    }
}

fn records(state: &mut State, sample: &Sample, users: &[String]) {
    let owner = |index: usize| users.get(index % users.len().max(1)).cloned().unwrap_or_default();
    let mut accounts = Vec::new();
    for company in &sample.companies {
        let id = create(
            state,
            "Account",
            &owner(company.owner),
            json!({
                "Name": company.name, "Phone": company.phone, "BillingCity": company.city,
                "BillingCountry": company.country, "Type": "Customer - Direct", "Industry": company.industry,
            }),
        );
        accounts.push(id);
    }
    for person in &sample.contacts {
        let account = person.company.and_then(|index| accounts.get(index).cloned());
        let mut value = person_json(person);
        value["AccountId"] = json!(account);
        value["DoNotCall"] = json!(person.do_not_call);
        let id = create(state, "Contact", &owner(person.owner), value);
        if person.well_known == Some(WellKnown::KatharinaVogelsang) {
            business_of_katharina(state, &owner(person.owner), &id, account);
        }
    }
    for person in &sample.leads {
        let mut value = person_json(person);
        value["Company"] = json!(person.company_name);
        create(state, "Lead", &owner(person.owner), value);
    }
    ordinary_business(state, &accounts, &owner(2));
}

fn person_json(person: &Person) -> Value {
    let mut value = json!({ "FirstName": person.first, "LastName": person.last, "Title": person.title, "Email": person.email });
    for (field, number) in &person.phones {
        value[*field] = json!(number);
    }
    value
}

fn business_of_katharina(state: &mut State, owner: &str, contact: &str, account: Option<String>) {
    let sale = create(
        state,
        "Opportunity",
        owner,
        json!({
            "Name": "North wind farm, phase 2", "AccountId": account, "ContactId": contact, "Amount": 180_000,
            "CurrencyIsoCode": "EUR", "StageName": "Proposal/Price Quote", "CloseDate": "2027-03-31",
        }),
    );
    let subject = json!({
        "CaseNumber": "00012841", "Subject": "Meter reading wrong", "ContactId": contact, "AccountId": account,
        "OwnerId": owner, "Status": "New", "Origin": "Phone", "Priority": "High",
    });
    put(state, "Case", owner, subject);
    let role =
        json!({ "OpportunityId": sale, "ContactId": contact, "Role": "Decision Maker", "IsPrimary": true });
    create(state, "OpportunityContactRole", owner, role);
    let at = state.now_ms() + MEETING_AFTER_DAYS * DAY_MS;
    let meeting = json!({
        "Subject": "Site visit", "WhoId": contact, "StartDateTime": super::time::format_ms(at),
        "EndDateTime": super::time::format_ms(at + HOUR_MS), "DurationInMinutes": 60, "Type": "Meeting",
    });
    create(state, "Event", owner, meeting);
}

/// An opportunity or a case for every few accounts, so that related lists are not all empty.
fn ordinary_business(state: &mut State, accounts: &[String], owner: &str) {
    let started = state.clock_offset_ms;
    for (index, account) in accounts.iter().take(BUSINESS_MAX).enumerate() {
        state.clock_offset_ms += HOUR_MS;
        if index % 4 == 1 {
            let opportunity = json!({
                "Name": format!("Renewal {}", 1000 + index), "AccountId": account, "Amount": 1500 * (index % 40 + 1),
                "CurrencyIsoCode": "EUR", "CloseDate": "2027-01-31",
                "StageName": if index % 8 == 1 { "Closed Won" } else { "Qualification" },
            });
            create(state, "Opportunity", owner, opportunity);
        }
        if index % 5 == 2 {
            let case = json!({ "Subject": "Question about an invoice", "AccountId": account, "Origin": "Email", "Status": "Closed" });
            create(state, "Case", owner, case);
        }
        if state.clock_offset_ms > -DAY_MS {
            state.clock_offset_ms = started;
        }
    }
}
