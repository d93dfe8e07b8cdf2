//! An unmodified Salesforce client written by others, against the simulated org.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::time::Duration;

use serde_json::Value;
use simulators::Options;
use tokio::process::Command;

/// Node starts slowly on a loaded machine; the steps themselves take a second.
const LONG: Duration = Duration::from_secs(120);

const STEPS: [&str; 17] = [
    "authorize",
    "identity",
    "versions",
    "query",
    "query every page",
    "find",
    "search",
    "parameterized search",
    "create contact",
    "create task",
    "update",
    "create many",
    "refusals",
    "describe",
    "limits",
    "refresh",
    "delete",
];

#[tokio::test]
async fn jsforce_signs_in_queries_searches_and_writes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("jsforce");
    let node = folder.join("node_modules/.bin/node");
    assert!(node.exists(), "jsforce is not installed: run \"cargo xtask test --only jsforce\"");
    let simulators = simulators::start(Options::default()).await.unwrap();
    let ready = serde_json::to_string(simulators.ready()).unwrap();
    let mut script = Command::new(node);
    script.arg("run.mjs").arg(ready).current_dir(&folder).kill_on_drop(true);
    let output = tokio::time::timeout(LONG, script.output()).await.expect("the script ends").unwrap();
    let (said, told) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let answer: Value = serde_json::from_str(&said).unwrap_or_else(|error| panic!("{error}: {said}{told}"));
    assert_eq!(answer["ok"], true, "{answer} {told}");
    assert!(output.status.success());
    let steps: Vec<&str> = answer["done"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert_eq!(steps, STEPS);

    // What it says it did is in the org.
    let tasks = simulators.org.records("Task");
    let written = tasks.iter().find(|task| task["CallObject"] == "jsforce-1").expect("its Task is there");
    assert_eq!(written["Description"], "Said hello.");
    simulators.stop().await;
}
