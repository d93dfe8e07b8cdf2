//! Everything a developer types. Brings this computer, the UI and the programs to the point where a
//! command can run, and starts it.
//!
//! It must not depend on any crate of the workspace, nor on a library: it is what installs them.
//! Start reading at [`COMMANDS`].

mod commands;
mod demo;
mod fuzz;
mod lint;
mod options;
mod packages;
mod process;
mod session;
mod setup;
mod steps;
mod suite;
mod torture;
mod ui;

use std::path::PathBuf;
use std::process::ExitCode;

use commands::COMMANDS;
use options::Options;
use process::{Failure, say};

fn main() -> ExitCode {
    match dispatch() {
        Ok(code) => code,
        Err(failure) => {
            say(&format!("\nxtask: {failure}"));
            ExitCode::FAILURE
        }
    }
}

fn dispatch() -> Result<ExitCode, Failure> {
    let mut words = std::env::args().skip(1);
    let name = words.next().unwrap_or_else(|| "help".to_owned());
    if ["help", "--help", "-h"].contains(&name.as_str()) {
        commands::help();
        return Ok(ExitCode::SUCCESS);
    }
    let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
        commands::help();
        return Err(Failure::new(format!("There is no command \"{name}\". Choose one from the list above.")));
    };
    let options = Options::read(command.name, command.options, words)?;
    let root = repository();
    std::env::set_current_dir(&root).map_err(|cause| {
        Failure::new(format!("The repository at {} cannot be entered: {cause}.", root.display()))
    })?;
    (command.run)(&options)
}

/// The repository this program was started from: cargo names it when it runs the program, and the
/// one it was built from is right when somebody starts the binary by hand.
fn repository() -> PathBuf {
    let manifest_dir =
        std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let manifest_dir = PathBuf::from(manifest_dir);
    manifest_dir.parent().map_or(manifest_dir.clone(), PathBuf::from)
}
