//! From the command line to a profile of our own, or to the app that holds it already.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use domain::call::CallId;
use domain::desk::AgentAction;
use engine::local::{Ask, LocalClient, Profile, Request};
use engine::log::WorkerGuard as LogGuard;
use engine::view::{Phase, View};
use tokio::runtime::Runtime;

/// Shows who is calling, and journals every call in Salesforce.
#[derive(Debug, Parser)]
#[command(version)]
pub(crate) struct Args {
    /// Keep settings, store and keychain entries of this folder apart from all others.
    #[arg(long, value_name = "DIR")]
    profile: Option<PathBuf>,
    /// Bring the running app's window up.
    #[arg(long)]
    show: bool,
    /// Let the running app answer the ringing call.
    #[arg(long)]
    answer: bool,
    /// Start in the tray, without the main window.
    #[arg(long)]
    pub(crate) hidden: bool,
}

impl Args {
    pub(crate) fn read() -> Self {
        Self::parse()
    }
}

pub(crate) enum Start {
    Go { profile: Profile, runtime: Runtime, log: Option<LogGuard> },
    End(ExitCode),
}

/// Opens the profile, and hands over when another app runs it.
pub(crate) fn begin(args: &Args) -> Start {
    let runtime = match Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return Start::End(explain(&error.to_string())),
    };
    let profile = match Profile::open(args.profile.as_deref()) {
        Ok(profile) => profile,
        Err(error) => return Start::End(explain(&error.to_string())),
    };
    if let Some(code) = runtime.block_on(hand_over(&profile, args)) {
        return Start::End(code);
    }
    // Without a log the app still does its work.
    let log = engine::log::start(&profile.dir, false).ok();
    Start::Go { profile, runtime, log }
}

/// Asks the running app to do what was wished; `None` when none runs.
async fn hand_over(profile: &Profile, args: &Args) -> Option<ExitCode> {
    let mut running = LocalClient::connect(profile).await?;
    let request = if args.answer {
        let view: View = running.view().await.ok()?;
        let ringing = view.pop.iter().find(|call| call.phase == Phase::Ringing);
        let Some(call) = ringing else { return Some(ExitCode::FAILURE) };
        Request::Act(AgentAction::Answer { call: CallId(call.id) })
    } else {
        // A second start shows the first, as does `--show`.
        Request::Ask(Ask::Show)
    };
    let code = if running.ask(&request).await.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    Some(code)
}

/// Says on the terminal why the app did not start.
#[allow(clippy::print_stderr, reason = "there is no window to say it in")]
pub(crate) fn explain(why: &str) -> ExitCode {
    eprintln!("ringside: {why}");
    ExitCode::FAILURE
}

/// On Wayland an app may neither place a window nor grab keys: XWayland is used where it runs.
pub(crate) fn prefer_x11() {
    #[cfg(target_os = "linux")]
    if std::env::var_os("DISPLAY").is_some() {
        gdk::set_allowed_backends("x11,*");
    }
}
