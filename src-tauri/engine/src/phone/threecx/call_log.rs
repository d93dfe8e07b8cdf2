//! The report of past calls (3cx.md 3.5): one row for each way that a call took through the system,
//! told some time after it.
//!
//! What is inferred only is tolerated both ways: words of directions and places, durations in
//! either form, and any field that is empty or missing.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use domain::call::{LoggedDirection, LoggedEnd, LoggedLeg, LoggedPlace};
use jiff::{Span, SpanRelativeTo, Timestamp};
use serde::Deserialize;
use url::Url;

use super::Inner;
use super::history::{History, Rows, tidy};
use super::rest::ApiError;
use crate::phone::{CallLog, HistoryFailure, LoggedLegs};

/// Pages read at once: 20,000 rows, which is all that the system itself tells by default (3cx.md
/// 3.5).
const PAGES_MAX: usize = 200;
/// Longest transcription or summary kept: what a text of the journal holds.
const WORDS_CHARS_MAX: usize = 32_000;
/// Longest path or address of a recording believed.
const RECORDING_CHARS_MAX: usize = 500;

pub(super) struct Log {
    inner: Arc<Inner>,
    history: History,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[derive(Default)]
struct Row {
    main_call_history_id: Option<String>,
    call_history_id: Option<String>,
    cdr_id: Option<String>,
    start_time: Option<String>,
    source_dn: Option<String>,
    source_caller_id: Option<String>,
    source_display_name: Option<String>,
    destination_dn: Option<String>,
    destination_caller_id: Option<String>,
    destination_display_name: Option<String>,
    ringing_duration: Option<String>,
    talking_duration: Option<String>,
    answered: Option<bool>,
    direction: Option<String>,
    call_type: Option<String>,
    status: Option<String>,
    reason: Option<String>,
    recording_url: Option<String>,
    recordings: Option<Vec<Recording>>,
    transcription: Option<String>,
    summary: Option<String>,
    sentiment_score: Option<i32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Recording {
    id: i64,
}

impl Log {
    pub(super) fn new(inner: Arc<Inner>) -> Self {
        let history = History::new(Arc::clone(&inner));
        Self { inner, history }
    }

    async fn ask(&self, from: Timestamp, to: Timestamp) -> Result<LoggedLegs, ApiError> {
        // No `$orderby`: it is unreliable here, and the newest come first without it.
        let Rows { rows, complete } = self.history.rows::<Row>(&path(from, to), "", PAGES_MAX).await?;
        // A row that came in meanwhile moves the others: one may be told twice.
        let mut known = BTreeSet::new();
        let legs: Vec<LoggedLeg> = rows.iter().filter_map(|row| self.read(row)).collect();
        let legs = legs.into_iter().filter(|leg| known.insert(leg.id.clone())).collect();
        Ok(LoggedLegs { legs, more: !complete })
    }

    fn read(&self, row: &Row) -> Option<LoggedLeg> {
        let started = row.start_time.as_deref()?.parse().ok()?;
        let source = end(&row.source_dn, &row.source_caller_id, &row.source_display_name);
        let destination = end(&row.destination_dn, &row.destination_caller_id, &row.destination_display_name);
        // The main one is where calls were merged; it is the same otherwise.
        let call = [&row.main_call_history_id, &row.call_history_id, &row.cdr_id];
        let call = call.into_iter().map(|id| tidy(id.as_deref())).find(|id| !id.is_empty())?;
        let id = tidy(row.cdr_id.as_deref());
        let id = if id.is_empty() { format!("{call} {started} {}", destination.dn) } else { id };
        let status = || tidy(row.status.as_deref()).eq_ignore_ascii_case("answered");
        Some(LoggedLeg {
            started,
            direction: self.direction(row.direction.as_deref(), &source, &destination),
            place: self.place(row.call_type.as_deref(), &destination),
            call,
            id,
            source,
            destination,
            ringing: duration(row.ringing_duration.as_deref()),
            talking: duration(row.talking_duration.as_deref()),
            answered: row.answered.unwrap_or_else(status),
            recording: self.recording(row),
            transcription: words(row.transcription.as_deref()),
            summary: words(row.summary.as_deref()),
            sentiment: row.sentiment_score,
            reason: tidy(row.reason.as_deref()),
        })
    }

    fn direction(&self, word: Option<&str>, source: &LoggedEnd, to: &LoggedEnd) -> LoggedDirection {
        let word = tidy(word).to_lowercase();
        if word.contains("inbound") {
            return LoggedDirection::Inbound;
        } else if word.contains("outbound") {
            return LoggedDirection::Outbound;
        } else if word.contains("internal") {
            return LoggedDirection::Internal;
        }
        let names = self.inner.names();
        match (names.is_extension(&source.dn), names.is_extension(&to.dn)) {
            (Some(true), Some(true)) => LoggedDirection::Internal,
            (Some(true), Some(false)) => LoggedDirection::Outbound,
            (Some(false), Some(true)) => LoggedDirection::Inbound,
            (Some(false), Some(false)) | (None, _) | (_, None) => LoggedDirection::Other,
        }
    }

    fn place(&self, word: Option<&str>, to: &LoggedEnd) -> LoggedPlace {
        let word = tidy(word).to_lowercase();
        let known = [
            ("queue", LoggedPlace::Queue),
            ("group", LoggedPlace::Queue),
            ("receptionist", LoggedPlace::Menu),
            ("ivr", LoggedPlace::Menu),
            ("voice", LoggedPlace::System),
            ("system", LoggedPlace::System),
            ("extension", LoggedPlace::Extension),
            ("external", LoggedPlace::External),
        ];
        match known.into_iter().find(|(part, _)| word.contains(part)) {
            Some((_, place)) => place,
            None if self.inner.names().is_extension(&to.dn) == Some(true) => LoggedPlace::Extension,
            None => LoggedPlace::Other,
        }
    }

    /// The address that serves a recording, by its number where one is told (3cx.md 3.7); else the
    /// path that the row names, on the system's own address.
    fn recording(&self, row: &Row) -> Option<String> {
        let told = row.recording_url.as_deref().unwrap_or_default().trim();
        let told = if told.chars().count() > RECORDING_CHARS_MAX { "" } else { told };
        if let Ok(url) = Url::parse(told)
            && matches!(url.scheme(), "http" | "https")
        {
            return Some(url.into());
        }
        if let Some(Recording { id }) = row.recordings.iter().flatten().next() {
            return Some(self.inner.api.address_of(&[
                "xapi",
                "v1",
                "Recordings",
                &format!("Pbx.DownloadRecording(recId={id})"),
            ]));
        }
        if told.is_empty() {
            return None;
        }
        let parts: Vec<&str> = told.split('/').filter(|part| !part.is_empty() && *part != "..").collect();
        Some(self.inner.api.address_of(&parts))
    }
}

#[async_trait]
impl CallLog for Log {
    async fn legs(&self, from: Timestamp, to: Timestamp) -> Result<LoggedLegs, HistoryFailure> {
        self.history.told(self.ask(from, to).await)
    }
}

/// All parameters are mandatory and stand in the path (3cx.md 3.5).
pub(super) fn path(from: Timestamp, to: Timestamp) -> String {
    let second = |at: Timestamp| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    format!(
        "ReportCallLogData/Pbx.GetCallLogData(periodFrom={},periodTo={},sourceType=0,sourceFilter='',\
         destinationType=0,destinationFilter='',callsType=0,callTimeFilterType=0,callTimeFilterFrom='0:00:0',\
         callTimeFilterTo='0:00:0',hidePcalls=true)",
        second(from),
        second(to)
    )
}

fn end(dn: &Option<String>, number: &Option<String>, name: &Option<String>) -> LoggedEnd {
    LoggedEnd { dn: tidy(dn.as_deref()), number: tidy(number.as_deref()), name: tidy(name.as_deref()) }
}

/// `PT1M12.577S`, and `00:01:12` as other versions of such reports have it.
fn duration(text: Option<&str>) -> Duration {
    let span = text.unwrap_or_default().trim().parse::<Span>().ok();
    let exact = span.and_then(|span| span.to_duration(SpanRelativeTo::days_are_24_hours()).ok());
    exact.and_then(|exact| Duration::try_from(exact).ok()).unwrap_or_default()
}

fn words(text: Option<&str>) -> Option<String> {
    let text: String = text.unwrap_or_default().trim().chars().take(WORDS_CHARS_MAX).collect();
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests;
