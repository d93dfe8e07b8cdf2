//! From a click on a page to the Task in Salesforce.

use serde_json::{Value, json};

use super::browser::Browser;
use super::{PAGE, open_office};
use crate::ctl::program::Running;

const PRIYA: &str = "+442079460321";
/// As it stands on the page.
const SHOWN: &str = "+44 20 7946 0321";

/// A page of an org with somebody's number on it, and with what a page may try.
fn page() -> String {
    "<!doctype html><meta charset=utf-8><p>Priya: +44 20 7946 0321 (London)</p><p>Own: 812</p>\
     <p><a id=link href='tel:+442079460321'>call</a></p>\
     <script>window.clicked = 0; addEventListener('click', () => { window.clicked += 1; });</script>"
        .to_owned()
}

async fn calls_out(run: &mut Running) -> Value {
    let line = run
        .until("the call", |line| {
            let call = &line["view"]["pop"][0];
            call["direction"] == "outbound" && call["number"]["copied"] == PRIYA
        })
        .await;
    line["view"]["pop"][0].clone()
}

#[tokio::test]
async fn a_click_on_a_page_becomes_a_call_and_a_task() {
    let (office, mut run) = open_office().await;
    assert_eq!(office.ended(&["settings", "set", "pop.wrap_up_s=10"]).await.code, Some(0));
    let pbx = &office.world.simulators.pbx;
    let mut browser = Browser::open(&office, "en-GB").await;
    let html = browser.page("page", &page());
    browser.show(PAGE, &[(PAGE, &html)]).await;
    assert_eq!(browser.marks(&[SHOWN]).await, [SHOWN]);
    let before = browser.order(json!({"script": "document.documentElement.outerHTML"})).await;

    let hint = browser.order(json!({"hover": SHOWN})).await;
    assert_eq!(hint["bubble"], "Call +44 20 7946 0321");
    // The first one is asked about, in the app.
    browser.order(json!({"click": SHOWN})).await;
    let line = run.until("the question", |line| line["view"]["dial"]["state"]["state"] == "question").await;
    let dial = &line["view"]["dial"];
    assert_eq!(
        (&dial["source"], &dial["state"]["warnings"][0]["warning"]),
        (&json!("extension"), &json!("outside"))
    );
    assert_eq!(browser.bubble("Confirm").await, "Confirm the call in Ringside.");
    assert!(pbx.calls().is_empty(), "nothing is called before the yes");
    run.say(&json!({"action": "confirm_dial", "dial": dial["id"]}).to_string()).await;
    let call = calls_out(&mut run).await;
    assert!(browser.bubble("rings").await.contains("rings"));
    let clicked = browser.order(json!({"script": "window.clicked"})).await;
    assert_eq!(clicked["result"], 0, "the page did not take the click for its own");
    let seen = pbx.calls()[0];
    pbx.answer(seen, Some("812")).unwrap();
    pbx.far_answer(seen).unwrap();
    run.until("a talk", |line| line["view"]["pop"][0]["phase"]["phase"] == "talking").await;
    pbx.hang_up(seen).unwrap();
    run.until("the Task", |line| line["view"]["today"][0]["entry"]["state"]["state"] == "written").await;
    let tasks = office.tasks();
    assert_eq!((tasks.len(), &tasks[0]["CallType"]), (1, &json!("Outbound")));
    assert_ne!(call["id"], Value::Null);

    // From now on it calls at once, and the settings say so.
    let settings = std::fs::read_to_string(office.dir().join("settings.json")).unwrap();
    let settings: Value = serde_json::from_str(&settings).unwrap();
    assert_eq!(settings["dial"]["extension"]["ask"], "never", "{settings}");
    browser.order(json!({"click": SHOWN})).await;
    calls_out(&mut run).await;
    // The page is as it was, but for the bubble while it is shown.
    browser.order(json!({"script": "document.querySelector('ringside-bubble')?.remove()"})).await;
    let after = browser.order(json!({"script": "document.documentElement.outerHTML"})).await;
    assert_eq!(before["result"], after["result"]);
    assert_eq!(run.end("TERM").await.code, Some(0));
}

#[tokio::test]
async fn scripts_and_double_clicks_call_nobody_and_links_do() {
    let (office, mut run) = open_office().await;
    let set = office.ended(&["settings", "set", "dial.extension.ask=never"]).await;
    assert_eq!(set.code, Some(0), "{set:?}");
    let mut browser = Browser::open(&office, "en-GB").await;
    let html = browser.page("page", &page());
    browser.show(PAGE, &[(PAGE, &html)]).await;
    browser.marks(&[SHOWN]).await;
    browser.order(json!({"click": SHOWN, "count": 2})).await;
    let script = "document.querySelector('p').dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, \
                  clientX: 120, clientY: 25 })); document.addEventListener('click', (e) => e.preventDefault(), \
                  { once: true }); document.getElementById('link').click()";
    browser.order(json!({"script": script})).await;
    assert!(office.world.simulators.pbx.calls().is_empty());
    browser.order(json!({"press": "#link"})).await;
    calls_out(&mut run).await;
    assert_eq!(office.world.simulators.pbx.calls().len(), 1, "one call for all of these");
    assert_eq!(run.end("TERM").await.code, Some(0));
}

#[tokio::test]
async fn the_icon_says_how_it_stands_and_sites_can_be_off() {
    let (office, run) = open_office().await;
    let mut browser = Browser::open(&office, "de-DE").await;
    let html = browser.page("page", &page());
    browser.show(PAGE, &[(PAGE, &html)]).await;
    browser.marks(&[SHOWN]).await;
    let title = async |browser: &mut Browser, part: &str| {
        let answer = browser.order(json!({"title": part})).await;
        answer["title"].as_str().unwrap().to_owned()
    };
    assert!(title(&mut browser, "Connected").await.contains("Connected to Ringside."));
    browser
        .order(json!({"keep": {"sites": {"everywhere": false, "on": [], "off": ["lightning.force.com"]}}}))
        .await;
    let gone = "new Promise((done) => { const look = () => (CSS.highlights.get('ringside-number')?.size ?? 0) === 0 \
                ? done(true) : setTimeout(look, 20); look(); })";
    assert_eq!(browser.order(json!({"script": gone})).await["result"], true);
    browser.order(json!({"keep": {"sites": {"everywhere": false, "on": [], "off": []}}})).await;
    assert_eq!(browser.marks(&[SHOWN]).await.len(), 1);
    let options = browser.order(json!({"own": "options.html", "text": "example.com"})).await;
    assert!(
        options["body"].as_str().unwrap().contains("Numbers without a country code belong to DE"),
        "{options}"
    );
    for (language, says) in [("de", "gehören wie in Ringside zu DE"), ("en", "belong to DE")] {
        let set = office.ended(&["settings", "set", &format!("look.language={language}")]).await;
        assert_eq!(set.code, Some(0), "{set:?}");
        let options = browser.order(json!({"own": "options.html", "text": says})).await;
        assert!(options["body"].as_str().unwrap().contains(says), "{options}");
    }
    assert_eq!(run.end("TERM").await.code, Some(0));
    assert!(title(&mut browser, "does not run").await.contains("Ringside does not run."));
    assert_eq!(browser.order(json!({"script": gone})).await["result"], true, "nothing to click any more");
    // It comes back without the page being loaded again.
    let (again, _) = office.run().await;
    assert_eq!(browser.marks(&[SHOWN]).await.len(), 1);
    assert_eq!(again.end("TERM").await.code, Some(0));
}
