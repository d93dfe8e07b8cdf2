//! What a dotted path means on an object, and its value on a record.

use serde_json::Value;

use crate::salesforce::error::RestError;
use crate::salesforce::schema::{self, Field, Kind, Object};
use crate::salesforce::state::State;
use crate::salesforce::store::Record;

/// Steps up from one object to its parent's parent and so on; the platform allows five.
const STEPS_MAX: usize = 5;
/// What can be asked of a parent of several possible kinds without saying which.
const NAME_FIELDS: &[&str] =
    &["Id", "Name", "FirstName", "LastName", "Email", "Phone", "Title", "Alias", "Username"];

/// A path with every step checked against the schema.
#[derive(Debug, Clone)]
pub struct Path {
    /// Reference fields to follow, in order.
    pub steps: Vec<&'static Field>,
    pub last: Last,
}

#[derive(Debug, Clone)]
pub enum Last {
    Field(&'static Field),
    /// A field of a parent of unknown kind, looked up on whatever it is.
    OfAny(&'static str),
    /// `Who.Type`: the name of the parent's object.
    TypeName,
}

impl Path {
    /// Names as they appear in the answer: relationships, then the field.
    pub fn names(&self) -> (Vec<&'static str>, &'static str) {
        let steps = self.steps.iter().map(|step| relationship_of(step)).collect();
        let last = match self.last {
            Last::Field(field) => field.name,
            Last::OfAny(name) => name,
            Last::TypeName => "Type",
        };
        (steps, last)
    }

    pub fn kind(&self) -> Kind {
        match self.last {
            Last::Field(field) => field.kind,
            Last::OfAny("Id") => Kind::Id,
            Last::OfAny(_) | Last::TypeName => Kind::Text,
        }
    }

    pub fn value(&self, state: &State, record: &Record) -> Value {
        let mut at = record;
        let mut object_name = "";
        for step in &self.steps {
            let parent = at.text(step.name).and_then(|id| {
                let object = schema::object_of_id(id)?;
                object_name = object.name;
                state.store.get(object.name, id).filter(|parent| !parent.hidden)
            });
            match parent {
                Some(parent) => at = parent,
                None => return Value::Null,
            }
        }
        match self.last {
            Last::Field(field) => at.fields.get(field.name).cloned().unwrap_or(Value::Null),
            Last::OfAny(name) => at.fields.get(name).cloned().unwrap_or(Value::Null),
            Last::TypeName => Value::from(object_name),
        }
    }
}

pub fn relationship_of(field: &'static Field) -> &'static str {
    match field.kind {
        Kind::Reference { relationship, .. } => relationship,
        Kind::Id
        | Kind::Text
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
        | Kind::DateTime => field.name,
    }
}

/// Checks a path from `object`; the object's own name may lead, as in `Contact.Name`.
pub fn resolve(state: &State, object: &'static Object, path: &str) -> Result<Path, RestError> {
    let mut parts: Vec<&str> = path.split('.').collect();
    if parts.len() > 1 && parts[0].eq_ignore_ascii_case(object.name) {
        parts.remove(0);
    }
    let Some(last) = parts.pop() else { return Err(RestError::no_such_column(path, object.name)) };
    if parts.len() > STEPS_MAX {
        return Err(RestError::no_such_column(path, object.name));
    }
    let mut at = Some(object);
    let mut steps = Vec::new();
    for part in parts {
        let step = at.and_then(|object| state.relationship(object, part)).ok_or_else(|| {
            RestError::new(
                400,
                "INVALID_FIELD",
                format!("Didn't understand relationship '{part}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name."),
            )
        })?;
        at = match step.kind {
            Kind::Reference { to: [only], .. } => schema::object(only),
            Kind::Reference { .. }
            | Kind::Id
            | Kind::Text
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
            | Kind::DateTime => None,
        };
        steps.push(step);
    }
    let last = match at {
        Some(object) => Last::Field(
            state.field(object, last).ok_or_else(|| RestError::no_such_column(last, object.name))?,
        ),
        None if last.eq_ignore_ascii_case("Type") => Last::TypeName,
        None => {
            let known = NAME_FIELDS.iter().find(|name| name.eq_ignore_ascii_case(last));
            Last::OfAny(known.copied().ok_or_else(|| RestError::no_such_column(last, "Name"))?)
        }
    };
    Ok(Path { steps, last })
}
