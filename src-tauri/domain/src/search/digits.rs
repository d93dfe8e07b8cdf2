//! Typed digits in the numbers of a person: at the beginning, at the end, or somewhere in them.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{dialled, numbers};
use crate::caller::Person;
use crate::number::{Mark, Number, Region, marks_of_digits};

/// Which part of a number was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberPart {
    Whole,
    Beginning,
    Ending,
    Inside,
}

/// Typed digits found in one of a person's numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigitsFound {
    /// The place of its field among the person's phone fields.
    pub phone: usize,
    pub part: NumberPart,
    /// The number as it is shown, and its characters that agree.
    pub shown: String,
    pub marks: Vec<Mark>,
}

/// A person's numbers as people begin to dial them.
pub(super) struct Dialled {
    numbers: Vec<Number>,
    /// Of each number the ways it is dialled; the last digits are those of the number in all.
    ways: Vec<(usize, String)>,
}

/// A way a number is dialled, and which of its digits were typed.
struct Place {
    way: usize,
    part: NumberPart,
    digits: Range<usize>,
}

impl Dialled {
    pub(super) fn of(person: &Person, home: &Region) -> Self {
        let numbers = numbers(person, home);
        let ways = numbers
            .iter()
            .enumerate()
            .flat_map(|(at, number)| dialled(number).into_iter().map(move |digits| (at, digits)))
            .collect();
        Self { numbers, ways }
    }

    /// `beginnings`: one of them begins the number. `ending`: what was typed, where it may also
    /// stand elsewhere.
    pub(super) fn find(
        &self,
        beginnings: &[String],
        ending: Option<&str>,
        home: &Region,
    ) -> Option<DigitsFound> {
        let place =
            self.beginning(beginnings).or_else(|| self.ending(ending?)).or_else(|| self.inside(ending?))?;
        let (phone, way) = self.ways.get(place.way)?;
        let number = self.numbers.get(*phone)?;
        let behind = way.len() - place.digits.end..way.len() - place.digits.start;
        let shown = number.shown(home).to_owned();
        let marks = marks_of_digits(&shown, way, behind);
        Some(DigitsFound { phone: *phone, part: place.part, shown, marks })
    }

    fn beginning(&self, beginnings: &[String]) -> Option<Place> {
        self.ways.iter().enumerate().find_map(|(way, (_, digits))| {
            let found = beginnings.iter().filter(|begun| digits.starts_with(begun.as_str()));
            let longest = found.map(String::len).max()?;
            let part = if longest == digits.len() { NumberPart::Whole } else { NumberPart::Beginning };
            Some(Place { way, part, digits: 0..longest })
        })
    }

    fn ending(&self, typed: &str) -> Option<Place> {
        let way = self.ways.iter().position(|(_, digits)| digits.ends_with(typed))?;
        let end = self.ways.get(way)?.1.len();
        Some(Place { way, part: NumberPart::Ending, digits: end - typed.len()..end })
    }

    fn inside(&self, typed: &str) -> Option<Place> {
        self.ways.iter().enumerate().find_map(|(way, (_, digits))| {
            let start = digits.find(typed)?;
            Some(Place { way, part: NumberPart::Inside, digits: start..start + typed.len() })
        })
    }
}
