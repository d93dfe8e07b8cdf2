//! Which two of two lists tell of the same call, where no key says so.

use jiff::{SignedDuration, Timestamp};

use super::{TaskRow, tell};
use crate::call::{Call, CallKey, Direction};

/// How far apart two sides may tell that a call began (3cx.md 3.5).
const APART_MAX: SignedDuration = SignedDuration::from_secs(120);
/// Digits that two spellings of one number have in common (3cx.md 3.5).
const SAME_DIGITS: usize = 9;
/// Stands before a number that a text names with its country.
pub(super) const PLUS: char = '+';

/// What a side tells of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) at: Timestamp,
    direction: Option<Direction>,
    /// Digits: the other side of a call, or, some with a plus, everything a record's texts name.
    numbers: Vec<String>,
    /// It carries a key of ours.
    keyed: bool,
}

impl Told {
    pub(super) fn of_call(call: &Call) -> Self {
        let digits = crate::number::digits_of(call.number.canonical());
        Self {
            at: call.first_seen,
            direction: Some(call.direction),
            numbers: if digits.is_empty() { Vec::new() } else { vec![digits] },
            keyed: true,
        }
    }

    pub(super) fn of_task(task: &TaskRow) -> Self {
        Self {
            at: tell::started(task),
            direction: task.direction,
            numbers: task.numbers.clone(),
            keyed: task.key.as_deref().is_some_and(|key| CallKey::read(key).is_some()),
        }
    }

    fn is_near(&self, other: &Self) -> bool {
        let same_way = match (self.direction, other.direction) {
            (Some(one), Some(another)) => one == another,
            (None, _) | (_, None) => true,
        };
        same_way && self.at.duration_since(other.at).abs() <= APART_MAX
    }

    /// Both are calls: the same other side, or both hid it.
    pub(super) fn is_same_call(&self, other: &Self) -> bool {
        let same = match (self.numbers.first(), other.numbers.first()) {
            (Some(one), Some(another)) => tail(one) == tail(another),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        same && self.is_near(other)
    }

    /// The record names the call's number.
    pub(super) fn names_the_number(&self, task: &Self) -> bool {
        let named = |number: &String| task.numbers.iter().any(|named| names(named, number));
        self.numbers.iter().any(named) && self.is_near(task)
    }

    /// The record carries a key of this desk, and names no number that could be another's.
    pub(super) fn may_be_ours(&self, task: &Self) -> bool {
        let names_another = task.numbers.iter().any(|named| named.starts_with(PLUS));
        task.keyed && !names_another && self.is_near(task)
    }
}

/// What stands behind a number in a text may run into it; a short one must stand alone.
fn names(named: &str, number: &str) -> bool {
    let tail = tail(number);
    if tail.len() < SAME_DIGITS { named == number } else { named.contains(tail) }
}

fn tail(digits: &str) -> &str {
    digits.len().checked_sub(SAME_DIGITS).and_then(|start| digits.get(start..)).unwrap_or(digits)
}

/// Pairs of places in `ones` and `others`: certain ones first, then by `fits`, the nearest in time
/// first. Each place is used once.
pub(super) fn pairs(
    ones: &[Told],
    others: &[Told],
    certain: impl Fn(usize, usize) -> bool,
    fits: impl Fn(&Told, &Told) -> bool,
) -> Vec<(usize, usize)> {
    let mut candidates: Vec<(bool, SignedDuration, usize, usize)> = Vec::new();
    for (at, one) in ones.iter().enumerate() {
        for (to, other) in others.iter().enumerate() {
            let sure = certain(at, to);
            if sure || fits(one, other) {
                candidates.push((!sure, one.at.duration_since(other.at).abs(), at, to));
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
