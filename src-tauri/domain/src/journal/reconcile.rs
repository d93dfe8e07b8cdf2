//! Compares, for a period, the calls this desk had, the phone system's log of them and the CRM's
//! records: what is missing, what is there twice, what no call explains. Pure. Not here: asking
//! the three sides, writing, removing.

mod logged;
mod pair;
mod period;
mod tell;

pub use logged::logged_call;
pub use period::{DAYS_MAX, Period, PeriodError};
pub use tell::numbers_in;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Agent, Decision, Entry, compose, decide};
use crate::call::{Call, CallKey, Direction};
use crate::outbox::{EntryState, Kept, Written, kept};
use crate::settings::Settings;
use pair::{Told, apart, is_same_length, pairs, same_call};

/// A record in the CRM that tells of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskRow {
    pub record: Written,
    /// What stands where our key does.
    pub key: Option<String>,
    /// `None`: not told, or between colleagues.
    pub direction: Option<Direction>,
    pub duration_s: u32,
    pub subject: String,
    /// Numbers its texts name, as [`numbers_in`] reads them.
    pub numbers: Vec<String>,
}

/// A call of this desk, and where its entry stands on disk; `None`: there is none.
#[derive(Debug, Clone, PartialEq)]
pub struct OurCall {
    pub call: Call,
    pub state: Option<EntryState>,
}

/// What is compared: everything of [`Period::wide`].
#[derive(Debug, Clone, Copy)]
pub struct Sides<'a> {
    pub ours: &'a [OurCall],
    /// `None`: the log may not be read.
    pub logged: Option<&'a [Call]>,
    /// Records that this user owns or made.
    pub tasks: &'a [TaskRow],
}

/// By what is decided which calls are written, and how.
#[derive(Debug, Clone, Copy)]
pub struct Ways<'a> {
    pub settings: &'a Settings,
    pub agent: &'a Agent,
    pub zone: &'a TimeZone,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Comparison {
    /// Newest first.
    pub findings: Vec<Finding>,
    /// Calls with their one record.
    pub agreed: u32,
    /// Calls whose entries wait here: they will be written.
    pub waiting: u32,
    /// Calls that are not to be written.
    pub unwanted: u32,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The call's key; of a record that no call explains its id.
    pub id: String,
    pub at: Timestamp,
    pub what: What,
}

#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// The rules would write it, and nobody did.
    Missing { why: Missing, call: Box<Call>, entry: Box<Entry> },
    /// More than one record for one call.
    Doubled { call: Box<Call>, kept: Kept },
    /// No call explains it. It is never touched.
    Foreign { task: Box<TaskRow> },
}

/// How a call came to have no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// It was written, and the record has gone.
    Gone,
    /// It was never handed over.
    NeverQueued,
    /// Only the phone system's log knows the call.
    NotSeenHere,
}

/// A call, whoever told of it.
struct Known<'a> {
    call: &'a Call,
    ours: Option<&'a OurCall>,
    /// The key it would have from the log, where no other call could be meant there.
    in_log: Option<&'a str>,
    tasks: Vec<Given<'a>>,
}

/// A record of a call.
struct Given<'a> {
    task: &'a TaskRow,
    /// Its key says so, not number and time alone.
    certain: bool,
}

/// Whether a record's key tells of this call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Keyed {
    Same,
    /// It has no key, or the call is not known by the name that the key was made from.
    Unclear,
    /// Two calls of the same number may follow each other within seconds.
    Another,
}

impl<'a> Known<'a> {
    fn keyed(&self, task: &TaskRow) -> Keyed {
        let Some(key) = task.key.as_deref().and_then(CallKey::read) else { return Keyed::Unclear };
        let names = || [Some(self.call.key.as_str()), self.in_log].into_iter().flatten();
        let mut verdict = Keyed::Unclear;
        for own in names().filter_map(CallKey::read).filter(|own| own.host == key.host) {
            let same = match (own.live().zip(key.live()), own.logged().zip(key.logged())) {
                (Some((own, told)), _) | (None, Some((own, told))) => own == told,
                (None, None) if own == key => true,
                (None, None) => continue,
            };
            if same {
                return Keyed::Same;
            }
            verdict = Keyed::Another;
        }
        verdict
    }

    fn give(&mut self, task: &'a TaskRow, certain: bool) {
        self.tasks.push(Given { task, certain });
    }

    fn record_id(&self) -> Option<&str> {
        match self.ours?.state.as_ref()? {
            EntryState::Written { task_id, .. } => Some(task_id),
            EntryState::Waiting { .. }
            | EntryState::InDoubt { .. }
            | EntryState::Stuck { .. }
            | EntryState::Removed { .. } => None,
        }
    }
}

/// Compares. Each call and each record is used once; certain matches come before likely ones.
#[must_use]
pub fn reconcile(sides: Sides<'_>, period: Period, ways: Ways<'_>) -> Comparison {
    let mut known = known_calls(sides);
    let mut open: Vec<&TaskRow> =
        sides.tasks.iter().filter(|task| is_of_desk(task, &ways.agent.extension)).collect();
    explain(&mut known, &mut open);
    let foreign = doubles(&mut known, open);
    let mut comparison = Comparison::default();
    for call in &known {
        if period.holds(call.call.first_seen) {
            judge(call, ways, &mut comparison);
        }
    }
    let strangers = foreign.into_iter().map(|task| (tell::started(task), task));
    for (at, task) in strangers.filter(|(at, _)| period.holds(*at)) {
        let what = What::Foreign { task: Box::new(task.clone()) };
        comparison.findings.push(Finding { id: task.record.id.clone(), at, what });
    }
    comparison.findings.sort_by(|a, b| (b.at, &a.id).cmp(&(a.at, &b.id)));
    comparison
}

/// Our own calls, and those that only the log tells of.
fn known_calls(sides: Sides<'_>) -> Vec<Known<'_>> {
    let known_as = |call, ours| Known { call, ours, in_log: None, tasks: Vec::new() };
    let mut known: Vec<Known<'_>> = sides.ours.iter().map(|ours| known_as(&ours.call, Some(ours))).collect();
    let logged = sides.logged.unwrap_or_default();
    let seen: Vec<Timestamp> = sides.ours.iter().map(|ours| ours.call.first_seen).collect();
    let rows: Vec<Timestamp> = logged.iter().map(|call| call.first_seen).collect();
    let same = |at: usize, row: usize| same_call(&sides.ours[at].call, &logged[row]);
    let matched = pairs(&seen, &rows, same);
    for (at, row) in &matched {
        let another_row = (0..rows.len()).any(|other| other != *row && same(*at, other).is_some());
        let another_call = (0..seen.len()).any(|other| other != *at && same(other, *row).is_some());
        let same_length = is_same_length(&sides.ours[*at].call, &logged[*row]);
        let certain = same_length && !another_row && !another_call;
        known[*at].in_log = certain.then_some(&logged[*row].key);
    }
    let paired: Vec<usize> = matched.into_iter().map(|(_, row)| row).collect();
    let alone = logged.iter().enumerate().filter(|(row, _)| !paired.contains(row));
    known.extend(alone.map(|(_, call)| known_as(call, None)));
    known
}

/// A record under a key of another desk is that desk's, and one of a chat is no call's.
fn is_of_desk(task: &TaskRow, extension: &str) -> bool {
    let Some(key) = task.key.as_deref() else { return true };
    match CallKey::read(key) {
        Some(key) => key.extension == extension,
        // Other programs write what they like into this field.
        None => key.matches('|').count() < 2,
    }
}

/// Gives each call its record: by the record's id, by our key, by number and time, by time alone
/// where our own texts name no number.
fn explain<'a>(known: &mut [Known<'a>], open: &mut Vec<&'a TaskRow>) {
    let by_id: BTreeMap<&str, usize> =
        known.iter().enumerate().filter_map(|(at, call)| Some((call.record_id()?, at))).collect();
    let taken = take(open, |task| by_id.get(task.record.id.as_str()).copied());
    give(known, taken);
    let in_log = known.iter().enumerate().filter_map(|(at, call)| Some((call.in_log?, at)));
    let own = known.iter().enumerate().map(|(at, call)| (call.call.key.as_str(), at));
    let by_key: BTreeMap<&str, usize> = in_log.chain(own).collect();
    let taken = take(open, |task| by_key.get(task.key.as_deref()?).copied());
    give(known, taken);
    for rule in [Told::names_number_of, Told::may_be_of] {
        let free: Vec<usize> = (0..known.len()).filter(|at| known[*at].tasks.is_empty()).collect();
        let began: Vec<Timestamp> = free.iter().map(|at| known[*at].call.first_seen).collect();
        let told: Vec<Told<'_>> = open.iter().map(|task| Told::of(task)).collect();
        let times: Vec<Timestamp> = told.iter().map(|told| told.at).collect();
        let matched = pairs(&began, &times, |call, task| {
            let call = &known[free[call]];
            let likely = rule(&told[task], call.call) && call.keyed(open[task]) != Keyed::Another;
            likely.then_some(0)
        });
        for (call, task) in &matched {
            let (call, task) = (&mut known[free[*call]], open[*task]);
            call.give(task, call.keyed(task) == Keyed::Same);
        }
        let used: Vec<usize> = matched.into_iter().map(|(_, task)| task).collect();
        let mut at = 0;
        open.retain(|_| {
            at += 1;
            !used.contains(&(at - 1))
        });
    }
}

/// Takes out the records that are certainly of the call at a place.
fn take<'a>(
    open: &mut Vec<&'a TaskRow>,
    of: impl Fn(&TaskRow) -> Option<usize>,
) -> Vec<(usize, &'a TaskRow)> {
    let mut taken = Vec::new();
    open.retain(|task| match of(task) {
        Some(at) => {
            taken.push((at, *task));
            false
        }
        None => true,
    });
    taken
}

fn give<'a>(known: &mut [Known<'a>], taken: Vec<(usize, &'a TaskRow)>) {
    for (at, task) in taken {
        if let Some(call) = known.get_mut(at) {
            call.give(task, true);
        }
    }
}

/// Gives records that are left to calls that have one already, where they may tell of the same
/// call. Answers with those that no call explains.
fn doubles<'a>(known: &mut [Known<'a>], open: Vec<&'a TaskRow>) -> Vec<&'a TaskRow> {
    let mut foreign = Vec::new();
    for task in open {
        let told = Told::of(task);
        let nearest = known
            .iter_mut()
            .filter(|call| !call.tasks.is_empty() && told.names_number_of(call.call))
            .map(|call| (call.keyed(task), call))
            .filter(|(keyed, _)| *keyed != Keyed::Another)
            .min_by_key(|(keyed, call)| {
                (*keyed, apart(call.call.first_seen, told.at), call.call.key.clone())
            });
        match nearest {
            Some((keyed, call)) => call.give(task, keyed == Keyed::Same),
            None => foreign.push(task),
        }
    }
    foreign
}

fn judge(known: &Known<'_>, ways: Ways<'_>, into: &mut Comparison) {
    if known.call.is_live() {
        return;
    }
    let finding = |what| Finding { id: known.call.key.clone(), at: known.call.first_seen, what };
    let call = || Box::new(known.call.clone());
    match known.tasks.as_slice() {
        [] => match missing(known, ways) {
            Ok((why, entry)) => {
                let what = What::Missing { why, call: call(), entry: Box::new(entry) };
                into.findings.push(finding(what));
            }
            Err(NotMissing::Waits) => into.waiting += 1,
            Err(NotMissing::Unwanted) => into.unwanted += 1,
        },
        [_] => into.agreed += 1,
        several => {
            let records: Vec<Written> = several.iter().map(ours_for_certain).collect();
            if let Some(kept) = kept(&records) {
                into.findings.push(finding(What::Doubled { call: call(), kept }));
            }
        }
    }
}

/// What does not carry this call's key may be somebody's own work, or of another call, whoever was
/// signed in.
fn ours_for_certain(given: &Given<'_>) -> Written {
    let record = &given.task.record;
    let keyed = given.task.key.as_deref().is_some_and(|key| CallKey::read(key).is_some());
    Written { ours: record.ours && keyed && given.certain, ..record.clone() }
}

enum NotMissing {
    /// Its entry is on disk.
    Waits,
    /// The rules or a person do not want it written.
    Unwanted,
}

fn missing(known: &Known<'_>, ways: Ways<'_>) -> Result<(Missing, Entry), NotMissing> {
    let why = match known.ours.map(|ours| ours.state.as_ref()) {
        Some(Some(EntryState::Waiting { .. } | EntryState::InDoubt { .. } | EntryState::Stuck { .. })) => {
            return Err(NotMissing::Waits);
        }
        Some(Some(EntryState::Removed { .. })) => return Err(NotMissing::Unwanted),
        Some(Some(EntryState::Written { .. })) => Missing::Gone,
        Some(None) => Missing::NeverQueued,
        None => Missing::NotSeenHere,
    };
    match decide(known.call, ways.settings) {
        Decision::Write { .. } => {}
        // It would be kept here, and what is kept is not written.
        Decision::Keep { .. } | Decision::Nothing(_) => return Err(NotMissing::Unwanted),
    }
    let entry = compose(known.call, ways.settings, ways.agent, ways.zone);
    entry.map(|entry| (why, entry)).ok_or(NotMissing::Unwanted)
}

#[cfg(test)]
mod tests;
