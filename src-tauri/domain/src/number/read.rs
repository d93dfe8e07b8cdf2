use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumber, PhoneNumberFormat, PhoneNumberType, Region as Land};

use super::clean::{clean, digit, digits};
use super::parts::{
    before_remark, before_sign, behind_dial_prefix, behind_label, from_number, parted, with_extension_word,
    with_plus, without_trunk_brackets,
};
use super::service::{is_code, is_withheld};
use super::{Number, NumberKind, Public, RAW_MAX, Reading, Region};
use crate::rule::{Rule, Rules};

/// Longest digit string that is taken for an extension when it is no valid number. Extensions of
/// 3CX have up to five digits, ring groups and queues up to six.
const INTERNAL_DIGITS_MAX: usize = 6;

/// Fewest digits of an international number written without `+`, as some trunk providers send it.
const BARE_INTERNATIONAL_DIGITS_MIN: usize = 10;
/// As many digits are hardly ever a national number that is not valid.
const BARE_CERTAIN_DIGITS_MIN: usize = 11;

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
    let dialled = behind_dial_prefix(text, rules).and_then(|rest| valid(rest, home, rules));
    if let Some(phone) = dialled {
        return Reading::Public(public(&phone, home));
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
    let own_line = |phone: &PhoneNumber| {
        rules.follow(Rule::OwnLines) && !text.contains('+') && lacks_trunk(phone, &digits)
    };
    if let Some(phone) = valid(text, home, rules).filter(|phone| !own_line(phone)) {
        return Reading::Public(public(&phone, home));
    }
    match digits.len() {
        0 => Reading::Unreadable,
        1..=INTERNAL_DIGITS_MAX if !text.contains('+') => {
            let own = rules.follow(Rule::OwnLines) && is_one_run(text);
            if own { Reading::Internal { digits } } else { Reading::Unreadable }
        }
        _ => possible(text, home, rules)
            .map_or(Reading::Unreadable, |phone| Reading::Public(public(&phone, home))),
    }
}

/// Whether so few digits are a valid number only with a trunk prefix that is not there: `69412` is
/// valid behind a zero in Germany, but who dials it reaches an extension.
fn lacks_trunk(phone: &PhoneNumber, written: &str) -> bool {
    let national = phone.get_national_significant_number();
    written.len() <= INTERNAL_DIGITS_MAX
        && written == national
        && digits(&phone.format_as(PhoneNumberFormat::National)) != national
}

/// No letters between its digits, as the names of SIP accounts have.
fn is_one_run(text: &str) -> bool {
    let inside = text.trim_matches(|c: char| !c.is_ascii_digit());
    !inside.contains(char::is_alphabetic)
}

/// The valid number in `text`: the whole of it, or the part before a remark (`0171 1234567 privat`),
/// behind a label, or before a second number (`030 1234567 / 0171 1234567`).
fn valid(text: &str, home: &Region, rules: Rules) -> Option<PhoneNumber> {
    let text = text.trim_end_matches([' ', '#']);
    let marked = with_extension_word(text, rules);
    let whole = valid_whole(marked.as_deref().unwrap_or(text), home, rules);
    if whole.as_ref().is_some_and(|phone| phone.extension.is_some()) {
        return whole;
    }
    // Letters are a remark rather than a vanity number if the digits before them suffice.
    let before = before_remark(text, rules).into_iter().flatten();
    before
        .filter_map(|part| valid_whole(part, home, rules))
        .next()
        .or(whole)
        .or_else(|| first_of_two(text, home, rules))
        .or_else(|| behind_label(text, rules).and_then(|part| valid_whole(part, home, rules)))
}

/// Where both halves are numbers, the first; else what stands before a sign between numbers.
fn first_of_two(text: &str, home: &Region, rules: Rules) -> Option<PhoneNumber> {
    let both = parted(text, rules).find_map(|(first, second)| {
        valid_whole(second, home, rules)?;
        valid_whole(first, home, rules)
    });
    both.or_else(|| before_sign(text, rules).and_then(|part| valid_whole(part, home, rules)))
}

fn valid_whole(text: &str, home: &Region, rules: Rules) -> Option<PhoneNumber> {
    let spellings = [with_plus(text, rules), Some(text.to_owned()), without_trunk_brackets(text, rules)];
    let national = spellings.into_iter().flatten().find_map(|spelling| {
        let phone = parse(&spelling, home)?;
        let accepted = phone.is_valid() && (!rules.follow(Rule::Letters) || letters_fit(&phone, &spelling));
        accepted.then_some(phone)
    });
    national
        .or_else(|| rules.follow(Rule::LostPlus).then(|| bare_international(text, home)).flatten())
        .or_else(|| rules.follow(Rule::FormerPrefixes).then(|| without_former_prefix(text, home)).flatten())
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

/// `494066969412` from a provider that leaves the `+` away: only where it is no valid national
/// number, and of few digits only where none can have that length.
fn bare_international(text: &str, home: &Region) -> Option<PhoneNumber> {
    let digits = text.chars().all(|c| c.is_ascii_digit() || c == ' ').then(|| digits(text))?;
    let long_enough = digits.len() >= BARE_INTERNATIONAL_DIGITS_MIN && !digits.starts_with('0');
    let national = digits.len() < BARE_CERTAIN_DIGITS_MIN
        && parse(text, home).is_some_and(|phone| phone.is_possible_with_reason().is_ok());
    (long_enough && !national)
        .then(|| parse(&format!("+{digits}"), home))
        .flatten()
        .filter(PhoneNumber::is_valid)
}

/// Mexico dialled `1` behind `+52`, and `01`, `044` or `045` at home, until 2019; contacts still hold
/// them, and some services send them.
fn without_former_prefix(text: &str, home: &Region) -> Option<PhoneNumber> {
    const NATIONAL_DIGITS: usize = 10;
    let digits = digits(text);
    let digits = digits.strip_prefix("00").unwrap_or(&digits);
    let at_home = ["01", "044", "045"].into_iter().filter(|_| home.as_str() == "MX");
    let national = std::iter::once("521").chain(at_home).find_map(|prefix| digits.strip_prefix(prefix))?;
    let plain = national.len() == NATIONAL_DIGITS && !text.contains(char::is_alphabetic);
    plain.then(|| parse(&format!("+52{national}"), home)).flatten().filter(PhoneNumber::is_valid)
}

fn possible(text: &str, home: &Region, rules: Rules) -> Option<PhoneNumber> {
    if !rules.follow(Rule::PossibleNumbers) {
        return None;
    }
    let before = before_remark(text, rules).into_iter().flatten().map(str::to_owned);
    [with_plus(text, rules), Some(text.to_owned())].into_iter().flatten().chain(before).find_map(|spelling| {
        let phone = parse(&spelling, home)?;
        let written = main_digits(&spelling, phone.extension.as_deref()).len();
        let e164 = phone.format_as(PhoneNumberFormat::E164).into_owned();
        // Neither as written nor without what is dialled before it may it be as short as an
        // extension; and a trunk zero that stayed would be taken off when it is read again.
        let long_enough = written > INTERNAL_DIGITS_MAX && e164.len() > INTERNAL_DIGITS_MAX + 1;
        let stays = parse(&e164, home).is_some_and(|again| again.format_as(PhoneNumberFormat::E164) == e164);
        (long_enough && stays && phone.is_possible_with_reason().is_ok()).then_some(phone)
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

/// What is dialled in `home` before a number of another country (`00`, `011`); `None` where it
/// depends on the carrier.
#[must_use]
pub fn international(home: &Region) -> Option<String> {
    let land = Land::from_code(home.as_str()).ok()?;
    let own = PHONE_NUMBER_UTIL.get_country_code_for_region(land)?;
    // Any number of another country tells it.
    let (code, abroad) =
        [(44, "+442079460000"), (49, "+494066969412")].into_iter().find(|(code, _)| *code != own)?;
    let written = parse(abroad, home)?.format_out_of_country_calling_number(land).into_owned();
    let (prefix, _) = written.split_once(&format!(" {code} "))?;
    let prefix = digits(prefix);
    (!prefix.is_empty()).then_some(prefix)
}

/// Every country with a numbering plan and its calling code, by its letters.
pub(super) fn plans() -> Vec<(Region, u16)> {
    let mut plans: Vec<(Region, u16)> = PHONE_NUMBER_UTIL
        .get_supported_regions()
        .filter_map(|land| {
            let code = PHONE_NUMBER_UTIL.get_country_code_for_region(land)?;
            Some((Region::new(&land.as_region_str())?, u16::try_from(code).ok()?))
        })
        .collect();
    plans.sort_by(|one, other| one.0.as_str().cmp(other.0.as_str()));
    plans
}
