#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
use super::*;
use crate::crm::salesforce::schema::Shape;
use crate::problem::{Problem, ProblemCode};
use proptest::prelude::*;

fn instance() -> Url {
    Url::parse("https://acme.my.salesforce.com/").unwrap()
}

fn schema() -> Schema {
    Schema { shapes: Object::ALL.map(Shape::standard).into() }
}

fn found(records: &str) -> Vec<Person> {
    people(format!("{{\"searchRecords\":[{records}]}}").as_bytes(), &schema(), &instance()).unwrap()
}

#[test]
fn a_contact_with_all_its_facts() {
    let people = found(
        r#"{"attributes":{"type":"Contact","url":"/x"},"Id":"0035g00000XyZabAAF","Name":"Ana Diaz","Title":"Buyer",
            "Phone":"(415) 555-1212","MobilePhone":null,"OtherPhone":"  ","Email":"ana@acme.example","DoNotCall":true,
            "AccountId":"0015g00000QqQqQAAV","Account":{"attributes":{"type":"Account"},"Name":"Acme"},
            "Owner":{"Name":"Jonas Weber"},"LastActivityDate":"2026-11-18",
            "LastModifiedDate":"2026-11-22T13:22:01.000+0000"}"#,
    );
    let [person] = people.as_slice() else { panic!("{people:?}") };
    assert_eq!(person.kind, PersonKind::Contact);
    assert_eq!((person.name.as_str(), person.company.as_deref()), ("Ana Diaz", Some("Acme")));
    assert_eq!(person.account_id.as_deref(), Some("0015g00000QqQqQAAV"));
    assert_eq!(person.owner.as_deref(), Some("Jonas Weber"));
    assert!(person.do_not_call);
    assert_eq!(person.last_activity, Some("2026-11-18".parse().unwrap()));
    assert_eq!(person.modified, Some("2026-11-22T13:22:01Z".parse().unwrap()));
    let phones: Vec<_> =
        person.phones.iter().map(|phone| (phone.field.as_str(), phone.value.as_str())).collect();
    assert_eq!(phones, [("Phone", "(415) 555-1212")]);
    assert_eq!(
        person.url.as_deref(),
        Some("https://acme.lightning.force.com/lightning/r/Contact/0035g00000XyZabAAF/view")
    );
}

#[test]
fn a_person_account_found_twice_is_one_human() {
    let contact = r#"{"attributes":{"type":"Contact"},"Id":"003A","Name":"Ida","IsPersonAccount":true,"AccountId":"001A","Phone":"1"}"#;
    let account = r#"{"attributes":{"type":"Account"},"Id":"001A","Name":"Ida","IsPersonAccount":true,"PersonContactId":"003A","Phone":"1","Fax":"2"}"#;
    for rows in [format!("{contact},{account}"), format!("{account},{contact}"), contact.to_owned()] {
        let people = found(&rows);
        let [person] = people.as_slice() else { panic!("{people:?}") };
        assert_eq!(person.kind, PersonKind::PersonAccount);
        assert_eq!((person.id.as_str(), person.contact_id.as_deref()), ("001A", Some("003A")));
        assert!(person.url.as_deref().unwrap().ends_with("/lightning/r/Account/001A/view"));
        assert_eq!(person.company, None);
    }
    assert_eq!(found(&format!("{contact},{account}"))[0].phones.len(), 2);
}

#[test]
fn rows_nobody_understands_are_passed_over() {
    assert!(found(r#"{"attributes":{"type":"Asset"},"Id":"02i"},{"Id":"003"},{"attributes":7}"#).is_empty());
    assert!(people(b"[]", &schema(), &instance()).is_err());
    assert!(people(b"<html>", &schema(), &instance()).is_err());
}

fn failure(status: u16, body: &str, write: bool) -> Failure {
    CallError::status(status, None, body.as_bytes()).into_failure(write)
}

#[test]
fn error_bodies_become_the_six_kinds() {
    let refused =
        failure(400, r#"[{"message":"Zu lang","errorCode":"STRING_TOO_LONG","fields":["Subject"]}]"#, true);
    assert_eq!(
        refused.kind,
        FailureKind::Refused {
            field: Some("Subject".into()),
            code: "STRING_TOO_LONG".into(),
            message: "Zu lang".into()
        }
    );
    assert!(!refused.outcome_unknown);

    let limit = failure(403, r#"[{"message":"TotalRequests","errorCode":"REQUEST_LIMIT_EXCEEDED"}]"#, true);
    assert_eq!((limit.kind, limit.retry_after), (FailureKind::Busy, Some(LIMIT_PAUSE)));
    let forbidden = failure(403, r#"[{"message":"No API","errorCode":"API_CURRENTLY_DISABLED"}]"#, false);
    let why = Barred::ApiOffForUser;
    assert_eq!(forbidden.kind, FailureKind::NotAllowed { message: "No API".into(), why });
    for (status, body, kind) in [
        (401, r#"[{"message":"","errorCode":"INVALID_SESSION_ID"}]"#, FailureKind::SignedOut),
        (403, "Bad_OAuth_Token", FailureKind::NotAllowed { message: String::new(), why: Barred::Rights }),
        (400, r#"[{"errorCode":"UNABLE_TO_LOCK_ROW","fields":[]}]"#, FailureKind::Busy),
        (503, "<html>maintenance</html>", FailureKind::Busy),
        (302, "", FailureKind::Busy),
        (404, "<html>", FailureKind::Broken { detail: "status 404".into() }),
        (418, "", FailureKind::Broken { detail: "status 418".into() }),
    ] {
        assert_eq!(failure(status, body, false).kind, kind, "{status} {body}");
    }
}

/// Every row of salesforce.md 2.12, and whether another token is asked for.
#[test]
fn each_session_error_has_its_problem() {
    let stale = (true, ProblemCode::SalesforceSignedOut);
    for (status, code, message, (renews, want)) in [
        (401, "INVALID_SESSION_ID", "Session expired or invalid", stale),
        (401, "INVALID_AUTH_HEADER", "INVALID_HEADER_TYPE", stale),
        (401, "INVALID_AUTH_HEADER", "INVALID_JWT_FORMAT", stale),
        (
            401,
            "INVALID_SESSION_ID",
            "This session is not valid for use with the REST API",
            (false, ProblemCode::SalesforceSessionNotForApi),
        ),
        (
            401,
            "INVALID_SESSION_ID",
            "Connected app is not attached to Agent",
            (false, ProblemCode::SalesforceAppNotAttached),
        ),
        (403, "API_DISABLED_FOR_ORG", "", (false, ProblemCode::SalesforceApiOffForOrg)),
        (403, "API_CURRENTLY_DISABLED", "", (false, ProblemCode::SalesforceApiOffForUser)),
        (403, "TXN_SECURITY_NO_ACCESS", "", (false, ProblemCode::SalesforceBarredByPolicy)),
        (403, "TXN_SECURITY_TWO_FA_REQUIRED", "", (false, ProblemCode::SalesforceBarredByPolicy)),
        (403, "INSUFFICIENT_ACCESS", "", (false, ProblemCode::SalesforceNotAllowed)),
        (403, "FUNCTIONALITY_NOT_ENABLED", "", (false, ProblemCode::SalesforceNotAllowed)),
        (503, "ORG_IN_MAINTENANCE", "", (false, ProblemCode::SalesforceBusy)),
        (503, "ORG_LOCKED", "", (false, ProblemCode::SalesforceBusy)),
        (503, "SERVER_UNAVAILABLE", "", (false, ProblemCode::SalesforceBusy)),
    ] {
        let body = format!(r#"[{{"message":"{message}","errorCode":"{code}"}}]"#);
        let error = CallError::status(status, None, body.as_bytes());
        assert_eq!(error.is_stale_token(), renews, "{body}");
        let problem = Problem::from(&error.into_failure(false).kind);
        assert_eq!(problem.code, want, "{body}");
    }
}

#[test]
fn only_a_write_without_a_clear_answer_is_in_doubt() {
    assert!(failure(503, "<html>", true).outcome_unknown);
    assert!(failure(500, r#"[{"errorCode":"UNKNOWN_EXCEPTION"}]"#, true).outcome_unknown);
    assert!(!failure(503, "<html>", false).outcome_unknown);
    assert!(!failure(400, r#"[{"errorCode":"UNABLE_TO_LOCK_ROW"}]"#, true).outcome_unknown);
    assert!(!failure(500, r#"[{"errorCode":"ORG_LOCKED"}]"#, true).outcome_unknown);
    assert!(CallError::NoAnswer { sent: true }.into_failure(true).outcome_unknown);
    assert!(!CallError::NoAnswer { sent: false }.into_failure(true).outcome_unknown);
    assert!(!CallError::NoAnswer { sent: true }.into_failure(false).outcome_unknown);
    assert!(CallError::Unusable { what: "x" }.into_failure(true).outcome_unknown);
}

#[test]
fn the_statuses_that_mean_done_and_open() {
    let both = |rows: &str| statuses(format!("{{\"records\":[{rows}]}}").as_bytes()).unwrap();
    let rows = |rows: &str| both(rows).closed;
    let row = |name: &str, default: bool, closed: bool| {
        format!("{{\"ApiName\":\"{name}\",\"IsDefault\":{default},\"IsClosed\":{closed}}}")
    };
    assert_eq!(
        rows(&[row("Open", true, false), row("Done", false, true), row("Completed", false, true)].join(",")),
        "Completed"
    );
    assert_eq!(rows(&[row("Completed", true, false), row("Erledigt", false, true)].join(",")), "Erledigt");
    assert_eq!(rows(&[row("Filed", false, true), row("Done", true, true)].join(",")), "Done");
    assert_eq!(rows(""), "Completed");
    let waits = [row("Later", false, false), row("Open", true, false), row("Done", false, true)].join(",");
    assert_eq!(both(&waits).open, "Open");
    assert_eq!(both(&row("Done", true, true)).open, "Not Started");
}

#[test]
fn small_answers() {
    assert_eq!(limit_info("api-usage=18/5000"), Some((18, 5000)));
    assert_eq!(limit_info("per-app-api-usage=17/250(appName=sample); api-usage=25/5000"), Some((25, 5000)));
    assert_eq!(limit_info("per-app-api-usage=17/250(appName=x)"), None);
    assert_eq!(limit_info("api-usage=many"), None);
    assert_eq!(newest_version(br#"[{"version":"65.0"},{"version":"9.0"},{"version":"66.0"}]"#).unwrap(), 66);
    assert!(newest_version(b"[]").is_err());
    assert_eq!(created(br#"{"id":"00T1","success":true,"errors":[]}"#).unwrap(), "00T1");
    assert!(created(br#"{"id":"","success":false,"errors":[]}"#).is_err());
    assert_eq!(
        ids(br#"{"totalSize":2,"done":true,"records":[{"Id":"00T1"},{"Id":"00T2"}]}"#).unwrap(),
        ["00T1", "00T2"]
    );
}

#[test]
fn pages_of_sandboxes_and_of_other_hosts() {
    let page = |address: &str| record_page(&Url::parse(address).unwrap(), "Task", "00T1").unwrap();
    assert_eq!(
        page("https://acme--uat.sandbox.my.salesforce.com"),
        "https://acme--uat.sandbox.lightning.force.com/lightning/r/Task/00T1/view"
    );
    assert_eq!(page("http://localhost:8080"), "http://localhost:8080/lightning/r/Task/00T1/view");
    assert_eq!(record_page(&instance(), "Task", "../x"), None);
}

proptest! {
    #[test]
    fn no_answer_breaks_the_reader(body in any::<Vec<u8>>(), status in any::<u16>()) {
        let _ = people(&body, &schema(), &instance());
        let _ = statuses(&body);
        let _ = CallError::status(status, None, &body).into_failure(true);
        let _ = limit_info(&String::from_utf8_lossy(&body));
    }
}
