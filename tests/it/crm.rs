//! One conformance suite for every [`Crm`], run on the one in memory and on Salesforce with the
//! simulated org; then what only Salesforce does.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod batches;

use std::sync::Arc;
use std::time::Duration;

use domain::call::{CallId, Direction, Outcome};
use domain::caller::{Case, Facts, FactsWish, Owned, Person, PersonKind, Phone};
use domain::journal::{About, Entry};
use domain::number::{Number, Region, read};
use domain::outbox::{Failure, FailureKind};
use domain::search::{Asked, Query};
use domain::settings::{FactsSettings, MatchingSettings};
use engine::crm::memory::MemoryCrm;
use engine::crm::salesforce::Salesforce;
use engine::crm::{Crm, counted};
use engine::http::Net;
use serde_json::json;

use crate::signin::{World, world};

/// What the suite needs besides the port: a look behind it, and its faults.
trait Behind {
    /// Records written under this key.
    fn written(&self, key: &str) -> usize;
    /// The next write is carried out, its answer lost.
    fn lose_answer(&self);
    /// Whatever is written is refused because of one of its fields.
    fn refuse_field_of_entries(&self);
    /// From now on nobody is signed in.
    fn sign_out(&self);
    /// A second start of the program: nothing is remembered but what the CRM holds.
    fn fresh(&self) -> Arc<dyn Crm>;
}

fn asked(text: &str) -> Asked {
    Query::read(text, &MatchingSettings::default()).asked().clone()
}

fn number(text: &str) -> Number {
    read(text, &Region::home_default())
}

fn entry(key: &str) -> Entry {
    Entry {
        key: key.into(),
        call: CallId(1),
        subject: "3CX Phone System Call".into(),
        description: "Answered incoming call".into(),
        direction: Direction::Inbound,
        outcome: Outcome::AnsweredInbound,
        disposition: "Answered".into(),
        duration_s: 187,
        day: jiff::Zoned::now().date(),
        started: jiff::Timestamp::now(),
        about: About::Nobody,
        kind: domain::journal::EntryKind::Call,
        internal: false,
        status_open: false,
        extra: Vec::new(),
    }
}

fn failure(kind: FailureKind) -> Failure {
    Failure { kind, outcome_unknown: false, retry_after: None }
}

/// Katharina Vogelsang can be reached under `(0)40 / 66 96 94-12`; nobody has the unknown number.
async fn crm_conformance(crm: &dyn Crm, behind: &dyn Behind) {
    let found = crm.find_people(&number("+494066969412")).await.unwrap();
    let katharina = found.iter().find(|person| person.name == "Katharina Vogelsang").unwrap();
    assert_eq!(katharina.kind, PersonKind::Contact);
    assert_eq!(katharina.phones[0].value, "(0)40 / 66 96 94-12");
    assert!(crm.find_people(&number("+493023125144")).await.unwrap().is_empty());
    assert!(crm.find_people(&number("anonymous")).await.unwrap().is_empty());
    assert!(crm.search(&asked("kath vogel")).await.unwrap().iter().any(|person| person.id == katharina.id));
    assert!(crm.search(&asked("nobody like this")).await.unwrap().is_empty());
    assert!(crm.search(&asked("")).await.unwrap().is_empty());
    let (read, requests) = counted(crm.read_again(std::slice::from_ref(katharina))).await;
    assert_eq!(read.unwrap().iter().map(|person| &person.id).collect::<Vec<_>>(), [&katharina.id]);
    assert_eq!(requests, 1);
    assert!(!crm.identity().await.unwrap().user_id.is_empty());
    assert!(crm.usage().borrow().ours > 0);

    let before = crm.usage().borrow().ours;
    let told = crm.facts(katharina, &FactsWish::of(&FactsSettings::default())).await.unwrap();
    assert_eq!(crm.usage().borrow().ours, before + 1);
    assert_eq!(told.owner, Some(Owned { name: "Jonas Weber".into(), mine: false }));
    assert_eq!((told.cases.len(), told.cases[0].number.as_str()), (1, "00012841"));
    let nothing = FactsWish { kinds: Vec::new(), fields: Vec::new() };
    let told = crm.facts(katharina, &nothing).await.unwrap();
    assert_eq!(told, Facts { do_not_call: Some(false), ..Facts::default() });

    let first = crm.save_entry(&entry("twice"), false).await.unwrap();
    let second = crm.save_entry(&entry("twice"), false).await.unwrap();
    let third = behind.fresh().save_entry(&entry("twice"), true).await.unwrap();
    assert!(!first.found && second.found && third.found);
    assert!(first.id == second.id && first.id == third.id);
    assert_eq!(behind.written("twice"), 1);

    behind.lose_answer();
    let lost = crm.save_entry(&entry("lost"), false).await.unwrap_err();
    assert_eq!((lost.kind, lost.outcome_unknown), (FailureKind::Offline, true));
    assert!(crm.save_entry(&entry("lost"), true).await.unwrap().found);
    assert_eq!(behind.written("lost"), 1);
    assert!(behind.fresh().save_entry(&entry("lost"), true).await.unwrap().found);
    assert_eq!(behind.written("lost"), 1);

    behind.refuse_field_of_entries();
    let refused = crm.save_entry(&entry("refused"), false).await.unwrap_err();
    let FailureKind::Refused { field, .. } = &refused.kind else { panic!("{refused:?}") };
    assert!(field.is_some() && !refused.outcome_unknown);

    behind.sign_out();
    assert_eq!(crm.find_people(&number("+494066969412")).await, Err(failure(FailureKind::SignedOut)));
    assert_eq!(crm.facts(katharina, &nothing).await, Err(failure(FailureKind::SignedOut)));
    assert_eq!(crm.save_entry(&entry("late"), false).await, Err(failure(FailureKind::SignedOut)));
    assert_eq!(crm.save_entry(&entry("late"), true).await, Err(failure(FailureKind::SignedOut)));
}

impl Behind for MemoryCrm {
    fn written(&self, key: &str) -> usize {
        self.entries().iter().filter(|entry| entry.key == key).count()
    }

    fn lose_answer(&self) {
        self.lose_answers(1);
    }

    fn refuse_field_of_entries(&self) {
        self.refuse_field(Some("Subject"));
    }

    fn sign_out(&self) {
        self.fail(Some(failure(FailureKind::SignedOut)));
    }

    fn fresh(&self) -> Arc<dyn Crm> {
        Arc::new(self.clone())
    }
}

#[tokio::test]
async fn the_crm_in_memory_conforms() {
    let crm = MemoryCrm::default();
    crm.sign_in(engine::crm::Identity { user_id: "005".into(), ..Default::default() });
    crm.add(Person {
        id: "003".into(),
        kind: PersonKind::Contact,
        name: "Katharina Vogelsang".into(),
        title: None,
        company: None,
        account_id: None,
        contact_id: None,
        owner: None,
        email: None,
        do_not_call: false,
        phones: vec![Phone {
            field: "Phone".into(),
            label: "Phone".into(),
            value: "(0)40 / 66 96 94-12".into(),
        }],
        last_activity: None,
        modified: None,
        url: None,
    });
    let case = Case { id: "500A".into(), number: "00012841".into(), subject: None, opened: None };
    let owner = Some(Owned { name: "Jonas Weber".into(), mine: false });
    let told = Facts { owner, cases: vec![case], do_not_call: Some(false), ..Facts::default() };
    crm.tell("003", told);
    crm_conformance(&crm, &crm).await;
}

impl Behind for World {
    fn written(&self, key: &str) -> usize {
        self.tasks().iter().filter(|task| task["CallObject"] == key).count()
    }

    fn lose_answer(&self) {
        self.fault("reset-after-commit", Some("1"));
    }

    fn refuse_field_of_entries(&self) {
        self.fault("required-field", Some("Task.ReminderDateTime"));
    }

    fn sign_out(&self) {
        self.simulators.org.clear_faults();
        self.fault("revoke-tokens", None);
    }

    fn fresh(&self) -> Arc<dyn Crm> {
        Arc::new(salesforce(self))
    }
}

impl World {
    fn tasks(&self) -> Vec<serde_json::Value> {
        self.simulators.org.records("Task")
    }

    fn task(&self, key: &str) -> serde_json::Value {
        let mut tasks = self.tasks().into_iter().filter(|task| task["CallObject"] == key);
        let task = tasks.next().unwrap();
        assert!(tasks.next().is_none(), "two Tasks of {key}");
        task
    }
}

pub(crate) fn salesforce(world: &World) -> Salesforce {
    Salesforce::new(world.sign_in.tokens(), &Net::default()).unwrap()
}

pub(crate) async fn signed_in() -> (World, Salesforce) {
    let world = world().await.signed_in().await;
    let crm = salesforce(&world);
    (world, crm)
}

#[tokio::test]
async fn salesforce_conforms() {
    let (world, crm) = signed_in().await;
    crm_conformance(&crm, &world).await;
}

#[tokio::test]
async fn every_spelling_in_the_org_is_found_with_its_facts() {
    let (_world, crm) = signed_in().await;
    let found = crm.find_people(&number("+494066969412")).await.unwrap();
    let [katharina] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(katharina.title.as_deref(), Some("Head of Procurement"));
    assert_eq!(katharina.company.as_deref(), Some("Nordlicht Energie GmbH"));
    assert_eq!(katharina.owner.as_deref(), Some("Jonas Weber"));
    assert!(
        katharina.url.as_deref().unwrap().ends_with(&format!("/lightning/r/Contact/{}/view", katharina.id))
    );

    let found = crm.find_people(&number("+493023125100")).await.unwrap();
    let mut names: Vec<_> = found.iter().map(|person| person.name.as_str()).collect();
    names.sort_unstable();
    // Elif Demir's mobile ends in the same seven digits: a candidate, ranked by others.
    assert_eq!(names, ["Brandt & Söhne Maschinenbau GmbH", "Elif Demir", "Miriam Brandt", "Tobias Krahl"]);
    let sabine = crm.find_people(&number("+498912345678")).await.unwrap();
    assert!(sabine.iter().any(|person| person.do_not_call));
    for (number_text, name) in [("+46406055012", "Oskar Lindgren"), ("+442079460321", "Priya Raghunathan")] {
        let found = crm.find_people(&number(number_text)).await.unwrap();
        assert!(found.iter().any(|person| person.name == name), "{name}: {found:?}");
    }
}

#[tokio::test]
async fn an_org_that_matches_all_digits_together_only_finds_them_too() {
    let (world, crm) = signed_in().await;
    world.fault("sosl", Some("strict"));
    let german = json!({"LastName": "Wieland", "Phone": "+49 (0)89 / 555 66-77"});
    world.simulators.org.insert("Contact", &german).unwrap();
    let found = crm.find_people(&number("+49895556677")).await.unwrap();
    assert!(found.iter().any(|person| person.name == "Wieland"), "{found:?}");
    assert_eq!(crm.find_people(&number("+494066969412")).await.unwrap().len(), 1);
}

#[tokio::test]
async fn an_older_org_is_spoken_to_in_its_version() {
    let (world, crm) = signed_in().await;
    world.fault("no-such-version", Some("60"));
    assert_eq!(crm.find_people(&number("+494066969412")).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_maintenance_page_is_busy() {
    let (world, crm) = signed_in().await;
    world.fault("html-503", None);
    let busy = crm.find_people(&number("+494066969412")).await.unwrap_err();
    assert_eq!((busy.kind, busy.outcome_unknown), (FailureKind::Busy, false));
    world.simulators.org.clear_faults();
    assert_eq!(crm.find_people(&number("+494066969412")).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_caller_costs_one_request_and_a_journal_one() {
    let (world, crm) = signed_in().await;
    crm.identity().await.unwrap();
    crm.save_entry(&entry("warm"), false).await.unwrap();
    let before = crm.usage().borrow().ours;
    crm.find_people(&number("+494066969412")).await.unwrap();
    crm.find_people(&number("+493023125144")).await.unwrap();
    assert_eq!(crm.usage().borrow().ours - before, 2);
    crm.save_entry(&entry("one"), false).await.unwrap();
    assert_eq!(crm.usage().borrow().ours - before, 3);
    let (used, most) = crm.usage().borrow().org.unwrap();
    assert_eq!((used, most), (crm.usage().borrow().ours, 115_000));
    assert_eq!(world.tasks().iter().filter(|task| task["CallObject"] == "one").count(), 1);
}

#[tokio::test]
async fn a_task_holds_what_the_entry_says() {
    let (world, crm) = signed_in().await;
    let who = crm.find_people(&number("+494066969412")).await.unwrap()[0].id.clone();
    let mut entry = entry("full");
    entry.about = About::Who { id: who.clone() };
    entry.direction = Direction::Outbound;
    let saved = crm.save_entry(&entry, false).await.unwrap();
    let task = world.task("full");
    for (field, value) in [
        ("Subject", json!("3CX Phone System Call")),
        ("Status", json!("Completed")),
        ("TaskSubtype", json!("Call")),
        ("CallType", json!("Outbound")),
        ("CallDurationInSeconds", json!(187)),
        ("CallDisposition", json!("Answered")),
        ("ActivityDate", json!(entry.day.to_string())),
        ("WhoId", json!(who)),
    ] {
        assert_eq!(task[field], value, "{field}");
    }
    assert_eq!(saved.id, task["Id"].as_str().unwrap());
    assert!(saved.url.unwrap().ends_with(&format!("/lightning/r/Task/{}/view", saved.id)));
}

#[tokio::test]
async fn further_fields_fit_the_org_and_never_cost_the_entry() {
    let (world, crm) = signed_in().await;
    world.fault("call-key", None);
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let mut entry = entry("extra");
    entry.status_open = true;
    entry.extra = vec![
        pair("call_key__C", &"x".repeat(300)),
        pair("NoSuchField__c", "x"),
        pair("Priority", "Normal"),
        // Not a value of its kind: refused at the first try.
        pair("IsVisibleInSelfService", "not a switch"),
    ];
    let saved = crm.save_entry(&entry, false).await.unwrap();
    let task = world.task("extra");
    let key = task["Call_Key__c"].as_str().unwrap();
    assert_eq!((key.chars().count(), key.ends_with("x…")), (255, true));
    assert_eq!((&task["Status"], &task["Priority"]), (&json!("Not Started"), &json!("Normal")));
    assert_eq!((saved.id.as_str(), world.tasks().len()), (task["Id"].as_str().unwrap(), 1));
    let before = crm.usage().borrow().ours;
    entry.key = "again".into();
    entry.extra = vec![pair("Priority", "High")];
    crm.save_entry(&entry, false).await.unwrap();
    assert_eq!(crm.usage().borrow().ours - before, 1, "the fields are known by now");
}

#[tokio::test]
async fn an_expired_token_is_renewed_once_for_a_burst() {
    let (world, crm) = signed_in().await;
    crm.identity().await.unwrap();
    world.simulators.org.expire_tokens();
    let before = world.count("token refresh_token");
    let wanted = number("+494066969412");
    let found = futures_util::future::join_all((0..10).map(|_| crm.find_people(&wanted))).await;
    assert!(found.iter().all(|people| people.as_ref().unwrap().len() == 1));
    assert_eq!(world.count("token refresh_token") - before, 1);
    world.simulators.org.expire_tokens();
    assert!(!crm.identity().await.unwrap().user_id.is_empty());
    world.simulators.org.expire_tokens();
    assert!(!crm.save_entry(&entry("expired"), false).await.unwrap().found);
    world.task("expired");
}

#[tokio::test]
async fn hidden_fields_cost_nothing_but_themselves() {
    let (world, crm) = signed_in().await;
    crm.find_people(&number("+494066969412")).await.unwrap();
    world.fault("hidden-field", Some("Contact.Title"));
    world.fault("hidden-field", Some("Task.CallDisposition"));
    let found = crm.find_people(&number("+494066969412")).await.unwrap();
    assert_eq!((found[0].name.as_str(), &found[0].title), ("Katharina Vogelsang", &None));
    crm.save_entry(&entry("hidden"), false).await.unwrap();
    assert!(world.task("hidden").get("CallDisposition").is_none_or(serde_json::Value::is_null));
    let before = crm.usage().borrow().ours;
    crm.save_entry(&entry("hidden too"), false).await.unwrap();
    assert_eq!(crm.usage().borrow().ours - before, 1, "the missing field is remembered");
}

#[tokio::test]
async fn reads_are_repeated_and_writes_are_not() {
    let (world, crm) = signed_in().await;
    crm.identity().await.unwrap();
    crm.save_entry(&entry("warm"), false).await.unwrap();
    world.fault("fail-next", Some("503:2"));
    assert_eq!(crm.find_people(&number("+494066969412")).await.unwrap().len(), 1);

    world.fault("fail-next", Some("503"));
    let before = crm.usage().borrow().ours;
    let busy = crm.save_entry(&entry("503"), false).await.unwrap_err();
    assert_eq!(busy.kind, FailureKind::Busy);
    assert_eq!(crm.usage().borrow().ours - before, 1);
    assert_eq!(world.written("503"), 0);

    world.fault("reset-before-commit", Some("1"));
    let lost = crm.save_entry(&entry("cut"), false).await.unwrap_err();
    assert!(lost.outcome_unknown);
    assert!(!crm.save_entry(&entry("cut"), true).await.unwrap().found);
    assert_eq!(world.written("cut"), 1);
}

#[tokio::test]
async fn nonsense_and_floods_are_failures() {
    let (world, crm) = signed_in().await;
    crm.identity().await.unwrap();
    for fault in ["bad-body", "oversized-body"] {
        world.fault(fault, None);
        let broken = crm.find_people(&number("+494066969412")).await.unwrap_err();
        assert!(matches!(broken.kind, FailureKind::Broken { .. }), "{fault}: {broken:?}");
        world.simulators.org.clear_faults();
    }
    world.fault("limit-max", Some("1"));
    let limited = crm.find_people(&number("+494066969412")).await.unwrap_err();
    assert_eq!(limited.kind, FailureKind::Busy);
    assert!(limited.retry_after >= Some(Duration::from_secs(300)));
    world.simulators.org.clear_faults();
    world.fault("unable-to-lock-row", Some("1"));
    let locked = crm.save_entry(&entry("locked"), false).await.unwrap_err();
    assert_eq!((locked.kind, locked.outcome_unknown), (FailureKind::Busy, false));
    world.fault("api-disabled", None);
    let forbidden = crm.find_people(&number("+494066969412")).await.unwrap_err();
    assert!(matches!(forbidden.kind, FailureKind::NotAllowed { .. }), "{forbidden:?}");
}

#[tokio::test]
async fn an_api_closed_from_the_start_is_no_org_without_people() {
    let (world, crm) = signed_in().await;
    for (fault, value) in [("api-disabled", None), ("limit-max", Some("1"))] {
        world.fault(fault, value);
        let failed = crm.find_people(&number("+494066969412")).await;
        assert!(
            matches!(&failed, Err(failure) if matches!(failure.kind, FailureKind::NotAllowed { .. } | FailureKind::Busy)),
            "{fault}: {failed:?}"
        );
        world.simulators.org.clear_faults();
    }
    assert_eq!(crm.find_people(&number("+494066969412")).await.unwrap().len(), 1);
}

#[tokio::test]
async fn an_org_that_cannot_be_reached_is_offline() {
    let (world, crm) = signed_in().await;
    crm.identity().await.unwrap();
    world.simulators.stop().await;
    let offline = crm.find_people(&number("+494066969412")).await.unwrap_err();
    assert_eq!(offline.kind, FailureKind::Offline);
    let unsent = crm.save_entry(&entry("unsent"), false).await.unwrap_err();
    assert_eq!((unsent.kind, unsent.outcome_unknown), (FailureKind::Offline, false));
}

#[tokio::test]
async fn names_and_addresses_are_searched_as_typed() {
    let (_world, crm) = signed_in().await;
    let markup = crm.search(&asked("<img src=x onerror")).await.unwrap();
    assert!(markup.iter().any(|person| person.name.contains("<img")), "{markup:?}");
    let ours = crm.search(&asked("mara.lindqvist@nordwind.example")).await.unwrap();
    assert!(ours.iter().any(|person| person.kind == PersonKind::User), "{ours:?}");
    for hostile in ["a} RETURNING User(Id", "\\", "' OR Id != '", "and or not", "{}[]()^~*:\\\"'+-?&|!"] {
        crm.search(&asked(hostile)).await.unwrap();
    }
}
