//! How far a sync has come: what is kept between two runs, and what is told of one.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::caller::PersonKind;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::clock::later;
use crate::crm::mirror::{Mark, What};
use crate::problem::Problem;

/// How often everybody is read again: names of companies and owners change without their people
/// being changed (salesforce.md 11.1).
const PEOPLE_EVERY: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// How often it is compared who can still be seen: sharing changes leave no trace
/// (salesforce.md 11.1).
const IDS_EVERY: Duration = Duration::from_secs(24 * 60 * 60);
/// A long transaction commits late with an earlier stamp (salesforce.md 11.1).
const OVERLAP: SignedDuration = SignedDuration::from_mins(5);

/// Kept in the store with every step, so that a kill costs no more than the step.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct State {
    /// With whose eyes the CRM was read.
    pub(super) who: String,
    /// When the last whole reading of everybody began, and the last of who can be seen.
    pub(super) whole: Option<Timestamp>,
    pub(super) compared: Option<Timestamp>,
    pub(super) pass: Option<Pass>,
    /// Up to where changes and deletions of each kind are in the index.
    pub(super) followed: BTreeMap<PersonKind, Followed>,
    /// The newest change of a record in the index, by the CRM's clock.
    pub(super) newest: Option<Timestamp>,
    pub(super) calls: Calls,
}

/// A reading of everybody, one kind after the other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Pass {
    pub(super) what: What,
    /// Whoever was read before that is forgotten at the end.
    pub(super) began: Timestamp,
    pub(super) done: Vec<PersonKind>,
    pub(super) job: Option<JobAt>,
    /// People seen so far.
    pub(super) rows: u64,
}

/// A kind that is being collected, and the page to read next.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct JobAt {
    pub(super) kind: PersonKind,
    pub(super) id: String,
    pub(super) begun: Timestamp,
    pub(super) next: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Followed {
    pub(super) mark: Mark,
    pub(super) deleted: Timestamp,
}

/// Requests made on one day (UTC).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Calls {
    pub(super) day: Option<Date>,
    pub(super) made: u32,
}

impl Calls {
    pub(super) fn on(self, now: Timestamp) -> u32 {
        if self.day == Some(day(now)) { self.made } else { 0 }
    }

    pub(super) fn count(&mut self, now: Timestamp) {
        *self = Self { day: Some(day(now)), made: self.on(now).saturating_add(1) };
    }
}

fn day(now: Timestamp) -> Date {
    now.to_zoned(TimeZone::UTC).date()
}

impl State {
    /// The reading of everybody that is due now, if any. A clock that was set back makes one due.
    pub(super) fn due(&self, now: Timestamp) -> Option<What> {
        let is_due =
            |last: Option<Timestamp>, every| last.is_none_or(|at| at > now || later(at, every) <= now);
        if is_due(self.whole, PEOPLE_EVERY) {
            Some(What::People)
        } else if is_due(self.compared, IDS_EVERY) {
            Some(What::Ids)
        } else {
            None
        }
    }

    /// From `begun` on, by the CRM's clock, changes of this kind are to be followed.
    pub(super) fn follow_from(&mut self, kind: PersonKind, begun: Timestamp) {
        let at = earlier(begun);
        let mark = Mark { at, id: String::new() };
        self.followed.insert(kind, Followed { mark, deleted: at });
    }

    pub(super) fn saw_change(&mut self, at: Option<Timestamp>) {
        self.newest = self.newest.max(at);
    }
}

/// As long before as a late commit may be stamped.
pub(super) fn earlier(at: Timestamp) -> Timestamp {
    at.checked_sub(OVERLAP).unwrap_or(at)
}

/// What a sync is doing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Doing {
    /// Nothing, until the next time or a person's wish.
    #[default]
    Waiting,
    /// The CRM collects a kind.
    Collecting { kind: PersonKind },
    /// What it collected is read.
    Reading { kind: PersonKind, people: u64 },
    /// Changes and deletions are read.
    Following,
    /// Stopped before its end; the next time it goes on from there.
    Stopped { why: Problem },
}

impl Doing {
    /// A run is under way.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        match self {
            Doing::Collecting { .. } | Doing::Reading { .. } | Doing::Following => true,
            Doing::Waiting | Doing::Stopped { .. } => false,
        }
    }
}

/// The index and its sync, for Health and the terminal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    pub people: u64,
    pub numbers: u64,
    /// Of the store's file.
    pub bytes: u64,
    /// The newest change that is in the index.
    pub newest_change: Option<Timestamp>,
    /// When everything was last in the index.
    pub synced: Option<Timestamp>,
    /// Requests that syncing made today (UTC), and the most it may.
    pub api_calls_today: u32,
    pub api_calls_max: u32,
    /// A first reading that has not come to its end.
    pub unfinished: bool,
    pub doing: Doing,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn who_is_seen_is_compared_daily_and_everybody_read_weekly() {
        let now = at("2026-11-22T12:00:00Z");
        let mut state = State::default();
        assert_eq!(state.due(now), Some(What::People));
        (state.whole, state.compared) = (Some(at("2026-11-20T12:00:00Z")), Some(at("2026-11-21T12:00:01Z")));
        assert_eq!(state.due(now), None);
        state.compared = Some(at("2026-11-21T12:00:00Z"));
        assert_eq!(state.due(now), Some(What::Ids));
        state.whole = Some(at("2026-11-15T12:00:00Z"));
        assert_eq!(state.due(now), Some(What::People));
        state.whole = Some(at("2026-12-01T12:00:00Z"));
        assert_eq!(state.due(now), Some(What::People), "the clock was set back");
    }

    #[test]
    fn calls_are_counted_by_the_day() {
        let mut calls = Calls::default();
        calls.count(at("2026-11-22T12:00:00Z"));
        calls.count(at("2026-11-22T23:59:59Z"));
        assert_eq!(calls.on(at("2026-11-22T12:00:00Z")), 2);
        assert_eq!(calls.on(at("2026-11-23T00:00:00Z")), 0);
        calls.count(at("2026-11-23T00:00:00Z"));
        assert_eq!(calls.made, 1);
    }

    #[test]
    fn what_is_kept_is_read_again_and_may_lack_what_came_later() {
        let mut state = State { who: "00D/005".into(), ..State::default() };
        state.follow_from(PersonKind::Contact, at("2026-11-22T12:00:00Z"));
        state.pass = Some(Pass {
            what: What::Ids,
            began: at("2026-11-22T12:00:00Z"),
            done: vec![PersonKind::Lead],
            job: None,
            rows: 3,
        });
        let text = serde_json::to_string(&state).unwrap();
        assert_eq!(serde_json::from_str::<State>(&text).unwrap(), state);
        assert_eq!(serde_json::from_str::<State>("{}").unwrap(), State::default());
        assert_eq!(state.followed[&PersonKind::Contact].deleted, at("2026-11-22T11:55:00Z"));
    }
}
