//! The query language: text to tokens (`token.rs`), tokens to a query (`parse.rs`), a query to records (`run.rs`,
//! `condition.rs`, `value.rs`). Follows salesforce.md 4.6; the full-text language next door borrows its conditions.

pub mod condition;
pub mod literal;
pub mod parse;
pub mod run;
pub mod token;
pub mod value;

use jiff::civil::Date;

/// One query as written; names are still as the client spelled them.
#[derive(Debug, Clone)]
pub struct Query {
    pub select: Vec<Select>,
    pub from: String,
    pub filter: Option<Condition>,
    pub group_by: Vec<String>,
    pub order: Vec<Order>,
    pub limit: Option<usize>,
    pub offset: Option<usize>,
}

#[derive(Debug, Clone)]
pub enum Select {
    Field(String),
    /// `COUNT()`: only the number is wanted.
    Count,
    /// `COUNT(Field)` with the name its result gets.
    CountField {
        path: String,
        alias: Option<String>,
    },
    Child(Box<Query>),
}

#[derive(Debug, Clone)]
pub struct Order {
    pub path: String,
    pub descending: bool,
    pub nulls_last: bool,
}

#[derive(Debug, Clone)]
pub enum Condition {
    And(Vec<Condition>),
    Or(Vec<Condition>),
    Not(Box<Condition>),
    Compare {
        path: String,
        operator: Operator,
        literal: Literal,
    },
    In {
        path: String,
        negated: bool,
        literals: Vec<Literal>,
    },
    /// `Id IN (SELECT …)`.
    InQuery {
        path: String,
        negated: bool,
        query: Box<Query>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Like,
}

#[derive(Debug, Clone)]
pub enum Literal {
    Null,
    Boolean(bool),
    Number(f64),
    Text {
        value: String,
        pattern: Vec<Wild>,
    },
    Date(Date),
    DateTime(i64),
    /// A literal such as `LAST_N_DAYS:2`: first day, and the day after the last.
    Days(Date, Date),
}

/// One piece of a LIKE pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wild {
    One,
    Any,
    Char(char),
}
