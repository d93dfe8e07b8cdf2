//! Whether the org's API calls run short, so that what can wait or be left out is.

use crate::settings::FactsSettings;

/// Requests of the whole org in its rolling day, and the most allowed (salesforce.md 3.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    pub used: u64,
    pub most: u64,
}

impl Quota {
    /// How much is used, in whole percent, rounded down. An org that tells of no allowance has
    /// used nothing of it.
    #[must_use]
    pub fn percent(self) -> u64 {
        self.used.saturating_mul(100).checked_div(self.most).unwrap_or(0)
    }
}

/// Whether calls are to be saved: the org has used as much of its allowance as the settings say,
/// or more. What is not known saves nothing.
#[must_use]
pub fn saving(quota: Option<Quota>, settings: &FactsSettings) -> bool {
    quota.is_some_and(|quota| quota.percent() >= u64::from(settings.max_api_share_percent))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    #[test]
    fn calls_are_saved_from_the_share_on() {
        let settings = FactsSettings { max_api_share_percent: 80, ..FactsSettings::default() };
        for (used, most, expected) in [
            (0, 15_000, false),
            (11_999, 15_000, false),
            (12_000, 15_000, true),
            (15_001, 15_000, true),
            (1, 0, false),
            (u64::MAX, u64::MAX, false),
            (799, 1_000, false),
            (800, 1_000, true),
        ] {
            assert_eq!(saving(Some(Quota { used, most }), &settings), expected, "{used}/{most}");
        }
        assert!(!saving(None, &settings));
        let never = FactsSettings { max_api_share_percent: 100, ..settings };
        assert!(!saving(Some(Quota { used: 99, most: 100 }), &never));
        assert!(saving(Some(Quota { used: 100, most: 100 }), &never));
    }
}
