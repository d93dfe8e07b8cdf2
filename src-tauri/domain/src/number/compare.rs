use serde::{Deserialize, Serialize};

use super::{Number, Public, marks};
use crate::rule::{Rule, Rules};

/// How two numbers are compared (the admin's choice).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "strategy", rename_all = "snake_case")]
pub enum Strategy {
    /// E.164 equal.
    Exact,
    /// E.164 equal, or the last `digits` digits equal (5 to 15).
    LastDigits { digits: u8 },
}

/// Fewer digits are shared by too many people (product.md section 5).
pub const LAST_DIGITS_MIN: u8 = 5;
/// E.164 numbers have no more digits.
pub const LAST_DIGITS_MAX: u8 = 15;

/// A stretch of a spelling that was compared, as character positions `start..end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    pub start: u32,
    pub end: u32,
}

/// How two numbers agree, and over which characters of the two spellings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Likeness {
    /// `None`: exact. `Some(n)`: the last `n` digits.
    pub last_digits: Option<u8>,
    /// Marks in the caller's number as shown internationally.
    pub caller: Vec<Mark>,
    /// Marks in the stored spelling.
    pub stored: Vec<Mark>,
}

/// Compares the caller's number with one stored in a record. `None`: they are different.
///
/// Only public numbers agree with anything. An extension narrows, never widens: two different
/// ones tell two people apart, one alone changes nothing. The last digits are those of the
/// national numbers, and both must have that many.
#[must_use]
pub fn compare(caller: &Number, stored: &Number, strategy: Strategy) -> Option<Likeness> {
    compare_by(Rules::ALL, caller, stored, strategy)
}

/// [`compare`] with only some of the rules.
#[must_use]
pub fn compare_by(rules: Rules, caller: &Number, stored: &Number, strategy: Strategy) -> Option<Likeness> {
    let (one, other) = (caller.public()?, stored.public()?);
    let narrow = rules.follow(Rule::ExtensionsNarrow);
    if narrow && one.extension.is_some() && other.extension.is_some() && one.extension != other.extension {
        return None;
    }
    if one.e164 == other.e164 {
        return Some(Likeness {
            last_digits: None,
            caller: marks::whole_caller(one),
            stored: marks::whole(other, &stored.raw),
        });
    }
    match strategy {
        Strategy::Exact => None,
        Strategy::LastDigits { digits } => {
            let digits = digits.clamp(LAST_DIGITS_MIN, LAST_DIGITS_MAX);
            let tail = tail(one, digits).filter(|tail| other.national.ends_with(tail))?;
            Some(Likeness {
                last_digits: Some(digits),
                caller: marks::tail(tail, &one.shown_international),
                stored: marks::tail(tail, &stored.raw),
            })
        }
    }
}

fn tail(number: &Public, digits: u8) -> Option<&str> {
    let start = number.national.len().checked_sub(usize::from(digits))?;
    number.national.get(start..)
}
