//! Starting programs, and ending them whatever happens to this one.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A command could not be done. The text is what the developer reads: what happened and the remedy.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl Failure {
    pub(crate) fn new(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One line for the developer. A closed pipe on the other side is no reason to stop half-way.
pub(crate) fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{text}");
    let _ = out.flush();
}

pub(crate) fn cargo<S: AsRef<OsStr>>(words: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    command.args(words);
    // Of this program, not of what is built next: build scripts that watch them would run again.
    for (name, _) in std::env::vars_os() {
        if name
            .to_str()
            .is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_"))
        {
            command.env_remove(name);
        }
    }
    command
}

/// Where cargo builds: this very program lies in it.
pub(crate) fn target_dir() -> PathBuf {
    std::env::current_exe()
        .ok()
        .and_then(|path| path.parent().and_then(|profile| profile.parent()).map(PathBuf::from))
        .unwrap_or_else(|| PathBuf::from("target"))
}

/// Standard output of a program that ended well, else nothing.
pub(crate) fn output_of(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Asks a question again and again until it is answered. For what others announce only by being there.
pub(crate) fn wait_for<T>(limit: Duration, mut question: impl FnMut() -> Option<T>) -> Option<T> {
    /// Short beside any process start, long beside the cost of asking.
    const PAUSE: Duration = Duration::from_millis(50);
    let deadline = Instant::now() + limit;
    loop {
        if let Some(answer) = question() {
            return Some(answer);
        }
        if Instant::now() >= deadline {
            return None;
        }
        std::thread::sleep(PAUSE);
    }
}

/// What the watching shell does: it reads which process groups live, and when its input ends,
/// because this program ended in whatever way, it ends them.
const WATCH: &str = r#"
groups=
while read -r sign id; do
  case $sign in
    +) groups="$groups $id" ;;
    -) rest=; for g in $groups; do [ "$g" = "$id" ] || rest="$rest $g"; done; groups=$rest ;;
  esac
done
for g in $groups; do kill -s TERM -- "-$g" 2>/dev/null; done
tries=50
while [ $tries -gt 0 ]; do
  alive=
  for g in $groups; do kill -s 0 -- "-$g" 2>/dev/null && alive=yes; done
  [ -n "$alive" ] || exit 0
  sleep 0.1
  tries=$((tries - 1))
done
for g in $groups; do kill -s KILL -- "-$g" 2>/dev/null; done
"#;

/// Ends what was started when this program ends: by itself, by Ctrl-C, or killed. A second process
/// does it, because a killed one cannot. On Windows the console ends its children itself.
#[derive(Clone)]
pub(crate) struct Watch(Arc<Mutex<Option<ChildStdin>>>);

impl Watch {
    pub(crate) fn start() -> Result<Self, Failure> {
        if !cfg!(unix) {
            return Ok(Self(Arc::new(Mutex::new(None))));
        }
        let mut command = Command::new("sh");
        command.args(["-c", WATCH]).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        own_group(&mut command);
        let mut shell =
            command.spawn().map_err(|cause| Failure::new(format!("sh does not start: {cause}.")))?;
        Ok(Self(Arc::new(Mutex::new(shell.stdin.take()))))
    }

    /// Starts a program in a process group of its own, so that its children end with it.
    pub(crate) fn spawn(&self, command: &mut Command) -> std::io::Result<Watched> {
        own_group(command);
        let child = command.spawn()?;
        self.tell('+', child.id());
        Ok(Watched { child, watch: self.clone() })
    }

    fn tell(&self, sign: char, group: u32) {
        let mut pipe = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pipe) = pipe.as_mut() {
            let _ = writeln!(pipe, "{sign} {group}");
        }
    }
}

#[cfg(unix)]
fn own_group(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

#[cfg(not(unix))]
fn own_group(_: &mut Command) {}

/// A program that ends when this value goes, with everything it started in its group.
pub(crate) struct Watched {
    pub(crate) child: Child,
    watch: Watch,
}

impl Watched {
    fn signal(&self, name: &str) {
        let script = format!("kill -s {name} -- -{}", self.child.id());
        let _ = Command::new("sh").args(["-c", &script]).stderr(Stdio::null()).status();
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        /// X servers and web views write nothing at the end: what takes longer hangs.
        const GRACE: Duration = Duration::from_secs(5);
        if cfg!(unix) {
            self.signal("TERM");
            if wait_for(GRACE, || self.child.try_wait().ok().flatten()).is_none() {
                self.signal("KILL");
            }
        } else {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
        self.watch.tell('-', self.child.id());
    }
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::Read;
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn a_dropped_program_takes_its_children_along() {
        let watch = Watch::start().unwrap();
        let mut command = Command::new("sh");
        command.args(["-c", "sleep 600 & echo started; wait"]).stdout(Stdio::piped());
        let mut started = watch.spawn(&mut command).unwrap();
        let mut out = started.child.stdout.take().unwrap();
        let mut word = [0; 8];
        out.read_exact(&mut word).unwrap();
        drop(started);
        // Both held the pipe: it ends when both are gone.
        let (sender, ended) = mpsc::channel();
        std::thread::spawn(move || sender.send(out.read(&mut word).unwrap()));
        assert_eq!(ended.recv_timeout(Duration::from_secs(5)), Ok(0));
    }

    #[test]
    fn a_lost_watch_ends_what_it_was_told_of() {
        let watch = Watch::start().unwrap();
        let started = watch.spawn(Command::new("sleep").arg("600")).unwrap();
        *watch.0.lock().unwrap() = None;
        let mut started = std::mem::ManuallyDrop::new(started);
        let ended = wait_for(Duration::from_secs(5), || started.child.try_wait().unwrap());
        assert!(ended.is_some_and(|status| !status.success()));
    }

    #[test]
    fn waiting_has_an_end() {
        assert_eq!(wait_for(Duration::from_millis(1), || None::<()>), None);
        assert_eq!(wait_for(Duration::ZERO, || Some(7)), Some(7));
    }
}
