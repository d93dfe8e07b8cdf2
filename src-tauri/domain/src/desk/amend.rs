//! What a person does to entries: discard, put back, edit, undo, link to somebody else; and what
//! changes after an entry was sent.

use super::{Context, Desk, Effect, JournalOrder};
use crate::Moment;
use crate::call::{Call, CallId};
use crate::journal::{EntryEdit, UNDO_FOR, composed};
use crate::outbox::EntryState;

impl Desk {
    pub(super) fn discard_entry(&self, key: String, effects: &mut Vec<Effect>) {
        if self.is_unsent(&key) {
            effects.push(Effect::Journal(JournalOrder::Discard { key }));
        }
    }

    pub(super) fn edit_entry(&mut self, key: String, edit: EntryEdit, effects: &mut Vec<Effect>) {
        if self.is_unsent(&key) {
            self.is_worded(&key, effects);
            effects.push(Effect::Journal(JournalOrder::Edit { key, edit }));
        }
    }

    pub(super) fn undo_entry(&self, now: Moment, key: String, effects: &mut Vec<Effect>) {
        if self.may_be_undone(now, &key) {
            effects.push(Effect::Journal(JournalOrder::Undo { key }));
        }
    }

    fn with_key(&self, key: &str) -> Option<&Call> {
        self.calls().find(|call| call.key == key)
    }

    /// Entries of calls that are not on the desk any more are the store's to judge.
    fn is_unsent(&self, key: &str) -> bool {
        match self.with_key(key).and_then(|call| call.entry.as_ref()) {
            None | Some(EntryState::Waiting { .. } | EntryState::Stuck { .. }) => true,
            Some(EntryState::InDoubt { .. } | EntryState::Written { .. } | EntryState::Removed { .. }) => {
                false
            }
        }
    }

    fn may_be_undone(&self, now: Moment, key: &str) -> bool {
        match self.with_key(key).and_then(|call| call.entry.as_ref()) {
            Some(EntryState::Written { at, .. }) => {
                now.wall.duration_since(*at).as_secs()
                    <= i64::try_from(UNDO_FOR.as_secs()).unwrap_or(i64::MAX)
            }
            None
            | Some(
                EntryState::Waiting { .. }
                | EntryState::Stuck { .. }
                | EntryState::InDoubt { .. }
                | EntryState::Removed { .. },
            ) => false,
        }
    }

    pub(super) fn relink(&mut self, key: &str, person: Option<&str>, effects: &mut Vec<Effect>) {
        let Some(CallId(id)) = self.with_key(key).map(|call| call.id) else { return };
        match person {
            Some(person) => self.link(CallId(id), person, false, effects),
            None => self.choose_nobody(CallId(id), effects),
        }
    }

    /// Caller or notes changed after the entry was sent.
    pub(super) fn amend(&self, at: usize, effects: &mut Vec<Effect>) {
        let call = &self.calls[at].call;
        match call.entry {
            Some(EntryState::Written { .. } | EntryState::InDoubt { .. }) => {}
            Some(EntryState::Waiting { .. } | EntryState::Stuck { .. } | EntryState::Removed { .. })
            | None => {
                return;
            }
        }
        let Context { settings, agent, zone, .. } = &self.context;
        if let Some(entry) = composed(call, &settings.journal, agent, zone) {
            let late = vec![call.notes.clone(), self.made_of_recording(call, &entry)];
            let order = JournalOrder::Amend { entry: Box::new(entry), late };
            effects.push(Effect::Journal(order));
        }
    }
}

#[cfg(test)]
pub(super) mod tests;
