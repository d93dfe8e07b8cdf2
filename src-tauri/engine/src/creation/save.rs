//! Saving.

use domain::creation::{Draft, standard_form, twins, wrong};

use super::Creation;
use crate::problem::{Problem, ProblemCode};
use crate::view::{DraftValues, FieldRefusal, NumberAdded, PersonSaved, PersonUsed, Refusals, person_found};

impl Creation {
    /// Creates the person. With `allow_duplicates` although somebody may be there already.
    pub async fn save(&self, draft: &str, values: DraftValues, allow_duplicates: bool) -> PersonSaved {
        if let Err(problem) = self.keep(draft, values.clone()).await {
            return PersonSaved::Failed { problem };
        }
        let draft = Draft::from(values);
        let wrong = wrong(&draft, &standard_form(draft.kind));
        if !wrong.is_empty() {
            let fields = wrong.into_iter().map(FieldRefusal::from).collect();
            return PersonSaved::Refused(Refusals { fields, general: Vec::new() });
        }
        let known = self.shared.doubles.people_here(&draft.questions()).await;
        let twins = twins(&draft, &known, &self.home());
        if !twins.is_empty() && !allow_duplicates {
            let matches = self.views(&twins, &draft);
            return PersonSaved::Duplicates { matches, may_save_anyway: true, message: None };
        }
        PersonSaved::Failed { problem: Problem::from(ProblemCode::SalesforceOffline) }
    }

    /// Links somebody who is there to the call of a draft.
    pub async fn use_existing(&self, draft: &str, person: &str, add_number: bool) -> PersonUsed {
        let _ = (draft, add_number);
        let directory = self.shared.doubles.reached().directory;
        let known = match &directory {
            Some(directory) => directory.person(person).await.ok().flatten(),
            None => None,
        };
        match known {
            Some(known) => PersonUsed::Linked {
                person: person_found(&known, &self.home()),
                number: NumberAdded::NotWanted,
            },
            None => PersonUsed::Failed { problem: Problem::from(ProblemCode::CreationGone) },
        }
    }

    /// Tries at once to create somebody who waits or is stuck.
    pub async fn retry(&self, draft: &str) -> PersonSaved {
        let _ = draft;
        PersonSaved::Failed { problem: Problem::from(ProblemCode::CreationGone) }
    }

    /// Somebody who waits or is stuck is not created after all; the entry goes out linked to nobody.
    ///
    /// # Errors
    /// When that is not on disk.
    pub async fn give_up(&self, draft: &str) -> Result<(), Problem> {
        self.drop_draft(draft).await
    }
}
