//! Chats: from the phone system's history to one Task each.

mod entries;

use domain::chat::ChatAction;
use engine::view::{ChannelView, ChatDetails, ChatRow, ChatStateView, ChatsState};
use simulators::threecx::ChatStart;

use super::*;

const GAP: Duration = Duration::from_secs(31 * 60);

/// A visitor by live chat whom Salesforce knows by the address.
fn katharina(world: &World) -> ChatStart {
    let contacts = world.simulators.org.records("Contact");
    let email = &contacts.iter().find(|contact| contact["Name"] == "Katharina Vogelsang").unwrap()["Email"];
    let email = email.as_str().unwrap().to_uppercase();
    ChatStart { name: "Kathi".into(), email, queue: "800".into(), ..ChatStart::default() }
}

fn sms(phone: &str) -> ChatStart {
    ChatStart { provider: "SMS".into(), phone: phone.into(), ..ChatStart::default() }
}

impl World {
    /// A companion that journals chats, and both links are up.
    async fn chatting() -> Self {
        Self::chatting_with(|_| {}).await
    }

    async fn chatting_with(set: impl Fn(&mut Settings)) -> Self {
        let mut world = Self::set().await;
        let mut settings = engine::settings::look(&world.profile.dir).unwrap();
        settings.chat.enabled = true;
        set(&mut settings);
        engine::settings::save(&world.profile.dir, &settings).unwrap();
        world.leave_the_evening();
        world.start().await;
        world.until_linked().await;
        world
    }

    /// A list of today is empty after midnight, and hours go by in these tests.
    fn leave_the_evening(&self) {
        let now = self.clock.now().wall.to_zoned(jiff::tz::TimeZone::system());
        if now.hour() >= 19 {
            let tomorrow = now.tomorrow().unwrap().start_of_day().unwrap();
            let seconds = tomorrow.timestamp().as_second() - now.timestamp().as_second() + 60;
            self.clock.put_forward(Duration::from_secs(seconds.unsigned_abs()));
            self.pbx().advance_clock(seconds);
        }
    }

    fn say(&self, chat: i64, by: Option<&str>, text: &str) {
        self.pbx().say(chat, by, text).unwrap();
    }

    async fn refresh(&self) {
        self.act(AgentAction::Chat { chat: ChatAction::Refresh }).await;
    }

    /// The phone system's clock and this computer's go forward together.
    async fn silence(&self, time: Duration) {
        self.clock.put_forward(time);
        self.pbx().advance_clock(i64::try_from(time.as_secs()).unwrap());
        self.refresh().await;
    }

    async fn until_chat(&self, what: &str, wanted: impl Fn(&ChatRow) -> bool) -> ChatRow {
        self.refresh().await;
        self.until(what, |view| view.chats.rows.iter().find(|row| wanted(row)).cloned()).await
    }

    async fn until_chat_written(&self) -> ChatRow {
        let written = |row: &ChatRow| {
            row.entry.as_ref().is_some_and(|entry| matches!(entry.state, EntryStateView::Written { .. }))
        };
        self.until_chat("a written chat", written).await
    }

    async fn chat_details(&self, row: &ChatRow) -> ChatDetails {
        self.handle().chat_details(&row.key).await.expect("a chat of this view")
    }

    /// A number of looks go by.
    async fn looks(&self, many: u64) {
        let asked = || self.pbx().counters().get("xapi.LastCdrAndChatMessageTimestamp").copied().unwrap_or(0);
        let before = asked();
        let waited = tokio::time::timeout(DEADLINE, async {
            while asked() < before + many {
                self.refresh().await;
                tokio::task::yield_now().await;
            }
        });
        waited.await.expect("the companion looks");
    }
}

fn text_of(task: &Value) -> &str {
    task["Description"].as_str().unwrap()
}

#[tokio::test]
async fn a_live_chat_is_one_task_about_whom_the_address_names() {
    let world = World::chatting().await;
    let chat = world.pbx().chat(&katharina(&world));
    world.say(chat, None, "Hello, is anybody there?");
    world.say(chat, Some("812"), "Good morning <img src=x onerror=alert(1)>");
    let row = world.until_chat("her name", |row| row.name.is_some()).await;
    assert_eq!(row.name.as_deref(), Some("Katharina Vogelsang"));
    assert_eq!((row.state.clone(), row.messages, row.entry.clone()), (ChatStateView::Open, 2, None));
    assert_eq!((&row.channel, row.queue.as_deref()), (&ChannelView::LiveChat, Some("800")));
    assert!(world.tasks().is_empty(), "it may go on");

    world.silence(GAP).await;
    let row = world.until_chat_written().await;
    let tasks = world.tasks();
    assert_eq!(tasks.len(), 1);
    let task = &tasks[0];
    assert_eq!(task["Subject"], "3CX PhoneSystem Chat Session");
    assert_eq!((&task["TaskSubtype"], &task["Type"]), (&Value::from("Task"), &Value::from("Chat")));
    assert_eq!(task["Status"], "Completed");
    assert_eq!(task["WhoId"], world.id_of("Contact", "Katharina Vogelsang"));
    assert_eq!(task["CallObject"], row.key);
    assert!(row.key.ends_with("|412|9001"), "{}", row.key);
    let text = text_of(task);
    for wanted in ["Kathi: Hello, is anybody there?", "Mara Lindqvist (812): Good morning <img src=x"] {
        assert!(text.contains(wanted), "{text}");
    }
    let details = world.chat_details(&row).await;
    assert_eq!(details.lines.len(), 2);
    assert_eq!(details.texts[0].description, text);

    // Looking again and again, and a start, write nothing more.
    world.looks(3).await;
    assert_eq!(world.tasks().len(), 1);
}

#[tokio::test]
async fn sms_and_whatsapp_are_found_by_number_and_unknown_providers_keep_their_name() {
    let world = World::chatting().await;
    let providers = [
        (sms(KATHARINA), "SMS"),
        (ChatStart { provider_name: "WhatsApp Business".into(), ..sms(KATHARINA) }, "WhatsApp"),
        (ChatStart { provider: "Telegram".into(), ..sms(KATHARINA) }, "Telegram"),
    ];
    for (start, _) in &providers {
        let chat = world.pbx().chat(start);
        world.say(chat, None, "Hi");
        world.say(chat, Some("812"), "Hi there");
    }
    world.refresh().await;
    world
        .until("three names", |view| {
            (view.chats.rows.iter().filter(|row| row.name.is_some()).count() == 3).then_some(())
        })
        .await;
    world.silence(GAP).await;
    world.until("three entries", |view| (view.journal.written_today == 3).then_some(())).await;
    let tasks = world.tasks();
    let mut kinds: Vec<_> = tasks.iter().map(|task| task["Type"].as_str().unwrap()).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["SMS", "Telegram", "WhatsApp"]);
    let who = world.id_of("Contact", "Katharina Vogelsang");
    assert!(tasks.iter().all(|task| task["WhoId"] == who));
}

#[tokio::test]
async fn what_is_inferred_only_may_be_the_other_way_round() {
    for faults in [
        &[("chat-external", Some("per-message"))][..],
        &[("chat-visitor-no", Some("trunk"))],
        &[("chat-visitor-no", Some("empty")), ("odata-page", Some("1"))],
        &[("chat-visitor-empty", None)],
        &[("chat-open-hidden", None)],
    ] {
        let world = World::chatting().await;
        for (name, value) in faults {
            world.fault(&format!("3cx.{name}"), *value);
        }
        let chat = world.pbx().chat(&sms(KATHARINA));
        world.say(chat, None, "Hi");
        world.say(chat, Some("812"), "Hi there");
        world.pbx().close_chat(chat).unwrap();
        world.until_chat("her name", |row| row.name.is_some() && row.messages == 2).await;
        world.silence(GAP).await;
        world.until_chat_written().await;
        let tasks = world.tasks();
        assert_eq!(tasks.len(), 1, "{faults:?}");
        assert_eq!(tasks[0]["WhoId"], world.id_of("Contact", "Katharina Vogelsang"), "{faults:?}");
        assert!(text_of(&tasks[0]).contains("Mara Lindqvist (812): Hi there"), "{faults:?}");
    }
}

#[tokio::test]
async fn a_chat_belongs_to_who_spoke_last_and_chats_of_others_to_nobody_here() {
    let world = World::chatting().await;
    let taken = world.pbx().chat(&katharina(&world));
    world.say(taken, None, "Hello?");
    world.say(taken, Some("812"), "One moment");
    world.say(taken, Some("814"), "I take over");
    let taken_back = world.pbx().chat(&sms(NOBODY));
    world.say(taken_back, Some("814"), "Hello");
    world.say(taken_back, None, "Who is it?");
    world.say(taken_back, Some("812"), "It is me now");
    world.say(taken_back, None, "Fine");
    let others = world.pbx().chat(&katharina(&world));
    world.say(others, None, "Hello?");
    world.say(others, Some("814"), "Hello");
    let unanswered = world.pbx().chat(&katharina(&world));
    world.say(unanswered, None, "Hello?");
    let internal = world.pbx().chat(&ChatStart { provider: "Internal".into(), ..ChatStart::default() });
    world.say(internal, Some("812"), "Lunch?");
    world.until_chat("both chats of this desk", |row| row.messages == 4).await;
    world.silence(GAP).await;
    world.until_chat_written().await;
    let rows = world.view().chats.rows.clone();
    assert_eq!(rows.len(), 2);
    let by = |row: &&ChatRow| matches!(&row.state, ChatStateView::TakenOver { by } if by == "Anna Roth");
    assert!(rows.iter().find(by).is_some_and(|row| row.entry.is_none()), "{rows:#?}");
    let tasks = world.tasks();
    assert_eq!(tasks.len(), 1);
    assert!(text_of(&tasks[0]).contains("It is me now"));
    assert!(tasks[0]["WhoId"].is_null() && text_of(&tasks[0]).contains("with 812"), "{tasks:?}");
}

#[tokio::test]
async fn silence_makes_sessions_and_a_late_message_an_entry_of_its_own() {
    let world = World::chatting().await;
    let chat = world.pbx().chat(&katharina(&world));
    world.say(chat, None, "First");
    world.say(chat, Some("812"), "Answer");
    world.until_chat("an open chat", |row| row.messages == 2).await;
    world.silence(GAP).await;
    world.until_chat_written().await;
    world.say(chat, None, "Second");
    world.say(chat, Some("812"), "Answer again");
    world.until_chat("the second session", |row| row.state == ChatStateView::Open).await;
    world.silence(GAP).await;
    world.until("two entries", |view| (view.journal.written_today == 2).then_some(())).await;
    let tasks = world.tasks();
    assert_eq!(tasks.len(), 2);
    assert!(!text_of(&tasks[0]).contains("Second") && text_of(&tasks[1]).contains("Second"));
}

#[tokio::test]
async fn restarts_in_the_middle_lose_nothing_and_double_nothing() {
    let mut world = World::chatting().await;
    let chat = world.pbx().chat(&katharina(&world));
    world.say(chat, None, "Before the end of the program");
    world.say(chat, Some("812"), "Yes");
    world.until_chat("an open chat", |row| row.messages == 2).await;
    world.kill().await;
    world.say(chat, None, "While nobody listens");
    world.start().await;
    world.until_linked().await;
    world.until_chat("what was said meanwhile", |row| row.messages == 3).await;
    world.kill().await;
    // The chat ends while the computer is off, and another one comes and goes.
    world.clock.put_forward(2 * GAP);
    world.pbx().advance_clock(2 * 31 * 60);
    let second = world.pbx().chat(&sms(KATHARINA));
    world.say(second, None, "Missed you");
    world.say(second, Some("812"), "From the phone app");
    world.start().await;
    world.until_linked().await;
    world.until_chat_written().await;
    world.until_chat("the other one", |row| row.state == ChatStateView::Open).await;
    world.silence(GAP).await;
    world.until("two entries", |view| (view.journal.written_today == 2).then_some(())).await;
    world.stop().await;
    world.start().await;
    world.until_linked().await;
    world.looks(2).await;
    let tasks = world.tasks();
    assert_eq!(tasks.len(), 2, "{tasks:#?}");
    assert!(text_of(&tasks[0]).contains("While nobody listens"));
}

#[tokio::test]
async fn what_another_desk_wrote_under_the_same_key_is_not_written_again() {
    let world = World::chatting().await;
    let chat = world.pbx().chat(&katharina(&world));
    world.say(chat, None, "Hello");
    world.say(chat, Some("812"), "Hi");
    let row = world.until_chat("an open chat", |row| row.name.is_some()).await;
    // Another desk that spoke last in its own eyes wrote it a moment ago.
    let task = serde_json::json!({"Subject": "3CX PhoneSystem Chat Session", "CallObject": row.key});
    world.simulators.org.insert("Task", &task).unwrap();
    world.silence(GAP).await;
    world.until_chat_written().await;
    assert_eq!(world.tasks().len(), 1);
}

#[tokio::test]
async fn a_role_that_does_not_show_chats_is_said_and_asked_seldom() {
    let world = World::set().await;
    world.fault("3cx.role", Some("system_admins"));
    let mut world = world;
    let mut settings = engine::settings::look(&world.profile.dir).unwrap();
    settings.chat.enabled = true;
    engine::settings::save(&world.profile.dir, &settings).unwrap();
    let chat = world.pbx().chat(&katharina(&world));
    world.say(chat, Some("812"), "Hi");
    world.start().await;
    world.until_linked().await;
    let problem = world
        .until("the missing right", |view| match &view.chats.state {
            ChatsState::Failed { problem } => Some(problem.clone()),
            ChatsState::Off | ChatsState::Waiting | ChatsState::Read => None,
        })
        .await;
    assert_eq!(problem.code, ProblemCode::PhoneRoleChats);
    let noted = |view: &View| view.health.problems.iter().filter(|past| past.problem == problem).count();
    assert_eq!(noted(&world.view()), 1);
    world.refresh().await;
    world.clear_faults();
    world.until_chat("the chat, once allowed", |row| row.messages == 1).await;
    assert_eq!(noted(&world.view()), 1, "said once");
}

#[tokio::test]
async fn chats_are_left_alone_until_they_are_wanted() {
    let world = World::linked().await;
    let chat = world.pbx().chat(&katharina(&world));
    world.say(chat, Some("812"), "Hi");
    world.refresh().await;
    world.talk_with(NOBODY).await;
    assert_eq!(world.view().chats.state, ChatsState::Off);
    assert_eq!(world.pbx().counters().get("xapi.LastCdrAndChatMessageTimestamp"), None);
}

#[tokio::test]
async fn a_long_transcript_is_written_in_numbered_parts() {
    let world = World::chatting().await;
    let chat = world.pbx().chat(&katharina(&world));
    for number in 0..33 {
        world.say(chat, None, &format!("{number:03} {}", "ä".repeat(996)));
    }
    world.say(chat, Some("812"), "Thank you");
    world.until_chat("all of it", |row| row.messages == 34).await;
    world.silence(GAP).await;
    let row = world.until_chat_written().await;
    assert_eq!(row.parts, 2);
    let tasks = world.tasks();
    assert_eq!(tasks.len(), 2);
    let all: String = tasks.iter().map(text_of).collect();
    for number in 0..33 {
        assert_eq!(all.matches(&format!(": {number:03} ")).count(), 1, "{number}");
    }
    assert!(text_of(&tasks[0]).ends_with("Part 1 of 2") && text_of(&tasks[1]).ends_with("Part 2 of 2"));
    assert_eq!(tasks[1]["Subject"], "3CX PhoneSystem Chat Session (2/2)");
    assert!(tasks.iter().all(|task| text_of(task).chars().count() <= 32_000));
}
