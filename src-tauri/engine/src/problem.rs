//! The problems a person may see: one list of codes, and how failures map onto them. The words
//! are in `ui/src/text`; a code without words does not compile.

use domain::call::{LossReason, PhoneFailure};
use domain::outbox::FailureKind;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::signin::{KeychainError, SignInError};

/// Something that went wrong, as the screen may know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Problem {
    pub code: ProblemCode,
    /// What the other side said, in its own words, or the field it named. Never a secret.
    pub detail: Option<String>,
}

macro_rules! problem_codes {
    ($($(#[$doc:meta])* $code:ident => $id:literal,)+) => {
        /// What can go wrong. Words: `problem-<id>`, `problem-<id>-remedy`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
        pub enum ProblemCode {
            $($(#[$doc])* #[serde(rename = $id)] $code,)+
        }

        impl ProblemCode {
            /// Every code there is.
            pub const ALL: &[ProblemCode] = &[$(ProblemCode::$code,)+];

            /// The stem of its text ids.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(ProblemCode::$code => $id,)+ }
            }
        }
    };
}

problem_codes! {
    PhoneNotConfigured => "phone-not-configured",
    PhoneUnreachable => "phone-unreachable",
    PhoneTls => "phone-tls",
    PhoneWrongCredentials => "phone-wrong-credentials",
    PhoneCallControlOff => "phone-call-control-off",
    PhoneNoLicence => "phone-no-licence",
    PhoneNotMonitored => "phone-not-monitored",
    PhoneSharedClient => "phone-shared-client",
    PhoneNotThreeCx => "phone-not-3cx",
    PhoneDropped => "phone-dropped",
    /// A command came too late.
    CallGone => "call-gone",
    PhoneNotAllowed => "phone-not-allowed",
    /// The device refused; `detail` is the phone system's text.
    PhoneRefused => "phone-refused",
    PhoneBroken => "phone-broken",
    SalesforceNotConfigured => "salesforce-not-configured",
    SalesforceOffline => "salesforce-offline",
    SalesforceSignedOut => "salesforce-signed-out",
    SalesforceNotAllowed => "salesforce-not-allowed",
    /// `detail` is Salesforce's own message.
    SalesforceRefused => "salesforce-refused",
    SalesforceBusy => "salesforce-busy",
    SalesforceBroken => "salesforce-broken",
    KeychainAbsent => "keychain-absent",
    KeychainLocked => "keychain-locked",
    SettingsBroken => "settings-broken",
    /// Proxy or certificate authorities; `detail` says which.
    NetworkSettings => "network-settings",
    StoreBroken => "store-broken",
    /// The local index is not synced while the org's API calls run low.
    IndexSaving => "index-saving",
    /// As many API calls as syncing may make in one run or one day.
    IndexLimit => "index-limit",
    /// Salesforce could not collect everybody for the local index.
    IndexJobFailed => "index-job-failed",
    /// The pop cannot be placed here (Wayland without XWayland).
    NoPopHere => "no-pop-here",
}

impl From<LossReason> for Problem {
    fn from(reason: LossReason) -> Self {
        let code = match reason {
            LossReason::NotConfigured => ProblemCode::PhoneNotConfigured,
            LossReason::Unreachable => ProblemCode::PhoneUnreachable,
            LossReason::Tls => ProblemCode::PhoneTls,
            LossReason::WrongCredentials => ProblemCode::PhoneWrongCredentials,
            LossReason::CallControlOff => ProblemCode::PhoneCallControlOff,
            LossReason::NoLicence => ProblemCode::PhoneNoLicence,
            LossReason::NotMonitored => ProblemCode::PhoneNotMonitored,
            LossReason::SharedClient => ProblemCode::PhoneSharedClient,
            LossReason::NotThreeCx => ProblemCode::PhoneNotThreeCx,
            LossReason::Dropped => ProblemCode::PhoneDropped,
        };
        Problem { code, detail: None }
    }
}

impl From<&PhoneFailure> for Problem {
    fn from(failure: &PhoneFailure) -> Self {
        let (code, detail) = match failure {
            PhoneFailure::Unreachable => (ProblemCode::PhoneUnreachable, None),
            PhoneFailure::SignedOut => (ProblemCode::PhoneWrongCredentials, None),
            PhoneFailure::Gone => (ProblemCode::CallGone, None),
            PhoneFailure::NotAllowed => (ProblemCode::PhoneNotAllowed, None),
            PhoneFailure::Refused { text } => {
                (ProblemCode::PhoneRefused, (!text.is_empty()).then(|| text.clone()))
            }
            PhoneFailure::Broken => (ProblemCode::PhoneBroken, None),
        };
        Problem { code, detail }
    }
}

impl From<&FailureKind> for Problem {
    fn from(kind: &FailureKind) -> Self {
        let (code, detail) = match kind {
            FailureKind::Offline => (ProblemCode::SalesforceOffline, None),
            FailureKind::SignedOut => (ProblemCode::SalesforceSignedOut, None),
            FailureKind::NotAllowed { message } => {
                (ProblemCode::SalesforceNotAllowed, (!message.is_empty()).then(|| message.clone()))
            }
            FailureKind::Refused { message, code, .. } => (
                ProblemCode::SalesforceRefused,
                Some(if message.is_empty() { code.clone() } else { message.clone() }),
            ),
            FailureKind::Busy => (ProblemCode::SalesforceBusy, None),
            FailureKind::Broken { .. } => (ProblemCode::SalesforceBroken, None),
        };
        Problem { code, detail }
    }
}

impl From<&SignInError> for Problem {
    fn from(error: &SignInError) -> Self {
        let (code, detail) = match error {
            SignInError::NotConfigured | SignInError::Address(_) => {
                (ProblemCode::SalesforceNotConfigured, None)
            }
            SignInError::PortBusy { .. }
            | SignInError::TimedOut
            | SignInError::Stopped
            | SignInError::Broken => (ProblemCode::SalesforceBroken, None),
            SignInError::Refused { description, .. } => {
                (ProblemCode::SalesforceNotAllowed, Some(description.clone()))
            }
            SignInError::Offline => (ProblemCode::SalesforceOffline, None),
            SignInError::Keychain(KeychainError::Locked) => (ProblemCode::KeychainLocked, None),
            SignInError::Keychain(KeychainError::Broken | KeychainError::KeyFile) => {
                (ProblemCode::KeychainAbsent, None)
            }
        };
        Problem { code, detail }
    }
}
