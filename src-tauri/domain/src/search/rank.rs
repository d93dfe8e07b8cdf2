//! Who answers a query, in which order, and which characters agree.

use std::cell::LazyCell;
use std::cmp::Reverse;

use super::digits::{Dialled, DigitsFound, NumberPart};
use super::fold::{Chunk, Word, agreement, chunks};
use super::query::{Query, Typed};
use crate::caller::{Match, Person, PersonKind, Source, Verdict, Why, judge, one_each};
use crate::number::Mark;
use crate::settings::MatchingSettings;

/// Whether those stay who do not match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// The index named them because of a beginning alone.
    Matching,
    /// The CRM found them by something it did not tell: they stay, behind all others.
    Everybody,
}

/// Somebody who was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    pub person: Person,
    pub source: Source,
    /// Characters of the person's fields that agree with what was typed.
    pub name_marks: Vec<Mark>,
    pub company_marks: Vec<Mark>,
    pub email_marks: Vec<Mark>,
    /// By number: why.
    pub why: Option<Why>,
    /// By some digits of a number: which.
    pub digits: Option<DigitsFound>,
}

/// Everybody who was found, best first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ranked {
    pub hits: Vec<Hit>,
    /// What a call from the number would come to, where the query is one.
    pub verdict: Option<Verdict>,
}

/// Ranks `people` as answers to `query`. `remembered` is the id chosen before for its number.
///
/// Whoever calls from the number comes first, as [`judge`] orders them. Then every typed word must
/// be found: whole words before beginnings, in names before companies before e-mail addresses
/// before numbers, the most recent activity first.
#[must_use]
pub fn rank(
    query: &Query,
    people: &[(Person, Source)],
    matching: &MatchingSettings,
    remembered: Option<&str>,
    keep: Keep,
) -> Ranked {
    let verdict = query.number().map(|number| judge(number, people, matching, remembered));
    let callers: Vec<&Match> = verdict.as_ref().map(matches).unwrap_or_default();
    let mut hits: Vec<(Order<'_>, Hit)> = one_each(people)
        .into_iter()
        .enumerate()
        .filter_map(|(at, (person, source))| {
            let caller = callers.iter().position(|found| found.person.id == person.id);
            let found = find(query, person, matching);
            let class = match (caller, &found) {
                (Some(at), _) => Class::Caller { at },
                (None, Some(found)) => Class::Found { parts: found.parts, field: found.field },
                (None, None) if keep == Keep::Everybody => Class::Stranger { at },
                (None, None) => return None,
            };
            let Found { marks: [name_marks, company_marks, email_marks], digits, .. } =
                found.unwrap_or_default();
            let why = caller.and_then(|at| callers.get(at)).map(|found| found.why.clone());
            let hit = Hit {
                person: person.clone(),
                source: source.clone(),
                name_marks,
                company_marks,
                email_marks,
                why,
                digits,
            };
            let activity = Reverse(person.last_activity);
            Some(((class, activity, kind(person), person.name.as_str(), person.id.as_str()), hit))
        })
        .collect();
    hits.sort_by_key(|(order, _)| *order);
    Ranked { hits: hits.into_iter().map(|(_, hit)| hit).collect(), verdict }
}

/// What a hit is ordered by, best first. Name and id make the order the same here and there.
type Order<'a> = (Class, Reverse<Option<jiff::civil::Date>>, usize, &'a str, &'a str);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Caller {
        at: usize,
    },
    /// Typed words that are mere beginnings, and the fields they stand in.
    Found {
        parts: usize,
        field: usize,
    },
    Stranger {
        at: usize,
    },
}

fn kind(person: &Person) -> usize {
    PersonKind::ALL.iter().position(|kind| *kind == person.kind).unwrap_or_default()
}

/// Every match of a verdict, best first.
fn matches(verdict: &Verdict) -> Vec<&Match> {
    match verdict {
        Verdict::Nobody => Vec::new(),
        Verdict::One { best, runners_up } => std::iter::once(&**best).chain(runners_up).collect(),
        Verdict::Several { matches, .. } => matches.iter().collect(),
    }
}

/// Name, company, e-mail: in the order they rank.
const FIELDS: usize = 3;
/// Behind these come numbers: from their beginning, then by their end, then somewhere in them.
const BEGINNING: usize = FIELDS;
const ENDING: usize = FIELDS + 1;
const INSIDE: usize = FIELDS + 2;

#[derive(Default)]
struct Found {
    parts: usize,
    field: usize,
    marks: [Vec<Mark>; FIELDS],
    digits: Option<DigitsFound>,
}

/// How a person answers, if every typed word is found.
fn find(query: &Query, person: &Person, matching: &MatchingSettings) -> Option<Found> {
    if query.typed.is_empty() {
        return None;
    }
    let home = &matching.default_region;
    let email = person.email.as_deref().unwrap_or_default();
    let fields = Fields {
        texts: [chunks(&person.name), chunks(person.company.as_deref().unwrap_or_default()), chunks(email)],
    };
    // Reading numbers takes longer than everything else here.
    let numbers = LazyCell::new(|| Dialled::of(person, home));
    let mut found = Found::default();
    for typed in &query.typed {
        let place = match fields.find(typed, &mut found.marks) {
            Some(place) => place,
            None if typed.digits.is_empty() => return None,
            None => {
                let digits = numbers.find(&typed.digits, query.digits.as_deref(), home)?;
                let place = of_digits(digits.part);
                found.digits.get_or_insert(digits);
                place
            }
        };
        found.parts += usize::from(!place.whole);
        found.field += place.field;
    }
    // An address is known by its beginning: it is no less exact than a whole word.
    if query.address.as_deref().is_some_and(|address| email.to_lowercase().starts_with(address)) {
        found.parts = 0;
    }
    found.marks.iter_mut().for_each(merge);
    Some(found)
}

struct Fields {
    texts: [Vec<Chunk>; FIELDS],
}

/// Where a typed word was found.
#[derive(Debug, Clone, Copy)]
struct Place {
    whole: bool,
    field: usize,
}

impl Fields {
    fn find(&self, typed: &Typed, marks: &mut [Vec<Mark>; FIELDS]) -> Option<Place> {
        self.find_word(&typed.whole, marks).or_else(|| self.find_parts(&typed.parts, marks))
    }

    /// The best field for a word; it is marked wherever it stands.
    fn find_word(&self, word: &Word, marks: &mut [Vec<Mark>; FIELDS]) -> Option<Place> {
        let mut best: Option<Place> = None;
        for (field, (text, marks)) in self.texts.iter().zip(marks).enumerate() {
            let mut here: Option<(Mark, bool)> = None;
            for found in text.iter().filter_map(|chunk| agreement(word, chunk)) {
                if here.is_none_or(|(_, whole)| found.whole && !whole) {
                    here = Some((Mark { start: found.start, end: found.end }, found.whole));
                }
            }
            let Some((mark, whole)) = here else { continue };
            marks.push(mark);
            if best.is_none_or(|best| whole && !best.whole) {
                best = Some(Place { whole, field });
            }
        }
        best
    }

    /// All parts of a word that was typed together, as far away as the worst of them.
    fn find_parts(&self, parts: &[Word], marks: &mut [Vec<Mark>; FIELDS]) -> Option<Place> {
        let mut found: Option<Place> = None;
        for part in parts {
            let place = self.find_word(part, marks)?;
            found = Some(match found {
                Some(worst) => {
                    Place { whole: worst.whole && place.whole, field: worst.field.max(place.field) }
                }
                None => place,
            });
        }
        found
    }
}

fn of_digits(part: NumberPart) -> Place {
    let (whole, field) = match part {
        NumberPart::Whole => (true, BEGINNING),
        NumberPart::Beginning => (false, BEGINNING),
        NumberPart::Ending => (false, ENDING),
        NumberPart::Inside => (false, INSIDE),
    };
    Place { whole, field }
}

/// In order, and none within another.
fn merge(marks: &mut Vec<Mark>) {
    marks.sort_by_key(|mark| (mark.start, mark.end));
    let mut merged: Vec<Mark> = Vec::with_capacity(marks.len());
    for mark in marks.drain(..) {
        match merged.last_mut() {
            Some(last) if mark.start <= last.end => last.end = last.end.max(mark.end),
            Some(_) | None => merged.push(mark),
        }
    }
    *marks = merged;
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use proptest::prelude::*;

    use super::*;
    use crate::caller::Phone;
    use crate::search::words;

    /// `name | company | e-mail | phones, … | day of November`
    fn person(line: &str) -> (Person, Source) {
        let mut parts = line.split('|').map(str::trim);
        let mut next = || parts.next().filter(|part| !part.is_empty()).map(str::to_owned);
        let name = next().unwrap_or_default();
        let (company, email, phones, day) = (next(), next(), next(), next());
        let phones = phones.unwrap_or_default();
        let phones = phones.split(',').map(str::trim).filter(|value| !value.is_empty());
        let person = Person {
            id: format!("id of {name}"),
            kind: PersonKind::Contact,
            name,
            title: None,
            company,
            account_id: None,
            contact_id: None,
            owner: None,
            email,
            do_not_call: false,
            phones: phones
                .map(|value| Phone { field: "Phone".into(), label: "Phone".into(), value: value.into() })
                .collect(),
            last_activity: day.map(|day| jiff::civil::date(2026, 11, day.parse().unwrap())),
            modified: None,
            url: None,
        };
        (person, Source::Crm)
    }

    fn ranked(text: &str, lines: &[&str], keep: Keep) -> Vec<Hit> {
        let people: Vec<_> = lines.iter().map(|line| person(line)).collect();
        let matching = MatchingSettings::default();
        rank(&Query::read(text, &matching), &people, &matching, None, keep).hits
    }

    fn names(text: &str, lines: &[&str]) -> Vec<String> {
        ranked(text, lines, Keep::Matching).into_iter().map(|hit| hit.person.name).collect()
    }

    #[test]
    fn whole_words_come_first_then_names_then_companies_then_addresses() {
        let lines = [
            "Otto Plan||weberin@x.example",
            "Udo Klein|Weberei Nord",
            "Webermann||",
            "Ina Groß||weber@x.example",
            "Eva Berg|Weber GmbH",
            "Anna Weber||",
            "Niemand||",
        ];
        assert_eq!(
            names("weber", &lines),
            ["Anna Weber", "Eva Berg", "Ina Groß", "Webermann", "Udo Klein", "Otto Plan"]
        );
    }

    #[test]
    fn among_equals_the_latest_activity_comes_first() {
        let lines = ["Ada Weber||||", "Bea Weber||||3", "Cleo Weber||||18"];
        assert_eq!(names("weber", &lines), ["Cleo Weber", "Bea Weber", "Ada Weber"]);
    }

    #[test]
    fn every_typed_word_must_be_found_in_any_order_and_field() {
        let lines = ["Anna Müller-Groß|Brandt & Söhne|anna@brandt.example", "Anna Weber|Brandt", "Bo Müller"];
        for (text, found) in [
            ("gross anna", 1),
            ("müller brandt", 1),
            ("mueller-gr", 1),
            ("muller anna soehne", 1),
            ("anna brandt", 2),
            ("müller", 2),
            ("anna nobody", 0),
            ("", 0),
        ] {
            assert_eq!(names(text, &lines).len(), found, "{text}");
        }
    }

    #[test]
    fn numbers_are_found_by_beginning_and_end_as_they_are_typed() {
        let lines = ["Inland|||040 / 66 96 94-12", "Wien|||+43 1 5330000", "Line|||812", "Nobody|||"];
        for (text, found) in [
            ("040 66", "Inland"),
            ("+49 40 6", "Inland"),
            ("0049406", "Inland"),
            ("4940", "Inland"),
            ("40 66", "Inland"),
            ("9412", "Inland"),
            ("15330", "Wien"),
            ("+43", ""),
            ("+431", "Wien"),
            ("812", "Line"),
            ("66969", "Inland"),
            ("12", ""),
            ("999", ""),
            ("Inland 040", "Inland"),
        ] {
            assert_eq!(names(text, &lines).join(" "), found, "{text}");
        }
    }

    #[test]
    fn typed_digits_are_marked_in_the_number_as_it_is_shown() {
        let lines = ["Inland|||+49 170 5550100,040 / 66 96 94-12", "Wien|||+43 1 5330000", "Line|||812"];
        for (text, marked) in [
            ("040 66", "1 beginning 0[40 66]969412"),
            ("+49 40 6", "1 beginning 0[40 6]6969412"),
            ("4940", "1 beginning 0[40] 66969412"),
            ("0049170", "0 beginning 0[170] 5550100"),
            ("9412", "1 ending 040 6696[9412]"),
            ("66969", "1 inside 040 [66969]412"),
            ("+4315", "0 beginning [+43 1 5]330000"),
            ("15330", "0 beginning +43 [1 5330]000"),
            ("812", "0 whole [812]"),
        ] {
            let hits = ranked(text, &lines, Keep::Matching);
            let found = hits[0].digits.as_ref().unwrap();
            let mut shown: Vec<String> = found.shown.chars().map(String::from).collect();
            for mark in &found.marks {
                shown[usize::try_from(mark.start).unwrap()].insert(0, '[');
                shown[usize::try_from(mark.end - 1).unwrap()].push(']');
            }
            let part = format!("{:?}", found.part).to_lowercase();
            assert_eq!(format!("{} {part} {}", found.phone, shown.concat()), marked, "{text}");
        }
        assert_eq!(ranked("inland", &lines, Keep::Matching)[0].digits, None);
    }

    #[test]
    fn whoever_calls_from_the_number_comes_first_with_the_reason() {
        let lines = ["Agency 04066969412||||18", "Suffix|||+43 1 6969412", "Whole|||(0)40 / 66 96 94-12"];
        let hits = ranked("+49 40 66969412", &lines, Keep::Matching);
        let short: Vec<_> = hits
            .iter()
            .map(|hit| (hit.person.name.as_str(), hit.why.as_ref().map(|why| why.last_digits)))
            .collect();
        assert_eq!(short, [("Whole", Some(None)), ("Suffix", Some(Some(7)))]);
    }

    #[test]
    fn strangers_stay_last_and_in_their_order_where_they_are_kept() {
        let lines = ["Zoe||||", "Ada||||18", "Anna Weber||||"];
        assert_eq!(names("weber", &lines), ["Anna Weber"]);
        let all = ranked("weber", &lines, Keep::Everybody);
        assert_eq!(
            all.iter().map(|hit| hit.person.name.as_str()).collect::<Vec<_>>(),
            ["Anna Weber", "Zoe", "Ada"]
        );
        assert!(all[1].name_marks.is_empty() && all[1].why.is_none());
    }

    #[test]
    fn marks_are_characters_of_the_text_as_it_is() {
        let line = "Jose\u{301} Müller-Groß|Groß & Müller|m.gross@x.example";
        let hits = ranked("jose groß", &[line], Keep::Matching);
        let pairs = |marks: &[Mark]| marks.iter().map(|mark| (mark.start, mark.end)).collect::<Vec<_>>();
        assert_eq!(pairs(&hits[0].name_marks), [(0, 5), (13, 17)]);
        assert_eq!(pairs(&hits[0].company_marks), [(0, 4)]);
        assert_eq!(pairs(&hits[0].email_marks), [(2, 7)]);
        let hits = ranked("mu mül", &["Müller||"], Keep::Matching);
        assert_eq!(pairs(&hits[0].name_marks), [(0, 3)], "merged");
    }

    #[test]
    fn a_beginning_of_an_address_is_as_good_as_a_whole_word() {
        let lines = ["Weber@Fischer||", "Wilma||weber@firma.example"];
        assert_eq!(names("weber@fi", &lines), ["Wilma", "Weber@Fischer"]);
    }

    proptest! {
        #[test]
        fn whoever_is_found_is_in_an_index_of_beginnings(
            name in "[A-Za-zäöüßÄéøe' .-]{0,20}", text in "[a-zäöüßée' .-]{1,8}"
        ) {
            let (person, source) = person(&name);
            let matching = MatchingSettings::default();
            let query = Query::read(&text, &matching);
            let words = words(&person, &[]);
            let has = |key: &String| {
                [&words.name, &words.company, &words.email]
                    .iter()
                    .any(|all| all.split(' ').any(|word| word.starts_with(key.as_str())))
            };
            let found = rank(&query, &[(person, source)], &matching, None, Keep::Matching);
            if !found.hits.is_empty() {
                for needle in query.needles() {
                    prop_assert!(needle.words.iter().any(|all| all.iter().all(has)), "{} {}", name, text);
                }
            }
        }
    }
}
