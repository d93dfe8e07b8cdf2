//! What an agent says of a call: with whom it was, and what it was about. At any time, also long
//! after it was written.

use super::{Desk, Effect};
use crate::Moment;
use crate::call::{Call, CallId, Tracked};
use crate::caller::{Caller, Match, Person, linked};
use crate::journal::{Related, RelatedOf, can_relate};

impl Desk {
    /// Links a call to somebody: one of its matches, or whoever a search found.
    pub(super) fn link(&mut self, id: CallId, person: &str, remember: bool, effects: &mut Vec<Effect>) {
        let Some(at) = self.at(id) else { return };
        let (matches, _) = super::act::candidates(&self.calls[at].call.caller);
        if matches.iter().any(|known| known.person.id == person) {
            self.choose(id, person, remember, effects);
        } else {
            effects.push(Effect::FindPerson { call: id, person: person.to_owned(), remember });
        }
    }

    /// Whoever a search found is known now. Others the call may have been with stay to be chosen.
    pub(super) fn linked(&mut self, id: CallId, person: Person, remember: bool, effects: &mut Vec<Effect>) {
        let Some(at) = self.at(id) else { return };
        let call = &mut self.calls[at].call;
        let (mut runners_up, _) = super::act::candidates(&call.caller);
        runners_up.retain(|known| known.person.id != person.id);
        let public = call.number.public().map(|public| public.e164.clone());
        if let Some(number) = public.filter(|_| remember) {
            effects.push(Effect::Remember { number, person: person.id.clone(), linked: true });
        }
        call.caller = Caller::One { best: Box::new(linked(person)), runners_up };
        let call = call.clone();
        self.calls[at].acted = true;
        self.rewrite(at, effects);
        if remember {
            self.link_kept(&call, effects);
        }
    }

    /// What the call was about, or nothing besides the person.
    pub(super) fn relate(
        &mut self,
        now: Moment,
        id: CallId,
        related: Option<Related>,
        effects: &mut Vec<Effect>,
    ) {
        let Some(at) = self.at(id) else { return };
        let call = &mut self.calls[at].call;
        let Some(Match { person, .. }) = call.caller.person().filter(|known| can_relate(&known.person))
        else {
            return;
        };
        let chosen = match related.map(Related::checked) {
            Some(None) => return,
            Some(Some(related)) => Some(RelatedOf { person: person.id.clone(), related }),
            None => None,
        };
        if call.related == chosen {
            return;
        }
        call.related = chosen;
        self.extend_wrap_up(now, at);
        self.rewrite(at, effects);
    }

    /// An id for a call that is known from elsewhere: none of the desk's own gets it.
    #[must_use]
    pub fn take_id(&mut self) -> CallId {
        let id = CallId(self.next_id);
        self.next_id += 1;
        id
    }

    /// A call of before today is worked on once more.
    pub fn recall(&mut self, now: Moment, call: Call) {
        if self.at(call.id).is_some() || call.is_live() {
            return;
        }
        self.next_id = self.next_id.max(call.id.0 + 1);
        let place = self.calls.iter().position(|known| known.call.id < call.id).unwrap_or(self.calls.len());
        self.calls.insert(place, Tracked::restored(call, now));
    }
}

#[cfg(test)]
mod tests;
