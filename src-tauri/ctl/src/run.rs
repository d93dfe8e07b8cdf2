//! `run`: the companion without a window.

use std::path::PathBuf;
use std::sync::Arc;

use domain::desk::AgentAction;
use engine::companion::{Companion, StartError};
use engine::controller::Handle;
use engine::local::LockError;
use engine::screen::{Notice, Screen};
use engine::view::View;
use serde_json::json;
use tokio::sync::broadcast::error::RecvError;

use crate::input::{self, Line};
use crate::out::{self, Exit, Stop};
use crate::profile::{self, Alone, TokenArgs};

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    token: TokenArgs,
}

pub(crate) async fn run(args: Args, dir: Option<PathBuf>) -> Result<Exit, Stop> {
    let profile = profile::open(dir.as_deref())?;
    let _log = engine::log::start(&profile.dir, true)?;
    let alone = Alone::open(&profile).await?;
    if let Some(token) = args.token.read()? {
        alone.crm(&profile, Some(token)).await?;
    }
    // The same keychain: without a system keychain the token is in this one alone.
    let companion = match Companion::start_with(&profile, alone.keychain, Arc::new(Printed)).await {
        Ok(companion) => companion,
        Err(StartError::Lock(LockError::Held(held))) => {
            let pid = held.pid.map_or_else(|| "?".to_owned(), |pid| pid.to_string());
            return Err(Stop::new(Exit::No, out::words().say("ctl-held", &[("pid", &pid)])));
        }
        Err(error) => return Err(error.into()),
    };
    let handle = companion.handle();
    let printing = tokio::spawn(print(handle.clone()));
    let acting = tokio::spawn(act(handle));
    tokio::select! {
        () = out::interrupted() => {}
        // Nobody reads what is printed.
        _ = printing => {}
    }
    acting.abort();
    companion.stop().await;
    Ok(Exit::Ok)
}

/// One line per event and view change.
async fn print(handle: Handle) {
    let mut told = handle.follow();
    out::json(&json!({"view": &*handle.views().borrow().clone()}));
    loop {
        let open = match told.recv().await {
            Ok(told) => out::json(&told),
            Err(RecvError::Lagged(missed)) => out::json(&json!({"missed": missed})),
            Err(RecvError::Closed) => false,
        };
        if !open {
            return;
        }
    }
}

/// Actions from standard input. Its end is no reason to stop.
async fn act(handle: Handle) {
    let mut lines = input::lines();
    while let Ok(Some(line)) = lines.next().await {
        match line {
            Line::TooLong => out::aside("ringsidectl: line too long"),
            Line::Text(line) if line.trim().is_empty() => {}
            Line::Text(line) => match serde_json::from_str::<AgentAction>(&line) {
                Ok(action) => handle.act(action).await,
                Err(error) => out::aside(&format!("ringsidectl: not an action: {error}")),
            },
        }
    }
}

/// The screen of a companion without a window: everything is printed by `print`.
struct Printed;

impl Screen for Printed {
    fn show(&self, _: Arc<View>) {}

    fn open_link(&self, url: &str) {
        out::json(&json!({"open_link": url}));
    }

    fn notify(&self, notice: Notice) {
        out::json(&json!({"notify": {"call": notice.call, "who": notice.who, "number": notice.number}}));
    }

    fn open_window(&self) {}
}
