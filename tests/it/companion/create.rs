//! Creating people, from a call to the record and the entry about it: what the org asks for, who may
//! be there already, refusals, lost answers, and doing it offline.

mod doubles;
mod identity;
mod offline;

use engine::creation::Creation;
use engine::view::{
    AccountChoiceView, CreateForm, CreateFrom, CreateKindView, DraftValues, PersonSaved, RefusalWhy,
    Refusals, SettingValue, SettingsChange, WaitingPerson,
};

use super::*;

/// What a form is sent as, by field.
type Fields<'a> = &'a [(&'a str, &'a str)];

impl World {
    fn creation(&self) -> Creation {
        self.companion.as_ref().unwrap().setup().creation().clone()
    }

    async fn form(&self, from: CreateFrom) -> CreateForm {
        self.creation().form(from, None, None).await.unwrap()
    }

    async fn form_of(&self, call: CallId, kind: CreateKindView) -> CreateForm {
        self.creation().form(CreateFrom::Call { call: call.0 }, Some(kind), None).await.unwrap()
    }

    async fn save(&self, form: &CreateForm, fields: Fields<'_>) -> PersonSaved {
        self.creation().save(&form.draft, filled(form, fields), false).await
    }

    /// Somebody nobody knows rings, and is answered.
    async fn talk_with_nobody(&self) -> (i32, CallId) {
        let (on_phone, call) = self.talk_with(NOBODY).await;
        self.until_pop("nobody found", |call| call.caller == CallerView::Unknown).await;
        (on_phone, call)
    }

    async fn hang_up(&self, on_phone: i32) {
        self.pbx().hang_up(on_phone).unwrap();
        self.until_ended().await;
    }

    fn people(&self, sobject: &str, last_name: &str) -> Vec<Value> {
        let mut people = self.simulators.org.records(sobject);
        people.retain(|record| record["LastName"] == last_name);
        people
    }

    async fn set_creation(&self, values: &[(&str, SettingValue)]) {
        let values = values.iter().map(|(name, value)| (format!("creation.{name}"), value.clone())).collect();
        let change = SettingsChange { values, secrets: Default::default() };
        let outcome = self.companion.as_ref().unwrap().setup().change(change).await;
        assert_eq!(outcome, engine::view::SaveOutcome::Saved);
    }

    async fn until_waiting(&self) -> WaitingPerson {
        self.until("somebody waits", |view| view.creation.waiting.first().cloned()).await
    }

    async fn until_nobody_waits(&self) {
        self.until("nobody waits", |view| view.creation.waiting.is_empty().then_some(())).await;
    }
}

/// What the form was filled with, and this besides.
fn filled(form: &CreateForm, fields: Fields<'_>) -> DraftValues {
    let mut values = form.values.clone();
    // What the form does not ask for is not filled in.
    let asked = |name: &str| form.fields.iter().any(|field| field.name == name);
    for (name, value) in fields.iter().filter(|(name, _)| asked(name)) {
        values.fields.insert((*name).to_owned(), (*value).to_owned());
    }
    values
}

fn created(saved: PersonSaved) -> (String, bool) {
    match saved {
        PersonSaved::Created { person, found } => (person.id, found),
        other @ (PersonSaved::Refused(_)
        | PersonSaved::Duplicates { .. }
        | PersonSaved::Queued { .. }
        | PersonSaved::Failed { .. }) => panic!("{other:?}"),
    }
}

fn refused(saved: PersonSaved) -> Refusals {
    match saved {
        PersonSaved::Refused(refusals) => refusals,
        other @ (PersonSaved::Created { .. }
        | PersonSaved::Duplicates { .. }
        | PersonSaved::Queued { .. }
        | PersonSaved::Failed { .. }) => panic!("{other:?}"),
    }
}

const VOGL: Fields<'_> = &[("FirstName", "Anna"), ("LastName", "Vogl")];

#[tokio::test]
async fn a_caller_becomes_a_contact_of_a_new_account_and_the_entry_is_about_them() {
    let world = World::linked().await;
    let (on_phone, call) = world.talk_with_nobody().await;
    let form = world.form(CreateFrom::Call { call: call.0 }).await;
    assert_eq!((form.problem.clone(), form.call, form.restored), (None, Some(call.0), false));
    assert_eq!(form.values.fields["Phone"], NOBODY);
    assert_eq!(form.kinds, [CreateKindView::Contact, CreateKindView::Lead]);
    let names: Vec<_> = form.fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names[..4], ["Salutation", "FirstName", "LastName", "AccountId"], "as on the page");
    let mut values = filled(&form, VOGL);
    values.account = Some(AccountChoiceView::New { name: "Vogl Bau".into() });
    let (id, found) = created(world.creation().save(&form.draft, values, false).await);
    assert!(!found);
    let [contact] = world.people("Contact", "Vogl").try_into().unwrap();
    assert_eq!((contact["Id"].as_str(), contact["Phone"].as_str()), (Some(id.as_str()), Some(NOBODY)));
    assert_eq!(contact["AccountId"], world.id_of("Account", "Vogl Bau"));
    world.until_pop("the new name", |call| name_of(call) == Some("Anna Vogl")).await;
    world.hang_up(on_phone).await;
    world.until_written().await;
    assert_eq!(world.tasks()[0]["WhoId"], contact["Id"]);
    // Found at once on the next ring, whatever the org's search knows.
    world.fault("index-delay-secs", Some("3600"));
    world.pbx().ring(&Ring::from(NOBODY)).unwrap();
    world.until_pop("found at once", |call| name_of(call) == Some("Anna Vogl")).await;
    // The draft is done with.
    assert!(!world.form(CreateFrom::Call { call: call.0 }).await.restored);
}

#[tokio::test]
async fn a_lead_has_the_admins_company_and_stays_ours() {
    let world = World::linked().await;
    let colleague = world.simulators.org.records("User");
    let colleague = colleague.iter().find(|user| user["Name"] != "Mara Lindqvist").unwrap();
    world.fault("lead-assignment", colleague["Email"].as_str());
    let text = |text: &str| SettingValue::Text(text.to_owned());
    let fields = SettingValue::List(vec!["LeadSource = Phone Inquiry".into(), "Title = via [Agent]".into()]);
    world
        .set_creation(&[
            ("kind", text("lead")),
            ("lead_company", text("Caller [Number]")),
            ("lead_fields", fields),
        ])
        .await;
    let (_, call) = world.talk_with_nobody().await;
    let form = world.form(CreateFrom::Call { call: call.0 }).await;
    assert_eq!(form.kinds[0], CreateKindView::Lead);
    let (id, _) = created(world.save(&form, VOGL).await);
    let [lead] = world.people("Lead", "Vogl").try_into().unwrap();
    assert_eq!(lead["Id"], id);
    assert_eq!(lead["Company"], format!("Caller {NOBODY}"));
    assert_eq!(
        (lead["LeadSource"].as_str(), lead["Title"].as_str()),
        (Some("Phone Inquiry"), Some("via 812"))
    );
    assert_ne!(lead["OwnerId"], colleague["Id"], "the assignment rule was kept off");
}

#[tokio::test]
async fn a_person_account_where_the_org_has_them() {
    let world = World::linked().await;
    world.fault("person-accounts", None);
    let (_, call) = world.talk_with_nobody().await;
    let form = world.form_of(call, CreateKindView::PersonAccount).await;
    assert!(form.kinds.contains(&CreateKindView::PersonAccount));
    assert!(form.fields.iter().all(|field| field.name != "Name"));
    let (id, _) = created(world.save(&form, VOGL).await);
    let [account] = world.people("Account", "Vogl").try_into().unwrap();
    assert_eq!(
        (account["Id"].as_str(), account["IsPersonAccount"].as_bool()),
        (Some(id.as_str()), Some(true))
    );
}

#[tokio::test]
async fn lists_of_the_org_are_asked_for_and_depend_on_each_other() {
    let world = World::linked().await;
    world.fault("segments", None);
    let (_, call) = world.talk_with_nobody().await;
    let form = world.form(CreateFrom::Call { call: call.0 }).await;
    let field = |name: &str| form.fields.iter().find(|field| field.name == name).unwrap();
    assert!(field("Customer_Segment__c").required && field("Customer_Segment__c").custom);
    let gold = &field("Service_Level__c").choices[0];
    assert_eq!((gold.value.as_str(), gold.with.as_deref()), ("Gold", Some(&["Trade".to_owned()][..])));
    let why = |refusals: Refusals| -> Vec<(String, RefusalWhy)> {
        refusals.fields.into_iter().map(|one| (one.field, one.why)).collect()
    };
    let missing = why(refused(world.save(&form, VOGL).await));
    assert_eq!(missing, [("Customer_Segment__c".to_owned(), RefusalWhy::Missing)]);
    let public: Fields<'_> =
        &[VOGL[0], VOGL[1], ("Customer_Segment__c", "Public"), ("Service_Level__c", "Gold")];
    let wrong = why(refused(world.save(&form, public).await));
    assert_eq!(wrong, [("Service_Level__c".to_owned(), RefusalWhy::NotAChoice)]);
    assert!(world.people("Contact", "Vogl").is_empty());
    let trade: Fields<'_> =
        &[VOGL[0], VOGL[1], ("Customer_Segment__c", "Trade"), ("Service_Level__c", "Gold")];
    created(world.save(&form, trade).await);
    assert_eq!(world.people("Contact", "Vogl")[0]["Service_Level__c"], "Gold");
}

#[tokio::test]
async fn a_record_type_has_its_own_values_and_is_written() {
    let world = World::linked().await;
    world.fault("segments", None);
    world.fault("record-types", None);
    let (_, call) = world.talk_with_nobody().await;
    let from = CreateFrom::Call { call: call.0 };
    let form = world.form(from.clone()).await;
    let names: Vec<_> = form.record_types.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["Customer", "Partner"]);
    let partner = Some(form.record_types[1].id.clone());
    let form = world.creation().form(from, None, partner.clone()).await.unwrap();
    let segment = form.fields.iter().find(|field| field.name == "Customer_Segment__c").unwrap();
    let values: Vec<_> = segment.choices.iter().map(|choice| choice.value.as_str()).collect();
    assert_eq!(values, ["Public", "Craft"]);
    let fields: Fields<'_> = &[VOGL[0], VOGL[1], ("Customer_Segment__c", "Public")];
    created(world.save(&form, fields).await);
    assert_eq!(world.people("Contact", "Vogl")[0]["RecordTypeId"].as_str(), partner.as_deref());
}

#[tokio::test]
async fn fields_this_user_may_not_see_are_not_asked_for_and_pages_may_be_unreadable() {
    let world = World::linked().await;
    world.fault("hidden-field", Some("Contact.MobilePhone"));
    world.fault("no-layouts", None);
    let (_, call) = world.talk_with_nobody().await;
    let form = world.form(CreateFrom::Call { call: call.0 }).await;
    assert_eq!(form.problem, None);
    let names: Vec<_> = form.fields.iter().map(|field| field.name.as_str()).collect();
    assert!(!names.contains(&"MobilePhone") && names.contains(&"LastName"), "{names:?}");
    created(world.save(&form, VOGL).await);
}

#[tokio::test]
async fn each_refusal_stands_beside_its_field_in_the_orgs_words() {
    let world = World::linked().await;
    let (_, call) = world.talk_with_nobody().await;
    let form = world.form(CreateFrom::Call { call: call.0 }).await;
    for (code, field) in [
        ("REQUIRED_FIELD_MISSING", "LeadSource"),
        ("STRING_TOO_LONG", "LastName"),
        ("INVALID_EMAIL_ADDRESS", "Email"),
        ("FIELD_CUSTOM_VALIDATION_EXCEPTION", "Phone"),
        ("FIELD_CUSTOM_VALIDATION_EXCEPTION", ""),
        ("INVALID_FIELD_FOR_INSERT_UPDATE", "Title"),
        ("INVALID_FIELD", ""),
        ("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "LeadSource"),
        ("INVALID_CROSS_REFERENCE_KEY", "AccountId"),
        ("INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", ""),
        ("INSUFFICIENT_ACCESS_OR_READONLY", ""),
        ("MALFORMED_ID", "AccountId"),
        ("DUPLICATE_VALUE", ""),
        ("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", ""),
        ("CANNOT_EXECUTE_FLOW_TRIGGER", ""),
        ("INACTIVE_OWNER_OR_USER", ""),
        ("STORAGE_LIMIT_EXCEEDED", ""),
    ] {
        world.fault("refuse-create", Some(&format!("Contact:{code}:{field}:Nein: so nicht")));
        let refusals = refused(world.save(&form, VOGL).await);
        let message = "Nein: so nicht".to_owned();
        if field.is_empty() {
            assert_eq!((refusals.general, refusals.fields), (vec![message], Vec::new()), "{code}");
        } else {
            assert_eq!(refusals.fields[0].field, field, "{code}");
            assert_eq!(refusals.fields[0].why, RefusalWhy::Salesforce { message }, "{code}");
        }
        world.clear_faults();
        // What was typed is still there, and nobody waits.
        let again = world.form(CreateFrom::Call { call: call.0 }).await;
        assert_eq!(again.values.fields["FirstName"], "Anna", "{code}");
        assert!(world.view().creation.waiting.is_empty(), "{code}");
    }
    created(world.save(&form, VOGL).await);
}

#[tokio::test]
async fn what_was_typed_outlives_the_program() {
    let mut world = World::linked().await;
    let (_, call) = world.talk_with_nobody().await;
    let from = CreateFrom::Call { call: call.0 };
    let form = world.form(from.clone()).await;
    assert!(!form.restored);
    world.creation().keep(&form.draft, filled(&form, VOGL)).await.unwrap();
    world.kill().await;
    world.start().await;
    world.until_linked().await;
    let back = world.form(CreateFrom::Draft { draft: form.draft.clone() }).await;
    assert_eq!((back.restored, back.values.fields["FirstName"].as_str()), (true, "Anna"));
    // Another kind keeps what both have.
    let creation = world.creation();
    let lead =
        creation.form(CreateFrom::Draft { draft: form.draft.clone() }, Some(CreateKindView::Lead), None);
    let lead = lead.await.unwrap();
    assert_eq!(
        (lead.values.fields["FirstName"].as_str(), lead.values.fields["Company"].as_str()),
        ("Anna", "Unknown")
    );
    world.creation().drop_draft(&form.draft).await.unwrap();
    assert!(!world.form(CreateFrom::Draft { draft: form.draft }).await.restored);
}

#[tokio::test]
async fn a_search_and_a_company_fill_the_form() {
    let world = World::linked().await;
    for (text, field, value) in [
        ("030 23125144", "Phone", NOBODY),
        ("anna@vogl.example", "Email", "anna@vogl.example"),
        ("Vogl, Anna", "LastName", "Vogl"),
    ] {
        let form = world.form(CreateFrom::Text { text: text.into() }).await;
        assert_eq!(form.values.fields.get(field).map(String::as_str), Some(value), "{text}");
    }
    let known = world.simulators.org.records("Account")[0]["Name"].as_str().unwrap().to_owned();
    let found = world.creation().accounts_there(&known).await;
    let engine::view::SearchThere::Found { found, .. } = found else { panic!("{found:?}") };
    let account = found.first().unwrap();
    let form = world.form(CreateFrom::Account { account: account.id.clone() }).await;
    let existing = AccountChoiceView::Existing { id: account.id.clone(), name: account.name.clone() };
    assert_eq!(form.values.account, Some(existing));
}

#[tokio::test]
async fn creating_can_be_switched_off() {
    let world = World::linked().await;
    let (_, call) = world.talk_with_nobody().await;
    let form = world.form(CreateFrom::Call { call: call.0 }).await;
    world.set_creation(&[("enabled", SettingValue::Switch(false))]).await;
    world.until("no kinds", |view| view.creation.kinds.is_empty().then_some(())).await;
    let off = ProblemCode::CreationOff;
    let again = world.creation().form(CreateFrom::Call { call: call.0 }, None, None).await;
    assert_eq!(again.unwrap_err().map(|problem| problem.code), Some(off));
    let PersonSaved::Failed { problem } = world.save(&form, VOGL).await else { panic!() };
    assert_eq!(problem.code, off);
}
