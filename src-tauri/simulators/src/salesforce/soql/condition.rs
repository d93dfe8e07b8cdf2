//! Conditions checked against the schema once, then asked of each record. Comparisons of text ignore case.

use std::cmp::Ordering;
use std::collections::HashSet;

use serde_json::Value;

use super::value::{Path, resolve};
use super::{Condition, Literal, Operator, Wild, run};
use crate::salesforce::error::RestError;
use crate::salesforce::ids;
use crate::salesforce::schema::{Kind, Object};
use crate::salesforce::state::State;
use crate::salesforce::store::Record;
use crate::salesforce::time;

pub enum Test {
    And(Vec<Test>),
    Or(Vec<Test>),
    Not(Box<Test>),
    Compare { path: Path, operator: Operator, literal: Literal },
    In { path: Path, negated: bool, literals: Vec<Literal> },
    InIds { path: Path, negated: bool, ids: HashSet<String> },
}

pub fn prepare(state: &State, object: &'static Object, condition: &Condition) -> Result<Test, RestError> {
    let many =
        |all: &[Condition]| all.iter().map(|one| prepare(state, object, one)).collect::<Result<Vec<_>, _>>();
    match condition {
        Condition::And(all) => Ok(Test::And(many(all)?)),
        Condition::Or(all) => Ok(Test::Or(many(all)?)),
        Condition::Not(inner) => Ok(Test::Not(Box::new(prepare(state, object, inner)?))),
        Condition::Compare { path, operator, literal } => {
            let path = resolve(state, object, path)?;
            let literal = fitting(&path, *operator, literal)?;
            Ok(Test::Compare { path, operator: *operator, literal })
        }
        Condition::In { path, negated, literals } => {
            let path = resolve(state, object, path)?;
            let literals = literals
                .iter()
                .map(|one| fitting(&path, Operator::Equal, one))
                .collect::<Result<Vec<_>, _>>()?;
            Ok(Test::In { path, negated: *negated, literals })
        }
        Condition::InQuery { path, negated, query } => {
            let path = resolve(state, object, path)?;
            let ids = run::single_column(state, query)?;
            Ok(Test::InIds { path, negated: *negated, ids })
        }
    }
}

/// The literal in the form the field compares by, or the refusal for a kind it cannot be compared with.
fn fitting(path: &Path, operator: Operator, literal: &Literal) -> Result<Literal, RestError> {
    let (_, name) = path.names();
    let kind = path.kind();
    if kind == Kind::LongText {
        return Err(RestError::new(
            400,
            "INVALID_FIELD",
            format!("field '{name}' can not be filtered in a query call"),
        ));
    }
    if matches!(literal, Literal::Null) {
        return Ok(Literal::Null);
    }
    fitting_kind(name, kind, operator, literal)
}

fn fitting_kind(name: &str, kind: Kind, operator: Operator, literal: &Literal) -> Result<Literal, RestError> {
    let must_be = |wanted: &str, quotes: &str| {
        RestError::new(
            400,
            "INVALID_FIELD",
            format!("value of filter criterion for field '{name}' must be of type {wanted}{quotes}"),
        )
    };
    let not_quoted = " and should not be enclosed in quotes";
    match kind {
        Kind::Boolean => match literal {
            Literal::Boolean(_) => Ok(literal.clone()),
            Literal::Null
            | Literal::Number(_)
            | Literal::Text { .. }
            | Literal::Date(_)
            | Literal::DateTime(_)
            | Literal::Days(..) => Err(must_be("boolean", not_quoted)),
        },
        Kind::Int | Kind::Currency => match literal {
            Literal::Number(_) => Ok(literal.clone()),
            Literal::Null
            | Literal::Boolean(_)
            | Literal::Text { .. }
            | Literal::Date(_)
            | Literal::DateTime(_)
            | Literal::Days(..) => Err(must_be("double", not_quoted)),
        },
        Kind::Date => match literal {
            Literal::Date(_) | Literal::Days(..) => Ok(literal.clone()),
            Literal::Null
            | Literal::Boolean(_)
            | Literal::Number(_)
            | Literal::Text { .. }
            | Literal::DateTime(_) => Err(must_be("date", not_quoted)),
        },
        Kind::DateTime => match literal {
            Literal::DateTime(_) | Literal::Days(..) => Ok(literal.clone()),
            Literal::Null
            | Literal::Boolean(_)
            | Literal::Number(_)
            | Literal::Text { .. }
            | Literal::Date(_) => Err(must_be("dateTime", not_quoted)),
        },
        Kind::Id | Kind::Reference { .. } => fitting_id(name, operator, literal),
        Kind::Text
        | Kind::LongText
        | Kind::Phone
        | Kind::Email
        | Kind::Url
        | Kind::Picklist { .. }
        | Kind::Combobox { .. } => match literal {
            Literal::Text { .. } => Ok(literal.clone()),
            Literal::Null
            | Literal::Boolean(_)
            | Literal::Number(_)
            | Literal::Date(_)
            | Literal::DateTime(_)
            | Literal::Days(..) => Err(must_be("string", " and should be enclosed in quotes")),
        },
    }
}

fn fitting_id(name: &str, operator: Operator, literal: &Literal) -> Result<Literal, RestError> {
    if operator == Operator::Like {
        return Err(RestError::new(400, "INVALID_FIELD", "invalid operator on id field"));
    }
    let refuse = |found: &str| {
        RestError::new(400, "INVALID_QUERY_FILTER_OPERATOR", format!("invalid ID field: {found} ({name})"))
    };
    match literal {
        Literal::Text { value, .. } if value.is_empty() => Ok(Literal::Null),
        Literal::Text { value, .. } => {
            let id = ids::parse(value).ok_or_else(|| refuse(value))?;
            Ok(Literal::Text { value: id, pattern: Vec::new() })
        }
        Literal::Null
        | Literal::Boolean(_)
        | Literal::Number(_)
        | Literal::Date(_)
        | Literal::DateTime(_)
        | Literal::Days(..) => Err(refuse("value")),
    }
}

impl Test {
    pub fn holds(&self, state: &State, record: &Record) -> bool {
        match self {
            Self::And(all) => all.iter().all(|test| test.holds(state, record)),
            Self::Or(all) => all.iter().any(|test| test.holds(state, record)),
            Self::Not(inner) => !inner.holds(state, record),
            Self::Compare { path, operator, literal } => {
                compares(&path.value(state, record), path.kind(), *operator, literal)
            }
            Self::In { path, negated, literals } => {
                let value = path.value(state, record);
                let is_in = literals.iter().any(|one| compares(&value, path.kind(), Operator::Equal, one));
                is_in != *negated
            }
            Self::InIds { path, negated, ids } => {
                path.value(state, record).as_str().is_some_and(|id| ids.contains(id)) != *negated
            }
        }
    }
}

fn compares(value: &Value, kind: Kind, operator: Operator, literal: &Literal) -> bool {
    if let (Literal::Text { pattern, .. }, Operator::Like) = (literal, operator) {
        return value.as_str().is_some_and(|text| is_like(text, pattern));
    }
    if let Literal::Days(from, to) = literal {
        return compares_days(
            value,
            kind,
            operator,
            time::start_of_day_ms(*from),
            time::start_of_day_ms(*to),
        );
    }
    let empty = value.is_null() || value.as_str() == Some("");
    if empty || matches!(literal, Literal::Null) {
        let both = empty && (matches!(literal, Literal::Null) || is_empty_text(literal));
        return match operator {
            Operator::Equal => both,
            Operator::NotEqual => !both,
            Operator::Less
            | Operator::LessOrEqual
            | Operator::Greater
            | Operator::GreaterOrEqual
            | Operator::Like => false,
        };
    }
    let order = match literal {
        Literal::Text { value: wanted, .. } => value.as_str().map(|text| compare_text(text, wanted, kind)),
        Literal::Number(wanted) => value.as_f64().and_then(|number| number.partial_cmp(wanted)),
        Literal::Boolean(wanted) => value.as_bool().map(|flag| flag.cmp(wanted)),
        Literal::Date(wanted) => value.as_str().and_then(time::parse_date).map(|date| date.cmp(wanted)),
        Literal::DateTime(wanted) => value.as_str().and_then(time::parse_ms).map(|at| at.cmp(wanted)),
        Literal::Null | Literal::Days(..) => None,
    };
    order.is_some_and(|order| fits(operator, order))
}

fn is_empty_text(literal: &Literal) -> bool {
    matches!(literal, Literal::Text { value, .. } if value.is_empty())
}

fn compare_text(text: &str, wanted: &str, kind: Kind) -> Ordering {
    match kind {
        Kind::Id | Kind::Reference { .. } => text.cmp(wanted),
        Kind::Text
        | Kind::LongText
        | Kind::Phone
        | Kind::Email
        | Kind::Url
        | Kind::Picklist { .. }
        | Kind::Combobox { .. }
        | Kind::Boolean
        | Kind::Int
        | Kind::Currency
        | Kind::Date
        | Kind::DateTime => text.to_lowercase().cmp(&wanted.to_lowercase()),
    }
}

/// `= TODAY` means inside the day, `>` after its end, `<` before its start.
fn compares_days(value: &Value, kind: Kind, operator: Operator, from: i64, to: i64) -> bool {
    let text = value.as_str().unwrap_or_default();
    let at = if kind == Kind::Date {
        time::parse_date(text).map(time::start_of_day_ms)
    } else {
        time::parse_ms(text)
    };
    let Some(at) = at else { return operator == Operator::NotEqual };
    match operator {
        Operator::Equal => (from..to).contains(&at),
        Operator::NotEqual => !(from..to).contains(&at),
        Operator::Less => at < from,
        Operator::LessOrEqual => at < to,
        Operator::Greater => at >= to,
        Operator::GreaterOrEqual => at >= from,
        Operator::Like => false,
    }
}

fn fits(operator: Operator, order: Ordering) -> bool {
    match operator {
        Operator::Equal => order.is_eq(),
        Operator::NotEqual => order.is_ne(),
        Operator::Less => order.is_lt(),
        Operator::LessOrEqual => order.is_le(),
        Operator::Greater => order.is_gt(),
        Operator::GreaterOrEqual => order.is_ge(),
        Operator::Like => false,
    }
}

/// Wildcard match in time proportional to text times pattern, whatever the pattern.
pub fn is_like(text: &str, pattern: &[Wild]) -> bool {
    let text: Vec<char> = text.to_lowercase().chars().collect();
    let pattern: Vec<Wild> = pattern
        .iter()
        .flat_map(|wild| match wild {
            Wild::Char(c) => c.to_lowercase().map(Wild::Char).collect::<Vec<_>>(),
            Wild::One | Wild::Any => vec![*wild],
        })
        .collect();
    let (mut t, mut p) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some(Wild::Any) => {
                retry = Some((t, p + 1));
                p += 1;
            }
            Some(Wild::One) => {
                t += 1;
                p += 1;
            }
            Some(Wild::Char(c)) if *c == text[t] => {
                t += 1;
                p += 1;
            }
            Some(Wild::Char(_)) | None => {
                let Some((from, after)) = retry else { return false };
                retry = Some((from + 1, after));
                t = from + 1;
                p = after;
            }
        }
    }
    pattern[p..].iter().all(|wild| *wild == Wild::Any)
}
