//! The commands that use a profile: alone, and through the program that runs it.

use serde_json::{Value, json};
use simulators::threecx::Ring;

use super::office::{Has, Office};
use super::program::{Running, ended_with};
use crate::signin::port_turn;

const KATHARINA: &str = "+494066969412";
/// Two contacts and their company.
const BRANDT: &str = "+493023125100";
const NOBODY: &str = "+493023125144";

fn is_up(line: &Value) -> bool {
    let link = |side: &str| line["view"]["health"][side]["link"] == "up";
    link("phone") && link("salesforce")
}

fn phase_of(line: &Value) -> &Value {
    &line["view"]["pop"][0]["phase"]["phase"]
}

#[tokio::test]
async fn the_demo_plays_its_day_without_a_window() {
    let _turn = port_turn();
    let office = Office::open(Has::Nothing).await;
    let told = office.ended(&["demo", "--speed", "50"]).await;
    assert_eq!(told.code, Some(0), "{told:?}");
    assert!(!told.out.contains("FAILED"), "{}", told.out);
    for part in [
        "* A known customer calls",
        "pop: Ringing",
        "Katharina Vogelsang (Contact",
        "not in Salesforce",
        "number withheld",
        "matches:",
        "Salesforce: 3CX Phone System Call · Answered · Katharina Vogelsang",
        "* A customer's live chat has just ended",
        "Salesforce: 3CX PhoneSystem Chat Session",
        "The day is over. Salesforce holds",
        "Wants the offer for phase 2 by Friday.",
    ] {
        assert!(told.out.contains(part), "\"{part}\" is missing:\n{}", told.out);
    }
}

#[tokio::test]
async fn run_prints_views_takes_actions_and_ends_with_0() {
    let office = Office::open(Has::SignIn).await;
    let (mut run, first) = office.run().await;
    assert_eq!(first["view"]["agent"]["extension"], "812", "{first}");
    if !is_up(&first) {
        run.until("both connections", is_up).await;
    }
    let call = office.world.simulators.pbx.ring(&Ring::from(KATHARINA)).unwrap();
    let event = run.until("the phone's event", |line| line.get("event").is_some()).await;
    assert!(event.to_string().contains(KATHARINA), "{event}");
    let known = |line: &Value| line["view"]["pop"][0]["caller"]["best"]["name"] == "Katharina Vogelsang";
    let view = run.until("the caller's name", known).await;
    assert_eq!(phase_of(&view), "ringing");
    let id = view["view"]["pop"][0]["id"].as_u64().unwrap();

    run.say("this is no action").await;
    run.say("").await;
    run.say(&json!({"action": "answer", "call": id}).to_string()).await;
    run.until("the talk", |line| phase_of(line) == "talking").await;
    run.say(&json!({"action": "note", "call": id, "text": "From a script."}).to_string()).await;
    run.until("the note", |line| line["view"]["pop"][0]["notes"] == "From a script.").await;
    office.world.simulators.pbx.hang_up(call).unwrap();
    run.until("the end", |line| phase_of(line) == "ended").await;
    run.say(&json!({"action": "dismiss", "call": id}).to_string()).await;
    run.until("the Task", |line| line["view"]["today"][0]["entry"]["state"]["state"] == "written").await;

    let tasks = office.tasks();
    assert_eq!(tasks.len(), 1, "{tasks:?}");
    assert!(tasks[0]["Description"].as_str().unwrap().ends_with("From a script."), "{tasks:?}");
    let listed = office.ended(&["journal", "list", "--json"]).await;
    assert_eq!(listed.json()["journal"][0]["task"], tasks[0]["Id"], "{listed:?}");

    let left = run.end("TERM").await;
    assert_eq!(left.code, Some(0), "{left:?}");
    assert!(left.told.contains("not an action"), "{}", left.told);

    let alone = office.ended(&["journal", "list"]).await;
    assert_eq!(alone.code, Some(0), "{alone:?}");
    let id = tasks[0]["Id"].as_str().unwrap();
    assert!(alone.out.contains(&format!("written {id}")), "{alone:?}");
}

#[tokio::test]
async fn a_profile_has_one_loop() {
    let office = Office::open(Has::SignIn).await;
    let (run, _) = office.run().await;
    let second = office.ended(&["run"]).await;
    assert_eq!((second.code, second.out.as_str()), (Some(1), ""), "{second:?}");
    assert!(second.told.contains(&run.pid().to_string()), "it says who: {}", second.told);
    assert_eq!(run.end("INT").await.code, Some(0));
    let (third, _) = office.run().await;
    assert_eq!(third.end("TERM").await.code, Some(0));
}

#[tokio::test]
async fn a_lookup_gives_its_reasons() {
    let office = Office::open(Has::SignIn).await;
    let told = office.ended(&["lookup", "040 / 66 96 94 12"]).await;
    assert_eq!(told.code, Some(0), "{told:?}");
    for part in [
        KATHARINA,
        "Katharina Vogelsang  Contact",
        "exact: (0)40 / 66 96 94-12",
        "compared: +49 40 66969412 with 40 / 66 96 94-12",
        "from Salesforce just now",
    ] {
        assert!(told.out.contains(part), "{part}: {told:?}");
    }
    let facts = office.ended(&["lookup", BRANDT, "--json"]).await;
    assert_eq!(facts.code, Some(0), "{facts:?}");
    let facts = facts.json();
    assert_eq!(facts["verdict"], "several", "{facts}");
    let matches = facts["matches"].as_array().unwrap();
    assert!(matches.len() >= 3, "{facts}");
    for found in matches {
        let why = &found["why"];
        assert!(why["field"].is_string() && why["spelling"].is_string(), "{found}");
        assert!(!why["stored_marks"].as_array().unwrap().is_empty(), "{found}");
    }
    let by_name = office.ended(&["lookup", "katharina vogel", "--json"]).await;
    assert_eq!(by_name.json()["people"][0]["name"], "Katharina Vogelsang", "{by_name:?}");
    let nobody = office.ended(&["lookup", NOBODY, "--json"]).await;
    assert_eq!(nobody.code, Some(1), "{nobody:?}");
    assert_eq!(nobody.json()["verdict"], "nobody");
}

#[tokio::test]
async fn a_lookup_can_ask_this_computer_alone() {
    let mut office = Office::open(Has::SignIn).await;
    let nothing = office.ended(&["lookup", "--local", "vogelsang", "--json"]).await;
    assert_eq!((nothing.code, nothing.json()["people"].as_array().map(Vec::len)), (Some(1), Some(0)));
    assert_eq!(office.ended(&["index", "sync"]).await.code, Some(0));
    let elsewhere =
        simulators::start(simulators::Options { people: 30, ..Default::default() }).await.unwrap();
    std::mem::replace(&mut office.world.simulators, elsewhere).stop().await;
    let local = office.ended(&["lookup", "--local", "vogels kath", "--json"]).await;
    assert_eq!(local.code, Some(0), "{local:?}");
    let local = local.json();
    assert_eq!(local["people"][0]["name"], "Katharina Vogelsang", "{local}");
    assert_eq!(local["people"][0]["source"]["source"], "index", "{local}");
    assert!(!local["people"][0]["name_marks"].as_array().unwrap().is_empty(), "{local}");
    let told = office.ended(&["lookup", "--local", "040 / 66 96 94 12"]).await;
    for part in ["+494066969412  one", "exact: (0)40 / 66 96 94-12", "from this computer, read 20"] {
        assert!(told.out.contains(part), "{part}: {told:?}");
    }
    // Salesforce does not answer: what this computer knows is told all the same, and that.
    let both = office.ended(&["lookup", "vogels kath"]).await;
    assert_eq!(both.code, Some(0), "{both:?}");
    assert!(both.out.contains("Katharina Vogelsang") && !both.told.is_empty(), "{both:?}");
}

#[tokio::test]
async fn a_lookup_asks_the_program_that_runs_the_profile() {
    let office = Office::open(Has::SignIn).await;
    let words = ["lookup", KATHARINA, "--json"];
    let alone = office.ended(&words).await.json();
    let (mut run, first) = office.run().await;
    if !is_up(&first) {
        run.until("both connections", is_up).await;
    }
    let tokens = office.world.count("token refresh_token");
    let through = office.ended(&words).await;
    assert_eq!(through.code, Some(0), "{through:?}");
    assert_eq!(through.json(), alone, "the same answer");
    assert_eq!(office.world.count("token refresh_token"), tokens, "no second sign-in");
    let told = office.ended(&["lookup", KATHARINA]).await;
    assert!(told.out.contains("Katharina Vogelsang  Contact"), "for people as well: {told:?}");
    assert_eq!(office.ended(&["lookup", NOBODY]).await.code, Some(1));
    office.world.fault("fail-next", Some("503:9"));
    let busy = office.ended(&["lookup", NOBODY, "--json"]).await;
    assert_eq!(busy.code, Some(4), "{busy:?}");
    assert_eq!(busy.json()["problem"]["code"], "salesforce-busy");
    assert_eq!(run.end("TERM").await.code, Some(0));
}

#[tokio::test]
async fn whoever_is_not_signed_in_or_not_configured_ends_with_3() {
    for has in [Has::Nothing, Has::Keys] {
        let office = Office::open(has).await;
        let told = office.ended(&["lookup", KATHARINA, "--json"]).await;
        assert_eq!((told.code, told.out.as_str()), (Some(3), ""), "{has:?}: {told:?}");
        assert!(!told.told.is_empty());
    }
    let office = Office::open(Has::SignIn).await;
    office.world.fault("revoke-tokens", None);
    let told = office.ended(&["lookup", KATHARINA, "--json"]).await;
    assert_eq!(told.code, Some(3), "{told:?}");
    assert_eq!(told.json()["problem"]["code"], "salesforce-signed-out");
}

#[tokio::test]
async fn an_org_out_of_reach_ends_with_4() {
    let mut office = Office::open(Has::SignIn).await;
    let elsewhere =
        simulators::start(simulators::Options { people: 30, ..Default::default() }).await.unwrap();
    std::mem::replace(&mut office.world.simulators, elsewhere).stop().await;
    let told = office.ended(&["lookup", KATHARINA, "--json"]).await;
    assert_eq!(told.code, Some(4), "{told:?}");
    assert_eq!(told.json()["problem"]["code"], "salesforce-offline");
}

#[tokio::test]
async fn without_a_keychain_a_token_can_be_handed_over() {
    let office = Office::open(Has::Keys).await;
    office.world.fault("client-secret", Some("public"));
    let bare = |words: &[&str]| {
        let mut command = office.ctl(words);
        command.env("DBUS_SESSION_BUS_ADDRESS", format!("unix:path={}/no-bus", office.dir().display()));
        command
    };
    let token = office.refresh_token().await;
    let token = token.reveal();
    let mut by_name = bare(&["lookup", KATHARINA, "--json", "--refresh-token-env", "OFFICE_TOKEN"]);
    let told = ended_with(by_name.env("OFFICE_TOKEN", token), b"").await;
    assert_eq!(told.code, Some(0), "{told:?}");
    let mut by_line = bare(&["lookup", KATHARINA, "--json", "--refresh-token-stdin"]);
    assert_eq!(ended_with(&mut by_line, format!("{token}\n").as_bytes()).await.code, Some(0));
    let unset = ended_with(&mut bare(&["lookup", "x", "--refresh-token-env", "NOT_SET"]), b"").await;
    assert_eq!(unset.code, Some(3), "{unset:?}");

    let mut run = bare(&["run", "--refresh-token-env", "OFFICE_TOKEN"]);
    let mut run = Running::start(run.env("OFFICE_TOKEN", token));
    let signed_in = |line: &Value| line["view"]["health"]["salesforce"]["link"] == "up";
    let view = run.until("Salesforce with the token handed over", signed_in).await;
    assert_eq!(view["view"]["health"]["keychain"], "absent");
    assert_eq!(run.end("TERM").await.code, Some(0));
}
