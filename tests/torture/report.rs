//! What was done, and what is missing or there twice.

use std::collections::BTreeMap;

use crate::say;

/// The figures of one desk, or of all.
#[derive(Debug, Default)]
pub struct Figures {
    pub rung: usize,
    pub heard: usize,
    pub tasks: usize,
    /// How often, by when.
    pub kills: BTreeMap<&'static str, u64>,
    pub faults: BTreeMap<String, u64>,
    pub edits: usize,
    /// Requests by kind.
    pub requests: BTreeMap<&'static str, u64>,
    /// Calls that were told of and are no Task; those that are more than one; with their desk.
    pub lost: Vec<String>,
    pub doubled: Vec<String>,
    /// What a person wrote and is not there as they left it, with its entry.
    pub overwritten: Vec<String>,
    /// Tasks of no call.
    pub foreign: usize,
    /// Entries that are not written although everything is well.
    pub open: Vec<String>,
    /// Whatever else went wrong.
    pub trouble: Vec<String>,
}

impl Figures {
    pub fn add(&mut self, more: Figures) {
        self.rung += more.rung;
        self.heard += more.heard;
        self.tasks += more.tasks;
        self.edits += more.edits;
        self.foreign += more.foreign;
        add_up(&mut self.kills, more.kills);
        add_up(&mut self.faults, more.faults);
        add_up(&mut self.requests, more.requests);
        self.lost.extend(more.lost);
        self.doubled.extend(more.doubled);
        self.overwritten.extend(more.overwritten);
        self.open.extend(more.open);
        self.trouble.extend(more.trouble);
    }

    /// How many things are not as they should be.
    pub fn wrong(&self) -> usize {
        let lists = [&self.lost, &self.doubled, &self.overwritten, &self.open, &self.trouble];
        lists.iter().map(|list| list.len()).sum::<usize>() + self.foreign
    }

    pub fn print(&self) {
        let sum = |counts: &BTreeMap<&'static str, u64>| counts.values().sum::<u64>();
        say(&format!("calls: rung {}, heard of {}, Tasks {}", self.rung, self.heard, self.tasks));
        say(&format!("kills: {} {}", sum(&self.kills), listed(&self.kills)));
        say(&format!("faults: {} {}", self.faults.values().sum::<u64>(), listed(&self.faults)));
        say(&format!("requests: {}", listed(&self.requests)));
        say(&format!("edits by others: {}", self.edits));
        for (what, list) in [
            ("lost", &self.lost),
            ("doubled", &self.doubled),
            ("edits overwritten or gone", &self.overwritten),
            ("not written", &self.open),
            ("trouble", &self.trouble),
        ] {
            say(&format!("{what}: {}", list.len()));
            list.iter().for_each(|one| say(&format!("    {one}")));
        }
        say(&format!("Tasks of no call: {}", self.foreign));
    }
}

fn add_up<K: Ord>(all: &mut BTreeMap<K, u64>, more: BTreeMap<K, u64>) {
    for (what, count) in more {
        *all.entry(what).or_default() += count;
    }
}

fn listed<K: std::fmt::Display>(counts: &BTreeMap<K, u64>) -> String {
    let each: Vec<String> = counts.iter().map(|(what, count)| format!("{what} {count}")).collect();
    format!("({})", each.join(", "))
}
