//! Simulators, and a profile that is signed in to them.

use domain::settings::Settings;
use engine::directory::Directory;
use engine::http::Net;
use engine::local::Profile;
use engine::signin::{Keychain, Secret, SecretName, SignIn};
use engine::store::Store;
use serde_json::json;
use simulators::{Options, Simulators, browser};
use tempfile::TempDir;

use crate::{Outcome, index};

/// A contact of the sample org.
pub const KNOWN: &str = "+494066969412";

pub struct Office {
    pub simulators: Simulators,
    profile: Profile,
    /// People whom only Salesforce knows, each for one ring.
    strangers: Vec<String>,
    _dir: TempDir,
}

impl Office {
    pub async fn open(strangers: usize) -> Outcome<Self> {
        let simulators = simulators::start(Options::default()).await?;
        let dir = tempfile::Builder::new().prefix("ringside-bench-").tempdir()?;
        let profile = Profile::open(Some(dir.path()))?;
        let ready = simulators.ready();
        let mut settings = Settings::default();
        settings.phone.address.clone_from(&ready.threecx.base_url);
        settings.phone.client_id.clone_from(&ready.threecx.client_id);
        settings.phone.extension.clone_from(&ready.threecx.agent);
        settings.salesforce.login_address.clone_from(&ready.salesforce.login_url);
        settings.salesforce.consumer_key.clone_from(&ready.salesforce.consumer_key);
        engine::settings::save(&profile.dir, &settings)?;
        let keychain = Keychain::open(&profile.id).await;
        keychain.set(SecretName::PbxKey, &Secret::new(&ready.threecx.api_key)).await?;
        keychain.set(SecretName::ConsumerSecret, &Secret::new(&ready.salesforce.consumer_secret)).await?;
        let token = browser::refresh_token(&ready.salesforce).await?;
        SignIn::new(&settings.salesforce, keychain, &profile.dir, &Net::default())?
            .adopt(Secret::new(token))
            .await?;

        let strangers: Vec<String> = (0..strangers).map(|at| format!("+4930550{:05}", 10_000 + at)).collect();
        for (at, number) in strangers.iter().enumerate() {
            let person = json!({"LastName": format!("Stranger {at}"), "Phone": number});
            simulators.org.insert("Contact", &person).map_err(|error| format!("{error:?}"))?;
        }
        Ok(Self { simulators, profile, strangers, _dir: dir })
    }

    /// Puts a million numbers into the profile's index, as a sync would.
    pub async fn fill_index(&self) -> Outcome<()> {
        let key = Keychain::open(&self.profile.id).await.store_key(&self.profile.dir).await?;
        let store = Store::open(&self.profile.dir, *key.bytes()).await?;
        let directory = Directory::open(store.clone(), Settings::default().matching.default_region).await?;
        index::fill(&directory).await?;
        store.close().await;
        Ok(())
    }

    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    pub fn stranger(&self, at: usize) -> Outcome<&str> {
        Ok(self.strangers.get(at).ok_or("more rings than strangers")?)
    }

    pub async fn close(self) {
        self.simulators.stop().await;
    }
}
