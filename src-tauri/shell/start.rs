//! From the command line to a profile of our own, or to the app that holds it already.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use domain::call::CallId;
use domain::desk::AgentAction;
use engine::local::{Ask, LocalClient, Profile, Request};
use engine::log::WorkerGuard as LogGuard;
use engine::phone::hook::LINK_SCHEME;
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
    /// An address ringside://…, as the system hands it over: a phone tells of a call.
    #[arg(value_name = "ADDRESS", value_parser = own_address)]
    link: Option<String>,
}

impl Args {
    pub(crate) fn read() -> Self {
        Self::parse()
    }

    /// What a phone tells by starting this program.
    pub(crate) fn link(&self) -> Option<&str> {
        self.link.as_deref()
    }

    /// Without the main window: nobody asked for it.
    pub(crate) fn is_quiet(&self) -> bool {
        self.hidden || self.link.is_some()
    }

    /// What the running app is asked, unless it must be looked at first.
    fn request(&self) -> Request {
        match &self.link {
            Some(link) => Request::Ask(Ask::Link { link: link.clone() }),
            // A second start shows the first, as does `--show`.
            None => Request::Ask(Ask::Show),
        }
    }
}

/// Longest address taken from the command line, in bytes. Ours take a few hundred.
const LINK_MAX: usize = 8 * 1024;

fn own_address(text: &str) -> Result<String, String> {
    let head = text.get(..LINK_SCHEME.len()).unwrap_or_default();
    let ours = head.eq_ignore_ascii_case(LINK_SCHEME) && text[head.len()..].starts_with(':');
    if ours && text.len() <= LINK_MAX {
        Ok(text.to_owned())
    } else {
        Err(format!("only addresses {LINK_SCHEME}://… are taken"))
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
        args.request()
    };
    let done = running.ask(&request).await.is_ok_and(|answer| answer["ok"] != false);
    Some(if done { ExitCode::SUCCESS } else { ExitCode::FAILURE })
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn read(words: &[&str]) -> Result<Args, clap::Error> {
        Args::try_parse_from([&["ringside"], words].concat())
    }

    #[test]
    fn an_address_of_ours_is_handed_over_and_opens_no_window() {
        for link in ["ringside://s3cret/ring?number=%2B4940&name=A&id=1", "RINGSIDE:s3cret/end"] {
            let args = read(&["--profile", "p", link]).unwrap();
            assert_eq!((args.link(), args.is_quiet()), (Some(link), true));
            assert_eq!(args.request(), Request::Ask(Ask::Link { link: link.to_owned() }));
        }
        let args = read(&[]).unwrap();
        assert_eq!((args.link(), args.is_quiet()), (None, false));
        assert_eq!(args.request(), Request::Ask(Ask::Show));
    }

    #[test]
    fn other_addresses_are_refused() {
        let long = format!("ringside://{}", "x".repeat(LINK_MAX));
        for link in ["https://example.com", "tel:+4940", "ringside", "ringsides://a", "ß", "", &long] {
            assert!(read(&[link]).is_err(), "{link}");
        }
        assert!(read(&["ringside://a/ring", "ringside://a/end"]).is_err());
    }
}
