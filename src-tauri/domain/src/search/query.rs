//! What was typed, taken apart.

use serde::{Deserialize, Serialize};

use super::fold::{Chunk, Word, chunks, joined};
use super::{DIGITS_MIN, Keep};
use crate::number::{Number, digits_of};
use crate::settings::MatchingSettings;

/// Longest text searched for, in characters; what follows is left out. Names and addresses are
/// shorter.
pub const QUERY_CHARS_MAX: usize = 120;

/// Words that count; more narrow nothing any further.
const WORDS_MAX: usize = 8;
/// Fewest letters: one finds everybody, and Salesforce refuses it (salesforce.md 4.3).
const LETTERS_MIN: usize = 2;
/// Fewest digits Salesforce is asked for: fewer find too much (salesforce.md 4.3).
const REMOTE_DIGITS_MIN: usize = 5;

/// Stands for the way words are folded. Another one makes an index of words worthless.
pub const FOLDING: u32 = 1;

/// A text that asks for people.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    pub(super) number: Option<Number>,
    /// All of the text, where it is nothing but digits and what people write between them.
    pub(super) digits: Option<String>,
    pub(super) typed: Vec<Typed>,
    /// As typed, in small letters: an e-mail address is known by its beginning as well.
    pub(super) address: Option<String>,
    asked: Asked,
    /// The CRM is asked for less than was typed.
    loosened: bool,
}

/// One typed word: every one of them must be found.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Typed {
    pub(super) whole: Word,
    /// The words it consists of where it is written with hyphens, dots or apostrophes.
    pub(super) parts: Vec<Word>,
    /// Beginnings of numbers it may be.
    pub(super) digits: Vec<String>,
}

/// What of a typed word an index is to be asked for: one of the lists, all of whose entries begin
/// a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needle {
    pub words: Vec<Vec<String>>,
    /// Beginnings of numbers, one of which is enough, too.
    pub numbers: Vec<String>,
}

/// What the CRM is to be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Asked {
    /// Nothing: too short for its search.
    Nothing,
    /// Who has this number.
    Number,
    /// Whose number begins like this, in one of these spellings.
    Digits { beginnings: Vec<String> },
    /// Whose fields of this group have all of these words; of each, one of its spellings.
    Words { place: Place, words: Vec<Vec<String>> },
}

/// Where words are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    Names,
    Emails,
    Everywhere,
}

impl Query {
    /// Reads what was typed.
    #[must_use]
    pub fn read(text: &str, matching: &MatchingSettings) -> Self {
        let text: String = text.trim().chars().take(QUERY_CHARS_MAX).collect();
        let number = Some(matching.read(&text)).filter(|number| number.public().is_some());
        let digits = Some(digits_of(&text)).filter(|digits| digits.len() >= DIGITS_MIN && is_dialled(&text));
        let typed: Vec<Typed> = match &digits {
            Some(digits) => vec![Typed::digits(&text, digits)],
            None => chunks(&text).iter().take(WORDS_MAX).map(Typed::chunk).collect(),
        };
        let letters: usize = typed.iter().map(|typed| typed.whole.len()).sum();
        // A character of Chinese or Japanese says as much as a word.
        let enough = letters >= LETTERS_MIN || (letters == 1 && typed.iter().any(Typed::is_syllable));
        let typed = if enough { typed } else { Vec::new() };
        let address = text.contains('@').then(|| text.to_lowercase());
        let (asked, loosened) = asked(&text, number.is_some(), digits.as_deref(), &typed);
        Self { number, digits, typed, address, asked, loosened }
    }

    /// The number it is, where it is one that a customer can have.
    #[must_use]
    pub fn number(&self) -> Option<&Number> {
        self.number.as_ref()
    }

    /// Nobody is asked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.typed.is_empty() && self.number.is_none()
    }

    /// What an index of beginnings is asked for: all of it must be there.
    #[must_use]
    pub fn needles(&self) -> Vec<Needle> {
        self.typed.iter().map(Typed::needle).collect()
    }

    /// Digits that a number may end with.
    #[must_use]
    pub fn ending(&self) -> Option<&str> {
        self.digits.as_deref()
    }

    /// Whether those of the CRM's answer stay who do not match. A number it compares only to find
    /// it, and where it was asked for less than was typed it names too many.
    #[must_use]
    pub fn keep(&self) -> Keep {
        if self.number.is_some() || self.loosened { Keep::Matching } else { Keep::Everybody }
    }

    /// What the CRM is to be asked.
    #[must_use]
    pub fn asked(&self) -> &Asked {
        &self.asked
    }
}

impl Typed {
    fn chunk(chunk: &Chunk) -> Self {
        let whole = joined(chunk);
        let digits = if whole.is_digits() && whole.len() >= DIGITS_MIN {
            beginnings(&whole.text())
        } else {
            Vec::new()
        };
        let parts =
            if chunk.len() > 1 { chunk.iter().take(WORDS_MAX).cloned().collect() } else { Vec::new() };
        Self { whole, parts, digits }
    }

    fn digits(text: &str, digits: &str) -> Self {
        let whole = chunks(digits).first().map(joined).unwrap_or_default();
        let digits = if text.starts_with('+') { vec![digits.to_owned()] } else { beginnings(digits) };
        Self { whole, parts: Vec::new(), digits }
    }

    fn is_syllable(&self) -> bool {
        self.whole.text().chars().all(|letter| u32::from(letter) >= 0x2e80)
    }

    fn needle(&self) -> Needle {
        let mut words = vec![vec![self.whole.key()]];
        if !self.parts.is_empty() {
            words.push(self.parts.iter().map(Word::key).collect());
        }
        Needle { words, numbers: self.digits.clone() }
    }
}

/// As typed, without a trunk zero, and without `00`.
fn beginnings(digits: &str) -> Vec<String> {
    let mut all = vec![digits.to_owned()];
    for prefix in ["0", "00"] {
        all.extend(digits.strip_prefix(prefix).filter(|rest| rest.len() >= 2).map(str::to_owned));
    }
    all
}

/// Nothing but digits and what people write between them.
fn is_dialled(text: &str) -> bool {
    text.chars().all(|c| !c.is_alphabetic() && c != '@')
}

/// What the CRM is to be asked, and whether that is less than was typed.
fn asked(text: &str, is_number: bool, digits: Option<&str>, typed: &[Typed]) -> (Asked, bool) {
    if is_number {
        return (Asked::Number, false);
    }
    if let Some(digits) = digits {
        if digits.len() < REMOTE_DIGITS_MIN {
            return (Asked::Nothing, false);
        }
        let beginnings = if text.starts_with('+') { vec![digits.to_owned()] } else { beginnings(digits) };
        return (Asked::Digits { beginnings }, false);
    }
    let mut words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric() && !is_mark(c)).filter(|word| !word.is_empty()).collect();
    let all = words.len();
    // One letter alone narrows nothing, and the CRM's search is not made for it.
    if words.iter().any(|word| word.chars().count() >= LETTERS_MIN) {
        words.retain(|word| word.chars().count() >= LETTERS_MIN);
    }
    if typed.is_empty() || words.is_empty() {
        return (Asked::Nothing, false);
    }
    let loosened = words.len() < all;
    let has_address = text.contains('@');
    let place = if has_address && text.split_whitespace().count() == 1 {
        Place::Emails
    } else if has_address || has_inner_dot(text) {
        Place::Everywhere
    } else {
        Place::Names
    };
    let words = words.into_iter().take(WORDS_MAX).map(spellings).collect();
    (Asked::Words { place, words }, loosened)
}

/// Accents that stand by themselves behind their letter.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// As in the first half of an address.
fn has_inner_dot(text: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    text.windows(3).any(|three| {
        matches!(three, [before, '.' | '_', after] if before.is_alphanumeric() && after.is_alphanumeric())
    })
}

/// A word as others may have stored it: Salesforce compares letters as they are (salesforce.md 4.3
/// names no folding).
fn spellings(word: &str) -> Vec<String> {
    let lower = word.to_lowercase();
    let swap =
        |pairs: &[(&str, &str)]| pairs.iter().fold(lower.clone(), |text, (from, to)| text.replace(from, to));
    let mut all = vec![word.to_owned()];
    for other in [
        swap(&[("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")]),
        swap(&[("ae", "ä"), ("oe", "ö"), ("ue", "ü")]),
        swap(&[("ae", "ä"), ("oe", "ö"), ("ue", "ü"), ("ss", "ß")]),
        super::fold::plain(word),
    ] {
        if other != lower && !other.is_empty() && !all.contains(&other) {
            all.push(other);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Query {
        Query::read(text, &MatchingSettings::default())
    }

    fn words(place: Place, words: &[&[&str]]) -> Asked {
        let words = words.iter().map(|word| word.iter().map(|word| (*word).to_owned()).collect()).collect();
        Asked::Words { place, words }
    }

    #[test]
    fn what_the_crm_is_asked_fits_the_text() {
        let digits = |all: &[&str]| Asked::Digits {
            beginnings: all.iter().map(|digits| (*digits).to_owned()).collect(),
        };
        for (text, asked) in [
            ("", Asked::Nothing),
            ("a", Asked::Nothing),
            ("?!", Asked::Nothing),
            ("an", words(Place::Names, &[&["an"]])),
            ("Anna S", words(Place::Names, &[&["Anna"]])),
            ("Müller", words(Place::Names, &[&["Müller", "mueller", "muller"]])),
            ("strasse", words(Place::Names, &[&["strasse", "straße"]])),
            ("Groß", words(Place::Names, &[&["Groß", "gross"]])),
            ("O'Neil Ana", words(Place::Names, &[&["Neil"], &["Ana"]])),
            ("a.weber@fir", words(Place::Emails, &[&["weber"], &["fir"]])),
            ("Weber weber@", words(Place::Everywhere, &[&["Weber"], &["weber"]])),
            ("anna.weber", words(Place::Everywhere, &[&["anna"], &["weber"]])),
            ("+49 40 66969412", Asked::Number),
            ("040", Asked::Nothing),
            ("+49 40 6", digits(&["49406"])),
            ("040 66", digits(&["04066", "4066"])),
            ("} RETURNING User(Id", words(Place::Names, &[&["RETURNING"], &["User"], &["Id"]])),
            ("山", Asked::Words { place: Place::Names, words: vec![vec!["山".into()]] }),
        ] {
            assert_eq!(read(text).asked(), &asked, "{text}");
        }
    }

    #[test]
    fn strangers_stay_only_where_all_was_asked_for() {
        for (text, keep) in [
            ("anna weber", Keep::Everybody),
            ("anna s", Keep::Matching),
            ("o'neil", Keep::Matching),
            ("040 66", Keep::Everybody),
            ("+49 40 66969412", Keep::Matching),
        ] {
            assert_eq!(read(text).keep(), keep, "{text}");
        }
    }

    #[test]
    fn an_index_is_asked_for_every_word_in_its_writings() {
        let needles = |text: &str| read(text).needles();
        let one = |words: &[&[&str]], numbers: &[&str]| Needle {
            words: words.iter().map(|all| all.iter().map(|word| (*word).to_owned()).collect()).collect(),
            numbers: numbers.iter().map(|digits| (*digits).to_owned()).collect(),
        };
        assert_eq!(needles("Müller ann"), [one(&[&["muller"]], &[]), one(&[&["ann"]], &[])]);
        assert_eq!(needles("o'neil"), [one(&[&["oneil"], &["o", "neil"]], &[])]);
        assert_eq!(needles("0049 40"), [one(&[&["004940"]], &["004940", "04940", "4940"])]);
        assert_eq!(needles("weber 812"), [one(&[&["weber"]], &[]), one(&[&["812"]], &["812"])]);
        assert!(needles("a").is_empty() && needles("\u{301}").is_empty());
    }

    #[test]
    fn a_long_text_is_cut() {
        let query = read(&"weber ".repeat(100));
        assert_eq!(query.needles().len(), WORDS_MAX);
        assert!(!read(&"x".repeat(10_000)).is_empty());
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in any::<String>()) {
            let query = read(&text);
            for word in query.needles().iter().flat_map(|needle| needle.words.iter().flatten()) {
                prop_assert!(!word.is_empty() && word.chars().all(char::is_alphanumeric), "{}", word);
            }
        }
    }
}
