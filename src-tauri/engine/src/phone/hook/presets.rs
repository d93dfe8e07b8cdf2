//! What to type into which field of which phone, ready to be copied. Variables and fields as the
//! vendors' own pages and sources name them; what nobody confirmed says so.

use std::net::IpAddr;

use domain::call::HeardEvent;
use serde::Serialize;

use super::{HookConfig, LINK_SCHEME};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Vendor {
    ThreeCx,
    MicroSip,
    Snom,
    Yealink,
    Grandstream,
}

/// How a phone reaches this program, and so what must be on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    Loopback,
    Link,
    Lan,
}

/// Whether the vendor's own page or source says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sureness {
    Confirmed,
    /// Very likely; the list of arrivals shows whether it works.
    Unconfirmed,
}

/// One way to make one vendor's phone tell of calls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Preset {
    pub vendor: Vendor,
    pub reach: Reach,
    /// What the way needs is switched on. Values are there even so, except for desk phones, which
    /// need this computer's address.
    pub ready: bool,
    /// Where the fields are, as the vendor's pages name it.
    pub place: &'static str,
    /// Answer and end are told too, not only the ring.
    pub tells_all: bool,
    pub fields: Vec<Field>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Field {
    /// As the vendor's page or file names it.
    pub label: &'static str,
    /// Its name in a provisioning file, where it has another one.
    pub key: Option<&'static str>,
    pub value: String,
    pub sureness: Sureness,
}

/// Names of a vendor's variables: number, name, and call id where there is one.
struct Variables {
    number: &'static str,
    name: &'static str,
    call_id: Option<&'static str>,
}

/// One field of a vendor: label, provisioning key, and what it tells.
type Row = (&'static str, Option<&'static str>, Word);

#[derive(Clone, Copy)]
enum Word {
    Ring,
    Dial,
    Answer,
    End,
}

impl Word {
    const fn text(self) -> &'static str {
        match self {
            Word::Ring => "ring",
            Word::Dial => "dial",
            Word::Answer => "answer",
            Word::End => "end",
        }
    }

    const fn event(self) -> HeardEvent {
        match self {
            Word::Ring | Word::Dial => HeardEvent::Began,
            Word::Answer => HeardEvent::Answered,
            Word::End => HeardEvent::Ended,
        }
    }
}

/// 3cx.md 8.1: no other macros are known, and only rings are told.
const THREE_CX: Variables =
    Variables { number: "%CallerNumber%", name: "%CallerDisplayName%", call_id: None };
/// MicroSIP fills these in, encoded, before it starts the command.
const MICRO_SIP: Variables = Variables { number: "{number}", name: "{name}", call_id: None };
const SNOM: Variables = Variables { number: "$remote", name: "$display_remote", call_id: Some("$call-id") };
const YEALINK: Variables =
    Variables { number: "$remote", name: "$display_remote", call_id: Some("$call_id") };
const GRANDSTREAM: Variables = Variables { number: "$remote", name: "$display_remote", call_id: None };

const THREE_CX_ROWS: &[Row] = &[("CRM URL", None, Word::Ring)];
const MICRO_SIP_ROWS: &[Row] = &[
    ("cmdIncomingCall", None, Word::Ring),
    ("cmdOutgoingCall", None, Word::Dial),
    ("cmdCallStart", None, Word::Answer),
    ("cmdCallEnd", None, Word::End),
];
const SNOM_ROWS: &[Row] = &[
    ("Incoming call", Some("action_incoming_url"), Word::Ring),
    ("Outgoing call", Some("action_outgoing_url"), Word::Dial),
    ("On Connected", Some("action_connected_url"), Word::Answer),
    ("On Disconnected", Some("action_disconnected_url"), Word::End),
    ("Missed Call", Some("action_missed_url"), Word::End),
];
const YEALINK_ROWS: &[Row] = &[
    ("Incoming Call", Some("action_url.incoming_call"), Word::Ring),
    ("Outgoing Call", Some("action_url.outgoing_call"), Word::Dial),
    ("Established", Some("action_url.call_established"), Word::Answer),
    ("Terminated", Some("action_url.call_terminated"), Word::End),
    ("Missed Call", Some("action_url.missed_call"), Word::End),
];
const GRANDSTREAM_ROWS: &[Row] = &[
    ("Incoming Call", Some("P8310"), Word::Ring),
    ("Outgoing Call", None, Word::Dial),
    ("Established Call", None, Word::Answer),
    ("Terminated Call", None, Word::End),
    ("Missed Call", None, Word::End),
];

/// Every way there is, with the secret filled in.
#[must_use]
pub fn presets(config: &HookConfig) -> Vec<Preset> {
    let secret = config.secret.reveal();
    let local = format!("http://127.0.0.1:{}/{secret}", config.port);
    let link = format!("{LINK_SCHEME}://{secret}");
    let lan = config.lan.as_ref().map(|lan| format!("http://{}:{}/{secret}", host(lan.address), config.port));
    let direct = |base: &str, word: Word, variables: &Variables| address(base, word, variables);
    let curl = |base: &str, word: Word, variables: &Variables| {
        // MicroSIP puts the caller's number behind every command: here it names the sender.
        format!("curl.exe -s -m 3 -o NUL \"{}\" -A", address(base, word, variables))
    };
    let client = "Settings > Integration";
    let ini = "microsip.ini, [Settings]";
    let desk = |vendor, place, variables: &Variables, rows: &[Row], sureness| Preset {
        vendor,
        reach: Reach::Lan,
        ready: lan.is_some(),
        place,
        tells_all: true,
        fields: lan.iter().flat_map(|base| fields(base, variables, rows, sureness, direct)).collect(),
    };
    vec![
        Preset {
            vendor: Vendor::ThreeCx,
            reach: Reach::Loopback,
            ready: config.loopback,
            place: client,
            tells_all: tells_all(THREE_CX_ROWS),
            fields: fields(&local, &THREE_CX, THREE_CX_ROWS, Sureness::Confirmed, direct),
        },
        Preset {
            vendor: Vendor::ThreeCx,
            reach: Reach::Link,
            ready: config.links,
            place: client,
            tells_all: tells_all(THREE_CX_ROWS),
            // 3cx.md 8.1: unknown whether the client opens anything but web pages.
            fields: fields(&link, &THREE_CX, THREE_CX_ROWS, Sureness::Unconfirmed, direct),
        },
        Preset {
            vendor: Vendor::MicroSip,
            reach: Reach::Link,
            ready: config.links,
            place: ini,
            tells_all: tells_all(MICRO_SIP_ROWS),
            fields: fields(&link, &MICRO_SIP, MICRO_SIP_ROWS, Sureness::Confirmed, direct),
        },
        Preset {
            vendor: Vendor::MicroSip,
            reach: Reach::Loopback,
            ready: config.loopback,
            place: ini,
            tells_all: tells_all(MICRO_SIP_ROWS),
            fields: fields(&local, &MICRO_SIP, MICRO_SIP_ROWS, Sureness::Unconfirmed, curl),
        },
        desk(Vendor::Snom, "Setup > Advanced > Action URL", &SNOM, SNOM_ROWS, Sureness::Confirmed),
        desk(Vendor::Yealink, "Features > Action URL", &YEALINK, YEALINK_ROWS, Sureness::Confirmed),
        // Their guide's examples leave `http://` away; whether it may stand there is not said.
        desk(
            Vendor::Grandstream,
            "Settings > Outbound Notification > Action URL",
            &GRANDSTREAM,
            GRANDSTREAM_ROWS,
            Sureness::Unconfirmed,
        ),
    ]
}

fn fields(
    base: &str,
    variables: &Variables,
    rows: &[Row],
    sureness: Sureness,
    spelled: impl Fn(&str, Word, &Variables) -> String,
) -> Vec<Field> {
    let one = |(label, key, word): &Row| Field {
        label,
        key: *key,
        value: spelled(base, *word, variables),
        sureness,
    };
    rows.iter().map(one).collect()
}

fn tells_all(rows: &[Row]) -> bool {
    rows.iter().any(|(_, _, word)| word.event() == HeardEvent::Ended)
}

fn address(base: &str, word: Word, variables: &Variables) -> String {
    let Variables { number, name, call_id } = variables;
    let id = call_id.map(|id| format!("&id={id}")).unwrap_or_default();
    format!("{base}/{}?number={number}&name={name}{id}", word.text())
}

fn host(address: IpAddr) -> String {
    match address {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => format!("[{ip}]"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use crate::phone::hook::parse::{Unread, read};
    use crate::phone::hook::{ClosingWords, Lan, PathSecret};

    fn config(lan: Option<&str>) -> HookConfig {
        HookConfig {
            loopback: true,
            port: 47114,
            links: false,
            lan: lan.map(|address| Lan { address: address.parse().unwrap(), phones: Vec::new() }),
            secret: PathSecret::new("s3cret".into()),
            words: ClosingWords::default(),
        }
    }

    fn value(presets: &[Preset], vendor: Vendor, reach: Reach, label: &str) -> String {
        let preset = presets.iter().find(|one| (one.vendor, one.reach) == (vendor, reach)).unwrap();
        preset.fields.iter().find(|field| field.label == label).unwrap().value.clone()
    }

    #[test]
    fn texts_stand_ready_to_be_copied() {
        let all = presets(&config(Some("192.168.1.20")));
        for (vendor, reach, label, expected) in [
            (
                Vendor::ThreeCx,
                Reach::Loopback,
                "CRM URL",
                "http://127.0.0.1:47114/s3cret/ring?number=%CallerNumber%&name=%CallerDisplayName%",
            ),
            (
                Vendor::MicroSip,
                Reach::Link,
                "cmdCallEnd",
                "ringside://s3cret/end?number={number}&name={name}",
            ),
            (
                Vendor::MicroSip,
                Reach::Loopback,
                "cmdIncomingCall",
                "curl.exe -s -m 3 -o NUL \"http://127.0.0.1:47114/s3cret/ring?number={number}&name={name}\" -A",
            ),
            (
                Vendor::Snom,
                Reach::Lan,
                "On Connected",
                "http://192.168.1.20:47114/s3cret/answer?number=$remote&name=$display_remote&id=$call-id",
            ),
            (
                Vendor::Yealink,
                Reach::Lan,
                "Outgoing Call",
                "http://192.168.1.20:47114/s3cret/dial?number=$remote&name=$display_remote&id=$call_id",
            ),
            (
                Vendor::Grandstream,
                Reach::Lan,
                "Terminated Call",
                "http://192.168.1.20:47114/s3cret/end?number=$remote&name=$display_remote",
            ),
        ] {
            assert_eq!(value(&all, vendor, reach, label), expected);
        }
        let six = presets(&config(Some("fd00::20")));
        assert!(value(&six, Vendor::Snom, Reach::Lan, "Missed Call").starts_with("http://[fd00::20]:47114/"));
    }

    #[test]
    fn desk_phones_need_this_computers_address() {
        for preset in presets(&config(None)) {
            assert_eq!(preset.fields.is_empty(), preset.reach == Reach::Lan);
            assert_eq!(preset.ready, preset.reach == Reach::Loopback);
        }
    }

    /// What each text says is what this program reads, once the phone has filled it in.
    #[test]
    fn every_text_is_read() {
        for preset in presets(&config(Some("192.168.1.20"))) {
            assert_eq!(preset.tells_all, preset.vendor != Vendor::ThreeCx);
            for field in preset.fields {
                let address = field.value.trim_start_matches("curl.exe -s -m 3 -o NUL \"");
                let address = address.trim_end_matches("\" -A");
                let (path, query) = address.split_once("/s3cret/").unwrap().1.split_once('?').unwrap();
                let filled = ["$display_remote", "{name}", "%CallerDisplayName%"]
                    .iter()
                    .fold(query.to_owned(), |query, name| query.replace(name, "ACME"));
                let filled = ["$remote", "{number}", "%CallerNumber%"]
                    .iter()
                    .fold(filled, |query, number| query.replace(number, "+494066969412"));
                let filled = filled.replace("$call-id", "a1").replace("$call_id", "a1");
                let reading = read(path, &filled).unwrap();
                assert_eq!(reading.number.as_deref(), Some("+494066969412"), "{address}");
                assert_eq!(reading.name.as_deref(), Some("ACME"), "{address}");
                if reading.event == HeardEvent::Began {
                    assert_eq!(read(path, query), Err(Unread::Placeholder), "{address}");
                }
            }
        }
    }
}
