//! What is told of a person besides who they are: one composite request of a few queries, each of
//! which may come to nothing without the others (salesforce.md 8.2). `request` builds, `answer` reads.

mod answer;
mod request;

use std::collections::BTreeSet;
use std::time::Instant;

use domain::caller::{Facts, FactsWish, Person};
use domain::settings::FactKind;
use url::Url;

use super::answer::{CallError, json};
use super::owner::user_id;
use super::schema::{Describe, Schema};
use super::{FACTS_FOR, Salesforce, request as requests};
use request::{About, Part};

/// Fields and parts that this user cannot have, so that nobody asks for them every time.
#[derive(Default)]
pub struct Learned {
    /// Of whoever was signed in, and since when: rights change.
    of: Option<(Url, Instant)>,
    /// Object and field.
    left_out: BTreeSet<(&'static str, String)>,
    /// Parts that no description helps.
    hopeless: BTreeSet<Part>,
    /// Own fields that were said to be missing.
    missing: BTreeSet<String>,
}

impl Learned {
    fn mind(&mut self, identity: &Url) {
        let same = self.of.as_ref().is_some_and(|(of, at)| of == identity && at.elapsed() < FACTS_FOR);
        if !same {
            *self = Self { of: Some((identity.clone(), Instant::now())), ..Self::default() };
        }
    }
}

/// What is said of a field that is not there for this user.
const NO_FIELD: &[&str] = &["INVALID_FIELD"];

impl Salesforce {
    pub(super) async fn tell_facts(&self, person: &Person, wish: &FactsWish) -> Result<Facts, CallError> {
        match About::of(person) {
            Some(about) => self.tell_about(&about, wish).await,
            None => Ok(Facts::default()),
        }
    }

    /// Open opportunities and cases that hold a text.
    pub(super) async fn open_of(&self, person: &Person, text: &str) -> Result<Facts, CallError> {
        let kinds = vec![FactKind::Opportunity, FactKind::Case];
        let wish = FactsWish { kinds, fields: Vec::new() };
        match About::of(person) {
            Some(about) => Ok(self.tell_about(&about.holding(text), &wish).await?.told(&wish)),
            None => Ok(Facts::default()),
        }
    }

    async fn tell_about(&self, about: &About, wish: &FactsWish) -> Result<Facts, CallError> {
        let schema = self.schema().await?;
        let token = self.sender.token().await?;
        let mut learned = self.learned.lock().await;
        learned.mind(&token.identity);
        for field in request::missing_fields(about, wish, &schema) {
            if learned.missing.insert(field.to_owned()) {
                tracing::warn!(
                    field,
                    "an own field is not told: it is not there, or this user cannot see it"
                );
            }
        }
        let told = self.ask(about, wish, &schema, &learned, &Part::ALL).await?;
        let refused = told.refused(NO_FIELD);
        let open: Vec<Part> = refused.into_iter().filter(|part| !learned.hopeless.contains(part)).collect();
        let told =
            if open.is_empty() { told } else { self.mend(about, wish, told, open, &mut learned).await? };
        told.into_facts(&user_id(&token.identity))
    }

    /// Asks once more for parts that named a field this user cannot see, without it; those that
    /// nothing helps stay empty from now on.
    async fn mend(
        &self,
        about: &About,
        wish: &FactsWish,
        told: answer::Told,
        open: Vec<Part>,
        learned: &mut Learned,
    ) -> Result<answer::Told, CallError> {
        let before = learned.left_out.len();
        let schema =
            if open.contains(&Part::Record) { self.read_schema().await? } else { self.schema().await? };
        for object in open.iter().filter_map(|part| part.described_by()).collect::<BTreeSet<_>>() {
            let described = self.sender.send(&requests::describe(object)).await;
            // Who may not see the object gets none of it.
            let Ok(describe) = described.and_then(|answer| json::<Describe>(&answer.body)) else { continue };
            let seen = |name: &str| describe.fields.iter().any(|field| field.name == name);
            let gone = request::optional_fields(object).iter().filter(|name| !seen(name));
            learned.left_out.extend(gone.map(|name| (object, (*name).to_owned())));
        }
        if learned.left_out.len() == before && !open.contains(&Part::Record) {
            learned.hopeless.extend(open);
            return Ok(told);
        }
        let again = self.ask(about, wish, &schema, learned, &open).await?;
        learned.hopeless.extend(again.refused(NO_FIELD));
        Ok(told.with(again))
    }

    async fn ask(
        &self,
        about: &About,
        wish: &FactsWish,
        schema: &Schema,
        learned: &Learned,
        parts: &[Part],
    ) -> Result<answer::Told, CallError> {
        let root = self.sender.root().await?;
        let queries = request::queries(about, wish, schema, &learned.left_out, parts);
        let fields = request::own_fields(about, wish, schema);
        if queries.is_empty() {
            return Ok(answer::Told::default());
        }
        let answer = self.sender.send(&request::composite(&root, &queries)).await?;
        answer::Told::read(&answer.body, fields)
    }
}
