//! How often and how patiently the link works. One place, so that a test can live faster.

use std::time::Duration;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pace {
    /// A fresh snapshot this often recovers what got lost on the way (3cx.md 2.5, step 5).
    pub snapshot_every: Duration,
    /// Least time between two snapshots, however odd the messages are.
    pub snapshot_gap: Duration,
    /// A ping after this long without a sign of life.
    pub ping_every: Duration,
    /// No sign of life for this long after a ping ends the link.
    pub pong_within: Duration,
    /// Between two tries to open the link, at first.
    pub pause_min: Duration,
    /// And at last: a phone system that comes back is noticed within this.
    pub pause_max: Duration,
    /// Where trying does harm: each sign-in ends the other program's token, and wrong keys may get
    /// the address blocked.
    pub pause_careful: Duration,
    /// A link that held this long was good: the next pause is short again. Shorter ones count as
    /// failures, so that a system that answers nonsense at once is not asked without end.
    pub good_after: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            snapshot_every: Duration::from_secs(45),
            snapshot_gap: Duration::from_secs(1),
            ping_every: Duration::from_secs(20),
            pong_within: Duration::from_secs(10),
            pause_min: Duration::from_millis(500),
            pause_max: Duration::from_secs(30),
            pause_careful: Duration::from_secs(60),
            good_after: Duration::from_secs(10),
        }
    }
}
