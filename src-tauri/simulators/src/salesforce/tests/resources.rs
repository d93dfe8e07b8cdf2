use reqwest::Method;
use serde_json::{Value, json};

use super::{Site, code_of, task};

async fn id_of(site: &Site, tokens: &super::Tokens, sobject: &str, name: &str) -> String {
    let (_, body) = site.query(tokens, &format!("SELECT Id FROM {sobject} WHERE Name = '{name}'")).await;
    String::from(body["records"][0]["Id"].as_str().unwrap())
}

#[tokio::test]
async fn versions_are_open_and_everything_else_is_not() {
    let site = Site::open().await;
    for path in ["/services/data", "/services/data/"] {
        let list: Value = site.http.get(site.url(path)).send().await.unwrap().json().await.unwrap();
        let newest = list.as_array().unwrap().last().unwrap();
        assert_eq!(
            (newest["version"].as_str(), newest["label"].as_str()),
            (Some("68.0"), Some("Winter '27"))
        );
    }
    let refused = site.http.get(site.url("/services/data/v66.0/sobjects")).send().await.unwrap();
    assert_eq!(refused.status(), 401);
    assert_eq!(code_of(&refused.json().await.unwrap()), "INVALID_SESSION_ID");
    let tokens = site.sign_in().await;
    for (version, status) in
        [("v41.0", 200), ("v66.0", 200), ("v68.0", 200), ("v30.0", 410), ("v99.0", 404), ("v66", 404)]
    {
        let url = site.url(&format!("/services/data/{version}/sobjects/"));
        let answer = site
            .http
            .get(url)
            .header("Authorization", format!("OAuth {}", tokens.access))
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), status, "{version}");
    }
}

#[tokio::test]
async fn a_contact_lives_through_create_read_change_and_delete() {
    let site = Site::open().await;
    let tokens = site.sign_in().await;
    let body = json!({ "FirstName": "Ana", "LastName": "Diaz", "Phone": "+34915551234", "Email": "ana@acme.example" });
    let answer = site.send(&tokens, Method::POST, "/sobjects/Contact/", Some(body)).await;
    assert_eq!(answer.status(), 201);
    let location = String::from(answer.headers()["location"].to_str().unwrap());
    let created: Value = answer.json().await.unwrap();
    let id = created["id"].as_str().unwrap();
    assert!(location.ends_with(id) && id.starts_with("003") && id.len() == 18);
    let (_, read) = site
        .call(
            &tokens,
            Method::GET,
            &format!("/sobjects/contact/{}?fields=Name,Phone,Owner.Name", &id[..15]),
            None,
        )
        .await;
    assert_eq!(
        (read["Name"].as_str(), read["Owner"]["Name"].as_str()),
        (Some("Ana Diaz"), Some("Mara Lindqvist"))
    );
    let (status, _) = site
        .call(
            &tokens,
            Method::PATCH,
            &format!("/sobjects/Contact/{id}"),
            Some(json!({ "Title": "CEO", "Phone": null })),
        )
        .await;
    assert_eq!(status, 204);
    let (_, read) = site.call(&tokens, Method::GET, &format!("/sobjects/Contact/{id}"), None).await;
    assert_eq!((read["Title"].as_str(), &read["Phone"]), (Some("CEO"), &Value::Null));
    assert!(read["CreatedDate"].as_str().unwrap().ends_with(".000+0000"));
    let (status, _) = site.call(&tokens, Method::DELETE, &format!("/sobjects/Contact/{id}"), None).await;
    assert_eq!(status, 204);
    let (status, gone) = site
        .call(&tokens, Method::PATCH, &format!("/sobjects/Contact/{id}"), Some(json!({ "Title": "x" })))
        .await;
    assert_eq!((status.as_u16(), code_of(&gone)), (404, "ENTITY_IS_DELETED"));
    let (_, all) = site
        .asked(&tokens, "queryAll", &format!("SELECT Id FROM Contact WHERE Id = '{id}' AND IsDeleted = true"))
        .await;
    assert_eq!(all["totalSize"], 1);
}

#[tokio::test]
async fn bad_fields_are_refused_by_name() {
    let site = Site::open().await;
    let tokens = site.sign_in().await;
    let long = "x".repeat(81);
    let account = id_of(&site, &tokens, "Account", "Cobalt Freight Ltd").await;
    let cases = [
        ("Contact", json!({ "FirstName": "A" }), "REQUIRED_FIELD_MISSING", "LastName"),
        ("Contact", json!({ "LastName": long }), "STRING_TOO_LONG", "LastName"),
        ("Contact", json!({ "LastName": "A", "Email": "not an email" }), "INVALID_EMAIL_ADDRESS", "Email"),
        ("Contact", json!({ "LastName": "A", "Name": "B" }), "INVALID_FIELD_FOR_INSERT_UPDATE", "Name"),
        ("Contact", json!({ "LastName": "A", "Nope": 1 }), "INVALID_FIELD", ""),
        ("Contact", json!({ "LastName": "A", "AccountId": "003" }), "MALFORMED_ID", "AccountId"),
        ("Lead", json!({ "LastName": "A" }), "REQUIRED_FIELD_MISSING", "Company"),
        ("Task", json!({ "Status": "Nearly" }), "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "Status"),
        ("Task", json!({ "WhoId": account }), "FIELD_INTEGRITY_EXCEPTION", "WhoId"),
        (
            "Task",
            json!({ "CallDurationInSeconds": -1 }),
            "NUMBER_OUTSIDE_VALID_RANGE",
            "CallDurationInSeconds",
        ),
        ("Task", json!({ "Description": "x".repeat(32_001) }), "STRING_TOO_LONG", "Description"),
        ("Task", json!({ "ActivityDate": "soon" }), "JSON_PARSER_ERROR", ""),
        ("Task", json!({ "IsClosed": true }), "INVALID_FIELD_FOR_INSERT_UPDATE", "IsClosed"),
    ];
    for (sobject, body, code, field) in cases {
        let (status, answer) = site.create(&tokens, sobject, body.clone()).await;
        assert_eq!((status.as_u16(), code_of(&answer)), (400, code), "{answer}");
        assert_eq!(answer[0]["fields"][0].as_str().unwrap_or_default(), field, "{answer}");
    }
}

#[tokio::test]
async fn tasks_keep_their_special_rules() {
    let site = Site::open().await;
    let tokens = site.sign_in().await;
    let lead = id_of(&site, &tokens, "Lead", "Elif Demir").await;
    let contact = id_of(&site, &tokens, "Contact", "Katharina Vogelsang").await;
    let account = id_of(&site, &tokens, "Account", "Nordlicht Energie GmbH").await;
    let (_, both) = site.create(&tokens, "Task", json!({ "WhoId": lead, "WhatId": account })).await;
    assert_eq!(code_of(&both), "FIELD_INTEGRITY_EXCEPTION");
    let mut body = task("key-1");
    body["WhoId"] = json!(contact);
    let (_, created) = site.create(&tokens, "Task", body).await;
    let id = created["id"].as_str().unwrap();
    let (_, row) = site
        .query(
            &tokens,
            &format!("SELECT AccountId, IsClosed, TaskSubtype, Who.Type FROM Task WHERE Id = '{id}'"),
        )
        .await;
    let row = &row["records"][0];
    assert_eq!(
        (row["AccountId"].as_str(), &row["IsClosed"], row["Who"]["Type"].as_str()),
        (Some(account.as_str()), &json!(true), Some("Contact"))
    );
    let (status, refused) = site
        .call(&tokens, Method::PATCH, &format!("/sobjects/Task/{id}"), Some(json!({ "TaskSubtype": "Task" })))
        .await;
    assert_eq!((status.as_u16(), code_of(&refused)), (400, "INVALID_FIELD_FOR_INSERT_UPDATE"));
    let inactive = site.org.records("User").into_iter().find(|user| user["IsActive"] == false).unwrap();
    let (_, refused) = site.create(&tokens, "Task", json!({ "OwnerId": inactive["Id"] })).await;
    assert_eq!(code_of(&refused), "INACTIVE_OWNER_OR_USER");
}

#[tokio::test]
async fn an_upsert_by_key_never_makes_two() {
    let site = Site::open().await;
    let tokens = site.sign_in().await;
    let path = "/sobjects/Task/Call_Key__c/3cx%2F1%2B2";
    let body = || Some(json!({ "Subject": "Call", "Status": "Completed" }));
    assert_eq!(site.call(&tokens, Method::PATCH, path, body()).await.0, 404);
    site.fault("call-key", "");
    assert_eq!(site.call(&tokens, Method::PATCH, &format!("{path}?updateOnly=true"), body()).await.0, 404);
    let (status, created) = site.call(&tokens, Method::PATCH, path, body()).await;
    assert_eq!((status.as_u16(), &created["created"]), (201, &json!(true)));
    let (status, updated) = site.call(&tokens, Method::PATCH, path, body()).await;
    assert_eq!((status.as_u16(), &updated["created"], &updated["id"]), (200, &json!(false), &created["id"]));
    assert_eq!(site.org.records("Task")[0]["Call_Key__c"], "3cx/1+2");
    let (_, twice) = site.create(&tokens, "Task", json!({ "Call_Key__c": "3CX/1+2" })).await;
    assert_eq!(code_of(&twice), "DUPLICATE_VALUE");
}

#[tokio::test]
async fn collections_answer_row_by_row_or_not_at_all() {
    let site = Site::open().await;
    let tokens = site.sign_in().await;
    let body = |all: bool| {
        json!({ "allOrNone": all, "records": [
            { "attributes": { "type": "Task" }, "Subject": "A", "CallObject": "row" },
            { "attributes": { "type": "Contact" }, "FirstName": "nameless" },
        ] })
    };
    let (status, rows) = site.call(&tokens, Method::POST, "/composite/sobjects", Some(body(false))).await;
    assert_eq!((status.as_u16(), &rows[0]["success"]), (200, &json!(true)));
    assert_eq!(rows[1]["errors"][0]["statusCode"], "REQUIRED_FIELD_MISSING");
    let (_, rows) = site.call(&tokens, Method::POST, "/composite/sobjects", Some(body(true))).await;
    assert_eq!(rows[0]["errors"][0]["statusCode"], "ALL_OR_NONE_OPERATION_ROLLED_BACK");
    let tasks = site.org.records("Task");
    assert_eq!(tasks.len(), 1);
    let id = tasks[0]["Id"].as_str().unwrap();
    let change = json!({ "records": [{ "attributes": { "type": "Task" }, "id": id, "Subject": "B" }] });
    let (_, rows) = site.call(&tokens, Method::PATCH, "/composite/sobjects", Some(change)).await;
    assert_eq!(rows[0]["success"], true);
    assert_eq!(site.org.record("Task", id).unwrap()["Subject"], "B");
    let (_, rows) =
        site.call(&tokens, Method::DELETE, &format!("/composite/sobjects?ids={id},x"), None).await;
    assert_eq!((&rows[0]["success"], &rows[1]["success"]), (&json!(true), &json!(false)));
}

#[tokio::test]
async fn composite_parts_refer_to_each_other_and_fall_together() {
    let site = Site::open().await;
    let tokens = site.sign_in().await;
    let body = |status: &str| {
        json!({ "allOrNone": true, "compositeRequest": [
            { "method": "POST", "url": "/services/data/v66.0/sobjects/Contact", "referenceId": "c", "body": { "LastName": "Together" } },
            { "method": "POST", "url": "/services/data/v66.0/sobjects/Task", "referenceId": "t", "body": { "WhoId": "@{c.id}", "Status": status } },
            { "method": "GET", "url": "/services/data/v66.0/query?q=SELECT+Id+FROM+Task+WHERE+WhoId='@{c.id}'", "referenceId": "q" },
        ] })
    };
    let (status, answer) = site.call(&tokens, Method::POST, "/composite", Some(body("Nonsense"))).await;
    assert_eq!(status, 200);
    assert_eq!(answer["compositeResponse"][0]["body"][0]["errorCode"], "PROCESSING_HALTED");
    assert_eq!(
        answer["compositeResponse"][1]["body"][0]["errorCode"],
        "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"
    );
    assert!(site.org.records("Task").is_empty());
    assert!(site.names(&tokens, "SELECT Name FROM Contact WHERE LastName = 'Together'").await.is_empty());
    let (_, answer) = site.call(&tokens, Method::POST, "/composite", Some(body("Completed"))).await;
    assert_eq!(answer["compositeResponse"][2]["body"]["totalSize"], 1, "{answer}");
}

#[tokio::test]
async fn describe_says_what_may_be_written_and_hides_what_is_hidden() {
    let site = Site::open().await;
    let tokens = site.sign_in().await;
    let field = |body: &Value, name: &str| {
        body["fields"].as_array().unwrap().iter().find(|field| field["name"] == name).cloned()
    };
    let (_, body) = site.call(&tokens, Method::GET, "/sobjects/Contact/describe", None).await;
    let last = field(&body, "LastName").unwrap();
    assert_eq!(
        (&last["nillable"], &last["createable"], &last["length"]),
        (&json!(false), &json!(true), &json!(80))
    );
    assert_eq!(field(&body, "Phone").unwrap()["type"], "phone");
    assert_eq!(field(&body, "AccountId").unwrap()["relationshipName"], "Account");
    site.fault("hidden-field", "Contact.MobilePhone");
    let (_, body) = site.call(&tokens, Method::GET, "/sobjects/Contact/describe", None).await;
    assert!(field(&body, "MobilePhone").is_none());
    let (_, body) = site.query(&tokens, "SELECT MobilePhone FROM Contact").await;
    assert_eq!(code_of(&body), "INVALID_FIELD");
    let url = site.url("/services/data/v66.0/sobjects/Contact/describe");
    let unchanged = site
        .http
        .get(url)
        .bearer_auth(&tokens.access)
        .header("If-Modified-Since", "Fri, 01 Jan 2100 00:00:00 GMT");
    assert_eq!(unchanged.send().await.unwrap().status(), 304);
}

#[tokio::test]
async fn duplicate_rules_warn_or_block() {
    let site = Site::open().await;
    let tokens = site.sign_in().await;
    let twin = json!({ "LastName": "Vogelsang", "Phone": "(0)40 66969412" });
    site.fault("duplicates", "alert");
    let (status, body) = site.create(&tokens, "Contact", twin.clone()).await;
    assert_eq!((status.as_u16(), code_of(&body)), (400, "DUPLICATES_DETECTED"));
    assert_eq!(body[0]["duplicateResut"]["allowSave"], true);
    let saving = |site: &Site| {
        let request =
            site.http.post(site.url("/services/data/v66.0/sobjects/Contact")).bearer_auth(&tokens.access);
        request.header("Sforce-Duplicate-Rule-Header", "allowSave=true").json(&twin).send()
    };
    assert_eq!(saving(&site).await.unwrap().status(), 201);
    site.fault("duplicates", "block");
    assert_eq!(saving(&site).await.unwrap().status(), 400);
}

#[tokio::test]
async fn a_write_that_names_a_time_is_refused_once_the_record_changed() {
    let site = Site::open().await;
    let tokens = site.sign_in().await;
    let (_, created) = site.call(&tokens, Method::POST, "/sobjects/Task", Some(task("a|1"))).await;
    let path = format!("/services/data/v66.0/sobjects/Task/{}", created["id"].as_str().unwrap());
    let stamp = || jiff::Timestamp::now().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let before = stamp();
    site.org.advance_clock(5);
    let send = |method: Method, since: String| {
        let request = site.http.request(method, site.url(&path)).bearer_auth(&tokens.access);
        request.header("If-Unmodified-Since", since).json(&json!({ "Subject": "Other" })).send()
    };
    assert_eq!(send(Method::PATCH, before.clone()).await.unwrap().status(), 204);
    for method in [Method::PATCH, Method::DELETE] {
        assert_eq!(send(method, before.clone()).await.unwrap().status(), 412);
    }
    let later = (jiff::Timestamp::now() + jiff::SignedDuration::from_secs(60))
        .strftime("%a, %d %b %Y %H:%M:%S GMT")
        .to_string();
    assert_eq!(send(Method::DELETE, later).await.unwrap().status(), 204);
}
