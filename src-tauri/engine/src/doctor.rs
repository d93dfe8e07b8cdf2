//! What works, what does not, and what mends it. Asks everything afresh.

use serde::Serialize;

use domain::number::{self, Region};
use domain::settings::Settings;
use jiff::Timestamp;

use crate::companion::three_cx;
use crate::crm::Crm as _;
use crate::crm::salesforce::Salesforce;
use crate::local::{LocalClient, Profile};
use crate::phone::threecx::{ProbeFailure, ProbeStep, Step};
use crate::problem::{Problem, ProblemCode};
use crate::signin::{Keychain, KeychainState, SignIn, SignInState};
use crate::store::Store;

/// One check and what came of it.
#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    pub check: &'static str,
    pub verdict: Verdict,
    /// What was found, when it is worth saying.
    pub detail: Option<String>,
    pub problem: Option<Problem>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Passed,
    Failed,
    /// Could not be checked because of an earlier finding, or because another program runs it.
    NotChecked,
}

impl Finding {
    fn passed(check: &'static str, detail: impl Into<Option<String>>) -> Self {
        Self { check, verdict: Verdict::Passed, detail: detail.into(), problem: None }
    }

    fn failed(check: &'static str, problem: Problem) -> Self {
        Self { check, verdict: Verdict::Failed, detail: None, problem: Some(problem) }
    }

    fn code(check: &'static str, code: ProblemCode) -> Self {
        Self::failed(check, Problem { code, detail: None })
    }

    fn not_checked(check: &'static str, why: &str) -> Self {
        Self { check, verdict: Verdict::NotChecked, detail: Some(why.to_owned()), problem: None }
    }
}

/// Checks a profile from the keychain up to Salesforce.
pub async fn examine(profile: &Profile) -> Vec<Finding> {
    let mut findings = Vec::new();
    let settings = match crate::settings::load(&profile.dir, Timestamp::now()) {
        Ok(loaded) if loaded.kept_aside.is_none() => {
            findings.push(Finding::passed("settings", None));
            loaded.settings
        }
        Ok(loaded) => {
            findings.push(Finding::code("settings", ProblemCode::SettingsBroken));
            loaded.settings
        }
        Err(_) => {
            findings.push(Finding::code("settings", ProblemCode::SettingsBroken));
            Settings::default()
        }
    };
    let keychain = Keychain::open(&profile.id).await;
    findings.push(match keychain.state() {
        KeychainState::Ok => Finding::passed("keychain", None),
        KeychainState::Absent => Finding::code("keychain", ProblemCode::KeychainAbsent),
        KeychainState::Locked => Finding::code("keychain", ProblemCode::KeychainLocked),
    });
    findings.push(store(profile, &keychain).await);
    // A second sign-in at the phone system would end the first one's token (3cx.md 1.1).
    if LocalClient::connect(profile).await.is_some() {
        findings.push(Finding::not_checked("phone", "this profile is running: see its Health view"));
    } else {
        findings.extend(phone(&settings, &keychain).await);
    }
    findings.extend(salesforce(profile, &settings, &keychain).await);
    findings
}

async fn store(profile: &Profile, keychain: &Keychain) -> Finding {
    let Ok(key) = keychain.store_key(&profile.dir).await else {
        return Finding::code("store", ProblemCode::KeychainLocked);
    };
    match Store::open(&profile.dir, *key.bytes()).await {
        Ok(store) => {
            let people = store.people().count().await.unwrap_or_default();
            store.close().await;
            Finding::passed("store", format!("{people} people"))
        }
        Err(error) => Finding::failed(
            "store",
            Problem { code: ProblemCode::StoreBroken, detail: Some(error.to_string()) },
        ),
    }
}

async fn phone(settings: &Settings, keychain: &Keychain) -> Vec<Finding> {
    match three_cx(settings, keychain).await {
        Ok(Some(system)) => system.probe().await.iter().map(step).collect(),
        Ok(None) => vec![Finding::code("phone", ProblemCode::PhoneNotConfigured)],
        Err(_) => vec![Finding::code("phone", ProblemCode::KeychainLocked)],
    }
}

fn step(step: &ProbeStep) -> Finding {
    let check = match step.step {
        Step::SignIn => "phone sign-in",
        Step::Version => "phone version",
        Step::CallControl => "phone call control",
        Step::OwnExtension => "phone own extension",
        Step::Names => "phone names",
        Step::Socket => "phone events",
    };
    match &step.outcome {
        Ok(detail) => Finding::passed(check, detail.clone()),
        Err(ProbeFailure::Link(reason)) => Finding::failed(check, Problem::from(*reason)),
        Err(ProbeFailure::Convenience) => {
            Finding::not_checked(check, "the Configuration API is off or the role too low; calls work")
        }
    }
}

async fn salesforce(profile: &Profile, settings: &Settings, keychain: &Keychain) -> Vec<Finding> {
    const CHECK: &str = "salesforce";
    let Ok(sign_in) = SignIn::new(&settings.salesforce, keychain.clone(), &profile.dir) else {
        return vec![Finding::code(CHECK, ProblemCode::SalesforceNotConfigured)];
    };
    if let SignInState::SignedOut { .. } = sign_in.resume().await {
        return vec![Finding::code(CHECK, ProblemCode::SalesforceSignedOut)];
    }
    let Ok(crm) = Salesforce::new(sign_in.tokens()) else {
        return vec![Finding::code(CHECK, ProblemCode::SalesforceBroken)];
    };
    let signed_in = match crm.identity().await {
        Ok(identity) => Finding::passed(CHECK, format!("{} at {}", identity.username, identity.address)),
        Err(failure) => return vec![Finding::failed(CHECK, Problem::from(&failure.kind))],
    };
    vec![signed_in, data(&crm).await]
}

/// Signing in says nothing about the data: a user may lack the permission for the API.
async fn data(crm: &Salesforce) -> Finding {
    const CHECK: &str = "salesforce data";
    let nobody = number::read("+12125550100", &Region::home_default());
    match crm.find_people(&nobody).await {
        Ok(_) => Finding::passed(CHECK, None),
        Err(failure) => Finding::failed(CHECK, Problem::from(&failure.kind)),
    }
}
