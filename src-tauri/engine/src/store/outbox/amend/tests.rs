#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Duration;

use domain::call::{CallId, Direction, Outcome};
use domain::journal::{About, EntryEdit};
use domain::outbox::{EntryState, Removal};
use tempfile::TempDir;

use super::super::super::{AmendmentKind, AmendmentState, Group, Queued, Store, Wanted};
use super::*;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + second).unwrap()
}

fn entry(key: &str) -> Entry {
    Entry {
        key: key.into(),
        call: CallId(1),
        subject: "Call".into(),
        description: "Answered".into(),
        direction: Direction::Inbound,
        outcome: Outcome::AnsweredInbound,
        disposition: "Answered".into(),
        duration_s: 61,
        day: jiff::civil::date(2026, 11, 18),
        started: at(0),
        about: About::Who { id: "003A".into() },
        kind: domain::journal::EntryKind::Call,
        internal: false,
        status_open: false,
        extra: Vec::new(),
    }
}

struct World {
    store: Store,
    _dir: TempDir,
}

impl World {
    async fn new() -> Self {
        let dir = TempDir::new().unwrap();
        Self { store: Store::open(dir.path(), [7; 32]).await.unwrap(), _dir: dir }
    }

    /// With one entry that was written.
    async fn written() -> Self {
        let world = Self::new().await;
        world.queue("k").await;
        let rows = world.store.outbox();
        rows.begun("k", at(1)).await.unwrap().unwrap();
        rows.done("k", "00T", None, at(2)).await.unwrap();
        world
    }

    async fn queue(&self, key: &str) -> Queued {
        self.store.outbox().queue(&entry(key), Some(at(0)), at(0)).await.unwrap()
    }

    async fn amend(&self, change: impl FnOnce(&mut Entry), notes: &str) -> bool {
        let mut wanted = entry("k");
        change(&mut wanted);
        self.store.outbox().amend(&wanted, &[notes.to_owned()], at(20), at(10)).await.unwrap()
    }

    async fn begin(&self, now: Timestamp) -> Option<Amending> {
        match self.store.outbox().next_amendment(now).await.unwrap() {
            NextStep::Due(id) => self.store.outbox().begin_amendment(id, now).await.unwrap(),
            NextStep::At(_) | NextStep::Nothing => None,
        }
    }

    async fn kinds(&self) -> Vec<AmendmentKind> {
        let mut steps = self.store.outbox().amendments().await.unwrap();
        steps.sort_by_key(|step| step.kind);
        steps.into_iter().map(|step| step.kind).collect()
    }
}

fn words(entry: &mut Entry) {
    entry.description = "Answered\nFriday".into();
}

fn nobody(entry: &mut Entry) {
    entry.about = About::Nobody;
}

#[tokio::test]
async fn only_what_differs_becomes_a_step_and_the_latest_wish_counts() {
    let world = World::written().await;
    assert!(!world.amend(|_| {}, "").await);
    assert!(world.amend(words, "Friday").await);
    assert!(world.amend(|entry| (words(entry), nobody(entry)).1, "Friday").await);
    assert_eq!(world.kinds().await, [AmendmentKind::Move, AmendmentKind::Text]);
    // Back as it was: there is nothing to do any more.
    assert!(world.amend(|_| {}, "").await);
    assert!(world.kinds().await.is_empty());
}

#[tokio::test]
async fn a_step_waits_for_its_time_and_for_its_row() {
    let world = World::new().await;
    world.queue("k").await;
    world.store.outbox().begun("k", at(1)).await.unwrap().unwrap();
    assert!(world.amend(nobody, "").await, "it may have been sent");
    assert!(world.begin(at(99)).await.is_none(), "nobody knows whether it was");
    world.store.outbox().done("k", "00T", None, at(2)).await.unwrap();
    assert!(world.amend(words, "Friday").await);
    let text = world.begin(at(19)).await;
    assert!(text.is_none(), "the move was dropped, and the words are not due: {text:?}");
    assert!(world.begin(at(20)).await.is_some());
}

#[tokio::test]
async fn a_wish_that_comes_while_one_is_on_its_way_is_taken_afterwards() {
    let world = World::written().await;
    world.amend(words, "Friday").await;
    let step = world.begin(at(30)).await.unwrap();
    world.amend(|entry| entry.description = "Answered\nMonday".into(), "Monday").await;
    world.store.outbox().amended(&step, Some(at(31)), &[], at(31)).await.unwrap();
    let next = world.begin(at(40)).await.unwrap();
    assert_eq!(next.entry.description, "Answered\nFriday", "what the record holds now");
    assert_eq!(next.left, Some(at(31)));
    let Change::Text { description, .. } = &next.change else { panic!("{next:?}") };
    assert_eq!(description, "Answered\nMonday");
    world.store.outbox().amended(&next, None, &[], at(41)).await.unwrap();
    assert!(world.kinds().await.is_empty());
}

#[tokio::test]
async fn an_undo_leaves_the_journal_and_comes_back_to_be_written_anew() {
    let world = World::written().await;
    world.amend(words, "Friday").await;
    let rows = world.store.outbox();
    assert!(rows.undo("k", at(11)).await.unwrap());
    assert_eq!(world.kinds().await, [AmendmentKind::Remove], "other steps are of no use");
    assert!(!world.amend(words, "Friday").await, "nor are later ones");
    let step = world.begin(at(12)).await.unwrap();
    rows.amended(&step, None, &[], at(13)).await.unwrap();
    assert_eq!(rows.get("k").await.unwrap(), None);
    let removed = EntryState::Removed { how: Removal::Undone, at: at(13) };
    assert_eq!(rows.removal("k").await.unwrap(), Some(removed));
    assert_eq!(world.queue("k").await, Queued::AlreadySent, "it is not written again by itself");

    assert!(rows.restore("k", at(14)).await.unwrap());
    let row = rows.get("k").await.unwrap().unwrap();
    assert_eq!(
        (row.state, row.entry),
        (EntryState::Waiting { due: Some(at(14)), attempts: 0, last: None }, entry("k"))
    );
    assert_eq!(rows.removal("k").await.unwrap(), None);
}

#[tokio::test]
async fn an_undo_that_was_not_sent_can_be_given_up_one_that_was_cannot() {
    let world = World::written().await;
    let rows = world.store.outbox();
    rows.undo("k", at(11)).await.unwrap();
    assert!(rows.restore("k", at(12)).await.unwrap());
    assert!(world.kinds().await.is_empty());
    rows.undo("k", at(13)).await.unwrap();
    let step = world.begin(at(14)).await.unwrap();
    rows.amend_later(&step, at(20), &FailureKind::Offline, at(14)).await.unwrap();
    assert!(!rows.restore("k", at(15)).await.unwrap(), "it may have been carried out");
    rows.recover_amendments(at(16)).await.unwrap();
    let again = world.begin(at(16)).await.unwrap();
    rows.kept(&again, at(17)).await.unwrap();
    assert!(world.begin(at(9_999)).await.is_none());
    assert!(rows.restore("k", at(18)).await.unwrap(), "what came to nothing can be put away");
}

#[tokio::test]
async fn steps_found_on_their_way_are_taken_again() {
    let world = World::written().await;
    world.store.outbox().undo("k", at(11)).await.unwrap();
    assert_eq!(world.begin(at(12)).await.unwrap().tries, 1);
    assert!(world.begin(at(99)).await.is_none());
    world.store.outbox().recover_amendments(at(100)).await.unwrap();
    assert_eq!(world.begin(at(100)).await.unwrap().tries, 2);
}

#[tokio::test]
async fn what_is_discarded_stays_out_until_it_is_put_back_as_it_was() {
    let world = World::new().await;
    let rows = world.store.outbox();
    world.queue("k").await;
    rows.stuck("k", &FailureKind::Busy, at(1)).await.unwrap();
    assert!(rows.discard("k", at(2)).await.unwrap());
    assert_eq!(world.queue("k").await, Queued::AlreadySent);
    assert!(rows.journal(Wanted::newest(None, 9)).await.unwrap().is_empty());
    assert!(rows.restore("k", at(3)).await.unwrap());
    let row = rows.get("k").await.unwrap().unwrap();
    assert_eq!(row.state, EntryState::Stuck { why: FailureKind::Busy });

    rows.discard("k", at(4)).await.unwrap();
    rows.forget_removed_before(at(5)).await.unwrap();
    assert_eq!(rows.removal("k").await.unwrap(), None);
    assert!(!rows.discard("k", at(6)).await.unwrap());
}

#[tokio::test]
async fn what_may_have_been_sent_is_neither_discarded_nor_edited() {
    let world = World::written().await;
    let rows = world.store.outbox();
    let edit = || EntryEdit { subject: "s".into(), description: "d".into(), field: None };
    for key in ["k", "none"] {
        assert!(!rows.discard(key, at(3)).await.unwrap(), "{key}");
        assert!(!rows.edit(key, edit(), at(3)).await.unwrap(), "{key}");
    }
    world.queue("d").await;
    rows.begun("d", at(3)).await.unwrap().unwrap();
    rows.in_doubt("d", at(900), &FailureKind::Offline, at(3)).await.unwrap();
    assert!(!rows.discard("d", at(4)).await.unwrap() && !rows.edit("d", edit(), at(4)).await.unwrap());
}

#[tokio::test]
async fn a_persons_words_stay_when_the_entry_is_composed_anew() {
    let world = World::new().await;
    let rows = world.store.outbox();
    world.queue("k").await;
    rows.stuck("k", &FailureKind::Busy, at(1)).await.unwrap();
    let field = Some(("Type".to_owned(), "Other".to_owned()));
    let edit = EntryEdit { subject: "Mine".into(), description: "My words".into(), field: field.clone() };
    assert!(rows.edit("k", edit, at(2)).await.unwrap());
    let mut later = entry("k");
    (later.about, later.description) = (About::Nobody, "Ours".into());
    rows.queue(&later, Some(at(3)), at(3)).await.unwrap();
    let kept = rows.get("k").await.unwrap().unwrap().entry;
    assert_eq!(
        (kept.subject.as_str(), kept.description.as_str(), &kept.about),
        ("Mine", "My words", &About::Nobody)
    );
    assert_eq!(kept.extra, Vec::from_iter(field));

    rows.begun("k", at(4)).await.unwrap().unwrap();
    rows.done("k", "00T", None, at(4)).await.unwrap();
    rows.amend(&later, &["Friday".into()], at(5), at(5)).await.unwrap();
    let step = world.begin(at(5)).await.unwrap();
    let Change::Text { description, addition, .. } = step.change else { panic!("{step:?}") };
    assert_eq!((description.as_str(), addition.as_str()), ("My words\nFriday", "Friday"));
}

#[tokio::test]
async fn retry_all_leaves_what_is_held_in_wrap_up_or_in_doubt() {
    let world = World::new().await;
    let rows = world.store.outbox();
    for key in ["stuck", "failed", "wrap-up", "doubt"] {
        rows.queue(&entry(key), Some(at(500)), at(0)).await.unwrap();
    }
    rows.queue(&entry("held"), None, at(0)).await.unwrap();
    rows.stuck("stuck", &FailureKind::Busy, at(1)).await.unwrap();
    rows.later("failed", at(600), &FailureKind::Offline, true, at(1)).await.unwrap();
    rows.in_doubt("doubt", at(700), &FailureKind::Offline, at(1)).await.unwrap();
    assert_eq!(rows.retry_all(at(2)).await.unwrap(), 2);
    let mut due = Vec::new();
    for item in rows.journal(Wanted::newest(Some(Group::Open), 9)).await.unwrap() {
        if let EntryState::Waiting { due: Some(at_), .. } = item.row.state
            && at_ == at(2)
        {
            due.push(item.row.entry.key);
        }
    }
    due.sort();
    assert_eq!(due, ["failed", "stuck"]);
}

#[tokio::test]
async fn the_journal_comes_by_group_and_page() {
    let world = World::written().await;
    let rows = world.store.outbox();
    for key in ["a", "b", "c"] {
        world.queue(key).await;
    }
    rows.stuck("b", &FailureKind::Busy, at(3)).await.unwrap();
    let keys = |items: Vec<super::super::Item>| -> Vec<String> {
        items.into_iter().map(|item| item.row.entry.key).collect()
    };
    for (group, wanted) in [
        (None, "cbak"),
        (Some(Group::Stuck), "b"),
        (Some(Group::Waiting), "ca"),
        (Some(Group::Written), "k"),
        (Some(Group::Open), "cba"),
    ] {
        assert_eq!(keys(rows.journal(Wanted::newest(group, 9)).await.unwrap()).concat(), wanted, "{group:?}");
    }
    let first = rows.journal(Wanted::newest(None, 2)).await.unwrap();
    let before = first.last().map(|item| item.at);
    let second = rows.journal(Wanted { before, ..Wanted::newest(None, 2) }).await.unwrap();
    assert_eq!((keys(first).concat(), keys(second).concat()), ("cb".into(), "ak".into()));
    let later = Wanted { from: Some(at(0) + Duration::from_secs(1)), ..Wanted::newest(None, 9) };
    assert!(rows.journal(later).await.unwrap().is_empty());
    rows.undo("k", at(4)).await.unwrap();
    assert_eq!(keys(rows.journal(Wanted::newest(Some(Group::Open), 9)).await.unwrap()).concat(), "cbak");
}

#[tokio::test]
async fn what_a_person_changed_is_left_and_its_text_remembered() {
    let world = World::written().await;
    let rows = world.store.outbox();
    let late = |entry: &mut Entry| {
        entry.subject = "Call: sold".into();
        entry.description = "Answered\nSummary".into();
        entry.extra = vec![("Summary__c".into(), "Sold".into())];
    };
    assert!(world.amend(late, "").await);
    let step = world.begin(at(30)).await.unwrap();
    let Change::Text { subject, extra, .. } = &step.change else { panic!("{step:?}") };
    assert_eq!((subject.as_deref(), extra.len()), (Some("Call: sold"), 1));
    let kept = ["Subject".to_owned(), "Description".to_owned()];
    rows.amended(&step, None, &kept, at(31)).await.unwrap();

    assert_eq!(rows.amendments().await.unwrap()[0].state, AmendmentState::Kept);
    let left = [("Subject", "Call: sold"), ("Description", "Answered\nSummary")];
    assert_eq!(
        rows.left_alone("k").await.unwrap(),
        left.map(|(name, text)| (name.to_owned(), text.to_owned()))
    );
    let wrote = rows.get("k").await.unwrap().unwrap().entry;
    assert_eq!((wrote.subject.as_str(), wrote.description.as_str()), ("Call", "Answered"));
    assert_eq!(wrote.extra, [("Summary__c".to_owned(), "Sold".to_owned())]);
    assert!(rows.restore("k", at(32)).await.unwrap(), "not mentioned any more");
    assert!(rows.amendments().await.unwrap().is_empty() && rows.left_alone("k").await.unwrap().is_empty());

    assert!(world.amend(late, "").await, "it is tried again when more comes");
    let step = world.begin(at(40)).await.unwrap();
    rows.amended(&step, None, &[], at(41)).await.unwrap();
    let wrote = rows.get("k").await.unwrap().unwrap().entry;
    assert_eq!(wrote.subject, "Call: sold");
    assert!(rows.amendments().await.unwrap().is_empty());
}
