//! Somebody who is there is the one: linked, and given the number where there is room for it.

use domain::caller::{Person, PersonKind};
use domain::create::Draft;
use domain::number::Number;

use super::outcome::nobody;
use super::{Creation, broken};
use crate::crm::create::Added;
use crate::problem::{Problem, ProblemCode};
use crate::view::{NumberAdded, PersonUsed, person_found};

impl Creation {
    /// Links somebody who is there to the call of a draft, and adds the draft's number to the
    /// record when wanted: into an empty field, and never over another number. Whoever waited to be
    /// created for the same call or chat is not created any more.
    pub async fn use_existing(&self, draft: &str, person: &str, add_number: bool) -> PersonUsed {
        let failed = |problem| PersonUsed::Failed { problem };
        // A save that is under way comes first: what it put on the way is settled along.
        let _saves = self.shared.saves.lock().await;
        let kept = match self.known_draft(draft).await {
            Ok(kept) => kept,
            Err(error) => return failed(broken(error)),
        };
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
        // Killed after this, they are linked at the next start; nobody is created any more.
        let creations = self.shared.store.creations();
        if let Err(error) = creations.settle_with(draft, &kept.entry_key, &known, self.now()).await {
            return failed(broken(error));
        }
        self.shared.opened.lock().await.forget(draft);
        self.shared.handle.creations_changed().await;
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
            "003" => PersonKind::Contact,
            "00Q" => PersonKind::Lead,
            "001" => PersonKind::Account,
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
}
