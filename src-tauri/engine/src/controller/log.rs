//! The phone system's log in the loop: it is asked aside, and what it tells goes to the desk.

use std::time::Duration;

use domain::Moment;
use domain::call::PhoneEvent;
use domain::desk::{Input, LogNews};
use jiff::Timestamp;

use super::{Controller, Event, Order, Told};
use crate::phone::{HistoryFailure, LoggedLegs};
use crate::problem::{Problem, ProblemCode};

/// Longest that the log is waited for; it is asked again later.
const ASK_TIMEOUT: Duration = Duration::from_secs(60);

impl Controller {
    pub(super) fn ask_log(&self, from: Timestamp, to: Timestamp) {
        let (log, queue) = (self.near.linked.log.clone(), self.queue.clone());
        self.spawn(async move {
            let asked = async {
                match log {
                    Some(log) => log.legs(from, to).await,
                    None => Err(HistoryFailure::Unreachable),
                }
            };
            let result = tokio::time::timeout(ASK_TIMEOUT, asked).await;
            let result = result.unwrap_or(Err(HistoryFailure::Unreachable));
            let _ = queue.send(Event::Logged { result }).await;
        });
    }

    pub(super) async fn phone_told(&mut self, now: Moment, event: PhoneEvent) {
        self.links.phone(&event, now);
        self.tell(Told::Event(event.clone()));
        let is_up = matches!(event, PhoneEvent::Connected { .. });
        self.decide(now, Input::Phone(event), Order::ScreenFirst).await;
        if is_up {
            // Rights may be other ones than before.
            let possible = LogNews::Possible(self.near.linked.log.is_some());
            self.decide(now, Input::Log(possible), Order::DiskFirst).await;
        }
    }

    pub(super) async fn logged(&mut self, now: Moment, result: Result<LoggedLegs, HistoryFailure>) {
        let refused = |code| {
            // Until the next link nobody waits for it.
            (LogNews::Possible(false), Some(Problem { code, detail: None }))
        };
        let (news, problem) = match result {
            Ok(LoggedLegs { legs, .. }) => (LogNews::Read { legs }, None),
            Err(HistoryFailure::NotAllowed | HistoryFailure::NotLogged) => {
                refused(ProblemCode::PhoneRoleCallLog)
            }
            Err(HistoryFailure::Off) => refused(ProblemCode::PhoneConfigurationOff),
            Err(HistoryFailure::Unreachable) => (LogNews::Unread, None),
        };
        if let Some(problem) = problem {
            self.links.note_once(problem, now);
        }
        self.decide(now, Input::Log(news), Order::DiskFirst).await;
    }
}
