//! The people and companies of the sample org: a few well-known ones that days and tests call by name, and as many
//! others as wanted, the same for the same seed. Numbers are spelled as people type them, not as machines like them.
//! Must not know how records are stored.

mod numbers;

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};

use numbers::{COUNTRIES, Number};

/// The agent whose desk this is.
pub const AGENT_EMAIL: &str = "mara.lindqvist@nordwind.example";
/// Numbers that belong to nobody in the sample, whatever its seed and size.
pub const NOBODY: &[&str] = &["+493023125144", "+442079460818"];
/// One contact, spelled `(0)40 / 66 96 94-12`.
pub const KATHARINA_VOGELSANG: &str = "+494066969412";
/// Two contacts and their company; a lead's mobile has the same ending.
pub const BRANDT: &str = "+493023125100";
pub const SABINE_ACHTERBERG_VOGEL: &str = "+498912345678";
pub const OSKAR_LINDGREN: &str = "+46406055012";
pub const PRIYA_RAGHUNATHAN: &str = "+442079460321";
/// A name that is harmless only where it is shown as text.
pub const HOSTILE_NAME: &str = "<img src=x onerror=alert(1)>";

const TITLES: &[&str] = &[
    "Accountant",
    "Buyer",
    "Chief Engineer",
    "Dispatcher",
    "Fleet Manager",
    "Head of Sales",
    "IT Administrator",
    "Managing Director",
    "Office Manager",
    "Planner",
    "Quality Manager",
    "Site Manager",
    "Warehouse Lead",
];
const TRADES: &[&str] = &[
    "Logistics",
    "Energy",
    "Maschinenbau",
    "Shipping",
    "Foods",
    "Software",
    "Textiles",
    "Agro",
    "Medical",
    "Optics",
];
const INDUSTRIES: &[&str] =
    &["Agriculture", "Construction", "Energy", "Finance", "Machinery", "Shipping", "Technology"];
/// Contacts and leads for each company.
const PEOPLE_PER_COMPANY: usize = 4;
/// Of this many people one is a lead.
const LEAD_EVERY: usize = 5;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WellKnown {
    KatharinaVogelsang,
}

#[derive(Debug, Clone)]
pub struct User {
    pub first: &'static str,
    pub last: &'static str,
    pub email: String,
    pub extension: &'static str,
    pub active: bool,
}

#[derive(Debug, Clone)]
pub struct Company {
    pub name: String,
    pub phone: Option<String>,
    pub city: String,
    pub country: String,
    pub industry: &'static str,
    /// Index of the owning user.
    pub owner: usize,
}

#[derive(Debug, Clone)]
pub struct Person {
    pub first: String,
    pub last: String,
    pub title: String,
    pub email: Option<String>,
    /// Index of the company, for contacts.
    pub company: Option<usize>,
    pub company_name: String,
    /// Field name and number as typed.
    pub phones: Vec<(&'static str, String)>,
    pub do_not_call: bool,
    pub owner: usize,
    pub well_known: Option<WellKnown>,
}

#[derive(Debug, Clone, Default)]
pub struct Sample {
    pub users: Vec<User>,
    pub companies: Vec<Company>,
    pub contacts: Vec<Person>,
    pub leads: Vec<Person>,
}

/// The sample of this size; the well-known people are in it even when it is smaller than they are many.
pub fn sample(people: usize, seed: u64) -> Sample {
    let mut sample = Sample { users: users(), ..Sample::default() };
    add_well_known(&mut sample);
    let mut random = StdRng::seed_from_u64(seed);
    let known = sample.contacts.len() + sample.leads.len();
    let mut numbers: Vec<Number> = Vec::new();
    let first_company = sample.companies.len();
    for index in 0..people.saturating_sub(known) {
        if index % PEOPLE_PER_COMPANY == 0 {
            let number = Number::draw(&mut random, NOBODY);
            sample.companies.push(company(&mut random, &number));
            numbers.push(number);
        }
        let at = numbers.len() - 1;
        let person = person(&mut random, index, &sample.companies[first_company + at], &numbers[at]);
        if index % LEAD_EVERY == LEAD_EVERY - 1 {
            sample.leads.push(person);
        } else {
            sample.contacts.push(Person { company: Some(first_company + at), ..person });
        }
    }
    sample
}

fn users() -> Vec<User> {
    let user = |first: &'static str, last: &'static str, extension, active| User {
        first,
        last,
        email: format!("{}.{}@nordwind.example", first.to_lowercase(), last.to_lowercase()),
        extension,
        active,
    };
    vec![
        user("Mara", "Lindqvist", "812", true),
        user("Jonas", "Weber", "815", true),
        user("Tom", "Ito", "813", true),
        user("Anna", "Roth", "814", true),
        user("Former", "Colleague", "819", false),
    ]
}

fn company(random: &mut StdRng, number: &Number) -> Company {
    let country = number.country;
    let last = pick(random, country.last_names);
    let trade = pick(random, TRADES);
    Company {
        name: format!("{last} {trade} {}", country.company_form),
        phone: Some(number.spelled(random)),
        city: String::from(number.city),
        country: String::from(country.name),
        industry: pick(random, INDUSTRIES),
        owner: random.random_range(0..4),
    }
}

fn person(random: &mut StdRng, index: usize, company: &Company, main_number: &Number) -> Person {
    let country = main_number.country;
    let first = pick(random, country.first_names);
    let last = pick(random, country.last_names);
    let lead = index % LEAD_EVERY == LEAD_EVERY - 1;
    let mut phones = Vec::new();
    if random.random_bool(0.35) {
        // Shares the company's number, in a spelling of their own.
        phones.push(("Phone", main_number.spelled(random)));
    } else {
        phones.push(("Phone", main_number.neighbour(random, NOBODY).spelled(random)));
    }
    if random.random_bool(0.6) {
        phones.push(("MobilePhone", Number::draw_mobile(random, country, NOBODY).spelled(random)));
    }
    if !lead && random.random_bool(0.15) {
        phones.push(("OtherPhone", Number::draw_mobile(random, country, NOBODY).spelled(random)));
    }
    if !lead && random.random_bool(0.1) {
        phones.push((
            "AssistantPhone",
            format!("{} ext. {}", main_number.spelled(random), random.random_range(10..99)),
        ));
    }
    let host = numbers::plain(&company.name.split(' ').next().unwrap_or_default().to_lowercase());
    let local = numbers::plain(&format!("{first}.{last}").to_lowercase());
    Person {
        first: String::from(first),
        last: String::from(last),
        title: String::from(pick(random, TITLES)),
        email: Some(format!("{local}{index}@{host}.example")),
        company: None,
        company_name: company.name.clone(),
        phones,
        do_not_call: random.random_bool(0.03),
        owner: random.random_range(0..4),
        well_known: None,
    }
}

fn pick(random: &mut StdRng, from: &[&'static str]) -> &'static str {
    from.choose(random).copied().unwrap_or("Unnamed")
}

fn add_well_known(sample: &mut Sample) {
    let companies: [(&str, Option<&str>, &str, &str, &'static str); 5] = [
        ("Nordlicht Energie GmbH", Some("+49 40 66 96 94-0"), "Hamburg", "Germany", "Energy"),
        ("Brandt & Söhne Maschinenbau GmbH", Some("+49 30 231 25-100"), "Berlin", "Germany", "Machinery"),
        ("Malmö Fastigheter AB", Some("040-605 50 00"), "Malmö", "Sweden", "Construction"),
        ("Cobalt Freight Ltd", None, "London", "United Kingdom", "Shipping"),
        ("Achterberg Verlag", None, "München", "Germany", "Technology"),
    ];
    for (name, phone, city, country, industry) in companies {
        sample.companies.push(Company {
            name: String::from(name),
            phone: phone.map(String::from),
            city: String::from(city),
            country: String::from(country),
            industry,
            owner: 1,
        });
    }
    let mut contact =
        |names: (&str, &str), title: &str, company: Option<usize>, phones: &[(&'static str, &str)]| {
            let local = numbers::plain(&format!("{}.{}", names.0, names.1).to_lowercase());
            sample.contacts.push(Person {
                first: String::from(names.0),
                last: String::from(names.1),
                title: String::from(title),
                email: (!local.is_empty() && !local.starts_with('.'))
                    .then(|| format!("{local}@sample.example")),
                company,
                company_name: String::new(),
                phones: phones.iter().map(|(field, number)| (*field, String::from(*number))).collect(),
                do_not_call: names.1 == "Achterberg-Vogel",
                owner: 1,
                well_known: (names.1 == "Vogelsang").then_some(WellKnown::KatharinaVogelsang),
            });
        };
    contact(("Katharina", "Vogelsang"), "Head of Procurement", Some(0), &[("Phone", "(0)40 / 66 96 94-12")]);
    contact(("Miriam", "Brandt"), "Managing Director", Some(1), &[("Phone", "030 / 231 25 100")]);
    let krahl = [("Phone", "+49 30 23125-117"), ("OtherPhone", "0049 30 23125100")];
    contact(("Tobias", "Krahl"), "Workshop Manager", Some(1), &krahl);
    contact(("Oskar", "Lindgren"), "Property Manager", Some(2), &[("Phone", "040-605 50 12")]);
    contact(("Priya", "Raghunathan"), "Operations Lead", Some(3), &[("Phone", "020 7946 0321")]);
    contact(("Sabine", "Achterberg-Vogel"), "Editor", Some(4), &[("Phone", "+49 89 12345678")]);
    contact(("", HOSTILE_NAME), "Tester", None, &[("Phone", "+49 30 901 82 47 11")]);
    sample.leads.push(Person {
        first: String::from("Elif"),
        last: String::from("Demir"),
        title: String::from("Site Manager"),
        email: Some(String::from("elif.demir@sample.example")),
        company: None,
        company_name: String::from("Tiefbau Ost"),
        phones: vec![("MobilePhone", String::from("0171 3125100"))],
        do_not_call: false,
        owner: 1,
        well_known: None,
    });
}

/// How many countries the numbers come from.
pub fn country_count() -> usize {
    COUNTRIES.len()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use std::collections::HashMap;

    use super::*;

    fn all_numbers(sample: &Sample) -> Vec<String> {
        let people = sample.contacts.iter().chain(&sample.leads);
        let own = people.flat_map(|person| person.phones.iter().map(|(_, number)| number.clone()));
        own.chain(sample.companies.iter().filter_map(|company| company.phone.clone())).collect()
    }

    fn digits(text: &str) -> String {
        text.chars().filter(char::is_ascii_digit).collect()
    }

    #[test]
    fn the_sample_is_large_varied_and_the_same_each_time() {
        let one = sample(320, 1);
        let again = sample(320, 1);
        assert_eq!(all_numbers(&one), all_numbers(&again));
        assert_ne!(all_numbers(&one), all_numbers(&sample(320, 2)));
        assert_eq!(one.contacts.len() + one.leads.len(), 320);
        let mut countries: Vec<&str> = one.companies.iter().map(|company| company.country.as_str()).collect();
        countries.sort_unstable();
        countries.dedup();
        assert!(countries.len() >= 12, "{countries:?}");
    }

    #[test]
    fn several_people_share_numbers() {
        let one = sample(320, 1);
        let mut by_ending: HashMap<String, usize> = HashMap::new();
        for number in all_numbers(&one) {
            let all = digits(&number);
            *by_ending.entry(all[all.len().saturating_sub(7)..].to_owned()).or_default() += 1;
        }
        assert!(by_ending.values().filter(|count| **count > 1).count() > 20);
    }

    #[test]
    fn nobody_has_the_numbers_that_must_be_nobodys() {
        for seed in 0..20 {
            for number in all_numbers(&sample(1000, seed)) {
                for nobody in NOBODY {
                    assert!(!digits(&number).ends_with(&nobody[nobody.len() - 7..]), "{number}");
                }
            }
        }
    }
}
