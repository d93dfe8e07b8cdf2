//! A scripted working day as data: what happens on the phone, and what the agent does meanwhile.
//!
//! A driver (the demo) walks the steps in order: waits `pause_s` divided by its speed, performs the action, and, where
//! `settle` is set, waits until the app shows what happened before it goes on. Actions of the agent at the screen are
//! the driver's to carry out; everything else happens by [`Simulators::perform`]. Must not know how the app works.

use std::sync::PoisonError;

use serde::Serialize;

use crate::threecx::{CallError, Ring, sample};
use crate::{Handles, Simulators};

/// One thing that happens.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// What an onlooker is told.
    pub caption: &'static str,
    pub action: Action,
    /// Seconds since the step before, at normal speed.
    pub pause_s: f32,
    /// What the app should show before the next step; a driver may take a picture here.
    pub settle: Option<Settle>,
}

/// A call's name within the day.
pub type CallName = &'static str;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Action {
    /// Somebody calls. An empty number is withheld.
    Ring {
        call: CallName,
        from: &'static str,
        name: &'static str,
        to: &'static str,
        queue: Option<&'static str>,
    },
    /// Picked up on the phone of the given extension.
    Answer {
        call: CallName,
        by: &'static str,
    },
    /// Rejected or left by the given extension, by hand.
    Reject {
        call: CallName,
        by: &'static str,
    },
    HangUp {
        call: CallName,
    },
    Transfer {
        call: CallName,
        to: &'static str,
    },
    /// The agent dials on the phone.
    Dial {
        call: CallName,
        from: &'static str,
        to: &'static str,
    },
    FarAnswer {
        call: CallName,
    },
    /// Somebody writes, and is answered or not.
    Chat {
        chat: &'static ChatScript,
    },
    /// Salesforce behaves in this way from now on; an empty name: as it should.
    Org {
        fault: &'static str,
        value: Option<&'static str>,
    },
    /// Time passes.
    Wait,
    /// Something the agent does at the screen: the driver's part.
    AtScreen {
        act: ScreenAct,
    },
}

/// A chat, message by message.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct ChatScript {
    pub provider: &'static str,
    pub provider_name: &'static str,
    pub name: &'static str,
    pub phone: &'static str,
    /// How long ago its last word was said.
    pub ended_s: u32,
    /// Who says it, by extension, or the visitor; and what.
    pub says: &'static [(Option<&'static str>, &'static str)],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum ScreenAct {
    TypeNotes {
        text: &'static str,
    },
    /// Chooses one of several candidates by name.
    Choose {
        name: &'static str,
    },
    NoneOfThese,
    /// Rejects the ringing call.
    Reject,
    /// Closes the pop, which ends wrap-up.
    Dismiss,
}

/// What to wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Settle {
    Searching,
    /// Salesforce could not be asked.
    CannotLookUp,
    TwoCalls,
    OneMatch,
    SeveralMatches,
    NoMatch,
    Withheld,
    Talking,
    Dialing,
    Ended,
    /// The entry is in Salesforce.
    Written,
    /// The pop shows nothing (an internal call, or one a colleague took).
    NoPop,
}

/// What performing a step came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Performed {
    OnCall(i32),
    Done,
    LeftToDriver,
}

const AGENT: &str = sample::AGENT;

const fn step(pause_s: f32, caption: &'static str, action: Action, settle: Option<Settle>) -> Step {
    Step { caption, action, pause_s, settle }
}

const fn ring(call: CallName, from: &'static str) -> Action {
    Action::Ring { call, from, name: "", to: AGENT, queue: None }
}

const fn at_screen(act: ScreenAct) -> Action {
    Action::AtScreen { act }
}

/// Just short of the half hour of silence that ends a chat, so that the day sees it written.
const SILENT_S: u32 = 30 * 60 - 5;

const LIVE_CHAT: ChatScript = ChatScript {
    provider: "LiveChat",
    provider_name: "",
    name: "Kathi",
    phone: "+494066969412",
    ended_s: SILENT_S,
    says: &[
        (None, "Good morning, has our order left the warehouse?"),
        (Some(AGENT), "Good morning. It left today, you will have it tomorrow."),
        (None, "Great, thank you."),
    ],
};

const TEXT_MESSAGE: ChatScript = ChatScript {
    provider: "SMS",
    provider_name: "",
    name: "",
    phone: "+46406055012",
    ended_s: SILENT_S,
    says: &[(None, "Can you call me back this afternoon?"), (Some(AGENT), "Yes, at three.")],
};

const STRANGER: ChatScript = ChatScript {
    provider: "SMS",
    provider_name: "WhatsApp",
    name: "Jo",
    phone: "+493023125144",
    ended_s: 0,
    says: &[(None, "Do you deliver to Potsdam?"), (Some(AGENT), "Yes, twice a week.")],
};

/// The day the demo plays: each kind of call once, and chats.
#[must_use]
pub fn workday() -> Vec<Step> {
    [
        slow_salesforce(),
        known_caller(),
        chats(),
        several_callers(),
        unknown_missed(),
        outbound(),
        withheld(),
        internal(),
        elsewhere(),
        rejected(),
        two_at_once(),
        salesforce_away(),
        transferred(),
    ]
    .concat()
}

/// The first caller of the day, seen before Salesforce has answered.
fn slow_salesforce() -> Vec<Step> {
    vec![
        step(
            1.0,
            "Salesforce takes its time",
            Action::Org { fault: "api-delay-ms", value: Some("2500") },
            None,
        ),
        step(
            1.0,
            "A known customer calls; the number is there at once",
            ring("known", "+494066969412"),
            Some(Settle::Searching),
        ),
        step(0.0, "Salesforce is quick again", Action::Org { fault: "", value: None }, None),
    ]
}

fn known_caller() -> Vec<Step> {
    vec![
        step(0.0, "and the name follows", Action::Wait, Some(Settle::OneMatch)),
        step(4.0, "The agent picks up", Action::Answer { call: "known", by: AGENT }, Some(Settle::Talking)),
        step(
            3.0,
            "and takes notes",
            at_screen(ScreenAct::TypeNotes { text: "Wants the offer for phase 2 by Friday." }),
            None,
        ),
        step(6.0, "The customer hangs up", Action::HangUp { call: "known" }, Some(Settle::Ended)),
        step(
            3.0,
            "The pop is closed; the call is in Salesforce",
            at_screen(ScreenAct::Dismiss),
            Some(Settle::Written),
        ),
    ]
}

fn chats() -> Vec<Step> {
    let chat = |caption, chat| step(2.0, caption, Action::Chat { chat }, None);
    vec![
        chat("A customer's live chat has just ended", &LIVE_CHAT),
        chat("and so has one by SMS", &TEXT_MESSAGE),
        chat("Somebody unknown writes by WhatsApp", &STRANGER),
    ]
}

fn several_callers() -> Vec<Step> {
    vec![
        step(
            4.0,
            "A number that several people share",
            ring("several", "+493023125100"),
            Some(Settle::SeveralMatches),
        ),
        step(4.0, "The agent picks up", Action::Answer { call: "several", by: AGENT }, Some(Settle::Talking)),
        step(
            3.0,
            "and says who it is",
            at_screen(ScreenAct::Choose { name: "Miriam Brandt" }),
            Some(Settle::Talking),
        ),
        step(5.0, "The call ends", Action::HangUp { call: "several" }, Some(Settle::Ended)),
        step(2.0, "The pop is closed", at_screen(ScreenAct::Dismiss), Some(Settle::Written)),
    ]
}

fn unknown_missed() -> Vec<Step> {
    let through_queue = Action::Ring {
        call: "unknown",
        from: "+493023125144",
        name: "",
        to: AGENT,
        queue: Some(sample::QUEUE),
    };
    vec![
        step(4.0, "Nobody knows this number", through_queue, Some(Settle::NoMatch)),
        step(8.0, "The caller gives up", Action::HangUp { call: "unknown" }, Some(Settle::Ended)),
        step(3.0, "The missed call is closed", at_screen(ScreenAct::Dismiss), None),
    ]
}

fn outbound() -> Vec<Step> {
    vec![
        step(
            4.0,
            "The agent calls London",
            Action::Dial { call: "outbound", from: AGENT, to: "+442079460321" },
            Some(Settle::Dialing),
        ),
        step(4.0, "The customer answers", Action::FarAnswer { call: "outbound" }, Some(Settle::Talking)),
        step(6.0, "The call ends", Action::HangUp { call: "outbound" }, Some(Settle::Ended)),
        step(2.0, "The pop is closed", at_screen(ScreenAct::Dismiss), Some(Settle::Written)),
    ]
}

fn withheld() -> Vec<Step> {
    vec![
        step(4.0, "A caller who hides the number", ring("withheld", ""), Some(Settle::Withheld)),
        step(3.0, "is answered", Action::Answer { call: "withheld", by: AGENT }, Some(Settle::Talking)),
        step(4.0, "and hangs up", Action::HangUp { call: "withheld" }, Some(Settle::Ended)),
        step(2.0, "The pop is closed", at_screen(ScreenAct::Dismiss), None),
    ]
}

fn internal() -> Vec<Step> {
    vec![
        step(4.0, "A colleague calls: no pop", ring("internal", "813"), Some(Settle::NoPop)),
        step(3.0, "They talk", Action::Answer { call: "internal", by: AGENT }, Some(Settle::NoPop)),
        step(4.0, "and hang up", Action::HangUp { call: "internal" }, Some(Settle::NoPop)),
    ]
}

fn elsewhere() -> Vec<Step> {
    let to_group = Action::Ring {
        call: "elsewhere",
        from: "+46406055012",
        name: "",
        to: sample::RING_GROUP,
        queue: None,
    };
    vec![
        step(4.0, "The sales line rings at three desks", to_group, Some(Settle::OneMatch)),
        step(3.0, "A colleague is faster", Action::Answer { call: "elsewhere", by: "813" }, None),
        step(4.0, "and ends the call", Action::HangUp { call: "elsewhere" }, None),
        step(2.0, "The pop is closed", at_screen(ScreenAct::Dismiss), None),
    ]
}

fn rejected() -> Vec<Step> {
    vec![
        step(
            4.0,
            "A customer who asked not to be called calls",
            ring("rejected", "+498912345678"),
            Some(Settle::OneMatch),
        ),
        step(3.0, "The agent rejects", at_screen(ScreenAct::Reject), Some(Settle::Ended)),
        step(2.0, "The pop is closed", at_screen(ScreenAct::Dismiss), Some(Settle::Written)),
    ]
}

fn two_at_once() -> Vec<Step> {
    vec![
        step(4.0, "Malmö calls", ring("first", "+46406055012"), Some(Settle::OneMatch)),
        step(3.0, "The agent picks up", Action::Answer { call: "first", by: AGENT }, Some(Settle::Talking)),
        step(4.0, "A second customer calls", ring("second", "+494066969412"), Some(Settle::TwoCalls)),
        step(4.0, "and gives up", Action::HangUp { call: "second" }, Some(Settle::Ended)),
        step(1.0, "The missed call is closed", at_screen(ScreenAct::Dismiss), None),
        step(3.0, "Malmö hangs up", Action::HangUp { call: "first" }, Some(Settle::Ended)),
        step(2.0, "The pop is closed", at_screen(ScreenAct::Dismiss), Some(Settle::Written)),
    ]
}

fn salesforce_away() -> Vec<Step> {
    vec![
        step(2.0, "Salesforce is down", Action::Org { fault: "html-503", value: None }, None),
        step(3.0, "Somebody calls", ring("away", "+493023125144"), Some(Settle::CannotLookUp)),
        step(3.0, "The agent picks up", Action::Answer { call: "away", by: AGENT }, Some(Settle::Talking)),
        step(4.0, "The caller hangs up", Action::HangUp { call: "away" }, Some(Settle::Ended)),
        step(1.0, "Salesforce is back", Action::Org { fault: "", value: None }, None),
        step(
            2.0,
            "The pop is closed; the entry waited",
            at_screen(ScreenAct::Dismiss),
            Some(Settle::Written),
        ),
    ]
}

fn transferred() -> Vec<Step> {
    vec![
        step(
            4.0,
            "A number from London that nobody knows",
            ring("transferred", "+442079460818"),
            Some(Settle::NoMatch),
        ),
        step(
            3.0,
            "The agent picks up",
            Action::Answer { call: "transferred", by: AGENT },
            Some(Settle::Talking),
        ),
        step(4.0, "and passes the call on", Action::Transfer { call: "transferred", to: "815" }, None),
        step(
            3.0,
            "The colleague takes it",
            Action::Answer { call: "transferred", by: "815" },
            Some(Settle::Ended),
        ),
        step(4.0, "The call ends", Action::HangUp { call: "transferred" }, None),
        step(2.0, "The pop is closed", at_screen(ScreenAct::Dismiss), None),
    ]
}

impl Simulators {
    /// Makes a step of a day happen, except what the agent does at the screen.
    ///
    /// # Errors
    /// When the call it speaks of is gone or in another state.
    #[allow(clippy::unused_async)] // A step may have to wait one day; drivers should not notice.
    pub async fn perform(&self, action: &Action) -> Result<Performed, CallError> {
        self.handles.perform(action)
    }
}

impl Handles {
    pub(crate) fn perform(&self, action: &Action) -> Result<Performed, CallError> {
        let pbx = &self.pbx;
        let call_id = match *action {
            Action::Ring { call, from, name, to, queue } => {
                let ring = Ring {
                    from: from.to_owned(),
                    name: name.to_owned(),
                    to: Some(to.to_owned()),
                    queue: queue.map(str::to_owned),
                    did: None,
                };
                self.remember(call, pbx.ring(&ring)?)
            }
            Action::Dial { call, from, to } => self.remember(call, pbx.dialled(from, to)?),
            Action::Answer { call, by } => self.on(call, |id| pbx.answer(id, Some(by)))?,
            Action::Reject { call, by } => self.on(call, |id| pbx.reject(id, by))?,
            Action::HangUp { call } => self.on(call, |id| pbx.hang_up(id))?,
            Action::Transfer { call, to } => self.on(call, |id| pbx.transfer(id, to))?,
            Action::FarAnswer { call } => self.on(call, |id| pbx.far_answer(id))?,
            Action::Chat { chat } => {
                pbx.played(chat).map_err(|_| CallError::NoCall)?;
                return Ok(Performed::Done);
            }
            Action::Org { fault, value } => {
                self.org.clear_faults();
                // A day that names an unknown fault is found by the test that plays it.
                if !fault.is_empty() && self.org.apply_fault(fault, value).is_err() {
                    return Err(CallError::NoCall);
                }
                return Ok(Performed::Done);
            }
            Action::Wait => return Ok(Performed::Done),
            Action::AtScreen { .. } => return Ok(Performed::LeftToDriver),
        };
        Ok(Performed::OnCall(call_id))
    }

    fn remember(&self, name: CallName, id: i32) -> i32 {
        self.named_calls.lock().unwrap_or_else(PoisonError::into_inner).insert(name, id);
        id
    }

    fn on(&self, name: CallName, work: impl FnOnce(i32) -> Result<(), CallError>) -> Result<i32, CallError> {
        let id = self.named_calls.lock().unwrap_or_else(PoisonError::into_inner).get(name).copied();
        let id = id.ok_or(CallError::NoCall)?;
        work(id)?;
        Ok(id)
    }
}
