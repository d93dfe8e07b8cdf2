//! A person as a row: short, because a synced org has hundreds of thousands. Texts that many share
//! are kept once, as words.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::caller::{Person, PersonKind, Phone};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::StoreError;

/// Shape of the JSON in `people.body`.
pub(super) const VERSION: u32 = 2;
/// Words held in memory. An org has some hundred owners and some dozen fields; more than this is
/// read again.
const WORDS_MAX: usize = 4_096;
/// Stands for the record's id in the address of its page.
const ID_MARK: &str = "{}";

/// In the order of the stored array. An empty text is none, and so is word 0.
#[derive(Serialize, Deserialize)]
struct Packed(
    Kind,
    String,                  // name
    String,                  // title
    String,                  // company
    String,                  // account id
    String,                  // contact id
    i64,                     // owner
    String,                  // e-mail
    u8,                      // do not call
    Vec<(i64, i64, String)>, // phones: field, label, value
    Option<jiff::civil::Date>,
    Option<i64>, // modified, milliseconds
    i64,         // page, with the id's place marked
    String,      // page, where the id is not part of it
);

#[derive(Clone, Copy, Serialize, Deserialize)]
enum Kind {
    #[serde(rename = "c")]
    Contact,
    #[serde(rename = "l")]
    Lead,
    #[serde(rename = "a")]
    Account,
    #[serde(rename = "p")]
    PersonAccount,
    #[serde(rename = "u")]
    User,
}

impl From<PersonKind> for Kind {
    fn from(kind: PersonKind) -> Self {
        match kind {
            PersonKind::Contact => Kind::Contact,
            PersonKind::Lead => Kind::Lead,
            PersonKind::Account => Kind::Account,
            PersonKind::PersonAccount => Kind::PersonAccount,
            PersonKind::User => Kind::User,
        }
    }
}

impl From<Kind> for PersonKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Contact => PersonKind::Contact,
            Kind::Lead => PersonKind::Lead,
            Kind::Account => PersonKind::Account,
            Kind::PersonAccount => PersonKind::PersonAccount,
            Kind::User => PersonKind::User,
        }
    }
}

/// Words that were read, for the reader of rows. Numbers of words are never used again, so nothing
/// here goes stale.
#[derive(Default, Clone)]
pub(in crate::store) struct Words(Arc<Mutex<HashMap<i64, Arc<str>>>>);

impl Words {
    /// `None`: no such word.
    fn read(&self, connection: &Connection, word: i64) -> Result<Option<Arc<str>>, StoreError> {
        if word == 0 {
            return Ok(None);
        }
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&word).cloned();
        if known.is_some() {
            return Ok(known);
        }
        let text: Option<String> = connection
            .prepare_cached("SELECT text FROM words WHERE word = ?1")?
            .query_row([word], |row| row.get(0))
            .optional()?;
        let Some(text) = text.map(Arc::<str>::from) else { return Ok(None) };
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= WORDS_MAX {
            known.clear();
        }
        known.insert(word, Arc::clone(&text));
        Ok(Some(text))
    }

    pub(in crate::store) fn forget(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// Numbers of words within one transaction: another program may have wiped them before it.
#[derive(Default)]
pub(super) struct Spelled(HashMap<String, i64>);

impl Spelled {
    fn number(&mut self, connection: &Connection, text: &str) -> Result<i64, StoreError> {
        if text.is_empty() {
            return Ok(0);
        }
        if let Some(word) = self.0.get(text) {
            return Ok(*word);
        }
        let known: Option<i64> = connection
            .prepare_cached("SELECT word FROM words WHERE text = ?1")?
            .query_row([text], |row| row.get(0))
            .optional()?;
        let word = if let Some(word) = known {
            word
        } else {
            connection.prepare_cached("INSERT INTO words (text) VALUES (?1)")?.execute(params![text])?;
            connection.last_insert_rowid()
        };
        self.0.insert(text.to_owned(), word);
        Ok(word)
    }
}

pub(super) fn pack(
    connection: &Connection,
    spelled: &mut Spelled,
    person: &Person,
) -> Result<String, StoreError> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let page = person.url.as_deref().unwrap_or_default();
    let has_id = !person.id.is_empty() && !page.contains(ID_MARK) && page.matches(&person.id).count() == 1;
    let (page_word, page) = if has_id {
        (spelled.number(connection, &page.replace(&person.id, ID_MARK))?, String::new())
    } else {
        (0, page.to_owned())
    };
    let mut phones = Vec::with_capacity(person.phones.len());
    for phone in &person.phones {
        let (field, label) =
            (spelled.number(connection, &phone.field)?, spelled.number(connection, &phone.label)?);
        phones.push((field, label, phone.value.clone()));
    }
    let packed = Packed(
        person.kind.into(),
        person.name.clone(),
        text(&person.title),
        text(&person.company),
        text(&person.account_id),
        text(&person.contact_id),
        spelled.number(connection, person.owner.as_deref().unwrap_or_default())?,
        text(&person.email),
        u8::from(person.do_not_call),
        phones,
        person.last_activity,
        person.modified.map(jiff::Timestamp::as_millisecond),
        page_word,
        page,
    );
    Ok(serde_json::to_string(&packed)?)
}

pub(super) fn unpack(
    connection: &Connection,
    words: &Words,
    id: String,
    body: &str,
) -> Result<Person, StoreError> {
    let Packed(
        kind,
        name,
        title,
        company,
        account,
        contact,
        owner,
        email,
        dnc,
        packed,
        day,
        modified,
        page,
        whole,
    ) = serde_json::from_str(body)?;
    let some = |text: String| (!text.is_empty()).then_some(text);
    let word = |number: i64| words.read(connection, number);
    let mut phones = Vec::with_capacity(packed.len());
    for (field, label, value) in packed {
        let spelled = |number| Ok::<_, StoreError>(word(number)?.unwrap_or_default().as_ref().to_owned());
        phones.push(Phone { field: spelled(field)?, label: spelled(label)?, value });
    }
    Ok(Person {
        url: some(whole).or(word(page)?.map(|page| page.replace(ID_MARK, &id))),
        id,
        kind: kind.into(),
        name,
        title: some(title),
        company: some(company),
        account_id: some(account),
        contact_id: some(contact),
        owner: word(owner)?.map(|owner| owner.as_ref().to_owned()),
        email: some(email),
        do_not_call: dnc != 0,
        phones,
        last_activity: day,
        modified: modified.and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok()),
    })
}
