//! Asking somebody before a call is handed over to them: a second call, and what becomes of the
//! first. The phone system has no order for it (3cx.md 2.6), so it is made of two.

use super::{Desk, DialFailure, DialId, DialState, Effect};
use crate::Moment;
use crate::call::{Call, CallId, CallState, PhoneCommand, PhoneFailure};
use crate::dial::DialSource;

/// Somebody is asked whether they take a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consult {
    /// The call they are asked about.
    pub call: CallId,
    /// The call with them, once there is one.
    pub with: Option<CallId>,
    /// How the phone system reaches them.
    to: String,
    dial: DialId,
    /// The call is being handed over.
    handing: bool,
}

impl Desk {
    /// Who is being asked whether they take a call.
    #[must_use]
    pub fn consulting(&self) -> Option<&Consult> {
        self.consult.as_ref()
    }

    pub(super) fn consult(&mut self, now: Moment, id: CallId, to: &str, effects: &mut Vec<Effect>) {
        let Some(at) = self.at(id) else { return };
        let tracked = &self.calls[at];
        let talks = matches!(tracked.call.state, CallState::Talking { .. });
        if !talks || tracked.leg_able(|able| able.transfer).is_none() {
            let failure = if tracked.call.is_live() { PhoneFailure::NotAllowed } else { PhoneFailure::Gone };
            return self.refuse(id, failure, effects);
        }
        self.wish(now, to, DialSource::App, effects);
        let Some(dial) = &self.dial else { return };
        if let DialState::Failed { why: DialFailure::NotDialled(why) } = dial.state {
            self.dial = None;
            return self.refuse(id, PhoneFailure::NoDestination(why), effects);
        }
        let (to, dial) = (dial.dialled.clone(), dial.id);
        self.consult = Some(Consult { call: id, with: None, to, dial, handing: false });
    }

    pub(super) fn hand_over(&mut self, id: CallId, effects: &mut Vec<Effect>) {
        let Some(consult) = self.consult.as_mut().filter(|consult| consult.call == id) else { return };
        if consult.with.is_none() || consult.handing {
            return;
        }
        consult.handing = true;
        let destination = consult.to.clone();
        self.command(id, PhoneCommand::Transfer { destination }, |able| able.transfer, effects);
    }

    /// The wish to call them became a call.
    pub(super) fn consult_became(&mut self, dial: DialId, call: CallId) {
        if let Some(consult) = self.consult.as_mut().filter(|consult| consult.dial == dial) {
            consult.with = Some(call);
        }
    }

    /// The order to hand over came back: taken, the call with whoever was asked has to make room
    /// for it.
    pub(super) fn handed_over(&mut self, id: CallId, taken: bool, effects: &mut Vec<Effect>) {
        let Some(consult) = self.consult.as_mut().filter(|consult| consult.call == id && consult.handing)
        else {
            return;
        };
        match consult.with {
            Some(with) if taken => self.command(with, PhoneCommand::HangUp, |able| able.hang_up, effects),
            Some(_) | None => consult.handing = false,
        }
    }

    /// Ends with either call, and with a wish that comes to nothing.
    pub(super) fn settle_consult(&mut self) {
        let Some(consult) = &self.consult else { return };
        let lives = |id: CallId| self.call(id).is_some_and(Call::is_live);
        let asked = match consult.with {
            Some(with) => lives(with),
            None => self.dial.as_ref().is_some_and(|dial| dial.id == consult.dial),
        };
        if !asked || !lives(consult.call) {
            self.consult = None;
        }
    }
}

#[cfg(test)]
mod tests;
