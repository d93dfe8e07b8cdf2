//! A wish to call somebody, as the screen shows it until the call itself is there.

use domain::call::{Call, CallId, CallState};
use domain::desk::{AgentAction, Desk, Dial, DialFailure, DialId, DialState};
use domain::dial::{DialSource, DialWarning};
use domain::search::begins;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::build::{MATCHES_SHOWN_MAX, match_view, number};
use super::{MatchView, NumberView};
use crate::phone::Colleague;
use crate::problem::{Problem, ProblemCode};

/// Most colleagues offered at once; whoever is not among them is found by typing more.
const COLLEAGUES_SHOWN_MAX: usize = 30;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct DialView {
    pub id: u64,
    pub since_ms: i64,
    pub source: DialSourceView,
    pub number: NumberView,
    /// Dialled by hand once somebody answers.
    pub extension: Option<String>,
    /// Who has the number, as this computer knows it.
    pub who: Vec<MatchView>,
    pub state: DialStateView,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DialSourceView {
    App,
    Terminal,
    Clipboard,
    Link,
    Extension,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum DialStateView {
    Checking,
    Question {
        warnings: Vec<DialWarningView>,
    },
    /// The phone system was told to.
    Asked,
    Failed {
        problem: Problem,
        /// Trying again may help.
        retry: bool,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "warning", rename_all = "snake_case")]
pub enum DialWarningView {
    Outside,
    NeverCall,
    Premium,
    Service,
    DoNotCall { name: String },
}

/// Somebody is asked whether they take a call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ConsultView {
    pub name: Option<String>,
    pub number: NumberView,
    /// They answered.
    pub talks: bool,
    /// There is a call with them that the other can be joined to.
    pub can_hand_over: bool,
    /// The call with them.
    pub with: Option<u64>,
}

/// An extension, queue or ring group a call can be sent to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ColleagueView {
    pub number: String,
    pub name: String,
}

/// What the screen can do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "order", rename_all = "snake_case")]
pub enum DialOrder {
    Call {
        number: String,
        source: DialSourceView,
    },
    /// At this phone, this once; `None`: as in the settings.
    Confirm {
        dial: u64,
        device: Option<String>,
    },
    Dismiss {
        dial: u64,
    },
}

impl From<DialOrder> for AgentAction {
    fn from(order: DialOrder) -> Self {
        match order {
            DialOrder::Call { number, source } => AgentAction::Dial { number, source: source.into() },
            DialOrder::Confirm { dial, device } => AgentAction::ConfirmDial { dial: DialId(dial), device },
            DialOrder::Dismiss { dial } => AgentAction::DismissDial { dial: DialId(dial) },
        }
    }
}

impl From<DialSourceView> for DialSource {
    fn from(source: DialSourceView) -> Self {
        match source {
            DialSourceView::App => DialSource::App,
            DialSourceView::Terminal => DialSource::Terminal,
            DialSourceView::Clipboard => DialSource::Clipboard,
            DialSourceView::Link => DialSource::Link,
            DialSourceView::Extension => DialSource::Extension,
        }
    }
}

pub(super) fn dial_view(desk: &Desk) -> Option<DialView> {
    let dial = desk.dial()?;
    let home = &desk.context().settings.matching.default_region;
    let compared = dial.number.public().map_or("", |public| public.shown_international.as_str());
    Some(DialView {
        id: dial.id.0,
        since_ms: dial.since.as_millisecond(),
        source: source(dial.source),
        number: number(&dial.number, home),
        extension: dial.number.public().and_then(|public| public.extension.clone()),
        who: dial.who.iter().take(MATCHES_SHOWN_MAX).map(|known| match_view(known, compared)).collect(),
        state: state(dial),
    })
}

/// Who is asked about this call.
pub(super) fn consult_view(call: CallId, desk: &Desk) -> Option<ConsultView> {
    let consult = desk.consulting().filter(|consult| consult.call == call)?;
    let home = &desk.context().settings.matching.default_region;
    let with = consult.with.and_then(|id| desk.call(id));
    let asked = desk.dial().map(|dial| &dial.number);
    Some(ConsultView {
        name: with.and_then(|call| call.phone_name.clone()),
        number: number(with.map(|call| &call.number).or(asked)?, home),
        talks: with.is_some_and(|call| matches!(call.state, CallState::Talking { .. })),
        can_hand_over: with.is_some_and(Call::is_live),
        with: consult.with.map(|id| id.0),
    })
}

/// Everybody whose number begins with what was typed, or whose name has its words; the agent's own
/// extension is nobody to send a call to.
pub(crate) fn colleagues_found(all: Vec<Colleague>, text: &str, own: &str) -> Vec<ColleagueView> {
    let text = text.trim();
    let fits =
        |them: &Colleague| them.number != own && (them.number.starts_with(text) || begins(text, &them.name));
    let view = |them: Colleague| ColleagueView { number: them.number, name: them.name };
    all.into_iter().filter(fits).take(COLLEAGUES_SHOWN_MAX).map(view).collect()
}

fn source(source: DialSource) -> DialSourceView {
    match source {
        DialSource::App => DialSourceView::App,
        DialSource::Terminal => DialSourceView::Terminal,
        DialSource::Clipboard => DialSourceView::Clipboard,
        DialSource::Link => DialSourceView::Link,
        DialSource::Extension => DialSourceView::Extension,
    }
}

fn state(dial: &Dial) -> DialStateView {
    match &dial.state {
        DialState::Checking => DialStateView::Checking,
        DialState::Question { warnings } => {
            DialStateView::Question { warnings: warnings.iter().map(warning).collect() }
        }
        DialState::Asked => DialStateView::Asked,
        DialState::Failed { why } => DialStateView::Failed {
            problem: problem(why),
            retry: match why {
                DialFailure::Phone(_) | DialFailure::NoCall => true,
                DialFailure::NotDialled(_) => false,
            },
        },
    }
}

fn warning(warning: &DialWarning) -> DialWarningView {
    match warning {
        DialWarning::Outside => DialWarningView::Outside,
        DialWarning::NeverCall => DialWarningView::NeverCall,
        DialWarning::Premium => DialWarningView::Premium,
        DialWarning::Service => DialWarningView::Service,
        DialWarning::DoNotCall { name } => DialWarningView::DoNotCall { name: name.clone() },
    }
}

fn problem(why: &DialFailure) -> Problem {
    match why {
        DialFailure::Phone(failure) => Problem::from(failure),
        DialFailure::NoCall => Problem { code: ProblemCode::DialNoCall, detail: None },
        DialFailure::NotDialled(why) => Problem::from(why),
    }
}
