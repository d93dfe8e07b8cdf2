//! A Salesforce org that runs on this computer: sign-in, REST, query, search, describe and the ways all of it fails.
//! Follows salesforce.md sections 1 to 9 and 14. Knows nothing of the client that talks to it; `Org` is the place to
//! start reading, `rest/mod.rs` the map of its resources.

mod activities;
mod control;
mod derive;
mod describe;
mod duplicates;
pub mod error;
pub mod faults;
mod forms;
mod happen;
mod ids;
mod oauth;
mod objects;
mod people;
mod query_pages;
mod rest;
mod schema;
mod seed;
mod soql;
mod sosl;
mod state;
mod store;
mod time;
mod values;
mod write;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{any, get};
use serde::Serialize;
use serde_json::Value;

use self::error::RestError;
pub use self::faults::UnknownFault;
use self::state::State;
use self::time::SECOND_MS;
use self::write::Writer;

pub const OLDEST_VERSION: u32 = 41;
pub const NEWEST_VERSION: u32 = 68;
/// Versions that once existed and answer 410 now (salesforce.md 1.3).
pub const RETIRED_VERSIONS: std::ops::RangeInclusive<u32> = 7..=40;

/// Larger request bodies are refused; the platform's own limit for a collection is near this.
const BODY_MAX: usize = 6 * 1024 * 1024;

#[derive(Debug, Clone, Copy)]
pub struct OrgOptions {
    /// Contacts and leads in the sample; accounts come on top.
    pub people: usize,
    pub seed: u64,
}

impl Default for OrgOptions {
    fn default() -> Self {
        Self { people: 320, seed: 20_261_122 }
    }
}

/// What somebody needs to know to sign in.
#[derive(Debug, Clone, Serialize)]
pub struct SalesforceFacts {
    pub login_url: String,
    pub consumer_key: String,
    pub consumer_secret: String,
    pub callback_url: String,
    pub users: Vec<UserFacts>,
}

#[derive(Debug, Clone, Serialize)]
pub struct UserFacts {
    pub id: String,
    pub username: String,
    pub email: String,
    pub name: String,
    pub password: String,
}

/// A handle on the org; clones share it.
#[derive(Clone)]
pub struct Org {
    state: Arc<Mutex<State>>,
}

impl Org {
    pub fn new(options: OrgOptions) -> Self {
        Self { state: Arc::new(Mutex::new(seed::state(options))) }
    }

    /// The org as a client sees it.
    pub fn router(&self) -> Router {
        Router::new()
            .route("/services/oauth2/authorize", get(oauth::authorize::show).post(oauth::authorize::decide))
            .route("/services/oauth2/token", get(oauth::token::must_post).post(oauth::token::token))
            .route("/services/oauth2/revoke", get(oauth::token::must_post).post(oauth::token::revoke))
            .route(
                "/services/oauth2/userinfo",
                get(oauth::identity::userinfo).post(oauth::identity::userinfo),
            )
            .route("/id/{org}/{user}", get(oauth::identity::identity))
            .route("/.well-known/openid-configuration", get(oauth::identity::discovery))
            .route("/services/data", any(rest::http::serve))
            .route("/services/data/", any(rest::http::serve))
            .route("/services/data/{*rest}", any(rest::http::serve))
            .layer(DefaultBodyLimit::max(BODY_MAX))
            .layer(axum::middleware::from_fn_with_state(self.clone(), rest::http::dated))
            .with_state(self.clone())
    }

    /// What only the person running the simulator may do.
    pub fn control_router(&self) -> Router {
        control::router(self.clone())
    }

    /// Method, path and an example body of every control route.
    pub fn control_index(&self) -> Vec<(&'static str, &'static str, &'static str)> {
        control::INDEX.to_vec()
    }

    /// Where clients reach this org; named in tokens and identity URLs.
    pub fn set_base_url(&self, url: String) {
        self.locked(|state| state.base_url = String::from(url.trim_end_matches('/')));
    }

    /// Registers another callback beside the usual one, as an admin can (salesforce.md 2.4).
    pub fn add_callback(&self, url: String) {
        self.locked(|state| state.sessions.callbacks.push(url));
    }

    pub fn facts(&self) -> SalesforceFacts {
        self.locked(|state| {
            let mut users: Vec<UserFacts> = Vec::new();
            for (id, record) in state.store.rows("User") {
                let text = |name: &str| String::from(record.text(name).unwrap_or_default());
                let Some(account) = state.sessions.accounts.get(&text("Username")) else { continue };
                users.push(UserFacts {
                    id: id.clone(),
                    username: text("Username"),
                    email: text("Email"),
                    name: text("Name"),
                    password: account.password.clone(),
                });
            }
            SalesforceFacts {
                login_url: state.base_url.clone(),
                consumer_key: state.sessions.consumer_key.clone(),
                consumer_secret: state.sessions.consumer_secret.clone(),
                callback_url: String::from(oauth::CALLBACK_URL),
                users,
            }
        })
    }

    pub fn apply_fault(&self, name: &str, value: Option<&str>) -> Result<(), UnknownFault> {
        self.locked(|state| {
            match name {
                "expire-tokens" => state.sessions.expire_access_tokens(),
                "bulk-forget" => state.jobs.forget(),
                "revoke-tokens" => {
                    (0..state.sessions.grants.len()).for_each(|grant| state.sessions.revoke(grant))
                }
                _ => {
                    state.faults.apply(name, value)?;
                    happen::at_once(state, name, value.unwrap_or_default());
                }
            }
            if name == "person-accounts" && state.faults.is_on(name) {
                people::person_accounts(state);
            }
            state.metadata_ms = state.now_ms();
            Ok(())
        })
    }

    pub fn clear_faults(&self) {
        self.locked(|state| {
            state.faults.clear();
            state.metadata_ms = state.now_ms();
        });
    }

    pub fn fault_names(&self) -> &'static [(&'static str, &'static str)] {
        faults::NAMES
    }

    /// Faults that are set, with their values.
    pub fn current_faults(&self) -> BTreeMap<&'static str, Vec<String>> {
        self.locked(|state| state.faults.current())
    }

    /// Requests so far, by kind.
    pub fn counters(&self) -> BTreeMap<String, u64> {
        self.locked(|state| state.counters.clone())
    }

    pub fn advance_clock(&self, seconds: i64) {
        self.locked(|state| {
            state.clock_offset_ms = state.clock_offset_ms.saturating_add(seconds.saturating_mul(SECOND_MS));
        });
    }

    /// Ends every access token; refresh tokens stay good.
    pub fn expire_tokens(&self) {
        self.locked(|state| state.sessions.expire_access_tokens());
    }

    /// All live records of an object with every field they hold.
    pub fn records(&self, sobject: &str) -> Vec<Value> {
        self.locked(|state| {
            let Some(object) = schema::object(sobject) else { return Vec::new() };
            let live = state.store.rows(object.name).filter(|(_, record)| !record.deleted);
            live.map(|(_, record)| Value::Object(record.fields.clone())).collect()
        })
    }

    pub fn record(&self, sobject: &str, id: &str) -> Option<Value> {
        self.locked(|state| {
            let object = schema::object(sobject)?;
            let record = state.store.get(object.name, &ids::parse(id)?)?;
            (!record.deleted).then(|| Value::Object(record.fields.clone()))
        })
    }

    /// Creates a record as the first user would, with the same checks as a request.
    pub fn insert(&self, sobject: &str, fields: &Value) -> Result<String, RestError> {
        self.locked(|state| {
            let writer = first_writer(state);
            write::create(state, &writer, state::known_object(sobject)?, members(fields)?)
        })
    }

    pub fn update(&self, sobject: &str, id: &str, fields: &Value) -> Result<(), RestError> {
        self.locked(|state| {
            let writer = first_writer(state);
            let id = ids::parse(id).ok_or_else(RestError::not_found)?;
            write::update(state, &writer, state::known_object(sobject)?, &id, members(fields)?)
        })
    }

    pub fn delete(&self, sobject: &str, id: &str) -> Result<(), RestError> {
        self.locked(|state| {
            let id = ids::parse(id).ok_or_else(RestError::not_found)?;
            write::delete(state, state::known_object(sobject)?, &id)
        })
    }

    /// Shares a record with the people who use the API, or no longer. Changes no time stamp
    /// (salesforce.md 11.1).
    pub fn share(&self, sobject: &str, id: &str, shared: bool) -> Result<(), RestError> {
        self.locked(|state| people::share(state, state::known_object(sobject)?, id, shared))
    }

    /// Converts a lead as a person would in the browser; the contact it became.
    pub fn convert(&self, lead: &str) -> Result<String, RestError> {
        self.locked(|state| people::convert(state, lead))
    }

    /// Runs with the org's state; a panic elsewhere while it was held does not matter here.
    fn locked<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn first_writer(state: &State) -> Writer {
    let user = state.store.rows("User").next().map(|(id, _)| id.clone()).unwrap_or_default();
    Writer { user, save_duplicates: true, keeps_owner: true }
}

fn members(fields: &Value) -> Result<&serde_json::Map<String, Value>, RestError> {
    fields.as_object().ok_or_else(|| RestError::bad_json("a record is a JSON object"))
}
