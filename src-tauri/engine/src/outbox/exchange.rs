//! What the sender says to the CRM and hears of it: questions, writes, checks.

use std::sync::Arc;
use std::time::Duration;

use domain::outbox::{self, Failure, FailureKind, Written, kept};
use tokio_util::task::AbortOnDropHandle;

use super::{PAUSE_MAX, Sender, known, lost};
use crate::clock::later;
use crate::crm::{Saved, only_in, unanswered};
use crate::store::{Sending, StoreError};

/// Longest one request may take, token, field list and repeats included. Longer than the four
/// requests of 30 s that it may need; rows must not hold the loop for ever.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(150);

/// How long a running request may go on after the program was told to end.
const ENDING_GRACE: Duration = Duration::from_secs(3);

/// Requests for a row, none of which ended well, after which it is sent alone: were it what the
/// program dies of, it would take the others with it.
const TOGETHER_TRIES_MAX: u32 = 3;

/// The org these rows go to: they were begun together.
fn org_of(begun: &[Sending]) -> String {
    begun.first().map(|sending| sending.org.clone()).unwrap_or_default()
}

impl Sender {
    /// Asks in one request which rows in doubt were written, and writes the others.
    pub(super) async fn ask(&mut self, keys: &[String]) -> Result<(), StoreError> {
        let begun = self.begin(keys).await?;
        if begun.is_empty() {
            return Ok(());
        }
        let entries: Vec<_> = begun.iter().map(|sending| sending.entry.clone()).collect();
        let (crm, org) = (Arc::clone(&self.crm), org_of(&begun));
        let asked = async move { only_in(&org, crm.written(&entries)).await.map_err(known) };
        let asked = self.request(asked).await;
        let Some(asked) = asked else { return Ok(()) };
        let lists = match asked {
            Ok(lists) => lists,
            Err(failure) => {
                let failed = begun.into_iter().map(|sending| (sending, Err(failure.clone()))).collect();
                return self.settle(failed).await;
            }
        };
        let (mut found, mut missing) = (Vec::new(), Vec::new());
        for (at, mut sending) in begun.into_iter().enumerate() {
            // Each record is the work of a request.
            let records = lists.get(at).map_or(0, |list| u32::try_from(list.len()).unwrap_or(u32::MAX));
            sending.attempts = sending.attempts.max(records.saturating_add(1));
            match lists.get(at).map(|list| kept(list)) {
                Some(Some(kept)) => {
                    let url = self.crm.page(&kept.id).await;
                    found.push((sending, Ok(Saved { id: kept.id, url, found: true })));
                }
                Some(None) => missing.push(sending),
                None => found.push((sending, Err(unanswered()))),
            }
        }
        self.settle(found).await?;
        self.write(missing).await
    }

    /// Writes rows that are marked as on their way: in one request, except those that the program
    /// may have died of.
    pub(super) async fn write(&mut self, begun: Vec<Sending>) -> Result<(), StoreError> {
        let (together, alone): (Vec<_>, Vec<_>) =
            begun.into_iter().partition(|sending| sending.tries <= TOGETHER_TRIES_MAX);
        if !together.is_empty() {
            self.write_together(together).await?;
        }
        for sending in alone {
            self.write_together(vec![sending]).await?;
        }
        Ok(())
    }

    async fn write_together(&mut self, begun: Vec<Sending>) -> Result<(), StoreError> {
        let entries: Vec<_> = begun.iter().map(|sending| sending.entry.clone()).collect();
        let (crm, org) = (Arc::clone(&self.crm), org_of(&begun));
        let asked = async move { Ok(only_in(&org, crm.write_entries(&entries)).await) };
        let asked = self.request(asked).await;
        let results = match asked {
            None => return Ok(()),
            Some(Ok(results)) => results,
            Some(Err(failure)) => begun.iter().map(|_| Err(failure.clone())).collect(),
        };
        let mut results = results.into_iter();
        let answered = begun.into_iter().map(|sending| {
            let result = results.next().unwrap_or_else(|| Err(unanswered()));
            (sending, result)
        });
        let answered = answered.collect();
        self.settle(answered).await
    }

    /// Makes a request. `None`: the program ends before its answer.
    async fn request<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, Failure>> + Send + 'static,
    ) -> Option<Result<T, Failure>> {
        // A task of its own, so that a defect in an adapter ends the request and not the loop.
        let request = AbortOnDropHandle::new(tokio::spawn(tokio::time::timeout(REQUEST_TIMEOUT, work)));
        let ended = tokio::select! {
            ended = request => ended,
            () = async {
                self.cancel.cancelled().await;
                tokio::time::sleep(ENDING_GRACE).await;
            } => return None,
        };
        Some(match ended {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(lost(FailureKind::Offline)),
            Err(_) => Err(lost(FailureKind::Broken { detail: "adapter".into() })),
        })
    }

    /// Asks in one request whether rows that were repeated are there twice, and makes them one.
    pub(super) async fn check(&mut self, keys: &[String]) -> Result<(), StoreError> {
        let (entries, org) = self.store.outbox().to_check(keys).await?;
        let (crm, asked, meant) = (Arc::clone(&self.crm), entries.clone(), org.clone());
        let lists = self.request(async move { only_in(&meant, crm.written(&asked)).await }).await;
        let lists = match lists {
            None => return Ok(()),
            Some(Ok(lists)) => lists,
            Some(Err(failure)) => return self.check_later(keys, &failure).await,
        };
        for (entry, records) in entries.iter().zip(&lists) {
            if let Err(failure) = self.make_one(&entry.key, records, &org).await? {
                self.check_later(std::slice::from_ref(&entry.key), &failure).await?;
            }
        }
        Ok(())
    }

    /// Removes what we wrote twice of one entry.
    async fn make_one(
        &mut self,
        key: &str,
        records: &[Written],
        org: &str,
    ) -> Result<Result<(), Failure>, StoreError> {
        let kept = kept(records);
        for id in kept.iter().flat_map(|kept| &kept.remove) {
            let (crm, id, org) = (Arc::clone(&self.crm), id.clone(), org.to_owned());
            match self.request(async move { only_in(&org, crm.remove(&id)).await }).await {
                None => return Ok(Ok(())),
                Some(Ok(())) => tracing::info!("an entry that was carried out twice is one again"),
                Some(Err(failure)) => return Ok(Err(failure)),
            }
        }
        let doubled = kept.as_ref().is_some_and(|kept| !kept.rivals.is_empty());
        if doubled {
            tracing::warn!("an entry is there twice, and a person has worked on each");
        }
        let kept = kept.map(|kept| kept.id);
        let url = match &kept {
            Some(id) => self.crm.page(id).await,
            None => None,
        };
        let record = kept.as_deref().map(|id| (id, url.as_deref()));
        self.store.outbox().checked(key, record, None).await?;
        self.not_before.remove(key);
        self.tell_of(key, doubled).await;
        Ok(Ok(()))
    }

    /// A check came to nothing.
    async fn check_later(&mut self, keys: &[String], failure: &Failure) -> Result<(), StoreError> {
        let now = self.clock.now();
        let again = match (self.decide)(1, &known(failure.clone()), rand::random()) {
            outbox::Next::TryAfter(wait) | outbox::Next::AskAfter(wait) => Some(wait.min(PAUSE_MAX)),
            // This user may not ask, or not remove: the next check would end alike.
            outbox::Next::Stuck => None,
        };
        if again.is_none() {
            tracing::warn!("whether an entry is there twice cannot be mended");
        }
        for key in keys {
            self.store.outbox().checked(key, None, again.map(|wait| later(now.wall, wait))).await?;
        }
        if failure.kind.is_outage() {
            self.pause(failure, now);
        }
        Ok(())
    }
}
