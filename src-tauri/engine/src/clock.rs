//! The time of day as a port, because `domain` has none and a test needs its own.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use domain::Moment;
use jiff::{SignedDuration, Timestamp};

/// Tells the time, both ways at once.
pub trait Clock: Send + Sync {
    fn now(&self) -> Moment;
}

/// The computer's clocks.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock {
    started: Instant,
}

impl SystemClock {
    #[must_use]
    pub fn new() -> Self {
        Self { started: Instant::now() }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Moment {
        #[cfg(not(debug_assertions))]
        let wall = Timestamp::now();
        #[cfg(debug_assertions)]
        let wall = crate::torture::wall();
        Moment { wall, mono: self.started.elapsed() }
    }
}

/// A clock for tests: it follows tokio's time, which a test can pause, and its wall clock can be
/// set wrong on purpose.
#[derive(Debug)]
pub struct TestClock {
    started: tokio::time::Instant,
    wall_at_start: Timestamp,
    skew: Mutex<SignedDuration>,
}

impl TestClock {
    #[must_use]
    pub fn new(wall: Timestamp) -> Self {
        Self {
            started: tokio::time::Instant::now(),
            wall_at_start: wall,
            skew: Mutex::new(SignedDuration::ZERO),
        }
    }

    /// Somebody sets the computer's clock.
    pub fn set_wall_wrong_by(&self, skew: SignedDuration) {
        if let Ok(mut current) = self.skew.lock() {
            *current = skew;
        }
    }
}

impl Clock for TestClock {
    fn now(&self) -> Moment {
        let mono = self.started.elapsed();
        let skew = self.skew.lock().map_or(SignedDuration::ZERO, |skew| *skew);
        Moment { wall: later(later_signed(self.wall_at_start, skew), mono), mono }
    }
}

/// `at` plus `wait`; stays where it is at the end of time.
#[must_use]
pub fn later(at: Timestamp, wait: Duration) -> Timestamp {
    at.checked_add(wait).unwrap_or(at)
}

fn later_signed(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(at)
}
