//! What is called without being anybody's number: emergency and service codes, and the texts
//! phone systems put in place of a hidden number.

use super::Region;

/// Codes that mean the same nearly everywhere, whatever the country.
const EVERYWHERE: [&str; 3] = ["112", "911", "999"];

/// Emergency and service codes by country. Not complete and need not be: a code missing here reads
/// as internal, which is looked up just as little.
const BY_REGION: [(&str, &[&str]); 17] = [
    ("AT", &["122", "133", "140", "141", "144", "147"]),
    ("AU", &["000", "106"]),
    ("BE", &["100", "101"]),
    ("CA", &["211", "311", "411", "511", "611", "711", "811", "988"]),
    ("CH", &["117", "118", "140", "143", "144", "145", "147", "1414"]),
    ("CN", &["110", "119", "120", "122"]),
    ("DE", &["110", "115", "19222"]),
    ("ES", &["016", "061", "062", "080", "091", "092"]),
    ("FR", &["15", "17", "18", "114", "115", "119", "191", "196"]),
    ("GB", &["101", "105", "111", "119", "123"]),
    ("IN", &["100", "101", "102", "108"]),
    ("IT", &["113", "114", "115", "117", "118"]),
    ("JP", &["110", "118", "119", "171"]),
    ("NL", &["113", "144"]),
    ("NZ", &["111", "105"]),
    ("PL", &["997", "998"]),
    ("US", &["211", "311", "411", "511", "611", "711", "811", "988"]),
];

/// `116…` (European services of social value), `118…` (directory enquiries in much of Europe).
const EUROPEAN_PREFIXES: [&str; 2] = ["116", "118"];
const EUROPEAN_CODE_DIGITS: std::ops::RangeInclusive<usize> = 5..=6;
const NORTH_AMERICA: [&str; 2] = ["US", "CA"];

/// Whether `digits` is a code that is dialled but never a person.
pub(super) fn is_code(digits: &str, home: &Region) -> bool {
    if EVERYWHERE.contains(&digits) {
        return true;
    }
    let local = BY_REGION.iter().any(|(region, codes)| *region == home.as_str() && codes.contains(&digits));
    let european = EUROPEAN_CODE_DIGITS.contains(&digits.len())
        && EUROPEAN_PREFIXES.iter().any(|prefix| digits.starts_with(prefix))
        && !NORTH_AMERICA.contains(&home.as_str());
    local || european
}

/// What phone systems and networks say for a hidden number, in lower case.
const WITHHELD: [&str; 43] = [
    "anonymous",
    "anonymus",
    "unknown",
    "unknown number",
    "unknown caller",
    "private",
    "private number",
    "private caller",
    "withheld",
    "number withheld",
    "withheld number",
    "restricted",
    "restricted number",
    "unavailable",
    "not available",
    "no caller id",
    "caller id blocked",
    "blocked",
    "hidden",
    "invalid",
    "anonym",
    "anonymer anrufer",
    "unbekannt",
    "unbekannter teilnehmer",
    "privat",
    "unterdrückt",
    "unterdrueckt",
    "rufnummer unterdrückt",
    "nummer unterdrückt",
    "nicht verfügbar",
    "desconocido",
    "número privado",
    "numero privado",
    "privado",
    "oculto",
    "número oculto",
    "inconnu",
    "masqué",
    "numéro masqué",
    "privé",
    "sconosciuto",
    "anonimo",
    "número desconocido",
];

/// Whether a cleaned text stands for a hidden number.
pub(super) fn is_withheld(text: &str) -> bool {
    let text = text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '(' | ')' | '-' | '_' | '.')
    });
    text.is_empty() || WITHHELD.contains(&text.to_lowercase().as_str())
}
