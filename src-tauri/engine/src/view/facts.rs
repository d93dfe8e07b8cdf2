//! What is told of a person besides who they are: fetched after the name, never before it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::problem::Problem;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "facts", rename_all = "snake_case")]
pub enum FactsView {
    /// Nobody is known for certain, or the admin wants none.
    Off,
    /// Left out to spare the org's API calls.
    Saving,
    Asking,
    Known {
        /// In the admin's order, only what there is.
        rows: Vec<FactRow>,
        /// The latest three, newest first.
        activities: Vec<ActivityView>,
        do_not_call: bool,
        read_ms: i64,
    },
    Failed {
        problem: Problem,
    },
}

/// One line. `more`: how many besides this one are open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum FactRow {
    Owner {
        name: String,
        /// It is the signed-in user.
        mine: bool,
    },
    /// `2026-11-18`
    LastActivity {
        day: String,
    },
    Opportunity {
        name: String,
        amount: Option<f64>,
        /// ISO currency, where the org tells it.
        currency: Option<String>,
        /// `2027-01-31`
        closes: Option<String>,
        more: u32,
    },
    Case {
        number: String,
        subject: Option<String>,
        opened_ms: Option<i64>,
        more: u32,
    },
    NextTask {
        subject: String,
        /// `2026-11-25`
        due: Option<String>,
        more: u32,
    },
    /// A field of the record that the admin chose, by the org's label.
    Field {
        label: String,
        value: String,
    },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ActivityView {
    /// `2026-11-18`
    pub day: String,
    pub kind: ActivityKind,
    pub subject: String,
    /// Whose it is.
    pub who: Option<String>,
    /// It is the signed-in user's.
    pub mine: bool,
    /// Length of a call.
    pub minutes: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ActivityKind {
    CallIn,
    CallOut,
    CallMissed,
    Email,
    Meeting,
    Task,
}
