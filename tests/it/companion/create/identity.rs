//! Each new person is one of their own, wherever they were begun; and what is typed goes along with
//! the kind of record.

use super::*;

const ERST: Fields<'_> = &[("LastName", "Erstmann"), ("Phone", "+49 30 23125141")];
const ZWEIT: Fields<'_> = &[("LastName", "Zweitmann"), ("Phone", "+49 30 23125142")];

fn text(text: &str) -> CreateFrom {
    CreateFrom::Text { text: text.into() }
}

impl World {
    /// Somebody waits for Salesforce.
    async fn waits(&self, from: CreateFrom, fields: Fields<'_>) -> CreateForm {
        let form = self.form(from).await;
        let saved = self.save(&form, fields).await;
        assert!(matches!(saved, PersonSaved::Queued { .. }), "{saved:?}");
        form
    }

    async fn turn(&self, form: &CreateForm, kind: CreateKindView) -> CreateForm {
        let from = CreateFrom::Draft { draft: form.draft.clone() };
        self.creation().form(from, Some(kind), None).await.unwrap()
    }
}

#[tokio::test]
async fn two_new_people_from_the_same_place_both_wait_and_are_both_created() {
    let world = World::linked().await;
    let account = world.simulators.org.records("Account")[0].clone();
    let found = world.creation().accounts_there(account["Name"].as_str().unwrap()).await;
    assert!(matches!(found, engine::view::SearchThere::Found { .. }), "{found:?}");
    let account = CreateFrom::Account { account: account["Id"].as_str().unwrap().to_owned() };
    world.form(account.clone()).await;
    world.fault("html-503", None);
    for from in [text(""), account] {
        let first = world.waits(from.clone(), ERST).await;
        let second = world.form(from.clone()).await;
        assert_ne!(first.draft, second.draft);
        assert!(!second.restored, "{:?}", second.values);
        // Starting over does not bring the first one back either.
        world.creation().keep(&second.draft, filled(&second, &[("LastName", "Weg")])).await.unwrap();
        world.creation().drop_draft(&second.draft).await.unwrap();
        let second = world.waits(from, ZWEIT).await;
        let waiting = world.until("both wait", |view| {
            (view.creation.waiting.len() == 2).then(|| view.creation.waiting.clone())
        });
        let names: Vec<_> = waiting.await.into_iter().map(|one| one.name).collect();
        assert_eq!(names, ["Erstmann", "Zweitmann"]);
        for form in [first, second] {
            world.creation().give_up(&form.draft).await.unwrap();
        }
        world.until_nobody_waits().await;
    }
    let both = [world.waits(text(""), ERST).await, world.waits(text(""), ZWEIT).await];
    world.clear_faults();
    for (form, name) in both.into_iter().zip(["Erstmann", "Zweitmann"]) {
        created(world.creation().retry(&form.draft).await);
        assert_eq!(world.people("Contact", name).len(), 1);
    }
}

#[tokio::test]
async fn the_place_finds_what_is_not_finished_there() {
    let mut world = World::linked().await;
    let (_, call) = world.talk_with_nobody().await;
    let from = CreateFrom::Call { call: call.0 };
    let untouched = world.form(from.clone()).await;
    // The same form in two windows, though nobody typed yet.
    assert_eq!(world.form(from.clone()).await.draft, untouched.draft);
    world.creation().keep(&untouched.draft, filled(&untouched, VOGL)).await.unwrap();
    world.kill().await;
    world.start().await;
    world.until_linked().await;
    let call = world.until("the call", |view| view.today.first().map(|row| row.id)).await;
    let back = world.form(CreateFrom::Call { call }).await;
    assert_eq!((&back.draft, back.restored), (&untouched.draft, true));
    // A call is with one person: whoever waits for it is opened, until somebody starts over.
    world.fault("html-503", None);
    let form = world.waits(CreateFrom::Call { call }, VOGL).await;
    assert_eq!(world.form(CreateFrom::Call { call }).await.draft, form.draft);
    world.creation().drop_draft(&form.draft).await.unwrap();
    let other = world.form(CreateFrom::Call { call }).await;
    assert_ne!(other.draft, form.draft);
    assert!(!other.restored);
    let first = world.form(CreateFrom::Draft { draft: form.draft.clone() }).await;
    assert_eq!(first.values.fields["LastName"], "Vogl", "what waits is still there");
}

#[tokio::test]
async fn forms_that_were_only_looked_at_push_nothing_out() {
    let world = World::linked().await;
    let form = world.form(text("first")).await;
    world.creation().keep(&form.draft, filled(&form, VOGL)).await.unwrap();
    for nth in 0..210 {
        world.form(text(&format!("looked at {nth}"))).await;
    }
    let back = world.form(text("first")).await;
    assert_eq!((&back.draft, back.restored), (&form.draft, true));
}

#[tokio::test]
async fn another_kind_is_sent_its_own_fields_and_what_both_have() {
    let world = World::linked().await;
    world.fault("segments", None);
    world.fault("record-types", None);
    world.fault("person-accounts", None);
    let (_, call) = world.talk_with_nobody().await;
    let contact = world.form(CreateFrom::Call { call: call.0 }).await;
    let mut values = filled(
        &contact,
        &[
            ("FirstName", "Anna"),
            ("LastName", "Vogl"),
            ("MobilePhone", "0170 1234567"),
            ("Email", "anna@vogl.example"),
            ("Customer_Segment__c", "Trade"),
        ],
    );
    values.account = Some(AccountChoiceView::New { name: "Vogl Bau".into() });
    assert!(values.record_type.is_some());
    world.creation().keep(&contact.draft, values).await.unwrap();
    let person = world.turn(&contact, CreateKindView::PersonAccount).await;
    let values = &person.values;
    assert_eq!(
        (values.fields["PersonMobilePhone"].as_str(), values.fields["PersonEmail"].as_str()),
        ("0170 1234567", "anna@vogl.example")
    );
    let lead = world.turn(&contact, CreateKindView::Lead).await;
    let values = &lead.values;
    assert_eq!((values.fields["Company"].as_str(), values.record_type.as_deref()), ("Vogl Bau", None));
    assert_eq!(values.fields["MobilePhone"], "0170 1234567");
    let (id, _) = created(world.save(&lead, &[("Customer_Segment__c", "Trade")]).await);
    let record = world.simulators.org.record("Lead", &id).unwrap();
    assert_eq!((&record["Company"], &record["Email"]), (&"Vogl Bau".into(), &"anna@vogl.example".into()));
}

#[tokio::test]
async fn as_a_person_account_nothing_of_the_contact_is_sent() {
    let world = World::linked().await;
    world.fault("person-accounts", None);
    world.fault("record-types", None);
    let form = world.form(text("Anna Vogl")).await;
    let mut values =
        filled(&form, &[("Title", "Purchasing"), ("MobilePhone", "+491701234567"), ("Description", "x")]);
    values.account = Some(AccountChoiceView::New { name: "Vogl Bau".into() });
    world.creation().keep(&form.draft, values).await.unwrap();
    let person = world.turn(&form, CreateKindView::PersonAccount).await;
    let (id, _) = created(world.save(&person, &[]).await);
    let record = world.simulators.org.record("Account", &id).unwrap();
    assert_eq!(
        (&record["LastName"], &record["PersonMobilePhone"]),
        (&"Vogl".into(), &"+491701234567".into())
    );
}
