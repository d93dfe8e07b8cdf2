//! The queries of one composite request, as plain values.

use std::collections::BTreeSet;

use domain::caller::{ACTIVITIES_MAX, FactsWish, OPEN_MAX, Person, PersonKind};
use domain::settings::{FactKind, fact_field};
use http::Method;
use serde_json::{Value, json};
use url::form_urlencoded;

use super::super::escape::{soql, soql_anywhere};
use super::super::request::{AnswerKind, Request};
use super::super::schema::{Object, OtherField, Schema};

/// One query of the composite request. At most five may be queries (salesforce.md 8.2), so the
/// person's own record and its activities are one each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Record,
    Activities,
    AccountSales,
    OwnSales,
    Cases,
}

impl Part {
    pub const ALL: [Part; 5] =
        [Part::Record, Part::Activities, Part::AccountSales, Part::OwnSales, Part::Cases];

    pub const fn id(self) -> &'static str {
        match self {
            Part::Record => "record",
            Part::Activities => "activities",
            Part::AccountSales => "account_sales",
            Part::OwnSales => "own_sales",
            Part::Cases => "cases",
        }
    }

    /// Whose describe tells which fields this user can see. The record's object is in the schema.
    pub const fn described_by(self) -> Option<&'static str> {
        match self {
            Part::Record => None,
            Part::Activities => Some(ACTIVITY),
            Part::AccountSales | Part::OwnSales => Some(SALE),
            Part::Cases => Some(CASE),
        }
    }
}

/// Both lists of activities have the same fields.
const ACTIVITY: &str = "ActivityHistory";
const SALE: &str = "Opportunity";
const CASE: &str = "Case";

/// Fields that a part can do without.
pub fn optional_fields(object: &str) -> &'static [&'static str] {
    match object {
        ACTIVITY => &[
            "ActivityDate",
            "StartDateTime",
            "CreatedDate",
            "ActivitySubtype",
            "CallType",
            "CallDisposition",
            "CallDurationInSeconds",
        ],
        SALE => &["Amount", CURRENCY],
        CASE => &["Subject", "CreatedDate"],
        _ => &[],
    }
}

/// Only where the org has several currencies.
const CURRENCY: &str = "CurrencyIsoCode";

/// Whom the queries are about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    object: Object,
    id: String,
    account: Option<String>,
    contact: Option<String>,
    /// Not only facts: every open record an entry can hang on, those of a contact's account
    /// included, whose words hold this text.
    holding: Option<String>,
}

impl About {
    /// `None`: colleagues have no such facts.
    pub fn of(person: &Person) -> Option<Self> {
        let (id, holding) = (person.id.clone(), None);
        Some(match person.kind {
            PersonKind::Contact => Self {
                object: Object::Contact,
                account: person.account_id.clone(),
                contact: Some(id.clone()),
                id,
                holding,
            },
            PersonKind::Lead => Self { object: Object::Lead, account: None, contact: None, id, holding },
            PersonKind::Account => {
                Self { object: Object::Account, account: Some(id.clone()), contact: None, id, holding }
            }
            PersonKind::PersonAccount => Self {
                object: Object::Account,
                account: Some(id.clone()),
                contact: person.contact_id.clone(),
                id,
                holding,
            },
            PersonKind::User => return None,
        })
    }

    /// The same, for records to choose from; an empty text is held by all.
    pub fn holding(self, text: &str) -> Self {
        Self { holding: Some(text.trim().to_owned()), ..self }
    }

    /// A further condition: one of these fields holds the text.
    fn held_by(&self, fields: &[&str]) -> String {
        match self.holding.as_deref().filter(|text| !text.is_empty()) {
            None => String::new(),
            Some(text) => {
                let literal = soql_anywhere(text);
                let one = |field: &&str| format!("{field} LIKE {literal}");
                format!(" AND ({})", fields.iter().map(one).collect::<Vec<_>>().join(" OR "))
            }
        }
    }
}

/// A field that the admin chose, and the path to its value from the person's record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnField {
    pub path: String,
    pub field: OtherField,
}

/// The admin's fields that this person has and this user can see, in the admin's order.
pub fn own_fields(about: &About, wish: &FactsWish, schema: &Schema) -> Vec<OwnField> {
    if !wish.wants(FactKind::Fields) {
        return Vec::new();
    }
    wish.fields.iter().filter_map(|path| own_field(about, path, schema)).collect()
}

fn own_field(about: &About, path: &str, schema: &Schema) -> Option<OwnField> {
    let (object, name) = fact_field(path)?;
    let object = Object::named(object)?;
    let field = schema.shape(object)?.field(name)?.clone();
    let name = match (&field.relationship, field.kind.as_str()) {
        (Some(relationship), "reference") => format!("{relationship}.Name"),
        _ => field.name.clone(),
    };
    let path = if about.object == object {
        name
    } else if (about.object, object) == (Object::Contact, Object::Account) {
        format!("Account.{name}")
    } else {
        return None;
    };
    Some(OwnField { path, field })
}

/// The admin's fields of the person's own kind that cannot be told of.
pub fn missing_fields<'a>(about: &About, wish: &'a FactsWish, schema: &Schema) -> Vec<&'a str> {
    let own = wish
        .fields
        .iter()
        .filter(|path| fact_field(path).is_some_and(|(object, _)| object == about.object.name()));
    own.map(String::as_str).filter(|path| own_field(about, path, schema).is_none()).collect()
}

/// The queries for what is wished for, each with the id its answer comes under.
pub fn queries(
    about: &About,
    wish: &FactsWish,
    schema: &Schema,
    left_out: &BTreeSet<(&'static str, String)>,
    parts: &[Part],
) -> Vec<(Part, String)> {
    let is_there = |object: &str, name: &str| !left_out.iter().any(|(of, out)| *of == object && out == name);
    let several = schema.shapes.iter().any(|shape| shape.field(CURRENCY).is_some());
    let with = |object: &str, first: &[&str], prefix: &str| -> String {
        let optional = optional_fields(object).iter().filter(|name| is_there(object, name));
        let optional = optional.filter(|name| **name != CURRENCY || several);
        let names = first.iter().chain(optional).map(|name| format!("{prefix}{name}"));
        names.collect::<Vec<_>>().join(", ")
    };
    let build = |part: &Part| match part {
        Part::Record => record(about, wish, schema),
        Part::Activities => {
            activities(about, wish, &with(ACTIVITY, &["Subject", "IsTask", "OwnerId", "Owner.Name"], ""))
        }
        Part::AccountSales => {
            let account = about.account.as_ref().filter(|_| wish.wants(FactKind::Opportunity))?;
            Some(format!(
                "SELECT {} FROM Opportunity WHERE AccountId = {} AND IsClosed = false{} \
                 ORDER BY CloseDate ASC LIMIT {OPEN_MAX}",
                with(SALE, &["Id", "Name", "CloseDate"], ""),
                soql(account),
                about.held_by(&["Name"])
            ))
        }
        Part::OwnSales => {
            let contact = about.contact.as_ref().filter(|_| wish.wants(FactKind::Opportunity))?;
            Some(format!(
                "SELECT {} FROM OpportunityContactRole WHERE ContactId = {} AND Opportunity.IsClosed = false{} \
                 LIMIT {OPEN_MAX}",
                with(SALE, &["Id", "Name", "CloseDate"], "Opportunity."),
                soql(contact),
                about.held_by(&["Opportunity.Name"])
            ))
        }
        Part::Cases => {
            let words: &[&str] =
                if is_there(CASE, "Subject") { &["Subject", "CaseNumber"] } else { &["CaseNumber"] };
            cases(about, wish, &with(CASE, &["Id", "CaseNumber"], ""), &about.held_by(words))
        }
    };
    let wanted = parts.iter().filter(|part| about.holding.is_none() || **part != Part::Record);
    wanted.filter_map(|part| Some((*part, build(part)?))).collect()
}

fn record(about: &About, wish: &FactsWish, schema: &Schema) -> Option<String> {
    let shape = schema.shape(about.object)?;
    let mut select = vec!["Id"];
    let known = |name: &&str| shape.select.iter().any(|selected| selected == name);
    select.extend(["LastActivityDate", "DoNotCall", "PersonDoNotCall"].iter().filter(|name| known(name)));
    if known(&"Owner.Name") {
        select.extend(["OwnerId", "Owner.Name"]);
    }
    let own = own_fields(about, wish, schema);
    for field in &own {
        if !select.contains(&field.path.as_str()) {
            select.push(&field.path);
        }
    }
    let currencies: Vec<String> = own.iter().filter_map(|own| currency_of(own, schema)).collect();
    for path in &currencies {
        if !select.contains(&path.as_str()) {
            select.push(path);
        }
    }
    Some(format!(
        "SELECT {} FROM {} WHERE Id = {} LIMIT 1",
        select.join(", "),
        about.object.name(),
        soql(&about.id)
    ))
}

/// The path to the currency of an amount, where the org has several.
fn currency_of(own: &OwnField, schema: &Schema) -> Option<String> {
    schema.shapes.iter().find(|shape| shape.field(CURRENCY).is_some())?;
    let beside = own.path.strip_suffix(own.field.name.as_str())?;
    (own.field.kind == "currency").then(|| format!("{beside}{CURRENCY}"))
}

/// Users who may not see all data read these lists through one record, in this order, without a
/// condition.
fn activities(about: &About, wish: &FactsWish, select: &str) -> Option<String> {
    let mut lists = Vec::new();
    if wish.wants(FactKind::NextTask) {
        lists.push(format!(
            "(SELECT {select} FROM OpenActivities \
             ORDER BY ActivityDate ASC NULLS LAST, LastModifiedDate DESC LIMIT {OPEN_MAX})"
        ));
    }
    if wish.wants(FactKind::Activities) {
        lists.push(format!(
            "(SELECT {select} FROM ActivityHistories \
             ORDER BY ActivityDate DESC NULLS LAST, LastModifiedDate DESC LIMIT {ACTIVITIES_MAX})"
        ));
    }
    if lists.is_empty() {
        return None;
    }
    Some(format!(
        "SELECT Id, {} FROM {} WHERE Id = {} LIMIT 1",
        lists.join(", "),
        about.object.name(),
        soql(&about.id)
    ))
}

/// A contact's own cases; for companies those of the account, which may be many contacts'.
fn cases(about: &About, wish: &FactsWish, select: &str, held: &str) -> Option<String> {
    if !wish.wants(FactKind::Case) {
        return None;
    }
    let whose = match (about.object, &about.contact, &about.account) {
        // A contact's own cases are facts of theirs; an entry can hang on any of the account's.
        (object, Some(contact), Some(account)) if object == Object::Account || about.holding.is_some() => {
            format!("(AccountId = {} OR ContactId = {})", soql(account), soql(contact))
        }
        (_, Some(contact), _) => format!("ContactId = {}", soql(contact)),
        (_, None, Some(account)) => format!("AccountId = {}", soql(account)),
        (_, None, None) => return None,
    };
    Some(format!(
        "SELECT {select} FROM Case WHERE {whose} AND IsClosed = false{held} ORDER BY CaseNumber DESC LIMIT {OPEN_MAX}"
    ))
}

/// All queries as one request.
pub fn composite(root: &str, queries: &[(Part, String)]) -> Request {
    let parts: Vec<Value> = queries
        .iter()
        .map(|(part, soql)| {
            let query: String = form_urlencoded::byte_serialize(soql.as_bytes()).collect();
            json!({ "method": "GET", "url": format!("{root}/query?q={query}"), "referenceId": part.id() })
        })
        .collect();
    Request {
        method: Method::POST,
        path: "/composite".into(),
        query: Vec::new(),
        body: Some(json!({ "allOrNone": false, "compositeRequest": parts })),
        answer: AnswerKind::Json,
    }
}
