//! Facts of people from the simulated org: one request, whatever of it the user may not see.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use domain::caller::{ActivityKind, Facts, FactsWish, FieldValue, OwnField, Owned, Person};
use domain::outbox::FailureKind;
use domain::settings::{FactKind, FactsSettings};
use engine::crm::Crm as _;
use engine::crm::salesforce::Salesforce;
use serde_json::{Value, json};

use crate::crm::signed_in;
use crate::signin::World;

const KATHARINA: &str = "+494066969412";

async fn found(crm: &Salesforce, number: &str, name: &str) -> Person {
    let number = domain::number::read(number, &domain::number::Region::home_default());
    let people = crm.find_people(&number).await.unwrap();
    people.into_iter().find(|person| person.name == name).unwrap()
}

async fn katharina(crm: &Salesforce) -> Person {
    found(crm, KATHARINA, "Katharina Vogelsang").await
}

fn wish(fields: &[&str]) -> FactsWish {
    let fields = fields.iter().map(|field| (*field).to_owned()).collect();
    FactsWish { fields, ..FactsWish::of(&FactsSettings::default()) }
}

async fn told(crm: &Salesforce, person: &Person) -> Facts {
    crm.facts(person, &wish(&[])).await.unwrap()
}

/// How often a kind of request was counted.
fn counted(world: &World, kind: &str) -> u64 {
    world.simulators.org.counters().get(kind).copied().unwrap_or_default()
}

fn insert(world: &World, sobject: &str, fields: &Value) -> String {
    world.simulators.org.insert(sobject, fields).unwrap()
}

#[tokio::test]
async fn a_contact_is_told_of_in_one_request() {
    let (world, crm) = signed_in().await;
    let person = katharina(&crm).await;
    for (subject, day, rest) in [
        (
            "Questions on the quote",
            "2099-11-18",
            json!({"TaskSubtype": "Call", "CallType": "Inbound", "CallDurationInSeconds": 402}),
        ),
        ("Quote sent", "2099-11-12", json!({"TaskSubtype": "Email"})),
        (
            "Missed",
            "2099-11-03",
            json!({"TaskSubtype": "Call", "CallType": "inbound", "CallDisposition": "Not answered here"}),
        ),
        ("Too old to show", "2001-01-01", json!({})),
    ] {
        let mut task =
            json!({"Subject": subject, "WhoId": person.id, "ActivityDate": day, "Status": "Completed"});
        task.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        insert(&world, "Task", &task);
    }
    for (subject, day) in [("Later", "2099-12-24"), ("Call back", "2099-12-01")] {
        insert(&world, "Task", &json!({"Subject": subject, "WhoId": person.id, "ActivityDate": day}));
    }
    let of_account = json!({
        "Name": "Another of the account", "AccountId": person.account_id, "StageName": "Prospecting", "CloseDate": "2027-01-01",
    });
    insert(&world, "Opportunity", &of_account);
    let before = world.simulators.org.counters();
    let facts = told(&crm, &person).await;
    let mut after = world.simulators.org.counters();
    *after.get_mut("POST composite").unwrap() -= 1;
    after.retain(|_, count| *count > 0);
    assert_eq!(after, before, "exactly one request");

    assert_eq!(facts.owner, Some(Owned { name: "Jonas Weber".into(), mine: false }));
    assert_eq!(facts.do_not_call, Some(false));
    let sales: Vec<_> = facts.opportunities.iter().map(|one| (one.name.as_str(), one.own)).collect();
    assert_eq!(sales, [("North wind farm, phase 2", true), ("Another of the account", false)]);
    assert_eq!(
        (facts.opportunities[0].amount, facts.opportunities[0].currency.as_deref()),
        (Some(180_000.0), Some("EUR"))
    );
    assert_eq!(facts.cases[0].subject.as_deref(), Some("Meter reading wrong"));
    assert!(facts.cases[0].opened.is_some());
    let tasks: Vec<_> = facts.tasks.iter().map(|task| task.subject.as_str()).collect();
    assert_eq!(tasks, ["Call back", "Later"]);
    let activities: Vec<_> =
        facts.activities.iter().map(|one| (one.subject.as_str(), one.kind, one.seconds)).collect();
    assert_eq!(
        activities,
        [
            ("Questions on the quote", ActivityKind::CallIn, Some(402)),
            ("Quote sent", ActivityKind::Email, None),
            ("Missed", ActivityKind::CallMissed, None),
        ]
    );
    // Written by the signed-in user.
    assert!(facts.activities[0].owner.as_ref().is_some_and(|owner| owner.mine));
}

#[tokio::test]
async fn a_name_costs_one_request_and_its_facts_one_more() {
    let (world, crm) = signed_in().await;
    katharina(&crm).await;
    let before = crm.usage().borrow().ours;
    let org = counted(&world, "GET search");
    let person = katharina(&crm).await;
    told(&crm, &person).await;
    assert_eq!(crm.usage().borrow().ours, before + 2);
    assert_eq!((counted(&world, "GET search"), counted(&world, "POST composite")), (org + 1, 1));
}

#[tokio::test]
async fn what_the_user_may_not_see_keeps_nothing_else_away() {
    let (world, crm) = signed_in().await;
    let person = katharina(&crm).await;
    for object in ["Opportunity", "OpportunityContactRole", "ActivityHistory"] {
        world.fault("no-right", Some(&format!("{object}.read")));
    }
    let facts = told(&crm, &person).await;
    assert!(facts.opportunities.is_empty() && facts.activities.is_empty());
    assert_eq!((facts.cases.len(), facts.owner.is_some()), (1, true));
    assert_eq!(counted(&world, "POST composite"), 1);
}

#[tokio::test]
async fn a_hidden_field_is_left_out_from_then_on() {
    let (world, crm) = signed_in().await;
    let person = katharina(&crm).await;
    world.fault("hidden-field", Some("Opportunity.Amount"));
    world.fault("hidden-field", Some("Case.Subject"));
    let facts = told(&crm, &person).await;
    assert_eq!(
        (facts.opportunities[0].name.as_str(), facts.opportunities[0].amount),
        ("North wind farm, phase 2", None)
    );
    assert_eq!((facts.cases[0].number.as_str(), &facts.cases[0].subject), ("00012841", &None));
    assert_eq!(counted(&world, "POST composite"), 2);
    assert_eq!(told(&crm, &person).await, facts);
    assert_eq!(counted(&world, "POST composite"), 3, "once more, and not a fourth time");
    // Nothing helps where the condition itself may not be seen, and nobody tries for ever.
    world.fault("hidden-field", Some("Case.ContactId"));
    assert!(told(&crm, &person).await.cases.is_empty());
    let after = counted(&world, "POST composite");
    assert_eq!((told(&crm, &person).await.cases.len(), counted(&world, "POST composite")), (0, after + 1));
}

#[tokio::test]
async fn an_own_field_that_went_meanwhile_is_left_out() {
    let (world, crm) = signed_in().await;
    let person = katharina(&crm).await;
    let wish = wish(&["Contact.Department", "Contact.Title", "Contact.Nothing__c", "Lead.Rating"]);
    let title = OwnField { label: "Title".into(), value: FieldValue::Text("Head of Procurement".into()) };
    assert_eq!(crm.facts(&person, &wish).await.unwrap().fields, std::slice::from_ref(&title));
    world.fault("hidden-field", Some("Contact.Department"));
    assert_eq!(crm.facts(&person, &wish).await.unwrap().fields, [title]);
    assert_eq!(counted(&world, "POST composite"), 3);
    crm.facts(&person, &wish).await.unwrap();
    assert_eq!(counted(&world, "POST composite"), 4);
}

#[tokio::test]
async fn own_fields_are_told_by_their_kind() {
    let (world, crm) = signed_in().await;
    let person = katharina(&crm).await;
    let change = json!({"Birthdate": "1980-05-04", "LeadSource": "Partner Referral", "Department": "  Energy \n North "});
    world.simulators.org.update("Contact", &person.id, &change).unwrap();
    let account = person.account_id.clone().unwrap();
    world
        .simulators
        .org
        .update("Account", &account, &json!({"AnnualRevenue": 2_500_000, "CurrencyIsoCode": "SEK"}))
        .unwrap();
    let fields = [
        "Contact.Birthdate",
        "Contact.HasOptedOutOfEmail",
        "Contact.Department",
        "Account.AnnualRevenue",
        "Contact.ReportsToId",
    ];
    let facts = crm.facts(&person, &wish(&fields)).await.unwrap();
    let values: Vec<_> = facts.fields.into_iter().map(|field| field.value).collect();
    let money = FieldValue::Money { amount: 2_500_000.0, currency: Some("SEK".into()) };
    assert_eq!(
        values,
        [
            FieldValue::Day("1980-05-04".parse().unwrap()),
            FieldValue::Flag(false),
            FieldValue::Text("Energy North".into()),
            money
        ]
    );
    let owner = crm.facts(&person, &wish(&["Contact.OwnerId"])).await.unwrap().fields;
    assert_eq!(owner[0].value, FieldValue::Text("Jonas Weber".into()), "a reference is told by its name");
}

#[tokio::test]
async fn an_org_with_one_currency_is_not_asked_for_it() {
    let (world, crm) = signed_in().await;
    world.fault("single-currency", None);
    let person = katharina(&crm).await;
    let facts = crm.facts(&person, &wish(&["Account.AnnualRevenue"])).await.unwrap();
    assert_eq!((facts.opportunities[0].amount, &facts.opportunities[0].currency), (Some(180_000.0), &None));
    assert_eq!(counted(&world, "POST composite"), 1);
}

#[tokio::test]
async fn leads_accounts_and_persons_that_are_accounts_are_told_of_too() {
    let (world, crm) = signed_in().await;
    world.fault("person-accounts", None);
    let lead =
        insert(&world, "Lead", &json!({"LastName": "Lund", "Company": "Fjord", "Phone": "+46 8 555 123 45"}));
    insert(&world, "Task", &json!({"Subject": "Write", "WhoId": lead}));
    let lund = found(&crm, "+46855512345", "Lund").await;
    let facts = told(&crm, &lund).await;
    assert_eq!((facts.tasks[0].subject.as_str(), facts.cases.len()), ("Write", 0));
    assert!(facts.owner.is_some_and(|owner| owner.mine));

    let company = insert(&world, "Account", &json!({"Name": "Werft", "Phone": "+49 431 555123"}));
    insert(&world, "Case", &json!({"Subject": "Crane", "AccountId": company}));
    let contact = insert(&world, "Contact", &json!({"LastName": "Petersen", "AccountId": company}));
    insert(
        &world,
        "Task",
        &json!({"Subject": "Of its contact", "WhoId": contact, "Status": "Completed", "ActivityDate": "2026-01-05"}),
    );
    let werft = found(&crm, "+49431555123", "Werft").await;
    let facts = told(&crm, &werft).await;
    assert_eq!(facts.cases[0].subject.as_deref(), Some("Crane"));
    assert_eq!(facts.activities[0].subject, "Of its contact");

    let human = insert(
        &world,
        "Account",
        &json!({"LastName": "Aaltonen", "FirstName": "Henrik", "PersonMobilePhone": "+358 40 555 1234"}),
    );
    let henrik = found(&crm, "+358405551234", "Henrik Aaltonen").await;
    assert_eq!(henrik.id, human);
    let shadow = henrik.contact_id.clone().unwrap();
    insert(&world, "Case", &json!({"Subject": "Key lost", "ContactId": shadow}));
    insert(
        &world,
        "Task",
        &json!({"Subject": "Thanks", "WhoId": shadow, "Status": "Completed", "ActivityDate": "2026-01-05"}),
    );
    let facts = told(&crm, &henrik).await;
    assert_eq!(facts.cases[0].subject.as_deref(), Some("Key lost"));
    assert_eq!(facts.activities[0].subject, "Thanks");
}

#[tokio::test]
async fn what_is_not_wished_for_is_not_asked_for() {
    let (_world, crm) = signed_in().await;
    let person = katharina(&crm).await;
    let only = FactsWish { kinds: vec![FactKind::Case], fields: Vec::new() };
    let facts = crm.facts(&person, &only).await.unwrap();
    assert_eq!((facts.cases.len(), facts.owner, facts.opportunities.len()), (1, None, 0));
}

#[tokio::test]
async fn an_org_that_answers_nothing_usable_says_so() {
    let (world, crm) = signed_in().await;
    let person = katharina(&crm).await;
    world.fault("fail-next", Some("503:1"));
    assert_eq!(crm.facts(&person, &wish(&[])).await.unwrap_err().kind, FailureKind::Busy);
    world.fault("bad-body", None);
    let broken = crm.facts(&person, &wish(&[])).await.unwrap_err();
    assert!(matches!(broken.kind, FailureKind::Broken { .. }), "{broken:?}");
    world.simulators.org.clear_faults();
    // A deleted record has nothing to tell.
    world.simulators.org.delete("Contact", &person.id).unwrap();
    let facts = told(&crm, &person).await;
    assert_eq!((facts.owner, facts.do_not_call), (None, None));
}
