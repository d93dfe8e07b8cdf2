//! The phone port: one suite that every phone system passes. `wire` and `script` hold what 3CX's
//! wire can do to its adapter. Over real sockets; nothing here waits for a clock.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod dial;
mod log;
mod script;
mod script_pbx;
mod valve;
mod wire;

use std::sync::Arc;
use std::time::Duration;

use domain::call::{Leg, LegId, LegStatus, LossReason, Party, PhoneCommand, PhoneEvent, PhoneFailure};
use engine::http::Net;
use engine::phone::memory::MemoryPhone;
use engine::phone::threecx::{ApiKey, Clients, Pace, ThreeCx, ThreeCxConfig};
use engine::phone::{EVENTS_MAX, PhoneSystem};
use simulators::threecx::Ring;
use simulators::{Options, Simulators};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

const OWN: &str = "812";
const CALLER: &str = "+494066969412";
/// Far beyond what anything here takes; reaching it is a failure.
const DEADLINE: Duration = Duration::from_secs(20);

/// A running phone system and what it told.
struct Listener {
    events: mpsc::Receiver<PhoneEvent>,
    cancel: CancellationToken,
    task: JoinHandle<()>,
}

impl Listener {
    fn start<P: PhoneSystem + Clone + 'static>(phone: &P) -> Self {
        let (sender, events) = mpsc::channel(EVENTS_MAX);
        let cancel = CancellationToken::new();
        let (phone, token) = (phone.clone(), cancel.clone());
        let task = tokio::spawn(async move { phone.run(sender, token).await });
        Self { events, cancel, task }
    }

    async fn next(&mut self) -> PhoneEvent {
        timeout(DEADLINE, self.events.recv())
            .await
            .expect("no event in time")
            .expect("the phone system stopped")
    }

    /// Passes over events until `pick` takes one.
    async fn until<T>(&mut self, pick: impl Fn(PhoneEvent) -> Option<T>) -> T {
        loop {
            if let Some(found) = pick(self.next().await) {
                return found;
            }
        }
    }

    /// The next snapshot's legs, after a link came up.
    async fn connected(&mut self) -> Vec<Leg> {
        self.until(|event| matches!(event, PhoneEvent::Connected { .. }).then_some(())).await;
        let PhoneEvent::Snapshot { legs } = self.next().await else {
            panic!("after Connected comes a snapshot")
        };
        legs
    }

    async fn lost(&mut self) -> LossReason {
        self.until(|event| match event {
            PhoneEvent::Lost { reason } => Some(reason),
            PhoneEvent::Connected { .. }
            | PhoneEvent::Snapshot { .. }
            | PhoneEvent::LegChanged { .. }
            | PhoneEvent::LegGone { .. } => None,
        })
        .await
    }

    /// The next time a leg of `extension` is told with this status, alone or in a snapshot.
    async fn leg(&mut self, extension: &str, status: LegStatus) -> Leg {
        self.until(|event| {
            let legs = match event {
                PhoneEvent::LegChanged { leg } => vec![leg],
                PhoneEvent::Snapshot { legs } => legs,
                PhoneEvent::Connected { .. } | PhoneEvent::Lost { .. } | PhoneEvent::LegGone { .. } => {
                    Vec::new()
                }
            };
            legs.into_iter().find(|leg| leg.id.extension == extension && leg.status == status)
        })
        .await
    }

    /// Until the leg is gone: said alone, or absent from a snapshot.
    async fn gone(&mut self, leg: &LegId) {
        self.until(|event| match event {
            PhoneEvent::LegGone { leg: gone } => (gone == *leg).then_some(()),
            PhoneEvent::Snapshot { legs } => legs.iter().all(|other| other.id != *leg).then_some(()),
            PhoneEvent::Connected { .. } | PhoneEvent::Lost { .. } | PhoneEvent::LegChanged { .. } => None,
        })
        .await;
    }

    async fn stop(self) {
        self.cancel.cancel();
        timeout(DEADLINE, self.task).await.expect("does not stop when cancelled").expect("panicked");
    }
}

/// What can be made to happen on a phone system from the other side.
trait Stage {
    fn start(&self);
    fn ring(&self);
    fn pick_up(&self);
    fn hang_up(&self);
    /// Whether commands are refused by the device.
    fn refuse(&self, refuse: bool);
}

/// Every phone system passes this.
async fn phone_conformance<P: PhoneSystem + Clone + 'static>(phone: &P, stage: &impl Stage) {
    let mut listener = Listener::start(phone);
    stage.start();
    assert!(matches!(listener.next().await, PhoneEvent::Connected { .. }));
    assert_eq!(listener.next().await, PhoneEvent::Snapshot { legs: vec![] });

    stage.ring();
    let leg = listener.leg(OWN, LegStatus::Ringing).await;
    assert_eq!((leg.party, leg.party_number.as_str(), leg.originated_here), (Party::External, CALLER, false));
    assert!(leg.abilities.answer && leg.abilities.reject && !leg.abilities.hang_up, "{:?}", leg.abilities);

    stage.refuse(true);
    let refused = phone.command(&leg.id, PhoneCommand::Answer).await;
    assert!(matches!(&refused, Err(PhoneFailure::Refused { text }) if !text.is_empty()), "{refused:?}");
    stage.refuse(false);
    assert_eq!(phone.command(&leg.id, PhoneCommand::Answer).await, Ok(()));

    stage.pick_up();
    let talking = listener.leg(OWN, LegStatus::Connected).await;
    assert_eq!((&talking.id, talking.call), (&leg.id, leg.call));
    assert!(!talking.abilities.answer && !talking.abilities.reject && talking.abilities.hang_up);

    stage.hang_up();
    listener.gone(&leg.id).await;
    listener.stop().await;
}

struct MemoryStage(MemoryPhone);

impl MemoryStage {
    fn leg(status: LegStatus) -> Leg {
        let ringing = status == LegStatus::Ringing;
        Leg {
            id: LegId { extension: OWN.into(), leg: 1 },
            extension_name: None,
            call: 1,
            status,
            party: Party::External,
            party_number: CALLER.into(),
            party_name: String::new(),
            originated_here: false,
            via: None,
            referred_by: None,
            abilities: domain::call::Abilities {
                answer: ringing,
                reject: ringing,
                hang_up: !ringing,
                transfer: true,
            },
        }
    }
}

impl Stage for MemoryStage {
    fn start(&self) {
        self.0.say(PhoneEvent::Connected { version: None });
        self.0.say(PhoneEvent::Snapshot { legs: vec![] });
    }

    fn ring(&self) {
        self.0.say(PhoneEvent::LegChanged { leg: Self::leg(LegStatus::Ringing) });
    }

    fn pick_up(&self) {
        self.0.say(PhoneEvent::LegChanged { leg: Self::leg(LegStatus::Connected) });
    }

    fn hang_up(&self) {
        self.0.say(PhoneEvent::LegGone { leg: Self::leg(LegStatus::Connected).id });
    }

    fn refuse(&self, refuse: bool) {
        self.0.refuse(refuse.then(|| PhoneFailure::Refused { text: "no".into() }));
    }
}

struct ThreeCxStage(simulators::threecx::Pbx);

impl Stage for ThreeCxStage {
    fn start(&self) {}

    fn ring(&self) {
        self.0.ring(&Ring::from(CALLER)).unwrap();
    }

    /// The command has done it.
    fn pick_up(&self) {}

    fn hang_up(&self) {
        self.0.hang_up(self.0.calls()[0]).unwrap();
    }

    fn refuse(&self, refuse: bool) {
        self.0.apply_fault("answer-422", Some(if refuse { "on" } else { "off" })).unwrap();
    }
}

#[tokio::test]
async fn memory_conforms() {
    let phone = MemoryPhone::default();
    phone_conformance(&phone, &MemoryStage(phone.clone())).await;
}

#[tokio::test]
async fn threecx_conforms() {
    let rig = Rig::start(&[]).await;
    phone_conformance(&rig.phone, &ThreeCxStage(rig.pbx())).await;
}

/// A simulator and an adapter that lives fast, not connected yet.
struct Rig {
    simulators: Simulators,
    phone: ThreeCx,
}

impl Rig {
    async fn start(faults: &[(&str, Option<&str>)]) -> Self {
        let simulators = simulators::start(Options { people: 1, ..Options::default() }).await.unwrap();
        for (name, value) in faults {
            simulators.pbx.apply_fault(name, *value).unwrap();
        }
        let phone = adapter(&simulators, &simulators.ready().threecx.api_key);
        Self { simulators, phone }
    }

    fn pbx(&self) -> simulators::threecx::Pbx {
        self.simulators.pbx.clone()
    }

    fn fault(&self, name: &str, value: Option<&str>) {
        self.simulators.pbx.apply_fault(name, value).unwrap();
    }

    fn count(&self, kind: &str) -> u64 {
        self.simulators.pbx.counters().get(kind).copied().unwrap_or_default()
    }

    /// Signs in as another program with the same API client would; that ends the adapter's token.
    async fn sign_in_elsewhere(&self) {
        let facts = &self.simulators.ready().threecx;
        let form = [
            ("client_id", facts.client_id.as_str()),
            ("client_secret", facts.api_key.as_str()),
            ("grant_type", "client_credentials"),
        ];
        let url = format!("{}/connect/token", facts.base_url.trim_end_matches('/'));
        let answer = engine::http::client().unwrap().post(url).form(&form).send().await.unwrap();
        assert!(answer.status().is_success());
    }
}

fn adapter(simulators: &Simulators, key: &str) -> ThreeCx {
    adapter_at(&simulators.ready().threecx.base_url, Some(key), fast())
}

fn adapter_at(address: &str, key: Option<&str>, pace: Pace) -> ThreeCx {
    let config = ThreeCxConfig {
        address: engine::http::server_address(address).unwrap(),
        client_id: simulators::threecx::sample::CLIENT_ID.into(),
        extension: OWN.into(),
    };
    let key = key.map(str::to_owned);
    let source = Arc::new(move || key.clone().map(ApiKey::new));
    ThreeCx::paced(config, source, Clients::new(&Net::default()).unwrap(), pace)
}

fn fast() -> Pace {
    Pace {
        snapshot_gap: Duration::from_millis(50),
        pause_min: Duration::from_millis(10),
        pause_max: Duration::from_millis(100),
        pause_careful: Duration::from_millis(150),
        ..Pace::default()
    }
}

/// Starts, connects, hands both over.
async fn linked(faults: &[(&str, Option<&str>)]) -> (Rig, Listener) {
    let rig = Rig::start(faults).await;
    let mut listener = Listener::start(&rig.phone);
    listener.connected().await;
    (rig, listener)
}

/// Waits until `done` holds, without a fixed time.
async fn until(done: impl Fn() -> bool) {
    let wait = async {
        while !done() {
            tokio::task::yield_now().await;
        }
    };
    timeout(DEADLINE, wait).await.expect("does not happen");
}
