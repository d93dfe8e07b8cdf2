//! A number as the index's key.

/// Digits kept. International numbers have at most fifteen; a few national plans exceed that.
const DIGITS_MAX: usize = 17;
/// Behind the digits stands how many there are, so that `40` and `040` differ.
const LENGTHS: i64 = 32;

/// The digits of an E.164 number from last to first, as one integer that sorts as they would:
/// numbers with the same last digits lie side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tail(i64);

impl Tail {
    /// From the digits as they are written, whatever stands between them. `None`: there are none,
    /// or more than any number has.
    #[must_use]
    pub fn of(number: &str) -> Option<Self> {
        let mut key = 0_i64;
        let mut length = 0_usize;
        for digit in number.bytes().rev().filter(u8::is_ascii_digit) {
            length += 1;
            if length > DIGITS_MAX {
                return None;
            }
            key = key * 10 + i64::from(digit - b'0');
        }
        if length == 0 {
            return None;
        }
        for _ in length..DIGITS_MAX {
            key *= 10;
        }
        Some(Self(key * LENGTHS + i64::try_from(length).ok()?))
    }

    pub(super) const fn key(self) -> i64 {
        self.0
    }

    pub(super) const fn from_key(key: i64) -> Self {
        Self(key)
    }

    /// Keys from the first to before the second have the same `same` last digits, or are shorter.
    /// `None`: this number has fewer digits.
    pub(super) fn range(self, same: usize) -> Option<(i64, i64)> {
        let length = usize::try_from(self.0 % LENGTHS).ok()?;
        if same == 0 || same > length {
            return None;
        }
        let mut step = LENGTHS;
        for _ in same..DIGITS_MAX {
            step *= 10;
        }
        let from = self.0 - self.0 % step;
        Some((from, from + step))
    }
}

/// Of a key, in SQL: how many digits it has.
pub(super) const DIGITS_OF_TAIL: &str = "(tail % 32)";

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_numbers_have_one() {
        for none in ["", "anonymous", "123456789012345678"] {
            assert_eq!(Tail::of(none), None, "{none}");
        }
        assert_eq!(Tail::of("+49 (40) 12"), Tail::of("494012"));
        assert_ne!(Tail::of("40"), Tail::of("040"));
        assert_eq!(Tail::of("12345").unwrap().range(6), None);
        assert_eq!(Tail::of("12345").unwrap().range(0), None);
        assert!(Tail::of("99999999999999999").unwrap().range(1).unwrap().1 > 0, "the largest key fits");
    }

    proptest! {
        #[test]
        fn a_range_holds_just_the_numbers_that_end_alike(
            one in "[0-9]{5,17}", other in "[0-9]{5,17}", same in 1_usize..=15
        ) {
            let shared = format!("{}{}", &other[..1], &one[one.len().saturating_sub(same)..]);
            for other in [other, shared] {
                let (Some(one_tail), Some(tail)) = (Tail::of(&one), Tail::of(&other)) else { continue };
                let Some((from, to)) = one_tail.range(same) else {
                    prop_assert!(same > one.len());
                    continue;
                };
                let inside = (from..to).contains(&tail.key()) && other.len() >= same;
                let ends_alike = other.len() >= same && other.ends_with(&one[one.len() - same..]);
                prop_assert_eq!(inside, ends_alike, "{} {}", one, other);
            }
        }
    }
}
