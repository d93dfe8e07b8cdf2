//! Texts as a search sees them: letters without case, accents and punctuation, each with the place
//! it stands at in the text.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Longest text that is folded, in characters. Names, companies and addresses have at most 255
/// (salesforce.md 4.1).
const TEXT_MAX: usize = 300;

/// The dots of an umlaut, decomposed.
const DIAERESIS: char = '\u{308}';

/// A letter or digit without case and accent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Letter {
    letter: char,
    /// Written with two dots or as `ø`: some write an `e` behind it instead.
    umlaut: bool,
    /// The characters it was made of, `start..end`, accents that follow included.
    start: u32,
    end: u32,
}

/// What stands between two punctuation marks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Word {
    letters: Vec<Letter>,
}

/// Words with nothing but a hyphen, an apostrophe or a dot between them: people write them apart,
/// together, or with another sign.
pub(super) type Chunk = Vec<Word>;

/// How umlauts are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spelling {
    /// `ü` is `u`.
    Plain,
    /// `ü` is `ue`.
    German,
}

/// A beginning that agrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Agreement {
    pub(super) start: u32,
    pub(super) end: u32,
    /// It ends where a word ends.
    pub(super) whole: bool,
}

/// The chunks of a text.
pub(super) fn chunks(text: &str) -> Vec<Chunk> {
    let mut reader = Reader::default();
    for (at, c) in (0..).zip(text.chars().take(TEXT_MAX)) {
        reader.read(at, c);
    }
    reader.end_chunk();
    reader.chunks
}

#[derive(Default)]
struct Reader {
    chunks: Vec<Chunk>,
    chunk: Chunk,
    word: Word,
}

impl Reader {
    fn read(&mut self, at: u32, c: char) {
        if c.is_ascii_alphanumeric() {
            self.push(at, c.to_ascii_lowercase());
        } else if is_soft(c) {
            self.end_word();
        } else if c.is_ascii() {
            self.end_chunk();
        } else if is_invisible(c) {
            self.extend(at);
        } else {
            let mut parts = Vec::new();
            decompose_compatible(c, |part| parts.push(part));
            let breaks = !parts.iter().any(|part| is_combining_mark(*part) || part.is_alphanumeric());
            if breaks {
                self.end_chunk();
            }
            for part in parts {
                self.read_part(at, part);
            }
        }
    }

    fn read_part(&mut self, at: u32, part: char) {
        if is_combining_mark(part) {
            self.extend(at);
            if part == DIAERESIS
                && let Some(last) = self.word.letters.last_mut()
            {
                last.umlaut = matches!(last.letter, 'a' | 'o' | 'u');
            }
        } else if part.is_alphanumeric() {
            for lower in part.to_lowercase().filter(|lower| lower.is_alphanumeric()) {
                match lower {
                    'ß' => self.push_all(at, "ss"),
                    'æ' => self.push_all(at, "ae"),
                    'œ' => self.push_all(at, "oe"),
                    'þ' => self.push_all(at, "th"),
                    'đ' | 'ð' => self.push(at, 'd'),
                    'ł' => self.push(at, 'l'),
                    'ı' => self.push(at, 'i'),
                    'ø' => {
                        self.push(at, 'o');
                        if let Some(last) = self.word.letters.last_mut() {
                            last.umlaut = true;
                        }
                    }
                    lower => self.push(at, lower),
                }
            }
        }
    }

    fn push(&mut self, at: u32, letter: char) {
        self.word.letters.push(Letter { letter, umlaut: false, start: at, end: at + 1 });
    }

    fn push_all(&mut self, at: u32, letters: &str) {
        letters.chars().for_each(|letter| self.push(at, letter));
    }

    /// The character belongs to the letter before it.
    fn extend(&mut self, at: u32) {
        if let Some(last) = self.word.letters.last_mut() {
            last.end = at + 1;
        }
    }

    fn end_word(&mut self) {
        if !self.word.letters.is_empty() {
            self.chunk.push(std::mem::take(&mut self.word));
        }
    }

    fn end_chunk(&mut self) {
        self.end_word();
        if !self.chunk.is_empty() {
            self.chunks.push(std::mem::take(&mut self.chunk));
        }
    }
}

/// Hyphens, apostrophes and dots.
fn is_soft(c: char) -> bool {
    matches!(c,
        '-' | '\'' | '.' | '`' | '\u{b4}' | '\u{2bb}'..='\u{2bd}' | '\u{2010}'..='\u{2015}'
        | '\u{2018}'..='\u{201b}' | '\u{2212}' | '\u{30fb}' | '\u{ff07}' | '\u{ff0d}')
}

/// Pasted along, never meant.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

impl Word {
    pub(super) fn len(&self) -> usize {
        self.letters.len()
    }

    pub(super) fn is_digits(&self) -> bool {
        self.letters.iter().all(|letter| letter.letter.is_ascii_digit())
    }

    /// As it is compared when neither dots nor an `e` behind a vowel make a difference: whatever
    /// agrees with a beginning of a text begins with the same letters as that text here.
    pub(super) fn key(&self) -> String {
        key(self.letters.iter())
    }

    pub(super) fn text(&self) -> String {
        self.letters.iter().map(|letter| letter.letter).collect()
    }
}

/// Keys of everything a chunk can be found by the beginning of.
pub(super) fn keys(chunk: &Chunk) -> impl Iterator<Item = String> {
    (0..chunk.len()).map(|from| key(chunk[from..].iter().flat_map(|word| &word.letters)))
}

fn key<'a>(letters: impl Iterator<Item = &'a Letter>) -> String {
    let mut key = String::new();
    let mut behind_vowel = false;
    for letter in letters {
        if letter.letter == 'e' && behind_vowel {
            continue;
        }
        behind_vowel = matches!(letter.letter, 'a' | 'o' | 'u');
        key.push(letter.letter);
    }
    key
}

/// A word without its accents.
pub(super) fn plain(word: &str) -> String {
    chunks(word).iter().flatten().map(Word::text).collect()
}

/// The letters of a whole chunk as one word.
pub(super) fn joined(chunk: &Chunk) -> Word {
    Word { letters: chunk.iter().flat_map(|word| word.letters.iter().copied()).collect() }
}

/// Where a chunk of a text begins with what was typed, from any of its words on. A whole word
/// before a mere beginning, the first before a later one.
pub(super) fn agreement(typed: &Word, chunk: &Chunk) -> Option<Agreement> {
    let found = (0..chunk.len()).filter_map(|from| {
        [Spelling::Plain, Spelling::German]
            .into_iter()
            .filter_map(|spelling| agreement_at(typed, &chunk[from..], spelling))
            .max_by_key(|found| found.whole)
    });
    let mut best: Option<Agreement> = None;
    for found in found {
        if best.is_none_or(|best| found.whole && !best.whole) {
            best = Some(found);
        }
    }
    best
}

fn agreement_at(typed: &Word, words: &[Word], spelling: Spelling) -> Option<Agreement> {
    let mut text = words.iter().flat_map(|word| {
        let last = word.letters.len().saturating_sub(1);
        word.letters.iter().enumerate().map(move |(at, letter)| (letter, at == last))
    });
    let mut text_letters = SpelledText { next: None, letters: &mut text, spelling };
    let mut found: Option<Agreement> = None;
    for wanted in spelled(typed, spelling) {
        let (letter, origin, ends) = text_letters.next()?;
        if letter != wanted {
            return None;
        }
        let start = found.map_or(origin.start, |found| found.start);
        found = Some(Agreement { start, end: origin.end, whole: ends });
    }
    found
}

/// The letters of a word as this spelling writes them.
fn spelled(word: &Word, spelling: Spelling) -> impl Iterator<Item = char> {
    word.letters.iter().flat_map(move |letter| {
        let e = (letter.umlaut && spelling == Spelling::German).then_some('e');
        std::iter::once(letter.letter).chain(e)
    })
}

/// The same of a text, with what each letter was made of, and whether a word ends with it.
struct SpelledText<'a, I> {
    next: Option<(char, Letter, bool)>,
    letters: &'a mut I,
    spelling: Spelling,
}

impl<'a, 'b, I: Iterator<Item = (&'b Letter, bool)>> Iterator for SpelledText<'a, I> {
    type Item = (char, Letter, bool);

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(next) = self.next.take() {
            return Some(next);
        }
        let (letter, ends) = self.letters.next()?;
        if letter.umlaut && self.spelling == Spelling::German {
            self.next = Some(('e', *letter, ends));
            return Some((letter.letter, *letter, false));
        }
        Some((letter.letter, *letter, ends))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use proptest::prelude::*;

    fn typed(text: &str) -> Word {
        joined(&chunks(text).into_iter().next().unwrap_or_default())
    }

    /// The characters of `text` that agree with what was typed, `=` behind a whole word.
    fn marked(wanted: &str, text: &str) -> Option<String> {
        let wanted = typed(wanted);
        let found = chunks(text).iter().find_map(|chunk| agreement(&wanted, chunk))?;
        let length = usize::try_from(found.end - found.start).unwrap();
        let marked: String = text.chars().skip(usize::try_from(found.start).unwrap()).take(length).collect();
        Some(if found.whole { format!("{marked}=") } else { marked })
    }

    #[test]
    fn case_accents_and_umlauts_make_no_difference() {
        for (wanted, text, found) in [
            ("mul", "Müller-Groß", Some("Mül")),
            ("muel", "Müller-Groß", Some("Mül")),
            ("müller", "Mueller", Some("Mueller=")),
            ("Mueller", "Müller", Some("Müller=")),
            ("MÜLLER", "muller", Some("muller=")),
            ("muller", "Mueller", None),
            ("baue", "Baum", None),
            ("gross", "Müller-Groß", Some("Groß=")),
            ("groß", "Gross", Some("Gross=")),
            ("gros", "Müller-Groß", Some("Groß")),
            ("jose", "Jose\u{301} Ruiz", Some("Jose\u{301}=")),
            ("jos", "Jose\u{301} Ruiz", Some("Jos")),
            ("soren", "Søren", Some("Søren=")),
            ("soeren", "Søren", Some("Søren=")),
            ("lodz", "Łódź", Some("Łódź=")),
            ("aero", "Ærø", Some("Ærø=")),
            ("istanbul", "İstanbul", Some("İstanbul=")),
            ("ёж", "Ежик", Some("Еж")),
            ("山", "山田", Some("山")),
            ("office", "o\u{fb03}ce", Some("o\u{fb03}ce=")),
            ("ada", "a\u{200b}da", Some("a\u{200b}da=")),
            ("ller", "Müller", None),
        ] {
            assert_eq!(marked(wanted, text).as_deref(), found, "{wanted} in {text}");
        }
    }

    #[test]
    fn hyphens_and_apostrophes_make_no_difference() {
        for (wanted, text, found) in [
            ("oneil", "O'Neil", Some("O'Neil=")),
            ("oneil", "O\u{2019}Neil", Some("O\u{2019}Neil=")),
            ("o'n", "ONeil", Some("ON")),
            ("neil", "O'Neil", Some("Neil=")),
            ("mullerg", "Müller-Groß", Some("Müller-G")),
            ("muller", "Müller-Groß", Some("Müller=")),
            ("jean", "Jean\u{2010}Pierre", Some("Jean=")),
            ("weber", "anna.weber@firma.example", Some("weber=")),
            ("neil", "Oneil", None),
        ] {
            assert_eq!(marked(wanted, text).as_deref(), found, "{wanted} in {text}");
        }
    }

    #[test]
    fn texts_without_letters_have_no_words() {
        for text in ["", "  ", "-'.", "&%\u{301}", "!!! \u{200b}"] {
            assert_eq!(chunks(text), Vec::<Chunk>::new(), "{text:?}");
        }
        assert_eq!(chunks(&"a ".repeat(1_000)).len(), TEXT_MAX / 2, "bounded");
    }

    /// Letters that fold in ways of their own, among others.
    fn text() -> impl Strategy<Value = String> {
        "[aeouäöüßéøæAÄÜ ŁłE\u{301}\u{308}\u{fb03}b'.-]{0,12}|\\PC{0,12}"
    }

    proptest! {
        #[test]
        fn whatever_agrees_is_found_by_its_key(one in text(), other in text()) {
            let wanted = typed(&one);
            for chunk in chunks(&other) {
                if agreement(&wanted, &chunk).is_some() {
                    prop_assert!(keys(&chunk).any(|key| key.starts_with(&wanted.key())), "{} {}", one, other);
                }
            }
        }

        #[test]
        fn every_beginning_of_a_word_finds_it_and_marks_its_characters(text in text(), cut in 1_usize..8) {
            for chunk in chunks(&text) {
                for from in 0..chunk.len() {
                    let mut wanted = joined(&chunk[from..].to_vec());
                    wanted.letters.truncate(cut);
                    let found = agreement(&wanted, &chunk);
                    prop_assert!(found.is_some(), "{:?} in {}", wanted.text(), text);
                    let found = found.unwrap();
                    prop_assert!(found.start < found.end);
                    prop_assert!(usize::try_from(found.end).unwrap() <= text.chars().count());
                }
            }
        }
    }
}
