//! What fuzzing has found worth keeping, replayed: inputs that reach every corner of the parsers, and
//! those that once broke a promise.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::Path;

#[path = "../fuzz/promises.rs"]
mod promises;

/// A corpus that got lost would prove nothing.
const INPUTS_MIN: usize = 100;

fn replay(target: &str, holds: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let inputs: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(inputs.len() >= INPUTS_MIN, "only {} in {}", inputs.len(), folder.display());
    for input in inputs {
        let data = fs::read(&input).unwrap();
        let held = std::panic::catch_unwind(|| holds(&data));
        assert!(held.is_ok(), "{} breaks a promise", input.display());
    }
}

#[test]
fn numbers_keep_their_promises() {
    replay("number", promises::number);
}

#[test]
fn reformatting_rules_keep_their_promises() {
    replay("reformat", promises::reformat);
}
