//! What a try came to, as the form shows it.

use domain::caller::{Person, PersonKind};
use domain::create::{Draft, Form, Twin, TwinWhy, twins};
use domain::outbox::FailureKind;

use super::sender::Tried;
use super::{Creation, broken};
use crate::problem::{Problem, ProblemCode};
use crate::store::{StoreError, Trouble};
use crate::view::{FieldRefusal, PersonSaved, RefusalWhy, Refusals, person_found};

impl Creation {
    /// `form`: the fields that refusals stand beside.
    pub(super) async fn saved(
        &self,
        tried: Result<Tried, StoreError>,
        draft: &Draft,
        form: &Form,
    ) -> Result<(Person, bool), Box<PersonSaved>> {
        let tried = match tried {
            Ok(tried) => tried,
            Err(error) => return Err(Box::new(PersonSaved::Failed { problem: broken(error) })),
        };
        Err(Box::new(match tried {
            Tried::Created { person, found } => return Ok((*person, found)),
            Tried::Waits { kind } => PersonSaved::Queued { problem: Problem::from(&kind) },
            Tried::OnItsWay => PersonSaved::Queued { problem: Problem::from(&FailureKind::Busy) },
            Tried::Gone => PersonSaved::Failed { problem: ProblemCode::CreationGone.into() },
            Tried::Stuck { trouble: Trouble::Failed { kind } } => {
                PersonSaved::Failed { problem: Problem::from(&kind) }
            }
            Tried::Stuck { trouble: Trouble::Refused { fields, general } } => {
                PersonSaved::Refused(refusals(fields, general, form))
            }
            Tried::Stuck { trouble: Trouble::Duplicates { message } } => PersonSaved::Duplicates {
                matches: Vec::new(),
                may_save_anyway: false,
                message: Some(message),
            },
            Tried::Duplicates { records, may_save_anyway, message } => {
                let people = self.read_records(&records).await;
                let known: Vec<Twin> = people.into_iter().map(|person| self.twin(person, draft)).collect();
                let may_save_anyway =
                    may_save_anyway && self.settings().is_ok_and(|settings| settings.creation.save_anyway);
                let matches = self.views(&known, draft);
                PersonSaved::Duplicates { matches, may_save_anyway, message: Some(message) }
            }
        }))
    }

    /// The same, where nobody is told apart who was created.
    pub(super) fn answered(&self, saved: Result<(Person, bool), Box<PersonSaved>>) -> PersonSaved {
        match saved {
            Ok((person, found)) => {
                PersonSaved::Created { person: Box::new(person_found(&person, &self.home())), found }
            }
            Err(outcome) => *outcome,
        }
    }

    /// Somebody the org's rules named, with what else speaks for them.
    fn twin(&self, person: Person, draft: &Draft) -> Twin {
        let ours = twins(draft, std::slice::from_ref(&person), &self.home()).pop();
        let why = ours.map(|twin| twin.why).unwrap_or_default().into_iter().chain([TwinWhy::Crm]).collect();
        Twin { person, why }
    }

    async fn read_records(&self, records: &[(String, PersonKind)]) -> Vec<Person> {
        let Some(crm) = self.shared.doubles.reached().crm else { return Vec::new() };
        let asked: Vec<Person> = records.iter().map(|(id, kind)| nobody(id, *kind)).collect();
        crm.read_again(&asked).await.unwrap_or_default()
    }
}

/// Refusals as the form shows them. A field that is not on it is named by its label.
pub(super) fn refusals(fields: Vec<(String, String)>, general: Vec<String>, form: &Form) -> Refusals {
    let fields = fields.into_iter().map(|(field, message)| {
        let is_on_form = form.fields.iter().any(|known| known.name == field);
        let label = (!is_on_form).then(|| form.labels.get(&field).unwrap_or(&field).clone());
        FieldRefusal { field, label, why: RefusalWhy::Salesforce { message } }
    });
    Refusals { fields: fields.collect(), general }
}

/// A record of which only the id is known, for reading it.
pub(super) fn nobody(id: &str, kind: PersonKind) -> Person {
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
