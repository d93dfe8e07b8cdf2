//! Lists of activities and roles, as clients read them through a record.

use super::*;

fn query(soql: &str) -> String {
    format!("/query?q={}", url::form_urlencoded::byte_serialize(soql.as_bytes()).collect::<String>())
}

async fn used(site: &Site, tokens: &Tokens) -> u64 {
    let (_, limits) = site.call(tokens, Method::GET, "/limits", None).await;
    let calls = &limits["DailyApiRequests"];
    calls["Max"].as_u64().unwrap() - calls["Remaining"].as_u64().unwrap()
}

#[tokio::test]
async fn what_is_over_and_what_is_to_come_stands_with_the_record() {
    let site = Site::open().await;
    let tokens = site.sign_in().await;
    let contacts = site.org.records("Contact");
    let katharina = contacts.iter().find(|row| row["Name"] == "Katharina Vogelsang").unwrap();
    let id = katharina["Id"].as_str().unwrap();
    for (subject, day, status) in [
        ("Old", "2026-01-02", "Completed"),
        ("Undated", "", "Completed"),
        ("Late", "2027-05-01", "Not Started"),
        ("Soon", "2027-02-01", "Not Started"),
    ] {
        let day = if day.is_empty() { Value::Null } else { json!(day) };
        let task = json!({
            "Subject": subject, "WhoId": id, "ActivityDate": day, "Status": status, "TaskSubtype": "Call",
            "CallType": "Inbound", "CallDurationInSeconds": 402,
        });
        site.org.insert("Task", &task).unwrap();
    }
    let wanted = "Subject, ActivityDate, ActivitySubtype, IsTask, CallType, Owner.Name";
    let both = format!(
        "SELECT (SELECT {wanted} FROM ActivityHistories ORDER BY ActivityDate DESC NULLS LAST, LastModifiedDate DESC LIMIT 3),
                (SELECT {wanted} FROM OpenActivities ORDER BY ActivityDate ASC NULLS LAST, LastModifiedDate DESC LIMIT 50)
         FROM Contact WHERE Id = '{id}'"
    );
    let (status, body) = site.query(&tokens, &both).await;
    assert_eq!(status, 200, "{body}");
    let subjects = |list: &str| -> Vec<String> {
        let rows = body["records"][0][list]["records"].as_array().unwrap();
        rows.iter().map(|row| row["Subject"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(subjects("ActivityHistories"), ["Site visit", "Old", "Undated"]);
    assert_eq!(subjects("OpenActivities"), ["Soon", "Late"]);
    let call = &body["records"][0]["ActivityHistories"]["records"][1];
    assert_eq!((&call["CallType"], &call["IsTask"]), (&json!("Inbound"), &json!(true)));
    let visit = &body["records"][0]["ActivityHistories"]["records"][0];
    assert_eq!((&visit["ActivitySubtype"], &visit["IsTask"]), (&json!("Event"), &json!(false)));
    assert_eq!(visit["Owner"]["Name"], "Jonas Weber");

    // An account's list has what its contacts have.
    let account = katharina["AccountId"].as_str().unwrap();
    let of_account =
        format!("SELECT (SELECT Id FROM OpenActivities LIMIT 499) FROM Account WHERE Id = '{account}'");
    let (_, body) = site.query(&tokens, &of_account).await;
    assert_eq!(body["records"][0]["OpenActivities"]["totalSize"], 2);

    for (wrong, code) in [
        (
            "SELECT (SELECT Id FROM ActivityHistories WHERE IsTask = true LIMIT 5) FROM Contact",
            "MALFORMED_QUERY",
        ),
        (
            "SELECT (SELECT Id FROM ActivityHistories ORDER BY Subject LIMIT 5) FROM Contact",
            "MALFORMED_QUERY",
        ),
        ("SELECT (SELECT Id FROM OpenActivities LIMIT 500) FROM Contact", "MALFORMED_QUERY"),
        ("SELECT Id FROM ActivityHistory", "INVALID_TYPE_FOR_OPERATION"),
        ("SELECT (SELECT Nothing FROM OpenActivities LIMIT 5) FROM Contact", "INVALID_FIELD"),
    ] {
        let (status, body) = site.query(&tokens, wrong).await;
        assert_eq!((status.as_u16(), body[0]["errorCode"].as_str()), (400, Some(code)), "{wrong}");
    }
}

#[tokio::test]
async fn a_composite_of_queries_is_one_request_and_holds_five() {
    let site = Site::open().await;
    let tokens = site.sign_in().await;
    let part = |at: usize, soql: &str| json!({ "method": "GET", "referenceId": format!("p{at}"), "url": format!("/services/data/v66.0{}", query(soql)) });
    let parts = |count: usize| -> Vec<Value> {
        (0..count)
            .map(|at| part(at, if at == 1 { "SELECT X FROM Case" } else { "SELECT Id FROM Case" }))
            .collect()
    };
    let before = used(&site, &tokens).await;
    let body = json!({ "allOrNone": false, "compositeRequest": parts(5) });
    let (status, answer) = site.call(&tokens, Method::POST, "/composite", Some(body)).await;
    assert_eq!(status, 200);
    let states: Vec<_> = answer["compositeResponse"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| part["httpStatusCode"].as_u64())
        .collect();
    assert_eq!(states, [Some(200), Some(400), Some(200), Some(200), Some(200)]);
    // And one for asking.
    assert_eq!(used(&site, &tokens).await, before + 2);
    let body = json!({ "compositeRequest": parts(6) });
    let (status, answer) = site.call(&tokens, Method::POST, "/composite", Some(body)).await;
    assert_eq!((status.as_u16(), &answer[0]["errorCode"]), (400, &json!("LIMIT_EXCEEDED")));
}

#[tokio::test]
async fn an_org_with_one_currency_does_not_name_it() {
    let site = Site::open().await;
    let tokens = site.sign_in().await;
    let soql = "SELECT Amount, CurrencyIsoCode FROM Opportunity LIMIT 1";
    let (_, body) = site.query(&tokens, soql).await;
    assert_eq!(body["records"][0]["CurrencyIsoCode"], "EUR");
    site.org.apply_fault("single-currency", None).unwrap();
    let (status, body) = site.query(&tokens, soql).await;
    assert_eq!((status.as_u16(), &body[0]["errorCode"]), (400, &json!("INVALID_FIELD")));
}
