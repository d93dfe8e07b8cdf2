#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::{ProptestConfig, any, prop, prop_assert_eq, proptest};
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};

use super::*;

fn region(code: &str) -> Region {
    Region::new(code).unwrap()
}

/// One line: `+4940…`, with ` x12` for an extension, or what it is instead.
fn short_form(number: &Number) -> String {
    match &number.reading {
        Reading::Public(public) => match &public.extension {
            Some(extension) => format!("{} x{extension}", public.e164),
            None => public.e164.clone(),
        },
        Reading::Short { digits } => format!("short {digits}"),
        Reading::Internal { digits } => format!("internal {digits}"),
        Reading::Withheld => "withheld".to_owned(),
        Reading::Unreadable => "unreadable".to_owned(),
    }
}

fn check(table: &[(&str, &str, &str)]) {
    let read_as = |raw: &str, home: &str| short_form(&read(raw, &region(home)));
    let wrong: Vec<_> =
        table.iter().filter(|(raw, home, expected)| read_as(raw, home) != *expected).collect();
    let instead: Vec<_> = wrong.iter().map(|(raw, home, _)| read_as(raw, home)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}\nread as {instead:#?}");
}

#[test]
fn every_spelling_of_a_number_is_the_same_number() {
    for raw in [
        "+49 40 66969412",
        "+494066969412",
        "0049 40 66969412",
        "00494066969412",
        "040 66969412",
        "(0)40 / 66 96 94-12",
        "+49 (0)40 66969412",
        "0049 (0) 40 / 66 96 94 12",
        "+49 (40) 66.96.94.12",
        "++4940 66969412",
        "+0049 40 66969412",
        "(00)49 40 66969412",
        "tel:+49-40-66969412",
        "tel:040-66969412",
        "callto:+494066969412",
        "sip:+494066969412@pbx.example.com:5061",
        "sips:04066969412@pbx",
        "\"K. Vogelsang\" <sip:+494066969412@pbx>",
        "+49\u{a0}40\u{202f}66969412",
        "\u{202a}+49 40 66969412\u{202c}",
        "+49\u{200b}40\u{feff}66969412",
        "＋４９ ４０ ６６９６９４１２",
        "٠٤٠ ٦٦٩٦٩٤١٢",
        "۰۴۰ ۶۶۹۶۹۴۱۲",
        "०४० ६६९६९४१२",
        "Tel. 040 66969412",
        "Büro: +49 40 66969412",
        "040 66969412 privat",
        "040 66969412 (Frau Vogelsang)",
        "040 66969412 / 0171 3125100",
        "040–66969412",
        "494066969412",
        "04066969412;phone-context=+49",
    ] {
        assert_eq!(short_form(&read(raw, &region("DE"))), "+494066969412", "{raw:?}");
    }
}

#[test]
fn countries_keep_their_habits() {
    check(&[
        ("(415) 555-2671", "US", "+14155552671"),
        ("1-415-555-2671", "US", "+14155552671"),
        ("011 49 40 66969412", "US", "+494066969412"),
        ("0049 40 66969412", "US", "+494066969412"),
        ("494066969412", "US", "+494066969412"),
        ("+1 415 555 2671", "DE", "+14155552671"),
        // A possible number at home is not read as one abroad, though +49 30 123456 would be valid.
        ("4930123456", "US", "+14930123456"),
        ("020 7946 0018", "GB", "+442079460018"),
        ("+44 (0)20 7946 0018", "DE", "+442079460018"),
        ("06 698 12345", "IT", "+390669812345"),
        ("+39 06 698 12345", "DE", "+390669812345"),
        ("91 555 12 34", "ES", "+34915551234"),
        ("+34 (0)91 555 12 34", "DE", "+34915551234"),
        ("01 23 45 67 89", "FR", "+33123456789"),
        ("8 (495) 123-45-67", "RU", "+74951234567"),
        ("0 11 15-3456-7890", "AR", "+5491134567890"),
        ("06 1 234 5678", "HU", "+3612345678"),
        ("13 12 34", "AU", "+61131234"),
        ("+800 1234 5678", "DE", "+80012345678"),
    ]);
}

#[test]
fn extensions_are_set_apart() {
    check(&[
        ("415.555.2671 x12", "US", "+14155552671 x12"),
        ("+1 415 555 2671 ext. 12", "DE", "+14155552671 x12"),
        ("+14155552671;ext=12", "DE", "+14155552671 x12"),
        ("tel:+1-415-555-2671;ext=12;isub=3", "DE", "+14155552671 x12"),
        ("(415) 555-2671 extension 4711", "US", "+14155552671 x4711"),
        ("040 66969412 #12", "DE", "+494066969412 x12"),
        ("040 66969412 ext 12", "DE", "+494066969412 x12"),
    ]);
}

#[test]
fn letters_are_keys_only_where_the_number_needs_them() {
    check(&[
        ("1-800-FLOWERS", "US", "+18003569377"),
        ("1-800-flowers", "US", "+18003569377"),
        ("1-800-275-CALL", "US", "+18002752255"),
        ("(415) 555-CALL", "US", "+14155552255"),
        ("030 123456 privat", "DE", "+4930123456"),
        ("0171 3125100 Max", "DE", "+491713125100"),
        ("204 Max", "DE", "internal 204"),
        ("alice", "DE", "unreadable"),
        ("see notes", "US", "unreadable"),
    ]);
}

#[test]
fn what_is_not_valid_and_not_national_is_no_customer() {
    check(&[
        ("101", "US", "internal 101"),
        ("104", "DE", "internal 104"),
        ("0", "DE", "internal 0"),
        ("1234", "US", "internal 1234"),
        ("sip:104@pbx.example.com", "DE", "internal 104"),
        ("Ext. 104", "US", "internal 104"),
        ("112", "DE", "short 112"),
        ("110", "DE", "short 110"),
        ("110", "US", "internal 110"),
        ("911", "US", "short 911"),
        ("116117", "DE", "short 116117"),
        ("118 33", "DE", "short 11833"),
        ("*97", "DE", "short *97"),
        ("*21*104#", "DE", "short *21*104#"),
        ("+101", "DE", "unreadable"),
        ("+49 1234", "DE", "unreadable"),
        ("1234 x567", "DE", "unreadable"),
        ("12345678901234567890", "DE", "unreadable"),
        ("+999 12345678", "DE", "unreadable"),
        ("-", "DE", "withheld"),
        ("n/a", "DE", "unreadable"),
    ]);
}

#[test]
fn hidden_numbers_are_withheld_in_every_language() {
    for raw in [
        "",
        "  ",
        "\u{200b}",
        "Anonymous",
        "anonymous",
        "ANONYMOUS",
        "sip:anonymous@anonymous.invalid",
        "Unknown",
        "Private number",
        "Withheld",
        "Restricted",
        "Unavailable",
        "Unbekannt",
        "Anonym",
        "Privat",
        "Unterdrückt",
        "UNTERDRÜCKT",
        "Número privado",
        "Inconnu",
        "Masqué",
        "\"Anonymous\" <sip:anonymous@10.0.0.1>",
        "<anonymous>",
    ] {
        assert_eq!(read(raw, &region("DE")).reading, Reading::Withheld, "{raw:?}");
    }
}

#[test]
fn a_new_range_and_a_local_number_still_compare() {
    check(&[("555-1212", "US", "+15551212"), ("+49 5000 123456", "DE", "+495000123456")]);
    let local = read("555-1212", &region("US"));
    assert_eq!(local.public().unwrap().kind, NumberKind::Other);
    assert_eq!(local.shown(&region("US")), "555-1212");
    assert!(
        compare(&read("+14155551212", &region("US")), &local, Strategy::LastDigits { digits: 7 }).is_some()
    );
    assert!(compare(&read("+14155551212", &region("US")), &local, Strategy::Exact).is_none());
}

#[test]
fn a_number_is_shown_nationally_at_home_only() {
    let number = read("04066969412", &region("DE"));
    let public = number.public().unwrap();
    assert_eq!(
        (public.national.as_str(), public.kind, public.region.clone()),
        ("4066969412", NumberKind::Fixed, Some(region("DE")))
    );
    assert_eq!(number.shown(&region("DE")), "040 66969412");
    assert_eq!(number.shown(&region("AT")), "+49 40 66969412");
    assert_eq!(read("+80012345678", &region("DE")).public().unwrap().region, None);
    for (raw, kind) in [
        ("+491713125100", NumberKind::Mobile),
        ("+498001234567", NumberKind::TollFree),
        ("+4990012345678", NumberKind::Other),
        ("+499001234567", NumberKind::Premium),
        ("+14155552671", NumberKind::Fixed),
        ("+445612345678", NumberKind::Voip),
    ] {
        assert_eq!(read(raw, &region("DE")).public().map(|public| public.kind), Some(kind), "{raw}");
    }
}

#[test]
fn raw_is_kept_and_bounded() {
    assert_eq!(read(" 040 1\u{200b}", &region("DE")).raw, " 040 1\u{200b}");
    assert_eq!(read(&"٣".repeat(5_000), &region("DE")).raw.chars().count(), RAW_MAX);
}

#[test]
fn a_region_is_two_letters_also_when_it_is_read_from_a_file() {
    let from_file = |code: &'static str| -> Result<Region, Error> {
        let text: StrDeserializer<'_, Error> = code.into_deserializer();
        Region::deserialize(text)
    };
    assert_eq!(from_file("de").unwrap(), region("DE"));
    assert!(from_file("DEU").is_err());
    assert!(from_file("4").is_err());
    assert!(region("DE").is_known());
    assert!(!region("XX").is_known());
}

#[test]
fn spellings_are_those_people_store() {
    let of = |raw: &str, home: &str| spellings(&read(raw, &region(home)));
    assert_eq!(of("+4940 66969412", "DE"), ["494066969412", "4066969412", "04066969412", "00494066969412"]);
    assert_eq!(of("+14155552671", "DE"), ["14155552671", "4155552671", "0014155552671"]);
    assert_eq!(of("+34915551234", "DE"), ["34915551234", "915551234", "0034915551234"]);
    assert_eq!(of("(415) 555-2671 x12", "US"), ["14155552671", "4155552671", "0014155552671"]);
    assert_eq!(of("+3612345678", "DE"), ["3612345678", "12345678", "0612345678", "003612345678"]);
    assert!(of("104", "DE").is_empty());
    assert!(of("anonymous", "DE").is_empty());
}

/// The two spellings with the compared characters in `‹›`, and the digits compared.
fn marked(
    caller: &str,
    stored: &str,
    home: &str,
    digits: Option<u8>,
) -> Option<(String, String, Option<u8>)> {
    let (caller, stored) = (read(caller, &region(home)), read(stored, &region(home)));
    let strategy = digits.map_or(Strategy::Exact, |digits| Strategy::LastDigits { digits });
    let likeness = compare(&caller, &stored, strategy)?;
    let show = |text: &str, marks: &[Mark]| {
        let mut shown = String::new();
        for (at, c) in (0..).zip(text.chars()) {
            if marks.iter().any(|mark| mark.start == at) {
                shown.push('‹');
            }
            shown.push(c);
            if marks.iter().any(|mark| mark.end == at + 1) {
                shown.push('›');
            }
        }
        shown
    };
    Some((
        show(&caller.public()?.shown_international, &likeness.caller),
        show(&stored.raw, &likeness.stored),
        likeness.last_digits,
    ))
}

#[test]
fn an_exact_match_marks_what_is_equal() {
    for (caller, stored, home, caller_marked, stored_marked) in [
        ("+494066969412", "(0)40 / 66 96 94-12", "DE", "‹+49 40 66969412›", "(0)‹40 / 66 96 94-12›"),
        ("+494066969412", "+49 40 66969412", "DE", "‹+49 40 66969412›", "‹+49 40 66969412›"),
        ("+494066969412", "0049 (0)40 66969412", "DE", "‹+49 40 66969412›", "00‹49› (0)‹40 66969412›"),
        (
            "+494066969412",
            "Tel. ＋４９ 40 66969412 privat",
            "DE",
            "‹+49 40 66969412›",
            "Tel. ‹＋４９ 40 66969412› privat",
        ),
        ("+14155552671", "(415) 555-2671 x12", "US", "‹+1 415-555-2671›", "(‹415) 555-2671› x12"),
        ("+14155552671 x12", "(415) 555-2671", "US", "‹+1 415-555-2671› ext. 12", "(‹415) 555-2671›"),
        ("+18003569377", "1-800-FLOWERS", "US", "‹+1 800-356-9377›", "‹1-800-FLOWERS›"),
        ("+5491134567890", "011 15-3456-7890", "AR", "‹+54 9 11 3456-7890›", "011 15-‹3456-7890›"),
        ("+390669812345", "06 69812345", "IT", "‹+39 06 6981 2345›", "‹06 69812345›"),
    ] {
        let expected = Some((caller_marked.to_owned(), stored_marked.to_owned(), None));
        assert_eq!(marked(caller, stored, home, Some(7)), expected, "{caller} and {stored}");
        assert_eq!(marked(caller, stored, home, None), expected, "{caller} and {stored}");
    }
}

#[test]
fn a_suffix_match_marks_the_digits_compared() {
    for (caller, stored, digits, caller_marked, stored_marked) in [
        ("+493023125100", "0171 3125100", 7, "+49 30 2‹3125100›", "0171 ‹3125100›"),
        ("+493023125100", "0171 / 312 51-00", 7, "+49 30 2‹3125100›", "0171 / ‹312 51-00›"),
        ("+493023125100", "+43 1 23125100", 8, "+49 30 ‹23125100›", "+43 1 ‹23125100›"),
    ] {
        let expected = Some((caller_marked.to_owned(), stored_marked.to_owned(), Some(digits)));
        assert_eq!(marked(caller, stored, "DE", Some(digits)), expected, "{caller} and {stored}");
        assert_eq!(marked(caller, stored, "DE", None), None, "{caller} and {stored}, exact");
    }
}

#[test]
fn what_differs_does_not_match() {
    for (caller, stored, home, digits) in [
        ("+493023125100", "0171 3125101", "DE", 7),
        ("+493023125100", "0171 3125100", "DE", 8),
        // An extension narrows: two different ones are two people.
        ("+14155552671 x12", "(415) 555-2671 x13", "US", 7),
        // Too short on one side, or no public number.
        ("+49301234", "030 1234567", "DE", 7),
        ("104", "104", "DE", 5),
        ("112", "112", "DE", 5),
        ("12345", "030 2312345", "DE", 5),
        ("anonymous", "", "DE", 7),
        ("xyz", "xyz", "DE", 7),
    ] {
        assert_eq!(marked(caller, stored, home, Some(digits)), None, "{caller} and {stored}");
    }
}

#[test]
fn wrong_settings_are_held_within_bounds() {
    let (caller, stored) = (read("+493023125100", &region("DE")), read("0171 3125100", &region("DE")));
    assert_eq!(
        compare(&caller, &stored, Strategy::LastDigits { digits: 0 }).unwrap().last_digits,
        Some(LAST_DIGITS_MIN)
    );
    assert!(compare(&caller, &stored, Strategy::LastDigits { digits: 255 }).is_none());
}

fn holds_for(raw: &str, other: &str, home: &str) {
    let (number, other) = (read(raw, &region(home)), read(other, &region(home)));
    assert!(number.raw.chars().count() <= RAW_MAX);
    assert!(spellings(&number).len() <= SPELLINGS_MAX);
    if let Reading::Public(public) = &number.reading {
        assert!(public.e164.starts_with('+') && public.e164[1..].bytes().all(|b| b.is_ascii_digit()));
        let again = read(&public.e164, &region(home));
        assert_eq!(again.public().map(|again| &again.e164), Some(&public.e164), "{raw:?}");
        assert!(compare(&number, &number, Strategy::Exact).is_some());
    }
    for (one, two) in [(&number, &other), (&other, &number)] {
        let likeness = compare(one, two, Strategy::LastDigits { digits: 7 });
        for (marks, text) in likeness.iter().flat_map(|likeness| {
            [(&likeness.caller, &one.public().unwrap().shown_international), (&likeness.stored, &two.raw)]
        }) {
            let end = u32::try_from(text.chars().count()).unwrap();
            assert!(
                marks.iter().all(|mark| mark.start < mark.end && mark.end <= end),
                "{marks:?} in {text:?}"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(raw in any::<String>(), other in any::<String>()) {
        holds_for(&raw, &other, "DE");
    }

    #[test]
    fn any_digit_soup_is_read(
        raw in "(tel:|sip:)?[+0-9٠-٩０-９()/ .x#;=*,a-dA-D@<>%\u{200b}-]{0,40}",
        other in "[+0]?[0-9 ]{3,20}",
        home in prop::sample::select(vec!["DE", "US", "IT", "AR", "XX"]),
    ) {
        holds_for(&raw, &other, home);
    }

    /// Whatever separators stand between them, equal digits are the same number.
    #[test]
    fn separators_mean_nothing(digits in "[1-9][0-9]{6,9}", gaps in prop::collection::vec(prop::sample::select(vec!["", " ", "-", ".", "\u{200b}"]), 10)) {
        let spaced: String = digits.chars().zip(gaps.iter()).map(|(digit, gap)| format!("{digit}{gap}")).collect();
        let plain = read(&format!("+49{digits}"), &region("US"));
        let messy = read(&format!("+49 {spaced}"), &region("US"));
        prop_assert_eq!(plain.reading, messy.reading);
    }
}

/// Spellings as phone systems, contact lists and web pages hold them. Each line: spelling, home, and
/// what it is; `\u{…}` is a character that cannot be seen.
const WILD: &str = include_str!("wild.tsv");

#[test]
fn spellings_in_the_wild_are_read() {
    let unescaped = |text: &str| {
        let mut parts = text.split("\\u{");
        let mut plain = parts.next().unwrap().to_owned();
        for (code, rest) in parts.map(|part| part.split_once('}').unwrap()) {
            plain.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
            plain.push_str(rest);
        }
        plain
    };
    let mut lines = 0;
    let mut wrong = Vec::new();
    for line in WILD.lines().filter(|line| !line.starts_with('#')) {
        let [raw, home, expected] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let told = short_form(&read(&unescaped(raw), &region(home)));
        lines += 1;
        if told != expected {
            wrong.push(format!("{line}: {told}"));
        }
    }
    assert!(lines > 300 && wrong.is_empty(), "{} of {lines}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_country_with_a_plan_is_listed_once_with_its_calling_code() {
    let all = Region::all();
    assert!(all.len() > 240, "{}", all.len());
    assert!(all.windows(2).all(|pair| pair[0].0.as_str() < pair[1].0.as_str()), "in order, each once");
    assert!(all.iter().all(|(region, _)| region.is_known()));
    let code =
        |letters: &str| all.iter().find(|(region, _)| region.as_str() == letters).map(|(_, code)| *code);
    assert_eq!((code("DE"), code("US"), code("CA"), code("GB")), (Some(49), Some(1), Some(1), Some(44)));
    assert_eq!(code("XX"), None);
}
