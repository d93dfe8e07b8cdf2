//! The report of past calls (`3cx.md` 3.5): what happened on each leg becomes rows some seconds after the call, and
//! what is made of a recording comes later still.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::routing::post;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};

use super::legs::{Call, Leg, Party, Side, Status};
use super::state::State;
use super::xapi::{Row, row};
use super::{Pbx, sample};
use crate::control::{Answer, Refusal, read};
use crate::faults::ThreeCxFault;

/// The report on past calls; everything else about it stands in its parameters.
pub(super) const CALL_LOG: &str = "ReportCallLogData/Pbx.GetCallLogData";

/// Rows of one answer without a wish: what a system is set to at first (`3cx.md` 3.5).
const CAP_DEFAULT: u64 = 20_000;
/// Calls kept; a real system keeps them for months.
const CALLS_KEPT_MAX: usize = 20_000;
/// Rows appear so long after the call without a wish.
const DELAY_S_DEFAULT: u64 = 5;

/// The parameters, in any order and none missing.
const PARAMETERS: [&str; 10] = [
    "periodFrom",
    "periodTo",
    "sourceType",
    "sourceFilter",
    "destinationType",
    "destinationFilter",
    "callsType",
    "callTimeFilterType",
    "callTimeFilterFrom",
    "callTimeFilterTo",
];
const HIDE: &str = "hidePcalls";

/// What is made of a recorded call.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Recorded {
    /// The path of the recording, relative as a real system tells it; one is made up without it.
    pub recording: Option<String>,
    pub transcription: Option<String>,
    pub summary: Option<String>,
    pub sentiment: Option<i32>,
    /// It shows so long from now.
    pub after_s: u64,
}

/// Why nothing happened.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallLogError {
    #[error("nobody talked in such a call")]
    NoTalk,
}

#[derive(Debug, Default)]
pub(super) struct CallLog {
    /// Oldest first; those in progress are among them.
    calls: Vec<Logged>,
    next_row: u64,
}

#[derive(Debug)]
struct Logged {
    call_id: i32,
    history: String,
    legs: Vec<LoggedLeg>,
    outside: Option<(Side, Party)>,
    ended: Option<Timestamp>,
}

#[derive(Debug)]
struct LoggedLeg {
    cdr: String,
    id: i32,
    dn: String,
    side: Side,
    /// A queue or ring group that it came through.
    via: Option<String>,
    started: Timestamp,
    answered: Option<Timestamp>,
    ended: Option<Timestamp>,
    recorded: Vec<(Timestamp, Recorded)>,
}

fn guid(part: u64) -> String {
    format!("00000000-01dc-688a-2607-{part:012x}")
}

impl CallLog {
    pub(super) fn began(&mut self, call_id: i32, outside: Option<(Side, Party)>) {
        self.next_row += 1;
        let history = guid(self.next_row);
        self.calls.push(Logged { call_id, history, legs: Vec::new(), outside, ended: None });
        if self.calls.len() > CALLS_KEPT_MAX {
            self.calls.remove(0);
        }
    }

    fn live(&mut self, call_id: i32) -> Option<&mut Logged> {
        self.calls.iter_mut().rev().find(|call| call.call_id == call_id && call.ended.is_none())
    }

    pub(super) fn leg_added(&mut self, leg: &Leg, now: Timestamp) {
        self.next_row += 1;
        let cdr = guid(self.next_row);
        let Some(call) = self.live(leg.call_id) else { return };
        call.legs.push(LoggedLeg {
            cdr,
            id: leg.id,
            dn: leg.dn.clone(),
            side: leg.side,
            via: leg.on_behalf_of.known().map(str::to_owned),
            started: now,
            answered: (leg.status == Status::Connected).then_some(now),
            ended: None,
            recorded: Vec::new(),
        });
    }

    pub(super) fn leg_changed(&mut self, leg: &Leg, now: Timestamp) {
        let Some(call) = self.live(leg.call_id) else { return };
        if leg.status == Status::Connected
            && let Some(known) = call.legs.iter_mut().find(|known| known.id == leg.id)
        {
            known.answered.get_or_insert(now);
        }
    }

    pub(super) fn leg_gone(&mut self, leg: &Leg, now: Timestamp) {
        let Some(call) = self.live(leg.call_id) else { return };
        if let Some(known) = call.legs.iter_mut().find(|known| known.id == leg.id) {
            known.ended = Some(now);
        }
    }

    /// The call is over: its rows will show.
    pub(super) fn ended(&mut self, gone: &Call, now: Timestamp) {
        let Some(call) = self.live(gone.id) else { return };
        call.ended = Some(now);
        // Who was reached outside is known at the end only.
        call.outside.clone_from(&gone.outside);
    }

    /// The system starts anew: what was going on is in no report.
    pub(super) fn restarted(&mut self) {
        self.calls.retain(|call| call.ended.is_some());
    }
}

/// When the newest call in the report began.
pub(super) fn newest(state: &State) -> Option<Timestamp> {
    shown(state).filter_map(|call| call.legs.first()).map(|leg| leg.started).max()
}

fn shown(state: &State) -> impl Iterator<Item = &Logged> {
    let delay = state.faults.number(ThreeCxFault::CallLogDelay).unwrap_or(DELAY_S_DEFAULT);
    let delay = SignedDuration::from_secs(i64::try_from(delay).unwrap_or(i64::MAX));
    let now = state.now();
    state.log.calls.iter().filter(move |call| {
        call.ended.is_some_and(|ended| ended.checked_add(delay).is_ok_and(|shows| shows <= now))
    })
}

/// The rows of a period, newest first. The answer to wrong parameters is a refusal.
pub(super) fn rows(state: &State, parameters: &str) -> Result<Vec<Row>, &'static str> {
    let (from, to) = period(parameters)?;
    let mut rows: Vec<(Timestamp, Row)> = shown(state).flat_map(|call| rows_of(state, call)).collect();
    rows.retain(|(started, _)| (from..=to).contains(started));
    rows.sort_by_key(|(started, _)| *started);
    rows.reverse();
    let cap = state.faults.number(ThreeCxFault::CallLogCap).unwrap_or(CAP_DEFAULT);
    rows.truncate(usize::try_from(cap).unwrap_or(usize::MAX));
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

fn period(parameters: &str) -> Result<(Timestamp, Timestamp), &'static str> {
    let pair = |pair: &str| {
        pair.split_once('=').map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
    };
    let given: BTreeMap<String, String> = parameters.split(',').filter_map(pair).collect();
    if given.len() != PARAMETERS.len() + 1 || parameters.split(',').count() != given.len() {
        return Err("Each parameter of the function must be given once.");
    }
    let value =
        |name: &str| given.get(name).map(String::as_str).ok_or("A parameter of the function is missing.");
    for name in PARAMETERS {
        let value = value(name)?;
        // What the other codes mean is not documented.
        let fits = match name {
            "periodFrom" | "periodTo" => value.parse::<Timestamp>().is_ok(),
            "sourceFilter" | "destinationFilter" => value == "''",
            "callTimeFilterFrom" | "callTimeFilterTo" => value.starts_with('\'') && value.ends_with('\''),
            _ => value == "0",
        };
        if !fits {
            return Err("A parameter of the function has the wrong form.");
        }
    }
    if !["true", "false"].contains(&value(HIDE)?) {
        return Err("A parameter of the function has the wrong form.");
    }
    let time = |name: &str| value(name)?.parse().map_err(|_| "A time has the wrong form.");
    Ok((time("periodFrom")?, time("periodTo")?))
}

/// One side of a row.
struct End {
    dn: String,
    number: String,
    name: String,
    kind: u8,
}

impl End {
    fn inside(dn: &str) -> Self {
        let Party { name, caller_id, dn, .. } = Party::inside(dn);
        let kind = if sample::group(&dn).is_some() { 2 } else { 0 };
        Self { dn, number: caller_id, name, kind }
    }

    fn outside(party: &Party) -> Self {
        Self { dn: party.dn.clone(), number: party.caller_id.clone(), name: party.name.clone(), kind: 1 }
    }
}

/// A queue's call is several rows: the queue, then each agent that rang.
fn rows_of(state: &State, call: &Logged) -> Vec<(Timestamp, Row)> {
    let callers: Vec<&LoggedLeg> = call.legs.iter().filter(|leg| leg.side == Side::Caller).collect();
    let callees: Vec<&LoggedLeg> = call.legs.iter().filter(|leg| leg.side == Side::Callee).collect();
    match &call.outside {
        Some((Side::Callee, party)) => callers
            .iter()
            .enumerate()
            .map(|(at, leg)| {
                let (own, far) = (End::inside(&leg.dn), End::outside(party));
                // Whoever took the call over is reached, the first one reached somebody.
                let (from, to) = if at == 0 { (own, far) } else { (far, own) };
                one_row(state, call, leg, (&from, &to), "Outbound")
            })
            .collect(),
        Some((Side::Caller, party)) => {
            let through = callees.iter().any(|leg| is_line(&leg.dn) || leg.via.is_some());
            let direction = if through { "Inbound Queue" } else { "Inbound" };
            let from = End::outside(party);
            let mut rows = Vec::new();
            // A ring group has no leg of its own.
            let group = callees
                .iter()
                .find(|leg| leg.via.as_ref().is_some_and(|via| !callees.iter().any(|q| q.dn == *via)));
            if let Some((leg, via)) = group.and_then(|leg| Some((leg, leg.via.as_ref()?))) {
                let waits = LoggedLeg {
                    cdr: format!("{}-g", leg.cdr),
                    dn: via.clone(),
                    answered: None,
                    via: None,
                    recorded: Vec::new(),
                    ..**leg
                };
                rows.push(one_row(state, call, &waits, (&from, &End::inside(via)), direction));
            }
            rows.extend(
                callees
                    .iter()
                    .map(|leg| one_row(state, call, leg, (&from, &End::inside(&leg.dn)), direction)),
            );
            rows
        }
        None => {
            let from = callers.first().map_or_else(|| End::inside(""), |leg| End::inside(&leg.dn));
            callees
                .iter()
                .map(|leg| one_row(state, call, leg, (&from, &End::inside(&leg.dn)), "Internal"))
                .collect()
        }
    }
}

fn is_line(dn: &str) -> bool {
    sample::group(dn).is_some()
}

fn one_row(
    state: &State,
    call: &Logged,
    leg: &LoggedLeg,
    (from, to): (&End, &End),
    direction: &str,
) -> (Timestamp, Row) {
    let ended = leg.ended.or(call.ended).unwrap_or(leg.started);
    let waits = is_line(&leg.dn);
    let answered = leg.answered.filter(|_| !waits);
    let now = state.now();
    let mut made = Recorded::default();
    for (_, recorded) in leg.recorded.iter().filter(|(shows, _)| *shows <= now) {
        let Recorded { recording, transcription, summary, sentiment, .. } = recorded.clone();
        made.recording = recording.or(made.recording);
        made.transcription = transcription.or(made.transcription);
        made.summary = summary.or(made.summary);
        made.sentiment = sentiment.or(made.sentiment);
    }
    let call_type = match (waits, to.kind) {
        (true, _) => "Queue",
        (false, 1) => "External",
        (false, _) => "Extension",
    };
    let value = json!({
        "MainCallHistoryId": call.history,
        "CallHistoryId": call.history,
        "CdrId": leg.cdr,
        "CallId": call.call_id.saturating_add(500),
        "SegmentId": 1,
        "Indent": 0,
        "SubrowDescNumber": 0,
        "StartTime": leg.started.to_string(),
        "SourceType": from.kind,
        "SourceDn": from.dn,
        "SourceCallerId": from.number,
        "SourceDisplayName": from.name,
        "DestinationType": to.kind,
        "DestinationDn": to.dn,
        "DestinationCallerId": to.number,
        "DestinationDisplayName": to.name,
        "ActionType": Value::Null,
        "ActionDnType": Value::Null,
        "actionDnDn": "",
        "ActionDnCallerId": "",
        "ActionDnDisplayName": "",
        "RingingDuration": duration(leg.started, answered.unwrap_or(ended)),
        "TalkingDuration": answered.map_or_else(|| "PT0S".to_owned(), |at| duration(at, ended)),
        "Answered": answered.is_some(),
        "Direction": direction,
        "CallType": call_type,
        "Status": if waits { "Waiting" } else if answered.is_some() { "Answered" } else { "Unanswered" },
        "Reason": if answered.is_some() { "Terminated by caller" } else { "No answer" },
        "CallCost": 0,
        "RecordingUrl": made.recording,
        "SrcRecId": Value::Null,
        "DstRecId": Value::Null,
        "Recordings": made.recording.iter().map(|_| json!({ "Id": leg.id })).collect::<Vec<_>>(),
        "QualityReport": false,
        "Transcription": made.transcription,
        "Summary": made.summary,
        "SentimentScore": made.sentiment,
    });
    (leg.started, row(value))
}

fn duration(from: Timestamp, to: Timestamp) -> String {
    let exact = to.duration_since(from).max(SignedDuration::ZERO);
    let (minutes, seconds) = (exact.as_mins(), exact.as_secs() % 60);
    let milli = exact.subsec_millis();
    if minutes == 0 {
        format!("PT{seconds}.{milli:03}S")
    } else {
        format!("PT{minutes}M{seconds}.{milli:03}S")
    }
}

impl Pbx {
    /// Something is made of a call's recording: it shows in the report on the leg that was talked last. `None`: the
    /// newest call in which somebody talked.
    ///
    /// # Errors
    /// When nobody talked in it.
    pub fn record(&self, call_id: Option<i32>, recorded: &Recorded) -> Result<(), CallLogError> {
        self.with(|state| {
            let now = state.now();
            let after = SignedDuration::from_secs(i64::try_from(recorded.after_s).unwrap_or(i64::MAX));
            let shows = now.checked_add(after).unwrap_or(Timestamp::MAX);
            let talked = |leg: &&mut LoggedLeg| leg.answered.is_some() && !is_line(&leg.dn);
            let calls = state.log.calls.iter_mut().rev();
            let mut meant = calls.filter(|call| call_id.is_none_or(|id| call.call_id == id));
            let leg = meant.find_map(|call| call.legs.iter_mut().rev().find(talked));
            let leg = leg.ok_or(CallLogError::NoTalk)?;
            let mut recorded = recorded.clone();
            if recorded.recording.as_deref() == Some("") {
                recorded.recording =
                    Some(format!("{}/[{}]_{}.wav", leg.dn, End::inside(&leg.dn).name, leg.id));
            }
            leg.recorded.push((shows, recorded));
            Ok(())
        })
    }
}

impl From<CallLogError> for Refusal {
    fn from(error: CallLogError) -> Self {
        Refusal::new(StatusCode::CONFLICT, &error.to_string())
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct OnRecord {
    callid: Option<i32>,
    #[serde(flatten)]
    recorded: Recorded,
}

/// The report in the control interface.
pub(super) fn router() -> Router<Pbx> {
    Router::new().route("/recorded", post(recorded))
}

async fn recorded(Extract(pbx): Extract<Pbx>, body: Bytes) -> Answer {
    let on: OnRecord = read(&body)?;
    pbx.record(on.callid, &on.recorded)?;
    Ok(json!({ "recorded": true }).into())
}
