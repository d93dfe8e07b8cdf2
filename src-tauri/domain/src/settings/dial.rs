//! How numbers are dialled, and what is asked before.

use serde::{Deserialize, Serialize};

use super::check::SettingErrorKind;

/// Longest run of digits dialled before a number: to get a line, or a carrier's code.
pub const DIAL_PREFIX_CHARS_MAX: usize = 8;

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DialSettings {
    pub form: DialForm,
    /// Dialled before every number outside (`0`). Empty: nothing.
    pub prefix: String,
    /// Part of the name a phone tells of itself (`Yealink`); calls start there. Empty: as the phone
    /// system chooses.
    pub device: String,
    /// Dialled before an extension to reach its voicemail, as the phone system's dial codes say.
    /// Empty: not known (3cx.md 2.6).
    pub voicemail: String,
    /// Links `tel:`, `callto:` and `sip:` of this user open this program.
    pub links: bool,
    /// Numbers, or beginnings with a `*` behind them, that are asked about before they are dialled.
    pub never: Vec<String>,
    pub extension: ExtensionSettings,
}

/// Calls from pages of the browser, by its extension.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ExtensionSettings {
    /// Browsers of this computer find Ringside, and calls from their pages are taken.
    pub enabled: bool,
    pub ask: AskWhen,
}

/// When somebody is asked before a page's number is called. Whatever else is to be known of a
/// number (Do Not Call, `never`, what a minute costs) is asked about all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskWhen {
    /// The first time; a yes makes it [`AskWhen::Never`].
    #[default]
    Once,
    Always,
    Never,
}

/// How numbers outside are given to the phone system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DialForm {
    /// `+494066969412`; behind a prefix as [`DialForm::International`].
    #[default]
    E164,
    /// `00494066969412`, with what is dialled in the own country to get out of it.
    International,
    /// `04066969412` in the own country, the others as [`DialForm::International`].
    National,
}

/// A text of keys that is dialled before something.
pub(super) fn keys(text: &str) -> Result<(), SettingErrorKind> {
    let key = |c: char| c.is_ascii_digit() || matches!(c, '*' | '#');
    if text.len() <= DIAL_PREFIX_CHARS_MAX && text.chars().all(key) {
        Ok(())
    } else {
        Err(SettingErrorKind::NotKeys)
    }
}
