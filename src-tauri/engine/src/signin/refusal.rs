//! Why Salesforce refuses a sign-in: the rows of salesforce.md 2.10 by what mends them. A pure
//! reading of two texts; the codes decide, the descriptions only where one code means several things.

use crate::problem::{Problem, ProblemCode};

/// Longest text kept of what Salesforce said; its own are a line.
const SAID_MAX: usize = 500;

/// What was asked for when Salesforce refused: the same words mean different things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// The page in the browser, which never sees the consumer secret.
    Page,
    Code {
        with_secret: bool,
    },
    Refresh {
        with_secret: bool,
    },
}

/// Why, by what mends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// No app of this consumer key, or not yet known everywhere.
    WrongKey,
    WrongSecret,
    /// The app wants a secret and none is set.
    MissingSecret,
    /// An app nobody installed into the org.
    AppNotInstalled,
    AppBlocked,
    /// A packaged External Client App that this org does not have.
    AppElsewhere,
    /// A local External Client App, used by a user of another org.
    CrossOrg,
    /// "Admin approved users": this one is not.
    UserNotApproved,
    /// Deactivated or frozen.
    UserInactive,
    OrgLocked,
    IpRestricted,
    /// Login hours, a locked user, or an own refusal of the identity provider.
    LoginRefused,
    CallbackUnknown,
    /// Some scope that was asked for; Salesforce does not say which.
    ScopeRefused,
    /// The scopes named were not granted.
    ScopeMissing,
    /// The person pressed Deny.
    Denied,
    PkceRefused,
    /// The code of the browser was used twice, or too late.
    CodeSpent,
    /// The refresh token is dead.
    Ended,
    /// Somebody else presents the same token this very moment.
    Concurrent,
    RateLimited,
    /// Salesforce says itself that it passes.
    Passing,
    /// Nothing the catalogue knows.
    Other,
}

/// A refusal, and what Salesforce said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub reason: Reason,
    /// Salesforce's own words; for a missing scope, its name.
    pub said: String,
}

impl Refusal {
    #[must_use]
    pub fn read(asked: Asked, error: &str, description: &str) -> Self {
        let said = if description.is_empty() { error } else { description };
        let said = said.chars().filter(|character| !character.is_control()).take(SAID_MAX).collect();
        Self { reason: reason(asked, error, description), said }
    }

    /// The same request may be granted later without anybody doing anything.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(self.reason, Reason::Concurrent | Reason::RateLimited | Reason::Passing)
    }
}

fn reason(asked: Asked, error: &str, description: &str) -> Reason {
    let text = description.to_ascii_lowercase();
    let says = |words: &str| text.contains(words);
    match error.to_ascii_lowercase().as_str() {
        "invalid_client_id" => Reason::WrongKey,
        _ if says("cross-org oauth") => Reason::CrossOrg,
        "invalid_client" if says("installed") => Reason::AppNotInstalled,
        "invalid_client" => match asked {
            Asked::Page => Reason::AppNotInstalled,
            Asked::Code { with_secret: true } | Asked::Refresh { with_secret: true } => Reason::WrongSecret,
            Asked::Code { with_secret: false } | Asked::Refresh { with_secret: false } => {
                Reason::MissingSecret
            }
        },
        "oauth_approval_error_generic" => Reason::AppNotInstalled,
        "invalid_grant" => reason_of_grant(asked, &text),
        "inactive_user" => Reason::UserInactive,
        "inactive_org" => Reason::OrgLocked,
        "invalid_request" if says("code challenge") || says("code verifier") => Reason::PkceRefused,
        "invalid_scope" => Reason::ScopeRefused,
        "redirect_uri_mismatch" => Reason::CallbackUnknown,
        "access_denied" | "access-denied" => Reason::Denied,
        "oauth_app_blocked" => Reason::AppBlocked,
        "oauth_app_access_denied" | "oauth_authorization_blocked" => Reason::UserNotApproved,
        "oauth_ec_app_not_found" => Reason::AppElsewhere,
        "rate_limit_exceeded" => Reason::RateLimited,
        "unknown_error" | "server_error" | "temporarily_unavailable" => Reason::Passing,
        _ => Reason::Other,
    }
}

/// One code for everything between a used code and a deactivated user.
fn reason_of_grant(asked: Asked, text: &str) -> Reason {
    let says = |words: &[&str]| words.iter().any(|words| text.contains(words));
    let is_refresh = matches!(asked, Asked::Refresh { .. });
    if says(&["inactive user", "inactive_user", "frozen"]) {
        Reason::UserInactive
    } else if says(&["ip restricted"]) {
        Reason::IpRestricted
    } else if says(&["hasn't approved", "not approved"]) {
        Reason::UserNotApproved
    } else if says(&["authentication failure"]) {
        Reason::LoginRefused
    } else if says(&["code verifier"]) {
        Reason::PkceRefused
    } else if is_refresh && says(&["already being processed", "expired authorization code"]) {
        // The second text is the same refusal as it read before September 2024 (salesforce.md 2.6).
        Reason::Concurrent
    } else if is_refresh {
        Reason::Ended
    } else {
        Reason::CodeSpent
    }
}

/// The refusal on a page of Salesforce's own, shown when it does not trust the callback
/// (salesforce.md 2.3): such a refusal never comes back to the listener.
#[must_use]
pub fn on_page(text: &str) -> Option<Refusal> {
    let told = text.replace("&amp;", "&");
    let parameters = told.split(['?', '>', '<', '"', '\'', '\n', ' ']).find_map(|part| {
        let start = part.find("error=")?;
        // `error=` ends the words that come before it, in a query as on a page.
        let own = start == 0 || part.as_bytes().get(start - 1) == Some(&b'&');
        own.then(|| part.get(start..).unwrap_or_default().to_owned())
    });
    let value = |name: &str| {
        url::form_urlencoded::parse(parameters.as_deref().unwrap_or_default().as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
            .unwrap_or_default()
    };
    let description =
        if told.contains(CROSS_ORG) { CROSS_ORG.to_owned() } else { value("error_description") };
    let refusal = Refusal::read(Asked::Page, &value("error"), &description);
    // A word that merely looks like a refusal is none.
    (refusal.reason != Reason::Other).then_some(refusal)
}

const CROSS_ORG: &str = "Cross-org OAuth flows are not supported for this external client app";

impl From<Reason> for ProblemCode {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::WrongKey => ProblemCode::SalesforceKeyWrong,
            Reason::WrongSecret => ProblemCode::SalesforceSecretWrong,
            Reason::MissingSecret => ProblemCode::SalesforceSecretMissing,
            Reason::AppNotInstalled => ProblemCode::SalesforceAppNotInstalled,
            Reason::AppBlocked => ProblemCode::SalesforceAppBlocked,
            Reason::AppElsewhere => ProblemCode::SalesforceAppElsewhere,
            Reason::CrossOrg => ProblemCode::SalesforceAppCrossOrg,
            Reason::UserNotApproved => ProblemCode::SalesforceUserNotApproved,
            Reason::UserInactive => ProblemCode::SalesforceUserInactive,
            Reason::OrgLocked => ProblemCode::SalesforceOrgLocked,
            Reason::IpRestricted => ProblemCode::SalesforceIpRestricted,
            Reason::LoginRefused => ProblemCode::SalesforceLoginRefused,
            Reason::CallbackUnknown => ProblemCode::SalesforceCallbackUnknown,
            Reason::ScopeRefused => ProblemCode::SalesforceScopeRefused,
            Reason::ScopeMissing => ProblemCode::SalesforceScopeMissing,
            Reason::Denied => ProblemCode::SalesforceAccessDenied,
            Reason::PkceRefused => ProblemCode::SalesforcePkceRefused,
            Reason::CodeSpent => ProblemCode::SalesforceCodeSpent,
            Reason::Ended => ProblemCode::SalesforceSessionEnded,
            Reason::RateLimited => ProblemCode::SalesforceRateLimited,
            Reason::Concurrent | Reason::Passing => ProblemCode::SalesforceMaintenance,
            Reason::Other => ProblemCode::SalesforceSignInRefused,
        }
    }
}

impl From<&Refusal> for Problem {
    fn from(refusal: &Refusal) -> Self {
        let detail = (!refusal.said.is_empty()).then(|| refusal.said.clone());
        Problem { code: ProblemCode::from(refusal.reason), detail }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    const PAGE: Asked = Asked::Page;
    const CODE: Asked = Asked::Code { with_secret: true };
    const BARE_CODE: Asked = Asked::Code { with_secret: false };
    const REFRESH: Asked = Asked::Refresh { with_secret: true };
    const BARE_REFRESH: Asked = Asked::Refresh { with_secret: false };

    /// Every row of salesforce.md 2.10, wherever it may come from.
    #[test]
    fn each_row_of_the_catalogue_has_its_reason() {
        for (asked, error, description, want) in [
            (CODE, "invalid_client_id", "client identifier invalid", Reason::WrongKey),
            (REFRESH, "invalid_client_id", "client identifier invalid", Reason::WrongKey),
            (CODE, "invalid_client", "invalid client credentials", Reason::WrongSecret),
            (REFRESH, "invalid_client", "invalid client credentials", Reason::WrongSecret),
            (BARE_CODE, "invalid_client", "invalid client credentials", Reason::MissingSecret),
            (BARE_REFRESH, "invalid_client", "", Reason::MissingSecret),
            (PAGE, "invalid_client", "app must be installed into org", Reason::AppNotInstalled),
            (PAGE, "invalid_client", "", Reason::AppNotInstalled),
            (REFRESH, "invalid_client", "app must be installed into org", Reason::AppNotInstalled),
            (PAGE, "OAUTH_APPROVAL_ERROR_GENERIC", "", Reason::AppNotInstalled),
            (REFRESH, "invalid_grant", "expired access/refresh token", Reason::Ended),
            (REFRESH, "invalid_grant", "", Reason::Ended),
            (REFRESH, "invalid_grant", "token request is already being processed", Reason::Concurrent),
            (REFRESH, "invalid_grant", "expired authorization code", Reason::Concurrent),
            (CODE, "invalid_grant", "expired authorization code", Reason::CodeSpent),
            (CODE, "invalid_grant", "token request is already being processed", Reason::CodeSpent),
            (REFRESH, "invalid_grant", "authentication failure", Reason::LoginRefused),
            (REFRESH, "invalid_grant", "inactive user", Reason::UserInactive),
            (REFRESH, "invalid_grant", "inactive_user", Reason::UserInactive),
            (CODE, "inactive_user", "user is inactive", Reason::UserInactive),
            (CODE, "invalid_grant", "ip restricted", Reason::IpRestricted),
            (REFRESH, "invalid_grant", "user hasn't approved this consumer", Reason::UserNotApproved),
            (CODE, "inactive_org", "organization is locked, closed, or suspended", Reason::OrgLocked),
            (CODE, "unsupported_grant_type", "grant type not supported", Reason::Other),
            (PAGE, "unsupported_response_type", "response type not supported", Reason::Other),
            (CODE, "invalid_request", "must use HTTP POST", Reason::Other),
            (PAGE, "invalid_request", "missing required code challenge", Reason::PkceRefused),
            (CODE, "invalid_request", "missing required code verifier", Reason::PkceRefused),
            (CODE, "invalid_grant", "invalid code verifier", Reason::PkceRefused),
            (PAGE, "invalid_scope", "requested scope is not allowed", Reason::ScopeRefused),
            (PAGE, "redirect_uri_mismatch", "redirect_uri must match configuration", Reason::CallbackUnknown),
            (CODE, "redirect_uri_missing", "redirect_uri not provided", Reason::Other),
            (PAGE, "access_denied", "end-user denied authorization", Reason::Denied),
            (PAGE, "access-denied", "", Reason::Denied),
            (PAGE, "OAUTH_APP_BLOCKED", "this app is blocked by admin", Reason::AppBlocked),
            (PAGE, "OAUTH_APP_ACCESS_DENIED", "user is not admin approved", Reason::UserNotApproved),
            (PAGE, "OAUTH_AUTHORIZATION_BLOCKED", "", Reason::UserNotApproved),
            (PAGE, "OAUTH_EC_APP_NOT_FOUND", "not installed in this org", Reason::AppElsewhere),
            (PAGE, "invalid_client", CROSS_ORG, Reason::CrossOrg),
            (PAGE, "immediate_unsuccessful", "", Reason::Other),
            (REFRESH, "rate_limit_exceeded", "login rate limit exceeded", Reason::RateLimited),
            (REFRESH, "unknown_error", "retry your request", Reason::Passing),
            (REFRESH, "server_error", "", Reason::Passing),
            (REFRESH, "", "", Reason::Other),
        ] {
            let refusal = Refusal::read(asked, error, description);
            assert_eq!(refusal.reason, want, "{asked:?} {error} {description}");
            let problem = Problem::from(&refusal);
            let words = if description.is_empty() { error } else { description };
            assert_eq!(problem.detail.as_deref().unwrap_or_default(), words);
        }
    }

    #[test]
    fn what_is_said_is_bounded_and_moves_no_cursor() {
        let refusal = Refusal::read(CODE, "invalid_grant", &format!("a\u{1b}[2J{}", "x".repeat(9_000)));
        assert!(refusal.said.starts_with("a[2Jx") && refusal.said.chars().count() == SAID_MAX);
    }

    #[test]
    fn what_passes_by_itself_ends_no_sign_in() {
        let passes = |error: &str, text: &str| Refusal::read(REFRESH, error, text).is_passing();
        assert!(passes("invalid_grant", "token request is already being processed"));
        assert!(passes("rate_limit_exceeded", "") && passes("unknown_error", ""));
        assert!(!passes("invalid_grant", "expired access/refresh token") && !passes("invalid_client_id", ""));
    }

    #[test]
    fn pages_salesforce_keeps_to_itself_are_read() {
        for (page, want) in [
            (
                "<p>error=invalid_client_id&amp;error_description=client%20identifier%20invalid</p>",
                Some(Reason::WrongKey),
            ),
            (
                "https://login.salesforce.com/setup/error.jsp?error=redirect_uri_mismatch&error_description=redirect_uri+must+match",
                Some(Reason::CallbackUnknown),
            ),
            ("<a href=\"/x?a=1&error=OAUTH_EC_APP_NOT_FOUND\">", Some(Reason::AppElsewhere)),
            (CROSS_ORG, Some(Reason::CrossOrg)),
            ("<form action='/login'><input name=username></form>", None),
            ("<script>var onerror=invalid_client_id</script>", None),
            ("error=nothing_known", None),
            ("error=", None),
            ("", None),
        ] {
            assert_eq!(on_page(page).map(|refusal| refusal.reason), want, "{page}");
        }
    }
}
