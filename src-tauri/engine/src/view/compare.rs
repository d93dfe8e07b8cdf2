//! A comparison of the journal with the phone system's log and Salesforce, as the screen shows it.

use domain::journal::{Finding, Missing, What};
use domain::number::Region;
use domain::outbox::Kept;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::build::{ms, outcome_view};
use super::entries::{CallerLine, caller_line};
use super::{KindView, NumberView, OutcomeView};
use crate::problem::Problem;
use crate::reconcile::{Compared, Doing, Standing};

/// Most findings that are listed; the others come once these are dealt with.
const LISTED_MAX: usize = 500;

/// Where a comparison stands.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
pub struct CompareView {
    /// First and last day, `2026-11-22`.
    pub days: Option<(String, String)>,
    /// `None`: nothing runs.
    pub doing: Option<CompareDoing>,
    pub compared: Option<ComparedView>,
    pub mended: Option<MendedView>,
    pub problem: Option<Problem>,
}

/// What is being done just now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "doing", rename_all = "snake_case")]
pub enum CompareDoing {
    Calls,
    /// The phone system's log, day by day.
    Log {
        nth: u32,
        of: u32,
    },
    /// Salesforce's Tasks.
    Tasks,
    /// Salesforce is asked again for what is missing.
    Keys {
        count: u32,
    },
    /// Callers are looked up.
    People {
        nth: u32,
        of: u32,
    },
    Mending {
        nth: u32,
        of: u32,
    },
}

/// What a comparison came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ComparedView {
    pub at_ms: i64,
    /// Newest first.
    pub findings: Vec<FindingView>,
    /// So many more are not listed.
    pub more: u32,
    /// Calls with their one Task.
    pub agreed: u32,
    /// Calls whose entries wait here.
    pub waiting: u32,
    /// Calls that are not to be written.
    pub unwanted: u32,
    /// Why the phone system's log is not part of it.
    pub no_log: Option<Problem>,
    /// One side held more than was read.
    pub cut: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct FindingView {
    pub id: String,
    pub at_ms: i64,
    /// Who the call was with; of a Task that no call explains its subject.
    pub title: String,
    pub kind: Option<KindView>,
    pub company: Option<String>,
    pub number: Option<NumberView>,
    pub outcome: Option<OutcomeView>,
    pub talked_s: u32,
    pub what: FindingWhat,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum FindingWhat {
    /// Nobody wrote it. `text` is what would be written.
    Missing { why: MissingWhy, text: String },
    /// More than one Task for one call. `keep` is the one that stays; `remove`: ours, and younger.
    Doubled {
        keep: String,
        remove: Vec<String>,
        /// Ours as well, and worked on: a person decides which one stays.
        rivals: Vec<String>,
        /// By another user or program; never touched.
        foreign: Vec<String>,
    },
    /// A Task that no call explains.
    Foreign { record: String },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MissingWhy {
    /// It was written, and the Task has gone.
    Gone,
    /// Its entry was never handed over.
    NeverQueued,
    /// Only the phone system's log knows the call.
    NotSeenHere,
}

/// What was done about findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MendedView {
    pub queued: u32,
    pub removed: u32,
    /// Findings that were other ones when they were looked at again.
    pub left: u32,
}

pub(crate) fn compare_view(standing: &Standing, home: &Region) -> CompareView {
    CompareView {
        days: standing.days.map(|(from, to)| (from.to_string(), to.to_string())),
        doing: standing.doing.map(doing),
        compared: standing.compared.as_ref().map(|compared| compared_view(compared, home)),
        mended: standing.mended.as_ref().map(|done| MendedView {
            queued: u32::try_from(done.queued.len()).unwrap_or(u32::MAX),
            removed: done.removed,
            left: done.left,
        }),
        problem: standing.problem.clone(),
    }
}

fn doing(doing: Doing) -> CompareDoing {
    match doing {
        Doing::Calls => CompareDoing::Calls,
        Doing::Log { day, of } => CompareDoing::Log { nth: day, of },
        Doing::Tasks => CompareDoing::Tasks,
        Doing::Keys { count } => CompareDoing::Keys { count },
        Doing::People { nth, of } => CompareDoing::People { nth, of },
        Doing::Mending { nth, of } => CompareDoing::Mending { nth, of },
    }
}

/// What a comparison came to, as it is told outside.
#[must_use]
pub fn compared_view(compared: &Compared, home: &Region) -> ComparedView {
    let all = &compared.comparison.findings;
    let listed = all.len().min(LISTED_MAX);
    ComparedView {
        at_ms: ms(compared.at),
        findings: all.iter().take(listed).map(|one| finding(one, home)).collect(),
        more: u32::try_from(all.len() - listed).unwrap_or(u32::MAX),
        agreed: compared.comparison.agreed,
        waiting: compared.comparison.waiting,
        unwanted: compared.comparison.unwanted,
        no_log: compared.no_log.clone(),
        cut: compared.cut,
    }
}

fn finding(finding: &Finding, home: &Region) -> FindingView {
    let (call, what) = match &finding.what {
        What::Missing { why, call, entry } => {
            let text = entry.description.clone();
            (Some(&**call), FindingWhat::Missing { why: why_view(*why), text })
        }
        What::Doubled { call, kept } => {
            let Kept { id: keep, remove, rivals, foreign } = kept.clone();
            (Some(&**call), FindingWhat::Doubled { keep, remove, rivals, foreign })
        }
        What::Foreign { task } => (None, FindingWhat::Foreign { record: task.record.id.clone() }),
    };
    let subject = match &finding.what {
        What::Missing { entry, .. } => entry.subject.clone(),
        What::Doubled { .. } => String::new(),
        What::Foreign { task } => task.subject.clone(),
    };
    let CallerLine { title, kind, company, number } = caller_line(call, home);
    FindingView {
        id: finding.id.clone(),
        at_ms: ms(finding.at),
        title: title.unwrap_or(subject),
        kind,
        company,
        number,
        outcome: call.and_then(|call| call.outcome()).map(outcome_view),
        talked_s: call.map_or(0, |call| u32::try_from(call.talked.as_secs()).unwrap_or(u32::MAX)),
        what,
    }
}

fn why_view(why: Missing) -> MissingWhy {
    match why {
        Missing::Gone => MissingWhy::Gone,
        Missing::NeverQueued => MissingWhy::NeverQueued,
        Missing::NotSeenHere => MissingWhy::NotSeenHere,
    }
}
