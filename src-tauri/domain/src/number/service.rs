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

/// What phone systems and networks say for a hidden number, word by word, in lower case: one of
/// these, and nothing but [`FILLING`] besides.
const HIDING: [&str; 113] = [
    // English, and the codes of North American networks (P: private, O: out of area).
    "anonymous",
    "anonymus",
    "unknown",
    "private",
    "withheld",
    "restricted",
    "unavailable",
    "blocked",
    "hidden",
    "invalid",
    "suppressed",
    "clir",
    "payphone",
    "unlisted",
    "p",
    "o",
    "null",
    "none",
    "undefined",
    // German
    "anonym",
    "anonymer",
    "anonyme",
    "unbekannt",
    "unbekannter",
    "unbekannte",
    "privat",
    "privater",
    "unterdrückt",
    "unterdrückte",
    "unterdrueckt",
    "unterdrueckte",
    "verborgen",
    "verborgene",
    // Spanish, Portuguese, Italian
    "desconocido",
    "desconocida",
    "privado",
    "privada",
    "oculto",
    "oculta",
    "anónimo",
    "anónima",
    "anonimo",
    "anonima",
    "restringido",
    "bloqueado",
    "desconhecido",
    "desconhecida",
    "confidencial",
    "reservado",
    "sconosciuto",
    "sconosciuta",
    "privato",
    "privata",
    "nascosto",
    "riservato",
    // French
    "inconnu",
    "inconnue",
    "masqué",
    "masque",
    "masquée",
    "privé",
    "prive",
    "privée",
    "secret",
    "caché",
    // Dutch and the North
    "onbekend",
    "onbekende",
    "afgeschermd",
    "anoniem",
    "skjult",
    "ukendt",
    "hemmeligt",
    "ukjent",
    "dolt",
    "hemligt",
    "okänt",
    "okänd",
    "skyddat",
    "tuntematon",
    "salattu",
    "salainen",
    // The East of Europe
    "zastrzeżony",
    "nieznany",
    "prywatny",
    "ukryty",
    "neznámé",
    "skryté",
    "neznáme",
    "skrytý",
    "rejtett",
    "ismeretlen",
    "necunoscut",
    "ascuns",
    "приватный",
    "неизвестный",
    "неизвестно",
    "неизвестен",
    "скрыт",
    "скрытый",
    "засекречен",
    "анонимный",
    "прихований",
    "невідомий",
    // Greek, Turkish, Hebrew, Arabic
    "αγνωστος",
    "άγνωστος",
    "απόκρυψη",
    "ανώνυμος",
    "gizli",
    "bilinmeyen",
    "özel",
    "חסוי",
    "خاص",
    "مجهول",
];

/// Words that say what is hidden, or how.
const FILLING: [&str; 63] = [
    "number",
    "caller",
    "callers",
    "id",
    "call",
    "name",
    "no",
    "not",
    "by",
    "line",
    "coin",
    "asserted",
    "available",
    "nummer",
    "rufnummer",
    "anrufer",
    "anruf",
    "teilnehmer",
    "rufnummernanzeige",
    "keine",
    "nicht",
    "número",
    "numero",
    "numéro",
    "llamada",
    "chamada",
    "appel",
    "chiamata",
    "de",
    "del",
    "el",
    "correspondant",
    "nummeret",
    "numret",
    "numer",
    "číslo",
    "szám",
    "hívó",
    "număr",
    "номер",
    "абонент",
    "вызов",
    "αριθμός",
    "αριθμος",
    "numara",
    "arayan",
    "מספר",
    "ידוע",
    "رقم",
    "user",
    "phone",
    "telephone",
    "telefon",
    "telefonnummer",
    "tel",
    "privacy",
    "subscriber",
    "party",
    "is",
    "the",
    "has",
    "been",
    "was",
];

/// What is said in words that hide nothing by themselves, or without blanks between words.
const HIDING_PHRASES: [&str; 22] = [
    "not available",
    "no caller id",
    "no callerid",
    "no number",
    "no cli",
    "out of area",
    "nicht verfügbar",
    "nicht übermittelt",
    "keine rufnummer",
    "keine nummer",
    "no disponible",
    "non disponible",
    "non disponibile",
    "非通知",
    "非通知設定",
    "公衆電話",
    "未知号码",
    "私人号码",
    "限制显示",
    "发信号码限制显示",
    "발신번호표시제한",
    "מספר לא ידוע",
];

/// A trunk that must send a number sends this many zeros or more for none.
const ZEROS_MIN: usize = 4;

/// Whether a cleaned text stands for a hidden number.
pub(super) fn is_withheld(text: &str) -> bool {
    // The ordinary case at once: no text for a hidden number holds digits.
    if text.contains(|c: char| c.is_ascii_digit() && c != '0') {
        return false;
    }
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        // Feature codes and lone signs are told apart by what they are made of.
        return !text.contains(['*', '#', '+']);
    }
    let zeros = text.len() >= ZEROS_MIN && text.bytes().all(|b| b == b'0');
    let hides = words.iter().any(|word| HIDING.contains(word))
        && words.iter().all(|word| HIDING.contains(word) || FILLING.contains(word));
    zeros || hides || HIDING_PHRASES.contains(&words.join(" ").as_str())
}
