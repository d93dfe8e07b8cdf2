//! `cargo xtask demo`: builds the two programs and lets `ringsidectl demo` play the day, in the
//! developer's own session where that has what it takes, else in a private one.

use std::process::{Command, ExitCode, Stdio};

use crate::options::Options;
use crate::process::{Failure, cargo, output_of, say, target_dir};
use crate::session::Session;
use crate::setup::Need;
use crate::steps::Steps;
use crate::{setup, ui};

pub(crate) fn demo(options: &Options) -> Result<ExitCode, Failure> {
    let headless = options.headless || !has_display();
    let own_keychain = !headless && (cfg!(not(target_os = "linux")) || keychain_answers());
    let mut steps = Steps::new()?;
    let needs: &[Need] = if own_keychain { &[Need::Build] } else { &[Need::Build, Need::Session] };
    setup::setup(&mut steps, options, needs)?;
    ui::build(&mut steps)?;
    steps.need("build the programs", &mut cargo(["build", "-p", "ringside", "-p", "ringsidectl"]))?;

    let session = match (headless, own_keychain) {
        (_, true) => None,
        (true, false) => Some(Session::private(&steps)?),
        (false, false) => {
            say("No keychain answers on this session's bus: the demo gets a bus and a keychain of its own.");
            Some(Session::keychain_only(&steps)?)
        }
    };
    let programs = target_dir().join("debug");
    let pictures = target_dir().join("demo");
    let mut play = Command::new(programs.join(program("ringsidectl")));
    play.arg("demo").arg("--app").arg(programs.join(program("ringside")));
    if headless {
        // Nobody watches, so nobody needs the pauses of a real day.
        play.arg("--pictures").arg(&pictures).args(["--speed", "4"]);
    }
    if options.keep {
        play.arg("--keep");
    }
    if let Some(session) = &session {
        session.enter(&mut play);
    }
    steps.exit_code_of(play.stdin(Stdio::null()))
}

fn program(name: &str) -> String {
    format!("{name}{}", std::env::consts::EXE_SUFFIX)
}

fn has_display() -> bool {
    if cfg!(not(target_os = "linux")) {
        return true;
    }
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

fn keychain_answers() -> bool {
    let mut ping = Command::new("dbus-send");
    ping.args(["--session", "--print-reply", "--reply-timeout=5000", "--dest=org.freedesktop.secrets"]);
    ping.args(["/org/freedesktop/secrets", "org.freedesktop.DBus.Peer.Ping"]);
    output_of(&mut ping).is_some()
}
