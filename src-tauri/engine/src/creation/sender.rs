//! Sends people who wait: the first try of a save, and every later one. An attempt is on disk before
//! its request; one whose answer was lost is asked about before it is ever repeated, since the CRM
//! has no key for people.

use std::time::Duration;

use domain::caller::{Person, PersonKind};
use domain::create::NewPerson;
use domain::outbox::{self, Failure, FailureKind, IN_DOUBT_WAIT};
use jiff::Timestamp;
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
    /// Not there, or on its way already.
    Gone,
}

impl Creation {
    /// Sends what is due until cancelled.
    pub(crate) async fn run(self, cancel: CancellationToken) {
        let work = async {
            let mut recovered = false;
            let mut views = self.shared.handle.views();
            let mut was_up = false;
            loop {
                let wait = match self.look(&mut recovered).await {
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
    async fn look(&self, recovered: &mut bool) -> Result<Duration, StoreError> {
        let rows = self.shared.store.creations();
        if !*recovered {
            rows.recover(self.now(), IN_DOUBT_WAIT).await?;
            *recovered = true;
            self.shared.handle.creations_changed().await;
        }
        if !self.shared.doubles.reached().is_signed_in() {
            return Ok(LOOK_AGAIN);
        }
        let now = self.now();
        let mut next = LOOK_AGAIN;
        for row in rows.all().await?.into_iter().filter(|row| row.other_org.is_none()) {
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
        let Some(row) = rows.begin(draft, self.now()).await? else { return Ok(Tried::Gone) };
        let reach = self.shared.doubles.reached();
        let signed_in = reach.is_signed_in();
        let crm = reach.crm.filter(|_| signed_in);
        let sent = match crm.as_deref().and_then(|crm| crm.creator()) {
            Some(creator) => only_in(&row.org, self.send(creator, &row, watched)).await,
            None => Err(CreateFailure::Failed(passing(FailureKind::SignedOut))),
        };
        let (tried, step) = match sent {
            Ok((person, found)) => {
                let step = CreationStep::Created(Box::new(person.clone()));
                (Tried::Created { person: Box::new(person), found }, step)
            }
            Err(CreateFailure::Refused { fields, general }) => stuck(Trouble::Refused { fields, general }),
            Err(CreateFailure::Duplicates { records, may_save_anyway, message }) => {
                let trouble = Trouble::Duplicates { message: message.clone() };
                (Tried::Duplicates { records, may_save_anyway, message }, CreationStep::Stuck { trouble })
            }
            Err(CreateFailure::Failed(failure)) => self.after(&row, failure),
        };
        if let Tried::Created { person, .. } = &tried
            && let Some(directory) = &reach.directory
            && let Err(error) = directory.wrote(person, self.now()).await
        {
            tracing::error!(%error, "the index does not know who was created");
        }
        rows.settle(draft, &step, self.now()).await?;
        self.shared.handle.creations_changed().await;
        self.shared.queued.notify_one();
        Ok(tried)
    }

    /// Asks first where that is due, then creates. Says whether somebody was there by an earlier try.
    async fn send(
        &self,
        creator: &dyn Creator,
        row: &CreationRow,
        watched: bool,
    ) -> Result<(Person, bool), CreateFailure> {
        let (person, since) = (&row.person, row.queued);
        if row.ask_first
            && let Some(found) = creator.created(person, since).await.map_err(CreateFailure::Failed)?
        {
            return Ok((found, true));
        }
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
