use serde::{Deserialize, Serialize};

use super::Number;

/// How two numbers are compared (the admin's choice).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "strategy", rename_all = "snake_case")]
pub enum Strategy {
    /// E.164 equal.
    Exact,
    /// E.164 equal, or the last `digits` digits equal (5 to 15).
    LastDigits { digits: u8 },
}

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

/// Compares the caller's number with one stored in a record.
#[must_use]
pub fn compare(caller: &Number, stored: &Number, strategy: Strategy) -> Option<Likeness> {
    let _ = (caller, stored, strategy);
    None
}
