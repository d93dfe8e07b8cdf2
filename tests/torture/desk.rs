//! One agent's day: phone system, org, profile and a companion that is killed again and again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

use crate::calls::{self, Calls};
use crate::companion::{Companion, Start};
use crate::office::Office;
use crate::org::Trouble;
use crate::report::Figures;
use crate::{Outcome, WAIT, say};

/// Between two looks at everything.
const TICK: Duration = Duration::from_millis(60);
/// A long day of one agent; the next begins at another desk. What a companion reads at its start and
/// tells with every ring grows with the day, and so would the time between two kills.
const DAY_CALLS_MAX: usize = 120;
/// Until the last entry is written after the last kill. A failed request costs [`WAIT`] at most.
const ENDS_WITHIN: Duration = Duration::from_secs(600);
/// A second program on a profile gives up at once; a loaded machine takes longer.
const RIVAL_ENDS_WITHIN: Duration = Duration::from_secs(30);
/// Longest that a write is waited for, to kill the companion in it.
const WRITE_WITHIN: Duration = Duration::from_secs(8);
/// Longest that a companion takes to link up; a loaded machine takes longer.
const LINKED_WITHIN: Duration = Duration::from_secs(20);
/// Between two looks at whether a write has begun.
const GLANCE: Duration = Duration::from_millis(1);
/// From a write's arrival to the kill, at most: its answer is on the way, read, or on disk by then.
const AFTER_WRITE_MS_MAX: u64 = 25;
/// Room that a full disk has left, in blocks of 512 bytes: for some changes of the store, not for many.
const ROOM_BLOCKS_MAX: u64 = 200;
/// Room for what the store cannot be opened without.
const ROOM_BLOCKS_MIN: u64 = 128;

/// What all desks have in common.
#[derive(Default)]
pub struct Shared {
    pub heard: AtomicUsize,
    pub kills: AtomicUsize,
    /// Somebody wants the report now.
    pub ends: AtomicBool,
}

/// When the companion is killed next.
enum Death {
    At(Instant),
    /// So long after it linked up; at the latest then.
    AfterLink {
        lives: Duration,
        latest: Instant,
    },
    /// With the next write, counted from so many; at the latest then.
    AroundWrite {
        seen: u64,
        latest: Instant,
    },
}

pub struct Desk {
    name: String,
    shared: Arc<Shared>,
    office: Office,
    chance: StdRng,
    calls: Calls,
    trouble: Trouble,
    companion: Companion,
    disk_is_full: bool,
    death: Death,
    figures: Figures,
}

impl Desk {
    pub async fn open(nth: u64, seed: u64, shared: Arc<Shared>) -> Outcome<Self> {
        let office = Office::open().await?;
        let companion = Companion::start(&office, Start::default())?;
        let mut desk = Self {
            name: format!("desk {nth}"),
            shared,
            chance: StdRng::seed_from_u64(seed.wrapping_add(nth)),
            calls: Calls::new(&office),
            trouble: Trouble::default(),
            companion,
            office,
            disk_is_full: false,
            death: Death::At(Instant::now()),
            figures: Figures::default(),
        };
        desk.death = desk.next_death();
        Ok(desk)
    }

    /// The whole day, until then at the latest. Whatever goes wrong, there are figures in the end.
    pub async fn play(mut self, ends: Instant) -> Figures {
        if let Err(error) = self.live(ends).await {
            self.figures.trouble.push(format!("{}: {error}", self.name));
        }
        self.trouble.end(&self.office);
        self.calls.end();
        if let Err(error) = self.settle().await {
            self.figures.trouble.push(format!("{}: {error}", self.name));
        }
        self.count();
        self.figures
    }

    async fn live(&mut self, ends: Instant) -> Outcome<()> {
        while Instant::now() < ends
            && self.calls.heard() < DAY_CALLS_MAX
            && !self.shared.ends.load(Ordering::Relaxed)
        {
            let dies = self.tick().await;
            self.hear();
            self.calls.go_on(&mut self.chance, &mut self.companion);
            self.trouble.stir(&self.office, &mut self.chance);
            if self.chance.random_ratio(1, 600) {
                self.start_beside().await?;
            }
            if let Some(when) = dies {
                self.die(when)?;
            }
        }
        Ok(())
    }

    fn hear(&mut self) {
        let before = self.calls.heard();
        self.calls.hear(&mut self.companion, !self.disk_is_full);
        self.shared.heard.fetch_add(self.calls.heard() - before, Ordering::Relaxed);
    }

    /// Until the next look, or until the companion is to die, and why.
    async fn tick(&mut self) -> Option<&'static str> {
        let until = Instant::now() + TICK;
        loop {
            match self.death {
                Death::At(at) => {
                    tokio::time::sleep(at.min(until).saturating_duration_since(Instant::now())).await;
                    let what = if self.disk_is_full { "with a full disk" } else { "at random" };
                    return (Instant::now() >= at).then_some(what);
                }
                Death::AfterLink { lives, latest } => {
                    tokio::time::sleep_until(until.into()).await;
                    let now = Instant::now();
                    if self.calls.is_linked() || now >= latest {
                        self.death = Death::At(now + lives);
                    }
                    return None;
                }
                Death::AroundWrite { seen, latest } => {
                    if self.office.writes() != seen {
                        let more = self.chance.random_range(0..=AFTER_WRITE_MS_MAX);
                        tokio::time::sleep(Duration::from_millis(more)).await;
                        return Some("around a write");
                    }
                    if Instant::now() >= until {
                        return (Instant::now() >= latest).then_some("at random");
                    }
                    tokio::time::sleep(GLANCE).await;
                }
            }
        }
    }

    /// How long one run of the companion lives: often not long enough to link up, sometimes long
    /// enough to ask what became of an entry in doubt.
    fn next_death(&mut self) -> Death {
        let now = Instant::now();
        let chance = &mut self.chance;
        let (from, to) = match chance.random_range(0..12) {
            0 => return Death::At(now + Duration::from_millis(chance.random_range(0..1_000))),
            1..=4 => (0, 1_500),
            5..=6 => (1_000, 4_000),
            7 => (6_000, 12_000),
            _ => return Death::AroundWrite { seen: self.office.writes(), latest: now + WRITE_WITHIN },
        };
        let lives = Duration::from_millis(chance.random_range(from..to));
        Death::AfterLink { lives, latest: now + LINKED_WITHIN }
    }

    fn die(&mut self, when: &'static str) -> Outcome<()> {
        if let Some(status) = self.companion.ended()?
            && !self.disk_is_full
        {
            self.figures.trouble.push(format!("{}: the companion ended by itself: {status}", self.name));
        }
        self.companion.kill()?;
        *self.figures.kills.entry(when).or_default() += 1;
        self.shared.kills.fetch_add(1, Ordering::Relaxed);
        self.hear();
        self.calls.forget_told();
        let start = self.next_start();
        self.disk_is_full = start.blocks_max.is_some();
        self.companion = Companion::start(&self.office, start)?;
        self.death = self.next_death();
        Ok(())
    }

    /// Now and then on a computer whose clock was set wrong meanwhile, or whose disk has no room.
    fn next_start(&mut self) -> Start {
        let chance = &mut self.chance;
        // Hours or seconds. A clock set back by less than two hours makes entries wait for as long.
        let clock_s = match chance.random_range(0..20) {
            0 => chance.random_range(3..60) * 3_600,
            1 => chance.random_range(3..60) * -3_600,
            2 => chance.random_range(-3..=3),
            _ => 0,
        };
        if clock_s != 0 {
            self.trouble.note("clock set wrong");
        }
        let full = cfg!(unix) && self.chance.random_ratio(1, 25);
        let blocks_max = full.then(|| {
            self.trouble.note("disk full");
            let room = self.chance.random_range(0..=ROOM_BLOCKS_MAX);
            self.office.longest_blocks().max(ROOM_BLOCKS_MIN) + room
        });
        Start { clock_s, blocks_max }
    }

    /// A second program on the profile, which must see that there is one and go.
    async fn start_beside(&mut self) -> Outcome<()> {
        if self.companion.ended()?.is_some() || !self.calls.is_linked() {
            return Ok(());
        }
        self.trouble.note("second program");
        let mut rival = Companion::start(&self.office, Start::default())?;
        match rival.ends_within(RIVAL_ENDS_WITHIN).await? {
            Some(status) if !status.success() => {}
            ended => self.figures.trouble.push(format!("{}: a second program ran: {ended:?}", self.name)),
        }
        Ok(())
    }

    /// Until everything is written, and checked; what is stuck is retried, as an agent would.
    async fn settle(&mut self) -> Outcome<()> {
        let ends = Instant::now() + ENDS_WITHIN;
        for round in 1.. {
            self.hear();
            self.companion.kill()?;
            self.hear();
            self.calls.forget_told();
            self.disk_is_full = false;
            self.companion = Companion::start(&self.office, Start::default())?;
            // Longer than the companion takes to start, ask, repeat and check; a loaded machine takes longer.
            let rest = Instant::now() + round * (4 * WAIT + Duration::from_secs(6));
            while Instant::now() < rest {
                tokio::time::sleep(TICK).await;
                self.hear();
            }
            self.companion.kill()?;
            self.hear();
            let open = self.office.retry_what_is_open().await?;
            if open.is_empty() {
                break;
            }
            let first = open.first().map_or("", String::as_str);
            say(&format!("  {}: not written or not checked yet: {}, such as {first}", self.name, open.len()));
            if Instant::now() > ends {
                self.figures.open = open.iter().map(|row| format!("{}: {row}", self.name)).collect();
                break;
            }
        }
        Ok(())
    }

    fn count(&mut self) {
        let mut of_call: BTreeMap<u64, Vec<String>> = BTreeMap::new();
        for task in self.office.tasks() {
            match calls::call_of(&task) {
                Some(call) => of_call.entry(call).or_default().push(calls::told_of(&task)),
                None => self.figures.foreign += 1,
            }
        }
        let heard: &BTreeSet<u64> = self.calls.all_heard();
        let figures = &mut self.figures;
        let lost = heard.iter().filter(|call| !of_call.contains_key(call));
        figures.lost = lost.map(|call| format!("{}: call {call}", self.name)).collect();
        let doubled = of_call.iter().filter(|(_, tasks)| tasks.len() > 1);
        figures.doubled =
            doubled.map(|(call, tasks)| format!("{}: call {call}: {tasks:?}", self.name)).collect();
        figures.overwritten = self.trouble.edits_gone(&self.office);
        (figures.rung, figures.heard) = (self.calls.rung(), heard.len());
        figures.tasks = of_call.values().map(Vec::len).sum();
        figures.edits = self.trouble.edits();
        figures.faults = self.trouble.faults().clone();
        let counters = self.office.simulators.org.counters();
        for (what, kind) in [
            ("single writes", "POST sobjects/Task"),
            ("batches", "POST composite/sobjects"),
            ("questions", "GET query"),
            ("doubles removed", "DELETE sobjects/Task"),
        ] {
            figures.requests.insert(what, counters.get(kind).copied().unwrap_or_default());
        }
    }
}
