//! Whose Tasks they are.

use domain::journal::{Found, Owner};
use engine::crm::Crm as _;

use super::*;

const MARA: &str = "mara.lindqvist@nordwind.example";
const FORMER: &str = "former.colleague@nordwind.example";
const TOM: &str = "tom.ito@nordwind.example";

impl Rig {
    async fn crm(&self) -> Arc<Salesforce> {
        self.case().await.salesforce.unwrap()
    }

    fn user(&self, email: &str) -> String {
        let users = self.world.simulators.org.records("User");
        let user = users.iter().find(|user| user["Email"] == email).unwrap();
        user["Id"].as_str().unwrap().to_owned()
    }

    /// Writes an entry; the owner of the Task it became.
    async fn written(&self, crm: &Salesforce, key: &str) -> String {
        let entry = super::machine::entry(key);
        let saved = crm.save_entry(&entry, false).await.unwrap();
        let task = self.world.simulators.org.record("Task", &saved.id).unwrap();
        task["OwnerId"].as_str().unwrap().to_owned()
    }
}

#[tokio::test]
async fn a_task_belongs_to_the_user_of_the_extension() {
    // Mara signed in; the desk is Tom's.
    let mut rig = Rig::healthy().await;
    rig.settings.phone.extension = "813".into();
    let crm = rig.crm().await;
    assert_eq!(rig.written(&crm, "a").await, rig.user(TOM));
    assert_eq!(rig.written(&crm, "b").await, rig.user(TOM));
    let asked = rig.world.simulators.pbx.counters()["xapi.Users"];
    assert_eq!(asked, 2, "the address, and who else has it: once");
    // The setting goes before what the phone system says.
    rig.settings.phone.email = MARA.to_uppercase();
    assert_eq!(rig.written(&*rig.crm().await, "c").await, rig.user(MARA));
    rig.settings.journal.owner = TOM.into();
    let crm = rig.crm().await;
    assert_eq!(rig.written(&crm, "d").await, rig.user(TOM));
    let by_name = Owner::User { id: rig.user(TOM), name: "Tom Ito".into(), how: Found::Setting };
    assert_eq!(crm.owner().await.unwrap(), Some(by_name));
}

#[tokio::test]
async fn without_a_better_one_it_is_the_signed_in_users() {
    for (fault, extension, username, code, asked) in [
        ("3cx.role=users", "813", "", "owner-phone-refused", ""),
        ("3cx.no-email=813", "813", "", "owner-no-email", ""),
        ("salesforce.user-inactive=tom.ito@nordwind.example", "813", "", "owner-inactive", TOM),
        ("salesforce.user-twin=tom.ito@nordwind.example", "813", "", "owner-several", TOM),
        // Sara answers the phone and has no user.
        ("salesforce.sosl=strict", "820", "", "owner-no-user", "sara.nowak@nordwind.example"),
        ("salesforce.sosl=strict", "813", "nobody@x.example", "owner-no-user", "nobody@x.example"),
        ("salesforce.sosl=strict", "813", FORMER, "owner-inactive", FORMER),
    ] {
        let mut rig = Rig::healthy().await;
        rig.settings.phone.extension = extension.into();
        rig.settings.journal.owner = username.into();
        rig.fault(fault);
        let crm = rig.crm().await;
        assert_eq!(rig.written(&crm, "a").await, rig.user(MARA), "{fault}");
        let wrong = rig.wrong().await;
        let owner = wrong.into_iter().find(|(check, ..)| check == "owner").unwrap();
        assert_eq!(owner, ("owner".into(), "warned", code.into(), asked.into()), "{fault}");
    }
}

#[tokio::test]
async fn of_two_users_with_one_address_the_signed_in_one_is_meant() {
    let rig = Rig::healthy().await;
    rig.fault(&format!("salesforce.user-twin={MARA}"));
    let crm = rig.crm().await;
    assert_eq!(rig.written(&crm, "a").await, rig.user(MARA));
    let how = Found::Email { shared: false };
    let mara = Owner::User { id: rig.user(MARA), name: "Mara Lindqvist".into(), how };
    assert_eq!(crm.owner().await.unwrap(), Some(mara));
}

#[tokio::test]
async fn an_owner_who_left_since_does_not_keep_an_entry_from_being_written() {
    let mut rig = Rig::healthy().await;
    rig.settings.phone.extension = "813".into();
    let crm = rig.crm().await;
    assert_eq!(rig.written(&crm, "a").await, rig.user(TOM));
    rig.fault(&format!("salesforce.user-inactive={TOM}"));
    assert_eq!(rig.written(&crm, "b").await, rig.user(MARA));
    let before = rig.world.count("POST sobjects/Task");
    assert_eq!(rig.written(&crm, "c").await, rig.user(MARA));
    assert_eq!(rig.world.count("POST sobjects/Task"), before + 1, "it is remembered");
}

#[tokio::test]
async fn a_sandbox_keeps_addresses_with_another_end() {
    let mut rig = Rig::healthy().await;
    rig.settings.phone.extension = "813".into();
    rig.fault("salesforce.sandbox");
    let crm = rig.crm().await;
    assert_eq!(rig.written(&crm, "a").await, rig.user(&format!("{TOM}.invalid")));
}

#[tokio::test]
async fn a_type_the_org_does_not_take_is_left_out() {
    let rig = Rig::healthy().await;
    let crm = rig.crm().await;
    rig.written(&crm, "a").await;
    rig.fault("salesforce.hidden-field=Task.Type");
    rig.written(&crm, "b").await;
    let tasks = rig.world.simulators.org.records("Task");
    let type_of = |key: &str| {
        let task = tasks.iter().find(|task| task["CallObject"] == key).unwrap();
        task["Type"].as_str().map(str::to_owned)
    };
    assert_eq!(type_of("a").as_deref(), Some("Call"));
    assert_eq!(type_of("b"), None);
}
