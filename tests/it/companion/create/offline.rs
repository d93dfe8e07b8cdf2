//! Without Salesforce: people wait on disk, and what was said of their call waits for them.

use engine::view::WaitingState;

use super::*;

/// Salesforce works on a request for up to ten minutes; after this a lost answer is asked about.
const PAST_DOUBT: Duration = Duration::from_secs(12 * 60);

impl World {
    /// Somebody is created while Salesforce cannot be reached.
    async fn queued(&self) -> (i32, CallId, CreateForm) {
        let (on_phone, call) = self.talk_with_nobody().await;
        let form = self.form(CreateFrom::Call { call: call.0 }).await;
        self.fault("html-503", None);
        let saved = self.save(&form, VOGL).await;
        assert!(matches!(saved, PersonSaved::Queued { .. }), "{saved:?}");
        (on_phone, call, form)
    }
}

#[tokio::test]
async fn somebody_waits_and_so_does_the_entry_until_salesforce_is_back() {
    let mut world = World::linked().await;
    let (on_phone, call, form) = world.queued().await;
    let waiting = world.until_waiting().await;
    assert_eq!(
        (waiting.name.as_str(), waiting.call, &waiting.draft),
        ("Anna Vogl", Some(call.0), &form.draft)
    );
    assert!(matches!(waiting.state, WaitingState::Waiting { problem: Some(_), .. }), "{waiting:?}");
    world.hang_up(on_phone).await;
    world.act(AgentAction::Dismiss { call }).await;
    world.until_on_disk().await;
    // Nothing is lost by ending the program.
    world.stop().await;
    world.start().await;
    world.until_waiting().await;
    world.clear_faults();
    let saved = world.creation().retry(&form.draft).await;
    let (id, _) = created(saved);
    world.until_nobody_waits().await;
    world.until_row("a written entry", is_written).await;
    assert_eq!(world.people("Contact", "Vogl").len(), 1);
    assert_eq!(world.tasks()[0]["WhoId"], id);
}

#[tokio::test]
async fn without_a_person_the_entry_waits_even_when_salesforce_takes_entries() {
    let world = World::linked().await;
    let (on_phone, call, form) = world.queued().await;
    world.fault("refuse-create", Some("Contact:FIELD_CUSTOM_VALIDATION_EXCEPTION:Phone:Not like this"));
    world.fault("html-503", Some("off"));
    let stuck = refused(world.creation().retry(&form.draft).await);
    assert_eq!(stuck.fields[0].field, "Phone");
    world.hang_up(on_phone).await;
    world.act(AgentAction::Dismiss { call }).await;
    world.until_on_disk().await;
    let waiting = world.until("stuck", |view| {
        let stuck = |one: &&WaitingPerson| matches!(one.state, WaitingState::Stuck { .. });
        view.creation.waiting.iter().find(stuck).cloned()
    });
    assert_eq!(waiting.await.draft, form.draft);
    // The form says again what was wrong.
    let again = world.form(CreateFrom::Draft { draft: form.draft.clone() }).await;
    assert_eq!(again.refused, Some(stuck));
    // Another call is written meanwhile: only what waits for them waits.
    world.talk_and_write().await;
    assert_eq!(world.tasks().len(), 1);
    // Given up, it goes out about nobody.
    world.creation().give_up(&form.draft).await.unwrap();
    world.until_nobody_waits().await;
    world.until("both written", |view| (view.journal.written_today == 2).then_some(())).await;
    assert!(world.tasks().iter().any(|task| task["WhoId"].is_null()));
    assert!(world.people("Contact", "Vogl").is_empty());
}

impl World {
    async fn talk_and_write(&self) {
        let (on_phone, _) = self.talk_with(KATHARINA).await;
        self.hang_up(on_phone).await;
        self.until_written().await;
    }
}

#[tokio::test]
async fn what_was_refused_is_corrected_and_saved_again() {
    let world = World::linked().await;
    let (_, _, form) = world.queued().await;
    world.clear_faults();
    world.fault("validation-rule", Some("Contact:Not like this"));
    let stuck = refused(world.creation().retry(&form.draft).await);
    assert_eq!(stuck.general, ["Not like this"]);
    world.clear_faults();
    let corrected: Fields<'_> = &[("FirstName", "Anna"), ("LastName", "Vogl-Berg")];
    created(world.save(&form, corrected).await);
    world.until_nobody_waits().await;
    assert_eq!(world.people("Contact", "Vogl-Berg").len(), 1);
    assert!(world.people("Contact", "Vogl").is_empty());
}

#[tokio::test]
async fn killed_with_the_request_on_its_way_nobody_is_made_twice() {
    let mut world = World::linked().await;
    let (_, call) = world.talk_with_nobody().await;
    let form = world.form(CreateFrom::Call { call: call.0 }).await;
    world.fault("api-delay-ms", Some("400"));
    let (creation, values, draft) = (world.creation(), filled(&form, VOGL), form.draft.clone());
    let saving = tokio::spawn(async move { creation.save(&draft, values, false).await });
    world.simulators_made("Contact", "Vogl").await;
    saving.abort();
    world.kill().await;
    world.clear_faults();
    world.start().await;
    world.until_linked().await;
    world
        .until("in doubt", |view| {
            let in_doubt = |one: &WaitingPerson| matches!(one.state, WaitingState::InDoubt { .. });
            view.creation.waiting.iter().any(in_doubt).then_some(())
        })
        .await;
    world.pass(PAST_DOUBT).await;
    let (_, found) = created(world.creation().retry(&form.draft).await);
    assert!(found);
    assert_eq!(world.people("Contact", "Vogl").len(), 1);
}

impl World {
    /// Until the org holds the record, though its answer is still on the way.
    async fn simulators_made(&self, sobject: &str, last_name: &str) {
        let made = tokio::time::timeout(DEADLINE, async {
            while self.people(sobject, last_name).is_empty() {
                tokio::task::yield_now().await;
            }
        });
        made.await.expect("the request arrives");
    }
}

#[tokio::test]
async fn an_entry_about_a_lead_that_was_converted_follows_to_the_contact() {
    let world = World::linked().await;
    let (on_phone, call) = world.talk_with_nobody().await;
    let form = world.form_of(call, CreateKindView::Lead).await;
    let (lead, _) = created(world.save(&form, VOGL).await);
    world.until_pop("the lead", |call| name_of(call) == Some("Anna Vogl")).await;
    let contact = world.simulators.org.convert(&lead).unwrap();
    world.fault("refuse-converted", None);
    world.hang_up(on_phone).await;
    world.until_written().await;
    assert_eq!(world.tasks()[0]["WhoId"], contact);
}
