#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use domain::call::{CallId, Direction, Outcome};
use domain::journal::{About, Entry, EntryKind};
use jiff::Timestamp;
use tempfile::TempDir;

use super::*;
use crate::amend::Amender;
use crate::clock::TestClock;
use crate::crm::memory::MemoryCrm;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + second).unwrap()
}

fn org(id: &str) -> Org {
    Org::new(id, id, "").unwrap()
}

fn entry(key: &str, description: &str) -> Entry {
    Entry {
        key: key.into(),
        call: CallId(1),
        subject: "Call".into(),
        description: description.into(),
        direction: Direction::Inbound,
        outcome: Outcome::Missed,
        disposition: "Missed".into(),
        duration_s: 0,
        day: jiff::civil::date(2026, 11, 18),
        started: at(0),
        about: About::Nobody,
        kind: EntryKind::Call,
        internal: false,
        status_open: false,
        extra: Vec::new(),
    }
}

/// A test that waits longer than this has failed.
const TOO_LONG: Duration = Duration::from_secs(30);

/// Waits until these entries, with these texts, are in the CRM, and no others.
async fn until(crm: &MemoryCrm, wanted: &[(&str, &str)]) {
    let began = std::time::Instant::now();
    loop {
        let there = crm.entries();
        let there: Vec<_> =
            there.iter().map(|entry| (entry.key.as_str(), entry.description.as_str())).collect();
        if there == wanted {
            return;
        }
        assert!(began.elapsed() < TOO_LONG, "{there:?} instead of {wanted:?}");
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn an_entry_waits_for_the_org_it_was_made_for() {
    let dir = TempDir::new().unwrap();
    let store = Store::open(dir.path(), [7; 32]).await.unwrap();
    let crm = MemoryCrm::default();
    crm.move_to(org("acme"));
    let clock: Arc<dyn Clock> = Arc::new(TestClock::new(at(0)));
    let (news, _heard) = mpsc::channel(99);
    let (amended, _amended) = mpsc::channel(99);
    let limits = watch::channel(Limits::default()).1;
    let port: Arc<dyn Crm> = Arc::new(crm.clone());
    let sender = Sender::new(store.clone(), Arc::clone(&port), news, Arc::clone(&clock), limits);
    let nudge = sender.nudge();
    let amender = Amender::new(store.clone(), port, amended, clock, nudge.clone());
    let cancel = CancellationToken::new();
    let loops = (tokio::spawn(sender.run(cancel.clone())), tokio::spawn(amender.run(cancel.clone())));

    let rows = store.outbox();
    rows.queue(&entry("first", "text"), Some(at(0)), at(0)).await.unwrap();
    nudge.queued();
    until(&crm, &[("first", "text")]).await;
    crm.fail(Some(lost(FailureKind::Offline)));
    rows.queue(&entry("second", "text"), Some(at(0)), at(0)).await.unwrap();
    let late = |text: &str| entry("first", text);
    assert!(rows.amend(&late("text and more"), &[], at(0), at(0)).await.unwrap());

    crm.move_to(org("other"));
    crm.fail(None);
    nudge.crm_ready();
    assert!(store.orgs().signed_in(&org("other")).await.unwrap());
    rows.queue(&entry("third", "text"), Some(at(0)), at(0)).await.unwrap();
    nudge.queued();
    until(&crm, &[("first", "text"), ("third", "text")]).await;

    crm.move_to(org("acme"));
    nudge.crm_ready();
    assert!(store.orgs().signed_in(&org("acme")).await.unwrap());
    nudge.queued();
    until(&crm, &[("first", "text and more"), ("third", "text"), ("second", "text")]).await;
    cancel.cancel();
    loops.0.await.unwrap();
    loops.1.await.unwrap();
}

#[tokio::test]
async fn a_request_for_one_org_is_not_made_in_another() {
    let crm = MemoryCrm::default();
    crm.move_to(org("other"));
    let asked = entry("k", "text");
    let refused = crate::crm::only_in("acme", crm.write_entries(std::slice::from_ref(&asked))).await;
    let kind = refused[0].as_ref().unwrap_err().kind.clone();
    assert!(matches!(kind, FailureKind::NotAllowed { why: outbox::Barred::OtherOrg, .. }), "{kind:?}");
    assert!(crm.entries().is_empty());
    let taken = crate::crm::only_in("other", crm.write_entries(&[asked])).await;
    assert!(taken[0].is_ok() && crm.entries().len() == 1);
}
