use jiff::tz::TimeZone;

use super::Entry;
use crate::call::Call;
use crate::settings::JournalSettings;

/// The agent, as texts name them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Agent {
    pub extension: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
}

/// The entry for an ended call; `None` when nothing is written about it (internal, answered
/// elsewhere, journal off, still going on).
#[must_use]
pub fn compose(call: &Call, settings: &JournalSettings, agent: &Agent, zone: &TimeZone) -> Option<Entry> {
    let _ = (call, settings, agent, zone);
    None
}
