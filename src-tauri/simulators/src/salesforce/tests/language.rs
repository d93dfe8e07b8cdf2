use jiff::civil::date;
use proptest::prelude::*;
use reqwest::Method;
use serde_json::json;

use super::super::soql::parse;
use super::super::sosl::{find, statement};
use super::{Site, code_of, texts};

proptest! {
    #[test]
    fn no_text_makes_the_parsers_panic(text in ".{0,200}") {
        let today = date(2026, 11, 22);
        let _ = parse::query(&text, today);
        let _ = statement::parse(&text, today);
        let _ = find::parse(&text, true);
        let _ = find::parse(&text, false);
    }

    #[test]
    fn no_query_like_text_makes_the_parsers_panic(words in prop::collection::vec(
        prop::sample::select(vec!["SELECT", "FIND", "{", "}", "Id", "FROM", "Contact", "WHERE", "(", ")", "AND", "OR",
            "NOT", "IN", "LIKE", "'a%\\_'", "'", "\\", "LAST_N_DAYS:9999999999", "2026-11-22", "=", "!=", "null", ",", "COUNT()",
            "ORDER BY", "LIMIT", "99999999999999999999", "RETURNING", "PHONE FIELDS", "\u{fc}", "*", "\""]), 0..40)) {
        let text = words.join(" ");
        let today = date(2026, 11, 22);
        let _ = parse::query(&text, today);
        let _ = statement::parse(&text, today);
        let _ = find::parse(&text, true);
    }
}

#[test]
fn nesting_is_bounded() {
    let today = date(2026, 11, 22);
    let deep = format!("SELECT Id FROM Contact WHERE {}Id = null{}", "(".repeat(20_000), ")".repeat(20_000));
    assert!(parse::query(&deep, today).is_err());
    let deep = format!("SELECT Id FROM Contact WHERE {} Id = null", "NOT ".repeat(20_000));
    assert!(parse::query(&deep, today).is_err());
    assert!(find::parse(&format!("{}aa{}", "(".repeat(4000), ")".repeat(4000)), true).is_err());
}

#[tokio::test]
async fn conditions_find_whom_they_should() {
    let site = Site::open().await;
    let tokens = site.sign_in().await;
    let cases: [(&str, &[&str]); 12] = [
        ("LastName = 'VOGELSANG'", &["Katharina Vogelsang"]),
        ("Name LIKE '%achterberg-vogel'", &["Sabine Achterberg-Vogel"]),
        ("Phone = '(0)40 / 66 96 94-12'", &["Katharina Vogelsang"]),
        ("Phone LIKE '%66_96%12'", &["Katharina Vogelsang"]),
        ("Account.Name = 'Cobalt Freight Ltd'", &["Priya Raghunathan"]),
        ("DoNotCall = true AND LastName IN ('Achterberg-Vogel', 'Brandt')", &["Sabine Achterberg-Vogel"]),
        ("(LastName = 'Krahl' OR LastName = 'Brandt') AND NOT Title LIKE 'Workshop%'", &["Miriam Brandt"]),
        ("LastName = 'Krahl' AND CreatedDate < TODAY AND CreatedDate = LAST_N_DAYS:60", &["Tobias Krahl"]),
        ("LastName = 'Krahl' AND CreatedDate = LAST_N_DAYS:10", &[]),
        ("LastName = 'Krahl' AND OtherPhone != null AND MobilePhone = null", &["Tobias Krahl"]),
        ("LastName NOT IN ('Krahl') AND Account.Name LIKE 'Brandt & S%'", &["Miriam Brandt"]),
        ("AccountId IN (SELECT Id FROM Account WHERE Name = 'Cobalt Freight Ltd')", &["Priya Raghunathan"]),
    ];
    for (condition, expected) in cases {
        let found = site.names(&tokens, &format!("select id, NAME from contact where {condition}")).await;
        assert_eq!(found, expected, "{condition}");
    }
}

#[tokio::test]
async fn order_parents_children_and_counts() {
    let site = Site::open().await;
    let tokens = site.sign_in().await;
    let soql = "SELECT Name, (SELECT Name, Amount FROM Opportunities), (SELECT Subject FROM Tasks), Parent.Name FROM Account WHERE Name LIKE 'Nordlicht%'";
    let (_, body) = site.query(&tokens, soql).await;
    let account = &body["records"][0];
    assert_eq!(account["Opportunities"]["records"][0]["Name"], "North wind farm, phase 2");
    assert_eq!(account["Opportunities"]["records"][0]["Amount"], 180_000.0);
    assert!(account["Tasks"].is_null() && account["Parent"].is_null());
    let (_, body) = site
        .query(
            &tokens,
            "SELECT CaseNumber, Subject, Contact.Owner.Name FROM Case WHERE CaseNumber = '00012841'",
        )
        .await;
    assert_eq!(body["records"][0]["Contact"]["Owner"]["Name"], "Jonas Weber");
    let names = site
        .names(
            &tokens,
            "SELECT Name FROM Contact WHERE Account.Name LIKE 'Brandt%' ORDER BY Name DESC LIMIT 1 OFFSET 1",
        )
        .await;
    assert_eq!(names, ["Miriam Brandt"]);
    let (_, body) = site.query(&tokens, "SELECT COUNT() FROM User WHERE IsActive = true").await;
    assert_eq!(body, json!({ "totalSize": 4, "done": true, "records": [] }));
    let (_, body) = site.query(&tokens, "SELECT IsActive, COUNT(Id) FROM User GROUP BY IsActive").await;
    assert_eq!(body["records"][1]["expr0"], 4);
}

#[tokio::test]
async fn wrong_queries_get_the_platforms_codes() {
    let site = Site::open().await;
    let tokens = site.sign_in().await;
    let cases = [
        ("SELECT Id FROM", "MALFORMED_QUERY"),
        ("SELECT Id FROM Contact WHERE Name = 'O'Neil'", "MALFORMED_QUERY"),
        ("SELECT Id FROM Contact WHERE Name = 'a\\x'", "MALFORMED_QUERY"),
        ("SELECT Id FROM Contact WHERE Name = 'a\\_'", "MALFORMED_QUERY"),
        ("SELECT Id FROM Contact WHERE Id = null AND Name = 'a' OR Name = 'b'", "MALFORMED_QUERY"),
        ("SELECT Id FROM Contact LIMIT 5 WHERE Name = 'a'", "MALFORMED_QUERY"),
        ("SELECT Nope FROM Contact", "INVALID_FIELD"),
        ("SELECT Account.Nope FROM Contact", "INVALID_FIELD"),
        ("SELECT Nope.Name FROM Contact", "INVALID_FIELD"),
        ("SELECT Id FROM Nope", "INVALID_TYPE"),
        ("SELECT Id FROM Contact WHERE CreatedDate > '2026-11-22T00:00:00Z'", "INVALID_FIELD"),
        ("SELECT Id FROM Contact WHERE DoNotCall = 'true'", "INVALID_FIELD"),
        ("SELECT Id FROM Task WHERE Description = 'x'", "INVALID_FIELD"),
        ("SELECT Id FROM Contact WHERE AccountId = 'nope'", "INVALID_QUERY_FILTER_OPERATOR"),
    ];
    for (soql, expected) in cases {
        let (status, body) = site.query(&tokens, soql).await;
        assert_eq!((status.as_u16(), code_of(&body)), (400, expected), "{soql}: {body}");
    }
}

#[tokio::test]
async fn pages_are_followed_to_the_end() {
    let site = Site::of(900).await;
    let tokens = site.sign_in().await;
    let url = site.url("/services/data/v66.0/query?q=SELECT+Id+FROM+Contact");
    let first =
        site.http.get(url).bearer_auth(&tokens.access).header("Sforce-Query-Options", "batchSize=200");
    let mut page: serde_json::Value = first.send().await.unwrap().json().await.unwrap();
    let total = usize::try_from(page["totalSize"].as_u64().unwrap()).unwrap();
    let mut ids = texts(&page["records"], "Id");
    assert_eq!(ids.len(), 200);
    while page["done"] == false {
        let next = site.url(page["nextRecordsUrl"].as_str().unwrap());
        let next =
            site.http.get(next).bearer_auth(&tokens.access).header("Sforce-Query-Options", "batchSize=200");
        page = next.send().await.unwrap().json().await.unwrap();
        ids.extend(texts(&page["records"], "Id"));
    }
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), total);
    let (status, body) = site.call(&tokens, Method::GET, "/query/01g5g00000AbCdEAAV-200", None).await;
    assert_eq!((status.as_u16(), code_of(&body)), (400, "INVALID_QUERY_LOCATOR"));
}

#[tokio::test]
async fn searches_find_by_words_numbers_and_addresses() {
    let site = Site::open().await;
    let tokens = site.sign_in().await;
    let everyone = "RETURNING Contact(Id, Name), Lead(Id, Name), Account(Id, Name)";
    let cases: [(&str, &str, &[&str]); 10] = [
        ("494066969412 OR 04066969412", "PHONE", &["Katharina Vogelsang"]),
        ("4066969412", "PHONE", &[]),
        (
            "493023125100 OR 3023125100 OR 03023125100 OR 00493023125100",
            "PHONE",
            &["Miriam Brandt", "Brandt & Söhne Maschinenbau GmbH", "Tobias Krahl"],
        ),
        ("493023125144 OR 3023125144 OR 03023125144", "PHONE", &[]),
        ("01713125100", "PHONE", &["Elif Demir"]),
        ("elif* AND dem*", "NAME", &["Elif Demir"]),
        ("tiefbau", "NAME", &["Elif Demir"]),
        ("tobias OR priya AND NOT raghunathan", "NAME", &["Tobias Krahl"]),
        ("\"oskar.lindgren@sample.example\"", "EMAIL", &["Oskar Lindgren"]),
        ("achterberg\\-vogel", "NAME", &["Sabine Achterberg-Vogel"]),
    ];
    for (find, scope, expected) in cases {
        let found = site.found(&tokens, &format!("FIND {{{find}}} IN {scope} FIELDS {everyone}")).await;
        assert_eq!(found, expected, "{find}");
    }
    let filtered = "FIND {brandt} IN NAME FIELDS RETURNING Contact(Id, Name WHERE Title LIKE 'Work%' ORDER BY Name LIMIT 3)";
    assert_eq!(site.found(&tokens, filtered).await, ["Tobias Krahl"]);
    site.fault("sosl", "strict");
    let strict = site.found(&tokens, "FIND {3023125100} IN PHONE FIELDS RETURNING Contact(Name)").await;
    assert!(strict.is_empty(), "{strict:?}");
}

#[tokio::test]
async fn searches_are_refused_as_the_platform_does() {
    let site = Site::open().await;
    let tokens = site.sign_in().await;
    for sosl in [
        "FIND {+4940} RETURNING Contact",
        "FIND {a-b} RETURNING Contact",
        "FIND {\"a-b\"}",
        "FIND {a}",
        "FIND vogel",
        "FIND {(vogel}",
    ] {
        let (status, body) = site.asked(&tokens, "search", sosl).await;
        assert_eq!((status.as_u16(), code_of(&body)), (400, "MALFORMED_SEARCH"), "{sosl}");
    }
    let (_, body) = site.asked(&tokens, "search", "FIND {vogel} RETURNING Contact(Nope)").await;
    assert_eq!(code_of(&body), "INVALID_FIELD");
    let (_, body) = site.asked(&tokens, "search", "FIND {vogel} RETURNING Nope").await;
    assert_eq!(code_of(&body), "INVALID_TYPE");
}

#[tokio::test]
async fn search_sees_new_records_later_than_queries_do() {
    let site = Site::open().await;
    let tokens = site.sign_in().await;
    site.fault("index-delay-secs", "120");
    site.create(&tokens, "Contact", json!({ "LastName": "Quickly", "Phone": "+4930555000111" })).await;
    let sosl = "FIND {quickly} IN NAME FIELDS RETURNING Contact(Name)";
    assert!(site.found(&tokens, sosl).await.is_empty());
    assert_eq!(site.names(&tokens, "SELECT Name FROM Contact WHERE LastName = 'Quickly'").await, ["Quickly"]);
    site.org.advance_clock(121);
    assert_eq!(site.found(&tokens, sosl).await, ["Quickly"]);
}

#[tokio::test]
async fn the_same_search_by_parameters() {
    let site = Site::open().await;
    let tokens = site.sign_in().await;
    let path = "/parameterizedSearch?q=%2B49+171+3125100+OR+01713125100&in=PHONE&sobject=Contact&Contact.fields=id,name&sobject=Lead&Lead.fields=id,name,company";
    let (_, body) = site.call(&tokens, Method::GET, path, None).await;
    assert_eq!(body["searchRecords"][0]["Company"], "Tiefbau Ost");
    let post = json!({ "q": "brandt", "in": "NAME", "fields": ["name"], "defaultLimit": 5,
        "sobjects": [{ "name": "Contact", "where": "Title LIKE 'Work%'", "orderBy": "Name" }, { "name": "Account" }] });
    let (_, body) = site.call(&tokens, Method::POST, "/parameterizedSearch", Some(post)).await;
    assert_eq!(texts(&body["searchRecords"], "Name"), ["Tobias Krahl", "Brandt & Söhne Maschinenbau GmbH"]);
}
