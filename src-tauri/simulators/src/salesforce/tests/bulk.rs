use reqwest::{Method, Response};
use serde_json::{Value, json};

use super::{Site, Tokens, code_of};

async fn begin(site: &Site, tokens: &Tokens, query: &str) -> Value {
    let body =
        json!({ "operation": "query", "query": query, "columnDelimiter": "COMMA", "lineEnding": "LF" });
    let answer = site.send(tokens, Method::POST, "/jobs/query", Some(body)).await;
    assert_eq!(answer.status(), 200);
    answer.json().await.unwrap()
}

/// Polls until the job is over; its last state.
async fn until_over(site: &Site, tokens: &Tokens, id: &str) -> Value {
    loop {
        let (status, body) = site.call(tokens, Method::GET, &format!("/jobs/query/{id}"), None).await;
        assert_eq!(status, 200);
        if !["UploadComplete", "InProgress"].contains(&body["state"].as_str().unwrap()) {
            return body;
        }
    }
}

async fn page(site: &Site, tokens: &Tokens, id: &str, rest: &str) -> Response {
    let path = format!("/jobs/query/{id}/results{rest}");
    site.send(tokens, Method::GET, &path, None).await
}

fn header(answer: &Response, name: &str) -> String {
    answer.headers()[name].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_bulk_query_is_polled_and_read_in_pages() {
    let site = Site::open().await;
    let tokens = site.sign_in().await;
    site.org.insert("Contact", &json!({ "LastName": "O\"Neil, Jr", "Phone": "1" })).unwrap();
    let job = begin(&site, &tokens, "SELECT Id, Name, Account.Name FROM Contact WHERE Phone != null").await;
    assert_eq!((job["state"].as_str(), job["object"].as_str()), (Some("UploadComplete"), Some("Contact")));
    let id = job["id"].as_str().unwrap();
    assert!(id.starts_with("750"));
    assert_eq!(page(&site, &tokens, id, "").await.status(), 409, "too early");
    let over = until_over(&site, &tokens, id).await;
    let (_, count) = site.query(&tokens, "SELECT COUNT() FROM Contact WHERE Phone != null").await;
    assert_eq!(over["numberRecordsProcessed"], count["totalSize"]);

    let first = page(&site, &tokens, id, "?maxRecords=10").await;
    assert_eq!(
        (header(&first, "Sforce-NumberOfRecords").as_str(), header(&first, "content-type").as_str()),
        ("10", "text/csv")
    );
    let locator = header(&first, "Sforce-Locator");
    let first = first.text().await.unwrap();
    assert!(first.starts_with("\"Id\",\"Name\",\"Account.Name\"\n"), "{first}");
    let rest = page(&site, &tokens, id, &format!("?maxRecords=100&locator={locator}")).await;
    assert_eq!(header(&rest, "Sforce-Locator"), "null");
    let rest = rest.text().await.unwrap();
    assert_eq!(
        first.lines().count() + rest.lines().count() - 2,
        count["totalSize"].as_u64().unwrap() as usize
    );
    assert!(rest.contains(",\"O\"\"Neil, Jr\",\n"), "{rest}");
    let wrong = page(&site, &tokens, id, "?locator=AAAA").await;
    assert_eq!(
        (wrong.status().as_u16(), code_of(&wrong.json().await.unwrap())),
        (400, "INVALID_QUERY_LOCATOR")
    );

    assert_eq!(site.send(&tokens, Method::DELETE, &format!("/jobs/query/{id}"), None).await.status(), 204);
    assert_eq!(page(&site, &tokens, id, "").await.status(), 404);
}

#[tokio::test]
async fn what_bulk_cannot_do_is_refused_and_faults_strike() {
    let site = Site::open().await;
    let tokens = site.sign_in().await;
    for query in
        ["SELECT COUNT() FROM Contact", "SELECT Id FROM Contact OFFSET 3", "SELECT Nothing FROM Contact"]
    {
        let body = json!({ "operation": "query", "query": query });
        assert_eq!(
            site.send(&tokens, Method::POST, "/jobs/query", Some(body)).await.status(),
            400,
            "{query}"
        );
    }
    site.org.apply_fault("bulk-fail", Some("1")).unwrap();
    let job = begin(&site, &tokens, "SELECT Id FROM Lead").await;
    let failed = until_over(&site, &tokens, job["id"].as_str().unwrap()).await;
    assert_eq!(failed["state"], "Failed");
    assert!(failed["errorMessage"].as_str().unwrap().starts_with("InvalidBatch"));

    let job = begin(&site, &tokens, "SELECT Id FROM Lead").await;
    let id = job["id"].as_str().unwrap();
    let (_, aborted) = site
        .call(&tokens, Method::PATCH, &format!("/jobs/query/{id}"), Some(json!({ "state": "Aborted" })))
        .await;
    assert_eq!(aborted["state"], "Aborted");
    site.org.apply_fault("bulk-forget", None).unwrap();
    assert_eq!(site.call(&tokens, Method::GET, &format!("/jobs/query/{id}"), None).await.0, 404);
}

#[tokio::test]
async fn results_are_compressed_for_those_who_ask() {
    let site = Site::open().await;
    let tokens = site.sign_in().await;
    let job = begin(&site, &tokens, "SELECT Id FROM Contact").await;
    let id = job["id"].as_str().unwrap();
    until_over(&site, &tokens, id).await;
    for (fault, packed) in [("off", true), ("on", false)] {
        site.org.apply_fault("gzip-off", Some(fault)).unwrap();
        let url = site.url(&format!("/services/data/v66.0/jobs/query/{id}/results"));
        // A bare client: one that unpacks by itself hides the header.
        let http = reqwest::Client::builder().no_gzip().no_proxy().build().unwrap();
        let asked = http.get(url).bearer_auth(&tokens.access).header("Accept-Encoding", "gzip, deflate");
        let answer = asked.send().await.unwrap();
        assert_eq!(answer.headers().contains_key("content-encoding"), packed);
        let bytes = answer.bytes().await.unwrap();
        assert_eq!(bytes.starts_with(&[0x1F, 0x8B]), packed);
    }
}

#[tokio::test]
async fn a_record_no_longer_shared_is_gone_without_a_trace() {
    let site = Site::open().await;
    let tokens = site.sign_in().await;
    let id = site.org.insert("Contact", &json!({ "LastName": "Hidden", "Phone": "1" })).unwrap();
    let stamp = site.org.record("Contact", &id).unwrap()["SystemModstamp"].clone();
    let seen = || async {
        let (_, found) = site.query(&tokens, "SELECT Id FROM Contact WHERE LastName = 'Hidden'").await;
        let read = site.call(&tokens, Method::GET, &format!("/sobjects/Contact/{id}"), None).await.0;
        (found["totalSize"].as_u64().unwrap(), read.as_u16())
    };
    assert_eq!(seen().await, (1, 200));
    site.org.share("Contact", &id, false).unwrap();
    assert_eq!(seen().await, (0, 404));
    assert_eq!(site.org.record("Contact", &id).unwrap()["SystemModstamp"], stamp);
    let told =
        site.http.post(site.url(&format!("/control/sharing/Contact/{id}"))).json(&json!({ "shared": true }));
    assert_eq!(told.send().await.unwrap().status(), 204);
    assert_eq!(seen().await, (1, 200));
}

#[tokio::test]
async fn a_converted_lead_names_its_contact() {
    let site = Site::open().await;
    let tokens = site.sign_in().await;
    let lead = json!({ "LastName": "Soon", "FirstName": "Kim", "Company": "Later Ltd", "Phone": "+44 20 7946 0999" });
    let id = site.org.insert("Lead", &lead).unwrap();
    let answer = site.http.post(site.url(&format!("/control/convert/{id}"))).send().await.unwrap();
    let contact = answer.json::<Value>().await.unwrap()["contact"].clone();
    let soql =
        "SELECT IsConverted, ConvertedContactId, ConvertedContact.Name FROM Lead WHERE LastName = 'Soon'";
    let (_, found) = site.query(&tokens, soql).await;
    let row = &found["records"][0];
    assert_eq!((&row["IsConverted"], &row["ConvertedContactId"]), (&json!(true), &contact));
    assert_eq!(row["ConvertedContact"]["Name"], "Kim Soon");
    assert!(site.org.convert(&id).is_err(), "once");
}

#[tokio::test]
async fn persons_are_accounts_with_a_contact_of_their_own() {
    let site = Site::open().await;
    let tokens = site.sign_in().await;
    let select =
        "SELECT Id, Name, PersonContactId, PersonMobilePhone FROM Account WHERE IsPersonAccount = true";
    assert_eq!(site.query(&tokens, select).await.0, 400, "only where the org has them");
    site.org.apply_fault("person-accounts", None).unwrap();
    let (_, found) = site.query(&tokens, &format!("{select} ORDER BY Name")).await;
    assert_eq!(found["totalSize"], 2);
    let ida = &found["records"][0];
    assert_eq!(ida["Name"], "Ida Sommer");
    let contact = format!(
        "SELECT MobilePhone, IsPersonAccount, AccountId FROM Contact WHERE Id = '{}'",
        ida["PersonContactId"].as_str().unwrap()
    );
    let (_, shadow) = site.query(&tokens, &contact).await;
    let shadow = &shadow["records"][0];
    assert_eq!((&shadow["MobilePhone"], &shadow["AccountId"]), (&ida["PersonMobilePhone"], &ida["Id"]));
    assert_eq!(shadow["IsPersonAccount"], true);
    let id = ida["Id"].as_str().unwrap();
    site.org.update("Account", id, &json!({ "PersonMobilePhone": "+49 170 5550000" })).unwrap();
    let (_, shadow) = site.query(&tokens, &contact).await;
    assert_eq!(shadow["records"][0]["MobilePhone"], "+49 170 5550000");
}
