//! What a person does to entries: undo, link to somebody else, late notes, discard, put back, edit;
//! through outages, lost answers and kills, and beside people who edit in Salesforce.

use domain::journal::EntryEdit;
use engine::view::{EntryRow, RemovalView, StepKind, StepState};
use serde_json::json;

use super::*;

/// Miriam Brandt is one of those who have it.
const SEVERAL: &str = "+493023125100";
/// Longer than the longest pause between two tries.
const PAST_PAUSE: Duration = Duration::from_secs(20 * 60);

fn is_removed(row: &CallRow, wanted: RemovalView) -> bool {
    matches!(&row.entry, Some(entry) if matches!(entry.state, EntryStateView::Removed { how, .. } if how == wanted))
}

fn is_undone(row: &CallRow) -> bool {
    is_removed(row, RemovalView::Undone)
}

fn is_kept(row: &CallRow) -> bool {
    matches!(&row.entry, Some(entry) if entry.step.as_ref().is_some_and(|step| step.state == StepState::Kept))
}

pub(super) fn has_step(row: &CallRow, kind: StepKind) -> bool {
    matches!(&row.entry, Some(entry) if entry.step.as_ref().is_some_and(|step| step.kind == kind))
}

pub(super) fn has_no_step(row: &CallRow) -> bool {
    row.entry.as_ref().is_some_and(|entry| entry.step.is_none())
}

impl World {
    /// A call that was talked, and is over; its entry is on disk.
    async fn talked_with(&self, number: &str) -> CallId {
        let (call, id) = self.talk_with(number).await;
        self.until_pop("who it is", |call| !matches!(call.caller, CallerView::Searching)).await;
        self.pbx().hang_up(call).unwrap();
        self.until_ended().await;
        id
    }

    /// The same, written; its key.
    pub(super) async fn written_with(&self, number: &str) -> String {
        self.talked_with(number).await;
        self.until_written().await.entry.unwrap().key
    }

    async fn undo(&self, key: &str) {
        self.act(AgentAction::UndoEntry { key: key.to_owned() }).await;
    }

    pub(super) fn edit_in_salesforce(&self, fields: &Value) {
        self.simulators.org.advance_clock(60);
        let id = self.tasks()[0]["Id"].as_str().unwrap().to_owned();
        self.simulators.org.update("Task", &id, fields).unwrap();
    }

    /// As long as it takes until steps are tried again.
    async fn until_retried(&self, key: &str, what: &str, wanted: impl Fn(&CallRow) -> bool) -> CallRow {
        self.pass(PAST_PAUSE).await;
        self.act(AgentAction::RetryEntry { key: key.to_owned() }).await;
        self.until_row(what, wanted).await
    }

    async fn until_listed(&self, what: &str, wanted: impl Fn(&EntryRow) -> bool) -> EntryRow {
        self.until(what, |view| view.entries.iter().find(|row| wanted(row)).cloned()).await
    }
}

#[tokio::test]
async fn an_entry_undone_leaves_no_task_and_comes_back_once() {
    let mut world = World::linked().await;
    let key = world.written_with(KATHARINA).await;
    assert_eq!(world.tasks().len(), 1);
    world.undo(&key).await;
    world.until_row("an undone entry", is_undone).await;
    assert!(world.tasks().is_empty());

    world.stop().await;
    world.start().await;
    world.until_linked().await;
    world.until_row("an undone entry", is_undone).await;
    assert!(world.tasks().is_empty(), "it is not written again");

    world.act(AgentAction::RestoreEntry { key: key.clone() }).await;
    world.until_row("a written entry", is_written).await;
    let tasks = world.tasks();
    assert_eq!((tasks.len(), tasks[0]["CallObject"].as_str()), (1, Some(key.as_str())));
}

#[tokio::test]
async fn what_somebody_edited_in_salesforce_is_not_removed() {
    let world = World::linked().await;
    let key = world.written_with(KATHARINA).await;
    world.edit_in_salesforce(&json!({"Description": "Anna was here"}));
    world.undo(&key).await;
    world.until_row("that it stays", is_kept).await;
    let tasks = world.tasks();
    assert_eq!((tasks.len(), &tasks[0]["Description"]), (1, &json!("Anna was here")));
    world.act(AgentAction::RestoreEntry { key }).await;
    world.until_row("a written entry", |row| is_written(row) && has_no_step(row)).await;
}

#[tokio::test]
async fn after_ten_minutes_nothing_is_undone() {
    let world = World::linked().await;
    let key = world.written_with(KATHARINA).await;
    world.pass(Duration::from_secs(11 * 60)).await;
    world.undo(&key).await;
    let nobody = AgentAction::MoveEntry { key, person: None };
    world.act(nobody).await;
    world.until("the next order", |_| (world.tasks()[0]["WhoId"] == Value::Null).then_some(())).await;
    assert_eq!(world.tasks().len(), 1);
}

#[tokio::test]
async fn an_undo_whose_answer_is_lost_is_carried_out_once() {
    for fault in ["reset-after-commit", "reset-before-commit"] {
        let world = World::linked().await;
        let key = world.written_with(KATHARINA).await;
        world.fault(fault, Some("1"));
        world.undo(&key).await;
        world.until_row("a step that waits", |row| has_step(row, StepKind::Remove)).await;
        world.until_retried(&key, "an undone entry", is_undone).await;
        assert!(world.tasks().is_empty(), "{fault}");
    }
}

#[tokio::test]
async fn an_undo_asked_for_while_salesforce_is_away_survives_a_kill() {
    let mut world = World::linked().await;
    let key = world.written_with(KATHARINA).await;
    world.fault("html-503", None);
    world.undo(&key).await;
    world.until_row("a step that waits", |row| has_step(row, StepKind::Remove)).await;
    world.kill().await;
    assert_eq!(world.tasks().len(), 1);

    world.clear_faults();
    world.start().await;
    world.until_row("an undone entry", is_undone).await;
    assert!(world.tasks().is_empty());
}

#[tokio::test]
async fn killed_in_the_middle_of_an_undo_it_is_finished_at_the_next_start() {
    let mut world = World::linked().await;
    let key = world.written_with(KATHARINA).await;
    world.fault("reset-after-commit", Some("1"));
    world.undo(&key).await;
    world.until("no task", |_| world.tasks().is_empty().then_some(())).await;
    world.kill().await;
    world.start().await;
    world.until_row("an undone entry", is_undone).await;
    assert!(world.tasks().is_empty());
}

#[tokio::test]
async fn an_entry_is_moved_before_it_is_written_and_after() {
    let world = World::linked().await;
    world.fault("html-503", None);
    let id = world.talked_with(KATHARINA).await;
    world.act(AgentAction::Dismiss { call: id }).await;
    world.until_row("an entry", |row| row.entry.is_some()).await;
    world.clear_faults();
    world.pass(PAST_PAUSE).await;
    world.until_row("a written entry", is_written).await;

    let key = world.written_with(SEVERAL).await;
    assert_eq!(world.tasks()[1]["WhoId"], Value::Null);
    let miriam = world.id_of("Contact", "Miriam Brandt");
    world.edit_last(&json!({"Priority": "High", "Description": "Anna was here"}));
    let person = miriam.as_str().map(str::to_owned);
    world.act(AgentAction::MoveEntry { key: key.clone(), person }).await;
    world.until("a moved task", |_| (world.tasks()[1]["WhoId"] == miriam).then_some(())).await;
    world.until_row("a finished step", has_no_step).await;
    let task = &world.tasks()[1];
    assert_eq!(
        (&task["Priority"], &task["Description"], &task["CallObject"]),
        (&json!("High"), &json!("Anna was here"), &json!(key)),
        "other edits stay"
    );

    world.edit_last(&json!({"WhoId": world.id_of("Contact", "Katharina Vogelsang")}));
    world.act(AgentAction::MoveEntry { key, person: None }).await;
    world.until_row("that it stays", is_kept).await;
    assert_eq!(world.tasks()[1]["WhoId"], world.id_of("Contact", "Katharina Vogelsang"));
}

#[tokio::test]
async fn what_we_moved_ourselves_can_still_be_undone() {
    let world = World::linked().await;
    let key = world.written_with(KATHARINA).await;
    world.simulators.org.advance_clock(60);
    world.act(AgentAction::MoveEntry { key: key.clone(), person: None }).await;
    world.until("a moved task", |_| (world.tasks()[0]["WhoId"] == Value::Null).then_some(())).await;
    world.until_row("a finished step", has_no_step).await;
    world.undo(&key).await;
    world.until_row("an undone entry", is_undone).await;
    assert!(world.tasks().is_empty());
}

#[tokio::test]
async fn an_entry_in_doubt_is_moved_once_it_is_known() {
    let world = World::linked().await;
    let id = world.talked_with(SEVERAL).await;
    world.fault("reset-after-commit", Some("1"));
    world.act(AgentAction::Dismiss { call: id }).await;
    let key = world.until_row("an entry in doubt", is_in_doubt).await.entry.unwrap().key;
    let miriam = world.id_of("Contact", "Miriam Brandt");
    let person = miriam.as_str().map(str::to_owned);
    world.act(AgentAction::MoveEntry { key: key.clone(), person }).await;
    world.until_row("a step", |row| has_step(row, StepKind::Move)).await;
    assert_eq!(world.tasks()[0]["WhoId"], Value::Null);
    world.until_retried(&key, "a written entry", is_written).await;
    world.until("a moved task", |_| (world.tasks()[0]["WhoId"] == miriam).then_some(())).await;
    assert_eq!(world.tasks().len(), 1);
}

#[tokio::test]
async fn late_notes_reach_the_task_and_leave_a_persons_words_alone() {
    for edited in [false, true] {
        let world = World::linked().await;
        let id = world.talked_with(KATHARINA).await;
        world.until_on_disk().await;
        let key = world.view().today[0].entry.clone().unwrap().key;
        world.act(AgentAction::RetryEntry { key: key.clone() }).await;
        world.until_row("a written entry", is_written).await;
        if edited {
            world.edit_in_salesforce(&json!({"Description": "Anna was here"}));
        }
        world.act(AgentAction::Note { call: id, text: "Call back on Friday".into() }).await;
        world.until_row("a step", |row| has_step(row, StepKind::Text)).await;
        world.act(AgentAction::RetryEntry { key }).await;
        world.until_row("a finished step", has_no_step).await;
        let tasks = world.tasks();
        let text = tasks[0]["Description"].as_str().unwrap();
        assert_eq!((tasks.len(), text.matches("Call back on Friday").count()), (1, 1), "{text}");
        let before = if edited { "Anna was here\n\n---\n" } else { "Answered incoming call" };
        assert!(text.contains(before), "{text}");
    }
}

#[tokio::test]
async fn an_entry_discarded_is_never_written_unless_it_is_put_back() {
    let mut world = World::linked().await;
    world.fault("html-503", None);
    let id = world.talked_with(KATHARINA).await;
    world.until_on_disk().await;
    let key = world.view().today[0].entry.clone().unwrap().key;
    world.act(AgentAction::DiscardEntry { key: key.clone() }).await;
    let is_discarded = |row: &CallRow| is_removed(row, RemovalView::Discarded);
    world.until_row("a discarded entry", is_discarded).await;
    world.act(AgentAction::Note { call: id, text: "More".into() }).await;
    world.act(AgentAction::Dismiss { call: id }).await;
    world.clear_faults();
    world.kill().await;
    world.start().await;
    world.until_linked().await;
    world.until_row("a discarded entry", is_discarded).await;
    assert_eq!((world.view().entries.len(), world.tasks().len()), (0, 0));

    world.act(AgentAction::RestoreEntry { key }).await;
    world.until_row("a written entry", is_written).await;
    assert_eq!(world.tasks().len(), 1);
}

#[tokio::test]
async fn a_refused_field_is_mended_and_the_entry_written_once() {
    let world = World::linked().await;
    world.fault("required-field", Some("Task.Priority"));
    let id = world.talked_with(KATHARINA).await;
    world.act(AgentAction::Dismiss { call: id }).await;
    let stuck = |row: &EntryRow| matches!(row.entry.state, EntryStateView::Stuck { .. });
    let key = world.until_listed("a stuck entry", stuck).await.entry.key;
    let details = world.handle().entry_details(key.clone()).await.unwrap();
    let refused = details.refused.unwrap();
    assert!(details.can_edit && refused.name == "Priority", "{refused:?}");
    let facts = world.handle().entry_facts(key.clone()).await.unwrap();
    let field = facts.field.unwrap();
    assert!(field.values.iter().any(|value| value == "High"), "{field:?}");
    assert!(facts.owner.is_some());

    let edit = EntryEdit {
        subject: "A call".into(),
        description: "In my words".into(),
        field: Some(("Priority".into(), "High".into())),
    };
    world.act(AgentAction::EditEntry { key, edit }).await;
    world.until_row("a written entry", is_written).await;
    let tasks = world.tasks();
    assert_eq!(
        (tasks.len(), &tasks[0]["Subject"], &tasks[0]["Description"], &tasks[0]["Priority"]),
        (1, &json!("A call"), &json!("In my words"), &json!("High"))
    );
    world.until("nothing to look after", |view| view.entries.is_empty().then_some(())).await;
}

#[tokio::test]
async fn retry_all_sends_what_failed_and_not_what_is_in_wrap_up() {
    let world = World::linked().await;
    world.fault("validation-rule", Some("Task:Not like this"));
    let id = world.talked_with(KATHARINA).await;
    world.act(AgentAction::Dismiss { call: id }).await;
    let stuck = |row: &EntryRow| matches!(row.entry.state, EntryStateView::Stuck { .. });
    world.until_listed("a stuck entry", stuck).await;
    world.talked_with(NOBODY).await;
    world.until("two entries", |view| (view.entries.len() == 2).then_some(())).await;
    world.clear_faults();
    world.act(AgentAction::RetryAll).await;
    let one = |view: &View| view.journal.written_today == 1 && view.entries.len() == 1;
    world.until("one entry written", |view| one(view).then_some(())).await;
    assert_eq!(world.tasks().len(), 1);
    let page = world.handle().entry_page(None).await.unwrap();
    assert_eq!((page.rows.len(), page.next), (1, None));
    assert_eq!(page.rows[0].title, "Katharina Vogelsang");
}

impl World {
    fn edit_last(&self, fields: &Value) {
        self.simulators.org.advance_clock(60);
        let tasks = self.tasks();
        let id = tasks[tasks.len() - 1]["Id"].as_str().unwrap().to_owned();
        self.simulators.org.update("Task", &id, fields).unwrap();
    }
}
