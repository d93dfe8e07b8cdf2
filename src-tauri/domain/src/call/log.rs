//! The phone system's own log of calls, told some time after each of them: which of its rows are
//! one call, and what that call came to for one extension. Not here: how the log is asked.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Call, Direction, is_same_in};
use crate::number::Number;
use crate::settings::MatchingSettings;

/// A call and its rows agree in so many digits of the other side's number (3cx.md 3.5).
pub(crate) const SAME_DIGITS: u8 = 9;
/// How far apart a call as we saw it and its rows may begin: two clocks, and a queue in between
/// (3cx.md 3.5).
pub const APART_MAX: Duration = Duration::from_secs(120);

/// One row of the phone system's call log: one way of a call through it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoggedLeg {
    /// The same for all legs of one call.
    pub call: String,
    /// One per leg; the key against reading it twice.
    pub id: String,
    pub started: Timestamp,
    pub direction: LoggedDirection,
    pub source: LoggedEnd,
    pub destination: LoggedEnd,
    /// What the leg led to.
    pub place: LoggedPlace,
    pub ringing: Duration,
    pub talking: Duration,
    pub answered: bool,
    /// A link that a person can open.
    pub recording: Option<String>,
    pub transcription: Option<String>,
    pub summary: Option<String>,
    pub sentiment: Option<i32>,
    /// Why it ended, in the phone system's own words and language.
    pub reason: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LoggedDirection {
    Inbound,
    Outbound,
    Internal,
    /// A word that nobody knows yet.
    Other,
}

/// One side of a leg. What the system does not tell is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LoggedEnd {
    /// Extension, queue, group, menu or line.
    pub dn: String,
    pub number: String,
    pub name: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LoggedPlace {
    Extension,
    /// A queue or ring group.
    Queue,
    /// A digital receptionist.
    Menu,
    /// Voicemail and other parts of the phone system.
    System,
    /// A number outside.
    External,
    /// A word that nobody knows yet.
    Other,
}

/// One call of the log from one extension's side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoggedCall {
    /// The log's own name of it.
    pub call: String,
    /// When it came to this extension, or left it.
    pub started: Timestamp,
    pub direction: Direction,
    /// Both ends are inside.
    pub internal: bool,
    /// The other side.
    pub number: Number,
    pub name: String,
    /// The queue or group it came through.
    pub via: Option<String>,
    pub outcome: LoggedOutcome,
    pub recording: Option<String>,
    pub transcription: Option<String>,
    pub summary: Option<String>,
    pub sentiment: Option<i32>,
}

/// What a call came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum LoggedOutcome {
    /// This extension took it.
    AnsweredHere {
        talked: Duration,
    },
    /// It came here and somebody else took it, by name where the log tells one.
    AnsweredBy {
        who: String,
    },
    /// Nobody took it.
    Missed,
    AnsweredOutbound {
        talked: Duration,
    },
    UnansweredOutbound,
}

/// What the phone system's log told of one of our calls, and what it may still tell. Saved with
/// the call.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FromLog {
    /// The call's name in the log, once it was found there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<String>,
    /// Its entry waits until then for the log to tell who took it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits_until: Option<Timestamp>,
    /// How often it was asked what was made of its recording.
    #[serde(default)]
    pub asked: u8,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recording: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transcription: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sentiment: Option<i32>,
}

impl FromLog {
    pub(super) fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// What the log tells of a call that nothing else tells of.
    pub(crate) fn of(logged: &LoggedCall) -> Self {
        let mut told = Self::default();
        told.learn(logged);
        told
    }

    /// Takes in what is told; what was told before stays where nothing is told now. Says whether
    /// there is something new.
    pub(crate) fn learn(&mut self, logged: &LoggedCall) -> bool {
        let before = self.clone();
        self.call = Some(logged.call.clone());
        let newer = |new: &Option<String>, known: &mut Option<String>| {
            if let Some(new) = new {
                *known = Some(new.clone());
            }
        };
        newer(&logged.recording, &mut self.recording);
        newer(&logged.transcription, &mut self.transcription);
        newer(&logged.summary, &mut self.summary);
        self.sentiment = logged.sentiment.or(self.sentiment);
        *self != before
    }
}

/// The calls in which `extension` takes part, oldest first. Rows may come in any order and twice.
#[must_use]
pub fn calls(legs: &[LoggedLeg], extension: &str, matching: &MatchingSettings) -> Vec<LoggedCall> {
    let mut by_call: BTreeMap<&str, BTreeMap<&str, &LoggedLeg>> = BTreeMap::new();
    for leg in legs {
        by_call.entry(&leg.call).or_default().insert(&leg.id, leg);
    }
    let whole = by_call.values().filter_map(|rows| {
        let mut rows: Vec<&LoggedLeg> = rows.values().copied().collect();
        rows.sort_by_key(|leg| leg.started);
        one_call(&rows, extension, matching)
    });
    let mut calls: Vec<LoggedCall> = whole.collect();
    calls.sort_by(|one, other| (one.started, &one.call).cmp(&(other.started, &other.call)));
    calls
}

/// The logged call that is this one; `used` are those that are other calls already.
///
/// There is no shared key (3cx.md 3.5): the number agrees, and of those that began about then the
/// one that ended alike, then the one that began closest.
#[must_use]
pub fn matching_call<'a>(calls: &'a [LoggedCall], call: &Call, used: &[String]) -> Option<&'a LoggedCall> {
    let apart = |logged: &LoggedCall| logged.started.duration_since(call.first_seen).unsigned_abs();
    let talked = |logged: &LoggedCall| match logged.outcome {
        LoggedOutcome::AnsweredHere { .. } | LoggedOutcome::AnsweredOutbound { .. } => true,
        LoggedOutcome::AnsweredBy { .. } | LoggedOutcome::Missed | LoggedOutcome::UnansweredOutbound => false,
    };
    calls
        .iter()
        .filter(|logged| logged.direction == call.direction && logged.internal == call.internal)
        .filter(|logged| is_same_in(SAME_DIGITS, &logged.number, &call.number))
        .filter(|logged| apart(logged) <= APART_MAX && !used.contains(&logged.call))
        .min_by_key(|logged| (talked(logged) == call.talked.is_zero(), apart(logged)))
}

/// `rows`: one call's, oldest first.
fn one_call(rows: &[&LoggedLeg], extension: &str, matching: &MatchingSettings) -> Option<LoggedCall> {
    let is_ours = |leg: &&&LoggedLeg| leg.destination.dn == extension || leg.source.dn == extension;
    let mut ours: Vec<&LoggedLeg> = rows.iter().filter(is_ours).copied().collect();
    let started = ours.first()?.started;
    // A talk with a colleague before or during the customer's belongs to it once they were merged.
    if ours.iter().any(|leg| leg.direction != LoggedDirection::Internal) {
        ours.retain(|leg| leg.direction != LoggedDirection::Internal);
    }
    let first = *ours.first()?;
    let outbound = first.source.dn == extension && first.destination.dn != extension;
    let direction = if outbound { Direction::Outbound } else { Direction::Inbound };
    let (number, name) = other_side(rows, first, direction, matching);
    let from_ours = || ours.iter().chain(rows);
    let text = |of: fn(&LoggedLeg) -> &Option<String>| from_ours().find_map(|leg| of(leg).clone());
    Some(LoggedCall {
        call: first.call.clone(),
        started,
        direction,
        internal: first.direction == LoggedDirection::Internal,
        number,
        name,
        via: via(rows, first),
        outcome: if outbound { outbound_outcome(&ours) } else { inbound_outcome(rows, &ours, extension) },
        recording: text(|leg| &leg.recording),
        transcription: text(|leg| &leg.transcription),
        summary: text(|leg| &leg.summary),
        sentiment: from_ours().find_map(|leg| leg.sentiment),
    })
}

/// Who the other side is: a leg of a queue may name the queue instead of the caller, whose number
/// then stands in an earlier row.
fn other_side(
    rows: &[&LoggedLeg],
    first: &LoggedLeg,
    direction: Direction,
    matching: &MatchingSettings,
) -> (Number, String) {
    let end = |leg: &LoggedLeg| match direction {
        Direction::Inbound => leg.source.clone(),
        Direction::Outbound => leg.destination.clone(),
    };
    let read = |end: LoggedEnd| (matching.read(&end.number), end.name);
    let own = read(end(first));
    if own.0.public().is_some() || first.direction == LoggedDirection::Internal {
        return own;
    }
    let earlier = rows.iter().take_while(|leg| leg.id != first.id).map(|leg| read(end(leg)));
    earlier.filter(|(number, _)| number.public().is_some()).last().unwrap_or(own)
}

fn via(rows: &[&LoggedLeg], first: &LoggedLeg) -> Option<String> {
    let mut before =
        rows.iter().filter(|leg| leg.started <= first.started && leg.place == LoggedPlace::Queue);
    let LoggedEnd { dn, name, .. } = &before.next_back()?.destination;
    Some(if name.is_empty() { dn.clone() } else { name.clone() })
}

fn talked(legs: &[&LoggedLeg]) -> Option<Duration> {
    let answered = legs.iter().filter(|leg| leg.answered).map(|leg| leg.talking);
    answered.reduce(Duration::saturating_add)
}

fn outbound_outcome(ours: &[&LoggedLeg]) -> LoggedOutcome {
    talked(ours)
        .map_or(LoggedOutcome::UnansweredOutbound, |talked| LoggedOutcome::AnsweredOutbound { talked })
}

fn inbound_outcome(rows: &[&LoggedLeg], ours: &[&LoggedLeg], extension: &str) -> LoggedOutcome {
    if let Some(talked) = talked(ours) {
        return LoggedOutcome::AnsweredHere { talked };
    }
    let rang_here = ours.first().map(|leg| leg.started);
    let took_it = |leg: &&&LoggedLeg| {
        let is_somebody = match leg.place {
            LoggedPlace::Extension | LoggedPlace::External => true,
            // A menu, a voicemail and a queue answer as well.
            LoggedPlace::Queue | LoggedPlace::Menu | LoggedPlace::System | LoggedPlace::Other => false,
        };
        // Whoever talked first and then sent the call on did not take it from here.
        let answered = leg.started.checked_add(leg.ringing).ok();
        leg.answered && is_somebody && leg.destination.dn != extension && answered >= rang_here
    };
    match rows.iter().find(took_it) {
        Some(leg) => {
            let LoggedEnd { dn, name, .. } = &leg.destination;
            LoggedOutcome::AnsweredBy { who: if name.is_empty() { dn.clone() } else { name.clone() } }
        }
        None => LoggedOutcome::Missed,
    }
}

#[cfg(test)]
mod tests;
