#![allow(clippy::unwrap_used, clippy::panic)]
use proptest::prelude::*;

use super::*;

/// 3cx.md 2.2, the inbound example.
const INBOUND: &str = r#"{"id":434,"status":"Ringing","dn":"101","party_caller_name":"ACME GmbH","party_dn":"10000",
    "party_caller_id":"+4930123456","party_did":"","device_id":"","party_dn_type":"Wexternalline","direct_control":true,
    "originated_by_dn":"","originated_by_type":"None","referred_by_dn":"","referred_by_type":"None",
    "on_behalf_of_dn":"","on_behalf_of_type":"None","callid":57,"legid":2}"#;

fn leg(extension: &str, leg: u64) -> LegId {
    LegId { extension: extension.into(), leg }
}

#[test]
fn reads_a_leg_as_documented() {
    let read = read_participant(INBOUND.as_bytes(), "101").unwrap();
    let expected = Participant {
        id: leg("101", 434),
        call: 57,
        status: LegStatus::Ringing,
        party_name: "ACME GmbH".into(),
        party_dn: "10000".into(),
        party_number: "+4930123456".into(),
        party_kind: DnKind::External,
        direct_control: true,
        originated_by: String::new(),
        referred_by: String::new(),
        on_behalf_of: String::new(),
    };
    assert_eq!(read, expected);
}

#[test]
fn casing_of_keys_and_unknown_fields_do_not_matter() {
    let pascal = r#"{"Id":"434","Status":"ringing","PartyDN":"10000","PartyCallerId":"+4930123456",
        "PartyCallerName":"ACME GmbH","PartyDnType":"WExternalLine","DirectControl":true,"CallId":57,
        "OriginatedByDn":null,"ParticipantUid":{"x":[1]}}"#;
    let plain = read_participant(INBOUND.as_bytes(), "101").unwrap();
    assert_eq!(read_participant(pascal.as_bytes(), "101").unwrap(), plain);
}

#[test]
fn a_leg_without_identity_is_none() {
    for text in
        [r#"{"id":1,"status":"Ringing"}"#, r#"{"callid":1}"#, r#"{"id":-1,"callid":1}"#, "[]", "null", ""]
    {
        assert_eq!(read_participant(text.as_bytes(), "101"), Err(Unreadable), "{text}");
    }
}

#[test]
fn an_unknown_status_is_alive() {
    let text = r#"{"id":1,"callid":2,"status":"Held"}"#;
    assert_eq!(read_participant(text.as_bytes(), "101").unwrap().status, LegStatus::Other);
}

#[test]
fn a_snapshot_tolerates_nulls_and_strangers() {
    let text = format!(
        r#"[{{"dn":"101","type":"Wextension","devices":null,"participants":[{INBOUND},{{"broken":1}},7]}},
           {{"dn":"800","type":"Wqueue","participants":null}},{{"no":"dn"}},"x"]"#
    );
    let dns = read_snapshot(text.as_bytes()).unwrap();
    let seen: Vec<_> = dns.iter().map(|dn| (dn.number.as_str(), dn.kind, dn.participants.len())).collect();
    assert_eq!(seen, [("101", DnKind::Extension, 1), ("800", DnKind::Group, 0)]);
    assert_eq!(read_snapshot(b"[]"), Ok(Vec::new()));
    for text in ["<html></html>", "{}", r#"["x"]"#, "[", "null"] {
        assert_eq!(read_snapshot(text.as_bytes()), Err(Unreadable), "{text}");
    }
}

#[test]
fn dn_types_are_told_by_what_they_contain() {
    for (text, want) in [
        ("Wextension", DnKind::Extension),
        ("WEXTERNALLINE", DnKind::External),
        ("Wqueue", DnKind::Group),
        ("Wringgroup", DnKind::Group),
        ("Wroutepoint", DnKind::RoutePoint),
        ("Wparkextension", DnKind::System),
        ("Wivr", DnKind::System),
        ("None", DnKind::Unknown),
        ("", DnKind::Unknown),
    ] {
        assert_eq!(DnKind::read(text), want, "{text}");
    }
}

#[test]
fn reads_messages_of_every_known_build() {
    let changed = Message::Changed(leg("101", 434));
    let removed = Message::Removed(leg("101", 434));
    for (text, want) in [
        (
            r#"{"sequence":17,"event":{"event_type":0,"entity":"/callcontrol/101/participants/434","attached_data":null}}"#,
            &changed,
        ),
        (
            r#"{"sequence":17,"event":{"event_type":1,"entity":"/callcontrol/101/participants/434","attached_data":null}}"#,
            &removed,
        ),
        (
            r#"{"Sequence":1,"Event":{"EventType":0,"Entity":"/callcontrol/101/participants/434","AttachedData":{"Id":1}}}"#,
            &changed,
        ),
        (r#"{"event":{"event_type":"Upsert","entity":"callcontrol/101/participants/434"}}"#, &changed),
        (r#"{"event":{"event_type":"Upset","entity":"/pbx/callcontrol/%3101/participants/434/"}}"#, &changed),
        (r#"{"event":{"event_type":"Remove","entity":"/callcontrol/101/participants/434"}}"#, &removed),
        (
            r#"{"event":{"event_type":2,"entity":"/callcontrol/900/participants/1","attached_data":{"dtmf_input":"1"}}}"#,
            &Message::Ignored,
        ),
        (
            r#"{"event":{"event_type":4,"entity":"/callcontrol/101/participants/434/drop"}}"#,
            &Message::Ignored,
        ),
        (r#"{"event":{"event_type":5,"entity":"/x"}}"#, &Message::Ignored),
        (
            r#"{"event":{"event_type":0,"entity":"/callcontrol/101/devices/sip%3A101%40127.0.0.1%3A5483"}}"#,
            &Message::Ignored,
        ),
        (r#"{"event":{"event_type":0,"entity":"/callcontrol/101"}}"#, &Message::Odd),
        (r#"{"event":{"event_type":0,"entity":"/callcontrol/101/participants/x"}}"#, &Message::Odd),
        (r#"{"event":{"event_type":0,"entity":"/callcontrol/../participants/1"}}"#, &Message::Odd),
        (r#"{"event":{"event_type":0}}"#, &Message::Odd),
        (r#"{"event":{}}"#, &Message::Odd),
        ("nonsense", &Message::Odd),
    ] {
        assert_eq!(&read_message(text), want, "{text}");
    }
}

#[test]
fn reads_an_actions_outcome_as_word_or_number() {
    for (text, failed, said) in [
        (r#"{"finalstatus":"Success","reason":"","result":null,"reasontext":""}"#, false, ""),
        (r#"{"finalstatus":"Failed","reason":"NotSupported","reasontext":"cannot"}"#, true, "cannot"),
        (r#"{"FinalStatus":-1,"ReasonText":"cannot"}"#, true, "cannot"),
        (r#"{"finalstatus":0}"#, true, ""),
        (r#"{"finalstatus":1,"result":{}}"#, false, ""),
        ("{}", false, ""),
        (" ", false, ""),
    ] {
        assert_eq!(
            read_action(text.as_bytes()),
            Ok(ActionAnswer { failed, text: said.into(), leg: None }),
            "{text}"
        );
    }
    assert_eq!(read_action(b"<html>"), Err(Unreadable));
}

#[test]
fn a_token_fits_into_a_header() {
    let read =
        read_token(br#"{"token_type":"Bearer","expires_in":60,"access_token":"eyJ","refresh_token":null}"#);
    assert!(read.is_ok_and(|token| token.access_token == "eyJ" && token.expires_in == Some(60)));
    for text in
        [r#"{"access_token":"a\nb"}"#, r#"{"access_token":""}"#, r#"{"access_token":1}"#, "{}", "<html>"]
    {
        assert!(read_token(text.as_bytes()).is_err(), "{text}");
    }
}

#[test]
fn long_texts_are_cut() {
    let text = format!(r#"{{"id":1,"callid":2,"party_caller_name":"{}"}}"#, "ä".repeat(5_000));
    assert_eq!(read_participant(text.as_bytes(), "1").unwrap().party_name.chars().count(), TEXT_CHARS_MAX);
}

fn any_json() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "/callcontrol/[0-9]{1,4}/(participants|devices)/[0-9]{1,12}".prop_map(Value::from),
        "(Upsert|Remove|Ringing|Connected)".prop_map(Value::from),
    ];
    let key = prop_oneof![
        "(dn|id|callid|status|participants|devices|type|event|event_type|entity|Entity|attached_data|value|finalstatus)",
        any::<String>(),
    ];
    scalar.prop_recursive(4, 32, 6, move |inner| {
        let object = proptest::collection::btree_map(key.clone(), inner.clone(), 0..6);
        prop_oneof![
            proptest::collection::vec(inner, 0..6).prop_map(Value::from),
            object.prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

fn read_all(bytes: &[u8]) {
    let _ = read_snapshot(bytes);
    let _ = read_participant(bytes, "101");
    let _ = read_participants(bytes, "101");
    let _ = read_token(bytes);
    let _ = read_action(bytes);
    let _ = read_peers(bytes);
    let _ = read_message(&String::from_utf8_lossy(bytes));
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        read_all(&bytes);
    }

    #[test]
    fn no_json_makes_it_panic(value in any_json()) {
        read_all(value.to_string().as_bytes());
    }

    #[test]
    fn no_entity_leaves_its_folder(path in ".{0,60}") {
        if let Entity::Leg(leg) = entity(&path) {
            prop_assert!(!leg.extension.is_empty() && leg.extension != "..");
        }
    }
}
