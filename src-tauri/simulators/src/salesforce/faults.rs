//! What can be made to go wrong in the org, by name. Each name has one sentence, listed by the control interface.

use std::collections::BTreeMap;

/// Name and meaning of every fault; a value follows the name after `=` where the sentence shows one.
pub const NAMES: &[(&str, &str)] = &[
    ("api-delay-ms", "N: every REST answer waits this long"),
    ("token-delay-ms", "N: the token endpoint takes this long; a second refresh meanwhile is refused"),
    ("token-answer-delay-ms", "N: a refresh takes effect at once, and its answer comes this much later"),
    ("fail-next", "STATUS[:N]: the next N REST requests (default 1) fail with this status and a JSON body"),
    (
        "fail-token",
        "STATUS[:N]: the next N token requests (default 1) fail with this status and an HTML body",
    ),
    ("html-503", "every REST answer is the HTML maintenance page with 503"),
    ("reset-before-commit", "N: the next N writes lose their connection and are not stored"),
    ("reset-after-commit", "N: the next N writes are stored, then their connection is lost"),
    ("reset-after-rotate", "N: the next N refreshes take effect, then their connection is lost"),
    (
        "commit-late-secs",
        "N: new and changed records become visible this much later, with the earlier time stamp",
    ),
    (
        "late-commit",
        "SECONDS[:N]: the next N creates (default 1) lose their connection at once, and their records become visible this much later",
    ),
    ("html-503-before-commit", "N: the next N writes are not stored and answered by the maintenance page"),
    ("html-503-after-commit", "N: the next N writes are stored and answered by the maintenance page"),
    (
        "throttle",
        "STATUS[:N]: the next N REST requests (default 1) are turned away at the edge with this status and an HTML page",
    ),
    ("retry-after", "N: whoever is turned away is told to come back after this many seconds"),
    ("index-delay-secs", "N: full-text search finds new and changed records this much later"),
    ("sosl", "strict|lenient: whether phone search matches only all digits together (default lenient)"),
    ("limit-max", "N: size of the daily request allowance"),
    ("bad-body", "every REST answer with a body is cut in the middle of its JSON"),
    ("oversized-body", "every query and search answer is padded to more than 32 MiB"),
    ("instance-url-change", "URL: token answers name this address as instance_url"),
    ("unable-to-lock-row", "N: the next N writes fail with UNABLE_TO_LOCK_ROW"),
    (
        "hidden-field",
        "Object.Field: hidden from the user by field-level security; may be given several times",
    ),
    ("required-field", "Object.Field: made required by the admin; may be given several times"),
    ("validation-rule", "Object:Message: every write to the object fails with the admin's text"),
    ("duplicates", "off|alert|block: the duplicate rule on contacts and leads (default off)"),
    ("refuse-create", "Object:CODE:Field:Text: every create of the object is refused so; Field may be empty"),
    ("duplicate-spelling", "result|none: how a duplicate rule spells its details (default duplicateResut)"),
    ("duplicates-across", "the duplicate rule compares contacts with leads, and leads with contacts"),
    (
        "segments",
        "contacts and leads have a required list Customer_Segment__c, and Service_Level__c that depends on it",
    ),
    ("record-types", "contacts have the record types Customer and Partner"),
    ("refuse-converted", "Tasks about a lead that was converted are refused"),
    ("no-layouts", "pages cannot be read"),
    (
        "lead-assignment",
        "EMAIL: new leads are given to the user with this address unless the request says otherwise",
    ),
    ("call-key", "Task has the unique external-id field Call_Key__c"),
    ("no-such-version", "N: API versions above N are unknown"),
    ("api-disabled", "the user lacks the permission API Enabled"),
    (
        "no-right",
        "Object.Right: the user may not read, create, edit or delete records of the object; may be given several times",
    ),
    ("record-type", "Object: the user's default record type of the object is not available to them"),
    ("no-value", "Object.Field.Value: the picklist lacks this value; may be given several times"),
    ("limit-used", "N: happens at once: others used so many of the day's requests"),
    ("clock-ahead-secs", "N: the Date of every answer is this much ahead"),
    ("user-inactive", "EMAIL: happens at once: the user with this address is inactive"),
    ("user-twin", "EMAIL: happens at once: one more active user has this address"),
    ("sandbox", "happens at once: the org is a sandbox, and its users' addresses end in .invalid"),
    ("rtr", "off|on|reuse-detection: refresh-token rotation (default off)"),
    ("client-secret", "required|optional|public: whether the app wants its secret (default required)"),
    (
        "pkce",
        "required|optional: whether an authorization without a code challenge is refused (default optional)",
    ),
    ("app-not-installed", "authorization and refresh fail: app must be installed into org"),
    ("app-blocked", "authorization and refresh fail: this app is blocked by admin"),
    ("app-access-denied", "authorization fails: user is not admin approved to access this app"),
    ("cross-org", "the authorize page shows the cross-org refusal of a local external client app"),
    ("inactive-user", "token requests fail: inactive user"),
    ("ip-restricted", "token requests fail: ip restricted"),
    ("rate-limited", "token requests fail: login rate limit exceeded"),
    ("unknown-app", "the consumer key belongs to no app of this org"),
    ("callback-unregistered", "the app has no callback URL that fits"),
    ("scope-unassigned", "NAME: the app lacks this OAuth scope; may be given several times"),
    ("app-elsewhere", "authorization fails: the packaged external client app is not installed in this org"),
    ("authorize-error", "CODE[:TEXT]: authorization comes back with this error and description"),
    ("token-error", "CODE[:TEXT]: token requests fail with this error and description"),
    ("login-refused", "token requests fail: authentication failure, as outside login hours"),
    ("org-locked", "token requests fail: the org is locked, closed, or suspended"),
    ("reset-before-rotate", "N: the next N refreshes lose their connection and take no effect"),
    ("jwt-tokens", "access tokens are JWTs of about 3 KiB"),
    ("api-disabled-org", "the org's edition has no REST API"),
    ("session-not-for-api", "every REST request is refused: this session is not valid for the REST API"),
    ("app-not-attached", "every REST request is refused: the app is not attached to an agent"),
    ("policy-block", "every REST request is blocked by a transaction security policy"),
    ("expire-tokens", "happens at once: every access token is expired"),
    ("revoke-tokens", "happens at once: every approval is revoked, refresh tokens included"),
    ("person-accounts", "accounts can be persons, and some are"),
    ("custom-phones", "accounts, contacts and leads have the custom phone field DirectLine__c"),
    ("single-currency", "the org has one currency, and no record names it"),
    ("bulk-fail", "N: the next N bulk queries fail"),
    ("bulk-slow", "N: bulk queries take N polls more"),
    ("bulk-locator-expired", "N: the next N pages of bulk results asked for by a locator are refused"),
    ("bulk-page-rows", "N: a page of bulk results has at most N rows, whatever was asked for"),
    ("query-page-rows", "N: a page of a query's answer has at most N rows, whatever was asked for"),
    ("bulk-forget", "happens at once: every bulk query and its result is gone"),
    ("gzip-off", "bulk results are never compressed"),
    ("delete-log-purged", "deletions are known of the last hour only"),
    ("deny-consent", "the authorize page answers Deny whatever is pressed"),
];

/// Switches that are facts about the org itself rather than numbers to count down.
const REPEATABLE: &[&str] =
    &["hidden-field", "required-field", "no-right", "no-value", "scope-unassigned", "refuse-create"];

/// Rights on an object's records, as `no-right` names them.
const RIGHTS: &[&str] = &["read", "create", "edit", "delete"];

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum UnknownFault {
    #[error("no fault of this name: {0}")]
    Name(String),
    #[error("fault {name} does not take the value {value}")]
    Value { name: String, value: String },
}

#[derive(Default, Debug)]
pub struct Faults {
    set: BTreeMap<&'static str, Vec<String>>,
}

impl Faults {
    pub fn apply(&mut self, name: &str, value: Option<&str>) -> Result<(), UnknownFault> {
        let (name, meaning) = NAMES
            .iter()
            .find(|(known, _)| *known == name)
            .ok_or_else(|| UnknownFault::Name(String::from(name)))?;
        let text = value.unwrap_or_default();
        let wrong = || UnknownFault::Value { name: String::from(*name), value: String::from(text) };
        let (shape, _) = meaning.split_once(": ").unwrap_or(("", ""));
        let fits = match shape {
            "N" => text.parse::<u64>().is_ok(),
            "STATUS[:N]" => parse_failure(text).is_some(),
            "SECONDS[:N]" => parse_counted(text).is_some(),
            "Object.Field" => {
                text.split_once('.').is_some_and(|(object, field)| !object.is_empty() && !field.is_empty())
            }
            "Object:CODE:Field:Text" => {
                text.splitn(4, ':').count() == 4
                    && text.split(':').nth(1).is_some_and(|code| super::forms::CODES.contains(&code))
            }
            "Object:Message" => text.split_once(':').is_some_and(|(object, _)| !object.is_empty()),
            "Object.Right" => text
                .split_once('.')
                .is_some_and(|(object, right)| !object.is_empty() && RIGHTS.contains(&right)),
            "Object.Field.Value" => text.splitn(3, '.').filter(|part| !part.is_empty()).count() == 3,
            "Object" => !text.is_empty(),
            "EMAIL" => text.contains('@'),
            "NAME" | "CODE[:TEXT]" => !text.is_empty() && !text.starts_with(':'),
            "URL" => text.parse::<url::Url>().is_ok(),
            choices if choices.contains('|') => {
                text == "off" || choices.split('|').any(|choice| choice == text)
            }
            _ => value.is_none() || text == "on" || text == "off",
        };
        if !fits {
            return Err(wrong());
        }
        if text == "off" || text == "0" {
            self.set.remove(name);
        } else if REPEATABLE.contains(name) {
            self.set.entry(name).or_default().push(String::from(text));
        } else {
            self.set.insert(name, vec![String::from(text)]);
        }
        Ok(())
    }

    pub fn clear(&mut self) {
        self.set.clear();
    }

    pub fn is_on(&self, name: &str) -> bool {
        self.set.contains_key(name)
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        self.set.get(name)?.first().map(String::as_str)
    }

    pub fn is(&self, name: &str, value: &str) -> bool {
        self.text(name) == Some(value)
    }

    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.set.get(name).into_iter().flatten().map(String::as_str)
    }

    pub fn number(&self, name: &str) -> Option<u64> {
        self.text(name)?.parse().ok()
    }

    /// True while a counted fault has uses left; each call spends one.
    pub fn spend(&mut self, name: &'static str) -> bool {
        let Some(left) = self.number(name) else { return false };
        if left <= 1 {
            self.set.remove(name);
        } else {
            self.set.insert(name, vec![(left - 1).to_string()]);
        }
        left > 0
    }

    /// How late the next create commits, in seconds, spending one use.
    pub fn spend_late_commit(&mut self) -> Option<u64> {
        const NAME: &str = "late-commit";
        let (seconds, left) = parse_counted(self.text(NAME)?)?;
        if left <= 1 {
            self.set.remove(NAME);
        } else {
            self.set.insert(NAME, vec![format!("{seconds}:{}", left - 1)]);
        }
        Some(seconds)
    }

    /// Code and text of a refusal somebody made up.
    pub fn refusal(&self, name: &str) -> Option<(&str, &str)> {
        self.text(name).map(|text| text.split_once(':').unwrap_or((text, "")))
    }

    /// The status the next request fails with, spending one use.
    pub fn spend_failure(&mut self, name: &'static str) -> Option<u16> {
        let (status, left) = parse_failure(self.text(name)?)?;
        if left <= 1 {
            self.set.remove(name);
        } else {
            self.set.insert(name, vec![format!("{status}:{}", left - 1)]);
        }
        Some(status)
    }

    pub fn current(&self) -> BTreeMap<&'static str, Vec<String>> {
        self.set.clone()
    }
}

/// A number and how often.
fn parse_counted(text: &str) -> Option<(u64, u64)> {
    let (number, times) = text.split_once(':').unwrap_or((text, "1"));
    let (number, times) = (number.parse().ok()?, times.parse().ok()?);
    (times > 0).then_some((number, times))
}

fn parse_failure(text: &str) -> Option<(u16, u64)> {
    let (status, times) = text.split_once(':').unwrap_or((text, "1"));
    let status: u16 = status.parse().ok()?;
    let times: u64 = times.parse().ok()?;
    ((400..600).contains(&status) && times > 0).then_some((status, times))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn a_counted_failure_ends_by_itself() {
        let mut faults = Faults::default();
        faults.apply("fail-next", Some("503:2")).unwrap();
        assert_eq!(faults.spend_failure("fail-next"), Some(503));
        assert_eq!(faults.spend_failure("fail-next"), Some(503));
        assert_eq!(faults.spend_failure("fail-next"), None);
        faults.apply("reset-after-commit", Some("1")).unwrap();
        assert!(faults.spend("reset-after-commit"));
        assert!(!faults.spend("reset-after-commit"));
    }

    #[test]
    fn names_and_values_are_checked() {
        let mut faults = Faults::default();
        assert!(matches!(faults.apply("gremlins", None), Err(UnknownFault::Name(_))));
        assert!(matches!(faults.apply("rtr", Some("maybe")), Err(UnknownFault::Value { .. })));
        assert!(matches!(faults.apply("api-delay-ms", Some("soon")), Err(UnknownFault::Value { .. })));
        assert!(matches!(faults.apply("fail-next", Some("200")), Err(UnknownFault::Value { .. })));
        faults.apply("rtr", Some("reuse-detection")).unwrap();
        assert!(faults.is("rtr", "reuse-detection"));
        faults.apply("rtr", Some("off")).unwrap();
        assert!(!faults.is_on("rtr"));
        faults.apply("hidden-field", Some("Task.Type")).unwrap();
        faults.apply("hidden-field", Some("Contact.Phone")).unwrap();
        assert_eq!(faults.all("hidden-field").count(), 2);
    }
}
