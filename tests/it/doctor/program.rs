//! The real `ringsidectl doctor`, alone and through a companion that runs.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Row, Short};
use crate::ctl::office::{Has, Office};
use crate::ctl::program::{Ended, ended_with};

fn set(wrong: &[(&str, &'static str, &str, &str)]) -> BTreeSet<Short> {
    super::set(wrong)
}

/// What it found wrong, besides the code it ended with.
fn wrong(told: &Ended) -> BTreeSet<Short> {
    let findings = told.json();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let unusual = findings.as_array().unwrap().iter().filter_map(|finding| {
        let verdict = match finding["verdict"].as_str().unwrap() {
            "warned" => "warned",
            "failed" => "failed",
            "passed" | "not_checked" => return None,
            other => panic!("{other}"),
        };
        let problem = &finding["problem"];
        Some((text(&finding["check"]), verdict, text(&problem["code"]), text(&problem["detail"])))
    });
    unusual.collect()
}

impl Office {
    fn seed(&self, fault: &str) {
        self.world.simulators.set_fault(&fault.parse().unwrap()).unwrap();
    }

    fn heal(&self) {
        self.world.simulators.org.clear_faults();
        self.world.simulators.pbx.clear_faults();
    }

    async fn doctor(&self) -> Ended {
        self.ended(&["doctor", "--json"]).await
    }
}

#[tokio::test]
async fn nothing_is_found_where_nothing_is_wrong() {
    let office = Office::open(Has::SignIn).await;
    let told = office.doctor().await;
    assert_eq!((told.code, wrong(&told)), (Some(0), set(&[])), "{told:?}");
    let findings = told.json();
    let unchecked = findings.as_array().unwrap().iter().filter(|finding| finding["verdict"] != "passed");
    assert_eq!(unchecked.count(), 0, "{told:?}");

    let people = office.ended(&["doctor"]).await;
    assert_eq!(people.out.lines().count(), findings.as_array().unwrap().len() + 1, "{people:?}");
    for line in
        ["ok       Keychain: Answers", "ok       Own extension: 812 is monitored", "Everything is in order."]
    {
        assert!(people.out.lines().any(|told| told == line), "{line}: {people:?}");
    }
    let mut german = office.ctl(&["doctor"]);
    let german = ended_with(german.env("LANG", "de_DE.UTF-8"), b"").await;
    assert!(german.out.contains("Alles ist in Ordnung."), "{german:?}");
    assert!(!german.out.contains("check-") && !german.out.contains("{ $"), "{german:?}");
}

/// One of each kind; all of them are in the table of `seeded`.
const HANDFUL: &[Row] = &[
    ("3cx.box-off", &[("phone-call-control", "failed", "phone-call-control-off", "")]),
    ("3cx.no-licence", &[("phone-call-control", "failed", "phone-no-licence", "")]),
    ("3cx.not-monitored=812", &[("phone-own-extension", "failed", "phone-not-monitored", "")]),
    ("3cx.role=system_admins", &[("phone-call-log", "warned", "phone-role-call-log", "")]),
    ("3cx.shared-client", &[("phone-client", "failed", "phone-shared-client", "")]),
    ("3cx.clock-ahead=660", &[("clock", "failed", "phone-clock-off", "10")]),
    ("salesforce.html-503", &[("salesforce-data", "failed", "salesforce-maintenance", "")]),
    ("salesforce.no-right=Task.create", &[("salesforce-rights", "failed", "salesforce-no-create", "Task")]),
    (
        "salesforce.hidden-field=Lead.MobilePhone",
        &[("salesforce-fields", "warned", "salesforce-field-not-searched", "Lead.MobilePhone")],
    ),
    ("salesforce.record-type=Task", &[("salesforce-values", "failed", "salesforce-record-type", "Task")]),
];

#[tokio::test]
async fn it_names_each_kind_of_fault() {
    let office = Office::open(Has::SignIn).await;
    for (fault, want) in HANDFUL {
        office.seed(fault);
        let told = office.doctor().await;
        assert_eq!(wrong(&told), set(want), "{fault}");
        let fails = want.iter().any(|(_, verdict, ..)| *verdict == "failed");
        assert_eq!(told.code, Some(i32::from(fails)), "{fault}");
        office.heal();
    }
}

#[tokio::test]
async fn people_read_what_it_is_and_where_to_click() {
    let office = Office::open(Has::SignIn).await;
    office.seed("salesforce.no-right=Task.create");
    office.seed("salesforce.hidden-field=Lead.MobilePhone");
    let told = office.ended(&["doctor"]).await;
    for part in [
        "FAILED   Rights in Salesforce: You may not create Task records in Salesforce\n",
        "         No entry can be written. An admin gives “Edit Tasks” in Setup > Profiles",
        "warn     Fields in Salesforce: The field Lead.MobilePhone is hidden from you\n",
        "1 check failed.\n",
    ] {
        assert!(told.out.contains(part), "{part}: {}", told.out);
    }
    let mut german = office.ctl(&["doctor"]);
    let german = ended_with(german.env("LANG", "de_DE.UTF-8"), b"").await;
    for part in ["FEHLER   Rechte in Salesforce: Sie dürfen", "Setup > Profile > Ihr Profil", "1 Prüfung ist"]
    {
        assert!(german.out.contains(part), "{part}: {}", german.out);
    }
}

#[tokio::test]
async fn a_companion_that_runs_examines_itself() {
    let office = Office::open(Has::SignIn).await;
    let (mut run, first) = office.run().await;
    let is_up = |line: &Value| {
        let link = |side: &str| line["view"]["health"][side]["link"] == "up";
        link("phone") && link("salesforce")
    };
    if !is_up(&first) {
        run.until("both connections", is_up).await;
    }
    let healthy = office.doctor().await;
    assert_eq!((healthy.code, wrong(&healthy)), (Some(0), set(&[])), "{healthy:?}");
    for (fault, want) in [HANDFUL[0], HANDFUL[3], HANDFUL[7], HANDFUL[8], HANDFUL[9]] {
        office.seed(fault);
        assert_eq!(wrong(&office.doctor().await), set(want), "{fault}");
        office.heal();
    }
    assert_eq!(office.world.count("token refresh_token"), 1, "through the sign-in that runs");
    let tokens = office.world.simulators.pbx.counters()["token"];
    assert!(tokens <= 2, "through the link that runs; box-off costs it a token: {tokens}");

    office.seed("3cx.shared-client");
    let found = wrong(&office.doctor().await);
    assert!(found.is_superset(&set(&[("phone-client", "failed", "phone-shared-client", "")])), "{found:?}");
    assert_eq!(run.end("TERM").await.code, Some(0));
}

#[tokio::test]
async fn what_is_missing_around_it_is_told() {
    let mut office = Office::open(Has::SignIn).await;
    let nowhere = format!("unix:path={}/no-bus", office.dir().display());
    let mut bare = office.ctl(&["doctor", "--json"]);
    let told = ended_with(bare.env("DBUS_SESSION_BUS_ADDRESS", nowhere), b"").await;
    assert_eq!(told.code, Some(1), "{told:?}");
    assert!(wrong(&told).is_superset(&set(&[("keychain", "failed", "keychain-absent", "")])), "{told:?}");

    let elsewhere =
        simulators::start(simulators::Options { people: 30, ..Default::default() }).await.unwrap();
    std::mem::replace(&mut office.world.simulators, elsewhere).stop().await;
    let told = office.doctor().await;
    let want = set(&[
        ("phone-sign-in", "failed", "phone-unreachable", ""),
        ("salesforce", "failed", "salesforce-offline", ""),
    ]);
    assert_eq!((told.code, wrong(&told)), (Some(1), want), "{told:?}");

    std::fs::write(office.dir().join("settings.json"), "{ broken").unwrap();
    let told = office.doctor().await;
    let want = set(&[("settings", "failed", "settings-broken", "")]);
    assert_eq!(told.code, Some(1));
    assert!(wrong(&told).is_superset(&want), "{told:?}");
}
