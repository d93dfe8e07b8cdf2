//! The figures the product promises (`cargo xtask bench`): how long from a ring to the pop, how long
//! a start takes, how much memory and disk it costs. Measured on the release build of the real app
//! against the simulators, in a private session. It prints and asserts nothing: machines differ, so
//! every figure stands beside a second run of the same.

#![cfg_attr(not(target_os = "linux"), allow(dead_code))]

mod app;
mod figures;
mod memory;
mod office;
mod rings;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use figures::Table;
use office::Office;
use rings::{Caller, Rings};

use crate::app::App;

pub type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Rings of one run.
const RINGS: usize = 200;
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
    if std::env::var_os("RINGSIDE_TEST_SESSION").is_none() {
        return Err("this needs a screen and a keychain of its own: run \"cargo xtask bench\"".into());
    }
    let built = built()?;
    let mut table = Table::default();
    sizes(&built, &mut table)?;

    let office = Office::open(RINGS).await?;
    let app = App::start(&built, office.profile(), true).await?;
    table.one("start to ready in the tray, first start", "ms", app.ready_ms);
    table.one("start to both connections", "ms", app.connected_ms);
    tokio::time::sleep(REST).await;
    table.one("PSS in the tray, web views included", "MiB", memory::pss_mib(app.pid())?);
    // Fills the index with the one caller the next runs ring with.
    Rings::new(&office, &app).await?.run(Caller::Known, 1).await?;
    app.end().await?;

    for run in ["run 1", "run 2"] {
        let app = App::start(&built, office.profile(), true).await?;
        table.one(&format!("start to ready in the tray, {run}"), "ms", app.ready_ms);
        let first = Rings::new(&office, &app).await?.run(Caller::Known, 1).await?;
        table.many(&format!("first ring after start, caller in the index, {run}"), &first);
        let rings = Rings::new(&office, &app).await?.run(Caller::Known, RINGS).await?;
        table.many(&format!("caller in the index, {run}"), &rings);
        app.end().await?;
    }
    from_salesforce(&built, &office, &mut table).await?;
    with_window(&built, &office, &mut table).await?;
    let json = built.parent().ok_or("the build lies nowhere")?.join("bench.json");
    std::fs::write(&json, table.json()?)?;
    figures::say(&format!("also in {}", json.display()));
    office.close().await;
    Ok(())
}

fn sizes(built: &std::path::Path, table: &mut Table) -> Outcome<()> {
    const MIB: f64 = 1024.0 * 1024.0;
    for program in ["ringside", "ringsidectl"] {
        let bytes = std::fs::metadata(built.join(program))?.len();
        #[allow(clippy::cast_precision_loss, reason = "sizes are far below 2^52")]
        table.one(&format!("{program}, stripped"), "MiB", bytes as f64 / MIB);
    }
    Ok(())
}

/// Every ring comes from somebody the index does not know yet.
async fn from_salesforce(built: &std::path::Path, office: &Office, table: &mut Table) -> Outcome<()> {
    let app = App::start(built, office.profile(), true).await?;
    office.simulators.org.apply_fault("api-delay-ms", Some(&ORG_DELAY_MS.to_string()))?;
    let rings = Rings::new(office, &app).await?.run(Caller::InSalesforceOnly, RINGS).await?;
    office.simulators.org.clear_faults();
    table.many(&format!("name in Salesforce only ({ORG_DELAY_MS} ms)"), &rings);
    tokio::time::sleep(REST).await;
    table.one("PSS in the tray after that day", "MiB", memory::pss_mib(app.pid())?);
    app.end().await
}

async fn with_window(built: &std::path::Path, office: &Office, table: &mut Table) -> Outcome<()> {
    for run in ["run 1", "run 2"] {
        let app = App::start(built, office.profile(), false).await?;
        let window = app.main_window_ms().await?;
        table.one(&format!("start to main window on the screen, {run}"), "ms", window);
        tokio::time::sleep(REST).await;
        table.one(&format!("PSS with the main window open, {run}"), "MiB", memory::pss_mib(app.pid())?);
        app.end().await?;
    }
    Ok(())
}
