//! From what arrived to a plain spelling: ASCII digits, no invisible characters, no URI around it.
//! Not here: what the digits mean.

use crate::rule::{Rule, Rules};

/// Code point of the zero of each decimal script found in contact lists; nine digits follow it.
const ZEROS: [char; 20] =
    ['0', '٠', '۰', '߀', '०', '০', '੦', '૦', '୦', '௦', '౦', '೦', '൦', '๐', '໐', '༠', '၀', '០', '᠐', '０'];

/// The value of a decimal digit of any listed script, as an ASCII digit.
pub(super) fn digit(c: char) -> Option<char> {
    ZEROS.iter().find_map(|zero| {
        let value = u32::from(c).checked_sub(u32::from(*zero))?;
        char::from_digit(value, 10)
    })
}

/// The digits of `text`, as ASCII.
pub(super) fn digits(text: &str) -> String {
    text.chars().filter_map(digit).collect()
}

/// Zero-width, bidirectional and control characters: pasted along with numbers, never meant.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
        || (c.is_control() && !c.is_whitespace())
}

fn plain(c: char) -> char {
    match c {
        '＋' | '﹢' | '⁺' => '+',
        '；' => ';',
        '＊' => '*',
        '＃' => '#',
        '（' => '(',
        '）' => ')',
        '_' | '·' | '•' | '∙' | '~' | '{' | '}' => ' ',
        c if c.is_whitespace() => ' ',
        c => digit(c).unwrap_or(c),
    }
}

/// A plain spelling of `raw`: the user part of a SIP address, the number of a `tel:` link with its
/// extension, or the text itself.
pub(super) fn clean(raw: &str, rules: Rules) -> String {
    let is_kept = |c: &char| !rules.follow(Rule::InvisibleCharacters) || !is_invisible(*c);
    let plain = |c: char| if rules.follow(Rule::DigitsOfEveryScript) { plain(c) } else { c };
    let text: String = raw.chars().filter(is_kept).map(plain).collect();
    let text = text.trim();
    if !rules.follow(Rule::Addresses) {
        return text.to_owned();
    }
    let text = inside_brackets(text);
    match without_scheme(text) {
        Some(rest) => from_uri(&percent_decoded(rest), rules),
        None => before_host(text).to_owned(),
    }
}

/// The address in `"Name" <sip:…>`.
fn inside_brackets(text: &str) -> &str {
    text.split_once('<')
        .and_then(|(_, rest)| rest.split_once('>'))
        .map(|(inside, _)| inside.trim())
        .filter(|inside| without_scheme(inside).is_some())
        .unwrap_or(text)
}

fn without_scheme(text: &str) -> Option<&str> {
    ["tel:", "sip:", "sips:", "callto:"].into_iter().find_map(|scheme| {
        let head = text.get(..scheme.len())?;
        let rest = text.get(scheme.len()..)?;
        head.eq_ignore_ascii_case(scheme).then(|| rest.trim_start_matches('/'))
    })
}

fn before_host(text: &str) -> &str {
    text.split_once('@').map_or(text, |(user, _)| user).trim()
}

/// Number and parameters of a URI without its scheme (RFC 3966, RFC 3261): keeps `ext` and an
/// international `phone-context`, drops the rest.
fn from_uri(rest: &str, rules: Rules) -> String {
    let user = rest.split_once('@').map_or(rest, |(user, _)| user);
    let user = user.split_once('?').map_or(user, |(user, _)| user);
    let mut parts = user.split(';');
    let mut number = parts.next().unwrap_or_default().trim().to_owned();
    let mut extension = None;
    // Parameters narrow a number; without one there is nothing to narrow.
    if number.is_empty() || !rules.follow(Rule::Parameters) {
        return number;
    }
    for (name, value) in parts.filter_map(|part| part.split_once('=')) {
        if name.trim().eq_ignore_ascii_case("ext") {
            extension = Some(digits(value)).filter(|digits| !digits.is_empty());
        } else if name.trim().eq_ignore_ascii_case("phone-context")
            && value.starts_with('+')
            && !number.starts_with('+')
        {
            number = format!("{}{number}", value.trim());
        }
    }
    match extension {
        Some(extension) => format!("{number};ext={extension}"),
        None => number,
    }
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let escaped = (*first == b'%')
            .then(|| tail.get(..2))
            .flatten()
            .and_then(|pair| std::str::from_utf8(pair).ok())
            .and_then(|pair| u8::from_str_radix(pair, 16).ok());
        match escaped {
            Some(byte) => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapping_is_taken_off() {
        for (raw, plain) in [
            (" 040\u{a0}66\u{200b}96 ", "040 6696"),
            ("\u{202a}+49 40\u{202c}", "+49 40"),
            ("٠٤٠ ۶۶", "040 66"),
            ("＋４９（０）４０", "+49(0)40"),
            ("tel:+49-40-66969412;ext=12;npdi", "+49-40-66969412;ext=12"),
            ("tel:66969412;phone-context=+4940", "+494066969412"),
            ("tel:104;phone-context=pbx.example.com", "104"),
            ("TEL://%2B49%2040", "+49 40"),
            ("sip:+4940@pbx.example.com;transport=tls", "+4940"),
            ("sip:+4940;ext=7@pbx.example.com?subject=x", "+4940;ext=7"),
            ("\"Vogelsang\" <sip:0404711@10.0.0.1>", "0404711"),
            ("104@pbx.example.com", "104"),
            ("A <B> 12", "A <B> 12"),
            ("tel:%zz%2", "%zz%2"),
            ("tel:;ext=3", ""),
            ("tel:;phone-context=+4940", ""),
            ("", ""),
        ] {
            assert_eq!(clean(raw, Rules::ALL), plain, "{raw:?}");
        }
    }
}
