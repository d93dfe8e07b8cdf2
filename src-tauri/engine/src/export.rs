//! Entries for a file or a script: one JSON object each, or one line of a table.

use domain::outbox::EntryState;
use serde_json::{Value, json};

use crate::store::Item;

/// Columns of the table, which are members of [`entry_json`].
const COLUMNS: [&str; 15] = [
    "started",
    "outcome",
    "direction",
    "duration_s",
    "number",
    "name",
    "company",
    "subject",
    "description",
    "disposition",
    "standing",
    "attempts",
    "task",
    "url",
    "key",
];

/// One entry. Numbers and names are whole: it is the person's own journal.
#[must_use]
pub fn entry_json(item: &Item) -> Value {
    let (row, entry) = (&item.row, &item.row.entry);
    let (task, url) = match &row.state {
        EntryState::Written { task_id, url, .. } => (Some(task_id.as_str()), url.as_deref()),
        EntryState::Waiting { .. }
        | EntryState::InDoubt { .. }
        | EntryState::Stuck { .. }
        | EntryState::Removed { .. } => (None, None),
    };
    let call = item.call.as_ref();
    let chat = item.chat.as_ref();
    let caller = call.map(|call| &call.caller).or(chat.map(|chat| &chat.caller));
    let person = caller.and_then(|caller| caller.person()).map(|known| &known.person);
    let number = call.map(|call| &call.number).or(chat.and_then(|chat| chat.who.number.as_ref()));
    let name = person.map(|person| &person.name).or(chat.and_then(|chat| chat.who.name.as_ref()));
    json!({
        "key": entry.key,
        "subject": entry.subject,
        "description": entry.description,
        "direction": entry.direction,
        "outcome": entry.outcome,
        "disposition": entry.disposition,
        "started": entry.started.to_string(),
        "duration_s": entry.duration_s,
        "number": number.map(|number| number.canonical()),
        "name": name,
        "company": person.and_then(|person| person.company.as_ref()),
        "state": row.state,
        "standing": standing(&row.state),
        "attempts": row.attempts,
        "other_org": row.other_org,
        "task": task,
        "url": url,
    })
}

/// Where an entry stands, in a word.
#[must_use]
pub fn standing(state: &EntryState) -> &'static str {
    match state {
        EntryState::Waiting { due: None, .. } => "kept",
        EntryState::Waiting { .. } => "waiting",
        EntryState::InDoubt { .. } => "in doubt",
        EntryState::Stuck { .. } => "stuck",
        EntryState::Written { .. } => "written",
        EntryState::Removed { .. } => "removed",
    }
}

/// A table of entries, for a spreadsheet.
///
/// # Errors
/// When it cannot be put into memory.
pub fn entries_csv(entries: &[Value]) -> Result<String, csv::Error> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(COLUMNS)?;
    for entry in entries {
        table.write_record(COLUMNS.map(|column| cell(&entry[column])))?;
    }
    let bytes = table.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8(bytes).unwrap_or_default())
}

/// A spreadsheet takes a cell that begins like a formula for one; what others typed must not
/// become code there. A number in international form stays as it is.
fn cell(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    };
    let is_number = text.strip_prefix('+').is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()));
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if is_formula && !is_number { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn a_table_for_spreadsheets_holds_no_formulas() {
        let entry = json!({
            "number": "+494066969412", "name": "=HYPERLINK(\"http://x\")", "company": "+A1", "subject": "-1",
            "description": "two\nlines, \"quoted\"", "duration_s": 61, "task": null,
        });
        let table = entries_csv(&[entry]).unwrap();
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let row = reader.records().next().unwrap().unwrap();
        let of = |column: &str| &row[COLUMNS.iter().position(|name| *name == column).unwrap()];
        for (column, text) in [
            ("number", "+494066969412"),
            ("name", "'=HYPERLINK(\"http://x\")"),
            ("company", "'+A1"),
            ("subject", "'-1"),
            ("description", "two\nlines, \"quoted\""),
            ("duration_s", "61"),
            ("task", ""),
        ] {
            assert_eq!(of(column), text, "{column}");
        }
    }
}
