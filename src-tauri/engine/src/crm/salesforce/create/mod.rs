//! Creating people in Salesforce: `describe` makes the form, `request` builds, `answer` reads.

mod answer;
mod describe;
mod request;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use domain::caller::{Person, PersonKind};
use domain::create::{CreateKind, Form, NewPerson};
use domain::number::{Number, spellings};
use domain::outbox::{Barred, Failure, FailureKind};
use http::Method;
use jiff::Timestamp;
use serde_json::{Map, Value};
use url::Url;

use super::answer::{CallError, created, json, moment, people_of_query, record_page};
use super::request::Request;
use super::schema::Object;
use super::{FACTS_FOR, HIDDEN_OBJECT, Salesforce, owner};
use crate::crm::create::{Added, CreateFailure, Creator};
pub(super) use describe::field_kind;
use describe::{Described, Known, Layouts};

/// What is said of a form that was made of an older describe.
const STALE: &[&str] = &["INVALID_FIELD", "INVALID_FIELD_FOR_INSERT_UPDATE"];
/// Most people read with one number.
const WITH_NUMBER_MAX: usize = 50;

/// Forms of one sign-in.
#[derive(Default)]
pub struct Forms {
    /// Of whoever is signed in: rights differ.
    of: Option<Url>,
    known: HashMap<&'static str, (Arc<Known>, Instant)>,
}

impl Salesforce {
    async fn make_form(&self, kind: CreateKind, record_type: Option<&str>) -> Result<Form, CallError> {
        let object = request::object(kind);
        let known = self.known(object).await?;
        if !known.described.createable {
            return Err(CallError::Status { status: 403, errors: Vec::new(), retry_after: None });
        }
        let has_person_accounts = match self.known(Object::Account).await {
            Ok(account) => account.described.has_person_accounts(),
            Err(error) if error.is_status(404) || error.has_code(HIDDEN_OBJECT) => false,
            Err(error) => return Err(error),
        };
        Ok(known.form(kind, record_type, has_person_accounts))
    }

    /// Describe and layouts, believed for as long as other facts of the org.
    async fn known(&self, object: Object) -> Result<Arc<Known>, CallError> {
        let identity = self.sender.token().await?.identity;
        let mut forms = self.forms.lock().await;
        if forms.of.as_ref() != Some(&identity) {
            *forms = Forms { of: Some(identity), known: HashMap::new() };
        }
        if let Some((known, read_at)) = forms.known.get(object.name())
            && read_at.elapsed() < FACTS_FOR
        {
            return Ok(Arc::clone(known));
        }
        let described = self.sender.send(&super::request::describe_person(object)).await?;
        let described: Described = json(&described.body)?;
        let path = format!("/sobjects/{}/describe/layouts", object.name());
        // A page that cannot be read is no reason to have no form.
        let layouts = match self.sender.send(&Request::get(path, Vec::new())).await {
            Ok(answer) => json::<Layouts>(&answer.body).unwrap_or_default(),
            Err(error) => {
                tracing::info!(%error, object = object.name(), "the page's layout cannot be read");
                Layouts::default()
            }
        };
        let known = Arc::new(Known { described, layouts });
        forms.known.insert(object.name(), (Arc::clone(&known), Instant::now()));
        Ok(known)
    }

    async fn make_person(&self, person: &NewPerson) -> Result<Person, CreateFailure> {
        let root = self.sender.root().await.map_err(answer::failure)?;
        let request = request::create(person, &root);
        let sent = self.sender.send_with(&request, &request::headers(person)).await;
        let answered = match sent {
            Ok(answered) => answered,
            Err(error) => {
                if error.has_code(STALE) {
                    self.forms.lock().await.known.clear();
                }
                return Err(answer::failure(error));
            }
        };
        let id = if request::new_account(&person.draft).is_some() {
            answer::composite(&answered.body)?
        } else {
            created(&answered.body).map_err(|error| CreateFailure::Failed(error.into_failure(true)))?
        };
        let written = written(person, &id, &answered.instance);
        // The record as the org made it: with the name in its order, its owner and its page.
        let read = self.read_people(std::slice::from_ref(&written)).await;
        Ok(read.ok().and_then(|mut read| read.pop()).unwrap_or(written))
    }

    async fn people_with(&self, number: &Number) -> Result<Vec<Person>, CallError> {
        let schema = self.schema().await?;
        let spellings = spellings(number);
        let mut people = Vec::new();
        for shape in schema.shapes.iter().filter(|shape| shape.object != Object::User) {
            let Some(request) = super::request::find_by_phone_in(shape, &spellings) else { continue };
            let answer = self.sender.send(&request).await?;
            people.extend(people_of_query(&answer.body, WITH_NUMBER_MAX, &schema, &answer.instance)?);
        }
        Ok(people)
    }

    async fn earlier_try(&self, person: &NewPerson, since: Timestamp) -> Result<Option<Person>, CallError> {
        let schema = self.schema().await?;
        let Some(shape) = schema.shape(request::object(person.draft.kind)) else { return Ok(None) };
        let user = owner::user_id(&self.sender.token().await?.identity);
        let answer = self.sender.send(&request::created(person, shape, &user, since)).await?;
        Ok(people_of_query(&answer.body, 1, &schema, &answer.instance)?.pop())
    }

    /// Changes fields that still hold what is known of them; says how many. What somebody else
    /// wrote there counts.
    async fn change(&self, person: &Person, wanted: Vec<(String, Value, Value)>) -> Result<usize, CallError> {
        let object = match person.kind {
            PersonKind::Contact => Object::Contact,
            PersonKind::Lead => Object::Lead,
            PersonKind::Account | PersonKind::PersonAccount => Object::Account,
            PersonKind::User => return Err(CallError::Unusable { what: "a colleague's record" }),
        };
        let plain = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if !plain(&person.id) || !wanted.iter().all(|(name, ..)| plain(name)) {
            return Err(CallError::Unusable { what: "no record" });
        }
        let path = format!("/sobjects/{}/{}", object.name(), person.id);
        let names: Vec<&str> = wanted.iter().map(|(name, ..)| name.as_str()).collect();
        let asked = vec![("fields", format!("{},LastModifiedDate", names.join(",")))];
        let answer = self.sender.send(&Request::get(path, asked)).await?;
        let now: Map<String, Value> = json(&answer.body)?;
        let holds = |name: &String, known: &Value| match now.get(name) {
            Some(Value::String(held)) => held.trim() == known.as_str().unwrap_or_default().trim(),
            held => held.unwrap_or(&Value::Null) == known,
        };
        let free = wanted.into_iter().filter(|(name, known, _)| holds(name, known));
        let fields: Map<String, Value> = free.map(|(name, _, value)| (name, value)).collect();
        let changed = fields.len();
        if changed == 0 {
            return Ok(0);
        }
        let modified = now.get("LastModifiedDate").and_then(Value::as_str).and_then(moment);
        let modified = modified.ok_or(CallError::Unusable { what: "a time that cannot be read" })?;
        let put = request::put(object, &person.id, fields);
        debug_assert_eq!(put.method, Method::PATCH);
        match self.sender.send_unless_changed(&put, modified).await {
            Ok(_) => Ok(changed),
            // Somebody works on the record just now: theirs counts.
            Err(error) if error.is_status(412) => Ok(0),
            Err(error) => Err(error),
        }
    }

    async fn correct_person(
        &self,
        person: &Person,
        before: &NewPerson,
        after: &NewPerson,
    ) -> Result<Person, CreateFailure> {
        let needs_more = before.draft.kind != after.draft.kind
            || (request::new_account(&after.draft).is_some() && before.draft.account != after.draft.account);
        if needs_more {
            let unusable = CallError::Unusable { what: "another record is meant" };
            return Err(CreateFailure::Failed(unusable.into_failure(false)));
        }
        let wanted = request::changes(before, after);
        let many = wanted.len();
        let changed = self.change(person, wanted).await.map_err(answer::failure)?;
        tracing::info!(many, changed, "what was typed later is on the record");
        let read = self.read_people(std::slice::from_ref(person)).await;
        Ok(read.ok().and_then(|mut read| read.pop()).unwrap_or_else(|| person.clone()))
    }
}

/// The person as far as this computer knows, for when the record cannot be read again.
fn written(person: &NewPerson, id: &str, instance: &Url) -> Person {
    let draft = &person.draft;
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let phones = draft.phones().map(|(name, value)| domain::caller::Phone {
        field: name.to_owned(),
        label: name.to_owned(),
        value: value.to_owned(),
    });
    Person {
        id: id.to_owned(),
        kind: request::person_kind(draft.kind),
        name: draft.name(),
        title: text(draft.value("Title")),
        company: text(draft.company()),
        account_id: None,
        contact_id: None,
        owner: None,
        email: text(draft.email()),
        do_not_call: false,
        phones: phones.collect(),
        last_activity: None,
        modified: None,
        url: record_page(instance, request::object(draft.kind).name(), id),
    }
}

#[async_trait]
impl Creator for Salesforce {
    async fn form(&self, kind: CreateKind, record_type: Option<&str>) -> Result<Form, Failure> {
        match self.make_form(kind, record_type).await {
            // The object is hidden from this user: that is their rights, not the network.
            Err(error) if error.is_status(404) => Err(Failure {
                kind: FailureKind::NotAllowed { message: String::new(), why: Barred::Rights },
                outcome_unknown: false,
                retry_after: None,
            }),
            other => other.map_err(|error| error.into_failure(false)),
        }
    }

    async fn create(&self, person: &NewPerson) -> Result<Person, CreateFailure> {
        self.make_person(person).await
    }

    async fn with_number(&self, number: &Number) -> Result<Vec<Person>, Failure> {
        self.people_with(number).await.map_err(|error| error.into_failure(false))
    }

    async fn created(&self, person: &NewPerson, since: Timestamp) -> Result<Option<Person>, Failure> {
        self.earlier_try(person, since).await.map_err(|error| error.into_failure(false))
    }

    async fn correct(
        &self,
        person: &Person,
        before: &NewPerson,
        after: &NewPerson,
    ) -> Result<Person, CreateFailure> {
        self.correct_person(person, before, after).await
    }

    async fn add_number(&self, person: &Person, field: &str, number: &str) -> Result<Added, Failure> {
        let wanted = vec![(field.to_owned(), Value::Null, number.into())];
        let changed = self.change(person, wanted).await.map_err(|error| error.into_failure(false))?;
        Ok(if changed == 0 { Added::Filled } else { Added::Done })
    }
}
