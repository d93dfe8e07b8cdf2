//! What is told of a person besides who they are: fetched after the name, never before it.

use domain::caller::{Activity, ActivityKind as Kind, FactRow as Row, FieldValue, Owned, Person};
use domain::desk::{FactsState, Known};
use domain::settings::FactKind;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::problem::Problem;

const SECONDS_PER_MINUTE: u32 = 60;

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
        value: FactValue,
    },
}

/// A field's value, for the screen to write as its language does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "field", rename_all = "snake_case")]
pub enum FactValue {
    Text {
        text: String,
    },
    Flag {
        set: bool,
    },
    Number {
        number: f64,
    },
    /// `12.5` is 12.5 %.
    Percent {
        number: f64,
    },
    Money {
        amount: f64,
        currency: Option<String>,
    },
    /// `2026-11-18`
    Day {
        day: String,
    },
    Time {
        at_ms: i64,
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

/// How it stands with somebody's facts, as a screen shows it.
#[must_use]
pub fn facts_view(state: &FactsState, person: Option<&Person>, show: &[FactKind]) -> FactsView {
    match state {
        FactsState::Off => FactsView::Off,
        FactsState::Saving => FactsView::Saving,
        FactsState::Asking => FactsView::Asking,
        FactsState::Failed(cause) => FactsView::Failed { problem: Problem::from(cause) },
        FactsState::Known(known) => {
            let Known { facts, read_at } = &**known;
            let before = person.is_some_and(|person| person.do_not_call);
            FactsView::Known {
                rows: facts.rows(show).iter().map(row).collect(),
                activities: facts.activities.iter().map(activity).collect(),
                do_not_call: facts.do_not_call.unwrap_or(before),
                read_ms: read_at.as_millisecond(),
            }
        }
    }
}

fn row(row: &Row<'_>) -> FactRow {
    let more = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    match row {
        Row::Owner(Owned { name, mine }) => FactRow::Owner { name: name.clone(), mine: *mine },
        Row::LastActivity(day) => FactRow::LastActivity { day: day.to_string() },
        Row::Opportunity { first, more: count } => FactRow::Opportunity {
            name: first.name.clone(),
            amount: first.amount,
            currency: first.currency.clone(),
            closes: first.closes.map(|day| day.to_string()),
            more: more(*count),
        },
        Row::Case { first, more: count } => FactRow::Case {
            number: first.number.clone(),
            subject: first.subject.clone(),
            opened_ms: first.opened.map(|at| at.as_millisecond()),
            more: more(*count),
        },
        Row::NextTask { first, more: count } => FactRow::NextTask {
            subject: first.subject.clone(),
            due: first.due.map(|day| day.to_string()),
            more: more(*count),
        },
        Row::Field(field) => FactRow::Field { label: field.label.clone(), value: value(&field.value) },
    }
}

fn value(value: &FieldValue) -> FactValue {
    match value {
        FieldValue::Text(text) => FactValue::Text { text: text.clone() },
        FieldValue::Flag(set) => FactValue::Flag { set: *set },
        FieldValue::Number(number) => FactValue::Number { number: *number },
        FieldValue::Percent(number) => FactValue::Percent { number: *number },
        FieldValue::Money { amount, currency } => {
            FactValue::Money { amount: *amount, currency: currency.clone() }
        }
        FieldValue::Day(day) => FactValue::Day { day: day.to_string() },
        FieldValue::Time(at) => FactValue::Time { at_ms: at.as_millisecond() },
    }
}

fn activity(activity: &Activity) -> ActivityView {
    let seconds = activity.seconds.filter(|seconds| *seconds > 0);
    ActivityView {
        day: activity.day.to_string(),
        kind: match activity.kind {
            Kind::CallIn => ActivityKind::CallIn,
            Kind::CallOut => ActivityKind::CallOut,
            Kind::CallMissed => ActivityKind::CallMissed,
            Kind::Email => ActivityKind::Email,
            Kind::Meeting => ActivityKind::Meeting,
            Kind::Task => ActivityKind::Task,
        },
        subject: activity.subject.clone(),
        who: activity.owner.as_ref().map(|owner| owner.name.clone()),
        mine: activity.owner.as_ref().is_some_and(|owner| owner.mine),
        // Somebody talked: less than a minute is one.
        minutes: seconds.map(|seconds| (seconds / SECONDS_PER_MINUTE).max(1)),
    }
}
