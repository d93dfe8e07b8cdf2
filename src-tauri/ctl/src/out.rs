//! The terminal: what is printed, where, and the exit codes.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this module is the terminal")]

use std::process::ExitCode;

use engine::problem::Problem;
use engine::words::{Words, language};
use serde::Serialize;

/// Exit codes of all commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    Ok,
    /// The answer is no, or a check failed.
    No,
    /// What the command line alone does not tell: it names something that does not exist.
    BadUsage,
    /// Not signed in, or not configured.
    NotConfigured,
    /// The other side is unreachable.
    Unreachable,
}

impl Exit {
    /// Says why on standard error.
    pub(crate) fn because(self, why: &str) -> ExitCode {
        eprintln!("ringsidectl: {why}");
        self.into()
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(match exit {
            Exit::Ok => 0,
            Exit::No => 1,
            Exit::BadUsage => 2,
            Exit::NotConfigured => 3,
            Exit::Unreachable => 4,
        })
    }
}

/// Why a command ended early.
#[derive(Debug)]
pub(crate) struct Stop {
    pub(crate) exit: Exit,
    pub(crate) why: String,
}

impl Stop {
    pub(crate) fn new(exit: Exit, why: impl Into<String>) -> Self {
        Self { exit, why: why.into() }
    }

    /// A problem in the words of the UI, with its remedy.
    pub(crate) fn problem(exit: Exit, problem: &Problem) -> Self {
        let words = words();
        Self { exit, why: format!("{} {}", words.problem(problem), words.remedy(problem)) }
    }
}

impl<E: std::error::Error> From<E> for Stop {
    fn from(error: E) -> Self {
        Self { exit: Exit::No, why: error.to_string() }
    }
}

pub(crate) fn words() -> Words {
    Words::new(language(domain::settings::Language::System))
}

/// One line for people.
pub(crate) fn line(text: &str) {
    println!("{text}");
}

/// One line for people that watch, not part of the result.
pub(crate) fn aside(text: &str) {
    eprintln!("{text}");
}

/// One line of JSON. False when nobody reads any more.
pub(crate) fn json(value: &impl Serialize) -> bool {
    use std::io::Write as _;
    let Ok(text) = serde_json::to_string(value) else { return true };
    let mut stdout = std::io::stdout().lock();
    writeln!(stdout, "{text}").and_then(|()| stdout.flush()).is_ok()
}

/// Returns when the person or the system wants the program to end.
pub(crate) async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut ended) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = ended.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    // Err means that no signal can be heard: then only a kill ends the program.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
