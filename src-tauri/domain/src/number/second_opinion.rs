//! How well numbers are read: against recorded answers of Google's libphonenumber for every region,
//! beside a second reader.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::collections::BTreeSet;

use super::{NumberKind, Region, read};

/// Recorded with the Python port: one spelling a line, with what libphonenumber makes of it.
const REFERENCE: &str = include_str!("reference.tsv");

/// Fewer would not be every region in several spellings.
const SPELLINGS_MIN: usize = 15_000;
const REGIONS_MIN: usize = 245;

struct Case {
    line: &'static str,
    raw: &'static str,
    home: Region,
    e164: &'static str,
    kind: &'static str,
    extension: &'static str,
    written: &'static str,
}

fn cases() -> Vec<Case> {
    let lines = REFERENCE.lines().filter(|line| !line.starts_with('#'));
    let cases: Vec<_> = lines
        .map(|line| {
            let [raw, home, e164, kind, extension, written] = line.split('\t').collect::<Vec<_>>()[..] else {
                panic!("{line}")
            };
            Case { line, raw, home: Region::new(home).unwrap(), e164, kind, extension, written }
        })
        .collect();
    let regions: BTreeSet<_> = cases.iter().map(|case| case.home.as_str()).collect();
    assert!(
        cases.len() >= SPELLINGS_MIN && regions.len() >= REGIONS_MIN,
        "{} {}",
        cases.len(),
        regions.len()
    );
    cases
}

fn second_reader(case: &Case) -> Option<String> {
    let home = case.home.as_str().parse::<phonenumber::country::Id>().ok();
    // It panics on some input; that counts as a wrong answer.
    std::panic::catch_unwind(|| phonenumber::parse(home, case.raw).ok())
        .ok()
        .flatten()
        .map(|phone| phone.format().mode(phonenumber::Mode::E164).to_string())
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

/// What differs from the recorded answer.
fn differs(case: &Case) -> Option<String> {
    let number = read(case.raw, &case.home);
    let told = number.public().map(|public| {
        let extension = public.extension.as_deref().unwrap_or_default();
        (public.e164.as_str(), kind_word(public.kind), extension)
    });
    (told != Some((case.e164, case.kind, case.extension)))
        .then(|| format!("{}: read as {:?}", case.line, number.reading))
}

/// Printed are both readers' rates; the reader of the product may not fall below all.
#[test]
fn libphonenumber_agrees_with_the_reader_on_every_region() {
    let cases = cases();
    let mut wrong = Vec::new();
    for written in ["formatted", "messy"] {
        let cases: Vec<_> = cases.iter().filter(|case| case.written == written).collect();
        assert!(cases.len() > SPELLINGS_MIN / 4, "{} {written}", cases.len());
        let differ: Vec<_> = cases.iter().filter_map(|case| differs(case)).collect();
        let second = cases.iter().filter(|case| second_reader(case).as_deref() == Some(case.e164)).count();
        let percent = |right: usize| 100.0 * right as f64 / cases.len() as f64;
        println!(
            "{} {written} spellings: read right {:.2} %, by the second reader {:.2} %",
            cases.len(),
            percent(cases.len() - differ.len()),
            percent(second)
        );
        wrong.extend(differ);
    }
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}
