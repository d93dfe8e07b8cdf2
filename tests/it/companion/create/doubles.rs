//! Who may be there already, and that nobody is created twice.

use engine::view::{DuplicateView, DuplicateWhy, DuplicatesThere, NumberAdded, PersonUsed};

use super::*;

fn doubles(saved: PersonSaved) -> (Vec<DuplicateView>, bool, Option<String>) {
    match saved {
        PersonSaved::Duplicates { matches, may_save_anyway, message } => (matches, may_save_anyway, message),
        other @ (PersonSaved::Created { .. }
        | PersonSaved::Refused(_)
        | PersonSaved::Queued { .. }
        | PersonSaved::Failed { .. }) => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn somebody_with_the_number_or_address_is_named_while_typing() {
    let world = World::linked().await;
    let form = world.form(CreateFrom::Text { text: "Anna Vogl".into() }).await;
    let values = filled(&form, &[("Phone", "040 / 66969-412")]);
    let here = world.creation().check(values.clone()).await;
    assert!(here.matches.is_empty(), "this computer knows nobody yet");
    assert_eq!((here.numbers["Phone"].copied.as_str(), here.ask), (KATHARINA, true));
    let DuplicatesThere::Found { matches, .. } = world.creation().ask(values.clone()).await else { panic!() };
    assert_eq!(
        (matches[0].person.name.as_str(), &matches[0].why[..]),
        ("Katharina Vogelsang", &[DuplicateWhy::Number][..])
    );
    // From now on this computer knows her.
    assert_eq!(world.creation().check(values).await.matches.len(), 1);
}

#[tokio::test]
async fn an_existing_record_is_used_and_gets_the_number() {
    let world = World::linked().await;
    let (on_phone, call) = world.talk_with_nobody().await;
    let form = world.form(CreateFrom::Call { call: call.0 }).await;
    let found = world.companion.as_ref().unwrap().search().there("Katharina Vogelsang").await;
    let engine::view::SearchThere::Found { found, .. } = found else { panic!() };
    let id = found[0].id.clone();
    let before = world.simulators.org.record("Contact", &id).unwrap();
    let used = world.creation().use_existing(&form.draft, &id, true).await;
    let PersonUsed::Linked { number: NumberAdded::Added { label }, .. } = used else { panic!("{used:?}") };
    let record = world.simulators.org.record("Contact", &id).unwrap();
    assert_eq!((&record[&label], &before[&label]), (&serde_json::json!(NOBODY), &Value::Null));
    for field in
        ["Phone", "MobilePhone", "HomePhone", "OtherPhone"].into_iter().filter(|field| *field != label)
    {
        assert_eq!(record[field], before[field], "nothing is overwritten");
    }
    world.until_pop("her name", |call| name_of(call) == Some("Katharina Vogelsang")).await;
    world.hang_up(on_phone).await;
    world.until_written().await;
    assert_eq!(world.tasks()[0]["WhoId"], id);
    let again = world.creation().use_existing(&form.draft, &id, true).await;
    assert!(
        matches!(again, PersonUsed::Linked { number: NumberAdded::NoRoom, .. }),
        "the draft is gone: {again:?}"
    );
}

#[tokio::test]
async fn the_orgs_rule_may_be_overruled_where_it_says_so() {
    let world = World::linked().await;
    for (mode, spelling, across) in [
        ("alert", None, false),
        ("alert", Some("result"), true),
        ("block", None, true),
        ("alert", Some("none"), false),
    ] {
        world.clear_faults();
        world.simulators.org.apply_fault("duplicates", Some(mode)).unwrap();
        if let Some(spelling) = spelling {
            world.fault("duplicate-spelling", Some(spelling));
        }
        if across {
            world.fault("duplicates-across", None);
        }
        let last = format!("Doppel{mode}{}", spelling.unwrap_or_default());
        let one: Fields<'_> = &[("LastName", &last), ("Email", "doppel@vogl.example"), ("Company", "Vogl")];
        let kind = if across { CreateKindView::Lead } else { CreateKindView::Contact };
        let text = |nth: u8| CreateFrom::Text { text: format!("{last} {nth}") };
        let first = world.creation().form(text(1), Some(kind), None).await.unwrap();
        let first = world.creation().save(&first.draft, filled(&first, one), true).await;
        created(first);
        // Under another spelling of the address our own check sees nobody.
        let form = world.form(text(2)).await;
        let values = filled(&form, one);
        let (matches, may_save, message) =
            doubles(world.creation().save(&form.draft, values.clone(), false).await);
        if message.is_some() {
            assert!(matches.iter().all(|one| one.why.contains(&DuplicateWhy::Salesforce)), "{mode}");
        }
        let anyway = world.creation().save(&form.draft, values, true).await;
        if mode == "alert" {
            assert!(may_save);
            created(anyway);
        } else {
            let (matches, may_save, message) = doubles(anyway);
            assert!(!may_save && message.is_some_and(|text| text.contains("records")));
            // The text the form came from told a first name as well.
            assert_eq!((matches.len(), &matches[0].person.name), (1, &format!("{last} {last}")));
        }
    }
}

#[tokio::test]
async fn saving_anyway_can_be_forbidden() {
    let world = World::linked().await;
    world.set_creation(&[("save_anyway", SettingValue::Switch(false))]).await;
    let form = world.form(CreateFrom::Text { text: KATHARINA.into() }).await;
    for allow in [false, true] {
        let saved = world.creation().save(&form.draft, filled(&form, VOGL), allow).await;
        let (matches, may_save, _) = doubles(saved);
        assert_eq!((matches[0].person.name.as_str(), may_save), ("Katharina Vogelsang", false));
    }
    assert!(world.people("Contact", "Vogl").is_empty());
}

#[tokio::test]
async fn pressed_twice_or_in_two_windows_one_record_is_made() {
    let world = World::linked().await;
    let (_, call) = world.talk_with_nobody().await;
    let form = world.form(CreateFrom::Call { call: call.0 }).await;
    let creation = world.creation();
    let (one, other) =
        tokio::join!(world.save(&form, VOGL), creation.save(&form.draft, filled(&form, VOGL), false));
    let (one, other) = (created(one), created(other));
    assert_eq!(one.0, other.0);
    assert!(other.1 && !one.1);
    assert_eq!(world.people("Contact", "Vogl").len(), 1);
}

#[tokio::test]
async fn a_colleague_who_was_faster_is_met_with_the_number() {
    let world = World::linked().await;
    let (_, call) = world.talk_with_nobody().await;
    let form = world.form(CreateFrom::Call { call: call.0 }).await;
    world.fault("index-delay-secs", Some("3600"));
    let fields = serde_json::json!({"FirstName": "Anna", "LastName": "Vogl", "Phone": NOBODY});
    world.simulators.org.insert("Contact", &fields).unwrap();
    let (matches, _, _) = doubles(world.save(&form, VOGL).await);
    assert_eq!(matches[0].person.name, "Anna Vogl");
    assert_eq!(world.people("Contact", "Vogl").len(), 1);
}

#[tokio::test]
async fn an_answer_lost_after_the_commit_makes_nobody_twice() {
    let world = World::linked().await;
    let (_, call) = world.talk_with_nobody().await;
    let form = world.form(CreateFrom::Call { call: call.0 }).await;
    world.fault("reset-after-commit", Some("1"));
    let (id, found) = created(world.save(&form, VOGL).await);
    assert!(found, "it was asked for");
    let [contact] = world.people("Contact", "Vogl").try_into().unwrap();
    assert_eq!(contact["Id"], id);
    world.until_pop("the new name", |call| name_of(call) == Some("Anna Vogl")).await;
}
