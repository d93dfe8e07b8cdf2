use domain::caller::Source;
use engine::directory::sync::{Background, Doing, Wanted};
use tokio::sync::watch;

use super::*;

#[tokio::test]
async fn the_first_run_reads_everybody_and_the_next_only_what_changed() {
    let desk = Desk::open().await;
    desk.sync().await;
    let status = desk.status().await;
    assert_eq!(status.people, desk.everybody());
    assert!(status.numbers >= status.people / 2 && status.bytes > 0, "{status:?}");
    assert!(status.synced.is_some() && status.newest_change.is_some() && !status.unfinished, "{status:?}");
    assert_eq!(desk.who(KATHARINA).await, ["Katharina Vogelsang"]);
    assert_eq!((desk.jobs(), desk.pages()), (4, 4));
    assert_eq!(desk.world.count("DELETE jobs/query"), 4, "given back");

    // The index is as good as the CRM now: a caller costs no request.
    let number = read(KATHARINA, &Region::home_default());
    let now = desk.clock.now().wall;
    let fresh = desk.directory().await.fresh(&number, Strategy::Exact, now).await.unwrap().unwrap();
    assert!(matches!(fresh[0].1, Source::Index { .. }));
    assert_eq!((fresh[0].0.owner.is_some(), fresh[0].0.url.is_some()), (true, true), "{fresh:?}");

    let id = desk.contact("Neu", "+49 30 901820111");
    let before = status.api_calls_today;
    desk.sync().await;
    assert_eq!((desk.jobs(), desk.who("+4930901820111").await), (4, vec!["Neu".to_owned()]));
    assert!(desk.status().await.api_calls_today <= before + 8, "one or two requests a kind");
    desk.world.simulators.org.update("Contact", &id, &json!({"Phone": "+49 30 901820112"})).unwrap();
    desk.sync().await;
    assert!(desk.who("+4930901820111").await.is_empty());
    assert_eq!(desk.who("+4930901820112").await, ["Neu"]);
    desk.world.simulators.org.update("Contact", &id, &json!({"Phone": null})).unwrap();
    desk.sync().await;
    assert!(desk.who("+4930901820112").await.is_empty());
    assert_eq!(desk.status().await.people, desk.everybody(), "without a number still found by name");
}

#[tokio::test]
async fn who_is_deleted_converted_or_left_disappears() {
    let desk = Desk::open().await;
    let lead = desk.insert("Lead", &json!({"LastName": "Bald", "Company": "X", "Phone": "+49 30 901820113"}));
    let contact = desk.contact("Weg", "+49 30 901820114");
    desk.sync().await;
    assert_eq!(desk.who("+4930901820113").await, ["Bald"]);
    assert_eq!(desk.who("+4930901820114").await, ["Weg"]);
    desk.later(HOUR);
    let org = &desk.world.simulators.org;
    org.delete("Contact", &contact).unwrap();
    org.convert(&lead).unwrap();
    // Deletions are told with the minute they happened in.
    desk.later(HOUR);
    desk.sync().await;
    assert!(desk.who("+4930901820114").await.is_empty());
    let found = desk.directory().await;
    let found =
        found.lookup(&read("+4930901820113", &Region::home_default()), Strategy::Exact).await.unwrap();
    assert_eq!(found.len(), 1, "the contact it became, not the lead: {found:?}");
    assert!(found[0].0.id.starts_with("003"));
    assert_eq!(desk.jobs(), 4, "nothing was read as a whole");
}

#[tokio::test]
async fn what_sharing_takes_and_gives_is_noticed_within_a_day() {
    let desk = Desk::open().await;
    let hidden = desk.contact("Hidden", "+49 30 901820115");
    let shown = desk.contact("Shown", "+49 30 901820116");
    let org = &desk.world.simulators.org;
    org.share("Contact", &shown, false).unwrap();
    desk.sync().await;
    assert_eq!(desk.who("+4930901820115").await, ["Hidden"]);
    assert!(desk.who("+4930901820116").await.is_empty());
    desk.later(HOUR);
    org.share("Contact", &hidden, false).unwrap();
    org.share("Contact", &shown, true).unwrap();
    desk.sync().await;
    assert_eq!(desk.who("+4930901820115").await, ["Hidden"], "no time stamp changed");
    let jobs = desk.jobs();
    desk.later(24 * HOUR);
    desk.sync().await;
    assert!(desk.who("+4930901820115").await.is_empty());
    assert_eq!(desk.who("+4930901820116").await, ["Shown"]);
    assert_eq!(desk.jobs(), jobs + 4);
    assert_eq!(desk.who(KATHARINA).await, ["Katharina Vogelsang"]);
    assert_eq!(desk.status().await.people, desk.everybody() - 1);
}

#[tokio::test]
async fn a_killed_run_goes_on_at_its_page() {
    let mut desk = Desk::open().await;
    desk.world.fault("bulk-page-rows", Some("40"));
    desk.world.fault("api-delay-ms", Some("5"));
    let mut kills = 0;
    loop {
        let sync = desk.synchronizer();
        let mut doing = sync.doing();
        let cancel = CancellationToken::new();
        let home = Region::home_default();
        let mut run = Box::pin(sync.run_once(&home, cancel.clone()));
        // Killed in the midst of a page, three times.
        let outcome = loop {
            tokio::select! {
                outcome = &mut run => break Some(outcome),
                _ = doing.changed() => {
                    let reading = matches!(*doing.borrow_and_update(), Doing::Reading { .. });
                    if reading && kills < 3 {
                        break None;
                    }
                }
            }
        };
        match outcome {
            Some(outcome) => {
                outcome.unwrap();
                break;
            }
            None => {
                kills += 1;
                drop(run);
                drop(sync);
                desk = desk.killed().await;
                assert!(desk.status().await.unfinished);
            }
        }
    }
    assert_eq!(kills, 3);
    assert_eq!(desk.status().await.people, desk.everybody());
    assert_eq!(desk.jobs(), 4, "no collection was begun twice");
    let pages = desk.pages();
    let calm = Desk::open().await;
    calm.world.fault("bulk-page-rows", Some("40"));
    calm.sync().await;
    assert!(pages <= calm.pages() + 3, "{pages}: each kill costs one page at the most");
}

#[tokio::test]
async fn it_runs_by_itself_where_that_is_wanted() {
    let desk = Desk::open().await;
    let off = Wanted { on: false, every: Duration::from_secs(3600), home: Region::home_default() };
    let (settings, wanted) = watch::channel(off.clone());
    let (background, handle) = Background::new(desk.synchronizer(), wanted);
    let cancel = CancellationToken::new();
    let running = tokio::spawn(background.run(cancel.clone()));
    let mut doing = handle.doing();

    handle.wake().await;
    assert!(handle.sync_now().await, "a person's wish counts though it is off");
    assert!(doing.borrow().is_busy());
    doing.wait_for(|doing| !doing.is_busy()).await.unwrap();
    assert_eq!(desk.status().await.people, desk.everybody());
    let jobs = desk.jobs();

    desk.contact("Neu", "+49 30 901820117");
    settings.send_replace(Wanted { on: true, ..off.clone() });
    doing.wait_for(Doing::is_busy).await.unwrap();
    doing.wait_for(|doing| !doing.is_busy()).await.unwrap();
    assert_eq!((desk.who("+4930901820117").await, desk.jobs()), (vec!["Neu".to_owned()], jobs));

    // Switched off in the midst of a run.
    desk.world.fault("api-delay-ms", Some("20"));
    assert!(handle.sync_now().await);
    doing.wait_for(|doing| !doing.is_busy()).await.unwrap();
    settings.send_replace(off);
    cancel.cancel();
    running.await.unwrap();
    assert!(!handle.sync_now().await, "it has ended");
}
