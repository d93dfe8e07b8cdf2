use std::cmp::Reverse;

use super::{CANDIDATES_MAX, Match, Person, PersonKind, Source, Verdict, Why};
use crate::number::{Number, compare_by, read_by};
use crate::rule::{Rule, Rules};
use crate::settings::MatchingSettings;

/// Ranks `people` as callers from `number`, and drops those whose numbers do not really match.
/// `remembered` is the id chosen before for this number.
///
/// Exact comes before last digits. Then kinds of people in the admin's order, but those that stand
/// side by side in it without a company or a colleague between them are compared by field first: a
/// lead's business phone ranks above a contact's mobile, an account's switchboard below both. Then
/// the most recent activity.
///
/// Ranks order the list; they do not make certain. Certain is one record with the whole number, or
/// a single one with the last digits: whoever shares the whole number with another is never
/// guessed, whatever field it stands in. A remembered record that is not the certain one puts the
/// list before the agent again, with that row preselected.
#[must_use]
pub fn judge(
    number: &Number,
    people: &[(Person, Source)],
    matching: &MatchingSettings,
    remembered: Option<&str>,
) -> Verdict {
    judge_by(Rules::ALL, number, people, matching, remembered)
}

/// [`judge`] with only some of the rules.
#[must_use]
pub fn judge_by(
    rules: Rules,
    number: &Number,
    people: &[(Person, Source)],
    matching: &MatchingSettings,
    remembered: Option<&str>,
) -> Verdict {
    let mut ranked: Vec<(Rank, Match)> = one_each_by(rules, people)
        .into_iter()
        .filter_map(|(person, source)| {
            let (field, why) = best_field(number, person, source, matching, rules)?;
            Some((rank(person, field, &why, matching, rules), Match { person: person.clone(), why }))
        })
        .collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.truncate(CANDIDATES_MAX);
    let matches: Vec<Match> = ranked.into_iter().map(|(_, found)| found).collect();
    settled(matches, remembered.filter(|_| rules.follow(Rule::RememberedChoice)), rules)
}

fn settled(mut matches: Vec<Match>, remembered: Option<&str>, rules: Rules) -> Verdict {
    let exact = matches.iter().filter(|found| found.why.last_digits.is_none()).count();
    let shared = exact > 1 && rules.follow(Rule::SharedIsNotGuessed);
    let remembered = remembered.and_then(|id| matches.iter().position(|found| found.person.id == id));
    let certain = ((exact > 0 && !shared) || matches.len() == 1) && remembered.is_none_or(|at| at == 0);
    if matches.is_empty() {
        Verdict::Nobody
    } else if certain {
        let runners_up = matches.split_off(1);
        matches.pop().map_or(Verdict::Nobody, |best| Verdict::One { best: Box::new(best), runners_up })
    } else {
        Verdict::Several { matches, remembered }
    }
}

/// What a match is ordered by, best first: rule, group of kinds, field, kind, activity.
type Rank = (bool, usize, Place, usize, Reverse<Option<jiff::civil::Date>>);

fn rank(person: &Person, field: Place, why: &Why, matching: &MatchingSettings, rules: Rules) -> Rank {
    let (group, kind) =
        if rules.follow(Rule::ObjectOrder) { place_of(person.kind, matching) } else { (0, 0) };
    (
        rules.follow(Rule::ExactFirst) && why.last_digits.is_some(),
        group,
        if rules.follow(Rule::FieldOrder) { field } else { Place::default() },
        kind,
        Reverse(person.last_activity.filter(|_| rules.follow(Rule::RecentActivity))),
    )
}

/// Where a kind stands in the admin's order, and how many groups are before it: contacts and leads
/// side by side are one group, a company or a colleague is one each. Kinds the admin left out
/// follow in the order that comes with the program.
fn place_of(kind: PersonKind, matching: &MatchingSettings) -> (usize, usize) {
    let rest = PersonKind::ALL.into_iter().filter(|kind| !matching.objects.contains(kind));
    let (mut group, mut before) = (0, None);
    for (place, at) in matching.objects.iter().copied().chain(rest).enumerate() {
        let beside = matches!(before, Some(PersonKind::Contact | PersonKind::Lead))
            && matches!(at, PersonKind::Contact | PersonKind::Lead);
        if before.is_some() && !beside {
            group += 1;
        }
        if at == kind {
            return (group, place);
        }
        before = Some(at);
    }
    (group + 1, usize::MAX)
}

/// Where a field stands among those of its record: the standard ones in the order people fill
/// them, then the org's own as they come, then lines at which somebody else answers.
type Place = (usize, usize);

const FIRST_FIELDS: [&str; 4] = ["Phone", "MobilePhone", "HomePhone", "OtherPhone"];
const LAST_FIELDS: [&str; 3] = ["AssistantPhone", "Extension", "Fax"];

fn place_of_field(name: &str, at: usize) -> Place {
    // A person account has a contact's fields under names of its own (salesforce.md 4.9).
    let name = name.strip_prefix("Person").unwrap_or(name);
    let among = |fields: &[&str]| fields.iter().position(|field| *field == name);
    match (among(&FIRST_FIELDS), among(&LAST_FIELDS)) {
        (Some(place), _) => (place, 0),
        (None, Some(place)) => (FIRST_FIELDS.len() + 1 + place, 0),
        (None, None) => (FIRST_FIELDS.len(), at),
    }
}

/// The best matching phone field of a person, with its place.
fn best_field(
    number: &Number,
    person: &Person,
    source: &Source,
    matching: &MatchingSettings,
    rules: Rules,
) -> Option<(Place, Why)> {
    let home = &matching.default_region;
    let likenesses = person.phones.iter().enumerate().filter_map(|(at, phone)| {
        let stored = read_by(rules, &phone.value, home);
        let likeness = compare_by(rules, number, &stored, matching.strategy)?;
        Some((place_of_field(&phone.field, at), phone, likeness))
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

/// Each record once, as [`judge`] takes them.
pub(crate) fn one_each(people: &[(Person, Source)]) -> Vec<(&Person, &Source)> {
    one_each_by(Rules::ALL, people)
}

/// Each record once: what the CRM just said before what the index knew, the newer before the older.
/// A person account is one person, not also the account and the contact it consists of
/// (salesforce.md 4.9).
fn one_each_by(rules: Rules, people: &[(Person, Source)]) -> Vec<(&Person, &Source)> {
    let is_part = |person: &Person| match person.kind {
        PersonKind::Contact | PersonKind::Account => people.iter().any(|(whole, _)| {
            whole.kind == PersonKind::PersonAccount
                && (whole.id == person.id || whole.contact_id.as_ref() == Some(&person.id))
        }),
        PersonKind::Lead | PersonKind::PersonAccount | PersonKind::User => false,
    };
    let is_whole = |person: &Person| !rules.follow(Rule::PersonAccountOnce) || !is_part(person);
    let fresher = |one: &Source, other: &Source| {
        rules.follow(Rule::FreshestReading) && freshness(one) > freshness(other)
    };
    let mut kept: Vec<(&Person, &Source)> = Vec::new();
    for (person, source) in people.iter().filter(|(person, _)| is_whole(person)) {
        match kept.iter_mut().find(|(known, _)| known.id == person.id) {
            Some(known) if fresher(source, known.1) => *known = (person, source),
            Some(_) => {}
            None => kept.push((person, source)),
        }
    }
    kept
}

fn freshness(source: &Source) -> (bool, Option<jiff::Timestamp>) {
    match source {
        Source::Crm | Source::Agent => (true, None),
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
    use crate::number::{Region, Strategy, read};

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
        let matching = MatchingSettings { strategy, ..MatchingSettings::default() };
        judge(&read(CALLER, &matching.default_region), people, &matching, remembered)
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
            "several: miriam tobias company elif",
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
        for hidden in ["104", "112", "anonymous", ""] {
            let people = [person("a contact Phone=104")];
            let number = read(hidden, &Region::home_default());
            let verdict = judge(&number, &people, &MatchingSettings::default(), None);
            assert_eq!(verdict, Verdict::Nobody, "{hidden}");
        }
    }

    #[test]
    fn ranks_are_rule_kind_field_activity() {
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
            "several: c l second a p u suffix",
        );
        let people = [
            person(&format!("never contact Phone={EXACT}")),
            active(&format!("old contact Phone={EXACT}"), date(2024, 1, 1)),
            active(&format!("new contact Phone={EXACT}"), date(2026, 11, 1)),
        ];
        assert_eq!(told(&verdict(&people, SEVEN, None)), "several: new old never");
    }

    #[test]
    fn a_field_has_its_place_whatever_else_is_filled() {
        check(
            &[
                &format!("fax contact Fax={EXACT}"),
                &format!("assistant contact AssistantPhone={EXACT}"),
                &format!("own contact Phone=030 1234567, Direct__c=030 7654321, Night__c={EXACT}"),
                &format!("direct contact Phone=030 1234567, Direct__c={EXACT}"),
                &format!("mobile contact MobilePhone={EXACT}"),
                &format!("phone lead Phone={EXACT}"),
            ],
            None,
            "several: phone mobile direct own assistant fax",
        );
        check(
            &[&format!("a person PersonHomePhone={EXACT}"), &format!("b person PersonMobilePhone={EXACT}")],
            None,
            "several: b a",
        );
    }

    #[test]
    fn the_admin_orders_kinds_of_people() {
        let people: Vec<_> =
            ["u user Phone", "l lead Phone", "m contact MobilePhone", "a account Phone", "c contact Phone"]
                .iter()
                .map(|line| person(&format!("{line}={EXACT}")))
                .collect();
        for (objects, expected) in [
            (
                vec![PersonKind::Contact, PersonKind::Account, PersonKind::Lead, PersonKind::User],
                "several: c m a l u",
            ),
            (vec![PersonKind::Lead, PersonKind::Contact], "several: l c m a u"),
            (vec![PersonKind::User], "several: u c l m a"),
            (vec![], "several: c l m a u"),
        ] {
            let matching = MatchingSettings { objects, ..MatchingSettings::default() };
            let number = read(CALLER, &matching.default_region);
            assert_eq!(told(&judge(&number, &people, &matching, None)), expected);
        }
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
