//! Calls that start here (3cx.md 2.7): which phone they start at, and what is done about a phone
//! that is registered anew under another name.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::call::{LegId, PhoneFailure};
use serde_json::json;
use tokio::time::Instant;

use super::command::{failure, order};
use super::rest::SHORT_TIMEOUT;
use super::wire::{self, Device};
use super::{Inner, rest::ApiError};

/// A few phones; each is 200 bytes.
const DEVICES_BYTES_MAX: usize = 256 * 1024;
/// Phones change when one is plugged in; a stale one is noticed by itself.
const FRESH_FOR: Duration = Duration::from_secs(5 * 60);

/// The own extension's phones, as last told.
#[derive(Debug, Default)]
pub(super) struct Devices {
    told: Mutex<Option<(Instant, Vec<Device>)>>,
}

impl Devices {
    fn fresh(&self) -> Option<Vec<Device>> {
        let told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.as_ref().filter(|(at, _)| at.elapsed() < FRESH_FOR).map(|(_, devices)| devices.clone())
    }

    fn take(&self, devices: &[Device]) {
        *self.told.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), devices.to_vec()));
    }
}

pub(super) async fn devices(inner: &Inner) -> Result<Vec<String>, PhoneFailure> {
    Ok(read(inner).await.map_err(failure)?.into_iter().map(|device| device.agent).collect())
}

/// At the phone that is meant, or at the only one; else the system rings all of them.
pub(super) async fn send(
    inner: &Inner,
    destination: &str,
    wanted: &str,
) -> Result<Option<LegId>, PhoneFailure> {
    let known = match inner.devices.fresh() {
        Some(devices) => devices,
        None => read(inner).await.unwrap_or_default(),
    };
    if let Some(device) = choose(&known, wanted) {
        match at_device(inner, destination, device).await {
            // Registered anew since: its name is another one (3cx.md 2.7).
            Err(PhoneFailure::Gone) => {}
            settled => return settled,
        }
        let again = read(inner).await.unwrap_or_default();
        if let Some(device) = choose(&again, wanted) {
            match at_device(inner, destination, device).await {
                Err(PhoneFailure::Gone) => {}
                settled => return settled,
            }
        }
    }
    let path = [inner.extension.as_str(), "makecall"];
    let ordered = order(&inner.api, &path, &json!({ "destination": destination })).await;
    // The own extension itself is not there for us.
    ordered.map_err(|error| if error == PhoneFailure::Gone { PhoneFailure::NotAllowed } else { error })
}

async fn at_device(inner: &Inner, destination: &str, device: &Device) -> Result<Option<LegId>, PhoneFailure> {
    let path = [inner.extension.as_str(), "devices", device.id.as_str(), "makecall"];
    order(&inner.api, &path, &json!({ "destination": destination })).await
}

async fn read(inner: &Inner) -> Result<Vec<Device>, ApiError> {
    let path = [inner.extension.as_str(), "devices"];
    let body = inner.api.get(&path, SHORT_TIMEOUT, DEVICES_BYTES_MAX).await?;
    let devices = wire::read_devices(&body)?;
    inner.devices.take(&devices);
    Ok(devices)
}

fn choose<'a>(devices: &'a [Device], wanted: &str) -> Option<&'a Device> {
    let wanted = wanted.trim().to_lowercase();
    let meant = || devices.iter().find(|device| device.agent.to_lowercase().contains(&wanted));
    match devices {
        [only] => Some(only),
        _ if wanted.is_empty() => None,
        _ => meant(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_phone_that_is_meant_is_chosen() {
        let device = |id: &str, agent: &str| Device { id: id.into(), agent: agent.into() };
        let app = device("sip:812@127.0.0.1:5483", "3CX Desktop");
        let desk = device("sip:812@192.168.1.50:5060", "Yealink SIP-T54W 96.86");
        let both = [app.clone(), desk.clone()];
        assert_eq!(choose(&both, "yealink"), Some(&desk));
        assert_eq!(choose(&both, "3cx desk"), Some(&app));
        assert_eq!(choose(&both, ""), None, "the system rings them all");
        assert_eq!(choose(&both, "Snom"), None);
        assert_eq!(choose(std::slice::from_ref(&app), "Snom"), Some(&app), "the only one");
        assert_eq!(choose(&[], ""), None);
    }
}
