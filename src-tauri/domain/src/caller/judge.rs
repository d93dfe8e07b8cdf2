use std::cmp::Reverse;

use super::{CANDIDATES_MAX, Match, Person, PersonKind, Source, Verdict, Why};
use crate::number::{Number, Region, Strategy, compare, read};

/// Ranks `people` as callers from `number`: exact over last digits, then field order, then object
/// order (contact, lead, account, person account, user), then most recent activity. People whose
/// numbers do not really match are dropped. `remembered` is the id chosen before for this number.
///
/// Ranks order the list; they do not make certain. Certain is one record with the whole number, or
/// a single one with the last digits: whoever shares the whole number with another is never
/// guessed, whatever field it stands in. A remembered record that is not the certain one puts the
/// list before the agent again, with that row preselected.
#[must_use]
pub fn judge(
    number: &Number,
    people: &[(Person, Source)],
    strategy: Strategy,
    home: &Region,
    remembered: Option<&str>,
) -> Verdict {
    let mut ranked: Vec<(Rank, Match)> = one_each(people)
        .into_iter()
        .filter_map(|(person, source)| {
            let (field, why) = best_field(number, person, source, strategy, home)?;
            Some((rank(person, field, &why), Match { person: person.clone(), why }))
        })
        .collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.truncate(CANDIDATES_MAX);
    let mut matches: Vec<Match> = ranked.into_iter().map(|(_, found)| found).collect();

    let exact = matches.iter().filter(|found| found.why.last_digits.is_none()).count();
    let remembered = remembered.and_then(|id| matches.iter().position(|found| found.person.id == id));
    let certain = (exact == 1 || matches.len() == 1) && remembered.is_none_or(|at| at == 0);
    if matches.is_empty() {
        Verdict::Nobody
    } else if certain {
        let runners_up = matches.split_off(1);
        matches.pop().map_or(Verdict::Nobody, |best| Verdict::One { best: Box::new(best), runners_up })
    } else {
        Verdict::Several { matches, remembered }
    }
}

/// What a match is ordered by, best first.
type Rank = (bool, bool, usize, u8, Reverse<Option<jiff::civil::Date>>);

fn rank(person: &Person, field: usize, why: &Why) -> Rank {
    // Users are colleagues: behind every customer of the same rule, whatever the field.
    let colleague = person.kind == PersonKind::User;
    (why.last_digits.is_some(), colleague, field, object_order(person.kind), Reverse(person.last_activity))
}

fn object_order(kind: PersonKind) -> u8 {
    match kind {
        PersonKind::Contact => 0,
        PersonKind::Lead => 1,
        PersonKind::Account => 2,
        PersonKind::PersonAccount => 3,
        PersonKind::User => 4,
    }
}

/// The best matching phone field of a person, with its place among the filled ones.
fn best_field(
    number: &Number,
    person: &Person,
    source: &Source,
    strategy: Strategy,
    home: &Region,
) -> Option<(usize, Why)> {
    let likenesses = person.phones.iter().enumerate().filter_map(|(place, phone)| {
        let likeness = compare(number, &read(&phone.value, home), strategy)?;
        Some((place, phone, likeness))
    });
    let (place, phone, likeness) =
        likenesses.min_by_key(|(place, _, likeness)| (likeness.last_digits.is_some(), *place))?;
    let why = Why {
        field: phone.field.clone(),
        label: phone.label.clone(),
        spelling: phone.value.clone(),
        last_digits: likeness.last_digits,
        caller_marks: likeness.caller,
        stored_marks: likeness.stored,
        source: source.clone(),
    };
    Some((place, why))
}

/// Each record once: what the CRM just said before what the index knew, the newer before the older.
/// A person account is one person, not also the account and the contact it consists of
/// (salesforce.md 4.9).
fn one_each(people: &[(Person, Source)]) -> Vec<(&Person, &Source)> {
    let is_part = |person: &Person| match person.kind {
        PersonKind::Contact | PersonKind::Account => people.iter().any(|(whole, _)| {
            whole.kind == PersonKind::PersonAccount
                && (whole.id == person.id || whole.contact_id.as_ref() == Some(&person.id))
        }),
        PersonKind::Lead | PersonKind::PersonAccount | PersonKind::User => false,
    };
    let mut kept: Vec<(&Person, &Source)> = Vec::new();
    for (person, source) in people.iter().filter(|(person, _)| !is_part(person)) {
        match kept.iter_mut().find(|(known, _)| known.id == person.id) {
            Some(known) if freshness(source) > freshness(known.1) => *known = (person, source),
            Some(_) => {}
            None => kept.push((person, source)),
        }
    }
    kept
}

fn freshness(source: &Source) -> (bool, Option<jiff::Timestamp>) {
    match source {
        Source::Crm => (true, None),
        Source::Index { read_at } => (false, Some(*read_at)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use jiff::Timestamp;
    use jiff::civil::{Date, date};

    use super::super::Phone;
    use super::*;

    const CALLER: &str = "+493023125100";
    const SEVEN: Strategy = Strategy::LastDigits { digits: 7 };

    /// `id kind field=value …`
    fn person(line: &str) -> (Person, Source) {
        let (head, phones) = line.split_once(' ').unwrap();
        let (kind, phones) = phones.split_once(' ').unwrap_or((phones, ""));
        let kind = match kind {
            "contact" => PersonKind::Contact,
            "lead" => PersonKind::Lead,
            "account" => PersonKind::Account,
            "person" => PersonKind::PersonAccount,
            "user" => PersonKind::User,
            other => panic!("{other}"),
        };
        let phones = phones
            .split(", ")
            .filter_map(|phone| phone.split_once('='))
            .map(|(field, value)| Phone {
                field: field.into(),
                label: format!("{field} label"),
                value: value.into(),
            })
            .collect();
        let person = Person {
            id: head.into(),
            kind,
            name: head.to_uppercase(),
            title: None,
            company: None,
            account_id: None,
            contact_id: None,
            owner: None,
            email: None,
            do_not_call: false,
            phones,
            last_activity: None,
            modified: None,
            url: None,
        };
        (person, Source::Crm)
    }

    fn active(line: &str, day: Date) -> (Person, Source) {
        let (mut person, source) = person(line);
        person.last_activity = Some(day);
        (person, source)
    }

    fn verdict(people: &[(Person, Source)], strategy: Strategy, remembered: Option<&str>) -> Verdict {
        let home = Region::new("DE").unwrap();
        judge(&read(CALLER, &home), people, strategy, &home, remembered)
    }

    /// `one: a | b c`, `several: a *b* c`, `nobody`.
    fn told(verdict: &Verdict) -> String {
        let id = |found: &Match| found.person.id.clone();
        match verdict {
            Verdict::Nobody => "nobody".into(),
            Verdict::One { best, runners_up } => {
                let others: Vec<_> = runners_up.iter().map(id).collect();
                format!("one: {} | {}", best.person.id, others.join(" "))
                    .trim_end_matches([' ', '|'])
                    .to_owned()
            }
            Verdict::Several { matches, remembered } => {
                let all = matches.iter().enumerate().map(|(at, found)| {
                    if Some(at) == *remembered { format!("*{}*", id(found)) } else { id(found) }
                });
                format!("several: {}", all.collect::<Vec<_>>().join(" "))
            }
        }
    }

    fn check(lines: &[&str], remembered: Option<&str>, expected: &str) {
        let mut people: Vec<_> = lines.iter().map(|line| person(line)).collect();
        assert_eq!(told(&verdict(&people, SEVEN, remembered)), expected, "{lines:?}");
        people.reverse();
        assert_eq!(told(&verdict(&people, SEVEN, remembered)), expected, "{lines:?} the other way round");
    }

    const EXACT: &str = "030 23125 100";
    const SUFFIX: &str = "0171 3125100";

    #[test]
    fn one_exact_match_is_certain() {
        check(&[&format!("a contact Phone={EXACT}")], None, "one: a");
        check(&[&format!("a user Phone={EXACT}"), &format!("b contact Phone={SUFFIX}")], None, "one: a | b");
        check(
            &[&format!("a contact Phone={SUFFIX}, Mobile={EXACT}"), &format!("b lead Phone={SUFFIX}")],
            None,
            "one: a | b",
        );
    }

    #[test]
    fn a_shared_number_is_never_guessed() {
        check(
            &[
                &format!("miriam contact Phone={EXACT}"),
                &format!("company account Phone={EXACT}"),
                "tobias contact Phone=030 1, OtherPhone=+493023125100",
                &format!("elif lead MobilePhone={SUFFIX}"),
            ],
            None,
            "several: miriam company tobias elif",
        );
        check(
            &[&format!("a lead Phone={SUFFIX}"), &format!("b contact Phone={SUFFIX}")],
            None,
            "several: b a",
        );
    }

    #[test]
    fn a_single_suffix_match_is_certain_enough() {
        check(&[&format!("a lead Phone={SUFFIX}"), "b contact Phone=030 999"], None, "one: a");
    }

    #[test]
    fn nobody_is_nobody() {
        check(&[], None, "nobody");
        check(&["a contact Phone=030 23125101", "b account", "c contact Phone=104"], Some("a"), "nobody");
        let home = Region::new("DE").unwrap();
        for hidden in ["104", "112", "anonymous", ""] {
            let people = [person("a contact Phone=104")];
            assert_eq!(judge(&read(hidden, &home), &people, SEVEN, &home, None), Verdict::Nobody, "{hidden}");
        }
    }

    #[test]
    fn ranks_are_rule_field_object_activity() {
        check(
            &[
                &format!("u user Phone={EXACT}"),
                &format!("p person Phone={EXACT}"),
                &format!("a account Phone={EXACT}"),
                &format!("l lead Phone={EXACT}"),
                &format!("c contact Phone={EXACT}"),
                &format!("second contact Phone=030 1234567, Mobile={EXACT}"),
                &format!("suffix contact Phone={SUFFIX}"),
            ],
            None,
            "several: c l a p second u suffix",
        );
        let people = [
            person(&format!("never contact Phone={EXACT}")),
            active(&format!("old contact Phone={EXACT}"), date(2024, 1, 1)),
            active(&format!("new contact Phone={EXACT}"), date(2026, 11, 1)),
        ];
        assert_eq!(told(&verdict(&people, SEVEN, None)), "several: new old never");
    }

    #[test]
    fn the_strategy_decides_about_suffixes() {
        let people = [person(&format!("a contact Phone={SUFFIX}"))];
        assert_eq!(told(&verdict(&people, Strategy::Exact, None)), "nobody");
        assert_eq!(told(&verdict(&people, Strategy::LastDigits { digits: 8 }, None)), "nobody");
        assert_eq!(told(&verdict(&people, SEVEN, None)), "one: a");
    }

    #[test]
    fn a_remembered_choice_is_preselected() {
        let (one, other) = (format!("a contact Phone={EXACT}"), format!("b lead Phone={EXACT}"));
        check(&[&one, &other], Some("b"), "several: a *b*");
        check(&[&one, &other], Some("gone"), "several: a b");
        let suffix = format!("c lead Phone={SUFFIX}");
        check(&[&one, &suffix], Some("a"), "one: a | c");
        check(&[&one, &suffix], Some("c"), "several: a *c*");
    }

    #[test]
    fn a_person_account_is_one_person() {
        let (mut whole, source) = person(&format!("001p person Phone={EXACT}"));
        whole.contact_id = Some("003p".into());
        let people = [
            person(&format!("003p contact Phone={EXACT}")),
            (whole, source),
            person(&format!("001p account Phone={EXACT}")),
        ];
        let Verdict::One { best, runners_up } = verdict(&people, SEVEN, None) else { panic!("not one") };
        assert_eq!((best.person.kind, runners_up.len()), (PersonKind::PersonAccount, 0));
    }

    #[test]
    fn the_crm_knows_better_than_the_index() {
        let at = |second| Source::Index { read_at: Timestamp::from_second(second).unwrap() };
        let (stale, _) = person(&format!("a contact Phone={EXACT}"));
        let (fresh, _) = person(&format!("a contact Phone=030 1234567, Mobile={EXACT}"));
        for people in [
            [(stale.clone(), at(1)), (fresh.clone(), Source::Crm)],
            [(fresh.clone(), Source::Crm), (stale.clone(), at(1))],
            [(stale.clone(), at(1)), (fresh.clone(), at(2))],
        ] {
            let Verdict::One { best, .. } = verdict(&people, SEVEN, None) else { panic!("not one") };
            assert_eq!(best.why.field, "Mobile");
        }
        let gone = [(stale, at(1)), (person("a contact Phone=030 1234567").0, Source::Crm)];
        assert_eq!(verdict(&gone, SEVEN, None), Verdict::Nobody);
    }

    #[test]
    fn why_says_field_rule_and_characters() {
        let Verdict::One { best, .. } = verdict(&[person(&format!("a lead Mobile={SUFFIX}"))], SEVEN, None)
        else {
            panic!("not one")
        };
        let why = best.why;
        assert_eq!(
            (why.field.as_str(), why.label.as_str(), why.spelling.as_str()),
            ("Mobile", "Mobile label", SUFFIX)
        );
        assert_eq!((why.last_digits, why.source), (Some(7), Source::Crm));
        assert_eq!(why.stored_marks.iter().map(|mark| (mark.start, mark.end)).collect::<Vec<_>>(), [(5, 12)]);
        assert_eq!(why.caller_marks.iter().map(|mark| (mark.start, mark.end)).collect::<Vec<_>>(), [(8, 15)]);
    }

    #[test]
    fn a_flood_is_bounded() {
        let people: Vec<_> = (0..200).map(|n| person(&format!("id{n} contact Phone={EXACT}"))).collect();
        let Verdict::Several { matches, .. } = verdict(&people, SEVEN, None) else { panic!("not several") };
        assert_eq!(matches.len(), CANDIDATES_MAX);
    }
}
