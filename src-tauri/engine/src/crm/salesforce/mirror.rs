//! Salesforce as a [`Mirror`]: Bulk API 2.0 for everybody, then changes and deletions
//! (salesforce.md 11).

use std::sync::Arc;

use async_trait::async_trait;
use domain::caller::{Person, PersonKind};
use domain::outbox::Failure;

use super::answer::CallError;
use super::request::Request;
use super::schema::{Object, Schema, Shape};
use super::send::Answer;
use super::{Salesforce, answer, bulk, changes};
use crate::crm::mirror::{
    Changes, Deletions, Job, Mark, Mirror, MirrorError, Page, Progress, READ_MAX, Span, What,
};

/// What Salesforce says of a job, a result or a log of deletions that it has dropped. Of a bulk
/// query's locator no code is documented.
const DROPPED: &[&str] =
    &["NOT_FOUND", "INVALID_QUERY_LOCATOR", "INVALID_REPLICATION_DATE", "EXCEEDED_ID_LIMIT"];

impl Salesforce {
    /// Asks with what is known of the org; once more with fresh describes when a field or object
    /// has gone meanwhile. `None`: this user does not see the object.
    async fn ask_about(
        &self,
        object: Object,
        build: impl Fn(&Shape) -> Request + Send + Sync,
    ) -> Result<Option<(Answer, Arc<Schema>)>, CallError> {
        let schema = self.schema().await?;
        let Some(shape) = schema.shape(object) else { return Ok(None) };
        match self.sender.send(&build(shape)).await {
            Err(error) if error.has_code(&["INVALID_FIELD", "INVALID_TYPE"]) => {
                let fresh = self.read_schema().await?;
                let Some(shape) = fresh.shape(object) else { return Ok(None) };
                let answer = self.sender.send(&build(shape)).await?;
                Ok(Some((answer, fresh)))
            }
            answer => Ok(Some((answer?, schema))),
        }
    }

    /// The records of these people, kind by kind.
    pub(super) async fn read_people(&self, people: &[Person]) -> Result<Vec<Person>, CallError> {
        let mut read = Vec::new();
        for object in Object::ALL {
            let of_object = people.iter().filter(|person| self::object(person.kind) == object);
            let ids: Vec<String> = of_object.map(|person| person.id.clone()).collect();
            if ids.is_empty() {
                continue;
            }
            if let Some((answer, schema)) =
                self.ask_about(object, |shape| changes::by_ids(shape, &ids)).await?
            {
                read.extend(answer::people_of_query(&answer.body, READ_MAX, &schema, &answer.instance)?);
            }
        }
        Ok(read)
    }

    async fn ask_job(&self, request: Option<Request>) -> Result<Answer, MirrorError> {
        let request = request.ok_or(MirrorError::Gone)?;
        self.sender.send(&request).await.map_err(failed)
    }
}

const fn object(kind: PersonKind) -> Object {
    match kind {
        PersonKind::Contact => Object::Contact,
        PersonKind::Lead => Object::Lead,
        PersonKind::Account | PersonKind::PersonAccount => Object::Account,
        PersonKind::User => Object::User,
    }
}

fn failed(error: CallError) -> MirrorError {
    if error.has_code(DROPPED) { MirrorError::Gone } else { MirrorError::Failed(error.into_failure(false)) }
}

#[async_trait]
impl Mirror for Salesforce {
    async fn who(&self) -> Result<String, Failure> {
        self.sender.who().await.map_err(|error| error.into_failure(false))
    }

    async fn kinds(&self) -> Result<Vec<PersonKind>, Failure> {
        let schema = self.schema().await.map_err(|error| error.into_failure(false))?;
        Ok(schema.shapes.iter().map(|shape| shape.object.kind()).collect())
    }

    async fn begin(&self, kind: PersonKind, what: What) -> Result<Job, MirrorError> {
        let asked = self.ask_about(object(kind), |shape| bulk::begin(shape, what)).await.map_err(failed)?;
        let (answer, _) = asked.ok_or(MirrorError::Gone)?;
        bulk::begun(&answer.body).map_err(failed)
    }

    async fn progress(&self, job: &str) -> Result<Progress, MirrorError> {
        let answer = self.ask_job(bulk::progress(job)).await?;
        bulk::state(&answer.body).map_err(failed)
    }

    async fn page(&self, kind: PersonKind, job: &str, next: Option<&str>) -> Result<Page, MirrorError> {
        let schema = self.schema().await.map_err(failed)?;
        let answer = self.ask_job(bulk::page(job, next)).await?;
        bulk::read_page(&answer.body, answer.locator, object(kind), &schema, &answer.instance).map_err(failed)
    }

    async fn read(&self, kind: PersonKind, ids: &[String]) -> Result<Vec<Person>, MirrorError> {
        let asked =
            self.ask_about(object(kind), |shape| changes::by_ids(shape, ids)).await.map_err(failed)?;
        let (answer, schema) = asked.ok_or(MirrorError::Gone)?;
        answer::people_of_query(&answer.body, READ_MAX, &schema, &answer.instance).map_err(failed)
    }

    async fn end(&self, job: &str) {
        if let Err(error) = self.ask_job(bulk::end(job)).await {
            tracing::debug!(%error, "a finished bulk query stays until Salesforce drops it");
        }
    }

    async fn changes(&self, kind: PersonKind, after: &Mark) -> Result<Changes, MirrorError> {
        let asked = self.ask_about(object(kind), |shape| changes::changes(shape, after)).await;
        let (answer, schema) = asked.map_err(failed)?.ok_or(MirrorError::Gone)?;
        changes::read_changes(&answer.body, object(kind), &schema, &answer.instance).map_err(failed)
    }

    async fn deletions(&self, kind: PersonKind, during: Span) -> Result<Deletions, MirrorError> {
        let request = changes::deletions(object(kind), during);
        let answer = self.sender.send(&request).await.map_err(failed)?;
        changes::read_deletions(&answer.body).map_err(failed)
    }
}
