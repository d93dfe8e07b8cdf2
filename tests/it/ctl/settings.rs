//! `settings`: alone, and while a companion runs.

use serde_json::{Value, json};
use simulators::threecx::Ring;

use super::office::{Has, Office};
use super::program::ended_with;

#[tokio::test]
async fn what_is_set_is_got_and_what_is_wrong_is_named() {
    let office = Office::open(Has::Nothing).await;
    let set =
        ["settings", "set", "phone.address=pbx.example.com", "pop.wrap_up_s=90", "journal.enabled=false"];
    let told = office.ended(&set).await;
    assert_eq!(told.code, Some(0), "{told:?}");
    let told = office.ended(&["settings", "get", "phone.address", "pop.wrap_up_s", "--json"]).await;
    let got = told.json();
    assert_eq!(got, json!({"phone.address": "https://pbx.example.com", "pop.wrap_up_s": 90}));

    let told = office.ended(&["settings", "set", "pop.wrap_up_s=5", "phone.extension=12a"]).await;
    assert_eq!(told.code, Some(2), "{told:?}");
    assert!(told.told.contains("phone.extension: Not an extension number."), "{}", told.told);
    assert!(told.told.contains("pop.wrap_up_s: Enter a number from 10 to 3600."), "{}", told.told);
    let told = office.ended(&["settings", "get", "phone.adress"]).await;
    assert_eq!(told.code, Some(2), "{told:?}");
    assert!(told.told.contains("phone.adress"), "{}", told.told);
    let told = office.ended(&["settings", "get"]).await;
    assert!(
        told.out.contains("pop.wrap_up_s=90\n") && told.out.contains("journal.enabled=false\n"),
        "{}",
        told.out
    );
}

#[tokio::test]
async fn a_number_shows_what_each_rule_of_the_profile_does() {
    let office = Office::open(Has::Nothing).await;
    let rules =
        r#"matching.rules=["Zeros :: ^0{2,3}49 => +49", "Outside line :: ^9(0) => $1", "\\s*/\\s* =>"]"#;
    let told = office.ended(&["settings", "set", rules, "matching.objects=lead,contact"]).await;
    assert_eq!(told.code, Some(0), "{told:?}");
    let told = office.ended(&["number", "00049 40 / 66969 412"]).await;
    assert_eq!(
        told.out.lines().take(4).collect::<Vec<_>>(),
        [
            "rule 1 (Zeros): +49 40 / 66969 412",
            "rule 2 (Outside line): does not apply",
            "rule 3: +49 4066969 412",
            "+494066969412  040 66969412",
        ]
    );
    let facts = office.ended(&["number", "9030 901820", "--json"]).await.json();
    assert_eq!((&facts["e164"], &facts["rules"][1]["effect"]), (&json!("+4930901820"), &json!("changed")));
    let told = office.ended(&["settings", "get", "matching"]).await;
    assert_eq!(told.code, Some(2), "{told:?}");
    let told = office.ended(&["settings", "get", "matching.rules", "matching.objects"]).await;
    let again = told.out.lines().find(|line| line.starts_with("matching.rules=")).unwrap();
    assert_eq!(office.ended(&["settings", "set", again]).await.code, Some(0), "{again}");
    assert!(told.out.contains("matching.objects=lead,contact\n"), "{}", told.out);

    let told = office.ended(&["settings", "set", "matching.rules=^9(?=0) => 0"]).await;
    assert_eq!(told.code, Some(2), "{told:?}");
    assert!(told.told.contains("matching.rules: Rule 1: look-around"), "{}", told.told);
    let told = office.ended(&["settings", "set", "matching.objects=lead,lead"]).await;
    assert!(told.told.contains("matching.objects: lead stands there twice."), "{}", told.told);
}

#[tokio::test]
async fn a_running_companion_takes_over_what_the_terminal_changes() {
    let office = Office::open(Has::Nothing).await;
    let (mut run, first) = office.run().await;
    let phone = |line: &Value| line["view"]["health"]["phone"].clone();
    assert_eq!(phone(&first)["problem"]["code"], "phone-not-configured", "{first}");

    let facts = office.world.simulators.ready().threecx.clone();
    let mut secret = office.ctl(&["settings", "secret", "pbx_key"]);
    let told = ended_with(&mut secret, format!("{}\n", facts.api_key).as_bytes()).await;
    assert_eq!(told.code, Some(0), "{told:?}");
    let fields = [("address", &facts.base_url), ("client_id", &facts.client_id), ("extension", &facts.agent)];
    let changes = fields.map(|(name, value)| format!("phone.{name}={value}"));
    let told = office.ended(&["settings", "set", &changes[0], &changes[1], &changes[2], "--json"]).await;
    assert_eq!(told.json(), json!({"saved": true, "running": true}));
    run.until("the phone link", |line| phone(line)["link"] == "up").await;
    office.world.simulators.pbx.ring(&Ring::from("+494066969412")).unwrap();
    run.until("a pop", |line| line["view"]["pop"][0]["phase"]["phase"] == "ringing").await;
    for file in ["settings.json", "ringside.log"] {
        let text = std::fs::read_to_string(office.dir().join(file)).unwrap_or_default();
        assert!(!text.contains(&facts.api_key), "{file} holds the key");
    }
}
