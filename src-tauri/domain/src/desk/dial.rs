//! One wish to call somebody: checked, asked about, given to the phone system, and followed until
//! the call itself is told of.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Desk, Effect};
use crate::Moment;
use crate::call::{Call, CallId, CallState, Direction, Leg, LegId, LegStatus, PhoneCommand, PhoneFailure};
use crate::caller::Match;
use crate::dial::{DialPlan, DialSource, DialWarning, NotDialled, plan};
use crate::number::Number;
use crate::settings::AskWhen;

/// Longest wait for the index on this computer, which only says who it is.
const WHO_MAX: Duration = Duration::from_millis(300);
/// A call that nobody told of so long after the phone system took the order will not come.
const CALL_MAX: Duration = Duration::from_secs(30);
/// The own phone rings at once where it rings first (3cx.md 2.7). Who rings later calls back.
const OWN_RING_MAX: Duration = Duration::from_secs(10);
/// A question nobody answers is taken back.
const QUESTION_MAX: Duration = Duration::from_secs(120);
/// A failure stays on screen so long.
const FAILED_MAX: Duration = Duration::from_secs(60);

/// Never used twice while the program runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DialId(pub u64);

/// A wish to call somebody.
#[derive(Debug, Clone, PartialEq)]
pub struct Dial {
    pub id: DialId,
    pub since: Timestamp,
    pub source: DialSource,
    pub number: Number,
    /// Who has the number, as this computer knows it.
    pub who: Vec<Match>,
    pub state: DialState,
    pub(super) dialled: String,
    warnings: Vec<DialWarning>,
    /// The phone chosen this once.
    device: Option<String>,
    leg: Option<LegId>,
    until: Duration,
}

/// How far it came. What follows is a call.
#[derive(Debug, Clone, PartialEq)]
pub enum DialState {
    /// The index on this computer is asked who it is.
    Checking,
    /// A person is asked.
    Question {
        warnings: Vec<DialWarning>,
    },
    /// The phone system was told to.
    Asked,
    Failed {
        why: DialFailure,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DialFailure {
    NotDialled(NotDialled),
    Phone(PhoneFailure),
    /// The phone system took it, and no call came.
    NoCall,
}

impl Desk {
    /// Lets a call ring elsewhere, or hands it over.
    pub(super) fn transfer(&mut self, call: CallId, to: &str, effects: &mut Vec<Effect>) {
        match plan(to, DialSource::App, &self.context.settings) {
            Ok(DialPlan { dialled, .. }) => self.send_on(call, dialled, effects),
            Err(why) => self.refuse(call, PhoneFailure::NoDestination(why), effects),
        }
    }

    /// To the voicemail of an extension: of the own one unless another is meant.
    pub(super) fn voicemail(&mut self, call: CallId, of: Option<String>, effects: &mut Vec<Effect>) {
        let code = &self.context.settings.dial.voicemail;
        let of = of.unwrap_or_else(|| self.context.agent.extension.clone());
        let is_extension = !of.is_empty() && of.chars().all(|c| c.is_ascii_digit());
        if code.is_empty() || !is_extension {
            let why = if is_extension { NotDialled::NoVoicemail } else { NotDialled::NoNumber };
            return self.refuse(call, PhoneFailure::NoDestination(why), effects);
        }
        self.send_on(call, format!("{code}{of}"), effects);
    }

    fn send_on(&mut self, call: CallId, destination: String, effects: &mut Vec<Effect>) {
        let ringing = self.call(call).is_some_and(|call| call.state == CallState::Ringing);
        let command = if ringing {
            PhoneCommand::Divert { destination }
        } else {
            PhoneCommand::Transfer { destination }
        };
        self.command(call, command, |able| able.transfer, effects);
    }

    /// The wish that is on screen.
    #[must_use]
    pub fn dial(&self) -> Option<&Dial> {
        self.dial.as_ref()
    }

    pub(super) fn wish(&mut self, now: Moment, raw: &str, source: DialSource, effects: &mut Vec<Effect>) {
        let asked_already = |dial: &Dial, number: &Number| {
            matches!(dial.state, DialState::Asked | DialState::Checking)
                && dial.number.reading == number.reading
        };
        let planned = plan(raw, source, &self.context.settings);
        let (number, dialled, warnings, failed) = match planned {
            Ok(DialPlan { number, dialled, warnings }) => (number, dialled, warnings, None),
            Err(why) => {
                let number = crate::number::read(raw, &self.context.settings.matching.default_region);
                (number, String::new(), Vec::new(), Some(DialFailure::NotDialled(why)))
            }
        };
        // The second click of a double click.
        if failed.is_none() && self.dial.as_ref().is_some_and(|dial| asked_already(dial, &number)) {
            return;
        }
        self.next_dial += 1;
        let id = DialId(self.next_dial);
        let (state, until) = match failed {
            Some(why) => (DialState::Failed { why }, FAILED_MAX),
            None => (DialState::Checking, WHO_MAX),
        };
        if state == DialState::Checking {
            effects.push(Effect::WhoIs { dial: id, number: number.clone() });
        }
        let until = now.mono + until;
        let (since, who, device, leg) = (now.wall, Vec::new(), None, None);
        let dial = Dial { id, since, source, number, who, state, dialled, warnings, device, leg, until };
        self.dial = Some(dial);
    }

    /// The index told who has the number.
    pub(super) fn who_is(&mut self, now: Moment, id: DialId, who: Vec<Match>, effects: &mut Vec<Effect>) {
        let Some(dial) = self.dial.as_mut().filter(|dial| dial.id == id) else { return };
        dial.who = who;
        if dial.state == DialState::Checking {
            self.checked(now, effects);
        }
    }

    fn checked(&mut self, now: Moment, effects: &mut Vec<Effect>) {
        let Some(dial) = &mut self.dial else { return };
        let mut warnings = dial.warnings.clone();
        let told_not_to = dial.who.iter().find(|known| known.person.do_not_call);
        if let Some(known) = told_not_to {
            warnings.push(DialWarning::DoNotCall { name: known.person.name.clone() });
        }
        if warnings.is_empty() {
            self.send_dial(now, effects);
        } else {
            dial.until = now.mono + QUESTION_MAX;
            dial.state = DialState::Question { warnings };
        }
    }

    /// The person said yes, or tries again after a failure of the phone system.
    pub(super) fn confirm_dial(
        &mut self,
        now: Moment,
        id: DialId,
        device: Option<String>,
        effects: &mut Vec<Effect>,
    ) {
        self.trust_extension(id, effects);
        let Some(dial) = self.dial.as_mut().filter(|dial| dial.id == id) else { return };
        match dial.state {
            DialState::Question { .. }
            | DialState::Failed { why: DialFailure::Phone(_) | DialFailure::NoCall } => {
                dial.device = device;
                self.send_dial(now, effects);
            }
            DialState::Checking
            | DialState::Asked
            | DialState::Failed { why: DialFailure::NotDialled(_) } => {}
        }
    }

    /// Who said yes to the first call from a page is not asked where the next one comes from.
    fn trust_extension(&mut self, id: DialId, effects: &mut Vec<Effect>) {
        let asked = self.dial.as_ref().is_some_and(|dial| {
            dial.id == id
                && dial.source == DialSource::Extension
                && matches!(dial.state, DialState::Question { .. })
        });
        let ask = &mut self.context.settings.dial.extension.ask;
        if asked && *ask == AskWhen::Once {
            // From now on, although the file is changed a moment later.
            *ask = AskWhen::Never;
            effects.push(Effect::TrustExtension);
        }
    }

    fn send_dial(&mut self, now: Moment, effects: &mut Vec<Effect>) {
        let usual = &self.context.settings.dial.device;
        let Some(dial) = &mut self.dial else { return };
        let device = dial.device.clone().unwrap_or_else(|| usual.clone());
        dial.state = DialState::Asked;
        dial.leg = None;
        dial.until = now.mono + CALL_MAX;
        effects.push(Effect::Dial { dial: dial.id, destination: dial.dialled.clone(), device });
    }

    pub(super) fn dismiss_dial(&mut self, id: DialId) {
        self.dial.take_if(|dial| dial.id == id);
    }

    /// The phone system took the order, with the own leg where it names one, or refused it.
    pub(super) fn dialled(&mut self, now: Moment, id: DialId, result: Result<Option<LegId>, PhoneFailure>) {
        let Some(dial) = self.dial.as_mut().filter(|dial| dial.id == id) else { return };
        match result {
            Ok(leg) => {
                let known = |leg: &LegId| self.calls.iter().find(|call| call.has_leg(leg));
                let known = leg.as_ref().and_then(known).map(|tracked| tracked.call.id);
                dial.leg = leg;
                if let Some(call) = known {
                    self.dial = None;
                    self.consult_became(id, call);
                }
            }
            Err(failure) => {
                dial.state = DialState::Failed { why: DialFailure::Phone(failure) };
                dial.until = now.mono + FAILED_MAX;
            }
        }
    }

    /// A leg that comes from our own order is outbound, even where the own phone rings first and
    /// nothing on the leg says so (3cx.md 2.5, 2.7).
    pub(super) fn ours(&self, now: Moment, leg: &Leg) -> bool {
        self.dial.as_ref().is_some_and(|dial| {
            let reading = |raw: &str| self.context.settings.matching.read(raw).reading;
            let in_time = now.mono + CALL_MAX <= dial.until + OWN_RING_MAX;
            let may_ring = in_time && leg.via.is_none() && leg.referred_by.is_none();
            dial.state == DialState::Asked
                && match &dial.leg {
                    Some(own) => *own == leg.id,
                    None => {
                        leg.status != LegStatus::Connected
                            && (leg.status != LegStatus::Ringing || may_ring)
                            && (reading(&leg.party_number) == dial.number.reading
                                || leg.party_number == dial.dialled)
                    }
                }
        })
    }

    /// The call is there: it is followed as one from now on.
    pub(super) fn dial_became(&mut self, call: &Call) {
        let is_it = |dial: &mut Dial| {
            // The answer may be lost although the order was carried out.
            matches!(
                dial.state,
                DialState::Asked | DialState::Failed { why: DialFailure::Phone(_) | DialFailure::NoCall }
            ) && call.direction == Direction::Outbound
                && (call.number.reading == dial.number.reading || call.number.raw == dial.dialled)
        };
        if let Some(dial) = self.dial.take_if(is_it) {
            self.consult_became(dial.id, call.id);
        }
    }

    pub(super) fn settle_dial(&mut self, now: Moment, effects: &mut Vec<Effect>) {
        let Some(dial) = self.dial.as_mut().filter(|dial| now.mono >= dial.until) else { return };
        match dial.state {
            DialState::Checking => self.checked(now, effects),
            DialState::Asked => {
                dial.state = DialState::Failed { why: DialFailure::NoCall };
                dial.until = now.mono + FAILED_MAX;
            }
            DialState::Question { .. } | DialState::Failed { .. } => self.dial = None,
        }
    }

    pub(super) fn dial_wakes_at(&self) -> Option<Duration> {
        self.dial.as_ref().map(|dial| dial.until)
    }
}

#[cfg(test)]
mod tests;
