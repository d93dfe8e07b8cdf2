//! From a profile with nothing in it to a written call, and what changes while the companion runs.

use std::collections::BTreeMap;

use engine::doctor::{Check, Scope, Verdict};
use engine::screen::Screen;
use engine::view::{
    FieldError, SaveOutcome, SearchThere, SecretId, SettingValue, SettingsChange, SignInView,
};
use url::Url;

use super::*;
use crate::signin::port_turn;

/// Opens the pages it is told to, as the person's browser would, and the person allows access.
struct Browser(simulators::salesforce::UserFacts);

impl Screen for Browser {
    fn show(&self, _: Arc<View>) {}
    fn notify(&self, _: Notice) {}
    fn open_window(&self) {}

    fn open_link(&self, url: &str) {
        let (page, user) = (Url::parse(url).unwrap(), self.0.clone());
        tokio::spawn(async move { simulators::browser::allow(&page, &user).await.unwrap() });
    }
}

fn change(values: &[(&str, &str)], secrets: &[(SecretId, &str)]) -> SettingsChange {
    let text = |value: &&str| SettingValue::Text((*value).to_owned());
    SettingsChange {
        values: values.iter().map(|(field, value)| ((*field).to_owned(), text(value))).collect(),
        secrets: secrets.iter().map(|(secret, value)| (*secret, (*value).to_owned())).collect(),
    }
}

/// Everything an admin enters.
pub(super) fn all(world: &World) -> SettingsChange {
    let facts = world.simulators.ready();
    change(
        &[
            ("phone.address", &facts.threecx.base_url),
            ("phone.client_id", &facts.threecx.client_id),
            ("phone.extension", &facts.threecx.agent),
            ("salesforce.login_address", &facts.salesforce.login_url),
            ("salesforce.consumer_key", &facts.salesforce.consumer_key),
        ],
        &[
            (SecretId::PbxKey, &facts.threecx.api_key),
            (SecretId::ConsumerSecret, &facts.salesforce.consumer_secret),
        ],
    )
}

impl World {
    /// Running, with nothing set up, and a person who presses Allow in the browser.
    pub(super) async fn bare() -> Self {
        Self::bare_beside(simulators::Options::default()).await
    }

    pub(super) async fn bare_beside(options: simulators::Options) -> Self {
        let simulators = simulators::start(options).await.unwrap();
        let dir = tempfile::tempdir().unwrap();
        let profile = Profile::open(Some(dir.path())).unwrap();
        let (keychain, clock) = (Keychain::in_memory("bare"), Arc::new(AheadClock::default()));
        let screen = Arc::new(Browser(simulators.ready().salesforce.users[0].clone()));
        let companion = Companion::start_at(&profile, keychain.clone(), screen, clock.clone()).await.unwrap();
        Self { simulators, keychain, profile, clock, companion: Some(companion), _dir: dir }
    }

    pub(super) fn setup(&self) -> engine::setup::Setup {
        self.companion.as_ref().unwrap().setup()
    }
}

#[tokio::test]
async fn from_nothing_to_a_written_call() {
    let _turn = port_turn();
    let world = World::bare().await;
    let empty = world.setup().check(Scope::All).await;
    let phone = empty.iter().find(|finding| finding.check == Check::Phone).unwrap();
    assert_eq!(phone.problem.as_ref().unwrap().code, ProblemCode::PhoneNotConfigured);

    assert_eq!(world.setup().change(all(&world)).await, SaveOutcome::Saved);
    let up = |view: &View| matches!(view.health.phone, LinkView::Up { .. }).then_some(());
    world.until("the phone link", up).await;
    world.act(AgentAction::SignIn).await;
    world
        .until("somebody signed in", |view| {
            matches!(view.setup.sign_in, SignInView::SignedIn { .. }).then_some(())
        })
        .await;
    world.until_linked().await;
    // Once more, while somebody is signed in: the waiting for the browser ends as well.
    let codes = || world.simulators.org.counters().get("token authorization_code").copied();
    let before = codes();
    world.act(AgentAction::SignIn).await;
    world
        .until("signed in anew", |view| {
            let signed_in = matches!(view.setup.sign_in, SignInView::SignedIn { .. });
            (signed_in && codes() > before).then_some(())
        })
        .await;
    world.until_linked().await;
    let findings = world.setup().check(Scope::All).await;
    let failed: Vec<_> = findings.iter().filter(|found| found.verdict == Verdict::Failed).collect();
    let keychain = [Check::Keychain];
    assert!(failed.iter().all(|found| keychain.contains(&found.check)), "{failed:#?}");

    let (call, _) = world.talk_with(KATHARINA).await;
    world.pbx().hang_up(call).unwrap();
    world.until_ended().await;
    world.until_written().await;
    assert_eq!(world.tasks().len(), 1);
}

#[tokio::test]
async fn a_wrong_field_changes_nothing_and_is_named() {
    let world = World::bare().await;
    let wrong = change(
        &[("phone.address", "http://pbx.example.com"), ("phone.extension", "812")],
        &[(SecretId::PbxKey, "a key")],
    );
    let SaveOutcome::Refused { fields } = world.setup().change(wrong).await else { panic!() };
    assert_eq!(fields.len(), 1);
    assert_eq!((fields[0].field.as_str(), fields[0].error), ("phone.address", FieldError::NotEncrypted));
    let kept = world.setup().settings().await.unwrap();
    assert_eq!(kept.values["phone.extension"], SettingValue::Text(String::new()));
    assert_eq!(kept.revision, 0);
    assert!(kept.secrets.iter().all(|secret| !secret.kept), "{:?}", kept.secrets);
}

#[tokio::test]
async fn settings_that_concern_no_link_leave_the_links_alone() {
    let mut world = World::linked().await;
    let since = world.view().health.clone();
    let wrap_up = BTreeMap::from([("pop.wrap_up_s".to_owned(), SettingValue::Number(90))]);
    let saved = world.setup().change(SettingsChange { values: wrap_up, ..SettingsChange::default() }).await;
    assert_eq!(saved, SaveOutcome::Saved);
    world.until("the change", |view| (view.setup.revision == 1).then_some(())).await;
    assert_eq!(world.view().health.phone, since.phone);
    assert_eq!(world.view().health.salesforce, since.salesforce);
    world.stop().await;
}

#[tokio::test]
async fn a_call_survives_that_its_link_is_made_anew() {
    let world = World::linked().await;
    let (call, id) = world.talk_with(KATHARINA).await;
    // The same phone system under another name.
    let address = world.simulators.ready().threecx.base_url.replace("127.0.0.1", "localhost");
    let saved = world.setup().change(change(&[("phone.address", &address)], &[])).await;
    assert_eq!(saved, SaveOutcome::Saved);
    world.until("the change", |view| (view.setup.revision == 1).then_some(())).await;
    world.until_linked().await;
    world.pbx().hang_up(call).unwrap();
    world.until_ended().await;
    assert_eq!(world.view().today.len(), 1);
    assert_eq!(CallId(world.view().today[0].id), id);
    world.until_written().await;
    assert_eq!(world.tasks().len(), 1);
}

#[tokio::test]
async fn another_app_signs_out_and_wipes_the_index() {
    let world = World::linked().await;
    world.talk_with(KATHARINA).await;
    world.until("somebody in the index", |view| (view.health.index_people > 0).then_some(())).await;
    let saved = world.setup().change(change(&[("salesforce.consumer_key", "another")], &[])).await;
    assert_eq!(saved, SaveOutcome::Saved);
    world.until("an empty index", |view| (view.health.index_people == 0).then_some(())).await;
    assert!(world.keychain.get(SecretName::RefreshToken).await.unwrap().is_none());
    world
        .until("nobody signed in", |view| {
            matches!(view.setup.sign_in, SignInView::SignedOut { .. }).then_some(())
        })
        .await;
}

#[tokio::test]
async fn signing_out_gives_the_token_back_and_wipes_the_index() {
    let world = World::linked().await;
    world.talk_with(KATHARINA).await;
    world.until("somebody in the index", |view| (view.health.index_people > 0).then_some(())).await;
    world.act(AgentAction::SignOut).await;
    world.until("an empty index", |view| (view.health.index_people == 0).then_some(())).await;
    assert!(world.keychain.get(SecretName::RefreshToken).await.unwrap().is_none());
    assert_eq!(world.simulators.org.counters().get("revoke").copied(), Some(1));
}

#[tokio::test]
async fn waiting_for_the_browser_can_be_stopped() {
    let _turn = port_turn();
    let mut world = World::set().await;
    world.keychain.delete(SecretName::RefreshToken).await.unwrap();
    world.start().await;
    world.act(AgentAction::SignIn).await;
    world.until("waiting", |view| (view.setup.sign_in == SignInView::Waiting).then_some(())).await;
    world.act(AgentAction::StopSignIn).await;
    world
        .until("not waiting", |view| {
            matches!(view.setup.sign_in, SignInView::SignedOut { problem: None }).then_some(())
        })
        .await;
    // The port is free again: the next try waits as well.
    world.act(AgentAction::SignIn).await;
    world.until("waiting again", |view| (view.setup.sign_in == SignInView::Waiting).then_some(())).await;
    world.act(AgentAction::StopSignIn).await;
}

#[tokio::test]
async fn another_app_named_by_another_program_is_left_as_well() {
    let world = World::linked().await;
    world.talk_with(KATHARINA).await;
    world.until("somebody in the index", |view| (view.health.index_people > 0).then_some(())).await;
    let other = change(&[("salesforce.consumer_key", "another")], &[]);
    engine::settings::change(&world.profile.dir, &other.values).unwrap();
    world.setup().reload().await.unwrap();
    world.until("an empty index", |view| (view.health.index_people == 0).then_some(())).await;
    assert!(world.keychain.get(SecretName::RefreshToken).await.unwrap().is_none());
}

#[tokio::test]
async fn a_broken_file_keeps_what_runs_and_stays_where_it_is() {
    let world = World::linked().await;
    let file = world.profile.dir.join("settings.json");
    std::fs::write(&file, "{\"phone\":").unwrap();
    let refused = world.setup().reload().await.unwrap_err();
    assert_eq!(refused.code, ProblemCode::SettingsBroken);
    let saved = world.setup().change(change(&[("phone.extension", "813")], &[])).await;
    assert!(matches!(saved, SaveOutcome::Failed { .. }), "{saved:?}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "{\"phone\":");
    world.until_linked().await;
    assert_eq!(world.view().agent.extension, "812");
}

#[tokio::test]
async fn a_phone_that_is_taken_out_is_out_at_once() {
    let world = World::linked().await;
    let saved = world.setup().change(change(&[("phone.client_id", "")], &[])).await;
    assert_eq!(saved, SaveOutcome::Saved);
    let code = |view: &View| match &view.health.phone {
        LinkView::Down { problem, .. } => Some(problem.code),
        LinkView::Connecting | LinkView::Up { .. } => None,
    };
    let code = world.until("no phone", code).await;
    assert_eq!(code, ProblemCode::PhoneNotConfigured);
    // The same one again is a new link.
    let client = world.simulators.ready().threecx.client_id.clone();
    assert_eq!(world.setup().change(change(&[("phone.client_id", &client)], &[])).await, SaveOutcome::Saved);
    world.until_linked().await;
}

#[tokio::test]
async fn a_search_reaches_what_is_set_up_and_tells_what_it_learned() {
    let world = World::linked().await;
    let setup = world.setup();
    let search = setup.search();
    assert!(search.here("vogelsang").await.found.is_empty());
    let SearchThere::Found { found, .. } = search.there("vogelsang kath").await else { panic!() };
    assert_eq!(found[0].name, "Katharina Vogelsang");
    world.until("somebody in the index", |view| (view.health.index_people > 0).then_some(())).await;
    assert_eq!(search.here("vogelsang").await.found[0].name, "Katharina Vogelsang");

    let read = search.here("040 66969412").await.number.map(|number| number.copied);
    assert_eq!(read.as_deref(), Some("+494066969412"));
    let saved = setup.change(change(&[("matching.default_region", "FR")], &[])).await;
    assert_eq!(saved, SaveOutcome::Saved);
    let read = search.here("01 42 68 53 00").await.number.map(|number| number.copied);
    assert_eq!(read.as_deref(), Some("+33142685300"));
    assert!(search.here("vogelsang").await.found.is_empty(), "its numbers were read otherwise");

    world.act(AgentAction::SignOut).await;
    let out = |view: &View| matches!(view.setup.sign_in, SignInView::SignedOut { .. }).then_some(());
    world.until("nobody signed in", out).await;
    assert!(!search.here("vogelsang").await.ask);
    assert!(matches!(search.there("vogelsang").await, SearchThere::Failed { .. }));
}
