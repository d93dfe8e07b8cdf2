//! What must hold whatever happens: disk before "saved", no needless views, no panic without a
//! disk, no page but the org's.

use super::*;

#[tokio::test(start_paused = true)]
async fn a_note_is_on_disk_before_any_view_says_so() {
    let world = World::new().await;
    world.leg(LegStatus::Ringing, CALLER).await;
    let id = CallId(world.until_pop(|_| true).await.id);
    let dir = world.dir.path().to_owned();
    let (tell, said) = std::sync::mpsc::channel();
    *world.screen.on_show.lock().unwrap() = Some(Box::new(move |view| {
        let Some(call) = view.pop.first().filter(|call| call.notes_saved_ms.is_some()) else { return };
        let saved: String = database(&dir).query_row("SELECT body FROM calls", [], |row| row.get(0)).unwrap();
        tell.send(saved.contains(&call.notes)).unwrap();
    }));
    for text in ["Wants", "Wants an", "Wants an offer"] {
        world.handle.act(AgentAction::Note { call: id, text: text.into() }).await;
        world.until_pop(|call| call.notes == text).await;
    }
    world.until_handled().await;
    let said: Vec<bool> = said.try_iter().collect();
    assert!(said.len() >= 3 && said.iter().all(|on_disk| *on_disk), "{said:?}");
}

#[tokio::test(start_paused = true)]
async fn nothing_new_makes_no_view() {
    let world = World::new().await;
    world.leg(LegStatus::Ringing, CALLER).await;
    world.until_pop(|call| name_of(call).is_some()).await;
    world.until_handled().await;
    let before = (world.view().revision, world.shown().len());
    world.leg(LegStatus::Ringing, CALLER).await;
    world.leg(LegStatus::Ringing, CALLER).await;
    world.handle.act(AgentAction::Touch { call: CallId(99) }).await;
    world.handle.act(AgentAction::Note { call: CallId(99), text: "lost".into() }).await;
    world.until_handled().await;
    assert_eq!((world.view().revision, world.shown().len()), before);
    for pair in world.shown().windows(2) {
        assert!(pair[0].revision < pair[1].revision);
        assert_ne!(View { revision: 0, ..(*pair[0]).clone() }, View { revision: 0, ..(*pair[1]).clone() });
    }
}

#[tokio::test(start_paused = true)]
async fn a_store_that_is_gone_is_told_of_and_calls_are_still_shown() {
    let world = World::new().await;
    world.store.clone().close().await;
    world.leg(LegStatus::Ringing, CALLER).await;
    world.until_pop(|call| name_of(call).as_deref() == Some("Katharina Vogelsang")).await;
    world.leg(LegStatus::Connected, CALLER).await;
    world.handle.act(AgentAction::Note { call: CallId(1), text: "kept on screen".into() }).await;
    world.until_pop(|call| call.notes == "kept on screen").await;
    let broken = |view: &View| {
        view.health.problems.iter().any(|past| past.problem.code == ProblemCode::StoreBroken).then_some(())
    };
    world.until(broken).await;
    assert!(world.view().health.problems.len() <= 20);
}

#[tokio::test(start_paused = true)]
async fn calls_that_cannot_be_saved_are_still_written_to_the_crm() {
    let world = World::new().await;
    world.until_handled().await;
    world.database().execute_batch("DROP TABLE calls").unwrap();
    let id = world.talk(CALLER).await;
    world.handle.act(AgentAction::Dismiss { call: id }).await;
    world.until_row(is_written).await;
    assert_eq!(world.crm.entries().len(), 1);
    assert_eq!(world.view().health.problems[0].problem.code, ProblemCode::StoreBroken);
}

/// Ended between the two, a program finds a call that is not over, and does it again.
#[tokio::test(start_paused = true)]
async fn a_call_on_disk_that_is_over_has_its_entry_there() {
    let world = World::new().await;
    world.until_handled().await;
    let disk = world.database();
    disk.execute_batch("CREATE TRIGGER full BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'full'); END")
        .unwrap();
    let id = world.talk(CALLER).await;
    world.handle.act(AgentAction::Dismiss { call: id }).await;
    world.until_handled().await;
    // One in wrap-up is taken up at the next start, and its entry with it.
    let over = "SELECT count(*) FROM calls WHERE closed = 1";
    let count = |sql: &str| disk.query_row(sql, [], |row| row.get::<_, u32>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM calls"), 1);
    assert_eq!(count(over), 0, "over, and nothing to be written");

    disk.execute_batch("DROP TRIGGER full").unwrap();
    world.pass(16 * SECOND).await;
    world.until_row(is_written).await;
    world.until_handled().await;
    assert_eq!((count(over), world.crm.entries().len()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn only_pages_of_the_signed_in_org_are_opened() {
    for (page, opens) in [
        ("https://acme.lightning.force.com/003K", true),
        ("https://acme.my.salesforce.com/003K", true),
        ("https://acme.lightning.force.com.evil.example/003K", false),
        ("https://evil.example/acme.lightning.force.com", false),
        ("https://acme.lightning.force.com@evil.example/", false),
        ("https://other.lightning.force.com/003K", false),
        ("http://acme.lightning.force.com/003K", false),
        ("file:///etc/passwd", false),
        ("javascript:alert(1)", false),
        ("not an address", false),
    ] {
        let crm = MemoryCrm::default();
        crm.sign_in(identity());
        crm.add(Person { url: Some(page.into()), ..person("003K", "Katharina Vogelsang", CALLER) });
        let world = World::with(crm).await;
        world.until(|view| view.health.salesforce_user.clone()).await;
        world.leg(LegStatus::Ringing, CALLER).await;
        let id = CallId(world.until_pop(|call| name_of(call).is_some()).await.id);
        world.handle.act(AgentAction::Open { call: id }).await;
        world.until_handled().await;
        let opened = world.screen.links.lock().unwrap().clone();
        assert_eq!(opened, if opens { vec![page.to_owned()] } else { Vec::new() }, "{page}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_found_person_is_opened_at_the_page_this_computer_knows() {
    let crm = MemoryCrm::default();
    crm.sign_in(identity());
    let world = World::with(crm).await;
    world.until(|view| view.health.salesforce_user.clone()).await;
    let directory = Directory::open(world.store.clone(), Region::home_default()).await.unwrap();
    let ours = "https://acme.lightning.force.com/lightning/r/Contact/003A/view";
    let with_page = |id: &str, page: &str| Person { url: Some(page.into()), ..person(id, "Anna", "1") };
    let without = Person { url: None, ..person("003C", "Bo", "2") };
    let people = [with_page("003A", ours), with_page("003B", "https://evil.example/"), without];
    directory.learn(&people, world.clock.now().wall).await.unwrap();
    for id in ["003B", "003C", "unknown", "https://acme.lightning.force.com/x", "003A"] {
        world.handle.act(AgentAction::OpenPerson { id: id.into() }).await;
    }
    world.until_handled().await;
    assert_eq!(*world.screen.links.lock().unwrap(), [ours]);
}
