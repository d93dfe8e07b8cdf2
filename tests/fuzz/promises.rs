//! What holds for every text: the bodies of the fuzz targets, and of the test that replays their
//! corpus. A broken promise is a panic.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use domain::caller::PersonKind;
use domain::number::{
    LAST_DIGITS_MAX, LAST_DIGITS_MIN, Mark, Number, RAW_MAX, Reading, Reformatting, Region, SPELLINGS_MAX,
    Strategy, compare, read, spellings,
};
use domain::settings::MatchingSettings;

/// Homes with different habits: trunk zero, none, `8`, `1` in common, a zero that stays, letters in
/// mobile prefixes, and one that does not exist.
const HOMES: [&str; 8] = ["DE", "US", "RU", "IT", "AR", "MX", "ES", "XX"];

/// A country and a strategy from the first two bytes, two numbers from the two lines behind them.
pub fn number(data: &[u8]) {
    let Some(([first, second], rest)) = data.split_first_chunk::<2>() else { return };
    let home = Region::new(HOMES[usize::from(*first) % HOMES.len()]).expect("two letters");
    let text = String::from_utf8_lossy(rest);
    let (raw, other) = text.split_once('\n').unwrap_or((&text, ""));
    let span = LAST_DIGITS_MAX - LAST_DIGITS_MIN + 1;
    let strategy = match second % (span + 1) {
        0 => Strategy::Exact,
        digits => Strategy::LastDigits { digits: LAST_DIGITS_MIN + digits - 1 },
    };
    let (raw, other) = (holds_alone(raw, &home), holds_alone(other, &home));
    holds_between(&raw, &other, strategy);
    holds_between(&other, &raw, strategy);
}

fn holds_alone(raw: &str, home: &Region) -> Number {
    let number = read(raw, home);
    assert_eq!(number, read(raw, home), "the same text is the same number");
    assert!(number.raw.chars().count() <= RAW_MAX);
    let spelled = spellings(&number);
    assert!(spelled.len() <= SPELLINGS_MAX);
    assert!(
        spelled.iter().all(|text| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())),
        "{spelled:?}"
    );
    match &number.reading {
        Reading::Public(public) => {
            let digits = public.e164.strip_prefix('+').expect("E.164 begins with a plus");
            assert!(digits.bytes().all(|b| b.is_ascii_digit()) && digits.ends_with(&public.national));
            assert!(!spelled.is_empty());
            let again = read(&public.e164, home);
            assert_eq!(again.public().map(|again| &again.e164), Some(&public.e164), "{raw:?}");
            let itself = compare(&number, &number, Strategy::Exact).expect("a number is equal to itself");
            assert_eq!(itself.last_digits, None);
        }
        Reading::Short { digits } => assert!(!digits.is_empty()),
        Reading::Internal { digits } => {
            assert!(!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()));
        }
        Reading::Withheld | Reading::Unreadable => assert!(number.public().is_none()),
    }
    number
}

fn holds_between(caller: &Number, stored: &Number, strategy: Strategy) {
    let Some(likeness) = compare(caller, stored, strategy) else { return };
    let (Some(one), Some(other)) = (caller.public(), stored.public()) else {
        panic!("only public numbers agree with anything")
    };
    match likeness.last_digits {
        None => assert_eq!(one.e164, other.e164),
        Some(digits) => {
            let tail = |national: &str| national[national.len() - usize::from(digits)..].to_owned();
            assert_eq!(tail(&one.national), tail(&other.national));
            assert!(compare(stored, caller, strategy).is_some(), "last digits agree both ways");
        }
    }
    inside(&likeness.caller, &one.shown_international);
    inside(&likeness.stored, &stored.raw);
}

fn inside(marks: &[Mark], text: &str) {
    let end = u32::try_from(text.chars().count()).expect("short");
    assert!(
        !marks.is_empty() && marks.iter().all(|mark| mark.start < mark.end && mark.end <= end),
        "{marks:?} {text:?}"
    );
}

/// Rules up to an empty line, a rule a line; then the number they are applied to.
pub fn reformat(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (rules, raw) = text.split_once("\n\n").unwrap_or((&text, "0049 (0)40 / 66969-412"));
    let texts: Vec<String> = rules.lines().map(str::to_owned).collect();
    let rules = Reformatting::new(texts.clone());
    assert_eq!(Vec::<String>::from(rules.clone()), texts, "rules stay as written");
    let steps = rules.steps(raw);
    assert_eq!(steps.len(), rules.len());
    assert!(steps.iter().all(|step| step.after.chars().count() <= RAW_MAX));
    let applied = rules.apply(raw);
    assert_eq!(steps.last().map_or(raw.chars().take(RAW_MAX).collect(), |step| step.after.clone()), applied);
    let matching = MatchingSettings { rules, objects: vec![PersonKind::Lead], ..MatchingSettings::default() };
    let number = matching.read(raw);
    assert_eq!(number.reading, read(&applied, &matching.default_region).reading);
    assert!(raw.starts_with(&number.raw), "the raw number stays what arrived");
}
