//! What the screen may know of phones that tell of calls by themselves: for the person who sets
//! one up, asked for by the settings and never part of the [`View`](super::View), because the
//! presets hold the path secret.

use domain::call::{Direction, HeardEvent, HeardVerdict};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::DirectionView;
use crate::phone::hook::{
    Arrival, HookConfig, HookState, ListenerState, Origin, Reach, Refusal, Sureness, Vendor, Verdict, presets,
};
use crate::problem::Problem;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct HookView {
    pub loopback: ListenerView,
    pub lan: ListenerView,
    /// Addresses `ringside://…` are taken.
    pub links: bool,
    pub presets: Vec<PresetView>,
    /// Newest first.
    pub arrivals: Vec<ArrivalView>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "listener", rename_all = "snake_case")]
pub enum ListenerView {
    Off,
    Starting,
    Listening { address: String },
    Failed { problem: Problem },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct PresetView {
    pub vendor: VendorView,
    pub reach: ReachView,
    /// What this way needs is switched on.
    pub ready: bool,
    /// Where the fields are, as the vendor names it.
    pub place: String,
    /// Answer and end are told too, not only the ring.
    pub tells_all: bool,
    pub fields: Vec<FieldView>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct FieldView {
    /// As the vendor names it.
    pub label: String,
    /// Its name in a provisioning file.
    pub key: Option<String>,
    pub value: String,
    /// The vendor's own page or source says so.
    pub confirmed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum VendorView {
    ThreeCx,
    MicroSip,
    Snom,
    Yealink,
    Grandstream,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReachView {
    Loopback,
    Link,
    Lan,
}

/// Something that arrived, taken or not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ArrivalView {
    pub id: u64,
    pub at_ms: i64,
    pub from: ReachView,
    /// Of the device, where it came from the network.
    pub address: Option<String>,
    /// What the path ended on, and the query, as they came.
    pub event: String,
    pub query: String,
    pub read: Option<ReadingView>,
    pub verdict: VerdictView,
    /// How often in a row the same was refused.
    pub times: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct ReadingView {
    pub event: HeardEventView,
    pub direction: Option<DirectionView>,
    pub number: Option<String>,
    pub name: Option<String>,
    pub call_hint: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HeardEventView {
    Began,
    Answered,
    Ended,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum VerdictView {
    /// Not decided yet.
    Told,
    Taken,
    Folded,
    KnownToSystem,
    Waits,
    NoCall,
    WrongSecret,
    WrongHost,
    UnknownPhone,
    TooMany,
    NoEvent,
    Placeholder,
    LinksOff,
    Busy,
    Unreadable,
}

/// `state` is `None` while nothing is listened to.
#[must_use]
pub fn hook_view(state: Option<&HookState>, config: &HookConfig, arrivals: &[Arrival]) -> HookView {
    let listener =
        |of: fn(&HookState) -> &ListenerState| state.map_or(ListenerView::Off, |state| listener(of(state)));
    HookView {
        loopback: listener(|state| &state.loopback),
        lan: listener(|state| &state.lan),
        links: state.is_some_and(|state| state.links),
        presets: presets(config).into_iter().map(preset).collect(),
        arrivals: arrivals.iter().map(arrival).collect(),
    }
}

fn listener(state: &ListenerState) -> ListenerView {
    match state {
        ListenerState::Off => ListenerView::Off,
        ListenerState::Starting => ListenerView::Starting,
        ListenerState::Listening { address } => ListenerView::Listening { address: address.to_string() },
        ListenerState::Failed { problem } => ListenerView::Failed { problem: problem.clone() },
    }
}

fn preset(preset: crate::phone::hook::Preset) -> PresetView {
    PresetView {
        vendor: match preset.vendor {
            Vendor::ThreeCx => VendorView::ThreeCx,
            Vendor::MicroSip => VendorView::MicroSip,
            Vendor::Snom => VendorView::Snom,
            Vendor::Yealink => VendorView::Yealink,
            Vendor::Grandstream => VendorView::Grandstream,
        },
        reach: match preset.reach {
            Reach::Loopback => ReachView::Loopback,
            Reach::Link => ReachView::Link,
            Reach::Lan => ReachView::Lan,
        },
        ready: preset.ready,
        place: preset.place.to_owned(),
        tells_all: preset.tells_all,
        fields: preset
            .fields
            .into_iter()
            .map(|field| FieldView {
                label: field.label.to_owned(),
                key: field.key.map(str::to_owned),
                value: field.value,
                confirmed: field.sureness == Sureness::Confirmed,
            })
            .collect(),
    }
}

fn arrival(arrival: &Arrival) -> ArrivalView {
    let (from, address) = match arrival.origin {
        Origin::Loopback => (ReachView::Loopback, None),
        Origin::Lan { address } => (ReachView::Lan, Some(address.to_string())),
        Origin::Link => (ReachView::Link, None),
    };
    ArrivalView {
        id: arrival.id,
        at_ms: arrival.at.as_millisecond(),
        from,
        address,
        event: arrival.event.clone(),
        query: arrival.query.clone(),
        read: arrival.reading.as_ref().map(|reading| ReadingView {
            event: match reading.event {
                HeardEvent::Began => HeardEventView::Began,
                HeardEvent::Answered => HeardEventView::Answered,
                HeardEvent::Ended => HeardEventView::Ended,
            },
            direction: reading.direction.map(|direction| match direction {
                Direction::Inbound => DirectionView::Inbound,
                Direction::Outbound => DirectionView::Outbound,
            }),
            number: reading.number.clone(),
            name: reading.name.clone(),
            call_hint: reading.call_hint.clone(),
        }),
        verdict: verdict(arrival.verdict),
        times: arrival.times,
    }
}

fn verdict(verdict: Verdict) -> VerdictView {
    match verdict {
        Verdict::Told => VerdictView::Told,
        Verdict::Heard { verdict } => match verdict {
            HeardVerdict::Taken => VerdictView::Taken,
            HeardVerdict::Folded => VerdictView::Folded,
            HeardVerdict::KnownToSystem => VerdictView::KnownToSystem,
            HeardVerdict::Waits => VerdictView::Waits,
            HeardVerdict::NoCall => VerdictView::NoCall,
        },
        Verdict::Refused { refusal } => match refusal {
            Refusal::WrongSecret => VerdictView::WrongSecret,
            Refusal::WrongHost => VerdictView::WrongHost,
            Refusal::UnknownPhone => VerdictView::UnknownPhone,
            Refusal::TooMany => VerdictView::TooMany,
            Refusal::NoEvent => VerdictView::NoEvent,
            Refusal::Placeholder => VerdictView::Placeholder,
            Refusal::LinksOff => VerdictView::LinksOff,
            Refusal::Busy => VerdictView::Busy,
            Refusal::Unreadable => VerdictView::Unreadable,
        },
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use std::sync::Arc;

    use domain::settings::HookSettings;
    use serde_json::json;

    use super::*;
    use crate::clock::SystemClock;
    use crate::phone::hook::{ClosingWords, Door, Hook, PathSecret};

    #[tokio::test]
    async fn the_screen_sees_what_arrived_and_what_to_type() {
        let settings = HookSettings { links: true, ..HookSettings::default() };
        let config = HookConfig::new(&settings, PathSecret::new("s3cret".into()), ClosingWords::default());
        let (door, mut heard) = Door::new(Arc::new(SystemClock::new()));
        let hook = Hook::start(&door, &config).await;
        assert!(door.link("ringside://s3cret/ring?number=04066969412&name=ACME"));
        door.judged(heard.recv().await.unwrap().arrival, HeardVerdict::Folded);
        assert!(!door.link("ringside://s3cret/ring?number=$remote"));
        let state = hook.state().borrow().clone();
        let mut view = serde_json::to_value(hook_view(Some(&state), &config, &door.learned())).unwrap();
        assert_eq!((&view["loopback"], &view["links"]), (&json!({"listener": "off"}), &json!(true)));
        assert_eq!(view["presets"].as_array().unwrap().len(), 7);
        assert_eq!(view["arrivals"][0]["verdict"], "placeholder");
        let taken = &mut view["arrivals"][1];
        taken["at_ms"].take();
        assert_eq!(
            *taken,
            json!({
                "id": 1, "at_ms": null, "from": "link", "address": null, "event": "ring",
                "query": "number=04066969412&name=ACME", "verdict": "folded", "times": 1,
                "read": {
                    "event": "began", "direction": "inbound", "number": "04066969412", "name": "ACME",
                    "call_hint": null
                }
            })
        );
        let off = hook_view(None, &config, &[]);
        assert_eq!((off.lan, off.links, off.arrivals.len()), (ListenerView::Off, false, 0));
    }
}
