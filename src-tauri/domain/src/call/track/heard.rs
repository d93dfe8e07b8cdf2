//! Calls a phone tells of by itself: no legs, no commands, and perhaps no end. Which call is meant
//! is the desk's business.

use std::time::Duration;

use super::told::{first_phase, is_internal, party_name, party_number};
use super::{Changed, RING_UNSEEN_MAX, Told, Tracked, first_caller, offers};
use crate::Moment;
use crate::call::{
    Abilities, Call, CallId, CallSource, CallState, Direction, FromLog, GRACE, Heard, HeardEvent, Leg,
    LegStatus, Outcome, Pop, Step, heard_key,
};
use crate::number::{Likeness, Number, Reading, Strategy, compare};
use crate::settings::MatchingSettings;

/// A phone tells the same thing twice within this long (3cx.md 8.1).
const FOLD: Duration = Duration::from_secs(4);
/// How far apart a phone and the phone system may tell of the same call.
const APART_MAX: Duration = Duration::from_secs(10);
/// Two spellings of one number, with and without country code, agree in so many digits.
const SAME_DIGITS: u8 = 7;
/// Longest name kept, in characters.
const NAME_MAX: usize = 120;

impl Tracked {
    /// A call that begins with what a phone told.
    pub(crate) fn first_heard(
        id: CallId,
        owner: (&str, &str),
        heard: &Heard,
        number: Number,
        now: Moment,
    ) -> Self {
        let direction = heard.direction.unwrap_or(Direction::Inbound);
        let (pbx, extension) = owner;
        let internal = matches!(number.reading, Reading::Internal { .. });
        let call = Call {
            id,
            key: heard_key(pbx, extension, id.0, now.wall),
            system_id: 0,
            source: CallSource::Heard,
            direction,
            internal,
            phone_name: None,
            via: None,
            from: None,
            first_seen: now.wall,
            state: match direction {
                Direction::Inbound => CallState::Ringing,
                Direction::Outbound => CallState::Dialing,
            },
            caller: first_caller(&number, internal),
            number,
            abilities: Abilities::default(),
            offers: Abilities::default(),
            notes: String::new(),
            notes_saved: None,
            wrap_up: None,
            related: None,
            unlinked: false,
            private: None,
            talked: Duration::ZERO,
            estimated: false,
            course: Vec::new(),
            pop: if internal { Pop::Never } else { Pop::Shown },
            refused: None,
            entry: None,
            logged: FromLog::default(),
        };
        let mut tracked = Self::begun(call, now);
        let step = match direction {
            Direction::Inbound => Step::Rang { via: None },
            Direction::Outbound => Step::Dialed,
        };
        tracked.note_step(now.wall, step);
        tracked.hear(heard, now);
        tracked
    }

    pub(crate) fn is_heard(&self) -> bool {
        self.call.source == CallSource::Heard
    }

    /// Takes in what a phone told of this call.
    pub(crate) fn hear(&mut self, heard: &Heard, now: Moment) -> Changed {
        let before = self.call.clone();
        self.seen = now.mono;
        self.learn_name(heard);
        if self.hint.is_none() {
            self.hint.clone_from(&heard.call_hint);
        }
        if !self.call.is_live() {
            return Changed { call: self.call != before, ..Changed::default() };
        }
        match heard.event {
            HeardEvent::Began => self.come_back(),
            HeardEvent::Answered => {
                self.come_back();
                self.take_status(LegStatus::Connected, now);
            }
            HeardEvent::Ended => {
                self.end_told = true;
                if self.gone.is_none() {
                    return self.lose(now);
                }
            }
        }
        Changed { call: self.call != before, ..Changed::default() }
    }

    fn come_back(&mut self) {
        self.gone = None;
        self.end_told = false;
    }

    /// The agent writes: whatever was told, the call goes on.
    pub(crate) fn goes_on(&mut self, now: Moment) {
        if self.is_heard() && self.call.is_live() && self.gone.is_none() {
            self.seen = now.mono;
        }
    }

    /// A phone knows a name that the phone system did not tell.
    pub(crate) fn learn_name(&mut self, heard: &Heard) -> bool {
        let name = heard.name.as_deref().map(str::trim).unwrap_or_default();
        let is_new = self.call.phone_name.is_none() && !name.is_empty() && name != self.call.number.raw;
        if is_new {
            self.call.phone_name = Some(name.chars().take(NAME_MAX).collect());
        }
        is_new
    }

    /// A heard call whose end nobody will tell is over.
    pub(crate) fn give_up(&mut self, now: Moment) -> Changed {
        if !self.is_heard() || !self.call.is_live() {
            return Changed::default();
        }
        self.gone = None;
        self.call.estimated |= !self.end_told;
        self.end(now)
    }

    /// Restored, and it rang too long ago to ring still.
    pub(crate) fn rang_out(&self, now: Moment) -> bool {
        let rings = matches!(self.call.state, CallState::Ringing | CallState::Dialing);
        let age = Duration::try_from(now.wall.duration_since(self.call.first_seen)).unwrap_or_default();
        self.is_heard() && rings && age >= RING_UNSEEN_MAX
    }

    /// The phone system tells of this heard call now: it is the system's from here on, under the
    /// key it has.
    pub(crate) fn attach(&mut self, leg: Leg, told: Told, now: Moment, rules: &MatchingSettings) -> Changed {
        self.call.source = CallSource::System;
        self.call.offers = offers(&leg);
        let raw = party_number(&leg);
        let mut renumbered = false;
        if !raw.is_empty() {
            let number = rules.read(raw);
            renumbered = number.reading != self.call.number.reading;
            self.call.internal = is_internal(&leg, &number);
            if renumbered {
                self.call.caller = first_caller(&number, self.call.internal);
                self.call.phone_name = party_name(&leg);
            }
            self.call.number = number;
        }
        if self.call.internal {
            self.call.pop = Pop::Never;
        }
        let changed = self.apply(leg, told, now, rules);
        // A look-up under way answers about the number as it was spelled before.
        let again = renumbered || self.call.caller == crate::caller::Caller::Searching;
        Changed { call: true, number: changed.number || again, ..changed }
    }

    /// Whether this heard call is the one the leg is part of.
    pub(crate) fn was_heard_of(&self, leg: &Leg, told: Told, now: Moment, rules: &MatchingSettings) -> bool {
        let Some((direction, _)) = first_phase(leg, now) else { return false };
        let settled = told == Told::Snapshot || leg.status == LegStatus::Connected;
        self.is_heard()
            && (self.call.is_live() || self.gone.is_some())
            && self.call.direction == direction
            && (settled || now.mono <= self.seen + APART_MAX)
            && is_same(&self.call.number, &rules.read(party_number(leg)))
    }

    /// Whether the phone system tells of the call that a phone told of at `at`.
    pub(crate) fn is_known_as(&self, heard: &Heard, number: &Number, at: Moment, linked: bool) -> bool {
        let confirmed = linked || at.mono <= self.seen + APART_MAX;
        let near = self.born <= at.mono + APART_MAX && at.mono <= self.born + APART_MAX;
        !self.is_heard()
            // Only a ring begins a call: what moves one means the live one, confirmed or not.
            && (near || (self.call.is_live() && (confirmed || heard.event != HeardEvent::Began)))
            && self.is_the_way(heard.direction)
            && is_same(&self.call.number, number)
    }

    /// Whether a heard call may be the one meant. Without a number the phone means its only one.
    pub(crate) fn may_be(&self, heard: &Heard, number: &Number) -> bool {
        let alive = self.call.is_live() || self.gone.is_some();
        let named = heard.call_hint.is_some() && heard.call_hint == self.hint;
        let numbered = match heard.event {
            HeardEvent::Began => is_same(&self.call.number, number),
            HeardEvent::Answered | HeardEvent::Ended => {
                heard.number.is_none() || is_same(&self.call.number, number)
            }
        };
        self.is_heard() && alive && (named || (numbered && self.is_the_way(heard.direction)))
    }

    /// Told twice: under the phone's own name of the call, or within moments.
    pub(crate) fn is_repeated_by(&self, heard: &Heard, now: Moment) -> bool {
        let named = heard.call_hint.is_some() && heard.call_hint == self.hint;
        named || self.gone.is_some_and(|gone| now.mono < gone + GRACE) || now.mono < self.seen + FOLD
    }

    /// Given up between a ring and its repetition.
    pub(crate) fn was_given_up_before(&self, heard: &Heard, number: &Number, now: Moment) -> bool {
        self.is_heard()
            && self.call.outcome() == Some(Outcome::NotKnown)
            && now.mono < self.seen + FOLD
            && self.is_the_way(heard.direction)
            && is_same(&self.call.number, number)
    }

    /// Given up, or told over, not long ago: what is told of it now comes too late.
    pub(crate) fn is_over_since(&self, heard: &Heard, number: &Number, now: Moment) -> bool {
        let (CallState::WrapUp { ended, .. } | CallState::Closed { ended, .. }) = self.call.state else {
            return false;
        };
        let age = Duration::try_from(now.wall.duration_since(ended)).unwrap_or_default();
        let numbered = heard.number.is_some() && is_same(&self.call.number, number);
        // The talk of a call that was given up may have gone on unheard.
        let given_up = self.call.outcome() == Some(Outcome::NotKnown);
        let limit = if given_up { super::TALK_UNSEEN_MAX } else { FOLD };
        self.is_heard() && age < limit && (numbered || heard.number.is_none())
    }

    /// The phone calls it by the same name.
    pub(crate) fn is_hinted(&self, heard: &Heard) -> bool {
        self.hint == heard.call_hint
    }

    pub(crate) fn waits_for_answer(&self) -> bool {
        matches!(self.call.state, CallState::Ringing | CallState::Dialing)
    }

    fn is_the_way(&self, direction: Option<Direction>) -> bool {
        direction.is_none_or(|direction| direction == self.call.direction)
    }
}

/// The same party, in whatever spelling.
pub(crate) fn is_same(one: &Number, other: &Number) -> bool {
    is_same_in(SAME_DIGITS, one, other)
}

/// The same where numbers agree in their last `digits` digits.
pub(crate) fn is_same_in(digits: u8, one: &Number, other: &Number) -> bool {
    let close: Option<Likeness> = compare(one, other, Strategy::LastDigits { digits });
    let neither = one.public().is_none() && other.public().is_none();
    close.is_some() || (neither && one.canonical() == other.canonical())
}
