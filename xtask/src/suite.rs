//! `cargo xtask test`: every test there is, inside one private session.

use std::process::{Command, ExitCode};

use crate::options::{Options, Part};
use crate::process::{Failure, cargo, output_of};
use crate::session::Session;
use crate::setup::Need;
use crate::steps::Steps;
use crate::{lint, setup, ui};

pub(crate) const JSFORCE: &str = "tests/jsforce";

pub(crate) fn test(options: &Options) -> Result<ExitCode, Failure> {
    let mut steps = Steps::new()?;
    match options.only {
        None => everything(&mut steps, options)?,
        Some(Part::Ui) => {
            setup::setup(&mut steps, options, &[Need::Browser])?;
            ui::install(&mut steps)?;
            lint::web(&mut steps);
            steps.run("UI: tests", &mut ui::npm("ui", &["run", "test"]));
        }
        Some(Part::Rust) => {
            prepare(&mut steps, options)?;
            ui::install_in(&mut steps, JSFORCE)?;
            build_all(&mut steps)?;
            in_session(&mut steps, "Rust tests", &["--lib", "--bins", "--test", "it"])?;
        }
        Some(Part::EndToEnd) => {
            prepare(&mut steps, options)?;
            build_all(&mut steps)?;
            in_session(&mut steps, "end to end", &["--test", "e2e"])?;
        }
        Some(Part::JsForce) => {
            prepare(&mut steps, options)?;
            ui::install_in(&mut steps, JSFORCE)?;
            in_session(&mut steps, "jsforce against the simulated org", &["--test", "it", "jsforce"])?;
        }
    }
    Ok(steps.finish())
}

pub(crate) fn end_to_end(options: &Options) -> Result<ExitCode, Failure> {
    test(&Options { yes: options.yes, only: Some(Part::EndToEnd), ..Options::default() })
}

fn everything(steps: &mut Steps, options: &Options) -> Result<(), Failure> {
    setup::setup(steps, options, &[Need::Build, Need::Session, Need::Browser])?;
    ui::install(steps)?;
    ui::install_in(steps, JSFORCE)?;
    ui::build(steps)?;
    lint::web(steps);
    steps.run("UI: tests", &mut ui::npm("ui", &["run", "test"]));
    build_all(steps)?;
    in_session(steps, "Rust tests and end to end", &[])?;
    steps.run("examples in the documentation", &mut cargo(["test", "--workspace", "--doc"]));
    lint::rust(steps);
    Ok(())
}

fn prepare(steps: &mut Steps, options: &Options) -> Result<(), Failure> {
    // The sign-in is tested in a real browser.
    setup::setup(steps, options, &[Need::Build, Need::Session, Need::Browser])?;
    ui::build(steps)
}

/// Programs and tests in one go: the tests start the programs, and with other packages selected
/// cargo would unify features differently and compile half the tree again.
fn build_all(steps: &mut Steps) -> Result<(), Failure> {
    steps.need("build programs and tests", &mut cargo(["build", "--workspace", "--all-targets"]))
}

fn in_session(steps: &mut Steps, name: &str, filter: &[&str]) -> Result<(), Failure> {
    let session = Session::private(steps)?;
    let mut command = runner();
    session.enter(command.args(filter));
    steps.run(name, &mut command);
    Ok(())
}

/// cargo-nextest where it is installed: a process for each test, and a limit for one that hangs.
fn runner() -> Command {
    if output_of(&mut cargo(["nextest", "--version"])).is_some() {
        cargo(["nextest", "run", "--workspace", "--no-fail-fast"])
    } else {
        cargo(["test", "--workspace", "--no-fail-fast"])
    }
}
