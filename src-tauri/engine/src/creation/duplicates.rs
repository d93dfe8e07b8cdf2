//! Who may be there already: asked of this computer while somebody types, and of the CRM.

use std::collections::BTreeMap;

use domain::caller::Person;
use domain::create::{Draft, Twin, room, twins};
use domain::number::{Region, read};

use super::Creation;
use crate::view::{DraftCheck, DraftValues, DuplicateView, DuplicatesThere, duplicate_views, number_view};

impl Creation {
    /// How the numbers were read, and who may be there already as far as this computer knows.
    pub async fn check(&self, values: DraftValues) -> DraftCheck {
        let draft = Draft::from(values);
        let home = self.home();
        let numbers: BTreeMap<_, _> = draft
            .phones()
            .map(|(name, value)| (name.to_owned(), number_view(&read(value, &home), &home)))
            .collect();
        let people = self.shared.doubles.people_here(&draft.questions()).await;
        let matches = self.views(&twins(&draft, &people, &home), &draft);
        DraftCheck { numbers, matches, ask: self.shared.doubles.reached().is_signed_in() }
    }

    /// Who may be there already as far as the CRM knows; a later question ends an earlier one.
    pub async fn ask(&self, values: DraftValues) -> DuplicatesThere {
        let draft = Draft::from(values);
        let mut people = self.shared.doubles.people_here(&draft.questions()).await;
        let (found, requests) = match self.shared.doubles.people_there(&draft.questions()).await {
            Some(Ok((found, made))) => (found, made),
            Some(Err(problem)) => return DuplicatesThere::Failed { problem },
            None => return DuplicatesThere::Stale,
        };
        // Whom the index knows better than the CRM's search is there as well.
        people.splice(0..0, found);
        let matches = self.views(&twins(&draft, &people, &self.home()), &draft);
        DuplicatesThere::Found { matches, requests }
    }

    pub(super) fn views(&self, twins: &[Twin], draft: &Draft) -> Vec<DuplicateView> {
        let home = self.home();
        duplicate_views(twins, |twin| free_field(&twin.person, draft, &home).map(str::to_owned), &home)
    }
}

/// An empty phone field for the draft's number. `None` where the number is there already, or there
/// is none.
pub(super) fn free_field(person: &Person, draft: &Draft, home: &Region) -> Option<&'static str> {
    let number =
        draft.phones().map(|(_, value)| read(value, home)).find(|number| number.public().is_some())?;
    room(person, &number, home)
}
