//! The list of commands, their options, and the small ones whole.

use std::process::ExitCode;

use crate::options::Options;
use crate::process::{Failure, cargo, say, target_dir};
use crate::session::Session;
use crate::setup::Need;
use crate::steps::Steps;
use crate::{demo, fuzz, lint, setup, suite, torture, ui};

pub(crate) struct Command {
    pub(crate) name: &'static str,
    /// The options it takes, as the help shows them.
    pub(crate) options: &'static [&'static str],
    about: &'static str,
    pub(crate) run: fn(&Options) -> Result<ExitCode, Failure>,
}

pub(crate) const COMMANDS: &[Command] = &[
    Command {
        name: "demo",
        options: &["--yes", "--headless", "--keep"],
        about: "build and play the scripted day: windows here, or pictures in target/demo without a display",
        run: demo::demo,
    },
    Command {
        name: "test",
        options: &["--yes", "--only ui|rust|e2e|jsforce"],
        about: "set up, lint, and run every test there is (or one part of them)",
        run: suite::test,
    },
    Command {
        name: "e2e",
        options: &["--yes"],
        about: "the same as test --only e2e",
        run: suite::end_to_end,
    },
    Command {
        name: "lint",
        options: &["--yes"],
        about: "format, clippy, dependency rules, UI check and lint",
        run: lint::lint,
    },
    Command {
        name: "bench",
        options: &["--yes", "-- index|numbers|journal|extension"],
        about: "release build, then the table of figures (or one part of it), also in target/bench.json",
        run: bench,
    },
    Command {
        name: "fuzz",
        options: &["--yes", "--minutes N"],
        about: "every parser of foreign text against random input, ten minutes each or N",
        run: fuzz::fuzz,
    },
    Command {
        name: "torture",
        options: &["--yes", "--minutes N", "--agents N", "--seed N"],
        about: "kill the companion again and again among faults; lost and doubled entries, ten minutes or N",
        run: torture::torture,
    },
    Command { name: "shots", options: &["--yes"], about: "pictures of the UI on scripted views", run: shots },
    Command {
        name: "bindings",
        options: &["--yes"],
        about: "write ui/src/bindings.ts anew from the view's types",
        run: bindings,
    },
    Command {
        name: "session",
        options: &["--yes", "-- PROGRAM [WORDS]"],
        about: "run a program on a screen, bus and keychain of its own, as the tests run",
        run: in_session,
    },
    Command {
        name: "setup",
        options: &["--yes"],
        about: "install what building and testing needs; nothing when all is there",
        run: set_up,
    },
];

pub(crate) fn help() {
    say("cargo xtask COMMAND\n");
    for command in COMMANDS {
        say(&format!("  {:<9} {}", command.name, command.about));
        say(&format!("  {:<9} {}", "", command.options.join(" ")));
    }
    say("\n--yes installs missing packages without asking; so does CI in the environment.");
}

fn set_up(options: &Options) -> Result<ExitCode, Failure> {
    let mut steps = Steps::new()?;
    setup::setup(&mut steps, options, &[Need::Build, Need::Session, Need::Browser])?;
    say("Everything needed is installed.");
    Ok(ExitCode::SUCCESS)
}

fn in_session(options: &Options) -> Result<ExitCode, Failure> {
    let Some((program, words)) = options.rest.split_first() else {
        return Err(Failure::new("Which program? For example: cargo xtask session -- xev".to_owned()));
    };
    let mut steps = Steps::new()?;
    setup::setup(&mut steps, options, &[Need::Session])?;
    let session = Session::private(&steps)?;
    let mut command = std::process::Command::new(program);
    session.enter(command.args(words));
    steps.exit_code_of(&mut command)
}

/// The bench's parts that start the app or a browser.
const PARTS_ON_SCREEN: [&str; 2] = ["pop", "extension"];

fn bench(options: &Options) -> Result<ExitCode, Failure> {
    let mut steps = Steps::new()?;
    let program = target_dir().join("release").join("bench");
    if options.rest.first().is_some_and(|part| !PARTS_ON_SCREEN.contains(&part.as_str())) {
        // Most parts need neither the app nor a screen.
        setup::setup(&mut steps, options, &[Need::Build])?;
        ui::install_in(&mut steps, suite::JSFORCE)?;
        let mut build = cargo(["build", "--release", "-p", "tests", "--bin", "bench"]);
        steps.need("build the release", &mut build)?;
        steps.run("measure", std::process::Command::new(program).args(&options.rest));
        return Ok(steps.finish());
    }
    setup::setup(&mut steps, options, &[Need::Build, Need::Session, Need::Browser])?;
    ui::build(&mut steps)?;
    ui::install_in(&mut steps, suite::JSFORCE)?;
    let mut build = cargo(["build", "--release", "-p", "ringside", "-p", "ringsidectl", "-p", "tests"]);
    steps.need("build the release", &mut build)?;
    let session = Session::private(&steps)?;
    let mut table = std::process::Command::new(program);
    session.enter(table.args(&options.rest));
    steps.run("measure", &mut table);
    drop(session);
    Ok(steps.finish())
}

fn shots(options: &Options) -> Result<ExitCode, Failure> {
    let mut steps = Steps::new()?;
    setup::setup(&mut steps, options, &[Need::Browser])?;
    ui::install(&mut steps)?;
    steps.run("pictures of the UI", &mut ui::npm("ui", &["run", "shots"]));
    Ok(steps.finish())
}

fn bindings(options: &Options) -> Result<ExitCode, Failure> {
    let mut steps = Steps::new()?;
    setup::setup(&mut steps, options, &[Need::Build])?;
    ui::build(&mut steps)?;
    let mut write = cargo(["test", "-p", "ringside", "bindings"]);
    steps.run("write the bindings", write.env("UPDATE_BINDINGS", "1"));
    Ok(steps.finish())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(name: &str, words: &[&str]) -> Result<Options, Failure> {
        let command = COMMANDS.iter().find(|command| command.name == name).unwrap();
        Options::read(command.name, command.options, words.iter().map(|word| (*word).to_owned()))
    }

    #[test]
    fn a_command_takes_its_own_options_and_no_others() {
        let options = read("demo", &["--headless", "--yes"]).unwrap();
        assert!(options.headless && options.yes && !options.keep);
        assert_eq!(read("test", &["--only", "jsforce"]).unwrap().only, Some(crate::options::Part::JsForce));
        assert_eq!(read("fuzz", &["--minutes", "3"]).unwrap().minutes, Some(3));
        assert_eq!(read("torture", &["--seed", "7"]).unwrap().seed, Some(7));
        assert_eq!(read("torture", &["--agents", "8"]).unwrap().agents, Some(8));
        for (name, words) in [
            ("torture", &["--seed", "x"][..]),
            ("torture", &["--agents", "0"]),
            ("lint", &["--headless"][..]),
            ("test", &["--only"]),
            ("test", &["--only", "all"]),
            ("setup", &["now"]),
            ("fuzz", &["--minutes"]),
            ("fuzz", &["--minutes", "0"]),
            ("fuzz", &["--minutes", "many"]),
        ] {
            assert!(read(name, words).is_err(), "{name} {words:?}");
        }
    }
}
