//! `journal`: entries for Salesforce, through the program that runs the profile, or alone.

use std::path::PathBuf;

use domain::desk::AgentAction;
use engine::clock::{Clock as _, SystemClock};
use engine::controller::asked::{LISTED_MAX, page_json};
use engine::export::{entries_csv, entry_json};
use engine::local::{Ask, LocalClient, Profile, Request};
use engine::store::{Group, Store, Wanted};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::out::{self, Exit, Stop};
use crate::profile::{self, Alone};
use crate::reconcile;

/// Entries exported at most: a busy desk writes 120 a day, and they are kept for thirty days.
const EXPORTED_MAX: usize = 20_000;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// The newest entries first, and where each stands.
    List {
        /// Only entries that stand so.
        #[arg(long)]
        state: Option<State>,
    },
    /// Everything about one entry.
    Show { key: String },
    /// Send a waiting or stuck entry as soon as possible.
    Retry {
        #[arg(required_unless_present = "all")]
        key: Option<String>,
        /// Everything that is stuck, or waits after a failure.
        #[arg(long, conflicts_with = "key")]
        all: bool,
    },
    /// Take an entry that was not sent out of the journal.
    Discard { key: String },
    /// Send an entry that was made for another Salesforce org to the one signed in to.
    SendHere { key: String },
    /// Compare the phone system's call log, the calls of this computer and Salesforce's Tasks.
    ///
    /// Lists calls that nobody wrote though the settings want them written, calls with more than
    /// one Task, and Tasks of this agent that no call explains. Ends with 0 when nothing is missing
    /// or doubled any more (entries that wait here, and Tasks without a call, are neither), else
    /// with 1; with 2 for days that cannot be compared, with 3 when nobody is signed in, with 4
    /// when one side is out of reach.
    Reconcile(reconcile::Args),
    /// Entries as a table (CSV), or as JSON.
    Export {
        /// First day of the calls, such as 2026-11-01.
        #[arg(long, value_name = "DAY")]
        from: Option<Date>,
        /// Last day of the calls.
        #[arg(long, value_name = "DAY")]
        to: Option<Date>,
    },
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum State {
    Stuck,
    Waiting,
    Written,
}

/// Who answers.
enum Journal {
    Running(Box<LocalClient>),
    Alone(Store),
}

pub(crate) async fn run(args: &Args, dir: Option<PathBuf>, json: bool) -> Result<Exit, Stop> {
    let profile = profile::open(dir.as_deref())?;
    if let Command::Reconcile(args) = &args.command {
        return reconcile::run(args, &profile, json).await;
    }
    let mut journal = Journal::open(&profile).await?;
    match &args.command {
        Command::Reconcile(_) => {}
        Command::List { state } => {
            let group = state.map(|state| match state {
                State::Stuck => Group::Stuck,
                State::Waiting => Group::Waiting,
                State::Written => Group::Written,
            });
            let list = journal.page(Wanted::newest(group, LISTED_MAX)).await?;
            if json {
                out::json(&list);
            } else {
                entries_of(&list).iter().for_each(|entry| out::line(&human(entry)));
            }
        }
        Command::Show { key } => show(&journal.entry(key).await?, json),
        Command::Retry { key: Some(key), .. } => {
            let entry = journal.entry(key).await?;
            journal.retry(key, &entry).await?;
            done(json);
        }
        Command::Retry { key: None, .. } => {
            journal.retry_all().await?;
            done(json);
        }
        Command::Discard { key } => {
            let entry = journal.entry(key).await?;
            journal.discard(key, &entry).await?;
            done(json);
        }
        Command::SendHere { key } => {
            let entry = journal.entry(key).await?;
            journal.send_here(key, &entry).await?;
            done(json);
        }
        Command::Export { from, to } => export(&mut journal, *from, *to, json).await?,
    }
    Ok(Exit::Ok)
}

impl Journal {
    async fn open(profile: &Profile) -> Result<Self, Stop> {
        if let Some(running) = LocalClient::connect(profile).await {
            return Ok(Journal::Running(Box::new(running)));
        }
        let alone = Alone::open(profile).await?;
        let key = alone.keychain.store_key(&profile.dir).await?;
        Ok(Journal::Alone(Store::open(&profile.dir, *key.bytes()).await?))
    }

    async fn page(&mut self, wanted: Wanted) -> Result<Value, Stop> {
        let Wanted { group, from, to, before, .. } = wanted;
        Ok(match self {
            Journal::Running(running) => {
                running.ask(&Request::Ask(Ask::Journal { group, from, to, before })).await?
            }
            Journal::Alone(store) => page_json(&store.outbox().journal(wanted).await?),
        })
    }

    async fn entry(&mut self, key: &str) -> Result<Value, Stop> {
        let entry = match self {
            Journal::Running(running) => {
                running.ask(&Request::Ask(Ask::Entry { key: key.to_owned() })).await?["entry"].take()
            }
            Journal::Alone(store) => store.outbox().item(key).await?.as_ref().map_or(Value::Null, entry_json),
        };
        if entry.is_null() {
            return Err(Stop::new(Exit::No, out::words().say("ctl-no-entry", &[])));
        }
        Ok(entry)
    }

    async fn retry(&mut self, key: &str, entry: &Value) -> Result<(), Stop> {
        if !is_unsent(entry) {
            return Err(Stop::new(Exit::No, out::words().say("ctl-entry-sent", &[])));
        }
        match self {
            Journal::Running(running) => {
                running.ask(&Request::Act(AgentAction::RetryEntry { key: key.to_owned() })).await?;
            }
            Journal::Alone(store) => drop(store.outbox().retry(key, now()).await?),
        }
        Ok(())
    }

    async fn retry_all(&mut self) -> Result<(), Stop> {
        match self {
            Journal::Running(running) => drop(running.ask(&Request::Act(AgentAction::RetryAll)).await?),
            Journal::Alone(store) => drop(store.outbox().retry_all(now()).await?),
        }
        Ok(())
    }

    async fn send_here(&mut self, key: &str, entry: &Value) -> Result<(), Stop> {
        let moved = entry["other_org"].is_string()
            && match self {
                Journal::Running(running) => {
                    running.ask(&Request::Act(AgentAction::SendEntryHere { key: key.to_owned() })).await?;
                    true
                }
                Journal::Alone(store) => store.outbox().send_here(key, now()).await?,
            };
        if moved { Ok(()) } else { Err(Stop::new(Exit::No, out::words().say("ctl-entry-of-this-org", &[]))) }
    }

    async fn discard(&mut self, key: &str, entry: &Value) -> Result<(), Stop> {
        let taken = is_unsent(entry)
            && match self {
                Journal::Running(running) => {
                    running.ask(&Request::Act(AgentAction::DiscardEntry { key: key.to_owned() })).await?;
                    true
                }
                Journal::Alone(store) => store.outbox().discard(key, now()).await?,
            };
        if taken { Ok(()) } else { Err(Stop::new(Exit::No, out::words().say("ctl-entry-sent", &[]))) }
    }
}

async fn export(journal: &mut Journal, from: Option<Date>, to: Option<Date>, json: bool) -> Result<(), Stop> {
    let mut wanted = Wanted::newest(None, LISTED_MAX);
    wanted.from = from.map(start_of).transpose()?;
    wanted.to = to.map(|day| start_of(day.tomorrow()?)).transpose()?;
    let mut all = Vec::new();
    loop {
        let page = journal.page(wanted).await?;
        all.extend(entries_of(&page).iter().cloned());
        wanted.before = page["next"].as_i64();
        if wanted.before.is_none() || all.len() >= EXPORTED_MAX {
            break;
        }
    }
    if json {
        out::json(&json!({"journal": all}));
    } else {
        out::line(entries_csv(&all)?.trim_end());
    }
    Ok(())
}

fn start_of(day: Date) -> Result<Timestamp, jiff::Error> {
    Ok(day.to_zoned(TimeZone::system())?.timestamp())
}

fn now() -> Timestamp {
    SystemClock::new().now().wall
}

fn entries_of(list: &Value) -> &[Value] {
    list["journal"].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn is_unsent(entry: &Value) -> bool {
    matches!(entry["standing"].as_str(), Some("kept" | "waiting" | "stuck"))
}

fn done(json: bool) {
    if json {
        out::json(&json!({"ok": true}));
    }
}

fn show(entry: &Value, json: bool) {
    if json {
        out::json(entry);
        return;
    }
    for (name, value) in entry.as_object().into_iter().flatten() {
        match value {
            Value::Null | Value::Object(_) => {}
            Value::String(text) => out::line(&format!("{name:12} {}", text.replace('\n', "\n             "))),
            Value::Bool(_) | Value::Number(_) | Value::Array(_) => out::line(&format!("{name:12} {value}")),
        }
    }
    if let Some(why) = entry["state"]["why"].as_object() {
        out::line(&format!("{:12} {}", "why", Value::Object(why.clone())));
    }
}

fn human(entry: &Value) -> String {
    let text = |name: &str| entry[name].as_str().unwrap_or_default().to_owned();
    let task = entry["task"].as_str().map(|task| format!(" {task}")).unwrap_or_default();
    let first_line = text("description").lines().next().unwrap_or_default().to_owned();
    let org = entry["other_org"].as_str().map(|org| format!(" [{org}]")).unwrap_or_default();
    format!("{}  {}  {}{org}{task}  {first_line}", text("key"), text("started"), text("standing"))
}
