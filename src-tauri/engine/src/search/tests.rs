#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use domain::number::Region;
use tempfile::TempDir;

use super::*;
use crate::clock::SystemClock;
use crate::crm::memory::{MemoryCrm, person};
use crate::store::Store;
use crate::view::FoundView;

const NUMBER: &str = "+494066969412";

struct World {
    crm: MemoryCrm,
    directory: Directory,
    store: Store,
    search: Search,
    _dir: TempDir,
}

async fn world() -> World {
    let dir = TempDir::new().unwrap();
    let store = Store::open(dir.path(), [1; 32]).await.unwrap();
    let directory = Directory::open(store.clone(), Region::home_default()).await.unwrap();
    let crm = MemoryCrm::default();
    let reach = Reach {
        crm: Some(Arc::new(crm.clone())),
        sign_in: None,
        directory: Some(directory.clone()),
        matching: MatchingSettings::default(),
    };
    let search = Search::new(reach, Arc::new(SystemClock::new()), None);
    World { crm, directory, store, search, _dir: dir }
}

impl World {
    async fn knows(&self, people: &[Person]) {
        self.directory.learn(people, self.search.now()).await.unwrap();
    }

    async fn there(&self, text: &str) -> (Vec<FoundView>, bool, u32) {
        match self.search.there(text).await {
            SearchThere::Found { found, more, requests } => (found, more, requests),
            other @ (SearchThere::Stale | SearchThere::Failed { .. }) => panic!("{other:?}"),
        }
    }
}

fn names(found: &[FoundView]) -> Vec<&str> {
    found.iter().map(|found| found.name.as_str()).collect()
}

#[tokio::test]
async fn what_is_known_here_is_told_at_once_and_the_crm_adds_to_it() {
    let world = world().await;
    world.knows(&[person("1", "Anna Weber", "1")]).await;
    for found in [person("1", "Anna Weber", "1"), person("2", "Anna Webermann", "2")] {
        world.crm.add(found);
    }
    let here = world.search.here("web an").await;
    assert_eq!((names(&here.found), here.more, here.ask), (vec!["Anna Weber"], false, true));
    assert_eq!(here.found[0].name_marks, [(0, 2), (5, 8)]);
    assert!(here.found[0].index_read_ms.is_some() && here.number.is_none());
    assert_eq!(world.crm.requests(), 0, "no network");
    let (found, more, requests) = world.there("web an").await;
    assert_eq!((names(&found), more, requests), (vec!["Anna Weber", "Anna Webermann"], false, 1));
    assert_eq!(found[1].index_read_ms, None);
    // Learned: the next search finds both without the CRM.
    assert_eq!(names(&world.search.here("anna").await.found).len(), 2);
}

#[tokio::test]
async fn a_number_is_explained_here_and_there_with_the_choice_remembered_for_it() {
    let world = world().await;
    let people = [person("1", "Ada", "040 66969412"), person("2", "Bea", "(0)40 66 96 94-12")];
    world.knows(&people).await;
    people.into_iter().for_each(|person| world.crm.add(person));
    world.store.choices().remember(NUMBER, "2", world.search.now()).await.unwrap();
    let here = world.search.here("0049 40 / 66969412").await;
    assert_eq!(here.number.unwrap().copied, NUMBER);
    assert_eq!(names(&here.found), ["Ada", "Bea"]);
    let why = here.found[1].why.as_ref().unwrap();
    assert_eq!((why.spelling.as_str(), why.last_digits), ("(0)40 66 96 94-12", None));
    assert!(why.index_read_ms.is_some() && !why.stored_marks.is_empty());
    let (there, ..) = world.there(NUMBER).await;
    assert_eq!(there[0].why.as_ref().unwrap().index_read_ms, None, "asked just now");
    let looked = world.search.look_up(NUMBER, Reaching::Both).await.to_json();
    assert_eq!((&looked["verdict"], &looked["remembered"]), (&"several".into(), &1.into()));
}

#[tokio::test(start_paused = true)]
async fn a_later_question_ends_the_earlier_one_and_nobody_elses() {
    let world = world().await;
    world.crm.add(person("1", "Anna Weber", "1"));
    world.crm.delay(Duration::from_secs(5));
    let other = world.search.other_asker();
    let (first, second, others) =
        tokio::join!(world.search.there("anna"), world.search.there("weber"), other.there("anna"));
    assert_eq!(first, SearchThere::Stale);
    for found in [second, others] {
        assert!(matches!(&found, SearchThere::Found { found, .. } if found.len() == 1), "{found:?}");
    }
    world.crm.delay(Duration::from_secs(60));
    let SearchThere::Failed { problem } = world.search.there("anna").await else { panic!() };
    assert_eq!(problem.code, ProblemCode::SalesforceOffline, "given up");
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_was_asked_for_before_a_wipe_is_not_kept() {
    let world = world().await;
    world.crm.add(person("1", "Anna Weber", "1"));
    world.crm.delay(Duration::from_secs(5));
    let (found, wiped) = tokio::join!(world.there("anna"), world.directory.wipe());
    wiped.unwrap();
    assert_eq!(found.0.len(), 1);
    assert_eq!(world.directory.people().await.unwrap(), 0);
}

#[tokio::test]
async fn who_is_not_asked_and_why() {
    let world = world().await;
    for (text, ask) in
        [("", false), ("a", false), ("an", true), ("040", false), ("040 66", true), (NUMBER, true)]
    {
        assert_eq!(world.search.here(text).await.ask, ask, "{text}");
    }
    assert_eq!(world.there("a").await, (Vec::new(), false, 0));
    let mut reach = world.search.reached();
    reach.crm = None;
    world.search.reach(reach);
    assert!(!world.search.here("anna").await.ask);
    let SearchThere::Failed { problem } = world.search.there("anna").await else { panic!() };
    assert_eq!(problem.code, ProblemCode::SalesforceNotConfigured);
}

#[tokio::test]
async fn more_than_is_listed_is_told() {
    let world = world().await;
    let many: Vec<Person> = (0..60).map(|n| person(&format!("{n}"), &format!("Anna {n:02}"), "1")).collect();
    world.knows(&many).await;
    many.into_iter().for_each(|person| world.crm.add(person));
    let here = world.search.here("anna").await;
    assert_eq!((here.found.len(), here.more), (LISTED_MAX, true));
    let (there, more, _) = world.there("anna").await;
    assert_eq!((there.len(), more), (CANDIDATES_MAX, true));
}

#[tokio::test]
async fn whom_the_search_of_the_crm_misses_is_read_before_they_are_forgotten() {
    let world = world().await;
    let now = world.search.now();
    let known = [person("1", "Found", NUMBER), person("2", "Missed", NUMBER), person("3", "Moved", NUMBER)];
    world.knows(&known).await;
    for found in [person("1", "Found", NUMBER), person("2", "Missed", NUMBER), person("3", "Moved", "1")] {
        world.crm.add(found);
    }
    world.crm.hide_from_search("2");
    world.crm.hide_from_search("3");
    let number = domain::number::read(NUMBER, &Region::home_default());
    let people = ask_who(&world.crm, Some(&world.directory), &number, now).await.unwrap();
    assert_eq!(world.crm.requests(), 2, "one for all that were missed");
    world.directory.remember(&people, &number, now).await.unwrap();
    let kept = world.directory.lookup(&number, domain::number::Strategy::Exact).await.unwrap();
    assert_eq!(kept.iter().map(|(person, _)| person.name.as_str()).collect::<Vec<_>>(), ["Found", "Missed"]);
    // Nobody missed: nobody is read again.
    ask_who(
        &world.crm,
        Some(&world.directory),
        &domain::number::read("+4930901820", &Region::home_default()),
        now,
    )
    .await
    .unwrap();
    assert_eq!(world.crm.requests(), 3);
}
