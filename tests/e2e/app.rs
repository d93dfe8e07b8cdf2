//! One running app, driven over WebDriver as its pages and over the screen as its windows.

use std::fs::File;
use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use fantoccini::wd::{Capabilities, WindowHandle};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

use crate::screen::{Place, Screen, output_dir, programs, tail};
use crate::wait::{until, wait_for};
use crate::world::World;

/// The pop's side (ui.md 3); by it the pop is told from the main window, which has the same title.
pub(crate) const POP_SIDE: i32 = 400;

/// A page of the app. Which one a window holds, its address tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Surface {
    Pop,
    Main,
}

impl Surface {
    fn name(self) -> &'static str {
        match self {
            Surface::Pop => "pop",
            Surface::Main => "main window",
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
        Self::start_with(world, name, &[]).await
    }

    /// The same on the screen of an app that was killed.
    pub(crate) async fn start_again(self, world: &World) -> Self {
        let name = self.name;
        drop(self);
        Self::start(world, name).await
    }

    async fn start_with(world: &World, name: &'static str, words: &[&str]) -> Self {
        let screen = Screen::take();
        let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        let log = output_dir().join(format!("{name}.log"));
        let output = File::create(&log).unwrap();
        let driver = Command::new("WebKitWebDriver")
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
        app.page(Surface::Main).await;
        until("the link to the phone system", async || (world.simulators.pbx.sockets() > 0).then_some(()))
            .await;
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

    /// Gives the pop the keyboard as a person does.
    pub(crate) async fn give_pop_the_keyboard(&self) {
        let (pop, _) = self.pop_appears().await;
        self.screen.press("ctrl+alt+space");
        until("the pop to have the keyboard", async || {
            (self.screen.active().as_ref() == Some(&pop)).then_some(())
        })
        .await;
    }

    pub(crate) fn picture(&self, what: &str) {
        self.screen.picture(&format!("{}-{what}", self.name));
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
    builder.connect(&address).await.unwrap_or_else(|cause| panic!("the app did not start: {cause}"))
}

/// One of the app's two pages.
pub(crate) struct Page<'app> {
    app: &'app App,
    surface: Surface,
}

impl Page<'_> {
    /// All that is written on it.
    pub(crate) async fn text(&self) -> String {
        let text = self.run("return document.body.innerText").await;
        text.as_str().unwrap_or_default().to_owned()
    }

    pub(crate) async fn run(&self, script: &str) -> serde_json::Value {
        self.app.client.execute(script, Vec::new()).await.unwrap_or_default()
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
