#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use domain::caller::{PersonKind, Phone, Source};
use domain::search::{Keep, Query, rank, words};
use domain::settings::MatchingSettings;
use tempfile::TempDir;

use super::search::FOUND_MAX;
use super::*;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + seconds).unwrap()
}

fn person(id: &str) -> Person {
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
        phones: Vec::new(),
        last_activity: None,
        modified: None,
        url: None,
    }
}

fn with(id: &str, numbers: &[&str]) -> Indexed {
    indexed(person(id), numbers)
}

fn indexed(person: Person, numbers: &[&str]) -> Indexed {
    let said = words(&person, &[]);
    Indexed { tails: numbers.iter().map(|number| tail(number)).collect(), said, person }
}

fn tail(number: &str) -> Tail {
    Tail::of(number).unwrap()
}

async fn open(dir: &TempDir) -> Store {
    Store::open(dir.path(), [7; 32]).await.unwrap()
}

async fn found(store: &Store, number: &str, same: Option<usize>) -> Vec<String> {
    let found = store.people().with_tail(tail(number), same).await.unwrap();
    found.into_iter().map(|at| at.person.id).collect()
}

async fn sizes(store: &Store) -> (u64, u64) {
    let size = store.people().size().await.unwrap();
    (size.people, size.numbers)
}

#[tokio::test]
async fn every_fact_of_a_person_comes_back() {
    let dir = TempDir::new().unwrap();
    let store = open(&dir).await;
    let phone = |field: &str, value: &str| Phone {
        field: field.into(),
        label: format!("{field} \u{1F4DE}"),
        value: value.into(),
    };
    let mut all: Vec<Person> = Vec::new();
    for (index, kind) in [
        PersonKind::Contact,
        PersonKind::Lead,
        PersonKind::Account,
        PersonKind::PersonAccount,
        PersonKind::User,
    ]
    .into_iter()
    .enumerate()
    {
        let id = format!("00{index}5g00000XyZabAAF");
        all.push(Person {
            kind,
            title: Some("Head of \"{}\"".into()),
            company: Some("Brandt & Söhne".into()),
            account_id: Some("0015g".into()),
            contact_id: Some("0035g".into()),
            owner: Some("Jonas Weber".into()),
            email: Some("a@b.example".into()),
            do_not_call: index % 2 == 0,
            phones: vec![phone("Phone", "(0)40 / 66"), phone("Direct__c", "+49")],
            last_activity: Some(jiff::civil::date(2026, 11, 18)),
            modified: Some(at(5)),
            url: Some(format!("https://acme.lightning.force.com/lightning/r/Contact/{id}/view")),
            ..person(&id)
        });
    }
    all.push(Person { url: Some("https://elsewhere.example/{}".into()), ..person("no-id-in-page") });
    all.push(person("little"));
    store
        .people()
        .keep(all.iter().map(|person| indexed(person.clone(), &["4940"])).collect(), at(0), None)
        .await
        .unwrap();
    let kept = store.people().with_tail(tail("4940"), None).await.unwrap();
    assert_eq!(kept.iter().map(|at| at.person.clone()).collect::<Vec<_>>(), all);
    // Another copy of the program has not read the words yet.
    let other = open(&dir).await.people().with_tail(tail("4940"), None).await.unwrap();
    assert_eq!(other, kept);
    assert!(kept.iter().all(|kept| kept.read_at == at(0)));
}

#[tokio::test]
async fn a_row_of_another_shape_hides_no_other() {
    let dir = TempDir::new().unwrap();
    let store = open(&dir).await;
    store.people().keep(vec![with("a", &["4940"]), with("b", &["4940"])], at(0), None).await.unwrap();
    store
        .run(|connection| Ok(connection.execute("UPDATE people SET body = '{}' WHERE id = 'a'", [])?))
        .await
        .unwrap();
    assert_eq!(found(&store, "4940", None).await, ["b"]);
}

#[tokio::test]
async fn looking_up_reads_a_range_of_the_key_and_nothing_else() {
    let dir = TempDir::new().unwrap();
    let store = open(&dir).await;
    let plan: Vec<String> = store
        .run(|connection| {
            let mut explain = connection.prepare(&format!("EXPLAIN QUERY PLAN {}", in_range_sql()))?;
            let rows = explain.query_map(params![1, 2, 0, 50], |row| row.get(3))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
        .unwrap();
    let [first, second] = plan.as_slice() else { panic!("{plan:?}") };
    assert!(first.starts_with("SEARCH numbers USING PRIMARY KEY (tail>? AND tail<?)"), "{plan:?}");
    assert!(second.starts_with("SEARCH people USING INTEGER PRIMARY KEY (rowid=?)"), "{plan:?}");
}

#[tokio::test]
async fn a_short_number_does_not_end_like_a_long_one() {
    let dir = TempDir::new().unwrap();
    let store = open(&dir).await;
    store
        .people()
        .keep(vec![with("short", &["12345"]), with("long", &["4900012345"])], at(0), None)
        .await
        .unwrap();
    assert_eq!(found(&store, "4970012345", Some(7)).await, ["long"]);
    assert_eq!(found(&store, "4970012345", Some(5)).await.len(), 2);
}

#[tokio::test]
async fn sizes_follow_what_comes_changes_and_goes() {
    let dir = TempDir::new().unwrap();
    let store = open(&dir).await;
    let people = store.people();
    people.keep(vec![with("a", &["111111", "222222"]), with("b", &["111111"])], at(0), None).await.unwrap();
    assert_eq!(sizes(&store).await, (2, 3));
    people.keep(vec![with("a", &["222222", "333333"])], at(1), None).await.unwrap();
    assert_eq!(sizes(&store).await, (2, 3));
    people.keep_answer(tail("333333"), vec![with("b", &["333333"])], at(2)).await.unwrap();
    assert_eq!(sizes(&store).await, (2, 2), "a is not at 3 any more, b at 3 alone");
    people.keep(vec![with("a", &["222222"])], at(3), None).await.unwrap();
    let gone = SyncStep { gone: vec!["a".into(), "unknown".into()], read_at: at(4), ..SyncStep::default() };
    assert!(people.sync_step(None, gone).await.unwrap().is_some());
    assert_eq!(sizes(&store).await, (1, 1));
    assert_eq!(people.sweep(at(100), 0).await.unwrap().0, 1);
    assert_eq!(sizes(&store).await, (0, 0));
    let bytes = people.size().await.unwrap().bytes;
    store.close().await;
    assert_eq!(bytes, std::fs::metadata(dir.path().join(super::super::FILE_NAME)).unwrap().len());
}

#[tokio::test]
async fn a_sweep_takes_the_old_in_steps() {
    let dir = TempDir::new().unwrap();
    let store = open(&dir).await;
    let many: Vec<Indexed> =
        (0..SWEEP_ROWS + 10).map(|n| with(&format!("p{n}"), &[&format!("{}", 4_900_000 + n)])).collect();
    store.people().keep(many, at(0), None).await.unwrap();
    store.people().keep(vec![with("p5", &["5"]), with("new", &["6"])], at(10), None).await.unwrap();
    let (first, next) = store.people().sweep(at(5), 0).await.unwrap();
    assert_eq!((first, next), (usize::try_from(SWEEP_ROWS).unwrap() - 1, Some(SWEEP_ROWS)));
    let (second, next) = store.people().sweep(at(5), next.unwrap()).await.unwrap();
    assert_eq!(second, 10);
    assert_eq!(store.people().sweep(at(5), next.unwrap()).await.unwrap(), (0, None));
    assert_eq!(store.people().count().await.unwrap(), 2);
}

#[tokio::test]
async fn what_we_wrote_outlives_an_answer_that_does_not_know_it() {
    let dir = TempDir::new().unwrap();
    let store = open(&dir).await;
    let people = store.people();
    people.keep(vec![with("ours", &["4940"])], at(0), Some(at(60))).await.unwrap();
    people.keep(vec![with("theirs", &["4940"])], at(0), None).await.unwrap();
    people.keep_answer(tail("4940"), Vec::new(), at(1)).await.unwrap();
    let kept = people.with_tail(tail("4940"), None).await.unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!((kept[0].person.id.as_str(), kept[0].ours_until), ("ours", at(60)));
    // Read again meanwhile, for another reason: still ours.
    people.keep(vec![with("ours", &["4940"])], at(2), None).await.unwrap();
    people.keep_answer(tail("4940"), Vec::new(), at(59)).await.unwrap();
    assert_eq!(found(&store, "4940", None).await, ["ours"]);
    people.keep_answer(tail("4940"), Vec::new(), at(60)).await.unwrap();
    assert!(found(&store, "4940", None).await.is_empty());
}

#[tokio::test]
async fn a_step_counts_only_from_where_the_sync_stood() {
    let dir = TempDir::new().unwrap();
    let store = open(&dir).await;
    let people = store.people();
    let step = |state: &str, id: &str| SyncStep {
        kept: vec![with(id, &["4940"])],
        read_at: at(0),
        state: state.into(),
        ..SyncStep::default()
    };
    assert_eq!(people.sync_step(None, step("one", "a")).await.unwrap(), Some(Vec::new()));
    assert_eq!(people.sync_step(None, step("two", "b")).await.unwrap(), None);
    assert!(people.sync_step(Some("one".into()), step("two", "b")).await.unwrap().is_some());
    assert_eq!(people.sync_state().await.unwrap().as_deref(), Some("two"));
    let seen = vec!["a".into(), "new".into()];
    let done = SyncStep { seen, read_at: at(9), synced: Some(at(9)), ..step("three", "c") };
    assert_eq!(people.sync_step(Some("two".into()), done).await.unwrap(), Some(vec!["new".into()]));
    assert_eq!(people.with_tail(tail("4940"), None).await.unwrap()[0].read_at, at(9), "seen again");
    assert_eq!(people.answered(tail("123456")).await.unwrap(), Some(at(9)));

    people.wipe().await.unwrap();
    assert_eq!(people.sync_state().await.unwrap(), None);
    assert_eq!(people.synced().await.unwrap(), None);
    let late = people.sync_step(Some("three".into()), step("four", "d")).await.unwrap();
    assert_eq!(late, None, "wiped meanwhile");
    assert_eq!(people.count().await.unwrap(), 0);
}

#[tokio::test]
async fn a_wiped_index_leaves_a_small_file_and_no_names() {
    let dir = TempDir::new().unwrap();
    let store = open(&dir).await;
    for chunk in 0..40 {
        let many = (0..500).map(|n| {
            let mut person = person(&format!("p{chunk}-{n}"));
            person.title = Some("a long title that takes room ".repeat(10));
            indexed(person, &[&format!("49{}", chunk * 500 + n)])
        });
        store.people().keep(many.collect(), at(0), None).await.unwrap();
    }
    let full = store.people().size().await.unwrap().bytes;
    store.people().wipe().await.unwrap();
    let free: i64 = store
        .run(|connection| Ok(connection.pragma_query_value(None, "freelist_count", |row| row.get(0))?))
        .await
        .unwrap();
    assert_eq!(free, 0);
    assert!(store.people().size().await.unwrap().bytes * 10 < full);
}

#[tokio::test]
async fn the_whole_number_comes_first_even_among_too_many_with_its_ending() {
    let dir = TempDir::new().unwrap();
    let store = open(&dir).await;
    let mut many: Vec<Indexed> =
        (0..CANDIDATES_MAX + 5).map(|n| with(&format!("p{n}"), &[&format!("{n:03}1234567")])).collect();
    // Sorts behind all others, and has a second number with the same ending.
    many.push(with("whole", &["9991234567", "9981234567"]));
    store.people().keep(many, at(0), None).await.unwrap();
    let found = found(&store, "9991234567", Some(7)).await;
    assert_eq!((found.len(), found[0].as_str()), (CANDIDATES_MAX, "whole"));
    assert_eq!(found.iter().filter(|id| *id == "whole").count(), 1);
}

fn named(id: &str, name: &str, company: &str, email: &str) -> Indexed {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let person = Person { name: name.into(), company: some(company), email: some(email), ..person(id) };
    indexed(person, &[])
}

/// Best first.
async fn begins(store: &Store, typed: &str) -> Vec<String> {
    let matching = MatchingSettings::default();
    let query = Query::read(typed, &matching);
    let (found, _) = store.people().beginning_with(&query.needles()).await.unwrap();
    let found: Vec<_> = found.into_iter().map(|at| (at.person, Source::Crm)).collect();
    let ranked = rank(&query, &found, &matching, None, Keep::Matching);
    assert_eq!(ranked.hits.len(), found.len(), "somebody who does not match: {typed}");
    ranked.hits.into_iter().map(|hit| hit.person.id).collect()
}

#[tokio::test]
async fn people_are_found_by_the_beginnings_of_their_words() {
    let dir = TempDir::new().unwrap();
    let store = open(&dir).await;
    let people = vec![
        named("address", "Ina Klein", "", "anna.weber@firma.example"),
        named("company", "Otto Plan", "Weber & Söhne GmbH", ""),
        named("beginning", "Webermann", "", ""),
        named("whole", "Anna Müller-Weber", "Straße 7", ""),
        named("script", "Ежи Ёлкин", "山田", ""),
    ];
    store.people().keep(people, at(0), None).await.unwrap();
    assert_eq!(begins(&store, "weber").await, ["whole", "company", "address", "beginning"]);
    for (typed, found) in [
        ("mueller anna", &["whole"][..]),
        ("muller-we", &["whole"]),
        ("strasse anna", &["whole"]),
        ("soehne web", &["company"]),
        ("anna.weber@fi", &["address"]),
        ("anna w", &["whole", "address"]),
        ("ежи ёл", &["script"]),
        ("山", &["script"]),
        ("weber nobody", &[]),
        ("", &[]),
        ("\" OR name:x*", &[]),
    ] {
        assert_eq!(begins(&store, typed).await, found, "{typed}");
    }
}

#[tokio::test]
async fn of_too_many_those_come_who_have_it_in_their_names() {
    let dir = TempDir::new().unwrap();
    let store = open(&dir).await;
    let mut many: Vec<Indexed> =
        (0..FOUND_MAX + 50).map(|n| named(&format!("company {n}"), "Otto Plan", "Weber GmbH", "")).collect();
    many.extend((0..FOUND_MAX - 20).map(|n| named(&format!("name {n}"), "Webermann", "", "")));
    many.extend((0..10).map(|n| named(&format!("whole {n}"), "Anna Weber", "", "")));
    store.people().keep(many, at(0), None).await.unwrap();
    let found = begins(&store, "weber").await;
    let of = |what: &str| found.iter().filter(|id| id.starts_with(what)).count();
    assert_eq!((of("whole"), of("name"), of("company")), (10, FOUND_MAX - 20, 10));
    let found = begins(&store, "weber an").await;
    assert_eq!(found.len(), 10);
    let more = async |typed: &str| {
        let needles = Query::read(typed, &MatchingSettings::default()).needles();
        store.people().beginning_with(&needles).await.unwrap().1
    };
    assert_eq!((more("weber").await, more("weber an").await), (true, false));
}

#[tokio::test]
async fn words_follow_what_comes_changes_and_goes() {
    let dir = TempDir::new().unwrap();
    let store = open(&dir).await;
    let people = store.people();
    people
        .keep(vec![named("a", "Anna Weber", "", ""), named("b", "Anna Berg", "", "")], at(0), None)
        .await
        .unwrap();
    people.keep(vec![named("a", "Anna Fischer", "", "")], at(1), None).await.unwrap();
    assert!(begins(&store, "weber").await.is_empty());
    assert_eq!(begins(&store, "anna fischer").await, ["a"]);
    let step = SyncStep {
        kept: vec![named("c", "Anna Cole", "", "")],
        gone: vec!["a".into()],
        read_at: at(2),
        ..SyncStep::default()
    };
    people.sync_step(None, step).await.unwrap();
    assert_eq!(begins(&store, "anna").await, ["b", "c"]);
    assert_eq!(people.sweep(at(1), 0).await.unwrap().0, 1);
    assert_eq!(begins(&store, "anna").await, ["c"]);
    // The number of the row that went is used again: nothing of its words may be left.
    people.wipe().await.unwrap();
    assert!(begins(&store, "anna").await.is_empty());
    people.keep(vec![named("d", "Dora", "", "")], at(3), None).await.unwrap();
    assert!(begins(&store, "anna").await.is_empty());
    assert_eq!(begins(&store, "dora").await, ["d"]);
    assert_eq!(people.by_id("d").await.unwrap().unwrap().person.name, "Dora");
    assert_eq!(people.by_id("a").await.unwrap(), None);
}

#[tokio::test]
async fn what_was_asked_before_a_wipe_is_not_kept_after_it() {
    let dir = TempDir::new().unwrap();
    let store = open(&dir).await;
    let people = store.people();
    let asked = people.wipes().await.unwrap();
    people.keep_unless_wiped(vec![with("a", &["4940"])], at(0), asked).await.unwrap();
    assert_eq!(people.count().await.unwrap(), 1);
    people.wipe().await.unwrap();
    people.keep_unless_wiped(vec![with("b", &["4940"])], at(1), asked).await.unwrap();
    assert_eq!(people.count().await.unwrap(), 0);
}

#[tokio::test]
async fn unchanged_words_are_not_written_again() {
    let dir = TempDir::new().unwrap();
    let store = open(&dir).await;
    let written = || async {
        store
            .run(|connection| {
                Ok(connection
                    .query_row("SELECT count(*) FROM beginnings_data", [], |row| row.get::<_, i64>(0))?)
            })
            .await
            .unwrap()
    };
    store.people().keep(vec![named("a", "Anna Weber", "", "")], at(0), None).await.unwrap();
    let before = written().await;
    let mut same = named("a", "Anna Weber", "", "");
    same.person.title = Some("Doctor".into());
    store.people().keep(vec![same], at(1), None).await.unwrap();
    assert_eq!(written().await, before);
    store.people().keep(vec![named("a", "Anna Berg", "", "")], at(2), None).await.unwrap();
    assert!(written().await > before);
}
