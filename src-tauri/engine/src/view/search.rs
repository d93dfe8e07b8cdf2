//! What a search shows: people by name, number or e-mail address, with the reason.

use domain::caller::{Person, Source};
use domain::number::{Number, Region, read};
use domain::search::{DigitsFound, Hit, NumberPart, PHONES_MAX};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::build::{index_read_ms, kind, number, pairs, why_view};
use super::{KindView, NumberView, WhyView};
use crate::problem::Problem;

/// What this computer knows of what was typed. Answered at once, without the network.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct SearchHere {
    /// How the text was read, where it is a phone number.
    pub number: Option<NumberView>,
    /// Best first.
    pub found: Vec<FoundView>,
    /// More were found than are listed.
    pub more: bool,
    /// Salesforce is worth asking as well: the text is long enough for its search.
    pub ask: bool,
}

/// What Salesforce answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "there", rename_all = "snake_case")]
pub enum SearchThere {
    /// Everybody it found, best first, those this computer knows included.
    Found {
        found: Vec<FoundView>,
        more: bool,
        /// API calls it took.
        requests: u32,
    },
    /// Given up, because something else was asked meanwhile.
    Stale,
    Failed {
        problem: Problem,
    },
}

/// One person who was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct FoundView {
    pub id: String,
    pub kind: KindView,
    pub name: String,
    pub title: Option<String>,
    pub company: Option<String>,
    pub email: Option<String>,
    pub owner: Option<String>,
    pub do_not_call: bool,
    /// `2026-11-18`
    pub last_activity: Option<String>,
    /// There is a page to open.
    pub can_open: bool,
    pub phones: Vec<FoundPhone>,
    /// Characters of `name`, `company` and `email` that match what was typed, `start..end`.
    pub name_marks: Vec<(u32, u32)>,
    pub company_marks: Vec<(u32, u32)>,
    pub email_marks: Vec<(u32, u32)>,
    /// By number: why. `None`: found by name or e-mail address.
    pub why: Option<WhyView>,
    /// By some digits of a number: which.
    pub digits: Option<DigitsView>,
    /// When the index on this computer read it; `None`: Salesforce just now.
    pub index_read_ms: Option<i64>,
}

/// Typed digits found in one of the numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct DigitsView {
    /// The place of the number in `phones`.
    pub phone: usize,
    pub part: NumberPartView,
    /// Characters of the number as it is shown, `start..end`.
    pub marks: Vec<(u32, u32)>,
}

/// Which part of the number was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NumberPartView {
    Whole,
    Beginning,
    Ending,
    Inside,
}

/// One filled phone field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct FoundPhone {
    /// The org's label of the field.
    pub label: String,
    pub number: NumberView,
    /// As stored.
    pub spelling: String,
}

/// Hits as they are listed. `asked` is the number they were found by, where it was one.
pub(crate) fn found_views(hits: &[Hit], asked: Option<&Number>, home: &Region) -> Vec<FoundView> {
    let public = asked.and_then(Number::public);
    let compared = public.map_or("", |public| public.shown_international.as_str());
    hits.iter().map(|hit| found_view(hit, compared, home)).collect()
}

fn found_view(hit: &Hit, compared: &str, home: &Region) -> FoundView {
    let person = &hit.person;
    let phones = person.phones.iter().take(PHONES_MAX).map(|phone| FoundPhone {
        label: phone.label.clone(),
        number: number(&read(&phone.value, home), home),
        spelling: phone.value.clone(),
    });
    FoundView {
        id: person.id.clone(),
        kind: kind(person.kind),
        name: person.name.clone(),
        title: person.title.clone(),
        company: person.company.clone(),
        email: person.email.clone(),
        owner: person.owner.clone(),
        do_not_call: person.do_not_call,
        last_activity: person.last_activity.map(|day| day.to_string()),
        can_open: person.url.is_some(),
        phones: phones.collect(),
        name_marks: pairs(&hit.name_marks),
        company_marks: pairs(&hit.company_marks),
        email_marks: pairs(&hit.email_marks),
        why: hit.why.as_ref().map(|why| why_view(why, compared)),
        digits: hit.digits.as_ref().map(digits_view),
        index_read_ms: index_read_ms(&hit.source),
    }
}

fn digits_view(found: &DigitsFound) -> DigitsView {
    let part = match found.part {
        NumberPart::Whole => NumberPartView::Whole,
        NumberPart::Beginning => NumberPartView::Beginning,
        NumberPart::Ending => NumberPartView::Ending,
        NumberPart::Inside => NumberPartView::Inside,
    };
    DigitsView { phone: found.phone, part, marks: pairs(&found.marks) }
}

/// A person as they are listed where nothing was searched for.
pub(crate) fn person_found(person: &Person, home: &Region) -> FoundView {
    let hit = Hit {
        person: person.clone(),
        source: Source::Crm,
        name_marks: Vec::new(),
        company_marks: Vec::new(),
        email_marks: Vec::new(),
        why: None,
        digits: None,
    };
    found_view(&hit, "", home)
}

/// How a number that was typed is shown.
pub(crate) fn number_view(asked: &Number, home: &Region) -> NumberView {
    number(asked, home)
}
