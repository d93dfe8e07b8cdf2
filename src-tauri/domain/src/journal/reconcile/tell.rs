//! What a record's texts and fields tell of its call.

use jiff::{SignedDuration, Timestamp};

use super::TaskRow;
use super::pair::PLUS;
use crate::call::CallKey;

/// Most numbers read out of one text; ours name one or two.
const NUMBERS_MAX: usize = 12;
/// So much of a text is read: the lines of the call stand before the notes.
const READ_MAX: usize = 2_000;
/// Longest run of digits that is a number (E.164 has fifteen), with an extension behind it.
const DIGITS_MAX: usize = 20;
/// Shorter runs are days, hours and counts.
const DIGITS_MIN: usize = 3;

/// When the call of a record began: its key says, else it was written as the call ended.
pub(super) fn started(task: &TaskRow) -> Timestamp {
    if let Some(key) = task.key.as_deref().and_then(CallKey::read) {
        return key.started;
    }
    let talked = SignedDuration::from_secs(i64::from(task.duration_s));
    task.record.created.checked_sub(talked).unwrap_or(task.record.created)
}

/// The numbers a text names: digits, with a plus where one stands before them. Spaces, brackets,
/// hyphens, slashes and dots may stand in a number; whatever else ends it.
#[must_use]
pub fn numbers_in(text: &str) -> Vec<String> {
    let mut numbers: Vec<String> = Vec::new();
    let mut number = String::new();
    let joins = |letter: char| matches!(letter, ' ' | '\u{a0}' | '(' | ')' | '-' | '/' | '.');
    for letter in text.chars().take(READ_MAX).chain(['\n']) {
        if letter.is_ascii_digit() {
            number.push(letter);
            continue;
        }
        // Behind a country code a bracket goes on; behind a number it holds how long it took.
        let over = letter == '(' && number.trim_start_matches(PLUS).len() > area(&number);
        if joins(letter) && !number.is_empty() && !over {
            continue;
        }
        let found = std::mem::take(&mut number);
        let fits = (DIGITS_MIN..=DIGITS_MAX).contains(&found.trim_start_matches(PLUS).len());
        if fits && numbers.len() < NUMBERS_MAX && !numbers.contains(&found) {
            numbers.push(found);
        }
        if letter == PLUS {
            number.push(PLUS);
        }
    }
    numbers
}

/// Longest beginning of a number that a bracket follows: `+353 (1) …`, `0 (40) …`.
fn area(number: &str) -> usize {
    if number.starts_with(PLUS) { 3 } else { 1 }
}
