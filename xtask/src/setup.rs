//! Checks what this computer has and installs what is missing. It must be quick when nothing is:
//! every other command starts with it.

use std::io::{BufRead, IsTerminal};
use std::path::Path;
use std::process::Command;

use crate::options::Options;
use crate::packages::{BROWSER, BUILD, Package, SESSION, UBUNTU_BROWSER};
use crate::process::{Failure, output_of, say};
use crate::steps::Steps;

/// The oldest compiler the workspace is written for.
const RUST: (u32, u32) = (1, 95);
/// The oldest Node that Vite 8 runs on.
const NODE: (u32, u32) = (20, 19);
/// Debian's clean-up hooks can take the archives from under a running installation; a second run
/// finds everything in place. Twice in a row is a real failure.
const INSTALL_TRIES: usize = 2;

const MACOS: &str = "On macOS install, if they are missing:
  - the Xcode command line tools (C compiler, Perl for SQLCipher):  xcode-select --install
  - Node 20 or newer
The web view is part of macOS. The end-to-end tests need WebKitWebDriver and run on Linux only.";

const WINDOWS: &str = "On Windows install, if they are missing:
  - the Visual Studio build tools with \"Desktop development with C++\"
  - the WebView2 runtime (part of Windows 11)
  - OpenSSL with headers, OPENSSL_DIR pointing at it, and Perl (SQLCipher)
  - Node 20 or newer
The end-to-end tests need WebKitWebDriver and run on Linux only.";

/// What a command is about to do, and so what must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    Build,
    Session,
    Browser,
}

pub(crate) fn setup(steps: &mut Steps, options: &Options, needs: &[Need]) -> Result<(), Failure> {
    at_least("rustc", "Rust", RUST, "Get it with: rustup update stable")?;
    at_least("node", "Node", NODE, "Install Node 20 or 22 with its npm and run this again.")?;
    match std::env::consts::OS {
        "linux" => linux(steps, options, needs),
        "macos" if output_of(Command::new("xcode-select").arg("-p")).is_none() => {
            Err(Failure::new(MACOS.to_owned()))
        }
        "windows" if needs.contains(&Need::Build) => {
            say(WINDOWS);
            Ok(())
        }
        _ => Ok(()),
    }
}

fn at_least(program: &str, name: &str, wanted: (u32, u32), remedy: &str) -> Result<(), Failure> {
    let Some(answer) = output_of(Command::new(program).arg("--version")) else {
        return Err(Failure::new(format!("{name} is missing: \"{program}\" does not start. {remedy}")));
    };
    match version(&answer) {
        Some(found) if found >= wanted => Ok(()),
        Some(_) | None => Err(Failure::new(format!(
            "{name} {}.{} or newer is needed; \"{program}\" says \"{}\". {remedy}",
            wanted.0,
            wanted.1,
            answer.trim()
        ))),
    }
}

/// The first two numbers of a version line such as `v20.20.2` or `rustc 1.95.0 (…)`.
fn version(answer: &str) -> Option<(u32, u32)> {
    let start = answer.find(|c: char| c.is_ascii_digit())?;
    let mut numbers = answer[start..].split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

fn linux(steps: &mut Steps, options: &Options, needs: &[Need]) -> Result<(), Failure> {
    let wanted: Vec<Package> = needs.iter().flat_map(|need| packages(*need)).copied().collect();
    if output_of(Command::new("dpkg-query").arg("--version")).is_none() {
        say(
            "This is neither Debian nor Ubuntu, so nothing is installed. What these packages hold is needed:",
        );
        list(&wanted);
        return Ok(());
    }
    let missing = missing(&wanted)?;
    if missing.is_empty() {
        return Ok(());
    }
    say("Missing on this computer:");
    list(&missing);
    if !options.yes && !agreed()? {
        let names: Vec<&str> = missing.iter().map(|package| package.0).collect();
        return Err(Failure::new(format!(
            "Nothing was installed. Run it with --yes, or: apt-get install --no-install-recommends {}",
            names.join(" ")
        )));
    }
    install(steps, &wanted, &missing)
}

fn packages(need: Need) -> &'static [Package] {
    match need {
        Need::Build => BUILD,
        Need::Session => SESSION,
        Need::Browser
            if ["/usr/bin/chromium", "/snap/bin/chromium"].iter().any(|path| Path::new(path).exists()) =>
        {
            &[]
        }
        Need::Browser if is_ubuntu() => UBUNTU_BROWSER,
        Need::Browser => BROWSER,
    }
}

fn is_ubuntu() -> bool {
    std::fs::read_to_string("/etc/os-release")
        .is_ok_and(|text| text.lines().any(|line| line.trim() == "ID=ubuntu"))
}

fn list(packages: &[Package]) {
    for (name, why) in packages {
        say(&format!("  {name:<30} {why}"));
    }
}

fn missing(wanted: &[Package]) -> Result<Vec<Package>, Failure> {
    let answer = Command::new("dpkg-query")
        .args(["--show", "--showformat", "${Package} ${db:Status-Status}\n"])
        .args(wanted.iter().map(|package| package.0))
        .output()
        .map_err(|cause| Failure::new(format!("dpkg-query does not start: {cause}.")))?;
    let answer = String::from_utf8_lossy(&answer.stdout).into_owned();
    let installed: Vec<&str> = answer.lines().filter_map(|line| line.strip_suffix(" installed")).collect();
    Ok(wanted.iter().filter(|package| !installed.contains(&package.0)).copied().collect())
}

fn agreed() -> Result<bool, Failure> {
    if !std::io::stdin().is_terminal() {
        return Ok(false);
    }
    say("Install them now with apt-get? [y/N]");
    let mut answer = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut answer)
        .map_err(|cause| Failure::new(format!("The answer could not be read: {cause}.")))?;
    Ok(["y", "yes", "j", "ja"].contains(&answer.trim().to_lowercase().as_str()))
}

fn install(steps: &mut Steps, wanted: &[Package], packages: &[Package]) -> Result<(), Failure> {
    let as_root = output_of(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0");
    if !as_root && output_of(Command::new("sudo").arg("--version")).is_none() {
        return Err(Failure::new(
            "Installing needs root, and there is no sudo. Run it once as root.".to_owned(),
        ));
    }
    for attempt in 1..=INSTALL_TRIES {
        steps.run_here("apt-get update", apt(as_root).arg("update"));
        let mut command = apt(as_root);
        command.args(["install", "--yes", "--no-install-recommends"]);
        command.args(packages.iter().map(|package| package.0));
        if steps.run_here(&format!("apt-get install, try {attempt}"), &mut command) {
            break;
        }
    }
    let left = missing(wanted)?;
    if left.is_empty() {
        steps.forgive();
        return Ok(());
    }
    let names: Vec<&str> = left.iter().map(|package| package.0).collect();
    Err(Failure::new(format!(
        "apt-get could not install: {}. Its own words are above; mend that and run this again.",
        names.join(" ")
    )))
}

fn apt(as_root: bool) -> Command {
    let mut command = Command::new(if as_root { "env" } else { "sudo" });
    if !as_root {
        command.arg("env");
    }
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet"]);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_as_programs_print_them() {
        assert_eq!(version("rustc 1.95.0 (59807616e 2026-03-21)\n"), Some((1, 95)));
        assert_eq!(version("v20.20.2\n"), Some((20, 20)));
        assert_eq!(version("no digits"), None);
        assert!(version("v8.1.0") < Some(NODE));
    }
}
