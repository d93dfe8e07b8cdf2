//! Everything the org remembers, behind the one lock of `Org`. Its methods answer the questions several parts ask:
//! what time is it here, which objects and fields does this user see.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::faults::Faults;
use super::oauth::Sessions;
use super::query_pages::Pages;
use super::rest::bulk::Jobs;
use super::schema::{self, CALL_KEY, Field, Object, OnlyWith};
use super::store::Store;
use super::time::{DAY_MS, SECOND_MS};

/// The request allowance of a small production org (salesforce.md 9).
const DAILY_REQUESTS: u64 = 115_000;

pub struct State {
    pub org_id: String,
    pub base_url: String,
    pub store: Store,
    pub faults: Faults,
    pub sessions: Sessions,
    pub pages: Pages,
    pub jobs: Jobs,
    /// Requests counted against the daily allowance, and the day they belong to.
    pub requests_used: u64,
    pub requests_day: i64,
    /// Requests by kind, for whoever checks how chatty a client is.
    pub counters: BTreeMap<String, u64>,
    pub clock_offset_ms: i64,
    /// How much later what is being created commits; only while the request is answered.
    pub late_commit_secs: u64,
    /// When fields last appeared, vanished or changed; describes older than this are stale.
    pub metadata_ms: i64,
}

impl State {
    pub fn now_ms(&self) -> i64 {
        Timestamp::now().as_millisecond().saturating_add(self.clock_offset_ms)
    }

    pub fn count(&mut self, kind: &str) {
        if let Some(count) = self.counters.get_mut(kind) {
            *count += 1;
        } else {
            self.counters.insert(String::from(kind), 1);
        }
    }

    pub fn requests_max(&self) -> u64 {
        self.faults.number("limit-max").unwrap_or(DAILY_REQUESTS)
    }

    /// Counts one API request; false when the allowance is used up.
    pub fn spend_request(&mut self) -> bool {
        let day = self.now_ms().div_euclid(DAY_MS);
        if day != self.requests_day {
            self.requests_day = day;
            self.requests_used = 0;
        }
        if self.requests_used >= self.requests_max() {
            return false;
        }
        self.requests_used += 1;
        true
    }

    pub fn visible_at_ms(&self, now_ms: i64) -> i64 {
        let late = i64::try_from(self.late_commit_secs).unwrap_or(i64::MAX).saturating_mul(SECOND_MS);
        now_ms.saturating_add(self.delay_ms("commit-late-secs").max(late))
    }

    pub fn indexed_at_ms(&self, now_ms: i64) -> i64 {
        self.visible_at_ms(now_ms).saturating_add(self.delay_ms("index-delay-secs"))
    }

    fn delay_ms(&self, fault: &str) -> i64 {
        let seconds = self.faults.number(fault).unwrap_or(0);
        i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(SECOND_MS)
    }

    /// The fields of the object this org has and this user may see.
    pub fn fields(&self, object: &'static Object) -> impl Iterator<Item = &'static Field> {
        object.fields.iter().filter(|field| self.is_visible(object, field))
    }

    pub fn field(&self, object: &'static Object, name: &str) -> Option<&'static Field> {
        object.field(name).filter(|field| self.is_visible(object, field))
    }

    pub fn relationship(&self, object: &'static Object, name: &str) -> Option<&'static Field> {
        object.relationship(name).filter(|field| self.is_visible(object, field))
    }

    pub fn is_required(&self, object: &Object, field: &Field) -> bool {
        field.is_required_on_create() || self.is_listed("required-field", object, field)
    }

    fn is_visible(&self, object: &Object, field: &Field) -> bool {
        if field.name == CALL_KEY && !self.faults.is_on("call-key") {
            return false;
        }
        let switch = match field.only_with {
            OnlyWith::Nothing => None,
            OnlyWith::PersonAccounts => Some("person-accounts"),
            OnlyWith::CustomPhones => Some("custom-phones"),
            OnlyWith::Segments => Some("segments"),
            OnlyWith::ManyCurrencies if self.faults.is_on("single-currency") => return false,
            OnlyWith::ManyCurrencies => None,
        };
        switch.is_none_or(|switch| self.faults.is_on(switch))
            && !self.is_listed("hidden-field", object, field)
    }

    fn is_listed(&self, fault: &str, object: &Object, field: &Field) -> bool {
        self.faults.all(fault).any(|listed| {
            listed.split_once('.').is_some_and(|(named_object, named_field)| {
                object.name.eq_ignore_ascii_case(named_object) && field.name.eq_ignore_ascii_case(named_field)
            })
        })
    }

    /// Whether the user may `read`, `create`, `edit` or `delete` records of the object.
    pub fn may(&self, right: &str, object: &Object) -> bool {
        !self.faults.all("no-right").any(|taken| {
            taken.split_once('.').is_some_and(|(named_object, named_right)| {
                object.name.eq_ignore_ascii_case(named_object) && named_right == right
            })
        })
    }

    /// Whether the picklist offers the value in this org.
    pub fn offers(&self, object: &Object, field: &Field, value: &str) -> bool {
        !self.faults.all("no-value").any(|missing| {
            let mut parts = missing.splitn(3, '.');
            parts.next().is_some_and(|named| object.name.eq_ignore_ascii_case(named))
                && parts.next().is_some_and(|named| field.name.eq_ignore_ascii_case(named))
                && parts.next() == Some(value)
        })
    }

    /// An object this user sees, as a REST path names it.
    pub fn seen_object(&self, name: &str) -> Result<&'static Object, super::error::RestError> {
        known_object(name).and_then(|object| {
            if self.may("read", object) { Ok(object) } else { Err(super::error::RestError::not_found()) }
        })
    }

    /// The record if it is committed, visible and not deleted.
    pub fn live(&self, sobject: &str, id: &str) -> Option<&super::store::Record> {
        let now = self.now_ms();
        self.store.get(sobject, id).filter(|record| record.is_there() && record.visible_at_ms <= now)
    }

    /// The user a request acts for, by id.
    pub fn is_active_user(&self, id: &str) -> bool {
        self.store
            .get("User", id)
            .is_some_and(|user| user.fields.get("IsActive") == Some(&serde_json::Value::Bool(true)))
    }
}

/// An object by name, as a REST path or a query names it.
pub fn known_object(name: &str) -> Result<&'static Object, super::error::RestError> {
    schema::object(name).ok_or_else(super::error::RestError::not_found)
}
