//! `journal`: entries for Salesforce.

use std::path::PathBuf;

use domain::outbox::EntryState;
use engine::controller::asked::row_json;
use engine::local::{Ask, LocalClient, Request};
use engine::store::Store;
use serde_json::{Value, json};

use crate::out::{self, Exit, Stop};
use crate::profile::{self, Alone};

/// Entries listed at most.
const LISTED_MAX: u32 = 500;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// The newest entries first, and where each stands.
    List,
}

pub(crate) async fn run(args: &Args, dir: Option<PathBuf>, json: bool) -> Result<Exit, Stop> {
    let Command::List = args.command;
    let profile = profile::open(dir.as_deref())?;
    let list = match LocalClient::connect(&profile).await {
        Some(mut running) => running.ask(&Request::Ask(Ask::Journal)).await?,
        None => {
            let alone = Alone::open(&profile).await?;
            let key = alone.keychain.store_key(&profile.dir).await?;
            let store = Store::open(&profile.dir, *key.bytes()).await?;
            let rows = store.outbox().list(LISTED_MAX).await?;
            json!({"journal": rows.iter().map(row_json).collect::<Vec<_>>()})
        }
    };
    if json {
        out::json(&list);
    } else {
        for row in list["journal"].as_array().into_iter().flatten() {
            out::line(&human(row));
        }
    }
    Ok(Exit::Ok)
}

fn human(row: &Value) -> String {
    let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
    let state = match serde_json::from_value::<EntryState>(row["state"].clone()) {
        Ok(EntryState::Waiting { .. }) => "waiting".to_owned(),
        Ok(EntryState::InDoubt { .. }) => "in doubt".to_owned(),
        Ok(EntryState::Stuck { .. }) => "stuck".to_owned(),
        Ok(EntryState::Written { task_id, .. }) => format!("written {task_id}"),
        Ok(EntryState::Removed { .. }) => "removed".to_owned(),
        Err(_) => "unreadable".to_owned(),
    };
    let first_line = text("description").lines().next().unwrap_or_default().to_owned();
    format!("{}  {state}  {first_line}", text("started"))
}
