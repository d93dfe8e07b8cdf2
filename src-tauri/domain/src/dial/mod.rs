//! From any text with a number in it to what the phone system is told to dial, and whether a person
//! is asked first. Not here: talking to a phone system, finding people.

mod form;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::number::{Number, NumberKind, Reading, Region, read};
use crate::settings::{AskWhen, Settings, is_listed};

/// Where the wish to call somebody came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DialSource {
    /// A button of this program.
    App,
    /// `ringsidectl dial`: whoever typed it was asked there.
    Terminal,
    /// What was selected or copied in another program, by a system-wide key.
    Clipboard,
    /// A `tel:`, `callto:` or `sip:` link of the operating system, or `--dial`.
    Link,
    /// A number on a page of the browser, by its extension.
    Extension,
}

impl DialSource {
    /// Text of others, not chosen from what this program shows.
    #[must_use]
    pub fn is_outside(self) -> bool {
        match self {
            DialSource::App | DialSource::Terminal => false,
            DialSource::Clipboard | DialSource::Link | DialSource::Extension => true,
        }
    }

    /// Somebody is to be asked for no other reason than where it came from.
    fn is_asked_about(self, settings: &Settings) -> bool {
        match self {
            DialSource::App | DialSource::Terminal => false,
            DialSource::Clipboard | DialSource::Link => true,
            DialSource::Extension => match settings.dial.extension.ask {
                AskWhen::Once | AskWhen::Always => true,
                AskWhen::Never => false,
            },
        }
    }
}

/// A number that can be dialled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DialPlan {
    pub number: Number,
    /// What the phone system is given: digits, `+`, `*` and `#` only.
    pub dialled: String,
    /// Whatever a person is to know before, without who it is.
    pub warnings: Vec<DialWarning>,
}

/// What a person is asked about before a call is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "warning", rename_all = "snake_case")]
pub enum DialWarning {
    /// It came from another program.
    Outside,
    /// The admin's list of numbers that are not called.
    NeverCall,
    /// Each minute costs.
    Premium,
    /// An emergency, service or network code.
    Service,
    /// The record says so; whose it is.
    DoNotCall { name: String },
}

/// Why a text cannot be dialled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum NotDialled {
    #[error("there is no number in it")]
    NoNumber,
    /// The agent's own extension.
    #[error("it is the own extension")]
    OwnExtension,
    /// The settings do not let pages of the browser call.
    #[error("pages of the browser may not call")]
    ExtensionOff,
    /// How the phone system reaches a voicemail is not set.
    #[error("no code for voicemail is set")]
    NoVoicemail,
    /// Codes with `*` and `#` switch features of the phone system; text of others must not.
    #[error("a feature code of another program")]
    ForeignCode,
}

/// Whether there is anything in a text that can be called.
#[must_use]
pub fn has_number(raw: &str, home: &Region) -> bool {
    !matches!(read(raw, home).reading, Reading::Withheld | Reading::Unreadable)
}

/// What is dialled for `raw`, and what is to be asked before.
///
/// # Errors
/// When there is nothing in it that may be dialled.
pub fn plan(raw: &str, source: DialSource, settings: &Settings) -> Result<DialPlan, NotDialled> {
    let home = &settings.matching.default_region;
    if source == DialSource::Extension && !settings.dial.extension.enabled {
        return Err(NotDialled::ExtensionOff);
    }
    let number = read(raw, home);
    let dialled = match &number.reading {
        Reading::Public(public) => form::public(public, home, &settings.dial),
        Reading::Internal { digits } if *digits == settings.phone.extension => {
            return Err(NotDialled::OwnExtension);
        }
        Reading::Short { digits } if source.is_outside() && digits.contains(['*', '#']) => {
            return Err(NotDialled::ForeignCode);
        }
        Reading::Short { digits } | Reading::Internal { digits } => digits.clone(),
        Reading::Withheld | Reading::Unreadable => return Err(NotDialled::NoNumber),
    };
    let warnings = warnings(&number, source, settings);
    Ok(DialPlan { number, dialled, warnings })
}

fn warnings(number: &Number, source: DialSource, settings: &Settings) -> Vec<DialWarning> {
    let dial = &settings.dial;
    let kind = number.public().map(|public| public.kind);
    let all = [
        (source.is_asked_about(settings), DialWarning::Outside),
        (is_listed(&dial.never, number, &settings.matching.default_region), DialWarning::NeverCall),
        (kind == Some(NumberKind::Premium), DialWarning::Premium),
        (matches!(number.reading, Reading::Short { .. }) && source.is_outside(), DialWarning::Service),
    ];
    all.into_iter().filter_map(|(holds, warning)| holds.then_some(warning)).collect()
}
