//! What admins and colleagues do to people: share, convert, keep persons as accounts.

use serde_json::{Value, json};

use super::error::RestError;
use super::ids;
use super::schema::{self, Object};
use super::state::State;
use super::store::Fields;
use super::write::{self, Writer};

/// Persons that are accounts in an org that has such: name, mobile as typed, home phone.
const PERSONS: &[(&str, &str, &str, &str)] = &[
    ("Ida", "Sommer", "0170 / 555 01 23", "+49 30 5550198"),
    ("Ruben", "Castellano", "+34 612 345 678", ""),
];
/// Fields of a person account that its contact has under another name.
const SHADOW: &[(&str, &str)] = &[
    ("FirstName", "FirstName"),
    ("LastName", "LastName"),
    ("Salutation", "Salutation"),
    ("Phone", "Phone"),
    ("Fax", "Fax"),
    ("PersonMobilePhone", "MobilePhone"),
    ("PersonHomePhone", "HomePhone"),
    ("PersonOtherPhone", "OtherPhone"),
    ("PersonAssistantPhone", "AssistantPhone"),
    ("PersonEmail", "Email"),
    ("PersonTitle", "Title"),
    ("PersonDoNotCall", "DoNotCall"),
];

fn known(name: &str) -> Result<&'static Object, RestError> {
    schema::object(name).ok_or_else(|| RestError::invalid_type(name))
}

fn first_user(state: &State) -> String {
    state.store.rows("User").next().map(|(id, _)| id.clone()).unwrap_or_default()
}

pub fn share(state: &mut State, object: &'static Object, id: &str, shared: bool) -> Result<(), RestError> {
    let id = ids::parse(id).ok_or_else(RestError::not_found)?;
    let mut record = state.store.get(object.name, &id).ok_or_else(RestError::not_found)?.clone();
    record.hidden = !shared;
    state.store.put(object, id, record);
    Ok(())
}

/// The lead becomes a contact of a new account, and stays as a converted one (salesforce.md 4.8).
pub fn convert(state: &mut State, lead: &str) -> Result<String, RestError> {
    let (leads, contacts, accounts) = (known("Lead")?, known("Contact")?, known("Account")?);
    let id = ids::parse(lead).ok_or_else(RestError::not_found)?;
    let mut fields = write::existing(state, leads, &id)?.fields.clone();
    if fields.get("IsConverted") == Some(&Value::Bool(true)) {
        return Err(RestError::of_fields("CANNOT_UPDATE_CONVERTED_LEAD", "the lead is converted", &[]));
    }
    let user = first_user(state);
    let writer = Writer { user: user.clone(), save_duplicates: true, keeps_owner: true };
    let of_lead = |name: &str| fields.get(name).cloned().unwrap_or(Value::Null);
    let mut account = Fields::new();
    account.insert(String::from("Name"), of_lead("Company"));
    let mut contact = Fields::new();
    for name in ["FirstName", "LastName", "Title", "Phone", "MobilePhone", "Fax", "Email"] {
        contact.insert(String::from(name), of_lead(name));
    }
    let account = write::create(state, &writer, accounts, &account)?;
    contact.insert(String::from("AccountId"), json!(account));
    let contact = write::create(state, &writer, contacts, &contact)?;
    fields.insert(String::from("IsConverted"), Value::Bool(true));
    fields.insert(String::from("ConvertedAccountId"), json!(account));
    fields.insert(String::from("ConvertedContactId"), json!(contact));
    fields.insert(String::from("Status"), json!("Closed - Converted"));
    let now = state.now_ms();
    write::save(state, leads, &id, fields, &user, now);
    Ok(contact)
}

/// Puts the persons in, once.
pub fn person_accounts(state: &mut State) {
    if state.store.rows("Account").any(|(_, record)| is_person(&record.fields)) {
        return;
    }
    let writer = Writer { user: first_user(state), save_duplicates: true, keeps_owner: true };
    let Some(accounts) = schema::object("Account") else { return };
    for (first, last, mobile, home) in PERSONS {
        let person = json!({
            "FirstName": first, "LastName": last, "PersonMobilePhone": mobile,
            "PersonHomePhone": if home.is_empty() { Value::Null } else { json!(home) },
            "PersonEmail": format!("{}@sample.example", last.to_lowercase()),
        });
        let Value::Object(person) = person else { continue };
        if let Err(error) = write::create(state, &writer, accounts, &person) {
            tracing::error!(%error, "a sample person breaks the org's own rules");
        }
    }
}

pub fn is_person(fields: &Fields) -> bool {
    fields.get("IsPersonAccount") == Some(&Value::Bool(true))
}

/// Whether a create of an account makes a person: by the fields of a person (salesforce.md 4.9).
pub fn makes_person(state: &State, object: &Object, body: &Fields) -> bool {
    let has = |name: &str| body.keys().any(|key| key.eq_ignore_ascii_case(name));
    object.name == "Account" && state.faults.is_on("person-accounts") && has("LastName")
}

/// Keeps the contact of a person account as the account is; makes it the first time.
pub fn follow(state: &mut State, account: &str, user: &str) {
    let (Some(accounts), Some(contacts)) = (schema::object("Account"), schema::object("Contact")) else {
        return;
    };
    let Some(record) = state.store.get("Account", account) else { return };
    if !is_person(&record.fields) {
        return;
    }
    let mut fields = record.fields.clone();
    let known = record.text("PersonContactId").map(String::from);
    let contact = known.clone().unwrap_or_else(|| state.store.next_id(contacts));
    let now = state.now_ms();
    let before = state.store.get("Contact", &contact).map(|record| record.fields.clone());
    let mut shadow = before.unwrap_or_else(|| {
        let mut new = Fields::new();
        new.insert(String::from("Id"), json!(contact));
        for name in ["CreatedDate", "CreatedById", "OwnerId"] {
            new.insert(String::from(name), fields.get(name).cloned().unwrap_or(Value::Null));
        }
        new
    });
    for (own, its) in SHADOW {
        shadow.insert(String::from(*its), fields.get(*own).cloned().unwrap_or(Value::Null));
    }
    shadow.insert(String::from("AccountId"), json!(account));
    shadow.insert(String::from("IsPersonAccount"), Value::Bool(true));
    write::save(state, contacts, &contact, shadow, user, now);
    if known.is_none() {
        fields.insert(String::from("PersonContactId"), json!(contact));
        write::save(state, accounts, account, fields, user, now);
    }
}
