//! What the browser's extension costs a page, beside the same page without it.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use engine::browsers;
use engine::local::{LocalClient, Profile};
use serde::Deserialize;
use serde_json::json;
use tokio::process::Command;

use crate::Outcome;
use crate::figures::Table;

/// Four browsers, six pages each.
const LONGEST: Duration = Duration::from_secs(5 * 60);
/// Until the companion answers on its socket.
const START: Duration = Duration::from_secs(60);
const LOOK: Duration = Duration::from_millis(20);

#[derive(Deserialize)]
struct Told {
    nodes: u32,
    numbers: usize,
    watched_ms: u32,
    still: Pair,
    changing: Pair,
}

#[derive(Deserialize)]
struct Pair {
    without: Spent,
    with: Spent,
}

/// The main thread's time, the middle of several runs.
#[derive(Deserialize)]
struct Spent {
    task_ms: f64,
    script_ms: f64,
    layout_ms: f64,
    marks: usize,
}

pub async fn measure(built: &Path, table: &mut Table) -> Outcome<()> {
    let told = told(built).await?;
    if told.still.with.marks != told.numbers || told.still.without.marks != 0 {
        return Err(format!("{} numbers of {} were found", told.still.with.marks, told.numbers).into());
    }
    for (name, pair) in [("a page", &told.still), ("a page that keeps changing", &told.changing)] {
        for (which, spent) in [("without the extension", &pair.without), ("with it", &pair.with)] {
            let what = format!(
                "{name} of {} nodes and {} numbers, {which}: main thread in {} s",
                told.nodes,
                told.numbers,
                told.watched_ms / 1000
            );
            table.one(&what, "ms", spent.task_ms);
            table.one(&format!("{what}, scripts"), "ms", spent.script_ms);
            table.one(&format!("{what}, style and layout"), "ms", spent.layout_ms);
        }
    }
    Ok(())
}

async fn told(built: &Path) -> Outcome<Told> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("this package lies nowhere")?;
    let dir = tempfile::tempdir()?;
    let profile = Profile::open(Some(&dir.path().join("profile")))?;
    let program = built.join("ringsidectl");
    let ctl = |words: &[&str]| {
        let mut command = Command::new(&program);
        command.arg("--profile").arg(&profile.dir).args(words).kill_on_drop(true);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    };
    let set = ctl(&["settings", "set", "dial.extension.enabled=true"]).status().await?;
    if !set.success() {
        return Err("ringsidectl does not take the setting; is it built?".into());
    }
    let browser = dir.path().join("browser");
    browsers::install(&profile, &program, Some(&browser))?;
    let mut companion = ctl(&["run"]).spawn()?;
    tokio::time::timeout(START, async {
        while LocalClient::connect(&profile).await.is_none() {
            tokio::time::sleep(LOOK).await;
        }
    })
    .await?;
    let order = json!({"profile": browser, "extension": top.join("ui/extension/dist")});
    let mut script = Command::new("node");
    script.arg(top.join("tests/chromium/cost.mjs")).arg(order.to_string()).kill_on_drop(true);
    let output = tokio::time::timeout(LONGEST, script.stdin(Stdio::null()).output()).await??;
    companion.kill().await?;
    serde_json::from_slice(&output.stdout).map_err(|_| String::from_utf8_lossy(&output.stderr).into())
}
