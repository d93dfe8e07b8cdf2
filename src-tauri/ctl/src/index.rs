//! `index`: the people on this computer.

use std::path::PathBuf;
use std::time::Duration;

use engine::clock::{Clock as _, SystemClock};
use engine::crm::Crm as _;
use engine::directory::sync::{Doing, Pace, Status, Synchronizer, status};
use engine::local::{Ask, IndexOrder, LocalClient, Profile, Request};
use engine::problem::Problem;
use engine::store::Store;
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::lookup::exit_of;
use crate::out::{self, Exit, Stop};
use crate::profile::{self, Alone, TokenArgs};

/// Between two looks at a sync that the companion runs.
const LOOK_EVERY: Duration = Duration::from_millis(500);

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// How many people and numbers it holds, how new they are, and what syncing cost.
    Status,
    /// Bring it up to date now, whether the settings want that regularly or not.
    Sync {
        #[command(flatten)]
        token: TokenArgs,
    },
    /// Forget everybody. Whoever calls is looked up in Salesforce again.
    Wipe,
}

pub(crate) async fn run(args: Args, dir: Option<PathBuf>, json: bool) -> Result<Exit, Stop> {
    let profile = profile::open(dir.as_deref())?;
    match (args.command, LocalClient::connect(&profile).await) {
        (Command::Status, Some(mut running)) => print(&profile, asked(&mut running).await?, json),
        (Command::Status, None) => {
            let (_, store) = alone(&profile).await?;
            print(&profile, status(&store, Doing::Waiting, now()).await?, json)
        }
        (Command::Sync { .. }, Some(running)) => sync_through(running, &profile, json).await,
        (Command::Sync { token }, None) => sync_alone(&profile, token, json).await,
        (Command::Wipe, Some(mut running)) => {
            order(&mut running, IndexOrder::Wipe).await?;
            done(json)
        }
        (Command::Wipe, None) => {
            alone(&profile).await?.1.people().wipe().await?;
            done(json)
        }
    }
}

async fn alone(profile: &Profile) -> Result<(Alone, Store), Stop> {
    let alone = Alone::open(profile).await?;
    let key = alone.keychain.store_key(&profile.dir).await?;
    let store = Store::open(&profile.dir, *key.bytes()).await?;
    Ok((alone, store))
}

/// What the companion answers.
async fn order(running: &mut LocalClient, order: IndexOrder) -> Result<Value, Stop> {
    let mut answer = running.ask(&Request::Ask(Ask::Index { order })).await?;
    if let Ok(problem) = serde_json::from_value::<Problem>(answer["problem"].take()) {
        return Err(Stop::problem(exit_of(problem.code), &problem));
    }
    Ok(answer)
}

async fn asked(running: &mut LocalClient) -> Result<Status, Stop> {
    let mut answer = order(running, IndexOrder::Status).await?;
    Ok(serde_json::from_value(answer["index"].take())?)
}

async fn sync_through(mut running: LocalClient, profile: &Profile, json: bool) -> Result<Exit, Stop> {
    order(&mut running, IndexOrder::Sync).await?;
    let mut told = String::new();
    loop {
        let status = asked(&mut running).await?;
        if !status.doing.is_busy() {
            return print(profile, status, json);
        }
        tell(&status.doing, &mut told);
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

async fn sync_alone(profile: &Profile, token: TokenArgs, json: bool) -> Result<Exit, Stop> {
    let (alone, store) = alone(profile).await?;
    let salesforce = alone.salesforce(profile, token.read()?).await?;
    let (usage, clock) = (salesforce.usage(), std::sync::Arc::new(SystemClock::new()));
    let sync = Synchronizer::new(store.clone(), salesforce, usage, clock, Pace::default());
    let (cancel, doing) = (CancellationToken::new(), sync.doing());
    let home = &alone.settings.matching.default_region;
    let run = sync.run_once(home, cancel.clone());
    tokio::pin!(run);
    let outcome = tokio::select! {
        outcome = &mut run => outcome,
        () = follow(doing.clone()) => run.as_mut().await,
        () = out::interrupted() => {
            // What was read is kept; the next time it goes on from there.
            cancel.cancel();
            run.as_mut().await
        }
    };
    let doing = doing.borrow().clone();
    if let Err(stop) = &outcome
        && stop.problem().is_none()
    {
        return Err(Stop::new(Exit::No, stop.to_string()));
    }
    print(profile, status(&store, doing, now()).await?, json)
}

/// Says what the sync is doing, until it is dropped.
async fn follow(mut doing: watch::Receiver<Doing>) {
    let mut told = String::new();
    while doing.changed().await.is_ok() {
        let now = doing.borrow_and_update().clone();
        tell(&now, &mut told);
        // A line for every few hundred people would be one too many.
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

fn tell(doing: &Doing, told: &mut String) {
    let line = match doing {
        Doing::Waiting | Doing::Stopped { .. } => return,
        Doing::Collecting { kind } => format!("{kind:?}: Salesforce collects"),
        Doing::Reading { people, .. } => format!("{people} people"),
        Doing::Following => "changes and deletions".to_owned(),
    };
    if line != *told {
        out::aside(&line);
        *told = line;
    }
}

fn now() -> jiff::Timestamp {
    SystemClock::new().now().wall
}

fn done(json: bool) -> Result<Exit, Stop> {
    if json {
        out::json(&json!({"ok": true}));
    }
    Ok(Exit::Ok)
}

fn print(profile: &Profile, status: Status, json: bool) -> Result<Exit, Stop> {
    let settings = engine::settings::look(&profile.dir)?.index;
    if json {
        let mut value = serde_json::to_value(&status)?;
        value["sync"] = settings.sync.into();
        value["every_min"] = settings.every_min.into();
        out::json(&value);
    } else {
        let time = |at: Option<jiff::Timestamp>| at.map_or_else(|| "-".to_owned(), |at| at.to_string());
        for (name, value) in [
            ("people", status.people.to_string()),
            ("numbers", status.numbers.to_string()),
            ("bytes", status.bytes.to_string()),
            ("newest change", time(status.newest_change)),
            ("last sync", time(status.synced)),
            ("API calls today", format!("{} of {}", status.api_calls_today, status.api_calls_max)),
            ("sync", if settings.sync { format!("every {} min", settings.every_min) } else { "off".into() }),
        ] {
            out::line(&format!("{name:16} {value}"));
        }
    }
    match &status.doing {
        Doing::Stopped { why } => Err(Stop::problem(exit_of(why.code), why)),
        Doing::Waiting | Doing::Collecting { .. } | Doing::Reading { .. } | Doing::Following => Ok(Exit::Ok),
    }
}
