//! Creating people: what a form asks for, what it is filled with, what of it cannot be saved, and
//! who is there already. Not here: asking the CRM or the index, the tables, the words.

mod carry;
mod check;
mod names;
mod prefill;
mod room;
mod twins;

pub use carry::carried;
pub use check::{Wrong, WrongWhy, wrong};
pub use names::{NameParts, is_company, split};
pub use prefill::{Origin, Prefill, default_line, variable_value};
pub use room::room;
pub use twins::{Twin, TwinWhy, is_same_name, twins};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Longest value kept in a draft, in characters: the longest text field of the CRM has 131,072,
/// and nobody types that much in a form.
pub const VALUE_CHARS_MAX: usize = 32_768;
/// Most fields of one form; an object of the CRM has 800 at most, and a form of more is no form.
pub const FIELDS_MAX: usize = 120;
/// Most choices of one list; the CRM has 1,000 at most.
pub const CHOICES_MAX: usize = 1_000;

/// Longest name of an account, in characters (the CRM has 255).
const ACCOUNT_CHARS_MAX: usize = 255;

/// Most numbers of one draft that people are looked for by.
const NUMBERS_MAX: usize = 3;

/// What a person is created as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CreateKind {
    #[default]
    Contact,
    Lead,
    PersonAccount,
}

impl CreateKind {
    /// In the order they are offered in.
    pub const ALL: [CreateKind; 3] = [CreateKind::Contact, CreateKind::Lead, CreateKind::PersonAccount];
}

/// Somebody who is to be created.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NewPerson {
    pub draft: Draft,
    /// What the fields of the draft take; what is not here is text.
    pub kinds: BTreeMap<String, FieldKind>,
    /// Saved although somebody may be there already.
    pub allow_duplicates: bool,
}

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    Text,
    LongText,
    Email,
    Phone,
    Url,
    /// `decimals` behind the point at most.
    Number {
        decimals: u8,
    },
    Checkbox,
    /// `2026-11-22`
    Date,
    /// `2026-11-22T13:30`, local.
    DateTime,
    Picklist,
    /// Values with `;` between them.
    MultiPicklist,
    /// The account: one that is there, or a new one.
    Account,
    /// The id of another record.
    Record,
}

/// A value of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChoice {
    pub value: String,
    pub label: String,
    /// Values of the controlling field it goes with; `None`: with any.
    pub with: Option<Vec<String>>,
}

/// One field of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormField {
    /// API name.
    pub name: String,
    /// The org's label in the user's language.
    pub label: String,
    pub kind: FieldKind,
    pub required: bool,
    /// In characters; `None`: not told.
    pub length_max: Option<u32>,
    /// What the org fills in itself.
    pub default: Option<String>,
    /// What the org's admin says of it.
    pub help: Option<String>,
    pub choices: Vec<FieldChoice>,
    /// The choices are all there is.
    pub is_closed: bool,
    /// The field that says which choices there are.
    pub controlled_by: Option<String>,
}

impl FormField {
    /// A field every org has.
    #[must_use]
    pub fn plain(name: &str, label: &str, kind: FieldKind, length_max: u32) -> Self {
        Self {
            name: name.to_owned(),
            label: label.to_owned(),
            kind,
            required: false,
            length_max: Some(length_max),
            default: None,
            help: None,
            choices: Vec::new(),
            is_closed: false,
            controlled_by: None,
        }
    }
}

/// A record type this user may use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordType {
    pub id: String,
    pub name: String,
}

/// What is asked for when somebody is created.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    pub kind: CreateKind,
    /// Empty: there is nothing to choose.
    pub record_types: Vec<RecordType>,
    /// The one these fields belong to.
    pub record_type: Option<String>,
    /// In the order of the org's page, required ones besides.
    pub fields: Vec<FormField>,
    /// The org knows person accounts.
    pub has_person_accounts: bool,
    /// What the org calls the fields that are not on it, by API name.
    pub labels: BTreeMap<String, String>,
}

impl Form {
    /// What its fields take, by API name.
    #[must_use]
    pub fn kinds(&self) -> BTreeMap<String, FieldKind> {
        self.fields.iter().map(|field| (field.name.clone(), field.kind)).collect()
    }

    /// Somebody may be created with this record type here.
    #[must_use]
    pub fn has_record_type(&self, id: Option<&str>) -> bool {
        self.record_type.as_deref() == id || self.record_types.iter().any(|one| Some(one.id.as_str()) == id)
    }
}

/// The account of a contact that is being created.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "account", rename_all = "snake_case")]
pub enum AccountChoice {
    Existing {
        id: String,
        name: String,
    },
    /// Created together with the person: both, or none.
    New {
        name: String,
    },
}

impl AccountChoice {
    #[must_use]
    pub fn name(&self) -> &str {
        let (AccountChoice::Existing { name, .. } | AccountChoice::New { name }) = self;
        name.trim()
    }
}

/// What was typed so far.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Draft {
    pub kind: CreateKind,
    pub record_type: Option<String>,
    /// By API name; empty values are not here.
    pub values: BTreeMap<String, String>,
    pub account: Option<AccountChoice>,
}

impl Draft {
    /// Within bounds: what no form can have made is cut.
    #[must_use]
    pub fn bounded(mut self) -> Self {
        while self.values.len() > FIELDS_MAX {
            self.values.pop_last();
        }
        self.values.retain(|_, value| !value.is_empty());
        for value in self.values.values_mut() {
            if value.chars().count() > VALUE_CHARS_MAX {
                *value = value.chars().take(VALUE_CHARS_MAX).collect();
            }
        }
        if let Some(AccountChoice::Existing { name, .. } | AccountChoice::New { name }) = &mut self.account
            && name.chars().count() > ACCOUNT_CHARS_MAX
        {
            *name = name.chars().take(ACCOUNT_CHARS_MAX).collect();
        }
        self
    }

    /// A value without blanks around it; empty when there is none.
    #[must_use]
    pub fn value(&self, field: &str) -> &str {
        self.values.get(field).map_or("", |value| value.trim())
    }

    /// Given name and family name, as people read them.
    #[must_use]
    pub fn name(&self) -> String {
        let parts = [self.value("FirstName"), self.value("LastName")];
        parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ")
    }

    /// What stands in phone fields, by their names.
    pub fn phones(&self) -> impl Iterator<Item = (&str, &str)> {
        let phones = self.values.iter().filter(|(name, _)| name.contains("Phone"));
        phones.map(|(name, value)| (name.as_str(), value.trim())).filter(|(_, value)| !value.is_empty())
    }

    /// The e-mail address; empty when there is none.
    #[must_use]
    pub fn email(&self) -> &str {
        let email = self.value("Email");
        if email.is_empty() { self.value("PersonEmail") } else { email }
    }

    /// What people are looked for by who may be this one: numbers, the e-mail address, the name.
    #[must_use]
    pub fn questions(&self) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        let name = if self.value("FirstName").is_empty() { String::new() } else { self.name() };
        let typed = self.phones().map(|(_, value)| value.to_owned());
        for question in typed.take(NUMBERS_MAX).chain([self.email().to_owned(), name]) {
            if !question.is_empty() && !all.contains(&question) {
                all.push(question);
            }
        }
        all
    }

    /// The company: of the account chosen, or typed.
    #[must_use]
    pub fn company(&self) -> &str {
        match self.kind {
            CreateKind::Contact => self.account.as_ref().map_or("", AccountChoice::name),
            CreateKind::Lead => self.value("Company"),
            CreateKind::PersonAccount => "",
        }
    }
}

/// The fields every org has, for as long as the org's own are not known.
#[must_use]
pub fn standard_form(kind: CreateKind) -> Form {
    let text = |name: &str, label: &str, length| FormField::plain(name, label, FieldKind::Text, length);
    let required = |field: FormField| FormField { required: true, ..field };
    let phone = |name: &str, label: &str| FormField::plain(name, label, FieldKind::Phone, 40);
    let email = |name: &str| FormField::plain(name, "Email", FieldKind::Email, 80);
    let mut fields = vec![text("FirstName", "First Name", 40), required(text("LastName", "Last Name", 80))];
    fields.extend(match kind {
        CreateKind::Contact => vec![
            FormField::plain("AccountId", "Account Name", FieldKind::Account, 18),
            text("Title", "Title", 128),
            phone("Phone", "Business Phone"),
            phone("MobilePhone", "Mobile"),
            email("Email"),
        ],
        CreateKind::Lead => vec![
            required(text("Company", "Company", 255)),
            text("Title", "Title", 128),
            phone("Phone", "Phone"),
            phone("MobilePhone", "Mobile"),
            email("Email"),
        ],
        CreateKind::PersonAccount => {
            vec![phone("Phone", "Phone"), phone("PersonMobilePhone", "Mobile"), email("PersonEmail")]
        }
    });
    let (record_types, record_type, labels) = (Vec::new(), None, BTreeMap::new());
    Form { kind, record_types, record_type, fields, has_person_accounts: false, labels }
}
