//! Record ids as the platform writes them (salesforce.md 1.5): fifteen case-sensitive characters, or eighteen with
//! three more that spell out which of the fifteen are capitals.

/// Where this org lives: the part between key prefix and counter, the same in every id.
const POD: &str = "5g00000";
const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const CHECK: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
/// Digits left for the counter after prefix and pod.
const COUNTER_LENGTH: usize = 5;

/// The eighteen-character id number `counter` of the object with this key prefix.
pub fn make(prefix: &str, counter: u64) -> String {
    let mut rest = counter;
    let mut digits = [b'0'; COUNTER_LENGTH];
    for digit in digits.iter_mut().rev() {
        *digit = DIGITS[usize::try_from(rest % 62).unwrap_or(0)];
        rest /= 62;
    }
    let mut id = format!("{prefix}{POD}");
    id.extend(digits.iter().map(|digit| char::from(*digit)));
    with_checksum(&id)
}

/// Fifteen or eighteen characters to eighteen; `None` when it is no id at all.
pub fn parse(text: &str) -> Option<String> {
    if !text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    match text.len() {
        15 => Some(with_checksum(text)),
        18 => Some(with_checksum(&text[..15])).filter(|full| full == text),
        _ => None,
    }
}

fn with_checksum(fifteen: &str) -> String {
    let mut full = String::from(fifteen);
    for group in fifteen.as_bytes().chunks(5) {
        let capitals = group.iter().enumerate().fold(0_usize, |bits, (position, byte)| {
            bits | (usize::from(byte.is_ascii_uppercase()) << position)
        });
        full.push(char::from(CHECK[capitals & 31]));
    }
    full
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn a_known_id_gets_its_known_checksum() {
        assert_eq!(with_checksum("0015000000Gv7qJ"), "0015000000Gv7qJAAR");
        assert_eq!(parse("0015000000Gv7qJ").as_deref(), Some("0015000000Gv7qJAAR"));
    }

    #[test]
    fn both_lengths_name_the_same_record_and_case_matters() {
        let id = make("003", 12_345_678);
        assert_eq!(id.len(), 18);
        assert_eq!(parse(&id[..15]), Some(id.clone()));
        assert_eq!(parse(&id), Some(id.clone()));
        assert_eq!(parse(&id.to_lowercase()), None);
        assert_eq!(parse("not an id"), None);
        assert_eq!(parse("äöüäöüäöü"), None);
    }
}
