//! What a program costs: memory with its children, where each shared page is divided among its
//! users, and time of the processor, which tells also on a machine that does other things besides.

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use crate::Outcome;

const KIB_PER_MIB: f64 = 1024.0;

/// The proportional set size of a process and all below it.
pub fn pss_mib(pid: u32) -> Outcome<f64> {
    let mut children: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for entry in fs::read_dir("/proc")?.flatten() {
        let Some(process) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        if let Some(parent) = parent_of(process) {
            children.entry(parent).or_default().push(process);
        }
    }
    let mut open = vec![pid];
    let mut kib = 0;
    while let Some(process) = open.pop() {
        // A process may end meanwhile; the one asked for must be there.
        match pss_kib(process) {
            Some(one) => kib += one,
            None if process == pid => return Err("the app is gone".into()),
            None => {}
        }
        open.extend(children.remove(&process).unwrap_or_default());
    }
    Ok(f64::from(kib) / KIB_PER_MIB)
}

/// Time of the processor that this program has taken so far.
pub fn worked() -> Outcome<Duration> {
    let mut worked = Duration::ZERO;
    for thread in fs::read_dir("/proc/self/task")?.flatten() {
        // A thread may end meanwhile.
        let Ok(text) = fs::read_to_string(thread.path().join("schedstat")) else { continue };
        let nanoseconds = text.split_whitespace().next().and_then(|first| first.parse().ok());
        worked += Duration::from_nanos(nanoseconds.unwrap_or_default());
    }
    Ok(worked)
}

fn parent_of(pid: u32) -> Option<u32> {
    field(&fs::read_to_string(format!("/proc/{pid}/status")).ok()?, "PPid:")
}

fn pss_kib(pid: u32) -> Option<u32> {
    field(&fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?, "Pss:")
}

fn field(text: &str, name: &str) -> Option<u32> {
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}
