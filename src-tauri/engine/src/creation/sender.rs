//! Sends people who wait: the first try of a save, and every later one. An attempt is on disk before
//! its request; one whose answer was lost is asked about before it is ever repeated, since the CRM
//! has no key for people.

use std::time::Duration;

use domain::caller::{Person, PersonKind};
use domain::create::NewPerson;
use domain::outbox::{self, Failure, FailureKind, IN_DOUBT_WAIT};
use jiff::Timestamp;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::Creation;
use super::save::is_the_one;
use crate::clock::later;
use crate::crm::create::{CreateFailure, Creator};
use crate::crm::only_in;
use crate::store::{CreationRow, CreationState, CreationStep, StoreError, Trouble};
use crate::view::LinkView;

/// Longest sleep without a look at the table: what a clock that was set forward costs at most.
const LOOK_AGAIN: Duration = Duration::from_secs(60);
/// After the store failed, how long until it is asked again.
const STORE_AGAIN: Duration = Duration::from_secs(15);
/// Before the CRM is asked what became of a request whose answer was lost a moment ago. It may still
/// be carried out later: that it is not there yet proves nothing.
const LOOK_AFTER_LOSS: Duration = Duration::from_secs(2);

/// What a try came to.
pub(super) enum Tried {
    Created {
        person: Box<Person>,
        /// By an earlier try.
        found: bool,
    },
    /// On disk; tried again by itself.
    Waits {
        kind: FailureKind,
    },
    Duplicates {
        records: Vec<(String, PersonKind)>,
        may_save_anyway: bool,
        message: String,
    },
    Stuck {
        trouble: Trouble,
    },
    /// Somebody tries at this moment.
    OnItsWay,
    Gone,
}

/// What a request brought.
enum Sent {
    /// `found`: by an earlier one.
    There {
        person: Box<Person>,
        found: bool,
    },
    /// Not there yet, and may still come.
    InDoubt,
    Failed(CreateFailure),
}

impl Creation {
    /// Sends what is due until cancelled.
    pub(crate) async fn run(self, cancel: CancellationToken) {
        let work = async {
            let mut recovered = false;
            let mut told = None;
            let mut views = self.shared.handle.views();
            let mut was_up = false;
            loop {
                let wait = match self.look(&mut recovered, &mut told).await {
                    Ok(wait) => wait,
                    Err(StoreError::Closed) => return,
                    Err(error) => {
                        tracing::error!(%error, "people who wait cannot be read");
                        STORE_AGAIN
                    }
                };
                tokio::select! {
                    () = tokio::time::sleep(wait) => {}
                    () = self.shared.queued.notified() => {}
                    changed = views.changed() => {
                        if changed.is_err() {
                            return;
                        }
                        let is_up = matches!(views.borrow_and_update().health.salesforce, LinkView::Up { .. });
                        if is_up && !was_up
                            && let Err(error) = self.shared.store.creations().outage_over(self.now()).await
                        {
                            tracing::error!(%error, "people who wait cannot be sent sooner");
                        }
                        was_up = is_up;
                    }
                }
            }
        };
        tokio::select! {
            () = work => {}
            () = cancel.cancelled() => {}
        }
    }

    /// Tries everybody who is due; how long until somebody is again.
    async fn look(&self, recovered: &mut bool, told: &mut Option<Instant>) -> Result<Duration, StoreError> {
        let rows = self.shared.store.creations();
        if !*recovered {
            rows.recover(self.now(), IN_DOUBT_WAIT).await?;
            *recovered = true;
            self.shared.handle.creations_changed().await;
        }
        self.settle_rest().await?;
        let all = rows.all().await?;
        let mut next = LOOK_AGAIN;
        if all.iter().any(|row| row.state == CreationState::Created) {
            // They could not be linked at once, or are about to be.
            next = STORE_AGAIN;
            if told.is_none_or(|told| told.elapsed() >= STORE_AGAIN) {
                *told = Some(Instant::now());
                self.shared.handle.creations_changed().await;
            }
        }
        if !self.shared.doubles.reached().is_signed_in() {
            return Ok(next);
        }
        let now = self.now();
        for row in all.into_iter().filter(|row| row.other_org.is_none()) {
            match row.state {
                CreationState::Waiting | CreationState::InDoubt if row.due <= now => {
                    self.attempt(&row.draft, false).await?;
                }
                CreationState::Waiting | CreationState::InDoubt => {
                    next = next.min(Duration::try_from(row.due.duration_since(now)).unwrap_or_default());
                }
                CreationState::Sending | CreationState::Stuck | CreationState::Created => {}
            }
        }
        Ok(next)
    }

    /// One try of one row, and what came of it on disk. `watched`: somebody waits for the outcome,
    /// so doubles are theirs to decide.
    pub(super) async fn attempt(&self, draft: &str, watched: bool) -> Result<Tried, StoreError> {
        let rows = self.shared.store.creations();
        let Some(row) = rows.begin(draft, self.now()).await? else {
            return Ok(if rows.of(draft).await?.is_some() { Tried::OnItsWay } else { Tried::Gone });
        };
        let reach = self.shared.doubles.reached();
        let signed_in = reach.is_signed_in();
        let crm = reach.crm.filter(|_| signed_in);
        let sent = match crm.as_deref().and_then(|crm| crm.creator()) {
            Some(creator) => only_in(&row.org, self.send(creator, &row, watched)).await?,
            None => Sent::Failed(CreateFailure::Failed(passing(FailureKind::SignedOut))),
        };
        let (tried, step) = self.step_after(&row, sent);
        if let Tried::Created { person, .. } = &tried
            && let Some(directory) = &reach.directory
            && let Err(error) = directory.wrote(person, self.now()).await
        {
            tracing::error!(%error, "the index does not know who was created");
        }
        self.shared.unsettled.lock().await.push((draft.to_owned(), step));
        if let Err(error) = self.settle_rest().await {
            tracing::error!(%error, "what became of somebody is not on disk yet");
        }
        self.shared.handle.creations_changed().await;
        self.shared.queued.notify_one();
        Ok(tried)
    }

    /// Puts on disk what came of requests. What it does not take is put there later: a row must
    /// not stay on its way for ever.
    async fn settle_rest(&self) -> Result<(), StoreError> {
        let mut unsettled = self.shared.unsettled.lock().await;
        while let Some((draft, step)) = unsettled.first() {
            self.shared.store.creations().settle(draft, step, self.now()).await?;
            unsettled.remove(0);
        }
        Ok(())
    }

    fn step_after(&self, row: &CreationRow, sent: Sent) -> (Tried, CreationStep) {
        match sent {
            Sent::There { person, found } => {
                (Tried::Created { person: person.clone(), found }, CreationStep::Created(person))
            }
            Sent::InDoubt => {
                let kind = match &row.trouble {
                    Some(Trouble::Failed { kind }) => kind.clone(),
                    Some(Trouble::Refused { .. } | Trouble::Duplicates { .. }) | None => FailureKind::Offline,
                };
                let trouble = Trouble::Failed { kind: kind.clone() };
                (Tried::Waits { kind }, CreationStep::InDoubt { ask_at: row.due, trouble })
            }
            Sent::Failed(CreateFailure::Refused { fields, general }) => {
                stuck(Trouble::Refused { fields, general })
            }
            Sent::Failed(CreateFailure::Duplicates { records, may_save_anyway, message }) => {
                let trouble = Trouble::Duplicates { message: message.clone() };
                (Tried::Duplicates { records, may_save_anyway, message }, CreationStep::Stuck { trouble })
            }
            Sent::Failed(CreateFailure::Failed(failure)) => self.after(row, failure),
        }
    }

    /// Asks first where that is due, then creates.
    async fn send(
        &self,
        creator: &dyn Creator,
        row: &CreationRow,
        watched: bool,
    ) -> Result<Sent, StoreError> {
        let (mut person, since) = (&row.person, row.queued);
        if row.ask_first {
            match creator.created(person, since).await {
                Err(failure) => return Ok(Sent::Failed(CreateFailure::Failed(failure))),
                Ok(Some(found)) => {
                    let person = Box::new(self.corrected(creator, row, found).await?);
                    return Ok(Sent::There { person, found: true });
                }
                // Until then the request may still be carried out.
                Ok(None) if self.now() < row.due => return Ok(Sent::InDoubt),
                Ok(None) => {
                    self.shared.store.creations().disproved(&row.draft, self.now()).await?;
                    person = row.correction.as_ref().unwrap_or(person);
                }
            }
        }
        Ok(match self.create(creator, person, since, watched).await {
            Ok((person, found)) => Sent::There { person: Box::new(person), found },
            Err(failure) => Sent::Failed(failure),
        })
    }

    /// Somebody an earlier request created is to be like what was typed since.
    async fn corrected(
        &self,
        creator: &dyn Creator,
        row: &CreationRow,
        found: Person,
    ) -> Result<Person, StoreError> {
        let Some(correction) = &row.correction else { return Ok(found) };
        match creator.correct(&found, &row.person, correction).await {
            Ok(corrected) => Ok(corrected),
            Err(failure) => {
                tracing::warn!(?failure, "what was typed later is kept as a draft");
                self.shared.store.drafts().differs(&row.draft).await?;
                Ok(found)
            }
        }
    }

    /// Says whether somebody was there by this very request, whose answer was lost.
    async fn create(
        &self,
        creator: &dyn Creator,
        person: &NewPerson,
        since: Timestamp,
        watched: bool,
    ) -> Result<(Person, bool), CreateFailure> {
        if !watched && !person.allow_duplicates {
            self.made_meanwhile(creator, person).await?;
        }
        match creator.create(person).await {
            Ok(created) => Ok((created, false)),
            Err(CreateFailure::Failed(failure)) if failure.outcome_unknown => {
                match self.carried_out(creator, person, since).await {
                    Some(found) => Ok((found, true)),
                    None => Err(CreateFailure::Failed(failure)),
                }
            }
            Err(failure) => Err(failure),
        }
    }

    /// While they waited, somebody else may have created them: their record is used, not doubled.
    async fn made_meanwhile(&self, creator: &dyn Creator, person: &NewPerson) -> Result<(), CreateFailure> {
        let Some(number) = self.first_number(&person.draft) else { return Ok(()) };
        let found = creator.with_number(&number).await.map_err(CreateFailure::Failed)?;
        let records: Vec<_> = found
            .iter()
            .filter(|known| is_the_one(&person.draft, known))
            .map(|known| (known.id.clone(), known.kind))
            .collect();
        if records.is_empty() {
            return Ok(());
        }
        Err(CreateFailure::Duplicates { records, may_save_anyway: true, message: String::new() })
    }

    /// Whether a request whose answer was lost a moment ago was carried out. "No" is not certain.
    async fn carried_out(
        &self,
        creator: &dyn Creator,
        person: &NewPerson,
        since: Timestamp,
    ) -> Option<Person> {
        if let Ok(Some(found)) = creator.created(person, since).await {
            return Some(found);
        }
        tokio::time::sleep(LOOK_AFTER_LOSS).await;
        creator.created(person, since).await.ok().flatten()
    }

    fn after(&self, row: &CreationRow, failure: Failure) -> (Tried, CreationStep) {
        let now = self.now();
        let kind = failure.kind.clone();
        let trouble = Trouble::Failed { kind: kind.clone() };
        match outbox::decide(row.tries, &failure, rand::random()) {
            outbox::Next::TryAfter(wait) => {
                (Tried::Waits { kind }, CreationStep::Later { due: later(now, wait), trouble })
            }
            outbox::Next::AskAfter(wait) => {
                (Tried::Waits { kind }, CreationStep::InDoubt { ask_at: later(now, wait), trouble })
            }
            outbox::Next::Stuck => stuck(trouble),
        }
    }
}

fn stuck(trouble: Trouble) -> (Tried, CreationStep) {
    (Tried::Stuck { trouble: trouble.clone() }, CreationStep::Stuck { trouble })
}

fn passing(kind: FailureKind) -> Failure {
    Failure { kind, outcome_unknown: false, retry_after: None }
}
