//! Runs one program after the other, times them, and says at the end what ran and what failed.

use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use crate::process::{Failure, Watch, say};

struct Step {
    name: String,
    took: Duration,
    passed: bool,
}

pub(crate) struct Steps {
    done: Vec<Step>,
    skipped: Vec<String>,
    pub(crate) watch: Watch,
}

impl Steps {
    pub(crate) fn new() -> Result<Self, Failure> {
        Ok(Self { done: Vec::new(), skipped: Vec::new(), watch: Watch::start()? })
    }

    /// Runs it to its end; later steps run even if it fails.
    pub(crate) fn run(&mut self, name: &str, command: &mut Command) -> bool {
        self.timed(name, command, |command, watch| {
            let mut started = watch.spawn(command)?;
            started.child.wait().map(|status| status.success())
        })
    }

    /// The same in this program's own process group: what asks for a password needs the terminal.
    pub(crate) fn run_here(&mut self, name: &str, command: &mut Command) -> bool {
        self.timed(name, command, |command, _| command.status().map(|status| status.success()))
    }

    /// Runs what everything after it stands on: if it fails, the list of steps is said at once.
    pub(crate) fn need(&mut self, name: &str, command: &mut Command) -> Result<(), Failure> {
        if self.run(name, command) {
            return Ok(());
        }
        self.report();
        Err(Failure::new(format!("\"{name}\" failed, and what follows needs it. Its own words are above.")))
    }

    /// Runs a program whose exit code is this command's.
    pub(crate) fn exit_code_of(&self, command: &mut Command) -> Result<ExitCode, Failure> {
        let name = command.get_program().display().to_string();
        let status = self
            .watch
            .spawn(command)
            .and_then(|mut started| started.child.wait())
            .map_err(|cause| Failure::new(format!("{name} does not start: {cause}.")))?;
        let code = status.code().and_then(|code| u8::try_from(code).ok());
        Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
    }

    /// Says that something was left out, at the end too, so that green never hides it.
    pub(crate) fn skip(&mut self, text: &str) {
        say(text);
        self.skipped.push(text.to_owned());
    }

    /// What failed so far came right in the end.
    pub(crate) fn forgive(&mut self) {
        for step in &mut self.done {
            step.passed = true;
        }
    }

    pub(crate) fn finish(self) -> ExitCode {
        self.report();
        let failed: Vec<&str> =
            self.done.iter().filter(|step| !step.passed).map(|step| step.name.as_str()).collect();
        if failed.is_empty() {
            say(&format!("\nGreen: {} steps passed.", self.done.len()));
            return ExitCode::SUCCESS;
        }
        say(&format!("\nRed: {} of {} steps failed: {}.", failed.len(), self.done.len(), failed.join(", ")));
        ExitCode::FAILURE
    }

    fn timed(
        &mut self,
        name: &str,
        command: &mut Command,
        run: impl FnOnce(&mut Command, &Watch) -> std::io::Result<bool>,
    ) -> bool {
        say(&format!("\n== {name}"));
        let start = Instant::now();
        let passed = run(command, &self.watch).unwrap_or_else(|cause| {
            say(&format!("{} does not start: {cause}.", command.get_program().display()));
            false
        });
        self.done.push(Step { name: name.to_owned(), took: start.elapsed(), passed });
        passed
    }

    fn report(&self) {
        say("");
        for step in &self.done {
            let word = if step.passed { "ok" } else { "FAILED" };
            say(&format!("{:>8.1} s  {word:<6}  {}", step.took.as_secs_f32(), step.name));
        }
        for text in &self.skipped {
            say(&format!("{:>10}  left out: {text}", ""));
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn one_red_step_makes_the_whole_red_and_the_rest_still_runs() {
        let mut steps = Steps::new().unwrap();
        assert!(!steps.run("no", &mut Command::new("false")));
        assert!(!steps.run("absent", &mut Command::new("no-such-program-anywhere")));
        assert!(steps.run("yes", &mut Command::new("true")));
        assert!(steps.need("needed", &mut Command::new("false")).is_err());
        assert_eq!(steps.finish(), ExitCode::FAILURE);
    }

    #[test]
    fn all_green_is_green() {
        let mut steps = Steps::new().unwrap();
        assert!(steps.run("yes", &mut Command::new("true")));
        assert_eq!(steps.finish(), ExitCode::SUCCESS);
    }
}
