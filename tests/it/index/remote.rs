//! What only an org's own make-up brings: person accounts, custom phone fields, converted leads.

use domain::caller::{Person, PersonKind};

use super::*;

async fn asked(desk: &Desk, number: &str) -> Vec<Person> {
    let salesforce = Salesforce::new(desk.world.sign_in.tokens(), &Net::default()).unwrap();
    salesforce.find_people(&read(number, &Region::home_default())).await.unwrap()
}

#[tokio::test]
async fn a_person_account_is_one_person_asked_or_synced() {
    let desk = Desk::open().await;
    desk.world.fault("person-accounts", None);
    let check = |person: &Person| {
        assert_eq!((person.kind, person.name.as_str()), (PersonKind::PersonAccount, "Ida Sommer"));
        assert!(person.id.starts_with("001") && person.contact_id.as_deref().unwrap().starts_with("003"));
        assert!(person.url.as_deref().unwrap().contains("/Account/"), "{person:?}");
    };
    let people = asked(&desk, "+491705550123").await;
    let [ida] = people.as_slice() else { panic!("{people:?}") };
    check(ida);
    desk.sync().await;
    let directory = desk.directory().await;
    for number in ["+491705550123", "+49305550198"] {
        let number = read(number, &Region::home_default());
        let found = directory.lookup(&number, Strategy::Exact).await.unwrap();
        let [(ida, _)] = found.as_slice() else { panic!("{found:?}") };
        check(ida);
    }
    // A change of the account reaches its contact, and must not make two of them.
    let id = desk.id_of("Account", "Ida Sommer");
    desk.world
        .simulators
        .org
        .update("Account", &id, &json!({"PersonMobilePhone": "+49 170 5550124"}))
        .unwrap();
    desk.sync().await;
    let number = read("+491705550124", &Region::home_default());
    assert_eq!(directory.lookup(&number, Strategy::Exact).await.unwrap().len(), 1);
    assert!(desk.who("+491705550123").await.is_empty());
}

#[tokio::test]
async fn a_phone_field_of_the_admins_is_found_by_and_a_hidden_one_is_not() {
    let desk = Desk::open().await;
    desk.world.fault("custom-phones", None);
    let id = desk.id_of("Contact", "Katharina Vogelsang");
    let fields = json!({"DirectLine__c": "+49 30 901820119", "MobilePhone": "+49 170 5550199"});
    desk.world.simulators.org.update("Contact", &id, &fields).unwrap();
    desk.world.fault("hidden-field", Some("Contact.MobilePhone"));
    let found = asked(&desk, "+4930901820119").await;
    assert_eq!(found[0].name, "Katharina Vogelsang");
    let direct = found[0].phones.iter().find(|phone| phone.field == "DirectLine__c").unwrap();
    assert_eq!(direct.label, "Direct Line");
    desk.sync().await;
    assert_eq!(desk.who("+4930901820119").await, ["Katharina Vogelsang"]);
    assert!(desk.who("+491705550199").await.is_empty(), "hidden from this user");
}

#[tokio::test]
async fn a_converted_lead_leads_to_its_contact_in_one_request() {
    let desk = Desk::open().await;
    let lead =
        json!({"FirstName": "Kim", "LastName": "Soon", "Company": "Later", "Phone": "+49 30 901820120"});
    let lead = desk.insert("Lead", &lead);
    let org = &desk.world.simulators.org;
    let contact = org.convert(&lead).unwrap();
    // Whoever keeps the contact has another number in it by now.
    org.update("Contact", &contact, &json!({"Phone": "+49 30 901820121"})).unwrap();
    let salesforce = Salesforce::new(desk.world.sign_in.tokens(), &Net::default()).unwrap();
    salesforce.identity().await.unwrap();
    let before = salesforce.usage().borrow().ours;
    let number = read("+4930901820120", &Region::home_default());
    let found = salesforce.find_people(&number).await.unwrap();
    assert_eq!(salesforce.usage().borrow().ours, before + 1);
    let [kim] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(
        (kim.kind, kim.id.as_str(), kim.name.as_str()),
        (PersonKind::Contact, contact.as_str(), "Kim Soon")
    );
    assert_eq!(kim.company.as_deref(), Some("Later"));
    assert!(kim.url.as_deref().unwrap().ends_with(&format!("/Contact/{contact}/view")));
    assert_eq!(kim.phones[0].value, "+49 30 901820120", "the number that led there");

    // Both numbers in both records are still one person.
    org.update("Contact", &contact, &json!({"MobilePhone": "+49 30 901820120"})).unwrap();
    assert_eq!(salesforce.find_people(&number).await.unwrap().len(), 1);
    // A contact this user may not see is not found through its lead.
    org.share("Contact", &contact, false).unwrap();
    assert!(salesforce.find_people(&number).await.unwrap().is_empty());
}
