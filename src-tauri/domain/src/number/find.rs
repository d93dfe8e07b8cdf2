//! Numbers in a text that is mostly something else.

use std::ops::Range;

use rlibphonenumber::Region as Land;
use rlibphonenumber::phonenumber_matcher::{Leniency, PHONE_MATCHER_FACTORY};

use super::{Number, Region, digits_of, read};

/// Candidates that are tried in one text. A text of numbers alone has fewer in its bounded length.
const TRIES_MAX: u64 = 500;

/// Fewest digits of a number that is found in a text: shorter ones are years, prices and ids too
/// often.
const DIGITS_MIN: usize = 7;

/// A number in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// In bytes of the text.
    pub range: Range<usize>,
    pub number: Number,
}

/// The numbers in `text` that are certain: valid, written as numbers are, and not something else
/// that has digits, such as a date, an amount or the id of a record.
#[must_use]
pub fn find(text: &str, home: &Region) -> Vec<Found> {
    let land = Land::from_code(home.as_str()).ok();
    let spaced = with_plain_spaces(text);
    let matches = PHONE_MATCHER_FACTORY
        .matcher_builder(&spaced)
        .leniency(Leniency::Valid)
        .max_tries(TRIES_MAX)
        .preferred_region(land)
        .build();
    let found = matches.map(|found| found.start..found.end());
    found
        .filter(|range| is_number(text, range))
        .filter_map(|range| {
            let number = read(&text[range.clone()], home);
            number.public()?;
            Some(Found { range, number })
        })
        .collect()
}

/// Narrow spaces as one that the library takes for one, and as long: places stay the same.
fn with_plain_spaces(text: &str) -> String {
    text.replace(['\u{2007}', '\u{2009}', '\u{202f}'], "\u{3000}")
}

fn is_number(text: &str, range: &Range<usize>) -> bool {
    let (before, written, behind) = (&text[..range.start], &text[range.clone()], &text[range.end..]);
    let digits = digits_of(written);
    digits.len() >= DIGITS_MIN
        && !touches(before, behind)
        && !is_amount(before, written, behind)
        && !is_date(written)
        && !is_address_of_machine(written)
        && !is_fax(before)
        && (written.contains('+') || !(is_named_otherwise(before) || is_bare(before, written, &digits)))
}

/// Part of something longer: a record's id, a decimal, an address, a path.
fn touches(before: &str, behind: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '@' | '=' | '&' | '%' | '#' | '\\');
    let last = before.chars().next_back();
    let mut next = behind.chars();
    let first = next.next();
    let second_is_digit = next.next().is_some_and(|c| c.is_ascii_digit());
    last.is_some_and(|c| part(c) || matches!(c, '-' | '.'))
        || (last.is_some_and(|c| matches!(c, ',' | '/' | ':'))
            && before.chars().rev().nth(1).is_some_and(char::is_alphanumeric)
            && last != Some(':'))
        || first.is_some_and(part)
        || (first.is_some_and(|c| matches!(c, ',' | '.' | ':' | '/' | '-')) && second_is_digit)
}

const CURRENCIES: [&str; 14] =
    ["€", "$", "£", "¥", "₹", "EUR", "USD", "CHF", "GBP", "Euro", "PLN", "SEK", "DKK", "%"];

/// `1.234.567`, `1 234 567 €`, `$ 800 555 010`.
fn is_amount(before: &str, written: &str, behind: &str) -> bool {
    let (before, behind) = (before.trim_end(), behind.trim_start());
    let money = CURRENCIES.iter().any(|sign| before.ends_with(sign) || behind.starts_with(sign));
    let grouped = |sign: char| {
        let mut groups = written.split(sign);
        let first = groups.next().unwrap_or_default();
        let rest: Vec<&str> = groups.collect();
        let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        !first.starts_with('0')
            && (1..=3).contains(&first.len())
            && all_digits(first)
            && rest.len() > 1
            && rest.iter().all(|part| part.len() == 3 && all_digits(part))
    };
    money || ['.', '\'', '\u{a0}', '\u{202f}', '\u{2009}'].into_iter().any(grouped)
}

/// `23.11.2026`, `2026-11-23`, and such a date with a time or another date behind it.
fn is_date(written: &str) -> bool {
    let parts: Vec<&str> =
        written.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let number = |at: usize| parts.get(at).and_then(|part| part.parse::<u32>().ok()).unwrap_or(0);
    let year =
        |at: usize| parts.get(at).is_some_and(|part| part.len() == 4) && (1900..=2100).contains(&number(at));
    let day = |at: usize| parts.get(at).is_some_and(|part| part.len() <= 2) && (1..=31).contains(&number(at));
    if written.contains('+') || written.contains('(') {
        return false;
    }
    let first = (year(0) && day(1) && day(2)) || (day(0) && day(1) && year(2));
    let years = year(0) && (year(1) || parts.len() == 1);
    first || years
}

/// `192.168.100.200`, and the groups of a card (`4111 1111 1111 1111`).
fn is_address_of_machine(written: &str) -> bool {
    let parts: Vec<&str> = written.split('.').collect();
    let is_ip = parts.len() == 4 && parts.iter().all(|part| part.parse::<u8>().is_ok());
    let groups: Vec<&str> = written.split([' ', '-']).collect();
    let is_card = groups.len() >= 3
        && groups[..3].iter().all(|group| group.len() == 4)
        && groups.iter().all(|group| group.bytes().all(|b| b.is_ascii_digit()));
    let is_book = ["978", "979"].iter().any(|start| groups[0] == *start) && digits_of(written).len() == 13;
    is_ip || is_card || is_book
}

/// What stands before a number and says that it is none to call.
const OTHER_NAMES: [&str; 45] = [
    "id",
    "ids",
    "nr",
    "no",
    "num",
    "number",
    "nummer",
    "ref",
    "reference",
    "referenz",
    "case",
    "vorgang",
    "vorgangsnummer",
    "ticket",
    "order",
    "auftrag",
    "auftragsnummer",
    "bestellung",
    "bestellnummer",
    "bestellnr",
    "rechnung",
    "rechnungsnummer",
    "invoice",
    "kunde",
    "kundennummer",
    "kundennr",
    "customer",
    "artikel",
    "artikelnummer",
    "sku",
    "ean",
    "gtin",
    "isbn",
    "issn",
    "iban",
    "bic",
    "blz",
    "konto",
    "kontonummer",
    "account",
    "vat",
    "ust",
    "serial",
    "version",
    "build",
];

/// What stands before a number and says that it is one.
const CALL_NAMES: [&str; 28] = [
    "tel",
    "telefon",
    "telefonnummer",
    "telephone",
    "phone",
    "fon",
    "mobil",
    "mobile",
    "handy",
    "cell",
    "call",
    "ruf",
    "rufnummer",
    "anruf",
    "anrufen",
    "hotline",
    "festnetz",
    "zentrale",
    "durchwahl",
    "direct",
    "office",
    "home",
    "business",
    "t",
    "m",
    "p",
    "whatsapp",
    "tél",
];

/// The words right before the number, the last first, in lower case.
fn words_before(before: &str) -> impl Iterator<Item = String> + '_ {
    const LOOK_BACK_WORDS: usize = 3;
    before
        .rsplit(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .take(LOOK_BACK_WORDS)
        .map(str::to_lowercase)
}

fn is_called(before: &str) -> bool {
    words_before(before).any(|word| CALL_NAMES.contains(&word.as_str()))
}

/// Nobody picks up there.
fn is_fax(before: &str) -> bool {
    words_before(before).next().is_some_and(|word| ["fax", "telefax", "f"].contains(&word.as_str()))
}

/// The word before it names something else: an order, a customer.
fn is_named_otherwise(before: &str) -> bool {
    words_before(before).next().is_some_and(|word| OTHER_NAMES.contains(&word.as_str())) && !is_called(before)
}

/// Digits and nothing else, as ids are written: a number only where something before says so, or
/// where it begins as national numbers do.
fn is_bare(before: &str, written: &str, digits: &str) -> bool {
    let plain = written.len() == digits.len();
    let national = digits.starts_with('0') && !digits.starts_with("00");
    plain && !national && !is_called(before)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn found(text: &str, home: &str) -> Vec<String> {
        let home = Region::new(home).unwrap();
        find(text, &home).into_iter().map(|found| found.number.canonical().to_owned()).collect()
    }

    #[test]
    fn numbers_are_found_where_they_stand() {
        for (home, text, expected) in [
            ("DE", "Tel. 040 66969-412, mobil 0171/1234567", vec!["+494066969412", "+491711234567"]),
            ("DE", "+49 (0)40 66969-412", vec!["+494066969412"]),
            ("DE", "Rufen Sie 04066969412 an.", vec!["+494066969412"]),
            ("DE", "London: +44 20 7946 0321.", vec!["+442079460321"]),
            ("DE", "0049 40 66969412", vec!["+494066969412"]),
            ("US", "Call (212) 555-0123 or 212.555.0124", vec!["+12125550123", "+12125550124"]),
            ("US", "Phone: 2125550123", vec!["+12125550123"]),
            ("GB", "020 7946 0321 ext. 12", vec!["+442079460321"]),
            ("ES", "Llame al 912 345 678", vec!["+34912345678"]),
            ("FR", "01 23 45 67 89", vec!["+33123456789"]),
            ("DE", "040\u{202f}66969412", vec!["+494066969412"]),
        ] {
            assert_eq!(found(text, home), expected, "{text}");
        }
        let text = "ä 040 66969412 ö";
        let range = find(text, &Region::new("DE").unwrap())[0].range.clone();
        assert_eq!(&text[range], "040 66969412");
    }

    #[test]
    fn what_else_has_digits_is_left_alone() {
        for (home, text) in [
            ("DE", "23.11.2026 14:30"),
            ("DE", "2026-11-23 10:15"),
            ("DE", "01.02.2026 - 03.02.2026"),
            ("DE", "1.234.567,89 €"),
            ("DE", "EUR 040 123 456"),
            ("US", "$800 555 0100"),
            ("DE", "0035e00000AbCdEAAV"),
            ("DE", "003500000412345678"),
            ("US", "500212555012301"),
            ("US", "2125550123"),
            ("DE", "Bestellnummer 0404711471"),
            ("DE", "DE89 3704 0044 0532 0130 00"),
            ("US", "4111 1111 1111 1111"),
            ("US", "192.168.100.200"),
            ("DE", "978-3-16-148410-0"),
            ("DE", "https://example.com/040669694120"),
            ("DE", "53.551086, 9.993682"),
            ("DE", "Fax 040 66969413"),
            ("DE", "T: siehe oben | F +49 40 66969413"),
            ("DE", "1732345678901"),
            ("DE", "20457 Hamburg"),
        ] {
            assert_eq!(found(text, home), Vec::<String>::new(), "{text}");
        }
    }
}
