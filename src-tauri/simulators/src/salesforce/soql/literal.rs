//! Values in a condition: numbers, dates and the words for spans of days (`TODAY`, `LAST_N_DAYS:2`).

use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};

use super::Literal;
use crate::salesforce::time;

/// A number, date or date-time as the lexer found it.
pub fn of_number(text: &str) -> Option<Literal> {
    if let Some(date) = time::parse_date(text) {
        return Some(Literal::Date(date));
    }
    if text.contains('T') {
        return time::parse_ms(text).map(Literal::DateTime);
    }
    text.parse().ok().filter(|number: &f64| number.is_finite()).map(Literal::Number)
}

/// Words that need a count after a colon.
pub fn wants_count(word: &str) -> bool {
    let word = word.to_ascii_uppercase();
    (word.starts_with("LAST_N_") || word.starts_with("NEXT_N_")) && word.ends_with('S')
}

/// The days a word stands for on `today`; `None` when it is no such word or the count leads out of the calendar.
pub fn of_word(word: &str, count: i64, today: Date) -> Option<Literal> {
    let day = |offset: i64| today.checked_add(offset.checked_neg().map_or(0, |n| -n).days()).ok();
    let month = today.first_of_month();
    let year = Date::new(today.year(), 1, 1).ok()?;
    let week = week_start(today)?;
    let bounded = count.clamp(0, 100_000);
    let months = |offset: i64| month.checked_add(offset.months()).ok();
    let years = |offset: i64| year.checked_add(offset.years()).ok();
    let weeks = |offset: i64| week.checked_add(offset.weeks()).ok();
    let (from, to) = match word.to_ascii_uppercase().as_str() {
        "TODAY" => (today, day(1)?),
        "YESTERDAY" => (day(-1)?, today),
        "TOMORROW" => (day(1)?, day(2)?),
        "THIS_WEEK" => (week, weeks(1)?),
        "LAST_WEEK" => (weeks(-1)?, week),
        "NEXT_WEEK" => (weeks(1)?, weeks(2)?),
        "THIS_MONTH" => (month, months(1)?),
        "LAST_MONTH" => (months(-1)?, month),
        "NEXT_MONTH" => (months(1)?, months(2)?),
        "THIS_YEAR" => (year, years(1)?),
        "LAST_YEAR" => (years(-1)?, year),
        "NEXT_YEAR" => (years(1)?, years(2)?),
        "LAST_90_DAYS" => (day(-90)?, day(1)?),
        "NEXT_90_DAYS" => (day(1)?, day(91)?),
        "LAST_N_DAYS" => (day(-bounded)?, day(1)?),
        "NEXT_N_DAYS" => (day(1)?, day(bounded + 1)?),
        "LAST_N_WEEKS" => (weeks(-bounded.min(5000))?, week),
        "LAST_N_MONTHS" => (months(-bounded.min(1200))?, month),
        "LAST_N_YEARS" => (years(-bounded.min(100))?, year),
        _ => return None,
    };
    Some(Literal::Days(from, to))
}

/// Weeks start on Sunday, as for the platform's default locale.
fn week_start(today: Date) -> Option<Date> {
    let since_sunday = i64::from(today.weekday().since(Weekday::Sunday));
    today.checked_sub(since_sunday.days()).ok()
}
