//! Saving: what was typed is on disk, then the CRM is asked. Its answer is the reply; without one
//! the person waits, and [`super::sender`] goes on.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use domain::caller::{Person, PersonKind};
use domain::create::{CreateKind, Draft, FieldKind, NewPerson, Twin, TwinWhy, is_same_name, twins, wrong};
use domain::number::{Number, read};
use domain::outbox::{BACK_OFF_FIRST, FailureKind};
use domain::settings::Settings;
use jiff::{SignedDuration, Timestamp};

use super::{Creation, broken};
use crate::clock::later;
use crate::problem::{Problem, ProblemCode};
use crate::store::{CreationStep, QueuedPerson, Trouble};
use crate::view::{DraftValues, FieldRefusal, PersonSaved, Refusals};

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
            return self.answered(Ok((person.clone(), true)));
        }
        let saved = self.save_one(draft, values, allow_duplicates).await;
        if let Ok((person, _)) = &saved {
            saves.note(draft, typed, person.clone(), self.now());
        }
        self.answered(saved)
    }

    async fn save_one(
        &self,
        key: &str,
        values: DraftValues,
        allow_duplicates: bool,
    ) -> Result<(Person, bool), Box<PersonSaved>> {
        let failed = |problem| Box::new(PersonSaved::Failed { problem });
        let kept = self.keep_typed(key, values).await.map_err(failed)?;
        let settings = self.settings().map_err(failed)?;
        let mut draft = kept.draft;
        if !settings.creation.kinds().contains(&draft.kind) {
            return Err(failed(ProblemCode::CreationOff.into()));
        }
        let (form, problem) = self.org_form(draft.kind, draft.record_type.as_deref()).await;
        // The org that cannot be asked now was asked when the form was opened.
        let kinds = if problem.is_some() && !kept.fields.is_empty() { kept.fields } else { form.kinds() };
        draft = draft.within(&kinds);
        if problem.is_none() && !form.has_record_type(draft.record_type.as_deref()) {
            draft.record_type = form.record_type.clone();
        }
        let wrong = wrong(&draft, &form);
        if !wrong.is_empty() {
            let fields = wrong.into_iter().map(FieldRefusal::from).collect();
            return Err(Box::new(PersonSaved::Refused(Refusals { fields, general: Vec::new() })));
        }
        international(&mut draft, &kinds, &settings);
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
        let person = NewPerson { draft, kinds, allow_duplicates: allowed };
        let waited = self.put_on_the_way(key, &kept.entry_key, &person, unreachable).await?;
        let outcome = self.saved(self.attempt(key, true).await, &person.draft, &form).await;
        match &outcome {
            Ok((person, _)) => {
                if let Some(url) = person.url.clone().filter(|_| settings.creation.open_after) {
                    self.shared.handle.open_page(url).await;
                }
            }
            // What the form shows waits for nobody. Who waited before still does, and so does the
            // entry about them.
            Err(outcome) => {
                let waits = waited || matches!(**outcome, PersonSaved::Queued { .. });
                if !waits && let Err(error) = self.shared.store.creations().remove(key).await {
                    tracing::error!(%error, "somebody who was refused stays on the way");
                }
                self.shared.handle.creations_changed().await;
            }
        }
        outcome
    }

    /// On disk, before anything is sent. Whether they waited before; an outcome where nothing is to
    /// be sent now.
    async fn put_on_the_way(
        &self,
        key: &str,
        entry_key: &str,
        person: &NewPerson,
        unreachable: Option<FailureKind>,
    ) -> Result<bool, Box<PersonSaved>> {
        let broken = |error| Box::new(PersonSaved::Failed { problem: broken(error) });
        let queued = |kind: &FailureKind| Box::new(PersonSaved::Queued { problem: Problem::from(kind) });
        let number = self.first_number(&person.draft).map(|number| number.canonical().to_owned());
        let rows = self.shared.store.creations();
        let times = (later(self.now(), WATCHED_FOR), self.now());
        let before = rows.of(key).await.map_err(broken)?;
        let placed = rows.queue(key, entry_key, &number.unwrap_or_default(), person, times).await;
        match placed.map_err(broken)? {
            QueuedPerson::OnDisk => {}
            // An earlier try is on its way, or its answer was lost: it is asked about before what
            // was typed since is sent.
            QueuedPerson::Correction => {
                self.shared.handle.creations_changed().await;
                return Err(match before.and_then(|row| row.trouble) {
                    Some(Trouble::Failed { kind }) => queued(&kind),
                    Some(Trouble::Refused { .. } | Trouble::Duplicates { .. }) | None => {
                        queued(&FailureKind::Busy)
                    }
                });
            }
            QueuedPerson::Created => {
                let gone = || Box::new(PersonSaved::Failed { problem: ProblemCode::CreationGone.into() });
                let person = before.and_then(|row| row.created).ok_or_else(gone)?;
                return Err(Box::new(self.answered(Ok((person, true)))));
            }
        }
        if let Some(kind) = unreachable {
            // Nothing is sent that could be left in doubt.
            let trouble = Trouble::Failed { kind: kind.clone() };
            let step = CreationStep::Later { due: later(self.now(), BACK_OFF_FIRST), trouble };
            rows.settle(key, &step, self.now()).await.map_err(broken)?;
            self.shared.handle.creations_changed().await;
            return Err(queued(&kind));
        }
        Ok(before.is_some())
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

    /// Tries at once to create somebody who waits or is stuck.
    pub async fn retry(&self, draft: &str) -> PersonSaved {
        let row = match self.shared.store.creations().of(draft).await {
            Ok(Some(row)) => row,
            Ok(None) => return PersonSaved::Failed { problem: ProblemCode::CreationGone.into() },
            Err(error) => return PersonSaved::Failed { problem: broken(error) },
        };
        let asked = row.correction.unwrap_or(row.person).draft;
        let tried = self.attempt(draft, false).await;
        let (form, _) = self.org_form(asked.kind, asked.record_type.as_deref()).await;
        let saved = self.saved(tried, &asked, &form).await;
        self.answered(saved)
    }

    /// Somebody who waits or is stuck is not created after all; the entry goes out linked to nobody.
    ///
    /// # Errors
    /// When they may be in the CRM already, or it is not on disk.
    pub async fn give_up(&self, draft: &str) -> Result<(), Problem> {
        let gone = self.shared.store.creations().remove(draft).await.map_err(broken)?;
        if !gone && self.shared.store.creations().of(draft).await.map_err(broken)?.is_some() {
            return Err(ProblemCode::CreationInDoubt.into());
        }
        self.drop_draft(draft).await?;
        self.shared.handle.creations_changed().await;
        Ok(())
    }
}

/// Numbers as the CRM is to have them: with country code, wherever they can be read.
fn international(draft: &mut Draft, kinds: &BTreeMap<String, FieldKind>, settings: &Settings) {
    let home = &settings.matching.default_region;
    for (field, _) in kinds.iter().filter(|(_, kind)| **kind == FieldKind::Phone) {
        let Some(value) = draft.values.get_mut(field) else { continue };
        if let Some(public) = read(value, home).public() {
            *value = public.e164.clone();
        }
    }
}

/// Whether a record is what this draft would become: made by somebody else, or by an earlier try.
pub(super) fn is_the_one(draft: &Draft, person: &Person) -> bool {
    let kind = match draft.kind {
        CreateKind::Contact => PersonKind::Contact,
        CreateKind::Lead => PersonKind::Lead,
        CreateKind::PersonAccount => PersonKind::PersonAccount,
    };
    person.kind == kind && is_same_name(&draft.name(), &person.name)
}
