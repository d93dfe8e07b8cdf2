//! The last arrivals, for the person who sets a phone up. In memory only: they hold numbers and
//! names.

use std::collections::VecDeque;
use std::net::IpAddr;

use domain::call::HeardVerdict;
use jiff::Timestamp;
use serde::Serialize;

use super::parse::{Reading, Unread};

/// Arrivals kept: a handful of calls with three events each.
const KEPT_MAX: usize = 20;
/// Longest event and query kept, in characters.
const TEXT_MAX: usize = 500;

/// Something that arrived, taken or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Arrival {
    pub id: u64,
    pub at: Timestamp,
    pub origin: Origin,
    /// What the path ended on, as it came. Never the secret before it.
    pub event: String,
    /// As it came.
    pub query: String,
    /// What was read from both.
    pub reading: Option<Reading>,
    pub verdict: Verdict,
    /// How often in a row the same was refused.
    pub times: u32,
}

/// Where something came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "origin", rename_all = "snake_case")]
pub enum Origin {
    /// A program of this computer.
    Loopback,
    /// A device in the network.
    Lan { address: IpAddr },
    /// An address of ours that was opened on this computer.
    Link,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Verdict {
    /// The loop has not said yet.
    Told,
    Heard {
        verdict: HeardVerdict,
    },
    Refused {
        refusal: Refusal,
    },
}

/// Why something was turned away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    WrongSecret,
    /// The request was meant for another computer: a page that tries its luck.
    WrongHost,
    /// Not in the list of phones.
    UnknownPhone,
    TooMany,
    NoEvent,
    /// The phone sent its variable instead of a number.
    Placeholder,
    LinksOff,
    /// The loop does not take any more.
    Busy,
    /// No request this program reads: too long, or not HTTP.
    Unreadable,
}

impl From<Unread> for Refusal {
    fn from(unread: Unread) -> Self {
        match unread {
            Unread::NoEvent => Refusal::NoEvent,
            Unread::Placeholder => Refusal::Placeholder,
        }
    }
}

#[derive(Debug, Default)]
pub(super) struct Learned {
    /// Newest first.
    kept: VecDeque<Arrival>,
    last_id: u64,
}

impl Learned {
    /// The id the next arrival will have.
    pub(super) fn next_id(&self) -> u64 {
        self.last_id + 1
    }

    pub(super) fn remember(
        &mut self,
        at: Timestamp,
        origin: Origin,
        (event, query): (&str, &str),
        reading: Option<Reading>,
        verdict: Verdict,
    ) {
        let (event, query) = (clipped(event), clipped(query));
        if let Some(last) = self.kept.front_mut()
            && matches!(verdict, Verdict::Refused { .. })
            && (last.origin, last.verdict) == (origin, verdict)
            && (&last.event, &last.query) == (&event, &query)
        {
            last.at = at;
            last.times = last.times.saturating_add(1);
            return;
        }
        self.last_id += 1;
        let id = self.last_id;
        self.kept.push_front(Arrival { id, at, origin, event, query, reading, verdict, times: 1 });
        self.kept.truncate(KEPT_MAX);
    }

    pub(super) fn judge(&mut self, id: u64, verdict: HeardVerdict) {
        if let Some(arrival) = self.kept.iter_mut().find(|arrival| arrival.id == id) {
            arrival.verdict = Verdict::Heard { verdict };
        }
    }

    pub(super) fn newest_first(&self) -> Vec<Arrival> {
        self.kept.iter().cloned().collect()
    }
}

fn clipped(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(TEXT_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(refusal: Refusal) -> Verdict {
        Verdict::Refused { refusal }
    }

    #[test]
    fn the_last_ones_are_kept_and_repeated_refusals_are_one() {
        let mut learned = Learned::default();
        let now = Timestamp::UNIX_EPOCH;
        for at in 0..30 {
            learned.remember(now, Origin::Link, ("ring", &format!("number={at}")), None, Verdict::Told);
        }
        for _ in 0..1_000 {
            learned.remember(now, Origin::Loopback, ("", ""), None, refused(Refusal::WrongSecret));
        }
        let kept = learned.newest_first();
        assert_eq!((kept.len(), kept[0].times), (KEPT_MAX, 1_000));
        assert_eq!((kept[1].query.as_str(), kept[KEPT_MAX - 1].query.as_str()), ("number=29", "number=11"));
        learned.remember(now, Origin::Loopback, ("", ""), None, refused(Refusal::WrongHost));
        assert_eq!(learned.newest_first()[0].times, 1);
    }

    #[test]
    fn texts_are_short() {
        let mut learned = Learned::default();
        let long = "ä\n".repeat(TEXT_MAX * 2);
        learned.remember(Timestamp::UNIX_EPOCH, Origin::Link, (&long, &long), None, Verdict::Told);
        let kept = learned.newest_first();
        assert_eq!(kept[0].query, "ä".repeat(TEXT_MAX));
        assert_eq!(kept[0].event.chars().count(), TEXT_MAX);
    }
}
