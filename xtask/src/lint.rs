//! Format, clippy, dependency rules and the UI's own checks.

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use crate::options::Options;
use crate::process::{Failure, cargo, output_of, target_dir};
use crate::setup::Need;
use crate::steps::Steps;
use crate::{setup, ui};

/// Another version may read the rules differently.
const DENY_VERSION: &str = "0.20.2";

pub(crate) fn lint(options: &Options) -> Result<ExitCode, Failure> {
    let mut steps = Steps::new()?;
    setup::setup(&mut steps, options, &[Need::Build])?;
    ui::build(&mut steps)?;
    web(&mut steps);
    rust(&mut steps);
    Ok(steps.finish())
}

pub(crate) fn web(steps: &mut Steps) {
    steps.run("UI: types", &mut ui::npm("ui", &["run", "check"]));
    steps.run("UI: lint and format", &mut ui::npm("ui", &["run", "lint"]));
}

pub(crate) fn rust(steps: &mut Steps) {
    steps.run("format", &mut cargo(["fmt", "--all", "--check"]));
    let mut clippy = cargo(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]);
    steps.run("clippy", &mut clippy);
    deny(steps);
}

fn deny(steps: &mut Steps) {
    let Some(program) = deny_program(steps) else { return };
    let check = |what: &[&str]| {
        let mut command = Command::new(&program);
        command.args(["--log-level", "error", "check"]).args(what);
        command
    };
    steps.run("licences, bans, sources", &mut check(&["licenses", "bans", "sources"]));
    // The list of advisories is fetched from the network, which not every machine has.
    if output_of(Command::new(&program).arg("fetch").arg("db")).is_some() {
        steps.run("advisories", &mut check(&["advisories"]));
    } else {
        steps.skip("advisories: their list cannot be fetched from here");
    }
}

/// The checker of dependency rules: one that is installed, else one built into the target folder.
fn deny_program(steps: &mut Steps) -> Option<PathBuf> {
    let tools = target_dir().join("tools");
    let own = tools.join("bin").join(if cfg!(windows) { "cargo-deny.exe" } else { "cargo-deny" });
    let fits = |program: &PathBuf| {
        output_of(Command::new(program).arg("--version")).is_some_and(|text| text.contains(DENY_VERSION))
    };
    if let Some(found) = [PathBuf::from("cargo-deny"), own.clone()].into_iter().find(fits) {
        return Some(found);
    }
    let mut install = cargo(["install", "cargo-deny", "--version", DENY_VERSION, "--locked", "--root"]);
    let name = format!("install cargo-deny {DENY_VERSION} into the target folder");
    steps.run(&name, install.arg(&tools)).then_some(own)
}
