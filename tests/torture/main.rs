//! A day in quick motion (`cargo xtask torture`): the real `ringsidectl run`, killed from one
//! instruction to the next again and again, while simulated phones ring and the simulated Salesforce
//! loses answers before and after the commit, commits late, refuses, locks and stumbles. In the end
//! every call it told of must be one Task, and what a person changed must be there.
//!
//! Debug builds of the companion wait seconds instead of minutes where it asks them to
//! (`engine/src/outbox/torture.rs`); everything else is as people get it.

mod calls;
mod companion;
mod office;
mod org;

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

use calls::Calls;
use companion::Companion;
use office::Office;
use org::Trouble;

pub type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// The companion's longest wait, for what is in doubt as well.
pub const WAIT: Duration = Duration::from_secs(4);
/// Latest commit after a lost connection; sooner than [`WAIT`].
pub const LATE_SECONDS_MAX: u64 = 2;
/// Between two looks at everything.
const TICK: Duration = Duration::from_millis(60);
/// Until the last entry is written after the last kill. A failed request costs [`WAIT`] at most.
const ENDS_WITHIN: Duration = Duration::from_secs(600);

#[tokio::main]
async fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let minutes = words.next().and_then(|word| word.parse().ok()).unwrap_or(10_u64);
    let now = u64::try_from(jiff::Timestamp::now().as_millisecond()).unwrap_or_default();
    let seed = words.next().and_then(|word| word.parse().ok()).unwrap_or(now);
    say(&format!("torture: {minutes} minutes, --seed {seed}"));
    match torture(Duration::from_secs(minutes * 60), seed).await {
        Ok(0) => ExitCode::SUCCESS,
        Ok(wrong) => {
            say(&format!("torture: {wrong} wrong"));
            ExitCode::FAILURE
        }
        Err(error) => {
            say(&format!("torture: {error}"));
            ExitCode::FAILURE
        }
    }
}

#[allow(clippy::print_stdout, reason = "the figures are what this program is for")]
pub fn say(text: &str) {
    println!("{text}");
}

async fn torture(time: Duration, seed: u64) -> Outcome<usize> {
    let mut chance = StdRng::seed_from_u64(seed);
    let office = Office::open().await?;
    let mut calls = Calls::new(&office);
    let mut trouble = Trouble::default();
    let mut companion = Companion::start(&office)?;
    let (began, mut kills, mut told) = (Instant::now(), 0_u64, Instant::now());
    let mut dies_at = Instant::now() + life(&mut chance);
    while began.elapsed() < time {
        tokio::time::sleep(TICK).await;
        calls.hear(&mut companion);
        calls.go_on(&mut chance, &mut companion);
        trouble.stir(&office, &mut chance);
        if Instant::now() >= dies_at {
            calls.hear(&mut companion);
            companion.kill().await?;
            kills += 1;
            calls.hear(&mut companion);
            companion = Companion::start(&office)?;
            dies_at = Instant::now() + life(&mut chance);
        }
        if told.elapsed() > Duration::from_secs(60) {
            told = Instant::now();
            say(&format!("  {} s: {} calls, {kills} kills", began.elapsed().as_secs(), calls.heard()));
        }
    }
    trouble.end(&office);
    calls.end();
    let mut companion = settle(&office, &mut calls, companion).await?;
    calls.hear(&mut companion);
    companion.kill().await?;
    Ok(report(&office, &calls, &trouble, kills))
}

/// How long one run of the companion lives: often not long enough to link up, sometimes long
/// enough to ask what became of an entry in doubt.
fn life(chance: &mut StdRng) -> Duration {
    let millis = match chance.random_range(0..10) {
        0 => chance.random_range(20..600),
        1..=5 => chance.random_range(600..3_000),
        6..=8 => chance.random_range(3_000..6_000),
        _ => chance.random_range(8_000..16_000),
    };
    Duration::from_millis(millis)
}

/// Until everything is written, and checked; what is stuck is retried, as an agent would.
async fn settle(office: &Office, calls: &mut Calls, mut companion: Companion) -> Outcome<Companion> {
    let ends = Instant::now() + ENDS_WITHIN;
    for round in 1.. {
        // Longer than the companion takes to start, ask, repeat and check; a loaded machine takes longer.
        let rest = Instant::now() + round * (4 * WAIT + Duration::from_secs(6));
        while Instant::now() < rest {
            tokio::time::sleep(TICK).await;
            calls.hear(&mut companion);
        }
        companion.kill().await?;
        calls.hear(&mut companion);
        let open = office.retry_what_is_open().await?;
        companion = Companion::start(office)?;
        if open.is_empty() {
            break;
        }
        say(&format!("  not written or not checked yet: {}", open.len()));
        if Instant::now() > ends {
            open.iter().take(5).for_each(|row| say(&format!("  never written: {row}")));
            break;
        }
    }
    Ok(companion)
}

fn report(office: &Office, calls: &Calls, trouble: &Trouble, kills: u64) -> usize {
    let mut of_call: BTreeMap<u64, usize> = BTreeMap::new();
    let mut foreign = 0;
    for task in office.tasks() {
        match calls::call_of(&task) {
            Some(call) => *of_call.entry(call).or_default() += 1,
            None => foreign += 1,
        }
    }
    let heard = calls.all_heard();
    let lost: Vec<u64> = heard.iter().copied().filter(|call| !of_call.contains_key(call)).collect();
    let doubled: Vec<u64> = of_call.iter().filter(|(_, count)| **count > 1).map(|(call, _)| *call).collect();
    let overwritten = trouble.edits_gone(office);
    let counters = office.simulators.org.counters();
    let count = |kind: &str| counters.get(kind).copied().unwrap_or_default();
    say(&format!(
        "calls rung {}, heard {}, Tasks {}",
        calls.rung(),
        heard.len(),
        of_call.values().sum::<usize>()
    ));
    say(&format!("kills {kills}, edits by others {}", trouble.edits()));
    say(&format!("faults {:?}", trouble.faults()));
    say(&format!(
        "requests: single {}, batches {}, questions {}, doubles removed {}",
        count("POST sobjects/Task"),
        count("POST composite/sobjects"),
        count("GET query"),
        count("DELETE sobjects/Task")
    ));
    say(&format!("lost {} {lost:?}", lost.len()));
    say(&format!("doubled {} {doubled:?}", doubled.len()));
    say(&format!("of no call {foreign}, edits overwritten or gone {overwritten}"));
    lost.len() + doubled.len() + foreign + overwritten
}
