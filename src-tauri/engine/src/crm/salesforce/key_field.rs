//! The field of activities that the admin named for our key. Unique and an external id, it makes
//! Salesforce refuse the second record of a call (salesforce.md 7.5 B).
//!
//! Entries are inserted with it, not upserted: a late upsert would put our text back over what a
//! person has written meanwhile.

use std::time::Instant;

use super::FACTS_FOR;
use super::schema::Describe;

/// Characters of our keys, and some to spare.
const LENGTH_MIN: usize = 100;

/// What is known of it.
#[derive(Debug, Default)]
pub enum KeyField {
    /// The admin named none.
    #[default]
    Unset,
    Unknown {
        name: String,
    },
    Known {
        name: String,
        usable: bool,
        read_at: Instant,
    },
}

impl KeyField {
    pub fn named(name: &str) -> Self {
        if name.is_empty() { Self::Unset } else { Self::Unknown { name: name.to_owned() } }
    }

    pub fn checked(name: String, task: &Describe) -> Self {
        let usable = fits(&name, task);
        Self::Known { name, usable, read_at: Instant::now() }
    }

    /// The name, when the org is to be asked about it: `Some(None)` when it is known, `None` when
    /// there is none.
    #[allow(clippy::option_option, reason = "there may be none, and it may be known")]
    pub fn unknown(&self) -> Option<Option<String>> {
        match self {
            Self::Unset => None,
            Self::Unknown { name } => Some(Some(name.clone())),
            Self::Known { name, read_at, .. } if read_at.elapsed() >= FACTS_FOR => Some(Some(name.clone())),
            Self::Known { .. } => Some(None),
        }
    }

    pub fn usable(&self) -> Option<String> {
        match self {
            Self::Known { name, usable: true, .. } => Some(name.clone()),
            Self::Unset | Self::Unknown { .. } | Self::Known { .. } => None,
        }
    }

    /// Asks afresh next time.
    pub fn forget(&mut self) {
        if let Self::Known { name, .. } = self {
            *self = Self::Unknown { name: std::mem::take(name) };
        }
    }

    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Unset => None,
            Self::Unknown { name } | Self::Known { name, .. } => Some(name),
        }
    }
}

fn fits(name: &str, task: &Describe) -> bool {
    task.fields.iter().any(|field| {
        field.name == name && keeps_out(field.createable, field.unique, field.external_id, field.length)
    })
}

/// Whether a field can keep a second record out.
pub fn keeps_out(createable: bool, unique: bool, external_id: bool, length: usize) -> bool {
    createable && unique && external_id && length >= LENGTH_MIN
}
