//! What the app talks to: a simulated phone system and org, and a profile that knows both.

use std::path::Path;

use domain::desk::AgentAction;
use domain::settings::{Language, Settings, Theme};
use engine::http::Net;
use engine::local::{LocalClient, Profile, Request};
use engine::signin::{Keychain, Secret, SecretName, SignIn};
use engine::view::View;
use serde_json::Value;
use simulators::threecx::Ring;
use simulators::{Options, Simulators};
use tempfile::TempDir;
use url::Url;

use crate::wait::until;

/// What can differ from test to test.
#[derive(Default)]
pub(crate) struct Setting {
    pub(crate) language: Language,
    pub(crate) theme: Theme,
}

pub(crate) struct World {
    pub(crate) simulators: Simulators,
    pub(crate) dir: TempDir,
}

impl World {
    /// Simulators that run, and a profile signed in to them.
    pub(crate) async fn new(setting: Setting) -> Self {
        let simulators = simulators::start(Options::default()).await.unwrap();
        let dir = tempfile::Builder::new().prefix("ringside-e2e-").tempdir().unwrap();
        let world = Self { simulators, dir };
        world.configure(&setting).await;
        world
    }

    /// Simulators that run, and a profile that knows nothing of them.
    pub(crate) async fn bare() -> Self {
        let simulators = simulators::start(Options::default()).await.unwrap();
        let dir = tempfile::Builder::new().prefix("ringside-e2e-").tempdir().unwrap();
        Self { simulators, dir }
    }

    async fn configure(&self, setting: &Setting) {
        let ready = self.simulators.ready();
        let mut settings = Settings::default();
        settings.phone.address.clone_from(&ready.threecx.base_url);
        settings.phone.client_id.clone_from(&ready.threecx.client_id);
        settings.phone.extension.clone_from(&ready.threecx.agent);
        settings.salesforce.login_address.clone_from(&ready.salesforce.login_url);
        settings.salesforce.consumer_key.clone_from(&ready.salesforce.consumer_key);
        settings.look.language = setting.language;
        settings.look.theme = setting.theme;
        let profile = Profile::open(Some(self.dir.path())).unwrap();
        engine::settings::save(&profile.dir, &settings).unwrap();

        let keychain = Keychain::open(&profile.id).await;
        for (name, secret) in [
            (SecretName::PbxKey, &ready.threecx.api_key),
            (SecretName::ConsumerSecret, &ready.salesforce.consumer_secret),
        ] {
            keychain.set(name, &Secret::new(secret)).await.unwrap();
        }
        let sign_in = SignIn::new(&settings.salesforce, keychain, self.dir.path(), &Net::default()).unwrap();
        sign_in.adopt(Secret::new(self.refresh_token().await)).await.unwrap();
    }

    /// Walks the authorize page as a browser would, and exchanges the code.
    async fn refresh_token(&self) -> String {
        let facts = &self.simulators.ready().salesforce;
        let http = engine::http::client().unwrap();
        let login = Url::parse(&facts.login_url).unwrap();
        let mut address = login.join("/services/oauth2/authorize").unwrap();
        address
            .query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &facts.consumer_key)
            .append_pair("redirect_uri", &facts.callback_url);
        let mut form: Vec<(String, String)> = address.query_pairs().into_owned().collect();
        for (name, value) in [
            ("username", &*facts.users[0].username),
            ("password", &facts.users[0].password),
            ("decision", "allow"),
        ] {
            form.push((name.to_owned(), value.to_owned()));
        }
        let back = http.post(address).form(&form).send().await.unwrap();
        let back = Url::parse(back.headers()["location"].to_str().unwrap()).unwrap();
        let code = back.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
        let form = [
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("client_id", &facts.consumer_key),
            ("client_secret", &facts.consumer_secret),
            ("redirect_uri", &facts.callback_url),
        ];
        let token = login.join("/services/oauth2/token").unwrap();
        let answer: Value = http.post(token).form(&form).send().await.unwrap().json().await.unwrap();
        answer["refresh_token"].as_str().unwrap().to_owned()
    }

    pub(crate) fn profile(&self) -> &Path {
        self.dir.path()
    }

    /// Somebody rings the agent.
    pub(crate) fn ring(&self, from: &str) -> i32 {
        self.simulators.pbx.ring(&Ring::from(from)).unwrap()
    }

    /// The running app's socket.
    async fn client(&self) -> LocalClient {
        let profile = Profile::open(Some(self.profile())).unwrap();
        until("the app's socket", async || LocalClient::connect(&profile).await).await
    }

    /// What the app shows now, as another program of the profile learns it.
    pub(crate) async fn view(&self) -> View {
        self.client().await.view().await.unwrap()
    }

    /// Waits until the view is as wanted.
    pub(crate) async fn until_view<T>(&self, what: &str, wanted: impl Fn(&View) -> Option<T>) -> T {
        let mut client = self.client().await;
        until(what, async || wanted(&client.view().await.unwrap())).await
    }

    pub(crate) async fn act(&self, action: AgentAction) {
        self.client().await.ask(&Request::Act(action)).await.unwrap();
    }

    /// Whoever runs the profile wrote its process id into the lock.
    pub(crate) fn app_process(&self) -> u32 {
        let text = std::fs::read_to_string(self.profile().join("lock")).unwrap();
        text.split(' ').next().unwrap().parse().unwrap()
    }

    /// Makes the org fail in this way, or no longer.
    pub(crate) fn org_fault<'a>(&self, name: &str, value: impl Into<Option<&'a str>>) {
        self.simulators.org.apply_fault(name, value.into()).unwrap();
    }

    /// The one Task, once it is there.
    pub(crate) async fn one_task(&self) -> Value {
        until("the Task in Salesforce", async || self.tasks().first().cloned()).await;
        let tasks = self.tasks();
        assert_eq!(tasks.len(), 1, "{tasks:#?}");
        tasks[0].clone()
    }

    /// The Tasks our calls left in Salesforce.
    pub(crate) fn tasks(&self) -> Vec<Value> {
        let tasks = self.simulators.org.records("Task").into_iter();
        tasks.filter(|task| task["CallObject"].as_str().is_some_and(|key| key.contains('|'))).collect()
    }

    /// The id of a record by its name.
    pub(crate) fn id_of(&self, object: &str, name: &str) -> String {
        let records = self.simulators.org.records(object);
        let found = records.iter().find(|record| record["Name"] == name);
        found.unwrap_or_else(|| panic!("no {object} is called {name}"))["Id"].as_str().unwrap().to_owned()
    }
}
