//! What the settings show of phones that tell of calls by themselves. Asked for, and never part of
//! the [`View`](super::View), because the presets hold the path secret.

use domain::call::HeardVerdict as Judged;

use super::{HeardVerdict, HeardView, HookState, HookView, PresetId, PresetLine, PresetView};
use crate::phone::hook::{
    Arrival, HookConfig, HookState as Listeners, ListenerState, Origin, Preset, Reach, Refusal, Sureness,
    Vendor, Verdict, presets,
};

/// `listeners` is `None` while nothing is listened to.
#[must_use]
pub fn hook_view(listeners: Option<&Listeners>, config: &HookConfig, arrivals: &[Arrival]) -> HookView {
    HookView {
        state: listeners.map_or(HookState::Off, state),
        presets: presets(config).into_iter().filter(|preset| preset.ready).map(preset).collect(),
        heard: arrivals.iter().map(heard).collect(),
    }
}

fn state(listeners: &Listeners) -> HookState {
    if let Some(problem) = listeners.problems().next() {
        return HookState::Down { problem: problem.clone() };
    }
    let address = |listener: &ListenerState| match listener {
        ListenerState::Listening { address } => Some(address.to_string()),
        ListenerState::Off | ListenerState::Starting | ListenerState::Failed { .. } => None,
    };
    let links = listeners.links.then(|| format!("{}:", crate::phone::hook::LINK_SCHEME));
    let addresses: Vec<_> =
        [&listeners.loopback, &listeners.lan].into_iter().filter_map(address).chain(links).collect();
    if addresses.is_empty() { HookState::Off } else { HookState::Listening { addresses } }
}

fn preset(preset: Preset) -> PresetView {
    let id = match (preset.vendor, preset.reach) {
        (Vendor::ThreeCx, Reach::Link) => PresetId::ThreeCxLink,
        (Vendor::ThreeCx, Reach::Loopback | Reach::Lan) => PresetId::ThreeCxClient,
        (Vendor::MicroSip, Reach::Link) => PresetId::MicrosipLink,
        (Vendor::MicroSip, Reach::Loopback | Reach::Lan) => PresetId::Microsip,
        (Vendor::Snom, _) => PresetId::Snom,
        (Vendor::Yealink, _) => PresetId::Yealink,
        (Vendor::Grandstream, _) => PresetId::Grandstream,
    };
    PresetView {
        preset: id,
        unconfirmed: preset.fields.iter().any(|field| field.sureness == Sureness::Unconfirmed),
        lines: preset
            .fields
            .into_iter()
            .map(|field| PresetLine {
                label: match field.key {
                    Some(key) => format!("{} ({key})", field.label),
                    None => field.label.to_owned(),
                },
                text: field.value,
            })
            .collect(),
    }
}

fn heard(arrival: &Arrival) -> HeardView {
    let read = arrival.reading.as_ref();
    let question = if arrival.query.is_empty() { "" } else { "?" };
    HeardView {
        at_ms: arrival.at.as_millisecond(),
        from: match arrival.origin {
            Origin::Loopback => "127.0.0.1".to_owned(),
            Origin::Lan { address } => address.to_string(),
            Origin::Link => format!("{}:", crate::phone::hook::LINK_SCHEME),
        },
        request: format!("/{}{question}{}", arrival.event, arrival.query),
        number: read.and_then(|read| read.number.clone()),
        name: read.and_then(|read| read.name.clone()),
        verdict: verdict(arrival.verdict),
    }
}

fn verdict(verdict: Verdict) -> HeardVerdict {
    match verdict {
        Verdict::Told => HeardVerdict::Told,
        Verdict::Heard { verdict } => match verdict {
            Judged::Taken => HeardVerdict::Taken,
            Judged::Folded => HeardVerdict::Folded,
            Judged::KnownToSystem => HeardVerdict::KnownToSystem,
            Judged::Waits => HeardVerdict::Waits,
            Judged::NoCall => HeardVerdict::NoCall,
        },
        Verdict::Refused { refusal } => match refusal {
            Refusal::WrongSecret => HeardVerdict::WrongSecret,
            Refusal::WrongHost => HeardVerdict::WrongHost,
            Refusal::UnknownPhone => HeardVerdict::NotAllowed,
            Refusal::TooMany | Refusal::Busy => HeardVerdict::TooMany,
            Refusal::NoEvent | Refusal::Unreadable => HeardVerdict::NotUnderstood,
            Refusal::Placeholder => HeardVerdict::Placeholder,
            Refusal::LinksOff => HeardVerdict::LinksOff,
        },
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use std::sync::Arc;

    use domain::settings::HookSettings;

    use super::*;
    use crate::clock::SystemClock;
    use crate::phone::hook::{ClosingWords, Door, Hook, PathSecret};

    #[tokio::test]
    async fn the_settings_see_what_arrived_and_what_to_type() {
        let settings = HookSettings { links: true, ..HookSettings::default() };
        let config = HookConfig::new(&settings, PathSecret::new("s3cret".into()), ClosingWords::default());
        let (door, mut told) = Door::new(Arc::new(SystemClock::new()));
        let hook = Hook::start(&door, &config).await;
        assert!(door.link("ringside://s3cret/ring?number=04066969412&name=ACME"));
        door.judged(told.recv().await.unwrap().arrival, Judged::Folded);
        assert!(!door.link("ringside://s3cret/ring?number=$remote"));
        let listeners = hook.state().borrow().clone();
        let view = hook_view(Some(&listeners), &config, &door.learned());
        assert_eq!(view.state, HookState::Listening { addresses: vec!["ringside:".into()] });
        let ids: Vec<_> = view.presets.iter().map(|preset| preset.preset).collect();
        assert_eq!(ids, [PresetId::ThreeCxLink, PresetId::MicrosipLink]);
        assert!(view.presets[0].lines[0].text.starts_with("ringside://s3cret/"), "{:?}", view.presets[0]);
        assert_eq!(view.heard[0].verdict, HeardVerdict::Placeholder);
        let taken = &view.heard[1];
        assert_eq!((taken.from.as_str(), taken.verdict), ("ringside:", HeardVerdict::Folded));
        assert_eq!(taken.request, "/ring?number=04066969412&name=ACME");
        assert_eq!((taken.number.as_deref(), taken.name.as_deref()), (Some("04066969412"), Some("ACME")));
        assert_eq!(hook_view(None, &config, &[]).state, HookState::Off);
    }
}
