//! What this user may do in this org, for a diagnosis: read from describes, compared with the very
//! fields and objects that searches and Tasks use (salesforce.md 4.1, 5, 7.1, 13).

use std::collections::HashMap;

use domain::outbox::FailureKind;
use domain::settings::fact_field;
use serde::Deserialize;

use super::answer::{CallError, json, rows};
use super::request::{self, OPTIONAL_TASK_FIELDS, TASK_FIELDS, TASK_OF_A_CALL};
use super::schema::{FieldUse, Object};
use super::{HIDDEN_OBJECT, Salesforce, key_field};
use crate::crm::Crm as _;

const TASK: &str = "Task";
/// What is done with records of each object. What cannot be read cannot be anything else either.
const RIGHTS: [(&str, &[Right]); 5] = [
    ("Contact", &[Right::Read, Right::Create, Right::Edit]),
    ("Lead", &[Right::Read, Right::Create, Right::Edit]),
    ("Account", &[Right::Read]),
    ("User", &[Right::Read]),
    (TASK, &[Right::Read, Right::Create, Right::Edit, Right::Delete]),
];
/// Task fields whose value must be one of a list, as far as the org keeps to it.
const TASK_VALUES: [&str; 2] = ["TaskSubtype", "Type"];
/// People come with duplicate rules (salesforce.md 6.4).
const WITH_DUPLICATE_RULES: [Object; 2] = [Object::Contact, Object::Lead];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Right {
    Read,
    Create,
    Edit,
    Delete,
}

/// What the org lets this user do, and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrgFacts {
    /// `None`: this user may not see it.
    pub organization: Option<Organization>,
    pub has_person_accounts: bool,
    pub gaps: Vec<Gap>,
    /// Phone fields that searches look into, on how many objects.
    pub phone_fields: usize,
    pub objects: usize,
    pub duplicate_rules: Vec<DuplicateRule>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Organization {
    #[serde(rename = "Name", default)]
    pub name: String,
    #[serde(rename = "OrganizationType", default)]
    pub edition: String,
    #[serde(rename = "IsSandbox", default)]
    pub is_sandbox: bool,
}

/// A rule in force that looks for duplicates of a new record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuplicateRule {
    pub object: &'static str,
    pub name: String,
    /// It refuses the record, whoever insists.
    pub blocks: bool,
}

/// Something this user lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gap {
    Right {
        object: &'static str,
        right: Right,
    },
    Field {
        object: &'static str,
        field: &'static str,
        loss: Loss,
    },
    /// A field that the admin wants told of callers.
    OwnField {
        path: String,
    },
    /// New records get a record type that the user may not use.
    RecordType {
        object: &'static str,
    },
    /// The field named for our key cannot keep a second record out.
    KeyField {
        field: String,
    },
    /// The list of a Task's field lacks the value that makes it a call.
    TaskValue {
        field: &'static str,
    },
}

/// What does not work without a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// Callers are not found by it.
    Lookup,
    /// The pop lacks it.
    Shown,
    /// Entries are written without it.
    Left,
    /// Entries are refused.
    Refused,
}

/// Why the org could not be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    Failure(FailureKind),
    Maintenance,
    /// The org's requests of the day are used up.
    LimitReached,
}

/// The parts of a describe that matter here (salesforce.md 5.3, 5.4).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Described {
    queryable: Option<bool>,
    createable: bool,
    updateable: bool,
    deletable: bool,
    fields: Vec<Field>,
    record_type_infos: Vec<RecordType>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Field {
    name: String,
    #[serde(rename = "type")]
    kind: String,
    createable: bool,
    unique: bool,
    external_id: bool,
    length: usize,
    picklist_values: Vec<Value>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Value {
    active: bool,
    value: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct RecordType {
    active: bool,
    available: bool,
    default_record_type_mapping: bool,
}

impl Salesforce {
    /// Looks at everything that this user's rights decide. `own_fields`: those the admin wants told
    /// of callers, each with its object.
    ///
    /// # Errors
    /// When the org as a whole cannot be looked at.
    pub async fn examine(&self, own_fields: &[String]) -> Result<OrgFacts, Trouble> {
        let described = self.describe_all().await?;
        let (organization, duplicate_rules) = tokio::join!(self.organization(), self.duplicate_rules());
        let has_person_accounts = has_person_accounts(&described);
        let seen = described.iter().filter(|(object, _)| **object != TASK);
        let phones = |object: &Described| object.fields.iter().filter(|field| field.kind == "phone").count();
        Ok(OrgFacts {
            organization: organization?,
            has_person_accounts,
            gaps: gaps(&described)
                .into_iter()
                .chain(own_gaps(&described, own_fields))
                .chain(self.key_gap(&described))
                .collect(),
            phone_fields: seen.clone().map(|(_, object)| phones(object)).sum(),
            objects: seen.count(),
            duplicate_rules: duplicate_rules?,
        })
    }

    /// What is wrong with the field named for our key, where one is named and Tasks are seen.
    fn key_gap(&self, described: &HashMap<&'static str, Described>) -> Option<Gap> {
        let field = self.tasks().key.name()?.to_owned();
        let task = described.get(TASK)?;
        let fits = task.field(&field).is_some_and(|found| {
            key_field::keeps_out(found.createable, found.unique, found.external_id, found.length)
        });
        (!fits).then_some(Gap::KeyField { field })
    }

    /// The org's requests of the day, used and allowed, as the last answer told.
    #[must_use]
    pub fn budget(&self) -> Option<(u64, u64)> {
        self.usage().borrow().org
    }

    /// Objects this user does not see are not in it.
    async fn describe_all(&self) -> Result<HashMap<&'static str, Described>, Trouble> {
        let requests = RIGHTS.map(|(object, _)| request::describe(object));
        let answers =
            futures_util::future::join_all(requests.iter().map(|request| self.sender.send(request))).await;
        let mut all = HashMap::new();
        for ((object, _), answer) in RIGHTS.into_iter().zip(answers) {
            match answer.and_then(|answer| json::<Described>(&answer.body)) {
                Ok(described) => {
                    all.insert(object, described);
                }
                Err(error) if error.is_status(404) || error.has_code(HIDDEN_OBJECT) => {}
                Err(error) => return Err(Trouble::from(error)),
            }
        }
        Ok(all)
    }

    async fn organization(&self) -> Result<Option<Organization>, Trouble> {
        let answer = self.sender.send(&request::organization()).await;
        let found = answer.and_then(|answer| rows::<Organization>(&answer.body));
        shown(found.map(|rows| rows.into_iter().next())).map(Option::flatten)
    }

    async fn duplicate_rules(&self) -> Result<Vec<DuplicateRule>, Trouble> {
        let mut rules = Vec::new();
        for object in WITH_DUPLICATE_RULES {
            let answer = self.sender.send(&request::duplicate_rules(object)).await;
            let found = answer.and_then(|answer| json::<Duplicates>(&answer.body));
            let Some(found) = shown(found)? else { continue };
            let active = found.duplicate_rules.into_iter().filter(|rule| rule.active);
            rules.extend(active.map(|rule| DuplicateRule {
                object: object.name(),
                blocks: rule.action_on_insert == "Block",
                name: rule.name,
            }));
        }
        Ok(rules)
    }
}

/// What a user may not see, or an org does not have, is no trouble here.
fn shown<T>(found: Result<T, CallError>) -> Result<Option<T>, Trouble> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(error)
            if error.is_status(404) || error.is_status(400) || error.has_code(&["INSUFFICIENT_ACCESS"]) =>
        {
            Ok(None)
        }
        Err(CallError::Unusable { .. }) => Ok(None),
        Err(error) => Err(Trouble::from(error)),
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Duplicates {
    #[serde(default)]
    duplicate_rules: Vec<Rule>,
}

#[derive(Debug, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[derive(Default)]
struct Rule {
    name: String,
    active: bool,
    action_on_insert: String,
}

fn has_person_accounts(described: &HashMap<&'static str, Described>) -> bool {
    let account = described.get(Object::Account.name());
    account.is_some_and(|account| account.has("IsPersonAccount"))
}

fn gaps(described: &HashMap<&'static str, Described>) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for (object, rights) in RIGHTS {
        let Some(seen) = described.get(object).filter(|seen| seen.may(Right::Read)) else {
            gaps.push(Gap::Right { object, right: Right::Read });
            continue;
        };
        let missing = rights.iter().filter(|right| !seen.may(**right));
        gaps.extend(missing.map(|right| Gap::Right { object, right: *right }));
        if rights.contains(&Right::Create) && seen.may(Right::Create) && !seen.default_type_is_usable() {
            gaps.push(Gap::RecordType { object });
        }
    }
    let person_accounts = has_person_accounts(described);
    for object in Object::ALL {
        let Some(seen) = described.get(object.name()).filter(|seen| seen.may(Right::Read)) else { continue };
        let hidden = object.used(person_accounts).filter(|(field, _)| !seen.has(field));
        gaps.extend(hidden.map(|(field, for_what)| Gap::Field {
            object: object.name(),
            field,
            loss: match for_what {
                FieldUse::Lookup => Loss::Lookup,
                FieldUse::Shown => Loss::Shown,
            },
        }));
    }
    if let Some(task) = described.get(TASK).filter(|task| task.may(Right::Create)) {
        gaps.extend(task_gaps(task));
    }
    gaps
}

/// An object that is not seen at all has a gap of its own.
fn own_gaps(described: &HashMap<&'static str, Described>, fields: &[String]) -> Vec<Gap> {
    let hidden = fields.iter().filter(|path| {
        fact_field(path).is_some_and(|(object, name)| {
            let seen = described.get(object).filter(|seen| seen.may(Right::Read));
            seen.is_some_and(|seen| !seen.has(name))
        })
    });
    hidden.map(|path| Gap::OwnField { path: path.clone() }).collect()
}

fn task_gaps(task: &Described) -> Vec<Gap> {
    let hidden = TASK_FIELDS.into_iter().filter(|field| !task.writes(field));
    let mut gaps: Vec<_> = hidden
        .map(|field| {
            let loss = if OPTIONAL_TASK_FIELDS.contains(&field) { Loss::Left } else { Loss::Refused };
            Gap::Field { object: TASK, field, loss }
        })
        .collect();
    let lacking = TASK_VALUES.into_iter().filter(|field| !task.offers(field, TASK_OF_A_CALL));
    gaps.extend(lacking.map(|field| Gap::TaskValue { field }));
    gaps
}

impl Described {
    fn may(&self, right: Right) -> bool {
        match right {
            Right::Read => self.queryable.unwrap_or(true),
            Right::Create => self.createable,
            Right::Edit => self.updateable,
            Right::Delete => self.deletable,
        }
    }

    fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    fn has(&self, name: &str) -> bool {
        self.field(name).is_some()
    }

    /// Seen and not read-only.
    fn writes(&self, name: &str) -> bool {
        self.field(name).is_some_and(|field| field.createable)
    }

    /// A field that is not seen has a gap of its own.
    fn offers(&self, name: &str, value: &str) -> bool {
        self.field(name).is_none_or(|field| {
            field.picklist_values.iter().any(|offered| offered.active && offered.value == value)
        })
    }

    /// A default that is not available is refused when a record is created without a type.
    fn default_type_is_usable(&self) -> bool {
        let mut defaults = self.record_type_infos.iter().filter(|kind| kind.default_record_type_mapping);
        defaults.all(|kind| kind.active && kind.available)
    }
}

impl From<CallError> for Trouble {
    fn from(error: CallError) -> Self {
        if error.has_code(&["REQUEST_LIMIT_EXCEEDED"]) {
            return Trouble::LimitReached;
        }
        if is_maintenance(&error) {
            return Trouble::Maintenance;
        }
        match error {
            CallError::Before(error) => Trouble::from(*error),
            CallError::SignedOut
            | CallError::OtherOrg
            | CallError::NoAnswer { .. }
            | CallError::Status { .. }
            | CallError::Unusable { .. } => Trouble::Failure(error.into_failure(false).kind),
        }
    }
}

/// A page instead of an answer, or a code that says so (salesforce.md 2.12).
fn is_maintenance(error: &CallError) -> bool {
    let page = [301, 302, 303, 307, 308, 503].into_iter().any(|status| error.is_status(status))
        && error.errors().is_empty();
    page || error.has_code(&["ORG_IN_MAINTENANCE", "INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE"])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn field(name: &str) -> Field {
        let value = Value { active: true, value: TASK_OF_A_CALL.into() };
        let (kind, picklist_values) = ("string".into(), vec![value]);
        Field { name: name.into(), kind, createable: true, picklist_values, ..Field::default() }
    }

    /// An org in which everything may be done.
    fn healthy() -> HashMap<&'static str, Described> {
        let everything = |fields: Vec<Field>| Described {
            queryable: Some(true),
            createable: true,
            updateable: true,
            deletable: true,
            fields,
            record_type_infos: Vec::new(),
        };
        let mut org: HashMap<_, _> = Object::ALL
            .into_iter()
            .map(|object| {
                (object.name(), everything(object.used(false).map(|(name, _)| field(name)).collect()))
            })
            .collect();
        org.insert(TASK, everything(TASK_FIELDS.map(field).into()));
        org
    }

    fn check(change: impl FnOnce(&mut HashMap<&'static str, Described>), want: &[Gap]) {
        let mut org = healthy();
        change(&mut org);
        assert_eq!(gaps(&org), want);
    }

    #[test]
    fn a_healthy_org_has_no_gaps() {
        check(|_| {}, &[]);
    }

    #[test]
    fn each_missing_thing_is_one_gap() {
        let right = |object, right| Gap::Right { object, right };
        check(|org| drop(org.remove("Lead")), &[right("Lead", Right::Read)]);
        check(|org| org.get_mut("User").unwrap().queryable = Some(false), &[right("User", Right::Read)]);
        check(|org| org.get_mut("Contact").unwrap().createable = false, &[right("Contact", Right::Create)]);
        check(|org| org.get_mut(TASK).unwrap().createable = false, &[right(TASK, Right::Create)]);
        check(|org| org.get_mut(TASK).unwrap().deletable = false, &[right(TASK, Right::Delete)]);
        let lost = |object, field, loss| Gap::Field { object, field, loss };
        let hide = |org: &mut HashMap<&'static str, Described>, object: &str, name: &str| {
            org.get_mut(object).unwrap().fields.retain(|field| field.name != name);
        };
        check(|org| hide(org, "Lead", "Fax"), &[lost("Lead", "Fax", Loss::Lookup)]);
        check(|org| hide(org, "Contact", "Title"), &[lost("Contact", "Title", Loss::Shown)]);
        check(|org| hide(org, TASK, "CallType"), &[lost(TASK, "CallType", Loss::Left)]);
        check(|org| hide(org, TASK, "WhoId"), &[lost(TASK, "WhoId", Loss::Refused)]);
    }

    #[test]
    fn an_own_field_that_is_not_seen_is_a_gap() {
        let mut org = healthy();
        org.get_mut("Contact").unwrap().fields.push(field("Region__c"));
        let own = ["Contact.Region__c", "Contact.Secret__c", "Lead.Rating__c"].map(str::to_owned);
        let gap = |path: &str| Gap::OwnField { path: path.into() };
        assert_eq!(own_gaps(&org, &own), [gap("Contact.Secret__c"), gap("Lead.Rating__c")]);
        org.get_mut("Lead").unwrap().queryable = Some(false);
        assert_eq!(own_gaps(&org, &own), [gap("Contact.Secret__c")], "all of Lead is missing");
    }

    #[test]
    fn fields_that_can_be_read_but_not_written_and_values_and_types() {
        let of_task = |org: &mut HashMap<&'static str, Described>, change: &dyn Fn(&mut Field)| {
            let task = org.get_mut(TASK).unwrap();
            change(task.fields.iter_mut().find(|field| field.name == "Type").unwrap());
        };
        let read_only = Gap::Field { object: TASK, field: "Type", loss: Loss::Left };
        check(|org| of_task(org, &|field| field.createable = false), &[read_only]);
        let no_value = Gap::TaskValue { field: "Type" };
        check(|org| of_task(org, &|field| field.picklist_values[0].active = false), &[no_value]);
        let unusable = RecordType { active: true, available: false, default_record_type_mapping: true };
        check(
            |org| org.get_mut("Contact").unwrap().record_type_infos = vec![unusable],
            &[Gap::RecordType { object: "Contact" }],
        );
    }

    #[test]
    fn person_fields_count_where_there_are_person_accounts() {
        let mut org = healthy();
        org.get_mut("Account").unwrap().fields.push(field("IsPersonAccount"));
        assert!(has_person_accounts(&org));
        let missing = gaps(&org);
        let person = Gap::Field { object: "Account", field: "PersonMobilePhone", loss: Loss::Lookup };
        assert!(missing.contains(&person), "{missing:?}");
    }
}
