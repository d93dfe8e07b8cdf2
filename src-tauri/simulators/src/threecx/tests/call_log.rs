//! The report of past calls (`3cx.md` 3.5).

use super::super::{CallLogError, Recorded, Ring};
use super::*;

const PERIOD: &str = "periodFrom=2020-01-01T00:00:00Z,periodTo=2090-01-01T00:00:00Z,";
const REST: &str = "sourceType=0,sourceFilter='',destinationType=0,destinationFilter='',callsType=0,\
    callTimeFilterType=0,callTimeFilterFrom='0:00:0',callTimeFilterTo='0:00:0',hidePcalls=true";

fn path(parameters: &str, query: &str) -> String {
    format!("/xapi/v1/ReportCallLogData/Pbx.GetCallLogData({parameters})?{query}")
}

async fn rows(bench: &Bench, query: &str) -> Vec<Value> {
    let (status, body) = bench.get(&path(&format!("{PERIOD}{REST}"), query)).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    body["value"].as_array().unwrap().clone()
}

/// Destination, kind of place and status of each row.
fn told(rows: &[Value]) -> Vec<[&str; 3]> {
    rows.iter()
        .map(|row| ["DestinationDn", "CallType", "Status"].map(|name| row[name].as_str().unwrap()))
        .collect()
}

#[tokio::test]
async fn a_call_of_a_queue_is_several_rows_some_seconds_after_its_end() {
    let bench = Bench::with(&["call-log-delay=30"]).await;
    let ring = Ring { to: Some("812".into()), queue: Some("800".into()), ..Ring::from("+4930123456") };
    let call = bench.pbx.ring(&ring).unwrap();
    bench.pbx.wave(call, "813").unwrap();
    bench.pbx.answer(call, Some("813")).unwrap();
    bench.pbx.advance_clock(61);
    assert_eq!(rows(&bench, "").await.len(), 0, "it goes on");
    bench.pbx.hang_up(call).unwrap();
    bench.pbx.advance_clock(29);
    assert_eq!(rows(&bench, "").await.len(), 0, "not yet");
    bench.pbx.advance_clock(2);

    let rows = rows(&bench, "$orderby=StartTime%20asc").await;
    let expected =
        [["813", "Extension", "Answered"], ["812", "Extension", "Unanswered"], ["800", "Queue", "Waiting"]];
    assert_eq!(told(&rows), expected, "newest first, whatever was asked");
    assert!(rows.iter().all(|row| row["CallHistoryId"] == rows[0]["CallHistoryId"]));
    assert_ne!(rows[0]["CdrId"], rows[1]["CdrId"]);
    assert_eq!(rows[0]["SourceCallerId"], "+4930123456");
    assert_eq!(rows[0]["Direction"], "Inbound Queue");
    assert!(rows[0]["TalkingDuration"].as_str().unwrap().starts_with("PT1M1."), "{}", rows[0]);
}

#[tokio::test]
async fn outgoing_and_internal_calls_and_ring_groups_have_rows_of_their_own() {
    let bench = Bench::with(&["call-log-delay=0"]).await;
    let out = bench.pbx.dialled("812", "+442079460321").unwrap();
    bench.pbx.hang_up(out).unwrap();
    let shown = rows(&bench, "").await;
    assert_eq!(told(&shown), [["10000", "External", "Unanswered"]]);
    assert_eq!(
        (&shown[0]["SourceDn"], &shown[0]["DestinationCallerId"]),
        (&json!("812"), &json!("+442079460321"))
    );
    assert_eq!(shown[0]["Direction"], "Outbound");

    let inside = bench.pbx.dialled("812", "813").unwrap();
    bench.pbx.answer(inside, Some("813")).unwrap();
    bench.pbx.hang_up(inside).unwrap();
    let shown = rows(&bench, "$top=1").await;
    assert_eq!(
        (told(&shown)[0], &shown[0]["Direction"]),
        (["813", "Extension", "Answered"], &json!("Internal"))
    );

    let group = bench.pbx.ring(&Ring { to: Some("801".into()), ..Ring::from("+4930123456") }).unwrap();
    bench.pbx.hang_up(group).unwrap();
    let shown = rows(&bench, "").await;
    let of_group = shown.iter().filter(|row| row["CallHistoryId"] == shown[0]["CallHistoryId"]);
    let mut ends: Vec<&str> = of_group.map(|row| row["DestinationDn"].as_str().unwrap()).collect();
    ends.sort_unstable();
    assert_eq!(ends, ["801", "812", "813", "815"]);
}

#[tokio::test]
async fn what_is_made_of_a_recording_comes_later() {
    let bench = Bench::with(&["call-log-delay=0"]).await;
    let recorded = Recorded {
        recording: Some(String::new()),
        summary: Some("Wants an offer".into()),
        sentiment: Some(4),
        after_s: 60,
        ..Recorded::default()
    };
    assert_eq!(bench.pbx.record(None, &recorded), Err(CallLogError::NoTalk));
    let call = bench.pbx.ring(&Ring::from("+4930123456")).unwrap();
    bench.pbx.answer(call, None).unwrap();
    bench.pbx.hang_up(call).unwrap();
    bench.pbx.record(Some(call), &recorded).unwrap();
    assert_eq!(rows(&bench, "").await[0]["Summary"], Value::Null);
    bench.pbx.advance_clock(61);
    let row = rows(&bench, "").await.remove(0);
    assert_eq!((&row["Summary"], &row["SentimentScore"]), (&json!("Wants an offer"), &json!(4)));
    assert_eq!(row["Transcription"], Value::Null);
    assert!(row["RecordingUrl"].as_str().unwrap().starts_with("812/[Mara Lindqvist]_"), "{row}");
}

#[tokio::test]
async fn wrong_parameters_and_roles_are_refused_and_the_report_is_capped() {
    let bench = Bench::with(&["call-log-delay=0"]).await;
    for _ in 0..3 {
        let call = bench.pbx.ring(&Ring::from("+4930123456")).unwrap();
        bench.pbx.hang_up(call).unwrap();
    }
    assert_eq!(rows(&bench, "$top=2&$skip=1").await.len(), 2);
    let (_, newest) = bench.get("/xapi/v1/LastCdrAndChatMessageTimestamp").await;
    assert!(newest["value"][0]["LastCdrStartedAt"].is_string(), "{newest}");
    bench.fault("call-log-cap=2");
    assert_eq!(rows(&bench, "").await.len(), 2);
    let early = "periodFrom=2020-01-01T00:00:00Z,periodTo=2020-02-01T00:00:00Z,";
    let (_, none) = bench.get(&path(&format!("{early}{REST}"), "")).await;
    assert_eq!(none["value"], json!([]));
    for wrong in [
        REST.to_owned(),
        PERIOD.to_owned(),
        format!("{PERIOD}{REST},more=1"),
        format!("{PERIOD}{}", REST.replace("sourceType=0", "sourceType=7")),
        format!("{}{REST}", PERIOD.replace("2020-01-01T00:00:00Z", "yesterday")),
    ] {
        assert_eq!(bench.get(&path(&wrong, "")).await.0, StatusCode::BAD_REQUEST, "{wrong}");
    }
    for role in ["role=system_admins", "role=users"] {
        bench.fault(role);
        assert_eq!(bench.get(&path(&format!("{PERIOD}{REST}"), "")).await.0, StatusCode::FORBIDDEN, "{role}");
    }
}
