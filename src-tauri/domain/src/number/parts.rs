//! Which part of a text may be the number: without remarks, labels, prefixes and second numbers.
//! Not here: whether it is one.

use super::clean::digits;
use crate::rule::{Rule, Rules};

/// A text with fewer letters behind its first digit holds no word and no vanity number.
const WORD_LETTERS_MIN: usize = 3;
/// Longest extension written behind a number, in digits.
const EXTENSION_DIGITS_MAX: usize = 7;
/// Fewest digits of a number that stands beside another in one field.
const SECOND_DIGITS_MIN: usize = 7;
/// Most places at which a text is parted in two; numbers in fields of 40 characters have fewer.
const CUTS_MAX: usize = 30;

/// Words before an extension, besides those of the library that parses: in the languages of
/// switchboards, and the letters for a pause and a wait in dial strings.
const EXTENSION_WORDS: [&str; 40] = [
    "p",
    "w",
    "extn",
    "extens",
    "local",
    "durchwahl",
    "dw",
    "app",
    "apparat",
    "nst",
    "nebenstelle",
    "klappe",
    "kl",
    "poste",
    "ramal",
    "rml",
    "interno",
    "int",
    "anexo",
    "interior",
    "toestel",
    "tst",
    "lokal",
    "lokalnr",
    "linje",
    "anknytning",
    "ankn",
    "alanumero",
    "wewn",
    "wew",
    "wewnętrzny",
    "linka",
    "mellék",
    "dahili",
    "доб",
    "внутр",
    "内線",
    "內線",
    "分机",
    "내선",
];

/// Dialled before a number to hide or show the own one: of GSM everywhere, of North America.
const DIAL_PREFIXES: [&str; 4] = ["#31#", "*31#", "*67", "*82"];

/// `text` from its first digit or `+` on; empty if there is none.
pub(super) fn from_number(text: &str) -> &str {
    text.find(|c: char| c.is_ascii_digit() || c == '+')
        .and_then(|start| text.get(start..))
        .unwrap_or_default()
}

/// `00` means `+` everywhere, whatever the country's own prefix is (product.md section 5).
pub(super) fn with_plus(text: &str, rules: Rules) -> Option<String> {
    let rest = rules.follow(Rule::DoubleZero).then(|| from_number(text))?;
    let rest = rest.strip_prefix('+').map_or(rest, str::trim_start).strip_prefix("00")?;
    let rest = rest.trim_start_matches([' ', '-', '.', '/', ')']);
    Some(format!("+{rest}"))
}

/// `+34 (0)91 …`: a trunk zero in brackets, also where the country has none.
pub(super) fn without_trunk_brackets(text: &str, rules: Rules) -> Option<String> {
    (rules.follow(Rule::TrunkInBrackets) && text.contains("(0)")).then(|| text.replacen("(0)", " ", 1))
}

/// The number behind `#31#` and its like.
pub(super) fn behind_dial_prefix(text: &str, rules: Rules) -> Option<&str> {
    let prefixes = rules.follow(Rule::DialPrefixes).then_some(DIAL_PREFIXES)?;
    let rest = prefixes.into_iter().find_map(|prefix| text.strip_prefix(prefix))?;
    Some(rest.trim_start_matches([' ', ',', '-']))
}

/// `040 1234 Durchwahl 12` as the library writes it, `040 1234 ext. 12`.
pub(super) fn with_extension_word(text: &str, rules: Rules) -> Option<String> {
    if !rules.follow(Rule::ExtensionWords) {
        return None;
    }
    let text = text.trim_end_matches([' ', ')', '.']);
    let head = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let extension = text.get(head.len()..).filter(|digits| !digits.is_empty())?;
    let head = head.trim_end_matches([' ', '.', ':', '-', '(']);
    let number = head.trim_end_matches(char::is_alphabetic);
    let word = head.get(number.len()..)?.to_lowercase();
    let fits = extension.len() <= EXTENSION_DIGITS_MAX && EXTENSION_WORDS.contains(&word.as_str());
    let number = number.trim_end_matches([' ', ',', ';', '(', '-', '/']);
    (fits && digits(number).len() > extension.len()).then(|| format!("{number} ext. {extension}"))
}

/// The part before a remark: `030 1234567 (10-12 Uhr)`, `0171 1234567 privat`. The remark's bracket
/// first, as letters before it may be keys.
pub(super) fn before_remark(text: &str, rules: Rules) -> [Option<&str>; 2] {
    let rest = from_number(text);
    if !rules.follow(Rule::Remarks) {
        return [None, None];
    }
    let is_word = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count() >= WORD_LETTERS_MIN;
    let bracket = rest
        .rfind(['(', '['])
        .filter(|start| rest.get(*start..).is_some_and(is_word))
        .and_then(|start| rest.get(..start));
    let word = rest.find(char::is_alphabetic).filter(|_| is_word(rest)).and_then(|start| rest.get(..start));
    [bracket, word]
}

/// The part behind a label with digits in it, as in `Tel. 2: 030 1234567`.
pub(super) fn behind_label(text: &str, rules: Rules) -> Option<&str> {
    let (label, rest) = text.split_once(':').filter(|_| rules.follow(Rule::Remarks))?;
    label.contains(char::is_alphabetic).then_some(rest)
}

/// The parts before and behind each place at which two numbers may meet.
pub(super) fn parted(text: &str, rules: Rules) -> impl Iterator<Item = (&str, &str)> {
    let text = if rules.follow(Rule::TwoNumbers) { from_number(text) } else { "" };
    let ends = text.char_indices().filter(move |(at, c)| {
        !c.is_ascii_digit()
            && text.get(..*at).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()))
    });
    let cuts = ends.take(CUTS_MAX).filter_map(move |(at, _)| Some((text.get(..at)?, text.get(at..)?)));
    // A lone `+` between two numbers is an "and".
    let second = |rest| {
        let number: &str = from_number(rest);
        number.strip_prefix("+ ").unwrap_or(number)
    };
    cuts.map(move |(first, rest)| (first, second(rest)))
        .filter(|(first, second)| [first, second].iter().all(|part| digits(part).len() >= SECOND_DIGITS_MIN))
}

/// The part before a sign that people put between two numbers.
pub(super) fn before_sign(text: &str, rules: Rules) -> Option<&str> {
    let first = text.split(['/', ',', ';', '|', '\\']).next()?;
    (rules.follow(Rule::TwoNumbers) && first.len() < text.len()).then_some(first)
}
