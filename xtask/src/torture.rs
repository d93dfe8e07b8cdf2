//! `cargo xtask torture`: the companion killed again and again against simulators that lose, delay and
//! refuse. Prints what was done and what is missing or doubled; fails when anything is.

use std::process::{Command, ExitCode};

use crate::options::Options;
use crate::process::{Failure, cargo, target_dir};
use crate::session::Session;
use crate::setup::{self, Need};
use crate::steps::Steps;

const MINUTES: u32 = 10;
/// Desks at once: they wait most of their time.
const AGENTS: u32 = 4;

pub(crate) fn torture(options: &Options) -> Result<ExitCode, Failure> {
    let mut steps = Steps::new()?;
    setup::setup(&mut steps, options, &[Need::Build, Need::Session])?;
    // A debug build: it alone can be told to wait seconds where people's wait minutes.
    let mut build =
        cargo(["build", "-p", "ringsidectl", "-p", "tests", "--bin", "ringsidectl", "--bin", "torture"]);
    steps.need("build the companion and its torturer", &mut build)?;
    let session = Session::private(&steps)?;
    let mut program = Command::new(target_dir().join("debug").join("torture"));
    program.arg(options.minutes.unwrap_or(MINUTES).to_string());
    program.arg(options.seed.map_or_else(|| "-".to_owned(), |seed| seed.to_string()));
    program.arg(options.agents.unwrap_or(AGENTS).to_string());
    session.enter(&mut program);
    steps.run("torture", &mut program);
    drop(session);
    Ok(steps.finish())
}
