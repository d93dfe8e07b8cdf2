//! How well numbers are read: against recorded answers of Google's libphonenumber, and over every
//! country's example numbers in every format beside a second reader.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberFormat, PhoneNumberType, Region as Land};

use super::{NumberKind, Region, read};

/// Recorded with the Python port: one spelling a line, with what libphonenumber makes of it.
const REFERENCE: &str = include_str!("reference.tsv");

/// Fewer would not be every country.
const SPELLINGS_MIN: usize = 500;

const KINDS: [PhoneNumberType; 9] = [
    PhoneNumberType::FixedLine,
    PhoneNumberType::Mobile,
    PhoneNumberType::TollFree,
    PhoneNumberType::PremiumRate,
    PhoneNumberType::SharedCost,
    PhoneNumberType::VoIP,
    PhoneNumberType::PersonalNumber,
    PhoneNumberType::Pager,
    PhoneNumberType::UAN,
];

struct Case {
    raw: String,
    home: Region,
    e164: String,
    formatted: bool,
}

/// The spellings of one number: as its country formats it, and as people mess it up.
fn spellings_of(phone: &PhoneNumber, home: &Region) -> Vec<Case> {
    let e164 = phone.format_as(PhoneNumberFormat::E164).into_owned();
    let digits = e164.trim_start_matches('+').to_owned();
    let national = phone.format_as(PhoneNumberFormat::National).into_owned();
    let international = phone.format_as(PhoneNumberFormat::International).into_owned();
    let formatted = [
        e164.clone(),
        national.clone(),
        international.clone(),
        phone.format_as(PhoneNumberFormat::RFC3966).into_owned(),
        phone.format_out_of_country_calling_number(Land::from_code(home.as_str()).unwrap()).into_owned(),
    ];
    let messy = [
        format!("00{digits}"),
        format!("00 {}", international.trim_start_matches('+')),
        national.replace([' ', '-'], "."),
        format!("Tel. {international} "),
        international.replace(' ', "\u{a0}").replace('-', "\u{2013}"),
        format!("sip:{e164}@pbx.example.com"),
        e164.chars().map(|c| c.to_digit(10).and_then(|d| char::from_u32(0xff10 + d)).unwrap_or(c)).collect(),
    ];
    let case = |formatted| {
        let (home, e164) = (home.clone(), e164.clone());
        move |raw| Case { raw, home: home.clone(), e164: e164.clone(), formatted }
    };
    formatted.into_iter().map(case(true)).chain(messy.into_iter().map(case(false))).collect()
}

fn cases() -> Vec<Case> {
    let mut lands: Vec<Land> =
        PHONE_NUMBER_UTIL.get_supported_regions().filter(|land| *land != Land::World).collect();
    lands.sort_by_key(|land| land.as_region_str().to_string());
    let mut cases = Vec::new();
    for land in lands {
        let home = Region::new(&land.as_region_str()).unwrap();
        for kind in KINDS {
            if let Ok(phone) = PHONE_NUMBER_UTIL.get_example_number_for_type_and_region(land, kind) {
                cases.extend(spellings_of(&phone, &home));
            }
        }
    }
    cases
}

fn second_reader(case: &Case) -> Option<String> {
    let home = case.home.as_str().parse::<phonenumber::country::Id>().ok();
    let raw = case.raw.clone();
    // It panics on some input; that counts as a wrong answer.
    std::panic::catch_unwind(|| phonenumber::parse(home, raw).ok())
        .ok()
        .flatten()
        .map(|phone| phone.format().mode(phonenumber::Mode::E164).to_string())
}

#[test]
fn every_formatted_example_of_every_country_is_read() {
    let cases = cases();
    assert!(cases.len() >= SPELLINGS_MIN, "only {} spellings", cases.len());
    for formatted in [true, false] {
        let cases: Vec<_> = cases.iter().filter(|case| case.formatted == formatted).collect();
        let wrong: Vec<_> = cases
            .iter()
            .map(|case| (case, read(&case.raw, &case.home)))
            .filter(|(case, number)| number.public().map(|public| &public.e164) != Some(&case.e164))
            .map(|(case, number)| {
                format!(
                    "{} {:?} is {}, read as {:?}",
                    case.home.as_str(),
                    case.raw,
                    case.e164,
                    number.reading
                )
            })
            .collect();
        let second = cases.iter().filter(|case| second_reader(case).as_ref() == Some(&case.e164)).count();
        let percent = |right: usize| 100.0 * right as f64 / cases.len() as f64;
        println!(
            "{} {} spellings: read right {:.2} %, by the second reader {:.2} %",
            cases.len(),
            if formatted { "formatted" } else { "messy" },
            percent(cases.len() - wrong.len()),
            percent(second)
        );
        assert!(wrong.is_empty(), "{} read wrong:\n{}", wrong.len(), wrong.join("\n"));
    }
}

fn kind_word(kind: NumberKind) -> &'static str {
    match kind {
        NumberKind::Fixed => "fixed",
        NumberKind::Mobile => "mobile",
        NumberKind::TollFree => "toll_free",
        NumberKind::Premium => "premium",
        NumberKind::Voip => "voip",
        NumberKind::Other => "other",
    }
}

#[test]
fn libphonenumber_agrees() {
    let lines: Vec<_> = REFERENCE.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(lines.len() >= SPELLINGS_MIN);
    let read_line = |line: &str| {
        let [raw, home, ..] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let number = read(raw, &Region::new(home).unwrap());
        let told = number.public().map(|public| {
            let extension = public.extension.as_deref().unwrap_or_default();
            format!("{raw}\t{home}\t{}\t{}\t{extension}", public.e164, kind_word(public.kind))
        });
        told.unwrap_or_else(|| format!("{raw}\t{home}\t{:?}", number.reading))
    };
    let wrong: Vec<_> =
        lines.iter().map(|line| (*line, read_line(line))).filter(|(line, told)| line != told).collect();
    assert!(wrong.is_empty(), "{} of {} differ: {wrong:#?}", wrong.len(), lines.len());
}
