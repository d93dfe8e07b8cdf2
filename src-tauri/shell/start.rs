//! From the command line to a profile of our own, or to the app that holds it already.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use domain::call::CallId;
use domain::desk::AgentAction;
use domain::dial::DialSource;
use engine::controller::Event;
use engine::local::{Ask, LocalClient, Profile, Request};
use engine::log::WorkerGuard as LogGuard;
use engine::phone::hook::LINK_SCHEME;
use engine::view::{Phase, View};
use tokio::runtime::Runtime;

use crate::links::CALL_SCHEMES;

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
    /// Let the running app call this number, after a question.
    #[arg(long, value_name = "NUMBER", value_parser = number, conflicts_with = "link")]
    dial: Option<String>,
    /// Start in the tray, without the main window.
    #[arg(long)]
    pub(crate) hidden: bool,
    /// An address as the system hands it over: ringside://… by which a phone tells of a call, or
    /// tel:, callto: or sip: that is to be called.
    #[arg(value_name = "ADDRESS", value_parser = address)]
    link: Option<Address>,
}

/// An address this program opens.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Address {
    /// A phone tells of a call.
    Own(String),
    /// Somebody is to be called.
    Call(String),
}

/// What another program wants of the app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wish {
    /// A phone tells of a call.
    Link(String),
    Call(String),
}

impl Args {
    pub(crate) fn read() -> Self {
        Self::parse()
    }

    /// What is wanted by starting this program, besides seeing it.
    pub(crate) fn wish(&self) -> Option<Wish> {
        match (&self.link, &self.dial) {
            (Some(Address::Own(link)), _) => Some(Wish::Link(link.clone())),
            (Some(Address::Call(number)), _) | (None, Some(number)) => Some(Wish::Call(number.clone())),
            (None, None) => None,
        }
    }

    /// Without the main window: nobody asked for it.
    pub(crate) fn is_quiet(&self) -> bool {
        self.hidden || self.wish().is_some()
    }

    /// What the running app is asked, unless it must be looked at first.
    fn request(&self) -> Request {
        match self.wish() {
            Some(Wish::Link(link)) => Request::Ask(Ask::Link { link }),
            Some(Wish::Call(number)) => Request::Act(AgentAction::Dial { number, source: DialSource::Link }),
            // A second start shows the first, as does `--show`.
            None => Request::Ask(Ask::Show),
        }
    }
}

/// What an address that the system hands over wants; `None`: it is not for us.
#[cfg(target_os = "macos")]
pub(crate) fn wish_of(link: &str) -> Option<Wish> {
    match address(link).ok()? {
        Address::Own(link) => Some(Wish::Link(link)),
        Address::Call(number) => Some(Wish::Call(number)),
    }
}

impl From<Wish> for Event {
    fn from(wish: Wish) -> Self {
        match wish {
            Wish::Link(link) => Event::Link(link),
            Wish::Call(number) => Event::Agent(AgentAction::Dial { number, source: DialSource::Link }),
        }
    }
}

/// Longest address taken from the command line, in bytes. Ours take a few hundred.
const LINK_MAX: usize = 8 * 1024;

/// Longest number taken from the command line or a link, in bytes; nobody's is half as long.
const NUMBER_MAX: usize = 256;

fn address(text: &str) -> Result<Address, String> {
    let scheme = text.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase()).unwrap_or_default();
    if scheme == LINK_SCHEME && text.len() <= LINK_MAX {
        Ok(Address::Own(text.to_owned()))
    } else if CALL_SCHEMES.contains(&scheme.as_str()) {
        number(text).map(Address::Call)
    } else {
        let calls = CALL_SCHEMES.join(":, ");
        Err(format!("only addresses {LINK_SCHEME}://… and {calls}: are taken"))
    }
}

fn number(text: &str) -> Result<String, String> {
    if text.len() <= NUMBER_MAX { Ok(text.to_owned()) } else { Err("it is too long for a number".to_owned()) }
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
    if args.answer {
        // An app that starts now has no call to answer.
        return Start::End(explain("it does not run for this profile, so there is no call to answer"));
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
            assert_eq!((args.wish(), args.is_quiet()), (Some(Wish::Link(link.to_owned())), true));
            assert_eq!(args.request(), Request::Ask(Ask::Link { link: link.to_owned() }));
        }
        let args = read(&[]).unwrap();
        assert_eq!((args.wish(), args.is_quiet()), (None, false));
        assert_eq!(args.request(), Request::Ask(Ask::Show));
    }

    #[test]
    fn a_number_to_call_is_handed_over_as_one_of_another_program() {
        let wishes = [
            &["tel:+49-40-66969412;ext=7"][..],
            &["TEL:+4940"],
            &["callto:813"],
            &["sip:813@pbx.example.com"],
            &["--dial", "040 66969-412"],
        ];
        for words in wishes {
            let args = read(words).unwrap();
            let number = words.last().unwrap().to_string();
            assert_eq!((args.wish(), args.is_quiet()), (Some(Wish::Call(number.clone())), true));
            let wish = AgentAction::Dial { number, source: DialSource::Link };
            assert_eq!(args.request(), Request::Act(wish));
        }
        assert!(read(&["--dial", &"1".repeat(NUMBER_MAX + 1)]).is_err());
        assert!(read(&["--dial", "1", "tel:2"]).is_err(), "one at a time");
    }

    #[test]
    fn other_addresses_are_refused() {
        let long = format!("ringside://{}", "x".repeat(LINK_MAX));
        for link in
            ["https://example.com", "tcx:+4940", "javascript:1", "ringside", "ringsides://a", "ß", "", &long]
        {
            assert!(read(&[link]).is_err(), "{link}");
        }
        assert!(read(&["ringside://a/ring", "ringside://a/end"]).is_err());
    }
}
