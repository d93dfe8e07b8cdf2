//! A day in quick motion (`cargo xtask torture`): the real `ringsidectl run`, killed from one
//! instruction to the next again and again, while simulated phones ring and the simulated Salesforce
//! loses answers before and after the commit, commits late, refuses, locks and stumbles; on computers
//! whose clock is set wrong and whose disk fills up. Several desks at once, each with a phone system,
//! an org and a profile of its own. In the end every call a companion told of must be one Task, and
//! what a person changed must be there.
//!
//! Builds with debug assertions wait seconds instead of minutes where they are asked to
//! (`engine/src/torture.rs`); everything else is as people get it.

mod calls;
mod companion;
mod desk;
mod office;
mod org;
mod report;

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use desk::{Desk, Shared};
use report::Figures;
use tokio::task::JoinSet;

pub type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// The companion's longest wait, for what is in doubt as well.
pub const WAIT: Duration = Duration::from_secs(4);
/// Latest commit after a lost connection; sooner than [`WAIT`].
pub const LATE_SECONDS_MAX: u64 = 2;
/// Between two lines of what has been done so far.
const TOLD_EVERY: Duration = Duration::from_secs(60);

/// What is asked for: `MINUTES SEED DESKS`, where a seed of `-` leaves it to chance.
struct Wish {
    time: Duration,
    seed: u64,
    desks: u64,
}

impl Wish {
    fn read(mut words: impl Iterator<Item = String>) -> Self {
        let minutes = words.next().and_then(|word| word.parse().ok()).unwrap_or(10);
        let now = u64::try_from(jiff::Timestamp::now().as_millisecond()).unwrap_or_default();
        let seed = words.next().and_then(|word| word.parse().ok()).unwrap_or(now);
        let desks = words.next().and_then(|word| word.parse().ok()).unwrap_or(1);
        Self { time: Duration::from_secs(minutes * 60), seed, desks }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let wish = Wish::read(std::env::args().skip(1));
    say(&format!(
        "torture: --minutes {} --agents {} --seed {}",
        wish.time.as_secs() / 60,
        wish.desks,
        wish.seed
    ));
    let figures = torture(&wish).await;
    figures.print();
    match figures.wrong() {
        0 => ExitCode::SUCCESS,
        wrong => {
            say(&format!("torture: {wrong} wrong"));
            ExitCode::FAILURE
        }
    }
}

#[allow(clippy::print_stdout, reason = "the figures are what this program is for")]
pub fn say(text: &str) {
    println!("{text}");
}

async fn torture(wish: &Wish) -> Figures {
    let shared = Arc::new(Shared::default());
    let (began, mut desks, mut all) = (Instant::now(), JoinSet::new(), Figures::default());
    let ends = began + wish.time;
    for nth in 1..=wish.desks {
        desks.spawn(play(nth, wish.seed, Arc::clone(&shared), ends));
    }
    let mut next = wish.desks;
    let stopped = Arc::clone(&shared);
    // Listens from now on: an interruption between two looks is not missed.
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            say("  ending");
            stopped.ends.store(true, Ordering::Relaxed);
        }
    });
    let mut told = tokio::time::interval(TOLD_EVERY);
    told.tick().await;
    loop {
        tokio::select! {
            ended = desks.join_next() => match ended {
                Some(Ok(figures)) => {
                    all.add(figures);
                    if Instant::now() < ends && !shared.ends.load(Ordering::Relaxed) {
                        next += 1;
                        desks.spawn(play(next, wish.seed, Arc::clone(&shared), ends));
                    }
                }
                Some(Err(error)) => all.trouble.push(format!("a desk's figures are gone: {error}")),
                None => return all,
            },
            _ = told.tick() => say(&format!(
                "  {} s: {} calls heard of, {} kills",
                began.elapsed().as_secs(),
                shared.heard.load(Ordering::Relaxed),
                shared.kills.load(Ordering::Relaxed)
            )),
        }
    }
}

/// One agent's day, at a desk with nothing of the days before on it.
async fn play(nth: u64, seed: u64, shared: Arc<Shared>, ends: Instant) -> Figures {
    match Desk::open(nth, seed, shared).await {
        Ok(desk) => desk.play(ends).await,
        Err(error) => {
            Figures { trouble: vec![format!("desk {nth} does not open: {error}")], ..Figures::default() }
        }
    }
}
