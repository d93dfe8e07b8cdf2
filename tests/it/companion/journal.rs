//! What the admin's journal rules leave in the org: kept entries and when they go out, private
//! calls, codes and further fields, also after a kill.

use domain::settings::{JournalSettings, Unmatched, WriteAs};
use serde_json::json;

use super::*;

impl World {
    /// Running with other rules of the journal, and both links are up.
    pub(super) async fn journaling(change: impl FnOnce(&mut JournalSettings)) -> Self {
        let mut world = Self::set().await;
        let mut settings = engine::settings::look(&world.profile.dir).unwrap();
        change(&mut settings.journal);
        engine::settings::save(&world.profile.dir, &settings).unwrap();
        world.start().await;
        world.until_linked().await;
        world
    }

    /// A call that is over and looked up, its pop closed.
    pub(super) async fn ended_call(&self, number: &str) -> CallId {
        let (call, id) = self.talk_with(number).await;
        self.until_pop("an answer", |call| !matches!(call.caller, CallerView::Searching)).await;
        self.pbx().hang_up(call).unwrap();
        self.until_ended().await;
        self.act(AgentAction::Dismiss { call: id }).await;
        id
    }
}

fn is_kept(row: &CallRow) -> bool {
    row.entry.as_ref().is_some_and(|entry| entry.state == EntryStateView::Kept)
}

fn row_of(id: CallId, wanted: fn(&CallRow) -> bool) -> impl Fn(&View) -> Option<CallRow> {
    move |view| view.today.iter().find(|row| row.id == id.0 && wanted(row)).cloned()
}

#[tokio::test]
async fn a_kept_entry_survives_a_kill_and_is_written_when_the_caller_is_known() {
    let mut world = World::journaling(|journal| journal.unmatched = Unmatched::Keep).await;
    let id = world.ended_call(NOBODY).await;
    world.until_row("a kept entry", is_kept).await;
    world.until_on_disk().await;
    world.kill().await;
    assert!(world.tasks().is_empty());

    let contact = json!({"LastName": "Neumann", "Phone": NOBODY});
    let contact = world.simulators.org.insert("Contact", &contact).unwrap();
    // Salesforce's search knows of a new record only later (salesforce.md 4.5).
    world.simulators.org.advance_clock(3_600);
    world.start().await;
    world.until("the entry, written", row_of(id, is_written)).await;
    let tasks = world.tasks();
    assert_eq!((tasks.len(), &tasks[0]["WhoId"]), (1, &json!(contact)));
    assert!(tasks[0]["Description"].as_str().unwrap().contains("Neumann"));
}

#[tokio::test]
async fn a_kept_entry_of_an_earlier_day_is_linked_as_well() {
    let mut world = World::journaling(|journal| journal.unmatched = Unmatched::Keep).await;
    world.ended_call(NOBODY).await;
    world.until_on_disk().await;
    world.stop().await;
    world.clock.put_forward(Duration::from_secs(3 * 24 * 3_600));
    let contact = json!({"LastName": "Neumann", "Phone": NOBODY});
    world.simulators.org.insert("Contact", &contact).unwrap();
    world.simulators.org.advance_clock(3_600);
    world.start().await;
    world.until_linked().await;
    world.until("nothing waits", |view| (view.journal.waiting == 0).then_some(())).await;
    assert_eq!(world.tasks().len(), 1);
    assert!(world.tasks()[0]["WhoId"].is_string());
}

#[tokio::test]
async fn a_kept_entry_is_written_as_it_is_if_the_agent_wants_that() {
    let world = World::journaling(|journal| journal.unmatched = Unmatched::Keep).await;
    let id = world.ended_call(NOBODY).await;
    let key = world.until_row("a kept entry", is_kept).await.entry.unwrap().key;
    world.act(AgentAction::RetryEntry { key }).await;
    world.until("the entry, written", row_of(id, is_written)).await;
    assert_eq!(world.tasks().len(), 1);
    assert!(world.tasks()[0]["WhoId"].is_null());
}

#[tokio::test]
async fn a_private_call_leaves_nothing_also_after_a_kill() {
    let mut world = World::linked().await;
    let (call, id) = world.talk_with(KATHARINA).await;
    world.until_pop("her name", |call| name_of(call).is_some()).await;
    world.pbx().hang_up(call).unwrap();
    world.until_ended().await;
    world.until_on_disk().await;
    world.act(AgentAction::Private { call: id, on: true }).await;
    world.until("an empty outbox", |view| (view.journal.waiting == 0).then_some(())).await;
    world.kill().await;
    world.start().await;
    world.until_linked().await;
    let row = world.until_row("the private call", |row| row.not_written.is_some()).await;
    assert_eq!((row.id, row.entry), (id.0, None));
    // The next call is written: the sender has looked at everything before it.
    world.ended_call(KATHARINA).await;
    world.until_row("a written entry", is_written).await;
    assert_eq!(world.tasks().len(), 1);
}

#[tokio::test]
async fn code_and_further_fields_are_on_disk_and_in_the_task() {
    let mut world = World::journaling(|journal| {
        journal.wrap_up_codes = vec!["Order".into(), "Complaint".into()];
        journal.fields = ["Call_Key__c = [WrapUp] [Number]", "Gone__c = [Name]", "Type = Meeting"]
            .map(str::to_owned)
            .to_vec();
        journal.outcomes.answered_inbound = WriteAs::Open;
        journal.answered_inbound = "[WrapUp]: [Name]".into();
    })
    .await;
    world.fault("call-key", None);
    let (call, id) = world.talk_with(KATHARINA).await;
    world.until_pop("her name", |call| name_of(call).is_some()).await;
    world.act(AgentAction::WrapUp { call: id, code: Some("Complaint".into()) }).await;
    world.until_pop("the code", |call| call.wrap_up.as_deref() == Some("Complaint")).await;
    world.kill().await;

    world.start().await;
    world.until_linked().await;
    let pop = world.until_pop("the same call", |call| matches!(call.phase, Phase::Talking { .. })).await;
    assert_eq!(pop.wrap_up.as_deref(), Some("Complaint"));
    assert_eq!(world.view().wrap_up_codes, ["Order", "Complaint"]);
    world.pbx().hang_up(call).unwrap();
    world.until_ended().await;
    world.until_written().await;
    let tasks = world.tasks();
    assert_eq!(tasks.len(), 1);
    assert!(tasks[0]["Description"].as_str().unwrap().starts_with("Complaint: Katharina Vogelsang"));
    assert_eq!(tasks[0]["Call_Key__c"], "Complaint +494066969412");
    assert_eq!((&tasks[0]["Status"], &tasks[0]["Type"]), (&json!("Not Started"), &json!("Meeting")));
}

#[tokio::test]
async fn internal_calls_are_written_where_the_admin_wants_that() {
    let world = World::journaling(|journal| {
        journal.internal = true;
        journal.unmatched = Unmatched::Never;
    })
    .await;
    let call = world.pbx().ring(&Ring::from("813")).unwrap();
    world.until_row("an internal ring", |row| row.internal).await;
    world.pbx().answer(call, Some("812")).unwrap();
    world.until_row("an internal talk", |row| matches!(row.phase, Phase::Talking { .. })).await;
    world.pbx().hang_up(call).unwrap();
    world.until_ended().await;
    world.until_row("a written entry", is_written).await;
    assert_eq!(world.tasks()[0]["CallType"], "Internal");
    assert!(world.view().pop.is_empty());
}
