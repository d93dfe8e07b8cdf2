//! What the agent's actions do to the desk.

use std::time::Duration;

use super::{AgentAction, Desk, Due, Effect, JournalOrder, is_sent};
use crate::Moment;
use crate::call::{Abilities, CallId, CallState, NOTES_MAX, PhoneCommand, PhoneFailure, Pop};
use crate::caller::{Caller, Choice, Match, Source};
use crate::journal::is_private;
use crate::outbox::EntryState;

impl Desk {
    pub(super) fn agent(&mut self, now: Moment, action: AgentAction, effects: &mut Vec<Effect>) {
        match action {
            AgentAction::Answer { call } => self.command(call, PhoneCommand::Answer, |a| a.answer, effects),
            AgentAction::Reject { call } => self.command(call, PhoneCommand::Reject, |a| a.reject, effects),
            AgentAction::HangUp { call } => self.command(call, PhoneCommand::HangUp, |a| a.hang_up, effects),
            AgentAction::Transfer { call, to } => self.transfer(call, &to, effects),
            AgentAction::Dial { number, source } => self.wish(now, &number, source, effects),
            AgentAction::Voicemail { call, of } => self.voicemail(call, of, effects),
            AgentAction::Consult { call, to } => self.consult(now, call, &to, effects),
            AgentAction::HandOver { call } => self.hand_over(call, effects),
            AgentAction::ConfirmDial { dial, device } => self.confirm_dial(now, dial, device, effects),
            AgentAction::DismissDial { dial } => self.dismiss_dial(dial),
            AgentAction::Open { call } => self.open(call, effects),
            AgentAction::Choose { call, person, remember } => self.choose(call, &person, remember, effects),
            AgentAction::ChooseNobody { call } => self.choose_nobody(call, effects),
            AgentAction::Note { call, text } => self.note(now, call, &text, effects),
            AgentAction::WrapUp { call, code } => self.choose_code(now, call, code, effects),
            AgentAction::Private { call, on } => self.keep_private(now, call, on, effects),
            AgentAction::Link { call, person, remember } => self.link(call, &person, remember, effects),
            AgentAction::Relate { call, related } => self.relate(now, call, related, effects),
            AgentAction::Touch { call } => self.touch(now, call, effects),
            AgentAction::Dismiss { call } => self.dismiss(now, call, effects),
            AgentAction::RetryLookup { call } => self.retry_lookup(call, effects),
            AgentAction::RetryEntry { key } => self.retry_entry(key, effects),
            AgentAction::RetryAll => effects.push(Effect::Journal(JournalOrder::RetryAll)),
            AgentAction::DiscardEntry { key } => self.discard_entry(key, effects),
            AgentAction::RestoreEntry { key } => effects.push(Effect::Journal(JournalOrder::Restore { key })),
            AgentAction::EditEntry { key, edit } => self.edit_entry(key, edit, effects),
            AgentAction::UndoEntry { key } => self.undo_entry(now, key, effects),
            AgentAction::SendEntryHere { key } => {
                effects.push(Effect::Journal(JournalOrder::SendHere { key }))
            }
            AgentAction::MoveEntry { key, person } => self.relink(&key, person.as_deref(), effects),
            AgentAction::OpenTask { call } => self.open_task(call, effects),
            // Chats are no calls: `chat::Book` answers these.
            AgentAction::Chat { .. } => {}
            AgentAction::OpenPerson { id } => effects.push(Effect::OpenPerson { id }),
            AgentAction::PausePops => self.paused = true,
            AgentAction::ResumePops => self.paused = false,
            AgentAction::SignIn => effects.push(Effect::SignIn),
            AgentAction::StopSignIn => effects.push(Effect::StopSignIn),
            AgentAction::SignOut => effects.push(Effect::SignOut),
        }
    }

    pub(super) fn command(
        &mut self,
        id: CallId,
        command: PhoneCommand,
        able: fn(&Abilities) -> bool,
        effects: &mut Vec<Effect>,
    ) {
        let Some(at) = self.at(id) else { return };
        let tracked = &mut self.calls[at];
        tracked.acted = true;
        if let Some(leg) = tracked.leg_able(able) {
            tracked.rejecting = command == PhoneCommand::Reject;
            tracked.call.refused = None;
            effects.push(Effect::Command { call: id, leg, command });
        } else {
            let failure = if tracked.call.is_live() { PhoneFailure::NotAllowed } else { PhoneFailure::Gone };
            tracked.call.refused = Some(failure);
        }
    }

    pub(super) fn refuse(&mut self, id: CallId, failure: PhoneFailure, effects: &mut Vec<Effect>) {
        let Some(at) = self.at(id) else { return };
        let call = &mut self.calls[at].call;
        call.refused = Some(failure);
        effects.push(Effect::Save { call: Box::new(call.clone()) });
    }

    fn open(&mut self, id: CallId, effects: &mut Vec<Effect>) {
        let Some(at) = self.at(id) else { return };
        let tracked = &mut self.calls[at];
        if let Some(url) = tracked.call.caller.person().and_then(|known| known.person.url.clone()) {
            tracked.acted = true;
            effects.push(Effect::OpenLink { url });
        }
    }

    fn open_task(&self, id: CallId, effects: &mut Vec<Effect>) {
        let entry = self.call(id).and_then(|call| call.entry.as_ref());
        if let Some(EntryState::Written { url: Some(url), .. }) = entry {
            effects.push(Effect::OpenLink { url: url.clone() });
        }
    }

    pub(super) fn choose(&mut self, id: CallId, person: &str, remember: bool, effects: &mut Vec<Effect>) {
        let Some(at) = self.at(id) else { return };
        let call = &mut self.calls[at].call;
        let (matches, was_remembered) = candidates(&call.caller);
        let Some(place) = matches.iter().position(|known| known.person.id == person) else { return };
        if let Some(public) = call.number.public() {
            let number = public.e164.clone();
            if remember {
                let linked = matches[place].why.source == Source::Agent;
                effects.push(Effect::Remember { number, person: person.to_owned(), linked });
            } else if was_remembered {
                effects.push(Effect::Forget { number });
            }
        }
        call.caller = Caller::Several { matches, choice: Choice::Chosen { at: place } };
        self.rewrite(at, effects);
    }

    pub(super) fn choose_nobody(&mut self, id: CallId, effects: &mut Vec<Effect>) {
        let Some(at) = self.at(id) else { return };
        let call = &mut self.calls[at].call;
        let (matches, _) = candidates(&call.caller);
        if !matches.is_empty() {
            call.caller = Caller::Several { matches, choice: Choice::Nobody };
            self.rewrite(at, effects);
        }
    }

    /// The caller or the notes changed: saves the call, and replaces an entry that is on disk
    /// already.
    pub(super) fn rewrite(&mut self, at: usize, effects: &mut Vec<Effect>) {
        let call = &self.calls[at].call;
        effects.push(Effect::Save { call: Box::new(call.clone()) });
        if is_sent(call) {
            return self.amend(at, effects);
        }
        match call.state {
            CallState::WrapUp { .. } if !self.calls[at].is_settling() => {
                self.queue(at, self.due_when_ended(at, self.wrap_up()), effects);
            }
            CallState::Closed { .. } => self.queue(at, Due::Now, effects),
            CallState::Ringing
            | CallState::Dialing
            | CallState::Talking { .. }
            | CallState::WrapUp { .. } => {}
        }
    }

    pub(super) fn wrap_up(&self) -> Duration {
        Duration::from_secs(self.context.settings.pop.wrap_up_s.into())
    }

    fn note(&mut self, now: Moment, id: CallId, text: &str, effects: &mut Vec<Effect>) {
        let Some(at) = self.at(id) else { return };
        let call = &mut self.calls[at].call;
        if call.notes == text {
            return;
        }
        call.notes = text.chars().take(NOTES_MAX).collect();
        call.notes_saved = Some(now.wall);
        self.calls[at].goes_on(now);
        self.extend_wrap_up(now, at);
        self.rewrite(at, effects);
    }

    fn choose_code(&mut self, now: Moment, id: CallId, code: Option<String>, effects: &mut Vec<Effect>) {
        let Some(at) = self.at(id) else { return };
        let known = &self.context.settings.journal.wrap_up_codes;
        let call = &mut self.calls[at].call;
        let is_known = code.as_ref().is_none_or(|code| known.contains(code));
        if !is_known || call.wrap_up == code {
            return;
        }
        call.wrap_up = code;
        self.calls[at].goes_on(now);
        self.extend_wrap_up(now, at);
        self.rewrite(at, effects);
    }

    /// A kept entry is written as it is: linked to nobody.
    fn retry_entry(&mut self, key: String, effects: &mut Vec<Effect>) {
        let kept = self.calls.iter().position(|t| t.call.key == key && self.is_kept(&t.call));
        if let Some(at) = kept {
            self.calls[at].call.unlinked = true;
            self.rewrite(at, effects);
        }
        effects.push(Effect::Retry { key });
    }

    /// What is written already is not taken back by this.
    fn keep_private(&mut self, now: Moment, id: CallId, on: bool, effects: &mut Vec<Effect>) {
        let Some(at) = self.at(id) else { return };
        if is_sent(&self.calls[at].call) || is_private(&self.calls[at].call, &self.context.settings) == on {
            return;
        }
        self.calls[at].call.private = Some(on);
        self.extend_wrap_up(now, at);
        self.rewrite(at, effects);
    }

    fn touch(&mut self, now: Moment, id: CallId, effects: &mut Vec<Effect>) {
        let Some(at) = self.at(id) else { return };
        if self.calls[at].is_wrapping_up() {
            self.extend_wrap_up(now, at);
            if !is_sent(&self.calls[at].call) {
                self.rewrite(at, effects);
            }
        }
    }

    pub(super) fn extend_wrap_up(&mut self, now: Moment, at: usize) {
        if self.calls[at].is_wrapping_up() {
            let until = now.mono + self.wrap_up();
            self.calls[at].wrap_up_until(until);
        }
    }

    fn dismiss(&mut self, now: Moment, id: CallId, effects: &mut Vec<Effect>) {
        let Some(at) = self.at(id) else { return };
        let tracked = &mut self.calls[at];
        if tracked.call.pop == Pop::Shown {
            tracked.call.pop = Pop::Dismissed;
        }
        if tracked.is_heard()
            && tracked.call.is_live()
            && !self.told_further.contains(&tracked.call.direction)
        {
            // Nobody else will say that it is over.
            let changed = tracked.give_up(now);
            self.changed(now, at, changed, effects);
        } else if tracked.is_wrapping_up() && !tracked.is_settling() {
            self.close(at, effects);
        } else {
            effects.push(Effect::Save { call: Box::new(tracked.call.clone()) });
        }
    }

    fn retry_lookup(&mut self, id: CallId, effects: &mut Vec<Effect>) {
        let Some(at) = self.at(id) else { return };
        let call = &mut self.calls[at].call;
        if let Caller::Unreachable { local, .. } = &call.caller {
            call.caller = match local {
                Some(best) => Caller::One { best: best.clone(), runners_up: Vec::new() },
                None => Caller::Searching,
            };
            effects.push(Effect::LookUp { call: id, number: call.number.clone() });
        }
    }
}

/// Everybody who can be chosen, and whether one of them is remembered for the number.
pub(super) fn candidates(caller: &Caller) -> (Vec<Match>, bool) {
    match caller {
        Caller::One { best, runners_up } => {
            let mut all = vec![(**best).clone()];
            all.extend(runners_up.iter().cloned());
            (all, false)
        }
        Caller::Several { matches, choice } => (matches.clone(), matches!(choice, Choice::Remembered { .. })),
        Caller::Unreachable { local, .. } => (local.iter().map(|known| (**known).clone()).collect(), false),
        Caller::NotLookedUp | Caller::Searching | Caller::Unknown => (Vec::new(), false),
    }
}
