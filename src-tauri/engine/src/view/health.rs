//! How links, keychain, index and API calls stand, as the screen shows it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::IndexView;
use crate::problem::Problem;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Health {
    pub phone: LinkView,
    /// Version of the phone system, once told.
    pub phone_version: Option<String>,
    pub salesforce: LinkView,
    /// The org's host, and who is signed in.
    pub salesforce_host: Option<String>,
    pub salesforce_user: Option<String>,
    pub keychain: KeychainView,
    /// People in the index on this computer.
    pub index_people: u64,
    /// More of it, and what its sync is doing.
    pub index: IndexView,
    pub api: ApiView,
    /// Newest first.
    pub problems: Vec<PastProblem>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "link", rename_all = "snake_case")]
pub enum LinkView {
    Connecting,
    Up { since_ms: i64 },
    Down { since_ms: i64, problem: Problem },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum KeychainView {
    Ok,
    /// None on this machine: secrets live in memory only.
    Absent,
    Locked,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct ApiView {
    /// Requests by this program since it started.
    pub ours: u64,
    /// Requests of the whole org in its rolling day, and the most allowed, as last told.
    pub org: Option<(u64, u64)>,
    /// They run short: what can be spared is left out.
    pub saving: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct PastProblem {
    pub at_ms: i64,
    pub problem: Problem,
}
