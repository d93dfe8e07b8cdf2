//! One table: a fault of the simulators, and exactly what the doctor then says.

use engine::problem::ProblemCode;
use engine::view::{LinkView, View};

use super::*;

const MARA: &str = "mara.lindqvist@nordwind.example";

/// Faults of the phone system.
pub(super) const THREE_CX: &[Row] = &[
    ("token-error=401", &[("phone-sign-in", "failed", "phone-wrong-credentials", ""), SILENT]),
    ("token-error=400", &[("phone-sign-in", "failed", "phone-wrong-credentials", ""), SILENT]),
    ("token-error=404", &[("phone-sign-in", "failed", "phone-not-3cx", ""), SILENT]),
    ("html-instead-of-json", &[("phone-sign-in", "failed", "phone-not-3cx", ""), SILENT]),
    ("ip-restricted", &[("phone-sign-in", "failed", "phone-kept-out", ""), SILENT]),
    ("box-off", &[("phone-call-control", "failed", "phone-call-control-off", "")]),
    ("no-licence", &[("phone-call-control", "failed", "phone-no-licence", "")]),
    ("not-monitored=812", &[("phone-own-extension", "failed", "phone-not-monitored", "")]),
    (
        "xapi-off",
        &[
            ("phone-version", "warned", "phone-configuration-off", ""),
            ("owner", "warned", "owner-phone-refused", ""),
        ],
    ),
    (
        "role=users",
        &[
            ("phone-names", "warned", "phone-role-names", ""),
            ("phone-users", "warned", "phone-role-users", ""),
            ("phone-call-log", "warned", "phone-role-call-log", ""),
            ("owner", "warned", "owner-phone-refused", ""),
        ],
    ),
    ("role=system_admins", &[("phone-call-log", "warned", "phone-role-call-log", "")]),
    ("shared-client", &[("phone-client", "failed", "phone-shared-client", "")]),
    (
        "server-error=502",
        &[
            ("phone-version", "failed", "phone-server-error", "502"),
            ("phone-call-control", "failed", "phone-server-error", "502"),
            SILENT,
        ],
    ),
    ("ws-401", &[("phone-events", "failed", "phone-no-events", "")]),
    ("clock-ahead=660", &[("clock", "failed", "phone-clock-off", "10")]),
    ("clock-ahead=200", &[("clock", "warned", "phone-clock-off", "3")]),
    ("no-email", &[("owner", "warned", "owner-no-email", "")]),
    ("shared-email", &[("owner", "warned", "owner-email-shared", "Mara Lindqvist")]),
    // Variations that are no faults.
    ("expires_in=60", &[]),
    ("opaque-token", &[]),
    ("odata-page=1", &[]),
    ("devices-null", &[]),
];

const SILENT: (&str, &str, &str, &str) = ("owner", "warned", "owner-phone-silent", "");

/// Faults of the org.
pub(super) const SALESFORCE: &[Row] = &[
    ("revoke-tokens", &[("salesforce", "failed", "salesforce-session-ended", "")]),
    ("inactive-user", &[("salesforce", "failed", "salesforce-user-inactive", "inactive user")]),
    ("app-blocked", &[("salesforce", "failed", "salesforce-app-blocked", "this app is blocked by admin")]),
    ("ip-restricted", &[("salesforce", "failed", "salesforce-ip-restricted", "ip restricted")]),
    (
        "api-disabled",
        &[("salesforce-data", "failed", "salesforce-api-off-user", "API is disabled for this User")],
    ),
    (
        "api-disabled-org",
        &[(
            "salesforce-data",
            "failed",
            "salesforce-api-off-org",
            "The REST API is not enabled for this Organization.",
        )],
    ),
    (
        "session-not-for-api",
        &[(
            "salesforce-data",
            "failed",
            "salesforce-session-not-for-api",
            "This session is not valid for use with the REST API",
        )],
    ),
    ("html-503", &[("salesforce-data", "failed", "salesforce-maintenance", "")]),
    ("no-right=Task.create", &[("salesforce-rights", "failed", "salesforce-no-create", "Task")]),
    ("no-right=Task.edit", &[("salesforce-rights", "warned", "salesforce-no-edit", "Task")]),
    ("no-right=Task.delete", &[("salesforce-rights", "warned", "salesforce-no-delete", "Task")]),
    ("no-right=Contact.read", &[("salesforce-rights", "failed", "salesforce-no-read", "Contact")]),
    ("no-right=Contact.create", &[("salesforce-rights", "warned", "salesforce-no-create", "Contact")]),
    ("no-right=Lead.read", &[("salesforce-rights", "warned", "salesforce-no-read", "Lead")]),
    ("no-right=Lead.edit", &[("salesforce-rights", "warned", "salesforce-no-edit", "Lead")]),
    (
        "no-right=User.read",
        &[
            ("salesforce-rights", "warned", "salesforce-no-read", "User"),
            ("owner", "warned", "owner-crm-refused", MARA),
        ],
    ),
    (
        "hidden-field=Lead.MobilePhone",
        &[("salesforce-fields", "warned", "salesforce-field-not-searched", "Lead.MobilePhone")],
    ),
    (
        "hidden-field=Contact.Title",
        &[("salesforce-fields", "warned", "salesforce-field-not-shown", "Contact.Title")],
    ),
    (
        "hidden-field=Task.CallDisposition",
        &[("salesforce-fields", "warned", "salesforce-field-not-written", "Task.CallDisposition")],
    ),
    ("hidden-field=Task.WhoId", &[("salesforce-fields", "failed", "salesforce-field-needed", "Task.WhoId")]),
    ("no-value=Task.Type.Call", &[("salesforce-values", "warned", "salesforce-task-value", "Type")]),
    (
        "no-value=Task.TaskSubtype.Call",
        &[("salesforce-values", "warned", "salesforce-task-value", "TaskSubtype")],
    ),
    ("record-type=Task", &[("salesforce-values", "failed", "salesforce-record-type", "Task")]),
    ("record-type=Contact", &[("salesforce-values", "warned", "salesforce-record-type", "Contact")]),
    (
        "duplicates=block",
        &[(
            "salesforce-duplicates",
            "warned",
            "salesforce-duplicates-blocked",
            "Standard_Contact_Duplicate_Rule, Standard_Lead_Duplicate_Rule",
        )],
    ),
    ("limit-used=100000", &[("salesforce-budget", "warned", "salesforce-budget-low", "86 %")]),
    ("limit-used=112000", &[("salesforce-budget", "failed", "salesforce-budget-spent", "97 %")]),
    ("limit-used=115000", &[("salesforce-budget", "failed", "salesforce-budget-spent", "100 %")]),
    ("clock-ahead-secs=400", &[("clock", "failed", "clock-off", "6")]),
    // Facts, and variations that are no faults.
    ("duplicates=alert", &[]),
    ("sandbox", &[]),
    ("call-key", &[]),
    ("sosl=strict", &[]),
];

async fn check(side: &str, rows: &[Row]) {
    for (fault, want) in rows {
        let rig = Rig::healthy().await;
        rig.fault(&format!("{side}.{fault}"));
        assert_eq!(rig.wrong().await, set(want), "{fault}");
    }
}

#[tokio::test]
async fn each_fault_of_3cx_is_named() {
    check("3cx", THREE_CX).await;
}

#[tokio::test]
async fn each_fault_of_the_org_is_named() {
    check("salesforce", SALESFORCE).await;
}

/// The admin's own fields in the pop are known by settings, not by the program.
#[tokio::test]
async fn an_own_field_that_is_hidden_is_named() {
    let mut rig = Rig::healthy().await;
    rig.settings.facts.fields = vec!["Contact.Department".into(), "Account.Industry".into()];
    assert_eq!(rig.wrong().await, set(&[]));
    rig.fault("salesforce.hidden-field=Contact.Department");
    let hidden = ("salesforce-fields", "warned", "salesforce-field-not-shown", "Contact.Department");
    assert_eq!(rig.wrong().await, set(&[hidden]));
}

#[tokio::test]
async fn nothing_is_found_where_nothing_is_wrong() {
    let rig = Rig::healthy().await;
    let findings = rig.findings().await;
    assert_eq!(wrong(&findings), set(&[]));
    let unchecked: Vec<_> =
        findings.iter().filter(|finding| finding.verdict == Verdict::NotChecked).collect();
    assert!(unchecked.is_empty(), "{unchecked:?}");
    for (check, name, want) in [
        ("phone-version", "detail", "20.0.9.995"),
        ("phone-own-extension", "detail", "812"),
        ("salesforce-data", "org", "Nordwind Services"),
        ("salesforce-data", "sandbox", "no"),
        ("salesforce-data", "persons", "no"),
        ("salesforce-fields", "objects", "4"),
        ("salesforce-fields", "fields", "15"),
        ("salesforce-budget", "most", "115000"),
        ("owner", "user", "Mara Lindqvist"),
        ("owner", "how", "email"),
        ("index", "people", "0"),
        ("network", "proxy", "system"),
    ] {
        assert_eq!(fact(&findings, check, name), want, "{check} {name}");
    }
}

#[tokio::test]
async fn what_is_no_fault_is_a_fact() {
    let rig = Rig::healthy().await;
    rig.fault("salesforce.sandbox");
    rig.fault("salesforce.duplicates=alert");
    let findings = rig.findings().await;
    assert_eq!(fact(&findings, "salesforce-data", "sandbox"), "yes");
    assert_eq!(fact(&findings, "salesforce-duplicates", "count"), "2");
    // The org keeps the address with another end.
    assert_eq!(fact(&findings, "owner", "user"), "Mara Lindqvist");
}

#[tokio::test]
async fn a_part_is_examined_alone() {
    let rig = Rig::healthy().await;
    rig.fault("3cx.box-off");
    rig.fault("salesforce.no-right=Lead.read");
    for (scope, want) in [
        (Scope::Phone, ("phone-call-control", "failed", "phone-call-control-off", "")),
        (Scope::Salesforce, ("salesforce-rights", "warned", "salesforce-no-read", "Lead")),
    ] {
        let findings = examine(&rig.case().await, scope).await;
        assert_eq!(wrong(&findings), set(&[want]), "{scope:?}");
        assert!(findings.iter().all(|finding| finding.check.id() != "settings"));
    }
}

#[tokio::test]
async fn what_the_running_link_went_through_counts() {
    let rig = Rig::healthy().await;
    let mut case = rig.case().await;
    let mut view: View = serde_json::from_str(include_str!("../../fixtures/views/main-calls.json")).unwrap();
    let problem = Problem { code: ProblemCode::PhoneSharedClient, detail: None };
    view.health.phone = LinkView::Down { since_ms: 0, problem };
    case.running = Some(Arc::new(view));
    let findings = examine(&case, Scope::Phone).await;
    assert_eq!(wrong(&findings), set(&[("phone-client", "failed", "phone-shared-client", "")]));
}

/// A diagnosis that costs the org much, or asks without end, would be a fault itself.
#[tokio::test]
async fn a_diagnosis_is_cheap() {
    let rig = Rig::healthy().await;
    rig.findings().await;
    let counters = rig.world.simulators.org.counters();
    let counted: u64 = counters
        .iter()
        .filter(|(kind, _)| kind.contains(' ') && !kind.starts_with("token"))
        .map(|(_, n)| n)
        .sum();
    assert!(counted <= 16, "{counters:?}");
    let pbx = rig.world.simulators.pbx.counters();
    assert_eq!(pbx.get("token"), Some(&1), "{pbx:?}");
}
