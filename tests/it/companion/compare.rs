//! The journal compared with the phone system's log and Salesforce: gaps, doubles and strangers
//! found, mended on confirmation, and nothing written twice or taken from anybody.

use engine::problem::Problem;
use engine::reconcile::{CompareOrder, Reconciler};
use engine::view::{CompareView, FindingWhat, MissingWhy};
use jiff::civil::Date;
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::*;

/// What is younger is not compared yet.
const NOT_YET: Duration = Duration::from_secs(6 * 60);

impl World {
    fn reconciler(&self) -> Reconciler {
        self.companion.as_ref().unwrap().setup().reconciler().clone()
    }

    /// Yesterday and today: the clock may have been put forward past midnight.
    fn days(&self) -> (Date, Date) {
        let today = self.clock.now().wall.to_zoned(jiff::tz::TimeZone::system()).date();
        (today.yesterday().unwrap(), today)
    }

    async fn compared(&self) -> CompareView {
        let never = CancellationToken::new();
        self.reconciler().told(self.days(), false, &|_| {}, &never).await.0
    }

    async fn filled(&self) -> CompareView {
        let never = CancellationToken::new();
        self.reconciler().told(self.days(), true, &|_| {}, &never).await.0
    }

    /// Two calls, written, and long enough ago.
    async fn two_written() -> Self {
        let world = World::linked().await;
        let mut told = Duration::ZERO;
        for (number, written) in [(KATHARINA, 1), (NOBODY, 2)] {
            // The phone system's clock goes with ours: its log tells when a call began.
            let ahead = *world.clock.ahead.lock().unwrap();
            world.pbx().advance_clock(i64::try_from((ahead - told).as_secs()).unwrap());
            told = ahead;
            world.ended_call(number).await;
            world
                .until("a written entry", |view| (view.journal.written_today == written).then_some(()))
                .await;
        }
        world.pass(NOT_YET).await;
        world
    }

    /// What the comparison of the window came to.
    async fn until_done(&self, what: &str) -> CompareView {
        let mut standing = self.reconciler().standing();
        let done = tokio::time::timeout(DEADLINE, standing.wait_for(|now| now.doing.is_none()));
        assert!(done.await.is_ok(), "{what}");
        self.reconciler().order(CompareOrder::Look).await
    }

    fn delete(&self, task: &Value) {
        self.simulators.org.delete("Task", task["Id"].as_str().unwrap()).unwrap();
    }

    async fn until_task_count(&self, count: usize) {
        self.until("all tasks", |view| {
            let settled = view.journal.waiting == 0 && view.entries.is_empty();
            (settled && self.tasks().len() == count).then_some(())
        })
        .await;
    }
}

/// `missing gone`, `doubled -1`, `foreign`.
fn told(view: &CompareView) -> Vec<String> {
    assert_eq!(view.problem, None);
    let one = |what: &FindingWhat| match what {
        FindingWhat::Missing { why: MissingWhy::Gone, .. } => "missing gone".to_owned(),
        FindingWhat::Missing { why: MissingWhy::NeverQueued, .. } => "missing never".to_owned(),
        FindingWhat::Missing { why: MissingWhy::NotSeenHere, .. } => "missing log".to_owned(),
        FindingWhat::Doubled { remove, rivals, foreign, .. } => {
            let left = [(rivals, " rivals"), (foreign, " foreign")];
            let left = left.iter().filter(|(ids, _)| !ids.is_empty()).map(|(_, word)| *word);
            format!("doubled -{}{}", remove.len(), left.collect::<String>())
        }
        FindingWhat::Foreign { .. } => "foreign".to_owned(),
    };
    let compared = view.compared.as_ref().expect("it was compared");
    compared.findings.iter().map(|finding| one(&finding.what)).collect()
}

const NOTHING: [&str; 0] = [];

#[tokio::test]
async fn what_was_deleted_in_salesforce_is_found_filled_and_found_no_more() {
    let world = World::two_written().await;
    let before = world.compared().await;
    assert_eq!(told(&before), NOTHING);
    assert_eq!(before.compared.unwrap().agreed, 2);

    let lost = world.tasks()[0].clone();
    world.delete(&lost);
    let found = world.compared().await;
    assert_eq!(told(&found), ["missing gone"]);
    let finding = &found.compared.as_ref().unwrap().findings[0];
    assert_eq!(
        (finding.id.as_str(), finding.title.as_str()),
        (lost["CallObject"].as_str().unwrap(), "Katharina Vogelsang")
    );
    assert_eq!(world.tasks().len(), 1, "nothing is written before somebody says so");

    let filled = world.filled().await;
    assert_eq!((told(&filled).len(), filled.mended.unwrap().queued), (0, 1));
    world.until_task_count(2).await;
    let again = world.tasks().into_iter().find(|task| task["CallObject"] == lost["CallObject"]).unwrap();
    for field in ["Description", "WhoId", "Subject", "CallDurationInSeconds"] {
        assert_eq!(again[field], lost[field], "{field}");
    }
    let after = world.compared().await;
    assert_eq!(told(&after), NOTHING);
    assert_eq!(after.compared.unwrap().agreed, 2);
}

#[tokio::test]
async fn our_younger_double_goes_on_confirmation_and_anothers_work_stays() {
    let world = World::two_written().await;
    let task = &world.tasks()[0];
    world.simulators.org.advance_clock(60);
    let copy = |fields: &[&str]| {
        fields.iter().map(|name| ((*name).to_owned(), task[*name].clone())).collect::<Value>()
    };
    let same = ["Subject", "Description", "CallObject", "TaskSubtype", "CallType", "OwnerId"];
    let double = world.simulators.org.insert("Task", &copy(&same)).unwrap();
    let made_by = |id: &Value| {
        world.simulators.org.record("Task", id.as_str().unwrap()).unwrap()["CreatedById"].clone()
    };
    let double = json!(double);
    assert_eq!(made_by(&double), made_by(&task["Id"]), "a double is our own");
    let found = world.compared().await;
    assert_eq!(told(&found), ["doubled -1"]);
    assert_eq!(world.tasks().len(), 3, "nothing is removed before somebody says so");

    // Somebody works on the younger one meanwhile: that one stays, and the older one goes.
    world.simulators.org.advance_clock(60);
    world.simulators.org.update("Task", double.as_str().unwrap(), &json!({"Priority": "High"})).unwrap();
    let filled = world.filled().await;
    assert_eq!((told(&filled).len(), filled.mended.unwrap().removed), (0, 1));
    let left: Vec<Value> = world.tasks().iter().map(|task| task["Id"].clone()).collect();
    assert_eq!((left.len(), left.contains(&double)), (2, true));
    assert_eq!(told(&world.compared().await), NOTHING);
    // The entry is the record that stayed.
    let entry = world.handle().entry_details(task["CallObject"].as_str().unwrap().to_owned()).await.unwrap();
    assert_eq!(entry.technical.record.as_deref(), double.as_str());
}

#[tokio::test]
async fn of_two_tasks_that_somebody_changed_a_person_keeps_one() {
    let world = World::two_written().await;
    let task = &world.tasks()[0];
    world.simulators.org.advance_clock(60);
    let same = ["Subject", "Description", "CallObject", "TaskSubtype", "CallType", "OwnerId"];
    let copy = same.iter().map(|name| ((*name).to_owned(), task[*name].clone())).collect::<Value>();
    let double = world.simulators.org.insert("Task", &copy).unwrap();
    world.simulators.org.advance_clock(60);
    let first = task["Id"].as_str().unwrap().to_owned();
    for id in [&first, &double] {
        world.simulators.org.update("Task", id, &json!({"Priority": "High"})).unwrap();
    }
    let reconciler = world.reconciler();
    let (from, to) = world.days();
    reconciler.order(CompareOrder::Start { from, to }).await;
    let found = world.until_done("a comparison").await;
    assert_eq!(told(&found), ["doubled -0 rivals"]);
    assert_eq!(told(&world.filled().await), ["doubled -0 rivals"], "nobody but a person decides");
    assert_eq!(world.tasks().len(), 3);

    let id = found.compared.unwrap().findings[0].id.clone();
    let keep = CompareOrder::Keep { id: id.clone(), record: double.clone(), remove: vec![first.clone()] };
    reconciler.order(keep).await;
    let kept = world.until_done("one kept").await;
    assert_eq!((told(&kept).len(), kept.mended.unwrap().removed), (0, 1));
    assert!(world.simulators.org.record("Task", &first).is_none_or(|task| task["IsDeleted"] == true));
    assert_eq!(world.tasks().len(), 2);
    let entry = world.handle().entry_details(id).await.unwrap();
    assert_eq!(entry.technical.record, Some(double));
    assert_eq!(told(&world.compared().await), NOTHING);
}

#[tokio::test]
async fn a_task_no_call_explains_is_told_and_never_touched() {
    let world = World::two_written().await;
    let agent = world.tasks()[0]["OwnerId"].clone();
    let by_hand = json!({"Subject": "Called back", "TaskSubtype": "Call", "CallType": "Outbound",
        "Description": "+49 89 999 888", "OwnerId": agent});
    let by_hand = world.simulators.org.insert("Task", &by_hand).unwrap();
    // A task that is no call's, and one of a colleague, are nobody's business here.
    world.simulators.org.insert("Task", &json!({"Subject": "Send the offer", "OwnerId": agent})).unwrap();
    assert_eq!(told(&world.compared().await), ["foreign"]);
    let filled = world.filled().await;
    assert_eq!(told(&filled), ["foreign"]);
    let mended = filled.mended.unwrap();
    assert_eq!((mended.queued, mended.removed), (0, 0));
    assert!(world.simulators.org.record("Task", &by_hand).is_some());
}

#[tokio::test]
async fn without_the_log_our_own_calls_are_compared_and_that_is_said() {
    let world = World::two_written().await;
    world.fault("role", Some("system_admins"));
    world.delete(&world.tasks()[1]);
    let found = world.compared().await;
    assert_eq!(told(&found), ["missing gone"]);
    let no_log = found.compared.unwrap().no_log.map(|problem| problem.code);
    assert_eq!(no_log, Some(ProblemCode::PhoneRoleCallLog));
}

#[tokio::test]
async fn what_a_person_took_out_is_not_missing_also_after_a_restart() {
    let mut world = World::two_written().await;
    let key = world.view().today[0].entry.clone().unwrap().key;
    world.act(AgentAction::UndoEntry { key }).await;
    world.until("one task", |_| (world.tasks().len() == 1).then_some(())).await;
    assert_eq!(told(&world.compared().await), NOTHING);
    // What was taken out is forgotten by the outbox on the next day, and not by the call.
    world.stop().await;
    world.clock.put_forward(Duration::from_secs(24 * 3_600));
    world.start().await;
    world.until_linked().await;
    let compared = world.compared().await;
    assert_eq!(told(&compared), NOTHING);
    assert_eq!(compared.compared.unwrap().unwanted, 1);
}

#[tokio::test]
async fn lost_in_the_middle_nothing_is_done_and_the_next_time_everything_is() {
    let world = World::two_written().await;
    world.delete(&world.tasks()[0]);
    world.fault("html-503", None);
    let lost = world.filled().await;
    assert_eq!(lost.problem.map(|problem| problem.code), Some(ProblemCode::SalesforceBusy));
    assert_eq!((lost.compared, lost.mended), (None, None));
    world.clear_faults();
    // Queued, and its answer is lost after Salesforce took it: still one Task.
    world.fault("reset-after-commit", Some("1"));
    assert_eq!(world.filled().await.mended.unwrap().queued, 1);
    world.until("an entry in doubt", |_| (world.tasks().len() == 2).then_some(())).await;
    let compared = world.compared().await;
    assert_eq!(told(&compared), NOTHING);
    world.pass(Duration::from_secs(20 * 60)).await;
    world.act(AgentAction::RetryAll).await;
    world.until_task_count(2).await;
    assert_eq!(told(&world.compared().await), NOTHING);
}

#[tokio::test]
async fn two_at_once_and_two_in_a_row_write_nothing_twice() {
    let world = World::two_written().await;
    for task in world.tasks() {
        world.delete(&task);
    }
    let (one, other) = tokio::join!(world.filled(), world.filled());
    let queued = |view: &CompareView| view.mended.map_or(0, |mended| mended.queued);
    assert_eq!(queued(&one) + queued(&other), 2, "{one:?} {other:?}");
    world.until_task_count(2).await;
    assert_eq!(queued(&world.filled().await), 0);
    assert_eq!(world.tasks().len(), 2);
}

#[tokio::test]
async fn orders_of_the_window_start_stop_and_mend_what_was_shown() {
    let world = World::two_written().await;
    for task in world.tasks() {
        world.delete(&task);
    }
    let reconciler = world.reconciler();
    let (from, to) = world.days();
    let begun = reconciler.order(CompareOrder::Start { from, to }).await;
    assert!(begun.doing.is_some() && begun.compared.is_none());
    let stopped = reconciler.order(CompareOrder::Stop).await;
    assert_eq!((stopped.doing, stopped.compared), (None, None));

    reconciler.order(CompareOrder::Start { from, to }).await;
    let found = world.until_done("a comparison").await;
    assert_eq!(told(&found), ["missing gone", "missing gone"]);
    let id = found.compared.unwrap().findings[1].id.clone();
    reconciler.order(CompareOrder::Mend { ids: vec![id.clone(), "no such finding".into()] }).await;
    let mended = world.until_done("one written").await;
    assert_eq!(told(&mended), ["missing gone"]);
    let done = mended.mended.unwrap();
    assert_eq!((done.queued, done.left), (1, 1));
    world.until_task_count(1).await;
    assert_eq!(world.tasks()[0]["CallObject"], id);

    let backwards = CompareOrder::Start { from: to, to: from };
    reconciler.order(backwards).await;
    let refused = world.until_done("a refusal").await.problem.map(|Problem { code, .. }| code);
    assert_eq!(refused, Some(ProblemCode::ComparePeriod));
}

#[tokio::test]
async fn nothing_is_asked_while_calls_are_saved_or_nobody_is_signed_in() {
    let world = World::two_written().await;
    world.fault("limit-used", Some("112000"));
    // The first answer tells how much of the allowance is used.
    assert_eq!(world.compared().await.problem, None);
    let refused = world.compared().await;
    assert_eq!(refused.problem.map(|problem| problem.code), Some(ProblemCode::CompareSaving));
    world.clear_faults();
    world.act(AgentAction::SignOut).await;
    world.until("signed out", |view| down(&view.health.salesforce)).await;
    let refused = world.compared().await.problem.map(|problem| problem.code);
    assert_eq!(refused, Some(ProblemCode::SalesforceSignedOut));
}
