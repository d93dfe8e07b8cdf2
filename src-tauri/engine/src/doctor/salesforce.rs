//! The sign-in, the org, this user's rights in it, and whose entries are whose.

use domain::journal::{Found, Owner};
use domain::outbox::FailureKind;

use super::reach::{Answer, Reach};
use super::{Case, Check, Finding, Verdict};
use crate::crm::Crm as _;
use crate::crm::salesforce::{Gap, Loss, OrgFacts, Right, Salesforce, Trouble};
use crate::problem::{Problem, ProblemCode};
use crate::signin::{SignIn, SignInState};
use crate::view::owner_problem;

/// From this part of the org's requests of a day on it is tight, and all but gone.
const BUDGET_WARN_PERCENT: u64 = 80;
const BUDGET_FAIL_PERCENT: u64 = 95;

/// What is not looked at when an earlier check fails.
const AFTER_DATA: [Check; 4] =
    [Check::SalesforceRights, Check::SalesforceFields, Check::SalesforceValues, Check::SalesforceDuplicates];

pub(super) async fn examine(case: &Case, reach: &Reach) -> Vec<Finding> {
    let (Some(sign_in), Some(crm)) = (&case.sign_in, &case.salesforce) else {
        return vec![Finding::code(Check::Salesforce, ProblemCode::SalesforceNotConfigured)];
    };
    let signed_in = signed_in(sign_in, crm, reach).await;
    if signed_in.verdict == Verdict::Failed {
        return vec![signed_in];
    }
    let mut findings = vec![signed_in];
    match crm.examine(&case.settings.facts.fields).await {
        Ok(org) => findings.extend(org_findings(&org)),
        Err(trouble) => {
            findings.push(match trouble {
                // The budget says so below.
                Trouble::LimitReached => Finding::not_checked(Check::SalesforceData),
                Trouble::Failure(_) | Trouble::Maintenance => {
                    Finding::failed(Check::SalesforceData, problem(&trouble))
                }
            });
            findings.extend(AFTER_DATA.map(Finding::not_checked));
        }
    }
    findings.push(budget(crm));
    findings.push(owner(crm, findings.iter().any(|finding| finding.verdict == Verdict::NotChecked)).await);
    findings
}

async fn signed_in(sign_in: &SignIn, crm: &Salesforce, reach: &Reach) -> Finding {
    const CHECK: Check = Check::Salesforce;
    let signed_out = || match &*sign_in.state().borrow() {
        SignInState::SignedOut { why } => Some(Finding::failed(CHECK, Problem::from(why))),
        SignInState::SignedIn { .. } => None,
    };
    if let Some(finding) = signed_out() {
        return finding;
    }
    match crm.identity().await {
        Ok(identity) => Finding::passed(CHECK).with("user", identity.username).with("host", identity.address),
        Err(failure) => match (signed_out(), &failure.kind) {
            // Asking has ended the sign-in, and that knows why.
            (Some(finding), _) => finding,
            (None, FailureKind::Offline) if reach.salesforce == Some(Answer::Tls) => {
                Finding::code(CHECK, ProblemCode::SalesforceTls)
            }
            (None, kind) => Finding::failed(CHECK, Problem::from(kind)),
        },
    }
}

fn problem(trouble: &Trouble) -> Problem {
    let code = match trouble {
        Trouble::Failure(kind) => return Problem::from(kind),
        Trouble::Maintenance => ProblemCode::SalesforceMaintenance,
        Trouble::LimitReached => ProblemCode::SalesforceBudgetSpent,
    };
    Problem { code, detail: None }
}

fn org_findings(org: &OrgFacts) -> Vec<Finding> {
    let mut findings = vec![data(org)];
    for (check, of_this) in [
        (Check::SalesforceRights, gaps(org, is_right)),
        (Check::SalesforceFields, gaps(org, is_field)),
        (Check::SalesforceValues, gaps(org, |gap| !is_right(gap) && !is_field(gap))),
    ] {
        if of_this.is_empty() {
            findings.push(
                Finding::passed(check)
                    .with("fields", org.phone_fields.to_string())
                    .with("objects", org.objects.to_string()),
            );
        }
        findings.extend(of_this.into_iter().map(|gap| of_gap(check, gap)));
    }
    findings.push(duplicates(org));
    findings
}

fn data(org: &OrgFacts) -> Finding {
    let yes_no = |fact| if fact { "yes" } else { "no" };
    let (name, edition, sandbox) = org
        .organization
        .as_ref()
        .map(|org| (org.name.as_str(), org.edition.as_str(), org.is_sandbox))
        .unwrap_or_default();
    Finding::passed(Check::SalesforceData)
        .with("org", name)
        .with("edition", edition)
        .with("sandbox", yes_no(sandbox))
        .with("persons", yes_no(org.has_person_accounts))
}

fn gaps(org: &OrgFacts, which: impl Fn(&Gap) -> bool) -> Vec<&Gap> {
    org.gaps.iter().filter(|gap| which(gap)).collect()
}

fn is_right(gap: &Gap) -> bool {
    match gap {
        Gap::Right { .. } => true,
        Gap::Field { .. }
        | Gap::OwnField { .. }
        | Gap::RecordType { .. }
        | Gap::KeyField { .. }
        | Gap::TaskValue { .. } => false,
    }
}

fn is_field(gap: &Gap) -> bool {
    match gap {
        Gap::Field { .. } | Gap::OwnField { .. } | Gap::KeyField { .. } => true,
        Gap::Right { .. } | Gap::RecordType { .. } | Gap::TaskValue { .. } => false,
    }
}

fn of_gap(check: Check, gap: &Gap) -> Finding {
    let (code, detail) = match gap {
        Gap::Right { object, right } => {
            let code = match right {
                Right::Read => ProblemCode::SalesforceNoRead,
                Right::Create => ProblemCode::SalesforceNoCreate,
                Right::Edit => ProblemCode::SalesforceNoEdit,
                Right::Delete => ProblemCode::SalesforceNoDelete,
            };
            (code, (*object).to_owned())
        }
        Gap::Field { object, field, loss } => {
            let code = match loss {
                Loss::Lookup => ProblemCode::SalesforceFieldNotSearched,
                Loss::Shown => ProblemCode::SalesforceFieldNotShown,
                Loss::Left => ProblemCode::SalesforceFieldNotWritten,
                Loss::Refused => ProblemCode::SalesforceFieldNeeded,
            };
            (code, format!("{object}.{field}"))
        }
        Gap::OwnField { path } => (ProblemCode::SalesforceFieldNotShown, path.clone()),
        Gap::RecordType { object } => (ProblemCode::SalesforceRecordType, (*object).to_owned()),
        Gap::KeyField { field } => (ProblemCode::SalesforceKeyField, field.clone()),
        Gap::TaskValue { field } => (ProblemCode::SalesforceTaskValue, (*field).to_owned()),
    };
    let problem = Problem { code, detail: Some(detail) };
    if is_grave(gap) { Finding::failed(check, problem) } else { Finding::warned(check, problem) }
}

/// Without it callers are not found at all, or nothing is written.
fn is_grave(gap: &Gap) -> bool {
    match gap {
        Gap::Right { object, right } => {
            matches!((*object, right), ("Contact", Right::Read) | ("Task", Right::Read | Right::Create))
        }
        Gap::Field { loss, .. } => *loss == Loss::Refused,
        Gap::RecordType { object } => *object == "Task",
        Gap::OwnField { .. } | Gap::KeyField { .. } | Gap::TaskValue { .. } => false,
    }
}

fn duplicates(org: &OrgFacts) -> Finding {
    const CHECK: Check = Check::SalesforceDuplicates;
    let names: Vec<_> = org.duplicate_rules.iter().map(|rule| rule.name.as_str()).collect();
    let blocking: Vec<_> =
        org.duplicate_rules.iter().filter(|rule| rule.blocks).map(|rule| rule.name.as_str()).collect();
    let finding = if blocking.is_empty() {
        Finding::passed(CHECK)
    } else {
        let detail = Some(blocking.join(", "));
        Finding::warned(CHECK, Problem { code: ProblemCode::SalesforceDuplicatesBlocked, detail })
    };
    finding.with("count", names.len().to_string()).with("rules", names.join(", "))
}

fn budget(crm: &Salesforce) -> Finding {
    const CHECK: Check = Check::SalesforceBudget;
    let Some((used, most)) = crm.budget() else { return Finding::not_checked(CHECK) };
    let percent = used.saturating_mul(100).checked_div(most).unwrap_or(100);
    let problem = |code| Problem { code, detail: Some(format!("{percent} %")) };
    let finding = if percent >= BUDGET_FAIL_PERCENT {
        Finding::failed(CHECK, problem(ProblemCode::SalesforceBudgetSpent))
    } else if percent >= BUDGET_WARN_PERCENT {
        Finding::warned(CHECK, problem(ProblemCode::SalesforceBudgetLow))
    } else {
        Finding::passed(CHECK)
    };
    finding.with("used", used.to_string()).with("most", most.to_string())
}

/// How it is decided whose entries they are. The signed-in user is a fallback, never a failure.
async fn owner(crm: &Salesforce, in_trouble: bool) -> Finding {
    const CHECK: Check = Check::Owner;
    let found = match crm.owner().await {
        Ok(found) => found,
        Err(_) if in_trouble => return Finding::not_checked(CHECK),
        Err(failure) => return Finding::failed(CHECK, Problem::from(&failure.kind)),
    };
    let warned = |code, detail: &str| {
        let detail = (!detail.is_empty()).then(|| detail.to_owned());
        Finding::warned(CHECK, Problem { code, detail })
    };
    match found {
        None => Finding::not_checked(CHECK),
        Some(Owner::User { name, how, .. }) => {
            let (finding, how) = match how {
                Found::Setting => (Finding::passed(CHECK), "setting"),
                Found::Email { shared: false } => (Finding::passed(CHECK), "email"),
                Found::Email { shared: true } => (warned(ProblemCode::OwnerEmailShared, &name), "email"),
            };
            finding.with("user", name).with("how", how)
        }
        Some(Owner::SignedIn { why, asked }) => {
            let code = owner_problem(why);
            warned(code, &asked)
        }
    }
}
