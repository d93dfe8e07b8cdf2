//! Telephone numbers: reading any spelling, comparing two of them, and spelling one the ways
//! people store it. Not here: looking anything up.

mod clean;
mod compare;
mod find;
mod marks;
mod parts;
mod read;
mod reformat;
#[cfg(test)]
mod second_opinion;
mod service;
mod spell;
#[cfg(test)]
mod tests;

pub use compare::{LAST_DIGITS_MAX, LAST_DIGITS_MIN, Likeness, Mark, Strategy, compare, compare_by};
pub use find::{Found, find};
pub use marks::marks_of_digits;
pub use read::{international, read, read_by};
pub use reformat::{
    Effect, PatternFault, REFORMAT_CHARS_MAX, REFORMATS_MAX, Reformat, ReformatError, ReformatParts,
    ReformatStep, Reformatting,
};
pub use spell::{SPELLINGS_MAX, spellings};

use serde::{Deserialize, Serialize};

/// The digits of a text in any script, as ASCII.
#[must_use]
pub fn digits_of(text: &str) -> String {
    clean::digits(text)
}

/// ISO 3166 alpha-2 code of a country, upper case (`DE`).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Region(String);

/// A text that is not two letters.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code:?} is no country: two letters are expected")]
pub struct NotARegion {
    pub code: String,
}

impl TryFrom<String> for Region {
    type Error = NotARegion;

    fn try_from(code: String) -> Result<Self, Self::Error> {
        Self::new(&code).ok_or(NotARegion { code })
    }
}

impl From<Region> for String {
    fn from(region: Region) -> Self {
        region.0
    }
}

impl Region {
    /// Accepts two ASCII letters in any case, else `None`.
    #[must_use]
    pub fn new(code: &str) -> Option<Self> {
        let code = code.trim();
        (code.len() == 2 && code.bytes().all(|b| b.is_ascii_alphabetic()))
            .then(|| Self(code.to_ascii_uppercase()))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether numbers of this country can be read: it has a numbering plan.
    #[must_use]
    pub fn is_known(&self) -> bool {
        read::has_plan(self)
    }

    /// Every country with a numbering plan and its calling code, by its letters.
    #[must_use]
    pub fn all() -> Vec<(Self, u16)> {
        read::plans()
    }

    /// The country assumed until the admin names one.
    #[must_use]
    pub fn home_default() -> Self {
        Self("DE".into())
    }
}

/// A number as the phone system or a record gave it, and what it was read as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Number {
    /// Exactly what arrived, shortened to [`RAW_MAX`] characters.
    pub raw: String,
    pub reading: Reading,
}

/// Longest raw spelling kept, in characters. Salesforce phone fields hold 40; SIP URIs are longer.
pub const RAW_MAX: usize = 120;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reading", rename_all = "snake_case")]
pub enum Reading {
    /// A number of the public network that a customer can have.
    Public(Public),
    /// An emergency, service or network code: dialled, never a person.
    Short { digits: String },
    /// An extension of the own phone system.
    Internal { digits: String },
    /// The caller hid the number; also an empty one.
    Withheld,
    /// Text without a readable number in it.
    Unreadable,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Public {
    /// `+` and digits, without extension.
    pub e164: String,
    /// Digits after the country code, without trunk prefix.
    pub national: String,
    /// What was dialled behind the number, digits only.
    pub extension: Option<String>,
    /// The country, where the number tells it (not for satellite or other shared codes).
    pub region: Option<Region>,
    pub kind: NumberKind,
    /// As people write it in its own country (`040 66969412`).
    pub shown_national: String,
    /// As people write it elsewhere (`+49 40 66969412`).
    pub shown_international: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberKind {
    Fixed,
    Mobile,
    TollFree,
    Premium,
    Voip,
    Other,
}

impl Number {
    /// The public reading, if it is one.
    #[must_use]
    pub fn public(&self) -> Option<&Public> {
        match &self.reading {
            Reading::Public(public) => Some(public),
            Reading::Short { .. } | Reading::Internal { .. } | Reading::Withheld | Reading::Unreadable => {
                None
            }
        }
    }

    /// `+4940…` where it is public, else the digits or the raw text.
    #[must_use]
    pub fn canonical(&self) -> &str {
        match &self.reading {
            Reading::Public(public) => &public.e164,
            Reading::Short { digits } | Reading::Internal { digits } => digits,
            Reading::Withheld => "",
            Reading::Unreadable => &self.raw,
        }
    }

    /// How it is shown to an agent at home in `home`: national only when its country is `home`.
    #[must_use]
    pub fn shown(&self, home: &Region) -> &str {
        match &self.reading {
            Reading::Public(public) if public.region.as_ref() == Some(home) => &public.shown_national,
            Reading::Public(public) => &public.shown_international,
            Reading::Short { .. } | Reading::Internal { .. } | Reading::Withheld | Reading::Unreadable => {
                self.canonical()
            }
        }
    }
}
