//! What was typed, on disk.

use domain::create::{Draft, Origin};
use serde::{Deserialize, Serialize};

use super::{Creation, broken};
use crate::problem::Problem;
use crate::view::DraftValues;

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
}

impl Creation {
    /// Keeps what was typed so far; it is on disk when this returns.
    ///
    /// # Errors
    /// When it is not.
    pub async fn keep(&self, draft: &str, values: DraftValues) -> Result<(), Problem> {
        let drafts = self.shared.store.drafts();
        let before: Kept = drafts.draft(draft).await.map_err(broken)?.unwrap_or_default();
        let kept = Kept { draft: values.into(), typed: true, ..before };
        drafts.keep(draft, &kept, self.now()).await.map_err(broken)
    }

    /// Forgets what was typed.
    ///
    /// # Errors
    /// When it is not forgotten.
    pub async fn drop_draft(&self, draft: &str) -> Result<(), Problem> {
        self.shared.store.drafts().forget(draft).await.map_err(broken)
    }
}
