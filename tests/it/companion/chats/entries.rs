//! What becomes of the entries of chats: kept until somebody is found, undone, linked to somebody
//! else; through kills and outages, one part or several.

use domain::settings::Unmatched;
use engine::view::{NotWritten, RemovalView};
use serde_json::json;

use super::*;

fn stands(row: &ChatRow, wanted: impl Fn(&EntryStateView) -> bool) -> bool {
    row.entry.as_ref().is_some_and(|entry| entry.step.is_none() && wanted(&entry.state))
}

fn is_kept(row: &ChatRow) -> bool {
    stands(row, |state| *state == EntryStateView::Kept)
}

fn is_undone(row: &ChatRow) -> bool {
    stands(row, |state| matches!(state, EntryStateView::Removed { how: RemovalView::Undone, .. }))
}

fn is_written(row: &ChatRow) -> bool {
    stands(row, |state| matches!(state, EntryStateView::Written { .. }))
}

impl World {
    /// A chat that is over; `chars` long at least.
    async fn chatted(&self, start: &ChatStart, chars: usize) {
        let chat = self.pbx().chat(start);
        for number in 0..=chars / 1_000 {
            self.say(chat, None, &format!("{number:03} {}", "ä".repeat(996)));
        }
        self.say(chat, Some("812"), "Thank you");
        self.until_chat("an open chat", |row| row.state == ChatStateView::Open).await;
        self.silence(GAP).await;
    }

    async fn chat_does(&self, action: ChatAction) {
        self.act(AgentAction::Chat { chat: action }).await;
    }

    async fn until_tasks(&self, what: &str, wanted: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        self.until(what, |_| Some(self.tasks()).filter(|tasks| wanted(tasks))).await
    }
}

fn keeping(settings: &mut Settings) {
    settings.journal.unmatched = Unmatched::Keep;
}

#[tokio::test]
async fn a_chat_with_nobody_known_is_kept_through_a_kill_and_linked_when_they_appear() {
    let mut world = World::chatting_with(keeping).await;
    world.chatted(&sms(NOBODY), 40_000).await;
    let row = world.until_chat("a kept chat", is_kept).await;
    assert_eq!(row.parts, 2);
    world.kill().await;
    assert!(world.tasks().is_empty());
    // Chats are forgotten after three days, but not those that wait for somebody.
    world.clock.put_forward(Duration::from_secs(4 * 24 * 3_600));
    let contact = json!({"LastName": "Neumann", "Phone": NOBODY});
    let contact = world.simulators.org.insert("Contact", &contact).unwrap();
    // Salesforce's search knows of a new record only later (salesforce.md 4.5).
    world.simulators.org.advance_clock(3_600);
    world.start().await;
    let tasks = world.until_tasks("both parts", |tasks| tasks.len() == 2).await;
    assert!(tasks.iter().all(|task| task["WhoId"] == contact.as_str()), "{tasks:#?}");
    world.until("nothing waits", |view| (view.journal.waiting == 0).then_some(())).await;
    assert_eq!(world.tasks().len(), 2);
}

#[tokio::test]
async fn a_kept_chat_is_written_as_it_is_if_the_agent_wants_that() {
    let world = World::chatting_with(keeping).await;
    world.chatted(&sms(NOBODY), 40_000).await;
    let row = world.until_chat("a kept chat", is_kept).await;
    world.chat_does(ChatAction::Retry { chat: row.key }).await;
    world.until_chat("a written chat", is_written).await;
    let tasks = world.until_tasks("both parts", |tasks| tasks.len() == 2).await;
    assert!(tasks.iter().all(|task| task["WhoId"].is_null()), "{tasks:#?}");
}

#[tokio::test]
async fn a_chat_with_nobody_known_is_never_written_where_the_settings_say_so() {
    let mut world = World::chatting_with(|settings| settings.journal.unmatched = Unmatched::Never).await;
    world.chatted(&sms(NOBODY), 1_000).await;
    let row = world.until_chat("why nothing is written", |row| row.not_written.is_some()).await;
    assert_eq!((row.not_written, row.entry), (Some(NotWritten::Unmatched), None));
    world.stop().await;
    world.start().await;
    world.until_linked().await;
    // The next chat is written: the sender has looked at everything before it.
    world.chatted(&katharina(&world), 1_000).await;
    world.until_chat("a written chat", is_written).await;
    assert_eq!(world.tasks().len(), 1);
}

#[tokio::test]
async fn a_long_transcript_undone_leaves_no_task_and_comes_back_whole_once() {
    let mut world = World::chatting().await;
    world.chatted(&katharina(&world), 40_000).await;
    let row = world.until_chat("a written chat", is_written).await;
    let texts = |tasks: &[Value]| tasks.iter().map(|task| text_of(task).to_owned()).collect::<Vec<_>>();
    let before = texts(&world.until_tasks("both parts", |tasks| tasks.len() == 2).await);

    // As the Journal view does: of one part, whichever.
    let second = format!("{}|2", row.key);
    world.act(AgentAction::UndoEntry { key: second.clone() }).await;
    world.until_chat("an undone chat", is_undone).await;
    assert!(world.tasks().is_empty());
    world.kill().await;
    world.start().await;
    world.until_linked().await;
    world.until_chat("an undone chat", is_undone).await;
    world.looks(3).await;
    assert!(world.tasks().is_empty(), "it is not written again");

    world.act(AgentAction::RestoreEntry { key: second }).await;
    world.until_chat("a written chat", is_written).await;
    let mut after = texts(&world.until_tasks("both parts", |tasks| tasks.len() == 2).await);
    after.sort_by_key(|text| text.contains("Part 2 of 2"));
    assert_eq!(after, before);
    world.looks(2).await;
    assert_eq!(world.tasks().len(), 2);
}

#[tokio::test]
async fn all_parts_are_linked_to_somebody_else_together_and_through_an_outage() {
    let mut world = World::chatting().await;
    world.chatted(&sms("+493023125100"), 40_000).await;
    let row = world.until_chat("a written chat", |row| is_written(row) && row.several).await;
    let details = world.chat_details(&row).await;
    assert!(details.can_choose, "what is written can be linked");
    let CallerView::Several { matches, .. } = details.caller else { panic!("{:?}", details.caller) };
    let count = world.until_tasks("both parts", |tasks| tasks.len() == 2).await.len();

    world.fault("html-503", None);
    let person = matches[1].id.clone();
    world.act(AgentAction::MoveEntry { key: row.key.clone(), person: Some(person.clone()) }).await;
    world.until_chat("a step", |row| row.entry.as_ref().is_some_and(|entry| entry.step.is_some())).await;
    world.kill().await;
    world.clear_faults();
    world.start().await;
    let tasks = world
        .until_tasks("both linked", |tasks| tasks.iter().all(|task| task["WhoId"] == person.as_str()))
        .await;
    assert_eq!(tasks.len(), count);

    world.act(AgentAction::MoveEntry { key: row.key, person: None }).await;
    world.until_tasks("linked to nobody", |tasks| tasks.iter().all(|task| task["WhoId"].is_null())).await;
    assert_eq!(world.tasks().len(), count, "no stray record");
}

#[tokio::test]
async fn a_chat_that_no_agent_closes_is_written_once_and_one_that_shows_late_as_well() {
    let world = World::chatting().await;
    // Never marked as dealt with: silence ends it.
    world.chatted(&katharina(&world), 1_000).await;
    world.until_chat("a written chat", is_written).await;
    assert_eq!(world.tasks().len(), 1);

    // Hidden until it is closed, hours later.
    world.fault("3cx.chat-open-hidden", None);
    let chat = world.pbx().chat(&sms(KATHARINA));
    world.say(chat, None, "Hi");
    world.say(chat, Some("812"), "Hi there");
    world.silence(Duration::from_secs(5 * 3_600)).await;
    world.looks(2).await;
    assert_eq!(world.tasks().len(), 1, "nobody can know of it");
    world.pbx().close_chat(chat).unwrap();
    let tasks = world.until_tasks("the late one", |tasks| tasks.len() == 2).await;
    assert!(text_of(&tasks[1]).contains("Hi there"));
}

#[tokio::test]
async fn two_agents_in_one_conversation_write_it_once() {
    let world = World::chatting().await;
    let chat = world.pbx().chat(&katharina(&world));
    for (by, text) in [
        (None, "Hello"),
        (Some("812"), "One moment"),
        (Some("814"), "I can help"),
        (Some("812"), "Thank you, Anna"),
    ] {
        world.say(chat, by, text);
    }
    world.until_chat("an open chat", |row| row.messages == 4).await;
    world.silence(GAP).await;
    let row = world.until_chat("a written chat", is_written).await;
    let tasks = world.tasks();
    assert_eq!(tasks.len(), 1);
    let text = text_of(&tasks[0]);
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words}: {text}"));
    assert!(at("Anna Roth (814): I can help") < at("Mara Lindqvist (812): Thank you, Anna"));
    // The colleague writes once more, after it was written: that is theirs, and ours stays.
    world.say(chat, Some("814"), "One more thing");
    world.silence(GAP).await;
    world.looks(2).await;
    assert_eq!(world.tasks().len(), 1);
    assert!(is_written(&world.until_chat("the first one", |other| other.key == row.key).await));
}
