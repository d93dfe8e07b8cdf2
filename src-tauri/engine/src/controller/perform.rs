//! Performs what the desk decided.

use std::collections::VecDeque;
use std::time::Duration;

use domain::Moment;
use domain::call::{Call, CallId, LegId, PhoneCommand, PhoneFailure};
use domain::desk::{Due, Effect, Input};
use domain::journal::Entry;
use domain::outbox::EntryState;
use jiff::{SignedDuration, Timestamp};

use super::{Controller, Event, Order, day_start};
use crate::clock::later;
use crate::http::is_loopback;
use crate::problem::{Problem, ProblemCode};
use crate::screen::Notice;
use crate::store::{Queued, StoreError};
use crate::view::JournalCounts;

/// Entries written longer ago than this are forgotten here; Salesforce has them.
const KEEP: SignedDuration = SignedDuration::from_hours(24 * 30);

/// After the disk refused an entry, how long until it is asked again.
const QUEUE_AGAIN: Duration = Duration::from_secs(15);
/// The phone system's log may tell of a call an hour after its end, and a talk may take hours.
const LOG_REACH: SignedDuration = SignedDuration::from_hours(6);

impl Controller {
    /// Performs effects in their order, but for three things: the index is asked first, because a
    /// name may stand in the same frame as the number; what goes into or out of the outbox comes
    /// before the call is saved, because a program that ends between the two does the first again
    /// as long as the call on disk is not over; and a call is saved once, as it came out.
    pub(super) async fn perform(&mut self, now: Moment, effects: Vec<Effect>, order: Order) {
        let mut open: VecDeque<Effect> = effects.into();
        let mut settled: Vec<Effect> = Vec::new();
        while let Some(effect) = open.pop_front() {
            if let Effect::LookUp { call, number } = effect {
                open.extend(self.look_up(now, call, number).await);
            } else if let Effect::WhoIs { dial, number } = effect {
                open.extend(self.who_is(now, dial, &number).await);
            } else {
                settled.push(effect);
            }
        }
        if order == Order::ScreenFirst {
            self.publish(now);
        }
        settled.sort_by_key(|effect| !matches!(effect, Effect::Queue { .. } | Effect::Withdraw { .. }));
        for (at, effect) in settled.iter().enumerate() {
            if let Effect::Queue { entry, due } = effect {
                if self.queue_entry(now, entry, *due).await {
                    self.not_queued.remove(&entry.call);
                } else {
                    self.not_queued.insert(entry.call);
                }
            } else if !is_saved_later(effect, &settled[at + 1..]) && !self.is_held_back(effect) {
                self.perform_one(now, effect).await;
            }
        }
        self.publish(now);
    }

    async fn perform_one(&mut self, now: Moment, effect: &Effect) {
        match effect {
            // As it is by now: an entry that was queued before this is known to it.
            Effect::Save { call } => {
                let call = self.desk.call(call.id).unwrap_or(call).clone();
                self.save(now, &call).await;
            }
            Effect::LookUp { .. } | Effect::WhoIs { .. } | Effect::Queue { .. } => {}
            Effect::Command { call, leg, command } => self.command(*call, leg.clone(), command.clone()),
            Effect::Dial { dial, destination, device } => {
                self.dial(*dial, destination.clone(), device.clone())
            }
            Effect::TrustExtension => self.trust_extension(),
            Effect::AskLog { from, to } => self.ask_log(*from, *to),
            Effect::Retry { key } => self.retry(now, key).await,
            Effect::Journal(order) => self.journal_order(now, order).await,
            Effect::Withdraw { key } => {
                let withdrawn = self.near.store.outbox().withdraw(key).await;
                self.check(withdrawn, now);
                self.count(now).await;
            }
            Effect::Remember { number, person, linked } => {
                let choices = self.near.store.choices();
                let remembered = if *linked {
                    choices.link(number, person, now.wall).await
                } else {
                    choices.remember(number, person, now.wall).await
                };
                self.check(remembered, now);
            }
            Effect::FindPerson { call, person, remember } => self.find_person(*call, person, *remember),
            Effect::Forget { number } => {
                let forgotten = self.near.store.choices().forget(number).await;
                self.check(forgotten, now);
            }
            Effect::OpenLink { url } => self.open_link(url),
            Effect::OpenPerson { id } => self.open_person(now, id).await,
            Effect::Notify { call } => self.notify(*call),
            Effect::SignIn => self.sign_in(now),
            Effect::StopSignIn => self.stop_sign_in(now),
            Effect::SignOut => self.sign_out(),
            Effect::Judged { arrival, verdict } => self.near.door.judged(*arrival, *verdict),
        }
    }

    fn is_held_back(&self, effect: &Effect) -> bool {
        matches!(effect, Effect::Save { call } if self.not_queued.contains(&call.id))
    }

    pub(super) async fn save(&mut self, now: Moment, call: &Call) {
        let saved = self.near.store.calls().save(call).await;
        self.check(saved, now);
    }

    fn command(&self, call: CallId, leg: LegId, command: PhoneCommand) {
        let (phone, queue) = (self.near.linked.phone.clone(), self.queue.clone());
        self.spawn(async move {
            let result = match phone {
                Some(phone) => phone.command(&leg, command).await,
                None => Err(PhoneFailure::Unreachable),
            };
            let _ = queue.send(Event::Commanded { call, result }).await;
        });
    }

    /// Puts an entry on disk; says whether it is there. One that is not is tried again as long as
    /// the program runs, and at its next start.
    async fn queue_entry(&mut self, now: Moment, entry: &Entry, due: Due) -> bool {
        let due = match due {
            Due::Now => Some(now.wall),
            Due::After(wait) => Some(later(now.wall, wait)),
            Due::At(at) => Some(at),
            Due::WhenFound => None,
        };
        match self.near.store.outbox().queue(entry, due, now.wall).await {
            Ok(Queued::OnDisk) => {
                let state = EntryState::Waiting { due, attempts: 0, last: None };
                for effect in self.desk.handle(now, Input::Entry { key: entry.key.clone(), state }) {
                    if let Effect::Save { call } = effect {
                        self.save(now, &call).await;
                    }
                }
                self.near.linked.nudge.queued();
                self.count(now).await;
            }
            Ok(Queued::AlreadySent) => {}
            Err(error) => {
                self.store_failed(&error, now);
                self.queue_again(entry.key.clone());
                return false;
            }
        }
        true
    }

    fn queue_again(&self, key: String) {
        let queue = self.queue.clone();
        self.spawn(async move {
            tokio::time::sleep(QUEUE_AGAIN).await;
            let _ = queue.send(Event::NotQueued(key)).await;
        });
    }

    pub(super) async fn try_to_queue(&mut self, now: Moment, key: String) {
        // Nothing may be left to write: then no entry would come that lets the call be saved again.
        let held = self.desk.calls().find(|call| call.key == key).map(|call| call.id);
        held.map(|call| self.not_queued.remove(&call));
        self.decide(now, Input::NotQueued { key }, Order::DiskFirst).await;
    }

    pub(super) async fn retry(&mut self, now: Moment, key: &str) {
        let retried = self.near.store.outbox().retry(key, now.wall).await;
        self.check(retried, now);
        let steps = self.near.store.outbox().retry_amendments(key, now.wall).await;
        self.check(steps, now);
        self.tell_desk(now, key).await;
        // Somebody is watching: a pause of the CRM as a whole is over as well.
        self.near.linked.nudge.crm_ready();
    }

    /// Opens the page of somebody this computer knows; whoever was found is known.
    async fn open_person(&mut self, now: Moment, id: &str) {
        match self.near.directory.person(id).await {
            Ok(person) => match person.and_then(|person| person.url) {
                Some(url) => self.open_link(&url),
                None => tracing::info!("a person whose page is not known was not opened"),
            },
            Err(error) => self.store_failed(&error, now),
        }
    }

    /// Opens a page of the signed-in org, and nothing else.
    pub(super) fn open_link(&self, url: &str) {
        let Ok(parsed) = url::Url::parse(url) else { return };
        let safe = parsed.scheme() == "https" || (parsed.scheme() == "http" && is_loopback(&parsed));
        let ours = match self.links.identity() {
            Some(identity) => is_of_org(&parsed, &identity.address),
            // Not told yet who is signed in: a record this computer remembers may still be opened.
            None => is_loopback(&parsed) || is_of_salesforce(&parsed),
        };
        if safe && ours {
            self.near.screen.open_link(url);
        } else {
            tracing::warn!("a link that is not of the signed-in org was not opened");
        }
    }

    fn notify(&self, id: CallId) {
        let Some(call) = self.desk.call(id) else { return };
        let known = call.caller.person().map(|known| &known.person);
        let number = call.number.shown(&self.desk.context().settings.matching.default_region).to_owned();
        let name = known.map(|person| person.name.clone()).or_else(|| call.phone_name.clone());
        self.near.screen.notify(Notice {
            call: id.0,
            who: name.unwrap_or_else(|| number.clone()),
            number,
            company: known.and_then(|person| person.company.clone()),
            can_answer: call.abilities.answer,
        });
    }

    /// What an earlier run left: today's calls and unfinished ones, where their entries stand.
    pub(super) async fn resume(&mut self) {
        let now = self.near.clock.now();
        let calls = self.left_calls(now).await;
        self.forget_old(now.wall).await;
        self.count(now).await;
        self.resume_chats(now).await;
        self.read_index().await;
        self.decide(now, Input::Restored { calls }, Order::DiskFirst).await;
        self.read_creations(now).await;
        self.identify();
    }

    /// The same of a store that was kept aside. Its chats are read at the next start.
    pub(super) async fn taken_over(&mut self, now: Moment, told: Problem) {
        self.links.note(told, now);
        let mut calls = self.left_calls(now).await;
        calls.retain(|call| self.desk.call(call.id).is_none());
        self.decide(now, Input::Restored { calls }, Order::DiskFirst).await;
        self.org_changed(now).await;
        self.publish(now);
    }

    /// Calls that an earlier run left, and where their entries stand.
    async fn left_calls(&mut self, now: Moment) -> Vec<Call> {
        let store = self.near.store.clone();
        let day = day_start(now.wall, &self.desk.context().zone);
        // The log may still tell of calls that ended shortly before midnight.
        let since = now.wall.checked_sub(LOG_REACH).unwrap_or(day).min(day);
        let mut calls = store.calls().unfinished().await.unwrap_or_default();
        for more in [store.calls().recent(since).await, store.calls().held().await] {
            match more {
                Ok(more) => {
                    for call in more {
                        if !calls.iter().any(|known| known.id == call.id) {
                            calls.push(call);
                        }
                    }
                }
                Err(error) => self.store_failed(&error, now),
            }
        }
        self.read_where_they_stand(&mut calls).await;
        calls
    }

    /// Where the calls' entries stand on disk.
    pub(super) async fn read_where_they_stand(&self, calls: &mut [Call]) {
        for call in calls {
            if let Ok(Some(state)) = self.state_on_disk(&call.key).await {
                call.entry = Some(state);
            }
        }
    }

    async fn forget_old(&self, now: Timestamp) {
        if let Ok(before) = now.checked_sub(KEEP) {
            let _ = self.near.store.outbox().forget_written_before(before).await;
            let _ = self.near.store.calls().forget_before(before).await;
        }
        self.forget_removed(now).await;
    }

    pub(super) async fn count(&mut self, now: Moment) {
        self.look_at_entries().await;
        let since = day_start(now.wall, &self.desk.context().zone);
        if let Ok(counts) = self.near.store.outbox().counts(since).await {
            self.journal =
                JournalCounts { waiting: counts.waiting, stuck: counts.stuck, written_today: counts.written };
        }
    }

    pub(super) fn check<T>(&mut self, result: Result<T, StoreError>, now: Moment) {
        if let Err(error) = result {
            self.store_failed(&error, now);
        }
    }

    pub(super) fn store_failed(&mut self, error: &StoreError, now: Moment) {
        tracing::error!(%error, "the store did not do what was asked");
        self.links.note(Problem { code: ProblemCode::StoreBroken, detail: None }, now);
    }
}

/// A later effect saves the same call again, and nothing in between depends on this one.
fn is_saved_later(effect: &Effect, rest: &[Effect]) -> bool {
    let Effect::Save { call } = effect else { return false };
    rest.iter().any(|later| matches!(later, Effect::Save { call: again } if again.id == call.id))
}

fn is_of_salesforce(page: &url::Url) -> bool {
    page.host_str().is_some_and(|host| host.ends_with(".salesforce.com") || host.ends_with(".force.com"))
}

/// Whether a page belongs to the org: its My Domain, or the Lightning host of it.
fn is_of_org(page: &url::Url, org: &str) -> bool {
    let Some(page) = page.host_str() else { return false };
    let Some(org) = url::Url::parse(org).ok().and_then(|url| url.host_str().map(str::to_owned)) else {
        return false;
    };
    page == org || page == org.replace(".my.salesforce.com", ".lightning.force.com")
}
