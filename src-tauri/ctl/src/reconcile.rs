//! `journal reconcile`: the phone system's log, the calls of this computer and Salesforce's Tasks,
//! through the program that runs the profile, or alone.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use domain::desk::Context;
use domain::journal::Agent;
use domain::outbox::EntryState;
use engine::clock::SystemClock;
use engine::companion::context;
use engine::connections::{config, three_cx};
use engine::crm::Crm as _;
use engine::crm::salesforce::Salesforce;
use engine::directory::Directory;
use engine::http::Net;
use engine::local::{Ask, LocalClient, Profile, Request};
use engine::outbox::{EntryNews, Limits, Sender};
use engine::phone::threecx::ThreeCx;
use engine::problem::{Problem, ProblemCode};
use engine::reconcile::{Desk, Doing, Reach, Reconciler};
use engine::search::{Reach as SearchReach, Search};
use engine::signin::SecretName;
use engine::store::Store;
use engine::view::{CompareView, ComparedView, FindingView, FindingWhat, MissingWhy};
use engine::who;
use jiff::Timestamp;
use jiff::civil::Date;
use tokio::sync::{mpsc, watch};
use tokio_util::sync::CancellationToken;

use crate::lookup::exit_of;
use crate::out::{self, Exit, Stop};
use crate::profile::{Alone, TokenArgs};

/// How long entries that were handed over are waited for; what is not written by then waits in the
/// outbox.
const WRITTEN_WITHIN: Duration = Duration::from_secs(120);
/// News that may wait to be read.
const NEWS_MAX: usize = 256;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// First day, such as 2026-11-01.
    #[arg(long, value_name = "DAY")]
    from: Date,
    /// Last day; not more than 31 days in all.
    #[arg(long, value_name = "DAY")]
    to: Date,
    /// Write what is missing, and remove what Ringside wrote twice and nobody changed.
    #[arg(long)]
    fill: bool,
    #[command(flatten)]
    token: TokenArgs,
}

pub(crate) async fn run(args: &Args, profile: &Profile, json: bool) -> Result<Exit, Stop> {
    let told = match LocalClient::connect(profile).await {
        Some(mut running) => {
            let Args { from, to, fill, .. } = *args;
            let answer = running.ask(&Request::Ask(Ask::Compare { from, to, fill })).await?;
            serde_json::from_value(answer)?
        }
        None => alone(args, profile).await?,
    };
    if json {
        out::json(&told);
    }
    if let Some(problem) = &told.problem {
        let exit = exit(problem);
        return Err(Stop::problem(exit, problem));
    }
    let Some(compared) = &told.compared else { return Ok(Exit::No) };
    if !json {
        print(&told, compared);
    }
    let open = compared.findings.iter().any(|finding| match &finding.what {
        FindingWhat::Missing { .. } | FindingWhat::Doubled { .. } => true,
        FindingWhat::Foreign { .. } => false,
    });
    Ok(if open || compared.more > 0 { Exit::No } else { Exit::Ok })
}

fn exit(problem: &Problem) -> Exit {
    if problem.code == ProblemCode::ComparePeriod {
        Exit::BadUsage
    } else if problem.code == ProblemCode::PhoneUnreachable {
        Exit::Unreachable
    } else {
        exit_of(problem.code)
    }
}

/// Without a program that runs the profile: this one is it for so long when it writes.
async fn alone(args: &Args, profile: &Profile) -> Result<CompareView, Stop> {
    let alone = Alone::open(profile).await?;
    let held = if args.fill { Some(profile.lock()?) } else { None };
    let key = alone.keychain.store_key(&profile.dir).await?;
    let store = Store::open(&profile.dir, *key.bytes()).await?;
    let salesforce = alone.salesforce(profile, args.token.read()?).await?;
    let three_cx = phone(&alone).await?;
    salesforce.key_by(&alone.settings.journal.key_field);
    salesforce.own_by(who::wish(&alone.settings, three_cx.clone())).await;
    let clock = Arc::new(SystemClock::new());
    let cancel = CancellationToken::new();
    let (news, told) = mpsc::channel(NEWS_MAX);
    let limits = watch::channel(Limits::of(&alone.settings)).1;
    let sender =
        Sender::new(store.clone(), Arc::clone(&salesforce) as _, news, Arc::clone(&clock) as _, limits);
    let reach = Reach {
        crm: Some(Arc::clone(&salesforce) as _),
        sign_in: None,
        log: three_cx.map(|three_cx| three_cx.call_log()),
        nudge: sender.nudge(),
    };
    let desk = Desk::Alone(Box::new(agent(&alone, &salesforce).await));
    let search = search(&alone, &store, &salesforce).await?;
    let reconciler = Reconciler::new(store.clone(), desk, search, clock, reach, cancel.clone());
    let sending = held.is_some().then(|| tokio::spawn(sender.run(cancel.clone())));
    let days = (args.from, args.to);
    let compared = tokio::select! {
        told = reconciler.told(days, args.fill, &tell, &cancel) => Some(told),
        () = out::interrupted() => None,
    };
    let (compared, queued) = compared.unzip();
    written(told, queued.unwrap_or_default()).await;
    cancel.cancel();
    if let Some(sending) = sending {
        // Err: it panicked, and its rows are on disk.
        let _ = sending.await;
    }
    store.close().await;
    compared.ok_or_else(|| Stop::new(Exit::No, out::words().problem(&stopped())))
}

fn stopped() -> Problem {
    Problem { code: ProblemCode::CompareStopped, detail: None }
}

async fn phone(alone: &Alone) -> Result<Option<ThreeCx>, Stop> {
    let key = alone.keychain.get(SecretName::PbxKey).await?;
    let (Some(key), Some(config)) = (key, config(&alone.settings.phone)) else { return Ok(None) };
    let net = Net::new(&alone.settings.network)
        .map_err(|error| Stop::new(Exit::NotConfigured, error.to_string()))?;
    Ok(Some(three_cx(config, &key, &net)?))
}

/// What entries are composed by; who the agent is, Salesforce says.
async fn agent(alone: &Alone, salesforce: &Salesforce) -> Context {
    let mut context = context(&alone.settings);
    if let Ok(identity) = salesforce.identity().await {
        let extension = std::mem::take(&mut context.agent.extension);
        context.agent = Agent::named(extension, &identity.name, &identity.email);
    }
    context
}

async fn search(alone: &Alone, store: &Store, salesforce: &Arc<Salesforce>) -> Result<Search, Stop> {
    let matching = alone.settings.matching.clone();
    let directory = Directory::open(store.clone(), matching.default_region.clone()).await?;
    let crm = Some(Arc::clone(salesforce) as _);
    let reach = SearchReach { crm, sign_in: None, directory: Some(directory), matching };
    Ok(Search::new(reach, Arc::new(SystemClock::new()), None))
}

/// Waits until these entries are written, or will not be just now. Others that waited here before
/// are sent beside them.
async fn written(mut told: mpsc::Receiver<EntryNews>, mut queued: BTreeSet<String>) {
    let any = !queued.is_empty();
    let reading = async {
        while !queued.is_empty() {
            let Some(EntryNews { key, state, .. }) = told.recv().await else { return };
            match state {
                EntryState::Written { .. } | EntryState::Stuck { .. } | EntryState::InDoubt { .. } => {
                    queued.remove(&key);
                }
                EntryState::Waiting { .. } | EntryState::Removed { .. } => {}
            }
        }
    };
    if any && tokio::time::timeout(WRITTEN_WITHIN, reading).await.is_err() {
        out::aside(&out::words().say("ctl-compare-unwritten", &[]));
    }
}

fn tell(doing: Doing) {
    let words = out::words();
    let say = |id: &str, facts: &[(&str, &str)]| out::aside(&words.say(id, facts));
    match doing {
        Doing::Calls => say("compare-doing-calls", &[]),
        Doing::Log { day, of } => {
            say("compare-doing-log", &[("nth", &day.to_string()), ("of", &of.to_string())]);
        }
        Doing::Tasks => say("compare-doing-tasks", &[]),
        Doing::Keys { count } => say("compare-doing-keys", &[("count", &count.to_string())]),
        Doing::People { nth, of } => {
            say("compare-doing-people", &[("nth", &nth.to_string()), ("of", &of.to_string())]);
        }
        Doing::Mending { nth, of } => {
            say("compare-doing-mending", &[("nth", &nth.to_string()), ("of", &of.to_string())]);
        }
    }
}

fn print(told: &CompareView, compared: &ComparedView) {
    let words = out::words();
    for finding in &compared.findings {
        out::line(&human(finding));
    }
    let count = |id: &str, count: u32| words.say(id, &[("count", &count.to_string())]);
    if compared.more > 0 {
        out::line(&count("compare-more", compared.more));
    }
    if let Some(mended) = told.mended {
        for (id, many) in [("ctl-compare-queued", mended.queued), ("ctl-compare-removed", mended.removed)] {
            if many > 0 {
                out::line(&count(id, many));
            }
        }
    }
    let agreed = count("ctl-compare-agreed", compared.agreed);
    let waiting = count("compare-waiting", compared.waiting);
    let unwanted = count("compare-unwanted", compared.unwanted);
    out::line(&format!("{agreed}, {waiting}, {unwanted}"));
    if compared.findings.is_empty() {
        out::line(&words.say("compare-agrees", &[]));
    }
    if let Some(problem) = &compared.no_log {
        out::aside(&words.say("compare-no-log-why", &[("why", &words.problem(problem))]));
    }
    if compared.cut {
        out::aside(&words.say("compare-cut", &[]));
    }
}

fn human(finding: &FindingView) -> String {
    let words = out::words();
    let at = Timestamp::from_millisecond(finding.at_ms).unwrap_or(Timestamp::UNIX_EPOCH);
    let (mark, why) = match &finding.what {
        FindingWhat::Missing { why, .. } => {
            let why = match why {
                MissingWhy::Gone => "compare-short-gone",
                MissingWhy::NeverQueued => "compare-short-never",
                MissingWhy::NotSeenHere => "compare-short-log",
            };
            ("compare-missing-mark", words.say(why, &[]))
        }
        FindingWhat::Doubled { keep, rivals, .. } if !rivals.is_empty() => {
            let all = std::iter::once(keep).chain(rivals).cloned().collect::<Vec<_>>().join(" ");
            ("compare-doubled-mark", format!("{}: {all}", words.say("compare-short-rivals", &[])))
        }
        FindingWhat::Doubled { keep, remove, foreign, .. } if remove.is_empty() => {
            let all = std::iter::once(keep).chain(foreign).cloned().collect::<Vec<_>>().join(" ");
            ("compare-doubled-mark", format!("{}: {all}", words.say("compare-short-left", &[])))
        }
        FindingWhat::Doubled { keep, remove, .. } => {
            ("compare-doubled-mark", format!("{keep}, -{}", remove.join(" -")))
        }
        FindingWhat::Foreign { record } => ("compare-foreign-mark", record.clone()),
    };
    let mark = words.say(mark, &[]);
    format!("{mark:12} {at}  {}  {why}  {}", finding.title, finding.id)
}
