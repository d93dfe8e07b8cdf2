//! What a call was about, besides its person.

use domain::call::Call;
use domain::caller::Facts;
use domain::journal::{Related, RelatedKind, can_relate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::problem::Problem;

/// Whether and to what a call's entry is related.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "related", rename_all = "snake_case")]
pub enum RelatedTo {
    /// Nobody is known whose records there could be.
    #[default]
    Nobody,
    /// Salesforce relates entries of leads to nothing else.
    Lead,
    Offered {
        chosen: Option<RelatedView>,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RelatedView {
    pub kind: RelatedKindView,
    pub id: String,
    pub name: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RelatedKindView {
    Opportunity,
    Case,
}

/// Open records a call can be related to.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct RelatedFound {
    pub found: Vec<RelatedOption>,
    /// There may be others: typing finds them in Salesforce.
    pub more: bool,
    /// Salesforce could not be asked.
    pub problem: Option<Problem>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct RelatedOption {
    pub related: RelatedView,
    /// `2027-01-31`: when an opportunity closes.
    pub closes: Option<String>,
}

#[must_use]
pub(super) fn related_to(call: &Call) -> RelatedTo {
    let Some(known) = call.caller.person().filter(|_| !call.internal) else { return RelatedTo::Nobody };
    if !can_relate(&known.person) {
        let is_lead = matches!(known.person.kind, domain::caller::PersonKind::Lead);
        return if is_lead { RelatedTo::Lead } else { RelatedTo::Nobody };
    }
    let chosen = call.related.as_ref().filter(|chosen| chosen.person == known.person.id);
    RelatedTo::Offered { chosen: chosen.map(|chosen| RelatedView::from(&chosen.related)) }
}

/// Opportunities first, as they are told.
#[must_use]
pub fn related_found(facts: &Facts, more: bool) -> RelatedFound {
    let view = |kind, id: &str, name: String| RelatedView { kind, id: id.to_owned(), name };
    let opportunities = facts.opportunities.iter().map(|one| RelatedOption {
        related: view(RelatedKindView::Opportunity, &one.id, one.name.clone()),
        closes: one.closes.map(|day| day.to_string()),
    });
    let cases = facts.cases.iter().map(|one| RelatedOption {
        related: view(
            RelatedKindView::Case,
            &one.id,
            [Some(one.number.as_str()), one.subject.as_deref()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" "),
        ),
        closes: None,
    });
    RelatedFound { found: opportunities.chain(cases).collect(), more, problem: None }
}

impl From<&Related> for RelatedView {
    fn from(related: &Related) -> Self {
        let kind = match related.kind {
            RelatedKind::Opportunity => RelatedKindView::Opportunity,
            RelatedKind::Case => RelatedKindView::Case,
        };
        Self { kind, id: related.id.clone(), name: related.name.clone() }
    }
}

impl From<RelatedView> for Related {
    fn from(view: RelatedView) -> Self {
        let kind = match view.kind {
            RelatedKindView::Opportunity => RelatedKind::Opportunity,
            RelatedKindView::Case => RelatedKind::Case,
        };
        Self { kind, id: view.id, name: view.name }
    }
}
