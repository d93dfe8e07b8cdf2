//! What 3CX writes, read tolerantly: field names in any casing, null where a list belongs, numbers
//! as text, unknown fields. Pure; bytes in, our shapes out, never a panic.

use domain::call::{LegId, LegStatus};
use percent::decoded;
use serde_json::{Map, Value};

mod percent {
    /// Undoes percent-encoding in one path part; `None` when that is no UTF-8.
    pub(super) fn decoded(part: &str) -> Option<String> {
        if !part.contains('%') {
            return Some(part.to_owned());
        }
        let mut bytes = Vec::with_capacity(part.len());
        let mut rest = part.bytes();
        while let Some(byte) = rest.next() {
            if byte == b'%' {
                let hex = [rest.next()?, rest.next()?];
                bytes.push(u8::from_str_radix(std::str::from_utf8(&hex).ok()?, 16).ok()?);
            } else {
                bytes.push(byte);
            }
        }
        String::from_utf8(bytes).ok()
    }
}

/// Longest DN believed. Real ones have up to 8 digits; the own client id may be a word.
const DN_CHARS_MAX: usize = 64;
/// Longest name or number kept, in characters.
const TEXT_CHARS_MAX: usize = 200;

/// The answer is not what a 3CX V20 system says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the answer is not what a 3CX V20 system says")]
pub(super) struct Unreadable;

/// A leg of a call as one DN sees it (3cx.md 2.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Participant {
    pub(super) id: LegId,
    pub(super) call: u64,
    pub(super) status: LegStatus,
    pub(super) party_name: String,
    pub(super) party_dn: String,
    pub(super) party_number: String,
    pub(super) party_kind: DnKind,
    pub(super) direct_control: bool,
    pub(super) originated_by: String,
    pub(super) referred_by: String,
    pub(super) on_behalf_of: String,
}

/// What a DN is. The type strings beyond `Wextension` are third-party findings (3cx.md 2.2), so
/// they are matched by what they contain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DnKind {
    Extension,
    External,
    /// A queue or ring group: it hands calls to people.
    Group,
    /// An API client's own DN.
    RoutePoint,
    /// Menus, parking places and other parts of the system.
    System,
    Unknown,
}

impl DnKind {
    pub(super) fn read(text: &str) -> Self {
        let text = text.to_ascii_lowercase();
        let any = |words: &[&str]| words.iter().any(|word| text.contains(word));
        if text.is_empty() || text == "none" {
            DnKind::Unknown
        } else if any(&["externalline", "trunk", "provider", "bridge"]) {
            DnKind::External
        } else if any(&["routepoint"]) {
            DnKind::RoutePoint
        } else if any(&["queue", "ringgroup"]) {
            DnKind::Group
        } else if any(&["extension"]) && !any(&["park"]) {
            DnKind::Extension
        } else {
            DnKind::System
        }
    }
}

/// A DN of the snapshot with its legs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dn {
    pub(super) number: String,
    pub(super) kind: DnKind,
    pub(super) participants: Vec<Participant>,
}

/// A message on the socket (3cx.md 2.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Message {
    Changed(LegId),
    Removed(LegId),
    /// Not about legs.
    Ignored,
    /// Something changed and it cannot be told what.
    Odd,
}

/// What the token endpoint answers (3cx.md 1.1).
pub(super) struct TokenAnswer {
    pub(super) access_token: String,
    pub(super) expires_in: Option<u64>,
}

/// What an action answers (3cx.md 2.7, last part).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ActionAnswer {
    pub(super) failed: bool,
    pub(super) text: String,
    /// The own leg, where the answer holds it.
    pub(super) leg: Option<LegId>,
}

/// A phone or app that is registered with an extension (3cx.md 2.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Device {
    pub(super) id: String,
    /// What it calls itself.
    pub(super) agent: String,
}

/// One page of names (3cx.md 3.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PeersPage {
    pub(super) peers: Vec<(String, String)>,
    /// Numbers of people among them.
    pub(super) extensions: Vec<String>,
    pub(super) rows: usize,
    pub(super) more: bool,
}

pub(super) fn read_snapshot(bytes: &[u8]) -> Result<Vec<Dn>, Unreadable> {
    let Value::Array(rows) = json(bytes)? else { return Err(Unreadable) };
    let dns: Vec<Dn> = rows.iter().filter_map(dn).collect();
    if dns.is_empty() && !rows.is_empty() { Err(Unreadable) } else { Ok(dns) }
}

pub(super) fn read_participant(bytes: &[u8], extension: &str) -> Result<Participant, Unreadable> {
    participant(&json(bytes)?, extension).ok_or(Unreadable)
}

pub(super) fn read_participants(bytes: &[u8], extension: &str) -> Result<Vec<Participant>, Unreadable> {
    match json(bytes)? {
        Value::Array(rows) => Ok(rows.iter().filter_map(|row| participant(row, extension)).collect()),
        Value::Null => Ok(Vec::new()),
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => Err(Unreadable),
    }
}

pub(super) fn read_message(text: &str) -> Message {
    let Ok(message) = json(text.as_bytes()) else { return Message::Odd };
    let Some(event) = Fields::of(&message).and_then(|fields| fields.value("event")).and_then(Fields::of)
    else {
        return Message::Odd;
    };
    let (changed, removed) = match event.value("event_type") {
        Some(Value::Number(number)) => (number.as_u64() == Some(0), number.as_u64() == Some(1)),
        Some(Value::String(word)) => (
            ["upsert", "upset", "0"].iter().any(|known| word.eq_ignore_ascii_case(known)),
            ["remove", "1"].iter().any(|known| word.eq_ignore_ascii_case(known)),
        ),
        Some(_) | None => return Message::Odd,
    };
    if !changed && !removed {
        return Message::Ignored;
    }
    match entity(&event.text("entity")) {
        Entity::Leg(leg) if changed => Message::Changed(leg),
        Entity::Leg(leg) => Message::Removed(leg),
        Entity::Device => Message::Ignored,
        Entity::Other => Message::Odd,
    }
}

pub(super) fn read_token(bytes: &[u8]) -> Result<TokenAnswer, Unreadable> {
    let answer = json(bytes)?;
    let fields = Fields::of(&answer).ok_or(Unreadable)?;
    let Some(Value::String(access_token)) = fields.value("access_token") else { return Err(Unreadable) };
    // Whatever else it is, it goes into a header.
    if access_token.is_empty() || !access_token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Unreadable);
    }
    Ok(TokenAnswer { access_token: access_token.clone(), expires_in: fields.number("expires_in") })
}

pub(super) fn read_action(bytes: &[u8]) -> Result<ActionAnswer, Unreadable> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(ActionAnswer { failed: false, text: String::new(), leg: None });
    }
    let answer = json(bytes)?;
    let fields = Fields::of(&answer).ok_or(Unreadable)?;
    // Failed -1, Rejected 0, Success 1 as numbers; words in other builds (3cx.md 2.7).
    let failed = match fields.value("finalstatus") {
        Some(Value::Number(number)) => number.as_i64().is_some_and(|number| number < 1),
        Some(Value::String(word)) => {
            ["failed", "rejected", "-1", "0"].iter().any(|known| word.eq_ignore_ascii_case(known))
        }
        Some(_) | None => false,
    };
    let leg = fields.value("result").and_then(Fields::of).and_then(|leg| {
        let extension = Some(leg.text("dn")).filter(|number| is_dn(number))?;
        Some(LegId { extension, leg: leg.number("id")? })
    });
    Ok(ActionAnswer { failed, text: fields.text("reasontext"), leg })
}

pub(super) fn read_devices(bytes: &[u8]) -> Result<Vec<Device>, Unreadable> {
    match json(bytes)? {
        Value::Array(rows) => Ok(rows.iter().filter_map(device).collect()),
        Value::Null => Ok(Vec::new()),
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => Err(Unreadable),
    }
}

fn device(row: &Value) -> Option<Device> {
    let fields = Fields::of(row)?;
    let id = Some(fields.text("device_id")).filter(|id| !matches!(id.as_str(), "" | "." | ".."))?;
    Some(Device { id, agent: fields.text("user_agent") })
}

pub(super) fn read_peers(bytes: &[u8]) -> Result<PeersPage, Unreadable> {
    let page = json(bytes)?;
    let fields = Fields::of(&page).ok_or(Unreadable)?;
    let Some(Value::Array(rows)) = fields.value("value") else { return Err(Unreadable) };
    let people = rows.iter().filter_map(Fields::of);
    let people = people.filter(|row| row.text("type").eq_ignore_ascii_case("extension"));
    let extensions = people.map(|row| row.text("number")).collect();
    let named = rows.iter().filter_map(Fields::of).map(|row| (row.text("number"), row.text("name")));
    let peers = named.filter(|(number, name)| !number.is_empty() && !name.is_empty()).collect();
    Ok(PeersPage {
        peers,
        extensions,
        rows: rows.len(),
        more: fields.value("@odata.nextlink").is_some_and(Value::is_string),
    })
}

fn json(bytes: &[u8]) -> Result<Value, Unreadable> {
    serde_json::from_slice(bytes).map_err(|_| Unreadable)
}

fn dn(row: &Value) -> Option<Dn> {
    let fields = Fields::of(row)?;
    let number = Some(fields.text("dn")).filter(|number| is_dn(number))?;
    let participants = match fields.value("participants") {
        Some(Value::Array(rows)) => rows.iter().filter_map(|row| participant(row, &number)).collect(),
        Some(_) | None => Vec::new(),
    };
    Some(Dn { kind: DnKind::read(&fields.text("type")), number, participants })
}

fn participant(row: &Value, extension: &str) -> Option<Participant> {
    let fields = Fields::of(row)?;
    let status = match fields.text("status").to_ascii_lowercase().as_str() {
        "ringing" => LegStatus::Ringing,
        "dialing" => LegStatus::Dialing,
        "connected" => LegStatus::Connected,
        _ => LegStatus::Other,
    };
    Some(Participant {
        id: LegId { extension: extension.to_owned(), leg: fields.number("id")? },
        call: fields.number("callid")?,
        status,
        party_name: fields.text("party_caller_name"),
        party_dn: fields.text("party_dn"),
        party_number: fields.text("party_caller_id"),
        party_kind: DnKind::read(&fields.text("party_dn_type")),
        direct_control: fields.flag("direct_control"),
        originated_by: fields.text("originated_by_dn"),
        referred_by: fields.text("referred_by_dn"),
        on_behalf_of: fields.text("on_behalf_of_dn"),
    })
}

enum Entity {
    Leg(LegId),
    Device,
    Other,
}

/// Reads `/callcontrol/{dn}/participants|devices/{id}`; its last three parts count (3cx.md 2.4).
fn entity(path: &str) -> Entity {
    let mut parts = path.trim_matches('/').rsplit('/');
    let (Some(id), Some(kind), Some(number)) = (parts.next(), parts.next(), parts.next()) else {
        return Entity::Other;
    };
    if kind.eq_ignore_ascii_case("devices") {
        return Entity::Device;
    }
    match (decoded(number), id.parse::<u32>()) {
        (Some(number), Ok(id)) if kind.eq_ignore_ascii_case("participants") && is_dn(&number) => {
            Entity::Leg(LegId { extension: number, leg: u64::from(id) })
        }
        _ => Entity::Other,
    }
}

fn is_dn(text: &str) -> bool {
    !text.is_empty()
        && text.chars().take(DN_CHARS_MAX + 1).count() <= DN_CHARS_MAX
        && text != "."
        && text != ".."
}

/// An object's fields, found whatever the casing: `party_dn`, `PartyDn` and `PartyDN` are one.
#[derive(Clone, Copy)]
struct Fields<'a>(&'a Map<String, Value>);

impl<'a> Fields<'a> {
    fn of(value: &'a Value) -> Option<Self> {
        value.as_object().map(Self)
    }

    fn value(self, name: &str) -> Option<&'a Value> {
        let found =
            self.0.get(name).or_else(|| self.0.iter().find(|(key, _)| same_name(key, name)).map(|(_, v)| v));
        found.filter(|value| !value.is_null())
    }

    fn text(self, name: &str) -> String {
        match self.value(name) {
            Some(Value::String(text)) => text.chars().take(TEXT_CHARS_MAX).collect(),
            Some(Value::Number(number)) => number.to_string(),
            Some(_) | None => String::new(),
        }
    }

    fn number(self, name: &str) -> Option<u64> {
        match self.value(name)? {
            Value::Number(number) => number.as_u64(),
            Value::String(text) => text.trim().parse().ok(),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
        }
    }

    fn flag(self, name: &str) -> bool {
        match self.value(name) {
            Some(Value::Bool(flag)) => *flag,
            Some(Value::String(text)) => text.eq_ignore_ascii_case("true"),
            Some(_) | None => false,
        }
    }
}

fn same_name(left: &str, right: &str) -> bool {
    let bare = |text: &'_ str| {
        text.bytes().filter(|byte| *byte != b'_').map(|byte| byte.to_ascii_lowercase()).collect::<Vec<_>>()
    };
    bare(left) == bare(right)
}

#[cfg(test)]
mod tests;
