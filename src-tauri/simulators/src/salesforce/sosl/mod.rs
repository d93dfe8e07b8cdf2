//! Full-text search: the statement (`statement.rs`), the text between the braces (`find.rs`), what words a field is
//! made of (`words.rs`) and the search itself (`run.rs`). Follows salesforce.md 4.3, 4.4 and 4.7.

pub mod find;
pub mod run;
pub mod statement;
pub mod words;

use super::soql::{Condition, Order};

/// `IN … FIELDS`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    All,
    Name,
    Email,
    Phone,
    Sidebar,
}

impl Scope {
    pub fn parse(word: &str) -> Option<Self> {
        match word.to_ascii_uppercase().as_str() {
            "ALL" => Some(Self::All),
            "NAME" => Some(Self::Name),
            "EMAIL" => Some(Self::Email),
            "PHONE" => Some(Self::Phone),
            "SIDEBAR" => Some(Self::Sidebar),
            _ => None,
        }
    }
}

#[derive(Debug, Clone)]
pub struct Search {
    pub find: find::Find,
    pub scope: Scope,
    pub returning: Vec<Returning>,
    pub limit: Option<usize>,
    pub with_labels: bool,
}

#[derive(Debug, Clone)]
pub struct Returning {
    pub sobject: String,
    /// Empty means the id alone.
    pub fields: Vec<String>,
    pub filter: Option<Condition>,
    pub order: Vec<Order>,
    pub limit: Option<usize>,
    pub offset: usize,
}
