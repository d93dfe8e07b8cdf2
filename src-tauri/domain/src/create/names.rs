//! One text with a name in it, taken apart: title, given name, family name, or a company. Never
//! certain, so every part can be typed over.

use crate::number::Region;

/// Longest name looked at, in characters; what phone systems tell is far shorter.
const NAME_CHARS_MAX: usize = 200;

/// What a name was taken apart into; empty where nothing was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NameParts {
    /// As the CRM's list of salutations spells it (`Mr.`, `Ms.`, `Dr.`, `Prof.`).
    pub salutation: Option<&'static str>,
    /// Titles as they stood before the name, besides plain forms of address.
    pub titles: String,
    pub first: String,
    pub last: String,
    pub company: String,
}

/// Forms of address and titles: as they stand in names, as the CRM's list has them, and whether
/// they say more than "a person".
const TITLES: &[(&str, &str, bool)] = &[
    ("herr", "Mr.", false),
    ("hr", "Mr.", false),
    ("mr", "Mr.", false),
    ("mister", "Mr.", false),
    ("frau", "Ms.", false),
    ("fr", "Ms.", false),
    ("ms", "Ms.", false),
    ("miss", "Ms.", false),
    ("mrs", "Mrs.", false),
    ("mme", "Ms.", false),
    ("mx", "Mx.", false),
    ("dr", "Dr.", true),
    ("doctor", "Dr.", true),
    ("med", "Dr.", true),
    ("prof", "Prof.", true),
    ("professor", "Prof.", true),
    ("dipl-ing", "", true),
    ("ing", "", true),
    ("mag", "", true),
];

/// Words before a family name that belong to it.
const PARTICLES: &[&str] = &[
    "von", "vom", "van", "zu", "zum", "zur", "de", "del", "della", "di", "da", "dos", "das", "du", "la",
    "le", "den", "der", "ten", "ter", "auf", "af", "av", "bin", "ibn", "al", "el", "st", "san", "mac", "o",
];

/// Words that stand in names of companies alone, in any case, without dots.
const COMPANY_WORDS: &[&str] = &[
    "gmbh",
    "ggmbh",
    "mbh",
    "ag",
    "kg",
    "kgaa",
    "ohg",
    "gbr",
    "ug",
    "eg",
    "ev",
    "se",
    "ltd",
    "limited",
    "llc",
    "llp",
    "plc",
    "inc",
    "corp",
    "corporation",
    "company",
    "bv",
    "nv",
    "sa",
    "sarl",
    "sas",
    "srl",
    "spa",
    "sl",
    "ab",
    "as",
    "aps",
    "oy",
    "oyj",
    "kft",
    "zrt",
    "nyrt",
    "bt",
    "doo",
    "sro",
    "spzoo",
    "pty",
    "kk",
    "gesellschaft",
    "gruppe",
    "group",
    "holding",
    "verein",
    "stiftung",
    "klinikum",
    "praxis",
    "kanzlei",
    "hotel",
    "autohaus",
];
const COMPANY_MARKS: &[&str] = &["株式会社", "有限会社", "有限公司", "주식회사", "(주)", "㈱"];
/// The same that are names or initials of people as well: only at the end, and in capitals.
const CAPITALS_ONLY: &[&str] = &["se", "sa", "as", "ab", "sl", "bt", "ev", "eg", "spa", "ag", "ug", "kk"];

/// Countries whose people write the family name first.
const FAMILY_FIRST: &[&str] = &["HU", "JP", "CN", "TW", "HK", "MO", "KR", "KP", "VN"];

/// Chinese and Korean family names of two characters.
const DOUBLE_FAMILY: &[&str] = &[
    "欧阳", "歐陽", "司马", "司馬", "诸葛", "諸葛", "上官", "东方", "夏侯", "남궁", "황보", "제갈", "사공",
    "선우",
];

/// Whether this is a company's name rather than a person's.
#[must_use]
pub fn is_company(name: &str) -> bool {
    if COMPANY_MARKS.iter().any(|mark| name.contains(mark)) {
        return true;
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_joined = |word: &&str| matches!(*word, "&" | "+");
    if words.iter().skip(1).any(is_joined) {
        return true;
    }
    words.iter().enumerate().any(|(at, word)| {
        let plain: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
        let lower = plain.to_lowercase();
        if !COMPANY_WORDS.contains(&lower.as_str()) || words.len() < 2 {
            return false;
        }
        let is_last = at + 1 == words.len();
        !CAPITALS_ONLY.contains(&lower.as_str())
            || (is_last && (plain.chars().all(char::is_uppercase) || word.contains('.') || lower == "spa"))
    })
}

/// Takes a name apart. `region` is the country of the number it came with.
#[must_use]
pub fn split(name: &str, region: Option<&Region>) -> NameParts {
    let name: String =
        name.chars().take(NAME_CHARS_MAX).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let name = without_queue(name.trim());
    if !name.chars().any(char::is_alphabetic) {
        return NameParts::default();
    }
    if is_company(name) {
        return NameParts { company: joined(name.split_whitespace()), ..NameParts::default() };
    }
    let (mut parts, rest) = titled(name);
    let (first, last) = ordered(rest, region);
    (parts.first, parts.last) = (first, last);
    parts
}

/// Phone systems put the queue or rule before the name: `Support: Anna Vogl` (3cx.md 2.2).
fn without_queue(name: &str) -> &str {
    match name.rsplit_once(':') {
        Some((_, rest)) if !rest.trim().is_empty() => rest.trim(),
        Some((before, _)) => before.trim(),
        None => name,
    }
}

/// Titles in front, and what is behind them.
fn titled(name: &str) -> (NameParts, &str) {
    let mut parts = NameParts::default();
    let mut rest = name;
    loop {
        let (word, behind) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        // Somebody may be called Frau and nothing else; and "Vogl, Anna" begins with a name.
        if behind.trim().is_empty() || word.ends_with(',') {
            return (parts, rest);
        }
        let plain = word.trim_matches('.').to_lowercase();
        let Some((_, salutation, says_more)) = TITLES.iter().find(|(title, _, _)| *title == plain) else {
            return (parts, rest);
        };
        // The highest title is the salutation: a professor is mostly a doctor as well.
        let is_higher = parts.salutation != Some("Prof.") && (*says_more || parts.salutation.is_none());
        if !salutation.is_empty() && is_higher {
            parts.salutation = Some(salutation);
        }
        if *says_more {
            parts.titles = joined([parts.titles.as_str(), word]);
        }
        rest = behind.trim_start();
    }
}

/// Given and family name.
fn ordered(name: &str, region: Option<&Region>) -> (String, String) {
    if let Some((family, given)) = name.split_once(',') {
        let (parts, given) = titled(given.trim());
        return (joined([parts.titles.as_str(), given]), joined(family.split_whitespace()));
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let [first_words @ .., last] = words.as_slice() else { return Default::default() };
    if first_words.is_empty() {
        return unspaced(last);
    }
    let is_family =
        |word: &str| word.chars().count() > 1 && word.chars().all(|c| c.is_uppercase() || c == '-');
    // One word alone in capitals is how people mark the family name.
    if let [first, rest @ ..] = words.as_slice()
        && is_family(first)
        && !rest.iter().any(|word| is_family(word))
    {
        return (joined(rest.iter().copied()), (*first).to_owned());
    }
    let family_first =
        is_east_asian(name) || region.is_some_and(|region| FAMILY_FIRST.contains(&region.as_str()));
    if family_first && !is_family(last) {
        return (joined(words[1..].iter().copied()), words[0].to_owned());
    }
    // Particles belong to the family name; what begins with one has no given name.
    let at = words.iter().skip(1).position(|word| PARTICLES.contains(&word.to_lowercase().as_str()));
    let from = at.map_or(words.len() - 1, |at| (at + 1).min(words.len() - 1));
    (joined(words[..from].iter().copied()), joined(words[from..].iter().copied()))
}

/// A name in one word: where people write without blanks, the first character is the family name.
fn unspaced(word: &str) -> (String, String) {
    let characters: Vec<char> = word.chars().collect();
    let is_split = is_east_asian(word)
        && (2..=4).contains(&characters.len())
        // Japanese names have no such rule.
        && !characters.iter().any(|c| is_kana(*c));
    if !is_split {
        return (String::new(), word.to_owned());
    }
    let is_double = characters.len() > 2 && DOUBLE_FAMILY.iter().any(|family| word.starts_with(family));
    let at = if is_double { 2 } else { 1 };
    (characters[at..].iter().collect(), characters[..at].iter().collect())
}

fn is_kana(c: char) -> bool {
    ('\u{3040}'..='\u{30ff}').contains(&c)
}

fn is_east_asian(text: &str) -> bool {
    let is_letter = |c: char| {
        is_kana(c) || ('\u{3400}'..='\u{9fff}').contains(&c) || ('\u{ac00}'..='\u{d7a3}').contains(&c)
    };
    text.chars().filter(|c| !c.is_whitespace()).all(is_letter)
}

fn joined<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use proptest::prelude::{ProptestConfig, any, prop_assert, proptest};

    use super::*;

    fn check(name: &str, region: &str, expected: (&str, &str, &str)) {
        let parts = split(name, Region::new(region).as_ref());
        let found = (parts.first.as_str(), parts.last.as_str(), parts.company.as_str());
        assert_eq!(found, expected, "{name:?} in {region:?}");
    }

    #[test]
    fn names_are_taken_apart() {
        for (name, region, expected) in [
            ("Katharina Vogelsang", "DE", ("Katharina", "Vogelsang", "")),
            ("  Jonathan   Meyer-Rehfeld ", "DE", ("Jonathan", "Meyer-Rehfeld", "")),
            ("Anna Maria Vogl", "DE", ("Anna Maria", "Vogl", "")),
            ("Vogl", "DE", ("", "Vogl", "")),
            ("Vogl, Anna Maria", "DE", ("Anna Maria", "Vogl", "")),
            ("van der Berg, Jan", "NL", ("Jan", "van der Berg", "")),
            ("Jan van der Berg", "NL", ("Jan", "van der Berg", "")),
            ("Ludwig von Mises", "AT", ("Ludwig", "von Mises", "")),
            ("von Mises", "AT", ("von", "Mises", "")),
            ("Juan de la Cruz", "ES", ("Juan", "de la Cruz", "")),
            ("Herr Dr. Jens Ott", "DE", ("Jens", "Ott", "")),
            ("Frau Vogl", "DE", ("", "Vogl", "")),
            ("Vogl, Dr. Anna", "DE", ("Dr. Anna", "Vogl", "")),
            ("Support: Anna Vogl", "DE", ("Anna", "Vogl", "")),
            ("Nagy Péter", "HU", ("Péter", "Nagy", "")),
            ("Nagy Péter", "DE", ("Nagy", "Péter", "")),
            ("Tanaka Yuki", "JP", ("Yuki", "Tanaka", "")),
            ("Yuki TANAKA", "JP", ("Yuki", "TANAKA", "")),
            ("TANAKA Yuki", "DE", ("Yuki", "TANAKA", "")),
            ("田中 由紀", "DE", ("由紀", "田中", "")),
            ("王小明", "CN", ("小明", "王", "")),
            ("欧阳娜娜", "CN", ("娜娜", "欧阳", "")),
            ("김민준", "KR", ("민준", "김", "")),
            ("たなか", "JP", ("", "たなか", "")),
            ("+49 40 66969412", "DE", ("", "", "")),
            ("", "DE", ("", "", "")),
            ("ANNA VOGL", "DE", ("ANNA", "VOGL", "")),
        ] {
            check(name, region, expected);
        }
    }

    #[test]
    fn companies_are_no_people() {
        for name in [
            "Rheinhafen Logistik GmbH",
            "Rheinische Stahlbau AG",
            "Brandt & Söhne",
            "Acme Inc.",
            "Gold SpA",
            "Nordlicht e.V.",
            "株式会社日立",
            "Hotel Adler",
        ] {
            check(name, "DE", ("", "", name));
        }
        for name in ["Ag Vogl", "Se Young Kim", "Inc", "Anna Ev"] {
            assert!(!is_company(name), "{name}");
        }
    }

    #[test]
    fn the_highest_title_is_the_salutation() {
        for (name, salutation, titles) in [
            ("Anna Vogl", None, ""),
            ("Frau Anna Vogl", Some("Ms."), ""),
            ("Herr Prof. Dr. Ott", Some("Prof."), "Prof. Dr."),
            ("Mrs Smith", Some("Mrs."), ""),
            ("Dr. med. Ott", Some("Dr."), "Dr. med."),
            ("Frau", None, ""),
        ] {
            let parts = split(name, None);
            assert_eq!((parts.salutation, parts.titles.as_str()), (salutation, titles), "{name}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn nothing_is_made_up(name in any::<String>(), region in "[A-Z]{2}") {
            let parts = split(&name, Region::new(&region).as_ref());
            for word in [&parts.first, &parts.last, &parts.company].into_iter().flat_map(|part| part.split_whitespace()) {
                prop_assert!(name.contains(word), "{word:?} of {name:?}");
            }
        }
    }
}
