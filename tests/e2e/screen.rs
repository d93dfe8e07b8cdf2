//! The screen as a person has it: which windows are seen, where they are, who has the keyboard, and
//! pressing keys.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::wait::until;

/// Set by the session that `cargo xtask` makes; what runs here presses keys and writes secrets.
const SESSION: &str = "RINGSIDE_TEST_SESSION";

/// Where pictures and output go.
pub(crate) fn output_dir() -> PathBuf {
    let programs = programs();
    let dir = programs.parent().unwrap().join("e2e");
    fs::create_dir_all(&dir).unwrap();
    dir
}

/// The folder of the programs built beside this test: `target/debug` for `target/debug/deps/e2e-…`.
pub(crate) fn programs() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    test.ancestors().nth(2).unwrap().to_path_buf()
}

/// The one screen, for one test at a time: focus and corners cannot be shared.
pub(crate) struct Screen {
    _turn: File,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) x: i32,
    pub(crate) y: i32,
    pub(crate) width: i32,
    pub(crate) height: i32,
}

impl Screen {
    pub(crate) fn take() -> Self {
        assert!(
            std::env::var_os(SESSION).is_some() && std::env::var_os("DISPLAY").is_some(),
            "there is no screen, bus and keychain of our own here: run \"cargo xtask e2e\""
        );
        let turn = File::create(output_dir().join("screen.lock")).unwrap();
        turn.lock().unwrap();
        Self { _turn: turn }
    }

    pub(crate) fn size(&self) -> (i32, i32) {
        let answer = xdotool(&["getdisplaygeometry"]).unwrap();
        let mut numbers = answer.split(' ').map(|number| number.parse().unwrap());
        (numbers.next().unwrap(), numbers.next().unwrap())
    }

    /// Windows of that title that are seen.
    pub(crate) fn windows(&self, title: &str) -> Vec<(String, Place)> {
        // Exit code 1 without output: there is none.
        let ids = xdotool(&["search", "--onlyvisible", "--name", &format!("^{title}$")]).unwrap_or_default();
        ids.lines().filter_map(|id| Some((id.to_owned(), place(id)?))).collect()
    }

    /// The window with the keyboard.
    pub(crate) fn active(&self) -> Option<String> {
        xdotool(&["getactivewindow"])
    }

    /// Presses keys as they are named on a keyboard: `ctrl+alt+space`.
    pub(crate) fn press(&self, keys: &str) {
        xdotool(&["key", "--clearmodifiers", keys]).unwrap_or_else(|| panic!("{keys} cannot be pressed"));
    }

    /// A picture of all of it, or of one place. Without `import` there is none, and no harm.
    pub(crate) fn picture(&self, name: &str, of: Option<Place>) {
        let path = output_dir().join(format!("{name}.png"));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let mut import = Command::new("import");
        import.args(["-silent", "-window", "root"]);
        if let Some(Place { x, y, width, height }) = of {
            import.args(["-crop", &format!("{width}x{height}+{x}+{y}"), "+repage"]);
        }
        let _ = import.arg(path).status();
    }

    /// Whether a picture shows more than an even ground.
    pub(crate) fn has_something_on_it(&self, name: &str) -> bool {
        const EVEN_MAX: u32 = 16;
        let path = output_dir().join(format!("{name}.png"));
        let colours = Command::new("identify").args(["-format", "%k"]).arg(path).output();
        let colours = colours.expect("ImageMagick is installed: run \"cargo xtask setup\"").stdout;
        String::from_utf8_lossy(&colours).trim().parse::<u32>().is_ok_and(|colours| colours > EVEN_MAX)
    }

    /// Gives a window the keyboard, as a click on it does.
    pub(crate) fn activate(&self, window: &str) {
        xdotool(&["windowactivate", "--sync", window]).unwrap();
        assert_eq!(self.active().as_deref(), Some(window));
    }

    /// Closes a window as its title bar does.
    pub(crate) fn close(&self, window: &str) {
        self.activate(window);
        self.press("alt+F4");
    }

    /// Notes from now on which windows get the keyboard, however briefly.
    pub(crate) async fn watch_keyboard(&self) -> KeyboardWatch {
        let path = output_dir().join("keyboard.txt");
        let output = File::create(&path).unwrap();
        let mut spy = Command::new("xprop");
        spy.args(["-spy", "-root", "_NET_ACTIVE_WINDOW"]).stdout(output).stderr(Stdio::null());
        let watch = KeyboardWatch { child: spy.spawn().unwrap(), path };
        until("the keyboard to be watched", async || (!watch.seen().is_empty()).then_some(())).await;
        watch
    }

    /// Another program's window that has the keyboard.
    pub(crate) async fn other_window(&self) -> OtherWindow {
        const TITLE: &str = "somebody elses work";
        let mut command = Command::new("xev");
        command.args(["-name", TITLE, "-geometry", "300x200+40+40", "-event", "keyboard"]);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let mut window = OtherWindow { child, id: String::new() };
        window.id =
            until("another program's window", async || self.windows(TITLE).first().map(|(id, _)| id.clone()))
                .await;
        self.activate(&window.id);
        window
    }
}

pub(crate) struct OtherWindow {
    child: Child,
    pub(crate) id: String,
}

impl Drop for OtherWindow {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Which windows had the keyboard since it was begun.
pub(crate) struct KeyboardWatch {
    child: Child,
    path: PathBuf,
}

impl KeyboardWatch {
    /// In their order; as numbers, because every tool spells window ids in its own way.
    pub(crate) fn seen(&self) -> Vec<u64> {
        let text = fs::read_to_string(&self.path).unwrap_or_default();
        let ids = text.lines().filter_map(|line| line.rsplit_once("# 0x"));
        ids.filter_map(|(_, id)| u64::from_str_radix(id.split(',').next()?, 16).ok()).collect()
    }
}

impl Drop for KeyboardWatch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn place(id: &str) -> Option<Place> {
    let answer = xdotool(&["getwindowgeometry", "--shell", id])?;
    let value =
        |name: &str| answer.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('=')?.parse().ok());
    Some(Place { x: value("X")?, y: value("Y")?, width: value("WIDTH")?, height: value("HEIGHT")? })
}

fn xdotool(words: &[&str]) -> Option<String> {
    let output =
        Command::new("xdotool").args(words).stderr(Stdio::null()).output().expect("xdotool is installed");
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Text at the end of a file, for a failed test's report.
pub(crate) fn tail(path: &Path) -> String {
    const LINES: usize = 30;
    let text = fs::read_to_string(path).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(LINES)..].join("\n")
}
