use std::time::Duration;

/// Lets so many through at once, and so many a second in the long run.
#[derive(Debug, Clone)]
pub(super) struct Bucket {
    full: u32,
    per_second: u32,
    left: u32,
    /// When `left` was reckoned last.
    at: Duration,
}

impl Bucket {
    /// A ring group rings twenty phones of a desk at once at worst, and each event may come twice.
    pub(super) const CALLS: Bucket = Bucket::new(40, 5);
    /// Enough to see who was turned away; more would push everything else out of sight.
    pub(super) const REFUSALS: Bucket = Bucket::new(10, 1);

    const fn new(full: u32, per_second: u32) -> Self {
        Self { full, per_second, left: full, at: Duration::ZERO }
    }

    pub(super) fn take(&mut self, now: Duration) -> bool {
        let passed = now.saturating_sub(self.at);
        let more = passed.as_millis() * u128::from(self.per_second) / 1_000;
        if more > 0 {
            let more = u32::try_from(more).unwrap_or(self.full).min(self.full);
            self.left = self.left.saturating_add(more).min(self.full);
            self.at = now;
        }
        let has = self.left > 0;
        self.left -= u32::from(has);
        has
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_and_a_flood_does_not() {
        let mut bucket = Bucket::new(3, 2);
        let at = Duration::from_millis;
        let taken = |bucket: &mut Bucket, ms| (0..10).filter(|_| bucket.take(at(ms))).count();
        assert_eq!(taken(&mut bucket, 0), 3);
        assert_eq!(taken(&mut bucket, 400), 0);
        assert_eq!(taken(&mut bucket, 500), 1);
        assert_eq!(taken(&mut bucket, 60_000), 3);
        assert_eq!(taken(&mut bucket, 0), 0);
    }
}
