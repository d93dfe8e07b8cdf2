#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use domain::number::{self, Region};
use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, proptest};

use super::*;

/// Event, direction, number as it will be read, name, call id.
fn said(event: &str, query: &str) -> String {
    let reading = match read(event, query) {
        Ok(reading) => reading,
        Err(error) => return format!("{error:?}"),
    };
    let event = match reading.event {
        HeardEvent::Began => "began",
        HeardEvent::Answered => "answered",
        HeardEvent::Ended => "ended",
    };
    let way = match reading.direction {
        Some(Direction::Inbound) => " in",
        Some(Direction::Outbound) => " out",
        None => "",
    };
    let number = match reading.number {
        None => "untold".to_owned(),
        Some(raw) => match number::read(&raw, &Region::home_default()) {
            hidden if hidden.reading == number::Reading::Withheld => "withheld".to_owned(),
            number => number.canonical().to_owned(),
        },
    };
    let word = |text: Option<String>| text.map(|text| format!(" · {text}")).unwrap_or_default();
    format!("{event}{way} {number}{}{}", word(reading.name), word(reading.call_hint))
}

#[test]
fn every_vendors_spelling_is_read() {
    for (event, query, expected) in [
        // 3CX client: nobody knows how it encodes (3cx.md 8.1).
        ("ring", "number=+494066969412&name=Nordlicht+GmbH", "began in +494066969412 · Nordlicht GmbH"),
        ("ring", "number=%2B494066969412&name=Nordlicht%20GmbH", "began in +494066969412 · Nordlicht GmbH"),
        ("ring", "number=%20494066969412&name=", "began in +494066969412"),
        ("ring", "number=%252B494066969412", "began in +494066969412"),
        ("ring", "number=04066969412&name=M%C3%BCller", "began in +494066969412 · Müller"),
        ("ring", "number=04066969412&name=M%FCller", "began in +494066969412 · Müller"),
        ("ring", "number=+49+40+66969412", "began in +494066969412"),
        ("ring", "number=(040)%2066969412", "began in +494066969412"),
        ("incoming", "phone=04066969412", "began in +494066969412"),
        ("Ringing", "CallerNumber=04066969412&CallerDisplayName=ACME", "began in +494066969412 · ACME"),
        ("ring", "number=813&name=Tom", "began in 813 · Tom"),
        ("ring", "number=anonymous", "began in withheld"),
        ("ring", "number=", "began in withheld"),
        ("ring", "", "began in untold"),
        ("ring", "number=Anonymous&name=Anonymous", "began in withheld"),
        // Snom: SIP addresses, often not encoded.
        (
            "ring",
            "number=sip:04066969412@192.168.1.10;user=phone&name=ACME&call-id=3c26@snom",
            "began in +494066969412 · ACME · 3c26@snom",
        ),
        ("connected", "remote=<sip:+494066969412@pbx>", "answered +494066969412"),
        ("ring", "remote=sip%3A%2B494066969412%40pbx.example.com", "began in +494066969412"),
        (
            "ring",
            "remote=%22ACME%20GmbH%22%20%3Csip:04066969412@pbx%3E",
            "began in +494066969412 · ACME GmbH",
        ),
        ("ring", "remote=sip:anonymous@anonymous.invalid", "began in withheld"),
        // Yealink, Grandstream, MicroSIP.
        ("call_established", "number=04066969412&call_id=33093", "answered +494066969412 · 33093"),
        ("call-terminated", "number=&id=33093", "ended untold · 33093"),
        ("outgoing", "number=%2B442079460321&to=1&from=812", "began out +442079460321"),
        ("dial", "from=812&to=%2B442079460321", "began out +442079460321"),
        ("ring", "from=%2B442079460321&to=812", "began in +442079460321"),
        ("missed_call", "number=04066969412", "ended +494066969412"),
        ("end", "direction=out&to=04066969412", "ended out +494066969412"),
        ("answer", "direction=in", "answered in untold"),
        ("ring", "direction=outgoing&called=04066969412", "began out +494066969412"),
        // The event as a parameter.
        ("", "event=hangup&number=04066969412", "ended +494066969412"),
        ("call.php", "event=ring", "began in untold"),
        // Nothing was filled in.
        ("ring", "number=$remote&name=$display_remote", "Placeholder"),
        ("ring", "number=${remote}", "Placeholder"),
        ("ring", "number=%CallerNumber%&name=%CallerDisplayName%", "Placeholder"),
        ("ring", "number=%25CallerNumber%25", "Placeholder"),
        ("ring", "number={number}", "Placeholder"),
        ("ring", "number=04066969412&name=%CallerDisplayName%&id=$call_id", "began in +494066969412"),
        ("end", "number=$remote&id=$call_id", "ended untold"),
        ("mute", "number=1", "NoEvent"),
        ("", "", "NoEvent"),
    ] {
        assert_eq!(said(event, query), expected, "{event}?{query}");
    }
}

#[test]
fn what_is_read_is_short_and_visible() {
    let reading = read("ring", &format!("number={}&name=a%0d%0ab%00c", "1".repeat(5_000))).unwrap();
    assert_eq!(reading.number.unwrap().chars().count(), VALUE_MAX);
    assert_eq!(reading.name.as_deref(), Some("abc"));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_request_is_read_or_refused(event in any::<String>(), query in any::<String>()) {
        if let Ok(reading) = read(&event, &query) {
            for text in [reading.number, reading.name, reading.call_hint].into_iter().flatten() {
                prop_assert!(text.chars().count() <= VALUE_MAX + 1 && !text.chars().any(char::is_control));
            }
        }
    }

    /// However it is encoded, the same number arrives.
    #[test]
    fn a_number_survives_every_encoding(national in "[1-9][0-9]{8,10}") {
        for spelling in [
            format!("+49{national}"),
            format!("%2B49{national}"),
            format!("%2b49{national}"),
            format!("%252B49{national}"),
            format!("%2049{national}"),
            format!("sip:+49{national}@pbx"),
            format!("sip%3A%2B49{national}%40pbx%3Buser%3Dphone"),
            format!("%3Csip%3A%2B49{national}%40pbx%3E"),
            format!("tel:+49{national}"),
        ] {
            let raw = read("ring", &format!("number={spelling}")).unwrap().number.unwrap();
            let wanted = number::read(&format!("+49{national}"), &Region::home_default());
            let number = number::read(&raw, &Region::home_default());
            prop_assert_eq!(number.reading, wanted.reading, "{} was read as {}", spelling, raw);
        }
    }

    /// A text of any script arrives as it was, percent-encoded as browsers do.
    #[test]
    fn a_name_survives_encoding(name in "[\\p{L}][\\p{L}\\p{N} .,&=+#%-]{0,40}[\\p{L}]") {
        let encoded: String = name.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let reading = read("ring", &format!("name={encoded}&number=1")).unwrap();
        prop_assert_eq!(reading.name, Some(name));
    }
}
