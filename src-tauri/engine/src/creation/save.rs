//! Saving: what was typed is on disk, then the CRM is asked. Its answer is the reply; without one
//! the person waits, and [`super::sender`] goes on.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use domain::caller::Person;
use domain::create::{
    CreateKind, Draft, FieldKind, Form, NewPerson, Twin, TwinWhy, is_same_name, twins, wrong,
};
use domain::number::{Number, read};
use domain::outbox::{BACK_OFF_FIRST, FailureKind};
use domain::settings::Settings;
use jiff::{SignedDuration, Timestamp};

use super::drafts::Kept;
use super::sender::Tried;
use super::{Creation, broken};
use crate::clock::later;
use crate::crm::create::Added;
use crate::problem::{Problem, ProblemCode};
use crate::store::{CreationStep, Trouble};
use crate::view::{
    DraftValues, FieldRefusal, NumberAdded, PersonSaved, PersonUsed, RefusalWhy, Refusals, person_found,
};

/// Saved again within this time with the same values, somebody pressed twice, or in two windows.
const SAME_SAVE_FOR: SignedDuration = SignedDuration::from_mins(10);
/// While somebody watches, nobody else tries.
const WATCHED_FOR: Duration = Duration::from_secs(60);
/// Saves remembered for that.
const SAVES_MAX: usize = 64;

/// Who was created lately, for whom.
#[derive(Default)]
pub(super) struct Saves(VecDeque<(String, Draft, Person, Timestamp)>);

impl Saves {
    fn same(&self, key: &str, draft: &Draft, now: Timestamp) -> Option<&Person> {
        let is_same = |(known, saved, _, at): &&(String, Draft, Person, Timestamp)| {
            known == key && saved == draft && now.duration_since(*at) < SAME_SAVE_FOR
        };
        self.0.iter().find(is_same).map(|(_, _, person, _)| person)
    }

    fn note(&mut self, key: &str, draft: Draft, person: Person, now: Timestamp) {
        self.0.push_back((key.to_owned(), draft, person, now));
        if self.0.len() > SAVES_MAX {
            self.0.pop_front();
        }
    }
}

impl Creation {
    /// Creates the person. With `allow_duplicates` although somebody may be there already, where
    /// the settings leave that to the agent. Two saves come one after the other: the second finds
    /// what the first created.
    pub async fn save(&self, draft: &str, values: DraftValues, allow_duplicates: bool) -> PersonSaved {
        let mut saves = self.shared.saves.lock().await;
        let typed = Draft::from(values.clone());
        if let Some(person) = saves.same(draft, &typed, self.now()) {
            return PersonSaved::Created {
                person: Box::new(person_found(person, &self.home())),
                found: true,
            };
        }
        match self.save_one(draft, values, allow_duplicates).await {
            Ok((person, found)) => {
                saves.note(draft, typed, person.clone(), self.now());
                PersonSaved::Created { person: Box::new(person_found(&person, &self.home())), found }
            }
            Err(outcome) => *outcome,
        }
    }

    async fn save_one(
        &self,
        key: &str,
        values: DraftValues,
        allow_duplicates: bool,
    ) -> Result<(Person, bool), Box<PersonSaved>> {
        let failed = |problem| Box::new(PersonSaved::Failed { problem });
        self.keep(key, values.clone()).await.map_err(failed)?;
        let settings = self.settings().map_err(failed)?;
        let mut draft = Draft::from(values);
        if !settings.creation.kinds().contains(&draft.kind) {
            return Err(failed(ProblemCode::CreationOff.into()));
        }
        let (form, _) = self.org_form(draft.kind, draft.record_type.as_deref()).await;
        let wrong = wrong(&draft, &form);
        if !wrong.is_empty() {
            let fields = wrong.into_iter().map(FieldRefusal::from).collect();
            return Err(Box::new(PersonSaved::Refused(Refusals { fields, general: Vec::new() })));
        }
        international(&mut draft, &form, &settings);
        let allowed = allow_duplicates && settings.creation.save_anyway;
        let mut unreachable = None;
        if !allowed {
            let (doubles, failed) = self.doubles_now(&draft).await;
            unreachable = failed.filter(FailureKind::is_outage);
            if !doubles.is_empty() {
                return Err(Box::new(PersonSaved::Duplicates {
                    matches: self.views(&doubles, &draft),
                    may_save_anyway: settings.creation.save_anyway,
                    message: None,
                }));
            }
        }
        let kinds: BTreeMap<String, FieldKind> =
            form.fields.iter().map(|field| (field.name.clone(), field.kind)).collect();
        let person = NewPerson { draft: draft.clone(), kinds, allow_duplicates: allowed };
        let kept: Option<Kept> =
            self.shared.store.drafts().draft(key).await.map_err(|error| failed(broken(error)))?;
        let entry_key = kept.map(|kept| kept.entry_key).unwrap_or_default();
        let number = self.first_number(&draft).map(|number| number.canonical().to_owned());
        let rows = self.shared.store.creations();
        let times = (later(self.now(), WATCHED_FOR), self.now());
        let waited = rows.of(key).await.map_err(|error| failed(broken(error)))?.is_some();
        let queued = rows.queue(key, &entry_key, &number.unwrap_or_default(), &person, times).await;
        if !queued.map_err(|error| failed(broken(error)))? {
            // An earlier try is on its way, or its answer was lost: it is asked about, never repeated.
            return Err(Box::new(PersonSaved::Queued { problem: ProblemCode::SalesforceOffline.into() }));
        }
        if let Some(kind) = unreachable {
            // Nothing is sent that could be left in doubt.
            let trouble = Trouble::Failed { kind: kind.clone() };
            let step = CreationStep::Later { due: later(self.now(), BACK_OFF_FIRST), trouble };
            rows.settle(key, &step, self.now()).await.map_err(|error| failed(broken(error)))?;
            self.shared.handle.creations_changed().await;
            return Err(Box::new(PersonSaved::Queued { problem: Problem::from(&kind) }));
        }
        let outcome = self.outcome(key, &draft, &settings).await;
        if let Err(outcome) = &outcome {
            // What the form shows waits for nobody. Who waited before still does, and so does the
            // entry about them.
            let waits = waited || matches!(**outcome, PersonSaved::Queued { .. });
            if !waits && let Err(error) = self.shared.store.creations().remove(key, true).await {
                tracing::error!(%error, "somebody who was refused stays on the way");
            }
            self.shared.handle.creations_changed().await;
        }
        outcome
    }

    /// Tries at once, with somebody watching.
    async fn outcome(
        &self,
        key: &str,
        draft: &Draft,
        settings: &Settings,
    ) -> Result<(Person, bool), Box<PersonSaved>> {
        let tried = match self.attempt(key, true).await {
            Ok(tried) => tried,
            Err(error) => return Err(Box::new(PersonSaved::Failed { problem: broken(error) })),
        };
        let outcome = match tried {
            Tried::Created { person, found } => {
                if settings.creation.open_after
                    && let Some(url) = &person.url
                {
                    self.shared.handle.open_page(url.clone()).await;
                }
                return Ok((*person, found));
            }
            Tried::Waits { kind } => PersonSaved::Queued { problem: Problem::from(&kind) },
            Tried::Gone => PersonSaved::Failed { problem: ProblemCode::CreationGone.into() },
            Tried::Stuck { trouble: Trouble::Failed { kind } } => {
                PersonSaved::Failed { problem: Problem::from(&kind) }
            }
            Tried::Stuck { trouble: Trouble::Refused { fields, general } } => {
                PersonSaved::Refused(refusals(fields, general))
            }
            Tried::Stuck { trouble: Trouble::Duplicates { message } } => PersonSaved::Duplicates {
                matches: Vec::new(),
                may_save_anyway: false,
                message: Some(message),
            },
            Tried::Duplicates { records, may_save_anyway, message } => {
                let people = self.read_records(&records).await;
                let known: Vec<Twin> = people
                    .into_iter()
                    .map(|person| {
                        let mut why = twins(draft, std::slice::from_ref(&person), &self.home())
                            .pop()
                            .map(|twin| twin.why);
                        let why = why.get_or_insert_default();
                        why.push(TwinWhy::Crm);
                        Twin { person, why: std::mem::take(why) }
                    })
                    .collect();
                PersonSaved::Duplicates {
                    matches: self.views(&known, draft),
                    may_save_anyway: may_save_anyway && settings.creation.save_anyway,
                    message: Some(message),
                }
            }
        };
        Err(Box::new(outcome))
    }

    /// Who surely is the one, as everybody's records are this moment: another agent may have
    /// created them while this form was open. And why the CRM could not be asked.
    async fn doubles_now(&self, draft: &Draft) -> (Vec<Twin>, Option<FailureKind>) {
        let questions = draft.questions();
        let mut people = self.shared.doubles.people_here(&questions).await;
        let mut failed = None;
        match self.created_lately(draft).await {
            Ok(found) => {
                people.splice(0..0, found);
                // Spellings that only the CRM's search finds.
                let asker = self.shared.doubles.other_asker();
                if let Some(Ok((found, _))) = asker.people_there(&questions).await {
                    people.splice(0..0, found);
                }
            }
            Err(kind) => failed = Some(kind),
        }
        let mut found = twins(draft, &people, &self.home());
        // A name alone is shown while somebody types, and keeps nobody from saving.
        found.retain(|twin| twin.why.iter().any(|why| *why != TwinWhy::Name));
        (found, failed)
    }

    /// Whose record holds the number just now, however lately it was made.
    async fn created_lately(&self, draft: &Draft) -> Result<Vec<Person>, FailureKind> {
        let reach = self.shared.doubles.reached();
        if !reach.is_signed_in() {
            return Err(FailureKind::SignedOut);
        }
        let creator = reach.crm.as_deref().and_then(|crm| crm.creator()).ok_or(FailureKind::SignedOut)?;
        match self.first_number(draft) {
            Some(number) => creator.with_number(&number).await.map_err(|failure| failure.kind),
            None => Ok(Vec::new()),
        }
    }

    pub(super) fn first_number(&self, draft: &Draft) -> Option<Number> {
        let home = self.home();
        draft.phones().map(|(_, value)| read(value, &home)).find(|number| number.public().is_some())
    }

    async fn read_records(&self, records: &[(String, domain::caller::PersonKind)]) -> Vec<Person> {
        let Some(crm) = self.shared.doubles.reached().crm else { return Vec::new() };
        let asked: Vec<Person> = records.iter().map(|(id, kind)| nobody(id, *kind)).collect();
        crm.read_again(&asked).await.unwrap_or_default()
    }

    /// Links somebody who is there to the call of a draft, and adds the draft's number to the
    /// record when wanted: into an empty field, and never over another number.
    pub async fn use_existing(&self, draft: &str, person: &str, add_number: bool) -> PersonUsed {
        let failed = |problem| PersonUsed::Failed { problem };
        let kept: Option<Kept> = match self.shared.store.drafts().draft(draft).await {
            Ok(kept) => kept,
            Err(error) => return failed(broken(error)),
        };
        let kept = kept.unwrap_or_default();
        let known = match self.known(person).await {
            Some(known) => known,
            None => return failed(ProblemCode::CreationGone.into()),
        };
        let number = if add_number { self.add(&known, &kept.draft).await } else { NumberAdded::NotWanted };
        let (known, number) = match number {
            NumberAdded::Added { .. } => (self.known_now(&known).await, number),
            NumberAdded::NotWanted
            | NumberAdded::AlreadyThere
            | NumberAdded::NoRoom
            | NumberAdded::NotAdded { .. } => (known, number),
        };
        if let Some(directory) = &self.shared.doubles.reached().directory
            && let Err(error) = directory.wrote(&known, self.now()).await
        {
            tracing::error!(%error, "the index does not know the record as it is now");
        }
        self.shared.handle.link(kept.entry_key, known.clone()).await;
        let forgotten = self.drop_draft(draft).await;
        if let Err(problem) = forgotten {
            return failed(problem);
        }
        PersonUsed::Linked { person: Box::new(person_found(&known, &self.home())), number }
    }

    /// Somebody this computer knows, or whom the CRM named as a double.
    async fn known(&self, id: &str) -> Option<Person> {
        let reach = self.shared.doubles.reached();
        if let Some(directory) = &reach.directory
            && let Ok(Some(known)) = directory.person(id).await
        {
            return Some(known);
        }
        let kind = match id.get(..3)? {
            "003" => domain::caller::PersonKind::Contact,
            "00Q" => domain::caller::PersonKind::Lead,
            "001" => domain::caller::PersonKind::Account,
            _ => return None,
        };
        let mut read = reach.crm?.read_again(&[nobody(id, kind)]).await.ok()?;
        read.pop()
    }

    async fn known_now(&self, person: &Person) -> Person {
        let Some(crm) = self.shared.doubles.reached().crm else { return person.clone() };
        let read = crm.read_again(std::slice::from_ref(person)).await;
        read.ok().and_then(|mut read| read.pop()).unwrap_or_else(|| person.clone())
    }

    async fn add(&self, person: &Person, draft: &Draft) -> NumberAdded {
        let home = self.home();
        let Some(number) = self.first_number(draft) else { return NumberAdded::NoRoom };
        let holds =
            |other: &Number| other.public().map(|public| &public.e164) == number.public().map(|p| &p.e164);
        if domain::search::numbers(person, &home).iter().any(holds) {
            return NumberAdded::AlreadyThere;
        }
        let Some(field) = super::duplicates::free_field(person, draft, &home) else {
            return NumberAdded::NoRoom;
        };
        let crm = self.shared.doubles.reached().crm;
        let Some(creator) = crm.as_deref().and_then(|crm| crm.creator()) else {
            return NumberAdded::NotAdded { problem: ProblemCode::SalesforceNotConfigured.into() };
        };
        match creator.add_number(person, field, number.canonical()).await {
            Ok(Added::Done) => NumberAdded::Added { label: field.to_owned() },
            Ok(Added::Filled) => NumberAdded::NoRoom,
            Err(failure) => NumberAdded::NotAdded { problem: Problem::from(&failure.kind) },
        }
    }

    /// Tries at once to create somebody who waits or is stuck.
    pub async fn retry(&self, draft: &str) -> PersonSaved {
        let failed = |problem| PersonSaved::Failed { problem };
        let row = match self.shared.store.creations().of(draft).await {
            Ok(Some(row)) => row,
            Ok(None) => return failed(ProblemCode::CreationGone.into()),
            Err(error) => return failed(broken(error)),
        };
        match self.attempt(draft, false).await {
            Ok(Tried::Created { person, found }) => {
                PersonSaved::Created { person: Box::new(person_found(&person, &self.home())), found }
            }
            Ok(Tried::Waits { kind } | Tried::Stuck { trouble: Trouble::Failed { kind } }) => {
                PersonSaved::Queued { problem: Problem::from(&kind) }
            }
            Ok(Tried::Stuck { trouble: Trouble::Refused { fields, general } }) => {
                PersonSaved::Refused(refusals(fields, general))
            }
            Ok(Tried::Stuck { trouble: Trouble::Duplicates { message } }) => PersonSaved::Duplicates {
                matches: Vec::new(),
                may_save_anyway: false,
                message: Some(message),
            },
            Ok(Tried::Duplicates { records, may_save_anyway, message }) => {
                let people = self.read_records(&records).await;
                let twin = |person| Twin { person, why: vec![TwinWhy::Crm] };
                let known: Vec<Twin> = people.into_iter().map(twin).collect();
                let matches = self.views(&known, &row.person.draft);
                let may_save_anyway =
                    may_save_anyway && self.settings().is_ok_and(|settings| settings.creation.save_anyway);
                PersonSaved::Duplicates { matches, may_save_anyway, message: Some(message) }
            }
            Ok(Tried::Gone) => PersonSaved::Queued { problem: Problem::from(&FailureKind::Busy) },
            Err(error) => failed(broken(error)),
        }
    }

    /// Somebody who waits or is stuck is not created after all; the entry goes out linked to nobody.
    ///
    /// # Errors
    /// When they may be in the CRM already, or it is not on disk.
    pub async fn give_up(&self, draft: &str) -> Result<(), Problem> {
        let gone = self.shared.store.creations().remove(draft, true).await.map_err(broken)?;
        if !gone && self.shared.store.creations().of(draft).await.map_err(broken)?.is_some() {
            return Err(Problem::from(&FailureKind::Busy));
        }
        self.drop_draft(draft).await?;
        self.shared.handle.creations_changed().await;
        Ok(())
    }
}

/// Numbers as the CRM is to have them: with country code, wherever they can be read.
fn international(draft: &mut Draft, form: &Form, settings: &Settings) {
    let home = &settings.matching.default_region;
    for field in form.fields.iter().filter(|field| field.kind == FieldKind::Phone) {
        let Some(value) = draft.values.get_mut(&field.name) else { continue };
        if let Some(public) = read(value, home).public() {
            *value = public.e164.clone();
        }
    }
}

/// Refusals as the form shows them.
pub(super) fn refusals(fields: Vec<(String, String)>, general: Vec<String>) -> Refusals {
    let fields = fields
        .into_iter()
        .map(|(field, message)| FieldRefusal { field, why: RefusalWhy::Salesforce { message } });
    Refusals { fields: fields.collect(), general }
}

/// A record of which only the id is known, for reading it.
fn nobody(id: &str, kind: domain::caller::PersonKind) -> Person {
    Person {
        id: id.to_owned(),
        kind,
        name: String::new(),
        title: None,
        company: None,
        account_id: None,
        contact_id: None,
        owner: None,
        email: None,
        do_not_call: false,
        phones: Vec::new(),
        last_activity: None,
        modified: None,
        url: None,
    }
}

/// Whether a record is what this draft would become: made by somebody else, or by an earlier try.
pub(super) fn is_the_one(draft: &Draft, person: &Person) -> bool {
    let kind = match draft.kind {
        CreateKind::Contact => domain::caller::PersonKind::Contact,
        CreateKind::Lead => domain::caller::PersonKind::Lead,
        CreateKind::PersonAccount => domain::caller::PersonKind::PersonAccount,
    };
    person.kind == kind && is_same_name(&draft.name(), &person.name)
}
