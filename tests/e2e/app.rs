//! One running app, driven over WebDriver as its pages and over the screen as its windows.

use std::fs::File;
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::wd::{Capabilities, WindowHandle};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

use crate::screen::{Place, Screen, output_dir, programs, tail};
use crate::wait::{until, wait_for};
use crate::world::World;

/// The pop's side (ui.md 3); by it the pop is told from the main window, which has the same title.
pub(crate) const POP_SIDE: i32 = 400;

/// Between the pop and the edges of the screen (ui.md 3).
pub(crate) const MARGIN: i32 = 16;
/// The main window is never narrower (ui.md 6).
const MAIN_WIDTH_MIN: i32 = 880;

/// Longest start of the app on a loaded machine.
const START_WITHIN: Duration = Duration::from_secs(60);

/// A page of the app. Which one a window holds, its address tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Surface {
    Pop,
    Main,
    /// The form for a new person.
    Create,
}

impl Surface {
    fn name(self) -> &'static str {
        match self {
            Surface::Pop => "pop",
            Surface::Main => "main window",
            Surface::Create => "form",
        }
    }
}

pub(crate) struct App {
    client: Client,
    driver: Child,
    screen: Screen,
    name: &'static str,
    log: PathBuf,
}

impl App {
    /// Starts the app with its main window, and waits until both pages are there and the phone is
    /// connected. `name` names the pictures and the output.
    pub(crate) async fn start(world: &World, name: &'static str) -> Self {
        let app = Self::start_with(world, name, &[]).await;
        app.page(Surface::Main).await;
        app
    }

    /// The same in the tray, as after signing in to the desktop.
    pub(crate) async fn start_hidden(world: &World, name: &'static str) -> Self {
        Self::start_with(world, name, &["--hidden"]).await
    }

    /// The same on the screen of an app that was killed.
    pub(crate) async fn start_again(self, world: &World) -> Self {
        let name = self.name;
        drop(self);
        Self::start(world, name).await
    }

    /// The same on a profile without a phone. `path` is where the app looks for programs.
    pub(crate) async fn start_bare(name: &'static str, world: &World, path: &str) -> Self {
        let app = Self::launch(world, name, &[], Some(path)).await;
        app.page(Surface::Main).await;
        app
    }

    async fn start_with(world: &World, name: &'static str, words: &[&str]) -> Self {
        let app = Self::launch(world, name, words, None).await;
        until("the link to the phone system", async || (world.simulators.pbx.sockets() > 0).then_some(()))
            .await;
        app
    }

    async fn launch(world: &World, name: &'static str, words: &[&str], path: Option<&str>) -> Self {
        let screen = Screen::take();
        let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        let log = output_dir().join(format!("{name}.log"));
        let output = File::create(&log).unwrap();
        let mut driver = Command::new("WebKitWebDriver");
        if let Some(path) = path {
            driver.env("PATH", path);
        }
        let driver = driver
            .arg(format!("--port={port}"))
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("RUST_BACKTRACE", "1")
            .stdin(Stdio::null())
            .stdout(output.try_clone().unwrap())
            .stderr(output)
            .process_group(0)
            .spawn()
            .expect("WebKitWebDriver is installed: run \"cargo xtask setup\"");
        let app = programs().join("ringside");
        let mut args = vec!["--profile".to_owned(), world.profile().to_string_lossy().into_owned()];
        args.extend(words.iter().map(|word| (*word).to_owned()));
        let wanted = json!({ "webkitgtk:browserOptions": { "binary": app, "args": args } });
        let serde_json::Value::Object(wanted) = wanted else { unreachable!("an object is written above") };
        let client = connect(port, wanted).await;
        let app = Self { client, driver, screen, name, log };
        app.page(Surface::Pop).await;
        app
    }

    pub(crate) fn screen(&self) -> &Screen {
        &self.screen
    }

    /// Turns to the pop's page; what is asked next is asked there.
    pub(crate) async fn pop(&self) -> Page<'_> {
        self.page(Surface::Pop).await
    }

    pub(crate) async fn main_window(&self) -> Page<'_> {
        self.page(Surface::Main).await
    }

    pub(crate) async fn form(&self) -> Page<'_> {
        self.page(Surface::Create).await
    }

    /// The form's window is closed.
    pub(crate) async fn form_goes(&self) {
        until("the form to go", async || {
            for window in self.client.windows().await.ok()? {
                if self.turn_to(window).await && self.surface().await == Some(Surface::Create) {
                    return None;
                }
            }
            Some(())
        })
        .await;
    }

    /// Windows come in any order, hidden ones too: their address tells them apart.
    async fn page(&self, surface: Surface) -> Page<'_> {
        until(&format!("the page of the {}", surface.name()), async || {
            for window in self.client.windows().await.ok()? {
                if self.turn_to(window).await && self.surface().await == Some(surface) {
                    return Some(());
                }
            }
            None
        })
        .await;
        Page { app: self, surface }
    }

    async fn surface(&self) -> Option<Surface> {
        match self.client.current_url().await.ok()?.path() {
            "/pop.html" => Some(Surface::Pop),
            "" | "/" | "/index.html" => Some(Surface::Main),
            "/create.html" => Some(Surface::Create),
            _ => None,
        }
    }

    async fn turn_to(&self, window: WindowHandle) -> bool {
        self.client.switch_to_window(window).await.is_ok()
    }

    /// The pop on the screen, when it is seen.
    pub(crate) fn pop_place(&self) -> Option<(String, Place)> {
        self.screen.windows("Ringside").into_iter().find(|(_, place)| place.width == POP_SIDE)
    }

    pub(crate) async fn pop_appears(&self) -> (String, Place) {
        until("the pop on the screen", async || self.pop_place()).await
    }

    pub(crate) async fn pop_goes(&self) {
        until("the pop to go", async || self.pop_place().is_none().then_some(())).await;
    }

    /// The main window on the screen, when it is seen.
    pub(crate) fn main_place(&self) -> Option<(String, Place)> {
        self.screen.windows("Ringside").into_iter().find(|(_, place)| place.width >= MAIN_WIDTH_MIN)
    }

    /// Waits until the pop is as high as it has to be for its calls, in its corner.
    pub(crate) async fn pop_in_its_corner(&self, height: i32) -> (String, Place) {
        let (width, below) = self.screen.size();
        let wanted =
            Place { x: width - POP_SIDE - MARGIN, y: below - height - MARGIN, width: POP_SIDE, height };
        let mut last = None;
        let there = wait_for(async || {
            last = self.pop_place();
            last.clone().filter(|(_, place)| *place == wanted)
        })
        .await;
        there.unwrap_or_else(|| panic!("the pop is to be at {wanted:?}, but: {last:?}"))
    }

    /// Gives the pop the keyboard as a person does.
    pub(crate) async fn give_pop_the_keyboard(&self) {
        let (pop, _) = self.pop_appears().await;
        self.screen.press("ctrl+alt+space");
        until("the pop to have the keyboard", async || {
            (self.screen.active().as_ref() == Some(&pop)).then_some(())
        })
        .await;
        let page = self.pop().await;
        // Its key hints are lit when keys reach it (ui.md 1.6); the window manager says so earlier.
        const LIT: &str = "return [...document.querySelectorAll('[data-open] kbd')] \
            .filter((key) => getComputedStyle(key).visibility === 'visible') \
            .every((key) => !key.classList.contains('dim'))";
        until("the pop's key hints to be lit", async || (page.run(LIT).await == json!(true)).then_some(()))
            .await;
        // A person presses a key after having seen the hints.
        page.drawn().await;
    }

    pub(crate) fn picture(&self, what: &str) {
        self.screen.picture(&format!("{}-{what}", self.name), None);
    }

    /// A picture of the pop alone, when its page has drawn all it was told. A window that is open
    /// and not to be seen is found out here.
    pub(crate) async fn picture_of_pop(&self, folder: &str, what: &str) {
        let name = format!("{folder}/{what}");
        until(&format!("the pop in the picture {name}"), async || {
            let (_, place) = self.pop_appears().await;
            self.pop().await.drawn().await;
            self.screen.picture(&name, Some(place));
            self.screen.has_something_on_it(&name).then_some(())
        })
        .await;
    }
}

impl Drop for App {
    /// The driver and the app are one process group; killed, not asked: the app has to bear it.
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.picture("failed");
            eprintln!("--- the app's output\n{}", tail(&self.log));
        }
        let group = format!("kill -s KILL -- -{}", self.driver.id());
        let _ = Command::new("sh").args(["-c", &group]).status();
        let _ = self.driver.wait();
    }
}

/// The driver takes connections a moment after it started.
async fn connect(port: u16, wanted: Capabilities) -> Client {
    let address = format!("http://127.0.0.1:{port}");
    until("the driver to take connections", async || {
        tokio::net::TcpStream::connect(("127.0.0.1", port)).await.ok()
    })
    .await;
    let mut builder = ClientBuilder::new(HttpConnector::new());
    builder.capabilities(wanted);
    // A driver whose app died before it could be attached to never answers.
    let connected = tokio::time::timeout(START_WITHIN, builder.connect(&address)).await;
    let connected = connected.unwrap_or_else(|_| panic!("the driver did not start the app"));
    connected.unwrap_or_else(|cause| panic!("the app did not start: {cause}"))
}

/// One of the app's two pages.
pub(crate) struct Page<'app> {
    app: &'app App,
    surface: Surface,
}

impl Page<'_> {
    /// Turns to it again, after another page was asked.
    pub(crate) async fn turn_to_it(&self) {
        self.app.page(self.surface).await;
    }

    /// All that is written on it.
    pub(crate) async fn text(&self) -> String {
        let text = self.run("return document.body.innerText").await;
        text.as_str().unwrap_or_default().to_owned()
    }

    pub(crate) async fn run(&self, script: &str) -> serde_json::Value {
        self.app.client.execute(script, Vec::new()).await.unwrap_or_default()
    }

    /// Waits until a dozen frames were drawn: who blends the windows is a few frames behind.
    pub(crate) async fn drawn(&self) {
        const FRAMES: &str = "const done = arguments[0]; let left = 12; \
            const next = () => left-- > 0 ? requestAnimationFrame(next) : done(true); next()";
        let drawn = self.app.client.execute_async(FRAMES, Vec::new()).await;
        assert!(drawn.is_ok(), "the {} draws nothing: {drawn:?}", self.surface.name());
    }

    /// What is cut off though it must never be (ui.md 5): keys, state, times and what buttons say.
    pub(crate) async fn cut_off(&self) -> Vec<String> {
        const CUT: &str = r"
            const inside = (inner, outer) => inner.left >= outer.left - 1 && inner.right <= outer.right + 1
                && inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
            const page = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
            return [...document.querySelectorAll('button, .label, kbd, .word, .time')].filter((part) => {
                const place = part.getBoundingClientRect();
                if (place.width === 0 || getComputedStyle(part).visibility === 'hidden') return false;
                if (part.closest('.visually-hidden')) return false;
                const button = part.closest('button')?.getBoundingClientRect() ?? page;
                return !inside(place, page) || !inside(place, button);
            }).map((part) => part.innerText);";
        let cut = self.run(CUT).await;
        let cut: Option<Vec<String>> = serde_json::from_value(cut).ok();
        cut.expect("the page answers with a list of texts")
    }

    /// Presses the button that says this.
    pub(crate) async fn press(&self, label: &str) {
        let script = format!(
            "const button = [...document.querySelectorAll('button:enabled')] \
               .find((button) => button.innerText.includes('{label}')); \
             button?.click(); return button !== undefined"
        );
        until(&format!("a button \"{label}\""), async || {
            (self.run(&script).await == json!(true)).then_some(())
        })
        .await;
    }

    pub(crate) async fn shows(&self, words: &str) {
        let mut last = String::new();
        let seen = wait_for(async || {
            last = self.text().await;
            last.contains(words).then_some(())
        })
        .await;
        assert!(seen.is_some(), "the {} does not show \"{words}\" but:\n{last}", self.surface.name());
    }

    /// Types into the one element that the selector finds.
    pub(crate) async fn type_into(&self, selector: &str, text: &str) {
        let field = until(selector, async || self.app.client.find(Locator::Css(selector)).await.ok()).await;
        field.send_keys(text).await.unwrap();
    }

    pub(crate) async fn value_of(&self, selector: &str) -> String {
        let value = self.run(&format!("return document.querySelector('{selector}')?.value ?? ''")).await;
        value.as_str().unwrap_or_default().to_owned()
    }
}
