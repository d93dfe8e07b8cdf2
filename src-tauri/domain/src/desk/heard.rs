//! Calls that phones tell of by themselves: which call is meant, and how they agree with what the
//! phone system tells. One conversation stays one call, whoever tells of it first.

use std::time::Duration;

use super::{Desk, Effect};
use crate::Moment;
use crate::call::{Direction, Heard, HeardEvent, HeardVerdict, Leg, Told, Tracked, is_same};
use crate::number::Number;

/// While the phone system is linked, it tells of a call within this long, if it knows it.
const WAIT: Duration = Duration::from_secs(3);
/// Unknown calls that may wait at once. More rings at one desk are noise: they wait no longer.
const WAITING_MAX: usize = 16;
/// What is kept of one that waits: it begins, is answered, ends, some of it twice.
const WAITING_EVENTS_MAX: usize = 8;

/// A call a phone told of, which the phone system may still tell of itself.
#[derive(Debug)]
pub(super) struct Waiting {
    number: Number,
    events: Vec<(Moment, Heard)>,
    until: Duration,
}

impl Waiting {
    /// Whether something heard is about the same call.
    fn may_be(&self, heard: &Heard, number: &Number) -> bool {
        let Some((_, first)) = self.events.first() else { return false };
        let hinted = heard.call_hint.is_some() && heard.call_hint == first.call_hint;
        let numberless = heard.number.is_none() && heard.event != HeardEvent::Began;
        let way = heard.direction.is_none() || way(heard) == way(first);
        hinted || (way && (numberless || is_same(&self.number, number)))
    }

    pub(super) fn until(&self) -> Duration {
        self.until
    }
}

impl Desk {
    pub(super) fn heard(&mut self, now: Moment, heard: Heard, effects: &mut Vec<Effect>) {
        let arrival = heard.arrival;
        let verdict = self.take(now, heard, self.linked, effects);
        effects.push(Effect::Judged { arrival, verdict });
    }

    fn take(&mut self, now: Moment, heard: Heard, may_wait: bool, effects: &mut Vec<Effect>) -> HeardVerdict {
        let matching = &self.context.settings.matching;
        let number = matching.read(heard.number.as_deref().unwrap_or_default());
        if let Some(waiting) = self.waiting.iter_mut().find(|waiting| waiting.may_be(&heard, &number)) {
            let news = waiting.events.iter().all(|(_, known)| known.event != heard.event);
            if waiting.events.len() < WAITING_EVENTS_MAX {
                waiting.events.push((now, heard));
            }
            return if news { HeardVerdict::Waits } else { HeardVerdict::Folded };
        }
        if let Some(at) = self.meant_by(&heard, &number, now) {
            return self.move_on(now, at, &heard, effects);
        }
        if let Some(at) = self.known_as(&heard, &number, now) {
            self.lend_name(at, &heard, effects);
            return HeardVerdict::KnownToSystem;
        }
        let makes_a_call = match heard.event {
            HeardEvent::Began => {
                let repeated = |t: &Tracked| t.was_given_up_before(&heard, &number, now);
                if self.calls.iter().any(repeated) {
                    return HeardVerdict::Folded;
                }
                true
            }
            HeardEvent::Answered => heard.number.is_some(),
            HeardEvent::Ended => false,
        };
        let over = self.calls.iter().position(|tracked| tracked.is_over_since(&heard, &number, now));
        if let Some(at) = over.filter(|_| heard.event != HeardEvent::Began) {
            self.tells_further(at);
            HeardVerdict::Folded
        } else if !makes_a_call {
            HeardVerdict::NoCall
        } else if may_wait && self.waiting.len() < WAITING_MAX {
            self.waiting.push(Waiting { number, events: vec![(now, heard)], until: now.mono + WAIT });
            HeardVerdict::Waits
        } else {
            self.begin(now, &heard, number, effects);
            HeardVerdict::Taken
        }
    }

    /// The heard call that is meant. A ring that is no repetition is another call.
    fn meant_by(&self, heard: &Heard, number: &Number, now: Moment) -> Option<usize> {
        let fits = |tracked: &&Tracked| match heard.event {
            HeardEvent::Began => tracked.may_be(heard, number) && tracked.is_repeated_by(heard, now),
            HeardEvent::Answered | HeardEvent::Ended => tracked.may_be(heard, number),
        };
        let hinted = |tracked: &Tracked| heard.call_hint.is_some() && tracked.is_hinted(heard);
        let waits = |tracked: &Tracked| match heard.event {
            HeardEvent::Answered => tracked.waits_for_answer(),
            HeardEvent::Began | HeardEvent::Ended => false,
        };
        // Newest first: of several equally good ones the newest is meant.
        let best = self.calls.iter().filter(fits).map(|t| (hinted(t), waits(t), t.call.id)).max()?;
        self.at(best.2)
    }

    fn move_on(&mut self, now: Moment, at: usize, heard: &Heard, effects: &mut Vec<Effect>) -> HeardVerdict {
        let before = self.calls[at].call.state.clone();
        let was_told_over = self.calls[at].is_settling();
        let changed = self.calls[at].hear(heard, now);
        if heard.event != HeardEvent::Began {
            self.tells_further(at);
        }
        let tracked = &self.calls[at];
        let moved = tracked.call.state != before || tracked.is_settling() != was_told_over;
        self.changed(now, at, changed, effects);
        if moved { HeardVerdict::Taken } else { HeardVerdict::Folded }
    }

    /// More than the beginning is told of calls of this way.
    fn tells_further(&mut self, at: usize) {
        let direction = self.calls[at].call.direction;
        if !self.told_further.contains(&direction) {
            self.told_further.push(direction);
        }
    }

    fn begin(&mut self, now: Moment, heard: &Heard, number: Number, effects: &mut Vec<Effect>) {
        self.give_up_unfinished(now, heard, &number, effects);
        let id = self.take_id();
        let agent = &self.context.agent;
        // Without an extension the agent's address keeps two agents' keys apart.
        let owner = if agent.extension.is_empty() { &agent.email } else { &agent.extension };
        let tracked = Tracked::first_heard(id, (&self.context.pbx, owner), heard, number, now);
        self.calls.insert(0, tracked);
        self.forget_oldest();
        effects.push(Effect::Save { call: Box::new(self.calls[0].call.clone()) });
        self.announce(0, effects);
    }

    /// The same caller rings anew, so an earlier ring whose end is never told is over.
    fn give_up_unfinished(&mut self, now: Moment, heard: &Heard, number: &Number, effects: &mut Vec<Effect>) {
        if heard.event != HeardEvent::Began || self.told_further.contains(&way(heard)) {
            return;
        }
        for at in 0..self.calls.len() {
            let tracked = &mut self.calls[at];
            if tracked.waits_for_answer() && tracked.may_be(heard, number) {
                let changed = tracked.give_up(now);
                self.changed(now, at, changed, effects);
            }
        }
    }

    /// The call of the phone system that is meant.
    fn known_as(&self, heard: &Heard, number: &Number, at: Moment) -> Option<usize> {
        let told = heard.event == HeardEvent::Began || heard.number.is_some();
        told.then(|| self.calls.iter().position(|t| t.is_known_as(heard, number, at, self.linked)))?
    }

    fn lend_name(&mut self, at: usize, heard: &Heard, effects: &mut Vec<Effect>) {
        if self.calls[at].learn_name(heard) {
            effects.push(Effect::Save { call: Box::new(self.calls[at].call.clone()) });
        }
    }

    /// The phone system's leg goes to the call a phone told of first. False: there is none.
    pub(super) fn attach(&mut self, now: Moment, leg: &Leg, told: Told, effects: &mut Vec<Effect>) -> bool {
        let matching = &self.context.settings.matching;
        let Some(at) = self.calls.iter().position(|t| t.was_heard_of(leg, told, now, matching)) else {
            return false;
        };
        let changed = self.calls[at].attach(leg.clone(), told, now, matching);
        self.changed(now, at, changed, effects);
        true
    }

    /// What waited for the phone system: it told of it meanwhile, or the phone is believed alone.
    pub(super) fn settle_waiting(&mut self, now: Moment, effects: &mut Vec<Effect>) {
        for waiting in std::mem::take(&mut self.waiting) {
            let known =
                waiting.events.first().and_then(|(at, first)| self.known_as(first, &waiting.number, *at));
            if let Some(at) = known {
                for (_, heard) in waiting.events {
                    self.lend_name(at, &heard, effects);
                    effects.push(judged(&heard, HeardVerdict::KnownToSystem));
                }
            } else if now.mono < waiting.until && self.linked {
                self.waiting.push(waiting);
            } else {
                for (at, heard) in waiting.events {
                    let arrival = heard.arrival;
                    let verdict = self.take(at, heard, false, effects);
                    effects.push(Effect::Judged { arrival, verdict });
                }
            }
        }
    }

    /// Rings of an earlier run that cannot go on any more.
    pub(super) fn end_if_rang_out(&mut self, now: Moment, at: usize, effects: &mut Vec<Effect>) {
        if self.calls[at].rang_out(now) {
            let changed = self.calls[at].give_up(now);
            self.changed(now, at, changed, effects);
        }
    }
}

fn judged(heard: &Heard, verdict: HeardVerdict) -> Effect {
    Effect::Judged { arrival: heard.arrival, verdict }
}

fn way(heard: &Heard) -> Direction {
    heard.direction.unwrap_or(Direction::Inbound)
}

#[cfg(test)]
mod tests;
