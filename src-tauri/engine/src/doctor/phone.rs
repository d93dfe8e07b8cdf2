//! The ladder up to 3CX (3cx.md 1.5), told as findings. The same serve the test of the phone's
//! settings.

use domain::call::LossReason;
use jiff::Timestamp;

use super::{Case, Check, Finding};
use crate::phone::HistoryFailure;
use crate::phone::threecx::{ProbeFailure, ProbeStep, Step, ThreeCx};
use crate::problem::{Problem, ProblemCode};
use crate::view::LinkView;

pub(super) async fn examine(case: &Case) -> Vec<Finding> {
    let Some(system) = &case.three_cx else {
        return vec![Finding::code(Check::Phone, ProblemCode::PhoneNotConfigured)];
    };
    let mut findings: Vec<_> = system.probe().await.iter().map(finding).collect();
    if case.settings.chat.enabled {
        let behind = findings.iter().position(|finding| finding.check == Check::PhoneCallLog);
        findings.insert(behind.map_or(findings.len(), |at| at + 1), chats(system).await);
    }
    if lost_to_another(case) {
        // The running link has been through it; a probe of a second may see nothing of it.
        findings.retain(|finding| finding.check != Check::PhoneClient);
        findings.push(Finding::code(Check::PhoneClient, ProblemCode::PhoneSharedClient));
    }
    findings
}

/// Whether chats can be read.
async fn chats(system: &ThreeCx) -> Finding {
    let check = Check::PhoneChats;
    match system.chats().messages(Timestamp::now()).await {
        Ok(_) => Finding::passed(check),
        Err(HistoryFailure::NotAllowed) => warned(check, ProblemCode::PhoneRoleChats),
        Err(HistoryFailure::Off) => warned(check, ProblemCode::PhoneConfigurationOff),
        Err(HistoryFailure::NotLogged) => warned(check, ProblemCode::PhoneChatsNotLogged),
        // The steps before say why.
        Err(HistoryFailure::Unreachable) => Finding::not_checked(check),
    }
}

fn lost_to_another(case: &Case) -> bool {
    case.running.as_ref().is_some_and(|view| match &view.health.phone {
        LinkView::Down { problem, .. } => problem.code == ProblemCode::PhoneSharedClient,
        LinkView::Connecting | LinkView::Up { .. } => false,
    })
}

fn finding(step: &ProbeStep) -> Finding {
    let check = match step.step {
        Step::SignIn => Check::PhoneSignIn,
        Step::Version => Check::PhoneVersion,
        Step::CallControl => Check::PhoneCallControl,
        Step::OwnExtension => Check::PhoneOwnExtension,
        Step::Names => Check::PhoneNames,
        Step::Users => Check::PhoneUsers,
        Step::CallLog => Check::PhoneCallLog,
        Step::Socket => Check::PhoneEvents,
        Step::OwnClient => Check::PhoneClient,
    };
    match &step.outcome {
        Ok(detail) => Finding::passed(check).with("detail", detail.clone().unwrap_or_default()),
        Err(ProbeFailure::Link(reason)) => Finding::failed(check, link(*reason)),
        Err(ProbeFailure::Server { status }) => {
            let detail = Some(status.to_string());
            Finding::failed(check, Problem { code: ProblemCode::PhoneServerError, detail })
        }
        Err(ProbeFailure::KeptOut) => Finding::code(check, ProblemCode::PhoneKeptOut),
        Err(ProbeFailure::NoEvents) => Finding::code(check, ProblemCode::PhoneNoEvents),
        Err(ProbeFailure::ConfigurationOff) => warned(check, ProblemCode::PhoneConfigurationOff),
        Err(ProbeFailure::RoleTooLow) => warned(check, role(step.step)),
        Err(ProbeFailure::NotTried) => Finding::not_checked(check),
    }
}

fn link(reason: LossReason) -> Problem {
    Problem::from(reason)
}

fn warned(check: Check, code: ProblemCode) -> Finding {
    Finding::warned(check, Problem { code, detail: None })
}

/// What is lost without the role, by what was asked.
fn role(step: Step) -> ProblemCode {
    match step {
        Step::Users => ProblemCode::PhoneRoleUsers,
        Step::CallLog => ProblemCode::PhoneRoleCallLog,
        Step::Names
        | Step::SignIn
        | Step::Version
        | Step::CallControl
        | Step::OwnExtension
        | Step::Socket
        | Step::OwnClient => ProblemCode::PhoneRoleNames,
    }
}
