//! Finding people by what is typed: by name, company, e-mail address or number. Decides what a
//! text asks for, who answers it, in which order, and which characters agree. Not here: asking
//! the index or the CRM (`engine::search`).

mod digits;
mod fold;
mod query;
mod rank;

pub use digits::{DigitsFound, NumberPart};
pub use query::{Asked, FOLDING, Needle, Place, QUERY_CHARS_MAX, Query};
pub use rank::{Hit, Keep, Ranked, rank};

use crate::caller::Person;
use crate::number::{Number, Region, read};
use fold::{chunks, keys};

/// Most phone fields of one record that are looked at. Salesforce's own have six; custom ones add
/// a few.
pub const PHONES_MAX: usize = 40;
/// Most words of one field that are indexed; companies are known by their first ones.
const WORDS_MAX: usize = 16;
/// Fewest digits a number is found by; fewer are shared by too many.
const DIGITS_MIN: usize = 3;

/// What a person can be found by, as words between blanks: for an index that knows beginnings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    pub name: String,
    pub company: String,
    pub email: String,
    /// Digits of each number as others dial it and as its own country does.
    pub number: String,
}

/// The words of a person whose phone fields were read as `numbers`.
#[must_use]
pub fn words(person: &Person, numbers: &[Number]) -> Words {
    Words {
        name: of_text(&person.name),
        company: of_text(person.company.as_deref().unwrap_or_default()),
        email: of_text(person.email.as_deref().unwrap_or_default()),
        number: of_numbers(numbers),
    }
}

/// Whether every word that was typed begins a word of `name`, as people are found by name.
#[must_use]
pub fn begins(typed: &str, name: &str) -> bool {
    let (wanted, held) = (of_text(typed), of_text(name));
    wanted.split(' ').all(|word| held.split(' ').any(|own| own.starts_with(word)))
}

fn of_text(text: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for word in chunks(text).iter().flat_map(keys) {
        if words.len() < WORDS_MAX && !words.contains(&word) {
            words.push(word);
        }
    }
    words.join(" ")
}

fn of_numbers(numbers: &[Number]) -> String {
    let mut words: Vec<String> = Vec::new();
    for number in numbers {
        for digits in dialled(number) {
            if digits.len() >= DIGITS_MIN && !words.contains(&digits) {
                words.push(digits);
            }
        }
    }
    words.join(" ")
}

/// The phone fields of a person as numbers.
#[must_use]
pub fn numbers(person: &Person, home: &Region) -> Vec<Number> {
    person.phones.iter().take(PHONES_MAX).map(|phone| read(&phone.value, home)).collect()
}

/// The digits of a number as people begin to type it: with country code, and without.
fn dialled(number: &Number) -> Vec<String> {
    match number.public() {
        Some(public) => {
            vec![public.e164.trim_start_matches('+').to_owned(), public.national.clone()]
        }
        None => vec![crate::number::digits_of(number.canonical())],
    }
}
