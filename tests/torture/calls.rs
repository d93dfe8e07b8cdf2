//! The calls of the day: rung, picked up or not, ended; and which of them the companion told of.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use rand::Rng as _;
use rand::rngs::StdRng;
use serde_json::{Value, json};
use simulators::threecx::{Pbx, Ring};

use crate::companion::Companion;
use crate::office::Office;

/// Calls alive at once; an agent has one or two.
const ALIVE_MAX: usize = 10;
/// A call nobody hears of ends at last.
const UNHEARD_MAX: Duration = Duration::from_secs(8);

struct Alive {
    since: Instant,
    outbound: bool,
    /// When it is picked up, and when it ends, once it was heard of.
    talks_after: Option<Duration>,
    ends_after: Duration,
    heard: Option<Instant>,
}

pub struct Calls {
    pbx: Pbx,
    agent: String,
    alive: BTreeMap<i32, Alive>,
    rung: usize,
    /// Told of, and not known yet to be on disk.
    told: BTreeSet<u64>,
    /// Told of, and then something else: what was told before is on disk.
    promised: BTreeSet<u64>,
    /// The companion that runs now has told something.
    linked: bool,
    notes: u64,
}

impl Calls {
    pub fn new(office: &Office) -> Self {
        let (pbx, agent) = (office.simulators.pbx.clone(), office.simulators.ready().threecx.agent.clone());
        let (alive, told, promised) = (BTreeMap::new(), BTreeSet::new(), BTreeSet::new());
        Self { pbx, agent, alive, rung: 0, told, promised, linked: false, notes: 0 }
    }

    pub fn rung(&self) -> usize {
        self.rung
    }

    pub fn heard(&self) -> usize {
        self.promised.len()
    }

    pub fn all_heard(&self) -> &BTreeSet<u64> {
        &self.promised
    }

    /// The companion that runs now has told something of the phone system.
    pub fn is_linked(&self) -> bool {
        self.linked
    }

    /// The companion is gone: what it told of last it may not have put on disk.
    pub fn forget_told(&mut self) {
        self.told.clear();
        self.linked = false;
    }

    /// Reads what the companion printed. An event is printed before it is handled; when the next one
    /// is printed, what the first one told is on disk, where there is room.
    pub fn hear(&mut self, companion: &mut Companion, disk_has_room: bool) {
        for line in companion.lines() {
            let Some(event) = line.get("event") else { continue };
            self.linked = true;
            if disk_has_room {
                self.promised.append(&mut self.told);
            }
            let legs = match event["event"].as_str() {
                Some("leg_changed") => vec![&event["leg"]],
                Some("snapshot") => event["legs"].as_array().into_iter().flatten().collect(),
                _ => Vec::new(),
            };
            let of_agent = legs.into_iter().filter(|leg| leg["id"]["extension"] == self.agent.as_str());
            for call in of_agent.filter_map(|leg| leg["call"].as_u64()) {
                self.told.insert(call);
                let alive = i32::try_from(call).ok().and_then(|call| self.alive.get_mut(&call));
                if let Some(alive) = alive {
                    alive.heard.get_or_insert_with(Instant::now);
                }
            }
        }
    }

    /// Rings, picks up, hangs up; the agent types and dismisses now and then.
    pub fn go_on(&mut self, chance: &mut StdRng, companion: &mut Companion) {
        if self.alive.len() < ALIVE_MAX && chance.random_bool(0.7) {
            self.begin(chance);
        }
        let mut over = Vec::new();
        for (call, alive) in &mut self.alive {
            let Some(heard) = alive.heard else {
                if alive.since.elapsed() > UNHEARD_MAX {
                    over.push(*call);
                }
                continue;
            };
            if alive.talks_after.is_some_and(|after| heard.elapsed() > after) {
                alive.talks_after = None;
                // Err: it has ended by itself.
                let _ = if alive.outbound {
                    self.pbx.far_answer(*call)
                } else {
                    self.pbx.answer(*call, Some(&self.agent))
                };
            }
            if heard.elapsed() > alive.ends_after {
                over.push(*call);
            }
        }
        for call in over {
            self.alive.remove(&call);
            let _ = self.pbx.hang_up(call);
        }
        if chance.random_bool(0.3) {
            self.notes += 1;
            let call = chance.random_range(1..=u64::try_from(self.rung).unwrap_or(1).max(1));
            companion.say(&json!({"action": "note", "call": call, "text": format!("note {}", self.notes)}));
            companion.say(&json!({"action": "dismiss", "call": call}));
        }
    }

    fn begin(&mut self, chance: &mut StdRng) {
        let outbound = chance.random_bool(0.25);
        let number = match chance.random_range(0..4) {
            0 => "+494066969412".to_owned(),
            _ => format!("+4930{:07}", chance.random_range(1_000_000..9_999_999)),
        };
        let began = if outbound {
            self.pbx.dialled(&self.agent, &number)
        } else {
            self.pbx.ring(&Ring::from(&number))
        };
        // Err: no line is free just now.
        let Ok(call) = began else { return };
        self.rung += 1;
        let talks = chance.random_bool(0.4);
        let millis = |from, to, chance: &mut StdRng| Duration::from_millis(chance.random_range(from..to));
        let talks_after = talks.then(|| millis(30, 500, chance));
        let ends_after = millis(if talks { 600 } else { 60 }, 1_500, chance);
        let alive = Alive { since: Instant::now(), outbound, talks_after, ends_after, heard: None };
        self.alive.insert(call, alive);
    }

    /// Everybody hangs up.
    pub fn end(&mut self) {
        for call in std::mem::take(&mut self.alive).into_keys() {
            let _ = self.pbx.hang_up(call);
        }
    }
}

/// The phone system's number of the call a Task is about: our key is `pbx|extension|callid|time`.
pub fn call_of(task: &Value) -> Option<u64> {
    task["CallObject"].as_str()?.split('|').nth(2)?.parse().ok()
}

/// What tells two Tasks of a call apart.
pub fn told_of(task: &Value) -> String {
    let [id, key, made, text] = ["Id", "CallObject", "CreatedDate", "Description"]
        .map(|field| task[field].as_str().unwrap_or_default());
    format!("{id} {key} made {made}: {text}")
}
