//! A desktop session of our own: screen, window manager, bus and keychain that belong to nobody,
//! so that neither the developer's windows nor their passwords are touched.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use crate::process::{Failure, Watched, output_of, target_dir, wait_for};
use crate::steps::Steps;

/// Big enough for the main window beside the pop, as on a small laptop.
const SCREEN: &str = "1600x1000x24";
/// A light grey that no window of ours has: their edges show on pictures.
const GROUND: &str = "#D8DDE3";
/// Services start in well under a second; a loaded machine may need many times that.
const START: Duration = Duration::from_secs(30);
/// Opens a keyring that exists for one run and holds made-up secrets.
const KEYRING_PASSWORD: &str = "simulated";
/// A socket's path holds at most 107 bytes on Linux; names of sockets come after the folder.
const RUNTIME_PATH_MAX: usize = 70;

/// Variables of the developer's own desktop that must not leak in.
const FOREIGN: &[&str] = &[
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
    "DESKTOP_SESSION",
    "XDG_CURRENT_DESKTOP",
    "XDG_SESSION_TYPE",
    "SESSION_MANAGER",
    "GNOME_KEYRING_CONTROL",
    "LANGUAGE",
    "LC_ALL",
];

pub(crate) struct Session {
    variables: Vec<(&'static str, String)>,
    removed: &'static [&'static str],
    /// In the order they were started; ended in the opposite one.
    services: Vec<Watched>,
    home: PathBuf,
    runtime: PathBuf,
}

impl Session {
    /// Everything of our own.
    pub(crate) fn private(steps: &Steps) -> Result<Self, Failure> {
        let mut session = Self::new(FOREIGN)?;
        session.homes();
        session.screen(steps)?;
        session.bus(steps)?;
        session.keyring(steps)?;
        session.window_manager(steps)?;
        Ok(session)
    }

    /// The developer's own screen and folders, with a bus and a keychain beside them.
    pub(crate) fn keychain_only(steps: &Steps) -> Result<Self, Failure> {
        let mut session = Self::new(&[])?;
        session.bus(steps)?;
        session.keyring(steps)?;
        Ok(session)
    }

    /// Lets a program run in here.
    pub(crate) fn enter(&self, command: &mut Command) {
        for name in self.removed {
            command.env_remove(name);
        }
        command.envs(self.variables.iter().map(|(name, value)| (*name, value.as_str())));
    }

    fn new(removed: &'static [&'static str]) -> Result<Self, Failure> {
        let homes = target_dir().join("test-home");
        forget_old(&homes);
        let home = homes.join(std::process::id().to_string());
        let near = home.join("run");
        let runtime = if near.as_os_str().len() <= RUNTIME_PATH_MAX {
            near
        } else {
            std::env::temp_dir().join(format!("ringside-{}", std::process::id()))
        };
        for dir in [&home, &runtime] {
            fs::create_dir_all(dir)
                .and_then(|()| for_the_user_alone(dir))
                .map_err(|cause| Failure::new(format!("{} cannot be made: {cause}.", dir.display())))?;
        }
        Ok(Self { variables: Vec::new(), removed, services: Vec::new(), home, runtime })
    }

    fn set(&mut self, name: &'static str, value: &str) {
        self.variables.push((name, value.to_owned()));
    }

    fn homes(&mut self) {
        // Rust's own folders lie in the home that is about to change.
        let old_home = std::env::home_dir().unwrap_or_default();
        for (name, folder) in [("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup")] {
            if std::env::var_os(name).is_none() {
                self.set(name, &old_home.join(folder).to_string_lossy());
            }
        }
        let home = self.home.clone();
        self.set("HOME", &home.to_string_lossy());
        for (name, folder) in [
            ("XDG_DATA_HOME", "data"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_STATE_HOME", "state"),
        ] {
            self.set(name, &home.join(folder).to_string_lossy());
        }
        let runtime = self.runtime.to_string_lossy().into_owned();
        self.set("XDG_RUNTIME_DIR", &runtime);
        self.set("LANG", "C.UTF-8");
        // Neither the desktop's settings store nor its accessibility bus is there.
        self.set("GSETTINGS_BACKEND", "memory");
        self.set("NO_AT_BRIDGE", "1");
        // What needs a session like this one asks for it by this name.
        self.set("RINGSIDE_TEST_SESSION", "private");
    }

    fn screen(&mut self, steps: &Steps) -> Result<(), Failure> {
        let mut server = Command::new("Xvfb");
        server.args(["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"]);
        let number = self.start(steps, server.stdout(Stdio::piped()), None)?;
        let number = number.and_then(first_line).filter(|line| !line.is_empty()).ok_or_else(|| {
            Failure::new("Xvfb did not name its display. Does \"Xvfb :99\" start by hand?".to_owned())
        })?;
        self.set("DISPLAY", &format!(":{number}"));
        Ok(())
    }

    fn bus(&mut self, steps: &Steps) -> Result<(), Failure> {
        let address = format!("unix:path={}", self.runtime.join("bus").display());
        let mut daemon = Command::new("dbus-daemon");
        daemon.args(["--session", "--nofork", "--nopidfile", "--print-address=1", "--address", &address]);
        // It complains of file limits that it may not raise, which nothing here needs.
        daemon.stdout(Stdio::piped()).stderr(Stdio::null());
        self.start(steps, &mut daemon, None)?.and_then(first_line).ok_or_else(|| {
            Failure::new("dbus-daemon did not name its address. Is the package dbus whole?".to_owned())
        })?;
        self.set("DBUS_SESSION_BUS_ADDRESS", &address);
        Ok(())
    }

    fn keyring(&mut self, steps: &Steps) -> Result<(), Failure> {
        let mut daemon = Command::new("gnome-keyring-daemon");
        daemon.args(["--unlock", "--foreground", "--components=secrets", "--control-directory"]);
        daemon.arg(self.runtime.join("keyring")).stdout(Stdio::null()).stderr(Stdio::null());
        daemon.env("XDG_DATA_HOME", self.home.join("data"));
        self.start(steps, &mut daemon, Some(KEYRING_PASSWORD))?;
        self.answers("gnome-keyring", || {
            let mut ask = Command::new("dbus-send");
            ask.args(["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"]);
            ask.args(["org.freedesktop.DBus.GetNameOwner", "string:org.freedesktop.secrets"]);
            ask
        })
    }

    fn window_manager(&mut self, steps: &Steps) -> Result<(), Failure> {
        let mut manager = Command::new("openbox");
        manager.arg("--sm-disable").stdout(Stdio::null()).stderr(Stdio::null());
        self.start(steps, &mut manager, None)?;
        self.answers("openbox", || {
            let mut ask = Command::new("xdotool");
            ask.arg("get_num_desktops");
            ask
        })?;
        // Returns when it blends, goes on by itself, and ends with the screen.
        let mut compositor = Command::new("picom");
        self.enter(compositor.args(["--daemon", "--backend", "xrender", "--config", "/dev/null"]));
        output_of(&mut compositor).ok_or_else(|| {
            Failure::new("picom does not start. \"cargo xtask setup\" installs it.".to_owned())
        })?;
        let mut ground = Command::new("hsetroot");
        self.enter(ground.args(["-solid", GROUND]));
        output_of(&mut ground)
            .map(drop)
            .ok_or_else(|| Failure::new("hsetroot could not colour the screen.".to_owned()))
    }

    /// Starts a service in here, hands it its input, and returns its output where it is wanted.
    fn start(
        &mut self,
        steps: &Steps,
        command: &mut Command,
        input: Option<&str>,
    ) -> Result<Option<ChildStdout>, Failure> {
        self.enter(command);
        command.stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() });
        let name = command.get_program().display().to_string();
        let failed = |cause| {
            Failure::new(format!("{name} does not start: {cause}. \"cargo xtask setup\" installs it."))
        };
        let mut service = steps.watch.spawn(command).map_err(&failed)?;
        if let (Some(text), Some(mut pipe)) = (input, service.child.stdin.take()) {
            pipe.write_all(text.as_bytes()).map_err(&failed)?;
        }
        let output = service.child.stdout.take();
        self.services.push(service);
        Ok(output)
    }

    fn answers(&self, name: &str, question: impl Fn() -> Command) -> Result<(), Failure> {
        let asked = wait_for(START, || {
            let mut command = question();
            self.enter(&mut command);
            output_of(&mut command)
        });
        asked
            .map(drop)
            .ok_or_else(|| Failure::new(format!("{name} did not answer within {} s.", START.as_secs())))
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        while let Some(service) = self.services.pop() {
            drop(service);
        }
        for dir in [&self.home, &self.runtime] {
            let _ = fs::remove_dir_all(dir);
        }
    }
}

/// The line a service says when it is ready, or nothing in time. Read on a thread of its own, which
/// goes on reading: a service that writes into a closed pipe dies.
fn first_line(output: ChildStdout) -> Option<String> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let mut lines = BufReader::new(output).lines();
        let _ = sender.send(lines.next().and_then(Result::ok));
        lines.for_each(drop);
    });
    receiver.recv_timeout(START).ok().flatten().map(|line| line.trim().to_owned())
}

/// Homes of sessions whose program was killed.
fn forget_old(homes: &Path) {
    for entry in fs::read_dir(homes).into_iter().flatten().flatten() {
        if !Path::new("/proc").join(entry.file_name()).exists() {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(unix)]
fn for_the_user_alone(dir: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(dir, fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
fn for_the_user_alone(_: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn says(session: &Session, script: &str) -> Option<String> {
        let mut command = Command::new("sh");
        session.enter(command.args(["-c", script]));
        output_of(&mut command).map(|text| text.trim().to_owned())
    }

    #[test]
    fn a_private_session_has_screen_bus_and_keychain_and_leaves_nothing() {
        let steps = Steps::new().unwrap();
        let session = Session::private(&steps).unwrap();
        assert_eq!(says(&session, "xdotool getdisplaygeometry").as_deref(), Some("1600 1000"));
        let kept = "printf hush | secret-tool store --label=x kind test && secret-tool lookup kind test";
        assert_eq!(says(&session, kept).as_deref(), Some("hush"));
        assert!(says(&session, "notify-send hello && dunstctl count displayed").is_some());
        let home = session.home.clone();
        assert_eq!(says(&session, "printf %s \"$HOME\"").map(PathBuf::from), Some(home.clone()));
        let display = says(&session, "printf %s \"$DISPLAY\"").unwrap();
        drop(session);
        assert!(!home.exists());
        let mut look = Command::new("xdotool");
        assert_eq!(output_of(look.arg("getdisplaygeometry").env("DISPLAY", display)), None);
    }
}
