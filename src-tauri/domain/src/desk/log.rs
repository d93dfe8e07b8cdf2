//! What the calls themselves did not tell and the phone system's log may: who took a call of a
//! queue, and what was made of a recording (product.md 4; 3cx.md 3.5).

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::{Desk, Due, Effect, LogNews, NET, is_sent};
use crate::Moment;
use crate::call::{
    APART_MAX, Call, CallId, CallSource, CallState, LoggedCall, LoggedOutcome, Outcome, Tracked,
    logged_calls, matching_call,
};
use crate::journal::{Decision, Entry, composed, decide, lacks_recorded};

/// How long an entry waits for the log to tell that a colleague took the call (product.md 4).
const OUTCOME_WAIT: Duration = Duration::from_secs(90);
/// Asked so long after the end: rows appear some seconds to a minute after it (3cx.md 3.5).
const OUTCOME_ASKS: [Duration; 4] =
    [Duration::from_secs(5), Duration::from_secs(20), Duration::from_secs(45), Duration::from_secs(80)];
/// The same for what is made of a recording, which takes minutes; then it is given up.
const LATE_ASKS: [Duration; 4] = [
    Duration::from_secs(60),
    Duration::from_secs(5 * 60),
    Duration::from_secs(15 * 60),
    Duration::from_secs(60 * 60),
];
/// A call is not asked about longer after its end: nobody had the program run when it was time.
const LATE_MAX: Duration = Duration::from_secs(75 * 60);
/// Calls whose times lie so close are asked about with one question.
const TOGETHER: Duration = Duration::from_secs(10);

/// Which calls the log is asked about, and when.
#[derive(Debug, Default)]
pub(super) struct LogBook {
    /// There is one, and it may be asked.
    possible: bool,
    /// It was asked and has not answered yet.
    asking: bool,
    waits: BTreeMap<CallId, Wait>,
}

/// A call that the log may tell more of, on the monotonic clock.
#[derive(Debug)]
struct Wait {
    ended: Duration,
    /// `None`: it is asked no more, but what others ask may tell of it.
    ask_at: Option<Duration>,
    /// Its entry goes out then.
    until: Option<Duration>,
    asks: usize,
}

/// When the outbox sends an entry by itself that waits until `until`.
pub(super) fn net(until: Timestamp) -> Timestamp {
    until.checked_add(NET).unwrap_or(until)
}

impl LogBook {
    pub(super) fn wake_at(&self) -> Option<Duration> {
        let may_ask = self.possible && !self.asking;
        let asks = self.waits.values().filter_map(|wait| wait.ask_at.filter(|_| may_ask));
        asks.chain(self.waits.values().filter_map(|wait| wait.until)).min()
    }

    fn answered(&mut self) {
        self.asking = false;
        self.waits.retain(|_, wait| wait.ask_at.is_some() || wait.until.is_some());
    }
}

impl Wait {
    fn for_outcome(ended: Duration, until: Duration, now: Duration) -> Self {
        let asks = OUTCOME_ASKS.iter().filter(|after| ended + **after < now).count();
        let mut wait = Self { ended, ask_at: None, until: Some(until), asks };
        wait.plan();
        wait
    }

    fn for_recording(ended: Duration, asks: u8) -> Self {
        let mut wait = Self { ended, ask_at: None, until: None, asks: usize::from(asks) };
        wait.plan();
        wait
    }

    fn plan(&mut self) {
        let times = if self.until.is_some() { &OUTCOME_ASKS } else { &LATE_ASKS };
        self.ask_at = times.get(self.asks).map(|after| self.ended + *after);
    }
}

impl Desk {
    /// A call ended just now.
    pub(super) fn expect_log(&mut self, now: Moment, at: usize) {
        let call = &self.calls[at].call;
        let id = call.id;
        if !self.log.possible || !self.may_be_logged(call) {
            return;
        }
        if is_open_question(call) {
            self.calls[at].call.logged.waits_until = now.wall.checked_add(OUTCOME_WAIT).ok();
            self.log.waits.insert(id, Wait::for_outcome(now.mono, now.mono + OUTCOME_WAIT, now.mono));
        } else if self.lacks_recorded(call) {
            self.log.waits.insert(id, Wait::for_recording(now.mono, 0));
        }
    }

    /// A call of an earlier run may have been waiting.
    pub(super) fn expect_log_again(&mut self, now: Moment, at: usize) {
        let call = &self.calls[at].call;
        let (id, asked) = (call.id, call.logged.asked);
        let Some(ended) = ended(call) else { return };
        let since = Duration::try_from(now.wall.duration_since(ended)).unwrap_or_default();
        // The clock of this run may have begun after the call's end.
        let began = now.mono.saturating_sub(since);
        if let Some(until) = call.logged.waits_until {
            let left = Duration::try_from(until.duration_since(now.wall)).unwrap_or_default();
            let until = now.mono + left.min(OUTCOME_WAIT);
            self.log.waits.insert(id, Wait::for_outcome(began, until, now.mono));
        } else if since <= LATE_MAX && self.may_be_logged(call) && self.lacks_recorded(call) {
            let mut wait = Wait::for_recording(began, asked);
            let due = LATE_ASKS.get(wait.asks).map(|after| now.mono + after.saturating_sub(since));
            wait.ask_at = due;
            if due.is_some() {
                self.log.waits.insert(id, wait);
            }
        }
    }

    fn may_be_logged(&self, call: &Call) -> bool {
        let is_written = match decide(call, &self.context.settings) {
            Decision::Write { .. } | Decision::Keep { .. } => true,
            Decision::Nothing(_) => false,
        };
        call.source == CallSource::System && is_written
    }

    fn lacks_recorded(&self, call: &Call) -> bool {
        let super::Context { settings, agent, zone, .. } = &self.context;
        lacks_recorded(call, &settings.journal, agent, zone)
    }

    pub(super) fn log_news(&mut self, now: Moment, news: LogNews, effects: &mut Vec<Effect>) {
        match news {
            LogNews::Possible(possible) => {
                (self.log.possible, self.log.asking) = (possible, false);
                if !possible {
                    self.release(|_| true, effects);
                }
            }
            LogNews::Unread => self.log.answered(),
            LogNews::Read { legs } => {
                let context = &self.context;
                let calls = logged_calls(&legs, &context.agent.extension, &context.settings.matching);
                self.take_logged(now, &calls, effects);
                self.log.answered();
            }
        }
    }

    /// Each of the log's calls is one of ours at most.
    fn take_logged(&mut self, now: Moment, logged: &[LoggedCall], effects: &mut Vec<Effect>) {
        let mut used: Vec<String> = self.calls().filter_map(|call| call.logged.call.clone()).collect();
        let waiting: Vec<CallId> = self.log.waits.keys().copied().collect();
        for id in waiting {
            let Some(at) = self.at(id) else { continue };
            let call = &self.calls[at].call;
            let known = call.logged.call.as_ref();
            let meant = match known {
                Some(known) => logged.iter().find(|one| one.call == *known),
                None => matching_call(logged, call, &used),
            };
            let Some(meant) = meant else { continue };
            if call.logged.waits_until.is_some() {
                match &meant.outcome {
                    LoggedOutcome::AnsweredBy { who } => self.taken_elsewhere(now, at, who, effects),
                    // Rows show when the call is over for everybody (3cx.md 3.5): with the queue's own
                    // beside ours, nobody's is missing.
                    LoggedOutcome::Missed if meant.via.is_some() => self.let_go(at, effects),
                    LoggedOutcome::Missed
                    | LoggedOutcome::AnsweredHere { .. }
                    | LoggedOutcome::AnsweredOutbound { .. }
                    | LoggedOutcome::UnansweredOutbound => continue,
                }
                used.push(meant.call.clone());
                self.calls[at].call.logged.call = Some(meant.call.clone());
                effects.push(Effect::Save { call: Box::new(self.calls[at].call.clone()) });
                continue;
            }
            match meant.outcome {
                LoggedOutcome::AnsweredHere { .. } | LoggedOutcome::AnsweredOutbound { .. } => {}
                // Another call of the same number, as long as this one has no row.
                LoggedOutcome::AnsweredBy { .. }
                | LoggedOutcome::Missed
                | LoggedOutcome::UnansweredOutbound => continue,
            }
            used.push(meant.call.clone());
            if self.calls[at].call.logged.learn(meant) {
                self.rewrite(at, effects);
            }
            if !self.lacks_recorded(&self.calls[at].call) {
                self.log.waits.remove(&id);
            }
        }
    }

    fn taken_elsewhere(&mut self, now: Moment, at: usize, who: &str, effects: &mut Vec<Effect>) {
        self.stop_waiting(at);
        // Somebody sent it meanwhile: it stays as it was told there.
        if is_sent(&self.calls[at].call) {
            return;
        }
        self.calls[at].was_taken_by(who.to_owned(), now.wall);
        self.close(at, effects);
    }

    /// The words of an entry are a person's now: it goes out as it is.
    pub(super) fn is_worded(&mut self, key: &str, effects: &mut Vec<Effect>) {
        let waits = |t: &Tracked| t.call.key == key && t.call.logged.waits_until.is_some();
        if let Some(at) = self.calls.iter().position(waits) {
            self.stop_waiting(at);
            effects.push(Effect::Save { call: Box::new(self.calls[at].call.clone()) });
        }
    }

    fn stop_waiting(&mut self, at: usize) {
        let call = &mut self.calls[at].call;
        call.logged.waits_until = None;
        self.log.waits.remove(&call.id);
    }

    /// An entry that waited goes out as it is.
    fn let_go(&mut self, at: usize, effects: &mut Vec<Effect>) {
        self.stop_waiting(at);
        effects.push(Effect::Save { call: Box::new(self.calls[at].call.clone()) });
        self.queue(at, Due::Now, effects);
    }

    fn release(&mut self, over: impl Fn(Duration) -> bool, effects: &mut Vec<Effect>) {
        for at in 0..self.calls.len() {
            let until = self.log.waits.get(&self.calls[at].call.id).and_then(|wait| wait.until);
            if until.is_some_and(&over) {
                self.let_go(at, effects);
            }
        }
    }

    /// A call that is not on the desk any more is asked about no more.
    pub(super) fn forget_log(&mut self, id: CallId) {
        self.log.waits.remove(&id);
    }

    /// Asks when it is time, with one question for all calls that are about due.
    pub(super) fn settle_log(&mut self, now: Moment, effects: &mut Vec<Effect>) {
        self.release(|until| now.mono >= until, effects);
        let may_ask = self.log.possible && !self.log.asking;
        let is_due = |wait: &Wait, by: Duration| wait.ask_at.is_some_and(|at| at <= by);
        if !may_ask || !self.log.waits.values().any(|wait| is_due(wait, now.mono)) {
            return;
        }
        let ids: Vec<CallId> = self.log.waits.keys().copied().collect();
        let mut period: Option<(Timestamp, Timestamp)> = None;
        for id in ids {
            let Some(at) = self.at(id) else { continue };
            let Some(wait) = self.log.waits.get_mut(&id) else { continue };
            if !is_due(wait, now.mono + TOGETHER) {
                continue;
            }
            wait.asks += 1;
            wait.plan();
            let (waits, asked) = (wait.until.is_some(), wait.asks);
            let call = &mut self.calls[at].call;
            let over = ended(call).unwrap_or(now.wall);
            if !waits {
                call.logged.asked = u8::try_from(asked).unwrap_or(u8::MAX);
                effects.push(Effect::Save { call: Box::new(call.clone()) });
                if now.wall.duration_since(over) > SignedDuration::try_from(LATE_MAX).unwrap_or_default() {
                    self.log.waits.remove(&id);
                    continue;
                }
            }
            let (from, to) = (call.first_seen, if waits { now.wall } else { over });
            period = Some(match period {
                None => (from, to),
                Some((first, last)) => (first.min(from), last.max(to)),
            });
        }
        if let Some((from, to)) = period {
            self.log.asking = true;
            let (from, to) = (from.checked_sub(APART_MAX), to.checked_add(APART_MAX));
            effects.push(Effect::AskLog {
                from: from.unwrap_or(Timestamp::MIN),
                to: to.unwrap_or(Timestamp::MAX),
            });
        }
    }

    /// The lines of a text that are there because of what was made of the recording.
    pub(super) fn made_of_recording(&self, call: &Call, entry: &Entry) -> String {
        let super::Context { settings, agent, zone, .. } = &self.context;
        let bare = Call { logged: crate::call::FromLog::default(), ..call.clone() };
        let Some(before) = composed(&bare, &settings.journal, agent, zone) else { return String::new() };
        let known: Vec<&str> = before.description.lines().collect();
        let more: Vec<&str> = entry.description.lines().filter(|line| !known.contains(line)).collect();
        more.join("\n")
    }
}

/// It rang here through a queue or group, and nobody who can be seen took it.
fn is_open_question(call: &Call) -> bool {
    call.outcome() == Some(Outcome::Missed) && call.via.is_some() && !call.internal
}

fn ended(call: &Call) -> Option<Timestamp> {
    match call.state {
        CallState::WrapUp { ended, .. } | CallState::Closed { ended, .. } => Some(ended),
        CallState::Ringing | CallState::Dialing | CallState::Talking { .. } => None,
    }
}
