//! A problem without words, in any language, does not compile.

use std::path::Path;

fn main() {
    let problems = read("src/problem.rs");
    let codes: Vec<&str> = problems
        .lines()
        .filter_map(|line| line.trim().strip_suffix("\",")?.split_once(" => \""))
        .map(|(_, id)| id)
        .collect();
    if codes.is_empty() {
        println!("cargo::error=no problem codes found in src/problem.rs");
    }
    for language in ["en", "de"] {
        let texts = read(&format!("../../ui/src/text/{language}.ftl"));
        for code in &codes {
            for id in [format!("problem-{code}"), format!("problem-{code}-remedy")] {
                if !texts.lines().any(|line| line.starts_with(&format!("{id} ="))) {
                    println!("cargo::error={language}.ftl lacks {id}");
                }
            }
        }
    }
}

fn read(path: &str) -> String {
    println!("cargo::rerun-if-changed={path}");
    std::fs::read_to_string(Path::new(path)).unwrap_or_default()
}
