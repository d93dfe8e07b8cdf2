//! A search to records: a flat list with the objects mixed (salesforce.md 4.3).

use serde_json::{Map, Value, json};

use super::find::Find;
use super::words::{has_number, has_phrase, of_phone, of_text};
use super::{Returning, Scope, Search};
use crate::salesforce::error::RestError;
use crate::salesforce::schema::{self, Field, Kind, Object};
use crate::salesforce::soql::condition;
use crate::salesforce::soql::run::{Ask, is_live, row_of_paths, sort};
use crate::salesforce::soql::value::resolve;
use crate::salesforce::state::State;
use crate::salesforce::store::Record;

/// Rows a search of several objects gives of each at most, and one of a single object without WHERE or ORDER BY.
const ROWS_MAX: usize = 250;
/// Hits the engine looks at altogether.
const HITS_MAX: usize = 2000;

pub fn run(state: &State, ask: Ask<'_>, search: &Search) -> Result<Value, RestError> {
    let everything: Vec<Returning>;
    let returning = if search.returning.is_empty() {
        everything = schema::objects().iter().filter(|object| object.searchable).map(id_only).collect();
        &everything
    } else {
        &search.returning
    };
    let mut lists = Vec::new();
    let mut labels = Map::new();
    for one in returning {
        let object =
            schema::object(&one.sobject).filter(|object| object.searchable && state.may("read", object));
        let object = object.ok_or_else(|| RestError::invalid_type(&one.sobject))?;
        lists.push(hits(state, ask, search, one, object, returning.len())?.into_iter());
        let fields: Map<String, Value> =
            state.fields(object).map(|field| (String::from(field.name), json!(field.label))).collect();
        labels.insert(String::from(object.name), json!({ "label": object.label, "fields": fields }));
    }
    let mut records = Vec::new();
    loop {
        let before = records.len();
        records.extend(lists.iter_mut().filter_map(Iterator::next));
        if records.len() == before {
            break;
        }
    }
    records.truncate(search.limit.unwrap_or(HITS_MAX).min(HITS_MAX));
    if search.with_labels {
        return Ok(json!({ "searchRecords": records, "metadata": { "entityMetadata": labels } }));
    }
    Ok(json!({ "searchRecords": records }))
}

fn id_only(object: &Object) -> Returning {
    Returning {
        sobject: String::from(object.name),
        fields: Vec::new(),
        filter: None,
        order: Vec::new(),
        limit: None,
        offset: 0,
    }
}

fn hits(
    state: &State,
    ask: Ask<'_>,
    search: &Search,
    returning: &Returning,
    object: &'static Object,
    objects: usize,
) -> Result<Vec<Value>, RestError> {
    let mut written: Vec<&str> = returning.fields.iter().map(String::as_str).collect();
    if written.is_empty() {
        written.push("Id");
    }
    let paths = written.iter().map(|path| resolve(state, object, path)).collect::<Result<Vec<_>, _>>()?;
    let filter =
        returning.filter.as_ref().map(|filter| condition::prepare(state, object, filter)).transpose()?;
    let fields: Vec<&'static Field> =
        state.fields(object).filter(|field| is_searched(search.scope, field)).collect();
    let strict = state.faults.is("sosl", "strict");
    let mut rows: Vec<(&String, &Record)> = state
        .store
        .rows(object.name)
        .filter(|(_, record)| is_live(ask, record) && record.indexed_at_ms <= ask.now_ms)
        .filter(|(_, record)| matches(&search.find, &Texts::new(state, object, &fields, record, strict)))
        .take(HITS_MAX)
        .filter(|(_, record)| filter.as_ref().is_none_or(|filter| filter.holds(state, record)))
        .collect();
    sort(state, object, &returning.order, &mut rows)?;
    let open_ended = objects == 1 && (returning.filter.is_some() || !returning.order.is_empty());
    let cap = if open_ended { HITS_MAX } else { ROWS_MAX.min(HITS_MAX / objects.max(1)) };
    let limit = returning.limit.unwrap_or(cap).min(cap);
    Ok(rows
        .into_iter()
        .skip(returning.offset)
        .take(limit)
        .map(|row| row_of_paths(state, ask, object, &paths, row))
        .collect())
}

/// Fields the scope looks into; numbers, dates, picklists and references are never searched.
fn is_searched(scope: Scope, field: &Field) -> bool {
    let is_name = field.is_name
        || matches!(
            field.name,
            "FirstName"
                | "LastName"
                | "Company"
                | "Website"
                | "AssistantName"
                | "Subject"
                | "SuppliedName"
                | "SuppliedCompany"
        );
    let is_text = matches!(field.kind, Kind::Text | Kind::LongText | Kind::Url | Kind::Combobox { .. });
    let is_phone = field.kind == Kind::Phone;
    let is_email = field.kind == Kind::Email;
    match scope {
        Scope::All => is_text || is_phone || is_email,
        Scope::Name => is_name,
        Scope::Email => is_email,
        Scope::Phone => is_phone,
        Scope::Sidebar => is_name || is_phone || is_email,
    }
}

struct Texts {
    phones: Vec<Vec<String>>,
    others: Vec<Vec<String>>,
}

impl Texts {
    fn new(state: &State, object: &Object, fields: &[&'static Field], record: &Record, strict: bool) -> Self {
        let mut texts = Self { phones: Vec::new(), others: Vec::new() };
        for field in fields {
            let Some(text) = record.text(field.name) else { continue };
            if field.kind == Kind::Phone {
                texts.phones.push(of_phone(text, strict));
            }
            if field.kind != Kind::Phone {
                texts.others.push(of_text(text));
            }
        }
        let searches_names = fields.iter().any(|field| field.is_name);
        if object.name == "Contact" && searches_names {
            let account = record.text("AccountId").and_then(|id| state.store.get("Account", id));
            texts.others.extend(account.and_then(|account| account.text("Name")).map(of_text));
        }
        texts
    }
}

fn matches(find: &Find, texts: &Texts) -> bool {
    match find {
        Find::All(parts) => parts.iter().all(|part| matches(part, texts)),
        Find::Any(parts) => parts.iter().any(|part| matches(part, texts)),
        Find::Without(wanted, unwanted) => matches(wanted, texts) && !matches(unwanted, texts),
        Find::Words(phrase) => {
            texts.phones.iter().any(|field| has_number(field, phrase))
                || texts.others.iter().any(|field| has_phrase(field, phrase))
        }
        Find::Nothing => false,
    }
}
