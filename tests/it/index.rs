//! The index of people, filled from the simulated org and kept as that is.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod faults;
mod remote;
mod sync;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use domain::Moment;
use domain::number::{Region, Strategy, read};
use engine::clock::{Clock, SystemClock};
use engine::crm::Crm as _;
use engine::crm::salesforce::Salesforce;
use engine::directory::Directory;
use engine::directory::sync::{Pace, Status, SyncStop, Synchronizer, status};
use engine::http::Net;
use engine::store::Store;
use jiff::SignedDuration;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use crate::signin::{World, world};

const KATHARINA: &str = "+494066969412";
const HOUR: i64 = 60 * 60;

/// The computer's clock, some seconds later.
#[derive(Default)]
pub struct LaterClock(AtomicI64);

impl Clock for LaterClock {
    fn now(&self) -> Moment {
        let now = SystemClock::new().now();
        let by = SignedDuration::from_secs(self.0.load(Ordering::SeqCst));
        Moment { wall: now.wall.checked_add(by).unwrap(), ..now }
    }
}

/// A signed-in profile with its store.
pub struct Desk {
    pub world: World,
    pub clock: Arc<LaterClock>,
    dir: TempDir,
    pub store: Store,
}

impl Desk {
    pub async fn open() -> Self {
        let world = world().await.signed_in().await;
        let dir = TempDir::new().unwrap();
        let store = Store::open(dir.path(), [5; 32]).await.unwrap();
        Self { world, clock: Arc::default(), dir, store }
    }

    /// The program was killed and starts again.
    async fn killed(self) -> Self {
        let Self { world, clock, dir, store } = self;
        drop(store);
        let store = Store::open(dir.path(), [5; 32]).await.unwrap();
        Self { world, clock, dir, store }
    }

    fn synchronizer(&self) -> Synchronizer {
        let salesforce = Arc::new(Salesforce::new(self.world.sign_in.tokens(), &Net::default()).unwrap());
        let usage = salesforce.usage();
        let pace = Pace { first: Duration::from_millis(1), most: Duration::from_millis(4) };
        Synchronizer::new(self.store.clone(), salesforce, usage, Arc::<LaterClock>::clone(&self.clock), pace)
    }

    async fn try_sync(&self) -> Result<(), SyncStop> {
        self.synchronizer().run_once(&Region::home_default(), CancellationToken::new()).await
    }

    pub async fn sync(&self) {
        self.try_sync().await.unwrap();
    }

    pub async fn status(&self) -> Status {
        status(&self.store, Default::default(), self.clock.now().wall).await.unwrap()
    }

    pub async fn directory(&self) -> Directory {
        Directory::open(self.store.clone(), Region::home_default()).await.unwrap()
    }

    /// Names of those who have this number.
    pub async fn who(&self, number: &str) -> Vec<String> {
        let number = read(number, &Region::home_default());
        let found = self.directory().await.lookup(&number, Strategy::Exact).await.unwrap();
        found.into_iter().map(|(person, _)| person.name).collect()
    }

    /// Time passes here and in the org.
    pub fn later(&self, seconds: i64) {
        self.clock.0.fetch_add(seconds, Ordering::SeqCst);
        self.world.simulators.org.advance_clock(seconds);
    }

    pub fn insert(&self, sobject: &str, fields: &Value) -> String {
        self.world.simulators.org.insert(sobject, fields).unwrap()
    }

    pub fn contact(&self, name: &str, phone: &str) -> String {
        self.insert("Contact", &json!({"LastName": name, "Phone": phone}))
    }

    fn id_of(&self, sobject: &str, name: &str) -> String {
        let records = self.world.simulators.org.records(sobject);
        let record = records.iter().find(|record| record["Name"] == name).unwrap();
        record["Id"].as_str().unwrap().to_owned()
    }

    /// How many records of the org are somebody.
    fn everybody(&self) -> u64 {
        let counts = |record: &Value| record["IsConverted"] != true && record["IsActive"] != false;
        let all = ["Contact", "Lead", "Account", "User"].into_iter();
        let ids: BTreeSet<String> = all
            .flat_map(|sobject| self.world.simulators.org.records(sobject))
            .filter(counts)
            .map(|record| record["Id"].to_string())
            .collect();
        ids.len() as u64
    }

    fn jobs(&self) -> u64 {
        self.world.count("POST jobs/query")
    }

    fn pages(&self) -> u64 {
        self.world.count("GET jobs/query/results")
    }
}
