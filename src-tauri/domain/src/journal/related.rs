//! The open opportunity or case that an entry hangs on beside its person.

use serde::{Deserialize, Serialize};

use super::{About, compose::about, shortened};
use crate::caller::{Match, Person, PersonKind};

/// Longest name kept of a related record; as long as Salesforce's own.
const NAME_MAX: usize = 255;
/// Ids of the CRM are shorter.
const ID_MAX: usize = 18;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RelatedKind {
    Opportunity,
    Case,
}

/// A record that the agent chose for a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Related {
    pub kind: RelatedKind,
    pub id: String,
    /// As it was called when it was chosen.
    pub name: String,
}

/// The same, kept with the call. It counts while the call is this person's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelatedOf {
    pub person: String,
    pub related: Related,
}

impl Related {
    /// Within bounds; `None` when it cannot be a record of the CRM.
    #[must_use]
    pub fn checked(self) -> Option<Self> {
        let shaped = !self.id.is_empty()
            && self.id.len() <= ID_MAX
            && self.id.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let name = shortened(&self.name.split_whitespace().collect::<Vec<_>>().join(" "), NAME_MAX);
        shaped.then_some(Self { name, ..self })
    }
}

/// Whether entries of somebody can hang on another record as well: those of leads must not, and
/// colleagues have none (salesforce.md 7.2).
#[must_use]
pub fn can_relate(person: &Person) -> bool {
    match person.kind {
        PersonKind::Contact | PersonKind::Account | PersonKind::PersonAccount => true,
        PersonKind::Lead | PersonKind::User => false,
    }
}

/// The records an entry of this person hangs on.
#[must_use]
pub(super) fn about_with(found: &Match, chosen: Option<&RelatedOf>) -> About {
    let alone = about(found);
    let chosen = chosen.filter(|chosen| chosen.person == found.person.id && can_relate(&found.person));
    match (alone, chosen) {
        (alone, None) => alone,
        (About::Who { id: who } | About::Both { who, .. }, Some(chosen)) => {
            About::Both { who, what: chosen.related.id.clone() }
        }
        (About::What { .. } | About::Nobody, Some(chosen)) => About::What { id: chosen.related.id.clone() },
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn related(id: &str, name: &str) -> Related {
        Related { kind: RelatedKind::Case, id: id.into(), name: name.into() }
    }

    #[test]
    fn only_what_can_be_a_record_is_taken() {
        assert_eq!(
            related("5005g00000XyZabAAF", " a\n b ").checked(),
            Some(related("5005g00000XyZabAAF", "a b"))
        );
        for id in ["", "500'", "5005g00000XyZabAAF0", "../500"] {
            assert_eq!(related(id, "n").checked(), None, "{id}");
        }
        let long = related("500", &"x".repeat(400)).checked().unwrap();
        assert_eq!(long.name.chars().count(), NAME_MAX);
    }
}
