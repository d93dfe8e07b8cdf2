//! The UI's own steps, and when they have to run again.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use crate::process::Failure;
use crate::steps::Steps;

pub(crate) fn npm(dir: &str, words: &[&str]) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(dir).args(words);
    command
}

/// Installs the UI's packages when the lock file is newer than what lies there.
pub(crate) fn install(steps: &mut Steps) -> Result<(), Failure> {
    install_in(steps, "ui")
}

pub(crate) fn install_in(steps: &mut Steps, dir: &str) -> Result<(), Failure> {
    let folder = Path::new(dir);
    if changed(&folder.join("node_modules/.package-lock.json")) >= changed(&folder.join("package-lock.json"))
    {
        return Ok(());
    }
    steps.need(&format!("npm ci in {dir}"), &mut npm(dir, &["ci", "--no-audit", "--no-fund"]))
}

/// Builds the pages when a source is newer: the app's build script wants them there.
pub(crate) fn build(steps: &mut Steps) -> Result<(), Failure> {
    install(steps)?;
    if changed(Path::new("ui/dist/index.html")) > newest(Path::new("ui")) {
        return Ok(());
    }
    steps.need("build the UI", &mut npm("ui", &["run", "build"]))
}

fn changed(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|data| data.modified()).ok()
}

fn newest(dir: &Path) -> Option<SystemTime> {
    let mut latest = None;
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        let time = match entry.file_type() {
            Ok(kind) if kind.is_dir() => {
                let made = ["node_modules", "dist"].iter().any(|name| path.ends_with(name));
                if made { None } else { newest(&path) }
            }
            Ok(_) => changed(&path),
            Err(_) => None,
        };
        latest = latest.max(time);
    }
    latest
}
