//! Finding people as they are typed: in the index on this computer, and in the simulated org over
//! HTTP.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Arc;
use std::time::Duration;

use domain::settings::MatchingSettings;
use engine::clock::Clock;
use engine::crm::Crm;
use engine::crm::salesforce::Salesforce;
use engine::http::Net;
use engine::problem::ProblemCode;
use engine::search::{Reach, Reaching, Search};
use engine::view::{FoundView, SearchThere};
use serde_json::json;

use crate::index::{Desk, LaterClock};

/// Far beyond what anything here takes.
const LONG: Duration = Duration::from_secs(25);
const HOUR: i64 = 60 * 60;

struct Office {
    desk: Desk,
    crm: Arc<Salesforce>,
    search: Search,
}

impl Office {
    async fn open() -> Self {
        let desk = Desk::open().await;
        let crm = Arc::new(Salesforce::new(desk.world.sign_in.tokens(), &Net::default()).unwrap());
        let reach = Reach {
            crm: Some(Arc::<Salesforce>::clone(&crm)),
            sign_in: Some(desk.world.sign_in.clone()),
            directory: Some(desk.directory().await),
            matching: MatchingSettings::default(),
        };
        let clock: Arc<dyn Clock> = Arc::<LaterClock>::clone(&desk.clock);
        Self { search: Search::new(reach, clock, None), desk, crm }
    }

    fn contact(&self, first: &str, last: &str, email: &str, phone: &str) -> String {
        self.desk
            .insert("Contact", &json!({"FirstName": first, "LastName": last, "Email": email, "Phone": phone}))
    }

    async fn here(&self, text: &str) -> Vec<String> {
        names(&self.search.here(text).await.found)
    }

    async fn there(&self, text: &str) -> Vec<FoundView> {
        match self.search.there(text).await {
            SearchThere::Found { found, .. } => found,
            other @ (SearchThere::Stale | SearchThere::Failed { .. }) => panic!("{text}: {other:?}"),
        }
    }

    async fn refused(&self, text: &str) -> ProblemCode {
        match self.search.there(text).await {
            SearchThere::Failed { problem } => problem.code,
            other @ (SearchThere::Stale | SearchThere::Found { .. }) => panic!("{text}: {other:?}"),
        }
    }

    /// Until this many requests have been sent since the start.
    async fn until_sent(&self, requests: u64) {
        let mut usage = self.crm.usage();
        let sent = usage.wait_for(|usage| usage.ours >= requests);
        tokio::time::timeout(LONG, sent).await.expect("it is sent").unwrap();
    }
}

fn names(found: &[FoundView]) -> Vec<String> {
    found.iter().map(|found| found.name.clone()).collect()
}

#[tokio::test]
async fn names_are_found_there_whatever_their_accents_and_order_and_then_here() {
    let office = Office::open().await;
    office.contact("Zoë", "Müller-Groß", "", "+49 30 901820131");
    office.contact("Ana", "O'Quinlan", "", "+49 30 901820132");
    for text in ["müller-gr", "mueller zoë", "groß müller", "Gross Zoë"] {
        assert!(office.here(text).await.is_empty(), "{text}: not known yet");
        let found = office.there(text).await;
        assert_eq!(found[0].name, "Zoë Müller-Groß", "{text}");
        assert!(!found[0].name_marks.is_empty() && found[0].index_read_ms.is_none(), "{text}");
        assert_eq!(office.here(text).await, ["Zoë Müller-Groß"], "{text}: learned");
        office.desk.directory().await.wipe().await.unwrap();
    }
    for text in ["o'quinlan", "ana o'q"] {
        assert_eq!(names(&office.there(text).await), ["Ana O'Quinlan"], "{text}");
    }
    for text in ["oquinlan", "OQUINLAN a", "o quinlan", "quinlan"] {
        assert_eq!(office.here(text).await, ["Ana O'Quinlan"], "{text}");
    }
}

#[tokio::test]
async fn addresses_and_numbers_are_found_by_their_beginnings() {
    let office = Office::open().await;
    office.contact("Ute", "Quandt", "u.quandt@nordsee.example", "+49 30 901820133");
    for (text, place) in [("quandt@nord", "address"), ("u.quandt", "address"), ("030 901820133", "number")] {
        office.desk.directory().await.wipe().await.unwrap();
        assert_eq!(names(&office.there(text).await), ["Ute Quandt"], "{place}");
    }
    for text in ["quandt@nord", "u.quandt@nordsee.example", "030 9018", "+49 30 901820133", "820133"] {
        assert_eq!(office.here(text).await, ["Ute Quandt"], "{text}");
    }
    let explained = &office.search.here("0049 30 901820133").await.found[0];
    let why = explained.why.as_ref().unwrap();
    assert_eq!((why.spelling.as_str(), why.last_digits), ("+49 30 901820133", None));
    assert!(why.index_read_ms.is_some());
    let why = office.there("030 901820133").await[0].why.clone().unwrap();
    assert_eq!((why.index_read_ms, why.last_digits), (None, None), "asked just now");
}

#[tokio::test]
async fn what_is_known_here_keeps_its_order_when_salesforce_has_answered() {
    let office = Office::open().await;
    office.contact("Anna", "Querfurt", "", "");
    office.contact("Bea", "Querfurth", "", "");
    office.desk.sync().await;
    let here = office.here("querf").await;
    assert_eq!(here, ["Anna Querfurt", "Bea Querfurth"], "without a number, from the sync");
    office.contact("Cleo", "Querf", "", "");
    assert_eq!(names(&office.there("querf").await), ["Cleo Querf", "Anna Querfurt", "Bea Querfurth"]);
    let looked = office.search.look_up("querf", Reaching::Here).await;
    assert_eq!(looked.hits.len(), 3, "learned");
}

#[tokio::test]
async fn a_later_question_ends_the_request_of_the_one_before() {
    let office = Office::open().await;
    office.contact("Ute", "Quandt", "", "");
    office.there("someone").await;
    let sent = office.crm.usage().borrow().ours;
    office.desk.world.fault("api-delay-ms", Some("60000"));
    let ask = |text: &'static str| {
        let search = office.search.clone();
        tokio::spawn(async move { search.there(text).await })
    };
    let first = ask("qua");
    office.until_sent(sent + 1).await;
    let second = ask("quandt");
    // Neither is answered for a minute.
    let first = tokio::time::timeout(LONG, first).await.expect("at once").unwrap();
    assert_eq!(first, SearchThere::Stale);
    assert!(!second.is_finished());
    second.abort();
}

#[tokio::test]
async fn signed_out_or_offline_this_computer_still_answers() {
    let office = Office::open().await;
    office.contact("Ute", "Quandt", "", "");
    office.desk.sync().await;
    assert!(office.search.here("quandt").await.ask);
    office.desk.world.fault("revoke-tokens", None);
    let signed_out = office.refused("quandt").await;
    assert!(signed_out.is_signed_out(), "{signed_out:?}");
    let here = office.search.here("quandt").await;
    assert_eq!((names(&here.found), here.ask), (vec!["Ute Quandt".to_owned()], false));
    let requests = office.crm.usage().borrow().ours;
    office.refused("quandt").await;
    assert_eq!(office.crm.usage().borrow().ours, requests, "nobody is asked for nothing");

    let mut office = Office::open().await;
    office.contact("Ute", "Quandt", "", "");
    office.desk.sync().await;
    let elsewhere =
        simulators::start(simulators::Options { people: 30, ..Default::default() }).await.unwrap();
    std::mem::replace(&mut office.desk.world.simulators, elsewhere).stop().await;
    assert_eq!(office.refused("quandt").await, ProblemCode::SalesforceOffline);
    let looked = office.search.look_up("quandt", Reaching::Both).await;
    assert_eq!(
        (looked.hits.len(), looked.problem.map(|problem| problem.code)),
        (1, Some(ProblemCode::SalesforceOffline))
    );
}

#[tokio::test]
async fn signing_out_while_salesforce_is_asked_leaves_nobody_here() {
    let office = Office::open().await;
    office.contact("Ute", "Quandt", "", "");
    office.there("someone").await;
    let sent = office.crm.usage().borrow().ours;
    office.desk.world.fault("api-delay-ms", Some("400"));
    let asking = tokio::spawn({
        let search = office.search.clone();
        async move { search.there("quandt").await }
    });
    office.until_sent(sent + 1).await;
    office.desk.world.sign_in.sign_out().await.unwrap();
    office.desk.directory().await.wipe().await.unwrap();
    let answer = tokio::time::timeout(LONG, asking).await.expect("it answers").unwrap();
    assert!(!matches!(answer, SearchThere::Stale), "{answer:?}");
    assert_eq!(office.desk.directory().await.people().await.unwrap(), 0);
}

#[tokio::test]
async fn any_text_can_be_typed() {
    let office = Office::open().await;
    let reserved = "?&|!{}[]()^~*:\\\"'+-";
    office.contact("Ann", "<img src=x onerror=alert(1)> \" OR 1=1 --", "", "");
    let long = "querfurt ".repeat(40);
    for text in [
        "an",
        "a} RETURNING User(Id",
        "' OR Id != '",
        "\" * NEAR name:",
        "and or not",
        reserved,
        "{Ann} AND (img)",
        "*",
        "ann*",
        long.as_str(),
        &"x".repeat(5_000),
        "\u{0}\u{202e}ann\u{0}",
        "%_\\",
    ] {
        office.search.here(text).await;
        let there = office.search.there(text).await;
        assert!(matches!(there, SearchThere::Found { .. }), "{text}: {there:?}");
    }
    let found = office.there("img onerror").await;
    assert!(found[0].name.contains("<img src=x onerror=alert(1)>"), "{found:?}");
    assert_eq!(office.here("alert ann").await.len(), 1);
    let requests = office.crm.usage().borrow().ours;
    assert_eq!(office.there("a").await, []);
    assert_eq!(office.crm.usage().borrow().ours, requests, "one letter asks nobody");
}

#[tokio::test]
async fn whom_salesforces_search_misses_stays_as_long_as_the_record_says_so() {
    let office = Office::open().await;
    let late = office.contact("Ida", "Late", "", "+49 30 901820134");
    let moved = office.contact("Max", "Moved", "", "+49 30 901820134");
    office.desk.sync().await;
    // The search has not caught up with a mass load, and the last sync is a day old.
    office.desk.world.fault("index-delay-secs", Some("900000"));
    for id in [&late, &moved] {
        office.desk.world.simulators.org.update("Contact", id, &json!({"Title": "Doctor"})).unwrap();
    }
    office.desk.world.simulators.org.update("Contact", &moved, &json!({"Phone": "+49 30 1"})).unwrap();
    office.desk.later(24 * HOUR);
    let sent = office.crm.usage().borrow().ours;
    let SearchThere::Found { found, requests, .. } = office.search.there("030 901820134").await else {
        panic!()
    };
    assert_eq!(names(&found), ["Ida Late"]);
    assert!(office.crm.usage().borrow().ours >= sent + u64::from(requests) && requests >= 2);
    assert_eq!(found[0].why.as_ref().unwrap().index_read_ms, None, "its record was read just now");
    assert_eq!(office.here("030 901820134").await, ["Ida Late"]);
}
