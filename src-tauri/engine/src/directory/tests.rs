#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Instant;

use domain::caller::{PersonKind, Phone};
use domain::number::read;
use tempfile::TempDir;

use super::*;

const LAST_7: Strategy = Strategy::LastDigits { digits: 7 };

fn home() -> Region {
    Region::new("DE").unwrap()
}

fn number(raw: &str) -> Number {
    read(raw, &home())
}

fn person(id: &str, phones: &[&str]) -> Person {
    Person {
        id: id.into(),
        kind: PersonKind::Contact,
        name: format!("Person {id}"),
        title: None,
        company: None,
        account_id: None,
        contact_id: None,
        owner: None,
        email: None,
        do_not_call: false,
        phones: phones
            .iter()
            .map(|value| Phone { field: "Phone".into(), label: "Phone".into(), value: (*value).into() })
            .collect(),
        last_activity: None,
        modified: None,
        url: None,
    }
}

async fn open(dir: &TempDir) -> Directory {
    Directory::open(Store::open(dir.path(), [1; 32]).await.unwrap(), home()).await.unwrap()
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + seconds).unwrap()
}

fn ids(found: &[(Person, Source)]) -> Vec<&str> {
    found.iter().map(|(person, _)| person.id.as_str()).collect()
}

#[tokio::test]
async fn finds_any_spelling_and_last_digits() {
    let dir = TempDir::new().unwrap();
    let directory = open(&dir).await;
    let people = [
        person("whole", &["(040) 6696 9412", "gar keine"]),
        person("near", &["+43 1 6969412"]),
        person("far", &["+49 40 1234567"]),
    ];
    directory.learn(&people, at(0)).await.unwrap();
    let caller = number("0049 40 66969412");
    assert_eq!(ids(&directory.lookup(&caller, Strategy::Exact).await.unwrap()), ["whole"]);
    let found = directory.lookup(&caller, LAST_7).await.unwrap();
    assert_eq!(ids(&found), ["whole", "near"]);
    assert_eq!(found[0].1, Source::Index { read_at: at(0) });
    assert!(directory.lookup(&number("112"), LAST_7).await.unwrap().is_empty());
    assert!(directory.lookup(&number("Anonymous"), LAST_7).await.unwrap().is_empty());
    assert_eq!(directory.people().await.unwrap(), 3);
}

#[tokio::test]
async fn answer_is_fresh_for_a_working_day_and_never_when_empty() {
    let dir = TempDir::new().unwrap();
    let directory = open(&dir).await;
    let caller = number("+494066969412");
    assert_eq!(directory.fresh(&caller, LAST_7, at(0)).await.unwrap(), None);
    // Known from another answer, but nobody asked who else has this number.
    directory.learn(&[person("a", &["+494066969412"])], at(0)).await.unwrap();
    assert_eq!(directory.fresh(&caller, LAST_7, at(0)).await.unwrap(), None);

    directory.remember(&[person("a", &["+494066969412"])], &caller, at(0)).await.unwrap();
    let eight_hours = 8 * 60 * 60;
    for (time, fresh) in [(0, true), (eight_hours - 1, true), (eight_hours, false), (-10, false)] {
        assert_eq!(directory.fresh(&caller, LAST_7, at(time)).await.unwrap().is_some(), fresh, "{time}");
    }

    // The CRM knows nobody any more: neither served nor found.
    directory.remember(&[], &caller, at(10)).await.unwrap();
    assert_eq!(directory.fresh(&caller, LAST_7, at(11)).await.unwrap(), None);
    assert!(directory.lookup(&caller, Strategy::Exact).await.unwrap().is_empty());
}

#[tokio::test]
async fn expires_and_is_wiped() {
    let dir = TempDir::new().unwrap();
    let directory = open(&dir).await;
    let caller = number("+494066969412");
    directory.remember(&[person("a", &["+494066969412"])], &caller, at(0)).await.unwrap();
    let month = 30 * 24 * 60 * 60;
    assert_eq!(directory.expire(at(month)).await.unwrap(), 0);
    assert_eq!(directory.expire(at(month + 1)).await.unwrap(), 1);
    directory.remember(&[person("a", &["+494066969412"])], &caller, at(0)).await.unwrap();
    directory.wipe().await.unwrap();
    assert_eq!(directory.people().await.unwrap(), 0);
    assert_eq!(directory.fresh(&caller, LAST_7, at(1)).await.unwrap(), None);
}

#[tokio::test]
async fn another_home_country_starts_anew() {
    let dir = TempDir::new().unwrap();
    let store = Store::open(dir.path(), [1; 32]).await.unwrap();
    let directory = Directory::open(store.clone(), home()).await.unwrap();
    directory.learn(&[person("a", &["040 66969412"])], at(0)).await.unwrap();
    let same = Directory::open(store.clone(), home()).await.unwrap();
    assert_eq!(same.people().await.unwrap(), 1);
    let other = Directory::open(store, Region::new("AT").unwrap()).await.unwrap();
    assert_eq!(other.people().await.unwrap(), 0);
}

/// A lookup takes a fraction of a millisecond; the limit here, far above, only catches one that
/// reads the whole table.
#[tokio::test]
async fn lookup_does_not_read_everybody() {
    let dir = TempDir::new().unwrap();
    let directory = open(&dir).await;
    for chunk in 0..10_u32 {
        let people: Vec<Indexed> = (0..2_000_u32)
            .map(|n| {
                let id = format!("{chunk}-{n}");
                let digits = format!("49406{:07}", chunk * 2_000 + n);
                Indexed { tails: vec![Tail::of(&digits).unwrap()], ..indexed(person(&id, &[]), &home()) }
            })
            .collect();
        directory.store.people().keep(people, at(0), None).await.unwrap();
    }
    let caller = number("+494060012345");
    assert_eq!(ids(&directory.lookup(&caller, LAST_7).await.unwrap()), ["6-345"]);
    let started = Instant::now();
    for _ in 0..100 {
        directory.lookup(&caller, LAST_7).await.unwrap();
    }
    let each = started.elapsed() / 100;
    assert!(each < Duration::from_millis(20), "{each:?}");
}

#[tokio::test]
async fn what_we_wrote_is_found_beside_an_answer_that_lags() {
    let dir = TempDir::new().unwrap();
    let directory = open(&dir).await;
    let caller = number("+494066969412");
    let theirs = [person("theirs", &["+494066969412"])];
    directory.learn(&[person("other", &["+494066969412"])], at(0)).await.unwrap();
    directory.wrote(&person("new", &["040 66969412"]), at(0)).await.unwrap();
    let both = directory.with_ours(&theirs, &caller, LAST_7, at(60)).await.unwrap();
    assert_eq!(ids(&both), ["theirs", "new"]);
    assert_eq!((&both[0].1, &both[1].1), (&Source::Crm, &Source::Index { read_at: at(0) }));

    // The CRM's answer is kept without it, and it stays.
    directory.remember(&theirs, &caller, at(60)).await.unwrap();
    assert_eq!(ids(&directory.lookup(&caller, LAST_7).await.unwrap()).len(), 2);
    let known = [person("new", &["+494066969412"])];
    assert_eq!(ids(&directory.with_ours(&known, &caller, LAST_7, at(70)).await.unwrap()), ["new"], "once");

    let hours = i64::try_from(OURS.as_secs()).unwrap();
    assert_eq!(ids(&directory.with_ours(&theirs, &caller, LAST_7, at(hours)).await.unwrap()), ["theirs"]);
    directory.remember(&theirs, &caller, at(hours)).await.unwrap();
    assert_eq!(ids(&directory.lookup(&caller, LAST_7).await.unwrap()), ["theirs"]);
}
