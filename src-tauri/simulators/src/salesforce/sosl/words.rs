//! What a text is searched by: its words, cut at punctuation and where letters meet digits (salesforce.md 4.4).

use crate::salesforce::soql::Wild;
use crate::salesforce::soql::condition::is_like;

/// One word of a search, wildcards included.
pub type Pattern = Vec<Wild>;

/// Country calling codes a number may start with; enough to tell where the code of a formatted number ends.
const COUNTRY_CODE_MAX: usize = 3;

#[derive(Default)]
pub struct Builder {
    pieces: Vec<Wild>,
}

impl Builder {
    pub fn literal(&mut self, c: char) {
        self.pieces.push(Wild::Char(c));
    }

    pub fn any(&mut self) {
        self.pieces.push(Wild::Any);
    }

    pub fn one(&mut self) {
        self.pieces.push(Wild::One);
    }

    pub fn as_text(&self) -> String {
        self.pieces
            .iter()
            .map(|piece| match piece {
                Wild::Char(c) => *c,
                Wild::Any => '*',
                Wild::One => '?',
            })
            .collect()
    }

    /// Cut into words; a wildcard stays with the word before it, a leading one is dropped.
    pub fn finish(self) -> Vec<Pattern> {
        let mut words: Vec<Pattern> = Vec::new();
        let mut before: Option<Class> = None;
        for piece in self.pieces {
            let class = match piece {
                Wild::Char(c) => class_of(c),
                Wild::Any | Wild::One => before,
            };
            match (class, words.last_mut()) {
                (Some(class), Some(word)) if before == Some(class) => word.push(piece),
                (Some(_), _) => words.push(vec![piece]),
                (None, _) => {}
            }
            before = class;
        }
        words
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Digit,
}

fn class_of(c: char) -> Option<Class> {
    if c.is_ascii_digit() {
        Some(Class::Digit)
    } else if c.is_alphanumeric() {
        Some(Class::Letter)
    } else {
        None
    }
}

/// The words of an ordinary field, in order.
pub fn of_text(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = None;
    for c in text.chars() {
        let class = class_of(c);
        match (class, words.last_mut()) {
            (Some(_), Some(word)) if before == class => word.push(c),
            (Some(_), _) => words.push(String::from(c)),
            (None, _) => {}
        }
        before = class;
    }
    words
}

/// The words of a phone field: all digits together; unless `strict` also each run of digits, and the digits without
/// a leading `+` country code when a separator follows the code.
pub fn of_phone(text: &str, strict: bool) -> Vec<String> {
    let joined: String = text.chars().filter(char::is_ascii_digit).collect();
    let mut words = vec![joined];
    if strict {
        return words;
    }
    let runs: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).collect();
    let starts_with_code = text.trim_start().starts_with('+');
    if starts_with_code && runs.len() > 1 && runs[0].len() <= COUNTRY_CODE_MAX {
        words.push(runs[1..].concat());
    }
    words.extend(runs.into_iter().map(String::from));
    words
}

/// Whether the field has these words side by side.
pub fn has_phrase(field: &[String], phrase: &[Pattern]) -> bool {
    !phrase.is_empty()
        && field
            .windows(phrase.len())
            .any(|part| part.iter().zip(phrase).all(|(word, pattern)| is_like(word, pattern)))
}

/// Whether a phone field has the term: its digits taken together equal one of the field's words.
pub fn has_number(field: &[String], phrase: &[Pattern]) -> bool {
    let whole: Pattern = phrase.concat();
    let only_digits = whole.iter().all(|piece| match piece {
        Wild::Char(c) => c.is_ascii_digit(),
        Wild::Any | Wild::One => true,
    });
    !whole.is_empty() && only_digits && field.iter().any(|word| is_like(word, &whole))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn pattern(text: &str) -> Vec<Pattern> {
        let mut builder = Builder::default();
        for c in text.chars() {
            if c == '*' { builder.any() } else { builder.literal(c) }
        }
        builder.finish()
    }

    #[test]
    fn a_formatted_number_is_found_by_its_digits() {
        let words = of_phone("(0)40 / 66 96 94-12", false);
        assert!(has_number(&words, &pattern("04066969412")));
        assert!(!has_number(&words, &pattern("4066969412")));
        assert!(!has_number(&words, &pattern("494066969412")));
    }

    #[test]
    fn the_country_code_is_dropped_only_where_a_separator_follows_it() {
        assert!(has_number(&of_phone("+49 30 23125-100", false), &pattern("3023125100")));
        assert!(!has_number(&of_phone("+493023125100", false), &pattern("3023125100")));
        assert!(!has_number(&of_phone("+49 30 23125-100", true), &pattern("3023125100")));
        assert!(has_number(&of_phone("+49 30 23125-100", true), &pattern("493023125100")));
        assert!(has_number(&of_phone("+49 30 23125-100", true), &pattern("49302312*")));
    }

    #[test]
    fn words_are_cut_at_punctuation_and_class_changes() {
        assert_eq!(of_text("Brandt & Söhne3 a-b@x.com"), ["Brandt", "Söhne", "3", "a", "b", "x", "com"]);
        assert!(has_phrase(&of_text("mara.lindqvist@nordwind.example"), &pattern("lindqvist@nord*")));
    }
}
