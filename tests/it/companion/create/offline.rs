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

impl World {
    /// Tried again, once nobody else does; `None`: somebody else created them.
    async fn retried(&self, form: &CreateForm) -> Option<PersonSaved> {
        loop {
            let saved = self.creation().retry(&form.draft).await;
            let failed = |code| {
                matches!(&saved, PersonSaved::Queued { problem } | PersonSaved::Failed { problem }
                    if problem.code == code)
            };
            if failed(ProblemCode::CreationGone) {
                return None;
            }
            if !failed(ProblemCode::SalesforceBusy) {
                return Some(saved);
            }
            tokio::task::yield_now().await;
        }
    }

    /// A request whose answer is lost; the org does not carry it out.
    async fn in_doubt(&self) -> CreateForm {
        let (_, call) = self.talk_with_nobody().await;
        let form = self.form(CreateFrom::Call { call: call.0 }).await;
        self.fault("reset-before-commit", Some("1"));
        let saved = self.save(&form, VOGL).await;
        assert!(matches!(saved, PersonSaved::Queued { .. }), "{saved:?}");
        self.until_in_doubt().await;
        form
    }

    async fn until_in_doubt(&self) {
        self.until("in doubt", |view| {
            let in_doubt = |one: &WaitingPerson| matches!(one.state, WaitingState::InDoubt { .. });
            view.creation.waiting.iter().any(in_doubt).then_some(())
        })
        .await;
    }
}

const BERG: Fields<'_> = &[("FirstName", "Anna"), ("LastName", "Vogl-Berg"), ("Title", "Purchasing")];

#[tokio::test]
async fn refused_after_a_doubt_is_corrected_or_given_up_like_any_other() {
    for give_up in [false, true] {
        let world = World::linked().await;
        let form = world.in_doubt().await;
        let early = world.creation().give_up(&form.draft).await;
        assert_eq!(early.unwrap_err().code, ProblemCode::CreationInDoubt);
        // Asked too early, nothing is sent: the request may still be carried out.
        let early = world.creation().retry(&form.draft).await;
        assert!(matches!(early, PersonSaved::Queued { .. }), "{early:?}");
        assert!(world.people("Contact", "Vogl").is_empty());
        world.until_in_doubt().await;
        world.fault("validation-rule", Some("Contact:Not like this"));
        world.pass(PAST_DOUBT).await;
        let saved = world.retried(&form).await.unwrap();
        assert_eq!(refused(saved).general, ["Not like this"]);
        world.clear_faults();
        if give_up {
            world.creation().give_up(&form.draft).await.unwrap();
        } else {
            created(world.save(&form, BERG).await);
            assert_eq!(world.people("Contact", "Vogl-Berg").len(), 1);
        }
        world.until_nobody_waits().await;
        assert!(world.people("Contact", "Vogl").is_empty());
    }
}

#[tokio::test]
async fn what_is_corrected_while_in_doubt_is_what_is_created() {
    let world = World::linked().await;
    let form = world.in_doubt().await;
    let saved = world.save(&form, BERG).await;
    assert!(matches!(saved, PersonSaved::Queued { .. }), "{saved:?}");
    let back = world.form(CreateFrom::Draft { draft: form.draft.clone() }).await;
    assert_eq!(back.values.fields["LastName"], "Vogl-Berg");
    world.pass(PAST_DOUBT).await;
    world.retried(&form).await;
    world.until_nobody_waits().await;
    assert_eq!((world.people("Contact", "Vogl").len(), world.people("Contact", "Vogl-Berg").len()), (0, 1));
}

#[tokio::test]
async fn what_is_corrected_while_in_doubt_is_brought_to_the_record_that_was_made() {
    let world = World::linked().await;
    let (_, call) = world.talk_with_nobody().await;
    let form = world.form(CreateFrom::Call { call: call.0 }).await;
    world.fault("late-commit", Some("90"));
    let saved = world.save(&form, VOGL).await;
    assert!(matches!(saved, PersonSaved::Queued { .. }), "{saved:?}");
    let saved = world.save(&form, BERG).await;
    assert!(matches!(saved, PersonSaved::Queued { .. }), "{saved:?}");
    world.simulators.org.advance_clock(100);
    world.pass(PAST_DOUBT).await;
    world.retried(&form).await;
    world.until_nobody_waits().await;
    let [record] = world.people("Contact", "Vogl-Berg").try_into().unwrap();
    assert_eq!((&record["LastName"], &record["Title"]), (&"Vogl-Berg".into(), &"Purchasing".into()));
    assert!(world.people("Contact", "Vogl").is_empty());
}

#[tokio::test]
async fn what_is_typed_while_they_are_on_the_way_is_not_lost() {
    let world = World::linked().await;
    let (_, call, form) = world.queued().await;
    world.creation().keep(&form.draft, filled(&form, BERG)).await.unwrap();
    world.clear_faults();
    created(world.creation().retry(&form.draft).await);
    world.until_nobody_waits().await;
    let back = world.form(CreateFrom::Call { call: call.0 }).await;
    assert_eq!((back.restored, back.values.fields["LastName"].as_str()), (true, "Vogl-Berg"));
}

#[tokio::test]
async fn choosing_who_is_there_settles_everybody_who_waited() {
    let world = World::linked().await;
    let found = world.companion.as_ref().unwrap().search().there("Katharina Vogelsang").await;
    let engine::view::SearchThere::Found { found, .. } = found else { panic!() };
    let katharina = found[0].id.clone();
    let (on_phone, call, form) = world.queued().await;
    world.until_waiting().await;
    // Somebody else was begun for the same call after that.
    world.creation().drop_draft(&form.draft).await.unwrap();
    let other = world.form(CreateFrom::Call { call: call.0 }).await;
    let saved = world.save(&other, BERG).await;
    assert!(matches!(saved, PersonSaved::Queued { .. }), "{saved:?}");
    world.creation().drop_draft(&other.draft).await.unwrap();
    let third = world.form(CreateFrom::Call { call: call.0 }).await;
    world.clear_faults();
    let used = world.creation().use_existing(&third.draft, &katharina, false).await;
    assert!(matches!(used, engine::view::PersonUsed::Linked { .. }), "{used:?}");
    world.until_pop("her name", |call| name_of(call) == Some("Katharina Vogelsang")).await;
    world.hang_up(on_phone).await;
    world.until_written().await;
    assert_eq!(world.tasks()[0]["WhoId"], katharina);
    world.until_nobody_waits().await;
    assert!(world.people("Contact", "Vogl").is_empty() && world.people("Contact", "Vogl-Berg").is_empty());
}

#[tokio::test]
async fn choosing_who_is_there_ends_the_wish_of_the_same_form() {
    let world = World::linked().await;
    let found = world.companion.as_ref().unwrap().search().there("Katharina Vogelsang").await;
    let engine::view::SearchThere::Found { found, .. } = found else { panic!() };
    let katharina = found[0].id.clone();
    let (on_phone, _, form) = world.queued().await;
    world.until_waiting().await;
    world.clear_faults();
    world.creation().use_existing(&form.draft, &katharina, false).await;
    world.until_nobody_waits().await;
    world.hang_up(on_phone).await;
    world.until_written().await;
    assert_eq!(world.tasks()[0]["WhoId"], katharina);
    world.pass(PAST_DOUBT).await;
    world.talk_and_write().await;
    assert!(world.people("Contact", "Vogl").is_empty());
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
