//! A wish to call somebody, as the screen shows it until the call itself is there.

use domain::desk::{AgentAction, Desk, Dial, DialFailure, DialId, DialState};
use domain::dial::{DialSource, DialWarning};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::build::{MATCHES_SHOWN_MAX, match_view, number};
use super::{MatchView, NumberView};
use crate::problem::{Problem, ProblemCode};

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

/// What the screen can do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "order", rename_all = "snake_case")]
pub enum DialOrder {
    Call { number: String, source: DialSourceView },
    Confirm { dial: u64 },
    Dismiss { dial: u64 },
}

impl From<DialOrder> for AgentAction {
    fn from(order: DialOrder) -> Self {
        match order {
            DialOrder::Call { number, source } => AgentAction::Dial { number, source: source.into() },
            DialOrder::Confirm { dial } => AgentAction::ConfirmDial { dial: DialId(dial) },
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
