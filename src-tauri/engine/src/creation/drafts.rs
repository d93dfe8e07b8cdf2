//! What was typed, on disk; and which forms are open in which nobody typed anything yet.

use std::collections::{BTreeMap, VecDeque};

use domain::create::{Draft, FieldKind, Origin};
use serde::{Deserialize, Serialize};

use super::{Creation, Place, broken};
use crate::problem::Problem;
use crate::store::StoreError;
use crate::view::DraftValues;

/// Open forms without a letter in them. An agent has a handful; what is forgotten of more is
/// only where they came from.
const OPENED_MAX: usize = 64;

/// A draft and where it came from.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Kept {
    pub draft: Draft,
    /// Somebody typed something: it is more than what it was filled with.
    pub typed: bool,
    /// What it was filled with, for when the call is gone.
    pub origin: Origin,
    /// Key of the call's or chat's entry; empty: it belongs to none.
    pub entry_key: String,
    /// Where it was opened; empty: nowhere that finds it again.
    pub place: String,
    /// Values nobody typed: another form has its own.
    pub filled: BTreeMap<String, String>,
    /// The fields of its form, for when the org cannot be asked. Empty: not known.
    pub fields: BTreeMap<String, FieldKind>,
}

/// Forms in which nobody typed yet, oldest first. They are not worth a place on disk.
#[derive(Default)]
pub(super) struct Opened(VecDeque<(String, Kept)>);

impl Opened {
    fn find(&self, fits: impl Fn(&str, &Kept) -> bool) -> Option<(String, Kept)> {
        self.0.iter().find(|(key, kept)| fits(key, kept)).cloned()
    }

    fn keep(&mut self, key: &str, kept: Kept) {
        self.forget(key);
        self.0.push_back((key.to_owned(), kept));
        if self.0.len() > OPENED_MAX {
            self.0.pop_front();
        }
    }

    pub(super) fn forget(&mut self, key: &str) {
        self.0.retain(|(known, _)| known != key);
    }
}

impl Creation {
    /// The draft somebody goes on with, or a new one; under its key. Each new person has a key of
    /// their own: two that were begun in the same place are two people.
    pub(super) async fn opened(&self, place: &Place) -> Result<(String, Kept), StoreError> {
        let mut opened = self.shared.opened.lock().await;
        let drafts = self.shared.store.drafts();
        if let Some(draft) = &place.draft {
            return Ok((draft.clone(), self.known_in(&opened, draft).await?));
        }
        if let Some(known) = opened.find(|_, kept| kept.place == place.name) {
            return Ok(known);
        }
        // A call or chat is with one person: whoever waits for it is meant.
        if let Some(known) = drafts.typed_at(&place.name, !place.told.key.is_empty()).await? {
            return Ok(known);
        }
        let key = format!("{:032x}", rand::random::<u128>());
        let (origin, entry_key) = (place.told.origin.clone(), place.told.key.clone());
        let kept = Kept { origin, entry_key, place: place.name.clone(), ..Kept::default() };
        opened.keep(&key, kept.clone());
        Ok((key, kept))
    }

    /// Somebody looks at this form now. What nobody typed stays off the disk.
    pub(super) async fn shown(&self, key: &str, before: &Kept, now: Kept) -> Result<(), StoreError> {
        if !now.typed {
            self.shared.opened.lock().await.keep(key, now);
        } else if now.draft != before.draft {
            self.shared.store.drafts().keep(key, &now.place, &now, self.now()).await?;
        }
        Ok(())
    }

    /// Keeps what was typed so far; it is on disk when this returns.
    ///
    /// # Errors
    /// When it is not.
    pub async fn keep(&self, draft: &str, values: DraftValues) -> Result<(), Problem> {
        self.keep_typed(draft, values).await.map(drop)
    }

    /// A draft by its key: typed, opened, or of somebody who waits. An unknown one is empty.
    pub(super) async fn known_draft(&self, key: &str) -> Result<Kept, StoreError> {
        let opened = self.shared.opened.lock().await;
        self.known_in(&opened, key).await
    }

    async fn known_in(&self, opened: &Opened, key: &str) -> Result<Kept, StoreError> {
        if let Some((_, kept)) = opened.find(|known, _| known == key) {
            return Ok(kept);
        }
        let kept = match self.shared.store.drafts().draft(key).await? {
            Some(kept) => Some(kept),
            None => self.of_waiting(key).await?,
        };
        Ok(kept.unwrap_or_default())
    }

    pub(super) async fn keep_typed(&self, key: &str, values: DraftValues) -> Result<Kept, Problem> {
        let mut opened = self.shared.opened.lock().await;
        let drafts = self.shared.store.drafts();
        let before = self.known_in(&opened, key).await.map_err(broken)?;
        let draft = Draft::from(values);
        let fields =
            if draft.kind == before.draft.kind { before.fields.clone() } else { BTreeMap::default() };
        let kept = Kept { draft, typed: true, fields, ..before };
        drafts.keep(key, &kept.place, &kept, self.now()).await.map_err(broken)?;
        opened.forget(key);
        Ok(kept)
    }

    /// The draft of somebody who waits, where it was dropped meanwhile.
    async fn of_waiting(&self, draft: &str) -> Result<Option<Kept>, StoreError> {
        let row = self.shared.store.creations().of(draft).await?;
        Ok(row.map(|row| {
            let person = row.correction.unwrap_or(row.person);
            let (draft, fields) = (person.draft, person.kinds);
            Kept { draft, typed: true, entry_key: row.entry_key, fields, ..Kept::default() }
        }))
    }

    /// Forgets what was typed.
    ///
    /// # Errors
    /// When it is not forgotten.
    pub async fn drop_draft(&self, draft: &str) -> Result<(), Problem> {
        self.shared.opened.lock().await.forget(draft);
        self.shared.store.drafts().forget(draft).await.map_err(broken)
    }
}
