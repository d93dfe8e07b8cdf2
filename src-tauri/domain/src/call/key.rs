//! The name of a call for ever: what its record in the CRM is found by.

use jiff::Timestamp;

/// Longest host in a key, in characters: a key must fit the 255 of a Task's `CallObject`.
const HOST_MAX: usize = 120;
/// Stands where the phone system's host stands in a key, when there is none.
const NO_SYSTEM: &str = "desk";
/// Before the id of a call that only the phone system's log told of.
const FROM_LOG: char = 'l';
/// Before the id of a call that a phone told of by itself.
const HEARD: char = 'h';

/// `pbx|extension|call|first seen (UTC)` in its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallKey<'a> {
    pub host: &'a str,
    pub extension: &'a str,
    /// The phone system's number of the call, or a name of our own.
    call: &'a str,
    pub started: Timestamp,
}

impl<'a> CallKey<'a> {
    /// `None`: it is no key of a call.
    #[must_use]
    pub fn read(key: &'a str) -> Option<Self> {
        let mut parts = key.split('|');
        let (host, extension, call) = (parts.next()?, parts.next()?, parts.next()?);
        let started = parts.next()?.parse().ok()?;
        let whole = parts.next().is_none() && !call.is_empty();
        whole.then_some(Self { host, extension, call, started })
    }

    /// The phone system's own number of the call, where the key was made from it.
    #[must_use]
    pub fn live(&self) -> Option<&'a str> {
        (!self.call.starts_with([FROM_LOG, HEARD])).then_some(self.call)
    }

    /// The log's own name of the call, where the key was made from it.
    #[must_use]
    pub fn logged(&self) -> Option<&'a str> {
        self.call.strip_prefix(FROM_LOG)
    }
}

/// Of a call that the phone system told of while it was on.
pub(crate) fn live_key(pbx: &str, extension: &str, call: u64, first_seen: Timestamp) -> String {
    key(pbx, extension, &call.to_string(), first_seen)
}

/// Of a call that a phone told of by itself.
pub(crate) fn heard_key(pbx: &str, extension: &str, id: u64, first_seen: Timestamp) -> String {
    key(pbx, extension, &format!("{HEARD}{id}"), first_seen)
}

/// Of a call that is known from the phone system's log alone: the same whoever reads it, whenever.
pub(crate) fn logged_key(pbx: &str, extension: &str, id: &str, started: Timestamp) -> String {
    key(pbx, extension, &format!("{FROM_LOG}{id}"), started)
}

fn key(pbx: &str, extension: &str, call: &str, first_seen: Timestamp) -> String {
    let host: String = if pbx.is_empty() { NO_SYSTEM } else { pbx }.chars().take(HOST_MAX).collect();
    format!("{host}|{extension}|{call}|{}", first_seen.strftime("%Y-%m-%dT%H:%M:%SZ"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    #[test]
    fn a_key_is_read_as_it_was_made() {
        let at: Timestamp = "2026-11-22T13:22:01.7Z".parse().unwrap();
        let second: Timestamp = "2026-11-22T13:22:01Z".parse().unwrap();
        for (made, live, logged) in [
            (live_key("pbx.example", "812", 17, at), Some("17"), None),
            (heard_key("pbx.example", "812", 17, at), None, None),
            (logged_key("pbx.example", "812", "00000000-01dc", at), None, Some("00000000-01dc")),
        ] {
            let key = CallKey::read(&made).unwrap();
            assert_eq!((key.host, key.extension, key.started), ("pbx.example", "812", second), "{made}");
            assert_eq!((key.live(), key.logged()), (live, logged), "{made}");
        }
        assert_eq!(heard_key("", "812", 3, at), "desk|812|h3|2026-11-22T13:22:01Z");
        assert!(live_key(&"x".repeat(300), "812", u64::MAX, at).len() < 255);
    }

    #[test]
    fn other_texts_are_no_keys_of_calls() {
        // The last two are keys of a chat and of its second part.
        for text in [
            "",
            "a|b|c",
            "pbx|812||2026-11-22T13:22:01Z",
            "pbx|812|17|2026-11-22T13:22:01Z|2",
            "pbx|812|17|soon",
            "pbx|55|1001",
            "pbx|55|1001|2",
        ] {
            assert_eq!(CallKey::read(text), None, "{text}");
        }
    }
}
