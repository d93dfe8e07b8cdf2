//! One call and the own extension's legs in it: how leg news change the call. Called by the desk
//! only; knows nothing of other calls, of callers or of the journal.

mod heard;
mod told;

pub(crate) use heard::{is_same, is_same_in};
pub(crate) use told::first_caller;

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;

use super::{
    Abilities, COURSE_MAX, Call, CallId, CallSource, CallState, CourseStep, Direction, FromLog, GRACE, Leg,
    LegId, LegStatus, Outcome, Party, Pop, Step, live_key,
};
use crate::Moment;
use crate::settings::MatchingSettings;
use told::{first_phase, is_internal, party_name, party_number};

/// A ring nobody confirmed for this long is over (3cx.md 2.5, step 6).
const RING_UNSEEN_MAX: Duration = Duration::from_secs(180);
/// A talk nobody confirmed for this long is over (3cx.md 2.5, step 6).
const TALK_UNSEEN_MAX: Duration = Duration::from_secs(6 * 3600);
/// A talk is saved this often, so that a crash costs at most this much of its duration.
const TALK_SAVE_EVERY: Duration = Duration::from_secs(60);

/// A call with what is needed only while it lives.
#[derive(Debug, Clone)]
pub(crate) struct Tracked {
    pub(crate) call: Call,
    /// Legs on the own extension that are alive.
    legs: BTreeMap<LegId, Leg>,
    /// Monotonic time of the answer; `None` after a restart.
    answered: Option<Duration>,
    /// Since when no own leg is alive; the call is over when [`GRACE`] has passed.
    gone: Option<Duration>,
    /// When wrap-up ends by itself.
    wrap_until: Option<Duration>,
    /// When the phone system last confirmed it.
    seen: Duration,
    saved: Duration,
    pub(crate) rejecting: bool,
    /// The agent answered it or opened its record: the name no longer changes.
    pub(crate) acted: bool,
    /// Restored from disk, not yet confirmed by the phone system.
    unconfirmed: bool,
    /// When it was first seen by this run of the program.
    born: Duration,
    /// The phone's own name of a heard call.
    hint: Option<String>,
    /// A heard call's end was told.
    end_told: bool,
}

/// What a leg's news changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Changed {
    /// Something that is saved or shown.
    pub(crate) call: bool,
    /// The other side is another number now.
    pub(crate) number: bool,
    /// It went from live to over.
    pub(crate) ended: bool,
}

/// Where a leg was first heard of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    Event,
    Snapshot,
}

impl Tracked {
    /// A call first seen with this leg of the own extension. `None` when the leg tells nothing
    /// that makes a call (an unknown status).
    pub(crate) fn first_seen(
        id: CallId,
        pbx: &str,
        leg: Leg,
        told: Told,
        now: Moment,
        rules: &MatchingSettings,
    ) -> Option<Self> {
        let (direction, state) = first_phase(&leg, now)?;
        let adopted = leg.status == LegStatus::Connected;
        let number = rules.read(party_number(&leg));
        let internal = is_internal(&leg, &number);
        let pop = if internal || (adopted && told == Told::Snapshot) { Pop::Never } else { Pop::Shown };
        let key = live_key(pbx, &leg.id.extension, leg.call, now.wall);
        let caller = first_caller(&number, internal);
        let call = Call {
            id,
            key,
            system_id: leg.call,
            source: CallSource::System,
            direction,
            internal,
            phone_name: party_name(&leg),
            number,
            via: leg.via.clone(),
            from: leg.referred_by.clone(),
            first_seen: now.wall,
            state,
            caller,
            abilities: leg.abilities,
            offers: offers(&leg),
            notes: String::new(),
            notes_saved: None,
            wrap_up: None,
            related: None,
            unlinked: false,
            private: None,
            talked: Duration::ZERO,
            estimated: adopted,
            course: Vec::new(),
            pop,
            refused: None,
            entry: None,
            logged: FromLog::default(),
        };
        let mut tracked = Self::begun(call, now);
        tracked.answered = adopted.then_some(now.mono);
        let step = match (adopted, direction) {
            (true, _) => Step::Adopted,
            (false, Direction::Inbound) => Step::Rang { via: leg.via.clone() },
            (false, Direction::Outbound) => Step::Dialed,
        };
        tracked.note_step(now.wall, step);
        if let Some(who) = leg.referred_by.clone() {
            tracked.note_step(now.wall, Step::TransferredFrom { who });
        }
        tracked.legs.insert(leg.id.clone(), leg);
        Some(tracked)
    }

    /// A call saved by an earlier run.
    pub(crate) fn restored(call: Call, now: Moment) -> Self {
        // Nobody confirms a heard call: it goes on until it is told over, or given up.
        let unconfirmed = call.is_live() && call.source == CallSource::System;
        Self { unconfirmed, acted: true, ..Self::begun(call, now) }
    }

    fn begun(call: Call, now: Moment) -> Self {
        Self {
            call,
            legs: BTreeMap::new(),
            answered: None,
            gone: None,
            wrap_until: None,
            seen: now.mono,
            saved: now.mono,
            rejecting: false,
            acted: false,
            unconfirmed: false,
            born: now.mono,
            hint: None,
            end_told: false,
        }
    }

    /// Whether news of this leg belong here.
    pub(crate) fn owns(&self, leg: &Leg) -> bool {
        if self.legs.contains_key(&leg.id) {
            return true;
        }
        let may_come_back = self.call.is_live() || self.gone.is_some();
        may_come_back
            && !self.is_heard()
            && self.call.system_id == leg.call
            && (!self.unconfirmed || self.call.number.raw == party_number(leg))
    }

    /// Whether a colleague's leg belongs to this call.
    pub(crate) fn is_call_of(&self, leg: &Leg) -> bool {
        self.call.is_live() && !self.is_heard() && self.call.system_id == leg.call
    }

    pub(crate) fn has_leg(&self, id: &LegId) -> bool {
        self.legs.contains_key(id)
    }

    pub(crate) fn leg_ids(&self) -> Vec<LegId> {
        self.legs.keys().cloned().collect()
    }

    /// Takes in a new or changed leg of the own extension.
    pub(crate) fn apply(&mut self, leg: Leg, told: Told, now: Moment, rules: &MatchingSettings) -> Changed {
        let before = self.call.clone();
        self.seen = now.mono;
        if self.unconfirmed {
            self.unconfirmed = false;
            self.call.estimated = true;
            self.note_step(now.wall, Step::Adopted);
        }
        let came_back = self.gone.take().is_some();
        if came_back && let CallState::WrapUp { .. } = self.call.state {
            self.call.state = match self.call.course.iter().find(|s| s.what == Step::AnsweredHere) {
                Some(step) => CallState::Talking { answered: step.at },
                None => CallState::Ringing,
            };
            self.wrap_until = None;
            self.call.course.pop_if(|step| step.what == Step::Ended);
        }
        self.call.system_id = leg.call;
        let number = self.take_party(&leg, now.wall, rules);
        if let Some(via) = &leg.via {
            self.call.via.get_or_insert_with(|| via.clone());
        }
        if let Some(who) = &leg.referred_by
            && self.call.from.is_none()
        {
            self.call.from = Some(who.clone());
            self.note_step(now.wall, Step::TransferredFrom { who: who.clone() });
        }
        if self.take_status(leg.status, now) && told == Told::Snapshot {
            // The answer itself was not seen.
            self.call.estimated = true;
        }
        self.legs.insert(leg.id.clone(), leg);
        self.call.abilities = self.abilities();
        Changed { call: self.call != before, number, ended: false }
    }

    /// A leg of the own extension is gone.
    pub(crate) fn remove(&mut self, id: &LegId, now: Moment) -> Changed {
        if self.legs.remove(id).is_none() {
            return Changed::default();
        }
        self.call.abilities = self.abilities();
        if !self.legs.is_empty() {
            return Changed { call: true, ..Changed::default() };
        }
        self.lose(now)
    }

    /// The phone system told every leg alive, and none of this call is among them.
    pub(crate) fn missing(&mut self, now: Moment) -> Changed {
        if !self.call.is_live() || self.gone.is_some() || self.is_heard() {
            return Changed::default();
        }
        self.legs.clear();
        self.call.abilities = Abilities::default();
        self.call.estimated = true;
        if self.unconfirmed {
            // Nothing can refill a call of an earlier run.
            let changed = self.end(now);
            self.unconfirmed = false;
            return changed;
        }
        self.lose(now)
    }

    fn lose(&mut self, now: Moment) -> Changed {
        self.gone = Some(now.mono);
        match self.call.state {
            // A ring may go on in the queue's next wave: it is decided after the grace period.
            CallState::Ringing | CallState::Dialing => Changed { call: true, ..Changed::default() },
            // A talk is over for the agent at once; a leg that comes back within the grace revives it.
            CallState::Talking { .. } => {
                self.end(now);
                self.gone = Some(now.mono);
                Changed { call: true, number: false, ended: false }
            }
            CallState::WrapUp { .. } | CallState::Closed { .. } => Changed::default(),
        }
    }

    /// The grace period is over, or a safety net says so. True when the call is over now.
    pub(crate) fn settle(&mut self, now: Moment) -> Changed {
        if let Some(gone) = self.gone
            && now.mono >= gone + GRACE
        {
            self.gone = None;
            return self.end(now);
        }
        if self.gone.is_none() && self.call.is_live() && now.mono >= self.seen + self.unseen_max() {
            self.legs.clear();
            self.call.estimated = true;
            return self.end(now);
        }
        Changed::default()
    }

    fn end(&mut self, now: Moment) -> Changed {
        if let CallState::Talking { answered } = self.call.state {
            self.call.talked = self.talked_until(now, answered);
        }
        if self.call.is_live() {
            let outcome = self.decide_outcome();
            self.call.state = CallState::WrapUp { outcome, ended: now.wall };
            self.note_step(now.wall, Step::Ended);
        }
        Changed { call: true, number: false, ended: true }
    }

    /// A colleague took it: known only when their leg is seen connected.
    pub(crate) fn taken_by(&mut self, who: String, now: Moment) {
        let is_ringing = self.call.state == CallState::Ringing;
        let step = Step::AnsweredBy { who };
        if is_ringing && !self.call.course.iter().any(|s| s.what == step) {
            self.note_step(now.wall, step);
        }
    }

    /// The phone system's log tells that a colleague took it, after nobody here had.
    pub(crate) fn was_taken_by(&mut self, who: String, at: Timestamp) {
        if let CallState::WrapUp { outcome, .. } | CallState::Closed { outcome, .. } = &mut self.call.state {
            *outcome = Outcome::AnsweredElsewhere;
        }
        self.call.pop = Pop::Never;
        self.note_step(at, Step::AnsweredBy { who });
    }

    fn decide_outcome(&self) -> Outcome {
        let talked = match self.call.state {
            CallState::Talking { .. } => true,
            CallState::Ringing | CallState::Dialing | CallState::WrapUp { .. } | CallState::Closed { .. } => {
                false
            }
        };
        let elsewhere = self.call.course.iter().any(|s| matches!(s.what, Step::AnsweredBy { .. }));
        match (self.call.direction, talked) {
            (Direction::Inbound, true) => Outcome::AnsweredInbound,
            (Direction::Outbound, true) => Outcome::AnsweredOutbound,
            (_, false) if self.is_heard() && !self.end_told => Outcome::NotKnown,
            (Direction::Outbound, false) => Outcome::UnansweredOutbound,
            (Direction::Inbound, false) if self.rejecting => Outcome::Rejected,
            (Direction::Inbound, false) if elsewhere => Outcome::AnsweredElsewhere,
            (Direction::Inbound, false) => Outcome::Missed,
        }
    }

    /// Notes how long it has been talked, once a minute. True when it is to be saved.
    pub(crate) fn tick(&mut self, now: Moment) -> bool {
        let CallState::Talking { answered } = self.call.state else { return false };
        if now.mono < self.saved + TALK_SAVE_EVERY {
            return false;
        }
        self.saved = now.mono;
        self.call.talked = self.talked_until(now, answered);
        true
    }

    pub(crate) fn link_lost(&mut self, now: Moment) {
        self.note_step(now.wall, Step::LinkLost);
    }

    /// Wrap-up ends by itself at this time from now on.
    pub(crate) fn wrap_up_until(&mut self, at: Duration) {
        self.wrap_until = Some(at);
    }

    pub(crate) fn wrap_up_over(&self, now: Moment) -> bool {
        self.wrap_until.is_some_and(|at| now.mono >= at) && self.is_wrapping_up()
    }

    pub(crate) fn is_wrapping_up(&self) -> bool {
        matches!(self.call.state, CallState::WrapUp { .. })
    }

    /// Still within the grace period after its last leg.
    pub(crate) fn is_settling(&self) -> bool {
        self.gone.is_some()
    }

    pub(crate) fn close(&mut self) {
        if let CallState::WrapUp { outcome, ended } = self.call.state {
            self.call.state = CallState::Closed { outcome, ended };
            self.wrap_until = None;
        }
    }

    /// When something is due here, on the monotonic clock.
    pub(crate) fn wake_at(&self) -> Option<Duration> {
        if let Some(gone) = self.gone {
            return Some(gone + GRACE);
        }
        match self.call.state {
            CallState::Ringing | CallState::Dialing => Some(self.seen + self.unseen_max()),
            CallState::Talking { .. } => {
                Some((self.saved + TALK_SAVE_EVERY).min(self.seen + self.unseen_max()))
            }
            CallState::WrapUp { .. } => self.wrap_until,
            CallState::Closed { .. } => None,
        }
    }

    /// The own leg that can do something, as told by `able`.
    pub(crate) fn leg_able(&self, able: impl Fn(&Abilities) -> bool) -> Option<LegId> {
        self.legs.values().find(|leg| able(&leg.abilities)).map(|leg| leg.id.clone())
    }

    fn unseen_max(&self) -> Duration {
        match self.call.state {
            CallState::Ringing | CallState::Dialing => RING_UNSEEN_MAX,
            CallState::Talking { .. } | CallState::WrapUp { .. } | CallState::Closed { .. } => {
                TALK_UNSEEN_MAX
            }
        }
    }

    fn talked_until(&self, now: Moment, answered: Timestamp) -> Duration {
        match (self.answered, self.unconfirmed) {
            (Some(answered), _) => now.mono.saturating_sub(answered),
            // The program was not running: only what was saved is known.
            (None, true) => self.call.talked,
            (None, false) => {
                Duration::try_from(now.wall.duration_since(answered)).unwrap_or(self.call.talked)
            }
        }
    }

    /// True when the call was answered by this.
    fn take_status(&mut self, status: LegStatus, now: Moment) -> bool {
        let waits = matches!(self.call.state, CallState::Ringing | CallState::Dialing);
        let answered = waits && status == LegStatus::Connected;
        if answered {
            self.call.state = CallState::Talking { answered: now.wall };
            self.answered = Some(now.mono);
            self.saved = now.mono;
            self.call.refused = None;
            self.note_step(now.wall, Step::AnsweredHere);
        }
        answered
    }

    /// True when the other side is another number now.
    fn take_party(&mut self, leg: &Leg, at: Timestamp, rules: &MatchingSettings) -> bool {
        let raw = party_number(leg);
        if let Some(name) = party_name(leg) {
            let renamed = self.call.phone_name.as_ref() != Some(&name);
            if renamed && raw == self.call.number.raw {
                self.call.phone_name = Some(name);
            }
        }
        if raw.is_empty() || raw == self.call.number.raw || leg.party == Party::System {
            return false;
        }
        let number = rules.read(raw);
        let internal = is_internal(leg, &number);
        if internal && !self.call.internal {
            // The agent consults a colleague on the same leg: the call stays the customer's.
            return false;
        }
        let before = self.call.phone_name.take().unwrap_or_else(|| self.call.number.canonical().to_owned());
        if self.call.internal && !internal {
            self.call.internal = false;
            self.call.pop = Pop::Shown;
        }
        if !before.is_empty() && self.call.from.is_none() {
            self.call.from = Some(before.clone());
            self.note_step(at, Step::TransferredFrom { who: before });
        }
        self.call.phone_name = party_name(leg);
        self.call.caller = first_caller(&number, internal);
        self.call.number = number;
        true
    }

    fn abilities(&self) -> Abilities {
        self.legs.values().fold(Abilities::default(), |all, leg| Abilities {
            answer: all.answer || leg.abilities.answer,
            reject: all.reject || leg.abilities.reject,
            hang_up: all.hang_up || leg.abilities.hang_up,
            transfer: all.transfer || leg.abilities.transfer,
        })
    }

    fn note_step(&mut self, at: Timestamp, what: Step) {
        if self.call.course.len() < COURSE_MAX {
            self.call.course.push(CourseStep { at, what });
        }
    }
}

/// Whoever can refuse a ring can leave the talk.
fn offers(leg: &Leg) -> Abilities {
    Abilities { hang_up: leg.abilities.hang_up || leg.abilities.reject, ..leg.abilities }
}
