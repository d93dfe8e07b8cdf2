//! What works, what does not, and what mends it. Asks everything afresh.
//!
//! `machine` is this computer, `phone` the ladder up to 3CX, `salesforce` the org and this user's
//! rights in it, `reach` what servers tell everybody. Must not mend anything.

mod machine;
mod phone;
mod reach;
mod salesforce;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use domain::settings::Settings;

use crate::connections::{config, three_cx};
use crate::crm::salesforce::Salesforce;
use crate::http::Net;
use crate::local::Profile;
use crate::phone::threecx::ThreeCx;
use crate::problem::{Problem, ProblemCode};
use crate::signin::{Keychain, SecretName, SignIn};
use crate::store::Store;
use crate::view::View;
use crate::who;
use reach::Reach;

macro_rules! checks {
    ($($(#[$doc:meta])* $check:ident => $id:literal,)+) => {
        /// What is checked. Words: `check-<id>`, why it matters `check-<id>-why`, and what is said
        /// when it passed, with the finding's facts, `check-<id>-ok`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
        pub enum Check {
            $($(#[$doc])* #[serde(rename = $id)] $check,)+
        }

        impl Check {
            /// Every check there is, in the order they are made.
            pub const ALL: &[Check] = &[$(Check::$check,)+];

            /// The stem of its text ids.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Check::$check => $id,)+ }
            }
        }
    };
}

checks! {
    Settings => "settings",
    Keychain => "keychain",
    Store => "store",
    Outbox => "outbox",
    Index => "index",
    Network => "network",
    Clock => "clock",
    Phone => "phone",
    PhoneSignIn => "phone-sign-in",
    PhoneVersion => "phone-version",
    PhoneCallControl => "phone-call-control",
    PhoneOwnExtension => "phone-own-extension",
    PhoneNames => "phone-names",
    PhoneUsers => "phone-users",
    PhoneCallLog => "phone-call-log",
    PhoneChats => "phone-chats",
    PhoneEvents => "phone-events",
    PhoneClient => "phone-client",
    Salesforce => "salesforce",
    SalesforceData => "salesforce-data",
    /// Rights on objects; a finding for each that is missing.
    SalesforceRights => "salesforce-rights",
    /// Field-level security; a finding for each field that is hidden.
    SalesforceFields => "salesforce-fields",
    /// Values and record types of what is written.
    SalesforceValues => "salesforce-values",
    SalesforceDuplicates => "salesforce-duplicates",
    SalesforceBudget => "salesforce-budget",
    Owner => "owner",
}

/// One check and what came of it. A check that finds several things has several findings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Finding {
    pub check: Check,
    pub verdict: Verdict,
    /// What was found, for the text `check-<id>-ok`: versions, names, counts. Never a secret.
    #[ts(type = "Record<string, string>")]
    pub facts: BTreeMap<String, String>,
    /// What is wrong and how to mend it. A warning has one as well.
    pub problem: Option<Problem>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Passed,
    /// Calls are shown and written, but something is missing.
    Warned,
    Failed,
    /// Could not be checked because of an earlier finding, or because it is not set up.
    NotChecked,
}

impl Finding {
    fn passed(check: Check) -> Self {
        Self { check, verdict: Verdict::Passed, facts: BTreeMap::new(), problem: None }
    }

    /// Adds a fact for the text of the check.
    #[must_use]
    fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.facts.insert(name.to_owned(), value.into());
        self
    }

    fn failed(check: Check, problem: Problem) -> Self {
        Self { check, verdict: Verdict::Failed, facts: BTreeMap::new(), problem: Some(problem) }
    }

    fn code(check: Check, code: ProblemCode) -> Self {
        Self::failed(check, Problem { code, detail: None })
    }

    fn warned(check: Check, problem: Problem) -> Self {
        Self { check, verdict: Verdict::Warned, facts: BTreeMap::new(), problem: Some(problem) }
    }

    fn not_checked(check: Check) -> Self {
        Self { check, verdict: Verdict::NotChecked, facts: BTreeMap::new(), problem: None }
    }
}

/// What is examined, and through which links.
pub struct Case {
    pub settings: Settings,
    /// Why the settings are not those of the file.
    pub settings_problem: Option<Problem>,
    pub keychain: Keychain,
    pub store: Result<Store, Problem>,
    /// `None`: not configured.
    pub three_cx: Option<ThreeCx>,
    /// `None`: not configured.
    pub sign_in: Option<SignIn>,
    pub salesforce: Option<Arc<Salesforce>>,
    /// The view of the loop that runs on this profile, when one does.
    pub running: Option<Arc<View>>,
}

/// How much is examined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    All,
    Phone,
    Salesforce,
}

impl Case {
    /// A profile on which no loop runs: everything is opened for this.
    pub async fn alone(profile: &Profile) -> Self {
        let (settings, settings_problem) = match crate::settings::look(&profile.dir) {
            Ok(settings) => (settings, policy_problem(&profile.dir)),
            Err(_) => (Settings::default(), Some(broken_settings())),
        };
        let keychain = Keychain::open(&profile.id).await;
        let net = Net::new(&settings.network).unwrap_or_default();
        let store = open_store(profile, &keychain).await;
        let key = keychain.get(SecretName::PbxKey).await.ok().flatten();
        let three_cx =
            config(&settings.phone).zip(key).and_then(|(config, key)| three_cx(config, &key, &net).ok());
        let sign_in = SignIn::new(&settings.salesforce, keychain.clone(), &profile.dir, &net).ok();
        let salesforce = match &sign_in {
            Some(sign_in) => {
                sign_in.resume().await;
                let salesforce = Salesforce::new(sign_in.tokens(), &net).ok().map(Arc::new);
                if let Some(salesforce) = &salesforce {
                    salesforce.own_by(who::wish(&settings, three_cx.clone())).await;
                }
                salesforce
            }
            None => None,
        };
        Self { settings, settings_problem, keychain, store, three_cx, sign_in, salesforce, running: None }
    }
}

fn broken_settings() -> Problem {
    Problem { code: ProblemCode::SettingsBroken, detail: None }
}

/// What of the administrator's policy does not hold.
pub(crate) fn policy_problem(profile_dir: &std::path::Path) -> Option<Problem> {
    crate::settings::Policy::of(profile_dir).problem().map(Problem::from)
}

async fn open_store(profile: &Profile, keychain: &Keychain) -> Result<Store, Problem> {
    let key = keychain.store_key(&profile.dir).await;
    let key = key.map_err(|_| Problem { code: ProblemCode::KeychainLocked, detail: None })?;
    Store::open(&profile.dir, *key.bytes())
        .await
        .map_err(|error| Problem { code: ProblemCode::StoreBroken, detail: Some(error.to_string()) })
}

/// Checks everything from the settings up to Salesforce, or a part.
pub async fn examine(case: &Case, scope: Scope) -> Vec<Finding> {
    let reach = Reach::of(&case.settings).await;
    let mut findings = Vec::new();
    if scope == Scope::All {
        findings.extend(machine::examine(case, &reach).await);
    }
    if scope != Scope::Salesforce {
        findings.extend(phone::examine(case).await);
    }
    if scope != Scope::Phone {
        findings.extend(salesforce::examine(case, &reach).await);
    }
    findings
}
