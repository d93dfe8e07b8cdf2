//! Which two of two lists tell of the same call, where no key says so.

use std::time::Duration;

use jiff::Timestamp;

use super::{TaskRow, tell};
use crate::call::{APART_MAX, Call, CallKey, Direction, SAME_DIGITS, is_same_in};
use crate::number::digits_of;

/// Stands before a number that a text names with its country.
pub(super) const PLUS: char = '+';

/// How far apart the two lengths of one talk may lie: each side hears of its ends in its own time.
const LENGTHS_APART_MAX: Duration = Duration::from_secs(3);

/// What a record tells of its call.
pub(super) struct Told<'a> {
    pub(super) at: Timestamp,
    task: &'a TaskRow,
}

impl<'a> Told<'a> {
    pub(super) fn of(task: &'a TaskRow) -> Self {
        Self { at: tell::started(task), task }
    }

    /// It names the call's number.
    pub(super) fn names_number_of(&self, call: &Call) -> bool {
        let number = digits_of(call.number.canonical());
        !number.is_empty()
            && self.is_near(call)
            && self.task.numbers.iter().any(|named| names(named, &number))
    }

    /// It carries a key of this desk, and names no number that could be another's.
    pub(super) fn may_be_of(&self, call: &Call) -> bool {
        let keyed = self.task.key.as_deref().is_some_and(|key| CallKey::read(key).is_some());
        let names_another = self.task.numbers.iter().any(|named| named.starts_with(PLUS));
        keyed && !names_another && self.is_near(call)
    }

    fn is_near(&self, call: &Call) -> bool {
        is_same_way(self.task.direction, call.direction) && apart(self.at, call.first_seen) <= APART_MAX
    }
}

fn is_same_way(told: Option<Direction>, direction: Direction) -> bool {
    told.is_none_or(|told| told == direction)
}

/// What stands behind a number in a text may run into it; a short one must stand alone.
fn names(named: &str, number: &str) -> bool {
    match number.len().checked_sub(usize::from(SAME_DIGITS)).and_then(|start| number.get(start..)) {
        Some(tail) => named.contains(tail),
        None => named == number,
    }
}

/// How well two that were told of are one call: less is better; `None`: they are two.
pub(super) fn same_call(one: &Call, other: &Call) -> Option<u8> {
    // A call written by an earlier comparison is ours since, under the log's own key.
    if one.key == other.key {
        return Some(0);
    }
    let same = apart(one.first_seen, other.first_seen) <= APART_MAX
        && one.direction == other.direction
        && one.internal == other.internal
        && is_same_in(SAME_DIGITS, &one.number, &other.number);
    let alike = one.talked.is_zero() == other.talked.is_zero();
    same.then_some(if alike { 1 } else { 2 })
}

/// As long a talk, or none: who calls twice within a minute seldom talks twice as long.
pub(super) fn is_same_length(one: &Call, other: &Call) -> bool {
    one.talked.is_zero() == other.talked.is_zero() && one.talked.abs_diff(other.talked) <= LENGTHS_APART_MAX
}

pub(super) fn apart(one: Timestamp, other: Timestamp) -> Duration {
    one.duration_since(other).unsigned_abs()
}

/// Pairs of places in two lists that began at these times, the best and nearest first. Each place
/// is used once. `rank`: less is better, `None` is no pair.
pub(super) fn pairs(
    ones: &[Timestamp],
    others: &[Timestamp],
    rank: impl Fn(usize, usize) -> Option<u8>,
) -> Vec<(usize, usize)> {
    let mut candidates: Vec<(u8, Duration, usize, usize)> = Vec::new();
    for (at, one) in ones.iter().enumerate() {
        for (to, other) in others.iter().enumerate() {
            if let Some(rank) = rank(at, to) {
                candidates.push((rank, apart(*one, *other), at, to));
            }
        }
    }
    candidates.sort_unstable();
    let (mut used, mut taken) = (vec![false; ones.len()], vec![false; others.len()]);
    let mut found = Vec::new();
    for (_, _, at, to) in candidates {
        if !used[at] && !taken[to] {
            (used[at], taken[to]) = (true, true);
            found.push((at, to));
        }
    }
    found
}
