//! Calls and their legs as the phone system holds them, and a leg's picture on the wire (`3cx.md` 2.2).

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::sample;

/// The only three values ever seen (`3cx.md` 2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Ringing,
    Dialing,
    Connected,
}

impl Status {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Status::Ringing => "Ringing",
            Status::Dialing => "Dialing",
            Status::Connected => "Connected",
        }
    }
}

/// Which end of the conversation a leg belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Caller,
    Callee,
}

impl Side {
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Side::Caller => Side::Callee,
            Side::Callee => Side::Caller,
        }
    }
}

/// The other end, as a leg shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    pub name: String,
    pub dn: String,
    pub caller_id: String,
    pub dn_type: &'static str,
    pub did: String,
}

impl Party {
    /// Somebody in the public network; no number means withheld, which arrives as a word (`3cx.md` 2.2).
    #[must_use]
    pub fn outside(number: &str, name: &str) -> Self {
        let withheld = number.is_empty();
        Self {
            name: name.to_owned(),
            dn: sample::TRUNK.to_owned(),
            caller_id: if withheld { "Anonymous" } else { number }.to_owned(),
            dn_type: "Wexternalline",
            did: String::new(),
        }
    }

    #[must_use]
    pub fn inside(dn: &str) -> Self {
        let (name, dn_type) = match (sample::extension(dn), sample::group(dn)) {
            (Some(extension), _) => (extension.name(), "Wextension"),
            (None, Some(line)) => (line.name.to_owned(), line.dn_type),
            (None, None) => (String::new(), "None"),
        };
        Self { name, dn: dn.to_owned(), caller_id: dn.to_owned(), dn_type, did: String::new() }
    }
}

/// A DN named in a leg's `originated_by`, `referred_by` or `on_behalf_of`; none is an empty DN of type `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DnRef(Option<String>);

impl DnRef {
    #[must_use]
    pub fn to(dn: &str) -> Self {
        Self(Some(dn.to_owned()))
    }

    #[must_use]
    pub fn known(&self) -> Option<&str> {
        self.0.as_deref()
    }

    fn dn(&self) -> &str {
        self.0.as_deref().unwrap_or_default()
    }

    fn dn_type(&self) -> &'static str {
        self.0.as_deref().map_or("None", |dn| Party::inside(dn).dn_type)
    }
}

/// A transfer or further route under way: once this leg is answered it takes over from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Takeover {
    pub from: i32,
    /// A transfer goes on without the one who made it, a further route does not (`3cx.md` 2.6).
    pub outlives: bool,
}

/// A participant in the words of 3CX.
#[derive(Debug, Clone)]
pub struct Leg {
    pub id: i32,
    pub leg_id: i32,
    pub call_id: i32,
    /// What the wire says; differs from `call_id` only where a transfer is told to renumber the call.
    pub shown_call_id: i32,
    pub side: Side,
    pub dn: String,
    pub status: Status,
    pub party: Party,
    /// Empty while several devices ring.
    pub device_id: String,
    pub direct_control: bool,
    pub originated_by: DnRef,
    pub referred_by: DnRef,
    pub on_behalf_of: DnRef,
    pub takeover: Option<Takeover>,
    pub data: BTreeMap<String, String>,
}

impl Leg {
    #[must_use]
    pub fn entity(&self) -> String {
        format!("/callcontrol/{}/participants/{}", self.dn, self.id)
    }

    #[must_use]
    pub fn wire(&self) -> Value {
        json!({
            "id": self.id,
            "status": self.status.word(),
            "dn": self.dn,
            "party_caller_name": self.party.name,
            "party_dn": self.party.dn,
            "party_caller_id": self.party.caller_id,
            "party_did": self.party.did,
            "device_id": self.device_id,
            "party_dn_type": self.party.dn_type,
            "direct_control": self.direct_control,
            "originated_by_dn": self.originated_by.dn(),
            "originated_by_type": self.originated_by.dn_type(),
            "referred_by_dn": self.referred_by.dn(),
            "referred_by_type": self.referred_by.dn_type(),
            "on_behalf_of_dn": self.on_behalf_of.dn(),
            "on_behalf_of_type": self.on_behalf_of.dn_type(),
            "callid": self.shown_call_id,
            "legid": self.leg_id,
        })
    }
}

#[derive(Debug, Clone)]
pub struct Call {
    pub id: i32,
    pub legs: Vec<Leg>,
    /// The side that is in the public network and so has no leg here.
    pub outside: Option<(Side, Party)>,
    pub next_leg_id: i32,
    pub established: Option<Timestamp>,
    pub changed: Timestamp,
}

impl Call {
    #[must_use]
    pub fn leg(&self, id: i32) -> Option<&Leg> {
        self.legs.iter().find(|leg| leg.id == id)
    }

    #[must_use]
    pub fn outside_side(&self) -> Option<Side> {
        self.outside.as_ref().map(|(side, _)| *side)
    }

    /// Who the given side talks to.
    #[must_use]
    pub fn party_for(&self, side: Side) -> Party {
        let other = side.other();
        if let Some((outside, party)) = &self.outside
            && *outside == other
        {
            return party.clone();
        }
        let across = || self.legs.iter().filter(|leg| leg.side == other);
        across()
            .find(|leg| leg.status == Status::Connected)
            .or_else(|| across().next())
            .map_or_else(|| Party::inside(""), |leg| Party::inside(&leg.dn))
    }

    /// A conversation needs somebody on both sides; a side in the public network always counts.
    #[must_use]
    pub fn has_both_sides(&self) -> bool {
        [Side::Caller, Side::Callee]
            .into_iter()
            .all(|side| self.outside_side() == Some(side) || self.legs.iter().any(|leg| leg.side == side))
    }
}
