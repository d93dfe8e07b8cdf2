//! `native-host`: what the browser starts for the extension (Chrome's native messaging), and how
//! browsers are told of it.

mod ask;
mod wire;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use domain::dial::DialSource;
use engine::browsers::{self, BrowserError, extension_origin};
use engine::local::{LocalClient, Profile};
use serde_json::{Value, json};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;

use crate::dial::{CALL_MAX, Step, Wish};
use crate::out::{self, Exit, Stop};
use crate::profile;
use ask::{Ask, AskKind, Found, State};

/// Answers that may wait for the browser to read them.
const ANSWERS_MAX: usize = 64;
/// Calls that may be on their way at once; a person makes one at a time.
const DIALS_MAX: usize = 4;
/// While the app does not run, it is looked for so often.
const LOOK_AGAIN: Duration = Duration::from_secs(3);

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Let the browsers of this user start it for this profile.
    #[arg(long, conflicts_with_all = ["remove", "origin"])]
    install: bool,
    /// Take that back.
    #[arg(long, conflicts_with = "origin")]
    remove: bool,
    /// Only the browser that keeps its user data in this folder.
    #[arg(long, value_name = "DIR")]
    browser_dir: Option<PathBuf>,
    /// Who starts it, as the browser says.
    #[arg(value_name = "ORIGIN")]
    origin: Option<String>,
    /// The browser's window, on Windows.
    #[arg(long, hide = true)]
    parent_window: Option<String>,
}

pub(crate) async fn run(args: Args, dir: Option<PathBuf>, json: bool) -> Result<Exit, Stop> {
    let profile = profile::open(dir.as_deref())?;
    if args.install || args.remove {
        return register(&args, &profile, json);
    }
    if args.origin != Some(extension_origin()) {
        return Err(Stop::new(Exit::No, out::words().say("ctl-host-stranger", &[])));
    }
    serve(&profile).await
}

fn register(args: &Args, profile: &Profile, json: bool) -> Result<Exit, Stop> {
    let only = args.browser_dir.as_deref();
    let done = if args.install {
        browsers::host_program().and_then(|program| browsers::install(profile, &program, only))
    } else {
        browsers::remove(profile, only)
    };
    let files = done.map_err(|error: BrowserError| Stop::from(error))?;
    if json {
        out::json(&json!({ "files": files }));
    } else if files.is_empty() {
        out::line(&out::words().say(if args.install { "ctl-host-no-browser" } else { "ctl-host-none" }, &[]));
    } else {
        files.iter().for_each(|file| out::line(&file.display().to_string()));
    }
    Ok(Exit::Ok)
}

/// Answers the extension until the browser closes the pipe.
async fn serve(profile: &Profile) -> Result<Exit, Stop> {
    let (answers, mut waiting) = mpsc::channel(ANSWERS_MAX);
    let dials = Arc::new(Semaphore::new(DIALS_MAX));
    let mut tasks = JoinSet::new();
    tasks.spawn(follow_app(profile.clone(), answers.clone()));
    let (mut input, mut output) = (tokio::io::stdin(), tokio::io::stdout());
    let mut reader = wire::Reader::default();
    loop {
        tokio::select! {
            read = reader.next(&mut input) => {
                let Some(message) = read? else { return Ok(Exit::Ok) };
                let Ok(ask) = serde_json::from_slice::<Ask>(&message) else {
                    wire::write(&mut output, &json!({"error": "not-understood"})).await?;
                    continue;
                };
                let Ask { id, kind } = ask;
                match kind {
                    AskKind::Hello => {
                        let (profile, answers) = (profile.clone(), answers.clone());
                        tasks.spawn(async move {
                            let state = State::of(&profile).await;
                            let _ = answers.send(json!({"id": id, "state": state})).await;
                        });
                    }
                    AskKind::Find { texts } => {
                        let region = ask::region(profile);
                        let answers = answers.clone();
                        // A page full of text takes some milliseconds; the pipe is read on meanwhile.
                        tasks.spawn_blocking(move || {
                            let found = Found::in_texts(&texts, &region);
                            let _ = answers.blocking_send(json!({"id": id, "found": found}));
                        });
                    }
                    AskKind::Dial { number } => match Arc::clone(&dials).try_acquire_owned() {
                        Ok(turn) => {
                            let (profile, answers) = (profile.clone(), answers.clone());
                            tasks.spawn(async move {
                                dial(&profile, id, number, &answers).await;
                                drop(turn);
                            });
                        }
                        Err(_) => wire::write(&mut output, &json!({"id": id, "error": "busy"})).await?,
                    },
                }
            }
            Some(answer) = waiting.recv() => wire::write(&mut output, &answer).await?,
            Some(_) = tasks.join_next() => {}
        }
    }
}

/// Tells whenever the app starts or ends.
async fn follow_app(profile: Profile, answers: mpsc::Sender<Value>) {
    let mut told = None;
    loop {
        let app = LocalClient::connect(&profile).await;
        if told != Some(app.is_some()) {
            told = Some(app.is_some());
            if answers.send(json!({"state": State::of(&profile).await})).await.is_err() {
                return;
            }
        }
        match app {
            Some(mut app) => app.ended().await,
            None => tokio::time::sleep(LOOK_AGAIN).await,
        }
    }
}

/// Has the app call, and tells how far it came.
async fn dial(profile: &Profile, id: u32, number: String, answers: &mpsc::Sender<Value>) {
    let tell = async |step: &str, text: String, done: bool| {
        let step = json!({"id": id, "dial": {"step": step, "text": text, "done": done}});
        answers.send(step).await.is_ok()
    };
    let words = ask::words(profile).await;
    let away = || tell("away", words.say("extension-away", &[]), true);
    let Ok(Some(mut wish)) = Wish::make(profile, number, DialSource::Extension).await else {
        away().await;
        return;
    };
    let followed = async {
        let mut last = "";
        while let Ok(Some(step)) = wish.next().await {
            let (name, text, done) = match step {
                Step::Asked { number } => {
                    ("asked", words.say("ctl-dial-asked", &[("number", &number)]), false)
                }
                Step::Question { .. } => ("question", words.say("ctl-host-confirm", &[]), false),
                Step::Rings { number } => {
                    ("rings", words.say("ctl-dial-rings", &[("number", &number)]), true)
                }
                Step::Talks { number } => {
                    ("talks", words.say("ctl-dial-talks", &[("number", &number)]), true)
                }
                Step::Gone => ("gone", words.say("ctl-host-gone", &[]), true),
                Step::Failed { problem, .. } => {
                    ("failed", format!("{}. {}", words.problem(&problem), words.remedy(&problem)), true)
                }
            };
            if name != last && !tell(name, text, done).await {
                return;
            }
            last = name;
            if done {
                return;
            }
        }
        away().await;
    };
    if tokio::time::timeout(CALL_MAX, followed).await.is_err() {
        tell("gone", words.say("ctl-host-gone", &[]), true).await;
    }
}
