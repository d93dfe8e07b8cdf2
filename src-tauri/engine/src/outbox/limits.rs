//! How many requests there may be: what the settings say, and what was spent today.

use std::time::Duration;

use domain::Moment;
use domain::outbox::{Quota, saving};
use domain::settings::{FactsSettings, Settings};
use jiff::ToSpan as _;
use jiff::tz::TimeZone;
use tokio::sync::watch;

use crate::crm::Usage;
use crate::store::{Store, StoreError};

/// What of the settings limits requests.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Limits {
    facts: FactsSettings,
    /// 0: as many as needed.
    daily_max: u32,
}

impl Limits {
    #[must_use]
    pub fn of(settings: &Settings) -> Self {
        Self { facts: settings.facts.clone(), daily_max: settings.salesforce.api_daily_max }
    }

    /// Whether the org's allowance runs low.
    pub(super) fn are_saving(&self, spent: &Spent) -> bool {
        let quota = spent.usage.borrow().org.map(|(used, most)| Quota { used, most });
        saving(quota, &self.facts)
    }
}

/// Requests of this computer today, on disk as well: a restart gives no new allowance.
pub(super) struct Spent {
    usage: watch::Receiver<Usage>,
    zone: TimeZone,
    /// Days since 1970, in this computer's zone.
    day: i64,
    /// Before this run, and since.
    before: u64,
    /// What had been made in this run when the day began.
    at_start: u64,
    noted: u64,
}

impl Spent {
    pub(super) fn new(usage: watch::Receiver<Usage>) -> Self {
        Self { usage, zone: TimeZone::system(), day: 0, before: 0, at_start: 0, noted: 0 }
    }

    /// Takes up what an earlier run of today noted.
    pub(super) async fn resume(&mut self, store: &Store, now: Moment) -> Result<(), StoreError> {
        self.day = self.day_of(now);
        self.before = store.outbox().requests_of(self.day).await?;
        self.noted = self.before;
        Ok(())
    }

    /// Puts today's count on disk if anybody wants it.
    pub(super) async fn note(
        &mut self,
        store: &Store,
        now: Moment,
        limits: &Limits,
    ) -> Result<(), StoreError> {
        self.turn(now);
        let count = self.today();
        if limits.daily_max > 0 && count != self.noted {
            store.outbox().note_requests(self.day, count).await?;
            self.noted = count;
        }
        Ok(())
    }

    /// How long nothing may be sent, when all of today's requests are made.
    pub(super) fn until_tomorrow(&mut self, now: Moment, limits: &Limits) -> Option<Duration> {
        self.turn(now);
        if limits.daily_max == 0 || self.today() < u64::from(limits.daily_max) {
            return None;
        }
        let local = now.wall.to_zoned(self.zone.clone());
        let tomorrow = local.date().tomorrow().ok()?.to_zoned(self.zone.clone()).ok()?;
        Duration::try_from(tomorrow.timestamp().duration_since(now.wall)).ok()
    }

    fn today(&self) -> u64 {
        let made = self.usage.borrow().ours;
        self.before.saturating_add(made.saturating_sub(self.at_start))
    }

    fn turn(&mut self, now: Moment) {
        let day = self.day_of(now);
        if day != self.day {
            (self.day, self.before, self.noted) = (day, 0, 0);
            self.at_start = self.usage.borrow().ours;
        }
    }

    fn day_of(&self, now: Moment) -> i64 {
        day_of(now, &self.zone)
    }
}

/// Whether all of today's requests are made, as last noted.
pub(crate) async fn is_cap_reached(
    store: &Store,
    settings: &Settings,
    now: Moment,
    zone: &TimeZone,
) -> Result<bool, StoreError> {
    let most = u64::from(settings.salesforce.api_daily_max);
    Ok(most > 0 && store.outbox().requests_of(day_of(now, zone)).await? >= most)
}

fn day_of(now: Moment, zone: &TimeZone) -> i64 {
    let date = now.wall.to_zoned(zone.clone()).date();
    let since = jiff::civil::date(1970, 1, 1).until(date).unwrap_or_else(|_| 0.days());
    i64::from(since.get_days())
}
