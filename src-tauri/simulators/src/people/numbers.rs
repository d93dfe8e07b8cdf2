//! Telephone numbers of real shape: countries, area codes, and the many ways people write one number down.

use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;

pub struct Country {
    pub name: &'static str,
    pub code: &'static str,
    /// Dialled before the area code inside the country.
    pub trunk: &'static str,
    /// City, area code, digits of a subscriber number there, first digits it may start with.
    pub areas: &'static [(&'static str, &'static str, usize, &'static str)],
    pub mobile: (&'static str, usize, &'static str),
    pub company_form: &'static str,
    pub first_names: &'static [&'static str],
    pub last_names: &'static [&'static str],
}

const DE_FIRST: &[&str] =
    &["Anke", "Bernd", "Claudia", "Dieter", "Eva", "Frank", "Greta", "Holger", "Jürgen", "Ute"];
const DE_LAST: &[&str] =
    &["Albers", "Böhm", "Clasen", "Dörr", "Engel", "Fuchs", "Großmann", "Hahn", "Kühn", "Zorn"];
const FR_FIRST: &[&str] = &["Amélie", "Benoît", "Chloé", "Didier", "Élodie", "François", "Hélène", "Loïc"];
const FR_LAST: &[&str] =
    &["Aubert", "Blanchard", "Chevalier", "Dupont", "Fournier", "Garnier", "Lefèvre", "Moreau"];
const EN_FIRST: &[&str] =
    &["Alice", "Brian", "Carol", "Derek", "Emma", "Fergus", "Grace", "Harry", "Isla", "Kieran"];
const EN_LAST: &[&str] =
    &["Abbott", "Barlow", "Clarke", "Dawson", "O'Neil", "Fletcher", "Grant", "Holt", "Murphy", "Yates"];
const NORDIC_FIRST: &[&str] =
    &["Astrid", "Björn", "Elin", "Freja", "Göran", "Ingrid", "Lars", "Søren", "Åsa"];
const NORDIC_LAST: &[&str] =
    &["Andersson", "Bergström", "Dahl", "Eklund", "Hansen", "Jørgensen", "Nyström", "Öberg"];
const IBERIAN_FIRST: &[&str] =
    &["Ana", "Beatriz", "Carlos", "Inês", "Javier", "João", "Lucía", "Núria", "Pedro"];
const IBERIAN_LAST: &[&str] =
    &["Álvarez", "Costa", "Díaz", "Ferreira", "García", "Muñoz", "Pereira", "Santos"];
const IT_FIRST: &[&str] = &["Alessia", "Bruno", "Chiara", "Davide", "Elena", "Giorgio", "Lucia", "Nicolò"];
const IT_LAST: &[&str] = &["Bianchi", "Conti", "D'Angelo", "Esposito", "Ferrari", "Greco", "Marino", "Ricci"];
const NL_FIRST: &[&str] = &["Anouk", "Bram", "Daan", "Femke", "Joost", "Lieke", "Sanne", "Willem"];
const NL_LAST: &[&str] =
    &["Bakker", "de Vries", "Jansen", "Mulder", "Smit", "van den Berg", "Visser", "Peeters"];
const PL_FIRST: &[&str] =
    &["Agnieszka", "Bartosz", "Elżbieta", "Grzegorz", "Joanna", "Łukasz", "Małgorzata", "Paweł"];
const PL_LAST: &[&str] =
    &["Dąbrowski", "Kamiński", "Kowalczyk", "Lewandowski", "Nowak", "Wiśniewski", "Wójcik", "Żuk"];

macro_rules! country {
    ($name:literal, $code:literal, $trunk:literal, $areas:expr, $mobile:expr, $form:literal, $first:expr, $last:expr) => {
        Country {
            name: $name,
            code: $code,
            trunk: $trunk,
            areas: $areas,
            mobile: $mobile,
            company_form: $form,
            first_names: $first,
            last_names: $last,
        }
    };
}

#[rustfmt::skip]
pub const COUNTRIES: &[Country] = &[
    country!("Germany", "49", "0", &[("Berlin", "30", 8, "23456789"), ("Hamburg", "40", 7, "23456789"), ("München", "89", 7, "23456789"), ("Köln", "221", 7, "23456789"), ("Leipzig", "341", 7, "23456789")], ("171", 7, "23456789"), "GmbH", DE_FIRST, DE_LAST),
    country!("Austria", "43", "0", &[("Wien", "1", 7, "23456789"), ("Graz", "316", 6, "23456789")], ("664", 7, "23456789"), "GmbH", DE_FIRST, DE_LAST),
    country!("Switzerland", "41", "0", &[("Zürich", "44", 7, "23456789"), ("Bern", "31", 7, "3"), ("Genève", "22", 7, "37")], ("79", 7, "23456789"), "AG", DE_FIRST, DE_LAST),
    country!("United Kingdom", "44", "0", &[("London", "20", 8, "7"), ("Manchester", "161", 7, "234"), ("Glasgow", "141", 7, "234")], ("7400", 6, "123456789"), "Ltd", EN_FIRST, EN_LAST),
    country!("France", "33", "0", &[("Paris", "1", 8, "45"), ("Lyon", "4", 8, "7"), ("Lille", "3", 8, "2")], ("6", 8, "12345678"), "SARL", FR_FIRST, FR_LAST),
    country!("Spain", "34", "", &[("Madrid", "91", 7, "2345"), ("Barcelona", "93", 7, "2345")], ("6", 8, "12345678"), "S.L.", IBERIAN_FIRST, IBERIAN_LAST),
    country!("Italy", "39", "", &[("Milano", "02", 8, "2345678"), ("Roma", "06", 8, "2345678")], ("347", 7, "123456789"), "S.p.A.", IT_FIRST, IT_LAST),
    country!("Netherlands", "31", "0", &[("Amsterdam", "20", 7, "2345678"), ("Rotterdam", "10", 7, "2345678")], ("6", 8, "1234"), "B.V.", NL_FIRST, NL_LAST),
    country!("Sweden", "46", "0", &[("Stockholm", "8", 8, "5"), ("Göteborg", "31", 7, "37"), ("Malmö", "40", 7, "69")], ("70", 7, "23456789"), "AB", NORDIC_FIRST, NORDIC_LAST),
    country!("Denmark", "45", "", &[("København", "33", 6, "123456789"), ("Aarhus", "86", 6, "123456789")], ("20", 6, "123456789"), "A/S", NORDIC_FIRST, NORDIC_LAST),
    country!("Norway", "47", "", &[("Oslo", "22", 6, "123456789"), ("Bergen", "55", 6, "123456789")], ("90", 6, "123456789"), "AS", NORDIC_FIRST, NORDIC_LAST),
    country!("Poland", "48", "", &[("Warszawa", "22", 7, "23456"), ("Kraków", "12", 7, "23456")], ("501", 6, "123456789"), "Sp. z o.o.", PL_FIRST, PL_LAST),
    country!("Belgium", "32", "0", &[("Bruxelles", "2", 7, "2345"), ("Antwerpen", "3", 7, "23")], ("470", 6, "123456789"), "NV", NL_FIRST, NL_LAST),
    country!("Portugal", "351", "", &[("Lisboa", "21", 7, "123456789"), ("Porto", "22", 7, "123456789")], ("91", 7, "2345678"), "Lda", IBERIAN_FIRST, IBERIAN_LAST),
    country!("Ireland", "353", "0", &[("Dublin", "1", 7, "245678"), ("Cork", "21", 7, "24")], ("86", 7, "23456789"), "Ltd", EN_FIRST, EN_LAST),
    country!("United States", "1", "", &[("San Francisco", "415", 7, "23456789"), ("New York", "212", 7, "23456789"), ("Chicago", "312", 7, "23456789")], ("628", 7, "23456789"), "Inc.", EN_FIRST, EN_LAST),
];

/// Two numbers alike in this many last digits may be taken for one.
const ENDING: usize = 7;

#[derive(Clone)]
pub struct Number {
    pub country: &'static Country,
    pub city: &'static str,
    area: &'static str,
    subscriber: String,
}

impl Number {
    /// A landline somewhere, with none of the endings of `never`.
    pub fn draw(random: &mut StdRng, never: &[&str]) -> Self {
        let country = COUNTRIES.choose(random).unwrap_or(&COUNTRIES[0]);
        let (city, area, length, first) = country.areas.choose(random).copied().unwrap_or(country.areas[0]);
        Self::with(random, country, (city, area, length, first), never)
    }

    pub fn draw_mobile(random: &mut StdRng, country: &'static Country, never: &[&str]) -> Self {
        let (area, length, first) = country.mobile;
        Self::with(random, country, ("", area, length, first), never)
    }

    /// Another number of the same town.
    pub fn neighbour(&self, random: &mut StdRng, never: &[&str]) -> Self {
        let area = self.country.areas.iter().find(|(city, ..)| *city == self.city);
        Self::with(random, self.country, area.copied().unwrap_or(self.country.areas[0]), never)
    }

    fn with(
        random: &mut StdRng,
        country: &'static Country,
        (city, area, length, first): (&'static str, &'static str, usize, &'static str),
        never: &[&str],
    ) -> Self {
        loop {
            let mut subscriber = String::new();
            subscriber.extend(first.as_bytes().choose(random).map(|digit| char::from(*digit)));
            while subscriber.len() < length {
                // No second or third digit 1: exchange codes such as 211 or 911 do not exist.
                let low = if subscriber.len() < 3 { 2 } else { 0 };
                subscriber.push(char::from(b'0' + random.random_range(low..10_u8)));
            }
            let whole = format!("{area}{subscriber}");
            let is_forbidden = never.iter().any(|number| {
                let ending = number.get(number.len().saturating_sub(ENDING)..).unwrap_or(number);
                whole.ends_with(ending)
            });
            if !is_forbidden {
                return Self { country, city, area, subscriber };
            }
        }
    }

    /// One of the ways people type it.
    pub fn spelled(&self, random: &mut StdRng) -> String {
        let Country { code, trunk, .. } = self.country;
        let (area, plain) = (self.area, self.subscriber.as_str());
        let spaced = grouped(plain, ' ');
        if *code == "1" {
            let (exchange, line) = plain.split_at(3);
            return match random.random_range(0..6) {
                0 => format!("({area}) {exchange}-{line}"),
                1 => format!("{area}.{exchange}.{line}"),
                2 => format!("1-{area}-{exchange}-{line}"),
                3 => format!("+1{area}{plain}"),
                4 => format!("+1 {area} {exchange} {line}"),
                _ => format!("{area}{plain}"),
            };
        }
        match random.random_range(0..10) {
            0 => format!("+{code}{area}{plain}"),
            1 => format!("+{code} {area} {spaced}"),
            2 if !trunk.is_empty() => format!("+{code} ({trunk}){area} {spaced}"),
            3 => format!("{trunk}{area} / {spaced}"),
            4 => format!("00{code} {area} {plain}"),
            5 => format!("{trunk}{area}-{}", grouped(plain, '-')),
            6 => format!("({trunk}{area}) {plain}"),
            7 => format!("{trunk}{area}{plain}"),
            8 => format!("+{code}-{area}-{plain}"),
            _ => format!("{trunk}{area} {spaced}"),
        }
    }
}

/// Pairs from the end, the first group taking the odd digit: `231 25 100` style without its rhythm.
fn grouped(digits: &str, separator: char) -> String {
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        let left = digits.len() - index;
        if index > 1 && left.is_multiple_of(2) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

/// Letters, digits and dots only, accents taken off where this table knows them.
pub fn plain(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            'ä' | 'á' | 'à' | 'å' | 'ã' | 'ą' => Some('a'),
            'é' | 'è' | 'ê' | 'ë' | 'ę' => Some('e'),
            'í' | 'î' | 'ï' => Some('i'),
            'ö' | 'ó' | 'ò' | 'ø' | 'õ' | 'ô' => Some('o'),
            'ü' | 'ú' | 'ù' => Some('u'),
            'ñ' | 'ń' => Some('n'),
            'ł' => Some('l'),
            'ż' | 'ź' => Some('z'),
            'ś' | 'ß' => Some('s'),
            'ç' | 'ć' => Some('c'),
            c if c.is_ascii_alphanumeric() || c == '.' => Some(c),
            _ => None,
        })
        .collect()
}
