//! `/jobs/query`: Bulk API 2.0 queries (salesforce.md 11.3). A job keeps which records it found; their fields are read
//! when a page of the result is.

use std::collections::VecDeque;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::{Csv, Method, Reply, Request, today};
use crate::salesforce::error::RestError;
use crate::salesforce::ids;
use crate::salesforce::soql::{Select, parse, run};
use crate::salesforce::state::State;
use crate::salesforce::time;

/// Jobs kept at a time; the oldest is dropped.
const JOBS_KEPT: usize = 50;
/// Rows on a page of the result when the client does not say.
const ROWS_DEFAULT: usize = 50_000;
/// Polls until a job is complete when no fault makes it slow.
const POLLS: u64 = 1;

#[derive(Default)]
pub struct Jobs {
    kept: VecDeque<Job>,
    counter: u64,
}

struct Job {
    id: String,
    user: String,
    query: String,
    object: &'static str,
    with_deleted: bool,
    made_ms: i64,
    progress: Progress,
}

enum Progress {
    Running { polls_left: u64 },
    Complete { rows: Vec<String> },
    Failed { message: String },
    Aborted,
}

impl Progress {
    fn state(&self) -> &'static str {
        match self {
            Progress::Running { .. } => "InProgress",
            Progress::Complete { .. } => "JobComplete",
            Progress::Failed { .. } => "Failed",
            Progress::Aborted => "Aborted",
        }
    }

    fn is_over(&self) -> bool {
        match self {
            Progress::Running { .. } => false,
            Progress::Complete { .. } | Progress::Failed { .. } | Progress::Aborted => true,
        }
    }
}

impl Jobs {
    /// The org forgets all jobs, as it does after a week.
    pub fn forget(&mut self) {
        self.kept.clear();
    }

    fn of(&self, user: &str, id: &str) -> Result<&Job, RestError> {
        self.kept.iter().find(|job| job.id == id && job.user == user).ok_or_else(RestError::not_found)
    }

    fn of_mut(&mut self, user: &str, id: &str) -> Result<&mut Job, RestError> {
        self.kept.iter_mut().find(|job| job.id == id && job.user == user).ok_or_else(RestError::not_found)
    }
}

pub fn route(state: &mut State, request: &Request, path: &[&str]) -> Result<Reply, RestError> {
    let user = request.writer.user.as_str();
    match (path, request.method) {
        ([], Method::Post) => create(state, request),
        ([], Method::Get) => {
            let jobs = state.jobs.kept.iter().filter(|job| job.user == user);
            let records: Vec<Value> = jobs.map(|job| job_json(job, request)).collect();
            Ok(Reply::ok(json!({ "done": true, "records": records, "nextRecordsUrl": null })))
        }
        ([id], Method::Get) => poll(state, request, id),
        ([id], Method::Patch) => {
            let job = state.jobs.of_mut(user, id)?;
            if request.fields()?.get("state").and_then(Value::as_str) != Some("Aborted") {
                return Err(RestError::new(400, "INVALIDJOBSTATE", "Only the state Aborted can be set"));
            }
            if !job.progress.is_over() {
                job.progress = Progress::Aborted;
            }
            Ok(Reply::ok(job_json(job, request)))
        }
        ([id], Method::Delete) => {
            if !state.jobs.of(user, id)?.progress.is_over() {
                return Err(RestError::new(409, "INVALIDJOBSTATE", "The job is not finished"));
            }
            state.jobs.kept.retain(|job| job.id != *id);
            Ok(Reply::empty())
        }
        ([id, "results"], Method::Get) => results(state, request, id),
        _ => Err(if path.len() <= 2 { RestError::method_not_allowed() } else { RestError::not_found() }),
    }
}

fn create(state: &mut State, request: &Request) -> Result<Reply, RestError> {
    let text = |name: &str| request.fields().map(|body| body.get(name).and_then(Value::as_str));
    let with_deleted = match text("operation")? {
        Some("query") => false,
        Some("queryAll") => true,
        Some(_) | None => {
            return Err(RestError::new(400, "INVALIDOPERATION", "operation is query or queryAll"));
        }
    };
    for (name, only) in [("columnDelimiter", "COMMA"), ("lineEnding", "LF"), ("contentType", "CSV")] {
        if text(name)?.is_some_and(|value| value != only) {
            return Err(RestError::new(400, "INVALIDJOB", format!("{name} can only be {only} here")));
        }
    }
    let soql =
        text("query")?.ok_or_else(|| RestError::new(400, "INVALIDJOB", "query is missing"))?.to_owned();
    let query = parse::query(&soql, today(state))?;
    let plain = query.select.iter().all(|item| matches!(item, Select::Field(_)));
    if !plain || !query.group_by.is_empty() || query.offset.is_some() {
        return Err(RestError::new(
            400,
            "INVALIDJOB",
            "aggregates, sub-queries and OFFSET are not supported",
        ));
    }
    let object = run::checked(state, &query)?;
    state.jobs.counter += 1;
    let polls_left = state.faults.number("bulk-slow").unwrap_or(POLLS);
    let progress = if state.faults.spend("bulk-fail") {
        Progress::Failed { message: String::from("InvalidBatch : Internal error while the query ran") }
    } else {
        Progress::Running { polls_left }
    };
    let job = Job {
        id: ids::make("750", state.jobs.counter),
        user: request.writer.user.clone(),
        query: soql,
        object: object.name,
        with_deleted,
        made_ms: state.now_ms(),
        progress,
    };
    let mut body = job_json(&job, request);
    body["state"] = json!("UploadComplete");
    state.jobs.kept.push_back(job);
    while state.jobs.kept.len() > JOBS_KEPT {
        state.jobs.kept.pop_front();
    }
    Ok(Reply::ok(body))
}

fn job_json(job: &Job, request: &Request) -> Value {
    let stamp = time::format_ms(job.made_ms);
    json!({
        "id": job.id, "operation": if job.with_deleted { "queryAll" } else { "query" }, "object": job.object,
        "createdById": job.user, "createdDate": stamp, "systemModstamp": stamp, "state": job.progress.state(),
        "concurrencyMode": "Parallel", "contentType": "CSV",
        "apiVersion": request.version.parse::<f64>().unwrap_or_default(), "lineEnding": "LF",
        "columnDelimiter": "COMMA",
    })
}

fn poll(state: &mut State, request: &Request, id: &str) -> Result<Reply, RestError> {
    let user = request.writer.user.as_str();
    let job = state.jobs.of_mut(user, id)?;
    let due = match &mut job.progress {
        Progress::Running { polls_left: 0 } => true,
        Progress::Running { polls_left } => {
            *polls_left -= 1;
            false
        }
        Progress::Complete { .. } | Progress::Failed { .. } | Progress::Aborted => false,
    };
    if due {
        let job = state.jobs.of(user, id)?;
        let query = parse::query(&job.query, today(state))?;
        let rows = run::ids(state, request.ask(state, job.with_deleted), &query)?;
        state.jobs.of_mut(user, id)?.progress = Progress::Complete { rows };
    }
    let job = state.jobs.of(user, id)?;
    let mut body = job_json(job, request);
    let processed = match &job.progress {
        Progress::Complete { rows } => rows.len(),
        Progress::Running { .. } | Progress::Failed { .. } | Progress::Aborted => 0,
    };
    body["jobType"] = json!("V2Query");
    body["numberRecordsProcessed"] = json!(processed);
    body["retries"] = json!(0);
    body["totalProcessingTime"] = json!(processed / 10);
    body["isPkChunkingSupported"] = json!(true);
    if let Progress::Failed { message } = &job.progress {
        body["errorMessage"] = json!(message);
    }
    Ok(Reply::ok(body))
}

fn results(state: &mut State, request: &Request, id: &str) -> Result<Reply, RestError> {
    let wrong = || RestError::new(400, "INVALID_QUERY_LOCATOR", "invalid locator");
    let start = match request.param("locator") {
        Some(_) if state.faults.spend("bulk-locator-expired") => return Err(wrong()),
        Some(locator) => {
            let bytes = URL_SAFE_NO_PAD.decode(locator).map_err(|_| wrong())?;
            String::from_utf8(bytes).ok().and_then(|text| text.parse().ok()).ok_or_else(wrong)?
        }
        None => 0_usize,
    };
    let size = match request.param("maxRecords").map(str::parse::<usize>) {
        Some(Ok(size)) if size > 0 => size,
        Some(Ok(_) | Err(_)) => return Err(RestError::new(400, "INVALIDJOB", "maxRecords is not a number")),
        None => ROWS_DEFAULT,
    };
    let most = state.faults.number("bulk-page-rows").and_then(|most| usize::try_from(most).ok());
    let size = most.map_or(size, |most| size.min(most.max(1)));
    let job = state.jobs.of(&request.writer.user, id)?;
    let Progress::Complete { rows } = &job.progress else {
        return Err(RestError::new(409, "INVALIDJOBSTATE", "The job has no result (yet)"));
    };
    if start > rows.len() || (start > 0 && start == rows.len()) {
        return Err(wrong());
    }
    let end = start.saturating_add(size).min(rows.len());
    let query = parse::query(&job.query, today(state))?;
    let text = run::csv(state, &query, rows.get(start..end).unwrap_or_default())?;
    let locator =
        if end < rows.len() { URL_SAFE_NO_PAD.encode(end.to_string()) } else { String::from("null") };
    Ok(Reply::csv(Csv { text, locator, rows: end - start }))
}
