//! What goes wrong in Salesforce and on the way to it, and what other people change there.

use std::collections::BTreeMap;

use rand::Rng as _;
use rand::rngs::StdRng;
use serde_json::{Value, json};

use crate::LATE_SECONDS_MAX;
use crate::office::Office;

/// What a person makes of an entry's text.
const EDITED: &str = "Edited by a person.";

/// The fault, how often in a hundred looks, and its value; `#` stands for one to three.
const FAULTS: &[(&str, u32, &str)] = &[
    ("reset-before-commit", 4, "#"),
    ("reset-after-commit", 5, "#"),
    ("late-commit", 5, "late"),
    ("html-503-before-commit", 2, "#"),
    ("html-503-after-commit", 3, "#"),
    ("throttle", 1, "420"),
    ("throttle", 1, "429"),
    ("fail-next", 1, "401"),
    ("fail-next", 1, "403"),
    ("fail-next", 2, "500"),
    ("fail-next", 2, "503"),
    ("unable-to-lock-row", 3, "#"),
    ("expire-tokens", 1, ""),
    ("api-delay-ms", 2, "delay"),
];

#[derive(Default)]
pub struct Trouble {
    /// Requests to the org when it was looked at last.
    requests: u64,
    faults: BTreeMap<String, u64>,
    /// Keys of entries that a person worked on, and the record.
    edited: BTreeMap<String, String>,
}

impl Trouble {
    pub fn stir(&mut self, office: &Office, chance: &mut StdRng) {
        if chance.random_ratio(1, 25) {
            self.edit(office, chance);
        }
        let requests = office.simulators.org.counters().values().sum();
        if requests == self.requests {
            return;
        }
        // While nobody asks, faults would only pile up.
        self.requests = requests;
        for (name, often, value) in FAULTS {
            if !chance.random_ratio(*often, 100) {
                continue;
            }
            let value = match *value {
                "#" => chance.random_range(1..=3).to_string(),
                "late" => {
                    format!("{}:{}", chance.random_range(1..=LATE_SECONDS_MAX), chance.random_range(1..=2))
                }
                "delay" => chance.random_range(0..=250_u64).to_string(),
                other => other.to_owned(),
            };
            let told = Some(value.as_str()).filter(|value| !value.is_empty());
            if office.simulators.org.apply_fault(name, told).is_ok() {
                let what = if value.len() == 3 && *name != "api-delay-ms" {
                    format!("{name} {value}")
                } else {
                    (*name).to_owned()
                };
                *self.faults.entry(what).or_default() += 1;
            }
        }
        if chance.random_ratio(1, 200) {
            office.simulators.pbx.drop_sockets(false);
            self.note("phone link dropped");
        }
    }

    /// Something else went wrong.
    pub fn note(&mut self, what: &str) {
        *self.faults.entry(what.to_owned()).or_default() += 1;
    }

    /// A person writes into a record, and into no other one of the same call.
    fn edit(&mut self, office: &Office, chance: &mut StdRng) {
        let tasks = office.tasks();
        if tasks.is_empty() {
            return;
        }
        let task = &tasks[chance.random_range(0..tasks.len())];
        let (Some(id), Some(key)) = (task["Id"].as_str(), task["CallObject"].as_str()) else { return };
        if self.edited.contains_key(key) {
            return;
        }
        let written = json!({"Description": EDITED});
        match office.simulators.org.update("Task", id, &written) {
            Ok(()) => {
                self.edited.insert(key.to_owned(), id.to_owned());
            }
            // A lock, or nobody sees it before it commits.
            Err(_) => self.note("edit refused"),
        }
    }

    pub fn end(&self, office: &Office) {
        office.simulators.org.clear_faults();
    }

    pub fn faults(&self) -> &BTreeMap<String, u64> {
        &self.faults
    }

    pub fn edits(&self) -> usize {
        self.edited.len()
    }

    /// Edits that are not there any more.
    pub fn edits_gone(&self, office: &Office) -> Vec<String> {
        let tasks = office.tasks();
        let text_of: BTreeMap<&str, &Value> =
            tasks.iter().filter_map(|task| Some((task["Id"].as_str()?, &task["Description"]))).collect();
        let gone = self.edited.iter().filter_map(|(key, id)| match text_of.get(id.as_str()) {
            Some(text) if text.as_str().is_some_and(is_as_edited) => None,
            Some(text) => Some(format!("{key}: {text}")),
            None => Some(format!("{key}: the record is gone")),
        });
        gone.collect()
    }
}

/// What a person wrote stays as it is and where it is; a late note of the agent comes below a line.
fn is_as_edited(text: &str) -> bool {
    text.strip_prefix(EDITED).is_some_and(|rest| rest.is_empty() || rest.starts_with("\n\n---\n"))
}
