//! A problem or a check without words, in any language, does not compile.

use std::path::Path;

fn main() {
    let codes = ids("src/problem.rs");
    let checks = ids("src/doctor/mod.rs");
    for language in ["en", "de"] {
        let texts = read(&format!("../../ui/src/text/{language}.ftl"));
        let problems = codes.iter().flat_map(|id| [format!("problem-{id}"), format!("problem-{id}-remedy")]);
        let checks = checks
            .iter()
            .flat_map(|id| [format!("check-{id}"), format!("check-{id}-why"), format!("check-{id}-ok")]);
        for id in problems.chain(checks) {
            if !texts.lines().any(|line| line.starts_with(&format!("{id} ="))) {
                println!("cargo::error={language}.ftl lacks {id}");
            }
        }
    }
}

/// The ids of a list `Name => "id",`.
fn ids(path: &str) -> Vec<String> {
    let list = read(path);
    let ids = list.lines().filter_map(|line| line.trim().strip_suffix("\",")?.split_once(" => \""));
    let ids: Vec<String> = ids.map(|(_, id)| id.to_owned()).collect();
    if ids.is_empty() {
        println!("cargo::error=no list of ids found in {path}");
    }
    ids
}

fn read(path: &str) -> String {
    println!("cargo::rerun-if-changed={path}");
    std::fs::read_to_string(Path::new(path)).unwrap_or_default()
}
