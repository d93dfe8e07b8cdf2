//! Signing in and out of the CRM, and links and settings that changed.

use domain::Moment;
use domain::call::{LossReason, PhoneEvent};
use domain::chat::ChatInput;
use domain::desk::Input;
use domain::outbox::{Failure, Org};

use super::links::host;
use super::{Controller, Event, Order};
use crate::companion::pbx;
use crate::crm::Identity;
use crate::problem::{Problem, ProblemCode};
use crate::setup::Configured;
use crate::signin::{SignIn, SignInError, SignInState};
use crate::words::{self, Words};

impl Controller {
    /// Starts signing in; the browser does the rest, and the outcome comes as an event.
    pub(super) fn sign_in(&mut self, now: Moment) {
        let Some(sign_in) = self.near.linked.sign_in.clone() else {
            let problem = Problem { code: ProblemCode::SalesforceNotConfigured, detail: None };
            return self.links.sign_in_failed(problem, now);
        };
        if self.signing_in.is_some() {
            return;
        }
        let stop = self.cancel.child_token();
        self.signing_in = Some(stop.clone());
        let words = Words::new(self.near.language);
        let (screen, queue) = (self.near.screen.clone(), self.queue.clone());
        self.spawn(async move {
            let outcome = match sign_in.begin(words, stop).await {
                Ok((address, outcome)) => {
                    screen.open_link(address.as_str());
                    outcome.await
                }
                Err(error) => Err(error),
            };
            // Whoever stopped it waits no more, and may have begun anew.
            let Err(error) = outcome else { return };
            if error == SignInError::Stopped {
                return;
            }
            tracing::warn!(%error, "sign-in came to nothing");
            let problem = Problem::from(&error);
            let _ = queue.send(Event::SignInFailed { problem }).await;
        });
    }

    pub(super) fn stop_sign_in(&mut self, now: Moment) {
        if let Some(waiting) = self.signing_in.take() {
            waiting.cancel();
            self.publish(now);
        }
    }

    /// Signs out aside: giving the token back asks the network.
    pub(super) fn sign_out(&self) {
        let Some(sign_in) = self.near.linked.sign_in.clone() else { return };
        let (directory, queue) = (self.near.directory.clone(), self.queue.clone());
        let store = self.near.store.clone();
        self.spawn(async move {
            if let Err(error) = sign_in.sign_out().await {
                tracing::error!(%error, "the token stays in the keychain");
            }
            if let Err(error) = directory.wipe().await {
                tracing::error!(%error, "the index was not wiped");
            }
            if let Err(error) = store.orgs().signed_out().await {
                tracing::error!(%error, "the org that was left is not forgotten");
            }
            let _ = queue.send(Event::SignedOut).await;
        });
    }

    pub(super) fn sign_in_state(&mut self, now: Moment, state: &SignInState) {
        match state {
            SignInState::SignedIn { .. } => {
                self.signing_in = None;
                self.links.signed_in();
                // It may be another user, who sees other things.
                self.forget_facts(true);
                self.identify();
            }
            SignInState::SignedOut { why } => {
                self.forget_facts(false);
                self.links.signed_out(why, now);
            }
        }
        self.publish(now);
    }

    pub(super) fn sign_in_failed(&mut self, now: Moment, problem: Problem) {
        self.signing_in = None;
        self.links.sign_in_failed(problem, now);
        self.publish(now);
    }

    pub(super) async fn identified(&mut self, now: Moment, result: Result<Identity, Failure>) {
        match result {
            Ok(identity) => {
                self.mind_org(now, &identity).await;
                self.desk.know_agent(&identity.name, &identity.email);
                self.links.signed_in_as(identity);
                self.links.crm_answered(now);
                self.crm_ready(now).await;
            }
            Err(failure) => self.links.crm_failed(&failure.kind, now),
        }
        self.publish(now);
    }

    /// What was made for another org waits for that one; people of it are not this one's.
    async fn mind_org(&mut self, now: Moment, identity: &Identity) {
        let account = self.near.linked.sign_in.as_ref().and_then(SignIn::account);
        let name = account.and_then(|account| account.org_name).unwrap_or_default();
        let Some(org) = Org::new(&identity.org_id, &name, &host(&identity.address)) else { return };
        match self.near.store.orgs().signed_in(&org).await {
            Ok(true) => {
                self.read_index().await;
                self.org_changed(now).await;
            }
            Ok(false) => {}
            Err(error) => self.store_failed(&error, now),
        }
    }

    /// The CRM can be asked again: what waited for it goes on.
    pub(super) async fn crm_ready(&mut self, now: Moment) {
        self.near.linked.nudge.crm_ready();
        self.decide_chats(now, ChatInput::CrmReady).await;
        self.take_up_held(now).await;
        self.decide(now, Input::CrmReady, Order::ScreenFirst).await;
    }

    /// Calls that wait for their caller and that the desk has forgotten among hundreds are on disk.
    async fn take_up_held(&mut self, now: Moment) {
        let mut held = match self.near.store.calls().held().await {
            Ok(held) => held,
            Err(error) => return self.store_failed(&error, now),
        };
        held.retain(|call| self.desk.call(call.id).is_none());
        if held.is_empty() {
            return;
        }
        self.read_where_they_stand(&mut held).await;
        self.decide(now, Input::Restored { calls: held }, Order::DiskFirst).await;
    }

    /// Asks the CRM who is signed in, aside.
    pub(super) fn identify(&self) {
        if let Some(crm) = self.near.linked.crm.clone() {
            let queue = self.queue.clone();
            self.spawn(async move {
                let result = crm.identity().await;
                let _ = queue.send(Event::Identified { result }).await;
            });
        }
    }

    /// Takes over changed settings, and links that were made anew.
    pub(super) async fn configured(&mut self, now: Moment, configured: Configured) {
        let Configured { settings, linked, changed, directory, keychain, revision } = configured;
        if changed.phone {
            // A link that is taken away says nothing more; the new one begins with a snapshot.
            let lost = PhoneEvent::Lost { reason: LossReason::NotConfigured };
            self.decide(now, Input::Phone(lost), Order::DiskFirst).await;
        }
        self.links.configured(changed, linked.phone.is_some(), linked.crm.is_some(), now);
        if changed.crm
            && let Some(waiting) = self.signing_in.take()
        {
            waiting.cancel();
        }
        self.near.language = words::language(settings.look.language);
        self.near.linked = linked;
        self.near.directory = directory;
        self.near.keychain = keychain;
        self.setup_revision = revision;
        let pbx = pbx(&settings);
        let same_facts = settings.facts == self.desk.context().settings.facts;
        self.desk.configure(settings, pbx);
        self.chats_configured(changed.phone);
        if changed.crm || !same_facts {
            self.forget_facts(self.near.linked.crm.is_some() && self.is_signed_in());
        }
        self.mind_allowance();
        self.read_index().await;
        self.decide(now, Input::Wake, Order::ScreenFirst).await;
    }
}
