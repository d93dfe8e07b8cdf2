//! Which legs are to be read: one request per leg at a time, in the order of its messages, and a
//! few legs at once. Pure; the session sends the requests.

use std::collections::{HashMap, VecDeque};

use domain::call::LegId;

/// Requests under way at once. A ring group of 50 rings in a burst; a PBX is a small machine.
const RUNNING_MAX: usize = 8;
/// Legs that may wait. More than that is a flood, and one snapshot answers it.
const WAITING_MAX: usize = 1024;

#[derive(Debug, Default)]
pub(super) struct Fetches {
    waiting: VecDeque<LegId>,
    running: HashMap<LegId, Running>,
}

#[derive(Debug, Default)]
struct Running {
    /// It changed again since it was asked.
    again: bool,
    /// It is gone; the answer comes too late.
    discard: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many legs to read one by one")]
pub(super) struct Flood;

impl Fetches {
    /// The leg changed. Many changes while one request runs need one more, not many.
    pub(super) fn want(&mut self, leg: LegId) -> Result<(), Flood> {
        if let Some(running) = self.running.get_mut(&leg) {
            running.again = true;
        } else if !self.waiting.contains(&leg) {
            if self.waiting.len() >= WAITING_MAX {
                return Err(Flood);
            }
            self.waiting.push_back(leg);
        }
        Ok(())
    }

    /// The leg is gone: nothing asked before this counts.
    pub(super) fn forget(&mut self, leg: &LegId) {
        self.waiting.retain(|waiting| waiting != leg);
        if let Some(running) = self.running.get_mut(leg) {
            *running = Running { again: false, discard: true };
        }
    }

    /// The next leg to ask for, if it is time.
    pub(super) fn start(&mut self) -> Option<LegId> {
        if self.running.len() >= RUNNING_MAX {
            return None;
        }
        let leg = self.waiting.pop_front()?;
        self.running.insert(leg.clone(), Running::default());
        Some(leg)
    }

    /// The answer is there; whether it counts.
    pub(super) fn finish(&mut self, leg: &LegId) -> bool {
        let Some(running) = self.running.remove(leg) else { return false };
        if running.again {
            self.waiting.push_back(leg.clone());
        }
        !running.discard
    }

    /// Drops what waits: a snapshot will say it all.
    pub(super) fn clear_waiting(&mut self) {
        self.waiting.clear();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn leg(leg: u64) -> LegId {
        LegId { extension: "101".into(), leg }
    }

    #[test]
    fn doubled_messages_cost_one_request_before_it_starts() {
        let mut fetches = Fetches::default();
        fetches.want(leg(1)).unwrap();
        fetches.want(leg(1)).unwrap();
        assert_eq!(fetches.start(), Some(leg(1)));
        assert_eq!(fetches.start(), None);
        assert!(fetches.finish(&leg(1)));
        assert_eq!(fetches.start(), None);
    }

    #[test]
    fn a_change_during_the_request_asks_once_more_and_never_side_by_side() {
        let mut fetches = Fetches::default();
        fetches.want(leg(1)).unwrap();
        fetches.start();
        fetches.want(leg(1)).unwrap();
        fetches.want(leg(1)).unwrap();
        assert_eq!(fetches.start(), None);
        assert!(fetches.finish(&leg(1)));
        assert_eq!(fetches.start(), Some(leg(1)));
        assert!(fetches.finish(&leg(1)));
        assert_eq!(fetches.start(), None);
    }

    #[test]
    fn an_answer_after_the_end_does_not_count_but_a_new_beginning_does() {
        let mut fetches = Fetches::default();
        fetches.want(leg(1)).unwrap();
        fetches.start();
        fetches.forget(&leg(1));
        fetches.want(leg(1)).unwrap();
        assert!(!fetches.finish(&leg(1)));
        assert_eq!(fetches.start(), Some(leg(1)));
        assert!(fetches.finish(&leg(1)));
    }

    #[test]
    fn a_flood_is_bounded() {
        let mut fetches = Fetches::default();
        for id in 0..WAITING_MAX as u64 {
            fetches.want(leg(id)).unwrap();
        }
        assert_eq!(fetches.want(leg(9_999)), Err(Flood));
        assert_eq!(std::iter::from_fn(|| fetches.start()).count(), RUNNING_MAX);
        fetches.clear_waiting();
        fetches.finish(&leg(0));
        assert_eq!(fetches.start(), None);
    }
}
