//! What is wrong with settings, field by field. Shapes that cannot hold a wrong value need no line
//! here.

use std::net::IpAddr;

use super::facts::{FACT_FIELDS_MAX, FactKind, fact_field};
use super::journal::{LineError, codes, fields, numbers};
use super::{Settings, creation, dial};
use crate::caller::PersonKind;
use crate::chat::{ChatTemplate, ChatTextError};
use crate::journal::{Template, TemplateError};
use crate::number::{LAST_DIGITS_MAX, LAST_DIGITS_MIN, REFORMATS_MAX, ReformatError, Reformatting, Strategy};

/// Shorter, and the entry would be gone before a note is begun.
pub const WRAP_UP_S_MIN: u32 = 10;
/// Longer, and forgotten calls would pile up.
pub const WRAP_UP_S_MAX: u32 = 3_600;
/// Sooner would use up the org's API calls (salesforce.md 11.5).
pub const INDEX_EVERY_MIN_MIN: u32 = 5;
/// Later than a day, and who was deleted would be shown for days.
pub const INDEX_EVERY_MIN_MAX: u32 = 1_440;
/// Shorter, and a visitor who looks something up would make two entries.
pub const CHAT_GAP_MIN_MIN: u32 = 5;
/// Longer, and a chat of the morning would still be open in the evening.
pub const CHAT_GAP_MIN_MAX: u32 = 720;
/// Desk phones of one agent: on the desk, at home, and some to spare.
pub const LAN_PHONES_MAX: usize = 32;
/// Longest API name of a field, namespace and ending included.
const FIELD_NAME_MAX: usize = 80;
/// Ports below need rights that the companion does not have.
pub const CALLBACK_PORT_MIN: u16 = 1_024;

/// Less is nothing.
pub const API_SHARE_PERCENT_MIN: u32 = 1;
/// The whole allowance.
pub const API_SHARE_PERCENT_MAX: u32 = 100;

/// A field with a value that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {kind}")]
pub struct SettingError {
    /// Path in the settings file (`pop.wrap_up_s`).
    pub field: &'static str,
    pub kind: SettingErrorKind,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingErrorKind {
    #[error("not an address like https://pbx.example.com")]
    NotAnAddress,
    /// Plain `http` goes to this computer only (product.md section 11).
    #[error("only https, except for this computer itself")]
    NotEncrypted,
    #[error("not an extension number")]
    NotAnExtension,
    #[error("not an e-mail address")]
    NotAnEmail,
    #[error("not a field like Call_Key__c")]
    NotAFieldName,
    #[error("not up to 8 of the keys 0 to 9, * and #")]
    NotKeys,
    #[error("no country with a numbering plan")]
    UnknownRegion,
    #[error("not an IP address like 192.168.1.20")]
    NotAnIpAddress,
    /// It is another computer's, every computer's, or this computer's inner one.
    #[error("not the address of one network card")]
    NotOneCard,
    #[error("more than {max} entries")]
    TooMany { max: usize },
    #[error("the port is taken by the callback")]
    SamePort,
    #[error("not between {min} and {max}")]
    OutOfRange { min: u32, max: u32 },
    #[error(transparent)]
    Text(#[from] TemplateError),
    #[error(transparent)]
    ChatText(#[from] ChatTextError),
    /// The rule's place in the list, from 1.
    #[error("rule {place}: {error}")]
    Rule { place: usize, error: ReformatError },
    #[error("{kind:?} twice")]
    Twice { kind: PersonKind },
    #[error("{kind:?} twice")]
    FactTwice { kind: FactKind },
    /// An own field, or one named twice.
    #[error("not a field like Contact.Region__c, or twice: {name}")]
    NotAFactField { name: String },
    /// The line's place in the list, from 1.
    #[error("line {place}: {error}")]
    Line { place: usize, error: LineError },
}

impl Settings {
    /// Everything that is wrong; empty when all is well. Empty addresses and keys mean "not set up
    /// yet" and are well.
    #[must_use]
    pub fn check(&self) -> Vec<SettingError> {
        let digits = match self.matching.strategy {
            Strategy::Exact => Ok(()),
            Strategy::LastDigits { digits } => {
                in_range(u32::from(digits), u32::from(LAST_DIGITS_MIN), u32::from(LAST_DIGITS_MAX))
            }
        };
        let region = if self.matching.default_region.is_known() {
            Ok(())
        } else {
            Err(SettingErrorKind::UnknownRegion)
        };
        let port = u32::from(self.salesforce.callback_port);
        let all = [
            ("phone.address", unless_empty(&self.phone.address, address)),
            ("phone.extension", unless_empty(&self.phone.extension, extension)),
            ("phone.email", unless_empty(&self.phone.email, email)),
            ("phone.hook.port", hook_port(self.phone.hook.port, self.salesforce.callback_port)),
            ("phone.hook.lan_address", unless_empty(&self.phone.hook.lan_address, card)),
            ("phone.hook.lan_phones", phones(&self.phone.hook.lan_phones)),
            ("salesforce.login_address", address(&self.salesforce.login_address)),
            ("salesforce.callback_port", in_range(port, u32::from(CALLBACK_PORT_MIN), u32::from(u16::MAX))),
            ("dial.prefix", dial::keys(&self.dial.prefix)),
            ("dial.voicemail", dial::keys(&self.dial.voicemail)),
            ("dial.never", numbers(&self.dial.never, &self.matching.default_region)),
            ("matching.default_region", region),
            ("matching.strategy", digits),
            ("matching.objects", once_each(&self.matching.objects)),
            ("matching.rules", rules(&self.matching.rules)),
            ("index.every_min", in_range(self.index.every_min, INDEX_EVERY_MIN_MIN, INDEX_EVERY_MIN_MAX)),
            ("journal.subject", text(&self.journal.subject)),
            ("journal.answered_inbound", text(&self.journal.answered_inbound)),
            ("journal.missed", text(&self.journal.missed)),
            ("journal.answered_outbound", text(&self.journal.answered_outbound)),
            ("journal.unanswered_outbound", text(&self.journal.unanswered_outbound)),
            ("journal.never", numbers(&self.journal.never, &self.matching.default_region)),
            ("journal.private", numbers(&self.journal.private, &self.matching.default_region)),
            ("journal.wrap_up_codes", codes(&self.journal.wrap_up_codes)),
            ("journal.fields", fields(&self.journal.fields)),
            ("journal.owner", unless_empty(&self.journal.owner, email)),
            ("journal.key_field", unless_empty(&self.journal.key_field, own_field)),
            ("chat.subject", chat_text(&self.chat.subject)),
            ("chat.text", chat_text(&self.chat.text)),
            ("chat.gap_min", in_range(self.chat.gap_min, CHAT_GAP_MIN_MIN, CHAT_GAP_MIN_MAX)),
            ("network.proxy", unless_empty(&self.network.proxy, proxy)),
            ("pop.wrap_up_s", in_range(self.pop.wrap_up_s, WRAP_UP_S_MIN, WRAP_UP_S_MAX)),
            ("facts.show", shown_once_each(&self.facts.show)),
            ("facts.fields", fact_fields(&self.facts.fields)),
            (
                "facts.max_api_share_percent",
                in_range(self.facts.max_api_share_percent, API_SHARE_PERCENT_MIN, API_SHARE_PERCENT_MAX),
            ),
        ];
        all.into_iter()
            .chain(creation::checks(&self.creation))
            .filter_map(|(field, checked)| checked.err().map(|kind| SettingError { field, kind }))
            .collect()
    }
}

pub(super) type Checked = Result<(), SettingErrorKind>;

pub(super) fn unless_empty(value: &str, check: impl Fn(&str) -> Checked) -> Checked {
    if value.is_empty() { Ok(()) } else { check(value) }
}

pub(super) fn text(value: &str) -> Checked {
    Template::parse(value).map(|_| ()).map_err(SettingErrorKind::Text)
}

fn chat_text(value: &str) -> Checked {
    ChatTemplate::parse(value).map(|_| ()).map_err(SettingErrorKind::ChatText)
}

fn in_range(value: u32, min: u32, max: u32) -> Checked {
    if (min..=max).contains(&value) { Ok(()) } else { Err(SettingErrorKind::OutOfRange { min, max }) }
}

fn once_each(kinds: &[PersonKind]) -> Checked {
    let twice = (1..kinds.len()).find(|at| kinds[..*at].contains(&kinds[*at]));
    twice.map_or(Ok(()), |at| Err(SettingErrorKind::Twice { kind: kinds[at] }))
}

fn shown_once_each(kinds: &[FactKind]) -> Checked {
    let twice = (1..kinds.len()).find(|at| kinds[..*at].contains(&kinds[*at]));
    twice.map_or(Ok(()), |at| Err(SettingErrorKind::FactTwice { kind: kinds[at] }))
}

fn fact_fields(names: &[String]) -> Checked {
    if names.len() > FACT_FIELDS_MAX {
        return Err(SettingErrorKind::TooMany { max: FACT_FIELDS_MAX });
    }
    let wrong = |at: &usize| fact_field(&names[*at]).is_none() || names[..*at].contains(&names[*at]);
    let wrong = (0..names.len()).find(wrong);
    wrong.map_or(Ok(()), |at| Err(SettingErrorKind::NotAFactField { name: names[at].clone() }))
}

/// The first rule that cannot be used.
fn rules(rules: &Reformatting) -> Checked {
    if rules.len() > REFORMATS_MAX {
        return Err(SettingErrorKind::TooMany { max: REFORMATS_MAX });
    }
    let wrong = rules.errors().into_iter().next();
    wrong.map_or(Ok(()), |(place, error)| Err(SettingErrorKind::Rule { place, error }))
}

fn extension(value: &str) -> Checked {
    let digits = value.bytes().all(|b| b.is_ascii_digit());
    if digits { Ok(()) } else { Err(SettingErrorKind::NotAnExtension) }
}

fn hook_port(port: u16, callback: u16) -> Checked {
    in_range(u32::from(port), u32::from(CALLBACK_PORT_MIN), u32::from(u16::MAX))?;
    if port == callback { Err(SettingErrorKind::SamePort) } else { Ok(()) }
}

/// An address that one network card has: names and "all of them" would open more than was meant.
fn card(value: &str) -> Checked {
    let ip: IpAddr = value.parse().map_err(|_| SettingErrorKind::NotAnIpAddress)?;
    let ip = ip.to_canonical();
    let broadcast = match ip {
        IpAddr::V4(ip) => ip.is_broadcast(),
        IpAddr::V6(_) => false,
    };
    if ip.is_unspecified() || ip.is_loopback() || ip.is_multicast() || broadcast {
        Err(SettingErrorKind::NotOneCard)
    } else {
        Ok(())
    }
}

fn phones(list: &[String]) -> Checked {
    if list.len() > LAN_PHONES_MAX {
        return Err(SettingErrorKind::TooMany { max: LAN_PHONES_MAX });
    }
    list.iter().try_for_each(|phone| card(phone))
}

/// Scheme, host and perhaps a port; nothing behind them but a slash.
fn address(value: &str) -> Checked {
    let (encrypted, rest) = match value.split_once("://") {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("https") => (true, rest),
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") => (false, rest),
        _ => return Err(SettingErrorKind::NotAnAddress),
    };
    let host = host(rest.strip_suffix('/').unwrap_or(rest)).ok_or(SettingErrorKind::NotAnAddress)?;
    if encrypted || is_loopback(host) { Ok(()) } else { Err(SettingErrorKind::NotEncrypted) }
}

/// User names of Salesforce have the form of e-mail addresses, too.
fn email(value: &str) -> Checked {
    match value.split_once('@') {
        Some((name, host))
            if !name.is_empty()
                && host.contains('.')
                && !host.contains('@')
                && !value.chars().any(|c| c.is_whitespace() || c.is_control()) =>
        {
            Ok(())
        }
        Some(_) | None => Err(SettingErrorKind::NotAnEmail),
    }
}

/// A field the admin added: only those can be unique and an external id.
fn own_field(value: &str) -> Checked {
    let named = value.len() <= FIELD_NAME_MAX
        && value.ends_with("__c")
        && value.starts_with(|c: char| c.is_ascii_alphabetic())
        && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if named { Ok(()) } else { Err(SettingErrorKind::NotAFieldName) }
}

/// A proxy sees only where TLS leads, so plain `http` to it is well.
fn proxy(value: &str) -> Checked {
    let rest = value.strip_prefix("http://").or_else(|| value.strip_prefix("https://"));
    let rest = rest.ok_or(SettingErrorKind::NotAnAddress)?;
    host(rest.strip_suffix('/').unwrap_or(rest)).map(|_| ()).ok_or(SettingErrorKind::NotAnAddress)
}

/// The host of `host:port`, if both can be one.
pub(super) fn host(authority: &str) -> Option<&str> {
    let (host, port) = match authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, rest)) => (host, if rest.is_empty() { None } else { Some(rest.strip_prefix(':')?) }),
        None => match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        },
    };
    let port_reads = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0));
    let host_reads = !host.is_empty()
        && (host.parse::<IpAddr>().is_ok()
            || host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_')));
    (port_reads && host_reads).then_some(host)
}

pub(super) fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;
    use crate::number::Region;

    #[test]
    fn what_comes_with_the_program_is_well() {
        assert_eq!(Settings::default().check(), []);
    }

    #[test]
    fn each_wrong_field_is_named() {
        let mut settings = Settings::default();
        settings.phone.address = "pbx.example.com".into();
        settings.phone.extension = "10a".into();
        settings.salesforce.login_address = "http://login.salesforce.com".into();
        settings.salesforce.callback_port = 80;
        settings.matching.default_region = Region::new("XX").unwrap();
        settings.matching.strategy = Strategy::LastDigits { digits: 4 };
        settings.phone.email = "anna".into();
        settings.journal.missed = "[Nmae]".into();
        settings.journal.owner = "anna@".into();
        settings.chat.text = "[ChatMesages]".into();
        settings.chat.gap_min = 4;
        settings.network.proxy = "proxy.example.com:3128".into();
        settings.pop.wrap_up_s = 9;
        settings.index.every_min = 4;
        let fields: Vec<_> = settings.check().into_iter().map(|error| error.field).collect();
        assert_eq!(
            fields,
            [
                "phone.address",
                "phone.extension",
                "phone.email",
                "salesforce.login_address",
                "salesforce.callback_port",
                "matching.default_region",
                "matching.strategy",
                "index.every_min",
                "journal.missed",
                "journal.owner",
                "chat.text",
                "chat.gap_min",
                "network.proxy",
                "pop.wrap_up_s",
            ]
        );
        let error = SettingError {
            field: "pop.wrap_up_s",
            kind: SettingErrorKind::OutOfRange { min: 10, max: 3_600 },
        };
        assert_eq!(settings.check().pop(), Some(error.clone()));
        assert_eq!(error.to_string(), "pop.wrap_up_s: not between 10 and 3600");
    }

    #[test]
    fn rules_and_the_order_of_kinds_are_checked() {
        let rules = |texts: &[&str]| Reformatting::new(texts.iter().map(|text| (*text).to_owned()).collect());
        for (list, expected) in [
            (rules(&["^00 => +", "off :: ^0 => "]), None),
            (
                rules(&["^00 => +", "00"]),
                Some(SettingErrorKind::Rule { place: 2, error: ReformatError::NoArrow }),
            ),
            (rules(&["^00 => +"; REFORMATS_MAX]), None),
            (rules(&["^00 => +"; REFORMATS_MAX + 1]), Some(SettingErrorKind::TooMany { max: REFORMATS_MAX })),
        ] {
            let mut settings = Settings::default();
            settings.matching.rules = list;
            assert_eq!(settings.check().pop().map(|error| error.kind), expected);
        }
        let mut settings = Settings::default();
        settings.matching.objects = vec![PersonKind::Lead, PersonKind::User, PersonKind::Lead];
        let twice = SettingErrorKind::Twice { kind: PersonKind::Lead };
        assert_eq!(settings.check(), [SettingError { field: "matching.objects", kind: twice }]);
    }

    #[test]
    fn facts_are_named_once_and_fields_read_as_such() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let wrong = |name: &str| Some(SettingErrorKind::NotAFactField { name: name.into() });
        for (fields, expected) in [
            (names(&["Contact.Region__c", "Lead.Rating"]), None),
            (names(&["Contact.Region__c", "Region__c"]), wrong("Region__c")),
            (names(&["Lead.Rating", "Lead.Rating"]), wrong("Lead.Rating")),
            (
                names(&["Lead.A"; FACT_FIELDS_MAX + 1]),
                Some(SettingErrorKind::TooMany { max: FACT_FIELDS_MAX }),
            ),
        ] {
            let mut settings = Settings::default();
            settings.facts.fields = fields;
            assert_eq!(settings.check().pop().map(|error| error.kind), expected);
        }
        let mut settings = Settings::default();
        settings.facts.show = vec![FactKind::Case, FactKind::Owner, FactKind::Case];
        settings.facts.max_api_share_percent = 0;
        let fields: Vec<_> = settings.check().into_iter().map(|error| error.field).collect();
        assert_eq!(fields, ["facts.show", "facts.max_api_share_percent"]);
    }

    #[test]
    fn the_field_of_the_key_is_one_the_admin_added() {
        for (name, well) in [
            ("", true),
            ("Call_Key__c", true),
            ("acme__Call_Key__c", true),
            ("CallObject", false),
            ("1Key__c", false),
            ("Call Key__c", false),
            ("Key'__c", false),
        ] {
            let mut settings = Settings::default();
            settings.journal.key_field = name.into();
            let expected = SettingError { field: "journal.key_field", kind: SettingErrorKind::NotAFieldName };
            assert_eq!(settings.check(), if well { vec![] } else { vec![expected] }, "{name}");
        }
    }

    #[test]
    fn bounds_are_inside() {
        for (digits, wrap_up_s, well) in
            [(5, 10, true), (15, 3_600, true), (16, 60, false), (7, 3_601, false)]
        {
            let mut settings = Settings::default();
            settings.matching.strategy = Strategy::LastDigits { digits };
            settings.pop.wrap_up_s = wrap_up_s;
            assert_eq!(settings.check().is_empty(), well, "{digits} {wrap_up_s}");
        }
    }

    #[test]
    fn desk_phones_are_heard_at_one_address_only() {
        for (value, expected) in [
            ("192.168.1.20", Ok(())),
            ("10.0.0.7", Ok(())),
            ("fd00::20", Ok(())),
            ("0.0.0.0", Err(SettingErrorKind::NotOneCard)),
            ("::", Err(SettingErrorKind::NotOneCard)),
            ("127.0.0.1", Err(SettingErrorKind::NotOneCard)),
            ("127.8.8.8", Err(SettingErrorKind::NotOneCard)),
            ("::1", Err(SettingErrorKind::NotOneCard)),
            ("::ffff:127.0.0.1", Err(SettingErrorKind::NotOneCard)),
            ("::ffff:0.0.0.0", Err(SettingErrorKind::NotOneCard)),
            ("224.0.0.1", Err(SettingErrorKind::NotOneCard)),
            ("255.255.255.255", Err(SettingErrorKind::NotOneCard)),
            ("localhost", Err(SettingErrorKind::NotAnIpAddress)),
            ("192.168.1.20:80", Err(SettingErrorKind::NotAnIpAddress)),
            ("192.168.1.0/24", Err(SettingErrorKind::NotAnIpAddress)),
            (" 192.168.1.20", Err(SettingErrorKind::NotAnIpAddress)),
        ] {
            assert_eq!(card(value), expected, "{value}");
        }
    }

    #[test]
    fn the_second_source_is_checked_field_by_field() {
        let mut settings = Settings::default();
        let hook = &mut settings.phone.hook;
        hook.port = 80;
        hook.lan_address = "0.0.0.0".into();
        hook.lan_phones = vec!["192.168.1.30".into(), "phone".into()];
        let fields: Vec<_> = settings.check().into_iter().map(|error| error.field).collect();
        assert_eq!(fields, ["phone.hook.port", "phone.hook.lan_address", "phone.hook.lan_phones"]);
        settings.phone.hook = crate::settings::HookSettings {
            port: settings.salesforce.callback_port,
            lan_phones: vec!["192.168.1.30".into(); LAN_PHONES_MAX + 1],
            ..crate::settings::HookSettings::default()
        };
        let kinds: Vec<_> = settings.check().into_iter().map(|error| error.kind).collect();
        assert_eq!(kinds, [SettingErrorKind::SamePort, SettingErrorKind::TooMany { max: LAN_PHONES_MAX }]);
    }

    #[test]
    fn addresses_are_encrypted_or_of_this_computer() {
        for (value, expected) in [
            ("https://pbx.example.com", Ok(())),
            ("HTTPS://pbx.example.com:5001/", Ok(())),
            ("https://[2001:db8::1]:5001", Ok(())),
            ("http://localhost:8080", Ok(())),
            ("http://127.0.0.1:8080", Ok(())),
            ("http://[::1]:8080", Ok(())),
            ("http://192.168.1.2", Err(SettingErrorKind::NotEncrypted)),
            ("http://localhost.example.com", Err(SettingErrorKind::NotEncrypted)),
            ("http://127.0.0.1@example.com", Err(SettingErrorKind::NotAnAddress)),
            ("ftp://example.com", Err(SettingErrorKind::NotAnAddress)),
            ("https://", Err(SettingErrorKind::NotAnAddress)),
            ("https://a b", Err(SettingErrorKind::NotAnAddress)),
            ("https://pbx.example.com:0", Err(SettingErrorKind::NotAnAddress)),
            ("https://pbx.example.com:99999", Err(SettingErrorKind::NotAnAddress)),
            ("https://pbx.example.com/path", Err(SettingErrorKind::NotAnAddress)),
            ("https://[::1", Err(SettingErrorKind::NotAnAddress)),
            ("", Err(SettingErrorKind::NotAnAddress)),
        ] {
            assert_eq!(address(value), expected, "{value}");
        }
    }
}
