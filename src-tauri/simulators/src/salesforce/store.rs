//! The rows of the org: committed records, their visibility, and undo for requests that must be all or nothing.
//! Must not know who may see what or what a valid record is.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value};

use super::ids;
use super::schema::Object;

pub type Fields = Map<String, Value>;

#[derive(Debug, Clone)]
pub struct Record {
    /// Canonical field name to value; a missing member is null.
    pub fields: Fields,
    /// Before this moment no query sees the record: its transaction has not committed yet.
    pub visible_at_ms: i64,
    /// Before this moment full-text search does not find it (salesforce.md 4.5).
    pub indexed_at_ms: i64,
    pub modified_ms: i64,
    pub deleted: bool,
    /// Not shared with the people who use the API.
    pub hidden: bool,
}

impl Record {
    pub fn is_there(&self) -> bool {
        !self.deleted && !self.hidden
    }

    pub fn text(&self, field: &str) -> Option<&str> {
        self.fields.get(field).and_then(Value::as_str)
    }
}

struct Undo {
    sobject: &'static str,
    id: String,
    before: Option<Record>,
}

#[derive(Default)]
pub struct Store {
    tables: HashMap<&'static str, BTreeMap<String, Record>>,
    counters: HashMap<&'static str, u64>,
    undo: Option<Vec<Undo>>,
}

/// Ids of each object start here, so that they look lived-in and contain both cases.
const FIRST_ID: u64 = 9_876_543;

impl Store {
    pub fn next_id(&mut self, object: &'static Object) -> String {
        let counter = self.counters.entry(object.name).or_insert(FIRST_ID);
        *counter += 1;
        ids::make(object.prefix, *counter)
    }

    pub fn get(&self, sobject: &str, id: &str) -> Option<&Record> {
        self.tables.get(sobject)?.get(id)
    }

    /// All rows of an object in the order they were made.
    pub fn rows(&self, sobject: &str) -> impl Iterator<Item = (&String, &Record)> {
        self.tables.get(sobject).into_iter().flatten()
    }

    pub fn put(&mut self, object: &'static Object, id: String, record: Record) {
        let before = self.tables.entry(object.name).or_default().insert(id.clone(), record);
        self.remember(object.name, id, before);
    }

    fn remember(&mut self, sobject: &'static str, id: String, before: Option<Record>) {
        if let Some(undo) = &mut self.undo {
            undo.push(Undo { sobject, id, before });
        }
    }

    pub fn begin(&mut self) {
        self.undo = Some(Vec::new());
    }

    pub fn commit(&mut self) {
        self.undo = None;
    }

    pub fn roll_back(&mut self) {
        for step in self.undo.take().unwrap_or_default().into_iter().rev() {
            let table = self.tables.entry(step.sobject).or_default();
            match step.before {
                Some(record) => table.insert(step.id, record),
                None => table.remove(&step.id),
            };
        }
    }

    pub fn is_in_transaction(&self) -> bool {
        self.undo.is_some()
    }
}
