//! The call log of 3CX, through its adapter.

use domain::call::{LoggedCall, LoggedOutcome, logged_calls};
use domain::settings::MatchingSettings;
use engine::phone::{HistoryFailure, LoggedLegs};
use jiff::{SignedDuration, Timestamp};
use simulators::threecx::{Recorded, Ring};

use super::{CALLER, OWN, Rig};

const AT_ONCE: (&str, Option<&str>) = ("call-log-delay", Some("0"));

async fn legs(rig: &Rig) -> Result<LoggedLegs, HistoryFailure> {
    let now = Timestamp::now();
    let hour = SignedDuration::from_hours(1);
    rig.phone.call_log().legs(now - hour, now + hour).await
}

async fn calls(rig: &Rig) -> Vec<LoggedCall> {
    let read = legs(rig).await.unwrap();
    assert!(!read.more);
    logged_calls(&read.legs, OWN, &MatchingSettings::default())
}

/// A queue rings here, then at a colleague, who answers.
fn queue_call(rig: &Rig) {
    let pbx = rig.pbx();
    let ring = Ring { to: Some(OWN.into()), queue: Some("800".into()), ..Ring::from(CALLER) };
    let call = pbx.ring(&ring).unwrap();
    pbx.wave(call, "813").unwrap();
    pbx.answer(call, Some("813")).unwrap();
    pbx.hang_up(call).unwrap();
}

#[tokio::test]
async fn rows_of_a_queue_are_read_page_by_page_into_one_call() {
    for page in [None, Some("1"), Some("2")] {
        let rig = Rig::start(&[AT_ONCE]).await;
        if page.is_some() {
            rig.fault("odata-page", page);
        }
        queue_call(&rig);
        let found = calls(&rig).await;
        assert_eq!(found.len(), 1, "{page:?}: {found:?}");
        assert_eq!(found[0].outcome, LoggedOutcome::AnsweredBy { who: "Tom Ito".into() });
        assert_eq!((found[0].number.canonical(), found[0].via.as_deref()), (CALLER, Some("Support queue")));
    }
}

#[tokio::test]
async fn calls_taken_here_and_made_here_are_read_with_what_was_recorded() {
    let rig = Rig::start(&[AT_ONCE]).await;
    let pbx = rig.pbx();
    let out = pbx.dialled(OWN, "+442079460321").unwrap();
    pbx.far_answer(out).unwrap();
    pbx.hang_up(out).unwrap();
    let made = Recorded {
        recording: Some(String::new()),
        transcription: Some("Hello".into()),
        sentiment: Some(3),
        ..Recorded::default()
    };
    pbx.record(Some(out), &made).unwrap();
    let found = calls(&rig).await;
    assert!(matches!(found[0].outcome, LoggedOutcome::AnsweredOutbound { .. }), "{found:?}");
    assert_eq!(found[0].number.canonical(), "+442079460321");
    assert_eq!((found[0].transcription.as_deref(), found[0].sentiment), (Some("Hello"), Some(3)));
    let link = found[0].recording.clone().unwrap();
    assert!(link.starts_with(&rig.simulators.ready().threecx.base_url), "{link}");
}

#[tokio::test]
async fn why_the_log_cannot_be_read_is_told_apart() {
    for (fault, value, failure) in [
        ("role", Some("system_admins"), HistoryFailure::NotAllowed),
        ("xapi-off", None, HistoryFailure::Off),
        ("server-error", Some("500"), HistoryFailure::Unreachable),
        ("bad-json", None, HistoryFailure::Unreachable),
    ] {
        let rig = Rig::start(&[(fault, value)]).await;
        assert_eq!(legs(&rig).await, Err(failure), "{fault}");
    }
}

#[tokio::test]
async fn a_log_that_is_too_long_says_that_there_is_more() {
    let rig = Rig::start(&[AT_ONCE]).await;
    for _ in 0..201 {
        let call = rig.pbx().ring(&Ring::from(CALLER)).unwrap();
        rig.pbx().hang_up(call).unwrap();
    }
    let whole = legs(&rig).await.unwrap();
    assert_eq!((whole.legs.len(), whole.more), (201, false));
    rig.fault("odata-page", Some("1"));
    let read = legs(&rig).await.unwrap();
    assert_eq!((read.legs.len(), read.more), (200, true));
}
