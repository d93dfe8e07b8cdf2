use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberFormat, PhoneNumberType, Region as Land};

use super::clean::{clean, digit, digits};
use super::service::{is_code, is_withheld};
use super::{Number, NumberKind, Public, RAW_MAX, Reading, Region};
use crate::rule::{Rule, Rules};

/// Longest digit string that is taken for an extension when it is no valid number. Extensions of
/// 3CX have up to five digits, ring groups and queues up to six.
const INTERNAL_DIGITS_MAX: usize = 6;

/// A text with fewer letters behind its first digit holds no word and no vanity number.
const WORD_LETTERS_MIN: usize = 3;

/// Fewest digits of an international number written without `+`, as some trunk providers send it.
const BARE_INTERNATIONAL_DIGITS_MIN: usize = 10;

/// Reads a number as somebody in `home` would dial or write it. Never fails: what is no number is
/// [`Reading::Unreadable`].
///
/// Valid numbers are public. A number that is not valid is public too if its length is possible
/// and it is longer than an extension: a range opened after this program was built, or a local
/// number without area code, still compares with its equal. What is neither is short or internal.
#[must_use]
pub fn read(raw: &str, home: &Region) -> Number {
    read_by(Rules::ALL, raw, home)
}

/// [`read`] with only some of the rules.
#[must_use]
pub fn read_by(rules: Rules, raw: &str, home: &Region) -> Number {
    let raw: String = raw.chars().take(RAW_MAX).collect();
    let reading = reading(&clean(&raw, rules), home, rules);
    Number { raw, reading }
}

fn reading(text: &str, home: &Region, rules: Rules) -> Reading {
    if rules.follow(Rule::Withheld) && is_withheld(text) {
        return Reading::Withheld;
    }
    let codes = rules.follow(Rule::ShortCodes);
    if codes
        && text.starts_with(['*', '#'])
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '*' | '#' | ' '))
    {
        return Reading::Short { digits: text.replace(' ', "") };
    }
    let digits = digits(text);
    if codes && is_code(&digits, home) && !text.contains('+') {
        return Reading::Short { digits };
    }
    if let Some(phone) = valid(text, home, rules) {
        return Reading::Public(public(&phone, home));
    }
    match digits.len() {
        0 => Reading::Unreadable,
        1..=INTERNAL_DIGITS_MAX if rules.follow(Rule::OwnLines) && !text.contains('+') => {
            Reading::Internal { digits }
        }
        _ => possible(text, home, rules).map_or(Reading::Unreadable, |phone| Reading::Public(public(&phone, home))),
    }
}

/// The valid number in `text`: the whole of it, or the part before a remark (`0171 1234567 privat`)
/// or before a second number (`030 1234567 / 0171 1234567`).
fn valid(text: &str, home: &Region, rules: Rules) -> Option<PhoneNumber> {
    let whole = valid_whole(text, home, rules);
    if whole.as_ref().is_some_and(|phone| phone.extension.is_some()) {
        return whole;
    }
    // Letters are a remark rather than a vanity number if the digits before them suffice.
    let before_word = before_word(text, rules).and_then(|part| valid_whole(part, home, rules));
    before_word.or(whole).or_else(|| {
        if !rules.follow(Rule::TwoNumbers) {
            return None;
        }
        let first = text.split(['/', ',', ';', '|', '\\']).next()?;
        (first.len() < text.len()).then(|| valid_whole(first, home, rules)).flatten()
    })
}

fn before_word(text: &str, rules: Rules) -> Option<&str> {
    let rest = from_number(text);
    let letters = rest.chars().filter(|c| c.is_alphabetic()).count();
    let word = rest.find(char::is_alphabetic)?;
    (rules.follow(Rule::Remarks) && letters >= WORD_LETTERS_MIN).then(|| rest.get(..word)).flatten()
}

fn valid_whole(text: &str, home: &Region, rules: Rules) -> Option<PhoneNumber> {
    let spellings = [with_plus(text, rules), Some(text.to_owned()), without_trunk_brackets(text, rules)];
    let national = spellings.into_iter().flatten().find_map(|spelling| {
        let phone = parse(&spelling, home)?;
        let accepted = phone.is_valid() && (!rules.follow(Rule::Letters) || letters_fit(&phone, &spelling));
        accepted.then_some(phone)
    });
    national.or_else(|| rules.follow(Rule::LostPlus).then(|| bare_international(text, home)).flatten())
}

/// `00` means `+` everywhere, whatever the country's own prefix is (product.md section 5).
fn with_plus(text: &str, rules: Rules) -> Option<String> {
    let rest = rules.follow(Rule::DoubleZero).then(|| from_number(text))?;
    let rest = rest.strip_prefix('+').map_or(rest, str::trim_start).strip_prefix("00")?;
    let rest = rest.trim_start_matches([' ', '-', '.', '/', ')']);
    Some(format!("+{rest}"))
}

/// `+34 (0)91 …`: a trunk zero in brackets, also where the country has none.
fn without_trunk_brackets(text: &str, rules: Rules) -> Option<String> {
    (rules.follow(Rule::TrunkInBrackets) && text.contains("(0)")).then(|| text.replacen("(0)", " ", 1))
}

fn parse(text: &str, home: &Region) -> Option<PhoneNumber> {
    PhoneNumber::parse(text, Land::from_code(home.as_str()).ok()).ok()
}

/// Whether letters behind the first digit may be keys, as in `1-800-FLOWERS` and `(415) 555-CALL`.
/// Behind few digits and in lower case they are more likely a remark behind an extension
/// (`204 Max`), except on service numbers.
fn letters_fit(phone: &PhoneNumber, text: &str) -> bool {
    let mut letters = from_number(text).chars().filter(|c| c.is_alphabetic()).peekable();
    let service = match kind(phone.get_type()) {
        NumberKind::TollFree | NumberKind::Premium => true,
        NumberKind::Fixed | NumberKind::Mobile | NumberKind::Voip | NumberKind::Other => false,
    };
    letters.peek().is_none()
        || phone.extension.is_some()
        || digits(text).len() > INTERNAL_DIGITS_MAX
        || service
        || letters.all(|c| c.is_ascii_uppercase())
}

/// `text` from its first digit or `+` on; empty if there is none.
fn from_number(text: &str) -> &str {
    text.find(|c: char| c.is_ascii_digit() || c == '+')
        .and_then(|start| text.get(start..))
        .unwrap_or_default()
}

/// `494066969412` from a provider that leaves the `+` away: only where it cannot be national.
fn bare_international(text: &str, home: &Region) -> Option<PhoneNumber> {
    let digits = text.chars().all(|c| c.is_ascii_digit() || c == ' ').then(|| digits(text))?;
    let long_enough = digits.len() >= BARE_INTERNATIONAL_DIGITS_MIN && !digits.starts_with('0');
    let national = parse(text, home).is_some_and(|phone| phone.is_possible_with_reason().is_ok());
    (long_enough && !national)
        .then(|| parse(&format!("+{digits}"), home))
        .flatten()
        .filter(PhoneNumber::is_valid)
}

fn possible(text: &str, home: &Region, rules: Rules) -> Option<PhoneNumber> {
    if !rules.follow(Rule::PossibleNumbers) {
        return None;
    }
    [with_plus(text, rules), Some(text.to_owned()), before_word(text, rules).map(str::to_owned)]
        .into_iter()
        .flatten()
        .find_map(|spelling| {
            let phone = parse(&spelling, home)?;
            let long_enough = main_digits(&spelling, phone.extension.as_deref()).len() > INTERNAL_DIGITS_MAX;
            (long_enough && phone.is_possible_with_reason().is_ok()).then_some(phone)
        })
}

fn public(phone: &PhoneNumber, home: &Region) -> Public {
    let country = phone
        .get_region_code()
        .filter(|land| *land != Land::World)
        .and_then(|land| Region::new(&land.as_region_str()));
    let at_home = Land::from_code(home.as_str())
        .ok()
        .and_then(|land| PHONE_NUMBER_UTIL.get_country_code_for_region(land))
        == Some(phone.country_code);
    Public {
        e164: phone.format_as(PhoneNumberFormat::E164).into_owned(),
        national: phone.get_national_significant_number(),
        extension: phone.extension.clone().filter(|extension| !extension.is_empty()),
        // Without area code the country of a shared code cannot be told; then it is the own one.
        region: country.or_else(|| (at_home && !phone.is_valid()).then(|| home.clone())),
        kind: kind(phone.get_type()),
        shown_national: phone.format_as(PhoneNumberFormat::National).into_owned(),
        shown_international: phone.format_as(PhoneNumberFormat::International).into_owned(),
    }
}

/// Where fixed and mobile cannot be told apart (North America) a number counts as fixed.
fn kind(kind: PhoneNumberType) -> NumberKind {
    match kind {
        PhoneNumberType::FixedLine | PhoneNumberType::FixedLineOrMobile => NumberKind::Fixed,
        PhoneNumberType::Mobile => NumberKind::Mobile,
        PhoneNumberType::TollFree => NumberKind::TollFree,
        PhoneNumberType::PremiumRate => NumberKind::Premium,
        PhoneNumberType::VoIP => NumberKind::Voip,
        PhoneNumberType::SharedCost
        | PhoneNumberType::PersonalNumber
        | PhoneNumberType::Pager
        | PhoneNumberType::UAN
        | PhoneNumberType::VoiceMail
        | PhoneNumberType::Unknown => NumberKind::Other,
    }
}

/// The digits of a spelling without those of its extension.
pub(super) fn main_digits(text: &str, extension: Option<&str>) -> String {
    let all: String = text.chars().filter_map(digit).collect();
    match extension.and_then(|extension| all.strip_suffix(extension)) {
        Some(main) => main.to_owned(),
        None => all,
    }
}

pub(super) fn has_plan(region: &Region) -> bool {
    Land::from_code(region.as_str())
        .ok()
        .and_then(|land| PHONE_NUMBER_UTIL.get_country_code_for_region(land))
        .is_some()
}
