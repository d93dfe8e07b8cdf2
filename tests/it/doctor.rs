//! The doctor against seeded faults: each is found and named exactly, and none in a healthy world.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod machine;
mod owner;
mod program;
mod seeded;

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::settings::Settings;
use engine::connections::{config, three_cx};
use engine::crm::salesforce::Salesforce;
use engine::doctor::{Case, Finding, Scope, Verdict, examine};
use engine::http::Net;
use engine::phone::threecx::ThreeCx;
use engine::problem::Problem;
use engine::signin::{Secret, SecretName, StoreKey};
use engine::store::Store;
use engine::who;
use simulators::Fault;

use crate::signin::{World, world};

/// A finding in short: check, verdict, problem, detail.
type Short = (String, &'static str, String, String);

/// A fault by name, and what is then wrong.
type Row = (&'static str, &'static [(&'static str, &'static str, &'static str, &'static str)]);

/// A signed-in profile that nobody runs, as the doctor is handed it.
struct Rig {
    world: World,
    settings: Settings,
    store: Store,
}

impl Rig {
    async fn healthy() -> Self {
        let world = world().await.signed_in().await;
        let facts = world.simulators.ready();
        let mut settings = Settings::default();
        settings.phone.address.clone_from(&facts.threecx.base_url);
        settings.phone.client_id.clone_from(&facts.threecx.client_id);
        settings.phone.extension.clone_from(&facts.threecx.agent);
        settings.salesforce.login_address.clone_from(&facts.salesforce.login_url);
        settings.salesforce.consumer_key.clone_from(&facts.salesforce.consumer_key);
        let key = Secret::new(&facts.threecx.api_key);
        world.keychain.set(SecretName::PbxKey, &key).await.unwrap();
        let key: StoreKey = world.keychain.store_key(world.dir.path()).await.unwrap();
        let store = Store::open(world.dir.path(), *key.bytes()).await.unwrap();
        Self { world, settings, store }
    }

    fn fault(&self, text: &str) {
        self.world.simulators.set_fault(&text.parse::<Fault>().unwrap()).unwrap();
    }

    async fn three_cx(&self) -> ThreeCx {
        let key = self.world.keychain.get(SecretName::PbxKey).await.unwrap().unwrap();
        three_cx(config(&self.settings.phone).unwrap(), &key, &Net::default()).unwrap()
    }

    async fn case(&self) -> Case {
        let three_cx = self.three_cx().await;
        let salesforce = Arc::new(Salesforce::new(self.world.sign_in.tokens(), &Net::default()).unwrap());
        salesforce.own_by(who::wish(&self.settings, Some(three_cx.clone()))).await;
        Case {
            settings: self.settings.clone(),
            settings_problem: None,
            keychain: self.world.keychain.clone(),
            store: Ok(self.store.clone()),
            three_cx: Some(three_cx),
            sign_in: Some(self.world.sign_in.clone()),
            salesforce: Some(salesforce),
            running: None,
        }
    }

    async fn findings(&self) -> Vec<Finding> {
        examine(&self.case().await, Scope::All).await
    }

    /// What is wrong, besides the keychain that these tests do without.
    async fn wrong(&self) -> BTreeSet<Short> {
        wrong(&self.findings().await)
    }
}

fn wrong(findings: &[Finding]) -> BTreeSet<Short> {
    let unusual = findings.iter().filter(|finding| finding.check.id() != "keychain").map(short);
    unusual.filter(|(_, verdict, ..)| *verdict == "warned" || *verdict == "failed").collect()
}

fn short(finding: &Finding) -> Short {
    let verdict = match finding.verdict {
        Verdict::Passed => "passed",
        Verdict::Warned => "warned",
        Verdict::Failed => "failed",
        Verdict::NotChecked => "not checked",
    };
    let (code, detail) = match &finding.problem {
        Some(Problem { code, detail }) => (code.id().to_owned(), detail.clone().unwrap_or_default()),
        None => (String::new(), String::new()),
    };
    (finding.check.id().to_owned(), verdict, code, detail)
}

fn set(wrong: &[(&str, &'static str, &str, &str)]) -> BTreeSet<Short> {
    let owned = |(check, verdict, code, detail): &(&str, &'static str, &str, &str)| {
        ((*check).to_owned(), *verdict, (*code).to_owned(), (*detail).to_owned())
    };
    wrong.iter().map(owned).collect()
}

/// What a check that passed found.
fn fact(findings: &[Finding], check: &str, name: &str) -> String {
    let finding = findings.iter().find(|finding| finding.check.id() == check).unwrap();
    finding.facts.get(name).unwrap_or_else(|| panic!("{finding:?}")).clone()
}

/// Chats are looked at where they are wanted, and nowhere else.
#[tokio::test]
async fn chats_that_cannot_be_read_are_named_where_they_are_wanted() {
    let faults: [(&str, &[(&str, &str)]); 4] = [
        ("opaque-token", &[]),
        ("chat-log-off", &[("phone-chats", "phone-chats-not-logged")]),
        (
            "role=system_admins",
            &[("phone-call-log", "phone-role-call-log"), ("phone-chats", "phone-role-chats")],
        ),
        (
            "xapi-off",
            &[
                ("owner", "owner-phone-refused"),
                ("phone-chats", "phone-configuration-off"),
                ("phone-version", "phone-configuration-off"),
            ],
        ),
    ];
    for (fault, expected) in faults {
        let mut rig = Rig::healthy().await;
        rig.settings.chat.enabled = true;
        rig.fault(&format!("3cx.{fault}"));
        let findings = rig.findings().await;
        assert!(findings.iter().any(|finding| finding.check.id() == "phone-chats"), "{fault}");
        let wrong = wrong(&findings);
        let wrong: Vec<_> = wrong.iter().map(|(check, _, code, _)| (check.as_str(), code.as_str())).collect();
        assert_eq!(wrong, expected, "{fault}");
    }
    let rig = Rig::healthy().await;
    rig.fault("3cx.chat-log-off");
    assert!(rig.wrong().await.is_empty(), "chats are not wanted");
}
