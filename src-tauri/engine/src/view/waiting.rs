//! Who is on the way into the CRM, as the screen may know it.

use domain::desk::Desk;

use super::{WaitingPerson, WaitingState};
use crate::problem::{Problem, ProblemCode};
use crate::store::{CreationRow, CreationState, Trouble};

/// Those who wait, oldest first.
pub(crate) fn waiting_people(rows: &[CreationRow], desk: &Desk) -> Vec<WaitingPerson> {
    rows.iter().filter_map(|row| waiting(row, desk)).collect()
}

fn waiting(row: &CreationRow, desk: &Desk) -> Option<WaitingPerson> {
    let problem = match &row.other_org {
        Some(org) => Some(Problem { code: ProblemCode::EntryOtherOrg, detail: Some(org.clone()) }),
        None => row.trouble.as_ref().map(trouble),
    };
    let due = row.due.as_millisecond();
    let state = match row.state {
        CreationState::Created => return None,
        CreationState::Waiting | CreationState::Sending | CreationState::InDoubt | CreationState::Stuck
            if row.other_org.is_some() =>
        {
            WaitingState::Waiting { due_ms: due, problem }
        }
        CreationState::Waiting | CreationState::Sending => WaitingState::Waiting { due_ms: due, problem },
        CreationState::InDoubt => WaitingState::InDoubt { ask_ms: due },
        CreationState::Stuck => {
            WaitingState::Stuck { problem: problem.unwrap_or_else(|| ProblemCode::SalesforceBroken.into()) }
        }
    };
    let draft = &row.person.draft;
    let call = desk.calls().find(|call| !row.entry_key.is_empty() && call.key == row.entry_key);
    Some(WaitingPerson {
        draft: row.draft.clone(),
        kind: draft.kind.into(),
        name: draft.name(),
        company: Some(draft.company().to_owned()).filter(|company| !company.is_empty()),
        call: call.map(|call| call.id.0),
        queued_ms: row.queued.as_millisecond(),
        state,
    })
}

fn trouble(trouble: &Trouble) -> Problem {
    let detail = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    match trouble {
        Trouble::Failed { kind } => Problem::from(kind),
        Trouble::Refused { fields, general } => {
            let first = fields.first().map(|(_, message)| message).or(general.first());
            let code = ProblemCode::SalesforceRefused;
            Problem { code, detail: first.and_then(|message| detail(message)) }
        }
        Trouble::Duplicates { message } => {
            Problem { code: ProblemCode::CreationDuplicates, detail: detail(message) }
        }
    }
}
