//! The problems a person may see: one list of codes, and how failures map onto them. The words
//! are in `ui/src/text`; a code without words does not compile.

use domain::call::{LossReason, PhoneFailure};
use domain::dial::NotDialled;
use domain::outbox::{Barred, FailureKind};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

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
    /// Another program has the port phones are heard at; `detail` is the port.
    HookPortBusy => "hook-port-busy",
    /// `detail` is the address.
    HookLanAddressMissing => "hook-lan-address-missing",
    /// A command came too late.
    CallGone => "call-gone",
    PhoneNotAllowed => "phone-not-allowed",
    // Why a number was not called.
    DialNoCall => "dial-no-call",
    DialNoNumber => "dial-no-number",
    DialOwnExtension => "dial-own-extension",
    DialForeignCode => "dial-foreign-code",
    DialExtensionOff => "dial-extension-off",
    DialNoVoicemail => "dial-no-voicemail",
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
    /// Nothing, or not all, of the administrator's policy holds; `detail`: the file and why.
    PolicyBroken => "policy-broken",
    /// Proxy or certificate authorities; `detail` says which.
    NetworkSettings => "network-settings",
    StoreBroken => "store-broken",
    /// The local index is not synced while the org's API calls run low.
    IndexSaving => "index-saving",
    /// The journal is not compared while the org's API calls run low.
    CompareSaving => "compare-saving",
    /// `detail`: why these days are no period.
    ComparePeriod => "compare-period",
    CompareStopped => "compare-stopped",
    /// One side held more than was read, so that nothing is mended.
    CompareCut => "compare-cut",
    /// An entry is there twice, and somebody has worked on each.
    TaskDoubled => "task-doubled",
    /// As many API calls as syncing may make in one run or one day.
    IndexLimit => "index-limit",
    /// Salesforce could not collect everybody for the local index.
    IndexJobFailed => "index-job-failed",
    // What checks find; `detail` names the thing.
    /// `detail`: the address.
    ProxyUnusable => "proxy-unusable",
    ProxyUnreachable => "proxy-unreachable",
    /// `detail`: the path.
    CaFileMissing => "ca-file-missing",
    CaFileNotPem => "ca-file-not-pem",
    /// `detail`: minutes.
    ClockOff => "clock-off",
    PhoneClockOff => "phone-clock-off",
    /// `detail`: how many.
    OutboxStuck => "outbox-stuck",
    OutboxWaiting => "outbox-waiting",
    PhoneKeptOut => "phone-kept-out",
    /// `detail`: the status.
    PhoneServerError => "phone-server-error",
    PhoneNoEvents => "phone-no-events",
    PhoneConfigurationOff => "phone-configuration-off",
    PhoneRoleNames => "phone-role-names",
    PhoneRoleUsers => "phone-role-users",
    PhoneRoleCallLog => "phone-role-call-log",
    /// The role does not show chats (3cx.md 1.3, 3.6).
    PhoneRoleChats => "phone-role-chats",
    PhoneChatsNotLogged => "phone-chats-not-logged",
    SalesforceTls => "salesforce-tls",
    /// `detail`: the object.
    SalesforceNoRead => "salesforce-no-read",
    SalesforceNoCreate => "salesforce-no-create",
    SalesforceNoEdit => "salesforce-no-edit",
    SalesforceNoDelete => "salesforce-no-delete",
    /// `detail`: object and field.
    SalesforceFieldNotSearched => "salesforce-field-not-searched",
    SalesforceFieldNotShown => "salesforce-field-not-shown",
    SalesforceFieldNotWritten => "salesforce-field-not-written",
    SalesforceFieldNeeded => "salesforce-field-needed",
    SalesforceRecordType => "salesforce-record-type",
    /// `detail`: the field.
    SalesforceTaskValue => "salesforce-task-value",
    /// `detail`: names of rules.
    SalesforceDuplicatesBlocked => "salesforce-duplicates-blocked",
    /// `detail`: percent.
    SalesforceBudgetLow => "salesforce-budget-low",
    SalesforceBudgetSpent => "salesforce-budget-spent",
    /// As many API calls as the settings allow this computer in a day.
    SalesforceCapReached => "salesforce-cap-reached",
    /// `detail`: the field named for our key.
    SalesforceKeyField => "salesforce-key-field",
    /// `detail`: the user's name.
    OwnerEmailShared => "owner-email-shared",
    OwnerPhoneRefused => "owner-phone-refused",
    OwnerPhoneSilent => "owner-phone-silent",
    OwnerNoEmail => "owner-no-email",
    /// `detail`: the address or user name asked for.
    OwnerNoUser => "owner-no-user",
    OwnerInactive => "owner-inactive",
    OwnerSeveral => "owner-several",
    OwnerCrmRefused => "owner-crm-refused",
    // Signing in (salesforce.md 2.10); `detail` is what Salesforce said.
    /// The login address is none.
    SalesforceAddressWrong => "salesforce-address-wrong",
    SalesforceKeyWrong => "salesforce-key-wrong",
    SalesforceSecretWrong => "salesforce-secret-wrong",
    SalesforceSecretMissing => "salesforce-secret-missing",
    SalesforceAppNotInstalled => "salesforce-app-not-installed",
    SalesforceAppBlocked => "salesforce-app-blocked",
    SalesforceAppElsewhere => "salesforce-app-elsewhere",
    SalesforceAppCrossOrg => "salesforce-app-cross-org",
    SalesforceUserNotApproved => "salesforce-user-not-approved",
    SalesforceUserInactive => "salesforce-user-inactive",
    SalesforceOrgLocked => "salesforce-org-locked",
    SalesforceIpRestricted => "salesforce-ip-restricted",
    SalesforceLoginRefused => "salesforce-login-refused",
    SalesforceCallbackUnknown => "salesforce-callback-unknown",
    SalesforceScopeRefused => "salesforce-scope-refused",
    /// `detail` names the scopes.
    SalesforceScopeMissing => "salesforce-scope-missing",
    SalesforceAccessDenied => "salesforce-access-denied",
    SalesforcePkceRefused => "salesforce-pkce-refused",
    SalesforceCodeSpent => "salesforce-code-spent",
    SalesforceSignInRefused => "salesforce-sign-in-refused",
    SalesforceRateLimited => "salesforce-rate-limited",
    SalesforceMaintenance => "salesforce-maintenance",
    /// The refresh token is dead, and nothing here tells why.
    SalesforceSessionEnded => "salesforce-session-ended",
    SalesforceSessionIdle => "salesforce-session-idle",
    /// An answer that may have held the next refresh token never arrived.
    SalesforceSessionLost => "salesforce-session-lost",
    /// `detail` is the port.
    SignInPortBusy => "sign-in-port-busy",
    SignInTimedOut => "sign-in-timed-out",
    SignInStopped => "sign-in-stopped",
    KeychainBroken => "keychain-broken",
    // What a session is not let do (salesforce.md 2.12).
    SalesforceApiOffForOrg => "salesforce-api-off-org",
    SalesforceApiOffForUser => "salesforce-api-off-user",
    SalesforceSessionNotForApi => "salesforce-session-not-for-api",
    SalesforceAppNotAttached => "salesforce-app-not-attached",
    SalesforceBarredByPolicy => "salesforce-barred-by-policy",
    /// Made for another org than is signed in to; `detail` is that one's words.
    EntryOtherOrg => "entry-other-org",
    /// `detail`: those orgs' words, and how many of each.
    OutboxOtherOrg => "outbox-other-org",
    /// What was on disk before the keychain was away is in the journal again; `detail`: how many
    /// entries.
    StoreTakenOver => "store-taken-over",
    /// The settings do not allow creating people.
    CreationOff => "creation-off",
    /// Its call, draft or record is not known any more.
    CreationGone => "creation-gone",
    /// The org takes somebody who is to be created for somebody who is there; `detail`: its words.
    CreationDuplicates => "creation-duplicates",
    /// The pop cannot be placed here (Wayland without XWayland).
    NoPopHere => "no-pop-here",
    /// Other programs hold keys of ours; `detail`: which.
    HotkeysTaken => "hotkeys-taken",
    /// The desktop decides about keys of the whole system.
    HotkeysWayland => "hotkeys-wayland",
}

impl ProblemCode {
    /// Nobody is signed in, or no longer: what mends it ends with signing in.
    #[must_use]
    pub fn is_signed_out(self) -> bool {
        const CODES: &[ProblemCode] = &[
            ProblemCode::SalesforceSignedOut,
            ProblemCode::SalesforceKeyWrong,
            ProblemCode::SalesforceSecretWrong,
            ProblemCode::SalesforceSecretMissing,
            ProblemCode::SalesforceAppNotInstalled,
            ProblemCode::SalesforceAppBlocked,
            ProblemCode::SalesforceAppElsewhere,
            ProblemCode::SalesforceAppCrossOrg,
            ProblemCode::SalesforceUserNotApproved,
            ProblemCode::SalesforceUserInactive,
            ProblemCode::SalesforceOrgLocked,
            ProblemCode::SalesforceIpRestricted,
            ProblemCode::SalesforceLoginRefused,
            ProblemCode::SalesforceCallbackUnknown,
            ProblemCode::SalesforceScopeRefused,
            ProblemCode::SalesforceScopeMissing,
            ProblemCode::SalesforceAccessDenied,
            ProblemCode::SalesforcePkceRefused,
            ProblemCode::SalesforceCodeSpent,
            ProblemCode::SalesforceSignInRefused,
            ProblemCode::SalesforceSessionEnded,
            ProblemCode::SalesforceSessionIdle,
            ProblemCode::SalesforceSessionLost,
        ];
        CODES.contains(&self)
    }
}

impl From<ProblemCode> for Problem {
    fn from(code: ProblemCode) -> Self {
        Problem { code, detail: None }
    }
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
            PhoneFailure::NoDestination(why) => return Problem::from(why),
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

impl From<&NotDialled> for Problem {
    fn from(why: &NotDialled) -> Self {
        let code = match why {
            NotDialled::NoNumber => ProblemCode::DialNoNumber,
            NotDialled::OwnExtension => ProblemCode::DialOwnExtension,
            NotDialled::ForeignCode => ProblemCode::DialForeignCode,
            NotDialled::ExtensionOff => ProblemCode::DialExtensionOff,
            NotDialled::NoVoicemail => ProblemCode::DialNoVoicemail,
        };
        Problem { code, detail: None }
    }
}

impl From<&FailureKind> for Problem {
    fn from(kind: &FailureKind) -> Self {
        let (code, detail) = match kind {
            FailureKind::Offline => (ProblemCode::SalesforceOffline, None),
            FailureKind::SignedOut => (ProblemCode::SalesforceSignedOut, None),
            FailureKind::NotAllowed { message, why } => {
                (code_of(*why), (!message.is_empty()).then(|| message.clone()))
            }
            FailureKind::Refused { message, code, .. } => (
                ProblemCode::SalesforceRefused,
                Some(if message.is_empty() { code.clone() } else { message.clone() }),
            ),
            FailureKind::Busy => (ProblemCode::SalesforceBusy, None),
            FailureKind::CapReached => (ProblemCode::SalesforceCapReached, None),
            FailureKind::Broken { .. } => (ProblemCode::SalesforceBroken, None),
        };
        Problem { code, detail }
    }
}

fn code_of(why: Barred) -> ProblemCode {
    match why {
        Barred::Rights => ProblemCode::SalesforceNotAllowed,
        Barred::ApiOffForOrg => ProblemCode::SalesforceApiOffForOrg,
        Barred::ApiOffForUser => ProblemCode::SalesforceApiOffForUser,
        Barred::SessionNotForApi => ProblemCode::SalesforceSessionNotForApi,
        Barred::AppNotAttached => ProblemCode::SalesforceAppNotAttached,
        Barred::Policy => ProblemCode::SalesforceBarredByPolicy,
        Barred::OtherOrg => ProblemCode::EntryOtherOrg,
    }
}
