//! The three sides, and what they come to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::call::{Call, CallId, LoggedLeg, logged_calls};
use domain::caller::Caller;
use domain::desk::Context;
use domain::journal::{
    Comparison, Entry, OurCall, Period, Sides, TaskRow, Ways, What, logged_call, reconcile,
};
use domain::outbox::{EntryState, FailureKind, saving};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::{Compared, Doing, Reconciler};
use crate::crm::Crm;
use crate::outbox::is_cap_reached;
use crate::phone::HistoryFailure;
use crate::problem::{Problem, ProblemCode};
use crate::search::{Reaching, is_signed_in};
use crate::store::StoreError;

/// Calls and log are read in steps of this length, so that none holds more than can be read at
/// once.
const STEP: SignedDuration = SignedDuration::from_hours(24);
/// Legs of one call may lie on both sides of a step's border.
const OVERLAP: SignedDuration = SignedDuration::from_mins(10);
/// A call's later legs may begin so long after its first, by which it is named: without the first,
/// whoever compares the next day alone would give it another key.
const LONGEST_CALL: SignedDuration = SignedDuration::from_hours(12);
/// A record may be created so long after its call: the computer was off over night. Older gaps are
/// asked for by their keys.
const WRITTEN_WITHIN: SignedDuration = SignedDuration::from_hours(24);
/// Keys asked for at once; as many as one request to Salesforce takes.
const KEYS_AT_ONCE: usize = 200;
/// Callers looked up in one comparison: each may cost a request. The others come with the next one.
const LOOKED_UP_MAX: usize = 200;

/// What was read of the three sides.
struct Read {
    ours: Vec<OurCall>,
    /// Or why it may not be read.
    logged: Result<Vec<Call>, Problem>,
    tasks: Vec<TaskRow>,
    cut: bool,
}

impl Read {
    fn compared(&self, period: Period, context: &Context) -> Comparison {
        let logged = self.logged.as_deref().ok();
        let sides = Sides { ours: &self.ours, logged, tasks: &self.tasks };
        let Context { settings, agent, zone, .. } = context;
        reconcile(sides, period, Ways { settings, agent, zone })
    }

    /// These people are behind these numbers.
    fn know(&mut self, callers: &BTreeMap<String, Caller>) {
        let ours = self.ours.iter_mut().map(|ours| &mut ours.call);
        for call in ours.chain(self.logged.iter_mut().flatten()) {
            if call.caller.is_open()
                && let Some(caller) = callers.get(call.number.canonical())
            {
                call.caller = caller.clone();
            }
        }
    }
}

impl Reconciler {
    /// Compares these days.
    ///
    /// # Errors
    /// When a side that is needed cannot be asked, or requests are to be saved.
    pub async fn compare(
        &self,
        days: (Date, Date),
        say: &(dyn Fn(Doing) + Send + Sync),
    ) -> Result<Compared, Problem> {
        let (context, now) = (self.context().await?, self.shared.clock.now().wall);
        let period = Period::days(days.0, days.1, now, &context.zone);
        let period = period.map_err(|error| problem(ProblemCode::ComparePeriod, Some(error.to_string())))?;
        let crm = self.crm(&context).await?;
        // Before the records: an entry that is written meanwhile is then no gap.
        say(Doing::Calls);
        let ours = self.our_calls(period).await.map_err(|error| broken(&error))?;
        let (logged, log_cut) = self.logged(&context, period, say).await?;
        say(Doing::Tasks);
        let wide = period.wide();
        let until = wide.to.checked_add(WRITTEN_WITHIN).unwrap_or(wide.to);
        let records = crm.call_records(wide.from, until).await.map_err(|failure| of_crm(&failure.kind))?;
        let mut read = Read { ours, logged, tasks: records.rows, cut: log_cut || records.more };
        let first = read.compared(period, &context);
        let missing: Vec<(&Call, &Entry)> = missing(&first).collect();
        if !missing.is_empty() {
            let found = self.under_keys(&*crm, &missing, say).await?;
            let callers = self.callers(&*crm, &missing, &found, &context, say).await?;
            read.tasks.extend(found);
            read.know(&callers);
        }
        let comparison = read.compared(period, &context);
        let no_log = read.logged.as_ref().err().cloned();
        Ok(Compared { comparison, no_log, cut: read.cut, at: self.shared.clock.now().wall })
    }

    /// The CRM, if it may be asked for so much.
    async fn crm(&self, context: &Context) -> Result<Arc<dyn Crm>, Problem> {
        let reach = self.shared.reach.borrow().clone();
        let crm = reach.crm.ok_or_else(|| problem(ProblemCode::SalesforceNotConfigured, None))?;
        if !is_signed_in(reach.sign_in.as_ref()) {
            return Err(of_crm(&FailureKind::SignedOut));
        }
        if saving(crm.usage().borrow().quota(), &context.settings.facts) {
            return Err(problem(ProblemCode::CompareSaving, None));
        }
        let (now, zone) = (self.shared.clock.now(), &context.zone);
        let reached = is_cap_reached(&self.shared.store, &context.settings, now, zone).await;
        if reached.map_err(|error| broken(&error))? {
            return Err(of_crm(&FailureKind::CapReached));
        }
        Ok(crm)
    }

    /// Calls of this desk, and where their entries stand. What a person took out, and what was
    /// written, is known to the call when the outbox has forgotten it.
    async fn our_calls(&self, period: Period) -> Result<Vec<OurCall>, StoreError> {
        let mut ours = Vec::new();
        for step in steps(period) {
            let calls = self.shared.store.calls().between(step.from, step.to).await?;
            let keys: Vec<String> = calls.iter().map(|call| call.key.clone()).collect();
            let mut standings = self.shared.store.outbox().standings(&keys).await?;
            for call in calls {
                let before = call.entry.as_ref().filter(|state| match state {
                    EntryState::Removed { .. } | EntryState::Written { .. } => true,
                    EntryState::Waiting { .. } | EntryState::InDoubt { .. } | EntryState::Stuck { .. } => {
                        false
                    }
                });
                let state = standings.remove(&call.key).or_else(|| before.cloned());
                ours.push(OurCall { call, state });
            }
        }
        Ok(ours)
    }

    /// The log's calls of this extension, and whether there are more than were read.
    async fn logged(
        &self,
        context: &Context,
        period: Period,
        say: &(dyn Fn(Doing) + Send + Sync),
    ) -> Result<(Result<Vec<Call>, Problem>, bool), Problem> {
        let log = self.shared.reach.borrow().log.clone();
        let Some(log) = log else {
            return Ok((Err(problem(ProblemCode::PhoneNotConfigured, None)), false));
        };
        let extension = context.agent.extension.as_str();
        let steps: Vec<Period> = steps(period).collect();
        let (mut legs, mut cut, mut own) = (Vec::new(), false, BTreeSet::new());
        for (nth, step) in steps.iter().enumerate() {
            say(Doing::Log { day: count(nth) + 1, of: count(steps.len()) });
            let before = if nth == 0 { LONGEST_CALL } else { OVERLAP };
            let from = step.from.checked_sub(before).unwrap_or(step.from);
            let read = match log.legs(from, step.to).await {
                Ok(read) => read,
                Err(HistoryFailure::Unreachable) => return Err(problem(ProblemCode::PhoneUnreachable, None)),
                Err(HistoryFailure::NotAllowed) => {
                    return Ok((Err(problem(ProblemCode::PhoneRoleCallLog, None)), false));
                }
                Err(HistoryFailure::Off | HistoryFailure::NotLogged) => {
                    return Ok((Err(problem(ProblemCode::PhoneConfigurationOff, None)), false));
                }
            };
            cut |= read.more;
            // The log is the whole company's: the calls of others are let go at once.
            let is_own =
                |leg: &&LoggedLeg| [&leg.source.dn, &leg.destination.dn].iter().any(|dn| **dn == extension);
            own.extend(read.legs.iter().filter(is_own).map(|leg| leg.call.clone()));
            legs.extend(read.legs.into_iter().filter(|leg| own.contains(&leg.call)));
        }
        let calls = logged_calls(&legs, extension, &context.settings.matching);
        let since = steps.first().map_or(period.from, |first| first.from);
        let calls = calls.iter().filter(|call| call.started >= since);
        let calls = calls.map(|call| logged_call(call, CallId(0), &context.pbx, extension));
        Ok((Ok(calls.collect()), cut))
    }

    /// Records under the keys of what is missing, whoever owns them and whenever they were made.
    async fn under_keys(
        &self,
        crm: &dyn Crm,
        missing: &[(&Call, &Entry)],
        say: &(dyn Fn(Doing) + Send + Sync),
    ) -> Result<Vec<TaskRow>, Problem> {
        say(Doing::Keys { count: count(missing.len()) });
        let entries: Vec<Entry> = missing.iter().map(|(_, entry)| (*entry).clone()).collect();
        let mut found = Vec::new();
        for some in entries.chunks(KEYS_AT_ONCE) {
            let lists = crm.written(some).await.map_err(|failure| of_crm(&failure.kind))?;
            for (entry, records) in some.iter().zip(lists) {
                found.extend(records.into_iter().map(|record| TaskRow {
                    record,
                    key: Some(entry.key.clone()),
                    direction: Some(entry.direction),
                    duration_s: entry.duration_s,
                    subject: entry.subject.clone(),
                    numbers: Vec::new(),
                }));
            }
        }
        Ok(found)
    }

    /// Who is behind the numbers of what is missing: decides whether and to whom it is written.
    async fn callers(
        &self,
        crm: &dyn Crm,
        missing: &[(&Call, &Entry)],
        found: &[TaskRow],
        context: &Context,
        say: &(dyn Fn(Doing) + Send + Sync),
    ) -> Result<BTreeMap<String, Caller>, Problem> {
        let there: BTreeSet<&str> = found.iter().filter_map(|task| task.key.as_deref()).collect();
        let numbers: BTreeSet<&str> = missing
            .iter()
            .filter(|(call, entry)| call.caller.is_open() && !there.contains(entry.key.as_str()))
            .map(|(call, _)| call.number.canonical())
            .collect();
        let of = numbers.len().min(LOOKED_UP_MAX);
        let mut callers = BTreeMap::new();
        for (nth, number) in numbers.into_iter().take(LOOKED_UP_MAX).enumerate() {
            if saving(crm.usage().borrow().quota(), &context.settings.facts) {
                break;
            }
            say(Doing::People { nth: count(nth) + 1, of: count(of) });
            let looked = self.shared.search.look_up(number, Reaching::Both).await;
            if let Some(problem) = looked.problem {
                return Err(problem);
            }
            callers.insert(number.to_owned(), looked.verdict.map_or(Caller::Unknown, Caller::from));
        }
        Ok(callers)
    }
}

/// What nobody wrote.
fn missing(comparison: &Comparison) -> impl Iterator<Item = (&Call, &Entry)> {
    comparison.findings.iter().filter_map(|finding| match &finding.what {
        What::Missing { call, entry, .. } => Some((&**call, &**entry)),
        What::Doubled { .. } | What::Foreign { .. } => None,
    })
}

/// The parts of a period, with its margins.
fn steps(period: Period) -> impl Iterator<Item = Period> {
    let wide = period.wide();
    let next = move |from: &Timestamp| from.checked_add(STEP).ok().filter(|next| *next < wide.to);
    std::iter::successors(Some(wide.from), next).map(move |from| {
        let to = from.checked_add(STEP).unwrap_or(wide.to).min(wide.to);
        Period { from, to }
    })
}

pub(super) fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

pub(super) fn problem(code: ProblemCode, detail: Option<String>) -> Problem {
    Problem { code, detail }
}

/// The loop has ended, and the store with it.
pub(super) fn ended() -> Problem {
    problem(ProblemCode::StoreBroken, None)
}

pub(super) fn of_crm(kind: &FailureKind) -> Problem {
    Problem::from(kind)
}

pub(super) fn broken(error: &StoreError) -> Problem {
    tracing::error!(%error, "the journal cannot be compared");
    problem(ProblemCode::StoreBroken, None)
}
