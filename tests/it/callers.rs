//! The labelled callers of `tests/fixtures/callers`: what the phone system sends and what people
//! typed, then who it is and why. Also that each rule is needed: without it, some case comes out
//! wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use domain::caller::{Match, Person, PersonKind, Phone, Source, Verdict, judge, judge_by};
use domain::number::{Mark, Number, Reading, Reformatting, Region, Strategy, read_by};
use domain::rule::{Rule, Rules};
use domain::settings::MatchingSettings;

/// As many cases as are promised, and from as many countries.
const CASES_MIN: usize = 500;
const COUNTRIES_MIN: usize = 20;

struct Case {
    title: String,
    matching: MatchingSettings,
    raw: String,
    people: Vec<(Person, Source)>,
    remembered: Option<String>,
    guards: Vec<String>,
    expected: Vec<String>,
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/callers");
    let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut cases = Vec::new();
    for file in files.iter().filter(|file| file.extension().is_some_and(|end| end == "txt")) {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(file).unwrap();
        for (number, line) in (1..).zip(text.lines()) {
            let line = unescaped(line);
            match line.trim().split_once(' ') {
                _ if line.starts_with('#') || line.trim().is_empty() => {}
                Some(("case", title)) => cases.push(Case {
                    title: format!("{name}:{number} {title}"),
                    matching: MatchingSettings::default(),
                    raw: String::new(),
                    people: Vec::new(),
                    remembered: None,
                    guards: Vec::new(),
                    expected: Vec::new(),
                }),
                Some((word, rest)) => cases.last_mut().expect("a case first").take(word, rest),
                // A caller whose number is empty.
                None => cases.last_mut().expect("a case first").take(line.trim(), ""),
            }
        }
    }
    cases
}

fn unescaped(line: &str) -> String {
    let mut parts = line.split("\\u{");
    let mut plain = parts.next().unwrap().to_owned();
    for (code, rest) in parts.map(|part| part.split_once('}').unwrap()) {
        plain.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
        plain.push_str(rest);
    }
    plain
}

impl Case {
    fn take(&mut self, word: &str, rest: &str) {
        match word {
            "region" => self.matching.default_region = Region::new(rest).unwrap(),
            "strategy" => self.matching.strategy = strategy(rest),
            "objects" => self.matching.objects = rest.split(", ").map(kind).collect(),
            "rule" => {
                let mut rules = Vec::<String>::from(self.matching.rules.clone());
                rules.push(rest.to_owned());
                self.matching.rules = Reformatting::new(rules);
                assert_eq!(self.matching.rules.errors(), [], "{}", self.title);
            }
            "remembered" => self.remembered = Some(rest.to_owned()),
            "guards" => self.guards.push(rest.to_owned()),
            "calls" => rest.clone_into(&mut self.raw),
            "reads" | "answer" => self.expected.push(format!("{word} {rest}")),
            place if place.parse::<usize>().is_ok() => self.expected.push(format!("{place} {rest}")),
            _ => self.people.push(person(kind(word), rest)),
        }
    }

    /// What comes out, line by line as the case says it.
    fn told(&self, rules: Option<Rules>) -> Vec<String> {
        let matching = &self.matching;
        let remembered = self.remembered.as_deref();
        let (number, verdict) = match rules {
            // As the program does it.
            None => {
                let number = matching.read(&self.raw);
                let verdict = judge(&number, &self.people, matching, remembered);
                (number, verdict)
            }
            Some(rules) => {
                let number = read_by(rules, &matching.rules.apply(&self.raw), &matching.default_region);
                let verdict = judge_by(rules, &number, &self.people, matching, remembered);
                (number, verdict)
            }
        };
        let (answer, matches): (String, Vec<&Match>) = match &verdict {
            Verdict::Nobody => ("nobody".into(), Vec::new()),
            Verdict::One { best, runners_up } => {
                ("one".into(), std::iter::once(&**best).chain(runners_up).collect())
            }
            Verdict::Several { matches, remembered } => {
                let chosen = remembered.map(|at| format!(", {} remembered", matches[at].person.id));
                (format!("several{}", chosen.unwrap_or_default()), matches.iter().collect())
            }
        };
        let mut told = vec![format!("reads {}", reads(&number)), format!("answer {answer}")];
        told.extend((1..).zip(matches).map(|(place, found)| format!("{place} {}", why(&number, found))));
        told
    }

    fn fails(&self, rules: Option<Rules>) -> bool {
        self.told(rules) != self.expected
    }
}

fn strategy(text: &str) -> Strategy {
    match text.strip_prefix("last ") {
        Some(digits) => Strategy::LastDigits { digits: digits.parse().unwrap() },
        None if text == "exact" => Strategy::Exact,
        None => panic!("no strategy: {text}"),
    }
}

fn kind(word: &str) -> PersonKind {
    match word {
        "contact" => PersonKind::Contact,
        "lead" => PersonKind::Lead,
        "account" => PersonKind::Account,
        "person_account" => PersonKind::PersonAccount,
        "user" => PersonKind::User,
        other => panic!("no kind of person: {other}"),
    }
}

/// `ID | FIELD: SPELLING | active DATE | indexed TIME | is CONTACT_ID`
fn person(kind: PersonKind, line: &str) -> (Person, Source) {
    let mut parts = line.split(" | ");
    let id = parts.next().unwrap().trim().to_owned();
    let (mut phones, mut active, mut source, mut contact_id) = (Vec::new(), None, Source::Crm, None);
    for part in parts {
        match part.split_once(' ').unwrap() {
            ("active", day) => active = Some(day.trim().parse().unwrap()),
            ("indexed", time) => source = Source::Index { read_at: time.trim().parse().unwrap() },
            ("is", contact) => contact_id = Some(contact.trim().to_owned()),
            (field, value) => {
                let field = field.strip_suffix(':').unwrap_or_else(|| panic!("{part}")).to_owned();
                phones.push(Phone { label: field.clone(), field, value: value.to_owned() });
            }
        }
    }
    let person = Person {
        name: id.clone(),
        id,
        kind,
        title: None,
        company: None,
        account_id: None,
        contact_id,
        owner: None,
        email: None,
        do_not_call: false,
        phones,
        last_activity: active,
        modified: None,
        url: None,
    };
    (person, source)
}

fn reads(number: &Number) -> String {
    match &number.reading {
        Reading::Public(public) => match &public.extension {
            Some(extension) => format!("{} x{extension}", public.e164),
            None => public.e164.clone(),
        },
        Reading::Short { digits } => format!("short {digits}"),
        Reading::Internal { digits } => format!("internal {digits}"),
        Reading::Withheld => "withheld".to_owned(),
        Reading::Unreadable => "unreadable".to_owned(),
    }
}

/// Record, field and rule; with last digits also those that are underlined in the caller's number.
fn why(number: &Number, found: &Match) -> String {
    let mut text = format!("{} {}", found.person.id, found.why.field);
    match found.why.last_digits {
        None => text.push_str(" exact"),
        Some(digits) => {
            let shown = &number.public().unwrap().shown_international;
            write!(text, " last {digits} {}", underlined(shown, &found.why.caller_marks)).unwrap();
        }
    }
    text
}

fn underlined(text: &str, marks: &[Mark]) -> String {
    let is_marked = |at: u32| marks.iter().any(|mark| (mark.start..mark.end).contains(&at));
    (0..)
        .zip(text.chars())
        .filter_map(|(at, c)| Some(c).filter(|c| c.is_ascii_digit() && is_marked(at)))
        .collect()
}

#[test]
fn every_labelled_caller_is_found_ranked_and_explained() {
    let cases = cases();
    let countries: BTreeSet<_> = cases.iter().map(|case| case.matching.default_region.as_str()).collect();
    println!("{} cases from {} countries", cases.len(), countries.len());
    assert!(cases.len() >= CASES_MIN && countries.len() >= COUNTRIES_MIN);
    let titles: BTreeSet<_> = cases.iter().map(|case| &case.title).collect();
    assert_eq!(titles.len(), cases.len());
    let wrong: Vec<_> = cases
        .iter()
        .filter(|case| case.fails(None))
        .map(|case| {
            let told = case.told(None);
            format!(
                "{}\n    calls {}\n    expected {:?}\n    came out {told:?}",
                case.title, case.raw, case.expected
            )
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} wrong:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// A case that `guards` a rule comes out wrong without it, and every rule has such a case.
#[test]
fn each_rule_is_needed() {
    let cases = cases();
    let mut unguarded = Vec::new();
    for rule in Rule::ALL {
        let name = format!("{rule:?}");
        let without = Rules::without(rule);
        let guards: Vec<_> = cases.iter().filter(|case| case.guards.contains(&name)).collect();
        let idle: Vec<_> =
            guards.iter().filter(|case| !case.fails(Some(without))).map(|case| &case.title).collect();
        assert!(idle.is_empty(), "right without {name} too: {idle:#?}");
        println!("without {name:<20} {:>4} cases come out wrong", guards.len());
        if guards.is_empty() {
            unguarded.push(name);
        }
    }
    assert!(unguarded.is_empty(), "no case guards {unguarded:?}");
    let known: BTreeSet<_> =
        Rule::ALL.iter().map(|rule| format!("{rule:?}")).chain(settings_rules()).collect();
    for case in &cases {
        assert!(case.guards.iter().all(|name| known.contains(name)), "{}: {:?}", case.title, case.guards);
    }
}

/// What is taken away with a setting, by the name under which cases guard it.
type Reset = fn(&mut MatchingSettings);

fn resets() -> BTreeMap<&'static str, Reset> {
    BTreeMap::from([
        ("setting:region", (|matching| matching.default_region = Region::new("XX").unwrap()) as Reset),
        ("setting:rules", |matching| matching.rules = Reformatting::default()),
        ("setting:objects", |matching| matching.objects = PersonKind::ALL.to_vec()),
        ("setting:exact", |matching| matching.strategy = Strategy::LastDigits { digits: 7 }),
        ("setting:last", |matching| matching.strategy = Strategy::Exact),
        ("setting:digits", |matching| {
            if let Strategy::LastDigits { digits } = &mut matching.strategy {
                *digits = 7;
            }
        }),
    ])
}

fn settings_rules() -> impl Iterator<Item = String> {
    resets().into_keys().map(str::to_owned)
}

/// The admin's choices decide, too: with each taken back, the cases that guard it come out wrong.
#[test]
fn each_setting_is_needed() {
    let mut cases = cases();
    for (name, reset) in resets() {
        let mut guards = 0;
        for case in cases.iter_mut().filter(|case| case.guards.iter().any(|guard| guard == name)) {
            let before = case.matching.clone();
            reset(&mut case.matching);
            assert!(case.fails(None), "right without {name} too: {}", case.title);
            case.matching = before;
            guards += 1;
        }
        println!("{name:<20} {guards:>4} cases");
        assert!(guards > 0, "no case guards {name}");
    }
}
