//! Everything the simulators can do wrong on purpose: names, meaning, and the values each one takes.
//!
//! The phone system's faults are listed here because they reflect the variations of `3cx.md` 9. The org's faults are
//! named by the org itself; a [`Fault`] only carries their name and value to it.

use std::collections::BTreeMap;
use std::str::FromStr;

use serde::Serialize;

/// Longest `NAME=VALUE` accepted; real ones are far shorter.
const FAULT_CHARS_MAX: usize = 200;

/// One fault to set, as given on a command line or over the control interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    ThreeCx(ThreeCxFault, Setting),
    /// The org checks name and value when the fault is applied.
    Salesforce {
        name: String,
        value: Option<String>,
    },
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum FaultError {
    #[error("a fault is NAME or NAME=VALUE, at most {FAULT_CHARS_MAX} characters")]
    Malformed,
    #[error("no fault is called \"{0}\"")]
    Unknown(String),
    #[error("\"{name}\" takes {takes}")]
    Value { name: &'static str, takes: String },
    #[error(transparent)]
    Salesforce(#[from] crate::salesforce::UnknownFault),
}

/// What a fault is set to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Setting {
    On,
    Number(u64),
    Text(String),
}

/// Which values a fault takes. A number has a default, so `NAME` alone works too.
#[derive(Debug, Clone, Copy)]
enum Takes {
    Nothing,
    Number {
        least: u64,
        most: u64,
        default: u64,
    },
    OneOf(&'static [&'static str]),
    /// An internal number.
    Dn(&'static str),
}

macro_rules! threecx_faults {
    ($($variant:ident, $name:literal, $takes:expr, $meaning:literal;)*) => {
        /// The phone system's faults and variations.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum ThreeCxFault { $(#[doc = $meaning] $variant,)* }

        impl ThreeCxFault {
            pub const ALL: &'static [ThreeCxFault] = &[$(ThreeCxFault::$variant,)*];

            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(ThreeCxFault::$variant => $name,)* }
            }

            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self { $(ThreeCxFault::$variant => $meaning,)* }
            }

            fn takes(self) -> Takes {
                match self { $(ThreeCxFault::$variant => $takes,)* }
            }
        }
    };
}

const DELAY_MS_MOST: u64 = 120_000;

threecx_faults! {
    ExpiresIn, "expires_in", Takes::OneOf(&["60", "3600"]), "The unit of expires_in: 60 (minutes, before 20.0.9) or 3600 (seconds).";
    TokenSeconds, "token-seconds", Takes::Number { least: 1, most: 86_400, default: 60 }, "Tokens live this many seconds.";
    TokenError, "token-error", Takes::OneOf(&["400", "401", "404", "429", "500", "503"]), "The token endpoint answers with this status.";
    BadToken, "bad-token", Takes::Nothing, "Tokens handed out are refused everywhere, as when a second process keeps taking the one live token.";
    OpaqueToken, "opaque-token", Takes::Nothing, "Tokens are not JWTs, so their lifetime cannot be read from them.";
    WsCloseOnReissue, "ws-close-on-reissue", Takes::Nothing, "A new token closes the sockets opened with the old one.";
    WsUnauthorized, "ws-401", Takes::Nothing, "Every socket upgrade is answered 401.";
    AttachedData, "attached-data", Takes::OneOf(&["filled"]), "Events carry the participant in attached_data.";
    Casing, "casing", Takes::OneOf(&["pascal"]), "Socket messages use PascalCase keys.";
    EventType, "event-type", Takes::OneOf(&["text"]), "event_type is a word (Upsert, Remove) instead of a number.";
    ResponseType, "response-type", Takes::OneOf(&["5"]), "Replies on the socket have event_type 5 instead of 4.";
    Duplicates, "duplicates", Takes::Number { least: 1, most: 3, default: 2 }, "Each Upsert is sent this many times.";
    LoseEvents, "lose-events", Takes::Number { least: 1, most: 10_000, default: 1 }, "The next events are not sent.";
    DelayEventsMs, "delay-events-ms", Takes::Number { least: 1, most: DELAY_MS_MOST, default: 500 }, "Each event is held back this long.";
    GetDelayMs, "get-delay-ms", Takes::Number { least: 1, most: DELAY_MS_MOST, default: 2_000 }, "Reads below /callcontrol take this long.";
    Get404After, "get-404-after", Takes::Number { least: 0, most: 10_000, default: 0 }, "After so many reads of single participants the further ones answer 404, though the list has them.";
    Get403Specific, "get-403-specific", Takes::Nothing, "Reading or acting on one participant by id answers 403, though the list has it.";
    NoDirectControl, "no-direct-control", Takes::Nothing, "No device accepts remote control.";
    EachDevice, "each-device", Takes::Nothing, "One participant per ringing device instead of one without a device.";
    NoDevices, "no-devices", Takes::Nothing, "No device is registered.";
    DevicesNull, "devices-null", Takes::Nothing, "devices and participants are null instead of empty.";
    BoxOff, "box-off", Takes::Nothing, "The Call Control box is not ticked: 401 on all of /callcontrol.";
    XapiOff, "xapi-off", Takes::Nothing, "The Configuration API box is not ticked: 401 on all of /xapi.";
    NoLicence, "no-licence", Takes::Nothing, "No licence for Call Control: 404 on all of /callcontrol.";
    Role, "role", Takes::OneOf(&["system_owners", "system_admins", "users"]), "The role of the API client.";
    NotMonitored, "not-monitored", Takes::Dn("812"), "This extension is not in the monitor list.";
    IpRestricted, "ip-restricted", Takes::Nothing, "Console restrictions keep this computer out: 403 on everything.";
    SharedClient, "shared-client", Takes::Number { least: 1, most: 1_000, default: 3 }, "Another program signs in with the same API client whenever a token was used so often.";
    ClockAhead, "clock-ahead", Takes::Number { least: 1, most: 1_000_000, default: 600 }, "The Date of every answer is so many seconds ahead.";
    NoEmail, "no-email", Takes::Dn("812"), "This extension has no e-mail address.";
    SharedEmail, "shared-email", Takes::Dn("812"), "Another extension has the same e-mail address as this one.";
    Html, "html-instead-of-json", Takes::Nothing, "Every answer is a 200 HTML page, as from a captive portal.";
    OversizedBody, "oversized-body", Takes::Number { least: 1, most: 256, default: 32 }, "Reads answer with so many MiB.";
    BadJson, "bad-json", Takes::Nothing, "Reads answer with JSON cut in the middle.";
    ServerError, "server-error", Takes::OneOf(&["500", "502", "503"]), "Every answer outside the token endpoint has this status.";
    AnswerRefused, "answer-422", Takes::Nothing, "answer is refused with 422 even where direct_control is true.";
    MakecallRefused, "makecall-422", Takes::Nothing, "makecall is refused with 422.";
    StaleDevice, "stale-device", Takes::Nothing, "Every device id is stale: 404 on the device form of makecall.";
    EmptyBody, "empty-body", Takes::OneOf(&["400", "415"]), "How an action without body is refused (415 without this).";
    FinalStatus, "finalstatus", Takes::OneOf(&["number"]), "finalstatus is a number instead of a word.";
    ReferredBy, "referred-by", Takes::OneOf(&["empty"]), "referred_by_dn stays empty after a transfer.";
    OnBehalfOf, "on-behalf-of", Takes::OneOf(&["empty"]), "on_behalf_of_dn stays empty for queue and ring group.";
    SameCallId, "same-callid", Takes::OneOf(&["off"]), "A transferred call gets a new callid.";
    PartyDid, "party-did", Takes::OneOf(&["filled"]), "party_did carries the dialled number.";
    ChatLogOff, "chat-log-off", Takes::Nothing, "Chats are not logged: their history is empty.";
    ChatOpenHidden, "chat-open-hidden", Takes::Nothing, "A conversation is in the history only once it is closed.";
    ChatExternal, "chat-external", Takes::OneOf(&["per-message"]), "IsExternal is true for the visitor's messages only, not for the whole conversation.";
    ChatVisitorNo, "chat-visitor-no", Takes::OneOf(&["trunk", "empty"]), "What stands in SenderParticipantNo of a visitor: the trunk, or nothing (the visitor's number without this).";
    ChatVisitorEmpty, "chat-visitor-empty", Takes::Nothing, "Rows of messages know nothing of the visitor but the name.";
    CallLogDelay, "call-log-delay", Takes::Number { least: 0, most: 3_600, default: 60 }, "Rows of the call log appear so many seconds after the call (5 without this).";
    CallLogCap, "call-log-cap", Takes::Number { least: 1, most: 80_000, default: 100 }, "The call log tells this many rows of a period, the newest (20000 without this).";
    OdataPage, "odata-page", Takes::Number { least: 1, most: 1_000, default: 2 }, "Collections come in pages of this size with a nextLink.";
}

impl ThreeCxFault {
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|fault| fault.name() == name)
    }

    /// Checks a value for this fault.
    ///
    /// # Errors
    /// Says which values would do.
    pub fn setting(self, value: Option<&str>) -> Result<Setting, FaultError> {
        let refused = || FaultError::Value { name: self.name(), takes: self.takes_in_words() };
        match (self.takes(), value) {
            (Takes::Nothing, None | Some("on" | "true")) => Ok(Setting::On),
            (Takes::Nothing, Some(_)) => Err(refused()),
            (Takes::Number { default, .. }, None) => Ok(Setting::Number(default)),
            (Takes::Number { least, most, .. }, Some(text)) => {
                let number: u64 = text.parse().map_err(|_| refused())?;
                if (least..=most).contains(&number) { Ok(Setting::Number(number)) } else { Err(refused()) }
            }
            (Takes::OneOf(words), None) => match words {
                [only] => Ok(Setting::Text((*only).to_owned())),
                _ => Err(refused()),
            },
            (Takes::OneOf(words), Some(text)) if words.contains(&text) => Ok(Setting::Text(text.to_owned())),
            (Takes::OneOf(_), Some(_)) => Err(refused()),
            (Takes::Dn(default), None) => Ok(Setting::Text(default.to_owned())),
            (Takes::Dn(_), Some(text))
                if text.len() <= 8 && text.bytes().all(|byte| byte.is_ascii_digit()) =>
            {
                Ok(Setting::Text(text.to_owned()))
            }
            (Takes::Dn(_), Some(_)) => Err(refused()),
        }
    }

    #[must_use]
    pub fn takes_in_words(self) -> String {
        match self.takes() {
            Takes::Nothing => "no value".to_owned(),
            Takes::Number { least, most, default } => {
                format!("a number from {least} to {most} (without one: {default})")
            }
            Takes::OneOf(words) => words.join(" or "),
            Takes::Dn(default) => format!("an extension (without one: {default})"),
        }
    }
}

impl Fault {
    /// Reads a name, with or without the `3cx.` or `salesforce.` in front, and its value.
    ///
    /// # Errors
    /// When the phone system knows the name but not the value, or the name says `3cx.` and is not known.
    pub fn new(name: &str, value: Option<&str>) -> Result<Self, FaultError> {
        if name.is_empty()
            || name.len() > FAULT_CHARS_MAX
            || value.is_some_and(|text| text.len() > FAULT_CHARS_MAX)
        {
            return Err(FaultError::Malformed);
        }
        let to_org =
            |name: &str| Fault::Salesforce { name: name.to_owned(), value: value.map(str::to_owned) };
        if let Some(name) = name.strip_prefix("salesforce.") {
            return Ok(to_org(name));
        }
        let (name, only_threecx) = match name.strip_prefix("3cx.") {
            Some(rest) => (rest, true),
            None => (name, false),
        };
        match ThreeCxFault::named(name) {
            Some(fault) => Ok(Fault::ThreeCx(fault, fault.setting(value)?)),
            None if only_threecx => Err(FaultError::Unknown(name.to_owned())),
            None => Ok(to_org(name)),
        }
    }
}

impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once('=') {
            Some((name, value)) => Self::new(name, Some(value)),
            None => Self::new(text, None),
        }
    }
}

/// The phone system's faults in force.
#[derive(Debug, Clone, Default)]
pub struct FaultSet(BTreeMap<ThreeCxFault, Setting>);

impl FaultSet {
    pub fn set(&mut self, fault: ThreeCxFault, setting: Setting) {
        self.0.insert(fault, setting);
    }

    pub fn clear(&mut self, fault: ThreeCxFault) {
        self.0.remove(&fault);
    }

    pub fn clear_all(&mut self) {
        self.0.clear();
    }

    #[must_use]
    pub fn has(&self, fault: ThreeCxFault) -> bool {
        self.0.contains_key(&fault)
    }

    #[must_use]
    pub fn number(&self, fault: ThreeCxFault) -> Option<u64> {
        match self.0.get(&fault)? {
            Setting::Number(number) => Some(*number),
            Setting::Text(text) => text.parse().ok(),
            Setting::On => None,
        }
    }

    #[must_use]
    pub fn text(&self, fault: ThreeCxFault) -> Option<&str> {
        match self.0.get(&fault)? {
            Setting::Text(text) => Some(text),
            Setting::Number(_) | Setting::On => None,
        }
    }

    /// Takes one from a counted fault; true while there was one to take.
    pub fn use_one(&mut self, fault: ThreeCxFault) -> bool {
        let Some(left) = self.number(fault) else { return false };
        if left <= 1 {
            self.0.remove(&fault);
        } else {
            self.0.insert(fault, Setting::Number(left - 1));
        }
        left > 0
    }

    pub fn iter(&self) -> impl Iterator<Item = (ThreeCxFault, &Setting)> {
        self.0.iter().map(|(fault, setting)| (*fault, setting))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn names_go_to_the_side_that_knows_them() {
        assert_eq!("duplicates=3".parse(), Ok(Fault::ThreeCx(ThreeCxFault::Duplicates, Setting::Number(3))));
        assert_eq!("3cx.no-licence".parse(), Ok(Fault::ThreeCx(ThreeCxFault::NoLicence, Setting::On)));
        assert_eq!(
            "salesforce.duplicates=3".parse(),
            Ok(Fault::Salesforce { name: "duplicates".to_owned(), value: Some("3".to_owned()) })
        );
        assert!(matches!("html-503".parse(), Ok(Fault::Salesforce { .. })));
    }

    #[test]
    fn wrong_values_say_what_would_do() {
        for text in
            ["duplicates=4", "duplicates=x", "expires_in=61", "expires_in", "box-off=no", "not-monitored=x1"]
        {
            assert!(matches!(text.parse::<Fault>(), Err(FaultError::Value { .. })), "{text}");
        }
        assert_eq!("3cx.nothing".parse::<Fault>(), Err(FaultError::Unknown("nothing".to_owned())));
        assert_eq!("".parse::<Fault>(), Err(FaultError::Malformed));
    }

    #[test]
    fn a_counted_fault_runs_out() {
        let mut faults = FaultSet::default();
        faults.set(ThreeCxFault::LoseEvents, Setting::Number(2));
        assert!(faults.use_one(ThreeCxFault::LoseEvents));
        assert!(faults.use_one(ThreeCxFault::LoseEvents));
        assert!(!faults.use_one(ThreeCxFault::LoseEvents));
    }

    #[test]
    fn no_two_faults_share_a_name() {
        let mut names: Vec<_> = ThreeCxFault::ALL.iter().map(|fault| fault.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ThreeCxFault::ALL.len());
    }
}
