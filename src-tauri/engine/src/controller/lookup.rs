//! Who is calling: the index on this computer at once, the CRM aside.

use std::time::Duration;

use domain::Moment;
use domain::call::CallId;
use domain::caller::{Person, Source, judge, with_linked};
use domain::desk::{Answer, Effect, Input};
use domain::number::{Number, Strategy};
use domain::outbox::{Failure, FailureKind};
use jiff::Timestamp;

use super::{Controller, Event, Order};
use crate::directory::{Directory, sync};
use crate::search::{ask_who, is_signed_in};
use crate::store::StoreError;

/// Longest wait for the CRM's answer; a call is over or answered by then.
pub(super) const LOOK_UP_TIMEOUT: Duration = Duration::from_secs(20);

impl Controller {
    /// Asks the index, and the CRM unless the index knows freshly. Returns what the desk made of
    /// the index's answer.
    pub(super) async fn look_up(&mut self, now: Moment, call: CallId, number: Number) -> Vec<Effect> {
        let known = match known(&self.near.directory, &number, self.strategy(), now.wall).await {
            Ok(known) => known,
            Err(error) => {
                self.store_failed(&error, now);
                Known { people: Vec::new(), fresh: false }
            }
        };
        let mut effects = Vec::new();
        let is_linked = self.near.directory.linked(&number).await.is_ok_and(|person| person.is_some());
        if !known.people.is_empty() || is_linked {
            let verdict = self.verdict(&number, &known.people).await;
            let answer = if known.fresh { Answer::Settled(verdict) } else { Answer::Local(verdict) };
            effects = self.desk.handle(now, Input::Found { call, answer });
        }
        if !known.fresh {
            self.ask_crm(call, number);
        }
        effects
    }

    fn strategy(&self) -> Strategy {
        self.desk.context().settings.matching.strategy
    }

    fn ask_crm(&self, call: CallId, number: Number) {
        let queue = self.queue.clone();
        let (crm, directory) = (self.near.linked.crm.clone(), self.near.directory.clone());
        let now = self.near.clock.now().wall;
        self.spawn(async move {
            let result = match crm {
                Some(crm) => {
                    let asking = ask_who(&*crm, Some(&directory), &number, now);
                    let asked = tokio::time::timeout(LOOK_UP_TIMEOUT, asking).await;
                    asked.unwrap_or_else(|_| Err(failure(FailureKind::Offline)))
                }
                None => Err(failure(FailureKind::SignedOut)),
            };
            let _ = queue.send(Event::LookedUp { call, number, result }).await;
        });
    }

    pub(super) async fn looked_up(
        &mut self,
        now: Moment,
        call: CallId,
        number: &Number,
        result: Result<Vec<Person>, Failure>,
    ) {
        let mut back = false;
        let answer = match result {
            Ok(people) => {
                let directory = &self.near.directory;
                let found = directory.with_ours(&people, number, self.strategy(), now.wall).await;
                let sourced = found.unwrap_or_else(|error| {
                    self.store_failed(&error, now);
                    people.iter().map(|person| (person.clone(), Source::Crm)).collect()
                });
                let verdict = self.verdict(number, &sourced).await;
                // An answer that was under way must not fill an index that signing out has wiped.
                if self.is_signed_in() {
                    back = self.links.crm_answered(now);
                    if let Err(error) = self.near.directory.remember(&people, number, now.wall).await {
                        self.store_failed(&error, now);
                    }
                    self.count_people().await;
                }
                Answer::Settled(verdict)
            }
            Err(failure) => {
                self.links.look_up_failed(&failure.kind, now);
                Answer::Failed { cause: failure.kind }
            }
        };
        // After a transfer another number is at the other end: an answer about the one before
        // must not name it.
        if self.desk.call(call).is_some_and(|call| call.number == *number) {
            self.decide(now, Input::Found { call, answer }, Order::ScreenFirst).await;
        } else {
            self.publish(now);
        }
        if back {
            self.crm_ready(now).await;
        }
    }

    pub(super) fn is_signed_in(&self) -> bool {
        is_signed_in(self.near.linked.sign_in.as_ref())
    }

    pub(super) async fn verdict(
        &self,
        number: &Number,
        people: &[(Person, Source)],
    ) -> domain::caller::Verdict {
        let remembered = self.near.directory.chosen(number).await.unwrap_or_default();
        let matching = &self.desk.context().settings.matching;
        let verdict = judge(number, people, matching, remembered.as_deref());
        match self.near.directory.linked(number).await.unwrap_or_default() {
            Some(person) => with_linked(verdict, person),
            None => verdict,
        }
    }

    pub(super) async fn count_people(&mut self) {
        if let Ok(people) = self.near.store.people().count().await {
            self.index.people = people;
        }
    }

    /// All of what is told of the index. Not while a caller waits for a name.
    pub(super) async fn read_index(&mut self) {
        let doing = self.near.linked.index.as_ref().map(|handle| handle.doing().borrow().clone());
        let now = self.near.clock.now().wall;
        if let Ok(status) = sync::status(&self.near.store, doing.unwrap_or_default(), now).await {
            self.index = status.into();
        }
    }
}

/// What the index knows of a number.
pub(crate) struct Known {
    pub(crate) people: Vec<(Person, Source)>,
    /// As good as the CRM's own answer.
    pub(crate) fresh: bool,
}

pub(crate) async fn known(
    directory: &Directory,
    number: &Number,
    strategy: Strategy,
    now: Timestamp,
) -> Result<Known, StoreError> {
    if let Some(people) = directory.fresh(number, strategy, now).await? {
        return Ok(Known { people, fresh: true });
    }
    Ok(Known { people: directory.lookup(number, strategy).await?, fresh: false })
}

pub(super) fn failure(kind: FailureKind) -> Failure {
    Failure { kind, outcome_unknown: false, retry_after: None }
}
