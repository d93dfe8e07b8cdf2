//! What a phone's request says. Pure and tolerant: every vendor names and encodes things its own
//! way, and what cannot be read is left out instead of guessed.

use domain::call::{Direction, HeardEvent};
use serde::Serialize;

/// Longest number, name or call id taken, in characters. SIP addresses are longer than numbers.
const VALUE_MAX: usize = 160;
/// Parameters looked at. Presets use four; a hand-written address may have a few more.
const PARAMETERS_MAX: usize = 32;
/// A number with this many digits behind a lost plus sign is an international one.
const INTERNATIONAL_DIGITS_MIN: usize = 8;

/// What was read from a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reading {
    pub event: HeardEvent,
    pub direction: Option<Direction>,
    /// `None`: not told, or not for this event.
    pub number: Option<String>,
    pub name: Option<String>,
    pub call_hint: Option<String>,
}

/// Why a request says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Unread {
    /// Neither the path nor a parameter names an event.
    #[error("no event")]
    NoEvent,
    /// The phone sent its variable instead of a value.
    #[error("a variable the phone did not fill in")]
    Placeholder,
}

/// Reads the event a path ends on, and the query behind it.
///
/// # Errors
/// When no event is named, or the number is a variable that was not filled in.
pub fn read(event: &str, query: &str) -> Result<Reading, Unread> {
    let parameters = parameters(query);
    let named = |names: &[&str]| {
        let found = names.iter().find_map(|name| parameters.iter().find(|(key, _)| key == name));
        found.map(|(_, value)| *value)
    };
    let (event, way) =
        event_named(event).or_else(|| named(EVENTS).and_then(event_named)).ok_or(Unread::NoEvent)?;
    let direction = named(DIRECTIONS).and_then(direction_named).or(way);
    let number = match direction {
        Some(Direction::Outbound) => named(CALLED),
        Some(Direction::Inbound) | None => named(CALLERS),
    };
    let begins = event == HeardEvent::Began;
    let number = match number {
        Some(raw) if is_placeholder(raw) && begins => return Err(Unread::Placeholder),
        Some(raw) if is_placeholder(raw) => None,
        Some(raw) => Some(raw),
        None => None,
    };
    let name = named(NAMES).filter(|raw| !is_placeholder(raw)).map(text);
    let name = name.or_else(|| number.and_then(name_before_address));
    // An empty number is a hidden one only where a call begins: at its end nobody repeats it.
    let number = number.map(digits_or_address).filter(|number| begins || !number.is_empty());
    let name = name.filter(|name| !name.is_empty() && number.as_ref() != Some(name));
    let call_hint = named(CALL_IDS).filter(|raw| !is_placeholder(raw)).map(text);
    let call_hint = call_hint.filter(|hint| !hint.is_empty());
    Ok(Reading { event, direction, number, name, call_hint })
}

const EVENTS: &[&str] = &["event", "ev", "state", "status", "action"];
const DIRECTIONS: &[&str] = &["direction", "dir", "way"];
const CALLERS: &[&str] = &[
    "number",
    "phone",
    "phonenumber",
    "remote",
    "remotenumber",
    "num",
    "tel",
    "telephone",
    "caller",
    "callernumber",
    "callerid",
    "cid",
    "clid",
    "cli",
    "ani",
    "from",
    "src",
    "source",
];
const CALLED: &[&str] = &[
    "number",
    "phone",
    "phonenumber",
    "remote",
    "remotenumber",
    "num",
    "tel",
    "telephone",
    "called",
    "callednumber",
    "callee",
    "to",
    "dst",
    "destination",
    "callerid",
];
const NAMES: &[&str] = &[
    "name",
    "displayname",
    "display",
    "displayremote",
    "remotename",
    "callername",
    "callerdisplayname",
    "cname",
    "cnam",
];
const CALL_IDS: &[&str] = &["callid", "id", "call", "uniqueid", "session", "sessionid"];

/// A word without case and the marks people put between its parts.
fn plain(word: &str) -> String {
    let letters = word.chars().filter(|c| c.is_ascii_alphanumeric());
    letters.map(|c| c.to_ascii_lowercase()).take(VALUE_MAX).collect()
}

fn event_named(word: &str) -> Option<(HeardEvent, Option<Direction>)> {
    let ring = Some((HeardEvent::Began, Some(Direction::Inbound)));
    let dial = Some((HeardEvent::Began, Some(Direction::Outbound)));
    match plain(word).as_str() {
        "ring" | "ringing" | "rings" | "incoming" | "incomingcall" | "inbound" | "call" | "callring"
        | "newcall" | "in" | "offered" => ring,
        "dial" | "dialing" | "dialling" | "outgoing" | "outgoingcall" | "outbound" | "calling" | "out" => {
            dial
        }
        "answer" | "answered" | "callanswer" | "callanswered" | "connect" | "connected" | "callconnected"
        | "established" | "callestablished" | "establish" | "establishcall" | "pickup" | "accept"
        | "accepted" | "talk" | "talking" | "start" | "callstart" => Some((HeardEvent::Answered, None)),
        "end" | "ended" | "callend" | "callended" | "hangup" | "hungup" | "disconnect" | "disconnected"
        | "calldisconnected" | "terminate" | "terminated" | "callterminated" | "terminatecall" | "missed"
        | "missedcall" | "busy" | "callbusy" | "reject" | "rejected" | "rejectcall" | "cancel"
        | "canceled" | "cancelled" | "remotecanceled" | "callremotecanceled" | "onhook" | "bye"
        | "finished" | "released" => Some((HeardEvent::Ended, None)),
        _ => None,
    }
}

fn direction_named(word: &str) -> Option<Direction> {
    match plain(word).as_str() {
        "in" | "i" | "inbound" | "incoming" => Some(Direction::Inbound),
        "out" | "o" | "outbound" | "outgoing" => Some(Direction::Outbound),
        _ => None,
    }
}

fn parameters(query: &str) -> Vec<(String, &str)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty()).take(PARAMETERS_MAX);
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(key, value)| (plain(key), value))
        .collect()
}

/// `$remote`, `${remote}`, `%CallerNumber%`, `{number}`, `[CallerID]`: nobody filled it in.
fn is_placeholder(raw: &str) -> bool {
    let raw = percent_decoded_once(raw.trim()).unwrap_or_else(|| raw.trim().to_owned());
    let inner = [("%", "%"), ("${", "}"), ("{", "}"), ("[", "]"), ("$$", "$$"), ("$", "")]
        .iter()
        .find_map(|(before, after)| raw.strip_prefix(before)?.strip_suffix(after));
    inner.is_some_and(|inner| {
        inner.starts_with(|c: char| c.is_ascii_alphabetic())
            && inner.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
    })
}

/// Decodes only what reads as text afterwards; `None` leaves `%CallerNumber%` as it is.
fn percent_decoded_once(raw: &str) -> Option<String> {
    String::from_utf8(percent_decoded(raw)).ok()
}

/// Percent signs that are no encoding stay as they are.
fn percent_decoded(raw: &str) -> Vec<u8> {
    let bytes = raw.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let pair = bytes.get(at + 1).zip(bytes.get(at + 2));
        let value = pair.filter(|_| *byte == b'%').and_then(|(high, low)| {
            let digit = |hex: u8| char::from(hex).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
            Some(digit(*high)? * 16 + digit(*low)?)
        });
        decoded.push(value.unwrap_or(*byte));
        at += if value.is_some() { 3 } else { 1 };
    }
    decoded
}

/// A text as people read it. Older phones send Latin-1.
fn text(raw: &str) -> String {
    let bytes = percent_decoded(&raw.replace('+', " "));
    let text = String::from_utf8(bytes)
        .unwrap_or_else(|latin| latin.as_bytes().iter().map(|byte| char::from(*byte)).collect());
    clipped(&text)
}

/// A number, a SIP address, or a word for a hidden one. A plus sign in front is part of it; one
/// behind stands for a blank.
fn digits_or_address(raw: &str) -> String {
    let mut raw = raw.to_owned();
    // Encoded twice by a phone that encodes what was encoded in its settings already.
    for _ in 0..2 {
        let Some(decoded) = percent_decoded_once(&raw) else { break };
        if decoded == raw {
            break;
        }
        raw = decoded;
    }
    let lost_plus = raw.starts_with(' ') && is_international(raw.trim());
    let mut out = String::with_capacity(raw.len());
    for c in raw.chars() {
        let inside = out.chars().last().is_some_and(|last| last.is_alphanumeric() || last == ' ');
        out.push(if c == '+' && inside { ' ' } else { c });
    }
    let number = clipped(&out);
    if lost_plus { format!("+{number}") } else { number }
}

fn is_international(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    digits >= INTERNATIONAL_DIGITS_MIN && text.starts_with(|c: char| ('1'..='9').contains(&c))
}

/// The name in `"ACME GmbH" <sip:…>`.
fn name_before_address(raw: &str) -> Option<String> {
    let whole = text(raw);
    let (before, _) = whole.split_once('<')?;
    let name = before.trim().trim_matches('"').trim();
    (!name.is_empty()).then(|| name.to_owned())
}

fn clipped(text: &str) -> String {
    let visible: String = text.chars().filter(|c| !c.is_control()).take(VALUE_MAX).collect();
    visible.trim().to_owned()
}

#[cfg(test)]
mod tests;
