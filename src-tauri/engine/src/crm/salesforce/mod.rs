//! Salesforce as a [`Crm`], in three layers: `request` builds (pure), `send` sends (token,
//! repeats), `answer` reads (pure). Not here: signing in, storage, comparing numbers.

mod amend;
mod answer;
mod bulk;
mod calls;
mod changes;
mod converted;
mod create;
mod entry_fields;
mod escape;
mod extra;
mod facts;
mod key_field;
mod mirror;
mod owner;
mod pages;
mod request;
mod rights;
mod schema;
mod send;
mod tasks;

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use domain::caller::{CANDIDATES_MAX, Facts, FactsWish, Person};
use domain::journal::{Change, Entry, EntryKind, Owner};
use domain::number::Number;
use domain::outbox::{Failure, Org, Written};
use domain::search::Asked;
use jiff::Timestamp;
use tokio::sync::watch;

use super::amend::{Amended, EntryField, FieldFacts, Record};
use super::{CallRecords, Crm, Identity, Saved, Usage};
use crate::http::Net;
use crate::signin::TokenSource;
use answer::{CallError, Statuses, json};
use key_field::KeyField;
use owner::OwnerFacts;
pub use owner::OwnerWish;
use request::Request;
pub use rights::{DuplicateRule, Gap, Loss, OrgFacts, Organization, Right, Trouble};
use schema::{Describe, Object, Schema, Shape};
use send::Sender;

/// How long the org's own fields and picklists are believed; admins change them rarely.
const FACTS_FOR: Duration = Duration::from_secs(8 * 60 * 60);
/// Keys whose fate is remembered, so that a repeat within one run costs no second Task whatever
/// the caller knows. A busy agent writes 120 a day.
const KEYS_MAX: usize = 512;

/// A Salesforce org, seen with the rights of the signed-in user.
pub struct Salesforce {
    sender: Sender,
    /// Held while describes are asked for, so that several calls at once ask once.
    schema: tokio::sync::Mutex<Option<(Arc<Schema>, Instant)>>,
    tasks: Mutex<TaskFacts>,
    /// Held while the Task is described, so that several entries at once ask once.
    task_fields: tokio::sync::Mutex<Option<(Arc<extra::TaskFields>, Instant)>>,
    /// Held while the owner is looked for, so that several entries at once ask once.
    owner: tokio::sync::Mutex<OwnerFacts>,
    /// What of a person's facts this user cannot have.
    learned: tokio::sync::Mutex<facts::Learned>,
    /// Held while a form is asked for, so that several at once ask once.
    forms: tokio::sync::Mutex<create::Forms>,
    /// The org all of this is known of.
    known_of: Mutex<Option<String>>,
}

/// What is known of this org's Tasks.
#[derive(Default)]
struct TaskFacts {
    statuses: Option<(Statuses, Instant)>,
    /// Where our key stands besides `CallObject`.
    key: KeyField,
    /// Optional fields this user may not write, or whose value the org does not take.
    left_out: BTreeSet<&'static str>,
    /// The same for chats: an org without the value "SMS" may well have "Call".
    left_out_of_chats: BTreeSet<&'static str>,
    /// What became of the latest writes, oldest first; `None`: in doubt.
    fates: VecDeque<(String, Option<Saved>)>,
}

impl TaskFacts {
    fn left_out(&mut self, kind: &EntryKind) -> &mut BTreeSet<&'static str> {
        match kind {
            EntryKind::Call => &mut self.left_out,
            EntryKind::Chat { .. } => &mut self.left_out_of_chats,
        }
    }

    fn fate(&self, key: &str) -> Option<&Option<Saved>> {
        self.fates.iter().find(|(known, _)| known == key).map(|(_, fate)| fate)
    }

    fn forget(&mut self, key: &str) {
        self.fates.retain(|(known, _)| known != key);
    }

    fn remember(&mut self, key: &str, fate: Option<Saved>) {
        self.forget(key);
        self.fates.push_back((key.to_owned(), fate));
        if self.fates.len() > KEYS_MAX {
            self.fates.pop_front();
        }
    }
}

/// What is said of fields the user may not write, and of values that are not in a field's list.
const FIELD_REFUSED: &[&str] =
    &["INVALID_FIELD", "INVALID_FIELD_FOR_INSERT_UPDATE", "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"];

/// What a describe says of an object that the user may not see, besides a plain 404.
const HIDDEN_OBJECT: &[&str] = &["INSUFFICIENT_ACCESS", "INSUFFICIENT_ACCESS_OR_READONLY"];

impl Salesforce {
    /// # Errors
    /// When the network client cannot be made.
    pub fn new(tokens: Arc<dyn TokenSource>, net: &Net) -> Result<Self, reqwest::Error> {
        let sender = Sender::new(net.client()?, tokens);
        Ok(Self {
            sender,
            schema: Default::default(),
            tasks: Default::default(),
            owner: Default::default(),
            learned: Default::default(),
            forms: Default::default(),
            task_fields: Default::default(),
            known_of: Default::default(),
        })
    }

    /// Says who is to own what is written from now on.
    pub async fn own_by(&self, wish: OwnerWish) {
        self.owner.lock().await.wish(wish);
    }

    /// Says which field of activities holds our key from now on; empty: none.
    pub fn key_by(&self, field: &str) {
        let mut tasks = self.tasks();
        if tasks.key.name().unwrap_or_default() != field {
            tasks.key = KeyField::named(field);
        }
    }

    /// Whose Tasks they are, asked afresh; `None` when nobody said who is to own them.
    ///
    /// # Errors
    /// When Salesforce could not be asked.
    pub async fn owner(&self) -> Result<Option<Owner>, Failure> {
        let mut owner = self.owner.lock().await;
        owner.forget();
        owner.find(&self.sender).await.map_err(|error| error.into_failure(false))
    }

    /// The id of the owner where that is not the signed-in user, who owns what names nobody.
    async fn other_owner(&self) -> Result<Option<String>, CallError> {
        let owner = self.owner.lock().await.find(&self.sender).await?;
        let Some(Owner::User { id, .. }) = owner else { return Ok(None) };
        let token = self.sender.token().await?;
        Ok((id != owner::user_id(&token.identity)).then_some(id))
    }

    /// Everybody found for these digit strings, in one request; in a few where the org's search
    /// refuses them.
    async fn find_by_spellings(&self, spellings: &[String]) -> Result<Vec<Person>, CallError> {
        let schema = self.schema().await?;
        let found = self.search(&schema, |schema| request::find_by_phone(spellings, schema)).await;
        match found {
            Err(error) if error.has_code(&["MALFORMED_SEARCH", "INVALID_SEARCH", "INVALID_SEARCH_SCOPE"]) => {
                self.find_by_exact_spelling(&schema, spellings).await
            }
            other => other,
        }
    }

    async fn find_by_exact_spelling(
        &self,
        schema: &Schema,
        spellings: &[String],
    ) -> Result<Vec<Person>, CallError> {
        let mut people = Vec::new();
        for request in schema.shapes.iter().filter_map(|shape| request::find_by_phone_in(shape, spellings)) {
            let answer = self.sender.send(&request).await?;
            people.extend(answer::people_of_query(&answer.body, CANDIDATES_MAX, schema, &answer.instance)?);
        }
        Ok(people)
    }

    /// Searches; once more with fresh describes when a field or object has gone meanwhile.
    async fn search(
        &self,
        schema: &Arc<Schema>,
        build: impl Fn(&Schema) -> Option<Request>,
    ) -> Result<Vec<Person>, CallError> {
        let Some(request) = build(schema) else { return Ok(Vec::new()) };
        let (answer, schema) = match self.sender.send(&request).await {
            Err(error) if error.has_code(&["INVALID_FIELD", "INVALID_TYPE"]) => {
                let fresh = self.read_schema().await?;
                let Some(request) = build(&fresh) else { return Ok(Vec::new()) };
                (self.sender.send(&request).await?, fresh)
            }
            other => (other?, Arc::clone(schema)),
        };
        answer::people(&answer.body, &schema, &answer.instance)
    }

    /// Forgets what another org's objects are like, once this one is signed in to.
    async fn mind_org(&self) {
        let Some(Org { id, .. }) = self.org() else { return };
        let before = self.known_of.lock().unwrap_or_else(PoisonError::into_inner).replace(id.clone());
        if before.is_none_or(|before| before == id) {
            return;
        }
        *self.schema.lock().await = None;
        *self.task_fields.lock().await = None;
        let mut tasks = self.tasks();
        tasks.key.forget();
        let key = std::mem::take(&mut tasks.key);
        *tasks = TaskFacts { key, ..TaskFacts::default() };
    }

    async fn schema(&self) -> Result<Arc<Schema>, CallError> {
        self.mind_org().await;
        let mut known = self.schema.lock().await;
        if let Some((schema, read_at)) = &*known
            && read_at.elapsed() < FACTS_FOR
        {
            return Ok(Arc::clone(schema));
        }
        let (schema, complete) = self.describe_people().await?;
        let schema = Arc::new(schema);
        *known = complete.then(|| (Arc::clone(&schema), Instant::now()));
        Ok(schema)
    }

    async fn read_schema(&self) -> Result<Arc<Schema>, CallError> {
        *self.schema.lock().await = None;
        self.schema().await
    }

    /// Describes all objects at once. Those the user cannot see are left out; one that could not be
    /// described has its standard fields, and the answer counts as incomplete.
    async fn describe_people(&self) -> Result<(Schema, bool), CallError> {
        let requests = Object::ALL.map(request::describe_person);
        let answers =
            futures_util::future::join_all(requests.iter().map(|request| self.sender.send(request))).await;
        let mut schema = Schema::default();
        let mut complete = true;
        for (object, answer) in Object::ALL.into_iter().zip(answers) {
            let described = answer.and_then(|answer| json::<Describe>(&answer.body));
            match described {
                Ok(describe) => schema.shapes.push(Shape::described(object, &describe)),
                Err(error) if error.is_status(404) || error.has_code(HIDDEN_OBJECT) => {}
                Err(error @ (CallError::SignedOut | CallError::Before(_))) => return Err(error),
                // The API as a whole is closed to this user: that is no org without people.
                Err(error) if error.is_status(403) => return Err(error),
                Err(_) => {
                    complete = false;
                    schema.shapes.extend(Schema::standard().shape(object).cloned());
                }
            }
        }
        schema.follow_conversions();
        Ok((schema, complete))
    }

    fn tasks(&self) -> MutexGuard<'_, TaskFacts> {
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Crm for Salesforce {
    async fn find_people(&self, number: &Number) -> Result<Vec<Person>, Failure> {
        self.find_by_spellings(&request::phone_terms(number)).await.map_err(|error| error.into_failure(false))
    }

    async fn search(&self, asked: &Asked) -> Result<Vec<Person>, Failure> {
        let schema = self.schema().await.map_err(|error| error.into_failure(false))?;
        let found = self.search(&schema, |schema| request::find_by_text(asked, schema)).await;
        found.map_err(|error| error.into_failure(false))
    }

    async fn facts(&self, person: &Person, wish: &FactsWish) -> Result<Facts, Failure> {
        let told = self.tell_facts(person, wish).await.map_err(|error| error.into_failure(false))?;
        Ok(told.told(wish))
    }

    async fn open_records(&self, person: &Person, text: &str) -> Result<Facts, Failure> {
        self.open_of(person, text).await.map_err(|error| error.into_failure(false))
    }

    async fn read_again(&self, people: &[Person]) -> Result<Vec<Person>, Failure> {
        self.read_people(people).await.map_err(|error| error.into_failure(false))
    }

    async fn write_entries(&self, entries: &[Entry]) -> Vec<Result<Saved, Failure>> {
        self.mind_org().await;
        self.write_tasks(entries).await
    }

    async fn written(&self, entries: &[Entry]) -> Result<Vec<Vec<Written>>, Failure> {
        self.mind_org().await;
        self.written_tasks(entries).await.map_err(|error| error.into_failure(false))
    }

    async fn call_records(&self, from: Timestamp, to: Timestamp) -> Result<CallRecords, Failure> {
        self.tasks_of_calls(from, to).await.map_err(|error| error.into_failure(false))
    }

    async fn remove(&self, id: &str) -> Result<(), Failure> {
        self.remove_task(id).await.map_err(|error| error.into_failure(false))
    }

    async fn page(&self, id: &str) -> Option<String> {
        self.page_of_task(id).await
    }

    fn org(&self) -> Option<Org> {
        self.sender.org()
    }

    async fn identity(&self) -> Result<Identity, Failure> {
        // Describes are read along the way, so that the first caller does not wait for them.
        let (answer, _) = tokio::join!(self.sender.identity(), self.schema());
        let answer = answer.map_err(|error| error.into_failure(false))?;
        answer::identity(&answer.body, &answer.instance).map_err(|error| error.into_failure(false))
    }

    async fn amend(&self, record: &Record, change: &Change) -> Result<Amended, Failure> {
        self.amend_task(record, change).await.map_err(|error| error.into_failure(true))
    }

    async fn entry_field(&self, name: &str) -> Result<Option<FieldFacts>, Failure> {
        self.task_field(name).await.map_err(|error| error.into_failure(false))
    }

    async fn entry_fields(&self) -> Result<Vec<EntryField>, Failure> {
        self.list_task_fields().await.map_err(|error| error.into_failure(false))
    }

    async fn entry_owner(&self) -> Result<Option<Owner>, Failure> {
        self.known_owner().await.map_err(|error| error.into_failure(false))
    }

    fn creator(&self) -> Option<&dyn super::create::Creator> {
        Some(self)
    }

    fn usage(&self) -> watch::Receiver<Usage> {
        self.sender.usage()
    }
}
