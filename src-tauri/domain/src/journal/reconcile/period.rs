//! Which days are compared.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// Longest period. This computer knows calls for thirty days; the log and the CRM are read whole.
pub const DAYS_MAX: i32 = 31;
/// So much of what lies before and after is looked at, so that a call at midnight is not taken for
/// missing on one side: more than two sides may be apart.
pub const MARGIN: SignedDuration = SignedDuration::from_mins(10);
/// What is younger is left alone: notes may still be written, and the phone system's log gets its
/// rows up to a minute after the call (3cx.md 3.5).
pub const NOT_YET: SignedDuration = SignedDuration::from_mins(5);

/// A span of time whose calls are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub from: Timestamp,
    /// Not part of it.
    pub to: Timestamp,
}

/// Why days are no period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    #[error("the first day comes after the last")]
    Backwards,
    #[error("more than {DAYS_MAX} days")]
    TooLong,
    #[error("the days are still to come")]
    NotYet,
    #[error("no such days")]
    NoDays,
}

impl Period {
    /// Whole days of the agent's calendar, as far as they lie behind.
    ///
    /// # Errors
    /// When they are no period.
    pub fn days(first: Date, last: Date, now: Timestamp, zone: &TimeZone) -> Result<Self, PeriodError> {
        if first > last {
            return Err(PeriodError::Backwards);
        }
        if first.until(last).map_err(|_| PeriodError::NoDays)?.get_days() >= DAYS_MAX {
            return Err(PeriodError::TooLong);
        }
        let start = |day: Date| day.to_zoned(zone.clone()).map(|at| at.timestamp());
        let end = last.tomorrow().and_then(start).map_err(|_| PeriodError::NoDays)?;
        let from = start(first).map_err(|_| PeriodError::NoDays)?;
        let to = end.min(now.checked_sub(NOT_YET).map_err(|_| PeriodError::NoDays)?);
        if to <= from { Err(PeriodError::NotYet) } else { Ok(Self { from, to }) }
    }

    #[must_use]
    pub fn holds(&self, at: Timestamp) -> bool {
        self.from <= at && at < self.to
    }

    /// The same with [`MARGIN`] on both sides.
    #[must_use]
    pub fn wide(&self) -> Self {
        let from = self.from.checked_sub(MARGIN).unwrap_or(self.from);
        Self { from, to: self.to.checked_add(MARGIN).unwrap_or(self.to) }
    }
}
