//! The figures the product promises (`cargo xtask bench`): how long from a ring to the pop, how long
//! a start takes, how much memory and disk it costs. Measured on the release build of the real app
//! against the simulators, in a private session. It prints and asserts nothing: machines differ, so
//! every figure stands beside a second run of the same.

#![cfg_attr(not(target_os = "linux"), allow(dead_code))]

mod app;
mod dial;
mod extension;
mod figures;
mod index;
mod journal;
mod memory;
mod numbers;
mod office;
mod rings;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use figures::Table;
use office::Office;
use rings::{Caller, Rings, Times};

use crate::app::App;

pub type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Rings of one run.
const RINGS: usize = 200;
/// Starts, of each of which the first ring is measured.
const STARTS: usize = 10;
/// The pop's part with a million numbers to keep first; what takes longer hangs.
const POP_LONGEST: Duration = Duration::from_secs(15 * 60);
/// What the org takes to answer where the name is in Salesforce only.
const ORG_DELAY_MS: u64 = 80;
/// After a start or a change of windows, until memory is at rest.
const REST: Duration = Duration::from_secs(8);

#[tokio::main]
async fn main() -> ExitCode {
    match measure().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            figures::say(&format!("bench: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// Where the release build lies: beside this program.
fn built() -> Outcome<PathBuf> {
    let own = std::env::current_exe()?;
    Ok(own.parent().ok_or("this program lies nowhere")?.to_owned())
}

async fn measure() -> Outcome<()> {
    let built = built()?;
    let mut table = Table::default();
    match std::env::args().nth(1).as_deref() {
        Some("index") => index::measure(&mut table).await?,
        Some("pop") => the_pop(&built, &mut table).await?,
        Some("dial") => {
            in_session()?;
            dial::measure(&built, &mut table).await?;
        }
        Some("search") => index::measure_search(&mut table).await?,
        Some("numbers") => numbers::measure(&built, &mut table)?,
        Some("journal") => journal::measure(&mut table).await?,
        Some("extension") => extension::measure(&built, &mut table).await?,
        Some(other) => {
            let parts = "there are \"pop\", \"dial\", \"index\", \"search\", \"numbers\", \"journal\" and \"extension\"";
            return Err(format!("there is no part \"{other}\"; {parts}").into());
        }
        None => {
            the_app(&built, &mut table).await?;
            dial::measure(&built, &mut table).await?;
            index::measure(&mut table).await?;
            numbers::measure(&built, &mut table)?;
            journal::measure(&mut table).await?;
        }
    }
    let json = built.parent().ok_or("the build lies nowhere")?.join("bench.json");
    std::fs::write(&json, table.json()?)?;
    figures::say(&format!("also in {}", json.display()));
    Ok(())
}

fn in_session() -> Outcome<()> {
    if std::env::var_os("RINGSIDE_TEST_SESSION").is_none() {
        return Err("this needs a screen and a keychain of its own: run \"cargo xtask bench\"".into());
    }
    Ok(())
}

/// The promise about the pop alone: the first one of several starts, and with a full index.
async fn the_pop(built: &Path, table: &mut Table) -> Outcome<()> {
    in_session()?;
    tokio::time::timeout(POP_LONGEST, async {
        first_pops(built, table).await?;
        with_full_index(built, table).await
    })
    .await
    .map_err(|_| "the pop's part takes too long")?
}

async fn the_app(built: &Path, table: &mut Table) -> Outcome<()> {
    in_session()?;
    sizes(built, table)?;
    for run in ["run 1", "run 2"] {
        in_tray(built, run, table).await?;
    }
    from_salesforce(built, table).await?;
    with_full_index(built, table).await?;
    for run in ["run 1", "run 2"] {
        with_window(built, run, table).await?;
    }
    Ok(())
}

/// The first ring after a start, of somebody in the index: at once, and when the app is at rest.
async fn first_pops(built: &Path, table: &mut Table) -> Outcome<()> {
    let office = Office::open(0).await?;
    learn_who_rings(built, &office).await?;
    for (what, rest) in [("at once after start", Duration::ZERO), ("after a start, at rest", REST)] {
        let mut first = Times::default();
        for _ in 0..STARTS {
            let app = App::start(built, office.profile(), true).await?;
            tokio::time::sleep(rest).await;
            first.extend(Rings::new(&office, &app).await?.run(Caller::Known, 1).await?);
            app.end().await?;
        }
        table.many(&format!("first ring, {what}"), &first);
    }
    office.close().await;
    Ok(())
}

/// With a million numbers around the one who rings, the first ring after the start included.
async fn with_full_index(built: &Path, table: &mut Table) -> Outcome<()> {
    let office = Office::open(0).await?;
    office.fill_index().await?;
    learn_who_rings(built, &office).await?;
    let app = App::start(built, office.profile(), true).await?;
    let times = Rings::new(&office, &app).await?.run(Caller::Known, RINGS).await?;
    table.many("caller in a full index, the first ring included", &times);
    tokio::time::sleep(REST).await;
    table.one("PSS in the tray with a full index", "MiB", memory::pss_mib(app.pid())?);
    app.end().await?;
    office.close().await;
    Ok(())
}

/// One ring, after which the index knows who it was.
async fn learn_who_rings(built: &Path, office: &Office) -> Outcome<()> {
    let app = App::start(built, office.profile(), true).await?;
    Rings::new(office, &app).await?.run(Caller::Known, 1).await?;
    app.end().await
}

/// A new profile each time: what a run measures must not depend on the runs before.
async fn in_tray(built: &Path, run: &str, table: &mut Table) -> Outcome<()> {
    let office = Office::open(0).await?;
    let app = App::start(built, office.profile(), true).await?;
    tokio::time::sleep(REST).await;
    table.one(&format!("PSS in the tray, web views included, {run}"), "MiB", memory::pss_mib(app.pid())?);
    app.end().await?;
    learn_who_rings(built, &office).await?;

    let app = App::start(built, office.profile(), true).await?;
    table.one(&format!("start to ready in the tray, {run}"), "ms", app.ready_ms);
    table.one(&format!("start to both connections, {run}"), "ms", app.connected_ms);
    for (what, rings) in [
        ("first ring, at once after start", 1),
        ("caller in the index", RINGS),
        ("the same with a long day behind it", RINGS),
    ] {
        let times = Rings::new(&office, &app).await?.run(Caller::Known, rings).await?;
        table.many(&format!("{what}, {run}"), &times);
    }
    tokio::time::sleep(REST).await;
    table.one(&format!("PSS in the tray after that day, {run}"), "MiB", memory::pss_mib(app.pid())?);
    app.end().await?;
    office.close().await;
    Ok(())
}

fn sizes(built: &Path, table: &mut Table) -> Outcome<()> {
    const MIB: f64 = 1024.0 * 1024.0;
    for program in ["ringside", "ringsidectl"] {
        let bytes = std::fs::metadata(built.join(program))?.len();
        #[allow(clippy::cast_precision_loss, reason = "sizes are far below 2^52")]
        table.one(&format!("{program}, stripped"), "MiB", bytes as f64 / MIB);
    }
    Ok(())
}

/// Every ring comes from somebody the index does not know yet.
async fn from_salesforce(built: &Path, table: &mut Table) -> Outcome<()> {
    let office = Office::open(RINGS).await?;
    let app = App::start(built, office.profile(), true).await?;
    office.simulators.org.apply_fault("api-delay-ms", Some(&ORG_DELAY_MS.to_string()))?;
    let times = Rings::new(&office, &app).await?.run(Caller::InSalesforceOnly, RINGS).await?;
    table.many(&format!("name in Salesforce only ({ORG_DELAY_MS} ms)"), &times);
    app.end().await?;
    office.close().await;
    Ok(())
}

async fn with_window(built: &Path, run: &str, table: &mut Table) -> Outcome<()> {
    let office = Office::open(0).await?;
    let app = App::start(built, office.profile(), false).await?;
    table.one(&format!("start to main window on the screen, {run}"), "ms", app.main_window_ms().await?);
    tokio::time::sleep(REST).await;
    table.one(&format!("PSS with the main window open, {run}"), "MiB", memory::pss_mib(app.pid())?);
    app.end().await?;
    office.close().await;
    Ok(())
}
