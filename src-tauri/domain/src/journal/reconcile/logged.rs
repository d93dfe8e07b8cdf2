//! A call that only the phone system's log tells of.

use std::time::Duration;

use jiff::SignedDuration;

use crate::call::{
    Abilities, Call, CallId, CallSource, CallState, CourseStep, Direction, FromLog, LoggedCall,
    LoggedOutcome, Outcome, Pop, Step, first_caller, logged_key,
};

/// The call as this desk would have seen it. Whoever reads the log, whenever, gives it the same
/// key, so that it is never written twice.
#[must_use]
pub fn logged_call(logged: &LoggedCall, id: CallId, pbx: &str, extension: &str) -> Call {
    let (outcome, talked) = match &logged.outcome {
        LoggedOutcome::AnsweredHere { talked } => (Outcome::AnsweredInbound, *talked),
        LoggedOutcome::AnsweredBy { .. } => (Outcome::AnsweredElsewhere, Duration::ZERO),
        LoggedOutcome::Missed => (Outcome::Missed, Duration::ZERO),
        LoggedOutcome::AnsweredOutbound { talked } => (Outcome::AnsweredOutbound, *talked),
        LoggedOutcome::UnansweredOutbound => (Outcome::UnansweredOutbound, Duration::ZERO),
    };
    let length = SignedDuration::try_from(talked).unwrap_or_default();
    let ended = logged.started.checked_add(length).unwrap_or(logged.started);
    Call {
        id,
        key: logged_key(pbx, extension, &logged.call, logged.started),
        system_id: 0,
        source: CallSource::System,
        direction: logged.direction,
        internal: logged.internal,
        number: logged.number.clone(),
        phone_name: Some(logged.name.trim().to_owned()).filter(|name| !name.is_empty()),
        via: logged.via.clone(),
        from: None,
        first_seen: logged.started,
        state: CallState::Closed { outcome, ended },
        caller: first_caller(&logged.number, logged.internal),
        abilities: Abilities::default(),
        offers: Abilities::default(),
        notes: String::new(),
        notes_saved: None,
        wrap_up: None,
        related: None,
        unlinked: false,
        private: None,
        talked,
        estimated: false,
        course: course(logged, ended),
        pop: Pop::Never,
        refused: None,
        entry: None,
        logged: FromLog::of(logged),
    }
}

fn course(logged: &LoggedCall, ended: jiff::Timestamp) -> Vec<CourseStep> {
    let first = match logged.direction {
        Direction::Inbound => Step::Rang { via: logged.via.clone() },
        Direction::Outbound => Step::Dialed,
    };
    let by = match &logged.outcome {
        LoggedOutcome::AnsweredBy { who } => Some(Step::AnsweredBy { who: who.clone() }),
        LoggedOutcome::AnsweredHere { .. }
        | LoggedOutcome::Missed
        | LoggedOutcome::AnsweredOutbound { .. }
        | LoggedOutcome::UnansweredOutbound => None,
    };
    let begun = [Some(first), by].into_iter().flatten();
    let begun = begun.map(|what| CourseStep { at: logged.started, what });
    begun.chain([CourseStep { at: ended, what: Step::Ended }]).collect()
}
