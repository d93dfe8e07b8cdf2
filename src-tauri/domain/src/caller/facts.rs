//! What is told of a person besides who they are: fetched once the name is certain, kept for some
//! minutes, never on disk. Not here: asking anybody.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::call::Direction;
use crate::settings::{FactKind, FactsSettings};

/// Open records of one kind that are counted; beyond that the number says nothing more.
pub const OPEN_MAX: usize = 50;
/// Activities told of one person: more do not fit the pop.
pub const ACTIVITIES_MAX: usize = 3;

/// What the CRM told. Empty is what there is not, what this user may not see, and what was not
/// wished for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Facts {
    pub owner: Option<Owned>,
    pub last_activity: Option<Date>,
    /// `None`: the user cannot see it.
    pub do_not_call: Option<bool>,
    /// Open ones, at most [`OPEN_MAX`], the one to show first.
    pub opportunities: Vec<Opportunity>,
    /// As [`Facts::opportunities`].
    pub cases: Vec<Case>,
    /// As [`Facts::opportunities`].
    pub tasks: Vec<NextTask>,
    /// Past ones, newest first, at most [`ACTIVITIES_MAX`].
    pub activities: Vec<Activity>,
    /// Own fields that are filled.
    pub fields: Vec<OwnField>,
}

/// What is asked of the CRM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactsWish {
    pub kinds: Vec<FactKind>,
    /// As in [`FactsSettings::fields`].
    pub fields: Vec<String>,
}

impl FactsWish {
    #[must_use]
    pub fn of(settings: &FactsSettings) -> Self {
        Self { kinds: settings.show.clone(), fields: settings.fields.clone() }
    }

    #[must_use]
    pub fn wants(&self, kind: FactKind) -> bool {
        self.kinds.contains(&kind)
    }
}

/// Whose a record is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owned {
    pub name: String,
    /// The signed-in user's.
    pub mine: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Opportunity {
    pub id: String,
    pub name: String,
    pub amount: Option<f64>,
    /// ISO currency, where the org has several.
    pub currency: Option<String>,
    pub closes: Option<Date>,
    /// The person plays a part in it; else it is their account's.
    pub own: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    pub id: String,
    pub number: String,
    pub subject: Option<String>,
    pub opened: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextTask {
    pub subject: String,
    pub due: Option<Date>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    pub day: Date,
    pub kind: ActivityKind,
    pub subject: String,
    pub owner: Option<Owned>,
    /// Length of a call.
    pub seconds: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActivityKind {
    CallIn,
    CallOut,
    CallMissed,
    Email,
    Meeting,
    Task,
}

/// What our own entries say of calls that nobody took here (`journal::compose`); others' words are
/// theirs.
const NOT_TAKEN: [&str; 3] = ["Missed", "Rejected", "Not answered here"];

impl ActivityKind {
    /// A call, by its direction and result.
    #[must_use]
    pub fn call(direction: Direction, disposition: &str) -> Self {
        let not_taken = NOT_TAKEN.iter().any(|word| disposition.trim().eq_ignore_ascii_case(word));
        match direction {
            Direction::Outbound => ActivityKind::CallOut,
            Direction::Inbound if not_taken => ActivityKind::CallMissed,
            Direction::Inbound => ActivityKind::CallIn,
        }
    }
}

/// A field that the admin chose.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnField {
    /// What the org calls it.
    pub label: String,
    pub value: FieldValue,
}

#[derive(Debug, Clone, PartialEq)]
pub enum FieldValue {
    Text(String),
    Flag(bool),
    Number(f64),
    Percent(f64),
    Money {
        amount: f64,
        /// As in [`Opportunity::currency`].
        currency: Option<String>,
    },
    Day(Date),
    Time(Timestamp),
}

/// One line of what is told. `more`: how many besides this one are open.
#[derive(Debug, Clone, PartialEq)]
pub enum FactRow<'a> {
    Owner(&'a Owned),
    Opportunity { first: &'a Opportunity, more: usize },
    Case { first: &'a Case, more: usize },
    NextTask { first: &'a NextTask, more: usize },
    LastActivity(Date),
    Field(&'a OwnField),
}

impl Facts {
    /// The lines there are, in the admin's order.
    #[must_use]
    pub fn rows(&self, show: &[FactKind]) -> Vec<FactRow<'_>> {
        show.iter().flat_map(|kind| self.rows_of(*kind)).collect()
    }

    fn rows_of(&self, kind: FactKind) -> Vec<FactRow<'_>> {
        let row = match kind {
            FactKind::Owner => self.owner.as_ref().map(FactRow::Owner),
            FactKind::Opportunity => split(&self.opportunities)
                .map(|(first, rest)| FactRow::Opportunity { first, more: rest.len() }),
            FactKind::Case => {
                split(&self.cases).map(|(first, rest)| FactRow::Case { first, more: rest.len() })
            }
            FactKind::NextTask => {
                split(&self.tasks).map(|(first, rest)| FactRow::NextTask { first, more: rest.len() })
            }
            FactKind::LastActivity => self.last_activity.map(FactRow::LastActivity),
            FactKind::Fields => return self.fields.iter().map(FactRow::Field).collect(),
            FactKind::Activities => None,
        };
        row.into_iter().collect()
    }

    /// Only what was wished for, in the order shown and within bounds: what an adapter may have
    /// read besides is dropped.
    #[must_use]
    pub fn told(mut self, wish: &FactsWish) -> Self {
        self.opportunities.sort_by(|a, b| {
            let place = |one: &Opportunity| (!one.own, one.closes.is_none(), one.closes, one.name.clone());
            place(a).cmp(&place(b))
        });
        let mut seen = Vec::new();
        self.opportunities.retain(|one| {
            let known = seen.contains(&one.id);
            seen.push(one.id.clone());
            !known
        });
        self.opportunities.truncate(OPEN_MAX);
        self.cases.truncate(OPEN_MAX);
        self.tasks.truncate(OPEN_MAX);
        self.activities.truncate(ACTIVITIES_MAX);
        let wants = |kind| wish.wants(kind);
        Self {
            owner: self.owner.filter(|_| wants(FactKind::Owner)),
            last_activity: self.last_activity.filter(|_| wants(FactKind::LastActivity)),
            do_not_call: self.do_not_call,
            opportunities: if wants(FactKind::Opportunity) { self.opportunities } else { Vec::new() },
            cases: if wants(FactKind::Case) { self.cases } else { Vec::new() },
            tasks: if wants(FactKind::NextTask) { self.tasks } else { Vec::new() },
            activities: if wants(FactKind::Activities) { self.activities } else { Vec::new() },
            fields: if wants(FactKind::Fields) { self.fields } else { Vec::new() },
        }
    }
}

fn split<T>(all: &[T]) -> Option<(&T, &[T])> {
    all.split_first()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use jiff::civil::date;

    use super::*;

    fn opportunity(id: &str, own: bool, closes: Option<Date>) -> Opportunity {
        Opportunity { id: id.into(), name: id.into(), amount: None, currency: None, closes, own }
    }

    fn full() -> Facts {
        Facts {
            owner: Some(Owned { name: "Jonas Weber".into(), mine: false }),
            last_activity: Some(date(2026, 11, 18)),
            do_not_call: Some(false),
            opportunities: vec![
                opportunity("account, soon", false, Some(date(2026, 12, 1))),
                opportunity("own, no date", true, None),
                opportunity("own, late", true, Some(date(2027, 3, 31))),
                opportunity("own, late", false, Some(date(2027, 3, 31))),
            ],
            cases: vec![Case { id: "500A".into(), number: "00012841".into(), subject: None, opened: None }],
            tasks: Vec::new(),
            activities: Vec::new(),
            fields: vec![OwnField { label: "Region".into(), value: FieldValue::Text("North".into()) }],
        }
    }

    #[test]
    fn the_persons_own_opportunities_come_first_then_those_that_close_soon() {
        let facts = full().told(&FactsWish::of(&FactsSettings::default()));
        let names: Vec<_> = facts.opportunities.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["own, late", "own, no date", "account, soon"]);
        let rows = facts.rows(&[FactKind::Opportunity]);
        assert_eq!(rows, [FactRow::Opportunity { first: &facts.opportunities[0], more: 2 }]);
    }

    #[test]
    fn lines_are_those_there_are_in_the_admins_order() {
        let facts = full();
        let rows = facts.rows(&[FactKind::Case, FactKind::Fields, FactKind::NextTask, FactKind::Owner]);
        assert_eq!(
            rows,
            [
                FactRow::Case { first: &facts.cases[0], more: 0 },
                FactRow::Field(&facts.fields[0]),
                FactRow::Owner(facts.owner.as_ref().unwrap()),
            ]
        );
    }

    #[test]
    fn what_nobody_wished_for_is_not_told() {
        let wish = FactsWish { kinds: vec![FactKind::LastActivity], fields: Vec::new() };
        let told = full().told(&wish);
        let expected =
            Facts { last_activity: Some(date(2026, 11, 18)), do_not_call: Some(false), ..Facts::default() };
        assert_eq!(told, expected);
    }

    #[test]
    fn calls_are_told_apart_by_direction_and_result() {
        for (direction, disposition, expected) in [
            (Direction::Inbound, "Answered", ActivityKind::CallIn),
            (Direction::Inbound, "", ActivityKind::CallIn),
            (Direction::Inbound, "Missed", ActivityKind::CallMissed),
            (Direction::Inbound, " not answered HERE", ActivityKind::CallMissed),
            (Direction::Outbound, "Missed", ActivityKind::CallOut),
            (Direction::Outbound, "No answer", ActivityKind::CallOut),
        ] {
            assert_eq!(ActivityKind::call(direction, disposition), expected, "{disposition}");
        }
    }
}
