//! Who may be there already: people who share something with a draft that two people rarely share.

use super::Draft;
use crate::caller::{Person, PersonKind};
use crate::number::{Number, Region, read};
use crate::search::numbers;

/// Most people named as possible doubles; of more nobody would read on.
pub const TWINS_MAX: usize = 8;
/// Shorter names are shared by too many to say anything.
const NAME_CHARS_MIN: usize = 3;

/// What a draft shares with somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TwinWhy {
    /// The whole number.
    Number,
    Email,
    NameAndCompany,
    /// The name alone, and nothing speaks against it.
    Name,
    /// The org's own rules say so.
    Crm,
}

/// Somebody who may be the one that is being created.
#[derive(Debug, Clone, PartialEq)]
pub struct Twin {
    pub person: Person,
    /// At least one.
    pub why: Vec<TwinWhy>,
}

/// Those of `people` who may be the one in the draft, likeliest first.
#[must_use]
pub fn twins(draft: &Draft, people: &[Person], home: &Region) -> Vec<Twin> {
    let typed: Vec<Number> = draft.phones().map(|(_, value)| read(value, home)).collect();
    let mut found: Vec<Twin> = Vec::new();
    for person in people.iter().filter(|person| person.kind != PersonKind::User) {
        let why = reasons(draft, &typed, person, home);
        if !why.is_empty() && !found.iter().any(|twin| twin.person.id == person.id) {
            found.push(Twin { person: person.clone(), why });
        }
    }
    found.sort_by_key(|twin| (twin.why.first().copied(), std::cmp::Reverse(twin.why.len())));
    found.truncate(TWINS_MAX);
    found
}

fn reasons(draft: &Draft, typed: &[Number], person: &Person, home: &Region) -> Vec<TwinWhy> {
    let mut why = Vec::new();
    let theirs = numbers(person, home);
    let same = |one: &Number| theirs.iter().any(|other| is_same(one, other));
    if typed.iter().any(same) {
        why.push(TwinWhy::Number);
    }
    // An account is no person: it shares a number with everybody who works there.
    if person.kind == PersonKind::Account {
        why.clear();
        return why;
    }
    if let Some(theirs) = &person.email
        && !draft.email().is_empty()
        && folded(draft.email()) == folded(theirs)
    {
        why.push(TwinWhy::Email);
    }
    let name = folded(&draft.name());
    if name.chars().count() < NAME_CHARS_MIN
        || draft.value("FirstName").is_empty()
        || name != folded(&person.name)
    {
        return why;
    }
    let (company, theirs) = (folded(draft.company()), folded(person.company.as_deref().unwrap_or_default()));
    if !company.is_empty() && company == theirs {
        why.push(TwinWhy::NameAndCompany);
    } else if company.is_empty() || theirs.is_empty() {
        why.push(TwinWhy::Name);
    }
    why
}

/// Whether two names are one, however they are typed.
#[must_use]
pub fn is_same_name(one: &str, other: &str) -> bool {
    folded(one) == folded(other)
}

fn is_same(one: &Number, other: &Number) -> bool {
    match (one.public(), other.public()) {
        (Some(one), Some(other)) => one.e164 == other.e164,
        (Some(_) | None, None) | (None, Some(_)) => false,
    }
}

/// Without case, accents as typed, marks and doubled blanks.
fn folded(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '@');
    let words = words.filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::super::AccountChoice;
    use super::*;
    use crate::caller::Phone;

    fn person(id: &str, kind: PersonKind, name: &str, company: &str, phone: &str, email: &str) -> Person {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let phone = text(phone).map(|value| Phone { field: "Phone".into(), label: "Phone".into(), value });
        Person {
            id: id.into(),
            kind,
            name: name.into(),
            title: None,
            company: text(company),
            account_id: None,
            contact_id: None,
            owner: None,
            email: text(email),
            do_not_call: false,
            phones: phone.into_iter().collect(),
            last_activity: None,
            modified: None,
            url: None,
        }
    }

    fn check(values: &[(&str, &str)], company: &str, expected: &[(&str, &[TwinWhy])]) {
        let people = [
            person(
                "1",
                PersonKind::Contact,
                "Jonathan Meyer",
                "Rheinhafen",
                "+49 221 4710230",
                "j@r.example",
            ),
            person("2", PersonKind::Lead, "Jonathan Meyer", "", "", ""),
            person("3", PersonKind::Account, "Rheinhafen", "", "+49 221 4710230", ""),
            person("4", PersonKind::Contact, "Jonathan Meyer", "Stahlbau AG", "", ""),
            person("5", PersonKind::User, "Jonathan Meyer", "", "+49 221 4710230", "j@r.example"),
        ];
        let mut draft = Draft::default();
        for (name, value) in values {
            draft.values.insert((*name).into(), (*value).into());
        }
        draft.account = (!company.is_empty()).then(|| AccountChoice::New { name: company.into() });
        let found = twins(&draft, &people, &Region::home_default());
        let found: Vec<_> = found.iter().map(|twin| (twin.person.id.as_str(), twin.why.as_slice())).collect();
        assert_eq!(found, expected, "{values:?} {company}");
    }

    #[test]
    fn somebody_is_named_with_every_reason() {
        use TwinWhy::{Email, Name, NameAndCompany, Number};
        check(&[("Phone", "0221 4710230")], "", &[("1", &[Number])]);
        check(&[("MobilePhone", "+492214710230"), ("Email", "J@R.example")], "", &[("1", &[Number, Email])]);
        check(&[("Phone", "0221 4710231")], "", &[]);
        let name = [("FirstName", "jonathan"), ("LastName", "Meyer")];
        check(&name, "rheinhafen", &[("1", &[NameAndCompany]), ("2", &[Name])]);
        check(&name, "Other", &[("2", &[Name])]);
        check(&[("LastName", "Meyer")], "Rheinhafen", &[]);
    }
}
