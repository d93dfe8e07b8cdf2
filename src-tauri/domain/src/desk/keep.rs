//! Calls whose entries are kept until their caller is linked, and entries that are taken back.

use super::{Desk, Due, Effect, is_sent};
use crate::call::{Call, CallState};
use crate::caller::{Caller, KEPT_LOOKED_UP_MAX};
use crate::journal::{Decision, decide};
use crate::outbox::EntryState;

impl Desk {
    /// The call's entry stays on this computer until somebody is linked.
    pub(super) fn is_kept(&self, call: &Call) -> bool {
        match decide(call, &self.context.settings) {
            Decision::Keep { .. } => !is_sent(call),
            Decision::Write { .. } | Decision::Nothing(_) => false,
        }
    }

    /// The call's entry cannot be written before it is known who called.
    pub(super) fn waits_for_caller(&self, call: &Call) -> bool {
        let asked = call.caller.is_open();
        let is_written = matches!(decide(call, &self.context.settings), Decision::Write { .. });
        self.is_kept(call) || (asked && is_written && !is_sent(call))
    }

    /// The program ended between the answer of who called and the entry that waited for it.
    pub(super) fn release_held(&mut self, at: usize, effects: &mut Vec<Effect>) {
        let call = &self.calls[at].call;
        let held = matches!(call.entry, Some(EntryState::Waiting { due: None, .. }));
        let closed = matches!(call.state, CallState::Closed { .. });
        if held && closed && !self.waits_for_caller(call) {
            self.queue(at, Due::Now, effects);
        }
    }

    /// The disk may have room by now.
    pub(super) fn queue_again(&mut self, key: &str, effects: &mut Vec<Effect>) {
        if let Some(at) = self.calls.iter().position(|tracked| tracked.call.key == key) {
            self.rewrite(at, effects);
        }
    }

    /// Asks once more who those are that were nobody. What was said of several stays the agent's
    /// choice.
    pub(super) fn look_up_kept(&self, effects: &mut Vec<Effect>) {
        let mut asked = Vec::new();
        for tracked in &self.calls {
            let call = &tracked.call;
            if asked.len() == KEPT_LOOKED_UP_MAX {
                return;
            }
            let is_nobody = matches!(call.caller, Caller::Unknown);
            if is_nobody && self.is_kept(call) && !asked.contains(&call.number.canonical()) {
                asked.push(call.number.canonical());
                effects.push(Effect::LookUp { call: call.id, number: call.number.clone() });
            }
        }
    }

    /// Who was found for one call is who called before from the same number.
    pub(super) fn link_kept(&mut self, found: &Call, effects: &mut Vec<Effect>) {
        let Some(caller) = found.caller.for_kept() else { return };
        for at in 0..self.calls.len() {
            let call = &self.calls[at].call;
            let is_other = call.id != found.id && matches!(call.caller, Caller::Unknown);
            if is_other && call.number.reading == found.number.reading && self.is_kept(call) {
                self.calls[at].call.caller = caller.clone();
                self.rewrite(at, effects);
            }
        }
    }

    /// Nothing is to be written about the call any more: an entry that waits is taken out.
    pub(super) fn withdraw(&mut self, at: usize, effects: &mut Vec<Effect>) {
        let call = &mut self.calls[at].call;
        if call.entry.take().is_some() {
            effects.push(Effect::Save { call: Box::new(call.clone()) });
            effects.push(Effect::Withdraw { key: call.key.clone() });
        }
    }
}

#[cfg(test)]
mod tests;
