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

#[tokio::test]
async fn settings_go_from_one_desk_to_another_in_a_file() {
    let (here, there) = (Office::open(Has::Nothing).await, Office::open(Has::Nothing).await);
    let set = ["settings", "set", "phone.address=pbx.example.com", "pop.wrap_up_s=90"];
    assert_eq!(here.ended(&set).await.code, Some(0));
    let file = here.ended(&["settings", "export"]).await.out;

    let import = |more: &[&str]| there.ctl(&[&["settings", "import", "-"], more].concat());
    let expected = "phone.address:  -> https://pbx.example.com\npop.wrap_up_s: 60 -> 90\n";
    let told = ended_with(&mut import(&["--dry-run"]), file.as_bytes()).await;
    assert_eq!((told.code, told.out.as_str()), (Some(0), expected), "{told:?}");
    let told = ended_with(&mut import(&[]), file.as_bytes()).await;
    assert_eq!((told.code, told.out.as_str()), (Some(0), expected), "not only said: {told:?}");
    let told = ended_with(&mut import(&["--json"]), file.as_bytes()).await;
    assert_eq!(told.json(), json!({"saved": true, "running": false, "changes": []}));

    let wrong = file.replace("90", "5");
    let told = ended_with(&mut import(&[]), wrong.as_bytes()).await;
    assert_eq!(told.code, Some(2), "{told:?}");
    assert!(told.told.contains("pop.wrap_up_s: Enter a number from 10 to 3600."), "{}", told.told);
}

#[tokio::test]
async fn what_the_administrator_locked_is_not_changed_at_the_desk() {
    let office = Office::open(Has::Nothing).await;
    let dir = tempfile::TempDir::new().unwrap();
    let path = dir.path().join("policy.json");
    let ended = async |arguments: &[&str]| {
        let mut command = office.ctl(arguments);
        ended_with(command.env("RINGSIDE_POLICY_FILE", &path), b"").await
    };
    let policy = json!({"version": 1, "locked": {"phone.address": "pbx.example.com"}, "defaults": {"pop.wrap_up_s": 30}});
    std::fs::write(&path, policy.to_string()).unwrap();
    let told = ended(&["settings", "get", "phone.address", "pop.wrap_up_s"]).await;
    assert_eq!(told.out, "phone.address=https://pbx.example.com\npop.wrap_up_s=30\n");
    let told = ended(&["settings", "set", "phone.address=other.example.com", "phone.extension=812"]).await;
    assert_eq!(told.code, Some(2), "{told:?}");
    assert!(
        told.told.contains("phone.address: Your administrator has set this for all desks."),
        "{}",
        told.told
    );
    assert_eq!(ended(&["settings", "set", "phone.extension=812"]).await.code, Some(0));
    assert_eq!(ended(&["settings", "check"]).await.code, Some(0));

    std::fs::write(&path, r#"{"version": 1, "locked": {"phone.adress": "x"}}"#).unwrap();
    let told = ended(&["settings", "check"]).await;
    assert_eq!(told.code, Some(1), "{told:?}");
    assert!(told.out.contains("phone.adress: There is no such setting"), "{}", told.out);
    let told = ended(&["doctor"]).await;
    assert!(told.out.contains("The administrator's policy does not hold"), "{}", told.out);
}
