//! What a person confirmed is done: everything is compared anew first, so that nothing is done
//! about what has changed since it was shown.

use std::collections::BTreeSet;

use domain::call::{Call, CallId};
use domain::journal::{Entry, Finding, What};
use jiff::civil::Date;
use tokio_util::sync::CancellationToken;

use super::ask::{broken, count, ended, of_crm, problem};
use super::{Compared, Desk, Doing, Mended, Reconciler};
use crate::controller::Event;
use crate::outbox::EntryNews;
use crate::problem::{Problem, ProblemCode};
use crate::store::Queued;

impl Reconciler {
    /// Writes what is missing and removes our own younger doubles, of the findings that are wanted.
    /// What could not be done stays among the findings; the problem says why the rest was not
    /// tried.
    ///
    /// # Errors
    /// As [`Reconciler::compare`]; nothing was done then.
    pub async fn mend(
        &self,
        days: (Date, Date),
        wanted: &Wanted,
        say: &(dyn Fn(Doing) + Send + Sync),
        cancel: &CancellationToken,
    ) -> Result<(Compared, Mended, Option<Problem>), Problem> {
        let _alone = self.shared.mending.lock().await;
        let mut compared = tokio::select! {
            compared = self.compare(days, say) => compared?,
            () = cancel.cancelled() => return Err(problem(ProblemCode::CompareStopped, None)),
        };
        if compared.cut {
            // What was not read may explain any of them.
            return Ok((compared, Mended::default(), Some(problem(ProblemCode::CompareCut, None))));
        }
        let findings = std::mem::take(&mut compared.comparison.findings);
        let there = findings.iter().filter(|finding| wanted.names(finding)).count();
        let (mut mended, mut stopped, mut nth) = (Mended::default(), None, 0);
        mended.left = count(wanted.count().saturating_sub(there));
        for finding in findings {
            if !wanted.names(&finding) || stopped.is_some() || cancel.is_cancelled() {
                compared.comparison.findings.push(finding);
                continue;
            }
            nth += 1;
            say(Doing::Mending { nth, of: count(there) });
            match self.mend_one(&finding.what, wanted, &mut mended).await {
                Ok(Done::Queued) => compared.comparison.waiting += 1,
                Ok(Done::MadeOne) => compared.comparison.agreed += 1,
                Ok(Done::Nothing) => {
                    mended.left += 1;
                    compared.comparison.findings.push(finding);
                }
                Err(why) => {
                    stopped = Some(why);
                    compared.comparison.findings.push(finding);
                }
            }
        }
        if !mended.queued.is_empty() {
            self.shared.reach.borrow().nudge.queued();
        }
        Ok((compared, mended, stopped))
    }

    async fn mend_one(&self, what: &What, wanted: &Wanted, mended: &mut Mended) -> Result<Done, Problem> {
        match what {
            // Nobody knows yet to whom it is written.
            What::Missing { call, .. } if call.caller.is_open() => Ok(Done::Nothing),
            What::Missing { call, entry, .. } => {
                let queued = self.refill(call, entry).await?;
                match queued {
                    Queued::OnDisk => {
                        mended.queued.insert(entry.key.clone());
                        Ok(Done::Queued)
                    }
                    Queued::AlreadySent => Ok(Done::Nothing),
                }
            }
            What::Doubled { call, kept } => {
                let (stays, gone) = match wanted {
                    Wanted::Keep { record, remove, .. } => (record, kept.without(record, remove)),
                    Wanted::All | Wanted::These(_) => (&kept.id, Some(kept.remove.clone())),
                };
                let gone = gone.unwrap_or_default();
                self.make_one(call, stays, &gone, mended).await?;
                let left = kept.rivals.iter().chain([&kept.id]).any(|id| id != stays && !gone.contains(id));
                let all = !gone.is_empty() && !left && kept.foreign.is_empty();
                Ok(if all { Done::MadeOne } else { Done::Nothing })
            }
            What::Foreign { .. } => Ok(Done::Nothing),
        }
    }

    /// Queues an entry; a call that this computer never saw is kept with it.
    async fn refill(&self, call: &Call, entry: &Entry) -> Result<Queued, Problem> {
        let store = &self.shared.store;
        let known = store.calls().with_key(&call.key).await.map_err(|error| broken(&error))?;
        let id = match known {
            Some(known) => known.id,
            None => {
                let id = self.new_id().await?;
                let saved = store.calls().save(&Call { id, ..call.clone() }).await;
                saved.map_err(|error| broken(&error))?;
                id
            }
        };
        let entry = Entry { call: id, ..entry.clone() };
        let queued = store.outbox().refill(&entry, self.shared.clock.now().wall).await;
        self.tell_loop(&entry.key).await?;
        queued.map_err(|error| broken(&error))
    }

    /// The loop that runs gives ids to calls of its own, so it gives this one as well.
    async fn new_id(&self) -> Result<CallId, Problem> {
        match &self.shared.desk {
            Desk::Running(handle) => handle.new_call_id().await.ok_or_else(ended),
            Desk::Alone(_) => self.shared.store.calls().next_id().await.map_err(|error| broken(&error)),
        }
    }

    /// Removes doubles; the entry's record is the one that stays.
    async fn make_one(
        &self,
        call: &Call,
        stays: &str,
        gone: &[String],
        mended: &mut Mended,
    ) -> Result<(), Problem> {
        if gone.is_empty() {
            return Ok(());
        }
        let crm = self.shared.reach.borrow().crm.clone();
        let crm = crm.ok_or_else(|| problem(ProblemCode::SalesforceNotConfigured, None))?;
        // Before anything is removed: whoever is stopped in between finds a double again, not an
        // entry whose record has gone.
        let url = crm.page(stays).await;
        let rows = self.shared.store.outbox();
        let known = rows.keep_record(&call.key, stays, url.as_deref()).await;
        known.map_err(|error| broken(&error))?;
        for id in gone {
            crm.remove(id).await.map_err(|failure| of_crm(&failure.kind))?;
            mended.removed += 1;
        }
        self.tell_loop(&call.key).await
    }

    /// The loop shows where the entry stands now.
    async fn tell_loop(&self, key: &str) -> Result<(), Problem> {
        let Desk::Running(handle) = &self.shared.desk else { return Ok(()) };
        let row = self.shared.store.outbox().get(key).await.map_err(|error| broken(&error))?;
        if let Some(row) = row {
            handle
                .send(Event::Entry(EntryNews { key: key.to_owned(), state: row.state, doubled: false }))
                .await;
        }
        Ok(())
    }
}

/// What is to be mended.
#[derive(Debug, Clone)]
pub enum Wanted {
    /// Whatever is found that can be.
    All,
    /// The findings with these ids.
    These(BTreeSet<String>),
    /// Of this finding's records a person keeps this one; these others go.
    Keep { id: String, record: String, remove: Vec<String> },
}

impl Wanted {
    fn names(&self, finding: &Finding) -> bool {
        match self {
            Wanted::All => match &finding.what {
                What::Missing { .. } => true,
                What::Doubled { kept, .. } => !kept.remove.is_empty(),
                What::Foreign { .. } => false,
            },
            Wanted::These(ids) => ids.contains(&finding.id),
            Wanted::Keep { id, .. } => finding.id == *id,
        }
    }

    /// How many were named.
    fn count(&self) -> usize {
        match self {
            Wanted::All => 0,
            Wanted::These(ids) => ids.len(),
            Wanted::Keep { .. } => 1,
        }
    }
}

/// What came of one finding.
enum Done {
    Queued,
    MadeOne,
    Nothing,
}
