#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use super::*;
use crate::http::Net;
use crate::phone::threecx::{ApiKey, Clients, ThreeCx, ThreeCxConfig};
use domain::settings::NetworkSettings;

fn log() -> Log {
    // Another test may have installed it; either way it is there.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let clients = Clients::new(&Net::new(&NetworkSettings::default()).unwrap()).unwrap();
    let config = ThreeCxConfig {
        address: Url::parse("https://pbx.example.com/").unwrap(),
        client_id: "900".into(),
        extension: "101".into(),
    };
    let system = ThreeCx::new(config, Arc::new(|| Some(ApiKey::new("k".into()))), clients);
    Log::new(system.inner)
}

fn read(json: &str) -> Option<LoggedLeg> {
    log().read(&super::super::history::readable(serde_json::from_str(json).unwrap()).unwrap())
}

/// The row of 3cx.md 3.5 as it stands there.
const ROW: &str = r#"{"MainCallHistoryId":"00000000-01dc-688a-2607-3bc20000028e","CallHistoryId":"00000000-01dc-688a-2607-3bc20000028e",
 "CdrId":"00000000-01dc-688a-2607-57e500000c10","CallId":512,"SegmentId":1,"Indent":0,"SubrowDescNumber":0,"StartTime":"2026-01-30T10:15:00.113Z",
 "SourceType":1,"SourceDn":"10000","SourceCallerId":"+4930123456","SourceDisplayName":"ACME GmbH",
 "DestinationType":0,"DestinationDn":"101","DestinationCallerId":"101","DestinationDisplayName":"Ana Ruiz",
 "ActionType":null,"ActionDnType":null,"actionDnDn":"","ActionDnCallerId":"","ActionDnDisplayName":"",
 "RingingDuration":"PT5.2S","TalkingDuration":"PT1M12.577S","Answered":true,"Direction":"Inbound","CallType":"Extension","Status":"Answered",
 "Reason":"Terminated by ACME GmbH","CallCost":0,"RecordingUrl":null,"SrcRecId":null,"DstRecId":null,"Recordings":[],"QualityReport":false,
 "Transcription":null,"Summary":null,"SentimentScore":null}"#;

#[test]
fn a_row_is_read_as_it_comes() {
    let end = |dn: &str, number: &str, name: &str| LoggedEnd {
        dn: dn.into(),
        number: number.into(),
        name: name.into(),
    };
    let leg = LoggedLeg {
        call: "00000000-01dc-688a-2607-3bc20000028e".into(),
        id: "00000000-01dc-688a-2607-57e500000c10".into(),
        started: "2026-01-30T10:15:00.113Z".parse().unwrap(),
        direction: LoggedDirection::Inbound,
        source: end("10000", "+4930123456", "ACME GmbH"),
        destination: end("101", "101", "Ana Ruiz"),
        place: LoggedPlace::Extension,
        ringing: Duration::from_millis(5_200),
        talking: Duration::from_millis(72_577),
        answered: true,
        recording: None,
        transcription: None,
        summary: None,
        sentiment: None,
        reason: "Terminated by ACME GmbH".into(),
    };
    assert_eq!(read(ROW), Some(leg));
}

#[test]
fn anything_may_be_missing_but_a_time_and_a_name_of_the_call() {
    let leg =
        read(r#"{"CallHistoryId":"c","StartTime":"2026-01-30T10:15:00Z","Status":"Answered"}"#).unwrap();
    assert!(leg.answered);
    assert_eq!(
        (leg.call.as_str(), leg.place, leg.direction),
        ("c", LoggedPlace::Other, LoggedDirection::Other)
    );
    assert_eq!(read(r#"{"CallHistoryId":"c"}"#), None);
    assert_eq!(read(r#"{"StartTime":"2026-01-30T10:15:00Z"}"#), None);
}

#[test]
fn an_odd_field_hides_no_row() {
    for (field, odd) in [
        (r#""SentimentScore":null"#, r#""SentimentScore":"3.5""#),
        (r#""Recordings":[]"#, r#""Recordings":[{"Id":null}]"#),
        (r#""Summary":null"#, r#""Summary":{"text":"x"}"#),
        (r#""Reason":"Terminated by ACME GmbH""#, r#""Reason":7"#),
    ] {
        let row = ROW.replace(field, odd);
        assert_ne!(row, ROW);
        assert_eq!(read(&row).unwrap().talking, Duration::from_millis(72_577), "{odd}");
    }
    assert!(super::super::history::readable::<Row>(serde_json::json!("no row")).is_none());
}

#[test]
fn an_endless_address_of_a_recording_is_none() {
    let row = |url: &str| ROW.replace(r#""RecordingUrl":null"#, &format!(r#""RecordingUrl":"{url}""#));
    let address = "https://recordings.example.com/1.wav";
    assert_eq!(read(&row(address)).unwrap().recording.as_deref(), Some(address));
    assert_eq!(read(&row(&format!("{address}?{}", "x".repeat(500)))).unwrap().recording, None);
}

#[test]
fn words_and_durations_are_read_in_their_variants() {
    for (direction, place, expected) in [
        ("Inbound Queue", "Queue", (LoggedDirection::Inbound, LoggedPlace::Queue)),
        ("Outbound", "External", (LoggedDirection::Outbound, LoggedPlace::External)),
        ("Internal", "Digital Receptionist", (LoggedDirection::Internal, LoggedPlace::Menu)),
        ("?", "Ring Group", (LoggedDirection::Other, LoggedPlace::Queue)),
        ("inbound", "Voicemail", (LoggedDirection::Inbound, LoggedPlace::System)),
    ] {
        let row = format!(
            r#"{{"CdrId":"1","StartTime":"2026-01-30T10:15:00Z","Direction":"{direction}","CallType":"{place}"}}"#
        );
        let leg = read(&row).unwrap();
        assert_eq!((leg.direction, leg.place), expected, "{direction} {place}");
    }
    for (text, seconds) in [
        ("PT5S", 5),
        ("PT1H0M1S", 3_601),
        ("P1DT1S", 86_401),
        ("00:01:12", 72),
        ("", 0),
        ("-PT5S", 0),
        ("x", 0),
    ] {
        assert_eq!(duration(Some(text)).as_secs(), seconds, "{text}");
    }
}

#[test]
fn a_recording_is_a_link_on_the_system() {
    for (told, link) in [
        (r#""RecordingUrl":null"#, None),
        (r#""RecordingUrl":"https://store.example/r/1.wav""#, Some("https://store.example/r/1.wav")),
        (
            r#""RecordingUrl":"101/a b.wav","Recordings":[{"Id":17}]"#,
            Some("https://pbx.example.com/xapi/v1/Recordings/Pbx.DownloadRecording(recId=17)"),
        ),
        (
            r#""RecordingUrl":"101/[Ana Ruiz]_101-+4930123456_20260130101500(12).wav""#,
            Some("https://pbx.example.com/101/[Ana%20Ruiz]_101-+4930123456_20260130101500(12).wav"),
        ),
        (r#""RecordingUrl":"javascript:alert(1)""#, Some("https://pbx.example.com/javascript:alert(1)")),
        (r#""RecordingUrl":"../../etc/x""#, Some("https://pbx.example.com/etc/x")),
    ] {
        let row = format!(r#"{{"CdrId":"1","StartTime":"2026-01-30T10:15:00Z",{told}}}"#);
        assert_eq!(read(&row).unwrap().recording.as_deref(), link, "{told}");
    }
}
