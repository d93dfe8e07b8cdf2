//! Dates and times as the platform writes and reads them (salesforce.md 1.6). The org's clock is milliseconds since
//! 1970 everywhere inside.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

pub const SECOND_MS: i64 = 1000;
pub const MINUTE_MS: i64 = 60 * SECOND_MS;
pub const HOUR_MS: i64 = 60 * MINUTE_MS;
pub const DAY_MS: i64 = 24 * HOUR_MS;

/// `2026-11-22T13:22:01.000+0000`; whole seconds, as stored.
pub fn format_ms(ms: i64) -> String {
    let timestamp = Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH);
    timestamp.strftime("%Y-%m-%dT%H:%M:%S.000+0000").to_string()
}

/// Accepts `Z`, `+00:00` and `+0000`, with or without a fraction.
pub fn parse_ms(text: &str) -> Option<i64> {
    text.parse::<Timestamp>().ok().map(Timestamp::as_millisecond)
}

pub fn parse_date(text: &str) -> Option<Date> {
    let shaped =
        text.len() == 10 && text.as_bytes().get(4) == Some(&b'-') && text.as_bytes().get(7) == Some(&b'-');
    if shaped { text.parse().ok() } else { None }
}

pub fn date_of_ms(ms: i64) -> Date {
    Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(TimeZone::UTC).date()
}

/// Midnight UTC at the start of the day.
pub fn start_of_day_ms(date: Date) -> i64 {
    date.to_zoned(TimeZone::UTC).map_or(0, |zoned| zoned.timestamp().as_millisecond())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn every_spelling_of_an_offset_is_read_and_one_is_written() {
        let at = parse_ms("2026-11-22T13:22:01Z").unwrap();
        for spelling in
            ["2026-11-22T13:22:01.000+0000", "2026-11-22T13:22:01+00:00", "2026-11-22T14:22:01.000+01:00"]
        {
            assert_eq!(parse_ms(spelling), Some(at), "{spelling}");
        }
        assert_eq!(format_ms(at), "2026-11-22T13:22:01.000+0000");
        assert_eq!(parse_ms("yesterday"), None);
        assert_eq!(date_of_ms(at).to_string(), "2026-11-22");
        assert_eq!(parse_date("2026-11-22T00:00:00Z"), None);
    }
}
