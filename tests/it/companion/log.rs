//! What the phone system's call log adds to the journal: who took a call of a queue, and what was
//! made of a recording; also after a kill.

use domain::call::PhoneEvent;
use domain::settings::JournalSettings;
use engine::controller::Told;
use engine::view::StepKind;
use serde_json::json;
use simulators::threecx::Recorded;

use super::entries::{has_no_step, has_step};
use super::*;

/// An extension that the API client does not monitor: nobody here sees it talk.
const UNSEEN: &str = "829";
const LOG: &str = "xapi.ReportCallLogData/Pbx.GetCallLogData";

impl World {
    /// Both clocks tell the same time, and rows are in the log as soon as a call is over.
    async fn logging(faults: &[(&str, &str)], change: impl FnOnce(&mut JournalSettings)) -> Self {
        let mut world = Self::set().await;
        let mut settings = engine::settings::look(&world.profile.dir).unwrap();
        change(&mut settings.journal);
        engine::settings::save(&world.profile.dir, &settings).unwrap();
        let ahead = i64::try_from(world.clock.ahead.lock().unwrap().as_secs()).unwrap();
        world.pbx().advance_clock(ahead);
        world.fault("call-log-delay", Some("0"));
        for (name, value) in faults {
            world.fault(name, Some(value));
        }
        world.start().await;
        world.until_linked().await;
        world
    }

    fn log_asked(&self) -> u64 {
        self.pbx().counters().get(LOG).copied().unwrap_or_default()
    }

    /// A queue rings here and then at somebody who cannot be seen; for us it is over.
    async fn missed_from_the_queue(&self) -> i32 {
        let mut told = self.handle().follow();
        let ring = Ring { queue: Some("800".into()), ..Ring::from(KATHARINA) };
        let call = self.pbx().ring(&ring).unwrap();
        self.until_pop("who rings", |call| call.phase == Phase::Ringing && name_of(call).is_some()).await;
        self.pbx().wave(call, UNSEEN).unwrap();
        let gone = async {
            loop {
                match told.recv().await.expect("the loop runs") {
                    Told::Event(PhoneEvent::LegGone { leg }) if leg.extension == "812" => return,
                    Told::Event(_) | Told::View(_) | Told::Painted { .. } => {}
                }
            }
        };
        tokio::time::timeout(DEADLINE, gone).await.expect("the ring never ended");
        self.pass(3 * SECOND).await;
        self.until_row("the end", |row| has_outcome(row, OutcomeView::Missed)).await;
        call
    }
}

fn has_outcome(row: &CallRow, wanted: OutcomeView) -> bool {
    matches!(row.phase, Phase::Ended { outcome, .. } if outcome == wanted)
}

#[tokio::test]
async fn a_call_that_the_log_says_a_colleague_took_is_not_journaled() {
    let world = World::logging(&[], |_| {}).await;
    let call = world.missed_from_the_queue().await;
    world.until_on_disk().await;
    world.pbx().answer(call, Some(UNSEEN)).unwrap();
    world.pbx().hang_up(call).unwrap();
    world.pass(6 * SECOND).await;
    world.until_row("the colleague", |row| has_outcome(row, OutcomeView::AnsweredElsewhere)).await;
    world.until("nothing waits", |view| (view.journal.waiting == 0).then_some(())).await;
    world.pass(200 * SECOND).await;
    assert_eq!((world.tasks().len(), world.log_asked()), (0, 1));
}

#[tokio::test]
async fn where_the_role_hides_the_log_nothing_waits_for_it() {
    let world = World::logging(&[("role", "system_admins")], |_| {}).await;
    let call = world.missed_from_the_queue().await;
    world.pbx().hang_up(call).unwrap();
    world.pass(6 * SECOND).await;
    world.until_row("a written entry", is_written).await;
    let codes: Vec<_> = world.view().health.problems.iter().map(|past| past.problem.code).collect();
    assert!(codes.contains(&ProblemCode::PhoneRoleCallLog), "{codes:?}");

    let call = world.missed_from_the_queue().await;
    world.pbx().hang_up(call).unwrap();
    world.until_row("the second one at once", is_written).await;
    let tasks = world.tasks();
    assert!(tasks.iter().all(|task| task["CallDisposition"] == "Not answered here"), "{tasks:?}");
    assert_eq!((tasks.len(), world.log_asked()), (2, 1));
}

#[tokio::test]
async fn what_the_log_never_tells_is_written_once_though_the_program_is_killed_meanwhile() {
    let mut world = World::logging(&[("call-log-delay", "3600")], |_| {}).await;
    let call = world.missed_from_the_queue().await;
    world.pbx().hang_up(call).unwrap();
    world.until_on_disk().await;
    world.pass(30 * SECOND).await;
    world.kill().await;
    assert!(world.tasks().is_empty());
    world.start().await;
    world.until_linked().await;
    world.until_on_disk().await;
    world.pass(61 * SECOND).await;
    world.until_row("a written entry", is_written).await;
    let tasks = world.tasks();
    assert_eq!((tasks.len(), &tasks[0]["CallDisposition"]), (1, &json!("Not answered here")));
}

#[tokio::test]
async fn recording_and_summary_reach_the_task_and_leave_a_persons_words_alone() {
    for edited in [false, true] {
        let text = "Answered call[LineBreak][Summary][LineBreak][RecordingUrl]";
        let world = World::logging(&[], |journal| journal.answered_inbound = text.into()).await;
        let key = world.written_with(KATHARINA).await;
        if edited {
            world.edit_in_salesforce(&json!({"Description": "Anna was here"}));
        }
        let made = Recorded {
            recording: Some(String::new()),
            summary: Some("Wants an offer".into()),
            ..Recorded::default()
        };
        world.pbx().record(None, &made).unwrap();
        world.pass(61 * SECOND).await;
        world.until_row("a step", |row| has_step(row, StepKind::Text)).await;
        world.act(AgentAction::RetryEntry { key }).await;
        world.until_row("a finished step", has_no_step).await;
        let tasks = world.tasks();
        let there = tasks[0]["Description"].as_str().unwrap();
        let link = format!("{}/xapi/v1/Recordings/Pbx", world.simulators.ready().threecx.base_url);
        assert_eq!((tasks.len(), there.matches("Wants an offer").count()), (1, 1), "{there}");
        assert!(there.contains(&link), "{there}");
        let before = if edited { "Anna was here\n\n---\n" } else { "Answered call" };
        assert!(there.starts_with(before), "{there}");
        world.pass(4_000 * SECOND).await;
        assert_eq!(world.log_asked(), 1, "everything is known");
    }
}

#[tokio::test]
async fn nothing_is_asked_where_no_text_names_what_is_recorded() {
    let world = World::logging(&[], |_| {}).await;
    world.written_with(KATHARINA).await;
    world.pass(61 * SECOND).await;
    world.written_with(NOBODY).await;
    world.pass(4_000 * SECOND).await;
    world.written_with(NOBODY).await;
    assert_eq!((world.tasks().len(), world.log_asked()), (3, 0));
}
