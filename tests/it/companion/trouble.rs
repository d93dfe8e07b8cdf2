//! What goes wrong between two systems, and that every answered call still leaves one Task.

use engine::view::{AbilitiesView, EntryView};

use super::*;

/// Salesforce works on a request for up to ten minutes; after this a lost answer is asked about.
const PAST_DOUBT: Duration = Duration::from_secs(12 * 60);
/// Longer than the longest pause between two looks whether Salesforce is back.
const PAST_PROBE: Duration = Duration::from_secs(130);

fn key_of(row: CallRow) -> String {
    row.entry.map(|EntryView { key, .. }| key).unwrap()
}

impl World {
    /// Puts the clock forward and asks for the entry until it is written.
    async fn until_cleared_up(&self, key: String) {
        self.pass(PAST_DOUBT).await;
        self.act(AgentAction::RetryEntry { key }).await;
        self.until_row("a written entry", is_written).await;
    }

    async fn until_salesforce_down(&self) -> ProblemCode {
        self.until("Salesforce down", |view| down(&view.health.salesforce)).await
    }

    async fn until_salesforce_back(&self) {
        self.pass(PAST_PROBE).await;
        self.until_linked().await;
    }
}

#[tokio::test]
async fn an_answer_lost_after_the_commit_leaves_one_task() {
    let world = World::linked().await;
    let (call, id) = world.talk_with(KATHARINA).await;
    world.pbx().hang_up(call).unwrap();
    world.until_ended().await;
    world.fault("reset-after-commit", Some("1"));
    world.act(AgentAction::Dismiss { call: id }).await;
    let key = key_of(world.until_row("an entry in doubt", is_in_doubt).await);
    assert_eq!(world.tasks().len(), 1);

    world.act(AgentAction::RetryEntry { key: key.clone() }).await;
    world.until_cleared_up(key.clone()).await;
    let tasks = world.tasks();
    assert_eq!((tasks.len(), tasks[0]["CallObject"].as_str()), (1, Some(key.as_str())));
}

#[tokio::test]
async fn a_write_lost_before_the_commit_is_written_later() {
    let world = World::linked().await;
    let (call, id) = world.talk_with(KATHARINA).await;
    world.pbx().hang_up(call).unwrap();
    world.until_ended().await;
    world.fault("reset-before-commit", Some("1"));
    world.act(AgentAction::Dismiss { call: id }).await;
    let key = key_of(world.until_row("an entry in doubt", is_in_doubt).await);
    assert!(world.tasks().is_empty());
    world.until_cleared_up(key).await;
    assert_eq!(world.tasks().len(), 1);
}

#[tokio::test]
async fn tokens_that_expire_during_the_day_are_not_noticed() {
    let world = World::linked().await;
    let (call, _) = world.talk_with(KATHARINA).await;
    world.simulators.org.expire_tokens();
    world.pbx().advance_clock(2 * 3600);
    world.pbx().hang_up(call).unwrap();
    world.until_ended().await;
    world.until_written().await;

    world.simulators.org.expire_tokens();
    let (call, _) = world.talk_with(NOBODY).await;
    world.until_pop("that nobody has it", |call| call.caller == CallerView::Unknown).await;
    world.pbx().hang_up(call).unwrap();
    world.until_ended().await;
    world.until_written().await;
    assert_eq!(world.tasks().len(), 2);
    let told = world.view().health.problems.clone();
    assert!(told.iter().all(|past| past.problem.code != ProblemCode::SalesforceSignedOut), "{told:?}");
}

#[tokio::test]
async fn a_revoked_sign_in_is_told_and_nothing_is_lost_over_it() {
    let world = World::linked().await;
    world.fault("revoke-tokens", None);
    let (call, id) = world.talk_with(KATHARINA).await;
    let ended = |view: &View| down(&view.health.salesforce) == Some(ProblemCode::SalesforceSessionEnded);
    world.until("why", |view| ended(view).then_some(())).await;
    let told = world.view().health.problems.clone();
    assert!(told.iter().all(|past| past.problem.code != ProblemCode::SalesforceSignedOut), "{told:?}");
    world.act(AgentAction::Note { call: id, text: "Still noted.".into() }).await;
    world.pbx().hang_up(call).unwrap();
    world.until_ended().await;
    world.act(AgentAction::Dismiss { call: id }).await;
    let row = world.until_row("a held entry", |row| row.entry.is_some()).await;
    assert!(matches!(row.entry.unwrap().state, EntryStateView::Waiting { .. }));
    world.until_on_disk().await;
}

/// Salesforce is so for a whole call and then well again.
async fn one_task_after(faults: &[(&str, Option<&str>)], code: ProblemCode) {
    let world = World::linked().await;
    for (name, value) in faults {
        world.fault(name, *value);
    }
    let (call, id) = world.talk_with(KATHARINA).await;
    assert_eq!(world.until_salesforce_down().await, code, "{faults:?}");
    let unreachable = |call: &CallView| matches!(call.caller, CallerView::Unreachable { .. });
    world.until_pop("that nobody can be asked", unreachable).await;
    world.pbx().hang_up(call).unwrap();
    world.until_ended().await;
    world.act(AgentAction::Dismiss { call: id }).await;
    world.until("no pop", |view| view.pop.is_empty().then_some(())).await;
    assert!(world.tasks().is_empty());
    world.clear_faults();
    world.until_salesforce_back().await;
    world.until_row("a written entry", is_written).await;
    let tasks = world.tasks();
    assert_eq!(tasks.len(), 1, "{faults:?}");
    assert_eq!(tasks[0]["WhoId"], world.id_of("Contact", "Katharina Vogelsang"));
}

#[tokio::test]
async fn a_maintenance_page_holds_the_entry_until_it_is_over() {
    one_task_after(&[("html-503", None)], ProblemCode::SalesforceBusy).await;
}

#[tokio::test]
async fn answers_cut_in_the_middle_hold_the_entry_until_it_is_over() {
    one_task_after(&[("bad-body", None)], ProblemCode::SalesforceBroken).await;
}

#[tokio::test]
async fn answers_without_end_hold_the_entry_until_it_is_over() {
    one_task_after(&[("salesforce.oversized-body", None)], ProblemCode::SalesforceBroken).await;
}

#[tokio::test]
async fn a_write_whose_answer_cannot_be_read_leaves_one_task() {
    let world = World::linked().await;
    let (call, id) = world.talk_with(KATHARINA).await;
    world.until_pop("her name", |call| name_of(call).is_some()).await;
    world.pbx().hang_up(call).unwrap();
    world.until_ended().await;
    world.fault("bad-body", None);
    world.act(AgentAction::Dismiss { call: id }).await;
    let failed = |row: &CallRow| match &row.entry {
        Some(entry) => match &entry.state {
            EntryStateView::Waiting { problem, .. } => problem.is_some(),
            EntryStateView::InDoubt { .. } | EntryStateView::Stuck { .. } => true,
            EntryStateView::Kept | EntryStateView::Written { .. } | EntryStateView::Removed { .. } => false,
        },
        None => false,
    };
    let key = key_of(world.until_row("a failed try", failed).await);
    world.clear_faults();
    world.until_cleared_up(key).await;
    assert_eq!(world.tasks().len(), 1);
}

#[tokio::test]
async fn a_phone_system_that_restarts_mid_call_ends_it_with_one_task() {
    let world = World::linked().await;
    let (_, id) = world.talk_with(KATHARINA).await;
    world.until_pop("her name", |call| name_of(call).is_some()).await;
    world.act(AgentAction::Note { call: id, text: "Before the restart.".into() }).await;
    world.pbx().restart();
    world
        .until("the lost link", |view| {
            view.health
                .problems
                .iter()
                .any(|past| past.problem.code == ProblemCode::PhoneDropped)
                .then_some(())
        })
        .await;
    world.until_pop("the end", |call| matches!(call.phase, Phase::Ended { .. }) && call.estimated).await;
    world.until_linked().await;
    world.until_written().await;

    // Its numbering starts over: the next call is another one.
    let (call, next) = world.talk_with(NOBODY).await;
    assert_ne!(next, id);
    world.pbx().hang_up(call).unwrap();
    world.until_ended().await;
    world.until_written().await;
    let tasks = world.tasks();
    assert_eq!(tasks.len(), 2);
    let with_note = |task: &&Value| task["Description"].as_str().unwrap().contains("Before the restart.");
    assert_eq!(tasks.iter().filter(with_note).count(), 1);
}

#[tokio::test]
async fn a_talk_goes_on_over_a_dropped_link() {
    let world = World::linked().await;
    let (call, id) = world.talk_with(KATHARINA).await;
    for _ in 0..2 {
        assert_eq!(world.pbx().drop_sockets(false), 1);
        world.until("the lost link", |view| down(&view.health.phone)).await;
        world.until_linked().await;
    }
    let pop = world.view().pop[0].clone();
    assert!(pop.id == id.0 && matches!(pop.phase, Phase::Talking { .. }), "{pop:?}");
    assert_eq!(pop.can, AbilitiesView { answer: false, reject: false, hang_up: true, transfer: true });
    world.pbx().hang_up(call).unwrap();
    world.until_ended().await;
    world.until_written().await;
    assert_eq!(world.tasks().len(), 1);
}

#[tokio::test]
async fn an_end_missed_while_the_link_was_down_is_seen_when_it_is_back() {
    let world = World::linked().await;
    let (call, _) = world.talk_with(KATHARINA).await;
    world.pbx().drop_sockets(false);
    world.pbx().hang_up(call).unwrap();
    world.until_pop("the end", |call| matches!(call.phase, Phase::Ended { .. })).await;
    world.until_linked().await;
    world.until_written().await;
    assert_eq!(world.tasks().len(), 1);
}

#[tokio::test]
async fn an_org_that_is_down_at_the_start_is_found_when_it_is_up() {
    let mut world = World::set().await;
    world.fault("html-503", None);
    world.fault("fail-token", Some("503:1000"));
    world.start().await;
    world.until_salesforce_down().await;
    let (call, id) = world.talk_with(KATHARINA).await;
    world.pbx().hang_up(call).unwrap();
    world.until_ended().await;
    world.act(AgentAction::Dismiss { call: id }).await;
    world.clear_faults();
    world.until_salesforce_back().await;
    world.until_row("a written entry", is_written).await;
    assert_eq!(world.tasks()[0]["WhoId"], world.id_of("Contact", "Katharina Vogelsang"));
}

#[tokio::test]
async fn a_phone_system_that_is_down_at_the_start_is_found_when_it_is_up() {
    let mut world = World::set().await;
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut settings = engine::settings::load(&world.profile.dir, jiff::Timestamp::now()).unwrap().settings;
    settings.phone.address = format!("http://127.0.0.1:{port}");
    engine::settings::save(&world.profile.dir, &settings).unwrap();
    world.start().await;
    let code = world.until("no phone system", |view| down(&view.health.phone)).await;
    assert_eq!(code, ProblemCode::PhoneUnreachable);

    let options = simulators::Options { threecx_port: port, ..simulators::Options::default() };
    let later = simulators::start(options).await.unwrap();
    world.until_linked().await;
    later.pbx.ring(&Ring::from(KATHARINA)).unwrap();
    world.until_pop("her name", |call| name_of(call) == Some("Katharina Vogelsang")).await;
}

#[tokio::test]
async fn another_program_with_the_same_api_client_is_told_of() {
    let world = World::linked().await;
    world.fault("ws-close-on-reissue", None);
    let facts = world.simulators.ready().threecx.clone();
    let http = engine::http::client().unwrap();
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", &*facts.client_id),
        ("client_secret", &*facts.api_key),
    ];
    for _ in 0..6 {
        let revision = world.view().revision;
        http.post(format!("{}/connect/token", facts.base_url)).form(&form).send().await.unwrap();
        let code = world
            .until("the phone system's link, down and up", |view| match &view.health.phone {
                LinkView::Down { problem, .. } => Some(problem.code),
                LinkView::Up { .. } if view.revision > revision + 1 => Some(ProblemCode::PhoneDropped),
                LinkView::Connecting | LinkView::Up { .. } => None,
            })
            .await;
        if code == ProblemCode::PhoneSharedClient {
            return;
        }
        world
            .until("an end of the pause", |view| match down(&view.health.phone) {
                Some(ProblemCode::PhoneSharedClient) | None => Some(()),
                Some(_) => None,
            })
            .await;
        if down(&world.view().health.phone).is_some() {
            return;
        }
    }
    panic!("never told: {:?}", world.view().health);
}
