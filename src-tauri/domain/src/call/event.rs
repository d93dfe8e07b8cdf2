//! What a phone system tells, in our words. Adapters speak these and nothing else.

use serde::{Deserialize, Serialize};

use crate::dial::NotDialled;

/// Something the phone system told. Doubled, late and out-of-order events are normal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum PhoneEvent {
    /// The link is up. Followed by a [`PhoneEvent::Snapshot`].
    Connected { version: Option<String> },
    /// The link is down; the adapter keeps trying. Calls may go on unseen.
    Lost { reason: LossReason },
    /// Every leg alive right now on every extension that can be seen. A leg missing here is gone.
    Snapshot { legs: Vec<Leg> },
    /// A leg appeared or changed.
    LegChanged { leg: Leg },
    /// A leg is gone.
    LegGone { leg: LegId },
}

/// Why there is no link. Each has words and a remedy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LossReason {
    /// No address, client id or key yet.
    NotConfigured,
    /// No answer: network, DNS, time-out.
    Unreachable,
    /// The server's certificate is not trusted, or TLS failed.
    Tls,
    /// Client id or key refused.
    WrongCredentials,
    /// The check box "Call Control API" is off, or the key was revoked.
    CallControlOff,
    /// The licence has no call control.
    NoLicence,
    /// The own extension is not in the API client's monitor list.
    NotMonitored,
    /// Another program signs in with the same API client, so each signs the other out.
    SharedClient,
    /// The answer was not what a 3CX V20 system says.
    NotThreeCx,
    /// The link broke; being rebuilt.
    Dropped,
}

/// One device's part in a call, named by the extension it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LegId {
    pub extension: String,
    pub leg: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leg {
    pub id: LegId,
    /// Whose extension it is, where the phone system tells.
    #[serde(default)]
    pub extension_name: Option<String>,
    /// The phone system's number of the call, shared by its legs.
    pub call: u64,
    pub status: LegStatus,
    pub party: Party,
    /// The other side's number as given: E.164, provider format, an extension, or text.
    pub party_number: String,
    /// The other side's name, if the phone system knows one.
    pub party_name: String,
    /// This leg's extension started the call.
    pub originated_here: bool,
    /// Queue or ring group that delivered it, by name where known.
    pub via: Option<String>,
    /// Extension that transferred it here, by name where known.
    pub referred_by: Option<String>,
    pub abilities: Abilities,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LegStatus {
    Ringing,
    Dialing,
    Connected,
    /// Alive, phase unchanged (3cx.md 2.3).
    Other,
}

/// What the other side is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    External,
    Extension,
    /// A queue, menu or other part of the phone system.
    System,
    Unknown,
}

/// What can be done with a leg from here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Abilities {
    pub answer: bool,
    pub reject: bool,
    pub hang_up: bool,
    /// It can be sent on to somebody else.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub transfer: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhoneCommand {
    Answer,
    Reject,
    HangUp,
    /// Lets a call that rings ring there instead.
    Divert {
        destination: String,
    },
    /// Hands a talk over without a word.
    Transfer {
        destination: String,
    },
}

/// Why the phone system did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "phone_failure", rename_all = "snake_case")]
pub enum PhoneFailure {
    Unreachable,
    SignedOut,
    /// The call is gone already.
    Gone,
    /// There is nowhere to send it.
    NoDestination(NotDialled),
    NotAllowed,
    /// The device cannot do it; `text` is the phone system's own, may be empty.
    Refused {
        text: String,
    },
    Broken,
}
