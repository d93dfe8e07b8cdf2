//! Which characters of a spelling were compared: for underlining them on the screen.

use std::ops::Range;

use super::clean::digit;
use super::{Mark, Public};

/// A digit and the position of its character.
type Placed = (u32, char);

/// The marks of a caller's whole number in its international form, `+` included.
pub(super) fn whole_caller(number: &Public) -> Vec<Mark> {
    whole(number, &number.shown_international)
}

/// The marks of a stored spelling that is equal to `number`: its national digits, and the country
/// code where it is written. A trunk zero and `00` take no part and stay unmarked.
pub(super) fn whole(number: &Public, spelling: &str) -> Vec<Mark> {
    let placed = placed_with(spelling, &number.national);
    let Some(start) = window(&placed, &number.national) else {
        return common_tail(&number.e164, &placed, spelling);
    };
    let national = &placed[start..start + number.national.len()];
    let before = &placed[..start];
    let code = country_code(number);
    // `+49 (0)40`: one trunk digit may stand between the two.
    for skipped in 0..=1 {
        let Some(head) = before.len().checked_sub(skipped).map(|end| &before[..end]) else { continue };
        let Some(code_start) = head.len().checked_sub(code.len()) else { continue };
        if !code.is_empty() && head[code_start..].iter().map(|(_, digit)| *digit).eq(code.chars()) {
            let first = with_plus(spelling, head[code_start].0);
            return if skipped == 0 {
                stretch(first, national).into_iter().collect()
            } else {
                stretch(first, &head[code_start..]).into_iter().chain(mark(national)).collect()
            };
        }
    }
    mark(national).into_iter().collect()
}

/// The mark of the compared last digits.
pub(super) fn tail(tail: &str, spelling: &str) -> Vec<Mark> {
    let placed = placed_with(spelling, tail);
    match window(&placed, tail) {
        Some(start) => mark(&placed[start..start + tail.len()]).into_iter().collect(),
        None => common_tail(tail, &placed, spelling),
    }
}

/// The marks of some digits of a number, counted from its end: `text` shows the number, with or
/// without its country code and trunk zero, which take no part where `digits` lacks them.
#[must_use]
pub fn marks_of_digits(text: &str, digits: &str, behind: Range<usize>) -> Vec<Mark> {
    let placed = placed(text, digit);
    let same = placed.iter().rev().zip(digits.chars().rev()).take_while(|((_, one), other)| one == other);
    // What both begin with may be a trunk zero here and a country code there.
    let end = placed.len() - behind.start.min(placed.len());
    let start = placed.len() - behind.end.min(same.count());
    let Some(found @ [(first, _), ..]) = placed.get(start..end) else { return Vec::new() };
    stretch(with_plus(text, *first), found).into_iter().collect()
}

fn country_code(number: &Public) -> &str {
    let digits = number.e164.trim_start_matches('+');
    digits.strip_suffix(number.national.as_str()).unwrap_or_default()
}

/// The digits of a spelling; letters count as the digits on their keys only if `wanted` is not
/// there otherwise.
fn placed_with(spelling: &str, wanted: &str) -> Vec<Placed> {
    let plain = placed(spelling, digit);
    if window(&plain, wanted).is_some() {
        return plain;
    }
    let lettered = placed(spelling, |c| digit(c).or_else(|| key(c)));
    if window(&lettered, wanted).is_some() { lettered } else { plain }
}

fn placed(spelling: &str, read: impl Fn(char) -> Option<char>) -> Vec<Placed> {
    (0..).zip(spelling.chars()).filter_map(|(at, c)| read(c).map(|digit| (at, digit))).collect()
}

/// The key of a telephone that carries a letter.
fn key(letter: char) -> Option<char> {
    match letter.to_ascii_uppercase() {
        'A'..='C' => Some('2'),
        'D'..='F' => Some('3'),
        'G'..='I' => Some('4'),
        'J'..='L' => Some('5'),
        'M'..='O' => Some('6'),
        'P'..='S' => Some('7'),
        'T'..='V' => Some('8'),
        'W'..='Z' => Some('9'),
        _ => None,
    }
}

/// Where `wanted` stands in `placed`, the last place if there are several.
fn window(placed: &[Placed], wanted: &str) -> Option<usize> {
    if wanted.is_empty() {
        return None;
    }
    placed.windows(wanted.len()).rposition(|window| window.iter().map(|(_, digit)| *digit).eq(wanted.chars()))
}

/// For spellings that hold the number in other digits (`15` for `9` in Argentina): the end they
/// share, or everything.
fn common_tail(digits: &str, placed: &[Placed], spelling: &str) -> Vec<Mark> {
    let shared =
        placed.iter().rev().zip(digits.chars().rev()).take_while(|((_, one), other)| one == other).count();
    let end = u32::try_from(spelling.chars().count()).unwrap_or(u32::MAX);
    match mark(&placed[placed.len() - shared..]) {
        Some(mark) => vec![mark],
        None => vec![Mark { start: 0, end }],
    }
}

fn mark(placed: &[Placed]) -> Option<Mark> {
    stretch(placed.first()?.0, placed)
}

fn stretch(start: u32, placed: &[Placed]) -> Option<Mark> {
    placed.last().map(|(last, _)| Mark { start, end: last + 1 })
}

fn with_plus(spelling: &str, at: u32) -> u32 {
    let before = at.checked_sub(1).and_then(|before| spelling.chars().nth(usize::try_from(before).ok()?));
    if matches!(before, Some('+' | '＋')) { at - 1 } else { at }
}
